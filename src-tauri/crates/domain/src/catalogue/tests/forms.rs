//! Questions of every kind, and when they are asked.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{answers, day, shipped, text, today};
use crate::catalogue::{Catalogue, FieldValue, Fields, Service};
use crate::fault::Code;

/// Advice (it opens no file) with these questions after its own.
fn asking(fields: &str) -> String {
    format!("{}\n{fields}", text("G.toml"))
}

pub(super) fn service(fields: &str) -> Service {
    toml::from_str(&asking(fields)).unwrap()
}

/// A question of a kind with whatever else it says.
pub(super) fn question(key: &str, kind: &str, more: &str) -> String {
    format!(
        "[[fields]]\nkey = \"{key}\"\ntype = \"{kind}\"\nlabels = {{ vi = \"n\", en = \"n\" }}\n{more}\n"
    )
}

pub(super) fn told(service: &Service, value: &Value) -> Result<Fields, Vec<String>> {
    service.check(&answers(value), today()).map_err(|refusal| {
        let said = refusal.faults().map(|fault| {
            let field = fault.field.as_deref().unwrap_or("-");
            format!("{} {field}", fault.code)
        });
        said.collect()
    })
}

/// What becomes of one answer.
fn one(kind: &str, more: &str, answer: &Value) -> Result<Option<FieldValue>, String> {
    let service = service(&question("it", kind, more));
    match told(&service, &json!({ "it": answer })) {
        Ok(mut fields) => Ok(fields.remove("it")),
        Err(said) => Err(said[0].strip_suffix(" fields.it").unwrap().to_owned()),
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands beside answers that may be refused"
)]
fn kept(answer: &str) -> Result<Option<FieldValue>, String> {
    Ok(Some(FieldValue::Text(answer.to_owned())))
}

const CHOICES: &str = "choices = [{ key = \"a\", labels = { vi = \"a\", en = \"a\" } }, \
    { key = \"b\", labels = { vi = \"b\", en = \"b\" } }, \
    { key = \"c\", labels = { vi = \"c\", en = \"c\" } }]";

#[test]
fn each_kind_keeps_one_form_of_its_answer() {
    assert_eq!(one("time", "", &json!("9h5")), kept("09:05"));
    assert_eq!(one("time", "", &json!(" 2359 ")), kept("23:59"));
    assert_eq!(one("plate", "", &json!("15a-123.45")), kept("15A12345"));
    assert_eq!(
        one("vehicle_number", "", &json!("*jc52e-5012345*")),
        kept("JC52E-5012345")
    );
    assert_eq!(one("partial_date", "", &json!("1941")), kept("1941"));
    assert_eq!(one("partial_date", "", &json!("1941-03")), kept("1941-03"));
    assert_eq!(
        one("address", "max_length = 300", &json!("  Số 2 phố Mẫu ")),
        kept("Số 2 phố Mẫu")
    );
    assert_eq!(
        one(
            "money",
            "min = 0\nmax = 9000000000",
            &json!(1_250_000_000_i64)
        ),
        Ok(Some(FieldValue::Number(1_250_000_000)))
    );
    let several = one("choices", CHOICES, &json!(["c", "a", "c"]));
    let in_order = FieldValue::Several(vec!["a".to_owned(), "c".to_owned()]);
    assert_eq!(several, Ok(Some(in_order)));
    for (kind, more) in [
        ("time", ""),
        ("plate", ""),
        ("vehicle_number", ""),
        ("partial_date", ""),
        ("date", ""),
        ("address", "max_length = 9"),
    ] {
        assert_eq!(one(kind, more, &json!("  ")), Ok(None), "{kind}");
        assert_eq!(one(kind, more, &Value::Null), Ok(None), "{kind}");
        let refused = one(kind, more, &json!(7));
        assert_eq!(refused, Err("field.not_text".to_owned()), "{kind}");
    }
    assert_eq!(one("choices", CHOICES, &json!([])), Ok(None));
}

