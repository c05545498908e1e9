//! What stands on a receipt, of whatever form (*giấy biên nhận*, *giấy tiếp nhận hồ sơ*, *giấy hẹn*).
//!
//! Purpose: a sheet's values and words for the templates `receipt.typ` (A5, A4 cut in the middle) and
//! `receipt-roll.typ` (80 mm roll). One frame for all forms, after form 02 of TT 04/2021/TT-TTCP
//! (receipt for information, papers and evidence): who, when, what was handed in, the one date with
//! its basis, two signatures, two copies; a dossier's adds the fee and the time the law allows
//! (TT 03/2025/TT-VPCP, form 01). A form differs by its words, `paper.form.<form>`. Must never: know Typst, or print what
//! was told.

use domain::paper_form::PaperForm;
use domain::printing::PaperSize;
use domain::sheet::{DocumentLine, DueLine, ReceiptSheet};
use domain::words::Lang;
use serde::Serialize;

use crate::ink;
use crate::parts::{Demo, Head, Signature, tag};
use crate::strip::Strip;
use crate::wording::{date, figures, moment, params};

mod rows;

/// Values of `receipt.typ` and `receipt-roll.typ`.
#[derive(Serialize)]
pub(crate) struct ReceiptPage {
    /// What it is laid out for.
    sheet: &'static str,
    /// The roll's width and side margins, millimetres.
    width: f64,
    margin: f64,
    lang: &'static str,
    title: String,
    demo: Option<Demo>,
    letterhead: Head,
    number: String,
    date_line: String,
    heading: String,
    heading_also: Option<String>,
    subject: String,
    copies: [String; 2],
    running: String,
    reprint: Option<String>,
    opening: String,
    rows: Vec<Vec<Field>>,
    text: Option<Text>,
    trail: Option<Documents>,
    documents: Option<Documents>,
    due: Option<Due>,
    ask: Vec<String>,
    check: String,
    qr_alt: String,
    closing: String,
    signatures: Vec<Signature>,
    page: String,
    more: String,
}

#[derive(Serialize)]
struct Field {
    label: String,
    value: String,
    strong: bool,
}

/// What a paper has to say, paragraph by paragraph.
#[derive(Serialize)]
struct Text {
    label: String,
    lines: Vec<String>,
}

#[derive(Serialize)]
struct Documents {
    label: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

#[derive(Serialize)]
struct Due {
    label: String,
    when: String,
    basis: Option<String>,
}

/// Fills the template's values from a sheet.
pub(crate) fn page(sheet: &ReceiptSheet, paper: PaperSize, strip: Strip) -> ReceiptPage {
    let say = Sayer {
        lang: sheet.lang,
        form: sheet.form,
    };
    let head = &sheet.letterhead;
    let number = ink::line(&sheet.number, 40);
    let mut dated = date(sheet.issued, sheet.lang);
    dated.insert("place".to_owned(), ink::line(&head.place, 60));
    ReceiptPage {
        sheet: paper.text(),
        width: strip.width(),
        margin: strip.margin(),
        lang: tag(sheet.lang),
        title: say.named("document", &number),
        demo: Demo::of(head.demo, sheet.lang),
        letterhead: Head::from(head),
        number: say.with("number", "number", &number),
        date_line: sheet.lang.say("paper.receipt.date_line", &dated),
        heading: say.of_form(Lang::Vi, "title"),
        heading_also: match sheet.lang {
            Lang::Vi => None,
            Lang::En => Some(say.of_form(Lang::En, "title")),
        },
        subject: subject(sheet, say),
        copies: [say.sent("copy_1"), say.sent("copy_2")],
        running: say.named("running", &number),
        reprint: (sheet.reprint > 0)
            .then(|| say.with("reprint", "count", &sheet.reprint.to_string())),
        opening: opening(sheet, say),
        rows: rows::of(sheet, say),
        text: text(sheet, say),
        trail: trail(sheet, say),
        documents: sheet
            .form
            .lists_documents()
            .then(|| documents(&sheet.documents, say)),
        due: sheet.due.as_ref().map(|due| due_line(due, say)),
        ask: ask(sheet, say),
        check: say.word("check"),
        qr_alt: say.word("qr"),
        closing: say.sent("closing"),
        signatures: signatures(sheet, say),
        page: sheet.lang.word("paper.page"),
        more: sheet.lang.word("paper.more"),
    }
}

/// Words of the receipt in one language.
#[derive(Clone, Copy)]
struct Sayer {
    lang: Lang,
    form: PaperForm,
}

impl Sayer {
    /// A word of this form alone.
    fn of_form(self, lang: Lang, key: &str) -> String {
        lang.word(&format!("paper.form.{}.{key}", self.form.text()))
    }

