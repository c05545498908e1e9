//! The use cases of each right, called.

use domain::desk::{Register, Started};
use domain::fault::Code;
use domain::id::{FileId, PersonId};
use domain::permission::{Circumstance, Right, Role};
use domain::subject::Basis;
use office::carry::{Run, Sheet};
use office::files::StepTold;
use office::import::TableKind;
use office::intake::Intake;
use office::papers::{PaperSize, PrintChoice, ReprintGround};
use office::users::TwoPersonChange;
use office::views::VisitAdded;
use office::{Answer, Session, erase_request};
use testkit::{BEGIN, TestOffice, intake, moment, passphrase};

/// What a use case is tried on: one file with its receipt and person.
pub(super) struct Object {
    pub(super) file: FileId,
    pub(super) receipt: String,
    pub(super) person: PersonId,
    pub(super) visit: String,
    /// A household of that person.
    pub(super) household: String,
    /// It is the user's own.
    pub(super) own: bool,
}

impl Object {
    pub(super) fn of(added: &VisitAdded, own: bool) -> Self {
        Self {
            file: added.files[0].id.parse().unwrap(),
            receipt: added.files[0].receipt.as_ref().unwrap().number.clone(),
            person: added.person.as_deref().unwrap().parse().unwrap(),
            visit: added.visit.clone(),
            household: String::new(),
            own,
        }
    }
}

/// One use case of a right: its name, how its refusal may look, what came of it.
pub(super) struct Tried {
    pub(super) name: &'static str,
    /// A record that is not hers looks like one that is not there.
    pub(super) hidden: Option<Code>,
    pub(super) answer: Answer<()>,
}

pub(super) fn tried<T>(name: &'static str, answer: Answer<T>) -> Tried {
    Tried {
        name,
        hidden: None,
        answer: answer.map(drop),
    }
}

pub(super) fn hidden<T>(name: &'static str, face: Code, answer: Answer<T>) -> Tried {
    Tried {
        hidden: Some(face),
        ..tried(name, answer)
    }
}

/// A list of nobody: whoever may print one is told so.
async fn nowhere(office: &TestOffice, session: &Session) -> Answer<()> {
    let told = office::route::RouteTold {
        service: "E-mobile".to_owned(),
        day: "2026-12-01".to_owned(),
        files: Vec::new(),
        copies: 1,
    };
    match office.print_route(session, &told, &on_paper()).await {
        Err(refused) if refused.code == Code::FieldMissing => Ok(()),
        other => other.map(drop),
    }
}

/// No such visit was refused: whoever may print that paper is told so.
async fn received(office: &TestOffice, session: &Session) -> Answer<()> {
    let none = uuid::Uuid::from_u128(7).to_string();
    match office.print_refusal(session, &none, &on_paper()).await {
        Err(refused) if refused.code == Code::VisitUnknown => Ok(()),
        other => other,
    }
}

async fn undone(office: &TestOffice, session: &Session) -> Answer<()> {
    match office.destroy_route(session, "LD-A-0009", true).await {
        Err(refused) if refused.code == Code::RouteUnknown => Ok(()),
        other => other.map(drop),
    }
}

/// The first colleague of this name who is not the user herself.
fn second(session: &Session) -> &'static str {
    if session.role() == Role::Supervisor {
        "admin"
    } else {
        "chief"
    }
}

async fn change(
    office: &TestOffice,
    session: &Session,
    name: &str,
    to: TwoPersonChange,
) -> Answer<()> {
    let user = office.user_named(name)?;
    let by = second(session);
    let signer = office
        .cosign(session, by, passphrase(by), to.request(user))
        .await?;
    office.change_user(session, user, to, signer).await
}

async fn erase(office: &TestOffice, session: &Session, file: FileId) -> Answer<()> {
    let basis = Basis::LawfulOrder;
    let request = erase_request(file.into(), basis);
    let signer = office
        .cosign(session, "deputy", passphrase("deputy"), request)
        .await?;
    office.erase_file(session, file, basis, signer).await
}

/// The paper of somebody else's matter shows what its page shows, so row 6 decides too: who may not
/// open that page is told that there is no such receipt.
async fn printed(office: &TestOffice, session: &Session, object: &Object) -> Answer<()> {
    let around = Circumstance {
        own: object.own,
        ..Circumstance::default()
    };
    let opens = Right::ReadFile.allow(Some(session.role()), around).is_ok();
    let (number, paper) = (&object.receipt, PaperSize::A5);
    let shown = office.receipt_pdf(session, number).await.map(drop);
    let pages = office.receipt_pages(session, number, paper).await.map(drop);
    assert_eq!(shown, pages, "the preview is for whom the paper is");
    match office.print_receipt(session, number, &on_paper()).await {
        // Printed before, by the same right.
        Err(refused) if refused.code == Code::PrintAlready => assert!(shown.is_ok()),
        sent => assert_eq!(sent.map(drop), shown, "and so is the printer"),
    }
    match shown {
        Err(refused) if refused.code == Code::ReceiptUnknown && !opens => Ok(()),
        Ok(()) => {
            assert!(
                opens,
                "an original in the hands of who may not open its page"
            );
            Ok(())
        }
        other => other.map(drop),
    }
}

