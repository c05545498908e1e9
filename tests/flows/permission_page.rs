//! docs/permissions.md is the matrix, for reading; `cargo xtask permissions` renews it.

use std::fmt::Write as _;
use std::path::Path;

use domain::permission::{Cell, MATRIX, Reach};

const HEAD: &str = "\
# Who may do what

Generated from the permission matrix (`src-tauri/crates/domain/src/permission`) by `cargo xtask permissions`; not edited by
hand. Every cell of a right that a use case asks for (`IN_USE` in `office/policy.rs`) is exercised by a test, as every role and as
nobody; the other rights are decided and not built yet.

● yes · ○ own or assigned records only · ◐ all but her own · – no · ② two persons must agree · ↑ the passphrase once more ·
K enforced by keys too: with a *no* the role holds no key, with a *yes* one is needed.

| # | Right | Reception | Case officer | Supervisor | Administrator | Auditor | Nobody | Note |
|---|---|:-:|:-:|:-:|:-:|:-:|:-:|---|
";

fn mark(cell: Cell) -> String {
    let mut mark = String::from(match (cell.two, cell.reach) {
        (_, Reach::No) => "–",
        (true, Reach::Own) => "②○",
        (true, Reach::Others) => "②◐",
        (true, Reach::All) => "②",
        (false, Reach::Own) => "○",
        (false, Reach::Others) => "◐",
        (false, Reach::All) => "●",
    });
    if cell.step_up {
        mark.push('↑');
    }
    if cell.by_keys {
        mark.push('K');
    }
    mark
}

fn page() -> String {
    let mut page = String::from(HEAD);
    for row in MATRIX {
        write!(page, "| {} | `{}` |", row.number, row.name).unwrap();
        for cell in row.cells {
            write!(page, " {} |", mark(cell)).unwrap();
        }
        writeln!(page, " {} |", row.note).unwrap();
    }
    page
}

#[test]
fn the_permission_page_is_fresh() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/permissions.md");
    let page = page();
    if std::env::var_os("DESK_WRITE").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == page,
        "docs/permissions.md is stale: run `cargo xtask permissions`"
    );
}

#[test]
fn each_mark_says_all_of_its_cell() {
    let yes = Cell {
        reach: Reach::All,
        two: false,
        step_up: false,
        by_keys: false,
    };
    assert_eq!(mark(yes), "●");
    assert_eq!(
        mark(Cell {
            reach: Reach::No,
            by_keys: true,
            ..yes
        }),
        "–K"
    );
    assert_eq!(
        mark(Cell {
            two: true,
            step_up: true,
            by_keys: true,
            ..yes
        }),
        "②↑K"
    );
    assert_eq!(
        mark(Cell {
            reach: Reach::Own,
            ..yes
        }),
        "○"
    );
}
