//! Makes a text of what Label Studio shows as a page or as a dialogue, and finds the places of the regions on it.
//!
//! ```text
//!   HyperText    "<p>Rents rose <b>7%</b>.</p>"            Rents rose 7%.     a region is where its words stand, if only once
//!   Paragraphs   [{"author": "Ana", "text": "They did."}]  Ana: They did.     a region names a paragraph and a place in it
//! ```

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::convert::html;
use crate::formats::wire::json::or_default;

/// The kinds of regions on words: on a text, a page and a dialogue. The value has the labels in the field of that name.
pub(super) const REGIONS: [&str; 3] = ["labels", PAGE, DIALOGUE];
const PAGE: &str = "hypertextlabels";
const DIALOGUE: &str = "paragraphlabels";

/// The way in which a text was made of what is in the task.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shown {
    /// It is the text.
    AsItIs,
    /// From a page.
    Page,
    /// From a dialogue, the words of which begin at these places.
    Dialogue(Vec<TurnStart>),
}

/// The place in a text at which the words of a turn begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TurnStart {
    byte: usize,
    chars: usize,
}

/// What one person says.
#[derive(Deserialize)]
struct DialogueTurn {
    #[serde(default, alias = "speaker", alias = "name", deserialize_with = "or_default")]
    author: String,
    text: String,
}

/// Returns the text of a page, if the task has regions on a page and this is one.
pub(super) fn page(text: &str, task: &str) -> Option<String> {
    let is_page = task.contains(PAGE) && text.trim_start().starts_with('<');
    is_page.then(|| html::read(text).text)
}

/// Returns the text of a dialogue, if the task has regions on one and this is one.
pub(super) fn dialogue(value: &RawValue, task: &str) -> Option<(String, Shown)> {
    if !task.contains(DIALOGUE) || !value.get().starts_with('[') {
        return None;
    }
    let turns: Vec<DialogueTurn> = serde_json::from_str(value.get()).ok()?;
    let (mut text, mut chars, mut starts) = (String::new(), 0, Vec::new());
    for DialogueTurn { author, text: words } in turns {
        let before = text.len();
        text += if text.is_empty() { "" } else { "\n\n" };
        if !author.is_empty() {
            text += &format!("{author}: ");
        }
        chars += text[before..].chars().count();
        starts.push(TurnStart { byte: text.len(), chars });
        text += &words;
        chars += words.chars().count();
    }
    (!starts.is_empty()).then_some((text, Shown::Dialogue(starts)))
}

impl Shown {
    /// Returns the value of a region as it would be on the text, if its place can be told.
    pub(super) fn on_text(&self, text: &str, kind: &str, value: &Value) -> Option<Value> {
        let quote = value.get("text").and_then(Value::as_str);
        let (start, end, quote) = match self {
            Shown::AsItIs => return None,
            Shown::Page => {
                let mut found = text.match_indices(quote.filter(|quote| !quote.is_empty())?);
                let ((at, words), None) = (found.next()?, found.next()) else { return None };
                let start = text[..at].chars().count();
                (start, start + words.chars().count(), quote)
            }
            Shown::Dialogue(turns) => {
                let (first, last) = (turn(&value["start"])?, turn(&value["end"])?);
                let start = in_turn(text, turns.get(first)?, &value["startOffset"])?;
                let end = in_turn(text, turns.get(last)?, &value["endOffset"])?;
                // Between two turns stands more than the words of the region.
                (start, end, quote.filter(|_| first == last))
            }
        };
        Some(serde_json::json!({"start": start, "end": end, "text": quote, "labels": value.get(kind)}))
    }
}

/// Returns the number of a turn, which is written as a text.
fn turn(value: &Value) -> Option<usize> {
    let written = value.as_str().and_then(|number| number.parse().ok());
    written.or_else(|| usize::try_from(value.as_u64()?).ok())
}

/// Returns the code point at an offset in a turn. A browser counts UTF-16 units.
fn in_turn(text: &str, turn: &TurnStart, offset: &Value) -> Option<usize> {
    let offset = usize::try_from(offset.as_u64()?).ok()?;
    let (mut units, mut at) = (0, turn.chars);
    for c in text[turn.byte..].chars() {
        if units >= offset {
            break;
        }
        units += c.len_utf16();
        at += 1;
    }
    (units == offset).then_some(at)
}
