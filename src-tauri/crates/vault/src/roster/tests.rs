//! The rules of the roster, by lines written by hand: honest ones and forged ones.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use super::entry::{Body, Founded, FoundedDesk, FoundedUser, Kind, payload};
use super::*;
use crate::kdf::KdfBounds;
use crate::line::{Line, Signatory, Signer as LineSigner};
use crate::secret::RecordIdentity;
use crate::sign::{Purpose, SigningKey};

mod again;
mod custodian;
mod insider;
mod rights;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const NOW: i64 = 1_795_500_000_000;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

const ADMIN: u128 = 1;
const SUPERVISOR: u128 = 2;
const RECEPTION: u128 = 3;
const ADMIN_2: u128 = 4;
const NEW: u128 = 9;
const OFFICE: u128 = 100;
const RECOVERY: u128 = 101;

/// An office journal being written, honestly or not.
#[derive(Clone)]
struct Book {
    keys: std::rc::Rc<std::cell::RefCell<BTreeMap<u128, SigningKey>>>,
    recipients: std::rc::Rc<std::cell::RefCell<BTreeMap<u128, Recipient>>>,
    lines: Vec<String>,
    roster: Roster,
    at: i64,
}

fn recipient() -> Recipient {
    RecordIdentity::generate().unwrap().recipient().unwrap()
}

fn founders() -> Vec<(u128, Role, &'static str)> {
    vec![
        (ADMIN, Role::Admin, "an.tran"),
        (SUPERVISOR, Role::Supervisor, "binh.le"),
        (RECEPTION, Role::Reception, "chi.vu"),
        (ADMIN_2, Role::Admin, "dung.ho"),
    ]
}

/// Line 0 by some of the founders.
fn first_line(
    keys: &BTreeMap<u128, SigningKey>,
    recipients: &BTreeMap<u128, Recipient>,
    signers: &[u128],
) -> String {
    let usual = [setting("letterhead.1", "CÔNG AN")];
    line_0(keys, recipients, signers, &usual)
}

