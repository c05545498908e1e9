//! Tables of people.

use office::demo::people::{Crowd, table};
use office::domain::born::Sex;
use office::domain::fault::Code;
use office::domain::permission::Role;
use office::domain::person::Person;
use office::import::{ImportReport, TableKind};
use office::{Answer, Session};
use testkit::{TestOffice, passphrase};
use time::Duration;

/// A supervisor who has just given her passphrase once more.
async fn supervisor(office: &TestOffice) -> Session {
    let session = office.sign_in(Role::Supervisor).await;
    office.confirm(&session, passphrase("chief")).await.unwrap();
    session
}

async fn import(office: &TestOffice, session: &Session, text: &str) -> Answer<ImportReport> {
    let bytes = text.as_bytes().to_vec();
    office
        .import_people(session, bytes, TableKind::Csv, false, &mut |_, _| true)
        .await
}

async fn person(office: &TestOffice, session: &Session, query: &str) -> Person {
    let found = office.find_people(session, query, 10).await.unwrap();
    assert_eq!(found.people.len(), 1, "{query}");
    office
        .open_person(session, found.people[0].id.parse().unwrap())
        .await
        .unwrap()
}

fn counts(report: &ImportReport) -> (u32, u32, u32, usize) {
    (
        report.read,
        report.added,
        report.matched,
        report.refused.len(),
    )
}

#[tokio::test]
async fn columns_in_any_order_with_a_mark_and_capitals_become_people() {
    let office = TestOffice::founded().await;
    let session = supervisor(&office).await;
    let text = "\u{FEFF}Number , NAME,born,phone,sex,address,old_number\r\n\
        031190912345,Nguyễn Thị Mẫu,05/03/1990,0900 011 111,Nữ,\"Số 1, phố Ví Dụ\",\r\n\
        ,Trần Văn Thử,1956,,nam,,000 123 456\r\n\
        ,Lê Văn Giả,1990-03-05,,,,\r\n";
    let report = import(&office, &session, text).await.unwrap();
    assert_eq!(counts(&report), (3, 3, 0, 0), "{:?}", report.refused);
    let known = person(&office, &session, "nguyen thi mau").await;
    assert_eq!(known.facts.number.as_deref(), Some("031190912345"));
    assert_eq!(known.facts.born.unwrap().to_string(), "05/03/1990");
    assert_eq!(known.facts.sex, Some(Sex::Female));
    assert_eq!(known.facts.phones, ["0900011111"]);
    assert_eq!(known.facts.address, "Số 1, phố Ví Dụ");
    let old = person(&office, &session, "tran van thu").await;
    assert_eq!(old.facts.old_number.as_deref(), Some("000123456"));
    assert_eq!(old.facts.born.unwrap().to_string(), "1956");
}

#[tokio::test]
async fn bad_rows_are_named_as_the_sheet_numbers_them_and_stop_nobody() {
    let office = TestOffice::founded().await;
    let session = supervisor(&office).await;
    let text = "name;born;sex;number;phone\n\
        Nguyễn Văn Một;1990;nam;031090900001;\n\
        \n\
        ;1990;nam;031090900002;\n\
        ;;;;\n\
        \"Trần Thị\n Hai\";01/02/90;x;123;abc\n\
        Lê Văn Ba;30/02/1990;;;\n\
        Lê Văn Bốn;01/01/2030;;;\n\
        Lê Văn Năm;;;;;thừa\n\
        Phạm Văn Sáu;;;;";
    let report = import(&office, &session, text).await.unwrap();
    assert_eq!(counts(&report), (7, 2, 0, 5));
    let told: Vec<_> = report
        .refused
        .iter()
        .map(|refused| (refused.row, refused.field.as_deref(), refused.code))
        .collect();
    let wanted = [
        (4, Some("name"), Code::FieldMissing),
        (6, Some("name"), Code::FieldControl),
        (7, Some("born"), Code::DateNotReal),
        (8, Some("born"), Code::DateInFuture),
        (9, None, Code::PeopleRowUnread),
    ];
    assert_eq!(told, wanted);
    let more: Vec<_> = report.refused[1]
        .more
        .iter()
        .map(|cell| (cell.field.as_deref().unwrap(), cell.code))
        .collect();
    let wanted = [
        ("number", Code::NumberNotTwelve),
        ("phone", Code::PhoneNotRead),
        ("born", Code::DateNotRead),
        ("sex", Code::FieldNotChoice),
    ];
    assert_eq!(more, wanted);
}

