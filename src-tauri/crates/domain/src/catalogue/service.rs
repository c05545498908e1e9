//! The shape of a service file.
//!
//! Purpose: what stands in `services/<id>.toml`. A version that was released is never changed; a
//! new file with the next version follows it. Must never: give a default for anything that law or
//! people would notice.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::answer::{FieldValue, Fields};
use super::declaration::Declaration;
use super::fee::Fee;
use super::field::Field;
use super::named::Named;
use super::route::Route;
use super::sections::Section;
use super::sheets::ContactQuestions;
use crate::born::PartialDate;
use crate::deadline::Rule;
use crate::fault::{Code, Fault};
use crate::life_cycle::{LifeCycle, Move, State};
use crate::moment::Day;
use crate::paper_form::PaperForm;
use crate::person::{Facts, Proof};
use crate::titles::Titles;

/// One version of one service.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent line of the data file"
)]
pub struct Service {
    /// `A1`, `B5-split`.
    pub id: String,
    /// From 1; files keep the one they were taken under.
    pub version: u32,
    /// First day in force.
    pub valid_from: Day,
    /// Last day in force.
    #[serde(default)]
    pub valid_to: Option<Day>,
    /// Its name.
    pub titles: Titles,
    /// Laws, circulars, as cited.
    pub basis: Vec<String>,
    /// Content is for cleared people only.
    pub protected: bool,
    /// Matters can be taken in. A service that is not open has its clocks and nothing else yet.
    pub open: bool,
    /// It opens a file; `false` for what ends with the visit (advice).
    #[serde(default)]
    pub files: bool,
    /// It cannot be taken in from a caller who stays anonymous.
    #[serde(default)]
    pub needs_person: bool,
    /// It keeps no identity: whoever brings it stays unnamed here (*tố cáo*).
    #[serde(default)]
    pub no_person: bool,
    /// The weakest proof of identity it is taken in with; absent = none is asked for.
    #[serde(default)]
    pub proof: Option<Proof>,
    /// Whoever it is for has this many years at least, on the day it is received.
    #[serde(default)]
    pub age_from: Option<u16>,
    /// The paper handed out; what opens a file says which.
    #[serde(default)]
    pub receipt: Option<PaperForm>,
    /// The question that names whose result it is, where it was asked for somebody else.
    #[serde(default)]
    pub result_of: Option<String>,
    /// The same of its parts: asked where its own question was not answered.
    #[serde(skip)]
    pub result_of_part: Option<String>,
    /// The question of a part until when whoever came may act for another.
    #[serde(skip)]
    pub authority_until: Option<String>,
    /// How it is counted.
    pub statistics: Statistics,
    /// Questions that name people of whom each gets a receipt (*người đại diện của đoàn đông người*).
    #[serde(default)]
    pub receipt_each: Vec<String>,
    /// The question that says how dangerous it is, its choices in rising order.
    #[serde(default)]
    pub level: Option<String>,
    /// It is a sheet that is filled in on protected files of these services, and nothing anybody comes for.
    #[serde(default)]
    pub sheet_of: Vec<String>,
    /// Of a sheet: the day on which somebody looks at the file again.
    #[serde(default)]
    pub again: Option<String>,
    /// Of a sheet: the choice that is `yes` where somebody had to tell again what was told before.
    #[serde(default)]
    pub retold: Option<String>,
    /// Of a sheet: it may be handed to whoever is on duty, as a protected file of its own.
    #[serde(default)]
    pub for_duty: bool,
    /// The choice that is `yes` where whoever gives the file to somebody has to heed a wish.
    #[serde(default)]
    pub wish: Option<String>,
    /// Of a protected service: for how many days what was told is kept where nobody answers for it; then two
    /// shred it (the house's rule). For as long as the law says where absent.
    #[serde(default)]
    pub keep_days: Option<u16>,
    /// Questions that tell how somebody may be reached.
    #[serde(default)]
    pub contact: Option<ContactQuestions>,
    /// Sections of the form, in order; none where it has one piece.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// Questions of the form, in order.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Parts whose questions follow them, by id: `standing-1`.
    #[serde(default)]
    pub with: Vec<String>,
    /// Papers to bring.
    #[serde(default)]
    pub documents: Vec<PaperToBring>,
    /// What the citizen signs; absent where nothing is.
    #[serde(default)]
    pub declaration: Option<Declaration>,
    /// The list of those to whom the desk goes; absent where everybody comes.
    #[serde(default)]
    pub route: Option<Route>,
    /// What is paid, in all its dated versions; the first that applies counts.
    #[serde(default)]
    pub fees: Vec<Fee>,
    /// The choice whose answer says why nothing is paid.
    #[serde(default)]
    pub fee_waived_by: Option<String>,
    /// States, the first one first.
    #[serde(default)]
    pub states: Vec<State>,
    /// Moves between them.
    #[serde(default)]
    pub moves: Vec<Move>,
    /// Clocks, in all their dated versions.
    #[serde(default)]
    pub deadlines: Vec<Rule>,
    /// What the reception register shows of it.
    #[serde(default)]
    pub register: Vec<RegisterCell>,
}