fn setting(name: &str, value: &str) -> Setting {
    Setting {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

fn line_0(
    keys: &BTreeMap<u128, SigningKey>,
    recipients: &BTreeMap<u128, Recipient>,
    signers: &[u128],
    settings: &[Setting],
) -> String {
    let small = settings.iter().any(|setting| setting.name == CUSTODIAN);
    let users = founders()
        .into_iter()
        .filter(|(user, ..)| !small || *user != ADMIN_2)
        .map(|(user, role, name)| FoundedUser {
            user: id(user),
            name: name.to_owned(),
            display: format!("Officer {user}"),
            role,
            sign_pub: keys[&user].verifying_key(),
            recipient: recipients[&user].clone(),
            slot_id: id(1000 + user),
        });
    let payload = Founded {
        vault: id(OFFICE),
        demo: false,
        station: keys[&OFFICE].verifying_key(),
        recovery: recipients[&OFFICE].clone(),
        recovery_key: keys[&RECOVERY].verifying_key(),
        recovery_in_files: true,
        desk: FoundedDesk {
            id: id(200),
            letter: 'A',
        },
        kdf: KdfBounds::for_tests().floor(),
        settings: settings.to_vec(),
        users: users.collect(),
    };
    let body = body(
        (0, [0; 32]),
        (signers[0], Kind::OfficeFounded, OFFICE),
        NOW,
        payload,
    );
    sign(body, keys, signers, Purpose::Office).text().to_owned()
}

fn body<P: Serialize>(
    (seq, prev): (u64, [u8; 32]),
    (actor, kind, subject): (u128, Kind, u128),
    at: i64,
    payload: P,
) -> String {
    let body = Body {
        v: 1,
        seq,
        prev: hex::encode(prev),
        at,
        clock_suspect: 0,
        act: id(7),
        session: id(8),
        actor: id(actor),
        kind,
        version: 1,
        subject: id(subject),
        payload,
    };
    serde_json::to_string(&body).unwrap()
}

fn sign(body: String, keys: &BTreeMap<u128, SigningKey>, by: &[u128], purpose: Purpose) -> Line {
    let signers: Vec<_> = by
        .iter()
        .map(|user| LineSigner {
            by: Signatory::User(id(*user)),
            key: &keys[user],
            purpose,
        })
        .collect();
    Line::signed(body, &signers)
}

impl Book {
    fn founded() -> Self {
        let mut keys = BTreeMap::new();
        let mut recipients = BTreeMap::new();
        for user in [ADMIN, SUPERVISOR, RECEPTION, ADMIN_2, OFFICE, RECOVERY] {
            keys.insert(user, SigningKey::generate().unwrap());
            recipients.insert(user, recipient());
        }
        let line = first_line(&keys, &recipients, &[ADMIN, SUPERVISOR]);
        let roster = fold([line.as_str()]).unwrap();
        Self {
            keys: std::rc::Rc::new(keys.into()),
            recipients: std::rc::Rc::new(recipients.into()),
            lines: vec![line],
            roster,
            at: NOW,
        }
    }

    fn next<P: Serialize>(&self, what: (u128, Kind, u128), payload: P) -> String {
        let head = self.roster.head();
        body((head.seq + 1, head.hash), what, self.at, payload)
    }

    /// Tries an entry signed by `by`; the book keeps it when it is allowed.
    fn put<P: Serialize>(
        &mut self,
        by: &[u128],
        (kind, subject): (Kind, u128),
        payload: P,
    ) -> Result<(), Refusal> {
        let body = self.next((by[0], kind, subject), payload);
        let line = sign(body, &self.keys.borrow(), by, Purpose::Office);
        self.put_line(&line)
    }

    fn put_line(&mut self, line: &Line) -> Result<(), Refusal> {
        self.roster = self.roster.after(line.text())?;
        self.lines.push(line.text().to_owned());
        Ok(())
    }

    fn enrol(&mut self, by: u128, user: u128, role: Role) -> Result<SigningKey, Refusal> {
        let invitation = SigningKey::generate().unwrap();
        let payload = payload::Enrolled {
            name: format!("user{user}"),
            display: "Đỗ Thị Mới".to_owned(),
            role,
            invite_pub: invitation.verifying_key(),
            slot_id: id(2000 + user),
            expires: self.at + DAY_MS,
        };
        self.put(&[by], (Kind::UserEnrolled, user), payload)
            .map(|()| invitation)
    }

    fn key(&mut self, user: u128, invitation: &SigningKey) -> Result<(), Refusal> {
        let (own, to) = (SigningKey::generate().unwrap(), recipient());
        let payload = payload::Keyed {
            sign_pub: own.verifying_key(),
            recipient: to.clone(),
            slot_id: id(3000 + user),
        };
        let body = self.next((user, Kind::UserKeyed, user), payload);
        let by = Signatory::User(id(user));
        let line = Line::signed(
            body,
            &[
                LineSigner {
                    by,
                    key: invitation,
                    purpose: Purpose::Office,
                },
                LineSigner {
                    by,
                    key: &own,
                    purpose: Purpose::Possession,
                },
            ],
        );
        self.put_line(&line)?;
        self.keys.borrow_mut().insert(user, own);
        self.recipients.borrow_mut().insert(user, to);
        Ok(())
    }

    fn activate(&mut self, by: &[u128], user: u128) -> Result<(), Refusal> {
        let known = self.roster.user(id(user)).ok_or(Refusal::UserUnknown)?;
        let payload = payload::Activated {
            sign_pub: known.key.ok_or(Refusal::WrongState)?,
            recipient: known.recipient.clone().ok_or(Refusal::WrongState)?,
            request: request(),
        };
        self.put(by, (Kind::UserActivated, user), payload)
    }

    fn suspend(&mut self, by: u128, user: u128) -> Result<(), Refusal> {
        self.put(&[by], (Kind::UserSuspended, user), payload::Suspended {})
    }

    fn state(&self, user: u128) -> State {
        self.roster.user(id(user)).unwrap().state()
    }

    fn with_active(role: Role) -> Self {
        let mut book = Self::founded();
        let code = book.enrol(ADMIN, NEW, role).unwrap();
        book.key(NEW, &code).unwrap();
        book.activate(&[ADMIN, SUPERVISOR], NEW).unwrap();
        book
    }
}

fn request() -> String {
    "5a".repeat(32)
}

#[test]
fn founding_needs_the_signatures_of_an_administrator_and_a_supervisor() {
    let book = Book::founded();
    let (keys, recipients) = (book.keys.borrow(), book.recipients.borrow());
    let tried = |signers: &[u128]| {
        fold([first_line(&keys, &recipients, signers).as_str()])
            .map(drop)
            .map_err(|e| e.params())
    };
    assert!(tried(&[SUPERVISOR, ADMIN]).is_ok());
    assert!(tried(&[ADMIN, SUPERVISOR, RECEPTION, ADMIN_2]).is_ok());
    for (signers, why) in [
        (&[ADMIN][..], "roster.founders"),
        (&[SUPERVISOR], "roster.founders"),
        (&[ADMIN, ADMIN_2], "roster.founders"),
        (&[RECEPTION, SUPERVISOR], "roster.founders"),
        (&[ADMIN, ADMIN, SUPERVISOR], "roster.signature"),
    ] {
        let told = tried(signers).unwrap_err();
        assert!(
            told.contains(&("reason", why.to_owned())),
            "{signers:?}: {told:?}"
        );
    }
}

#[test]
fn a_person_comes_in_by_enrolment_own_keys_and_two_signatures() {
    let mut book = Book::founded();
    let code = book.enrol(ADMIN, NEW, Role::Case).unwrap();
    assert_eq!(book.state(NEW), State::Invited);
    assert_eq!(
        book.activate(&[ADMIN, SUPERVISOR], NEW),
        Err(Refusal::WrongState)
    );
    book.key(NEW, &code).unwrap();
    assert_eq!(book.state(NEW), State::Enrolled);
    assert_eq!(
        book.roster.key_words(id(NEW)).unwrap().split(' ').count(),
        4
    );
    assert!(
        !book
            .roster
            .record_recipients()
            .contains(&book.recipients.borrow()[&NEW])
    );
    book.activate(&[SUPERVISOR, ADMIN], NEW).unwrap();
    assert_eq!(book.state(NEW), State::Active);
    assert!(
        book.roster
            .record_recipients()
            .contains(&book.recipients.borrow()[&NEW])
    );
    let folded = fold(book.lines.iter().map(String::as_str)).unwrap();
    assert_eq!(
        folded.head(),
        book.roster.head(),
        "the journal folds to the live roster"
    );
}

#[test]
fn enrolling_is_the_administrators_alone() {
    for by in [SUPERVISOR, RECEPTION] {
        assert_eq!(
            Book::founded().enrol(by, NEW, Role::Case).err(),
            Some(Refusal::NotAllowed)
        );
    }
    let mut book = Book::founded();
    assert_eq!(
        book.enrol(ADMIN, RECEPTION, Role::Case).err(),
        Some(Refusal::WrongState)
    );
}

#[test]
fn activation_takes_an_administrator_and_a_supervisor_who_are_two_persons() {
    let mut book = Book::founded();
    let code = book.enrol(ADMIN, NEW, Role::Supervisor).unwrap();
    book.key(NEW, &code).unwrap();
    for (by, refusal) in [
        (&[ADMIN][..], Refusal::TwoPersons),
        (&[SUPERVISOR], Refusal::TwoPersons),
        (&[ADMIN, ADMIN], Refusal::TwoPersons),
        (&[ADMIN, ADMIN_2], Refusal::TwoPersons),
        (&[ADMIN, RECEPTION], Refusal::NotAllowed),
        (&[ADMIN, NEW], Refusal::NotAllowed),
        (&[ADMIN, SUPERVISOR, ADMIN_2], Refusal::TwoPersons),
    ] {
        assert_eq!(book.activate(by, NEW), Err(refusal), "{by:?}");
    }
    // The keys compared face to face are the ones activated.
    let payload = payload::Activated {
        sign_pub: SigningKey::generate().unwrap().verifying_key(),
        recipient: recipient(),
        request: request(),
    };
    let got = book.put(&[ADMIN, SUPERVISOR], (Kind::UserActivated, NEW), payload);
    assert_eq!(got, Err(Refusal::KeyMismatch));
}

#[test]
fn an_invitation_is_good_for_a_day_and_for_one_use() {
    let mut book = Book::founded();
    let code = book.enrol(ADMIN, NEW, Role::Case).unwrap();
    let mut late = book.clone();
    late.at = NOW + DAY_MS + 1;
    assert_eq!(late.key(NEW, &code), Err(Refusal::InviteExpired));
    let renewed = late.enrol(ADMIN, NEW, Role::Case).unwrap();
    assert_eq!(
        late.key(NEW, &code),
        Err(Refusal::Signature),
        "the old code is void"
    );
    late.key(NEW, &renewed).unwrap();
    book.key(NEW, &code).unwrap();
    assert_eq!(book.key(NEW, &code), Err(Refusal::WrongState), "used");
}

#[test]
fn own_keys_need_the_invitation_and_proof_of_possession() {
    let mut book = Book::founded();
    let code = book.enrol(ADMIN, NEW, Role::Case).unwrap();
    let stranger = SigningKey::generate().unwrap();
    assert_eq!(book.key(NEW, &stranger), Err(Refusal::Signature));
    // Somebody else's public key cannot be claimed: its owner did not sign.
    let claimed = SigningKey::generate().unwrap().verifying_key();
    let payload = payload::Keyed {
        sign_pub: claimed,
        recipient: recipient(),
        slot_id: id(5),
    };
    let body = book.next((NEW, Kind::UserKeyed, NEW), payload);
    let by = Signatory::User(id(NEW));
    let line = Line::signed(
        body,
        &[
            LineSigner {
                by,
                key: &code,
                purpose: Purpose::Office,
            },
            LineSigner {
                by,
                key: &stranger,
                purpose: Purpose::Possession,
            },
        ],
    );
    assert_eq!(book.put_line(&line), Err(Refusal::Signature));
}

#[test]
fn a_signing_key_is_never_named_twice() {
    let mut book = Book::founded();
    let used = book.keys.borrow()[&ADMIN].verifying_key();
    let payload = payload::Enrolled {
        name: "moi".to_owned(),
        display: "Mới".to_owned(),
        role: Role::Case,
        invite_pub: used,
        slot_id: id(5),
        expires: NOW,
    };
    let got = book.put(&[ADMIN], (Kind::UserEnrolled, NEW), payload);
    assert_eq!(got, Err(Refusal::KeyReused));
}

#[test]
fn a_missing_moved_or_repeated_line_breaks_the_chain() {
    let book = Book::with_active(Role::Case);
    let lines: Vec<&str> = book.lines.iter().map(String::as_str).collect();
    assert!(fold(lines.iter().copied()).is_ok());
    for at in 0..lines.len() {
        let mut without = lines.clone();
        without.remove(at);
        let last = at + 1 == lines.len();
        assert_eq!(
            fold(without).is_ok(),
            last,
            "only the tail can go, see the witnesses"
        );
        let mut twice = lines.clone();
        twice.insert(at, lines[at]);
        assert!(fold(twice).is_err());
        if at > 0 {
            let mut moved = lines.clone();
            moved.swap(at, at - 1);
            assert!(fold(moved).is_err());
        }
    }
    assert!(fold([]).is_err());
}

#[test]
fn every_flipped_bit_of_the_journal_is_refused() {
    let book = Book::with_active(Role::Case);
    // The last line has no successor whose `prev` would tell, so it is the hard case.
    let (last, before) = book.lines.split_last().unwrap();
    for bit in 0..last.len() * 8 {
        let mut flipped = last.clone().into_bytes();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let Ok(text) = String::from_utf8(flipped) else {
            continue;
        };
        let lines = before.iter().map(String::as_str).chain([text.as_str()]);
        assert!(fold(lines).is_err(), "bit {bit}");
    }
}
