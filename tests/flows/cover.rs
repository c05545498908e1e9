//! The cover, the idle lock, and how a session ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration as Real, Instant};

use domain::fault::Code;
use office::window::{Ended, Locked, Ticked, Window};
use office::{Desktop, DraftTold, LastWords, Page, Passphrase};
use testkit::{FakeClock, TestOffice, passphrase};
use time::Duration;
use vault::VaultError;
use vault::kdf::{Argon2id, Kdf, KdfParams, KdfPort};
use zeroize::Zeroizing;

use crate::journal::assert_sound;

/// A desktop that tests move.
#[derive(Default)]
pub(crate) struct Around {
    idle: AtomicU64,
    knows: AtomicBool,
    left: AtomicBool,
}

impl Desktop for Around {
    fn idle(&self) -> Option<u64> {
        self.knows
            .load(Ordering::Relaxed)
            .then(|| self.idle.load(Ordering::Relaxed))
    }

    fn left(&self) -> bool {
        self.left.swap(false, Ordering::Relaxed)
    }
}

/// A window on a copy of a test office, with its clock.
struct Stage {
    made: TestOffice,
    window: Window,
}

impl Stage {
    async fn set() -> Self {
        let made = TestOffice::founded().await;
        let copy = made.outside().join("copy");
        crate::record::copy(&made.path(), &copy);
        let window = Window::open(&copy, made.ports()).unwrap();
        Self { made, window }
    }

    fn clock(&self) -> &FakeClock {
        self.made.clock()
    }

    async fn sign_in(&self) {
        self.window
            .sign_in("desk", passphrase("desk"))
            .await
            .unwrap();
    }

    async fn uncover(&self, pin: &str) -> Result<Ticked, Code> {
        let typed = (!pin.is_empty()).then(|| secret(pin));
        let told = self.window.uncover(typed.as_ref()).await;
        told.map_err(|refused| refused.code)
    }

    /// Nothing of the session is left, and the vault is whole and free.
    async fn ends_whole(self) {
        assert!(self.window.state().await.locked);
        let refused = self.window.todays_queue().await.unwrap_err();
        assert_eq!(refused.code, Code::SessionEnded);
        let (folder, ports) = (self.made.outside().join("copy"), self.made.ports());
        drop(self.window);
        let office = office::Office::open(&folder, ports).unwrap();
        let session = office.sign_in("desk", passphrase("desk")).await.unwrap();
        let report = office.verify(&session, &mut |_| true).await.unwrap();
        assert!(report.faults.is_empty(), "{report:?}");
        office.end(session).await.unwrap();
        assert_sound(&self.made).await;
    }
}

