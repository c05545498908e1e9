//! Visits to hand over in tests.
//!
//! Purpose: the shortest way to a valid request; a test changes the one part it is about.
//! Must never: name anybody real.

use std::collections::BTreeMap;

use domain::file::Document;
use domain::household::Stay;
use domain::person::{Facts, Proof};
use domain::visit::{Channel, Reception, Turn};
use office::demo::people::told;
use office::households::{HouseholdTold, MemberTold};
use office::intake::{Intake, MatterTold};
use serde_json::{Value, json};

/// A caller who stays unnamed and gets advice.
pub fn anonymous() -> Intake {
    Intake {
        channel: Channel::InPerson,
        visit: None,
        draft: None,
        reception: Reception::Regular,
        people: None,
        turn: Turn::First,
        received_at: None,
        late: None,
        person: None,
        matters: Vec::new(),
        outcome: None,
        note: "Hỏi thủ tục; đã hướng dẫn.".to_owned(),
    }
}

/// Advice for somebody whose card was seen.
pub fn advice(person: &Facts) -> Intake {
    Intake {
        person: Some(told(person, Proof::CardSeen)),
        ..anonymous()
    }
}

/// Somebody whose card was seen, with these matters.
pub fn with_matters(person: &Facts, matters: Vec<MatterTold>) -> Intake {
    Intake {
        matters,
        note: String::new(),
        ..advice(person)
    }
}

/// A household of a person on record, with somebody who is not yet.
pub fn household(person: &str) -> HouseholdTold {
    HouseholdTold {
        stay: Stay::Permanent,
        address: "Số 1 Đường Mẫu".to_owned(),
        on: "2026-11-20".to_owned(),
        file: None,
        head: MemberTold {
            id: Some(person.to_owned()),
            ..MemberTold::default()
        },
        members: vec![MemberTold {
            name: "Trần Thị Mẫu".to_owned(),
            relation: "con".to_owned(),
            ..MemberTold::default()
        }],
    }
}

/// A complaint (A1) with the answer every form needs and one paper.
pub fn complaint(content: &str) -> MatterTold {
    let document = Document {
        name: "Đơn khiếu nại".to_owned(),
        copies: 1,
        original: true,
        pages: Some(2),
    };
    MatterTold {
        service: "A1".to_owned(),
        fields: fields([("content", json!(content))]),
        documents: vec![document],
        code: String::new(),
    }
}

/// A petition (A3).
pub fn petition(content: &str) -> MatterTold {
    MatterTold {
        service: "A3".to_owned(),
        fields: fields([("kind", json!("petition")), ("content", json!(content))]),
        documents: Vec::new(),
        code: String::new(),
    }
}

fn fields<const N: usize>(pairs: [(&str, Value); N]) -> BTreeMap<String, Value> {
    pairs
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}
