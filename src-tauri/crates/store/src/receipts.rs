//! Receipts: load, find by number or token, the next number, the day's printings.
//!
//! Purpose: queries over receipts. Must never: check a signature; that is `vault`.

use domain::action::Noun;
use domain::id::ReceiptId;
use domain::moment::Day;
use domain::receipt::Receipt;
use domain::subject::Subject;

use crate::{StoreError, Tx, subjects};

impl Tx {
    /// A receipt, or nothing where there is none or it was erased.
    pub async fn receipt(&mut self, id: ReceiptId) -> Result<Option<Receipt>, StoreError> {
        let subject = subjects::load(&mut self.inner.conn, Noun::Receipt, id.into()).await?;
        match subject {
            Some(Subject::Receipt(receipt)) => Ok(Some(*receipt)),
            Some(
                Subject::Desk(_)
                | Subject::Person(_)
                | Subject::Household(_)
                | Subject::Visit(_)
                | Subject::File(_)
                | Subject::Protected(_)
                | Subject::Tombstone(_),
            )
            | None => Ok(None),
        }
    }

    /// The receipt with this number.
    pub async fn receipt_by_number(&mut self, number: &str) -> Result<Option<Receipt>, StoreError> {
        let body = sqlx::query_scalar!("select body from receipt where number = ?", number)
            .fetch_optional(&mut self.inner.conn)
            .await?;
        body.map(|body| subjects::read(&body)).transpose()
    }

    /// The receipt with this token.
    pub async fn receipt_by_token(&mut self, token: &str) -> Result<Option<Receipt>, StoreError> {
        let body = sqlx::query_scalar!("select body from receipt where token = ?", token)
            .fetch_optional(&mut self.inner.conn)
            .await?;
        body.map(|body| subjects::read(&body)).transpose()
    }

    /// The highest running number of a series (`A-2026-`), erased receipts included.
    pub async fn highest_receipt_number(
        &mut self,
        series: &str,
    ) -> Result<Option<u32>, StoreError> {
        let end = format!("{series}~");
        let live = sqlx::query_scalar!(
            "select number as \"number: String\" from receipt
             where number >= ? and number < ? order by number desc limit 1",
            series,
            end,
        )
        .fetch_optional(&mut self.inner.conn)
        .await?
        .flatten();
        let live = live
            .as_deref()
            .and_then(|number| number.strip_prefix(series)?.parse().ok());
        Ok(live.max(self.highest_erased(series).await?))
    }

    /// The receipts of a file, oldest first.
    pub async fn receipts_of(
        &mut self,
        file: domain::id::FileId,
    ) -> Result<Vec<Receipt>, StoreError> {
        let file = file.to_string();
        let rows = sqlx::query_scalar!(
            "select body from receipt where file = ? order by id limit 200",
            file
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }

    /// Receipts whose latest printing nobody has seen, oldest first, whatever the day.
    pub async fn receipts_unseen(&mut self) -> Result<Vec<Receipt>, StoreError> {
        let rows = sqlx::query_scalar!(
            "select body from receipt where printing = 'sent' order by id limit 500"
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }

    /// Receipts whose current copy waits for a printer, newest first, whatever the day.
    pub async fn receipts_due(&mut self) -> Result<Vec<Receipt>, StoreError> {
        let rows = sqlx::query_scalar!(
            "select body from receipt where to_print = 1 order by id desc limit 500"
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        let due: Result<Vec<Receipt>, StoreError> =
            rows.iter().map(|body| subjects::read(body)).collect();
        let mut due = due?;
        // Receipts of one act share their moment: the number says which came first.
        due.sort_by(|one, other| other.issued.number.cmp(&one.issued.number));
        Ok(due)
    }

    /// Receipts last printed on this day, newest first.
    pub async fn receipts_printed(&mut self, day: Day) -> Result<Vec<Receipt>, StoreError> {
        let day = day.to_string();
        let rows = sqlx::query_scalar!(
            "select body from receipt where printed_on = ? order by id desc limit 500",
            day
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }
}
