//! Two hundred kills; `cargo xtask soak` does a thousand.

use std::path::Path;

use crate::kills;

#[tokio::test]
async fn two_hundred_kills_lose_nothing_acknowledged_and_leave_nothing_half() {
    let program = Path::new(env!("CARGO_BIN_EXE_soak"));
    let tally = kills::run(program, 200, 1, |_, _| {}).await;
    println!("{tally}");
    assert_eq!(tally.kills, 200);
    assert_eq!((tally.lost, tally.half, tally.faults), (0, 0, 0), "{tally}");
    // Else the children died before they wrote, and nothing was tried.
    assert!(tally.acknowledged > 200 && tally.early > 3, "{tally}");
}
