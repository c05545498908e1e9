//! Random bytes of the operating system.
//!
//! Purpose: the one place that asks for keys, nonces and salts. Must never: be injectable.

use zeroize::Zeroizing;

use crate::error::VaultError;

/// Fills `out`; an operating system without randomness stops the act.
pub(crate) fn fill(out: &mut [u8]) -> Result<(), VaultError> {
    getrandom::fill(out).map_err(|_cause| VaultError::RandomFailed)
}

/// A fresh array for values that are not secret (salts, nonces).
pub(crate) fn array<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut out = [0; N];
    fill(&mut out)?;
    Ok(out)
}

/// A fresh secret that wipes itself.
pub(crate) fn secret<const N: usize>() -> Result<Zeroizing<[u8; N]>, VaultError> {
    let mut out = Zeroizing::new([0; N]);
    fill(out.as_mut_slice())?;
    Ok(out)
}

/// A number below `bound` (at most 2^16), each equally likely: values beyond the last whole
/// multiple of `bound` are thrown away and drawn again.
pub(crate) fn below(bound: u32) -> Result<u32, VaultError> {
    let bound = bound.clamp(1, 1 << 16);
    let limit = u32::MAX - u32::MAX % bound;
    loop {
        let drawn = u32::from_le_bytes(array()?);
        if drawn < limit {
            return Ok(drawn % bound);
        }
    }
}
