//! The combinations of language, colours, width and text size in which screens are pictured.
//!
//! Purpose: one list for every journey that takes pictures, and a window dressed in one of them.
//! Screens are pictured in all four, states in one; `DESK_PHOTOGRAPHS` names another look, or `all`. Must
//! never: know a screen.

use fantoccini::Client;
use serde_json::json;

use crate::hands::{ask, choose, press, run, told, until};
use crate::screen::{accessible, glimpse, unclipped};
use crate::speech::Speech;

/// Name, language, colours, size of the window, text in percent.
pub(crate) type Look = (&'static str, &'static str, &'static str, (u32, u32), u32);

/// All of them.
pub(crate) const COMBINATIONS: [Look; 4] = [
    ("vi-light-1366-100", "vi", "light", (1366, 768), 100),
    ("en-dark-1366-150", "en", "dark", (1366, 768), 150),
    ("vi-dark-1920-100", "vi", "dark", (1920, 1040), 100),
    ("en-light-1920-150", "en", "light", (1920, 1040), 150),
];

/// Those in which states are pictured: the one with the longest words, the least room and the dark,
/// unless `DESK_PHOTOGRAPHS` names another or asks for all.
pub(crate) fn of_states() -> &'static [Look] {
    let asked = std::env::var("DESK_PHOTOGRAPHS").unwrap_or_default();
    let named = COMBINATIONS.iter().position(|look| look.0 == asked);
    let at = match (asked.as_str(), named) {
        ("all", _) => 0..4,
        (_, Some(at)) => at..at + 1,
        (_, None) => 1..2,
    };
    COMBINATIONS.get(at).unwrap_or(&[])
}

/// The widest screen with the smallest text is the one people set close.
fn density((_, _, _, (width, _), text): Look) -> &'static str {
    if (width, text) == (1920, 100) {
        "compact"
    } else {
        "comfortable"
    }
}

/// Tells the core this look. A page takes it over when it is loaded or somebody signs in; whoever signs in afterwards has a look of her own.
pub(crate) async fn dress(page: &Client, look: Look) {
    let (_, lang, theme, (width, height), text) = look;
    let placed = page.set_window_rect(0, 0, width, height).await;
    placed.expect("the window has a size");
    let appearance = json!({ "appearance": {
        "lang": lang, "theme": theme, "density": density(look), "text": text,
        "discreet": false, "shortcuts": true,
    }});
    told(page, "set_appearance", appearance).await;
}

/// Fails unless the page wears this look: a picture of another one would show nothing.
pub(crate) async fn wears(page: &Client, (name, lang, theme, size, text): Look) {
    let worn = "const root = document.documentElement;
         return [root.lang, root.dataset.theme, root.dataset.text, innerWidth, innerHeight];";
    let wanted = json!([lang, theme, text.to_string(), size.0, size.1]);
    let worn = run(page, worn, Vec::new()).await;
    assert_eq!(worn, wanted, "the page does not wear {name}");
}

/// The same page in another look, by its own controls as somebody chooses at the desk: what is typed
/// and where the keys are stays as it is.
async fn redress(page: &Client, look: Look) {
    let (_, lang, theme, (width, height), text) = look;
    let placed = page.set_window_rect(0, 0, width, height).await;
    placed.expect("the window has a size");
    let opens = "window.held = { at: document.activeElement, typed: typed() };
         document.querySelector('footer [aria-haspopup=dialog]').click();";
    run(page, &format!("{TYPED}{opens}"), Vec::new()).await;
    for (group, value) in [
        ("appearance-lang", lang.to_owned()),
        ("appearance-theme", theme.to_owned()),
        ("appearance-density", density(look).to_owned()),
        ("appearance-text", text.to_string()),
    ] {
        choose(page, group, &value).await;
    }
    let closes = "document.querySelector('input[name=appearance-lang]').closest('[role=dialog]')
           .querySelector('button').click();";
    run(page, closes, Vec::new()).await;
    let back = "return document.querySelector('input[name=appearance-lang]') === null
           && document.activeElement === window.held.at
           && JSON.stringify(window.held.typed) === JSON.stringify(typed())
           && innerWidth === arguments[0] && innerHeight === arguments[1];";
    let size = vec![json!(width), json!(height)];
    until(page, &format!("{TYPED}{back}"), size).await;
    wears(page, look).await;
}

