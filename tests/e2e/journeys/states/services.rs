//! What the services bring to a supervisor's screens: a person on record twice, a matter's acts, a route,
//! a new version of a service, what a citizen is shown.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::go;
use crate::hands::{answer, choose, named, put, run, told, until};
use crate::looks::Camera;
use crate::pages::{appears, counter};

/// A record as a comparison has it.
fn card(id: &str, name: &str, address: &str, proof: &str) -> Value {
    let visit = json!({ "day": "2026-10-12", "number": "A-014", "what": [],
        "outcome": "advice", "carried": null });
    json!({
        "id": id, "proof": proof, "visits": [visit], "restricted": false, "may_see": true,
        "may_merge": true, "merged": "2026-11-20",
        "facts": { "name": name, "number": "031190012345", "phones": ["0912345678"],
            "address": address, "born": { "year": 1990, "month": 3, "day": 5 }, "sex": "female" },
    })
}

/// Opens the first matter of the list.
async fn first_file(camera: &Camera<'_>) {
    go(camera, "files").await;
    appears(camera.page, "//tbody//button").await;
    let script = "document.querySelector('tbody button').click(); return true";
    run(camera.page, script, Vec::new()).await;
    // Its times: the list has a column of the same name.
    appears(camera.page, "//*[@id = 'file-clocks']").await;
    appears(camera.page, "//main//details").await;
}

/// A person whose address is kept, and one who is on record twice.
pub(super) async fn people(camera: &Camera<'_>) {
    let page = camera.page;
    go(camera, "people").await;
    put(page, "people-query", "nguyen").await;
    appears(page, "//tbody//button").await;
    let first = "document.querySelector('tbody button').click(); return true";
    run(page, first, Vec::new()).await;
    camera.press("ui.person.restrict.do").await;
    camera.sees("ui.person.restricted.already").await;
    camera.shot("person-restricted").await;
    camera.press("ui.person.restricted.see").await;
    camera.sees("ui.side.visits").await;
    camera.shot("person-restricted-seen").await;
    camera.press("ui.person.restricted.lift").await;
    camera.sees("ui.person.restricted.lift.text").await;
    camera.shot("person-restricted-lift").await;
    camera.press("ui.person.restricted.lift").await;
    camera.sees("ui.person.restrict.hint").await;

    camera.press("ui.merge.find").await;
    camera.sees("ui.merge.none").await;
    camera.shot("merge-none").await;
    named(page, Key::Escape).await;
    let name = super::long_name(90);
    let (one, other) = ("Nguyễn Thị Lan", name.as_str());
    let row = json!({ "id": "p2", "name": other, "born": "05/03/1990", "number": "031190012345",
        "matched_by": "number" });
    answer(page, "alike_record", json!([row]), 0).await;
    answer(
        page,
        "open_person",
        card("p1", one, "Số 1 Đường Mẫu", "card_scanned"),
        0,
    )
    .await;
    let both = json!({
        "stays": card("p1", one, "Số 1 Đường Mẫu, Phường Lê Chân, Hải Phòng", "card_scanned"),
        "goes": card("p2", other, "Số 5 Ngõ Mẫu, Phường An Biên, Hải Phòng", "own_words"),
        "differs": ["name", "address"],
    });
    answer(page, "compare_people", both, 0).await;
    appears(page, "//tbody//button").await;
    run(page, first, Vec::new()).await;
    camera.press("ui.merge.find").await;
    camera.sees("ui.merge.compare").await;
    camera.shot_of("merge-found", "person-merge").await;
    camera.press("ui.merge.compare").await;
    camera.sees("ui.merge.compare.text").await;
    camera.shot("merge-compare").await;
    camera.press("ui.merge.do").await;
    camera.shot("merge-unchosen").await;
    named(page, Key::Escape).await;
    camera.press("ui.merge.part").await;
    camera.sees("ui.merge.part.text").await;
    camera.shot("merge-part").await;
    named(page, Key::Escape).await;
}

