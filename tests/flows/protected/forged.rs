//! Attacks on a protected file by somebody with a record holder's keys and a program of her own: each is
//! refused by the journal's own rules, or found when the file is opened, and an entry says so.

use domain::action::Action;
use domain::fault::Code;
use domain::id::{ItemId, ProtectedId, UserId};
use domain::protected::content::ItemKind;
use domain::protected::header::{Change, Header};
use domain::protected::{Keyed, Sealed};
use store::Pending;
use testkit::TestOffice;
use vault::folder::UserKeys;
use vault::line::{Line, Signatory, Signer};
use vault::sealed::{Expected, Ladder, Place, Told};
use vault::secret::Recipient;
use vault::sign::Purpose;

use super::{add, handed_over, keys_of, read_as, stepped_up, user};
use crate::journal::{self, Written};
use crate::{herself, record};

/// The newest header and box of a file, and its entry's header text.
fn newest(entries: &[Written], id: ProtectedId) -> Keyed {
    let boxes = [
        "protected.opened",
        "protected.keyed",
        "protected.granted",
        "protected.revoked",
    ];
    let newest = entries
        .iter()
        .rfind(|one| one.entry.subject == id.into() && boxes.contains(&one.kind()));
    serde_json::from_value(newest.unwrap().body.clone().unwrap()).unwrap()
}

/// What a cleared person's own keys make of a file.
struct Hers {
    keys: UserKeys,
    keyed: Keyed,
    header: Header,
    digest: String,
    ladder: Ladder,
}

async fn hers(office: &TestOffice, name: &str, id: ProtectedId) -> Hers {
    let keys = keys_of(office, name);
    let keyed = newest(&journal::read(office).await, id);
    let header = Header::read(&keyed.header).unwrap();
    let recipient = Recipient::parse(&header.recipient).unwrap();
    let expected = Expected {
        file: id.uuid(),
        epoch: header.epoch,
        recipient: &recipient,
        cleared: header.cleared.len(),
    };
    let ladder = Ladder::open(keys.identity(), &keyed.boxed, &expected).unwrap();
    let digest = super::hex_of(&Line::parse(&keyed.header).unwrap().hash());
    Hers {
        keys,
        keyed,
        header,
        digest,
        ladder,
    }
}

impl Hers {
    /// A header of her making, beside a box of this ladder for these people and as many others.
    fn keyed(
        &self,
        header: &Header,
        ladder: &Ladder,
        readers: &[Recipient],
        k: &Recipient,
    ) -> Keyed {
        let signer = Signer {
            by: Signatory::User(self.keys.user()),
            key: self.keys.signing(),
            purpose: Purpose::Header,
        };
        Keyed {
            header: Line::signed(header.text(), &[signer]).text().to_owned(),
            boxed: ladder.boxed(readers, k).unwrap().text,
        }
    }
}

fn recipients(office: &TestOffice, cleared: &[UserId]) -> (Vec<Recipient>, Recipient) {
    let roster = record::roster(&office.path());
    let of = |who: &UserId| roster.user(who.uuid())?.recipient().cloned();
    let own = roster.users().next().unwrap().recipient().unwrap().clone();
    // Somebody who is nobody gets a key all the same.
    let readers = cleared.iter().map(|who| of(who).unwrap_or(own.clone()));
    (readers.collect(), roster.recovery().clone())
}

/// A file with a case officer that was opened once: its newest key is not the one reception made.
async fn opened(office: &TestOffice) -> ProtectedId {
    let id = handed_over(office, &[]).await;
    assert!(read_as(office, "chief", id).await.is_some());
    id
}

async fn refuses_to_open(office: &mut TestOffice, id: ProtectedId) {
    office.reopen();
    let session = office.sign_in_as("deputy").await;
    let refused = office.open_protected(&session, id).await.unwrap_err();
    assert_eq!(refused.code, Code::ProtectedUnverified);
    office.end(session).await.unwrap();
    let entries = journal::read(office).await;
    let said = entries
        .iter()
        .find(|one| one.kind() == "item.quarantined")
        .unwrap();
    assert_eq!(said.body.as_ref().unwrap()["why"], "key box");
}

#[tokio::test]
async fn a_recipient_swapped_for_ones_own_takes_in_nothing_that_is_added() {
    let mut office = TestOffice::founded().await;
    let id = opened(&office).await;
    let chief = hers(&office, "chief", id).await;
    let stranger = keys_of(&office, "chief").identity().recipient().unwrap();
    let own = stranger.text();
    // As the next epoch: what comes later would be sealed to her own key, and to nobody else's.
    let stepped = chief.ladder.stepped().unwrap();
    let (readers, k) = recipients(&office, &chief.header.cleared);
    let by = user(&office, "chief");
    let header = chief
        .header
        .next(&chief.digest, Change::Rotate, Some(own), by);
    let keyed = chief.keyed(&header, &stepped, &readers, &k);
    office.shut();
    let entry = Pending::new(id, Action::ProtectedKeyed(keyed));
    herself::writes(&office, "chief", entry).await.unwrap();
    refuses_to_open(&mut office, id).await;
}

