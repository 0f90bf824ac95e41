//! Counts what a format cannot hold, with examples, so that nothing is lost in silence.

use std::collections::BTreeMap;
use std::fmt;

/// An aspect of an annotation that a format may not be able to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Tags that overlap others.
    Overlaps,
    /// Tags under labels that the scheme does not have.
    Undeclared,
    /// The names of several annotators of one document.
    Annotators,
    /// Labels to the letter.
    Labels,
    /// Tags that begin or end with blanks.
    Blanks,
    /// Tags that begin or end inside a word.
    InWords,
    /// Spans with gaps.
    Gaps,
    /// Notes.
    Notes,
    /// Attributes.
    Attributes,
    /// Links within a document.
    Links,
    /// Links to another document.
    Across,
    /// Links to tags that do not exist.
    Loose,
    /// Whether the words under a tag were changed, and whether there are two versions of it.
    Doubts,
    /// The tags of others that a tag was made from.
    Origins,
    /// The suggestion that a tag was taken from.
    Suggested,
    /// Tags whose words are no longer in the text.
    Lost,
    /// Verdicts on others' tags.
    Verdicts,
    /// Fields and records of a newer version.
    Unknown,
    /// The texts of documents, where a file has only what was tagged in them.
    Texts,
    /// The names of documents.
    Names,
    /// The name of a document's only annotator.
    Annotator,
    /// The ids of tags and links.
    Ids,
    /// The times of tags and links.
    Times,
    /// Records of other tools that have no equal here: events, normalisations, chains.
    Foreign,
    /// Fields of other tools that have no equal here: categories, comments, addresses.
    Fields,
    /// Tags on no words.
    Wordless,
    /// The tags of other layers than the one that was taken.
    Layers,
    /// Records that the file itself marks as rejected or skipped.
    Rejected,
    /// The blanks and line ends of a text.
    Text,
    /// The scores that a model gave.
    Scores,
    /// The annotator's status on a document.
    Status,
    /// Documents without tags that were skipped or are not done. Without their status they would say that there is nothing to tag.
    Unread,
    /// Declined suggestions, and sources that were joined.
    Remarks,
    /// Where the texts came from.
    Provenance,
}

impl Aspect {
    /// Returns words for what happened to this aspect.
    pub fn words(self) -> &'static str {
        match self {
            Aspect::Overlaps => "overlapping tags left out",
            Aspect::Undeclared => "tags left out, because corpus.ron does not declare their labels",
            Aspect::Annotators => "documents of several annotators written without their names",
            Aspect::Labels => "labels spelt differently",
            Aspect::Blanks => "tags without the blanks at their ends, or with nothing but blanks",
            Aspect::InWords => "tags that begin or end inside a word",
            Aspect::Gaps => "spans with gaps made into several tags",
            Aspect::Notes => "notes left out",
            Aspect::Attributes => "tags whose attributes are left out",
            Aspect::Links => "links left out",
            Aspect::Across => "links to other documents left out",
            Aspect::Loose => "links to no tag left out",
            Aspect::Doubts => "tags written without their open questions",
            Aspect::Origins => "tags written without the tags that they were made from",
            Aspect::Suggested => "tags written without saying that they were suggested",
            Aspect::Lost => "tags without a place in the text left out",
            Aspect::Verdicts => "verdicts left out",
            Aspect::Unknown => "fields and records of a newer version left out",
            Aspect::Texts => "documents written without their texts",
            Aspect::Names => "documents written without their names",
            Aspect::Annotator => "documents written without the name of their annotator",
            Aspect::Ids => "tags and links written without their ids",
            Aspect::Times => "tags and links written without their times",
            Aspect::Foreign => "records without an equal here left out",
            Aspect::Fields => "fields without an equal here left out",
            Aspect::Wordless => "tags on no words left out",
            Aspect::Layers => "tags of other layers left out",
            Aspect::Scores => "tags written without their scores",
            Aspect::Status => "documents written without their status",
            Aspect::Unread => {
                "documents without tags left out, since the format cannot say that they were skipped or are not done"
            }
            Aspect::Remarks => "declined suggestions, and declined or joined rows of comparisons, left out",
            Aspect::Provenance => "documents written without where they came from",
            Aspect::Text => "texts written without some of their blanks and line ends",
            Aspect::Rejected => "records and tags left out that the file calls rejected or skipped",
        }
    }

    /// Returns whether the loss matters to users who want to lose nothing. What each export of a format lacks, such as ids, says
    /// nothing of these tags, and rejected records are left out because the file says so.
    pub fn is_grave(self) -> bool {
        let is_of_the_format =
            matches!(self, Aspect::Texts | Aspect::Names | Aspect::Annotator | Aspect::Ids | Aspect::Times);
        !is_of_the_format && self != Aspect::Rejected
    }
}

/// The losses, by aspect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses(BTreeMap<Aspect, Loss>);

/// The number of losses of one aspect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loss {
    /// The number.
    pub count: usize,
    /// The first few cases.
    pub examples: Vec<String>,
}

impl Losses {
    /// The number of examples that are kept.
    const EXAMPLES: usize = 3;

    /// Counts one more. Calls `example` only while there are few.
    pub fn add(&mut self, part: Aspect, example: impl FnOnce() -> String) {
        let loss = self.0.entry(part).or_default();
        loss.count += 1;
        if loss.examples.len() < Losses::EXAMPLES {
            loss.examples.push(example());
        }
    }

    /// Counts `count` more without an example.
    pub fn count(&mut self, part: Aspect, count: usize) {
        if count > 0 {
            self.0.entry(part).or_default().count += count;
        }
    }

    /// Returns the number of losses of an aspect.
    pub fn of(&self, part: Aspect) -> usize {
        self.0.get(&part).map_or(0, |loss| loss.count)
    }

    /// Forgets the losses of an aspect, which was kept in another way.
    pub fn forget(&mut self, part: Aspect) {
        self.0.remove(&part);
    }

    /// Returns all losses, the gravest first.
    pub fn iter(&self) -> impl Iterator<Item = (Aspect, &Loss)> {
        self.0.iter().map(|(part, loss)| (*part, loss))
    }

    /// Returns whether nothing was lost.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether something was lost that matters to users who want to lose nothing.
    pub fn are_grave(&self) -> bool {
        self.0.keys().any(|part| part.is_grave())
    }

    /// Adds other counts.
    pub fn join(&mut self, others: Losses) {
        for (part, other) in others.0 {
            let loss = self.0.entry(part).or_default();
            loss.count += other.count;
            let room = Losses::EXAMPLES.saturating_sub(loss.examples.len());
            loss.examples.extend(other.examples.into_iter().take(room));
        }
    }
}

/// A line each: `notes left out: 2, such as kursk.txt 16–27 figure “some 10,000”; kursk.txt …`.
impl fmt::Display for Losses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (part, loss)) in self.iter().enumerate() {
            let line = if number > 0 { "\n" } else { "" };
            write!(f, "{line}{}: {}", part.words(), loss.count)?;
            let mut before = ", such as ";
            for example in &loss.examples {
                write!(f, "{before}{example}")?;
                before = "; ";
            }
        }
        Ok(())
    }
}
