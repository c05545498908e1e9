//! The hand that plays a scene: what it presses is held against the scene's own words.
//!
//! Purpose: keys at the X server, controls by the messages that stand on them, and a list of both;
//! what the core answered when a visit was saved, and the papers a printer took. Must never: reach a
//! control by another way than the words of the scene name.

use std::collections::BTreeSet;
use std::sync::Mutex;

use fantoccini::Client;
use serde_json::{Value, json};

use crate::app::Sitting;
use crate::hands::{all_hold, ask, press, put, run, told, until};
use crate::keys::Keyboard;
use crate::pages::{appears, counter};
use crate::screen::glimpse;
use crate::speech::Speech;

/// Keeps what the core says of a visit that was saved: its receipts, its people, its times.
const HEAR: &str = "const real = window.fetch;
    window.heard = null;
    window.fetch = async (address, request) => {
      const answer = await real.call(window, address, request);
      if (new URL(address).pathname.endsWith('save_visit')) {
        const copy = await answer.clone().json();
        if (copy.visit) window.heard = copy;
      }
      return answer;
    };
    return true;";

/// The words of a step that a hand can be held to, in both languages.
pub(super) type Named = BTreeSet<(String, String)>;

/// Somebody at the counter of the practice office.
pub(super) struct Hand {
    /// The page in the window.
    pub(super) page: Client,
    /// The keyboard before it.
    pub(super) keyboard: Keyboard,
    words: [Speech; 2],
    named: Mutex<Named>,
}

impl Hand {
    /// Sits down and signs in.
    pub(super) async fn sits_down(sitting: &Sitting, who: &(String, String)) -> Self {
        let page = sitting.page.clone();
        let placed = page.set_window_rect(0, 0, 1366, 768).await;
        placed.expect("the window has a size");
        counter::at_work(&page, &who.0, &who.1).await;
        assert_eq!(run(&page, HEAR, Vec::new()).await, json!(true));
        Self {
            page,
            keyboard: Keyboard::at_the_window(),
            words: [Speech::of("vi"), Speech::of("en")],
            named: Mutex::default(),
        }
    }

    /// What was named so far, taken along to the next sitting.
    pub(super) fn stands_up(self) -> Named {
        self.named.into_inner().unwrap()
    }

    /// Goes on with what was named before.
    pub(super) fn goes_on(&self, named: Named) {
        self.named.lock().unwrap().extend(named);
    }

    fn names(&self, vi: &str, en: &str) {
        let pair = (vi.to_lowercase(), en.to_lowercase());
        self.named.lock().unwrap().insert(pair);
    }

    pub(super) fn names_message(&self, key: &str) -> String {
        let [vi, en] = [0, 1].map(|at| self.words[at].say(key));
        // A count in brackets is no part of the words.
        let [vi, en] = [vi, en].map(|text| text.trim_end_matches([' ', '(']).to_owned());
        self.names(&vi, &en);
        vi
    }

    /// A key of the scene.
    pub(super) fn key(&self, key: &str) {
        self.names(key, key);
        self.keyboard.press(&[key]);
    }

    /// Presses what bears this message.
    pub(super) async fn presses(&self, key: &str) {
        let words = self.names_message(key);
        press(&self.page, &words).await;
    }

    /// These words are seen.
    pub(super) async fn sees(&self, key: &str) {
        let words = self.names_message(key);
        self.reads(&words).await;
    }

    /// A sentence of the scene that is spoken or shown; it stands on the scene's page.
    pub(super) async fn says(&self, vi: &str, en: &str) {
        self.names(vi, en);
        self.reads(vi).await;
    }

    /// The scene keeps off the form: no card to scan, and it says so.
    pub(super) async fn keeps_apart(&self) {
        self.reads(&self.words[0].say("ui.practice.paper")).await;
        let card = "return [...document.querySelectorAll('main button')]
             .some((one) => one.textContent.includes(arguments[0]))";
        let words = self.words[0].say("ui.practice.card");
        let there = run(&self.page, card, vec![json!(words)]).await;
        assert_eq!(there, json!(false), "no card is offered");
    }

