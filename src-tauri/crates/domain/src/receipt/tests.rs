//! Printings in the fold: what counts once, what is ignored.

use uuid::Uuid;

use super::*;
use crate::id::{DeskId, FileId, ReceiptId, VisitId};
use crate::receipt::{Head, Issued, Printed, Reprinted};
use crate::words::Lang;

fn stamp() -> Stamp {
    Stamp {
        desk: DeskId::new(Uuid::from_u128(1)),
        seq: 2,
        at: Moment::parse("2026-11-24T09:00:00+07:00").unwrap(),
        actor: UserId::new(Uuid::from_u128(2)),
        subject: ReceiptId::new(Uuid::from_u128(3)).into(),
    }
}

fn receipt() -> Receipt {
    let text = String::new;
    let printed = Printed {
        form: crate::paper_form::PaperForm::default(),
        head: Head {
            parent: text(),
            office: text(),
            place: text(),
            address: text(),
            phone: text(),
            demo: false,
        },
        lang: Lang::Vi,
        received: None,
        citizen: None,
        born: text(),
        identity: text(),
        address: text(),
        service: text(),
        file_number: text(),
        lines: Vec::new(),
        text: None,
        trail: Vec::new(),
        documents: Vec::new(),
        fee: None,
        term: None,
        due: None,
        signer: None,
        signing: None,
        officer: text(),
        desk: text(),
    };
    let issued = Issued {
        number: "A-2026-000001".to_owned(),
        file: Some(FileId::new(Uuid::from_u128(4))),
        visit: Some(VisitId::new(Uuid::from_u128(5))),
        person: None,
        day: stamp().at.day(),
        token: text(),
        salt: text(),
        secret: false,
        printed,
    };
    Receipt::issued(&stamp(), &issued)
}

fn sent(receipt: &Receipt) -> Action {
    receipt.sent("q", PaperSize::A5, 1)
}

#[track_caller]
fn does(receipt: &mut Receipt, action: &Action) {
    assert_eq!(receipt.apply(&stamp(), action), Fate::Applied);
}

#[track_caller]
fn does_not(receipt: &mut Receipt, action: &Action) {
    let before = receipt.clone();
    assert!(matches!(receipt.apply(&stamp(), action), Fate::Ignored(_)));
    assert_eq!(*receipt, before, "an ignored action changes nothing");
}

#[test]
fn a_copy_is_sent_once_and_seen_once() {
    let mut paper = receipt();
    assert_eq!(paper.seen().unwrap_err().code, Code::PrintNotSent);
    let send = sent(&paper);
    does(&mut paper, &send);
    does_not(&mut paper, &send);
    assert_eq!(paper.may_be_sent().unwrap_err().code, Code::PrintAlready);
    let seen = paper.seen().unwrap();
    does(&mut paper, &seen);
    does_not(&mut paper, &seen);
    assert_eq!(paper.seen().unwrap_err().code, Code::PrintNotSent);
    assert_eq!(paper.void_unseen(false).unwrap_err().code, Code::PrintSeen);
    assert_eq!(paper.latest().unwrap().state, PrintingState::Seen);
}

#[test]
fn a_printing_nobody_saw_is_voided_and_its_copy_sent_anew_under_the_same_number() {
    let mut paper = receipt();
    let send = sent(&paper);
    does(&mut paper, &send);
    let void = paper.void_unseen(false).unwrap();
    does(&mut paper, &void);
    does_not(&mut paper, &void);
    assert_eq!(paper.may_be_sent(), Ok(()));
    does(&mut paper, &send);
    let told: Vec<_> = paper
        .printings
        .iter()
        .map(|printing| (printing.sent.copy, printing.state))
        .collect();
    assert_eq!(told, [(0, PrintingState::Voided), (0, PrintingState::Sent)]);
    assert_eq!(paper.sheet().reprint, 0, "the same copy bears no mark");
    assert!(paper.voided.is_none(), "the receipt itself stands");
}

#[test]
fn a_reprint_is_the_next_copy_and_the_earlier_one_waits_no_more() {
    let mut paper = receipt();
    let first = sent(&paper);
    does(&mut paper, &first);
    let reprint = paper.reprint();
    does(&mut paper, &reprint);
    does_not(&mut paper, &first);
    let old = Action::ReceiptSeen(Seen { copy: 0 });
    does_not(&mut paper, &old);
    let next = sent(&paper);
    does(&mut paper, &next);
    let seen = paper.seen().unwrap();
    assert_eq!(seen, Action::ReceiptSeen(Seen { copy: 1 }));
    does(&mut paper, &seen);
}

#[test]
fn a_void_receipt_is_neither_sent_nor_reprinted_nor_voided_again() {
    let mut paper = receipt();
    let (send, reprint) = (sent(&paper), paper.reprint());
    let void = paper.void(VoidGround::WrongPerson, false).unwrap();
    does(&mut paper, &void);
    for action in [&send, &reprint, &void] {
        does_not(&mut paper, action);
    }
    assert_eq!(paper.void(VoidGround::WrongPerson, false), None);
    assert_eq!(paper.may_be_sent().unwrap_err().code, Code::ReceiptVoided);
    assert_eq!(
        paper.void_unseen(false).unwrap_err().code,
        Code::ReceiptVoided
    );
    let copy = Action::ReceiptReprinted(Reprinted { copy: 1 });
    does_not(&mut paper, &copy);
}

