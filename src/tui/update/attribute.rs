//! Gives the tag in focus a value of an attribute that its label declares: by one key, from a list, or in a prompt.

use crate::say::with_article;
use crate::tags::Id;
use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::scheme::AttributeKind;
use crate::tui::command::{Call, Topic};
use crate::tui::model::App;
use crate::tui::model::list::{ListItem, Lister};
use crate::tui::model::overlay::{Asked, Overlay, Prompt};

/// Asks for an attribute of the tag in focus. Several labels may use one key for different attributes; the tag's label
/// decides.
pub(super) fn give(app: &mut App, call: &Call) {
    let Topic::Attribute { label, attribute } = call.about else { return };
    let Some(tag) = super::focus::needed(app) else { return };
    let scheme = app.setting.scheme.clone();
    let Some(key) = scheme.labels.get(label).and_then(|label| label.attributes.get(attribute)).map(|asked| &asked.key)
    else {
        return;
    };
    let own = scheme.label(&tag.label).and_then(|own| own.attributes.iter().find(|attribute| attribute.key == *key));
    let Some(attribute) = own else {
        return app.refuse(format!("{} has no such attribute", with_article(&tag.label)));
    };
    let slot = app.desk.pane().slot;
    let value = tag.attributes.get(&attribute.name);
    match &attribute.kind {
        AttributeKind::YesNo => {
            let next = match value.map(String::as_str) {
                None => "yes",
                Some("yes") => "no",
                Some(_) => "",
            };
            set(app, slot, &tag.id, &attribute.name, next);
        }
        AttributeKind::Choice(values) => {
            let given = value.cloned().unwrap_or_default();
            let (name, values) = (attribute.name.clone(), values.clone());
            super::lists::open(app, Values { slot, id: tag.id, name, values, given });
        }
        AttributeKind::Text => {
            let what = Asked::Attribute(slot, tag.id.clone(), attribute.name.clone());
            app.overlay = Some(Overlay::Prompt(Prompt::new(what, value.map_or("", String::as_str))));
        }
    }
}

/// Sets an attribute of a tag; an empty value removes it.
pub(super) fn set(app: &mut App, slot: Slot, id: &Id, name: &str, value: &str) {
    let Some(mut tag) = app.desk.shelf[slot].layer.tag(id).cloned() else { return };
    let value = value.trim();
    let before = match value {
        "" => tag.attributes.remove(name),
        value => tag.attributes.insert(name.into(), value.into()),
    };
    if before.as_deref().unwrap_or("") == value {
        return;
    }
    let shown = if value.is_empty() { "not given" } else { value };
    let words = format!("{name}: {shown} — {}", super::tag::name(app, slot, &tag));
    let place = Place { slot, span: tag.span };
    if app.change(words.clone(), place, vec![(slot, Edit::put(tag))]) {
        app.say(words);
    }
}

/// The values that an attribute of a tag can have, and no value.
#[derive(Debug)]
struct Values {
    slot: Slot,
    id: Id,
    /// The attribute.
    name: String,
    values: Vec<String>,
    /// The present value; empty if there is none.
    given: String,
}

impl Lister for Values {
    fn writes_to(&self, slot: Slot) -> bool {
        self.slot == slot
    }

    fn title(&self, _: &App, _: &str) -> String {
        self.name.clone()
    }

    fn fill(&mut self, _: &App) -> Vec<ListItem> {
        self.values.iter().map(ListItem::new).chain([ListItem::new("(none)")]).collect()
    }

    fn first(&self, _: &App) -> usize {
        self.values.iter().position(|value| *value == self.given).unwrap_or(0)
    }

    fn choose(&self, app: &mut App, line: usize, _: &str) {
        let value = self.values.get(line).map_or("", String::as_str);
        set(app, self.slot, &self.id, &self.name, value);
    }
}
