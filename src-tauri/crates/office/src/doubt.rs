//! A machine's clock that may be wrong.
//!
//! Purpose: noticed at the sign-in, told to the officer, answered by her with day and time as she
//! knows them; until then nothing that binds the office to a day is written or printed: no visit, no
//! file, no receipt, no slip. Forms are kept and numbers given all the same. Must never: set the clock.

use domain::action::Action;
use domain::desk::{ClockConfirmed, ClockDoubted};
use domain::fault::{Code, Fault, Faults};
use domain::moment::Moment;
use domain::permission::Circumstance;
use domain::typed_date::{self, Lean};
use domain::typed_time;
use store::Pending;
use time::Duration;

use crate::Office;
use crate::policy::{EndSession, Permit};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

/// Digits of a day with its year, as `271126`: fewer would leave the year to the doubted clock.
const DIGITS: usize = 6;
/// How far a wall clock or a wrist watch may be from the machine's. No legal time: a measure of
/// clocks.
const APART: Duration = Duration::minutes(10);

impl Office {
    /// Whether the clock is to be doubted, by what the record says before this sign-in.
    pub(crate) fn doubted(
        &self,
        standing: Option<&ClockDoubted>,
        newest: Option<Moment>,
        demo: bool,
    ) -> Option<ClockDoubted> {
        let (now, mono) = (self.clock.now(), self.clock.mono());
        let last = self.last_act();
        // Of another program's entry this one's stopwatch knows nothing.
        let counted = last
            .filter(|(at, _)| Some(*at) == newest)
            .and_then(|(_, then)| i64::try_from(mono.saturating_sub(then)).ok());
        let counted = counted.map(Duration::milliseconds);
        ClockDoubted::at_sign_in(standing, newest, (now, counted), demo)
    }

    /// The officer says which day and time it is; when the machine says the same, its clock is
    /// believed.
    pub async fn confirm_clock(&self, session: &Session, day: &str, time: &str) -> Answer<()> {
        let _permit: Permit<'_, EndSession> = self.permit(session, Circumstance::default()).await?;
        let records = session.records()?;
        let now = self.clock.now();
        let today = now.day();
        let mut faults = Faults::default();
        let read = match day.chars().filter(char::is_ascii_digit).count() {
            ..DIGITS => Err(Fault::new(Code::DateYearMissing)),
            _ => typed_date::day(day, today, Lean::Past),
        };
        let day = faults.keep(read.map_err(|fault| fault.in_field("typed")));
        let time = faults.keep(typed_time::clock(time).map_err(|fault| fault.in_field("time")));
        faults.finish()?;
        if records.doubt().is_none() {
            return Ok(());
        }
        if let (Some(day), Some(time)) = (day, time) {
            // A minute before midnight and a minute after are two days and one time.
            if now.since(Moment::at(day, time)).abs() > APART {
                let (code, field) = if day == today {
                    (Code::ClockOtherTime, "time")
                } else {
                    (Code::ClockOtherDay, "typed")
                };
                return Err(Fault::at(code, field).into());
            }
        }
        let tx = records.desk.begin().await?;
        let confirmed = Action::ClockConfirmed(ClockConfirmed { day: today });
        let entries = vec![Pending::new(tx.desk(), confirmed)];
        self.commit(tx, records, entries).await?;
        records.believe();
        Ok(())
    }

    /// Nothing that binds the office to a day is written while the clock is doubted.
    pub(crate) fn clock_holds(records: &Records, entries: &[Pending]) -> Answer<()> {
        if entries.iter().any(Pending::binds_a_day) {
            Self::clock_is_believed(records)
        } else {
            Ok(())
        }
    }

    /// Nor is anything printed that names one and stands in no journal.
    pub(crate) fn clock_is_believed(records: &Records) -> Answer<()> {
        match records.doubt() {
            Some(_doubt) => Err(Refused::new(Code::ClockUnconfirmed)),
            None => Ok(()),
        }
    }
}
