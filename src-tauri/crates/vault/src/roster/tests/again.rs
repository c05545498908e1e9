//! Restored by two, recovered by the recovery key: and by nobody else.

use super::*;

const DESK: u128 = 200;
const NEXT: u128 = 201;

fn next(letter: char, from: u128) -> NextDesk {
    NextDesk {
        id: id(NEXT),
        letter,
        from: LeftAt {
            desk_id: id(from),
            seq: 12,
            hash: "ab".repeat(32),
        },
    }
}

fn restored(letter: char, from: u128) -> payload::DeskRestored {
    payload::DeskRestored {
        desk: next(letter, from),
        request: request(),
    }
}

#[test]
fn a_desk_is_restored_by_administrator_and_supervisor_under_a_later_letter() {
    let mut book = Book::founded();
    let what = (Kind::DeskRestored, NEXT);
    for by in [
        &[ADMIN][..],
        &[SUPERVISOR],
        &[RECEPTION],
        &[ADMIN, ADMIN_2],
        &[RECEPTION, SUPERVISOR],
        &[SUPERVISOR, SUPERVISOR],
    ] {
        let refused = book.put(by, what, restored('B', DESK)).unwrap_err();
        let known = [Refusal::TwoPersons, Refusal::NotAllowed];
        assert!(known.contains(&refused), "{by:?}: {refused:?}");
    }
    let both = [SUPERVISOR, ADMIN];
    for (letter, from) in [('A', DESK), ('@', DESK), ('b', DESK), ('B', NEXT)] {
        let refused = book.put(&both, what, restored(letter, from));
        assert_eq!(refused, Err(Refusal::Malformed), "{letter} {from}");
    }
    let other = book.put(&both, (Kind::DeskRestored, DESK), restored('B', DESK));
    assert_eq!(other, Err(Refusal::Malformed));
    book.put(&both, what, restored('C', DESK)).unwrap();
    assert_eq!(book.roster.desk(), (id(NEXT), 'C'));
    let left = book.roster.left();
    assert_eq!(left.len(), 1);
    assert_eq!(
        (left[0].desk, left[0].letter, left[0].seq),
        (id(DESK), 'A', 12)
    );
    let again = book.put(&both, what, restored('D', NEXT));
    assert_eq!(again, Err(Refusal::Malformed), "a chain is begun once");
}

#[test]
fn no_desk_goes_on_from_before_what_the_office_witnessed() {
    let mut book = Book::founded();
    let anchor = |seq, digit: &str| payload::DeskAnchored {
        desk_id: id(DESK),
        seq,
        hash: digit.repeat(32),
    };
    let both = [ADMIN, SUPERVISOR];
    let what = (Kind::DeskRestored, NEXT);
    book.put(&[RECEPTION], (Kind::DeskAnchored, DESK), anchor(12, "cd"))
        .unwrap();
    let other = book.put(&both, what, restored('B', DESK));
    assert_eq!(other, Err(Refusal::Chain), "another entry 12");
    book.put(&[RECEPTION], (Kind::DeskAnchored, DESK), anchor(13, "cd"))
        .unwrap();
    let earlier = book.put(&both, what, restored('B', DESK));
    assert_eq!(earlier, Err(Refusal::Chain));
}

const NEW_ADMIN: u128 = 31;
const NEW_CHIEF: u128 = 32;

/// A recovery by two new people, the second of whom takes the old supervisor's name.
fn recovered(book: &Book, roles: [Role; 2]) -> payload::OfficeRecovered {
    let user = |(user, name, role): (u128, &str, Role)| {
        let key = SigningKey::generate().unwrap();
        let sign_pub = key.verifying_key();
        book.keys.borrow_mut().insert(user, key);
        FoundedUser {
            user: id(user),
            name: name.to_owned(),
            display: "Lê Thị Bình".to_owned(),
            role,
            sign_pub,
            recipient: recipient(),
            slot_id: id(4000 + user),
        }
    };
    payload::OfficeRecovered {
        desk: next('B', DESK),
        recovery: recipient(),
        recovery_key: SigningKey::generate().unwrap().verifying_key(),
        users: vec![
            user((NEW_ADMIN, "new.admin", roles[0])),
            user((NEW_CHIEF, "binh.le", roles[1])),
        ],
    }
}

/// Signs it: the new people for possession, then `last`.
fn put(
    book: &mut Book,
    payload: payload::OfficeRecovered,
    last: (Signatory, u128),
) -> Result<(), Refusal> {
    let text = book.next((NEW_ADMIN, Kind::OfficeRecovered, OFFICE), payload);
    let line = {
        let keys = book.keys.borrow();
        let mut signers: Vec<_> = [NEW_ADMIN, NEW_CHIEF]
            .iter()
            .map(|user| LineSigner {
                by: Signatory::User(id(*user)),
                key: &keys[user],
                purpose: Purpose::Possession,
            })
            .collect();
        signers.push(LineSigner {
            by: last.0,
            key: &keys[&last.1],
            purpose: Purpose::Office,
        });
        Line::signed(text, &signers)
    };
    book.put_line(&line)
}

#[test]
fn a_recovery_brings_new_people_and_only_the_recovery_key_signs_it() {
    let mut book = Book::founded();
    let roles = [Role::Admin, Role::Supervisor];
    // Not the station's key, which every record holder has, nor anybody's own.
    for forger in [OFFICE, SUPERVISOR, ADMIN, NEW_ADMIN] {
        let payload = recovered(&book, roles);
        let forged = put(&mut book, payload, (Signatory::Recovery, forger));
        assert_eq!(forged, Err(Refusal::Signature), "{forger}");
    }
    let payload = recovered(&book, roles);
    let station = put(&mut book, payload, (Signatory::Station, OFFICE));
    assert_eq!(station, Err(Refusal::Signature));
    for few in [
        [Role::Admin; 2],
        [Role::Supervisor; 2],
        [Role::Admin, Role::Case],
    ] {
        let payload = recovered(&book, few);
        let refused = put(&mut book, payload, (Signatory::Recovery, RECOVERY));
        assert_eq!(refused, Err(Refusal::Founders), "{few:?}");
    }
    let payload = recovered(&book, roles);
    put(&mut book, payload, (Signatory::Recovery, RECOVERY)).unwrap();
    assert_eq!(book.roster.desk(), (id(NEXT), 'B'));
    let old = book.roster.user(id(SUPERVISOR)).unwrap();
    assert_eq!((old.state(), old.slot()), (State::Removed, None));
    assert_eq!(book.roster.by_name("binh.le").unwrap().id(), id(NEW_CHIEF));
    assert!(book.roster.by_name("binh.le").unwrap().must_change());
    assert!(book.roster.signer_at(id(SUPERVISOR), 0).unwrap().active);
    assert_eq!(
        book.roster.by_name("chi.vu").unwrap().state(),
        State::Active
    );
    // The old shares are used up: their key signs no second time.
    let again = recovered(&book, roles);
    let again = put(&mut book, again, (Signatory::Recovery, RECOVERY));
    assert_eq!(again, Err(Refusal::Signature));
}