    /// A word that receipts, notices and hand-overs say each in their own way.
    fn of_kind(self, key: &str) -> String {
        let kind = if self.form.lists_documents() {
            "receipt"
        } else if self.form == PaperForm::KyNhan {
            "handed"
        } else if self.form == PaperForm::TrichLuc {
            "excerpt"
        } else if self.form == PaperForm::PhieuChuyenDon {
            "forwarded"
        } else if self.form == PaperForm::PhieuHen {
            "appointment"
        } else if matches!(self.form, PaperForm::KhongThuLy | PaperForm::ThongBaoDung) {
            "notified"
        } else if self.form == PaperForm::PhieuKiemSoat {
            "control"
        } else {
            "notice"
        };
        format!("paper.{kind}.{key}")
    }

    /// What this paper is called, with its number.
    fn named(self, key: &str, number: &str) -> String {
        let key = format!("paper.form.{}.{key}", self.form.text());
        self.lang.say(&key, &params([("number", number)]))
    }

    fn word(self, key: &str) -> String {
        self.lang.word(&format!("paper.receipt.{key}"))
    }

    /// Which copy goes where: to the citizen, to another body, with the file.
    fn sent(self, key: &str) -> String {
        if self.form.is_for_citizen() {
            self.word(key)
        } else {
            self.lang.word(&self.of_kind(key))
        }
    }

    fn with(self, key: &str, name: &str, value: &str) -> String {
        self.lang
            .say(&format!("paper.receipt.{key}"), &params([(name, value)]))
    }

