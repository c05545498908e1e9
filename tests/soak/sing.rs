//! A child that takes marked words in everywhere and never ends by itself.
//!
//! It reads requests, one JSON text a line, does each through the use cases of `office` with the
//! shipped keys and the real press, says `done`, and waits to be killed with its record open. All
//! that any library logs, at every level, goes to its standard error.

use std::io::BufRead as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::fault::Code;
use domain::printing::NoPrinters;
use office::clock::{SystemClock, SystemEntropy};
use office::import::TableKind;
use office::intake::Intake;
use office::{Office, Passphrase, Ports, Session};
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;
use vault::kdf::KdfPort;

use crate::canary::{HEARD, Wish};

/// Writes all records of all libraries to standard error.
struct Ear;

impl log::Log for Ear {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let (level, target) = (record.level(), record.target());
        eprintln!("{level} {target} {}", record.args());
    }

    fn flush(&self) {}
}

/// Hears everything, and proves it.
async fn listen() {
    static EAR: Ear = Ear;
    log::set_logger(&EAR).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let options = SqliteConnectOptions::new().in_memory(true);
    let options = options.log_statements(log::LevelFilter::Trace);
    let mut conn = options.connect().await.unwrap();
    let statement = format!("select '{HEARD}'");
    sqlx::query(sqlx::AssertSqlSafe(statement))
        .execute(&mut conn)
        .await
        .unwrap();
}

/// Does all wishes, then waits for ever.
pub(crate) async fn sing(vault: &Path, user: &str, passphrase: &str) {
    listen().await;
    let ports = Ports {
        clock: Arc::new(SystemClock::default()),
        entropy: Arc::new(SystemEntropy),
        press: Arc::new(paper::Typst),
        printers: Arc::new(NoPrinters),
        machine: None,
        catalogue: None,
        kdf: KdfPort::shipped(),
    };
    let office = Office::open(vault, ports).unwrap();
    let passphrase = || Passphrase::new(passphrase.to_owned()).unwrap();
    // Whoever typed wrongly just before has to wait here too.
    let session = loop {
        match office.sign_in(user, passphrase()).await {
            Ok(session) => break session,
            Err(refused) => assert_eq!(refused.code, Code::SigninWait, "{refused}"),
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    };
    for line in std::io::stdin().lock().lines() {
        let wish: Wish = serde_json::from_str(&line.unwrap()).unwrap();
        grant(&office, &session, wish, passphrase()).await;
    }
    println!("done");
    loop {
        std::thread::park();
    }
}

async fn grant(office: &Office, session: &Session, wish: Wish, passphrase: Passphrase) {
    match wish {
        Wish::Visit { told, paper } => {
            let told = serde_json::to_vec(&told).unwrap();
            let added = office
                .add_visit(session, &Intake::parse(&told).unwrap())
                .await
                .unwrap();
            if let Some(person) = added.person {
                office
                    .open_person(session, person.parse().unwrap())
                    .await
                    .unwrap();
            }
            for file in added.files {
                office
                    .open_file(session, file.id.parse().unwrap())
                    .await
                    .unwrap();
                if let Some(receipt) = file.receipt.filter(|_| paper) {
                    let pages = office.receipt_pdf(session, &receipt.number).await.unwrap();
                    assert!(pages.pdf.starts_with(b"%PDF"));
                    office
                        .reprint_receipt(session, &receipt.number)
                        .await
                        .unwrap();
                }
            }
        }
        Wish::Find(query) => {
            let found = office.find_people(session, &query, 20).await.unwrap();
            assert!(
                !found.people.is_empty(),
                "a query that meets nobody tests nothing"
            );
        }
        Wish::SignIn(name) => {
            assert!(office.sign_in(&name, passphrase).await.is_err());
        }
        Wish::Import(table) => {
            office.confirm(session, passphrase).await.unwrap();
            let report = office
                .import_people(
                    session,
                    table.into_bytes(),
                    TableKind::Csv,
                    false,
                    &mut |_, _| true,
                )
                .await
                .unwrap();
            assert_eq!(report.refused.len(), 0);
            assert!(report.added > 0);
        }
    }
}
