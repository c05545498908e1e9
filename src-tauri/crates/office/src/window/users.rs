//! Staff, as the window asks for them.
//!
//! Purpose: list, invite, first sign-in, what two must agree to, one's own passphrase. May use: the
//! office. Must never: keep a passphrase or a code longer than one call.

use domain::fault::{Code, Fault};
use domain::id::UserId;
use domain::permission::Role;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use vault::passphrase;
use vault::secret::Passphrase;
use vault::words::Tongue;

use super::Window;
use crate::refused::{Answer, Refused};
use crate::users::{TwoPersonChange, UserRow};

/// An invitation; the code is shown once and kept nowhere.
#[derive(Clone, Serialize, Deserialize, specta::Type)]
pub struct Invited {
    /// Sign-in name.
    pub name: String,
    /// One-time code, good for 24 hours.
    pub code: String,
}

impl std::fmt::Debug for Invited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Invited(..)")
    }
}

impl Window {
    /// All members of staff.
    pub async fn users(&self) -> Answer<Vec<UserRow>> {
        let session = self.signed_in().await?;
        let rows = self.office.users();
        drop(session);
        Ok(rows)
    }

    /// Invites a person, or renews an invitation that was not used.
    pub async fn enrol_user(&self, name: &str, display: &str, role: Role) -> Answer<Invited> {
        let session = self.signed_in().await?;
        let invitation = self.office.enrol(&session, name, display, role).await?;
        Ok(Invited {
            name: invitation.name,
            code: invitation.code.with_text(str::to_owned),
        })
    }

    /// First sign-in with a code, while nobody is signed in: the answer is the four words of her
    /// key, to be compared face to face before activation.
    pub async fn accept_invitation(
        &self,
        name: &str,
        code: Passphrase,
        chosen: Passphrase,
    ) -> Answer<String> {
        self.privacy.passes()?;
        let name = name.trim();
        self.office.accept_invitation(name, code, chosen).await
    }

    /// Carries out what the officer and a second person at the same screen agree to.
    pub async fn change_user(
        &self,
        user: &str,
        change: &str,
        (name, passphrase): (&str, Passphrase),
    ) -> Answer<()> {
        let session = self.signed_in().await?;
        let (user, change) = (read_user(user)?, read_change(change)?);
        let request = change.request(user);
        let signer = self
            .office
            .cosign(&session, name, passphrase, request)
            .await?;
        self.office
            .change_user(&session, user, change, signer)
            .await
    }

    /// Suspends a person at once.
    pub async fn suspend_user(&self, user: &str) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.suspend(&session, read_user(user)?).await
    }

    /// Changes the own passphrase; the present one is asked first.
    pub async fn change_passphrase(&self, present: Passphrase, chosen: Passphrase) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office
            .change_passphrase(&session, present, chosen)
            .await
    }

    /// Five generated words in a language, for whoever has to choose a passphrase.
    pub fn suggest_passphrase(lang: Lang) -> Answer<String> {
        let tongue = match lang {
            Lang::Vi => Tongue::Vietnamese,
            Lang::En => Tongue::English,
        };
        let made = passphrase::generate(tongue, passphrase::WORDS)?;
        Ok(made.with_text(str::to_owned))
    }
}

fn read_user(id: &str) -> Answer<UserId> {
    id.parse()
        .map_err(|_cause| Fault::at(Code::UserUnknown, "user").into())
}

/// `activate`, `remove`, or `role:` and a role.
fn read_change(text: &str) -> Answer<TwoPersonChange> {
    let role = |name: &str| Role::ALL.into_iter().find(|role| role.text() == name);
    let change = match text.split_once(':') {
        None if text == "activate" => Some(TwoPersonChange::Activate),
        None if text == "remove" => Some(TwoPersonChange::Remove),
        Some(("role", name)) => role(name).map(TwoPersonChange::Role),
        None | Some(_) => None,
    };
    change.ok_or_else(|| Refused::from(Fault::at(Code::FieldNotChoice, "change")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_one_of_three_words() {
        let change = |text| read_change(text).ok();
        assert_eq!(change("activate"), Some(TwoPersonChange::Activate));
        assert_eq!(change("remove"), Some(TwoPersonChange::Remove));
        assert_eq!(change("role:case"), Some(TwoPersonChange::Role(Role::Case)));
        for wrong in ["", "Activate", "role:", "role:chief", "activate:case"] {
            assert_eq!(change(wrong), None, "{wrong}");
        }
    }
}
