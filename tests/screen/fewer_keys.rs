//! How many keys it takes to tag an article from end to end, by hand and with suggestions, to the same tags.
//!
//! ```text
//!   a marked article ─▶ the wanted tags ─┬─▶ by hand: the next tag is the one that takes the fewest keys     ─╮
//!                                        ╰─▶ with suggestions: all of a page at once, then the same mending  ─┴─▶ keys
//! ```
//!
//! One planner does both, so neither side has a better analyst: it knows all motions, their counts up to nine, and what the keys of the
//! labels take at each place. Every key is pressed in the program, and both ways must lead to the wanted tags. The articles are
//! tagged one after the other in one corpus, whose layers teach the suggestions.
//!
//! `TAGGED=FOLDER cargo test --test screen fewer_keys -- --nocapture` counts for other articles: marked texts, as those in `tests/data/tagged`.
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use diptych::corpus::record;
use diptych::suggest::Suggestion;
use diptych::tags::edit::Edit;
use diptych::tags::history::Slot;
use diptych::tags::scheme::Scheme;
use diptych::tags::{Layer, Tag};
use diptych::text::motion::{Ends, Motion, extend, go, settle};
use diptych::text::unit::Unit;
use diptych::text::{Document, Span, grapheme, unit};
use diptych::{attribution, language, quantity};

use crate::support::{self, Desk, unmark};

type Wanted = BTreeSet<(Span, String)>;

/// An article, and what an analyst tags in it.
struct Article {
    name: String,
    text: String,
    wanted: Wanted,
}

/// The keys that go by a unit, forwards and back.
const MOVES: [(&str, &str, Motion, Motion); 4] = [
    ("}", "{", Motion::NextParagraph, Motion::PrevParagraph),
    (")", "(", Motion::NextSentence, Motion::PrevSentence),
    ("w", "b", Motion::NextWord, Motion::PrevWord),
    ("l", "h", Motion::Right, Motion::Left),
];
/// The highest count that someone sees at a glance.
const COUNTED: usize = 9;

/// Returns a key, with the count before it.
fn counted(count: usize, key: &str) -> String {
    if count == 1 { key.into() } else { format!("{count}{key}") }
}

/// One thing to be done in a text.
#[derive(Clone, Debug)]
enum Step {
    Put(Span, String),
    Remove(Span, String),
}

impl Step {
    fn span(&self) -> Span {
        let (Step::Put(span, _) | Step::Remove(span, _)) = self;
        *span
    }
}

/// Someone at the program, who counts the keys.
struct Analyst {
    desk: Desk,
    keys: usize,
    script: String,
    /// Where each motion can come to rest.
    stops: [Vec<usize>; 4],
    /// What stands at a place, as far as it was looked up.
    sources: HashMap<usize, Option<Span>>,
    figures: HashMap<usize, (Option<Span>, Vec<Span>)>,
    selections: HashMap<Span, String>,
}

impl Analyst {
    fn new(article: &Article, read: &[&Article]) -> Analyst {
        let mut desk = Desk::new(&[&article.text]);
        let home = desk.folder().to_owned();
        std::fs::create_dir_all(home.join("annotations")).unwrap();
        std::fs::write(home.join("annotations/corpus.ron"), "(format: 1)").unwrap();
        for one in read {
            let mut layer = Layer::default();
            for (span, label) in &one.wanted {
                layer.apply(Edit::put(Tag::new(label, *span, "2026-11-22T00:00:00Z")));
            }
            let written = record::write(layer.records(), &Document::new(one.text.clone()), &one.name, "ana");
            std::fs::write(home.join(&one.name), &one.text).unwrap();
            std::fs::write(home.join(format!("annotations/{}.ana.ron", one.name)), written).unwrap();
        }
        desk.reopen_corpus().resize(120, 40);
        let stops = MOVES.map(|(_, _, forth, _)| {
            let mut stops = vec![settle(&article.text, 0)];
            loop {
                let last = stops[stops.len() - 1];
                match go(&article.text, forth, last, 1) {
                    next if next > last => stops.push(next),
                    _ => return stops,
                }
            }
        });
        let (sources, figures, selections) = Default::default();
        Analyst { desk, keys: 0, script: String::new(), stops, sources, figures, selections }
    }

    fn text(&self) -> &str {
        self.desk.app.desk.shelf[Slot(0)].text()
    }

    fn layer(&self) -> &Layer {
        &self.desk.app.desk.shelf[Slot(0)].layer
    }

    fn cursor(&self) -> usize {
        self.desk.app.desk.pane().cursor
    }

