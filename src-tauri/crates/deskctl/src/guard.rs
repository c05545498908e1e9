//! What the process forbids itself before anything else runs.
//!
//! Purpose: no core dump, no debugger of the same user, files for their owner alone, and a panic
//! that tells its place and no more.
//! Must never: print what a panic was about; it may hold a person's words.

use std::panic;

use office::domain::words::Lang;

use crate::out;
use crate::speech::say;

/// Forbids core dumps, tracing and files that others may read. False where the system refuses.
#[cfg(target_os = "linux")]
pub(crate) fn harden() -> bool {
    use rustix::fs::Mode;
    use rustix::process::{
        DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit, umask,
    };

    umask(Mode::RWXG | Mode::RWXO);
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none).is_ok()
        && set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok()
}

/// Other systems are not served yet.
#[cfg(not(target_os = "linux"))]
pub(crate) fn harden() -> bool {
    true
}

/// A defect of the program names its place in the source and nothing else.
pub(crate) fn panics(lang: Lang) {
    panic::set_hook(Box::new(move |defect| {
        let (file, line) = match defect.location() {
            Some(place) => (place.file().to_owned(), place.line().to_string()),
            None => ("?".to_owned(), "?".to_owned()),
        };
        out::message(&say(
            lang,
            "deskctl.defect",
            &[("file", &file), ("line", &line)],
        ));
    }));
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_hardened_process_leaves_no_core_and_lets_nobody_look() {
        assert!(harden());
        let core = rustix::process::getrlimit(rustix::process::Resource::Core);
        assert_eq!((core.current, core.maximum), (Some(0), Some(0)));
        let dumpable = rustix::process::dumpable_behavior().unwrap();
        assert_eq!(dumpable, rustix::process::DumpableBehavior::NotDumpable);
    }
}
