//! A sealed copy of one whole file for another body (*bản sao mã hóa cho cơ quan khác*), by two.
//!
//! Purpose: what the file holds, in words, and what was brought, packed and sealed to the receiver's own key
//! (C2SP age v1, which the stock program opens); that it was made, for whom and why stands in the file before
//! a byte is written. May use: what opens attachments, age. Must never: write anything in the clear, take
//! along who told in confidence, or seal to a key that two people did not see.

use std::io::{self, Write};
use std::path::PathBuf;

use domain::attachment::Attached;
use domain::fault::{Code, Fault};
use domain::id::ProtectedId;
use domain::protected::content::ItemKind;
use domain::protected::work::{Deed, Work};
use domain::text;
use domain::words::Lang;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use vault::cosign::CoSigner;
use vault::secret::Recipient;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::referring::body;
use super::{ItemShown, ProtectedShown};
use crate::Office;
use crate::attachments::{AttachWatch, copied_into, placed};
use crate::backup::{DiskMedium, Medium, blocking};
use crate::policy::ExportFile;
use crate::refused::{Answer, Refused};
use crate::session::Session;

/// The words of a file, in the packed copy.
const WORDS: &str = "ho-so.txt";

/// What two people see and agree to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct ExportTold {
    /// The receiver's public key, `age1…`.
    pub to: String,
    /// Who the receiver is.
    pub whom: String,
    /// Why, by which law or order.
    pub words: String,
}

impl std::fmt::Debug for ExportTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ExportTold(..)")
    }
}

impl ExportTold {
    /// Digest of what is agreed to: SHA-256 of its fixed text.
    pub fn request(&self, id: ProtectedId) -> [u8; 32] {
        let Self { to, whom, words } = self;
        Sha256::digest(format!("protected.export\0{id}\0{to}\0{whom}\0{words}")).into()
    }
}

/// A copy that may leave: the file tells it.
pub struct Export {
    to: Recipient,
    words: String,
    files: Vec<Attached>,
}

impl std::fmt::Debug for Export {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Export(..)")
    }
}

impl Office {
    /// Enters that a copy is made for another body. `second` agreed to [`ExportTold::request`] of exactly
    /// this.
    pub async fn export_protected(
        &self,
        session: &Session,
        id: ProtectedId,
        told: &ExportTold,
        second: CoSigner,
    ) -> Answer<Export> {
        let (records, mut tx, file) = self.for_two::<ExportFile>(session, id).await?;
        let to = Recipient::parse(told.to.trim());
        let to = to.ok_or_else(|| Refused::from(Fault::at(Code::ProtectedNoKey, "to")))?;
        let whom =
            text::line(&told.whom, 200).map_err(|fault| Refused::from(fault.in_field("whom")))?;
        if whom.is_empty() {
            return Err(Fault::at(Code::FieldMissing, "whom").into());
        }
        let now = self.clock.now();
        let work = Work {
            deed: Deed::Exported,
            step: None,
            of: None,
            paper: None,
            way: None,
            whom,
            words: told.words.clone(),
            at: now,
        };
        let work = work.check(now)?;
        let (ladder, head) = self.ladder_and_head(&mut tx, records, &file).await?;
        let second = self.agreed_unbarred(session, &head, second, told.request(id))?;
        let read = self.read_items(&mut tx, &file, &ladder).await?;
        let files = read.files().cloned().collect();
        let shown = self.shown(read, &file, (session.user(), false), &[]);
        let agreed = domain::protected::Agreed {
            request: second.request.clone(),
        };
        let header = self.proved_header(&mut tx, &file).await?.header;
        let items = vec![(ItemKind::Work, body(&work)?).into()];
        let mut entries = self
            .sealed_under(&mut tx, records, &file, &header, items)
            .await?;
        let exported = domain::action::Action::ProtectedExported(agreed);
        entries.push(store::Pending::new(id, exported));
        self.commit_with(tx, records, entries, Some(second)).await?;
        let words = told_in_words(&shown);
        Ok(Export { to, words, files })
    }

