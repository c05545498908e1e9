//! The record as a whole: verify, rebuild, erase.
//!
//! Purpose: full verification with the roster as of each entry, replay of projections, lawful
//! erasure by two. Must never: change a journal entry.

use std::sync::Arc;

use domain::action::Noun;
use domain::fault::{Code, Fault};
use domain::id::{DeskId, FileId, SubjectId, UserId};
use domain::permission::{Circumstance, Role};
use domain::subject::{Basis, Erased};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Head, Pending, Rebuilt, Signers, Step};
use vault::cosign::CoSigner;
use vault::roster::Roster;
use vault::secret::Passphrase;
use vault::sign::Signature;

use crate::Office;
use crate::policy::{EraseSubject, Permit, Rebuild, VerifyRecord};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

/// The answer of a verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// Nothing wrong.
    pub ok: bool,
    /// Entries walked.
    pub entries: i64,
    /// Hash of the newest entry, hex.
    pub head: String,
    /// What is wrong: the entry (0 where none is to blame) and a fixed word.
    pub faults: Vec<VerifyFault>,
    /// How many faults in all.
    pub found: u64,
}

/// One thing wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyFault {
    /// Number of the entry.
    pub seq: i64,
    /// What.
    pub what: String,
}

/// Rights as of each entry, from the folded office journal: what `verify` asks, and anybody who
/// verifies a record without a session.
#[derive(Debug)]
pub struct RosterSigners(pub Roster);

impl RosterSigners {
    /// A small station's outside custodian, if she was active then.
    fn custodian(&self, user: UserId, office_seq: i64) -> Option<vault::roster::Signer> {
        let custodian = self.0.custodian()?;
        let seq = u64::try_from(office_seq)
            .ok()
            .filter(|seq| *seq <= self.0.head().seq && custodian.user == user.uuid())?;
        let signer = self.0.signer_at(user.uuid(), seq)?;
        (signer.active && signer.role == vault::roster::Role::Admin).then_some(signer)
    }

    fn signer(&self, user: UserId, office_seq: i64) -> Option<vault::roster::Signer> {
        // An entry that names an office line not yet written names nothing.
        let seq = u64::try_from(office_seq)
            .ok()
            .filter(|seq| *seq <= self.0.head().seq)?;
        let signer = self.0.signer_at(user.uuid(), seq)?;
        (signer.active && signer.role.holds_records()).then_some(signer)
    }

    /// The key of a record holder as of an office entry.
    pub(crate) fn key(&self, user: UserId, office_seq: i64) -> Option<vault::sign::VerifyingKey> {
        Some(self.signer(user, office_seq)?.key)
    }
}

impl Signers for RosterSigners {
    fn role(&self, user: UserId, office_seq: i64) -> Option<Role> {
        let signer = self.signer(user, office_seq)?;
        Some(crate::signin::role_of(signer.role))
    }

    fn signed(&self, user: UserId, office_seq: i64, hash: &store::Hash, sig: &[u8]) -> bool {
        let sig = sig.try_into().map(Signature);
        match (self.key(user, office_seq), sig) {
            (Some(key), Ok(sig)) => vault::act::verify_act(&key, hash, &sig),
            _ => false,
        }
    }

    fn agrees(&self, user: UserId, office_seq: i64) -> bool {
        self.custodian(user, office_seq).is_some()
    }

    fn left(&self) -> Vec<(DeskId, Head)> {
        let left = self.0.left().iter();
        left.map(|left| (DeskId::new(left.desk), head_of(left)))
            .collect()
    }

    fn cosigned(&self, user: UserId, office_seq: i64, hash: &store::Hash, sig: &[u8]) -> bool {
        let sig = sig.try_into().map(Signature);
        let from_outside = || Some(self.custodian(user, office_seq)?.key);
        match (self.key(user, office_seq).or_else(from_outside), sig) {
            (Some(key), Ok(sig)) => vault::act::verify_cosign(&key, hash, &sig),
            _ => false,
        }
    }
}

/// Where a chain was left.
pub(crate) fn head_of(left: &vault::roster::LeftDesk) -> Head {
    Head {
        seq: i64::try_from(left.seq).unwrap_or(i64::MAX),
        hash: left.hash,
    }
}

impl Office {
    /// Verifies by name and passphrase, also a record that a sign-in refuses because it was altered
    /// or rolled back. Nothing is entered in a record that exists.
    pub async fn verify_as(
        &self,
        name: &str,
        passphrase: Passphrase,
        go_on: &mut (dyn FnMut(Step) -> bool + Send),
    ) -> Answer<Verified> {
        let session = self.sign_in_to_verify(name, passphrase).await?;
        let verified = self.verify(&session, go_on).await;
        if let Session::WithRecords(records) = session {
            records.desk.clone().close().await?;
        }
        verified
    }

