//! Reads a layer's file as another program may have left it.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;

use crate::corpus::file_state::{FileState, Fingerprint, is_nothing};
use crate::corpus::save::real;
use crate::corpus::snapshot::Snapshot;
use crate::corpus::{ANNOTATIONS, record, text_file};
use crate::tags::Records;

/// A layer's file that was read.
pub(super) struct OnDisk {
    pub(super) state: FileState,
    pub(super) print: Fingerprint,
    text: String,
}

impl OnDisk {
    /// Reads the file; `None` if there is none.
    pub(super) fn read(path: &Path) -> io::Result<Option<OnDisk>> {
        let path = &real(path)?;
        // The state first: who writes while we read makes another.
        let Some(state) = FileState::look(path)? else { return Ok(None) };
        let text = text_file::read_text(path, record::limit())
            .map_err(|problem| io::Error::other(format!("what it holds could not be read: {problem}")))?;
        Ok(Some(OnDisk { state, print: Fingerprint::of(text.as_bytes()), text }))
    }

    pub(super) fn records(&self, snapshot: &Snapshot) -> io::Result<Records> {
        record::read(&self.text, &snapshot.document, &snapshot.name, &snapshot.annotator)
            .map(|reading| reading.records)
            .map_err(|fault| io::Error::other(format!("someone else has changed it, and it does not read: {fault}")))
    }
}

/// Refuses to follow a symbolic link out of the corpus: it may have come with a pull since the layer was read.
pub(super) fn stays(path: &Path) -> io::Result<()> {
    let annotations = path.ancestors().skip(1).find(|folder| folder.file_name() == Some(OsStr::new(ANNOTATIONS)));
    let Some(root) = annotations.and_then(Path::parent) else { return Ok(()) };
    let root = match fs::canonicalize(root) {
        Err(error) if is_nothing(&error) => return Ok(()), // writing says that it is gone
        root => root?,
    };
    match real(path) {
        Ok(real) if !real.starts_with(&root) => Err(io::Error::other("a symbolic link leads out of the corpus")),
        Err(error) if !is_nothing(&error) => Err(error),
        _ => Ok(()),
    }
}
