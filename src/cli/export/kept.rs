//! What of a layer goes out: certain labels, what a reviewer accepted, what counts.
//!
//! ```text
//!   --reviewed accepted           ana's tag        ben's verdict   cho's verdict
//!                                 claim   ───────  accepted        accepted, none       →  the claim
//!                                 figure  ───────  amended                              →  only with accepted,amended
//!                                 source  ───────  accepted        rejected             →  out: they differ
//!                                 claim (changed since) ─ accepted                      →  out: nobody has judged that
//!   --gold ben                    ben's own tags  +  others' tags as ben's verdicts have them
//! ```
//!
//! Links are not judged: one stays if both of its ends do.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::cli::chosen::Chosen;
use crate::corpus::problem::Problem;
use crate::failure::Failure;
use crate::formats::loss::{Losses, Part};
use crate::review::matching::LARGE;
use crate::tags::set::TagSet;
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Id, Link, Records, Tag};
use crate::text::{Document, Span};

/// Which decisions are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Decided {
    /// The tag is right, or was made so since.
    Accepted,
    /// It should be something else: that goes out.
    Amended,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// With these labels; none: any.
    pub labels: Vec<String>,
    /// With these decisions by a reviewer; none: with or without.
    pub reviewed: Vec<Decided>,
    /// Whose; none: anyone's.
    pub reviewers: Vec<String>,
    /// What counts for the annotator.
    pub gold: bool,
}

/// How many tags did not go out because they were not wanted, and what was lost by that.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// Tags with other labels.
    pub other_labels: usize,
    /// Tags that nobody has judged.
    pub open: usize,
    /// Tags that have changed since they were judged.
    pub outdated: usize,
    /// Tags that were rejected.
    pub rejected: usize,
    /// Tags that were accepted where only amended ones are wanted.
    pub accepted: usize,
    /// Tags that were amended where only accepted ones are wanted.
    pub amended: usize,
    /// Tags on which the reviewers differ.
    pub contested: usize,
    /// Links that have lost an end.
    pub losses: Losses,
}

impl Kept {
    /// Takes over what was counted elsewhere.
    pub fn join(&mut self, other: Kept) {
        self.other_labels += other.other_labels;
        self.open += other.open;
        self.outdated += other.outdated;
        self.rejected += other.rejected;
        self.accepted += other.accepted;
        self.amended += other.amended;
        self.contested += other.contested;
        self.losses.join(other.losses);
    }

    /// A sentence, if there is something to say.
    pub fn words(&self) -> Option<String> {
        let counts = [
            (self.other_labels, "with other labels"),
            (self.open, "that nobody has judged"),
            (self.outdated, "changed since they were judged"),
            (self.rejected, "rejected"),
            (self.accepted, "accepted"),
            (self.amended, "amended"),
            (self.contested, "on which the reviewers differ"),
        ];
        let said: Vec<String> =
            counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        (!said.is_empty()).then(|| format!("tags not wanted: {}", said.join(", ")))
    }
}

impl Wanted {
    /// What is asked for on the command line.
    ///
    /// # Errors
    /// When a reviewer has no layer on the documents.
    pub fn new(
        labels: &[String],
        reviewed: &[Decided],
        reviewers: &[String],
        gold: bool,
        chosen: &Chosen,
    ) -> Result<Wanted, Failure> {
        let there = |name: &&String| chosen.documents.iter().any(|document| chosen.has_layer(document, name));
        if let Some(unknown) = reviewers.iter().find(|name| !there(name)) {
            return Err(Failure::new(format!("there is no layer by {unknown} here")).hint(chosen.who_there_is()));
        }
        Ok(Wanted { labels: labels.to_vec(), reviewed: reviewed.to_vec(), reviewers: reviewers.to_vec(), gold })
    }

    /// What of `annotator`'s records is wanted. Reads the layers of others where that depends on them.
    ///
    /// # Errors
    /// When another's layer does not read.
    pub fn of(
        &self,
        chosen: &Chosen,
        name: &str,
        document: &Document,
        annotator: &str,
        records: Records,
        kept: &mut Kept,
    ) -> Result<Records, Problem> {
        let layer = |who: &str| chosen.layer(name, document, who).map(|reading| reading.records);
        let others = || chosen.all_layers().get(name).into_iter().flatten().filter(|who| *who != annotator);
        let links = records.links.clone();
        let mut records = if self.gold {
            let judged: BTreeSet<String> = records.verdicts.values().map(|verdict| verdict.annotator.clone()).collect();
            let judged = judged.into_iter().filter(|who| chosen.has_layer(name, who));
            let judged = judged.map(|who| layer(&who).map(|records| (who, records)));
            let judged = judged.collect::<Result<Vec<_>, Problem>>()?;
            gold(records, &judged, kept)
        } else if !self.reviewed.is_empty() {
            let counts = |who: &&String| self.reviewers.is_empty() || self.reviewers.contains(who);
            let reviews = others().filter(counts).map(|who| layer(who)).collect::<Result<Vec<_>, Problem>>()?;
            let tags = reviewed(annotator, &records, &reviews, &self.reviewed, kept);
            let carried = records.carried.clone();
            Records { tags, links: records.links, carried, ..Records::default() }
        } else {
            records
        };
        if !self.labels.is_empty() {
            let wanted = |tag: &&Tag| self.labels.contains(&tag.label);
            let before = records.tags.len();
            records.tags = records.tags.iter().filter(wanted).cloned().collect();
            kept.other_labels += before - records.tags.len();
            Arc::make_mut(&mut records.lost).retain(|_, lost| self.labels.contains(&lost.tag.label));
        }
        if self.gold || !self.reviewed.is_empty() || !self.labels.is_empty() {
            let ids: HashSet<&Id> = records.tags.iter().map(|tag| &tag.id).collect();
            let whole = |link: &Link| ids.contains(&link.from) && (link.document.is_some() || ids.contains(&link.to));
            for link in links.values().filter(|link| !whole(link)) {
                kept.losses.add(Part::Links, || format!("{name} {} {} → {}", link.kind, link.from, link.to));
            }
            let still = records.links.iter().filter(|(_, link)| whole(link));
            records.links = Arc::new(still.map(|(id, link)| (id.clone(), link.clone())).collect());
        }
        Ok(records)
    }
}

