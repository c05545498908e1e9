//! Protected files: one of forty items opened, and the heads of all of them opened after sign-in, against
//! opening and checking the same bytes alone; and what somebody else at the counter waits meanwhile.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use age::x25519::Identity;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as B64;
use domain::id::ProtectedId;
use domain::protected::content::Head;
use domain::protected::{Keyed, Sealed};
use office::Session;
use office::protected::HandOverTold;
use serde_json::Value;
use vault::roster::Roster;
use vault::sign::{Purpose, Signature, VerifyingKey};

use crate::EACH;
use crate::desk::{Desk, Size, identity, opened};
use crate::figures::{At, Bar, ROUNDS, Rounds, Table};
use crate::raw::Raw;

/// Items of the file that is opened, its heads among them.
const ITEMS: usize = 40;
/// Bytes of an item that its author's signature takes.
const SIGNATURE: usize = 64;

/// One sealed thing and whose signature it bears.
struct Item {
    epoch: usize,
    sealed: Vec<u8>,
    author: VerifyingKey,
}

/// A file as its bytes lie there.
struct Bytes {
    boxed: Vec<u8>,
    items: Vec<Item>,
    /// The newest head among them.
    head: usize,
}

impl Bytes {
    /// The keys of its epochs.
    fn keys(&self, key: &Identity) -> Vec<Identity> {
        let ladder: Value = serde_json::from_slice(&opened(key, &self.boxed)).unwrap();
        let secrets = ladder["secrets"].as_array().unwrap().iter();
        secrets
            .map(|secret| identity(secret.as_str().unwrap()))
            .collect()
    }

    /// Opens and checks its head alone, or every item.
    fn open(&self, key: &Identity, all: bool) {
        let keys = self.keys(key);
        let one = std::slice::from_ref(&self.items[self.head]);
        for item in if all { self.items.as_slice() } else { one } {
            let plain = opened(&keys[item.epoch], &item.sealed);
            let (said, signature) = plain.split_at(plain.len() - SIGNATURE);
            let signature = Signature(signature.try_into().unwrap());
            assert!(item.author.verifies(Purpose::Item, said, &signature));
        }
    }
}

/// Hands over so many files, then measures on the record and on its bare bytes.
pub(crate) async fn measure(desk: &Desk, count: u32, place: &Path, table: &mut Table) {
    if count == 0 {
        return;
    }
    let begun = Instant::now();
    let forty = filled(desk, count).await;
    println!(
        "protected: {count} files handed over in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    let size = Size {
        protected: count,
        ..desk.size
    };
    let files = bytes(desk, place).await;
    assert_eq!(files.len(), usize::try_from(count).unwrap());
    let key = desk.recovery_identity();
    one_file(desk, size, (forty, &files[&forty], &key), table).await;
    let files: Vec<&Bytes> = files.values().collect();
    all_heads(desk, size, (&files, &key), table).await;
    counter_meanwhile(desk, size, table).await;
}

/// The files, and the one of them that has forty items.
async fn filled(desk: &Desk, count: u32) -> ProtectedId {
    let session = desk.sign_in("desk").await;
    let mut last = None;
    for at in 0..count {
        let told = HandOverTold {
            head: Head {
                names: vec![format!("Hoàng Thị Ngọc Diễm {at}")],
                numbers: vec![format!("0311{at:08}")],
                ..Head::default()
            },
            note: "Chị ấy kể lại việc tối qua và xin một chỗ ở an toàn.".to_owned(),
            ..HandOverTold::default()
        };
        let handed = desk.office.hand_over_protected(&session, &told).await;
        last = Some(handed.unwrap().id);
    }
    desk.office.end(session).await.unwrap();
    let forty = last.unwrap();
    let session = desk.sign_in("chief").await;
    desk.office.open_protected(&session, forty).await.unwrap();
    for _ in 2..ITEMS {
        desk.pass();
        let note = "Đã gọi lại theo giờ chị ấy hẹn, chị ấy đang ở nhà mẹ đẻ.";
        let added = desk.office.add_to_protected(&session, forty, note).await;
        added.unwrap();
    }
    desk.office.end(session).await.unwrap();
    forty
}

/// Every file's newest box and all its items.
async fn bytes(desk: &Desk, place: &Path) -> BTreeMap<ProtectedId, Bytes> {
    let lines = std::fs::read_to_string(desk.journal()).unwrap();
    let roster = vault::roster::fold(lines.lines()).unwrap();
    let copy = place.join("protected.db");
    desk.copy(&copy);
    let mut raw = Raw::open(&copy, &desk.key()).await;
    let mut files = BTreeMap::new();
    let mut after = 0;
    loop {
        let page = raw.entries(after, 20_000).await;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for entry in &page {
            let id = <[u8; 16]>::try_from(entry.subject.as_slice()).unwrap();
            let id = ProtectedId::from_bytes(id);
            take(&mut files, id, (&entry.kind, &entry.body), || {
                author(&roster, &entry.actor, entry.office_seq)
            });
        }
    }
    raw.close().await;
    files
}

