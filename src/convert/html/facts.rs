//! Reads what a page states about its article for machines: schema.org's JSON-LD, Open Graph, and older `meta` tags.
//!
//! ```text
//!   <script type="application/ld+json">{"@type": "NewsArticle", "headline": …, "articleBody": …}
//!   <meta property="og:title" …>  <meta name="author" …>  <link rel="canonical" …>  <html lang="de">
//! ```

use serde_json::Value;

use super::tree::{Element, NodeKind, Tree};
use crate::convert::TextOrigin;

/// The statements of a page.
#[derive(Debug, Default)]
pub(super) struct StatedFacts {
    /// The headline.
    pub title: Option<String>,
    /// The standfirst, or a summary.
    pub description: Option<String>,
    /// The text of the article, without its markup.
    pub body: Option<String>,
    /// The parts of the origin that are stored.
    pub origin: TextOrigin,
}

/// The types of schema.org that an article has.
const TYPES: &[&str] = &["Article", "Posting", "Report", "Review", "Blog", "WebPage"];
/// A list with more authors, or a name with more words, is something else.
const MOST: usize = 12;
const LONGEST: usize = 200;

/// Reads the statements of a page.
pub(super) fn facts(tree: &Tree) -> StatedFacts {
    let stated = linked_data(tree);
    let article = stated
        .iter()
        .find(|value| is_article(value, &TYPES[..5]))
        .or_else(|| stated.iter().find(|value| is_article(value, TYPES)));
    let of = |name: &str| article.and_then(|article| words(article.get(name)?));
    let metas: Vec<&Element> = tree.named(&["meta"]).map(|(_, meta)| meta).collect();
    let meta = |names: &[&str]| {
        names.iter().find_map(|name| {
            let is_it = |meta: &&&Element| {
                ["property", "name", "itemprop", "http-equiv"].iter().any(|at| meta.has(at, &[name]))
            };
            let found = metas.iter().find(is_it)?;
            found.attribute("content").and_then(clean)
        })
    };
    let link = |rel: &str| {
        let mut links = tree.named(&["link", "a"]).map(|(_, link)| link);
        let is_rel = |link: &&Element| {
            link.attribute("rel").is_some_and(|own| own.split_whitespace().any(|own| own.eq_ignore_ascii_case(rel)))
        };
        links.find(is_rel).and_then(|link| link.attribute("href")).and_then(clean)
    };
    let publisher = of("publisher").or_else(|| meta(&["og:site_name", "application-name"]));
    let page_title = || {
        tree.named(&["title"])
            .find(|(id, _)| tree.around(*id).all(|around| tree.element(around).is_none_or(|outer| outer.name != "svg")))
            .and_then(|(id, _)| clean(&tree.text(id)))
    };
    let title = of("headline")
        .or_else(|| meta(&["og:title", "twitter:title", "dc.title", "citation_title"]))
        .or_else(page_title);
    let title = title.map(|title| without_site(&title, publisher.as_deref()));
    let mut authors = article.and_then(|article| article.get("author")).map(people).unwrap_or_default();
    if authors.is_empty() {
        authors.extend(
            meta(&["author", "article:author", "dc.creator", "parsely-author", "byl", "sailthru.author"])
                .filter(|name| !name.contains("://"))
                .map(|name| name.trim_start_matches("By ").to_string()),
        );
    }
    authors.truncate(MOST);
    let time = || tree.named(&["time"]).find_map(|(_, time)| time.attribute("datetime").and_then(clean));
    let origin = TextOrigin {
        title: title.clone(),
        authors,
        date: of("datePublished")
            .or_else(|| {
                meta(&[
                    "article:published_time",
                    "datepublished",
                    "date",
                    "dc.date",
                    "dc.date.issued",
                    "pubdate",
                    "parsely-pub-date",
                    "og:published_time",
                    "publish-date",
                    "citation_publication_date",
                ])
            })
            .or_else(time),
        address: saved_from(tree)
            .or_else(|| link("canonical").filter(|to| is_address(to)))
            .or_else(|| meta(&["og:url"]).filter(|to| is_address(to)))
            .or_else(|| of("url").filter(|to| is_address(to))),
        publisher,
        language: language(tree).or_else(|| of("inLanguage")).or_else(|| meta(&["og:locale", "content-language"])),
        license: of("license")
            .or_else(|| link("license"))
            .or_else(|| meta(&["dcterms.license", "dcterms.rights", "dc.rights"])),
    };
    StatedFacts {
        title,
        description: of("description").or_else(|| meta(&["og:description", "description"])),
        body: body(article),
        origin,
    }
}

