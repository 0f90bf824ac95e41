//! Draws the last row: the keys that work now. The row has space for a few keys only, so commands have ranks, and the
//! most useful keys come first. The keys for all commands and for help end the row and are never left out.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::layout::glyph::printable;
use crate::tui::keymap::Context;
use crate::tui::model::App;
use crate::tui::model::overlay::Overlay;

/// The commands whose keys end the row and are always shown: with them, all other keys can be found.
const ALWAYS: &[&str] = &["palette", "help"];

/// Draws the keys in the order of their ranks, as many as fit.
pub(super) fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let context = app.context();
    let keymap = &app.setting.keymap;
    let of_list = of_list(app);
    let commands = keymap.hints(context).filter_map(|it| Some((it.id.as_ref(), it.word_in(context, app)?)));
    let hint = |(id, word): (&str, Cow<str>)| {
        let key = keymap.keys(context, id).into_iter().next()?;
        let key = Span::styled(printable(&key), app.theme.key());
        Some(Line::from(vec![key, Span::styled(format!(" {}", printable(&word)), app.theme.quiet())]))
    };
    let (last, others): (Vec<_>, Vec<_>) = commands.chain(of_list).partition(|(id, _)| ALWAYS.contains(id));
    let last: Vec<Line> = last.into_iter().filter_map(hint).collect();
    let kept: usize = last.iter().map(|line| line.width() + 2).sum();
    let mut x = area.x + 1;
    for line in others.into_iter().filter_map(hint) {
        // A shorter hint may still fit.
        if usize::from(x) + line.width() + kept <= usize::from(area.right()) {
            x = super::put(buffer, x, area.y, &line, area.right()) + 2;
        }
    }
    for line in last {
        x = super::put(buffer, x, area.y, &line, area.right()) + 2;
    }
}

/// Returns the hints that the open list adds: for each command, its id and the word for it in this list.
fn of_list(app: &App) -> Vec<(&str, Cow<'static, str>)> {
    let Some(Overlay::List(list)) = &app.overlay else { return Vec::new() };
    let keymap = &app.setting.keymap;
    let hints = list.of.hints().iter().filter_map(|hint| {
        let command = keymap.at(keymap.find(hint.id)?);
        let word = hint.word.map(Cow::Borrowed).or_else(|| command.word_in(Context::List, app))?;
        Some((hint.id, word))
    });
    hints.collect()
}
