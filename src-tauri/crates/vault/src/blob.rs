//! Sealed bytes beside the record: streams in and out of one age file to a key of its own.
//!
//! Purpose: what is too large for the record is sealed while it is read, in age's chunks of 64 KiB, so
//! that memory does not grow with it (C2SP age v1; the stock program reads it). The key stands in the
//! record: whoever erases it there has shredded the file. May use: any reader and writer. Must never:
//! know a folder, or hold more than a chunk.

use std::io::{self, Read, Write};
use std::{fmt, iter};

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::secret::{Recipient, RecordIdentity};

/// Bytes moved at a time.
const STEP: usize = 64 * 1024;

/// What became of bytes that were sealed.
pub struct Sealed {
    /// The key that opens them, as `AGE-SECRET-KEY-1…`.
    pub key: Zeroizing<String>,
    /// How many they were.
    pub bytes: u64,
    /// SHA-256 of what was written.
    pub sha256: [u8; 32],
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes)", self.bytes)
    }
}

/// Seals all that `source` gives into `sink`, filled up with zeros to a multiple of `step` bytes. `go_on`
/// hears how many bytes are in and may stop it (`ErrorKind::Interrupted`); more than `limit` bytes are
/// refused (`ErrorKind::FileTooLarge`).
pub fn seal(
    source: &mut dyn Read,
    sink: &mut dyn Write,
    (limit, step): (u64, u64),
    go_on: &mut dyn FnMut(u64) -> bool,
) -> io::Result<Sealed> {
    let identity = RecordIdentity::generate().map_err(unusable)?;
    let recipient = identity.recipient();
    let recipient = recipient.and_then(|to| to.age()).ok_or_else(no_key)?;
    let to = iter::once(&recipient as &dyn age::Recipient);
    let writer = age::Encryptor::with_recipients(to).map_err(unusable)?;
    let mut hashed = Hashed {
        sink,
        hash: Sha256::new(),
    };
    let mut output = writer.wrap_output(&mut hashed)?;
    let bytes = moved(source, &mut output, limit, go_on)?;
    let whole = bytes.checked_next_multiple_of(step).unwrap_or(bytes);
    let mut filling = io::repeat(0).take(whole.saturating_sub(bytes));
    moved(&mut filling, &mut output, step, &mut |_| true)?;
    output.finish()?;
    let key = identity.with_text(|text| Zeroizing::new(text.to_owned()));
    Ok(Sealed {
        key: key.ok_or_else(no_key)?,
        bytes,
        sha256: hashed.hash.finalize().into(),
    })
}

/// Opens what was sealed, so many bytes: every chunk that is read has been proved whole, and after the
/// last byte there is nothing but zeros.
pub fn open<R: Read>(key: &str, sealed: R, bytes: u64) -> io::Result<impl Read + use<R>> {
    let identity = RecordIdentity::from_text(key).and_then(|identity| identity.age());
    let identity = identity.ok_or_else(no_key)?;
    let file = age::Decryptor::new(sealed).map_err(unusable)?;
    let inner = file
        .decrypt(iter::once(&identity as &dyn age::Identity))
        .map_err(unusable)?;
    Ok(Content { inner, left: bytes })
}

/// The bytes that were sealed, without what fills them up.
struct Content<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Content<R> {
    /// What follows the last byte was put there by [`seal`].
    fn ends(&mut self) -> io::Result<usize> {
        let mut rest = [0; 4096];
        loop {
            match self.inner.read(&mut rest)? {
                0 => return Ok(0),
                read => {
                    let zeros = rest.iter().take(read).all(|byte| *byte == 0);
                    zeros.then_some(()).ok_or(io::ErrorKind::InvalidData)?;
                }
            }
        }
    }
}

impl<R: Read> Read for Content<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.left == 0 {
            return self.ends();
        }
        let wanted = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        let read = self
            .inner
            .read(buffer.get_mut(..wanted).unwrap_or_default())?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left = self
            .left
            .saturating_sub(u64::try_from(read).unwrap_or(u64::MAX));
        Ok(read)
    }
}

