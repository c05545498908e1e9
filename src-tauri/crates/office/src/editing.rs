//! A supervisor changes what the catalogue says (*sửa danh mục loại việc*): values, papers, days.
//!
//! Purpose: what may be changed, what a change would do to a sample, and the new version. Questions and
//! lives change by a file (`deskctl catalogue check`). Must never: change a version that was in
//! force, or count what was not looked at: what is decided is what the preview showed.

use domain::action::Action;
use domain::catalogue::{Field, PaperToBring, Service};
use domain::deadline::{Due, History, SaidDue, Unit, due};
use domain::desk::{EditWish, FeeEdit, RuleEdit, ServiceEdited, TextEdit};
use domain::fault::{Code, Fault};
use domain::moment::{Day, Moment};
use domain::permission::Circumstance;
use domain::titles::Titles;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use store::Pending;

use crate::Office;
use crate::policy::{EditCatalogue, Permit};
use crate::refused::{Answer, Refused};
use crate::session::Session;

/// A time limit that may be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct RuleRow {
    /// Its id.
    pub rule: String,
    /// What will have happened by then.
    pub titles: Titles,
    /// How many …
    pub count: u32,
    /// … of what.
    pub unit: Unit,
    /// Law and article.
    pub basis: String,
}

/// A fee that may be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct FeeRow {
    /// Its id.
    pub fee: String,
    /// What is paid for.
    pub titles: Titles,
    /// Whole đồng.
    pub amount: u32,
    /// Law and article.
    pub basis: String,
}

/// The words of a question, which may be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct TextRow {
    /// Its key.
    pub field: String,
    /// Its label; the words of a note.
    pub labels: Titles,
    /// A sentence of help.
    pub help: Option<Titles>,
    /// It is a note, which is help itself.
    pub note: bool,
}

/// A version made here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct EditRow {
    /// Its number.
    pub version: u32,
    /// First day in force.
    pub valid_from: String,
    /// Why.
    pub why: String,
}

/// A service as it may be changed: the version that was made last, whether or not it is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct EditView {
    /// `B1`.
    pub service: String,
    /// Its name.
    pub titles: Titles,
    /// The version it shows.
    pub version: u32,
    /// First day of that version.
    pub valid_from: String,
    /// Its time limits.
    pub rules: Vec<RuleRow>,
    /// Its fees.
    pub fees: Vec<FeeRow>,
    /// Papers to bring.
    pub documents: Vec<PaperToBring>,
    /// Words of its questions.
    pub texts: Vec<TextRow>,
    /// Versions made here, the latest first.
    pub edits: Vec<EditRow>,
}

/// A change as it is told.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct EditTold {
    /// Which service.
    pub service: String,
    /// The version it was made from: one that somebody changed meanwhile is not overwritten.
    pub base: u32,
    /// First day, `2027-01-01`.
    pub valid_from: String,
    /// Why: the text it was read in.
    pub why: String,
    /// Time limits.
    pub rules: Vec<RuleEdit>,
    /// Fees.
    pub fees: Vec<FeeEdit>,
    /// Papers to bring.
    pub documents: Vec<PaperToBring>,
    /// Words of questions.
    pub texts: Vec<TextEdit>,
}

/// What a change does to one time limit, for a sample that is received on its first morning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct DuePreview {
    /// What will have happened by then.
    pub titles: Titles,
    /// When, as the catalogue is, RFC 3339.
    pub before: String,
    /// When, as it would be; the reasons in Vietnamese.
    pub vi: SaidDue,
    /// The same with the reasons in English.
    pub en: SaidDue,
}

/// What a change does to one fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct FeePreview {
    /// What is paid for.
    pub titles: Titles,
    /// Whole đồng.
    pub before: u32,
    /// Whole đồng.
    pub after: u32,
}

/// What a change does to the words of a question: its label, and its help behind a dash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct TextPreview {
    /// As they are.
    pub before: Titles,
    /// As they would be.
    pub after: Titles,
}

/// What a change does, on a sample, before it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct EditPreview {
    /// When the sample is received.
    pub received: String,
    /// Time limits that change.
    pub dues: Vec<DuePreview>,
    /// Fees that change.
    pub fees: Vec<FeePreview>,
    /// Papers that are asked for then and were not.
    pub added: Vec<Titles>,
    /// Papers that are asked for no more.
    pub removed: Vec<Titles>,
    /// Questions that are asked in other words.
    pub texts: Vec<TextPreview>,
}

impl Office {
    /// Services that may be changed, as the version made last has them.
    pub async fn editable_services(&self, session: &Session) -> Answer<Vec<EditView>> {
        let permit: Permit<'_, EditCatalogue> =
            self.permit(session, Circumstance::default()).await?;
        let mut tx = permit.session().records()?.desk.begin().await?;
        let mut edits = Vec::new();
        for desk in tx.desks().await? {
            edits.extend(desk.edits);
        }
        let today = self.clock.now().day();
        let mut views = Vec::new();
        for listed in self.catalogue.list(today) {
            let Ok(service) = self.latest(&listed.id, today) else {
                continue;
            };
            if service.open && !service.protected {
                views.push(view(service, &edits));
            }
        }
        Ok(views)
    }

