//! Users, settings, backups, the door, and the first day.

use std::path::Path;

use serde_json::{Value, json};

use super::{enter, go, leave, long_name, refusal};
use testkit::spooler;

use crate::app::Sitting;
use crate::demo::Demo;
use crate::hands::{answer, choose, named, press, put, run, told, told_bytes, until};
use crate::looks::{Camera, Look, dress};
use crate::pages::{appears, sign_in};
use fantoccini::key::Key;

async fn closes(camera: &Camera<'_>) {
    named(camera.page, Key::Escape).await;
    let gone = "return document.querySelector('[role=dialog], [role=alertdialog]') === null";
    until(camera.page, gone, Vec::new()).await;
}

/// Presses an act at somebody's name.
async fn act(camera: &Camera<'_>, key: &str, name: &str) {
    let words = format!("{}: {name}", camera.speech.say(key));
    press(camera.page, &words).await;
    appears(
        camera.page,
        "//*[@role = 'dialog' or @role = 'alertdialog']",
    )
    .await;
}

/// The list with everybody's state, and each of its dialogs.
pub(super) async fn users(camera: &Camera<'_>) {
    let page = camera.page;
    go(camera, "users").await;
    camera.press("ui.users.enrol").await;
    appears(page, "//*[@id = 'enrol-display']").await;
    camera.shot("enrol").await;
    put(page, "enrol-name", "Không Phải Tên").await;
    choose(page, "enrol-role", "reception").await;
    camera.press("ui.users.invite").await;
    appears(page, "//*[@role = 'dialog']//*[@role = 'alert']").await;
    camera.shot("enrol-refused").await;
    put(page, "enrol-display", &long_name(100)).await;
    put(page, "enrol-name", "moi.nguyen").await;
    camera.press("ui.users.invite").await;
    camera.sees("ui.users.code.once").await;
    camera.shot("enrol-code").await;
    let code = run(
        page,
        "return document.querySelector('[role=dialog] p[lang=vi]').textContent",
        Vec::new(),
    )
    .await;
    closes(camera).await;
    let code = code.as_str().unwrap_or_default().trim();
    let chosen = "mot cum test khong ai doan ra";
    told_bytes(page, "accept_invitation", &["moi.nguyen", code, chosen]).await;
    let other = json!({ "name": "moi.tran", "display": "Trần Thị Mới", "role": "case" });
    told(page, "enrol_user", other).await;
    go(camera, "settings").await;
    go(camera, "users").await;
    let first: String = long_name(100);
    until(
        page,
        "return document.querySelectorAll('tbody tr').length > 9",
        Vec::new(),
    )
    .await;
    camera.shot("users").await;
    act(camera, "ui.users.activate", &first).await;
    camera.shot("activate").await;
    camera.press("ui.users.activate.do").await;
    appears(page, "//*[@role = 'dialog']//*[@role = 'alert']").await;
    camera.shot("activate-not-compared").await;
    closes(camera).await;
    act(camera, "ui.users.role", "").await;
    camera.shot("role").await;
    closes(camera).await;
    act(camera, "ui.users.suspend", "").await;
    camera.shot("suspend").await;
    closes(camera).await;
}

/// Each part, as the administrator may change it.
pub(super) async fn settings(camera: &Camera<'_>) {
    let page = camera.page;
    go(camera, "settings").await;
    for tab in ["office", "counter", "printers", "scanner", "backup"] {
        camera.press(&format!("ui.settings.tab.{tab}")).await;
        if tab == "printers" {
            camera.sees("ui.settings.test_page").await;
        }
        camera.shot(&format!("settings-{tab}")).await;
    }
    put(page, "backup-place", "/khong/co").await;
    camera.press("ui.settings.backup.try").await;
    appears(page, "//*[@role = 'alert']").await;
    camera.shot("settings-backup-refused").await;
    camera.press("ui.settings.tab.office").await;
    put(page, "setting-letterhead-office", "").await;
    camera.press("ui.settings.save").await;
    appears(page, "//*[@role = 'alert']").await;
    camera.shot("settings-office-refused").await;
    put(page, "setting-letterhead-office", &long_name(100)).await;
    camera.press("ui.settings.save").await;
    camera.sees("ui.settings.saved").await;
    camera.shot("settings-office-long").await;
    put(page, "setting-letterhead-office", "PHÒNG TIẾP CÔNG DÂN").await;
    camera.press("ui.settings.save").await;
    until(
        page,
        "return document.querySelector('header').textContent.includes('PHÒNG TIẾP CÔNG DÂN')",
        Vec::new(),
    )
    .await;
    let place = json!({ "name": "backup.place", "value": "" });
    crate::hands::ask(page, "change_setting", place).await;
    menu(camera).await;
}

