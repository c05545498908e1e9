//! The real thing: pages through the real `lp` and a real CUPS to a printer on loopback. They
//! arrive byte for byte, and lie nowhere but in the vault and the spool.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::SystemTime;

use domain::fault::Code;
use domain::printing::{JobState, PaperSize, Printers as _, SpoolAdvice};
use office::papers::{PrintChoice, PrintState, ReprintGround};
use office::{Office, Ports, Session};
use testkit::{TestOffice, intake, passphrase};

use super::cups::{Cups, wait};
use super::ipp::Printer;
use crate::deskctl::{Home, of_role, program};

const QUEUE: &str = "quay_1";

/// A name that stands nowhere else on this machine.
const NAME: &str = "Quạnhzuvô Thị Ỷ";

/// A CUPS with one queue to a printer of its own.
fn system() -> (Cups, Printer) {
    let (cups, printer) = (Cups::start(), Printer::listen());
    cups.queue(QUEUE, &printer.uri());
    (cups, printer)
}

fn choice(paper: PaperSize) -> PrintChoice {
    PrintChoice {
        printer: QUEUE.to_owned(),
        copies: 1,
        paper,
    }
}

/// An office with the real press and this CUPS, one receipt made out.
async fn begun(cups: &Cups) -> (tempfile::TempDir, Office, Session, String) {
    let made = TestOffice::founded().await;
    let place = tempfile::tempdir().unwrap();
    crate::record::copy(&made.path(), place.path());
    let ports = Ports {
        press: Arc::new(paper::Typst),
        printers: Arc::new(cups.printers()),
        ..made.ports()
    };
    let office = Office::open(place.path(), ports).unwrap();
    let session = office.sign_in("desk", passphrase("desk")).await.unwrap();
    let mut person = made.person();
    NAME.clone_into(&mut person.name);
    let visit = intake::with_matters(&person, vec![intake::complaint("Nội dung.")]);
    let added = office.add_visit(&session, &visit).await.unwrap();
    let number = added.files[0].receipt.as_ref().unwrap().number.clone();
    (place, office, session, number)
}

/// The pages of somebody else's receipt.
async fn others(office: &Office, session: &Session) -> Vec<u8> {
    let person = TestOffice::founded().await.person();
    let visit = intake::with_matters(&person, vec![intake::petition("Thêm đèn.")]);
    let added = office.add_visit(session, &visit).await.unwrap();
    let number = &added.files[0].receipt.as_ref().unwrap().number;
    office.receipt_pdf(session, number).await.unwrap().pdf
}

/// The job of the only printing, as far as the system says.
async fn job(office: &Office, session: &Session) -> Option<JobState> {
    office.print_states(session).await.unwrap()[0].job
}

async fn until(office: &Office, session: &Session, state: JobState) {
    for _ in 0..300 {
        if job(office, session).await == Some(state) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("never {state:?}: {:?}", job(office, session).await);
}

/// Files under these folders that were written since then, but those under `known`.
fn written_since(begun: SystemTime, folders: &[PathBuf], known: &[&Path]) -> Vec<PathBuf> {
    let mut left: Vec<PathBuf> = folders.to_vec();
    let mut found = Vec::new();
    while let Some(folder) = left.pop() {
        // Folders of others, and what is gone meanwhile.
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            let Ok(about) = std::fs::symlink_metadata(&path) else {
                continue;
            };
            if known.iter().any(|known| path.starts_with(known)) {
                continue;
            }
            if about.is_dir() {
                // The spool of a test that runs beside this one may hold the same invented receipt.
                if !path.join("cups-files.conf").exists() || folders.contains(&path) {
                    left.push(path);
                }
            } else if about.is_file() && about.modified().is_ok_and(|at| at >= begun) {
                found.push(path);
            }
        }
    }
    found
}

/// Pieces of the pages that stand in no other receipt's: the fonts and the frame of a PDF are alike.
fn needles(pdf: &[u8], other: &[u8]) -> Vec<Vec<u8>> {
    let own: Vec<Vec<u8>> = pdf
        .chunks_exact(64)
        .filter(|piece| !other.windows(64).any(|window| window == *piece))
        .step_by(7)
        .take(8)
        .map(<[u8]>::to_vec)
        .collect();
    assert!(own.len() >= 4, "the pages have pieces of their own");
    own
}

