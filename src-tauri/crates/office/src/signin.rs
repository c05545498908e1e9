//! Signing in and out.
//!
//! Purpose: passphrase → keys → the record, with the checks of a sign-in: key files brought after
//! the roster, head file and office anchor held against the journal. Its cost does not grow with
//! the office. Must never: say whether a name exists, or open the record for one who holds none.

use std::sync::Arc;

use domain::action::Action;
use domain::desk::{Anchored, SignInFailed};
use domain::fault::Code;
use domain::id::DeskId;
use domain::permission::Role;
use domain::receipt::Head as Letterhead;
use domain::subject::Subject;
use store::{Desk, Head, Pending};
use vault::VaultError;
use vault::folder::{FailedSignIns, RecordKeys, SignedIn};
use vault::line::Line;
use vault::secret::Passphrase;

use crate::Office;
use crate::first_day::FirstDay;
use crate::founding::OfficerShown;
use crate::record::RosterSigners;
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session, Staff};

/// Newest entries whose chain and signatures a sign-in checks; `verify` checks all.
const CHECKED_ENTRIES: i64 = 500;

impl Office {
    /// Signs a member of staff in.
    pub async fn sign_in(&self, name: &str, passphrase: Passphrase) -> Answer<Session> {
        let (staff, record_keys, failures) = self.identified(name, passphrase).await?;
        let Some(record_keys) = record_keys else {
            if !failures.is_empty() {
                let (stamp, keys) = (self.stamp(staff.id), Arc::clone(&staff.keys));
                self.with_vault(move |vault| vault.note_failures(&keys, &failures, &stamp))
                    .await??;
            }
            return Ok(Session::WithoutRecords(staff));
        };
        let records = self.open_record(staff, record_keys, &failures).await?;
        if !failures.is_empty() {
            self.with_vault(move |vault| vault.failures_entered(&failures))
                .await?;
        }
        Ok(Session::WithRecords(Box::new(records)))
    }

    /// A session for looking whether the record is whole: without the checks of a sign-in, which
    /// refuse the very record that most needs the look, and without an entry.
    pub(crate) async fn sign_in_to_verify(
        &self,
        name: &str,
        passphrase: Passphrase,
    ) -> Answer<Session> {
        let (staff, record_keys, failures) = self.identified(name, passphrase).await?;
        let Some(keys) = record_keys else {
            return Ok(Session::WithoutRecords(staff));
        };
        let records = if self.path().exists() {
            self.unchecked(staff, keys).await?
        } else {
            self.open_record(staff, keys, &failures).await?
        };
        Ok(Session::WithRecords(Box::new(records)))
    }

    /// Who she is, with her keys, and the failed tries before.
    async fn identified(
        &self,
        name: &str,
        passphrase: Passphrase,
    ) -> Answer<(Staff, Option<RecordKeys>, Vec<FailedSignIns>)> {
        let (name, now) = (name.trim().to_owned(), self.clock.now().millis());
        let signed: SignedIn = self
            .with_vault(move |vault| vault.sign_in(&name, &passphrase, now))
            .await??;
        let SignedIn {
            keys,
            role,
            must_change,
            records,
            failures,
        } = signed;
        let user = keys.user();
        let known = self.look(|vault| vault.roster().user(user).cloned());
        let known = known.ok_or(VaultError::SignInRefused)?;
        let id = self.ids().session();
        let staff = Staff::new(id, &known, role_of(role), must_change, keys);
        Ok((staff, records, failures))
    }

    /// The record's file.
    pub(crate) fn path(&self) -> std::path::PathBuf {
        self.folder.join("desk.db")
    }

    /// The record as it lies there.
    async fn unchecked(&self, staff: Staff, keys: RecordKeys) -> Answer<Records> {
        let (id, letter, seq, demo) = self.look(|vault| {
            let roster = vault.roster();
            let (id, letter) = roster.desk();
            (DeskId::new(id), letter, roster.head().seq, roster.demo())
        });
        let desk = Desk::open(&self.path(), keys.database(), id).await?;
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        let letter = letter.to_string();
        Ok(Records::new(staff, keys, desk, letter, demo, seq))
    }

