//! Hostile and awkward text in every field of the window: it shows as typed, and nothing of it acts.

mod counter_fields;
mod door;
mod matters;
mod office;

use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use self::matters::{ADVICE, COMPLAINT, CRIME, HANDED_ON, Matter, PETITION};
use crate::app::journey;
use crate::hands::{
    all_hold, ask, choose, day_from_today, key, named, press, put, put_all, run, told, told_bytes,
    until,
};
use crate::pages::{appears, counter, sign_in};

/// A counter that only a script could move.
const RAN: &str = "window.ran";

/// What is typed, and what is kept of it where that is another form of the same letters.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "<script>window.ran=1</script>",
        "\"><img src=x onerror=\"window.ran=1\">",
        "'><svg/onload=window.ran=1><iframe srcdoc='<script>parent.ran=1</script>'>",
        "javascript:window.ran=1//<a href=javascript:window.ran=1>x</a>",
        "{{window.ran=1}} ${window.ran=1} {@html '<b onclick=window.ran=1>'} <%= ran %>",
        "'\"`´“”«»\\ </textarea></title><!-- ]]> --> &lt;b&gt; &#60;b&#62; \\u003cb\\x3e %3Cb%3E \\0",
        "'; DROP TABLE person; -- \" OR 1=1 /* */ % _ \\%",
        "=cmd|' /C calc'!A0 +1 -1 @SUM(A1)",
        "\u{202E}gnp.exe \u{2066}trái\u{2069} مريم עברית",
        "Ng\u{200B}u\u{200D}y\u{FEFF}ễn\u{2060} \u{2028}\u{00AD}An",
        "Z\u{351}\u{36B}\u{343}\u{36A}\u{302}\u{36B}\u{33D}\u{34F}\u{334}\u{319}\u{324}\u{31E}algo\
         \u{351}\u{36B}\u{343}\u{36A}\u{302}",
        "👩\u{200D}👧 mẹ và con 🏳\u{FE0F}\u{200D}🌈 𠀀 \u{E000}",
        // As some keyboards send it: letters and marks apart.
        "Nguye\u{302}\u{303}n Thi\u{323} Ha\u{300}",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("Ệ".repeat(150));
    texts
}

/// Fields of every form that take any text.
const FREE: [&str; 4] = ["person-name", "person-address", "late-reason", "visit-note"];

/// Those with a form of their own, and what is right in them.
const STRICT: [(&str, &str); 10] = [
    ("person-born", "05031990"),
    ("person-phone", "0912345678"),
    ("person-number", ""),
    ("person-old_number", ""),
    ("person-passport", ""),
    ("person-nationality", ""),
    ("visit-people", "1"),
    ("late-day", ""),
    ("late-time", "9:00"),
    ("late-sheet", "A-1"),
];

/// Every field of the screen (of the dialog, where one is open) that takes text holds this one, but
/// for those named with their reason: a field that is added is not forgotten.
async fn none_forgotten(page: &Client, text: &str, but: &[(&str, &str)]) {
    let script = "const layer = [...document.querySelectorAll('[aria-modal=true]')].at(-1)
           ?? document.querySelector('main') ?? document.body;
         const fields = [...layer.querySelectorAll('textarea, [contenteditable=true], [role=textbox], \
             input:not([type=radio], [type=checkbox], [type=button], [type=submit], [type=hidden])')]
           .filter((one) => one.checkVisibility() && !one.disabled && !one.readOnly
             && !one.closest('[inert]'));
         return { all: fields.length, left: fields
           .filter((one) => (one.value ?? one.textContent) !== arguments[0])
           .map((one) => one.id || one.outerHTML.slice(0, 120)) };";
    let seen = run(page, script, vec![json!(text)]).await;
    assert!(seen["all"].as_u64() > Some(0), "no field: {seen}");
    let left: Vec<String> = serde_json::from_value(seen["left"].clone()).unwrap();
    let forgotten: Vec<String> = left
        .into_iter()
        .filter(|id| !but.iter().any(|(known, _reason)| known == id))
        .collect();
    assert_eq!(
        forgotten, [""; 0],
        "fields nobody types this text into: {text}"
    );
}

/// What a one-line field keeps: composed letters, no outer space.
async fn composed(page: &Client, text: &str) -> String {
    let script = "return arguments[0].normalize('NFC').trim()";
    let kept = run(page, script, vec![json!(text)]).await;
    kept.as_str().unwrap().to_owned()
}

