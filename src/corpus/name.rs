//! Recognises names that some file systems do not allow, or do not distinguish.
//!
//! ```text
//!   aux.txt, a:b.txt        Windows has no such file: the corpus cannot be cloned there
//!   a.txt      A.txt        two files on Linux, one on macOS and Windows: there, one layer would stand in the other's place
//!   é.txt      é.txt        the same, where one é is a letter and the other an e with an accent
//! ```
//!
//! A name whose accents are encoded in another way than those of an existing file still means this file ([`beneath`]),
//! and every file is known by its name in NFC ([`composed`]): a corpus from a Mac has such files.
//!
//! No file is overwritten because of this: a layer names its annotator and its document, and a file that names others
//! is left alone. But people who work together should know about such names.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::file_state::{is_free, is_nothing};

/// Names that Windows reserves for devices, with any text after the first dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Such names that are followed by a digit.
const NUMBERED: [&str; 2] = ["com", "lpt"];

/// Returns why some file system does not allow a file with this name, which may have folders before it; `None` if all
/// allow it.
pub(crate) fn unfit(name: &str) -> Option<&'static str> {
    name.split('/').find_map(|part| {
        if part.chars().any(char::is_control) {
            Some("it has a control character")
        } else if part.contains(['<', '>', ':', '"', '|', '?', '*', '\\']) {
            Some("Windows has no files with < > : \" | ? * or \\ in their names")
        } else if part.ends_with(['.', ' ']) {
            Some("Windows has no files whose names end with a dot or a blank")
        } else {
            is_device(part).then_some("Windows takes it for a device")
        }
    })
}

fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |name: &str| stem.strip_prefix(name).is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']));
    DEVICES.contains(&stem.as_str()) || NUMBERED.into_iter().any(numbered)
}

/// Returns the path of the file with this name and ending below a folder. If there is no exact match, but a file whose
/// accents are encoded in another way, returns the path of that file; the ending must match exactly.
///
/// # Errors
/// If there is no exact match, and a folder cannot be listed to look for the other file.
pub(crate) fn beneath(folder: &Path, name: &str, ending: &str) -> io::Result<PathBuf> {
    let path = folder.join(format!("{name}{ending}"));
    if name.is_ascii() || !is_free(&path) {
        return Ok(path);
    }
    let last = name.matches('/').count();
    name.split('/').enumerate().try_fold(folder.to_path_buf(), |folder, (number, part)| {
        let ending = if number == last { ending } else { "" };
        let path = folder.join(format!("{part}{ending}"));
        if part.is_ascii() || !is_free(&path) {
            return Ok(path);
        }
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        let entries = match fs::read_dir(here) {
            Err(error) if is_nothing(&error) => return Ok(path),
            entries => entries?,
        };
        let is_same = |other: &str| other.strip_suffix(ending).is_some_and(|other| other.nfc().eq(part.nfc()));
        for entry in entries {
            let other = entry?.file_name();
            if other.to_str().is_some_and(is_same) {
                return Ok(folder.join(other));
            }
        }
        Ok(path)
    })
}

/// Returns the NFC form of the name of a file below a folder; the name itself if another file has the NFC form.
pub(crate) fn composed(folder: &Path, name: String, ending: &str) -> String {
    if is_nfc(&name) {
        return name;
    }
    let composed: String = name.nfc().collect();
    let is_there = |name: &str| !is_free(&folder.join(format!("{name}{ending}")));
    if is_there(&composed) && is_there(&name) { name } else { composed }
}

/// Returns a key that is equal for names that some file system does not distinguish: those that differ in case, or in
/// the encoding of accents.
pub(crate) fn folded(name: &str) -> String {
    name.nfd().flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_none_whatever_they_end_in() {
        for name in ["CON", "nul.txt", "may/Aux.txt", "com1.txt", "LPT9.a.txt", "a\n.txt", "a:b.txt", "x./a.txt", "a "]
        {
            assert!(unfit(name).is_some(), "{name}");
        }
        for name in ["console.txt", "com.txt", "com10.txt", "may/a.txt", "null.txt", "é 1.txt", ".a", "a.con"] {
            assert_eq!(unfit(name), None, "{name}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_that_cannot_be_listed_does_not_count_as_empty() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |mode| fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
        fs::write(folder.path().join("e\u{301}.txt"), "").unwrap();
        mode(0o300);
        let is_root = fs::read_dir(folder.path()).is_ok();
        let (found, ascii) = (beneath(folder.path(), "é.txt", ""), beneath(folder.path(), "e.txt", ""));
        mode(0o700);
        assert_eq!(ascii.unwrap(), folder.path().join("e.txt"));
        match found {
            Ok(found) if is_root => assert_eq!(found, folder.path().join("e\u{301}.txt")),
            found => assert_eq!(found.unwrap_err().kind(), io::ErrorKind::PermissionDenied),
        }
    }

    #[test]
    fn names_that_differ_in_case_or_composition_fold_alike() {
        for (one, other) in [("a.txt", "A.TXT"), ("María", "mari\u{301}a"), ("İ", "i\u{307}"), ("Å", "\u{212b}")] {
            assert_eq!(folded(one), folded(other));
        }
        assert_ne!(folded("a.txt"), folded("á.txt"));
    }
}