    /// Opens the record and enters the sign-in.
    async fn open_record(
        &self,
        staff: Staff,
        keys: RecordKeys,
        failures: &[FailedSignIns],
    ) -> Answer<Records> {
        if !self.path().exists() {
            if self.look(vault::Vault::had_desk)? {
                return Err(Refused::new(Code::RecordMissing));
            }
            // Until the shares are on paper the founding can be begun anew, which must lose nothing.
            if self.first_day() == FirstDay::Shares {
                return Err(Refused::new(Code::FoundingSharesUnread));
            }
        }
        let records = self.unchecked(staff, keys).await?;
        let desk_id = records.desk.begin().await?.desk();
        let state = self.check_witnesses(&records.desk, desk_id).await?;
        let newest = records.desk.begin().await?.last_at();
        for desk in records.desk.begin().await?.desks().await? {
            self.catalogue.take(&desk.edits);
        }
        let standing = state.as_ref().and_then(|state| state.clock.as_ref());
        let doubt = self.doubted(standing, newest, records.demo);
        // Only now: a rolled-back roster must not decide which slots and recipients go.
        self.look(|vault| vault.reconcile(&records.keys()))?;
        let office_seq = records.office_seq();
        let mut entries = Vec::new();
        if state.is_none() {
            entries.push(Pending::new(desk_id, self.first_entry(&records)?));
        }
        let failed = failures
            .iter()
            .fold(0_u32, |sum, row| sum.saturating_add(row.count));
        if failed > 0 {
            let failed = SignInFailed { count: failed };
            entries.push(Pending::new(desk_id, Action::SignInFailed(failed)));
        }
        let hash = self.look(|vault| hex::encode(vault.roster().head().hash));
        let anchor = Anchored {
            seq: office_seq,
            hash,
        };
        entries.push(Pending::new(desk_id, Action::OfficeAnchored(anchor)));
        if let Some(doubt) = doubt {
            if standing != Some(&doubt) {
                entries.push(Pending::new(desk_id, Action::ClockDoubted(doubt.clone())));
            }
            records.doubts(doubt);
        }
        let tx = records.desk.begin().await?;
        let ack = self.commit(tx, &records, entries).await?;
        // The sign-in is durable; a head file that cannot be written may lag.
        let _lags = self.witness(desk_id, ack.head).await;
        Ok(records)
    }

    /// The head file must be in the chain, and the office journal must contain the line that the
    /// record last named; the newest entries must hold together. The answer is what the journal says
    /// of the desk, nothing where it has not begun.
    async fn check_witnesses(&self, desk: &Desk, id: DeskId) -> Answer<Option<domain::desk::Desk>> {
        let witness = self.look(vault::Vault::head)?;
        let mut tx = desk.begin().await?;
        if let Some(witness) = witness.filter(|witness| witness.desk == id.uuid()) {
            let seq = i64::try_from(witness.seq).unwrap_or(i64::MAX);
            let known = if seq == 0 {
                Some([0; 32])
            } else {
                tx.hash_at(seq).await?
            };
            if known != Some(witness.hash) {
                return Err(Refused::new(Code::RecordRolledBack));
            }
        }
        let state = match tx.desk_state().await? {
            Some(Subject::Desk(state)) => Some(state),
            _ => None,
        };
        if let Some(anchor) = state.as_ref().and_then(|state| state.anchor.as_ref()) {
            let seq = u64::try_from(anchor.seq).unwrap_or(u64::MAX);
            if self.office_hash(seq).ok().as_ref() != Some(&anchor.hash) {
                return Err(Refused::new(Code::OfficeRolledBack));
            }
        }
        self.left_as_known(&mut tx).await?;
        // With an older office journal put back, no newer signer would be known.
        let signers = Arc::new(RosterSigners(self.look(|vault| vault.roster().clone())));
        if !tx.end_holds(signers, CHECKED_ENTRIES).await? {
            return Err(Refused::new(Code::RecordAltered));
        }
        Ok(state)
    }

