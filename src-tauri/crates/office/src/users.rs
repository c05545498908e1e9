//! Staff: enrol, first sign-in, activate, role, suspend, remove, passphrase.
//!
//! Purpose: the life of a user in the office journal. Where two must agree, the second person's
//! slot opens for one signature over the exact request. Must never: reset a passphrase (there is
//! no such thing), or make a supervisor by one person alone.

use std::sync::Arc;

use domain::fault::{Code, Fault};
use domain::file::File;
use domain::id::UserId;
use domain::permission::{Circumstance, Role};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use vault::VaultError;
use vault::cosign::{CoSigner, CosignRequest};
use vault::folder::{Enrolment, Keying, SecondPerson};
use vault::passphrase;
use vault::roster::State;
use vault::secret::Passphrase;
use vault::words::Tongue;

use crate::Office;
use crate::dossier::OfficerRow;
use crate::founding::{check_name, display_name};
use crate::policy::{ActivateUser, EndSession, EnrolUser, Permit, RemoveUser, SuspendUser};
use crate::refused::{Answer, Refused};
use crate::session::Session;
use crate::signin::{role_of, vault_role};

/// A member of staff, as lists show her.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct UserRow {
    /// Her id.
    pub id: String,
    /// Sign-in name.
    pub name: String,
    /// Name as shown.
    pub display: String,
    /// What she is.
    pub role: Role,
    /// `invited`, `enrolled`, `active`, `suspended`, `removed`.
    pub state: String,
    /// Four words of her key, to be compared face to face.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_words: Option<String>,
}

/// An invitation; the code is shown once.
#[derive(Debug)]
pub struct Invitation {
    /// Sign-in name.
    pub name: String,
    /// One-time code, good for 24 hours.
    pub code: Passphrase,
}

/// A change of a user that two people must agree to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TwoPersonChange {
    /// Activate.
    Activate,
    /// Another role.
    Role(Role),
    /// Remove for ever.
    Remove,
}

impl TwoPersonChange {
    /// What both people see and agree to: SHA-256 of its fixed text.
    pub fn request(self, user: UserId) -> [u8; 32] {
        let text = match self {
            Self::Activate => format!("user.activate\0{user}"),
            Self::Role(role) => format!("user.role\0{user}\0{}", role.text()),
            Self::Remove => format!("user.remove\0{user}"),
        };
        Sha256::digest(text).into()
    }
}

/// The outside custodian of a station too small to watch itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SmallStation {
    /// Her name as shown.
    pub custodian: String,
    /// The office she works for.
    pub office: String,
    /// She can sign now.
    pub active: bool,
}

impl Office {
    /// All members of staff. Their names stand in the plain office journal and are no secret.
    pub fn users(&self) -> Vec<UserRow> {
        self.look(|vault| {
            let roster = vault.roster();
            let row = |user: &vault::roster::User| UserRow {
                id: UserId::new(user.id()).to_string(),
                name: user.name().to_owned(),
                display: user.display().to_owned(),
                role: role_of(user.role()),
                state: state_text(user.state()).to_owned(),
                key_words: roster.key_words(user.id()),
            };
            roster.users().map(row).collect()
        })
    }

    /// Enrols a person, or renews an unused invitation.
    pub async fn enrol(
        &self,
        session: &Session,
        name: &str,
        display: &str,
        role: Role,
    ) -> Answer<Invitation> {
        let _permit: Permit<'_, EnrolUser> = self.permit(session, Circumstance::default()).await?;
        check_name(name, "name")?;
        let display = display_name(display, "display")?;
        let known = self.look(|vault| vault.roster().by_name(name).map(vault::roster::User::id));
        let user = known.unwrap_or_else(|| self.ids().user().uuid());
        let code = passphrase::generate(Tongue::Vietnamese, passphrase::CODE_WORDS)?;
        let (slot, stamp) = (self.ids().act().uuid(), self.stamp(session.staff().id));
        let keys = Arc::clone(&session.staff().keys);
        let name = name.to_owned();
        self.with_vault(move |vault| {
            let role = vault_role(role);
            let new = Enrolment {
                user,
                slot,
                name: name.clone(),
                display,
                role,
                code: &code,
            };
            vault.enrol(&keys, &new, &stamp)?;
            Ok::<_, VaultError>(Invitation { name, code })
        })
        .await?
        .map_err(Refused::from)
    }

