//! A PDF seen through the tools anybody has.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A PDF in a folder of its own.
pub(crate) struct Paper {
    folder: TempDir,
    file: PathBuf,
}

impl Paper {
    pub(crate) fn new(pdf: &[u8]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let file = folder.path().join("page.pdf");
        fs::write(&file, pdf).expect("a temporary file");
        Self { folder, file }
    }

    fn run(&self, tool: &str, before: &[&str], after: &[&str]) -> Output {
        let output = Command::new(tool)
            .args(before)
            .arg(&self.file)
            .args(after)
            .current_dir(self.folder.path())
            .output()
            .unwrap_or_else(|fault| panic!("{tool} is needed for this test: {fault}"));
        assert!(
            output.status.success(),
            "{tool}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }

    fn text_of(&self, tool: &str, before: &[&str], after: &[&str]) -> String {
        String::from_utf8(self.run(tool, before, after).stdout).expect("text")
    }

    /// The text of each page, spaces and line ends alike as single spaces.
    pub(crate) fn pages(&self) -> Vec<String> {
        let text = self.text_of("pdftotext", &["-layout"], &["-"]);
        let mut pages: Vec<String> = text.split('\u{c}').map(in_one_line).collect();
        assert_eq!(pages.pop().as_deref(), Some(""), "pdftotext ends each page");
        pages
    }

    /// The text in reading order, in one line.
    pub(crate) fn words(&self) -> String {
        in_one_line(&self.text_of("pdftotext", &[], &["-"]))
    }

    pub(crate) fn info(&self) -> String {
        self.text_of("pdfinfo", &[], &[])
    }

    pub(crate) fn metadata(&self) -> String {
        self.text_of("pdfinfo", &["-meta"], &[])
    }

    /// The file's objects, uncompressed.
    pub(crate) fn raw(&self) -> String {
        let output = self.run("qpdf", &["--qdf", "--object-streams=disable"], &["-"]);
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    pub(crate) fn check_sound(&self) {
        let said = self.text_of("qpdf", &["--check"], &[]);
        assert!(
            said.contains("No syntax or stream encoding errors found"),
            "{said}"
        );
    }

    /// A page as a grey picture (PGM) at 200 dpi.
    pub(crate) fn picture(&self, page: usize) -> Vec<u8> {
        let page = page.to_string();
        self.run(
            "pdftoppm",
            &["-gray", "-r", "200", "-f", &page, "-l", &page],
            &["picture"],
        );
        let written = fs::read_dir(self.folder.path())
            .expect("the folder")
            .filter_map(|entry| Some(entry.ok()?.path()))
            .find(|path| path.extension().is_some_and(|extension| extension == "pgm"))
            .expect("a picture");
        let bytes = fs::read(&written).expect("the picture");
        fs::remove_file(written).expect("the picture goes");
        bytes
    }

    /// What a scanner reads on a page.
    pub(crate) fn code(&self, page: usize) -> String {
        let picture = self.folder.path().join("scan.pgm");
        fs::write(&picture, self.picture(page)).expect("the scan");
        let output = Command::new("zbarimg")
            .args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"])
            .arg(&picture)
            .output()
            .expect("zbarimg is needed for this test");
        let said = String::from_utf8(output.stdout).expect("text");
        said.strip_suffix('\n').expect("one code").to_owned()
    }

    /// Fails when ink stands within 7 mm of an edge of any page.
    pub(crate) fn check_margins(&self) {
        for page in 1..=self.pages().len() {
            let pgm = self.picture(page);
            let (width, height, dots) = read_pgm(&pgm);
            let edge = 7 * 200 * 10 / 254;
            for (index, dot) in dots.iter().enumerate() {
                let (x, y) = (index % width, index / width);
                let inside =
                    (edge..width - edge).contains(&x) && (edge..height - edge).contains(&y);
                assert!(inside || *dot > 128, "page {page}: ink at {x}, {y}");
            }
        }
    }
}

fn read_pgm(pgm: &[u8]) -> (usize, usize, &[u8]) {
    let mut parts = pgm.splitn(4, u8::is_ascii_whitespace);
    let mut next = || parts.next().expect("a part of the head");
    assert_eq!(next(), b"P5");
    let number =
        |bytes: &[u8]| -> usize { String::from_utf8_lossy(bytes).parse().expect("a number") };
    let (width, height) = (number(next()), number(next()));
    (width, height, &pgm[pgm.len() - width * height..])
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
