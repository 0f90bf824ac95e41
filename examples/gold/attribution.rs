//! Attributions and names.

use diptych::attribution::{self, names};
use diptych::language;
use diptych::text::{Document, Span};
use serde_json::{Value, json};

/// Predicts who is cited, with which words, for what.
pub fn polnear(row: &Value) -> Value {
    let document = Document::new(row["text"].as_str().unwrap_or_default());
    let chars = |spans: &[Span]| -> Vec<[usize; 2]> {
        spans.iter().map(|span| [document.to_chars(span.start), document.to_chars(span.end)]).collect()
    };
    let all = attribution::attributions(document.text(), language::english());
    let all: Vec<Value> = all
        .iter()
        .map(|one| json!({ "source": chars(&one.source), "cue": chars(&one.cue), "content": chars(&one.content) }))
        .collect();
    json!({ "id": row["id"], "attributions": all })
}

/// Predicts which mentions name one person.
pub fn names_ecb(row: &Value) -> Value {
    let mentions = row["mentions"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mentions: Vec<String> =
        mentions.iter().map(|mention| joined(mention["name"].as_str().unwrap_or_default())).collect();
    json!({ "id": row["id"], "groups": names::groups(&mentions, language::english()) })
}

/// A mention as a text writes it; the set has a blank before each stop: `U . S . troops`.
fn joined(tokens: &str) -> String {
    let mut text = String::new();
    for token in tokens.split(' ') {
        let is_initial = |part: &str| part.chars().count() == 1 && part.chars().all(char::is_uppercase);
        let is_joined = match token {
            "." => text.rsplit([' ', '.']).next().is_some_and(is_initial),
            _ => text.ends_with('.') && is_initial(token),
        };
        if !text.is_empty() && !is_joined {
            text.push(' ');
        }
        text.push_str(token);
    }
    text
}
