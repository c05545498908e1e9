//! Values of the catalogue behind the window.
//!
//! May use: the office. Must never: change a value.

use super::Window;
use crate::confirming::ValueRow;
use crate::refused::Answer;

impl Window {
    /// Values that nobody is sure of, those to be confirmed first.
    pub async fn unsure_values(&self) -> Answer<Vec<ValueRow>> {
        let session = self.signed_in().await?;
        self.office.unsure_values(&session).await
    }

    /// A value was read in the law.
    pub async fn confirm_value(
        &self,
        rule: &str,
        source: &str,
        day: &str,
    ) -> Answer<Vec<ValueRow>> {
        let session = self.signed_in().await?;
        self.office.confirm_value(&session, rule, source, day).await
    }
}
