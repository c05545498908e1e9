//! What stands on a paper, before it is drawn.
//!
//! Purpose: plain values that office fills from the record and a press (crate `paper`) turns into
//! pages; the port between them. Must never: know Typst, a printer, a journal or a key.

use crate::deadline::{StartsAt, Unit};
use crate::desk::Figures;
use crate::moment::{Day, Moment};
use crate::paper_form::PaperForm;
use crate::printing::PaperSize;
use crate::words::Lang;

mod declaration;

pub use declaration::{AskedLine, DeclarationSheet, Minutes, PeopleTable, Reference};

/// The block at the top of every paper, from the office's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letterhead {
    /// The body above, in capitals on paper: `CÔNG AN THÀNH PHỐ MẪU`.
    pub parent: String,
    /// The office itself, bold: `PHÒNG TIẾP CÔNG DÂN`.
    pub office: String,
    /// Place for the date line: `Hải Phòng`.
    pub place: String,
    /// Where to come back to.
    pub address: String,
    /// Where to ask.
    pub phone: String,
    /// A demo office: every page is marked MẪU / DEMO.
    pub demo: bool,
}

/// One paper handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLine {
    /// What it is.
    pub name: String,
    /// Original (bản chính) or copy (bản sao).
    pub original: bool,
    /// How many copies of it.
    pub copies: u32,
    /// How many pages, when counted.
    pub pages: Option<u32>,
}

/// The one date on a citizen's paper, with the reason for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueLine {
    /// The end of the time allowed.
    pub at: Moment,
    /// What will have happened by then, as the catalogue words it (`Thụ lý hoặc trả lời`).
    pub what: String,
    /// The law it rests on; absent when the value is not confirmed (then the date is an appointment).
    pub basis: Option<String>,
}

/// One more line of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidLine {
    /// Its label.
    pub label: String,
    /// What stands there.
    pub value: String,
}

/// One state of a matter's trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailLine {
    /// The state's title.
    pub state: String,
    /// Since when.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// To whom it was given; empty where to nobody.
    pub to: String,
}

/// What is to be paid (*lệ phí*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeLine {
    /// What for.
    pub what: String,
    /// Whole đồng.
    pub amount: u32,
    /// Why nothing is paid.
    pub waived: Option<String>,
}

/// How long the law gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermLine {
    /// How many …
    pub count: u32,
    /// … of what.
    pub unit: Unit,
    /// What they are counted from, where that is still to come.
    pub from: Option<StartsAt>,
}

/// A receipt of whatever form, both copies of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptSheet {
    /// Which paper it is.
    pub form: PaperForm,
    /// Language of the labels; the law's words stay Vietnamese.
    pub lang: Lang,
    /// Top block.
    pub letterhead: Letterhead,
    /// `A-2026-000123`.
    pub number: String,
    /// When it was issued.
    pub issued: Moment,
    /// When the matter was received, when that was earlier (a letter, a call, a paper day).
    pub received: Option<Moment>,
    /// Who handed it in, as written; absent for a caller who stays unnamed, or is kept secret.
    pub citizen: Option<String>,
    /// Who handed it in is kept secret: that stands where her name would.
    pub secret: bool,
    /// Birth date in words, may be a year alone; empty when unknown.
    pub born: String,
    /// The identity number as it may stand on paper; empty when unknown.
    pub identity: String,
    /// Address as written; empty when unknown or restricted.
    pub address: String,
    /// Title of the service (`Khiếu nại`).
    pub service: String,
    /// Number of the file it opened.
    pub file_number: String,
    /// Answers that the catalogue puts on the paper.
    pub lines: Vec<SaidLine>,
    /// What it has to say: what is missing, why it was refused.
    pub text: Option<String>,
    /// The states the matter went through.
    pub trail: Vec<TrailLine>,
    /// Papers handed in, in order.
    pub documents: Vec<DocumentLine>,
    /// What is to be paid; absent where the catalogue knows no fee.
    pub fee: Option<FeeLine>,
    /// How long the law gives; absent where nobody is sure of it.
    pub term: Option<TermLine>,
    /// The due date; absent where the law gives none.
    pub due: Option<DueLine>,
    /// Who signs for it, where that is not the citizen.
    pub signer: Option<String>,
    /// What stands where she would sign, where she signs in another way.
    pub signing: Option<String>,
    /// Officer as settings show her: number or given name.
    pub officer: String,
    /// Desk letter.
    pub desk: String,
    /// 0 for the first printing, 1 for the first reprint, and so on.
    pub reprint: u32,
    /// The signed token for the QR: base45 text (RFC 9285 alphabet).
    pub token: String,
}

/// One matter of a list that leaves the building.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopLine {
    /// Number of the matter.
    pub file_number: String,
    /// Whom to go to.
    pub name: String,
    /// Where to; absent where it is kept from paper.
    pub home: Option<String>,
    /// The last four digits of whom to call.
    pub phone: String,
    /// Why at home, as a letter.
    pub reason: String,
    /// What to bring.
    pub needs: String,
    /// When it suits.
    pub slot: String,
}

