//! How far a backup has come, and the wish to stop it.
//!
//! Purpose: what the one who makes it and the one who watches share. Must never: hold a name.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::fault::Code;
use serde::{Deserialize, Serialize};

use crate::refused::{Answer, Refused};

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum BackupStep {
    /// The record is copied; counted in KiB.
    Copy,
    /// Keys, settings and attachments are copied; counted in files.
    Files,
    /// The copy is opened and checked.
    Check,
    /// What was written is read back and compared; counted in files.
    Compare,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct BackupProgress {
    /// What is being done.
    pub step: BackupStep,
    /// How much of it is done.
    pub done: u32,
    /// How much it is in all.
    pub total: u32,
}

/// Shared between the work and whoever watches it.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    at: Arc<Mutex<Option<BackupProgress>>>,
    stop: Arc<AtomicBool>,
}

impl Watch {
    /// How far it has come; `None` before it begins.
    pub fn progress(&self) -> Option<BackupProgress> {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The work ends at its next step and leaves nothing that counts.
    pub fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// The wish itself, for work that asks it without us.
    pub(crate) fn wish(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }

    /// Tells a step; refuses to go on once it was cancelled.
    pub(crate) fn step(&self, step: BackupStep, done: u64, total: u64) -> Answer<()> {
        let small = |number| u32::try_from(number).unwrap_or(u32::MAX);
        let now = BackupProgress {
            step,
            done: small(done),
            total: small(total),
        };
        *self.at.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        self.asked()
    }

    /// Refuses to go on once it was cancelled.
    pub(crate) fn asked(&self) -> Answer<()> {
        if self.stop.load(Ordering::Relaxed) {
            Err(Refused::new(Code::Cancelled))
        } else {
            Ok(())
        }
    }
}
