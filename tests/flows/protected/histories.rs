//! Random histories of one file against a plain model: who reads what, whatever came before.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use testkit::TestOffice;

use super::{TOLD, add, handed_over, read_as, stepped_up, user};
use crate::journal::assert_sound;

/// Who may come to be cleared.
const PEOPLE: [&str; 3] = ["chief", "deputy", "case"];

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
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let one = prop_oneof![
        (0..4_usize).prop_map(Step::Add),
        (0..3_usize).prop_map(Step::Grant),
        (0..3_usize).prop_map(Step::Revoke),
        (0..3_usize).prop_map(Step::Read),
    ];
    proptest::collection::vec(one, 4..10)
}

/// What is true of the file by the steps alone.
struct Model {
    cleared: BTreeSet<usize>,
    notes: Vec<String>,
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
        notes: vec![TOLD.to_owned()],
    };
    for (at, step) in steps.iter().enumerate() {
        match *step {
            Step::Add(who) => {
                let note = format!("Ghi thêm {at}.");
                let name = PEOPLE.get(who).copied().unwrap_or("desk");
                add(&office, name, id, &note).await;
                model.notes.push(note);
            }
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
}

/// She reads everything, of all epochs, or finds nothing.
async fn reads(
    office: &TestOffice,
    id: domain::id::ProtectedId,
    model: &Model,
    who: usize,
    steps: &[Step],
) {
    let expected = model.cleared.contains(&who);
    let expected = expected.then(|| (model.notes.clone(), 0));
    let read = read_as(office, PEOPLE[who], id).await;
    assert_eq!(read, expected, "{} after {steps:?}", PEOPLE[who]);
}

/// P1, P3, P10 of the design: the never cleared read nothing, the cleared everything, and whoever was
/// revoked and cleared again as if she never had been.
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