/// What stands in the fields of the screen.
const TYPED: &str =
    "const typed = () => [...document.querySelectorAll('main input, main textarea')]
     .map((field) => [field.id, field.type === 'radio' ? field.checked : field.value]);";

/// A step of a walk, pictured in every look; it goes on in the first one.
pub(crate) async fn in_every_look(page: &Client, step: &str) {
    every_look(page, step, None).await;
}

async fn every_look(page: &Client, step: &str, part: Option<&str>) {
    for look in COMBINATIONS {
        redress(page, look).await;
        let name = format!("{step}-{}", look.0);
        if let Some(part) = part {
            comes_into_sight(page, part).await;
        }
        glimpse(page, &name).await;
        if let Some(part) = part {
            in_sight(page, part, &name).await;
        }
        accessible(page).await;
        unclipped(page).await;
    }
    let [first, ..] = COMBINATIONS;
    redress(page, first).await;
}

/// A part of the screen comes into sight.
async fn comes_into_sight(page: &Client, id: &str) {
    // Of what is taller than the window its beginning.
    let script = "const part = document.getElementById(arguments[0]);
         const tall = part.getBoundingClientRect().height > innerHeight / 2;
         part.scrollIntoView({ block: tall ? 'start' : 'center' });";
    run(page, script, vec![json!(id)]).await;
}

/// Its beginning is where it can be seen, under nothing else.
async fn in_sight(page: &Client, id: &str, picture: &str) {
    let script = "const part = document.getElementById(arguments[0]);
         const box = part.getBoundingClientRect();
         const there = document.elementFromPoint(box.left + box.width / 2,
           box.top + Math.min(box.height / 2, 12));
         return part.contains(there);";
    let seen = run(page, script, vec![json!(id)]).await;
    assert_eq!(seen, json!(true), "{picture} does not show {id}");
}

/// Pictures of one state in every look, with this part in sight in each.
pub(crate) async fn part_in_every_look(page: &Client, step: &str, part: &str) {
    every_look(page, step, Some(part)).await;
}

/// Takes pictures in one combination.
pub(crate) struct Camera<'a> {
    /// The page in the window.
    pub(crate) page: &'a Client,
    /// What its controls are called.
    pub(crate) speech: Speech,
    look: Look,
}

impl<'a> Camera<'a> {
    /// For a page that wears this look.
    pub(crate) fn new(page: &'a Client, look: Look) -> Self {
        let speech = Speech::of(look.1);
        Self { page, speech, look }
    }

    /// A picture of this state; it must be accessible and nothing may be clipped.
    pub(crate) async fn shot(&self, state: &str) {
        self.take(state, None).await;
    }

    /// The same with this part in sight, which is what the picture is about.
    pub(crate) async fn shot_of(&self, state: &str, part: &str) {
        self.take(state, Some(part)).await;
    }

    async fn take(&self, state: &str, part: Option<&str>) {
        let name = format!("state-{state}-{}", self.look.0);
        // No hand moves here: the desk would lock itself on a slow machine.
        ask(self.page, "stay", json!({})).await;
        wears(self.page, self.look).await;
        if let Some(part) = part {
            comes_into_sight(self.page, part).await;
        }
        glimpse(self.page, &name).await;
        if let Some(part) = part {
            in_sight(self.page, part, &name).await;
        }
        println!("{name}");
        unclipped(self.page).await;
        accessible(self.page).await;
    }

    /// Presses what bears these words of the catalogue.
    pub(crate) async fn press(&self, key: &str) {
        press(self.page, &self.speech.say(key)).await;
    }

    /// Waits until these words of the catalogue are seen.
    pub(crate) async fn sees(&self, key: &str) {
        let script = "const wanted = arguments[0];
             return [...document.querySelectorAll('body *')].some((one) =>
               one.getClientRects().length > 0 && [...one.childNodes].some((node) =>
                 node.nodeType === 3 && node.textContent.trim().startsWith(wanted)));";
        let words = self.speech.say(key);
        until(self.page, script, vec![json!(words)]).await;
    }
}
