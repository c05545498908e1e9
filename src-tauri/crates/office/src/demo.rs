//! An invented office.
//!
//! Purpose: a demonstration that behaves like a real one, because it is made through the same use
//! cases: founded, people imported, visits saved one by one on a clock of its own. The same seed
//! and the same moment give the same people and visits; keys are always new.
//! Must never: be made without the signed demo mark, or hold anybody real.

mod clock;
mod days;
pub mod dice;
mod households;
pub mod matters;
pub mod people;
mod staff;
mod visits;

use std::path::Path;
use std::sync::Arc;

use domain::catalogue::Catalogue;
use domain::fault::{Code, Fault};
use domain::permission::Role;
use serde::Serialize;
use time::Duration;
use vault::secret::Passphrase;

use self::clock::PlayedClock;
use self::days::Played;
use self::dice::{Dice, SeededEntropy};
use self::people::Crowd;
use self::visits::Play;
use crate::founding::{FoundedUser, Manner, found};
use crate::import::TableKind;
use crate::intake::MATTER_LIMIT;
use crate::refused::{Answer, Refused};
use crate::session::Session;
use crate::{Office, Ports};

/// Most people and most visits.
pub const SIZE_LIMIT: u32 = 1_000_000;
/// People of one imported table, so that no table outgrows its limit.
const PEOPLE_A_TABLE: usize = 100_000;

/// How large the invented office is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoPlan {
    /// People in the record.
    pub people: u32,
    /// Visits; some of today's are still waiting.
    pub visits: u32,
    /// Files, at most 20 a visit.
    pub files: u32,
    /// Everything invented follows from it.
    pub seed: u64,
}

/// A demo office, ready to be opened.
#[derive(Debug, Serialize)]
pub struct Demo {
    /// Its folder.
    pub vault: String,
    /// Who works there.
    pub users: Vec<FoundedUser>,
}

impl DemoPlan {
    fn check(&self) -> Answer<()> {
        let files = (u64::from(self.visits)).saturating_mul(MATTER_LIMIT as u64);
        let limits = [
            ("people", u64::from(self.people), u64::from(SIZE_LIMIT)),
            ("visits", u64::from(self.visits), u64::from(SIZE_LIMIT)),
            ("files", u64::from(self.files), files),
        ];
        for (field, value, max) in limits {
            if value > max {
                let fault = Fault::at(Code::FieldOutOfRange, field);
                return Err(fault.with("min", 0).with("max", max).into());
            }
        }
        Ok(())
    }
}

/// Who works in the demo office of a seed, without making it.
pub fn users(seed: u64) -> Answer<Vec<FoundedUser>> {
    let founders = staff::told().founders.into_iter();
    let user = |(founder, own): (crate::founding::FounderTold, Passphrase)| FoundedUser {
        name: founder.name,
        role: founder.role,
        passphrase: own.with_text(str::to_owned),
    };
    Ok(founders.zip(staff::passphrases(seed)?).map(user).collect())
}

/// Makes an invented office in a folder, up to the ports' present moment.
pub async fn demo(folder: &Path, ports: Ports, plan: &DemoPlan) -> Answer<Demo> {
    plan.check()?;
    let now = ports.clock.now();
    let calendar = Catalogue::shipped()?.calendar();
    let days = days::spread(calendar, now, plan.visits, &mut Dice::of(plan.seed, "days"));
    let opens = days.first().map_or(now, |day| day.opens);
    let clock = Arc::new(PlayedClock::starting(opens.plus(Duration::hours(-1))));
    let ports = Ports {
        clock: Arc::<PlayedClock>::clone(&clock),
        entropy: Arc::new(SeededEntropy::new(plan.seed)),
        ..ports
    };
    let manner = Manner {
        demo: true,
        kdf: Some(ports.kdf.bounds().floor()),
        passphrases: Some(staff::passphrases(plan.seed)?),
    };
    let (office, founded) = found(folder, ports, &staff::told(), manner)?;
    let maker = Maker {
        office,
        clock,
        users: founded.users,
        plan: *plan,
    };
    let pool = maker.people().await?;
    let files = maker.visits(&days, pool).await?;
    maker.clock.go_to(now);
    maker.assign(&files).await?;
    Ok(Demo {
        vault: folder.display().to_string(),
        users: maker.users,
    })
}

