//! What is seen of a page: its picture, what axe finds on it, and what stands where it should not.
//!
//! Purpose: the looks every screen must stand, whoever brought the journey to it. May use: the page
//! and the folder of pictures. Must never: go anywhere, or press anything.

use std::time::Instant;

use fantoccini::Client;
use serde_json::{Value, json};

use crate::app::{REPAINT, START, kept};

/// A frame without content compresses to a few kB at this size; a painted screen never does.
const SMALLEST_PAINTED: usize = 15_000;
/// The same of a screen that may show as little as a sentence.
const SMALLEST_SEEN: usize = 5_000;
/// How often a lost surface is made anew before a picture is given up.
const SURFACES: usize = 4;

/// A picture of the window, once something is painted; also kept as `target/e2e/<name>.png`.
pub(crate) async fn picture(page: &Client, name: &str) {
    let until = Instant::now() + START;
    loop {
        tokio::time::sleep(REPAINT).await;
        let bytes = shot(page).await.expect("the window can be pictured");
        if bytes.len() >= SMALLEST_PAINTED {
            std::fs::write(kept(name).with_extension("png"), bytes).expect("the picture is kept");
            return;
        }
        assert!(Instant::now() < until, "the window stays blank");
    }
}

/// Fails with everything axe finds wrong on the screen (contrast and sizes of targets included).
pub(crate) async fn accessible(page: &Client) {
    let there = page.execute("return 'axe' in window", Vec::new()).await;
    if !matches!(there, Ok(Value::Bool(true))) {
        let axe = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../ui/node_modules/axe-core/axe.min.js"
        );
        let source = std::fs::read_to_string(axe).expect("npm ci has been run in ui/");
        page.execute(&source, Vec::new()).await.expect("axe loads");
    }
    let found = page
        .execute_async(
            "const done = arguments[arguments.length - 1];
             axe.run({ rules: { 'target-size': { enabled: true } } }).then(
               (result) => done(result.violations.map((rule) =>
                 rule.id + ': ' + rule.nodes.map((node) => node.target.join(' ')).join(', '))),
               (error) => done([String(error)]));",
            Vec::new(),
        )
        .await
        .expect("axe runs");
    assert_eq!(found, json!([]), "accessibility");
}

/// A picture of the window as it is now; also kept as `target/e2e/<name>.png`.
pub(crate) async fn glimpse(page: &Client, name: &str) {
    let frames = "const done = arguments[arguments.length - 1];
         Promise.all([...document.images].map((image) => image.decode().catch(() => null))).then(() =>
           requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true), 250))));";
    let painted = page.execute_async(frames, Vec::new()).await;
    painted.expect("the page paints");
    let mut bytes = shot(page).await.expect("the window can be pictured");
    // The window's surface was lost: another size makes a new one, as a rule at once.
    for _ in 0..SURFACES {
        if bytes.len() >= SMALLEST_SEEN {
            break;
        }
        for wider in [true, false] {
            let (width, height) = page.get_window_size().await.expect("it has a size");
            let width = if wider { width + 1 } else { width - 1 };
            let sides = [width, height].map(|side| u32::try_from(side).expect("pixels"));
            let [width, height] = sides;
            let placed = page.set_window_size(width, height).await;
            placed.expect("it takes a size");
            tokio::time::sleep(REPAINT).await;
        }
        bytes = shot(page).await.expect("the window can be pictured");
    }
    assert!(bytes.len() >= SMALLEST_SEEN, "{name} shows nothing");
    let picture = kept(name).with_extension("png");
    std::fs::write(&picture, bytes).expect("the picture is kept");
    let folder = picture.parent().expect("it lies in a folder");
    crate::sheet::renew(folder).expect("the sheet is kept");
}

