//! People, papers, the day, settings as an officer sees them; slow answers and refusals.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{go, leave, refusal};
use crate::hands::{answer, choose, named, press, put, told, until};
use crate::looks::Camera;
use crate::pages::{appears, sign_in};

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
    household(camera).await;
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

/// The household of the opened person: recorded, refused at its fields, and who leaves it.
async fn household(camera: &Camera<'_>) {
    let page = camera.page;
    camera.press("ui.household.do.recorded").await;
    camera.sees("ui.household.title.recorded").await;
    choose(page, "hh-heads", "other").await;
    put(page, "hh-0-name", "Đặng Văn Em").await;
    camera.shot("household-record").await;
    camera.press("ui.household.save").await;
    camera.sees("ui.error.title").await;
    camera.shot("household-refused").await;
    put(page, "hh-head-name", "Đặng Văn Bố").await;
    put(page, "hh-own", "con đẻ").await;
    put(page, "hh-0-relation", "con đẻ").await;
    camera.press("ui.household.save").await;
    camera.sees("ui.household.turn.recorded").await;
    camera.shot("household").await;
    camera.press("ui.household.do.left").await;
    camera.sees("ui.household.title.left").await;
    camera.shot("household-left").await;
    named(page, Key::Escape).await;
}

/// What stands there while the core takes long, and when it cannot: from the first moment on.
pub(super) async fn slow_and_failing(camera: &Camera<'_>, officer: &(String, String)) {
    let page = camera.page;
    for (state, after) in [("slow", 900_000), ("failed", 0)] {
        leave(camera).await;
        for command in [
            "todays_queue",
            "drafts",
            "find_people",
            "print_states",
            "day_state",
            "settings",
            "users",
            "backups",
        ] {
            answer(page, command, refusal("vault.io"), after).await;
        }
        sign_in::by_ids(page, &officer.0, &officer.1).await;
        appears(page, "//nav").await;
        for place in [
            "counter", "people", "prints", "day", "settings", "users", "backup",
        ] {
            go(camera, place).await;
            match place {
                "people" => put(page, "people-query", "an").await,
                // Her own looks are no part of what is read.
                "settings" => camera.press("ui.settings.tab.office").await,
                _ => {}
            }
            if state == "failed" {
                appears(page, "//main//*[@role = 'alert' or @role = 'status']").await;
            }
            camera.shot(&format!("{state}-{place}")).await;
        }
    }
    page.refresh().await.expect("the page loads");
    appears(page, "//nav").await;
}

/// What may have become of a paper, in one list.
pub(super) async fn papers_of_every_state(camera: &Camera<'_>, officer: &(String, String)) {
    let page = camera.page;
    leave(camera).await;
    let print = |at: u32, state: &str, job: Option<&str>, copy: u32| {
        json!({ "number": format!("A-2026-{at:06}"), "copy": copy, "reprint": copy > 0,
            "state": state, "job": job, "printer": "Quay-A", "at": "10:31",
            "may_come_out": if state == "voided" { vec!["Quay-A"] } else { Vec::new() } })
    };
    let states = json!([
        print(7, "unknown", None, 0),
        print(6, "sent", Some("stopped"), 0),
        print(5, "sent", Some("waiting"), 1),
        print(4, "never_sent", None, 0),
        print(3, "seen", Some("done"), 2),
        print(2, "voided", None, 0),
    ]);
    answer(page, "print_states", states, 0).await;
    sign_in::by_ids(page, &officer.0, &officer.1).await;
    appears(page, "//nav").await;
    go(camera, "prints").await;
    camera.sees("ui.print.state.unknown").await;
    camera.shot("prints-of-every-state").await;
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
