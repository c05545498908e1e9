//! Which units fit what was typed, and in which order.
//!
//! Purpose: the words are read as `[street] [type] name [district] [province]`; of each reading
//! that fits to the last word a candidate. Must never: depend on the order of a map, or copy a name
//! before its candidate is chosen.

use super::candidate::{Candidate, Leads, Rank};
use super::query::{Query, Street, Token};
use super::tail::{Tail, tails};
use super::unit::{Entry, Former, Of, UnitKind};
use super::{Day, Found, Places};

/// How a name fits the words.
struct Fit {
    part: u8,
    missing: usize,
    other_marks: bool,
    words: usize,
}

pub(super) struct Search<'a> {
    places: &'a Places,
    query: &'a Query<'a>,
    tails: Vec<Tail>,
    day: Day,
    home: Option<usize>,
    candidates: Vec<Candidate>,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        places: &'a Places,
        query: &'a Query<'a>,
        day: Day,
        home: Option<&str>,
    ) -> Self {
        let home = home.and_then(|code| {
            let mut provinces = places.provinces.iter();
            provinces.position(|province| province.on(day).is_some_and(|unit| unit.code == code))
        });
        Self {
            places,
            query,
            tails: tails(places, &query.tokens),
            day,
            home,
            candidates: Vec::new(),
        }
    }

    pub(super) fn run(mut self, limit: usize) -> Vec<Found> {
        let tokens = &self.query.tokens;
        for (start, _word) in tokens.iter().enumerate().filter(|(_, word)| word.opens) {
            let street = self.query.in_street(start);
            if street == Street::No {
                self.names(start, None, start);
            }
            if street != Street::Begins {
                self.province(start);
            }
            for (kind, taken) in Query::kinds(tokens.get(start..).unwrap_or_default()) {
                self.names(start, Some(kind), start.saturating_add(taken));
                if street == Street::Begins && kind.of_province() {
                    self.province(start);
                }
            }
        }
        self.candidates.sort_unstable();
        self.chosen(limit)
    }

    /// The best of each unit. Once a whole name explains many words, readings of fewer are noise;
    /// but a street may be called like a unit, so its province alone stays in the list.
    fn chosen(&self, limit: usize) -> Vec<Found> {
        let best = self.candidates.first();
        let best = best.filter(|best| best.rank.part < 2 && !best.rank.other_marks);
        let noise = |candidate: &Candidate| {
            best.is_some_and(|best| {
                let street = best.rank.start > 0 && !best.typed;
                let province = matches!(candidate.leads, Leads::Province(..));
                candidate.rank.start > best.rank.start && !(street && province)
            })
        };
        let mut found: Vec<Found> = Vec::new();
        for candidate in self.candidates.iter().filter(|other| !noise(other)) {
            if found.len() >= limit {
                break;
            }
            if let Some(made) = candidate.found(self.places, self.query, self.day)
                && !found.iter().any(|known| known.code == made.code)
            {
                found.push(made);
            }
        }
        found
    }

    /// Names that begin at a word, after the type that stood before it.
    fn names(&mut self, start: usize, kind: Option<UnitKind>, at: usize) {
        let words = self.query.tokens.get(at..).unwrap_or_default();
        let Some(first) = words.first() else { return };
        if kind.is_none() && first.is_number() {
            return;
        }
        let entries = &self.places.entries;
        let from = entries.partition_point(|entry| entry.key.as_str() < first.key.as_str());
        for (index, entry) in entries.iter().enumerate().skip(from) {
            if !entry.key.starts_with(&first.key) {
                break;
            }
            let most = fitting(&entry.key, words);
            // As many words of the name as can be, then fewer: what follows may be a province.
            for taken in (1..=most).rev() {
                let fit = fit(entry, words, taken);
                let rest = at.saturating_add(taken);
                let evident = start == 0
                    || kind.is_some()
                    || rest < self.query.tokens.len()
                    || self.after_comma(start)
                    || (fit.part == 0 && fit.words > 1);
                if evident && self.entered(start, kind, (index, entry), &fit, rest) {
                    break;
                }
            }
        }
    }

    fn after_comma(&self, start: usize) -> bool {
        let token = self.query.tokens.get(start);
        token.is_some_and(|token| token.after_comma)
    }

    /// Enters a name whose rest fits too.
    fn entered(
        &mut self,
        start: usize,
        kind: Option<UnitKind>,
        (index, entry): (usize, &Entry),
        fit: &Fit,
        rest: usize,
    ) -> bool {
        // What can be a type word is read as one first.
        let first = self.query.tokens.get(start);
        let other_kind = kind.map_or_else(
            || first.is_some_and(Token::is_type),
            |kind| kind != entry.kind,
        );
        let rank = Rank {
            start,
            other_marks: fit.other_marks,
            other_kind,
            part: fit.part,
            away: false,
            age: 0,
            missing: fit.missing,
        };
        let before = self.candidates.len();
        match entry.of {
            Of::Commune(place) => self.enter_commune(rank, index, place, rest),
            Of::Former(place) => self.enter_former(rank, index, place, rest),
        }
        let entered = self.candidates.get_mut(before..).unwrap_or_default();
        for candidate in &mut *entered {
            candidate.typed = kind.is_some();
        }
        !entered.is_empty()
    }

    fn enter_commune(&mut self, rank: Rank, entry: usize, place: usize, rest: usize) {
        let Some(unit) = self.places.communes.get(place) else {
            return;
        };
        let tail = self.tails.get(rest).copied().unwrap_or_default();
        let came_from = self.places.came_from.get(place).copied().unwrap_or(0);
        let former = if tail.today & bit(unit.province) != 0 {
            None
        } else if tail.former & came_from != 0 {
            usize::try_from((tail.former & came_from).trailing_zeros()).ok()
        } else {
            return;
        };
        let (leads, age) = match (unit.is_on(self.day), former) {
            (true, None) => (Leads::Commune(place, None), 1),
            (true, Some(former)) => (Leads::Commune(place, Some(former)), 2),
            (false, _) => (Leads::Earlier(place), 3),
        };
        let away = self.home.is_some_and(|home| home != unit.province);
        let rank = Rank { away, age, ..rank };
        self.candidates.push(Candidate::new(rank, entry, leads));
    }

    fn enter_former(&mut self, rank: Rank, entry: usize, place: usize, rest: usize) {
        let Some(old) = self.places.former.get(place) else {
            return;
        };
        let Some(today) = self.today_of(old.province) else {
            return;
        };
        let province = |rest: usize| {
            let tail = self.tails.get(rest).copied().unwrap_or_default();
            tail.former & bit(old.province) != 0 || tail.today & bit(today) != 0
        };
        let fits = province(rest)
            || old.district.is_some_and(|district| {
                let district = self.places.former.get(district);
                district.is_some_and(|district| self.district(district, rest, province))
            });
        if !fits {
            return;
        }
        let age = if old.district.is_some() { 4 } else { 5 };
        let away = self.home.is_some_and(|home| home != today);
        let rank = Rank { away, age, ..rank };
        for index in 0..old.codes.len() {
            let leads = Leads::Former(place, index);
            self.candidates.push(Candidate::new(rank, entry, leads));
        }
    }

    /// Whether a former district, then at most its province, is what follows.
    fn district(&self, district: &Former, at: usize, province: impl Fn(usize) -> bool) -> bool {
        let fits = |at: usize| {
            let words = self.query.tokens.get(at..).unwrap_or_default();
            let most = fitting(&district.key, words);
            (1..=most).any(|taken| province(at.saturating_add(taken)))
        };
        let words = self.query.tokens.get(at..).unwrap_or_default();
        let Some(first) = words.first() else {
            return false;
        };
        (!first.is_number() && fits(at))
            || Query::kinds(words)
                .any(|(kind, taken)| kind == district.kind && fits(at.saturating_add(taken)))
    }

    /// The province alone, where all that follows can be one.
    fn province(&mut self, start: usize) {
        let Some(tail) = self.tails.get(start).copied().filter(|tail| tail.fits()) else {
            return;
        };
        let evident = start == 0 || tail.typed || self.after_comma(start);
        let rank = |exact: bool, away: bool, age: u8| Rank {
            start,
            other_marks: false,
            other_kind: false,
            part: u8::from(!exact),
            away,
            age,
            missing: 0,
        };
        let entry = self.places.entries.len();
        let mut made = Vec::new();
        for index in 0..self.places.provinces.len() {
            let exact = tail.exact & bit(index) != 0;
            if tail.today & bit(index) != 0 && (evident || exact) {
                let away = self.home.is_some_and(|home| home != index);
                let leads = Leads::Province(index, None);
                made.push((rank(exact, away, 0), leads));
            }
        }
        for index in 0..self.places.former_provinces.len() {
            let exact = tail.exact_former & bit(index) != 0;
            let today = self.today_of(index);
            if let Some(today) =
                today.filter(|_| tail.former & bit(index) != 0 && (evident || exact))
            {
                let away = self.home.is_some_and(|home| home != today);
                let leads = Leads::Province(today, Some(index));
                made.push((rank(exact, away, 6), leads));
            }
        }
        let made = made.into_iter();
        self.candidates
            .extend(made.map(|(rank, leads)| Candidate::new(rank, entry, leads)));
    }

    /// The province of today of a former one.
    fn today_of(&self, former: usize) -> Option<usize> {
        let former = self.places.former_provinces.get(former)?;
        former.states.first().map(|unit| unit.province)
    }
}

fn bit(index: usize) -> u64 {
    let index = u32::try_from(index).unwrap_or(u32::MAX);
    1_u64.checked_shl(index).unwrap_or(0)
}

/// How many words of a name, from its first, the words typed are or begin.
fn fitting(key: &str, words: &[Token]) -> usize {
    let pairs = key.split(' ').zip(words);
    pairs.take_while(|(name, word)| word.begins(name)).count()
}

fn fit(entry: &Entry, words: &[Token], taken: usize) -> Fit {
    let (mut whole, mut count) = (true, 0_usize);
    for (name, place) in entry.key.split(' ').zip(0_usize..) {
        count = count.saturating_add(1);
        if place < taken {
            whole &= words.get(place).is_some_and(|word| word.key == name);
        }
    }
    let mut pairs = entry.marked.split(' ').zip(words).take(taken);
    let other_marks = pairs.any(|(name, word)| {
        let marked = word.marked.as_deref();
        marked.is_some_and(|marked| !name.starts_with(marked))
    });
    let missing = count.saturating_sub(taken);
    Fit {
        part: match (missing, whole) {
            (0, true) => 0,
            (0, false) => 1,
            _some => 2,
        },
        missing,
        other_marks,
        words: count,
    }
}