/// Nothing ran, no element came of a text, and nothing pushes the page apart.
async fn inert(page: &Client, text: &str) {
    let script = format!(
        "const odd = [...document.querySelectorAll(
             'iframe, object, embed, base, link[rel=import], a[href^=\"javascript\" i], [srcdoc], \
              img[src=x], svg[onload]')].map((one) => one.outerHTML);
         for (const one of document.querySelectorAll('*'))
           for (const {{ name }} of one.attributes)
             if (name.startsWith('on')) odd.push(one.tagName + ' ' + name);
         for (const one of document.querySelectorAll('script'))
           if (!one.src && one.textContent.includes('ran')) odd.push(one.outerHTML);
         const wide = [document.documentElement, ...document.querySelectorAll('main, main *')]
           .filter((one) => !one.matches('input, textarea') && one.clientWidth > 1
             && one.scrollWidth > one.clientWidth + 1)
           .map((one) => one.tagName + ' ' + one.id + ' ' + one.textContent.slice(0, 30));
         return {{ ran: {RAN} ?? 0, odd, wide,
           beyond: document.documentElement.scrollWidth > window.innerWidth }};"
    );
    // No hand moves here: the desk would lock itself on a slow machine.
    ask(page, "stay", json!({})).await;
    let seen = run(page, &script, Vec::new()).await;
    let clean = json!({ "ran": 0, "odd": [], "wide": [], "beyond": false });
    assert_eq!(seen, clean, "{text}");
}

/// Whether a field says that it is wrong; then it must stand as typed, with a sentence beside it.
async fn refused_at(page: &Client, id: &str, text: &str) -> bool {
    let script = "const field = document.getElementById(arguments[0]);
         if (field?.getAttribute('aria-invalid') !== 'true') return null;
         const beside = (field.getAttribute('aria-describedby') ?? '').split(' ')
           .concat(field.getAttribute('aria-errormessage') ?? '');
         const said = beside.map((one) => document.getElementById(one)?.textContent ?? '');
         return { value: field.value, said: said.join(' ').trim() };";
    let told = run(page, script, vec![json!(id)]).await;
    if told == Value::Null {
        return false;
    }
    assert_eq!(told["value"], json!(text), "{id}");
    let said = told["said"].as_str().unwrap();
    // A sentence in the window's language, no code and nothing of what was typed.
    assert!(said.contains(' '), "{id}: {said}");
    assert!(
        !said.contains("error.") && !said.contains("window.ran"),
        "{id}: {said}"
    );
    true
}

/// Ends the session as the lock does.
async fn locks(page: &Client) {
    let lock = "window.before = true; window.__TAURI_INTERNALS__.invoke('lock'); return 1";
    run(page, lock, Vec::new()).await;
    let anew = "return !('before' in window) && document.getElementById('signin-name') !== null";
    until(page, anew, Vec::new()).await;
}

/// Waits until exactly this text stands alone in an element of the page.
async fn stands(page: &Client, text: &str) {
    let script = "return [...document.querySelectorAll('body *')].some((one) =>
           one.children.length === 0 && one.textContent.trim() === arguments[0].trim())";
    until(page, script, vec![json!(text)]).await;
}

/// Every field of the form with the same text in it.
fn everywhere<'a>(matter: &Matter, text: &'a str) -> Vec<(&'static str, &'a str)> {
    let free = FREE.iter().chain(matter.free).map(|id| (*id, text));
    let strict = STRICT.iter().chain(matter.strict);
    free.chain(strict.map(|(id, _)| (*id, text))).collect()
}

/// As a hand types it.
async fn opens_everything(page: &Client, matter: &Matter, text: &str) {
    named(page, Key::F2).await;
    counter::form(page).await;
    appears(page, "//li[@id = 'service-A1']").await;
    // Letters narrow the list; none are left.
    put(page, "service", text).await;
    inert(page, text).await;
    put(page, "service", "").await;
    if !matter.service.is_empty() {
        let pick = "document.getElementById(arguments[0]).click()";
        let service = json!(format!("service-{}", matter.service));
        run(page, pick, vec![service]).await;
        appears(page, "//*[@id = 'matter-0-content']").await;
    }
    for (group, value) in matter.chosen {
        choose(page, group, value).await;
    }
    for (name, more, _) in matter.people {
        put(page, name, "x").await;
        appears(page, &format!("//*[@id = '{more}']")).await;
    }
    // Typed by hand, her papers are asked for: the fold opens by itself.
    put(page, "person-name", "x").await;
    appears(page, "//*[@id = 'person-nationality']").await;
    press(page, "Nhận trước đó?").await;
    choose(page, "late-source", "paper_day").await;
    appears(page, "//*[@id = 'late-sheet']").await;
}

