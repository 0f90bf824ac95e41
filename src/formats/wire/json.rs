//! Reads and writes JSON for the formats that use it.
//!
//! ```text
//!   a record ─ parse ─▶ a struct, whose lists may still be text        {"text": "…", "spans": [ ⟨…⟩, ⟨…⟩ ]}
//!                        ⟨…⟩ ─ part ─▶ a struct                        a fault keeps its line and column
//!   a record ─ others ─▶ the fields that nobody asked for              so that none is dropped in silence
//! ```

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::formats::engine::import::{ImportError, RawRecord};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::wire::exported::brief;

/// Returns the JSON of a value, in one line.
pub(crate) fn line(value: &impl serde::Serialize) -> String {
    // Only maps with other keys than strings can fail, and there are none.
    serde_json::to_string(value).unwrap_or_default()
}

/// Returns the JSON of a value, in one line and in ASCII: no reader can guess the encoding wrong.
pub(crate) fn ascii_line(value: &impl serde::Serialize) -> String {
    let line = line(value);
    let mut ascii = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            // Such characters are only in strings.
            '\u{80}'.. => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| ascii += &format!("\\u{unit:04x}")),
            c => ascii.push(c),
        }
    }
    ascii
}

/// Reads a record.
///
/// # Errors
/// The place at which it is not JSON, or not the JSON of such a record.
pub(crate) fn parse<'a, T: Deserialize<'a>>(record: &RawRecord<'a>) -> Result<T, ImportError> {
    inner(record, record.text)
}

/// Reads a part of a record.
///
/// # Errors
/// The place in the file at which it is not what it should be.
pub(crate) fn part<'a, T: Deserialize<'a>>(record: &RawRecord<'a>, part: &'a RawValue) -> Result<T, ImportError> {
    inner(record, part.get())
}

/// Returns the line of the file in which a part of a record begins, from 1.
pub(crate) fn line_of(record: &RawRecord, part: &RawValue) -> usize {
    record.line_at(offset(record, part.get()))
}

fn inner<'a, T: Deserialize<'a>>(record: &RawRecord<'a>, text: &'a str) -> Result<T, ImportError> {
    serde_json::from_str(text).map_err(|error| {
        let before = &record.text[..offset(record, text)];
        let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
        let column = line.char_indices().take_while(|(at, _)| at + 1 < error.column()).count() + 1;
        // The first line of a part begins behind something.
        let behind = match error.line() {
            0 | 1 => before.rsplit('\n').next().unwrap_or_default().chars().count(),
            _ => 0,
        };
        let line = record.line_at(before.len()) + error.line().saturating_sub(1);
        ImportError { column: Some(behind + column), ..ImportError::new(line, words(&error)) }
    })
}

/// Returns the byte of a record at which a part of it begins.
fn offset(record: &RawRecord, part: &str) -> usize {
    let at = (part.as_ptr() as usize).saturating_sub(record.text.as_ptr() as usize);
    if record.text.is_char_boundary(at) { at } else { 0 }
}

/// Syntax errors by the words of serde_json, and in plain words.
const SYNTAX: [(&str, &str); 9] = [
    ("key must be a string", "this is not JSON: the name of a field is not in quotation marks"),
    ("control character", "this is not JSON: a line end or another control character stands in a text"),
    ("unexpected end of hex escape", "this is not JSON: \\u stands for half of a character, without the other half"),
    ("lone leading surrogate", "this is not JSON: \\u stands for half of a character, without the other half"),
    ("invalid unicode code point", "this is not JSON: \\u stands for no character"),
    ("invalid escape", "this is not JSON: a \\ stands before a character that it cannot stand before"),
    ("trailing comma", "this is not JSON: nothing stands behind a comma"),
    ("trailing characters", "this is not JSON: more stands behind the end of a value"),
    ("recursion limit exceeded", "more than 128 lists and objects are in one another"),
];

/// Says in plain words why JSON cannot be read.
fn words(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    if error.classify() == Category::Eof {
        return "this is no whole JSON: it ends too early".into();
    }
    if error.classify() == Category::Syntax {
        let plain = SYNTAX.iter().find(|(serde, _)| said.starts_with(serde));
        return match plain {
            Some((_, words)) => (*words).into(),
            None => format!("this is not JSON: {}", said.replace("expected ident", "expected value")),
        };
    }
    let field = |rest: &str| rest.split('`').nth(1).unwrap_or_default().to_string();
    if let Some(rest) = said.strip_prefix("missing field") {
        return format!("the field `{}` is missing", field(rest));
    }
    if let Some(rest) = said.strip_prefix("duplicate field") {
        return format!("the field `{}` is there twice", field(rest));
    }
    let is_and_should = ["invalid type: ", "invalid value: "]
        .into_iter()
        .find_map(|head| said.strip_prefix(head)?.rsplit_once(", expected "));
    match is_and_should {
        Some((is, should)) => format!("{} stands where {} is expected", stands(is), expected(should)),
        None if said.starts_with("invalid length") => "a list has more or fewer entries than it should have".into(),
        None => said.into(),
    }
}

