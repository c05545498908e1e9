//! Addresses as they are typed: those written lately, then the units of today.
//!
//! Purpose: what the address box offers; `deskctl places` asks the same without a vault. An address
//! is free text: nothing here refuses one. Must never: say whose address an earlier one is.

use domain::fold;
use domain::moment::Day;
use domain::permission::Circumstance;
use domain::person::ADDRESS_LIMIT;
use domain::places::{FormerName, Found, Places};
use domain::titles::Titles;
use domain::words::Lang;
use serde::{Deserialize, Serialize};

use crate::Office;
use crate::policy::{Permit, SearchPeople};
use crate::refused::{Answer, Refused};
use crate::session::Session;

/// People whose addresses are looked through, the newest.
const RECENT_PEOPLE: u32 = 300;
/// Most addresses offered that were written before.
const RECENT: usize = 3;
/// Most units offered.
const UNITS: usize = 8;

/// A line of the list under an address box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct PlaceRow {
    /// The whole address.
    pub text: String,
    /// Why it is offered: an older name, or that it was written before.
    pub note: Option<Titles>,
}

impl Office {
    /// Addresses that a text may become: at most three that were written lately and hold all its
    /// words, then units in force today, those of the office's own province first.
    pub async fn find_places(&self, session: &Session, query: &str) -> Answer<Vec<PlaceRow>> {
        let permit: Permit<'_, SearchPeople> =
            self.permit(session, Circumstance::default()).await?;
        let query = domain::text::line(query, ADDRESS_LIMIT)
            .map_err(|fault| Refused::from(fault.in_field("query")))?;
        let words = fold::tokens(&query);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = permit.session().records()?.desk.begin().await?;
        let recent = tx.recent_addresses(RECENT_PEOPLE).await?;
        drop(tx);
        // They were read when the window was opened; who is quicker waits off the async threads.
        let places = crate::backup::blocking(Places::shipped).await??;
        let today = self.clock.now().day();
        let head = self.letterhead(false);
        let home = home(places, [&head.parent, &head.address, &head.place], today);
        let found = places.find(&query, today, home, UNITS);
        let mut rows = written_before(&words, recent);
        for found in found {
            if !rows.iter().any(|row| says(&row.text, &found)) {
                rows.push(PlaceRow {
                    note: found.former.as_ref().map(former_note),
                    text: found.text,
                });
            }
        }
        Ok(rows)
    }
}

/// The office's own province: a commune's office names it in the body above it, else in its address.
fn home<'a>(places: &'a Places, head: [&str; 3], today: Day) -> Option<&'a str> {
    head.into_iter()
        .find_map(|text| places.province_named(text, today))
}

/// Units by part of an address, for whoever asks: no vault needed.
pub fn find(address: &str, on: Day) -> Answer<Vec<Found>> {
    let address = domain::text::line(address, ADDRESS_LIMIT)
        .map_err(|fault| Refused::from(fault.in_field("address")))?;
    Ok(Places::shipped()?.find(&address, on, None, UNITS))
}

/// What stands beside a unit that was found by an older name.
pub fn former_note(former: &FormerName) -> Titles {
    let key = if former.divided {
        "places.former_part"
    } else {
        "places.former"
    };
    let values = [("former".to_owned(), former.text.clone())].into();
    Titles {
        vi: Lang::Vi.say(key, &values),
        en: Lang::En.say(key, &values),
    }
}

/// Reads what the first keystroke in an address box needs, in a thread of its own.
pub(crate) fn warm() {
    // Without the thread the first search reads them: slower, not wrong.
    let _reading = std::thread::Builder::new()
        .name("places".to_owned())
        .spawn(|| Places::shipped().is_ok() && !Lang::Vi.word("places.recent").is_empty());
}

/// Whether a line is that address already. Two communes of a province may differ by marks alone, so
/// the unit counts with them; what was typed before it is the same house without them too.
fn says(line: &str, found: &Found) -> bool {
    let commas = usize::from(!found.kind.of_province());
    let unit = match found.text.rmatch_indices(", ").nth(commas) {
        Some((at, _)) => found.text.get(at..).unwrap_or_default(),
        None => found.text.as_str(),
    };
    fold::folded_key(line) == fold::folded_key(&found.text)
        && fold::marked_key(line).ends_with(&fold::marked_key(unit))
}

/// Addresses in which every word stands or begins a word, newest first, each once.
fn written_before(words: &[String], recent: Vec<String>) -> Vec<PlaceRow> {
    let mut known: Vec<Vec<String>> = Vec::new();
    let mut rows = Vec::new();
    for text in recent {
        let parts = fold::tokens(&text);
        let holds = |word: &String| parts.iter().any(|part| part.starts_with(word.as_str()));
        if rows.len() < RECENT && words.iter().all(holds) && !known.contains(&parts) {
            known.push(parts);
            let note = Titles {
                vi: Lang::Vi.word("places.recent"),
                en: Lang::En.word("places.recent"),
            };
            rows.push(PlaceRow {
                text,
                note: Some(note),
            });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(words: &str, recent: &[&str]) -> Vec<String> {
        let recent = recent.iter().map(|text| (*text).to_owned()).collect();
        let rows = written_before(&fold::tokens(words), recent);
        rows.into_iter().map(|row| row.text).collect()
    }

    #[test]
    fn the_letterhead_tells_the_province() {
        let on: Day = "2026-11-27".parse().unwrap();
        let of = |head| home(Places::shipped().unwrap(), head, on);
        let parent = "CÔNG AN THÀNH PHỐ HẢI PHÒNG";
        assert_eq!(of([parent, "Số 1", "Lê Chân"]), Some("31"));
        let address = "Số 1 phố Mẫu, phường Hạ Long, tỉnh Quảng Ninh";
        assert_eq!(of(["CÔNG AN", address, ""]), Some("22"));
        assert_eq!(of(["CÔNG AN THÀNH PHỐ MẪU", "Số 1", "Hà Nội"]), Some("01"));
        assert_eq!(of(["CÔNG AN THÀNH PHỐ MẪU", "Số 1", "Phường Mẫu"]), None);
    }

    #[test]
    fn an_earlier_address_holds_every_word_and_is_offered_once() {
        let recent = [
            "Số 1 đường Mẫu, Phường Mẫu",
            "số 1 duong Mau, phuong mau",
            "Số 2 đường Mẫu, Phường Mẫu",
            "Số 3 đường Khác",
            "Số 4 đường Mẫu",
            "Số 5 đường Mẫu",
        ];
        assert_eq!(
            texts("duong mau", &recent),
            [recent[0], recent[2], recent[4]],
            "newest first, three at most"
        );
        assert_eq!(texts("5 mau", &recent), [recent[5]]);
        assert_eq!(texts("mau khac", &recent), Vec::<String>::new());
    }
}
