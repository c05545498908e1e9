//! The first twenty people by part of a name, marks left out, at every keystroke, and
//! the quiet duplicate check while somebody new is typed, against the same MATCH statements on the
//! bare database.

use std::path::Path;
use std::time::Instant;

use domain::fold;
use domain::person::Facts;

use crate::EACH;
use crate::desk::Desk;
use crate::figures::{At, Bar, ROUNDS, Rounds, Table};
use crate::raw::Raw;

/// Rows of a screen.
const FIRST: usize = 20;
/// Look-alikes beside a form.
const ALIKE: usize = 5;

/// The statement of `store/search.rs`.
const MATCHING: &str = "select k.person from
    (select rowid as hit from person_search where person_search match ?
     order by rowid desc limit ?) s
 join person_key k on k.rowid = s.hit order by s.hit desc";

/// Measures on the record and on a bare copy of it.
pub(crate) async fn measure(desk: &mut Desk, floor: &Path, table: &mut Table) -> Rounds {
    let mut raw = Raw::open(floor, &desk.key()).await;
    let session = desk.sign_in("desk").await;
    let stride = (desk.known.len() / 97).max(1);
    let mut typed = Typed::new(
        desk.known
            .iter()
            .step_by(stride)
            .map(|facts| facts.name.clone()),
    );
    let mut strangers: Vec<Facts> = (0..ROUNDS * EACH).map(|_| desk.stranger()).collect();
    let (mut found, mut alike) = (Rounds::default(), Rounds::default());
    for _ in 0..ROUNDS {
        found.begin();
        alike.begin();
        for _ in 0..EACH {
            let (query, spelled) = typed.next();
            let stranger = Facts {
                name: spelled,
                ..strangers.pop().unwrap()
            };
            let begun = Instant::now();
            match_raw(&mut raw, &query).await;
            let floor = begun.elapsed();
            found.floor(floor);
            alike.floor(floor);
            let begun = Instant::now();
            desk.office
                .find_people(&session, &query, FIRST)
                .await
                .unwrap();
            found.work(begun.elapsed());
            let begun = Instant::now();
            desk.office
                .look_alikes_of(&session, &stranger, ALIKE)
                .await
                .unwrap();
            alike.work(begun.elapsed());
        }
    }
    raw.close().await;
    desk.office.end(session).await.unwrap();
    let bar = Bar {
        ratio: Some(2.0),
        p95: Some(16.0),
        ..Bar::default()
    };
    table.add(
        "search people, each keystroke",
        desk.size,
        &found,
        At::P95,
        bar,
    );
    let bar = Bar {
        ratio: Some(3.0),
        ..Bar::default()
    };
    table.add(
        "duplicate check while typing",
        desk.size,
        &alike,
        At::P95,
        bar,
    );
    found
}

/// Names as they grow under the fingers.
struct Typed {
    names: Vec<String>,
    name: usize,
    letters: usize,
}

impl Typed {
    fn new(names: impl Iterator<Item = String>) -> Self {
        Self {
            names: names.collect(),
            name: 0,
            letters: 0,
        }
    }

    /// One letter more: without marks, and as the name is spelled.
    fn next(&mut self) -> (String, String) {
        if self.letters == self.names[self.name].chars().count() {
            self.name = (self.name + 1) % self.names.len();
            self.letters = 0;
        }
        self.letters += 1;
        let spelled: String = self.names[self.name].chars().take(self.letters).collect();
        // A space is a keystroke too: it finishes a word.
        let gap = if spelled.ends_with(' ') { " " } else { "" };
        (format!("{}{gap}", fold::folded_key(&spelled)), spelled)
    }
}

/// The statements that the search asks for such a query: marks off, and with i and y as one if
/// that gave too few.
async fn match_raw(raw: &mut Raw, query: &str) {
    let unfinished = !query.ends_with(' ');
    let mut people: Vec<Vec<u8>> = Vec::new();
    let tiers = [
        ("folded", fold::folded_key(query)),
        ("loose", fold::loose_key(query)),
    ];
    for (column, key) in tiers {
        if people.len() > FIRST {
            break;
        }
        let words: Vec<&str> = key.split_whitespace().collect();
        let terms: Vec<String> = words
            .iter()
            .enumerate()
            .map(|(at, word)| {
                let star = if unfinished && at + 1 == words.len() {
                    "*"
                } else {
                    ""
                };
                format!("\"{word}\"{star}")
            })
            .collect();
        let hits: Vec<Vec<u8>> = sqlx::query_scalar(MATCHING)
            .bind(format!("{column} : ({})", terms.join(" AND ")))
            .bind(i64::try_from(FIRST + 1).unwrap())
            .fetch_all(&mut raw.conn)
            .await
            .unwrap();
        people.extend(hits);
    }
}
