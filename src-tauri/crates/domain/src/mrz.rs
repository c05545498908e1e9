//! Machine-readable lines of passports and cards.
//!
//! Purpose: what a scanner reads from the bottom of a passport (TD3, two lines of 44) or the back
//! of a card (TD1, three lines of 30), ICAO Doc 9303 parts 3 to 5, every check digit held against
//! its field. Must never: give marks back to a name that the lines do not carry, or keep the lines.

use serde::{Deserialize, Serialize};

use crate::born::{PartialDate, Sex};
use crate::fault::{Code, Fault};
use crate::moment::Day;
use crate::number;
use crate::typed_date::past_year;
use crate::warning::Warning;

/// Longer input is not two or three lines.
const INPUT_BYTES: usize = 256;

/// Which paper the lines stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// TD3: a passport.
    Passport,
    /// TD1: an identity or residence card.
    Card,
}

/// What the lines say; nothing else of them is kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct MachineLines {
    /// Which paper.
    pub paper: Paper,
    /// The state that issued it, one to three letters.
    pub issuer: String,
    /// The holder's nationality, one to three letters.
    pub nationality: String,
    /// The paper's own number.
    pub document: String,
    /// The 12-digit personal number, on Vietnamese papers that carry it.
    pub number: Option<String>,
    /// Name as the lines spell it: capitals without marks, surname first.
    pub name: String,
    /// Birth date.
    pub born: Option<PartialDate>,
    /// Sex; absent when the paper does not say.
    pub sex: Option<Sex>,
    /// Last day of validity.
    pub expires: Option<PartialDate>,
    /// What the officer should look at.
    pub warnings: Vec<Warning>,
}

/// All of it is personal.
impl core::fmt::Debug for MachineLines {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "MachineLines({:?}, .., {:?})", self.paper, self.warnings)
    }
}

/// Whether a scan looks like machine-readable lines at all.
pub(crate) fn looks_like_lines(text: &str) -> bool {
    text.len() <= INPUT_BYTES
        && text.starts_with(['P', 'I', 'A', 'C', 'p', 'i', 'a', 'c'])
        && text.matches('<').count() >= 3
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'<' || b.is_ascii_whitespace())
}

/// Whether a scan that ended its line has read only a part of the lines: a scanner ends each line as
/// it stands, and the rest follows.
pub fn awaits_more(text: &str) -> bool {
    let bytes = text.as_bytes();
    let plain = bytes
        .iter()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'<');
    match (bytes.first(), bytes.len()) {
        (Some(b'P'), 44) | (Some(b'I' | b'A' | b'C'), 30 | 60) => plain,
        _ => false,
    }
}

/// Reads the lines; spaces and line ends do not matter. `today` decides the century of birth. A
/// field that does not match its check digit is told with a warning, for the officer to compare.
/// Refuses with `lines.not_read` what is no lines, or lines of which nothing holds.
pub fn read(typed: &str, today: Day) -> Result<MachineLines, Fault> {
    let not_read = || Fault::new(Code::LinesNotRead);
    if typed.len() > INPUT_BYTES {
        return Err(not_read());
    }
    let packed: String = typed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if !packed
        .bytes()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'<')
    {
        return Err(not_read());
    }
    let first = packed.get(..1).unwrap_or_default();
    match (packed.len(), first) {
        (88, "P") => passport(&packed, today),
        (90, "I" | "A" | "C") => card(&packed, today),
        _ => Err(not_read()),
    }
}

