//! The catalogue as this office knows it: what the program came with, and what supervisors changed.
//!
//! Purpose: which version of a service holds on a day, and each version that ever held. Versions are
//! added and never taken away, so that whoever reads one goes on reading it. Must never: decide a
//! version.

use std::sync::Arc;

use domain::catalogue::{Catalogue, Listed, Service};
use domain::desk::{FIRST_EDIT, ServiceEdited};
use domain::fault::Refusal;
use domain::moment::Day;
use elsa::sync::FrozenVec;

/// Shipped services, and the versions made here.
pub(crate) struct Laws {
    shipped: Arc<Catalogue>,
    edited: FrozenVec<Box<Service>>,
}

impl Laws {
    pub(crate) fn new(shipped: Arc<Catalogue>) -> Self {
        Self {
            shipped,
            edited: FrozenVec::new(),
        }
    }

    fn edited(&self) -> impl Iterator<Item = &Service> {
        (0..self.edited.len()).filter_map(|index| self.edited.get(index))
    }

    /// Adds versions that the record holds; one that is there already is not added again.
    pub(crate) fn take(&self, edits: &[ServiceEdited]) {
        for edit in edits {
            let known = self.service_version(&edit.service, edit.version).is_some();
            let base = self.service_version(&edit.service, edit.base);
            if let (false, Some(base)) = (known, base) {
                self.edited.push(Box::new(edit.of(base)));
            }
        }
    }

    /// The number of the next version made here.
    pub(crate) fn next_version(&self) -> u32 {
        let highest = self.edited().map(|service| service.version).max();
        highest.map_or(FIRST_EDIT, |highest| highest.saturating_add(1))
    }

    /// The version of a service in force on a day: the one that came into force last. One made here
    /// counts before one shipped for the same day.
    pub(crate) fn service(&self, id: &str, on: Day) -> Result<&Service, Refusal> {
        let shipped = self.shipped.service(id, on);
        let mine = self.edited().filter(|one| one.id == id && one.in_force(on));
        let mine = mine.max_by_key(|one| (one.valid_from, one.version));
        match (shipped, mine) {
            (Ok(shipped), Some(mine)) if mine.valid_from < shipped.valid_from => Ok(shipped),
            (_, Some(mine)) => Ok(mine),
            (shipped, None) => shipped,
        }
    }

    /// The latest version made here that is not in force yet.
    pub(crate) fn to_come(&self, id: &str, today: Day) -> Option<&Service> {
        let mine = self
            .edited()
            .filter(|one| one.id == id && today < one.valid_from);
        mine.max_by_key(|one| (one.valid_from, one.version))
    }

    /// A version of a service by number: what an old file was taken under.
    pub(crate) fn service_version(&self, id: &str, version: u32) -> Option<&Service> {
        let mut mine = self.edited();
        let mine = mine.find(|one| one.id == id && one.version == version);
        mine.or_else(|| self.shipped.service_version(id, version))
    }

    /// The ids of all services.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.shipped.ids()
    }

    /// All services with a version in force on a day.
    pub(crate) fn list(&self, on: Day) -> Vec<Listed> {
        let all = self.ids().filter_map(|id| self.service(id, on).ok());
        all.map(|service| service.listed(on)).collect()
    }

    /// Which catalogue this is: it changes with any byte of what was shipped, and with each version
    /// made here.
    pub(crate) fn version(&self) -> String {
        let shipped = self.shipped.version();
        match self.edited.len() {
            0 => shipped.to_owned(),
            made => format!("{shipped}+{made}"),
        }
    }
}
