//! How somebody signs who takes a paper (*cách ký nhận*).
//!
//! Purpose: whoever cannot write, read or speak the language signs in another way, and who helped stands
//! by name beside it. Must never: turn anybody away because she cannot sign.

use serde::{Deserialize, Serialize};

use crate::fault::{Code, Fault, Refusal};
use crate::person::NAME_LIMIT;
use crate::text;
use crate::words::Lang;

/// How.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Signing {
    /// Writes her name (*ký*).
    #[default]
    Signs,
    /// Puts her finger (*điểm chỉ*).
    Fingerprint,
    /// It was read aloud to her, and she confirmed it (*đọc lại cho nghe*).
    ReadAloud,
    /// Through an interpreter, of a language or of signs (*qua phiên dịch*).
    Interpreter,
    /// Cannot or does not sign, before a witness (*không ký, có người làm chứng*).
    Witness,
}

impl Signing {
    /// Whether somebody else stands there by name.
    pub const fn needs_somebody(self) -> bool {
        matches!(self, Self::ReadAloud | Self::Interpreter | Self::Witness)
    }

    const fn key(self) -> Option<&'static str> {
        match self {
            Self::Signs => None,
            Self::Fingerprint => Some("paper.signing.fingerprint"),
            Self::ReadAloud => Some("paper.signing.read_aloud"),
            Self::Interpreter => Some("paper.signing.interpreter"),
            Self::Witness => Some("paper.signing.witness"),
        }
    }
}

/// How it was signed, and who helped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// How.
    #[serde(default)]
    pub how: Signing,
    /// Who read, interpreted or witnessed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
}

impl Signed {
    /// Reads it at the door: a name where somebody helped, none where nobody did.
    pub fn check(&self) -> Result<Self, Refusal> {
        let by = text::line(&self.by, NAME_LIMIT)
            .map_err(|fault| Refusal::from(fault.in_field("signed.by")))?;
        if self.how.needs_somebody() && by.is_empty() {
            return Err(Fault::at(Code::FieldMissing, "signed.by").into());
        }
        let by = if self.how.needs_somebody() {
            by
        } else {
            String::new()
        };
        Ok(Self { how: self.how, by })
    }

    /// It is signed as usual.
    pub fn is_usual(&self) -> bool {
        self.how == Signing::Signs
    }

    /// What stands where she would sign; nothing where she writes her name.
    pub fn note(&self, lang: Lang) -> Option<String> {
        let by = std::collections::BTreeMap::from([("by".to_owned(), self.by.clone())]);
        self.how.key().map(|key| lang.say(key, &by))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(how: Signing, by: &str) -> Result<Signed, Code> {
        let by = by.to_owned();
        let checked = Signed { how, by }.check();
        checked.map_err(|refusal| refusal.first.code)
    }

    #[test]
    fn whoever_helps_is_named_and_nobody_else() {
        for how in [Signing::ReadAloud, Signing::Interpreter, Signing::Witness] {
            assert_eq!(signed(how, " "), Err(Code::FieldMissing));
            let named = signed(how, " Lê Thị Giúp ").unwrap();
            let note = named.note(Lang::Vi).unwrap();
            assert!(note.contains("Lê Thị Giúp"), "{note}");
        }
        for how in [Signing::Signs, Signing::Fingerprint] {
            assert_eq!(signed(how, "Lê Thị Giúp").unwrap().by, "");
        }
        assert_eq!(Signed::default().note(Lang::En), None);
    }
}
