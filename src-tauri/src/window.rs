//! The one window.
//!
//! Purpose: build it from `tauri.conf.json` where it stood last, and close what a configuration
//! cannot: the page never leaves its own address, opens no window, downloads nothing. Composition of
//! Vietnamese letters is switched on again, no graphics driver draws, and every key and movement
//! tells the core that somebody is there. Its menu is the page's: in the language of the moment, and
//! under the cover like all the rest.
//! Must never: add a permission at run time.

use office::frame::Frame;
use office::place;
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{
    App, Manager as _, PhysicalPosition, PhysicalSize, Url, WebviewWindow, WebviewWindowBuilder,
};

use crate::closing;
use crate::desk::Desk;
#[cfg(target_os = "linux")]
use crate::page;
use crate::scanner::Scanner;
use crate::typed_scan::TypedScan;
#[cfg(target_os = "linux")]
use crate::typed_scan::attend as hear_scans;

pub(crate) const MAIN: &str = "main";

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
    let folder = place::machine();
    let last = Frame::last(folder.as_deref());
    let window = WebviewWindowBuilder::from_config(app, config)?
        .incognito(config.incognito && !driven())
        .on_navigation(move |url| own_page(url, dev.as_ref()))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Started {
                window.state::<Scanner>().hush();
                window.state::<TypedScan>().forget();
            }
        })
        .build()?;
    if let Some(last) = last {
        restore(&window, last)?;
    }
    closing::attend(&window, folder);
    #[cfg(target_os = "linux")]
    attend(&window)?;
    Ok(())
}

fn restore(window: &WebviewWindow, last: Frame) -> tauri::Result<()> {
    window.set_size(PhysicalSize::new(last.width, last.height))?;
    // A place on a screen that is not there any more is no place: the system chooses then.
    let shown = window.available_monitors()?.iter().any(|monitor| {
        let (at, size) = (monitor.position(), monitor.size());
        let within = |place: i32, from: i32, length: u32| {
            let length = i32::try_from(length).unwrap_or(i32::MAX);
            (from..from.saturating_add(length)).contains(&place)
        };
        within(last.x.saturating_add(40), at.x, size.width)
            && within(last.y.saturating_add(40), at.y, size.height)
    });
    if shown {
        window.set_position(PhysicalPosition::new(last.x, last.y))?;
    }
    if last.maximised {
        window.maximize()?;
    }
    Ok(())
}

/// Where the window stands.
pub(crate) fn frame(window: &WebviewWindow) -> tauri::Result<Frame> {
    let (place, size) = (window.outer_position()?, window.inner_size()?);
    Ok(Frame {
        x: place.x,
        y: place.y,
        width: size.width,
        height: size.height,
        maximised: window.is_maximized()?,
    })
}

/// What Tauri leaves out under WebKitGTK.
#[cfg(target_os = "linux")]
fn attend(window: &WebviewWindow) -> tauri::Result<()> {
    use gtk::prelude::WidgetExt as _;

    let app = window.app_handle().clone();
    window.with_webview(move |view| {
        let view = view.inner();
        // Without a context there is no input method, and nothing to switch on.
        let _composes = compose(&view);
        draw(&view);
        page::comes_back(&view);
        hear_scans(&app.state::<TypedScan>());
        closing::when_told(&app);
        view.connect_event(move |_, event| {
            if touches(event.event_type()) {
                app.state::<Desk>().touched();
            }
            gtk::glib::Propagation::Proceed
        });
    })
}

/// Whether somebody's hand is behind an event.
#[cfg(target_os = "linux")]
fn touches(event: gtk::gdk::EventType) -> bool {
    use gtk::gdk::EventType;

    matches!(
        event,
        EventType::KeyPress
            | EventType::MotionNotify
            | EventType::ButtonPress
            | EventType::Scroll
            | EventType::TouchBegin
            | EventType::TouchUpdate
    )
}

/// The letters of an input method are shown where they are composed; wry switches that off. False
/// where the web view has no context for one.
#[cfg(target_os = "linux")]
fn compose(view: &webkit2gtk::WebView) -> bool {
    use webkit2gtk::{InputMethodContextExt as _, WebViewExt as _};

    let context = view.input_method_context();
    if let Some(context) = &context {
        context.set_enable_preedit(true);
    }
    context.is_some()
}

