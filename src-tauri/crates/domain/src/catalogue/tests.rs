mod computed;
mod declared;
mod dossiers;
mod forms;
mod private;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::*;
use crate::words::Lang;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn today() -> Day {
    day("2026-11-24")
}

fn shipped() -> &'static Catalogue {
    Catalogue::shipped().unwrap()
}

/// The shipped text of a service file.
fn text(name: &str) -> &'static str {
    SERVICES.get_file(name).unwrap().contents_utf8().unwrap()
}

/// Checks the A1 file after one replacement; says code and line.
fn check_changed(from: &str, to: &str, expected: Result<(), Code>) {
    let shipped = text("A1.toml");
    assert!(shipped.contains(from), "{from} does not stand in the file");
    let found = Catalogue::check_file("A1.toml", &shipped.replacen(from, to, 1));
    let found = found.map(|_id| ()).map_err(|refusal| {
        assert_eq!(refusal.first.params["file"], "A1.toml");
        assert!(refusal.first.params["line"].parse::<usize>().unwrap() >= 1);
        refusal.code()
    });
    assert_eq!(found, expected, "{from} -> {to}");
}

#[test]
fn the_shipped_catalogue_reads_and_has_the_services_of_the_room() {
    let ids: Vec<&str> = shipped().ids().collect();
    for service in
        "A1 A2 A3 A4 B1 B2 B3 B4 C C-child D E E-mobile F F-asked F1 F2 F3 G H".split(' ')
    {
        assert!(ids.contains(&service), "{service}");
    }
    let listed = shipped().list(today());
    let open = listed
        .iter()
        .filter(|service| service.open)
        .map(|service| service.id.as_str());
    let open: Vec<&str> = open.collect();
    let closed = ["H"];
    let others = ids.iter().filter(|id| !closed.contains(id));
    assert_eq!(open, others.copied().collect::<Vec<_>>());
    let sheet = |id: &str| shipped().service(id, today()).unwrap().is_sheet();
    let protected = listed
        .iter()
        .filter(|service| service.protected && !sheet(&service.id));
    assert_eq!(
        protected
            .map(|service| service.id.as_str())
            .collect::<Vec<_>>(),
        ["F", "F-asked", "F1", "F2", "F3"]
    );
    let a1 = &listed[0];
    assert_eq!(a1.titles.get(Lang::Vi), "Khiếu nại");
    assert_eq!(
        (a1.steps[0].step.as_str(), a1.steps[0].main),
        ("accept", true)
    );
    assert!(a1.steps.iter().any(|step| step.step == "settle"));
}

#[test]
fn every_service_file_bears_its_services_name() {
    for file in SERVICES.files() {
        let stem = file.path().file_stem().unwrap().to_str().unwrap();
        let service: Service = toml::from_str(file.contents_utf8().unwrap()).unwrap();
        assert_eq!(stem.split('@').next().unwrap(), service.id);
    }
}

#[test]
fn the_version_changes_with_any_byte_and_not_with_the_order_of_files() {
    let files = [("G.toml", text("G.toml")), ("office.toml", OFFICE)];
    let mut turned = files;
    turned.reverse();
    let version = |files: &[(&'static str, &'static str)]| {
        Catalogue::read(files.iter().copied())
            .unwrap()
            .version()
            .to_owned()
    };
    assert_eq!(version(&files), version(&turned));
    let changed = [
        files[0],
        (
            "office.toml",
            "weekly_rest = [7]\nsource = \"s\"\nattention_after = 12\n\n[[sessions]]\nfrom = \"07:30\"\nto = \"11:30\"\n",
        ),
    ];
    assert_ne!(version(&files), version(&changed));
    assert_eq!(shipped().version().len(), 16);
    let mut switched = shipped().clone();
    switched.switch_holiday("culture-day", false).unwrap();
    assert_eq!(
        switched.version(),
        format!("{}+culture-day=off", shipped().version())
    );
    let due = switched.due(
        "A3",
        None,
        Moment::parse("2026-11-20T08:00:00Z").unwrap(),
        &History::default(),
    );
    assert_eq!(due.unwrap().due.rfc3339(), "2026-12-04T17:00:00+07:00");
}

const OFFICE: &str = "weekly_rest = [6, 7]\nsource = \"s\"\nattention_after = 12\n\n[[sessions]]\nfrom = \"07:30\"\nto = \"11:30\"\n";

