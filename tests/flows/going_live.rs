//! Going live in the middle of a year: registers go on after paper, open files are carried over once
//! and without a receipt, a station too small to watch itself is watched from outside.

use domain::desk::{Register, Started};
use domain::fault::Code;
use domain::permission::Role;
use domain::subject::Basis;
use office::carry::{CarryReport, RowFate, Run, Sheet};
use office::import::TableKind;
use office::users::TwoPersonChange;
use office::{Answer, Office, Session, erase_request};
use testkit::{TestOffice, intake, passphrase, told};

const HEAD: &str = "Số hồ sơ cũ,Ngày tiếp nhận,Họ và tên,Ngày sinh,Số định danh,Điện thoại,Địa chỉ,Mã loại việc,Nội dung,Hạn giải quyết,Người thụ lý,Hình thức tiếp nhận,Ghi chú\n";

/// A supervisor who has just given her passphrase once more.
async fn supervisor(office: &TestOffice) -> Session {
    let session = office.sign_in_as("chief").await;
    office.confirm(&session, passphrase("chief")).await.unwrap();
    session
}

fn sheet(rows: &str) -> Sheet {
    Sheet::of(format!("\u{feff}{HEAD}{rows}").into_bytes(), TableKind::Csv).unwrap()
}

async fn run(office: &Office, session: &Session, rows: &str, run: Run) -> CarryReport {
    let mut all = |_, _| true;
    office
        .carry_over(session, sheet(rows), run, &mut all)
        .await
        .unwrap()
}

/// Entries and head of a record in which nothing is wrong.
async fn sound(office: &Office, session: &Session) -> (i64, String) {
    let verified = office.verify(session, &mut |_| true).await.unwrap();
    assert!(verified.ok, "{:?}", verified.faults);
    (verified.entries, verified.head)
}

async fn start(
    office: &Office,
    session: &Session,
    register: Register,
    last: u32,
) -> Result<String, (Code, Option<String>)> {
    let told = Started {
        register,
        year: 2026,
        last,
    };
    let rows = office.start_register(session, told).await;
    let rows = rows.map_err(|refused| (refused.code, refused.field))?;
    let row = rows.into_iter().find(|row| row.register == register);
    Ok(row.unwrap().next)
}

async fn complaint(office: &TestOffice, session: &Session) -> (String, String) {
    let matters = vec![intake::complaint("Nội dung mẫu.")];
    let visit = intake::with_matters(&office.person(), matters);
    let added = office.add_visit(session, &visit).await.unwrap();
    let file = &added.files[0];
    (
        file.number.clone(),
        file.receipt.as_ref().unwrap().number.clone(),
    )
}

#[tokio::test]
async fn registers_go_on_after_paper_each_by_itself_and_never_below_a_number_given() {
    let office = TestOffice::founded().await;
    let session = supervisor(&office).await;
    let next = start(&office, &session, Register::File, 120).await;
    assert_eq!(next.as_deref(), Ok("HS-A-2026-000121"));
    let made = complaint(&office, &session).await;
    assert_eq!(made.0, "HS-A-2026-000121");
    assert_eq!(made.1, "A-2026-000001", "the other register is its own");

    let at_last = Some("last".to_owned());
    let refused = |code| Err((code, at_last.clone()));
    for (register, last, code) in [
        (Register::File, 119, Code::RegisterNumberGiven),
        (Register::File, 120, Code::RegisterNumberGiven),
        (Register::File, 5_000, Code::RegisterNumberGiven),
        (Register::Receipt, 1, Code::RegisterNumberGiven),
        (Register::Receipt, 0, Code::FieldOutOfRange),
    ] {
        assert_eq!(
            start(&office, &session, register, last).await,
            refused(code)
        );
    }
    start(&office, &session, Register::Receipt, 41)
        .await
        .unwrap();
    let again = start(&office, &session, Register::Receipt, 40).await;
    assert_eq!(again, refused(Code::RegisterStartedAlready));
    let mended = start(&office, &session, Register::Receipt, 410).await;
    assert_eq!(
        mended.as_deref(),
        Ok("A-2026-000411"),
        "mistyped, mended in time"
    );
    let made = complaint(&office, &session).await;
    assert_eq!(made, ("HS-A-2026-000122".into(), "A-2026-000411".into()));

    let before = sound(&office, &session).await;
    office.rebuild(&session, &mut |_| true).await.unwrap();
    assert_eq!(sound(&office, &session).await, before);
    let rows = office.registers(&session).await.unwrap();
    let next: Vec<_> = rows.iter().map(|row| row.next.as_str()).collect();
    assert_eq!(next, ["HS-A-2026-000123", "A-2026-000412"]);
}

