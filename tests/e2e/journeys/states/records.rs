//! People, papers, the day, settings as an officer sees them; slow answers and refusals.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{go, refusal};
use crate::hands::{answer, named, press, put, told, until};
use crate::looks::Camera;
use crate::pages::appears;

/// A checked receipt.
fn checked(genuine: bool, voided: bool) -> Value {
    json!({ "genuine": genuine, "voided": voided, "station": "am khoe rua man",
        "day": "2026-11-24", "number": "A-2026-000012", "service": "Khiếu nại",
        "due": "2026-12-08T17:00:00+07:00", "code": null })
}

/// People, papers of the day, a receipt checked, settings, practice.
pub(super) async fn screens(camera: &Camera<'_>) {
    let page = camera.page;
    go(camera, "people").await;
    put(page, "people-query", "dao").await;
    appears(page, "//tbody//button").await;
    camera.shot("people-found").await;
    press(page, "Đặng Thị Đào").await;
    appears(page, "//h1[contains(., 'Đặng Thị Đào')]").await;
    camera.shot("person").await;
    named(page, Key::Escape).await;
    put(page, "people-query", "zzzz khong co").await;
    camera.sees("ui.people.none.title").await;
    camera.shot("people-none").await;

    go(camera, "prints").await;
    appears(page, "//li//h2").await;
    camera.shot("prints").await;

    go(camera, "check").await;
    put(page, "check-token", "KHONG PHAI MA CUA DON VI").await;
    camera.press("ui.check.run").await;
    until(
        page,
        "return document.querySelector('[role=status], [role=alert]') !== null",
        vec![],
    )
    .await;
    camera.shot("check-not-ours").await;
    // The token stands in the square code alone; how it is checked is a flow's to show.
    answer(page, "check_receipt", checked(true, false), 0).await;
    camera.press("ui.check.run").await;
    camera.sees("ui.check.genuine").await;
    camera.shot("check-good").await;
    answer(page, "check_receipt", checked(true, true), 0).await;
    camera.press("ui.check.run").await;
    camera.sees("ui.check.voided").await;
    camera.shot("check-voided").await;

    go(camera, "settings").await;
    for tab in [
        "office", "counter", "printers", "scanner", "backup", "about", "own",
    ] {
        camera.press(&format!("ui.settings.tab.{tab}")).await;
        camera.shot(&format!("settings-read-{tab}")).await;
    }

    go(camera, "practice").await;
    let scenes = "return [...document.querySelectorAll('main nav li button')].length === 12";
    until(page, scenes, Vec::new()).await;
    for scene in [0, 6, 11] {
        let pick = format!(
            "document.querySelectorAll('main nav li button')[{scene}].click(); return true"
        );
        until(page, &pick, Vec::new()).await;
        camera.shot(&format!("practice-{scene}")).await;
    }
    go(camera, "backup").await;
    camera.sees("ui.backup.no_place").await;
    camera.shot("backup-no-place").await;
}

/// What stands there while the core takes long, and when it cannot.
pub(super) async fn slow_and_failing(camera: &Camera<'_>) {
    let page = camera.page;
    for (place, command) in [("users", "users"), ("backup", "backups")] {
        go(camera, "people").await;
        page.refresh().await.expect("the page loads");
        appears(page, "//nav").await;
        answer(page, command, refusal("vault.io"), 4_000).await;
        go(camera, place).await;
        camera.shot(&format!("slow-{place}")).await;
        appears(page, "//*[@role = 'alert']").await;
        camera.shot(&format!("failed-{place}")).await;
        answer(page, command, Value::Null, 0).await;
    }
    page.refresh().await.expect("the page loads");
    appears(page, "//nav").await;
}

/// The end of the day: open, with a word for the next shift, closed.
pub(super) async fn day(camera: &Camera<'_>) {
    let page = camera.page;
    go(camera, "day").await;
    appears(page, "//*[@id = 'day-note']").await;
    camera.shot("day-open").await;
    put(page, "day-note", "Máy in hay kẹt giấy, rút khay ra trước.").await;
    camera.press("ui.day.leave_note").await;
    camera.sees("ui.day.noted").await;
    camera.shot("day-noted").await;
    // Three hundred wait: the day is closed by the core for the picture's sake.
    told(page, "end_day", json!({})).await;
    page.refresh().await.expect("the page loads");
    appears(page, "//nav").await;
    go(camera, "day").await;
    camera.sees("ui.day.closed").await;
    camera.shot("day-closed").await;
    camera.press("ui.day.reopen").await;
    appears(page, "//*[@role = 'alert']").await;
    camera.shot("day-reopen-refused").await;
}
