//! The page's own process dies: memory ran out, or its engine failed.

use std::time::Duration;

use crate::app::Sitting;
use crate::demo::Demo;
use crate::keys::Keyboard;
use crate::pages::{appears, counter, sign_in};

/// Long enough for a page to be loaded anew, or for a form to be kept.
const MOMENT: Duration = Duration::from_secs(4);

#[tokio::test]
async fn a_page_that_dies_comes_back_in_the_same_session_and_nothing_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::make(folder.path());
    let (name, passphrase) = demo.user("reception");
    let sitting = Sitting::begin(folder.path(), &demo.vault).await;
    counter::at_work(&sitting.page, &name, &passphrase).await;
    let keyboard = Keyboard::at_the_window();
    keyboard.press(&["F2"]);
    counter::focused(&sitting.page, "person-name").await;
    keyboard.write("truoc khi mat trang");
    tokio::time::sleep(MOMENT).await;
    sitting.page_dies();

    // The driver has lost its page: from here on there are only keys.
    tokio::time::sleep(MOMENT).await;
    keyboard.press(&["F2"]);
    keyboard.write("sau khi trang tro lai");
    tokio::time::sleep(MOMENT).await;
    sitting.cut();

    let sitting = Sitting::begin(folder.path(), &demo.vault).await;
    sign_in::shown(&sitting.page).await;
    sign_in::sign_in(&sitting.page, &name, &passphrase).await;
    for title in ["truoc khi mat trang", "sau khi trang tro lai"] {
        let draft = format!("//li[contains(normalize-space(.), '{title}')]");
        appears(&sitting.page, &draft).await;
    }
    sitting.cut();
}
