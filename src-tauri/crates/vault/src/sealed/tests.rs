//! Properties of boxes and items, held against whoever moves, cuts or flips them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::agefile;
use crate::secret::{Recipient, RecordIdentity};
use crate::sign::SigningKey;

const FILE: Uuid = Uuid::from_u128(0x10);
const ITEM: Uuid = Uuid::from_u128(0x20);
const AUTHOR: Uuid = Uuid::from_u128(0x30);
const STATION: &str = "0a1b2c3d";
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

const PLACE: Place<'static> = Place {
    station: STATION,
    file: FILE,
    item: ITEM,
    seq: 1,
    epoch: 0,
    prev: NOTHING,
};

/// A file of one reader: her identity, recovery's, the box and what it opens to.
struct World {
    reader: RecordIdentity,
    k: RecordIdentity,
    boxed: Boxed,
    ladder: Ladder,
    key: SigningKey,
}

fn to(identity: &RecordIdentity) -> Recipient {
    identity.recipient().unwrap()
}

fn expected(boxed: &Boxed, epoch: u32, cleared: usize) -> Expected<'_> {
    Expected {
        file: FILE,
        epoch,
        recipient: &boxed.recipient,
        cleared,
    }
}

fn world() -> World {
    let (reader, k) = (
        RecordIdentity::generate().unwrap(),
        RecordIdentity::generate().unwrap(),
    );
    let boxed = Ladder::begin(FILE, &[to(&reader)], &to(&k)).unwrap();
    let ladder = Ladder::open(&reader, &boxed.text, &expected(&boxed, 0, 1)).unwrap();
    World {
        reader,
        k,
        boxed,
        ladder,
        key: SigningKey::generate().unwrap(),
    }
}

impl World {
    fn sealed(&self, place: &Place<'_>, kind: &str, body: &[u8]) -> String {
        let told = Told {
            kind,
            mime: "text/plain",
            replaces: None,
            at: 1_764_000_000_000,
            body,
        };
        let to = self.ladder.recipient().unwrap();
        seal(place, &told, AUTHOR, &self.key, &to).unwrap()
    }

    fn opened(&self, place: &Place<'_>, sealed: &str) -> Result<Opened, Unverified> {
        let key = self.key.verifying_key();
        open(place, sealed, &self.ladder, &|who| {
            (who == AUTHOR).then_some(key)
        })
    }
}

fn flipped(sealed: &str, at: usize, bit: u8) -> String {
    let b64 = STANDARD;
    let mut bytes = b64.decode(sealed).unwrap();
    let at = at % bytes.len();
    bytes[at] ^= 1 << (bit % 8);
    b64.encode(bytes)
}

#[test]
fn whoever_makes_a_file_boxes_its_key_for_its_readers_and_recovery_and_for_nobody_else() {
    let world = world();
    let stranger = RecordIdentity::generate().unwrap();
    let asked = expected(&world.boxed, 0, 1);
    assert!(Ladder::open(&world.k, &world.boxed.text, &asked).is_ok());
    let refused = Ladder::open(&stranger, &world.boxed.text, &asked);
    assert_eq!(refused.unwrap_err(), Unverified::Closed);
}

#[test]
fn a_reader_who_was_added_quietly_shows() {
    let world = world();
    let ghost = RecordIdentity::generate().unwrap();
    let boxed = world
        .ladder
        .boxed(&[to(&world.reader), to(&ghost)], &to(&world.k))
        .unwrap();
    let refused = Ladder::open(&world.reader, &boxed.text, &expected(&boxed, 0, 1));
    assert_eq!(refused.unwrap_err(), Unverified::Readers);
}

#[test]
fn a_box_beside_another_header_is_refused() {
    let world = world();
    let other = Ladder::begin(FILE, &[to(&world.reader)], &to(&world.k)).unwrap();
    let open = |boxed: &Boxed, asked: &Expected<'_>| {
        Ladder::open(&world.reader, &boxed.text, asked).unwrap_err()
    };
    // The header names another key than the box holds: a swapped recipient.
    assert_eq!(
        open(&world.boxed, &expected(&other, 0, 1)),
        Unverified::Recipient
    );
    let of_file = Expected {
        file: ITEM,
        ..expected(&world.boxed, 0, 1)
    };
    assert_eq!(open(&world.boxed, &of_file), Unverified::Elsewhere);
    assert_eq!(
        open(&world.boxed, &expected(&world.boxed, 1, 1)),
        Unverified::Elsewhere
    );
}

