//! Finds suggestions on another thread.

use std::sync::{MutexGuard, PoisonError};

use super::{World, apart};
use crate::corpus::Corpus;
use crate::corpus::problem::Problem;
use crate::learn::School;
use crate::suggest::{Model, Question, suggestions};
use crate::tags::set::TagSet;
use crate::tui::model::Event;
use crate::tui::model::effect::SuggestQuestion;
use crate::tui::model::suggesting::FoundSuggestions;

/// Finds suggestions on another thread, which returns them as an event.
pub(super) fn suggest(world: &World, question: SuggestQuestion) {
    let (corpus, school) = (world.library.corpus(), world.school.clone());
    apart(world, "suggest", move || {
        if !corpus.suggests_to(&question.annotator) {
            let why = format!("suggestions are off for {}: annotations/corpus.ron says so", question.annotator);
            return Event::NotSuggested(why);
        }
        // The data of a thread that panicked is still valid, because lessons are added as a whole.
        let school = school.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = question.slot;
        match found(&corpus, school, question) {
            Ok(found) => Event::Suggested(slot, found),
            Err(problem) => Event::NotSuggested(problem.to_string()),
        }
    });
}

/// Returns the suggestions in a document, from its text, the lessons of the corpus, and the tags of models.
fn found(
    corpus: &Corpus,
    mut school: MutexGuard<School>,
    question: SuggestQuestion,
) -> Result<FoundSuggestions, Problem> {
    let SuggestQuestion { asked, name, document, own, scheme, models, within, .. } = question;
    let mut tags: Vec<(String, TagSet)> = Vec::new();
    for model in models {
        if let Some(reading) = corpus.layer(&name, &document, &model)? {
            tags.push((model, reading.records.tags));
        }
    }
    let models: Vec<Model> = tags.iter().map(|(annotator, tags)| Model { annotator, tags }).collect();
    let learnt = school.learn(corpus, &name)?;
    let language = corpus.language(&name, document.text());
    let question =
        Question { document: &document, language, scheme: &scheme, own: &own, models: &models, learnt, within };
    let all = suggestions(&question);
    Ok(FoundSuggestions { asked, document, within, all })
}
