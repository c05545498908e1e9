//! A private reception: one key, and nothing of before stays; its form is its author's alone until it is
//! handed over, and nobody's who is not cleared afterwards.

use std::collections::BTreeMap;

use domain::fault::Code;
use domain::protected::content::ItemKind;
use domain::protected::paper::Carry;
use domain::protected::work::Deed;
use domain::visit::QueueAct;
use office::intake::Intake;
use office::protected::{FormTold, HandOverTold, SlipTold, WorkTold};
use office::views::QueueState;
use office::{DraftTold, PrivateTold, Session};
use serde_json::{Value, json};
use testkit::TestOffice;
use time::Duration;

use crate::journal::{self, assert_sound};
use crate::protected::user;

mod forged;
mod letters;
mod names;
mod parties;
mod referring;
mod sheets;
mod slips;
pub(crate) mod worlds;

const NAME: &str = "Trần Thị Ngát";

/// Answers of a private form about her.
fn answers(more: &[(&str, Value)]) -> BTreeMap<String, Value> {
    let told = [
        ("safe_now", json!("no")),
        ("telling", json!("Hôm kia anh ấy bắt tôi ra khỏi nhà.")),
        ("who", json!({ "name": NAME, "phone": "0912345678" })),
    ];
    let told = told.iter().chain(more);
    told.map(|(key, value)| ((*key).to_owned(), value.clone()))
        .collect()
}

fn intake(told: &Value) -> Intake {
    let mut told = told.clone();
    told["channel"] = json!("in_person");
    serde_json::from_value(told).unwrap()
}

fn form(service: &str, more: &[(&str, Value)]) -> HandOverTold {
    HandOverTold {
        form: Some(FormTold {
            service: service.to_owned(),
            fields: answers(more),
        }),
        slip: no_paper(),
        ..HandOverTold::default()
    }
}

/// It was asked, and she takes none.
pub(crate) fn no_paper() -> SlipTold {
    SlipTold {
        carry: Some(Carry::None),
        ..SlipTold::default()
    }
}

async fn begun(office: &TestOffice, session: &Session) -> String {
    let told = PrivateTold {
        body: "{\"told\":1}".to_owned(),
        ..PrivateTold::default()
    };
    office.begin_private(session, &told).await.unwrap().id
}

