//! Writes sample pages into a folder and says how long each took: `cargo run -p paper --example
//! look -- FOLDER`. For the eye and for a first figure of speed; measures of record are the
//! bench's.
#![expect(clippy::print_stdout, reason = "an example speaks to the terminal")]

#[path = "../tests/pages/sheets.rs"]
mod sheets;

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use domain::paper_form::PaperForm;
use domain::printing::PaperSize;
use domain::sheet::{Press as _, ReceiptSheet};
use domain::words::Lang;
use paper::Typst;

/// Receipts, dossiers and notices, each with a name for its file.
fn receipts() -> Vec<(String, ReceiptSheet)> {
    let mut pages = vec![
        ("receipt-vi", sheets::receipt()),
        ("receipt-en", sheets::in_english()),
        ("receipt-long", sheets::long()),
        ("receipt-bare", sheets::bare()),
        ("receipt-hostile", sheets::hostile()),
        ("notice-long", sheets::long_notice()),
    ]
    .into_iter()
    .map(|(name, sheet)| (name.to_owned(), sheet))
    .collect::<Vec<_>>();
    for form in PaperForm::ALL {
        for lang in [Lang::Vi, Lang::En] {
            let name = format!("{}-{lang:?}", form.text());
            pages.push((name, sheets::of_form(*form, lang)));
        }
    }
    pages
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    let press = Typst;
    let plain = sheets::receipt();
    let pages = receipts();
    for (name, sheet) in &pages {
        for paper in PaperSize::ALL {
            let name = format!("{name}-{}", paper.text());
            let start = Instant::now();
            let pdf = press.receipt_pdf(sheet, paper)?;
            println!("{name}: {} bytes, {:?}", pdf.len(), start.elapsed());
            std::fs::write(folder.join(format!("{name}.pdf")), pdf)?;
        }
    }
    for (page, svg) in (1..).zip(press.receipt_svg(&plain, PaperSize::A5)?) {
        std::fs::write(folder.join(format!("receipt-vi-{page}.svg")), svg)?;
    }
    let start = Instant::now();
    let bytes = press.receipt_raster(&plain)?;
    println!(
        "receipt-vi raster: {} bytes, {:?}",
        bytes.len(),
        start.elapsed()
    );
    std::fs::write(folder.join("receipt-vi.escpos"), bytes)?;
    for lang in [Lang::Vi, Lang::En] {
        let form = press.declaration_pdf(&sheets::declaration(lang))?;
        std::fs::write(folder.join(format!("declaration-{lang:?}.pdf")), form)?;
        let slip = sheets::slip(lang);
        std::fs::write(
            folder.join(format!("slip-{lang:?}.pdf")),
            press.slip_pdf(&slip)?,
        )?;
        let dots = press.slip_bitmap(&slip)?;
        let mut pbm = format!("P1 {} {}\n", dots.width, dots.height);
        pbm.extend(
            dots.pixels
                .iter()
                .map(|dot| if *dot == 1 { '1' } else { '0' }),
        );
        std::fs::write(folder.join(format!("slip-{lang:?}.pbm")), pbm)?;
    }
    for teller_signs in [true, false] {
        let minutes = press.declaration_pdf(&sheets::minutes(teller_signs))?;
        std::fs::write(folder.join(format!("minutes-{teller_signs}.pdf")), minutes)?;
    }
    for lang in [Lang::Vi, Lang::En] {
        let day = press.day_pdf(&sheets::day(lang))?;
        std::fs::write(folder.join(format!("day-{lang:?}.pdf")), day)?;
        let route = press.route_pdf(&sheets::route(lang))?;
        std::fs::write(folder.join(format!("route-{lang:?}.pdf")), route)?;
        let share = press.share_pdf(&sheets::share(lang))?;
        std::fs::write(folder.join(format!("share-{lang:?}.pdf")), share)?;
    }
    let mut times: Vec<_> = (0..50)
        .map(|index| {
            let mut sheet = plain.clone();
            sheet.number = format!("A-2026-{index:06}");
            sheet.citizen = Some(format!("Đặng Thị Đào {index}"));
            let start = Instant::now();
            press
                .receipt_pdf(&sheet, PaperSize::A5)
                .map(|_pdf| start.elapsed())
        })
        .collect::<Result<_, _>>()?;
    times.sort_unstable();
    println!(
        "50 receipts: median {:?}, worst {:?}",
        times.get(25),
        times.last()
    );
    Ok(())
}