impl Service {
    /// Whether this version is in force on a day.
    pub fn in_force(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// Its life cycle.
    pub fn life_cycle(&self) -> LifeCycle<'_> {
        LifeCycle {
            states: &self.states,
            moves: &self.moves,
        }
    }

    /// Whose result it is, where the form names somebody: the first question of these that was answered.
    pub fn result_named<'f>(&self, answers: &'f Fields) -> Option<&'f Named> {
        let keys = self.result_of.iter().chain(&self.result_of_part);
        let mut named = keys.filter_map(|key| answers.get(key)?.people().first());
        named.next()
    }

    /// Whether whoever it is for, named in the form or standing there, is old enough on a day. An age
    /// that is not certain is old enough.
    pub fn check_age(&self, answers: &Fields, who: Option<&Facts>, on: Day) -> Result<(), Fault> {
        let born = match self.result_named(answers) {
            Some(named) => named.born,
            None => who.and_then(|who| who.born),
        };
        let age = born.and_then(|born| born.age_on(on));
        match (age, self.age_from) {
            (Some(age), Some(from)) if age < from => Err(Fault::new(Code::FileTooYoung)
                .with("age", age)
                .with("from", from)),
            _ => Ok(()),
        }
    }

    /// The last day on which whoever brought a matter with these answers may act for another, where
    /// that was told.
    pub fn authority_ends(&self, answers: &Fields) -> Option<Day> {
        let told = answers.get(self.authority_until.as_ref()?)?;
        PartialDate::from_iso(told.text()?)?.full()
    }

    /// Whether the form names this person as one who gets a receipt of her own (*người đại diện*).
    pub fn names_receiver(&self, answers: &Fields, who: &Facts) -> bool {
        let keys = self.receipt_each.iter();
        let mut named = keys
            .filter_map(|key| answers.get(key))
            .flat_map(FieldValue::people);
        named.any(|named| named.is(who))
    }

    /// Where a file of it begins; empty for a service that opens none.
    pub fn first_state(&self) -> &str {
        self.states.first().map_or("", |state| state.id.as_str())
    }

    /// Keys of the questions whose answers say which clock runs, each once.
    pub fn due_depends_on(&self) -> Vec<String> {
        let conditions = self.deadlines.iter().flat_map(|rule| &rule.applies_when);
        let keys: BTreeSet<&str> = conditions.map(|one| one.field.as_str()).collect();
        keys.into_iter().map(str::to_owned).collect()
    }

    /// The time limit of this id, whichever days it is in force.
    pub fn deadline(&self, id: &str) -> Option<&Rule> {
        self.deadlines.iter().find(|rule| rule.id == id)
    }

    /// Whether a clock begins when a matter enters a state, not with the event it is counted from.
    pub fn is_begun_by_state(&self, step: &str) -> bool {
        let mut states = self.states.iter();
        states.any(|state| state.starts.iter().any(|begun| begun == step))
    }

    /// The rules whose clocks begin with an event, in force on a day, for a matter with these answers.
    pub fn clocks_from(
        &self,
        event: crate::deadline::StartsAt,
        on: Day,
        answers: &Fields,
    ) -> impl Iterator<Item = &Rule> {
        let runs = move |rule: &&Rule| {
            let begins = rule.starts_at == event && !self.is_begun_by_state(&rule.step);
            begins && rule.in_force(on) && rule.applies(answers)
        };
        self.deadlines.iter().filter(runs)
    }
}

/// How the periodic reports count it (TT 01/2024/TT-TTCP).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Statistics {
    /// *Khiếu nại.*
    Complaint,
    /// *Tố cáo.*
    Denunciation,
    /// *Kiến nghị, phản ánh.*
    PetitionFeedback,
    /// *Tố giác, tin báo về tội phạm.*
    CrimeReport,
    /// *Thủ tục hành chính.*
    Procedure,
    /// Protected matters, counted apart and suppressed when few.
    Protected,
    /// *Hướng dẫn, giải thích.*
    Advice,
    /// *Công trình, phần việc của đơn vị*; counted in a review of its own.
    Programme,
}

/// A paper to bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct PaperToBring {
    /// Its name.
    pub name: Titles,
    /// Original or copy.
    pub form: DocumentForm,
    /// Needed, or only where there is one.
    #[serde(default)]
    pub required: bool,
}

/// In what form a paper is brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum DocumentForm {
    /// *Bản chính.*
    Original,
    /// *Bản sao.*
    Copy,
    /// Either.
    Either,
}

/// Columns of the reception register that a service fills (TT 04/2021/TT-TTCP, Mẫu 03).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum RegisterColumn {
    /// Column 5, *Nội dung vụ việc*.
    Matter,
    /// Column 6, *Phân loại đơn*.
    Class,
    /// Column 7, *Cơ quan đã giải quyết*.
    HandledBefore,
}

/// What stands in a column: a field's value, or fixed words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterCell {
    /// Which column.
    pub column: RegisterColumn,
    /// The value of this field …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// … or these words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Titles>,
}
