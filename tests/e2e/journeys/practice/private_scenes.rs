//! Scenes that must leave nothing but a number: everything else is on paper.

use serde_json::json;

use super::hand::Hand;
use crate::hands::run;

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
    let rows = hand.numbers().await;
    let new = rows
        .iter()
        .filter(|row| !numbers.iter().any(|old| old["visit"] == row["visit"]));
    let new: Vec<_> = new.collect();
    assert_eq!(new.len(), 1, "{new:?}");
    assert_eq!(new[0]["state"], "waiting");
    assert_eq!(new[0]["files"], 0);
    assert_eq!(hand.receipts().await, receipts, "nothing printed");
    assert_eq!(hand.drafts().await, drafts, "nothing half-written");
    assert_eq!(hand.head().await, head, "asking adds nothing");
}

pub(super) async fn beaten(hand: &Hand) {
    hand.scene("beaten").await;
    hand.says("Lúc này bà có an toàn không?", "Are you safe now?")
        .await;
    hand.keeps_to_paper().await;
    a_number_alone(hand).await;
}

pub(super) async fn child(hand: &Hand) {
    hand.scene("child").await;
    hand.keeps_to_paper().await;
    a_number_alone(hand).await;
}

pub(super) async fn husband(hand: &Hand) {
    let head = hand.head().await;
    hand.scene("husband").await;
    hand.keeps_to_paper().await;
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
