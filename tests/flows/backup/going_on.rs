//! Going on from a copy: restored by two, recovered by two custodians.

use std::path::{Path, PathBuf};

use domain::fault::Code;
use domain::permission::Role;
use office::founding::FounderTold;
use office::restore::{
    Again, PeopleTold, Person, Plan, Recovered, Share, Shares, recover, restore,
};
use office::{Answer, Office, Passphrase};
use testkit::{TestOffice, intake, passphrase};

use super::{backup, names, stick, work, worked};

fn person(name: &str) -> Person {
    Person {
        name: name.to_owned(),
        passphrase: passphrase(name),
    }
}

pub(crate) async fn restored(
    office: &TestOffice,
    source: &Path,
    target: &Path,
    (first, second): (&str, &str),
) -> Answer<Again> {
    let plan = Plan::of(source, None, &office.ports()).await?;
    let two = (person(first), person(second));
    restore(plan, target, office.ports(), two).await
}

/// A visit with a petition in a vault; the receipt's number, and whether all of it verifies.
async fn goes_on(folder: &Path, office: &TestOffice, who: (&str, Passphrase)) -> (String, Office) {
    let again = Office::open(folder, office.ports()).unwrap();
    let session = again.sign_in(who.0, who.1).await.unwrap();
    let matters = vec![intake::petition("Thêm đèn.")];
    let visit = intake::with_matters(&office.person(), matters);
    let added = again.add_visit(&session, &visit).await.unwrap();
    let verified = again.verify(&session, &mut |_| true).await.unwrap();
    assert!(verified.ok, "{:?}", verified.faults);
    again.end(session).await.unwrap();
    again.verify_office().unwrap();
    let number = added.files[0].receipt.as_ref().unwrap().number.clone();
    (number, again)
}

#[tokio::test]
async fn a_restored_vault_has_equal_counts_a_new_letter_and_numbers_of_its_own() {
    let office = worked(5).await;
    let place = stick(&office);
    let made = backup(&office, &place).await;
    // Work after the backup: numbers that are on paper and in no copy.
    let session = office.sign_in_as("desk").await;
    work(&office, &session, 2).await;
    office.end(session).await.unwrap();
    let target = office.outside().join("restored");
    let again = restored(
        &office,
        &place.join(&made.name),
        &target,
        ("admin", "chief"),
    )
    .await
    .unwrap();
    assert_eq!((again.visits, again.files, again.receipts), (5, 5, 5));
    assert_eq!((again.people, again.letter.as_str()), (5, "B"));
    // Its own: the first entry, an anchor.
    assert!(again.entries >= i64::from(made.entries) + 2);
    let (number, new) = goes_on(&target, &office, ("desk", passphrase("desk"))).await;
    assert_eq!(number, "B-2026-000001");
    // What was given before is found, printed and checked as before.
    let chief = new.sign_in("chief", passphrase("chief")).await.unwrap();
    new.receipt_pdf(&chief, "A-2026-000005").await.unwrap();
    let lost = new.receipt_pdf(&chief, "A-2026-000006").await.unwrap_err();
    assert_eq!(lost.code, Code::ReceiptUnknown);
    new.end(chief).await.unwrap();
    drop(new);
    // Restored once more from there, it goes on under the next letter, three chains in one record.
    let chief = Office::open(&target, office.ports()).unwrap();
    let session = chief.sign_in("chief", passphrase("chief")).await.unwrap();
    let second = office.outside().join("second stick");
    std::fs::create_dir(&second).unwrap();
    chief
        .make_backup(&session, &second, &mut |_| true)
        .await
        .unwrap();
    chief.end(session).await.unwrap();
    drop(chief);
    let third = office.outside().join("third");
    let again = restored(&office, &second, &third, ("chief", "admin"))
        .await
        .unwrap();
    assert_eq!((again.visits, again.letter.as_str()), (6, "C"));
    let (number, _) = goes_on(&third, &office, ("window", passphrase("window"))).await;
    assert_eq!(number, "C-2026-000001");
}

#[tokio::test]
async fn the_letter_comes_after_every_letter_known_in_the_place_or_a_later_one_is_told() {
    let office = worked(1).await;
    let place = stick(&office);
    let made = backup(&office, &place).await;
    let target = office.outside().join("restored");
    restored(&office, &place, &target, ("admin", "chief"))
        .await
        .unwrap();
    let again = Office::open(&target, office.ports()).unwrap();
    let session = again.sign_in("desk", passphrase("desk")).await.unwrap();
    office.clock().advance(time::Duration::hours(1));
    again
        .make_backup(&session, &place, &mut |_| true)
        .await
        .unwrap();
    again.end(session).await.unwrap();
    // The first backup once more, with the second beside it: B is taken.
    let ports = office.ports();
    let plan = Plan::of(&place.join(&made.name), None, &ports)
        .await
        .unwrap();
    assert_eq!(plan.letter(), 'C');
    let told = Plan::of(&place.join(&made.name), Some('K'), &ports)
        .await
        .unwrap();
    assert_eq!(told.letter(), 'K');
    for letter in ['A', 'B', 'b', '1', 'Đ'] {
        let refused = Plan::of(&place, Some(letter), &ports).await.unwrap_err();
        assert_eq!(refused.code, Code::RestoreLetter, "{letter}");
    }
}

