//! Lists of those to whom the desk goes (*đi lưu động*).
//!
//! Purpose: what waits for a route, a list printed in numbered copies, and that they were destroyed
//! once what was done is entered. Whoever prints may open every matter on it; each is a journalled look.
//! Must never: put a kept address on a list that leaves the building.

use std::sync::Arc;

use domain::action::Action;
use domain::catalogue::{Route, Service, last_four};
use domain::desk::{Desk, RouteOut, route_destroyed};
use domain::fault::{Code, Fault};
use domain::file::File;
use domain::id::FileId;
use domain::moment::Day;
use domain::permission::Circumstance;
use domain::sheet::{RouteSheet, StopLine};
use domain::titles::Titles;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use store::{Pending, Tx};

use crate::Office;
use crate::papers::{Pages, PrintChoice, laid_out};
use crate::policy::{Permit, PrintReceipt};
use crate::refused::{Answer, Refused};
use crate::registers::desk_of;
use crate::restricted::{around, owner};
use crate::session::Session;
use crate::views::short_time;

/// A matter that waits for the desk to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct StopRow {
    /// Its id.
    pub file: String,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub name: Option<String>,
    /// When it suits.
    pub slot: String,
}

/// A list of which copies may lie somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct RouteOutRow {
    /// `LD-A-0001`.
    pub number: String,
    /// The day of the route.
    pub day: String,
    /// Numbered copies.
    pub copies: u32,
    /// Matters on it.
    pub stops: u32,
    /// Matters for which nothing was entered yet.
    pub waiting: u32,
    /// By whom it was printed.
    pub by: String,
    /// When: `24/11 09:42`.
    pub at: String,
}

/// The route of one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct RouteView {
    /// `E-mobile`.
    pub service: String,
    /// Its name.
    pub titles: Titles,
    /// What waits.
    pub stops: Vec<StopRow>,
    /// Lists that are out.
    pub lists: Vec<RouteOutRow>,
}

/// A list to be printed.
#[derive(Clone, Debug, Deserialize, Serialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct RouteTold {
    /// Whose route.
    pub service: String,
    /// The day, `2026-12-04`.
    pub day: String,
    /// Ids of the matters, in the order of the way.
    pub files: Vec<String>,
    /// How many copies.
    pub copies: u32,
}

impl Office {
    /// What waits for a route, and the lists that are out, of each service that goes to people.
    pub async fn routes(&self, session: &Session) -> Answer<Vec<RouteView>> {
        let of = self.reach(session).await?;
        let mut tx = session.records()?.desk.begin().await?;
        let out = routes_out(&mut tx).await?;
        let today = self.clock.now().day();
        let mut views = Vec::new();
        for listed in self.catalogue.list(today) {
            let service = self.catalogue.service(&listed.id, today)?;
            let Some(route) = &service.route else {
                continue;
            };
            let mut view = RouteView {
                service: service.id.clone(),
                titles: service.titles.clone(),
                stops: Vec::new(),
                lists: Vec::new(),
            };
            for file in tx.files_in(&service.id, &route.state, of).await? {
                view.stops.push(self.stop_row(&mut tx, &file).await?);
            }
            for out in out.iter().filter(|out| out.told.service == service.id) {
                view.lists.push(self.route_row(&mut tx, out, today).await?);
            }
            if !view.stops.is_empty() || !view.lists.is_empty() {
                views.push(view);
            }
        }
        Ok(views)
    }

    /// Prints a list in numbered copies; the answer is its number. It is entered before it is printed:
    /// a copy that nobody knows of would be destroyed by nobody.
    pub async fn print_route(
        &self,
        session: &Session,
        told: &RouteTold,
        choice: &PrintChoice,
    ) -> Answer<String> {
        let permit: Permit<'_, PrintReceipt> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let today = self.clock.now().day();
        let service = self.catalogue.service(&told.service, today)?;
        let day: Day = told
            .day
            .parse()
            .map_err(|_not_a_day| Refused::from(Fault::at(Code::FieldNotDate, "day")))?;
        let mut files = Vec::new();
        for id in &told.files {
            let unknown = |_not_an_id| Refused::from(Fault::at(Code::FileUnknown, "files"));
            let id: FileId = id.parse().map_err(unknown)?;
            let file = self.open_file(session, id).await?;
            if file.opened.service != service.id || !self.waits_for_route(&file)? {
                return Err(Fault::at(Code::FileUnknown, "files").into());
            }
            files.push(file);
        }
        let chosen = self.chosen(choice).await?;
        let mut tx = records.desk.begin().await?;
        let ids = files.iter().map(|file| file.id).collect();
        let desk: Desk = desk_of(&mut tx).await?;
        let printed = desk.print_route(&service.id, (day, today), ids, told.copies)?;
        let mut stops = Vec::new();
        for file in &files {
            stops.push(self.stop(&mut tx, file).await?);
        }
        let sheet = RouteSheet {
            lang: Lang::Vi,
            letterhead: self.letterhead(records.demo).into(),
            number: printed.number.clone(),
            service: service.titles.get(Lang::Vi).to_owned(),
            day,
            made: self.clock.now(),
            officer: self.shown_name(&records.staff),
            copies: printed.copies,
            stops,
        };
        let number = printed.number.clone();
        let press = Arc::clone(&self.press);
        let pages = laid_out(move || press.route_pdf(&sheet).map(Pages::Sheet)).await?;
        let entry = Pending::new(tx.desk(), Action::RoutePrinted(printed));
        self.commit(tx, records, vec![entry]).await?;
        self.hand_over_unwritten(chosen, pages).await?;
        Ok(number)
    }

