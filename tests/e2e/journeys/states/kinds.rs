//! Every kind of question that the catalogue has, as the counter draws it.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::hands::{answer, choose, named, put, run, until};
use crate::looks::Camera;
use crate::pages::{appears, counter, sign_in};

/// A question with whatever its kind says beside.
fn question(key: &str, kind: &str, (vi, en): (&str, &str), more: &Value) -> Value {
    let mut field = json!({
        "key": key, "kind": kind, "labels": { "vi": vi, "en": en }, "required": false, "help": null,
        "max_length": null, "min": null, "max": null, "choices": [], "parts": [],
        "when": null, "offers": null, "computes": [], "folded": false,
        "section": null, "found_by": false, "apart": false,
        "shown_when": [], "required_when": [],
    });
    let said = more.as_object().expect("an object").clone();
    field.as_object_mut().expect("an object").extend(said);
    field
}

fn choices(words: &[(&str, &str)]) -> Value {
    let each = words.iter().enumerate().map(
        |(index, (vi, en))| json!({ "key": format!("c{index}"), "labels": { "vi": vi, "en": en }, "offered_when": [] }),
    );
    Value::Array(each.collect())
}

/// A service that asks one question of each kind; no real one does.
fn service() -> Value {
    let kinds = choices(&[
        ("Cấp mới", "New"),
        ("Sang tên", "Transfer"),
        ("Cấp lại", "Reissue"),
    ]);
    let needs = choices(&[
        ("Có cầu thang", "Stairs"),
        ("Nằm một chỗ", "Bed-bound"),
        ("Ngôn ngữ ký hiệu", "Sign language"),
    ]);
    let transfer = json!([{ "field": "kind", "is": ["c1"] }]);
    json!({
        "id": "X", "titles": { "vi": "Thử mọi loại câu hỏi", "en": "Every kind of question" },
        "files": true, "receipt": false, "needs_person": false, "no_person": false,
        "proof": null, "documents": [], "basis": ["Luật Thử 00/2026/QH15"], "due_depends_on": [],
        "coded": false, "sections": [], "level": null,
        "fields": [
            question("say", "note", ("Hỏi nhỏ, không hỏi trước mặt người khác.",
                "Ask quietly, and not before others."), &json!({})),
            question("kind", "choice", ("Nội dung đề nghị", "What is asked for"),
                &json!({ "required": true, "choices": kinds })),
            question("old_plate", "plate", ("Biển số cũ", "Old plate"),
                &json!({ "shown_when": transfer, "required_when": transfer,
                    "help": { "vi": "như trên biển", "en": "as on the metal" } })),
            question("frame", "vehicle_number", ("Số khung", "Frame number"), &json!({})),
            question("fee", "money", ("Lệ phí trước bạ, đồng", "Registration fee, đồng"),
                &json!({ "min": 0, "max": 1_000_000_000 })),
            question("needs", "choices", ("Cần gì khi đến nhà", "What a visit at home needs"),
                &json!({ "choices": needs })),
            question("born", "partial_date", ("Sinh ngày, tháng, năm", "Born"), &json!({})),
            question("back", "date", ("Ngày về", "Day of return"), &json!({ "when": "future" })),
            question("at", "time", ("Giờ hẹn", "Time agreed"), &json!({})),
            question("hands", "persons", ("Người cùng đi", "Who comes too"),
                &json!({ "parts": ["born", "sex", "number", "relation", "phone", "address"] })),
            question("where", "address", ("Nơi đến", "Where to"), &json!({ "max_length": 300 })),
        ],
    })
}

/// Before somebody signs in: the counter asks for its services once.
pub(super) async fn drawn(camera: &Camera<'_>, (name, passphrase): &(String, String)) {
    let page = camera.page;
    page.refresh().await.expect("the page loads");
    appears(page, "//input[@id = 'signin-name']").await;
    answer(page, "services", json!([service()]), 0).await;
    sign_in::by_ids(page, name, passphrase).await;
    appears(page, "//nav").await;
    named(page, Key::F2).await;
    counter::form(page).await;
    appears(page, "//li[@id = 'service-X']").await;
    run(
        page,
        "document.getElementById('service-X').click()",
        Vec::new(),
    )
    .await;
    choose(page, "matter-0-kind", "c1").await;
    appears(page, "//*[@id = 'matter-0-old_plate']").await;
    put(page, "matter-0-old_plate", "15A-123.45").await;
    put(page, "matter-0-born", "1941").await;
    let echoed =
        "return document.getElementById('matter-0-born-hint')?.textContent.includes('1941')";
    until(page, echoed, Vec::new()).await;
    run(
        page,
        "document.querySelectorAll('#matter-0-needs input')[2].click()",
        Vec::new(),
    )
    .await;
    camera.shot_of("matter-kinds", "matter-0-kind").await;
    camera.shot_of("matter-kinds-below", "matter-0-needs").await;
    put(page, "matter-0-hands-0-name", "Tạ Thị Gió").await;
    appears(page, "//*[@id = 'matter-0-hands-0-relation']").await;
    put(page, "matter-0-hands-0-born", "5/3/1990").await;
    put(
        page,
        "matter-0-hands-1-name",
        "Công Tằng Tôn Nữ Nguyễn Hoàng Thị Bích Phượng",
    )
    .await;
    appears(page, "//*[@id = 'matter-0-hands-2-name']").await;
    camera.shot_of("matter-people", "matter-0-hands").await;
    // No service of this name is there tomorrow.
    camera.press("ui.intake.discard").await;
    until(
        page,
        "return document.getElementById('intake-title') === null",
        Vec::new(),
    )
    .await;
}