#[tokio::test]
async fn a_folder_of_two_desks_stands_for_the_later_one_however_much_the_first_holds() {
    let office = worked(1).await;
    let place = stick(&office);
    backup(&office, &place).await;
    let target = office.outside().join("restored");
    restored(&office, &place, &target, ("admin", "chief"))
        .await
        .unwrap();
    let again = Office::open(&target, office.ports()).unwrap();
    let session = again.sign_in("desk", passphrase("desk")).await.unwrap();
    office.clock().advance(time::Duration::hours(1));
    let later = again.make_backup(&session, &place, &mut |_| true).await;
    let later = later.unwrap();
    again.end(session).await.unwrap();
    // Somebody went on at the first desk as if nothing had happened.
    let session = office.sign_in_as("desk").await;
    work(&office, &session, 12).await;
    office.end(session).await.unwrap();
    office.clock().advance(time::Duration::hours(1));
    let first = backup(&office, &place).await;
    assert!(first.entries > later.entries && first.made > later.made);
    let plan = Plan::of(&place, None, &office.ports()).await.unwrap();
    assert_eq!((plan.name(), plan.letter()), (later.name.as_str(), 'C'));
}

#[tokio::test]
async fn a_folder_that_two_offices_share_restores_neither_until_one_of_its_backups_is_named() {
    let (office, other) = (worked(1).await, worked(1).await);
    let (place, theirs) = (stick(&office), stick(&other));
    let ours = backup(&office, &place).await;
    other.clock().advance(time::Duration::hours(1));
    let made = backup(&other, &theirs).await;
    std::fs::rename(theirs.join(&made.name), place.join(&made.name)).unwrap();
    let refused = Plan::of(&place, None, &office.ports()).await.unwrap_err();
    assert_eq!(refused.code, Code::RestoreTwoOffices);
    let named = place.join(&ours.name);
    let plan = Plan::of(&named, None, &office.ports()).await.unwrap();
    assert_eq!(plan.name(), ours.name);
}

#[tokio::test]
async fn two_of_the_right_roles_restore_and_nobody_else() {
    let office = worked(1).await;
    let place = stick(&office);
    backup(&office, &place).await;
    let target = office.outside().join("restored");
    for (two, code) in [
        (("chief", "chief"), Code::NeedsTwoPersons),
        (("chief", "deputy"), Code::NeedsTwoPersons),
        (("admin", "desk"), Code::NotAllowed),
        (("case", "admin"), Code::NotAllowed),
        (("auditor", "chief"), Code::NotAllowed),
    ] {
        let refused = restored(&office, &place, &target, two).await.unwrap_err();
        assert_eq!(refused.code, code, "{two:?}");
        assert!(!target.exists(), "{two:?}");
    }
    let plan = Plan::of(&place, None, &office.ports()).await.unwrap();
    let wrong = Person {
        name: "admin".to_owned(),
        passphrase: passphrase("chief"),
    };
    let refused = restore(plan, &target, office.ports(), (person("chief"), wrong)).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, Code::SigninRefused);
    assert_eq!(refused.field.as_deref(), Some("cosign"));
    std::fs::create_dir(&target).unwrap();
    std::fs::write(target.join("mine"), "x").unwrap();
    let full = restored(&office, &place, &target, ("admin", "chief"))
        .await
        .unwrap_err();
    assert_eq!(full.code, Code::VaultNotEmpty);
    assert_eq!(names(&target), ["mine"]);
    let left: Vec<_> = names(office.outside());
    assert!(
        left.iter().all(|name| !name.contains("building")),
        "{left:?}"
    );
}

fn people(told: &[(&str, Role)]) -> PeopleTold {
    let person = |(name, role): &(&str, Role)| FounderTold {
        name: (*name).to_owned(),
        display: "Lê Thị Mới".to_owned(),
        role: *role,
        outside: String::new(),
    };
    PeopleTold {
        people: told.iter().map(person).collect(),
    }
}

fn shares(given: &[String], one: usize, two: usize) -> Shares {
    let share = |number: usize| Share::take(given[number].clone()).unwrap();
    Shares(share(one), share(two))
}

async fn recovered(
    office: &TestOffice,
    source: &Path,
    shares: Shares,
    told: &[(&str, Role)],
    target: &Path,
) -> Answer<Recovered> {
    let told = (&people(told), None);
    recover(source, shares, told, target, office.ports()).await
}