/// What belongs to no screen, and what the menu shows over it.
async fn menu(camera: &Camera<'_>) {
    opens_menu(camera, "menu").await;
    camera.press("ui.menu.about").await;
    camera.sees("ui.about.network").await;
    camera.shot("menu-about").await;
    closes(camera).await;
}

/// Another office to practise in, opened from the menu.
async fn practice(camera: &Camera<'_>) {
    let page = camera.page;
    let staff = json!({ "users": [
        { "name": "mai", "role": "reception", "passphrase": "mưa rào tháng tám" },
        { "name": "huy", "role": "supervisor", "passphrase": "nắng vàng cuối thu" },
    ] });
    answer(page, "open_demo", staff, 0).await;
    named(page, Key::F12).await;
    camera.press("ui.menu.practice").await;
    camera.press("ui.first.practice.open").await;
    camera.sees("ui.first.practice.opened").await;
    camera.shot("menu-practice").await;
    answer(page, "open_demo", Value::Null, 0).await;
    closes(camera).await;
}

async fn opens_menu(camera: &Camera<'_>, state: &str) {
    named(camera.page, Key::F12).await;
    appears(camera.page, "//*[@role = 'menu']").await;
    camera.shot(state).await;
}

/// Made, listed, checked, old.
pub(super) async fn backup(camera: &Camera<'_>, folder: &Path) {
    let page = camera.page;
    let stick = folder.join("stick");
    std::fs::create_dir(&stick).expect("a place for backups");
    go(camera, "backup").await;
    let view = told(page, "backups", json!({})).await;
    let old = json!({ "changed": { "alarm": true, "age_hours": 61,
        "newest": "2026-11-20T16:40:00+07:00", "place": stick } });
    assert_eq!(view["alarm"], true, "{view}");
    answer(page, "backups", old, 0).await;
    go(camera, "users").await;
    go(camera, "backup").await;
    camera.sees("ui.backup.alarm").await;
    camera.shot("backup-alarm").await;
    let row = |name: &str, made: &str, ok: bool| json!({ "name": name, "made": made, "entries": 812, "ok": ok });
    let listed = json!({ "changed": { "alarm": false, "age_hours": 2, "place": stick,
        "newest": "2026-11-27T09:40:00+07:00", "generations": [
            row("2026-11-27-094000-A", "2026-11-27T09:40:00+07:00", true),
            row("2026-11-24-164000-A", "2026-11-24T16:40:00+07:00", false),
        ] } });
    answer(page, "backups", listed, 0).await;
    go(camera, "users").await;
    go(camera, "backup").await;
    camera.shot("backup-listed").await;
    let halfway = json!({ "step": "compare", "done": 31, "total": 84 });
    answer(page, "backup_progress", halfway, 0).await;
    answer(page, "make_backup", refusal("vault.disk_full"), 4_000).await;
    camera.press("ui.backup.make").await;
    camera.sees("ui.backup.step.compare").await;
    camera.shot("backup-running").await;
    camera.sees("ui.backup.not_made").await;
    camera.shot("backup-failed").await;
    for command in ["backups", "backup_progress", "make_backup"] {
        answer(page, command, Value::Null, 0).await;
    }
}

/// What stands between the door and the work: invitation, passphrase to change, clock in doubt.
pub(super) async fn at_the_door(camera: &Camera<'_>, look: Look, demo: &Demo) {
    let page = camera.page;
    dress(page, look).await;
    page.refresh().await.expect("the page loads");
    camera.sees("ui.locked.done").await;
    camera.shot("locked").await;
    opens_menu(camera, "locked-menu").await;
    named(page, Key::Escape).await;
    camera.press("ui.invite.link").await;
    appears(page, "//*[@id = 'invite-name']").await;
    camera.shot("invitation").await;
    let doors = [
        (
            "passphrase-must-change",
            "ui.passphrase.must",
            json!({ "changed": { "must_change": true } }),
        ),
        (
            "clock-in-doubt",
            "ui.clock.title",
            json!({ "changed": { "clock": {
            "newest": "2026-11-27T09:40:00+07:00", "now": "2026-11-20T08:01:00+07:00",
            "ahead": false } } }),
        ),
    ];
    let (name, passphrase) = demo.user("reception");
    for (state, words, with) in doors {
        page.refresh().await.expect("the page loads");
        appears(page, "//input[@id = 'signin-name']").await;
        answer(page, "sign_in", with, 0).await;
        sign_in::by_ids(page, &name, &passphrase).await;
        camera.sees(words).await;
        camera.shot(state).await;
        leave(camera).await;
    }
    let user = (name, passphrase);
    enter(camera, look, &user).await;
    locked_but_perhaps_not_kept(camera).await;
    vault_out_of_reach(camera).await;
}

