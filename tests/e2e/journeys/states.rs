//! States that a walk through the screens does not meet: half-written, refused, long, slow, empty,
//! crowded, covered. Each is pictured, looked through by axe and measured.

mod counter;
mod discreet;
mod kinds;
mod office;
mod protected;
mod records;
mod scans;
mod services;
mod wall;

use serde_json::{Value, json};
use testkit::spooler;

use crate::app::journey;
use crate::hands::{self, told, told_bytes, until};
use crate::looks::{COMBINATIONS, Camera, dress, of_states};
use crate::pages::{appears, sign_in};

/// An invented name of so many letters.
fn long_name(letters: usize) -> String {
    let names = "Nguyễn Phước Tôn Nữ Hoàng Diệu Thảo Nguyên Bảo Châu ".repeat(4);
    names
        .chars()
        .take(letters)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// Goes to a screen by its name in the navigation.
async fn go(camera: &Camera<'_>, place: &str) {
    let words = camera.speech.say(&format!("ui.place.{place}"));
    let script = "const at = [...document.querySelectorAll('nav li button')]
           .find((one) => one.title === arguments[0]);
         at?.click();
         return at !== undefined;";
    until(camera.page, script, vec![json!(words)]).await;
    let there = "return document.querySelector('nav [aria-current=page]')?.title === arguments[0]";
    until(camera.page, there, vec![json!(words)]).await;
}

/// Signs in through the form and dresses the page anew.
async fn enter(
    camera: &Camera<'_>,
    look: crate::looks::Look,
    (name, passphrase): &(String, String),
) {
    sign_in::by_ids(camera.page, name, passphrase).await;
    appears(camera.page, "//nav").await;
    dress(camera.page, look).await;
    camera.page.refresh().await.expect("the page loads");
    appears(camera.page, "//nav").await;
}

/// Ends the session as the lock does; the page is a new one afterwards.
async fn leave(camera: &Camera<'_>) {
    let before = hands::run(camera.page, "window.before = true; return true", Vec::new()).await;
    assert_eq!(before, json!(true));
    let lock = "window.__TAURI_INTERNALS__.invoke('lock'); return true";
    hands::run(camera.page, lock, Vec::new()).await;
    until(
        camera.page,
        "return !('before' in window) && document.getElementById('signin-name') !== null",
        Vec::new(),
    )
    .await;
}

/// Somebody sits down without a look at the screen.
async fn sits_down(camera: &Camera<'_>, (name, passphrase): &(String, String)) {
    told_bytes(camera.page, "sign_in", &[name, passphrase]).await;
}

/// The body of a draft as the page keeps it.
fn draft_body(name: &str) -> String {
    let person = json!({
        "id": null, "sex": null, "proof": null, "anonymous": false, "origins": {}, "doubts": [],
        "chosen": {},
        "values": { "name": name, "born": "", "number": "", "old_number": "", "passport": "",
            "nationality": "", "phone": "", "address": "" },
    });
    json!({
        "version": 1, "number": null, "begun": "08:00", "channel": "in_person", "people": "1",
        "turn": "first", "reception": "regular", "person": person, "matters": [], "ending": null,
        "to": "", "ground": null, "note": "",
        "late": { "open": false, "source": null, "sheet": "", "reason": "", "day": "", "time": "" },
    })
    .to_string()
}

/// The officer before leaves a form half written and a word for the next shift.
async fn the_shift_before(camera: &Camera<'_>, officer: &(String, String)) {
    sits_down(camera, officer).await;
    let draft = json!({ "draft": { "id": null, "title": "Phạm Văn Nghĩa", "visit": null,
        "body": draft_body("Phạm Văn Nghĩa") } });
    told(camera.page, "keep_draft", draft).await;
    let note = json!({ "text": "Bà Đặng Thị Đào sẽ quay lại buổi chiều với giấy ủy quyền." });
    told(camera.page, "write_shift_note", note).await;
    leave(camera).await;
}

async fn nobody_waits(camera: &Camera<'_>) {
    let queue = told(camera.page, "todays_queue", json!({})).await;
    for row in queue["rows"].as_array().unwrap_or(&Vec::new()) {
        if row["state"] != "served" && row["state"] != "left" {
            let act = json!({ "visit": row["visit"], "act": { "kind": "leave" } });
            told(camera.page, "move_queue", act).await;
        }
    }
}

#[tokio::test]
async fn states_of_the_counter_are_photographed() {
    for look in of_states() {
        let look = *look;
        journey(
            &format!("states-counter-{}", look.0),
            move |window| async move {
                let page = &window.page;
                spooler::stands_in(&window.folder);
                let camera = Camera::new(page, look);
                let officers = window.demo.users("reception");
                appears(page, "//h1").await;
                dress(page, look).await;
                the_shift_before(&camera, &officers[1]).await;
                sits_down(&camera, &officers[0]).await;
                nobody_waits(&camera).await;
                leave(&camera).await;
                enter(&camera, look, &officers[0]).await;
                counter::queue(&camera).await;
                counter::form(&camera).await;
                counter::saved(&camera).await;
                scans::cards(&camera).await;
                scans::unreadable(&camera).await;
                counter::layers(&camera).await;
                records::screens(&camera).await;
                records::slow_and_failing(&camera, &officers[0]).await;
                records::papers_of_every_state(&camera, &officers[0]).await;
                discreet::screens(&camera).await;
                counter::crowded(&camera).await;
                if look.0 == of_states()[0].0 {
                    // It wears one look whatever the officer's is.
                    wall::screens(&camera).await;
                }
                records::day(&camera).await;
                leave(&camera).await;
                kinds::drawn(&camera, &officers[0]).await;
                leave(&camera).await;
                office::at_the_door(&camera, look, &window.demo).await;
            },
        )
        .await;
    }
}

#[tokio::test]
async fn states_of_the_office_are_photographed() {
    for look in of_states() {
        let look = *look;
        journey(
            &format!("states-office-{}", look.0),
            move |window| async move {
                let page = &window.page;
                spooler::stands_in(&window.folder);
                let camera = Camera::new(page, look);
                appears(page, "//h1").await;
                dress(page, look).await;
                enter(&camera, look, &window.demo.user("admin")).await;
                office::users(&camera).await;
                office::settings(&camera).await;
                leave(&camera).await;
                enter(&camera, look, &window.demo.user("supervisor")).await;
                office::backup(&camera, &window.folder).await;
            },
        )
        .await;
    }
}

#[tokio::test]
async fn states_of_the_services_are_photographed() {
    for look in of_states() {
        let look = *look;
        journey(
            &format!("states-services-{}", look.0),
            move |window| async move {
                let page = &window.page;
                spooler::stands_in(&window.folder);
                let camera = Camera::new(page, look);
                appears(page, "//h1").await;
                dress(page, look).await;
                enter(&camera, look, &window.demo.user("supervisor")).await;
                services::people(&camera).await;
                services::matter(&camera).await;
                services::forwarded(&camera).await;
                services::signing(&camera).await;
                services::route(&camera).await;
                services::caller(&camera).await;
                services::catalogue(&camera).await;
                services::standing(&camera).await;
                services::hers(&camera).await;
                leave(&camera).await;
                enter(&camera, look, &window.demo.user("reception")).await;
                services::worked_out(&camera).await;
            },
        )
        .await;
    }
}

#[tokio::test]
async fn states_of_a_private_reception_and_a_protected_file_are_photographed() {
    for look in of_states() {
        let look = *look;
        journey(
            &format!("states-protected-{}", look.0),
            move |window| async move {
                let page = &window.page;
                spooler::stands_in(&window.folder);
                let camera = Camera::new(page, look);
                let demo = &window.demo;
                appears(page, "//h1").await;
                dress(page, look).await;
                protected::screens(
                    &camera,
                    look,
                    &demo.user("reception"),
                    &demo.user("supervisor"),
                )
                .await;
            },
        )
        .await;
    }
}

#[tokio::test]
async fn steps_of_a_first_day_are_photographed() {
    // The first look is walked by the journey of the first day.
    let mut looks = 0;
    for look in of_states()
        .iter()
        .filter(|look| look.0 != COMBINATIONS[0].0)
    {
        office::first_day(*look).await;
        looks += 1;
    }
    assert!(looks > 0, "pictured in no look");
}

/// What the core would say where it refuses.
fn refusal(code: &str) -> Value {
    json!({ "code": code, "params": {}, "field": null, "more": [] })
}
