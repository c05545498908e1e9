//! Signing in, against argon2id alone at the same costs.

use std::time::Instant;

use testkit::passphrase;
use vault::kdf::{Argon2id, Kdf as _, KdfBounds};

use crate::desk::Desk;
use crate::figures::{At, Bar, ROUNDS, Rounds, Table};

/// Sign-ins of one round.
const TIMES: usize = 10;

/// Measures with the costs that the office was founded with: the floor of the shipped bounds.
pub(crate) async fn measure(desk: &Desk, table: &mut Table) {
    let mut rounds = Rounds::default();
    for _ in 0..ROUNDS {
        rounds.begin();
        for _ in 0..TIMES {
            let words = passphrase("desk");
            let begun = Instant::now();
            let session = desk.office.sign_in("desk", words).await.unwrap();
            rounds.work(begun.elapsed());
            desk.office.end(session).await.unwrap();
            let words = passphrase("desk");
            let begun = Instant::now();
            let key = Argon2id
                .derive(&words, &[7; 16], KdfBounds::SHIPPED.floor())
                .unwrap();
            rounds.floor(begun.elapsed());
            drop(key);
        }
    }
    let bar = Bar {
        over: Some(150.0),
        ..Bar::default()
    };
    table.add("sign in", desk.size, &rounds, At::P50, bar);
}
