//! Finds the tag in focus, and the tags under the cursor.

use super::App;
use crate::tags::Tag;
use crate::text::{Span, grapheme};

impl App {
    /// Returns the tag in focus in the active pane.
    pub fn focused_tag(&self) -> Option<&Tag> {
        self.desk.panes.get(self.desk.active)?;
        self.desk.open().layer.tag(self.desk.pane().tag()?)
    }

    /// Returns the tags under the cursor of the active pane, the innermost first.
    pub fn tags_under_cursor(&self) -> Vec<&Tag> {
        let (open, pane) = (self.desk.open(), self.desk.pane());
        let under = Span::new(pane.cursor, grapheme::next(open.text(), pane.cursor));
        let mut tags: Vec<&Tag> = open.layer.tags().touching(under).collect();
        tags.sort_by_key(|tag| (tag.span.len(), tag.span.start));
        tags
    }
}
