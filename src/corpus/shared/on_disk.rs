//! Reads a layer's file, which another program may have written since our last save.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::corpus::file_state::{FileState, is_nothing};
use crate::corpus::record::{self, read_changes};
use crate::corpus::save::real;
use crate::corpus::snapshot::Snapshot;
use crate::corpus::{ANNOTATIONS, text_file};
use crate::tags::Records;

/// A layer's file that was read.
#[derive(Clone, Debug)]
pub(super) struct OnDisk {
    pub(super) state: FileState,
    pub(super) text: Arc<String>,
}

impl OnDisk {
    /// Reads the file; `None` if there is none.
    pub(super) fn read(path: &Path) -> io::Result<Option<OnDisk>> {
        let path = &real(path)?;
        // The state is taken first: a program that writes while we read changes it, and the next look notices.
        let Some(state) = FileState::look(path)? else { return Ok(None) };
        let text = text_file::read_text(path, record::limit())
            .map_err(|problem| io::Error::other(format!("what it holds could not be read: {problem}")))?;
        Ok(Some(OnDisk { state, text: Arc::new(text) }))
    }

    /// Returns the records in it. `known` are the records of another text of the layer: only the lines that differ are parsed.
    ///
    /// # Errors
    /// If it is not this layer.
    pub(super) fn records(&self, known: Option<(&str, &Records)>, snapshot: &Snapshot) -> io::Result<Records> {
        let Snapshot { document, name, annotator, .. } = snapshot;
        if let Some(records) = known.and_then(|known| read_changes(known, &self.text, document, name, annotator)) {
            return Ok(records);
        }
        record::read(&self.text, document, name, annotator)
            .map(|reading| reading.records)
            .map_err(|fault| io::Error::other(format!("another program changed it, and it cannot be read: {fault}")))
    }
}

/// Checks that no symbolic link leads from the path out of the corpus: a pull may have brought one since the layer was read.
pub(super) fn stays(path: &Path) -> io::Result<()> {
    let annotations = path.ancestors().skip(1).find(|folder| folder.file_name() == Some(OsStr::new(ANNOTATIONS)));
    let Some(root) = annotations.and_then(Path::parent) else { return Ok(()) };
    let root = match fs::canonicalize(root) {
        Err(error) if is_nothing(&error) => return Ok(()), // the write will report that it is gone
        root => root?,
    };
    match real(path) {
        Ok(real) if !real.starts_with(&root) => Err(io::Error::other("a symbolic link leads out of the corpus")),
        Err(error) if !is_nothing(&error) => Err(error),
        _ => Ok(()),
    }
}
