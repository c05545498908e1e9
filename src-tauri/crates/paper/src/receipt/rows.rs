//! The lines of a receipt: whose, what about, what is paid, how long it takes.
//!
//! Purpose: a row a line of the page. Must never: print what was told beside them.

use domain::catalogue::grouped;
use domain::deadline::{StartsAt, Unit};
use domain::sheet::ReceiptSheet;

use super::{Field, Sayer};
use crate::ink;
use crate::wording::{moment, params};

/// As many characters of two fields stand beside each other on a page's narrowest line.
const ONE_LINE: usize = 60;

impl Field {
    fn length(&self) -> usize {
        self.label.chars().count() + self.value.chars().count()
    }
}

/// Who and what about, a row a line of the page; what is unknown takes no line.
pub(super) fn of(sheet: &ReceiptSheet, say: Sayer) -> Vec<Vec<Field>> {
    let name = match &sheet.citizen {
        Some(name) => Field {
            label: say.word("name"),
            value: ink::line(name, 200),
            strong: true,
        },
        None => Field {
            label: say.word("name"),
            value: say.word(if sheet.secret { "secret" } else { "unnamed" }),
            strong: false,
        },
    };
    let received = sheet
        .received
        .map(|at| moment(at, sheet.lang))
        .unwrap_or_default();
    let service = say.field("service", &sheet.service, 200);
    let told = sheet.lines.iter().map(|line| {
        vec![Some(Field {
            label: ink::line(&line.label, 100),
            value: ink::line(&line.value, 300),
            strong: false,
        })]
    });
    // Not even that nobody is named.
    let name = Some(name).filter(|_| !sheet.form.names_nobody());
    let head = [
        vec![name, say.field("born", &sheet.born, 40)],
        vec![say.field("identity", &sheet.identity, 60)],
        vec![say.field("address", &sheet.address, 300)],
        vec![say.field("received", &received, 100)],
        vec![
            service.map(|field| Field {
                strong: true,
                ..field
            }),
            say.field("file", &sheet.file_number, 40),
        ],
    ];
    let (fee, term) = (fee(sheet, say), term(sheet, say));
    let length: usize = [&fee, &term].into_iter().flatten().map(Field::length).sum();
    let paid = if length <= ONE_LINE {
        vec![vec![fee, term]]
    } else {
        vec![vec![fee], vec![term]]
    };
    head.into_iter()
        .chain(told)
        .chain(paid)
        .map(|row| row.into_iter().flatten().collect::<Vec<_>>())
        .filter(|row| !row.is_empty())
        .collect()
}

/// What is to be paid, or why nothing is.
fn fee(sheet: &ReceiptSheet, say: Sayer) -> Option<Field> {
    let fee = sheet.fee.as_ref()?;
    let what = ink::line(&fee.what, 200);
    let said = match &fee.waived {
        Some(reason) => say.with("fee_waived", "reason", &ink::line(reason, 200)),
        None if fee.amount == 0 => say.with("fee_none", "what", &what),
        None => {
            let amount = say.lang.say(
                "paper.money",
                &params([("amount", &grouped(i64::from(fee.amount)))]),
            );
            let words = params([("amount", amount.as_str()), ("what", &what)]);
            say.lang.say("paper.receipt.fee_due", &words)
        }
    };
    say.field("fee", &said, 300)
}

/// How long the law gives; from when, where its time is still to begin.
fn term(sheet: &ReceiptSheet, say: Sayer) -> Option<Field> {
    let term = sheet.term?;
    let unit = match term.unit {
        Unit::Hours => "term.hours",
        Unit::WorkingDays => "term.working_days",
        Unit::Days => "term.days",
        Unit::Months => "term.months",
    };
    // Figures below ten are written with a nought, as on every paper of the state (NĐ 30/2020/NĐ-CP).
    let said = say.with(unit, "count", &format!("{:02}", term.count));
    match term.from {
        None => say.field("term", &said, 60),
        Some(from) => {
            let event = say.word(since(from));
            let words = params([("term", said.as_str()), ("event", event.as_str())]);
            let said = say.lang.say("paper.receipt.term_from", &words);
            say.field("term_later", &said, 150)
        }
    }
}

/// Words for what a time limit is counted from.
const fn since(event: StartsAt) -> &'static str {
    match event {
        StartsAt::Received => "since.received",
        StartsAt::Accepted => "since.accepted",
        StartsAt::Concluded => "since.concluded",
        StartsAt::FirstDecision => "since.first_decision",
        StartsAt::Requested => "since.requested",
        StartsAt::OrderReceived => "since.order_received",
        StartsAt::Informed => "since.informed",
        StartsAt::Resumed => "since.resumed",
        StartsAt::Captured => "since.captured",
    }
}
