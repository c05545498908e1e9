//! A press that draws nothing.
//!
//! Purpose: bytes that differ when the sheet differs, for tests of use cases that hand pages out.
//! Tests of what stands on a page use the real press of crate `paper`.
//! Must never: pass for paper; its bytes begin with a word that says what they are.

use domain::printing::PaperSize;
use domain::sheet::{
    Bitmap, DaySheet, DeclarationSheet, Press, PressFault, QueueSlip, ReceiptSheet, RouteSheet,
    ShareSheet,
};

/// First bytes of every page.
pub const PLAIN: &str = "NOT A PAGE ";

/// The fake press: the sheet's own text as bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainPress;

/// All that a form says, a line each.
fn said(sheet: &DeclarationSheet) -> String {
    let lines = sheet.person.iter().chain(&sheet.lines);
    let mut all: Vec<String> = lines
        .map(|line| format!("{}: {}", line.label, line.value.as_deref().unwrap_or("…")))
        .collect();
    for table in &sheet.tables {
        all.push(table.label.clone());
        all.extend(table.rows.iter().map(|row| row.join(" | ")));
    }
    let signers = sheet.signers.iter().enumerate();
    let signers: Vec<String> = signers
        .map(|(place, signer)| match &sheet.signing {
            Some((at, how)) if *at == place => format!("{signer} ({how})"),
            Some(_) | None => signer.clone(),
        })
        .collect();
    let head = [&sheet.form, &sheet.title, &sheet.to].map(String::as_str);
    format!(
        "{}\n{}\n{}",
        head.join("\n"),
        all.join("\n"),
        signers.join(" | ")
    )
}

impl Press for PlainPress {
    fn receipt_pdf(&self, sheet: &ReceiptSheet, paper: PaperSize) -> Result<Vec<u8>, PressFault> {
        Ok(format!("{PLAIN}{} {sheet:?}", paper.text()).into_bytes())
    }

    fn receipt_svg(
        &self,
        sheet: &ReceiptSheet,
        paper: PaperSize,
    ) -> Result<Vec<String>, PressFault> {
        Ok((1..=2)
            .map(|copy| format!("{PLAIN}{} {copy} {sheet:?}", paper.text()))
            .collect())
    }

    fn receipt_raster(&self, sheet: &ReceiptSheet) -> Result<Vec<u8>, PressFault> {
        Ok(format!("{PLAIN}raster {sheet:?}").into_bytes())
    }

    fn slip_pdf(&self, slip: &QueueSlip) -> Result<Vec<u8>, PressFault> {
        Ok(format!("{PLAIN}{slip:?}").into_bytes())
    }

    fn slip_svg(&self, slip: &QueueSlip) -> Result<Vec<String>, PressFault> {
        Ok(vec![format!("{PLAIN}svg {slip:?}")])
    }

    fn slip_bitmap(&self, _slip: &QueueSlip) -> Result<Bitmap, PressFault> {
        Ok(Bitmap {
            width: 1,
            height: 1,
            pixels: vec![0],
        })
    }

    fn slip_raster(&self, slip: &QueueSlip) -> Result<Vec<u8>, PressFault> {
        Ok(format!("{PLAIN}raster {slip:?}").into_bytes())
    }

    fn day_pdf(&self, sheet: &DaySheet) -> Result<Vec<u8>, PressFault> {
        Ok(format!("{PLAIN}{sheet:?}").into_bytes())
    }

    fn day_svg(&self, sheet: &DaySheet) -> Result<Vec<String>, PressFault> {
        Ok(vec![format!("{PLAIN}svg {sheet:?}")])
    }

    fn declaration_pdf(&self, sheet: &DeclarationSheet) -> Result<Vec<u8>, PressFault> {
        Ok(format!("{PLAIN}{}", said(sheet)).into_bytes())
    }

    fn declaration_svg(&self, sheet: &DeclarationSheet) -> Result<Vec<String>, PressFault> {
        Ok(vec![format!("{PLAIN}svg {}", said(sheet))])
    }

    fn route_pdf(&self, sheet: &RouteSheet) -> Result<Vec<u8>, PressFault> {
        Ok(format!("{PLAIN}{sheet:?}").into_bytes())
    }

    fn share_pdf(&self, sheet: &ShareSheet) -> Result<Vec<u8>, PressFault> {
        let ShareSheet { number, share, .. } = sheet;
        Ok(format!("{PLAIN}share {number} {share}").into_bytes())
    }
}
