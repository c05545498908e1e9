//! Is this receipt ours, and does it still count?
//!
//! Purpose: the signature says *genuine*, the journal says *void* and which receipt it is. A
//! receipt alone opens only what stands on a neutral page: number, service, due date, ready or not.
//! Of a matter that is kept from others, only whether a result lies ready.
//! Must never: show a name, a file or what was told to whoever holds a piece of paper.

use serde::{Deserialize, Serialize};

use domain::fault::Code;
use store::Tx;

use crate::Office;
use crate::receipts::check_receipt;
use crate::refused::Answer;
use crate::restricted::kept_from;
use crate::session::{Session, settled};

/// Longest number of a paper register, characters.
const NUMBER_LIMIT: usize = 60;

/// What a scanned receipt says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct CheckView {
    /// Signed by this office's key.
    pub genuine: bool,
    /// It counts no more.
    pub voided: bool,
    /// Fingerprint words of the station's key.
    pub station: Option<String>,
    /// Day of issue, `2026-11-24`.
    pub day: Option<String>,
    /// Its number, where this desk's record holds it.
    pub number: Option<String>,
    /// The service's title.
    pub service: Option<String>,
    /// The due time, RFC 3339.
    pub due: Option<String>,
    /// Whether a result lies ready; nothing where none is handed over or it was.
    pub ready: Option<bool>,
    /// The matter, for whoever hands its result over.
    pub file: Option<String>,
    /// Why it is not genuine, or why nothing more is known.
    pub code: Option<String>,
}

impl Office {
    /// Checks a token. Anyone may learn whether the signature is good; the record answers only to
    /// who holds it.
    pub async fn check_paper(&self, session: Option<&Session>, token: &str) -> Answer<CheckView> {
        let checked = check_receipt(token, &self.station_lines());
        let mut view = CheckView {
            genuine: checked.genuine,
            voided: false,
            station: checked.station,
            day: checked.day,
            number: None,
            service: None,
            due: None,
            ready: None,
            file: None,
            code: checked.code,
        };
        let Some(session) = session else {
            return Ok(view);
        };
        self.still(session)?;
        let Ok(records) = session.records() else {
            return Ok(view);
        };
        settled(session)?;
        let mut tx = records.desk.begin().await?;
        let token = token.trim_matches(['\r', '\n']);
        if !view.genuine {
            if no_receipt(&mut tx, token).await? {
                view.code = Some(Code::ReceiptCarried.text().to_owned());
            }
            return Ok(view);
        }
        match tx.receipt_by_token(token).await? {
            Some(receipt) => {
                view.voided = receipt.voided.is_some();
                let discreet = receipt.is_discreet();
                view.number = Some(receipt.issued.number);
                let file = match receipt.issued.file {
                    Some(file) => tx.file(file).await?,
                    None => None,
                };
                let kept = match &file {
                    Some(file) => kept_from(&mut tx, self.service_of(file)?, file, None).await?,
                    None => discreet,
                };
                if !kept {
                    view.service = Some(receipt.issued.printed.service);
                    view.due = receipt.issued.printed.due.map(|due| due.at.rfc3339());
                }
                if let Some(file) = file {
                    view.ready = self.result_ready(&file)?;
                    view.file = view.ready.map(|_| file.id.to_string());
                }
            }
            // Another desk's, erased, or from after the state this record was set back to.
            None => view.code = Some(Code::ReceiptNotHere.text().to_owned()),
        }
        Ok(view)
    }
}

/// Whether this is the number of a file that was carried over and has no receipt of this desk.
async fn no_receipt(tx: &mut Tx, typed: &str) -> Answer<bool> {
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if typed.chars().count() > NUMBER_LIMIT {
        return Ok(false);
    }
    let mut file = tx
        .files_by_carried(std::slice::from_ref(&typed))
        .await?
        .pop();
    if file.is_none() {
        file = tx.file_by_number(&typed).await?;
    }
    match file.filter(|file| file.opened.carried.is_some()) {
        Some(file) => Ok(tx.receipts_of(file.id).await?.is_empty()),
        None => Ok(false),
    }
}
