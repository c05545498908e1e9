//! The use cases of a matter after intake: its page, its papers, its result.

use domain::fault::Code;
use domain::file::{Capacity, Signed};
use domain::household::Stay;
use domain::id::{BlobId, FileId};
use domain::permission::Right;
use domain::person::Proof;
use office::demo::people::told;
use office::households::{ChangeTold, HouseholdChange, HouseholdTold};
use office::merging::MergeWish;
use office::{Answer, ApologyTold, AttachWatch, CollectorTold, Session};
use testkit::{TestOffice, intake, passphrase};

use super::calls::{Object, Tried, hidden, tried};

/// What the object cannot be done to is no question of rights: whoever may is told so.
fn but_for<T>(code: Code, answer: Answer<T>) -> Answer<()> {
    match answer {
        Err(refused) if refused.code == code => Ok(()),
        other => other.map(drop),
    }
}

/// No such attachment is there; whoever may is told so.
async fn attachment_calls(office: &TestOffice, session: &Session, file: FileId) -> Vec<Tried> {
    let none = BlobId::from_bytes([7; 16]);
    let face = Code::FileUnknown;
    let withdrawn = office.withdraw_attachment(session, file, none).await;
    let seen = office.attachment_picture(session, file, none, false).await;
    let copy = office.take_out_attachment(session, file, none).await;
    let path = office.outside().join("brought.txt");
    std::fs::write(&path, b"brought").unwrap();
    let sealed = office
        .seal_file(path, AttachWatch::default())
        .await
        .unwrap();
    vec![
        hidden("may_attach", face, office.may_attach(session, file).await),
        hidden("attach", face, office.attach(session, file, sealed).await),
        hidden(
            "withdraw_attachment",
            face,
            but_for(Code::AttachmentUnknown, withdrawn),
        ),
        hidden(
            "attachment_picture",
            face,
            but_for(Code::AttachmentUnknown, seen),
        ),
        hidden(
            "take_out_attachment",
            face,
            but_for(Code::AttachmentUnknown, copy),
        ),
    ]
}

async fn restricting(office: &TestOffice, session: &Session, object: &Object) -> Vec<Tried> {
    let restricted = office.restrict_address(session, object.person).await;
    vec![tried("restrict_address", restricted)]
}

async fn releasing(office: &TestOffice, session: &Session, object: &Object) -> Vec<Tried> {
    let (person, file) = (object.person, object.file);
    let compared = office.compare_people(session, person, person).await;
    vec![
        tried("see_address", office.see_address(session, person).await),
        tried("alike_record", office.alike_record(session, person).await),
        tried("compare_people", but_for(Code::PersonMerged, compared)),
        tried(
            "lift_restriction",
            office.lift_restriction(session, person).await,
        ),
        tried(
            "release_address",
            office.release_address(session, file, false).await,
        ),
    ]
}

async fn amending(office: &TestOffice, session: &Session, file: FileId) -> Vec<Tried> {
    vec![
        hidden(
            "take_papers",
            Code::FileUnknown,
            but_for(
                Code::FieldMissing,
                office.take_papers(session, file, Vec::new()).await,
            ),
        ),
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
    ]
}

async fn catalogue(office: &TestOffice, session: &Session) -> Vec<Tried> {
    let source = "Văn bản Mẫu 01/2026";
    let rule = "b5-remove-2026";
    let confirmed = office
        .confirm_value(session, rule, source, "2026-07-01")
        .await;
    // Confirmed a second time it is no question of rights any more.
    let confirmed = but_for(Code::CatalogueNothingToConfirm, confirmed);
    let told = office::editing::EditTold {
        service: "B1".to_owned(),
        base: 9,
        valid_from: "2027-01-01".to_owned(),
        why: source.to_owned(),
        rules: Vec::new(),
        fees: Vec::new(),
        documents: Vec::new(),
        texts: Vec::new(),
    };
    let old = Code::CatalogueChangedMeanwhile;
    let seen = office.preview_edit(session, &told).await;
    let edited = office.edit_service(session, &told).await;
    vec![
        tried("unsure_values", office.unsure_values(session).await),
        tried("confirm_value", confirmed),
        tried("editable_services", office.editable_services(session).await),
        tried("preview_edit", but_for(old, seen)),
        tried("edit_service", but_for(old, edited)),
        tried("recounts", office.recounts(session).await),
        tried("recount", office.recount(session).await),
    ]
}

async fn directory(office: &TestOffice, session: &Session) -> Vec<Tried> {
    let told = office::BodyTold {
        id: None,
        kind: domain::protected::referral::ReceiverKind::Health,
        name: "Trạm y tế Mẫu".to_owned(),
        phones: "0225 000 000".to_owned(),
        address: String::new(),
        hours: String::new(),
        note: String::new(),
        verified_on: "2026-11-24".to_owned(),
    };
    vec![
        tried("keep_body", office.keep_body(session, told).await),
        tried(
            "drop_body",
            but_for(Code::FieldUnknown, office.drop_body(session, "111").await),
        ),
    ]
}

