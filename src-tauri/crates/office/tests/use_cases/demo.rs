//! An invented office, made and looked at.

use std::path::Path;
use std::sync::Arc;

use office::demo::{Demo, DemoPlan, demo};
use office::domain::fault::Code;
use office::domain::permission::Role;
use office::{Office, Passphrase, Ports};
use testkit::{FakeClock, ports};

const PLAN: DemoPlan = DemoPlan {
    people: 20,
    visits: 12,
    files: 6,
    seed: 7,
};

async fn made(folder: &Path, seed: u64) -> (Demo, Ports) {
    let ports = ports(Arc::new(FakeClock::at(testkit::BEGIN)), 99);
    let made = demo(folder, ports.clone(), &DemoPlan { seed, ..PLAN })
        .await
        .unwrap();
    (made, ports)
}

fn words(demo: &Demo, role: Role) -> (String, Passphrase) {
    let user = demo.users.iter().find(|user| user.role == role).unwrap();
    (
        user.name.clone(),
        Passphrase::new(user.passphrase.clone()).unwrap(),
    )
}

/// The queue of every day and the first people, as lists show them, without what keys decide.
async fn shown(folder: &Path, seed: u64) -> (Vec<String>, Vec<String>) {
    let (demo, ports) = made(folder, seed).await;
    let office = Office::open(folder, ports.clone()).unwrap();
    let (name, passphrase) = words(&demo, Role::Reception);
    let session = office.sign_in(&name, passphrase).await.unwrap();
    let mut visits = Vec::new();
    let mut day = ports.clock.now().day();
    for _ in 0..14 {
        let queue = office.day_queue(&session, day).await.unwrap();
        visits.extend(queue.visits.iter().map(|line| format!("{day} {line:?}")));
        day = domain::moment::Day::new(day.date().previous_day().unwrap());
    }
    let mut people = Vec::new();
    for surname in ["nguyen", "tran", "le", "pham", "vu", "hoang"] {
        let found = office.find_people(&session, surname, 50).await.unwrap();
        people.extend(found.people.iter().map(|person| format!("{person:?}")));
    }
    office.end(session).await.unwrap();
    (visits, people)
}

#[tokio::test]
async fn every_user_signs_in_and_the_record_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let vault = folder.path().join("vault");
    let (demo, ports) = made(&vault, 7).await;
    let office = Office::open(&vault, ports).unwrap();
    for role in Role::ALL {
        let users = demo.users.iter().filter(|user| user.role == role).count();
        let wanted = if role.holds_records() { 2 } else { 1 };
        assert_eq!(users, wanted, "{role:?}");
    }
    for user in &demo.users {
        let passphrase = Passphrase::new(user.passphrase.clone()).unwrap();
        let session = office.sign_in(&user.name, passphrase).await.unwrap();
        assert_eq!(session.role(), user.role);
        assert!(!session.must_change());
        office.end(session).await.unwrap();
    }
    let (name, passphrase) = words(&demo, Role::Supervisor);
    let session = office.sign_in(&name, passphrase).await.unwrap();
    let verified = office.verify(&session, &mut |_| true).await.unwrap();
    assert!(verified.ok, "{:?}", verified.faults);
    office.end(session).await.unwrap();
    let json = serde_json::to_value(&demo).unwrap();
    assert_eq!(json["users"][0]["role"], "reception");
    assert!(
        json["users"][0]["passphrase"]
            .as_str()
            .unwrap()
            .split(' ')
            .count()
            == 10
    );
}

#[tokio::test]
async fn as_many_visits_and_files_as_asked_for_and_some_wait_today() {
    let folder = tempfile::tempdir().unwrap();
    let vault = folder.path().join("vault");
    let (demo, ports) = made(&vault, 7).await;
    let office = Office::open(&vault, ports.clone()).unwrap();
    let (name, passphrase) = words(&demo, Role::Case);
    let session = office.sign_in(&name, passphrase).await.unwrap();
    let (mut visits, mut files) = (0, 0);
    let today = ports.clock.now().day();
    let mut day = today;
    for _ in 0..14 {
        let queue = office.day_queue(&session, day).await.unwrap();
        visits += queue.visits.len();
        files += queue.visits.iter().map(|line| line.files).sum::<u32>();
        assert_eq!(queue.waiting > 0, day == today, "only today's wait");
        day = domain::moment::Day::new(day.date().previous_day().unwrap());
    }
    assert_eq!((visits, files), (12, 6));
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn a_seed_gives_the_same_people_and_visits_with_other_keys() {
    let folder = tempfile::tempdir().unwrap();
    let one = shown(&folder.path().join("one"), 7).await;
    let again = shown(&folder.path().join("again"), 7).await;
    let other = shown(&folder.path().join("other"), 8).await;
    assert!(one.0.len() == 12 && !one.1.is_empty());
    assert_eq!(one, again);
    assert_ne!(one, other);
    let station =
        |name: &str| std::fs::read_to_string(folder.path().join(name).join("station.pub")).unwrap();
    assert_ne!(station("one"), station("again"));
}

#[tokio::test]
async fn an_empty_office_and_one_of_nobody_can_be_made_and_one_out_of_measure_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let clock = || Arc::new(FakeClock::at("2026-11-22T23:59:00+07:00"));
    let make = async |name: &str, people, visits, files| {
        let plan = DemoPlan {
            people,
            visits,
            files,
            seed: 1,
        };
        demo(&folder.path().join(name), ports(clock(), 1), &plan).await
    };
    make("empty", 0, 0, 0).await.unwrap();
    make("nobody", 0, 5, 4).await.unwrap();
    make("crowded", 3, 1, 20).await.unwrap();
    let refused = make("too many", 3, 1, 21).await.unwrap_err();
    assert_eq!(refused.code, Code::FieldOutOfRange);
    assert!(!folder.path().join("too many").exists());
}
