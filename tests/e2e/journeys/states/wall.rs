//! The wall: the citizens' page, in both languages at once and in a look of its own.

use fantoccini::Client;
use serde_json::{Value, json};

use super::long_name;
use crate::hands::{answer, run, told, until};
use crate::looks::Camera;
use crate::screen::{accessible, glimpse, unclipped};

/// Screens it hangs on.
const SIZES: [(u32, u32); 2] = [(1366, 768), (1920, 1080)];

/// So many numbers, called to counters of these names in turn.
fn called(count: usize, counters: &[&str]) -> Value {
    let names = counters.iter().cycle().take(count);
    let one = |(at, counter): (usize, &&str)| json!({ "number": format!("A-{:03}", 312 - at), "counter": counter });
    names.enumerate().map(one).collect()
}

/// Pictured on every screen it hangs on.
async fn shot(page: &Client, state: &str) {
    for (width, height) in SIZES {
        let placed = page.set_window_rect(0, 0, width, height).await;
        placed.expect("the window has a size");
        let sized = "return innerWidth === arguments[0] && innerHeight === arguments[1]";
        until(page, sized, vec![json!(width), json!(height)]).await;
        glimpse(page, &format!("wall-{state}-{width}")).await;
        // Nobody scrolls a wall: all of it is in sight.
        let whole = "const root = document.documentElement;
             return root.scrollHeight <= innerHeight && [...document.querySelectorAll('main *')]
               .every((one) => one.getBoundingClientRect().bottom <= innerHeight + 1
                 && one.getBoundingClientRect().top >= -1);";
        assert_eq!(run(page, whole, Vec::new()).await, json!(true), "{state}");
        accessible(page).await;
        unclipped(page).await;
    }
}

/// In use, with nobody called, with the most it shows, and with the longest names.
pub(super) async fn screens(camera: &Camera<'_>) {
    let page = camera.page;
    told(page, "open_wall", json!({})).await;
    let own = page.window().await.expect("this window");
    let wall = page.windows().await.expect("the windows");
    let wall = wall.into_iter().find(|one| *one != own).expect("the wall");
    page.switch_to_window(wall).await.expect("the wall answers");
    let number = "return /\\d/.test(document.querySelector('[role=status]')?.textContent ?? '')";
    until(page, number, Vec::new()).await;
    let both = "return [...document.querySelectorAll('[role=status] [lang]')]
         .map((one) => one.lang).join()";
    assert_eq!(run(page, both, Vec::new()).await, json!("vi,en,vi,en"));
    shot(page, "called").await;
    let office = "CÔNG AN PHƯỜNG MẪU";
    let long = "Bàn tiếp công dân số 12, tầng trệt nhà B";
    for (state, office, called, waiting) in [
        ("empty", office, json!([]), 0),
        ("six", office, called(6, &["A", "B", "Số 3"]), 27),
        (
            "six-long",
            &long_name(100),
            called(6, &[long, &long_name(40)]),
            314,
        ),
    ] {
        let with = json!({ "office": office, "called": called, "waiting": waiting });
        answer(page, "wall", with, 0).await;
        let there = "const words = document.body.textContent;
             return words.includes(arguments[0]) && words.includes(arguments[1])";
        let with = vec![json!(office), json!(waiting.to_string())];
        until(page, there, with).await;
        shot(page, state).await;
    }
    page.close_window().await.expect("the wall closes");
    page.switch_to_window(own).await.expect("the desk answers");
}
