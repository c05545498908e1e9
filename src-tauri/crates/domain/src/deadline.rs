//! Legal time limits (*thời hạn*): the rule as data, the due time as a pure function.
//!
//! Purpose: `due(rule, start, calendar, history)`. Counting follows the Civil Code 91/2015/QH13:
//! the day of the event is not counted, the first day is the next one (Art 147(2)); a period ends
//! with its last day (Art 148(1)) and one that ends on a day off ends on the next working day
//! (Art 148(5)); months end with the same day of the last one (Art 148(3)); hours run on, nights and
//! holidays included. Must never: hold a number of the law
//! (it stands in the catalogue), read a clock, or guess beyond the calendar's last year.

use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, Reason};
use crate::catalogue::{Condition, Fields};
use crate::certainty::Certainty;
use crate::fault::{Code, Fault, Refusal};
use crate::moment::{Day, Moment};
use crate::titles::Titles;
use crate::words::Lang;

mod count;

/// What a time limit counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Running hours.
    Hours,
    /// Days on which the office works (*ngày làm việc*).
    WorkingDays,
    /// Calendar days (*ngày*).
    Days,
    /// Calendar months (*tháng*).
    Months,
}

/// The event a clock starts at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum StartsAt {
    /// The matter or full dossier was received.
    Received,
    /// The matter was accepted (*thụ lý*).
    Accepted,
    /// A conclusion was reached (*kết luận*).
    Concluded,
    /// The decision of the first level was received or its time ran out.
    FirstDecision,
    /// Whoever decides received the request.
    Requested,
    /// Whoever carries out received the order.
    OrderReceived,
    /// Whoever acts got the information.
    Informed,
    /// A suspended matter was taken up again (*phục hồi giải quyết*).
    Resumed,
    /// What a card needs was captured from its holder (*thu nhận thông tin*).
    Captured,
}

/// How much longer, how often, and by what law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// At most this much at a time.
    pub count: u32,
    /// In this unit, the same as the rule's.
    pub unit: Unit,
    /// At most this often.
    pub times: u32,
    /// The law.
    pub basis: String,
}

/// One time limit, as the catalogue holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable name of this version of the rule: `a1-accept-2026`.
    pub id: String,
    /// The step it limits, kebab-case: `accept`.
    pub step: String,
    /// The service's main clock: the one date on a citizen's paper.
    #[serde(default)]
    pub main: bool,
    /// What will have happened by then (*Thụ lý hoặc trả lời*).
    pub titles: Titles,
    /// Hours, working days, days or months.
    pub unit: Unit,
    /// How many.
    pub count: u32,
    /// It runs where all of these answers hold; always where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies_when: Vec<Condition>,
    /// The event it starts at.
    pub starts_at: StartsAt,
    /// Lawful extension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extension>,
    /// The clock stands still while the citizen is asked for something.
    #[serde(default)]
    pub stops_while_waiting: bool,
    /// Law and article.
    pub basis: String,
    /// How sure.
    pub certainty: Certainty,
    /// First day of start it applies to.
    pub valid_from: Day,
    /// Last day of start it applies to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Day>,
    /// What a supervisor should know before she confirms it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Rule {
    /// Whether a clock started on this day falls under this version.
    pub fn in_force(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// What the law still lets it be extended by.
    pub fn extension_left(&self, history: &History) -> Option<&Extension> {
        let granted = u32::try_from(history.extensions.len()).unwrap_or(u32::MAX);
        self.extension.as_ref().filter(|one| granted < one.times)
    }

    /// Whether it runs for a matter with these answers.
    pub fn applies(&self, answers: &Fields) -> bool {
        self.applies_when.iter().all(|one| one.holds(answers))
    }
}

/// A time in which the desk waited for the citizen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// She was asked.
    pub from: Moment,
    /// She answered.
    pub until: Moment,
}

/// What happened to a clock since it started.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// Finished waits; a rule that does not stop ignores them.
    pub pauses: Vec<Pause>,
    /// Granted extensions, each in the rule's unit.
    pub extensions: Vec<u32>,
}

/// A day that did not count, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skipped {
    /// The day.
    pub date: Day,
    /// Why.
    pub why: Reason,
}