#[test]
fn an_epoch_later_opens_what_was_before_and_an_earlier_one_not_what_came_after() {
    let world = world();
    let before = world.sealed(&PLACE, "note", b"before");
    let stepped = world.ladder.stepped().unwrap();
    let place = Place { epoch: 1, ..PLACE };
    let told = Told {
        kind: "note",
        mime: "text/plain",
        replaces: None,
        at: 0,
        body: b"after",
    };
    let after = seal(
        &place,
        &told,
        AUTHOR,
        &world.key,
        &stepped.recipient().unwrap(),
    );
    let after = after.unwrap();
    let key = world.key.verifying_key();
    let key_of = |_: Uuid| Some(key);
    assert_eq!(
        open(&PLACE, &before, &stepped, &key_of)
            .unwrap()
            .body
            .as_slice(),
        b"before"
    );
    assert_eq!(
        open(&place, &after, &stepped, &key_of)
            .unwrap()
            .body
            .as_slice(),
        b"after"
    );
    let refused = open(&place, &after, &world.ladder, &key_of);
    assert_eq!(refused.unwrap_err(), Unverified::Elsewhere);
    // Nor does it, said to be of the epoch before.
    let refused = open(&PLACE, &after, &world.ladder, &key_of);
    assert_eq!(refused.unwrap_err(), Unverified::Closed);
}

#[test]
fn an_item_by_another_hand_or_in_another_name_is_refused() {
    let world = world();
    let sealed = world.sealed(&PLACE, "note", b"told");
    let other = SigningKey::generate().unwrap().verifying_key();
    let by_other = open(&PLACE, &sealed, &world.ladder, &|_| Some(other));
    assert_eq!(by_other.unwrap_err(), Unverified::Signature);
    let by_nobody = open(&PLACE, &sealed, &world.ladder, &|_| None);
    assert_eq!(by_nobody.unwrap_err(), Unverified::Author);
}

#[test]
fn a_reader_cannot_write_in_anothers_name_or_hide_anything_in_the_padding() {
    let world = world();
    let to = world.ladder.recipient().unwrap();
    let sealed = world.sealed(&PLACE, "note", b"told");
    let b64 = STANDARD;
    let plain = agefile::open(
        world.ladder.key(0).unwrap(),
        &b64.decode(&sealed).unwrap(),
        1024,
    )
    .unwrap();
    let again = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut plain = plain.to_vec();
        change(&mut plain);
        let sealed = agefile::seal(std::slice::from_ref(&to), &plain).unwrap();
        world.opened(&PLACE, &b64.encode(sealed)).unwrap_err()
    };
    assert!(world.opened(&PLACE, &sealed).is_ok());
    // The text of the body, one zero of the padding, one length more, another kind.
    let told = plain.windows(4).position(|four| four == b"told").unwrap();
    assert_eq!(again(&|plain| plain[told] = b'T'), Unverified::Signature);
    assert_eq!(again(&|plain| plain[900] = 1), Unverified::Malformed);
    assert_eq!(again(&|plain| plain.push(0)), Unverified::Malformed);
    assert_eq!(again(&|plain| plain.resize(4096, 0)), Unverified::Malformed);
    let note = plain.windows(6).position(|six| six == b"\"note\"").unwrap();
    assert_eq!(
        again(&|plain| plain[note + 1] = b'h'),
        Unverified::Signature
    );
}

