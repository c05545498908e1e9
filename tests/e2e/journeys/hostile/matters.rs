//! What one may come for, as the fields of its form: each service that is open, and none.

/// What one came for: its fields that take any text, those with a form of their own and what is right
/// in them, and what has to be chosen.
#[derive(Debug)]
pub(super) struct Matter {
    pub(super) service: &'static str,
    pub(super) free: &'static [&'static str],
    pub(super) strict: &'static [(&'static str, &'static str)],
    pub(super) chosen: &'static [(&'static str, &'static str)],
    /// Names that open more of their row: the name, what appears, and the row that begins below.
    pub(super) people: &'static [(&'static str, &'static str, &'static str)],
    /// A receipt is made out.
    pub(super) receipt: bool,
}

pub(super) const COMPLAINT: Matter = Matter {
    service: "A1",
    free: &[
        "matter-0-content",
        "matter-0-respondent",
        "matter-0-decision",
        "matter-0-demand",
        "matter-0-handled_before",
    ],
    strict: &[
        ("matter-0-known_on", ""),
        ("matter-0-paper-0", "1"),
        ("matter-0-paper-1", ""),
        ("matter-0-paper-2", ""),
        ("matter-0-paper-3", ""),
    ],
    chosen: &[],
    people: &[],
    receipt: true,
};
pub(super) const PETITION: Matter = Matter {
    service: "A3",
    free: &[
        "matter-0-content",
        "matter-0-concerns",
        "matter-0-demand",
        "matter-0-handled_before",
    ],
    strict: &[("matter-0-paper-0", "1"), ("matter-0-paper-1", "")],
    chosen: &[("matter-0-kind", "petition")],
    people: &[],
    receipt: true,
};
/// It asks a question of nearly every kind; the kinds of the others stand among these.
pub(super) const CRIME: Matter = Matter {
    service: "A4",
    free: &[
        "matter-0-content",
        "matter-0-place",
        "matter-0-told_to",
        "matter-0-suspects-0-name",
        "matter-0-suspects-0-address",
        "matter-0-injured-0-name",
        "matter-0-witnesses-0-name",
        "matter-0-witnesses-0-address",
    ],
    strict: &[
        ("matter-0-happened_on", ""),
        ("matter-0-happened_at", ""),
        ("matter-0-damage", ""),
        ("matter-0-suspects-0-born", ""),
        ("matter-0-injured-0-born", ""),
        ("matter-0-injured-0-phone", ""),
        ("matter-0-witnesses-0-phone", ""),
        ("matter-0-paper-0", "1"),
        ("matter-0-paper-1", ""),
    ],
    chosen: &[("matter-0-kind", "denounced"), ("matter-0-island", "no")],
    people: &[
        (
            "matter-0-suspects-0-name",
            "matter-0-suspects-0-address",
            "matter-0-suspects-1-name",
        ),
        (
            "matter-0-injured-0-name",
            "matter-0-injured-0-phone",
            "matter-0-injured-1-name",
        ),
        (
            "matter-0-witnesses-0-name",
            "matter-0-witnesses-0-address",
            "matter-0-witnesses-1-name",
        ),
    ],
    receipt: true,
};
pub(super) const ADVICE: Matter = Matter {
    service: "G",
    free: &["matter-0-content"],
    strict: &[("matter-0-paper-0", "")],
    chosen: &[],
    people: &[],
    receipt: false,
};
/// No matter is taken: it is told where to go.
pub(super) const HANDED_ON: Matter = Matter {
    service: "",
    free: &["outcome-to"],
    strict: &[],
    chosen: &[("outcome", "handed_on")],
    people: &[],
    receipt: false,
};
