//! Who may use whom: the table in ARCHITECTURE.md against what cargo builds.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};

use crate::sources::{read, root, table, ticked};

/// One row: crates, what they may use, what they must never reach.
struct Row {
    crates: Vec<String>,
    uses: BTreeSet<String>,
    never: Vec<String>,
}

fn rows() -> Vec<Row> {
    table(
        &read("ARCHITECTURE.md"),
        &["crate", "may use", "must never"],
    )
    .into_iter()
    .map(|cells| Row {
        crates: ticked(&cells[0]),
        uses: ticked(&cells[1]).into_iter().collect(),
        never: ticked(&cells[2]),
    })
    .collect()
}

fn metadata() -> Metadata {
    // Other systems' packages are not needed to judge the arrows, so they are not fetched.
    let platform = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    MetadataCommand::new()
        .current_dir(root())
        .other_options(vec![
            "--locked".to_owned(),
            "--filter-platform".to_owned(),
            platform,
        ])
        .exec()
        .expect("cargo metadata reads the workspace")
}

/// Direct dependencies of each member as written in its Cargo.toml, tests and build scripts aside.
fn direct(metadata: &Metadata) -> BTreeMap<String, BTreeSet<String>> {
    metadata
        .workspace_packages()
        .iter()
        .map(|package| {
            let uses = package
                .dependencies
                .iter()
                .filter(|one| one.kind == DependencyKind::Normal);
            (
                package.name.to_string(),
                uses.map(|one| one.name.clone()).collect(),
            )
        })
        .collect()
}

/// Everything a member links, however far away.
fn reached(metadata: &Metadata, member: &str) -> BTreeSet<String> {
    let resolve = metadata
        .resolve
        .as_ref()
        .expect("metadata with dependencies");
    let edges: BTreeMap<&PackageId, Vec<&PackageId>> = resolve
        .nodes
        .iter()
        .map(|node| {
            let normal = node.deps.iter().filter(|dep| {
                dep.dep_kinds
                    .iter()
                    .any(|kind| kind.kind == DependencyKind::Normal)
            });
            (&node.id, normal.map(|dep| &dep.pkg).collect())
        })
        .collect();
    let start = metadata
        .workspace_packages()
        .into_iter()
        .find(|package| package.name.as_str() == member)
        .unwrap_or_else(|| panic!("ARCHITECTURE.md names `{member}`, the workspace does not"));
    let mut seen = BTreeSet::from([&start.id]);
    let mut open = vec![&start.id];
    while let Some(next) = open.pop() {
        for dep in edges.get(next).into_iter().flatten() {
            if seen.insert(dep) {
                open.push(dep);
            }
        }
    }
    seen.into_iter()
        .map(|id| metadata[id].name.to_string())
        .collect()
}

#[test]
fn the_table_of_arrows_says_exactly_what_cargo_builds() {
    let mut built = direct(&metadata());
    let mut wrong = Vec::new();
    for row in rows() {
        for name in row.crates {
            let Some(uses) = built.remove(&name) else {
                wrong.push(format!(
                    "`{name}` stands in the table and not in the workspace"
                ));
                continue;
            };
            let more: Vec<_> = uses.difference(&row.uses).collect();
            let less: Vec<_> = row.uses.difference(&uses).collect();
            if !more.is_empty() || !less.is_empty() {
                wrong.push(format!(
                    "`{name}` uses {more:?} unnamed; named and unused: {less:?}"
                ));
            }
        }
    }
    wrong.extend(
        built
            .into_keys()
            .map(|name| format!("`{name}` is missing in the table")),
    );
    crate::sources::none(&wrong, "ARCHITECTURE.md and the Cargo.toml files disagree:");
}

#[test]
fn what_a_crate_must_never_see_is_not_reached_by_any_way_round() {
    let metadata = metadata();
    let mut wrong = Vec::new();
    let mut judged = 0;
    for row in rows() {
        for name in &row.crates {
            let reached = reached(&metadata, name);
            judged += row.never.len();
            for never in row.never.iter().filter(|never| reached.contains(*never)) {
                wrong.push(format!(
                    "`{name}` reaches `{never}`: cargo tree -p {name} -i {never}"
                ));
            }
        }
    }
    assert!(
        judged > 15,
        "the column `must never see` names too little to mean anything"
    );
    crate::sources::none(&wrong, "A crate links what it must never see:");
}