    fn made(&self) -> Wanted {
        self.layer().tags().iter().map(|tag| (tag.span, tag.label.clone())).collect()
    }

    fn press(&mut self, script: &str) {
        self.desk.keys(script);
        self.keys += support::keys(script).len();
        self.script += script;
    }

    /// Returns the places at which a step is done with one key.
    fn places(&mut self, step: &Step) -> BTreeSet<usize> {
        let text = self.text().to_owned();
        match step {
            Step::Remove(span, label) => {
                let innermost = |at: &usize| {
                    let under = Span::new(*at, grapheme::next(&text, *at));
                    let all = self.layer().tags().touching(under);
                    let first = all.min_by_key(|tag| (tag.span.len(), tag.span.start));
                    first.is_some_and(|tag| (tag.span, &tag.label) == (*span, label))
                };
                let inside = self.stops[3].iter().copied().filter(|at| span.contains(*at));
                inside.filter(innermost).collect()
            }
            Step::Put(span, label) => {
                let sentence = unit::at(&text, Unit::Sentence, span.start);
                if self.desk.app.setting.scheme.label(label).is_some_and(|label| label.unit == Unit::Sentence) {
                    let stops = self.stops[2].iter().copied().filter(|at| span.contains(*at));
                    return if sentence == *span { stops.collect() } else { BTreeSet::new() };
                }
                let stops: Vec<usize> =
                    self.stops[2].iter().copied().filter(|at| sentence.contains(*at) || span.contains(*at)).collect();
                stops.into_iter().filter(|at| self.taken(&text, *at, label) == Some(*span)).collect()
            }
        }
    }

    /// Returns what the key of a label would take.
    fn taken(&mut self, text: &str, at: usize, label: &str) -> Option<Span> {
        let language = language::english();
        match self.desk.app.setting.scheme.label(label)?.unit {
            Unit::Name => *self.sources.entry(at).or_insert_with(|| attribution::source_at(text, at, language)),
            Unit::Figure => {
                let look = || (quantity::at(text, at, language), quantity::all_at(text, at, language));
                let (here, all) = self.figures.entry(at).or_insert_with(look).clone();
                let untagged = |span: &Span| self.layer().same(label, *span).is_none();
                here.filter(untagged).or_else(|| all.into_iter().find(untagged)).filter(|_| here.is_some())
            }
            unit => Some(unit::at(text, unit, at)),
        }
    }

