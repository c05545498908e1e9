//! Signing in and what a session may count on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::fault::Code;
use domain::permission::Role;
use office::import::TableKind;
use office::window::{Locked, Window};
use office::{Office, Passphrase};
use testkit::{PLAIN, TestOffice, intake, passphrase};
use time::Duration;
use vault::VaultError;
use vault::kdf::{Argon2id, Kdf, KdfParams, KdfPort};
use zeroize::Zeroizing;

use crate::journal::{self, assert_sound};
use crate::sign_in;

/// Derives as always, and counts.
#[derive(Debug, Default)]
struct Counted {
    calls: AtomicU32,
    memory: AtomicU32,
}

impl Kdf for Counted {
    fn derive(
        &self,
        passphrase: &Passphrase,
        salt: &[u8; 16],
        params: KdfParams,
    ) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.memory.fetch_add(params.m_kib, Ordering::Relaxed);
        Argon2id.derive(passphrase, salt, params)
    }
}

#[tokio::test]
async fn a_wrong_passphrase_and_an_unknown_name_are_told_alike_after_the_same_work() {
    let made = TestOffice::founded().await;
    let (folder, mut ports) = (made.path(), made.ports());
    let copy = made.outside().join("copy");
    crate::record::copy(&folder, &copy);
    let counted = Arc::new(Counted::default());
    ports.kdf = KdfPort::new(ports.kdf.bounds(), Arc::<Counted>::clone(&counted));
    let office = Office::open(&copy, ports).unwrap();
    let mut told = Vec::new();
    let wrong = || Passphrase::new("test sai hoàn toàn".to_owned()).unwrap();
    for name in ["desk", "nobody", "chief", "", "desk\0", "Ngô Thị Quản"] {
        told.push(office.sign_in(name, wrong()).await.unwrap_err());
    }
    assert!(told.iter().all(|refused| *refused == told[0]), "{told:?}");
    assert_eq!(told[0].code, Code::SigninRefused);
    assert_eq!(told[0].field, None);
    let calls = counted.calls.load(Ordering::Relaxed);
    let floor = made.ports().kdf.bounds().floor().m_kib;
    assert_eq!(
        counted.memory.load(Ordering::Relaxed),
        calls * floor,
        "the same costs each time"
    );
    assert_eq!(calls, 6);

    // However often each is tried, a name that exists and one that does not wait alike; and none of
    // it tells anything of a name not yet tried.
    for _ in 0..6 {
        let known = office.sign_in("desk", wrong()).await.unwrap_err();
        let unknown = office.sign_in("nobody", wrong()).await.unwrap_err();
        assert_eq!(known, unknown);
        told.push(known);
    }
    assert_eq!(told.last().unwrap().code, Code::SigninWait);
    let known = office.sign_in("window", wrong()).await.unwrap_err();
    let unknown = office.sign_in("somebody", wrong()).await.unwrap_err();
    assert_eq!((known.code, &known), (Code::SigninRefused, &unknown));
}

#[tokio::test]
async fn failures_in_a_row_make_wait_and_the_next_good_sign_in_enters_them() {
    let office = TestOffice::founded().await;
    let wrong = || Passphrase::new("test sai".to_owned()).unwrap();
    for _ in 0..4 {
        assert_eq!(
            sign_in(&office, "desk", wrong()).await.unwrap_err().code,
            Code::SigninRefused
        );
    }
    let wait = sign_in(&office, "desk", passphrase("desk"))
        .await
        .unwrap_err();
    assert_eq!(
        (wait.code, wait.params["seconds"].as_str()),
        (Code::SigninWait, "2")
    );
    // Nobody else waits for her.
    let chief = office.sign_in_as("chief").await;
    office.end(chief).await.unwrap();
    office.clock().advance(Duration::seconds(2));
    assert_eq!(
        sign_in(&office, "desk", wrong()).await.unwrap_err().code,
        Code::SigninRefused
    );
    office.clock().advance(Duration::seconds(3));
    let wait = sign_in(&office, "desk", passphrase("desk"))
        .await
        .unwrap_err();
    assert_eq!(
        (wait.code, wait.params["seconds"].as_str()),
        (Code::SigninWait, "1")
    );
    office.clock().advance(Duration::seconds(1));
    let session = office.sign_in_as("desk").await;
    office.end(session).await.unwrap();

    let entries = journal::read(&office).await;
    let counts: Vec<_> = entries
        .iter()
        .filter(|written| written.kind() == "signin.failed")
        .map(|written| written.body.as_ref().unwrap()["count"].as_u64().unwrap())
        .collect();
    assert_eq!(counts, [4, 1], "each failure is entered once");
    assert_sound(&office).await;
}

