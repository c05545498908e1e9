//! A stick pulled out, full or closed for writing at every call: nothing that counts is left, the
//! desk works on, and the next run clears up.

use std::io;
use std::path::Path;
use std::process::Command;

use domain::fault::Code;
use office::backup::{check_place, list_place};
use testkit::TestOffice;

use super::media::Rigged;
use super::{backup, backup_onto, names, on_disk, stick, work, worked};
use crate::journal::assert_sound;

/// How many calls a whole backup makes onto a stick that holds one already.
async fn calls(office: &TestOffice, place: &Path) -> u32 {
    let session = office.sign_in_as("desk").await;
    backup_onto(office, &session, on_disk(place)).await.unwrap();
    let medium = Rigged::new(place, |_, _, _| Ok(()));
    backup_onto(office, &session, std::sync::Arc::<Rigged>::clone(&medium))
        .await
        .unwrap();
    office.end(session).await.unwrap();
    medium.calls()
}

fn another(office: &TestOffice) -> std::path::PathBuf {
    let place = office.outside().join("another");
    std::fs::create_dir(&place).unwrap();
    place
}

/// Only whole backups are there; how many.
async fn only_whole(place: &Path, at: u32) -> usize {
    let listed = list_place(place).await.unwrap();
    assert!(listed.iter().all(|row| row.ok), "call {at}: {listed:?}");
    listed.len()
}

#[tokio::test]
async fn pulled_out_at_every_call_it_leaves_nothing_that_counts_and_the_next_run_sweeps() {
    let office = worked(1).await;
    let place = stick(&office);
    let blobs = office.path().join("blobs/cd");
    std::fs::create_dir_all(&blobs).unwrap();
    std::fs::write(blobs.join("cd-one"), vec![1; 3_000]).unwrap();
    let counted = calls(&office, &another(&office)).await;
    let session = office.sign_in_as("desk").await;
    backup_onto(&office, &session, on_disk(&place))
        .await
        .unwrap();
    let (mut failed, mut made) = (0, 0);
    for at in 0..=counted {
        let done = backup_onto(&office, &session, Rigged::pulled(&place, at)).await;
        let whole = only_whole(&place, at).await;
        match done {
            // Pulled after it had its name: it counts, and so it should.
            Ok(view) => {
                made += 1;
                assert_eq!(whole, 2, "call {at}");
                std::fs::remove_dir_all(place.join(view.name)).unwrap();
            }
            Err(refused) => {
                failed += 1;
                let plain = [Code::BackupPlaceGone, Code::BackupNotSound];
                assert!(plain.contains(&refused.code), "call {at}: {refused:?}");
                assert_eq!(whole, 1, "call {at} left something that counts");
            }
        }
    }
    println!(
        "{failed} of {} runs failed, {made} had their name",
        counted + 1
    );
    assert!(failed > 50 && made > 0);
    // Writers go on, and a run with a stick that stays clears up.
    work(&office, &session, 1).await;
    backup_onto(&office, &session, on_disk(&place))
        .await
        .unwrap();
    office.end(session).await.unwrap();
    assert!(
        names(&place).iter().all(|name| !name.starts_with('.')),
        "{:?}",
        names(&place)
    );
    let rows = check_place(&place, &mut |_| true).await.unwrap();
    assert!(rows.iter().all(|row| row.ok));
    assert_sound(&office).await;
}

#[tokio::test]
async fn full_or_closed_at_every_write_it_says_so_and_takes_its_remains_away() {
    let office = worked(1).await;
    let place = stick(&office);
    let counted = calls(&office, &another(&office)).await;
    let session = office.sign_in_as("desk").await;
    for (kind, code) in [
        (io::ErrorKind::StorageFull, Code::BackupPlaceFull),
        (io::ErrorKind::ReadOnlyFilesystem, Code::PlaceNotWritable),
    ] {
        for at in (0..counted).step_by(3) {
            let medium = Rigged::refusing(&place, at, kind);
            match backup_onto(&office, &session, medium).await {
                Ok(made) => std::fs::remove_dir_all(place.join(made.name)).unwrap(),
                Err(refused) => assert_eq!(refused.code, code, "call {at}"),
            }
            assert!(names(&place).is_empty(), "call {at}: {:?}", names(&place));
        }
    }
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

/// A stick as large as the machine lets a test have; `None` where it may not mount one.
struct Small<'a>(&'a Path);

impl<'a> Small<'a> {
    fn mounted(at: &'a Path, size: &str) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(at)
            .output();
        mount
            .is_ok_and(|output| output.status.success())
            .then_some(Self(at))
    }
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        Command::new("umount").arg(self.0).output().ok();
    }
}

#[tokio::test]
async fn a_real_medium_that_fills_up_keeps_the_backups_it_had() {
    let office = worked(2).await;
    let at = office.outside().join("small");
    let session = office.sign_in_as("desk").await;
    let first = backup_onto(&office, &session, on_disk(&stick(&office)))
        .await
        .unwrap();
    let Some(_small) = Small::mounted(&at, "3m") else {
        println!("no medium can be mounted here; the failing ones above stand for it");
        office.end(session).await.unwrap();
        return;
    };
    let mut made = 0;
    let full = loop {
        match backup_onto(&office, &session, on_disk(&at)).await {
            Ok(_) => made += 1,
            Err(refused) => break refused,
        }
        office.clock().advance(time::Duration::days(31));
        assert!(made < 50, "{first:?} fits fifty times into 3 MiB");
    };
    office.end(session).await.unwrap();
    assert_eq!(full.code, Code::BackupPlaceFull);
    let listed = list_place(&at).await.unwrap();
    assert_eq!(listed.len(), made);
    assert!(listed.iter().all(|row| row.ok));
    assert!(names(&at).iter().all(|name| !name.starts_with('.')));
    let elsewhere = office.outside().join("larger");
    std::fs::create_dir(&elsewhere).unwrap();
    backup(&office, &elsewhere).await;
}