/// A matter: how its time was counted, its copy sheet, papers that come later, a way back.
pub(super) async fn matter(camera: &Camera<'_>) {
    let page = camera.page;
    first_file(camera).await;
    let open = "document.querySelector('main details').open = true; return true";
    run(page, open, Vec::new()).await;
    camera.shot_of("file-due", "file-clocks").await;
    camera.press("ui.copy.title").await;
    camera.sees("ui.person.name").await;
    camera.shot("file-copy").await;
    camera.press("ui.file.papers.take").await;
    camera.sees("ui.file.papers.name").await;
    camera.shot("file-papers").await;
    named(page, Key::F9).await;
    camera.shot("file-papers-none").await;
    named(page, Key::Escape).await;
    camera.press("ui.file.assign").await;
    camera.sees("ui.file.assign.to").await;
    named(page, Key::F9).await;
    camera.shot("file-assign-nobody").await;
    named(page, Key::Escape).await;
    // Whoever takes hers back is asked.
    let back = "const words = ['Rút đơn', 'Withdrawn'];
         const at = [...document.querySelectorAll('main button')]
           .find((one) => words.includes(one.textContent.trim()));
         at?.click();
         return at !== undefined;";
    until(page, back, Vec::new()).await;
    camera.sees("ui.file.threatened").await;
    named(page, Key::F9).await;
    camera.shot("file-withdrawn").await;
    named(page, Key::Escape).await;
    named(page, Key::Escape).await;
}

/// What is cut down before it goes to another body, and a course with all that it may hold.
pub(super) async fn forwarded(camera: &Camera<'_>) {
    let page = camera.page;
    go(camera, "people").await;
    let rows = told(page, "open_files", json!({})).await;
    let asked = json!({ "file": rows[0]["id"] });
    let mut shown = told(page, "file_page", asked).await;
    let long =
        "Tôi làm cùng phòng, thấy ông ấy nhận tiền của người dân khi làm thủ tục. ".repeat(9);
    shown["moves"][0]["excerpt"] = json!(true);
    shown["moves"][0]["receiver"] = json!(true);
    shown["moves"][0]["slip"] = json!("phieu_chuyen_don");
    let turn = |vi: &str, en: &str, reason: &str| json!({ "titles": { "vi": vi, "en": en }, "at": "24/11 10:31", "by": "Mai", "reason": reason });
    shown["trail"] = json!([
        turn(
            "Cho gia hạn: Giải quyết tố cáo, đến 08/01/2027",
            "More time: Denunciation settled, until 08/01/2027",
            "Phải xác minh ở nhiều nơi.",
        ),
        turn("Giao cho Vũ Thị Thụ", "Given to Vũ Thị Thụ", &long),
        turn("Tiếp nhận", "Received", ""),
    ]);
    answer(page, "file_page", shown.clone(), 0).await;
    first_file(camera).await;
    camera.shot_of("file-course", "file-trail").await;
    let first = "document.querySelector('.moves button').click(); return true";
    run(page, first, Vec::new()).await;
    camera.sees("ui.file.excerpt").await;
    put(page, "doing-reason", &long).await;
    put(page, "doing-receiver", &super::long_name(120)).await;
    let missing = json!({ "code": "field.missing", "params": {}, "field": "excerpt", "more": [] });
    answer(page, "move_file", missing, 0).await;
    named(page, Key::F9).await;
    camera.shot_of("file-excerpt-empty", "doing-excerpt").await;
    named(page, Key::Escape).await;
    named(page, Key::Escape).await;
}

/// The form that is signed, and how.
pub(super) async fn signing(camera: &Camera<'_>) {
    let page = camera.page;
    first_file(camera).await;
    let form = "const at = document.querySelector('#declaration') ?? [...document.querySelectorAll('main button')]
           .find((one) => /BIÊN BẢN|Record of|Tờ khai|TỜ KHAI|declaration/i.test(one.textContent));
         at?.click();
         return at !== undefined;";
    until(page, form, Vec::new()).await;
    appears(
        page,
        "//*[@id='declaration-signing' or @name='declaration-signing']",
    )
    .await;
    choose(page, "declaration-signing", "witness").await;
    camera.shot_of("declaration-signing", "declaration").await;
    named(page, Key::Escape).await;
}

