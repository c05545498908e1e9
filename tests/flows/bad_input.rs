//! Bad input at every door: each text is either refused with a code and its field, or stored
//! exactly as typed (composed) and does nothing.

mod files;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use domain::fault::{Code, Fault};
use domain::permission::Role;
use domain::text::nfc;
use domain::words::Lang;
use office::Refused;
use office::intake::{Intake, REQUEST_LIMIT};
use serde_json::{Value, json};
use testkit::TestOffice;

use crate::journal::{self, assert_sound};

/// Megabytes that somebody pasted.
const HUGE: usize = 5_000_000;

/// Each text with the word that makes it find-able again; `spoiled` adds the field's name, so that
/// no two stored texts are alike.
const NASTY: [&str; 12] = [
    "",
    "   ",
    "👩‍👧 mẹ và con 🏳️‍🌈",
    "abc\u{202E}gpj.exe\u{202C}",
    "nul\0nul",
    "bell\u{7}\u{1b}[31mred",
    "Nguye\u{302}\u{303}n Thi\u{323} A\u{301}nh",
    "=HYPERLINK(\"http://example.invalid\",\"x\")",
    "'; drop table person; --",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "../../../etc/passwd",
    "%s%n{0}${jndi:x}\u{FEFF}\u{2028}",
];

/// Every text field of a visit: where it stands, as a JSON pointer, and as faults tell it.
const FIELDS: [(&str, &str); 22] = [
    ("/visit", "visit"),
    ("/received_at", "received_at"),
    ("/late/source", "late.source"),
    ("/late/reason", "late.reason"),
    ("/late/sheet", "late.sheet"),
    ("/person/id", "person.id"),
    ("/person/name", "person.name"),
    ("/person/other_names/0", "person.other_names[0]"),
    ("/person/number", "person.number"),
    ("/person/old_number", "person.old_number"),
    ("/person/passport", "person.passport"),
    ("/person/nationality", "person.nationality"),
    ("/person/phone", "person.phone"),
    ("/person/address", "person.address"),
    ("/matters/0/service", "matters[0].service"),
    ("/matters/0/fields/content", "matters[0].fields.content"),
    (
        "/matters/0/fields/respondent",
        "matters[0].fields.respondent",
    ),
    ("/matters/0/fields/known_on", "matters[0].fields.known_on"),
    ("/matters/0/fields/written", "matters[0].fields.written"),
    (
        "/matters/0/documents/0/name",
        "matters[0].documents[0].name",
    ),
    ("/outcome/to", "outcome.to"),
    ("/note", "note"),
];

/// A request that fills every text field.
fn request() -> Value {
    json!({
        "channel": "post",
        "received_at": "2026-11-20T10:00:00+07:00",
        "late": {"source": "paper_day", "sheet": "7", "reason": "Mất điện."},
        "person": {
            "name": "Nguyễn Thị Mẫu", "other_names": ["Mẫu"], "number": "031190012345",
            "old_number": "031234567", "passport": "C1234567", "nationality": "VNM",
            "phone": "0912345678", "address": "Phố Mẫu", "proof": "card_seen"
        },
        "matters": [{
            "service": "A1",
            "fields": {
                "content": "Nội dung.", "respondent": "Người kia", "known_on": "2026-11-01",
                "written": "oral"
            },
            "documents": [{"name": "Đơn", "copies": 1, "original": true}]
        }],
        "outcome": {"kind": "handed_on", "to": "Nơi có thẩm quyền"},
        "note": "Ghi chú."
    })
}

/// The request with one field spoiled.
fn spoiled(pointer: &str, text: &str) -> Value {
    let mut request = request();
    if pointer == "/person/id" || pointer == "/visit" {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        request.pointer_mut(parent).unwrap()[key] = text.into();
    } else {
        *request.pointer_mut(pointer).unwrap() = text.into();
    }
    request
}

/// A refusal says what and where, in words of both languages, and repeats nothing of the input.
#[track_caller]
fn assert_clear(refused: &Refused, field: &str, text: &str) {
    let faults = refused.faults();
    let about = |fault: &Fault| fault.field.as_deref() == Some(field);
    assert!(faults.iter().any(about), "{field}: {faults:?}");
    for fault in &faults {
        for lang in [Lang::Vi, Lang::En] {
            let sentence = lang.fault(fault);
            assert!(
                sentence.contains(' ') && !sentence.contains('{'),
                "{sentence}"
            );
            assert!(
                text.trim().len() < 3 || !sentence.contains(text.trim()),
                "{sentence}"
            );
        }
    }
}