#[test]
fn a_service_is_found_by_the_day_and_refused_with_what_there_is() {
    let code = |id: &str, on: &str| shipped().service(id, day(on)).unwrap_err().code();
    assert_eq!(shipped().service("A1", today()).unwrap().version, 1);
    assert_eq!(code("A1", "2023-12-31"), Code::CatalogueNotInForce);
    assert_eq!(code("a1", "2026-11-24"), Code::CatalogueServiceUnknown);
    assert_eq!(code("", "2026-11-24"), Code::CatalogueServiceUnknown);
    let closed = shipped().open_service("H", today()).unwrap_err();
    assert_eq!(closed.code(), Code::CatalogueServiceClosed);
    let step = shipped().rule("A1", Some("fly"), today()).unwrap_err();
    assert_eq!(step.code(), Code::DeadlineStepUnknown);
    assert!(step.first.params["steps"].starts_with("accept, notify-handling, settle"));
    assert_eq!(
        shipped().rule("G", None, today()).unwrap_err().code(),
        Code::DeadlineNone
    );
}

#[test]
fn a_new_version_takes_over_on_its_first_day_and_the_old_one_stays() {
    let old = text("G.toml");
    let new = old
        .replace("version = 1", "version = 2")
        .replace("2024-01-01", "2026-07-01");
    let ended = old.replace(
        "valid_from = \"2024-01-01\"",
        "valid_from = \"2024-01-01\"\nvalid_to = \"2026-06-30\"",
    );
    let read = |old: &str, new: &str| {
        Catalogue::read([("G.toml", old), ("G@2.toml", new), ("office.toml", OFFICE)])
    };
    let catalogue = read(&ended, &new).unwrap();
    assert_eq!(
        catalogue.service("G", day("2026-06-30")).unwrap().version,
        1
    );
    assert_eq!(
        catalogue.service("G", day("2026-07-01")).unwrap().version,
        2
    );
    assert_eq!(
        catalogue.service_version("G", 1).unwrap().valid_to,
        Some(day("2026-06-30"))
    );
    assert_eq!(read(old, &new).unwrap_err().code(), Code::CatalogueDates);
    assert_eq!(read(old, old).unwrap_err().code(), Code::CatalogueDuplicate);
}

#[test]
fn a_damaged_file_is_refused_with_file_line_and_reason() {
    let broken = Catalogue::check_file("X.toml", "id = \"A1\"\nversion = = 1\n").unwrap_err();
    assert_eq!(broken.code(), Code::CatalogueMalformed);
    assert_eq!(broken.first.params["line"], "2");
    assert!(!broken.first.params["detail"].is_empty());
    let unknown = text("A1.toml").replacen("protected =", "colour = 3\nprotected =", 1);
    let unknown_at = unknown
        .lines()
        .position(|line| line == "colour = 3")
        .unwrap()
        + 1;
    let refusal = Catalogue::check_file("A1.toml", &unknown).unwrap_err();
    assert_eq!(refusal.code(), Code::CatalogueMalformed);
    assert_eq!(refusal.first.params["line"], unknown_at.to_string());
    for text in [
        "",
        "\u{FEFF}",
        "\0",
        "[[[",
        "year = \"x\"",
        "sessions = 1",
        "id = 1979-05-27",
    ] {
        let refusal = Catalogue::check_file("X.toml", text).unwrap_err();
        assert_eq!(refusal.code(), Code::CatalogueMalformed, "{text:?}");
    }
}

