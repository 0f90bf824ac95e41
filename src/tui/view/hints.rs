//! The last row: what the keys do now, the most wanted first.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::layout::glyph::printable;
use crate::tui::command::{Bulk, Command, Jump, Rows, Version};
use crate::tui::keymap::Context;
use crate::tui::model::App;
use crate::tui::model::overlay::{Listing, Overlay};

/// The commands that are most wanted in a context.
fn wanted(app: &App, context: Context) -> Vec<Command> {
    let labels = (0..app.setting.scheme.labels.len()).map(Command::Tag);
    use Command as C;
    if app.desk.beside().is_some() && matches!(context, Context::Read | Context::Focus) {
        return vec![C::NextTag, C::PrevTag, C::OtherPane, C::Beside, C::Agreement, C::Help, C::Quit];
    }
    match context {
        Context::Read => labels
            .chain([
                C::Help,
                C::Select,
                C::NextTag,
                C::Enter,
                C::Undo,
                C::OtherPane,
                C::Search,
                C::Tags,
                C::Palette,
                C::Quit,
            ])
            .collect(),
        Context::Select => {
            labels.chain([C::Enter, C::SwapEnds, C::Grow, C::Shrink, C::TagAll, C::Copy, C::Leave, C::Help]).collect()
        }
        Context::Focus => {
            let own = app
                .focused_tag()
                .and_then(|tag| app.setting.scheme.labels.iter().position(|label| label.name == tag.label));
            let attributes = own.into_iter().flat_map(|number| {
                (0..app.setting.scheme.labels[number].attributes.len()).map(move |which| C::Attribute(number, which))
            });
            let rest = [C::Note, C::Link, C::Partner, C::Remove, C::Select, C::TagAll, C::NextTag, C::Leave, C::Help];
            attributes.chain(rest).chain(labels).collect()
        }
        Context::Review => {
            let several = app.review_here().is_some_and(|review| !review.round.is_single());
            let count = app.review_here().map_or(0, |review| review.round.annotators.len());
            let versions = (0..count).map(Version::Of).chain([Version::Shared, Version::All]).map(C::Take);
            let mut commands = if several { versions.collect() } else { Vec::new() };
            commands.extend([C::Accept, C::Remove, C::Note, C::NextTag, C::Help]);
            commands.extend([C::AcceptAll(Bulk::Document), C::Select, C::AcceptAll(Bulk::Label), C::Undo, C::Withdraw]);
            commands.extend(labels);
            commands
        }
        Context::Link => vec![C::Enter, C::NextTag, C::PrevTag, C::OtherPane, C::Leave, C::Help],
        Context::Prompt => vec![C::Enter, C::Leave],
        Context::List => {
            let mut commands = vec![C::Enter, C::Leave];
            if let Some(Overlay::List(list)) = &app.overlay {
                match list.what {
                    Listing::Tags { .. } => commands.extend([C::ListLabel, C::ListBoth, C::Remove, C::Note]),
                    Listing::Links(_) => commands.push(C::Remove),
                    Listing::Received => commands.push(C::Accept),
                    Listing::Unsettled => commands.extend([C::Accept, C::AcceptAll(Bulk::Document), C::Remove]),
                    _ => {}
                }
            }
            commands
        }
        Context::Note => vec![C::Leave],
        Context::Page => vec![C::ListDown, C::ListPageDown, C::Leave],
    }
}

/// A word for a command where it means something more special than its title says.
fn special(app: &App, context: Context, command: Command) -> Option<Cow<'static, str>> {
    let editing = || app.desk.pane().selection.as_ref().is_some_and(|selection| selection.editing.is_some());
    let reviewing = || app.review_here().is_some();
    let word = match (context, command) {
        (Context::Link, Command::Enter) => "link to this",
        (Context::Select, Command::Enter) if editing() => "set these ends",
        (Context::Select, Command::Enter) => "",
        (Context::Review, Command::Take(Version::Of(number))) => {
            return app.review_here().and_then(|review| Some(review.round.annotators.get(number)?.clone().into()));
        }
        (Context::Focus, Command::Select) => "edit its ends",
        (Context::Review, Command::Select) => "ends",
        (Context::Review, Command::Remove) => "reject",
        (Context::Review, Command::Note) => "comment",
        (_, Command::NextTag) if app.desk.beside().is_some() => "next difference",
        (_, Command::PrevTag) if app.desk.beside().is_some() => "the one before",
        (_, Command::Beside) if app.desk.beside().is_some() => "back",
        (_, Command::OtherPane) if app.desk.beside().is_some() => "other side",
        (_, Command::NextTag) if reviewing() => "next open",
        (Context::List, Command::Accept) if is_received(app) => "take over",
        (Context::Note, Command::Leave) => "keep",
        (Context::Prompt, Command::Enter) | (Context::List, Command::Enter) => "choose",
        (Context::List | Context::Page, Command::Leave) if app.desk.panes.is_empty() => "quit",
        (_, Command::Go(Jump::Rows(Rows::Down))) => "down",
        _ => return None,
    };
    Some(word.into())
}

fn is_received(app: &App) -> bool {
    matches!(&app.overlay, Some(Overlay::List(list)) if list.what == Listing::Received)
}

/// Draws the keys that are most wanted now, as many as there is room for.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let context = app.context();
    let mut x = area.x + 1;
    for command in wanted(app, context) {
        let Some(key) = app.setting.keymap.keys(context, command).into_iter().next() else { continue };
        let Some(entry) = app.setting.keymap.entry(command) else { continue };
        let word = special(app, context, command).unwrap_or_else(|| entry.title.clone());
        if word.is_empty() {
            continue;
        }
        let line = Line::from(vec![
            Span::styled(printable(&key), app.theme.key()),
            Span::styled(format!(" {}", printable(&word)), app.theme.quiet()),
        ]);
        if usize::from(x) + line.width() > usize::from(area.right()) {
            break;
        }
        x = crate::tui::view::put(buffer, x, area.y, &line, area.right()) + 2;
    }
}
