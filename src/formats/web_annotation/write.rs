//! Writes documents as pages of annotations.

use serde::Serialize;

use super::{ENDING, iri};
use crate::formats::engine::loss::{Aspect, Losses};
use crate::formats::wire::exported::{Chunk, ExportSettings, ExportedDocument, ExportedLayer};
use crate::formats::wire::json;
use crate::tags::target::Target;
use crate::tags::{Link, Tag, Via};

#[derive(Serialize)]
struct WebAnnotation<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    motivation: &'static str,
    creator: WebCreator<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    created: &'a str,
    body: Vec<WebBody<'a>>,
    target: WebTarget,
}

#[derive(Serialize)]
struct WebCreator<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum WebBody<'a> {
    TextualBody {
        purpose: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        attribute: Option<&'a str>,
        /// The part of the suggestion that the tag was taken from.
        #[serde(skip_serializing_if = "Option::is_none")]
        suggestion: Option<&'static str>,
        value: &'a str,
    },
    SpecificResource {
        purpose: &'static str,
        source: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        scope: Option<String>,
    },
}

#[derive(Serialize)]
#[serde(untagged)]
enum WebTarget {
    Words { source: String, selector: [WebSelector; 2] },
    Tag(String),
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum WebSelector {
    #[serde(rename = "TextPositionSelector")]
    Position { start: usize, end: usize },
    #[serde(rename = "TextQuoteSelector")]
    Quote { exact: String, prefix: String, suffix: String },
}

/// Writes a page for each annotator, with a line for each annotation.
pub(super) fn write(settings: &ExportSettings, exported: &ExportedDocument, losses: &mut Losses) -> Vec<Chunk> {
    losses.add(Aspect::Texts, || exported.name.into());
    let page = |layer: &ExportedLayer| {
        let mut text = String::from(concat!(
            r#"{"@context":["http://www.w3.org/ns/anno.jsonld",{"attribute":"urn:diptych:attribute","#,
            r#""suggestion":"urn:diptych:suggestion"}],"#,
            r#""type":"AnnotationPage","#,
        ));
        if layer.records.tags.is_empty() && layer.records.links.is_empty() {
            // An empty page does not name its annotator.
            let creator = WebCreator { kind: "Person", name: layer.annotator };
            text += &format!(r#""creator":{},"#, json::line(&creator));
        }
        text += r#""items":["#;
        let tags = layer.records.tags.iter().map(|tag| json::line(&of_tag(exported, layer, tag)));
        let links = layer.records.links.values().map(|link| json::line(&of_link(layer, link)));
        for (number, line) in tags.chain(links).enumerate() {
            text += if number > 0 { ",\n" } else { "\n" };
            text += &line;
        }
        Chunk::file(exported.path(settings, layer, &format!("{}{ENDING}", exported.name)), text + "\n]}\n")
    };
    exported.layers.iter().map(page).collect()
}

/// The suggestion of a tag that was taken from none.
static NONE: Via = Via { rule: String::new(), cue: String::new(), was: String::new(), label: String::new() };

fn of_tag<'a>(exported: &ExportedDocument, layer: &ExportedLayer<'a>, tag: &'a Tag) -> WebAnnotation<'a> {
    let said = |purpose, value| WebBody::TextualBody { purpose, attribute: None, suggestion: None, value };
    let mut body = vec![said("classifying", tag.label.as_str())];
    body.extend(Some(said("commenting", tag.note.as_str())).filter(|_| !tag.note.is_empty()));
    body.extend(tag.attributes.iter().map(|(name, value)| WebBody::TextualBody {
        purpose: "describing",
        attribute: Some(name),
        suggestion: None,
        value,
    }));
    let Via { rule, cue, was, label } = tag.via.as_deref().unwrap_or(&NONE);
    let parts = [("rule", rule), ("cue", cue), ("was", was), ("label", label)];
    body.extend(parts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(part, value)| WebBody::TextualBody {
        purpose: "describing",
        attribute: None,
        suggestion: Some(part),
        value,
    }));
    let target = Target::of(exported.document, tag.span);
    let (start, end) = (target.start, target.end());
    let Target { quote: exact, prefix, suffix, .. } = target;
    let selector = [WebSelector::Position { start, end }, WebSelector::Quote { exact, prefix, suffix }];
    WebAnnotation {
        id: iri::of_id(tag.id.as_str()),
        kind: "Annotation",
        motivation: "classifying",
        creator: WebCreator { kind: "Person", name: layer.annotator },
        created: &tag.at,
        body,
        target: WebTarget::Words { source: iri::of_document(exported.name), selector },
    }
}

fn of_link<'a>(layer: &ExportedLayer<'a>, link: &'a Link) -> WebAnnotation<'a> {
    WebAnnotation {
        id: iri::of_id(link.id.as_str()),
        kind: "Annotation",
        motivation: "linking",
        creator: WebCreator { kind: "Person", name: layer.annotator },
        created: &link.at,
        body: vec![
            WebBody::TextualBody { purpose: "classifying", attribute: None, suggestion: None, value: &link.kind },
            WebBody::SpecificResource {
                purpose: "linking",
                source: iri::of_id(link.to.as_str()),
                scope: link.document.as_deref().map(iri::of_document),
            },
        ],
        target: WebTarget::Tag(iri::of_id(link.from.as_str())),
    }
}
