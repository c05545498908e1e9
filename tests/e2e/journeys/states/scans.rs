//! What a scan or a draft makes of the form: asked, refused, doubted, known, differing, unreadable.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{counter::complains, counter::opens, draft_body, go, refusal};
use crate::hands::{answer, named, put, run, told, until};
use crate::looks::Camera;
use crate::pages::counter;

/// An invented card.
pub(super) const CARD: &str = "031190012345||Đặng Thị Đào|05031990|Nữ|Số 1 Đường Mẫu, Phường Lê Chân, Hải Phòng|\
     01012021";

/// What a scanner that pastes, or a hand, brings from a card.
pub(super) async fn brings(camera: &Camera<'_>, payload: &str) {
    let script = "const paste = new Event('paste', { bubbles: true, cancelable: true });
         Object.defineProperty(paste, 'clipboardData', { value: { getData: () => arguments[0] } });
         document.dispatchEvent(paste);";
    run(camera.page, script, vec![json!(payload)]).await;
}

/// Leaves the form; what was typed could be had back for a while.
async fn discards(camera: &Camera<'_>) {
    camera.press("ui.intake.discard").await;
    let gone = "return document.getElementById('intake-title') === null";
    until(camera.page, gone, Vec::new()).await;
}

/// A card where a form stands half written, read with doubts, and of somebody known.
pub(super) async fn cards(camera: &Camera<'_>) {
    let page = camera.page;
    go(camera, "counter").await;
    opens(camera).await;
    put(page, "person-name", "Phạm Văn Nghĩa").await;
    brings(camera, CARD).await;
    camera.sees("ui.scan.question").await;
    camera.shot("scan-question").await;
    camera.press("ui.scan.fill").await;
    counter::holds(page, "person-name", "Đặng Thị Đào").await;
    complains(camera).await;
    put(page, "matter-0-content", "Không đồng ý với quyết định.").await;
    named(page, Key::F9).await;
    counter::saved(page).await;

    brings(camera, CARD).await;
    camera.sees("ui.person.known").await;
    counter::focused(page, "service").await;
    counter::focus(page, "person-name").await;
    camera.shot_of("known-person", "person-name").await;
    complains(camera).await;
    named(page, Key::F6).await;
    let second = "const list = [...document.querySelectorAll('#service-list [role=option]')];
         list.at(-1)?.click();
         return list.length > 0;";
    until(page, second, Vec::new()).await;
    let two = "return document.getElementById('matter-1-title') !== null";
    until(page, two, Vec::new()).await;
    camera.shot("two-matters").await;
    discards(camera).await;

    let moved = CARD.replace("Số 1 Đường Mẫu", "Số 25 ngõ 7 phố Thử Nghiệm");
    brings(camera, &moved.replace("Đào", "Đào Mai")).await;
    camera.sees("ui.person.differing").await;
    counter::focused(page, "service").await;
    // Whoever puts the differences right has the keys there.
    let there = "document.querySelector('.differing button, .differing input').focus()";
    run(page, there, Vec::new()).await;
    camera
        .shot_of("card-differs", "person-differing-title")
        .await;
    discards(camera).await;

    let doubts = json!({ "changed": { "number": "031190054321",
        "warnings": ["name_damaged", "address_damaged"] } });
    answer(page, "read_scan", doubts, 0).await;
    brings(camera, &CARD.replace("012345", "054321")).await;
    camera.sees("warning.name_damaged").await;
    counter::focused(page, "service").await;
    counter::focus(page, "person-name").await;
    camera.shot_of("scan-letters-to-check", "person-name").await;
    discards(camera).await;

    answer(page, "read_scan", refusal("scan.cut_off"), 0).await;
    brings(camera, CARD).await;
    camera.sees("ui.scan.refused").await;
    camera.shot("scan-refused").await;
    camera.press("ui.understood").await;
    answer(page, "read_scan", Value::Null, 0).await;

    answer(page, "next_scan", json!({ "kind": "unplugged" }), 0).await;
    go(camera, "people").await;
    go(camera, "counter").await;
    camera.sees("ui.scan.unplugged").await;
    camera.shot("scanner-unplugged").await;
    page.refresh().await.expect("the page loads");
    counter::shown(page).await;
}

/// A form that another version of the program kept.
pub(super) async fn unreadable(camera: &Camera<'_>) {
    let page = camera.page;
    let body = draft_body("Vũ Thị Sen").replace("\"version\":1", "\"version\":99");
    let draft = json!({ "draft": { "id": null, "title": "Vũ Thị Sen", "visit": null,
        "body": body } });
    let kept = told(page, "keep_draft", draft).await;
    page.refresh().await.expect("the page loads");
    counter::shown(page).await;
    let goes_on = "const row = [...document.querySelectorAll('aside li')]
           .find((one) => one.textContent.includes('Vũ Thị Sen'));
         row?.querySelector('button').click();
         return row !== undefined;";
    until(page, goes_on, Vec::new()).await;
    let said = "return [...document.querySelectorAll('aside [role=status]')]
         .some((one) => one.textContent.includes('Vũ Thị Sen'))";
    until(page, said, Vec::new()).await;
    camera.shot("draft-unreadable").await;
    let id = kept.get("id").cloned().unwrap_or(kept);
    told(page, "discard_draft", json!({ "id": id })).await;
    page.refresh().await.expect("the page loads");
    counter::shown(page).await;
}
