//! Where one scan ends and the next begins.
//!
//! Purpose: bytes with their times into payloads: a line end, or silence, ends one; the lines at the
//! foot of a passport are one. Must never: grow beyond what a card can hold.

use std::time::{Duration, Instant};

use office::domain::mrz;

/// Silence that ends a payload without a line end.
const SILENCE: Duration = Duration::from_millis(80);
/// Longer than any code the desk reads; what is longer is cut off and refused by the reader.
const LIMIT: usize = 1024;

/// A payload in the making.
#[derive(Debug, Default)]
pub(super) struct Framing {
    bytes: Vec<u8>,
    last: Option<Instant>,
}

impl Framing {
    /// Takes what came (perhaps nothing) and gives what is finished.
    pub(super) fn take(&mut self, came: &[u8], now: Instant) -> Vec<Vec<u8>> {
        let mut finished = Vec::new();
        let silent = self
            .last
            .is_some_and(|last| now.saturating_duration_since(last) >= SILENCE);
        if silent {
            finished.extend(self.end());
        }
        for byte in came {
            if matches!(byte, b'\r' | b'\n') {
                if !self.awaits_more() {
                    finished.extend(self.end());
                }
            } else if self.bytes.len() < LIMIT {
                self.bytes.push(*byte);
            }
        }
        if !came.is_empty() {
            self.last = Some(now);
        }
        finished
    }

    /// The line that ended is one of two or three.
    fn awaits_more(&self) -> bool {
        std::str::from_utf8(&self.bytes).is_ok_and(mrz::awaits_more)
    }

    fn end(&mut self) -> Option<Vec<u8>> {
        self.last = None;
        let bytes = std::mem::take(&mut self.bytes);
        (!bytes.is_empty()).then_some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_scans_in_one_read_are_two() {
        let now = Instant::now();
        let mut framing = Framing::default();
        assert_eq!(
            framing.take(b"one\r\ntwo\r", now),
            [b"one".to_vec(), b"two".to_vec()]
        );
        assert!(
            framing.take(b"\n", now).is_empty(),
            "an empty line is no scan"
        );
    }

    #[test]
    fn a_scan_in_pieces_is_one_until_it_falls_silent() {
        let begun = Instant::now();
        let mut framing = Framing::default();
        assert!(framing.take(b"031190", begun).is_empty());
        let soon = begun + Duration::from_millis(30);
        assert!(framing.take(b"012345", soon).is_empty());
        assert!(
            framing
                .take(b"", soon + Duration::from_millis(40))
                .is_empty()
        );
        let ended = framing.take(b"", soon + SILENCE);
        assert_eq!(ended, [b"031190012345".to_vec()]);
    }

    #[test]
    fn the_lines_of_a_passport_are_one_scan_and_half_of_them_ends_with_silence() {
        // The specimen of ICAO Doc 9303 part 4 (Utopia).
        let first = b"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
        let second = b"L898902C36UTO7408122F1204159ZE184226B<<<<<10";
        let (now, mut framing) = (Instant::now(), Framing::default());
        let whole = [&first[..], b"\r\n", second, b"\r\n"].concat();
        let read = framing.take(&whole, now);
        assert_eq!(read, [[&first[..], second].concat()]);
        assert!(framing.take(&[&first[..], b"\r"].concat(), now).is_empty());
        assert_eq!(framing.take(b"", now + SILENCE), [first.to_vec()]);
    }

    #[test]
    fn a_stuck_scanner_fills_no_memory() {
        let now = Instant::now();
        let mut framing = Framing::default();
        for _ in 0..100 {
            framing.take(&[b'x'; 100], now);
        }
        assert_eq!(framing.take(b"\n", now)[0].len(), LIMIT);
    }
}
