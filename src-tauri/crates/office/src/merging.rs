//! Two records of one person: compared, merged by two people, and taken apart again.
//!
//! Purpose: what may be the same person, both records side by side, one act that merges them and one
//! that undoes it. A supervisor and a second person agree to exactly the facts that will stand. Must
//! never: merge on its own, or show what is restricted without an entry that says who looked.

use std::collections::BTreeSet;

use domain::action::Action;
use domain::fault::{Code, Fault};
use domain::id::PersonId;
use domain::permission::Circumstance;
use domain::person::{Amended, Fact, Joined, Merged, Parted, Person, Unmerged};
use domain::subject::Viewed;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{Pending, Tx};
use vault::cosign::CoSigner;

use crate::Office;
use crate::counter::PersonCard;
use crate::people::on_record;
use crate::policy::{MergePeople, Permit, SeeRestrictedAddress};
use crate::refused::{Answer, Refused};
use crate::session::Session;
use crate::views::PersonRow;

/// Records offered as perhaps the same person.
const ALIKE: usize = 10;

/// Two records side by side.
#[derive(Debug, Serialize, Deserialize, specta::Type)]
pub struct PeopleCompared {
    /// The one that stays.
    pub stays: PersonCard,
    /// The one that goes, and leads to it.
    pub goes: PersonCard,
    /// Facts of which each knows something else.
    pub differs: Vec<Fact>,
}

/// Which two records become one, and what of the one that goes stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeWish {
    /// The one that stays.
    pub stays: PersonId,
    /// The one that goes.
    pub goes: PersonId,
    /// Facts taken from the one that goes where both know something.
    pub taken: BTreeSet<Fact>,
}

impl Office {
    /// Records that may be the same person as this one.
    pub async fn alike_record(&self, session: &Session, id: PersonId) -> Answer<Vec<PersonRow>> {
        let permit: Permit<'_, SeeRestrictedAddress> =
            self.permit(session, Circumstance::default()).await?;
        let mut tx = permit.session().records()?.desk.begin().await?;
        let person = on_record(&mut tx, id).await?;
        let found = tx
            .look_alikes(&person.facts, Some(person.id), ALIKE)
            .await?;
        Ok(found
            .iter()
            .map(|found| PersonRow::of(&found.person, found.by))
            .collect())
    }

    /// Both records in full, the one that stays first: others were merged into it, or it is proved
    /// better, or older. Each look is an entry of its own, written before anything is answered.
    pub async fn compare_people(
        &self,
        session: &Session,
        one: PersonId,
        other: PersonId,
    ) -> Answer<PeopleCompared> {
        let permit: Permit<'_, SeeRestrictedAddress> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let mut stays = on_record(&mut tx, one).await?;
        let mut goes = on_record(&mut tx, other).await?;
        if stands_before(&goes, &stays) {
            std::mem::swap(&mut stays, &mut goes);
        }
        // What cannot be merged is not compared.
        stays.merge(&goes, &BTreeSet::new())?;
        let visits = self.earlier_visits(&mut tx, &stays).await?;
        let others = self.earlier_visits(&mut tx, &goes).await?;
        let day = self.clock.now().day();
        let look = |person: &Person| {
            let viewed = Viewed { day };
            let look = if person.is_restricted() {
                Action::PersonAddressSeen(viewed)
            } else {
                Action::PersonViewed(viewed)
            };
            Pending::new(person.id, look)
        };
        let looks = vec![look(&stays), look(&goes)];
        self.commit(tx, records, looks).await?;
        let differs = Fact::ALL.into_iter();
        let differs = differs.filter(|fact| fact.differs(&stays.facts, &goes.facts));
        Ok(PeopleCompared {
            differs: differs.collect(),
            stays: PersonCard::of(session, stays, visits),
            goes: PersonCard::of(session, goes, others),
        })
    }

    /// What both people agree to when these records are merged: its digest names the two records and
    /// all that is known of her then.
    pub async fn merge_request(&self, session: &Session, wish: &MergeWish) -> Answer<[u8; 32]> {
        let permit: Permit<'_, MergePeople> = self.permit(session, two()).await?;
        let mut tx = permit.session().records()?.desk.begin().await?;
        let (stays, goes) = both(&mut tx, wish).await?;
        let merging = stays.merge(&goes, &wish.taken)?;
        Ok(request("person.merge", &stays, goes.id, &merging.after))
    }