#[tokio::test]
async fn only_a_supervisor_who_gave_her_passphrase_again_starts_a_register_or_carries_over() {
    let office = TestOffice::founded().await;
    let mut all = |_, _| true;
    for (name, code) in [
        ("desk", Code::NotAllowed),
        ("admin", Code::NotAllowed),
        ("chief", Code::NeedsPassphrase),
    ] {
        let session = office.sign_in_as(name).await;
        let started = start(&office, &session, Register::File, 9).await;
        assert_eq!(started.err().map(|(code, _)| code), Some(code), "{name}");
        let carried = office
            .carry_over(&session, sheet(""), Run::Dry, &mut all)
            .await;
        assert_eq!(carried.err().map(|refused| refused.code), Some(code));
        office.end(session).await.unwrap();
    }
}

const GOOD: &str = "\
12/2026,3/8/2026,Nguyễn Thị Mẫu,05/03/1990,031190912345,0912 345 678,Số 1 phố Mẫu,A1,Không đồng ý mức phạt.,1/9/2026,case,bưu chính,đã nhắc\n\
13/2026,2026-08-04,Trần Văn Thử,,,,,Khiếu nại,Việc thứ hai.,,,,\n";

#[tokio::test]
async fn a_dry_run_tells_each_row_and_each_fault_and_writes_nothing() {
    let office = TestOffice::founded().await;
    let session = supervisor(&office).await;
    let before = sound(&office, &session).await;
    let rows = format!(
        "{GOOD}\
         12/2026,4/8/2026,Lê Văn Hai,,,,,A1,Trùng số.,,,,\n\
         ,hôm qua,,,12,,,F1,,,nobody,bồ câu,\n\
         14/2026,24/11/2026,Người Hôm Nay,,,,,A1,x,,,,\n\
         15/2026,3/8,Người Thiếu Năm,,,,,A1,x,,,,\n\
         16/2026,4/8/2026,Người Tiếp Riêng,,,,,F1,x,,,,\n\
         17/2026,4/8/2026,Người Hỏi,,,,,G,x,,,,\n\
         18/2026,4/8/2026,Người Khác,,,,,ZZ,x,,,,\n"
    );
    let report = run(&office, &session, &rows, Run::Dry).await;
    assert_eq!((report.made, report.known, report.refused), (2, 0, 7));
    let first = &report.rows[0];
    assert_eq!((first.row, first.fate), (2, RowFate::New));
    assert_eq!(first.received.as_deref(), Some("2026-08-03"));
    assert_eq!(first.told_due.as_deref(), Some("2026-09-01"));
    assert!(first.differs && first.counted_due.is_some() && first.number.is_none());
    assert!(!report.rows[1].differs, "the sheet names no due date");
    let faults = |row: usize| -> Vec<(Code, &str)> {
        let faults = report.rows[row].faults.iter();
        faults
            .map(|fault| (fault.code, fault.field.as_deref().unwrap_or_default()))
            .collect()
    };
    assert_eq!(faults(2), [(Code::CarryNumberTwice, "old_number")]);
    assert_eq!(
        faults(3),
        [
            (Code::FieldMissing, "old_number"),
            (Code::DateNotRead, "received"),
            (Code::FieldMissing, "name"),
            (Code::NumberNotTwelve, "number"),
            (Code::FileProtectedService, "service"),
            (Code::CarryOfficerUnknown, "officer"),
            (Code::FieldNotChoice, "channel"),
        ]
    );
    assert_eq!(faults(4), [(Code::CarryReceivedToday, "received")]);
    assert_eq!(faults(5), [(Code::DateYearMissing, "received")]);
    assert_eq!(faults(6), [(Code::FileProtectedService, "service")]);
    assert_eq!(faults(7), [(Code::FileServiceOpensNone, "service")]);
    assert_eq!(faults(8), [(Code::CatalogueServiceUnknown, "service")]);
    assert_eq!(sound(&office, &session).await, before, "not one entry more");
}

