//! The twelve scenes of the practice office, each played to its end by the keys and controls that its
//! own words name; what must be true at the end is asked of the core and of the papers.

mod counter_scenes;
mod hand;
mod private_scenes;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use self::hand::Hand;
use crate::app::Sitting;
use crate::demo::{Demo, program};
use crate::tray::Tray;

/// Entries of the whole record, walked to its end; nobody may have it open.
fn entries(demo: &Demo, folder: &Path) -> u64 {
    let (name, passphrase) = demo.user("supervisor");
    let file = folder.join("passphrase");
    std::fs::write(&file, passphrase).unwrap();
    let verified = Command::new(program("DESK_CTL", "deskctl"))
        .args(["verify", "--json", "--user", &name, "--passphrase-file"])
        .arg(&file)
        .arg("--vault")
        .arg(&demo.vault)
        .output()
        .expect("deskctl starts");
    let text = String::from_utf8_lossy(&verified.stdout);
    let verdict: Value = serde_json::from_str(&text).expect("verify answers JSON");
    assert_eq!(verdict["ok"], true, "{verdict}");
    verdict["entries"].as_u64().expect("a count")
}

#[tokio::test]
async fn every_scene_is_played_to_its_end_as_its_words_say() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::make(folder.path());
    let tray = Tray::under(folder.path());
    let officer = demo.user("reception");
    let sitting = Sitting::begin(folder.path(), &demo.vault).await;
    let hand = Hand::sits_down(&sitting, &officer).await;
    // The marks go with the session, as the screen says: the scene that ends one is played first.
    let before = counter_scenes::power_until_the_cut(&hand).await;
    let named = hand.stands_up();
    sitting.cut();
    let sitting = Sitting::begin(folder.path(), &demo.vault).await;
    let hand = Hand::sits_down(&sitting, &officer).await;
    hand.goes_on(named);
    counter_scenes::power_after_the_cut(&hand, before).await;
    hand.ends("power", 1).await;

    counter_scenes::ordinary(&hand, &tray).await;
    hand.ends("ordinary", 2).await;
    counter_scenes::advice(&hand).await;
    hand.ends("advice", 3).await;
    counter_scenes::deaf(&hand).await;
    hand.ends("deaf", 4).await;
    counter_scenes::foreigner(&hand).await;
    hand.ends("foreigner", 5).await;
    counter_scenes::old(&hand).await;
    hand.ends("old", 6).await;
    counter_scenes::two(&hand, &tray).await;
    hand.ends("two", 7).await;
    counter_scenes::wrong(&hand, &tray).await;
    hand.ends("wrong", 8).await;
    counter_scenes::letter(&hand).await;
    hand.ends("letter", 9).await;
    private_scenes::beaten(&hand).await;
    hand.ends("beaten", 10).await;
    private_scenes::child(&hand).await;
    hand.ends("child", 11).await;
    private_scenes::husband(&hand).await;
    hand.ends("husband", 12).await;
    sitting.cut();
    assert!(
        entries(&demo, folder.path()) > 30,
        "and the record is sound"
    );
}

#[tokio::test]
async fn of_the_three_private_scenes_the_record_holds_numbers_and_what_is_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::make(folder.path());
    let officer = demo.user("reception");
    let mut counts = vec![entries(&demo, folder.path())];
    for turn in 0..3 {
        let sitting = Sitting::begin(folder.path(), &demo.vault).await;
        let hand = Hand::sits_down(&sitting, &officer).await;
        let numbers = hand.numbers().await.len();
        match turn {
            // Sitting down has its own entries, whatever is done then.
            0 => (),
            1 => {
                private_scenes::beaten(&hand).await;
                private_scenes::child(&hand).await;
                private_scenes::husband(&hand).await;
                assert_eq!(hand.numbers().await.len(), numbers + 3);
            }
            _ => hand.looks_at_somebody().await,
        }
        sitting.cut();
        counts.push(entries(&demo, folder.path()));
    }
    let more: Vec<u64> = counts.windows(2).map(|two| two[1] - two[0]).collect();
    let idle = more[0];
    // Two received in private, each a number, that it was private, key box, head, form, what she said of a
    // paper, and its wait; and the number of whoever asked for somebody.
    assert_eq!(more[1], idle + 2 * 7 + 1, "{counts:?}");
    assert_eq!(
        more[2],
        idle + 1,
        "one look would have been told: {counts:?}"
    );
}
