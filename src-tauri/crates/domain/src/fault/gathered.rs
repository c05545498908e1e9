//! Faults gathered while a request is read.
//!
//! Purpose: one look at a request finds all that is wrong with it. Must never: stop at the first.

use super::{Fault, Refusal};

/// Collects faults while a request is read, so that all of them are told at once.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Notes one fault.
    pub fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Keeps the value of a good result, notes the fault of a bad one.
    pub fn keep<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.push(fault)).ok()
    }

    /// Notes all faults of a refusal.
    pub fn keep_all<T>(&mut self, result: Result<T, Refusal>) -> Option<T> {
        result
            .map_err(|refusal| {
                self.0.push(refusal.first);
                self.0.extend(refusal.more);
            })
            .ok()
    }

    /// Whether a field was already found wrong.
    pub fn about(&self, field: &str) -> bool {
        self.0
            .iter()
            .any(|fault| fault.field.as_deref() == Some(field))
    }

    /// Whether nothing was wrong so far.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` when nothing was wrong.
    pub fn finish(self) -> Result<(), Refusal> {
        let mut faults = self.0.into_iter();
        match faults.next() {
            None => Ok(()),
            Some(first) => Err(Refusal {
                first,
                more: faults.collect(),
            }),
        }
    }
}
