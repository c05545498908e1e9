//! Two offices that differ in one survivor's name alone look alike to a reception key, from the first letter
//! typed to a file that was worked on.

use std::collections::BTreeMap;

use domain::protected::paper::Carry;
use domain::protected::referral::{Consent, NAMED, Purpose, Receiver, ReceiverKind};
use domain::protected::work::Deed;
use office::PrivateTold;
use office::protected::{FormTold, HandOverTold, SheetTold, SlipTold, WorkTold};
use serde_json::json;
use testkit::TestOffice;

use super::worlds::{Taken, holds, shape, taken};
use crate::journal::assert_sound;

const SHORT: &str = "Vũ Thị Ởxqz";
const LONG: &str = "Quắvzwbđux Nguyễn Hoàng Thị Thương Thươngzqx";

/// The record at each stage of a private reception about somebody of this name.
async fn lived(name: &str) -> Vec<Taken> {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let line = office.give_number(&session).await.unwrap();
    let call = domain::visit::QueueAct::Call;
    office
        .move_in_queue(&session, &line.visit, &call)
        .await
        .unwrap();
    let told = PrivateTold {
        visit: Some(line.visit),
        body: "{}".to_owned(),
        ..PrivateTold::default()
    };
    let draft = office.begin_private(&session, &told).await.unwrap().id;
    let typed = json!({ "who": name }).to_string();
    office
        .keep_private(&session, &draft, &typed, &[])
        .await
        .unwrap();
    let mut stages = vec![taken(&office)];
    let fields = BTreeMap::from([
        ("safe_now".to_owned(), json!("no")),
        ("telling".to_owned(), json!("Lời kể.")),
        ("who".to_owned(), json!({ "name": name })),
    ]);
    let told = HandOverTold {
        form: Some(FormTold {
            service: "F1".to_owned(),
            fields,
        }),
        draft: Some(draft),
        slip: SlipTold {
            carry: Some(Carry::Home),
            day: "30/11/2026".to_owned(),
            time: "9:00".to_owned(),
            whom: name.to_owned(),
        },
        ..HandOverTold::default()
    };
    let handed = office.hand_over_protected(&session, &told).await.unwrap();
    office.end(session).await.unwrap();
    stages.push(taken(&office));
    worked_on(&office, handed.id, name).await;
    stages.push(taken(&office));
    assert_sound(&office).await;
    stages
}

/// A supervisor takes it on, has a consent, and writes a plan, with the name in each.
async fn worked_on(office: &TestOffice, id: domain::id::ProtectedId, name: &str) {
    let session = office.sign_in_as("chief").await;
    let took = WorkTold {
        deed: Deed::TookOn,
        step: None,
        of: None,
        paper: None,
        way: None,
        whom: String::new(),
        words: name.to_owned(),
        at: None,
    };
    office.work_on_protected(&session, id, &took).await.unwrap();
    let consent = Consent {
        to: Receiver {
            kind: ReceiverKind::Health,
            name: "Bệnh viện Mẫu".to_owned(),
        },
        purposes: vec![Purpose::Care],
        parts: vec![NAMED.to_owned()],
        voluntary: true,
        informed: true,
        suspect_near: false,
        words: name.to_owned(),
    };
    office.record_consent(&session, id, &consent).await.unwrap();
    let plan = SheetTold {
        service: "F-plan".to_owned(),
        fields: BTreeMap::from([("goals".to_owned(), json!(name))]),
        replaces: None,
    };
    office.write_sheet(&session, id, &plan).await.unwrap();
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn two_offices_that_differ_in_her_name_alone_have_one_shape_at_every_stage() {
    let (one, other) = (lived(SHORT).await, lived(LONG).await);
    for (at, (one, other)) in one.iter().zip(&other).enumerate() {
        assert_eq!(shape(one).await, shape(other).await, "stage {at}");
    }
    for (name, stages) in [(SHORT, &one), (LONG, &other)] {
        let last = name.rsplit(' ').next().unwrap();
        let folded = domain::fold::folded_key(last);
        for stage in stages {
            let pages = stage.pages();
            for trace in [last.as_bytes(), folded.as_bytes()] {
                let found = pages.iter().any(|page| holds(page, trace));
                assert!(!found, "a page holds it");
            }
        }
    }
}
