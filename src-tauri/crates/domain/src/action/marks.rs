//! What is said of kinds of actions beside their bodies.
//!
//! Purpose: which bind a day, begin a life, take two, take content away. Must never: look into a record.

use super::Action;
use crate::permission::Right;

impl Action {
    /// Whether it names a day or starts a legal time that binds the office towards a citizen: none
    /// of these is written while the machine's clock is doubted.
    pub const fn binds_a_day(&self) -> bool {
        matches!(
            self,
            Self::VisitLogged(_)
                | Self::FileOpened(_)
                | Self::FileMoved(_)
                | Self::FileExtended(_)
                | Self::FileRecounted(_)
                | Self::FileHanded(_)
                | Self::FileApologised(_)
                | Self::ReceiptIssued(_)
                | Self::ReceiptReprinted(_)
                | Self::ProtectedHandedOver(_)
                | Self::VisitKeptPrivate(_)
        )
    }

    /// Whether it begins a subject's life (no state may exist before it).
    pub const fn begins(&self) -> bool {
        matches!(
            self,
            Self::DeskOpened(_)
                | Self::DeskRestored(_)
                | Self::PersonRecorded(_)
                | Self::HouseholdRecorded(_)
                | Self::VisitNumbered(_)
                | Self::FileOpened(_)
                | Self::ReceiptIssued(_)
                | Self::ProtectedOpened(_)
        )
    }

    /// Whether an act with such an entry counts only with a second person's signature.
    pub fn needs_two(kind: &str) -> bool {
        let right = Self::right_to(kind);
        matches!(
            right,
            Some(
                Right::EraseSubject
                    | Right::MergePeople
                    | Right::BreakGlass
                    | Right::CloseProtected
                    | Right::LiftBar
                    | Right::ExportFile
            )
        )
    }

    /// Whether it takes all content of its subject away.
    pub const fn erases(&self) -> bool {
        matches!(self, Self::SubjectErased(_) | Self::SubjectTurned(_))
    }

    /// Digest of the request a second person agreed to, for actions that need two.
    pub fn request(&self) -> Option<&str> {
        #[expect(clippy::wildcard_enum_match_arm, reason = "few need two")]
        match self {
            Self::SubjectErased(body) => Some(&body.request),
            Self::DayClosed(body) => body.duty.as_ref()?.request.as_deref(),
            Self::PersonMerged(body) => Some(&body.request),
            Self::PersonJoined(body) => Some(&body.request),
            Self::PersonUnmerged(body) => Some(&body.request),
            Self::PersonParted(body) => Some(&body.request),
            Self::ProtectedBroken(body) => Some(&body.request),
            Self::ProtectedClosed(body)
            | Self::ProtectedExported(body)
            | Self::ProtectedBarLifted(body) => Some(&body.request),
            _ => None,
        }
    }
}
