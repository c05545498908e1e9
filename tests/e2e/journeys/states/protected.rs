//! A private reception and the protected file it becomes, as somebody reads them over a shoulder:
//! section by section, refused, under the cover, handed over, found, worked on, waiting overnight.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{discreet, enter, go, leave, refusal};
use crate::hands::{answer, choose, key, named, press, put, run, until};
use crate::looks::{Camera, Look};
use crate::pages::appears;

const NAME: &str = "Công Tằng Tôn Nữ Nguyễn Hoàng Thị Bích Phượng";

async fn begins(camera: &Camera<'_>) {
    go(camera, "private").await;
    camera.press("ui.private.begin").await;
    appears(camera.page, "//h1[@id = 'private-title']").await;
}

async fn called(camera: &Camera<'_>, service: &str) {
    camera.press("ui.private.kind.change").await;
    choose(camera.page, "private-kind", service).await;
}

/// The sections of a kind one after the other; the last one is where it ends.
async fn sections(camera: &Camera<'_>, service: &str) {
    let tabs = "return document.querySelectorAll('[role=tab]').length";
    let count = run(camera.page, tabs, Vec::new()).await;
    for at in 0..count.as_u64().unwrap_or_default() {
        let press = "document.querySelectorAll('[role=tab]')[arguments[0]].click();
             document.querySelector('[role=tabpanel]')?.scrollIntoView({ block: 'start' });
             return true";
        run(camera.page, press, vec![json!(at)]).await;
        camera.shot(&format!("private-{service}-{}", at + 1)).await;
    }
}

async fn first_section(camera: &Camera<'_>) {
    let press = "document.querySelector('[role=tab]').click(); return true";
    run(camera.page, press, Vec::new()).await;
}

/// Told, from the empty form to the word she takes along.
pub(super) async fn told(camera: &Camera<'_>) {
    let page = camera.page;
    key(page, &[Key::Control.into()], 'e').await;
    camera.sees("ui.emergency.title").await;
    camera.shot("emergency").await;
    named(page, Key::Escape).await;
    go(camera, "private").await;
    camera.shot("private-idle").await;
    begins(camera).await;
    sections(camera, "F").await;
    called(camera, "F3").await;
    sections(camera, "F3").await;
    called(camera, "F2").await;
    sections(camera, "F2").await;
    called(camera, "F1").await;
    first_section(camera).await;
    choose(page, "matter-0-safe_now", "no").await;
    named(page, Key::F10).await;
    camera.sees("ui.error.title").await;
    camera.shot("private-refused").await;
    let fills = [
        (
            "matter-0-telling",
            "Anh ấy khóa cửa không cho tôi ra khỏi nhà.\n".repeat(9),
        ),
        ("matter-0-who-name", NAME.to_owned()),
        ("matter-0-who-phone", "0912345678".to_owned()),
    ];
    for (field, text) in &fills {
        fills_in(camera, field, text).await;
    }
    fills_in(camera, "matter-0-strangled", "").await;
    choose(page, "matter-0-strangled", "yes").await;
    sections(camera, "F1").await;
    choose(page, "private-carry", "none").await;
    choose(page, "private-carry", "home").await;
    camera.shot_of("private-slip", "private-carry").await;
    choose(page, "private-carry", "none").await;
    camera.press("ui.private.discard").await;
    camera.shot("private-discard").await;
    camera.press("ui.private.discard.keep").await;
    camera.press("ui.private.kind.change").await;
    camera.shot_of("private-kinds", "private-kind").await;
    choose(page, "private-kind", "F1").await;
    answer(page, "keep_private", refusal("vault.disk_full"), 0).await;
    fills_in(camera, "matter-0-telling", "Con tôi cũng thấy.").await;
    camera.sees("ui.intake.not_kept").await;
    camera.shot("private-not-kept").await;
    answer(page, "keep_private", Value::Null, 0).await;
    fills_in(camera, "matter-0-telling", "Con tôi cũng thấy hết.").await;
    named(page, Key::F10).await;
    appears(page, "//*[@id = 'private-handed']").await;
    camera.shot("private-handed").await;
    waits(camera).await;
}

/// A form that lay there over night, and one of today; the code that was said is gone once it is known.
async fn waits(camera: &Camera<'_>) {
    camera.press("ui.private.handed.done").await;
    let rows = json!([
        { "id": "p1", "day": "2026-11-23", "overnight": true },
        { "id": "p2", "day": "2026-11-24", "overnight": false },
    ]);
    answer(camera.page, "private_forms", rows, 0).await;
    go(camera, "counter").await;
    go(camera, "private").await;
    camera.shot("private-waits").await;
}

