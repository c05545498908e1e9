//! One corrupt insider against the roster: whatever she signs alone, nobody new becomes active and
//! nobody becomes a supervisor.

use proptest::prelude::*;

use super::*;

/// What one corrupt insider may try with the keys she has: her own, and invitations she made.
#[derive(Clone, Debug)]
enum Try {
    Enrol(Role),
    Key,
    Activate,
    RoleOf(u128, Role),
    Suspend(u128),
    Rekey,
    Remove(u128),
}

fn tries() -> impl Strategy<Value = Vec<(Try, u8)>> {
    let role = prop::sample::select(Role::ALL.to_vec());
    let whom = prop::sample::select(vec![ADMIN, SUPERVISOR, RECEPTION, ADMIN_2, NEW]);
    let one = prop_oneof![
        role.clone().prop_map(Try::Enrol),
        Just(Try::Key),
        Just(Try::Activate),
        (whom.clone(), role).prop_map(|(whom, role)| Try::RoleOf(whom, role)),
        whom.clone().prop_map(Try::Suspend),
        Just(Try::Rekey),
        whom.prop_map(Try::Remove),
    ];
    prop::collection::vec((one, any::<u8>()), 1..20)
}

/// One forged line: `shape` chooses whose name stands beside the insider's signatures.
fn forge(book: &mut Book, insider: u128, held: &mut Vec<SigningKey>, one: &Try, shape: u8) {
    let fresh = SigningKey::generate().unwrap();
    let claimed = [insider, ADMIN, SUPERVISOR, NEW][usize::from(shape % 4)];
    let body = forged_body(book, (insider, claimed), one, (&fresh, shape));
    let keys = std::rc::Rc::clone(&book.keys);
    let keys = keys.borrow();
    let hers = &keys[&insider];
    let invitation = held.last().unwrap_or(hers);
    let signer = |who, key, purpose| LineSigner {
        by: Signatory::User(id(who)),
        key,
        purpose,
    };
    let own = signer(insider, hers, Purpose::Office);
    let signers = match (one, shape / 4 % 3) {
        (Try::Key, _) => vec![
            signer(NEW, invitation, Purpose::Office),
            signer(NEW, &fresh, Purpose::Possession),
        ],
        (Try::Rekey, _) => vec![
            signer(
                claimed,
                if claimed == NEW { invitation } else { hers },
                Purpose::Office,
            ),
            signer(SUPERVISOR, hers, Purpose::Office),
            signer(claimed, &fresh, Purpose::Possession),
        ],
        (_, 0) => vec![own],
        (_, 1) => vec![own, signer(claimed, hers, Purpose::Office)],
        (_, _) => vec![own, signer(NEW, invitation, Purpose::Office)],
    };
    let line = Line::signed(body, &signers);
    if book.put_line(&line).is_ok() && matches!(one, Try::Enrol(_) | Try::Key) {
        held.push(fresh);
    }
}

fn forged_body(
    book: &Book,
    (insider, claimed): (u128, u128),
    one: &Try,
    (fresh, shape): (&SigningKey, u8),
) -> String {
    let sign_pub = fresh.verifying_key();
    let request = request();
    match one {
        Try::Enrol(role) => {
            let payload = payload::Enrolled {
                name: format!("user{NEW}"),
                display: "Giả".to_owned(),
                role: *role,
                invite_pub: sign_pub,
                slot_id: id(1),
                expires: NOW,
            };
            book.next((insider, Kind::UserEnrolled, NEW), payload)
        }
        Try::Key => {
            let payload = payload::Keyed {
                sign_pub,
                recipient: recipient(),
                slot_id: id(2),
            };
            book.next((NEW, Kind::UserKeyed, NEW), payload)
        }
        Try::Activate => {
            let known = book.roster.user(id(NEW));
            let sign_pub = known.and_then(|user| user.key).unwrap_or(sign_pub);
            let to = known
                .and_then(|user| user.recipient.clone())
                .unwrap_or_else(recipient);
            let payload = payload::Activated {
                sign_pub,
                recipient: to,
                request,
            };
            book.next((insider, Kind::UserActivated, NEW), payload)
        }
        Try::RoleOf(whom, role) => {
            let payload = payload::RoleChanged {
                role: *role,
                request,
            };
            book.next((insider, Kind::UserRoleChanged, *whom), payload)
        }
        Try::Suspend(whom) => {
            book.next((insider, Kind::UserSuspended, *whom), payload::Suspended {})
        }
        Try::Rekey => {
            let r#gen = u64::from(shape % 3) + 1;
            let recipient = recipient();
            let payload = payload::Rekeyed {
                sign_pub,
                recipient,
                slot_id: id(3),
                r#gen,
                request,
            };
            book.next((claimed, Kind::UserRekeyed, claimed), payload)
        }
        Try::Remove(whom) => book.next(
            (insider, Kind::UserRemoved, *whom),
            payload::Removed { request },
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_single_insider_makes_an_active_user_or_a_supervisor(
        insider in prop::sample::select(vec![ADMIN, SUPERVISOR, RECEPTION]),
        tries in tries(),
    ) {
        let mut book = Book::founded();
        let mut held = Vec::new();
        for (one, shape) in &tries {
            forge(&mut book, insider, &mut held, one, *shape);
        }
        for user in book.roster.users() {
            let founder = founders().into_iter().find(|(known, _, _)| id(*known) == user.id());
            if let Some((_, role, _)) = founder {
                prop_assert_eq!(user.role(), role);
            } else {
                prop_assert!(user.state() != State::Active);
                prop_assert!(book.roster.signer_at(user.id(), u64::MAX).is_none_or(|s| !s.active));
            }
        }
    }

    #[test]
    fn random_text_never_folds_or_panics(first in any::<String>(), second in any::<String>()) {
        prop_assert!(fold([first.as_str(), second.as_str()]).is_err());
        let book = Book::founded();
        prop_assert!(book.roster.after(&second).is_err());
    }
}

#[test]
fn the_insider_of_the_property_can_do_what_is_hers() {
    // Guards the property above against forging only nonsense.
    let mut book = Book::founded();
    let mut held = Vec::new();
    for (one, shape) in [(Try::Enrol(Role::Supervisor), 0), (Try::Key, 0)] {
        forge(&mut book, ADMIN, &mut held, &one, shape);
    }
    assert_eq!(
        book.state(NEW),
        State::Enrolled,
        "she can enrol and key a puppet"
    );
    for shape in 0..=u8::MAX {
        forge(&mut book, ADMIN, &mut held, &Try::Activate, shape);
    }
    assert_eq!(book.state(NEW), State::Enrolled, "and gets no further");
}
