//! An open office with somebody signed in, for the length of one command.
//!
//! Purpose: open, ask for the passphrase, sign in, do the one thing, and end the session whatever
//! came of it. Must never: keep a session for a second command.

use std::path::Path;
use std::sync::Arc;

use office::{Answer, Office, Passphrase, Ports, Refused, Session, place};
use paper::{Lp, Typst};

use crate::Context;
use crate::cli::{Where, Who};
use crate::out;
use crate::secrets::{Secrets, Stdin, Wanted};
use crate::stop::Stop;

/// What the office works with here.
pub(crate) fn ports() -> Ports {
    Ports::shipped(Arc::new(Typst), Arc::new(Lp::of_this_machine()))
}

/// Opens the vault; nobody is signed in.
pub(crate) fn open(at: &Where) -> Result<Office, Stop> {
    Ok(Office::open(&place::vault(at.vault.as_deref()), ports())?)
}

/// Signs in and does one thing; the office is opened first, so that a missing or busy vault is
/// told before anybody types.
pub(crate) async fn signed_in<T>(
    who: &Who,
    stdin: Stdin,
    context: Context,
    work: impl AsyncFnOnce(&Office, &Session) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let work =
        async |office: &Office, session: &Session, _: Passphrase| work(office, session).await;
    signed_in_knowing(who, stdin, context, work).await
}

/// The same for work that must be given the passphrase once more: it was typed for this command.
pub(crate) async fn signed_in_knowing<T>(
    who: &Who,
    stdin: Stdin,
    context: Context,
    work: impl AsyncFnOnce(&Office, &Session, Passphrase) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let (office, present) = asked(who, stdin, context)?;
    let again = present.with_text(|text| Passphrase::new(text.to_owned()));
    let session = office.sign_in(&who.user, present).await?;
    let done = match again {
        Ok(again) => work(&office, &session, again).await,
        Err(cause) => Err(Refused::from(cause).into()),
    };
    ended(office.end(session).await, context);
    done
}

/// The office, and the passphrase of whoever works.
pub(crate) fn asked(
    who: &Who,
    stdin: Stdin,
    context: Context,
) -> Result<(Office, Passphrase), Stop> {
    let office = open(&who.at)?;
    let secrets = Secrets::new(context.lang, stdin);
    let question = "deskctl.ask.passphrase";
    let wanted = Wanted {
        question,
        name: &who.user,
        field: "passphrase",
        chosen: false,
    };
    let present = secrets.ask(wanted, who.passphrase_file.as_deref())?;
    Ok((office, present))
}

/// What was acknowledged stays acknowledged; a head file that could not be written is only told.
fn ended(ended: Answer<()>, context: Context) {
    if let Err(refused) = ended {
        for fault in refused.faults() {
            out::message(&context.lang.fault(&fault));
        }
    }
}

/// A path as an answer shows it.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}
