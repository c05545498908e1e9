//! Receipts: made out with the visit, printed, reprinted, checked.
//!
//! Purpose: what stands on the paper, the signed token, and the answer to "is this one ours?".
//! The token commits to the hash before its own entry, so each receipt in a citizen's hands is a
//! witness of the whole journal before it. Must never: put a reason for coming on a neutral paper,
//! or print anything that did not come from the receipt's own action.

use domain::action::Action as JournalAction;
use domain::catalogue::{FieldValue, Named, Part, Service};
use domain::certainty::Certainty;
use domain::fault::{Code, Fault};
use domain::file::Opened;
use domain::id::{FileId, PersonId, VisitId};
use domain::moment::Moment;
use domain::permission::Circumstance;
use domain::person::Person;
use domain::printing::PaperSize;
use domain::receipt::{Due, Fee, Issued, Line, Printed, Receipt};
use domain::subject::Subject;
use domain::words::Lang;
use store::{Ack, Pending};
use time::macros::date;

use crate::Office;
use crate::policy::{Action, Permit, PrintReceipt, ReprintReceipt};
use crate::refused::{Answer, Refused};
use crate::session::{Records, Session, settled};
use crate::views::{FileAdded, ReceiptChecked, born_text};

mod clock;

/// What all papers of one visit share.
pub(crate) struct Paper<'a> {
    pub(crate) person: Option<&'a Person>,
    pub(crate) received_at: Moment,
    pub(crate) now: Moment,
}

/// What a paper belongs to.
#[derive(Clone, Copy)]
pub(crate) struct Of {
    /// Absent where nothing in the open says what it is about.
    pub(crate) file: Option<FileId>,
    pub(crate) visit: Option<VisitId>,
    pub(crate) person: Option<PersonId>,
}

/// A receipt's pages.
#[derive(Debug)]
pub struct ReceiptPages {
    /// Its number.
    pub number: String,
    /// PDF/A-2b, both copies.
    pub pdf: Vec<u8>,
}