#[tokio::test]
async fn a_private_form_is_its_authors_alone_until_it_is_handed_over_and_nobodys_afterwards() {
    let mut office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let id = begun(&office, &session).await;
    let kept = office.keep_private(&session, &id, "{\"told\":2}", &[]);
    assert_eq!(kept.await.unwrap().kept, "09:00:00");
    // Nobody signs out: the power fails.
    drop(session);
    office.reopen();
    for name in ["window", "case", "chief"] {
        let session = office.sign_in_as(name).await;
        assert!(office.private_forms(&session).await.unwrap().is_empty());
        let read = office.open_private(&session, &id).await.unwrap_err().code;
        let kept = office.keep_private(&session, &id, "{}", &[]).await;
        let thrown = office.discard_private(&session, &id).await;
        let told = HandOverTold {
            draft: Some(id.clone()),
            ..form("F", &[])
        };
        let handed = office.hand_over_protected(&session, &told).await;
        for code in [
            read,
            kept.unwrap_err().code,
            thrown.unwrap_err().code,
            handed.unwrap_err().code,
        ] {
            assert_eq!(code, Code::DraftUnknown, "{name}");
        }
        office.end(session).await.unwrap();
    }
    let session = office.sign_in_as("desk").await;
    let rows = office.private_forms(&session).await.unwrap();
    assert_eq!((rows.len(), rows[0].overnight), (1, false));
    let opened = office.open_private(&session, &id).await.unwrap();
    assert_eq!(opened.body, "{\"told\":2}");
    let told = HandOverTold {
        draft: Some(id.clone()),
        ..form("F1", &[])
    };
    let file = office.hand_over_protected(&session, &told).await.unwrap();
    assert!(office.private_forms(&session).await.unwrap().is_empty());
    let gone = office.open_private(&session, &id).await.unwrap_err().code;
    assert_eq!(gone, Code::DraftUnknown);
    let read = office.open_protected(&session, file.id).await.unwrap_err();
    assert_eq!(read.code, Code::ProtectedUnknown);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_number_received_in_private_is_served_and_says_nothing_more() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let line = office.give_number(&session).await.unwrap();
    let act = office.move_in_queue(&session, &line.visit, &QueueAct::Call);
    act.await.unwrap();
    let told = PrivateTold {
        visit: Some(line.visit.clone()),
        body: "{}".to_owned(),
        ..PrivateTold::default()
    };
    office.begin_private(&session, &told).await.unwrap();
    let today = testkit::moment("2026-11-24T09:00:00+07:00").day();
    let queue = office.day_queue(&session, today).await.unwrap();
    let shown = &queue.visits[0];
    assert_eq!(
        (shown.state, shown.files, shown.waited),
        (QueueState::Served, 0, 0)
    );
    assert_eq!(
        (shown.counter.as_deref(), shown.calls, queue.served),
        (None, 0, 1)
    );
    assert_eq!((queue.current, queue.next, queue.left), (None, None, 0));
    // It is over: neither saved as another visit nor moved, nor received in private twice.
    let saved = intake(&json!({ "visit": line.visit, "outcome": "advice" }));
    let saved = office.add_visit(&session, &saved).await.unwrap_err().code;
    let moved = office.move_in_queue(&session, &line.visit, &QueueAct::Undo);
    let moved = moved.await.unwrap_err().code;
    let again = office
        .begin_private(&session, &told)
        .await
        .unwrap_err()
        .code;
    assert_eq!([saved, moved, again], [Code::VisitAlreadySaved; 3]);
    office.end(session).await.unwrap();
    let private = "visit.kept_private";
    let entries = journal::read(&office).await;
    let entry = entries.iter().find(|one| one.kind() == private).unwrap();
    assert_eq!(entry.entry.at, entry.entry.at.start_of_day(), "no time");
    assert_eq!(entry.body, Some(json!({})));
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_number_of_whom_another_form_still_tells_is_not_received_in_private() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let line = office.give_number(&session).await.unwrap();
    let mut drafts = Vec::new();
    for _ in 0..2 {
        let draft = DraftTold {
            id: None,
            title: NAME.to_owned(),
            visit: Some(line.visit.clone()),
            body: "{}".to_owned(),
        };
        drafts.push(office.keep_draft(&session, &draft).await.unwrap().id);
    }
    let mut told = PrivateTold {
        visit: Some(line.visit.clone()),
        body: "{}".to_owned(),
        ..PrivateTold::default()
    };
    for draft in [None, drafts.first().cloned()] {
        told.draft = draft;
        let refused = office.begin_private(&session, &told).await.unwrap_err();
        assert_eq!(refused.code, Code::DraftTaken);
    }
    office.discard_draft(&session, &drafts[1]).await.unwrap();
    office.begin_private(&session, &told).await.unwrap();
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

/// Looks at somebody, one name a way to end the visit.
async fn looks(end: &str) -> usize {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let known = json!({ "person": { "name": NAME, "sex": "female" }, "outcome": "advice" });
    let known = office.add_visit(&session, &intake(&known)).await.unwrap();
    let person = known.person.unwrap();
    office.person_for_form(&session, &person).await.unwrap();
    let draft = DraftTold {
        id: None,
        title: NAME.to_owned(),
        visit: None,
        body: "{}".to_owned(),
    };
    let draft = office.keep_draft(&session, &draft).await.unwrap().id;
    match end {
        "saved" => {
            let again = json!({
                "person": { "id": person, "name": NAME, "sex": "female" },
                "outcome": "advice",
                "draft": draft,
            });
            let saved = office.add_visit(&session, &intake(&again)).await;
            saved.unwrap();
            // The same look once a session and day.
            office.person_card(&session, &person).await.unwrap();
        }
        "discarded" => office.discard_draft(&session, &draft).await.unwrap(),
        "private" => {
            let told = PrivateTold {
                draft: Some(draft),
                body: "{}".to_owned(),
                ..PrivateTold::default()
            };
            office.begin_private(&session, &told).await.unwrap();
        }
        _ => {}
    }
    office.end(session).await.unwrap();
    assert_sound(&office).await;
    journal::count(&office, "person.viewed").await
}

#[tokio::test]
async fn a_look_for_an_open_visit_is_entered_however_it_ends_but_for_a_private_one() {
    for (end, entered) in [("saved", 1), ("discarded", 1), ("left", 1), ("private", 0)] {
        assert_eq!(looks(end).await, entered, "{end}");
    }
}

#[tokio::test]
async fn nothing_but_whether_she_is_safe_must_be_answered_and_a_red_sign_makes_the_danger_high() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let hand_over = async |told: &HandOverTold| office.hand_over_protected(&session, told).await;
    let mut bare = form("F1", &[]);
    bare.form.as_mut().unwrap().fields = BTreeMap::new();
    let refused = hand_over(&bare).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("fields.safe_now"));
    assert!(refused.more.is_empty(), "{refused:?}");
    bare.form
        .as_mut()
        .unwrap()
        .fields
        .insert("safe_now".to_owned(), json!("unsaid"));
    hand_over(&bare).await.unwrap();
    // She was strangled: neither low nor medium can be chosen, and without a choice it is high.
    for (level, fits) in [
        ("low", false),
        ("medium", false),
        ("high", true),
        ("urgent", true),
    ] {
        let signs = [
            ("strangled", json!("yes")),
            ("level", json!(level)),
            ("level_why", json!("Bóp cổ hôm qua.")),
        ];
        let handed = hand_over(&form("F1", &signs)).await;
        match handed {
            Ok(_) => assert!(fits, "{level}"),
            Err(refused) => {
                assert!(!fits, "{level}");
                assert_eq!(refused.code, Code::FieldNotChoice);
                assert_eq!(refused.field.as_deref(), Some("fields.level"));
            }
        }
    }
    let handed = hand_over(&form("F1", &[("weapon", json!("yes"))]))
        .await
        .unwrap();
    let ordinary = hand_over(&form("F", &[])).await.unwrap();
    let closed = hand_over(&form("A1", &[])).await.unwrap_err();
    assert_eq!(closed.code, Code::CatalogueServiceClosed);
    office.end(session).await.unwrap();
    let session = office.sign_in_as("chief").await;
    let shown = office.open_protected(&session, handed.id).await.unwrap();
    assert_eq!(shown.level.unwrap().vi, "Cao");
    let shown = office.open_protected(&session, ordinary.id).await.unwrap();
    assert_eq!((shown.level, shown.clocks.len()), (None, 0));
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn the_cleared_read_what_was_told_with_its_times_and_the_informant_by_itself_alone() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let told = [
        ("told_by", json!("school")),
        (
            "informant",
            json!({ "name": "Cô Lụa", "phone": "0987654321" }),
        ),
        ("child", json!({ "name": "Bé Na", "born": "2019" })),
    ];
    let handed = office
        .hand_over_protected(&session, &form("F2", &told))
        .await;
    let handed = handed.unwrap();
    office.end(session).await.unwrap();
    let session = office.sign_in_as("chief").await;
    let shown = office.open_protected(&session, handed.id).await.unwrap();
    assert_eq!(
        (shown.code, shown.names),
        (handed.code, vec!["Bé Na".to_owned(), NAME.to_owned()])
    );
    let steps: Vec<&str> = shown
        .clocks
        .iter()
        .map(|clock| clock.step.as_str())
        .collect();
    assert_eq!(
        steps,
        ["emergency-measures", "risk-assessment", "support-plan"]
    );
    // Twelve hours from nine in the morning, whatever the office hours.
    assert!(
        shown.clocks[0].due.contains("T21:00:00"),
        "{}",
        shown.clocks[0].due
    );
    assert_eq!(shown.clocks[0].left.as_ref().unwrap().count, 12);
    let kinds: Vec<ItemKind> = shown.items.iter().map(|item| item.kind).collect();
    assert_eq!(kinds, [ItemKind::Form, ItemKind::Apart, ItemKind::Work]);
    let told: Vec<String> = shown
        .items
        .iter()
        .flat_map(|item| &item.answers)
        .flat_map(|one| one.vi.clone())
        .collect();
    assert!(
        told.iter().any(|line| line.contains("bắt tôi ra khỏi nhà")),
        "{told:?}"
    );
    assert!(told.iter().all(|line| !line.contains("Cô Lụa")), "{told:?}");
    let apart = office
        .open_apart(&session, handed.id, shown.items[1].id)
        .await
        .unwrap();
    assert!(apart[0].vi[0].contains("Cô Lụa"));
    let form = office
        .open_apart(&session, handed.id, shown.items[0].id)
        .await;
    assert_eq!(form.unwrap_err().code, Code::ProtectedUnknown);
    // Found by who it is about, in the order of what is due, and by nobody's informant.
    office.open_index(&session, &mut |_| true).await.unwrap();
    let found = async |asked: &str| office.find_protected(&session, asked).await.unwrap();
    assert_eq!(
        found("be na").await[0].clock.as_ref().unwrap().step,
        "emergency-measures"
    );
    assert_eq!((found("Lụa").await.len(), found("").await.len()), (0, 1));
    office.end(session).await.unwrap();
    // Each opening is a look: the file twice, what is kept apart once.
    assert_eq!(journal::count(&office, "protected.viewed").await, 3);
    assert_sound(&office).await;
}

