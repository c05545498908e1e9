//! The catalogue (*danh mục loại việc*): services, their clocks, and the calendar, as dated data.
//!
//! Purpose: reads the data strictly, picks the version in force, answers what a service asks for
//! and when it is due. `Catalogue::shipped` is embedded at build time, so nothing is read at run
//! time. May use: calendar, deadline, life_cycle, fault. Must never: do IO, hold a number of the
//! law, or accept half a file; one fault refuses it, with file, line and reason.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};
use serde::Serialize;

use crate::calendar::{Calendar, Hours, YearFile};
use crate::certainty::Certainty;
use crate::deadline::{self, Due, History, Rule, Unit};
use crate::fault::{Code, Fault, Refusal};
use crate::moment::{Day, Moment};
use crate::titles::Titles;

mod answer;
mod check;
mod computed;
mod declaration;
mod fee;
mod field;
mod fields;
mod named;
mod part;
mod route;
mod said;
mod sections;
mod service;
mod sheets;
mod source;
mod unsure;

pub use answer::{FieldValue, Fields};
pub use computed::Computed;
pub use declaration::{Declaration, Heading, Known};
pub use fee::{Fee, FeeFound};
pub use field::{Choice, Condition, Field, FieldKind, Offer, Part, When};
pub use named::{Named, PEOPLE_LIMIT};
use part::{FormPart, Parts};
pub use route::{Route, Stop, last_four};
pub use said::grouped;
pub use sections::Section;
pub use service::{DocumentForm, PaperToBring, RegisterCell, RegisterColumn, Service, Statistics};
pub use sheets::ContactQuestions;
use source::Source;
pub use unsure::UnsureValue;

static SERVICES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../catalogue/services");
static PARTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../catalogue/parts");
static CALENDAR: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../catalogue/calendar");

static SHIPPED: LazyLock<Result<Arc<Catalogue>, Refusal>> =
    LazyLock::new(|| Catalogue::read(shipped_files()).map(Arc::new));

/// Name and text of each file this program was built with.
fn shipped_files<'a>() -> impl Iterator<Item = (&'a str, &'a str)> {
    let files = [&PARTS, &SERVICES, &CALENDAR]
        .into_iter()
        .flat_map(Dir::files);
    files.filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents_utf8()?)))
}

/// Services in all their versions, and the calendar.
#[derive(Clone, Debug)]
pub struct Catalogue {
    version: String,
    /// By id; versions in order of their first day.
    services: BTreeMap<String, Vec<Service>>,
    parts: Parts,
    calendar: Calendar,
}

/// What one data file turned out to be.
enum File {
    Part(Box<FormPart>),
    Service(Box<Service>),
    Year(YearFile),
    Hours(Hours),
}

/// A service as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// `A1`.
    pub id: String,
    /// Version in force.
    pub version: u32,
    /// Its name.
    pub titles: Titles,
    /// Whether matters can be taken in under it.
    pub open: bool,
    /// Whether its content is protected.
    pub protected: bool,
    /// Its clocks, the main one first.
    pub steps: Vec<ListedStep>,
}

/// A clock as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedStep {
    /// `accept`.
    pub step: String,
    /// The service's main clock.
    pub main: bool,
    /// What will have happened by then.
    pub titles: Titles,
    /// How many …
    pub count: u32,
    /// … of what.
    pub unit: Unit,
    /// How sure.
    pub certainty: Certainty,
}

