//! Collects the valid records, and places those again that have lost their place.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::Placing;
use super::doubts::Doubts;
use super::shape::{
    Attributes, BorrowedText, ElsewhereRecord, JudgedRecord, LinkRecord, Maybe, PlaceRecord, RemarkRecord, TagRecord,
    Unknown, VerdictRecord, ViaRecord,
};
use crate::corpus::problem::shown;
use crate::corpus::record::resolver::{Resolver, TargetRef};
use crate::tags::anchor::Placed;
use crate::tags::remark::{Elsewhere, Remark};
use crate::tags::score::Score;
use crate::tags::target::{Judged, Lost, Target};
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Carried, Id, Link, Origin, Records, Tag, Via};
use crate::text::Span;

/// The valid records.
pub(crate) struct Taken<'a, G> {
    ground: &'a G,
    /// Whether the layer was made on another text, so that no place in it is certain.
    text_changed: bool,
    /// The length of the text on which the layer was made, in code points; the greatest number if it is not known.
    chars: usize,
    tags: Vec<Tag>,
    ids: HashSet<Id>,
    links: BTreeMap<Id, Link>,
    verdicts: BTreeMap<Id, Verdict>,
    remarks: BTreeMap<Id, Remark>,
    /// Tags that were lost when the layer was saved, on the same text.
    lost: Vec<Lost>,
    /// Tags to be placed again.
    stray: Vec<Lost>,
}

