//! Finds suggestions on another thread.

use std::sync::{MutexGuard, PoisonError};

use super::{World, apart, teller};
use crate::corpus::Corpus;
use crate::corpus::problem::Problem;
use crate::learn::School;
use crate::suggest::known::foreign;
use crate::suggest::{Model, Question, suggestions};
use crate::tags::set::TagSet;
use crate::text::Span;
use crate::tui::model::Event;
use crate::tui::model::effect::SuggestQuestion;
use crate::tui::model::suggesting::FoundSuggestions;

/// Finds suggestions on another thread, which returns those of the first part and those of the whole text as events.
///
/// The lessons are locked for one answer at a time, so the first parts of two documents wait for neither whole.
pub(super) fn suggest(world: &World, question: SuggestQuestion) {
    let (library, school, tell) = (world.library.clone(), world.school.clone(), teller(world));
    apart(world, "suggest", move || {
        let (corpus, name) = match library.named(&question.path) {
            Ok(named) => named,
            Err(problem) => return Event::NotSuggested(problem.to_string()),
        };
        if !corpus.suggests_to(&question.annotator) {
            let why = format!("suggestions are off for {}: annotations/corpus.ron says so", question.annotator);
            return Event::NotSuggested(why);
        }
        let answer = |within: Span| {
            // The data of a thread that panicked is still valid, because lessons are added as a whole.
            let school = school.lock().unwrap_or_else(PoisonError::into_inner);
            match found(&corpus, &name, school, &question, within) {
                Ok(found) => Event::Suggested(question.slot, found),
                Err(problem) => Event::NotSuggested(problem.to_string()),
            }
        };
        if let Some(first) = question.first {
            tell(answer(first));
        }
        answer(Span::new(0, question.document.len()))
    });
}

/// Returns the suggestions in a part of a document, from its text, the lessons of the corpus, and the tags of models.
fn found(
    corpus: &Corpus,
    name: &str,
    mut school: MutexGuard<School>,
    question: &SuggestQuestion,
    within: Span,
) -> Result<FoundSuggestions, Problem> {
    let SuggestQuestion { asked, document, own, scheme, .. } = question;
    let mut tags: Vec<(&str, TagSet)> = Vec::new();
    for model in &question.models {
        if let Some(reading) = corpus.layer(name, document, model)? {
            tags.push((model, reading.records.tags));
        }
    }
    let models: Vec<Model> = tags.iter().map(|(annotator, tags)| Model { annotator, tags }).collect();
    let learnt = school.learn(corpus, name, &question.annotator, &question.models)?;
    let language = corpus.language(name, document.text());
    let all = suggestions(&Question { document, language, scheme, own, models: &models, learnt, within });
    let left_out = tags.iter().filter_map(|(model, tags)| foreign(model, tags, scheme)).collect();
    Ok(FoundSuggestions { asked: *asked, document: document.clone(), within, all, left_out })
}
