//! What stands on the form that is signed: its headings, its photo, the law's own words for somebody.

use serde_json::{Value, json};

use super::forms::{question, refused};
use super::{answers, check_changed, shipped, text, today};
use crate::catalogue::Catalogue;
use crate::fault::Code;
use crate::sheet::AskedLine;
use crate::words::Lang;

/// The lines of a form after these answers.
fn lines(id: &str, told: &Value) -> Vec<AskedLine> {
    let service = shipped().service(id, today()).unwrap();
    let told = service.check(&answers(told), today()).unwrap();
    service.declared(&told, Lang::Vi).0
}

fn labels(lines: &[AskedLine]) -> Vec<&str> {
    lines.iter().map(|line| line.label.as_str()).collect()
}

fn child(relation: &str) -> Value {
    json!({
        "child": { "name": "Lê Thị Con", "born": "2015-06-01" },
        "relation": relation, "guardian_paper": (relation == "guardian").then_some("Quyết định 5"),
        "birthplace": "Hải Phòng", "kind": "first", "where": "province", "urgent": false,
    })
}

#[test]
fn a_heading_stands_above_the_line_it_names() {
    for relation in ["father", "guardian"] {
        let told = lines("C-child", &child(relation));
        let headed = told.iter().filter(|line| line.heading.is_some());
        let headed: Vec<_> = headed
            .map(|line| (line.heading.clone().unwrap(), line.label.as_str()))
            .collect();
        let second = "B. Thông tin về người chưa đủ 14 tuổi".to_owned();
        assert_eq!(headed, [(second, "Họ, chữ đệm và tên")], "{relation}");
    }
    // What whoever declares is asked of herself, the office writes down: above that it stands by its word.
    let form = shipped().service("C-child", today()).unwrap();
    let form = form.declaration.as_ref().unwrap();
    assert_eq!(
        form.heading("name", Lang::Vi).as_deref(),
        Some("A. Thông tin người đại diện hợp pháp")
    );
    assert_eq!(form.heading("born", Lang::Vi), None);
    assert!(form.photo && !form.minutes);
}

#[test]
fn a_heading_above_a_question_that_rests_stands_above_the_next() {
    let moved =
        text("C-child.toml").replacen("before = \"child\"", "before = \"guardian_paper\"", 1);
    let service: crate::catalogue::Service = toml::from_str(&moved).unwrap();
    let told = service.check(&answers(&child("mother")), today()).unwrap();
    let (lines, _) = service.declared(&told, Lang::Vi);
    let headed = lines.iter().find(|line| line.heading.is_some()).unwrap();
    assert_eq!(headed.value.as_deref(), Some("Lê Thị Con"));
}

#[test]
fn the_householder_is_called_what_the_form_of_residence_calls_her() {
    let told = json!({
        "ground": "own", "request": "Đăng ký.", "dwelling": "Số 1 Đường Mẫu",
        "householder": { "name": "Lê Văn Mẫu", "relation": "bố đẻ" },
    });
    let told = lines("B1", &told);
    let labels = labels(&told);
    for (label, value) in [
        ("Họ, chữ đệm và tên chủ hộ", Some("Lê Văn Mẫu")),
        ("Mối quan hệ với chủ hộ", Some("bố đẻ")),
        ("Số định danh cá nhân của chủ hộ", None),
    ] {
        let at = labels.iter().position(|one| *one == label);
        let at = at.unwrap_or_else(|| panic!("{label}: {labels:?}"));
        assert_eq!(told[at].value.as_deref(), value, "{label}");
    }
    assert!(!labels.contains(&"Chủ hộ"), "{labels:?}");
}

