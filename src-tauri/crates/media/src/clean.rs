//! A photo without the place it was taken, or what else a camera writes beside the picture.
//!
//! Purpose: keep what draws the picture (and which way up it is), drop the rest: Exif, XMP, IPTC,
//! comments, second pictures and films behind the first. An allow list: what is not known goes.
//! JPEG by ITU-T T.81 annex B, walked here because no library drops what hangs behind the image; PNG by
//! RFC 2083, WebP by RFC 9649. Must never: change a pixel, or answer with a half of it.

use domain::attachment::MediaKind;
use image::metadata::Orientation;
use img_parts::png::Png;
use img_parts::riff::RiffContent;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF as _};

/// It could not be read as the picture it begins as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unclean;

/// The picture alone; `None` for a kind that is kept as it came.
pub fn cleaned(kind: MediaKind, bytes: &[u8]) -> Result<Option<Vec<u8>>, Unclean> {
    match kind {
        MediaKind::Jpeg => jpeg(bytes).map(Some).ok_or(Unclean),
        MediaKind::Png => png(bytes).map(Some).ok_or(Unclean),
        MediaKind::Webp => webp(bytes).map(Some).ok_or(Unclean),
        MediaKind::OtherPicture
        | MediaKind::Pdf
        | MediaKind::Sound
        | MediaKind::Video
        | MediaKind::Document
        | MediaKind::Archive
        | MediaKind::Program
        | MediaKind::Other => Ok(None),
    }
}

const EXIF: &[u8] = b"Exif\0\0";

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes
        .get(..2)
        .filter(|start| *start == [0xff, 0xd8])?
        .to_vec();
    kept.reserve(bytes.len());
    if let Some(exif) = jpeg_exif(bytes).and_then(turned) {
        let length = u16::try_from(EXIF.len() + exif.len() + 2).ok()?;
        kept.extend([0xff, 0xe1]);
        kept.extend(length.to_be_bytes());
        kept.extend(EXIF);
        kept.extend(exif);
    }
    let (mut at, mut drawing) = (2, false);
    loop {
        let part = part(bytes, at)?;
        let whole = bytes.get(at..part.end)?;
        match part.marker {
            // Coded data stands behind the start of a scan alone; what stands between segments, and
            // what fills up to a marker (T.81 B.1.1.2), draws nothing.
            None if !drawing || whole == [0xff] => {}
            None => kept.extend_from_slice(whole),
            Some(APP0) if body(whole).starts_with(b"JFIF\0") => {
                kept.extend(jfif(whole).unwrap_or_default());
            }
            Some(APP14) if body(whole).starts_with(b"Adobe") => {
                kept.extend(adobe(whole).unwrap_or_default());
            }
            Some(APP2) if body(whole).starts_with(b"ICC_PROFILE\0") => {
                kept.extend_from_slice(whole);
            }
            Some(marker) if draws(marker) => kept.extend_from_slice(whole),
            Some(_) => {}
        }
        drawing |= part.marker == Some(SOS);
        if part.marker == Some(EOI) {
            return Some(kept);
        }
        at = part.end;
    }
}

const APP0: u8 = 0xe0;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;
const SOS: u8 = 0xda;

/// Frames, tables, scans and the end; no marker that is reserved.
const fn draws(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xc7 | 0xc9..=0xcf | SOS | 0xdb..=0xdd | EOI)
}

fn body(whole: &[u8]) -> &[u8] {
    whole.get(4..).unwrap_or_default()
}

/// Version, units and density, without the picture that may stand there again, uncropped.
fn jfif(whole: &[u8]) -> Option<Vec<u8>> {
    let told = body(whole).get(..12)?;
    Some([&[0xff, APP0, 0, 16][..], told, &[0, 0]].concat())
}

/// How the colours are told, and nothing behind it.
fn adobe(whole: &[u8]) -> Option<Vec<u8>> {
    let told = body(whole).get(..12)?;
    Some([&[0xff, APP14, 0, 14][..], told].concat())
}