/// Seals what `fill` writes to somebody's public key, into `sink`, which is given back.
pub fn seal_to<W: Write>(
    to: &Recipient,
    sink: W,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<W> {
    let recipient = to.age().ok_or_else(no_key)?;
    let to = iter::once(&recipient as &dyn age::Recipient);
    let writer = age::Encryptor::with_recipients(to).map_err(unusable)?;
    let mut output = writer.wrap_output(sink)?;
    fill(&mut output)?;
    output.finish()
}

/// Moves all of `source`, a step at a time; the answer is how much it was.
pub fn moved(
    source: &mut dyn Read,
    sink: &mut dyn Write,
    limit: u64,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> io::Result<u64> {
    let mut step = Zeroizing::new(vec![0; STEP]);
    let mut bytes = 0_u64;
    loop {
        let read = match source.read(&mut step) {
            Ok(0) => return Ok(bytes),
            Ok(read) => read,
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
            Err(cause) => return Err(cause),
        };
        bytes = bytes.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        if bytes > limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        sink.write_all(step.get(..read).unwrap_or_default())?;
        if !go_on(bytes) {
            return Err(io::ErrorKind::Interrupted.into());
        }
    }
}

/// SHA-256 of all that `source` gives.
pub fn digest(source: &mut dyn Read) -> io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    moved(source, &mut hash, u64::MAX, &mut |_| true)?;
    Ok(hash.finalize().into())
}

/// Counts the digest of what goes through.
struct Hashed<'a> {
    sink: &'a mut dyn Write,
    hash: Sha256,
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.sink.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

fn unusable<E>(_cause: E) -> io::Error {
    io::ErrorKind::InvalidData.into()
}

fn no_key() -> io::Error {
    unusable(VaultError::DamagedKeys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(plain: &[u8]) -> (Sealed, Vec<u8>) {
        let mut file = Vec::new();
        let sealed = seal(&mut &plain[..], &mut file, (1 << 20, 1), &mut |_| true).unwrap();
        (sealed, file)
    }

    fn opened(one: &Sealed, file: &[u8]) -> io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        open(&one.key, file, one.bytes)?.read_to_end(&mut plain)?;
        Ok(plain)
    }

    /// Lengths of what is sealed tell a step, and nothing of what is in it.
    #[test]
    fn filled_up_it_is_as_long_as_the_next_step_and_opens_to_what_it_was() {
        let step = 256 * 1024;
        let mut lengths = std::collections::BTreeSet::new();
        for length in [1, 1000, STEP, 4 * STEP - 1, 4 * STEP] {
            let plain: Vec<u8> = (1..=250).cycle().take(length).collect();
            let mut file = Vec::new();
            let limit = (1 << 20, step);
            let one = seal(&mut &plain[..], &mut file, limit, &mut |_| true).unwrap();
            assert_eq!(
                one.bytes,
                u64::try_from(length).unwrap(),
                "its own length is told"
            );
            assert_eq!(opened(&one, &file).unwrap(), plain);
            // age adds a stanza of random length to the head, below 400 bytes in all.
            lengths.insert(file.len() / 1024);
            let short = Sealed {
                bytes: one.bytes - 1,
                ..one
            };
            assert!(opened(&short, &file).is_err(), "what follows is no filling");
        }
        assert_eq!(lengths.len(), 1, "{lengths:?}");
    }

    #[test]
    fn what_was_sealed_opens_with_its_key_alone() {
        for length in [0, 1, STEP - 1, STEP, STEP + 1, 5 * STEP] {
            let plain: Vec<u8> = (0..=250).cycle().take(length).collect();
            let (one, file) = sealed(&plain);
            assert_eq!(one.bytes, u64::try_from(length).unwrap());
            assert_eq!(opened(&one, &file).unwrap(), plain);
            assert_eq!(digest(&mut file.as_slice()).unwrap(), one.sha256);
            let (other, _) = sealed(&plain);
            assert!(opened(&other, &file).is_err(), "another key");
        }
    }

    #[test]
    fn a_changed_cut_or_longer_file_does_not_open() {
        let plain = vec![7; 3 * STEP];
        let (one, file) = sealed(&plain);
        for at in [0, 40, file.len() / 2, file.len() - 1] {
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert!(opened(&one, &changed).is_err(), "bit at {at}");
        }
        assert!(opened(&one, &file[..file.len() - 1]).is_err());
        assert!(opened(&one, &[&file[..], &[0]].concat()).is_err());
    }

    #[test]
    fn it_stops_at_its_limit_and_when_it_is_asked_to() {
        let plain = vec![1; 3 * STEP];
        let limit = u64::try_from(plain.len()).unwrap() - 1;
        let long = seal(&mut &plain[..], &mut io::sink(), (limit, 1), &mut |_| true);
        assert_eq!(long.unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        let stopped = seal(&mut &plain[..], &mut io::sink(), (1 << 20, 1), &mut |_| {
            false
        });
        assert_eq!(stopped.unwrap_err().kind(), io::ErrorKind::Interrupted);
    }
}
