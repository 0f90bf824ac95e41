//! Draws the keys that may come next after the first key of a sequence, over the lower part of the articles, so that
//! nobody has to know the sequences by heart.
//!
//! ```text
//!   ┌ g … ──────────────────────────────────────────────────┐
//!   │ g beginning       m mark           ] next of this label │
//!   │ q reflow          p suggestions    …                    │
//!   └─────────────────────────────────────────────────────────┘
//! ```

use ratatui::buffer::Buffer;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::layout::glyph::printable;
use crate::tui::key::Key;
use crate::tui::model::App;

/// The number of columns for a key with its words; fewer on a narrow screen.
const WIDE: usize = 26;

/// Draws the keys that may follow the typed keys; draws nothing if no sequence was begun.
pub(super) fn draw(app: &App, buffer: &mut Buffer) {
    if app.typed.is_empty() {
        return;
    }
    let next = app.setting.keymap.following(app.context(), &app.typed);
    let width = usize::from(buffer.area.width.saturating_sub(3)).max(1);
    let columns = (width / WIDE).clamp(1, next.len().max(1));
    let rows = next.len().div_ceil(columns);
    let typed: Vec<String> = app.typed.iter().map(Key::to_string).collect();
    let height = u16::try_from(rows + 2).unwrap_or(u16::MAX);
    let inside = super::window::window_below(app, buffer, &format!("{} …", typed.join(" ")), "", height);
    for (number, (keys, command)) in next.iter().enumerate() {
        let (column, row) = (number / rows, number % rows);
        let (Ok(x), Ok(y)) = (u16::try_from(column * (width / columns)), u16::try_from(row)) else { continue };
        if y >= inside.height {
            continue;
        }
        let key = printable(keys);
        let room = (width / columns).saturating_sub(key.width() + 2);
        let words = super::fit(&printable(&command.title), room);
        let line =
            Line::from(vec![Span::styled(key, app.theme.key()), Span::styled(format!(" {words}"), app.theme.quiet())]);
        super::put(buffer, inside.x + 1 + x, inside.y + y, &line, inside.right());
    }
}
