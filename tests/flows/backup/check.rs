//! Checking: a bit flipped in any file is found, without a key.

use domain::fault::Code;
use office::backup::{check_place, list_place};
use office::restore::Plan;
use testkit::TestOffice;

use super::{backup, files, stick, worked};

#[tokio::test]
async fn a_bit_flipped_in_any_file_of_a_backup_is_found() {
    let office = worked(3).await;
    let place = stick(&office);
    let blobs = office.path().join("blobs/0a");
    std::fs::create_dir_all(&blobs).unwrap();
    std::fs::write(blobs.join("0a-one"), vec![7; 5_000]).unwrap();
    backup(&office, &place).await;
    let all = files(&place);
    assert!(all.len() > 15, "{all:?}");
    for file in all {
        let whole = std::fs::read(&file).unwrap();
        assert!(!whole.is_empty(), "{}", file.display());
        for part in [0, 1, 2, 3] {
            let at = (whole.len() - 1) * part / 3;
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (at % 8);
            std::fs::write(&file, &flipped).unwrap();
            let rows = check_place(&place, &mut |_| true).await.unwrap();
            assert!(!rows[0].ok, "byte {at} of {}", file.display());
        }
        std::fs::write(&file, &whole[..whole.len() - 1]).unwrap();
        let listed = list_place(&place).await.unwrap();
        // The attachment's length is not told in a list; a check compares it.
        assert!(
            !listed[0].ok || file.starts_with(place.join("blobs")),
            "{}",
            file.display()
        );
        std::fs::remove_file(&file).unwrap();
        let listed = list_place(&place).await.unwrap();
        assert!(
            listed.first().is_none_or(|row| !row.ok),
            "{}",
            file.display()
        );
        std::fs::write(&file, &whole).unwrap();
    }
    assert!(check_place(&place, &mut |_| true).await.unwrap()[0].ok);
}

#[tokio::test]
async fn a_manifest_signed_by_another_office_or_taken_from_another_day_does_not_pass() {
    let (office, other) = (worked(2).await, worked(2).await);
    let (place, elsewhere) = (stick(&office), stick(&other));
    let first = backup(&office, &place).await;
    office.clock().advance(time::Duration::hours(1));
    let later = backup(&office, &place).await;
    let others = backup(&other, &elsewhere).await;
    let manifest = place.join(&first.name).join("manifest.json");
    let whole = std::fs::read(&manifest).unwrap();
    for stranger in [
        place.join(&later.name).join("manifest.json"),
        elsewhere.join(&others.name).join("manifest.json"),
    ] {
        std::fs::copy(stranger, &manifest).unwrap();
        let rows = check_place(&place.join(&first.name), &mut |_| true)
            .await
            .unwrap();
        assert_eq!(rows.len(), 1);
        assert!(!rows[0].ok);
        let refused = Plan::of(&place.join(&first.name), None, &office.ports()).await;
        assert_eq!(refused.unwrap_err().code, Code::BackupNotSound);
    }
    std::fs::write(&manifest, whole).unwrap();
    assert!(
        check_place(&place, &mut |_| true)
            .await
            .unwrap()
            .iter()
            .all(|row| row.ok)
    );
}

#[tokio::test]
async fn an_empty_place_and_one_that_is_not_there_are_told_apart() {
    let office = TestOffice::founded().await;
    let place = stick(&office);
    let empty = check_place(&place, &mut |_| true).await.unwrap_err();
    assert_eq!(empty.code, Code::BackupNone);
    assert!(list_place(&place).await.unwrap().is_empty());
    let missing = list_place(&place.join("gone")).await.unwrap_err();
    assert_eq!(missing.code, Code::PlaceMissing);
    let none = Plan::of(&place, None, &office.ports()).await.unwrap_err();
    assert_eq!(none.code, Code::BackupNone);
}
