//! Every end but a power cut, in mid-word: the next sitting has the whole form.

use std::process::Command;
use std::time::Duration;

use fantoccini::Client;

use crate::app::{Alone, Sitting, install};
use crate::bus::Bus;
use crate::demo::Demo;
use crate::keys::Keyboard;
use crate::pages::{appears, counter, sign_in, words};

/// The ends, in turn.
#[derive(Clone, Copy, Debug)]
enum End {
    /// Ctrl+L.
    Locked,
    /// The desktop locked itself: told on its bus.
    Left,
    /// The machine is about to sleep: told by logind.
    Asleep,
    /// The window's own button.
    Closed,
    /// The last act of its menu.
    Menu,
    /// The session ends: SIGTERM.
    Told,
    /// An update: the program's file replaced while it runs (by its like, there is one version), then SIGTERM.
    Updated,
}

const ENDS: [End; 11] = [
    End::Locked,
    End::Left,
    End::Closed,
    End::Told,
    End::Updated,
    End::Asleep,
    End::Menu,
    End::Left,
    End::Closed,
    End::Locked,
    End::Told,
];

/// Typed before each end, at the pace of a quick hand.
const WORDS: &str = "hom do toi o que cham me om ";

async fn telling(page: &Client) -> String {
    counter::value(page, "matter-0-content").await
}

async fn at_the_end_of_the_telling(page: &Client) {
    let script = "const field = document.getElementById('matter-0-content');
         field.focus(); field.setSelectionRange(field.value.length, field.value.length);";
    page.execute(script, Vec::new()).await.unwrap();
    counter::focused(page, "matter-0-content").await;
}

/// Signs in; the form of the last sitting, or the first one.
async fn begin(page: &Client, (name, passphrase): &(String, String), first: bool) -> Keyboard {
    sign_in::shown(page).await;
    sign_in::sign_in(page, name, passphrase).await;
    counter::shown(page).await;
    let keyboard = Keyboard::at_the_window();
    if first {
        keyboard.press(&["F2"]);
        counter::form(page).await;
        let focus = "document.getElementById('service').focus()";
        page.execute(focus, Vec::new()).await.unwrap();
        keyboard.press(&["1"]);
    } else {
        let go_on = "//button[starts-with(normalize-space(.), 'Làm tiếp')]";
        appears(page, go_on).await.click().await.unwrap();
    }
    appears(page, "//*[@id = 'matter-0-content']").await;
    keyboard
}

/// The field of the word for the next shift.
const NOTE: &str = "day-note";

async fn to_the_note(page: &Client) {
    let day = "//nav//button[contains(., 'Cuối ngày')]";
    appears(page, day).await.click().await.unwrap();
    appears(page, "//*[@id = 'day-note']").await;
    counter::focus(page, NOTE).await;
}

#[tokio::test]
async fn locked_left_asleep_closed_updated_or_told_to_end_in_mid_word_the_form_comes_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::make(folder.path());
    let officer = demo.user("reception");
    let bus = Bus::start();
    let logind = bus.logind();
    let around = [bus.around(), bus.as_system()];
    install(folder.path());
    let mut sitting = Sitting::begin_among(folder.path(), &demo.vault, &around).await;
    let mut all = String::new();
    for (turn, end) in ENDS.into_iter().enumerate() {
        let keyboard = begin(&sitting.page, &officer, turn == 0).await;
        assert_eq!(telling(&sitting.page).await, all, "before {end:?}, {turn}");
        at_the_end_of_the_telling(&sitting.page).await;
        keyboard.write(WORDS);
        all.push_str(WORDS);
        match end {
            End::Locked => keyboard.press(&["ctrl+l"]),
            End::Left => bus.desktop_locked(),
            End::Asleep => logind.sleeps(),
            End::Closed => keyboard.close_the_window(),
            End::Menu => keyboard.press(&["F12", "End", "Return"]),
            End::Told | End::Updated => {
                if matches!(end, End::Updated) {
                    install(folder.path());
                }
                let program = sitting.program().expect("it runs").to_string();
                let told = Command::new("kill").args(["-TERM", &program]).status();
                assert!(told.unwrap().success());
            }
        }
        if matches!(end, End::Locked | End::Left | End::Asleep) {
            // Whoever comes back to a desk that is locked is told what became of her words.
            let kept = "Đã khóa. Phiếu và lời nhắn đang gõ được giữ lại cho lần đăng nhập sau.";
            words(&sitting.page, kept).await;
        } else {
            sitting.ended().await;
            sitting.cut();
            sitting = Sitting::begin_among(folder.path(), &demo.vault, &around).await;
        }
    }
    let keyboard = begin(&sitting.page, &officer, false).await;
    assert_eq!(telling(&sitting.page).await, all);
    println!("{} ends in mid-word: no letter is missing", ENDS.len());

    // The word for the next shift stands on another screen, and closes with the same window.
    to_the_note(&sitting.page).await;
    keyboard.write(WORDS);
    keyboard.close_the_window();
    sitting.ended().await;
    sitting.cut();
    let sitting = Sitting::begin_among(folder.path(), &demo.vault, &around).await;
    let page = &sitting.page;
    counter::at_work(page, &officer.0, &officer.1).await;
    let note = "//li[contains(., 'Lời nhắn giao ca')]//button[starts-with(normalize-space(.), 'Làm tiếp')]";
    appears(page, note).await.click().await.unwrap();
    appears(page, "//*[@id = 'day-note']").await;
    counter::holds(page, NOTE, WORDS).await;
}

#[tokio::test]
async fn a_machine_whose_bus_is_begun_anew_does_not_end_the_desk() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::make(folder.path());
    let (session, system) = (Bus::start(), Bus::start());
    let logind = system.logind();
    let around = [session.around(), system.as_system()];
    // Without a driver, which has a connection of its own and ends with it.
    let mut desk = Alone::start_among(folder.path(), &demo.vault, &around);
    let _keyboard = Keyboard::at_the_window();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(desk.runs(), "before");
    drop((logind, system));
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(desk.runs(), "afterwards");
}