/// Every text anywhere in a value.
fn texts(value: &Value, all: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            all.insert(text.clone());
        }
        Value::Array(values) => values.iter().for_each(|value| texts(value, all)),
        Value::Object(values) => values.values().for_each(|value| texts(value, all)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Every text of the record.
async fn stored(office: &TestOffice) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for written in journal::read(office).await {
        texts(&written.body.unwrap_or_default(), &mut all);
    }
    all
}

#[tokio::test]
async fn every_field_of_a_visit_refuses_at_its_place_or_keeps_exactly_what_was_typed() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let (mut kept, mut refusals, mut people) = (Vec::new(), 0_u32, 0_u32);
    for (pointer, field) in FIELDS {
        for nasty in NASTY {
            // What is not blank ends in a word of its own, so that no two texts are one.
            let blank = nasty.trim().is_empty();
            let text = if blank {
                nasty.to_owned()
            } else {
                format!("{nasty} {field}")
            };
            let mut request = spoiled(pointer, &text);
            if pointer != "/person/number" {
                // Each is another person, or the lists of one would be full.
                people += 1;
                request["person"]["number"] = format!("03119000{people:04}").into();
            }
            let request = serde_json::to_vec(&request).unwrap();
            let intake = Intake::parse(&request).unwrap();
            match office.add_visit(&session, &intake).await {
                Ok(_) if !blank => kept.push(nfc(text.trim()).into_owned()),
                Ok(_) => {}
                Err(refused) => {
                    refusals += 1;
                    assert_clear(&refused, field, &text);
                }
            }
        }
    }
    office.end(session).await.unwrap();
    let stored = stored(&office).await;
    for text in &kept {
        assert!(stored.contains(text), "{text:?} was not kept as typed");
    }
    assert!(
        kept.len() > 60 && refusals > 90,
        "{} kept, {refusals} refused",
        kept.len()
    );
    assert!(
        stored
            .iter()
            .all(|text| !text.contains(['\0', '\u{7}', '\u{1b}']))
    );
    assert_sound(&office).await;
}

#[tokio::test]
async fn five_megabytes_in_any_field_are_refused_at_once() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    for huge in [
        "a".repeat(HUGE),
        "e\u{302}\u{303}".repeat(HUGE / 5),
        "👩".repeat(HUGE / 4),
    ] {
        for (pointer, field) in FIELDS {
            let began = Instant::now();
            let request = spoiled(pointer, &huge);
            let bytes = serde_json::to_vec(&request).unwrap();
            let refused = Intake::parse(&bytes).unwrap_err();
            assert_eq!(refused.code(), Code::RequestTooLarge);
            // Past the limit of requests, each field still minds itself.
            let intake: Intake = serde_json::from_value(request).unwrap();
            let refused = office.add_visit(&session, &intake).await.unwrap_err();
            assert_clear(&refused, field, "");
            assert!(began.elapsed() < Duration::from_secs(2), "{field}");
        }
    }
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "visit.numbered").await, 0);
}

#[tokio::test]
async fn many_things_where_few_are_asked_for_are_refused() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let many = |pointer: &str, value: Value, count: usize| {
        let mut request = request();
        *request.pointer_mut(pointer).unwrap() = Value::Array(vec![value; count]);
        request
    };
    let cases = [
        ("/matters", request()["matters"][0].clone(), 21, "matters"),
        (
            "/person/other_names",
            json!("Mẫu"),
            11,
            "person.other_names",
        ),
        (
            "/matters/0/documents",
            request()["matters"][0]["documents"][0].clone(),
            201,
            "matters[0].documents",
        ),
    ];
    for (pointer, value, count, field) in cases {
        let request = serde_json::to_vec(&many(pointer, value, count)).unwrap();
        let intake = Intake::parse(&request).unwrap();
        let refused = office.add_visit(&session, &intake).await.unwrap_err();
        let faults = refused.faults();
        let told = faults
            .iter()
            .find(|fault| fault.code == Code::FieldTooMany)
            .unwrap();
        assert_eq!(told.field.as_deref(), Some(field));
    }
    office.end(session).await.unwrap();
}