#[test]
fn what_is_none_of_its_kind_is_refused_with_the_reason() {
    for (kind, more, answer, code) in [
        ("time", "", json!("25:00"), "time.not_read"),
        ("plate", "", json!("biển"), "plate.not_read"),
        (
            "vehicle_number",
            "",
            json!("khung"),
            "vehicle_number.not_read",
        ),
        ("partial_date", "", json!("1941-13"), "field.not_a_date"),
        ("partial_date", "", json!("2027"), "date.in_future"),
        ("choices", CHOICES, json!(["a", "d"]), "field.not_a_choice"),
        ("choices", CHOICES, json!("a"), "field.not_choices"),
        ("choices", CHOICES, json!([1]), "field.not_text"),
        ("money", "min = 0\nmax = 9", json!(-1), "field.out_of_range"),
        (
            "money",
            "min = 0\nmax = 9",
            json!("1.000"),
            "field.not_a_number",
        ),
        (
            "date",
            "when = \"past\"",
            json!("2026-11-25"),
            "date.in_future",
        ),
        (
            "date",
            "when = \"future\"",
            json!("2026-11-23"),
            "date.in_past",
        ),
        ("note", "", json!("x"), "field.unknown"),
    ] {
        assert_eq!(
            one(kind, more, &answer),
            Err(code.to_owned()),
            "{kind} {answer}"
        );
    }
    // The day itself has been and is to come.
    for when in ["when = \"past\"", "when = \"future\""] {
        assert_eq!(one("date", when, &json!("2026-11-24")), kept("2026-11-24"));
    }
}

#[test]
fn a_stay_does_not_end_before_it_begins() {
    let fields = question("from", "date", "") + &question("to", "date", "not_before = \"from\"");
    let service = service(&fields);
    for (from, to, good) in [
        ("2026-12-01", "2026-12-01", true),
        ("2026-12-01", "2027-01-01", true),
        ("2026-12-01", "2026-11-30", false),
        ("", "2026-11-30", true),
    ] {
        let found = told(&service, &json!({ "from": from, "to": to }));
        assert_eq!(found.is_ok(), good, "{from} {to}");
    }
    let typed = answers(&json!({ "from": "2026-12-01", "to": "2026-11-30" }));
    let refusal = service.check(&typed, today()).unwrap_err();
    assert_eq!(refusal.code(), Code::DateBeforeOther);
    assert_eq!(refusal.first.params["day"], "01/12/2026");
    // A first day that is none is told alone: nothing can be said of the second.
    assert_eq!(
        told(&service, &json!({ "from": "hôm qua", "to": "2026-11-30" })),
        Err(vec!["field.not_a_date fields.from".to_owned()])
    );
}

#[derive(Deserialize)]
struct Table {
    fields: Vec<Map<String, Value>>,
    cases: Vec<Case>,
    rests: Vec<Rests>,
}

#[derive(Deserialize)]
struct Case {
    answers: Value,
    asked: Vec<String>,
    required: Vec<String>,
}

/// Answered though it is not asked.
#[derive(Deserialize)]
struct Rests {
    answers: Value,
    refused: String,
}

/// The page draws its forms by the same table.
fn table() -> (Table, Service) {
    let table: Table = serde_json::from_str(include_str!("conditions.json")).unwrap();
    let words = json!({ "vi": "n", "en": "n" });
    let mut advice: toml::Table = toml::from_str(text("G.toml")).unwrap();
    let fields = table.fields.iter().map(|field| {
        let mut field = field.clone();
        field.insert("labels".to_owned(), words.clone());
        if field["type"] == "text" {
            field.insert("max_length".to_owned(), json!(100));
        }
        if let Some(Value::Array(keys)) = field.get("choices") {
            let keys = keys
                .iter()
                .map(|key| json!({ "key": key, "labels": words }));
            let keys = keys.collect();
            field.insert("choices".to_owned(), Value::Array(keys));
        }
        toml::Value::try_from(Value::Object(field)).unwrap()
    });
    // Its register shows an answer that this form does not ask for.
    advice.remove("register");
    advice.insert("fields".to_owned(), fields.collect::<Vec<_>>().into());
    let written = toml::to_string(&advice).unwrap();
    Catalogue::check_file("G.toml", &written).unwrap();
    (table, toml::from_str(&written).unwrap())
}

/// Some answer to a question of that kind.
fn any(field: &Map<String, Value>) -> Value {
    match field["type"].as_str().unwrap() {
        "choice" => field["choices"][0].clone(),
        "choices" => json!([field["choices"][0]]),
        "yes_no" => json!(true),
        "plate" => json!("15A-123.45"),
        "number" => field["min"].clone(),
        _ => json!("x"),
    }
}

