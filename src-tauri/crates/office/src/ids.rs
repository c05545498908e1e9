//! Ids, built from the injected clock and entropy.
//!
//! Purpose: UUID version 7 (RFC 9562 §5.7: 48 bits of milliseconds, then random) for what may tell
//! its age, version 4 for acts and sessions, which may not. Must never: be built anywhere else.

use domain::id::{
    ActId, BlobId, DeskId, DraftId, FileId, HouseholdId, ItemId, PersonId, ProtectedId, ReceiptId,
    SessionId, UserId, VisitId,
};
use uuid::{Builder, Uuid};

use crate::clock::{Clock, Entropy};

/// A maker of ids.
pub(crate) struct Ids<'a> {
    clock: &'a dyn Clock,
    entropy: &'a dyn Entropy,
}

impl<'a> Ids<'a> {
    pub(crate) fn new(clock: &'a dyn Clock, entropy: &'a dyn Entropy) -> Self {
        Self { clock, entropy }
    }

    fn aged(&self) -> Uuid {
        let mut random = [0; 10];
        self.entropy.fill(&mut random);
        let millis = u64::try_from(self.clock.now().millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    fn ageless(&self) -> Uuid {
        let mut random = [0; 16];
        self.entropy.fill(&mut random);
        Builder::from_random_bytes(random).into_uuid()
    }

    pub(crate) fn person(&self) -> PersonId {
        PersonId::new(self.aged())
    }

    pub(crate) fn household(&self) -> HouseholdId {
        HouseholdId::new(self.aged())
    }

    pub(crate) fn visit(&self) -> VisitId {
        VisitId::new(self.aged())
    }

    pub(crate) fn file(&self) -> FileId {
        FileId::new(self.aged())
    }

    pub(crate) fn blob(&self) -> BlobId {
        BlobId::new(self.ageless())
    }

    pub(crate) fn receipt(&self) -> ReceiptId {
        ReceiptId::new(self.aged())
    }

    /// Of a visit that tells no time.
    pub(crate) fn private_visit(&self) -> VisitId {
        VisitId::new(self.ageless())
    }

    /// Of a form that tells no time.
    pub(crate) fn private_draft(&self) -> DraftId {
        DraftId::new(self.ageless())
    }

    pub(crate) fn protected(&self) -> ProtectedId {
        ProtectedId::new(self.ageless())
    }

    pub(crate) fn item(&self) -> ItemId {
        ItemId::new(self.ageless())
    }

    pub(crate) fn user(&self) -> UserId {
        UserId::new(self.aged())
    }

    pub(crate) fn desk(&self) -> DeskId {
        DeskId::new(self.aged())
    }

    pub(crate) fn draft(&self) -> DraftId {
        DraftId::new(self.aged())
    }

    pub(crate) fn act(&self) -> ActId {
        ActId::new(self.ageless())
    }

    pub(crate) fn session(&self) -> SessionId {
        SessionId::new(self.ageless())
    }
}
