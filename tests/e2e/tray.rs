//! The paper that came out of a printer, read by stock tools.
//!
//! Purpose: a printer that keeps its paper, and the code on it. Must never: read what was not printed.

use std::path::{Path, PathBuf};
use std::process::Command;

use testkit::spooler;

/// A printer whose paper is kept.
pub(crate) struct Tray {
    folder: PathBuf,
}

impl Tray {
    /// Stands where the program of this folder prints.
    pub(crate) fn under(folder: &Path) -> Self {
        spooler::stands_in(folder);
        let tray = folder.join("tray");
        std::fs::create_dir_all(&tray).expect("a tray");
        let lp = format!(
            "#!/bin/sh\ncat > \"{0}/$$.part\" && mv \"{0}/$$.part\" \"{0}/$$.pdf\"\n\
             echo 'request id is Quay-A-1 (1 file(s))'\n",
            tray.display()
        );
        std::fs::write(folder.join("programs/lp"), lp).expect("the printer stands in");
        Self { folder: tray }
    }

    /// What the code on the paper of this receipt says; the paper is waited for.
    pub(crate) async fn code(&self, number: &str) -> String {
        for _ in 0..150 {
            if let Some(paper) = self.paper(number) {
                let picture = paper.with_extension("");
                let [paper, picture] = [&paper, &picture].map(|path| path.to_str().unwrap());
                let page = [
                    "-r",
                    "200",
                    "-l",
                    "1",
                    "-png",
                    "-singlefile",
                    paper,
                    picture,
                ];
                stock_tool("pdftoppm", &page);
                let read = stock_tool("zbarimg", &["-q", "--raw", &format!("{picture}.png")]);
                let code = read.lines().next().unwrap_or_default().to_owned();
                assert!(code.len() > 100, "{number}: {code:?}");
                return code;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("no paper of {number}");
    }

    fn paper(&self, number: &str) -> Option<PathBuf> {
        let papers = std::fs::read_dir(&self.folder).unwrap();
        let paths = papers.map(|paper| paper.unwrap().path());
        let mut pdfs = paths.filter(|path| path.extension().is_some_and(|end| end == "pdf"));
        pdfs.find(|path| stock_tool("pdftotext", &[path.to_str().unwrap(), "-"]).contains(number))
    }
}

/// A program that ends well; what it says.
pub(crate) fn stock_tool(program: &str, words: &[&str]) -> String {
    let done = Command::new(program).args(words).output();
    let done = done.unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(done.status.success(), "{program}: {done:?}");
    String::from_utf8_lossy(&done.stdout).into_owned()
}
