//! Writes the chunks of an export to standard output, a file, or a folder.
//!
//! ```text
//!   -o dataset        .dataset.4711-9d0x.tmp/train.jsonl …       written here first
//!        ╰─ rename ─→  dataset/                                  and put in place when all is done
//! ```
//!
//! Another program never sees half of an export. The files are not synced to the disk: an export can be repeated.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::cli::note;
use crate::corpus::Corpus;
use crate::corpus::file_state::is_free;
use crate::failure::Failure;
use crate::formats::{Files, Format};
use crate::say::{and_more, shell_word, shown};

/// The number of files that a message names.
const MOST_NAMED: usize = 3;

/// The kind of place that an export needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlaceKind {
    /// A file will do, and standard output, if the format is of one file.
    Any,
    /// There are several files: parts, shards, folders.
    Folder,
}

/// The place that an export is written to.
pub(super) struct ExportOutput {
    sink: Sink,
    /// The extension of a format with one file, with the dot.
    ending: String,
    /// The files that were begun, and the writers of those that are still open.
    files: HashMap<String, Option<BufWriter<File>>>,
}

enum Sink {
    /// Standard output.
    Out(BufWriter<io::Stdout>, Listener),
    Files(Staged),
}

/// Whether another program still reads standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Listener {
    There,
    Gone,
}

/// Files that have not been moved to their final place yet.
struct Staged {
    /// The folder in which they are written. It is removed if the export fails.
    staging: PathBuf,
    /// The folder into which they go.
    target: PathBuf,
    /// The name of the file, if a file and not a folder was asked for.
    one: Option<String>,
    force: bool,
    /// The paths that files with the annotations may have, with `*` for what differs among them.
    patterns: Vec<String>,
}

