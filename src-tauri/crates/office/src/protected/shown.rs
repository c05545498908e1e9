//! A protected file as the cleared see it.
//!
//! Purpose: what was read of a file in words of both languages: its times, its answers, what was done.
//! Must never: show what is kept apart with the rest, or anything that does not hold.

use domain::catalogue::{Section, Service};
use domain::id::{ItemId, UserId};
use domain::moment::Day;
use domain::protected::Protected;
use domain::protected::contact::{ContactRule, Way};
use domain::protected::content::{Form, ItemKind};
use domain::protected::referral::{Consent, Referral};
use domain::protected::work::Deed;
use domain::titles::Titles;
use serde::{Deserialize, Serialize};

use super::MayBegin;
use super::reading::{Body, ItemRead, Read};
use super::slips::{SlipRow, paper_row};
use super::times::ProtectedClock;
use crate::Office;
use crate::attachments::AttachmentRow;
use crate::dossier::{AnswerView, answers};

/// One item as it is shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ItemShown {
    /// Which.
    pub id: ItemId,
    /// What kind of item.
    pub kind: ItemKind,
    /// Who wrote it.
    pub author: UserId,
    /// As shown to colleagues.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// Its words; blank of a form.
    pub text: String,
    /// Which form it is.
    pub titles: Option<Titles>,
    /// What was done.
    pub work: Option<WorkShown>,
    /// What she consented to; taken back where [`Self::last`] says so.
    pub consent: Option<Consent>,
    /// Who was told what.
    pub referral: Option<Referral>,
    /// What was done last about this consent or referral.
    pub last: Option<Deed>,
    /// Of a form: which one, and what was answered, as it is corrected from.
    pub form: Option<FormShown>,
    /// The item whose place it takes.
    pub replaces: Option<ItemId>,
    /// A sheet that may be handed to whoever is on duty.
    pub for_duty: bool,
    /// A later item took its place.
    pub replaced: bool,
    /// A file that was brought.
    pub file: Option<AttachmentRow>,
    /// Its answers; none of what is kept apart, which is shown by itself alone.
    pub answers: Vec<AnswerView>,
}

/// A form as it is corrected from.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct FormShown {
    /// `F1`, `F-plan`.
    pub service: String,
    /// Answers by question, a JSON object.
    pub answers: String,
}

impl std::fmt::Debug for FormShown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FormShown(..)")
    }
}

/// Somebody who was let in for a while (*mở khẩn cấp*).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct GuestShown {
    /// Who, as shown to colleagues.
    pub who: String,
    /// Who let her in.
    pub by: String,
    /// Why.
    pub words: String,
    /// Until when, RFC 3339; over where absent.
    pub until: Option<String>,
}

impl std::fmt::Debug for GuestShown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("GuestShown(..)")
    }
}

/// Something that was done.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct WorkShown {
    /// What.
    pub deed: Deed,
    /// The legal time it is about.
    pub step: Option<Titles>,
    /// Number of the paper it is about.
    pub paper: Option<String>,
    /// In which way somebody was reached.
    pub way: Option<Way>,
    /// Who was told or reached, or has the paper.
    pub whom: String,
    /// When it happened, RFC 3339.
    pub at: String,
}

impl std::fmt::Debug for WorkShown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WorkShown(..)")
    }
}

