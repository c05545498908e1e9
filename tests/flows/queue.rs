//! The queue through a day: called, called again, skipped, back, sent on, gone, and after a restart.

use domain::fault::Code;
use domain::permission::Role;
use domain::visit::QueueAct;
use office::intake::Intake;
use office::views::{QueueLine, QueueState};
use office::{Answer, Session};
use testkit::{BEGIN, TestOffice, intake, moment};
use time::Duration;

use crate::journal::{self, assert_sound};

async fn act(
    office: &TestOffice,
    session: &Session,
    visit: &str,
    act: QueueAct,
) -> Answer<QueueLine> {
    office.move_in_queue(session, visit, &act).await
}

fn to(counter: &str) -> QueueAct {
    QueueAct::Counter {
        counter: counter.to_owned(),
    }
}

#[tokio::test]
async fn a_number_is_given_in_one_key_and_says_nothing_of_who_or_why() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let line = office.give_number(&session).await.unwrap();
    assert_eq!(
        (line.number.as_str(), line.state),
        ("A-001", QueueState::Waiting)
    );
    office.end(session).await.unwrap();
    let entries = journal::read(&office).await;
    let body = entries.last().unwrap().body.clone().unwrap();
    assert_eq!(
        body,
        serde_json::json!({"letter": "A", "day": "2026-11-24", "number": 1})
    );
}

#[tokio::test]
async fn what_is_done_with_a_number_survives_a_restart() {
    let mut office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let mut visits = Vec::new();
    for _ in 0..8 {
        visits.push(office.give_number(&session).await.unwrap().visit);
    }
    office.clock().advance(Duration::minutes(12));
    let called = act(&office, &session, &visits[0], QueueAct::Call)
        .await
        .unwrap();
    assert_eq!(
        (called.calls, called.counter.as_deref(), called.waited),
        (1, Some("A"), 12)
    );
    act(&office, &session, &visits[0], QueueAct::Call)
        .await
        .unwrap();
    // A higher number is called, then the lower one again: the lower one is being served.
    act(&office, &session, &visits[5], QueueAct::Call)
        .await
        .unwrap();
    office.clock().advance(Duration::minutes(1));
    act(&office, &session, &visits[0], QueueAct::Call)
        .await
        .unwrap();
    act(&office, &session, &visits[1], QueueAct::Skip)
        .await
        .unwrap();
    act(&office, &session, &visits[2], QueueAct::Leave)
        .await
        .unwrap();
    act(&office, &session, &visits[3], to("B")).await.unwrap();
    act(
        &office,
        &session,
        &visits[4],
        QueueAct::Priority { on: true },
    )
    .await
    .unwrap();
    // Two who were gone come back to their old places.
    for (visit, gone) in [(&visits[6], QueueAct::Skip), (&visits[7], QueueAct::Leave)] {
        for act_of in [gone, QueueAct::Return] {
            act(&office, &session, visit, act_of).await.unwrap();
        }
    }
    office.end(session).await.unwrap();

    office.reopen();
    let session = office.sign_in(Role::Reception).await;
    let queue = office
        .day_queue(&session, moment(BEGIN).day())
        .await
        .unwrap();
    let states: Vec<_> = queue.visits.iter().map(|line| line.state).collect();
    let expected = [
        QueueState::Called,
        QueueState::Skipped,
        QueueState::Left,
        QueueState::Waiting,
        QueueState::Waiting,
        QueueState::Called,
        QueueState::Waiting,
        QueueState::Waiting,
    ];
    assert_eq!(states, expected);
    assert_eq!(queue.visits[0].calls, 3);
    assert_eq!(queue.visits[3].counter.as_deref(), Some("B"));
    assert_eq!(
        (queue.waiting, queue.left, queue.served),
        (4, 1, 0),
        "two were called, one skipped: they wait no more"
    );
    assert_eq!(
        queue.next.as_ref(),
        Some(&visits[4]),
        "whoever goes first is next"
    );
    let served = queue.current.as_ref();
    assert_eq!(served, Some(&visits[0]), "called last, not the highest");
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn that_somebody_goes_first_is_kept_and_why_is_not() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let visit = office.give_number(&session).await.unwrap().visit;
    let first = act(&office, &session, &visit, QueueAct::Priority { on: true })
        .await
        .unwrap();
    assert!(first.priority);
    let again = act(&office, &session, &visit, QueueAct::Priority { on: true }).await;
    assert_eq!(again.unwrap_err().code, Code::VisitNotThere);
    office.end(session).await.unwrap();
    let entries = journal::read(&office).await;
    assert_eq!(
        entries.last().unwrap().body,
        Some(serde_json::json!({"on": true}))
    );
}

