//! A printing is in the record before its pages leave; what became of the hand-over decides whether
//! it stays there.

use std::sync::Arc;
use std::time::Duration;

use domain::fault::Code;
use domain::printing::{PrintFault, PrinterState};
use office::papers::{PrintState, ReprintGround};
use office::{Office, Session};
use serde_json::json;
use testkit::{Hand, TestOffice};

use super::{begun, choice, facts, one_more, told};
use crate::journal::{self, assert_sound};

/// State and copy of the first line of the list, and whether a job vouches for it.
async fn first(office: &TestOffice, session: &Session) -> (u32, PrintState, bool) {
    let listed = office.print_states(session).await.unwrap();
    (listed[0].copy, listed[0].state, listed[0].job.is_some())
}

#[tokio::test]
async fn what_was_surely_not_taken_is_void_at_once_and_its_copy_is_printed_again() {
    let (office, session, number) = begun().await;
    for fault in [PrintFault::Failed, PrintFault::Failed] {
        office.printing().fail(Some(fault));
        let refused = office.print_receipt(&session, &number, &choice()).await;
        assert_eq!(refused.unwrap_err().code, fault.code());
        let state = first(&office, &session).await;
        assert_eq!(state, (0, PrintState::NeverSent, false));
    }
    office.printing().fail(None);
    let sent = office
        .print_receipt(&session, &number, &choice())
        .await
        .unwrap();
    assert_eq!(facts(&sent), (0, false, PrintState::Sent));
    assert_eq!(office.printing().jobs().len(), 1, "one paper");
    assert_eq!(office.day_state(&session).await.unwrap().counts.printed, 1);
    // The same for a copy that nobody saw.
    office.printing().fail(Some(PrintFault::Failed));
    let unseen = ReprintGround::NeverSeen;
    let refused = office
        .print_again(&session, &number, &choice(), unseen)
        .await;
    assert_eq!(refused.unwrap_err().code, Code::PrintFailed);
    let state = first(&office, &session).await;
    assert_eq!(state, (0, PrintState::NeverSent, false));
    assert_eq!(office.day_state(&session).await.unwrap().counts.printed, 0);
    office.end(session).await.unwrap();
    let kinds: Vec<_> = told(&office).await;
    let kinds: Vec<_> = kinds
        .iter()
        .map(|(kind, body)| match kind.as_str() {
            "receipt.voided" => body["what"].clone(),
            kind => json!(kind),
        })
        .collect();
    let (sent, none) = (json!("receipt.sent"), json!({"not_handed_over": 0}));
    let expected = [
        sent.clone(),
        none.clone(),
        sent.clone(),
        none.clone(),
        sent.clone(),
        json!({"unseen": 0}),
        sent,
        none,
    ];
    assert_eq!(kinds, expected);
    assert_sound(&office).await;
}

#[tokio::test]
async fn what_may_have_been_taken_stays_sent_and_somebody_is_asked() {
    for hand in [
        Hand::TakesAndSays(PrintFault::TooLong),
        Hand::TakesAndSays(PrintFault::Unclear),
        Hand::TakesAndPanics,
    ] {
        let (office, session, number) = begun().await;
        office.printing().take(hand);
        let sent = office
            .print_receipt(&session, &number, &choice())
            .await
            .unwrap();
        assert_eq!(facts(&sent), (0, false, PrintState::Unknown), "{hand:?}");
        assert_eq!(office.printing().jobs().len(), 1, "the paper is out");
        let state = first(&office, &session).await;
        assert_eq!(state, (0, PrintState::Unknown, false), "{hand:?}");
        let day = office.day_state(&session).await.unwrap();
        assert_eq!((day.counts.unknown, day.counts.never_sent), (1, 0));
        office.printing().take(Hand::Takes);
        let twice = office.print_receipt(&session, &number, &choice()).await;
        assert_eq!(twice.unwrap_err().code, Code::PrintAlready);
        let seen = office.seen_in_hand(&session, &number).await.unwrap();
        assert_eq!(seen.state, PrintState::Seen);
        office.end(session).await.unwrap();
        let kinds: Vec<_> = told(&office)
            .await
            .into_iter()
            .map(|(kind, _)| kind)
            .collect();
        assert_eq!(kinds, ["receipt.sent", "receipt.seen"], "{hand:?}");
        assert_sound(&office).await;
    }
}

