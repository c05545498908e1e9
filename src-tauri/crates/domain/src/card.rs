//! The code on a citizen's card.
//!
//! Purpose: the payload of the QR on a *CCCD gắn chip* (2021 to June 2024) or *thẻ căn cước* (from
//! July 2024, TT 16/2024/TT-BCA Art 6) as a person: `number|old number|name|born|sex|address|
//! issued`, some readers without the old number, newer cards with more fields behind. Fields
//! behind the seventh hold other people's data: they are counted and forgotten. Must never: keep
//! or log the payload, or guess what damaged letters were.

mod damage;
mod other;

use serde::{Deserialize, Serialize};

use crate::born::{PartialDate, Sex};
use crate::fault::{Code, Fault};
use crate::fold::folded_key;
use crate::moment::Day;
use crate::number;
use crate::text::nfc;
use crate::warning::Warning;

pub use other::is_receipt_token;

/// Longer payloads are no card; a QR of that size is not printed on one.
pub const PAYLOAD_BYTES: usize = 512;

/// Fields of the shortest layout known.
const FEWEST_FIELDS: usize = 6;

/// What a card's code says. Unknown parts are null; the JSON is the answer of `deskctl scan`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct CardScan {
    /// Personal number, 12 digits.
    pub number: String,
    /// Old identity card number, 9 digits.
    pub old_number: Option<String>,
    /// Name as printed.
    pub name: Option<String>,
    /// Birth date, day and month may be unknown.
    pub born: Option<PartialDate>,
    /// Sex as printed.
    pub sex: Option<Sex>,
    /// Permanent address as printed; old cards name units that no longer exist.
    pub address: Option<String>,
    /// Day of issue, `YYYY-MM-DD`.
    pub issued: Option<Day>,
    /// How many fields stood behind the known ones.
    pub extra_fields: u32,
    /// What the officer should look at.
    pub warnings: Vec<Warning>,
}

/// All of it is personal.
impl core::fmt::Debug for CardScan {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(
            f,
            "CardScan(.., {} more, {:?})",
            self.extra_fields, self.warnings
        )
    }
}

/// Reads a payload. Refuses what is no citizen card with a code of area `scan` that says what it
/// is and what to do.
pub fn parse(payload: &[u8]) -> Result<CardScan, Fault> {
    if payload.len() > PAYLOAD_BYTES {
        return Err(Fault::new(Code::ScanTooLong).with("max", PAYLOAD_BYTES));
    }
    let decoded = String::from_utf8_lossy(payload);
    let raw = decoded.trim_matches(is_transport);
    if raw.trim().is_empty() {
        return Err(Fault::new(Code::ScanEmpty));
    }
    // Before anything is trimmed further: a token may begin or end with a space.
    if is_receipt_token(raw) {
        return Err(Fault::new(Code::ScanReceipt));
    }
    let text = nfc(without_symbology(raw).trim());
    let fields: Vec<&str> = text.split('|').map(str::trim).collect();
    match number_of(&fields) {
        None => Err(Fault::new(other::kind(&text, &fields))),
        Some(_) if fields.len() < FEWEST_FIELDS => Err(Fault::new(Code::ScanCutOff)),
        Some(number) => Ok(read(number, &fields)),
    }
}

/// What scanners put around a payload: a byte-order mark, line ends, start and end of text.
const fn is_transport(c: char) -> bool {
    c == '\u{FEFF}' || c.is_ascii_control()
}

/// Drops the symbology identifier some scanners send first (ISO/IEC 15424: `]Q0`–`]Q6`).
fn without_symbology(text: &str) -> &str {
    match text.strip_prefix("]Q") {
        Some(rest) => rest
            .strip_prefix(|c: char| c.is_ascii_digit())
            .unwrap_or(rest)
            .trim_start_matches(is_transport),
        None => text,
    }
}

/// The first field, when it is a personal number.
fn number_of(fields: &[&str]) -> Option<String> {
    fields
        .first()
        .and_then(|field| number::personal(field).ok())
}

/// The field at `index`, empty when there is none.
fn field<'a>(fields: &[&'a str], index: usize) -> &'a str {
    fields.get(index).copied().unwrap_or_default()
}

