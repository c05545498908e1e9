//! Dots in the language of thermal printers.
//!
//! Purpose: bitmaps as ESC/POS bytes: the printer is set up anew, each picture goes over in bands as
//! raster bit images, and is cut off. Source: Epson, ESC/POS Command Reference — ESC @ (initialize),
//! GS v 0 (print raster bit image), ESC d (print and feed lines), GS V function B (feed to the
//! cutter, partial cut). Must never: send text in a code page; letters are dots already.

use domain::sheet::Bitmap;

/// ESC @: initialize printer.
const INITIALIZE: &[u8] = b"\x1b@";

/// GS v 0, m = 0: raster bit image, one dot a bit, not enlarged.
const RASTER: &[u8] = b"\x1dv0\x00";

/// GS V, m = 66, n = 0: feed the paper to the cutter and cut it, a point left uncut.
const CUT: &[u8] = b"\x1dVB\x00";

/// Rows of one band. Small printers hold little more than that at once.
const BAND: u32 = 256;

/// The pictures, each cut off.
pub(crate) fn papers(pictures: &[Bitmap]) -> Vec<u8> {
    let mut out = INITIALIZE.to_vec();
    for picture in pictures {
        bands(picture, &mut out);
        out.extend_from_slice(CUT);
    }
    out
}

fn bands(picture: &Bitmap, out: &mut Vec<u8>) {
    let Ok(width) = usize::try_from(picture.width) else {
        return;
    };
    if width == 0 {
        return;
    }
    let mut rows = picture.pixels.chunks_exact(width);
    let mut left = picture.height;
    while left > 0 {
        let height = left.min(BAND);
        out.extend_from_slice(RASTER);
        // xL xH: bytes a row; yL yH: rows.
        out.extend_from_slice(&low_and_high(picture.width.div_ceil(8)));
        out.extend_from_slice(&low_and_high(height));
        for row in rows.by_ref().take(usize::try_from(height).unwrap_or(0)) {
            out.extend(row.chunks(8).map(byte));
        }
        left = left.saturating_sub(height);
    }
}

/// Eight dots, the leftmost highest; what is missing at the right is paper.
fn byte(dots: &[u8]) -> u8 {
    (0..8).fold(0, |byte, at| {
        let ink = dots.get(at).is_some_and(|dot| *dot == 1);
        (byte << 1) | u8::from(ink)
    })
}

fn low_and_high(value: u32) -> [u8; 2] {
    let [low, high, ..] = value.to_le_bytes();
    [low, high]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32, ink: impl Fn(u32, u32) -> bool) -> Bitmap {
        let pixels = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| u8::from(ink(x, y)))
            .collect();
        Bitmap {
            width,
            height,
            pixels,
        }
    }

    #[test]
    fn a_small_picture_is_these_bytes() {
        // Ten dots wide: the second byte of a row holds two dots and six of paper.
        let dots = picture(10, 2, |x, y| (x + y) % 2 == 0);
        let expected = [
            0x1b,
            0x40, // ESC @
            0x1d,
            0x76,
            0x30,
            0x00,
            0x02,
            0x00,
            0x02,
            0x00, // GS v 0, 2 bytes, 2 rows
            0b1010_1010,
            0b1000_0000,
            0b0101_0101,
            0b0100_0000, // the dots
            0x1d,
            0x56,
            0x42,
            0x00, // GS V B
        ];
        assert_eq!(papers(&[dots]), expected);
    }

    #[test]
    fn a_long_picture_goes_over_in_bands_and_loses_no_row() {
        let out = papers(&[picture(576, 300, |_, y| y == 299)]);
        let band = |from: usize| out.get(from..from + 8).unwrap().to_vec();
        assert_eq!(band(2), [0x1d, 0x76, 0x30, 0, 72, 0, 0, 1]);
        let second = 2 + 8 + 256 * 72;
        assert_eq!(band(second), [0x1d, 0x76, 0x30, 0, 72, 0, 44, 0]);
        let last_row = second + 8 + 43 * 72;
        assert!(out[second + 8..last_row].iter().all(|byte| *byte == 0));
        assert!(
            out[last_row..last_row + 72]
                .iter()
                .all(|byte| *byte == 0xff)
        );
        assert_eq!(out[last_row + 72..], *CUT);
    }

    #[test]
    fn each_picture_is_cut_off_and_nothing_draws_nothing() {
        let small = picture(8, 1, |_, _| true);
        let two = papers(&[small.clone(), small]);
        assert_eq!(two.windows(4).filter(|four| *four == CUT).count(), 2);
        assert_eq!(papers(&[]), INITIALIZE);
        assert_eq!(
            papers(&[picture(0, 3, |_, _| true)]),
            [INITIALIZE, CUT].concat()
        );
    }
}
