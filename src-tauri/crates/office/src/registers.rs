//! Registers that go on from paper.
//!
//! Purpose: which number comes next in each register, and that one goes on after the last number of
//! its paper register. May use: the desk's own state, the numbers given. Must never: give a number.

use domain::desk::{Desk, Register, Started};
use domain::fault::Code;
use domain::permission::Circumstance;
use domain::subject::Subject;
use serde::{Deserialize, Serialize};
use store::{Pending, Tx};

use crate::Office;
use crate::policy::{Import, Permit};
use crate::refused::{Answer, Refused};
use crate::session::Session;

/// A register as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct RegisterRow {
    /// Which.
    pub register: Register,
    /// Of which year.
    pub year: i32,
    /// The last number of the paper register, where one was told.
    pub started: Option<u32>,
    /// The highest number given here.
    pub given: Option<u32>,
    /// How the next one reads: `HS-A-2026-000121`.
    pub next: String,
}

impl Office {
    /// Both registers of this year.
    pub async fn registers(&self, session: &Session) -> Answer<Vec<RegisterRow>> {
        let permit: Permit<'_, Import> = self.permit(session, self.stepped_up(session)).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let desk = desk_of(&mut tx).await?;
        let year = self.clock.now().day().year();
        let mut rows = Vec::new();
        for register in Register::ALL {
            let given = given(&mut tx, register, &records.letter, year).await?;
            let next = desk.continues(register, year, given).unwrap_or(0);
            let next = next.saturating_add(1);
            rows.push(RegisterRow {
                register,
                year,
                started: desk.started(register, year),
                given,
                next: format!("{}{next:06}", register.series(&records.letter, year)),
            });
        }
        Ok(rows)
    }

    /// A register goes on after the last number of its paper register. The passphrase must have been
    /// given once more ([`Office::confirm`]).
    pub async fn start_register(
        &self,
        session: &Session,
        told: Started,
    ) -> Answer<Vec<RegisterRow>> {
        let permit: Permit<'_, Import> = self.permit(session, self.stepped_up(session)).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let desk = desk_of(&mut tx).await?;
        let given = given(&mut tx, told.register, &records.letter, told.year).await?;
        let this_year = self.clock.now().day().year();
        let action = desk.start_register(told, this_year, given)?;
        let entries = vec![Pending::new(tx.desk(), action)];
        self.commit(tx, records, entries).await?;
        self.registers(session).await
    }

    /// What stands around a request that asks for the passphrase once more.
    pub(crate) fn stepped_up(&self, session: &Session) -> Circumstance {
        Circumstance {
            stepped_up: session.staff().stepped_up(self.clock.mono()),
            ..Circumstance::default()
        }
    }
}

/// The number that the next one of a register follows.
pub(crate) async fn last_number(
    tx: &mut Tx,
    register: Register,
    letter: &str,
    year: i32,
) -> Answer<Option<u32>> {
    let given = given(tx, register, letter, year).await?;
    Ok(desk_of(tx).await?.continues(register, year, given))
}

async fn given(tx: &mut Tx, register: Register, letter: &str, year: i32) -> Answer<Option<u32>> {
    let series = register.series(letter, year);
    Ok(match register {
        Register::File => tx.highest_file_number(&series).await?,
        Register::Receipt => tx.highest_receipt_number(&series).await?,
    })
}

pub(crate) async fn desk_of(tx: &mut Tx) -> Answer<Desk> {
    match tx.desk_state().await? {
        Some(Subject::Desk(desk)) => Ok(desk),
        _ => Err(Refused::new(Code::RecordDamaged)),
    }
}
