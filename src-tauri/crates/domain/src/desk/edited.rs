//! A supervisor's new version of a service (*phiên bản mới của loại việc*).
//!
//! Purpose: values, papers to bring, the words of the form and the day from which they hold; the version
//! before it stays for the matters taken in under it. Questions and lives change by a file of the
//! catalogue alone. Must
//! never: change a version that was in force, or take effect on a day that has begun.

use serde::{Deserialize, Serialize};

use super::Desk;
use crate::catalogue::{PaperToBring, Service};
use crate::certainty::Certainty;
use crate::fault::{Code, Fault, Faults, Refusal};
use crate::moment::Day;
use crate::text;
use crate::titles::Titles;

/// Versions made here are counted from here on, so that none is ever a shipped one's.
pub const FIRST_EDIT: u32 = 1_001;
/// The longest time limit; beyond it is a slip of the pen.
const COUNT_LIMIT: u32 = 5_000;
/// The greatest fee, đồng.
const AMOUNT_LIMIT: u32 = 1_000_000_000;
/// Furthest calendar year a version begins in, from this one: beyond it is a slip of the pen.
const FAR: i32 = 2;
/// Most papers to bring.
const PAPERS: usize = 40;
/// Longest law cited, reason, name of a paper, characters.
const LINE: usize = 300;

/// Another count of a time limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct RuleEdit {
    /// The time limit: `b1-register-2024`.
    pub rule: String,
    /// How many of its unit.
    pub count: u32,
    /// Law and article.
    pub basis: String,
}

/// Another amount of a fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct FeeEdit {
    /// The fee: `b1-2023`.
    pub fee: String,
    /// Whole đồng.
    pub amount: u32,
    /// Law and article.
    pub basis: String,
}

/// Other words of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct TextEdit {
    /// The question: `request`.
    pub field: String,
    /// Its label; the words of a note.
    pub labels: Titles,
    /// A sentence of help; none where both languages are blank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Titles>,
}

/// What a supervisor wants changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditWish {
    /// First day of the new version.
    pub valid_from: Day,
    /// Why: the text it was read in.
    pub why: String,
    /// Time limits as they are to be; those that stay as they are may stand there, too.
    pub rules: Vec<RuleEdit>,
    /// Fees as they are to be.
    pub fees: Vec<FeeEdit>,
    /// All papers to bring; absent where they stay.
    pub documents: Option<Vec<PaperToBring>>,
    /// Words of questions as they are to be.
    pub texts: Vec<TextEdit>,
}

/// A new version of a service: what differs from the one it was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceEdited {
    /// `B1`.
    pub service: String,
    /// The version it was made from.
    pub base: u32,
    /// Its own number.
    pub version: u32,
    /// First day in force.
    pub valid_from: Day,
    /// Why.
    pub why: String,
    /// Time limits that changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleEdit>,
    /// Fees that changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<FeeEdit>,
    /// All papers to bring, where they changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<Vec<PaperToBring>>,
    /// Questions whose words changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<TextEdit>,
}

impl EditWish {
    /// Decides the new version; `today` is when it is decided, `version` the number it gets.
    ///
    /// # Errors
    /// Each fault at its place: `rules[0].count`, `fees[1].basis`, `documents[2].name`,
    /// `texts[0].label`, `valid_from`, `why`; [`Code::CatalogueNothingChanged`] where all is as it was.
    pub fn decide(
        &self,
        base: &Service,
        version: u32,
        today: Day,
    ) -> Result<ServiceEdited, Refusal> {
        let mut faults = Faults::default();
        if self.valid_from <= today {
            faults.push(Fault::at(Code::CatalogueNotYet, "valid_from"));
        }
        if self.valid_from.year() > today.year().saturating_add(FAR) {
            faults.push(Fault::at(Code::CatalogueTooFar, "valid_from"));
        }
        let why = line(&mut faults, &self.why, "why");
        let rules = self.rules(base, &mut faults);
        let fees = self.fees(base, &mut faults);
        let documents = self.documents(base, &mut faults);
        let texts = self.texts(base, &mut faults);
        faults.finish()?;
        let values = rules.is_empty() && fees.is_empty();
        if values && documents.is_none() && texts.is_empty() {
            return Err(Refusal::new(Code::CatalogueNothingChanged));
        }
        Ok(ServiceEdited {
            service: base.id.clone(),
            base: base.version,
            version,
            valid_from: self.valid_from,
            why,
            rules,
            fees,
            documents,
            texts,
        })
    }

    fn texts(&self, base: &Service, faults: &mut Faults) -> Vec<TextEdit> {
        let mut changed = Vec::new();
        for (index, edit) in self.texts.iter().enumerate() {
            let at = |field: &str| format!("texts[{index}].{field}");
            let Some(field) = base.fields.iter().find(|field| field.key == edit.field) else {
                faults.push(Fault::at(Code::CatalogueUnknownRule, at("field")));
                continue;
            };
            let labels = Titles {
                vi: line(faults, &edit.labels.vi, &at("label")),
                en: line(faults, &edit.labels.en, &at("label_en")),
            };
            // A note is help itself.
            let told = edit.help.as_ref().filter(|help| {
                field.kind.asks() && !(help.vi.trim().is_empty() && help.en.trim().is_empty())
            });
            let help = told.map(|help| Titles {
                vi: line(faults, &help.vi, &at("help")),
                en: line(faults, &help.en, &at("help_en")),
            });
            if labels != field.labels || help != field.help {
                changed.push(TextEdit {
                    field: edit.field.clone(),
                    labels,
                    help,
                });
            }
        }
        changed
    }

