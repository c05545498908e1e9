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

    /// Each word with its box, a line each.
    pub(crate) fn boxes(&self) -> String {
        self.text_of("pdftotext", &["-bbox"], &["-"])
    }

    /// Size of the smallest letters, points: a word's box is about as high as its font's ascent.
    pub(crate) fn smallest_letters(&self) -> f64 {
        /// Ascent of Tinos over its size; the box is a little higher in some of its faces.
        const TINOS: f64 = 0.891;
        let boxes = self.boxes();
        let of = |line: &str, name: &str| -> f64 {
            let from = line.split(name).nth(1).expect("a box has sides");
            let text = from.split('"').nth(1).expect("a side has a value");
            text.parse().expect("it is a number")
        };
        let words = boxes.lines().filter(|line| line.contains("<word "));
        let heights = words.map(|line| of(line, "yMax=") - of(line, "yMin="));
        heights.fold(f64::INFINITY, f64::min) / TINOS
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
        let mut codes = self.codes(page);
        assert_eq!(codes.len(), 1, "one code");
        codes.remove(0)
    }

    /// All a scanner reads on a page.
    pub(crate) fn codes(&self, page: usize) -> Vec<String> {
        scanned(&self.picture(page))
    }

    /// Width, height and dots of a page at 200 dpi.
    pub(crate) fn dots(&self, page: usize) -> (usize, usize, Vec<u8>) {
        let pgm = self.picture(page);
        let (width, height, dots) = read_pgm(&pgm);
        (width, height, dots.to_vec())
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

/// Codes in a picture.
fn scanned(pgm: &[u8]) -> Vec<String> {
    let folder = TempDir::new().expect("a temporary folder");
    let picture = folder.path().join("scan.pgm");
    fs::write(&picture, pgm).expect("the scan");
    let output = Command::new("zbarimg")
        .args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"])
        .arg(&picture)
        .output()
        .expect("zbarimg is needed for this test");
    let said = String::from_utf8(output.stdout).expect("text");
    said.lines().map(str::to_owned).collect()
}

/// The one code in rows of 576 dots, and how many dots wide it is: the longest run of rows whose ink
/// begins and ends where a finder pattern's edges stand.
pub(crate) fn code_in_dots(rows: &[u8]) -> (String, usize) {
    let height = rows.len() / 72;
    let mut pgm = format!("P5\n576 {height}\n255\n").into_bytes();
    pgm.extend(
        rows.iter().flat_map(|byte| {
            (0..8).map(move |bit| if byte >> (7 - bit) & 1 == 1 { 0 } else { 255 })
        }),
    );
    let mut codes = scanned(&pgm);
    assert_eq!(codes.len(), 1, "one code");
    // A module is as wide as the first run of ink in a finder's top row is long, divided by seven.
    let finder = (0..height).find_map(|y| {
        let row = &pgm[pgm.len() - (height - y) * 576..][..576];
        let mut runs = Vec::new();
        let mut begin = None;
        for (x, dot) in row.iter().chain(&[255]).enumerate() {
            match (begin, *dot == 0) {
                (None, true) => begin = Some(x),
                (Some(from), false) => {
                    runs.push((from, x - from));
                    begin = None;
                }
                _ => {}
            }
        }
        let ((left, first), (right, last)) = (*runs.first()?, *runs.last()?);
        let tops = runs.len() > 2 && first == last && first % 7 == 0 && first >= 28;
        tops.then_some(right + last - left)
    });
    (codes.remove(0), finder.expect("the top of two finders"))
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