impl Office {
    /// Who gets a receipt of a matter: whoever brought it (`None`), and everybody whom the form names
    /// as one more that gets her own, but for her who stands there.
    pub(crate) fn receivers<'o>(
        &self,
        opened: &'o Opened,
        who: Option<&Person>,
    ) -> Answer<Vec<Option<&'o Named>>> {
        let on = opened.received_at.day();
        let service = self.catalogue.service(&opened.service, on)?;
        let keys = service.receipt_each.iter();
        let named = keys.filter_map(|key| opened.fields.get(key));
        let others = named.flat_map(FieldValue::people);
        let others = others.filter(|named| !who.is_some_and(|who| named.is(&who.facts)));
        Ok(std::iter::once(None).chain(others.map(Some)).collect())
    }

    /// The last entry of a matter: its receipt, made out to whoever brought it or to somebody named.
    pub(crate) fn receipt_entry(
        &self,
        records: &Records,
        (file, named, code): (FileId, Option<&Named>, Option<&str>),
        opened: &Opened,
        paper: &Paper<'_>,
        number: String,
    ) -> Answer<Pending> {
        let service = self
            .catalogue
            .service(&opened.service, opened.received_at.day())?;
        let mut printed = self.printed(records, service, opened, paper);
        if let Some(named) = named {
            printed.citizen = Some(named.name.clone());
            printed.born = named.part(Part::Born, Lang::Vi).unwrap_or_default();
            printed.identity = named.number.as_deref().map(masked).unwrap_or_default();
            // She may be restricted, now or later: no address of hers goes home with others.
            printed.address = String::new();
        }
        printed.lines.splice(..0, external(code));
        let told = (printed, service.no_person);
        let of = Of {
            file: Some(file),
            visit: Some(opened.visit),
            person: paper
                .person
                .filter(|_| named.is_none())
                .map(|person| person.id),
        };
        self.issue_told(records, of, number, paper.now, told)
    }

    /// An entry that makes a paper out: numbered, signed, witness of all before it. Comes last in an
    /// act, or is followed by papers only.
    pub(crate) fn issue(
        &self,
        records: &Records,
        of: Of,
        number: String,
        now: Moment,
        printed: Printed,
    ) -> Answer<Pending> {
        self.issue_told(records, of, number, now, (printed, false))
    }

    /// The same, of a paper that says whether whoever brought the matter is kept secret.
    pub(crate) fn issue_told(
        &self,
        records: &Records,
        of: Of,
        number: String,
        now: Moment,
        (printed, secret): (Printed, bool),
    ) -> Answer<Pending> {
        let (mut salt, mut rid) = ([0; 16], [0; 12]);
        self.entropy.fill(&mut salt);
        self.entropy.fill(&mut rid);
        let day = now.day();
        let since = (day.date() - date!(2020 - 01 - 01)).whole_days();
        let token_day =
            u16::try_from(since).map_err(|_cause| Refused::new(Code::ClockOutOfRange))?;
        let keys = records.keys();
        let Of {
            file,
            visit,
            person,
        } = of;
        let finish = move |prev: &store::Hash| {
            let commit = vault::token::commit(&salt, prev);
            let receipt = vault::token::Receipt {
                rid,
                day: token_day,
                commit,
            };
            let token = vault::token::make(keys.station(), &receipt);
            let salt = hex::encode(salt);
            JournalAction::ReceiptIssued(Issued {
                number,
                file,
                visit,
                person,
                day,
                token,
                salt,
                secret,
                printed,
            })
        };
        Ok(Pending::after_hash(
            crate::visits::RECEIPT,
            self.ids().receipt(),
            finish,
        ))
    }

    fn printed(
        &self,
        records: &Records,
        service: &Service,
        opened: &Opened,
        paper: &Paper<'_>,
    ) -> Printed {
        let lang = Lang::Vi;
        let shown = paper.person.cloned().map(Person::shown);
        let facts = shown.as_ref().map(|person| &person.facts);
        let earlier = paper.received_at < paper.now;
        let on = opened.received_at.day();
        let clock = clock::main(service, &opened.clocks);
        // An unsure value gives an appointment and no legal basis (docs/catalogue.md).
        let sure = clock.filter(|(clock, _)| clock.due.certainty != Certainty::Unsure);
        let form = service.receipt.unwrap_or_default();
        Printed {
            form,
            head: self.letterhead(records.demo),
            lang,
            received: earlier.then_some(paper.received_at),
            citizen: facts.map(|facts| facts.name.clone()),
            born: paper
                .person
                .map(|person| born_text(person, lang))
                .unwrap_or_default(),
            identity: facts
                .and_then(|facts| facts.number.as_deref().or(facts.passport.as_deref()))
                .map(masked)
                .unwrap_or_default(),
            address: facts.map(|facts| facts.address.clone()).unwrap_or_default(),
            service: service.titles.get(lang).to_owned(),
            file_number: opened.number.clone(),
            text: None,
            trail: Vec::new(),
            lines: service
                .on_receipt(&opened.fields, lang)
                .into_iter()
                .map(|(label, value)| Line { label, value })
                .collect(),
            documents: opened.documents.clone(),
            fee: service.fee(&opened.fields, on).map(|found| Fee {
                what: found.fee.titles.get(lang).to_owned(),
                amount: found.fee.amount,
                waived: found.waived.map(|reason| reason.get(lang).to_owned()),
            }),
            // A petition is not settled within it: its date says what is done by then.
            term: form
                .is_administrative()
                .then(|| clock::term(service, opened, clock))
                .flatten(),
            due: clock.map(|(clock, what)| Due {
                at: clock.due.due,
                what: what.get(lang).to_owned(),
                basis: sure.map(|(clock, _)| clock.due.basis.clone()),
            }),
            signer: None,
            signing: None,
            officer: self.shown_name(&records.staff),
            desk: records.letter.clone(),
        }
    }

    /// The pages of a receipt as first printed, or with the marks of its latest reprint. It shows
    /// what its matter's page shows, so that of somebody else's matter needs the right to open that
    /// page, and is journalled as a look at it.
    pub async fn receipt_pdf(&self, session: &Session, number: &str) -> Answer<ReceiptPages> {
        let (records, receipt) = self.for_paper::<PrintReceipt>(session, number).await?;
        self.may_read(session, records, &receipt).await?;
        self.pages(records, &receipt).await
    }

    /// Whether she may see a receipt on paper, and whether it still counts.
    pub(crate) async fn may_read(
        &self,
        session: &Session,
        records: &Records,
        receipt: &Receipt,
    ) -> Answer<()> {
        if receipt.issued_by != records.staff.user {
            let unknown = || Refused::from(Fault::at(Code::ReceiptUnknown, "number"));
            let file = receipt.issued.file.ok_or_else(unknown)?;
            let opened = self.open_file(session, file).await;
            opened.map_err(|refused| {
                // One face outward: what she may not see is not there.
                if refused.code == Code::FileUnknown {
                    unknown()
                } else {
                    refused
                }
            })?;
        }
        Ok(receipt.counts()?)
    }

    /// Prints a receipt once more: marked, journalled, the same content.
    pub async fn reprint_receipt(&self, session: &Session, number: &str) -> Answer<ReceiptPages> {
        let (records, receipt) = self.for_paper::<ReprintReceipt>(session, number).await?;
        receipt.counts()?;
        let tx = records.desk.begin().await?;
        let entries = vec![crate::papers::about(&receipt, receipt.reprint())];
        let ack = self.commit(tx, records, entries).await?;
        match ack.subjects.get(&receipt.id.into()) {
            Some(Subject::Receipt(receipt)) => self.pages(records, receipt).await,
            _ => Err(Refused::new(Code::RecordConflict)),
        }
    }

    /// A receipt with leave to put it on paper.
    pub(crate) async fn for_paper<'s, A: Action>(
        &self,
        session: &'s Session,
        number: &str,
    ) -> Answer<(&'s Records, Receipt)> {
        let Ok(records) = session.records() else {
            // Let the matrix deny it, so that the denial is journalled.
            let _: Permit<'_, A> = self.permit(session, Circumstance::default()).await?;
            return Err(Refused::new(Code::NotAllowed));
        };
        settled(session)?;
        let receipt = find(records, number).await?;
        let own = receipt.issued_by == records.staff.user;
        let around = Circumstance {
            own,
            ..Circumstance::default()
        };
        let permit: Answer<Permit<'_, A>> = self.permit(session, around).await;
        match permit {
            Ok(_) => Ok((records, receipt)),
            // One face outward: what she may not have is not there.
            Err(refused) if refused.code == Code::NotAllowed && !own => {
                Err(Fault::at(Code::ReceiptUnknown, "number").into())
            }
            Err(refused) => Err(refused),
        }
    }

    async fn pages(&self, records: &Records, receipt: &Receipt) -> Answer<ReceiptPages> {
        let sheet = self
            .sheet(&mut records.desk.begin().await?, receipt)
            .await?;
        let pdf = self
            .press
            .receipt_pdf(&sheet, PaperSize::default())
            .map_err(|_cause| Refused::new(Code::PaperFailed))?;
        Ok(ReceiptPages {
            number: sheet.number,
            pdf,
        })
    }
}