pub(super) fn on_paper() -> PrintChoice {
    PrintChoice {
        printer: testkit::PRINTER.to_owned(),
        copies: 1,
        paper: PaperSize::A5,
    }
}

/// Whoever prints may say that she holds the paper, if there is one to hold.
async fn seen(office: &TestOffice, session: &Session, object: &Object) -> Answer<()> {
    match office.seen_in_hand(session, &object.receipt).await {
        Err(refused) if refused.code == Code::PrintNotSent => Ok(()),
        other => other.map(drop),
    }
}

/// Whoever prints may say that it is not wanted on paper, if it was not printed yet.
async fn unwanted(office: &TestOffice, session: &Session, object: &Object) -> Answer<()> {
    let numbers = [object.receipt.clone()];
    match office.not_on_paper(session, &numbers).await {
        Err(refused) if matches!(refused.code, Code::PrintAlready | Code::PrintDeclined) => Ok(()),
        other => other,
    }
}

/// The slip of a number just given.
async fn slip(office: &TestOffice, session: &Session) -> Answer<()> {
    let given = office.give_number(session).await?;
    let visit = given.visit.parse().unwrap();
    office.slip_pages(session, visit).await?;
    office.print_slip(session, visit, &on_paper()).await
}

pub(super) fn with_file(office: &TestOffice) -> Intake {
    intake::with_matters(&office.person(), vec![intake::petition("Thêm đèn.")])
}

/// Calls every use case of a right.
pub(super) async fn call(
    right: Right,
    office: &TestOffice,
    session: &Session,
    object: &Object,
) -> Vec<Tried> {
    let mut all = by_records(right, office, session, object).await;
    all.extend(super::counter_calls::by_counter(right, office, session, object).await);
    all.extend(super::dossier_calls::by_dossier(right, office, session, object).await);
    all.extend(by_files(right, office, session, object).await);
    all.extend(by_staff(right, office, session, object).await);
    all.extend(by_record(right, office, session).await);
    all.extend(super::protected_calls::by_protected(right, office, session, object).await);
    all
}

/// Rights over visits, people and receipts.
async fn by_records(
    right: Right,
    office: &TestOffice,
    session: &Session,
    object: &Object,
) -> Vec<Tried> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the others are called below"
    )]
    match right {
        Right::RegisterVisit => {
            vec![tried(
                "add_visit",
                office.add_visit(session, &intake::anonymous()).await,
            )]
        }
        Right::RunQueue => vec![
            tried("give_number", office.give_number(session).await),
            tried("print_slip", slip(office, session).await),
            tried(
                "day_queue",
                office.day_queue(session, moment(BEGIN).day()).await,
            ),
        ],
        Right::OpenFile => {
            vec![tried(
                "add_visit",
                office.add_visit(session, &with_file(office)).await,
            )]
        }
        Right::SearchPeople => vec![
            tried("find_people", office.find_people(session, "an", 5).await),
            tried("look_alikes", office.look_alikes(session).await),
            tried("find_places", office.find_places(session, "an").await),
            tried(
                "look_alikes_of",
                office.look_alikes_of(session, &office.person(), 5).await,
            ),
        ],
        Right::RecordPerson => vec![
            tried(
                "open_person",
                office.open_person(session, object.person).await,
            ),
            tried(
                "add_visit",
                office
                    .add_visit(session, &intake::advice(&office.person()))
                    .await,
            ),
        ],
        Right::PrintReceipt => vec![
            tried("print_route", nowhere(office, session).await),
            tried("print_refusal", received(office, session).await),
            tried("destroy_route", undone(office, session).await),
            tried("receipt_pdf", printed(office, session, object).await),
            tried("print_states", office.print_states(session).await),
            tried("seen_in_hand", seen(office, session, object).await),
            tried("not_on_paper", unwanted(office, session, object).await),
            tried(
                "add_visit",
                office.add_visit(session, &with_file(office)).await,
            ),
        ],
        Right::ReprintReceipt => {
            let number = &object.receipt;
            let lost = ReprintGround::Lost;
            let again = office.print_again(session, number, &on_paper(), lost).await;
            let paper = office.reprint_receipt(session, number).await;
            vec![
                hidden("print_again", Code::ReceiptUnknown, again),
                hidden("reprint_receipt", Code::ReceiptUnknown, paper),
            ]
        }
        _ => Vec::new(),
    }
}

