//! The use cases of protected files. To whoever is not cleared a file is not there, whatever her role.

use domain::fault::Code;
use domain::id::{ItemId, ProtectedId, UserId};
use domain::permission::Right;
use domain::printing::PaperSize;
use domain::protected::paper::Carry;
use domain::protected::referral::{
    Consent, Duty, Purpose, Receiver, ReceiverKind, Referral, TellGround,
};
use domain::protected::work::Deed;
use office::papers::PrintChoice;
use office::protected::{Decided, ExportTold, HandOverTold, SheetTold, SlipTold, WorkTold};
use office::{Answer, PrivateTold, Session};
use testkit::{TestOffice, passphrase};

use super::calls::{Object, Tried, tried};

/// An item that is not there.
const NO_ITEM: ItemId = ItemId::from_bytes([7; 16]);
/// A protected file that is not there.
const NOBODYS: ProtectedId = ProtectedId::from_bytes([7; 16]);

/// Rights over protected files.
pub(super) async fn by_protected(
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
        Right::AppendProtected => {
            let added = office.add_to_protected(session, NOBODYS, "Thêm.").await;
            let added = match added {
                Err(refused) if refused.code == Code::ProtectedUnknown => Ok(()),
                other => other,
            };
            vec![tried("add_to_protected", added)]
        }
        Right::ReadProtected => vec![
            tried(
                "open_protected",
                office.open_protected(session, NOBODYS).await,
            ),
            tried(
                "letter_pages",
                office.letter_pages(session, NOBODYS, NO_ITEM).await,
            ),
        ],
        Right::WorkProtected => works(office, session).await,
        Right::GrantClearance => vec![tried(
            "grant_clearance",
            office
                .grant_clearance(session, NOBODYS, session.user())
                .await,
        )],
        Right::RevokeClearance => vec![
            tried(
                "revoke_clearance",
                office
                    .revoke_clearance(session, NOBODYS, session.user())
                    .await,
            ),
            tried(
                "bar_from_protected",
                office
                    .bar_from_protected(session, NOBODYS, session.user(), "Bà con.")
                    .await,
            ),
        ],
        Right::DeclareConflict => vec![tried(
            "declare_conflict",
            office.declare_conflict(session, NOBODYS, "Bà con.").await,
        )],
        Right::ExportFile => vec![tried("export_protected", exported(office, session).await)],
        Right::CloseProtected => vec![tried("close", decided(office, session, &close()).await)],
        Right::BreakGlass => vec![tried(
            "break_glass",
            decided(office, session, &let_in()).await,
        )],
        Right::LiftBar => vec![tried("lift_bar", decided(office, session, &lift()).await)],
        // What is begun is one's own, and so is what one is cleared for.
        Right::HandOver | Right::KnowsHer | Right::TurnProtected
            if session.role().holds_records() && !object.own =>
        {
            Vec::new()
        }
        Right::OpenPrivate => private(office, session).await,
        Right::TurnProtected => turns(office, session).await,
        Right::HandOver => hands_over(office, session).await,
        Right::KnowsHer => vec![
            tried(
                "open_index",
                office.open_index(session, &mut |_| true).await,
            ),
            tried("find_protected", office.find_protected(session, "An").await),
        ],
        _ => Vec::new(),
    }
}

/// Work on a file that is not there.
async fn works(office: &TestOffice, session: &Session) -> Vec<Tried> {
    let told = WorkTold {
        deed: Deed::TookOn,
        step: None,
        of: None,
        paper: None,
        way: None,
        whom: String::new(),
        words: "Đi ngay.".to_owned(),
        at: None,
    };
    let slip = SlipTold {
        carry: Some(Carry::None),
        ..SlipTold::default()
    };
    vec![
        tried(
            "work_on_protected",
            office.work_on_protected(session, NOBODYS, &told).await,
        ),
        tried(
            "make_out_slip",
            office.make_out_slip(session, NOBODYS, &slip).await,
        ),
        tried(
            "record_consent",
            office.record_consent(session, NOBODYS, &consent()).await,
        ),
        tried("refer", office.refer(session, NOBODYS, &referral()).await),
        tried(
            "write_sheet",
            office
                .write_sheet(session, NOBODYS, &SheetTold::default())
                .await,
        ),
        tried(
            "print_letter",
            office
                .print_letter(session, NOBODYS, NO_ITEM, &choice())
                .await,
        ),
        tried(
            "reopen_protected",
            office.reopen_protected(session, NOBODYS, "Lại.").await,
        ),
    ]
}

