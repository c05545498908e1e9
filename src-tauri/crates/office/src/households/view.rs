//! A household as the page of one of its people shows it.
//!
//! Purpose: who lives there and what happened, without anybody who is kept from that page. Must never:
//! leave a gap where somebody was left out.

use std::collections::BTreeMap;

use domain::file::File;
use domain::household::{Happened, Household, Member, Stay, Turn, Why};
use domain::id::PersonId;
use domain::permission::{Circumstance, Right};
use domain::person::Person;
use domain::titles::Titles;
use domain::words::Lang;
use serde::Serialize;
use store::Tx;

use super::{LISTED, keeps};
use crate::Office;
use crate::files::reads;
use crate::refused::Answer;
use crate::restricted::kept_from;
use crate::session::Session;

/// All of one person.
#[derive(Serialize, specta::Type)]
pub struct HouseholdsView {
    /// Nothing is shown: her address is restricted.
    pub kept: bool,
    /// Her households, those she lives in first.
    pub households: Vec<HouseholdView>,
    /// Her matters that a change may rest on, the newest first.
    pub bases: Vec<BasisView>,
    /// A household may be recorded.
    pub may_record: bool,
}

impl HouseholdsView {
    pub(super) fn kept() -> Self {
        Self {
            kept: true,
            households: Vec::new(),
            bases: Vec::new(),
            may_record: false,
        }
    }
}

/// A matter that a change may rest on.
#[derive(Serialize, specta::Type)]
pub struct BasisView {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Its service.
    pub titles: Titles,
}

/// One household.
#[derive(Serialize, specta::Type)]
pub struct HouseholdView {
    /// Its id.
    pub id: String,
    /// By which registration.
    pub stay: Stay,
    /// Its dwelling.
    pub address: String,
    /// She lives there.
    pub lives: bool,
    /// Who lives there, the head first.
    pub people: Vec<HouseholdPerson>,
    /// What happened, the newest first.
    pub course: Vec<HouseholdTurn>,
    /// Whoever looks may change it, with a matter of hers or without.
    pub may_change: bool,
}

/// Somebody of a household.
#[derive(Clone, Serialize, specta::Type)]
pub struct HouseholdPerson {
    /// As the household names her.
    pub id: String,
    /// Name.
    pub name: String,
    /// `1990-03-05`, `1956`.
    pub born: Option<String>,
    /// Sex.
    pub sex: Option<domain::born::Sex>,
    /// Personal number.
    pub number: Option<String>,
    /// Whether she is the head.
    pub head: bool,
    /// Whether it is her page.
    pub page: bool,
    /// What she is to the head, of whom it is said, too, as papers say it; blank where nobody said it.
    pub relation: String,
}

/// What a line of the history says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TurnKind {
    /// It became known.
    Recorded,
    /// It became known: split off from another one.
    SplitOff,
    /// People moved in.
    Joined,
    /// People moved out.
    Moved,
    /// People died.
    Died,
    /// Their registration ended.
    Ended,
    /// People became a household of their own.
    Split,
    /// What was noted gave way.
    Corrected,
}

/// One line of the history.
#[derive(Serialize, specta::Type)]
pub struct HouseholdTurn {
    /// What.
    pub kind: TurnKind,
    /// Since when, `2026-11-30`.
    pub on: String,
    /// Whom it was about, by name.
    pub names: Vec<String>,
    /// Where they went, where it was told.
    pub to: Option<String>,
    /// The dwelling that gave way.
    pub address: Option<String>,
    /// The head who gave way.
    pub head: Option<String>,
    /// Relations that gave way: whose, and what.
    pub relations: Vec<(String, String)>,
    /// The matter it rests on.
    pub file: Option<String>,
    /// Who noted it.
    pub by: String,
}

domain::quiet!(
    HouseholdsView,
    BasisView,
    HouseholdView,
    HouseholdPerson,
    HouseholdTurn
);

/// The people of households that a page may name, by the id a household holds.
type Shown = BTreeMap<PersonId, Person>;

impl Office {
    pub(super) async fn households_view(
        &self,
        tx: &mut Tx,
        session: &Session,
        person: &Person,
        (found, hers): (&[Household], &[File]),
        see: bool,
    ) -> Answer<HouseholdsView> {
        let mut households = Vec::with_capacity(found.len());
        for household in found {
            let mut shown = Shown::new();
            for id in household.ever() {
                let one = tx.person(id).await?;
                let one = one.filter(|one| see || one.id == person.id || !one.is_restricted());
                shown.extend(one.map(|one| (id, one)));
            }
            let view = self.household_view(tx, session, person, household, (&shown, see));
            households.push(view.await?);
        }
        households.sort_by_key(|household| !household.lives);
        let mut bases = Vec::new();
        for file in hers {
            if reads(session, file) {
                bases.push(BasisView {
                    id: file.id.to_string(),
                    number: file.opened.number.clone(),
                    titles: self.service_of(file)?.titles.clone(),
                });
            }
        }
        Ok(HouseholdsView {
            kept: false,
            households,
            bases,
            may_record: may(session, Right::RecordResidence, false),
        })
    }