impl<'a, G: Resolver> Taken<'a, G> {
    pub(crate) fn new(ground: &'a G, text_changed: bool, chars: usize, tags: usize) -> Taken<'a, G> {
        Taken {
            ground,
            text_changed,
            chars: if chars == 0 { usize::MAX } else { chars },
            tags: Vec::with_capacity(tags),
            ids: HashSet::with_capacity(tags),
            links: BTreeMap::new(),
            verdicts: BTreeMap::new(),
            remarks: BTreeMap::new(),
            lost: Vec::new(),
            stray: Vec::new(),
        }
    }

    pub(crate) fn tag(&mut self, record: TagRecord<'a>, doubts: &mut Doubts<'a>) -> Result<(), String> {
        let TagRecord { id, label, start, end, quote, prefix, suffix, note, attributes, at, .. } = record;
        let TagRecord { score: Maybe(score), was, lost, from, via, rival, unknown, .. } = record;
        let place = TargetRef { start, end, quote: &quote.0, prefix: &prefix.0, suffix: &suffix.0 };
        let span = self.span(place)?;
        let from = from.iter().map(|origin| self::origin(origin)).collect::<Result<_, _>>()?;
        let via = self::via(via)?;
        let id = self.id(id)?;
        let Attributes(attributes) = attributes;
        let mut tag = Tag {
            id,
            label,
            span: Span::default(),
            note,
            attributes,
            score: score.map(|score| Score::new(score).ok_or("its score is no number")).transpose()?,
            at,
            was: Some(was).filter(|was| !was.is_empty()),
            from,
            via: via.map(Box::new),
            rival: named(rival),
            extra: doubts.extras("tags", unknown),
        };
        match span {
            _ if lost && !self.text_changed => self.lost.push(Lost { tag, target: place.target() }),
            None => self.stray.push(Lost { tag, target: place.target() }),
            Some(span) => {
                tag.span = span;
                self.tags.push(tag);
            }
        }
        Ok(())
    }

    pub(crate) fn link(&mut self, record: LinkRecord<'a>, doubts: &mut Doubts<'a>) -> Result<(), String> {
        let LinkRecord { id, kind, from, to, document, at, rival, unknown } = record;
        let id = self.id(id)?;
        let (from, to) = (Id::from(from.as_str()), Id::from(to.as_str()));
        let document = (!document.is_empty()).then_some(document);
        let extra = doubts.extras("links", unknown);
        self.links.insert(id.clone(), Link { id, kind, from, to, document, at, rival: named(rival), extra });
        Ok(())
    }

    pub(crate) fn verdict(&mut self, record: VerdictRecord<'a>, doubts: &mut Doubts<'a>) -> Result<(), String> {
        let VerdictRecord { id, annotator, tag, verdict, judged, amended, comment, at, rival, unknown } = record;
        let (tag, rival) = (Id::from(tag.as_str()), named(rival));
        let due = Verdict::id_of(&annotator, &tag);
        if rival.is_none() && id != due.as_str() {
            return Err(format!("its id is not {}, as that of the verdict on this tag", shown(due)));
        }
        let judged = self.judged(judged)?;
        let decision = match (verdict.as_str(), amended) {
            ("accepted", Maybe(None)) => Some(Decision::Accepted),
            ("rejected", Maybe(None)) => Some(Decision::Rejected),
            ("undecided", Maybe(None)) => None,
            ("amended", Maybe(Some(amended))) => Some(Decision::Amended(self.judged(amended)?)),
            ("amended", Maybe(None)) => return Err("the field `amended` is missing".into()),
            (other, _) => return Err(format!("`{}` is no verdict that is known here", shown(other))),
        };
        let id = self.id(id)?;
        let extra = doubts.extras("verdicts", unknown);
        let verdict = Verdict { id: id.clone(), annotator, tag, decision, judged, comment, at, rival, extra };
        self.verdicts.insert(id, verdict);
        Ok(())
    }

    pub(crate) fn remark(&mut self, record: RemarkRecord<'a>, doubts: &mut Doubts<'a>) -> Result<(), String> {
        let RemarkRecord { id, about, says, here: Maybe(here), there: Maybe(there), reason, via, at, unknown } = record;
        let here = here.map(|PlaceRecord { start, end, quote, prefix, suffix, unknown }| {
            target(TargetRef { start, end, quote: &quote.0, prefix: &prefix.0, suffix: &suffix.0 }, &unknown)
        });
        let there = there.map(|ElsewhereRecord { document, start, end, quote, prefix, suffix, unknown }| {
            let place = TargetRef { start, end, quote: &quote.0, prefix: &prefix.0, suffix: &suffix.0 };
            target(place, &unknown).map(|target| Elsewhere { document, target })
        });
        let (here, there, via) = (here.transpose()?, there.transpose()?, self::via(via)?);
        let id = self.id(id)?;
        let extra = doubts.extras("remarks", unknown);
        self.remarks.insert(id.clone(), Remark { id, about, says, here, there, reason, via, at, extra });
        Ok(())
    }

    /// Places the tags that need it, and returns all records.
    pub(crate) fn place(mut self, carried: Carried) -> (Records, Placing) {
        let mut placing = Placing::default();
        let targets: Vec<Target> = self.stray.iter().map(|stray| stray.target.clone()).collect();
        let found = if targets.is_empty() { Vec::new() } else { self.ground.find(self.chars, &targets) };
        for (Lost { mut tag, target }, placed) in self.stray.into_iter().zip(found) {
            let (span, list) = match placed {
                Placed::Same(span) => {
                    placing.same += 1;
                    (span, None)
                }
                Placed::Moved(span) => (span, Some(&mut placing.moved)),
                Placed::Changed(span) => {
                    tag.was.get_or_insert(target.quote);
                    (span, Some(&mut placing.changed))
                }
                Placed::Lost(_) => {
                    placing.lost.push(tag.id.clone());
                    self.lost.push(Lost { tag, target });
                    continue;
                }
            };
            list.into_iter().for_each(|list| list.push(tag.id.clone()));
            self.tags.push(Tag { span, ..tag });
        }
        if self.text_changed {
            judge_anew(self.ground, self.chars, &mut self.verdicts);
        }
        let lost = self.lost.into_iter().map(|lost| (lost.tag.id.clone(), lost)).collect();
        let records = Records {
            tags: self.tags.into_iter().collect(),
            links: Arc::new(self.links.into()),
            lost: Arc::new(lost),
            verdicts: Arc::new(self.verdicts.into()),
            remarks: Arc::new(self.remarks.into()),
            carried: Arc::new(carried),
        };
        (records, placing)
    }

    fn judged(&self, record: JudgedRecord<'a>) -> Result<Judged, String> {
        let JudgedRecord { label, start, end, quote, prefix, suffix, lost, attributes, unknown } = record;
        let Attributes(attributes) = attributes;
        if let Some((name, _)) = unknown.first() {
            return Err(format!("there is no field `{}` here", shown(name)));
        }
        let (BorrowedText(quote), BorrowedText(prefix), BorrowedText(suffix)) = (quote, prefix, suffix);
        let place = TargetRef { start, end, quote: &quote, prefix: &prefix, suffix: &suffix };
        let span = self.span(place)?.filter(|_| !lost);
        // The surroundings of a certain place are taken from the text, as for tags.
        let target = span.map_or(place, |span| self.ground.place(span)).target();
        Ok(Judged { label, attributes, target, span })
    }

    /// Returns the span of a place, if the place is certain.
    fn span(&self, place: TargetRef) -> Result<Option<Span>, String> {
        place.check()?;
        if self.text_changed { Ok(None) } else { self.ground.span(place) }
    }

    /// Returns an id that no other record has.
    fn id(&mut self, id: String) -> Result<Id, String> {
        let id = Id::from(id.as_str());
        match id.as_str() {
            "" => Err("its id is empty".into()),
            _ if !self.ids.insert(id.clone()) => Err(format!("the id {} is another's already", shown(&id))),
            _ => Ok(id),
        }
    }
}

/// Finds the present places of judged tags.
fn judge_anew(ground: &impl Resolver, chars: usize, verdicts: &mut BTreeMap<Id, Verdict>) {
    let mut all: Vec<&mut Judged> = Vec::new();
    for verdict in verdicts.values_mut() {
        all.push(&mut verdict.judged);
        if let Some(Decision::Amended(amended)) = &mut verdict.decision {
            all.push(amended);
        }
    }
    let targets: Vec<Target> = all.iter().map(|judged| judged.target.clone()).collect();
    for (judged, placed) in all.into_iter().zip(ground.find(chars, &targets)) {
        judged.span = match placed {
            Placed::Same(span) | Placed::Moved(span) | Placed::Changed(span) => Some(span),
            Placed::Lost(_) => None,
        };
    }
}

/// Returns the words of a place that is not looked for.
fn target(place: TargetRef, unknown: &Unknown) -> Result<Target, String> {
    match unknown.first() {
        Some((name, _)) => Err(format!("there is no field `{}` here", shown(name))),
        None => place.check().map(|()| place.target()),
    }
}

/// Returns the suggestion of a record.
fn via(Maybe(record): Maybe<ViaRecord>) -> Result<Option<Via>, String> {
    let Some(ViaRecord { rule, cue, was, label, unknown }) = record else { return Ok(None) };
    match unknown.first() {
        Some((name, _)) => Err(format!("there is no field `{}` here", shown(name))),
        None => Ok(Some(Via { rule, cue, was, label })),
    }
}

fn named(id: String) -> Option<Id> {
    (!id.is_empty()).then(|| Id::from(id.as_str()))
}

/// Reads the annotator and the id of a tag: `ana t-5w3k…`.
fn origin(words: &str) -> Result<Origin, String> {
    let (annotator, tag) = words.split_once(' ').ok_or("it comes from no annotator’s tag")?;
    Ok(Origin { annotator: annotator.into(), tag: Id::from(tag) })
}
