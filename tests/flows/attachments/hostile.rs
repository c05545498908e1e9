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

/// A whole PNG of forty thousand black pixels a side, one bit each: a megabyte and a half that is
/// sixteen hundred once it is drawn.
fn picture_bomb() -> Vec<u8> {
    const SIDE: u32 = 40_000;
    let side = SIDE.to_be_bytes();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let lines = SIDE * (SIDE / 8 + 1);
    let head = [&side[..], &side, &[1, 0, 0, 0, 0]].concat();
    for (name, told) in [
        (b"IHDR", head),
        (b"IDAT", zeros(lines)),
        (b"IEND", Vec::new()),
    ] {
        png.extend(u32::try_from(told.len()).unwrap().to_be_bytes());
        let chunk = [&name[..], &told].concat();
        png.extend(&chunk);
        png.extend(crc(&chunk).to_be_bytes());
    }
    png
}

/// So many zeros in a zlib stream (RFC 1950, RFC 1951 §3.2.6): one, and the same again 258 at a time.
fn zeros(count: u32) -> Vec<u8> {
    let (mut out, mut byte, mut used) = (vec![0x78, 0x01], 0_u8, 0);
    let mut put = |bits: u32, length: u32| {
        for at in 0..length {
            byte |= u8::from(bits >> at & 1 == 1) << used;
            used += 1;
            if used == 8 {
                out.push(byte);
                (byte, used) = (0, 0);
            }
        }
    };
    // Codes of symbols stand with their first bit first.
    let symbol = |code: u32, length: u32| code.reverse_bits() >> (32 - length);
    put(0b011, 3);
    let zero = symbol(0b0011_0000, 8);
    put(zero, 8);
    for _ in 0..(count - 1) / 258 {
        put(symbol(0b1100_0101, 8), 8);
        put(0, 5);
    }
    for _ in 0..(count - 1) % 258 {
        put(zero, 8);
    }
    put(0, 7);
    put(0, 7);
    // Adler-32 of zeros.
    out.extend((((count % 65_521) << 16) | 1).to_be_bytes());
    out
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

/// The bomb is a picture like any other: a small one made alike is drawn.
#[test]
fn the_bomb_is_a_whole_picture() {
    let bomb = picture_bomb();
    assert!((1 << 20..2 << 20).contains(&bomb.len()), "{}", bomb.len());
    let python = std::env::var("DESK_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let told = std::process::Command::new(python)
        .args(["-c", "import sys,zlib;d=sys.stdin.buffer.read();a=d.index(b'IDAT')+4;print(len(zlib.decompress(d[a:-16])))"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .and_then(|mut child| {
            std::io::Write::write_all(child.stdin.as_mut().unwrap(), &bomb)?;
            child.wait_with_output()
        });
    let told = String::from_utf8(told.unwrap().stdout).unwrap();
    assert_eq!(told.trim(), (40_000 * 5_001).to_string());
}