/// The list of a day's route (*danh sách đi lưu động*), in numbered copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteSheet {
    /// Language of the labels.
    pub lang: Lang,
    /// Top block.
    pub letterhead: Letterhead,
    /// `LD-A-0001`.
    pub number: String,
    /// What for.
    pub service: String,
    /// The day.
    pub day: Day,
    /// When it is printed.
    pub made: Moment,
    /// By whom, as settings show her.
    pub officer: String,
    /// How many copies.
    pub copies: u32,
    /// Its matters.
    pub stops: Vec<StopLine>,
}

/// The 80 mm slip with a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueSlip {
    /// Language of the labels.
    pub lang: Lang,
    /// Top block (only the office's name is printed).
    pub letterhead: Letterhead,
    /// `A-023`.
    pub number: String,
    /// When it was given.
    pub given: Moment,
    /// How many wait before this number.
    pub ahead: u32,
}

/// The sheet that is signed at the end of a day (*phiếu kết thúc ngày*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaySheet {
    /// Language of the labels.
    pub lang: Lang,
    /// Top block.
    pub letterhead: Letterhead,
    /// Desk letter.
    pub desk: String,
    /// Which day.
    pub day: Day,
    /// What it amounted to.
    pub figures: Figures,
    /// When it was closed.
    pub closed: Moment,
    /// By whom, as settings show her.
    pub officer: String,
    /// Who answers until the desk opens again, where something runs on.
    pub duty: Option<String>,
    /// Number and words of the entry that closed it.
    pub head_words: String,
}

/// The sheet of one custodian of a recovery share. It names no office: found alone, it does not say
/// where it belongs.
#[derive(Clone, PartialEq, Eq)]
pub struct ShareSheet {
    /// Language of the labels.
    pub lang: Lang,
    /// Which share: 1 to 3.
    pub number: u32,
    /// The share's text.
    pub share: String,
    /// Words of the station's key, by which its custodian tells it from another.
    pub fingerprint: String,
    /// When it is printed.
    pub made: Moment,
    /// A demo office's.
    pub demo: bool,
}

/// A share never reaches a log.
impl core::fmt::Debug for ShareSheet {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "ShareSheet({})", self.number)
    }
}

/// Why a page could not be made; carries no text of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PressFault {
    /// The template did not compile with these values.
    #[error("the page could not be laid out")]
    Layout,
    /// The laid out pages could not be written as the asked-for format.
    #[error("the page could not be written")]
    Export,
}

/// Black and white pixels, one byte a pixel (0 = paper, 1 = ink), rows top to bottom.
#[derive(Clone, PartialEq, Eq)]
pub struct Bitmap {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height` bytes.
    pub pixels: Vec<u8>,
}

impl core::fmt::Debug for Bitmap {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Bitmap({} x {})", self.width, self.height)
    }
}

/// Turns sheets into pages, in memory only, the same bytes for the same sheet and paper.
pub trait Press: Send + Sync {
    /// Both copies (liên 1, liên 2) as one PDF/A-2b, laid out for that paper.
    fn receipt_pdf(&self, sheet: &ReceiptSheet, paper: PaperSize) -> Result<Vec<u8>, PressFault>;

    /// The same pages as SVG, one string a page.
    fn receipt_svg(
        &self,
        sheet: &ReceiptSheet,
        paper: PaperSize,
    ) -> Result<Vec<String>, PressFault>;

    /// The pages of the roll in a thermal printer's own language (ESC/POS), each cut off.
    fn receipt_raster(&self, sheet: &ReceiptSheet) -> Result<Vec<u8>, PressFault>;

    /// The slip as a PDF, 80 mm wide.
    fn slip_pdf(&self, slip: &QueueSlip) -> Result<Vec<u8>, PressFault>;

    /// The slip as SVG.
    fn slip_svg(&self, slip: &QueueSlip) -> Result<Vec<String>, PressFault>;

    /// The slip for a thermal printer: 576 pixels wide at 203 dpi.
    fn slip_bitmap(&self, slip: &QueueSlip) -> Result<Bitmap, PressFault>;

    /// The slip in a thermal printer's own language (ESC/POS), cut off.
    fn slip_raster(&self, slip: &QueueSlip) -> Result<Vec<u8>, PressFault>;

    /// The sheet of a closed day as PDF/A-2b, A4.
    fn day_pdf(&self, sheet: &DaySheet) -> Result<Vec<u8>, PressFault>;

    /// The same pages as SVG, one string a page.
    fn day_svg(&self, sheet: &DaySheet) -> Result<Vec<String>, PressFault>;

    /// A form to be signed as PDF/A-2b, A4.
    fn declaration_pdf(&self, sheet: &DeclarationSheet) -> Result<Vec<u8>, PressFault>;

    /// The same pages as SVG.
    fn declaration_svg(&self, sheet: &DeclarationSheet) -> Result<Vec<String>, PressFault>;

    /// The list of a route as PDF/A-2b, A4 on its side, each copy numbered.
    fn route_pdf(&self, sheet: &RouteSheet) -> Result<Vec<u8>, PressFault>;

    /// The sheet of a recovery share as PDF/A-2b, A4, one page.
    fn share_pdf(&self, sheet: &ShareSheet) -> Result<Vec<u8>, PressFault>;
}