#[test]
fn the_paper_that_was_out_when_a_receipt_was_voided_may_still_be_seen() {
    let mut paper = receipt();
    let send = sent(&paper);
    does(&mut paper, &send);
    let void = paper.void(VoidGround::WrongPerson, false).unwrap();
    does(&mut paper, &void);
    let seen = paper.seen().unwrap();
    does(&mut paper, &seen);
}

#[test]
fn a_printing_that_nobody_took_leaves_its_copy_due_under_the_same_number() {
    let mut paper = receipt();
    assert!(paper.is_due_on_paper());
    let send = sent(&paper);
    does(&mut paper, &send);
    assert!(!paper.is_due_on_paper());
    let void = paper.void_not_handed_over().unwrap();
    does(&mut paper, &void);
    does_not(&mut paper, &void);
    assert!(paper.is_due_on_paper());
    assert_eq!(paper.sheet().reprint, 0);
    does(&mut paper, &send);
    let seen = paper.seen().unwrap();
    does(&mut paper, &seen);
    let late = paper.void_not_handed_over().unwrap_err();
    assert_eq!(late.code, Code::PrintSeen, "what is held was handed over");
    // The same of a reprint: copy 1 stays copy 1.
    let next = paper.reprinted();
    let reprint = paper.reprint();
    does(&mut paper, &reprint);
    assert_eq!(paper.sheet(), next.sheet());
    let send = sent(&paper);
    does(&mut paper, &send);
    let void = paper.void_not_handed_over().unwrap();
    does(&mut paper, &void);
    assert!(paper.is_due_on_paper() && paper.reprints == 1);
}

#[test]
fn what_is_not_wanted_on_paper_waits_no_more_and_can_still_be_printed() {
    let mut paper = receipt();
    let decline = paper.decline().unwrap();
    does(&mut paper, &decline);
    does_not(&mut paper, &decline);
    assert_eq!(paper.decline().unwrap_err().code, Code::PrintDeclined);
    assert!(!paper.is_due_on_paper());
    let send = sent(&paper);
    does(&mut paper, &send);
    assert!(!paper.declined, "it is wanted now");
    assert_eq!(paper.decline().unwrap_err().code, Code::PrintAlready);
    does_not(&mut paper, &decline);
    let reprint = paper.reprint();
    does(&mut paper, &reprint);
    does_not(&mut paper, &decline);
    assert!(paper.is_due_on_paper(), "the next copy is due");
}

#[test]
fn what_is_written_of_a_printing_is_fixed() {
    let paper = receipt();
    let text = |action: &Action| String::from_utf8(action.body().unwrap()).unwrap();
    let written = [
        text(&sent(&paper)),
        text(&paper.void(VoidGround::WrongPerson, false).unwrap()),
        text(&Action::ReceiptVoided(Voided {
            what: What::Unseen(2),
            recalled: false,
        })),
        text(&Action::ReceiptVoided(Voided {
            what: What::Unseen(2),
            recalled: true,
        })),
        text(&Action::ReceiptVoided(Voided {
            what: What::NotHandedOver(2),
            recalled: false,
        })),
        text(&Action::ReceiptSeen(Seen { copy: 2 })),
        text(&Action::ReceiptDeclined(Declined { copy: 2 })),
    ];
    assert_eq!(
        written,
        [
            r#"{"copy":0,"printer":"q","paper":"a5","copies":1}"#,
            r#"{"what":{"receipt":"wrong_person"}}"#,
            r#"{"what":{"unseen":2}}"#,
            r#"{"what":{"unseen":2},"recalled":true}"#,
            r#"{"what":{"not_handed_over":2}}"#,
            r#"{"copy":2}"#,
            r#"{"copy":2}"#,
        ]
    );
}

#[test]
fn paper_may_come_out_of_what_counts_no_more_unless_its_job_was_taken_back() {
    let out = |paper: &Receipt| paper.may_come_out().count();
    let mut paper = receipt();
    let send = sent(&paper);
    does(&mut paper, &send);
    assert_eq!(out(&paper), 0, "it counts");
    let void = paper.void_unseen(true).unwrap();
    does(&mut paper, &void);
    assert_eq!(out(&paper), 0, "taken back");
    does(&mut paper, &send);
    let none = paper.void_not_handed_over().unwrap();
    does(&mut paper, &none);
    assert_eq!(out(&paper), 0, "never handed over");
    does(&mut paper, &send);
    let void = paper.void_unseen(false).unwrap();
    does(&mut paper, &void);
    assert_eq!(out(&paper), 1, "nobody knows");
    does(&mut paper, &send);
    assert_eq!(out(&paper), 1);
    for (recalled, left) in [(true, 1), (false, 2)] {
        let mut paper = paper.clone();
        let void = paper.void(VoidGround::WrongPerson, recalled).unwrap();
        does(&mut paper, &void);
        assert_eq!(out(&paper), left, "{recalled}");
        let seen = paper.seen().unwrap();
        does(&mut paper, &seen);
        assert_eq!(out(&paper), 1, "what is in hand does not come out");
    }
}
