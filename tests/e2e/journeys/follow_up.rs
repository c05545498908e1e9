//! Journey 4: what was told in private is followed up: taken on, given to a case officer, the danger assessed,
//! a plan made, she lets a hospital be told, it answers, the file is closed by two and opened again.

use fantoccini::Client;
use serde_json::json;

use crate::app::{Window, journey};
use crate::hands::{choose, press, put, put_all, told};
use crate::keys::Keyboard;
use crate::pages::{appears, counter, sign_in, words};
use crate::screen::{accessible, picture, unclipped};

const NAME: &str = "Vương Thị Xuyến Quỳnh";
const TOLD: &str = "Tối qua anh ấy khóa trái cửa buồng";

/// Reception hands a private form over; typing it is another journey.
async fn handed_over(window: &Window) {
    counter::reached(window, "reception").await;
    let begun = json!({ "visit": null, "draft": null, "body": "{}", "barred": [] });
    let begun = told(&window.page, "begin_private", json!({ "told": begun })).await;
    let form = json!({
        "draft": begun["id"], "service": "F1",
        "fields": {
            "safe_now": "no", "telling": TOLD, "who": { "name": NAME },
            "contact": "call", "contact_phone": "0912345678",
            "contact_from": "00:00", "contact_to": "23:59",
        },
        "barred": [], "officer": null,
        "slip": { "carry": "none", "day": "", "time": "", "whom": "" },
    });
    let text = json!({ "text": form.to_string() });
    told(&window.page, "hand_over_private", text).await;
}

/// Somewhere it says so, with more around it.
async fn says(page: &Client, part: &str) {
    appears(page, &format!("//main//*[contains(normalize-space(.), '{part}') and not(*[contains(normalize-space(.), '{part}')])]")).await;
}

async fn signs_in(window: &Window, (name, passphrase): &(String, String)) {
    sign_in::shown(&window.page).await;
    sign_in::sign_in(&window.page, name, passphrase).await;
    appears(&window.page, "//nav").await;
    press(&window.page, "Hồ sơ hạn chế").await;
    press(&window.page, "Mở").await;
    words(&window.page, TOLD).await;
}

/// The supervisor answers for it first, and gives it to the case officer.
async fn taken_on_and_given(page: &Client, passphrase: &str) {
    put(
        page,
        "protected-take",
        "Giao cán bộ thụ lý ngay trong sáng nay.",
    )
    .await;
    press(page, "Nhận hồ sơ").await;
    says(page, "đã nhận.").await;
    let script = "const group = document.querySelectorAll('input[name=\"protected-grant\"]');
       const wanted = [...group].find((one) => one.closest('label').textContent.includes(arguments[0]));
       wanted.click();";
    crate::hands::run(page, script, vec![json!("Trần Thu Hạnh")]).await;
    put(page, "protected-own", passphrase).await;
    press(page, "Giao quyền").await;
}

async fn assessed_and_planned(page: &Client) {
    press(page, "Viết phiếu…").await;
    choose(page, "sheet-kind", "F-assess").await;
    press(page, "Bắt đầu ghi").await;
    choose(page, "sheet-q-threat", "yes").await;
    put(page, "sheet-q-strengths", "Có chị gái ở gần.").await;
    unclipped(page).await;
    picture(page, "follow-up-assessment").await;
    press(page, "Ghi phiếu").await;
    says(page, "Cao").await;
    press(page, "Viết phiếu…").await;
    choose(page, "sheet-kind", "F-plan").await;
    press(page, "Bắt đầu ghi").await;
    put(
        page,
        "sheet-q-goals",
        "Hai mẹ con ở nhà chị gái, con đi học lại.",
    )
    .await;
    press(page, "Ghi phiếu").await;
    says(page, "Chưa chuyển gửi nơi nào.").await;
}

