//! What the use cases promise, through a real vault: the desk's day, its rights, its receipts, bad
//! input and bad luck. Whatever writes ends with `verify`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot go on says where and stops; what a machine cannot try is said"
)]

// Shared with the attacks.
#[path = "../attacks/deskctl.rs"]
mod deskctl;
#[path = "../attacks/pages.rs"]
mod pages;
#[expect(dead_code, reason = "the flows need only a part of it")]
#[path = "../soak/record.rs"]
mod record;
#[expect(dead_code, reason = "the flows need only a part of it")]
#[path = "../attacks/thief.rs"]
mod thief;

mod journal;
mod lock;
mod people_told;

mod attachments;
mod backup;
mod bad_input;
mod bad_luck;
mod cover;
mod day;
mod directory;
mod doubt;
mod drafts;
mod files;
mod first_day;
mod going_live;
mod herself;
mod people;
mod permission_page;
mod permissions;
mod places;
mod printing;
mod private;
mod protected;
mod queue;
mod readme;
mod receipts;
mod scans;
mod scripted_day;
mod services;
mod session;
mod settings;
mod slips;
mod statements;
mod terminal;
mod users;
mod visits;
mod whole_record;
mod wrong_person;

/// Signs in with whatever passphrase a test has; the test office itself knows only good ones.
async fn sign_in(
    office: &office::Office,
    name: &str,
    passphrase: office::Passphrase,
) -> office::Answer<office::Session> {
    office.sign_in(name, passphrase).await
}

/// Changes one row of the record a statement, behind the program's back. Nobody may be signed in.
async fn edit(office: &testkit::TestOffice, statements: &[&str]) {
    let key = record::database_key(&office.path(), office.founding());
    let mut conn = thief::open(&office.path().join("desk.db"), &key).await;
    let triggers = thief::disarm(&mut conn).await;
    for sql in statements {
        assert_eq!(thief::run(&mut conn, sql).await, 1, "{sql}");
    }
    thief::leave(conn, triggers).await;
}
