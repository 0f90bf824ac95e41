//! What is not a text becomes one, once, at the door: bytes → a text and what is known of its origin.
//!
//! ```text
//!   page.html ─┐                          ┌─ text      UTF-8, paragraphs parted by an empty line; a document from then on
//!   mail.eml  ─┼─ [kind] ─ a reader each ─┤
//!   rows.csv  ─┘                          └─ origin    title, authors, date, address, publisher, language, licence
//! ```
//!
//! A document is never written, so it must be right from the beginning: a reader rather keeps a line too many than leaves out a
//! paragraph. What other programs have to open (PDF, office files) is told here and converted by `cli::add`; what comes of that is
//! read by [`plain`].

pub(crate) mod decode;
pub(crate) mod html;
pub mod kind;
pub(crate) mod mail;
pub(crate) mod plain;
pub(crate) mod table;

use serde::{Deserialize, Serialize};

use kind::Kind;

/// A text that was made of something else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// The text.
    pub text: String,
    /// What is known of where it came from.
    pub origin: TextOrigin,
    /// What it is called in a file with several: the id of its row.
    pub name: Option<String>,
}

/// What a page, a mail or a row says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename(deserialize = ""), default)]
pub struct TextOrigin {
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none", with = "bare")]
    pub title: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// When it was published, as the original writes it.
    #[serde(skip_serializing_if = "Option::is_none", with = "bare")]
    pub date: Option<String>,
    /// Its address in the web.
    #[serde(skip_serializing_if = "Option::is_none", with = "bare")]
    pub address: Option<String>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none", with = "bare")]
    pub publisher: Option<String>,
    /// Its language, as the original writes it: a tag of BCP 47.
    #[serde(skip_serializing_if = "Option::is_none", with = "bare")]
    pub language: Option<String>,
    /// The licence, or its address.
    #[serde(skip_serializing_if = "Option::is_none", with = "bare")]
    pub license: Option<String>,
}

/// Why something did not become a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConvertError {
    /// Another program has to open it.
    #[error("{} is opened by another program", .0.words())]
    Foreign(Kind),
    /// It is no text, and nothing that a text can be made of.
    #[error("it is no text")]
    Binary,
    /// There is no text in it.
    #[error("there is no text in it")]
    Empty,
    /// A table without a column of texts, or with a row that does not read.
    #[error("{0}")]
    Table(String),
}

/// What was read, and what a person should know of how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversion {
    /// The texts: one, of a table one a row.
    pub texts: Vec<Converted>,
    /// Which columns were taken for what, and which encoding was guessed: a sentence each.
    pub notes: Vec<String>,
}

/// Makes texts of the bytes of a file. The encoding is a label such as `windows-1251`, where the file does not say it itself.
///
/// # Errors
/// When there is no text in it, or another program has to open it.
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
        Kind::Binary => return Err(ConvertError::Binary),
        Kind::Pdf | Kind::Docx | Kind::Odt | Kind::Epub | Kind::Rtf | Kind::Doc => {
            return Err(ConvertError::Foreign(kind));
        }
    };
    match texts.iter().all(|text| text.text.trim().is_empty()) {
        true => Err(ConvertError::Empty),
        false => Ok(Conversion { texts, notes }),
    }
}

/// A field that may be left out stands in a file without `Some(…)`.
mod bare {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(value: &Option<String>, to: S) -> Result<S::Ok, S::Error> {
        value.as_deref().unwrap_or_default().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
        String::deserialize(from).map(Some)
    }
}
