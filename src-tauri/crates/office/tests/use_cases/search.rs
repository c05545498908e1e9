//! Finding people by words.

use office::domain::permission::Role;
use office::import::TableKind;
use testkit::{TestOffice, passphrase};

const TABLE: &str = "name,born\nTrần Thị Lan,1990\nTrần Thị Lanh,1991\n";

#[tokio::test]
async fn a_word_is_a_beginning_until_a_space_finishes_it() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Supervisor).await;
    office.confirm(&session, passphrase("chief")).await.unwrap();
    let table = TABLE.as_bytes().to_vec();
    office
        .import_people(&session, table, TableKind::Csv, false, &mut |_, _| true)
        .await
        .unwrap();
    for (query, expected) in [
        ("lan", 2),
        ("lan ", 1),
        ("lan\t", 1),
        (" tran thi lan", 2),
        ("lanh ", 1),
    ] {
        let found = office.find_people(&session, query, 10).await.unwrap();
        assert_eq!(found.people.len(), expected, "{query:?}");
    }
}
