//! Failed sign-ins: growing delays, and a tally for the journal.
//!
//! Purpose: `keyring/fails`. The delay after failures in a row is 0, 0, 0, 2, 4, 8 … 60 seconds,
//! per name, whether it exists or not: else the waiting would tell. Names that do not exist wait in
//! memory alone, until the program ends, and share one tally on disk, because a passphrase typed
//! into the wrong field must never be stored, not even as a digest. It stops a person at the keyboard, not a copy of the disk. The next
//! good sign-in enters the tally in its journal. An unreadable file starts empty, and no failure to
//! write it keeps anybody out. Must never: lock for good.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};

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

/// Whose try it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tried {
    /// A user of the roster.
    User(Uuid),
    /// A name that does not exist, hashed with a key of this process.
    Nobody(u64),
}

impl Tried {
    /// Whose failures it adds to.
    fn user(self) -> Option<Uuid> {
        match self {
            Self::User(user) => Some(user),
            Self::Nobody(_) => None,
        }
    }
}

/// Failures in a row with a name that does not exist.
#[derive(Clone, Copy, Debug, Default)]
struct Streak {
    streak: u32,
    last: i64,
}

/// The counters, in memory and on disk.
#[derive(Debug, Default)]
pub(crate) struct Fails {
    rows: Vec<Row>,
    nobody: BTreeMap<u64, Streak>,
    hasher: RandomState,
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
            ..Self::default()
        }
    }

    /// The bucket of a name that does not exist.
    pub(crate) fn nobody(&self, name: &str) -> Tried {
        Tried::Nobody(self.hasher.hash_one(name))
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
    pub(crate) fn wait(&mut self, tried: Tried, now: i64) -> u32 {
        let (streak, last) = match tried {
            Tried::User(user) => match self.row(Some(user)) {
                None => return 0,
                Some(row) => (row.streak, &mut row.last),
            },
            Tried::Nobody(name) => {
                let kept = self.nobody.entry(name).or_default();
                (kept.streak, &mut kept.last)
            }
        };
        // A clock put back would otherwise lock until it has caught up.
        *last = (*last).min(now);
        let left_ms = *last + delay_s(streak) * 1000 - now;
        u32::try_from(
            left_ms.max(0).div_euclid(1000) + i64::from(left_ms > 0 && left_ms % 1000 > 0),
        )
        .unwrap_or(0)
    }

    /// Counts a try as failed, before it is made, so that killing the program wins nothing.
    pub(crate) fn count(&mut self, tried: Tried, now: i64, files: &dyn Files) {
        if let Tried::Nobody(name) = tried {
            let kept = self.nobody.entry(name).or_default();
            kept.streak = kept.streak.saturating_add(1);
            kept.last = now;
        }
        if let Some(row) = self.row(tried.user()) {
            row.streak = row.streak.saturating_add(u32::from(row.user.is_some()));
            row.tally = row.tally.saturating_add(1);
            row.last = now;
        }
        self.save(files);
    }

    /// Takes that count back: the try was good (`streak` ends) or did not count.
    pub(crate) fn uncount(&mut self, tried: Tried, good: bool, files: &dyn Files) {
        if let Tried::Nobody(name) = tried
            && let Some(kept) = self.nobody.get_mut(&name)
        {
            kept.streak = kept.streak.saturating_sub(1);
        }
        if let Some(row) = self.row(tried.user()) {
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
        let user = Uuid::from_u128(7);
        let row = Row {
            user: Some(user),
            streak: 9,
            tally: 9,
            last: 1_000_000,
        };
        let with = |row| Fails {
            rows: vec![row],
            ..Fails::default()
        };
        let (mut fails, user) = (with(row), Tried::User(user));
        assert_eq!(fails.wait(user, 1_000_001), 60);
        assert_eq!(fails.wait(user, 1_059_001), 1);
        assert_eq!(fails.wait(user, 1_060_000), 0);
        let mut back = with(Row {
            last: i64::MAX / 2,
            ..row
        });
        assert_eq!(back.wait(user, 5_000), 60);
        assert_eq!(back.wait(user, 64_999), 1);
        assert_eq!(back.wait(user, 65_000), 0);
    }

    #[test]
    fn each_name_that_does_not_exist_waits_for_itself_and_none_is_kept_on_disk() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("keyring")).unwrap();
        let files = crate::files::DiskFiles::new(folder.path());
        let mut fails = Fails::default();
        let (first, other) = (fails.nobody("first"), fails.nobody("other"));
        for _ in 0..4 {
            assert_eq!(fails.wait(first, 1_000), 0);
            fails.count(first, 1_000, &files);
        }
        assert_eq!(fails.wait(first, 1_001), 2);
        assert_eq!(
            fails.wait(other, 1_001),
            0,
            "another name has not been tried"
        );
        let kept = Fails::load(&files);
        assert_eq!(
            kept.tally(),
            [FailedSignIns {
                user: None,
                count: 4
            }]
        );
        assert!(kept.nobody.is_empty());
    }
}
