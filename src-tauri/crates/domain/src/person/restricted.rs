//! A restricted address (*địa chỉ được giữ kín*): nobody finds her through the desk.
//!
//! Purpose: what of a restricted person reaches a screen, list or paper, and whom her matters are told
//! to. Any officer restricts; to see, to release a matter and to lift it is a supervisor's. Must never:
//! hold why: a reason beside a name is itself a danger.

use serde::{Deserialize, Serialize};

use super::Person;
use crate::action::Action;
use crate::moment::Moment;
use crate::subject::Fate;

/// Her address became restricted, or is no longer; nothing else is kept with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marked {}

impl Person {
    /// Decides that her address is restricted, or no longer; `None` where it is so already.
    pub fn restricting(&self, on: bool) -> Option<Action> {
        match (self.is_restricted(), on) {
            (false, true) => Some(Action::PersonRestricted(Marked {})),
            (true, false) => Some(Action::PersonUnrestricted(Marked {})),
            (true, true) | (false, false) => None,
        }
    }

    /// Whether her address is restricted.
    pub const fn is_restricted(&self) -> bool {
        self.restricted.is_some()
    }

    pub(super) fn restrict(&mut self, since: Option<Moment>) -> Fate {
        self.restricted = since;
        Fate::Applied
    }

    /// As a page, list or paper may show her: where and by what phone she is reached goes when that is
    /// restricted.
    #[must_use]
    pub fn shown(mut self) -> Self {
        if self.is_restricted() {
            self.facts.address.clear();
            self.facts.phones.clear();
        }
        self
    }

    /// Whether something of a matter of hers is kept from whoever stands there (`None`: nobody known).
    /// Two records of one personal number are one person here.
    pub fn keeps_from(&self, who: Option<&Self>) -> bool {
        let number = self.facts.number.as_ref();
        let hers = |who: &Self| {
            who.id == self.id || number.is_some() && number == who.facts.number.as_ref()
        };
        self.is_restricted() && !who.is_some_and(hers)
    }
}
