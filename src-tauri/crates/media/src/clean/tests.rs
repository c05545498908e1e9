//! Photos as cameras write them, and as somebody who wishes harm does.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;

use super::*;
use crate::picture;

/// Words that no cleaned photo may hold.
const PLACE: &[u8] = b"20.8449 N 106.6881 E";

fn drawing() -> DynamicImage {
    let colour = |x, y| {
        Rgb([
            u8::try_from(x * 3 % 256).unwrap(),
            u8::try_from(y * 5 % 256).unwrap(),
            90,
        ])
    };
    RgbImage::from_fn(80, 40, colour).into()
}

fn written(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    drawing().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// An Exif block that turns the picture by a quarter and says where it was taken.
fn exif() -> Vec<u8> {
    let mut block = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    block.extend(PLACE);
    block
}

fn segment(marker: u8, told: &[u8]) -> Vec<u8> {
    let length = u16::try_from(told.len() + 2).unwrap();
    [&[0xff, marker][..], &length.to_be_bytes(), told].concat()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// A JPEG with all that a telephone adds, before and behind the picture.
fn photographed() -> Vec<u8> {
    let plain = written(ImageFormat::Jpeg);
    let behind = photographed_behind(&plain);
    let added = [
        segment(0xe1, &[EXIF, &exif()].concat()),
        segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", PLACE].concat()),
        segment(0xe2, &[b"MPF\0", PLACE].concat()),
        segment(0xed, &[b"Photoshop 3.0\0", PLACE].concat()),
        segment(0xfe, PLACE),
        // What some cameras leave between two segments, and fill before the next marker.
        vec![0, 0, 0xff, 0xff],
        segment(0xe0, b"JFIF\0"),
    ];
    [&plain[..2], &added.concat(), &plain[2..], &behind].concat()
}

fn photographed_behind(second: &[u8]) -> Vec<u8> {
    [
        &second[..2],
        &segment(0xe1, &[EXIF, &exif()].concat()),
        &second[2..],
        PLACE,
    ]
    .concat()
}

fn with_exif(kind: MediaKind) -> Vec<u8> {
    let block = Some(Bytes::from(exif()));
    if kind == MediaKind::Png {
        let mut png = Png::from_bytes(Bytes::from(written(ImageFormat::Png))).unwrap();
        let text = img_parts::png::PngChunk::new(*b"tEXt", Bytes::from_static(PLACE));
        png.chunks_mut().insert(1, text);
        png.set_exif(block);
        [&png.encoder().bytes()[..], PLACE].concat()
    } else {
        let mut webp = WebP::from_bytes(Bytes::from(written(ImageFormat::WebP))).unwrap();
        webp.set_exif(block);
        let data = RiffContent::Data(Bytes::from_static(PLACE));
        let xmp = img_parts::riff::RiffChunk::new(*b"XMP ", data);
        webp.chunks_mut().push(xmp);
        webp.encoder().bytes().to_vec()
    }
}

#[test]
fn a_photo_keeps_its_picture_and_which_way_up_it_is_and_nothing_else() {
    let photos = [
        (MediaKind::Jpeg, photographed()),
        (MediaKind::Png, with_exif(MediaKind::Png)),
        (MediaKind::Webp, with_exif(MediaKind::Webp)),
    ];
    for (kind, photo) in photos {
        assert!(holds(&photo, PLACE), "{kind:?}: the test proves something");
        assert_eq!(crate::kind_of(&photo), kind);
        let clean = cleaned(kind, &photo).unwrap().unwrap();
        assert!(!holds(&clean, PLACE), "{kind:?}");
        // Turned by a quarter: as high as it was wide.
        let small = picture(kind, &clean, 320).unwrap();
        let small = image::load_from_memory(&small).unwrap();
        assert_eq!((small.width(), small.height()), (40, 80), "{kind:?}");
        let before = image::load_from_memory(&photo).unwrap();
        let after = image::load_from_memory(&clean).unwrap();
        assert!(
            before.as_bytes() == after.as_bytes(),
            "{kind:?}: a pixel changed"
        );
        let again = cleaned(kind, &clean).unwrap().unwrap();
        assert!(again == clean, "{kind:?}: cleaned twice is cleaned once");
    }
}

#[test]
fn what_is_no_photo_is_kept_as_it_came() {
    for kind in [MediaKind::Pdf, MediaKind::Other, MediaKind::OtherPicture] {
        assert_eq!(cleaned(kind, b"as it came"), Ok(None));
        assert_eq!(picture(kind, b"as it came", 320), None);
    }
}

#[test]
fn a_bomb_is_not_decoded() {
    // Forty thousand pixels a side, said in a few bytes.
    let plain = written(ImageFormat::Png);
    let mut png = Png::from_bytes(Bytes::from(plain)).unwrap();
    let side = 40_000_u32.to_be_bytes();
    let told = [&side[..], &side, &[8, 2, 0, 0, 0]].concat();
    png.chunks_mut()[0] = img_parts::png::PngChunk::new(*b"IHDR", Bytes::from(told));
    let bomb = png.encoder().bytes();
    assert_eq!(picture(MediaKind::Png, &bomb, 320), None);
}

#[test]
fn a_picture_within_the_side_but_beyond_the_memory_is_not_decoded() {
    let mut png = Png::from_bytes(Bytes::from(written(ImageFormat::Png))).unwrap();
    let side = 19_999_u32.to_be_bytes();
    let told = [&side[..], &side, &[8, 2, 0, 0, 0]].concat();
    png.chunks_mut()[0] = img_parts::png::PngChunk::new(*b"IHDR", Bytes::from(told));
    assert_eq!(picture(MediaKind::Png, &png.encoder().bytes(), 320), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// Whatever is done to a photo, it is a whole picture or said to be none.
    #[test]
    fn a_changed_or_cut_photo_is_clean_or_refused(at in 0_usize..4000, with: u8, cut in 0_usize..4000) {
        let mut photo = photographed();
        let at = at % photo.len();
        photo[at] = with;
        photo.truncate(photo.len() - cut % photo.len());
        if let Ok(Some(clean)) = cleaned(MediaKind::Jpeg, &photo) {
            // Only a picture that ends is taken for one; what hangs behind it is gone.
            prop_assert!(clean.ends_with(&[0xff, EOI]));
            let _drawn = picture(MediaKind::Jpeg, &clean, 64);
        }
    }

    #[test]
    fn nothing_makes_a_reader_fall(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for (kind, start) in [
            (MediaKind::Jpeg, &b"\xff\xd8"[..]),
            (MediaKind::Png, b"\x89PNG\r\n\x1a\n"),
            (MediaKind::Webp, b"RIFF\0\x01\0\0WEBP"),
        ] {
            let whole = [start, &bytes].concat();
            let _kind = crate::kind_of(&whole);
            let _clean = cleaned(kind, &whole);
            let _drawn = picture(kind, &whole, 64);
        }
    }
}