    /// First sign-in with a one-time code: own keys, own passphrase. The answer is the four words
    /// to compare face to face before activation.
    pub async fn accept_invitation(
        &self,
        name: &str,
        code: Passphrase,
        passphrase: Passphrase,
    ) -> Answer<String> {
        self.check_chosen(&passphrase, name)?;
        let (slot, stamp) = (self.ids().act().uuid(), self.stamp(self.ids().session()));
        let name = name.to_owned();
        let words = self
            .with_vault(move |vault| {
                let first = Keying {
                    name: &name,
                    code: &code,
                    passphrase: &passphrase,
                    slot,
                };
                vault.key(&first, &stamp)
            })
            .await??;
        Ok(words)
    }

    /// Opens the second person's slot for one signature over a request.
    pub async fn cosign(
        &self,
        session: &Session,
        name: &str,
        passphrase: Passphrase,
        request: [u8; 32],
    ) -> Answer<CoSigner> {
        let asked = CosignRequest {
            first: session.user().uuid(),
            request,
            now: self.clock.now().millis(),
        };
        let name = name.trim().to_owned();
        Ok(self
            .with_vault(move |vault| vault.cosign(&name, &passphrase, &asked))
            .await??)
    }

    /// Carries out what administrator and supervisor agreed to.
    pub async fn change_user(
        &self,
        session: &Session,
        user: UserId,
        change: TwoPersonChange,
        signer: CoSigner,
    ) -> Answer<()> {
        let around = Circumstance {
            second: true,
            ..Circumstance::default()
        };
        if change == TwoPersonChange::Remove {
            let _permit: Permit<'_, RemoveUser> = self.permit(session, around).await?;
        } else {
            let _permit: Permit<'_, ActivateUser> = self.permit(session, around).await?;
        }
        if matches!(change, TwoPersonChange::Role(role) if Some(role) != self.role_now(user)) {
            self.not_the_last(user)?;
        }
        let second = SecondPerson {
            signer,
            request: change.request(user),
        };
        let (keys, stamp) = (
            Arc::clone(&session.staff().keys),
            self.stamp(session.staff().id),
        );
        let id = user.uuid();
        self.with_vault(move |vault| match change {
            TwoPersonChange::Activate => vault.activate(&keys, second, id, &stamp),
            TwoPersonChange::Role(role) => {
                vault.change_role(&keys, second, (id, vault_role(role)), &stamp)
            }
            TwoPersonChange::Remove => vault.remove(&keys, second, id, &stamp),
        })
        .await??;
        self.follow(session).await
    }

    /// Suspends a person at once.
    pub async fn suspend(&self, session: &Session, user: UserId) -> Answer<()> {
        let _permit: Permit<'_, SuspendUser> =
            self.permit(session, Circumstance::default()).await?;
        self.not_the_last(user)?;
        let (keys, stamp) = (
            Arc::clone(&session.staff().keys),
            self.stamp(session.staff().id),
        );
        self.with_vault(move |vault| vault.suspend(&keys, user.uuid(), &stamp))
            .await??;
        self.follow(session).await
    }

    /// Changes the own passphrase; the present one is asked first. Older backups still open with
    /// the old one.
    pub async fn change_passphrase(
        &self,
        session: &Session,
        present: Passphrase,
        chosen: Passphrase,
    ) -> Answer<()> {
        let _permit: Permit<'_, EndSession> = self.permit(session, Circumstance::default()).await?;
        self.check_chosen(&chosen, session.name())?;
        if present.with_text(|present| chosen.with_text(|chosen| present == chosen)) {
            return Err(Refused::new(Code::PassphraseUnchanged));
        }
        self.confirm(session, present).await?;
        let (slot, stamp) = (self.ids().act().uuid(), self.stamp(session.staff().id));
        let keys = Arc::clone(&session.staff().keys);
        self.with_vault(move |vault| vault.change_passphrase(&keys, &chosen, slot, &stamp))
            .await??;
        session
            .staff()
            .must_change
            .store(false, std::sync::atomic::Ordering::Relaxed);
        self.follow(session).await
    }

