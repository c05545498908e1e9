//! Sheets of a protected file (*phiếu việc*): what its cleared people write while they work on it.
//!
//! Purpose: an assessment, a plan, an order, a visit is a form of the catalogue and a sealed item; a later
//! one takes the place of an earlier, which stays readable (*đính chính*); the form that was handed over is
//! corrected in the same way. What the head takes over of it goes along in the same act. May use: the
//! catalogue, the vault's seals. Must never: lose what was written before, or write over a head that does
//! not hold.

use std::collections::BTreeMap;

use domain::action::Action;
use domain::catalogue::{Fields, Service};
use domain::fault::{Code, Fault};
use domain::id::{ItemId, ProtectedId};
use domain::moment::{Day, Moment};
use domain::permission::Circumstance;
use domain::protected::Attention;
use domain::protected::content::{Clock, Head, ItemKind};
use serde::{Deserialize, Serialize};
use store::Pending;

use super::ProtectedShown;
use super::handing::{form_items, tells};
use super::reading::Read;
use super::referring::body;
use super::sealing::ToSeal;
use crate::Office;
use crate::counter::{ServiceView, service_shown};
use crate::policy::{OpenPrivate, Permit};
use crate::refused::{Answer, Refused};
use crate::session::Session;

/// The service whose sheets a file has that was handed over in words alone.
const IN_WORDS: &str = "F";

/// A sheet as it is told.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetTold {
    /// Which: `F-plan`, or the file's own form where it is corrected.
    pub service: String,
    /// Answers by question.
    pub fields: BTreeMap<String, serde_json::Value>,
    /// The item whose place it takes.
    pub replaces: Option<ItemId>,
}

impl std::fmt::Debug for SheetTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SheetTold(..)")
    }
}

impl Office {
    /// The sheets that may be filled in on files of a service, and that service's own form for corrections.
    pub async fn sheets(&self, session: &Session, service: &str) -> Answer<Vec<ServiceView>> {
        let _permit: Permit<'_, OpenPrivate> =
            self.permit(session, Circumstance::default()).await?;
        let today = self.clock.now().day();
        let of = if service.is_empty() {
            IN_WORDS
        } else {
            service
        };
        let mut shown = Vec::new();
        for listed in self.catalogue.list(today) {
            let sheet = self.catalogue.service(&listed.id, today)?;
            if sheet.is_sheet_of(of) || sheet.id == service {
                shown.push(service_shown(sheet));
            }
        }
        Ok(shown)
    }

    /// Enters a sheet, or one in the place of an earlier; shows the file as it stands then. Faults of
    /// answers stand at their questions.
    pub async fn write_sheet(
        &self,
        session: &Session,
        id: ProtectedId,
        told: &SheetTold,
    ) -> Answer<ProtectedShown> {
        let (records, mut tx, file) = self.for_work(session, id).await?;
        let ladder = self.ladder(&mut tx, records, &file).await?;
        let read = self.read_items(&mut tx, &file, &ladder).await?;
        // Who is barred stands in it: a head that does not hold is not written over.
        let damaged = || Refused::new(Code::ProtectedUnverified);
        let head = read.head.clone().ok_or_else(damaged)?;
        let now = self.clock.now();
        let sheet = self.sheet_of(&head, told, now.day())?;
        let earlier = earlier(&read, told)?;
        let answers = sheet.check(&told.fields, now.day())?;
        let next = head_with(head, sheet, &answers, earlier, now)?;
        let mut items: Vec<ToSeal> = Vec::new();
        for (kind, body) in form_items(sheet, answers)? {
            items.push(ToSeal {
                kind,
                body,
                replaces: told.replaces.filter(|_| kind == ItemKind::Form),
                blobs: Vec::new(),
            });
        }
        items.push((ItemKind::Head, body(&next)?).into());
        let waits = Attention {
            at: next.waits(file.attention_at),
        };
        let along = vec![Pending::new(id, Action::ProtectedAttended(waits))];
        self.adds(tx, records, &file, items, along).await?;
        records.index.take(id, Some(next));
        self.open_protected(session, id).await
    }

    /// The sheet that is meant, where it is one of this file; its own form takes the place of an earlier
    /// one alone.
    fn sheet_of(&self, head: &Head, told: &SheetTold, on: Day) -> Answer<&Service> {
        let strange = || Refused::from(Fault::at(Code::SheetUnknown, "service"));
        let sheet = self.catalogue.service(&told.service, on);
        let sheet = sheet.map_err(|_unknown| strange())?;
        let of = if head.service.is_empty() {
            IN_WORDS
        } else {
            head.service.as_str()
        };
        let corrected = sheet.id == head.service && told.replaces.is_some();
        let fits = sheet.is_sheet_of(of) || corrected;
        fits.then_some(sheet).ok_or_else(strange)
    }
}

/// The head as it is once a sheet was written. Names of an answer that was corrected are looked for no
/// more.
fn head_with(
    mut head: Head,
    sheet: &Service,
    answers: &Fields,
    earlier: Option<&Fields>,
    now: Moment,
) -> Answer<Head> {
    if let Some(earlier) = earlier {
        head.retold = head.retold.saturating_sub(sheet.retells(earlier).into());
        let mut before = Head::default();
        tells(sheet, earlier, &mut before);
        head.names.retain(|name| !before.names.contains(name));
        head.numbers
            .retain(|number| !before.numbers.contains(number));
        head.phones.retain(|phone| !before.phones.contains(phone));
    }
    tells(sheet, answers, &mut head);
    head.retold = head.retold.saturating_add(sheet.retells(answers).into());
    head.clocks.retain(|clock| clock.step != sheet.id);
    if let Some(day) = sheet.looks_again(answers) {
        let past = || Refused::from(Fault::at(Code::DateInPast, again_at(sheet)));
        // The whole day is there for it.
        let due = day.next().start();
        if due <= now {
            return Err(past());
        }
        head.clocks.push(Clock {
            step: sheet.id.clone(),
            from: now,
            due,
        });
    }
    Ok(head.check()?)
}

/// The field of the question when somebody looks again.
fn again_at(sheet: &Service) -> String {
    let key = sheet.again.as_deref().unwrap_or_default();
    format!("fields.{key}")
}

/// Answers of the item whose place is taken: one of the same form that still stands.
fn earlier<'r>(read: &'r Read, told: &SheetTold) -> Answer<Option<&'r Fields>> {
    let Some(item) = told.replaces else {
        return Ok(None);
    };
    let form = read.form(item).filter(|form| form.service == told.service);
    let form = form.filter(|_| !read.is_replaced(item));
    match form {
        Some(form) => Ok(Some(&form.fields)),
        None => Err(Fault::at(Code::SheetUnknown, "replaces").into()),
    }
}
