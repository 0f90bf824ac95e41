//! Attributes: what a label lets one say of a tag besides.

use tui_input::Input;

use crate::tags::Id;
use crate::tags::edit::Edit;
use crate::tags::history::{Place, Slot};
use crate::tags::scheme::AttributeKind;
use crate::tui::model::App;
use crate::tui::model::overlay::{Asked, Item, List, Listing, Overlay, Prompt, Target};

/// Asks for an attribute of the tag in focus. Labels may use one key for different attributes: that of the tag's own label counts.
pub fn give(app: &mut App, label: usize, which: usize) {
    let Some(tag) = app.focused_tag().cloned() else { return };
    let scheme = app.setting.scheme.clone();
    let Some(key) = scheme.labels.get(label).and_then(|label| label.attributes.get(which)).map(|asked| &asked.key)
    else {
        return;
    };
    let own = scheme.label(&tag.label).and_then(|own| own.attributes.iter().find(|attribute| attribute.key == *key));
    let Some(attribute) = own else {
        return app.say(format!("a {} has no such attribute", tag.label));
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
            let item = |value: &str, words: &str| Item {
                target: Target::Value(value.into()),
                lead: String::new(),
                words: words.into(),
                aside: String::new(),
                label: None,
            };
            let mut items: Vec<Item> = values.iter().map(|value| item(value, value)).collect();
            items.push(item("", "(none)"));
            let mut list = List::new(Listing::Values(slot, tag.id.clone(), attribute.name.clone()), items);
            list.at = values.iter().position(|known| Some(known) == value).unwrap_or(0);
            app.overlay = Some(Overlay::List(list));
        }
        AttributeKind::Text => {
            let what = Asked::Attribute(slot, tag.id.clone(), attribute.name.clone());
            let input = Input::new(value.cloned().unwrap_or_default());
            app.overlay = Some(Overlay::Prompt(Prompt { what, input }));
        }
    }
}

/// Gives a tag's attribute a value; an empty one takes it away.
pub fn set(app: &mut App, slot: Slot, id: &Id, name: &str, value: &str) {
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
