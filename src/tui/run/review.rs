//! Reading what others have: the layers under review, and what they say about one's own.

use super::Runner;
use crate::corpus::Corpus;
use crate::corpus::mark::Mark;
use crate::corpus::problem::Problem;
use crate::review::round::Round;
use crate::tags::history::Slot;
use crate::tags::set::TagSet;
use crate::tui::app::open::Open;
use crate::tui::app::review::{Received, Review, Said};
use crate::tui::update;

impl Runner {
    /// Begins a review of these annotators, or ends it.
    pub(super) fn review(&mut self, names: Vec<String>) {
        self.app.reviewing = names;
        let slots = self.app.desk.slots();
        self.app.desk.panes.iter_mut().for_each(|pane| pane.focus = None);
        match self.load_reviews(&slots) {
            _ if self.app.reviewing.is_empty() => self.app.say("the review is over; its verdicts are saved"),
            0 => {
                let names = self.app.reviewing.join(", ");
                self.app.warn(format!("{names}: no tags on these articles"));
            }
            _ => {
                let open: usize = slots
                    .iter()
                    .filter_map(|slot| self.app.desk.shelf[*slot].review.as_ref())
                    .map(|review| review.progress.open)
                    .sum();
                let next = self.app.key_of(crate::tui::command::Command::NextTag);
                self.app
                    .say(format!("reviewing {}: {open} open, {next} goes to the next", self.app.reviewing.join(", ")));
            }
        }
    }

    /// Lays the tags of those who are reviewed beside these documents. How many documents have any.
    pub(super) fn load_reviews(&mut self, slots: &[Slot]) -> usize {
        let mut found = 0;
        for slot in slots {
            let open = &self.app.desk.shelf[*slot];
            let corpus = Corpus::of(&open.path).ok();
            let others = corpus.as_ref().map(|corpus| corpus.annotators(&open.name)).unwrap_or_default();
            let others = others.into_iter().filter(|other| *other != open.annotator).collect();
            let review = corpus.map_or(Ok(None), |corpus| read(&corpus, open, &self.app.reviewing));
            let review = review.unwrap_or_else(|problem| {
                self.app.warn(problem.to_string());
                None
            });
            found += usize::from(review.is_some());
            let open = &mut self.app.desk.shelf[*slot];
            (open.others, open.review) = (others, review);
        }
        found
    }

    /// Reads what is reviewed anew if someone has changed it. Whether that was so.
    pub(super) fn look_at_reviewed(&mut self, slot: Slot) -> bool {
        let open = &self.app.desk.shelf[slot];
        let changed = |review: &Review| review.files.iter().any(|(path, mark)| Mark::of(path) != *mark);
        if !open.review.as_ref().is_some_and(changed) {
            return false;
        }
        let name = open.name.clone();
        let before = open.review.as_ref().map_or(0, |review| review.progress.open);
        self.load_reviews(&[slot]);
        let open = self.app.desk.shelf[slot].review.as_ref().map_or(0, |review| review.progress.open);
        let who = self.app.reviewing.join(", ");
        self.app.say(match open.checked_sub(before) {
            Some(more @ 1..) => format!("the tags of {who} on {name} have changed: {more} more are open"),
            _ => format!("the tags of {who} on {name} have changed"),
        });
        true
    }

    /// Gathers what others say about the annotator's tags on the desk.
    pub(super) fn receive(&mut self) {
        let mut received = Vec::new();
        for slot in self.app.desk.slots() {
            let open = &self.app.desk.shelf[slot];
            let Ok(corpus) = Corpus::of(&open.path) else { continue };
            for reviewer in corpus.annotators(&open.name).into_iter().filter(|other| *other != open.annotator) {
                // A layer that does not read says nothing; its annotator will hear of it.
                let Ok(Some(reading)) = corpus.layer(&open.name, &open.document, &reviewer) else { continue };
                let verdicts = reading.records.verdicts.values().filter(|verdict| verdict.annotator == open.annotator);
                let verdicts: Vec<Said> = verdicts.cloned().map(Said::Verdict).collect();
                if verdicts.is_empty() {
                    continue;
                }
                let round = Round::new(&open.document, &[(open.annotator.clone(), open.layer.tags().clone())]);
                let theirs = crate::tags::Layer::new(reading.records);
                let added: Vec<Said> = round.added(&theirs).cloned().map(Said::Added).collect();
                let said = verdicts.into_iter().chain(added);
                received.extend(said.map(|said| Received { slot, reviewer: reviewer.clone(), said }));
            }
        }
        update::show_received(&mut self.app, received);
    }
}

/// The review of a document, if one of these annotators has tags on it.
fn read(corpus: &Corpus, open: &Open, names: &[String]) -> Result<Option<Review>, Problem> {
    let mut layers: Vec<(String, TagSet)> = Vec::new();
    let mut files = Vec::new();
    let mut any = false;
    for name in names.iter().filter(|name| **name != open.annotator) {
        let path = corpus.layer_path(&open.name, name);
        files.push((path.clone(), Mark::of(&path)));
        let reading = corpus.layer(&open.name, &open.document, name)?;
        any |= reading.is_some();
        layers.push((name.clone(), reading.map(|reading| reading.records.tags).unwrap_or_default()));
    }
    let mut review = Review { round: Round::new(&open.document, &layers), files, ..Review::default() };
    review.refresh(&open.layer);
    Ok(any.then_some(review))
}
