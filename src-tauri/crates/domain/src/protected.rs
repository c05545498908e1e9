//! A protected file (*hồ sơ hạn chế truy cập*): what the house knows of it without its keys.
//!
//! Purpose: the aggregate: its key boxes, its sealed items, when somebody must look at it; its fold. All
//! of what it is about stands in sealed items alone. Formats: docs/formats.md. Must never: hold a name,
//! a kind of matter or a text, or tell anybody's part in it but who handles it.

use serde::{Deserialize, Serialize};

use crate::action::Action;
use crate::attachment::Blob;
use crate::id::{BlobId, DeskId, ItemId, ProtectedId, UserId};
use crate::moment::{Day, Moment};
use crate::subject::{Fate, Stamp};

pub mod contact;
pub mod content;
pub mod header;
pub mod paper;
pub mod referral;
pub mod work;

use header::{Header, Misfit, Reason};

/// Longest time for which somebody is let in who is not cleared (SECURITY.md).
pub const GUEST: time::Duration = time::Duration::hours(24);
/// Most items of one file.
pub const ITEM_LIMIT: usize = 10_000;

/// A key box with its header.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keyed {
    /// A signed line ([`Header`]).
    pub header: String,
    /// base64 of an age file to everybody cleared and to recovery.
    #[serde(rename = "box")]
    pub boxed: String,
}

/// A sealed item.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// Which.
    pub item: ItemId,
    /// Its number in the file, from 1.
    pub seq: u32,
    /// Sealed to the key of which epoch.
    pub epoch: u32,
    /// Sealed bytes beside the record that it names, so that nothing named is swept away or altered unseen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blobs: Vec<Beside>,
    /// base64 of an age file.
    pub ct: String,
}

/// Sealed bytes beside the record, as they are known without their key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// Which.
    pub id: BlobId,
    /// SHA-256 of the sealed file, hex.
    pub sha256: String,
}

impl From<&Blob> for Beside {
    fn from(blob: &Blob) -> Self {
        Self {
            id: blob.id,
            sha256: blob.sha256.clone(),
        }
    }
}

crate::quiet!(Keyed, Sealed);

/// A file was handed over; or somebody cleared looked after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attention {
    /// When somebody cleared must look at it, on the full hour; nothing waits where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
}

/// Where an entry's content stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// Whose journal.
    pub desk: DeskId,
    /// Number in it.
    pub seq: i64,
}

impl Written {
    const fn by(stamp: &Stamp) -> Self {
        Self {
            desk: stamp.desk,
            seq: stamp.seq,
        }
    }
}

/// An item as it is known without its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemPlace {
    /// Which.
    pub item: ItemId,
    /// Sealed to the key of which epoch.
    pub epoch: u32,
    /// It is a head item: names, numbers, clocks.
    pub head: bool,
    /// Where it is written.
    pub at: Written,
    /// Sealed bytes that it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blobs: Vec<BlobId>,
}

/// A protected file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protected {
    /// Identity (v4: it tells no time).
    pub id: ProtectedId,
    /// The day it began.
    pub day: Day,
    /// The newest header.
    pub header: Header,
    /// Where it and its box are written.
    pub keyed: Written,
    /// Where the header before it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keyed_before: Option<Written>,
    /// Its items, the first first: number `n` stands at `n - 1`.
    pub items: Vec<ItemPlace>,
    /// When somebody cleared must look at it.
    pub attention_at: Option<Moment>,
    /// Who of the cleared is so for a while only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guests: Vec<Guest>,
    /// Where it is written that somebody was let in for a while, the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broken: Option<Written>,
    /// The day it was closed; open where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Day>,
}

/// Somebody who is cleared for a while (*mở khẩn cấp*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guest {
    /// Who.
    pub user: UserId,
    /// Until when.
    pub until: Moment,
}

/// A key box with its header, and what two people agreed to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Broken {
    /// Header and box.
    pub keyed: Keyed,
    /// Digest of the request.
    pub request: String,
}

crate::quiet!(Broken);

/// What two people agreed to about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreed {
    /// Digest of the request.
    pub request: String,
}

impl Protected {
    /// The first header; nothing where it is not one.
    pub(crate) fn opened(stamp: &Stamp, body: &Keyed) -> Result<Self, Misfit> {
        let header = Header::read(&body.header).ok_or(Misfit::Form)?;
        let id: ProtectedId = stamp.subject.into();
        header.begins(id)?;
        if header.by != stamp.actor {
            return Err(Misfit::By);
        }
        Ok(Self {
            id,
            day: stamp.at.day(),
            header,
            keyed: Written::by(stamp),
            keyed_before: None,
            items: Vec::new(),
            attention_at: None,
            guests: Vec::new(),
            broken: None,
            closed_on: None,
        })
    }

