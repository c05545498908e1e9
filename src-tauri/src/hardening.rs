//! What the process forbids itself before anything else runs (SECURITY.md, hardening of the window).
//!
//! Purpose: no core dump, no debugger of the same user, and in a release no variable that opens
//! the web view to others. May use: `rustix`. Must never: set a variable for the web view.

use std::ffi::OsStr;
use std::io::Write as _;
use std::process::ExitCode;

use office::domain::words::Lang;
#[cfg(target_os = "linux")]
use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// Variables that would let another program look into the page or load code into this one. The
/// second column is the one value that counts; none means any value.
const REFUSED: &[(&str, Option<&str>)] = &[
    ("WEBKIT_INSPECTOR_SERVER", None),
    ("WEBKIT_INSPECTOR_HTTP_SERVER", None),
    ("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", None),
    ("TAURI_WEBVIEW_AUTOMATION", Some("true")),
    ("LD_PRELOAD", None),
    ("GTK_MODULES", None),
];

/// Why the window does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// A variable of the environment weakens the window.
    Environment(&'static str),
    /// The system refused a limit.
    Limits,
    /// No display, or no web view.
    NoWindow,
}

impl Refusal {
    /// Tells it on the terminal, in both languages, for no window can.
    pub(crate) fn tell(self) -> ExitCode {
        let (key, name) = match self {
            Self::Environment(name) => ("shell.environment", name),
            Self::Limits => ("shell.limits", ""),
            Self::NoWindow => ("shell.no_window", ""),
        };
        let params = [("name".to_owned(), name.to_owned())].into();
        let mut stderr = std::io::stderr().lock();
        for lang in [Lang::Vi, Lang::En] {
            // Nobody is left to tell when the terminal itself is gone.
            writeln!(stderr, "{}", lang.say(key, &params)).ok();
        }
        ExitCode::FAILURE
    }
}

/// Applies the limits; in a release also refuses a dangerous environment.
pub(crate) fn apply() -> Result<(), Refusal> {
    if !cfg!(debug_assertions) {
        refuse(|name| std::env::var_os(name))?;
    }
    limit()
}

/// The first dangerous variable that is set.
fn refuse<S: AsRef<OsStr>>(value: impl Fn(&str) -> Option<S>) -> Result<(), Refusal> {
    for (name, counts) in REFUSED {
        let Some(value) = value(name) else { continue };
        let value = value.as_ref();
        if counts.map_or(!value.is_empty(), |counts| value == counts) {
            return Err(Refusal::Environment(name));
        }
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn limit() -> Result<(), Refusal> {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none)
        .ok()
        .ok_or(Refusal::Limits)?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable)
        .ok()
        .ok_or(Refusal::Limits)
}

#[cfg(not(target_os = "linux"))]
fn limit() -> Result<(), Refusal> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dangerous_variable_alone_is_refused() {
        for (name, counts) in REFUSED {
            let set = |asked: &str| (asked == *name).then(|| counts.unwrap_or("1"));
            assert_eq!(refuse(set), Err(Refusal::Environment(name)));
        }
    }

    #[test]
    fn an_ordinary_environment_passes() {
        assert_eq!(refuse(|_| None::<&str>), Ok(()));
        assert_eq!(refuse(|name| (name == "LD_PRELOAD").then_some("")), Ok(()));
        assert_eq!(
            refuse(|name| name.starts_with("TAURI").then_some("false")),
            Ok(())
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_process_leaves_no_core_dump_and_shows_its_memory_to_nobody() {
        limit().unwrap();
        let core = rustix::process::getrlimit(Resource::Core);
        assert_eq!((core.current, core.maximum), (Some(0), Some(0)));
        let dumpable = rustix::process::dumpable_behavior().unwrap();
        assert_eq!(dumpable, DumpableBehavior::NotDumpable);
    }
}