impl Catalogue {
    /// The catalogue this program was built with. An error here is a broken build; a test of this
    /// crate holds that there is none.
    pub fn shipped() -> Result<&'static Arc<Self>, Refusal> {
        SHIPPED.as_ref().map_err(Clone::clone)
    }

    /// What the program was built with, and these files beside it: a new service, a next version.
    pub fn shipped_with<'a>(
        more: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Refusal> {
        Self::read(shipped_files().chain(more))
    }

    /// Reads a whole catalogue: `(file name, text)` of each TOML file, in any order.
    /// Every file's first fault is told, not only the first file's.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Refusal> {
        let mut files: Vec<Source<'a>> = files
            .into_iter()
            .map(|(name, text)| Source { name, text })
            .collect();
        files.sort_unstable_by_key(|source| source.name);
        let mut faults = crate::fault::Faults::default();
        let (mut services, mut years, mut hours) = (Vec::new(), Vec::new(), None);
        let mut parts = Parts::new();
        for source in files.iter().filter(|source| part::is_one(source)) {
            let read = part::read(source, &parts);
            parts.extend(faults.keep(read).map(|part| (part.id.clone(), part)));
        }
        let others = files.iter().filter(|source| !part::is_one(source));
        for source in others {
            match read_file(source, &parts) {
                Ok(File::Part(_)) => {}
                Ok(File::Service(service)) => services.push((source, *service)),
                Ok(File::Year(year)) => years.push((source, year)),
                Ok(File::Hours(read)) => hours = Some(read),
                Err(fault) => faults.push(fault),
            }
        }
        faults.finish()?;
        let hours: Hours = hours.ok_or_else(|| {
            let source = Source {
                name: "office.toml",
                text: "",
            };
            source.fault(Code::CatalogueMissing, 1, &"sessions")
        })?;
        for (source, year) in &years {
            year.check(&hours.weekly_rest)
                .map_err(|wrong| source.wrong(&wrong))?;
        }
        let years = years.into_iter().map(|(_source, year)| year).collect();
        let calendar = Calendar::new(hours, years).map_err(|wrong| {
            let source = Source {
                name: "calendar",
                text: "",
            };
            source.wrong(&wrong)
        })?;
        Ok(Self {
            version: version(&files),
            services: in_order(services)?,
            parts,
            calendar,
        })
    }

    /// Checks one data file by itself, whatever its kind; its id and version, or its year.
    pub fn check_file(name: &str, text: &str) -> Result<String, Refusal> {
        let source = Source { name, text };
        let shipped = Self::shipped()?;
        Ok(match read_file(&source, &shipped.parts)? {
            File::Part(part) => part.id,
            File::Service(service) => format!("{} {}", service.id, service.version),
            File::Year(year) => {
                // A year by itself is worked out with the weekly rest this program came with.
                let rest = &shipped.calendar.hours().weekly_rest;
                year.check(rest).map_err(|wrong| source.wrong(&wrong))?;
                year.year.to_string()
            }
            File::Hours(_) => "office hours".to_owned(),
        })
    }

    /// Which catalogue this is: 16 hex digits that change with any byte of the data.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The working-day calendar.
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Switches a holiday whose legal form is not settled; the version says so.
    pub fn switch_holiday(&mut self, holiday: &str, observed: bool) -> Result<(), Refusal> {
        self.calendar.switch(holiday, observed)?;
        let (base, _) = self.version.split_once('+').unwrap_or((&self.version, ""));
        self.version = format!("{base}+{holiday}={}", if observed { "on" } else { "off" });
        Ok(())
    }

    /// The ids of all services.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.services.keys().map(String::as_str)
    }

    /// The version of a service in force on a day.
    pub fn service(&self, id: &str, on: Day) -> Result<&Service, Refusal> {
        let Some(versions) = self.services.get(id) else {
            let known: Vec<&str> = self.ids().collect();
            let fault = Fault::at(Code::CatalogueServiceUnknown, "service");
            return Err(fault.with("known", known.join(", ")).into());
        };
        versions
            .iter()
            .rev()
            .find(|service| service.in_force(on))
            .ok_or_else(|| {
                let fault = Fault::at(Code::CatalogueNotInForce, "service");
                fault.with("service", id).with("day", on).into()
            })
    }

    /// A version of a service by number: what an old file was taken under.
    pub fn service_version(&self, id: &str, version: u32) -> Option<&Service> {
        self.services
            .get(id)?
            .iter()
            .find(|service| service.version == version)
    }

    /// The version in force, if matters can be taken in under it.
    pub fn open_service(&self, id: &str, on: Day) -> Result<&Service, Refusal> {
        let service = self.service(id, on)?;
        if service.open {
            return Ok(service);
        }
        Err(Fault::at(Code::CatalogueServiceClosed, "service")
            .with("service", id)
            .into())
    }

    /// The rule of a step, or of the service's main clock, for a start on a day.
    pub fn rule(&self, id: &str, step: Option<&str>, on: Day) -> Result<&Rule, Refusal> {
        let service = self.service(id, on)?;
        let wanted = |rule: &&Rule| step.map_or(rule.main, |step| rule.step == step);
        let mut known = service.deadlines.iter().filter(wanted).peekable();
        if known.peek().is_none() {
            if step.is_none() {
                return Err(Fault::at(Code::DeadlineNone, "service")
                    .with("service", id)
                    .into());
            }
            let mut steps: Vec<&str> = service
                .deadlines
                .iter()
                .map(|rule| rule.step.as_str())
                .collect();
            steps.dedup();
            let fault = Fault::at(Code::DeadlineStepUnknown, "step").with("service", id);
            return Err(fault.with("steps", steps.join(", ")).into());
        }
        known.find(|rule| rule.in_force(on)).ok_or_else(|| {
            let fault = Fault::at(Code::DeadlineNotInForce, "step");
            fault.with("service", id).with("day", on).into()
        })
    }

    /// When a step of a service is due; without a step, its main clock.
    pub fn due(
        &self,
        id: &str,
        step: Option<&str>,
        start: Moment,
        history: &History,
    ) -> Result<Due, Refusal> {
        let rule = self.rule(id, step, start.day())?;
        deadline::due(rule, start, &self.calendar, history, &self.version)
    }

    /// All services with a version in force on a day, with the clocks in force then.
    pub fn list(&self, on: Day) -> Vec<Listed> {
        let in_force = self
            .services
            .values()
            .filter_map(|versions| versions.iter().rev().find(|service| service.in_force(on)));
        in_force.map(|service| service.listed(on)).collect()
    }
}

