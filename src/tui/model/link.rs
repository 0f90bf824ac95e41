//! Finds links from their tags, in all open documents, and holds a link that is being made.

use super::App;
use super::seen::Sight;
use crate::compare::alike::{self, TaggedWords};
use crate::tags::history::Slot;
use crate::tags::scheme::LinkKind;
use crate::tags::{Id, Link, Tag};

/// A link whose other end the user is looking for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linking {
    /// The document in which it begins.
    pub slot: Slot,
    /// The tag at which it begins.
    pub from: Id,
    /// The kind.
    pub kind: String,
    /// The view when the link was begun.
    pub seen: Sight,
}

/// A link, seen from one of its tags.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End<'a> {
    /// The document whose layer holds the link.
    pub slot: Slot,
    /// The link.
    pub link: &'a Link,
    /// Whether the link begins at the tag that was asked about.
    pub begins: bool,
    /// The tag at the other end, if its document is open.
    pub other: Option<(Slot, &'a Id)>,
}

impl App {
    /// Returns the links that begin or end at a tag, of all open layers.
    pub fn links_at<'a>(&'a self, slot: Slot, id: &'a Id) -> impl Iterator<Item = End<'a>> {
        self.desk.shelf.with_slots().flat_map(move |(holder, open)| {
            open.layer.links_at(id).filter_map(move |link| {
                let target = self.link_target(holder, link);
                let end = |begins, other| End { slot: holder, link, begins, other };
                if holder == slot && link.from == *id {
                    Some(end(true, target.map(|target| (target, &link.to))))
                } else if target == Some(slot) && link.to == *id {
                    Some(end(false, Some((holder, &link.from))))
                } else {
                    None
                }
            })
        })
    }

    /// Returns the document in which a link of the layer on `holder` ends, if it is open with a layer of the same
    /// annotator. If several documents have the name, the one with the tag is returned.
    pub fn link_target(&self, holder: Slot, link: &Link) -> Option<Slot> {
        let Some(name) = &link.document else { return Some(holder) };
        let annotator = &self.desk.shelf[holder].annotator;
        let is_named = |slot: &Slot| {
            let open = &self.desk.shelf[*slot];
            *slot != holder && open.name == *name && open.annotator == *annotator
        };
        let named = || self.desk.shelf.slots().filter(is_named);
        named().find(|slot| self.desk.shelf[*slot].layer.tag(&link.to).is_some()).or_else(|| named().next())
    }

    /// Returns a description of a link of the layer on `slot`: `“Prices rose” rests on “5%”`.
    pub fn link_in_words(&self, slot: Slot, link: &Link) -> String {
        let quote = |slot: Option<Slot>, id: &Id| {
            let open = slot.and_then(|slot| self.desk.shelf.get(slot));
            let tag = open.and_then(|open| open.layer.tag(id).map(|tag| open.quote(tag.span, 30)));
            tag.map_or_else(|| "(not there)".to_string(), |quote| format!("“{quote}”"))
        };
        let target = self.link_target(slot, link);
        let to = match (&link.document, target) {
            (Some(name), None) => format!("a tag in {}", name.escape_debug()),
            _ => quote(target, &link.to),
        };
        format!("{} {} {to}", quote(Some(slot), &link.from), link.kind.escape_debug())
    }

    /// Returns whether `tag` can be the other end of the link that is being made. If no link is being made, any tag
    /// can.
    pub fn can_end_link(&self, slot: Slot, tag: &Tag) -> bool {
        let Some(linking) = self.linking() else { return true };
        let Some(kind) = self.link_kind(&linking.kind) else { return false };
        let Some(from) = self.desk.shelf[linking.slot].layer.tag(&linking.from) else { return false };
        from.id != tag.id && kind.joins(&from.label, &tag.label, linking.slot != slot)
    }

