//! Seeing git at work, from outside: while it is, a file may yet become what git began with.
//!
//! ```text
//!   git merge   .git/index.lock ├─ reads the file ── runs merge drivers ── writes the file ─┤
//!   a window                                   ╰ saves a tag that git does not know of
//! ```
//!
//! A merge of many layers takes a while. Git does not lock the files that it writes, but it has its index locked for as long, and
//! `git stash` has a second index. One command can lock the index several times: `git stash` reads the files under one lock and
//! takes them back under another, in a process of its own. On a busy machine it takes a while to begin. Each lock that comes or goes
//! changes the folder that it is in, so git also counts as at work for some time after such a change.

use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::file_state::age;

/// A lock that is older was left over by a git that has crashed, or belongs to a commit whose message is being written.
const ABANDONED: Duration = Duration::from_secs(600);

/// The longest time between two locks of one command.
const BETWEEN_LOCKS: Duration = Duration::from_secs(5);

/// The folder in which git keeps what it knows of a file, if git knows of it.
#[derive(Clone, Debug, Default)]
pub(super) struct GitFolder(Option<PathBuf>);

impl GitFolder {
    /// Returns the one of the repository that a file is in.
    pub(super) fn of(path: &Path) -> GitFolder {
        GitFolder(path.ancestors().skip(1).find_map(|folder| {
            let git = folder.join(".git");
            // In a worktree or a submodule it is a file that says where the folder is.
            match fs::read_to_string(&git) {
                Ok(text) => text.strip_prefix("gitdir: ").map(|git| folder.join(git.trim_end())),
                Err(_) => git.is_dir().then_some(git),
            }
        }))
    }

    /// Returns whether git is at work, or was a moment ago. It is not, if that cannot be told: then what was just written is
    /// remembered for less long.
    pub(super) fn is_at_work(&self) -> bool {
        let changed = self.0.iter().filter_map(|folder| age(&fs::metadata(folder).ok()?)).next();
        if changed.is_some_and(|age| age < BETWEEN_LOCKS) {
            return true;
        }
        let entries = self.0.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
        entries
            .filter(|entry| entry.file_name().to_string_lossy().starts_with("index."))
            .any(|lock| !is_abandoned(&lock))
    }
}

fn is_abandoned(lock: &DirEntry) -> bool {
    lock.metadata().ok().and_then(|about| age(&about)).is_some_and(|age| age > ABANDONED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::time::SystemTime;

    /// Lets the last change of a folder be long past.
    fn settle(folder: &Path) {
        File::open(folder).unwrap().set_modified(SystemTime::now() - 2 * BETWEEN_LOCKS).unwrap();
    }

    #[test]
    fn git_is_at_work_while_it_has_an_index_locked() {
        let folder = tempfile::tempdir().unwrap();
        let layer = folder.path().join("annotations/a.txt.ana.ron");
        assert!(!GitFolder::of(&layer).is_at_work());
        fs::create_dir(folder.path().join(".git")).unwrap();
        fs::write(folder.path().join(".git/index"), "").unwrap();
        let git = GitFolder::of(&layer);
        assert!(git.is_at_work(), "it may be between two locks");
        let settled = || settle(&folder.path().join(".git"));
        settled();
        assert!(!git.is_at_work());
        let lock = File::create(folder.path().join(".git/index.lock")).unwrap();
        settled();
        assert!(git.is_at_work());
        lock.set_modified(SystemTime::now() - 2 * ABANDONED).unwrap();
        assert!(!git.is_at_work());
    }

    #[test]
    fn a_worktree_says_where_its_index_is() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("main/.git/worktrees/tree")).unwrap();
        fs::create_dir(at("tree")).unwrap();
        fs::write(at("tree/.git"), "gitdir: ../main/.git/worktrees/tree\n").unwrap();
        fs::write(at("main/.git/worktrees/tree/index.lock"), "").unwrap();
        settle(&at("main/.git"));
        settle(&at("main/.git/worktrees/tree"));
        assert!(GitFolder::of(&at("tree/a.ron")).is_at_work());
        assert!(!GitFolder::of(&at("main/a.ron")).is_at_work());
    }
}
