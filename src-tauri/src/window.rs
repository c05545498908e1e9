//! The one window.
//!
//! Purpose: build it from `tauri.conf.json` and close what a configuration cannot: the page never
//! leaves its own address, opens no window, downloads nothing. Must never: add a permission at run
//! time.

use tauri::webview::NewWindowResponse;
use tauri::{App, Url, WebviewWindowBuilder};

const MAIN: &str = "main";

/// Puts the window on the screen.
pub(crate) fn open(app: &App) -> tauri::Result<()> {
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == MAIN);
    let config = config.ok_or(tauri::Error::WindowNotFound)?;
    let dev = app
        .config()
        .build
        .dev_url
        .clone()
        .filter(|_| tauri::is_dev());
    WebviewWindowBuilder::from_config(app, config)?
        .incognito(config.incognito && !driven())
        .on_navigation(move |url| own_page(url, dev.as_ref()))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .build()?;
    Ok(())
}

/// A test drives this window. Automation cannot attach to an ephemeral web view, so this one key
/// differs then; a release refuses to start with the variable (`hardening.rs`).
fn driven() -> bool {
    cfg!(debug_assertions) && std::env::var("TAURI_WEBVIEW_AUTOMATION").as_deref() == Ok("true")
}

/// The page's own address and no other; with a development server, that one.
fn own_page(url: &Url, dev: Option<&Url>) -> bool {
    let embedded = match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // How Windows and Android spell the same scheme.
        "https" => url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        _ => false,
    };
    embedded || dev.is_some_and(|dev| dev.origin() == url.origin())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_page_stays_at_its_own_address() {
        let dev: Url = "http://localhost:5173".parse().unwrap();
        let stays = |text: &str, dev| own_page(&text.parse().unwrap(), dev);
        assert!(stays("tauri://localhost/", None));
        assert!(stays("tauri://localhost/index.html#x", None));
        assert!(stays("https://tauri.localhost/", None));
        assert!(stays("http://localhost:5173/src/main.ts", Some(&dev)));
        for elsewhere in [
            "https://tauri.localhost.example/",
            "https://tauri.localhost:444/",
            "https://example.test/",
            "http://localhost:5173/",
            "http://tauri.localhost/",
            "tauri://example.test/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
            "blob:tauri://localhost/x",
            "javascript:alert(1)",
        ] {
            assert!(!stays(elsewhere, None), "{elsewhere}");
        }
        assert!(!stays("http://localhost:5174/", Some(&dev)));
    }

    /// The table of security.md §5 as a test: a key that changes fails here first.
    #[test]
    fn the_configuration_keeps_every_key_of_the_hardening_table() {
        let config: Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        let expected = [
            ("/app/withGlobalTauri", json!(false)),
            ("/app/security/freezePrototype", json!(true)),
            (
                "/app/security/dangerousDisableAssetCspModification",
                json!(false),
            ),
            (
                "/app/security/assetProtocol",
                json!({"enable": false, "scope": []}),
            ),
            ("/app/security/capabilities", json!(["main"])),
            ("/app/security/pattern", Value::Null),
            ("/app/windows/0/create", json!(false)),
            ("/app/windows/0/incognito", json!(true)),
            ("/app/windows/0/devtools", json!(false)),
            ("/app/windows/0/dragDropEnabled", json!(false)),
            ("/app/windows/0/zoomHotkeysEnabled", json!(true)),
            ("/app/windows/0/browserExtensionsEnabled", json!(false)),
            ("/app/windows/0/generalAutofillEnabled", json!(false)),
            ("/app/windows/0/contentProtected", json!(true)),
            ("/app/windows/0/useHttpsScheme", json!(true)),
            ("/build/removeUnusedCommands", json!(true)),
            ("/bundle/createUpdaterArtifacts", json!(false)),
            ("/bundle/license", json!("MIT")),
            ("/plugins", Value::Null),
        ];
        for (key, value) in expected {
            assert_eq!(config.pointer(key).unwrap_or(&Value::Null), &value, "{key}");
        }
        assert_eq!(config["app"]["windows"].as_array().unwrap().len(), 1);
    }

    /// Whole, so that a directive that is added, dropped or widened fails here first.
    #[test]
    fn the_policy_of_the_page_allows_its_own_files_and_the_bridge_only() {
        let config: Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        let security = &config["app"]["security"];
        let policy = json!({
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' blob: data:",
            "font-src": "'self'",
            "connect-src": "ipc: http://ipc.localhost",
            "frame-src": "'none'",
            "worker-src": "'none'",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'",
            "require-trusted-types-for": "'script'",
            "trusted-types": "svelte-trusted-html",
        });
        assert_eq!(security["csp"], policy);
        let while_developing = json!({
            "default-src": "'none'",
            "script-src": "'self' http://localhost:5173",
            "style-src": "'self' 'unsafe-inline' http://localhost:5173",
            "img-src": "'self' blob: data: http://localhost:5173",
            "font-src": "'self' http://localhost:5173",
            "connect-src":
                "ipc: http://ipc.localhost http://localhost:5173 ws://localhost:5173",
            "frame-src": "'none'",
            "worker-src": "'none'",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'",
        });
        assert_eq!(security["devCsp"], while_developing);
        let headers = json!({
            "X-Content-Type-Options": "nosniff",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Embedder-Policy": "require-corp",
        });
        assert_eq!(security["headers"], headers);
    }

    #[test]
    fn the_one_capability_names_its_commands_and_grants_nothing_else() {
        let text = include_str!("../capabilities/main.json");
        let mut capability: Value = serde_json::from_str(text).unwrap();
        let description = capability["description"].take();
        assert!(description.as_str().unwrap().contains("No core permission"));
        // `bindings.rs` holds these against the commands, one for one.
        let permissions = capability["permissions"].take();
        let own = |name: &Value| name.as_str().unwrap().starts_with("allow-");
        assert!(permissions.as_array().unwrap().iter().all(own));
        let whole = json!({
            "identifier": "main",
            "description": null,
            "local": true,
            "windows": ["main"],
            "permissions": null,
        });
        assert_eq!(capability, whole);
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
        let files: Vec<_> = std::fs::read_dir(folder).unwrap().collect();
        assert_eq!(files.len(), 1, "another capability: {files:?}");
    }
}
