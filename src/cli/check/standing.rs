//! What waits for somebody: tags without a place, new words, two versions, links that lead nowhere.

use super::rules::{At, Hit, Sheet, quoted, said};
use crate::corpus::problem::shown;
use crate::tags::Id;

/// Tags without a place.
pub fn lost(sheet: &Sheet, hits: &mut Vec<Hit>) {
    for (id, lost) in sheet.layer.lost().iter() {
        let words = format!("{} {} has lost its place", shown(&lost.tag.label), quoted(&lost.target.quote));
        hits.push(Hit::record(id, words));
    }
}

/// Tags whose words have changed under them.
pub fn changed(sheet: &Sheet, hits: &mut Vec<Hit>) {
    for tag in sheet.layer.tags().iter() {
        if let Some(was) = &tag.was {
            hits.push(Hit::tag(sheet, tag, format!("was {}", quoted(was))));
        }
    }
}

/// Records of which there are two versions.
pub fn unsettled(sheet: &Sheet, hits: &mut Vec<Hit>) {
    const WHAT: &str = "is one of two versions that nobody has settled";
    for tag in sheet.layer.tags().iter().filter(|tag| tag.rival.is_some()) {
        hits.push(Hit::tag(sheet, tag, WHAT));
    }
    for (id, lost) in sheet.layer.lost().iter().filter(|(_, lost)| lost.tag.rival.is_some()) {
        hits.push(Hit::record(id, format!("{} {} {WHAT}", shown(&lost.tag.label), quoted(&lost.target.quote))));
    }
    for (id, link) in sheet.layer.links().iter().filter(|(_, link)| link.rival.is_some()) {
        hits.push(Hit::record(id, format!("link “{}” {WHAT}", shown(&link.kind))));
    }
    for (id, verdict) in sheet.layer.verdicts().iter().filter(|(_, verdict)| verdict.rival.is_some()) {
        let on = quoted(&verdict.judged.target.quote);
        hits.push(Hit::record(id, format!("verdict on {}’s {on} {WHAT}", shown(&verdict.annotator))));
    }
}

/// Links whose ends are not there. Whether they end in another document is asked there: see [`super::across`].
pub fn dead_links(sheet: &Sheet, hits: &mut Vec<Hit>) {
    let there = |id: &Id| sheet.layer.has_tag(id);
    for (id, link) in sheet.layer.links().iter() {
        let kind = shown(&link.kind);
        match (there(&link.from), link.document.is_some() || there(&link.to)) {
            (true, true) => {}
            (false, true) => hits.push(Hit::record(id, format!("link “{kind}” begins at no tag"))),
            (false, false) => hits.push(Hit::record(id, format!("link “{kind}” begins and ends at no tag"))),
            (true, false) => {
                let from =
                    sheet.layer.tag(&link.from).map_or(String::new(), |tag| format!(" from {}", said(sheet, tag)));
                hits.push(Hit { at: At::Record(id.clone()), words: format!("link “{kind}”{from} ends at no tag") });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::cli::check::rules::tests::{found, found_in, link};
    use crate::tags::Id;
    use crate::tags::Tag;
    use crate::tags::target::{Lost, Target};
    use crate::text::Span;

    #[test]
    fn a_tag_without_a_place_is_found() {
        let lose = |records: &mut crate::tags::Records| {
            let tag = Tag { id: Id::from("t-9"), ..Tag::new("source", Span::default(), "") };
            let target = Target { quote: "an official".into(), ..Target::default() };
            Arc::make_mut(&mut records.lost).insert(tag.id.clone(), Lost { tag, target });
        };
        assert_eq!(found_in("lost-tag", "Prices rose.", lose), ["source “an official” has lost its place"]);
    }

    /// A change of the first tag.
    fn first(change: impl FnOnce(&mut Tag)) -> impl FnOnce(&mut crate::tags::Records) {
        |records| {
            let mut tag = records.tags.iter().next().unwrap().clone();
            change(&mut tag);
            records.tags.insert(tag);
        }
    }

    #[test]
    fn new_words_wait_for_a_yes() {
        let change = first(|tag| tag.was = Some("4%".into()));
        assert_eq!(found_in("changed-words", "rose {figure: 5%}", change), ["figure “5%” was “4%”"]);
        assert!(found("changed-words", "rose {figure: 5%}").is_empty());
    }

    #[test]
    fn two_versions_wait_to_be_settled() {
        let found = found_in("unsettled", "rose {figure: 5%}", first(|tag| tag.rival = Some(Id::from("t-8"))));
        assert_eq!(found, ["figure “5%” is one of two versions that nobody has settled"]);
    }

    #[test]
    fn a_link_needs_both_its_ends() {
        let found = found_in("dead-link", "{claim: Prices rose {figure: 5%}}", |records| {
            link(records, "rests on", "t-0", "t-1");
            link(records, "rests on", "t-0", "t-7");
            link(records, "rests on", "t-7", "t-1");
        });
        assert_eq!(
            found,
            ["link “rests on” from claim “Prices rose 5%” ends at no tag", "link “rests on” begins at no tag"]
        );
    }
}