fn language(tree: &Tree) -> Option<String> {
    tree.named(&["html"]).find_map(|(_, html)| clean(html.attribute("lang").or_else(|| html.attribute("xml:lang"))?))
}

/// Returns the objects of all JSON-LD in the page, including those in graphs and lists.
fn linked_data(tree: &Tree) -> Vec<Value> {
    let scripts = tree.named(&["script"]).filter(|(_, script)| script.has("type", &["application/ld+json"]));
    let mut found = Vec::new();
    for (id, _) in scripts {
        let text = tree.text(id);
        // Line ends inside strings are common, although JSON forbids them.
        let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->").replace(['\n', '\r', '\t'], " ");
        if let Ok(value) =
            serde_json::from_str(text.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim())
        {
            gather(value, &mut found);
        }
    }
    found
}

fn gather(value: Value, found: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| gather(value, found)),
        Value::Object(mut object) => {
            if let Some(graph) = object.remove("@graph") {
                gather(graph, found);
            }
            if let Some(entity) = object.remove("mainEntity") {
                gather(entity, found);
            }
            found.push(Value::Object(object));
        }
        _ => {}
    }
}

fn is_article(value: &Value, types: &[&str]) -> bool {
    let is = |name: &Value| name.as_str().is_some_and(|name| types.iter().any(|own| name.ends_with(own)));
    match value.get("@type") {
        Some(Value::Array(names)) => names.iter().any(is),
        Some(name) => is(name),
        None => false,
    }
}

/// Returns the text of the article; for a live page, the text of its entries.
fn body(article: Option<&Value>) -> Option<String> {
    let text = |value: &Value| Some(plain(value.get("articleBody")?.as_str()?)).filter(|text| !text.trim().is_empty());
    let article = article?;
    text(article).or_else(|| {
        let entries = article.get("liveBlogUpdate")?.as_array()?;
        let entries: Vec<String> = entries.iter().filter_map(text).collect();
        (!entries.is_empty()).then(|| entries.join("\n\n"))
    })
}

/// Returns a text without the tags and references that some pages leave in it.
fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.into();
    }
    let tree = Tree::read(text);
    let blocks = super::blocks::blocks(&tree);
    let is_marked = tree.ids().skip(1).any(|id| matches!(tree.node(id).kind, NodeKind::Element(_)));
    if is_marked { blocks.into_iter().map(|block| block.text).collect::<Vec<_>>().join("\n\n") } else { tree.text(0) }
}

/// Returns the words of a value: a string, or the name of a thing, or the first of a list.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => clean(&plain(words)),
        Value::Array(values) => values.iter().find_map(words),
        Value::Object(object) => {
            ["name", "@id", "url", "@value"].iter().find_map(|name| object.get(*name).and_then(words))
        }
        _ => None,
    }
}