#[test]
fn a_file_that_makes_no_sense_is_refused() {
    check_changed("\"A1\"", "\"A1\"", Ok(()));
    check_changed("id = \"A1\"", "id = \"a1\"", Err(Code::CatalogueBadValue));
    check_changed("version = 1", "version = 0", Err(Code::CatalogueBadValue));
    check_changed("version = 1", "version = -1", Err(Code::CatalogueMalformed));
    check_changed(
        "vi = \"Khiếu nại\"",
        "vi = \" \"",
        Err(Code::CatalogueMissing),
    );
    check_changed(
        "key = \"demand\"",
        "key = \"content\"",
        Err(Code::CatalogueDuplicate),
    );
    check_changed(
        "key = \"demand\"",
        "key = \"De mand\"",
        Err(Code::CatalogueBadValue),
    );
    check_changed("max_length = 300\n", "", Err(Code::CatalogueMissing));
    check_changed(
        "max_length = 300",
        "max_length = 0",
        Err(Code::CatalogueBadValue),
    );
    check_changed(
        "type = \"date\"",
        "type = \"colour\"",
        Err(Code::CatalogueMalformed),
    );
    check_changed(
        "type = \"date\"",
        "type = \"number\"",
        Err(Code::CatalogueMissing),
    );
    check_changed(
        "to = \"classified\"",
        "to = \"nowhere\"",
        Err(Code::CatalogueUnknownName),
    );
    check_changed(
        "roles = [\"reception\"",
        "roles = [\"auditor\"",
        Err(Code::CatalogueUnknownName),
    );
    check_changed(
        "from = \"received\"",
        "from = \"classified\"",
        Err(Code::CatalogueDuplicate),
    );
    check_changed("final = true", "final = false", Err(Code::CatalogueDeadEnd));
    check_changed("count = 10", "count = 0", Err(Code::CatalogueBadValue));
    check_changed(
        "unit = \"days\"",
        "unit = \"weeks\"",
        Err(Code::CatalogueMalformed),
    );
    check_changed("valid_to = \"2026-06-30\"", "", Err(Code::CatalogueDates));
    check_changed(
        "valid_to = \"2026-06-30\"",
        "valid_to = \"2023-06-30\"",
        Err(Code::CatalogueDates),
    );
    check_changed(
        "field = \"content\"",
        "field = \"contents\"",
        Err(Code::CatalogueUnknownName),
    );
    check_changed("files = true", "files = false", Err(Code::CatalogueMissing));
    // The other dated version of the step is still marked as the main one.
    check_changed("main = true\n", "", Ok(()));
    let without_main = text("A1.toml").replace("main = true\n", "");
    let refusal = Catalogue::check_file("A1.toml", &without_main).unwrap_err();
    assert_eq!(refusal.code(), Code::CatalogueMissing);
}

#[test]
fn an_extension_in_another_unit_is_refused() {
    let text = text("A2.toml").replacen("unit = \"days\", times", "unit = \"hours\", times", 1);
    assert_eq!(
        Catalogue::check_file("A2.toml", &text).unwrap_err().code(),
        Code::CatalogueBadValue
    );
}

#[test]
fn the_first_fault_of_every_file_is_told_at_once() {
    let refusal = Catalogue::read([("a.toml", "x"), ("b.toml", "y"), ("office.toml", OFFICE)]);
    let refusal = refusal.unwrap_err();
    let files: Vec<&str> = refusal
        .faults()
        .map(|fault| fault.params["file"].as_str())
        .collect();
    assert_eq!(files, ["a.toml", "b.toml"]);
    assert_eq!(
        Catalogue::read([]).unwrap_err().code(),
        Code::CatalogueMissing
    );
}

#[test]
fn the_life_of_a_complaint_goes_the_ways_of_the_law_and_no_other() {
    let life = shipped().service("A1", today()).unwrap().life_cycle();
    assert_eq!(life.initial().unwrap().id, "received");
    let code = |from, to, role, reason| {
        life.may_move(from, to, role, reason)
            .map(|_| ())
            .map_err(|refusal| refusal.code())
    };
    let way = [
        "received",
        "classified",
        "accepted",
        "verifying",
        "dialogue",
        "decided",
        "notified",
        "closed",
    ];
    for pair in way.windows(2) {
        assert_eq!(
            code(pair[0], pair[1], "supervisor", "vì lý do này"),
            Ok(()),
            "{pair:?}"
        );
    }
    assert_eq!(
        code("received", "accepted", "supervisor", "x"),
        Err(Code::FileMoveNotAllowed)
    );
    assert_eq!(
        code("verifying", "decided", "case", "x"),
        Err(Code::FileMoveNotYours)
    );
    assert_eq!(
        code("classified", "accepted", "reception", "x"),
        Err(Code::FileMoveNotYours)
    );
    assert_eq!(
        code("classified", "guided", "case", ""),
        Err(Code::FieldMissing)
    );
    assert_eq!(
        code("closed", "received", "supervisor", "x"),
        Err(Code::FileMoveNotAllowed)
    );
    let petition = shipped().service("A3", today()).unwrap().life_cycle();
    assert!(petition.state("dialogue").is_none() && petition.state("answered").is_some());
    let advice = shipped().service("G", today()).unwrap();
    assert!(!advice.files && advice.first_state().is_empty());
    assert_eq!(advice.receipt, None);
}

