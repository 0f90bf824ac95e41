//! Reads RON part by part, so that all faults are reported with their places.
//!
//! ```text
//!   (format: 1, labels: [(name: "a", color: "pink"), (nane: "b", key: "bb")])
//!                                           ╰ 1: no colour   ╰ 2: no field    ╰ 3: not one key
//! ```
//!
//! Serde stops at the first fault. Here a record is taken apart into its fields as they are written, a list into its
//! elements, and each part is read by itself; a fault in it is noted, and the next part is read.

use std::fmt;

use ron::error::Error;
use ron::value::RawValue;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};

use crate::corpus::fault::Fault;
use crate::corpus::ron_name::RonName;
use crate::say::shown;

/// The greatest number of faults that are noted.
const MOST_FAULTS: usize = 100;

/// Reads parts of a text, and notes their faults.
pub(super) struct PartReader<'a> {
    text: &'a str,
    faults: Vec<Fault>,
}

/// A value, and the part of the text in which it is written.
#[derive(Clone, Debug)]
pub(super) struct Spelt<'a, T = String> {
    /// The value.
    pub value: T,
    /// The part.
    pub part: &'a str,
}

/// The fields of a record: each name, and the part of the text that is its value.
pub(super) struct FieldParts<'a> {
    fields: Vec<(&'a str, &'a str)>,
}

impl<'a> FieldParts<'a> {
    /// Returns the value of a field, if it is there.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| *value)
    }
}

impl<'a> PartReader<'a> {
    /// Returns a reader for a text.
    pub(super) fn new(text: &'a str) -> PartReader<'a> {
        PartReader { text, faults: Vec::new() }
    }

    /// Returns the faults, by place.
    pub(super) fn finish(mut self) -> Vec<Fault> {
        self.faults.sort_by_key(|fault| fault.at);
        self.faults
    }

    /// Returns the line and column at which a part begins, both counted from 1.
    pub(super) fn place(&self, part: &'a str) -> Option<(usize, usize)> {
        Fault::new("").on(self.text, part).at
    }

    /// Notes a fault in a part.
    pub(super) fn note(&mut self, part: &'a str, fault: Fault) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault.on(self.text, part));
        }
    }

    /// Returns the fields of a record. Notes fields that are not among the `known` ones, fields that occur twice, and
    /// `needed` fields that are missing.
    pub(super) fn fields(&mut self, part: &'a str, known: &[&str], needed: &[&str]) -> Option<FieldParts<'a>> {
        let RonFields(all) = self.read(part)?;
        let mut fields: Vec<(&str, &str)> = Vec::new();
        for (name, value) in all {
            if !known.contains(&name) {
                let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                let fault = Fault::new(format!("there is no field `{}` here", shown(name)));
                self.note(name, fault.hint(format!("The fields are {}.", names.join(", "))));
            } else if fields.iter().any(|(other, _)| *other == name) {
                self.note(name, Fault::new(format!("the field `{name}` stands here twice")));
            } else {
                fields.push((name, value));
            }
        }
        for name in needed.iter().filter(|name| fields.iter().all(|(field, _)| field != *name)) {
            self.note(part, Fault::new(format!("the field `{name}` is missing")));
        }
        Some(FieldParts { fields })
    }

    /// Returns the elements of a list, at most `most`; none if the part is no list.
    pub(super) fn list(&mut self, part: &'a str, kind: &str, most: usize) -> Vec<&'a str> {
        let elements: Vec<&RawValue> = self.read(part).unwrap_or_default();
        if elements.len() > most {
            self.note(part, Fault::new(format!("there are more than {most} {kind}")));
        }
        elements.into_iter().take(most).map(|element| element.trim().get_ron()).collect()
    }

    /// Returns the keys and values of a map; none if the part is no map. Notes keys that occur twice.
    pub(super) fn entries(&mut self, part: &'a str, kind: &str, most: usize) -> Vec<(Spelt<'a>, &'a str)> {
        let RonEntries(all) = self.read(part).unwrap_or_default();
        if all.len() > most {
            self.note(part, Fault::new(format!("there are more than {most} {kind}")));
        }
        let mut entries: Vec<(Spelt<String>, &str)> = Vec::new();
        for (key, value) in all.into_iter().take(most) {
            let Some(key) = self.text(key) else { continue };
            if entries.iter().any(|(other, _)| other.value == key.value) {
                self.note(key.part, Fault::new(format!("among the {kind} {:?} stands twice", key.value)));
            } else {
                entries.push((key, value));
            }
        }
        entries
    }

    /// Returns a string.
    pub(super) fn text(&mut self, part: &'a str) -> Option<Spelt<'a>> {
        self.value(part).map(|value| Spelt { value, part })
    }

    /// Returns a value of any other type.
    pub(super) fn value<T: DeserializeOwned>(&mut self, part: &'a str) -> Option<T> {
        self.read(part)
    }

    /// Returns a word of a list, which may be in quotes.
    pub(super) fn word<T: DeserializeOwned>(&mut self, part: &'a str) -> Option<T> {
        self.read(part.trim_matches('"'))
    }

    fn read<T: Deserialize<'a>>(&mut self, part: &'a str) -> Option<T> {
        match ron::from_str(part) {
            Ok(value) => Some(value),
            Err(error) => {
                // An unknown word is reported at its beginning; RON points after it.
                let at_start = matches!(error.code, Error::NoSuchEnumVariant { .. });
                let fault = Fault::of(part, &error);
                if self.faults.len() < MOST_FAULTS {
                    let whole = fault.clone().on(self.text, part);
                    self.faults.push(if at_start { whole } else { fault.moved(whole.at) });
                }
                None
            }
        }
    }
}

/// The fields of any record.
struct RonFields<'a>(Vec<(&'a str, &'a str)>);

impl<'de> Deserialize<'de> for RonFields<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct AnyRecord;
        impl<'de> Visitor<'de> for AnyRecord {
            type Value = RonFields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RonFields<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(RonName(name)) = map.next_key()? {
                    fields.push((name, map.next_value::<&RawValue>()?.trim().get_ron()));
                }
                Ok(RonFields(fields))
            }
        }
        from.deserialize_struct("", &[], AnyRecord)
    }
}

/// The keys and values of any map.
#[derive(Default)]
struct RonEntries<'a>(Vec<(&'a str, &'a str)>);

impl<'de> Deserialize<'de> for RonEntries<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct AnyMap;
        impl<'de> Visitor<'de> for AnyMap {
            type Value = RonEntries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RonEntries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some(key) = map.next_key::<&RawValue>()? {
                    entries.push((key.trim().get_ron(), map.next_value::<&RawValue>()?.trim().get_ron()));
                }
                Ok(RonEntries(entries))
            }
        }
        from.deserialize_map(AnyMap)
    }
}
