//! Consent and referral: one receiver at a time, no more than she let be told, taken back whenever she
//! wants; and what became of it.

use domain::fault::Code;
use domain::id::{ItemId, ProtectedId};
use domain::protected::referral::{
    Consent, Duty, NAMED, Purpose, Receiver, ReceiverKind, Referral, TellGround,
};
use domain::protected::work::Deed;
use office::Session;
use office::protected::{ProtectedShown, WorkTold};
use testkit::TestOffice;

use super::form;
use crate::journal::{self, assert_sound};

fn to(kind: ReceiverKind, name: &str) -> Receiver {
    Receiver {
        kind,
        name: name.to_owned(),
    }
}

pub(super) fn consent(parts: &[&str]) -> Consent {
    Consent {
        to: to(ReceiverKind::Health, "Bệnh viện Mẫu"),
        purposes: vec![Purpose::Care],
        parts: parts.iter().map(|part| (*part).to_owned()).collect(),
        voluntary: true,
        informed: true,
        suspect_near: false,
        words: "Được, nhưng đừng nói với ai khác.".to_owned(),
    }
}

pub(super) fn referral(parts: &[&str], ground: TellGround) -> Referral {
    Referral {
        to: to(ReceiverKind::Health, "Bệnh viện Mẫu"),
        purpose: Purpose::Care,
        parts: parts.iter().map(|part| (*part).to_owned()).collect(),
        ground,
        words: "Khám thương tích, giữ kín.".to_owned(),
    }
}

/// A file about her, and the supervisor who works on it.
async fn file(office: &TestOffice) -> (ProtectedId, Session) {
    let session = office.sign_in_as("desk").await;
    let handed = office.hand_over_protected(&session, &form("F1", &[])).await;
    let id = handed.unwrap().id;
    office.end(session).await.unwrap();
    (id, office.sign_in_as("chief").await)
}

pub(super) fn newest(shown: &ProtectedShown) -> ItemId {
    shown.items.last().unwrap().id
}

pub(super) fn work(deed: Deed, of: ItemId, words: &str) -> WorkTold {
    WorkTold {
        deed,
        step: None,
        of: Some(of),
        paper: None,
        way: None,
        whom: String::new(),
        words: words.to_owned(),
        at: None,
    }
}

#[tokio::test]
async fn nobody_is_told_without_her_consent_more_than_it_covers_or_after_it_was_taken_back() {
    let office = TestOffice::founded().await;
    let (id, session) = file(&office).await;
    let refer = async |told: &Referral| {
        let shown = office.refer(&session, id, told).await;
        shown.map_err(|refused| (refused.code, refused.field))
    };
    let none = Err((Code::ReferralNoConsent, Some("ground".to_owned())));
    let nobodys = TellGround::Consent(ItemId::from_bytes([9; 16]));
    assert_eq!(
        refer(&referral(&["telling"], nobodys)).await.map(drop),
        none
    );
    let told = consent(&[NAMED, "telling"]);
    let shown = office.record_consent(&session, id, &told).await.unwrap();
    let given = newest(&shown);
    let ground = TellGround::Consent(given);
    let more = referral(&["telling", "signs"], ground);
    assert_eq!(refer(&more).await.map(drop), none);
    let mut other = referral(&["telling"], ground);
    other.to = to(ReceiverKind::Police, "Công an quận");
    assert_eq!(refer(&other).await.map(drop), none);
    // What is sealed apart is no part of anything.
    let apart = referral(&["informant"], ground);
    let refused = refer(&apart).await.map(drop).unwrap_err();
    assert_eq!(refused.0, Code::FieldUnknown);
    let shown = refer(&referral(&[NAMED, "telling"], ground)).await.unwrap();
    assert_eq!(
        shown.items.last().unwrap().referral,
        Some(referral(&[NAMED, "telling"], ground))
    );
    // She takes it back: what was told was told, and nobody is told any more.
    let back = work(Deed::Withdrew, given, "");
    let shown = office.work_on_protected(&session, id, &back).await.unwrap();
    let item = shown.items.iter().find(|item| item.id == given).unwrap();
    assert_eq!(item.last, Some(Deed::Withdrew));
    assert_eq!(refer(&referral(&["telling"], ground)).await.map(drop), none);
    let twice = office.work_on_protected(&session, id, &back).await;
    assert_eq!(twice.unwrap_err().code, Code::ConsentUnknown);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

/// What is wrong with a consent, and where that is said.
type Spoilt<'a> = (fn(&mut Consent), Code, &'a str);

#[tokio::test]
async fn a_consent_that_was_pressed_uninformed_or_overheard_is_none() {
    let office = TestOffice::founded().await;
    let (id, session) = file(&office).await;
    let bad: [Spoilt<'_>; 4] = [
        (
            |told| told.voluntary = false,
            Code::ConsentNotFree,
            "voluntary",
        ),
        (
            |told| told.informed = false,
            Code::ConsentNotFree,
            "informed",
        ),
        (
            |told| told.suspect_near = true,
            Code::ConsentHeard,
            "suspect_near",
        ),
        (|told| told.parts.clear(), Code::FieldMissing, "parts"),
    ];
    for (spoil, code, field) in bad {
        let mut told = consent(&["telling"]);
        spoil(&mut told);
        let refused = office.record_consent(&session, id, &told).await;
        let refused = refused.unwrap_err();
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (code, Some(field))
        );
    }
    office.end(session).await.unwrap();
    // Nothing of it was written.
    assert_eq!(journal::count(&office, "item.sealed").await, 2);
    assert_sound(&office).await;
}

#[tokio::test]
async fn where_the_law_makes_us_tell_why_it_does_is_said_and_what_became_of_it_in_order() {
    let office = TestOffice::founded().await;
    let (id, session) = file(&office).await;
    let duty = TellGround::Duty(Duty::Life);
    let mut told = referral(&[NAMED, "signs"], duty);
    told.words.clear();
    let refused = office.refer(&session, id, &told).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("words"));
    "Dọa giết, có hung khí.".clone_into(&mut told.words);
    let shown = office.refer(&session, id, &told).await.unwrap();
    let item = newest(&shown);
    let done = async |deed: Deed, words: &str| {
        let told = work(deed, item, words);
        let shown = office.work_on_protected(&session, id, &told).await;
        shown.map(|shown| {
            let found = shown.items.into_iter().find(|one| one.id == item);
            found.and_then(|one| one.last)
        })
    };
    assert_eq!(
        done(Deed::Accepted, "").await.unwrap(),
        Some(Deed::Accepted)
    );
    let twice = done(Deed::Accepted, "").await.unwrap_err();
    assert_eq!(twice.code, Code::ConsentUnknown);
    // What came of it is said in words.
    let bare = done(Deed::Done, "").await.unwrap_err();
    assert_eq!(bare.field.as_deref(), Some("words"));
    let finished = done(Deed::Done, "Đã khám, đã cấp giấy.").await.unwrap();
    assert_eq!(finished, Some(Deed::Done));
    assert!(done(Deed::CameBack, "Quay lại.").await.is_err());
    // A referral is no consent, and the other way round.
    let wrong = work(Deed::Withdrew, item, "");
    let refused = office.work_on_protected(&session, id, &wrong).await;
    assert_eq!(refused.unwrap_err().code, Code::ConsentUnknown);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}
