//! A patrol card handed to whoever is on duty (*giao thẻ tuần tra cho trực*).
//!
//! Purpose: one sheet of a file becomes a protected file of its own for the duty role: the supervisors and
//! case officers at work whom the file it is from does not bar. Each of them may open it, all of them see
//! who did, and somebody has to take it on. May use: what hands a file over. Must never: say whom it is
//! about, or point back to the file it is from.

use std::collections::BTreeSet;

use domain::fault::{Code, Fault};
use domain::id::{ItemId, UserId};
use domain::protected::content::{Head, ItemKind};
use domain::protected::work::Deed;
use store::Pending;
use vault::roster::Role;

use super::handing::Read as Told;
use super::reading::Read;
use super::referring::body;
use crate::Office;
use crate::refused::{Answer, Refused};
use crate::session::Records;

impl Office {
    /// What the card is called aloud, and the entries of its file; `head` is that of the file it is from.
    pub(super) fn card(
        &self,
        records: &Records,
        read: &Read,
        item: Option<ItemId>,
        head: &Head,
    ) -> Answer<(String, Vec<Pending>)> {
        let wrong = || Refused::from(Fault::at(Code::SheetUnknown, "of"));
        // A card that was handed on once is with whoever is on duty; what changed is a new sheet.
        let given = |item| read.last_of(item) == Some(Deed::CardGiven);
        let item = item.filter(|item| !read.is_replaced(*item) && !given(*item));
        let form = item.and_then(|item| read.form(item)).ok_or_else(wrong)?;
        let service = self.catalogue.service_version(&form.service, form.version);
        service.filter(|sheet| sheet.for_duty).ok_or_else(wrong)?;
        let card = Head {
            code: self.code_of_file(),
            barred: head.barred.clone(),
            service: form.service.clone(),
            ..Head::default()
        };
        let told = Told {
            head: card,
            named: Vec::new(),
            items: vec![(ItemKind::Form, body(form)?).into()],
        };
        let code = told.head.code.clone();
        let cleared = self.on_duty(&head.barred);
        let entries = self.first_entries(records, self.ids().protected(), &cleared, told)?;
        Ok((code, entries))
    }

    /// The duty role: supervisors and case officers at work, but these.
    fn on_duty(&self, barred: &[UserId]) -> BTreeSet<UserId> {
        self.look(|vault| {
            let users = vault.roster().users();
            let duty =
                users.filter(|user| user.acts_as(Role::Supervisor) || user.acts_as(Role::Case));
            let ids = duty.map(|user| UserId::new(user.id()));
            ids.filter(|id| !barred.contains(id)).collect()
        })
    }
}
