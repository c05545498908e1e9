//! What is worked out from other answers.

use serde_json::{Value, json};

use super::super::Catalogue;
use super::forms::{question, refused, service, told};
use super::{answers, day, shipped, today};
use crate::born::PartialDate;
use crate::catalogue::{FieldValue, Fields};
use crate::fault::Code;
use crate::person::Facts;

const CHILD: &str = "parts = [\"born\"]";

/// How old a child of that birth date is on the day of the tests, 24/11/2026.
fn age(born: &str) -> Option<i64> {
    let asked = question("child", "person", CHILD)
        + &question("age", "computed", "computes = { age = \"child\" }");
    let typed = json!({ "child": { "name": "Bé Mẫu", "born": born } });
    let worked_out = service(&asked).computed(&answers(&typed), today());
    worked_out.get("age").copied()
}

#[test]
fn an_age_turns_on_the_birthday_and_is_none_where_the_date_leaves_it_open() {
    for (born, years) in [
        ("2012-11-24", Some(14)),
        ("2012-11-25", Some(13)),
        ("2026-11-24", Some(0)),
        // Of a month, of a year: only where it cannot be otherwise.
        ("2012-10", Some(14)),
        ("2012-12", Some(13)),
        ("2012-11", None),
        ("2012", None),
        // Nobody is born tomorrow.
        ("2026-11-25", None),
    ] {
        assert_eq!(age(born), years, "{born}");
    }
    let leap = PartialDate::from_iso("2012-02-29").unwrap();
    assert_eq!(leap.age_on(day("2026-02-28")), Some(13));
    assert_eq!(leap.age_on(day("2026-03-01")), Some(14));
    assert_eq!(leap.age_on(day("2028-02-29")), Some(16));
    assert_eq!(leap.age_on(day("2012-02-28")), None);
}

#[test]
fn days_count_the_first_and_the_last_and_wait_for_both() {
    let asked = question("from", "date", "")
        + &question("until", "date", "")
        + &question(
            "days",
            "computed",
            "computes = { days = [\"from\", \"until\"] }",
        );
    let service = service(&asked);
    let days = |typed: Value| {
        let worked_out = service.computed(&answers(&typed), today());
        worked_out.get("days").copied()
    };
    let stay = |from: &str, until: &str| days(json!({ "from": from, "until": until }));
    assert_eq!(stay("2026-12-01", "2026-12-01"), Some(1));
    assert_eq!(stay("2028-02-01", "2028-03-01"), Some(30));
    assert_eq!(stay("2026-12-02", "2026-12-01"), None);
    assert_eq!(days(json!({ "from": "2026-12-01" })), None);
    assert_eq!(stay("2026-12-01", "nonsense"), None);
}

/// A child's passport, with whatever else is told.
fn passport(born: &str, more: &Value) -> Value {
    let mut told = json!({
        "child": { "name": "Bé Mẫu", "born": born },
        "relation": "mother", "kind": "first", "where": "province", "urgent": false,
        "birthplace": "Hải Phòng",
    });
    let more = more.as_object().unwrap().clone();
    told.as_object_mut().unwrap().extend(more);
    told
}

#[test]
fn a_child_of_fourteen_is_told_at_the_age_that_another_form_is_hers() {
    let service = shipped().service("C-child", today()).unwrap();
    let kept = told(service, &passport("2012-11-25", &json!({}))).unwrap();
    assert_eq!(kept.get("child_age"), Some(&FieldValue::Number(13)));
    assert_eq!(
        told(service, &passport("2012-11-24", &json!({}))),
        Err(vec!["field.computed_outside fields.child_age".to_owned()])
    );
    // Nobody says how old she is but her birth date.
    assert_eq!(
        told(service, &passport("2012-11-25", &json!({ "child_age": 3 }))),
        Err(vec!["field.unknown fields.child_age".to_owned()])
    );
    // A date that cannot be read is one fault, not two.
    assert_eq!(
        told(service, &passport("2012-31-11", &json!({}))),
        Err(vec!["field.not_a_date fields.child.born".to_owned()])
    );
}

#[test]
fn whoever_is_too_young_for_a_service_is_told_and_an_age_nobody_knows_is_old_enough() {
    let service = shipped().service("C", today()).unwrap();
    let asked = |born: Option<&str>| {
        let who = Facts {
            born: born.map(|born| PartialDate::from_iso(born).unwrap()),
            ..Facts::default()
        };
        let refused = service.check_age(&Fields::new(), Some(&who), today());
        refused.map_err(|fault| (fault.code, fault.params["age"].clone()))
    };
    assert_eq!(asked(Some("2012-11-24")), Ok(()));
    assert_eq!(
        asked(Some("2012-11-25")),
        Err((Code::FileTooYoung, "13".to_owned()))
    );
    assert_eq!(asked(Some("2012")), Ok(()));
    assert_eq!(asked(None), Ok(()));
}

#[test]
fn a_condition_may_look_at_what_was_worked_out() {
    let asked = question("from", "date", "")
        + &question("until", "date", "")
        + &question(
            "days",
            "computed",
            "computes = { days = [\"from\", \"until\"] }",
        )
        + &question(
            "why",
            "text",
            "max_length = 9\nrequired_when = [{ field = \"days\", at_least = 30 }]",
        );
    let service = service(&asked);
    let stay = |until: &str| told(&service, &json!({ "from": "2026-12-01", "until": until }));
    assert!(stay("2026-12-29").is_ok());
    let missing = vec!["field.missing fields.why".to_owned()];
    assert_eq!(stay("2026-12-30"), Err(missing));
}

#[test]
fn what_cannot_be_worked_out_is_refused_at_its_line() {
    let child = question("child", "person", "parts = [\"number\"]");
    let age = |more: &str| question("age", "computed", more);
    let of_child = age("computes = { age = \"child\" }");
    let unknown = |value: &str| (Code::CatalogueUnknownName, value.to_owned());
    let missing = |value: &str| (Code::CatalogueMissing, value.to_owned());
    for (fields, expected) in [
        (age(""), missing("computes")),
        (of_child.clone(), unknown("child")),
        // Her birth date is not asked.
        (child.clone() + &of_child, unknown("child")),
        // Only what stands above can be worked with.
        (
            of_child + &question("child", "person", CHILD),
            unknown("child"),
        ),
        (
            question("child", "person", CHILD) + &age("computes = { age = \"child\" }\nmin = 1"),
            missing("min, max"),
        ),
        (
            child
                + &question(
                    "it",
                    "text",
                    "max_length = 9\ncomputes = { age = \"child\" }",
                ),
            missing("computes"),
        ),
    ] {
        assert_eq!(refused(&fields), expected, "{fields}");
    }
    let text = super::text("G.toml");
    let other = age("computes = { moon = \"child\" }");
    let refusal = Catalogue::check_file("G.toml", &format!("{text}\n{other}")).unwrap_err();
    assert_eq!(refusal.code(), Code::CatalogueMalformed);
}