    pub(crate) fn apply(&mut self, stamp: &Stamp, action: &Action) -> Fate {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "few actions concern a protected file"
        )]
        let done = match action {
            Action::ProtectedKeyed(body) => {
                let reasons = [Reason::FirstOpen, Reason::Rotate, Reason::Expiry];
                self.keys(stamp, body, &reasons)
            }
            Action::ProtectedGranted(body) => self.keys(stamp, body, &[Reason::Grant]),
            Action::ProtectedRevoked(body) => self.keys(stamp, body, &[Reason::Revoke]),
            Action::ProtectedStoodDown(body) => self.stands_down(stamp, body),
            Action::ProtectedBroken(body) => self.breaks(stamp, &body.keyed),
            Action::ProtectedClosed(_) => self.closes(stamp),
            Action::ProtectedReopened(body) => self.reopens(body.at),
            Action::ItemSealed(body) => self.seals(stamp, body, (false, false)),
            Action::HeadSealed(body) => self.seals(stamp, body, (true, false)),
            Action::BlobSealed(body) => self.seals(stamp, body, (false, true)),
            Action::ProtectedHandedOver(body) | Action::ProtectedAttended(body) => {
                self.attention_at = body.at;
                Ok(())
            }
            Action::ProtectedViewed(_)
            | Action::ItemQuarantined(_)
            | Action::ProtectedExported(_)
            | Action::ProtectedBarLifted(_) => Ok(()),
            _ => Err("not an action of a protected file"),
        };
        match done {
            Ok(()) => Fate::Applied,
            Err(why) => Fate::Ignored(why),
        }
    }

    fn keys(
        &mut self,
        stamp: &Stamp,
        body: &Keyed,
        for_reasons: &[Reason],
    ) -> Result<(), &'static str> {
        let header = Header::read(&body.header).ok_or(Misfit::Form.text())?;
        if !for_reasons.contains(&header.reason) {
            return Err(Misfit::Form.text());
        }
        if header.by != stamp.actor {
            return Err(Misfit::By.text());
        }
        header.follows(&self.header).map_err(Misfit::text)?;
        self.guests
            .retain(|guest| header.cleared.contains(&guest.user));
        self.header = header;
        self.keyed_before = Some(self.keyed);
        self.keyed = Written::by(stamp);
        Ok(())
    }

    /// Somebody is let in, and no longer than the house ever does.
    fn breaks(&mut self, stamp: &Stamp, body: &Keyed) -> Result<(), &'static str> {
        let before = self.header.cleared.clone();
        let mut next = self.clone();
        next.keys(stamp, body, &[Reason::BreakGlass])?;
        let until = next.header.until.ok_or_else(|| Misfit::Form.text())?;
        // An entry tells its day alone.
        if until > stamp.at.day().next().start().plus(GUEST) {
            return Err("longer than anybody is let in");
        }
        let mut added = next.header.cleared.iter();
        let user = added.find(|user| !before.contains(user));
        let user = *user.ok_or_else(|| Misfit::Cleared.text())?;
        next.guests.push(Guest { user, until });
        next.broken = Some(next.keyed);
        *self = next;
        Ok(())
    }

    /// Whoever is too near to the matter takes herself off, and nobody else.
    fn stands_down(&mut self, stamp: &Stamp, body: &Keyed) -> Result<(), &'static str> {
        let mut next = self.clone();
        next.keys(stamp, body, &[Reason::Revoke])?;
        if next.clears(stamp.actor) {
            return Err(Misfit::Cleared.text());
        }
        *self = next;
        Ok(())
    }

    fn closes(&mut self, stamp: &Stamp) -> Result<(), &'static str> {
        if self.closed_on.is_some() {
            return Err("closed already");
        }
        self.closed_on = Some(stamp.at.day());
        self.attention_at = None;
        Ok(())
    }

    fn reopens(&mut self, at: Option<Moment>) -> Result<(), &'static str> {
        self.closed_on.take().ok_or("not closed")?;
        self.attention_at = at;
        Ok(())
    }

    fn seals(
        &mut self,
        stamp: &Stamp,
        body: &Sealed,
        (head, beside): (bool, bool),
    ) -> Result<(), &'static str> {
        // Only what its kind tells is looked for when sealed bytes are swept.
        if body.blobs.is_empty() == beside {
            return Err("not what an item of its kind names");
        }
        if u32::try_from(self.items.len()).ok() != body.seq.checked_sub(1) {
            return Err("not the next item");
        }
        if self.items.len() >= ITEM_LIMIT {
            return Err("too many items");
        }
        if body.epoch != self.header.epoch {
            return Err("sealed to an epoch that is over");
        }
        if self.items.iter().any(|one| one.item == body.item) {
            return Err("there already");
        }
        self.items.push(ItemPlace {
            item: body.item,
            epoch: body.epoch,
            head,
            at: Written::by(stamp),
            blobs: body.blobs.iter().map(|blob| blob.id).collect(),
        });
        Ok(())
    }

    /// Whether somebody is cleared for it.
    pub fn clears(&self, user: UserId) -> bool {
        self.header.cleared.contains(&user)
    }

    /// Whether somebody may read it now: cleared, and not for a while that is over.
    pub fn admits(&self, user: UserId, now: Moment) -> bool {
        let over = |guest: &Guest| guest.user == user && guest.until <= now;
        self.clears(user) && !self.guests.iter().any(over)
    }

    /// Whether somebody is cleared for a while only: she reads and works, and decides nothing about others.
    pub fn is_guest(&self, user: UserId) -> bool {
        self.guests.iter().any(|guest| guest.user == user)
    }

    /// Those whose while is over and who still stand in the header.
    pub fn guests_gone(&self, now: Moment) -> impl Iterator<Item = UserId> + '_ {
        let over = self.guests.iter().filter(move |guest| guest.until <= now);
        over.map(|guest| guest.user)
    }

    /// Nobody cleared has opened it yet.
    pub fn is_unopened(&self) -> bool {
        self.header.epoch == 0
    }

    /// All that lies sealed beside the record of it.
    pub fn blobs(&self) -> impl Iterator<Item = BlobId> + '_ {
        self.items
            .iter()
            .flat_map(|item| item.blobs.iter().copied())
    }

    /// The newest head item.
    pub fn head(&self) -> Option<&ItemPlace> {
        self.items.iter().rev().find(|item| item.head)
    }
}

/// Why something of a file is not shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quarantined {
    /// The item; absent where it is the key box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// Why: a fixed word.
    pub why: String,
}

/// How many head items were opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexOpened {
    /// How many.
    pub count: u32,
}

#[cfg(test)]
mod tests;
