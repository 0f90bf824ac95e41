//! Shows the reviewers' verdicts on the annotator's tags, and the tags that reviewers added, and takes them over.

use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::verdict::Decision;
use crate::tags::{Id, Origin, Tag};
use crate::text::Span;
use crate::tui::model::list::{ListHint, ListItem, Lister};
use crate::tui::model::open::quote;
use crate::tui::model::received::{Received, Said};
use crate::tui::model::{App, Effect};
use crate::tui::update::misfit::{self, PlannedAction};

/// Asks for the reviewers' verdicts and additions to the documents on the desk.
pub(super) fn ask(app: &mut App) {
    let held = app.held(app.desk.slots());
    app.ask(Effect::Receive(held));
}

/// Lists the verdicts and additions, which were just looked up.
pub(super) fn list(app: &mut App, received: Vec<Received>) {
    app.received = received;
    if app.received.is_empty() {
        return app.say("nobody has reviewed your tags on these articles yet");
    }
    super::lists::open(app, Reviews::default());
}

/// Returns the lines of the list, by place, each with the number of its entry.
fn items(app: &App) -> Vec<(usize, ListItem)> {
    let mut lines: Vec<(Slot, usize, (usize, ListItem))> = Vec::new();
    for (number, received) in app.received.iter().enumerate() {
        let open = &app.desk.shelf[received.slot];
        let done = if is_taken_over(app, received) { " ✓" } else { "" };
        let (lead, words, what, start) = match &received.said {
            Said::Verdict(verdict) => {
                let was = &verdict.judged;
                let mut words = format!("{} “{}”", was.label, quote(&was.target.quote, 40));
                if let Some(Decision::Amended(is)) = &verdict.decision {
                    words += &format!(" → {} “{}”", is.label, quote(&is.target.quote, 40));
                }
                if !verdict.comment.is_empty() {
                    words += &format!(" — {}", quote(&verdict.comment, 60));
                }
                let what = verdict.decision.as_ref().map_or("comments", Decision::word);
                (was.label.clone(), words, what, was.target.start)
            }
            Said::Added(tag) => {
                let words = format!("{} “{}”", tag.label, open.quote(tag.span, 40));
                let note = if tag.note.is_empty() { String::new() } else { format!(" — {}", quote(&tag.note, 60)) };
                (tag.label.clone(), words + &note, "added", open.document.to_chars(tag.span.start))
            }
        };
        let aside = format!("{} {what}{done}", received.reviewer);
        let label = app.label_number(&lead);
        let item = ListItem { lead, label, ..ListItem::with_aside(words, aside) };
        lines.push((received.slot, start, (number, item)));
    }
    lines.sort_by_key(|(slot, start, _)| (*slot, *start));
    lines.into_iter().map(|(_, _, item)| item).collect()
}

/// Shows the tag that an entry is about.
fn show(app: &mut App, number: usize) {
    let Some(Received { slot, said, .. }) = app.received.get(number).cloned() else { return };
    match said {
        Said::Verdict(verdict) if app.desk.shelf[slot].layer.tag(&verdict.tag).is_some() => {
            super::focus::jump(app, slot, &verdict.tag);
        }
        Said::Verdict(verdict) => match verdict.judged.span {
            Some(span) => super::history::show_place(app, Place { slot, span }),
            None => app.say("its words are no longer in the text"),
        },
        Said::Added(tag) => super::history::show_place(app, Place { slot, span: tag.span }),
    }
}

/// Takes an entry over: an amendment, an addition, a rejection.
fn take_over(app: &mut App, number: usize) {
    let Some(received) = app.received.get(number).cloned() else { return };
    let slot = received.slot;
    if is_taken_over(app, &received) {
        return app.say("this is taken over already");
    }
    let who = received.reviewer;
    let layer = &app.desk.shelf[slot].layer;
    let (words, span, edits): (String, Span, Vec<Edit>) = match &received.said {
        Said::Added(tag) => {
            let from = vec![Origin { annotator: who.clone(), tag: tag.id.clone() }];
            let own = Tag { id: Id::random("t"), from, rival: None, was: None, ..(**tag).clone() };
            (format!("taken over from {who}: {}", super::tag::name(app, slot, tag)), tag.span, vec![Edit::put(own)])
        }
        Said::Verdict(verdict) => match (layer.tag(&verdict.tag).cloned(), &verdict.decision) {
            (None, _) => return app.say("the tag no longer exists"),
            (Some(tag), Some(Decision::Amended(is))) => {
                let Some(span) = is.span else { return app.say("its words are no longer in the text") };
                if layer.same(&is.label, span).is_some_and(|there| there.id != tag.id) {
                    return app.say(format!("there is a {} on these words already; remove one of the two", is.label));
                }
                let own = Tag { label: is.label.clone(), span, attributes: is.attributes.clone(), ..tag };
                (format!("taken over from {who}: {}", super::tag::name(app, slot, &own)), span, vec![Edit::put(own)])
            }
            (Some(tag), Some(Decision::Rejected)) => {
                return super::focus::remove_tag(app, slot, &tag.id);
            }
            (Some(_), _) => return app.say("there is nothing to take over"),
        },
    };
    let edits = edits.into_iter().map(|edit| (slot, edit)).collect();
    misfit::propose(app, PlannedAction::new(words, Place { slot, span }, edits));
}

/// Returns whether the annotator's layer already agrees with the reviewer.
fn is_taken_over(app: &App, received: &Received) -> bool {
    let layer = &app.desk.shelf[received.slot].layer;
    match &received.said {
        Said::Added(tag) => layer.same(&tag.label, tag.span).is_some(),
        Said::Verdict(verdict) => match (&verdict.decision, layer.tag(&verdict.tag)) {
            (Some(Decision::Amended(is)), Some(tag)) => is.is(tag),
            (Some(Decision::Rejected), None) => true,
            _ => false,
        },
    }
}

/// The list of what reviewers say about the annotator's tags.
#[derive(Debug, Default)]
struct Reviews {
    /// The numbers of the entries.
    lines: Vec<usize>,
}

impl Lister for Reviews {
    fn title(&self, _: &App, count: &str) -> String {
        format!("what others say about your tags: {count}")
    }

    fn fill(&mut self, app: &App) -> Vec<ListItem> {
        let (lines, items) = items(app).into_iter().unzip();
        self.lines = lines;
        items
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        show(app, self.lines[line]);
    }

    fn accept(&self, app: &mut App, line: usize) {
        take_over(app, self.lines[line]);
    }

    fn hints(&self) -> &'static [ListHint] {
        const { &[ListHint { id: "accept", word: Some("take over") }] }
    }
}
