//! Repeatable chance: SplitMix64 (Steele, Lea and Flood, 2014). The seed is printed, so a finding
//! can be thrown again.

/// A row of numbers that its seed alone decides.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to `ends` less one.
    pub(crate) fn below(&mut self, ends: usize) -> usize {
        assert!(ends > 0, "nothing to choose from");
        usize::try_from(self.roll() % u64::try_from(ends).unwrap()).unwrap()
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
