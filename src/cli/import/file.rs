//! Finds the files of an import, and reads each in pieces, twice.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::choice::fitted;
use crate::cli::note;
use crate::convert::kind::Kind;
use crate::corpus::file_state::{FileState, is_free, may_be_file};
use crate::corpus::listing::entries;
use crate::corpus::problem::Problem;
use crate::corpus::text_file;
use crate::dataset::sources::SOURCES;
use crate::failure::Failure;
use crate::formats::Format;
use crate::formats::engine::import::{ByteSource, Import, ImportError, ImportOptions, Imported, Source, TextRows};
use crate::say::{capital, shell_word, shown};
use crate::tags::scheme::Scheme;

/// The number of bytes that are read at once.
const BIT: usize = 1 << 16;

/// A file to be imported.
pub(super) struct ImportFile {
    path: PathBuf,
    /// The path in the form of a document's name: relative to the folder that was given, or the whole path of a file
    /// that was given.
    name: String,
    /// The same for a new document: without the folders that lead to the file.
    pub new: String,
    /// The extension of the format's files, without the dot.
    ending: &'static str,
    mark: FileState,
    beside: Option<PathBuf>,
    /// The one whom the file or its folder is named after.
    owner: Option<FileOwner>,
}

/// The one whom a file is by, as its path says.
struct FileOwner {
    /// The name as the path has it.
    name: String,
    /// The folder of that name, with `/`, if the path of a new document begins with it.
    folder: String,
}

/// Returns the files that are given, and the files of the format in the folders that are given, by name.
///
/// # Errors
/// If one does not exist or is not a regular file, or a folder has none.
pub(super) fn inputs(given: &[PathBuf], format: &Format) -> Result<Vec<ImportFile>, Failure> {
    let mut inputs = Vec::new();
    for path in given {
        if is_free(path) {
            return Err(Problem::Missing(path.clone()).into());
        }
        if !path.is_dir() {
            inputs.push(ImportFile::new(path.clone(), path, path.file_name().map_or(path, Path::new), format)?);
            continue;
        }
        let mut found = Vec::new();
        walk(path, format.files.ending(), &mut found)?;
        found.sort();
        if found.is_empty() {
            return Err(Failure::new(format!("there is no file .{} in {}", format.files.ending(), path.display())));
        }
        for file in found {
            let inside = file.strip_prefix(path).unwrap_or(&file).to_path_buf();
            inputs.push(ImportFile::new(file, &inside, &inside, format)?);
        }
    }
    if inputs.len() > 1 && format.is_one_file() {
        // One file may be called anything; of several, each is called after whom it is by.
        inputs.iter_mut().for_each(ImportFile::owned_by_name);
    }
    Ok(inputs)
}

/// What begins the name of a folder that is named after an annotator on purpose.
const COLUMN: &str = "annotator=";

/// Returns whom a file is by, as its folders say: `annotator=ana`, or the first in the folder that was given.
fn owner(path: &str, new: &str) -> Option<FileOwner> {
    let first = new.split_once('/').map(|(folder, _)| folder);
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    let named = folders.split('/').find(|part| part.starts_with(COLUMN)).or(first)?;
    let folder = if first == Some(named) { format!("{named}/") } else { String::new() };
    Some(FileOwner { name: named.strip_prefix(COLUMN).unwrap_or(named).into(), folder })
}

fn walk(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) -> Result<(), Problem> {
    for (path, kind) in entries(folder)? {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        // The table that an export writes beside its files has no tags.
        let is_table = name == SOURCES && !kind.is_dir();
        if is_table && ending == "csv" {
            note!("diptych: {} is left out: it is the table of sources of an export", shown(path.display()));
        }
        let is_left_out = name.starts_with('.') || is_table;
        if kind.is_dir() && !is_left_out {
            walk(&path, ending, found)?;
        } else if !is_left_out && path.extension().is_some_and(|end| end == ending) && may_be_file(&path) {
            found.push(path);
        }
    }
    Ok(())
}

impl ImportFile {
    fn new(path: PathBuf, name: &Path, new: &Path, format: &Format) -> Result<ImportFile, Failure> {
        let Some(mark) = FileState::of(&path) else {
            return Err(Failure::new(format!(
                "{} is not a regular file, and an import reads its files twice",
                path.display()
            ))
            .hint("Save it to a file first."));
        };
        let text = format.files.text().map(|ending| path.with_extension(ending));
        let beside = text.filter(|text| *text != path && may_be_file(text));
        let words = |path: &Path| path.to_string_lossy().replace('\\', "/").trim_start_matches("./").to_string();
        let (name, new) = (words(name), words(new));
        let owner = owner(&words(&path), &new);
        Ok(ImportFile { name, new, ending: format.files.ending(), path, mark, beside, owner })
    }

