//! `recover`: a vault that opens, by two custodians.
//!
//! Must never: show a share that was given, or write a new one anywhere but to the one answer.

use std::path::Path;

use office::Refused;
use office::domain::fault::Code;
use office::place;
use office::restore::{PeopleTold, Share, Shares, recover};

use super::founding::{shares, users};
use super::restore::counted;
use crate::Context;
use crate::cli::Recover;
use crate::desk::{ports, shown};
use crate::files;
use crate::said::{Page, Said};
use crate::stop::Stop;

/// Largest file of a share or of people, bytes.
const LIMIT: usize = 64 * 1024;

/// Recovers.
pub(crate) async fn run(asked: Recover, context: Context) -> Result<Said, Stop> {
    let [one, two] = asked.share.as_slice() else {
        return Err(Stop::at(Code::RecoveryTwoShares, "share"));
    };
    let given = Shares(share(one)?, share(two)?);
    let people = PeopleTold::parse(&files::text(&asked.workers, "people", LIMIT)?)?;
    let source = place::vault(asked.at.vault.as_deref());
    let told = (&people, asked.letter);
    let done = recover(&source, given, told, &asked.new_vault, ports()).await?;
    let mut page = Page::new(context.lang);
    counted(&mut page, &done.again, &shown(&asked.new_vault));
    page.line("deskctl.init.once", &[]);
    users(&mut page, &done.users);
    shares(&mut page, &done.shares);
    let values = [("fingerprint", done.fingerprint.as_str())];
    page.line("deskctl.init.fingerprint", &values);
    Ok(Said::new(&done, page).once())
}

fn share(file: &Path) -> Result<Share, Stop> {
    let text = files::text(file, "share", LIMIT)?;
    Share::take(text).map_err(|cause| {
        let refused = Refused::from(cause);
        Refused {
            field: Some("share".to_owned()),
            ..refused
        }
        .into()
    })
}