#[tokio::test]
async fn who_was_skipped_or_left_comes_back_in_the_old_place_and_is_served() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let first = office.give_number(&session).await.unwrap();
    office.give_number(&session).await.unwrap();
    act(&office, &session, &first.visit, QueueAct::Leave)
        .await
        .unwrap();
    let back = act(&office, &session, &first.visit, QueueAct::Return)
        .await
        .unwrap();
    assert_eq!(
        (back.number.as_str(), back.state),
        ("A-001", QueueState::Waiting)
    );
    let queue = office
        .day_queue(&session, moment(BEGIN).day())
        .await
        .unwrap();
    assert_eq!(queue.next.as_ref(), Some(&first.visit));
    let saved = Intake {
        visit: Some(first.visit.clone()),
        ..intake::anonymous()
    };
    office.add_visit(&session, &saved).await.unwrap();
    for gone in [QueueAct::Call, QueueAct::Skip, QueueAct::Leave, to("B")] {
        let refused = act(&office, &session, &first.visit, gone)
            .await
            .unwrap_err();
        assert_eq!(refused.code, Code::VisitAlreadySaved);
    }
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_number_of_another_day_or_of_nobody_is_not_called() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let visit = office.give_number(&session).await.unwrap().visit;
    for unknown in ["0192aa00-0000-7000-8000-000000000001", "A-001"] {
        let refused = act(&office, &session, unknown, QueueAct::Call)
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (Code::VisitUnknown, Some("visit"))
        );
    }
    office.clock().advance(Duration::days(1));
    let refused = act(&office, &session, &visit, QueueAct::Call)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::VisitNotThere);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn the_wall_screen_denies_nobody_who_did_not_ask() {
    let office = TestOffice::founded().await;
    let folder = office.outside().join("wall");
    crate::record::copy(&office.path(), &folder);
    let window = office::window::Window::open(&folder, office.ports()).unwrap();
    window
        .sign_in("admin", testkit::passphrase("admin"))
        .await
        .unwrap();
    let wall = window.wall().await;
    assert!(wall.called.is_empty() && wall.waiting == 0);
    drop(window);
    let lines = std::fs::read_to_string(folder.join("keyring/office.jsonl")).unwrap();
    assert!(
        !lines.contains("action.denied"),
        "the wall asked, not the administrator"
    );
}

