//! What stands on the list of a day's route (*danh sách đi lưu động*).
//!
//! Purpose: a sheet's values and words for the template `route.typ`: the way to each door, numbered
//! copies, that each is destroyed afterwards. Must never: know Typst, or say in words why somebody does
//! not come to the desk.

use domain::sheet::{RouteSheet, StopLine};
use domain::words::Lang;
use serde::Serialize;

use crate::day::in_words;
use crate::ink;
use crate::parts::{Demo, Head, tag};
use crate::wording::{moment, params};

/// Values of `route.typ`.
#[derive(Serialize)]
pub(crate) struct RoutePage {
    lang: &'static str,
    title: String,
    demo: Option<Demo>,
    letterhead: Head,
    heading: String,
    subject: String,
    made: String,
    copies: Vec<String>,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    note: String,
    signed: String,
    page: String,
}

/// Fills the template's values from a sheet.
pub(crate) fn page(sheet: &RouteSheet) -> RoutePage {
    let lang = sheet.lang;
    let word = |key: &str| lang.word(&format!("paper.route.{key}"));
    let number = ink::line(&sheet.number, 20);
    let copies = (1..=sheet.copies).map(|copy| {
        let of = params([
            ("number", &number),
            ("copy", &copy.to_string()),
            ("copies", &sheet.copies.to_string()),
        ]);
        lang.say("paper.route.copy", &of)
    });
    RoutePage {
        lang: tag(lang),
        title: lang.say("paper.route.document", &params([("number", &number)])),
        demo: Demo::of(sheet.letterhead.demo, lang),
        letterhead: Head::from(&sheet.letterhead),
        heading: word("title"),
        subject: lang.say(
            "paper.route.subject",
            &params([
                ("service", &ink::line(&sheet.service, 120)),
                ("day", &in_words(sheet.day, lang)),
            ]),
        ),
        made: lang.say(
            "paper.route.made",
            &params([
                ("officer", &ink::line(&sheet.officer, 100)),
                ("at", &moment(sheet.made, lang)),
            ]),
        ),
        copies: copies.collect(),
        head: [
            "file", "name", "home", "phone", "reason", "needs", "slot", "done",
        ]
        .map(word)
        .into(),
        rows: sheet.stops.iter().map(|stop| row(stop, lang)).collect(),
        note: word("note"),
        signed: word("signed"),
        page: lang.word("paper.page"),
    }
}

fn row(stop: &StopLine, lang: Lang) -> Vec<String> {
    let kept = || lang.word("paper.route.kept");
    let home = stop.home.as_deref();
    vec![
        ink::line(&stop.file_number, 40),
        ink::line(&stop.name, 200),
        home.map_or_else(kept, |home| ink::line(home, 500)),
        ink::line(&stop.phone, 8),
        ink::line(&stop.reason, 4),
        ink::line(&stop.needs, 300),
        ink::line(&stop.slot, 200),
        String::new(),
    ]
}
