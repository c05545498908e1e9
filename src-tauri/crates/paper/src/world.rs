//! What a template can see while it is laid out.
//!
//! Purpose: Typst's view of the outside: five templates, five fonts, the sheet's values as
//! `/sheet.json`, the code as `/qr.svg` and the mark of a demo office. Values come in as JSON strings and are therefore text,
//! never markup. Must never: read a file, a font, an environment variable or the clock.

use std::sync::LazyLock;

use domain::sheet::PressFault;
use serde::Serialize;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;

/// Pages laid out, ready to be written in some format.
pub(crate) type Pages = PagedDocument;

/// Which page is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Template {
    /// Giấy biên nhận on sheets.
    Receipt,
    /// Giấy biên nhận on a roll.
    ReceiptRoll,
    /// Phiếu số thứ tự.
    Slip,
    /// Phiếu kết thúc ngày.
    Day,
    /// A form that the citizen signs.
    Declaration,
    /// The list of a day's route.
    Route,
    /// A custodian's recovery share.
    Share,
}

/// One page to lay out.
pub(crate) struct Job<'a, P> {
    /// The template.
    pub(crate) template: Template,
    /// Its values.
    pub(crate) page: &'a P,
    /// The code as SVG, where the template has one.
    pub(crate) code: Option<String>,
}

const FONTS: [&[u8]; 5] = [
    include_bytes!("../../../paper/fonts/Tinos-Regular.ttf"),
    include_bytes!("../../../paper/fonts/Tinos-Bold.ttf"),
    include_bytes!("../../../paper/fonts/Tinos-Italic.ttf"),
    include_bytes!("../../../paper/fonts/BeVietnamPro-Regular.ttf"),
    include_bytes!("../../../paper/fonts/BeVietnamPro-Bold.ttf"),
];

/// What every page shares: read once.
/// What every page declarations: read once.
struct House {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    receipt: Source,
    receipt_roll: Source,
    slip: Source,
    day: Source,
    route: Source,
    share: Source,
    declaration: Source,
    sheet: FileId,
    code: FileId,
    demo: FileId,
    demo_mark: Bytes,
}

static HOUSE: LazyLock<Option<House>> = LazyLock::new(House::build);

impl House {
    fn build() -> Option<Self> {
        let fonts: Vec<Font> = FONTS
            .iter()
            .flat_map(|bytes| Font::iter(Bytes::new(*bytes)))
            .collect();
        Some(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            receipt: source("/receipt.typ", include_str!("../../../paper/receipt.typ"))?,
            receipt_roll: source(
                "/receipt-roll.typ",
                include_str!("../../../paper/receipt-roll.typ"),
            )?,
            slip: source("/slip.typ", include_str!("../../../paper/slip.typ"))?,
            day: source("/day.typ", include_str!("../../../paper/day.typ"))?,
            route: source("/route.typ", include_str!("../../../paper/route.typ"))?,
            share: source("/share.typ", include_str!("../../../paper/share.typ"))?,
            declaration: source(
                "/declaration.typ",
                include_str!("../../../paper/declaration.typ"),
            )?,
            sheet: file_id("/sheet.json")?,
            code: file_id("/qr.svg")?,
            demo: file_id("/demo.svg")?,
            demo_mark: Bytes::from_string(include_str!("../../../paper/demo.svg")),
        })
    }
}

fn file_id(path: &str) -> Option<FileId> {
    Some(FileId::new(RootedPath::new(
        VirtualRoot::Project,
        VirtualPath::new(path).ok()?,
    )))
}

fn source(path: &str, text: &str) -> Option<Source> {
    Some(Source::new(file_id(path)?, text.to_owned()))
}

/// Whether the face that every page falls back on (Tinos) has a shape for this character.
pub(crate) fn has_shape(character: char) -> bool {
    HOUSE
        .as_ref()
        .and_then(|house| house.fonts.first())
        .is_some_and(|font| font.info().coverage.contains(u32::from(character)))
}

/// One compilation's view: the house and the job's own two files.
struct Desk<'a> {
    house: &'a House,
    template: Template,
    sheet: Bytes,
    code: Option<Bytes>,
}

impl Desk<'_> {
    fn template(&self) -> &Source {
        match self.template {
            Template::Receipt => &self.house.receipt,
            Template::ReceiptRoll => &self.house.receipt_roll,
            Template::Slip => &self.house.slip,
            Template::Day => &self.house.day,
            Template::Route => &self.house.route,
            Template::Share => &self.house.share,
            Template::Declaration => &self.house.declaration,
        }
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.house.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.house.book
    }

    fn main(&self) -> FileId {
        self.template().id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() {
            Ok(self.template().clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.house.sheet {
            return Ok(self.sheet.clone());
        }
        if id == self.house.demo {
            return Ok(self.house.demo_mark.clone());
        }
        if id == self.house.code {
            return self.code.clone().ok_or(FileError::AccessDenied);
        }
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.house.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Lays a job out, hands the pages to `write`, and then empties Typst's process-wide cache:
/// it would otherwise keep a citizen's words long after the session is locked.
pub(crate) fn lay_out<P: Serialize, T>(
    job: &Job<'_, P>,
    write: impl FnOnce(&Pages) -> Result<T, PressFault>,
) -> Result<T, PressFault> {
    let written = compile(job).and_then(|pages| write(&pages));
    comemo::evict(0);
    written
}

fn compile<P: Serialize>(job: &Job<'_, P>) -> Result<Pages, PressFault> {
    let house = HOUSE.as_ref().ok_or(PressFault::Layout)?;
    // Faults of Typst quote the source and its values, so they are dropped here.
    let sheet = serde_json::to_vec(job.page).map_err(|_fault| PressFault::Layout)?;
    let desk = Desk {
        house,
        template: job.template,
        sheet: Bytes::new(sheet),
        code: job.code.clone().map(Bytes::from_string),
    };
    let compiled = typst::compile::<PagedDocument>(&desk);
    #[cfg(test)]
    {
        let failed = compiled.output.as_ref().err();
        assert_eq!(failed, None, "the template does not compile");
        assert!(compiled.warnings.is_empty(), "{:?}", compiled.warnings);
    }
    compiled.output.map_err(|_faults| PressFault::Layout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vietnamese_letter_and_the_sign_for_the_unknown_have_shapes_in_every_face() {
        let house = HOUSE.as_ref().expect("the fonts and templates load");
        assert_eq!(house.fonts.len(), FONTS.len());
        let letters = "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXYaăâbcdđeêghiklmnoôơpqrstuưvxy\
            ÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬÈẺẼÉẸỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴ\
            àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ–…·";
        for font in &house.fonts {
            for letter in letters.chars() {
                let covered = font.info().coverage.contains(u32::from(letter));
                assert!(covered, "{} lacks {letter}", font.info().family);
            }
        }
        assert!(has_shape(crate::ink::UNKNOWN) && !has_shape('😀'));
    }
}
