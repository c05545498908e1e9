//! The life of a file (*quá trình xử lý*): states and who may move between them.
//!
//! Purpose: the catalogue's states and moves as data, and the one question `may_move`. Roles are
//! text keys (`reception`, `case`, `supervisor`). Must never: know a service or a state by name.

use serde::{Deserialize, Serialize};

use crate::fault::{Code, Fault, Refusal};
use crate::paper_form::PaperForm;
use crate::titles::Titles;

/// One state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent line of the data file"
)]
pub struct State {
    /// Kebab-case: `received`.
    pub id: String,
    /// As people see it.
    pub titles: Titles,
    /// Nothing more is expected to happen.
    #[serde(default)]
    pub r#final: bool,
    /// The desk waits for the citizen here; clocks that stop while waiting stand still.
    #[serde(default)]
    pub waits: bool,
    /// The citizen takes her matter back: whether she is threatened is asked, and then it goes on.
    #[serde(default)]
    pub withdraws: bool,
    /// The matter is joined to an earlier one of the same kind (*đơn trùng*), which is named.
    #[serde(default)]
    pub joins: bool,
    /// What goes to another body is an excerpt, written anew with nothing that shows who told it
    /// (*trích lục nội dung*, Luật Tố cáo 25/2018/QH14).
    #[serde(default)]
    pub excerpt: bool,
    /// A file enters it once in its life (one complete request for what is missing).
    #[serde(default)]
    pub once: bool,
    /// A result lies ready for whoever may collect it.
    #[serde(default)]
    pub ready: bool,
    /// The result was handed over; entered by that act alone, never by a plain move.
    #[serde(default)]
    pub handed: bool,
    /// The paper that a file's entering it brings with it.
    #[serde(default)]
    pub slip: Option<PaperForm>,
    /// Steps whose clocks begin when a file enters.
    #[serde(default)]
    pub starts: Vec<String>,
    /// Steps that are done when a file enters.
    #[serde(default)]
    pub ends: Vec<String>,
}

impl State {
    /// The matter goes on to another body, which is named.
    pub fn goes_on(&self) -> bool {
        self.slip.is_some_and(PaperForm::goes_to_another_body)
    }

    /// The papers that a file's entering it brings with it.
    pub fn papers(&self) -> impl Iterator<Item = PaperForm> {
        let excerpt = self.excerpt.then_some(PaperForm::TrichLuc);
        self.slip.into_iter().chain(excerpt)
    }
}

/// One way from a state to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// From this state.
    pub from: String,
    /// To this one.
    pub to: String,
    /// Who may.
    pub roles: Vec<String>,
    /// A reason must be written down.
    #[serde(default)]
    pub reason: bool,
}

/// States (the first is where a file begins) and moves of one service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LifeCycle<'a> {
    /// All states, the first one first.
    pub states: &'a [State],
    /// All moves.
    pub moves: &'a [Move],
}

impl<'a> LifeCycle<'a> {
    /// Where a file begins; `None` for a service that opens no file.
    pub fn initial(&self) -> Option<&'a State> {
        self.states.first()
    }

    /// A state by its id.
    pub fn state(&self, id: &str) -> Option<&'a State> {
        self.states.iter().find(|state| state.id == id)
    }

    /// The moves a role may make from a state, in the catalogue's order.
    pub fn open_to(&self, from: &str, role: &str) -> Vec<&'a Move> {
        let mine = |known: &&Move| known.from == from && known.roles.iter().any(|may| may == role);
        self.moves.iter().filter(mine).collect()
    }

    /// Whether a role may move a file; the move itself when it may. `reason` is what was written
    /// down, blank when nothing was.
    pub fn may_move(
        &self,
        from: &str,
        to: &str,
        role: &str,
        reason: &str,
    ) -> Result<&'a Move, Refusal> {
        let known = self
            .moves
            .iter()
            .find(|known| known.from == from && known.to == to);
        let Some(known) = known else {
            return Err(Fault::at(Code::FileMoveNotAllowed, "to").into());
        };
        if !known.roles.iter().any(|may| may == role) {
            return Err(Fault::at(Code::FileMoveNotYours, "to").into());
        }
        if known.reason && reason.trim().is_empty() {
            return Err(Fault::at(Code::FieldMissing, "reason").into());
        }
        Ok(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(id: &str) -> State {
        let titles = Titles {
            vi: id.to_owned(),
            en: id.to_owned(),
        };
        State {
            id: id.to_owned(),
            titles,
            r#final: false,
            waits: false,
            once: false,
            ready: false,
            handed: false,
            slip: None,
            starts: vec![],
            ends: vec![],
            withdraws: false,
            joins: false,
            excerpt: false,
        }
    }

    fn check(from: &str, to: &str, role: &str, reason: &str, expected: Result<(), Code>) {
        let states = [state("received"), state("accepted"), state("withdrawn")];
        let step = |to: &str, roles: &[&str], reason| Move {
            from: "received".to_owned(),
            to: to.to_owned(),
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            reason,
        };
        let moves = [
            step("accepted", &["case"], false),
            step("withdrawn", &["case"], true),
        ];
        let life = LifeCycle {
            states: &states,
            moves: &moves,
        };
        let found = life.may_move(from, to, role, reason);
        assert_eq!(
            found.map(|_| ()).map_err(|refusal| refusal.code()),
            expected
        );
    }

    #[test]
    fn a_move_needs_a_way_a_role_and_where_asked_a_reason() {
        check("received", "accepted", "case", "", Ok(()));
        check(
            "received",
            "accepted",
            "auditor",
            "",
            Err(Code::FileMoveNotYours),
        );
        check(
            "accepted",
            "received",
            "case",
            "",
            Err(Code::FileMoveNotAllowed),
        );
        check(
            "received",
            "nowhere",
            "case",
            "",
            Err(Code::FileMoveNotAllowed),
        );
        check(
            "received",
            "received",
            "case",
            "",
            Err(Code::FileMoveNotAllowed),
        );
        check(
            "received",
            "withdrawn",
            "case",
            " \n",
            Err(Code::FieldMissing),
        );
        check("received", "withdrawn", "case", "theo đơn", Ok(()));
    }
}