#[tokio::test]
async fn files_are_carried_over_once_with_their_old_number_their_clock_and_no_receipt() {
    let office = TestOffice::founded().await;
    let session = supervisor(&office).await;
    start(&office, &session, Register::File, 120).await.unwrap();
    let dry = run(&office, &session, GOOD, Run::Dry).await;
    let report = run(&office, &session, GOOD, Run::Carry).await;
    assert_eq!(report.digest, dry.digest);
    assert_eq!((report.made, report.known, report.refused), (2, 0, 0));
    assert_eq!(report.rows[0].number.as_deref(), Some("HS-A-2026-000121"));

    let carried = office.find_carried(&session, " 12/2026 ").await.unwrap();
    let carried = carried.unwrap();
    assert_eq!(carried.number, "HS-A-2026-000121");
    assert_eq!(carried.received, "2026-08-03");
    assert_eq!(
        carried.due, dry.rows[0].counted_due,
        "from its true reception"
    );
    assert_eq!(carried.told_due.as_deref(), Some("2026-09-01"));
    assert_eq!(carried.receipts, 0);
    for typed in ["12/2026", "HS-A-2026-000121"] {
        let checked = office.check_paper(Some(&session), typed).await.unwrap();
        assert!(!checked.genuine);
        assert_eq!(checked.code.as_deref(), Some("receipt.carried"));
    }
    let found = office.find_people(&session, "12/2026", 10).await.unwrap();
    assert_eq!(found.people[0].name, "Nguyễn Thị Mẫu");
    let card = office
        .person_card(&session, &found.people[0].id)
        .await
        .unwrap();
    assert_eq!(card.visits[0].day, "2026-08-03");
    assert_eq!(card.visits[0].carried.as_deref(), Some("12/2026"));
    let today = office.day_queue(&session, office.today()).await.unwrap();
    assert!(today.visits.is_empty(), "nobody came today");
    let (_, receipt) = complaint(&office, &session).await;
    assert_eq!(receipt, "A-2026-000001", "carrying over used none up");

    let before = sound(&office, &session).await;
    let again = run(&office, &session, GOOD, Run::Carry).await;
    assert_eq!((again.made, again.known, again.refused), (0, 2, 0));
    assert_eq!(again.rows[0].number, report.rows[0].number);
    let other = GOOD.replace("3/8/2026", "5/8/2026");
    let other = run(&office, &session, &other, Run::Carry).await;
    assert_eq!(other.rows[0].faults[0].code, Code::CarryNumberOther);
    assert_eq!(sound(&office, &session).await, before);
    office.rebuild(&session, &mut |_| true).await.unwrap();
    assert_eq!(sound(&office, &session).await, before);
    office.end(session).await.unwrap();

    let case = office.sign_in_as("case").await;
    let hers = office.find_carried(&case, "12/2026").await.unwrap();
    assert!(hers.is_some(), "it was given to her");
    assert_eq!(office.find_carried(&case, "13/2026").await.unwrap(), None);
}