/// A file as the cleared see it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ProtectedShown {
    /// What it is called aloud.
    pub code: String,
    /// Names it is found by.
    pub names: Vec<String>,
    /// What comes next.
    pub next: String,
    /// Its service, `F1`; blank where words alone were handed over.
    pub service: String,
    /// What it is called by its service.
    pub titles: Option<Titles>,
    /// How she may be reached; in no way where absent.
    pub contact: Option<ContactRule>,
    /// Somebody was let in for a while: it runs, or the reader sees it for the first time.
    pub guest: Option<GuestShown>,
    /// The reader herself was let in for a while.
    pub guest_me: bool,
    /// Who may never be cleared.
    pub barred: Vec<ClearedRow>,
    /// The day it was closed; open where absent.
    pub closed_on: Option<String>,
    /// Nobody answered for it in time: it may be shredded as it is.
    pub over: bool,
    /// How dangerous it is.
    pub level: Option<Titles>,
    /// The same as its service keys it: `urgent`.
    pub level_key: Option<String>,
    /// Legal times that run.
    pub clocks: Vec<ProtectedClock>,
    /// Legal times that begin with an event of their own.
    pub may_begin: Vec<MayBegin>,
    /// Who answers for it, as shown to colleagues; nobody yet where absent.
    pub taken: Option<String>,
    /// Parts of what was told that a consent may name: sections of its form.
    pub parts: Vec<Section>,
    /// Papers that were made out and are not destroyed.
    pub papers: Vec<SlipRow>,
    /// Who is cleared.
    pub cleared: Vec<ClearedRow>,
    /// Its items, the first first.
    pub items: Vec<ItemShown>,
    /// Who looked at it, the latest first.
    pub looks: Vec<LookRow>,
    /// How often somebody had to tell again what was told before.
    pub retold: u32,
    /// A wish that whoever gives the file to somebody has to heed.
    pub wish: Option<Titles>,
    /// How many do not hold and are not shown.
    pub quarantined: u32,
}

/// Somebody's looks at a file on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct LookRow {
    /// As shown to colleagues.
    pub display: String,
    /// The day, `2026-11-24`.
    pub day: String,
    /// How often.
    pub times: u32,
}

/// Somebody who is cleared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ClearedRow {
    /// Who.
    pub id: UserId,
    /// As shown to colleagues.
    pub display: String,
    /// It is the reader herself.
    pub me: bool,
}

impl std::fmt::Debug for ItemShown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ItemShown(..)")
    }
}

impl std::fmt::Debug for ProtectedShown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ProtectedShown(..)")
    }
}

impl Office {
    /// A file as the cleared see it.
    pub(super) fn shown(
        &self,
        read: Read,
        file: &Protected,
        (me, unseen): (UserId, bool),
        looks: &[(UserId, Day)],
    ) -> ProtectedShown {
        let guest = self.guest_shown(&read, file, unseen);
        let head = read.head.clone().unwrap_or_default();
        let quarantined = u32::try_from(read.quarantined.len()).unwrap_or(u32::MAX);
        let service = self.catalogue.service(&head.service, file.day).ok();
        let level = head.level.as_deref().zip(service);
        let own = read.own_form(&head.service).zip(service);
        let wish = own.and_then(|(form, service)| service.wished(&form.fields));
        let wish = wish.cloned();
        let row = |id: &UserId| ClearedRow {
            id: *id,
            display: self.display_of(*id),
            me: *id == me,
        };
        ProtectedShown {
            contact: head.contact.clone(),
            guest,
            guest_me: file.is_guest(me),
            barred: head.barred.iter().map(row).collect(),
            closed_on: file.closed_on.map(|day| day.to_string()),
            over: self.is_over(&head, file.day),
            service: head.service.clone(),
            titles: service.map(|service| service.titles.clone()),
            level: level.and_then(|(key, service)| service.level_called(key).cloned()),
            level_key: head.level.clone(),
            clocks: self.clocks_shown(&head, file.day),
            may_begin: self.may_begin(&head, self.clock.now().day()),
            taken: head.taken.map(|taken| self.display_of(taken.by)),
            papers: head.papers.into_iter().map(paper_row).collect(),
            code: head.code,
            names: head.names,
            next: head.next,
            cleared: file.header.cleared.iter().map(row).collect(),
            parts: service.map_or_else(Vec::new, |service| service.sections.clone()),
            items: self.items_shown(read, service),
            looks: self.looks_shown(looks),
            retold: head.retold,
            wish,
            quarantined,
        }
    }

