//! `diptych merge --install`: configures git to merge layers by tags.
//!
//! ```text
//!   .git/config       [merge "diptych"]                           whose it is; git does not hand it on to others
//!                         name = tags, merged by diptych
//!                         driver = diptych merge %O %A %B %P
//!   .gitattributes    **/annotations/**/*.*.ron merge=diptych     which files; to be committed
//! ```
//!
//! The name of a layer has at least two dots, `a.txt.ana.ron`. `corpus.ron` has one, and git merges it by lines.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::super::{Answer, print};
use crate::corpus::save::{SaveError, replace};
use crate::failure::Failure;
use crate::say::{shell_word, shown};

/// The line of `.gitattributes` that names the files of layers and their merge driver.
const ATTRIBUTE: &str = "**/annotations/**/*.*.ron merge=diptych";

/// Shows the changes, asks, and makes them.
///
/// # Errors
/// If there is no repository, nobody to ask, or something cannot be written.
pub(crate) fn run(global: bool, yes: bool) -> Result<Answer, Failure> {
    let root = git(&["rev-parse", "--show-cdup"])
        .map_err(|why| why.hint("Go to the repository that your corpus is in, or make one there: git init"))?;
    let plan = Plan::new(Path::new(root.trim_end()), global)?;
    print(&plan.words())?;
    if plan.is_done() {
        print("Nothing to do: all of it is there already.\n")?;
        return Ok(Answer::Done);
    }
    if !yes && !is_confirmed()? {
        print("Nothing was written.\n")?;
        return Ok(Answer::No);
    }
    plan.carry_out()?;
    print(
        "Written. Commit .gitattributes. Git does not share its configuration: everyone else who merges here must run this command, too.\n",
    )?;
    Ok(Answer::Done)
}

/// The changes to make.
struct Plan {
    /// Git's option for the configuration to write to.
    scope: &'static str,
    settings: [GitSetting; 2],
    attributes: PathBuf,
    /// The present bytes of that file.
    old: Vec<u8>,
}

struct GitSetting {
    key: &'static str,
    value: String,
    old: Option<String>,
}

impl Plan {
    fn new(root: &Path, global: bool) -> Result<Plan, Failure> {
        let scope = if global { "--global" } else { "--local" };
        let setting = |key, value| {
            // Git's exit code tells whether the setting exists.
            let old = git(&["config", scope, "--get", key]).ok();
            GitSetting { key, value, old: old.map(|old| old.trim_end_matches('\n').to_string()) }
        };
        let driver = format!("{} merge %O %A %B %P", program()?);
        let settings =
            [setting("merge.diptych.name", "tags, merged by diptych".into()), setting("merge.diptych.driver", driver)];
        let attributes = root.join(".gitattributes");
        let old = match fs::read(&attributes) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Failure::new(format!("{} cannot be read: {error}", attributes.display())));
            }
            read => read.unwrap_or_default(),
        };
        Ok(Plan { scope, settings, attributes, old })
    }

    fn has_attribute(&self) -> bool {
        self.old.split(|byte| *byte == b'\n').any(|line| line.trim_ascii() == ATTRIBUTE.as_bytes())
    }

    fn is_done(&self) -> bool {
        self.has_attribute() && self.settings.iter().all(GitSetting::is_set)
    }

    fn words(&self) -> String {
        let whose =
            if self.scope == "--global" { "your own git configuration" } else { "this repository’s configuration" };
        let mut words = format!("To have git merge layers by tags, this is written to {whose}:\n");
        for setting in &self.settings {
            let GitSetting { key, value, old } = setting;
            let note = match old {
                Some(_) if setting.is_set() => "  (is there already)".into(),
                Some(old) => format!("  (instead of: {})", shown(old)),
                None => String::new(),
            };
            let _ = writeln!(words, "    {key} = {}{note}", shown(value));
        }
        let note = if self.has_attribute() { "  (is there already)" } else { "" };
        let _ = writeln!(words, "and to {}:\n    {ATTRIBUTE}{note}", shown(self.attributes.display()));
        words
    }

    fn carry_out(&self) -> Result<(), Failure> {
        for GitSetting { key, value, .. } in self.settings.iter().filter(|setting| !setting.is_set()) {
            git(&["config", self.scope, "--replace-all", key, value])?;
        }
        if self.has_attribute() {
            return Ok(());
        }
        let mut new = self.old.clone();
        if !new.is_empty() && !new.ends_with(b"\n") {
            new.push(b'\n');
        }
        new.extend_from_slice(ATTRIBUTE.as_bytes());
        new.push(b'\n');
        Ok(replace(&self.attributes, &new).map_err(|error| SaveError::new(&self.attributes, error))?)
    }
}

impl GitSetting {
    fn is_set(&self) -> bool {
        self.old.as_ref() == Some(&self.value)
    }
}

/// Asks the user.
fn is_confirmed() -> Result<bool, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::new("nothing was written: standard input is not a terminal, so nobody can be asked")
            .hint("Write it without a question: diptych merge --install --yes"));
    }
    Ok(super::super::is_confirmed("Write it?"))
}

/// Runs git and returns its output.
fn git(args: &[&str]) -> Result<String, Failure> {
    let said = Command::new("git").args(args).stdin(Stdio::null()).output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::new("git was not found").hint("Install it: https://git-scm.com"),
        _ => Failure::new(format!("git cannot be started: {error}")),
    })?;
    if said.status.success() {
        return Ok(String::from_utf8_lossy(&said.stdout).into_owned());
    }
    let why = String::from_utf8_lossy(&said.stderr);
    let why = why.lines().next().unwrap_or_default();
    Err(Failure::new(format!("git says: {}", why.trim_start_matches("fatal: ").trim_start_matches("error: "))))
}

/// Returns the command by which git's shell can call this program: its name if the shell finds it, otherwise its path.
fn program() -> Result<String, Failure> {
    let here = env::current_exe().and_then(fs::canonicalize);
    let here = here.map_err(|error| Failure::new(format!("the path of this program is unknown: {error}")))?;
    let path = env::var_os("PATH").unwrap_or_default();
    let called = env::split_paths(&path).map(|folder| folder.join("diptych")).find(|file| file.is_file());
    match called.and_then(|file| fs::canonicalize(file).ok()) {
        Some(called) if called == here => Ok("diptych".into()),
        _ => Ok(git_word(&here.to_string_lossy())),
    }
}

/// Returns a path as a word of the shell, with its per cent signs protected from git.
fn git_word(path: &str) -> String {
    shell_word(&path.replace('%', "%%")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_for_the_shell() {
        for path in ["/usr/bin/diptych", "/opt/a b/diptych", "/it's/$HOME/\"x\"", "/100%/d", "/é/;d"] {
            let quoted = git_word(path).replace("%%", "%");
            let said = Command::new("sh").args(["-c", &format!("printf %s {quoted}")]).output().unwrap();
            assert_eq!(String::from_utf8(said.stdout).unwrap(), path);
        }
        assert_eq!(git_word("/usr/bin/diptych"), "/usr/bin/diptych");
    }
}