#[test]
fn what_does_not_fit_a_request_is_refused_at_its_field() {
    let cases: [(&[u8], Code, &str); 12] = [
        (b"{}", Code::FieldMissing, "channel"),
        (
            br#"{"channel":"smoke signal"}"#,
            Code::FieldNotChoice,
            "channel",
        ),
        (
            br#"{"channel":"phone","extra":1}"#,
            Code::FieldUnknown,
            "extra",
        ),
        (
            br#"{"channel":"phone","people":-1}"#,
            Code::FieldNotRead,
            "people",
        ),
        (
            br#"{"channel":"phone","outcome":7}"#,
            Code::FieldNotRead,
            "outcome",
        ),
        (
            br#"{"channel":"phone","person":{"sex":"x"}}"#,
            Code::FieldNotChoice,
            "person.sex",
        ),
        (
            br#"{"channel":"phone","person":{"proof":"x"}}"#,
            Code::FieldNotChoice,
            "person.proof",
        ),
        (
            br#"{"channel":"phone","matters":[{}]}"#,
            Code::FieldMissing,
            "matters[0].service",
        ),
        (
            br#"{"channel":"phone","note":"\ud800"}"#,
            Code::FieldNotRead,
            "note",
        ),
        (
            br#"{"channel":"phone","note":"\udc00\ud800"}"#,
            Code::FieldNotRead,
            "note",
        ),
        (
            b"{\"channel\":\"phone\",\"note\":\"\xed\xa0\x80\"}",
            Code::FieldNotRead,
            "note",
        ),
        (
            b"{\"channel\":\"phone\",\"note\":\"a\0b\"}",
            Code::FieldNotRead,
            "note",
        ),
    ];
    for (request, code, field) in cases {
        let refused = Intake::parse(request).unwrap_err();
        let told = (refused.code(), refused.first.field.as_deref());
        assert_eq!(
            told,
            (code, Some(field)),
            "{}",
            String::from_utf8_lossy(request)
        );
        assert_clear(&refused.into(), field, "smoke signal");
    }
}

#[test]
fn what_is_no_request_at_all_is_refused_by_line_and_column() {
    let deep = "[".repeat(100_000);
    let cases: [&[u8]; 5] = [
        b"",
        b" ",
        b"null",
        b"{\"channel\":\"in_person\"} trailing",
        deep.as_bytes(),
    ];
    for request in cases {
        let refused = Intake::parse(request).unwrap_err();
        assert_eq!(refused.code(), Code::RequestMalformed);
        let params: Vec<_> = refused.first.params.keys().map(String::as_str).collect();
        assert_eq!(params, ["column", "line"]);
    }
    let large = vec![b' '; REQUEST_LIMIT + 1];
    assert_eq!(
        Intake::parse(&large).unwrap_err().code(),
        Code::RequestTooLarge
    );
}

#[tokio::test]
async fn a_search_takes_anything_and_finds_only_what_it_says() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let intake = Intake::parse(&serde_json::to_vec(&request()).unwrap()).unwrap();
    office.add_visit(&session, &intake).await.unwrap();
    let syntax = [
        "\"",
        "*",
        "NEAR(a b)",
        "exact:a",
        "a AND b OR",
        "- -",
        "^a",
        "(",
        "{exact} : x",
        "mau*",
    ];
    for query in NASTY.into_iter().chain(syntax) {
        let began = Instant::now();
        match office.find_people(&session, query, 20).await {
            Ok(found) => assert!(found.people.len() <= 1),
            Err(refused) => {
                assert_clear(&refused, "query", query);
                assert_eq!(refused.code, Code::FieldControl);
            }
        }
        assert!(began.elapsed() < Duration::from_secs(1), "{query}");
    }
    for huge in [
        "a".repeat(HUGE),
        "a ".repeat(HUGE / 2),
        "\u{301}".repeat(HUGE / 2),
    ] {
        let refused = office.find_people(&session, &huge, 20).await.unwrap_err();
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (Code::FieldTooLong, Some("query"))
        );
    }
    let found = office
        .find_people(&session, "mau", usize::MAX)
        .await
        .unwrap();
    assert_eq!(found.people.len(), 1);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}
