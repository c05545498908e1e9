//! Keys that follow each other faster than a hand.
//!
//! Purpose: count, read and forget them, by the times the display server gave them. Must never: keep
//! the keys of a hand.

use zeroize::Zeroize as _;

/// Milliseconds between two keys of a scanner: measured ones need 7–35.
const GAP: u32 = 50;
/// A burst as long as any code's beginning goes on over a longer one: a busy machine presses late.
const PAUSE: u32 = 150;
/// From so many keys on. A hand that rolled a few quickly is a hand again at its next pause.
const CODE: usize = 12;
/// So many in a row are no hand's.
const KEYS: usize = 5;
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
    text: String,
    keys: usize,
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
        let most = if self.keys < CODE { GAP } else { PAUSE };
        let follows = self.last.is_some_and(|(at, place)| {
            // A key held down repeats as fast as a scanner types.
            key.at.wrapping_sub(at) <= most && !(self.held && place == key.place)
        });
        if !follows {
            self.forget();
        }
        self.last = Some((key.at, key.place));
        self.held = true;
        if self.keys < LONGEST {
            self.keys += 1;
            self.text.extend(key.alone.then(|| letter(key)).flatten());
        }
        self.known()
    }

    /// A key came up.
    pub(super) fn lift(&mut self, place: u16) -> Heard {
        if self.last.is_some_and(|(_, last)| last == place) {
            self.held = false;
        }
        self.known()
    }

    const fn known(&self) -> Heard {
        if self.keys >= KEYS {
            Heard::Burst
        } else {
            Heard::Hand
        }
    }

    /// What the burst said, if it was one.
    pub(super) fn take(&mut self) -> Option<String> {
        let text = (self.keys >= KEYS).then(|| std::mem::take(&mut self.text));
        self.forget();
        text
    }

    pub(super) fn forget(&mut self) {
        self.text.zeroize();
        // Grown letter by letter it would leave copies behind.
        self.text.reserve(LONGEST);
        self.keys = 0;
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

    fn typed(text: &str, gap: u32) -> (Chain, Vec<Heard>) {
        let mut chain = Chain::default();
        let mut at = 1_000;
        let said = text.chars().map(|sign| {
            at += gap;
            let key = key(sign, at);
            let burst = chain.press(&key);
            chain.lift(key.place);
            burst
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
    fn a_hand_is_not_and_nothing_it_typed_is_kept() {
        let (mut chain, said) = typed("nguyeenx thij trawm", 51);
        assert!(said.iter().all(|heard| *heard == Hand));
        assert!(chain.text.chars().count() <= 1, "but the last key");
        assert_eq!(chain.take(), None);
    }

    #[test]
    fn a_hand_that_rolled_six_is_a_hand_again_at_its_next_key() {
        let mut chain = Chain::default();
        let mut at = 1_000;
        let mut said = Vec::new();
        for (sign, gap) in "nguyen".chars().map(|sign| (sign, 40)).chain([('t', 110)]) {
            at += gap;
            said.push(chain.press(&key(sign, at)));
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
