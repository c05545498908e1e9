//! Who may do what with whose signatures, and what a signature was worth as of an entry.

use super::*;

#[test]
fn suspending_takes_one_and_removing_two_after_it() {
    for by in [ADMIN, SUPERVISOR] {
        let mut book = Book::with_active(Role::Case);
        let removed = || payload::Removed { request: request() };
        let both = [ADMIN, SUPERVISOR];
        let early = book.put(&both, (Kind::UserRemoved, NEW), removed());
        assert_eq!(early, Err(Refusal::WrongState));
        assert_eq!(book.suspend(RECEPTION, NEW), Err(Refusal::NotAllowed));
        book.suspend(by, NEW).unwrap();
        assert!(
            !book
                .roster
                .record_recipients()
                .contains(&book.recipients.borrow()[&NEW])
        );
        let alone = book.put(&[by], (Kind::UserRemoved, NEW), removed());
        assert_eq!(alone, Err(Refusal::TwoPersons));
        let mut back = book.clone();
        back.activate(&both, NEW).unwrap();
        book.put(&both, (Kind::UserRemoved, NEW), removed())
            .unwrap();
        assert_eq!(
            book.activate(&both, NEW),
            Err(Refusal::WrongState),
            "removed is for ever"
        );
        assert!(
            book.roster.by_name("user9").is_none(),
            "the name is free again"
        );
    }
}

#[test]
fn a_removed_users_past_work_verifies_and_new_work_does_not() {
    let mut book = Book::with_active(Role::Supervisor);
    let then = book.roster.head().seq;
    book.suspend(SUPERVISOR, NEW).unwrap();
    let suspended = book.roster.head().seq;
    let removed = payload::Removed { request: request() };
    book.put(&[ADMIN, SUPERVISOR], (Kind::UserRemoved, NEW), removed)
        .unwrap();
    let key = book.keys.borrow()[&NEW].verifying_key();
    let at = |seq| book.roster.signer_at(id(NEW), seq);
    assert_eq!(at(0), None, "before she came");
    assert_eq!(
        at(then),
        Some(Signer {
            key,
            role: Role::Supervisor,
            active: true
        })
    );
    assert_eq!(at(suspended).map(|signer| signer.active), Some(false));
    assert_eq!(
        at(u64::MAX).map(|signer| (signer.key, signer.active)),
        Some((key, false))
    );
    assert_eq!(book.suspend(NEW, RECEPTION), Err(Refusal::NotAllowed));
}

#[test]
fn a_role_changes_by_two_and_is_answered_as_of_each_entry() {
    let mut book = Book::with_active(Role::Reception);
    let before = book.roster.head().seq;
    let to = |role| payload::RoleChanged {
        role,
        request: request(),
    };
    let what = (Kind::UserRoleChanged, NEW);
    assert_eq!(
        book.put(&[ADMIN], what, to(Role::Supervisor)),
        Err(Refusal::TwoPersons)
    );
    let both = [SUPERVISOR, ADMIN];
    assert_eq!(
        book.put(&both, what, to(Role::Reception)),
        Err(Refusal::Unchanged)
    );
    book.put(&both, what, to(Role::Supervisor)).unwrap();
    let role = |seq| {
        book.roster
            .signer_at(id(NEW), seq)
            .map(|signer| signer.role)
    };
    assert_eq!(role(before), Some(Role::Reception));
    assert_eq!(role(before + 1), Some(Role::Supervisor));
    assert!(
        book.roster
            .right_given_within(id(NEW), id(ADMIN), NOW + DAY_MS - 1, DAY_MS)
    );
    assert!(
        !book
            .roster
            .right_given_within(id(NEW), id(ADMIN), NOW + DAY_MS, DAY_MS)
    );
    assert!(
        !book
            .roster
            .right_given_within(id(SUPERVISOR), id(ADMIN), NOW, DAY_MS)
    );
}