    /// Hash of one line of the office journal, hex.
    pub(crate) fn office_hash(&self, seq: u64) -> Answer<String> {
        let lines = self.look(vault::Vault::office_lines)?;
        let line = usize::try_from(seq)
            .ok()
            .and_then(|seq| lines.into_iter().nth(seq));
        let line = line.as_deref().and_then(Line::parse);
        let line = line.ok_or_else(|| Refused::new(Code::OfficeRolledBack))?;
        Ok(hex::encode(line.hash()))
    }

    /// The letterhead of the settings.
    pub(crate) fn letterhead(&self, demo: bool) -> Letterhead {
        let setting = |name: &str| self.setting(name);
        Letterhead {
            parent: setting("letterhead.parent"),
            office: setting("letterhead.office"),
            place: setting("letterhead.place"),
            address: setting("letterhead.address"),
            phone: setting("letterhead.phone"),
            demo,
        }
    }

    /// An officer's name as papers show it, by the setting in force now.
    pub(crate) fn shown_name(&self, staff: &Staff) -> String {
        if self.setting(OfficerShown::SETTING) == OfficerShown::SignInName.text() {
            staff.name.clone()
        } else {
            domain::collate::given_name(&staff.display).to_owned()
        }
    }

    /// The same of any user by her id; empty where the roster does not know her.
    pub(crate) fn shown_as(&self, user: domain::id::UserId) -> String {
        let sign_in_name = self.setting(OfficerShown::SETTING) == OfficerShown::SignInName.text();
        self.look(|vault| {
            let known = vault.roster().user(user.uuid());
            known.map_or_else(String::new, |user| {
                if sign_in_name {
                    user.name().to_owned()
                } else {
                    domain::collate::given_name(user.display()).to_owned()
                }
            })
        })
    }

    /// A machine setting; empty where there is none.
    pub(crate) fn setting(&self, name: &str) -> String {
        let value = self.look(|vault| vault.roster().settings().get(name).cloned());
        value.unwrap_or_default()
    }

    /// Ends a session: waits for the running act, writes the head file, closes the record. Keys
    /// wipe themselves as they are dropped.
    pub async fn end(&self, session: Session) -> Answer<()> {
        let Session::WithRecords(records) = session else {
            return Ok(());
        };
        // What was looked at for a visit that stands open is entered now: a session may be the last one.
        let held = self.enter_held(&records).await;
        let head: Head = records.desk.head().await;
        let (id, _) = self.look(|vault| vault.roster().desk());
        let written = self.witness(DeskId::new(id), head).await;
        // The record is closed and the keys go also where the head file could not be written.
        records.desk.clone().close().await?;
        held.and(written)
    }

    /// Asks for the passphrase once more; what needs it may be done for five minutes from now.
    pub async fn confirm(&self, session: &Session, passphrase: Passphrase) -> Answer<()> {
        let (keys, now) = (Arc::clone(&session.staff().keys), self.clock.now().millis());
        self.with_vault(move |vault| vault.confirm(&keys, &passphrase, now))
            .await??;
        session.staff().step_up(self.clock.mono());
        Ok(())
    }
}

/// The vault's roles are the desk's, column by column.
pub(crate) fn role_of(role: vault::roster::Role) -> Role {
    match role {
        vault::roster::Role::Reception => Role::Reception,
        vault::roster::Role::Case => Role::Case,
        vault::roster::Role::Supervisor => Role::Supervisor,
        vault::roster::Role::Admin => Role::Admin,
        vault::roster::Role::Auditor => Role::Auditor,
    }
}

/// And back.
pub(crate) fn vault_role(role: Role) -> vault::roster::Role {
    match role {
        Role::Reception => vault::roster::Role::Reception,
        Role::Case => vault::roster::Role::Case,
        Role::Supervisor => vault::roster::Role::Supervisor,
        Role::Admin => vault::roster::Role::Admin,
        Role::Auditor => vault::roster::Role::Auditor,
    }
}