/// TD3 (part 4 §4.2): names in line 1, all else in line 2.
fn passport(packed: &str, today: Day) -> Result<MachineLines, Fault> {
    let (first, second) = (cut(packed, 0, 44), cut(packed, 44, 88));
    let (number, born, expires, optional) = (
        cut(second, 0, 9),
        cut(second, 13, 19),
        cut(second, 21, 27),
        cut(second, 28, 42),
    );
    let all = [cut(second, 0, 10), cut(second, 13, 20), cut(second, 21, 43)].concat();
    let rest = proven(optional, cut(second, 42, 43)) && proven(&all, cut(second, 43, 44));
    let doubts = doubts([
        proven(number, cut(second, 9, 10)),
        proven(born, cut(second, 19, 20)),
        proven(expires, cut(second, 27, 28)),
        rest,
    ])?;
    let nationality = plain(cut(second, 10, 13));
    let personal = (nationality == "VNM")
        .then(|| number::personal(&plain(optional)).ok())
        .flatten();
    finish(
        Found {
            paper: Paper::Passport,
            issuer: cut(first, 2, 5),
            nationality,
            document: plain(number),
            personal,
            names: cut(first, 5, 44),
            born,
            sex: cut(second, 20, 21),
            expires,
            doubts,
        },
        today,
    )
}

/// TD1 (part 5 §4.2): numbers in line 1, dates in line 2, names in line 3.
fn card(packed: &str, today: Day) -> Result<MachineLines, Fault> {
    let (first, second, third) = (cut(packed, 0, 30), cut(packed, 30, 60), cut(packed, 60, 90));
    let (number, optional) = (cut(first, 5, 14), cut(first, 15, 30));
    let (born, expires) = (cut(second, 0, 6), cut(second, 8, 14));
    let (document, known) = document_of_card(number, cut(first, 14, 15), optional);
    let all = [
        cut(first, 5, 30),
        cut(second, 0, 7),
        cut(second, 8, 15),
        cut(second, 18, 29),
    ]
    .concat();
    let mut doubts = doubts([
        known,
        proven(born, cut(second, 6, 7)),
        proven(expires, cut(second, 14, 15)),
        proven(&all, cut(second, 29, 30)),
    ])?;
    let issuer = cut(first, 2, 5);
    let own = (issuer == "VNM")
        .then(|| number::personal(cut(optional, 0, 12)).ok())
        .flatten();
    if matches!(own.as_deref(), Some(own) if !own_number_fits(own, number, optional)) {
        doubts.push(Warning::LinesNumberDoubtful);
    }
    finish(
        Found {
            paper: Paper::Card,
            issuer,
            nationality: plain(cut(second, 15, 18)),
            document,
            personal: own,
            names: third,
            born,
            sex: cut(second, 7, 8),
            expires,
            doubts,
        },
        today,
    )
}

/// A number longer than nine characters goes on in the optional field (part 5 §4.2.2.1 note j):
/// a filler stands for its check digit, rest and check digit follow up to the next filler.
/// The second part of the answer is whether the digit holds.
fn document_of_card(number: &str, digit: &str, optional: &str) -> (String, bool) {
    if digit != "<" {
        return (plain(number), proven(number, digit));
    }
    let tail = optional.split('<').next().unwrap_or_default();
    let parts = tail.len().checked_sub(1);
    let Some((rest, digit)) = parts.and_then(|end| tail.split_at_checked(end)) else {
        return (plain(number), false);
    };
    let whole = [number, rest].concat();
    (plain(&whole), proven(&whole, digit))
}

/// Vietnamese cards repeat the last nine digits as the document's number and give the personal
/// number a check digit of its own at the end of line 1. The layout is known from cards, not from
/// a published rule, so what does not fit is a doubt and no refusal.
fn own_number_fits(own: &str, number: &str, optional: &str) -> bool {
    own.ends_with(number)
        && match cut(optional, 14, 15) {
            "<" => true,
            digit => value_of(own) == digit.bytes().next().and_then(value),
        }
}

/// The pieces of either paper, before their values are made.
struct Found<'a> {
    paper: Paper,
    issuer: &'a str,
    nationality: String,
    document: String,
    personal: Option<String>,
    names: &'a str,
    born: &'a str,
    sex: &'a str,
    expires: &'a str,
    doubts: Vec<Warning>,
}

