//! Replays people's tags as an analyst who works with suggestions.
//!
//! ```text
//!   POLNEAR=polnear-train.jsonl cargo run --release --example replay
//! ```
//!
//! The analyst takes exactly what people marked as sources, declines the other suggestions, and tags the rest by hand. The articles of a
//! publisher are read in order of date. The set is not part of this repository; its form is that of a JSON object a line with an
//! `id` (publisher, date and title), a `text`, and `gold`: attributions with a `source`, in code points.
#![allow(clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use diptych::language;
use diptych::suggest::learnt::Learnt;
use diptych::suggest::lesson::{Lesson, ReadText};
use diptych::suggest::{Question, Suggestion, suggestions};
use diptych::tags::edit::Edit;
use diptych::tags::remark::{DECLINED, Remark};
use diptych::tags::scheme::Scheme;
use diptych::tags::target::Target;
use diptych::tags::{Layer, Records, Tag};
use diptych::text::{Document, Span};
use serde_json::Value;

const AT: &str = "2026-11-28T10:00:00Z";

/// What was shown, taken and to be taken.
#[derive(Clone, Copy, Default)]
struct Sum {
    shown: usize,
    taken: usize,
    wanted: usize,
    returned: usize,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.shown += other.shown;
        self.taken += other.taken;
        self.wanted += other.wanted;
        self.returned += other.returned;
    }
}

impl std::fmt::Display for Sum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let (precision, recall) = (share(self.taken, self.shown), share(self.taken, self.wanted));
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        write!(
            f,
            "P {precision:5.1}  R {recall:5.1}  F1 {f1:5.1}   ({} shown, {} taken, {} wanted, {} declined came back)",
            self.shown, self.taken, self.wanted, self.returned
        )
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::var("POLNEAR").map_err(|_| "set POLNEAR to the path of the set")?;
    let mut publishers: BTreeMap<String, Vec<(String, Document, BTreeSet<Span>)>> = BTreeMap::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let id = row["id"].as_str().unwrap_or_default().to_string();
        let document = Document::new(row["text"].as_str().unwrap_or_default());
        let wanted = wanted(&row, &document);
        publishers.entry(id.split('_').next().unwrap_or_default().into()).or_default().push((id, document, wanted));
    }
    let (mut by_number, mut likely, mut slowest): (Vec<Sum>, Vec<Sum>, Duration) = Default::default();
    let (mut untaught, mut asked) = (Sum::default(), Duration::ZERO);
    for articles in publishers.values_mut() {
        articles.sort_by(|a, b| a.0.cmp(&b.0));
        let mut learnt = Learnt::default();
        for (number, (_, document, wanted)) in articles.iter().enumerate() {
            let begun = Instant::now();
            let shown = sources(document, &Records::default(), &learnt);
            slowest = slowest.max(begun.elapsed());
            asked += begun.elapsed();
            let layer = analyst(document, wanted, &shown);
            let again = sources(document, layer.records(), &learnt);
            let returned = again.iter().filter(|one| shown.iter().any(|old| old.span == one.span)).count();
            let count = |shown: &[Suggestion]| shown.iter().filter(|one| wanted.contains(&one.span)).count();
            by_number.resize(by_number.len().max(number + 1), Sum::default());
            by_number[number].add(Sum { shown: shown.len(), taken: count(&shown), wanted: wanted.len(), returned });
            let sure: Vec<Suggestion> = shown.iter().filter(|one| one.is_likely()).cloned().collect();
            likely.resize(by_number.len(), Sum::default());
            likely[number].add(Sum { shown: sure.len(), taken: count(&sure), wanted: wanted.len(), returned: 0 });
            if number >= 20 {
                let plain = sources(document, &Records::default(), &Learnt::default());
                untaught.add(Sum { shown: plain.len(), taken: count(&plain), wanted: wanted.len(), returned: 0 });
            }
            let (language, scheme) = (language::english(), Scheme::default());
            learnt.add(&Lesson::of_read(
                layer.records(),
                &ReadText { document, language, scheme: &scheme, to: document.len() },
            ));
        }
    }
    for (name, from, to) in [("the first", 0, 1), ("2 to 5", 1, 5), ("6 to 20", 5, 20), ("after 20", 20, usize::MAX)] {
        let mut sum = Sum::default();
        by_number.iter().take(to).skip(from).for_each(|one| sum.add(*one));
        println!("{name:24} {sum}");
        let mut sum = Sum::default();
        likely.iter().take(to).skip(from).for_each(|one| sum.add(*one));
        println!("{:24} {sum}", "  the likely ones");
    }
    println!("{:24} {untaught}", "after 20, nothing learnt");
    println!("slowest article {slowest:?}, all {asked:?}");
    Ok(())
}

fn wanted(row: &Value, document: &Document) -> BTreeSet<Span> {
    let gold = row["gold"].as_array().map(Vec::as_slice).unwrap_or_default();
    let byte = |at: &Value| document.to_byte(at.as_u64().unwrap_or_default() as usize).unwrap_or_default();
    let source = |one: &Value| {
        let spans = one["source"].as_array().filter(|spans| !spans.is_empty())?;
        let start = spans.iter().map(|span| byte(&span[0])).min()?;
        let end = spans.iter().map(|span| byte(&span[1])).max()?;
        // The analyst leaves the comma behind an explanation out, as the key for sources does.
        let words = document.text().get(start..end)?.trim_end_matches([',', ' ']);
        (!words.is_empty()).then(|| Span::new(start, start + words.len()))
    };
    gold.iter().filter_map(source).collect()
}

fn sources(document: &Document, own: &Records, learnt: &Learnt) -> Vec<Suggestion> {
    let within = Span::new(0, document.len());
    let (language, scheme) = (language::english(), Scheme::default());
    let question = Question { document, language, scheme: &scheme, own, models: &[], learnt, within };
    let mut all = suggestions(&question);
    all.retain(|one| one.label == "source");
    all
}

/// The layer of someone who takes what is wanted, declines what is not, and tags the rest.
fn analyst(document: &Document, wanted: &BTreeSet<Span>, shown: &[Suggestion]) -> Layer {
    let mut layer = Layer::default();
    for one in shown {
        let edit = if wanted.contains(&one.span) {
            Edit::put(Tag { via: Some(Box::new(one.via.clone())), ..Tag::new("source", one.span, AT) })
        } else {
            let remark = Remark::on("source", DECLINED, Target::of(document, one.span), None, AT);
            Edit::remark(Remark { via: Some(one.via.clone()), ..remark })
        };
        layer.apply(edit);
    }
    for span in wanted {
        if !shown.iter().any(|one| one.span == *span) {
            layer.apply(Edit::put(Tag::new("source", *span, AT)));
        }
    }
    layer
}