#[tokio::test]
async fn a_known_number_is_brought_up_to_date_and_not_doubled() {
    let office = TestOffice::founded().await;
    let session = supervisor(&office).await;
    let first = "name,number,phone\nNguyễn Thị Mẫu,031190912345,\n";
    assert_eq!(
        counts(&import(&office, &session, first).await.unwrap()),
        (1, 1, 0, 0)
    );
    let second = "name,number,phone\n\
        Nguyễn Thị Mẫu,031 190 912 345,0900011111\n\
        Vũ Văn Mới,031090900009,\n\
        Vũ Văn Mới,031090900009,0900022222\n";
    assert_eq!(
        counts(&import(&office, &session, second).await.unwrap()),
        (3, 1, 2, 0)
    );
    let known = person(&office, &session, "nguyen thi mau").await;
    assert_eq!(
        (known.facts.phones.as_slice(), known.amendments),
        (&["0900011111".to_owned()][..], 1)
    );
    assert_eq!(
        person(&office, &session, "vu van moi").await.facts.phones,
        ["0900022222"]
    );
    let again = import(&office, &session, second).await.unwrap();
    assert_eq!(counts(&again), (3, 0, 3, 0));
    assert_eq!(
        person(&office, &session, "nguyen thi mau").await.amendments,
        1,
        "nothing new"
    );
    assert!(office.verify(&session, &mut |_| true).await.unwrap().ok);
}

#[tokio::test]
async fn a_dry_run_counts_the_same_and_writes_nothing() {
    let office = TestOffice::founded().await;
    let session = supervisor(&office).await;
    let people: Vec<_> = Crowd::new(3).take(1_500).collect();
    let bytes = table(
        people.iter().chain(
            people
                .iter()
                .filter(|facts| facts.number.is_some())
                .take(10),
        ),
    );
    let run = async |dry_run| {
        let all = &mut |_, _| true;
        office
            .import_people(&session, bytes.clone(), TableKind::Csv, dry_run, all)
            .await
            .unwrap()
    };
    let before = office
        .verify(&session, &mut |_| true)
        .await
        .unwrap()
        .entries;
    let dry = run(true).await;
    assert_eq!(
        office
            .verify(&session, &mut |_| true)
            .await
            .unwrap()
            .entries,
        before
    );
    let wet = run(false).await;
    assert_eq!(counts(&dry), (1_510, 1_500, 10, 0));
    assert_eq!(dry, wet);
    let verified = office.verify(&session, &mut |_| true).await.unwrap();
    assert!(
        verified.ok && verified.entries == before + 1_500,
        "{:?}",
        verified.faults
    );
}

#[tokio::test]
async fn a_stopped_import_keeps_whole_acts_and_says_so() {
    let office = TestOffice::founded().await;
    let session = supervisor(&office).await;
    let bytes = table(&Crowd::new(4).take(2_500).collect::<Vec<_>>());
    let mut heard = Vec::new();
    let mut go_on = |done, of| {
        heard.push((done, of));
        done < 2_000
    };
    let report = office
        .import_people(&session, bytes, TableKind::Csv, false, &mut go_on)
        .await
        .unwrap();
    assert!(report.cancelled);
    assert_eq!(counts(&report), (2_000, 2_000, 0, 0));
    assert_eq!(heard, [(1_000, 2_500), (2_000, 2_500)]);
    assert!(office.verify(&session, &mut |_| true).await.unwrap().ok);
}