fn people(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(people).collect(),
        Value::Object(object) => object.get("name").map(people).unwrap_or_default(),
        Value::String(name) => {
            clean(&plain(name)).filter(|name| !name.contains("://") && name.len() <= LONGEST).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the address that a browser, or SingleFile, noted when it saved the page.
fn saved_from(tree: &Tree) -> Option<String> {
    tree.ids().take(40).find_map(|id| match &tree.node(id).kind {
        NodeKind::Comment(words) => {
            let is_note = words.contains("saved from url") || words.contains("SingleFile") || words.contains("url:");
            let at =
                ["http://", "https://"].iter().filter_map(|scheme| words.find(scheme)).min().filter(|_| is_note)?;
            words[at..].split_whitespace().next().map(str::to_string)
        }
        _ => None,
    })
}

fn is_address(words: &str) -> bool {
    words.starts_with("http://") || words.starts_with("https://")
}

/// The signs between the parts of a page's title.
const BETWEEN: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · "];

/// Returns the parts of a page's title: the site's name may be the first or the last of them. A colon may belong to the
/// headline, so it is for comparison with the page only.
pub(super) fn parts(title: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(title);
    std::iter::from_fn(move || {
        let whole = rest.take()?;
        let cut = BETWEEN.iter().chain(&[": "]).filter_map(|sign| Some((whole.find(sign)?, sign.len()))).min();
        let Some((at, length)) = cut else { return Some(whole) };
        rest = Some(&whole[at + length..]);
        Some(&whole[..at])
    })
}

/// Returns a title without the name of the site at its end: `Ten dead – The Gazette`.
fn without_site(title: &str, site: Option<&str>) -> String {
    let Some((at, behind)) = BETWEEN.iter().filter_map(|part| Some((title.rfind(part)?, part.len()))).max() else {
        return title.into();
    };
    let (head, tail) = (&title[..at], title[at + behind..].trim());
    let is_site = site.is_some_and(|site| {
        let (site, tail) = (site.to_lowercase(), tail.to_lowercase());
        site.contains(&tail) || tail.contains(&site)
    });
    let is_short = tail.split_whitespace().count() <= 3 && head.split_whitespace().count() >= 4 && site.is_none();
    if is_site || is_short { without_site(head.trim_end(), site) } else { title.into() }
}

/// Returns words with one blank between them; `None` if there are none.
fn clean(words: &str) -> Option<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: String = words.chars().filter(|c| !c.is_control()).take(1000).collect();
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_states_its_origin() {
        let page = r#"<!-- saved from url=(0031)https://gazette.example/flood -->
            <html lang="en-GB"><head><title>Ten dead in flood | The Gazette</title>
            <link rel="license" href="https://creativecommons.org/licenses/by/4.0/">
            <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"},
              {"@type": ["NewsArticle"], "headline": "Ten dead in flood", "author": [{"@type": "Person", "name": "Ann Lee"}, {"name": "Bo Diaz"}],
               "datePublished": "2026-05-03T08:00:00Z", "publisher": {"name": "The Gazette"}, "articleBody": "Ten &amp; more
               <p>died.</p>"}]}</script></head>"#;
        let facts = facts(&Tree::read(page));
        let origin = facts.origin;
        assert_eq!(
            (origin.title.as_deref(), origin.date.as_deref()),
            (Some("Ten dead in flood"), Some("2026-05-03T08:00:00Z"))
        );
        assert_eq!(origin.authors, ["Ann Lee", "Bo Diaz"]);
        assert_eq!(origin.address.as_deref(), Some("https://gazette.example/flood"));
        assert_eq!((origin.publisher.as_deref(), origin.language.as_deref()), (Some("The Gazette"), Some("en-GB")));
        assert!(origin.license.unwrap().ends_with("by/4.0/") && facts.body.unwrap().contains("died."));
    }

    #[test]
    fn the_name_of_the_site_is_no_part_of_a_title() {
        assert_eq!(without_site("Ten dead – Business – The Gazette", Some("The Gazette")), "Ten dead – Business");
        assert_eq!(without_site("Flood: ten dead in two days | Gazette", None), "Flood: ten dead in two days");
        assert_eq!(
            without_site("Ten-day flood - what we know so far about it", Some("Gazette")),
            "Ten-day flood - what we know so far about it"
        );
    }
}
