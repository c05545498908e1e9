//! Scenes that must leave nothing but a number in the open: what is told is sealed, or stays unwritten.

use serde_json::{Value, json};

use super::hand::Hand;
use crate::hands::{choose, put, run};
use crate::pages::appears;

/// One number is new, without a matter.
async fn one_more(hand: &Hand, numbers: &[Value], state: &str) {
    let rows = hand.numbers().await;
    let new = rows
        .iter()
        .filter(|row| !numbers.iter().any(|old| old["visit"] == row["visit"]));
    let new: Vec<_> = new.collect();
    assert_eq!(new.len(), 1, "{new:?}");
    assert_eq!(new[0]["state"], state);
    assert_eq!(new[0]["files"], 0);
}

/// A number is all that is new: no form, draft, receipt or further entry.
async fn a_number_alone(hand: &Hand) {
    let (numbers, receipts, drafts) = (hand.numbers().await, hand.receipts().await, hand.drafts());
    let drafts = drafts.await;
    hand.counter().await;
    hand.key("F3");
    let more = "const done = arguments[arguments.length - 1];
         window.__TAURI_INTERNALS__.invoke('todays_queue').then(
           (queue) => done(queue.rows.length), () => done(0));";
    for turn in 0.. {
        let now = hand.page.execute_async(more, Vec::new()).await.unwrap();
        if now == json!(numbers.len() + 1) {
            break;
        }
        assert!(turn < 200, "no number was given: {now}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let head = hand.head().await;
    let open = run(
        &hand.page,
        "return document.getElementById('person-name') !== null",
        Vec::new(),
    );
    assert_eq!(open.await, json!(false), "no form is open");
    one_more(hand, &numbers, "waiting").await;
    assert_eq!(hand.receipts().await, receipts, "nothing printed");
    assert_eq!(hand.drafts().await, drafts, "nothing half-written");
    assert_eq!(hand.head().await, head, "asking adds nothing");
}

/// A private visit that is handed over: a number that was served, and nothing more in the open.
async fn told_in_private(hand: &Hand) {
    let (numbers, receipts, drafts) = (
        hand.numbers().await,
        hand.receipts().await,
        hand.drafts().await,
    );
    hand.key("ctrl+r");
    choose(&hand.page, "matter-0-safe_now", "no").await;
    hand.key("F9");
    put(&hand.page, "matter-0-telling", "Lời của người đến.").await;
    hand.key("F10");
    choose(&hand.page, "private-carry", "none").await;
    hand.key("F10");
    appears(&hand.page, "//*[@id = 'private-handed']").await;
    one_more(hand, &numbers, "served").await;
    assert_eq!(hand.receipts().await, receipts, "nothing printed");
    assert_eq!(hand.drafts().await, drafts, "nothing half-written");
}

pub(super) async fn beaten(hand: &Hand) {
    hand.scene("beaten").await;
    hand.says("Lúc này bà có an toàn không?", "Are you safe now?")
        .await;
    hand.keeps_apart().await;
    told_in_private(hand).await;
}

pub(super) async fn child(hand: &Hand) {
    hand.scene("child").await;
    hand.keeps_apart().await;
    told_in_private(hand).await;
}

pub(super) async fn husband(hand: &Hand) {
    let head = hand.head().await;
    hand.scene("husband").await;
    hand.keeps_apart().await;
    let sentence = "Chúng tôi không cung cấp thông tin về người đến làm việc.";
    hand.says(sentence, sentence).await;
    assert_eq!(hand.head().await, head, "no look was journalled");
    // He has a matter of his own: a number, as for everybody.
    a_number_alone(hand).await;
    assert_ne!(
        hand.head().await,
        head,
        "the number is told, so a look would be"
    );
}
