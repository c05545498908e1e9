//! A folder of files that wish harm.

use super::*;

/// The head of a program for Linux (64 bytes).
const ELF: &[u8] = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0\x01\0\0\0\0\0\0\0\0\0\0\0\
    \x40\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x40\0\x38\0\0\0\0\0";
const SVG: &[u8] =
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>x</script></svg>";
const PDF: &[u8] =
    b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF";
const HTML: &[u8] = b"<!doctype html><script>alert(1)</script>";

/// A PNG that says it is forty thousand pixels a side: 6 GB of picture in a few bytes.
fn picture_bomb() -> Vec<u8> {
    let side = 40_000_u32.to_be_bytes();
    let mut head = b"IHDR".to_vec();
    head.extend([&side[..], &side, &[8, 6, 0, 0, 0]].concat());
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    png.extend(&head);
    png.extend(crc(&head).to_be_bytes());
    png.extend(b"\0\0\0\0IEND\xae\x42\x60\x82");
    png
}

/// CRC-32 of PNG chunks (RFC 2083 §15).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |mut crc, byte| {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1));
        }
        crc
    })
}

/// A ZIP that claims to unpack to four gigabytes.
fn archive_bomb() -> Vec<u8> {
    let mut zip = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0".to_vec();
    zip.extend([10, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0]);
    zip.extend(b"a");
    zip.extend([0; 10]);
    zip
}

#[tokio::test]
async fn each_is_called_what_it_is_kept_as_it_came_and_never_drawn() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    let cut = PHOTO.get(..PHOTO.len() / 2).unwrap();
    let (bomb, zip) = (picture_bomb(), archive_bomb());
    let folder: [(&str, &[u8], MediaKind); 9] = [
        ("ảnh cưới.jpg", ELF, MediaKind::Program),
        ("hoá đơn.pdf", b"#!/bin/sh\nrm -rf ~\n", MediaKind::Program),
        ("vẽ.svg", SVG, MediaKind::Other),
        ("đơn.pdf", PDF, MediaKind::Pdf),
        ("trang.html", HTML, MediaKind::Other),
        ("lớn.png", &bomb, MediaKind::Png),
        ("nén.zip", &zip, MediaKind::Archive),
        ("cụt.jpg", cut, MediaKind::OtherPicture),
        ("ảnh\u{202e}gpj.exe", b"MZ\x90\0", MediaKind::Program),
    ];
    for (name, bytes, kind) in folder {
        let row = attached(&office, &session, file, &brought(&office, name, bytes)).await;
        assert_eq!(row.kind, kind, "{name}");
        assert!(!row.picture, "{name}");
        for large in [false, true] {
            let seen = seen(&office, &session, file, (id(&row), large)).await;
            assert_eq!(seen.unwrap(), None, "{name}");
        }
        let copy = given_out(&office, &session, file, &row).await;
        assert_eq!(copy, bytes, "{name}");
        // No mark that turns the reading round stands in a name.
        assert!(!row.name.contains('\u{202e}'), "{}", row.name);
    }
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn no_memory_is_spent_on_a_picture_bomb() {
    let office = TestOffice::founded().await;
    let bomb = brought(&office, "lớn.png", &picture_bomb());
    let (sealed, grown) = large::peak(office.seal_file(bomb, AttachWatch::default())).await;
    drop(sealed.unwrap());
    assert!(grown < 32 * 1024, "{grown} KiB");
}
