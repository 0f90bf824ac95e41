//! Handles the mouse: clicks set the cursor or select, drags select or move the divider, and the wheel scrolls.

use std::time::{Duration, Instant};

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use crate::text::Span;
use crate::text::unit::{self, Unit};
use crate::tui::model::App;
use crate::tui::model::desk::Area;
use crate::tui::model::mouse::{Click, HeldButton};

/// Clicks on one cell within this time count as a double or triple click.
const TOGETHER: Duration = Duration::from_millis(400);
/// The number of rows that one notch of the wheel scrolls.
const NOTCH: isize = 3;

/// Handles an event of the mouse.
pub(super) fn handle(app: &mut App, event: MouseEvent, at: Instant) {
    let (column, row) = (event.column, event.row);
    if app.overlay.is_some() {
        return match event.kind {
            MouseEventKind::ScrollUp => super::lists::step(app, -NOTCH),
            MouseEventKind::ScrollDown => super::lists::step(app, NOTCH),
            _ => {}
        };
    }
    match event.kind {
        MouseEventKind::ScrollUp => wheel(app, column, row, -NOTCH),
        MouseEventKind::ScrollDown => wheel(app, column, row, NOTCH),
        MouseEventKind::Down(MouseButton::Left) => press(app, column, row, at),
        MouseEventKind::Drag(MouseButton::Left) => drag(app, column, row),
        MouseEventKind::Up(MouseButton::Left) => app.mouse.held = HeldButton::Nothing,
        _ => {}
    }
}

/// Scrolls the page under the mouse; if the two pages are tied, the other one, too.
fn wheel(app: &mut App, column: u16, row: u16, by: isize) {
    let Some(area) = area_at(app, column, row) else { return };
    let before = app.desk.panes[area.pane].top();
    app.desk.with(area.pane, |pane, text| pane.scroll(text, by));
    if app.desk.tied && app.desk.panes.len() == 2 {
        super::motion::follow(app, area.pane, before);
    }
}

/// Handles a press of the button: sets the cursor. A quick second press selects the word, a third one the sentence.
fn press(app: &mut App, column: u16, row: u16, now: Instant) {
    if app.desk.divider() == Some(column) {
        app.mouse.held = HeldButton::Divider;
        return;
    }
    let Some(area) = area_at(app, column, row) else { return };
    app.desk.active = area.pane;
    if row < area.text.y {
        return;
    }
    let cell = (column, row);
    let count = match app.mouse.last {
        Some(last) if last.cell == cell && now.saturating_duration_since(last.at) < TOGETHER => last.count % 3 + 1,
        Some(_) | None => 1,
    };
    app.mouse.last = Some(Click { at: now, cell, count });
    let held = app.desk.with(area.pane, |pane, text| {
        let byte = pane.at_cell(text, column.saturating_sub(area.text.x), usize::from(row - area.text.y));
        (pane.focus, pane.selection) = (None, None);
        pane.put(text, byte);
        let span = match count {
            2 => unit::at(text, Unit::Word, byte),
            3 => unit::at(text, Unit::Sentence, byte),
            _ => Span::default(),
        };
        if !span.is_empty() {
            super::select::select(pane, text, span, None);
        }
        HeldButton::Text { pane: area.pane, byte }
    });
    app.mouse.held = held;
}

/// Handles a movement with the button held: selects text, or moves the divider.
fn drag(app: &mut App, column: u16, row: u16) {
    match app.mouse.held {
        HeldButton::Nothing => {}
        HeldButton::Divider => {
            app.desk.split = i16::try_from(i32::from(column) - i32::from(app.desk.size.0) / 2).unwrap_or(0);
            app.desk.fit();
        }
        HeldButton::Text { pane: number, byte: anchor } => {
            let Some(area) = app.desk.areas().into_iter().find(|area| area.pane == number) else { return };
            app.desk.with(number, |pane, text| {
                // Beyond an edge of the page, dragging scrolls the page.
                if row < area.text.y {
                    pane.scroll(text, -1);
                } else if row >= area.text.bottom() {
                    pane.scroll(text, 1);
                }
                let line = usize::from(row.clamp(area.text.y, area.text.bottom().saturating_sub(1)) - area.text.y);
                let byte = pane.at_cell(text, column.saturating_sub(area.text.x), line);
                if pane.selection.is_none() && byte == anchor {
                    return;
                }
                pane.selection = Some(super::select::from(anchor));
                pane.put(text, byte);
            });
        }
    }
}

/// Returns the pane at a column and row of the screen.
fn area_at(app: &App, column: u16, row: u16) -> Option<Area> {
    app.desk.areas().into_iter().find(|area| area.whole.contains(Position::new(column, row)))
}
