//! One sealed item of a protected file.
//!
//! Purpose: a header and a body, padded to one of few lengths, signed by who wrote it and sealed to the
//! key of an epoch. What is read back is checked from the outside in: it opens, it is exactly what this
//! module writes, it was made for this place, its author signed it, its body is whole. May use: age
//! files, signatures. Must never: give out a body that was not checked.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as B64;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::ladder::Ladder;
use super::{Unverified, size};
use crate::agefile;
use crate::error::VaultError;
use crate::secret::Recipient;
use crate::sign::{Purpose, Signature, SigningKey, VerifyingKey};

/// The kind of a head item, which has one length whatever it says.
pub const HEAD_KIND: &str = "head";
/// Longest body of a head item, bytes.
pub const HEAD_LIMIT: usize = 7 * 1024;
/// Longest body of any other item, bytes; what is longer is a blob.
pub const ITEM_LIMIT: usize = 500 * 1024;

const MAGIC: &[u8] = b"SEAL1\n";
const SIGNATURE: usize = 64;
/// Longest header, bytes.
const HEADER_LIMIT: usize = 1024;
/// Form of the header.
const VERSION: u32 = 1;

/// Where an item stands: what the journal says of it in the clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The office: fingerprint of its station key.
    pub station: &'a str,
    /// Of which file.
    pub file: Uuid,
    /// Which item.
    pub item: Uuid,
    /// Its number in the file, from 1.
    pub seq: u32,
    /// Sealed to the key of which epoch.
    pub epoch: u32,
    /// Digest of the payload before it in the file, lower-case hex; 64 zeros for the first.
    pub prev: &'a str,
}

/// What is sealed.
pub struct Told<'a> {
    /// `[a-z_]{1,16}`.
    pub kind: &'a str,
    /// What the body is, `application/json`.
    pub mime: &'a str,
    /// The item that this one takes the place of.
    pub replaces: Option<Uuid>,
    /// When, ms UTC.
    pub at: i64,
    /// The content.
    pub body: &'a [u8],
}

impl fmt::Debug for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Told(..)")
    }
}

/// What was read and holds.
pub struct Opened {
    /// What kind of item.
    pub kind: String,
    /// What the body is.
    pub mime: String,
    /// The item that it takes the place of.
    pub replaces: Option<Uuid>,
    /// Who wrote it.
    pub author: Uuid,
    /// When, ms UTC.
    pub at: i64,
    /// The content.
    pub body: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened(..)")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    v: u32,
    station: String,
    file: Uuid,
    item: Uuid,
    seq: u32,
    epoch: u32,
    replaces: Option<Uuid>,
    kind: String,
    mime: String,
    prev: String,
    author: Uuid,
    at: i64,
    body_sha256: String,
}

/// Seals an item by its author for the readers of an epoch. The answer is base64 of an age file.
pub fn seal(
    place: &Place<'_>,
    told: &Told<'_>,
    author: Uuid,
    key: &SigningKey,
    to: &Recipient,
) -> Result<String, VaultError> {
    let header = Header {
        v: VERSION,
        station: place.station.to_owned(),
        file: place.file,
        item: place.item,
        seq: place.seq,
        epoch: place.epoch,
        replaces: told.replaces,
        kind: told.kind.to_owned(),
        mime: told.mime.to_owned(),
        prev: place.prev.to_owned(),
        author,
        at: told.at,
        body_sha256: digest(told.body),
    };
    let header = serde_json::to_vec(&header).map_err(|_cause| VaultError::DamagedKeys)?;
    let plain = laid_out(told.kind, &header, told.body, key).ok_or(VaultError::DamagedKeys)?;
    Ok(B64.encode(agefile::seal(std::slice::from_ref(to), &plain)?))
}