#[test]
fn new_keys_after_exposure_take_the_user_and_a_supervisor() {
    let rekey = |book: &mut Book, user: u128, other: u128| {
        let own = SigningKey::generate().unwrap();
        let payload = payload::Rekeyed {
            sign_pub: own.verifying_key(),
            recipient: recipient(),
            slot_id: id(77),
            r#gen: 2,
            request: request(),
        };
        let body = book.next((user, Kind::UserRekeyed, user), payload);
        let by = |who: u128| Signatory::User(id(who));
        let keys = std::rc::Rc::clone(&book.keys);
        let keys = keys.borrow();
        let line = Line::signed(
            body,
            &[
                LineSigner {
                    by: by(user),
                    key: &keys[&user],
                    purpose: Purpose::Office,
                },
                LineSigner {
                    by: by(other),
                    key: &keys[&other],
                    purpose: Purpose::Office,
                },
                LineSigner {
                    by: by(user),
                    key: &own,
                    purpose: Purpose::Possession,
                },
            ],
        );
        book.put_line(&line)
    };
    let mut book = Book::with_active(Role::Case);
    assert_eq!(rekey(&mut book, NEW, ADMIN), Err(Refusal::NotAllowed));
    assert_eq!(
        rekey(&mut book, SUPERVISOR, SUPERVISOR),
        Err(Refusal::TwoPersons)
    );
    let before = book.roster.head().seq;
    rekey(&mut book, NEW, SUPERVISOR).unwrap();
    let old = book.keys.borrow()[&NEW].verifying_key();
    assert_eq!(book.roster.signer_at(id(NEW), before).unwrap().key, old);
    assert_ne!(book.roster.signer_at(id(NEW), before + 1).unwrap().key, old);
}

#[test]
fn small_acts_belong_to_those_they_are_for() {
    let mut book = Book::founded();
    let setting = |value: &str| payload::SettingsChanged {
        settings: vec![SettingChange {
            name: "printer".into(),
            value: Some(value.into()),
        }],
    };
    let settings = (Kind::SettingsChanged, OFFICE);
    assert_eq!(
        book.put(&[SUPERVISOR], settings, setting("a")),
        Err(Refusal::NotAllowed)
    );
    book.put(&[ADMIN], settings, setting("b")).unwrap();
    assert_eq!(book.roster.settings()["printer"], "b");
    let anchor = || payload::DeskAnchored {
        desk_id: id(200),
        seq: 5,
        hash: "ab".repeat(32),
    };
    let anchored = (Kind::DeskAnchored, 200);
    assert_eq!(
        book.put(&[ADMIN], anchored, anchor()),
        Err(Refusal::NotAllowed)
    );
    book.put(&[RECEPTION], anchored, anchor()).unwrap();
    assert_eq!(book.roster.anchor(id(200)).unwrap().seq, 5);
    let denied = || payload::ActionDenied {
        action: "people.search".into(),
        reason: "role".into(),
    };
    book.put(&[ADMIN], (Kind::ActionDenied, ADMIN), denied())
        .unwrap();
    let other = book.put(&[ADMIN], (Kind::ActionDenied, RECEPTION), denied());
    assert_eq!(other, Err(Refusal::NotAllowed));
    let slot = || payload::SlotChanged {
        slot_id: id(55),
        r#gen: 2,
    };
    let other = book.put(&[ADMIN], (Kind::UserSlotChanged, RECEPTION), slot());
    assert_eq!(other, Err(Refusal::NotAllowed));
    assert!(book.roster.user(id(RECEPTION)).unwrap().must_change());
    book.put(&[RECEPTION], (Kind::UserSlotChanged, RECEPTION), slot())
        .unwrap();
    assert!(!book.roster.user(id(RECEPTION)).unwrap().must_change());
    let again = book.put(&[RECEPTION], (Kind::UserSlotChanged, RECEPTION), slot());
    assert_eq!(again, Err(Refusal::WrongState), "a generation is used once");
}

#[test]
fn two_persons_change_recovery_and_station_key_and_the_old_key_stays_listed() {
    let mut book = Book::founded();
    let (key, to) = (SigningKey::generate().unwrap().verifying_key(), recipient());
    let recovery_key = SigningKey::generate().unwrap().verifying_key();
    let station = || payload::StationRekeyed {
        station: key,
        request: request(),
    };
    let recovery = || payload::RecoveryChanged {
        recipient: to.clone(),
        key: recovery_key,
        request: request(),
    };
    let both = [ADMIN, SUPERVISOR];
    let alone = book.put(&[ADMIN], (Kind::StationRekeyed, OFFICE), station());
    assert_eq!(alone, Err(Refusal::TwoPersons));
    let alone = book.put(&[SUPERVISOR], (Kind::RecoveryChanged, OFFICE), recovery());
    assert_eq!(alone, Err(Refusal::TwoPersons));
    book.put(&both, (Kind::StationRekeyed, OFFICE), station())
        .unwrap();
    book.put(&both, (Kind::RecoveryChanged, OFFICE), recovery())
        .unwrap();
    assert_eq!(book.roster.station_key(), Some(&key));
    assert_eq!(book.roster.station_lines().lines().count(), 2);
    assert!(book.roster.record_recipients().contains(&to));
}