fn read(number: String, fields: &[&str]) -> CardScan {
    let mut warnings = Vec::new();
    let at = name_index(fields);
    let old_number = match (at, field(fields, 1)) {
        (1, _) | (_, "") => None,
        (_, typed) => known(
            number::old(typed).ok(),
            Warning::OldNumberUnread,
            &mut warnings,
        ),
    };
    let sex = sex(field(fields, at + 2), &mut warnings);
    let name = name(field(fields, at), field(fields, at + 2), &mut warnings);
    let born = match field(fields, at + 1) {
        "" => None,
        typed => known(date(typed), Warning::BirthDateUnread, &mut warnings),
    };
    let address = damage::mended(field(fields, at + 3));
    if damage::in_address(field(fields, at + 3)) {
        warnings.push(Warning::AddressDamaged);
    }
    let issued = match field(fields, at + 4) {
        "" => None,
        typed => {
            let day = date(typed).and_then(PartialDate::full);
            known(day, Warning::IssueDateUnread, &mut warnings)
        }
    };
    warnings.extend(number::check(&number, sex, born));
    let extra = fields.len().saturating_sub(at + 5);
    CardScan {
        number,
        old_number,
        name,
        born,
        sex,
        address,
        issued,
        extra_fields: u32::try_from(extra).unwrap_or(u32::MAX),
        warnings,
    }
}

/// Where the name stands: third, or second where a reader dropped the empty old number. The birth
/// date after the name decides when the second field is neither digits nor empty.
fn name_index(fields: &[&str]) -> usize {
    let second = field(fields, 1);
    if second.bytes().all(|b| b.is_ascii_digit() || b == b' ') {
        return 2;
    }
    let damaged_old_number = !is_date(field(fields, 2)) && is_date(field(fields, 3));
    if damaged_old_number { 2 } else { 1 }
}

fn name(typed: &str, sex: &str, warnings: &mut Vec<Warning>) -> Option<String> {
    let name = damage::mended(typed);
    if name.is_none() {
        warnings.push(Warning::NameMissing);
    } else if damage::in_name(typed) {
        warnings.push(Warning::NameDamaged);
    } else if damage::lacks_marks(typed, sex) {
        warnings.push(Warning::NameMarksMissing);
    }
    name
}

/// *Nam* or *Nữ*, in any case, also where the marks were lost.
fn sex(typed: &str, warnings: &mut Vec<Warning>) -> Option<Sex> {
    match folded_key(typed).as_str() {
        "nam" => Some(Sex::Male),
        "nu" => Some(Sex::Female),
        "" if typed.is_empty() => None,
        _ => known(None, Warning::SexUnread, warnings),
    }
}

/// `ddMMyyyy` or `d/M/yyyy`, zeros for unknown parts, or a year alone.
fn date(typed: &str) -> Option<PartialDate> {
    let (day, month, year) = match typed.len() {
        8 if typed.bytes().all(|b| b.is_ascii_digit()) => {
            (typed.get(..2)?, typed.get(2..4)?, typed.get(4..)?)
        }
        4 => ("0", "0", typed),
        _ => {
            let mut groups = typed.split(['/', '-', '.']);
            let date = (groups.next()?, groups.next()?, groups.next()?);
            if groups.next().is_some() {
                return None;
            }
            date
        }
    };
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4
        || day.len() > 2
        || month.len() > 2
        || ![day, month, year].into_iter().all(all_digits)
    {
        return None;
    }
    let part = |text: &str| text.parse::<u8>().ok().filter(|part| *part > 0);
    // A day of an unknown month says nothing.
    let month = part(month);
    PartialDate::new(year.parse().ok()?, month, month.and(part(day))).ok()
}

/// Whether a field has the look of a date, for telling layouts apart.
fn is_date(field: &str) -> bool {
    field.len() >= 8 && date(field).is_some()
}

/// Notes the warning when the value is not known.
fn known<T>(value: Option<T>, warning: Warning, warnings: &mut Vec<Warning>) -> Option<T> {
    if value.is_none() {
        warnings.push(warning);
    }
    value
}

#[cfg(test)]
mod tests;
