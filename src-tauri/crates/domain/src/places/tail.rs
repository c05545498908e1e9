//! The province at the end of what was typed.
//!
//! Purpose: for each word, which provinces the words from there to the end can mean: in full, in
//! part, joined, by initials, by another name. Must never: need all of a name.

use super::Places;
use super::query::{Query, Token};
use super::unit::{Called, Province};

/// A joined name counts from so many letters on: `haip`.
const JOINED: usize = 4;

/// Provinces as bits, in the order of the lists.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tail {
    /// Of today.
    pub(super) today: u64,
    /// Until mid-2025.
    pub(super) former: u64,
    /// Those of today that were named whole.
    pub(super) exact: u64,
    /// Those of before that were named whole.
    pub(super) exact_former: u64,
    /// A type word stands before the name.
    pub(super) typed: bool,
}

impl Tail {
    /// Nothing was said, which fits all.
    const NOTHING: Self = Self {
        today: u64::MAX,
        former: u64::MAX,
        exact: 0,
        exact_former: 0,
        typed: false,
    };

    /// Whether the words can be a province at all.
    pub(super) fn fits(self) -> bool {
        self.today != 0 || self.former != 0
    }
}

/// For each word, and for the end, what follows from there.
pub(super) fn tails(places: &Places, tokens: &[Token]) -> Vec<Tail> {
    let mut tails: Vec<Tail> = (0..tokens.len())
        .map(|start| tail(places, tokens.get(start..).unwrap_or_default()))
        .collect();
    tails.push(Tail::NOTHING);
    tails
}

fn tail(places: &Places, words: &[Token]) -> Tail {
    let mut tail = Tail::default();
    named(places, words, &mut tail);
    for (_kind, taken) in Query::kinds(words).filter(|(kind, _)| kind.of_province()) {
        let rest = words.get(taken..).unwrap_or_default();
        let before = tail;
        named(places, rest, &mut tail);
        tail.typed |= (tail.today, tail.former) != (before.today, before.former);
    }
    tail
}

fn named(places: &Places, words: &[Token], tail: &mut Tail) {
    if words.is_empty() {
        return;
    }
    (tail.today, tail.exact) = bits(&places.provinces, words, (tail.today, tail.exact));
    let former = (tail.former, tail.exact_former);
    (tail.former, tail.exact_former) = bits(&places.former_provinces, words, former);
}

fn bits(provinces: &[Province], words: &[Token], (mut any, mut exact): (u64, u64)) -> (u64, u64) {
    for (province, bit) in provinces.iter().zip(0_u32..) {
        let bit = 1_u64.checked_shl(bit).unwrap_or(0);
        for called in &province.called {
            match fit(called, words) {
                Some(true) => (any, exact) = (any | bit, exact | bit),
                Some(false) => any |= bit,
                None => {}
            }
        }
    }
    (any, exact)
}

/// Whether the words, all of them, are the name (`true`) or its beginning.
fn fit(called: &Called, words: &[Token]) -> Option<bool> {
    if let [word] = words {
        let short = word.key.strip_prefix("tp").filter(|rest| !rest.is_empty());
        for word in [Some(word.key.as_str()), short].into_iter().flatten() {
            if word == called.initials || word == called.joined {
                return Some(true);
            }
            if word.len() >= JOINED && called.joined.starts_with(word) {
                return Some(false);
            }
        }
    }
    let mut name = called.key.split(' ');
    let mut whole = true;
    for word in words {
        let part = name.next().filter(|part| word.begins(part))?;
        whole &= part == word.key;
    }
    Some(whole && name.next().is_none())
}
