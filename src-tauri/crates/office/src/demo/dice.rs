//! Dice that fall the same way again.
//!
//! Purpose: a small generator for invented people, visits and ids of demo offices and tests:
//! SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
//! Must never: make a key, a salt or anything of a real office; whoever knows the seed knows all.

use std::sync::{Mutex, PoisonError};

use crate::clock::Entropy;

/// A sequence of numbers that depends on its seed alone.
#[derive(Clone, Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// Dice of a seed.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Dice of a seed for one purpose, so that what is drawn for one thing does not move another.
    pub fn of(seed: u64, purpose: &str) -> Self {
        let mut dice = Self::new(seed);
        for byte in purpose.bytes() {
            dice.state = dice.draw() ^ u64::from(byte);
        }
        dice
    }

    /// The next number of all 64 bits.
    pub fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: u32) -> u32 {
        // The high half scaled; its bias of at most one in four thousand million shows nowhere.
        let scaled = (self.draw() >> 32).wrapping_mul(u64::from(end)) >> 32;
        u32::try_from(scaled).unwrap_or(0)
    }

    /// A number from `from` to `to`, both included.
    pub fn between(&mut self, from: u32, to: u32) -> u32 {
        from.saturating_add(self.below(to.saturating_sub(from).saturating_add(1)))
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, chance: u32) -> bool {
        self.below(100) < chance
    }

    /// One of a list; the default of an empty one.
    pub fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let index = self.below(u32::try_from(list.len()).unwrap_or(u32::MAX));
        list.get(index as usize).copied().unwrap_or_default()
    }
}

/// Ids and tokens of demo offices and tests, from a seed.
#[derive(Debug)]
pub struct SeededEntropy(Mutex<Dice>);

impl SeededEntropy {
    /// The source of a seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(Dice::of(seed, "ids")))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        let mut dice = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for piece in buffer.chunks_mut(8) {
            for (byte, drawn) in piece.iter_mut().zip(dice.draw().to_le_bytes()) {
                *byte = drawn;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_published_generator() {
        // First outputs for seed 1234567 of the reference C code (splitmix64.c, Vigna 2015).
        let mut dice = Dice::new(1_234_567);
        let drawn: Vec<u64> = (0..3).map(|_| dice.draw()).collect();
        let reference = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
        ];
        assert_eq!(drawn, reference);
    }

    #[test]
    fn draws_stay_below_their_end_and_reach_both_ends() {
        let mut dice = Dice::new(1);
        let drawn: std::collections::BTreeSet<u32> = (0..500).map(|_| dice.between(3, 7)).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [3, 4, 5, 6, 7]);
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.pick::<u8>(&[]), 0);
    }

    #[test]
    fn purposes_draw_apart_and_seeds_repeat() {
        assert_ne!(Dice::of(1, "people").draw(), Dice::of(1, "visits").draw());
        let filled = || {
            let mut bytes = [0; 21];
            SeededEntropy::new(9).fill(&mut bytes);
            bytes
        };
        assert_eq!(filled(), filled());
        assert_ne!(filled()[..8], filled()[8..16]);
    }
}
