//! A private form that is not handed over yet.
//!
//! Purpose: what stands on the screen, sealed to whoever writes it, to those who would be cleared for it
//! and to recovery, in one of few lengths that a form half filled does not change. May use: age files.
//! Must never: be kept after the form was handed over, or open for another draft or another author.

use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Unverified, size};
use crate::agefile;
use crate::error::VaultError;
use crate::secret::{Recipient, RecordIdentity};

/// Longest form, bytes.
pub const DRAFT_LIMIT: usize = 256 * 1024;

const MAGIC: &[u8] = b"DRAFT1\n";
/// Magic, draft, owner, length of the form.
const HEAD: usize = MAGIC.len() + 16 + 16 + 8;

/// Seals a form. `readers` are everybody but recovery `k`.
pub fn seal_draft(
    draft: Uuid,
    owner: Uuid,
    form: &[u8],
    readers: &[Recipient],
    k: &Recipient,
) -> Result<Vec<u8>, VaultError> {
    let length = (form.len() <= DRAFT_LIMIT).then(|| size::draft(HEAD + form.len()));
    let length = length.flatten().ok_or(VaultError::DamagedKeys)?;
    let mut plain = Zeroizing::new(Vec::with_capacity(length));
    plain.extend_from_slice(MAGIC);
    plain.extend_from_slice(draft.as_bytes());
    plain.extend_from_slice(owner.as_bytes());
    let told = u64::try_from(form.len()).map_err(|_cause| VaultError::DamagedKeys)?;
    plain.extend_from_slice(&told.to_le_bytes());
    plain.extend_from_slice(form);
    plain.resize(length, 0);
    let to: Vec<Recipient> = readers.iter().chain([k]).cloned().collect();
    agefile::seal(&to, &plain)
}

/// Opens a form and holds it against the row it lies in.
pub fn open_draft(
    identity: &RecordIdentity,
    sealed: &[u8],
    draft: Uuid,
    owner: Uuid,
) -> Result<Zeroizing<Vec<u8>>, Unverified> {
    let most = size::CLASSES.last().copied().unwrap_or_default();
    let plain = agefile::open(identity, sealed, most).ok_or(Unverified::Closed)?;
    let malformed = Unverified::Malformed;
    let rest = plain.strip_prefix(MAGIC).ok_or(malformed)?;
    let (of, rest) = rest.split_first_chunk::<16>().ok_or(malformed)?;
    let (by, rest) = rest.split_first_chunk::<16>().ok_or(malformed)?;
    if of != draft.as_bytes() || by != owner.as_bytes() {
        return Err(Unverified::Elsewhere);
    }
    let (length, rest) = rest.split_first_chunk::<8>().ok_or(malformed)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_cause| malformed)?;
    let (form, padding) = rest.split_at_checked(length).ok_or(malformed)?;
    let padded = padding.iter().all(|byte| *byte == 0);
    if !padded || size::draft(HEAD + length) != Some(plain.len()) {
        return Err(malformed);
    }
    Ok(Zeroizing::new(form.to_vec()))
}
