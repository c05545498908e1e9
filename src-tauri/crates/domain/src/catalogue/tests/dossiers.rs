//! People named in a form, what a dossier costs, what its paper shows, and its life.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{answers, check_answers, day, shipped, text, today};
use crate::catalogue::{Catalogue, FieldValue, Fields, Service};
use crate::fault::Code;
use crate::paper_form::PaperForm;
use crate::words::Lang;

fn residence() -> &'static Service {
    shipped().service("B1", today()).unwrap()
}

/// The least B1 asks for, and these answers.
fn moving(more: &Value) -> Value {
    let mut told = json!({ "ground": "own", "request": "Đăng ký.", "dwelling": "Số 1 Đường Mẫu" });
    let more = more.as_object().unwrap().clone();
    told.as_object_mut().unwrap().extend(more);
    told
}

fn kept(more: &Value) -> Fields {
    let read = residence().check(&answers(&moving(more)), today());
    read.unwrap()
}

#[test]
fn people_of_a_form_are_read_as_a_citizen_is_and_empty_rows_are_left_out() {
    let fields = kept(&json!({
        "householder": { "name": "  Lê Văn Mẫu ", "number": "031 190 012345", "relation": "bố đẻ" },
        "members": [
            {},
            { "name": "Lê Thị Con", "born": "2015", "sex": "female", "relation": "con" },
            { "name": " ", "born": null },
        ],
    }));
    let FieldValue::Person(holder) = &fields["householder"] else {
        panic!("{:?}", fields["householder"]);
    };
    assert_eq!(holder.name, "Lê Văn Mẫu");
    assert_eq!(holder.number.as_deref(), Some("031190012345"));
    assert_eq!(holder.relation.as_deref(), Some("bố đẻ"));
    let FieldValue::People(members) = &fields["members"] else {
        panic!("{:?}", fields["members"]);
    };
    assert_eq!(members.len(), 1);
    assert_eq!(members[0].born.unwrap().iso(), "2015");
    let stored = serde_json::to_string(&fields).unwrap();
    assert_eq!(serde_json::from_str::<Fields>(&stored).unwrap(), fields);
    assert_eq!(format!("{fields:?}").matches("Mẫu").count(), 0);
}

#[test]
fn each_part_of_each_person_is_refused_at_its_own_place() {
    let wrong = json!({
        "householder": { "number": "12", "phone": "0912345678" },
        "members": [
            { "name": "Lê Thị Con", "sex": "x", "born": "30/2" },
            { "born": "2027", "relation": 7 },
        ],
    });
    check_answers(
        "B1",
        &moving(&wrong),
        &[
            "field.unknown fields.householder",
            "field.missing fields.householder.name",
            "number.not_twelve_digits fields.householder.number",
            "field.not_a_date fields.members[0].born",
            "field.not_a_choice fields.members[0].sex",
            "field.not_text fields.members[1].relation",
            "date.in_future fields.members[1].born",
            "field.missing fields.members[1].name",
        ],
    );
    for (field, value) in [("members", json!("Con")), ("householder", json!(["Con"]))] {
        let path = format!("field.not_people fields.{field}");
        check_answers("B1", &moving(&json!({ field: value })), &[path.as_str()]);
    }
    let crowd = vec![json!({ "name": "Lê Thị Con" }); 31];
    check_answers(
        "B1",
        &moving(&json!({ "members": crowd })),
        &["field.too_many fields.members"],
    );
}

#[test]
fn what_it_costs_hangs_on_the_day_the_answers_and_the_reason_to_waive_it() {
    let service = residence();
    let cost = |more: &Value, on: &str| {
        let fields = kept(more);
        let found = service.fee(&fields, day(on))?;
        let waived = found.waived.map(|reason| reason.get(Lang::Vi).to_owned());
        Some((found.fee.amount, waived))
    };
    let none = json!({});
    assert_eq!(cost(&none, "2026-11-24"), Some((20_000, None)));
    assert_eq!(cost(&none, "2023-01-01"), None);
    let elderly = Some((20_000, Some("Người cao tuổi".to_owned())));
    assert_eq!(
        cost(&json!({ "fee_waiver": "elderly" }), "2026-11-24"),
        elderly
    );
    // The first that applies counts.
    let list = shipped().service("B2", today()).unwrap();
    let told = json!({ "kind": "list", "request": "x", "dwelling": "x" });
    let fields = list.check(&answers(&told), today()).unwrap();
    assert_eq!(list.fee(&fields, today()).unwrap().fee.id, "b2-list-2023");
}

