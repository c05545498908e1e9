//! Who may do what: the permission matrix as data.
//!
//! Purpose: one table; `docs/permissions.md` is generated from it, row by row, and tests exercise
//! every cell. Must never: decide by anything but role, ownership and number
//! of people; whether a record *is* somebody's own is told by its state.

use serde::{Deserialize, Serialize};

mod matrix;

pub use matrix::{MATRIX, Right};

/// What a member of staff is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// *Cán bộ tiếp dân.*
    Reception,
    /// *Cán bộ thụ lý.*
    Case,
    /// *Chỉ huy phụ trách.*
    Supervisor,
    /// *Quản trị.*
    Admin,
    /// *Người kiểm tra nhật ký.*
    Auditor,
}

impl Role {
    /// All roles, in the matrix's order of columns.
    pub const ALL: [Self; 5] = [
        Self::Reception,
        Self::Case,
        Self::Supervisor,
        Self::Admin,
        Self::Auditor,
    ];

    /// The text form used in files and scripts.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Reception => "reception",
            Self::Case => "case",
            Self::Supervisor => "supervisor",
            Self::Admin => "admin",
            Self::Auditor => "auditor",
        }
    }

    /// Whether this role holds the database key (T1).
    pub const fn holds_records(self) -> bool {
        match self {
            Self::Reception | Self::Case | Self::Supervisor => true,
            Self::Admin | Self::Auditor => false,
        }
    }
}

/// What a cell of the matrix allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// How far it reaches.
    pub reach: Reach,
    /// Two persons must agree (②).
    pub two: bool,
    /// The passphrase is asked once more (↑).
    pub step_up: bool,
    /// Enforced by keys too (K): on a "no", the role holds no key; on a "yes", a key is needed.
    pub by_keys: bool,
}

/// How far a right reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Not at all.
    No,
    /// Own or assigned records only.
    Own,
    /// All but her own: nobody approves her own work.
    Others,
    /// All.
    All,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Number in the table of docs/permissions.md (`27a` and `27b` where one line there holds two rights).
    pub number: &'static str,
    /// The right.
    pub right: Right,
    /// Name in journal and documents: `visit.register`.
    pub name: &'static str,
    /// Reception, case, supervisor, administrator, auditor, nobody signed in.
    pub cells: [Cell; 6],
    /// What the marks cannot say.
    pub note: &'static str,
}

/// Why a right was denied. One face outward; the reason stands in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// The role has no such right.
    Role,
    /// The record is not her own.
    NotOwn,
    /// The record is her own, and somebody else must decide on it.
    Own,
    /// A second person must agree.
    TwoPersons,
    /// The passphrase must be given once more.
    StepUp,
}

impl Denial {
    /// Text in the journal.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::NotOwn => "not_own",
            Self::Own => "own",
            Self::TwoPersons => "two_persons",
            Self::StepUp => "step_up",
        }
    }
}

/// What stands around a request, beside role and right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstance {
    /// The record is the user's own (she made it or works on it), or there is no record.
    pub own: bool,
    /// A second person has agreed to exactly this.
    pub second: bool,
    /// The passphrase was given once more.
    pub stepped_up: bool,
}

impl Right {
    /// The row of this right.
    pub fn row(self) -> &'static Row {
        // The matrix lists every right once, in the enum's order (tested below).
        #[expect(
            clippy::indexing_slicing,
            reason = "the table is as long as the enum, by test"
        )]
        &MATRIX[self as usize]
    }

    /// The cell of a role, or of nobody.
    pub fn cell(self, role: Option<Role>) -> Cell {
        let [reception, case, supervisor, admin, auditor, nobody] = self.row().cells;
        match role {
            Some(Role::Reception) => reception,
            Some(Role::Case) => case,
            Some(Role::Supervisor) => supervisor,
            Some(Role::Admin) => admin,
            Some(Role::Auditor) => auditor,
            None => nobody,
        }
    }

    /// Whether a role may, under the circumstances.
    pub fn allow(self, role: Option<Role>, around: Circumstance) -> Result<(), Denial> {
        let cell = self.cell(role);
        match cell.reach {
            Reach::No => return Err(Denial::Role),
            Reach::Own if !around.own => return Err(Denial::NotOwn),
            Reach::Others if around.own => return Err(Denial::Own),
            Reach::Own | Reach::Others | Reach::All => {}
        }
        if cell.two && !around.second {
            return Err(Denial::TwoPersons);
        }
        if cell.step_up && !around.stepped_up {
            return Err(Denial::StepUp);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_lists_every_right_once_in_order() {
        for (index, row) in MATRIX.iter().enumerate() {
            assert_eq!(row.right as usize, index, "{}", row.name);
        }
        let mut names: Vec<_> = MATRIX.iter().map(|row| row.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), MATRIX.len());
    }

    #[test]
    fn nobody_signed_in_may_only_sign_in_check_receipts_recover_and_verify_the_office() {
        let open: Vec<_> = MATRIX
            .iter()
            .filter(|row| row.right.cell(None).reach != Reach::No)
            .map(|row| row.name)
            .collect();
        assert_eq!(
            open,
            [
                "session.open",
                "receipt.check",
                "vault.recover",
                "office.verify"
            ]
        );
    }

    #[test]
    fn administrator_and_auditor_may_touch_no_record() {
        let records = [
            "visit.",
            "person.",
            "file.",
            "household.",
            "residence.",
            "protected.",
        ];
        for row in MATRIX {
            if records.iter().any(|noun| row.name.starts_with(noun)) {
                for role in [Role::Admin, Role::Auditor] {
                    assert_eq!(row.right.cell(Some(role)).reach, Reach::No, "{}", row.name);
                }
            }
        }
    }
}
