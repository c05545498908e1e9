//! Sign in on the demo office and see today's queue.

use crate::app::journey;
use crate::pages::{appears, button, counter, sign_in, words};
use crate::screen::{accessible, picture, unclipped};

#[tokio::test]
async fn an_officer_signs_in_and_sees_todays_queue() {
    journey("sign_in_and_see_the_queue", |window| async move {
        let page = &window.page;
        let (name, passphrase) = window.demo.user("reception");

        sign_in::shown(page).await;
        words(page, "Bản mẫu · DEMO").await;
        words(page, "Kho dữ liệu đang khóa").await;
        accessible(page).await;
        unclipped(page).await;
        picture(page, "sign_in").await;

        sign_in::sign_in(page, &name, "không phải cụm test").await;
        let refusal = sign_in::refusal(page).await;
        assert!(refusal.starts_with("Vui lòng kiểm tra lại"), "{refusal}");
        assert_eq!(sign_in::passphrase_left(page).await, "");
        accessible(page).await;
        picture(page, "sign_in_refused").await;

        sign_in::sign_in_by_keyboard(page, &name, &passphrase).await;
        counter::shown(page).await;
        words(page, "Bản mẫu · DEMO").await;
        words(page, "Kho dữ liệu đang mở").await;
        words(page, "Cán bộ tiếp dân").await;
        appears(page, "//*[starts-with(normalize-space(text()), 'A-0')]").await;
        accessible(page).await;
        unclipped(page).await;
        picture(page, "counter").await;
    })
    .await;
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_passphrase_get_the_same_words() {
    journey("same_words", |window| async move {
        let page = &window.page;
        let (name, _) = window.demo.user("reception");
        sign_in::shown(page).await;
        sign_in::sign_in(page, &name, "không phải cụm test").await;
        let wrong_passphrase = sign_in::refusal(page).await;
        sign_in::sign_in(page, "khong.ai", "không phải cụm test").await;
        let unknown = sign_in::refusal(page).await;
        assert_eq!(wrong_passphrase, unknown);
    })
    .await;
}

#[tokio::test]
async fn the_window_speaks_english_at_a_key() {
    journey("english", |window| async move {
        let page = &window.page;
        counter::reached(&window, "reception").await;
        button(page, "English").await.click().await.unwrap();
        words(page, "Queue").await;
        let lang = page
            .execute("return document.documentElement.lang", Vec::new())
            .await
            .unwrap();
        assert_eq!(lang, "en");
        accessible(page).await;
        unclipped(page).await;
        picture(page, "counter_english").await;
    })
    .await;
}
