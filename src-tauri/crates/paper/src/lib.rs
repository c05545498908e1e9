//! Sheets turned into pages.
//!
//! Purpose: the press of `domain::sheet`: a receipt, a slip or a sheet of the office becomes PDF/A-2b, SVG, a bitmap or a
//! thermal printer's bytes, in memory, the same for the same sheet; and the printers of
//! `domain::printing`. Templates and fonts stand in `src-tauri/paper` and are part of the program;
//! no font, file or clock of the machine is read to make a page.
//! May use: domain (values and words), Typst, the system's `lp`, `lpstat` and `cancel`. Must never: know a journal, a key, a database or a
//! window; let a sheet's text be read as markup; keep it after the page is made; put it in an
//! error.

#![forbid(unsafe_code)]

mod day;
mod declaration;
mod escpos;
mod export;
mod ink;
mod parts;
mod printers;
mod qr;
mod receipt;
mod route;
mod share;
mod slip;
mod strip;
mod wording;
mod world;

use domain::printing::PaperSize;
use domain::sheet::{
    Bitmap, DaySheet, DeclarationSheet, Press, PressFault, QueueSlip, ReceiptSheet, RouteSheet,
    ShareSheet,
};
use serde::Serialize;

pub use crate::printers::Lp;
pub use crate::qr::svg as code_picture;

use crate::export::Imprint;
use crate::strip::Strip;
use crate::world::{Job, Pages, Template};

/// The press that lays pages out with Typst.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typst;

impl Press for Typst {
    fn receipt_pdf(&self, sheet: &ReceiptSheet, paper: PaperSize) -> Result<Vec<u8>, PressFault> {
        let imprint = Imprint {
            identity: format!(
                "receipt/{}/{}/{}",
                sheet.number,
                sheet.reprint,
                paper.text()
            ),
            made: sheet.issued,
        };
        with_receipt(sheet, paper, Strip::Paper, |pages| {
            export::pdf(pages, imprint)
        })
    }

    fn receipt_svg(
        &self,
        sheet: &ReceiptSheet,
        paper: PaperSize,
    ) -> Result<Vec<String>, PressFault> {
        with_receipt(sheet, paper, Strip::Paper, |pages| Ok(export::svg(pages)))
    }

    fn receipt_raster(&self, sheet: &ReceiptSheet) -> Result<Vec<u8>, PressFault> {
        with_receipt(sheet, PaperSize::Roll80, Strip::Printable, |pages| {
            Ok(escpos::papers(&export::bitmaps(pages)))
        })
    }

    fn slip_pdf(&self, slip: &QueueSlip) -> Result<Vec<u8>, PressFault> {
        let imprint = Imprint {
            identity: format!("slip/{}/{}", slip.number, slip.given.rfc3339()),
            made: slip.given,
        };
        with_slip(slip, Strip::Paper, |pages| export::pdf(pages, imprint))
    }

    fn slip_svg(&self, slip: &QueueSlip) -> Result<Vec<String>, PressFault> {
        with_slip(slip, Strip::Paper, |pages| Ok(export::svg(pages)))
    }

    fn slip_bitmap(&self, slip: &QueueSlip) -> Result<Bitmap, PressFault> {
        with_slip(slip, Strip::Printable, export::bitmap)
    }

    fn slip_raster(&self, slip: &QueueSlip) -> Result<Vec<u8>, PressFault> {
        with_slip(slip, Strip::Printable, |pages| {
            Ok(escpos::papers(&export::bitmaps(pages)))
        })
    }

    fn day_pdf(&self, sheet: &DaySheet) -> Result<Vec<u8>, PressFault> {
        let imprint = Imprint {
            identity: format!("day/{}/{}", sheet.desk, sheet.closed.rfc3339()),
            made: sheet.closed,
        };
        let page = day::page(sheet);
        plain(Template::Day, &page, |pages| export::pdf(pages, imprint))
    }

    fn day_svg(&self, sheet: &DaySheet) -> Result<Vec<String>, PressFault> {
        let page = day::page(sheet);
        plain(Template::Day, &page, |pages| Ok(export::svg(pages)))
    }

    fn declaration_pdf(&self, sheet: &DeclarationSheet) -> Result<Vec<u8>, PressFault> {
        let imprint = Imprint {
            identity: format!("declaration/{}/{}", sheet.about.number(), sheet.layout),
            made: sheet.made,
        };
        let page = declaration::page(sheet);
        plain(Template::Declaration, &page, |pages| {
            export::pdf(pages, imprint)
        })
    }

