//! A printing system that takes every job: programs in place of `lp` and `lpstat`.
//!
//! Purpose: screens of printing without a printer; of its two queues one is chosen, as on a machine
//! that printed before. What really goes to a spool is a flow's to show
//! (`flows/printing`). Must never: be found by anything but a window that a test started.

use std::ffi::OsString;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Says what a queue says that took a job.
const TAKEN: &str = "echo 'request id is Quay-A-1 (1 file(s))'";
/// One is ready, one is out of paper.
const LPSTAT: &str = "#!/bin/sh
case \"$*\" in *-o*) exit 0;; esac
cat <<'END'
Quay-A accepting requests since Fri Nov 27 01:38:08 2026
Phong-sau accepting requests since Fri Nov 27 01:38:08 2026
printer Quay-A is idle.  enabled since Fri Nov 27 01:38:08 2026
\tForm mounted:
\tAlerts: none
\tConnection: direct
\tInterface: /etc/cups/ppd/Quay-A.ppd
printer Phong-sau now printing Phong-sau-3.  enabled since Fri Nov 27 01:40:15 2026
\tAlerts: media-empty-error
\tConnection: direct
\tInterface: /etc/cups/ppd/Phong-sau.ppd
END
";

/// What this machine printed on last: among two queues nobody but a person chooses.
const CHOSEN: &str = "printer = \"Quay-A\"\ncopies = 1\npaper = \"a5\"\noffice = \"\"\n";

/// Puts it where a program finds it that is started in this folder and looks in its `path`; every paper
/// is thrown away.
///
/// # Panics
///
/// When the folder cannot be written.
pub fn stands_in(folder: &Path) {
    put(folder, &format!("#!/bin/sh\ncat > /dev/null\n{TAKEN}\n"));
}

/// The same, and each paper lies in the tray, a file of its own, when the queue has taken it.
///
/// # Panics
///
/// When the folder cannot be written.
pub fn stands_in_with_a_tray(folder: &Path, tray: &Path) {
    let place = tray.display();
    let keeps = format!("cat > '{place}/'$$.part\nmv '{place}/'$$.part '{place}/'$$.pdf");
    put(folder, &format!("#!/bin/sh\nset -e\n{keeps}\n{TAKEN}\n"));
}

/// Where a program started in this folder looks for others: there first.
///
/// # Panics
///
/// When the folder's name cannot stand in a search path.
#[must_use]
pub fn path(folder: &Path) -> OsString {
    let mut path = vec![folder.join("programs")];
    let before = std::env::var_os("PATH").unwrap_or_default();
    path.extend(std::env::split_paths(&before));
    std::env::join_paths(path).expect("a search path")
}

fn put(folder: &Path, lp: &str) {
    let machine = folder.join("reception-desk");
    std::fs::create_dir_all(&machine).expect("the folder can be written");
    std::fs::write(machine.join("print.toml"), CHOSEN).expect("the note can be written");
    let programs = folder.join("programs");
    std::fs::create_dir_all(&programs).expect("the folder can be written");
    for (name, script) in [("lp", lp), ("lpstat", LPSTAT)] {
        let path = programs.join(name);
        std::fs::write(&path, script).expect("the program can be written");
        let may_run = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&path, may_run).expect("it may run");
    }
}
