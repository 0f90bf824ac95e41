//! Remembers where each document was left, and which verdicts of reviewers were reported to its annotator.
//!
//! ```text
//!   (path: "/texts/a.txt", cursor: 120, top: 80, told: {"ana": {"ben": "2026-11-22T11:26:04Z"}})
//!                                                  annotator  reviewer  the newest verdict that was told
//! ```
//!
//! A reviewer's verdicts are compared by the reviewer's own clock, so that they count as new whenever they arrive.
//!
//! These notes are only a convenience: what cannot be read is dropped without a message.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use serde::{Deserialize, Serialize};

use super::problem::Problem;
use super::save::replace;
use super::text_file::read_text;

/// The number of documents that are remembered.
const MOST: usize = 1000;

/// The largest file that is read, in bytes.
const LIMIT: u64 = 4 << 20;

/// A place in a document, in code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bookmark {
    /// The position of the cursor.
    pub cursor: usize,
    /// The beginning of the first row.
    pub top: usize,
}

/// The places of the documents that were read last.
#[derive(Clone, Debug, Default)]
pub struct Bookmarks {
    /// The file; `None` if the system has no folder for such files.
    file: Option<PathBuf>,
    /// The entries, the most recent last.
    entries: Vec<BookmarkEntry>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct BookmarkEntry {
    path: String,
    cursor: usize,
    top: usize,
    /// For each annotator, by reviewer, the time of the newest verdict that was reported: RFC 3339.
    #[serde(default)]
    told: BTreeMap<String, BTreeMap<String, String>>,
}

impl Bookmarks {
    /// Reads the notes from the user's state folder: `~/.local/state/diptych/places.ron`.
    pub fn load() -> Bookmarks {
        let state = etcetera::choose_base_strategy().ok().and_then(|folders| folders.state_dir());
        state.map_or_else(Bookmarks::default, |state| Bookmarks::from(state.join("diptych").join("places.ron")))
    }

    /// Returns the place at which the document at this canonical path was left.
    pub fn get(&self, path: &Path) -> Option<Bookmark> {
        let path = path.to_str()?;
        let entry = self.entries.iter().rfind(|entry| entry.path == path)?;
        Some(Bookmark { cursor: entry.cursor, top: entry.top })
    }

    /// Remembers the place at which the document at this canonical path is left.
    pub fn set(&mut self, path: &Path, place: Bookmark) {
        let Some(entry) = self.newest(path) else { return };
        (entry.cursor, entry.top) = (place.cursor, place.top);
    }

    /// Returns the time of the newest verdict of `reviewer` that was reported to `annotator`, on the document at this
    /// canonical path: RFC 3339.
    pub fn told(&self, path: &Path, annotator: &str, reviewer: &str) -> Option<&str> {
        let path = path.to_str()?;
        let entry = self.entries.iter().rfind(|entry| entry.path == path)?;
        entry.told.get(annotator)?.get(reviewer).map(String::as_str)
    }

    /// Remembers that the decisions of `reviewer` up to `at` were reported to `annotator`, on the document at this
    /// canonical path.
    pub fn tell(&mut self, path: &Path, annotator: &str, reviewer: &str, at: &str) {
        let Some(entry) = self.newest(path) else { return };
        entry.told.entry(annotator.into()).or_default().insert(reviewer.into(), at.into());
    }

    /// Returns the entry of a document, after making it the most recent.
    fn newest(&mut self, path: &Path) -> Option<&mut BookmarkEntry> {
        let path = path.to_str()?;
        let entry = match self.entries.iter().rposition(|entry| entry.path == path) {
            Some(at) => self.entries.remove(at),
            None => BookmarkEntry { path: path.into(), cursor: 0, top: 0, told: BTreeMap::new() },
        };
        self.entries.push(entry);
        let surplus = self.entries.len().saturating_sub(MOST);
        self.entries.drain(..surplus);
        self.entries.last_mut()
    }

    /// Writes them where they were loaded from.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn save(&self) -> io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        file.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        let pretty = ron::ser::PrettyConfig::new().depth_limit(1);
        let text = ron::ser::to_string_pretty(&self.entries, pretty).map_err(io::Error::other)?;
        replace(file, (text + "\n").as_bytes())
    }
}

impl From<PathBuf> for Bookmarks {
    /// Reads those kept in that file.
    fn from(file: PathBuf) -> Bookmarks {
        match read_text(&file, LIMIT) {
            Ok(text) => Bookmarks { file: Some(file), entries: ron::from_str(&text).unwrap_or_default() },
            Err(Problem::Missing(_)) => Bookmarks { file: Some(file), entries: Vec::new() },
            // They may be all right, so they are not written over.
            Err(_) => Bookmarks::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_opens_where_it_was_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state/diptych/places.ron");
        let mut places = Bookmarks::from(file.clone());
        let (text, place) = (Path::new("/texts/a “b”.txt"), Bookmark { cursor: 120, top: 80 });
        places.set(text, Bookmark::default());
        places.set(text, place);
        places.save().unwrap();
        let again = Bookmarks::from(file);
        assert_eq!((again.get(text), again.get(Path::new("/texts/b.txt"))), (Some(place), None));
    }

    #[test]
    fn what_was_told_stays_when_a_document_is_left_elsewhere() {
        let mut places = Bookmarks::default();
        let text = Path::new("/texts/a.txt");
        places.tell(text, "ana", "ben", "2026-11-22T11:26:04Z");
        places.set(text, Bookmark { cursor: 12, top: 8 });
        assert_eq!(places.told(text, "ana", "ben"), Some("2026-11-22T11:26:04Z"));
        assert_eq!((places.told(text, "ben", "ana"), places.told(text, "ana", "cho")), (None, None));
    }

    #[test]
    fn the_oldest_is_forgotten() {
        let mut places = Bookmarks::default();
        let path = |number: usize| PathBuf::from(format!("/{number}"));
        (0..MOST).for_each(|number| places.set(&path(number), Bookmark::default()));
        places.set(&path(0), Bookmark::default());
        places.set(&path(MOST), Bookmark::default());
        assert!(places.get(&path(0)).is_some() && places.get(&path(1)).is_none());
        assert_eq!(places.entries.len(), MOST);
    }

    #[test]
    fn what_does_not_read_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("places.ron");
        std::fs::write(&file, "[(path: 1").unwrap();
        assert_eq!(Bookmarks::from(file).entries, []);
    }
}
