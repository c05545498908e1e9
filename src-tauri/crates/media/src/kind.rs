//! What a file is, by its first bytes.
//!
//! Must never: look at a name. What is not known is *other*, and is as safe as the rest: nothing is
//! ever rendered but a small picture that this crate drew itself.

use domain::attachment::MediaKind;
use infer::MatcherType;

/// How many bytes at the beginning of a file tell what it is.
pub const HEAD: usize = 8192;

/// What a file is that begins so.
pub fn kind_of(head: &[u8]) -> MediaKind {
    let Some(found) = infer::get(head) else {
        return MediaKind::Other;
    };
    match (found.mime_type(), found.matcher_type()) {
        ("image/jpeg", _) => MediaKind::Jpeg,
        ("image/png", _) => MediaKind::Png,
        ("image/webp", _) => MediaKind::Webp,
        ("application/pdf", _) => MediaKind::Pdf,
        (_, MatcherType::Image) => MediaKind::OtherPicture,
        (_, MatcherType::Audio) => MediaKind::Sound,
        (_, MatcherType::Video) => MediaKind::Video,
        (_, MatcherType::Doc | MatcherType::Book) => MediaKind::Document,
        (_, MatcherType::Archive) => MediaKind::Archive,
        (_, MatcherType::App) | ("text/x-shellscript", _) => MediaKind::Program,
        (_, MatcherType::Font | MatcherType::Text | MatcherType::Custom) => MediaKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_begins_with_and_never_what_it_is_called() {
        let m4a = b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom\0\0\0\0";
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
        let cases: [(&[u8], MediaKind); 13] = [
            (b"\xff\xd8\xff\xe1\0\0Exif", MediaKind::Jpeg),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", MediaKind::Png),
            (b"RIFF\0\0\0\0WEBPVP8 ", MediaKind::Webp),
            (heic, MediaKind::OtherPicture),
            (b"%PDF-1.7\n", MediaKind::Pdf),
            (m4a, MediaKind::Sound),
            (b"ID3\x04\0\0\0\0\0\0", MediaKind::Sound),
            (b"PK\x03\x04\x14\0\0\0\x08\0abc", MediaKind::Archive),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", MediaKind::Program),
            (b"#!/bin/sh\nrm -rf ~\n", MediaKind::Program),
            (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", MediaKind::Other),
            (b"just words", MediaKind::Other),
            (b"", MediaKind::Other),
        ];
        for (head, kind) in cases {
            assert_eq!(kind_of(head), kind, "{:?}", String::from_utf8_lossy(head));
        }
    }
}
