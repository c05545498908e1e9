//! The queue: what may be done with a number, whose turn it is, and the table it shares with the
//! invented desk of the page.

use std::collections::BTreeSet;

use time::macros::date;

use super::*;
use crate::id::{UserId, VisitId};
use crate::moment::Day;
use crate::visit::{Logged, Numbered, Told};

fn visit(number: u32) -> Visit {
    Visit {
        id: VisitId::new(uuid::Uuid::from_u128(u128::from(number))),
        queue: Numbered {
            letter: "A".to_owned(),
            day: Day::new(date!(2026 - 11 - 24)),
            number,
        },
        arrived_at: Moment::from_millis(0),
        logged: None,
        recorded_at: None,
        recorded_by: None,
        standing: Standing::default(),
    }
}

fn after(mut visit: Visit, acts: &[QueueAct]) -> Visit {
    for act in acts {
        let action = visit.queue_act(act, "A").unwrap();
        let at = Moment::from_millis(1);
        assert_eq!(visit.standing.apply(at, &action), Fate::Applied);
    }
    visit
}

fn saved() -> Logged {
    let told = Told {
        channel: crate::visit::Channel::InPerson,
        reception: crate::visit::Reception::Regular,
        people: None,
        turn: crate::visit::Turn::First,
        received_at: None,
        late: None,
        person: None,
        proof: crate::person::Proof::Unknown,
        outcome: crate::visit::Outcome::Advice,
        note: String::new(),
        guidance: Vec::new(),
        matters: 0,
    };
    let by = UserId::new(uuid::Uuid::nil());
    let Action::VisitLogged(body) = crate::visit::log(told, by, Moment::from_millis(2)).unwrap()
    else {
        panic!("a saved visit");
    };
    body
}

#[test]
fn a_number_is_called_called_again_skipped_and_called_back() {
    let called = after(visit(1), &[QueueAct::Call, QueueAct::Call]);
    assert_eq!(
        (called.standing.stand, called.standing.calls),
        (Stand::Called, 2)
    );
    let skipped = after(called, &[QueueAct::Skip]);
    assert_eq!(skipped.standing.stand, Stand::Skipped);
    let back = after(skipped.clone(), &[QueueAct::Return]);
    assert_eq!(
        (back.standing.stand, back.standing.calls),
        (Stand::Waiting, 2)
    );
    assert_eq!(after(skipped, &[QueueAct::Call]).standing.calls, 3);
}

#[test]
fn who_left_unserved_may_come_back_but_is_not_called_from_there() {
    let left = after(visit(1), &[QueueAct::Leave]);
    assert!(!left.is_open());
    for act in [QueueAct::Call, QueueAct::Skip, QueueAct::Leave] {
        assert_eq!(
            left.queue_act(&act, "A").unwrap_err().code(),
            Code::VisitNotThere
        );
    }
    assert!(after(left, &[QueueAct::Return]).is_open());
}

#[test]
fn a_saved_visit_is_out_of_the_queue() {
    let mut done = visit(1);
    done.logged = Some(saved());
    let refused = done.queue_act(&QueueAct::Call, "A").unwrap_err();
    assert_eq!(refused.code(), Code::VisitAlreadySaved);
}

#[test]
fn whoever_goes_first_is_next_then_the_lowest_number_that_waits_for_this_counter() {
    let first = |on| QueueAct::Priority { on };
    let to = |counter: &str| QueueAct::Counter {
        counter: counter.to_owned(),
    };
    let all = [
        after(visit(1), &[QueueAct::Skip]),
        after(visit(2), &[to("B")]),
        visit(3),
        visit(4),
        after(visit(5), &[first(true)]),
    ];
    assert_eq!(next(&all, "A").unwrap().queue.number, 5);
    assert_eq!(next(&all[..4], "A").unwrap().queue.number, 3);
    assert_eq!(next(&all[..4], "B").unwrap().queue.number, 2);
    assert_eq!(next(&all[..1], "A"), None);
}

#[test]
fn whoever_a_counter_called_last_is_being_served_there_whatever_the_number() {
    let call = |number, at, counter: &str| {
        let mut visit = visit(number);
        let action = visit.queue_act(&QueueAct::Call, counter).unwrap();
        let applied = visit.standing.apply(Moment::from_millis(at), &action);
        assert_eq!(applied, Fate::Applied);
        visit
    };
    let mut all = vec![
        call(1, 30, "A"),
        call(2, 20, "A"),
        call(3, 40, "B"),
        visit(4),
        after(call(5, 50, "A"), &[QueueAct::Skip]),
    ];
    assert_eq!(current(&all, "A").unwrap().queue.number, 1);
    assert_eq!(current(&all, "B").unwrap().queue.number, 3);
    assert_eq!(current(&all, "C"), None);
    all[0].logged = Some(saved());
    assert_eq!(current(&all, "A").unwrap().queue.number, 2);
}

