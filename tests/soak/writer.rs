//! The child that is killed while it writes (`kills.rs`).

use std::io::Write as _;
use std::path::Path;

use office::Office;
use office::demo::people::Crowd;
use testkit::{intake, passphrase};

use crate::kills::ports;

/// The child: signs in and saves visits until it is killed.
pub(crate) async fn write_until_killed(folder: &Path, seed: u64) {
    let office = Office::open(folder, ports()).unwrap();
    let session = office.sign_in("desk", passphrase("desk")).await.unwrap();
    let mut pipe = std::io::stdout();
    writeln!(pipe, "ready").unwrap();
    for person in Crowd::new(seed) {
        let matters = vec![intake::complaint("Không đồng ý với biên bản.")];
        let added = office
            .add_visit(&session, &intake::with_matters(&person, matters))
            .await;
        let added = added.unwrap();
        let file = &added.files[0];
        let line = [
            added.queue_number.as_str(),
            &added.visit,
            added.person.as_deref().unwrap(),
            &file.id,
            &file.receipt.as_ref().unwrap().number,
        ];
        writeln!(pipe, "{}", line.join(" ")).unwrap();
        pipe.flush().unwrap();
    }
}
