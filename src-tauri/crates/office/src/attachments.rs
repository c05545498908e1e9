//! Files that people bring: kept with a matter, looked at small, given out whole.
//!
//! Purpose: what an officer does with attachments. A file is sealed before it is entered, and what was
//! sealed and never entered is taken away again. May use: `media` for what a stranger's bytes are.
//! Must never: render or run anything of a file, keep a folder's name, or let a copy leave unwritten.

use std::path::{Path, PathBuf};

use domain::action::Action;
use domain::attachment::{self, Attached, Attachment, AttachmentNamed, Blob, MediaKind};
use domain::fault::{Code, Fault};
use domain::file::File;
use domain::id::{BlobId, FileId, UserId};
use domain::moment::Moment;
use domain::permission::Circumstance;
use serde::{Deserialize, Serialize};
use store::Pending;

use crate::Office;
use crate::backup::{DiskMedium, blocking};
use crate::files::stands;
use crate::policy::{Attach, Permit, SeeRestrictedAddress};
use crate::refused::{Answer, Refused};
use crate::restricted::kept_from;
use crate::session::{Records, Session};
use crate::views::short_time;

mod giving;
mod sealing;
mod sweeping;
mod waiting;
mod watch;

pub(crate) use giving::{copied_into, placed};
pub use sealing::SealedFile;
pub(crate) use waiting::Settling;
pub use waiting::{SCAN_FOLDER, ScanWaiting};
pub use watch::{AttachProgress, AttachWatch};

/// Longest side of the picture shown when one is asked for, pixels.
const LARGE: u32 = 1600;
/// What lies beside the record of a protected file is filled up to a multiple of this, bytes.
const FILLED: u64 = 256 * 1024;
/// Most bytes of a small picture.
const SMALL_LIMIT: u64 = 1024 * 1024;

/// An attachment as the page of its matter shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct AttachmentRow {
    /// Its id.
    pub id: String,
    /// What it is called; empty where it is kept from whoever looks.
    pub name: String,
    /// What it is by its content.
    pub kind: MediaKind,
    /// How large it is, KiB, rounded up.
    pub kib: u32,
    /// Since when: `24/11 09:42`.
    pub at: String,
    /// Who attached it.
    pub by: String,
    /// There is a small picture of it.
    pub picture: bool,
}

/// A copy of an attachment that may leave the record: it was entered that it does.
#[derive(Debug)]
pub struct TakenOut {
    pub(crate) content: Blob,
}

/// A file that was entered with its matter.
#[derive(Debug)]
pub struct Entered {
    /// The matter with it.
    pub file: File,
    sealed: SealedFile,
}

impl Entered {
    /// The scan it was leaves its folder ([`SealedFile::scan_leaves`]).
    pub async fn scan_leaves(self) {
        self.sealed.scan_leaves().await;
    }
}

/// A picture that may be drawn: it was entered that she looks.
#[derive(Debug)]
pub struct PictureOf {
    kind: MediaKind,
    /// Nothing where none can be drawn.
    bytes: Option<Blob>,
    large: bool,
}

impl PictureOf {
    /// The small one, or a large one on demand.
    pub(crate) fn of(attached: Attached, large: bool) -> Self {
        let Attached {
            kind,
            content,
            small,
            ..
        } = attached;
        let bytes = small.map(|small| if large { content } else { small });
        Self { kind, bytes, large }
    }
}

impl Office {
    /// `hidden`: they are kept from whoever looks, who is told how many there are and no more.
    pub(crate) fn attachment_rows(&self, file: &File, hidden: bool) -> Vec<AttachmentRow> {
        let kept = file.attachments.iter().filter(|kept| !kept.withdrawn);
        let rows = kept.map(|kept| self.attachment_row(&kept.attached, (kept.at, kept.by)));
        rows.map(|row| {
            if hidden {
                AttachmentRow {
                    name: String::new(),
                    picture: false,
                    ..row
                }
            } else {
                row
            }
        })
        .collect()
    }

