//! A program of one's own, written against the store: keys and record are those of a record holder, and
//! no rule of the desk stands between them and the journal.

use std::sync::Arc;

use domain::id::{ActId, SessionId, UserId};
use store::{Act, Pending, StoreError};
use testkit::{TestOffice, passphrase};
use vault::Vault;
use vault::files::DiskFiles;
use vault::folder::UserKeys;

/// Enters this, signed as whoever it is. Nobody may be signed in and the office must be shut.
pub(crate) async fn writes(
    office: &TestOffice,
    name: &str,
    entry: Pending,
) -> Result<(), StoreError> {
    let files = Arc::new(DiskFiles::new(office.path()));
    let ports = office.ports();
    let mut vault = Vault::open(files, ports.kdf.clone()).unwrap();
    let now = ports.clock.now();
    let signed_in = vault
        .sign_in(name, &passphrase(name), now.millis())
        .unwrap();
    let records = signed_in.records.unwrap();
    let (desk, _) = vault.roster().desk();
    let office_seq = i64::try_from(vault.roster().head().seq).unwrap();
    let path = office.path().join("desk.db");
    let opened = store::Desk::open(&path, records.database(), domain::id::DeskId::new(desk));
    let desk = opened.await.unwrap();
    let tx = desk.begin().await.unwrap();
    let act = Act {
        id: ActId::from_bytes([9; 16]),
        session: SessionId::from_bytes([9; 16]),
        actor: UserId::new(signed_in.keys.user()),
        hand: Arc::new(Pen(signed_in.keys)),
        office_seq,
        at: now,
        mono: 1,
        entries: vec![entry],
        second: None,
    };
    let done = tx.commit(act).await;
    desk.close().await.unwrap();
    done.map(drop)
}

struct Pen(UserKeys);

impl store::Hand for Pen {
    fn sign_act(&self, hash: &store::Hash) -> Vec<u8> {
        self.0.signing().sign_act(hash).0.to_vec()
    }
}
