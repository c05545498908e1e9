//! The contract with the page: one table of commands, from which handlers, TypeScript client and
//! permissions all come.
//!
//! Purpose: `builder()`. The test writes `ui/src/ipc/bindings.gen.ts` when `DESK_WRITE=1` and
//! fails when the file is stale. Must never: list a command that `command_names.rs` lacks.

use tauri_specta::{Builder, collect_commands};

use crate::commands;

/// All commands of the window.
pub(crate) fn builder() -> Builder<tauri::Wry> {
    Builder::new().commands(collect_commands![
        commands::session::desk_state,
        commands::session::sign_in,
        commands::queue::todays_queue,
    ])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use specta_typescript::Typescript;

    use super::*;

    include!("command_names.rs");

    const HEAD: &str = "// Generated from the window's commands by the test \
        `the_typescript_client_is_fresh` (DESK_WRITE=1 renews it); never edited by hand.";

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    fn generated() -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bindings.ts");
        builder()
            .disable_serde_phases()
            .export(Typescript::default().header(HEAD), &file)
            .unwrap();
        std::fs::read_to_string(file).unwrap()
    }

    #[test]
    fn the_typescript_client_is_fresh() {
        let path = root().join("../ui/src/ipc/bindings.gen.ts");
        let fresh = generated();
        if std::env::var_os("DESK_WRITE").is_some() {
            std::fs::write(&path, &fresh).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == fresh,
            "bindings.gen.ts is stale: run this test with DESK_WRITE=1"
        );
    }

    #[test]
    fn every_command_is_declared_permitted_and_in_the_client_and_no_other() {
        let client = generated();
        for name in COMMAND_NAMES {
            assert!(
                client.contains(&format!("\"{name}\"")),
                "{name} is not in the client"
            );
        }
        let calls = client.matches("__TAURI_INVOKE(\"").count();
        assert_eq!(
            calls,
            COMMAND_NAMES.len(),
            "a command is missing in command_names.rs"
        );

        let text = std::fs::read_to_string(root().join("capabilities/main.json")).unwrap();
        let capability: serde_json::Value = serde_json::from_str(&text).unwrap();
        let allowed: Vec<String> = COMMAND_NAMES
            .iter()
            .map(|name| format!("allow-{}", name.replace('_', "-")))
            .collect();
        assert_eq!(capability["permissions"], serde_json::json!(allowed));
        assert_eq!(capability["windows"], serde_json::json!(["main"]));
        assert_eq!(capability.get("remote"), None);
    }
}
