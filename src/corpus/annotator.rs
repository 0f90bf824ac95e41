//! Finds out who tags: the annotator's name, which is part of the file names of layers.
//!
//! ```text
//!   --annotator  →  DIPTYCH_ANNOTATOR  →  git's user.name, made fit  →  the login name  →  annotator
//!                                         ╰ asked on a thread of its own, for git takes as long as all the rest
//! ```

use std::fmt;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::thread::{self, JoinHandle};

use regex::Regex;

use super::problem::Problem;

/// The longest name, in code points.
const LONGEST: usize = 64;

/// An annotator's name: letters, digits, `-` and `_` of any script, at most 64. No dot, slash or control character, so
/// that it can stand in a file name between two dots.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Annotator(String);

impl Annotator {
    /// Returns the annotator of that name.
    ///
    /// # Errors
    /// If the name has a character that a name cannot have, has none, or has too many.
    pub(crate) fn new(name: &str) -> Result<Annotator, Problem> {
        let refused = |why| Err(Problem::Annotator { name: name.into(), why });
        if name.is_empty() {
            refused("it is empty")
        } else if name.chars().count() > LONGEST {
            refused("it has more than 64 characters")
        } else if !is_name(name) {
            refused("it has a character other than letters, digits, - and _")
        } else {
            Ok(Annotator(name.into()))
        }
    }

    /// Starts to find out who tags: from the flag; without it, from `DIPTYCH_ANNOTATOR` in the environment; without it,
    /// from git.
    ///
    /// # Errors
    /// If the flag or the environment names an impossible annotator.
    pub(crate) fn begin(flag: Option<&str>, env: Option<&str>) -> Result<PendingAnnotator, Problem> {
        match flag.or(env.filter(|name| !name.is_empty())) {
            Some(name) => Annotator::new(name).map(PendingAnnotator::Known),
            None => Ok(thread::Builder::new()
                .spawn(git)
                .map_or_else(|_| PendingAnnotator::Known(login()), PendingAnnotator::Git)),
        }
    }

    /// Returns the name as files have it.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Makes a name from what people call themselves: `Ana María López` becomes `Ana-María-López`.
    pub(crate) fn fit(words: &str) -> Option<Annotator> {
        let mut name = String::new();
        for c in words.chars() {
            if is_name(&format!("a{c}")) {
                name.push(c);
            } else if !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
        }
        let name: String = name.chars().take(LONGEST).collect();
        Annotator::new(name.trim_matches('-')).ok()
    }
}

impl fmt::Display for Annotator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A question to git that may not be answered yet.
#[derive(Debug)]
pub(crate) enum PendingAnnotator {
    /// The answer is known.
    Known(Annotator),
    /// Git is being asked.
    Git(JoinHandle<Option<Annotator>>),
}

impl PendingAnnotator {
    /// Waits for the answer, and returns it.
    pub(crate) fn answer(self) -> Annotator {
        match self {
            PendingAnnotator::Known(annotator) => annotator,
            PendingAnnotator::Git(thread) => thread.join().ok().flatten().unwrap_or_else(login),
        }
    }
}

/// Returns whether all characters are letters and digits with their marks (`María` may have a combining accent), `-`
/// and `_`.
fn is_name(name: &str) -> bool {
    static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\p{L}\p{N}_-][\p{L}\p{M}\p{N}_-]*$").ok());
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !name.is_empty() && (name.bytes().all(plain) || NAME.as_ref().is_some_and(|regex| regex.is_match(name)))
}

fn git() -> Option<Annotator> {
    let asked = Command::new("git").args(["config", "user.name"]).stdin(Stdio::null()).stderr(Stdio::null()).output();
    Annotator::fit(&String::from_utf8(asked.ok()?.stdout).ok()?)
}

fn login() -> Annotator {
    let names = ["USER", "LOGNAME", "USERNAME"];
    let name = names.iter().find_map(|name| Annotator::fit(&std::env::var(name).ok()?));
    name.unwrap_or_else(|| Annotator("annotator".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(flag: Option<&str>, env: Option<&str>) -> Result<String, Problem> {
        Annotator::begin(flag, env).map(|asked| asked.answer().0)
    }

    #[test]
    fn names_of_any_script_are_names() {
        for name in ["ana", "Ana_2", "María", "Mari\u{301}a", "Чорнило", "हिन्दी", "编者-1"] {
            assert_eq!(Annotator::new(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn what_would_break_a_file_name_is_refused() {
        for name in ["", "a.b", "a/b", "a b", "..", "a\n", "\u{301}a", "a\u{200d}b", "😀", &"x".repeat(65)] {
            let problem = Annotator::new(name).unwrap_err();
            assert!(problem.hint().is_some(), "{problem}");
        }
    }

    #[test]
    fn a_full_name_is_made_fit() {
        let fit = |words: &str| Annotator::fit(words).map(|annotator| annotator.0);
        assert_eq!(fit("Ana María López\n").as_deref(), Some("Ana-María-López"));
        assert_eq!(fit("J. R. R. Tolkien").as_deref(), Some("J-R-R-Tolkien"));
        assert_eq!(fit(&"é".repeat(80)).map(|name| name.chars().count()), Some(64));
        assert_eq!(fit(" …\t"), None);
    }

    #[test]
    fn the_flag_comes_before_the_environment() {
        assert_eq!(resolve(Some("ana"), Some("ben")).unwrap(), "ana");
        assert_eq!(resolve(None, Some("ben")).unwrap(), "ben");
        assert!(resolve(Some(""), Some("ben")).is_err());
        assert!(resolve(None, Some("b/n")).is_err());
    }

    #[test]
    fn there_is_always_someone() {
        assert!(Annotator::new(&resolve(None, Some("")).unwrap()).is_ok());
    }
}
