//! Verification of the whole record, against hashing the same bytes and checking the same
//! signatures on all cores, with nothing read from the disk.

use std::path::Path;
use std::time::{Duration, Instant};

use store::{Entry, Step, payload_digest};
use vault::roster::Roster;
use vault::sign::{Signature, VerifyingKey};

use crate::desk::Desk;
use crate::figures::{At, Bar, ROUNDS, Rounds, Table};
use crate::raw::{Raw, RawEntry};

/// Entries held at a time.
const PAGE: i64 = 20_000;

/// Measures on the record and on a bare copy of it.
pub(crate) async fn measure(desk: &Desk, place: &Path, table: &mut Table) {
    let lines = std::fs::read_to_string(desk.journal()).unwrap();
    let roster = vault::roster::fold(lines.lines()).unwrap();
    let copy = place.join("verify.db");
    desk.copy(&copy);
    let session = desk.sign_in("chief").await;
    let mut rounds = Rounds::default();
    let (mut entries, mut parts) = (0, [Duration::ZERO; 3]);
    for _ in 0..ROUNDS {
        rounds.begin();
        let begun = Instant::now();
        let (mut chain, mut replay) = (Duration::ZERO, Duration::ZERO);
        let mut go_on = |step: Step| {
            if step.done * 2 <= step.of {
                chain = begun.elapsed();
            }
            replay = begun.elapsed();
            true
        };
        let verified = desk.office.verify(&session, &mut go_on).await.unwrap();
        let whole = begun.elapsed();
        rounds.work(whole);
        assert!(verified.ok, "{:?}", verified.faults);
        entries = verified.entries;
        parts = [
            chain,
            replay.saturating_sub(chain),
            whole.saturating_sub(replay),
        ];
        // Opened for the floor alone: all connections of a process share one page cache, and the desk
        // has but one.
        let mut raw = Raw::open(&copy, &desk.key()).await;
        rounds.floor(floor(&mut raw, &roster).await);
        raw.close().await;
    }
    let [chain, replay, sound] = parts.map(|part| part.as_millis());
    println!("verify: chain {chain} ms, replay {replay} ms, pages and search index {sound} ms");
    desk.office.end(session).await.unwrap();
    let bar = Bar {
        ratio: Some(2.0),
        ..Bar::default()
    };
    let name = format!("verify {entries} entries");
    table.add(&name, desk.size, &rounds, At::P50, bar);
}

/// An entry ready to be checked.
struct Loaded {
    entry: Entry,
    salt: [u8; 16],
    body: Vec<u8>,
    signed: Option<(VerifyingKey, Signature)>,
}

impl Loaded {
    fn of(raw: RawEntry, roster: &Roster) -> Self {
        let entry = raw.entry();
        let signed = entry.sig.as_ref().map(|sig| {
            let seq = u64::try_from(entry.office_seq).unwrap();
            let signer = roster.signer_at(entry.actor.uuid(), seq).unwrap();
            (signer.key, Signature(sig.as_slice().try_into().unwrap()))
        });
        Self {
            entry,
            salt: raw.salt.as_slice().try_into().unwrap(),
            body: raw.body,
            signed,
        }
    }

    fn holds(&self) -> bool {
        let Self {
            entry,
            salt,
            body,
            signed,
        } = self;
        entry.hash == entry.expected_hash()
            && payload_digest(salt, body) == entry.payload_digest
            && signed
                .iter()
                .all(|(key, sig)| vault::act::verify_act(key, &entry.hash, sig))
    }
}

/// Time to hash and check everything; reading it from the database is not counted.
async fn floor(raw: &mut Raw, roster: &Roster) -> Duration {
    let (mut after, mut took) = (0, Duration::ZERO);
    loop {
        let page = raw.entries(after, PAGE).await;
        let Some(last) = page.last() else { return took };
        after = last.seq;
        let page: Vec<Loaded> = page
            .into_iter()
            .map(|entry| Loaded::of(entry, roster))
            .collect();
        let begun = Instant::now();
        assert!(check(&page));
        took += begun.elapsed();
    }
}

fn check(page: &[Loaded]) -> bool {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = page.len().div_ceil(cores);
    std::thread::scope(|scope| {
        let halves: Vec<_> = page
            .chunks(share)
            .map(|chunk| scope.spawn(move || chunk.iter().all(Loaded::holds)))
            .collect();
        halves.into_iter().all(|half| half.join().unwrap())
    })
}
