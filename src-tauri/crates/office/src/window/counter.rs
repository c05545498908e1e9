//! The counter on the screen: what a form asks while it is filled in, and its saving.
//!
//! May use: the office. Must never: keep what was scanned.

use std::collections::BTreeMap;

use domain::card::{self, CardScan};
use domain::fault::{Code, Fault};
use domain::id::PersonId;
use domain::mrz::MachineLines;
use domain::test_card::{self, TestCard};
use serde::{Deserialize, Serialize};

use super::Window;
use crate::counter::{DateKind, DateRead, DueView, PersonCard, PersonTyped, ServiceView};
use crate::intake::{Intake, PersonTold};
use crate::refused::{Answer, Refused};
use crate::settings::{SCANNER_MODE, SCANNER_PORT};
use crate::views::{DeadlineView, FileAdded, PeopleFound, PersonRow, VisitAdded};
use crate::wrong_person::WrongPersonDone;

/// Found people at most.
const FOUND: usize = 8;

/// A visit is saved.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct VisitSaved {
    /// Its id.
    pub visit: String,
    /// `A-023`.
    pub queue_number: String,
    /// The person's id, unless anonymous.
    pub person: Option<String>,
    /// Matters taken in.
    pub files: Vec<FileSaved>,
    /// She was not received: a paper says why.
    pub refused: bool,
    /// Neutral hints, by code.
    pub warnings: Vec<String>,
}

/// A matter is taken in; the receipt's token stays in the core.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct FileSaved {
    /// Its id.
    pub id: String,
    /// `HS-A-2026-000045`.
    pub number: String,
    /// Service id.
    pub service: String,
    /// Number of its receipt, where the service gives one.
    pub receipt: Option<String>,
    /// Numbers of receipts of others who brought it with her.
    pub others: Vec<String>,
    /// Legal times that now run.
    pub deadlines: Vec<DeadlineView>,
}

/// What a scanner at a serial port said.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Heard {
    /// No such scanner is set.
    Off,
    /// Nothing so far.
    Nothing,
    /// The port is not there.
    Unplugged,
    /// A citizen's card.
    Card {
        /// What it says.
        scan: CardScan,
    },
    /// The machine-readable lines of a passport or card.
    Lines {
        /// What they say.
        lines: MachineLines,
    },
    /// A receipt of this or another office.
    Receipt {
        /// Its token.
        token: String,
    },
    /// The test card, whatever became of it on the way. It is invented: the page may have it.
    Test {
        /// As it came.
        payload: String,
    },
}

impl From<VisitAdded> for VisitSaved {
    fn from(added: VisitAdded) -> Self {
        Self {
            visit: added.visit,
            queue_number: added.queue_number,
            person: added.person,
            files: added.files.into_iter().map(FileSaved::from).collect(),
            refused: added.refused,
            warnings: added.warnings,
        }
    }
}

impl From<FileAdded> for FileSaved {
    fn from(added: FileAdded) -> Self {
        Self {
            id: added.id,
            number: added.number,
            service: added.service,
            receipt: added.receipt.map(|receipt| receipt.number),
            others: added.others.into_iter().map(|one| one.number).collect(),
            deadlines: added.deadlines,
        }
    }
}

impl Window {
    /// The services open today, as forms to draw.
    pub async fn services(&self) -> Answer<Vec<ServiceView>> {
        let session = self.signed_in().await?;
        self.office.services(&session).await
    }

    /// When the main clock of a service would end.
    pub async fn due_if_taken(
        &self,
        service: &str,
        answers: &BTreeMap<String, String>,
    ) -> Answer<Option<DueView>> {
        let session = self.signed_in().await?;
        self.office.due_if_taken(&session, service, answers).await
    }

    /// What is worked out from answers typed so far, by question. The answers are JSON text.
    pub async fn computed(&self, service: &str, answers: &str) -> Answer<BTreeMap<String, i32>> {
        let session = self.signed_in().await?;
        self.office.computed(&session, service, answers).await
    }

    /// What a card's code says.
    pub async fn read_scan(&self, payload: &str) -> Answer<CardScan> {
        let session = self.signed_in().await?;
        self.office.read_scan(&session, payload).await
    }

    /// What the machine-readable lines of a passport or card say.
    pub async fn read_lines(&self, payload: &str) -> Answer<MachineLines> {
        let session = self.signed_in().await?;
        self.office.read_lines(&session, payload).await
    }

