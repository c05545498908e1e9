//! `restore`: a vault out of a backup, by administrator and supervisor.
//!
//! Purpose: the second person sees what she agrees to before her passphrase is asked for.
//! Must never: begin before both are heard.

use office::restore::{Again, Person, Plan, restore};

use crate::Context;
use crate::cli::Restore;
use crate::desk::{ports, shown};
use crate::out;
use crate::said::{Page, Said};
use crate::secrets::{Secrets, Stdin, Wanted};
use crate::speech::say;
use crate::stop::Stop;

/// Restores.
pub(crate) async fn run(asked: Restore, context: Context) -> Result<Said, Stop> {
    let plan = Plan::of(&asked.source, asked.letter, &ports()).await?;
    let secrets = Secrets::new(context.lang, Stdin::Free);
    let wanted = |name, field| Wanted {
        question: "deskctl.ask.passphrase",
        name,
        field,
        chosen: false,
    };
    let first = secrets.ask(
        wanted(&asked.user, "passphrase"),
        asked.passphrase_file.as_deref(),
    )?;
    let (made, entries) = (plan.made(), plan.entries().to_string());
    let letter = plan.letter().to_string();
    let values = [
        ("name", plan.name()),
        ("made", &made),
        ("entries", &entries),
        ("letter", &letter),
    ];
    out::message(&say(context.lang, "deskctl.restore.agree", &values));
    let cosign = &asked.second.cosign;
    let second = secrets.ask(
        wanted(cosign, "cosign"),
        asked.second.cosign_file.as_deref(),
    )?;
    let two = (
        Person {
            name: asked.user.clone(),
            passphrase: first,
        },
        Person {
            name: cosign.clone(),
            passphrase: second,
        },
    );
    let again = restore(plan, &asked.new_vault, ports(), two).await?;
    let mut page = Page::new(context.lang);
    counted(&mut page, &again, &shown(&asked.new_vault));
    Ok(Said::new(&again, page))
}

/// What now lies there.
pub(super) fn counted(page: &mut Page, again: &Again, vault: &str) {
    let numbers = [
        again.people,
        again.households,
        again.visits,
        again.files,
        again.receipts,
    ];
    let [people, households, visits, files, receipts] = numbers.map(|number| number.to_string());
    let values = [
        ("vault", vault),
        ("letter", again.letter.as_str()),
        ("people", &people),
        ("households", &households),
        ("visits", &visits),
        ("files", &files),
        ("receipts", &receipts),
    ];
    page.line("deskctl.restore.done", &values);
    if again.attachments_lost > 0 {
        let count = again.attachments_lost.to_string();
        page.line("deskctl.restore.lost", &[("count", &count)]);
    }
}
