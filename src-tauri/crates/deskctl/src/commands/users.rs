//! `users`: the life of a member of staff, from invitation to removal.
//!
//! Purpose: where two must agree, the second person sees the request before her passphrase is
//! asked for. Must never: show a one-time code twice.

use std::path::Path;

use office::domain::permission::Role;
use office::users::{TwoPersonChange, UserRow};
use office::{Office, Passphrase, Refused, Session};
use serde::Serialize;

use crate::Context;
use crate::cli::{Second, Users, Who};
use crate::desk;
use crate::out;
use crate::said::{Page, Said};
use crate::secrets::{Secrets, Stdin, Wanted};
use crate::speech::say;
use crate::stop::Stop;

#[derive(Serialize)]
struct All {
    users: Vec<UserRow>,
}

#[derive(Serialize)]
struct One {
    user: Option<UserRow>,
}

#[derive(Serialize)]
struct Invited {
    name: String,
    code: String,
}

#[derive(Serialize)]
struct Keyed {
    name: String,
    key_words: String,
}

/// Runs one of the commands.
pub(crate) async fn run(asked: Users, context: Context) -> Result<Said, Stop> {
    match asked {
        Users::List { at, user: None, .. } => Ok(list(&desk::open(&at)?, context)),
        Users::List {
            at,
            user: Some(user),
            passphrase_file,
        } => {
            let who = Who {
                at,
                user,
                passphrase_file,
            };
            let work = async |office: &Office, _: &Session| Ok(list(office, context));
            desk::signed_in(&who, Stdin::Free, context, work).await
        }
        Users::Enrol {
            subject,
            display,
            role,
            who,
        } => enrol(&who, &subject, &display, role, context).await,
        Users::Key {
            subject,
            at,
            code_file,
            new_file,
        } => {
            let files = (code_file.as_deref(), new_file.as_deref());
            key(&desk::open(&at)?, &subject, files, context).await
        }
        Users::Activate {
            subject,
            who,
            second,
        } => {
            agreed(
                &who,
                &second,
                (&subject, TwoPersonChange::Activate),
                context,
            )
            .await
        }
        Users::Role {
            subject,
            role,
            who,
            second,
        } => {
            agreed(
                &who,
                &second,
                (&subject, TwoPersonChange::Role(role)),
                context,
            )
            .await
        }
        Users::Remove {
            subject,
            who,
            second,
        } => agreed(&who, &second, (&subject, TwoPersonChange::Remove), context).await,
        Users::Suspend { subject, who } => {
            let work = async |office: &Office, session: &Session| {
                let user = office.user_named(&subject)?;
                office.suspend(session, user).await?;
                Ok(one(office, &subject, context))
            };
            desk::signed_in(&who, Stdin::Free, context, work).await
        }
        Users::Passphrase { who, new_file } => passphrase(&who, new_file.as_deref(), context).await,
    }
}

async fn enrol(
    who: &Who,
    subject: &str,
    display: &str,
    role: Role,
    context: Context,
) -> Result<Said, Stop> {
    let work = async |office: &Office, session: &Session| {
        let invitation = office.enrol(session, subject, display, role).await?;
        let code = invitation.code.with_text(str::to_owned);
        let mut page = Page::new(context.lang);
        page.line(
            "deskctl.users.invited",
            &[("name", &invitation.name), ("code", &code)],
        );
        Ok(Said::new(
            &Invited {
                name: invitation.name,
                code,
            },
            page,
        )
        .once())
    };
    desk::signed_in(who, Stdin::Free, context, work).await
}

/// First sign-in: nobody is signed in yet, the one-time code opens the invitation.
async fn key(
    office: &Office,
    subject: &str,
    (code, new): (Option<&Path>, Option<&Path>),
    context: Context,
) -> Result<Said, Stop> {
    let secrets = Secrets::new(context.lang, Stdin::Free);
    let question = "deskctl.ask.code";
    let wanted = Wanted {
        question,
        name: subject,
        field: "code",
        chosen: false,
    };
    let code = secrets.ask(wanted, code)?;
    let chosen = secrets.ask(new_of(subject), new)?;
    let key_words = office.accept_invitation(subject, code, chosen).await?;
    let mut page = Page::new(context.lang);
    page.line(
        "deskctl.users.keyed",
        &[("name", subject), ("words", &key_words)],
    );
    Ok(Said::new(
        &Keyed {
            name: subject.to_owned(),
            key_words,
        },
        page,
    ))
}