/// An office in the making.
struct Maker {
    office: Office,
    clock: Arc<PlayedClock>,
    users: Vec<FoundedUser>,
    plan: DemoPlan,
}

impl Maker {
    /// The users of a role, in the order of the founding.
    fn of(&self, role: Role) -> impl Iterator<Item = &FoundedUser> {
        self.users.iter().filter(move |user| user.role == role)
    }

    /// Signs in the user of that role at a place; the list goes round.
    async fn sign_in(&self, role: Role, place: usize) -> Answer<Session> {
        let count = self.of(role).count().max(1);
        let user = self.of(role).nth(place % count);
        let user = user.ok_or_else(|| Refused::new(Code::UserUnknown))?;
        self.office
            .sign_in(&user.name, Passphrase::new(user.passphrase.clone())?)
            .await
    }

    /// Imports the people, and picks out those who will come.
    async fn people(&self) -> Answer<Vec<domain::person::Person>> {
        let supervisor = self.sign_in(Role::Supervisor, 0).await?;
        let passphrase = self
            .of(Role::Supervisor)
            .next()
            .map(|user| user.passphrase.clone());
        let mut crowd = Crowd::new(self.plan.seed).take(self.plan.people as usize);
        loop {
            let some: Vec<_> = crowd.by_ref().take(PEOPLE_A_TABLE).collect();
            if some.is_empty() {
                break;
            }
            let again = Passphrase::new(passphrase.clone().unwrap_or_default())?;
            self.office.confirm(&supervisor, again).await?;
            let table = people::table(&some);
            let mut go_on = |_, _| {
                self.clock.pass(Duration::seconds(1));
                true
            };
            self.office
                .import_people(&supervisor, table, TableKind::Csv, false, &mut go_on)
                .await?;
        }
        let wanted = self.plan.visits.min(self.plan.people) as usize;
        let pool = visits::pool(supervisor.records()?, wanted).await?;
        let today = self.office.clock.now().day().to_string();
        for household in households::told(&pool, &today) {
            self.office
                .record_household(&supervisor, &household)
                .await?;
        }
        self.office.end(supervisor).await?;
        Ok(pool)
    }

    /// Plays the visits, day by day, the receptionists in turn. The answer is the files' ids.
    async fn visits(
        &self,
        days: &[Played],
        pool: Vec<domain::person::Person>,
    ) -> Answer<Vec<String>> {
        let mut play = Play::new(&self.office, &self.clock, &self.plan, pool);
        for (place, day) in days.iter().enumerate() {
            if day.visits.is_empty() {
                continue;
            }
            self.clock.go_to(day.opens);
            let session = self.sign_in(Role::Reception, place).await?;
            let today = place.saturating_add(1) == days.len();
            play.day(&session, day, today).await?;
            self.office.end(session).await?;
        }
        Ok(play.files())
    }

    /// A supervisor gives some of the newest files to the case officers.
    async fn assign(&self, files: &[String]) -> Answer<()> {
        let case: Vec<&FoundedUser> = self.of(Role::Case).collect();
        let some: Vec<&String> = files.iter().rev().step_by(3).take(20).collect();
        if some.is_empty() || case.is_empty() {
            return Ok(());
        }
        let supervisor = self.sign_in(Role::Supervisor, 1).await?;
        for (file, user) in some.into_iter().zip(case.iter().cycle()) {
            let file = file
                .parse()
                .map_err(|_cause| Refused::new(Code::FileUnknown))?;
            let to = self.office.user_named(&user.name)?;
            self.office.assign_file(&supervisor, file, to, "").await?;
        }
        self.office.end(supervisor).await
    }
}
