//! Recognises the kind of a file, from its first bytes and its name.
//!
//! ```text
//!   %PDF-                     PDF                     <!doctype html        a page
//!   PK… word/document.xml     a Word document         From: … Subject: …    a mail
//!   FF FE                     UTF-16                  .csv .tsv .jsonl      a table
//! ```
//!
//! A name that ends in `.txt` or `.md` makes the file a text, whatever it contains.

use std::path::Path;

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// UTF-8.
    Text,
    /// A text in UTF-16.
    Utf16,
    /// A text in another encoding.
    OtherText,
    /// A page of HTML.
    Html,
    /// A mail, or a page that is saved like one (MHTML).
    Mail,
    /// A table with commas, semicolons or tabs.
    Csv,
    /// A JSON object a line, or a list of them.
    Jsonl,
    /// A PDF.
    Pdf,
    /// A Word document.
    Docx,
    /// An OpenDocument text.
    Odt,
    /// A book.
    Epub,
    /// Rich Text Format.
    Rtf,
    /// A document of Word as it was until 2003.
    Doc,
    /// Something without a text to read, which its words name: a picture, a spreadsheet.
    Known(&'static str),
    /// None of these.
    Binary,
}

impl Kind {
    /// Returns the name in a sentence: `a PDF`.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Text => "a text",
            Kind::Utf16 => "a text in UTF-16",
            Kind::OtherText => "a text in another encoding than UTF-8",
            Kind::Html => "an HTML page",
            Kind::Mail => "a mail",
            Kind::Csv => "a table (CSV)",
            Kind::Jsonl => "a table (JSON)",
            Kind::Pdf => "a PDF",
            Kind::Docx => "a Word document",
            Kind::Odt => "an OpenDocument text",
            Kind::Epub => "an EPUB",
            Kind::Rtf => "a text in RTF",
            Kind::Doc => "an old Word document",
            Kind::Known(words) => words,
            Kind::Binary => "not a text",
        }
    }

    /// Returns the name in the settings of a kind that another program opens: `pdf`.
    pub fn foreign(self) -> Option<&'static str> {
        match self {
            Kind::Pdf => Some("pdf"),
            Kind::Docx => Some("docx"),
            Kind::Odt => Some("odt"),
            Kind::Epub => Some("epub"),
            Kind::Rtf => Some("rtf"),
            Kind::Doc => Some("doc"),
            _ => None,
        }
    }

    /// Returns whether `diptych add` can convert it to a text.
    pub fn can_be_added(self) -> bool {
        !matches!(self, Kind::Known(_) | Kind::Binary)
    }
}

/// The number of bytes that are looked at.
pub const LOOKED_AT: usize = 1 << 16;

/// Recognises the kind of a file. The name may be empty; the first [`LOOKED_AT`] bytes are enough.
pub fn tell(name: &Path, bytes: &[u8]) -> Kind {
    let bytes = &bytes[..bytes.len().min(LOOKED_AT)];
    let ending = name.extension().and_then(|end| end.to_str()).unwrap_or_default().to_lowercase();
    let has = |words: &[u8]| memchr::memmem::find(bytes, words).is_some();
    if memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some_and(|at| at == 0 || !is_text(bytes)) {
        return Kind::Pdf;
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return match ending.as_str() {
            _ if has(b"application/epub+zip") => Kind::Epub,
            _ if has(b"application/vnd.oasis.opendocument.text") => Kind::Odt,
            _ if has(b"word/") => Kind::Docx,
            "docx" => Kind::Docx,
            _ => ZIPPED.iter().find(|(part, _)| has(part)).map_or(Kind::Known("an archive (ZIP)"), |(_, kind)| *kind),
        };
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return match ending.as_str() {
            "doc" => Kind::Doc,
            "xls" => Kind::Known("an old spreadsheet (XLS)"),
            "ppt" => Kind::Known("an old presentation (PPT)"),
            _ => Kind::Binary,
        };
    }
    if bytes.starts_with(b"{\\rtf") {
        return Kind::Rtf;
    }
    let utf16 = is_utf16(bytes);
    if !is_text(bytes) {
        if let Some((_, words)) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
            return Kind::Known(words);
        }
        return match ending.as_str() {
            _ if utf16 => by_ending(&ending, bytes).filter(|kind| *kind != Kind::Mail).unwrap_or(Kind::Utf16),
            _ if is_binary(bytes) => Kind::Binary,
            "txt" | "md" => Kind::OtherText,
            _ => by_ending(&ending, bytes).or_else(|| by_words(bytes)).unwrap_or(Kind::OtherText),
        };
    }
    match ending.as_str() {
        "txt" | "md" => Kind::Text,
        _ => by_ending(&ending, bytes).or_else(|| by_words(bytes)).unwrap_or(Kind::Text),
    }
}

/// What is in a ZIP archive, by the names of the files in it.
const ZIPPED: &[(&[u8], Kind)] = &[
    (b"xl/", Kind::Known("a spreadsheet (XLSX)")),
    (b"ppt/", Kind::Known("a presentation (PPTX)")),
    (b"application/vnd.oasis.opendocument.spreadsheet", Kind::Known("a spreadsheet (ODS)")),
    (b"application/vnd.oasis.opendocument.presentation", Kind::Known("a presentation (ODP)")),
];

