//! Against programs that stand in for `lp` and `lpstat`; the flows print through the real ones.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Instant;

use domain::printing::{PrinterName, PrinterState};
use tempfile::TempDir;

use super::*;

/// A folder whose programs are these shell scripts, and the printing system found in it.
fn system(programs: &[(&str, &str)]) -> (TempDir, Lp) {
    let folder = tempfile::tempdir().unwrap();
    for (name, script) in programs {
        let path = folder.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut path = folder.path().as_os_str().to_owned();
    path.push(":/usr/bin:/bin");
    let lp = Lp::found_in(path).within(Duration::from_secs(5));
    (folder, lp)
}

fn job(content: Content<'_>) -> PrintJob<'_> {
    PrintJob {
        printer: PrinterName::read("quay_1").unwrap(),
        copies: 2,
        content,
    }
}

const PRINTERS: &str = "\
quay_1 accepting requests since Fri Nov 27 01:38:08 2026
cu not accepting requests since Fri Nov 27 01:40:13 2026 -
\tRejecting Jobs
printer quay_1 is idle.  enabled since Fri Nov 27 01:38:08 2026
\tForm mounted:
\tAlerts: none
\tConnection: direct
\tInterface: /etc/cups/ppd/quay_1.ppd
printer cuon now printing cuon-5.  enabled since Fri Nov 27 01:40:15 2026
\tAlerts: none
\tConnection: direct
printer het now printing het-3.  enabled since Fri Nov 27 01:40:15 2026
\tAlerts: media-empty-error
\tConnection: direct
printer dung disabled since Fri Nov 27 01:40:13 2026 -
\tPaused
\tAlerts: paused
\tConnection: direct
printer xa now printing xa-2.  enabled since Fri Nov 27 01:38:09 2026
\tThe printer may not exist or is unavailable at this time.
\tAlerts: none
\tConnection: direct
printer cu is idle.  enabled since Fri Nov 27 01:38:09 2026
\tAlerts: none
\tConnection: direct
printer ket is idle.  enabled since Fri Nov 27 01:38:09 2026
\tAlerts: media-jam-error
\tConnection: direct
printer -x is idle.  enabled since Fri Nov 27 01:38:09 2026
";

#[test]
fn each_printer_is_told_with_what_somebody_has_to_mend() {
    let listed: Vec<_> = told::printers(PRINTERS)
        .into_iter()
        .map(|printer| (printer.name.text().to_owned(), printer.state, printer.raw))
        .collect();
    let expected = [
        ("quay_1", PrinterState::Ready, false),
        ("cuon", PrinterState::Ready, true),
        ("het", PrinterState::OutOfPaper, true),
        ("dung", PrinterState::Stopped, true),
        ("xa", PrinterState::Away, true),
        ("cu", PrinterState::Refusing, true),
        ("ket", PrinterState::NeedsCare, true),
    ];
    let expected = expected.map(|(name, state, raw)| (name.to_owned(), state, raw));
    assert_eq!(listed, expected, "a name that is an option is not offered");
}

#[test]
fn a_job_is_as_far_as_the_system_says_and_no_further() {
    let printers = told::printers(PRINTERS);
    let under_way = told::jobs(
        "quay_1-1  root  1024  Fri\n\tStatus: \n\tAlerts: job-printing\n\tqueued for quay_1\n\
         quay_1-2  root  1024  Fri\n\tAlerts: none\n\tqueued for quay_1\n\
         het-3  root  1024  Fri\n\tAlerts: job-printing\n\
         dung-4  root  1024  Fri\n\tAlerts: none\n\
         quay_1-9  root  1024  Fri\n\tStatus: The printer is not responding.\n\tAlerts: job-printing\n\
         weg-1  root  1024  Fri\n\tAlerts: none\n",
    );
    let ended = told::jobs(
        "quay_1-5  root  1024  Fri\n\tStatus: \n\tAlerts: processing-to-stop-point\n\
         quay_1-6  root  1024  Fri\n\tAlerts: job-canceled-by-user\n\
         quay_1-7  root  1024  Fri\n\tAlerts: aborted-by-system\n",
    );
    for (id, state) in [
        ("quay_1-1", JobState::Printing),
        ("quay_1-2", JobState::Waiting),
        ("het-3", JobState::Stopped),
        ("dung-4", JobState::Stopped),
        ("quay_1-9", JobState::Stopped),
        ("weg-1", JobState::Stopped),
        ("quay_1-5", JobState::Done),
        ("quay_1-6", JobState::Gone),
        ("quay_1-7", JobState::Gone),
        ("quay_1-8", JobState::Gone),
    ] {
        let told = told::state(id, &under_way, &ended, &printers);
        assert_eq!(told, state, "{id}");
    }
}

#[test]
fn a_job_goes_down_a_pipe_with_a_neutral_title_and_a_clean_environment() {
    let script = r#"here=$(dirname "$0"); cat > "$here/got"; printf '%s\n' "$@" > "$here/words"
env | sort > "$here/env"; echo "request id is quay_1-12 (0 file(s))""#;
    let (folder, lp) = system(&[("lp", script)]);
    let lp = lp.served_by(Some("127.0.0.1:6390".into()));
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let id = lp.send(&job(Content::Pdf(b"%PDF pages", PaperSize::A4Half)));
    assert_eq!(id.unwrap().text(), "quay_1-12");
    assert_eq!(read("got"), "%PDF pages");
    let words = read("words");
    let words: Vec<_> = words.lines().collect();
    let expected = [
        "-d",
        "quay_1",
        "-n",
        "2",
        "-t",
        "reception-desk",
        "-o",
        "job-sheets=none",
        "-o",
        "sides=one-sided",
        "-o",
        "print-scaling=none",
        "-o",
        "media=A4",
        "-",
    ];
    assert_eq!(words, expected);
    let env = read("env");
    let names: Vec<_> = env
        .lines()
        .filter_map(|line| Some(line.split_once('=')?.0))
        // The shell's own.
        .filter(|name| !["PWD", "OLDPWD", "SHLVL", "_"].contains(name))
        .collect();
    assert_eq!(names, ["CUPS_SERVER", "LC_ALL", "PATH"]);
    lp.send(&job(Content::Sheet(b"%PDF sheet"))).unwrap();
    assert!(
        read("words").contains("\n-o\nmedia=A4\n-"),
        "{}",
        read("words")
    );
    assert_eq!(read("got"), "%PDF sheet");
    lp.send(&job(Content::Raw(b"\x1b@"))).unwrap();
    assert!(read("words").contains("\n-o\nraw\n-"), "{}", read("words"));
    assert_eq!(read("got"), "\x1b@");
}

#[test]
fn more_than_a_pipe_holds_arrives_whole() {
    let script = r#"cat > "$(dirname "$0")/got"; echo "request id is quay_1-1 (0 file(s))""#;
    let (folder, lp) = system(&[("lp", script)]);
    let pages: Vec<u8> = (0..3_000_000_u32).map(|at| at.to_le_bytes()[1]).collect();
    lp.send(&job(Content::Pdf(&pages, PaperSize::A5))).unwrap();
    assert!(fs::read(folder.path().join("got")).unwrap() == pages);
}

#[test]
fn a_program_that_hangs_is_killed_within_the_limit() {
    let hangs = r#"echo $$ > "$(dirname "$0")/pid"; exec sleep 60"#;
    let (folder, lp) = system(&[("lp", hangs), ("lpstat", hangs)]);
    let lp = lp.within(Duration::from_millis(400));
    let pages = vec![b'x'; 3_000_000];
    let begun = Instant::now();
    let sent = lp.send(&job(Content::Pdf(&pages, PaperSize::A5)));
    assert_eq!(sent, Err(PrintFault::TooLong));
    let pid = fs::read_to_string(folder.path().join("pid")).unwrap();
    let alive = Path::new("/proc").join(pid.trim());
    assert!(!alive.exists(), "it was left running");
    assert_eq!(lp.list(), Err(PrintFault::TooLong));
    assert!(begun.elapsed() < Duration::from_secs(5), "{begun:?}");
}

#[test]
fn a_program_that_breaks_off_may_have_taken_the_job() {
    for script in [
        // It did not read every page, ended by a signal, said no name of the job, or broke off.
        r#"exec 0<&-; echo "request id is quay_1-1 (0 file(s))""#,
        "cat > /dev/null; kill -9 $$",
        "cat > /dev/null; echo taken",
        "cat > /dev/null; echo 'lp: Error - unable to queue from stdin - x.' >&2; exit 1",
    ] {
        let (_folder, lp) = system(&[("lp", script)]);
        let pages = vec![b'x'; 3_000_000];
        let sent = lp.send(&job(Content::Pdf(&pages, PaperSize::A5)));
        assert_eq!(sent, Err(PrintFault::Unclear), "{script}");
        assert!(PrintFault::Unclear.may_have_taken_it());
    }
}

#[test]
fn complaints_are_told_as_codes() {
    for (said, fault) in [
        (
            "lp: Destination \"q\" is not accepting jobs.",
            PrintFault::Refusing,
        ),
        (
            "lp: Error - The printer or class does not exist.",
            PrintFault::NoPrinter,
        ),
        ("lpstat: Scheduler is not running.", PrintFault::NoService),
        ("lpstat: Unable to connect to server", PrintFault::NoService),
        ("lp: something else", PrintFault::Failed),
        ("", PrintFault::Failed),
    ] {
        let script = format!("cat > /dev/null; echo '{said}' >&2; exit 1");
        let (_folder, lp) = system(&[("lp", &script), ("lpstat", &script)]);
        let sent = lp.send(&job(Content::Pdf(b"%PDF", PaperSize::A5)));
        assert_eq!(sent, Err(fault), "{said}");
    }
    let (_folder, lp) = system(&[(
        "lpstat",
        "echo 'lpstat: No destinations added.' >&2; exit 1",
    )]);
    assert_eq!(lp.list(), Ok(Vec::new()));
    let empty = tempfile::tempdir().unwrap();
    let nothing = Lp::found_in(empty.path().as_os_str().to_owned());
    assert_eq!(nothing.list(), Err(PrintFault::NoSystem));
}

/// What `lpstat -o` says of jobs under way and of those that ended; `cancel` notes its words.
fn recalling(under_way: &str, ended: &str, cancel: &str) -> (TempDir, Lp) {
    let lpstat = format!(
        "case \"$*\" in\n*not-completed*) printf '{under_way}';;\n*completed*) printf '{ended}';;\n\
         *) printf 'printer quay_1 is idle.  enabled\\nprinter quay_1-9 is idle.  enabled\\n';;\nesac"
    );
    let cancel = format!(
        r#"printf '%s\n' "$@" > "$(dirname "$0")/words"; env > "$(dirname "$0")/env"; {cancel}"#
    );
    system(&[("lpstat", &lpstat), ("cancel", &cancel)])
}

#[test]
fn a_job_is_surely_taken_back_only_when_its_printing_never_began() {
    const WAITS: &str = r"quay_1-7  root  1024  Fri\n\tAlerts: none\n\tqueued for quay_1\n";
    const BEGUN: &str = r"quay_1-7  root  1024  Fri\n\tStatus: \n\tAlerts: none\n";
    const PRINTS: &str = r"quay_1-7  root  1024  Fri\n\tAlerts: job-printing\n";
    const OTHER: &str = r"quay_1-8  root  1024  Fri\n\tAlerts: none\n";
    for (under_way, ended, cancel, cancelled, surely) in [
        (WAITS, "", "exit 0", true, true),
        // Another number is another job; refused is not taken back.
        (OTHER, "", "exit 0", false, false),
        (WAITS, "", "exit 1", true, false),
        // It may lie in the printer, or half on paper; taken out all the same.
        (BEGUN, "", "exit 0", true, false),
        (PRINTS, "", "exit 0", true, false),
        // Somebody else took it out; it was printed; nobody knows it.
        ("", WAITS, "exit 0", false, true),
        ("", BEGUN, "exit 0", false, false),
        ("", "", "exit 0", false, false),
    ] {
        let (folder, lp) = recalling(under_way, ended, cancel);
        let told = lp.recall(&JobId::read("quay_1-7").unwrap());
        assert_eq!(told, Ok(surely), "{under_way}|{ended}|{cancel}");
        let words = fs::read_to_string(folder.path().join("words"));
        let expected = cancelled.then_some("quay_1-7\n");
        assert_eq!(words.ok().as_deref(), expected, "{under_way}|{ended}");
    }
}

#[test]
fn a_recall_is_hardened_as_a_job_is_and_never_hits_a_queue() {
    const BOTH: &str = r"quay_1-9  root  1024  Fri\n\tAlerts: none\nquay_1-7  root  1024  Fri\n";
    let (folder, lp) = recalling(BOTH, "", "exit 0");
    // A queue has the job's name: `cancel` would take it for the queue.
    assert_eq!(lp.recall(&JobId::read("quay_1-9").unwrap()), Ok(false));
    assert!(!folder.path().join("words").exists());
    let lp = lp.served_by(Some("127.0.0.1:6390".into()));
    assert_eq!(lp.recall(&JobId::read("quay_1-7").unwrap()), Ok(true));
    let env = fs::read_to_string(folder.path().join("env")).unwrap();
    let mut names: Vec<_> = env
        .lines()
        .filter_map(|line| Some(line.split_once('=')?.0))
        .filter(|name| !["PWD", "OLDPWD", "SHLVL", "_"].contains(name))
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["CUPS_SERVER", "LC_ALL", "PATH"]);
    let (_folder, lp) = recalling(BOTH, "", "exec sleep 60");
    let lp = lp.within(Duration::from_millis(400));
    let hung = lp.recall(&JobId::read("quay_1-7").unwrap());
    assert_eq!(hung, Err(PrintFault::TooLong));
    let (folder, lp) = recalling(BOTH, "", "exit 0");
    fs::remove_file(folder.path().join("cancel")).unwrap();
    let alone = Lp {
        path: folder.path().into(),
        ..lp
    };
    let none = alone.recall(&JobId::read("quay_1-7").unwrap());
    assert_eq!(
        none,
        Err(PrintFault::NoSystem),
        "no such program is no recall"
    );
}

#[test]
fn what_the_spool_keeps_is_told_as_far_as_it_can_be_seen() {
    let folder = tempfile::tempdir().unwrap();
    let lp = Lp::found_in(OsString::new()).set_up_in(folder.path());
    assert_eq!(lp.advice(), [SpoolAdvice::Unseen]);
    for (text, advice) in [
        ("", vec![SpoolAdvice::KeepsPages]),
        ("PreserveJobFiles 86400\n", vec![SpoolAdvice::KeepsPages]),
        ("# PreserveJobFiles No\n", vec![SpoolAdvice::KeepsPages]),
        ("PreserveJobFiles No\n", vec![SpoolAdvice::KeepsList]),
        ("preservejobfiles off\nPreserveJobHistory  No\n", Vec::new()),
        (
            "PreserveJobFiles No\nPreserveJobFiles Yes\n",
            vec![SpoolAdvice::KeepsPages],
        ),
    ] {
        fs::write(folder.path().join("cupsd.conf"), text).unwrap();
        assert_eq!(lp.advice(), advice, "{text}");
        for here in [
            "localhost",
            "127.0.0.1:631",
            "/run/cups/cups.sock",
            "[::1]:631",
        ] {
            let lp = lp.clone().served_by(Some(here.into()));
            assert_eq!(lp.advice(), advice, "{here}");
        }
        let away = lp.clone().served_by(Some("in.example.test:631".into()));
        assert_eq!(away.advice(), [SpoolAdvice::Elsewhere]);
    }
    fs::write(
        folder.path().join("client.conf"),
        "ServerName in.example.test\n",
    )
    .unwrap();
    assert_eq!(lp.advice(), [SpoolAdvice::Elsewhere]);
}
