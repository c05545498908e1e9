//! How long a sealed item is.
//!
//! Purpose: few lengths, so that a ciphertext tells a class of sizes and nothing of its content.

const KIB: usize = 1024;

/// Lengths of what is sealed, bytes, smallest first.
pub(super) const CLASSES: [usize; 6] = [KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, 512 * KIB];

/// The length of every head item.
pub(super) const HEAD: usize = 8 * KIB;

/// The smallest class of a form that is not handed over: a few answers more or less do not change it.
pub(super) fn draft(bytes: usize) -> Option<usize> {
    class(bytes.max(64 * KIB))
}

/// The smallest class that holds so many bytes.
pub(super) fn class(bytes: usize) -> Option<usize> {
    CLASSES.into_iter().find(|class| bytes <= *class)
}