fn secret(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

const PIN: &str = "402913";

#[tokio::test]
async fn while_covered_the_core_answers_nothing_and_the_key_lifts_it_within_twenty_seconds() {
    let stage = Stage::set().await;
    let window = &stage.window;
    let nobody = window.cover().await.unwrap_err();
    assert_eq!(nobody.code, Code::SessionEnded);
    stage.sign_in().await;
    assert!(!window.cover().await.unwrap().pin);
    assert!(window.state().await.covered);
    let refused = [
        window.todays_queue().await.unwrap_err().code,
        window.users().await.unwrap_err().code,
        window.settings().await.unwrap_err().code,
        window.set_pin(&secret(PIN)).await.unwrap_err().code,
        window
            .change_passphrase(passphrase("desk"), secret("con trâu trắng ăn lúa test"))
            .await
            .unwrap_err()
            .code,
        window
            .accept_invitation("mai", secret("x test"), secret("con trâu trắng test"))
            .await
            .unwrap_err()
            .code,
    ];
    assert_eq!(refused, [Code::SessionCovered; 6]);
    assert_eq!(window.uncovered().unwrap_err().code, Code::SessionCovered);
    stage.clock().advance(Duration::seconds(20));
    assert_eq!(stage.uncover("").await, Ok(Ticked::Still));
    window.todays_queue().await.unwrap();
    assert_eq!(window.uncovered(), Ok(()));
    assert_eq!(window.lock().await, Ok(Locked::Soft));
    stage.ends_whole().await;
}

#[tokio::test]
async fn the_pin_lifts_it_for_a_quarter_of_an_hour_and_then_the_session_really_ends() {
    let stage = Stage::set().await;
    let window = &stage.window;
    stage.sign_in().await;
    for (typed, why) in [
        ("12345", Code::PinMalformed),
        ("111111", Code::PinGuessable),
    ] {
        assert_eq!(window.set_pin(&secret(typed)).await.unwrap_err().code, why);
    }
    window.set_pin(&secret(PIN)).await.unwrap();
    assert!(window.cover().await.unwrap().pin);
    // Whoever sets the wall clock wins no time.
    stage.clock().set("2026-11-24T08:00:00+07:00");
    stage.clock().advance(Duration::seconds(21));
    assert_eq!(stage.uncover("").await, Err(Code::PinNeeded));
    stage.clock().advance(Duration::minutes(14));
    assert_eq!(stage.uncover("402914").await, Err(Code::PinWrong));
    assert_eq!(stage.uncover(PIN).await, Ok(Ticked::Still));
    window.todays_queue().await.unwrap();

    window.cover().await.unwrap();
    stage.clock().advance(Duration::seconds(15 * 60 + 1));
    let late = stage.uncover(PIN).await;
    assert_eq!(late, Ok(Ticked::Locked(Ok(Locked::Soft))));
    assert_eq!(stage.uncover(PIN).await, Err(Code::SessionEnded));
    stage.clock().set("2026-11-24T18:00:00+07:00");
    stage.ends_whole().await;
}

#[tokio::test]
async fn five_wrong_pins_end_the_session() {
    let stage = Stage::set().await;
    stage.sign_in().await;
    stage.window.set_pin(&secret(PIN)).await.unwrap();
    stage.window.cover().await.unwrap();
    stage.clock().advance(Duration::minutes(1));
    for left in ["4", "3", "2", "1"] {
        let told = stage.window.uncover(Some(&secret("000001"))).await;
        assert_eq!(told.unwrap_err().params["left"], left);
    }
    let last = stage.uncover("000001").await;
    assert_eq!(last, Ok(Ticked::Locked(Ok(Locked::Soft))));
    // The next session knows nothing of that PIN.
    stage.sign_in().await;
    assert!(!stage.window.cover().await.unwrap().pin);
    assert_eq!(stage.window.lock().await, Ok(Locked::Soft));
    stage.ends_whole().await;
}

#[tokio::test]
async fn a_desk_that_nobody_touches_counts_down_and_locks_itself_without_the_page() {
    let stage = Stage::set().await;
    let (window, around) = (&stage.window, Around::default());
    let ticked = window.tick(&around).await;
    assert_eq!(ticked, Ticked::Still, "nobody is there");
    stage.sign_in().await;
    let idle_for = async |seconds| {
        stage.clock().advance(Duration::seconds(seconds));
        (
            window.tick(&around).await,
            window.activity().await.countdown,
        )
    };
    assert_eq!(idle_for(149).await, (Ticked::Still, None));
    assert_eq!(idle_for(1).await, (Ticked::Still, Some(30)));
    assert_eq!(idle_for(20).await, (Ticked::Still, Some(10)));
    window.stay();
    assert_eq!(idle_for(100).await, (Ticked::Still, None));
    // Somebody types in another program: the whole desktop is what counts.
    around.knows.store(true, Ordering::Relaxed);
    around.idle.store(2_000, Ordering::Relaxed);
    assert_eq!(idle_for(100).await, (Ticked::Still, None));
    around.idle.store(170_000, Ordering::Relaxed);
    assert_eq!(idle_for(170).await.1, Some(10));
    around.idle.store(180_000, Ordering::Relaxed);
    let (ticked, countdown) = idle_for(10).await;
    assert_eq!(ticked, Ticked::Locked(Ok(Locked::Soft)));
    assert_eq!(countdown, None);
    stage.ends_whole().await;
}

#[tokio::test]
async fn sleep_and_a_locked_desktop_lock_at_once_also_under_a_cover() {
    let around = Around::default();
    for covered in [false, true] {
        let stage = Stage::set().await;
        stage.sign_in().await;
        stage.window.set_pin(&secret(PIN)).await.unwrap();
        if covered {
            stage.window.cover().await.unwrap();
        }
        assert_eq!(stage.window.tick(&around).await, Ticked::Still);
        around.left.store(true, Ordering::Relaxed);
        let ticked = stage.window.tick(&around).await;
        assert_eq!(ticked, Ticked::Locked(Ok(Locked::Soft)));
        stage.ends_whole().await;
    }
    // A machine that nobody told of its sleep: the wall clock went on, the stopwatch did not.
    let stage = Stage::set().await;
    stage.sign_in().await;
    assert_eq!(stage.window.tick(&around).await, Ticked::Still);
    stage.clock().set("2026-11-24T11:00:00+07:00");
    let ticked = stage.window.tick(&around).await;
    assert_eq!(ticked, Ticked::Locked(Ok(Locked::Soft)));
    stage.ends_whole().await;
}

#[tokio::test]
async fn a_covered_screen_keeps_the_covers_time_and_not_the_idle_clock() {
    let stage = Stage::set().await;
    let around = Around::default();
    stage.sign_in().await;
    stage.window.set_pin(&secret(PIN)).await.unwrap();
    stage.window.cover().await.unwrap();
    stage.clock().advance(Duration::minutes(14));
    assert_eq!(stage.window.tick(&around).await, Ticked::Still);
    stage.clock().advance(Duration::minutes(2));
    let ticked = stage.window.tick(&around).await;
    assert_eq!(ticked, Ticked::Locked(Ok(Locked::Soft)));
    stage.ends_whole().await;

    // Without a PIN the key alone would have lifted it, for twenty seconds.
    let stage = Stage::set().await;
    stage.sign_in().await;
    stage.window.cover().await.unwrap();
    stage.clock().advance(Duration::seconds(21));
    let ticked = stage.window.tick(&around).await;
    assert_eq!(ticked, Ticked::Locked(Ok(Locked::Soft)));
    stage.ends_whole().await;
}

/// Derives as always, and takes as long as it is told.
#[derive(Debug)]
struct Slow {
    millis: Arc<AtomicU64>,
}

impl Kdf for Slow {
    fn derive(
        &self,
        passphrase: &Passphrase,
        salt: &[u8; 16],
        params: KdfParams,
    ) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        std::thread::sleep(Real::from_millis(self.millis.load(Ordering::Relaxed)));
        Argon2id.derive(passphrase, salt, params)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_waits_for_the_running_call_and_no_longer_than_two_seconds() {
    for (millis, ends) in [(400, Locked::Soft), (2_600, Locked::Hard)] {
        let made = TestOffice::founded().await;
        let (copy, mut ports) = (made.outside().join("copy"), made.ports());
        crate::record::copy(&made.path(), &copy);
        let slow = Arc::new(AtomicU64::new(0));
        let kdf = Arc::new(Slow {
            millis: Arc::clone(&slow),
        });
        ports.kdf = KdfPort::new(ports.kdf.bounds(), kdf);
        let window = Arc::new(Window::open(&copy, ports).unwrap());
        window.sign_in("desk", passphrase("desk")).await.unwrap();
        slow.store(millis, Ordering::Relaxed);
        let running = {
            let window = Arc::clone(&window);
            tokio::spawn(async move {
                let wrong = secret("test sai sai sai");
                window
                    .change_passphrase(wrong, secret("con trâu trắng ăn lúa"))
                    .await
            })
        };
        tokio::time::sleep(Real::from_millis(100)).await;
        let began = Instant::now();
        assert_eq!(window.lock().await, Ok(ends));
        let waited = began.elapsed();
        assert!(waited < Real::from_millis(2_300), "{waited:?}");
        // No call begins any more, whatever the running one does.
        let after = window.todays_queue().await.unwrap_err();
        assert_eq!(after.code, Code::SessionEnded);
        if ends == Locked::Soft {
            let told = running.await.unwrap().unwrap_err();
            assert_eq!(told.code, Code::SigninRefused, "it ran to its end");
            assert!(window.state().await.locked);
        } else {
            running.abort();
        }
    }
}

#[tokio::test]
async fn the_end_writes_the_head_file_closes_the_record_and_drops_the_keys() {
    let stage = Stage::set().await;
    let copy = stage.made.outside().join("copy");
    stage.sign_in().await;
    let head = copy.join("keyring/head");
    let before = std::fs::read(&head).unwrap();
    // The write-ahead file goes with the last connection: then the record is closed.
    let wal = copy.join("desk.db-wal");
    assert!(wal.exists());
    std::fs::remove_file(&head).unwrap();
    assert_eq!(stage.window.lock().await, Ok(Locked::Soft));
    assert_eq!(std::fs::read(&head).unwrap(), before);
    assert!(!wal.exists());
    stage.ends_whole().await;
}

#[tokio::test]
async fn a_head_file_that_cannot_be_written_is_told_after_the_keys_are_gone() {
    let stage = Stage::set().await;
    let copy = stage.made.outside().join("copy");
    stage.sign_in().await;
    let head = copy.join("keyring/head");
    std::fs::remove_file(&head).unwrap();
    std::fs::create_dir_all(head.join("in the way")).unwrap();
    stage.window.lock().await.unwrap_err();
    assert!(stage.window.state().await.locked);
    assert!(!copy.join("desk.db-wal").exists(), "the record is closed");
    let refused = stage.window.todays_queue().await.unwrap_err();
    assert_eq!(refused.code, Code::SessionEnded);
}

#[tokio::test]
async fn where_the_record_cannot_be_closed_well_the_page_goes_too_however_the_session_ended() {
    let unwritable = |stage: &Stage| {
        let head = stage.made.outside().join("copy/keyring/head");
        std::fs::remove_file(&head).unwrap();
        std::fs::create_dir_all(head.join("in the way")).unwrap();
    };
    // The key that comes too late, and the idle clock.
    for late in [true, false] {
        let stage = Stage::set().await;
        stage.sign_in().await;
        unwritable(&stage);
        let ended = if late {
            stage.window.cover().await.unwrap();
            stage.clock().advance(Duration::seconds(21));
            stage.uncover("").await.unwrap()
        } else {
            stage.clock().advance(Duration::hours(1));
            stage.window.tick(&Around::default()).await
        };
        let Ticked::Locked(Err(_refused)) = ended else {
            panic!("late {late}: {ended:?}");
        };
        assert!(stage.window.state().await.locked);
    }
}

#[tokio::test]
async fn a_desktop_that_locks_while_somebody_is_being_signed_in_locks_the_desk_after_it() {
    let stage = Stage::set().await;
    let (window, around) = (&stage.window, Around::default());
    {
        let mut signing = std::pin::pin!(window.sign_in("desk", passphrase("desk")));
        tokio::select! {
            biased;
            done = &mut signing => panic!("the passphrase takes its time: {done:?}"),
            () = tokio::task::yield_now() => {}
        }
        around.left.store(true, Ordering::Relaxed);
        assert_eq!(window.tick(&around).await, Ticked::Still);
        around.left.store(false, Ordering::Relaxed);
        signing.await.unwrap();
    }
    let ticked = window.tick(&around).await;
    assert_eq!(ticked, Ticked::Locked(Ok(Locked::Soft)));
    // Said once: whoever signs in next stays.
    stage.sign_in().await;
    assert_eq!(window.tick(&around).await, Ticked::Still);
    assert_eq!(window.lock().await, Ok(Locked::Soft));
    stage.ends_whole().await;
}

/// A page with a form: at its last word it keeps the form, if the disk has room.
struct Form {
    window: std::sync::Weak<Window>,
    kept: bool,
    asked: AtomicU64,
}

impl Page for Form {
    fn last_words(&self) -> LastWords<'_> {
        Box::pin(async {
            self.asked.fetch_add(1, Ordering::Relaxed);
            let window = self.window.upgrade().unwrap();
            let draft = DraftTold {
                id: None,
                title: "Phạm Thị".to_owned(),
                visit: None,
                body: "{\"name\":\"Phạm Thị\"}".to_owned(),
            };
            window.keep_draft(&draft).await.unwrap();
            self.kept
        })
    }
}

/// A page that tries the right PIN once more while the session ends.
struct Late {
    window: std::sync::Weak<Window>,
    tried: AtomicBool,
}

impl Page for Late {
    fn last_words(&self) -> LastWords<'_> {
        Box::pin(async {
            if !self.tried.swap(true, Ordering::Relaxed) {
                let window = self.window.upgrade().unwrap();
                let late = window.uncover(Some(&secret(PIN))).await;
                assert_eq!(late, Ok(Ticked::Locked(Ok(Locked::Soft))), "too late");
            }
            true
        })
    }
}