    /// Merges two records of one person. `second` agreed to [`Office::merge_request`] of exactly this.
    pub async fn merge_people(
        &self,
        session: &Session,
        wish: &MergeWish,
        second: CoSigner,
    ) -> Answer<()> {
        let permit: Permit<'_, MergePeople> = self.permit(session, two()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let (stays, goes) = both(&mut tx, wish).await?;
        let merging = stays.merge(&goes, &wish.taken)?;
        let agreed = request("person.merge", &stays, goes.id, &merging.after);
        let second = self.agreed(session, second, agreed)?;
        let request = second.request.clone();
        let merged = Action::PersonMerged(Merged {
            into: stays.id,
            request: request.clone(),
        });
        let joined = Action::PersonJoined(Joined {
            from: goes.id,
            before: known(&stays),
            after: merging.after,
            restricts: merging.restricts,
            request,
        });
        let entries = vec![
            Pending::new(goes.id, merged),
            Pending::new(stays.id, joined),
        ];
        self.commit_with(tx, records, entries, Some(second)).await?;
        Ok(())
    }

    /// What both people agree to when the latest merging into this record is undone.
    pub async fn unmerge_request(&self, session: &Session, id: PersonId) -> Answer<[u8; 32]> {
        let permit: Permit<'_, MergePeople> = self.permit(session, two()).await?;
        let mut tx = permit.session().records()?.desk.begin().await?;
        let person = on_record(&mut tx, id).await?;
        let (from, after) = person.part().ok_or_else(not_merged)?;
        Ok(request("person.unmerge", &person, from, &after))
    }

    /// Undoes the latest merging into this record: both are as before, but for what was told since.
    /// `second` agreed to [`Office::unmerge_request`] of exactly this. The answer is the record that
    /// left.
    pub async fn unmerge_people(
        &self,
        session: &Session,
        id: PersonId,
        second: CoSigner,
    ) -> Answer<PersonId> {
        let permit: Permit<'_, MergePeople> = self.permit(session, two()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let person = on_record(&mut tx, id).await?;
        let (from, after) = person.part().ok_or_else(not_merged)?;
        let agreed = request("person.unmerge", &person, from, &after);
        let second = self.agreed(session, second, agreed)?;
        let request = second.request.clone();
        let unmerged = Action::PersonUnmerged(Unmerged {
            request: request.clone(),
        });
        let parted = Action::PersonParted(Parted {
            from,
            facts: after.facts,
            proof: after.proof,
            request,
        });
        let mut entries = vec![Pending::new(from, unmerged)];
        let left = tx.person_record(from).await?.ok_or_else(not_merged)?;
        let restricted = person.part_restricted(&left);
        entries.extend(restricted.map(|action| Pending::new(from, action)));
        entries.push(Pending::new(person.id, parted));
        self.commit_with(tx, records, entries, Some(second)).await?;
        Ok(from)
    }
}

fn two() -> Circumstance {
    Circumstance {
        second: true,
        ..Circumstance::default()
    }
}

fn known(person: &Person) -> Amended {
    Amended {
        facts: person.facts.clone(),
        proof: person.proof,
    }
}

/// Whether this record stays rather than that one.
fn stands_before(one: &Person, other: &Person) -> bool {
    let rank = |person: &Person| (person.joined.is_empty(), person.proof, person.recorded_at);
    rank(one) < rank(other)
}

/// SHA-256 of the fixed text: what is done, both records, and what is known afterwards as JSON.
fn request(what: &str, stays: &Person, other: PersonId, after: &Amended) -> [u8; 32] {
    let after = serde_json::to_string(after).unwrap_or_default();
    let text = format!("{what}\0{}\0{other}\0{after}", stays.id);
    Sha256::digest(text).into()
}

/// Both records as they lie there: one that was merged meanwhile is not taken for where it leads.
async fn both(tx: &mut Tx, wish: &MergeWish) -> Answer<(Person, Person)> {
    let unknown = || Refused::from(Fault::at(Code::PersonUnknown, "id"));
    let stays = tx.person_record(wish.stays).await?.ok_or_else(unknown)?;
    let goes = tx.person_record(wish.goes).await?.ok_or_else(unknown)?;
    Ok((stays, goes))
}

fn not_merged() -> Refused {
    Refused::new(Code::PersonNotMerged)
}
