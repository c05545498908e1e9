//! Declares the commands of the window, so that each needs a permission of its own, and keeps the
//! bundled SQLCipher's symbols to ourselves.

// The one list of commands; a test holds it against the handlers and the capability.
include!("src/command_names.rs");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The web view would otherwise resolve sqlite3_* to the SQLCipher inside this program.
    println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    println!("cargo:rerun-if-changed=src/command_names.rs");

    // Kept for the life of this short program, as the manifest asks.
    let commands: &'static [&'static str] = [COMMAND_NAMES, WALL_NAMES].concat().leak();
    let manifest = tauri_build::AppManifest::new().commands(commands);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    Ok(tauri_build::try_build(attributes)?)
}