/// Opens an item and holds it against its place. `key_of` knows the signing key of a person as of the
/// item's entry, of one who could write then.
pub fn open(
    place: &Place<'_>,
    sealed: &str,
    ladder: &Ladder,
    key_of: &dyn Fn(Uuid) -> Option<VerifyingKey>,
) -> Result<Opened, Unverified> {
    let sealed = B64.decode(sealed).map_err(|_cause| Unverified::Malformed)?;
    let key = ladder.key(place.epoch).ok_or(Unverified::Elsewhere)?;
    let most = size::CLASSES.last().copied().unwrap_or_default();
    let plain = agefile::open(key, &sealed, most).ok_or(Unverified::Closed)?;
    let (text, body) = taken_apart(&plain).ok_or(Unverified::Malformed)?;
    let header: Header = serde_json::from_slice(text).map_err(|_cause| Unverified::Malformed)?;
    let again = serde_json::to_vec(&header).map_err(|_cause| Unverified::Malformed)?;
    let length = length(&header.kind, text.len(), body.len());
    if header.v != VERSION || again != text || length != Some(plain.len()) {
        return Err(Unverified::Malformed);
    }
    if header.place() != *place {
        return Err(Unverified::Elsewhere);
    }
    let author = key_of(header.author).ok_or(Unverified::Author)?;
    let signed = plain.len().saturating_sub(SIGNATURE);
    let (said, signature) = plain.split_at(signed);
    let signature = signature
        .try_into()
        .map_err(|_cause| Unverified::Malformed)?;
    if !author.verifies(Purpose::Item, said, &Signature(signature)) {
        return Err(Unverified::Signature);
    }
    if digest(body) != header.body_sha256 {
        return Err(Unverified::Content);
    }
    Ok(Opened {
        kind: header.kind,
        mime: header.mime,
        replaces: header.replaces,
        author: header.author,
        at: header.at,
        body: Zeroizing::new(body.to_vec()),
    })
}

impl Header {
    fn place(&self) -> Place<'_> {
        Place {
            station: &self.station,
            file: self.file,
            item: self.item,
            seq: self.seq,
            epoch: self.epoch,
            prev: &self.prev,
        }
    }
}

fn digest(body: &[u8]) -> String {
    hex::encode(Sha256::digest(body))
}

/// How long an item of that kind with such a header and body is; none where it has no room.
fn length(kind: &str, header: usize, body: usize) -> Option<usize> {
    let bytes = MAGIC.len() + 4 + header + 8 + body + SIGNATURE;
    if header > HEADER_LIMIT {
        return None;
    }
    if kind == HEAD_KIND {
        return (body <= HEAD_LIMIT && bytes <= size::HEAD).then_some(size::HEAD);
    }
    (body <= ITEM_LIMIT).then(|| size::class(bytes)).flatten()
}

/// Magic, header, body, zeros, signature over all before it; the buffer never grows.
fn laid_out(
    kind: &str,
    header: &[u8],
    body: &[u8],
    key: &SigningKey,
) -> Option<Zeroizing<Vec<u8>>> {
    let length = length(kind, header.len(), body.len())?;
    let mut plain = Zeroizing::new(Vec::with_capacity(length));
    plain.extend_from_slice(MAGIC);
    plain.extend_from_slice(&u32::try_from(header.len()).ok()?.to_le_bytes());
    plain.extend_from_slice(header);
    plain.extend_from_slice(&u64::try_from(body.len()).ok()?.to_le_bytes());
    plain.extend_from_slice(body);
    plain.resize(length.checked_sub(SIGNATURE)?, 0);
    let signature = key.sign(Purpose::Item, &plain);
    plain.extend_from_slice(&signature.0);
    Some(plain)
}

/// Header and body of what [`laid_out`] made.
fn taken_apart(plain: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = plain.strip_prefix(MAGIC)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (header, rest) = rest.split_at_checked(length)?;
    let (length, rest) = rest.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (body, rest) = rest.split_at_checked(length)?;
    let padding = rest.get(..rest.len().checked_sub(SIGNATURE)?)?;
    padding
        .iter()
        .all(|byte| *byte == 0)
        .then_some((header, body))
}
