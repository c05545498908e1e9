//! Keys that follow each other faster than a hand.
//!
//! Purpose: count, read and forget them, by the times the display server gave them. Must never: keep
//! the keys of a hand.

use zeroize::Zeroize as _;

/// So many gaps are looked at together, for a busy machine presses single keys late.
const GAPS: usize = 4;
/// Milliseconds they take together: measured scanners need 7–35 a key; no hand is faster than this.
const FAST: u32 = 200;
/// The same where small letters are among them: codes of cards and receipts begin with digits and
/// capitals, and a quick hand rolls five small letters in 160.
const ROLLED: u32 = 140;
/// None of them is longer.
const LATE: u32 = 70;
/// What takes longer is a hand's, whatever it seemed to be.
const SLOW: u32 = 400;
/// After a longer gap somebody begins anew.
const PAUSE: u32 = 150;
/// After as many keys as begin any code only a pause ends it.
const CODE: usize = 12;
/// The longest code is shorter; its signs are a byte each.
const LONGEST: usize = 4_096;

/// A key that went down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// Milliseconds of the display server's clock.
    pub(super) at: u32,
    /// Its place on the keyboard, as X counts them.
    pub(super) place: u16,
    /// Shift was held.
    pub(super) shift: bool,
    /// Neither Control nor Alt was held.
    pub(super) alone: bool,
    /// An input method saw it and gave it back.
    pub(super) again: bool,
}

/// What a key belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// As far as anybody knows, a hand.
    Hand,
    /// A scanner.
    Burst,
}

/// Shift and its like, by place: they write nothing of their own.
const MODIFIERS: [u16; 9] = [37, 50, 62, 64, 66, 77, 105, 108, 133];

/// The keys of one burst.
#[derive(Debug, Default)]
pub(super) struct Chain {
    /// What they wrote, from the first one.
    text: String,
    keys: usize,
    /// The newest last.
    gaps: [u32; GAPS],
    /// They came too fast for a hand.
    burst: bool,
    last: Option<(u32, u16)>,
    /// The last key is still down.
    held: bool,
}

impl Drop for Chain {
    fn drop(&mut self) {
        self.forget();
    }
}

impl Chain {
    /// One more key.
    pub(super) fn press(&mut self, key: &Key) -> Heard {
        if key.again {
            return Heard::Hand;
        }
        if MODIFIERS.contains(&key.place) {
            return self.known();
        }
        if !self.follows(key) {
            self.forget();
        }
        let sign = key.alone.then(|| letter(key)).flatten();
        if sign.is_none() && !self.burst {
            // No code begins with a key that writes nothing.
            self.forget();
            return Heard::Hand;
        }
        self.last = Some((key.at, key.place));
        self.held = true;
        if self.text.len() < LONGEST {
            self.keys += 1;
            self.text.extend(sign);
        }
        self.known()
    }

    /// Whether this key belongs to the ones before it.
    fn follows(&mut self, key: &Key) -> bool {
        let Some((at, place)) = self.last else {
            return false;
        };
        let gap = key.at.wrapping_sub(at);
        // A key held down repeats as fast as a scanner types.
        if gap > PAUSE || (self.held && place == key.place) {
            return false;
        }
        // Codes begin with digits and capitals: small letters before a late key are a hand's.
        let small = || self.text.contains(|sign: char| sign.is_ascii_lowercase());
        if gap > LATE && self.keys < CODE && small() {
            return false;
        }
        self.gaps.rotate_left(1);
        self.gaps[GAPS - 1] = gap;
        if self.keys < GAPS {
            return true;
        }
        let took: u32 = self.gaps.iter().sum();
        let fast = if small() { ROLLED } else { FAST };
        self.burst |= took <= fast && self.gaps.iter().all(|gap| *gap <= LATE);
        took <= SLOW || (self.burst && self.keys >= CODE)
    }

    /// A key came up.
    pub(super) fn lift(&mut self, place: u16) -> Heard {
        if self.last.is_some_and(|(_, last)| last == place) {
            self.held = false;
        }
        self.known()
    }

    const fn known(&self) -> Heard {
        if self.burst {
            Heard::Burst
        } else {
            Heard::Hand
        }
    }