/// She lets the hospital be told one thing, it is told that, and says what became of it.
async fn referred(page: &Client) {
    press(page, "Hỏi đồng ý cho một nơi nhận…").await;
    choose(page, "consent-kind", "health").await;
    put(page, "consent-to", "Bệnh viện Mẫu").await;
    for label in [
        "Khám, điều trị",
        "Lời kể",
        "Tự nguyện, không ai ép",
        "Đã hiểu ai sẽ biết điều gì",
    ] {
        press(page, label).await;
    }
    accessible(page).await;
    press(page, "Ghi là đã đồng ý").await;
    says(page, "Bệnh viện Mẫu (Cơ sở y tế)").await;
    press(page, "Chuyển gửi…").await;
    press(page, "Đã đồng ý: Bệnh viện Mẫu").await;
    choose(page, "referral-purpose", "care").await;
    let part = "[...document.querySelectorAll('#referral-parts label')].at(0).click()";
    crate::hands::run(page, part, Vec::new()).await;
    put(page, "referral-words", "Khám và giữ giấy chứng thương.").await;
    unclipped(page).await;
    press(page, "Ghi là đã chuyển").await;
    let row = "//article[.//input[starts-with(@id, 'referral-')]]";
    appears(page, row).await;
    press(page, "Nơi nhận đã nhận").await;
    words(page, "Đã làm xong").await;
    let field = appears(page, &format!("{row}//input")).await;
    let id = field.attr("id").await.unwrap().unwrap();
    put(page, &id, "Đã khám, không phải nằm viện.").await;
    press(page, "Đã làm xong").await;
    words(page, "Đã khám, không phải nằm viện.").await;
    picture(page, "follow-up-referral").await;
}

/// She is called as she said; nobody rings another number.
async fn reached(page: &Client) {
    press(page, "Đã liên lạc…").await;
    choose(page, "contact-way", "call").await;
    put_all(
        page,
        &[
            ("contact-whom", "0987654321"),
            ("contact-words", "Hỏi thăm."),
        ],
    )
    .await;
    press(page, "Ghi là đã liên lạc").await;
    says(page, "Không đúng số hoặc người").await;
    put(page, "contact-whom", "0912 345 678").await;
    press(page, "Ghi là đã liên lạc").await;
    words(page, "Hỏi thăm.").await;
}

async fn closed_and_opened_again(page: &Client, second: &(String, String)) {
    press(page, "Đóng hồ sơ…").await;
    put_all(
        page,
        &[
            ("act-words", "Đã ổn định, người ấy đồng ý."),
            ("second-name", &second.0),
            ("second-secret", &second.1),
        ],
    )
    .await;
    accessible(page).await;
    picture(page, "follow-up-closing").await;
    press(page, "Đóng hồ sơ").await;
    says(page, "Hồ sơ đã đóng ngày").await;
    picture(page, "follow-up-closed").await;
    unclipped(page).await;
    press(page, "Mở lại…").await;
    put(page, "act-words", "Gọi lại: có chuyện mới.").await;
    press(page, "Mở lại").await;
    words(page, "Chưa ai nhận hồ sơ này.").await;
}

#[tokio::test]
async fn what_was_told_is_followed_up_with_whom_she_lets_be_told_closed_by_two_and_opened_again() {
    journey("follow_up", |window| async move {
        let page = &window.page;
        let keyboard = Keyboard::at_the_window();
        handed_over(&window).await;
        keyboard.press(&["ctrl+l"]);
        let chief = window.demo.user("supervisor");
        signs_in(&window, &chief).await;
        taken_on_and_given(page, &chief.1).await;
        picture(page, "follow-up-given").await;
        keyboard.press(&["ctrl+l"]);
        let case = window.demo.user("case");
        signs_in(&window, &case).await;
        assessed_and_planned(page).await;
        referred(page).await;
        reached(page).await;
        accessible(page).await;
        closed_and_opened_again(page, &chief).await;
    })
    .await;
}
