//! The list under an address box.
//!
//! May use: the office. Must never: say whose an earlier address is.

use super::Window;
use crate::places::PlaceRow;
use crate::refused::Answer;

impl Window {
    /// Addresses a text may become: written lately, then units of today.
    pub async fn find_places(&self, query: &str) -> Answer<Vec<PlaceRow>> {
        let session = self.signed_in().await?;
        self.office.find_places(&session, query).await
    }
}
