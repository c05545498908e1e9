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
use domain::sheet::Press as _;
use domain::words::Lang;
use paper::Typst;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    let press = Typst;
    let plain = sheets::receipt();
    let pages = [
        ("receipt-vi", plain.clone()),
        ("receipt-en", sheets::in_english()),
        ("receipt-long", sheets::long()),
        ("receipt-bare", sheets::bare()),
        ("receipt-hostile", sheets::hostile()),
        (
            "dossier-vi",
            sheets::dossier(PaperForm::GiayTiepNhan, Lang::Vi),
        ),
        (
            "residence-en",
            sheets::dossier(PaperForm::PhieuTiepNhan, Lang::En),
        ),
        (
            "appointment-vi",
            sheets::dossier(PaperForm::GiayHen, Lang::Vi),
        ),
    ];
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
    for lang in [Lang::Vi, Lang::En] {
        let day = press.day_pdf(&sheets::day(lang))?;
        std::fs::write(folder.join(format!("day-{lang:?}.pdf")), day)?;
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
