//! Passphrase to key: argon2id (RFC 9106), its costs and their bounds.
//!
//! Purpose: derive, calibrate, refuse costs that are too cheap or too dear. One lane always: lanes
//! are computed one after the other here, so more would help an attacker only.
//! Must never: run below the floor, or fall back to less memory than asked for.

use std::fmt;
use std::sync::Arc;

use argon2::{Algorithm, Argon2, Block, Version};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use crate::error::VaultError;
use crate::secret::Passphrase;

/// Costs of one derivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KdfParams {
    /// Memory in KiB.
    pub m_kib: u32,
    /// Passes.
    pub t: u32,
    /// Lanes: 1.
    pub p: u32,
}

/// Which costs are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KdfBounds {
    floor: KdfParams,
    ceiling: KdfParams,
}

impl KdfBounds {
    /// What the program ships with: at least 64 MiB and 3 passes (RFC 9106 §4, second choice); at
    /// most 1 GiB and 10 passes, so that a planted slot cannot tie the machine up.
    pub const SHIPPED: Self = Self {
        floor: KdfParams {
            m_kib: 64 * 1024,
            t: 3,
            p: 1,
        },
        ceiling: KdfParams {
            m_kib: 1024 * 1024,
            t: 10,
            p: 1,
        },
    };

    /// Costs for tests: ordinary code, so that no feature or variable can switch it on; a test of
    /// the house checks that only the test kit names it.
    pub const fn for_tests() -> Self {
        Self {
            floor: KdfParams {
                m_kib: 64,
                t: 1,
                p: 1,
            },
            ceiling: Self::SHIPPED.ceiling,
        }
    }

    /// The cheapest costs accepted; `demo` uses them.
    pub const fn floor(&self) -> KdfParams {
        self.floor
    }

    /// Refuses costs outside the bounds.
    pub fn check(&self, params: KdfParams) -> Result<(), VaultError> {
        if params.p != 1 || params.m_kib > self.ceiling.m_kib || params.t > self.ceiling.t {
            return Err(VaultError::SlotTooCostly);
        }
        if params.m_kib < self.floor.m_kib || params.t < self.floor.t {
            return Err(VaultError::SlotTooWeak);
        }
        Ok(())
    }
}

/// Derivation as a port, so that a test can count calls.
pub trait Kdf: Send + Sync {
    /// 32 bytes from passphrase and salt.
    fn derive(
        &self,
        passphrase: &Passphrase,
        salt: &[u8; 16],
        params: KdfParams,
    ) -> Result<Zeroizing<[u8; 32]>, VaultError>;
}

/// The real derivation.
#[derive(Clone, Copy, Debug)]
pub struct Argon2id;

impl Kdf for Argon2id {
    fn derive(
        &self,
        passphrase: &Passphrase,
        salt: &[u8; 16],
        params: KdfParams,
    ) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        let costs = argon2::Params::new(params.m_kib, params.t, params.p, Some(32))
            .map_err(|_cause| VaultError::SlotTooWeak)?;
        let count = costs.block_count();
        // Allocated here rather than by the crate: it can fail without aborting, and is wiped.
        let mut memory: Vec<Block> = Vec::new();
        memory
            .try_reserve_exact(count)
            .map_err(|_cause| VaultError::MemoryShort)?;
        memory.resize(count, Block::new());
        let mut key = Zeroizing::new([0; 32]);
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, costs);
        let done = passphrase.with_text(|text| {
            argon.hash_password_into_with_memory(
                text.as_bytes(),
                salt,
                key.as_mut_slice(),
                memory.as_mut_slice(),
            )
        });
        memory.zeroize();
        done.map_err(|_cause| VaultError::MemoryShort)?;
        Ok(key)
    }
}

/// Bounds and derivation together, as a vault is given them.
#[derive(Clone)]
pub struct KdfPort {
    bounds: KdfBounds,
    kdf: Arc<dyn Kdf>,
}

impl KdfPort {
    /// What the program uses: shipped bounds, argon2id.
    pub fn shipped() -> Self {
        Self::new(KdfBounds::SHIPPED, Arc::new(Argon2id))
    }

    /// Given bounds and derivation.
    pub fn new(bounds: KdfBounds, kdf: Arc<dyn Kdf>) -> Self {
        Self { bounds, kdf }
    }

    /// The bounds.
    pub fn bounds(&self) -> KdfBounds {
        self.bounds
    }

