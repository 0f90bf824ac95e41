//! Decodes bytes in any encoding to a text.
//!
//! ```text
//!   FF FE …                      UTF-16, by its mark
//!   valid UTF-8                  UTF-8
//!   <meta charset=windows-1251>  what the page says
//!   --encoding gbk               what the user says
//!   else                         windows-1252, and a note that it was guessed
//! ```

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::kind::{Kind, is_utf16};

/// The number of bytes of a page in which its encoding is looked for (the HTML standard, 13.2.3.2).
const HEAD: usize = 1024;

/// A text, and a note if a person should check it.
pub(crate) struct Decoded {
    /// The text, without a mark of its encoding.
    pub text: String,
    /// A sentence about what was guessed or could not be decoded.
    pub note: Option<String>,
}

/// Returns whether there is an encoding with this name (the WHATWG's list of labels).
pub(crate) fn is_encoding(label: &str) -> bool {
    Encoding::for_label(label.as_bytes()).is_some()
}

/// Decodes bytes to a text. A label from the user outweighs everything except a byte order mark.
pub(crate) fn decode(bytes: &[u8], kind: Kind, label: Option<&str>) -> Decoded {
    let given = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return decoded(bytes, encoding, None);
    }
    if let Some(encoding) = given {
        return decoded(bytes, encoding, None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.into(), note: None };
    }
    if is_utf16(bytes) {
        let is_little = bytes.iter().skip(1).step_by(2).filter(|byte| **byte == 0).count() * 4 > bytes.len();
        return decoded(bytes, if is_little { UTF_16LE } else { UTF_16BE }, None);
    }
    match (kind == Kind::Html).then(|| stated(bytes)).flatten() {
        Some(encoding) => decoded(bytes, encoding, None),
        None => decoded(
            bytes,
            WINDOWS_1252,
            Some("read as windows-1252, which was guessed; if that is wrong: diptych add --again --encoding NAME FILE"),
        ),
    }
}

fn decoded(bytes: &[u8], encoding: &'static Encoding, guessed: Option<&str>) -> Decoded {
    let (text, used, is_faulty) = encoding.decode(bytes);
    let faulty = is_faulty.then(|| format!("some bytes are not {}", used.name()));
    Decoded { text: text.into_owned(), note: faulty.or_else(|| guessed.map(str::to_string)) }
}

/// Returns the encoding that a page states in its head.
fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_lowercase();
    head.match_indices("charset").find_map(|(at, word)| {
        let rest = head[at + word.len()..].trim_start().strip_prefix('=')?;
        let label = rest.trim_start_matches(['"', '\'', ' ']);
        let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(label.len());
        Encoding::for_label(&label.as_bytes()[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], kind: Kind, label: Option<&str>) -> String {
        decode(bytes, kind, label).text
    }

    #[test]
    fn an_encoding_is_told_or_stated_or_given() {
        assert_eq!(text(b"\xff\xfeh\0\xe9\0", Kind::Utf16, None), "hé");
        assert_eq!(text(b"h\0e\0l\0l\0o\0!\0", Kind::Utf16, Some("utf-16le")), "hello!");
        assert_eq!(text("é".as_bytes(), Kind::Text, None), "é");
        assert_eq!(
            text(b"<meta charset=\"windows-1251\">\xef\xf0\xe8", Kind::Html, None),
            "<meta charset=\"windows-1251\">при"
        );
        assert_eq!(text(b"\xc4\xe3", Kind::OtherText, Some("gbk")), "你");
        let guessed = decode(b"caf\xe9 \x80 5", Kind::OtherText, None);
        assert_eq!(guessed.text, "café € 5");
        assert!(guessed.note.unwrap().contains("guessed"));
    }
}
