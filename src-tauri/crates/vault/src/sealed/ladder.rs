//! The keys of a protected file, one an epoch, and the box that holds them.
//!
//! Purpose: what was written in an epoch is sealed to that epoch's key; the box of an epoch holds all
//! keys up to it, so a step up needs nothing sealed again. The box is one age file to everybody who is
//! cleared and to recovery. Must never: show a key, or open a box for more readers than its header
//! names.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as B64;
use serde::Deserialize;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::Unverified;
use crate::agefile;
use crate::error::VaultError;
use crate::secret::{Recipient, RecordIdentity};

/// Most people a box may be for, recovery apart.
pub const READERS_LIMIT: usize = 64;

/// Most epochs of one file.
const EPOCHS: u32 = 1000;
/// One key in the box: its text, quotes, a comma.
const KEY_BYTES: usize = 80;
/// Longest text in a box, bytes.
const LIMIT: usize = 128 + KEY_BYTES * EPOCHS as usize;
/// Form of the text.
const VERSION: u32 = 1;

/// All keys of a file up to an epoch.
pub struct Ladder {
    file: Uuid,
    keys: Vec<RecordIdentity>,
}

/// A box, and to whom its epoch's items are sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boxed {
    /// To whom items of the epoch are sealed.
    pub recipient: Recipient,
    /// base64 of an age file.
    pub text: String,
}

/// What the header beside a box says.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Of which file.
    pub file: Uuid,
    /// Up to which epoch.
    pub epoch: u32,
    /// To whom items of that epoch are sealed.
    pub recipient: &'a Recipient,
    /// How many people it clears.
    pub cleared: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inside<'a> {
    v: u32,
    file: Uuid,
    epoch: u32,
    #[serde(borrow)]
    secrets: Vec<&'a str>,
}

impl Ladder {
    /// The first key of a file, boxed for `readers` and recovery, and forgotten: whoever makes a file
    /// cannot read it by what she keeps.
    pub fn begin(file: Uuid, readers: &[Recipient], k: &Recipient) -> Result<Boxed, VaultError> {
        let keys = vec![RecordIdentity::generate()?];
        Self { file, keys }.boxed(readers, k)
    }

    /// The next epoch: a new key above all that there are.
    pub fn stepped(&self) -> Result<Self, VaultError> {
        let copied = self
            .keys
            .iter()
            .map(|key| RecordIdentity::from_bytes(Zeroizing::new(*key.bytes())));
        let mut keys: Vec<RecordIdentity> = copied.collect();
        keys.push(RecordIdentity::generate()?);
        if self.epoch() >= EPOCHS - 1 {
            return Err(VaultError::DamagedKeys);
        }
        Ok(Self {
            file: self.file,
            keys,
        })
    }

    /// The newest epoch it holds.
    pub fn epoch(&self) -> u32 {
        u32::try_from(self.keys.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// To whom items of the newest epoch are sealed.
    pub fn recipient(&self) -> Result<Recipient, VaultError> {
        let newest = self.keys.last().and_then(RecordIdentity::recipient);
        newest.ok_or(VaultError::DamagedKeys)
    }

    /// The box for these people and recovery.
    pub fn boxed(&self, readers: &[Recipient], k: &Recipient) -> Result<Boxed, VaultError> {
        if readers.len() > READERS_LIMIT {
            return Err(VaultError::DamagedKeys);
        }
        let to: Vec<Recipient> = readers.iter().chain([k]).cloned().collect();
        let text = self.inside().ok_or(VaultError::DamagedKeys)?;
        let sealed = agefile::seal(&to, text.as_bytes())?;
        Ok(Boxed {
            recipient: self.recipient()?,
            text: B64.encode(sealed),
        })
    }

    /// Opens a box by one's own key, and holds it against the header that stands beside it.
    pub fn open(
        identity: &RecordIdentity,
        boxed: &str,
        expected: &Expected<'_>,
    ) -> Result<Self, Unverified> {
        let sealed = B64.decode(boxed).map_err(|_cause| Unverified::Malformed)?;
        if agefile::recipients_in(&sealed) != expected.cleared.saturating_add(1) {
            return Err(Unverified::Readers);
        }
        let plain = agefile::open(identity, &sealed, LIMIT).ok_or(Unverified::Closed)?;
        let text = std::str::from_utf8(&plain).map_err(|_cause| Unverified::Malformed)?;
        let ladder = Self::read(text, expected)?;
        let known = ladder.inside().is_some_and(|again| *again == *text);
        if !known {
            return Err(Unverified::Malformed);
        }
        let recipient = ladder.recipient().map_err(|_cause| Unverified::Malformed)?;
        (recipient == *expected.recipient)
            .then_some(ladder)
            .ok_or(Unverified::Recipient)
    }

    fn read(text: &str, expected: &Expected<'_>) -> Result<Self, Unverified> {
        let inside: Inside<'_> =
            serde_json::from_str(text).map_err(|_cause| Unverified::Malformed)?;
        if inside.v != VERSION {
            return Err(Unverified::Malformed);
        }
        if inside.file != expected.file || inside.epoch != expected.epoch {
            return Err(Unverified::Elsewhere);
        }
        let keys = inside.secrets.into_iter().map(RecordIdentity::from_text);
        let keys: Option<Vec<RecordIdentity>> = keys.collect();
        let keys = keys.ok_or(Unverified::Malformed)?;
        let ladder = Self {
            file: inside.file,
            keys,
        };
        let whole = !ladder.keys.is_empty() && ladder.epoch() == inside.epoch;
        whole.then_some(ladder).ok_or(Unverified::Malformed)
    }

    /// The key of an epoch.
    pub(super) fn key(&self, epoch: u32) -> Option<&RecordIdentity> {
        self.keys.get(usize::try_from(epoch).ok()?)
    }

    /// `{"v":1,"file":"…","epoch":1,"secrets":["AGE-SECRET-KEY-1…","…"]}`; room enough from the start,
    /// so that no copy stays behind.
    fn inside(&self) -> Option<Zeroizing<String>> {
        let room = 128 + KEY_BYTES * self.keys.len();
        let mut text = Zeroizing::new(String::with_capacity(room));
        let begin = format!(
            "{{\"v\":{VERSION},\"file\":\"{}\",\"epoch\":{},\"secrets\":[",
            self.file,
            self.epoch()
        );
        text.push_str(&begin);
        for (at, key) in self.keys.iter().enumerate() {
            text.push_str(if at == 0 { "\"" } else { "\",\"" });
            key.with_text(|secret| text.push_str(secret))?;
        }
        text.push_str("\"]}");
        Some(text)
    }
}

impl fmt::Debug for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ladder(up to epoch {})", self.epoch())
    }
}