const NEW: [(&str, Role); 2] = [("new.admin", Role::Admin), ("chief", Role::Supervisor)];

fn chosen() -> Passphrase {
    Passphrase::new("con trâu trắng ăn lúa test".to_owned()).unwrap()
}

#[tokio::test]
async fn two_custodians_recover_a_vault_in_which_new_people_work_on() {
    let office = worked(4).await;
    let given = office.founding().shares.clone();
    let mut targets: Vec<PathBuf> = Vec::new();
    // From a vault in which nobody can sign in any more, and from a backup.
    let lost = office.outside().join("lost");
    crate::record::copy(&office.path(), &lost);
    let place = stick(&office);
    let made = backup(&office, &place).await;
    for (source, (one, two)) in [(lost, (2, 0)), (place.join(made.name), (0, 1))] {
        let target = office.outside().join(format!("recovered-{one}{two}"));
        let done = recovered(&office, &source, shares(&given, one, two), &NEW, &target)
            .await
            .unwrap();
        assert_eq!((done.again.visits, done.again.receipts), (4, 4));
        assert_eq!(done.again.letter, "B");
        assert_eq!(done.fingerprint, office.founding().fingerprint);
        assert_eq!(done.shares.len(), 3);
        assert!(done.shares.iter().all(|share| !given.contains(share)));
        let words = |name: &str| {
            let user = done.users.iter().find(|user| user.name == name).unwrap();
            Passphrase::new(user.passphrase.clone()).unwrap()
        };
        // The demo office asks nobody to change; the old supervisor's passphrase opens nothing.
        let (number, new) = goes_on(&target, &office, ("chief", words("chief"))).await;
        assert_eq!(number, "B-2026-000001");
        let old = new.sign_in("chief", passphrase("chief")).await.unwrap_err();
        assert_eq!(old.code, Code::SigninRefused);
        // Everybody else works on as before.
        let desk = new.sign_in("desk", passphrase("desk")).await.unwrap();
        new.find_people(&desk, "an", 5).await.unwrap();
        new.end(desk).await.unwrap();
        let admin = new.sign_in("new.admin", words("new.admin")).await.unwrap();
        new.enrol(&admin, "mai", "Hoàng Thị Mai", Role::Case)
            .await
            .unwrap();
        new.change_passphrase(&admin, words("new.admin"), chosen())
            .await
            .unwrap();
        new.end(admin).await.unwrap();
        drop(new);
        // The old shares are used up, the new ones are good.
        let next = office.outside().join(format!("next-{one}{two}"));
        let stale = shares(&given, one, two);
        let refused = recovered(&office, &target, stale, &NEW, &next)
            .await
            .unwrap_err();
        assert_eq!(refused.code, Code::RecoverySharesDoNotFit);
        let fresh = shares(&done.shares, 1, 2);
        let done = recovered(&office, &target, fresh, &NEW, &next)
            .await
            .unwrap();
        assert_eq!((done.again.letter.as_str(), done.again.visits), ("C", 5));
        targets.push(target);
    }
}

#[tokio::test]
async fn one_share_equal_shares_and_another_offices_shares_recover_nothing() {
    let (office, other) = (worked(1).await, TestOffice::founded().await);
    let (given, theirs) = (&office.founding().shares, &other.founding().shares);
    let lost = office.outside().join("lost");
    crate::record::copy(&office.path(), &lost);
    let target = office.outside().join("recovered");
    for (two, code) in [
        (shares(given, 1, 1), Code::RecoverySameShare),
        (shares(theirs, 0, 1), Code::RecoverySharesDoNotFit),
        (
            Shares(
                Share::take(given[0].clone()).unwrap(),
                Share::take(theirs[1].clone()).unwrap(),
            ),
            Code::RecoverySharesDoNotFit,
        ),
    ] {
        let refused = recovered(&office, &lost, two, &NEW, &target)
            .await
            .unwrap_err();
        assert_eq!(refused.code, code);
        assert!(!target.exists());
    }
    for (told, code) in [
        (&[("new.admin", Role::Admin)][..], Code::RosterFounders),
        (
            &[("a.b", Role::Admin), ("c.d", Role::Case)],
            Code::RosterFounders,
        ),
        (
            &[("a.b", Role::Admin), ("A B", Role::Supervisor)],
            Code::RosterNameMalformed,
        ),
    ] {
        let refused = recovered(&office, &lost, shares(given, 0, 1), told, &target).await;
        assert_eq!(refused.unwrap_err().code, code);
        assert!(!target.exists());
    }
    // In use: the desk is running.
    let busy = recovered(&office, &office.path(), shares(given, 0, 1), &NEW, &target).await;
    assert_eq!(busy.unwrap_err().code, Code::VaultInUse);
}
