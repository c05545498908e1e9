//! The days of a demo office, played.
//!
//! Purpose: turns moments into visits through the same use cases an officer has: numbers given,
//! visits saved with and without matters, by callers and by post. Must never: write past a use case.

use domain::moment::Moment;
use domain::person::{Person, Proof};
use domain::visit::{Channel, Turn};
use time::Duration;

use super::clock::PlayedClock;
use super::days::Played;
use super::dice::Dice;
use super::{DemoPlan, matters, people};
use crate::Office;
use crate::clock::Clock;
use crate::intake::{Intake, LateTold, MATTER_LIMIT, MatterTold, OutcomeTold, PersonTold};
use crate::refused::Answer;
use crate::session::{Records, Session};

/// People read in one slice.
const SLICE: u32 = 500;

/// Some people of the record, in the order of their ids.
pub(super) async fn pool(records: &Records, wanted: usize) -> Answer<Vec<Person>> {
    let mut pool = Vec::new();
    let mut after = domain::id::PersonId::new(uuid::Uuid::nil());
    while pool.len() < wanted {
        let slice = records
            .desk
            .begin()
            .await?
            .people_after(after, SLICE)
            .await?;
        let Some(last) = slice.last() else { break };
        after = last.id;
        pool.extend(slice);
    }
    pool.truncate(wanted);
    Ok(pool)
}

/// Visits being played.
pub(super) struct Play<'a> {
    office: &'a Office,
    clock: &'a PlayedClock,
    dice: Dice,
    pool: Vec<Person>,
    /// Visits still to be saved.
    visits_left: u32,
    /// Files still to be opened.
    files_left: u32,
    /// Numbers that nobody has been called for when the demo begins.
    waiting: u32,
    files: Vec<String>,
}

impl<'a> Play<'a> {
    pub(super) fn new(
        office: &'a Office,
        clock: &'a PlayedClock,
        plan: &DemoPlan,
        pool: Vec<Person>,
    ) -> Self {
        let full = u64::from(plan.files) > u64::from(plan.visits / 2) * (MATTER_LIMIT as u64);
        let waiting = if plan.visits < 4 || full {
            0
        } else {
            (plan.visits / 6).clamp(1, 4)
        };
        Self {
            office,
            clock,
            dice: Dice::of(plan.seed, "visits"),
            pool,
            visits_left: plan.visits.saturating_sub(waiting),
            files_left: plan.files,
            waiting,
            files: Vec::new(),
        }
    }

    /// Ids of the files opened so far, oldest first.
    pub(super) fn files(self) -> Vec<String> {
        self.files
    }

    /// Plays one day; the last numbers of today stay waiting.
    pub(super) async fn day(&mut self, session: &Session, day: &Played, today: bool) -> Answer<()> {
        let waiting = if today { self.waiting as usize } else { 0 };
        let served = day.visits.len().saturating_sub(waiting);
        let mut issued = Vec::new();
        for (index, at) in day.visits.iter().enumerate() {
            self.clock.go_to(*at);
            if index >= served {
                self.office.give_number(session).await?;
                continue;
            }
            let mut intake = self.intake();
            if intake.channel == Channel::InPerson && self.dice.percent(60) {
                intake.visit = Some(self.office.give_number(session).await?.visit);
                self.be_called(day.visits.get(index.saturating_add(1)).copied());
            }
            let added = self.office.add_visit(session, &intake).await?;
            let receipts = added.files.iter().filter_map(|file| file.receipt.as_ref());
            issued.extend(receipts.map(|receipt| receipt.number.clone()));
            self.files
                .extend(added.files.into_iter().map(|file| file.id));
        }
        // No printer stands in an invented office: of earlier days nothing waits for one.
        if !today {
            self.office.not_on_paper(session, &issued).await?;
        }
        Ok(())
    }

    /// Some minutes pass between the number and the desk, if nobody comes meanwhile.
    fn be_called(&mut self, next: Option<Moment>) {
        let Some(next) = next else { return };
        let wait = Duration::seconds(i64::from(self.dice.between(40, 600)));
        let room = next.since(self.clock.now()) / 2;
        self.clock.pass(wait.min(room));
    }

