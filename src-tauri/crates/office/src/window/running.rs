//! Long work of which there is one at a time: seen while it runs, stopped by a wish.
//!
//! Purpose: what a backup, a check of one and a file on its way have in common: begun once, over when its
//! guard goes, stopped within reason when the desk locks. Must never: know what the work is.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::fault::Code;

use crate::attachments::AttachWatch;
use crate::backup::Watch;
use crate::refused::{Answer, Refused};

/// How long a lock waits for work to stop.
const STOPPING: Duration = Duration::from_secs(2);
const ASKED_EVERY: Duration = Duration::from_millis(10);

/// What work and whoever watches it share.
pub(super) trait Watched: Clone + Default {
    /// The work ends at its next step.
    fn cancel(&self);
}

impl Watched for Watch {
    fn cancel(&self) {
        Self::cancel(self);
    }
}

impl Watched for AttachWatch {
    fn cancel(&self) {
        Self::cancel(self);
    }
}

/// The work that is under way, if any is.
#[derive(Clone, Debug, Default)]
pub(super) struct Running<W>(Arc<Mutex<Option<W>>>);

/// Says that the work is over, however it ended.
pub(super) struct Over<W>(Running<W>);

impl<W> Drop for Over<W> {
    fn drop(&mut self) {
        *self.0.held() = None;
    }
}

impl<W> Running<W> {
    fn held(&self) -> MutexGuard<'_, Option<W>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W: Watched> Running<W> {
    pub(super) fn now(&self) -> Option<W> {
        self.held().clone()
    }

    /// Whether some is on its way.
    pub(super) fn runs(&self) -> bool {
        self.now().is_some()
    }

    /// Begins, unless other work is under way: then it is refused by this code.
    pub(super) fn begin(&self, refusal: Code) -> Answer<(W, Over<W>)> {
        let mut held = self.held();
        if held.is_some() {
            return Err(Refused::new(refusal));
        }
        let watch = W::default();
        *held = Some(watch.clone());
        Ok((watch, Over(Self(Arc::clone(&self.0)))))
    }

    /// Stops it at its next step.
    pub(super) fn cancel(&self) {
        if let Some(watch) = self.now() {
            watch.cancel();
        }
    }

    /// Stops it and waits until its keys are gone, within reason. *False*: it works on, a medium holds it.
    pub(super) async fn stop(&self) -> bool {
        self.cancel();
        let over = async {
            while self.runs() {
                tokio::time::sleep(ASKED_EVERY).await;
            }
        };
        tokio::time::timeout(STOPPING, over).await.is_ok()
    }
}
