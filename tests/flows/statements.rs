//! How many statements a use case runs: a fixed number, whatever the office has grown to. A query
//! in a loop over rows would show here first.

use office::papers::{PaperSize, PrintChoice};
use office::views::VisitAdded;
use office::{Office, Session};
use testkit::{BEGIN, PRINTER, TestOffice, intake, moment};

/// Statements of each use case.
#[derive(Debug, PartialEq, Eq)]
struct Counts {
    find_people: i64,
    find_nobody: i64,
    look_alikes_of: i64,
    open_person: i64,
    open_person_again: i64,
    add_advice: i64,
    add_visit: i64,
    give_number: i64,
    day_queue: i64,
    open_file: i64,
    receipt_pdf: i64,
    print_receipt: i64,
    print_states: i64,
    seen_in_hand: i64,
    check_paper: i64,
}

async fn counted<T>(office: &Office, session: &Session, work: impl Future<Output = T>) -> (i64, T) {
    let before = office.statements(session).await.unwrap();
    let done = work.await;
    (office.statements(session).await.unwrap() - before, done)
}

/// Runs each use case once in an office of so many visits, all of people with one family name.
async fn counts(visits: usize) -> Counts {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let add = async |matters| -> VisitAdded {
        let visit = intake::with_matters(&office.person(), matters);
        office.add_visit(&session, &visit).await.unwrap()
    };
    for _ in 0..visits {
        add(vec![intake::petition("Thêm đèn.")]).await;
    }
    let (add_visit, added) =
        counted(&office, &session, add(vec![intake::complaint("Nội dung.")])).await;
    let (add_advice, _) = counted(&office, &session, async {
        office
            .add_visit(&session, &intake::advice(&office.person()))
            .await
            .unwrap()
    })
    .await;
    let person = added.person.as_deref().unwrap().parse().unwrap();
    let file = added.files[0].id.parse().unwrap();
    let receipt = added.files[0].receipt.as_ref().unwrap();
    let (number, token) = (receipt.number.clone(), receipt.token.clone());
    let choice = PrintChoice {
        printer: PRINTER.to_owned(),
        copies: 1,
        paper: PaperSize::A5,
    };
    let facts = office.person();
    let open_person = || async { office.open_person(&session, person).await.unwrap() };
    let today = moment(BEGIN).day();
    let counts = Counts {
        find_people: count_of(
            &office,
            &session,
            office.find_people(&session, "nguyen", 20),
        )
        .await,
        find_nobody: count_of(&office, &session, office.find_people(&session, "zzz", 20)).await,
        look_alikes_of: count_of(
            &office,
            &session,
            office.look_alikes_of(&session, &facts, 5),
        )
        .await,
        open_person: counted(&office, &session, open_person()).await.0,
        open_person_again: counted(&office, &session, open_person()).await.0,
        add_advice,
        add_visit,
        give_number: count_of(&office, &session, office.give_number(&session)).await,
        day_queue: count_of(&office, &session, office.day_queue(&session, today)).await,
        open_file: count_of(&office, &session, office.open_file(&session, file)).await,
        receipt_pdf: count_of(&office, &session, office.receipt_pdf(&session, &number)).await,
        print_receipt: count_of(
            &office,
            &session,
            Box::pin(office.print_receipt(&session, &number, &choice)),
        )
        .await,
        print_states: count_of(&office, &session, office.print_states(&session)).await,
        seen_in_hand: count_of(&office, &session, office.seen_in_hand(&session, &number)).await,
        check_paper: count_of(
            &office,
            &session,
            Box::pin(office.check_paper(Some(&session), &token)),
        )
        .await,
    };
    office.end(session).await.unwrap();
    counts
}

async fn count_of<T, E: std::fmt::Debug>(
    office: &Office,
    session: &Session,
    work: impl Future<Output = Result<T, E>>,
) -> i64 {
    let (count, done) = counted(office, session, work).await;
    drop(done.unwrap());
    count
}

#[tokio::test]
async fn a_use_case_runs_the_same_few_statements_in_a_small_and_in_a_grown_office() {
    let small = Box::pin(counts(2)).await;
    let expected = Counts {
        // One a tier, and the tier's people; a search that is satisfied early asks no further.
        find_people: 6,
        find_nobody: 5,
        look_alikes_of: 7,
        open_person: 6,
        open_person_again: 1,
        add_advice: 17,
        // Two of them ask where each register goes on after paper.
        add_visit: 29,
        give_number: 6,
        day_queue: 2,
        open_file: 6,
        receipt_pdf: 3,
        // Whether it may be sent is asked once more inside the transaction.
        print_receipt: 10,
        print_states: 3,
        seen_in_hand: 5,
        check_paper: 3,
    };
    assert_eq!(small, expected);
    let grown = Box::pin(counts(120)).await;
    assert!(grown.find_people <= small.find_people, "{grown:?}");
    let find_people = small.find_people;
    assert_eq!(
        Counts {
            find_people,
            ..grown
        },
        small
    );
}
