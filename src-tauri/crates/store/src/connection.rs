//! What every connection of this program has, and their end with the program.
//!
//! Purpose: the options each connection starts from, and the wait that lets a program leave only
//! when none is being closed any more. sqlx closes a dropped connection on a thread of its own,
//! while `exit` lets SQLCipher take its parts down (`atexit` in `sqlcipher_extra_init`, SQLCipher
//! 4.10): a thread that still closes then reads memory that is gone, and the program, whose work
//! was done, ends in a fault. What was acknowledged is on the disk before either.
//! Must never: name a file or a key.

use std::time::{Duration, Instant};

use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;

/// Fits with any number in the fifteen bytes that a thread's name has.
const THREAD: &str = "desk-record";

/// How often the threads are looked at.
const LOOK: Duration = Duration::from_millis(1);

/// Nothing of a statement is logged: the raw key is one.
pub(crate) fn quiet() -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .disable_statement_logging()
        .thread_name(|number| format!("{THREAD}-{number}"))
}

/// Waits until every connection that was closed or dropped is gone; false where one is still there
/// after this long. For the end of a program, when nothing more is opened.
pub fn all_ended(within: Duration) -> bool {
    let begun = Instant::now();
    while running() > 0 {
        if begun.elapsed() >= within {
            return false;
        }
        std::thread::sleep(LOOK);
    }
    true
}

/// How many connections have a thread. Zero where the system does not list a program's threads
/// in `/proc`: there nothing is waited for.
fn running() -> usize {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else {
        return 0;
    };
    let named = threads.flatten().filter(|thread| {
        // A thread that ended in between has no name any more.
        let name = std::fs::read_to_string(thread.path().join("comm"));
        name.is_ok_and(|name| name.starts_with(THREAD))
    });
    named.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_dropped_connection_and_one_that_could_not_be_opened_are_waited_for() {
        let open = quiet().in_memory(true).connect().await.unwrap();
        assert_eq!(running(), 1, "its thread is found");
        assert!(!all_ended(Duration::from_millis(20)), "it is still open");
        drop(open);
        assert!(all_ended(Duration::from_secs(5)));
        let folder = tempfile::tempdir().unwrap();
        let not_a_file = quiet().filename(folder.path()).connect().await;
        assert!(not_a_file.is_err());
        assert!(all_ended(Duration::from_secs(5)));
        assert_eq!(running(), 0);
    }
}
