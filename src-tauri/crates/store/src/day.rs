//! What a day amounted to: counts for the day-close sheet.
//!
//! Purpose: queries over the day's receipts, the running hours and the papers still at the desk. Ids
//! are time-ordered, so each walks the newest rows alone. Must never: count in a stored counter.

use domain::moment::{Day, Moment};

use crate::{StoreError, Tx};

/// A clock that runs in hours ends within a week of its matter's intake.
const HOURS_AT_MOST: i64 = 7 * 24 * 60 * 60 * 1000;

/// What became of a day's receipts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceiptCounts {
    /// Last handed to a printer on this day.
    pub printed: u32,
    /// Made out on this day and void since.
    pub voided: u32,
    /// Printed and seen by nobody, whatever the day.
    pub unseen: u32,
    /// Still to be printed, whatever the day.
    pub due: u32,
}

impl Tx {
    /// What became of a day's receipts.
    pub async fn receipt_counts(&mut self, day: Day) -> Result<ReceiptCounts, StoreError> {
        let (text, start) = (day.to_string(), first_id(day.start().millis()));
        let start = start.as_slice();
        let row = sqlx::query!(
            "select
                (select count(*) from receipt where printed_on = ?
                    and printing <> 'voided') as \"printed!: i64\",
                (select count(*) from receipt where id >= ?
                    and json_extract(body, '$.voided') is not null) as \"voided!: i64\",
                (select count(*) from receipt where printing = 'sent') as \"unseen!: i64\",
                (select count(*) from receipt where to_print = 1) as \"due!: i64\"",
            text,
            start,
        )
        .fetch_one(&mut self.inner.conn)
        .await?;
        let count = |value: i64| u32::try_from(value).unwrap_or(u32::MAX);
        Ok(ReceiptCounts {
            printed: count(row.printed),
            voided: count(row.voided),
            unseen: count(row.unseen),
            due: count(row.due),
        })
    }

    /// Matters with a time that runs in hours, is not done and ends after `now`.
    pub async fn running_hour_clocks(&mut self, now: Moment) -> Result<u32, StoreError> {
        let start = first_id(now.millis().saturating_sub(HOURS_AT_MOST));
        let (start, now) = (start.as_slice(), now.millis());
        let running = sqlx::query_scalar!(
            "select count(distinct file.id) as \"running!: i64\"
             from file, json_each(file.body, '$.clocks') clock
             where file.id >= ? and clock.value ->> '$.due.unit' = 'hours'
                and clock.value ->> '$.done' is null and clock.value ->> '$.due.due' > ?",
            start,
            now,
        )
        .fetch_one(&mut self.inner.conn)
        .await?;
        Ok(u32::try_from(running).unwrap_or(u32::MAX))
    }
}

impl Tx {
    /// Numbers of the files whose originals came on this day and lie at the desk: nothing became of the
    /// file since.
    pub async fn files_held(&mut self, day: Day) -> Result<Vec<String>, StoreError> {
        let begins = day.start().millis();
        let start = first_id(begins);
        let start = start.as_slice();
        let mut numbers = sqlx::query_scalar!(
            "select number as \"number!: String\" from file
             where id >= ? and state = body ->> '$.opened.state'
                and body ->> '$.opened.carried' is null and exists (
                select 1 from json_each(file.body, '$.opened.documents') document
                where document.value ->> '$.original')
             union
             select number from file
             where later >= ? and later > body ->> '$.since' and exists (
                select 1 from json_each(file.body, '$.later') document
                where document.value ->> '$.original')
             limit 2000",
            start,
            begins,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        numbers.sort_unstable();
        Ok(numbers)
    }
}

/// What every time-ordered id made since then begins with, or comes after (RFC 9562, version 7).
fn first_id(millis: i64) -> Vec<u8> {
    let bytes = millis.max(0).to_be_bytes();
    bytes.get(2..).unwrap_or_default().to_vec()
}
