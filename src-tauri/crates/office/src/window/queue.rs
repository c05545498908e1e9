//! The day's queue on the screen: numbers, times, states.
//!
//! May use: the office. Must never: show a name beside a number.

use serde::{Deserialize, Serialize};

use super::Window;
use crate::refused::Answer;
use crate::views::QueueLine;

/// Today's queue.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct QueueView {
    /// The day.
    pub day: String,
    /// In the order of numbers.
    pub rows: Vec<QueueLine>,
    /// Saved visits.
    pub served: u32,
    /// Numbers given and not yet saved.
    pub waiting: u32,
}

impl Window {
    /// Today's queue, masked: numbers, times, states.
    pub async fn todays_queue(&self) -> Answer<QueueView> {
        let session = self.signed_in().await?;
        let day = self.office.clock.now().day();
        let queue = self.office.day_queue(&session, day).await?;
        Ok(QueueView {
            day: queue.day,
            rows: queue.visits,
            served: queue.served,
            waiting: queue.waiting,
        })
    }
}
