//! Rules about what `corpus.ron` does not declare: labels, link types, attributes and their values.

use super::finding::{Defect, Hit, tag_words};
use super::rules::CheckedLayer;
use crate::tags::scheme::MisfitLink;

/// Finds labels that are not declared.
pub(super) fn labels(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    let unknown = layer.layer.tags().iter().filter(|tag| layer.scheme.label(&tag.label).is_none());
    hits.extend(unknown.map(|tag| Hit::tag(layer, tag, Defect::UnknownLabel)));
}

/// Finds link types that are not declared.
pub(super) fn link_types(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    let is_known = |name: &str| layer.scheme.links.iter().any(|kind| kind.name == name);
    let unknown = layer.layer.links().values().filter(|link| !is_known(&link.kind));
    hits.extend(unknown.map(|link| Hit::link(layer, link, Defect::UnknownLinkType)));
}

/// Finds attributes that a label does not have, and values that they cannot have.
pub(super) fn attributes(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    for tag in layer.layer.tags().iter().filter(|tag| !tag.attributes.is_empty()) {
        let Some(label) = layer.scheme.label(&tag.label) else { continue };
        for (name, value) in &tag.attributes {
            let declared = label.attributes.iter().find(|attribute| attribute.name == *name);
            let defect = match declared {
                Some(declared) if declared.kind.takes(value) => continue,
                Some(_) => Defect::ImpossibleValue { attribute: name.clone(), value: value.clone() },
                None => Defect::UnknownAttribute(name.clone()),
            };
            hits.push(Hit::tag(layer, tag, defect));
        }
    }
}

/// Finds links within the document between labels that their type may not join. Links to another document are looked at
/// in [`super::other_documents`].
pub(super) fn misfits(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    for MisfitLink { link, from, to } in layer.scheme.misfits(layer.layer) {
        let defect = Defect::MayNotJoin(tag_words(layer, from), tag_words(layer, to));
        hits.push(Hit::link(layer, link, defect));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::rules::tests::{found, found_in, link};

    #[test]
    fn a_label_is_one_of_the_corpus() {
        let found = found("unknown-label", "{claim: Prices {event: rose}}");
        assert_eq!(found, ["event “rose” has a label that corpus.ron does not declare"]);
    }

    #[test]
    fn a_kind_of_link_is_one_of_the_corpus_and_joins_what_it_may() {
        let links = |records: &mut crate::tags::Records| {
            link(records, "refutes", "t-0", "t-1");
            link(records, "rests on", "t-0", "t-1");
            link(records, "rests on", "t-1", "t-0");
        };
        let marked = "{claim: Prices rose {figure: 5%}}";
        assert_eq!(
            found_in("unknown-kind", marked, links),
            ["link “refutes” is of a type that corpus.ron does not declare"]
        );
        let misfit = "link “rests on” may not join figure “5%” to claim “Prices rose 5%”";
        assert_eq!(found_in("misfit-link", marked, links), [misfit]);
    }

    #[test]
    fn an_attribute_is_one_of_its_label() {
        let found = found_in("unknown-attribute", "rose {figure: 5%}", |records| {
            let mut tag = records.tags.iter().next().unwrap().clone();
            tag.attributes.insert("certainty".into(), "stated".into());
            records.tags.insert(tag);
        });
        assert_eq!(found, ["figure “5%” has the attribute certainty, which its label does not have"]);
    }
}
