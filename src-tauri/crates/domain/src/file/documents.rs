//! Papers and evidence of a matter: handed in with it, or after it was taken in.
//!
//! Purpose: the list read at the door, and the pure decision about what comes later, which has a receipt
//! of its own. Must never: take anything into a matter that is over.

use super::{DOCUMENT_LIMIT, Document, File, PapersTaken};
use crate::fault::{Code, Fault, Faults, Refusal};
use crate::text;

impl File {
    /// Decides that papers are taken in later; there is at least one.
    pub fn take_papers(&self, typed: Vec<Document>) -> Result<PapersTaken, Refusal> {
        if self.closed {
            return Err(Refusal::new(Code::FileClosed));
        }
        if typed.is_empty() {
            return Err(Fault::at(Code::FieldMissing, "documents").into());
        }
        let all = self.opened.documents.len().saturating_add(self.later.len());
        if all.saturating_add(typed.len()) > DOCUMENT_LIMIT {
            let fault = Fault::at(Code::FieldTooMany, "documents");
            return Err(fault.with("max", DOCUMENT_LIMIT).into());
        }
        let documents = check_documents(typed, "papers")?;
        Ok(PapersTaken { documents })
    }
}

/// Reads the list of papers at the door.
pub fn check_documents(typed: Vec<Document>, path: &str) -> Result<Vec<Document>, Refusal> {
    let mut faults = Faults::default();
    if typed.len() > DOCUMENT_LIMIT {
        let fault = Fault::at(Code::FieldTooMany, format!("{path}.documents"));
        return Err(fault.with("max", DOCUMENT_LIMIT).into());
    }
    let mut documents = Vec::with_capacity(typed.len());
    for (index, document) in typed.into_iter().enumerate() {
        let at = |field: &str| format!("{path}.documents[{index}].{field}");
        let name = text::line(&document.name, 300).map_err(|fault| fault.in_field(at("name")));
        let name = faults.keep(name);
        if name.as_deref() == Some("") {
            faults.push(Fault::at(Code::FieldMissing, at("name")));
        }
        for (count, field) in [(Some(document.copies), "copies"), (document.pages, "pages")] {
            if count.is_some_and(|count| count == 0 || count > 9999) {
                let fault = Fault::at(Code::FieldOutOfRange, at(field));
                faults.push(fault.with("min", 1).with("max", 9999));
            }
        }
        documents.push(Document {
            name: name.unwrap_or_default(),
            ..document
        });
    }
    faults.finish()?;
    Ok(documents)
}
