//! Papers and evidence that come after a matter was taken in.
//!
//! Purpose: a pure decision; each gets a receipt. Must never: take anything into a matter that is over.

use super::{DOCUMENT_LIMIT, Document, File, PapersTaken, check_documents};
use crate::fault::{Code, Fault, Refusal};

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
