//! Which header follows which, and what a file's fold takes.

use std::collections::BTreeSet;

use super::header::Change;
use super::*;
use crate::id::SubjectId;
use crate::subject::{Subject, apply};

const FILE: ProtectedId = ProtectedId::from_bytes([7; 16]);
const DIGEST: &str = "11111111111111111111111111111111111111111111111111111111111111aa";

fn user(number: u8) -> UserId {
    UserId::from_bytes([number; 16])
}

fn people(numbers: &[u8]) -> BTreeSet<UserId> {
    numbers.iter().copied().map(user).collect()
}

fn first() -> Header {
    Header::first("office", FILE, "age1first", &people(&[1, 2]), user(9))
}

fn line(header: &Header) -> String {
    serde_json::json!({ "body": header.text(), "sigs": [] }).to_string()
}

fn keyed(header: &Header) -> Keyed {
    Keyed {
        header: line(header),
        boxed: "AAAA".to_owned(),
    }
}

fn stamp(seq: i64, actor: UserId) -> Stamp {
    Stamp {
        desk: DeskId::from_bytes([1; 16]),
        seq,
        at: Moment::from_millis(1_764_000_000_000),
        actor,
        subject: SubjectId::from(FILE),
    }
}

/// A file opened by a stranger to it, and what becomes of more actions, each by somebody.
fn told(more: &[(UserId, Action)]) -> (Option<Protected>, Vec<Fate>) {
    let mut state = None;
    let opened = Action::ProtectedOpened(keyed(&first()));
    let mut fates = vec![apply(&mut state, &stamp(1, user(9)), &opened)];
    for (at, (who, action)) in more.iter().enumerate() {
        let seq = i64::try_from(at).unwrap() + 2;
        fates.push(apply(&mut state, &stamp(seq, *who), action));
    }
    let protected = match state {
        Some(Subject::Protected(protected)) => Some(*protected),
        _ => None,
    };
    (protected, fates)
}

fn sealed(seq: u32, epoch: u32) -> Sealed {
    Sealed {
        item: ItemId::from_bytes([u8::try_from(seq).unwrap(); 16]),
        seq,
        epoch,
        blobs: Vec::new(),
        ct: "AAAA".to_owned(),
    }
}

#[test]
fn a_header_is_read_as_it_was_written_and_nothing_like_it_is() {
    let header = first();
    assert_eq!(Header::read(&line(&header)), Some(header.clone()));
    let with = |body: String| serde_json::json!({ "body": body, "sigs": [] }).to_string();
    for body in [
        format!(" {}", header.text()),
        header.text().replace("\"epoch\":0", "\"epoch\":00"),
        header.text().replace("\"v\":1", "\"v\":2"),
        header.text().replacen('{', "{\"more\":1,", 1),
    ] {
        assert_eq!(Header::read(&with(body.clone())), None, "{body}");
    }
    // Nobody is cleared twice, or out of order, and somebody is.
    for cleared in [vec![], vec![user(1), user(1)], vec![user(2), user(1)]] {
        let header = Header {
            cleared,
            ..header.clone()
        };
        assert_eq!(Header::read(&line(&header)), None);
    }
}

#[test]
fn each_kind_of_header_follows_in_its_own_way() {
    let first = first();
    let next =
        |change: Change, key: Option<&str>, by: u8| first.next(DIGEST, change, key, user(by));
    for fits in [
        next(Change::FirstOpen, Some("age1second"), 1),
        next(Change::Rotate, Some("age1second"), 2),
        next(Change::Grant(user(3)), None, 1),
        next(Change::Revoke(user(2)), Some("age1second"), 1),
    ] {
        assert_eq!(fits.follows(&first), Ok(()), "{fits:?}");
    }
    for (misfit, expected) in [
        // Whoever made the file is not cleared for it.
        (next(Change::Grant(user(9)), None, 9), Misfit::By),
        // A ghost: whoever is not cleared clears herself.
        (next(Change::Grant(user(4)), None, 4), Misfit::By),
        // A step without a new key, and a new key without a step.
        (next(Change::Rotate, None, 1), Misfit::Recipient),
        (
            next(Change::Grant(user(3)), Some("age1second"), 1),
            Misfit::Recipient,
        ),
        // Nobody came, nobody went.
        (next(Change::Grant(user(1)), None, 1), Misfit::Cleared),
        (
            next(Change::Revoke(user(8)), Some("age1second"), 1),
            Misfit::Cleared,
        ),
        // It begins once.
        (first.clone(), Misfit::By),
    ] {
        assert_eq!(misfit.follows(&first), Err(expected), "{misfit:?}");
    }
    let second = next(Change::FirstOpen, Some("age1second"), 1);
    let again = Header {
        epoch: 2,
        recipient: "age1third".to_owned(),
        ..second.clone()
    };
    assert_eq!(
        again.follows(&second),
        Err(Misfit::Cleared),
        "opened first once"
    );
    assert_eq!(
        second.follows(&second),
        Err(Misfit::Epoch),
        "an old header again"
    );
}

#[test]
fn a_file_begins_by_its_own_header_and_takes_items_of_its_newest_epoch_in_order() {
    let second = first().next(DIGEST, Change::FirstOpen, Some("age1second"), user(1));
    let (file, fates) = told(&[
        (user(9), Action::HeadSealed(sealed(1, 0))),
        (user(9), Action::ItemSealed(sealed(2, 0))),
        (user(1), Action::ProtectedKeyed(keyed(&second))),
        (user(5), Action::ItemSealed(sealed(3, 1))),
    ]);
    assert!(fates.iter().all(|fate| *fate == Fate::Applied), "{fates:?}");
    let file = file.unwrap();
    assert_eq!((file.items.len(), file.header.epoch), (3, 1));
    assert_eq!(file.head().unwrap().item, sealed(1, 0).item);
    assert!(file.clears(user(1)) && !file.clears(user(9)) && !file.is_unopened());
}

#[test]
fn what_does_not_fit_is_ignored_and_says_why() {
    let of = |who: UserId, action: Action| told(&[(who, action)]).1[1];
    let second = first().next(DIGEST, Change::FirstOpen, Some("age1second"), user(1));
    let granted = first().next(DIGEST, Change::Grant(user(3)), None, user(1));
    for (who, action, why) in [
        // Signed by one, entered by another.
        (
            user(2),
            Action::ProtectedKeyed(keyed(&second)),
            "whoever made the header was not cleared",
        ),
        // A grant does not pass for a rotation.
        (
            user(1),
            Action::ProtectedKeyed(keyed(&granted)),
            "not a header of this file",
        ),
        (
            user(1),
            Action::ItemSealed(sealed(2, 0)),
            "not the next item",
        ),
        (
            user(1),
            Action::ItemSealed(sealed(1, 1)),
            "sealed to an epoch that is over",
        ),
        (
            user(1),
            Action::VisitSkipped(crate::visit::QueuePlace {}),
            "not an action of a protected file",
        ),
    ] {
        assert_eq!(of(who, action.clone()), Fate::Ignored(why), "{action:?}");
    }
    let mut state = None;
    let other = Header {
        file: ProtectedId::from_bytes([8; 16]),
        ..first()
    };
    let opened = Action::ProtectedOpened(keyed(&other));
    let fate = apply(&mut state, &stamp(1, user(9)), &opened);
    assert_eq!(fate, Fate::Ignored("not a header of this file"));
    assert_eq!(state, None);
}
