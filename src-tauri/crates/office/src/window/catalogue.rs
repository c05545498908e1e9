//! Values of the catalogue behind the window.
//!
//! May use: the office. Must never: decide a value.

use super::Window;
use crate::confirming::ValueRow;
use crate::directory::{BodyRow, BodyTold};
use crate::editing::{EditPreview, EditTold, EditView};
use crate::recounting::RecountRow;
use crate::refused::Answer;

impl Window {
    /// Bodies to which somebody may be sent on.
    pub async fn directory(&self) -> Answer<Vec<BodyRow>> {
        let session = self.signed_in().await?;
        self.office.directory(&session).await
    }

    /// Notes a body.
    pub async fn keep_body(&self, told: BodyTold) -> Answer<Vec<BodyRow>> {
        let session = self.signed_in().await?;
        self.office.keep_body(&session, told).await
    }

    /// Takes a body off the list.
    pub async fn drop_body(&self, id: &str) -> Answer<Vec<BodyRow>> {
        let session = self.signed_in().await?;
        self.office.drop_body(&session, id).await
    }

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

    /// Services that may be changed.
    pub async fn editable_services(&self) -> Answer<Vec<EditView>> {
        let session = self.signed_in().await?;
        self.office.editable_services(&session).await
    }

    /// What a change would do to a sample.
    pub async fn preview_edit(&self, told: &EditTold) -> Answer<EditPreview> {
        let session = self.signed_in().await?;
        self.office.preview_edit(&session, told).await
    }

    /// A new version of a service.
    pub async fn edit_service(&self, told: &EditTold) -> Answer<Vec<EditView>> {
        let session = self.signed_in().await?;
        self.office.edit_service(&session, told).await
    }

    /// Matters that end otherwise by the calendar that is known now.
    pub async fn recounts(&self) -> Answer<Vec<RecountRow>> {
        let session = self.signed_in().await?;
        self.office.recounts(&session).await
    }

    /// Counts them anew.
    pub async fn recount(&self) -> Answer<Vec<RecountRow>> {
        let session = self.signed_in().await?;
        self.office.recount(&session).await
    }
}