fn finish(found: Found<'_>, today: Day) -> Result<MachineLines, Fault> {
    let name = name(found.names);
    if name.is_empty() || found.document.is_empty() || found.nationality.is_empty() {
        return Err(Fault::new(Code::LinesNotRead));
    }
    let sex = match found.sex {
        "F" => Some(Sex::Female),
        "M" => Some(Sex::Male),
        _ => None,
    };
    let born = date(found.born, |year, month, day| {
        past_year(year, month, day, today)
    });
    // No paper in use was valid before 2000.
    let expires = date(found.expires, |year, _, _| 2000 + year);
    let mut warnings = found.doubts;
    if let Some(number) = &found.personal {
        warnings.extend(number::check(number, sex, born));
    }
    if born.is_none() {
        warnings.push(Warning::BirthDateUnread);
    }
    if found.nationality == "VNM" {
        warnings.push(Warning::NameMarksMissing);
    }
    if !found.names.ends_with('<') {
        warnings.push(Warning::NameMayBeCut);
    }
    Ok(MachineLines {
        paper: found.paper,
        issuer: plain(found.issuer),
        nationality: found.nationality,
        document: found.document,
        number: found.personal,
        name,
        born,
        sex,
        expires,
        warnings,
    })
}

/// `NGUYEN<<THI<AN<<<` → `NGUYEN THI AN`: primary identifier first, as printed.
fn name(field: &str) -> String {
    field
        .split('<')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// YYMMDD; fillers or zeros stand for an unknown day or month (part 3 §4.8).
fn date(field: &str, year: impl Fn(i32, Option<u8>, Option<u8>) -> i32) -> Option<PartialDate> {
    let short: i32 = cut(field, 0, 2).parse().ok()?;
    let part = |from| {
        cut(field, from, from + 2)
            .parse::<u8>()
            .ok()
            .filter(|part| *part > 0)
    };
    let month = part(2);
    let day = month.and(part(4));
    PartialDate::new(year(short, month, day), month, day).ok()
}

/// Check digit (part 3 §4.9): weights 7, 3, 1; modulus 10; an empty field may have a filler.
fn proven(field: &str, digit: &str) -> bool {
    match digit {
        "<" => field.bytes().all(|b| b == b'<'),
        _ => digit.bytes().all(|b| b.is_ascii_digit()) && value_of(field) == digit.parse().ok(),
    }
}

/// What does not hold of document, birth date, validity and the lines as a whole. Where none of the
/// first three holds, what was scanned is no lines.
fn doubts(holds: [bool; 4]) -> Result<Vec<Warning>, Fault> {
    if let [false, false, false, _] = holds {
        return Err(Fault::new(Code::LinesNotRead));
    }
    let words = [
        Warning::LinesDocumentDoubtful,
        Warning::LinesBornDoubtful,
        Warning::LinesExpiresDoubtful,
        Warning::LinesDoubtful,
    ];
    let told = words.into_iter().zip(holds).filter(|(_, holds)| !holds);
    let mut told: Vec<Warning> = told.map(|(word, _)| word).collect();
    // The digit over all of them says nothing new where one of them says it already.
    if told.len() > 1 {
        told.retain(|word| *word != Warning::LinesDoubtful);
    }
    Ok(told)
}

/// The check digit a field should have; `None` for characters that have no value.
fn value_of(field: &str) -> Option<u32> {
    field
        .bytes()
        .zip([7, 3, 1].into_iter().cycle())
        .try_fold(0, |sum, (byte, weight)| Some(sum + value(byte)? * weight))
        .map(|sum| sum % 10)
}

const fn value(byte: u8) -> Option<u32> {
    match byte {
        b'<' => Some(0),
        b'0'..=b'9' => Some((byte - b'0') as u32),
        b'A'..=b'Z' => Some((byte - b'A') as u32 + 10),
        _ => None,
    }
}

/// A field without its fillers.
fn plain(field: &str) -> String {
    field.trim_matches('<').to_owned()
}

/// Bytes `from..to` of a line whose length was checked.
fn cut(line: &str, from: usize, to: usize) -> &str {
    line.get(from..to).unwrap_or_default()
}

#[cfg(test)]
mod tests;