fn holds(path: &Path, needles: &[Vec<u8>]) -> bool {
    let bytes = std::fs::read(path).unwrap_or_default();
    needles
        .iter()
        .any(|needle| bytes.windows(needle.len()).any(|window| window == needle))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_arrive_byte_for_byte_and_lie_nowhere_but_in_vault_and_spool() {
    // The disk's own clock: what is written from now on is younger than this file.
    let mark = tempfile::NamedTempFile::new().unwrap();
    let since = mark.as_file().metadata().unwrap().modified().unwrap();
    let (cups, printer) = system();
    let (place, office, session, number) = begun(&cups).await;
    office
        .print_receipt(&session, &number, &choice(PaperSize::A5))
        .await
        .unwrap();
    let pdf = office.receipt_pdf(&session, &number).await.unwrap().pdf;
    wait("the job arrives", || !printer.documents().is_empty());
    assert!(printer.documents() == [pdf.clone()], "byte for byte");
    until(&office, &session, JobState::Done).await;
    assert_eq!(
        office.print_states(&session).await.unwrap()[0].state,
        PrintState::Sent
    );
    let mut looked_for = needles(&pdf, &others(&office, &session).await);
    looked_for.push(NAME.as_bytes().to_vec());
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let folders: Vec<PathBuf> = [
        std::env::temp_dir(),
        "/tmp".into(),
        "/var/tmp".into(),
        "/dev/shm".into(),
    ]
    .into_iter()
    .chain(home)
    .chain(["/var/spool".into(), "/var/log".into(), "/var/cache".into()])
    .collect();
    // A page somebody did leave about, so that a search that finds nothing says something.
    let decoy = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(decoy.path(), &pdf).unwrap();
    let files = written_since(since, &folders, &[place.path(), cups.folder()]);
    let mut found: Vec<_> = files
        .iter()
        .filter(|file| holds(file, &looked_for))
        .collect();
    found.dedup();
    assert!(
        !found.is_empty() && found.iter().all(|file| *file == decoy.path()),
        "{found:?}"
    );
    // What the spool keeps of its own is told: the pages are gone with the job, a list stays.
    let kept = written_since(since, &[cups.folder().to_owned()], &[]);
    let kept: Vec<_> = kept
        .iter()
        .filter(|file| holds(file, &looked_for))
        .collect();
    assert!(kept.is_empty(), "PreserveJobFiles No keeps none: {kept:?}");
    assert_eq!(cups.printers().advice(), [SpoolAdvice::KeepsList]);
    let log = std::fs::read_to_string(cups.log()).unwrap();
    assert!(
        log.contains("reception-desk") && !log.contains(&number),
        "a neutral title"
    );
    office.end(session).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roll_on_a_raw_queue_gets_dots_and_a4_a_pdf() {
    let (cups, printer) = system();
    let (_place, office, session, number) = begun(&cups).await;
    office
        .print_receipt(&session, &number, &choice(PaperSize::Roll80))
        .await
        .unwrap();
    wait("dots arrive", || printer.documents().len() == 1);
    let dots = &printer.documents()[0];
    assert!(dots.starts_with(b"\x1b@\x1dv0\0") && dots.ends_with(b"\x1dVB\0"));
    let again = choice(PaperSize::A4Half);
    let never = ReprintGround::NeverSeen;
    office
        .print_again(&session, &number, &again, never)
        .await
        .unwrap();
    wait("pages arrive", || printer.documents().len() == 2);
    assert!(printer.documents()[1].starts_with(b"%PDF-1.7"));
    office.end(session).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn out_of_paper_is_seen_and_the_job_goes_on_when_the_tray_is_filled() {
    let (cups, printer) = system();
    let (_place, office, session, number) = begun(&cups).await;
    printer.run_out_of_paper();
    office
        .print_receipt(&session, &number, &choice(PaperSize::A5))
        .await
        .unwrap();
    until(&office, &session, JobState::Stopped).await;
    let told = office.printers().await.unwrap().printers.remove(0);
    assert_eq!(told.told.as_deref(), Some("print.printer.out_of_paper"));
    printer.fill();
    until(&office, &session, JobState::Done).await;
    office.end(session).await.unwrap();
}

/// The receipt is printed and lies in the queue, whose printer was stopped.
async fn held_up(cups: &Cups, office: &Office, session: &Session, number: &str) {
    cups.admin("cupsdisable", &[QUEUE]);
    let choice = choice(PaperSize::A5);
    let sent = office.print_receipt(session, number, &choice);
    sent.await.unwrap();
    until(office, session, JobState::Stopped).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_queue_an_absent_printer_and_an_absent_service_are_told_apart() {
    let (mut cups, printer) = system();
    cups.queue("xa", "ipp://127.0.0.1:1/ipp/print");
    let (_place, office, session, number) = begun(&cups).await;
    held_up(&cups, &office, &session, &number).await;
    assert!(printer.documents().is_empty());
    let told = |printers: office::papers::PrintersView, name: &str| {
        let row = printers.printers.into_iter().find(|row| row.name == name);
        row.unwrap().told
    };
    let stopped = told(office.printers().await.unwrap(), QUEUE);
    assert_eq!(stopped.as_deref(), Some("print.printer.stopped"));

    let away = PrintChoice {
        printer: "xa".to_owned(),
        ..choice(PaperSize::A5)
    };
    let never = ReprintGround::NeverSeen;
    office
        .print_again(&session, &number, &away, never)
        .await
        .unwrap();
    until(&office, &session, JobState::Stopped).await;
    let gone = told(office.printers().await.unwrap(), "xa");
    assert_eq!(gone.as_deref(), Some("print.printer.away"));
    cups.admin("cancel", &["-a", "xa"]);
    until(&office, &session, JobState::Gone).await;

    cups.admin("cupsreject", &[QUEUE]);
    let refused = office
        .print_again(&session, &number, &choice(PaperSize::A5), never)
        .await;
    assert_eq!(refused.unwrap_err().code, Code::PrintPrinterRefusing);
    let nowhere = PrintChoice {
        printer: "nowhere".to_owned(),
        ..choice(PaperSize::A5)
    };
    let refused = office.print_again(&session, &number, &nowhere, never).await;
    assert_eq!(refused.unwrap_err().code, Code::PrintPrinterUnknown);
    cups.stop();
    let refused = office
        .print_again(&session, &number, &choice(PaperSize::A5), never)
        .await;
    assert_eq!(refused.unwrap_err().code, Code::PrintNoService);
    assert_eq!(job(&office, &session).await, None, "nothing can be said");
    assert!(
        office.receipt_pdf(&session, &number).await.is_ok(),
        "the record stands"
    );
    office.end(session).await.unwrap();
}

/// Files of jobs in the spool: what is to be printed, in clear.
fn data_files(cups: &Cups) -> usize {
    let files = std::fs::read_dir(cups.folder().join("spool")).unwrap();
    let names = files.map(|file| file.unwrap().file_name());
    names
        .filter(|name| name.to_string_lossy().starts_with('d'))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_never_seen_does_not_come_out_when_its_printer_is_mended() {
    let (cups, first) = system();
    let second = Printer::listen();
    cups.queue("quay_2", &second.uri());
    let (_place, office, session, number) = begun(&cups).await;
    held_up(&cups, &office, &session, &number).await;
    assert_eq!(data_files(&cups), 1, "it lies in the queue");
    let other = PrintChoice {
        printer: "quay_2".to_owned(),
        ..choice(PaperSize::A5)
    };
    let never = ReprintGround::NeverSeen;
    let reprinted = office.print_again(&session, &number, &other, never).await;
    assert!(reprinted.unwrap().may_come_out.is_empty(), "surely none");
    wait("the second arrives", || second.documents().len() == 1);
    until(&office, &session, JobState::Done).await;
    wait("no page is kept", || data_files(&cups) == 0);
    cups.admin("cupsenable", &[QUEUE]);
    // A job that comes later has gone through: nothing stood before it.
    let pdf = office.receipt_pdf(&session, &number).await.unwrap().pdf;
    office.seen_in_hand(&session, &number).await.unwrap();
    let lost = ReprintGround::Lost;
    let first_queue = choice(PaperSize::A5);
    let next = office.print_again(&session, &number, &first_queue, lost);
    next.await.unwrap();
    wait("the next copy arrives", || !first.documents().is_empty());
    let arrived = first.documents();
    assert!(
        arrived.len() == 1 && arrived[0] != pdf,
        "not the first paper"
    );
    office.end(session).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_that_its_printer_holds_already_is_said_to_come_out() {
    let (cups, printer) = system();
    let second = Printer::listen();
    cups.queue("quay_2", &second.uri());
    let (_place, office, session, number) = begun(&cups).await;
    printer.run_out_of_paper();
    office
        .print_receipt(&session, &number, &choice(PaperSize::A5))
        .await
        .unwrap();
    until(&office, &session, JobState::Stopped).await;
    let other = PrintChoice {
        printer: "quay_2".to_owned(),
        ..choice(PaperSize::A5)
    };
    let never = ReprintGround::NeverSeen;
    let reprinted = office.print_again(&session, &number, &other, never).await;
    assert_eq!(reprinted.unwrap().may_come_out, [QUEUE]);
    wait("the second arrives", || second.documents().len() == 1);
    // Out of the queue it is all the same, and no page of it is kept.
    wait("no page is kept", || data_files(&cups) == 0);
    // One that was printed and not looked for cannot be taken back either.
    until(&office, &session, JobState::Done).await;
    printer.fill();
    let reprinted = office
        .print_again(&session, &number, &choice(PaperSize::A5), never)
        .await;
    assert_eq!(reprinted.unwrap().may_come_out, [QUEUE, "quay_2"]);
    office.end(session).await.unwrap();
}

/// Of what a traced process opened, the paths it could write to.
fn opened_for_writing(trace: &str) -> Vec<String> {
    trace
        .lines()
        .filter(|line| {
            ["O_WRONLY", "O_RDWR", "O_CREAT", "creat("]
                .iter()
                .any(|flag| line.contains(flag))
        })
        .filter(|line| !line.contains(" = -1 "))
        .filter_map(|line| Some(line.split('"').nth(1)?.to_owned()))
        .collect()
}

#[test]
fn neither_the_desk_nor_lp_opens_a_file_to_put_pages_in() {
    let (cups, printer) = system();
    let home = Home::new();
    let told = home
        .run(&["demo", "--people", "3", "--visits", "3", "--files", "3"])
        .good();
    for user in told["users"].as_array().unwrap() {
        let text = |key: &str| user[key].as_str().unwrap();
        home.passphrase_file(text("name"), text("passphrase"));
    }
    let user = of_role(&told, "supervisor");
    let states = home.run_as(user, &["receipt", "states"]).good();
    let waiting = states["states"].as_array().unwrap();
    assert!(waiting.iter().all(|state| state["state"] == "never_sent"));
    let trace = home.outside("trace");
    let output = home
        .command(Path::new("strace"))
        .args(["-f", "-qq", "-e", "trace=open,openat,openat2,creat", "-o"])
        .arg(&trace)
        .arg(program())
        .args(["--json", "receipt", "print", "A-2026-000001"])
        .args(["--printer", QUEUE, "--user", user, "--passphrase-file"])
        .arg(home.outside(&format!("passphrase-{user}")))
        .arg("--vault")
        .arg(home.vault())
        .env("CUPS_SERVER", cups.server())
        .stdin(Stdio::null())
        .output()
        .expect("strace is needed for this test");
    assert!(output.status.success(), "{output:?}");
    wait("the job arrives", || !printer.documents().is_empty());
    assert!(printer.documents()[0].starts_with(b"%PDF-1.7"));
    let trace = std::fs::read_to_string(trace).unwrap();
    assert!(trace.contains("desk.db"), "the trace saw the desk at work");
    assert!(trace.matches("libcups").count() >= 2, "and lp and lpstat");
    let strange: Vec<_> = opened_for_writing(&trace)
        .into_iter()
        .filter(|path| !Path::new(path).starts_with(home.vault()))
        .filter(|path| !["/dev/null", "/dev/tty"].contains(&path.as_str()))
        .collect();
    // Which job it was is noted, to take it back, and nothing else is.
    let [note] = strange.as_slice() else {
        panic!("{strange:?}");
    };
    let note = note.strip_suffix(".tmp").expect("it is put in place whole");
    assert!(note.ends_with("/reception-desk/jobs.toml"), "{note}");
    let noted = std::fs::read_to_string(note).unwrap();
    let (key, job) = noted.trim_end().split_once(" = ").unwrap();
    assert_eq!((key.len(), job), ("\"\".1".len() + 36, "\"quay_1-1\""));
    let states = home.run_as(user, &["receipt", "states"]).good();
    assert_eq!(
        states["states"][0]["state"], "unknown",
        "another session asks"
    );
}

#[test]
fn a_path_opened_for_writing_is_seen_in_a_trace() {
    let trace = "1 openat(AT_FDCWD, \"/a\", O_RDONLY|O_CLOEXEC) = 3\n\
        1 openat(AT_FDCWD, \"/b\", O_WRONLY|O_CREAT|O_CLOEXEC, 0666) = 3\n\
        1 openat(AT_FDCWD, \"/c\", O_RDWR) = -1 ENOENT (No such file)\n\
        1 creat(\"/d\", 0600) = 4\n";
    assert_eq!(opened_for_writing(trace), ["/b", "/d"]);
}
