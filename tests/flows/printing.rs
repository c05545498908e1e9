//! Receipts at the counter: sent, seen in hand, unknown; once more under the same number or the
//! next; the printer away, out of paper, of another kind. The record stands whatever comes out.

mod check;
mod choosing;
mod cups;
mod handing_over;
mod ipp;
mod loopback;
mod sheets;
mod taken_back;

use std::sync::Arc;

use domain::fault::Code;
use domain::printing::{JobState, PaperSize, PrintFault, PrinterState, SpoolAdvice};
use office::papers::{PrintChoice, PrintState, PrintView, ReprintGround};
use office::window::Window;
use office::{Ports, Session};
use serde_json::Value;
use testkit::{PRINTER, TestOffice, intake, passphrase};

use crate::journal::{self, assert_sound};

fn choice() -> PrintChoice {
    PrintChoice {
        printer: PRINTER.to_owned(),
        copies: 1,
        paper: PaperSize::A5,
    }
}

/// An office with one receipt made out by the user who is signed in.
async fn begun() -> (TestOffice, Session, String) {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let number = one_more(&office, &session).await;
    (office, session, number)
}

async fn one_more(office: &TestOffice, session: &Session) -> String {
    let matters = vec![intake::complaint("Nội dung.")];
    let visit = intake::with_matters(&office.person(), matters);
    let added = office.add_visit(session, &visit).await.unwrap();
    added.files[0].receipt.as_ref().unwrap().number.clone()
}

/// Kind and body of every entry about a receipt's paper. Nobody may be signed in.
async fn told(office: &TestOffice) -> Vec<(String, Value)> {
    let kinds = [
        "receipt.sent",
        "receipt.seen",
        "receipt.declined",
        "receipt.voided",
        "receipt.reprinted",
    ];
    let entries = journal::read(office).await.into_iter();
    let about = entries.filter(|written| kinds.contains(&written.kind()));
    about
        .map(|written| (written.kind().to_owned(), written.body.clone().unwrap()))
        .collect()
}

fn facts(view: &PrintView) -> (u32, bool, PrintState) {
    (view.copy, view.reprint, view.state)
}

#[tokio::test]
async fn a_receipt_is_sent_and_then_seen_in_hand() {
    let (office, session, number) = begun().await;
    let waiting = office.print_states(&session).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(facts(&waiting[0]), (0, false, PrintState::NeverSent));
    let two = PrintChoice {
        copies: 2,
        ..choice()
    };
    let sent = office.print_receipt(&session, &number, &two).await.unwrap();
    assert_eq!(facts(&sent), (0, false, PrintState::Sent));
    assert_eq!(
        (sent.printer.as_str(), sent.at.as_str()),
        (PRINTER, "09:00")
    );
    let paper = office.receipt_pdf(&session, &number).await.unwrap().pdf;
    let jobs = office.printing().jobs();
    assert_eq!(jobs.len(), 1);
    assert!(
        jobs[0].bytes == paper,
        "the printer gets the record's pages"
    );
    assert_eq!((jobs[0].copies, jobs[0].paper), (2, Some(PaperSize::A5)));

    let listed = office.print_states(&session).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].job, Some(JobState::Printing));
    office.printing().be(PrinterState::Ready, JobState::Done);
    let listed = office.print_states(&session).await.unwrap();
    assert_eq!(listed[0].job, Some(JobState::Done));
    assert_eq!(listed[0].state, PrintState::Sent, "done is not seen");

    let again = office.print_receipt(&session, &number, &choice()).await;
    assert_eq!(again.unwrap_err().code, Code::PrintAlready);
    let seen = office.seen_in_hand(&session, &number).await.unwrap();
    assert_eq!(facts(&seen), (0, false, PrintState::Seen));
    let twice = office.seen_in_hand(&session, &number).await.unwrap_err();
    assert_eq!(twice.code, Code::PrintNotSent);
    assert_eq!(office.printing().jobs().len(), 1);
    office.end(session).await.unwrap();
    let body = serde_json::json!({"copy": 0, "printer": PRINTER, "paper": "a5", "copies": 2});
    let seen = serde_json::json!({"copy": 0});
    let expected = [("receipt.sent", body), ("receipt.seen", seen)];
    let expected = expected.map(|(kind, body)| (kind.to_owned(), body));
    assert_eq!(told(&office).await, expected);
    assert_sound(&office).await;
}

