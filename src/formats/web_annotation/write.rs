//! Documents into pages of annotations.

use serde::Serialize;

use super::super::exchange::{Exchange, Piece, Setting, Sheet};
use super::super::json;
use super::super::loss::Losses;
use super::{ENDING, iri};
use crate::tags::target::Target;
use crate::tags::{Link, Tag};

#[derive(Serialize)]
struct Annotation<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    motivation: &'static str,
    creator: Person<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    created: &'a str,
    body: Vec<Body<'a>>,
    target: Aim,
}

#[derive(Serialize)]
struct Person<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Body<'a> {
    TextualBody {
        purpose: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        attribute: Option<&'a str>,
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
enum Aim {
    Words { source: String, selector: [Selector; 2] },
    Tag(String),
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Selector {
    #[serde(rename = "TextPositionSelector")]
    Position { start: usize, end: usize },
    #[serde(rename = "TextQuoteSelector")]
    Quote { exact: String, prefix: String, suffix: String },
}

/// A page for each annotator: the annotations a line each.
pub fn write(setting: &Setting, exchange: &Exchange, _: &mut Losses) -> Vec<Piece> {
    let page = |sheet: &Sheet| {
        let mut text = String::from(concat!(
            r#"{"@context":["http://www.w3.org/ns/anno.jsonld",{"attribute":"urn:diptych:attribute"}],"#,
            r#""type":"AnnotationPage","items":["#,
        ));
        let tags = sheet.records.tags.iter().map(|tag| json::line(&of_tag(exchange, sheet, tag)));
        let links = sheet.records.links.values().map(|link| json::line(&of_link(sheet, link)));
        for (number, line) in tags.chain(links).enumerate() {
            text += if number > 0 { ",\n" } else { "\n" };
            text += &line;
        }
        Piece::file(exchange.path(setting, sheet, &format!("{}{ENDING}", exchange.name)), text + "\n]}\n")
    };
    exchange.layers.iter().map(page).collect()
}

fn of_tag<'a>(exchange: &Exchange, sheet: &Sheet<'a>, tag: &'a Tag) -> Annotation<'a> {
    let said = |purpose, value| Body::TextualBody { purpose, attribute: None, value };
    let mut body = vec![said("classifying", tag.label.as_str())];
    body.extend(Some(said("commenting", tag.note.as_str())).filter(|_| !tag.note.is_empty()));
    body.extend(tag.attributes.iter().map(|(name, value)| Body::TextualBody {
        purpose: "describing",
        attribute: Some(name),
        value,
    }));
    let target = Target::of(exchange.document, tag.span);
    let (start, end) = (target.start, target.end());
    let Target { quote: exact, prefix, suffix, .. } = target;
    let selector = [Selector::Position { start, end }, Selector::Quote { exact, prefix, suffix }];
    Annotation {
        id: iri::of_id(tag.id.as_str()),
        kind: "Annotation",
        motivation: "classifying",
        creator: Person { kind: "Person", name: sheet.annotator },
        created: &tag.at,
        body,
        target: Aim::Words { source: iri::of_document(exchange.name), selector },
    }
}

fn of_link<'a>(sheet: &Sheet<'a>, link: &'a Link) -> Annotation<'a> {
    Annotation {
        id: iri::of_id(link.id.as_str()),
        kind: "Annotation",
        motivation: "linking",
        creator: Person { kind: "Person", name: sheet.annotator },
        created: &link.at,
        body: vec![
            Body::TextualBody { purpose: "classifying", attribute: None, value: &link.kind },
            Body::SpecificResource {
                purpose: "linking",
                source: iri::of_id(link.to.as_str()),
                scope: link.document.as_deref().map(iri::of_document),
            },
        ],
        target: Aim::Tag(iri::of_id(link.from.as_str())),
    }
}