#[tokio::test]
async fn everybody_who_works_here_hears_that_a_file_waits_and_not_which() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    office
        .hand_over_protected(&session, &form("F", &[]))
        .await
        .unwrap();
    assert!(!office.protected_waits(&session).await.unwrap());
    office.end(session).await.unwrap();
    office.clock().advance(Duration::hours(12));
    for name in ["desk", "case", "chief"] {
        let session = office.sign_in_as(name).await;
        assert!(office.protected_waits(&session).await.unwrap(), "{name}");
        office.end(session).await.unwrap();
    }
}

fn work(deed: Deed, step: Option<&str>, at: Option<&str>) -> WorkTold {
    WorkTold {
        deed,
        step: step.map(str::to_owned),
        of: None,
        paper: None,
        way: None,
        whom: "UBND phường".to_owned(),
        words: "Đã làm ngay.".to_owned(),
        at: at.map(str::to_owned),
    }
}

#[tokio::test]
async fn somebody_answers_for_it_a_time_begins_with_its_event_and_waits_until_it_is_answered() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let handed = office.hand_over_protected(&session, &form("F1", &[])).await;
    let id = handed.unwrap().id;
    office.end(session).await.unwrap();
    office.clock().advance(Duration::hours(2));
    let session = office.sign_in_as("chief").await;
    let shown = office.open_protected(&session, id).await.unwrap();
    assert_eq!((shown.taken, shown.clocks.len()), (None, 0));
    let steps: Vec<&str> = shown
        .may_begin
        .iter()
        .map(|one| one.step.as_str())
        .collect();
    assert_eq!(steps, ["no-contact-decision", "supervisor-named"]);
    // The chair had the request at half past nine; it is written at eleven.
    let (decision, at) = (
        Some("no-contact-decision"),
        Some("2026-11-24T09:30:00+07:00"),
    );
    let done = async |told: &WorkTold| office.work_on_protected(&session, id, told).await;
    let shown = done(&work(Deed::Began, decision, at)).await.unwrap();
    assert_eq!(shown.clocks[0].due, "2026-11-24T21:30:00+07:00");
    let twice = done(&work(Deed::Began, decision, at)).await.unwrap_err();
    assert_eq!(twice.field.as_deref(), Some("step"));
    let unread = done(&work(Deed::Began, Some("supervisor-named"), Some("nine"))).await;
    assert_eq!(unread.unwrap_err().code, Code::FieldNotTime);
    let shown = done(&work(Deed::TookOn, None, None)).await.unwrap();
    assert_eq!(shown.taken.as_deref(), Some("Trần Văn Huy"));
    done(&work(Deed::Told, None, None)).await.unwrap();
    office.end(session).await.unwrap();
    // Answered for: nothing waits until the hour before its next time ends, and then all hear it.
    let waits = async |at: &str| {
        office.clock().set(at);
        let session = office.sign_in_as("desk").await;
        let waits = office.protected_waits(&session).await.unwrap();
        office.end(session).await.unwrap();
        waits
    };
    assert!(!waits("2026-11-24T20:59:00+07:00").await);
    assert!(waits("2026-11-24T21:00:00+07:00").await);
    let session = office.sign_in_as("chief").await;
    let answered = work(Deed::Answered, decision, None);
    let shown = office
        .work_on_protected(&session, id, &answered)
        .await
        .unwrap();
    let deeds: Vec<Deed> = shown
        .items
        .iter()
        .filter_map(|item| item.work.as_ref())
        .map(|work| work.deed)
        .collect();
    assert_eq!(
        deeds,
        [
            Deed::NoPaper,
            Deed::Began,
            Deed::TookOn,
            Deed::Told,
            Deed::Answered
        ]
    );
    assert!(shown.clocks.is_empty());
    let looks: Vec<u32> = shown.looks.iter().map(|look| look.times).collect();
    assert_eq!(looks, [5], "each look, and whose");
    office.end(session).await.unwrap();
    assert!(!waits("2026-11-25T12:00:00+07:00").await);
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_supervisor_whom_she_fears_reads_neither_the_form_nor_the_file() {
    let office = TestOffice::founded().await;
    let barred = user(&office, "chief");
    let session = office.sign_in_as("desk").await;
    let told = PrivateTold {
        body: "{\"told\":\"về sếp\"}".to_owned(),
        barred: vec![barred],
        ..PrivateTold::default()
    };
    let id = office.begin_private(&session, &told).await.unwrap().id;
    office.end(session).await.unwrap();
    let sealed = worlds::private_draft(&office).await;
    let draft = id.parse::<domain::id::DraftId>().unwrap().uuid();
    let owner = user(&office, "desk").uuid();
    let opens = |name: &str| {
        let keys = crate::protected::keys_of(&office, name);
        vault::sealed::open_draft(keys.identity(), &sealed, draft, owner).is_ok()
    };
    assert!(opens("desk") && !opens("chief") && !opens("case"));
    assert!(opens("deputy"));
    assert_sound(&office).await;
}
