//! Converts files of other kinds to texts, once, when they are added: bytes → a text and what is known of its origin.
//!
//! ```text
//!   page.html ─┐                          ┌─ text      UTF-8, paragraphs parted by an empty line; a document from then on
//!   mail.eml  ─┼─ [kind] ─ a reader each ─┤
//!   rows.csv  ─┘                          └─ origin    title, authors, date, address, publisher, language, licence
//! ```
//!
//! A document is never changed later, so it must be right from the beginning: a reader keeps a line too many rather
//! than leaving out a paragraph. Kinds that other programs have to open (PDF, office files) are recognised here and
//! converted by `cli::add`; the result is read by [`plain`].

pub(crate) mod decode;
pub(crate) mod html;
pub mod kind;
pub(crate) mod mail;
pub(crate) mod plain;
pub(crate) mod table;

use serde::{Deserialize, Serialize};

use kind::Kind;

/// A text that was made from something else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// The text.
    pub text: String,
    /// The origin, as far as it is known.
    pub origin: TextOrigin,
    /// The name in a file with several texts: the id of its row.
    pub name: Option<String>,
}

/// The origin of a text, as a page, a mail or a row states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename(deserialize = ""), default)]
pub struct TextOrigin {
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none", with = "bare")]
    pub title: Option<String>,
    /// The authors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// The date of publication, as the original writes it.
    #[serde(skip_serializing_if = "Option::is_none", with = "bare")]
    pub date: Option<String>,
    /// The address on the web.
    #[serde(skip_serializing_if = "Option::is_none", with = "bare")]
    pub address: Option<String>,
    /// The publisher.
    #[serde(skip_serializing_if = "Option::is_none", with = "bare")]
    pub publisher: Option<String>,
    /// The language, as the original writes it: a tag of BCP 47.
    #[serde(skip_serializing_if = "Option::is_none", with = "bare")]
    pub language: Option<String>,
    /// The licence, or its address.
    #[serde(skip_serializing_if = "Option::is_none", with = "bare")]
    pub license: Option<String>,
}

/// The reason why something could not be converted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConvertError {
    /// Another program has to open it.
    #[error("{} is opened by another program", .0.words())]
    Foreign(Kind),
    /// It is no text, and cannot be converted to one.
    #[error("it is {}", .0.words())]
    Textless(Kind),
    /// It contains no text.
    #[error("there is no text in it")]
    Empty,
    /// It is a table without a column of texts, or with a row that cannot be read.
    #[error("{0}")]
    Table(String),
}

/// The texts that were read, and notes for the user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversion {
    /// The texts: one, or for a table one for each row.
    pub texts: Vec<Converted>,
    /// Sentences about the columns that were used, and the encoding that was guessed.
    pub notes: Vec<String>,
}

/// Converts the bytes of a file to texts. `encoding` is a label such as `windows-1251`, for a file that does not state
/// it itself.
///
/// # Errors
/// If there is no text in it, or another program has to open it.
pub fn convert(kind: Kind, bytes: &[u8], encoding: Option<&str>) -> Result<Conversion, ConvertError> {
    let mut notes = Vec::new();
    let decoded = || decode::decode(bytes, kind, encoding);
    let texts = match kind {
        Kind::Text | Kind::Utf16 | Kind::OtherText => {
            let decoded = decoded();
            notes.extend(decoded.note);
            vec![plain::read(decoded.text)]
        }
        Kind::Html => {
            let decoded = decoded();
            notes.extend(decoded.note);
            vec![html::read(&decoded.text)]
        }
        Kind::Mail => vec![mail::read(bytes).ok_or(ConvertError::Empty)?],
        Kind::Csv | Kind::Jsonl => {
            let decoded = decoded();
            notes.extend(decoded.note);
            let (texts, columns) = table::read(kind, &decoded.text)?;
            notes.push(columns);
            texts
        }
        Kind::Known(_) | Kind::Binary => return Err(ConvertError::Textless(kind)),
        Kind::Pdf | Kind::Docx | Kind::Odt | Kind::Epub | Kind::Rtf | Kind::Doc => {
            return Err(ConvertError::Foreign(kind));
        }
    };
    match texts.iter().all(|text| text.text.trim().is_empty()) {
        true => Err(ConvertError::Empty),
        false => Ok(Conversion { texts, notes }),
    }
}

/// Writes an optional field in a file without `Some(…)`.
pub(crate) mod bare {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(value: &Option<String>, to: S) -> Result<S::Ok, S::Error> {
        value.as_deref().unwrap_or_default().serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
        String::deserialize(from).map(Some)
    }
}
