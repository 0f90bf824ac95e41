//! Makes parts of hints: names that are similar to a wrong one, and paths as a shell takes them.
//!
//! ```text
//!   exprot      ─ near ──▶  diptych export        two letters that changed places are one step
//!   kursk.txt   ─ near ──▶  texts/kursk-deployment.txt
//!   b'c d.txt   ─ shell_word ▶  'b'\''c d.txt'
//! ```

use std::path::{Path, PathBuf};

use clap::CommandFactory;
use strsim::osa_distance;

use crate::corpus::Corpus;
use crate::corpus::problem::Problem;
use crate::failure::Failure;
use crate::say::{self, and};

/// The greatest number of documents in a hint.
const FEW: usize = 3;

/// Returns a hint that names a command, if the first word of the command line is similar to it and is no file.
pub(crate) fn meant(words: &[PathBuf]) -> Option<String> {
    let word = words.first().filter(|word| !word.exists())?.to_str().filter(|word| !word.contains(['.', '/']))?;
    let program = super::Args::command();
    let names = || program.get_subcommands().map(clap::Command::get_name);
    match word {
        "help" => {
            let about = words.get(1).and_then(|about| names().find(|name| about.as_os_str() == *name));
            Some(about.map_or("diptych --help".into(), |name| format!("diptych {name} --help")))
        }
        "version" => Some("diptych --version".into()),
        _ => {
            let near = names().filter(|name| is_near(word, name)).min_by_key(|name| osa_distance(word, name))?;
            Some(format!("did you mean: diptych {near}"))
        }
    }
}

/// Returns the failure to read a document. If it does not exist and this folder is a corpus, the hint names documents
/// that do.
pub(crate) fn missing(problem: Problem) -> Failure {
    let named = match &problem {
        Problem::Missing(path) => path.file_name().and_then(|name| name.to_str()).and_then(documents),
        _ => None,
    };
    let failure = Failure::from(problem);
    match named {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// Returns a hint with documents of this corpus that have similar names; if there are none, with a few of its
/// documents.
fn documents(wanted: &str) -> Option<String> {
    let corpus = Corpus::here(Path::new(".")).ok().filter(|corpus| corpus.manifest_path().is_file())?;
    let all = corpus.documents().ok()?;
    let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_string();
    let mut near: Vec<&String> = all.iter().filter(|name| is_near(wanted, &last(name))).collect();
    near.sort_by_key(|name| osa_distance(wanted, &last(name)));
    let is_near = !near.is_empty();
    let some: Vec<String> = if is_near { near } else { all.iter().collect() }
        .into_iter()
        .take(FEW)
        .map(|name| path(&corpus, name))
        .collect();
    match (some.is_empty(), is_near) {
        (true, _) => None,
        (_, true) => Some(format!("Similar names: {}", and(&some))),
        _ if all.len() > some.len() => Some(format!("Of the {} documents here: {}", all.len(), and(&some))),
        _ => Some(format!("Documents here: {}", and(&some))),
    }
}

/// Returns the path of a document from this folder, as a shell takes it.
pub(crate) fn path(corpus: &Corpus, document: &str) -> String {
    let path = corpus.texts().join(document);
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    say::shell_word(&path.strip_prefix(here).unwrap_or(&path).to_string_lossy()).into_owned()
}

/// Returns whether two names are similar: at most a third of the letters differ, or one begins with the other.
fn is_near(word: &str, name: &str) -> bool {
    let stem = word.rsplit_once('.').map_or(word, |(stem, _)| stem);
    (stem.len() > 2 && name.starts_with(stem)) || osa_distance(word, name) <= (word.chars().count() / 3).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_near_by_its_letters_or_its_beginning() {
        assert!(is_near("exprot", "export") && is_near("é.txt", "e.txt"));
        assert!(is_near("kursk.txt", "kursk-deployment.txt") && is_near("stat", "stats") && is_near("mna", "man"));
        assert!(!is_near("gone.txt", "kursk.txt") && !is_near("a.txt", "show") && !is_near("shout", "show"));
    }
}