    /// The user with this sign-in name.
    pub fn user_named(&self, name: &str) -> Answer<UserId> {
        let id = self.look(|vault| vault.roster().by_name(name).map(vault::roster::User::id));
        id.map(UserId::new)
            .ok_or_else(|| Fault::at(Code::UserUnknown, "name").into())
    }

    /// Whether a user is active and holds records, so that work can be given to her.
    pub(crate) fn may_work(&self, user: UserId) -> bool {
        self.look(|vault| {
            let known = vault.roster().user(user.uuid());
            known.is_some_and(|user| user.state() == State::Active && user.holds_records())
        })
    }

    /// Everybody to whom a matter may be given now, by name; nobody where she may give none.
    pub(crate) fn officers(&self, file: &File, may: bool) -> Vec<OfficerRow> {
        if !may || file.closed {
            return Vec::new();
        }
        let mut officers: Vec<OfficerRow> = self.look(|vault| {
            let active =
                |user: &&vault::roster::User| user.state() == State::Active && user.holds_records();
            let has_it =
                |user: &&vault::roster::User| file.assignee == Some(UserId::new(user.id()));
            let users = vault.roster().users().filter(active);
            users
                .filter(|user| !has_it(user))
                .map(|user| OfficerRow {
                    id: UserId::new(user.id()).to_string(),
                    name: user.display().to_owned(),
                    role: role_of(user.role()),
                })
                .collect()
        });
        officers.sort_by_cached_key(|officer| domain::collate::sort_key(&officer.name));
        officers
    }

    /// Who co-signs from outside, at a small station.
    pub(crate) fn small_station(&self) -> Option<SmallStation> {
        self.look(|vault| {
            let roster = vault.roster();
            let custodian = roster.custodian()?;
            let user = roster.user(custodian.user)?;
            Some(SmallStation {
                custodian: user.display().to_owned(),
                office: custodian.office,
                active: user.state() == State::Active,
            })
        })
    }

    fn role_now(&self, user: UserId) -> Option<Role> {
        self.look(|vault| Some(role_of(vault.roster().user(user.uuid())?.role())))
    }

    /// An office without an active administrator or without an active supervisor could never make
    /// another one: the last of each keeps her place.
    fn not_the_last(&self, user: UserId) -> Answer<()> {
        let (role, quorum) = self.look(|vault| {
            let roster = vault.roster();
            let known = roster.user(user.uuid());
            let acting = known.filter(|user| user.state() == State::Active);
            (acting.map(vault::roster::User::role), roster.quorum())
        });
        let last = match role {
            Some(vault::roster::Role::Admin) if quorum.administrators <= 1 => {
                Code::UserLastAdministrator
            }
            Some(vault::roster::Role::Supervisor) if quorum.supervisors <= 1 => {
                Code::UserLastSupervisor
            }
            _ => return Ok(()),
        };
        Err(Refused::new(last))
    }

    /// Not a name, not the office's words.
    fn check_chosen(&self, chosen: &Passphrase, name: &str) -> Answer<()> {
        let known = self.look(|vault| {
            let roster = vault.roster();
            let display = roster.by_name(name).map(|user| user.display().to_owned());
            let office = roster.settings().get("letterhead.office").cloned();
            [Some(name.to_owned()), display, office]
        });
        let known: Vec<&str> = known.iter().flatten().map(String::as_str).collect();
        Ok(passphrase::check_chosen(chosen, &known)?)
    }

    /// Key files follow the roster at once where a record holder acts; entries of the desk journal
    /// name the new office entry from now on.
    async fn follow(&self, session: &Session) -> Answer<()> {
        let Session::WithRecords(records) = session else {
            return Ok(());
        };
        let keys = records.keys();
        let head = self
            .with_vault(move |vault| vault.reconcile(&keys).map(|_| vault.roster().head()))
            .await??;
        let seq = i64::try_from(head.seq).unwrap_or(i64::MAX);
        records
            .office_seq
            .store(seq, std::sync::atomic::Ordering::Relaxed);
        Ok(())
    }
}

fn state_text(state: State) -> &'static str {
    match state {
        State::Invited => "invited",
        State::Enrolled => "enrolled",
        State::Active => "active",
        State::Suspended => "suspended",
        State::Removed => "removed",
    }
}