#[tokio::test]
async fn a_printing_system_that_never_answers_holds_nobody_and_the_record_knows_of_the_paper() {
    let (office, session, number) = begun().await;
    let (office, session) = (Arc::new(office), Arc::new(session));
    office.printing().take(Hand::TakesAndHangs);
    let printing = {
        let (office, session, number) = (Arc::clone(&office), Arc::clone(&session), number.clone());
        tokio::spawn(async move { office.print_receipt(&session, &number, &choice()).await })
    };
    while office.printing().jobs().is_empty() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    // The pages are on their way and the record says so.
    let state = first(&office, &session).await;
    assert_eq!(state, (0, PrintState::Sent, false));
    let second = office.print_receipt(&session, &number, &choice()).await;
    assert_eq!(second.unwrap_err().code, Code::PrintAlready);
    let unseen = ReprintGround::NeverSeen;
    let again = office
        .print_again(&session, &number, &choice(), unseen)
        .await;
    assert_eq!(again.unwrap_err().code, Code::PrintUnderWay);
    let sent = printing.await.unwrap().unwrap();
    assert_eq!(sent.state, PrintState::Unknown, "nobody waited for it");
    assert_eq!(office.printing().jobs().len(), 1);
    office.printing().take(Hand::Takes);
    let session = Arc::into_inner(session).unwrap();
    office.end(session).await.unwrap();
    assert_eq!(told(&office).await.len(), 1);
}