/// A record is no second one of itself: whoever may is told so.
async fn merging(office: &TestOffice, session: &Session, object: &Object) -> Vec<Tried> {
    let person = object.person;
    let itself = MergeWish {
        stays: person,
        goes: person,
        taken: std::collections::BTreeSet::new(),
    };
    let request = [7; 32];
    let signer = || office.cosign(session, "deputy", passphrase("deputy"), request);
    let asked = office.merge_request(session, &itself).await;
    let merged = match signer().await {
        Ok(signer) => office.merge_people(session, &itself, signer).await,
        Err(refused) => Err(refused),
    };
    let undone = office.unmerge_request(session, person).await;
    let parted = match signer().await {
        Ok(signer) => office.unmerge_people(session, person, signer).await,
        Err(refused) => Err(refused),
    };
    vec![
        tried("merge_request", but_for(Code::PersonMerged, asked)),
        tried("merge_people", but_for(Code::PersonMerged, merged)),
        tried("unmerge_request", but_for(Code::PersonNotMerged, undone)),
        tried("unmerge_people", but_for(Code::PersonNotMerged, parted)),
    ]
}

async fn residence(
    right: Right,
    office: &TestOffice,
    session: &Session,
    object: &Object,
) -> Vec<Tried> {
    if right == Right::RecordResidence {
        let told = HouseholdTold {
            stay: Stay::Temporary,
            ..intake::household(&object.person.to_string())
        };
        let recorded = office.record_household(session, &told).await;
        return vec![tried("record_household", recorded)];
    }
    if right == Right::ReadResidence {
        let read = office.households_of(session, object.person, false).await;
        return vec![tried("households_of", read)];
    }
    let change = ChangeTold {
        on: String::new(),
        file: object.own.then(|| object.file.to_string()),
        change: HouseholdChange::Corrected {
            address: format!("Số {}", object.file),
            head: None,
            relations: Vec::new(),
        },
    };
    let changed = office
        .change_household(session, &object.household, &change)
        .await;
    vec![tried("change_household", changed)]
}

async fn results(office: &TestOffice, session: &Session, object: &Object) -> Vec<Tried> {
    let file = object.file;
    let person = told(&office.person(), Proof::CardSeen);
    let results = office.results_of(session, &person).await;
    let collector = CollectorTold {
        capacity: Capacity::Authorised,
        person: Some(person),
        paper: "Giấy ủy quyền".to_owned(),
        until: None,
        signed: Signed::default(),
    };
    let handed = office.hand_over_result(session, file, &collector).await;
    let asked = office::CallerTold {
        paper: object.receipt.clone(),
        number: "031190012345".to_owned(),
        born: None,
    };
    let said = office.answer_caller(session, &asked).await;
    vec![
        tried("answer_caller", said),
        tried("results_of", results),
        tried("hand_over_result", but_for(Code::FileNotReady, handed)),
    ]
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
            let form = office
                .declaration_pages(session, file, &Signed::default())
                .await;
            let paper = super::calls::on_paper();
            let printed = office
                .print_declaration(session, file, &Signed::default(), &paper)
                .await;
            let mut calls = vec![
                hidden("file_page", Code::FileUnknown, page),
                hidden("control_sheet", Code::FileUnknown, sheet),
                hidden("declaration_pages", Code::FileUnknown, form),
                hidden(
                    "copy_sheet",
                    Code::FileUnknown,
                    office.copy_sheet(session, file).await,
                ),
                hidden("print_declaration", Code::FileUnknown, printed),
            ];
            // A list holds what is hers; that of another shows nothing and refuses nothing.
            if object.own || !session.role().holds_records() {
                calls.push(tried("open_files", office.open_files(session).await));
                calls.push(tried("routes", office.routes(session).await));
                let found = office.find_file(session, &object.receipt).await;
                calls.push(tried("find_file", found));
            }
            calls
        }
        Right::AmendFile => amending(office, session, file).await,
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
        Right::Attach => attachment_calls(office, session, file).await,
        Right::SetRestrictedAddress => restricting(office, session, object).await,
        Right::SeeRestrictedAddress => releasing(office, session, object).await,
        Right::MergePeople => merging(office, session, object).await,
        Right::RecordResidence | Right::ReadResidence | Right::AmendResidence => {
            residence(right, office, session, object).await
        }
        Right::EditCatalogue => catalogue(office, session).await,
        Right::EditCalendar => directory(office, session).await,
        Right::HandOverResult => results(office, session, object).await,
        _ => Vec::new(),
    }
}
