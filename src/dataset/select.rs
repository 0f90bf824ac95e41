//! Chooses the tags of a layer to export: those with certain labels, those that a reviewer accepted, or the gold tags.
//!
//! ```text
//!   --reviewed accepted           ana's tag        ben's verdict   cho's verdict
//!                                 claim   ───────  accepted        accepted, none       →  the claim
//!                                 figure  ───────  amended                              →  only with accepted,amended
//!                                 source  ───────  accepted        rejected             →  left out: they differ
//!                                 claim (changed since) ─ accepted                      →  left out: nobody has judged that
//!   --gold ben                    ben's own tags  +  others' tags as ben's verdicts have them
//! ```
//!
//! There are no verdicts on links: a link is exported if both of its tags are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use crate::corpus::problem::Problem;
use crate::corpus::scope::Scope;
use crate::formats::engine::loss::{Aspect, Losses};
use crate::review::matching::LARGE;
use crate::tags::remark::{Remark, Status};
use crate::tags::set::TagSet;
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Id, Link, Records, Tag};
use crate::text::{Document, Span};

/// A decision of a reviewer that the user asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WantedDecision {
    /// The tag is right, or was corrected.
    Accepted,
    /// The tag should be something else, which is exported.
    Amended,
}

/// The criteria for tags to export.
#[derive(Clone, Debug, Default)]
pub(crate) struct Criteria {
    /// Only tags with these labels; empty for all labels.
    pub labels: Vec<String>,
    /// The way in which verdicts count.
    pub review: ReviewCriteria,
    /// Only layers with these statuses; empty for all statuses.
    pub statuses: Vec<Status>,
}

/// The way in which verdicts count.
#[derive(Clone, Debug, Default)]
pub(crate) enum ReviewCriteria {
    /// They do not count.
    #[default]
    Ignored,
    /// Only tags with these decisions.
    Reviewed {
        /// The decisions, at least one.
        decisions: Vec<WantedDecision>,
        /// The reviewers whose verdicts count; empty for all reviewers.
        reviewers: Vec<String>,
    },
    /// The annotator's own tags, and others' tags as the annotator's verdicts have them.
    Gold,
}

/// The reason why a tag was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exclusion {
    /// The tag has another label.
    OtherLabel,
    /// Nobody has judged the tag.
    Open,
    /// The tag was changed after it was judged.
    Outdated,
    /// The tag was rejected.
    Rejected,
    /// The tag was accepted, and only amended tags are asked for.
    Accepted,
    /// The tag was amended, and only accepted tags are asked for.
    Amended,
    /// The reviewers disagree on the tag.
    Contested,
}

/// The number of tags that were left out on purpose, and the losses that follow from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LeftOut {
    /// The number of tags, by the reason.
    pub tags: BTreeMap<Exclusion, usize>,
    /// The number of layers with another status.
    pub layers: usize,
    /// The number of verdicts whose decisions the tags have already.
    pub verdicts: usize,
    /// Links that have lost a tag at one of their ends.
    pub losses: Losses,
}

impl LeftOut {
    /// Adds the counts of another layer.
    pub(crate) fn join(&mut self, other: LeftOut) {
        other.tags.into_iter().for_each(|(reason, count)| self.add(reason, count));
        self.losses.join(other.losses);
        self.layers += other.layers;
        self.verdicts += other.verdicts;
    }

    fn add(&mut self, reason: Exclusion, count: usize) {
        if count > 0 {
            *self.tags.entry(reason).or_default() += count;
        }
    }
}

/// Writes `3 with other labels, 2 rejected`; nothing if no tag was left out.
impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "";
        for (reason, count) in &self.tags {
            let what = match reason {
                Exclusion::OtherLabel => "with other labels",
                Exclusion::Open => "that nobody has judged",
                Exclusion::Outdated => "changed after they were judged",
                Exclusion::Rejected => "rejected",
                Exclusion::Accepted => "accepted",
                Exclusion::Amended => "amended",
                Exclusion::Contested => "on which the reviewers differ",
            };
            write!(f, "{before}{count} {what}")?;
            before = ", ";
        }
        Ok(())
    }
}