/// Writes into a field wherever it stands.
async fn fills_in(camera: &Camera<'_>, field: &str, text: &str) {
    let there = "const at = document.getElementById(arguments[0])
           ?? document.querySelector(`[name='${arguments[0]}']`);
         if (at) return true;
         const tabs = [...document.querySelectorAll('[role=tab]')];
         const now = tabs.findIndex((one) => one.ariaSelected === 'true');
         tabs[(now + 1) % tabs.length].click();
         return false;";
    until(camera.page, there, vec![json!(field)]).await;
    if !text.is_empty() {
        put(camera.page, field, text).await;
    }
}

/// Found, opened, worked on; nothing there; one that waits for a human.
pub(super) async fn read(camera: &Camera<'_>) {
    let page = camera.page;
    go(camera, "protected").await;
    press(page, &camera.speech.say("ui.protected.open")).await;
    appears(page, "//*[@id = 'protected-clocks']").await;
    camera.shot("protected-top").await;
    for part in [
        "protected-clocks",
        "protected-items",
        "protected-taken",
        "protected-told",
    ] {
        camera.shot_of(part, part).await;
    }
    camera.press("ui.protected.add.do").await;
    camera.sees("ui.error.title").await;
    camera.shot_of("protected-refused", "protected-add").await;
    camera
        .shot_of("protected-cleared", "protected-cleared")
        .await;
    worked_on(camera).await;
    over_the_shoulder(camera).await;
    named(page, Key::Escape).await;
    camera.shot("protected-list").await;
    beside_the_list(camera).await;
    put(page, "protected-asked", "khong co ai").await;
    camera.sees("ui.protected.none").await;
    camera.shot("protected-none").await;
}

/// The sections below, a sheet that is begun, and what is asked before a file is closed or goes elsewhere.
async fn worked_on(camera: &Camera<'_>) {
    let page = camera.page;
    for part in [
        "protected-evidence",
        "protected-consents",
        "protected-referrals",
        "protected-papers",
        "protected-closing",
    ] {
        camera.shot_of(part, part).await;
    }
    camera.press("ui.sheets.open").await;
    choose(page, "sheet-kind", "F-gbv").await;
    camera.press("ui.sheets.begin").await;
    choose(page, "sheet-q-penetration", "no").await;
    choose(page, "sheet-q-hurt", "yes").await;
    camera.shot_of("protected-gbv", "sheet-q-type").await;
    camera.press("ui.kit.cancel").await;
    camera.press("ui.sheets.throw.yes").await;
    for (act, name) in [
        ("ui.act.close", "protected-close"),
        ("ui.act.export", "protected-export"),
    ] {
        camera.press(act).await;
        appears(page, "//*[@role = 'dialog']").await;
        camera.shot(name).await;
        named(page, Key::Escape).await;
    }
}

/// Whoever reads over a shoulder sees no name, no kind of matter and no word of the law.
async fn over_the_shoulder(camera: &Camera<'_>) {
    let page = camera.page;
    discreet::switch(camera).await;
    run(page, "scrollTo(0, 0); return true", Vec::new()).await;
    let told = "const seen = document.querySelector('main').innerText;
         return arguments[0].filter((word) => seen.includes(word));";
    let words = json!([NAME, "Bạo lực gia đình", "Domestic violence", "khóa cửa"]);
    let read = run(page, told, vec![words]).await;
    assert_eq!(read, json!([]), "to be read over a shoulder");
    camera.shot("protected-discreet").await;
    discreet::switch(camera).await;
}

/// Whom to ring, the slip of whoever is on duty.
async fn beside_the_list(camera: &Camera<'_>) {
    camera.press("ui.directory.title").await;
    camera
        .shot_of("protected-directory", "directory-inside")
        .await;
    camera.press("ui.directory.title").await;
    camera.press("ui.duty.slip").await;
    camera.sees("ui.duty.text").await;
    camera.shot("protected-duty").await;
    named(camera.page, Key::Escape).await;
}

/// Both sides of the hand-over.
pub(super) async fn screens(
    camera: &Camera<'_>,
    look: Look,
    officer: &(String, String),
    supervisor: &(String, String),
) {
    enter(camera, look, officer).await;
    told(camera).await;
    leave(camera).await;
    enter(camera, look, supervisor).await;
    read(camera).await;
}
