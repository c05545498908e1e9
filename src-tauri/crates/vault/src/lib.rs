//! The vault: passphrases become keys here, and nowhere else.
//!
//! Purpose: the folder a desk lives in, its key slots, the office journal (roster and machine
//! settings), the key files, recovery shares, receipt tokens and every signature of the house.
//! Formats: docs/formats.md; promises: SECURITY.md.
//! May use: argon2, age, Ed25519, XChaCha20-Poly1305, HKDF, SHA-256, files through [`files::Files`].
//! Must never: see a citizen's record, a domain noun, SQL or the window; read a clock (times are
//! arguments, i64 milliseconds UTC); make an id (ids are arguments); put a name, a path or a key
//! into an error, a log or a `Debug` text. Keys, nonces and salts come from the operating system
//! alone and cannot be injected, so there is no weak seam.

#![forbid(unsafe_code)]

pub mod act;
mod agefile;
mod base45;
pub mod blob;
pub mod cosign;
pub mod error;
mod fails;
pub mod files;
pub mod folder;
pub mod head;
pub mod kdf;
pub mod line;
pub mod lock;
pub mod manifest;
pub mod passphrase;
pub mod pin;
mod random;
pub mod recovery;
pub mod roster;
pub mod sealed;
pub mod secret;
pub mod sign;
mod slot;
pub mod token;
pub mod words;

pub use error::VaultError;
pub use folder::Vault;
