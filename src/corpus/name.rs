//! Names that one file system takes and another does not, or takes for one and the same.
//!
//! ```text
//!   aux.txt, a:b.txt        Windows has no such file: the corpus cannot be cloned there
//!   a.txt      A.txt        two files on Linux, one on macOS and Windows: there, one layer would stand in the other's place
//!   é.txt      é.txt        the same, where one é is a letter and the other an e with an accent
//! ```
//!
//! A name that has its accents put together in another way than a file of that name still means the file ([`beneath`]), and
//! every file is known by its name in NFC ([`composed`]): a corpus from a Mac has such files.
//!
//! Nothing is written over because of it: a layer says whose it is and on which document, and a file that says something
//! else is left alone. But who works together should know.

use std::fs;
use std::path::{Path, PathBuf};

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::file_state::is_free;

/// What Windows takes for a device, whatever stands behind the first dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// The same with a digit behind.
const NUMBERED: [&str; 2] = ["com", "lpt"];

/// Returns why some file system cannot have a file of that name, which may have folders before it; nothing, if each can.
pub fn unfit(name: &str) -> Option<&'static str> {
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

/// Returns the path of the file of that name and that ending below a folder. Where there is none to the letter, but one whose
/// accents are put together in another way, it is the path of that; the ending is always to the letter.
pub fn beneath(folder: &Path, name: &str, ending: &str) -> PathBuf {
    let path = folder.join(format!("{name}{ending}"));
    if name.is_ascii() || !is_free(&path) {
        return path;
    }
    let last = name.matches('/').count();
    name.split('/').enumerate().fold(folder.to_path_buf(), |folder, (number, part)| {
        let ending = if number == last { ending } else { "" };
        let path = folder.join(format!("{part}{ending}"));
        if part.is_ascii() || !is_free(&path) {
            return path;
        }
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        let is_same = |other: &str| other.strip_suffix(ending).is_some_and(|other| other.nfc().eq(part.nfc()));
        let mut names = fs::read_dir(here).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let same = names.find(|other| other.to_str().is_some_and(is_same));
        same.map_or(path, |name| folder.join(name))
    })
}

/// Returns the name in NFC of a file below a folder that has that name and that ending; as it is, if another file has the
/// composed name.
pub fn composed(folder: &Path, name: String, ending: &str) -> String {
    if is_nfc(&name) {
        return name;
    }
    let composed: String = name.nfc().collect();
    let is_there = |name: &str| !is_free(&folder.join(format!("{name}{ending}")));
    if is_there(&composed) && is_there(&name) { name } else { composed }
}

/// Returns what is the same for names that some file system takes for one: those that differ in case, or in how a letter with
/// its accents is put together.
pub fn folded(name: &str) -> String {
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
    fn names_that_differ_in_case_or_composition_fold_alike() {
        for (one, other) in [("a.txt", "A.TXT"), ("María", "mari\u{301}a"), ("İ", "i\u{307}"), ("Å", "\u{212b}")] {
            assert_eq!(folded(one), folded(other));
        }
        assert_ne!(folded("a.txt"), folded("á.txt"));
    }
}
