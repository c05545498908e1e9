//! Sheets of a protected file (*phiếu việc*): forms that its cleared people fill in while they work on it.
//!
//! Purpose: which services a sheet belongs to, what of its answers the file's head takes over: the day on
//! which somebody looks again, that she had to tell it all again, and how she may be reached. A plan, an
//! assessment, an order, a visit: what each asks stands in its own file. Must never: be offered at a counter.

use serde::{Deserialize, Serialize};

use super::answer::{FieldValue, Fields};
use super::field::{Field, FieldKind};
use super::service::Service;
use super::source::Source;
use crate::born::PartialDate;
use crate::fault::{Code, Fault};
use crate::moment::Day;
use crate::titles::Titles;

/// The choice that says so.
const YES: &str = "yes";

/// Which questions tell how somebody may be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactQuestions {
    /// In which way: a choice.
    pub way: String,
    /// At which number.
    pub phone: String,
    /// Through whom.
    pub person: String,
    /// From which time of day on.
    pub from: String,
    /// Until which.
    pub to: String,
    /// What is said first.
    pub phrase: String,
    /// Which numbers never.
    pub never: String,
}

impl Service {
    /// Whether it is a sheet of protected files, and nothing that anybody comes for.
    pub fn is_sheet(&self) -> bool {
        !self.sheet_of.is_empty()
    }

    /// Whether it is a sheet of files of this service.
    pub fn is_sheet_of(&self, service: &str) -> bool {
        self.sheet_of.iter().any(|one| one == service)
    }

    /// The day on which somebody looks at the file again, where it was told.
    pub fn looks_again(&self, answers: &Fields) -> Option<Day> {
        let told = answers.get(self.again.as_ref()?)?;
        PartialDate::from_iso(told.text()?)?.full()
    }

    /// The wish that whoever gives the file to somebody has to heed, as its question calls it.
    pub fn wished<'s>(&'s self, answers: &Fields) -> Option<&'s Titles> {
        let key = self.wish.as_ref()?;
        let told = answers.get(key).and_then(FieldValue::text);
        let mut fields = self.fields.iter().filter(|_| told == Some(YES));
        Some(&fields.find(|field| &field.key == key)?.labels)
    }

    /// Whether somebody had to tell again what was told before.
    pub fn retells(&self, answers: &Fields) -> bool {
        let told = self.retold.as_ref().and_then(|key| answers.get(key));
        told.and_then(FieldValue::text) == Some(YES)
    }
}

impl Service {
    /// From which day on what was told on `day` is shredded, where nobody answers for it.
    pub fn gone_from(&self, day: Day) -> Option<Day> {
        let kept = time::Duration::days(i64::from(self.keep_days?));
        Some(day.start().plus(kept).day())
    }
}

/// A sheet is of protected files, opens none, and names questions it has.
pub(super) fn check(service: &Service, source: &Source<'_>) -> Result<(), Fault> {
    let wrong =
        |table: &str, code, what: &str| source.fault(code, source.line_of_table(table, 0), &what);
    if service.is_sheet() && (!service.protected || service.files) {
        return Err(wrong("sheet_of", Code::CatalogueBadValue, "sheet_of"));
    }
    if service
        .keep_days
        .is_some_and(|days| days == 0 || !service.protected)
    {
        return Err(wrong("keep_days", Code::CatalogueBadValue, "keep_days"));
    }
    let has = |key: &str, kind: FieldKind| {
        let mut fields = service.fields.iter();
        fields.any(|field: &Field| field.key == key && field.kind == kind)
    };
    if let Some(key) = &service.again
        && (!service.is_sheet() || !has(key, FieldKind::Date))
    {
        return Err(wrong("again", Code::CatalogueUnknownName, key));
    }
    // A choice that can be answered with yes.
    let says = |key: &String| {
        let fields = service.fields.iter().filter(|field| &field.key == key);
        let mut fields = fields.filter(|field| field.kind == FieldKind::Choice);
        fields.any(|field| field.choices.iter().any(|choice| choice.key == YES))
    };
    if let Some(key) = service.retold.as_ref()
        && (!service.is_sheet() || !says(key))
    {
        return Err(wrong("retold", Code::CatalogueUnknownName, key));
    }
    if service.for_duty && !service.is_sheet() {
        return Err(wrong("for_duty", Code::CatalogueBadValue, "for_duty"));
    }
    if let Some(key) = service.wish.as_ref().filter(|key| !says(key)) {
        return Err(wrong("wish", Code::CatalogueUnknownName, key));
    }
    let Some(asked) = &service.contact else {
        return Ok(());
    };
    let questions = [
        (&asked.way, FieldKind::Choice),
        (&asked.phone, FieldKind::Text),
        (&asked.person, FieldKind::Person),
        (&asked.from, FieldKind::Time),
        (&asked.to, FieldKind::Time),
        (&asked.phrase, FieldKind::Text),
        (&asked.never, FieldKind::Text),
    ];
    let mut questions = questions.into_iter();
    match questions.find(|(key, kind)| !has(key, *kind)) {
        Some((key, _)) => Err(wrong("contact", Code::CatalogueUnknownName, key)),
        None => Ok(()),
    }
}