/// One text in all fields of the form: put aside, found in the list, gone on with, refused, saved.
async fn one_form(page: &Client, matter: &Matter, text: &str, phone: &str) {
    opens_everything(page, matter, text).await;
    let all = everywhere(matter, text);
    put_all(page, &all).await;
    let mut but = vec![("service", "narrows a list, typed into above")];
    let begin = "begins one more of the same";
    but.extend(matter.people.iter().map(|(_, _, next)| (*next, begin)));
    none_forgotten(page, text, &but).await;
    inert(page, text).await;
    named(page, Key::F2).await;
    stands(page, text).await;
    inert(page, text).await;
    press(page, "Làm tiếp").await;
    appears(page, "//*[@id = 'late-sheet']").await;
    all_hold(page, &all).await;
    named(page, Key::F9).await;
    appears(page, "//*[@role = 'alert']//*[self::a or self::button]").await;
    inert(page, text).await;
    all_hold(page, &all).await;
    put_all(page, &STRICT).await;
    put_all(page, matter.strict).await;
    let day = day_from_today(page, -1).await;
    put_all(page, &[("late-day", &day), ("person-phone", phone)]).await;
    choose(page, "person-proof", "own_words").await;
    named(page, Key::F9).await;
    let title = counter::saved(page).await;
    assert!(title.contains("A-"), "{title}");
    if matter.receipt {
        let drawn = "const pages = [...document.querySelectorAll('main img')];
             return pages.length > 0 && pages.every((one) => one.complete && one.naturalWidth > 0);";
        until(page, drawn, Vec::new()).await;
    }
    inert(page, text).await;
}

/// What was saved: in the record as composed, and so on the people's page.
async fn read_back(page: &Client, text: &str, phone: &str) {
    let kept = composed(page, text).await;
    let found = told(page, "find_people", json!({ "query": phone })).await;
    let id = &found["people"][0]["id"];
    let card = told(page, "open_person", json!({ "id": id })).await;
    assert_eq!(card["facts"]["name"], json!(kept));
    assert_eq!(card["facts"]["address"], json!(kept));
    put(page, "people-query", phone).await;
    stands(page, &kept).await;
    inert(page, text).await;
    let open = "const row = [...document.querySelectorAll('tbody button')]
           .find((one) => one.textContent.trim() === arguments[0].trim());
         row?.click(); return row !== undefined";
    until(page, open, vec![json!(kept)]).await;
    appears(page, "//main//h2").await;
    stands(page, &kept).await;
    inert(page, text).await;
    named(page, Key::Escape).await;
    appears(page, "//*[@id = 'people-query']").await;
}

/// A phone of its own for each text.
fn phone(at: usize) -> String {
    format!("09123456{:02}", 10 + at)
}

#[tokio::test]
async fn hostile_text_in_the_form_shows_as_typed_and_never_acts() {
    journey("hostile-form", |window| async move {
        let page = &window.page;
        counter::reached(&window, "reception").await;
        run(page, "window.ran = 0", Vec::new()).await;
        for (at, text) in texts().iter().enumerate() {
            one_form(page, &COMPLAINT, text, &phone(at)).await;
        }
        // A control character is refused at the field and stays where it was typed.
        opens_everything(page, &COMPLAINT, "x").await;
        put(page, "person-name", "Lê\u{0}An").await;
        named(page, Key::F9).await;
        appears(page, "//*[@id = 'person-name' and @aria-invalid = 'true']").await;
        counter::holds(page, "person-name", "Lê\u{0}An").await;
        press(page, "Bỏ").await;

        press(page, "Người dân").await;
        for (at, text) in texts().iter().enumerate() {
            read_back(page, text, &phone(at)).await;
        }
    })
    .await;
}

/// A kind of question that a service asks one day has to be among those that are typed into.
async fn every_kind_is_tried(page: &Client) {
    let kinds = "const done = arguments[arguments.length - 1];
         window.__TAURI_INTERNALS__.invoke('services').then((all) => {
           const tried = arguments[0];
           const of = (some, shown) => new Set(some.flatMap(({ fields }) =>
             fields.filter(shown).map(({ kind }) => kind)));
           // What stands folded away is not typed into.
           const known = of(all.filter(({ id }) => tried.includes(id)), ({ folded }) => !folded);
           done([...of(all, () => true)].filter((kind) => !known.has(kind)).sort());
         });";
    let tried = [&COMPLAINT, &PETITION, &CRIME, &ADVICE].map(|matter| matter.service);
    let asked = page.execute_async(kinds, vec![json!(tried)]).await;
    // Nobody types into what is worked out; one is a person of a table of one; the others take a
    // number's letters and figures alone.
    let alone = ["computed", "number", "person", "plate", "vehicle_number"];
    assert_eq!(asked.unwrap(), json!(alone));
}

