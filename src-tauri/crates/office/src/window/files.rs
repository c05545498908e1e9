//! A matter after intake, behind the window: lists, its page, its acts, its result.
//!
//! May use: the office. Must never: keep a page.

use domain::fault::{Code, Fault};
use domain::file::{Document, Signed};
use domain::id::FileId;

use super::Window;
use crate::dossier::{
    ApologyTold, CallerAnswer, CallerTold, CollectorTold, CopyLine, FilePage, FileRow,
};
use crate::files::StepTold;
use crate::intake::PersonTold;
use crate::papers::PrintChoice;
use crate::refused::{Answer, Refused};

impl Window {
    /// A matter whose page, papers or answers are shown: one record more to the brake, unless it is the one
    /// that was opened last.
    pub(super) fn opens_file(&self, file: &str) -> Answer<FileId> {
        let file = id(file)?;
        self.opens(file, true)?;
        Ok(file)
    }

    /// Matters still to be done: hers, or all where she may see all.
    pub async fn open_files(&self) -> Answer<Vec<FileRow>> {
        let session = self.signed_in().await?;
        self.office.open_files(&session).await
    }

    /// The matter that bears this number, whoever gave it.
    pub async fn find_file(&self, number: &str) -> Answer<Vec<FileRow>> {
        let session = self.signed_in().await?;
        self.office.find_file(&session, number).await
    }

    /// The page of a matter; a journalled look.
    pub async fn file_page(&self, file: &str) -> Answer<FilePage> {
        let session = self.signed_in().await?;
        let file = self.opens_file(file)?;
        self.office.file_page(&session, file).await
    }

    /// A matter goes on to another state; the paper of that state is made out with it.
    pub async fn move_file(&self, file: &str, told: &StepTold) -> Answer<FilePage> {
        let session = self.signed_in().await?;
        let file = self.opens_file(file)?;
        self.office.move_file(&session, file, told).await?;
        self.office.file_page(&session, file).await
    }

    /// More time for a clock of a matter.
    pub async fn extend_file(
        &self,
        file: &str,
        step: &str,
        count: u32,
        reason: &str,
    ) -> Answer<FilePage> {
        let session = self.signed_in().await?;
        let file = self.opens_file(file)?;
        self.office
            .extend_file(&session, file, step, count, reason)
            .await?;
        self.office.file_page(&session, file).await
    }

    /// A matter is given to an officer.
    pub async fn assign_file(&self, file: &str, to: &str, note: &str) -> Answer<FilePage> {
        let session = self.signed_in().await?;
        let file = self.opens_file(file)?;
        if to.is_empty() {
            return Err(Fault::at(Code::FieldMissing, "to").into());
        }
        let unknown = |_not_an_id| Refused::from(Fault::at(Code::UserUnknown, "to"));
        let to = to.parse().map_err(unknown)?;
        self.office.assign_file(&session, file, to, note).await?;
        self.office.file_page(&session, file).await
    }

    /// An apology for a late matter, with its new date.
    pub async fn apologise(&self, file: &str, told: &ApologyTold) -> Answer<FilePage> {
        let session = self.signed_in().await?;
        let file = self.opens_file(file)?;
        self.office.apologise(&session, file, told).await?;
        self.office.file_page(&session, file).await
    }

    /// The control sheet of a matter is made out; its number.
    pub async fn control_sheet(&self, file: &str) -> Answer<String> {
        let session = self.signed_in().await?;
        self.office.control_sheet(&session, id(file)?).await
    }

    /// The form of a matter that is signed, as SVG.
    pub async fn declaration_pages(&self, file: &str, signed: &Signed) -> Answer<Vec<String>> {
        let pages = async {
            let session = self.signed_in().await?;
            let file = self.opens_file(file)?;
            self.office.declaration_pages(&session, file, signed).await
        };
        self.looking(pages).await
    }

    /// Prints the form of a matter.
    pub async fn print_declaration(
        &self,
        file: &str,
        signed: &Signed,
        choice: &PrintChoice,
    ) -> Answer<()> {
        let session = self.signed_in().await?;
        let file = self.opens_file(file)?;
        let printed = self
            .office
            .print_declaration(&session, file, signed, choice);
        printed.await
    }

    /// Papers that came later, with their receipt; the page then.
    pub async fn take_papers(&self, file: &str, documents: Vec<Document>) -> Answer<FilePage> {
        let session = self.signed_in().await?;
        let file = self.opens_file(file)?;
        self.office.take_papers(&session, file, documents).await?;
        self.office.file_page(&session, file).await
    }

    /// What another system calls a matter.
    pub async fn code_file(&self, file: &str, code: &str) -> Answer<FilePage> {
        let session = self.signed_in().await?;
        let file = self.opens_file(file)?;
        self.office.code_file(&session, file, code).await?;
        self.office.file_page(&session, file).await
    }

    /// A result goes to the person herself alone, or no longer.
    pub async fn keep_in_person(&self, file: &str, only: bool) -> Answer<FilePage> {
        let session = self.signed_in().await?;
        let file = self.opens_file(file)?;
        self.office.keep_in_person(&session, file, only).await?;
        self.office.file_page(&session, file).await
    }

    /// A matter of a restricted person is treated like any other, or no longer.
    pub async fn release_address(&self, file: &str, released: bool) -> Answer<FilePage> {
        let session = self.signed_in().await?;
        let file = self.opens_file(file)?;
        self.office
            .release_address(&session, file, released)
            .await?;
        self.office.file_page(&session, file).await
    }

    /// The matters of somebody at the desk, whose identity was seen. The person is JSON text.
    pub async fn results_of(&self, person: &str) -> Answer<Vec<FileRow>> {
        let session = self.signed_in().await?;
        self.opens_one()?;
        let told = PersonTold::parse(person.as_bytes())?;
        self.office.results_of(&session, &told).await
    }

    /// The fields of a matter, for another system's screen.
    pub async fn copy_sheet(&self, file: &str) -> Answer<Vec<CopyLine>> {
        let session = self.signed_in().await?;
        let file = self.opens_file(file)?;
        self.office.copy_sheet(&session, file).await
    }

    /// One of them, to be copied: the one of this key, wherever it stands by now.
    pub async fn copy_line(&self, file: &str, key: &str) -> Answer<String> {
        let sheet = self.copy_sheet(file).await?;
        let mut lines = sheet.into_iter();
        let line = lines.find(|line| line.key == key);
        line.map(|line| line.value)
            .ok_or_else(|| Fault::at(Code::FileUnknown, "key").into())
    }

    /// Somebody asks by telephone: one word, where two facts are right.
    pub async fn answer_caller(&self, told: &CallerTold) -> Answer<CallerAnswer> {
        let session = self.signed_in().await?;
        self.opens_one()?;
        self.office.answer_caller(&session, told).await
    }

    /// A result goes to somebody; the number of the paper to sign. Who takes it is JSON text.
    pub async fn hand_over_result(&self, file: &str, collector: &str) -> Answer<String> {
        let session = self.signed_in().await?;
        let told = CollectorTold::parse(collector.as_bytes())?;
        self.office
            .hand_over_result(&session, id(file)?, &told)
            .await
    }
}

pub(super) fn id(file: &str) -> Answer<FileId> {
    file.parse()
        .map_err(|_not_an_id| Refused::from(Fault::at(Code::FileUnknown, "id")))
}
