//! The last rows: what is here, whether it is saved, and what the keys do now.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::layout::glyph::printable;
use crate::review::matching::Kind;
use crate::review::round::State;
use crate::tags::Tag;
use crate::text::search::Query;
use crate::tui::app::App;
use crate::tui::app::open::{Saving, quote};
use crate::tui::app::overlay::{Asked, Listing, Overlay, Prompt};
use crate::tui::command::{Bulk, Command, Jump, Rows, Version};
use crate::tui::keymap::Context;
use crate::tui::update::{
    Matter, item_in_focus, links_touching, matter, review_here, said_about, state_word, tag_in_focus, tags_under_cursor,
};

/// Draws the status and, where there is room, the hints. Returns where the cursor is in a prompt.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let right = aside(app);
    let room = usize::from(area.width).saturating_sub(right.width() + 2);
    if area.height > 1 {
        hints(app, Rect { y: area.y + 1, height: 1, ..area }, buffer);
    }
    let x = area.right().saturating_sub(right.width().try_into().unwrap_or(area.width));
    super::put(buffer, x, area.y, &right, area.right());
    if let Some(Overlay::Prompt(prompt)) = &app.overlay {
        return Some(typing(
            app,
            prompt,
            Rect { width: room.try_into().unwrap_or(area.width), height: 1, ..area },
            buffer,
        ));
    }
    let line = match (&app.message, tag_in_focus(app)) {
        // What was done to the last one must not hide what the next one is.
        (Some(message), None) if !message.bad && item_in_focus(app).is_some() => {
            let said = super::fit(&printable(&message.words), room / 2);
            let mut line = Line::from(Span::styled(format!("{said} │ "), app.theme.quiet()));
            line.extend(of_item(app, room.saturating_sub(said.width() + 3)).unwrap_or_default());
            line
        }
        (Some(message), _) => {
            let style = if message.bad { app.theme.bad() } else { Style::new() };
            Line::from(Span::styled(super::fit(&printable(&message.words), room), style))
        }
        (None, Some(tag)) => of_tag(app, tag, room),
        (None, None) => of_item(app, room).unwrap_or_else(|| under_cursor(app)),
    };
    super::put(buffer, area.x + 1, area.y, &line, area.x + u16::try_from(room + 1).unwrap_or(area.width));
    None
}

/// A tag with its quote, its note, who made it, its links and attributes.
fn of_tag<'a>(app: &App, tag: &Tag, room: usize) -> Line<'a> {
    let open = app.desk.open();
    let label = app.setting.scheme.label(&tag.label);
    let mut rest = String::new();
    for (name, value) in &tag.attributes {
        rest += &format!(" · {name}: {value}");
    }
    if !tag.note.is_empty() {
        rest += &format!(" · note: {}", quote(&tag.note, 80));
    }
    rest += &match matter(open, tag) {
        None | Some(Matter::Lost) => String::new(),
        Some(Matter::Versions) => format!(" · two versions: {} keeps this one", app.key_of(Command::Accept)),
        Some(Matter::Changed) => {
            let was = quote(tag.was.as_deref().unwrap_or_default(), 40);
            format!(" · was “{was}”: {} if it is right", app.key_of(Command::Accept))
        }
        Some(Matter::Moved) => " · moved".to_string(),
    };
    rest += &format!(" · {}", open.annotator);
    if let Some(said) = said_about(app, app.desk.pane().slot, &tag.id) {
        rest += &format!(" · {said}");
    }
    match links_touching(app, app.desk.pane().slot, &tag.id).as_slice() {
        [] => {}
        [end] => rest += &format!(" · {}{}", if end.begins { "" } else { "← " }, end.link.kind),
        links => rest += &format!(" · {} links", links.len()),
    }
    let taken = tag.label.chars().count() + 4;
    let for_quote = room.saturating_sub(taken + rest.chars().count()).clamp(12, 60);
    let text = format!(" “{}”{rest}", quote(open.document.slice(tag.span), for_quote));
    Line::from(vec![
        Span::styled(printable(&tag.label), app.theme.letter(label)),
        Span::raw(super::fit(&printable(&text), room.saturating_sub(tag.label.chars().count() + 1))),
    ])
}

