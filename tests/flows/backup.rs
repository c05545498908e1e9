//! Backups: made while work goes on, checked before they count, kept by a rule; restored and
//! recovered into a vault that opens.

mod alarm;
mod check;
pub(crate) mod going_on;
mod making;
mod media;
mod pulled;
mod terminal;
mod window;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::permission::Role;
use office::backup::{BackupView, DiskMedium, Medium, Watch};
use office::{Answer, Session};
use testkit::{TestOffice, intake};

/// A folder beside the vault that stands for a stick.
pub(crate) fn stick(office: &TestOffice) -> PathBuf {
    let place = office.outside().join("stick");
    std::fs::create_dir_all(&place).unwrap();
    place
}

/// An office that was worked in: visits with a complaint each, everybody signed out.
async fn worked(visits: u32) -> TestOffice {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    work(&office, &session, visits).await;
    office.end(session).await.unwrap();
    office
}

async fn work(office: &TestOffice, session: &Session, visits: u32) {
    for _ in 0..visits {
        let matters = vec![intake::complaint("Không đồng ý với biên bản.")];
        let visit = intake::with_matters(&office.person(), matters);
        office.add_visit(session, &visit).await.unwrap();
    }
}

/// A backup by the desk officer onto the stick.
pub(crate) async fn backup(office: &TestOffice, place: &Path) -> BackupView {
    let session = office.sign_in(Role::Reception).await;
    let made = office.make_backup(&session, place, &mut |_| true).await;
    office.end(session).await.unwrap();
    made.unwrap()
}

/// The same onto a medium of the test's own.
async fn backup_onto(
    office: &TestOffice,
    session: &Session,
    medium: Arc<dyn Medium>,
) -> Answer<BackupView> {
    let watch = Watch::default();
    let work = office.begin_backup(session, medium, &watch).await?;
    work.done().await
}

fn on_disk(place: &Path) -> Arc<dyn Medium> {
    Arc::new(DiskMedium::at(place))
}

/// Names directly in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
