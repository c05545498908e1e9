//! What the rule no longer keeps.
//!
//! Purpose: whole generations of this vault that are neither of the newest days, weeks or months, and
//! attachments that nothing names any more. Must never: take away what cannot be read, what is
//! another office's, or half of anything under a name that counts.

use std::collections::BTreeMap;
use std::io;

use domain::backup::kept;
use domain::moment::Moment;

use super::Job;
use super::files::blobs_of;
use crate::backup::generation::{self, Found};

impl Job {
    /// Takes away the whole generations of this vault that the rule no longer keeps, each under a
    /// name that never counts first; then attachments that no generation names any more, unless one
    /// of them cannot be read.
    pub(super) fn prune(&self, temp: &str) -> io::Result<()> {
        let medium = self.medium.as_ref();
        let roster = self.look(|vault| vault.roster().clone());
        let found = generation::list(medium, Some(&roster))?;
        let whole: Vec<&Found> = found.iter().filter(|found| found.whole).collect();
        let made: Vec<Moment> = whole.iter().filter_map(|found| found.made()).collect();
        if made.len() != whole.len() {
            return Ok(());
        }
        for (found, keep) in whole.iter().zip(kept(&made)) {
            if !keep {
                let gone = format!("{temp}-gone");
                medium.remove(&gone)?;
                medium.rename(&found.name, &gone)?;
                medium.remove(&gone)?;
            }
        }
        self.prune_blobs()
    }

    fn prune_blobs(&self) -> io::Result<()> {
        let medium = self.medium.as_ref();
        let mut named = BTreeMap::new();
        for found in generation::list(medium, None)? {
            match generation::blobs(medium, &found.name).filter(|_| found.manifest.is_some()) {
                Some(blobs) => named.extend(blobs),
                None => return Ok(()),
            }
        }
        for name in blobs_of(medium)? {
            if !named.contains_key(&name) {
                medium.remove(&name)?;
            }
        }
        Ok(())
    }
}