#[test]
fn words_for_the_parts_of_somebody_are_refused_where_she_has_no_such_part() {
    let words = "{ vi = \"n\", en = \"n\" }";
    let person = |labels: &str| {
        let more = format!("parts = [\"born\"]\npart_labels = {{ {labels} }}");
        question("it", "person", &more)
    };
    let good = person(&format!("name = {words}, born = {words}"));
    let file = format!("{}\n{good}", text("G.toml"));
    Catalogue::check_file("G.toml", &file).unwrap();
    for (fields, expected) in [
        (
            person(&format!("phone = {words}")),
            (Code::CatalogueUnknownName, "phone"),
        ),
        (
            person("name = { vi = \"n\", en = \" \" }"),
            (Code::CatalogueMissing, "name"),
        ),
        (
            question(
                "it",
                "persons",
                &format!("parts = [\"born\"]\npart_labels = {{ born = {words} }}"),
            ),
            (Code::CatalogueBadValue, "part_labels"),
        ),
        (
            question(
                "it",
                "plate",
                &format!("part_labels = {{ name = {words} }}"),
            ),
            (Code::CatalogueBadValue, "part_labels"),
        ),
    ] {
        let (code, value) = expected;
        assert_eq!(refused(&fields), (code, value.to_owned()), "{fields}");
    }
}

#[test]
fn a_heading_that_stands_nowhere_is_refused_at_its_line() {
    let shipped = text("C-child.toml");
    let second = "before = \"child\"";
    for (to, code, value) in [
        ("before = \"nobody\"", Code::CatalogueUnknownName, "nobody"),
        // The desk's own question, and one that the form does not ask.
        (
            "before = \"child_age\"",
            Code::CatalogueUnknownName,
            "child_age",
        ),
        ("before = \"urgent\"", Code::CatalogueUnknownName, "urgent"),
        ("before = \"name\"", Code::CatalogueDuplicate, "name"),
    ] {
        let file = shipped.replacen(second, to, 1);
        let refusal = Catalogue::check_file("C-child.toml", &file).unwrap_err();
        let params = &refusal.first.params;
        assert_eq!((refusal.code(), params["value"].as_str()), (code, value));
        let line: usize = params["line"].parse().unwrap();
        let lines: Vec<&str> = file.lines().collect();
        assert_eq!(lines[line - 1], "[[declaration.sections]]", "{to}");
        assert_eq!(lines[line], to);
    }
    // A table of people stands below all lines; who is not asked for has none.
    for (name, before) in [
        ("B1.toml", "members"),
        ("B1.toml", "address"),
        ("A2.toml", "name"),
    ] {
        let section = format!(
            "[[declaration.sections]]\nbefore = \"{before}\"\ntitles = {{ vi = \"n\", en = \"n\" }}\n\n[[fields]]"
        );
        let file = text(name).replacen("[[fields]]", &section, 1);
        let refusal = Catalogue::check_file(name, &file).unwrap_err();
        assert_eq!(
            refusal.code(),
            Code::CatalogueUnknownName,
            "{name} {before}"
        );
    }
}

#[test]
fn minutes_bear_no_photo_and_each_switch_is_a_switch() {
    let minutes = "minutes = true";
    check_changed(
        minutes,
        "minutes = true\nphoto = true",
        Err(Code::CatalogueBadValue),
    );
    check_changed(minutes, "minutes = \"yes\"", Err(Code::CatalogueMalformed));
    check_changed(minutes, "photo = true", Ok(()));
    for id in ["A1", "A2", "A3", "A4"] {
        let service = shipped().service(id, today()).unwrap();
        let form = service.declaration.as_ref().unwrap();
        assert!(form.minutes, "{id}");
        assert_eq!(form.declared_by.is_none(), service.no_person, "{id}");
    }
}

#[test]
fn of_somebody_named_a_receipt_says_the_name_alone() {
    for (id, key) in [
        ("C-child", "child"),
        ("E", "child"),
        ("E-mobile", "child"),
        ("E-mobile", "holder"),
        ("D", "owner"),
    ] {
        let service = shipped().service(id, today()).unwrap();
        let field = service
            .fields
            .iter()
            .find(|field| field.key == key)
            .unwrap();
        assert!(field.on_receipt, "{id} {key}");
        let named = json!({
            "name": "Lê Thị Con", "sex": "female", "number": "031190012345",
            "relation": "con", "phone": "0912345678", "address": "Số 1 Đường Mẫu",
        });
        let named = crate::catalogue::FieldValue::Person(serde_json::from_value(named).unwrap());
        let told = [(key.to_owned(), named)].into();
        let label = field.labels.get(Lang::Vi).to_owned();
        assert_eq!(
            service.on_receipt(&told, Lang::Vi),
            [(label, "Lê Thị Con".to_owned())],
            "{id} {key}"
        );
    }
}