    /// One of them; `at` and `by`: since when, and who attached it.
    pub(crate) fn attachment_row(
        &self,
        attached: &Attached,
        (at, by): (Moment, UserId),
    ) -> AttachmentRow {
        AttachmentRow {
            id: attached.content.id.to_string(),
            name: attached.name.clone(),
            kind: attached.kind,
            kib: u32::try_from(attached.content.bytes.div_ceil(1024)).unwrap_or(u32::MAX),
            at: short_time(at, self.clock.now().day()),
            by: self.display_of(by),
            picture: attached.small.is_some(),
        }
    }

    /// Whether she may attach to this matter; asked before a large file is sealed.
    pub async fn may_attach(&self, session: &Session, id: FileId) -> Answer<()> {
        let (_, file) = self.for_act::<Attach>(session, id).await?;
        self.takes_attachments(&file)?;
        Ok(attachment::check_count(file.attachments.len())?)
    }

    /// A matter that keeps no identity takes none by handwriting, a voice or a face either.
    fn takes_attachments(&self, file: &File) -> Answer<()> {
        if self.service_of(file)?.no_person {
            return Err(Refused::new(Code::AttachmentNamesSomebody));
        }
        Ok(())
    }

    /// Seals a file beside the record, off the async threads; it counts once it is entered
    /// ([`Office::attach`]) and is gone when it is dropped before.
    pub async fn seal_file(&self, source: PathBuf, watch: AttachWatch) -> Answer<SealedFile> {
        let sealing = self.sealing(1);
        blocking(move || sealing.file(&source, &watch)).await?
    }

    /// As [`Office::seal_file`], of one for a protected file: of its length a step is seen.
    pub async fn seal_evidence(&self, source: PathBuf, watch: AttachWatch) -> Answer<SealedFile> {
        let sealing = self.sealing(FILLED);
        blocking(move || sealing.file(&source, &watch)).await?
    }

    /// As [`Office::seal_file`], of a file that waits in the scanner's folder.
    pub async fn seal_scan(&self, name: &str, watch: AttachWatch) -> Answer<SealedFile> {
        self.scan_sealed(name, watch, 1).await
    }

    /// As [`Office::seal_scan`], of one for a protected file.
    pub async fn seal_evidence_scan(&self, name: &str, watch: AttachWatch) -> Answer<SealedFile> {
        self.scan_sealed(name, watch, FILLED).await
    }

    async fn scan_sealed(&self, name: &str, watch: AttachWatch, step: u64) -> Answer<SealedFile> {
        let path = self.scan_folder()?.join(name);
        let settled = self.settled(&path).filter(|_| waiting::plain(name));
        let settled = settled.ok_or_else(|| Fault::at(Code::AttachmentNoFile, "name"))?;
        let sealing = self.sealing(step);
        blocking(move || sealing.scan(&path, settled, &watch)).await?
    }

    /// Enters a sealed file with its matter.
    pub async fn attach(
        &self,
        session: &Session,
        id: FileId,
        mut sealed: SealedFile,
    ) -> Answer<Entered> {
        let (records, file) = self.for_act::<Attach>(session, id).await?;
        self.takes_attachments(&file)?;
        attachment::check_count(file.attachments.len())?;
        let attached = sealed.attached().clone();
        let tx = records.desk.begin().await?;
        let entry = Pending::new(id, Action::FileAttached(attached));
        // A commit that is refused may have landed: what it names stays, and is swept where it did not.
        sealed.keep();
        let ack = self.commit(tx, records, vec![entry]).await?;
        let file = stands(&ack, id)?;
        Ok(Entered { file, sealed })
    }

    /// It was attached by mistake: nobody is shown it any more.
    pub async fn withdraw_attachment(
        &self,
        session: &Session,
        id: FileId,
        named: BlobId,
    ) -> Answer<File> {
        let (records, file) = self.for_act::<Attach>(session, id).await?;
        known(&file, named)?;
        let tx = records.desk.begin().await?;
        let entry = Pending::new(
            id,
            Action::AttachmentWithdrawn(AttachmentNamed { id: named }),
        );
        let ack = self.commit(tx, records, vec![entry]).await?;
        stands(&ack, id)
    }

