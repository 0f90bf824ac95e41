//! Makes a new label, with a key, a colour and a line that no other label has.

use super::quoted;
use crate::corpus::fault::Fault;
use crate::tags::scheme::{COLOURS, Label, Mark, is_colour};
use crate::text::grapheme;
use crate::text::unit::Unit;

/// The keys that labels can have, because no command has them.
pub const FREE_KEYS: &str = "cfsdABCDEFIJKMOQSUVXZ";

/// A label that the user asks for. Missing parts are chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelWish {
    /// The name.
    pub name: String,
    /// The key, one character.
    pub key: Option<String>,
    /// The colour: a name, or `#rrggbb`.
    pub color: Option<String>,
}

/// Returns labels with these names; their keys, colours and lines are chosen.
///
/// # Errors
/// If a name is not allowed for a label, or there are more labels than keys.
pub(super) fn chosen(names: &[String]) -> Result<Vec<Label>, Fault> {
    let mut labels: Vec<Label> = Vec::new();
    for name in names {
        labels.push(made(&LabelWish { name: name.clone(), ..LabelWish::default() }, &labels)?);
    }
    Ok(labels)
}

/// Returns the label that the user asks for; missing parts are chosen among those that no other label has.
///
/// # Errors
/// If there is such a label, if its key or its colour is not available, or if no key is left.
pub(super) fn made(wish: &LabelWish, others: &[Label]) -> Result<Label, Fault> {
    let name = wish.name.trim();
    if name.is_empty() {
        return Err(Fault::new("a label needs a name"));
    }
    if others.iter().any(|other| other.name == name) {
        return Err(Fault::new(format!("there is a label {name:?} already")));
    }
    let owner = |key: &str| {
        others.iter().find(|other| other.key == key || other.attributes.iter().any(|attribute| attribute.key == key))
    };
    let key = match &wish.key {
        Some(key) if grapheme::next(key, 0) != key.len() || key.trim().is_empty() => {
            return Err(Fault::new(format!("{key:?} is not one key")).hint("A key is one character, such as \"e\"."));
        }
        Some(key) => match owner(key) {
            Some(other) => return Err(Fault::new(format!("the key {key:?} belongs to {}", other.name))),
            None => key.clone(),
        },
        None => {
            let own = name.chars().flat_map(|c| [c.to_ascii_lowercase(), c.to_ascii_uppercase()]);
            let mut keys = own.filter(|c| FREE_KEYS.contains(*c)).chain(FREE_KEYS.chars()).map(String::from);
            keys.find(|key| owner(key).is_none()).ok_or_else(|| {
                Fault::new("there are more labels than keys")
                    .hint("Name fewer, and give the others keys in corpus.ron.")
            })?
        }
    };
    let unused = |colour: &&&str| others.iter().all(|other| other.color != **colour);
    let color = match &wish.color {
        Some(color) if !is_colour(color) => {
            return Err(Fault::new(format!("{color:?} is not a colour"))
                .hint(format!("The colours are {} and \"#rrggbb\".", COLOURS.join(", "))));
        }
        Some(color) => color.clone(),
        None => (*COLOURS.iter().find(unused).unwrap_or(&"grey")).to_string(),
    };
    let marks = [Mark::Underline, Mark::Double, Mark::Dotted, Mark::Dashed, Mark::Curly];
    let unit = match name {
        "claim" | "quote" | "premise" | "statement" | "argument" => Unit::Sentence,
        "figure" | "number" | "date" | "amount" => Unit::Figure,
        "source" | "person" | "organisation" | "organization" | "place" | "speaker" | "name" => Unit::Name,
        _ => Unit::Word,
    };
    Ok(Label {
        name: name.into(),
        key,
        color,
        mark: marks[others.len() % marks.len()],
        unit,
        definition: String::new(),
        attributes: Vec::new(),
    })
}

/// Returns the text of a label for the list of labels.
pub(super) fn entry(label: &Label) -> String {
    let mark = match label.mark {
        Mark::Underline => "underline",
        Mark::Double => "double",
        Mark::Dotted => "dotted",
        Mark::Dashed => "dashed",
        Mark::Curly => "curly",
    };
    let unit = match label.unit {
        Unit::Figure => "figure",
        Unit::Name => "name",
        Unit::Word => "word",
        Unit::Sentence => "sentence",
        Unit::Paragraph => "paragraph",
        Unit::Document => "document",
    };
    let inner = "            ";
    let definition = match label.definition.as_str() {
        "" => format!("{inner}// definition: \"…\",\n"),
        definition => format!("{inner}definition: {},\n", quoted(definition)),
    };
    format!(
        "        (\n{inner}name: {}, key: {}, color: {}, mark: \"{mark}\", unit: \"{unit}\",\n{definition}        ),\n",
        quoted(&label.name),
        quoted(&label.key),
        quoted(&label.color)
    )
}