    fn rules(&self, base: &Service, faults: &mut Faults) -> Vec<RuleEdit> {
        let mut changed = Vec::new();
        for (index, edit) in self.rules.iter().enumerate() {
            let at = |field: &str| format!("rules[{index}].{field}");
            let Some(rule) = base.deadlines.iter().find(|rule| rule.id == edit.rule) else {
                faults.push(Fault::at(Code::CatalogueUnknownRule, at("rule")));
                continue;
            };
            if !(1..=COUNT_LIMIT).contains(&edit.count) {
                let fault = Fault::at(Code::FieldOutOfRange, at("count")).with("min", 1);
                faults.push(fault.with("max", COUNT_LIMIT));
            }
            let basis = line(faults, &edit.basis, &at("basis"));
            if (edit.count, basis.as_str()) != (rule.count, rule.basis.as_str()) {
                changed.push(RuleEdit {
                    basis,
                    ..edit.clone()
                });
            }
        }
        changed
    }

    fn fees(&self, base: &Service, faults: &mut Faults) -> Vec<FeeEdit> {
        let mut changed = Vec::new();
        for (index, edit) in self.fees.iter().enumerate() {
            let at = |field: &str| format!("fees[{index}].{field}");
            let Some(fee) = base.fees.iter().find(|fee| fee.id == edit.fee) else {
                faults.push(Fault::at(Code::CatalogueUnknownRule, at("fee")));
                continue;
            };
            if edit.amount > AMOUNT_LIMIT {
                let fault = Fault::at(Code::FieldOutOfRange, at("amount")).with("min", 0);
                faults.push(fault.with("max", AMOUNT_LIMIT));
            }
            let basis = line(faults, &edit.basis, &at("basis"));
            if (edit.amount, basis.as_str()) != (fee.amount, fee.basis.as_str()) {
                changed.push(FeeEdit {
                    basis,
                    ..edit.clone()
                });
            }
        }
        changed
    }

    fn documents(&self, base: &Service, faults: &mut Faults) -> Option<Vec<PaperToBring>> {
        let typed = self.documents.as_ref()?;
        if typed.len() > PAPERS {
            faults.push(Fault::at(Code::FieldTooMany, "documents").with("max", PAPERS));
        }
        let mut papers = Vec::new();
        for (index, paper) in typed.iter().enumerate() {
            let at = |field: &str| format!("documents[{index}].{field}");
            let mut paper = paper.clone();
            paper.name.vi = line(faults, &paper.name.vi, &at("name"));
            paper.name.en = line(faults, &paper.name.en, &at("name_en"));
            papers.push(paper);
        }
        (papers != base.documents).then_some(papers)
    }
}

/// One line that has to be there.
fn line(faults: &mut Faults, typed: &str, field: &str) -> String {
    let read = text::line(typed, LINE).map_err(|fault| fault.in_field(field));
    let read = faults.keep(read);
    if read.as_deref() == Some("") {
        faults.push(Fault::at(Code::FieldMissing, field));
    }
    read.unwrap_or_default()
}

impl ServiceEdited {
    /// The version itself: the one it was made from, with what changed. What a supervisor wrote down
    /// with its law is sure.
    pub fn of(&self, base: &Service) -> Service {
        let mut service = base.clone();
        service.version = self.version;
        service.valid_from = self.valid_from;
        service.valid_to = None;
        for edit in &self.rules {
            for rule in service
                .deadlines
                .iter_mut()
                .filter(|rule| rule.id == edit.rule)
            {
                rule.count = edit.count;
                rule.basis.clone_from(&edit.basis);
                rule.certainty = Certainty::Sure;
                rule.note = None;
            }
        }
        for edit in &self.fees {
            for fee in service.fees.iter_mut().filter(|fee| fee.id == edit.fee) {
                fee.amount = edit.amount;
                fee.basis.clone_from(&edit.basis);
                fee.certainty = Certainty::Sure;
            }
        }
        for edit in &self.texts {
            let fields = service.fields.iter_mut();
            for field in fields.filter(|field| field.key == edit.field) {
                field.labels = edit.labels.clone();
                field.help.clone_from(&edit.help);
            }
        }
        if let Some(documents) = &self.documents {
            service.documents.clone_from(documents);
        }
        service
    }
}

impl Desk {
    pub(crate) fn apply_edited(&mut self, body: &ServiceEdited) -> bool {
        let new = self.edits.iter().all(|edit| edit.version < body.version);
        if new {
            self.edits.push(body.clone());
        }
        new
    }
}

#[cfg(test)]
mod tests;