#[tokio::test]
async fn a_workbook_gives_back_what_a_spreadsheet_takes_away() {
    let office = TestOffice::founded().await;
    let session = supervisor(&office).await;
    let bytes = include_bytes!("../fixtures/people.xlsx").to_vec();
    let all = &mut |_, _| true;
    let report = office
        .import_people(&session, bytes, TableKind::Xlsx, false, all)
        .await
        .unwrap();
    assert_eq!(counts(&report), (5, 3, 0, 2));
    let told: Vec<_> = report
        .refused
        .iter()
        .map(|refused| (refused.row, refused.code))
        .collect();
    assert_eq!(told, [(7, Code::FieldMissing), (8, Code::PeopleRowUnread)]);
    let known = person(&office, &session, "nguyen thi mau").await;
    assert_eq!(
        known.facts.number.as_deref(),
        Some("031190912345"),
        "kept as a number"
    );
    assert_eq!(
        known.facts.born.unwrap().to_string(),
        "05/03/1990",
        "kept as a date"
    );
    let old = person(&office, &session, "tran van thu").await;
    assert_eq!(old.facts.old_number.as_deref(), Some("012345678"));
    assert_eq!(old.facts.phones, ["0900011112"]);
    assert_eq!(old.facts.born.unwrap().to_string(), "1956");
}

#[tokio::test]
async fn what_is_no_table_is_refused_before_anything_is_written() {
    let office = TestOffice::founded().await;
    let session = supervisor(&office).await;
    for (bytes, kind, code) in [
        (
            &b"name\n\xFF\xFE\n"[..],
            TableKind::Csv,
            Code::PeopleTableUnreadable,
        ),
        (b"", TableKind::Csv, Code::PeopleColumns),
        (
            b"born,number\n1990,031090900001\n",
            TableKind::Csv,
            Code::PeopleColumns,
        ),
        (b"name,colour\nA,red\n", TableKind::Csv, Code::PeopleColumns),
        (b"name,name\nA,B\n", TableKind::Csv, Code::PeopleColumns),
        (b"name\nA\n", TableKind::Xlsx, Code::PeopleTableUnreadable),
    ] {
        let all = &mut |_, _| true;
        let refused = office
            .import_people(&session, bytes.to_vec(), kind, false, all)
            .await;
        assert_eq!(refused.unwrap_err().code, code);
    }
    let large = vec![b'a'; office::import::TABLE_LIMIT + 1];
    let all = &mut |_, _| true;
    let refused = office
        .import_people(&session, large, TableKind::Csv, false, all)
        .await;
    assert_eq!(refused.unwrap_err().code, Code::RequestTooLarge);
    let many = format!("name\n{}", "A\n".repeat(office::import::ROW_LIMIT + 1));
    assert_eq!(
        import(&office, &session, &many).await.unwrap_err().code,
        Code::FieldTooMany
    );
}

#[tokio::test]
async fn only_a_supervisor_who_gave_her_passphrase_again_lately_may_import() {
    let office = TestOffice::founded().await;
    let text = "name\nNguyễn Văn Một\n";
    let session = office.sign_in(Role::Supervisor).await;
    let refused = import(&office, &session, text).await.unwrap_err();
    assert_eq!(refused.code, Code::NeedsPassphrase);
    office.confirm(&session, passphrase("chief")).await.unwrap();
    office.clock().advance(Duration::minutes(5));
    import(&office, &session, text).await.unwrap();
    office.clock().advance(Duration::seconds(1));
    let refused = import(&office, &session, text).await.unwrap_err();
    assert_eq!(refused.code, Code::NeedsPassphrase);
    office.end(session).await.unwrap();
    for name in ["desk", "case", "admin", "auditor"] {
        let session = office.sign_in_as(name).await;
        office.confirm(&session, passphrase(name)).await.unwrap();
        let refused = import(&office, &session, text).await.unwrap_err();
        assert_eq!(refused.code, Code::NotAllowed, "{name}");
        office.end(session).await.unwrap();
    }
}

#[tokio::test]
async fn two_cells_in_far_corners_do_not_claim_a_grid_between_them() {
    let office = TestOffice::founded().await;
    let session = supervisor(&office).await;
    let bytes = include_bytes!("../fixtures/corners.xlsx").to_vec();
    let all = &mut |_, _| true;
    let report = office
        .import_people(&session, bytes, TableKind::Xlsx, false, all)
        .await
        .unwrap();
    assert_eq!(counts(&report), (2, 1, 0, 1));
    assert_eq!(
        (report.refused[0].row, report.refused[0].code),
        (1_048_576, Code::PeopleRowUnread)
    );
}
