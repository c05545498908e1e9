//! Attacks on the one entry that takes a record away: whoever has a colleague's rights and a program of
//! her own makes a visit, a matter, a desk vanish into a private form that was never opened.

use domain::action::Noun;
use domain::id::{DeskId, FileId, SubjectId, VisitId};
use domain::subject::Turned;
use office::Session;
use office::files::StepTold;
use store::{Pending, StoreError};
use testkit::{TestOffice, passphrase};
use time::Duration;

use crate::journal::assert_sound;
use crate::protected::handed_over;
use crate::{herself, record};

const NOBODY: Turned = Turned { number: None };
const NOT_HERS: &str = "turned by whoever did not take it in";

/// What `verify` finds, each kind once.
async fn faults(office: &TestOffice) -> Vec<String> {
    let verified = office
        .verify_as("chief", passphrase("chief"), &mut |_| true)
        .await
        .unwrap();
    let mut faults: Vec<String> = verified.faults.into_iter().map(|one| one.what).collect();
    faults.sort();
    faults.dedup();
    faults
}

/// A visit with a complaint.
async fn complained(office: &TestOffice, session: &Session) -> (VisitId, FileId) {
    let matters = vec![testkit::intake::complaint("Mái tôn nhà bên lấn sang.")];
    let told = testkit::intake::with_matters(&office.person(), matters);
    let added = office.add_visit(session, &told).await.unwrap();
    let file = added.files[0].id.parse().unwrap();
    (added.visit.parse().unwrap(), file)
}

/// Whose hand makes it vanish, and after what.
#[derive(Clone, Copy, Debug)]
struct Forgery {
    by: &'static str,
    days: i64,
    worked_on: bool,
    noun: Noun,
    found: bool,
}

#[tokio::test]
async fn a_visit_that_vanishes_by_a_hand_that_did_not_take_it_in_is_found_by_verify() {
    let honest = Forgery {
        by: "desk",
        days: 0,
        worked_on: false,
        noun: Noun::Visit,
        found: false,
    };
    let forgeries = [
        honest,
        Forgery {
            by: "window",
            found: true,
            ..honest
        },
        Forgery {
            by: "chief",
            found: true,
            ..honest
        },
        Forgery {
            days: 1,
            found: true,
            ..honest
        },
        Forgery {
            noun: Noun::File,
            ..honest
        },
        Forgery {
            noun: Noun::File,
            worked_on: true,
            found: true,
            ..honest
        },
        Forgery {
            noun: Noun::File,
            by: "window",
            found: true,
            ..honest
        },
    ];
    for forgery in forgeries {
        let mut office = TestOffice::founded().await;
        let session = office.sign_in_as("desk").await;
        let (visit, file) = complained(&office, &session).await;
        office.end(session).await.unwrap();
        if forgery.worked_on {
            let chief = office.sign_in_as("chief").await;
            let step = StepTold::new("classified", "");
            office.move_file(&chief, file, &step).await.unwrap();
            office.end(chief).await.unwrap();
        }
        office.clock().advance(Duration::days(forgery.days));
        let subject = if forgery.noun == Noun::File {
            SubjectId::from(file)
        } else {
            visit.into()
        };
        office.shut();
        let entry = Pending::turned(forgery.noun, subject, NOBODY);
        herself::writes(&office, forgery.by, entry).await.unwrap();
        office.reopen();
        let found = faults(&office).await.iter().any(|what| what == NOT_HERS);
        assert_eq!(found, forgery.found, "{forgery:?}");
    }
}

#[tokio::test]
async fn the_desk_a_household_and_a_protected_file_vanish_into_no_private_form() {
    let mut office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let facts = office.person();
    let person = office
        .add_visit(&session, &testkit::intake::advice(&facts))
        .await;
    let person = person.unwrap().person.unwrap();
    let home = testkit::intake::household(&person);
    let home = office.record_household(&session, &home).await.unwrap();
    office.end(session).await.unwrap();
    let file = handed_over(&office, &[]).await;
    let (desk, _) = record::roster(&office.path()).desk();
    let desk = DeskId::new(desk);
    office.shut();
    for (noun, subject) in [
        (Noun::Desk, SubjectId::from(desk)),
        (Noun::Household, home.into()),
        (Noun::Protected, file.into()),
    ] {
        let entry = Pending::turned(noun, subject, NOBODY);
        let refused = herself::writes(&office, "desk", entry).await;
        let refused = refused.unwrap_err();
        assert!(
            matches!(refused, StoreError::Ignored("nobody turns that alone")),
            "{noun:?} {refused:?}"
        );
    }
    office.reopen();
    assert_sound(&office).await;
}