#[tokio::test]
async fn administrator_and_auditor_work_although_the_record_is_away() {
    let mut office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    office
        .add_visit(&session, &intake::anonymous())
        .await
        .unwrap();
    office.end(session).await.unwrap();
    let (database, away) = (office.path().join("desk.db"), office.outside().join("away"));
    std::fs::rename(&database, &away).unwrap();
    office.reopen();
    let refused = sign_in(&office, "desk", passphrase("desk"))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::RecordMissing);
    for role in [Role::Admin, Role::Auditor] {
        let session = office.sign_in(role).await;
        let refused = office.statements(&session).await.unwrap_err();
        assert_eq!(refused.code, Code::SessionNoRecords);
        office.end(session).await.unwrap();
    }
    assert!(!database.exists(), "no empty record takes its place");
    std::fs::rename(&away, &database).unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_passphrase_given_once_more_counts_for_five_minutes_by_the_stopwatch() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Supervisor).await;
    let import = async || {
        let table = b"name\nTr\xe1\xba\xa7n Th\xe1\xbb\x8b B\xc3\xa8o\n".to_vec();
        let mut go_on = |_, _| true;
        let done = office.import_people(&session, table, TableKind::Csv, true, &mut go_on);
        done.await.map(|report| report.added)
    };
    assert_eq!(import().await.unwrap_err().code, Code::NeedsPassphrase);
    let wrong = Passphrase::new("test sai".to_owned()).unwrap();
    let refused = office.confirm(&session, wrong).await.unwrap_err();
    assert_eq!(refused.code, Code::SigninRefused);
    assert_eq!(import().await.unwrap_err().code, Code::NeedsPassphrase);
    office.confirm(&session, passphrase("chief")).await.unwrap();
    assert_eq!(import().await, Ok(1));
    office.clock().set("2026-11-24T23:00:00+07:00");
    assert_eq!(
        import().await,
        Ok(1),
        "whoever sets the wall clock wins no time and loses none"
    );
    office.clock().advance(Duration::minutes(5));
    assert_eq!(import().await, Ok(1));
    office.clock().advance(Duration::milliseconds(1));
    assert_eq!(import().await.unwrap_err().code, Code::NeedsPassphrase);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn the_window_holds_one_session_and_shows_nothing_without_one() {
    let made = TestOffice::founded().await;
    let copy = made.outside().join("copy");
    crate::record::copy(&made.path(), &copy);
    let window = Window::open(&copy, made.ports()).unwrap();
    assert!(window.state().await.locked);
    assert_eq!(
        window.todays_queue().await.unwrap_err().code,
        Code::SessionEnded
    );
    let view = window.sign_in("desk", passphrase("desk")).await.unwrap();
    assert_eq!((view.name.as_str(), view.role), ("desk", Role::Reception));
    assert_eq!(window.todays_queue().await.unwrap().rows.len(), 0);
    // The next one takes the place; the record is not held twice.
    window.sign_in("chief", passphrase("chief")).await.unwrap();
    window.todays_queue().await.unwrap();
    window
        .sign_in("auditor", passphrase("auditor"))
        .await
        .unwrap();
    assert_eq!(
        window.todays_queue().await.unwrap_err().code,
        Code::NotAllowed
    );
    let wrong = Passphrase::new("test sai".to_owned()).unwrap();
    window.sign_in("desk", wrong).await.unwrap_err();
    assert_eq!(
        window.todays_queue().await.unwrap_err().code,
        Code::SessionEnded
    );
    assert_eq!(window.lock().await, Ok(Locked::Soft));
    assert!(window.state().await.locked);
}

#[tokio::test]
async fn what_the_test_press_makes_never_passes_for_paper() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let visit = intake::with_matters(&office.person(), vec![intake::petition("Đèn.")]);
    let added = office.add_visit(&session, &visit).await.unwrap();
    let number = &added.files[0].receipt.as_ref().unwrap().number;
    let pages = office.receipt_pdf(&session, number).await.unwrap();
    assert!(pages.pdf.starts_with(PLAIN.as_bytes()));
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_page_that_reads_the_record_out_is_stopped_until_a_passphrase_is_typed() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let visit = intake::with_matters(&office.person(), vec![intake::petition("Đèn.")]);
    let added = office.add_visit(&session, &visit).await.unwrap();
    let (person, file) = (added.person.unwrap(), added.files[0].id.clone());
    office.end(session).await.unwrap();
    let copy = office.outside().join("copy");
    crate::record::copy(&office.path(), &copy);
    let window = Window::open(&copy, office.ports()).unwrap();
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    for _ in 0..30 {
        window.open_person(&person).await.unwrap();
        // What is done on the page of a matter opens no other one.
        window.file_page(&file).await.unwrap();
        window.copy_sheet(&file).await.unwrap();
    }
    for minutes in [0, 2] {
        office.clock().advance(Duration::minutes(minutes));
        let refused = window.open_person(&person).await.unwrap_err();
        assert_eq!(refused.code, Code::SessionTooManyOpened);
        let refused = window.file_page(&file).await.unwrap_err();
        assert_eq!(refused.code, Code::SessionTooManyOpened);
        let signed = domain::file::Signed::default();
        let step = office::files::StepTold::new("classified", "");
        let shown = [
            window.copy_sheet(&file).await.err(),
            window.copy_line(&file, "name").await.err(),
            window.declaration_pages(&file, &signed).await.err(),
            window.move_file(&file, &step).await.err(),
            window.extend_file(&file, "reply", 1, "vì").await.err(),
            window.assign_file(&file, "", "").await.err(),
            window.take_papers(&file, Vec::new()).await.err(),
            window.code_file(&file, "").await.err(),
            window.keep_in_person(&file, true).await.err(),
            window.release_address(&file, true).await.err(),
            window.attachment_picture(&file, &file, true).await.err(),
            window.withdraw_attachment(&file, &file).await.err(),
            window.attachment_name(&file, &file).await.err(),
        ];
        for refused in shown {
            assert_eq!(refused.unwrap().code, Code::SessionTooManyOpened);
        }
        let refused = window.receipt_pages("A-2026-000001", None).await;
        assert_eq!(refused.unwrap_err().code, Code::SessionTooManyOpened);
        // What she does without opening anybody goes on.
        window.give_number().await.unwrap();
    }
    assert_eq!(window.lock().await, Ok(Locked::Soft));
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    window.open_person(&person).await.unwrap();
    window.lock().await.unwrap();
}