/// An item of a review: who says what, what was decided, and why.
fn of_item<'a>(app: &App, room: usize) -> Option<Line<'a>> {
    let (slot, item, state) = item_in_focus(app)?;
    let open = &app.desk.shelf[slot];
    let review = open.review.as_ref()?;
    let thing = &review.round.items[item];
    let single = review.round.is_single();
    let many = thing.members.len().max(1);
    let for_quote = (room.saturating_sub(20) / many).saturating_sub(16).clamp(8, 60);
    let mut spans = Vec::new();
    for (number, who) in review.round.annotators.iter().enumerate() {
        let lead = if single { format!("{who}: ") } else { format!("{} {who}: ", number + 1) };
        spans.push(Span::raw(printable(&lead)));
        match thing.of(number) {
            Some(tag) => {
                let style = app.theme.letter(app.setting.scheme.label(&tag.label));
                spans.push(Span::styled(printable(&tag.label), style));
                let note =
                    if tag.note.is_empty() { String::new() } else { format!(" · note: {}", quote(&tag.note, 60)) };
                spans.push(Span::raw(printable(&format!(
                    " “{}”{note} · ",
                    quote(open.document.slice(tag.span), for_quote)
                ))));
            }
            None => spans.push(Span::raw("– · ")),
        }
    }
    let what = match (single, state, thing.kind) {
        (_, State::Outdated, _) => "changed since you decided",
        (false, State::Open, Kind::Agreed) => "agreed",
        (false, State::Open, Kind::EndsDiffer) => "ends differ",
        (false, State::Open, Kind::LabelsDiffer) => "labels differ",
        (false, State::Open, Kind::OnlySome) => "only some have it",
        _ => state_word(state),
    };
    spans.push(Span::styled(what, app.theme.key()));
    if let Some(judged) = review.round.amended(item, &open.layer).filter(|_| state == State::Amended) {
        spans.push(Span::raw(printable(&format!(" to {} “{}”", judged.label, quote(&judged.target.quote, 40)))));
    }
    let comment = review.round.comment_on(item, &open.layer);
    if !comment.is_empty() {
        spans.push(Span::raw(format!(" · {}", printable(&quote(comment, 60)))));
    }
    Some(Line::from(spans))
}

/// The labels of the tags under the cursor, the outermost first.
fn under_cursor<'a>(app: &App) -> Line<'a> {
    if app.desk.panes.is_empty() {
        return Line::default();
    }
    if app.desk.pane().selection.is_some() {
        return Line::from(Span::styled("selecting", app.theme.quiet()));
    }
    let mut spans: Vec<Span> = Vec::new();
    for tag in tags_under_cursor(app).into_iter().rev() {
        if !spans.is_empty() {
            spans.push(Span::raw(" › "));
        }
        spans.push(Span::styled(printable(&tag.label), app.theme.letter(app.setting.scheme.label(&tag.label))));
    }
    Line::from(spans)
}

/// At the right: keys typed so far, the search, whether all is saved.
fn aside<'a>(app: &App) -> Line<'a> {
    let mut spans = Vec::new();
    let typed: String = app.typed.iter().map(|key| key.to_string()).collect::<Vec<_>>().join(" ");
    let count = app.count.map(|count| count.to_string()).unwrap_or_default();
    if !typed.is_empty() || !count.is_empty() {
        spans.push(Span::styled(format!("{count}{typed}… "), app.theme.key()));
    }
    if let Some(query) = &app.search.query {
        // While it is being typed the pattern stands in the prompt.
        let typing = matches!(app.overlay, Some(Overlay::Prompt(_)));
        let pattern = if typing { String::new() } else { format!("/{} ", super::fit(&printable(query.pattern()), 20)) };
        spans.push(Span::styled(format!("{pattern}{} ", which(app, query)), app.theme.quiet()));
    }
    let failed = app.desk.shelf.iter().find_map(|open| match &open.saving {
        Saving::Failed(why) => Some(why.clone()),
        _ => None,
    });
    let any = |state: Saving| app.desk.shelf.iter().any(|open| open.saving == state);
    match failed {
        // A warning needs the room; why stands here again with the next key.
        Some(_) if app.message.as_ref().is_some_and(|message| message.bad) => {
            spans.push(Span::styled("not saved ", app.theme.bad()));
        }
        Some(why) => {
            spans.push(Span::styled(format!("not saved: {} ", super::fit(&printable(&why), 60)), app.theme.bad()))
        }
        None if any_elsewhere(app).is_some() => {
            let path = any_elsewhere(app).unwrap_or_default();
            spans.push(Span::styled(format!("saved in {} ", super::fit(&printable(&path), 40)), app.theme.bad()));
        }
        None if any(Saving::Underway) => spans.push(Span::styled("saving ", app.theme.quiet())),
        None if any(Saving::Saved) => spans.push(Span::styled("saved ", app.theme.quiet())),
        None => {}
    }
    Line::from(spans)
}

fn any_elsewhere(app: &App) -> Option<String> {
    app.desk.shelf.iter().find_map(|open| match &open.saving {
        Saving::Elsewhere(path) => Some(path.display().to_string()),
        _ => None,
    })
}

/// Which hit of how many.
fn which(app: &App, query: &Query) -> String {
    if app.desk.panes.is_empty() {
        return String::new();
    }
    let (open, pane) = (app.desk.open(), app.desk.pane());
    match app.search.census.get(&pane.slot) {
        None => "…".into(),
        Some(census) if census.total() == 0 => "no hit".into(),
        Some(census) => format!("{}/{}", census.rank(open.text(), query, pane.cursor), census.total()),
    }
}

