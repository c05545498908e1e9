//! `demo` and `init`: an office comes to be.
//!
//! Must never: write a passphrase or a recovery share anywhere but to the one answer.

use office::demo::DemoPlan;
use office::founding::{FoundedUser, FoundingTold, Manner};

use crate::Context;
use crate::cli::{Demo, Init};
use crate::desk::{ports, shown};
use crate::files;
use crate::said::{Page, Said};
use crate::stop::Stop;

/// Largest founding file, bytes.
const FOUNDING_LIMIT: usize = 64 * 1024;

/// Makes an invented office.
pub(crate) async fn demo(asked: Demo, context: Context) -> Result<Said, Stop> {
    let Demo {
        vault,
        people,
        visits,
        files,
        seed,
    } = asked;
    let plan = DemoPlan {
        people,
        visits,
        files,
        seed,
    };
    let demo = office::demo::demo(&vault, ports(), &plan).await?;
    let mut page = Page::new(context.lang);
    page.line("deskctl.demo.done", &[("vault", &shown(&vault))]);
    users(&mut page, &demo.users);
    Ok(Said::new(&demo, page).once())
}

/// Founds a real office.
pub(crate) fn init(asked: &Init, context: Context) -> Result<Said, Stop> {
    let told = files::text(&asked.founding, "founding", FOUNDING_LIMIT)?;
    let told = FoundingTold::parse(&told)?;
    let founded = office::founding::found(&asked.vault, ports(), &told, Manner::real());
    let (_office, founded) = founded?;
    let mut page = Page::new(context.lang);
    page.line("deskctl.init.done", &[("vault", &shown(&asked.vault))]);
    page.line("deskctl.init.once", &[]);
    users(&mut page, &founded.users);
    shares(&mut page, &founded.shares);
    page.line(
        "deskctl.init.fingerprint",
        &[("fingerprint", &founded.fingerprint)],
    );
    Ok(Said::new(&founded, page).once())
}

/// Recovery shares with their numbers, told once.
pub(super) fn shares(page: &mut Page, shares: &[String]) {
    page.line("deskctl.init.shares", &[]);
    let numbered = shares.iter().zip(1..);
    let rows: Vec<_> = numbered
        .map(|(share, number)| vec![number.to_string(), share.clone()])
        .collect();
    page.rows(&rows);
}

/// People with their generated passphrases, told once.
pub(super) fn users(page: &mut Page, users: &[FoundedUser]) {
    let rows: Vec<Vec<String>> = users
        .iter()
        .map(|user| {
            let role = page.word(&format!("role.{}", user.role.text()));
            vec![user.name.clone(), role, user.passphrase.clone()]
        })
        .collect();
    page.rows(&rows);
}