    /// What the burst said, if it was one.
    pub(super) fn take(&mut self) -> Option<String> {
        let text = self.burst.then(|| std::mem::take(&mut self.text));
        self.forget();
        text
    }

    pub(super) fn forget(&mut self) {
        self.text.zeroize();
        // Grown letter by letter it would leave copies behind.
        self.text.reserve(LONGEST);
        self.keys = 0;
        self.burst = false;
        self.last = None;
    }
}

/// Rows of the keyboard scanners are set to, by the place of their first key: plain, with Shift.
const ROWS: [(u16, &[u8], &[u8]); 6] = [
    (10, b"1234567890-=", b"!@#$%^&*()_+"),
    (24, b"qwertyuiop[]", b"QWERTYUIOP{}"),
    (38, b"asdfghjkl;'`", b"ASDFGHJKL:\"~"),
    (51, b"\\zxcvbnm,./", b"|ZXCVBNM<>?"),
    (65, b" ", b" "),
    (79, b"789-456+1230.", b"789-456+1230."),
];

/// The sign of a key on that keyboard.
fn letter(key: &Key) -> Option<char> {
    ROWS.iter().find_map(|(first, plain, shifted)| {
        let at = usize::from(key.place.checked_sub(*first)?);
        let row = if key.shift { shifted } else { plain };
        row.get(at).copied().map(char::from)
    })
}

#[cfg(test)]
mod tests {
    use super::Heard::{Burst, Hand};
    use super::*;

    /// The place and Shift of a sign.
    fn key(sign: char, at: u32) -> Key {
        let found = ROWS.iter().take(5).find_map(|(first, plain, shifted)| {
            let among = |row: &[u8]| row.iter().position(|one| char::from(*one) == sign);
            let place = |at: usize| first + u16::try_from(at).unwrap();
            among(plain)
                .map(|at| (place(at), false))
                .or_else(|| among(shifted).map(|at| (place(at), true)))
        });
        let (place, shift) = found.unwrap();
        Key {
            at,
            place,
            shift,
            alone: true,
            again: false,
        }
    }

    /// Down and up.
    fn stroke(chain: &mut Chain, sign: char, at: u32) -> Heard {
        let key = key(sign, at);
        let heard = chain.press(&key);
        chain.lift(key.place);
        heard
    }

    fn typed(text: &str, gap: u32) -> (Chain, Vec<Heard>) {
        let mut chain = Chain::default();
        let mut at = 1_000;
        let said = text.chars().map(|sign| {
            at += gap;
            stroke(&mut chain, sign, at)
        });
        let said = said.collect();
        (chain, said)
    }

    #[test]
    fn a_scanner_is_known_by_its_fifth_key_and_read_from_its_first() {
        for gap in [1, 7, 12, 20, 35, 50] {
            let card = "031190012345||DDANG THI TRAXM|05031990|Nu|So 1/2, P<VN";
            let (mut chain, said) = typed(card, gap);
            assert_eq!(said[..5], [Hand, Hand, Hand, Hand, Burst], "{gap} ms");
            assert!(said[5..].iter().all(|heard| *heard == Burst), "{gap} ms");
            assert_eq!(chain.take().as_deref(), Some(card));
            assert_eq!(chain.take(), None, "it is told once");
        }
    }

    #[test]
    fn a_hand_is_not_and_no_more_than_its_last_key_is_kept() {
        for gap in [71, 90, 120, 151] {
            let (mut chain, said) = typed("nguyeenx thij trawm", gap);
            assert!(said.iter().all(|heard| *heard == Hand));
            assert_eq!(chain.text, "m");
            assert_eq!(chain.take(), None);
        }
        let (chain, _) = typed("031190012345", 101);
        assert!(chain.text.len() <= GAPS, "{}", chain.text);
    }

    #[test]
    fn a_scanner_whose_keys_came_late_is_read_from_its_first() {
        let card = "031190012345||DDANG THI TRAXM";
        for (first, late) in [(1, 149), (4, 64), (4, 98), (7, 120), (11, 120), (20, 150)] {
            let mut chain = Chain::default();
            let mut at = 1_000;
            for (turn, sign) in card.chars().enumerate() {
                at += if turn == first || turn == first + 3 {
                    late
                } else {
                    25
                };
                let heard = stroke(&mut chain, sign, at);
                assert!(turn < first + 8 || heard == Burst, "{late} at {first}");
            }
            assert_eq!(chain.take().as_deref(), Some(card), "{late} at {first}");
        }
    }