impl ExportOutput {
    /// Prepares to write to `output`, or to standard output. No file is in its final place before
    /// [`ExportOutput::finish`]. `patterns` are the paths that the files may have, without the extension and with `*` for what differs.
    ///
    /// # Errors
    /// When the file exists already, when it belongs to the corpus, and when a folder is needed and none is named.
    pub(super) fn open(
        output: Option<&Path>,
        format: &Format,
        place: PlaceKind,
        patterns: &[String],
        force: bool,
        corpus: &Corpus,
    ) -> Result<ExportOutput, Failure> {
        let files = HashMap::new();
        let ending = match format.files {
            Files::One { ending, .. } => format!(".{ending}"),
            Files::Folder { .. } => String::new(),
        };
        let Some(output) = output else {
            if !format.is_one_file() {
                return Err(Failure::new(format!("{} is a folder of files", format.name)).hint("Use -o DIR."));
            }
            return Ok(ExportOutput { sink: Sink::Out(BufWriter::new(io::stdout()), Listener::There), ending, files });
        };
        let failed = |error| Failure::new(format!("{} cannot be written: {error}", output.display()));
        let output = &absolute(output).map_err(failed)?;
        let is_folder =
            place == PlaceKind::Folder || !format.is_one_file() || output.is_dir() || output.extension().is_none();
        let inside = |name: &str| if is_folder { output.join(name) } else { output.clone() };
        if ["a.txt", "README.md"].iter().any(|name| is_of(corpus, &inside(name)))
            || (is_folder && output == corpus.root())
        {
            return Err(Failure::new(format!("{} belongs to the corpus", output.display()))
                .hint("Export to a place outside its texts and annotations."));
        }
        if !is_folder && !is_free(output) && (!force || !output.is_file()) {
            return Err(exists(output, output.is_file()));
        }
        let is_empty = || fs::read_dir(output).is_ok_and(|mut entries| entries.next().is_none());
        if is_folder && !is_free(output) && !(output.is_dir() && (force || is_empty())) {
            return Err(exists(output, output.is_dir()));
        }
        let (Some(parent), Some(name)) = (output.parent(), output.file_name().and_then(|name| name.to_str())) else {
            return Err(failed(ErrorKind::InvalidInput.into()));
        };
        let random = fastrand::u32(..);
        let staging = parent.join(format!(".{:.100}.{}-{random:08x}.tmp", name, std::process::id()));
        fs::create_dir(&staging).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Failure::new(format!("there is no folder {}", parent.display()))
                .hint(format!("Make it first: mkdir -p {}", shell_word(&parent.to_string_lossy()))),
            _ => failed(error),
        })?;
        let (target, one) =
            if is_folder { (output.clone(), None) } else { (parent.to_path_buf(), Some(name.to_string())) };
        // In a folder with a file for each document, what is there already may be other documents.
        let patterns = patterns.iter().filter(|_| format.is_one_file());
        let patterns = patterns.map(|pattern| format!("{pattern}{ending}")).collect();
        Ok(ExportOutput { sink: Sink::Files(Staged { staging, target, one, force, patterns }), ending, files })
    }

    /// Writes a whole file. Companion files of a stream cannot go to standard output, which is reported.
    pub(super) fn whole(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let Sink::Files(staged) = &self.sink else {
            note!("diptych: {} is not written to standard output; use -o DIR to have it", shown(name));
            return Ok(());
        };
        if self.files.insert(name.into(), None).is_some() {
            return Err(Failure::new(format!("two documents would both be written to {name}"))
                .hint("Export them one at a time, each to a place of its own."));
        }
        let mut file = staged.begin(name)?;
        file.write_all(bytes).and_then(|()| file.flush()).map_err(|error| staged.failed(name, &error))
    }

    /// Writes more of the stream of that name, which is its path without the extension; a stream without a name is the only
    /// one.
    pub(super) fn more(&mut self, stream: &str, bytes: &[u8]) -> Result<(), Failure> {
        match &mut self.sink {
            Sink::Out(out, listener) => {
                if *listener == Listener::There {
                    *listener = heard(out.write_all(bytes))?;
                }
                Ok(())
            }
            Sink::Files(staged) => {
                let name = match (&staged.one, stream) {
                    (Some(one), _) => one.clone(),
                    (None, "") => format!("data{}", self.ending),
                    (None, stream) => format!("{stream}{}", self.ending),
                };
                let file = match self.files.entry(name.clone()).or_default() {
                    Some(file) => file,
                    none => none.insert(staged.begin(&name)?),
                };
                file.write_all(bytes).map_err(|error| staged.failed(&name, &error))
            }
        }
    }

    /// Returns whether the reader of standard output has gone.
    pub(super) fn is_closed(&self) -> bool {
        matches!(self.sink, Sink::Out(_, Listener::Gone))
    }

    /// Returns whether it is a folder, which gets files that describe it.
    pub(super) fn is_folder(&self) -> bool {
        matches!(&self.sink, Sink::Files(Staged { one: None, .. }))
    }

    /// Ends the stream of that name: no more comes.
    pub(super) fn close(&mut self, stream: &str) -> Result<(), Failure> {
        let Sink::Files(staged) = &self.sink else { return Ok(()) };
        let name = format!("{stream}{}", self.ending);
        let file = self.files.get_mut(&name).and_then(Option::take);
        file.map_or(Ok(()), |mut file| file.flush()).map_err(|error| staged.failed(&name, &error))
    }

    /// Puts all files in their final place.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        match self.sink {
            Sink::Out(mut out, listener) => {
                if listener == Listener::There {
                    heard(out.flush())?;
                }
                Ok(())
            }
            Sink::Files(staged) => {
                for (name, file) in &mut self.files {
                    file.take().map_or(Ok(()), |mut file| file.flush()).map_err(|error| staged.failed(name, &error))?;
                }
                staged.install(self.files.into_keys())
            }
        }
    }
}

impl Staged {
    /// Creates a file, and its folders.
    fn begin(&self, name: &str) -> Result<BufWriter<File>, Failure> {
        let path = self.staging.join(name);
        path.parent().map_or(Ok(()), fs::create_dir_all).map_err(|error| self.failed(name, &error))?;
        let begun = File::create_new(path).map(|file| BufWriter::with_capacity(1 << 16, file));
        begun.map_err(|error| self.failed(name, &error))
    }

    fn failed(&self, name: &str, error: &io::Error) -> Failure {
        let path = self.target.join(name);
        let failure = Failure::new(format!("{} cannot be written: {error}", path.display()));
        match error.kind() {
            ErrorKind::InvalidFilename => failure.hint("Its name is too long."),
            _ => failure,
        }
    }

