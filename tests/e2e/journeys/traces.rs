//! What a sitting leaves on the disk, and a paper that was on its way when the program was killed.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use testkit::spooler;

use crate::app::{Alone, Sitting};
use crate::demo::Demo;
use crate::hands::{ask, put};
use crate::keys::Keyboard;
use crate::pages::{appears, counter};
use crate::scanner;

/// An invented card; its name and number stand nowhere else.
const CARD: &str = "031190098765||VUONG THI XUYEN QUYNH|05031990|Nu|So 7 Ngo Huyen Tram, Phuong Le Chan, \
     Hai Phong|12082022";
/// What is told, without marks.
const TOLD: &str = "cay khe vuon nha bi chat";
const CANARIES: [&str; 4] = ["XUYEN QUYNH", "031190098765", "Huyen Tram", TOLD];

/// Long enough for a page to be loaded, a passphrase to be weighed, a receipt to be set.
const MOMENT: Duration = Duration::from_secs(6);

/// Bytes that are looked for, and what they are.
pub(super) type Canary = (String, Vec<u8>);

/// A text as its bytes, and in the two bytes a letter of a page's text.
pub(super) fn as_text(text: &str) -> [Canary; 2] {
    let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [
        (text.to_owned(), text.as_bytes().to_vec()),
        (format!("{text}, wide"), wide),
    ]
}

/// Bytes of one piece of a paper.
const PIECE: usize = 64;
/// So many pieces, from all over it.
const PIECES: usize = 16;

/// Pieces of a paper, from its head to its end.
fn as_pieces(paper: &[u8]) -> Vec<Canary> {
    assert!(paper.starts_with(b"%PDF-"), "a paper of {}", paper.len());
    let step = paper.len() / PIECES;
    assert!(step > PIECE, "a paper of {} bytes", paper.len());
    let pieces = paper.chunks(step).take(PIECES).enumerate();
    pieces
        .map(|(at, piece)| (format!("piece {at} of the paper"), piece[..PIECE].to_vec()))
        .collect()
}

/// The one paper in the tray.
fn paper(tray: &Path) -> Vec<u8> {
    let mut papers = std::fs::read_dir(tray).unwrap();
    let paper = std::fs::read(papers.next().expect("a paper").unwrap().path()).unwrap();
    assert!(papers.next().is_none(), "one paper");
    paper
}

/// Files below a folder in which one of these stands.
pub(super) fn found(folder: &Path, canaries: &[Canary]) -> Vec<String> {
    let mut hits = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_symlink() || !(path.is_dir() || path.is_file()) {
            continue;
        }
        if path.is_dir() {
            hits.extend(found(&path, canaries));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for (name, what) in canaries {
            if bytes.windows(what.len()).any(|one| one == what) {
                hits.push(format!("{name} in {}", path.display()));
            }
        }
    }
    hits
}

/// The window as it is shipped, without a driver: one that is driven keeps more.
#[tokio::test]
async fn a_sitting_leaves_nothing_of_a_citizen_on_the_disk_even_when_it_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::make(folder.path());
    // What the printer got lies where nobody looks for it.
    let tray = tempfile::tempdir().unwrap();
    spooler::stands_in_with_a_tray(folder.path(), tray.path());
    let (name, passphrase) = demo.user("reception");
    let alone = Alone::start(folder.path(), &demo.vault);
    let keyboard = Keyboard::at_the_window();
    tokio::time::sleep(MOMENT).await;
    keyboard.write(&name);
    keyboard.press(&["Tab"]);
    keyboard.write(&passphrase);
    keyboard.press(&["Return"]);
    tokio::time::sleep(MOMENT).await;
    keyboard.press(&["F2"]);
    tokio::time::sleep(MOMENT / 3).await;
    scanner::scan(CARD, 12);
    tokio::time::sleep(MOMENT / 3).await;
    keyboard.press(&["1"]);
    tokio::time::sleep(MOMENT / 6).await;
    keyboard.write(TOLD);
    keyboard.press(&["F10"]);
    // The receipt stands on the screen, and is at the printer.
    tokio::time::sleep(MOMENT).await;
    drop(alone);
    let mut canaries: Vec<Canary> = CANARIES.into_iter().flat_map(as_text).collect();
    canaries.extend(as_pieces(&paper(tray.path())));
    assert_eq!(found(folder.path(), &canaries), [""; 0]);

    // It was all there: it was saved, and a file that holds it would have been found.
    let sitting = Sitting::begin(folder.path(), &demo.vault).await;
    counter::at_work(&sitting.page, &name, &passphrase).await;
    let known = ask(
        &sitting.page,
        "find_people",
        json!({ "query": "xuyen quynh" }),
    )
    .await;
    assert!(
        known.to_string().contains("VUONG THI XUYEN QUYNH"),
        "{known}"
    );
    let prints = ask(&sitting.page, "print_states", json!({})).await;
    assert!(prints.to_string().contains("Quay-A"), "{prints}");
    // Each of them would have been found.
    for (_, what) in &canaries {
        std::fs::write(folder.path().join("temp/decoy"), what).unwrap();
        assert_eq!(found(&folder.path().join("temp"), &canaries).len(), 1);
    }
}

#[tokio::test]
async fn a_program_killed_while_the_printer_is_told_asks_about_the_paper_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::make(folder.path());
    spooler::stands_in(folder.path());
    let began = folder.path().join("began");
    let slow = format!("#!/bin/sh\ntouch '{}'\nsleep 60\n", began.display());
    std::fs::write(folder.path().join("programs/lp"), slow).unwrap();
    let (name, passphrase) = demo.user("reception");
    let sitting = Sitting::begin(folder.path(), &demo.vault).await;
    let page = &sitting.page;
    counter::at_work(page, &name, &passphrase).await;
    let keyboard = Keyboard::at_the_window();
    keyboard.press(&["F2"]);
    counter::focused(page, "person-name").await;
    put(page, "person-name", "Vương Thị Xuyến").await;
    counter::focus(page, "service").await;
    keyboard.press(&["1"]);
    counter::focused(page, "matter-0-content").await;
    keyboard.write(TOLD);
    keyboard.press(&["F10"]);
    let until = Instant::now() + Duration::from_secs(20);
    while !began.exists() {
        assert!(Instant::now() < until, "the printer is never told");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    sitting.cut();

    let sitting = Sitting::begin(folder.path(), &demo.vault).await;
    counter::at_work(&sitting.page, &name, &passphrase).await;
    let asked = "//*[contains(normalize-space(.), 'chưa rõ đã in chưa')]";
    appears(&sitting.page, asked).await;
}
