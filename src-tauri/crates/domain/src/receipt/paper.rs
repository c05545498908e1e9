//! A receipt's paper, from its own action.
//!
//! Purpose: what was printed once becomes a sheet again, the same for ever but for the marks of its latest
//! printing. Must never: look anything up.

use super::{Hop, Line, Receipt};
use crate::file::Document;
use crate::sheet::{DocumentLine, DueLine, FeeLine, ReceiptSheet, SaidLine, TermLine, TrailLine};

impl Receipt {
    /// The paper, with the marks of its latest printing.
    pub fn sheet(&self) -> ReceiptSheet {
        let printed = self.issued.printed.clone();
        ReceiptSheet {
            form: printed.form,
            lang: printed.lang,
            letterhead: printed.head.into(),
            number: self.issued.number.clone(),
            issued: self.issued_at,
            received: printed.received,
            citizen: printed.citizen,
            secret: self.issued.secret,
            born: printed.born,
            identity: printed.identity,
            address: printed.address,
            service: printed.service,
            file_number: printed.file_number,
            lines: printed.lines.into_iter().map(said_line).collect(),
            text: printed.text,
            trail: printed.trail.into_iter().map(trail_line).collect(),
            documents: printed.documents.into_iter().map(document_line).collect(),
            fee: printed.fee.map(|fee| FeeLine {
                what: fee.what,
                amount: fee.amount,
                waived: fee.waived,
            }),
            term: printed.term.map(|term| TermLine {
                count: term.count,
                unit: term.unit,
                from: term.from,
            }),
            due: printed.due.map(|due| DueLine {
                at: due.at,
                what: due.what,
                basis: due.basis,
            }),
            signer: printed.signer,
            signing: printed.signing,
            officer: printed.officer,
            desk: printed.desk,
            reprint: self.reprints,
            token: self.issued.token.clone(),
        }
    }
}

fn said_line(line: Line) -> SaidLine {
    SaidLine {
        label: line.label,
        value: line.value,
    }
}

fn trail_line(hop: Hop) -> TrailLine {
    TrailLine {
        state: hop.state,
        at: hop.at,
        by: hop.by,
        to: hop.to,
    }
}

fn document_line(document: Document) -> DocumentLine {
    DocumentLine {
        name: document.name,
        original: document.original,
        copies: document.copies,
        pages: document.pages,
    }
}
