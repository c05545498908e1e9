//! Backups behind the window: other calls go on, progress is told, a lock ends the work.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::fault::Code;
use domain::permission::Role;
use office::backup::BackupView;
use office::window::{Locked, Ticked, Window};
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

/// A backup that is on its way as long as this lives: the vault has one file whose end does not come.
struct Endless(Arc<AtomicBool>);

impl Endless {
    fn in_vault(vault: &Path) -> Self {
        let archive = vault.join("archive");
        std::fs::create_dir_all(&archive).unwrap();
        let file = archive.join("one");
        let made = std::process::Command::new("mkfifo").arg(&file).status();
        assert!(made.unwrap().success());
        let goes_on = Arc::new(AtomicBool::new(true));
        let on = Arc::clone(&goes_on);
        std::thread::spawn(move || {
            while on.load(Ordering::Relaxed) {
                // Waits for a reader, and writes until it is gone.
                let Ok(mut pipe) = std::fs::OpenOptions::new().write(true).open(&file) else {
                    return;
                };
                while on.load(Ordering::Relaxed) && pipe.write_all(b".").is_ok() {
                    std::thread::sleep(Duration::from_millis(2));
                }
            }
        });
        Self(goes_on)
    }
}

impl Drop for Endless {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Begins one and waits until it is on its way.
async fn begun(window: &Arc<Window>) -> tokio::task::JoinHandle<office::Answer<BackupView>> {
    let makes = Arc::clone(window);
    let work = tokio::spawn(async move { makes.make_backup().await });
    while window.backup_progress().await.unwrap().is_none() {
        assert!(!work.is_finished(), "{:?}", work.await);
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    work
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_from_the_window_blocks_no_other_call_and_one_is_made_at_a_time() {
    let office = worked(2).await;
    let window = window(&office).await;
    let endless = Endless::in_vault(&office.outside().join("copy"));
    let signed_out = window.make_backup().await.unwrap_err();
    assert_eq!(signed_out.code, Code::SessionEnded);
    window.sign_in("chief", passphrase("chief")).await.unwrap();
    assert!(window.backups().await.unwrap().alarm);
    assert_eq!(window.backup_progress().await.unwrap(), None);
    let work = begun(&window).await;
    let another = window.make_backup().await.unwrap_err();
    assert_eq!(another.code, Code::BackupRunning);
    let looked = tokio::time::timeout(Duration::from_secs(2), window.todays_queue()).await;
    looked.unwrap().unwrap();
    assert!(!work.is_finished(), "it is still being made");
    drop(endless);
    work.await.unwrap().unwrap();
    let view = window.backups().await.unwrap();
    assert!(!view.alarm && view.generations.len() == 1);
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
    let _endless = Endless::in_vault(&office.outside().join("copy"));
    for lock in [true, false, true, false] {
        window.sign_in("desk", passphrase("desk")).await.unwrap();
        let work = begun(&window).await;
        if lock {
            assert_eq!(window.lock().await.unwrap(), Locked::Soft);
        } else {
            window.cancel_backup().await.unwrap();
        }
        let ended = work.await.unwrap().unwrap_err();
        let plain = [Code::Cancelled, Code::BackupInterrupted];
        assert!(plain.contains(&ended.code), "{ended:?}");
        assert_eq!(names(&place), [""; 0], "nothing is left");
        assert_eq!(window.lock().await.unwrap(), Locked::Soft);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_on_its_way_puts_the_idle_lock_off_for_a_quarter_of_an_hour_at_most() {
    let office = worked(1).await;
    let window = window(&office).await;
    let _endless = Endless::in_vault(&office.outside().join("copy"));
    let around = crate::cover::Around::default();
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    let work = begun(&window).await;
    let idle_for = async |seconds| {
        office.clock().advance(time::Duration::seconds(seconds));
        window.tick(&around).await
    };
    assert_eq!(idle_for(869).await, Ticked::Still);
    assert_eq!(window.activity().await.countdown, None);
    assert_eq!(idle_for(1).await, Ticked::Still);
    assert_eq!(window.activity().await.countdown, Some(30));
    assert!(!work.is_finished());
    assert_eq!(idle_for(30).await, Ticked::Locked(Ok(Locked::Soft)));
    assert_eq!(work.await.unwrap().unwrap_err().code, Code::Cancelled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_desk_rests_from_the_end_of_its_backup_and_not_from_its_beginning() {
    let office = worked(1).await;
    let window = window(&office).await;
    let endless = Endless::in_vault(&office.outside().join("copy"));
    let around = crate::cover::Around::default();
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    let work = begun(&window).await;
    let idle_for = async |seconds| {
        office.clock().advance(time::Duration::seconds(seconds));
        window.tick(&around).await
    };
    assert_eq!(idle_for(600).await, Ticked::Still);
    drop(endless);
    work.await.unwrap().unwrap();
    assert_eq!(idle_for(149).await, Ticked::Still);
    assert_eq!(window.activity().await.countdown, None);
    assert_eq!(idle_for(31).await, Ticked::Locked(Ok(Locked::Soft)));
}

/// The folder of the settings is where a stick is hung in; without the stick it is a folder of the
/// machine's own disk, and takes every file.
#[tokio::test]
async fn the_empty_place_of_a_stick_that_is_not_there_takes_no_backup() {
    let office = worked(1).await;
    let place = office.outside().join("hung in");
    let other_disk = tempfile::tempdir_in("/dev/shm").unwrap();
    std::os::unix::fs::symlink(other_disk.path(), &place).unwrap();
    let admin = office.sign_in(Role::Admin).await;
    let path = place.to_str().unwrap();
    let setting = office.change_setting(&admin, "backup.place", path);
    setting.await.unwrap();
    office.end(admin).await.unwrap();
    let copy = office.outside().join("copy");
    record::copy(&office.path(), &copy);
    let window = Window::open(&copy, office.ports()).unwrap();
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    let tried = window.make_backup().await;
    tried.unwrap();
    std::fs::remove_file(&place).unwrap();
    std::fs::create_dir(&place).unwrap();
    let gone = window.make_backup().await.unwrap_err();
    assert_eq!(gone.code, Code::BackupPlaceEmpty);
    assert_eq!(names(&place), [""; 0]);
    assert_eq!(window.lock().await.unwrap(), Locked::Soft);
    let session = office.sign_in(Role::Reception).await;
    let typed = office.make_backup(&session, &place, &mut |_| true).await;
    assert_eq!(
        typed.unwrap_err().code,
        Code::BackupPlaceEmpty,
        "at the terminal too"
    );
    office.end(session).await.unwrap();
    assert_eq!(names(&place), [""; 0]);
    // Whoever chooses a folder of this disk, and was told, may have it.
    window.sign_in("admin", passphrase("admin")).await.unwrap();
    window.change_setting("backup.place", path).await.unwrap();
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    window.make_backup().await.unwrap();
    assert_eq!(names(&place).len(), 1);
    assert_eq!(window.lock().await.unwrap(), Locked::Soft);
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
