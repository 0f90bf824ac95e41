//! Turns the arguments of `diptych LEFT RIGHT` into texts: a pipe, a page, a mail or a PDF is first added to this
//! folder as a text.
//!
//! ```text
//!   -           added at once: the same words have the same name, so their tags are found again
//!   flood.html  added before?  the text that was made of it
//!               on a terminal  asked whether to add it
//!               else           refused, with the command
//! ```
//!
//! A page whose markup was tagged opens unchanged, because its tags count in the markup.

use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::{add, is_agreed, scope};
use crate::convert::kind::Kind;
use crate::corpus::Corpus;
use crate::corpus::intake::{Intake, Original, digest};
use crate::corpus::problem::Problem;
use crate::failure::Failure;
use crate::say;

/// Returns the paths of the texts.
///
/// # Errors
/// If something else than a text was given and could not be added, or is not to be.
pub(super) fn texts(given: Vec<PathBuf>) -> Result<Vec<PathBuf>, Failure> {
    let others: Vec<(usize, Kind)> =
        given.iter().enumerate().filter_map(|(at, path)| Some((at, scope::untagged_other(path)?))).collect();
    let mut paths = given;
    let mut asked = Vec::new();
    for (at, kind) in others {
        match made_before(&paths[at]) {
            Some(text) => paths[at] = text,
            None => asked.push((at, kind)),
        }
    }
    if asked.is_empty() && !paths.iter().any(|path| path == Path::new("-")) {
        return Ok(paths);
    }
    let Some((at, kind)) = asked.first() else { return with_pipe(paths) };
    let names: Vec<String> = asked.iter().map(|(at, _)| say::shown(paths[*at].display())).collect();
    let words: Vec<Cow<str>> = names.iter().map(|name| say::shell_word(name)).collect();
    let foreign = match asked.len() {
        1 => Failure::from(Problem::Foreign { path: paths[*at].clone(), kind: *kind }),
        _ => Failure::new(format!("{} are no texts", say::and(&names)))
            .hint(format!("Add their texts to the texts of this folder: diptych add {}", words.join(" "))),
    };
    if !io::stdin().is_terminal() {
        return Err(foreign);
    }
    let (what, them) = match asked[..] {
        [(_, kind)] => (format!("is {}", kind.words()), "it"),
        _ => ("are no texts".into(), "them"),
    };
    if !is_agreed(&format!("{} {what}. Add {them} to the texts of this folder, and open that?", say::and(&names))) {
        return Err(foreign);
    }
    let corpus = Corpus::here(Path::new("."))?;
    for (at, _) in asked {
        paths[at] = added(&corpus, &paths[at])?;
    }
    with_pipe(paths)
}

/// Adds the text that comes from a pipe.
fn with_pipe(mut paths: Vec<PathBuf>) -> Result<Vec<PathBuf>, Failure> {
    let corpus = Corpus::here(Path::new("."))?;
    for path in paths.iter_mut().filter(|path| path.as_path() == Path::new("-")) {
        if io::stdin().is_terminal() {
            return Err(Failure::new("standard input is a terminal, so there is no text in it")
                .hint("Send a text: … | diptych -"));
        }
        *path = added(&corpus, path)?;
    }
    Ok(paths)
}

/// Adds a file, and returns the path of its text.
fn added(corpus: &Corpus, file: &Path) -> Result<PathBuf, Failure> {
    let texts = add::enter(corpus, file)?;
    match texts.as_slice() {
        [text] => Ok(text.clone()),
        texts => Err(Failure::new(format!("{} texts were made of {}", texts.len(), file.display()))
            .hint("They are in this folder; open it: diptych")),
    }
}

/// Returns the text that was made earlier from a file with these bytes.
fn made_before(path: &Path) -> Option<PathBuf> {
    let corpus = Corpus::here(Path::new(".")).ok()?;
    let original = Original { sha256: digest(&std::fs::read(path).ok()?), ..Original::default() };
    let document = Intake::new(&corpus).ok()?.known(&original)?;
    corpus.text_path(&document).ok()
}
