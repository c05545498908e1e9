//! Small age files, whole in memory; what is too large for that streams through `blob`.
//!
//! Purpose: seal to X25519 recipients, open with a size limit (C2SP age v1, binary form).
//! Must never: use age's passphrase mode, or forget `finish` (a forgotten one truncates).

use std::io::{Read as _, Write as _};
use std::iter;

use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::secret::{Recipient, RecordIdentity};

/// Largest header looked through for stanzas.
const HEADER_LIMIT: usize = 64 * 1024;

/// Seals `plain` to all of `to`; an empty list is refused by age itself.
pub(crate) fn seal(to: &[Recipient], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
    let keys: Option<Vec<_>> = to.iter().map(Recipient::age).collect();
    let keys = keys.ok_or(VaultError::DamagedKeys)?;
    let recipients = keys.iter().map(|key| key as &dyn age::Recipient);
    let writer = age::Encryptor::with_recipients(recipients);
    let writer = writer.map_err(|_cause| VaultError::DamagedKeys)?;
    let mut sealed = Vec::new();
    let mut output = writer.wrap_output(&mut sealed)?;
    output.write_all(plain)?;
    output.finish()?;
    Ok(sealed)
}

/// Opens `sealed`; `None` when it is damaged, longer than `limit` inside, or not for `identity`.
pub(crate) fn open(
    identity: &RecordIdentity,
    sealed: &[u8],
    limit: usize,
) -> Option<Zeroizing<Vec<u8>>> {
    let key = identity.age()?;
    let file = age::Decryptor::new_buffered(sealed).ok()?;
    let reader = file.decrypt(iter::once(&key as &dyn age::Identity)).ok()?;
    // Room for all that can be in it and one byte more than allowed, so the buffer never moves and leaves
    // no copy; and no more, for all of it is wiped.
    let room = limit.min(sealed.len());
    let mut plain = Zeroizing::new(Vec::with_capacity(room + 1));
    let mut reader = reader.take(u64::try_from(limit).ok()? + 1);
    reader.read_to_end(&mut plain).ok()?;
    (plain.len() <= limit).then_some(plain)
}

/// Number of X25519 recipients named in the header: hidden in identity, not in number.
pub(crate) fn recipients_in(sealed: &[u8]) -> usize {
    let header = sealed.get(..HEADER_LIMIT).unwrap_or(sealed);
    header
        .split(|byte| *byte == b'\n')
        .take_while(|line| !line.starts_with(b"---"))
        .filter(|line| line.starts_with(b"-> X25519 "))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_named_recipients_open_a_file() {
        let (a, b, c) = (
            RecordIdentity::generate().unwrap(),
            RecordIdentity::generate().unwrap(),
            RecordIdentity::generate().unwrap(),
        );
        let to = [a.recipient().unwrap(), b.recipient().unwrap()];
        let sealed = seal(&to, b"plain").unwrap();
        assert_eq!(recipients_in(&sealed), 2);
        assert_eq!(open(&a, &sealed, 5).unwrap().as_slice(), b"plain");
        assert_eq!(open(&b, &sealed, 5).unwrap().as_slice(), b"plain");
        assert!(open(&c, &sealed, 5).is_none());
        assert!(open(&a, &sealed, 4).is_none(), "longer than allowed");
    }

    #[test]
    fn bytes_after_the_end_are_damage() {
        let a = RecordIdentity::generate().unwrap();
        let mut sealed = seal(&[a.recipient().unwrap()], b"plain").unwrap();
        sealed.push(0);
        assert!(open(&a, &sealed, 64).is_none());
        assert!(
            open(&a, &sealed[..sealed.len() - 4], 64).is_none(),
            "truncated"
        );
    }

    #[test]
    fn a_file_for_nobody_is_not_made() {
        assert!(seal(&[], b"plain").is_err());
    }
}