    /// As a busy machine pressed them once.
    #[test]
    fn a_scanner_of_a_busy_machine_is_one() {
        let gaps = [0, 46, 32, 32, 32, 65, 65, 52, 41, 36, 40, 36, 48, 35, 33];
        let mut chain = Chain::default();
        let mut at = 1_000;
        let said = gaps
            .iter()
            .zip("031190012345||D".chars())
            .map(|(gap, sign)| {
                at += gap;
                stroke(&mut chain, sign, at)
            });
        assert!(said.skip(4).all(|heard| heard == Burst));
        assert_eq!(chain.take().as_deref(), Some("031190012345||D"));
    }

    #[test]
    fn what_a_hand_erased_just_before_is_no_part_of_it() {
        let mut chain = Chain::default();
        let erase = Key {
            place: 22,
            ..key('x', 1_000)
        };
        chain.press(&Key { at: 860, ..erase });
        chain.press(&erase);
        let mut at = 1_100;
        for sign in "031190012345".chars() {
            at += 35;
            stroke(&mut chain, sign, at);
        }
        assert_eq!(chain.keys, 12);
        assert_eq!(chain.take().as_deref(), Some("031190012345"));
    }

    #[test]
    fn what_a_hand_typed_all_the_while_does_not_begin_a_scan() {
        let (mut chain, _) = typed("tram", 120);
        let mut at = 1_000 + 4 * 120;
        for (turn, sign) in "0311900".chars().enumerate() {
            at += if turn == 0 { 120 } else { 12 };
            stroke(&mut chain, sign, at);
        }
        assert_eq!(chain.take().as_deref(), Some("0311900"));
    }

    /// A rolled word keeps its input method; only a machine writes small letters faster.
    #[test]
    fn small_letters_that_a_quick_hand_rolled_are_a_hands() {
        for gap in [36, 40, 50] {
            let (chain, said) = typed("nguyeenx", gap);
            assert!(said.iter().all(|heard| *heard == Hand), "{gap}");
            assert!(!chain.burst);
        }
        let (_, said) = typed("https://vneid", 33);
        assert!(said[5..].iter().all(|heard| *heard == Burst));
    }

    #[test]
    fn a_hand_that_rolled_six_is_a_hand_again_at_its_next_key() {
        let mut chain = Chain::default();
        let mut at = 1_000;
        let mut said = Vec::new();
        for (sign, gap) in "nguyen".chars().map(|sign| (sign, 33)).chain([('t', 110)]) {
            at += gap;
            said.push(stroke(&mut chain, sign, at));
        }
        assert_eq!(said[5..], [Burst, Hand]);
    }

    #[test]
    fn four_keys_rolled_quickly_are_still_a_hand() {
        let mut chain = Chain::default();
        let said = [('t', 0), ('h', 20), ('i', 40), ('j', 80), ('n', 190)]
            .map(|(sign, at)| chain.press(&key(sign, 5_000 + at)));
        assert_eq!(said, [Hand; 5]);
    }

    #[test]
    fn a_key_that_comes_a_second_time_counts_once_and_a_key_held_down_is_no_scanner() {
        let mut chain = Chain::default();
        for at in 0..2 {
            let one = key('a', 3_000 + at * 40);
            chain.press(&one);
            chain.press(&Key { again: true, ..one });
        }
        assert_eq!(chain.keys, 1, "held all the while");
        let held = (0..60).map(|turn| chain.press(&key('x', 9_000 + turn * 33)));
        assert!(held.into_iter().all(|heard| heard == Hand));
    }

    #[test]
    fn the_clock_of_the_display_may_begin_anew() {
        let mut chain = Chain::default();
        let said: Vec<Heard> = (0_u32..6)
            .map(|turn| {
                let sign = char::from(b'1' + u8::try_from(turn).unwrap());
                chain.press(&key(sign, u32::MAX.wrapping_add(turn * 10)))
            })
            .collect();
        assert_eq!(said, [Hand, Hand, Hand, Hand, Burst, Burst]);
    }
}
