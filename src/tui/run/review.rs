//! Reading what others have: the layers under review, and what they say about one's own.

use super::Runner;
use crate::corpus::Corpus;
use crate::corpus::file_state::FileState;
use crate::review::agreement::{AgreementUnit, Measuring};
use crate::review::round::Round;
use crate::tags::history::Slot;
use crate::tags::set::TagSet;
use crate::tui::app::beside::Beside;
use crate::tui::app::open::Guard;
use crate::tui::app::review::{Received, Review, Said};
use crate::tui::command::Command;
use crate::tui::library;
use crate::tui::update;
use crate::tui::update::agreement::Measured;

impl Runner {
    /// Begins a review of these annotators, or ends it.
    pub(super) fn review(&mut self, names: Vec<String>) {
        self.app.reviewing = names;
        let slots = self.app.desk.slots();
        self.app.desk.panes.iter_mut().for_each(|pane| pane.focus = None);
        self.load_reviews(&slots);
        match self.app.reviewing.is_empty() {
            true => self.app.say("the review is over; its verdicts are saved"),
            false => self.tell_of_review(),
        }
    }

    /// Says what there is to review on the desk.
    pub(super) fn tell_of_review(&mut self) {
        let slots = self.app.desk.slots();
        let found = slots.iter().filter(|slot| self.app.desk.shelf[**slot].review.is_some()).count();
        match found {
            _ if slots.is_empty() => {}
            0 => {
                let names = self.app.reviewing.join(", ");
                let others = update::all_others(&self.app);
                let others = if others.is_empty() {
                    "nobody else has".into()
                } else {
                    format!("there are tags by {}", others.join(", "))
                };
                self.app.warn(format!("{names}: no tags on these articles; {others}"));
            }
            _ => {
                let open: usize = slots
                    .iter()
                    .filter_map(|slot| self.app.desk.shelf[*slot].review.as_ref())
                    .map(|review| review.progress.open)
                    .sum();
                let next = self.app.key_of(Command::NextTag);
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
            let review = corpus.map_or(Ok(None), |corpus| {
                library::review(&corpus, &open.name, &open.document, &open.annotator, &open.layer, &self.app.reviewing)
            });
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
        let changed = |review: &Review| review.files.iter().any(|(path, mark)| FileState::of(path) != *mark);
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

    /// Shows one document twice, with the tags of two annotators; or goes back to what was there before.
    pub(super) fn beside(&mut self, names: Option<[String; 2]>) {
        self.library.note_places(&self.app.desk);
        let Some(names) = names else {
            if let Some(beside) = self.app.beside.take() {
                self.app.desk.tied = false;
                self.lay_out(&beside.before);
            }
            return;
        };
        let before = self.app.desk.slots();
        let open = self.app.desk.open();
        let (path, document, corpus) = (open.path.clone(), open.document.clone(), Corpus::of(&open.path));
        let mut slots = Vec::new();
        for name in &names {
            let opened = corpus.as_ref().map_err(ToString::to_string).and_then(|corpus| {
                library::open(corpus, &path, document.clone(), name).map_err(|problem| problem.to_string())
            });
            match opened {
                Ok((mut open, _)) => {
                    if *name != self.library.annotator {
                        let why = format!("these are {name}’s tags");
                        open.guard = Some(Guard { in_full: why.clone(), why, broken: false, damaged: false });
                    }
                    let theirs = open.guard.is_some();
                    match self.app.desk.shelf.iter().position(|other| other.layer_path == open.layer_path) {
                        // It may have changed since it was last shown.
                        Some(slot) if theirs => {
                            self.app.reopened(slot, open);
                            slots.push(slot);
                        }
                        _ => slots.push(self.app.shelve(open)),
                    }
                }
                Err(words) => return self.app.warn(words),
            }
        }
        let [left, right] = slots.as_slice() else { return };
        let slots = [*left, *right];
        self.lay_out(&slots);
        slots.iter().for_each(|slot| self.app.desk.shelf[*slot].review = None);
        let shelf = &self.app.desk.shelf;
        let layers = slots.map(|slot| &shelf[slot].layer);
        self.app.beside = Some(Beside::new(slots, before, &document, layers));
        self.app.desk.tied = true;
        let count = self.app.beside.as_ref().map_or(0, |beside| beside.differences.len());
        let [next, back] = [Command::NextTag, Command::Beside].map(|command| self.app.key_of(command));
        self.app.say(format!(
            "{} and {} differ in {count} places: {next} goes to the next, {back} goes back",
            names[0], names[1]
        ));
    }

    /// Measures how far annotators agree on the documents of the desk: those under review if they are several, else all who
    /// have tags there.
    pub(super) fn agree(&mut self) {
        let desk = &self.app.desk;
        let slots = self.app.beside.as_ref().map_or_else(|| desk.slots(), |beside| beside.before.clone());
        let mut annotators = self.app.reviewing.clone();
        if annotators.len() < 2 {
            let has_tags = slots.iter().any(|slot| !desk.shelf[*slot].layer.tags().is_empty());
            annotators = update::all_others(&self.app);
            annotators.extend(has_tags.then(|| self.library.annotator.clone()));
            annotators.sort();
        }
        let scheme = &self.app.setting.scheme;
        let labels = scheme.labels.iter().map(|label| label.name.as_str());
        let mut measuring = Measuring::new(annotators.len(), labels, AgreementUnit::Words);
        let mut measured = Vec::new();
        for slot in slots {
            let open = &desk.shelf[slot];
            let Ok(corpus) = Corpus::of(&open.path) else { continue };
            let sets = annotators.iter().map(|who| match *who == open.annotator {
                true => Some(open.layer.tags().clone()),
                // Who has not begun does not disagree, and what does not read says nothing.
                false => Some(corpus.layer(&open.name, &open.document, who).ok()??.records.tags),
            });
            if let Some(sets) = sets.collect::<Option<Vec<TagSet>>>() {
                measuring.add(&open.name, &open.document, &sets.iter().collect::<Vec<_>>());
                measured.push(slot);
            }
        }
        if annotators.len() < 2 || measured.is_empty() {
            return self.app.say("it takes two who have tagged the same article to agree");
        }
        let agreement = measuring.finish(0, 0);
        update::agreement::show(&mut self.app, Measured { annotators, slots: measured, agreement });
        self.app.say("four F1 · κ, α: words · αu: unitizing · –: undefined · Enter: first difference");
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
                let verdicts: Vec<Said> = verdicts.cloned().map(|verdict| Said::Verdict(Box::new(verdict))).collect();
                if verdicts.is_empty() {
                    continue;
                }
                let round = Round::new(&open.document, &[(open.annotator.clone(), open.layer.tags().clone())]);
                let theirs = crate::tags::Layer::new(reading.records);
                let added: Vec<Said> = round.added(&theirs).cloned().map(|tag| Said::Added(Box::new(tag))).collect();
                let said = verdicts.into_iter().chain(added);
                received.extend(said.map(|said| Received { slot, reviewer: reviewer.clone(), said }));
            }
        }
        update::show_received(&mut self.app, received);
    }
}
