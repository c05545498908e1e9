//! A supervisor changes what the catalogue says: a new version from a day on, looked at before it counts.

use domain::catalogue::{DocumentForm, PaperToBring};
use domain::fault::Code;
use domain::titles::Titles;
use office::Session;
use office::editing::{EditTold, EditView};
use testkit::{BEGIN, TestOffice, moment};
use time::Duration;

use super::life::{go, paper, taken_in};
use crate::journal::{assert_sound, count};

async fn shown(office: &TestOffice, session: &Session, service: &str) -> EditView {
    let views = office.editable_services(session).await.unwrap();
    let view = views.into_iter().find(|view| view.service == service);
    view.unwrap()
}

/// As it stands, from the new year on.
fn told(view: &EditView) -> EditTold {
    let rules = view.rules.iter().map(|row| domain::desk::RuleEdit {
        rule: row.rule.clone(),
        count: row.count,
        basis: row.basis.clone(),
    });
    let fees = view.fees.iter().map(|row| domain::desk::FeeEdit {
        fee: row.fee.clone(),
        amount: row.amount,
        basis: row.basis.clone(),
    });
    EditTold {
        service: view.service.clone(),
        base: view.version,
        valid_from: "2026-12-01".to_owned(),
        why: "Nghị định mẫu 01/2026/NĐ-CP".to_owned(),
        rules: rules.collect(),
        fees: fees.collect(),
        documents: view.documents.clone(),
        texts: Vec::new(),
    }
}

fn extra_paper() -> PaperToBring {
    PaperToBring {
        name: Titles {
            vi: "Giấy xác nhận mới".to_owned(),
            en: "New confirmation".to_owned(),
        },
        form: DocumentForm::Original,
        required: true,
    }
}

#[tokio::test]
async fn a_new_version_holds_from_its_day_and_what_was_taken_in_before_keeps_its_own() {
    let mut office = TestOffice::founded().await;
    let (before, _) = taken_in(&office, "B1").await;
    let session = office.sign_in_as("chief").await;
    let view = shown(&office, &session, "B1").await;
    let mut change = told(&view);
    change.rules[0].count += 10;
    change.rules[0].basis = "Luật Mẫu, Điều 1".to_owned();
    change.fees[0].amount = 12_000;
    change.documents.push(extra_paper());
    let preview = office.preview_edit(&session, &change).await.unwrap();
    assert_eq!(preview.dues.len(), 1);
    let moved = &preview.dues[0];
    assert!(moved.before < moved.vi.due && moved.vi.due == moved.en.due);
    assert_eq!(preview.fees[0].after, 12_000);
    assert_eq!(preview.added.len(), 1);
    assert!(preview.removed.is_empty());
    assert_eq!(
        count_now(&office, &session).await,
        1,
        "a look changes nothing"
    );
    let after = office.edit_service(&session, &change).await.unwrap();
    let after = after.into_iter().find(|one| one.service == "B1").unwrap();
    assert_eq!((after.version, after.edits.len()), (1_001, 1));
    assert_eq!(after.documents.len(), view.documents.len() + 1);
    // From what somebody else saw before, nothing is decided.
    let stale = office.edit_service(&session, &change).await.unwrap_err();
    assert_eq!(stale.code, Code::CatalogueChangedMeanwhile);
    office.end(session).await.unwrap();

    // Today the old one holds still.
    let (today, _) = taken_in(&office, "B1").await;
    office.clock().advance(Duration::days(8));
    // Another program reads it back from the record.
    office.reopen();
    let (later, _) = taken_in(&office, "B1").await;
    let session = office.sign_in_as("chief").await;
    let mut seen = Vec::new();
    for file in [before, today, later] {
        let page = office.file_page(&session, file).await.unwrap();
        let clock = &page.clocks[0];
        seen.push((clock.vi.count, clock.basis.clone()));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[2].0, seen[0].0 + 10);
    assert_eq!(seen[2].1, "Luật Mẫu, Điều 1");
    let page = office.file_page(&session, later).await.unwrap();
    let receipt = paper(&office, &session, &page.papers[0].number).await;
    assert!(
        receipt.contains("12000") && receipt.contains("Luật Mẫu, Điều 1"),
        "{receipt}"
    );
    office.end(session).await.unwrap();
    // Each goes its way under its own version.
    for file in [before, later] {
        go(&office, "desk", file, &["processing"]).await;
    }
    assert_eq!(count(&office, "service.edited").await, 1);
    assert_sound(&office).await;
}

/// How many versions of B1 the counter knows today.
async fn count_now(office: &TestOffice, session: &Session) -> u32 {
    let views = office.editable_services(session).await.unwrap();
    let view = views.iter().find(|view| view.service == "B1").unwrap();
    view.version
}

