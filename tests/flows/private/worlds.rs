//! Two offices, one where she was scanned and half typed before the switch: what a reception key sees of
//! both is the same.

use std::fmt::Write as _;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::fault::Code;
use domain::visit::QueueAct;
use office::files::StepTold;
use office::protected::{FormTold, HandOverTold};
use office::views::VisitAdded;
use office::{DraftTold, PrivateTold, Session};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _};
use testkit::TestOffice;
use vault::secret::DatabaseKey;

use super::{answers, intake};
use crate::journal::assert_sound;
use crate::{pages, record, thief};

const NAME: &str = "Quắvzwbđux Thị Lệzka";
const TOLD: &str = "Tôi tố cáo ông Quộzwmđ đã đánh tôi hôm qua";

/// What is looked for in every page: her name as it is typed, folded and in a search index; her words.
fn traces() -> Vec<Vec<u8>> {
    let folded = domain::fold::folded_key(NAME);
    let words = folded.split(' ').filter(|word| word.len() > 5);
    let mut traces: Vec<Vec<u8>> = [NAME, TOLD, "Quộzwmđ", "031190099887", "0911222333"]
        .map(|text| text.as_bytes().to_vec())
        .to_vec();
    traces.extend(words.map(|word| word.as_bytes().to_vec()));
    traces
}

/// The visit up to the switch, and the file that is handed over.
async fn lived(scanned: bool, hand_over: bool) -> Taken {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    // Somebody on file who comes again, in both.
    let known = json!({ "person": { "name": "Lê Thị Cũ", "sex": "female" }, "outcome": "advice" });
    let known = office.add_visit(&session, &intake(&known)).await.unwrap();
    let line = office.give_number(&session).await.unwrap();
    let called = office.move_in_queue(&session, &line.visit, &QueueAct::Call);
    called.await.unwrap();
    let mut told = PrivateTold {
        visit: Some(line.visit.clone()),
        body: json!({ "telling": "" }).to_string(),
        ..PrivateTold::default()
    };
    if scanned {
        let card = office
            .person_for_form(&session, &known.person.unwrap())
            .await;
        card.unwrap();
        office.find_people(&session, NAME, 5).await.unwrap();
        let half = json!({
            "person": { "name": NAME, "number": "031190099887", "phone": "0911222333" },
            "matters": [{ "service": "A1", "fields": { "content": TOLD.repeat(20) } }],
        });
        let mut draft = DraftTold {
            id: None,
            title: NAME.to_owned(),
            visit: Some(line.visit),
            body: String::new(),
        };
        // Kept each second while it was typed.
        let text = half.to_string();
        for end in [text.len() / 3, text.len() / 2, text.len()] {
            draft.body = text.chars().take(end).collect();
            draft.id = Some(office.keep_draft(&session, &draft).await.unwrap().id);
        }
        told.draft = draft.id;
        told.body = text;
    }
    let id = office.begin_private(&session, &told).await.unwrap().id;
    // From here on both are the same.
    let form = json!({ "telling": "Lời kể." }).to_string();
    office
        .keep_private(&session, &id, &form, &[])
        .await
        .unwrap();
    if hand_over {
        let told = HandOverTold {
            form: Some(FormTold {
                service: "F1".to_owned(),
                fields: answers(&[]),
            }),
            draft: Some(id),
            slip: super::no_paper(),
            ..HandOverTold::default()
        };
        office.hand_over_protected(&session, &told).await.unwrap();
    }
    // Taken while she is signed in: nothing is put in order at the end of a session.
    let taken = taken(&office);
    office.end(session).await.unwrap();
    taken
}

/// A record as it lay there, with its log.
pub(crate) struct Taken {
    folder: tempfile::TempDir,
    key: DatabaseKey,
}

impl Taken {
    fn database(&self) -> PathBuf {
        self.folder.path().join("desk.db")
    }

    pub(crate) fn pages(&self) -> Vec<Vec<u8>> {
        pages::all(&self.database(), &self.key)
    }

