//! How somebody may be reached without harm (*quy tắc liên lạc an toàn*).
//!
//! Purpose: the rule she gave, read from the answers of a form, and whether a call, a message or a word
//! to somebody trusted keeps to it. Where she gave none, nobody makes contact. May use: the catalogue,
//! which says which questions tell the rule. Must never: let a forbidden number be rung, whatever else
//! the rule says.

use serde::{Deserialize, Serialize};

use crate::catalogue::{ContactQuestions, FieldValue, Fields};
use crate::fault::{Code, Fault};
use crate::moment::Moment;
use crate::{fold, phone, typed_time};

/// Longest line kept of a rule, characters: the head that holds it has one size.
const LINE: usize = 120;

/// A way to reach somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A call.
    Call,
    /// A message.
    Message,
    /// Through somebody trusted.
    Person,
    /// A letter, a paper at the door. No rule allows one.
    Letter,
}

impl Way {
    /// As a choice of the catalogue names it.
    const fn choice(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Message => "message",
            Self::Person => "person",
            Self::Letter => "letter",
        }
    }
}

/// The rule she gave.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct ContactRule {
    /// The way she chose, as the catalogue keys it: `call`, `message`, `person`; others allow nothing.
    pub way: String,
    /// The safe number, or that of somebody trusted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Somebody trusted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub person: String,
    /// From this time of day on, `08:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Until then; before `from` where it runs through midnight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What is said first.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phrase: String,
    /// Numbers never to be rung, as she told them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub never: String,
}

crate::quiet!(ContactRule);

impl ContactRule {
    /// The rule that a form tells; nothing where its question was not answered.
    pub fn told(asked: &ContactQuestions, answers: &Fields) -> Option<Self> {
        let text = |key: &String| answers.get(key).and_then(FieldValue::text);
        let line = |key: &String| -> String {
            let told = text(key).unwrap_or_default();
            told.chars().take(LINE).collect()
        };
        let way = text(&asked.way)?.to_owned();
        let trusted = answers.get(&asked.person);
        let trusted = trusted.and_then(|told| told.people().first());
        let number = line(&asked.phone);
        Some(Self {
            number: if number.is_empty() {
                trusted
                    .and_then(|who| who.phone.clone())
                    .unwrap_or_default()
            } else {
                number
            },
            person: trusted.map_or_else(String::new, |who| who.name.chars().take(LINE).collect()),
            from: text(&asked.from).map(str::to_owned),
            to: text(&asked.to).map(str::to_owned),
            phrase: line(&asked.phrase),
            never: line(&asked.never),
            way,
        })
    }

    /// Whether it keeps to the rule that she is reached in this way, at that number or through that
    /// person, at that time. Faults stand at `way`, `whom`, `at`.
    pub fn allows(rule: Option<&Self>, way: Way, whom: &str, at: Moment) -> Result<(), Fault> {
        let no_way = || Fault::at(Code::ContactNotThisWay, "way");
        let rule = rule.ok_or_else(no_way)?;
        if numbers(&rule.never).any(|never| same(&never, whom)) {
            return Err(Fault::at(Code::ContactNever, "whom"));
        }
        if way == Way::Letter || rule.way != way.choice() {
            return Err(no_way());
        }
        let number = same(&rule.number, whom);
        let named = way == Way::Person
            && !rule.person.is_empty()
            && fold::folded_key(&rule.person) == fold::folded_key(whom);
        if !number && !named {
            return Err(Fault::at(Code::ContactNotThisNumber, "whom"));
        }
        if rule.is_open(at) {
            return Ok(());
        }
        let hour = |told: &Option<String>| told.clone().unwrap_or_default();
        Err(Fault::at(Code::ContactNotNow, "at")
            .with("from", hour(&rule.from))
            .with("to", hour(&rule.to)))
    }

    /// Whether a time of day is a safe one; any is where she named none.
    fn is_open(&self, at: Moment) -> bool {
        let Some(now) = at.local().map(time::OffsetDateTime::time) else {
            return false;
        };
        let hour = |told: &Option<String>| typed_time::clock(told.as_deref()?).ok();
        match (hour(&self.from), hour(&self.to)) {
            (None, None) => true,
            (Some(from), None) => from <= now,
            (None, Some(to)) => now < to,
            (Some(from), Some(to)) if from <= to => (from..to).contains(&now),
            (Some(from), Some(to)) => from <= now || now < to,
        }
    }
}

