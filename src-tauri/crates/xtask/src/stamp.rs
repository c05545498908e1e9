//! Has anything changed since this was last done?
//!
//! Purpose: a hash over files, kept under the target folder, so that a second run is quick.
//! The hash is std's: it guards against needless work, not against anybody.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use crate::house::{Fail, House, While as _};

/// Folders never looked into.
const SKIPPED: [&str; 4] = ["node_modules", "dist", "target", ".git"];

/// One remembered hash.
#[derive(Debug)]
pub(crate) struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    /// Hashes files and folders (names and contents) and a few words beside them.
    pub(crate) fn of(
        house: &House,
        name: &str,
        paths: &[PathBuf],
        words: &[&str],
    ) -> Result<Self, Fail> {
        let mut hasher = DefaultHasher::new();
        words.hash(&mut hasher);
        for path in paths {
            for file in files(path)? {
                file.strip_prefix(house.root())
                    .unwrap_or(&file)
                    .hash(&mut hasher);
                fs::read(&file)
                    .doing(&format!("read {}", file.display()))?
                    .hash(&mut hasher);
            }
        }
        let file = house.target("xtask").join(format!("{name}.stamp"));
        Ok(Self {
            file,
            hash: format!("{:016x}", hasher.finish()),
        })
    }

    /// True when the same hash was set down before.
    pub(crate) fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|old| old == self.hash)
    }

    /// Sets the hash down: what it stands for is done.
    pub(crate) fn set(&self) -> Result<(), Fail> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder).doing("make a folder for stamps")?;
        }
        fs::write(&self.file, &self.hash).doing("write a stamp")
    }
}

/// All files under a path, sorted; none for a path that is not there.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>, Fail> {
    let mut found = Vec::new();
    let mut open = vec![path.to_path_buf()];
    while let Some(next) = open.pop() {
        if next.is_dir() {
            let skipped = next
                .file_name()
                .is_some_and(|name| SKIPPED.iter().any(|no| name == *no));
            if skipped && next != path {
                continue;
            }
            let doing = format!("list {}", next.display());
            for entry in fs::read_dir(&next).doing(&doing)? {
                open.push(entry.doing(&doing)?.path());
            }
        } else if next.is_file() {
            found.push(next);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_listed_whole_sorted_and_without_built_things() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let found = files(root).unwrap();
        assert!(found.contains(&root.join("src/stamp.rs")));
        assert!(found.is_sorted());
        assert!(files(&root.join("not-there")).unwrap().is_empty());
    }
}