#[tokio::test]
async fn the_right_pin_after_five_wrong_ones_lifts_nothing_while_the_session_ends() {
    let Stage { made, window } = Stage::set().await;
    let window = Arc::new(window);
    let page = Arc::new(Late {
        window: Arc::downgrade(&window),
        tried: AtomicBool::new(false),
    });
    window.shown_on(Arc::clone(&page) as Arc<dyn Page>);
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    window.set_pin(&secret(PIN)).await.unwrap();
    window.cover().await.unwrap();
    made.clock().advance(Duration::minutes(1));
    for _ in 0..4 {
        let wrong = window.uncover(Some(&secret("000000"))).await.unwrap_err();
        assert_eq!(wrong.code, Code::PinWrong);
    }
    let last = window.uncover(Some(&secret("000000"))).await;
    assert_eq!(last, Ok(Ticked::Locked(Ok(Locked::Soft))));
    assert!(page.tried.load(Ordering::Relaxed));
    assert!(window.state().await.locked);
}

/// Whoever ends the session, the page keeps the last letters first, also under the cover.
#[tokio::test]
async fn before_every_end_the_page_keeps_what_is_typed_and_the_next_sign_in_is_told_whether() {
    for (kept, told) in [(true, Ended::Kept), (false, Ended::Unkept)] {
        let Stage { made, window } = Stage::set().await;
        let window = Arc::new(window);
        let page = Arc::new(Form {
            window: Arc::downgrade(&window),
            kept,
            asked: AtomicU64::new(0),
        });
        window.shown_on(Arc::clone(&page) as Arc<dyn Page>);
        assert_eq!(window.lock().await, Ok(Locked::Soft));
        assert_eq!(page.asked.load(Ordering::Relaxed), 0, "nobody types");
        assert_eq!(window.state().await.ended, None);
        for end in 0..3 {
            window.sign_in("desk", passphrase("desk")).await.unwrap();
            assert_eq!(window.state().await.ended, None);
            let ended = match end {
                0 => Ticked::Locked(window.lock().await),
                1 => {
                    window.cover().await.unwrap();
                    made.clock().advance(Duration::minutes(1));
                    window.uncover(None).await.unwrap()
                }
                _ => {
                    made.clock().advance(Duration::hours(1));
                    window.tick(&Around::default()).await
                }
            };
            assert_eq!(ended, Ticked::Locked(Ok(Locked::Soft)), "{end}");
            assert_eq!(window.state().await.ended, Some(told), "{end}");
            assert_eq!(page.asked.load(Ordering::Relaxed), end + 1);
        }
        window.sign_in("desk", passphrase("desk")).await.unwrap();
        assert_eq!(window.drafts().await.unwrap().len(), 3);
        drop(window.lock().await);
    }
}
