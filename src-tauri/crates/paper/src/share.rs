//! What stands on a custodian's sheet (*mảnh khôi phục*).
//!
//! Purpose: a recovery share in groups, what it is for and how it is read back, for the template
//! `share.typ`. Must never: know Typst, name an office, or keep a share.

use domain::sheet::ShareSheet;
use serde::Serialize;

use crate::ink;
use crate::parts::{Demo, tag};
use crate::wording::{date, params};

/// Characters of a group: as many as an eye carries from paper to keyboard.
const GROUP: usize = 6;
/// Groups of a row.
const ROW: usize = 4;
/// Longest share, characters.
const LIMIT: usize = 240;

/// Values of `share.typ`.
#[derive(Serialize)]
pub(crate) struct SharePage {
    lang: &'static str,
    title: String,
    demo: Option<Demo>,
    place: String,
    heading: String,
    made: String,
    purpose: Vec<String>,
    rows: Vec<Vec<String>>,
    fingerprint: Fingerprint,
    parts: [Part; 2],
    fields: [String; 3],
}

#[derive(Serialize)]
struct Fingerprint {
    label: String,
    words: String,
}

#[derive(Serialize)]
struct Part {
    label: String,
    lines: Vec<String>,
}

/// Fills the template's values from a sheet.
pub(crate) fn page(sheet: &ShareSheet) -> SharePage {
    let lang = sheet.lang;
    let word = |key: &str| lang.word(&format!("paper.share.{key}"));
    let number = params([("number", &sheet.number.to_string())]);
    SharePage {
        lang: tag(lang),
        title: word("place"),
        demo: Demo::of(sheet.demo, lang),
        place: word("place"),
        heading: lang.say("paper.share.title", &number),
        made: lang.say("paper.share.made", &date(sheet.made, lang)),
        purpose: vec![word("purpose"), word("secret")],
        rows: rows(&sheet.share),
        fingerprint: Fingerprint {
            label: word("fingerprint"),
            words: ink::line(&sheet.fingerprint, 120),
        },
        parts: [
            Part {
                label: word("keep"),
                lines: ["keep.sealed", "keep.apart", "keep.no_picture"]
                    .map(word)
                    .to_vec(),
            },
            Part {
                label: word("read"),
                lines: ["read.rows", "read.two", "read.guide"].map(word).to_vec(),
            },
        ],
        fields: ["field.holder", "field.place", "field.day"].map(word),
    }
}

fn rows(share: &str) -> Vec<Vec<String>> {
    let letters: Vec<char> = share
        .chars()
        .filter(char::is_ascii_graphic)
        .take(LIMIT)
        .collect();
    let groups: Vec<String> = letters
        .chunks(GROUP)
        .map(|group| group.iter().collect())
        .collect();
    groups.chunks(ROW).map(<[String]>::to_vec).collect()
}
