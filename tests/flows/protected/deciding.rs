//! What two decide about a file: closed, somebody let in for a while, a bar lifted; and who takes herself off.

use domain::fault::Code;
use domain::id::{ProtectedId, UserId};
use office::protected::{Decided, ProtectedShown};
use office::{Answer, Session};
use testkit::{TestOffice, passphrase};
use time::Duration;

use super::{add, handed_over, read_as, stepped_up, user};
use crate::journal::{self, assert_sound};

async fn decide(
    office: &TestOffice,
    session: &Session,
    id: ProtectedId,
    decided: &Decided,
    second: &str,
) -> Answer<()> {
    let signer = office.cosign(session, second, passphrase(second), decided.request(id));
    let signer = signer.await?;
    office.decide_protected(session, id, decided, signer).await
}

fn let_in(user: UserId, hours: u8) -> Decided {
    Decided::BreakGlass {
        user,
        hours,
        words: "Trực đêm, cần địa chỉ ngay.".to_owned(),
    }
}

fn close() -> Decided {
    Decided::Close {
        words: "Đã ổn định, người ấy đồng ý.".to_owned(),
    }
}

fn code<T>(answer: Answer<T>) -> Option<Code> {
    answer.err().map(|refused| refused.code)
}

async fn opened(office: &TestOffice, name: &str, id: ProtectedId) -> ProtectedShown {
    let session = office.sign_in_as(name).await;
    let shown = office.open_protected(&session, id).await.unwrap();
    office.end(session).await.unwrap();
    shown
}

#[tokio::test]
async fn whoever_is_let_in_reads_for_some_hours_decides_nothing_and_all_cleared_are_told() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    opened(&office, "deputy", id).await;
    let case = user(&office, "case");
    let chief = stepped_up(&office, "chief").await;
    office.open_protected(&chief, id).await.unwrap();
    for hours in [0, 25] {
        let refused = decide(&office, &chief, id, &let_in(case, hours), "deputy").await;
        assert_eq!(code(refused), Some(Code::FieldOutOfRange), "{hours}");
    }
    decide(&office, &chief, id, &let_in(case, 8), "deputy")
        .await
        .unwrap();
    let again = decide(&office, &chief, id, &let_in(case, 8), "deputy").await;
    assert_eq!(code(again), Some(Code::ProtectedGuest));
    office.end(chief).await.unwrap();

    // She reads all of it and adds to it; she clears nobody, and takes nobody off.
    assert!(read_as(&office, "case", id).await.is_some());
    add(&office, "case", id, "Đã đến nơi.").await;
    let guest = opened(&office, "case", id).await;
    assert!(guest.guest_me);

    // Each of the cleared finds it marked until she looked, and sees it while it runs.
    let deputy = office.sign_in_as("deputy").await;
    office.open_index(&deputy, &mut |_| true).await.unwrap();
    let marked = async || office.find_protected(&deputy, "").await.unwrap()[0].broken;
    assert!(marked().await);
    let shown = office.open_protected(&deputy, id).await.unwrap();
    let told = shown.guest.unwrap();
    assert_eq!(told.words, "Trực đêm, cần địa chỉ ngay.");
    assert_eq!(told.until.as_deref(), Some("2026-11-24T17:00:00+07:00"));
    assert!(!marked().await);
    office.end(deputy).await.unwrap();

    // When the hours are over it is not there for her; whoever opens it next makes a key she never had.
    office.clock().advance(Duration::hours(8));
    assert_eq!(read_as(&office, "case", id).await, None);
    let epoch = |shown: &ProtectedShown| shown.cleared.len();
    let before = opened(&office, "chief", id).await;
    assert_eq!(
        epoch(&before),
        3,
        "who stood in the header when it was opened"
    );
    let after = opened(&office, "chief", id).await;
    assert_eq!(epoch(&after), 2);
    assert!(after.guest.is_none());
    add(&office, "window", id, "Sau đó.").await;
    assert_eq!(read_as(&office, "case", id).await, None);
    let kinds = journal::kinds(&office).await;
    assert!(kinds.iter().any(|kind| kind == "protected.broken"));
    assert_sound(&office).await;
}