/// Returns in words what was found: serde's ``integer `13` `` is the number 13.
fn stands(is: &str) -> String {
    let value = is.split_once('`').and_then(|(_, rest)| rest.strip_suffix('`'));
    match (is.split(' ').next().unwrap_or_default(), value) {
        ("integer" | "floating", Some(number)) => format!("the number {number}"),
        ("boolean", Some(value)) => value.into(),
        ("string", _) => format!("the text {}", brief(is.strip_prefix("string ").unwrap_or(is))),
        ("map", _) => "an object".into(),
        ("sequence", _) => "a list".into(),
        _ => is.into(),
    }
}

/// Returns what is expected, in words.
fn expected(should: &str) -> &'static str {
    match should {
        "a string" | "a borrowed string" | "a string or bytes" => "a text",
        "a boolean" => "true or false",
        "f64" | "f32" => "a number",
        "u8" | "u16" | "u32" | "u64" | "usize" | "i64" | "isize" | "u128" => "a whole number",
        should if should.contains("tuple") || should.contains("sequence") => "a list",
        _ => "an object",
    }
}

/// Reads a field that may be missing or `null`.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// Reads a field that is a text, a number, `null` or missing, as a text.
pub(crate) fn number_or_text<'de: 'a, 'a, D: Deserializer<'de>>(from: D) -> Result<Cow<'a, str>, D::Error> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Either<'a> {
        #[serde(borrow)]
        Text(Cow<'a, str>),
        Number(serde_json::Number),
    }
    Ok(match Option::deserialize(from)? {
        Some(Either::Text(text)) => text,
        Some(Either::Number(number)) => number.to_string().into(),
        None => Cow::default(),
    })
}

/// Reads a name that may be a number, as a text.
pub(crate) fn name<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    number_or_text(from).map(Cow::into_owned)
}

/// Reads a label, which is a text or a number; it is empty where anything else stands, or nothing.
pub(crate) fn label<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(match serde_json::Value::deserialize(from)? {
        serde_json::Value::String(text) => text,
        serde_json::Value::Number(number) => number.to_string(),
        _ => String::new(),
    })
}

/// Returns the text; `None` if it is empty.
pub(crate) fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// The fields of an object, each still text.
#[derive(Default)]
pub(crate) struct Fields<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// Returns the field of that name; of several, the last.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| *value).filter(|value| value.get() != "null")
    }

    /// Returns the text that the field of that name holds, if it holds one.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).and_then(text)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Taker;
        impl<'de> Visitor<'de> for Taker {
            type Value = Fields<'de>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a map")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(FieldName(name)) = map.next_key()? {
                    fields.push((name, map.next_value()?));
                }
                Ok(Fields(fields))
            }
        }
        from.deserialize_map(Taker)
    }
}

/// The name of a field, borrowed where it can be.
struct FieldName<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for FieldName<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Taker;
        impl<'de> Visitor<'de> for Taker {
            type Value = FieldName<'de>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<FieldName<'de>, E> {
                Ok(FieldName(Cow::Borrowed(name)))
            }
            fn visit_str<E>(self, name: &str) -> Result<FieldName<'de>, E> {
                Ok(FieldName(Cow::Owned(name.into())))
            }
        }
        from.deserialize_str(Taker)
    }
}

/// Returns the text that a value is, if it is one.
pub(crate) fn text(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

/// The names under which formats keep the tags of a text.
const TAGS: [&str; 10] =
    ["annotations", "denotations", "entities", "ents", "label", "labels", "result", "spans", "tags", "tracks"];

/// Makes sure that a record without tags does not have them where another format has them.
///
/// # Errors
/// `should` and the field, if it has one that is not `known` and looks like that.
pub(crate) fn no_other_format(record: &RawRecord, should: &str, known: &[&str]) -> Result<(), ImportError> {
    let fields: Fields = parse(record)?;
    let is_list = |value: &RawValue| value.get().starts_with(['[', '{']);
    let mut others = TAGS.into_iter().filter(|name| !known.contains(name));
    match others.find(|name| fields.get(name).is_some_and(is_list)) {
        Some(name) => Err(ImportError::new(record.line, format!("{should}, and this one has `{name}`"))),
        None => Ok(()),
    }
}

/// Counts the fields of an object that are none of `known` and say something.
pub(crate) fn count_others(losses: &mut Losses, object: &str, known: &[&str]) {
    let Ok(Fields(fields)) = serde_json::from_str::<Fields>(object) else { return };
    for (name, value) in fields.iter().filter(|(name, _)| !known.contains(&name.as_ref())) {
        count_other(losses, name, value);
    }
}

/// The fields by which a program knows a record again, and that say nothing of its text or of who has tagged it: those of Prodigy, and
/// of a database.
const KEEPING: [&str; 7] = ["_id", "_input_hash", "_is_binary", "_task_hash", "_timestamp", "_version", "_view_id"];

/// Counts a field that is not known and says something, unless it only says how a program keeps the record.
pub(crate) fn count_other(losses: &mut Losses, name: &str, value: &RawValue) {
    let says = !matches!(value.get(), "null" | "\"\"" | "[]" | "{}" | "false");
    if says && !KEEPING.contains(&name) {
        losses.add(Aspect::Fields, || format!("{name} {}", brief(value.get())));
    }
}
