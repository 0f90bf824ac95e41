//! What waits for a decision: tags under which the text has changed, and records of which two versions stand.

use diptych::corpus::record::{self, TextResolver};
use diptych::tags::history::Slot;
use diptych::tags::merge::merge;
use diptych::tags::{Id, Layer, Link, Records};
use diptych::tui::model::Event;

use crate::support::Desk;

const OLD: &str = "The minister said that ⟦c prices rose by ⟦f 5%⟧ in May⟧. ⟦s INSEE⟧ had expected less of it.\n";

#[test]
fn a_text_that_has_grown_moves_its_tags_along() {
    let mut desk = Desk::changed(
        OLD,
        "News of the day.\n‸The minister said that prices rose by 5% in May. INSEE had expected less of it.\n",
    );
    assert_eq!(
        desk.marked(),
        "News of the day.\n‸The minister said that ⟦c prices rose by ⟦f 5%⟧ in May⟧. ⟦s INSEE⟧ had expected less of it.\n"
    );
    assert!(desk.app.overlay.is_none(), "nothing presses");
    assert!(desk.keys("!").frame().contains("3 moved"), "{}", desk.frame());
    desk.keys("<A-y>");
    assert!(desk.frame().contains("nothing here yet"), "{}", desk.frame());
    assert!(!desk.effects.is_empty(), "what was settled is saved");
}

#[test]
fn changed_words_are_listed_and_confirmed() {
    let mut desk =
        Desk::changed(OLD, "‸The minister said that prices rose by 5% in Mai. INSEE had expected less of it.\n");
    assert!(desk.frame().contains("1 changed"), "{}", desk.frame());
    assert!(desk.frame().contains("was “prices rose by 5% in May”"), "{}", desk.frame());
    desk.keys("<Enter>");
    desk.app.message = None;
    assert!(desk.frame().contains("y if it is right"), "{}", desk.frame());
    assert!(desk.file().contains("was: \"prices rose by 5% in May\""), "until then the old words are kept");
    desk.keys("y");
    assert!(desk.said().starts_with("settled claim"), "{}", desk.said());
    assert!(!desk.file().contains("was:"));
    desk.keys("u");
    assert!(desk.file().contains("was:"), "deciding can be undone");
}

#[test]
fn a_lost_tag_is_put_where_its_words_are_selected() {
    let mut desk = Desk::changed(OLD, "‸Nothing of the old text is here, only Eurostat.\n");
    assert_eq!(desk.app.desk.shelf[Slot(0)].layer.lost().len(), 3);
    let frame = desk.frame();
    assert!(frame.contains("3 lost") && frame.contains("INSEE"), "{frame}");
    desk.keys("INSEE<Enter>");
    assert!(desk.said().contains("selects its words"), "{}", desk.said());
    desk.keys("y");
    assert!(desk.said().contains("select the words"), "{}", desk.said());
    desk.handle(Event::Paused);
    desk.keys("$hbvey");
    assert_eq!(desk.app.desk.shelf[Slot(0)].layer.lost().len(), 2);
    assert!(desk.marked().contains("⟦s"), "{}", desk.marked());
    assert!(desk.said().contains("2 left"), "{}", desk.said());
    desk.keys("u");
    assert_eq!(
        (desk.app.desk.shelf[Slot(0)].layer.lost().len(), desk.app.desk.shelf[Slot(0)].layer.tags().len()),
        (3, 0)
    );
}

#[test]
fn a_lost_tag_can_be_left_lost_or_removed() {
    let mut desk = Desk::changed(OLD, "‸Nothing of the old text is here.\n");
    desk.keys("<Enter><Esc>");
    assert_eq!(desk.app.desk.shelf[Slot(0)].layer.lost().len(), 3);
    desk.keys("!<C-x>");
    assert_eq!(desk.app.desk.shelf[Slot(0)].layer.lost().len(), 2);
    desk.keys("<Esc>u");
    assert_eq!(desk.app.desk.shelf[Slot(0)].layer.lost().len(), 3);
}

/// The left layer after two hands gave its first tag another label.
fn two_versions() -> Desk {
    let mut desk = Desk::new(&["‸⟦c Prices rose⟧ by ⟦f 5%⟧."]);
    let base = desk.app.desk.shelf[Slot(0)].layer.records().clone();
    let change = |label: &str| {
        let mut layer = Layer::new(base.clone());
        let mut tag = layer.tags().iter().next().unwrap().clone();
        let from = tag.id.clone();
        let to = layer.tags().iter().nth(1).unwrap().id.clone();
        tag.label = label.into();
        layer.apply(diptych::tags::edit::Edit::put(tag));
        let link = Link {
            id: Id::from("l-1"),
            kind: format!("as {label}"),
            from,
            to,
            document: None,
            at: String::new(),
            rival: None,
            extra: vec![],
        };
        layer.apply(diptych::tags::edit::Edit::link(link));
        layer.records().clone()
    };
    let records: Records =
        merge(&TextResolver::new(&desk.app.desk.shelf[Slot(0)].document), &base, &change("figure"), &change("source"))
            .records;
    let open = &desk.app.desk.shelf[Slot(0)];
    let file = record::write(&records, &open.document, "left.txt", "ana");
    desk.read(&file);
    desk
}

