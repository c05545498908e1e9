//! Why a line of the office journal is refused.
//!
//! Purpose: one list for the writer (a refusal with its own sentence) and for the reader (the
//! reason inside `vault.damaged.roster`). Must never: carry a name.

/// A refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not a line of this format, or of a kind or version not known.
    Malformed,
    /// Number or `prev` does not continue the line before.
    Chain,
    /// A signature is missing, surplus, or does not hold.
    Signature,
    /// The signer has no right to this.
    NotAllowed,
    /// Needs an administrator and a supervisor (or the user and a supervisor), two persons.
    TwoPersons,
    /// Nobody of this id.
    UserUnknown,
    /// Not possible in her present state.
    WrongState,
    /// Sign-in name in use.
    NameTaken,
    /// Not `[a-z0-9.-]{2,32}`.
    NameMalformed,
    /// A text is empty, too long or holds control characters.
    TextMalformed,
    /// A signing key was named before.
    KeyReused,
    /// Not the keys that are on the roster.
    KeyMismatch,
    /// The code's day is over.
    InviteExpired,
    /// Founding needs an administrator and a supervisor among distinct founders.
    Founders,
    /// At a small station the administrator is the outside custodian and nobody else signs for her.
    Custodian,
    /// Nothing would change.
    Unchanged,
}

impl Refusal {
    /// Every refusal.
    pub const ALL: [Self; 16] = [
        Self::Malformed,
        Self::Chain,
        Self::Signature,
        Self::NotAllowed,
        Self::TwoPersons,
        Self::UserUnknown,
        Self::WrongState,
        Self::NameTaken,
        Self::NameMalformed,
        Self::TextMalformed,
        Self::KeyReused,
        Self::KeyMismatch,
        Self::InviteExpired,
        Self::Founders,
        Self::Custodian,
        Self::Unchanged,
    ];

    /// The text form.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "roster.malformed",
            Self::Chain => "roster.chain",
            Self::Signature => "roster.signature",
            Self::NotAllowed => "roster.not_allowed",
            Self::TwoPersons => "roster.two_persons",
            Self::UserUnknown => "roster.user_unknown",
            Self::WrongState => "roster.wrong_state",
            Self::NameTaken => "roster.name_taken",
            Self::NameMalformed => "roster.name_malformed",
            Self::TextMalformed => "roster.text_malformed",
            Self::KeyReused => "roster.key_reused",
            Self::KeyMismatch => "roster.key_mismatch",
            Self::InviteExpired => "roster.invite_expired",
            Self::Founders => "roster.founders",
            Self::Custodian => "roster.custodian",
            Self::Unchanged => "roster.unchanged",
        }
    }
}