/// Whatever else one may come for: a form with every kind of question, and where one is sent.
#[tokio::test]
async fn hostile_text_of_every_other_matter_shows_as_typed_and_never_acts() {
    journey("hostile-matters", |window| async move {
        let page = &window.page;
        counter::reached(&window, "reception").await;
        run(page, "window.ran = 0", Vec::new()).await;
        let matters = [PETITION, CRIME, ADVICE, HANDED_ON];
        every_kind_is_tried(page).await;
        for (at, text) in texts().iter().enumerate() {
            for (kind, matter) in matters.iter().enumerate() {
                one_form(page, matter, text, &phone(at + kind * 20)).await;
            }
        }
    })
    .await;
}

/// Text in everything that is asked or searched, and in what one shift leaves the next.
#[tokio::test]
async fn hostile_text_everywhere_else_shows_as_typed_and_never_acts() {
    journey("hostile-elsewhere", |window| async move {
        let page = &window.page;
        sign_in::shown(page).await;
        let officers = window.demo.users("reception");
        sign_in::sign_in(page, &officers[0].0, &officers[0].1).await;
        counter::shown(page).await;
        run(page, "window.ran = 0", Vec::new()).await;
        for text in texts() {
            searched(page, &text).await;
            press(page, "Cuối ngày").await;
            put(page, "day-note", &text).await;
            none_forgotten(page, &text, &[]).await;
            press(page, "Chỉ để lại lời nhắn").await;
            until(
                page,
                "return document.getElementById('day-note')?.value === ''",
                Vec::new(),
            )
            .await;
        }
        run(
            page,
            "window.__TAURI_INTERNALS__.invoke('lock'); return 1",
            Vec::new(),
        )
        .await;
        counter::at_work(page, &officers[1].0, &officers[1].1).await;
        run(page, "window.ran ??= 0", Vec::new()).await;
        for text in texts() {
            let kept = composed(page, &text).await;
            stands(page, &kept).await;
        }
        inert(page, "the notes of the shift before").await;
        run(
            page,
            "window.__TAURI_INTERNALS__.invoke('lock'); return 1",
            Vec::new(),
        )
        .await;
        let admin = window.demo.user("admin");
        sign_in::shown(page).await;
        sign_in::sign_in(page, &admin.0, &admin.1).await;
        appears(page, "//nav").await;
        run(page, "window.ran ??= 0", Vec::new()).await;
        for (at, text) in texts().iter().enumerate() {
            staff(page, text, at).await;
        }
        for text in texts() {
            letterhead(page, &text).await;
        }
        // The door: name, code and passphrases.
        run(
            page,
            "window.__TAURI_INTERNALS__.invoke('lock'); return 1",
            Vec::new(),
        )
        .await;
        sign_in::shown(page).await;
        run(page, "window.ran ??= 0", Vec::new()).await;
        for text in texts() {
            sign_in_with(page, &text).await;
        }
    })
    .await;
}

async fn searched(page: &Client, text: &str) {
    press(page, "Kiểm tra biên nhận").await;
    put(page, "check-token", text).await;
    none_forgotten(page, text, &[]).await;
    press(page, "Kiểm tra").await;
    let answered =
        "return document.querySelector('main [role=status], main [role=alert]') !== null";
    until(page, answered, Vec::new()).await;
    inert(page, text).await;
    press(page, "Người dân").await;
    put(page, "people-query", text).await;
    counter::holds(page, "people-query", text).await;
    none_forgotten(page, text, &[]).await;
    inert(page, text).await;
    key(page, &[Key::Control.into()], 'k').await;
    appears(page, "//*[@role = 'dialog']//input").await;
    let id = run(
        page,
        "return document.querySelector('[role=dialog] input').id",
        Vec::new(),
    )
    .await;
    put(page, id.as_str().unwrap(), text).await;
    none_forgotten(page, text, &[]).await;
    inert(page, text).await;
    named(page, Key::Escape).await;
    named(page, Key::F7).await;
    appears(page, "//*[@role = 'dialog']//textarea").await;
    run(
        page,
        "document.querySelector('[role=dialog] textarea').value = arguments[0]",
        vec![json!(text)],
    )
    .await;
    none_forgotten(page, text, &[]).await;
    inert(page, text).await;
    named(page, Key::Escape).await;
}

