//! A thousand flipped bits; `cargo xtask soak` does ten thousand.

use crate::flips;

#[tokio::test]
async fn a_flipped_bit_is_noticed_or_changes_nothing_that_is_read() {
    flips::count_panics();
    let table = flips::run(1_000, 1).await;
    println!("{}", flips::text(&table));
    assert_eq!(flips::panics(), 0);
    assert_eq!(table.len(), 8, "every file was hit");
    for (name, row) in &table {
        assert_eq!(row.wrong, Vec::<String>::new(), "{name}");
        // The manifest's day and an unread slot prove nothing; where keys and records lie, most of
        // what is flipped must be told.
        if name != "vault.json" {
            assert!(row.detected > row.harmless, "{}", flips::text(&table));
        }
    }
}
