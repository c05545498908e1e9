//! A matter brought once more (*đơn trùng*): joined to the earlier one, with no time limit of its own.

use domain::fault::Code;
use domain::id::FileId;
use office::Session;
use office::files::StepTold;
use testkit::{TestOffice, intake};

use super::life::go;
use crate::journal::assert_sound;

struct Brought {
    file: FileId,
    number: String,
    receipt: String,
}

async fn brought(office: &TestOffice, session: &Session, facts: &domain::person::Facts) -> Brought {
    let visit = intake::with_matters(facts, vec![intake::complaint("Không đồng ý với mức phạt.")]);
    let added = office.add_visit(session, &visit).await.unwrap();
    Brought {
        file: added.files[0].id.parse().unwrap(),
        number: added.files[0].number.clone(),
        receipt: added.files[0].receipt.as_ref().unwrap().number.clone(),
    }
}

fn joined(number: Option<&str>) -> StepTold {
    StepTold {
        joins: number.map(str::to_owned),
        ..StepTold::new("joined", "Cùng nội dung.")
    }
}

#[tokio::test]
async fn a_repeated_complaint_is_joined_to_the_earlier_one_and_each_shows_the_other() {
    let office = TestOffice::founded().await;
    let her = office.person();
    let session = office.sign_in_as("desk").await;
    let first = brought(&office, &session, &her).await;
    office.clock().advance(time::Duration::minutes(9));
    let again = brought(&office, &session, &her).await;
    let another = brought(&office, &session, &office.person()).await;
    office.end(session).await.unwrap();
    for file in [&first, &again, &another] {
        go(&office, "chief", file.file, &["classified"]).await;
    }

    let chief = office.sign_in_as("chief").await;
    let page = office.file_page(&chief, again.file).await.unwrap();
    assert_eq!(page.earlier, [first.number.as_str()], "what it may repeat");
    let refused = async |file: FileId, told: &StepTold| {
        let refused = office.move_file(&chief, file, told).await.unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("joins"));
        refused.code
    };
    assert_eq!(refused(again.file, &joined(None)).await, Code::FieldMissing);
    let nothing = joined(Some("A-2026-009999"));
    assert_eq!(refused(again.file, &nothing).await, Code::FileUnknown);
    let itself = joined(Some(&again.number));
    assert_eq!(refused(again.file, &itself).await, Code::FileNotEarlier);
    let later = joined(Some(&again.number));
    assert_eq!(refused(first.file, &later).await, Code::FileNotEarlier);
    let stray = StepTold {
        joins: Some(first.number.clone()),
        ..StepTold::new("filed", "Không đủ điều kiện.")
    };
    assert_eq!(refused(again.file, &stray).await, Code::FieldUnknown);

    // By the number on the slip she brought.
    let told = joined(Some(&first.receipt));
    office.move_file(&chief, again.file, &told).await.unwrap();
    let page = office.file_page(&chief, again.file).await.unwrap();
    assert_eq!(page.joined_to.as_deref(), Some(first.number.as_str()));
    assert!(
        page.clocks.iter().all(|clock| clock.done.is_some()),
        "no time limit runs twice"
    );
    let page = office.file_page(&chief, first.file).await.unwrap();
    assert_eq!(page.joined, [again.number.as_str()]);
    assert!(page.clocks.iter().any(|clock| clock.done.is_none()));

    // Whoever looks must find the one that is dealt with, not one more that was joined.
    let chain = joined(Some(&again.number));
    assert_eq!(refused(another.file, &chain).await, Code::FileNotEarlier);
    office.end(chief).await.unwrap();
    go(&office, "chief", again.file, &["closed"]).await;
    let chief = office.sign_in_as("chief").await;
    let page = office.file_page(&chief, again.file).await.unwrap();
    assert!(page.joined_to.is_some(), "closed, it stays joined");
    office.end(chief).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_joined_one_that_is_taken_back_is_a_matter_of_its_own_with_its_old_time_limit() {
    let office = TestOffice::founded().await;
    let her = office.person();
    let session = office.sign_in_as("desk").await;
    let first = brought(&office, &session, &her).await;
    office.clock().advance(time::Duration::minutes(9));
    let again = brought(&office, &session, &her).await;
    office.end(session).await.unwrap();
    let before = go(&office, "chief", again.file, &["classified"]).await;
    let chief = office.sign_in_as("chief").await;
    let told = joined(Some(&first.number));
    office.move_file(&chief, again.file, &told).await.unwrap();
    office.end(chief).await.unwrap();
    let after = go(&office, "chief", again.file, &["classified"]).await;
    assert_eq!(after.joined_to, None);
    let due = |page: &office::FilePage| {
        let running = page.clocks.iter().filter(|clock| clock.done.is_none());
        running.map(|clock| clock.due.clone()).collect::<Vec<_>>()
    };
    assert_eq!(due(&after), due(&before));
    let chief = office.sign_in_as("chief").await;
    let page = office.file_page(&chief, first.file).await.unwrap();
    assert!(page.joined.is_empty());
    office.end(chief).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_matter_of_somebody_else_is_not_told_of_by_its_number() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("window").await;
    let theirs = brought(&office, &session, &office.person()).await;
    office.end(session).await.unwrap();
    let chief = office.sign_in_as("desk").await;
    let own = brought(&office, &chief, &office.person()).await;
    office.end(chief).await.unwrap();
    let chief = office.sign_in_as("chief").await;
    let case = office.user_named("case").unwrap();
    office
        .assign_file(&chief, own.file, case, "")
        .await
        .unwrap();
    office.end(chief).await.unwrap();
    go(&office, "chief", own.file, &["classified"]).await;
    let session = office.sign_in_as("case").await;
    let told = joined(Some(&theirs.number));
    let refused = office.move_file(&session, own.file, &told).await;
    assert_eq!(refused.unwrap_err().code, Code::FileUnknown);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_kept_matter_that_was_joined_is_told_of_on_nobodys_page() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let first = brought(&office, &session, &office.person()).await;
    office.clock().advance(time::Duration::minutes(9));
    let again = brought(&office, &session, &office.person()).await;
    let page = office.file_page(&session, again.file).await.unwrap();
    assert_eq!(page.joined_to, None);
    office.end(session).await.unwrap();
    go(&office, "chief", again.file, &["classified"]).await;
    let chief = office.sign_in_as("chief").await;
    let told = joined(Some(&first.number));
    let stands = office.move_file(&chief, again.file, &told).await.unwrap();
    let page = office.file_page(&chief, first.file).await.unwrap();
    assert_eq!(page.joined, [again.number.as_str()]);
    let her = stands.opened.parties[0].person;
    office.restrict_address(&chief, her).await.unwrap();
    let page = office.file_page(&chief, first.file).await.unwrap();
    assert!(page.joined.is_empty(), "her number stands on his page");
    office.end(chief).await.unwrap();
    assert_sound(&office).await;
}
