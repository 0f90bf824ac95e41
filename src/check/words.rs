//! Writes findings as sentences, without a full stop: `figure “four” is in no claim`.

use std::fmt::{self, Display, Formatter};

use super::finding::{Defect, Finding, Hit, NoTarget, Outdated, Subject, TagWords, WrongEnds};
use crate::corpus::record::Placing;
use crate::say::{self, shown};
use crate::tags::verdict::Decision;

/// The number of code points of a quote that are shown.
const QUOTE: usize = 40;

fn quoted(words: &str) -> String {
    say::quoted(words, QUOTE)
}

impl Display for Finding {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // A finding in a text stands beside no record, so the annotator has to be named.
        if let (Subject::Words(_), Some(annotator)) = (&self.subject, &self.annotator) {
            write!(f, "{annotator}: ")?;
        }
        sentence(&self.subject, &self.defect, f)
    }
}

impl Display for Hit {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        sentence(&self.subject, &self.defect, f)
    }
}

fn sentence(subject: &Subject, defect: &Defect, f: &mut Formatter<'_>) -> fmt::Result {
    match (subject, defect) {
        (Subject::File, defect) => write!(f, "{defect}"),
        // For these defects, the types of the two links are enough.
        (Subject::Link(kind, _), Defect::MayNotJoin(..) | Defect::UnknownLinkType | Defect::NoEndElsewhere(_)) => {
            write!(f, "link “{}” {defect}", shown(kind))
        }
        (subject, defect) => write!(f, "{subject} {defect}"),
    }
}

impl Display for TagWords {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", shown(&self.label), quoted(&self.quote))
    }
}

impl Display for Subject {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Subject::File => Ok(()),
            Subject::Tag(tag) => write!(f, "{tag}"),
            Subject::Link(kind, None) => write!(f, "link “{}”", shown(kind)),
            Subject::Link(kind, Some(from)) => write!(f, "link “{}” from {from}", shown(kind)),
            Subject::Verdict(annotator, words) => write!(f, "verdict on {}’s {}", shown(annotator), quoted(words)),
            Subject::Words(words) => f.write_str(&quoted(words)),
        }
    }
}

impl WrongEnds {
    fn verb(self) -> &'static str {
        match self {
            WrongEnds::Beginning => "begins",
            WrongEnds::End => "ends",
            WrongEnds::Both => "begins and ends",
        }
    }
}

impl Display for NoTarget {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            NoTarget::Document(document) => write!(f, "ends at no tag: there is no document {}", shown(document)),
            NoTarget::Layer(annotator, document) => {
                write!(f, "ends at no tag: {} has no layer on {}", shown(annotator), shown(document))
            }
            NoTarget::Tag(document) => write!(f, "ends at no tag in {}", shown(document)),
        }
    }
}

impl Display for Defect {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Defect::Unreadable(why) => f.write_str(&shown(why)),
            Defect::NotUnderstood(kind) => write!(f, "{kind}"),
            Defect::Missing(path) => write!(f, "there is no {}", shown(path.display())),
            Defect::UnfitName(why) => write!(f, "some file systems cannot have this name: {why}"),
            Defect::SameName(other) => {
                write!(f, "where neither case nor accents tell files apart, this is the same file as {}", shown(other))
            }
            Defect::TextChanged(placing) => text_changed(placing, f),
            Defect::InsideWord(ends) => write!(f, "{} inside a word", ends.verb()),
            Defect::Blank(ends) => write!(f, "{} with white space", ends.verb()),
            Defect::AllBlank => f.write_str("is all white space"),
            Defect::BeginsWith(c) => write!(f, "begins with {c}"),
            Defect::EndsWith(c) => write!(f, "ends with {c}"),
            Defect::Twice => f.write_str("is there twice"),
            Defect::TwiceDiffering { attribute, first, second } => {
                let value = |value: &Option<String>| match value {
                    Some(value) => format!("“{}”", shown(value)),
                    None => "no value".into(),
                };
                write!(f, "is there twice, with {}: {} and {}", shown(attribute), value(first), value(second))
            }
            Defect::AlsoLinked(kind) => write!(f, "joins tags that “{}” joins, too", shown(kind)),
            Defect::AlsoLabelled(label) => write!(f, "is tagged {}, too", shown(label)),
            Defect::NotTagged { label, tagged, more } => {
                let times = if *tagged == 1 { "once".into() } else { format!("{tagged} times") };
                let more =
                    if *more == 0 { String::new() } else { format!(", nor in {}", say::count(*more, "more place")) };
                write!(f, "is tagged {} {times}, but not here{more}", shown(label))
            }
            Defect::InNoClaim => f.write_str("is in no claim"),
            Defect::NoSource => f.write_str("has no source"),
            Defect::LostPlace => f.write_str("is no longer in the text"),
            Defect::Doubtful => f.write_str("may have been elsewhere: the text around it has changed"),
            Defect::Was(words) => write!(f, "was {}", quoted(words)),
            Defect::TwoVersions => f.write_str("is one of two versions that nobody has settled"),
            Defect::NoBeginning => f.write_str("begins at no tag"),
            Defect::NoEnd => f.write_str("ends at no tag"),
            Defect::NoEnds => f.write_str("begins and ends at no tag"),
            Defect::NoEndElsewhere(why) => write!(f, "{why}"),
            Defect::UnknownLabel => f.write_str("has a label that corpus.ron does not declare"),
            Defect::UnknownLinkType => f.write_str("is of a type that corpus.ron does not declare"),
            Defect::UnknownAttribute(name) => {
                write!(f, "has the attribute {}, which its label does not have", shown(name))
            }
            Defect::ImpossibleValue { attribute, value } => {
                write!(f, "has {} “{}”, which is not one of its values", shown(attribute), shown(value))
            }
            Defect::MayNotJoin(from, to) => write!(f, "may not join {from} to {to}"),
            Defect::MayNotReach { from, to, document } => {
                write!(f, "may not join {} to {} in {}", shown(from), shown(to), shown(document))
            }
            Defect::Outdated { decision, annotator, judged, how } => {
                let decided = decision.as_ref().map_or("a comment", Decision::word);
                let how = match how {
                    Outdated::Changed => "has changed since",
                    Outdated::Gone => "is gone",
                };
                write!(f, "{decided}: {}’s {judged} {how}", shown(annotator))
            }
        }
    }
}

fn text_changed(placing: &Placing, f: &mut Formatter<'_>) -> fmt::Result {
    let counts = [
        (placing.same, "in their places"),
        (placing.moved.len(), "in new places"),
        (placing.changed.len(), "on changed words"),
        (placing.lost.len(), "no longer in the text"),
    ];
    f.write_str("the text was changed after this was saved")?;
    let mut before = ": tags ";
    for (count, what) in counts.into_iter().filter(|(count, _)| *count > 0) {
        write!(f, "{before}{count} {what}")?;
        before = ", ";
    }
    Ok(())
}
