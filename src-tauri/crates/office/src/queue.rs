//! The queue of a day: a number in one key, and what is done with it.
//!
//! Purpose: give a number, call, skip, back, to another counter, left; the day's lines; what the
//! wall screen shows. May use: domain's rules of the queue. Must never: ask for a name or a purpose,
//! or put either beside a number.

use domain::action::Action;
use domain::fault::{Code, Fault};
use domain::moment::{Day, Moment};
use domain::permission::Circumstance;
use domain::subject::Subject;
use domain::visit::{self, QueueAct, Stand, Visit};
use store::{Pending, QueueRow, Tx};

use crate::Office;
use crate::policy::{Permit, RunQueue};
use crate::refused::{Answer, Refused};
use crate::registers::desk_of;
use crate::session::{Records, Session};
use crate::settings::COUNTER;
use crate::views::{DayQueue, QueueLine, QueueState, clock_time};

/// Most numbers of one day that are listed.
const LISTED: u32 = 2_000;

impl Office {
    /// Gives the next queue number of today; nothing else is asked or written.
    pub async fn give_number(&self, session: &Session) -> Answer<QueueLine> {
        let permit: Permit<'_, RunQueue> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let now = self.clock.now();
        let mut tx = records.desk.begin().await?;
        self.receives(&mut tx).await?;
        let highest = tx.highest_queue_number(&records.letter, now.day()).await?;
        let numbered = visit::number(&records.letter, now.day(), highest)?;
        let id = self.ids().visit();
        let line = QueueLine {
            number: numbered.text(),
            visit: id.to_string(),
            state: QueueState::Waiting,
            arrived: clock_time(now),
            waited: 0,
            calls: 0,
            priority: false,
            counter: None,
            files: 0,
            entered_later: false,
        };
        let entries = vec![Pending::new(id, Action::VisitNumbered(numbered))];
        self.commit(tx, records, entries).await?;
        Ok(line)
    }

    /// Does something with a number: call, skip, back, first, to another counter, left; or undoes it.
    pub async fn move_in_queue(
        &self,
        session: &Session,
        visit: &str,
        act: &QueueAct,
    ) -> Answer<QueueLine> {
        let permit: Permit<'_, RunQueue> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let unknown = || Refused::from(Fault::at(Code::VisitUnknown, "visit"));
        let id = visit.parse().map_err(|_not_an_id| unknown())?;
        let mut tx = records.desk.begin().await?;
        self.receives(&mut tx).await?;
        let known: Visit = tx.visit(id).await?.ok_or_else(unknown)?;
        let now = self.clock.now();
        // An earlier day's number is out of the queue; that its bearer left can still be said.
        if known.queue.day != now.day() && *act != QueueAct::Leave {
            return Err(Refused::new(Code::VisitNotThere));
        }
        let action = known.queue_act(act, &self.counter(records))?;
        let ack = self
            .commit(tx, records, vec![Pending::new(id, action)])
            .await?;
        match ack.subjects.get(&id.into()) {
            Some(Subject::Visit(visit)) => Ok(line(visit, 0, now)),
            _ => Err(Refused::new(Code::RecordConflict)),
        }
    }

    /// The visits of a day, in the order of their numbers.
    pub async fn day_queue(&self, session: &Session, day: Day) -> Answer<DayQueue> {
        let permit: Permit<'_, RunQueue> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let now = self.clock.now();
        let mut tx = records.desk.begin().await?;
        let rows = tx.queue(day, &records.letter, 0, LISTED).await?;
        let counts = tx.queue_counts(day, &records.letter).await?;
        let visits = || rows.iter().map(|row| &row.visit);
        let counter = self.counter(records);
        let next = visit::next(visits(), &counter);
        let current = visit::current(visits(), &counter);
        Ok(DayQueue {
            day: day.to_string(),
            next: next.map(|visit| visit.id.to_string()),
            current: current.map(|visit| visit.id.to_string()),
            visits: rows
                .iter()
                .map(|QueueRow { visit, files }| line(visit, *files, now))
                .collect(),
            served: counts.served,
            waiting: how_many(visits().filter(|visit| visit.waits())),
            left: counts.left,
        })
    }

    /// The numbers called last today with their counters, newest first, and how many wait.
    pub(crate) async fn called_today(
        &self,
        session: &Session,
        most: usize,
    ) -> Answer<(Vec<(String, String)>, u32)> {
        // Who holds no record did not ask: the wall did. No denial is hers.
        session.records()?;
        let permit: Permit<'_, RunQueue> = self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let day = self.clock.now().day();
        let rows = tx.queue(day, &records.letter, 0, LISTED).await?;
        let waiting = how_many(rows.iter().filter(|row| row.visit.waits()));
        let mut called: Vec<&Visit> = rows
            .iter()
            .map(|row| &row.visit)
            .filter(|visit| visit.standing.stand == Stand::Called)
            .collect();
        called.sort_by_key(|visit| std::cmp::Reverse(visit.standing.called_at));
        called.truncate(most);
        let called = called.into_iter().map(|visit| {
            let counter = visit.standing.counter.clone().unwrap_or_default();
            (visit.queue.text(), counter)
        });
        Ok((called.collect(), waiting))
    }

    /// Whether the desk receives today: the day may have been closed.
    pub(crate) async fn receives(&self, tx: &mut Tx) -> Answer<domain::desk::Desk> {
        let desk = desk_of(tx).await?;
        desk.open_on(self.clock.now().day())?;
        Ok(desk)
    }

    /// How this counter is called on screen and paper.
    pub(crate) fn counter(&self, records: &Records) -> String {
        let named = self.setting(COUNTER);
        if named.is_empty() {
            records.letter.clone()
        } else {
            named
        }
    }
}

fn how_many<T>(of: impl Iterator<Item = T>) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}

/// One line as shown.
pub(crate) fn line(visit: &Visit, files: u32, now: Moment) -> QueueLine {
    // Of a private reception no time is told.
    let private = visit.standing.stand == Stand::Private;
    let until = if private {
        visit.arrived_at
    } else {
        visit.recorded_at.unwrap_or(now)
    };
    let waited = until.since(visit.arrived_at).whole_minutes();
    QueueLine {
        number: visit.queue.text(),
        visit: visit.id.to_string(),
        state: match (&visit.logged, visit.standing.stand) {
            (Some(_), _) | (None, Stand::Private) => QueueState::Served,
            (None, Stand::Waiting) => QueueState::Waiting,
            (None, Stand::Called) => QueueState::Called,
            (None, Stand::Skipped) => QueueState::Skipped,
            (None, Stand::Left) => QueueState::Left,
        },
        arrived: clock_time(visit.arrived_at),
        waited: u32::try_from(waited).unwrap_or(0),
        calls: visit.standing.calls,
        priority: visit.standing.priority,
        counter: visit.standing.counter.clone(),
        files,
        entered_later: visit.is_late(),
    }
}
