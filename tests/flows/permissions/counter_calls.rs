//! The use cases of the counter: drafts, the end of the day, the wrong person.

use std::collections::BTreeMap;

use domain::fault::Code;
use domain::permission::Right;
use domain::person::Proof;
use domain::visit::QueueAct;
use office::demo::people::told;
use office::{DateKind, DraftTold, PersonTyped, Session};
use testkit::TestOffice;

use super::calls::{Object, Tried, on_paper, tried};

/// A refusal that speaks of the object, not of the right, says that the right was there.
fn told_apart<T>(name: &'static str, answer: office::Answer<T>, of_the_object: &[Code]) -> Tried {
    match answer {
        Err(refused) if of_the_object.contains(&refused.code) => tried(name, Ok(())),
        other => tried(name, other),
    }
}

/// Calls every use case of a right of the counter.
pub(super) async fn by_counter(
    right: Right,
    office: &TestOffice,
    session: &Session,
    object: &Object,
) -> Vec<Tried> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the others are called beside"
    )]
    match right {
        Right::KeepDraft => drafts(office, session).await,
        Right::RunQueue => {
            let nobody = "0192aa00-0000-7000-8000-000000000001";
            let moved = office.move_in_queue(session, nobody, &QueueAct::Call).await;
            vec![told_apart("move_in_queue", moved, &[Code::VisitUnknown])]
        }
        Right::RegisterVisit => vec![
            tried("services", office.services(session).await),
            tried(
                "due_if_taken",
                office.due_if_taken(session, "A1", &BTreeMap::new()).await,
            ),
            tried("computed", office.computed(session, "A1", "{}").await),
        ],
        Right::SearchPeople => vec![
            told_apart(
                "read_scan",
                office.read_scan(session, "x").await,
                &[Code::ScanUnknown],
            ),
            told_apart(
                "read_lines",
                office.read_lines(session, "x").await,
                &[Code::LinesNotRead],
            ),
            tried(
                "read_date",
                office.read_date(session, "010390", DateKind::Birth).await,
            ),
            tried("alike", office.alike(session, &alike()).await),
        ],
        Right::RecordPerson => vec![tried(
            "person_card",
            office
                .person_card(session, &object.person.to_string())
                .await,
        )],
        Right::EndOfDay => {
            let mut all = vec![tried("day_state", office.day_state(session).await)];
            let closed = [Code::DayClosed];
            all.push(told_apart(
                "end_day",
                office.end_day(session, None).await,
                &closed,
            ));
            all.push(tried(
                "day_sheet_pages",
                office.day_sheet_pages(session).await,
            ));
            all.push(tried(
                "print_day_sheet",
                office.print_day_sheet(session, &on_paper()).await,
            ));
            // Opened again at once: the other rights are tried on an open day.
            all.push(tried(
                "reopen_day",
                office.reopen_day(session, "Mẫu.").await,
            ));
            all
        }
        Right::WrongPerson => {
            let right_one = told(&office.person(), Proof::CardSeen);
            let done = office
                .wrong_person(session, &object.visit, &right_one)
                .await;
            vec![tried("wrong_person", done)]
        }
        _ => Vec::new(),
    }
}

fn alike() -> PersonTyped {
    PersonTyped {
        name: "Nguyễn Thị Mẫu".to_owned(),
        ..PersonTyped::default()
    }
}

/// Drafts and shift notes.
async fn drafts(office: &TestOffice, session: &Session) -> Vec<Tried> {
    let draft = DraftTold {
        id: None,
        title: "Mẫu".to_owned(),
        visit: None,
        body: "{}".to_owned(),
    };
    let nobody = "0192aa00-0000-7000-8000-000000000001";
    let gone = [Code::DraftUnknown];
    vec![
        tried("keep_draft", office.keep_draft(session, &draft).await),
        tried("drafts", office.drafts(session).await),
        told_apart(
            "open_draft",
            office.open_draft(session, nobody).await,
            &gone,
        ),
        told_apart(
            "take_draft",
            office.take_draft(session, nobody).await,
            &gone,
        ),
        told_apart(
            "discard_draft",
            office.discard_draft(session, nobody).await,
            &gone,
        ),
        tried("shift_notes", office.shift_notes(session).await),
        tried(
            "write_shift_note",
            office.write_shift_note(session, "Mẫu.").await,
        ),
        told_apart(
            "acknowledge_note",
            office.acknowledge_note(session, nobody).await,
            &gone,
        ),
    ]
}
