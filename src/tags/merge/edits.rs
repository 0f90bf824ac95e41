//! Computes the edits between two states of a layer, and undoes some edits in a state.

use std::collections::{BTreeMap, HashSet};

use crate::tags::by_id::ById;
use crate::tags::edit::Edit;
use crate::tags::set::SetDifference;
use crate::tags::{Id, Layer, Records, Tag};

/// Returns the edits whose record `theirs` has unchanged or does not have: the program that wrote theirs may not have
/// seen what these edits would take back. A removal of such a record is not believed.
pub fn not_seen(edits: Vec<Edit>, theirs: &Records) -> Vec<Edit> {
    let theirs = few(theirs, &edits);
    let is_unseen = |edit: &Edit| {
        let now = theirs.current(edit);
        now == *edit || now.is_removal()
    };
    edits.into_iter().filter(is_unseen).collect()
}

/// Returns the records after these edits, in this order.
pub fn edited(records: Records, edits: &[Edit]) -> Records {
    let mut layer = few(&records, edits);
    let mut tags = records.tags;
    layer.tags().iter().for_each(|tag| drop(tags.remove(tag.span, &tag.id)));
    edits.iter().for_each(|edit| drop(layer.apply(edit.clone())));
    layer.tags().iter().for_each(|tag| tags.insert(tag.clone()));
    Records { tags, ..layer.into_records() }
}

/// Returns a layer with only the tags of the edits, because an index of all tags takes time proportional to their
/// number.
fn few(records: &Records, edits: &[Edit]) -> Layer {
    let ids: HashSet<&Id> = edits.iter().filter_map(Edit::tag).collect();
    let tags = records.tags.iter().filter(|tag| ids.contains(&tag.id)).cloned().collect();
    Layer::new(Records { tags, ..records.clone() })
}

/// Returns the edits that turn the records of `from` into those of `to`, except what is carried.
pub fn edits(from: &Records, to: &Records) -> Vec<Edit> {
    let mut edits = Vec::new();
    let SetDifference { own: old, others: new } = from.tags.difference(&to.tags);
    let put: BTreeMap<&Id, &Tag> = new.into_iter().map(|tag| (&tag.id, tag)).collect();
    let gone = old.into_iter().filter(|tag| !put.contains_key(&tag.id));
    edits.extend(gone.map(|tag| Edit::Tag(tag.id.clone(), None)));
    edits.extend(put.into_values().map(|tag| Edit::put(tag.clone())));
    differ(&from.links, &to.links, Edit::Link, &mut edits);
    differ(&from.lost, &to.lost, Edit::Lost, &mut edits);
    differ(&from.verdicts, &to.verdicts, Edit::Verdict, &mut edits);
    differ(&from.remarks, &to.remarks, Edit::Remark, &mut edits);
    edits
}

fn differ<T: Clone + PartialEq>(from: &ById<T>, to: &ById<T>, edit: fn(Id, Option<T>) -> Edit, edits: &mut Vec<Edit>) {
    let gone = from.keys().filter(|id| !to.contains_key(id));
    edits.extend(gone.map(|id| edit(id.clone(), None)));
    let put = to.iter().filter(|(id, record)| from.get(id) != Some(record));
    edits.extend(put.map(|(id, record)| edit(id.clone(), Some(record.clone()))));
}
