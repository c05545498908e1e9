//! A lock goes before whatever only looks and may take long.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::fault::Code;
use domain::printing::{JobId, JobState, PrintFault, PrintJob, Printer, Printers, SpoolAdvice};
use office::window::{Locked, Window};
use testkit::{TestOffice, passphrase};

/// A printing system that thinks for a while.
#[derive(Debug)]
struct Slow;

const LONG: Duration = Duration::from_millis(1_500);

impl Printers for Slow {
    fn list(&self) -> Result<Vec<Printer>, PrintFault> {
        std::thread::sleep(LONG);
        Err(PrintFault::NoSystem)
    }

    fn send(&self, _job: &PrintJob<'_>) -> Result<JobId, PrintFault> {
        Err(PrintFault::NoSystem)
    }

    fn states(&self, _jobs: &[JobId]) -> Result<Vec<JobState>, PrintFault> {
        Err(PrintFault::NoSystem)
    }

    fn recall(&self, _job: &JobId) -> Result<bool, PrintFault> {
        Err(PrintFault::NoSystem)
    }

    fn advice(&self) -> Vec<SpoolAdvice> {
        Vec::new()
    }
}

async fn window() -> (TestOffice, Arc<Window>) {
    let made = TestOffice::founded().await;
    let copy = made.outside().join("copy");
    crate::record::copy(&made.path(), &copy);
    let mut ports = made.ports();
    ports.printers = Arc::new(Slow);
    let window = Arc::new(Window::open(&copy, ports).unwrap());
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    (made, window)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_does_not_wait_for_a_printing_system_that_thinks() {
    let (_made, window) = window().await;
    let asks = Arc::clone(&window);
    let asked = tokio::spawn(async move { asks.printers().await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let began = Instant::now();
    assert_eq!(window.lock().await.unwrap(), Locked::Soft);
    assert!(began.elapsed() < Duration::from_millis(200));
    assert!(!asked.is_finished());
    let answer = asked.await.unwrap().unwrap_err();
    assert_ne!(
        answer.code,
        Code::SessionEnded,
        "nothing of a record was in it"
    );
}

#[tokio::test]
async fn a_page_that_is_loaded_anew_learns_who_is_signed_in() {
    let (_made, window) = window().await;
    for name in ["desk", "admin", "auditor"] {
        let view = window.sign_in(name, passphrase(name)).await.unwrap();
        let state = window.state().await;
        assert!(!state.locked);
        assert_eq!(state.who, Some(view));
    }
    let _locked = window.lock().await.unwrap();
    let state = window.state().await;
    assert!(state.locked && state.who.is_none());
}

#[tokio::test]
async fn after_a_session_in_which_something_protected_was_told_the_program_ends_with_the_lock() {
    let made = TestOffice::founded().await;
    let id = crate::protected::handed_over(&made, &[]).await;
    let (copy, ports) = (made.outside().join("copy"), made.ports());
    crate::record::copy(&made.path(), &copy);
    let window = Window::open(&copy, ports).unwrap();
    for (opens, ends) in [(false, Locked::Soft), (true, Locked::Hard)] {
        window.sign_in("chief", passphrase("chief")).await.unwrap();
        if opens {
            window.open_protected(&id.to_string()).await.unwrap();
        }
        assert_eq!(window.lock().await, Ok(ends), "opened: {opens}");
        assert!(window.state().await.locked);
    }
}