    /// What the next caller is about.
    fn intake(&mut self) -> Intake {
        let count = self.matters_now();
        let (matters, late, channel) = self.matters(count);
        let anonymous = self.pool.is_empty() || (count == 0 && self.dice.percent(12));
        let person = if anonymous {
            None
        } else {
            self.caller(channel)
        };
        let outcome = if count == 0 { self.outcome() } else { None };
        let left = matches!(&outcome, Some(OutcomeTold::Word(word)) if word == "left_unserved");
        let note = if count == 0 && !left {
            matters::advice(&mut self.dice)
        } else {
            ""
        };
        Intake {
            channel,
            visit: None,
            draft: None,
            reception: domain::visit::Reception::Regular,
            people: self
                .dice
                .percent(10)
                .then(|| self.dice.between(2, 4))
                .map(few),
            turn: if self.dice.percent(15) {
                Turn::Repeated
            } else {
                Turn::First
            },
            received_at: late.as_ref().map(|(at, _)| at.rfc3339()),
            late: late.map(|(_, late)| late),
            person,
            matters,
            outcome,
            note: note.to_owned(),
        }
    }

    /// How many matters come with this visit, so that all are placed in the end.
    fn matters_now(&mut self) -> u32 {
        let visits = self.visits_left.max(1);
        self.visits_left = self.visits_left.saturating_sub(1);
        let sure = self.files_left / visits;
        let chance = self.files_left % visits;
        let count = sure.saturating_add(u32::from(self.dice.below(visits) < chance));
        let count = count
            .min(self.files_left)
            .min(u32::try_from(MATTER_LIMIT).unwrap_or(1));
        self.files_left = self.files_left.saturating_sub(count);
        count
    }

    /// The matters, and how they reached the desk: a letter came in the days before.
    fn matters(&mut self, count: u32) -> (Vec<MatterTold>, Option<(Moment, LateTold)>, Channel) {
        let today = self.clock.now().day();
        let drawn = (0..count).map(|_| {
            if self.dice.percent(45) {
                matters::complaint(&mut self.dice, today)
            } else {
                matters::petition(&mut self.dice)
            }
        });
        let matters: Vec<MatterTold> = drawn.collect();
        match self.dice.below(100) {
            0..=4 if count > 0 => {
                let days = i64::from(self.dice.between(1, 3));
                let at = self
                    .clock
                    .now()
                    .start_of_day()
                    .plus(Duration::hours(15 - 24 * days));
                let reason = "Thư đến bộ phận văn thư, chuyển sang hôm nay".to_owned();
                let source = "postmark".to_owned();
                let late = LateTold {
                    source,
                    sheet: None,
                    reason,
                };
                (matters, Some((at, late)), Channel::Post)
            }
            5..=9 => (matters, None, Channel::Phone),
            _ => (matters, None, Channel::InPerson),
        }
    }

    /// Somebody of the record.
    fn caller(&mut self, channel: Channel) -> Option<PersonTold> {
        let index = self
            .dice
            .below(u32::try_from(self.pool.len()).unwrap_or(u32::MAX));
        let person = self.pool.get(index as usize)?;
        let seen = channel == Channel::InPerson && person.facts.number.is_some();
        let proof = match self.dice.below(10) {
            0..=6 if seen => Proof::CardSeen,
            7 if seen => Proof::VneidSeen,
            8 => Proof::KnownToOfficer,
            _ => Proof::OwnWords,
        };
        Some(PersonTold {
            id: Some(person.id.to_string()),
            ..people::told(&person.facts, proof)
        })
    }

    /// How a visit without a matter ended; mostly with advice.
    fn outcome(&mut self) -> Option<OutcomeTold> {
        match self.dice.below(20) {
            0 => Some(OutcomeTold::Word("left_unserved".to_owned())),
            1 => Some(OutcomeTold::Detailed {
                kind: "handed_on".to_owned(),
                to: Some("Ủy ban nhân dân Phường Mẫu".to_owned()),
                ground: None,
            }),
            _ => None,
        }
    }
}

/// People in one call.
fn few(count: u32) -> u16 {
    u16::try_from(count).unwrap_or(1)
}
