//! Selects text: from an anchor to the cursor, or unit by unit.

use crate::say::with_article;
use crate::tags::edit::Edit;
use crate::tags::history::Place;
use crate::text::unit::{self, Unit};
use crate::text::{Span, grapheme};
use crate::tui::model::App;
use crate::tui::model::pane::{Focus, Jump, Pane, Selection};
use crate::tui::update::misfit::{self, PlannedAction};

/// Starts or ends a selection at the cursor; with a tag in focus, selects the tag to edit its ends.
pub(super) fn toggle(app: &mut App) {
    if app.desk.pane().selection.is_some() {
        return cancel(app);
    }
    if let Some(tag) = app.focused_tag().cloned() {
        return app.desk.with_active(|pane, text| {
            pane.focus = None;
            select(pane, text, tag.span, None);
            if let Some(selection) = &mut pane.selection {
                selection.editing = Some(Focus::Tag(tag.id));
            }
        });
    }
    if let Some((slot, item, _)) = app.focused_item() {
        let Some(span) = super::review::span_of(app, slot, item) else { return };
        return app.desk.with_active(|pane, text| {
            let editing = pane.focus.take();
            select(pane, text, span, None);
            if let Some(selection) = &mut pane.selection {
                selection.editing = editing;
            }
        });
    }
    if let Some(span) = app.focused_suggestion().map(|one| one.span) {
        return app.desk.with_active(|pane, text| {
            let editing = pane.focus.take();
            select(pane, text, span, None);
            if let Some(selection) = &mut pane.selection {
                selection.editing = editing;
            }
        });
    }
    app.desk.with_active(|pane, _| pane.selection = Some(from(pane.cursor)));
}

/// Starts a selection at the cursor if nothing is selected yet, and moves.
pub(super) fn extend(app: &mut App, jump: Jump, count: Option<usize>) {
    if app.desk.pane().selection.is_none() {
        toggle(app);
    }
    app.desk.with_active(|pane, text| pane.go(text, jump, count));
}

/// Moves the cursor to the other end of the selection, so that motions move that end.
pub(super) fn swap_ends(app: &mut App) {
    app.desk.with_active(|pane, text| {
        if let Some(selection) = &mut pane.selection {
            let cursor = std::mem::replace(&mut selection.anchor, pane.cursor);
            pane.put(text, cursor);
        }
    });
}

/// Lets the selection grow to the next larger unit; without one, selects the word.
pub(super) fn grow(app: &mut App, times: usize) {
    let focused = app.focused_tag().map(|tag| tag.span);
    for turn in 0..times {
        let grown = app.desk.with_active(|pane, text| {
            let larger = match pane.selected(text).or(focused) {
                Some(span) => unit::grown(text, span),
                None => Some(unit::at(text, Unit::Word, pane.cursor)).filter(|word| !word.is_empty()),
            };
            let larger = larger?;
            let before = (pane.selection.as_ref().map(|selection| selection.anchor), pane.cursor);
            pane.focus = None;
            select(pane, text, larger, Some(before));
            Some(())
        });
        if grown.is_none() {
            return if turn == 0 {
                app.say("nothing larger to select")
            };
        }
    }
}

/// Returns to the selection before it grew.
pub(super) fn shrink(app: &mut App, times: usize) {
    for turn in 0..times {
        let shrunk = app.desk.with_active(|pane, text| {
            let selection = pane.selection.as_mut()?;
            let (anchor, cursor) = selection.before.pop()?;
            match anchor {
                Some(anchor) => selection.anchor = anchor,
                // Without an anchor, there was no selection before it first grew.
                None => pane.selection = None,
            }
            pane.put(text, cursor);
            Some(())
        });
        if shrunk.is_none() {
            return if turn == 0 {
                app.say("nothing smaller to go back to")
            };
        }
    }
}

/// Sets the ends of the tag whose ends are being edited.
pub(super) fn confirm(app: &mut App) {
    match edited(app, None) {
        Some(()) => {}
        None => app.say(format!("a label’s key tags the selection; {} leaves it", app.key_of("leave"))),
    }
}

/// Gives the tag that is being edited the selected ends, and another label if one is given. Returns `None` if no tag is
/// being edited.
pub(super) fn edited(app: &mut App, label: Option<&str>) -> Option<()> {
    let slot = app.desk.pane().slot;
    let editing = app.desk.pane().selection.as_ref()?.editing.clone()?;
    let span = app.desk.with_active(|pane, text| pane.selected(text).map(|span| unit::trim(text, span)))?;
    if span.is_empty() {
        app.warn("a tag cannot be on white space alone");
        return Some(());
    }
    let id = match editing {
        Focus::Item(name) => {
            super::review::set_ends(app, &name, span, label);
            return Some(());
        }
        Focus::Suggestion(id) => {
            super::suggest::set_ends(app, &id, span, label);
            return Some(());
        }
        Focus::Tag(id) => id,
    };
    let mut tag = app.desk.open().layer.tag(&id)?.clone();
    let label = label.unwrap_or(&tag.label).to_string();
    if app.desk.open().layer.same(&label, span).is_some_and(|other| other.id != id) {
        app.warn(format!("there is {} on exactly these words already", with_article(&label)));
        return Some(());
    }
    app.desk.with_active(|pane, _| {
        pane.selection = None;
        pane.focus = Some(Focus::Tag(id.clone()));
    });
    if (tag.span, &tag.label) == (span, &label) {
        app.say("the ends have not changed");
    } else {
        if let Some(via) = &mut tag.via {
            let text = app.desk.open().text();
            via.reshape(&text[tag.span.start..tag.span.end], &text[span.start..span.end]);
            via.relabel(&tag.label, &label);
        }
        (tag.span, tag.label) = (span, label);
        let words = format!("moved the ends of {}", super::tag::name(app, slot, &tag));
        let (place, edits) = (Place { slot, span }, vec![(slot, Edit::put(tag))]);
        misfit::propose(app, PlannedAction::new(words, place, edits));
    }
    Some(())
}

/// Ends the selection; a tag whose ends were being edited gets the focus again, unchanged.
pub(super) fn cancel(app: &mut App) {
    app.desk.with_active(|pane, _| {
        if let Some(selection) = pane.selection.take() {
            pane.focus = selection.editing;
        }
    });
}

/// Returns a selection of the grapheme at byte `anchor`.
pub(super) fn from(anchor: usize) -> Selection {
    Selection { anchor, fresh: true, editing: None, before: Vec::new() }
}

/// Selects a span, with the cursor on its last grapheme. The page is not scrolled if the span already fills it.
pub(super) fn select(pane: &mut Pane, text: &str, span: Span, before: Option<(Option<usize>, usize)>) {
    let mut selection = pane.selection.take().unwrap_or_else(|| from(span.start));
    (selection.anchor, selection.fresh) = (span.start, false);
    selection.before.extend(before);
    pane.selection = Some(selection);
    let last = grapheme::prev(text, span.end).max(span.start);
    if span.covers(pane.window()) { pane.cursor = last } else { pane.put(text, last) }
}