#[test]
fn a_question_is_asked_and_demanded_where_its_conditions_hold() {
    let (table, service) = table();
    for case in &table.cases {
        let typed = answers(&case.answers);
        let faults = |typed: &BTreeMap<String, Value>| match service.check(typed, today()) {
            Ok(_) => Vec::new(),
            Err(refusal) => refusal
                .faults()
                .map(|fault| (fault.code, fault.field.clone().unwrap_or_default()))
                .collect::<Vec<_>>(),
        };
        let missing: Vec<String> = faults(&typed)
            .into_iter()
            .map(|(code, field)| {
                assert_eq!(code, Code::FieldMissing, "{}", case.answers);
                field.strip_prefix("fields.").unwrap().to_owned()
            })
            .collect();
        for field in &table.fields {
            let key = field["key"].as_str().unwrap();
            // What hangs on an answer that is still missing is not judged yet.
            let hangs = field.get("shown_when").and_then(Value::as_array);
            let hangs = hangs
                .into_iter()
                .flatten()
                .map(|one| one["field"].as_str().unwrap());
            if hangs
                .into_iter()
                .any(|on| missing.iter().any(|gone| gone == on))
            {
                continue;
            }
            let mut more = typed.clone();
            more.entry(key.to_owned()).or_insert_with(|| any(field));
            let unknown = (Code::FieldUnknown, format!("fields.{key}"));
            assert_eq!(
                !faults(&more).contains(&unknown),
                case.asked.iter().any(|one| one == key),
                "{key} beside {}",
                case.answers
            );
        }
        let demanded = case.required.iter().filter(|key| !typed.contains_key(*key));
        assert!(missing.iter().eq(demanded), "{missing:?}: {}", case.answers);
    }
    for case in &table.rests {
        assert_eq!(
            told(&service, &case.answers),
            Err(vec![format!("field.unknown fields.{}", case.refused)])
        );
    }
}

#[test]
fn what_hangs_on_a_refused_answer_is_judged_when_that_one_stands() {
    let (_table, service) = table();
    assert_eq!(
        told(
            &service,
            &json!({ "kind": "sold", "old_plate": "15A-123.45" })
        ),
        Err(vec!["field.not_a_choice fields.kind".to_owned()])
    );
    assert_eq!(
        told(&service, &json!({ "kind": "sold", "old_plate": "biển" })),
        Err(vec![
            "field.not_a_choice fields.kind".to_owned(),
            "plate.not_read fields.old_plate".to_owned(),
        ])
    );
    assert_eq!(
        told(&service, &json!({ "old_plate": "15A-123.45" })),
        Err(vec!["field.missing fields.kind".to_owned()])
    );
}

/// The code and the value a file with these questions is refused with.
pub(super) fn refused(fields: &str) -> (Code, String) {
    let refusal = Catalogue::check_file("G.toml", &asking(fields)).unwrap_err();
    let line: usize = refusal.first.params["line"].parse().unwrap();
    let header = asking(fields).lines().nth(line - 1).unwrap().to_owned();
    assert_eq!(header, "[[fields]]");
    (refusal.code(), refusal.first.params["value"].clone())
}