#[test]
fn a_counter_has_a_short_name() {
    let long = "q".repeat(COUNTER_LIMIT as usize + 1);
    for (typed, code) in [
        (" ", Code::FieldMissing),
        (long.as_str(), Code::FieldTooLong),
    ] {
        let act = QueueAct::Counter {
            counter: typed.to_owned(),
        };
        assert_eq!(visit(1).queue_act(&act, "A").unwrap_err().code(), code);
    }
}

/// Beside the rule: the invented desk of the page reads the same lines (`queue-acts.test.ts`).
const TABLE: &str = include_str!("acts.json");

/// What becomes of a number that was just given, act after act; or how the last one is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    acts: Vec<QueueAct>,
    then: Option<Then>,
    refused: Option<Code>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Then {
    state: Stand,
    calls: u32,
    counter: Option<String>,
    priority: bool,
}

#[test]
fn the_table_says_what_becomes_of_a_number() {
    let rows: Vec<Row> = serde_json::from_str(TABLE).unwrap();
    let mut met = BTreeSet::new();
    for row in rows {
        let (last, first) = row.acts.split_last().unwrap();
        let before = after(visit(1), first);
        let kind = serde_json::to_value(last).unwrap()["kind"].to_string();
        met.insert((format!("{:?}", before.standing.stand), kind));
        let decided = before.queue_act(last, "A");
        if let Some(code) = row.refused {
            assert!(row.then.is_none());
            assert_eq!(decided.unwrap_err().code(), code, "{:?}", row.acts);
            continue;
        }
        let stands = after(before, std::slice::from_ref(last)).standing;
        let then = Then {
            state: stands.stand,
            calls: stands.calls,
            counter: stands.counter,
            priority: stands.priority,
        };
        assert_eq!(Some(then), row.then, "{:?}", row.acts);
    }
    assert_eq!(met.len(), 4 * 7, "every act from everywhere: {met:?}");
}

#[test]
fn whatever_was_done_last_is_undone_whole_and_once_but_never_a_call() {
    let to_b = || QueueAct::Counter {
        counter: "B".to_owned(),
    };
    let priority = |on| QueueAct::Priority { on };
    for before in [
        vec![],
        vec![QueueAct::Call],
        vec![QueueAct::Call, QueueAct::Skip],
        vec![to_b(), QueueAct::Leave],
        vec![priority(true), to_b()],
    ] {
        let stood = after(visit(1), &before);
        for act in [
            QueueAct::Skip,
            QueueAct::Return,
            QueueAct::Leave,
            priority(true),
            priority(false),
            to_b(),
        ] {
            if stood.queue_act(&act, "A").is_err() {
                continue;
            }
            let undone = after(stood.clone(), &[act, QueueAct::Undo]);
            let as_it_stood = Standing {
                before: None,
                ..stood.standing.clone()
            };
            assert_eq!(
                undone.standing, as_it_stood,
                "calls and the time of the last too"
            );
            let again = undone.queue_act(&QueueAct::Undo, "A").unwrap_err();
            assert_eq!(again.code(), Code::VisitNotThere);
        }
        let called = match stood.queue_act(&QueueAct::Call, "A") {
            Ok(_) => after(stood, &[QueueAct::Call]),
            Err(_) => continue,
        };
        let refused = called.queue_act(&QueueAct::Undo, "A").unwrap_err();
        assert_eq!(refused.code(), Code::VisitNotThere);
    }
}

#[test]
fn those_ahead_are_those_called_before_her() {
    let first = QueueAct::Priority { on: true };
    let to_b = QueueAct::Counter {
        counter: "B".to_owned(),
    };
    let all = [
        after(visit(1), &[QueueAct::Call]),
        after(visit(2), &[QueueAct::Skip]),
        after(visit(3), &[QueueAct::Leave]),
        visit(4),
        after(visit(5), &[to_b]),
        visit(6),
        after(visit(7), &[first]),
    ];
    let ahead_of = |at: usize| ahead(&all, &all[at], "A");
    assert_eq!(ahead_of(5), 2, "the fourth, and the one that goes first");
    assert_eq!(ahead_of(6), 0);
    assert_eq!(
        ahead_of(4),
        2,
        "B calls those, too, who wait for none in particular"
    );
    let sent = after(
        visit(8),
        &[QueueAct::Counter {
            counter: "C".to_owned(),
        }],
    );
    assert_eq!(
        ahead(&all, &sent, "A"),
        3,
        "whoever waits for B is not called at C"
    );
    assert_eq!(all.iter().filter(|visit| visit.waits()).count(), 4);
}