#[tokio::test]
async fn the_wall_shows_whom_which_counter_called_last_and_how_many_wait() {
    let office = TestOffice::founded().await;
    let folder = office.outside().join("wall");
    crate::record::copy(&office.path(), &folder);
    let window = office::window::Window::open(&folder, office.ports()).unwrap();
    let passphrase = testkit::passphrase("desk");
    window.sign_in("desk", passphrase).await.unwrap();
    let mut visits = Vec::new();
    for _ in 0..3 {
        visits.push(window.give_number().await.unwrap().visit);
        office.clock().advance(Duration::minutes(1));
    }
    for visit in &visits[..2] {
        window.move_queue(visit, &QueueAct::Call).await.unwrap();
        office.clock().advance(Duration::minutes(1));
    }
    let shown = |wall: &office::window::WallView| -> Vec<(String, String)> {
        let called = wall.called.iter();
        called
            .map(|called| (called.number.clone(), called.counter.clone()))
            .collect()
    };
    let both = |numbers: &[&str]| -> Vec<(String, String)> {
        let numbers = numbers.iter();
        numbers
            .map(|number| ((*number).to_owned(), "A".to_owned()))
            .collect()
    };
    let wall = window.wall().await;
    assert_eq!(shown(&wall), both(&["A-002", "A-001"]), "the newest first");
    assert_eq!(wall.waiting, 1, "whoever is being served waits no more");
    window
        .move_queue(&visits[1], &QueueAct::Leave)
        .await
        .unwrap();
    let wall = window.wall().await;
    assert_eq!(shown(&wall), both(&["A-001"]));
    assert_eq!(wall.waiting, 1);
    // The head of the queue says the same, and how long of those alone.
    let queue = window.todays_queue().await.unwrap();
    assert_eq!((queue.waiting, queue.longest), (1, Some(3)));
    window
        .move_queue(&visits[2], &QueueAct::Skip)
        .await
        .unwrap();
    let queue = window.todays_queue().await.unwrap();
    assert_eq!((queue.waiting, queue.longest), (0, None));
    assert_eq!(window.wall().await.waiting, 0);
    // Numbers and counters alone: neither a visit nor a person could be in it.
    let told = serde_json::to_value(&wall).unwrap();
    let office_named = told["office"].clone();
    let expected = serde_json::json!({
        "office": office_named, "called": [{ "number": "A-001", "counter": "A" }], "waiting": 1,
    });
    assert_eq!(told, expected);
    // Who locked the desk shows nobody's number; started anew it shows what it showed.
    let before = serde_json::to_value(window.wall().await).unwrap();
    window.lock().await.unwrap();
    let wall = window.wall().await;
    assert!(wall.called.is_empty() && wall.waiting == 0);
    drop(window);
    let window = office::window::Window::open(&folder, office.ports()).unwrap();
    assert!(window.wall().await.called.is_empty());
    window
        .sign_in("desk", testkit::passphrase("desk"))
        .await
        .unwrap();
    assert_eq!(serde_json::to_value(window.wall().await).unwrap(), before);
}

/// Whoever is being served and is put back by a slip of the hand loses neither counter nor place.
#[tokio::test]
async fn an_act_with_a_called_number_is_undone_without_a_second_call() {
    let mut office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let visit = office.give_number(&session).await.unwrap().visit;
    let called = act(&office, &session, &visit, QueueAct::Call)
        .await
        .unwrap();
    let as_told = |line: &QueueLine| serde_json::to_value(line).unwrap();
    let nothing = act(&office, &session, &visit, QueueAct::Undo).await;
    assert_eq!(nothing.unwrap_err().code, Code::VisitNotThere);
    for slip in [
        QueueAct::Return,
        QueueAct::Skip,
        QueueAct::Leave,
        to("B"),
        QueueAct::Priority { on: true },
    ] {
        act(&office, &session, &visit, slip).await.unwrap();
        let undone = act(&office, &session, &visit, QueueAct::Undo)
            .await
            .unwrap();
        assert_eq!(as_told(&undone), as_told(&called));
    }
    act(&office, &session, &visit, QueueAct::Leave)
        .await
        .unwrap();
    office.end(session).await.unwrap();

    office.reopen();
    let session = office.sign_in(Role::Reception).await;
    act(&office, &session, &visit, QueueAct::Undo)
        .await
        .unwrap();
    let queue = office.day_queue(&session, office.today()).await.unwrap();
    assert_eq!(queue.current.as_ref(), Some(&visit));
    office.end(session).await.unwrap();
    let entries = journal::read(&office).await;
    assert_eq!(
        entries.last().unwrap().body,
        Some(serde_json::json!({"stand": "called", "counter": "A", "priority": false}))
    );
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_slip_counts_those_who_are_called_before_and_nobody_else() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let mut visits = Vec::new();
    for _ in 0..6 {
        visits.push(office.give_number(&session).await.unwrap().visit);
    }
    for (visit, done) in
        visits
            .iter()
            .zip([QueueAct::Call, QueueAct::Skip, QueueAct::Leave, to("B")])
    {
        act(&office, &session, visit, done).await.unwrap();
    }
    let says = async |visit: &str, ahead: &str| {
        let pages = office.slip_pages(&session, visit.parse().unwrap()).await;
        let pages = pages.unwrap();
        assert!(pages[0].contains(ahead), "{ahead}: {pages:?}");
    };
    says(&visits[5], "ahead: 1").await;
    let first = QueueAct::Priority { on: true };
    act(&office, &session, &visits[5], first).await.unwrap();
    says(&visits[5], "ahead: 0").await;
    says(&visits[4], "ahead: 1").await;
    office.end(session).await.unwrap();
}