/// The open visit becomes a private one.
async fn turns(office: &TestOffice, session: &Session) -> Vec<Tried> {
    let told = PrivateTold {
        body: "{}".to_owned(),
        ..PrivateTold::default()
    };
    vec![tried(
        "begin_private",
        office.begin_private(session, &told).await,
    )]
}

/// Words are handed over.
async fn hands_over(office: &TestOffice, session: &Session) -> Vec<Tried> {
    let told = HandOverTold {
        note: "Lời kể.".to_owned(),
        ..HandOverTold::default()
    };
    vec![tried(
        "hand_over_protected",
        office.hand_over_protected(session, &told).await,
    )]
}

fn close() -> Decided {
    Decided::Close {
        words: "Xong.".to_owned(),
    }
}

fn let_in() -> Decided {
    Decided::BreakGlass {
        user: UserId::from_bytes([7; 16]),
        hours: 1,
        words: "Gấp.".to_owned(),
    }
}

fn lift() -> Decided {
    Decided::LiftBar {
        user: UserId::from_bytes([7; 16]),
        words: "Nhầm.".to_owned(),
    }
}

/// A sealed copy of a file that is not there.
async fn exported(office: &TestOffice, session: &Session) -> Answer<()> {
    let told = ExportTold {
        to: "age1".to_owned(),
        whom: "Viện Mẫu".to_owned(),
        words: "Theo yêu cầu.".to_owned(),
    };
    let request = told.request(NOBODYS);
    let second = office.cosign(session, "deputy", passphrase("deputy"), request);
    let export = office.export_protected(session, NOBODYS, &told, second.await?);
    export.await.map(drop)
}

/// Two decide about a file that is not there.
async fn decided(office: &TestOffice, session: &Session, decided: &Decided) -> Answer<()> {
    let request = decided.request(NOBODYS);
    let second = office.cosign(session, "deputy", passphrase("deputy"), request);
    office
        .decide_protected(session, NOBODYS, decided, second.await?)
        .await
}

fn choice() -> PrintChoice {
    PrintChoice {
        printer: "quay_1".to_owned(),
        copies: 1,
        paper: PaperSize::A5,
    }
}

fn hospital() -> Receiver {
    Receiver {
        kind: ReceiverKind::Health,
        name: "Bệnh viện Mẫu".to_owned(),
    }
}

fn consent() -> Consent {
    Consent {
        to: hospital(),
        purposes: vec![Purpose::Care],
        parts: vec!["name".to_owned()],
        voluntary: true,
        informed: true,
        suspect_near: false,
        words: String::new(),
    }
}

fn referral() -> Referral {
    Referral {
        to: hospital(),
        purpose: Purpose::Care,
        parts: vec!["name".to_owned()],
        ground: TellGround::Duty(Duty::Life),
        words: "Đưa đi ngay.".to_owned(),
    }
}

/// A private form that is not there.
const NO_FORM: &str = "07070707-0707-0707-0707-070707070707";

async fn private(office: &TestOffice, session: &Session) -> Vec<Tried> {
    let kept = office.keep_private(session, NO_FORM, "{}", &[]).await;
    vec![
        tried("private_services", office.private_services(session).await),
        tried("sheets", office.sheets(session, "F1").await),
        tried("private_people", office.private_people(session).await),
        tried("private_forms", office.private_forms(session).await),
        tried("protected_waits", office.protected_waits(session).await),
        tried("keep_private", not_there(kept)),
        tried(
            "open_private",
            not_there(office.open_private(session, NO_FORM).await),
        ),
        tried(
            "discard_private",
            not_there(office.discard_private(session, NO_FORM).await),
        ),
    ]
}

/// Whoever may ask is told that there is no such form.
fn not_there<T>(answer: Answer<T>) -> Answer<()> {
    match answer {
        Err(refused) if refused.code == Code::DraftUnknown => Ok(()),
        other => other.map(|_answer| ()),
    }
}