/// Numbers of a line that names several, in their stored form.
fn numbers(text: &str) -> impl Iterator<Item = String> + '_ {
    let between = |c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '.' | '-' | '+' | '(' | ')');
    let parts = text.split(between);
    parts.filter_map(|part| phone::entered(part.trim_matches([' ', '.', '-', '(', ')'])).ok())
}

/// One number however both were written.
fn same(one: &str, other: &str) -> bool {
    let read = |number: &str| phone::entered(number).ok();
    read(one).is_some_and(|one| read(other) == Some(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> ContactRule {
        ContactRule {
            way: "call".to_owned(),
            number: "0912 345 678".to_owned(),
            from: Some("08:00".to_owned()),
            to: Some("11:30".to_owned()),
            never: "0987 654 321, 0225 3 822 112 (nhà chồng)".to_owned(),
            ..ContactRule::default()
        }
    }

    fn at(time: &str) -> Moment {
        Moment::parse(&format!("2026-11-24T{time}:00+07:00")).unwrap()
    }

    fn refused(rule: Option<&ContactRule>, way: Way, whom: &str, time: &str) -> Option<Code> {
        let allowed = ContactRule::allows(rule, way, whom, at(time));
        allowed.err().map(|fault| fault.code)
    }

    #[test]
    fn a_call_keeps_to_the_number_and_the_hours_she_named_however_it_is_written() {
        let rule = rule();
        let call = |whom, time| refused(Some(&rule), Way::Call, whom, time);
        assert_eq!(call("0912345678", "08:00"), None);
        assert_eq!(call("+84 912 345 678", "11:29"), None);
        assert_eq!(
            call("0912345679", "09:00"),
            Some(Code::ContactNotThisNumber)
        );
        assert_eq!(call("", "09:00"), Some(Code::ContactNotThisNumber));
        assert_eq!(call("0912345678", "07:59"), Some(Code::ContactNotNow));
        assert_eq!(call("0912345678", "11:30"), Some(Code::ContactNotNow));
    }

    #[test]
    fn no_other_way_is_gone_and_none_where_she_gave_no_rule() {
        let rule = rule();
        for way in [Way::Message, Way::Person, Way::Letter] {
            let refused = refused(Some(&rule), way, "0912345678", "09:00");
            assert_eq!(refused, Some(Code::ContactNotThisWay), "{way:?}");
        }
        let none = refused(None, Way::Call, "0912345678", "09:00");
        assert_eq!(none, Some(Code::ContactNotThisWay));
        for way in ["none", "comes"] {
            let silent = ContactRule {
                way: way.to_owned(),
                ..rule.clone()
            };
            let refused = refused(Some(&silent), Way::Call, "0912345678", "09:00");
            assert_eq!(refused, Some(Code::ContactNotThisWay), "{way}");
        }
    }

    #[test]
    fn a_forbidden_number_is_never_rung_even_where_the_rule_names_it() {
        let never = |whom| refused(Some(&rule()), Way::Call, whom, "09:00");
        assert_eq!(never("0987.654.321"), Some(Code::ContactNever));
        assert_eq!(never("02253822112"), Some(Code::ContactNever));
        let both = ContactRule {
            never: "0912345678".to_owned(),
            ..rule()
        };
        let refused = refused(Some(&both), Way::Call, "0912345678", "09:00");
        assert_eq!(refused, Some(Code::ContactNever));
    }

    #[test]
    fn somebody_trusted_is_told_by_name_or_number_and_hours_may_pass_midnight() {
        let trusted = ContactRule {
            way: "person".to_owned(),
            number: "0911 222 333".to_owned(),
            person: "Lê Thị Mẫu".to_owned(),
            from: Some("22:00".to_owned()),
            to: Some("05:00".to_owned()),
            ..ContactRule::default()
        };
        let tell = |whom, time| refused(Some(&trusted), Way::Person, whom, time);
        assert_eq!(tell("le thi mau", "23:10"), None);
        assert_eq!(tell("0911222333", "04:59"), None);
        assert_eq!(
            tell("Lê Thị Khác", "23:10"),
            Some(Code::ContactNotThisNumber)
        );
        assert_eq!(tell("0911222333", "12:00"), Some(Code::ContactNotNow));
    }
}
