//! The first day: told, founded, shares read back, set up; killed at each step it goes on there.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::fault::Code;
use domain::moment::Moment;
use domain::permission::Role;
use domain::printing::PrintFault;
use office::clock::Clock;
use office::founding::{FounderTold, FoundingTold, OfficeTold, OfficerShown};
use office::papers::{PaperSize, PrintChoice};
use office::window::{FirstDay, FoundedView, Locked, Practice, Ticked, Unfounded, Window};
use office::{Passphrase, Ports};
use tempfile::TempDir;
use testkit::{BEGIN, FakeClock, FakePrinters, PRINTER, moment, ports};

use crate::cover::Around;

fn secret(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

fn chosen() -> Vec<Passphrase> {
    ["con trâu trắng ăn lúa", "sáu con cò bay qua"]
        .map(secret)
        .into()
}

/// A clock in whose time every derivation takes long enough: the costs of keys stay the least.
struct Hasty(AtomicU64);

impl Clock for Hasty {
    fn now(&self) -> Moment {
        moment(BEGIN)
    }

    fn mono(&self) -> u64 {
        self.0.fetch_add(1_000, Ordering::Relaxed)
    }
}

/// A place without an office. Each call to `here` is a start of the program.
struct Place {
    folder: TempDir,
    ports: Ports,
    hasty: Arc<Hasty>,
}

impl Place {
    fn new() -> Self {
        let mut ports = ports(Arc::new(FakeClock::at(BEGIN)), 7);
        let hasty = Arc::new(Hasty(AtomicU64::new(0)));
        ports.clock = Arc::clone(&hasty) as Arc<dyn Clock>;
        Self {
            folder: TempDir::new().unwrap(),
            ports,
            hasty,
        }
    }

    /// Nobody touches anything for so many minutes.
    fn rests(&self, minutes: u64) {
        self.hasty.0.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    fn vault(&self) -> PathBuf {
        self.folder.path().join("vault")
    }

    fn draft(&self) -> PathBuf {
        self.folder.path().join("vault.founding.toml")
    }

    fn before(&self) -> Unfounded {
        let missing = Window::open(&self.vault(), self.ports.clone()).unwrap_err();
        assert_eq!(missing.code, Code::VaultMissing);
        Unfounded::at(&self.vault(), self.ports.clone())
    }

    fn again(&self) -> Window {
        Window::open(&self.vault(), self.ports.clone()).unwrap()
    }
}

fn office() -> OfficeTold {
    OfficeTold {
        parent: "CÔNG AN THÀNH PHỐ MẪU".to_owned(),
        office: "PHÒNG TIẾP CÔNG DÂN".to_owned(),
        place: "Phường Mẫu".to_owned(),
        address: String::new(),
        phone: String::new(),
        letter: "A".to_owned(),
        officer: OfficerShown::GivenName,
    }
}

fn founder(name: &str, display: &str, role: Role) -> FounderTold {
    FounderTold {
        name: name.to_owned(),
        display: display.to_owned(),
        role,
        outside: String::new(),
    }
}

fn told() -> FoundingTold {
    FoundingTold {
        office: office(),
        founders: vec![
            founder("quan", "Ngô Thị Quản", Role::Admin),
            founder("huy", "Trần Văn Huy", Role::Supervisor),
        ],
    }
}

#[tokio::test]
async fn killed_after_each_step_the_first_day_goes_on_there() {
    let place = Place::new();
    told_in_parts(&place).await;
    let founded = founded(&place).await;
    shares_read_back(&place, &founded).await;
    set_up(&place).await;
    let window = place.again();
    assert_eq!(window.founding().step, FirstDay::Done);
    assert!(!window.founding().may_start_over);
    // The supervisor's own passphrase opens the record, without a change first.
    let view = window.sign_in("huy", secret("sáu con cò bay qua")).await;
    assert!(!view.unwrap().must_change);
    window.todays_queue().await.unwrap();
    assert_eq!(window.lock().await, Ok(Locked::Soft));
}

/// Each look is a start of its own.
async fn told_in_parts(place: &Place) {
    use std::os::unix::fs::PermissionsExt as _;

    let before = place.before();
    assert!(!before.state().founded && before.state().locked);
    assert_eq!(before.founding().step, FirstDay::Office);
    let early = before.found(chosen()).await.unwrap_err();
    assert_eq!(early.code, Code::FoundingNotReady);
    let part = FoundingTold {
        founders: Vec::new(),
        ..told()
    };
    assert_eq!(before.keep(&part).unwrap().step, FirstDay::Founders);
    assert_eq!(place.before().founding().step, FirstDay::Founders);
    place.before().keep(&told()).unwrap();
    let view = place.before().founding();
    assert_eq!(view.step, FirstDay::Found);
    assert_eq!(view.told.unwrap().founders[1].name, "huy");
    let mode = std::fs::metadata(place.draft())
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

async fn founded(place: &Place) -> FoundedView {
    let weak = vec![secret("con trâu trắng ăn lúa"), secret("ngắn")];
    let weak = place.before().found(weak).await.unwrap_err();
    assert_eq!(weak.code, Code::PassphraseTooShort);
    assert_eq!(weak.field.as_deref(), Some("founders[1].passphrase"));
    let (window, founded) = place.before().found(chosen()).await.unwrap();
    assert_eq!(founded.shares.len(), 3);
    // The administrator sits there already, and chose her passphrase herself.
    assert!(!window.state().await.locked);
    assert!(window.settings().await.unwrap().may_change);
    founded
}

async fn admin(window: &Window) {
    let own = secret("con trâu trắng ăn lúa");
    let view = window.sign_in("quan", own).await.unwrap();
    assert!(!view.must_change);
}

async fn shares_read_back(place: &Place, founded: &FoundedView) {
    let window = place.again();
    assert_eq!(window.founding().step, FirstDay::Shares);
    let early = window.step_done(FirstDay::Backup).await.unwrap_err();
    assert_eq!(early.code, Code::SessionEnded);
    admin(&window).await;
    let left_out = window.step_done(FirstDay::Shares).await.unwrap_err();
    assert_eq!(left_out.code, Code::FoundingSharesUnread);
    let share = |index: usize| secret(&founded.shares[index]);
    let view = window.check_share("1", &share(0)).await.unwrap();
    assert_eq!(
        (view.read, view.step),
        (vec![true, false, false], FirstDay::Shares)
    );
    drop(window);

    // What was read back in memory is gone with the program; the papers are not.
    let window = place.again();
    admin(&window).await;
    assert_eq!(window.founding().read, [false; 3]);
    window.check_share("1", &share(0)).await.unwrap();
    let refused = [
        window.check_share("2", &share(0)).await,
        window
            .check_share("2", &secret("AGE-SECRET-KEY-1QQQQ"))
            .await,
        window.check_share("4", &share(1)).await,
    ]
    .map(|answer| answer.unwrap_err().code);
    let expected = [
        Code::RecoverySameShare,
        Code::RecoveryShareMalformed,
        Code::FieldNotChoice,
    ];
    assert_eq!(refused, expected);
    let small = secret(&founded.shares[1].to_lowercase());
    window.check_share("2", &small).await.unwrap();
    let view = window.check_share("3", &share(2)).await.unwrap();
    assert_eq!(view.step, FirstDay::Backup);
    assert!(view.told.is_none() && !place.draft().exists());
}

async fn set_up(place: &Place) {
    let window = place.again();
    assert_eq!(window.founding().step, FirstDay::Backup);
    admin(&window).await;
    let stick = place.folder.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    let stick = stick.display().to_string();
    window.change_setting("backup.place", &stick).await.unwrap();
    assert_eq!(window.founding().step, FirstDay::Printer);
    for (done, next) in [
        (FirstDay::Printer, FirstDay::Scanner),
        (FirstDay::Scanner, FirstDay::Practice),
        (FirstDay::Practice, FirstDay::Done),
    ] {
        assert_eq!(window.step_done(done).await.unwrap().step, next);
        assert_eq!(window.founding().step, next);
    }
    assert_eq!(window.lock().await, Ok(Locked::Soft));
}

/// An input method makes two letters of one, a field is emptied to be filled anew.
#[tokio::test]
async fn a_desk_letter_that_is_none_yet_is_kept_as_it_is_typed_and_founds_nothing() {
    let place = Place::new();
    for typed in ["", "AB", "Â", "a", "<b>"] {
        let mut told = told();
        typed.clone_into(&mut told.office.letter);
        place.before().keep(&told).unwrap();
        let kept = place.before().founding().told.unwrap();
        assert_eq!(kept.office.letter, typed);
        let refused = place.before().found(chosen()).await.unwrap_err();
        assert_eq!(refused.code, Code::FoundingLetter);
        assert_eq!(refused.field.as_deref(), Some("office.letter"));
        assert!(!place.vault().exists());
    }
    place.before().keep(&told()).unwrap();
    place.before().found(chosen()).await.unwrap();
}

#[tokio::test]
async fn the_desk_waits_a_quarter_of_an_hour_while_shares_are_copied_by_hand() {
    let place = Place::new();
    place.before().keep(&told()).unwrap();
    let (window, founded) = place.before().found(chosen()).await.unwrap();
    let around = Around::default();
    window.stay();
    place.rests(14);
    assert_eq!(window.tick(&around).await, Ticked::Still);
    for (number, share) in ["1", "2", "3"].into_iter().zip(&founded.shares) {
        window.check_share(number, &secret(share)).await.unwrap();
    }
    // They are on paper: from now on it locks as any desk.
    window.stay();
    place.rests(4);
    let ticked = window.tick(&around).await;
    assert_eq!(ticked, Ticked::Locked(Ok(Locked::Soft)));

    let place = Place::new();
    place.before().keep(&told()).unwrap();
    let (window, _founded) = place.before().found(chosen()).await.unwrap();
    window.stay();
    place.rests(16);
    let ticked = window.tick(&around).await;
    assert_eq!(ticked, Ticked::Locked(Ok(Locked::Soft)), "not for ever");
}

#[tokio::test]
async fn shares_of_another_office_are_not_taken_for_this_ones() {
    let (one, other) = (Place::new(), Place::new());
    one.before().keep(&told()).unwrap();
    other.before().keep(&told()).unwrap();
    let (window, founded) = one.before().found(chosen()).await.unwrap();
    let (_elsewhere, foreign) = other.before().found(chosen()).await.unwrap();
    window
        .check_share("1", &secret(&founded.shares[0]))
        .await
        .unwrap();
    let refused = window.check_share("2", &secret(&foreign.shares[1])).await;
    assert_eq!(refused.unwrap_err().code, Code::RecoverySharesDoNotFit);
    assert_eq!(window.founding().read, [true, false, false]);
}

#[tokio::test]
async fn an_office_whose_shares_were_lost_is_founded_anew_unless_somebody_worked_there() {
    let place = Place::new();
    place.before().keep(&told()).unwrap();
    let (window, _lost) = place.before().found(chosen()).await.unwrap();
    assert!(window.founding().may_start_over);
    window.start_over().await.unwrap();
    drop(window);
    assert_eq!(place.before().founding().step, FirstDay::Found);
    let (window, founded) = place.before().found(chosen()).await.unwrap();
    // She who tries her passphrase too early would close the way back, and is told to wait.
    let supervisor = || secret("sáu con cò bay qua");
    let early = window.sign_in("huy", supervisor()).await.unwrap_err();
    assert_eq!(early.code, Code::FoundingSharesUnread);
    assert!(window.founding().may_start_over);
    window
        .sign_in("quan", secret("con trâu trắng ăn lúa"))
        .await
        .unwrap();
    for (number, share) in ["1", "2", "3"].into_iter().zip(&founded.shares) {
        window.check_share(number, &secret(share)).await.unwrap();
    }
    window.sign_in("huy", supervisor()).await.unwrap();
    assert!(!window.founding().may_start_over);
    let refused = window.start_over().await.unwrap_err();
    assert_eq!(refused.code, Code::FoundingDone);
    // The one that was put aside is still there, whole.
    let aside = std::fs::read_dir(place.folder.path()).unwrap();
    let aside = aside.filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with("vault.unfinished-")
    });
    assert_eq!(aside.count(), 1);
}

#[tokio::test]
async fn a_cover_over_shares_that_are_copied_is_lifted_by_the_key_for_a_quarter_of_an_hour() {
    let place = Place::new();
    place.before().keep(&told()).unwrap();
    let (window, _founded) = place.before().found(chosen()).await.unwrap();
    let cover = window.cover().await.unwrap();
    assert_eq!((cover.pin, cover.by_key), (false, 900));
    place.rests(13);
    assert_eq!(window.tick(&Around::default()).await, Ticked::Still);
    assert_eq!(window.uncover(None).await, Ok(Ticked::Still));
    assert!(
        !window.state().await.locked,
        "the shares are still on the screen"
    );
}

#[tokio::test]
async fn an_office_founded_at_the_terminal_has_no_first_day_here() {
    let made = testkit::TestOffice::founded().await;
    let copy = made.outside().join("copy");
    crate::record::copy(&made.path(), &copy);
    let window = Window::open(&copy, made.ports()).unwrap();
    assert_eq!(window.founding().step, FirstDay::Done);
}

#[tokio::test]
async fn a_practice_office_that_is_not_whole_is_none() {
    let place = Place::new();
    let folder = place.folder.path().join("practice");
    let making = Practice::at(&folder, place.ports.clone());
    let stopped = tokio::time::timeout(Duration::from_millis(100), making).await;
    assert!(stopped.is_err(), "it is made in no time");
    assert!(place.folder.path().join("practice.making").exists());
    assert!(!folder.exists());
}

#[tokio::test]
async fn the_practice_office_is_marked_and_its_passphrases_are_the_same_each_time() {
    let place = Place::new();
    let folder = place.folder.path().join("practice");
    // What one left who was stopped while she made it.
    let half = place.folder.path().join("practice.making");
    std::fs::create_dir(&half).unwrap();
    std::fs::write(half.join("vault.json"), "{").unwrap();
    let first = Practice::at(&folder, place.ports.clone()).await.unwrap();
    assert!(!half.exists() && !first.already);
    let again = Practice::at(&folder, place.ports.clone()).await.unwrap();
    for (one, other) in first.users.iter().zip(&again.users) {
        assert_eq!(
            (&one.name, &one.passphrase),
            (&other.name, &other.passphrase)
        );
    }
    let window = Window::open(&folder, place.ports.clone()).unwrap();
    assert!(window.state().await.demo);
    // It is open: nobody opens it a second time.
    let open = Practice::at(&folder, place.ports.clone()).await.unwrap();
    assert!(open.already);
    assert!(!again.already);
    let user = first
        .users
        .iter()
        .find(|user| user.role == Role::Reception)
        .unwrap();
    window
        .sign_in(&user.name, secret(&user.passphrase))
        .await
        .unwrap();
    assert_eq!(window.lock().await, Ok(Locked::Soft));
}

#[tokio::test]
async fn a_share_is_printed_from_memory_while_it_is_shown_and_only_as_a_share() {
    let mut place = Place::new();
    let printing = Arc::new(FakePrinters::default());
    place.ports.printers = Arc::<FakePrinters>::clone(&printing);
    place.ports.machine = Some(place.folder.path().join("machine"));
    place.before().keep(&told()).unwrap();
    let (window, founded) = place.before().found(chosen()).await.unwrap();
    let share = |index: usize| secret(&founded.shares[index]);
    let choice = PrintChoice {
        printer: PRINTER.to_owned(),
        copies: 1,
        paper: PaperSize::A5,
    };
    for (index, number) in ["1", "2", "3"].into_iter().enumerate() {
        window
            .print_share(number, &share(index), &choice)
            .await
            .unwrap();
        let page = String::from_utf8(printing.jobs().pop().unwrap().bytes).unwrap();
        let said = format!("share {number} {}", founded.shares[index]);
        assert!(page.contains(&said), "{page}");
    }
    assert_eq!(printing.jobs().len(), 3, "one sheet a custodian");
    let other = window.print_share("1", &secret("no share"), &choice).await;
    assert_eq!(other.unwrap_err().code, Code::RecoveryShareMalformed);
    let fourth = window.print_share("4", &share(0), &choice).await;
    assert_eq!(fourth.unwrap_err().code, Code::FieldNotChoice);
    printing.fail(Some(PrintFault::Failed));
    let failed = window.print_share("1", &share(0), &choice).await;
    assert_eq!(failed.unwrap_err().code, Code::PrintFailed);
    printing.fail(None);
    for (index, number) in ["1", "2", "3"].into_iter().enumerate() {
        window.check_share(number, &share(index)).await.unwrap();
    }
    // Read back, they are shown no more and printed no more.
    let late = window.print_share("1", &share(0), &choice).await;
    assert_eq!(late.unwrap_err().code, Code::FoundingDone);
    window.lock().await.unwrap();
    let nobody = window.print_share("1", &share(0), &choice).await;
    assert_eq!(nobody.unwrap_err().code, Code::SessionEnded);
    assert_eq!(printing.jobs().len(), 3);
    nowhere(place.folder.path(), &founded.shares);
}

/// No file below holds one of these.
fn nowhere(folder: &Path, shares: &[String]) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            nowhere(&path, shares);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for share in shares {
            let found = bytes
                .windows(share.len())
                .any(|window| window.eq_ignore_ascii_case(share.as_bytes()));
            assert!(!found, "{} holds a share", path.display());
        }
    }
}
