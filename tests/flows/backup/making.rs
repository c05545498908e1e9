//! Making: while visits are logged, by whom, cancelled, locked, kept by the rule.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::fault::Code;
use domain::permission::Role;
use office::backup::{BackupStep, Watch, check_place, list_place};
use office::restore::{Person, Plan, restore};
use testkit::{TestOffice, intake, passphrase};
use time::Duration as Span;
use vault::secret::DatabaseKey;

use super::media::Rigged;
use super::{backup, backup_onto, files, names, on_disk, stick, work, worked};
use crate::journal::assert_sound;
use crate::{record, thief};

fn key(office: &TestOffice) -> DatabaseKey {
    record::database_key(&office.path(), office.founding())
}

/// Waits, within reason.
fn wait_for(what: impl Fn() -> bool) {
    let began = Instant::now();
    while !what() {
        assert!(
            began.elapsed() < Duration::from_mins(1),
            "nothing came of it"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[tokio::test]
async fn whatever_else_lies_beside_the_backups_stops_none() {
    let office = worked(1).await;
    let place = stick(&office);
    let admin = office.sign_in(Role::Admin).await;
    let path = place.to_str().unwrap();
    let setting = office.change_setting(&admin, "backup.place", path);
    setting.await.unwrap();
    std::fs::write(place.join("autorun.inf"), "[autorun]").unwrap();
    let made = backup(&office, &place).await;
    std::fs::write(place.join("note.txt"), "Giao ca").unwrap();
    let view = office.backups(&admin).await.unwrap();
    assert!(!view.silent && view.generations.len() == 1 && view.generations[0].ok);
    let checked = office.check_backup(&admin, &made.name).await.unwrap();
    assert!(checked.ok);
    assert_eq!(list_place(&place).await.unwrap().len(), 1);
    // A place that is none any more answers with a fault, which is not *empty*.
    std::fs::rename(&place, office.outside().join("at home")).unwrap();
    std::fs::write(&place, "").unwrap();
    let view = office.backups(&admin).await.unwrap();
    assert!(view.silent && view.newest.as_deref() == Some(made.made.as_str()));
    office.end(admin).await.unwrap();
}

#[tokio::test]
async fn a_place_that_never_answers_silences_no_alarm() {
    let office = worked(1).await;
    let place = stick(&office);
    let admin = office.sign_in(Role::Admin).await;
    let path = place.to_str().unwrap();
    let setting = office.change_setting(&admin, "backup.place", path);
    setting.await.unwrap();
    let made = backup(&office, &place).await;
    // Whoever opens a pipe waits for somebody who writes into it: so does a share without its server.
    let folder = place.join("2026-01-01-163000-A");
    std::fs::create_dir_all(folder.join("keyring")).unwrap();
    std::fs::write(folder.join("manifest.json"), "{}").unwrap();
    let pipe = folder.join("keyring/office.jsonl");
    let piped = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(piped.unwrap().success());
    office.clock().set("2026-12-24T16:30:00+07:00");
    for _ in 0..2 {
        let silent = office.backups(&admin).await.unwrap();
        assert!(silent.silent && silent.alarm && silent.generations.is_empty());
        assert_eq!(silent.newest.as_deref(), Some(made.made.as_str()));
    }
    // Another place is asked at once.
    let other = office.outside().join("another stick");
    std::fs::create_dir(&other).unwrap();
    let path_of_other = other.to_str().unwrap();
    let setting = office.change_setting(&admin, "backup.place", path_of_other);
    setting.await.unwrap();
    assert!(!office.backups(&admin).await.unwrap().silent);
    let setting = office.change_setting(&admin, "backup.place", path);
    setting.await.unwrap();
    // It answers again: the one that waited goes, and what lies there is seen.
    drop(std::fs::OpenOptions::new().write(true).open(&pipe));
    std::fs::remove_dir_all(&folder).unwrap();
    let back = office.backups(&admin).await.unwrap();
    assert!(!back.silent && back.generations.len() == 1);
    office.end(admin).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_made_while_visits_are_logged_is_the_fenced_file_and_holds_what_was_saved_before()
{
    let office = worked(4).await;
    let place = stick(&office);
    let session = office.sign_in_as("desk").await;
    let saved = Arc::new(AtomicU32::new(0));
    let done = Arc::new(AtomicBool::new(false));
    // The main file as it lies there while the fence stands, before and after five more visits.
    let seen: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
    let (live, logged, looks) = (
        office.path().join("desk.db"),
        Arc::clone(&saved),
        Arc::clone(&seen),
    );
    let medium = Rigged::new(&place, move |what, name, _| {
        if name.ends_with("/desk.db") && (what == "create" || what == "finish") {
            looks.lock().unwrap().push(std::fs::read(&live).unwrap());
            let before = logged.load(Ordering::SeqCst);
            wait_for(|| logged.load(Ordering::SeqCst) >= before + 5);
        }
        Ok(())
    });
    let writer = async {
        while !done.load(Ordering::SeqCst) {
            let visit = intake::advice(&office.person());
            office.add_visit(&session, &visit).await.unwrap();
            saved.fetch_add(1, Ordering::SeqCst);
        }
    };
    let copier = async {
        let made = backup_onto(&office, &session, medium).await.unwrap();
        done.store(true, Ordering::SeqCst);
        made
    };
    let (made, ()) = tokio::join!(copier, writer);
    assert!(saved.load(Ordering::SeqCst) >= 10, "writers did not wait");
    office.end(session).await.unwrap();
    let seen = seen.lock().unwrap().clone();
    let copy = std::fs::read(place.join(&made.name).join("desk.db")).unwrap();
    assert_eq!(seen.len(), 2);
    assert!(
        seen.iter().all(|look| *look == copy),
        "the main file changed under the fence"
    );
    assert!(!copy.starts_with(b"SQLite format 3"));
    // Nothing of a log lies beside it: the one file is all of it.
    let beside = names(&place.join(&made.name));
    assert!(
        beside.iter().all(|name| !name.starts_with("desk.db-")),
        "{beside:?}"
    );
    assert_sound(&office).await;

    let rows = check_place(&place, &mut |_| true).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].ok && rows[0].entries == made.entries && made.bytes > 1024.0);
    let plan = Plan::of(&place, None, &office.ports()).await.unwrap();
    let two = ["chief", "admin"].map(|name| Person {
        name: name.to_owned(),
        passphrase: passphrase(name),
    });
    let [chief, admin] = two;
    let target = office.outside().join("restored");
    let again = restore(plan, &target, office.ports(), (chief, admin))
        .await
        .unwrap();
    // 4 visits before, those of the writer that were saved before the fence, none of the rest.
    let all = i64::from(4 + saved.load(Ordering::SeqCst));
    assert!(
        again.visits >= 4 && again.visits <= all - 10,
        "{} of {all}",
        again.visits
    );
}

#[tokio::test]
async fn record_holders_make_backups_and_nobody_else() {
    let office = TestOffice::founded().await;
    let place = stick(&office);
    for (name, may) in [
        ("desk", true),
        ("case", true),
        ("chief", true),
        ("admin", false),
        ("auditor", false),
    ] {
        let session = office.sign_in_as(name).await;
        let made = office.make_backup(&session, &place, &mut |_| true).await;
        assert_eq!(made.is_ok(), may, "{name}: {made:?}");
        office.end(session).await.unwrap();
    }
    assert_eq!(list_place(&place).await.unwrap().len(), 3);
    let session = office.sign_in_as("desk").await;
    let vault = office.path();
    let inside = office.make_backup(&session, &vault, &mut |_| true).await;
    assert_eq!(inside.unwrap_err().code, Code::PlaceInVault);
    let gone = office.outside().join("no stick");
    let missing = office.make_backup(&session, &gone, &mut |_| true).await;
    assert_eq!(missing.unwrap_err().code, Code::PlaceMissing);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn its_age_raises_the_alarm_and_only_supervisor_and_administrator_list_it() {
    let office = TestOffice::founded().await;
    let place = stick(&office);
    let admin = office.sign_in(Role::Admin).await;
    let none = office.backups(&admin).await.unwrap();
    assert!(none.alarm && none.place.is_none() && none.newest.is_none());
    let path = place.to_str().unwrap();
    office
        .change_setting(&admin, "backup.place", path)
        .await
        .unwrap();
    assert!(office.backups(&admin).await.unwrap().alarm, "none yet");
    office.clock().set("2026-11-25T16:30:00+07:00");
    let made = backup(&office, &place).await;
    let fresh = office.backups(&admin).await.unwrap();
    assert_eq!((fresh.alarm, fresh.age_hours), (false, Some(0)));
    assert_eq!(fresh.newest.as_deref(), Some(made.made.as_str()));
    assert_eq!(fresh.generations[0].name, made.name);
    office.clock().set("2026-11-26T18:29:00+07:00");
    let day = office.backups(&admin).await.unwrap();
    assert_eq!((day.alarm, day.age_hours), (false, Some(25)));
    office.clock().set("2026-11-26T18:30:00+07:00");
    assert!(office.backups(&admin).await.unwrap().alarm);
    office
        .change_setting(&admin, "backup.alarm_hours", "48")
        .await
        .unwrap();
    assert!(!office.backups(&admin).await.unwrap().alarm);
    // With the stick at home its age is still known.
    std::fs::rename(&place, office.outside().join("at home")).unwrap();
    let away = office.backups(&admin).await.unwrap();
    assert_eq!(away.age_hours, Some(26));
    assert!(away.generations.is_empty());
    std::fs::rename(office.outside().join("at home"), &place).unwrap();
    for (name, lists) in [
        ("desk", Some(0)),
        ("case", Some(0)),
        ("chief", Some(1)),
        ("auditor", None),
    ] {
        let session = office.sign_in_as(name).await;
        let view = office.backups(&session).await;
        assert_eq!(
            view.as_ref().ok().map(|view| view.generations.len()),
            lists,
            "{name}"
        );
        let checked = office.check_backup(&session, &made.name).await;
        let may = name == "chief";
        assert_eq!(checked.is_ok(), may, "{name}");
        office.end(session).await.unwrap();
    }
    let unknown = office.check_backup(&admin, "another").await.unwrap_err();
    assert_eq!(unknown.code, Code::BackupUnknown);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn cancelled_at_any_step_it_leaves_nothing() {
    let office = worked(3).await;
    let place = stick(&office);
    let session = office.sign_in_as("desk").await;
    for step in [
        BackupStep::Copy,
        BackupStep::Files,
        BackupStep::Check,
        BackupStep::Compare,
    ] {
        let watch = Watch::default();
        let seen = watch.clone();
        let medium = Rigged::new(&place, move |_, _, _| {
            if seen.progress().is_some_and(|at| at.step == step) {
                seen.cancel();
            }
            Ok(())
        });
        let work = office.begin_backup(&session, medium, &watch).await.unwrap();
        assert_eq!(
            work.done().await.unwrap_err().code,
            Code::Cancelled,
            "{step:?}"
        );
        assert!(names(&place).is_empty(), "{step:?}: {:?}", names(&place));
    }
    let mut asked = 0_u32;
    let stopped = office
        .make_backup(&session, &place, &mut |_| {
            asked += 1;
            false
        })
        .await;
    // So small a record may be done before anybody asks.
    assert!(stopped.is_ok() || (asked > 0 && stopped.unwrap_err().code == Code::Cancelled));
    // Writers were let go on each time.
    work(&office, &session, 1).await;
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_at_once_are_refused_and_a_lock_ends_the_copy() {
    let office = worked(2).await;
    let place = stick(&office);
    let session = office.sign_in_as("desk").await;
    let (at_copy, go_on) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicBool::new(false)),
    );
    let (reached, waits) = (Arc::clone(&at_copy), Arc::clone(&go_on));
    let medium = Rigged::new(&place, move |what, name, _| {
        if what == "create" && name.ends_with("/desk.db") {
            reached.store(true, Ordering::SeqCst);
            wait_for(|| waits.load(Ordering::SeqCst));
        }
        Ok(())
    });
    let watch = Watch::default();
    let first = office.begin_backup(&session, medium, &watch).await.unwrap();
    wait_for(|| at_copy.load(Ordering::SeqCst));
    let elsewhere = office.outside().join("another stick");
    std::fs::create_dir(&elsewhere).unwrap();
    let second = backup_onto(&office, &session, on_disk(&elsewhere)).await;
    assert_eq!(second.unwrap_err().code, Code::BackupRunning);
    // The officer locks: the record closes at once, and what is copied from now on counts nothing.
    office.end(session).await.unwrap();
    go_on.store(true, Ordering::SeqCst);
    assert_eq!(
        first.done().await.unwrap_err().code,
        Code::BackupInterrupted
    );
    assert!(names(&place).is_empty() && names(&elsewhere).is_empty());
    backup(&office, &place).await;
    assert_sound(&office).await;
}

#[tokio::test]
async fn days_weeks_and_months_are_kept_and_what_is_not_ours_is_left_alone() {
    let office = TestOffice::founded().await;
    let place = stick(&office);
    std::fs::create_dir(place.join("photos")).unwrap();
    std::fs::create_dir_all(place.join("2020-01-01-000000-A")).unwrap();
    std::fs::write(place.join("2020-01-01-000000-A/manifest.json"), "{}").unwrap();
    let other = TestOffice::founded().await;
    let others = backup(&other, &place).await;
    let session = office.sign_in_as("desk").await;
    let mut made = Vec::new();
    for day in 0..40 {
        if day > 0 {
            office.clock().advance(Span::days(1));
        }
        let one = backup_onto(&office, &session, on_disk(&place))
            .await
            .unwrap();
        made.push(one);
    }
    office.end(session).await.unwrap();
    let left = names(&place);
    for kept in ["photos", "2020-01-01-000000-A", others.name.as_str()] {
        assert!(left.contains(&kept.to_owned()), "{kept} is gone");
    }
    let ours: Vec<bool> = made
        .iter()
        .map(|one| left.contains(&one.name) && one.name != others.name)
        .collect();
    // Seven days, then the newest of two more weeks and of the month before.
    assert!(ours[33..].iter().all(|kept| *kept), "{ours:?}");
    let count = ours.iter().filter(|kept| **kept).count();
    assert!((8..=11).contains(&count), "{count}: {ours:?}");
    assert!(left.iter().all(|name| !name.starts_with('.')), "{left:?}");
}

#[tokio::test]
async fn a_private_draft_is_in_the_record_and_in_no_backup() {
    let office = worked(1).await;
    let place = stick(&office);
    let canary = "Lời kể riêng của chị Nguyễn Thị Mẫu 4711";
    let live = office.path().join("desk.db");
    let mut conn = thief::open(&live, &key(&office)).await;
    for (number, kind) in [(1_u8, "ordinary"), (2, "private"), (3, "note")] {
        let body = format!(
            "{{\"kind\":\"{kind}\",\"told\":\"{canary} {}\"}}",
            canary.repeat(200)
        );
        sqlx::query("insert into draft (id, owner, kind, updated, body) values (?, ?, ?, 0, ?)")
            .bind(vec![number; 16])
            .bind(vec![9_u8; 16])
            .bind(kind)
            .bind(body.into_bytes())
            .execute(&mut conn)
            .await
            .unwrap();
    }
    thief::run(&mut conn, "pragma wal_checkpoint(truncate)").await;
    sqlx::Connection::close(conn).await.unwrap();
    let made = backup(&office, &place).await;
    let kinds = "select kind from draft order by id";
    let copy = place.join(&made.name).join("desk.db");
    for (database, expected) in [
        (&live, vec!["ordinary", "private", "note"]),
        (&copy, vec!["ordinary", "note"]),
    ] {
        let mut conn = thief::open(database, &key(&office)).await;
        let found: Vec<String> = sqlx::query_scalar(kinds)
            .fetch_all(&mut conn)
            .await
            .unwrap();
        assert_eq!(found, expected);
        sqlx::Connection::close(conn).await.unwrap();
    }
    let rows = check_place(&place, &mut |_| true).await.unwrap();
    assert!(rows.iter().all(|row| row.ok));
}

#[tokio::test]
async fn attachments_are_copied_once_and_go_with_the_last_backup_that_names_them() {
    let office = worked(1).await;
    let place = stick(&office);
    let blobs = office.path().join("blobs/ab");
    std::fs::create_dir_all(&blobs).unwrap();
    let (one, two) = (blobs.join("ab-one"), blobs.join("ab-two"));
    std::fs::write(&one, vec![7; 300_000]).unwrap();
    backup(&office, &place).await;
    let on_stick = place.join("blobs/ab/ab-one");
    let written = |path: &std::path::Path| std::fs::metadata(path).unwrap().modified().unwrap();
    let first = written(&on_stick);
    std::fs::write(&two, vec![8; 10]).unwrap();
    let newest = backup(&office, &place).await;
    assert_eq!(written(&on_stick), first, "copied a second time");
    assert_eq!(names(&place.join("blobs/ab")), ["ab-one", "ab-two"]);
    let list = std::fs::read_to_string(place.join(&newest.name).join("blobs.sha256")).unwrap();
    assert_eq!(list.lines().count(), 2);
    let stock = std::process::Command::new("sha256sum")
        .arg("-c")
        .arg(place.join(&newest.name).join("blobs.sha256"))
        .current_dir(&place)
        .output()
        .unwrap();
    assert!(stock.status.success(), "{stock:?}");
    // Erased from the vault: it stays until no backup names it.
    std::fs::remove_file(&one).unwrap();
    for _ in 0..4 {
        office.clock().advance(Span::minutes(1));
        backup(&office, &place).await;
    }
    assert_eq!(names(&place.join("blobs/ab")), ["ab-two"]);
    assert!(!files(&place).is_empty());
}