#[tokio::test]
async fn the_counter_asks_in_the_new_words_from_the_day_on_and_what_was_taken_in_keeps_its_own() {
    let office = TestOffice::founded().await;
    let (before, _) = taken_in(&office, "E").await;
    let session = office.sign_in_as("chief").await;
    let view = shown(&office, &session, "E").await;
    let row = view.texts.iter().find(|row| row.field == "kind").unwrap();
    let mut change = told(&view);
    change.texts.push(domain::desk::TextEdit {
        field: row.field.clone(),
        labels: Titles {
            vi: "Yêu cầu của công dân".to_owned(),
            en: "What the citizen wants".to_owned(),
        },
        help: row.help.clone(),
    });
    let preview = office.preview_edit(&session, &change).await.unwrap();
    assert_eq!(preview.texts[0].after.vi, "Yêu cầu của công dân");
    assert_eq!(preview.texts[0].before, row.labels);
    office.edit_service(&session, &change).await.unwrap();
    office.end(session).await.unwrap();
    office.clock().advance(Duration::days(8));
    let session = office.sign_in_as("desk").await;
    let services = office.services(&session).await.unwrap();
    let card = services.iter().find(|service| service.id == "E").unwrap();
    let asked = card
        .fields
        .iter()
        .find(|field| field.key == "kind")
        .unwrap();
    assert_eq!(asked.labels.vi, "Yêu cầu của công dân");
    let page = office.file_page(&session, before).await.unwrap();
    let answers: Vec<&str> = page
        .answers
        .iter()
        .map(|line| line.labels.vi.as_str())
        .collect();
    assert!(answers.contains(&row.labels.vi.as_str()), "{answers:?}");
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn the_counter_asks_for_the_new_papers_on_the_day_and_not_before() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("chief").await;
    let mut change = told(&shown(&office, &session, "E").await);
    change.documents.push(extra_paper());
    office.edit_service(&session, &change).await.unwrap();
    let asks = |services: &[office::ServiceView]| {
        let card = services.iter().find(|one| one.id == "E").unwrap();
        card.documents
            .iter()
            .any(|paper| paper.name.vi == "Giấy xác nhận mới")
    };
    assert!(!asks(&office.services(&session).await.unwrap()));
    office.clock().advance(Duration::days(8));
    assert!(asks(&office.services(&session).await.unwrap()));
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_version_may_be_changed_again_before_its_day_and_never_for_yesterday() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("chief").await;
    let mut change = told(&shown(&office, &session, "C").await);
    change.rules[0].count += 1;
    office.edit_service(&session, &change).await.unwrap();
    let mut again = told(&shown(&office, &session, "C").await);
    assert_eq!(again.base, 1_001);
    again.rules[0].count += 1;
    again.valid_from = "2026-11-30".to_owned();
    let earlier = office.edit_service(&session, &again).await.unwrap_err();
    assert_eq!(
        earlier.code,
        Code::DateBeforeOther,
        "it would change places"
    );
    again.valid_from = "2026-12-01".to_owned();
    let views = office.edit_service(&session, &again).await.unwrap();
    let view = views.iter().find(|view| view.service == "C").unwrap();
    assert_eq!((view.version, view.edits.len()), (1_002, 2));
    again.valid_from = "2020-01-01".to_owned();
    again.base = 1_002;
    let past = office.edit_service(&session, &again).await.unwrap_err();
    assert_eq!(past.code, Code::DateBeforeOther);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_holiday_announced_later_moves_the_end_and_the_old_date_is_kept() {
    let mut office = TestOffice::founded().await;
    office.observes("culture-day", false);
    office.reopen();
    let to = moment("2027-11-22T08:00:00+07:00");
    office.clock().advance(to.since(moment(BEGIN)));
    let (file, _) = taken_in(&office, "B1").await;
    let session = office.sign_in_as("chief").await;
    assert!(office.recounts(&session).await.unwrap().is_empty());
    let before = office.file_page(&session, file).await.unwrap();
    let due = before.clocks[0].due.clone();
    office.end(session).await.unwrap();
    // The 24th becomes a day off while the matter runs.
    office.observes("culture-day", true);
    office.reopen();
    let session = office.sign_in_as("chief").await;
    let page = office.file_page(&session, file).await.unwrap();
    assert_eq!(page.clocks[0].due, due, "nothing moves by itself");
    let rows = office.recounts(&session).await.unwrap();
    assert_eq!((rows.len(), &rows[0].before), (1, &due));
    assert!(rows[0].after > due);
    let left = office.recount(&session).await.unwrap();
    assert!(left.is_empty());
    let page = office.file_page(&session, file).await.unwrap();
    assert_eq!(page.clocks[0].due, rows[0].after);
    assert_eq!(page.clocks[0].earlier, [due]);
    office.end(session).await.unwrap();
    assert_eq!(count(&office, "file.recounted").await, 1);
    assert_sound(&office).await;
}
