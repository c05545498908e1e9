//! The letter of a referral: what she consented to and nothing else, on paper in the private room alone.

use domain::fault::Code;
use domain::id::{ItemId, ProtectedId};
use domain::printing::PaperSize;
use domain::protected::referral::{Consent, Duty, NAMED, Referral, TellGround};
use domain::protected::work::Deed;
use office::Session;
use office::papers::PrintChoice;
use office::protected::ProtectedShown;
use serde_json::json;
use testkit::TestOffice;

use super::referring::{consent, newest, referral, work};
use super::slips::room_has_a_printer;
use super::{NAME, form};
use crate::journal::{self, assert_sound};

const SAID: &str = "Hôm kia anh ấy bắt tôi ra khỏi nhà.";
const SIGN: &str = "Dọa giết";
const INFORMANT: &str = "Phùng Thị Mách";

async fn file(office: &TestOffice) -> (ProtectedId, Session) {
    let session = office.sign_in_as("desk").await;
    let more = [
        ("threat", json!("yes")),
        ("told_by", json!("neighbour")),
        ("informant", json!({ "name": INFORMANT })),
    ];
    let handed = office
        .hand_over_protected(&session, &form("F1", &more))
        .await;
    let id = handed.unwrap().id;
    office.end(session).await.unwrap();
    (id, office.sign_in_as("chief").await)
}

fn choice() -> PrintChoice {
    PrintChoice {
        printer: "quay_1".to_owned(),
        copies: 1,
        paper: PaperSize::A5,
    }
}

async fn referred(
    office: &TestOffice,
    session: &Session,
    id: ProtectedId,
    told: &Referral,
) -> ItemId {
    let shown = office.refer(session, id, told).await.unwrap();
    newest(&shown)
}

async fn consented(
    office: &TestOffice,
    session: &Session,
    id: ProtectedId,
    told: &Consent,
) -> ItemId {
    let shown: ProtectedShown = office.record_consent(session, id, told).await.unwrap();
    newest(&shown)
}

async fn letter(office: &TestOffice, session: &Session, id: ProtectedId, item: ItemId) -> String {
    office
        .letter_pages(session, id, item)
        .await
        .unwrap()
        .concat()
}

#[tokio::test]
async fn a_letter_says_what_the_consent_covers_and_nothing_else_of_the_file() {
    let office = TestOffice::founded().await;
    let (id, session) = file(&office).await;
    let given = consented(
        &office,
        &session,
        id,
        &consent(&["telling", "signs", NAMED]),
    )
    .await;
    let ground = TellGround::Consent(given);
    let cases: [(&[&str], &[&str], &[&str]); 3] = [
        (&["telling"], &[SAID], &[NAME, SIGN]),
        (&["signs"], &[SIGN], &[NAME, SAID]),
        (&["telling", NAMED], &[SAID, NAME], &[SIGN]),
    ];
    for (parts, there, not) in cases {
        let item = referred(&office, &session, id, &referral(parts, ground)).await;
        let said = letter(&office, &session, id, item).await;
        for one in [
            "Giấy chuyển gửi",
            "Bệnh viện Mẫu",
            "Khám thương tích, giữ kín.",
        ] {
            assert!(said.contains(one), "{parts:?} lacks {one}: {said}");
        }
        for one in there {
            assert!(said.contains(one), "{parts:?} lacks {one}: {said}");
        }
        for one in not.iter().chain(&[INFORMANT, "0912345678", "Bạo lực"]) {
            assert!(!said.contains(one), "{parts:?} tells {one}");
        }
    }
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn it_comes_out_in_the_private_room_alone_and_that_it_did_stands_in_the_file() {
    let office = TestOffice::founded().await;
    let (id, session) = file(&office).await;
    let duty = referral(&["telling"], TellGround::Duty(Duty::Life));
    let item = referred(&office, &session, id, &duty).await;
    let nowhere = office.print_letter(&session, id, item, &choice()).await;
    assert_eq!(nowhere.unwrap_err().code, Code::PrintNoPrivateRoom);
    office.end(session).await.unwrap();
    room_has_a_printer(&office).await;
    let session = office.sign_in_as("chief").await;
    let shown = office
        .print_letter(&session, id, item, &choice())
        .await
        .unwrap();
    let jobs = office.printing().jobs();
    assert_eq!(jobs.last().unwrap().printer, "phong_rieng");
    let told = shown.items.last().unwrap().work.clone().unwrap();
    assert_eq!(
        (told.deed, told.whom.as_str()),
        (Deed::Lettered, "Bệnh viện Mẫu")
    );
    // What becomes of it goes on as before; what came to an end has no letter.
    let kept = shown.items.iter().find(|one| one.id == item).unwrap();
    assert_eq!(kept.last, None);
    let done = work(Deed::Declined, item, "Không nhận.");
    office.work_on_protected(&session, id, &done).await.unwrap();
    let over = office.print_letter(&session, id, item, &choice()).await;
    assert_eq!(over.unwrap_err().code, Code::ConsentUnknown);
    // No letter is told of as work.
    let by_hand = work(Deed::Lettered, item, "");
    let refused = office.work_on_protected(&session, id, &by_hand).await;
    assert_eq!(refused.unwrap_err().code, Code::FieldUnknown);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn once_she_took_her_consent_back_there_is_no_letter_and_each_look_at_one_is_entered() {
    let office = TestOffice::founded().await;
    let (id, session) = file(&office).await;
    let given = consented(&office, &session, id, &consent(&["telling"])).await;
    let told = referral(&["telling"], TellGround::Consent(given));
    let item = referred(&office, &session, id, &told).await;
    letter(&office, &session, id, item).await;
    let back = work(Deed::Withdrew, given, "");
    office.work_on_protected(&session, id, &back).await.unwrap();
    let gone = office.letter_pages(&session, id, item).await;
    assert_eq!(gone.unwrap_err().code, Code::ReferralNoConsent);
    office.end(session).await.unwrap();
    // Consent, referral, the look at the letter, the withdrawal.
    assert_eq!(journal::count(&office, "protected.viewed").await, 4);
    assert_sound(&office).await;
}
