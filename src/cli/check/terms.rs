//! What the corpus does not know: labels, kinds of links, attributes and their values.

use super::rules::{Hit, Sheet, said};
use crate::corpus::problem::shown;
use crate::tags::scheme::AttributeKind;

/// Labels that there are not.
pub fn labels(sheet: &Sheet, hits: &mut Vec<Hit>) {
    for tag in sheet.layer.tags().iter().filter(|tag| sheet.scheme.label(&tag.label).is_none()) {
        hits.push(Hit::tag(sheet, tag, "has a label that the corpus does not know"));
    }
}

/// Kinds of links that there are not.
pub fn kinds(sheet: &Sheet, hits: &mut Vec<Hit>) {
    for (id, link) in sheet.layer.links().iter() {
        if !sheet.scheme.links.iter().any(|kind| kind.name == link.kind) {
            hits.push(Hit::record(
                id,
                format!("link “{}” is of a kind that the corpus does not know", shown(&link.kind)),
            ));
        }
    }
}

/// Attributes that a label does not have, and values that they cannot have.
pub fn attributes(sheet: &Sheet, hits: &mut Vec<Hit>) {
    for tag in sheet.layer.tags().iter().filter(|tag| !tag.attributes.is_empty()) {
        let Some(label) = sheet.scheme.label(&tag.label) else { continue };
        for (name, value) in &tag.attributes {
            let fits =
                label.attributes.iter().find(|attribute| attribute.name == *name).map(|known| match &known.kind {
                    AttributeKind::Choice(values) => values.contains(value),
                    AttributeKind::YesNo => value == "yes" || value == "no",
                    AttributeKind::Text => true,
                });
            let (name, value) = (shown(name), shown(value));
            match fits {
                Some(true) => {}
                Some(false) => {
                    hits.push(Hit::tag(sheet, tag, format!("has {name} “{value}”, which is no value of it")))
                }
                None => hits.push(Hit::tag(sheet, tag, format!("has {name}, an attribute that its label has not"))),
            }
        }
    }
}

/// Links within the document that may not join what they join. Those to another are looked at there.
pub fn misfits(sheet: &Sheet, hits: &mut Vec<Hit>) {
    for (id, link) in sheet.layer.links().iter().filter(|(_, link)| link.document.is_none()) {
        let ends = (sheet.layer.tag(&link.from), sheet.layer.tag(&link.to));
        let kind = sheet.scheme.links.iter().find(|kind| kind.name == link.kind);
        if let ((Some(from), Some(to)), Some(kind)) = (ends, kind)
            && !kind.joins(&from.label, &to.label, false)
        {
            let (from, to) = (said(sheet, from), said(sheet, to));
            hits.push(Hit::record(id, format!("link “{}” may not join {from} to {to}", shown(&kind.name))));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::check::rules::tests::{found, found_in, link};

    #[test]
    fn a_label_is_one_of_the_corpus() {
        let found = found("unknown-label", "{claim: Prices {event: rose}}");
        assert_eq!(found, ["event “rose” has a label that the corpus does not know"]);
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
            ["link “refutes” is of a kind that the corpus does not know"]
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
        assert_eq!(found, ["figure “5%” has certainty, an attribute that its label has not"]);
    }
}