#[test]
fn a_head_item_has_one_length_and_room_for_what_it_must_hold() {
    let world = world();
    let lengths: Vec<usize> = [0, 1, 700, HEAD_LIMIT]
        .map(|body| plain_length(&world.sealed(&PLACE, HEAD_KIND, &vec![b'a'; body])))
        .to_vec();
    assert!(lengths.iter().all(|length| *length == lengths[0]));
    let told = Told {
        kind: HEAD_KIND,
        mime: "text/plain",
        replaces: None,
        at: 0,
        body: &vec![b'a'; HEAD_LIMIT + 1],
    };
    let to = world.ladder.recipient().unwrap();
    assert!(seal(&PLACE, &told, AUTHOR, &world.key, &to).is_err());
}

/// The length of a ciphertext without age's header, whose stanzas have random lengths.
fn plain_length(sealed: &str) -> usize {
    let b64 = STANDARD;
    let bytes = b64.decode(sealed).unwrap();
    let mac = bytes.windows(5).position(|five| five == b"\n--- ").unwrap();
    bytes.len() - mac
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// P4: moved between items, files, numbers, epochs, chains, offices.
    #[test]
    fn an_item_holds_in_its_own_place_alone(which in 0_usize..6, other in 1_u128..u128::MAX, text in "[a-f0-9]{64}") {
        let world = world();
        let sealed = world.sealed(&PLACE, "form", b"{}");
        let moved = match which {
            0 => Place { station: text.get(..8).unwrap(), ..PLACE },
            1 => Place { file: Uuid::from_u128(other), ..PLACE },
            2 => Place { item: Uuid::from_u128(other), ..PLACE },
            3 => Place { seq: 2, ..PLACE },
            4 => Place { epoch: 1, ..PLACE },
            _ => Place { prev: &text, ..PLACE },
        };
        prop_assume!(moved != PLACE);
        prop_assert!(world.opened(&PLACE, &sealed).is_ok());
        prop_assert_eq!(world.opened(&moved, &sealed).unwrap_err(), Unverified::Elsewhere);
    }

    /// P5: any bit of an item or a box.
    #[test]
    fn a_flipped_bit_is_refused(at in any::<usize>(), bit in any::<u8>()) {
        let world = world();
        let sealed = world.sealed(&PLACE, "note", b"told");
        prop_assert!(world.opened(&PLACE, &flipped(&sealed, at, bit)).is_err());
        let boxed = flipped(&world.boxed.text, at, bit);
        prop_assert!(Ladder::open(&world.reader, &boxed, &expected(&world.boxed, 0, 1)).is_err());
    }

    /// P11: how long it is tells its class and nothing else.
    #[test]
    fn its_length_tells_its_class_alone(a in 0_usize..500, b in 0_usize..500) {
        let world = world();
        let length = |body: usize, byte: u8| plain_length(&world.sealed(&PLACE, "note", &vec![byte; body]));
        prop_assert_eq!(length(a, b'x'), length(b, 0));
    }

    /// P15: what was read is what was written, and nonsense is an error.
    #[test]
    fn what_was_sealed_comes_back_and_nonsense_never_panics(
        body in proptest::collection::vec(any::<u8>(), 0..70_000),
        nonsense in proptest::collection::vec(any::<u8>(), 0..3000),
    ) {
        let world = world();
        let opened = world.opened(&PLACE, &world.sealed(&PLACE, "form", &body)).unwrap();
        prop_assert_eq!(opened.body.as_slice(), body.as_slice());
        prop_assert_eq!((opened.kind.as_str(), opened.author), ("form", AUTHOR));
        let b64 = STANDARD;
        let to = world.ladder.recipient().unwrap();
        let sealed = agefile::seal(std::slice::from_ref(&to), &nonsense).unwrap();
        prop_assert!(world.opened(&PLACE, &b64.encode(&sealed)).is_err());
        prop_assert!(world.opened(&PLACE, &b64.encode(&nonsense)).is_err());
        prop_assert!(world.opened(&PLACE, &String::from_utf8_lossy(&nonsense)).is_err());
        let boxed = agefile::seal(&[to_of(&world)], &nonsense).unwrap();
        prop_assert!(Ladder::open(&world.reader, &b64.encode(boxed), &expected(&world.boxed, 0, 0)).is_err());
    }
}

fn to_of(world: &World) -> Recipient {
    to(&world.reader)
}