    async fn reads(&self, words: &str) {
        let script = "return [...document.querySelectorAll('body *')].some((one) =>
               one.checkVisibility() && one.children.length === 0
                 && one.textContent.includes(arguments[0]))";
        until(&self.page, script, vec![json!(words)]).await;
    }

    /// Chooses why she came, as the scene calls it, and writes what she says.
    pub(super) async fn records(&self, at: usize, service: &str, telling: &str) {
        let (begin, vi, en) = match service {
            "A1" => ("khieu", "Khiếu nại", "Complaint"),
            "A3" => ("kien", "Kiến nghị, phản ánh", "Petition, feedback"),
            _ => ("huong", "Hướng dẫn, giải thích", "Advice"),
        };
        self.names(vi, en);
        let script = "document.getElementById('service')?.focus();
             return document.activeElement?.id === 'service'";
        until(&self.page, script, Vec::new()).await;
        self.keyboard.write(begin);
        self.keyboard.press(&["Return"]);
        let title = format!("//h2[@id = 'matter-{at}-title' and normalize-space(.) = '{vi}']");
        appears(&self.page, &title).await;
        put(&self.page, &format!("matter-{at}-content"), telling).await;
    }

    /// As `records`, where the scene only says that a matter is recorded.
    pub(super) async fn records_any(&self, service: &str, telling: &str) {
        let before = self.named.lock().unwrap().clone();
        self.records(0, service, telling).await;
        *self.named.lock().unwrap() = before;
    }

    /// To a screen by its key.
    async fn goes(&self, key: &str, title: &str) {
        // Keys are pressed at the display; on a slow machine the desk would lock itself meanwhile.
        ask(&self.page, "stay", json!({})).await;
        self.keyboard.press(&[key]);
        let there = "return document.querySelector('nav [aria-current=page]')?.title
             === arguments[0]";
        until(&self.page, there, vec![json!(self.words[0].say(title))]).await;
    }

    /// To the counter.
    pub(super) async fn counter(&self) {
        self.goes("ctrl+1", "ui.place.counter").await;
        counter::shown(&self.page).await;
    }

    /// To a scene.
    pub(super) async fn scene(&self, id: &str) {
        self.goes("ctrl+8", "ui.place.practice").await;
        let title = self.words[0].say(&format!("ui.practice.{id}"));
        press(&self.page, &title).await;
        let heading = format!("//h2[@id = 'scene-title' and normalize-space(.) = '{title}']");
        appears(&self.page, &heading).await;
    }

    /// The card of the scene goes where a scanner's would.
    pub(super) async fn scans(&self, id: &str, name: &str) {
        self.scene(id).await;
        press(&self.page, &self.words[0].say("ui.practice.card")).await;
        counter::shown(&self.page).await;
        all_hold(&self.page, &[("person-name", name)]).await;
        counter::focused(&self.page, "service").await;
    }

    /// Begins a form by the key of the scene.
    pub(super) async fn begins(&self) {
        self.counter().await;
        self.key("F2");
        counter::form(&self.page).await;
        counter::focused(&self.page, "person-name").await;
    }

    /// Saves by this key; what the core made of it.
    pub(super) async fn saves(&self, key: &str) -> Value {
        run(&self.page, "window.heard = null", Vec::new()).await;
        self.key(key);
        until(&self.page, "return window.heard !== null", Vec::new()).await;
        counter::saved(&self.page).await;
        run(&self.page, "return window.heard", Vec::new()).await
    }

    /// The scene is over: its words name what was used and nothing else, and it is marked.
    pub(super) async fn ends(&self, id: &str, played: usize) {
        glimpse(&self.page, &format!("played-{id}")).await;
        let used = std::mem::take(&mut *self.named.lock().unwrap());
        let steps = format!("ui.practice.{id}.steps");
        for (at, lang) in ["vi", "en"].into_iter().enumerate() {
            let used: BTreeSet<String> = used
                .iter()
                .map(|(vi, en)| if at == 0 { vi.clone() } else { en.clone() })
                .collect();
            assert_eq!(
                named_in(&self.words[at].say(&steps)),
                used,
                "{id} in {lang}"
            );
        }
        self.scene(id).await;
        press(&self.page, &self.words[0].say("ui.practice.played")).await;
        let progress = format!("Đã diễn {played} trên 12 cảnh");
        appears(
            &self.page,
            &format!("//*[@role = 'status' and normalize-space(.) = '{progress}']"),
        )
        .await;
    }

    /// Today's numbers.
    pub(super) async fn numbers(&self) -> Vec<Value> {
        let queue = told(&self.page, "todays_queue", json!({})).await;
        queue["rows"].as_array().expect("a list").clone()
    }

    /// The line of a visit.
    pub(super) async fn number_of(&self, visit: &Value) -> Value {
        let rows = self.numbers().await;
        let row = rows.into_iter().find(|row| row["visit"] == *visit);
        row.expect("it stands in the day's queue")
    }

    /// How many receipts there are today.
    pub(super) async fn receipts(&self) -> usize {
        let states = told(&self.page, "print_states", json!({})).await;
        states.as_array().expect("a list").len()
    }

    /// Forms begun and not saved.
    pub(super) async fn drafts(&self) -> Value {
        told(&self.page, "drafts", json!({})).await
    }

    /// The newest entry of the record, in words: any entry at all changes it.
    pub(super) async fn head(&self) -> String {
        let day = told(&self.page, "day_state", json!({})).await;
        let head = day["head_words"].as_str().expect("words");
        assert!(head.contains(' '), "{head}");
        head.to_owned()
    }

    /// What the man who asks for his wife must not get.
    pub(super) async fn looks_at_somebody(&self) {
        let found = told(&self.page, "find_people", json!({ "query": "nguyen" })).await;
        let id = &found["people"][0]["id"];
        told(&self.page, "open_person", json!({ "id": id })).await;
    }

    /// The one person found so, as her page shows her.
    pub(super) async fn person(&self, query: &str) -> Value {
        let found = told(&self.page, "find_people", json!({ "query": query })).await;
        let people = found["people"].as_array().expect("a list");
        assert_eq!(people.len(), 1, "{query}: {found}");
        told(&self.page, "open_person", json!({ "id": people[0]["id"] })).await
    }
}

/// Keys and quoted words of a text.
fn named_in(steps: &str) -> BTreeSet<String> {
    let quoted = steps.split('“').skip(1);
    let quoted = quoted.map(|rest| rest.split('”').next().unwrap_or_default().to_lowercase());
    let words = steps.split(|letter: char| !letter.is_alphanumeric());
    let keys = words.filter(|word| {
        let number = word.strip_prefix('F').unwrap_or_default();
        !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())
    });
    let chords = steps.split(|letter: char| !(letter.is_alphanumeric() || letter == '+'));
    let chords = chords.filter(|word| word.starts_with("Ctrl+"));
    let keys = keys.chain(chords).map(str::to_lowercase);
    quoted.chain(keys).collect()
}
