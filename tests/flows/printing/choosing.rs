//! Which printer is offered for what: the machine's habit, the office's settings, the only one there
//! is. Between two, and in place of one that is gone, nobody but a person chooses.

use std::sync::{Arc, Mutex};

use domain::fault::Code;
use domain::printing::{JobId, JobState, PrintFault, PrintJob, Printers, SpoolAdvice};
use domain::printing::{PaperSize, Printer, PrinterName, PrinterState};
use office::Ports;
use office::papers::{PrintChoice, PrintersView};
use office::window::Window;
use testkit::{TestOffice, passphrase};

use super::{begun, one_more};

/// A queue of that name; whether it passes bytes on as they are.
type Queue = (&'static str, PrinterState, bool);

/// One for sheets, one for receipts, a roll that passes bytes on; and one that is away.
const SEVERAL: [Queue; 4] = [
    ("a-away", PrinterState::Away, false),
    ("cuon", PrinterState::Ready, true),
    ("laser", PrinterState::Ready, false),
    ("quay_1", PrinterState::Ready, false),
];

/// The queues there are at the moment.
struct Several(Mutex<Vec<Queue>>);

impl Several {
    fn of(queues: &[Queue]) -> Arc<Self> {
        Arc::new(Self(Mutex::new(queues.to_vec())))
    }

    fn turn_into(&self, queues: &[Queue]) {
        *self.0.lock().unwrap() = queues.to_vec();
    }
}

impl Printers for Several {
    fn list(&self) -> Result<Vec<Printer>, PrintFault> {
        let queues = self.0.lock().unwrap();
        let queue = |&(name, state, raw): &Queue| Printer {
            name: PrinterName::read(name).unwrap(),
            state,
            raw,
        };
        Ok(queues.iter().map(queue).collect())
    }

    fn send(&self, job: &PrintJob<'_>) -> Result<JobId, PrintFault> {
        Ok(JobId::new(format!("{}-1", job.printer.text())))
    }

    fn states(&self, jobs: &[JobId]) -> Result<Vec<JobState>, PrintFault> {
        Ok(jobs.iter().map(|_| JobState::Done).collect())
    }

    fn recall(&self, _job: &JobId) -> Result<bool, PrintFault> {
        Err(PrintFault::NoSystem)
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
        printers: Several::of(&SEVERAL),
        machine: Some(machine.path().join("reception-desk")),
        ..office.ports()
    };
    let window = Window::open(place.path(), ports).unwrap();
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    let (a5, a4, roll) = (PaperSize::A5, PaperSize::A4Half, PaperSize::Roll80);
    // Nothing is set: there are several, and nobody chose.
    let view = window.printers().await.unwrap();
    assert_eq!((offered(&view), &view.missing), ([None; 3], &None));

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

    // One that is set and gone is told, and nothing goes to another in its place.
    for name in ["printer.sheet", "printer.slip", "printer.receipt"] {
        set(&window, name, "gone").await;
    }
    let view = window.printers().await.unwrap();
    assert_eq!(offered(&view), [None; 3]);
    assert_eq!(view.missing.as_deref(), Some("gone"));
    for name in ["printer.sheet", "printer.slip", "printer.receipt"] {
        set(&window, name, "").await;
    }
    window.lock().await.unwrap();
    window.sign_in("admin", passphrase("admin")).await.unwrap();
    let bad = window.change_setting("printer.slip", "-o raw").await;
    assert_eq!(bad.unwrap_err().code, Code::PrintPrinterName);
    window.lock().await.unwrap();
}

#[tokio::test]
async fn a_printer_that_is_gone_is_told_and_never_replaced_by_one_that_nobody_chose() {
    let (office, session, number): (TestOffice, _, _) = begun().await;
    office.end(session).await.unwrap();
    let place = tempfile::tempdir().unwrap();
    crate::record::copy(&office.path(), place.path());
    let machine = tempfile::tempdir().unwrap();
    let printing = Several::of(&[]);
    let ports = Ports {
        printers: Arc::<Several>::clone(&printing),
        machine: Some(machine.path().join("reception-desk")),
        ..office.ports()
    };
    let window = Window::open(place.path(), ports).unwrap();
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    let (a5, a4, roll) = (PaperSize::A5, PaperSize::A4Half, PaperSize::Roll80);
    let (ready, empty) = (PrinterState::Ready, PrinterState::OutOfPaper);
    // Nobody ever chose: the only one is taken where it is ready, and none of two.
    for (queues, expected) in [
        (
            &[("quay_1", ready, false)][..],
            [
                Some(("quay_1", a5)),
                Some(("quay_1", roll)),
                Some(("quay_1", a4)),
            ],
        ),
        (&[("quay_1", empty, false)], [None; 3]),
        (
            &[("quay_1", ready, false), ("phong-sau", ready, false)],
            [None; 3],
        ),
        (
            &[("quay_1", empty, false), ("phong-sau", ready, false)],
            [None; 3],
        ),
        (
            &[("quay_1", ready, false), ("cuon", ready, true)],
            [None, None, Some(("quay_1", a4))],
        ),
    ] {
        printing.turn_into(queues);
        let view = window.printers().await.unwrap();
        assert_eq!(
            (offered(&view), view.missing.as_ref()),
            (expected, None),
            "{queues:?}"
        );
    }
    // She chose, and printed; then the printer at her counter is gone and the back room's is there.
    printing.turn_into(&SEVERAL);
    let choice = PrintChoice {
        printer: "quay_1".to_owned(),
        copies: 1,
        paper: a5,
    };
    window.print_receipt(&number, &choice).await.unwrap();
    for queues in [
        &[("phong-sau", ready, false)][..],
        &[("cuon", ready, true), ("phong-sau", ready, false)],
        &[],
    ] {
        printing.turn_into(queues);
        let view = window.printers().await.unwrap();
        assert_eq!(offered(&view), [None; 3], "{queues:?}");
        assert_eq!(view.missing.as_deref(), Some("quay_1"));
        let again = office::papers::ReprintGround::NeverSeen;
        let refused = window.reprint_receipt(&number, &choice, again).await;
        assert_eq!(refused.unwrap_err().code, Code::PrintPrinterUnknown);
    }
    // It is back, out of paper: it is hers all the same.
    printing.turn_into(&[("phong-sau", ready, false), ("quay_1", empty, false)]);
    let view = window.printers().await.unwrap();
    assert_eq!((view.chosen, view.missing), (Some(choice), None));
    window.lock().await.unwrap();
}
