//! Identifiers: one newtype a noun, so that a file's id can never be handed where a person's is due.
//!
//! May use: uuid as a value. Must never: make an id; `office::ids` builds them from the injected
//! clock and entropy, and actions carry them.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Declares id newtypes: transparent over a UUID, hyphenated text in JSON, 16 bytes in SQL.
macro_rules! id_types {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes a UUID that was built elsewhere.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID as a plain value.
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// The sixteen bytes that stand in the journal and in SQL.
            pub const fn bytes(self) -> [u8; 16] {
                *self.0.as_bytes()
            }

            /// Reads the sixteen bytes that stand in the journal and in SQL.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl specta::Type for $name {
            fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
                <String as specta::Type>::definition(types)
            }
        }
    )+};
}

id_types! {
    /// A citizen the desk knows.
    PersonId,
    /// A household as registered at one dwelling.
    HouseholdId,
    /// One call of one person (or nobody named) at the desk.
    VisitId,
    /// One matter taken in: complaint, petition, dossier.
    FileId,
    /// One receipt handed out; reprints and copies share it.
    ReceiptId,
    /// Sealed bytes beside the record (v4).
    BlobId,
    /// One protected file (v4).
    ProtectedId,
    /// One sealed item of a protected file (v4).
    ItemId,
    /// A member of staff.
    UserId,
    /// One writer of one journal; a restored vault gets a new one.
    DeskId,
    /// One transaction: all entries written together.
    ActId,
    /// One sign-in of one user.
    SessionId,
    /// Something being typed and not saved yet.
    DraftId,
    /// What an entry of the journal is about, whatever its noun.
    SubjectId,
}

macro_rules! subjects {
    ($($name:ident),+) => {$(
        impl From<$name> for SubjectId {
            fn from(id: $name) -> Self {
                Self(id.uuid())
            }
        }

        impl From<SubjectId> for $name {
            fn from(id: SubjectId) -> Self {
                Self(id.uuid())
            }
        }
    )+};
}

subjects!(
    PersonId,
    HouseholdId,
    VisitId,
    FileId,
    ReceiptId,
    ProtectedId,
    DeskId
);