    /// Whoever lives there no longer sees it as it was when she left, and nothing that came later.
    async fn household_view(
        &self,
        tx: &mut Tx,
        session: &Session,
        person: &Person,
        household: &Household,
        (shown, see): (&Shown, bool),
    ) -> Answer<HouseholdView> {
        let lives = household.ids().any(|id| person.is(id));
        let left = household.course.iter().rposition(|turn| match &turn.what {
            Happened::Left { left, .. } | Happened::Split { left, .. } => {
                left.iter().any(|id| person.is(*id))
            }
            Happened::Recorded { .. } | Happened::Joined { .. } | Happened::Corrected { .. } => {
                false
            }
        });
        let last = household.course.len().saturating_sub(1);
        let until = if lives { last } else { left.unwrap_or(last) };
        let mut people = Vec::new();
        for (id, relation) in told(household).into_iter().filter(|_| lives) {
            people.extend(shown.get(&id).map(|one| person_of(one, person, relation)));
        }
        let mut course = Vec::new();
        for turn in household.course.iter().take(until.saturating_add(1)).rev() {
            let file = self.number_of(tx, turn).await?;
            let mut line = self.turn_view(turn, shown, file);
            if let Some(line) = line.as_mut().filter(|line| line.to.is_some() && !see)
                && lead_to_kept(tx, turn).await?
            {
                line.to = None;
            }
            course.extend(line);
        }
        // A right that reaches to her own alone is enough: the matter she names may be hers.
        let may_change = lives && may(session, Right::AmendResidence, true);
        Ok(HouseholdView {
            id: household.id.to_string(),
            stay: household.stay,
            address: household.address_at(until).to_owned(),
            lives,
            people,
            course,
            may_change,
        })
    }

    /// The number of the matter a turn rests on; none of one that is kept from others.
    async fn number_of(&self, tx: &mut Tx, turn: &Turn) -> Answer<Option<String>> {
        let file = match turn.basis.file {
            Some(file) => tx.file(file).await?,
            None => None,
        };
        let Some(file) = file else { return Ok(None) };
        let service = self.service_of(&file)?;
        let kept = kept_from(tx, service, &file, None).await?;
        Ok((!kept).then_some(file.opened.number))
    }

    /// One line; none where it is about nobody who is shown.
    fn turn_view(&self, turn: &Turn, shown: &Shown, file: Option<String>) -> Option<HouseholdTurn> {
        let name = |id: &PersonId| shown.get(id).map(|one| one.facts.name.clone());
        let names = |ids: &[PersonId]| -> Vec<String> { ids.iter().filter_map(name).collect() };
        let mut line = HouseholdTurn {
            kind: TurnKind::Recorded,
            on: turn.basis.on.to_string(),
            names: Vec::new(),
            to: None,
            address: None,
            head: None,
            relations: Vec::new(),
            file,
            by: self.display_of(turn.by),
        };
        match &turn.what {
            Happened::Recorded { from } => {
                if from.is_some() {
                    line.kind = TurnKind::SplitOff;
                }
                return Some(line);
            }
            Happened::Joined { joined } => {
                line.kind = TurnKind::Joined;
                line.names = names(joined);
            }
            Happened::Left { left, why, to } => {
                line.kind = match why {
                    Why::Moved => TurnKind::Moved,
                    Why::Died => TurnKind::Died,
                    Why::Ended => TurnKind::Ended,
                };
                line.names = names(left);
                line.to = Some(to.clone()).filter(|to| !to.is_empty());
            }
            Happened::Split { left, .. } => {
                line.kind = TurnKind::Split;
                line.names = names(left);
            }
            Happened::Corrected {
                address,
                head,
                relations,
            } => {
                line.kind = TurnKind::Corrected;
                line.address.clone_from(address);
                line.head = head.as_ref().and_then(name);
                let told = |member: &Member| Some((name(&member.person)?, member.relation.clone()));
                line.relations = relations.iter().filter_map(told).collect();
                let says =
                    line.address.is_some() || line.head.is_some() || !line.relations.is_empty();
                return says.then_some(line);
            }
        }
        // Somebody is kept from this page: neither where they went nor by what matter stands there.
        if turn.what.who().iter().any(|id| !shown.contains_key(id)) {
            line.to = None;
            line.file = None;
        }
        (!line.names.is_empty()).then_some(line)
    }
}

/// Whether somebody whom a turn is about lives with somebody restricted now: where she went is where the
/// other is.
async fn lead_to_kept(tx: &mut Tx, turn: &Turn) -> Answer<bool> {
    for id in turn.what.who() {
        let Some(person) = tx.person(*id).await? else {
            continue;
        };
        for household in tx.households_of(&person, LISTED).await? {
            let lives = household.ids().any(|id| person.is(id));
            if lives && keeps(tx, &household, Some(&person)).await? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn person_of(one: &Person, page: &Person, relation: Option<String>) -> HouseholdPerson {
    let facts = &one.facts;
    HouseholdPerson {
        id: one.id.to_string(),
        name: facts.name.clone(),
        born: facts.born.map(domain::born::PartialDate::iso),
        sex: facts.sex,
        number: facts.number.clone(),
        head: relation.is_none(),
        page: one.id == page.id,
        relation: relation.unwrap_or_else(|| Lang::Vi.word("paper.household.head")),
    }
}

/// Everybody who lives there; nothing said of the head.
fn told(household: &Household) -> Vec<(PersonId, Option<String>)> {
    let Some(people) = &household.people else {
        return Vec::new();
    };
    let members = people.members.iter();
    let members = members.map(|member| (member.person, Some(member.relation.clone())));
    std::iter::once((people.head, None))
        .chain(members)
        .collect()
}

fn may(session: &Session, right: Right, own: bool) -> bool {
    let around = Circumstance {
        own,
        ..Circumstance::default()
    };
    right.allow(Some(session.role()), around).is_ok()
}
