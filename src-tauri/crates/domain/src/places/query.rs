//! What was typed, in words.
//!
//! Purpose: words as keys spell them, each knowing where it stands in the text, so that whatever
//! comes before a unit is kept to the letter. Must never: change the text.

use super::unit::{UnitKind, is_number, plain};
use crate::fold;

/// The words at the end that may be a unit: a commune, its district and its province with the
/// longest type words.
const TAIL: usize = 18;

/// Words before the name or number of a street, hamlet or house, folded.
const STREETS: [&str; 22] = [
    "duong", "pho", "ngo", "ngach", "hem", "kiet", "so", "nha", "thon", "xom", "ap", "to", "khu",
    "ban", "buon", "lang", "lo", "quoc", "doi", "cum", "chung", "toa",
];
/// Those whose names have two words or more.
const NAMED: [&str; 2] = ["duong", "pho"];

/// Whether a word belongs to a street.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Street {
    /// It does not, as far as can be told.
    No,
    /// Its first word, or what it is numbered by.
    Begins,
    /// Its second word.
    Goes,
}

/// A word.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Without marks, i and y as one.
    pub(super) key: String,
    /// With its marks, where it has any.
    pub(super) marked: Option<String>,
    /// Where the piece of text it is from begins.
    pub(super) start: usize,
    /// The first word of its piece.
    pub(super) opens: bool,
    /// A comma stands before it.
    pub(super) after_comma: bool,
}

impl Token {
    /// Digits alone.
    pub(super) fn is_number(&self) -> bool {
        is_number(&self.key)
    }

    /// A type word shortened to one letter.
    pub(super) fn is_type(&self) -> bool {
        self.key.len() == 1 && UnitKind::ALL.iter().any(|kind| kind.short() == self.key)
    }

    /// Whether it is the word, or its beginning. Numbers have no beginnings.
    pub(super) fn begins(&self, word: &str) -> bool {
        if self.is_number() {
            self.key == word
        } else {
            word.starts_with(&self.key)
        }
    }
}

/// A text and its words.
#[derive(Debug)]
pub(super) struct Query<'a> {
    pub(super) text: &'a str,
    /// The last words of it.
    pub(super) tokens: Vec<Token>,
}

impl<'a> Query<'a> {
    pub(super) fn read(text: &'a str) -> Self {
        let mut tokens = Vec::new();
        let (mut begun, mut comma) = (None, false);
        let end = [(text.len(), ' ')];
        for (at, letter) in text.char_indices().chain(end) {
            if !fold::separates(letter) {
                begun.get_or_insert(at);
                continue;
            }
            if let Some(start) = begun.take() {
                let piece = text.get(start..at).unwrap_or_default();
                words(piece, start, comma, &mut tokens);
                comma = false;
            }
            comma |= matches!(letter, ',' | ';');
        }
        // The country says nothing here.
        let country = |words: &[&str], tokens: &[Token]| {
            tokens.len() > words.len()
                && tokens
                    .iter()
                    .rev()
                    .zip(words.iter().rev())
                    .all(|(token, word)| token.key == *word)
        };
        for words in [&["viet", "nam"][..], &["vn"]] {
            if country(words, &tokens) {
                tokens.truncate(tokens.len().saturating_sub(words.len()));
            }
        }
        let before = tokens.len().saturating_sub(TAIL);
        tokens.drain(..before);
        Self { text, tokens }
    }

    /// Whether a word without a type or comma before it is rather a street's.
    pub(super) fn in_street(&self, token: usize) -> Street {
        let word = |back: usize| token.checked_sub(back).and_then(|at| self.tokens.get(at));
        let after_comma = |back: usize| word(back).is_none_or(|word| word.after_comma);
        let is = |back: usize, words: &[&str]| {
            word(back).is_some_and(|word| words.contains(&word.key.as_str()))
        };
        if after_comma(0) {
            Street::No
        } else if is(1, &STREETS) {
            Street::Begins
        } else if is(2, &NAMED) && !after_comma(1) && !word(1).is_some_and(Token::is_number) {
            Street::Goes
        } else {
            Street::No
        }
    }

    /// What stands before a word, without what joins them.
    pub(super) fn before(&self, token: usize) -> &'a str {
        let start = self.tokens.get(token).map_or(0, |token| token.start);
        let street = self.text.get(..start).unwrap_or_default();
        let joins = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '-' | '–' | '.');
        street.trim_start().trim_end_matches(joins)
    }

    /// Kinds a type word at a place can mean, each with the words it takes.
    pub(super) fn kinds(tokens: &[Token]) -> impl Iterator<Item = (UnitKind, usize)> {
        let [first, second] =
            [0, 1].map(|at| tokens.get(at).map_or("", |token| token.key.as_str()));
        UnitKind::ALL.into_iter().filter_map(move |kind| {
            let whole = kind.folded();
            match whole.split_once(' ') {
                _ if first == kind.short() => Some((kind, 1)),
                Some((one, two)) => (first == one && second == two).then_some((kind, 2)),
                None => (first == whole).then_some((kind, 1)),
            }
        })
    }
}

/// The words of one piece; `p1`, `q10` are a type and a number.
fn words(piece: &str, start: usize, after_comma: bool, tokens: &mut Vec<Token>) {
    let folded = fold::loose_key(piece);
    let marked = fold::marked_key(piece);
    let split = folded
        .split_at_checked(1)
        .filter(|(kind, number)| matches!(*kind, "p" | "q") && is_number(number));
    let keys: Vec<&str> = match split {
        Some((kind, number)) => vec![kind, plain(number)],
        None => folded
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(plain)
            .collect(),
    };
    let alone = keys.len() == 1 && marked != fold::folded_key(piece);
    for (key, place) in keys.into_iter().zip(0_usize..) {
        tokens.push(Token {
            key: key.to_owned(),
            marked: alone.then(|| marked.clone()),
            start,
            opens: place == 0,
            after_comma: place == 0 && after_comma,
        });
    }
}