#[tokio::test]
async fn a_program_that_ends_between_record_and_printer_asks_about_the_paper_afterwards() {
    let (office, session, number) = begun().await;
    let (office, session) = (Arc::new(office), Arc::new(session));
    office.printing().take(Hand::TakesAndHangs);
    let printing = {
        let (office, session, number) = (Arc::clone(&office), Arc::clone(&session), number.clone());
        tokio::spawn(async move { office.print_receipt(&session, &number, &choice()).await })
    };
    while office.printing().jobs().is_empty() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    printing.abort();
    assert!(printing.await.unwrap_err().is_cancelled());
    office.printing().take(Hand::Takes);
    drop(session);
    let mut office = Arc::into_inner(office).unwrap();
    office.reopen();
    let session = office.sign_in_as("desk").await;
    let state = first(&office, &session).await;
    assert_eq!(state, (0, PrintState::Unknown, false));
    office.end(session).await.unwrap();
    assert_eq!(told(&office).await.len(), 1);
    assert_sound(&office).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_at_once_come_to_one_paper() {
    async fn both(office: &Office, session: &Session, number: &str, ground: Option<ReprintGround>) {
        let choice = choice();
        let one = async {
            match ground {
                None => office.print_receipt(session, number, &choice).await,
                Some(ground) => office.print_again(session, number, &choice, ground).await,
            }
        };
        let other = async {
            match ground {
                None => office.print_receipt(session, number, &choice).await,
                Some(ground) => office.print_again(session, number, &choice, ground).await,
            }
        };
        let (one, other) = tokio::join!(one, other);
        let refused: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
        assert_eq!(refused.len(), 1, "{ground:?}");
        let known = [Code::PrintAlready, Code::PrintUnderWay];
        assert!(known.contains(&refused[0].code), "{refused:?}");
    }
    let (office, session, number) = begun().await;
    // Both have read the record before either goes on: who asks later asks of another paper.
    office.printing().list_to_two();
    both(&office, &session, &number, None).await;
    assert_eq!(office.printing().jobs().len(), 1);
    both(&office, &session, &number, Some(ReprintGround::NeverSeen)).await;
    assert_eq!(office.printing().jobs().len(), 2);
    office.seen_in_hand(&session, &number).await.unwrap();
    both(&office, &session, &number, Some(ReprintGround::Lost)).await;
    assert_eq!(office.printing().jobs().len(), 3);
    office.end(session).await.unwrap();
    assert_eq!(journal::count(&office, "receipt.sent").await, 3);
    assert_eq!(journal::count(&office, "receipt.reprinted").await, 1);
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_receipt_that_was_never_printed_is_listed_until_it_is_printed_or_not_wanted() {
    let (office, session, early) = begun().await;
    let unwanted = one_more(&office, &session).await;
    let void = one_more(&office, &session).await;
    office.end(session).await.unwrap();
    office.clock().set("2026-11-25T08:00:00+07:00");
    let session = office.sign_in_as("desk").await;
    let today = one_more(&office, &session).await;
    let listed = office.print_states(&session).await.unwrap();
    let told_of: Vec<_> = listed
        .iter()
        .map(|view| (view.number.as_str(), view.state, view.at.as_str()))
        .collect();
    let never = PrintState::NeverSent;
    let expected = [
        (today.as_str(), never, "08:00"),
        (void.as_str(), never, "24/11 09:00"),
        (unwanted.as_str(), never, "24/11 09:00"),
        (early.as_str(), never, "24/11 09:00"),
    ];
    assert_eq!(told_of, expected);
    let count = async || office.day_state(&session).await.unwrap().counts.never_sent;
    assert_eq!(count().await, 4);
    let numbers = [unwanted.clone(), void.clone()];
    office.not_on_paper(&session, &numbers).await.unwrap();
    assert_eq!(count().await, 2);
    let twice = office.not_on_paper(&session, &numbers).await.unwrap_err();
    assert_eq!(twice.code, Code::PrintDeclined);
    let nowhere = vec!["A-2026-999999".to_owned()];
    let unknown = office.not_on_paper(&session, &nowhere).await.unwrap_err();
    assert_eq!(unknown.code, Code::ReceiptUnknown);
    // Asked for after all, it is printed like any other.
    let sent = office.print_receipt(&session, &unwanted, &choice()).await;
    assert_eq!(facts(&sent.unwrap()), (0, false, PrintState::Sent));
    office
        .print_receipt(&session, &early, &choice())
        .await
        .unwrap();
    assert_eq!(count().await, 1);
    office
        .printing()
        .be(PrinterState::Ready, domain::printing::JobState::Done);
    office.end(session).await.unwrap();
    let declined: Vec<_> = told(&office).await;
    let declined = declined
        .iter()
        .filter(|(kind, _)| kind == "receipt.declined");
    assert_eq!(declined.count(), 2);
    assert_sound(&office).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_does_not_wait_for_a_printer_and_the_printing_is_asked_about() {
    let (office, session, number) = begun().await;
    office.end(session).await.unwrap();
    let copy = office.outside().join("copy");
    crate::record::copy(&office.path(), &copy);
    let window = Arc::new(office::window::Window::open(&copy, office.ports()).unwrap());
    let desk = || testkit::passphrase("desk");
    window.sign_in("desk", desk()).await.unwrap();
    office.printing().take(Hand::TakesAndHangs);
    let (prints, wanted) = (Arc::clone(&window), number.clone());
    let printing = tokio::spawn(async move { prints.print_receipt(&wanted, &choice()).await });
    while office.printing().jobs().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let began = std::time::Instant::now();
    let locked = window.lock().await.unwrap();
    assert_eq!(locked, office::window::Locked::Soft);
    assert!(began.elapsed() < Duration::from_millis(500));
    let told = printing.await.unwrap().unwrap();
    assert_eq!(told.state, PrintState::Unknown);
    office.printing().take(Hand::Takes);
    window.sign_in("desk", desk()).await.unwrap();
    let states = window.print_states().await.unwrap();
    assert_eq!((states.len(), states[0].state), (1, PrintState::Unknown));
}
