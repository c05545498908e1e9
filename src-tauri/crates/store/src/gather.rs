//! Many rows at once.
//!
//! Purpose: rows come from the database's own thread one by one, and waking the reader for each
//! costs more than the row. A long page is left to fill up and taken in handfuls.
//! Must never: be used for a handful of rows, which another use case waits for.

use std::time::Duration;

use futures_util::{FutureExt as _, Stream, StreamExt as _};

use crate::StoreError;

/// Rows that may wait to be taken; a page of a long walk is as long.
pub(crate) const BUFFERED: usize = 5_000;

/// How often a short answer is asked for before it is left alone.
const ASKED: u32 = 200;

/// How long rows are left to gather.
const PAUSE: Duration = Duration::from_millis(1);

/// All rows of a statement.
pub(crate) async fn gather<T>(
    mut rows: impl Stream<Item = Result<T, sqlx::Error>> + Unpin,
) -> Result<Vec<T>, StoreError> {
    let (mut all, mut asked) = (Vec::new(), 0);
    loop {
        // Asked without a waker: nobody is told when the next row is there.
        match rows.next().now_or_never() {
            Some(Some(row)) => all.push(row?),
            Some(None) => return Ok(all),
            None if asked < ASKED => {
                asked += 1;
                tokio::task::yield_now().await;
            }
            None => tokio::time::sleep(PAUSE).await,
        }
    }
}
