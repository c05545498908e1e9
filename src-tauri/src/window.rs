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
            (
                "/app/security/headers/X-Content-Type-Options",
                json!("nosniff"),
            ),
            (
                "/app/security/headers/Cross-Origin-Opener-Policy",
                json!("same-origin"),
            ),
            (
                "/app/security/headers/Cross-Origin-Embedder-Policy",
                json!("require-corp"),
            ),
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
            ("/plugins", Value::Null),
        ];
        for (key, value) in expected {
            assert_eq!(config.pointer(key).unwrap_or(&Value::Null), &value, "{key}");
        }
        assert_eq!(config["app"]["windows"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn the_policy_of_the_page_allows_its_own_files_and_the_bridge_only() {
        let config: Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        let policy = config["app"]["security"]["csp"].as_object().unwrap();
        for (directive, sources) in policy {
            for source in sources.as_str().unwrap().split(' ') {
                let fine = match directive.as_str() {
                    "connect-src" => ["ipc:", "http://ipc.localhost"].contains(&source),
                    "img-src" => ["'self'", "blob:", "data:"].contains(&source),
                    "script-src" | "style-src" | "font-src" => source == "'self'",
                    "require-trusted-types-for" => source == "'script'",
                    "trusted-types" => source == "svelte-trusted-html",
                    _ => source == "'none'",
                };
                assert!(fine, "{directive} allows {source}");
            }
        }
        for directive in [
            "default-src",
            "script-src",
            "connect-src",
            "frame-src",
            "object-src",
        ] {
            assert!(policy.contains_key(directive), "{directive} is missing");
        }
    }
}