/// Rights over a matter that was taken in.
async fn by_files(
    right: Right,
    office: &TestOffice,
    session: &Session,
    object: &Object,
) -> Vec<Tried> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the others are called beside"
    )]
    match right {
        Right::ReadFile => vec![hidden(
            "open_file",
            Code::FileUnknown,
            office.open_file(session, object.file).await,
        )],
        Right::MoveFile => {
            let moved = office
                .move_file(session, object.file, &StepTold::new("classified", ""))
                .await;
            vec![hidden("move_file", Code::FileUnknown, moved)]
        }
        Right::AssignFile => {
            let case = office.user_named("case").unwrap();
            vec![tried(
                "assign_file",
                office.assign_file(session, object.file, case, "").await,
            )]
        }
        Right::ApproveExtension => {
            let asked = office
                .extend_file(session, object.file, "reply", 5, "phức tạp")
                .await;
            // The law gives a petition no more time, which whoever may approve is told; what may be made longer
            // is made longer in `services::clocks`.
            let answer = match asked {
                Err(refused) if refused.code == Code::DeadlineNoExtension => Ok(()),
                other => other.map(drop),
            };
            vec![hidden("extend_file", Code::FileUnknown, answer)]
        }
        _ => Vec::new(),
    }
}

/// Rights over staff and the record as a whole.
async fn by_staff(
    right: Right,
    office: &TestOffice,
    session: &Session,
    object: &Object,
) -> Vec<Tried> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the others are called above"
    )]
    match right {
        Right::EndSession => {
            let name = session.name();
            let there = office
                .change_passphrase(session, passphrase(name), passphrase("another"))
                .await;
            let back = office
                .change_passphrase(session, passphrase("another"), passphrase(name))
                .await;
            vec![
                tried("change_passphrase", there),
                tried("change_passphrase", back),
            ]
        }
        Right::EraseSubject => {
            let erased = erase(office, session, object.file).await;
            vec![tried("erase_file", erased)]
        }
        Right::EnrolUser => {
            vec![tried(
                "enrol",
                office
                    .enrol(session, "new", "Hoàng Thị Mới", Role::Case)
                    .await,
            )]
        }
        Right::ActivateUser => {
            let role = change(
                office,
                session,
                "auditor",
                TwoPersonChange::Role(Role::Case),
            )
            .await;
            vec![tried("change_user(role)", role)]
        }
        Right::SuspendUser => {
            let user = office.user_named("auditor").unwrap();
            vec![tried("suspend", office.suspend(session, user).await)]
        }
        Right::ChangeSettings => {
            let changed = office.change_setting(session, "idle.seconds", "240").await;
            let choice = PrintChoice {
                printer: testkit::PRINTER.to_owned(),
                copies: 1,
                paper: PaperSize::A5,
            };
            let page = office.print_test_page(session, &choice).await;
            // No printer stands in this office; whoever may print the page is told so.
            let page = match page {
                Err(refused) if refused.code.text().starts_with("print.") => Ok(()),
                other => other,
            };
            vec![
                tried("change_setting", changed),
                tried("print_test_page", page),
            ]
        }
        Right::RemoveUser => {
            let removed = change(office, session, "window", TwoPersonChange::Remove).await;
            vec![tried("change_user(remove)", removed)]
        }
        _ => Vec::new(),
    }
}

/// Rights over the record as a whole.
async fn by_record(right: Right, office: &TestOffice, session: &Session) -> Vec<Tried> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the others are called above"
    )]
    match right {
        Right::VerifyRecord => vec![tried("verify", office.verify(session, &mut |_| true).await)],
        Right::MakeBackup => {
            let place = tempfile::tempdir().unwrap();
            let made = office
                .make_backup(session, place.path(), &mut |_| true)
                .await;
            vec![tried("make_backup", made)]
        }
        Right::CheckBackups => {
            let checked = office.check_backup(session, "2026-11-24-163000-A").await;
            // Nobody chose a place here; whoever may check is told so.
            let answer = match checked {
                Err(refused) if refused.code == Code::BackupNoPlace => Ok(()),
                other => other.map(drop),
            };
            vec![tried("check_backup", answer)]
        }
        Right::Rebuild => vec![tried(
            "rebuild",
            office.rebuild(session, &mut |_| true).await,
        )],
        Right::Import => {
            let table = || b"name\nTran Thi Beo\n".to_vec();
            let stop = &mut |_, _| true;
            let dry = office
                .import_people(session, table(), TableKind::Csv, true, stop)
                .await;
            let sheet = b"old_number,received,name,service,content\n".to_vec();
            let sheet = Sheet::of(sheet, TableKind::Csv).unwrap();
            let looked = office.carry_over(session, sheet, Run::Dry, stop).await;
            let told = Started {
                register: Register::File,
                year: 2026,
                last: 900_000,
            };
            let registers = office.registers(session).await;
            // Told a second time it is no question of rights any more.
            let started = match office.start_register(session, told).await {
                Err(again) if again.code == Code::RegisterStartedAlready => Ok(()),
                other => other.map(drop),
            };
            vec![
                tried("import_people", dry),
                tried("carry_over", looked),
                tried("registers", registers),
                tried("start_register", started),
            ]
        }
        _ => Vec::new(),
    }
}
