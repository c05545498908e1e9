//! A machine's clock that may be wrong.
//!
//! Purpose: noticed at the sign-in, told to the officer, answered by her with the day as she knows
//! it; until then nothing that names a day is given to a citizen. Must never: set the clock.

use domain::action::Action;
use domain::desk::{ClockConfirmed, ClockDoubted};
use domain::fault::{Code, Fault};
use domain::permission::Circumstance;
use domain::typed_date::{self, Lean};
use store::Pending;
use time::Duration;

use crate::Office;
use crate::policy::{EndSession, Permit};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session};

/// Digits of a day with its year, as `271126`: fewer would leave the year to the doubted clock.
const DIGITS: usize = 6;

impl Office {
    /// Whether the clock is to be doubted, by what the record says before this sign-in.
    pub(crate) fn doubted(
        &self,
        standing: Option<&ClockDoubted>,
        newest: Option<domain::moment::Moment>,
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

    /// The officer says which day it is; when the machine says the same, its clock is believed.
    pub async fn confirm_clock(&self, session: &Session, typed: &str) -> Answer<()> {
        let _permit: Permit<'_, EndSession> = self.permit(session, Circumstance::default()).await?;
        let records = session.records()?;
        if records.doubt().is_none() {
            return Ok(());
        }
        let today = self.clock.now().day();
        if typed.chars().filter(char::is_ascii_digit).count() < DIGITS {
            return Err(Fault::at(Code::DateYearMissing, "typed").into());
        }
        let said = typed_date::day(typed, today, Lean::Past)
            .map_err(|fault| Refused::from(fault.in_field("typed")))?;
        if said != today {
            return Err(Fault::at(Code::ClockOtherDay, "typed").into());
        }
        let tx = records.desk.begin().await?;
        let confirmed = Action::ClockConfirmed(ClockConfirmed { day: today });
        let entries = vec![Pending::new(tx.desk(), confirmed)];
        self.commit(tx, records, entries).await?;
        records.believe();
        Ok(())
    }

    /// Nothing that names a day leaves on paper while the clock is doubted.
    pub(crate) fn clock_holds(records: &Records, entries: &[Pending]) -> Answer<()> {
        let issues = entries.iter().any(Pending::issues_receipt);
        if issues && records.doubt().is_some() {
            return Err(Refused::new(Code::ClockUnconfirmed));
        }
        Ok(())
    }
}