    /// Pages of the file.
    fn length(&self) -> u64 {
        std::fs::metadata(self.database()).unwrap().len() / 4096
    }

    /// Every page that is in no table is empty, but for the lists of such pages.
    async fn free_is_empty(&self) -> bool {
        let mut conn = thief::open(&self.database(), &self.key).await;
        // All is in the file, none in the log.
        thief::run(&mut conn, "pragma wal_checkpoint(truncate)").await;
        let used: Vec<i64> = sqlx::query_scalar("select pageno from dbstat")
            .fetch_all(&mut conn)
            .await
            .unwrap();
        let free: i64 = sqlx::query_scalar("pragma freelist_count")
            .fetch_one(&mut conn)
            .await
            .unwrap();
        conn.close().await.unwrap();
        let pages = self.pages();
        let unused = pages.iter().enumerate().filter(|(at, _)| {
            let number = i64::try_from(at + 1).unwrap();
            !used.contains(&number)
        });
        let (empty, lists): (Vec<_>, Vec<_>) =
            unused.partition(|(_, page)| page.iter().all(|byte| *byte == 0));
        assert_eq!(empty.len() + lists.len(), usize::try_from(free).unwrap());
        // A list names pages and holds nothing else: two figures, then numbers.
        lists.len() <= 1 && free > 1
    }
}

pub(crate) fn taken(office: &TestOffice) -> Taken {
    let folder = tempfile::tempdir().unwrap();
    for name in ["desk.db", "desk.db-wal"] {
        let from = office.path().join(name);
        if from.exists() {
            std::fs::copy(from, folder.path().join(name)).unwrap();
        }
    }
    let key = record::database_key(&office.path(), office.founding());
    Taken { folder, key }
}

/// All that can be seen without what is sealed: kinds and times of the journal, the length of every value
/// of every table, the pages in use and free, the log.
pub(super) async fn shape(taken: &Taken) -> Vec<String> {
    let database = taken.database();
    let mut shape = Vec::new();
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    let log = std::fs::metadata(log).map_or(0, |log| log.len());
    shape.push(format!("log {log}"));
    let mut conn = thief::open(&database, &taken.key).await;
    let tables = "select name from sqlite_master where type = 'table' and sql not like '%virtual%'
        and name <> '_sqlx_migrations' order by name";
    let tables: Vec<String> = sqlx::query_scalar(tables)
        .fetch_all(&mut conn)
        .await
        .unwrap();
    for table in tables {
        let columns = format!("select name from pragma_table_xinfo('{table}')");
        let columns: Vec<String> = sqlx::query_scalar(AssertSqlSafe(columns))
            .fetch_all(&mut conn)
            .await
            .unwrap();
        let shown: Vec<String> = columns
            .iter()
            .map(|name| match name.as_str() {
                // Below: what is sealed has a header of chance length.
                "body" if table == "draft" || table == "payload" => "''".to_owned(),
                "kind" | "at" | "seq" | "updated" | "letter" | "number" | "day" => {
                    format!("coalesce(\"{name}\", '')")
                }
                name => format!("typeof(\"{name}\") || coalesce(length(\"{name}\"), '')"),
            })
            .collect();
        let rows = format!(
            "select {} as line from \"{table}\" order by line",
            shown.join(" || '|' || ")
        );
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(rows))
            .fetch_all(&mut conn)
            .await
            .unwrap();
        shape.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
    }
    for (table, column) in [("draft", "body"), ("payload", "body")] {
        let rows = format!("select {column} from {table} order by rowid");
        let rows: Vec<Vec<u8>> = sqlx::query_scalar(AssertSqlSafe(rows))
            .fetch_all(&mut conn)
            .await
            .unwrap();
        shape.extend(rows.iter().map(|row| format!("{table}: {}", length(row))));
    }
    let version: i64 = sqlx::query_scalar("pragma schema_version")
        .fetch_one(&mut conn)
        .await
        .unwrap();
    shape.push(format!("schema {version}"));
    // What is sealed is as long as chance has it, and so is the number of its pages.
    let pages = "select name || ' ' || pagetype || ' ' || count(*) from dbstat
        where pagetype <> 'overflow' and name not in ('payload', 'draft') group by name, pagetype order by 1";
    let pages: Vec<String> = sqlx::query_scalar(pages)
        .fetch_all(&mut conn)
        .await
        .unwrap();
    shape.extend(pages);
    conn.close().await.unwrap();
    shape
}