async fn staff(page: &Client, text: &str, at: usize) {
    press(page, "Người dùng").await;
    press(page, "Ghi danh người mới").await;
    put(page, "enrol-display", text).await;
    put(page, "enrol-name", text).await;
    none_forgotten(page, text, &[]).await;
    choose(page, "enrol-role", "reception").await;
    press(page, "Tạo mã mời").await;
    appears(page, "//*[@role = 'dialog']//*[@role = 'alert']").await;
    counter::holds(page, "enrol-name", text).await;
    counter::holds(page, "enrol-display", text).await;
    inert(page, text).await;
    put(page, "enrol-name", &format!("moi.{at}")).await;
    press(page, "Tạo mã mời").await;
    let answered = "return document.querySelector('#enrol-display[aria-invalid=true]') !== null
         || document.getElementById('enrol-display') === null";
    until(page, answered, Vec::new()).await;
    let kept = composed(page, text).await;
    // A name with letters that cannot be seen is no name: refused at its field.
    let refused = page.find(Locator::Id("enrol-display")).await.is_ok();
    if refused {
        assert!(
            !kept.chars().all(|c| c.is_ascii_graphic() || c == ' '),
            "{text}"
        );
        counter::holds(page, "enrol-display", text).await;
    }
    named(page, Key::Escape).await;
    if !refused {
        stands(page, &kept).await;
    }
    inert(page, text).await;
}

async fn letterhead(page: &Client, text: &str) {
    press(page, "Cài đặt").await;
    press(page, "Đơn vị").await;
    let parts = ["parent", "office", "place", "address", "phone"];
    for part in parts {
        put(page, &format!("setting-letterhead-{part}"), text).await;
    }
    none_forgotten(page, text, &[]).await;
    press(page, "Lưu thay đổi").await;
    let answered = "return document.querySelector('main [role=alert]') !== null
         || document.body.textContent.includes('Đã lưu; có hiệu lực ngay.')";
    until(page, answered, Vec::new()).await;
    inert(page, text).await;
    let kept = composed(page, text).await;
    let view = told(page, "settings", json!({})).await;
    for part in parts {
        let field = format!("setting-letterhead-{part}");
        let stored = view["rows"].as_array().unwrap().iter();
        let stored = stored
            .filter(|row| row["name"] == json!(format!("letterhead.{part}")))
            .map(|row| row["value"].as_str().unwrap_or_default().to_owned())
            .next()
            .unwrap();
        let wrong = run(
            page,
            "return document.getElementById(arguments[0]).getAttribute('aria-invalid') === 'true'",
            vec![json!(field)],
        )
        .await;
        let shown = counter::value(page, &field).await;
        // Saved as composed, or refused at its field and still there as typed.
        assert!(
            shown == kept || (wrong == Value::Bool(true) && shown == text),
            "{field}: {shown}"
        );
        assert!(
            wrong == Value::Bool(true) || stored == kept,
            "{field}: {stored}"
        );
    }
}

async fn sign_in_with(page: &Client, text: &str) {
    put(page, "signin-name", text).await;
    put(page, "signin-passphrase", text).await;
    none_forgotten(page, text, &[]).await;
    press(page, "Đăng nhập").await;
    appears(page, "//*[@role = 'alert']").await;
    counter::holds(page, "signin-name", text).await;
    inert(page, text).await;
}

#[tokio::test]
async fn the_core_answers_hostile_bytes_of_the_page_with_a_code() {
    journey("hostile-bytes", |window| async move {
        let page = &window.page;
        let (name, passphrase) = window.demo.user("reception");
        sign_in::shown(page).await;
        told_bytes(page, "sign_in", &[&name, &passphrase]).await;
        for text in texts() {
            for (command, body) in [
                ("find_people", json!({ "query": text })),
                ("find_places", json!({ "query": text })),
                ("open_person", json!({ "id": text })),
                ("save_visit", json!({ "request": text })),
                ("read_scan", json!({ "payload": text })),
                ("read_date", json!({ "typed": text, "kind": "birth" })),
                ("receipt_pages", json!({ "number": text })),
                ("check_receipt", json!({ "token": text })),
                ("open_draft", json!({ "id": text })),
                ("reopen_day", json!({ "reason": text })),
            ] {
                let answer = ask(page, command, body).await;
                let refused = answer.get("refused");
                let code = refused.is_none_or(|refused| refused["code"].is_string());
                assert!(code, "{command} {text:?}: {answer}");
                let told = answer.to_string();
                assert!(
                    refused.is_none() || !told.contains("window.ran"),
                    "{command} says back what it was asked: {told}"
                );
            }
        }
    })
    .await;
}