/// A picture as PNG. The driver gives what is drawn next, and a page that rests draws nothing: a
/// speck that nobody sees changes until it is taken.
pub(crate) async fn shot(page: &Client) -> Option<Vec<u8>> {
    let stir = "const speck = document.body.appendChild(document.createElement('i'));
         speck.id = 'speck';
         speck.ariaHidden = 'true';
         speck.style.cssText = 'position: fixed; right: 0; bottom: 0; width: 1px; height: 1px';
         let turn = 0;
         const change = () => {
           turn += 1;
           speck.style.background = `rgb(127 127 127 / ${turn % 2 + 1}%)`;
           if (speck.isConnected) { setTimeout(change, 20); }
         };
         change();
         return true;";
    let rest = "document.getElementById('speck')?.remove(); return true;";
    page.execute(stir, Vec::new()).await.ok()?;
    let bytes = page.screenshot().await.ok();
    page.execute(rest, Vec::new()).await.ok()?;
    bytes
}

/// Fails when anything on the screen is wider than its box (a line of text one types scrolls), lies
/// over something else, or is cut where one begins to read.
pub(crate) async fn unclipped(page: &Client) {
    let wide = page
        .execute(
            "return [...document.querySelectorAll('body *:not(input)'), document.documentElement]
               .filter((box) => box.checkVisibility() && box.clientWidth > 1
                 && box.scrollWidth > box.clientWidth + 1)
               .map((box) => box.tagName + ' ' + box.textContent.slice(0, 40));",
            Vec::new(),
        )
        .await
        .expect("the page answers");
    assert_eq!(wide, Value::Array(Vec::new()), "clipped");
    assert_eq!(crowded(page).await, json!([]), "one over another");
}

/// What stands one over another, is covered, or is cut.
pub(crate) async fn crowded(page: &Client) -> Value {
    let mut found = Vec::new();
    for check in [CROWDED, COVERED, CUT, CLAMPED] {
        let more = page.execute(&format!("{SEEN}{check}"), Vec::new()).await;
        let more = more.expect("the page answers");
        found.extend(more.as_array().expect("a list").iter().cloned());
    }
    Value::Array(found)
}

