//! What stands on a form that the citizen signs (*tờ khai, biên bản ghi lời*).
//!
//! Purpose: a sheet's values and words for the template `declaration.typ`: addressee, who declares, the
//! questions with their answers or with room to write, tables of people, who signs. Must never: know
//! Typst.

use domain::sheet::{AskedLine, DeclarationSheet, PeopleTable};
use serde::Serialize;

use crate::ink;
use crate::parts::{Demo, Signature, tag};
use crate::wording::{date, params};

/// Values of `declaration.typ`.
#[derive(Serialize)]
pub(crate) struct DeclarationPage {
    lang: &'static str,
    title: String,
    demo: Option<Demo>,
    form: Option<String>,
    heading: String,
    to: Option<String>,
    lines: Vec<Line>,
    tables: Vec<Table>,
    date_line: String,
    signatures: Vec<Signature>,
    running: String,
    page: String,
}

#[derive(Serialize)]
struct Line {
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
    let number = ink::line(&sheet.file_number, 40);
    let mut dated = date(sheet.made, lang);
    dated.insert("place".to_owned(), ink::line(&sheet.letterhead.place, 60));
    let title = ink::line(&sheet.title, 200);
    DeclarationPage {
        lang: tag(lang),
        title: title.clone(),
        demo: Demo::of(sheet.letterhead.demo, lang),
        form: filled(&sheet.form, 20)
            .map(|form| lang.say("paper.declaration.form", &params([("form", &form)]))),
        heading: title,
        to: filled(&sheet.to, 200)
            .map(|to| lang.say("paper.declaration.to", &params([("to", &to)]))),
        lines: sheet.person.iter().chain(&sheet.lines).map(line).collect(),
        tables: sheet.tables.iter().map(table).collect(),
        date_line: lang.say("paper.receipt.date_line", &dated),
        signatures: sheet
            .signers
            .iter()
            .enumerate()
            .map(|(place, signer)| Signature {
                title: ink::line(signer, 100),
                note: match &sheet.signing {
                    Some((at, how)) if *at == place => ink::line(how, 400),
                    Some(_) | None => lang.word("paper.declaration.sign_note"),
                },
                lines: Vec::new(),
            })
            .collect(),
        running: lang.say("paper.declaration.running", &params([("number", &number)])),
        page: lang.word("paper.page"),
    }
}

fn line(line: &AskedLine) -> Line {
    let value = line.value.as_deref().unwrap_or_default();
    Line {
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
