//! What several papers have in common.
//!
//! Purpose: the block at the top, the mark of a demo office, a place to sign, as templates get them.
//! Must never: know Typst.

use domain::sheet::Letterhead;
use domain::words::Lang;
use serde::Serialize;

use crate::ink;

/// The mark of a demo office.
#[derive(Serialize)]
pub(crate) struct Demo {
    mark: String,
    note: String,
}

impl Demo {
    /// On every page of a demo office, on none of another.
    pub(crate) fn of(demo: bool, lang: Lang) -> Option<Self> {
        demo.then(|| Self {
            mark: lang.word("paper.demo"),
            note: lang.word("paper.demo_note"),
        })
    }
}

/// The block at the top.
#[derive(Serialize)]
pub(crate) struct Head {
    parent: Vec<String>,
    office: Vec<String>,
}

impl From<&Letterhead> for Head {
    fn from(head: &Letterhead) -> Self {
        Self {
            parent: ink::passage(&head.parent, 120, 3),
            office: ink::passage(&head.office, 120, 3),
        }
    }
}

/// A place to sign.
#[derive(Serialize)]
pub(crate) struct Signature {
    pub(crate) title: String,
    pub(crate) note: String,
    pub(crate) lines: Vec<String>,
}

/// The language's tag (BCP 47).
pub(crate) const fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    }
}