    fn install(&self, names: impl Iterator<Item = String>) -> Result<(), Failure> {
        if self.one.is_none() {
            // An empty folder is replaced in one step. Any other folder stays, and gets the files one after the other.
            let _ = fs::remove_dir(&self.target);
            if is_free(&self.target) {
                return fs::rename(&self.staging, &self.target).map_err(|error| self.failed("", &error));
            }
        }
        let names: Vec<String> = names.collect();
        for name in names.iter().filter(|_| !self.force) {
            let path = self.target.join(name);
            if !is_free(&path) {
                return Err(exists(&path, true));
            }
        }
        if self.one.is_none() && self.force {
            self.refuse_others(&names)?;
        }
        for name in names {
            let path = self.target.join(&name);
            let made = path.parent().map_or(Ok(()), fs::create_dir_all);
            let put = made.and_then(|()| fs::rename(self.staging.join(&name), &path));
            put.map_err(|error| self.failed(&name, &error))?;
        }
        Ok(())
    }
}

impl Staged {
    /// Refuses a folder with files, shards or partitions of another export which this one would leave: whoever reads the folder
    /// would read both.
    fn refuse_others(&self, names: &[String]) -> Result<(), Failure> {
        let ours: HashSet<PathBuf> = names.iter().map(|name| self.target.join(name)).collect();
        let there = self.patterns.iter().flat_map(|pattern| fitting(&self.target, pattern));
        let others: BTreeSet<PathBuf> = there.filter(|path| !ours.contains(path)).collect();
        let name = |path: &PathBuf| shown(path.strip_prefix(&self.target).unwrap_or(path).display());
        let names: Vec<String> = others.iter().map(name).collect();
        match names.is_empty() {
            true => Ok(()),
            false => Err(Failure::new(format!(
                "{} has files that are not of this export: {}",
                self.target.display(),
                and_more(&names, MOST_NAMED)
            ))
            .hint("Remove them, or name another folder: whoever reads this folder would read them, too.")),
        }
    }
}

/// Returns the files in a folder whose paths fit a pattern, in which a `*` stands for anything but a `/`.
fn fitting(folder: &Path, pattern: &str) -> Vec<PathBuf> {
    let (first, rest) = pattern.split_once('/').map_or((pattern, None), |(first, rest)| (first, Some(rest)));
    let fits = |name: &str| match first.split_once('*') {
        Some((start, end)) => name.strip_prefix(start).is_some_and(|name| name.ends_with(end)),
        None => name == first,
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let there = entries.filter(|entry| entry.file_name().to_str().is_some_and(fits)).map(|entry| entry.path());
    match rest {
        Some(rest) => there.flat_map(|path| fitting(&path, rest)).collect(),
        None => there.filter(|path| path.is_file()).collect(),
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // The files in their final place have left this folder.
        let _ = fs::remove_dir_all(&self.staging);
    }
}

/// Returns whether standard output is still read. If the reader has closed it, that is no error.
fn heard(written: io::Result<()>) -> Result<Listener, Failure> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Listener::Gone),
        Err(error) => Err(Failure::new(format!("the result cannot be written: {error}"))),
        Ok(()) => Ok(Listener::There),
    }
}

/// Returns the absolute path; the part of it that exists is made canonical.
fn absolute(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    match (fs::canonicalize(&path), path.parent(), path.file_name()) {
        (Err(error), Some(parent), Some(name)) if error.kind() == ErrorKind::NotFound => {
            Ok(absolute(parent)?.join(name))
        }
        (found, ..) => found,
    }
}

fn exists(path: &Path, replaceable: bool) -> Failure {
    let failure = Failure::new(format!("{} exists already", path.display()));
    failure.hint(match replaceable {
        true => "Name another file, or write over it with --force.",
        false => "Name another file.",
    })
}

/// Returns whether a path is a text of the corpus, or is in the folder of its layers.
fn is_of(corpus: &Corpus, path: &Path) -> bool {
    corpus.could_hold(path) || path.starts_with(corpus.root().join("annotations"))
}
