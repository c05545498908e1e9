//! A file that somebody brought, kept with a matter (*tệp đính kèm*): a scan, a photo, a PDF, a sound.
//!
//! Purpose: what is known of it and by which key it opens; its bytes lie sealed beside the record. What
//! was attached by mistake is withdrawn: it is shown no more, and goes with its matter when that is
//! erased. Must never: hold a byte of it, or the folder it came from.

use serde::{Deserialize, Serialize};

use crate::fault::{Code, Fault, Refusal};
use crate::id::{BlobId, UserId};
use crate::moment::Moment;
use crate::text;

/// Largest file, bytes.
pub const ATTACHMENT_LIMIT: u64 = 500 * 1024 * 1024;
/// Largest picture, bytes: what a camera added is taken out of it in memory.
pub const PICTURE_LIMIT: u64 = 64 * 1024 * 1024;
/// Most files of one matter, withdrawn ones too.
pub const COUNT_LIMIT: usize = 100;
/// Longest name, bytes: disks take 255, and a copy on its way bears a longer one.
pub const NAME_LIMIT: usize = 200;
/// Longest ending that is kept whole, bytes.
const ENDING_LIMIT: usize = 12;

/// What a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A JPEG photo or scan.
    Jpeg,
    /// A PNG picture.
    Png,
    /// A WebP picture.
    Webp,
    /// A picture of another kind (HEIC, TIFF …): kept as it came, with the place a camera may have
    /// written into it.
    OtherPicture,
    /// A PDF.
    Pdf,
    /// A recording.
    Sound,
    /// A film.
    Video,
    /// A text, table or book of an office program.
    Document,
    /// A packed folder.
    Archive,
    /// A program: somebody may want it run.
    Program,
    /// Anything else.
    Other,
}

impl MediaKind {
    /// Whether the place it was taken is taken out, and a small picture drawn.
    pub const fn is_cleaned(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }
}

/// Bytes that lie sealed beside the record: one age file (C2SP age v1) to a key of its own.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blob {
    /// Its name among the others.
    pub id: BlobId,
    /// The key that opens it, as `AGE-SECRET-KEY-1…`.
    pub key: String,
    /// How many bytes were sealed.
    pub bytes: u64,
    /// SHA-256 of the sealed file, hex.
    pub sha256: String,
}

/// A key never reaches a log.
impl core::fmt::Debug for Blob {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Blob({})", self.id)
    }
}

/// A file was attached.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attached {
    /// What it is called: a name without a folder.
    pub name: String,
    /// What it is.
    pub kind: MediaKind,
    /// Its bytes.
    pub content: Blob,
    /// A small picture of it, PNG.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub small: Option<Blob>,
}

/// What a file is called never reaches a log.
impl core::fmt::Debug for Attached {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Attached({:?}, {:?})", self.kind, self.content)
    }
}

/// One attachment is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachmentNamed {
    /// Which: the name of its content.
    pub id: BlobId,
}

/// An attachment as its matter holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// The file.
    pub attached: Attached,
    /// Since when.
    pub at: Moment,
    /// By whom.
    pub by: UserId,
    /// It was attached by mistake: nobody is shown it any more.
    pub withdrawn: bool,
}

impl Attached {
    /// All that lies sealed of it.
    pub fn blobs(&self) -> impl Iterator<Item = &Blob> {
        core::iter::once(&self.content).chain(&self.small)
    }
}

impl Attachment {
    /// All that lies sealed of it.
    pub fn blobs(&self) -> impl Iterator<Item = &Blob> {
        self.attached.blobs()
    }
}

/// What a file is called, without the folder it lay in: a name that every disk takes, with its ending.
pub fn name(typed: &str) -> Result<String, Refusal> {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last
        .chars()
        .filter(|letter| !turns_reading(*letter))
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    let (stem, ending) = match shown.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= ENDING_LIMIT => {
            (stem, format!(".{ending}"))
        }
        _ => (shown.as_str(), String::new()),
    };
    let most = NAME_LIMIT.saturating_sub(ending.len());
    let mut kept = String::new();
    for letter in stem.chars() {
        if kept.len() + letter.len_utf8() > most {
            break;
        }
        kept.push(letter);
    }
    let name = text::line(&(kept + &ending), NAME_LIMIT).map_err(|fault| fault.in_field("name"))?;
    if name.is_empty() {
        return Err(Fault::at(Code::FieldMissing, "name").into());
    }
    Ok(name)
}

/// Marks that turn the direction of reading (UAX #9): `ảnh<U+202E>gpj.exe` reads as a photo.
const fn turns_reading(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether one more may be attached beside as many.
pub fn check_count(beside: usize) -> Result<(), Refusal> {
    if beside < COUNT_LIMIT {
        return Ok(());
    }
    let fault = Fault::new(Code::AttachmentTooMany);
    Err(fault.with("max", COUNT_LIMIT).into())
}

/// Whether a file of this size may be attached; refused with the limit.
pub fn check_size(bytes: u64, kind: MediaKind) -> Result<(), Refusal> {
    if bytes == 0 {
        return Err(Refusal::new(Code::AttachmentEmpty));
    }
    let limit = if kind.is_cleaned() {
        PICTURE_LIMIT
    } else {
        ATTACHMENT_LIMIT
    };
    if bytes > limit {
        let most = limit / (1024 * 1024);
        return Err(Fault::new(Code::AttachmentTooLarge)
            .with("max", most)
            .into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_last_part_and_one_line() {
        assert_eq!(name("/home/lan/Đơn tố cáo.pdf").unwrap(), "Đơn tố cáo.pdf");
        assert_eq!(name(r"C:\Ảnh\1.jpg").unwrap(), "1.jpg");
        assert_eq!(name("ảnh\u{202e}gpj.exe").unwrap(), "ảnhgpj.exe");
        let long = name(&format!("{}.jpg", "Ẩ".repeat(400))).unwrap();
        assert!(
            long.len() <= NAME_LIMIT && long.ends_with("Ẩ.jpg"),
            "{long}"
        );
        assert_eq!(name("a\u{7}b\n.pdf").unwrap(), "a b .pdf");
        for blank in ["", "/", "thư mục/"] {
            assert_eq!(name(blank).unwrap_err().first.code, Code::FieldMissing);
        }
    }

    #[test]
    fn a_file_is_refused_when_it_is_empty_too_large_or_one_too_many() {
        let code = |bytes, kind| {
            let checked = check_size(bytes, kind);
            checked.map_err(|refusal| refusal.first.code)
        };
        assert_eq!(code(ATTACHMENT_LIMIT, MediaKind::Video), Ok(()));
        assert_eq!(code(PICTURE_LIMIT, MediaKind::Jpeg), Ok(()));
        let large = Err(Code::AttachmentTooLarge);
        assert_eq!(code(ATTACHMENT_LIMIT + 1, MediaKind::Video), large);
        assert_eq!(code(PICTURE_LIMIT + 1, MediaKind::Jpeg), large);
        assert_eq!(code(0, MediaKind::Pdf), Err(Code::AttachmentEmpty));
        assert!(check_count(COUNT_LIMIT - 1).is_ok());
        let many = check_count(COUNT_LIMIT).unwrap_err();
        assert_eq!(many.first.code, Code::AttachmentTooMany);
    }
}
