//! Sheets turned into pages.
//!
//! Purpose: the press of `domain::sheet`: a receipt or a slip becomes PDF/A-2b, SVG or a bitmap,
//! in memory, the same bytes for the same sheet. Templates and fonts stand in `src-tauri/paper`
//! and are part of the program; no font, file or clock of the machine is read.
//! May use: domain (values and words), Typst. Must never: know a journal, a key, a database or a
//! window; let a sheet's text be read as markup; keep it after the page is made; put it in an
//! error.

#![forbid(unsafe_code)]

mod export;
mod ink;
mod qr;
mod receipt;
mod slip;
mod wording;
mod world;

use domain::sheet::{Bitmap, Press, PressFault, QueueSlip, ReceiptSheet};

use crate::export::Imprint;
use crate::world::{Job, Pages, Template};

/// The press that lays pages out with Typst.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typst;

impl Press for Typst {
    fn receipt_pdf(&self, sheet: &ReceiptSheet) -> Result<Vec<u8>, PressFault> {
        let imprint = Imprint {
            identity: format!("receipt/{}/{}", sheet.number, sheet.reprint),
            made: sheet.issued,
        };
        with_receipt(sheet, |pages| export::pdf(pages, imprint))
    }

    fn receipt_svg(&self, sheet: &ReceiptSheet) -> Result<Vec<String>, PressFault> {
        with_receipt(sheet, |pages| Ok(export::svg(pages)))
    }

    fn slip_pdf(&self, slip: &QueueSlip) -> Result<Vec<u8>, PressFault> {
        let imprint = Imprint {
            identity: format!("slip/{}/{}", slip.number, slip.given.rfc3339()),
            made: slip.given,
        };
        with_slip(slip, slip::Strip::Paper, |pages| {
            export::pdf(pages, imprint)
        })
    }

    fn slip_bitmap(&self, slip: &QueueSlip) -> Result<Bitmap, PressFault> {
        with_slip(slip, slip::Strip::Printable, export::bitmap)
    }
}

/// Lays a receipt out and writes it in no format: what the bench measures the press against. The
/// answer is the number of pages.
pub fn lay_out_receipt(sheet: &ReceiptSheet) -> Result<usize, PressFault> {
    with_receipt(sheet, |pages| Ok(pages.pages().len()))
}

fn with_receipt<T>(
    sheet: &ReceiptSheet,
    write: impl FnOnce(&Pages) -> Result<T, PressFault>,
) -> Result<T, PressFault> {
    let page = receipt::page(sheet);
    let code = qr::svg(&sheet.token)?;
    world::lay_out(
        &Job {
            template: Template::Receipt,
            page: &page,
            code: Some(code),
        },
        write,
    )
}

fn with_slip<T>(
    slip: &QueueSlip,
    strip: slip::Strip,
    write: impl FnOnce(&Pages) -> Result<T, PressFault>,
) -> Result<T, PressFault> {
    let page = slip::page(slip, strip);
    world::lay_out(
        &Job {
            template: Template::Slip,
            page: &page,
            code: None,
        },
        write,
    )
}

#[cfg(test)]
#[path = "../tests/pages/sheets.rs"]
mod sheets;

#[cfg(test)]
mod tests {
    use domain::words::Lang;

    use super::*;

    /// `world` fails a compilation with any warning while these tests run.
    #[test]
    fn every_template_compiles_without_a_warning() {
        let mut many = sheets::bare();
        many.documents = sheets::documents(5);
        let sheets = [
            sheets::receipt(),
            sheets::in_english(),
            sheets::long(),
            sheets::hostile(),
            many,
        ];
        for sheet in sheets {
            assert_eq!(Typst.receipt_pdf(&sheet).map(|_pdf| ()), Ok(()));
        }
        assert_eq!(
            Typst.slip_pdf(&sheets::slip(Lang::En)).map(|_pdf| ()),
            Ok(())
        );
    }
}