/// What the checks share: the layer one works on, how far a box is in sight, what says something.
const SEEN: &str = "
    const root = [...document.querySelectorAll('[aria-modal=true], [role=menu], .cover')].at(-1) ?? document.body;
    const style = (one) => getComputedStyle(one);
    const lifted = (one, on = root) => one !== on && one !== null
      && (['fixed', 'absolute', 'sticky'].includes(style(one).position)
        || lifted(one.parentElement, on));
    const within = (line, one) => {
      let { left, right, top, bottom } = line;
      // What is fixed is cut by nothing it stands in.
      const free = (at) => !at || style(at).position === 'fixed';
      for (let at = free(one) ? null : one.parentElement; at; at = free(at) ? null : at.parentElement) {
        const flow = style(at);
        const edge = at.getBoundingClientRect();
        if (flow.overflowX !== 'visible') {
          [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
        }
        if (flow.overflowY !== 'visible') {
          [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
        }
      }
      return { left, right, top, bottom };
    };
    const says = (one) => /^(INPUT|TEXTAREA|BUTTON|IMG)$/.test(one.tagName)
      || [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[inert], svg')
      && one.clientHeight !== 1;
    const named = (one) => one.tagName + ' ' + (one.id || one.textContent.trim().slice(0, 30));
    const found = [];
";

/// What stands over something else of its layer, line by line and as far as it is in sight; and
/// words so narrow that their letters stand one under another.
const CROWDED: &str = "
    const shown = [...root.querySelectorAll('*')].filter((one) => seen(one) && says(one)
      && !lifted(one));
    const lines = shown.flatMap((one) => [...one.getClientRects()]
      .map((line) => ({ one, ...within(line, one) }))
      .filter(({ left, right, top, bottom }) => right - left > 4 && bottom - top > 4));
    lines.forEach((a, at) => lines.slice(at + 1).forEach((b) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 4 && high > 4 && !a.one.contains(b.one) && !b.one.contains(a.one)) {
        found.push(named(a.one) + ' / ' + named(b.one));
      }
    }));
    for (const one of shown) {
      const box = one.getBoundingClientRect();
      const letter = parseFloat(style(one).fontSize);
      if (/^(BUTTON|LABEL|H[1-6])$/.test(one.tagName) && box.width < 2.5 * letter
        && box.height > 4 * letter) {
        found.push('narrow: ' + named(one));
      }
    }
    return [...new Set(found)].slice(0, 10);";

/// Controls whose middle is in sight and belongs to something else: a bar, a panel, a layer over
/// them. Suggestions of a field may lie over what follows it.
const COVERED: &str = "
    for (const one of root.querySelectorAll('button, a[href], input, textarea, summary')) {
      const box = one.getBoundingClientRect();
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      const part = within(box, one);
      if (!seen(one) || box.width < 4 || x < Math.max(part.left, 0) || y < Math.max(part.top, 0)
        || x >= Math.min(part.right, innerWidth) || y >= Math.min(part.bottom, innerHeight)) {
        continue;
      }
      const hit = document.elementFromPoint(x, y);
      if (hit && !one.contains(hit) && !hit.contains(one) && hit.closest('label')?.control !== one
        && !hit.closest('[role=listbox]')) {
        found.push('covered: ' + named(one) + ' by ' + named(hit));
      }
    }
    return found.slice(0, 10);";

/// What is cut from above or below: where something scrolls and stands at its beginning, the first
/// line, heading or control in it; anything that no scrolling brings into sight.
const CUT: &str = "
    const scrolls = (one) => ['auto', 'scroll'].includes(style(one).overflowY);
    const whole = (box, one) => {
      const part = within(box, one);
      return Math.min(part.bottom, innerHeight) - Math.max(part.top, 0) >= box.height - 2;
    };
    const line = (one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      return range.getClientRects()[0] ?? one.getBoundingClientRect();
    };
    const controls = 'button, a[href], label, summary, h1, h2, h3, input';
    const rests = (one) => one === null || (one.scrollTop === 0 && rests(one.parentElement));
    const brought = (one) => one !== null
      && ((scrolls(one) && one.scrollHeight > one.clientHeight) || brought(one.parentElement));
    const holds = (box, at) => {
      const edge = box.getBoundingClientRect();
      return at.top >= edge.top - 2 && at.bottom <= edge.bottom + 2;
    };
    const boxes = [root, ...root.querySelectorAll('*')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }));
    for (const box of boxes.filter((one) => scrolls(one) && !/^(INPUT|TEXTAREA)$/.test(one.tagName)
      && one.clientHeight > 2)) {
      const said = [...box.querySelectorAll('*')].find((one) => seen(one) && says(one)
        && !/^(IMG|TEXTAREA)$/.test(one.tagName) && !lifted(one, box));
      const first = said?.closest(controls) ?? said;
      const at = first && (first.matches(controls) ? first.getBoundingClientRect() : line(first));
      // What may be scrolled into sight as a whole is judged by its own edge.
      const fits = at && (brought(box.parentElement) ? holds(box, at) : whole(at, first));
      if (at && rests(first.parentElement) && !fits) {
        found.push('cut at the beginning: ' + named(first));
      }
    }
    for (const one of root.querySelectorAll(controls)) {
      const box = one.getBoundingClientRect();
      if (seen(one) && box.height > 2 && box.width > 2 && !brought(one.parentElement)
        && !whole(box, one)) {
        found.push('cut: ' + named(one));
      }
    }
    return [...new Set(found)].slice(0, 10);";

/// Words that end in three dots though they are no longer than names and sentences are. What is
/// longer (two hundred letters) takes its two lines and no more.
const CLAMPED: &str = "
    for (const one of root.querySelectorAll('*')) {
      const drawn = style(one);
      const clamped = drawn.webkitLineClamp !== 'none' && one.scrollHeight > one.clientHeight + 1;
      const dotted = drawn.textOverflow === 'ellipsis' && one.scrollWidth > one.clientWidth + 1;
      if (seen(one) && (clamped || dotted) && one.textContent.trim().length < 90) {
        found.push('shortened: ' + named(one));
      }
      // A capital's two marks stand above its line.
      const room = parseFloat(drawn.paddingTop) >= 0.2 * parseFloat(drawn.fontSize);
      if (seen(one) && drawn.webkitLineClamp !== 'none' && !room) {
        found.push('marks cut: ' + named(one));
      }
    }
    return found.slice(0, 10);";