fn author(roster: &Roster, actor: &[u8], office_seq: i64) -> VerifyingKey {
    let actor = uuid::Uuid::from_slice(actor).unwrap();
    let seq = u64::try_from(office_seq).unwrap();
    roster.signer_at(actor, seq).unwrap().key
}

/// What one entry adds to its file.
fn take(
    files: &mut BTreeMap<ProtectedId, Bytes>,
    id: ProtectedId,
    (kind, body): (&str, &[u8]),
    author: impl FnOnce() -> VerifyingKey,
) {
    match kind {
        "protected.opened" | "protected.keyed" => {
            let keyed: Keyed = serde_json::from_slice(body).unwrap();
            let boxed = B64.decode(keyed.boxed).unwrap();
            let file = files.entry(id).or_insert_with(|| Bytes {
                boxed: Vec::new(),
                items: Vec::new(),
                head: 0,
            });
            file.boxed = boxed;
        }
        "item.sealed" | "head.sealed" => {
            let sealed: Sealed = serde_json::from_slice(body).unwrap();
            let file = files.get_mut(&id).unwrap();
            if kind == "head.sealed" {
                file.head = file.items.len();
            }
            file.items.push(Item {
                epoch: usize::try_from(sealed.epoch).unwrap(),
                sealed: B64.decode(sealed.ct).unwrap(),
                author: author(),
            });
        }
        _ => {}
    }
}

/// One file opened, the look written and synced before its content is told.
async fn one_file(
    desk: &Desk,
    size: Size,
    (id, bytes, key): (ProtectedId, &Bytes, &Identity),
    table: &mut Table,
) {
    assert_eq!(bytes.items.len(), ITEMS);
    let session = desk.sign_in("chief").await;
    let mut rounds = Rounds::default();
    for _ in 0..ROUNDS {
        rounds.begin();
        for _ in 0..EACH {
            desk.pass();
            let begun = Instant::now();
            let shown = desk.office.open_protected(&session, id).await.unwrap();
            rounds.work(begun.elapsed());
            assert_eq!(shown.quarantined, 0);
            let begun = Instant::now();
            bytes.open(key, true);
            rounds.floor(begun.elapsed());
        }
    }
    desk.office.end(session).await.unwrap();
    let bar = Bar {
        ratio: Some(2.0),
        over: Some(50.0),
        ..Bar::default()
    };
    table.add(
        "open a protected file of 40 items",
        size,
        &rounds,
        At::P50,
        bar,
    );
}

/// All heads after a sign-in.
async fn all_heads(
    desk: &Desk,
    size: Size,
    (files, key): (&[&Bytes], &Identity),
    table: &mut Table,
) {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut rounds = Rounds::default();
    for _ in 0..ROUNDS {
        rounds.begin();
        let session = desk.sign_in("chief").await;
        let begun = Instant::now();
        let count = desk
            .office
            .open_index(&session, &mut |_| true)
            .await
            .unwrap();
        rounds.work(begun.elapsed());
        assert_eq!(usize::try_from(count).unwrap(), files.len());
        desk.office.end(session).await.unwrap();
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for part in files.chunks(files.len().div_ceil(cores)) {
                scope.spawn(|| part.iter().for_each(|file| file.open(key, false)));
            }
        });
        rounds.floor(begun.elapsed());
    }
    let bar = Bar {
        ratio: Some(1.5),
        ..Bar::default()
    };
    table.add("open all heads after sign-in", size, &rounds, At::P50, bar);
}

/// A name typed letter by letter while the heads are opened, and while nothing else goes on.
async fn counter_meanwhile(desk: &Desk, size: Size, table: &mut Table) {
    let mut rounds = Rounds::default();
    for _ in 0..ROUNDS {
        rounds.begin();
        let session = desk.sign_in("chief").await;
        let handle = tokio::runtime::Handle::current();
        let waits = std::thread::scope(|scope| {
            let opening =
                scope.spawn(|| handle.block_on(desk.office.open_index(&session, &mut |_| true)));
            let mut waits = Vec::new();
            while !opening.is_finished() {
                waits.push(waited(&handle, desk, &session));
            }
            opening.join().unwrap().unwrap();
            waits
        });
        let alone = waits.len();
        for wait in waits {
            rounds.work(wait);
        }
        for _ in 0..alone {
            rounds.floor(search(desk, &session).await);
        }
        desk.office.end(session).await.unwrap();
    }
    let bar = Bar {
        p95: Some(50.0),
        ..Bar::default()
    };
    table.add(
        "find a person while heads are opened",
        size,
        &rounds,
        At::P95,
        bar,
    );
}

/// The same search from a thread that is not the runtime's.
fn waited(handle: &tokio::runtime::Handle, desk: &Desk, session: &Session) -> Duration {
    std::thread::scope(|scope| {
        let searching = scope.spawn(|| handle.block_on(search(desk, session)));
        searching.join().unwrap()
    })
}

async fn search(desk: &Desk, session: &Session) -> Duration {
    let begun = Instant::now();
    desk.office
        .find_people(session, "nguyen thi", 20)
        .await
        .unwrap();
    begun.elapsed()
}