impl Criteria {
    /// Returns whether a layer has one of the statuses.
    pub(crate) fn has_status(&self, records: &Records) -> bool {
        self.statuses.is_empty() || self.statuses.contains(&records.status())
    }

    /// Returns whether layers without tags are asked for, whatever their status: by their status, or since the tags of others count.
    pub(crate) fn asks_for_unread(&self) -> bool {
        !self.statuses.is_empty() || matches!(self.review, ReviewCriteria::Gold)
    }

    /// Returns the records of `annotator`'s layer that meet the criteria. Reads the layers of other annotators if the
    /// criteria need them.
    ///
    /// # Errors
    /// If another layer cannot be read.
    pub(crate) fn select(
        &self,
        scope: &Scope,
        name: &str,
        document: &Document,
        annotator: &str,
        records: Records,
        left_out: &mut LeftOut,
    ) -> Result<Records, Problem> {
        let layer = |who: &str| scope.layer(name, document, who).map(|reading| reading.records);
        let (links, status) = (records.links.clone(), records.status());
        let mut records = match &self.review {
            ReviewCriteria::Ignored => records,
            ReviewCriteria::Gold => {
                let judged: BTreeSet<String> =
                    records.verdicts.values().map(|verdict| verdict.annotator.clone()).collect();
                let judged = judged.into_iter().filter(|who| scope.has_layer(name, who));
                let judged = judged.map(|who| layer(&who).map(|records| (who, records)));
                let judged = judged.collect::<Result<Vec<_>, Problem>>()?;
                gold(records, &judged, left_out)
            }
            ReviewCriteria::Reviewed { decisions, reviewers } => {
                let others = scope.all_layers().get(name).into_iter().flatten().filter(|who| *who != annotator);
                let counts = |who: &&String| reviewers.is_empty() || reviewers.contains(who);
                let reviews = others.filter(counts).map(|who| layer(who)).collect::<Result<Vec<_>, Problem>>()?;
                let tags = reviewed(annotator, &records, &reviews, decisions, left_out);
                Records { tags, ..records }
            }
        };
        if !self.labels.is_empty() {
            let before = records.tags.len();
            records.tags = records.tags.iter().filter(|tag| self.labels.contains(&tag.label)).cloned().collect();
            left_out.add(Exclusion::OtherLabel, before - records.tags.len());
            Arc::make_mut(&mut records.lost).retain(|_, lost| self.labels.contains(&lost.tag.label));
        }
        if !self.takes_all() {
            // The tags that are left say nothing of how far the annotator is.
            if records.status() != status && status != Status::Open {
                let said = Remark::status(status, "", "");
                Arc::make_mut(&mut records.remarks).insert(said.id.clone(), said);
            }
            let ids: HashSet<&Id> = records.tags.iter().map(|tag| &tag.id).collect();
            let is_whole =
                |link: &Link| ids.contains(&link.from) && (link.document.is_some() || ids.contains(&link.to));
            for link in links.values().filter(|link| !is_whole(link)) {
                let example = || format!("{name} {} {} → {}", link.kind, link.from, link.to);
                left_out.losses.add(Aspect::Links, example);
            }
            let whole = records.links.iter().filter(|(_, link)| is_whole(link));
            records.links = Arc::new(whole.map(|(id, link)| (id.clone(), link.clone())).collect());
        }
        Ok(records)
    }

    /// Returns whether all tags meet the criteria.
    pub(crate) fn takes_all(&self) -> bool {
        self.labels.is_empty() && matches!(self.review, ReviewCriteria::Ignored)
    }
}

