//! From a row to what would be carried over.
//!
//! Purpose: the cells of one row read at the door, all faults at once, each told of its column.
//! Must never: accept a date whose century would have to be guessed, or a matter that is received in
//! private: such a file does not belong into a spreadsheet.

use domain::catalogue::{Fields, Service};
use domain::deadline::StartsAt;
use domain::fault::{Code, Fault, Faults, Refusal};
use domain::file::Clock;
use domain::fold;
use domain::id::UserId;
use domain::moment::Day;
use domain::person::{self, Facts};
use domain::text;
use domain::typed_date::{self, Lean};
use domain::visit::{Channel, NOTE_LIMIT};
use vault::roster::State;

use super::columns::{Column, Row};
use crate::Office;
use crate::import::facts::{born, year_in_full};

/// Longest old number, characters.
const NUMBER_LIMIT: usize = 60;
/// Path under which the door tells a person's faults; taken off again.
const PATH: &str = "row";

/// A row that was read.
pub(super) struct Told<'c> {
    pub(super) number: String,
    pub(super) received: Day,
    pub(super) facts: Facts,
    pub(super) service: &'c Service,
    pub(super) fields: Fields,
    pub(super) clocks: Vec<Clock>,
    pub(super) due: Option<Day>,
    pub(super) officer: Option<UserId>,
    pub(super) channel: Channel,
    pub(super) note: String,
}

/// The number as it is compared: one space between words.
pub(super) fn old_number(typed: &str) -> Result<String, Fault> {
    let joined = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let number = text::line(&joined, NUMBER_LIMIT)?;
    if number.is_empty() {
        return Err(Fault::new(Code::FieldMissing));
    }
    Ok(number)
}

impl Office {
    /// Reads one row.
    pub(super) fn read_row(&self, row: &Row, today: Day) -> Result<Told<'_>, Refusal> {
        if row.unread {
            return Err(Refusal::new(Code::CarryRowUnread));
        }
        let mut faults = Faults::default();
        let at = |column: Column| move |fault: Fault| fault.in_field(column.name());
        let number = old_number(row.cell(Column::OldNumber)).map_err(at(Column::OldNumber));
        let number = faults.keep(number);
        let received = received(row.cell(Column::Received), today).map_err(at(Column::Received));
        let received = faults.keep(received);
        let facts = faults.keep_all(facts(row, today));
        // A matter received in private is told also where the day does not read.
        let service = self.service_named(row.cell(Column::Service), received.unwrap_or(today));
        let service = faults.keep(service.map_err(at(Column::Service)));
        let mut fields = None;
        let mut clocks = None;
        if let (Some(service), Some(day)) = (service, received) {
            let content = service.carried(row.cell(Column::Content));
            fields = faults.keep(content.map_err(at(Column::Content)));
            let none = Fields::new();
            let answers = fields.as_ref().unwrap_or(&none);
            let counted = self.clocks(service, StartsAt::Received, day.start(), answers);
            clocks = faults.keep(counted.map_err(|refusal| {
                // One year without a calendar is one fault, of the day that asks for it.
                at(Column::Received)(refusal.first)
            }));
        }
        let due = due(row.cell(Column::Due), today).map_err(at(Column::Due));
        let due = faults.keep(due).flatten();
        let officer = self.officer(row.cell(Column::Officer));
        let officer = faults.keep(officer.map_err(at(Column::Officer))).flatten();
        let channel = channel(row.cell(Column::Channel)).map_err(at(Column::Channel));
        let channel = faults.keep(channel).unwrap_or_default();
        let note = text::prose(row.cell(Column::Note), NOTE_LIMIT).map_err(at(Column::Note));
        let note = faults.keep(note).unwrap_or_default();
        faults.finish()?;
        match (number, received, facts, service, fields, clocks) {
            (
                Some(number),
                Some(received),
                Some(facts),
                Some(service),
                Some(fields),
                Some(clocks),
            ) => Ok(Told {
                number,
                received,
                facts,
                service,
                fields,
                clocks,
                due,
                officer,
                channel,
                note,
            }),
            _ => Err(Refusal::new(Code::CarryRowUnread)),
        }
    }

    /// The service of that day, by its code or its title in either language.
    fn service_named(&self, typed: &str, day: Day) -> Result<&Service, Fault> {
        let typed = fold::folded_key(typed);
        if typed.is_empty() {
            return Err(Fault::new(Code::FieldMissing));
        }
        let on = |id: &str| self.catalogue.service(id, day);
        let fits = |id: &str, service: &Service| {
            [id, service.titles.vi.as_str(), service.titles.en.as_str()]
                .iter()
                .any(|name| fold::folded_key(name) == typed)
        };
        let mut ids = self.catalogue.ids();
        let service = ids.find_map(|id| on(id).ok().filter(|service| fits(id, service)));
        let service = service.ok_or_else(|| Fault::new(Code::CatalogueServiceUnknown))?;
        if service.protected {
            return Err(Fault::new(Code::FileProtectedService));
        }
        if !service.open || service.protected {
            return Err(Fault::new(Code::FileServiceNotOpen));
        }
        if !service.files {
            return Err(Fault::new(Code::FileServiceOpensNone));
        }
        Ok(service)
    }

    /// Who works on it: an active officer who holds records, by sign-in name or by name as shown if
    /// only one bears it.
    fn officer(&self, typed: &str) -> Result<Option<UserId>, Fault> {
        if typed.is_empty() {
            return Ok(None);
        }
        let shown = fold::folded_key(typed);
        let found: Vec<_> = self.look(|vault| {
            let works = |user: &&vault::roster::User| {
                user.state() == State::Active && user.role().holds_records()
            };
            let users: Vec<_> = vault.roster().users().filter(works).collect();
            let named = users.iter().find(|user| user.name() == typed);
            let bears = |user: &&&vault::roster::User| fold::folded_key(user.display()) == shown;
            let one = |user: &&vault::roster::User| UserId::new(user.id());
            match named {
                Some(user) => vec![one(user)],
                None => users.iter().filter(bears).map(one).collect(),
            }
        });
        match found.as_slice() {
            [one] => Ok(Some(*one)),
            _ => Err(Fault::new(Code::CarryOfficerUnknown)),
        }
    }
}