/// The page is drawn by the processor: forms and rows gain nothing from a graphics driver, come to
/// the screen later where it is a slow one, and stay blank where it misbehaves.
#[cfg(target_os = "linux")]
pub(crate) fn draw(view: &webkit2gtk::WebView) {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt};

    if let Some(settings) = WebViewExt::settings(view) {
        settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
    }
}

/// A test drives this window. Automation cannot attach to an ephemeral web view, so this one key
/// differs then; a release refuses to start with the variable (`hardening.rs`).
pub(crate) fn driven() -> bool {
    cfg!(debug_assertions) && std::env::var("TAURI_WEBVIEW_AUTOMATION").as_deref() == Ok("true")
}

/// The page's own address and no other; with a development server, that one.
pub(crate) fn own_page(url: &Url, dev: Option<&Url>) -> bool {
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

    /// On a real web view, in a process of its own on a display of its own: GTK runs once a process,
    /// and finds its display by the environment. WebKit lets composition be switched on and not asked.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_web_view_composes_letters_and_needs_no_graphics_driver() {
        use std::process::Command;

        use testkit::VirtualDisplay;
        use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt};

        const INNER: &str = "DESK_TEST_WEB_VIEW";
        if std::env::var_os(INNER).is_some() {
            gtk::init().unwrap();
            let view = webkit2gtk::WebView::new();
            assert!(compose(&view));
            draw(&view);
            let settings = WebViewExt::settings(&view).unwrap();
            let policy = settings.hardware_acceleration_policy();
            assert_eq!(policy, HardwareAccelerationPolicy::Never);
            return;
        }
        let display = VirtualDisplay::open((1280, 1024)).expect("Xvfb starts (xvfb)");
        let tried = display
            .around(&mut Command::new(std::env::current_exe().unwrap()))
            .args(["--exact", "--nocapture"])
            .arg("window::tests::a_web_view_composes_letters_and_needs_no_graphics_driver")
            .env(INNER, "1")
            .output()
            .unwrap();
        // How the process ends afterwards is GTK's affair, which was begun on a thread of a test.
        let said = String::from_utf8_lossy(&tried.stdout).into_owned();
        assert!(said.contains("1 passed"), "{said}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_hand_is_behind_keys_and_movements_and_not_behind_what_the_window_does_itself() {
        use gtk::gdk::EventType;

        for hand in [
            EventType::KeyPress,
            EventType::MotionNotify,
            EventType::ButtonPress,
            EventType::Scroll,
            EventType::TouchBegin,
        ] {
            assert!(touches(hand), "{hand:?}");
        }
        for own in [
            EventType::Expose,
            EventType::FocusChange,
            EventType::Map,
            EventType::Configure,
            EventType::VisibilityNotify,
        ] {
            assert!(!touches(own), "{own:?}");
        }
    }

    /// What SECURITY.md promises of the window's configuration: a key that changes fails here first.
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
            ("/app/security/capabilities", json!(["main", "wall"])),
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
            ("/app/windows/1/label", json!("wall")),
            ("/app/windows/1/create", json!(false)),
            ("/app/windows/1/incognito", json!(true)),
            ("/app/windows/1/devtools", json!(false)),
            ("/app/windows/1/dragDropEnabled", json!(false)),
            ("/app/windows/1/browserExtensionsEnabled", json!(false)),
            ("/app/windows/1/generalAutofillEnabled", json!(false)),
            ("/app/windows/1/useHttpsScheme", json!(true)),
            ("/build/removeUnusedCommands", json!(true)),
            ("/bundle/createUpdaterArtifacts", json!(false)),
            ("/bundle/license", json!("MIT")),
            ("/plugins", Value::Null),
        ];
        for (key, value) in expected {
            assert_eq!(config.pointer(key).unwrap_or(&Value::Null), &value, "{key}");
        }
        assert_eq!(config["app"]["windows"].as_array().unwrap().len(), 2);
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
        assert_eq!(files.len(), 2, "another capability: {files:?}");
    }
}
