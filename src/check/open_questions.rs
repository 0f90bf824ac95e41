//! Rules about what a person must settle: lost tags, changed words, two versions, links that lead nowhere.

use super::finding::{Defect, Hit, HitPlace, Subject, TagWords};
use super::rules::CheckedLayer;
use crate::tags::Id;
use crate::tags::target::Lost;

/// Finds tags whose words are no longer in the text.
pub(super) fn lost(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    hits.extend(layer.layer.lost().iter().map(|(id, lost)| of_lost(id, lost, Defect::LostPlace)));
}

/// Finds tags whose words were changed in the text.
pub(super) fn changed(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    for tag in layer.layer.tags().iter() {
        let Some(was) = &tag.was else { continue };
        let is_same = layer.document.slice(tag.span) == was;
        hits.push(Hit::tag(layer, tag, if is_same { Defect::Doubtful } else { Defect::Was(was.clone()) }));
    }
}

/// Finds records that have two versions.
pub(super) fn unsettled(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    let records = layer.layer;
    let tags = records.tags().iter().filter(|tag| tag.rival.is_some());
    hits.extend(tags.map(|tag| Hit::tag(layer, tag, Defect::TwoVersions)));
    let lost = records.lost().iter().filter(|(_, lost)| lost.tag.rival.is_some());
    hits.extend(lost.map(|(id, lost)| of_lost(id, lost, Defect::TwoVersions)));
    for (id, link) in records.links().iter().filter(|(_, link)| link.rival.is_some()) {
        let subject = Subject::Link(link.kind.clone(), None);
        hits.push(Hit { at: HitPlace::Record(id.clone()), subject, defect: Defect::TwoVersions });
    }
    for (id, verdict) in records.verdicts().iter().filter(|(_, verdict)| verdict.rival.is_some()) {
        let subject = Subject::Verdict(verdict.annotator.clone(), verdict.judged.target.quote.clone());
        hits.push(Hit { at: HitPlace::Record(id.clone()), subject, defect: Defect::TwoVersions });
    }
}

/// Finds links that begin or end at no tag. Links into other documents are followed in [`super::other_documents`].
pub(super) fn dead_links(layer: &CheckedLayer, hits: &mut Vec<Hit>) {
    let exists = |id: &Id| layer.layer.has_tag(id);
    for link in layer.layer.links().values() {
        let defect = match (exists(&link.from), link.document.is_some() || exists(&link.to)) {
            (true, true) => continue,
            (false, true) => Defect::NoBeginning,
            (false, false) => Defect::NoEnds,
            (true, false) => Defect::NoEnd,
        };
        hits.push(Hit::link(layer, link, defect));
    }
}

fn of_lost(id: &Id, lost: &Lost, defect: Defect) -> Hit {
    let words = TagWords { label: lost.tag.label.clone(), quote: lost.target.quote.clone() };
    Hit { at: HitPlace::Record(id.clone()), subject: Subject::Tag(words), defect }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::check::rules::tests::{found, found_in, link};
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
        assert_eq!(found_in("lost-tag", "Prices rose.", lose), ["source “an official” is no longer in the text"]);
    }

    /// Returns a change of the first tag.
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
        let moved = first(|tag| tag.was = Some("5%".into()));
        let may = "figure “5%” may have been elsewhere: the text around it has changed";
        assert_eq!(found_in("changed-words", "rose {figure: 5%}", moved), [may]);
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