#[test]
fn the_paper_shows_the_answers_that_the_catalogue_puts_there_and_no_others() {
    let service = shipped().service("D", today()).unwrap();
    let told = json!({
        "kind": "reissue_plate", "vehicle": "motorbike", "plate": "15-B1 123.45",
        "result_by": "counter", "lost_ground": "Rơi trên đường", "tax": null,
    });
    let fields = service.check(&answers(&told), today()).unwrap();
    let said = service.on_receipt(&fields, Lang::Vi);
    let said: Vec<(&str, &str)> = said
        .iter()
        .map(|(label, value)| (label.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("Nội dung đề nghị", "Cấp lại biển số"),
            ("Loại xe", "Xe mô tô, xe gắn máy"),
            ("Biển số", "15B112345"),
            ("Nhận kết quả", "Tại quầy tiếp nhận"),
        ]
    );
    let english = service.on_receipt(&fields, Lang::En);
    assert_eq!(english[0].1, "Plate reissued");
}

#[test]
fn which_clock_runs_hangs_on_what_is_asked_for() {
    let service = shipped().service("D", today()).unwrap();
    let steps = |kind: &str| {
        let chosen = [("kind".to_owned(), kind.to_owned())].into();
        let answers = service.chosen(&chosen);
        let starts = crate::deadline::StartsAt::Received;
        let rules = service.clocks_from(starts, today(), &answers);
        rules.map(|rule| rule.step.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(steps("transfer"), ["certificate"]);
    assert_eq!(steps("reissue_plate"), ["plate-reissue"]);
    assert_eq!(steps("reissue_paper"), ["verify-lost"]);
    assert_eq!(steps("nonsense"), [""; 0]);
    assert_eq!(service.due_depends_on(), ["kind"]);
    let asked = [("urgent".to_owned(), "yes".to_owned())].into();
    let passport = shipped().service("C", today()).unwrap();
    assert!(matches!(
        passport.chosen(&asked)["urgent"],
        FieldValue::YesNo(true)
    ));
}

/// Code and line of the first fault of a shipped file after one replacement.
fn changed(file: &str, from: &str, to: &str) -> (Code, usize) {
    let shipped = text(file);
    assert!(shipped.contains(from), "{from} does not stand in {file}");
    let text = shipped.replacen(from, to, 1);
    let refusal = Catalogue::check_file(file, &text).unwrap_err();
    let line: usize = refusal.first.params["line"].parse().unwrap();
    let there = text.lines().nth(line - 1).unwrap();
    assert!(!there.is_empty(), "{line}");
    (refusal.code(), line)
}

/// What makes no sense in B1, and how it is refused.
const NONSENSE: &[(&str, &str, Code)] = &[
    (
        "receipt = \"phieu_tiep_nhan\"\n",
        "",
        Code::CatalogueMissing,
    ),
    (
        "\"phieu_tiep_nhan\"",
        "\"to_roi\"",
        Code::CatalogueMalformed,
    ),
    (
        "fee_waived_by = \"fee_waiver\"",
        "fee_waived_by = \"dwelling\"",
        Code::CatalogueUnknownName,
    ),
    (
        "basis = \"Thông tư 75/2022/TT-BTC\"",
        "basis = \" \"",
        Code::CatalogueMissing,
    ),
    (
        "id = \"b1-2023\"",
        "id = \"B1 2023\"",
        Code::CatalogueBadValue,
    ),
    (
        "parts = [\"relation\", \"number\"]",
        "parts = []",
        Code::CatalogueMissing,
    ),
    (
        "parts = [\"relation\", \"number\"]",
        "parts = [\"number\", \"number\"]",
        Code::CatalogueDuplicate,
    ),
    (
        "parts = [\"relation\", \"number\"]",
        "parts = [\"shoe\"]",
        Code::CatalogueMalformed,
    ),
    (
        "type = \"persons\"",
        "type = \"persons\"\non_receipt = true",
        Code::CatalogueBadValue,
    ),
    (
        "type = \"persons\"",
        "type = \"persons\"\nmax = 31",
        Code::CatalogueBadValue,
    ),
    (
        "with = [\"standing-1\"]",
        "with = [\"standing-9\"]",
        Code::CatalogueUnknownName,
    ),
    ("ready = true\n", "", Code::CatalogueNotHanded),
    ("handed = true\n", "", Code::CatalogueNotHanded),
    (
        "slip = \"phieu_huong_dan_bo_sung\"",
        "slip = \"xin_loi\"",
        Code::CatalogueBadValue,
    ),
    (
        "slip = \"phieu_huong_dan_bo_sung\"",
        "slip = \"loi_chao\"",
        Code::CatalogueMalformed,
    ),
    (
        "titles = { vi = \"Tiếp nhận\", en = \"Received\" }",
        "titles = { vi = \"Tiếp nhận\", en = \"Received\" }\nonce = true",
        Code::CatalogueBadValue,
    ),
    (
        "to = \"refused\"\n",
        "to = \"processing\"\n",
        Code::CatalogueDuplicate,
    ),
    (
        "starts_at = \"received\"",
        "starts_at = \"captured\"",
        Code::CatalogueNeverBegins,
    ),
    (
        "slip = \"phieu_huong_dan_bo_sung\"",
        "slip = \"phieu_huong_dan_bo_sung\"\nexcerpt = true",
        Code::CatalogueMissing,
    ),
    (
        "needs_person = true",
        "needs_person = true\nno_person = true",
        Code::CatalogueBadValue,
    ),
];

#[test]
fn a_dossier_that_makes_no_sense_is_refused() {
    let refused = |from: &str, to: &str| changed("B1.toml", from, to).0;
    for (from, to, code) in NONSENSE {
        assert_eq!(refused(from, to), *code, "{from} -> {to}");
    }
    let rule = changed(
        "D.toml",
        "field = \"kind\", is = [\"reissue_plate\"]",
        "field = \"kind\", is = [\"fly\"]",
    );
    assert_eq!(rule.0, Code::CatalogueUnknownName);
}

#[test]
fn whatever_is_answered_a_service_with_fees_says_what_it_costs() {
    for listed in shipped().list(today()) {
        let service = shipped().service(&listed.id, today()).unwrap();
        let administrative = service.receipt.is_some_and(PaperForm::is_administrative);
        assert_eq!(administrative, !service.fees.is_empty(), "{}", service.id);
        let asked = service.fees.iter().flat_map(|fee| &fee.applies_when);
        let asked: BTreeSet<&str> = asked.map(|one| one.field.as_str()).collect();
        let mut ways = vec![Fields::new()];
        for field in service
            .fields
            .iter()
            .filter(|field| asked.contains(field.key.as_str()))
        {
            let answers = field.choices.iter().map(|choice| &choice.key);
            let each = answers.flat_map(|key| {
                ways.iter().cloned().map(|mut way| {
                    way.insert(field.key.clone(), FieldValue::Text(key.clone()));
                    way
                })
            });
            ways = each.collect();
        }
        for way in ways.iter().filter(|_| administrative) {
            let fee = service.fee(way, today());
            assert!(fee.is_some(), "{}: {way:?}", service.id);
        }
    }
}

#[test]
fn every_open_service_that_opens_a_file_can_be_refused_or_ended_and_says_what_it_is_about() {
    for listed in shipped().list(today()) {
        let service = shipped().service(&listed.id, today()).unwrap();
        if !service.open || !service.files {
            continue;
        }
        let ends = service.states.iter().filter(|state| state.r#final);
        assert!(ends.count() >= 1, "{}", service.id);
        let told = service.carried("Nội dung chuyển từ sổ giấy.").unwrap();
        assert_eq!(told.len(), 1, "{}", service.id);
        assert!(!service.register.is_empty(), "{}", service.id);
        let hands_back = service.states.iter().any(|state| state.ready);
        // A denunciation names nobody to whom a result could be handed.
        assert_eq!(hands_back, !service.no_person, "{}", service.id);
    }
}
