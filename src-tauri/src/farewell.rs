//! What the page still has to say before the desk leaves it.
//!
//! Purpose: a page keeps what is being typed a fraction of a second after a key. Before a lock, a
//! close or a signal ends it, it is asked for the rest, and says whether all of it is kept. The page
//! asks back in one command that waits. Must never: hold an end up for longer than [`LIMIT`], or
//! ask a page that is gone.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use office::{LastWords, Page};
use tokio::sync::watch;

/// How long an end waits for the page. Of logind's five seconds before sleep one may go for the tick,
/// and two for a call that runs.
pub(crate) const LIMIT: Duration = Duration::from_millis(1500);

/// How often the page was asked and how often it answered.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    asked: u64,
    answered: u64,
    kept: bool,
}

impl Said {
    const fn open(&self) -> bool {
        self.asked > self.answered
    }
}

/// The questions to the page and its answers.
#[derive(Debug, Default)]
pub(crate) struct Farewell {
    said: watch::Sender<Said>,
    gone: AtomicBool,
}

impl Farewell {
    /// The page's side: what it answers to the last question, if it was asked, then the wait for the
    /// next. A page that comes while a question is open has nothing of the one that was asked: what
    /// became of that one's forms nobody knows.
    pub(crate) async fn hear(&self, kept: Option<bool>) {
        self.said.send_if_modified(|said| {
            let open = said.open();
            if open {
                said.answered = said.asked;
                said.kept = kept.unwrap_or(false);
            }
            open
        });
        let mut said = self.said.subscribe();
        // The sender lives as long as the program.
        let _asked = said.wait_for(Said::open).await;
    }

    /// The page is destroyed: nobody is there to be asked.
    pub(crate) fn gone(&self) {
        self.gone.store(true, Ordering::Relaxed);
    }

    async fn ask(&self) -> bool {
        if self.gone.load(Ordering::Relaxed) {
            return self.said.borrow().kept;
        }
        let mut said = self.said.subscribe();
        // Two that end the desk at once ask one question.
        self.said.send_if_modified(|said| {
            let new = !said.open();
            said.asked = said.asked.saturating_add(u64::from(new));
            new
        });
        let answered = said.wait_for(|said| !said.open());
        match tokio::time::timeout(LIMIT, answered).await {
            Ok(Ok(said)) => said.kept,
            _ => false,
        }
    }
}

impl Page for Farewell {
    fn last_words(&self) -> LastWords<'_> {
        Box::pin(self.ask())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Instant;

    use super::*;

    /// A page that is there, and answers one question so.
    async fn page(farewell: &Arc<Farewell>, kept: bool) -> tokio::task::JoinHandle<()> {
        let there = Arc::clone(farewell);
        let page = tokio::spawn(async move {
            there.hear(None).await;
            there.hear(Some(kept)).await;
        });
        tokio::task::yield_now().await;
        page
    }

    #[tokio::test]
    async fn the_page_is_waited_for_and_its_answer_is_told() {
        for kept in [true, false] {
            let farewell = Arc::new(Farewell::default());
            let page = page(&farewell, kept).await;
            let both = tokio::join!(farewell.last_words(), farewell.last_words());
            assert_eq!(both, (kept, kept), "two ends at once ask one question");
            page.abort();
        }
    }

    #[tokio::test]
    async fn a_page_that_does_not_answer_holds_no_end_up_and_no_other_answers_for_it() {
        let farewell = Arc::new(Farewell::default());
        let before = Instant::now();
        assert!(!farewell.last_words().await);
        assert!(before.elapsed() < LIMIT * 2, "it waits no longer");
        // The question is still open when the next page is there, and ends with it.
        let page = page(&farewell, true).await;
        assert!(!farewell.said.borrow().open());
        assert!(farewell.last_words().await, "the next question is its own");
        page.abort();
        // A page that died in the middle: the next one does not say that all is kept.
        let asked = Arc::clone(&farewell);
        let asked = tokio::spawn(async move { asked.last_words().await });
        tokio::task::yield_now().await;
        let waits = tokio::time::timeout(LIMIT / 10, farewell.hear(None)).await;
        assert!(waits.is_err(), "it waits for the next question");
        assert!(!asked.await.unwrap());
    }

    #[tokio::test]
    async fn a_page_that_is_gone_is_not_asked() {
        let farewell = Arc::new(Farewell::default());
        let page = page(&farewell, true).await;
        assert!(farewell.last_words().await);
        page.abort();
        farewell.gone();
        let before = Instant::now();
        assert!(farewell.last_words().await, "its last answer stands");
        assert!(before.elapsed() < LIMIT / 2);
    }
}
