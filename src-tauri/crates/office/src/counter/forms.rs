//! A service of the catalogue as the counter draws it.
//!
//! Purpose: the shape of a form, its questions and its papers, as they cross to the page. Must never:
//! decide what is asked; that stands in the catalogue.

use domain::catalogue::{
    Computed, Condition, Field, FieldKind, Offer, PaperToBring, Part, Section, Service, When,
};
use domain::paper_form::PaperForm;
use domain::person::Proof;
use domain::titles::Titles;
use serde::{Deserialize, Serialize};

/// A service as the counter draws it.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent line of the data file"
)]
pub struct ServiceView {
    /// `A1`.
    pub id: String,
    /// Its name.
    pub titles: Titles,
    /// It opens a file.
    pub files: bool,
    /// A receipt is made out.
    pub receipt: bool,
    /// Another system may have a code for it (*mã hồ sơ dịch vụ công*).
    pub coded: bool,
    /// Not from a caller who stays anonymous.
    pub needs_person: bool,
    /// It keeps no identity.
    pub no_person: bool,
    /// The weakest proof of identity it is taken in with.
    pub proof: Option<Proof>,
    /// Sections of the form; none where it has one piece.
    pub sections: Vec<Section>,
    /// The question that says how dangerous it is.
    pub level: Option<String>,
    /// Questions, in order.
    pub fields: Vec<FieldView>,
    /// Papers to bring.
    pub documents: Vec<PaperView>,
    /// Laws, as cited.
    pub basis: Vec<String>,
    /// Questions whose answers say which clock runs.
    pub due_depends_on: Vec<String>,
}

/// A question of the form.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent line of the data file"
)]
pub struct FieldView {
    /// `content`.
    pub key: String,
    /// What it holds.
    pub kind: FieldKind,
    /// Its label.
    pub labels: Titles,
    /// It must be answered.
    pub required: bool,
    /// A sentence of help.
    pub help: Option<Titles>,
    /// Longest text, characters.
    pub max_length: Option<u32>,
    /// Least number.
    pub min: Option<i32>,
    /// Greatest number.
    pub max: Option<i32>,
    /// What to choose from.
    pub choices: Vec<ChoiceView>,
    /// What is asked of a person beside the name.
    pub parts: Vec<Part>,
    /// What is offered as its answer.
    pub offers: Option<Offer>,
    /// Nobody types it: the questions it is worked out from.
    pub computes: Vec<String>,
    /// Which days a date may be.
    pub when: Option<When>,
    /// It is seldom asked: folded away until somebody wants it.
    pub folded: bool,
    /// The section it stands in.
    pub section: Option<String>,
    /// The cleared find a protected file by it.
    pub found_by: bool,
    /// It is kept apart from the rest of a protected file.
    pub apart: bool,
    /// It is asked where all of these hold.
    pub shown_when: Vec<Condition>,
    /// It must be answered where all of these hold, if there are any.
    pub required_when: Vec<Condition>,
}

/// An answer to choose.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct ChoiceView {
    /// As stored.
    pub key: String,
    /// As shown.
    pub labels: Titles,
    /// It can be chosen where all of these hold.
    pub offered_when: Vec<Condition>,
}

/// A paper to bring.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct PaperView {
    /// Its name.
    pub name: Titles,
    /// Original or copy.
    pub form: domain::catalogue::DocumentForm,
    /// Needed, or only where there is one.
    pub required: bool,
}

pub(crate) fn shown(service: &Service) -> ServiceView {
    ServiceView {
        id: service.id.clone(),
        titles: service.titles.clone(),
        files: service.files,
        receipt: service.receipt.is_some(),
        coded: service.receipt.is_some_and(PaperForm::is_administrative),
        needs_person: service.needs_person,
        no_person: service.no_person,
        proof: service.proof,
        sections: service.sections.clone(),
        level: service.level.clone(),
        fields: service.fields.iter().map(field).collect(),
        documents: service.documents.iter().map(paper).collect(),
        basis: service.basis.clone(),
        due_depends_on: service.due_depends_on(),
    }
}

fn field(field: &Field) -> FieldView {
    let number = |value: i64| i32::try_from(value).ok();
    FieldView {
        key: field.key.clone(),
        kind: field.kind,
        labels: field.labels.clone(),
        required: field.required,
        help: field.help.clone(),
        max_length: field.max_length.and_then(|most| u32::try_from(most).ok()),
        min: field.min.and_then(number),
        max: field.max.and_then(number),
        choices: field
            .choices
            .iter()
            .map(|choice| ChoiceView {
                key: choice.key.clone(),
                labels: choice.labels.clone(),
                offered_when: choice.offered_when.clone(),
            })
            .collect(),
        parts: field.parts.clone(),
        offers: field.offers,
        computes: field.computes.iter().flat_map(Computed::keys).collect(),
        when: field.when,
        folded: field.folded,
        section: field.section.clone(),
        found_by: field.found_by,
        apart: field.apart,
        shown_when: field.shown_when.clone(),
        required_when: field.required_when.clone(),
    }
}

fn paper(paper: &PaperToBring) -> PaperView {
    PaperView {
        name: paper.name.clone(),
        form: paper.form,
        required: paper.required,
    }
}
