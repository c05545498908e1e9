//! Where the measured office lies, and how long its disk takes to keep four kilobytes.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::EACH;
use crate::desk::Size;
use crate::figures::{At, Bar, ROUNDS, Rounds, Row, Table};

/// Kinds of file systems that keep nothing, so that a sync costs nothing.
const IN_MEMORY: [&str; 3] = ["tmpfs", "ramfs", "devtmpfs"];

/// Where builds go.
pub(crate) fn target() -> PathBuf {
    let told = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    told.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("target"))
}

/// A folder for the run on a real disk; it goes with the run.
pub(crate) fn place() -> TempDir {
    let folder = target().join("bench");
    std::fs::create_dir_all(&folder).unwrap();
    let folder = folder.canonicalize().unwrap();
    let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap();
    let kind = kind_of(&folder, &mounts);
    assert!(
        !IN_MEMORY.contains(&kind.as_str()),
        "{} lies in memory ({kind}); set CARGO_TARGET_DIR to a disk",
        folder.display()
    );
    println!("bench: file system {kind}");
    tempfile::Builder::new()
        .prefix("office-")
        .tempdir_in(folder)
        .unwrap()
}

/// The kind of the mount that a folder lies on: the longest mount point it begins with, and of
/// those mounted over each other the last.
fn kind_of(folder: &Path, mounts: &str) -> String {
    let mut found = (0, String::from("unknown"));
    for line in mounts.lines() {
        let mut fields = line.split(' ').skip(1);
        let (Some(point), Some(kind)) = (fields.next(), fields.next()) else {
            continue;
        };
        let point = point.replace("\\040", " ");
        if folder.starts_with(&point) && point.len() >= found.0 {
            found = (point.len(), kind.to_owned());
        }
    }
    found.1
}

/// Time to write a page to the end of a file and sync it.
pub(crate) fn sync_time(place: &Path, size: Size, table: &mut Table) {
    let mut file = std::fs::File::create(place.join("sync")).unwrap();
    let page = [0x5A_u8; 4_096];
    let mut rounds = Rounds::default();
    for _ in 0..ROUNDS {
        rounds.begin();
        for _ in 0..EACH {
            file.write_all(&page).unwrap();
            let begun = Instant::now();
            file.sync_data().unwrap();
            rounds.work(begun.elapsed());
            rounds.floor(Duration::ZERO);
        }
    }
    table.push(Row {
        name: "disk: 4 KiB written and synced".to_owned(),
        office: size.to_string(),
        unit: "ms",
        p50: rounds.work_at(At::P50),
        p95: rounds.work_at(At::P95),
        floor: None,
        ratio: None,
        at: At::P50,
        n: ROUNDS * EACH,
        bar: Bar::default(),
        met: None,
    });
}
