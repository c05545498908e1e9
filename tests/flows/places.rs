//! Addresses: what the box offers, to whom, and what it leaves out.

use domain::fault::Code;
use domain::permission::Role;
use domain::places::Places;
use office::intake::PersonTold;
use office::places::PlaceRow;
use office::{Office, Session};
use testkit::{TestOffice, passphrase};
use time::Duration;

use crate::journal::assert_sound;
use crate::people_told::{named, visit_of};

async fn offered(office: &Office, session: &Session, typed: &str) -> Vec<PlaceRow> {
    office.find_places(session, typed).await.unwrap()
}

fn texts(rows: &[PlaceRow]) -> Vec<&str> {
    rows.iter().map(|row| row.text.as_str()).collect()
}

async fn lives(office: &TestOffice, session: &Session, address: &str) {
    let person = PersonTold {
        address: Some(address.to_owned()),
        ..named("Nguyễn Thị Mẫu")
    };
    office.add_visit(session, &visit_of(person)).await.unwrap();
    office.clock().advance(Duration::seconds(1));
}

#[tokio::test]
async fn an_address_is_completed_from_those_written_lately_and_from_todays_units() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    for address in [
        "Số 1 đường Mẫu, Phường Lê Chân, Thành phố Hải Phòng",
        "Số 2 đường Mẫu, Phường Lê Chân, Thành phố Hải Phòng",
        "so 2 duong mau, phuong le chan, thanh pho hai phong",
        "Số 3 đường Mẫu, Phường Lê Chân, Thành phố Hải Phòng",
        "Số 4 đường Mẫu, Phường Lê Chân, Thành phố Hải Phòng",
        "Một nơi không có trong danh mục",
    ] {
        lives(&office, &session, address).await;
    }
    let rows = offered(&office, &session, "le chan").await;
    let recent = [
        "Số 4 đường Mẫu, Phường Lê Chân, Thành phố Hải Phòng",
        "Số 3 đường Mẫu, Phường Lê Chân, Thành phố Hải Phòng",
        "so 2 duong mau, phuong le chan, thanh pho hai phong",
    ];
    assert_eq!(texts(&rows)[..3], recent);
    let note = rows[0].note.as_ref().unwrap();
    assert_eq!(
        (note.vi.as_str(), note.en.as_str()),
        ("Đã ghi gần đây", "Written lately")
    );
    assert_eq!(rows[3].text, "Phường Lê Chân, Thành phố Hải Phòng");
    assert_eq!(rows[3].note, None);
    // What was written already is not offered twice.
    let rows = offered(&office, &session, "so 1 duong mau p le chan hai phong").await;
    let one = "Số 1 đường Mẫu, Phường Lê Chân, Thành phố Hải Phòng";
    assert_eq!(texts(&rows)[0], one);
    let folded = one.to_lowercase();
    let same = |text: &&&str| domain::fold::folded_key(text) == domain::fold::folded_key(&folded);
    assert_eq!(texts(&rows).iter().filter(same).count(), 1);
    // A street nobody wrote yet stays as typed, before the unit.
    let rows = offered(&office, &session, "so 9 ngo thu p le chan hai phong").await;
    assert_eq!(
        texts(&rows)[0],
        "so 9 ngo thu, Phường Lê Chân, Thành phố Hải Phòng"
    );
    let rows = offered(&office, &session, "noi khong co").await;
    assert_eq!(texts(&rows), ["Một nơi không có trong danh mục"]);
    assert_eq!(offered(&office, &session, " , ").await, []);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn an_older_name_leads_to_todays_unit_and_both_are_told() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    let rows = offered(&office, &session, "12 ngo mau, dong khe, ngo quyen").await;
    assert_eq!(
        rows[0].text,
        "12 ngo mau, Phường Gia Viên, Thành phố Hải Phòng"
    );
    let note = rows[0].note.as_ref().unwrap();
    let former = "Phường Đông Khê, Quận Ngô Quyền, Thành phố Hải Phòng";
    assert_eq!(note.vi, format!("Tên cũ: {former} (một phần)"));
    assert_eq!(note.en, format!("Formerly {former} (part of it)"));
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn of_two_communes_that_differ_only_by_marks_both_are_offered() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    for (typed, both) in [
        (
            "xa tan thanh, tay ninh",
            ["Xã Tân Thành, Tỉnh Tây Ninh", "Xã Tân Thạnh, Tỉnh Tây Ninh"],
        ),
        (
            "so 9 ngo thu, xa thanh an, ho chi minh",
            [
                "so 9 ngo thu, Xã Thanh An, Thành phố Hồ Chí Minh",
                "so 9 ngo thu, Xã Thạnh An, Thành phố Hồ Chí Minh",
            ],
        ),
    ] {
        let rows = offered(&office, &session, typed).await;
        for one in both {
            let times = texts(&rows).iter().filter(|text| **text == one).count();
            assert_eq!(times, 1, "{one} of {typed}: {:?}", texts(&rows));
        }
    }
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn an_address_written_before_does_not_hide_a_commune_with_other_marks() {
    let office = TestOffice::founded().await;
    let session = office.sign_in(Role::Reception).await;
    for (written, typed, other, again) in [
        (
            "Xã Tân Thành, Tỉnh Tây Ninh",
            "xa tan thanh, tay ninh",
            "Xã Tân Thạnh, Tỉnh Tây Ninh",
            "Xã Tân Thành, Tỉnh Tây Ninh",
        ),
        // The name without marks is a name of its own, and the house is the same without them.
        (
            "Số 1 đường Mẫu, Xã Thạnh An, Thành phố Hồ Chí Minh",
            "so 1 duong mau, xa thanh an, ho chi minh",
            "so 1 duong mau, Xã Thanh An, Thành phố Hồ Chí Minh",
            "so 1 duong mau, Xã Thạnh An, Thành phố Hồ Chí Minh",
        ),
    ] {
        lives(&office, &session, written).await;
        let rows = offered(&office, &session, typed).await;
        assert_eq!(rows[0].text, written);
        assert!(rows[0].note.is_some());
        let others = &texts(&rows)[1..];
        assert!(others.contains(&other), "{typed}: {others:?}");
        assert!(!others.contains(&again), "{typed}: {others:?}");
    }
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn who_holds_no_records_sees_nobodys_address() {
    let office = TestOffice::founded().await;
    for role in [Role::Admin, Role::Auditor] {
        let session = office.sign_in(role).await;
        let refused = office.find_places(&session, "le chan").await.unwrap_err();
        assert_eq!(refused.code, Code::NotAllowed, "{role:?}");
        office.end(session).await.unwrap();
    }
    let session = office.sign_in(Role::Reception).await;
    let long = "a".repeat(domain::person::ADDRESS_LIMIT + 1);
    let refused = office.find_places(&session, &long).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::FieldTooLong, Some("query"))
    );
    office.end(session).await.unwrap();
}

#[tokio::test]
async fn the_places_are_read_before_anybody_types() {
    let office = TestOffice::founded().await;
    assert!(!Places::ready(), "only the window needs them");
    let copy = office.outside().join("copy");
    crate::record::copy(&office.path(), &copy);
    let window = office::window::Window::open(&copy, office.ports()).unwrap();
    assert!(!Places::ready(), "the sign-in is on the screen sooner");
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    for _ in 0..200 {
        if Places::ready() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("nobody reads them");
}
