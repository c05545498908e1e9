//! The use cases of a matter after intake: its page, its papers, its result.

use domain::fault::Code;
use domain::file::Capacity;
use domain::permission::Right;
use domain::person::Proof;
use office::demo::people::told;
use office::{Answer, ApologyTold, CollectorTold, Session};
use testkit::TestOffice;

use super::calls::{Object, Tried, hidden, tried};

/// What the object cannot be done to is no question of rights: whoever may is told so.
fn but_for<T>(code: Code, answer: Answer<T>) -> Answer<()> {
    match answer {
        Err(refused) if refused.code == code => Ok(()),
        other => other.map(drop),
    }
}

/// Calls every use case of a right over a matter's later life.
pub(super) async fn by_dossier(
    right: Right,
    office: &TestOffice,
    session: &Session,
    object: &Object,
) -> Vec<Tried> {
    let file = object.file;
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the others are called beside"
    )]
    match right {
        Right::ReadFile => {
            let page = office.file_page(session, file).await;
            let sheet = office.control_sheet(session, file).await;
            let form = office.declaration_pages(session, file).await;
            let paper = super::calls::on_paper();
            let printed = office.print_declaration(session, file, &paper).await;
            let mut calls = vec![
                hidden("file_page", Code::FileUnknown, page),
                hidden("control_sheet", Code::FileUnknown, sheet),
                hidden("declaration_pages", Code::FileUnknown, form),
                hidden("print_declaration", Code::FileUnknown, printed),
            ];
            // A list holds what is hers; that of another shows nothing and refuses nothing.
            if object.own || !session.role().holds_records() {
                calls.push(tried("open_files", office.open_files(session).await));
                let found = office.find_file(session, &object.receipt).await;
                calls.push(tried("find_file", found));
            }
            calls
        }
        Right::AmendFile => vec![
            hidden(
                "code_file",
                Code::FileUnknown,
                office.code_file(session, file, "M-0001").await,
            ),
            hidden(
                "keep_in_person",
                Code::FileUnknown,
                office.keep_in_person(session, file, true).await,
            ),
        ],
        Right::ApproveExtension => {
            let asked = ApologyTold {
                step: "reply".to_owned(),
                reason: "Chờ trả lời.".to_owned(),
                until: "2027-03-31".to_owned(),
            };
            let asked = office.apologise(session, file, &asked).await;
            let asked = but_for(Code::FileNotLate, asked);
            vec![hidden("apologise", Code::FileUnknown, asked)]
        }
        Right::EditCatalogue => {
            let source = "Văn bản Mẫu 01/2026";
            let rule = "b5-remove-2026";
            let confirmed = office
                .confirm_value(session, rule, source, "2026-07-01")
                .await;
            // Confirmed a second time it is no question of rights any more.
            let confirmed = but_for(Code::CatalogueNothingToConfirm, confirmed);
            vec![
                tried("unsure_values", office.unsure_values(session).await),
                tried("confirm_value", confirmed),
            ]
        }
        Right::HandOverResult => {
            let person = told(&office.person(), Proof::CardSeen);
            let results = office.results_of(session, &person).await;
            let collector = CollectorTold {
                capacity: Capacity::Authorised,
                person: Some(person),
                paper: "Giấy ủy quyền".to_owned(),
            };
            let handed = office.hand_over_result(session, file, &collector).await;
            vec![
                tried("results_of", results),
                tried("hand_over_result", but_for(Code::FileNotReady, handed)),
            ]
        }
        _ => Vec::new(),
    }
}