    /// Checks the costs, then derives.
    pub(crate) fn derive(
        &self,
        passphrase: &Passphrase,
        salt: &[u8; 16],
        params: KdfParams,
    ) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        self.bounds.check(params)?;
        self.kdf.derive(passphrase, salt, params)
    }

    /// Finds costs that take 0.5 to 1 s on this machine: 256 MiB, halved while it takes longer,
    /// never below the floor; on a fast machine more passes. `now` is a stopwatch in milliseconds.
    /// Too little memory is an error, never a weaker key.
    pub fn calibrate(&self, mut now: impl FnMut() -> i64) -> Result<KdfParams, VaultError> {
        const START_KIB: u32 = 256 * 1024;
        const AT_LEAST_MS: i64 = 500;
        const AT_MOST_MS: i64 = 1000;
        let phrase = Passphrase::new("calibration".to_owned())?;
        let floor = self.bounds.floor;
        let mut params = KdfParams {
            m_kib: START_KIB.max(floor.m_kib),
            ..floor
        };
        let mut took;
        loop {
            let from = now();
            let key = self.derive(&phrase, &[0; 16], params)?;
            drop(key);
            took = now().saturating_sub(from).max(1);
            if took <= AT_MOST_MS || params.m_kib / 2 < floor.m_kib {
                break;
            }
            params.m_kib /= 2;
        }
        // Time grows with the passes; the ceiling bounds what any reader accepts.
        while took < AT_LEAST_MS && params.t < self.bounds.ceiling.t {
            took += took / i64::from(params.t).max(1);
            params.t += 1;
        }
        Ok(params)
    }
}

impl fmt::Debug for KdfPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KdfPort")
            .field("bounds", &self.bounds)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u32 = 1024;

    #[test]
    fn the_shipped_bounds_are_64_mib_3_passes_and_1_gib_10_passes() {
        let check = |m_kib, t, p| KdfBounds::SHIPPED.check(KdfParams { m_kib, t, p });
        assert_eq!(check(64 * MIB, 3, 1), Ok(()));
        assert_eq!(check(1024 * MIB, 10, 1), Ok(()));
        assert_eq!(check(64 * MIB - 1, 3, 1), Err(VaultError::SlotTooWeak));
        assert_eq!(check(64 * MIB, 2, 1), Err(VaultError::SlotTooWeak));
        assert_eq!(check(8 * MIB, 3, 1), Err(VaultError::SlotTooWeak));
        assert_eq!(check(1024 * MIB + 1, 3, 1), Err(VaultError::SlotTooCostly));
        assert_eq!(check(64 * MIB, 11, 1), Err(VaultError::SlotTooCostly));
        assert_eq!(check(64 * MIB, 3, 4), Err(VaultError::SlotTooCostly));
    }

    /// A derivation whose time is told, not spent.
    struct Timed(
        Arc<std::sync::Mutex<(i64, Vec<KdfParams>)>>,
        fn(KdfParams) -> i64,
    );

    impl Kdf for Timed {
        fn derive(
            &self,
            _: &Passphrase,
            _: &[u8; 16],
            params: KdfParams,
        ) -> Result<Zeroizing<[u8; 32]>, VaultError> {
            let mut state = self.0.lock().unwrap();
            state.0 += (self.1)(params);
            state.1.push(params);
            Ok(Zeroizing::new([0; 32]))
        }
    }

    fn calibrated(time: fn(KdfParams) -> i64) -> KdfParams {
        let state = Arc::new(std::sync::Mutex::new((0, Vec::new())));
        let port = KdfPort::new(
            KdfBounds::SHIPPED,
            Arc::new(Timed(Arc::clone(&state), time)),
        );
        port.calibrate(|| state.lock().unwrap().0).unwrap()
    }

    #[test]
    fn calibration_halves_memory_on_a_slow_machine_and_stops_at_the_floor() {
        let usual = calibrated(|p| i64::from(p.m_kib / MIB * p.t) * 683 / 768);
        assert_eq!(
            usual,
            KdfParams {
                m_kib: 256 * MIB,
                t: 3,
                p: 1
            }
        );
        let slow = calibrated(|p| i64::from(p.m_kib / MIB * p.t) * 3);
        assert_eq!(
            slow,
            KdfParams {
                m_kib: 64 * MIB,
                t: 3,
                p: 1
            },
            "256: 2.3 s, 128: 1.15 s"
        );
        let slowest = calibrated(|_| 60_000);
        assert_eq!(slowest, KdfBounds::SHIPPED.floor());
    }

    #[test]
    fn calibration_adds_passes_on_a_fast_machine_up_to_the_ceiling() {
        let fast = calibrated(|p| i64::from(p.t) * 100);
        assert_eq!(
            fast,
            KdfParams {
                m_kib: 256 * MIB,
                t: 5,
                p: 1
            }
        );
        let fastest = calibrated(|_| 1);
        assert_eq!(fastest.t, 10);
    }

    #[test]
    fn argon2id_gives_the_value_the_reference_gives() {
        // argon2-cffi 25.1 (reference C code): hash_secret_raw(b"password", b"somesaltsomesalt",
        // time_cost=1, memory_cost=64, parallelism=1, hash_len=32, type=ID, version=19).
        let phrase = Passphrase::new("password".to_owned()).unwrap();
        let params = KdfBounds::for_tests().floor();
        let key = Argon2id
            .derive(&phrase, b"somesaltsomesalt", params)
            .unwrap();
        assert_eq!(hex::encode(*key), REFERENCE);
    }

    const REFERENCE: &str = "e793d64ef75d58f503d4631b2b149f7f80127c5f3993d89b1c9b781e51d0b413";
}
