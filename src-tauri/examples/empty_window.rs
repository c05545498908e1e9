//! An empty window: what the toolkit alone costs from start to picture.
//!
//! Purpose: the floor that the desk's own start is measured against (`cargo xtask bench`). Its one
//! page is a coloured sheet; it holds no command and no office. Must never: be shipped.

use std::process::ExitCode;

use tauri::http::Response;
use tauri::{Url, WebviewUrl, WebviewWindowBuilder};

/// The colour a practice office's sign-in button has, so that one eye sees both.
const PAGE: &[u8] = b"<!doctype html><title>empty</title><body style='background:#6b1d6e'>";

fn main() -> ExitCode {
    let built = tauri::Builder::default()
        .register_uri_scheme_protocol("empty", |_, _| {
            Response::builder()
                .header("content-type", "text/html")
                .body(PAGE)
                .unwrap_or_default()
        })
        .setup(|app| {
            let page = WebviewUrl::CustomProtocol(Url::parse("empty://localhost")?);
            WebviewWindowBuilder::new(app, "empty", page)
                .inner_size(1366.0, 768.0)
                .incognito(true)
                .build()?;
            Ok(())
        })
        .run(context());
    if built.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[expect(clippy::exit, reason = "stands in Tauri's macro")]
fn context() -> tauri::Context {
    tauri::generate_context!()
}
