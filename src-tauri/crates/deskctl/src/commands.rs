//! One function a command.
//!
//! Must never: decide anything; a command asks `office` and words the answer.

mod backup;
mod doctor;
mod founding;
mod live;
mod open;
mod people;
mod places;
mod receipts;
mod record;
mod recover;
mod restore;
mod users;
mod visits;

use crate::Context;
use crate::cli::Command;
use crate::said::Said;
use crate::stop::Stop;

/// Runs the command of the line.
pub(crate) async fn run(command: Command, context: Context) -> Result<Said, Stop> {
    match command {
        Command::Demo(plan) => Box::pin(founding::demo(plan, context)).await,
        Command::Init(init) => founding::init(&init, context),
        Command::Users(users) => Box::pin(users::run(users, context)).await,
        Command::Office(what) => record::office(&what, context),
        Command::Scan => open::scan(context),
        Command::Deadline(deadline) => open::deadline(&deadline, context),
        Command::People(people) => Box::pin(people::run(people, context)).await,
        Command::Places(what) => places::run(&what, context),
        Command::Visits(visits) => Box::pin(visits::run(visits, context)).await,
        Command::Receipt(receipt) => Box::pin(receipts::run(receipt, context)).await,
        Command::Live(live) => Box::pin(live::run(live, context)).await,
        Command::Doctor => Ok(doctor::run(context)),
        Command::Clock(clock) => Box::pin(record::clock(&clock, context)).await,
        Command::Verify(who) => Box::pin(record::verify(&who, context)).await,
        Command::Backup(backup) => Box::pin(backup::run(backup, context)).await,
        Command::Restore(restore) => Box::pin(restore::run(restore, context)).await,
        Command::Recover(recover) => Box::pin(recover::run(recover, context)).await,
        Command::Rebuild(who) => Box::pin(record::rebuild(&who, context)).await,
        Command::Catalogue(what) => open::catalogue(&what, context),
    }
}
