//! `diptych suggest DOCUMENT …`: prints what might be tagged, with the reasons and the likelihood that it is accepted.
//!
//! ```text
//!   kursk-deployment.txt
//!     83–89     figure  0.81  “10,000”                  number; tagged 7 times before
//!     203–260   source  0.74  “the agency”              said by: says
//! ```

use serde_json::{Value, json};

use super::scope;
use super::{Answer, OutputFormat, note};
use crate::corpus::annotator::Annotator;
use crate::corpus::scope::Scope;
use crate::failure::Failure;
use crate::learn::School;
use crate::say::{and, excerpt, pad, shown};
use crate::suggest::known::foreign;
use crate::suggest::{Model, Question, Suggestion, suggestions};
use crate::tags::set::TagSet;
use crate::text::{Document, Span};

/// The columns for a quote.
const QUOTE: usize = 40;

/// Print what might be tagged in documents, why, and how likely it is to be taken
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(
    after_help = "Examples:\n  diptych suggest may.txt\n  diptych suggest may.txt --annotator ana --suggest model --format json\n\n\
    What is tagged already, and what was declined, is not suggested. Nothing is written.\n\
    What was taken and declined so far in the corpus decides on what is suggested, and in\n\
    which order; docs/suggesting.md has the formula. Offsets are code points."
)]
pub(crate) struct Args {
    /// The documents
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<String>,
    /// For whom. Default: the only annotator with a layer on the documents, else someone new
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,
    /// Suggest also what this annotator has tagged, for example a model
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    suggest: Vec<String>,
    /// Lines for people, or JSON for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: OutputFormat,
}

/// The suggestions in one document.
struct Suggested {
    name: String,
    document: Document,
    all: Vec<Suggestion>,
}

/// Prints the suggestions.
///
/// # Errors
/// If a document or a layer cannot be read, or suggestions are off for the annotator.
pub(crate) fn run(args: Args) -> Result<Answer, Failure> {
    let scope = scope::documents(&args.documents)?;
    let annotator = annotator(&args, &scope)?;
    if !scope.corpus.suggests_to(&annotator) {
        return Err(Failure::new(format!("suggestions are off for {annotator}"))
            .hint("annotations/corpus.ron says so, to keep the tags independent."));
    }
    let mut school = School::default();
    let one = |name: &String| suggested(&scope, name, &annotator, &args.suggest, &mut school);
    let all: Vec<Suggested> = scope.documents.iter().map(one).collect::<Result<_, _>>()?;
    super::print(&match args.format {
        OutputFormat::Text => all.iter().map(text).collect::<Vec<_>>().join("\n"),
        OutputFormat::Json => json(&all),
    })?;
    Ok(Answer::Done)
}

/// Returns the annotator for whom to suggest; an empty name stands for someone new.
fn annotator(args: &Args, scope: &Scope) -> Result<String, Failure> {
    for name in args.annotator.iter().chain(&args.suggest) {
        Annotator::new(name)?;
    }
    for model in &args.suggest {
        if !scope.annotators.contains(model) {
            return Err(scope::no_layer(scope, model));
        }
    }
    let is_person = |name: &&String| !args.suggest.contains(name);
    let people: Vec<String> = scope.annotators.iter().filter(is_person).cloned().collect();
    match (&args.annotator, people.as_slice()) {
        (Some(name), _) => Ok(name.clone()),
        (None, []) => Ok(String::new()),
        (None, [only]) => Ok(only.clone()),
        (None, several) => {
            let who = and(several);
            note!("diptych: suggests as to someone new; --annotator NAME leaves out what {who} tagged or declined");
            Ok(String::new())
        }
    }
}

fn suggested(
    scope: &Scope,
    name: &str,
    annotator: &str,
    models: &[String],
    school: &mut School,
) -> Result<Suggested, Failure> {
    let document = scope.text(name)?;
    let own = match annotator {
        "" => Default::default(),
        annotator => scope.layer(name, &document, annotator)?.records,
    };
    let tags: Vec<(&str, TagSet)> = models
        .iter()
        .map(|model| Ok((model.as_str(), scope.layer(name, &document, model)?.records.tags)))
        .collect::<Result<_, Failure>>()?;
    for (model, tags) in &tags {
        if let Some(why) = foreign(model, tags, scope.corpus.scheme()) {
            note!("diptych: {}: {why}", shown(name));
        }
    }
    let learnt = school.learn(&scope.corpus, name, annotator, models)?;
    let models: Vec<Model> = tags.iter().map(|(annotator, tags)| Model { annotator, tags }).collect();
    let question = Question {
        document: &document,
        language: scope.corpus.language(name, document.text()),
        scheme: scope.corpus.scheme(),
        own: &own,
        models: &models,
        learnt,
        within: Span::new(0, document.len()),
    };
    let all = suggestions(&question);
    Ok(Suggested { name: name.into(), document, all })
}

fn text(suggested: &Suggested) -> String {
    let Suggested { name, document, all } = suggested;
    let mut out = format!("{}\n", shown(name));
    let label = all.iter().map(|one| shown(&one.label).chars().count()).max().unwrap_or(0);
    for one in all {
        let place = format!("{}–{}", document.to_chars(one.span.start), document.to_chars(one.span.end));
        let quote = format!("“{}”", shown(excerpt(&document.quote(one.span), QUOTE - 2)));
        out += &format!(
            "  {}  {}  {:.2}  {}  {}\n",
            pad(&place, 11),
            pad(&shown(&one.label), label),
            one.score,
            pad(&quote, QUOTE),
            shown(one.reason()),
        );
    }
    if all.is_empty() {
        out += "  nothing\n";
    }
    out
}

fn json(all: &[Suggested]) -> String {
    let one = |Suggested { name, document, all }: &Suggested| {
        let rows: Vec<Value> = all
            .iter()
            .map(|one| {
                json!({
                    "label": one.label,
                    "start": document.to_chars(one.span.start),
                    "end": document.to_chars(one.span.end),
                    "quote": document.slice(one.span),
                    "score": (one.score * 1e4).round() / 1e4,
                    "rule": one.via.rule,
                    "cue": one.via.cue,
                    "before": one.before,
                    "reason": one.reason(),
                })
            })
            .collect();
        json!({"document": name, "suggestions": rows})
    };
    format!("{}\n", json!({"documents": all.iter().map(one).collect::<Vec<_>>()}))
}