    /// Returns the tags on the desk at which a link of this kind from `from` can end. Tags that already have such a
    /// link from `from` are left out.
    pub fn partners<'a>(
        &'a self,
        holder: Slot,
        from: &'a Tag,
        kind: &'a LinkKind,
    ) -> impl Iterator<Item = (Slot, &'a Tag)> {
        let linked = move |to: &Tag| {
            let mut links = self.desk.shelf[holder].layer.links_at(&from.id);
            links.any(|link| link.from == from.id && link.to == to.id && link.kind == kind.name)
        };
        let tags = self.desk.slots().into_iter().flat_map(|slot| {
            let tags = self.desk.shelf[slot].layer.tags().iter();
            tags.map(move |tag| (slot, tag))
        });
        tags.filter(move |(slot, tag)| {
            tag.id != from.id && kind.joins(&from.label, &tag.label, *slot != holder) && !linked(tag)
        })
    }

    /// Returns the tags at which the link that is being made can end, the most likely first: the tags of the same
    /// article by distance, then those of the other article with the same label and those with another, each by how
    /// likely they are about the same.
    pub fn likeliest_partners(&self) -> Vec<(Slot, Id)> {
        let partners = || {
            let linking = self.linking()?;
            let holder = &self.desk.shelf[linking.slot];
            let (from, kind) = (holder.layer.tag(&linking.from)?, self.link_kind(&linking.kind)?);
            let gap = |tag: &Tag| {
                tag.span.start.saturating_sub(from.span.end).max(from.span.start.saturating_sub(tag.span.end))
            };
            let partners = self.partners(linking.slot, from, kind);
            let (mut near, far): (Vec<_>, Vec<_>) = partners.partition(|(slot, _)| *slot == linking.slot);
            near.sort_by_key(|(_, tag)| gap(tag));
            let words = |slot: Slot, tag: &Tag| {
                let open = &self.desk.shelf[slot];
                TaggedWords { document: &open.document, language: open.language(), span: tag.span }
            };
            let others: Vec<TaggedWords> = far.iter().map(|(slot, tag)| words(*slot, tag)).collect();
            let ranks = alike::ranks(words(linking.slot, from), &others);
            let mut far: Vec<_> = far.into_iter().zip(ranks).collect();
            far.sort_by(|((_, one), rank), ((_, other), than)| {
                let is_other_label = |tag: &Tag| tag.label != from.label;
                is_other_label(one).cmp(&is_other_label(other)).then(than.total_cmp(rank))
            });
            let far = far.into_iter().map(|(partner, _)| partner);
            Some(near.into_iter().chain(far).map(|(slot, tag)| (slot, tag.id.clone())).collect())
        };
        partners().unwrap_or_default()
    }

    /// Returns whether a link of the layer on `slot` joins labels that its kind may not join. Of a link to a document
    /// that is not open, only the beginning is looked at; a link of an undeclared kind joins anything.
    pub fn is_misfit(&self, slot: Slot, link: &Link) -> bool {
        let (Some(kind), Some(from)) = (self.link_kind(&link.kind), self.desk.shelf[slot].layer.tag(&link.from)) else {
            return false;
        };
        let target = self.link_target(slot, link);
        match target.and_then(|target| self.desk.shelf[target].layer.tag(&link.to)) {
            Some(to) => !kind.joins(&from.label, &to.label, link.document.is_some()),
            None => !kind.begins_at(&from.label),
        }
    }

    /// Returns the links of the user's layers on the desk that join labels which their kinds may not join.
    pub fn misfits(&self) -> Vec<(Slot, Id)> {
        let own = self.desk.slots().into_iter().filter(|slot| self.desk.shelf[*slot].guard.is_none());
        let links = own.flat_map(|slot| self.desk.shelf[slot].layer.links().values().map(move |link| (slot, link)));
        links.filter(|(slot, link)| self.is_misfit(*slot, link)).map(|(slot, link)| (slot, link.id.clone())).collect()
    }

    /// Returns a sentence about those links; `None` if there are none.
    pub fn misfits_in_words(&self) -> Option<String> {
        let list = self.key_of("unsettled");
        match self.misfits().len() {
            0 => None,
            1 => Some(format!("one link joins labels that its kind may not join; {list} shows and removes it")),
            more => {
                Some(format!("{more} links join labels that their kinds may not join; {list} lists and removes them"))
            }
        }
    }

    /// Returns the kind of link with this name.
    pub fn link_kind<'a>(&'a self, name: &str) -> Option<&'a LinkKind> {
        self.setting.scheme.links.iter().find(|kind| kind.name == name)
    }
}