#[tokio::test]
async fn nobody_is_let_in_by_one_alone_without_a_passphrase_or_who_is_barred() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &["case"]).await;
    let case = user(&office, "case");
    let chief = office.sign_in_as("chief").await;
    office.open_protected(&chief, id).await.unwrap();
    // Her own passphrase is asked once more.
    let refused = decide(&office, &chief, id, &let_in(case, 2), "deputy").await;
    assert_eq!(code(refused), Some(Code::NeedsPassphrase));
    office.confirm(&chief, passphrase("chief")).await.unwrap();
    let refused = decide(&office, &chief, id, &let_in(case, 2), "deputy").await;
    assert_eq!(code(refused), Some(Code::ProtectedBarred));
    // Another decision than the one agreed to is not carried out.
    let desk = user(&office, "desk");
    let agreed = let_in(case, 2).request(id);
    let signer = office
        .cosign(&chief, "deputy", passphrase("deputy"), agreed)
        .await
        .unwrap();
    let other = Decided::Close {
        words: "Xong.".to_owned(),
    };
    let refused = office.decide_protected(&chief, id, &other, signer).await;
    assert!(refused.is_err());
    // Reception takes no files.
    let refused = decide(&office, &chief, id, &let_in(desk, 2), "deputy").await;
    assert_eq!(code(refused), Some(Code::ProtectedNoOfficer));
    office.end(chief).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn whoever_is_too_near_takes_herself_off_and_two_others_alone_let_her_back() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    let case = user(&office, "case");
    let chief = stepped_up(&office, "chief").await;
    office.open_protected(&chief, id).await.unwrap();
    office.grant_clearance(&chief, id, case).await.unwrap();
    office.end(chief).await.unwrap();

    let session = office.sign_in_as("case").await;
    let silent = office.declare_conflict(&session, id, " ").await;
    assert_eq!(code(silent), Some(Code::FieldMissing));
    office
        .declare_conflict(&session, id, "Người bị tố là anh họ tôi.")
        .await
        .unwrap();
    let gone = office.open_protected(&session, id).await;
    assert_eq!(code(gone), Some(Code::ProtectedUnknown));
    assert!(
        office
            .find_protected(&session, "")
            .await
            .unwrap()
            .is_empty()
    );
    office.end(session).await.unwrap();

    let chief = stepped_up(&office, "chief").await;
    let shown = office.open_protected(&chief, id).await.unwrap();
    assert_eq!(shown.barred.len(), 1);
    let refused = office.grant_clearance(&chief, id, case).await;
    assert_eq!(code(refused), Some(Code::ProtectedBarred));
    let lift = Decided::LiftBar {
        user: case,
        words: "Không còn là họ hàng: nhầm tên.".to_owned(),
    };
    decide(&office, &chief, id, &lift, "deputy").await.unwrap();
    office.grant_clearance(&chief, id, case).await.unwrap();
    office.end(chief).await.unwrap();
    assert!(read_as(&office, "case", id).await.is_some());
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_supervisor_who_is_party_is_barred_by_another_and_agrees_to_no_lifting_of_it() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    let deputy = user(&office, "deputy");
    let chief = stepped_up(&office, "chief").await;
    office.open_protected(&chief, id).await.unwrap();
    let bars = office.bar_from_protected(&chief, id, deputy, "Vợ của người bị tố.");
    bars.await.unwrap();
    let lift = Decided::LiftBar {
        user: deputy,
        words: "Xin lại.".to_owned(),
    };
    let refused = decide(&office, &chief, id, &lift, "deputy").await;
    assert_eq!(code(refused), Some(Code::ProtectedBarred));
    // The last one who can read it is not taken off.
    let me = user(&office, "chief");
    let refused = office.bar_from_protected(&chief, id, me, "Tôi.").await;
    assert_eq!(code(refused), Some(Code::ProtectedNobodyCleared));
    office.end(chief).await.unwrap();
    assert_eq!(read_as(&office, "deputy", id).await, None);
    add(&office, "window", id, "Ghi thêm.").await;
    assert_eq!(read_as(&office, "deputy", id).await, None);
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_file_is_closed_by_two_read_afterwards_and_worked_on_once_it_is_opened_again() {
    let office = TestOffice::founded().await;
    let id = handed_over(&office, &[]).await;
    let chief = office.sign_in_as("chief").await;
    office.open_protected(&chief, id).await.unwrap();
    let silent = Decided::Close {
        words: String::new(),
    };
    let refused = decide(&office, &chief, id, &silent, "deputy").await;
    assert_eq!(code(refused), Some(Code::FieldMissing));
    decide(&office, &chief, id, &close(), "deputy")
        .await
        .unwrap();
    let twice = decide(&office, &chief, id, &close(), "deputy").await;
    assert_eq!(code(twice), Some(Code::ProtectedClosed));
    let shown = office.open_protected(&chief, id).await.unwrap();
    assert_eq!(shown.closed_on.as_deref(), Some("2026-11-24"));
    assert!(!office.protected_waits(&chief).await.unwrap());
    let none = super::super::private::no_paper();
    let refused = office.make_out_slip(&chief, id, &none).await;
    assert_eq!(code(refused), Some(Code::ProtectedClosed));
    let silent = office.reopen_protected(&chief, id, "").await;
    assert_eq!(code(silent), Some(Code::FieldMissing));
    let shown = office
        .reopen_protected(&chief, id, "Gọi lại, có chuyện mới.")
        .await;
    let shown = shown.unwrap();
    assert_eq!((shown.closed_on, shown.taken), (None, None));
    // Somebody has to answer for it anew.
    assert!(office.protected_waits(&chief).await.unwrap());
    office.make_out_slip(&chief, id, &none).await.unwrap();
    let twice = office.reopen_protected(&chief, id, "Lại.").await;
    assert_eq!(code(twice), Some(Code::ProtectedNotClosed));
    office.end(chief).await.unwrap();
    assert_sound(&office).await;
}