async fn passphrase(who: &Who, new: Option<&Path>, context: Context) -> Result<Said, Stop> {
    let work = async |office: &Office, session: &Session, present: Passphrase| {
        let secrets = Secrets::new(context.lang, Stdin::Free);
        let chosen = secrets.ask(new_of(&who.user), new)?;
        office.change_passphrase(session, present, chosen).await?;
        Ok(one(office, &who.user, context))
    };
    desk::signed_in_knowing(who, Stdin::Free, context, work).await
}

fn new_of(name: &str) -> Wanted<'_> {
    Wanted {
        question: "deskctl.ask.new",
        name,
        field: "new_passphrase",
        chosen: true,
    }
}

/// What administrator and supervisor agree to, one of them signed in.
async fn agreed(
    who: &Who,
    second: &Second,
    (subject, change): (&str, TwoPersonChange),
    context: Context,
) -> Result<Said, Stop> {
    let work = async |office: &Office, session: &Session| {
        let user = office.user_named(subject)?;
        show_request(office, subject, change, context);
        let wanted = Wanted {
            question: "deskctl.ask.passphrase",
            name: &second.cosign,
            field: "cosign",
            chosen: false,
        };
        let secrets = Secrets::new(context.lang, Stdin::Free);
        let passphrase = secrets.ask(wanted, second.cosign_file.as_deref())?;
        let signer = office
            .cosign(session, &second.cosign, passphrase, change.request(user))
            .await;
        let signer = signer.map_err(|refused| in_field(refused, "cosign"))?;
        office.change_user(session, user, change, signer).await?;
        Ok(one(office, subject, context))
    };
    desk::signed_in(who, Stdin::Free, context, work).await
}

/// The second person's passphrase is not the first one's fault.
fn in_field(refused: Refused, field: &str) -> Refused {
    Refused {
        field: refused.field.or_else(|| Some(field.to_owned())),
        ..refused
    }
}

/// Shows what is agreed to, with the words of the key that both compare.
fn show_request(office: &Office, subject: &str, change: TwoPersonChange, context: Context) {
    let lang = context.lang;
    let role = |role: Role| lang.word(&format!("role.{}", role.text()));
    let Some(row) = row(office, subject) else {
        return;
    };
    let now = role(row.role);
    let words = row.key_words.unwrap_or_default();
    let values = [
        ("name", row.name.as_str()),
        ("display", &row.display),
        ("role", &now),
        ("words", &words),
    ];
    out::message(&match change {
        TwoPersonChange::Activate => say(lang, "deskctl.users.agree.activate", &values),
        TwoPersonChange::Remove => say(lang, "deskctl.users.agree.remove", &values),
        TwoPersonChange::Role(to) => {
            let to = role(to);
            let mut values = values.to_vec();
            values.push(("to", &to));
            say(lang, "deskctl.users.agree.role", &values)
        }
    });
}

fn row(office: &Office, name: &str) -> Option<UserRow> {
    office
        .users()
        .into_iter()
        .find(|row| row.name == name.trim())
}

fn one(office: &Office, name: &str, context: Context) -> Said {
    let user = row(office, name);
    let mut page = Page::new(context.lang);
    page.rows(
        &user
            .iter()
            .map(|user| cells(&page, user))
            .collect::<Vec<_>>(),
    );
    Said::new(&One { user }, page)
}

fn list(office: &Office, context: Context) -> Said {
    let users = office.users();
    let mut page = Page::new(context.lang);
    page.rows(
        &users
            .iter()
            .map(|user| cells(&page, user))
            .collect::<Vec<_>>(),
    );
    Said::new(&All { users }, page)
}

fn cells(page: &Page, user: &UserRow) -> Vec<String> {
    vec![
        user.name.clone(),
        user.display.clone(),
        page.word(&format!("role.{}", user.role.text())),
        page.word(&format!("deskctl.user_state.{}", user.state)),
        user.key_words.clone().unwrap_or_default(),
    ]
}
