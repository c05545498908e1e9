//! What lies in the place of the backups, for whoever looks at the screen.
//!
//! Purpose: ask the place off the async threads and not for ever: a share whose server is gone
//! answers never, and its silence must not silence the alarm. A place that was left for another and
//! chosen again is asked anew. May use: the medium. Must never: hold a session while it asks.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::generation::Found;
use super::{DiskMedium, blocking, list};
use crate::Office;
use crate::refused::Answer;

/// How long a place may take to say what lies in it.
const ANSWERS_IN: Duration = Duration::from_secs(5);

/// Whose turn it is to ask the place of the backups. A place that never answers keeps its turn for
/// ever; another place has its own.
#[derive(Debug, Default)]
pub(crate) struct Listing(Mutex<(PathBuf, Arc<Turn>)>);

type Turn = tokio::sync::Mutex<()>;

impl Listing {
    fn turn(&self, place: &Path) -> Arc<Turn> {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now.0 != place {
            *now = (place.to_owned(), Arc::default());
        }
        Arc::clone(&now.1)
    }
}

impl Office {
    /// Generations of this vault in a folder: none where the medium is not here, nothing where it
    /// does not answer or answers with a fault. Whoever asks meanwhile waits for the one question
    /// that is out.
    pub(crate) async fn found_in(&self, place: PathBuf) -> Answer<Option<Vec<Found>>> {
        let roster = self.look(|vault| vault.roster().clone());
        let turn = self.listing.turn(&place);
        let asked = async {
            let turn = turn.lock_owned().await;
            let list = move || {
                let found = list(&DiskMedium::at(place), Some(&roster));
                drop(turn);
                found
            };
            blocking(list).await
        };
        match tokio::time::timeout(ANSWERS_IN, asked).await {
            Ok(found) => Ok(found?.ok()),
            Err(_elapsed) => Ok(None),
        }
    }
}
