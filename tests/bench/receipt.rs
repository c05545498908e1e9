//! P7: a receipt from the record to its PDF, against laying the same sheet out alone.

use std::time::Instant;

use domain::receipt::Receipt;

use crate::EACH;
use crate::desk::Desk;
use crate::figures::{At, Bar, ROUNDS, Rounds, Table};

/// Measures on receipts of the record, given as their bodies.
pub(crate) async fn measure(desk: &Desk, bodies: &[String], table: &mut Table) {
    let receipts: Vec<Receipt> = bodies
        .iter()
        .map(|body| serde_json::from_str(body).unwrap())
        .collect();
    let session = desk.sign_in("desk").await;
    let mut receipts = receipts.iter().cycle();
    let mut rounds = Rounds::default();
    // Fonts and templates are read once a process.
    paper::lay_out_receipt(&receipts.next().unwrap().sheet()).unwrap();
    for _ in 0..ROUNDS {
        rounds.begin();
        for _ in 0..EACH.div_ceil(5) {
            let receipt = receipts.next().unwrap();
            let begun = Instant::now();
            let pages = desk
                .office
                .receipt_pdf(&session, &receipt.issued.number)
                .await
                .unwrap();
            rounds.work(begun.elapsed());
            assert!(pages.pdf.starts_with(b"%PDF"));
            let sheet = receipt.sheet();
            let begun = Instant::now();
            let count = paper::lay_out_receipt(&sheet).unwrap();
            rounds.floor(begun.elapsed());
            assert!(count >= 2, "two copies");
        }
    }
    desk.office.end(session).await.unwrap();
    let bar = Bar {
        ratio: Some(1.2),
        p95: Some(30.0),
        ..Bar::default()
    };
    table.add(
        "P7 receipt, record to PDF",
        desk.size,
        &rounds,
        At::P50,
        bar,
    );
}