/// How long a value is; of what is sealed, behind the header, which age makes longer by chance.
fn length(value: &[u8]) -> String {
    let sealed = |file: &[u8]| {
        let mut lines = file.split_inclusive(|byte| *byte == b'\n');
        let header: usize = lines
            .by_ref()
            .take_while(|line| !line.starts_with(b"---"))
            .map(<[u8]>::len)
            .sum();
        file.len() - header
    };
    if value.starts_with(b"age-encryption.org") {
        return format!("sealed {}", sealed(value));
    }
    let Ok(mut body) = serde_json::from_slice::<Value>(value) else {
        return value.len().to_string();
    };
    let mut told = String::new();
    for key in ["ct", "box"] {
        if let Some(Value::String(text)) = body.get(key) {
            let file = STANDARD.decode(text).unwrap();
            write!(told, "{key} {} ", sealed(&file)).unwrap();
            body[key] = Value::Null;
        }
    }
    format!("{told}{}", body.to_string().len())
}

/// The one private form that waits, sealed as it lies there.
pub(super) async fn private_draft(office: &TestOffice) -> Vec<u8> {
    let taken = taken(office);
    let mut conn = thief::open(&taken.database(), &taken.key).await;
    let body = sqlx::query_scalar("select body from draft where kind = 'private'");
    let body = body.fetch_one(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    body
}

#[tokio::test]
async fn an_office_where_she_was_scanned_and_half_typed_before_the_switch_looks_like_one_where_not()
{
    for handed_over in [false, true] {
        let (one, other) = (
            lived(true, handed_over).await,
            lived(false, handed_over).await,
        );
        for world in [&one, &other] {
            let pages = world.pages();
            assert!(
                pages.iter().any(|page| holds(page, "Lê Thị Cũ".as_bytes())),
                "pages are read"
            );
            for trace in traces() {
                let found = pages.iter().filter(|page| holds(page, &trace)).count();
                assert_eq!(found, 0, "{}", String::from_utf8_lossy(&trace));
            }
            assert!(world.free_is_empty().await, "what is free holds nothing");
        }
        // As many pages, but for those that chance makes longer.
        let lengths = [one.length(), other.length()];
        assert!(lengths[0].abs_diff(lengths[1]) <= 3, "{lengths:?}");
        assert_eq!(
            shape(&one).await,
            shape(&other).await,
            "handed over: {handed_over}"
        );
    }
}

/// She is saved with her complaint, and then says it.
async fn saved_first(office: &TestOffice, session: &Session) -> (String, VisitAdded) {
    let mut facts = office.person();
    NAME.clone_into(&mut facts.name);
    facts.phones = vec!["0911222333".to_owned()];
    let told = testkit::intake::with_matters(&facts, vec![testkit::intake::complaint(TOLD)]);
    let added = office.add_visit(session, &told).await.unwrap();
    (added.visit.clone(), added)
}

#[tokio::test]
async fn a_visit_saved_before_she_said_it_goes_whole_and_no_page_holds_anything_of_it() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (visit, added) = saved_first(&office, &session).await;
    let told = PrivateTold {
        visit: Some(visit),
        body: json!({ "telling": TOLD, "who": NAME }).to_string(),
        ..PrivateTold::default()
    };
    let id = office.begin_private(&session, &told).await.unwrap().id;
    let pages = taken(&office).pages();
    for trace in traces() {
        let found = pages.iter().filter(|page| holds(page, &trace)).count();
        assert_eq!(found, 0, "{}", String::from_utf8_lossy(&trace));
    }
    let people = office.find_people(&session, NAME, 5).await.unwrap();
    assert!(people.people.is_empty());
    let number = added.files[0].number.clone();
    let found = office.find_file(&session, &number).await.unwrap();
    assert!(found.is_empty());
    let today = testkit::moment(testkit::BEGIN).day();
    let queue = office.day_queue(&session, today).await.unwrap();
    let rows: Vec<_> = queue
        .visits
        .iter()
        .map(|row| (row.number.as_str(), row.files))
        .collect();
    assert_eq!(rows, [("A-002", 0)], "its number is never given again");
    // It can be read back until it is handed over.
    let opened = office.open_private(&session, &id).await.unwrap();
    assert!(opened.body.contains(TOLD));
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_saved_visit_of_anothers_or_of_yesterday_or_that_was_worked_on_stays() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (visit, _) = saved_first(&office, &session).await;
    let (worked_on, added) = saved_first(&office, &session).await;
    office.end(session).await.unwrap();
    let told = |visit: &str| PrivateTold {
        visit: Some(visit.to_owned()),
        body: "{}".to_owned(),
        ..PrivateTold::default()
    };
    let turned = async |name: &str, visit: &str| {
        let session = office.sign_in_as(name).await;
        let code = office.begin_private(&session, &told(visit)).await.err();
        office.end(session).await.unwrap();
        code.map(|refused| refused.code)
    };
    assert_eq!(
        turned("window", &visit).await,
        Some(Code::VisitAlreadySaved)
    );
    let chief = office.sign_in_as("chief").await;
    let file = added.files[0].id.parse().unwrap();
    let step = StepTold::new("classified", "");
    office.move_file(&chief, file, &step).await.unwrap();
    office.end(chief).await.unwrap();
    assert_eq!(
        turned("desk", &worked_on).await,
        Some(Code::NeedsTwoPersons)
    );
    office.clock().advance(time::Duration::days(1));
    assert_eq!(turned("desk", &visit).await, Some(Code::VisitAlreadySaved));
    assert_sound(&office).await;
}

