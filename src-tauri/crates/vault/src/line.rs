//! Line files: a body kept as exact text, and signatures over that text.
//!
//! Purpose: `{"body":"<exact JSON text>","sigs":[{"by":"<user id|station|recovery>","sig":"<base64>"}]}`,
//! the shape of office journal lines, manifests and headers. Signed is the string value of `body`
//! (`jq -r .body`) behind the purpose's domain string, never a re-serialisation.
//! One meaning has one text: a line that this module would have written differently (blanks,
//! escapes, upper-case ids) is refused, so no byte of a stored line can change unnoticed.
//! Must never: interpret the body.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::sign::{Purpose, Signature, SigningKey, VerifyingKey};

/// Longest line read, in bytes.
pub const LINE_LIMIT: usize = 1024 * 1024;

/// Most signatures read on one line.
const SIGNATURE_LIMIT: usize = 256;

/// Who signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signatory {
    /// A person, by id.
    User(Uuid),
    /// The station key.
    Station,
    /// Two custodians together.
    Recovery,
}

const STATION: &str = "station";
const RECOVERY: &str = "recovery";

impl Serialize for Signatory {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::User(id) => id.serialize(writer),
            Self::Station => writer.serialize_str(STATION),
            Self::Recovery => writer.serialize_str(RECOVERY),
        }
    }
}

impl<'de> Deserialize<'de> for Signatory {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let text = String::deserialize(reader)?;
        if text == STATION {
            return Ok(Self::Station);
        }
        if text == RECOVERY {
            return Ok(Self::Recovery);
        }
        Uuid::try_parse(&text)
            .map(Self::User)
            .map_err(serde::de::Error::custom)
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SigField {
    by: Signatory,
    sig: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    body: String,
    sigs: Vec<SigField>,
}

/// One signed line, with the exact text it is stored as (no newline).
#[derive(Clone, Debug)]
pub struct Line {
    text: String,
    body: String,
    sigs: Vec<(Signatory, Signature)>,
}

/// One signer of a line.
#[derive(Debug)]
pub struct Signer<'a> {
    /// Who.
    pub by: Signatory,
    /// With which key.
    pub key: &'a SigningKey,
    /// What for.
    pub purpose: Purpose,
}

impl Line {
    /// Signs `body` by each signer in turn and writes the line.
    pub fn signed(body: String, signers: &[Signer<'_>]) -> Self {
        let sigs: Vec<_> = signers
            .iter()
            .map(|signer| (signer.by, signer.key.sign(signer.purpose, body.as_bytes())))
            .collect();
        let text = write(&body, &sigs);
        Self { text, body, sigs }
    }

    /// Reads a stored line; `None` unless it is exactly what [`Line::signed`] would have written.
    /// No signature is checked here.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LINE_LIMIT {
            return None;
        }
        let fields: Fields = serde_json::from_str(text).ok()?;
        if fields.sigs.len() > SIGNATURE_LIMIT {
            return None;
        }
        let sigs: Option<Vec<_>> = fields
            .sigs
            .iter()
            .map(|field| Some((field.by, Signature::from_text(&field.sig)?)))
            .collect();
        let sigs = sigs?;
        (write(&fields.body, &sigs) == text).then(|| Self {
            text: text.to_owned(),
            body: fields.body,
            sigs,
        })
    }

    /// The stored text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The exact body.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Who signed, in order.
    pub fn signatories(&self) -> impl ExactSizeIterator<Item = Signatory> + '_ {
        self.sigs.iter().map(|(by, _)| *by)
    }

    /// Whether signature number `index` was made by `key` for `purpose`.
    #[must_use]
    pub fn verifies(&self, index: usize, purpose: Purpose, key: &VerifyingKey) -> bool {
        let signature = self.sigs.get(index).map(|(_, signature)| signature);
        signature.is_some_and(|made| key.verifies(purpose, self.body.as_bytes(), made))
    }

    /// SHA-256 of the stored text: what the next line's `prev` names.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.text.as_bytes()).into()
    }
}

fn write(body: &str, sigs: &[(Signatory, Signature)]) -> String {
    let sigs = sigs
        .iter()
        .map(|(by, sig)| SigField {
            by: *by,
            sig: sig.text(),
        })
        .collect();
    // Strings and ids cannot fail to become JSON; an empty text would never parse back.
    serde_json::to_string(&Fields {
        body: body.to_owned(),
        sigs,
    })
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(body: &str) -> (SigningKey, Line) {
        let key = SigningKey::generate().unwrap();
        let by = Signatory::User(Uuid::from_u128(0xabcd_ef01));
        let signers = [Signer {
            by,
            key: &key,
            purpose: Purpose::Office,
        }];
        let line = Line::signed(body.to_owned(), &signers);
        (key, line)
    }

    #[test]
    fn a_written_line_reads_back_to_the_same_bytes_and_verifies() {
        let (key, line) = line("{\"name\":\"Lê Thị \\\"Mận\\\"\"}");
        let back = Line::parse(line.text()).unwrap();
        assert_eq!(back.text(), line.text());
        assert_eq!(back.hash(), line.hash());
        assert!(back.verifies(0, Purpose::Office, &key.verifying_key()));
        assert!(!back.verifies(0, Purpose::Manifest, &key.verifying_key()));
        assert!(!back.verifies(1, Purpose::Office, &key.verifying_key()));
    }

    #[test]
    fn every_flipped_bit_of_a_line_is_refused_or_breaks_its_signature() {
        let (key, line) = line("{\"v\":1,\"actor\":\"00000000-0000-0000-0000-0000abcdef01\"}");
        let bytes = line.text().as_bytes();
        for at in 0..bytes.len() * 8 {
            let mut flipped = bytes.to_vec();
            flipped[at / 8] ^= 1 << (at % 8);
            let Ok(text) = String::from_utf8(flipped) else {
                continue;
            };
            let Some(read) = Line::parse(&text) else {
                continue;
            };
            let whole = read.verifies(0, Purpose::Office, &key.verifying_key());
            let same_signer = read.signatories().eq(line.signatories());
            assert!(!(whole && same_signer), "bit {at} went unnoticed");
        }
    }

    #[test]
    fn the_same_meaning_in_another_text_is_refused() {
        let (_, line) = line("{}");
        let text = line.text();
        for other in [
            format!("{text} "),
            text.replace("\"sigs\"", " \"sigs\""),
            text.replace("abcdef", "ABCDEF"),
            text.replace("{}", "\\u007b}"),
            text.replace("}]}", "}],\"extra\":1}"),
            text.replace("{\"body\":\"{}\",", "{\"body\":\"{}\",\"body\":\"{}\","),
        ] {
            assert!(Line::parse(&other).is_none(), "{other}");
        }
    }

    proptest! {
        #[test]
        fn any_body_survives_writing_and_reading(body in any::<String>()) {
            let (_, line) = line(&body);
            let back = Line::parse(line.text()).unwrap();
            prop_assert_eq!(back.body(), body.as_str());
        }

        #[test]
        fn random_text_never_panics(text in any::<String>()) {
            let _read = Line::parse(&text);
        }
    }
}