#[tokio::test]
async fn a_recipient_that_changes_without_an_epoch_of_its_own_is_refused_by_the_journal() {
    let mut office = TestOffice::founded().await;
    let id = opened(&office).await;
    let chief = hers(&office, "chief", id).await;
    let by = user(&office, "chief");
    let desk = user(&office, "desk");
    let own = chief.keys.identity().recipient().unwrap();
    let header = chief
        .header
        .next(&chief.digest, Change::Grant(desk), Some(own.text()), by);
    let (readers, k) = recipients(&office, &header.cleared);
    let keyed = chief.keyed(&header, &chief.ladder, &readers, &k);
    office.shut();
    let entry = Pending::new(id, Action::ProtectedGranted(keyed));
    assert!(herself::writes(&office, "chief", entry).await.is_err());
}

#[tokio::test]
async fn somebody_who_never_worked_here_is_cleared_for_nothing() {
    let mut office = TestOffice::founded().await;
    let id = opened(&office).await;
    let chief = hers(&office, "chief", id).await;
    let (by, ghost) = (user(&office, "chief"), UserId::from_bytes([42; 16]));
    let header = chief
        .header
        .next(&chief.digest, Change::Grant(ghost), None, by);
    let (readers, k) = recipients(&office, &header.cleared);
    let keyed = chief.keyed(&header, &chief.ladder, &readers, &k);
    office.shut();
    let entry = Pending::new(id, Action::ProtectedGranted(keyed));
    herself::writes(&office, "chief", entry).await.unwrap();
    refuses_to_open(&mut office, id).await;
}

#[tokio::test]
async fn a_header_of_before_is_not_put_in_force_again() {
    let mut office = TestOffice::founded().await;
    let id = opened(&office).await;
    let before = hers(&office, "chief", id).await.keyed;
    let session = stepped_up(&office, "chief").await;
    let case = user(&office, "case");
    office.grant_clearance(&session, id, case).await.unwrap();
    office.revoke_clearance(&session, id, case).await.unwrap();
    office.end(session).await.unwrap();
    office.shut();
    for action in [
        Action::ProtectedKeyed(before.clone()),
        Action::ProtectedGranted(before.clone()),
        Action::ProtectedRevoked(before),
    ] {
        let entry = Pending::new(id, action);
        assert!(herself::writes(&office, "chief", entry).await.is_err());
    }
    office.reopen();
    assert!(read_as(&office, "deputy", id).await.is_some());
}

/// An item of her own making: sealed to this epoch of the file, under this number.
fn item(hers: &Hers, id: ProtectedId, seq: u32, epoch: u32, prev: &str) -> Sealed {
    let item = ItemId::from_bytes([5; 16]);
    let station = hers.header.station.clone();
    let place = Place {
        station: &station,
        file: id.uuid(),
        item: item.uuid(),
        seq,
        epoch,
        prev,
    };
    let told = Told {
        kind: ItemKind::Note.text(),
        mime: "text/plain",
        replaces: None,
        at: 1_764_000_000_000,
        body: "Đã gọi lại.".as_bytes(),
    };
    let to = Recipient::parse(&hers.header.recipient).unwrap();
    let (user, signing) = (hers.keys.user(), hers.keys.signing());
    Sealed {
        item,
        seq,
        epoch,
        blobs: Vec::new(),
        ct: vault::sealed::seal(&place, &told, user, signing, &to).unwrap(),
    }
}

#[tokio::test]
async fn what_is_sealed_to_an_epoch_that_is_over_is_refused_by_the_journal() {
    let mut office = TestOffice::founded().await;
    let id = opened(&office).await;
    let chief = hers(&office, "chief", id).await;
    let stale = item(&chief, id, 3, chief.header.epoch - 1, &"0".repeat(64));
    office.shut();
    let entry = Pending::new(id, Action::ItemSealed(stale));
    assert!(herself::writes(&office, "chief", entry).await.is_err());
}

#[tokio::test]
async fn what_was_cut_or_bent_is_quarantined_and_all_that_follows_is_read() {
    for spoil in [cut, bent, another_number] {
        let mut office = TestOffice::founded().await;
        let id = opened(&office).await;
        let chief = hers(&office, "chief", id).await;
        let mut sealed = item(&chief, id, 3, chief.header.epoch, &"0".repeat(64));
        spoil(&mut sealed);
        office.shut();
        let entry = Pending::new(id, Action::ItemSealed(sealed));
        herself::writes(&office, "chief", entry).await.unwrap();
        office.reopen();
        add(&office, "window", id, "Ghi sau.").await;
        let (words, quarantined) = read_as(&office, "deputy", id).await.unwrap();
        assert_eq!((words.len(), quarantined), (2, 1));
        assert_eq!(words[1], "Ghi sau.");
        assert_eq!(journal::count(&office, "item.quarantined").await, 1);
    }
}

fn cut(sealed: &mut Sealed) {
    sealed.ct.truncate(sealed.ct.len() / 8 * 4);
}

fn bent(sealed: &mut Sealed) {
    let at = sealed.ct.len() / 2;
    let other = if sealed.ct[at..].starts_with('A') {
        "B"
    } else {
        "A"
    };
    sealed.ct.replace_range(at..=at, other);
}

/// It holds by itself, and stands where another should.
fn another_number(sealed: &mut Sealed) {
    sealed.item = ItemId::from_bytes([6; 16]);
}
