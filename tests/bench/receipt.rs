//! A receipt from the record to its PDF, against Typst alone: the same sheet from template to
//! PDF. Laying it out without writing it in any format stands beside it, for whoever asks where the
//! time goes.

use std::time::Instant;

use domain::printing::PaperSize;
use domain::receipt::Receipt;
use domain::sheet::Press as _;

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
    let (mut rounds, mut laid_out) = (Rounds::default(), Rounds::default());
    // Fonts and templates are read once a process.
    paper::lay_out_receipt(&receipts.next().unwrap().sheet()).unwrap();
    for _ in 0..ROUNDS {
        rounds.begin();
        laid_out.begin();
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
            let pdf = paper::Typst.receipt_pdf(&sheet, PaperSize::A5).unwrap();
            let floor = begun.elapsed();
            rounds.floor(floor);
            laid_out.work(floor);
            assert_eq!(pdf, pages.pdf, "the same paper");
            let begun = Instant::now();
            let count = paper::lay_out_receipt(&sheet).unwrap();
            laid_out.floor(begun.elapsed());
            assert!(count >= 2, "two copies");
        }
    }
    desk.office.end(session).await.unwrap();
    let bar = Bar {
        ratio: Some(1.2),
        p95: Some(30.0),
        ..Bar::default()
    };
    table.add("receipt, record to PDF", desk.size, &rounds, At::P50, bar);
    table.add(
        "Typst to PDF, beside its layout alone",
        desk.size,
        &laid_out,
        At::P50,
        Bar::default(),
    );
}