/// The rows of [`GOOD`] as a spreadsheet would save them: dates as dates, a number without its leading
/// zero, cells left out.
#[tokio::test]
async fn a_workbook_and_an_open_document_carry_over_what_the_text_would() {
    let carried = async |sheet: Sheet| {
        let office = TestOffice::founded().await;
        let session = supervisor(&office).await;
        let mut all = |_, _| true;
        let report = office
            .carry_over(&session, sheet, Run::Carry, &mut all)
            .await;
        let found = office.find_carried(&session, "12/2026").await.unwrap();
        let people = office.find_people(&session, "031190912345", 10).await;
        let person = people.unwrap().people.remove(0);
        sound(&office, &session).await;
        office.end(session).await.unwrap();
        let file = found.unwrap();
        (
            report.unwrap().rows,
            file.received,
            file.told_due,
            person.name,
            person.born,
        )
    };
    let text = carried(sheet(GOOD)).await;
    assert_eq!(text.0.len(), 2);
    for (bytes, kind) in [
        (
            &include_bytes!("../fixtures/carried.xlsx")[..],
            TableKind::Xlsx,
        ),
        (
            &include_bytes!("../fixtures/carried.ods")[..],
            TableKind::Ods,
        ),
    ] {
        let saved = Sheet::of(bytes.to_vec(), kind).unwrap();
        assert_eq!(carried(saved).await, text, "{kind:?}");
    }
}

fn many(count: usize) -> String {
    let row = |number| format!("{number}/2026,3/8/2026,Người Thứ {number},,,,,A3,Việc mẫu.,,,,\n");
    let rows: Vec<String> = (1..=count).map(row).collect();
    rows.concat()
}

#[tokio::test]
async fn what_was_cut_off_goes_on_where_it_was_after_a_restart() {
    let mut office = TestOffice::founded().await;
    let session = supervisor(&office).await;
    let mut steps = Vec::new();
    let mut stop = |done, total| {
        steps.push((done, total));
        done < 100
    };
    let report = office
        .carry_over(&session, sheet(&many(130)), Run::Carry, &mut stop)
        .await
        .unwrap();
    assert_eq!(steps, [(50, 130), (100, 130)]);
    assert!(report.cancelled);
    assert_eq!((report.made, report.rows.len()), (100, 100));
    // As after a kill: the session is dropped, not ended.
    drop(session);
    office.reopen();
    let session = supervisor(&office).await;
    let report = run(&office, &session, &many(130), Run::Carry).await;
    assert_eq!((report.made, report.known), (30, 100));
    assert_eq!(report.rows[129].number.as_deref(), Some("HS-A-2026-000130"));
    sound(&office, &session).await;
}

#[tokio::test]
async fn hostile_cells_stay_text_and_hostile_sheets_are_refused() {
    let office = TestOffice::founded().await;
    let session = supervisor(&office).await;
    let rows = "\"=1+1\",3/8/2026,<img src=x>,,,,\"' or 1=1 --\",A1,\"=cmd|'/c calc'!A1\",,,,\n\
                \"a\u{0}b\",3/8/2026,Người,,,,,A1,x,,,,\n\
                \u{202e}99,3/8/2026,Người,,,,,A1,x,,,,\n";
    let report = run(&office, &session, rows, Run::Carry).await;
    assert_eq!(report.rows[0].fate, RowFate::Made);
    assert_eq!(report.rows[0].name, "<img src=x>");
    assert_eq!(report.rows[1].faults[0].code, Code::FieldControl);
    let found = office.find_carried(&session, "=1+1").await.unwrap();
    assert!(found.is_some());
    let refused = |bytes: Vec<u8>, kind| {
        let sheet = Sheet::of(bytes, kind);
        async {
            let mut all = |_, _| true;
            let done: Answer<_> = match sheet {
                Ok(sheet) => office.carry_over(&session, sheet, Run::Dry, &mut all).await,
                Err(refused) => Err(refused),
            };
            done.err().map(|refused| refused.code)
        }
    };
    let large = vec![b'x'; office::carry::SHEET_LIMIT + 1];
    for (bytes, kind, code) in [
        (large, TableKind::Csv, Code::CarryTooLarge),
        (vec![0xff, 0xfe, 0], TableKind::Csv, Code::CarryUnreadable),
        (
            b"PK\x03\x04".to_vec(),
            TableKind::Xlsx,
            Code::CarryUnreadable,
        ),
        (
            b"no archive".to_vec(),
            TableKind::Ods,
            Code::CarryUnreadable,
        ),
        (b"a,b\n1,2\n".to_vec(), TableKind::Csv, Code::CarryColumns),
    ] {
        assert_eq!(refused(bytes, kind).await, Some(code));
    }
    let template = Office::carry_template().unwrap();
    assert_eq!(
        refused(template, TableKind::Xlsx).await,
        None,
        "an empty sheet"
    );
    sound(&office, &session).await;
}