const EOI: u8 = 0xd9;

/// A marker with its segment, or the coded data up to the next one.
struct Part {
    marker: Option<u8>,
    end: usize,
}

fn part(bytes: &[u8], at: usize) -> Option<Part> {
    let coded = |end| Part { marker: None, end };
    if *bytes.get(at)? != 0xff {
        let next = bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        return Some(coded(at + next));
    }
    match *bytes.get(at + 1)? {
        // A filled byte; a byte of data that is no marker; a restart.
        0xff => Some(coded(at + 1)),
        0x00 | 0x01 | 0xd0..=0xd7 => Some(coded(at + 2)),
        EOI => Some(Part {
            marker: Some(EOI),
            end: at + 2,
        }),
        marker => {
            let length = bytes.get(at + 2..at + 4)?.try_into().ok()?;
            let length = usize::from(u16::from_be_bytes(length));
            (length >= 2).then_some(Part {
                marker: Some(marker),
                end: at + 2 + length,
            })
        }
    }
}

fn jpeg_exif(bytes: &[u8]) -> Option<&[u8]> {
    let mut at = 2;
    loop {
        let part = part(bytes, at)?;
        if part.marker == Some(0xe1) {
            let told = bytes.get(at + 4..part.end)?;
            if let Some(exif) = told.strip_prefix(EXIF) {
                return Some(exif);
            }
        }
        // Nothing of it stands behind the picture.
        if matches!(part.marker, Some(EOI | 0xda)) {
            return None;
        }
        at = part.end;
    }
}

/// An Exif block (TIFF 6.0) that says which way up the picture is and nothing else; `None` where it
/// stands as it should.
fn turned(exif: &[u8]) -> Option<Vec<u8>> {
    let way = Orientation::from_exif_chunk(exif).filter(|way| *way != Orientation::NoTransforms)?;
    let mut block = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    block.push(way.to_exif());
    block.extend([0; 6]);
    Some(block)
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut png = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let way = png.exif().and_then(|exif| turned(&exif));
    // The critical chunks of RFC 2083, and those about colours and size.
    let drawn: [[u8; 4]; 13] = [
        *b"IHDR", *b"PLTE", *b"IDAT", *b"IEND", *b"gAMA", *b"cHRM", *b"sRGB", *b"iCCP", *b"cICP",
        *b"tRNS", *b"pHYs", *b"sBIT", *b"bKGD",
    ];
    png.chunks_mut()
        .retain(|chunk| drawn.contains(&chunk.kind()));
    png.set_exif(way.map(Bytes::from));
    Some(png.encoder().bytes().to_vec())
}

const VP8X: [u8; 4] = *b"VP8X";
/// The flag of an XMP block in a VP8X chunk.
const XMP_FLAG: u8 = 0b0000_0100;

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut webp = WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let way = webp.exif().and_then(|exif| turned(&exif));
    // A film of pictures may hold more in each of them than is seen: it is kept as it came.
    if webp.has_chunk(*b"ANMF") {
        return None;
    }
    let drawn: [[u8; 4]; 5] = [VP8X, *b"VP8 ", *b"VP8L", *b"ALPH", *b"ICCP"];
    webp.chunks_mut()
        .retain(|chunk| drawn.contains(&chunk.id()));
    for chunk in webp
        .chunks_mut()
        .iter_mut()
        .filter(|chunk| chunk.id() == VP8X)
    {
        if let RiffContent::Data(told) = chunk.content_mut() {
            let mut flags = told.get(..10)?.to_vec();
            *flags.first_mut()? &= !XMP_FLAG;
            *told = Bytes::from(flags);
        }
    }
    webp.set_exif(way.map(Bytes::from));
    Some(webp.encoder().bytes().to_vec())
}

#[cfg(test)]
mod tests;