    /// The port of a scanner that speaks as a serial port, if such a one is set.
    pub async fn scanner_port(&self) -> Answer<Option<String>> {
        let _session = self.signed_in().await?;
        let port = self.office.setting(SCANNER_PORT);
        let serial = self.office.setting(SCANNER_MODE) == "serial" && !port.is_empty();
        Ok(serial.then_some(port))
    }

    /// Whether anybody is signed in: what the machine has plugged in is nobody else's business.
    pub async fn staff_only(&self) -> Answer<()> {
        self.signed_in().await.map(drop)
    }

    /// What a scan at a serial port says. The payload is read and forgotten; only what is about
    /// nobody, the test card and a receipt's token, goes on as it came, to whoever is signed in:
    /// each may try a scanner out and check a receipt.
    pub async fn hear(&self, payload: &[u8]) -> Answer<Heard> {
        let session = self.signed_in().await?;
        let text = String::from_utf8_lossy(payload);
        if test_card::read(&text) != TestCard::Other {
            return Ok(Heard::Test {
                payload: text.into_owned(),
            });
        }
        if card::parse(text.as_bytes()).is_err_and(|fault| fault.code == Code::ScanReceipt) {
            return Ok(Heard::Receipt {
                token: text.into_owned(),
            });
        }
        match self.office.read_scan(&session, &text).await {
            Ok(scan) => Ok(Heard::Card { scan }),
            Err(refused) if refused.code == Code::ScanMachineLines => {
                let lines = self.office.read_lines(&session, &text).await?;
                Ok(Heard::Lines { lines })
            }
            Err(refused) => Err(refused),
        }
    }

    /// A date as it was typed, said back in words.
    pub async fn read_date(&self, typed: &str, kind: DateKind) -> Answer<DateRead> {
        let session = self.signed_in().await?;
        self.office.read_date(&session, typed, kind).await
    }

    /// People by part of a name, number or phone.
    pub async fn find_people(&self, query: &str) -> Answer<PeopleFound> {
        let session = self.signed_in().await?;
        self.office.find_people(&session, query, FOUND).await
    }

    /// A person's page with her visits.
    pub async fn open_person(&self, id: &str) -> Answer<PersonCard> {
        let session = self.signed_in().await?;
        self.opens_person(id)?;
        self.office.person_card(&session, id).await
    }

    /// The same for the form of a visit that stands open.
    pub async fn person_for_form(&self, id: &str) -> Answer<PersonCard> {
        let session = self.signed_in().await?;
        self.opens_person(id)?;
        self.office.person_for_form(&session, id).await
    }

    fn opens_person(&self, id: &str) -> Answer<()> {
        match person(id) {
            Ok(person) => self.opens(person, false),
            // What names nobody is counted, too.
            Err(_not_an_id) => self.opens_one(),
        }
    }

    /// A person's address, phones and visits are kept from others, or no longer; her page then.
    pub async fn restrict_address(&self, id: &str, on: bool) -> Answer<PersonCard> {
        let session = self.signed_in().await?;
        self.opens_one()?;
        let person = person(id)?;
        if on {
            self.office.restrict_address(&session, person).await?;
        } else {
            self.office.lift_restriction(&session, person).await?;
        }
        self.office.person_card(&session, id).await
    }

    /// A restricted person's page in full; a look that is journalled each time.
    pub async fn see_address(&self, id: &str) -> Answer<PersonCard> {
        let session = self.signed_in().await?;
        self.opens_one()?;
        self.office.see_address(&session, person(id)?).await
    }

    /// Records that may be the person being typed.
    pub async fn look_alikes(&self, typed: &PersonTyped) -> Answer<Vec<PersonRow>> {
        let session = self.signed_in().await?;
        self.office.alike(&session, typed).await
    }

    /// Saves a visit: the main job. The request is JSON text, so that a fault is told at its field.
    pub async fn save_visit(&self, request: &str) -> Answer<VisitSaved> {
        let session = self.signed_in().await?;
        let intake = Intake::parse(request.as_bytes())?;
        Ok(self.office.add_visit(&session, &intake).await?.into())
    }

    /// Puts a visit saved today in the right person's name. The person is JSON text.
    pub async fn wrong_person(&self, visit: &str, person: &str) -> Answer<WrongPersonDone> {
        let session = self.signed_in().await?;
        let told = PersonTold::parse(person.as_bytes())?;
        self.office.wrong_person(&session, visit, &told).await
    }
}

fn person(id: &str) -> Answer<PersonId> {
    id.parse()
        .map_err(|_not_an_id| Refused::from(Fault::at(Code::PersonUnknown, "id")))
}