/// A prompt with what was typed. Returns where its cursor is.
fn typing(app: &App, prompt: &Prompt, area: Rect, buffer: &mut Buffer) -> (u16, u16) {
    let lead = match &prompt.what {
        Asked::Search => "/".to_string(),
        Asked::Attribute(_, _, name) => format!("{}: ", printable(name)),
        Asked::Comment(..) => "comment: ".to_string(),
        Asked::Folder => "save to the folder: ".to_string(),
    };
    let style = app.theme.key();
    let after = super::put(buffer, area.x + 1, area.y, &Line::from(Span::styled(lead, style)), area.right());
    let room = usize::from(area.right().saturating_sub(after + 1)).max(1);
    let (shown, cursor) = super::typed(&prompt.input, room);
    let end = super::put(buffer, after, area.y, &Line::raw(shown), area.right());
    let why = match (&app.search.error, &prompt.what) {
        (Some(why), Asked::Search) => Some((why.clone(), app.theme.bad())),
        (None, Asked::Search) if !prompt.input.value().is_empty() && no_hit(app) => {
            Some(("no hit".into(), app.theme.bad()))
        }
        _ => None,
    };
    if let Some((why, style)) = why {
        super::put(buffer, end + 2, area.y, &Line::from(Span::styled(why, style)), area.right());
    }
    (after + cursor, area.y)
}

fn no_hit(app: &App) -> bool {
    app.search.census.get(&app.desk.pane().slot).is_some_and(|census| census.total() == 0)
}

/// The commands that are most wanted in a context.
fn wanted(app: &App, context: Context) -> Vec<Command> {
    let labels = (0..app.setting.scheme.labels.len()).map(Command::Tag);
    use Command as C;
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
            let own = tag_in_focus(app)
                .and_then(|tag| app.setting.scheme.labels.iter().position(|label| label.name == tag.label));
            let attributes = own.into_iter().flat_map(|number| {
                (0..app.setting.scheme.labels[number].attributes.len()).map(move |which| C::Attribute(number, which))
            });
            let rest = [C::Note, C::Link, C::Partner, C::Remove, C::Select, C::TagAll, C::NextTag, C::Leave, C::Help];
            attributes.chain(rest).chain(labels).collect()
        }
        Context::Review => {
            let several = review_here(app).is_some_and(|review| !review.round.is_single());
            let versions = [Version::Of(0), Version::Of(1), Version::Shared, Version::All].map(C::Take);
            let mut commands = vec![C::Accept, C::Remove, C::Note];
            commands.extend(versions.into_iter().filter(|_| several));
            commands.extend([C::NextTag, C::Select]);
            commands.extend(labels);
            commands.extend([C::AcceptAll(Bulk::Label), C::AcceptAll(Bulk::Paragraph), C::AcceptAll(Bulk::Document)]);
            commands.extend([C::Withdraw, C::Undo, C::Help]);
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
fn special(app: &App, context: Context, command: Command) -> Option<&'static str> {
    let editing = || app.desk.pane().selection.as_ref().is_some_and(|selection| selection.editing.is_some());
    match (context, command) {
        (Context::Link, Command::Enter) => Some("link to this"),
        (Context::Select, Command::Enter) if editing() => Some("set these ends"),
        (Context::Select, Command::Enter) => Some(""),
        (Context::Focus | Context::Review, Command::Select) => Some("edit its ends"),
        (Context::Review, Command::Remove) => Some("reject"),
        (Context::Review, Command::Note) => Some("comment"),
        (Context::Review, Command::NextTag) => Some("next open"),
        (Context::List, Command::Accept) if is_received(app) => Some("take over"),
        (Context::Note, Command::Leave) => Some("keep"),
        (Context::Prompt, Command::Enter) | (Context::List, Command::Enter) => Some("go"),
        (Context::List | Context::Page, Command::Leave) if app.desk.panes.is_empty() => Some("quit"),
        (_, Command::Go(Jump::Rows(Rows::Down))) => Some("down"),
        _ => None,
    }
}

fn is_received(app: &App) -> bool {
    matches!(&app.overlay, Some(Overlay::List(list)) if list.what == Listing::Received)
}

fn hints(app: &App, area: Rect, buffer: &mut Buffer) {
    let context = app.context();
    let mut x = area.x + 1;
    for command in wanted(app, context) {
        let Some(key) = app.setting.keymap.keys(context, command).into_iter().next() else { continue };
        let Some(entry) = app.setting.keymap.entry(command) else { continue };
        let word = special(app, context, command).unwrap_or(&entry.title);
        if word.is_empty() {
            continue;
        }
        let line = Line::from(vec![
            Span::styled(printable(&key), app.theme.key()),
            Span::styled(format!(" {}", printable(word)), app.theme.quiet()),
        ]);
        if usize::from(x) + line.width() > usize::from(area.right()) {
            break;
        }
        x = super::put(buffer, x, area.y, &line, area.right()) + 2;
    }
}
