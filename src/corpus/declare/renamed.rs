//! Renames labels in a `corpus.ron`: in the list of labels, and in the links that name them.

use std::ops::Range;

use super::{RonTokens, added, checked, entry, field, quoted};
use crate::corpus::fault::Fault;
use crate::corpus::manifest::Manifest;
use crate::tags::relabel::LabelNames;
use crate::tags::scheme::{LinkKind, Scheme};

/// Returns the text of a `corpus.ron` with other names for some labels; the same text, if it has none of them.
///
/// # Errors
/// If the text is not a `corpus.ron`, or has a form in which the names cannot be replaced safely.
pub fn with_labels_renamed(text: &str, names: &LabelNames) -> Result<String, Fault> {
    let old = Manifest::parse(text)?;
    let scheme = renamed(&old.scheme, names);
    if scheme == old.scheme {
        return Ok(text.into());
    }
    let mut places: Vec<Range<usize>> = Vec::new();
    for (list, fields) in [("labels", &["name"][..]), ("links", &["from", "to"])] {
        places.extend(field(text, list).into_iter().flat_map(|range| strings(text, range, fields)));
    }
    places.sort_by_key(|place| std::cmp::Reverse(place.start));
    let mut new = text.to_string();
    for place in places {
        let name = ron::from_str::<String>(&text[place.clone()]).ok();
        if let Some(other) = name.as_deref().and_then(|name| names.get(name)) {
            new.replace_range(place, &quoted(other));
        }
    }
    // A file without a list has the default labels or links. They are written with their new names.
    if field(&new, "labels").is_none() {
        let entries: String = scheme.labels.iter().map(entry).collect();
        new = added(&new, "labels", entries.trim_end())?;
    }
    if field(&new, "links").is_none() {
        let entries: Vec<String> = scheme.links.iter().map(link_entry).collect();
        new = added(&new, "links", &entries.join("\n        "))?;
    }
    checked(new, &Manifest { scheme, ..old })
}

fn renamed(scheme: &Scheme, names: &LabelNames) -> Scheme {
    let mut scheme = scheme.clone();
    let labels = scheme.labels.iter_mut().map(|label| &mut label.name);
    let ends = scheme.links.iter_mut().flat_map(|kind| kind.from.iter_mut().chain(&mut kind.to));
    labels.chain(ends).for_each(|name| names.rename(name));
    scheme
}

/// Returns the byte ranges of the strings in these fields of a list of structs. A field may be a string or a list of strings.
fn strings(text: &str, list: Range<usize>, fields: &[&str]) -> Vec<Range<usize>> {
    let (mut depth, mut found) = (0, Vec::new());
    // The field to which the token belongs, and the token before it.
    let (mut here, mut before) = ("", "");
    for token in RonTokens::new(&text[list.clone()]) {
        let word = &text[list.clone()][token.clone()];
        match word {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            ":" if depth == 2 => here = before,
            "," if depth == 2 => here = "",
            word if (2..=3).contains(&depth) && word.starts_with(['"', 'r']) && fields.contains(&here) => {
                found.push(list.start + token.start..list.start + token.end);
            }
            _ => {}
        }
        before = word;
    }
    found
}

fn link_entry(kind: &LinkKind) -> String {
    let list = |names: &[String]| names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    let LinkKind { name, from, to, within, across, same_label } = kind;
    let (name, from, to) = (quoted(name), list(from), list(to));
    format!("(name: {name}, from: [{from}], to: [{to}], within: {within}, across: {across}, same_label: {same_label}),")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(pairs: &[(&str, &str)]) -> LabelNames {
        LabelNames::new(pairs.iter().map(|(old, new)| (old.to_string(), new.to_string())).collect())
    }

    #[test]
    fn only_the_name_changes_in_the_label_and_in_its_links() {
        let text = "(\n    format: 1, // claim\n    labels: [\n        (name: \"claim\", key: \"c\", definition: \"a \\\"claim\\\"\", \
             attributes: [(name: \"claim\", key: \"e\", kind: text)]), // claim\n        (name: \"x\", key: \"x\"),\n    ],\n    \
             links: [(name: \"claim\", from: [\"claim\", \"x\"], to: [\"x\"])],\n)\n";
        let new = with_labels_renamed(text, &names(&[("claim", "as\"sertion")])).unwrap();
        let wanted = text
            .replace("(name: \"claim\", key: \"c\"", "(name: \"as\\\"sertion\", key: \"c\"")
            .replace("from: [\"claim\"", "from: [\"as\\\"sertion\"");
        assert_eq!(new, wanted);
        assert_eq!(with_labels_renamed(&new, &names(&[("as\"sertion", "claim")])).unwrap(), text);
    }

    #[test]
    fn default_labels_are_written_with_their_new_names_and_links() {
        let new = with_labels_renamed("(format: 1)", &names(&[("claim", "assertion")])).unwrap();
        let manifest = Manifest::parse(&new).unwrap();
        assert_eq!(manifest.scheme, renamed(&Scheme::default(), &names(&[("claim", "assertion")])));
        assert!(new.contains("\"assertion\"") && !new.contains("\"claim\""));
    }
}