#[tokio::test]
async fn a_small_stations_custodian_co_signs_from_outside_and_nobody_in_her_place() {
    let mut small = told();
    small.founders[0].outside = "Công an phường Bên".to_owned();
    let office = TestOffice::founded_as(small).await;
    let session = office.sign_in_as("chief").await;
    let (number, _) = complaint(&office, &session).await;
    assert_eq!(number, "HS-A-2026-000001");
    let matters = vec![intake::complaint("Xóa theo lệnh.")];
    let visit = intake::with_matters(&office.person(), matters);
    let added = office.add_visit(&session, &visit).await.unwrap();
    let file: domain::id::FileId = added.files[0].id.parse().unwrap();
    let request = erase_request(file.into(), Basis::LawfulOrder);
    let signer = office
        .cosign(&session, "admin", passphrase("admin"), request)
        .await
        .unwrap();
    office
        .erase_file(&session, file, Basis::LawfulOrder, signer)
        .await
        .unwrap();
    sound(&office, &session).await;
    office.end(session).await.unwrap();
    // Every window of the office says so, before and after a sign-in.
    let copy = office.outside().join("copy");
    crate::record::copy(&office.path(), &copy);
    let window = office::window::Window::open(&copy, office.ports()).unwrap();
    let shown = window.state().await.small.unwrap();
    assert_eq!(
        (shown.office.as_str(), shown.active),
        ("Công an phường Bên", true)
    );
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    assert_eq!(window.state().await.small.unwrap(), shown);
    window.lock().await.unwrap();

    // A second administrator comes in with her signature, but does not stand in for her.
    let custodian = office.sign_in_as("admin").await;
    let invited = office
        .enrol(&custodian, "them", "Người Thêm", Role::Admin)
        .await
        .unwrap();
    office
        .accept_invitation("them", invited.code, passphrase("them"))
        .await
        .unwrap();
    let them = office.user_named("them").unwrap();
    let change = TwoPersonChange::Activate;
    let signer = office
        .cosign(
            &custodian,
            "chief",
            passphrase("chief"),
            change.request(them),
        )
        .await
        .unwrap();
    office
        .change_user(&custodian, them, change, signer)
        .await
        .unwrap();
    office.end(custodian).await.unwrap();
    let second = office.sign_in_as("them").await;
    let case = office.user_named("case").unwrap();
    let change = TwoPersonChange::Role(Role::Reception);
    let signer = office
        .cosign(&second, "chief", passphrase("chief"), change.request(case))
        .await
        .unwrap();
    let refused = office.change_user(&second, case, change, signer).await;
    assert_eq!(
        refused.err().map(|refused| refused.code),
        Some(Code::RosterCustodian)
    );
}