#[test]
fn of_two_versions_the_one_in_focus_stays_under_the_first_name() {
    for script in ["<Esc>]y", "<Esc>]]y", "<C-y><Esc>", "<Down><C-y><Esc>"] {
        let mut desk = two_versions();
        let first = desk.app.desk.shelf[Slot(0)]
            .layer
            .tags()
            .iter()
            .find(|tag| tag.rival.is_some())
            .unwrap()
            .rival
            .clone()
            .unwrap();
        assert!(desk.frame().contains("two versions"), "{}", desk.frame());
        let before = desk.file();
        desk.keys(script);
        let layer = &desk.app.desk.shelf[Slot(0)].layer;
        assert_eq!(layer.tags().len(), 2, "{script}");
        let kept = layer.tag(&first).unwrap();
        assert!(kept.rival.is_none() && ["figure", "source"].contains(&kept.label.as_str()));
        assert!(layer.links().values().all(|link| link.from == first), "what was linked stays linked");
        desk.keys("u");
        assert_eq!(desk.file(), before, "{script}");
    }
}

#[test]
fn links_to_a_version_that_goes_lead_to_the_one_that_stays() {
    for script in ["<C-y><Esc>", "<Down><C-y><Esc>"] {
        let mut desk = two_versions();
        let layer = &mut desk.app.desk.shelf[Slot(0)].layer;
        let second = layer.tags().iter().find(|tag| tag.rival.is_some()).unwrap().clone();
        let links: Vec<Link> = layer.links().values().cloned().collect();
        for link in links {
            let from = second.id.clone();
            layer.apply(diptych::tags::edit::Edit::link(Link { from, ..link }));
        }
        desk.keys(script);
        let layer = &desk.app.desk.shelf[Slot(0)].layer;
        assert!(layer.links().values().all(|link| link.from == *second.rival.as_ref().unwrap()), "{script}");
    }
}

#[test]
fn of_two_versions_of_a_link_one_stays() {
    let mut desk = two_versions();
    desk.keys("as source<C-y>");
    let links: Vec<String> =
        desk.app.desk.shelf[Slot(0)].layer.links().values().map(|link| format!("{} {}", link.id, link.kind)).collect();
    assert_eq!(links, ["l-1 as source"]);
}

#[test]
fn a_guarded_layer_is_shown_and_not_changed() {
    let mut desk = Desk::new(&["‸⟦c Prices rose⟧ by ⟦f 5%⟧."]);
    let guard = diptych::tui::model::open::Guard {
        why: "left.txt.ana.ron:7:5: expected `,`".into(),
        in_full: String::new(),
        kind: diptych::tui::model::open::GuardKind::Damaged,
    };
    desk.app.desk.shelf[Slot(0)].guard = Some(guard);
    let before = desk.file();
    for script in ["s", "]x", "]f", "]mno<Esc>", "]rrests<Enter>]<Enter>", "]v$<Enter>", "vwf", "]a", "u"] {
        desk.keys(script);
        assert_eq!(desk.file(), before, "{script}");
        desk.keys("<Esc><Esc><Esc>");
    }
    desk.keys("s");
    assert_eq!(desk.said(), "nothing can be changed here: left.txt.ana.ron:7:5: expected `,`");
    assert!(desk.effects.is_empty(), "and nothing is saved: {:?}", desk.effects);
}

#[test]
fn links_that_fit_no_label_are_told_of_on_opening_and_removed_together() {
    let mut desk = Desk::new(&["‸⟦c Prices rose by ⟦f 5%⟧ and ⟦f 7%⟧⟧"]);
    desk.keys("]rrests<Enter><Enter>rrests<Enter><Enter>");
    let links = |desk: &Desk| desk.app.desk.shelf[Slot(0)].layer.links().len();
    assert_eq!(links(&desk), 2, "{}", desk.said());
    desk.keys("skeep<Enter><Esc>");
    assert_eq!((links(&desk), desk.app.misfits().len()), (2, 2), "{}", desk.said());
    let told = "2 links join labels that their kinds may not join; ! lists and removes them";
    assert!(desk.keys(":doubts<Enter>").frame().contains("2 links join labels"), "{}", desk.frame());
    let file = desk.keys("<Esc>").file();
    desk.app.message = None;
    assert_eq!(desk.read(&file).said(), told);
    assert!(desk.keys("L").frame().contains("does not fit"), "{}", desk.frame());
    desk.keys("<Esc>").rest();
    assert!(desk.keys("!").frame().contains("remove all 2 links"), "{}", desk.frame());
    desk.keys("<Enter>");
    assert_eq!((links(&desk), desk.said().as_str()), (0, "removed 2 links that did not fit"));
    desk.keys("u");
    assert_eq!(links(&desk), 2, "one undo brings both back");
    desk.keys(":misfit<Enter><Down><C-x>");
    assert_eq!(links(&desk), 1);
}
