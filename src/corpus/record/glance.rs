//! Counts the tags and reads the status of a layer without placing its tags, for lists of thousands of documents.
//!
//! The text is not needed, and no record is kept. A tag whose words are no longer in the text is counted until the
//! document is opened.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::tags::remark::{Remark, Status};

/// The progress of a layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LayerGlance {
    /// The number of tags, without those that are known to be lost.
    pub tags: usize,
    /// The annotator's status.
    pub status: Status,
    /// The reason for the status.
    pub reason: String,
    /// The number of verdicts on tags of others.
    pub verdicts: usize,
}

impl LayerGlance {
    /// Returns whether the annotator has judged the tags of others, and has neither tagged nor said that there is nothing to tag.
    pub(crate) fn is_only_review(&self) -> bool {
        self.verdicts > 0 && self.tags == 0 && self.status == Status::Open
    }
}

#[derive(Deserialize)]
#[serde(rename = "")]
struct GlancedLayer {
    #[serde(default)]
    tags: Vec<GlancedTag>,
    #[serde(default)]
    verdicts: Vec<IgnoredAny>,
    #[serde(default)]
    remarks: Vec<GlancedRemark>,
}

#[derive(Deserialize)]
#[serde(rename = "")]
struct GlancedTag {
    #[serde(default)]
    lost: bool,
}

#[derive(Deserialize)]
#[serde(rename = "", default)]
#[derive(Default)]
struct GlancedRemark {
    id: String,
    says: String,
    reason: String,
}

/// Returns the progress of the layer in this text; `None` if it cannot be read.
pub(crate) fn glance(text: &str) -> Option<LayerGlance> {
    let head: GlancedLayer = ron::from_str(text).ok()?;
    let tags = head.tags.iter().filter(|tag| !tag.lost).count();
    let shown = if head.tags.is_empty() { Status::Open } else { Status::InProgress };
    let id = Remark::status_id();
    let said = head.remarks.into_iter().find(|remark| remark.id == id.as_str());
    let (said, reason) = said.map_or((None, String::new()), |said| (Status::of(&said.says), said.reason));
    Some(LayerGlance { tags, status: said.unwrap_or(shown), reason, verdicts: head.verdicts.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::{Layer, Tag, edit::Edit};
    use crate::text::{Document, Span};

    #[test]
    fn a_glance_sees_what_reading_finds() {
        let document = Document::new("One two three.");
        let mut layer = Layer::default();
        let look = |layer: &Layer| glance(&super::super::write(layer.records(), &document, "a.txt", "ana")).unwrap();
        assert_eq!(look(&layer), LayerGlance::default());
        layer.apply(Edit::put(Tag::new("claim", Span::new(0, 3), "2026-11-28T00:00:00Z")));
        assert_eq!(look(&layer), LayerGlance { tags: 1, status: Status::InProgress, ..LayerGlance::default() });
        layer.apply(Edit::remark(Remark::status(Status::Skipped, "not an article", "2026-11-28T00:00:00Z")));
        let skipped = look(&layer);
        assert_eq!((skipped.status, skipped.reason.as_str()), (layer.records().status(), "not an article"));
        assert_eq!(glance("(format: 1, tags: [(id: \"t-1\", lost: true)])").unwrap().tags, 0);
        assert_eq!(glance("(format: 1"), None);
        for (tags, is_only_review) in [("", true), ("(id: \"t-1\")", false), ("(id: \"t-1\", lost: true)", false)] {
            let text = format!("(tags: [{tags}], verdicts: [(id: \"v-ana-1\", verdict: \"accepted\")])");
            assert_eq!(glance(&text).unwrap().is_only_review(), is_only_review, "{tags}");
        }
        assert!(!LayerGlance::default().is_only_review(), "an article may have nothing to tag");
    }
}