    /// Says that the file is by the one whom it is named after, if its folders name nobody.
    fn owned_by_name(&mut self) {
        let stem = self.new.rsplit_once('.').map_or(self.new.as_str(), |(stem, _)| stem);
        let stem = stem.strip_prefix(COLUMN).unwrap_or(stem);
        let named = || FileOwner { name: stem.into(), folder: String::new() };
        self.owner = self.owner.take().or_else(|| Some(named()));
    }

    /// Returns the one whom the file or its folder is named after, by the name that it has.
    pub(super) fn owner(&self) -> Option<&str> {
        self.owner.as_ref().map(|owner| owner.name.as_str())
    }

    /// Returns a path without the folder that is named after an annotator, who has that name here, if it begins with that.
    pub(super) fn without_owner<'a>(&self, path: &'a str, annotator: Option<&str>) -> &'a str {
        let owner =
            self.owner.as_ref().filter(|owner| annotator.is_some() && fitted(&owner.name).as_deref() == annotator);
        owner.and_then(|owner| path.strip_prefix(owner.folder.as_str())).unwrap_or(path)
    }

    /// Returns whether a path begins with the folder that is named after an annotator.
    pub(super) fn is_in_owners_folder(&self, path: &str) -> bool {
        self.owner.as_ref().is_some_and(|owner| !owner.folder.is_empty() && path.starts_with(&owner.folder))
    }

    /// Returns the path, safe to show.
    pub(super) fn shown(&self) -> String {
        shown(self.path.display())
    }

    /// Returns the length in bytes.
    pub(super) fn len(&self) -> usize {
        usize::try_from(self.mark.len).unwrap_or(usize::MAX)
    }

    /// Returns whether the file was changed since it was found.
    pub(super) fn has_changed(&self) -> bool {
        FileState::of(&self.path) != Some(self.mark)
    }

    /// Returns the canonical path.
    pub(super) fn canonical(&self) -> Option<PathBuf> {
        self.path.canonicalize().ok()
    }

    /// Returns the name for a new document by an annotator, without the extension of the format.
    pub(super) fn without_ending(&self, annotator: Option<&str>) -> String {
        let new = self.without_owner(&self.new, annotator);
        let stem = new.strip_suffix(self.ending).and_then(|stem| stem.strip_suffix('.'));
        stem.unwrap_or(new).into()
    }

    /// Returns the text of the text file beside this one, if there is one.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(super) fn text_beside(&self) -> Result<Option<String>, Problem> {
        self.beside.as_deref().map(|path| text_file::read_text(path, text_file::LIMIT)).transpose()
    }

    /// Reads the file in pieces, and calls `take` with its records and the number of bytes read so far, until `take`
    /// breaks.
    ///
    /// # Errors
    /// If the file cannot be read, or its format is only written.
    pub(super) fn read(
        &self,
        format: &Format,
        scheme: &Scheme,
        options: &ImportOptions,
        mut take: impl FnMut(Imported, usize) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Failure> {
        let Some(mut import) = Import::begin(format, Source { path: &self.name, scheme, options }) else {
            return Err(Failure::new(format!("{} cannot be imported", format.name)));
        };
        let failed = |error| Failure::new(format!("{} cannot be read: {error}", self.shown()));
        let mut file = File::open(&self.path).map_err(failed)?;
        if let Some(rows) = format.rows {
            let source = FileBytes { len: self.mark.len, file: Mutex::new(file) };
            return Ok(read_rows(rows(Arc::new(source)), self.len(), import, take));
        }
        let (mut bytes, mut found) = (Vec::with_capacity(2 * BIT), Vec::new());
        let (mut read, mut line) = (0, 1);
        loop {
            let more = file.by_ref().take(BIT as u64).read_to_end(&mut bytes).map_err(failed)?;
            let encoding = (read == 0).then(|| wide(&bytes)).flatten();
            read += more;
            // The first bytes of a character stay in the buffer until the rest is read.
            let valid = match std::str::from_utf8(&bytes) {
                Ok(text) if encoding.is_none() => text.len(),
                Err(error) if error.error_len().is_none() && more > 0 && encoding.is_none() => error.valid_up_to(),
                text => {
                    let valid = text.map_or_else(|error| error.valid_up_to(), |_| 0);
                    line += memchr::memchr_iter(b'\n', &bytes[..valid]).count();
                    return Ok(take(Imported::Fault(self.not_utf8(line, encoding)), read));
                }
            };
            let text = std::str::from_utf8(&bytes[..valid]).unwrap_or_default();
            line += memchr::memchr_iter(b'\n', text.as_bytes()).count();
            import.push(text, &mut found);
            bytes.drain(..valid);
            if found.drain(..).try_for_each(|item| take(item, read)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            if more == 0 {
                break;
            }
        }
        import.end(&mut found);
        Ok(found.drain(..).try_for_each(|item| take(item, read)))
    }

    /// Returns the fault of a file that is not UTF-8 from a line on: what it is, and how it becomes a text.
    fn not_utf8(&self, line: usize, encoding: Option<&str>) -> ImportError {
        let add = || format!("Its text can become a document, without tags: diptych add {}", shell_word(&self.shown()));
        let (words, hint) = match (encoding, text_file::kind(&self.path)) {
            (None, Ok(kind)) if kind.foreign().is_some() => (format!("the file is {}", kind.words()), add()),
            (Some(name), _) => {
                let family = name.trim_end_matches(['L', 'B', 'E']);
                let hint = format!("It looks like {family}: iconv -f {name} -t UTF-8 FILE > NEW");
                ("the file is not UTF-8".into(), hint)
            }
            (None, Ok(kind @ (Kind::Known(_) | Kind::Binary))) => {
                (format!("the file is {}", kind.words()), "Unpack it, or export it again as text.".into())
            }
            _ => (
                "the file is not UTF-8".into(),
                "Convert it, for instance: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW".into(),
            ),
        };
        ImportError { hint: Some(hint), ..ImportError::new(line, words) }
    }

    /// Returns the failure of an error in the file.
    pub(super) fn failure(&self, fault: ImportError) -> Failure {
        let failure = Failure::new(format!("{}:{fault}", self.path.display()));
        match fault.hint {
            Some(hint) => failure.hint(capital(&hint)),
            None => failure,
        }
    }

    /// Returns a failure with the file and the line before its words.
    pub(super) fn at(&self, line: usize, failure: Failure) -> Failure {
        Failure { words: format!("{}:{line}: {}", self.shown(), failure.words), ..failure }
    }
}

/// Reads the rows of a table, and calls `take` with what each says and a number of bytes, which is all of them at the end.
fn read_rows(
    rows: Result<TextRows, ImportError>,
    len: usize,
    mut import: Import,
    mut take: impl FnMut(Imported, usize) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut found = Vec::new();
    match rows {
        Err(fault) => return take(Imported::Fault(fault), len),
        Ok(rows) => {
            for row in rows {
                match row {
                    Ok(row) => import.push(&(row + "\n"), &mut found),
                    Err(fault) => return take(Imported::Fault(fault), len),
                }
                found.drain(..).try_for_each(|item| take(item, len / 2))?;
            }
        }
    }
    import.end(&mut found);
    found.drain(..).try_for_each(|item| take(item, len))
}

/// A file that is read in any order.
struct FileBytes {
    len: u64,
    file: Mutex<File>,
}

impl ByteSource for FileBytes {
    fn len(&self) -> u64 {
        self.len
    }

    fn read(&self, from: u64, len: usize) -> Result<Vec<u8>, String> {
        let mut file = self.file.lock().map_err(|error| error.to_string())?;
        let mut bytes = Vec::with_capacity(len);
        let read =
            file.seek(SeekFrom::Start(from)).and_then(|_| file.by_ref().take(len as u64).read_to_end(&mut bytes));
        match read {
            Ok(read) if read == len => Ok(bytes),
            Ok(_) => Err("the file became shorter".into()),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Returns the name of the encoding, if a file begins as UTF-16 or UTF-32 do: with a mark, or with a letter and zeros.
fn wide(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [first, 0, 0, 0, ..] if first.is_ascii_graphic() => Some("UTF-32LE"),
        [0, 0, 0, last, ..] if last.is_ascii_graphic() => Some("UTF-32BE"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [first, 0, second, 0, ..] if *first > 0 && *second > 0 => Some("UTF-16LE"),
        [0, first, 0, second, ..] if *first > 0 && *second > 0 => Some("UTF-16BE"),
        _ => None,
    }
}
