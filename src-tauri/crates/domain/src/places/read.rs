//! The three data files of places.
//!
//! Purpose: reads them strictly: one wrong line refuses all, with file and line. Lines of `#` are
//! comments. Must never: pass over a line it does not understand.

use super::unit::{Called, Entry, Former, Of, Province, Unit, UnitKind, key};
use super::{Certainty, Day, Places, Refusal};
use crate::fault::{Code, Fault};
use crate::fold;

/// Most former provinces: each is one bit.
const PROVINCES: usize = 64;

/// One line: its file, its number, its cells.
struct Line<'a> {
    file: &'static str,
    number: usize,
    cells: Vec<&'a str>,
}

impl<'a> Line<'a> {
    fn all(file: &'static str, text: &'a str) -> impl Iterator<Item = Self> {
        let lines = text.lines().zip(1..);
        let lines = lines.filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
        lines.map(move |(line, number)| Self {
            file,
            number,
            cells: line.split('\t').collect(),
        })
    }

    fn fault(&self, code: Code) -> Refusal {
        let fault = Fault::new(code).with("file", self.file);
        let value = self.cells.join(" ");
        fault
            .with("line", self.number)
            .with("value", &value)
            .with("detail", &value)
            .into()
    }

    fn wrong(&self) -> Refusal {
        self.fault(Code::CatalogueBadValue)
    }

    /// A cell; empty where the line ends before it.
    fn cell(&self, index: usize) -> &'a str {
        self.cells.get(index).copied().unwrap_or_default()
    }

    fn name(&self, index: usize) -> Result<String, Refusal> {
        match self.cell(index) {
            name if key(name).is_empty() => Err(self.wrong()),
            name => Ok(name.to_owned()),
        }
    }

    fn code(&self, index: usize, digits: usize) -> Result<String, Refusal> {
        code(self.cell(index), digits).ok_or_else(|| self.wrong())
    }

    fn kind(&self, word: &str) -> Result<UnitKind, Refusal> {
        let mut kinds = UnitKind::ALL.into_iter();
        kinds
            .find(|kind| kind.word().to_lowercase() == word)
            .ok_or_else(|| self.wrong())
    }

    fn day(&self, index: usize) -> Result<Day, Refusal> {
        self.cell(index).parse().map_err(|_not_a_day| self.wrong())
    }

    /// A unit; its days begin in the given cell.
    fn unit(&self, code: String, province: usize, days: usize) -> Result<Unit, Refusal> {
        let to = days.saturating_add(1);
        let unit = Unit {
            code,
            kind: self.kind(self.cell(1))?,
            name: self.name(2)?,
            province,
            from: self.day(days)?,
            to: if self.cell(to).is_empty() {
                None
            } else {
                Some(self.day(to)?)
            },
            certainty: match self.cell(days.saturating_add(2)) {
                "" => Certainty::Sure,
                "likely" => Certainty::Likely,
                "unsure" => Certainty::Unsure,
                _other => return Err(self.wrong()),
            },
        };
        if unit.to.is_some_and(|to| to < unit.from) {
            return Err(self.fault(Code::CatalogueDates));
        }
        Ok(unit)
    }
}

fn code(text: &str, digits: usize) -> Option<String> {
    let right = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    right.then(|| text.to_owned())
}

impl Places {
    /// Reads the texts of `provinces.tsv`, `communes.tsv` and `former.tsv`.
    pub fn read(provinces: &str, communes: &str, former: &str) -> Result<Self, Refusal> {
        let mut places = Self {
            provinces: read_provinces(provinces)?,
            communes: Vec::new(),
            came_from: Vec::new(),
            former: Vec::new(),
            former_provinces: Vec::new(),
            entries: Vec::new(),
        };
        places.read_communes(communes)?;
        places.read_former(former)?;
        places.gather();
        Ok(places)
    }

    fn read_communes(&mut self, text: &str) -> Result<(), Refusal> {
        for line in Line::all("communes.tsv", text) {
            let province = self.province(line.cell(3)).ok_or_else(|| line.wrong())?;
            let unit = line.unit(line.code(0, 5)?, province, 4)?;
            if !matches!(
                unit.kind,
                UnitKind::Ward | UnitKind::Commune | UnitKind::SpecialZone
            ) {
                return Err(line.wrong());
            }
            self.communes.push(unit);
        }
        self.communes
            .sort_by(|a, b| (&a.code, a.from).cmp(&(&b.code, b.from)));
        let twice = self.communes.windows(2).find(
            |pair| matches!(pair, [a, b] if a.code == b.code && a.to.is_none_or(|to| to >= b.from)),
        );
        if let Some([unit, ..]) = twice {
            let fault = Fault::new(Code::CatalogueDuplicate).with("file", "communes.tsv");
            return Err(fault.with("line", 1).with("value", &unit.code).into());
        }
        self.came_from = vec![0; self.communes.len()];
        Ok(())
    }