#[tokio::test]
async fn after_a_crash_each_unknown_one_is_asked_about_first() {
    let (mut office, session, first) = begun().await;
    let second = one_more(&office, &session).await;
    for number in [&first, &second] {
        office
            .print_receipt(&session, number, &choice())
            .await
            .unwrap();
    }
    office.seen_in_hand(&session, &second).await.unwrap();
    // The program dies: nothing is ended, the session is only gone.
    drop(session);
    office.reopen();
    let session = office.sign_in_as("window").await;
    let listed = office.print_states(&session).await.unwrap();
    let told: Vec<_> = listed
        .iter()
        .map(|view| (view.number.as_str(), view.state, view.job))
        .collect();
    let expected = [
        (first.as_str(), PrintState::Unknown, None),
        (second.as_str(), PrintState::Seen, None),
    ];
    assert_eq!(told, expected);
    // Whoever sits there now looks, and says that it lies there.
    let seen = office.seen_in_hand(&session, &first).await.unwrap();
    assert_eq!(seen.state, PrintState::Seen);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn an_unknown_one_of_an_earlier_day_is_still_asked_about_and_a_seen_one_is_not() {
    let (office, session, first) = begun().await;
    let second = one_more(&office, &session).await;
    for number in [&first, &second] {
        office
            .print_receipt(&session, number, &choice())
            .await
            .unwrap();
    }
    office.seen_in_hand(&session, &second).await.unwrap();
    office.end(session).await.unwrap();
    office.clock().set("2026-11-26T08:00:00+07:00");
    let session = office.sign_in_as("desk").await;
    let listed = office.print_states(&session).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(
        (listed[0].number.as_str(), listed[0].state),
        (first.as_str(), PrintState::Unknown)
    );
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_copy_never_seen_is_printed_again_under_its_number_and_the_earlier_one_is_void() {
    let (office, session, number) = begun().await;
    let never = ReprintGround::NeverSeen;
    let early = office
        .print_again(&session, &number, &choice(), never)
        .await;
    assert_eq!(early.unwrap_err().code, Code::PrintNotSent);
    office
        .print_receipt(&session, &number, &choice())
        .await
        .unwrap();
    let again = office
        .print_again(&session, &number, &choice(), never)
        .await
        .unwrap();
    assert_eq!(facts(&again), (0, false, PrintState::Sent));
    let jobs = office.printing().jobs();
    assert!(jobs[0].bytes == jobs[1].bytes, "the same paper, no mark");
    office.seen_in_hand(&session, &number).await.unwrap();
    let seen = office
        .print_again(&session, &number, &choice(), never)
        .await;
    assert_eq!(seen.unwrap_err().code, Code::PrintSeen);
    office.end(session).await.unwrap();
    let kinds: Vec<_> = told(&office).await;
    let kinds: Vec<_> = kinds.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(
        kinds,
        [
            "receipt.sent",
            "receipt.voided",
            "receipt.sent",
            "receipt.seen"
        ]
    );
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_lost_one_is_the_next_copy_and_marked() {
    let (office, session, number) = begun().await;
    office
        .print_receipt(&session, &number, &choice())
        .await
        .unwrap();
    office.seen_in_hand(&session, &number).await.unwrap();
    let lost = ReprintGround::Lost;
    for copy in 1..=2 {
        let again = office
            .print_again(&session, &number, &choice(), lost)
            .await
            .unwrap();
        assert_eq!(facts(&again), (copy, true, PrintState::Sent));
        let job = office.printing().jobs().pop().unwrap();
        let text = String::from_utf8(job.bytes).unwrap();
        assert!(text.contains(&format!("reprint: {copy}")), "marked");
        office.seen_in_hand(&session, &number).await.unwrap();
    }
    office.end(session).await.unwrap();
    let copies: Vec<_> = told(&office)
        .await
        .into_iter()
        .map(|(kind, body)| (kind, body["copy"].as_u64().unwrap()))
        .collect();
    let one = |kind: &str, copy| (kind.to_owned(), copy);
    let expected: Vec<_> = [0, 1, 2]
        .into_iter()
        .flat_map(|copy| {
            let marked = (copy > 0).then(|| one("receipt.reprinted", copy));
            let paper = [one("receipt.sent", copy), one("receipt.seen", copy)];
            marked.into_iter().chain(paper)
        })
        .collect();
    assert_eq!(copies, expected);
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_printer_that_fails_is_told_plainly_and_the_record_stands() {
    let (office, session, number) = begun().await;
    for (fault, code) in [
        (PrintFault::NoSystem, Code::PrintNoSystem),
        (PrintFault::NoService, Code::PrintNoService),
        (PrintFault::NoPrinter, Code::PrintPrinterUnknown),
    ] {
        office.printing().fail(Some(fault));
        let refused = office.print_receipt(&session, &number, &choice()).await;
        assert_eq!(refused.unwrap_err().code, code);
        assert!(office.receipt_pdf(&session, &number).await.is_ok());
        let listed = office.print_states(&session).await.unwrap();
        assert_eq!(facts(&listed[0]), (0, false, PrintState::NeverSent));
    }
    office.printing().fail(None);
    office
        .printing()
        .be(PrinterState::Refusing, JobState::Waiting);
    let refused = office.print_receipt(&session, &number, &choice()).await;
    assert_eq!(refused.unwrap_err().code, Code::PrintPrinterRefusing);
    office.printing().be(PrinterState::Ready, JobState::Waiting);
    office
        .print_receipt(&session, &number, &choice())
        .await
        .unwrap();
    // A reprint that fails leaves the paper before it as it was.
    office.printing().fail(Some(PrintFault::NoService));
    for ground in [ReprintGround::NeverSeen, ReprintGround::Lost] {
        let refused = office
            .print_again(&session, &number, &choice(), ground)
            .await;
        assert_eq!(refused.unwrap_err().code, Code::PrintNoService);
    }
    let listed = office.print_states(&session).await.unwrap();
    assert_eq!((listed.len(), listed[0].job), (1, None), "nothing is known");
    office.end(session).await.unwrap();
    assert_eq!(told(&office).await.len(), 1, "one paper was sent");
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_reprint_whose_paper_failed_is_printed_like_a_first_one_later() {
    let (office, session, number) = begun().await;
    office
        .print_receipt(&session, &number, &choice())
        .await
        .unwrap();
    office.seen_in_hand(&session, &number).await.unwrap();
    // Seen by the list, gone when the pages come.
    office.printing().fail(Some(PrintFault::Failed));
    let lost = ReprintGround::Lost;
    let refused = office.print_again(&session, &number, &choice(), lost).await;
    assert_eq!(refused.unwrap_err().code, Code::PrintFailed);
    office.printing().fail(None);
    let listed = office.print_states(&session).await.unwrap();
    assert_eq!(facts(&listed[0]), (1, true, PrintState::NeverSent));
    // What was never handed over cannot be lost: asked for so, it is the same copy all the same.
    let printed = office
        .print_again(&session, &number, &choice(), lost)
        .await
        .unwrap();
    assert_eq!(facts(&printed), (1, true, PrintState::Sent));
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn out_of_paper_and_stopped_are_shown_and_nothing_is_seen_by_itself() {
    let (office, session, number) = begun().await;
    office
        .print_receipt(&session, &number, &choice())
        .await
        .unwrap();
    for (state, key) in [
        (PrinterState::OutOfPaper, "print.printer.out_of_paper"),
        (PrinterState::Stopped, "print.printer.stopped"),
        (PrinterState::Away, "print.printer.away"),
    ] {
        office.printing().be(state, JobState::Stopped);
        office.printing().advise(&[SpoolAdvice::KeepsPages]);
        let seen = office.printers().await.unwrap();
        assert_eq!(seen.printers[0].told.as_deref(), Some(key));
        assert!(!seen.printers[0].ready);
        assert_eq!(seen.advice, ["print.advice.keeps_pages"]);
        let listed = office.print_states(&session).await.unwrap();
        assert_eq!(listed[0].job, Some(JobState::Stopped));
        assert_eq!(listed[0].state, PrintState::Sent);
    }
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_roll_on_a_queue_that_shapes_nothing_gets_the_printers_own_language() {
    let (office, session, first) = begun().await;
    let second = one_more(&office, &session).await;
    let third = one_more(&office, &session).await;
    let roll = PrintChoice {
        paper: PaperSize::Roll80,
        ..choice()
    };
    office.print_receipt(&session, &first, &roll).await.unwrap();
    office.printing().be_raw();
    office
        .print_receipt(&session, &second, &roll)
        .await
        .unwrap();
    office
        .print_receipt(&session, &third, &choice())
        .await
        .unwrap();
    let waiting = office.give_number(&session).await.unwrap();
    let visit = waiting.visit.parse().unwrap();
    office.print_slip(&session, visit, &choice()).await.unwrap();
    let papers: Vec<_> = office
        .printing()
        .jobs()
        .iter()
        .map(|job| job.paper)
        .collect();
    assert_eq!(
        papers,
        [Some(PaperSize::Roll80), None, Some(PaperSize::A5), None]
    );
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_slip_says_who_waits_before_and_leaves_nothing_in_the_record() {
    let (office, session, _) = begun().await;
    let mut last = None;
    for _ in 0..3 {
        last = Some(office.give_number(&session).await.unwrap());
    }
    let (last, before) = (last.unwrap(), journal_length(&office, &session).await);
    let visit = last.visit.parse().unwrap();
    let pages = office.slip_pages(&session, visit).await.unwrap();
    assert!(
        pages[0].contains(&last.number) && pages[0].contains("ahead: 2"),
        "{pages:?}"
    );
    office.print_slip(&session, visit, &choice()).await.unwrap();
    let job = office.printing().jobs().pop().unwrap();
    assert_eq!(job.paper, Some(PaperSize::Roll80));
    assert_eq!(journal_length(&office, &session).await, before);
    let nobody = uuid::Uuid::from_u128(1).to_string().parse().unwrap();
    let unknown = office.print_slip(&session, nobody, &choice()).await;
    assert_eq!(unknown.unwrap_err().code, Code::VisitUnknown);
    office.end(session).await.unwrap();
}

async fn journal_length(office: &TestOffice, session: &Session) -> i64 {
    let verified = office.verify(session, &mut |_| true).await.unwrap();
    verified.entries
}

#[tokio::test]
async fn a_choice_that_is_none_is_refused_before_anything_is_laid_out() {
    let (office, session, number) = begun().await;
    let with = |printer: &str, copies| PrintChoice {
        printer: printer.to_owned(),
        copies,
        paper: PaperSize::A5,
    };
    for (choice, code) in [
        (with("-oraw", 1), Code::PrintPrinterName),
        (with("a b", 1), Code::PrintPrinterName),
        (with("../q", 1), Code::PrintPrinterName),
        (with("", 1), Code::PrintNotChosen),
        (with("elsewhere", 1), Code::PrintPrinterUnknown),
        (with(PRINTER, 0), Code::PrintCopies),
        (with(PRINTER, 10), Code::PrintCopies),
    ] {
        let refused = office
            .print_receipt(&session, &number, &choice)
            .await
            .unwrap_err();
        assert_eq!(refused.code, code, "{choice:?}");
    }
    assert!(office.printing().jobs().is_empty());
    office.end(session).await.unwrap();
    assert!(told(&office).await.is_empty());
}

#[tokio::test]
async fn the_window_remembers_the_printer_of_this_machine_and_nothing_else() {
    let (office, session, number) = begun().await;
    office.end(session).await.unwrap();
    let place = tempfile::tempdir().unwrap();
    crate::record::copy(&office.path(), place.path());
    let machine = tempfile::tempdir().unwrap();
    let printing = Arc::new(testkit::FakePrinters::default());
    let ports = || Ports {
        printers: Arc::<testkit::FakePrinters>::clone(&printing),
        machine: Some(machine.path().join("reception-desk")),
        ..office.ports()
    };
    let window = Window::open(place.path(), ports()).unwrap();
    let locked = window.print_states().await.unwrap_err();
    assert_eq!(locked.code, Code::SessionEnded);
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    let first = window.printers().await.unwrap().chosen;
    assert_eq!(first, Some(choice()), "there is no other");
    let page = |pages: Vec<String>| pages[0].clone();
    let a5 = page(window.receipt_pages(&number, None).await.unwrap());
    assert!(a5.contains(" a5 "), "{a5}");
    let roll = window.receipt_pages(&number, Some(PaperSize::Roll80)).await;
    let roll = page(roll.unwrap());
    assert!(roll.contains(" roll80 "), "what is chosen is shown: {roll}");
    let choice = PrintChoice {
        paper: PaperSize::A4Half,
        ..choice()
    };
    window.print_receipt(&number, &choice).await.unwrap();
    window.lock().await.unwrap();
    drop(window);

    let window = Window::open(place.path(), ports()).unwrap();
    let nobody = window.printers().await.unwrap_err();
    assert_eq!(nobody.code, Code::SessionEnded);
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    assert_eq!(window.printers().await.unwrap().chosen, Some(choice));
    let a4 = page(window.receipt_pages(&number, None).await.unwrap());
    assert!(a4.contains(" a4_half "), "the preview is what is printed");
    let seen = window.seen_in_hand(&number).await.unwrap();
    assert_eq!(seen.state, PrintState::Seen);
    window.lock().await.unwrap();
    let note = std::fs::read_to_string(machine.path().join("reception-desk/print.toml")).unwrap();
    assert_eq!(
        note,
        format!("printer = \"{PRINTER}\"\ncopies = 1\npaper = \"a4_half\"\noffice = \"\"\n")
    );
}