/// To whom the desk goes.
pub(super) async fn route(camera: &Camera<'_>) {
    let page = camera.page;
    let view = json!([{
        "service": "E-mobile",
        "titles": { "vi": "Cấp căn cước lưu động", "en": "Mobile issuing of identity cards" },
        "stops": [
            { "file": "f1", "number": "HS-A-2026-000051", "name": "Đặng Thị Đào", "slot": "Buổi sáng" },
            { "file": "f2", "number": "HS-A-2026-000052", "name": super::long_name(80), "slot": "" },
        ],
        "lists": [{ "number": "LD-A-0001", "day": "2026-12-01", "copies": 2, "stops": 7,
            "waiting": 3, "by": "Mai", "at": "24/11 10:31" }],
    }]);
    go(camera, "people").await;
    answer(page, "routes", view, 0).await;
    go(camera, "files").await;
    appears(page, "//*[@id='route-E-mobile']").await;
    camera.shot_of("route", "route-E-mobile").await;
}

/// A caller, and what is said to her.
pub(super) async fn caller(camera: &Camera<'_>) {
    go(camera, "results").await;
    camera.press("ui.caller.title").await;
    camera.shot("caller").await;
}

/// A new version of a service, looked at before it counts, and dates a holiday moved.
pub(super) async fn catalogue(camera: &Camera<'_>) {
    let page = camera.page;
    let moved = json!([{ "number": "HS-A-2026-000041",
        "titles": { "vi": "Khiếu nại", "en": "Complaint" },
        "step": { "vi": "Thụ lý hoặc trả lời", "en": "Accepted or answered" },
        "before": "2026-12-03T17:00:00+07:00", "after": "2026-12-04T17:00:00+07:00" }]);
    answer(page, "recounts", moved, 0).await;
    go(camera, "catalogue").await;
    camera.sees("ui.edit.text").await;
    camera.shot("catalogue-moved").await;
    camera.press("ui.edit.begin").await;
    camera.sees("ui.edit.intro").await;
    camera.shot_of("catalogue-edit", "edit-valid_from").await;
    camera.press("ui.edit.look").await;
    camera.shot("catalogue-edit-refused").await;
    put(page, "edit-valid_from", "010127").await;
    put(page, "edit-why", "Nghị định mẫu 01/2026/NĐ-CP").await;
    put(page, "edit-rules-0-count", "99").await;
    put(page, "edit-rules-0-basis", "Luật Mẫu, Điều 1").await;
    camera.press("ui.edit.look").await;
    appears(page, "//*[@id='edit-preview']").await;
    camera.shot_of("catalogue-previewed", "edit-preview").await;
    reworded(camera).await;
    named(page, Key::Escape).await;
}

/// The words of a question become the office's own; what cannot be printed is refused at its field.
async fn reworded(camera: &Camera<'_>) {
    let page = camera.page;
    camera.press("ui.edit.text.add").await;
    appears(page, "//*[@id='edit-texts-which']").await;
    camera
        .shot_of("catalogue-words-which", "edit-texts-which")
        .await;
    let first = "document.querySelector('#edit-texts-which + ul button').click(); return true";
    run(page, first, Vec::new()).await;
    appears(page, "//*[@id='edit-texts-0-label']").await;
    put(page, "edit-texts-0-label", "").await;
    put(page, "edit-texts-0-help", &super::long_name(180)).await;
    camera.press("ui.edit.look").await;
    camera.sees("ui.error.title").await;
    camera
        .shot_of("catalogue-words", "edit-texts-0-label")
        .await;
}

