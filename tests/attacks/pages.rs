//! Every page of a database as it lies there, decrypted: live ones, free ones, those of the log.
//!
//! SQLCipher 4, raw key: AES-256 in CBC mode, the vector before the tag in the last eighty bytes of a page.

use std::path::Path;

use aes::Aes256;
use aes::cipher::generic_array::GenericArray;
use aes::cipher::{BlockDecrypt as _, KeyInit as _};
use vault::secret::DatabaseKey;

const PAGE: usize = 4096;
const RESERVED: usize = 80;
const BLOCK: usize = 16;
/// Of the log: its header, and that of each frame.
const LOG: usize = 32;
const FRAME: usize = 24;

/// Pages of the file, and of its log if there is one.
pub(crate) fn all(database: &Path, key: &DatabaseKey) -> Vec<Vec<u8>> {
    let cipher = key.with_pragma_text(|text| {
        let hex = text.trim_matches(|c: char| !c.is_ascii_hexdigit());
        let key: Vec<u8> = (0..hex.len() / 2)
            .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap())
            .collect();
        Aes256::new(GenericArray::from_slice(&key))
    });
    let file = std::fs::read(database).unwrap();
    let mut pages: Vec<Vec<u8>> = file
        .chunks(PAGE)
        .enumerate()
        .map(|(at, page)| opened(&cipher, page, if at == 0 { BLOCK } else { 0 }))
        .collect();
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    let log = std::fs::read(log).unwrap_or_default();
    for frame in log.get(LOG..).unwrap_or_default().chunks(FRAME + PAGE) {
        let first = frame.starts_with(&[0, 0, 0, 1]);
        pages.push(opened(
            &cipher,
            &frame[FRAME..],
            if first { BLOCK } else { 0 },
        ));
    }
    pages
}

/// One page; `from` the salt on.
fn opened(cipher: &Aes256, page: &[u8], from: usize) -> Vec<u8> {
    let end = page.len() - RESERVED;
    let mut before = page[end..end + BLOCK].to_vec();
    let mut plain = Vec::with_capacity(end);
    for sealed in page[from..end].chunks(BLOCK) {
        let mut block = GenericArray::clone_from_slice(sealed);
        cipher.decrypt_block(&mut block);
        plain.extend(block.iter().zip(&before).map(|(one, other)| one ^ other));
        before = sealed.to_vec();
    }
    plain
}