#[tokio::test]
async fn what_the_pages_are_searched_for_is_found_where_she_is_saved_in_the_open() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let visit = json!({
        "person": { "name": NAME, "sex": "female", "number": "031190099887", "phone": "0911222333" },
        "outcome": "advice",
        "note": TOLD,
    });
    office.add_visit(&session, &intake(&visit)).await.unwrap();
    let pages = taken(&office).pages();
    office.end(session).await.unwrap();
    for trace in traces() {
        let found = pages.iter().any(|page| holds(page, &trace));
        assert!(found, "{}", String::from_utf8_lossy(&trace));
    }
}

#[tokio::test]
async fn what_was_sealed_to_a_colleague_before_she_was_kept_out_of_it_lies_in_no_page() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let told = PrivateTold {
        body: json!({ "telling": TOLD }).to_string(),
        ..PrivateTold::default()
    };
    let id = office.begin_private(&session, &told).await.unwrap().id;
    let before = private_draft(&office).await;
    // Deep inside, and in one page however its pages begin.
    let part = |at: usize| before[at..at + 48].to_vec();
    let parts = [20_000, 22_000, 40_000, 42_000].map(part);
    let lies = |office: &TestOffice| {
        let pages = taken(office).pages();
        let there = |part: &[u8]| pages.iter().any(|page| holds(page, part));
        parts.iter().filter(|part| there(part)).count()
    };
    assert!(lies(&office) >= 3, "pages are read");
    let chief = office.user_named("chief").unwrap();
    let kept = office.keep_private(&session, &id, "{}", &[chief]).await;
    kept.unwrap();
    assert_eq!(lies(&office), 0);
    office.end(session).await.unwrap();
}

pub(super) fn holds(page: &[u8], wanted: &[u8]) -> bool {
    page.windows(wanted.len()).any(|part| part == wanted)
}
