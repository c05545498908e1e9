//! Every service of the room is taken in by an officer's hands: how many keys, how long.
//!
//! The hand knows no service: it answers what must be answered, by the kind of the question, and goes
//! past the rest. What is printed is the median of three intakes, from the scan to the receipt.

use std::time::Instant;

use fantoccini::Client;
use serde_json::{Value, json};

use super::results::begun;
use crate::app::journey;
use crate::hands::{run, told, until};
use crate::keys::Keyboard;
use crate::pages::counter;
use crate::screen::glimpse;

/// How often each service is taken in.
const TIMES: usize = 3;
/// Most keys from the scan to the receipt (the bar of the counter is 25 for a matter of usual length).
const MOST: u32 = 90;

/// What has the keys now, if it is a question of the matter.
const AT: &str = "const at = document.activeElement;
    const matter = at?.closest('section[aria-labelledby=matter-0-title]');
    if (!matter) return null;
    const field = at.closest('.field, fieldset') ?? at.parentElement;
    const optional = field.textContent.includes(arguments[0]);
    const group = field.querySelector('.label')?.id.replace(/-label$/, '') ?? '';
    return { id: at.type === 'checkbox' ? group : at.id || at.name, type: at.type ?? '', tag: at.tagName, value: at.value ?? '', optional,
      chosen: field.querySelector(':checked') !== null };";

/// What is typed for a question, by its kind; nothing where it is gone past.
fn answer(field: &Value, part: &str) -> Option<&'static str> {
    let kind = field["kind"].as_str().unwrap_or_default();
    Some(match (kind, part) {
        ("person" | "persons", "name") => "le thi mau",
        ("person" | "persons", "born") | ("partial_date", _) => "01052020",
        ("person" | "persons", _) => return None,
        ("date", _) if field["when"] == json!("future") => "01032027",
        ("date", _) => "01102026",
        ("number" | "money", _) => "1",
        ("time", _) => "0930",
        ("plate", _) => "15b112345",
        ("vehicle_number", _) => "rlhjc5225",
        _ => "so 1 duong mau",
    })
}

/// The question that a control belongs to, and which part of a person it is.
fn question<'f>(fields: &'f [Value], control: &str) -> Option<(&'f Value, String)> {
    let control = control.strip_prefix("matter-0-")?;
    let own = fields.iter().filter(|field| {
        let key = field["key"].as_str().unwrap_or_default();
        let rest = control.strip_prefix(key);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    });
    let field = own.max_by_key(|field| field["key"].as_str().map_or(0, str::len))?;
    let part = control.rsplit('-').next().unwrap_or_default().to_owned();
    Some((field, part))
}

/// Goes through the questions of a form as they come.
async fn filled(page: &Client, keyboard: &Keyboard, fields: &[Value], optional: &str) {
    for _ in 0..60 {
        let at = run(page, AT, vec![json!(optional)]).await;
        let Some(control) = at["id"].as_str() else {
            return;
        };
        let Some((field, part)) = question(fields, control) else {
            return;
        };
        let must = at["optional"] == json!(false);
        let named = matches!(field["kind"].as_str(), Some("person" | "persons"));
        let must = must || (named && part == "born" && field["required"] == json!(true));
        match at["type"].as_str().unwrap_or_default() {
            // A digit turns a box: one that is turned already would be turned back.
            "radio" | "checkbox" if must && at["chosen"] == json!(false) => keyboard.press(&["1"]),
            "radio" | "checkbox" => {}
            _ if must && at["value"] == json!("") => {
                if let Some(letters) = answer(field, &part) {
                    keyboard.write(letters);
                }
            }
            _ => {}
        }
        let next = if at["tag"] == json!("TEXTAREA") {
            "ctrl+Return"
        } else {
            "Return"
        };
        keyboard.press(&[next]);
        let moved = "const at = document.activeElement;
             return (at?.id || at?.name) !== arguments[0] || at?.type === 'radio'";
        until(page, moved, vec![json!(control)]).await;
    }
    panic!("the form has no end");
}

fn median<T: Copy + PartialOrd>(figures: &mut [T]) -> T {
    figures.sort_by(|one, other| one.partial_cmp(other).expect("a figure"));
    figures[figures.len() / 2]
}

#[tokio::test]
async fn each_service_is_taken_in_by_keys_and_its_median_is_told() {
    journey("intakes", |window| async move {
        let page = &window.page;
        let reception = window.demo.user("reception");
        counter::at_work(page, &reception.0, &reception.1).await;
        let keyboard = Keyboard::at_the_window();
        let services = told(page, "services", json!({})).await;
        let services = services.as_array().expect("services").clone();
        assert!(services.len() >= 15, "{} services", services.len());
        for service in &services {
            let id = service["id"].as_str().expect("an id");
            let fields = service["fields"].as_array().expect("questions");
            let (mut keys, mut seconds) = (Vec::new(), Vec::new());
            for time in 0..TIMES {
                let begin = Instant::now();
                begun(page, &keyboard, id).await;
                let begun = begin.elapsed().as_secs_f64();
                filled(page, &keyboard, fields, "nếu có").await;
                if time == 0 {
                    glimpse(page, &format!("intake-{id}")).await;
                }
                println!(
                    "begun {begun:.1} filled {:.1}",
                    begin.elapsed().as_secs_f64()
                );
                keyboard.press(&["F10"]);
                counter::saved(page).await;
                keys.push(keyboard.counted());
                seconds.push(begin.elapsed().as_secs_f64());
            }
            let (keys, seconds) = (median(&mut keys), median(&mut seconds));
            println!("intake of {id}: {keys} keys and {seconds:.1} s from the scan to the receipt");
            assert!(keys <= MOST, "{id}: {keys} keys");
        }
    })
    .await;
}