/// Who stands there for whom, and what the citizen is shown of it.
pub(super) async fn standing(camera: &Camera<'_>) {
    let page = camera.page;
    go(camera, "counter").await;
    named(page, Key::F2).await;
    counter::form(page).await;
    put(page, "person-name", "Đặng Thị Đào").await;
    super::counter::complains(camera).await;
    put(
        page,
        "matter-0-content",
        "Không đồng ý với biên bản số 15.\nĐề nghị xem lại.",
    )
    .await;
    camera.press("ui.matter.more").await;
    appears(page, "//*[@id='matter-0-stands']").await;
    choose(page, "matter-0-stands", "authorised").await;
    appears(page, "//*[@id='matter-0-concerned-name']").await;
    camera.shot_of("standing", "matter-0-stands").await;
    put(page, "matter-0-group_size", "12").await;
    appears(page, "//*[@id='matter-0-representatives-0-name']").await;
    camera.shot_of("group", "matter-0-group_size").await;
    camera.press("ui.shown.show").await;
    camera.sees("ui.shown.title").await;
    camera.shot("shown-to-citizen").await;
    named(page, Key::Escape).await;
}

/// Picks a service for somebody who showed her card.
async fn picks(camera: &Camera<'_>, service: &str) {
    let page = camera.page;
    go(camera, "counter").await;
    named(page, Key::F2).await;
    counter::form(page).await;
    super::scans::brings(camera, super::scans::CARD).await;
    counter::holds(page, "person-name", "Đặng Thị Đào").await;
    let id = format!("service-{service}");
    appears(page, &format!("//li[@id = '{id}']")).await;
    let pick = "document.getElementById(arguments[0]).click(); return true";
    run(page, pick, vec![json!(id)]).await;
}

/// What is worked out of what was typed, and what the card told before it is asked.
pub(super) async fn worked_out(camera: &Camera<'_>) {
    let page = camera.page;
    picks(camera, "C-child").await;
    appears(page, "//*[@id = 'matter-0-child-name']").await;
    put(page, "matter-0-child-name", "Tạ Thị Gió").await;
    put(page, "matter-0-child-born", "05/03/2009").await;
    named(page, Key::Tab).await;
    choose(page, "matter-0-relation", "guardian").await;
    appears(page, "//*[@id = 'matter-0-guardian_paper']").await;
    camera
        .shot_of("child-worked-out", "matter-0-child-name")
        .await;
    camera
        .shot_of("child-offered", "matter-0-card_issued")
        .await;
    named(page, Key::F9).await;
    camera.sees("ui.error.title").await;
    camera.shot("child-refused").await;
    camera.press("ui.intake.discard").await;
    let gone = "return document.getElementById('intake-title') === null";
    until(page, gone, Vec::new()).await;
}

/// Whoever shows her card has results that lie ready, and matters that are still worked on.
pub(super) async fn hers(camera: &Camera<'_>) {
    let page = camera.page;
    go(camera, "results").await;
    let rows = told(page, "open_files", json!({})).await;
    let row = |at: usize, ready: bool| {
        let mut row = rows[at].clone();
        row["id"] = json!(format!("file-{at}"));
        row["ready"] = json!(ready);
        row
    };
    let mine = json!([row(0, true), row(1, true), row(2, false), row(3, false)]);
    answer(page, "results_of", mine, 0).await;
    put(page, "results-code", super::scans::CARD).await;
    camera.press("ui.results.read").await;
    appears(page, "//*[@id = 'results-open']").await;
    camera.shot("results-hers").await;
    choose(page, "results-file", "file-0").await;
    choose(page, "results-capacity", "authorised").await;
    camera.shot_of("results-hers-chosen", "results-file").await;
    camera.shot_of("results-hers-open", "results-open").await;
    named(page, Key::Escape).await;
    answer(page, "results_of", json!([]), 0).await;
    put(page, "results-code", super::scans::CARD).await;
    camera.press("ui.results.read").await;
    camera.sees("ui.results.none").await;
    camera.shot("results-hers-none").await;
}