impl Service {
    /// As a list shows it, with the clocks in force on a day.
    pub fn listed(&self, on: Day) -> Listed {
        let rules = self.deadlines.iter().filter(|rule| rule.in_force(on));
        let mut steps: Vec<ListedStep> = rules
            .map(|rule| ListedStep {
                step: rule.step.clone(),
                main: rule.main,
                titles: rule.titles.clone(),
                count: rule.count,
                unit: rule.unit,
                certainty: rule.certainty,
            })
            .collect();
        steps.sort_by_key(|step| !step.main);
        Listed {
            id: self.id.clone(),
            version: self.version,
            titles: self.titles.clone(),
            open: self.open,
            protected: self.protected,
            steps,
        }
    }
}

/// Tells by its keys what a file is, and reads it as that.
fn read_file(source: &Source<'_>, parts: &Parts) -> Result<File, Fault> {
    let table: toml::Table = source.parse()?;
    if table.contains_key("part") {
        return part::read(source, &Parts::new()).map(|part| File::Part(Box::new(part)));
    }
    if table.contains_key("year") {
        return source.parse().map(File::Year);
    }
    if table.contains_key("sessions") {
        let hours: Hours = source.parse()?;
        hours.check().map_err(|wrong| source.wrong(&wrong))?;
        return Ok(File::Hours(hours));
    }
    let mut service: Service = source.parse()?;
    part::join(&mut service, source, parts)?;
    check::service(&service, source)?;
    Ok(File::Service(Box::new(service)))
}

/// Puts versions in order and refuses two of them for one day.
fn in_order(read: Vec<(&Source<'_>, Service)>) -> Result<BTreeMap<String, Vec<Service>>, Fault> {
    let mut services: BTreeMap<String, Vec<Service>> = BTreeMap::new();
    for (source, service) in read {
        let versions = services.entry(service.id.clone()).or_default();
        for known in versions.iter() {
            let at = |table: &str| source.line_of_table(table, 0);
            if known.version == service.version {
                return Err(source.fault(
                    Code::CatalogueDuplicate,
                    at("version"),
                    &service.version,
                ));
            }
            let (from, to) = (service.valid_from, service.valid_to);
            if check::overlap((known.valid_from, known.valid_to), (from, to)) {
                return Err(source.fault(Code::CatalogueDates, at("valid_from"), &from));
            }
        }
        versions.push(service);
        versions.sort_by_key(|known| known.valid_from);
    }
    Ok(services)
}

/// FNV-1a over names and texts: a label that changes with the data, not a proof of origin.
fn version(files: &[Source<'_>]) -> String {
    let bytes = files.iter().flat_map(|source| {
        [source.name.as_bytes(), b"\0", source.text.as_bytes(), b"\0"]
            .into_iter()
            .flatten()
    });
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests;
