//! A time limit that nobody is sure of keeps a service closed in an office in earnest.

use domain::fault::Code;
use domain::permission::Role;
use testkit::{TestOffice, intake, passphrase};

use super::life::least;
use super::matter;
use crate::journal::assert_sound;

/// Signs in by name in an office whose founders chose their own passphrases.
async fn settled(office: &TestOffice, name: &str) -> office::Session {
    let session = office.sign_in_as(name).await;
    let own = || office::Passphrase::new(format!("own words of {name} alone")).unwrap();
    office
        .change_passphrase(&session, passphrase(name), own())
        .await
        .unwrap();
    session
}

#[tokio::test]
async fn an_unsure_service_opens_when_a_supervisor_has_read_the_law_and_then_cites_it() {
    let office = TestOffice::founded_in_earnest().await;
    let session = settled(&office, "chief").await;
    let open = office.services(&session).await.unwrap();
    let open = |id: &str| open.iter().any(|service| service.id == id);
    assert!(open("B1") && !open("B5-remove") && !open("A4"));
    let visit = || {
        let told = matter("B5-remove", &least("B5-remove"));
        intake::with_matters(&office.person(), vec![told])
    };
    let refused = office.add_visit(&session, &visit()).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::CatalogueUnconfirmed, Some("matters[0].service"))
    );

    let values = office.unsure_values(&session).await.unwrap();
    let value = values
        .iter()
        .find(|row| row.service == "B5-remove")
        .unwrap();
    let rule = value.rule.clone();
    assert_eq!(value.confirmed, None);
    for (source, day, field) in [
        (" ", "2026-07-01", "source"),
        ("Nghị định Mẫu", "2027-01-01", "day"),
        ("Nghị định Mẫu", "hôm nay", "day"),
    ] {
        let wrong = office.confirm_value(&session, &rule, source, day).await;
        assert_eq!(wrong.unwrap_err().field.as_deref(), Some(field), "{day}");
    }
    let sure = office
        .confirm_value(&session, "b1-register-2026", "x", "2026-07-01")
        .await;
    assert_eq!(sure.unwrap_err().code, Code::CatalogueNothingToConfirm);
    let values = office
        .confirm_value(&session, &rule, "Nghị định Mẫu 1/2026", "2026-07-01")
        .await
        .unwrap();
    let told = values.iter().find(|row| row.rule == rule).unwrap();
    let told = told.confirmed.as_ref().unwrap();
    assert_eq!(
        (told.by.as_str(), told.source.as_str()),
        ("Trần Văn Huy", "Nghị định Mẫu 1/2026")
    );
    let twice = office
        .confirm_value(&session, &rule, "Khác", "2026-07-01")
        .await;
    assert_eq!(twice.unwrap_err().code, Code::CatalogueNothingToConfirm);

    // Into December: the day off of November that nobody is sure of is behind.
    office.clock().advance(time::Duration::days(10));
    let added = office.add_visit(&session, &visit()).await.unwrap();
    let number = &added.files[0].receipt.as_ref().unwrap().number;
    let paper = office.receipt_pdf(&session, number).await.unwrap().pdf;
    let paper = String::from_utf8(paper).unwrap();
    let term = "term: Some(TermLine { count: 5, unit: WorkingDays, from: None })";
    assert!(paper.contains(term), "{paper}");
    assert!(paper.contains("basis: Some("), "{paper}");
    let verified = office.verify(&session, &mut |_| true).await.unwrap();
    assert!(verified.ok, "{:?}", verified.faults);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_demonstration_takes_everything_in_and_its_unsure_paper_is_an_appointment() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let told = matter("B5-remove", &least("B5-remove"));
    let visit = intake::with_matters(&office.person(), vec![told]);
    let added = office.add_visit(&session, &visit).await.unwrap();
    let number = &added.files[0].receipt.as_ref().unwrap().number;
    let paper = office.receipt_pdf(&session, number).await.unwrap().pdf;
    let paper = String::from_utf8(paper).unwrap();
    assert!(
        paper.contains("term: None") && paper.contains("basis: None"),
        "{paper}"
    );
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_fee_that_nobody_is_sure_of_keeps_its_service_closed_too() {
    let office = TestOffice::founded_in_earnest().await;
    let session = settled(&office, "chief").await;
    let values = office.unsure_values(&session).await.unwrap();
    let fees: Vec<_> = values.iter().filter(|row| row.service == "D").collect();
    assert!(fees.len() > 2 && fees.iter().all(|fee| fee.unit.is_none()));
    for fee in fees {
        let open = office.services(&session).await.unwrap();
        assert!(open.iter().all(|service| service.id != "D"));
        office
            .confirm_value(&session, &fee.rule, "Thông tư Mẫu 2/2026", "2026-07-01")
            .await
            .unwrap();
    }
    let open = office.services(&session).await.unwrap();
    assert!(open.iter().any(|service| service.id == "D"));
    office.end(session).await.unwrap();
}