/// A day before today, with its year in full.
fn received(typed: &str, today: Day) -> Result<Day, Fault> {
    let day = day(typed, today)?.ok_or_else(|| Fault::new(Code::FieldMissing))?;
    match day.cmp(&today) {
        std::cmp::Ordering::Less => Ok(day),
        std::cmp::Ordering::Equal => Err(Fault::new(Code::CarryReceivedToday)),
        std::cmp::Ordering::Greater => Err(Fault::new(Code::DateInFuture)),
    }
}

fn due(typed: &str, today: Day) -> Result<Option<Day>, Fault> {
    day(typed, today)
}

fn day(typed: &str, today: Day) -> Result<Option<Day>, Fault> {
    if typed.is_empty() {
        return Ok(None);
    }
    if !typed.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(Fault::new(Code::DateNotRead));
    }
    if !year_in_full(typed) {
        return Err(Fault::new(Code::DateYearMissing));
    }
    typed_date::day(typed, today, Lean::Past).map(Some)
}

fn facts(row: &Row, today: Day) -> Result<Facts, Refusal> {
    let some = |column| Some(row.cell(column)).filter(|text| !text.is_empty());
    let typed = Facts {
        name: row.cell(Column::Name).to_owned(),
        number: some(Column::Number).map(str::to_owned),
        phones: some(Column::Phone).into_iter().map(str::to_owned).collect(),
        address: row.cell(Column::Address).to_owned(),
        ..Facts::default()
    };
    let mut faults = Faults::default();
    let checked = person::check(&typed, person::Naming::Needed, PATH).map_err(columns);
    let checked = faults.keep_all(checked);
    let birth = born(row.cell(Column::Born), today);
    let birth = birth.map_err(|fault| fault.in_field(Column::Born.name()));
    let birth = faults.keep(birth).flatten();
    faults.finish()?;
    Ok(Facts {
        born: birth,
        ..checked.unwrap_or_default()
    })
}

/// A person's faults, told of columns.
pub(super) fn columns(mut refusal: Refusal) -> Refusal {
    for fault in std::iter::once(&mut refusal.first).chain(&mut refusal.more) {
        let Some(field) = &mut fault.field else {
            continue;
        };
        let part = field.strip_prefix("row.").unwrap_or(field);
        *field = if part.starts_with("phones") {
            Column::Phone.name().to_owned()
        } else {
            part.to_owned()
        };
    }
    refusal
}

/// How it reached the office; in person where the register does not say.
fn channel(typed: &str) -> Result<Channel, Fault> {
    match fold::folded_key(typed).as_str() {
        "" | "truc tiep" | "in person" => Ok(Channel::InPerson),
        "dien thoai" | "phone" => Ok(Channel::Phone),
        "buu chinh" | "post" => Ok(Channel::Post),
        "hom thu" | "drop box" => Ok(Channel::DropBox),
        "co quan khac chuyen den" | "other body" => Ok(Channel::OtherBody),
        "truc tuyen" | "online" => Ok(Channel::Online),
        _ => {
            let choices =
                "trực tiếp, điện thoại, bưu chính, hòm thư, cơ quan khác chuyển đến, trực tuyến";
            Err(Fault::new(Code::FieldNotChoice).with("choices", choices))
        }
    }
}