    /// Who was let in last, while it runs or where the reader did not see it.
    fn guest_shown(&self, read: &Read, file: &Protected, unseen: bool) -> Option<GuestShown> {
        let now = self.clock.now();
        let runs = file.guests.iter().find(|guest| guest.until > now);
        if runs.is_none() && !unseen {
            return None;
        }
        let items = read.items.iter().rev();
        let mut told = items.filter_map(|one| match &one.body {
            Body::Work(work) if work.deed == Deed::BrokeGlass => Some((one.author, work)),
            Body::Words(_)
            | Body::Form(_)
            | Body::Work(_)
            | Body::Consent(_)
            | Body::Referral(_)
            | Body::File(_) => None,
        });
        let (by, work) = told.next()?;
        Some(GuestShown {
            who: work.whom.clone(),
            by: self.display_of(by),
            words: work.words.clone(),
            until: runs.map(|guest| guest.until.rfc3339()),
        })
    }

    /// Looks by somebody and day.
    fn looks_shown(&self, looks: &[(UserId, Day)]) -> Vec<LookRow> {
        let mut rows: Vec<((UserId, Day), u32)> = Vec::new();
        for look in looks {
            match rows.iter_mut().find(|(of, _)| of == look) {
                Some((_, times)) => *times = times.saturating_add(1),
                None => rows.push((*look, 1)),
            }
        }
        let shown = rows.into_iter().map(|((who, day), times)| LookRow {
            display: self.display_of(who),
            day: day.to_string(),
            times,
        });
        shown.collect()
    }

    fn items_shown(&self, read: Read, service: Option<&Service>) -> Vec<ItemShown> {
        let around = read
            .items
            .iter()
            .map(|one| (read.last_of(one.id), read.is_replaced(one.id)));
        let around: Vec<(Option<Deed>, bool)> = around.collect();
        let items = read.items.into_iter().zip(around);
        items
            .map(|(one, (last, replaced))| ItemShown {
                last,
                replaced,
                ..self.item_shown(one, service)
            })
            .collect()
    }

    fn item_shown(&self, item: ItemRead, service: Option<&Service>) -> ItemShown {
        let shown = ItemShown {
            id: item.id,
            kind: item.kind,
            author: item.author,
            by: self.display_of(item.author),
            at: item.at.rfc3339(),
            text: String::new(),
            titles: None,
            work: None,
            consent: None,
            referral: None,
            last: None,
            form: None,
            replaces: item.replaces,
            replaced: false,
            for_duty: false,
            file: None,
            answers: Vec::new(),
        };
        match item.body {
            Body::Words(text) => ItemShown { text, ..shown },
            Body::Consent(consent) => ItemShown {
                consent: Some(consent),
                ..shown
            },
            Body::File(attached) => ItemShown {
                file: Some(self.attachment_row(&attached, (item.at, item.author))),
                ..shown
            },
            Body::Referral(referral) => ItemShown {
                referral: Some(referral),
                ..shown
            },
            Body::Work(work) => ItemShown {
                work: Some(WorkShown {
                    deed: work.deed,
                    step: work.step.and_then(|step| self.step_called(service, &step)),
                    paper: work.paper,
                    way: work.way,
                    whom: work.whom,
                    at: work.at.rfc3339(),
                }),
                text: work.words,
                ..shown
            },
            Body::Form(form) => ItemShown {
                titles: self.form_titles(&form),
                for_duty: self.form_service(&form).is_some_and(|sheet| sheet.for_duty),
                // What is kept apart is corrected by nobody: an informant tells anew.
                form: (item.kind == ItemKind::Form).then(|| form_shown(&form)),
                answers: if item.kind == ItemKind::Apart {
                    Vec::new()
                } else {
                    self.form_answers(&form)
                },
                ..shown
            },
        }
    }

    fn form_titles(&self, form: &Form) -> Option<Titles> {
        Some(self.form_service(form)?.titles.clone())
    }

    fn form_service(&self, form: &Form) -> Option<&Service> {
        self.catalogue.service_version(&form.service, form.version)
    }

    /// What was answered, question by question.
    pub(super) fn form_answers(&self, form: &Form) -> Vec<AnswerView> {
        let service = self.form_service(form);
        service.map_or_else(Vec::new, |service| answers(service, &form.fields))
    }
}

fn form_shown(form: &Form) -> FormShown {
    FormShown {
        service: form.service.clone(),
        answers: serde_json::to_string(&form.fields).unwrap_or_default(),
    }
}