/// Returns the annotator's tags as the reviewers want them: those that a reviewer has judged in their present form, if
/// no other reviewer has judged otherwise.
fn reviewed(
    annotator: &str,
    records: &Records,
    reviews: &[Records],
    wanted: &[WantedDecision],
    left_out: &mut LeftOut,
) -> TagSet {
    let contested: Vec<HashSet<&Id>> = reviews
        .iter()
        .map(|review| review.verdicts.values().filter_map(|verdict| verdict.rival.as_ref()).collect())
        .collect();
    let mut tags = Vec::new();
    for tag in records.tags.iter() {
        let id = Verdict::id_of(annotator, &tag.id);
        let (mut judgements, mut outdated): (Vec<Option<Tag>>, bool) = (Vec::new(), false);
        for (review, contested) in reviews.iter().zip(&contested) {
            let verdict = review.verdicts.get(&id).filter(|verdict| !contested.contains(&verdict.id));
            let Some((verdict, decision)) = verdict.and_then(|verdict| Some((verdict, verdict.decision.as_ref()?)))
            else {
                continue;
            };
            match decision {
                // The annotator has changed the tag as the reviewer asked: it is right.
                Decision::Amended(is) if is.is(tag) => judgements.push(Some(tag.clone())),
                _ if !verdict.holds(tag) => outdated = true,
                Decision::Accepted => judgements.push(Some(tag.clone())),
                Decision::Rejected => judgements.push(None),
                Decision::Amended(is) => match is.span {
                    Some(span) => judgements.push(Some(Tag {
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
        let Some((first, others)) = judgements.split_first() else {
            left_out.add(if outdated { Exclusion::Outdated } else { Exclusion::Open }, 1);
            continue;
        };
        match first {
            _ if others.iter().any(|other| other != first) => left_out.add(Exclusion::Contested, 1),
            None => left_out.add(Exclusion::Rejected, 1),
            Some(is) => {
                let same = (is.span, &is.label, &is.attributes) == (tag.span, &tag.label, &tag.attributes);
                let decided = if same { WantedDecision::Accepted } else { WantedDecision::Amended };
                match wanted.contains(&decided) {
                    true => tags.push(is.clone()),
                    false if same => left_out.add(Exclusion::Accepted, 1),
                    false => left_out.add(Exclusion::Amended, 1),
                }
            }
        }
    }
    tags.into_iter().collect()
}

/// Returns the annotator's own tags, and others' tags as the annotator's verdicts have them, unless an own tag was made
/// from such a tag or is nearly the same. If several of the others' tags are the same, the first is taken.
fn gold(own: Records, judged: &[(String, Records)], left_out: &mut LeftOut) -> Records {
    let mut tags: Vec<Tag> = own.tags.iter().cloned().collect();
    let mut links: HashMap<Id, Link> = HashMap::new();
    let mut there: HashSet<(Span, String)> = tags.iter().map(|tag| (tag.span, tag.label.clone())).collect();
    let made: HashSet<(&str, &Id)> =
        own.tags.iter().flat_map(|tag| &tag.from).map(|origin| (origin.annotator.as_str(), &origin.tag)).collect();
    let review = std::slice::from_ref(&own);
    for (who, records) in judged {
        for tag in reviewed(who, records, review, &[WantedDecision::Accepted, WantedDecision::Amended], left_out).iter()
        {
            let nearly = |other: &Tag| other.label == tag.label && shared(other.span, tag.span) >= LARGE;
            let is_own = made.contains(&(who.as_str(), &tag.id)) || own.tags.touching(tag.span).any(nearly);
            if !is_own && there.insert((tag.span, tag.label.clone())) {
                tags.push(tag.clone());
            }
        }
        links.extend(records.links.iter().map(|(id, link)| (id.clone(), link.clone())));
    }
    let mut all = links;
    all.extend(own.links.iter().map(|(id, link)| (id.clone(), link.clone())));
    left_out.verdicts += own.verdicts.len();
    Records {
        tags: tags.into_iter().collect(),
        links: Arc::new(all.into_iter().collect()),
        verdicts: Arc::default(),
        ..own
    }
}

/// Returns the Jaccard index of two spans: the bytes in both, divided by the bytes in either.
fn shared(one: Span, other: Span) -> f64 {
    let both = one.end.min(other.end).saturating_sub(one.start.max(other.start));
    both as f64 / (one.len() + other.len() - both) as f64
}