    fn declaration_svg(&self, sheet: &DeclarationSheet) -> Result<Vec<String>, PressFault> {
        let page = declaration::page(sheet);
        plain(Template::Declaration, &page, |pages| Ok(export::svg(pages)))
    }

    fn route_pdf(&self, sheet: &RouteSheet) -> Result<Vec<u8>, PressFault> {
        let imprint = Imprint {
            identity: format!("route/{}", sheet.number),
            made: sheet.made,
        };
        let page = route::page(sheet);
        plain(Template::Route, &page, |pages| export::pdf(pages, imprint))
    }

    fn share_pdf(&self, sheet: &ShareSheet) -> Result<Vec<u8>, PressFault> {
        let imprint = Imprint {
            identity: format!("share/{}/{}", sheet.number, sheet.made.rfc3339()),
            made: sheet.made,
        };
        let page = share::page(sheet);
        plain(Template::Share, &page, |pages| export::pdf(pages, imprint))
    }
}

/// Lays a receipt out on A5 and writes it in no format: what the bench measures the press against.
/// The answer is the number of pages.
pub fn lay_out_receipt(sheet: &ReceiptSheet) -> Result<usize, PressFault> {
    with_receipt(sheet, PaperSize::A5, Strip::Paper, |pages| {
        Ok(pages.pages().len())
    })
}

fn with_receipt<T>(
    sheet: &ReceiptSheet,
    paper: PaperSize,
    strip: Strip,
    write: impl FnOnce(&Pages) -> Result<T, PressFault>,
) -> Result<T, PressFault> {
    let page = receipt::page(sheet, paper, strip);
    let code = qr::svg(&sheet.token)?;
    let template = match paper {
        PaperSize::A5 | PaperSize::A4Half | PaperSize::A4Large => Template::Receipt,
        PaperSize::Roll80 => Template::ReceiptRoll,
    };
    world::lay_out(
        &Job {
            template,
            page: &page,
            code: Some(code),
        },
        write,
    )
}

fn with_slip<T>(
    slip: &QueueSlip,
    strip: Strip,
    write: impl FnOnce(&Pages) -> Result<T, PressFault>,
) -> Result<T, PressFault> {
    plain(Template::Slip, &slip::page(slip, strip), write)
}

/// A page without a code.
fn plain<P: Serialize, T>(
    template: Template,
    page: &P,
    write: impl FnOnce(&Pages) -> Result<T, PressFault>,
) -> Result<T, PressFault> {
    let code = None;
    world::lay_out(
        &Job {
            template,
            page,
            code,
        },
        write,
    )
}

#[cfg(test)]
#[path = "../tests/pages/sheets.rs"]
mod sheets;

#[cfg(test)]
mod tests {
    use domain::paper_form::PaperForm;
    use domain::words::Lang;

    use super::*;

    /// `world` fails a compilation with any warning while these tests run.
    #[test]
    fn every_template_compiles_without_a_warning() {
        let mut many = sheets::bare();
        many.documents = sheets::documents(5);
        let mut all = vec![
            sheets::receipt(),
            sheets::in_english(),
            sheets::long(),
            sheets::hostile(),
            many,
            sheets::long_notice(),
        ];
        all.extend(
            PaperForm::ALL
                .iter()
                .map(|form| sheets::of_form(*form, Lang::Vi)),
        );
        for sheet in all {
            for paper in PaperSize::ALL {
                let pdf = Typst.receipt_pdf(&sheet, paper);
                assert_eq!(pdf.map(|_pdf| ()), Ok(()), "{paper:?}");
            }
        }
        for lang in [Lang::Vi, Lang::En] {
            let made = [
                Typst.slip_pdf(&sheets::slip(lang)),
                Typst.day_pdf(&sheets::day(lang)),
                Typst.share_pdf(&sheets::share(lang)),
                Typst.route_pdf(&sheets::route(lang)),
                Typst.declaration_pdf(&sheets::declaration(lang)),
                Typst.declaration_pdf(&DeclarationSheet {
                    lang,
                    photo: true,
                    ..sheets::minutes(true)
                }),
            ];
            for pdf in made {
                assert_eq!(pdf.map(|_pdf| ()), Ok(()), "{lang:?}");
            }
        }
    }
}
