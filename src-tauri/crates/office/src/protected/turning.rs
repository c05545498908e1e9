//! A matter on record becomes a protected file (*chuyển thành hồ sơ hạn chế truy cập*), by two.
//!
//! Purpose: what was told, its course, who brought it and what was brought with it go sealed into a new file;
//! the matter, its receipts and, where nothing else hangs on them, its visit and whoever came to be on record
//! by it are erased in the same act. May use: hand-over, erasure. Must never: leave in the open who brought
//! it, or make it readable to somebody who is barred.

use std::collections::BTreeMap;

use domain::action::Noun;
use domain::fault::{Code, Fault};
use domain::file::File;
use domain::id::{FileId, ProtectedId, UserId};
use domain::permission::Circumstance;
use domain::person::Person;
use domain::protected::content::{Form, Head, ItemKind, LINE, NOTE_LIMIT};
use domain::protected::work::WORDS;
use domain::subject::{Basis, Erased};
use domain::text;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Pending, Tx};
use vault::cosign::CoSigner;

use super::handing::Read;
use super::referring::body;
use super::sealing::ToSeal;
use crate::Office;
use crate::policy::{EraseSubject, Permit};
use crate::private::came_by_it_alone;
use crate::refused::{Answer, Refused};
use crate::session::Session;

/// What two people see and agree to when a matter becomes a protected file.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct TurnTold {
    /// The case officer who is cleared beside the supervisors.
    pub officer: Option<UserId>,
    /// Members of staff who must never read it.
    pub barred: Vec<UserId>,
    /// Why, and what is to be known of it besides.
    pub words: String,
}

impl std::fmt::Debug for TurnTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TurnTold(..)")
    }
}

impl TurnTold {
    /// Digest of what is agreed to: SHA-256 of its fixed text.
    pub fn request(&self, id: FileId) -> [u8; 32] {
        let officer = self.officer.map_or_else(String::new, |id| id.to_string());
        let barred: Vec<String> = self.barred.iter().map(ToString::to_string).collect();
        let (barred, words) = (barred.join(","), &self.words);
        Sha256::digest(format!(
            "protected.turn\0{id}\0{officer}\0{barred}\0{words}"
        ))
        .into()
    }
}

impl Office {
    /// Makes a protected file of a matter. `second` agreed to [`TurnTold::request`] of exactly this.
    pub async fn turn_into_protected(
        &self,
        session: &Session,
        id: FileId,
        told: &TurnTold,
        second: CoSigner,
    ) -> Answer<ProtectedId> {
        let around = Circumstance {
            second: true,
            ..Circumstance::default()
        };
        let permit: Permit<'_, EraseSubject> = self.permit(session, around).await?;
        let records = permit.session().records()?;
        // Whoever decides takes it on: she is kept from it by nobody, and least of all by herself.
        let deciders = [session.user(), UserId::new(second.user())];
        if told.barred.iter().any(|barred| deciders.contains(barred)) {
            return Err(Fault::at(Code::ProtectedBarred, "barred").into());
        }
        let second = self.agreed(session, second, told.request(id))?;
        let words = text::prose(&told.words, WORDS)
            .map_err(|fault| Refused::from(fault.in_field("words")))?;
        if words.trim().is_empty() {
            return Err(Fault::at(Code::FieldMissing, "words").into());
        }
        let mut tx = records.desk.begin().await?;
        let file = tx.file(id).await?;
        let file = file.ok_or_else(|| Refused::from(Fault::at(Code::FileUnknown, "id")))?;
        let people = people(&mut tx, &file).await?;
        let mut read = Read {
            items: self.content_of(&file, &people, words)?,
            named: people
                .iter()
                .map(|person| person.facts.name.clone())
                .collect(),
            head: self.head_from(&people, told)?,
        };
        self.bars_the_named(&mut read, session.user())?;
        let cleared = self.first_cleared(&read.head.barred, told.officer)?;
        let protected = self.ids().protected();
        let mut entries = self.first_entries(records, protected, &cleared, read)?;
        let gone = self.gone(&mut tx, (&file, &people), &second.request);
        entries.extend(gone.await?);
        self.commit_with(tx, records, entries, Some(second)).await?;
        self.leave_no_trace(records).await;
        Ok(protected)
    }

    /// By whom it is found from now on.
    fn head_from(&self, people: &[Person], told: &TurnTold) -> Answer<Head> {
        let facts = || people.iter().map(|person| &person.facts);
        let cut = |text: &String| text.chars().take(LINE).collect();
        let head = Head {
            names: facts().map(|facts| cut(&facts.name)).collect(),
            numbers: facts().filter_map(|facts| facts.number.clone()).collect(),
            phones: facts()
                .filter_map(|facts| facts.phones.last().cloned())
                .collect(),
            barred: told.barred.clone(),
            ..Head::default()
        };
        Ok(Head {
            code: self.code_of_file(),
            ..head.check()?
        })
    }

