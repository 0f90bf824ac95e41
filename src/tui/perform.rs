//! Performs the effects that [`update`](crate::tui::update) asks for: the disk, other threads, the terminal.
//!
//! ```text
//!   Effect ─▶ perform(effect, world) ─┬─ short work, such as reading a file ──────────────▶ Some(Event)
//!                                     ├─ saves   ─▶ the saving thread   ─ reports ─┐
//!                                     ├─ long work ─▶ a thread          ─ results ─┴─ World::finished ─▶ Vec<Event>
//!                                     └─ clipboard, title, suspend: the terminal
//! ```
//!
//! This room does not see the [`App`](crate::tui::model::App): an effect carries copies. So an effect can be moved to
//! another thread without a change to the code that asks for it.

mod compare;
mod draft;
mod grep;
pub mod library;
mod newest;
mod read;
mod suggest;

use std::cell::{Cell, RefCell};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::model::UnitsHere;
use super::model::effect::{Because, Effect, Save, Then, Watched};
use super::model::event::{Event, Wait};
use crate::attribution;
use crate::corpus::declare::{self, Declaration};
use crate::corpus::file_state::FileState;
use crate::corpus::saver::{SaveJob, Saver};
use crate::corpus::shared::SharedLayer;
use crate::corpus::{aside, record};
use crate::learn::School;
use crate::quantity::SentenceFigures;
use crate::tags::history::Slot;
use crate::text::search::{Census, Query};
use crate::text::unit::{self, Unit};
use crate::text::{Document, Span};
use draft::Draft;
use library::Library;
use newest::Newest;

/// If there are more pairs than this, the list is shown before their progress is counted, and another thread counts
/// this many pairs at a time.
const COUNTED_AT_ONCE: usize = 40;
/// In a text of more bytes than this, no source is looked up for a hint, because that reads the whole text.
const MOST_READ: usize = 1 << 20;
/// The time that the last save may take when the program ends, or before layers are read again.
const PATIENCE: Duration = Duration::from_secs(20);
/// The time that a save may take before the program is suspended.
const BRIEFLY: Duration = Duration::from_secs(2);

/// The services of a terminal that the program needs, besides drawing.
pub trait Terminal {
    /// Puts a text on the clipboard.
    ///
    /// # Errors
    /// If the terminal cannot be written to.
    fn copy(&mut self, text: &str) -> io::Result<()>;
    /// Sets the title of the window.
    ///
    /// # Errors
    /// If the terminal cannot be written to.
    fn name(&mut self, title: &str) -> io::Result<()>;
    /// Forgets what the terminal shows, so that all of it is drawn again.
    fn forget(&mut self);
    /// Suspends the program until the shell continues it. Returns the columns and rows of the terminal then.
    ///
    /// # Errors
    /// If the terminal cannot be given back or taken over again.
    fn stop(&mut self) -> io::Result<(u16, u16)>;
}

/// No terminal: for tests, benches and pictures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Headless;

