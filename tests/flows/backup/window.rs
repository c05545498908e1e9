//! Backups behind the window: other calls go on, progress is told, a lock ends the work.

use std::sync::Arc;
use std::time::Duration;

use domain::fault::Code;
use domain::permission::Role;
use office::window::{Locked, Window};
use testkit::{TestOffice, passphrase};

use super::{names, stick, worked};
use crate::record;

/// A window on a copy of an office whose settings name the stick.
async fn window(office: &TestOffice) -> Arc<Window> {
    let place = stick(office);
    let admin = office.sign_in(Role::Admin).await;
    let path = place.to_str().unwrap();
    office
        .change_setting(&admin, "backup.place", path)
        .await
        .unwrap();
    office.end(admin).await.unwrap();
    let copy = office.outside().join("copy");
    record::copy(&office.path(), &copy);
    Arc::new(Window::open(&copy, office.ports()).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_from_the_window_blocks_no_other_call_and_one_is_made_at_a_time() {
    let office = worked(2).await;
    let window = window(&office).await;
    let signed_out = window.make_backup().await.unwrap_err();
    assert_eq!(signed_out.code, Code::SessionEnded);
    window.sign_in("chief", passphrase("chief")).await.unwrap();
    assert!(window.backups().await.unwrap().alarm);
    assert_eq!(window.backup_progress().await.unwrap(), None);
    let (one, two) = (Arc::clone(&window), Arc::clone(&window));
    let one = tokio::spawn(async move { one.make_backup().await });
    let two = tokio::spawn(async move { two.make_backup().await });
    // Both run or wait while the queue is looked at.
    let looked = tokio::time::timeout(Duration::from_secs(30), window.todays_queue()).await;
    looked.unwrap().unwrap();
    let both = [one.await.unwrap(), two.await.unwrap()];
    let made = both.iter().filter(|done| done.is_ok()).count();
    let refused = both.iter().filter_map(|done| done.as_ref().err());
    assert!(made >= 1, "{both:?}");
    assert!(
        refused
            .map(|refused| refused.code)
            .all(|code| code == Code::BackupRunning)
    );
    let view = window.backups().await.unwrap();
    assert!(!view.alarm && view.generations.len() == made);
    assert!(view.generations.iter().all(|row| row.ok));
    let name = &view.generations[0].name;
    assert!(window.check_backup(name).await.unwrap().ok);
    assert_eq!(window.backup_progress().await.unwrap(), None);
    assert_eq!(window.lock().await.unwrap(), Locked::Soft);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lock_or_a_wish_ends_a_backup_and_leaves_nothing() {
    let office = worked(3).await;
    let window = window(&office).await;
    let place = stick(&office);
    let mut ended = 0;
    for lock in [true, false, true, false] {
        window.sign_in("desk", passphrase("desk")).await.unwrap();
        let work = Arc::clone(&window);
        let work = tokio::spawn(async move { work.make_backup().await });
        while window.backup_progress().await.unwrap().is_none() && !work.is_finished() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        if lock {
            assert_eq!(window.lock().await.unwrap(), Locked::Soft);
        } else {
            window.cancel_backup().await.unwrap();
        }
        match work.await.unwrap() {
            // So small a record may be done before anybody says a word.
            Ok(_) => {}
            Err(refused) => {
                ended += 1;
                let plain = [Code::Cancelled, Code::BackupInterrupted];
                assert!(plain.contains(&refused.code), "{refused:?}");
            }
        }
        assert!(names(&place).iter().all(|name| !name.starts_with('.')));
        assert_eq!(window.lock().await.unwrap(), Locked::Soft);
    }
    println!("{ended} of 4 were ended half way");
}

/// A file of the backup that does not answer, as on a stick that is being pulled out: who opens it
/// waits. Dropping the answer lets it go.
struct Stuck(std::path::PathBuf);

impl Stuck {
    fn at(file: std::path::PathBuf) -> Self {
        std::fs::remove_file(&file).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&file).status();
        assert!(made.unwrap().success());
        Self(file)
    }
}

impl Drop for Stuck {
    fn drop(&mut self) {
        // Both ends at once: whoever waits goes on, and nobody waits for us.
        let both = std::fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(&self.0);
        std::thread::sleep(Duration::from_millis(100));
        drop(both);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lock_waits_for_no_check_and_ends_it() {
    let office = worked(1).await;
    let window = window(&office).await;
    window.sign_in("chief", passphrase("chief")).await.unwrap();
    let name = window.make_backup().await.unwrap().name;
    let stuck = Stuck::at(stick(&office).join(&name).join("desk.db"));
    let checks = Arc::clone(&window);
    let check = tokio::spawn(async move { checks.check_backup(&name).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!check.is_finished(), "it waits for the medium");
    let again = window.check_backup("another").await.unwrap_err();
    assert_eq!(again.code, Code::BackupRunning);
    let asked = std::time::Instant::now();
    assert_eq!(window.lock().await.unwrap(), Locked::Soft);
    assert!(asked.elapsed() < Duration::from_millis(200), "at once");
    assert!(window.state().await.locked && !check.is_finished());
    drop(stuck);
    let ended = check.await.unwrap().unwrap_err();
    assert_eq!(ended.code, Code::Cancelled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lock_over_a_backup_that_a_medium_holds_ends_the_program() {
    let office = worked(1).await;
    let window = window(&office).await;
    window.sign_in("chief", passphrase("chief")).await.unwrap();
    let name = window.make_backup().await.unwrap().name;
    let stuck = Stuck::at(stick(&office).join(&name).join("blobs.sha256"));
    let makes = Arc::clone(&window);
    let work = tokio::spawn(async move { makes.make_backup().await });
    while window.backup_progress().await.unwrap().is_none() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(
        !work.is_finished(),
        "it waits for the medium, with her keys"
    );
    assert_eq!(window.lock().await.unwrap(), Locked::Hard);
    // Were the program not thrown away, nobody could sit down beside the keys.
    let refused = window
        .sign_in("desk", passphrase("desk"))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::BackupRunning);
    drop(stuck);
    assert!(work.await.unwrap().is_err(), "nothing of it counts");
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    assert_eq!(window.lock().await.unwrap(), Locked::Soft);
}

#[tokio::test]
async fn without_a_place_it_says_what_to_do() {
    let office = worked(1).await;
    let copy = office.outside().join("copy");
    record::copy(&office.path(), &copy);
    let window = Window::open(&copy, office.ports()).unwrap();
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    let none = window.make_backup().await.unwrap_err();
    assert_eq!(none.code, Code::BackupNoPlace);
    let view = window.backups().await.unwrap();
    assert!(view.alarm && view.place.is_none() && view.generations.is_empty());
    assert_eq!(window.lock().await.unwrap(), Locked::Soft);
}