    /// All copies of a list are destroyed: what was done is entered, or nobody went with it.
    pub async fn destroy_route(
        &self,
        session: &Session,
        number: &str,
        unused: bool,
    ) -> Answer<Vec<RouteView>> {
        let permit: Permit<'_, PrintReceipt> =
            self.permit(session, Circumstance::default()).await?;
        let records = permit.session().records()?;
        let mut tx = records.desk.begin().await?;
        let out = routes_out(&mut tx).await?;
        let out = out.iter().find(|out| out.told.number == number);
        let out = out.ok_or_else(|| Fault::at(Code::RouteUnknown, "number"))?;
        let waiting = self.waiting(&mut tx, out).await?;
        let action = route_destroyed(number, waiting, unused)?;
        let entry = Pending::new(tx.desk(), action);
        self.commit(tx, records, vec![entry]).await?;
        self.routes(session).await
    }

    /// Whether a matter is in the state that puts it on a list.
    fn waits_for_route(&self, file: &File) -> Answer<bool> {
        let route = self.service_of(file)?.route.as_ref();
        Ok(route.is_some_and(|route| route.state == file.state))
    }

    async fn waiting(&self, tx: &mut Tx, out: &RouteOut) -> Answer<usize> {
        let mut waiting = 0;
        for id in &out.told.files {
            if let Some(file) = tx.file(*id).await? {
                // One that was entered and waits for another day is no business of this list.
                let since = file.since <= out.at;
                waiting += usize::from(since && self.waits_for_route(&file)?);
            }
        }
        Ok(waiting)
    }

    async fn route_row(&self, tx: &mut Tx, out: &RouteOut, today: Day) -> Answer<RouteOutRow> {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(RouteOutRow {
            number: out.told.number.clone(),
            day: out.told.day.to_string(),
            copies: out.told.copies,
            stops: count(out.told.files.len()),
            waiting: count(self.waiting(tx, out).await?),
            by: self.display_of(out.by),
            at: short_time(out.at, today),
        })
    }

    async fn stop_row(&self, tx: &mut Tx, file: &File) -> Answer<StopRow> {
        let stop = self.stop(tx, file).await?;
        Ok(StopRow {
            file: file.id.to_string(),
            number: stop.file_number,
            // A list on the screen names nobody whose address is kept.
            name: Some(stop.name).filter(|name| !name.is_empty() && stop.home.is_some()),
            slot: stop.slot,
        })
    }

    /// What a list says of a matter: of a restricted person its number alone.
    async fn stop(&self, tx: &mut Tx, file: &File) -> Answer<StopLine> {
        let service = self.service_of(file)?;
        let route = route_of(service)?;
        let told = service.stop(route, &file.opened.fields, Lang::Vi);
        let owner = owner(tx, file).await?;
        let kept = file.is_kept_from(service, &around(tx, file).await?, None);
        let facts = owner.map(|person| person.facts);
        let own = facts.as_ref().and_then(|facts| facts.phones.last());
        let phone = told.phone.or_else(|| own.map(|phone| last_four(phone)));
        Ok(StopLine {
            file_number: file.opened.number.clone(),
            name: facts
                .filter(|_| !kept)
                .map(|facts| facts.name)
                .unwrap_or_default(),
            home: (!kept).then_some(told.home),
            phone: phone.filter(|_| !kept).unwrap_or_default(),
            reason: told.reason,
            needs: told.needs,
            slot: told.slot,
        })
    }
}

/// Lists of which copies may lie somewhere, whichever desk of this record printed them: one that took
/// over from another destroys what that one left.
async fn routes_out(tx: &mut Tx) -> Answer<Vec<RouteOut>> {
    let desks = tx.desks().await?;
    let ended = |number: &String| desks.iter().any(|desk| desk.routes_ended.contains(number));
    let printed = desks.iter().flat_map(|desk| &desk.routes);
    let out = printed.filter(|out| !ended(&out.told.number));
    Ok(out.cloned().collect())
}

fn route_of(service: &Service) -> Answer<&Route> {
    let route = service.route.as_ref();
    route.ok_or_else(|| Fault::at(Code::FileUnknown, "files").into())
}
