//! The use cases of protected files. To whoever is not cleared a file is not there, whatever her role.

use domain::fault::Code;
use domain::id::ProtectedId;
use domain::permission::Right;
use office::Session;
use office::protected::HandOverTold;
use testkit::TestOffice;

use super::calls::{Object, Tried, tried};

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
        Right::ReadProtected => vec![tried(
            "open_protected",
            office.open_protected(session, NOBODYS).await,
        )],
        Right::GrantClearance => vec![tried(
            "grant_clearance",
            office
                .grant_clearance(session, NOBODYS, session.user())
                .await,
        )],
        Right::RevokeClearance => vec![tried(
            "revoke_clearance",
            office
                .revoke_clearance(session, NOBODYS, session.user())
                .await,
        )],
        // What is begun is one's own, and so is what one is cleared for.
        Right::HandOver | Right::KnowsHer if session.role().holds_records() && !object.own => {
            Vec::new()
        }
        Right::HandOver => {
            let told = HandOverTold {
                note: "Lời kể.".to_owned(),
                ..HandOverTold::default()
            };
            vec![tried(
                "hand_over_protected",
                office.hand_over_protected(session, &told).await,
            )]
        }
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
