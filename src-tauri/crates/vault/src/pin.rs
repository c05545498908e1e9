//! A six-digit PIN that lifts a cover while the keys are held anyway.
//!
//! Purpose: kept in memory for one session, compared without telling by time where it differs,
//! wiped on drop. Must never: open a slot, be printed or written down: six digits protect nothing
//! that lies on a disk.

use std::fmt;
use std::hint::black_box;

use zeroize::Zeroizing;

/// Digits of a PIN.
pub const PIN_DIGITS: usize = 6;

/// A PIN as typed.
pub struct Pin(Zeroizing<[u8; PIN_DIGITS]>);

impl Pin {
    /// Takes six ASCII digits; anything else is no PIN.
    pub fn new(typed: &[u8]) -> Option<Self> {
        if typed.len() != PIN_DIGITS || !typed.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let mut digits = Zeroizing::new([0; PIN_DIGITS]);
        for (slot, digit) in digits.iter_mut().zip(typed) {
            *slot = *digit;
        }
        Some(Self(digits))
    }

    /// Whether this is what was typed; takes as long for a wrong first digit as for a wrong last.
    pub fn is(&self, typed: &[u8]) -> bool {
        let mut other = u8::from(typed.len() != PIN_DIGITS);
        for (index, digit) in self.0.iter().enumerate() {
            other |= digit ^ typed.get(index).copied().unwrap_or_default();
        }
        black_box(other) == 0
    }

    /// Whether a bystander would try it first: one digit over and over, or a run up or down.
    pub fn is_guessable(&self) -> bool {
        let step = |by: i16| {
            self.0
                .iter()
                .zip(self.0.iter().skip(1))
                .all(|(one, next)| i16::from(*next) - i16::from(*one) == by)
        };
        step(0) || step(1) || step(-1)
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_are_a_pin_and_nothing_else_is() {
        assert!(Pin::new(b"402913").is_some());
        for wrong in ["", "40291", "4029133", "40291a", "40 913", "４０２９１３"] {
            assert!(Pin::new(wrong.as_bytes()).is_none(), "{wrong}");
        }
    }

    #[test]
    fn only_the_same_digits_are_the_pin() {
        let pin = Pin::new(b"402913").unwrap();
        assert!(pin.is(b"402913"));
        for wrong in ["402914", "502913", "40291", "4029130", "", "402913\n"] {
            assert!(!pin.is(wrong.as_bytes()), "{wrong}");
        }
    }

    #[test]
    fn what_a_bystander_tries_first_is_known() {
        for easy in ["000000", "777777", "123456", "987654", "012345"] {
            assert!(Pin::new(easy.as_bytes()).unwrap().is_guessable(), "{easy}");
        }
        for fine in ["123457", "112233", "402913"] {
            assert!(!Pin::new(fine.as_bytes()).unwrap().is_guessable(), "{fine}");
        }
    }

    #[test]
    fn a_pin_does_not_print_itself() {
        assert_eq!(format!("{:?}", Pin::new(b"402913").unwrap()), "Pin(..)");
    }
}