/// The annotator's tags as the reviewers have them: where one has judged a tag that still says the same, and no other
/// says otherwise.
fn reviewed(annotator: &str, records: &Records, reviews: &[Records], wanted: &[Decided], kept: &mut Kept) -> TagSet {
    let contested: Vec<HashSet<&Id>> = reviews
        .iter()
        .map(|review| review.verdicts.values().filter_map(|verdict| verdict.rival.as_ref()).collect())
        .collect();
    let mut tags = Vec::new();
    for tag in records.tags.iter() {
        let id = Verdict::id_of(annotator, &tag.id);
        let (mut outcomes, mut outdated): (Vec<Option<Tag>>, bool) = (Vec::new(), false);
        for (review, contested) in reviews.iter().zip(&contested) {
            let verdict = review.verdicts.get(&id).filter(|verdict| !contested.contains(&verdict.id));
            let Some((verdict, decision)) = verdict.and_then(|verdict| Some((verdict, verdict.decision.as_ref()?)))
            else {
                continue;
            };
            match decision {
                // What was to be amended and is so now is right.
                Decision::Amended(is) if is.is(tag) => outcomes.push(Some(tag.clone())),
                _ if !verdict.holds(tag) => outdated = true,
                Decision::Accepted => outcomes.push(Some(tag.clone())),
                Decision::Rejected => outcomes.push(None),
                Decision::Amended(is) => match is.span {
                    Some(span) => outcomes.push(Some(Tag {
                        label: is.label.clone(),
                        attributes: is.attributes.clone(),
                        span,
                        was: None,
                        ..tag.clone()
                    })),
                    None => outdated = true,
                },
            }
        }
        let Some((first, others)) = outcomes.split_first() else {
            *(if outdated { &mut kept.outdated } else { &mut kept.open }) += 1;
            continue;
        };
        match first {
            _ if others.iter().any(|other| other != first) => kept.contested += 1,
            None => kept.rejected += 1,
            Some(is) => {
                let same = (is.span, &is.label, &is.attributes) == (tag.span, &tag.label, &tag.attributes);
                let decided = if same { Decided::Accepted } else { Decided::Amended };
                match wanted.contains(&decided) {
                    true => tags.push(is.clone()),
                    false if same => kept.accepted += 1,
                    false => kept.amended += 1,
                }
            }
        }
    }
    tags.into_iter().collect()
}

/// What counts for the annotator: the own tags, and the others' as the annotator's verdicts have them, if no own tag was
/// made from them or says nearly the same. Of others' tags that say just the same, the first.
fn gold(own: Records, judged: &[(String, Records)], kept: &mut Kept) -> Records {
    let mut tags: Vec<Tag> = own.tags.iter().cloned().collect();
    let mut links: HashMap<Id, Link> = HashMap::new();
    let mut there: HashSet<(Span, String)> = tags.iter().map(|tag| (tag.span, tag.label.clone())).collect();
    let made: HashSet<(&str, &Id)> =
        own.tags.iter().flat_map(|tag| &tag.from).map(|origin| (origin.annotator.as_str(), &origin.tag)).collect();
    let review = std::slice::from_ref(&own);
    for (who, records) in judged {
        for tag in reviewed(who, records, review, &[Decided::Accepted, Decided::Amended], kept).iter() {
            let nearly = |other: &Tag| other.label == tag.label && shared(other.span, tag.span) >= LARGE;
            let is_own = made.contains(&(who.as_str(), &tag.id)) || own.tags.touching(tag.span).any(nearly);
            if !is_own && there.insert((tag.span, tag.label.clone())) {
                tags.push(tag.clone());
            }
        }
        links.extend(records.links.iter().map(|(id, link)| (id.clone(), link.clone())));
    }
    let Records { links: of_own, lost, carried, .. } = own;
    let mut all = links;
    all.extend(of_own.iter().map(|(id, link)| (id.clone(), link.clone())));
    Records {
        tags: tags.into_iter().collect(),
        links: Arc::new(all.into_iter().collect()),
        lost,
        carried,
        ..Records::default()
    }
}

/// What both cover in relation to what either covers.
fn shared(one: Span, other: Span) -> f64 {
    let both = one.end.min(other.end).saturating_sub(one.start.max(other.start));
    both as f64 / (one.len() + other.len() - both) as f64
}