    /// Returns the shortest keys from the cursor to one of these places.
    fn way(&self, places: &BTreeSet<usize>) -> Option<String> {
        /// The place before, and the keys from it. The start has none.
        type Origin = Option<(usize, usize, &'static str)>;
        let spelt = |seen: &HashMap<usize, Origin>, mut last: Origin| {
            let mut keys = String::new();
            while let Some((from, count, key)) = last {
                keys.insert_str(0, &counted(count, key));
                last = seen[&from];
            }
            keys
        };
        let mut seen: HashMap<usize, Origin> = HashMap::new();
        let mut waves: Vec<Vec<(usize, Origin)>> = vec![vec![(self.cursor(), None)]];
        let mut wave = 0;
        while wave < waves.len().min(9) {
            for (at, origin) in std::mem::take(&mut waves[wave]) {
                if seen.contains_key(&at) {
                    continue;
                }
                if places.contains(&at) {
                    return Some(spelt(&seen, origin));
                }
                for ((forth, back, _, _), stops) in MOVES.iter().zip(&self.stops) {
                    let (behind, ahead) =
                        (stops.partition_point(|stop| *stop < at), stops.partition_point(|stop| *stop <= at));
                    for count in 1..=COUNTED {
                        let to = [
                            (stops.get(ahead + count - 1), forth),
                            (behind.checked_sub(count).map(|n| &stops[n]), back),
                        ];
                        for (to, key) in to.into_iter().filter_map(|(to, key)| Some((to?, key))) {
                            let after = wave + if count == 1 { 1 } else { 2 };
                            waves.resize(waves.len().max(after + 1), Vec::new());
                            if !seen.contains_key(to) {
                                waves[after].push((*to, Some((at, count, *key))));
                            }
                        }
                    }
                }
                seen.insert(at, origin);
            }
            wave += 1;
        }
        None
    }

    /// Returns the shortest keys that select the rest of these words from their first character: by a unit, then by
    /// smaller ones back or on.
    fn selecting(&mut self, span: Span) -> String {
        if let Some(known) = self.selections.get(&span) {
            return known.clone();
        }
        let text = self.text();
        let last = grapheme::prev(text, span.end);
        let words = self.stops[2].iter().filter(|at| span.contains(**at)).count();
        let begun = (String::new(), Ends { anchor: span.start, cursor: span.start, fresh: true });
        let moved = |(keys, ends): &(String, Ends), (key, motion): (&str, Motion), count: usize| {
            (format!("{keys}{}", counted(count, key)), extend(text, motion, *ends, count))
        };
        let large = [(")", Motion::NextSentence), ("}", Motion::NextParagraph)];
        let large = large.iter().flat_map(|motion| (1..=3).map(move |count| (*motion, count)));
        let by_words = (1..=words + 1).rev().take(4).map(|count| (("w", Motion::NextWord), count));
        let first: Vec<_> = large.chain(by_words).map(|(motion, count)| moved(&begun, motion, count)).collect();
        let small = MOVES[2..].iter().flat_map(|(forth, back, there, here)| [(*forth, *there), (*back, *here)]);
        let small: Vec<_> = small.flat_map(|motion| (1..=COUNTED).map(move |count| (motion, count))).collect();
        let second = first.iter().flat_map(|one| small.iter().map(|(motion, count)| moved(one, *motion, *count)));
        let second: Vec<_> = second.collect();
        let fits = |(_, ends): &&(String, Ends)| ends.anchor == span.start && ends.cursor == last;
        let all = [begun.clone()];
        let found =
            all.iter().chain(&first).chain(&second).filter(fits).map(|(keys, _)| keys).min_by_key(|keys| keys.len());
        let found = found.cloned().unwrap_or_else(|| "l".repeat(text[span.start..last].chars().count()));
        self.selections.insert(span, found.clone());
        found
    }

    /// Returns the keys of a step.
    fn plan(&mut self, step: &Step) -> String {
        let places = self.places(step);
        let there = self.way(&places);
        match step {
            Step::Remove(..) => there.map(|there| there + "x").expect("a tag can be removed"),
            Step::Put(span, label) => {
                let key = self.desk.app.setting.scheme.label(label).unwrap().key.clone();
                let unit = there.map(|there| there + &key);
                if unit.as_ref().is_some_and(|keys| keys.len() <= 3) {
                    return unit.unwrap_or_default();
                }
                let begin = self.way(&[span.start].into()).unwrap_or_default();
                let selected = format!("{begin}v{}{key}", self.selecting(*span));
                unit.filter(|unit| unit.len() <= selected.len()).unwrap_or(selected)
            }
        }
    }

    /// Does steps, sentence by sentence; in each, what takes the fewest keys first.
    fn work(&mut self, mut steps: Vec<Step>) {
        while let Some(first) = steps.first() {
            let sentence = unit::at(self.text(), Unit::Sentence, first.span().start);
            let near = steps.iter().take_while(|step| step.span().start < sentence.end.max(first.span().end)).cloned();
            let plans: Vec<String> = near.collect::<Vec<_>>().iter().map(|step| self.plan(step)).collect();
            let Some((number, keys)) = plans.into_iter().enumerate().min_by_key(|(_, keys)| keys.len()) else { return };
            let step = steps.remove(number);
            self.press(&keys);
            let (Step::Put(span, label) | Step::Remove(span, label)) = &step;
            let is_there = self.layer().same(label, *span).is_some();
            assert_eq!(is_there, matches!(step, Step::Put(..)), "{keys} does {step:?}: {}", self.desk.marked());
        }
    }

    fn by_hand(&mut self, wanted: &Wanted) {
        self.work(wanted.iter().map(|(span, label)| Step::Put(*span, label.clone())).collect());
    }

    /// Takes what is likely of a page, then what is doubtful, unless more of it is wrong than right.
    fn take(&mut self, window: Span, wanted: &Wanted) {
        let visible = self.desk.app.suggestions(Slot(0)).filter(|one| window.covers(one.span));
        let is_right = |one: &Suggestion| wanted.contains(&(one.span, one.label.clone()));
        let all: Vec<(bool, bool)> = visible.map(|one| (one.is_likely(), is_right(one))).collect();
        for likely in [true, false] {
            let count = |right: bool| all.iter().filter(|one| **one == (likely, right)).count();
            let (right, wrong) = (count(true), count(false));
            if right < wrong {
                return;
            }
            if right > 0 {
                self.press("<C-y>");
            }
        }
    }

    /// Takes what a page shows, removes what is wrong of it, tags what is missing, and goes on to the next.
    fn with_suggestions(&mut self, wanted: &Wanted) {
        self.press("gp");
        loop {
            let window = self.desk.app.desk.pane().window();
            let all: Vec<(Span, String)> =
                self.desk.app.suggestions(Slot(0)).map(|one| (one.span, one.label.clone())).collect();
            self.take(window, wanted);
            let made = self.made();
            // What begins on this page and shows whole on the next is taken there.
            let later = |one: &(Span, String)| all.contains(one) && one.0.end > window.end;
            let missing = wanted.difference(&made).filter(|one| one.0.start < window.end && !later(one));
            let missing = missing.map(|(span, label)| Step::Put(*span, label.clone()));
            let removed = made.difference(wanted).map(|(span, label)| Step::Remove(*span, label.clone()));
            let mut steps: Vec<Step> = missing.chain(removed).collect();
            steps.sort_by_key(Step::span);
            self.work(steps);
            if window.end >= self.text().trim_end().len() || wanted.difference(&self.made()).next().is_none() {
                break;
            }
            self.press(" ");
        }
        let left = wanted.difference(&self.made()).map(|(span, label)| Step::Put(*span, label.clone())).collect();
        self.work(left);
    }
}

/// The keys for an article: by hand, and with suggestions.
struct Count {
    name: String,
    tags: usize,
    by_hand: usize,
    suggested: usize,
}

impl Count {
    fn of(article: &Article, read: &[&Article]) -> Count {
        let mut hand = Analyst::new(article, read);
        hand.by_hand(&article.wanted);
        assert_eq!(hand.made(), article.wanted, "{}", article.name);
        let mut led = Analyst::new(article, read);
        led.with_suggestions(&article.wanted);
        assert_eq!(led.made(), article.wanted, "{}", article.name);
        if std::env::var_os("SCRIPTS").is_some() {
            println!("{}\n  by hand: {}\n  suggested: {}", article.name, hand.script, led.script);
        }
        Count { name: article.name.clone(), tags: article.wanted.len(), by_hand: hand.keys, suggested: led.keys }
    }