    fn read_former(&mut self, text: &str) -> Result<(), Refusal> {
        let mut district = None;
        for line in Line::all("former.tsv", text) {
            let first = line.cell(0);
            if let Some(word) = first.strip_prefix("= ") {
                let kind = line.kind(word)?;
                self.open_province(&line, kind)?;
                district = None;
                continue;
            }
            let province = self.former_provinces.len().checked_sub(1);
            let province = province.ok_or_else(|| line.wrong())?;
            let (kind, level) = match first.strip_prefix("- ") {
                Some(word) => (line.kind(word)?, None),
                None => (
                    line.kind(first)?,
                    Some(district.ok_or_else(|| line.wrong())?),
                ),
            };
            let codes = line.cell(2).split(',').filter(|code| !code.is_empty());
            let codes: Option<Vec<String>> = codes.map(|text| code(text, 5)).collect();
            let codes = codes.ok_or_else(|| line.wrong())?;
            // Whatever is named here exists today; a commune leads somewhere.
            let known = codes.iter().all(|code| self.states(code).next().is_some());
            if !known || (level.is_some() && codes.is_empty()) {
                return Err(line.fault(Code::CatalogueUnknownName));
            }
            let name = line.name(1)?;
            if level.is_none() {
                district = Some(self.former.len());
            }
            self.former.push(Former {
                kind,
                key: key(&name),
                name,
                district: level,
                province,
                codes,
            });
        }
        Ok(())
    }

    fn open_province(&mut self, line: &Line<'_>, kind: UnitKind) -> Result<(), Refusal> {
        let today = self.province(line.cell(2)).ok_or_else(|| line.wrong())?;
        let name = line.name(1)?;
        if self.former_provinces.len() >= PROVINCES {
            return Err(line.wrong());
        }
        let today = self.provinces.get(today).and_then(|now| now.states.first());
        let unit = today.cloned().map(|today| Unit {
            kind,
            name: name.clone(),
            ..today
        });
        self.former_provinces.push(Province {
            called: vec![Called::new(&name)],
            states: unit.into_iter().collect(),
        });
        Ok(())
    }

    /// What follows from the rows: where a commune's land came from, what a district became, and the
    /// list that is searched.
    fn gather(&mut self) {
        let mut became: Vec<(usize, String)> = Vec::new();
        for index in 0..self.former.len() {
            let Some(old) = self.former.get(index) else {
                break;
            };
            let bit = 1_u64 << old.province;
            for code in old.codes.clone() {
                let states: Vec<usize> = self.states(&code).collect();
                for state in states {
                    if let Some(from) = self.came_from.get_mut(state) {
                        *from |= bit;
                    }
                }
                let district = self.former.get(index).and_then(|old| old.district);
                if let Some(district) = district {
                    became.push((district, code));
                }
            }
        }
        became.sort_unstable();
        let mut counted: Vec<(usize, usize, String)> = Vec::new();
        for same in became.chunk_by(|a, b| a == b) {
            if let Some((district, code)) = same.first() {
                counted.push((*district, same.len(), code.clone()));
            }
        }
        // Most of the district first, then in the order of codes.
        counted.sort_by(|a, b| (a.0, b.1, &a.2).cmp(&(b.0, a.1, &b.2)));
        for (district, _, code) in counted {
            if let Some(district) = self.former.get_mut(district) {
                district.codes.push(code);
            }
        }
        let communes = self.communes.iter().enumerate();
        let communes =
            communes.map(|(index, unit)| entry(&unit.name, unit.kind, Of::Commune(index)));
        let former = self.former.iter().enumerate();
        let former = former.map(|(index, old)| entry(&old.name, old.kind, Of::Former(index)));
        self.entries = communes.chain(former).collect();
        self.entries
            .sort_by(|a, b| (&a.key, a.of).cmp(&(&b.key, b.of)));
    }

    fn province(&self, code: &str) -> Option<usize> {
        self.provinces.iter().position(|province| {
            let first = province.states.first();
            first.is_some_and(|unit| unit.code == code)
        })
    }

    /// Every state of a commune.
    fn states(&self, code: &str) -> impl Iterator<Item = usize> {
        let first = self
            .communes
            .partition_point(|unit| unit.code.as_str() < code);
        let states = self.communes.iter().enumerate().skip(first);
        states
            .take_while(move |(_, unit)| unit.code == code)
            .map(|(index, _)| index)
    }
}

fn read_provinces(text: &str) -> Result<Vec<Province>, Refusal> {
    let mut provinces: Vec<Province> = Vec::new();
    for line in Line::all("provinces.tsv", text) {
        let code = line.code(0, 2)?;
        let last = provinces.last().and_then(|last| last.states.last());
        let again = last.is_some_and(|last| last.code == code);
        let place = provinces.len().saturating_sub(usize::from(again));
        let unit = line.unit(code, place, 3)?;
        if !unit.kind.of_province() || place >= PROVINCES {
            return Err(line.wrong());
        }
        let overlaps = |last: &Unit| last.to.is_none_or(|to| to >= unit.from);
        let out_of_order = last.is_some_and(|last| {
            last.code > unit.code || (last.code == unit.code && overlaps(last))
        });
        if out_of_order {
            return Err(line.fault(Code::CatalogueDuplicate));
        }
        if let Some(province) = provinces.last_mut().filter(|_| again) {
            province.states.push(unit);
        } else {
            let also = line.cell(7).split(", ").filter(|name| !name.is_empty());
            let names = std::iter::once(unit.name.as_str()).chain(also);
            provinces.push(Province {
                called: names.map(Called::new).collect(),
                states: vec![unit],
            });
        }
    }
    Ok(provinces)
}

fn entry(name: &str, kind: UnitKind, of: Of) -> Entry {
    Entry {
        key: key(name),
        marked: fold::marked_key(name),
        kind,
        of,
    }
}