/// A visit of a waiting number, entered later if so told.
fn of_number(visit: &str, later: Option<(&str, &str)>) -> Intake {
    let mut request = serde_json::json!({ "visit": visit, "channel": "in_person" });
    if let Some((source, received)) = later {
        request["received_at"] = received.into();
        request["late"] = serde_json::json!({ "source": source, "reason": "Mất điện buổi chiều." });
    }
    Intake::parse(request.to_string().as_bytes()).unwrap()
}

#[tokio::test]
async fn an_earlier_days_number_never_passes_for_one_of_today() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let mut given = Vec::new();
    for _ in 0..2 {
        given.push(office.give_number(&session).await.unwrap().visit);
    }
    office.clock().advance(Duration::days(1));
    let then = "2026-11-24T09:30:00+07:00";
    let today = "2026-11-25T08:00:00+07:00";
    for later in [
        None,
        Some(("paper_day", today)),
        Some(("queue_number", today)),
    ] {
        let mut told = of_number(&given[0], later);
        if let Some(late) = &mut told.late {
            late.sheet = (late.source == "paper_day").then(|| "7".to_owned());
        }
        let refused = office.add_visit(&session, &told).await.unwrap_err();
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (Code::VisitEarlierDay, Some("late")),
            "{later:?}"
        );
        assert_eq!(refused.params["number"], "A-001");
    }
    let told = of_number(&given[0], Some(("queue_number", then)));
    let saved = office.add_visit(&session, &told).await.unwrap();
    assert_eq!(saved.queue_number, "A-001");
    let refused = act(&office, &session, &given[1], QueueAct::Call).await;
    assert_eq!(refused.unwrap_err().code, Code::VisitNotThere);
    let left = act(&office, &session, &given[1], QueueAct::Leave).await;
    assert_eq!(left.unwrap().state, QueueState::Left);
    let yesterday = office
        .day_queue(&session, moment(BEGIN).day())
        .await
        .unwrap();
    assert_eq!(
        (yesterday.served, yesterday.left, yesterday.waiting),
        (1, 1, 0)
    );
    assert!(yesterday.visits[0].entered_later);
    let day = office.day_queue(&session, office.today()).await.unwrap();
    assert_eq!(day.served, 0, "today has none of it");
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn whoever_left_is_returned_to_the_queue_before_the_visit_is_saved() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let visit = office.give_number(&session).await.unwrap().visit;
    act(&office, &session, &visit, QueueAct::Leave)
        .await
        .unwrap();
    let told = of_number(&visit, None);
    let refused = office.add_visit(&session, &told).await.unwrap_err();
    assert_eq!(refused.code, Code::VisitGone);
    act(&office, &session, &visit, QueueAct::Return)
        .await
        .unwrap();
    office.add_visit(&session, &told).await.unwrap();
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

/// Half a form lies as a draft when the day is closed; its number is ended as left with the others.
#[tokio::test]
async fn a_form_begun_before_its_day_was_closed_is_saved_on_the_next() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let visit = office.give_number(&session).await.unwrap().visit;
    act(&office, &session, &visit, QueueAct::Call)
        .await
        .unwrap();
    let half = office::DraftTold {
        id: None,
        title: "Lê Thị Thử".to_owned(),
        visit: Some(visit.clone()),
        body: "{}".to_owned(),
    };
    let draft = office.keep_draft(&session, &half).await.unwrap().id;
    office.end_day(&session, None).await.unwrap();
    office.clock().advance(Duration::days(1));
    let listed = office.drafts(&session).await.unwrap();
    assert_eq!(
        (listed[0].visit.as_ref(), listed[0].visit_number.as_deref()),
        (Some(&visit), Some("A-001"))
    );
    let mut told = of_number(&visit, Some(("queue_number", "2026-11-24T16:30:00+07:00")));
    told.draft = Some(draft);
    let saved = office.add_visit(&session, &told).await.unwrap();
    assert_eq!(saved.queue_number, "A-001");
    assert!(office.drafts(&session).await.unwrap().is_empty());
    let then = office
        .day_queue(&session, moment(BEGIN).day())
        .await
        .unwrap();
    assert_eq!((then.served, then.left, then.waiting), (1, 0, 0));
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}