    /// Verifies everything: chain, signatures, content, replay, projections. `go_on` hears of
    /// progress and may stop.
    pub async fn verify(
        &self,
        session: &Session,
        go_on: &mut (dyn FnMut(Step) -> bool + Send),
    ) -> Answer<Verified> {
        let permit: Permit<'_, VerifyRecord> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut verified = self.walk(records, go_on).await?;
        let blobs = self.check_blobs(&mut records.desk.begin().await?).await?;
        let found = u64::try_from(blobs.len()).unwrap_or(u64::MAX);
        verified.found = verified.found.saturating_add(found);
        verified.faults.extend(blobs);
        verified.ok = verified.found == 0;
        Ok(verified)
    }

    /// The record itself, without what lies beside it: a restored or recovered one counts with a
    /// photo lost, and `verify` says which.
    pub(crate) async fn walk(
        &self,
        records: &Records,
        go_on: &mut (dyn FnMut(Step) -> bool + Send),
    ) -> Answer<Verified> {
        let lines = self.look(vault::Vault::office_lines)?;
        let roster = vault::roster::fold(lines.iter().map(String::as_str))?;
        let mut tx = records.desk.begin().await?;
        let desk = tx.desk();
        let witness = self
            .look(vault::Vault::head)?
            .filter(|head| head.desk == desk.uuid());
        let witness = witness.map(|head| Head {
            seq: i64::try_from(head.seq).unwrap_or(i64::MAX),
            hash: head.hash,
        });
        let signers = Arc::new(RosterSigners(roster));
        let report = tx.verify(signers, witness, go_on).await?;
        Ok(Verified {
            ok: report.found == 0,
            entries: report.entries,
            head: hex::encode(report.head.hash),
            faults: report
                .faults
                .into_iter()
                .map(|fault| VerifyFault {
                    seq: fault.seq,
                    what: fault.what.to_owned(),
                })
                .collect(),
            found: report.found,
        })
    }

    /// Verifies the office journal alone; anybody may. The answer is its number of lines.
    pub fn verify_office(&self) -> Answer<u64> {
        Ok(self.look(vault::Vault::verify_office)?)
    }

    /// The station's fingerprint, as it stands on paper since the founding.
    pub fn fingerprint(&self) -> String {
        self.look(|vault| vault.roster().fingerprint())
    }

    /// Public lines with which anyone checks a receipt.
    pub fn station_lines(&self) -> String {
        self.look(|vault| vault.roster().station_lines())
    }

    /// Drops the projections and replays the journal into them.
    pub async fn rebuild(
        &self,
        session: &Session,
        go_on: &mut (dyn FnMut(Step) -> bool + Send),
    ) -> Answer<Rebuilt> {
        let permit: Permit<'_, Rebuild> = self.permit(session, Circumstance::default()).await?;
        let mut tx = permit.session().records()?.desk.begin().await?;
        Ok(tx.rebuild(go_on).await?)
    }

    /// Erases a file with its receipts, by law and by two persons. `second` agreed to
    /// [`erase_request`] of exactly this.
    pub async fn erase_file(
        &self,
        session: &Session,
        id: FileId,
        basis: Basis,
        second: CoSigner,
    ) -> Answer<()> {
        let around = Circumstance {
            second: true,
            ..Circumstance::default()
        };
        let permit: Permit<'_, EraseSubject> = self.permit(session, around).await?;
        let records = permit.session().records()?;
        let request = erase_request(id.into(), basis);
        let second = self.agreed(session, second, request)?;
        let mut tx = records.desk.begin().await?;
        let file = tx.file(id).await?;
        let file = file.ok_or_else(|| Refused::from(Fault::at(Code::FileUnknown, "id")))?;
        let erased = |number: &str| Erased {
            basis,
            request: second.request.clone(),
            number: Some(number.to_owned()),
        };
        let mut entries = Vec::new();
        for receipt in tx.receipts_of(id).await? {
            let erased = erased(&receipt.issued.number);
            entries.push(Pending::erase(Noun::Receipt, receipt.id.into(), erased));
        }
        let number = erased(&file.opened.number);
        entries.push(Pending::erase(Noun::File, id.into(), number));
        self.commit_with(tx, records, entries, Some(second)).await?;
        let blobs = file
            .attachments
            .iter()
            .flat_map(domain::attachment::Attachment::blobs);
        self.drop_blobs(blobs.map(|blob| blob.id)).await
    }
}

/// What both people see and agree to when a subject is erased: SHA-256 of its fixed text.
pub fn erase_request(subject: SubjectId, basis: Basis) -> [u8; 32] {
    let basis = match basis {
        Basis::Retention => "retention",
        Basis::PersonAsked => "person_asked",
        Basis::LawfulOrder => "lawful_order",
        // Nobody asks two for it.
        Basis::PrivateIntake => "private_intake",
    };
    Sha256::digest(format!("subject.erase\0{subject}\0{basis}")).into()
}
