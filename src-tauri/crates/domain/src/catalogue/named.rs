//! A person named in a form: who changes residence together, a father, a householder.
//!
//! Purpose: the parts of such a person, read at the door as those of a citizen are. She has no
//! record of her own at the desk and is no party to the matter. Must never: look anybody up.

use core::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::field::{Field, Part};
use crate::born::{PartialDate, Sex};
use crate::fault::{Code, Fault, Faults, Refusal};
use crate::fold;
use crate::moment::Day;
use crate::person::{self, Facts, Naming};
use crate::text;
use crate::words::Lang;

/// Most people of one question.
pub const PEOPLE_LIMIT: usize = 30;
/// Longest relation, characters.
const RELATION_LIMIT: usize = 100;

/// One person of a form.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Full name.
    pub name: String,
    /// Birth date, day and month may be unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<PartialDate>,
    /// Sex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Personal number, 12 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Phone, national form without separators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Address as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What she is to whom the form is about, in words (`vợ`, `con đẻ`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
}

impl Named {
    /// Whether this is that person: the same number, or without one the same name and birth date. A
    /// name alone is many people's.
    pub fn is(&self, who: &Facts) -> bool {
        if self.number.is_some() {
            return self.number == who.number;
        }
        let born = self.born.is_some() && self.born == who.born;
        born && fold::folded_key(&self.name) == fold::folded_key(&who.name)
    }

    /// One part in words of one language.
    pub fn part(&self, part: Part, lang: Lang) -> Option<String> {
        match part {
            Part::Born => self.born.map(|born| born.to_string()),
            Part::Sex => self.sex.map(|sex| {
                lang.word(match sex {
                    Sex::Female => "ui.person.female",
                    Sex::Male => "ui.person.male",
                })
            }),
            Part::Number => self.number.clone(),
            Part::Relation => self.relation.clone(),
            Part::Phone => self.phone.as_deref().map(crate::phone::display),
            Part::Address => self.address.clone(),
        }
    }
}

/// Who is named in a form never reaches a log.
impl fmt::Debug for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Named(..)")
    }
}

/// One person, told on a day; `None` where nothing of her was told.
pub(super) fn one(field: &Field, told: &Value, today: Day) -> Result<Option<Named>, Refusal> {
    let parts = object(told)?;
    if parts.values().all(nothing) {
        return Ok(None);
    }
    Reading {
        field,
        parts,
        today,
    }
    .read()
    .map(Some)
}

/// Several people; what is told of nobody is left out. Faults are told at `[1].number`.
pub(super) fn several(field: &Field, told: &Value, today: Day) -> Result<Vec<Named>, Refusal> {
    let rows = told
        .as_array()
        .ok_or_else(|| Fault::new(Code::FieldNotPeople))?;
    let most = field.max.and_then(|most| usize::try_from(most).ok());
    let most = most.unwrap_or(PEOPLE_LIMIT).min(PEOPLE_LIMIT);
    if rows.len() > most {
        return Err(Fault::new(Code::FieldTooMany).with("max", most).into());
    }
    let mut faults = Faults::default();
    let mut people = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let read = one(field, row, today).map_err(|refusal| at_row(refusal, index));
        people.extend(faults.keep_all(read).flatten());
    }
    faults.finish()?;
    Ok(people)
}

fn at_row(mut refusal: Refusal, index: usize) -> Refusal {
    for fault in core::iter::once(&mut refusal.first).chain(&mut refusal.more) {
        let part = fault.field.take();
        let part = part.map(|part| format!(".{part}")).unwrap_or_default();
        fault.field = Some(format!("[{index}]{part}"));
    }
    refusal
}

fn object(told: &Value) -> Result<&Map<String, Value>, Fault> {
    told.as_object()
        .ok_or_else(|| Fault::new(Code::FieldNotPeople))
}

fn nothing(part: &Value) -> bool {
    match part {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
    }
}

/// One person being read.
struct Reading<'a> {
    field: &'a Field,
    parts: &'a Map<String, Value>,
    today: Day,
}

impl Reading<'_> {
    fn read(&self) -> Result<Named, Refusal> {
        let mut faults = Faults::default();
        for key in self.parts.keys() {
            let asked = self.field.parts.iter().any(|part| part.text() == key);
            if key != "name" && !asked {
                // A key nobody knows may be anything, so it is not repeated.
                faults.push(Fault::new(Code::FieldUnknown));
            }
        }
        let mut part = |key: &str| {
            let told = self.text(key).map_err(|fault| fault.in_field(key));
            faults.keep(told).flatten()
        };
        let (name, number) = (part("name"), part("number"));
        let (phone, address, relation) = (part("phone"), part("address"), part("relation"));
        let (born, sex) = (part("born"), part("sex"));
        let born = faults.keep(self.born(born)).flatten();
        let sex = faults.keep(sex.map(sex_of).transpose()).flatten();
        let relation = relation.map(|told| text::line(told, RELATION_LIMIT));
        let relation = relation
            .transpose()
            .map_err(|fault| fault.in_field("relation"));
        let relation = faults.keep(relation).flatten();
        let facts = Facts {
            name: name.unwrap_or_default().to_owned(),
            born,
            sex,
            number: number.map(str::to_owned),
            phones: phone.map(str::to_owned).into_iter().collect(),
            address: address.unwrap_or_default().to_owned(),
            ..Facts::default()
        };
        let facts = person::check(&facts, Naming::Needed, "person").map_err(own_parts);
        let facts = faults.keep_all(facts);
        faults.finish()?;
        let facts = facts.unwrap_or_default();
        let filled = |text: String| (!text.is_empty()).then_some(text);
        Ok(Named {
            name: facts.name,
            born: facts.born,
            sex: facts.sex,
            number: facts.number,
            phone: facts.phones.into_iter().next(),
            address: filled(facts.address),
            relation: relation.and_then(filled),
        })
    }

    /// What was told of a part; nothing for a blank one.
    fn text(&self, key: &str) -> Result<Option<&str>, Fault> {
        let told = self.parts.get(key).filter(|told| !nothing(told));
        let Some(told) = told else { return Ok(None) };
        let text = told.as_str();
        text.map(|text| Some(text.trim()))
            .ok_or_else(|| Fault::new(Code::FieldNotText))
    }

    fn born(&self, told: Option<&str>) -> Result<Option<PartialDate>, Fault> {
        let Some(told) = told else { return Ok(None) };
        let at = |code| Fault::at(code, "born");
        let date = PartialDate::from_iso(told).ok_or_else(|| at(Code::FieldNotDate))?;
        if date.is_after(self.today) {
            return Err(at(Code::DateInFuture));
        }
        Ok(Some(date))
    }
}

fn sex_of(told: &str) -> Result<Sex, Fault> {
    match told {
        "female" => Ok(Sex::Female),
        "male" => Ok(Sex::Male),
        _ => Err(Fault::at(Code::FieldNotChoice, "sex").with("choices", "female, male")),
    }
}

/// Faults of a citizen's facts as those of a person of a form: she has one phone.
fn own_parts(mut refusal: Refusal) -> Refusal {
    for fault in core::iter::once(&mut refusal.first).chain(&mut refusal.more) {
        let field = fault.field.take().unwrap_or_default();
        let part = field.trim_start_matches("person.");
        let phone = part.starts_with(Part::Phone.text());
        fault.field = Some(if phone {
            Part::Phone.text().to_owned()
        } else {
            part.to_owned()
        });
    }
    refusal
}
