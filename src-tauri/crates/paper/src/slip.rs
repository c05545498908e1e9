//! What stands on a queue slip (*phiếu số thứ tự*).
//!
//! Purpose: a slip's values and words for the template `slip.typ`. Says a number and nothing of a
//! matter or a person: the slip lies about in a waiting room. Must never: know Typst.

use domain::sheet::QueueSlip;
use serde::Serialize;

use crate::ink;
use crate::strip::Strip;
use crate::wording::{date, params};

/// Values of `slip.typ`.
#[derive(Serialize)]
pub(crate) struct SlipPage {
    lang: &'static str,
    title: String,
    width: f64,
    margin: f64,
    demo: Option<Demo>,
    office: String,
    label: String,
    number: String,
    ahead: String,
    given: String,
    note: String,
}

#[derive(Serialize)]
struct Demo {
    mark: String,
}

/// Fills the template's values from a slip.
pub(crate) fn page(slip: &QueueSlip, strip: Strip) -> SlipPage {
    let lang = slip.lang;
    let number = ink::line(&slip.number, 8);
    let margin = strip.margin();
    SlipPage {
        lang: crate::parts::tag(lang),
        title: lang.say("paper.slip.document", &params([("number", &number)])),
        width: strip.width(),
        margin,
        demo: slip.letterhead.demo.then(|| Demo {
            mark: lang.word("paper.demo"),
        }),
        office: ink::line(&slip.letterhead.office, 120),
        label: lang.word("paper.slip.label"),
        number,
        ahead: lang.say(
            "paper.slip.ahead",
            &params([("count", &slip.ahead.to_string())]),
        ),
        given: lang.say("paper.slip.given", &date(slip.given, lang)),
        note: lang.word("paper.slip.note"),
    }
}
