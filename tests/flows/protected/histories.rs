//! Random histories of one file against a plain model: who reads what, whatever came before.

use std::collections::BTreeSet;

use domain::id::ProtectedId;
use office::Office;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use testkit::{TestOffice, passphrase};

use super::shredding::{closed, shred};
use super::{TOLD, add, handed_over, read_as, stepped_up, user};
use crate::journal::{self, assert_sound};

/// Who may come to be cleared.
const PEOPLE: [&str; 3] = ["chief", "deputy", "case"];
/// Who adds to it: they, and reception.
const AUTHORS: [&str; 5] = ["chief", "deputy", "case", "desk", "window"];
/// Whoever of them leaves the service on the way: she was never cleared.
const LEAVES: usize = 4;

/// One thing that happens.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Somebody adds a note, cleared or not.
    Add(usize),
    /// A supervisor clears somebody.
    Grant(usize),
    /// A supervisor takes a clearance back.
    Revoke(usize),
    /// Somebody reads all she may.
    Read(usize),
    /// One of reception leaves the service.
    Leave,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let one = prop_oneof![
        (0..5_usize).prop_map(Step::Add),
        (0..3_usize).prop_map(Step::Grant),
        (0..3_usize).prop_map(Step::Revoke),
        (0..3_usize).prop_map(Step::Read),
        Just(Step::Leave),
    ];
    proptest::collection::vec(one, 4..10)
}

/// What is true of the file by the steps alone.
struct Model {
    cleared: BTreeSet<usize>,
    /// Who wrote it, and what.
    notes: Vec<(usize, String)>,
    /// Reception's colleague left.
    left: bool,
}

impl Model {
    /// A supervisor who is cleared.
    fn supervisor(&self) -> Option<usize> {
        self.cleared.iter().copied().find(|who| *who < 2)
    }
}

async fn history(steps: Vec<Step>) {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    let mut model = Model {
        cleared: BTreeSet::from([0, 1]),
        notes: vec![(3, TOLD.to_owned())],
        left: false,
    };
    for (at, step) in steps.iter().enumerate() {
        match *step {
            Step::Add(LEAVES) if model.left => {
                let again = Office::sign_in(&office, "window", passphrase("window")).await;
                assert!(again.is_err(), "whoever left writes nothing more");
            }
            Step::Add(who) => {
                let note = format!("Ghi thêm {at}.");
                add(&office, AUTHORS[who], id, &note).await;
                model.notes.push((who, note));
            }
            Step::Leave => leaves(&office, &mut model).await,
            Step::Grant(who) => {
                let Some(by) = model.supervisor() else {
                    continue;
                };
                let session = stepped_up(&office, PEOPLE[by]).await;
                let granted = office
                    .grant_clearance(&session, id, user(&office, PEOPLE[who]))
                    .await;
                assert_eq!(granted.is_ok(), model.cleared.insert(who), "{steps:?}");
                office.end(session).await.unwrap();
            }
            Step::Revoke(who) => {
                let Some(by) = model.supervisor() else {
                    continue;
                };
                let session = stepped_up(&office, PEOPLE[by]).await;
                let revoked = office
                    .revoke_clearance(&session, id, user(&office, PEOPLE[who]))
                    .await;
                let may = model.cleared.contains(&who) && model.cleared.len() > 1;
                assert_eq!(revoked.is_ok(), may, "{steps:?}");
                if may {
                    model.cleared.remove(&who);
                }
                office.end(session).await.unwrap();
            }
            Step::Read(who) => reads(&office, id, &model, who, &steps).await,
        }
    }
    for who in 0..PEOPLE.len() {
        reads(&office, id, &model, who, &steps).await;
    }
    // Whoever took it in reads nothing of it, whatever happened.
    assert_eq!(read_as(&office, "desk", id).await, None);
    assert_sound(&office).await;
    if model.cleared.contains(&0) && model.cleared.contains(&1) {
        erased(&office, id, &steps).await;
    }
}

/// A colleague's work here ends; what she wrote stays hers and holds.
async fn leaves(office: &TestOffice, model: &mut Model) {
    if !core::mem::replace(&mut model.left, true) {
        let session = office.sign_in_as("chief").await;
        let gone = office.suspend(&session, user(office, "window")).await;
        gone.unwrap();
        office.end(session).await.unwrap();
    }
}

/// Closed and shredded, nothing of it is left to open, for whatever key.
async fn erased(office: &TestOffice, id: ProtectedId, steps: &[Step]) {
    let session = office.sign_in_as("chief").await;
    closed(office, &session, id).await;
    shred(office, &session, id).await.unwrap();
    office.end(session).await.unwrap();
    let entries = journal::read(office).await;
    let left = entries
        .iter()
        .filter(|one| one.entry.subject == id.into() && one.body.is_some());
    let left: Vec<&str> = left.map(journal::Written::kind).collect();
    assert_eq!(left, ["subject.erased"], "{steps:?}");
    for name in PEOPLE {
        assert_eq!(read_as(office, name, id).await, None, "{name} {steps:?}");
    }
    assert_sound(office).await;
}

/// She reads everything, of all epochs, each as its author's; or finds nothing.
async fn reads(office: &TestOffice, id: ProtectedId, model: &Model, who: usize, steps: &[Step]) {
    let name = PEOPLE[who];
    let session = office.sign_in_as(name).await;
    let shown = office.open_protected(&session, id).await.ok();
    office.end(session).await.unwrap();
    let read = shown.map(|shown| {
        let items = shown.items.into_iter().map(|item| (item.author, item.text));
        (items.collect::<Vec<_>>(), shown.quarantined)
    });
    let notes = model.notes.iter();
    let notes = notes.map(|(author, text)| (user(office, AUTHORS[*author]), text.clone()));
    let expected = model.cleared.contains(&who);
    let expected = expected.then(|| (notes.collect::<Vec<_>>(), 0));
    assert_eq!(read, expected, "{name} after {steps:?}");
}

/// P1, P3, P6, P7, P10, P13 of the design: the never cleared read nothing, the cleared everything, and whoever
/// was revoked and cleared again as if she never had been; each item is its author's and nobody else's, hers
/// too who left; and shredded, nothing is left.
#[test]
fn in_any_history_the_cleared_read_all_of_it_and_nobody_else_anything() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let seed = [23; 32];
    let mut runner = TestRunner::new_with_rng(
        Config {
            cases: 12,
            failure_persistence: None,
            ..Config::default()
        },
        TestRng::from_seed(RngAlgorithm::ChaCha, &seed),
    );
    let ran = runner.run(&steps(), |steps| {
        runtime.block_on(history(steps));
        Ok(())
    });
    ran.unwrap();
}
