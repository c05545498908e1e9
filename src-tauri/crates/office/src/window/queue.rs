//! The day's queue on the screen, and on the wall: numbers, times, states.
//!
//! May use: the office. Must never: show a name beside a number.

use domain::visit::QueueAct;
use serde::{Deserialize, Serialize};

use super::Window;
use crate::refused::Answer;
use crate::views::{QueueLine, QueueState};

/// Most numbers on the wall screen.
const ON_THE_WALL: usize = 6;

/// Today's queue.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct QueueView {
    /// The day.
    pub day: String,
    /// In the order of numbers.
    pub rows: Vec<QueueLine>,
    /// Saved visits.
    pub served: u32,
    /// Numbers that wait to be called; who is being served or was skipped does not.
    pub waiting: u32,
    /// Left before being served.
    pub left: u32,
    /// Minutes the longest of them has waited.
    pub longest: Option<u32>,
    /// The visit to be called next at this counter.
    pub next: Option<String>,
    /// The visit being served at this counter: called last, not saved yet.
    pub current: Option<String>,
    /// How this counter is called.
    pub counter: String,
}

/// A number that was called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct CalledNumber {
    /// `A-023`.
    pub number: String,
    /// Where to go.
    pub counter: String,
}

/// What the wall screen shows: numbers and counters, nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct WallView {
    /// Name of the office.
    pub office: String,
    /// Newest first.
    pub called: Vec<CalledNumber>,
    /// How many wait to be called.
    pub waiting: u32,
}

impl Window {
    /// Today's queue, masked: numbers, times, states.
    pub async fn todays_queue(&self) -> Answer<QueueView> {
        let session = self.signed_in().await?;
        let day = self.office.clock.now().day();
        let queue = self.office.day_queue(&session, day).await?;
        let counter = self.office.counter(session.records()?);
        let waiting = queue.visits.iter();
        let waiting = waiting.filter(|row| row.state == QueueState::Waiting);
        Ok(QueueView {
            day: queue.day,
            longest: waiting.map(|row| row.waited).max(),
            rows: queue.visits,
            served: queue.served,
            waiting: queue.waiting,
            left: queue.left,
            next: queue.next,
            current: queue.current,
            counter,
        })
    }

    /// The next number, in one key.
    pub async fn give_number(&self) -> Answer<QueueLine> {
        let session = self.signed_in().await?;
        self.office.give_number(&session).await
    }

    /// Does something with a number.
    pub async fn move_queue(&self, visit: &str, act: &QueueAct) -> Answer<QueueLine> {
        let session = self.signed_in().await?;
        self.office.move_in_queue(&session, visit, act).await
    }

    /// There is a screen on the wall, and somebody at the desk whose numbers it shows.
    pub async fn wants_wall(&self) -> bool {
        let session = self.session.read().await;
        let holds = session
            .as_ref()
            .is_some_and(|session| session.records().is_ok());
        holds && self.office.setting(crate::settings::WALL) == "on"
    }

    /// What the wall screen shows. A covered desk still calls; while it is locked the record is
    /// closed and the wall shows the office alone.
    pub async fn wall(&self) -> WallView {
        let office = self.state().await.office;
        let session = self.session.read().await;
        let called = match session.as_ref() {
            Some(session) => self.office.called_today(session, ON_THE_WALL).await.ok(),
            None => None,
        };
        let (called, waiting) = called.unwrap_or_default();
        WallView {
            office,
            called: called
                .into_iter()
                .map(|(number, counter)| CalledNumber { number, counter })
                .collect(),
            waiting,
        }
    }
}