/// The first bytes of files that are no texts.
const MARKS: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"RIFF", "a sound, a film or a picture (RIFF)"),
    (b"ID3", "a sound (MP3)"),
    (b"OggS", "a sound (Ogg)"),
    (b"\0\0\0\x18ftyp", "a film (MP4)"),
    (b"\0\0\0\x1cftyp", "a film (MP4)"),
    (b"\0\0\0\x20ftyp", "a film (MP4)"),
    (b"\x1f\x8b", "an archive (GZIP)"),
    (b"BZh", "an archive (BZIP2)"),
    (b"\xfd7zXZ", "an archive (XZ)"),
    (b"7z\xbc\xaf", "an archive (7Z)"),
    (b"Rar!", "an archive (RAR)"),
    (b"\x28\xb5\x2f\xfd", "an archive (ZSTD)"),
    (b"SQLite format 3", "a database (SQLite)"),
    (b"PAR1", "a table (Parquet)"),
    (b"\x7fELF", "a program"),
];

fn by_ending(ending: &str, bytes: &[u8]) -> Option<Kind> {
    match ending {
        "html" | "htm" | "xhtml" => Some(Kind::Html),
        "eml" | "mht" | "mhtml" => Some(Kind::Mail),
        "csv" | "tsv" => Some(Kind::Csv),
        "jsonl" | "ndjson" => Some(Kind::Jsonl),
        // In UTF-16, zeros and a mark stand between the signs.
        "json" => {
            bytes.iter().find(|byte| byte.is_ascii_graphic()).filter(|byte| b"[{".contains(byte)).map(|_| Kind::Jsonl)
        }
        _ => None,
    }
}

/// Headers of mails; files of other kinds may have some of them, too.
const HEADERS: &[&str] =
    &["from", "to", "date", "subject", "message-id", "mime-version", "received", "return-path", "delivered-to"];

fn by_words(bytes: &[u8]) -> Option<Kind> {
    let text = String::from_utf8_lossy(bytes);
    let mut text = text.trim_start_matches('\u{feff}').trim_start();
    // Skips a declaration, and a comment of the browser that saved the page.
    while let Some(rest) = ["<?xml", "<!--"].iter().find_map(|begin| text.strip_prefix(begin)) {
        text = rest.split_once('>').map_or("", |(_, rest)| rest).trim_start();
    }
    let begins = |words: &str| text.get(..words.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(words));
    if ["<!doctype html", "<html", "<head>", "<body"].iter().any(|words| begins(words)) {
        return Some(Kind::Html);
    }
    let headers: Vec<String> = text
        .lines()
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with([' ', '\t']))
        .map_while(|line| {
            line.split_once(':')
                .map(|(name, _)| name.to_lowercase())
                .or_else(|| line.starts_with("From ").then(String::new))
        })
        .filter(|name| HEADERS.contains(&name.as_str()))
        .collect();
    if headers.iter().any(|name| name == "from") && headers.len() > 2 {
        return Some(Kind::Mail);
    }
    let is_object = |line: &str| serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line).is_ok();
    (text.starts_with('{') && text.lines().next().is_some_and(is_object)).then_some(Kind::Jsonl)
}

/// Returns whether bytes are UTF-8; a character that is cut at the end is allowed.
fn is_text(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && bytes.len() == LOOKED_AT,
    }
}

/// Returns whether bytes are UTF-16: they have its byte order mark, or one of two bytes is zero in nearly all pairs.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return true;
    }
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    bytes.len() >= 8 && even.max(odd) * 10 > bytes.len() / 2 * 7 && even.min(odd) * 20 < bytes.len()
}

/// Returns whether bytes contain control characters that no text encoding has.
fn is_binary(bytes: &[u8]) -> bool {
    let controls = bytes.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)).count();
    bytes.contains(&0) || controls * 50 > bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, bytes: &[u8]) -> Kind {
        tell(Path::new(name), bytes)
    }

    #[test]
    fn a_file_is_told_by_its_bytes() {
        assert_eq!(of("a.txt", b"%PDF-1.7\n%\xe2\xe3"), Kind::Pdf);
        assert_eq!(of("a", b"PK\x03\x04....word/document.xml"), Kind::Docx);
        assert_eq!(of("a.bin", b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text"), Kind::Odt);
        assert_eq!(of("a.txt", &[0xff, 0xfe, b'a', 0]), Kind::Utf16);
        assert_eq!(of("a.txt", b"a\0b\0c\0d\0e\0"), Kind::Text, "it may be UTF-8 with NULs");
        assert_eq!(of("a.txt", b"caf\xe9"), Kind::OtherText);
        assert_eq!(of("a.png", b"\x89PNG\r\n\x1a\n\0\0\0"), Kind::Known("a picture (PNG)"));
        assert_eq!(of("a.xlsx", b"PK\x03\x04....xl/workbook.xml"), Kind::Known("a spreadsheet (XLSX)"));
        assert_eq!(of("a", b"GIF8 is how a picture begins."), Kind::Text);
        assert_eq!(of("a.csv", b"\xff\xfet\0e\0x\0t\0"), Kind::Csv);
        assert_eq!(of("a.json", b"[\n  {\"text\": \"a\"}\n]"), Kind::Jsonl);
        assert_eq!(of("-", b"\n<!-- saved --><!DOCTYPE html>"), Kind::Html);
        assert_eq!(of("-", b"Return-Path: <a@b>\r\nFrom: a\r\nDate: x\r\nSubject: y\r\n\r\nHi"), Kind::Mail);
        assert_eq!(of("-", b"{\"text\": \"a\"}\n"), Kind::Jsonl);
        assert_eq!(of("-", b"From: where? he asked.\n\nA text."), Kind::Text);
    }

    #[test]
    fn a_name_decides_where_bytes_do_not() {
        assert_eq!(of("a.txt", b"<html>"), Kind::Text);
        assert_eq!(of("a.md", b"<html>"), Kind::Text);
        assert_eq!(of("a.HTM", b"x"), Kind::Html);
        assert_eq!(of("a.csv", b"text\nx"), Kind::Csv);
        assert_eq!(of("a.html", b"caf\xe9"), Kind::Html);
    }
}