#[test]
fn questions_that_make_no_sense_are_refused_at_their_line() {
    let yes = question("sure", "yes_no", "");
    let shown = |condition: &str| {
        yes.clone() + &question("it", "plate", &format!("shown_when = [{condition}]"))
    };
    let unknown = |value: &str| (Code::CatalogueUnknownName, value.to_owned());
    let bad = |value: &str| (Code::CatalogueBadValue, value.to_owned());
    let missing = |value: &str| (Code::CatalogueMissing, value.to_owned());
    for (fields, expected) in [
        (shown("{ field = \"nobody\" }"), unknown("nobody")),
        (shown("{ field = \"it\" }"), unknown("it")),
        (
            shown("{ field = \"sure\", is = [\"maybe\"] }"),
            unknown("maybe"),
        ),
        (shown("{ field = \"content\", is = [\"x\"] }"), unknown("x")),
        // Only what stands above can be looked at.
        (
            question("it", "plate", "shown_when = [{ field = \"sure\" }]") + &yes,
            unknown("sure"),
        ),
        (
            question("said", "note", "")
                + &question("it", "plate", "shown_when = [{ field = \"said\" }]"),
            unknown("said"),
        ),
        (question("it", "note", "required = true"), bad("note")),
        (
            question("it", "note", "help = { vi = \"n\", en = \"n\" }"),
            bad("note"),
        ),
        (shown("{ field = \"sure\", is = [] }"), missing("is")),
        (
            shown("{ field = \"sure\", is = [\"yes\"] }, { field = \"sure\", is = [\"no\"] }"),
            bad("sure"),
        ),
        (
            yes.clone()
                + &question(
                    "it",
                    "plate",
                    "required = true\nrequired_when = [{ field = \"sure\" }]",
                ),
            bad("required_when"),
        ),
        (question("it", "time", "when = \"past\""), bad("when")),
        (
            question("it", "partial_date", "when = \"past\""),
            bad("when"),
        ),
        (
            question("it", "time", "not_before = \"sure\""),
            bad("not_before"),
        ),
        (
            yes.clone() + &question("it", "date", "not_before = \"sure\""),
            unknown("sure"),
        ),
        (question("it", "address", ""), missing("max_length")),
        (question("it", "money", "min = 1"), missing("min, max")),
        (question("it", "choices", ""), missing("choices")),
        (
            question("it", "plate", "max_length = 9"),
            missing("max_length"),
        ),
    ] {
        assert_eq!(refused(&fields), expected, "{fields}");
    }
    let good = shown("{ field = \"sure\", is = [\"yes\", \"no\"] }");
    assert!(Catalogue::check_file("G.toml", &asking(&good)).is_ok());
}

#[test]
fn a_day_of_the_form_is_the_day_it_is_told_on() {
    let service = service(&question("it", "date", "when = \"past\""));
    let typed = answers(&json!({ "it": "2026-11-25" }));
    assert!(service.check(&typed, day("2026-11-24")).is_err());
    assert!(service.check(&typed, day("2026-11-25")).is_ok());
}

#[test]
fn a_part_of_a_form_is_checked_by_itself_and_named_once() {
    let shipped = include_str!("../../../../../catalogue/parts/standing-1.toml");
    assert_eq!(
        Catalogue::check_file("standing-1.toml", shipped).unwrap(),
        "standing-1"
    );
    for (from, to, code) in [
        (
            "part = \"standing-1\"",
            "part = \"Đứng\"",
            Code::CatalogueBadValue,
        ),
        (
            "result_of = \"concerned\"",
            "result_of = \"stands\"",
            Code::CatalogueUnknownName,
        ),
        (
            "key = \"scope\"",
            "key = \"stands\"",
            Code::CatalogueDuplicate,
        ),
        (
            "is = [\"interpreter\"]",
            "is = [\"lawyer\"]",
            Code::CatalogueUnknownName,
        ),
        ("max_length = 200", "", Code::CatalogueMissing),
    ] {
        let text = shipped.replacen(from, to, 1);
        let refusal = Catalogue::check_file("standing-1.toml", &text).unwrap_err();
        assert_eq!(refusal.code(), code, "{to}");
        assert_eq!(refusal.first.params["file"], "standing-1.toml");
    }
    let twice = Catalogue::shipped_with([("standing-one.toml", shipped)]);
    assert_eq!(twice.unwrap_err().code(), Code::CatalogueDuplicate);
}

#[test]
fn a_part_follows_the_questions_of_each_service_that_names_it() {
    let shipped = shipped();
    for id in ["A1", "B4", "E"] {
        let service = shipped.service(id, today()).unwrap();
        let own = service
            .fields
            .iter()
            .position(|field| field.folded)
            .unwrap();
        let (first, rest) = service.fields.split_at(own);
        assert!(first.iter().all(|field| !field.folded), "{id}");
        assert_eq!(rest[0].key, "stands");
        assert!(rest.iter().all(|field| field.folded), "{id}");
    }
    let complaint = shipped.service("A1", today()).unwrap();
    assert_eq!(
        complaint.receipt_each,
        ["representatives_few", "representatives"]
    );
    assert_eq!(complaint.result_of_part.as_deref(), Some("concerned"));
    // What a service says of itself counts first.
    let vehicle = shipped.service("D", today()).unwrap();
    assert_eq!(vehicle.result_of.as_deref(), Some("owner"));
}