impl Terminal for Headless {
    fn copy(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn name(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn forget(&mut self) {}

    fn stop(&mut self) -> io::Result<(u16, u16)> {
        Err(io::Error::other("there is no shell to go back to"))
    }
}

/// Everything that is needed to perform effects.
pub struct World {
    /// The source of documents.
    pub library: Library,
    terminal: Rc<RefCell<dyn Terminal>>,
    /// The saving thread; without one, nothing is saved.
    saver: Option<Saver>,
    draft: Draft,
    done: Sender<ThreadReport>,
    results: Receiver<ThreadReport>,
    /// The number of threads at work besides the saving thread.
    apart: Cell<usize>,
    /// The queries whose hits are counted.
    queries: Newest,
    /// The comparisons.
    comparisons: Newest,
    /// The searches of the corpus.
    greps: Newest,
    /// The lessons from the layers of the corpus.
    school: Arc<Mutex<School>>,
}

/// A result of another thread.
struct ThreadReport {
    event: Event,
    /// Whether this is the last report of the thread.
    is_last: bool,
}

impl World {
    /// Returns a world without a terminal. Without a `saver` no change of a layer is saved: for tests, benches and
    /// pictures.
    pub fn new(library: Library, saver: Option<Saver>) -> World {
        let (done, results) = mpsc::channel();
        World {
            library,
            terminal: Rc::new(RefCell::new(Headless)),
            saver,
            draft: Draft::default(),
            done,
            results,
            apart: Cell::new(0),
            queries: Newest::default(),
            comparisons: Newest::default(),
            greps: Newest::default(),
            school: Arc::default(),
        }
    }

    /// Gives the world a terminal.
    pub fn attach(&mut self, terminal: Rc<RefCell<dyn Terminal>>) {
        self.terminal = terminal;
    }

    /// Returns whether another thread is at work, so that [`World::finished`] will return an event soon.
    pub fn is_busy(&self) -> bool {
        self.apart.get() > 0 || self.saver.as_ref().is_some_and(Saver::busy)
    }

    /// Returns the events that other threads have finished.
    pub fn finished(&self) -> Vec<Event> {
        let saved = self.saver.iter().flat_map(Saver::reports).map(Event::Saved);
        let results: Vec<ThreadReport> = self.results.try_iter().collect();
        self.apart.set(self.apart.get() - results.iter().filter(|finding| finding.is_last).count());
        saved.chain(results.into_iter().map(|finding| finding.event)).collect()
    }

    /// Returns the work that the thread of a signal does before it ends the program: the last saves.
    pub fn last_words(&self) -> impl FnOnce() + Send + 'static {
        let (saver, draft, library) = (self.saver.clone(), self.draft.clone(), self.library.clone());
        move || {
            if let Some(saver) = saver {
                draft.finish(&saver);
                saver.flush(PATIENCE);
            }
            library.keep_places();
        }
    }
}

impl Drop for World {
    /// Saves the unfinished note, and waits for the save that is under way, however the program ends.
    fn drop(&mut self) {
        if let Some(saver) = &self.saver {
            self.draft.finish(saver);
            saver.flush(PATIENCE);
        }
    }
}

/// Performs an effect. Returns the result, if it is known at once.
pub fn perform(effect: Effect, world: &World) -> Option<Event> {
    let library = &world.library;
    match effect {
        Effect::Save(save) => put(world, *save),
        Effect::Draft(save) => world.draft.lay_down(save.map(|save| job(*save))),
        Effect::Settle(then) => return Some(settle(world, then)),
        Effect::SaveElsewhere { folder, layers } => return Some(save_elsewhere(&folder, layers)),
        Effect::SetAside { slot, path } => {
            let aside = aside::set_aside(&path).map(|aside| (aside, SharedLayer::at(&path)));
            return Some(Event::SetAside(slot, aside.map_err(|error| error.to_string())));
        }
        Effect::Recover { slot, path } => {
            return Some(Event::Recovered(slot, aside::copy_aside(&path).map_err(|error| error.to_string())));
        }
        Effect::Look(watched) => return look(&watched),
        Effect::NotePlaces(places) => library.note_places(&places),
        Effect::KeepPlaces => library.keep_places(),
        Effect::Open(wanted) => return Some(read::open(library, &wanted)),
        Effect::Return(wanted) => return Some(read::again(library, &wanted)),
        Effect::Show { place, shelf, reviewed } => return Some(read::show(library, place, shelf, reviewed)),
        Effect::Reload { held, reviewed } => return Some(read::reload(library, &held, &reviewed)),
        Effect::ListPairs { shelf, reviewed } => {
            let pairs = match library.pairs() {
                Ok(pairs) => pairs,
                Err(problem) => return Some(Event::Failed(problem.to_string())),
            };
            if pairs.len() <= COUNTED_AT_ONCE {
                return Some(Event::Listed(library.counted(pairs, &shelf, &reviewed)));
            }
            let (library, listed, tell) = (library.clone(), pairs.clone(), teller(world));
            apart(world, "pairs", move || {
                let mut from = 0;
                library.count_apart(listed, COUNTED_AT_ONCE, &shelf, &reviewed, &mut |pairs| {
                    let count = pairs.len();
                    tell(Event::PairsCounted { from, pairs });
                    from += count;
                });
                Event::PairsCounted { from, pairs: Vec::new() }
            });
            return Some(Event::Listed(pairs));
        }
        Effect::ListDocuments => {
            let library = library.clone();
            // A failure is not reported here: then names are not completed, and opening a text shows the reason.
            apart(world, "documents", move || Event::DocumentsListed(library.documents()));
        }
        Effect::ReadOrigin(held) => return Some(read::origin(&held)),
        Effect::Declare(declaration) => return Some(declare(library, &declaration)),
        Effect::Grep { query, what, number } => grep::grep(world, query, what, number),
        Effect::StopGrep => world.greps.end(),
        Effect::ShowNamed { place, shelf, reviewed } => return Some(read::show_named(library, place, shelf, reviewed)),
        // The user has not asked for this review, so the keys must not wait for it.
        Effect::Review { held, reviewed, because: because @ Because::Changed } => {
            apart(world, "review", move || read::review(&held, reviewed, because));
        }
        Effect::Review { held, reviewed, because } => return Some(read::review(&held, reviewed, because)),
        Effect::Beside { held, names, at } => return Some(read::beside(library, &held, names, at)),
        Effect::Receive(held) => return Some(read::receive(&held)),
        Effect::LookForVerdicts(held) => {
            let library = library.clone();
            apart(world, "verdicts", move || Event::Reviews(read::fresh_verdicts(&library, &held)));
        }
        Effect::Agree { held, annotators, labels } => return Some(read::agree(&held, annotators, &labels)),
        Effect::Count { slot, document, query, generation } => count(world, slot, document, query, generation),
        Effect::FindUnits { document, of_figures, of_sources, at } => apart(world, "units", move || {
            let text = document.text();
            let sentence = unit::at(text, Unit::Sentence, at);
            let figures = SentenceFigures::of(text, sentence, of_figures);
            let source = (text.len() <= MOST_READ).then(|| attribution::source_at(text, at, of_sources)).flatten();
            // The cursor may be on the mark of a list item, before the sentence.
            let sentence = Span::new(sentence.start.min(at), sentence.end);
            Event::UnitsFound(UnitsHere { document, at, sentence, figures, source })
        }),
        Effect::Suggest(question) => suggest::suggest(world, *question),
        Effect::Compare { number, question } => return compare::compare(world, number, *question),
        Effect::StopComparing => world.comparisons.end(),
        Effect::Copy(text) => {
            let copied = world.terminal.borrow_mut().copy(&text);
            return copied.err().map(|error| Event::Failed(format!("the clipboard could not be set: {error}")));
        }
        // A title that cannot be set does no harm.
        Effect::Title(title) => drop(world.terminal.borrow_mut().name(&title)),
        Effect::Redraw => world.terminal.borrow_mut().forget(),
        Effect::Suspend => return Some(suspend(world)),
    }
    None
}

/// Declares something in `corpus.ron`, and reads the file again.
fn declare(library: &Library, declaration: &Declaration) -> Event {
    let corpus = library.corpus();
    if corpus.is_gathered() {
        return Event::Failed(
            "these texts are of several folders; make one corpus of them first (diptych init)".into(),
        );
    }
    if let Declaration::Pair(left, right) = declaration
        && let Some(missing) = [left, right].into_iter().find(|name| !corpus.has_text(name))
    {
        return Event::Failed(format!("{missing} is not a text of this corpus"));
    }
    let declared = declare::declare(&corpus, declaration).map_err(|error| {
        let hint = error.hint().map(|hint| format!(" — {hint}")).unwrap_or_default();
        format!("{error}{hint}")
    });
    let declared = declared.and_then(|words| {
        let corpus = library.reread().map_err(|problem| problem.to_string())?;
        Ok(Event::Declared { scheme: Box::new(corpus.scheme().clone()), words })
    });
    declared.unwrap_or_else(Event::Failed)
}

/// Returns the job for the saving thread.
fn job(Save { slot, revision, path, shared, snapshot }: Save) -> SaveJob {
    SaveJob::layer(slot, revision, path, shared, snapshot)
}

/// Passes a layer to the saving thread.
fn put(world: &World, save: Save) {
    if let Some(saver) = &world.saver {
        saver.put(job(save));
    }
}

/// Waits for the saving thread, with a limit.
fn settle(world: &World, then: Then) -> Event {
    let Some(saver) = &world.saver else { return Event::Settled { wait: Wait::TooLong, saved: Vec::new(), then } };
    let wait = if saver.flush(PATIENCE) { Wait::Done } else { Wait::TooLong };
    Event::Settled { wait, saved: saver.reports(), then }
}

/// Counts the hits of a query on another thread.
fn count(world: &World, slot: Slot, document: Arc<Document>, query: Query, generation: u64) {
    let is_outdated = world.queries.begin(generation);
    apart(world, "count", move || {
        let census = Census::take(document.text(), &query, is_outdated);
        Event::Counted { slot, generation, census }
    });
}

/// Does work on another thread. [`World::finished`] returns the result.
fn apart(world: &World, name: &str, work: impl FnOnce() -> Event + Send + 'static) {
    let done = world.done.clone();
    // A panic has given the terminal back, see `terminal`. Its answer makes the program draw, and so end at once; without one it would
    // wait for a key first.
    let work = move || {
        let event = catch_unwind(AssertUnwindSafe(work))
            .unwrap_or_else(|_| Event::Failed("this could not be done, which is a mistake in diptych".into()));
        // Sending fails only if the program has ended, and then nobody needs the result.
        drop(done.send(ThreadReport { event, is_last: true }));
    };
    if std::thread::Builder::new().name(name.into()).spawn(work).is_ok() {
        world.apart.set(world.apart.get() + 1);
    }
}

/// Returns a function by which a thread reports a part of its result while it goes on.
fn teller(world: &World) -> impl Fn(Event) + Send + 'static {
    let done = world.done.clone();
    move |event| drop(done.send(ThreadReport { event, is_last: false }))
}