    /// What is sealed of it: why, what was answered, its course, what was brought.
    fn content_of(&self, file: &File, people: &[Person], words: String) -> Answer<Vec<ToSeal>> {
        let opened = &file.opened;
        let form = Form {
            service: opened.service.clone(),
            version: opened.service_version,
            fields: opened.fields.clone(),
        };
        let mut items: Vec<ToSeal> = vec![
            (ItemKind::Note, words.into_bytes()).into(),
            (ItemKind::Form, body(&form)?).into(),
        ];
        for note in self.told_of(file, people)? {
            items.push((ItemKind::Note, note.into_bytes()).into());
        }
        for kept in file.attachments.iter().filter(|kept| !kept.withdrawn) {
            items.push(ToSeal {
                blobs: kept.blobs().map(Into::into).collect(),
                ..(ItemKind::Blob, body(&kept.attached)?).into()
            });
        }
        Ok(items)
    }

    /// Its number, who is part of it and its course, in words; more than one note where they are long.
    fn told_of(&self, file: &File, people: &[Person]) -> Answer<Vec<String>> {
        let service = self.service_of(file)?;
        let say = |key: &str, params: &[(&str, &str)]| {
            let params = params.iter();
            let params = params.map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
            Lang::Vi.say(key, &params.collect::<BTreeMap<_, _>>())
        };
        let day = file.opened.received_at.day().figures();
        let mut lines = vec![say(
            "protected.turned.matter",
            &[
                ("number", &file.opened.number),
                ("what", &service.titles.vi),
                ("day", &day),
            ],
        )];
        for person in people {
            let facts = &person.facts;
            let number = facts.number.clone().unwrap_or_default();
            let told = [
                &facts.name,
                &number,
                &facts.phones.join(", "),
                &facts.address,
            ];
            let told: Vec<&str> = told.into_iter().map(String::as_str).collect();
            let told: Vec<&str> = told.into_iter().filter(|part| !part.is_empty()).collect();
            lines.push(say(
                "protected.turned.person",
                &[("who", &told.join(" · "))],
            ));
        }
        // Its legal times do not run on by themselves: whoever takes it on reads when they end.
        for clock in file.clocks.iter().filter(|clock| clock.done.is_none()) {
            let rule = service.deadline(&clock.due.rule);
            let what = rule.map_or(clock.step.as_str(), |rule| rule.titles.vi.as_str());
            let day = clock.promised.unwrap_or(clock.due.due).day().figures();
            lines.push(say(
                "protected.turned.due",
                &[("what", what), ("day", &day)],
            ));
        }
        for turn in self.course(service, file) {
            let (day, by) = (turn.at.day().figures(), self.display_of(turn.by));
            let note = if turn.note.is_empty() {
                "–"
            } else {
                &turn.note
            };
            lines.push(say(
                "protected.turned.course",
                &[
                    ("day", &day),
                    ("what", &turn.titles.vi),
                    ("by", &by),
                    ("note", note),
                ],
            ));
        }
        let mut notes = vec![String::new()];
        for line in lines {
            let full = |note: &String| note.chars().count() + line.chars().count() >= NOTE_LIMIT;
            if notes.last().is_some_and(full) {
                notes.push(String::new());
            }
            if let Some(note) = notes.last_mut() {
                note.push_str(&line);
                note.push('\n');
            }
        }
        Ok(notes)
    }

    /// The entries that take the matter away, and what came with it and hangs on nothing else.
    async fn gone(
        &self,
        tx: &mut Tx,
        (file, people): (&File, &[Person]),
        request: &str,
    ) -> Answer<Vec<Pending>> {
        let erased = |number: Option<String>| Erased {
            basis: Basis::PrivateIntake,
            request: request.to_owned(),
            number,
        };
        let mut entries = Vec::new();
        for receipt in tx.receipts_of(file.id).await? {
            let gone = erased(Some(receipt.issued.number.clone()));
            entries.push(Pending::erase(Noun::Receipt, receipt.id.into(), gone));
        }
        let visit = tx.visit(file.opened.visit).await?;
        let alone = tx.files_of(file.opened.visit).await?.len() == 1;
        if let Some(visit) = visit.filter(|_| alone) {
            for person in people {
                if came_by_it_alone(tx, &visit, person).await? {
                    entries.push(Pending::erase(Noun::Person, person.id.into(), erased(None)));
                }
            }
            let gone = erased(Some(visit.erased_number()));
            entries.push(Pending::erase(Noun::Visit, visit.id.into(), gone));
        }
        let gone = erased(Some(file.opened.number.clone()));
        entries.push(Pending::erase(Noun::File, file.id.into(), gone));
        Ok(entries)
    }
}

/// Who is part of a matter and still on record.
async fn people(tx: &mut Tx, file: &File) -> Answer<Vec<Person>> {
    let mut people: Vec<Person> = Vec::new();
    for party in &file.opened.parties {
        if let Some(person) = tx.person(party.person).await?
            && people.iter().all(|known| known.id != person.id)
        {
            people.push(person);
        }
    }
    Ok(people)
}
