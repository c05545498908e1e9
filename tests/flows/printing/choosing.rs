//! Which printer is offered for what: the machine's habit, the office's settings, the first ready one.

use std::sync::Arc;

use domain::fault::Code;
use domain::printing::{JobId, JobState, PrintFault, PrintJob, Printers, SpoolAdvice};
use domain::printing::{PaperSize, Printer, PrinterName, PrinterState};
use office::Ports;
use office::papers::{PrintChoice, PrintersView};
use office::window::Window;
use testkit::{TestOffice, passphrase};

use super::{begun, one_more};

/// Three queues: one for sheets, one for receipts, a roll that passes bytes on; and one that is away.
struct Several;

impl Printers for Several {
    fn list(&self) -> Result<Vec<Printer>, PrintFault> {
        let queue = |name: &str, state, raw| Printer {
            name: PrinterName::read(name).unwrap(),
            state,
            raw,
        };
        Ok(vec![
            queue("a-away", PrinterState::Away, false),
            queue("cuon", PrinterState::Ready, true),
            queue("laser", PrinterState::Ready, false),
            queue("quay_1", PrinterState::Ready, false),
        ])
    }

    fn send(&self, job: &PrintJob<'_>) -> Result<JobId, PrintFault> {
        Ok(JobId::new(format!("{}-1", job.printer.text())))
    }

    fn states(&self, jobs: &[JobId]) -> Result<Vec<JobState>, PrintFault> {
        Ok(jobs.iter().map(|_| JobState::Done).collect())
    }

    fn advice(&self) -> Vec<SpoolAdvice> {
        Vec::new()
    }
}

fn offered(view: &PrintersView) -> [Option<(&str, PaperSize)>; 3] {
    [&view.chosen, &view.slip, &view.sheet].map(|choice| {
        let choice = choice.as_ref()?;
        assert_eq!(choice.copies, 1);
        Some((choice.printer.as_str(), choice.paper))
    })
}

async fn set(window: &Window, name: &str, value: &str) {
    window.lock().await.unwrap();
    window.sign_in("admin", passphrase("admin")).await.unwrap();
    window.change_setting(name, value).await.unwrap();
    window.lock().await.unwrap();
    window.sign_in("desk", passphrase("desk")).await.unwrap();
}

#[tokio::test]
async fn the_office_says_which_printer_is_for_what_and_the_machine_keeps_its_habit() {
    let (office, session, first): (TestOffice, _, _) = begun().await;
    let second = one_more(&office, &session).await;
    office.end(session).await.unwrap();
    let place = tempfile::tempdir().unwrap();
    crate::record::copy(&office.path(), place.path());
    let machine = tempfile::tempdir().unwrap();
    let ports = Ports {
        printers: Arc::new(Several),
        machine: Some(machine.path().join("reception-desk")),
        ..office.ports()
    };
    let window = Window::open(place.path(), ports).unwrap();
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    let (a5, a4, roll) = (PaperSize::A5, PaperSize::A4Half, PaperSize::Roll80);
    // Nothing is set: the first that is ready; a roll's queue makes nothing of a sheet.
    let view = window.printers().await.unwrap();
    assert_eq!(
        offered(&view),
        [
            Some(("cuon", roll)),
            Some(("cuon", roll)),
            Some(("laser", a4))
        ]
    );
    let shown = window.receipt_pages(&first, None).await.unwrap();
    assert!(
        shown[0].contains(" roll80 "),
        "the preview is what is printed"
    );

    set(&window, "printer.receipt", "quay_1").await;
    set(&window, "printer.slip", "cuon").await;
    set(&window, "printer.sheet", "laser").await;
    let set_by_office = [
        Some(("quay_1", a5)),
        Some(("cuon", roll)),
        Some(("laser", a4)),
    ];
    let view = window.printers().await.unwrap();
    assert_eq!(offered(&view), set_by_office);

    // What worked here is the machine's habit.
    let habit = PrintChoice {
        printer: "laser".to_owned(),
        copies: 1,
        paper: a4,
    };
    window.print_receipt(&first, &habit).await.unwrap();
    let view = window.printers().await.unwrap();
    assert_eq!(view.chosen.as_ref(), Some(&habit));
    assert_eq!(offered(&view)[1..], set_by_office[1..]);

    // A newer word of the office goes before an older habit.
    set(&window, "printer.receipt", "cuon").await;
    let view = window.printers().await.unwrap();
    assert_eq!(offered(&view)[0], Some(("cuon", roll)));
    window.print_receipt(&second, &habit).await.unwrap();
    let view = window.printers().await.unwrap();
    assert_eq!(view.chosen, Some(habit), "and a newer habit stands again");

    // A printer that is gone is passed over.
    set(&window, "printer.sheet", "gone").await;
    let view = window.printers().await.unwrap();
    assert_eq!(offered(&view)[2], Some(("laser", a4)));
    window.lock().await.unwrap();
    window.sign_in("admin", passphrase("admin")).await.unwrap();
    let bad = window.change_setting("printer.slip", "-o raw").await;
    assert_eq!(bad.unwrap_err().code, Code::PrintPrinterName);
    window.lock().await.unwrap();
}