#[tokio::test]
async fn in_an_ordinary_office_an_administrator_agrees_to_no_erasure() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("chief").await;
    let matters = vec![intake::complaint("Nội dung.")];
    let visit = intake::with_matters(&office.person(), matters);
    let added = office.add_visit(&session, &visit).await.unwrap();
    let file: domain::id::FileId = added.files[0].id.parse().unwrap();
    let request = erase_request(file.into(), Basis::LawfulOrder);
    let signer = office
        .cosign(&session, "admin", passphrase("admin"), request)
        .await
        .unwrap();
    let refused = office
        .erase_file(&session, file, Basis::LawfulOrder, signer)
        .await;
    assert!(refused.is_err());
}

#[test]
fn only_an_administrator_alone_among_the_founders_is_an_outside_custodian() {
    for index in [1, 3] {
        let mut wrong = told();
        wrong.founders[index].outside = "Công an phường Bên".to_owned();
        let folder = tempfile::tempdir().unwrap();
        let clock = std::sync::Arc::new(testkit::FakeClock::at(testkit::BEGIN));
        let ports = testkit::ports(clock, 3);
        let manner = office::founding::Manner::real();
        let refused = office::founding::found(&folder.path().join("v"), ports, &wrong, manner);
        let refused = refused.err().unwrap();
        assert_eq!(refused.code, Code::RosterCustodian);
        assert_eq!(refused.field, Some(format!("founders[{index}].outside")));
    }
}

#[tokio::test]
async fn at_the_screen_only_the_sheet_that_was_looked_at_is_carried_over() {
    let office = TestOffice::founded().await;
    let copy = office.outside().join("copy");
    crate::record::copy(&office.path(), &copy);
    let window = office::window::Window::open(&copy, office.ports()).unwrap();
    window.sign_in("chief", passphrase("chief")).await.unwrap();
    window
        .confirm_passphrase(passphrase("chief"))
        .await
        .unwrap();
    let outside = office.outside().to_str().unwrap();
    let code = |refused: office::Refused| (refused.code, refused.field.unwrap_or_default());

    let name = window.write_carry_template(outside).await.unwrap();
    let template = format!("{outside}/{name}");
    let empty = window.look_at_sheet(&template).await.unwrap();
    assert!(empty.rows.is_empty());
    let again = window.write_carry_template(outside).await.map_err(code);
    assert_eq!(again, Err((Code::CarryTemplateThere, "folder".to_owned())));

    let path = format!("{outside}/open files.csv");
    for (missing, told) in [
        (path.as_str(), Code::CarryNotThere),
        ("files.csv", Code::CarryNotThere),
        (outside, Code::CarryUnreadable),
        ("", Code::FieldMissing),
    ] {
        let refused = window.look_at_sheet(missing).await.map_err(code);
        assert_eq!(refused.err(), Some((told, "file".to_owned())), "{missing}");
    }
    std::fs::write(&path, format!("{HEAD}{GOOD}")).unwrap();
    let looked = window.look_at_sheet(&path).await.unwrap();
    assert_eq!(looked.made, 2);
    std::fs::write(&path, format!("{HEAD}{}", many(3))).unwrap();
    let refused = window.carry_over(&path, &looked.digest).await.map_err(code);
    assert_eq!(refused.err(), Some((Code::CarryChanged, "file".to_owned())));
    std::fs::write(&path, format!("{HEAD}{GOOD}")).unwrap();
    let carried = window.carry_over(&path, &looked.digest).await.unwrap();
    assert_eq!((carried.made, carried.cancelled), (2, false));
    assert_eq!(window.carry_progress().await.unwrap(), None);
    let found = window.find_carried("13/2026").await.unwrap().unwrap();
    assert_eq!(found.number, "HS-A-2026-000002");
    assert_eq!(window.state().await.small, None);
    window.lock().await.unwrap();
    let locked = window.look_at_sheet(&path).await.map_err(code);
    assert_eq!(locked.err().map(|(code, _)| code), Some(Code::SessionEnded));
}