/// Saves layers to another folder, under names that no file there has.
fn save_elsewhere(folder: &std::path::Path, layers: Vec<Save>) -> Event {
    let mut saved = Vec::new();
    if let Err(error) = std::fs::create_dir(folder)
        && !folder.is_dir()
    {
        let failed = format!("{} cannot be created: {error}", folder.display());
        return Event::SavedElsewhere { saved, failed: Some(failed) };
    }
    for Save { slot, snapshot: layer, .. } in layers {
        let text = record::write(&layer.records, &layer.document, &layer.name, &layer.annotator);
        let name = format!("{}.{}.ron", layer.name.replace('/', "."), layer.annotator);
        match aside::write(&folder.join(name), text.as_bytes()) {
            Ok(path) => saved.push((slot, path)),
            Err(error) => {
                let failed = format!("{} cannot be written to either: {error}", folder.display());
                return Event::SavedElsewhere { saved, failed: Some(failed) };
            }
        }
    }
    Event::SavedElsewhere { saved, failed: None }
}

/// Looks whether other programs have changed files.
fn look(watched: &[Watched]) -> Option<Event> {
    let layer = |it: &&Watched| it.layer.as_ref().is_some_and(|(path, shared)| shared.has_changed(path));
    let reviewed = |it: &&Watched| it.reviewed.iter().any(|(path, mark)| FileState::of(path) != *mark);
    let text = |it: &Watched| FileState::of(&it.path).filter(|now| it.mark != Some(*now)).map(|now| (it.slot, now));
    let layers: Vec<Slot> = watched.iter().filter(layer).map(|it| it.slot).collect();
    let texts: Vec<(Slot, FileState)> = watched.iter().filter_map(text).collect();
    let reviewed: Vec<Slot> = watched.iter().filter(reviewed).map(|it| it.slot).collect();
    let nothing = layers.is_empty() && texts.is_empty() && reviewed.is_empty();
    (!nothing).then_some(Event::Changed { layers, texts, reviewed })
}

/// Suspends the program until the shell continues it.
fn suspend(world: &World) -> Event {
    // A suspended program may be killed, and its saving thread is stopped with it.
    if let Some(saver) = &world.saver {
        saver.flush(BRIEFLY);
    }
    match world.terminal.borrow_mut().stop() {
        Ok((width, height)) => Event::Resize(width, height),
        Err(error) => Event::Failed(format!("the program could not be suspended: {error}")),
    }
}