    /// Which picture of an attachment may be drawn: the small one, or a large one on demand. The look at
    /// the matter is journalled.
    pub async fn attachment_picture(
        &self,
        session: &Session,
        id: FileId,
        named: BlobId,
        large: bool,
    ) -> Answer<PictureOf> {
        let (records, file) = self.for_act::<Attach>(session, id).await?;
        let attached = known(&file, named)?.attached.clone();
        let kept = self.kept_to_supervisors(session, records, &file).await?;
        let tx = records.desk.begin().await?;
        if kept {
            self.note_each_look(tx, records, id).await?;
        } else {
            self.note_look(tx, records, id, Action::FileViewed).await?;
        }
        Ok(PictureOf::of(attached, large))
    }

    /// Draws it, PNG; nothing where none can be drawn. It may take seconds: no session is held.
    pub async fn draw_picture(&self, picture: PictureOf) -> Answer<Option<Vec<u8>>> {
        let medium = DiskMedium::at(&self.folder);
        blocking(move || match (picture.bytes, picture.large) {
            (Some(small), false) => giving::whole(&medium, &small, SMALL_LIMIT).map(Some),
            (Some(content), true) => {
                let bytes = giving::whole(&medium, &content, attachment::PICTURE_LIMIT)?;
                Ok(sealing::drawn(picture.kind, &bytes, LARGE))
            }
            (None, _) => Ok(None),
        })
        .await?
    }

    /// Enters that a copy of an attachment leaves the record; each is an entry of its own.
    pub async fn take_out_attachment(
        &self,
        session: &Session,
        id: FileId,
        named: BlobId,
    ) -> Answer<TakenOut> {
        let (records, file) = self.for_act::<Attach>(session, id).await?;
        let content = known(&file, named)?.attached.content.clone();
        self.kept_to_supervisors(session, records, &file).await?;
        let tx = records.desk.begin().await?;
        let entry = Pending::new(
            id,
            Action::AttachmentTakenOut(AttachmentNamed { id: named }),
        );
        self.commit(tx, records, vec![entry]).await?;
        Ok(TakenOut { content })
    }

    /// Whether what came with a matter is kept from others: then it is refused to whoever may not see what
    /// is restricted.
    async fn kept_to_supervisors(
        &self,
        session: &Session,
        records: &Records,
        file: &File,
    ) -> Answer<bool> {
        let service = self.service_of(file)?;
        let kept = {
            let mut tx = records.desk.begin().await?;
            kept_from(&mut tx, service, file, None).await?
        };
        if kept {
            // A denial is entered: the record must be free for it.
            let _sees: Permit<'_, SeeRestrictedAddress> = self
                .permit(session, Circumstance::default())
                .await
                .map_err(|_denied| Refused::new(Code::FileRestricted))?;
        }
        Ok(kept)
    }

    /// Writes the copy where somebody wants it, whole or not at all.
    pub async fn write_attachment(
        &self,
        copy: TakenOut,
        target: PathBuf,
        watch: AttachWatch,
    ) -> Answer<()> {
        let medium = DiskMedium::at(&self.folder);
        let vault = self.folder.clone();
        blocking(move || giving::write(&medium, &copy.content, (&vault, &target), &watch)).await?
    }

    fn sealing(&self, step: u64) -> sealing::Sealing {
        let ids = self.ids();
        sealing::Sealing {
            step,
            vault: self.folder.clone(),
            medium: std::sync::Arc::new(DiskMedium::at(&self.folder)),
            ids: [ids.blob(), ids.blob()],
        }
    }
}

fn known(file: &File, id: BlobId) -> Answer<&Attachment> {
    let kept = file.attachment(id);
    kept.ok_or_else(|| Fault::at(Code::AttachmentUnknown, "id").into())
}

/// Where a blob lies beside the record.
fn place(id: BlobId) -> String {
    let [first, ..] = id.bytes();
    format!("{}/{first:02x}/{id}", crate::backup::BLOBS)
}

/// Whether a place lies in the vault's own folder.
fn in_vault(vault: &Path, place: &Path) -> bool {
    match (vault.canonicalize(), place.canonicalize()) {
        (Ok(vault), Ok(place)) => place.starts_with(vault),
        (Err(_), _) | (_, Err(_)) => false,
    }
}

fn unreadable<E>(_cause: E) -> Refused {
    Refused::new(Code::AttachmentUnreadable)
}
