//! Failed sign-ins: growing delays, and a tally for the journal.
//!
//! Purpose: `keyring/fails`. The delay after failures in a row is 0, 0, 0, 2, 4, 8 … 60 seconds,
//! per user, with one common row for names that do not exist (a passphrase typed into the wrong
//! field must never be stored). It stops a person at the keyboard, not a copy of the disk. The next
//! good sign-in enters the tally in its journal. An unreadable file starts empty, and no failure to
//! write it keeps anybody out. Must never: lock for good.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::files::Files;

const NAME: &str = "keyring/fails";
const LIMIT: u64 = 256 * 1024;
const LONGEST_WAIT_S: i64 = 60;

/// Failed sign-ins not yet entered in a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FailedSignIns {
    /// Whose name was given; `None`: names that do not exist.
    pub user: Option<Uuid>,
    /// How many.
    pub count: u32,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    user: Option<Uuid>,
    /// Failures since the last good sign-in of this user.
    streak: u32,
    /// Failures not yet in a journal.
    tally: u32,
    /// Time of the last one, ms UTC.
    last: i64,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    v: u32,
    rows: Vec<Row>,
}

/// The counters, in memory and on disk.
#[derive(Debug, Default)]
pub(crate) struct Fails {
    rows: Vec<Row>,
}

impl Fails {
    pub(crate) fn load(files: &dyn Files) -> Self {
        let bytes = files.read(NAME, LIMIT).unwrap_or_default();
        let fields: Fields = serde_json::from_slice(&bytes).unwrap_or_default();
        Self {
            rows: if fields.v == 1 {
                fields.rows
            } else {
                Vec::new()
            },
        }
    }

    fn save(&self, files: &dyn Files) {
        let fields = Fields {
            v: 1,
            rows: self.rows.clone(),
        };
        if let Ok(text) = serde_json::to_vec(&fields) {
            // Memory keeps counting when the disk is full; sign-in must still work then.
            let _kept = files.write_atomic(NAME, &text);
        }
    }

    fn row(&mut self, user: Option<Uuid>) -> Option<&mut Row> {
        let at = self.rows.iter().position(|row| row.user == user);
        if at.is_none() {
            self.rows.push(Row {
                user,
                streak: 0,
                tally: 0,
                last: 0,
            });
        }
        let last = self.rows.len().checked_sub(1)?;
        self.rows.get_mut(at.unwrap_or(last))
    }

    /// Whole seconds to wait before the next try; 0: none.
    pub(crate) fn wait(&mut self, user: Option<Uuid>, now: i64) -> u32 {
        let Some(row) = self.row(user) else { return 0 };
        // A clock put back would otherwise lock until it has caught up.
        row.last = row.last.min(now);
        let left_ms = row.last + delay_s(row.streak) * 1000 - now;
        u32::try_from(
            left_ms.max(0).div_euclid(1000) + i64::from(left_ms > 0 && left_ms % 1000 > 0),
        )
        .unwrap_or(0)
    }

    /// Counts a try as failed, before it is made, so that killing the program wins nothing.
    pub(crate) fn count(&mut self, user: Option<Uuid>, now: i64, files: &dyn Files) {
        if let Some(row) = self.row(user) {
            row.streak = row.streak.saturating_add(1);
            row.tally = row.tally.saturating_add(1);
            row.last = now;
        }
        self.save(files);
    }

    /// Takes that count back: the try was good (`streak` ends) or did not count.
    pub(crate) fn uncount(&mut self, user: Option<Uuid>, good: bool, files: &dyn Files) {
        if let Some(row) = self.row(user) {
            row.streak = if good {
                0
            } else {
                row.streak.saturating_sub(1)
            };
            row.tally = row.tally.saturating_sub(1);
        }
        self.save(files);
    }

    /// Failures not yet in a journal.
    pub(crate) fn tally(&self) -> Vec<FailedSignIns> {
        let counted = self.rows.iter().filter(|row| row.tally > 0);
        counted
            .map(|row| FailedSignIns {
                user: row.user,
                count: row.tally,
            })
            .collect()
    }

    /// Takes failures off that now stand in a journal.
    pub(crate) fn entered(&mut self, entered: &[FailedSignIns], files: &dyn Files) {
        for done in entered {
            if let Some(row) = self.row(done.user) {
                row.tally = row.tally.saturating_sub(done.count);
            }
        }
        self.rows.retain(|row| row.tally > 0 || row.streak > 0);
        self.save(files);
    }
}

/// Delay after `streak` failures in a row, in seconds.
fn delay_s(streak: u32) -> i64 {
    match streak.checked_sub(3) {
        None | Some(0) => 0,
        Some(over) => 1i64
            .checked_shl(over.min(6))
            .unwrap_or(LONGEST_WAIT_S)
            .min(LONGEST_WAIT_S),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_are_0_0_0_2_4_8_up_to_60_seconds() {
        let delays: Vec<i64> = (1..=10).map(delay_s).collect();
        assert_eq!(delays, [0, 0, 0, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(delay_s(u32::MAX), 60);
    }

    #[test]
    fn waiting_runs_out_and_a_clock_put_back_locks_nobody_for_good() {
        let row = Row {
            user: None,
            streak: 9,
            tally: 9,
            last: 1_000_000,
        };
        let mut fails = Fails { rows: vec![row] };
        assert_eq!(fails.wait(None, 1_000_001), 60);
        assert_eq!(fails.wait(None, 1_059_001), 1);
        assert_eq!(fails.wait(None, 1_060_000), 0);
        let mut back = Fails {
            rows: vec![Row {
                last: i64::MAX / 2,
                ..row
            }],
        };
        assert_eq!(back.wait(None, 5_000), 60);
        assert_eq!(back.wait(None, 64_999), 1);
        assert_eq!(back.wait(None, 65_000), 0);
    }
}
