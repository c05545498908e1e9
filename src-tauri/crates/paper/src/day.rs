//! What stands on the sheet of a closed day (*phiếu kết thúc ngày*).
//!
//! Purpose: a sheet's values and words for the template `day.typ`: figures, files whose originals
//! still lie at the desk, the words of the journal's head, two signatures. Must never: know Typst, or
//! name a citizen.

use domain::moment::Day;
use domain::sheet::DaySheet;
use domain::words::Lang;
use serde::Serialize;

use crate::ink;
use crate::parts::{Demo, Head, Signature, tag};
use crate::wording::{date, moment, params};

/// Values of `day.typ`.
#[derive(Serialize)]
pub(crate) struct DayPage {
    lang: &'static str,
    title: String,
    demo: Option<Demo>,
    letterhead: Head,
    date_line: String,
    heading: String,
    heading_also: Option<String>,
    subject: String,
    running: String,
    opening: String,
    groups: [Group; 3],
    held: Held,
    head: Told,
    signatures: [Signature; 2],
    page: String,
}

#[derive(Serialize)]
struct Group {
    label: String,
    rows: Vec<[String; 2]>,
}

#[derive(Serialize)]
struct Held {
    label: String,
    numbers: Vec<String>,
}

#[derive(Serialize)]
struct Told {
    label: String,
    words: String,
    note: String,
}

/// Fills the template's values from a sheet.
pub(crate) fn page(sheet: &DaySheet) -> DayPage {
    let lang = sheet.lang;
    let word = |key: &str| lang.word(&format!("paper.day.{key}"));
    let day = in_words(sheet.day, lang);
    let desk = ink::line(&sheet.desk, 8);
    let officer = ink::line(&sheet.officer, 100);
    let of_day = params([("desk", &desk), ("day", &day)]);
    let mut dated = date(sheet.closed, lang);
    dated.insert("place".to_owned(), ink::line(&sheet.letterhead.place, 60));
    DayPage {
        lang: tag(lang),
        title: lang.say("paper.day.document", &of_day),
        demo: Demo::of(sheet.letterhead.demo, lang),
        letterhead: Head::from(&sheet.letterhead),
        date_line: lang.say("paper.receipt.date_line", &dated),
        heading: Lang::Vi.word("paper.day.title"),
        heading_also: (lang != Lang::Vi).then(|| word("title")),
        subject: lang.say("paper.day.subject", &of_day),
        running: lang.say("paper.day.document", &of_day),
        opening: opening(sheet, &officer),
        groups: groups(sheet),
        held: held(sheet),
        head: Told {
            label: word("head"),
            words: ink::line(&sheet.head_words, 200),
            note: word("head_note"),
        },
        signatures: [
            Signature {
                title: word("sign_officer"),
                note: word("sign_note"),
                lines: vec![officer],
            },
            Signature {
                title: word("sign_supervisor"),
                note: word("sign_note"),
                lines: Vec::new(),
            },
        ],
        page: lang.word("paper.page"),
    }
}

/// Who closed it and when; and who answers from then on.
fn opening(sheet: &DaySheet, officer: &str) -> String {
    let (lang, at) = (sheet.lang, moment(sheet.closed, sheet.lang));
    let closed = lang.say(
        "paper.day.opening",
        &params([("officer", officer), ("at", &at)]),
    );
    match &sheet.duty {
        Some(duty) => {
            let duty = ink::line(duty, 100);
            let told = lang.say("paper.day.duty", &params([("officer", &duty)]));
            format!("{closed} {told}")
        }
        None => closed,
    }
}

fn groups(sheet: &DaySheet) -> [Group; 3] {
    let lang = sheet.lang;
    let group = |key: &str, rows: &[(&str, u32)]| Group {
        label: lang.word(&format!("paper.day.{key}")),
        rows: rows
            .iter()
            .map(|(row, count)| {
                let label = lang.word(&format!("paper.day.{key}.{row}"));
                [label, count.to_string()]
            })
            .collect(),
    };
    let figures = &sheet.figures;
    let counts = figures.counts;
    let held = u32::try_from(figures.held.len()).unwrap_or(u32::MAX);
    [
        group(
            "visits",
            &[
                ("given", counts.given),
                ("served", counts.served),
                ("left", counts.left),
            ],
        ),
        group(
            "receipts",
            &[
                ("printed", counts.printed),
                ("voided", counts.voided),
                ("unknown", counts.unknown),
                ("never_sent", counts.never_sent),
            ],
        ),
        group(
            "open",
            &[
                ("drafts", figures.drafts),
                ("running_hours", figures.running_hours),
                ("held", held),
            ],
        ),
    ]
}

/// Which files' originals lie at the desk; nothing is cut off such a list.
fn held(sheet: &DaySheet) -> Held {
    let numbers = sheet.figures.held.iter();
    let numbers: Vec<_> = numbers.map(|number| ink::line(number, 40)).collect();
    let key = if numbers.is_empty() {
        "paper.day.held_none"
    } else {
        "paper.day.held"
    };
    Held {
        label: sheet.lang.word(key),
        numbers,
    }
}

/// `thứ Ba, ngày 24 tháng 11 năm 2026`.
pub(crate) fn in_words(day: Day, lang: Lang) -> String {
    lang.say("paper.day.day", &date(day.start(), lang))
}
