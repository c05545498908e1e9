//! Forms of private matters: sections, what can be chosen, what is kept apart, by whom a file is found.

use serde_json::{Value, json};

use super::{answers, shipped, text, today};
use crate::catalogue::{Catalogue, Service};
use crate::fault::Code;
use crate::words::Lang;

fn f1() -> &'static Service {
    shipped().service("F1", today()).unwrap()
}

fn told(value: &Value) -> Result<crate::catalogue::Fields, Vec<String>> {
    f1().check(&answers(value), today()).map_err(|refusal| {
        let said = refusal.faults();
        said.map(|fault| fault.field.clone().unwrap_or_default())
            .collect()
    })
}

#[test]
fn every_question_stands_in_a_section_and_nothing_but_whether_she_is_safe_must_be_answered() {
    for id in ["F", "F1", "F2", "F3"] {
        let service = shipped().service(id, today()).unwrap();
        let first = &service.sections[0];
        assert_eq!(
            (first.id.as_str(), service.fields.len() > 20),
            ("safety", true),
            "{id}"
        );
        let demanded = service.fields.iter().filter(|field| field.required);
        let keys: Vec<&str> = demanded.map(|field| field.key.as_str()).collect();
        assert_eq!(keys, ["safe_now"], "{id}");
    }
    assert_eq!(told(&json!({})), Err(vec!["fields.safe_now".to_owned()]));
    assert!(told(&json!({ "safe_now": "unsaid" })).is_ok());
}

/// The four facts that make it high, whatever the officer thinks.
const RED: [&str; 4] = ["strangled", "threat", "weapon", "child_danger"];

#[test]
fn each_red_sign_alone_leaves_neither_low_nor_medium() {
    for sign in RED {
        for (said, level, fits) in [
            ("yes", "low", false),
            ("yes", "medium", false),
            ("yes", "high", true),
            ("yes", "urgent", true),
            ("no", "low", true),
            ("unsaid", "low", true),
        ] {
            let answer = json!({ "safe_now": "no", sign: said, "level": level, "level_why": "v" });
            assert_eq!(told(&answer).is_ok(), fits, "{sign} {said} {level}");
        }
        let unanswered = told(&json!({ "safe_now": "no", sign: "yes" })).unwrap();
        let level = f1().level(&unanswered).unwrap();
        assert_eq!(level.key, "high", "{sign}");
        assert_eq!(f1().level_called("high").unwrap().get(Lang::En), "High");
    }
    let calm = told(&json!({ "safe_now": "yes" })).unwrap();
    assert!(
        f1().level(&calm).is_none(),
        "nobody said and nothing forces it"
    );
}

#[test]
fn a_file_is_found_by_whom_it_is_about_and_an_informant_is_sealed_apart() {
    let answer = told(&json!({
        "safe_now": "no",
        "told_by": "neighbour",
        "informant": { "name": "Cô Lụa", "phone": "0912345678" },
        "who": { "name": "Chị Na", "number": "031190012345" },
        "suspect": [{ "name": "Anh Tèo" }],
    }))
    .unwrap();
    let found: Vec<&str> = f1()
        .found_by(&answer)
        .map(|who| who.name.as_str())
        .collect();
    assert_eq!(found, ["Chị Na"]);
    let (rest, apart) = f1().parted(answer);
    assert_eq!(apart.keys().collect::<Vec<_>>(), ["informant"]);
    assert!(rest.contains_key("suspect") && !rest.contains_key("informant"));
}

/// A change to one file, and what is said of it.
fn broken(file: &str, from: &str, to: &str) -> Code {
    let whole = text(file);
    assert!(whole.contains(from), "{file} has no {from}");
    let changed = whole.replacen(from, to, 1);
    Catalogue::check_file("Z.toml", &changed)
        .unwrap_err()
        .first
        .code
}

#[test]
fn a_form_whose_sections_or_seals_make_no_sense_is_refused() {
    let unknown = Code::CatalogueUnknownName;
    let value = Code::CatalogueBadValue;
    for (from, to, code) in [
        ("section = \"matter\"", "section = \"other\"", unknown),
        ("section = \"matter\"\n", "", unknown),
        (
            "id = \"matter\"",
            "id = \"safety\"",
            Code::CatalogueDuplicate,
        ),
        (
            "with = [\"private-1\", \"signs-1\", \"contact-1\"]",
            "with = [\"private-1\", \"signs-1\", \"contact-1\"]\nlevel = \"relation_of\"",
            unknown,
        ),
        (
            "type = \"choice\"\n",
            "type = \"choice\"\nfound_by = true\n",
            value,
        ),
    ] {
        assert_eq!(broken("F1.toml", from, to), code, "{to}");
    }
    // What a sheet tells beside its answers is told by a question that can say yes, and by a sheet alone.
    for (file, from, to, code) in [
        (
            "F-visit.toml",
            "retold = \"retold\"",
            "retold = \"said\"",
            unknown,
        ),
        (
            "F1.toml",
            "protected = true",
            "protected = true\nretold = \"children\"",
            unknown,
        ),
        (
            "F1.toml",
            "protected = true",
            "protected = true\nwish = \"relation\"",
            unknown,
        ),
        (
            "F1.toml",
            "protected = true",
            "protected = true\nfor_duty = true",
            value,
        ),
    ] {
        assert_eq!(broken(file, from, to), code, "{to}");
    }
    // What is for a protected file alone is nothing for the counter.
    for more in ["found_by = true", "apart = true"] {
        let to = format!("type = \"person\"\n{more}\n");
        assert_eq!(
            broken("B1.toml", "type = \"person\"\n", &to),
            value,
            "{more}"
        );
    }
}
