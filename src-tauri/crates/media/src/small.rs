//! A small picture of a picture, drawn anew.
//!
//! Purpose: what a screen may show of a file that a stranger made: pixels that were decoded here, within
//! limits, and written as a fresh PNG. Must never: hand on a byte of the original.

use std::io::Cursor;

use domain::attachment::MediaKind;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

/// The longest side that is decoded, pixels.
const SIDE: u32 = 20_000;
/// The most that is decoded, pixels: an A4 sheet at 600 dpi has 35 million. Of the decoders only PNG's counts its memory: a progressive JPEG
/// takes about nine bytes a pixel beside what it answers with.
const PIXELS: u64 = 36 * 1024 * 1024;
/// The most memory a decoder that counts may ask for, bytes.
const MEMORY: u64 = 8 * PIXELS;

/// A PNG of at most `side` pixels a side, the right way up; `None` for what is no picture, is broken, or
/// is larger than anybody photographs.
pub fn picture(kind: MediaKind, bytes: &[u8], side: u32) -> Option<Vec<u8>> {
    let format = match kind {
        MediaKind::Jpeg => ImageFormat::Jpeg,
        MediaKind::Png => ImageFormat::Png,
        MediaKind::Webp => ImageFormat::WebP,
        MediaKind::OtherPicture
        | MediaKind::Pdf
        | MediaKind::Sound
        | MediaKind::Video
        | MediaKind::Document
        | MediaKind::Archive
        | MediaKind::Program
        | MediaKind::Other => return None,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width).saturating_mul(u64::from(height)) > PIXELS {
        return None;
    }
    let way = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut whole = DynamicImage::from_decoder(decoder).ok()?;
    if whole.width() > side || whole.height() > side {
        whole = whole.thumbnail(side, side);
    }
    whole.apply_orientation(way);
    // No alpha, no sixteen bits: what a screen shows.
    let drawn = whole.into_rgb8();
    let mut png = Cursor::new(Vec::new());
    drawn.write_to(&mut png, ImageFormat::Png).ok()?;
    Some(png.into_inner())
}