fn answers(value: &Value) -> BTreeMap<String, Value> {
    value.as_object().unwrap().clone().into_iter().collect()
}

/// Checks answers of a service; all faults as `code field`.
fn check_answers(service: &str, typed: &Value, expected: &[&str]) {
    let service = shipped().service(service, today()).unwrap();
    let found = match service.check(&answers(typed), today()) {
        Ok(_fields) => Vec::new(),
        Err(refusal) => refusal
            .faults()
            .map(|fault| format!("{} {}", fault.code, fault.field.as_deref().unwrap_or("-")))
            .collect(),
    };
    assert_eq!(found, expected);
}

#[test]
fn answers_are_kept_as_typed_and_blank_ones_left_out() {
    let typed = json!({
        "content": "=1+1 <b>'; DROP TABLE x; --\u{202E}\u{1F600}",
        "decision": "  Quye\u{302}\u{301}t đi\u{323}nh 12/QĐ ",
        "known_on": "2026-11-02", "written": "oral", "demand": " \n ", "respondent": null,
    });
    let fields = shipped()
        .service("A1", today())
        .unwrap()
        .check(&answers(&typed), today())
        .unwrap();
    assert_eq!(
        fields.keys().collect::<Vec<_>>(),
        ["content", "decision", "known_on", "written"]
    );
    assert_eq!(fields["content"].text(), typed["content"].as_str());
    assert_eq!(fields["decision"].text(), Some("Quyết định 12/QĐ"));
    let stored = serde_json::to_string(&fields).unwrap();
    assert_eq!(serde_json::from_str::<Fields>(&stored).unwrap(), fields);
}

#[test]
fn all_faults_of_the_answers_are_told_at_once_at_their_fields() {
    check_answers("A1", &json!({ "content": "x" }), &[]);
    check_answers("A1", &json!({}), &["field.missing fields.content"]);
    check_answers(
        "A1",
        &json!({ "content": " " }),
        &["field.missing fields.content"],
    );
    check_answers(
        "A1",
        &json!({
            "content": "a\0b", "respondent": "x".repeat(301), "decision": 7,
            "known_on": "30/02/2026", "written": "sung", "x": 1, "<script>": 2,
        }),
        &[
            "field.control_character fields.content",
            "field.too_long fields.respondent",
            "field.not_text fields.decision",
            "field.not_a_date fields.known_on",
            "field.not_a_choice fields.written",
            "field.unknown fields",
            "field.unknown fields.x",
        ],
    );
    check_answers(
        "A3",
        &json!({ "kind": "complaint", "content": "x" }),
        &["field.not_a_choice fields.kind"],
    );
    check_answers("A3", &json!({ "kind": "feedback", "content": "x" }), &[]);
    check_answers("G", &json!({}), &[]);
    let huge = "x".repeat(5_000_000);
    check_answers(
        "G",
        &json!({ "content": huge }),
        &["field.too_long fields.content"],
    );
}

#[test]
fn numbers_and_yes_or_no_are_read_strictly() {
    let fields = "\n[[fields]]\nkey = \"many\"\ntype = \"number\"\nmin = 1\nmax = 9\n\
                  labels = { vi = \"n\", en = \"n\" }\n\n[[fields]]\nkey = \"sure\"\n\
                  type = \"yes_no\"\nlabels = { vi = \"y\", en = \"y\" }\n";
    let service: Service = toml::from_str(&format!("{}{fields}", text("G.toml"))).unwrap();
    let check = |value: Value| {
        let found = service.check(&answers(&value), today());
        found.map_err(|refusal| refusal.code())
    };
    let read = check(json!({ "many": 9, "sure": false })).unwrap();
    assert_eq!(
        (&read["many"], &read["sure"]),
        (&FieldValue::Number(9), &FieldValue::YesNo(false))
    );
    assert_eq!(check(json!({ "many": 10 })), Err(Code::FieldOutOfRange));
    for bad in [json!(1.5), json!("3"), json!(u64::MAX), json!([1])] {
        assert_eq!(check(json!({ "many": bad })), Err(Code::FieldNotNumber));
    }
    assert_eq!(check(json!({ "sure": "yes" })), Err(Code::FieldNotYesNo));
}

#[test]
fn a_debug_print_shows_no_answer() {
    let secret = FieldValue::Text("Trần Thị Mẫu".to_owned());
    assert_eq!(format!("{secret:?}"), "Text(18 bytes)");
}