/// A due time that explains itself; the form an action keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_field_names,
    reason = "`due` is its name in files and on the terminal"
)]
pub struct Due {
    /// The step of the service.
    pub step: String,
    /// The rule's id.
    pub rule: String,
    /// The end: for day units the end of office hours of the last day.
    pub due: Moment,
    /// Counted in.
    pub unit: Unit,
    /// How many, extensions included.
    pub count: u32,
    /// The first day that counted (for hours: the day of the start).
    pub first_day: Day,
    /// Days that did not count, in order.
    pub skipped: Vec<Skipped>,
    /// Law and article.
    pub basis: String,
    /// That of the rule and of every calendar day the result leans on, the least of them.
    pub certainty: Certainty,
    /// Which catalogue said so.
    pub catalogue_version: String,
}

/// A due time as terminal and screens show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SaidDue {
    /// RFC 3339, +07:00.
    pub due: String,
    /// Counted in.
    pub unit: Unit,
    /// How many.
    pub count: u32,
    /// The first day that counted.
    pub first_day: Day,
    /// Days that did not count, why in words.
    pub skipped: Vec<SaidSkipped>,
    /// Law and article.
    pub basis: String,
    /// How sure.
    pub certainty: Certainty,
    /// Which catalogue said so.
    pub catalogue_version: String,
}

/// A day that did not count, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SaidSkipped {
    /// The day.
    pub date: Day,
    /// `Chủ nhật`, `Quốc khánh`.
    pub why: String,
}

impl Due {
    /// The same in words of one language.
    pub fn said(&self, lang: Lang) -> SaidDue {
        let skipped = self.skipped.iter();
        SaidDue {
            due: self.due.rfc3339(),
            unit: self.unit,
            count: self.count,
            first_day: self.first_day,
            skipped: skipped
                .map(|skipped| SaidSkipped {
                    date: skipped.date,
                    why: skipped.why.say(lang),
                })
                .collect(),
            basis: self.basis.clone(),
            certainty: self.certainty,
            catalogue_version: self.catalogue_version.clone(),
        }
    }
}

/// When a clock that started at `start` ends. Refuses extensions the rule does not allow, a wait
/// that ends before it begins, and days no calendar covers.
pub fn due(
    rule: &Rule,
    start: Moment,
    calendar: &Calendar,
    history: &History,
    catalogue_version: &str,
) -> Result<Due, Refusal> {
    let count = granted(rule, history)?;
    let mut pauses: Vec<Pause> = if rule.stops_while_waiting {
        history.pauses.clone()
    } else {
        Vec::new()
    };
    if pauses.iter().any(|pause| pause.until < pause.from) {
        return Err(Refusal::new(Code::DeadlinePauseBackwards));
    }
    pauses.sort_unstable_by_key(|pause| (pause.from, pause.until));
    let counted = match rule.unit {
        Unit::Hours => count::hours(count, start, &pauses)?,
        Unit::WorkingDays => count::working_days(count, start.day(), calendar, &pauses)?,
        Unit::Days => count::days(count, start.day(), calendar, &pauses)?,
        Unit::Months => count::months(count, start.day(), calendar, &pauses)?,
    };
    Ok(Due {
        step: rule.step.clone(),
        rule: rule.id.clone(),
        due: counted.end,
        unit: rule.unit,
        count,
        first_day: counted.first_day,
        skipped: counted.skipped,
        basis: rule.basis.clone(),
        certainty: rule.certainty.and(counted.certainty),
        catalogue_version: catalogue_version.to_owned(),
    })
}

/// The rule's count with the extensions granted.
fn granted(rule: &Rule, history: &History) -> Result<u32, Refusal> {
    if history.extensions.is_empty() {
        return Ok(rule.count);
    }
    let Some(extension) = &rule.extension else {
        return Err(Refusal::new(Code::DeadlineNoExtension));
    };
    if u32::try_from(history.extensions.len()).is_ok_and(|times| times <= extension.times) {
        let over = |granted: &u32| *granted == 0 || *granted > extension.count;
        if history.extensions.iter().any(over) {
            let fault = Fault::new(Code::DeadlineExtensionTooLong).with("max", extension.count);
            return Err(fault.into());
        }
        return Ok(history
            .extensions
            .iter()
            .fold(rule.count, |sum, more| sum.saturating_add(*more)));
    }
    Err(Fault::new(Code::DeadlineExtensionLimit)
        .with("times", extension.times)
        .into())
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;