    /// Writes the copy where somebody wants it, whole or not at all.
    pub async fn write_export(
        &self,
        export: Export,
        target: PathBuf,
        watch: AttachWatch,
    ) -> Answer<()> {
        let medium = DiskMedium::at(&self.folder);
        let vault = self.folder.clone();
        blocking(move || {
            // The key is nobody's name, and another's copy may be under way beside it.
            let name = export.to.text();
            placed((&vault, &target), name, |file| {
                watch.begins(export.files.iter().map(|one| one.content.bytes).sum());
                vault::blob::seal_to(&export.to, file, |sealed| {
                    packed(&export, &medium, sealed, &watch)
                })
            })
        })
        .await?
    }
}

/// The words, and each file beside them.
fn packed(
    export: &Export,
    medium: &dyn Medium,
    sink: &mut dyn Write,
    watch: &AttachWatch,
) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(sink);
    let stored = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .large_file(true);
    zip.start_file(WORDS, stored)?;
    zip.write_all(export.words.as_bytes())?;
    let mut before = 0_u64;
    for (at, attached) in export.files.iter().enumerate() {
        zip.start_file(
            format!("{:03}-{}", at.saturating_add(1), attached.name),
            stored,
        )?;
        copied_into(medium, &attached.content, &mut zip, &mut |done| {
            watch.goes_on(before.saturating_add(done))
        })?;
        before = before.saturating_add(attached.content.bytes);
    }
    zip.finish()?;
    Ok(())
}

/// The file as it stands, item by item, the first first; in Vietnamese, for it goes to a body here.
fn told_in_words(shown: &ProtectedShown) -> String {
    let word = |key: &str| Lang::Vi.word(&format!("protected.export.{key}"));
    let mut lines = vec![
        format!("{}: {}", word("code"), shown.code),
        format!("{}: {}", word("names"), shown.names.join(", ")),
    ];
    if let Some(titles) = &shown.titles {
        lines.push(titles.vi.clone());
    }
    for item in shown
        .items
        .iter()
        .filter(|item| item.kind != ItemKind::Apart)
    {
        lines.push(String::new());
        lines.extend(told_of(item));
    }
    lines.push(String::new());
    // Read on whatever machine: its editor is told that this is UTF-8.
    format!("\u{feff}{}", lines.join("\r\n"))
}

fn told_of(item: &ItemShown) -> Vec<String> {
    let word = |key: &str| Lang::Vi.word(&format!("protected.export.{key}"));
    let what = match (&item.titles, &item.work, &item.file) {
        (Some(titles), _, _) => titles.vi.clone(),
        (None, Some(work), _) => Lang::Vi.word(&format!("protected.deed.{}", work.deed.text())),
        (None, None, Some(file)) => format!("{}: {}", word("file"), file.name),
        (None, None, None) => word(item.kind.text()),
    };
    let mut lines = vec![format!("[{}] {what} ({})", item.at, item.by)];
    if item.replaced {
        lines.push(word("replaced"));
    }
    if let Some(work) = &item.work {
        let told = work.step.iter().map(|step| step.vi.clone());
        let told = told.chain(
            [work.whom.clone()]
                .into_iter()
                .filter(|whom| !whom.is_empty()),
        );
        lines.extend(told.chain(work.paper.clone()));
    }
    if let Some(consent) = &item.consent {
        lines.push(format!("{} – {}", consent.to.name, consent.words));
    }
    if let Some(referral) = &item.referral {
        lines.push(format!("{} – {}", referral.to.name, referral.words));
    }
    lines.extend(item.text.lines().map(str::to_owned));
    for answer in &item.answers {
        lines.push(format!("{}: {}", answer.labels.vi, answer.vi.join("; ")));
    }
    lines
}
