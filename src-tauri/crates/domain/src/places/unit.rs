//! A unit in one of its states, and the keys it is found by.
//!
//! Must never: guess what kind a unit is; the data says it.

use serde::Serialize;

use crate::certainty::Certainty;
use crate::fold;
use crate::moment::Day;

/// Kinds of unit, today's and those until mid-2025.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// *Thành phố*: run by the centre, or, until mid-2025, by a province.
    City,
    /// *Tỉnh*.
    Province,
    /// *Phường*.
    Ward,
    /// *Xã*.
    Commune,
    /// *Đặc khu*.
    SpecialZone,
    /// *Thị trấn*, until mid-2025.
    Township,
    /// *Quận*, until mid-2025.
    UrbanDistrict,
    /// *Huyện*, until mid-2025.
    RuralDistrict,
    /// *Thị xã*, until mid-2025.
    Town,
}

impl UnitKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::City,
        Self::Province,
        Self::Ward,
        Self::Commune,
        Self::SpecialZone,
        Self::Township,
        Self::UrbanDistrict,
        Self::RuralDistrict,
        Self::Town,
    ];

    /// As an address begins it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::City => "Thành phố",
            Self::Province => "Tỉnh",
            Self::Ward => "Phường",
            Self::Commune => "Xã",
            Self::SpecialZone => "Đặc khu",
            Self::Township => "Thị trấn",
            Self::UrbanDistrict => "Quận",
            Self::RuralDistrict => "Huyện",
            Self::Town => "Thị xã",
        }
    }

    /// As somebody in haste types it, folded.
    pub(super) const fn short(self) -> &'static str {
        match self {
            Self::City => "tp",
            Self::Province => "t",
            Self::Ward => "p",
            Self::Commune => "x",
            Self::SpecialZone => "dk",
            Self::Township => "tt",
            Self::UrbanDistrict => "q",
            Self::RuralDistrict => "h",
            Self::Town => "tx",
        }
    }

    /// In full, folded.
    pub(super) const fn folded(self) -> &'static str {
        match self {
            Self::City => "thanh pho",
            Self::Province => "tinh",
            Self::Ward => "phuong",
            Self::Commune => "xa",
            Self::SpecialZone => "dac khu",
            Self::Township => "thi tran",
            Self::UrbanDistrict => "quan",
            Self::RuralDistrict => "huien",
            Self::Town => "thi xa",
        }
    }

    /// Whether a province is of this kind.
    pub const fn of_province(self) -> bool {
        matches!(self, Self::City | Self::Province)
    }
}

/// A province or commune in one of its states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Two digits of a province, five of a commune; text, for it begins with zeros.
    pub code: String,
    /// What it is.
    pub kind: UnitKind,
    /// Its name without the kind.
    pub name: String,
    /// Place of its province in the list of provinces.
    pub(super) province: usize,
    /// First day.
    pub from: Day,
    /// Last day, if it ended.
    pub to: Option<Day>,
    /// How sure.
    pub certainty: Certainty,
}

impl Unit {
    /// Kind and name.
    pub fn full(&self) -> String {
        format!("{} {}", self.kind.word(), self.name)
    }

    /// Whether it is in force.
    pub fn is_on(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// A province of today or of before, with what it is called by.
#[derive(Debug)]
pub(super) struct Province {
    /// Its states in the order of days; of a former province only kind and name count.
    pub(super) states: Vec<Unit>,
    /// Keys of its name and its other names.
    pub(super) called: Vec<Called>,
}

impl Province {
    /// Its state on a day.
    pub(super) fn on(&self, day: Day) -> Option<&Unit> {
        self.states.iter().find(|unit| unit.is_on(day))
    }
}

/// A name in the ways it is typed.
#[derive(Debug)]
pub(super) struct Called {
    /// `hai phong`.
    pub(super) key: String,
    /// `haiphong`.
    pub(super) joined: String,
    /// `hp`; empty of a name of one word.
    pub(super) initials: String,
}

impl Called {
    pub(super) fn new(name: &str) -> Self {
        let key = key(name);
        let words = || key.split(' ');
        let initials = match words().count() {
            0 | 1 => String::new(),
            _more => words().filter_map(|word| word.chars().next()).collect(),
        };
        Self {
            joined: key.replace(' ', ""),
            initials,
            key,
        }
    }
}

/// A unit until mid-2025, and the units of today on its land.
#[derive(Debug)]
pub(super) struct Former {
    pub(super) kind: UnitKind,
    pub(super) name: String,
    /// Its key.
    pub(super) key: String,
    /// Its district, if it was a commune: place in the list of former units.
    pub(super) district: Option<usize>,
    /// Its province: place in the list of former provinces.
    pub(super) province: usize,
    /// Codes, the one with most of it first.
    pub(super) codes: Vec<String>,
}

impl Former {
    /// Kind and name.
    pub(super) fn full(&self) -> String {
        format!("{} {}", self.kind.word(), self.name)
    }
}

/// One name in the list that is searched.
#[derive(Debug)]
pub(super) struct Entry {
    /// Words without marks, i and y as one.
    pub(super) key: String,
    /// The same words with marks.
    pub(super) marked: String,
    pub(super) kind: UnitKind,
    pub(super) of: Of,
}

/// Whose name it is: a place in one of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    Commune(usize),
    Former(usize),
}

/// The key of a name: [`fold::loose_key`], numbers without zeros before them.
pub(super) fn key(name: &str) -> String {
    let loose = fold::loose_key(name);
    let words: Vec<&str> = loose.split(' ').map(plain).collect();
    words.join(" ")
}

/// A word as keys spell it: `01` is `1`.
pub(super) fn plain(word: &str) -> &str {
    if is_number(word) {
        let short = word.trim_start_matches('0');
        if short.is_empty() { "0" } else { short }
    } else {
        word
    }
}

/// Digits alone.
pub(super) fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}