/// The line of a paper that says what another system calls the matter.
pub(crate) fn external(code: Option<&str>) -> Option<Line> {
    code.map(|code| Line {
        label: Lang::Vi.word("paper.external_code"),
        value: code.to_owned(),
    })
}

/// Checks a token against a station's public lines, without any office: anyone may.
pub fn check_receipt(token: &str, station_lines: &str) -> ReceiptChecked {
    // Line ends come from a scanner; a space may be the token's own (RFC 9285, table 1).
    match vault::token::check(token.trim_matches(['\r', '\n']), station_lines) {
        Ok(checked) => {
            let zero = date!(2020 - 01 - 01);
            let day = zero.checked_add(time::Duration::days(i64::from(checked.receipt.day)));
            ReceiptChecked {
                genuine: true,
                station: Some(checked.station_words),
                day: day.map(|day| domain::moment::Day::new(day).to_string()),
                code: None,
            }
        }
        Err(error) => ReceiptChecked {
            genuine: false,
            station: None,
            day: None,
            code: Some(Refused::from(error).code.text().to_owned()),
        },
    }
}

/// Puts the tokens that the act made into its answer.
pub(crate) fn fill_tokens(files: &mut [FileAdded], ack: &Ack) {
    for subject in ack.subjects.values() {
        let Subject::Receipt(receipt) = subject else {
            continue;
        };
        let made = files.iter_mut();
        let mut made = made.flat_map(|file| file.receipt.iter_mut().chain(&mut file.others));
        if let Some(added) = made.find(|added| added.number == receipt.issued.number) {
            added.token.clone_from(&receipt.issued.token);
        }
    }
}

async fn find(records: &Records, number: &str) -> Answer<Receipt> {
    let mut tx = records.desk.begin().await?;
    let found = tx.receipt_by_number(number.trim()).await?;
    found.ok_or_else(|| Fault::at(Code::ReceiptUnknown, "number").into())
}

/// All but the last four digits hidden: the paper leaves the building.
pub(crate) fn masked(number: &str) -> String {
    let hidden = number.chars().count().saturating_sub(4);
    number
        .chars()
        .enumerate()
        .map(|(at, digit)| if at < hidden { '•' } else { digit })
        .collect()
}
