//! Half a gigabyte in and out.

use std::io::{Read as _, Write as _};

use super::*;

const MEBI: u64 = 1024 * 1024;

/// Peak resident memory of this process, KiB.
fn high_water() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let figure = line.unwrap().split_whitespace().nth(1).unwrap();
    figure.parse().unwrap()
}

/// By how much memory grew at its highest while this was done, KiB.
pub(super) async fn peak<T>(work: impl Future<Output = T>) -> (T, u64) {
    // Writing 5 sets the high-water mark to what is used now (proc(5)).
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = high_water();
    let done = work.await;
    (done, high_water() - before)
}

/// A film of that many mebibytes; no two of them are alike.
fn film(path: &Path, mebibytes: u64) {
    let mut file = fs::File::create(path).unwrap();
    let mut step: Vec<u8> = (0..MEBI)
        .map(|at| u8::try_from(at % 251).unwrap())
        .collect();
    for number in 0..mebibytes {
        step[64..72].copy_from_slice(&number.to_le_bytes());
        let head = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom";
        step[..head.len()].copy_from_slice(head);
        file.write_all(&step).unwrap();
    }
}

fn same(one: &Path, other: &Path) -> bool {
    let [mut one, mut other] = [one, other].map(|path| fs::File::open(path).unwrap());
    let (mut step, mut beside) = (vec![0; 1 << 20], vec![0; 1 << 20]);
    loop {
        let read = one.read(&mut step).unwrap();
        if read == 0 {
            return other.read(&mut beside).unwrap() == 0;
        }
        if other.read_exact(&mut beside[..read]).is_err() || step[..read] != beside[..read] {
            return false;
        }
    }
}

#[tokio::test]
async fn half_a_gigabyte_goes_in_and_out_in_under_32_mebibytes_of_memory() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    let path = office.outside().join("phim.mp4");
    film(&path, 500);
    let watch = AttachWatch::default();
    let (sealed, grown_in) = peak(office.seal_file(path.clone(), watch.clone())).await;
    let progress = watch.progress();
    assert_eq!((progress.done, progress.total), (512_000, 512_000));
    let entered = office.attach(&session, file, sealed.unwrap()).await;
    entered.unwrap();
    let page = office.file_page(&session, file).await.unwrap();
    let row = &page.attachments[0];
    assert_eq!((row.kind, row.kib), (MediaKind::Video, 512_000));
    let copy = office.take_out_attachment(&session, file, id(row)).await;
    let target = office.outside().join("copy.mp4");
    let written = office.write_attachment(copy.unwrap(), target.clone(), AttachWatch::default());
    let (written, grown_out) = peak(written).await;
    written.unwrap();
    assert!(same(&path, &target));
    println!("500 MiB: in +{grown_in} KiB, out +{grown_out} KiB at most");
    assert!(grown_in < 32 * 1024 && grown_out < 32 * 1024);
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn one_that_is_stopped_on_its_way_in_or_out_leaves_nothing() {
    let office = TestOffice::founded().await;
    let (file, _) = taken_in(&office, "E").await;
    let session = office.sign_in_as("desk").await;
    let path = office.outside().join("phim.mp4");
    film(&path, 1);
    let stopped = AttachWatch::default();
    stopped.cancel();
    let sealed = office.seal_file(path.clone(), stopped.clone()).await;
    assert_eq!(sealed.unwrap_err().code, Code::Cancelled);
    assert!(blobs(&office).is_empty());

    let row = attached(&office, &session, file, &path).await;
    let copy = office.take_out_attachment(&session, file, id(&row)).await;
    let target = office.outside().join("copy.mp4");
    let written = office.write_attachment(copy.unwrap(), target.clone(), stopped);
    assert_eq!(written.await.unwrap_err().code, Code::Cancelled);
    let mut left = all_files(office.outside());
    left.retain(|path| path.to_string_lossy().contains("copy"));
    assert!(left.is_empty(), "{left:?}");

    // Into the vault nothing is written.
    let copy = office.take_out_attachment(&session, file, id(&row)).await;
    let inside = office.path().join("blobs/copy.mp4");
    let written = office.write_attachment(copy.unwrap(), inside, AttachWatch::default());
    assert_eq!(written.await.unwrap_err().code, Code::PlaceInVault);
    office.end(session).await.unwrap();
}
