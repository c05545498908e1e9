//! A printing system that takes every job: programs in place of `lp` and `lpstat`.
//!
//! Purpose: screens of printing without a printer; of its two queues one is chosen, as on a machine
//! that printed before. What really goes to a spool is a flow's to show
//! (`flows/printing`). Must never: be found by anything but the program of a journey.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

const LP: &str = "#!/bin/sh\ncat > /dev/null\necho 'request id is Quay-A-1 (1 file(s))'\n";
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

/// Puts it where the program of a journey in this folder finds it.
pub(crate) fn stands_in(folder: &Path) {
    let machine = folder.join("reception-desk");
    std::fs::create_dir_all(&machine).expect("the folder can be written");
    std::fs::write(machine.join("print.toml"), CHOSEN).expect("the note can be written");
    let programs = folder.join("programs");
    std::fs::create_dir_all(&programs).expect("the folder can be written");
    for (name, script) in [("lp", LP), ("lpstat", LPSTAT)] {
        let path = programs.join(name);
        std::fs::write(&path, script).expect("the program can be written");
        let may_run = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&path, may_run).expect("it may run");
    }
}
