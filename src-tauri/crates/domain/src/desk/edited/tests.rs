use super::*;
use crate::catalogue::{Catalogue, DocumentForm, Field};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn base() -> &'static Service {
    let today = day("2026-11-24");
    Catalogue::shipped().unwrap().service("B1", today).unwrap()
}

fn as_it_is() -> EditWish {
    let rules = base().deadlines.iter().map(|rule| RuleEdit {
        rule: rule.id.clone(),
        count: rule.count,
        basis: rule.basis.clone(),
    });
    let fees = base().fees.iter().map(|fee| FeeEdit {
        fee: fee.id.clone(),
        amount: fee.amount,
        basis: fee.basis.clone(),
    });
    EditWish {
        valid_from: day("2027-01-01"),
        why: "Nghị định mẫu 01/2026/NĐ-CP".to_owned(),
        rules: rules.collect(),
        fees: fees.collect(),
        documents: Some(base().documents.clone()),
        texts: base().fields.iter().map(words).collect(),
    }
}

fn words(field: &Field) -> TextEdit {
    TextEdit {
        field: field.key.clone(),
        labels: field.labels.clone(),
        help: field.help.clone(),
    }
}

fn decide(wish: &EditWish) -> Result<ServiceEdited, Vec<(Code, String)>> {
    let decided = wish.decide(base(), FIRST_EDIT, day("2026-11-24"));
    decided.map_err(|refusal| {
        let faults = refusal.faults();
        faults
            .map(|fault| (fault.code, fault.field.clone().unwrap_or_default()))
            .collect()
    })
}

#[test]
fn only_what_differs_is_written_down_and_the_rest_of_the_version_is_the_old_one() {
    let mut wish = as_it_is();
    wish.rules[0].count += 3;
    wish.fees[0].amount = 15_000;
    let edit = decide(&wish).unwrap();
    assert_eq!((edit.rules.len(), edit.fees.len()), (1, 1));
    assert_eq!(edit.documents, None);
    let new = edit.of(base());
    assert_eq!(
        (new.version, new.valid_from),
        (FIRST_EDIT, day("2027-01-01"))
    );
    assert_eq!(new.deadlines[0].count, base().deadlines[0].count + 3);
    assert_eq!(new.deadlines[0].certainty, Certainty::Sure);
    assert_eq!(new.fees[0].amount, 15_000);
    assert_eq!(new.deadlines.len(), base().deadlines.len());
    assert_eq!(new.fields, base().fields);
    assert_eq!(new.states, base().states);
    assert_eq!(new.documents, base().documents);
}

#[test]
fn papers_to_bring_are_replaced_as_a_whole() {
    let mut wish = as_it_is();
    let papers = wish.documents.as_mut().unwrap();
    papers.remove(0);
    papers.push(PaperToBring {
        name: Titles {
            vi: "Giấy xác nhận".to_owned(),
            en: "Confirmation".to_owned(),
        },
        form: DocumentForm::Original,
        required: true,
    });
    let new = decide(&wish).unwrap().of(base());
    assert_eq!(new.documents.len(), base().documents.len());
    assert_eq!(new.documents.last().unwrap().name.en, "Confirmation");
}

#[test]
fn a_change_of_nothing_of_today_or_of_nonsense_is_refused_each_fault_at_its_place() {
    let plain = decide(&as_it_is()).unwrap_err();
    assert_eq!(plain, [(Code::CatalogueNothingChanged, String::new())]);
    let mut wish = as_it_is();
    wish.valid_from = day("2026-11-24");
    wish.why = "  ".to_owned();
    wish.rules[0].count = 0;
    wish.rules[0].basis = String::new();
    wish.rules.push(RuleEdit {
        rule: "nothing".to_owned(),
        count: 1,
        basis: "x".to_owned(),
    });
    wish.fees[0].amount = u32::MAX;
    wish.documents.as_mut().unwrap()[0].name.en = String::new();
    let last = wish.rules.len() - 1;
    assert_eq!(
        decide(&wish).unwrap_err(),
        [
            (Code::CatalogueNotYet, "valid_from".to_owned()),
            (Code::FieldMissing, "why".to_owned()),
            (Code::FieldOutOfRange, "rules[0].count".to_owned()),
            (Code::FieldMissing, "rules[0].basis".to_owned()),
            (Code::CatalogueUnknownRule, format!("rules[{last}].rule")),
            (Code::FieldOutOfRange, "fees[0].amount".to_owned()),
            (Code::FieldMissing, "documents[0].name_en".to_owned()),
        ]
    );
}

#[test]
fn a_slip_of_the_year_is_refused_and_a_law_of_next_year_is_not() {
    let mut wish = as_it_is();
    wish.rules[0].count += 1;
    wish.valid_from = day("2028-12-31");
    assert!(decide(&wish).is_ok());
    wish.valid_from = day("2072-01-01");
    let far = (Code::CatalogueTooFar, "valid_from".to_owned());
    assert_eq!(decide(&wish).unwrap_err(), [far]);
}

#[test]
fn other_words_of_a_question_stand_in_both_languages_and_leave_the_question_as_it_is() {
    let mut wish = as_it_is();
    let at = wish.texts.iter().position(|text| text.field == "request");
    let at = at.unwrap();
    wish.texts[at].labels.vi = "Nội dung đề nghị thay đổi".to_owned();
    wish.texts[at].help = Some(Titles {
        vi: " ".to_owned(),
        en: String::new(),
    });
    let edit = decide(&wish).unwrap();
    assert_eq!(edit.texts.len(), 1);
    let new = edit.of(base());
    let of = |service: &Service| {
        service
            .fields
            .iter()
            .find(|one| one.key == "request")
            .cloned()
    };
    let (new, old) = (of(&new).unwrap(), of(base()).unwrap());
    assert_eq!(new.labels.vi, "Nội dung đề nghị thay đổi");
    assert_eq!((new.help, old.help.is_some()), (None, true));
    assert_eq!((new.kind, new.required), (old.kind, old.required));

    wish.texts[at].labels.en = String::new();
    wish.texts[at].help = Some(Titles {
        vi: "Mục 10.".to_owned(),
        en: String::new(),
    });
    wish.texts.push(TextEdit {
        field: "nobody".to_owned(),
        ..wish.texts[at].clone()
    });
    let last = wish.texts.len() - 1;
    assert_eq!(
        decide(&wish).unwrap_err(),
        [
            (Code::FieldMissing, format!("texts[{at}].label_en")),
            (Code::FieldMissing, format!("texts[{at}].help_en")),
            (Code::CatalogueUnknownRule, format!("texts[{last}].field")),
        ]
    );
}
