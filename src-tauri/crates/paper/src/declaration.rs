//! What stands on a form that the citizen signs (*tờ khai*), on minutes (*biên bản*) and on a refusal.
//!
//! Purpose: a sheet's values and words for the template `declaration.typ`: the office's letterhead on a
//! paper of its own, addressee, who declares, the questions with their answers or with room to write,
//! tables of people, who signs. Must never: know Typst.

use domain::sheet::{AskedLine, DeclarationSheet, Minutes, PeopleTable, Reference};
use domain::words::Lang;
use serde::Serialize;

use crate::ink;
use crate::parts::{Demo, Head, Signature, tag};
use crate::wording::{date, params};

/// Values of `declaration.typ`.
#[derive(Serialize)]
pub(crate) struct DeclarationPage {
    lang: &'static str,
    title: String,
    demo: Option<Demo>,
    form: Option<String>,
    /// Beside the nation's name, on a paper of the office.
    letterhead: Option<Letterhead>,
    /// A frame for a photo: what belongs there, and its size.
    photo: Option<[String; 2]>,
    heading: String,
    to: Option<String>,
    opening: Option<String>,
    lines: Vec<Line>,
    tables: Vec<Table>,
    closing: Option<String>,
    /// Above the signatures; absent where it stands elsewhere.
    date_line: Option<String>,
    signatures: Vec<Signature>,
    running: String,
    page: String,
}

/// The office at the top, and below it what numbers and dates the paper.
#[derive(Serialize)]
struct Letterhead {
    head: Head,
    number: Option<String>,
    date_line: Option<String>,
}

#[derive(Serialize)]
struct Line {
    heading: Option<String>,
    label: String,
    /// Paragraphs; none where it is filled in by hand.
    value: Vec<String>,
}

#[derive(Serialize)]
struct Table {
    label: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Fills the template's values from a sheet.
pub(crate) fn page(sheet: &DeclarationSheet) -> DeclarationPage {
    let lang = sheet.lang;
    let filled = |text: &str, limit| Some(ink::line(text, limit)).filter(|text| !text.is_empty());
    let mut dated = date(sheet.made, lang);
    dated.insert("place".to_owned(), ink::line(&sheet.letterhead.place, 60));
    let dated = lang.say("paper.receipt.date_line", &dated);
    let title = ink::line(&sheet.title, 200);
    let minutes = sheet.minutes.as_ref();
    DeclarationPage {
        lang: tag(lang),
        title: title.clone(),
        demo: Demo::of(sheet.letterhead.demo, lang),
        form: filled(&sheet.form, 20)
            .map(|form| lang.say("paper.declaration.form", &params([("form", &form)]))),
        letterhead: sheet.of_office.then(|| Letterhead {
            head: Head::from(&sheet.letterhead),
            number: number_line(&sheet.about, lang),
            // Minutes say in their first line when they were written.
            date_line: minutes.is_none().then(|| dated.clone()),
        }),
        photo: sheet
            .photo
            .then(|| ["photo", "photo_size"].map(|key| word(key, lang))),
        heading: title,
        to: filled(&sheet.to, 200)
            .map(|to| lang.say("paper.declaration.to", &params([("to", &to)]))),
        opening: minutes.map(|minutes| opening(minutes, lang)),
        lines: sheet.person.iter().chain(&sheet.lines).map(line).collect(),
        tables: sheet.tables.iter().map(table).collect(),
        closing: minutes.map(|minutes| {
            lang.word(if minutes.teller_signs {
                "paper.minutes.closing"
            } else {
                "paper.minutes.closing_secret"
            })
        }),
        date_line: (!sheet.of_office).then_some(dated),
        signatures: signatures(sheet),
        running: running(&sheet.about, lang),
        page: lang.word("paper.page"),
    }
}

fn word(key: &str, lang: Lang) -> String {
    lang.word(&format!("paper.declaration.{key}"))
}

/// When, where and by whom minutes were written.
fn opening(minutes: &Minutes, lang: Lang) -> String {
    let mut values = date(minutes.at, lang);
    values.insert("desk".to_owned(), ink::line(&minutes.desk, 8));
    values.insert("officer".to_owned(), ink::line(&minutes.officer, 100));
    lang.say("paper.minutes.opening", &values)
}

/// A number of the queue is none of a paper.
fn number_line(about: &Reference, lang: Lang) -> Option<String> {
    let (key, number) = match about {
        Reference::File(number) => ("paper.declaration.file", number),
        Reference::Code(code) => ("paper.declaration.code", code),
        Reference::Queue(_) => return None,
    };
    let number = ink::line(number, 40);
    Some(lang.say(key, &params([("number", &number)])))
}

fn running(about: &Reference, lang: Lang) -> String {
    let (key, number) = match about {
        Reference::File(number) => ("paper.declaration.running", number),
        Reference::Queue(number) => ("paper.declaration.queue", number),
        Reference::Code(code) => ("paper.declaration.code", code),
    };
    lang.say(key, &params([("number", &ink::line(number, 40))]))
}

fn signatures(sheet: &DeclarationSheet) -> Vec<Signature> {
    let signers = sheet.signers.iter().enumerate();
    signers
        .map(|(place, signer)| Signature {
            title: ink::line(signer, 100),
            note: match &sheet.signing {
                Some((at, how)) if *at == place => ink::line(how, 400),
                Some(_) | None => word("sign_note", sheet.lang),
            },
            lines: Vec::new(),
        })
        .collect()
}

fn line(line: &AskedLine) -> Line {
    let value = line.value.as_deref().unwrap_or_default();
    Line {
        heading: line.heading.as_deref().map(|words| ink::line(words, 200)),
        label: ink::line(&line.label, 200),
        value: ink::passage(value, 12_000, 400),
    }
}

fn table(table: &PeopleTable) -> Table {
    let rows = table.rows.iter();
    Table {
        label: ink::line(&table.label, 200),
        head: table.head.iter().map(|cell| ink::line(cell, 60)).collect(),
        rows: rows
            .map(|row| row.iter().map(|cell| ink::line(cell, 300)).collect())
            .collect(),
    }
}
