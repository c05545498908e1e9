//! Why a command ends without doing what it was asked.
//!
//! Must never: carry a sentence, a path or a passphrase.

use office::Refused;
use office::domain::fault::{Code, Fault, Refusal};

/// The two ways to end undone.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The office says no: exit 1.
    Refused(Box<Refused>),
    /// The command was put wrongly in a way the parser cannot see: exit 2. A key of the catalogue.
    Usage(&'static str),
}

impl Stop {
    /// A refusal of one named argument.
    pub(crate) fn at(code: Code, field: &str) -> Self {
        Fault::at(code, field).into()
    }
}

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Self {
        Self::Refused(Box::new(refused))
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Refused::from(fault).into()
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Refused::from(refusal).into()
    }
}
