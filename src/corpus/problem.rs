//! Defines the problems with a corpus: one plain sentence for each, and a hint if the user can do something.

use std::io;
use std::path::{Path, PathBuf};

use super::fault::Fault;
use super::record::limit as limit_of_layers;
use crate::convert::kind::Kind;
pub use crate::say::shown;
use crate::say::{and, shell_word};

/// A problem. Displays as one sentence without a full stop, as is usual for errors.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// There is no such file or folder.
    #[error("there is no {}", shown(.0.display()))]
    Missing(PathBuf),
    /// It is a folder, and a text is needed.
    #[error("{} is a folder, not a text", shown(.0.display()))]
    Folder(PathBuf),
    /// It is a file, and a folder is needed.
    #[error("{} is not a folder", shown(.0.display()))]
    NotFolder(PathBuf),
    /// It is a pipe or a device, which may have no end or no beginning.
    #[error("{} is no file that could be read from beginning to end", shown(.0.display()))]
    NotText(PathBuf),
    /// The program has no permission to read it.
    #[error("{} may not be read", shown(.0.display()))]
    Denied(PathBuf),
    /// Any other failure to read.
    #[error("{} could not be read: {}", shown(.0.display()), shown(.1))]
    Unreadable(PathBuf, io::Error),
    /// It is not UTF-8.
    #[error("{}:{line}: the byte at offset {byte} is not UTF-8", shown(path.display()))]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The line of the first wrong byte, counted from 1.
        line: usize,
        /// Its offset in bytes, counted from 0.
        byte: usize,
        /// Whether the file begins as UTF-16 does.
        utf16: bool,
    },
    /// It is of another kind than a text in UTF-8.
    #[error("{} is {}", shown(path.display()), kind.words())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// The kind.
        kind: Kind,
    },
    /// Its name cannot be part of the name of a layer.
    #[error("{} has a name that no text can have here", shown(.0.display()))]
    Name(PathBuf),
    /// It has more folders below it than are looked at.
    #[error("there is no text in {}, and it has more than {} folders below it", shown(.0.display()), .1)]
    ManyFolders(PathBuf, usize),
    /// Folders below have layers that a `corpus.ron` here would make unread.
    #[error("there are tags in {} that this corpus would not read", shown(and(.0)))]
    TaggedBelow(Vec<String>),
    /// It is larger than the limit.
    #[error("{} is larger than {}", shown(.0.display()), size(*.1))]
    TooLarge(PathBuf, u64),
    /// One of our own files has a fault.
    #[error("{}:{}{}", shown(.0.display()), if .1.at.is_some() { "" } else { " " }, shown(.1))]
    Fault(PathBuf, Fault),
    /// A name leads out of the corpus.
    #[error("`{}` leads out of the texts in {}", shown(name), shown(texts.display()))]
    Outside {
        /// The name of the document.
        name: String,
        /// The folder of the texts.
        texts: PathBuf,
    },
    /// A file of a corpus is a symbolic link out of it.
    #[error("{} leads out of its corpus, {}", shown(path.display()), shown(root.display()))]
    Away {
        /// The file.
        path: PathBuf,
        /// The folder that holds `annotations/`.
        root: PathBuf,
    },
    /// An annotator cannot have this name.
    #[error("`{}` cannot be an annotator's name: {why}", shown(name))]
    Annotator {
        /// The name.
        name: String,
        /// The fault in it.
        why: &'static str,
    },
}

/// Returns a size in whole MiB, or in bytes.
fn size(bytes: u64) -> String {
    if bytes.trailing_zeros() >= 20 { format!("{} MiB", bytes >> 20) } else { format!("{bytes} bytes") }
}

/// Returns the command that converts a file to a text.
fn to_add(path: &Path) -> String {
    format!("Add its text to the texts of this folder: diptych add {}", shell_word(&shown(path.display())))
}

impl Problem {
    /// Returns a sentence that says what the user can do, if there is something.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Problem::Fault(_, fault) => match &fault.hint {
                Some(hint) => return Some(shown(hint)),
                None => "Mend it there; until then it is left as it is.",
            },
            Problem::Missing(path) | Problem::NotFolder(path) => {
                let folder = path.ancestors().skip(1).find(|folder| folder.is_dir());
                let folder = folder.unwrap_or(Path::new(".")).display();
                return Some(format!("See what there is: ls {}", shown(folder)));
            }
            Problem::Folder(path) => {
                return Some(format!("Name a text in it: {}", shown(path.join("….txt").display())));
            }
            Problem::Foreign { kind, .. } if !kind.can_be_added() => return None,
            Problem::Foreign { path, .. } => return Some(to_add(path)),
            Problem::NotUtf8 { path, utf16: false, .. } if path.extension().is_none_or(|end| end != "ron") => {
                return Some(to_add(path));
            }
            Problem::NotUtf8 { utf16: true, .. } => "It looks like UTF-16: iconv -f UTF-16 -t UTF-8 FILE > NEW",
            Problem::NotUtf8 { .. } => "Convert it, for instance: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW",
            Problem::Name(_) => "Rename it: in UTF-8, and not `annotations`.",
            Problem::ManyFolders(..) => "Name a folder with fewer, or make it a corpus: diptych init",
            Problem::TaggedBelow(_) => "Make a corpus of all first; this says how the tags come with it: diptych init",
            Problem::Denied(_) => "Look at who owns it and at its mode: ls -l",
            Problem::Outside { .. } => "Name a document by its path inside the texts folder, without `..`.",
            Problem::NotText(_) => "Save what comes out of it to a file, and name that.",
            Problem::Away { .. } => "Put the file itself there: a corpus is read and written within its own folder.",
            Problem::Annotator { .. } => "Give one with --annotator NAME: letters, digits, - and _, at most 64.",
            Problem::TooLarge(path, limit)
                if path.extension().is_some_and(|end| end == "ron") && *limit == limit_of_layers() =>
            {
                "If it is a layer that you trust, read it with: --max-layer SIZE"
            }
            Problem::Unreadable(..) | Problem::TooLarge(..) => return None,
        };
        Some(hint.into())
    }

    /// Returns the failure to read `path`.
    pub(crate) fn reading(path: &Path, error: io::Error) -> Problem {
        let path = path.to_path_buf();
        match error.kind() {
            io::ErrorKind::NotFound => Problem::Missing(path),
            io::ErrorKind::IsADirectory => Problem::Folder(path),
            io::ErrorKind::NotADirectory => {
                let file = path.ancestors().find(|part| part.is_file()).map(Path::to_path_buf);
                Problem::NotFolder(file.unwrap_or(path))
            }
            io::ErrorKind::PermissionDenied => Problem::Denied(path),
            _ => Problem::Unreadable(path, error),
        }
    }
}
