//! Reads files as text, as a whole, after checking what they are.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::problem::Problem;
use crate::convert::kind::{Kind, LOOKED_AT, tell};
use crate::text::Document;

/// The largest document, in bytes.
pub const LIMIT: u64 = 2 << 30;

/// Reads a document.
///
/// # Errors
/// If there is no such file, or it is a folder, may not be read, is too large or is not UTF-8; the error then says what
/// it is.
pub fn read(path: &Path) -> Result<Document, Problem> {
    let text = match read_text(path, LIMIT) {
        Err(Problem::NotUtf8 { .. }) if kind(path)? != Kind::OtherText => {
            return Err(Problem::Foreign { path: path.into(), kind: kind(path)? });
        }
        text => text?,
    };
    // Some PDFs are valid UTF-8.
    match text.get(..5) {
        Some("%PDF-") => Err(Problem::Foreign { path: path.into(), kind: Kind::Pdf }),
        Some("{\\rtf") => Err(Problem::Foreign { path: path.into(), kind: Kind::Rtf }),
        _ => Ok(Document::new(text)),
    }
}

/// Recognises the kind of a file, by its name and its first bytes.
///
/// # Errors
/// If it cannot be read.
pub fn kind(path: &Path) -> Result<Kind, Problem> {
    let about = fs::metadata(path).map_err(|error| Problem::reading(path, error))?;
    if !about.is_file() {
        return Ok(Kind::Text);
    }
    let mut bytes = Vec::new();
    let open = File::open(path).and_then(|file| file.take(LOOKED_AT as u64).read_to_end(&mut bytes));
    open.map_err(|error| Problem::reading(path, error))?;
    Ok(tell(path, &bytes))
}

/// Reads a text of at most `limit` bytes.
pub fn read_text(path: &Path, limit: u64) -> Result<String, Problem> {
    let about = fs::metadata(path).map_err(|error| Problem::reading(path, error))?;
    // Opening a pipe waits for a writer, and reading a device may never end.
    if !about.is_file() && !about.is_dir() {
        return Err(Problem::NotText(path.into()));
    }
    let too_large = || Problem::TooLarge(path.into(), limit);
    if about.is_file() && about.len() > limit {
        return Err(too_large());
    }
    let bytes = read_bytes(path, limit).map_err(|error| Problem::reading(path, error))?;
    if bytes.len() as u64 > limit {
        return Err(too_large());
    }
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        Problem::NotUtf8 {
            path: path.into(),
            line: 1 + memchr::memchr_iter(b'\n', &bytes[..byte]).count(),
            byte,
            utf16: bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]),
        }
    })
}

/// Reads at most `limit` bytes, and one more if there are more: another program may be writing the file.
fn read_bytes(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let len = file.metadata()?.len().min(limit + 1);
    let mut bytes = Vec::new();
    // The size is only a hint, and there may not be enough memory.
    bytes.try_reserve_exact(usize::try_from(len).unwrap_or(usize::MAX))?;
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn file(bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    #[test]
    fn a_text_is_taken_to_the_byte() {
        let (_folder, path) = file("\u{feff}a\r\n😀\0".as_bytes());
        assert_eq!(read(&path).unwrap().text(), "\u{feff}a\r\n😀\0");
    }

    #[test]
    fn what_is_not_utf_8_is_named_by_line_and_byte() {
        let (_folder, path) = file(b"one\ntwo caf\xe9\n");
        let problem = read(&path).unwrap_err();
        assert!(matches!(problem, Problem::NotUtf8 { line: 2, byte: 11, utf16: false, .. }), "{problem}");
        let (_folder, path) = file(&[0xff, 0xfe, b'a', 0]);
        assert!(read(&path).unwrap_err().to_string().ends_with("a.txt is a text in UTF-16"));
    }

    #[test]
    fn what_is_something_else_is_said_to_be_so_with_the_command_that_helps() {
        for (bytes, words) in
            [(&b"%PDF-1.4 ascii"[..], "is a PDF"), (b"PK\x03\x04\xff word/document.xml", "is a Word document")]
        {
            let (_folder, path) = file(bytes);
            let problem = read(&path).unwrap_err();
            assert!(problem.to_string().ends_with(words), "{problem}");
            assert!(problem.hint().unwrap().contains("diptych add /"), "{:?}", problem.hint());
        }
        let (_folder, path) = file(b"\x89PNG\r\n\x1a\n\0\0");
        assert_eq!(read(&path).unwrap_err().hint(), None);
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        let (folder, path) = file(b"");
        assert!(matches!(read(folder.path()), Err(Problem::Folder(_))));
        assert!(matches!(read(&folder.path().join("b.txt")), Err(Problem::Missing(_))));
        assert!(read(&path).unwrap().is_empty());
    }

    #[test]
    #[cfg(unix)]
    fn a_device_without_end_is_no_text() {
        assert!(matches!(read(Path::new("/dev/zero")), Err(Problem::NotText(_))));
    }

    #[test]
    fn a_file_beyond_the_limit_is_not_begun_to_be_read() {
        let (_folder, path) = file(b"");
        File::options().write(true).open(&path).unwrap().set_len(1 << 40).unwrap();
        assert!(matches!(read(&path), Err(Problem::TooLarge(_, LIMIT))));
    }

    #[test]
    #[cfg(unix)]
    fn a_text_that_may_not_be_read_is_said_to_be_so() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, path) = file(b"secret");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        match read(&path) {
            Ok(_) => eprintln!("skipped: we are root, who may read everything"),
            Err(problem) => assert!(matches!(problem, Problem::Denied(_)), "{problem}"),
        }
    }
}