    /// What a change would do to a sample.
    pub async fn preview_edit(&self, session: &Session, told: &EditTold) -> Answer<EditPreview> {
        let _permit: Permit<'_, EditCatalogue> =
            self.permit(session, Circumstance::default()).await?;
        let (base, edit) = self.decide(told)?;
        let after = edit.of(base);
        let received = Moment::at(edit.valid_from, MORNING);
        let mut dues = Vec::new();
        for change in &edit.rules {
            let counted = |service: &Service| -> Answer<Due> {
                let mut rules = service.deadlines.iter();
                let rule = rules.find(|rule| rule.id == change.rule);
                let rule = rule.ok_or_else(|| Refused::new(Code::CatalogueUnknownRule))?;
                let (history, version) = (History::default(), self.catalogue.version());
                Ok(due(rule, received, &self.calendar, &history, &version)?)
            };
            let mut rules = base.deadlines.iter();
            if let Some(rule) = rules.find(|rule| rule.id == change.rule) {
                let anew = counted(&after)?;
                dues.push(DuePreview {
                    titles: rule.titles.clone(),
                    before: counted(base)?.due.rfc3339(),
                    vi: anew.said(Lang::Vi),
                    en: anew.said(Lang::En),
                });
            }
        }
        let fees = edit.fees.iter().filter_map(|change| {
            let fee = base.fees.iter().find(|fee| fee.id == change.fee)?;
            Some(FeePreview {
                titles: fee.titles.clone(),
                before: fee.amount,
                after: change.amount,
            })
        });
        let without = |papers: &[PaperToBring], others: &[PaperToBring]| -> Vec<Titles> {
            let new = papers
                .iter()
                .filter(|one| others.iter().all(|other| other.name != one.name));
            new.map(|paper| paper.name.clone()).collect()
        };
        Ok(EditPreview {
            received: received.rfc3339(),
            dues,
            fees: fees.collect(),
            added: without(&after.documents, &base.documents),
            removed: without(&base.documents, &after.documents),
            texts: edit
                .texts
                .iter()
                .filter_map(|change| {
                    let words = |service: &Service| {
                        let mut fields = service.fields.iter();
                        let field = fields.find(|field| field.key == change.field)?;
                        Some(Titles {
                            vi: said(field, Lang::Vi),
                            en: said(field, Lang::En),
                        })
                    };
                    Some(TextPreview {
                        before: words(base)?,
                        after: words(&after)?,
                    })
                })
                .collect(),
        })
    }

    /// A new version of a service: it holds from its day on, and everything taken in before keeps its
    /// own.
    pub async fn edit_service(&self, session: &Session, told: &EditTold) -> Answer<Vec<EditView>> {
        let permit: Permit<'_, EditCatalogue> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let tx = records.desk.begin().await?;
        let (_, edit) = self.decide(told)?;
        let entry = Pending::new(tx.desk(), Action::ServiceEdited(edit.clone()));
        self.commit(tx, records, vec![entry]).await?;
        self.catalogue.take(&[edit]);
        self.editable_services(session).await
    }

    fn decide(&self, told: &EditTold) -> Answer<(&Service, ServiceEdited)> {
        let today = self.clock.now().day();
        let valid_from: Day = told
            .valid_from
            .parse()
            .map_err(|_not_a_day| Refused::from(Fault::at(Code::FieldNotDate, "valid_from")))?;
        let base = self.latest(&told.service, today)?;
        if base.version != told.base || !base.open || base.protected {
            return Err(Refused::new(Code::CatalogueChangedMeanwhile));
        }
        // Two versions never change places: the later one begins later, or on the same day.
        if valid_from < base.valid_from {
            let fault = Fault::at(Code::DateBeforeOther, "valid_from");
            return Err(fault.with("day", base.valid_from.figures()).into());
        }
        let wish = EditWish {
            valid_from,
            why: told.why.clone(),
            rules: told.rules.clone(),
            fees: told.fees.clone(),
            documents: Some(told.documents.clone()),
            texts: told.texts.clone(),
        };
        let edit = wish.decide(base, self.catalogue.next_version(), today)?;
        Ok((base, edit))
    }

    /// The version of a service that was made last: in force, or to come.
    fn latest(&self, id: &str, today: Day) -> Answer<&Service> {
        let now = self.catalogue.service(id, today)?;
        Ok(self.catalogue.to_come(id, today).unwrap_or(now))
    }
}

/// When the sample is received: as the desk opens, so that the day counts.
const MORNING: time::Time = time::macros::time!(8:00);

/// The words of a question in one line.
fn said(field: &Field, lang: Lang) -> String {
    let label = field.labels.get(lang);
    match &field.help {
        Some(help) => format!("{label} — {}", help.get(lang)),
        None => label.to_owned(),
    }
}

fn view(service: &Service, edits: &[ServiceEdited]) -> EditView {
    let mine = edits.iter().rev().filter(|edit| edit.service == service.id);
    EditView {
        service: service.id.clone(),
        titles: service.titles.clone(),
        version: service.version,
        valid_from: service.valid_from.to_string(),
        rules: service
            .deadlines
            .iter()
            .filter(|rule| rule.valid_to.is_none())
            .map(|rule| RuleRow {
                rule: rule.id.clone(),
                titles: rule.titles.clone(),
                count: rule.count,
                unit: rule.unit,
                basis: rule.basis.clone(),
            })
            .collect(),
        fees: service
            .fees
            .iter()
            .filter(|fee| fee.valid_to.is_none())
            .map(|fee| FeeRow {
                fee: fee.id.clone(),
                titles: fee.titles.clone(),
                amount: fee.amount,
                basis: fee.basis.clone(),
            })
            .collect(),
        documents: service.documents.clone(),
        texts: service
            .fields
            .iter()
            .map(|field| TextRow {
                field: field.key.clone(),
                labels: field.labels.clone(),
                help: field.help.clone(),
                note: !field.kind.asks(),
            })
            .collect(),
        edits: mine
            .map(|edit| EditRow {
                version: edit.version,
                valid_from: edit.valid_from.to_string(),
                why: edit.why.clone(),
            })
            .collect(),
    }
}