    fn field(self, key: &str, value: &str, limit: usize) -> Option<Field> {
        let value = ink::line(value, limit);
        (!value.is_empty()).then(|| Field {
            label: self.word(key),
            value,
            strong: false,
        })
    }
}

/// What the paper is about, below its title. Cards and passports have one form of appointment between
/// them: there it is the matter's own title.
fn subject(sheet: &ReceiptSheet, say: Sayer) -> String {
    if sheet.form == PaperForm::GiayHen {
        ink::line(&sheet.service, 200)
    } else {
        say.of_form(sheet.lang, "subject")
    }
}

fn opening(sheet: &ReceiptSheet, say: Sayer) -> String {
    let mut values = date(sheet.issued, sheet.lang);
    values.insert("desk".to_owned(), ink::line(&sheet.desk, 8));
    let key = match sheet.received {
        Some(_) if sheet.form.is_receipt() => "opening_later",
        Some(_) | None => "opening",
    };
    sheet.lang.say(&say.of_kind(key), &values)
}

/// What a notice has to say, as it was written.
fn text(sheet: &ReceiptSheet, say: Sayer) -> Option<Text> {
    let excerpt = sheet.form == PaperForm::TrichLuc;
    let most = if excerpt { 400 } else { 60 };
    let lines = ink::passage(sheet.text.as_deref()?, 4000, most);
    (!lines.is_empty()).then(|| Text {
        label: say.of_form(say.lang, "text"),
        lines,
    })
}

/// The states a matter went through, a row each.
fn trail(sheet: &ReceiptSheet, say: Sayer) -> Option<Documents> {
    if sheet.trail.is_empty() {
        return None;
    }
    let rows = (1..).zip(&sheet.trail).map(|(index, line)| {
        vec![
            i32::to_string(&index),
            ink::line(&line.state, 100),
            figures(line.at),
            ink::line(&line.by, 100),
            ink::line(&line.to, 100),
        ]
    });
    Some(Documents {
        label: say.word("trail"),
        head: ["index", "state", "at", "by", "to"]
            .map(|column| say.word(&format!("column.{column}")))
            .to_vec(),
        rows: rows.collect(),
    })
}

fn documents(lines: &[DocumentLine], say: Sayer) -> Documents {
    let rows: Vec<_> = (1..)
        .zip(lines)
        .map(|(index, line)| document(index, line, say))
        .collect();
    let label = match rows.len() {
        0 => say.word("documents_none"),
        count => say.with("documents", "count", &count.to_string()),
    };
    let head = ["index", "name", "kind", "copies", "pages"]
        .map(|column| say.word(&format!("column.{column}")))
        .to_vec();
    Documents { label, head, rows }
}

fn document(index: usize, line: &DocumentLine, say: Sayer) -> Vec<String> {
    vec![
        index.to_string(),
        ink::line(&line.name, 200),
        say.word(if line.original { "original" } else { "copy" }),
        line.copies.to_string(),
        line.pages
            .map_or_else(|| "–".to_owned(), |pages| pages.to_string()),
    ]
}

/// A value that law confirms is a time limit with its basis; any other is an appointment.
fn due_line(due: &DueLine, say: Sayer) -> Due {
    let key = if due.basis.is_some() {
        "due"
    } else {
        "appointment"
    };
    let label = if due.what.is_empty() {
        say.word("appointment_alone")
    } else {
        say.with(key, "what", &ink::line(&due.what, 200))
    };
    Due {
        label,
        when: moment(due.at, say.lang),
        basis: due
            .basis
            .as_ref()
            .map(|basis| say.with("basis", "basis", &ink::line(basis, 200))),
    }
}

fn ask(sheet: &ReceiptSheet, say: Sayer) -> Vec<String> {
    let address = ink::line(&sheet.letterhead.address, 200);
    let phone = ink::line(&sheet.letterhead.phone, 60);
    [("ask_at", "address", address), ("phone", "phone", phone)]
        .into_iter()
        .filter(|(_, _, value)| !value.is_empty())
        .map(|(key, name, value)| say.with(key, name, &value))
        .collect()
}

/// Who signs: the desk, and before it whoever is named. Nobody is asked to write down a name that she did
/// not give.
fn signatures(sheet: &ReceiptSheet, say: Sayer) -> Vec<Signature> {
    let named = sheet.signer.as_ref().or(sheet.citizen.as_ref());
    let for_citizen = sheet.form.is_for_citizen();
    let named = named.filter(|_| for_citizen);
    let signing = sheet.signing.as_ref().map(|note| ink::line(note, 300));
    let receiver = (named.is_some() || !for_citizen).then(|| Signature {
        title: say.lang.word(&say.of_kind("sign_citizen")),
        note: signing.unwrap_or_else(|| say.word("sign_citizen_note")),
        lines: named.map(|name| ink::line(name, 200)).into_iter().collect(),
    });
    let desk = say.with("sign_desk", "desk", &ink::line(&sheet.desk, 8));
    let who = [ink::line(&sheet.officer, 100), desk];
    let who: Vec<String> = who.into_iter().filter(|part| !part.is_empty()).collect();
    let officer = Signature {
        title: say.lang.word(&say.of_kind("sign_officer")),
        note: say.word("sign_officer_note"),
        // On one line: what a paper needs below it should not turn the page.
        lines: vec![who.join(" – ")],
    };
    receiver.into_iter().chain([officer]).collect()
}
