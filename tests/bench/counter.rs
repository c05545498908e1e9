//! The counter under an officer's fingers: what the page asks between two keys, with a queue of
//! three hundred, against one synced write of the same draft on the bare database.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use domain::visit::QueueAct;
use office::{DateKind, DraftTold, PersonTyped};
use testkit::intake;

use crate::EACH;
use crate::desk::Desk;
use crate::figures::{At, Bar, ROUNDS, Rounds, Table};
use crate::raw::Raw;

/// Numbers of the day.
const QUEUE: usize = 300;

/// The statement of `store/drafts.rs`.
const KEEPING: &str = "insert into draft (id, owner, kind, updated, body) values (?, ?, ?, ?, ?)
 on conflict (id) do update set updated = excluded.updated, body = excluded.body
 where owner = excluded.owner and kind = excluded.kind";

/// Measures on the record and on a bare copy of it.
pub(crate) async fn measure(desk: &mut Desk, floor: &Path, table: &mut Table) {
    let mut raw = Raw::open(floor, &desk.key()).await;
    let session = desk.sign_in("desk").await;
    let mut queue = Vec::new();
    for _ in 0..QUEUE {
        queue.push(desk.office.give_number(&session).await.unwrap().visit);
    }
    let form = "x".repeat(2_000);
    let draft = desk.office.keep_draft(&session, &told(None, &form)).await;
    let draft = draft.unwrap().id;
    let (mut keeping, mut acting) = (Rounds::default(), Rounds::default());
    for _ in 0..ROUNDS {
        keeping.begin();
        acting.begin();
        for turn in 0..EACH {
            let begun = Instant::now();
            sqlx::query(KEEPING)
                .bind([1_u8; 16].as_slice())
                .bind([2_u8; 16].as_slice())
                .bind("ordinary")
                .bind(i64::try_from(turn).unwrap())
                .bind(form.as_bytes())
                .execute(&mut raw.conn)
                .await
                .unwrap();
            let floor = begun.elapsed();
            keeping.floor(floor);
            acting.floor(floor);
            let begun = Instant::now();
            let kept = told(Some(&draft), &form);
            desk.office.keep_draft(&session, &kept).await.unwrap();
            keeping.work(begun.elapsed());
            let visit = &queue[turn % QUEUE];
            let stranger = desk.stranger();
            let person = intake::with_matters(&stranger, vec![intake::complaint("Nội dung.")]);
            let office = &desk.office;
            let begun = Instant::now();
            match turn % 8 {
                0 => drop(office.move_in_queue(&session, visit, &QueueAct::Call).await),
                1 => {
                    let typed = PersonTyped {
                        name: stranger.name.clone(),
                        ..PersonTyped::default()
                    };
                    office.alike(&session, &typed).await.unwrap();
                }
                2 => drop(office.find_people(&session, "nguyen thi", 8).await.unwrap()),
                3 => drop(
                    office
                        .due_if_taken(&session, "A1", &BTreeMap::new())
                        .await
                        .unwrap(),
                ),
                4 => drop(office.read_date(&session, "010390", DateKind::Birth).await),
                5 => drop(office.services(&session).await.unwrap()),
                6 => drop(office.find_places(&session, "p le chan hp").await.unwrap()),
                _ => drop(office.add_visit(&session, &person).await.unwrap()),
            }
            let today = office.today();
            office.day_queue(&session, today).await.unwrap();
            acting.work(begun.elapsed());
        }
    }
    raw.close().await;
    desk.office.end(session).await.unwrap();
    let (none, bar) = (
        Bar::default(),
        Bar {
            p95: Some(50.0),
            ..Bar::default()
        },
    );
    table.add("draft kept, synced", desk.size, &keeping, At::P95, none);
    let name = "counter: an act and the queue of 300 after it";
    table.add(name, desk.size, &acting, At::P95, bar);
}

fn told(id: Option<&str>, form: &str) -> DraftTold {
    DraftTold {
        id: id.map(str::to_owned),
        title: "Chưa có tên – 09:42".to_owned(),
        visit: None,
        body: form.to_owned(),
    }
}