/// What the window says where a lock could not keep what was typed last.
async fn locked_but_perhaps_not_kept(camera: &Camera<'_>) {
    let page = camera.page;
    answer(page, "lock", json!("locked"), 0).await;
    camera.press("ui.top.lock").await;
    camera.sees("ui.locked.unkept").await;
    camera.shot("locked-unkept").await;
    page.refresh().await.expect("the page loads");
    appears(page, "//nav").await;
}

/// What the window says where it cannot open its vault: asked after a lock, as at a start.
async fn vault_out_of_reach(camera: &Camera<'_>) {
    let page = camera.page;
    answer(page, "lock", json!("locked"), 0).await;
    let mut first = true;
    for (state, code) in [
        ("vault-in-use", "vault.in_use"),
        ("vault-missing", "vault.missing"),
        ("vault-damaged", "vault.damaged.manifest"),
    ] {
        let mut said = refusal(code);
        said["params"] = json!({ "pid": "4711" });
        answer(page, "desk_state", said, 0).await;
        camera
            .press(if first { "ui.top.lock" } else { "ui.retry" })
            .await;
        first = false;
        camera.sees(&format!("error.{code}")).await;
        camera.shot(state).await;
    }
    page.refresh().await.expect("the page loads");
    appears(page, "//nav").await;
}

/// Steps of the first day where the office is founded by the core at once.
pub(super) async fn first_day(look: Look) {
    let folder = tempfile::tempdir().expect("a folder for the machine");
    spooler::stands_in(folder.path());
    let sitting = Sitting::begin(folder.path(), &folder.path().join("vault")).await;
    let page = &sitting.page;
    let camera = Camera::new(page, look);
    appears(page, "//h1").await;
    dress(page, look).await;
    page.refresh().await.expect("the page loads");
    // The page asked the same before and goes where the first day stands.
    told(page, "founding_state", json!({})).await;
    camera.press("ui.first.welcome.found").await;
    appears(page, "//*[@id = 'first-office-office']").await;
    practice(&camera).await;
    camera.press("ui.first.next").await;
    appears(page, "//*[@role = 'alert']").await;
    camera.shot("first-office-refused").await;
    put(page, "first-office-office", &long_name(100)).await;
    answer(page, "keep_founding", refusal("vault.disk_full"), 0).await;
    put(page, "first-office-place", "Phường Thử").await;
    camera.sees("ui.first.unkept").await;
    camera.shot("first-unkept").await;
    answer(page, "keep_founding", Value::Null, 0).await;
    camera.press("ui.first.next").await;
    for (id, text) in [
        ("first-founders-0-display", long_name(100)),
        ("first-founders-0-name", "huong.le".to_owned()),
        ("first-founders-1-display", "Trần Văn Bình".to_owned()),
        ("first-founders-1-name", "binh.tran".to_owned()),
    ] {
        put(page, id, &text).await;
    }
    camera.shot("first-founders").await;
    put(page, "first-founders-0-display", "Lê Thị Hương").await;
    camera.press("ui.first.next").await;
    until(
        page,
        "return document.querySelector('p[lang][aria-live]')?.textContent.includes(' ') ?? false",
        Vec::new(),
    )
    .await;
    camera.shot("first-words").await;
    camera.press("ui.secret.learnt").await;
    appears(page, "//*[@id = 'founder-again']").await;
    camera.shot("first-words-back").await;
    choose(page, "founder-way", "own").await;
    camera.shot("first-own-words").await;
    let one = "mot cum test khong ai doan ra";
    let founded = told_bytes(page, "found", &[one, one]).await;
    page.refresh().await.expect("the page loads");
    appears(page, "//h1").await;
    let state = told(page, "founding_state", json!({})).await;
    assert_eq!(state["step"], "shares", "{state}");
    sign_in_if_asked(page, "huong.le", one).await;
    appears(page, "//*[@id = 'share']").await;
    camera.shot("first-share-from-paper").await;
    camera.press("ui.first.over.ask").await;
    camera.shot("first-over").await;
    closes(&camera).await;
    for number in 1..=3 {
        let share = founded["shares"][number - 1].as_str().expect("a share");
        told_bytes(page, "check_share", &[&number.to_string(), share]).await;
    }
    for step in ["backup", "printer", "scanner", "practice"] {
        page.refresh().await.expect("the page loads");
        sign_in_if_asked(page, "huong.le", one).await;
        camera.sees(&format!("ui.first.step.{step}")).await;
        appears(page, "//h1[@id = 'first-title']").await;
        camera.shot(&format!("first-{step}")).await;
        told(page, "step_done", json!({ "step": step })).await;
    }
}

async fn sign_in_if_asked(page: &fantoccini::Client, name: &str, passphrase: &str) {
    if page
        .find(fantoccini::Locator::Id("signin-name"))
        .await
        .is_ok()
    {
        sign_in::by_ids(page, name, passphrase).await;
    }
}
