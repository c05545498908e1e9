//! Pages written in a format.
//!
//! Purpose: PDF/A-2b with tags, SVG a page, and black-and-white dots for a thermal head.
//! Must never: touch a file or a printer; put a time in that the sheet does not name.

use domain::moment::Moment;
use domain::sheet::{Bitmap, PressFault};
use typst::foundations::{Datetime, Smart};
use typst::utils::Scalar;
use typst_layout::Page;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_render::RenderOptions;
use typst_svg::SvgOptions;

use crate::strip::PRINTABLE_MM;
use crate::world::Pages;

/// Dots across a thermal head for 80 mm paper.
const HEAD_DOTS: f64 = 576.0;

/// Minutes of the desk's offset from UTC.
const DESK_MINUTES: i32 = 7 * 60;

/// What a PDF says about itself.
pub(crate) struct Imprint {
    /// Equal for equal papers; only a hash of it is written.
    pub(crate) identity: String,
    /// When the paper was issued.
    pub(crate) made: Moment,
}

/// PDF/A-2b (ISO 19005-2), tagged; the same bytes for the same pages and imprint.
pub(crate) fn pdf(pages: &Pages, imprint: Imprint) -> Result<Vec<u8>, PressFault> {
    let standards = PdfStandards::new(&[PdfStandard::A_2b]).map_err(|_fault| PressFault::Export)?;
    let options = PdfOptions {
        ident: Smart::Custom(imprint.identity),
        creator: Smart::Custom(Some("reception-desk".to_owned())),
        timestamp: timestamp(imprint.made),
        standards,
        tagged: true,
        ..PdfOptions::default()
    };
    // Faults of the writer may quote the text, so they are dropped here.
    typst_pdf::pdf(pages, &options).map_err(|_faults| PressFault::Export)
}

fn timestamp(at: Moment) -> Option<Timestamp> {
    let local = at.local()?;
    let datetime = Datetime::from_ymd_hms(
        local.year(),
        u8::from(local.month()),
        local.day(),
        local.hour(),
        local.minute(),
        local.second(),
    )?;
    Timestamp::new_local(datetime, DESK_MINUTES)
}

/// Each page as SVG; letters are shapes, so it looks the same in every window.
pub(crate) fn svg(pages: &Pages) -> Vec<String> {
    pages
        .pages()
        .iter()
        .map(|page| typst_svg::svg(page, &SvgOptions::default()))
        .collect()
}

/// The first page in pure black and white, 576 dots wide.
pub(crate) fn bitmap(pages: &Pages) -> Result<Bitmap, PressFault> {
    bitmaps(pages).into_iter().next().ok_or(PressFault::Export)
}

/// Each page in pure black and white, 576 dots wide.
pub(crate) fn bitmaps(pages: &Pages) -> Vec<Bitmap> {
    pages.pages().iter().map(dots).collect()
}

fn dots(page: &Page) -> Bitmap {
    let points = PRINTABLE_MM / 25.4 * 72.0;
    let options = RenderOptions {
        pixel_per_pt: Scalar::new(HEAD_DOTS / points),
        ..RenderOptions::default()
    };
    let picture = typst_render::render(page, &options);
    let pixels = picture
        .pixels()
        .iter()
        .map(|dot| u16::from(dot.red()) + u16::from(dot.green()) + u16::from(dot.blue()))
        .map(|light| u8::from(light < 3 * 128))
        .collect();
    Bitmap {
        width: picture.width(),
        height: picture.height(),
        pixels,
    }
}