    fn fewer(&self) -> f64 {
        100.0 * (1.0 - self.suggested as f64 / self.by_hand as f64)
    }
}

/// Tags articles one after the other in one corpus. The last row is their sum.
fn count(articles: &[Article]) -> Vec<Count> {
    let mut counts: Vec<Count> = Vec::new();
    for (number, article) in articles.iter().enumerate() {
        let read: Vec<&Article> = articles[..number].iter().collect();
        counts.push(Count::of(article, &read));
    }
    let sum = |part: fn(&Count) -> usize| counts.iter().map(part).sum();
    let all = Count {
        name: "all".into(),
        tags: sum(|one| one.tags),
        by_hand: sum(|one| one.by_hand),
        suggested: sum(|one| one.suggested),
    };
    counts.push(all);
    for one in &counts {
        let Count { name, tags, by_hand, suggested } = one;
        println!(
            "{name:24} {tags:4} tags {by_hand:4} keys by hand {suggested:4} with suggestions {:5.1} % fewer",
            one.fewer()
        );
    }
    counts
}

/// Reads the marked articles of a folder, in order of their names.
fn marked(folder: &Path) -> Vec<Article> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let (text, _, tags) = unmark(&std::fs::read_to_string(path).unwrap(), &Scheme::default());
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Article { name, text, wanted: tags.into_iter().map(|(label, span)| (span, label)).collect() }
    };
    paths.iter().map(read).collect()
}

/// The samples as ana has tagged them: mostly clauses.
fn samples() -> [Article; 2] {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| {
        let text = std::fs::read_to_string(home.join("samples").join(name)).unwrap();
        let layer = std::fs::read_to_string(home.join(format!("annotations/{name}.ana.ron"))).unwrap();
        let records = record::read(&layer, &Document::new(text.clone()), name, "ana").unwrap().records;
        let wanted = records.tags.iter().map(|tag| (tag.span, tag.label.clone())).collect();
        Article { name: name.into(), text, wanted }
    };
    ["rutte-warning.txt", "kursk-deployment.txt"].map(read)
}

#[test]
fn suggestions_save_almost_half_of_the_keys() {
    let tagged = match std::env::var_os("TAGGED") {
        Some(folder) => marked(Path::new(&folder)),
        None => marked(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tagged")),
    };
    let counts = count(&tagged);
    assert!(counts.last().unwrap().fewer() >= 45.0);
}

/// Her claims are clauses, which the rules see only where someone is cited: what was learnt in the first article helps in the second.
#[test]
fn where_claims_are_clauses_what_was_learnt_saves_keys() {
    let [first, second] = samples();
    let count = Count::of(&second, &[&first]);
    assert!(count.suggested < count.by_hand, "{} by hand, {} with suggestions", count.by_hand, count.suggested);
}
