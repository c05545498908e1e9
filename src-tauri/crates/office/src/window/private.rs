//! The window's way to private receptions and protected files.
//!
//! Purpose: texts to ids and requests. Must never: decide, or keep anything of what passes.

use std::collections::BTreeMap;

use domain::fault::{Code, Fault};
use domain::id::{ItemId, ProtectedId, UserId};
use domain::protected::content::Head;
use domain::protected::referral::{Consent, Referral};
use serde::Deserialize;

use super::Window;
use crate::counter::ServiceView;
use crate::dossier::AnswerView;
use crate::drafts::DraftKept;
use crate::private::{PrivateOpened, PrivatePerson, PrivateRow, PrivateTold};
use crate::protected::{
    FormTold, HandOverTold, HandedOver, ProtectedFound, ProtectedShown, SlipTold, WorkTold,
};
use crate::refused::{Answer, Refused};

/// What the page hands over, as JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    draft: String,
    service: String,
    fields: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    note: String,
    /// Members of staff who are never cleared for it.
    #[serde(default)]
    barred: Vec<UserId>,
    #[serde(default)]
    officer: Option<UserId>,
    slip: SlipTold,
}

impl Window {
    /// The forms of private matters.
    pub async fn private_services(&self) -> Answer<Vec<ServiceView>> {
        let session = self.signed_in().await?;
        self.office.private_services(&session).await
    }

    /// Who may be cleared for a file, and who may be kept from it.
    pub async fn private_people(&self) -> Answer<Vec<PrivatePerson>> {
        let session = self.signed_in().await?;
        self.office.private_people(&session).await
    }

    /// The open visit becomes a private reception.
    pub async fn begin_private(&self, told: &PrivateTold) -> Answer<DraftKept> {
        let session = self.signed_in().await?;
        self.office.begin_private(&session, told).await
    }

    /// Keeps one's own private form.
    pub async fn keep_private(&self, id: &str, body: &str, barred: &[UserId]) -> Answer<DraftKept> {
        let session = self.keeping().await?;
        self.office.keep_private(&session, id, body, barred).await
    }

    /// One's own private forms.
    pub async fn private_forms(&self) -> Answer<Vec<PrivateRow>> {
        let session = self.signed_in().await?;
        self.office.private_forms(&session).await
    }

    /// One's own private form, to go on with.
    pub async fn open_private(&self, id: &str) -> Answer<PrivateOpened> {
        let session = self.signed_in().await?;
        self.office.open_private(&session, id).await
    }

    /// Throws one's own private form away.
    pub async fn discard_private(&self, id: &str) -> Answer<()> {
        let session = self.signed_in().await?;
        self.office.discard_private(&session, id).await
    }

    /// Hands a private form over.
    pub async fn hand_over_private(&self, text: &str) -> Answer<HandedOver> {
        let session = self.signed_in().await?;
        let request: Request =
            serde_json::from_str(text).map_err(|_cause| Refused::new(Code::RequestMalformed))?;
        let told = HandOverTold {
            head: Head {
                barred: request.barred,
                ..Head::default()
            },
            form: Some(FormTold {
                service: request.service,
                fields: request.fields,
            }),
            note: request.note,
            officer: request.officer,
            draft: Some(request.draft),
            slip: request.slip,
        };
        self.office.hand_over_protected(&session, &told).await
    }

    /// Opens what the cleared find their files by.
    pub async fn open_index(&self) -> Answer<u32> {
        let session = self.signed_in().await?;
        self.office.open_index(&session, &mut |_count| true).await
    }

    /// Files somebody may mean; all of hers where nothing is asked.
    pub async fn find_protected(&self, asked: &str) -> Answer<Vec<ProtectedFound>> {
        let session = self.signed_in().await?;
        self.office.find_protected(&session, asked).await
    }

    /// Whether some protected file waits for whoever is cleared for it.
    pub async fn protected_waits(&self) -> Answer<bool> {
        let session = self.signed_in().await?;
        self.office.protected_waits(&session).await
    }

    /// Opens a file.
    pub async fn open_protected(&self, id: &str) -> Answer<ProtectedShown> {
        let session = self.signed_in().await?;
        self.opens_one()?;
        self.office.open_protected(&session, file(id)?).await
    }

    /// Opens what is kept apart from it.
    pub async fn open_apart(&self, id: &str, item: &str) -> Answer<Vec<AnswerView>> {
        let session = self.signed_in().await?;
        self.opens_one()?;
        let item: ItemId = item.parse().map_err(|_not_an_id| unknown())?;
        self.office.open_apart(&session, file(id)?, item).await
    }

    /// Adds words to a file, and shows it to whoever is cleared.
    pub async fn add_to_protected(&self, id: &str, note: &str) -> Answer<ProtectedShown> {
        let session = self.signed_in().await?;
        let id = file(id)?;
        self.office.add_to_protected(&session, id, note).await?;
        self.office.open_protected(&session, id).await
    }

    /// Makes a paper out for a file.
    pub async fn make_out_slip(&self, id: &str, told: &SlipTold) -> Answer<ProtectedShown> {
        let session = self.signed_in().await?;
        self.office.make_out_slip(&session, file(id)?, told).await
    }

    /// Enters that she lets somebody be told.
    pub async fn record_consent(&self, id: &str, told: &Consent) -> Answer<ProtectedShown> {
        let session = self.signed_in().await?;
        self.office.record_consent(&session, file(id)?, told).await
    }

    /// Enters that somebody is told.
    pub async fn refer(&self, id: &str, told: &Referral) -> Answer<ProtectedShown> {
        let session = self.signed_in().await?;
        self.office.refer(&session, file(id)?, told).await
    }

    /// Enters what was done about a file.
    pub async fn work_on_protected(&self, id: &str, told: &WorkTold) -> Answer<ProtectedShown> {
        let session = self.signed_in().await?;
        self.office
            .work_on_protected(&session, file(id)?, told)
            .await
    }

    /// Somebody more is cleared.
    pub async fn grant_clearance(&self, id: &str, user: UserId) -> Answer<ProtectedShown> {
        let session = self.signed_in().await?;
        let id = file(id)?;
        self.office.grant_clearance(&session, id, user).await?;
        self.office.open_protected(&session, id).await
    }

    /// Somebody is cleared no more.
    pub async fn revoke_clearance(&self, id: &str, user: UserId) -> Answer<ProtectedShown> {
        let session = self.signed_in().await?;
        let id = file(id)?;
        self.office.revoke_clearance(&session, id, user).await?;
        self.office.open_protected(&session, id).await
    }
}

pub(super) fn file(id: &str) -> Answer<ProtectedId> {
    id.parse().map_err(|_not_an_id| unknown())
}

pub(super) fn unknown() -> Refused {
    Fault::at(Code::ProtectedUnknown, "id").into()
}
