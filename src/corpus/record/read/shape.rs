//! Defines the records of a layer's file for serde, and finds what serde does not report.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::marker::PhantomData;

use memchr::{memchr2, memchr3, memmem};
use ron::value::RawValue;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use crate::corpus::ron_name::RonName;

/// A record: the known fields, each with what happens if it is missing, and the unknown fields as written.
///
/// Serde's own derive drops or refuses unknown fields, and accepts a name before the parenthesis. Here nothing gets
/// lost: a name is refused, and so is a field that occurs twice.
macro_rules! record {
    ($(#[$words:meta])* $name:ident<$($part:ident),*> { $($field:ident: $type:ty = $absent:ident,)* }) => {
        $(#[$words])*
        pub(crate) struct $name<'a, $($part),*> {
            $(pub(crate) $field: $type,)*
            pub(crate) unknown: Unknown<'a>,
        }

        impl<'a, $($part: Deserialize<'a>),*> Deserialize<'a> for $name<'a, $($part),*> {
            fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
                struct Fields<$($part),*>(PhantomData<($($part,)*)>);
                impl<'a, $($part: Deserialize<'a>),*> Visitor<'a> for Fields<$($part),*> {
                    type Value = $name<'a, $($part),*>;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("a record")
                    }

                    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                        $(let mut $field: Option<$type> = None;)*
                        let mut unknown = Vec::new();
                        while let Some(RonName(name)) = map.next_key()? {
                            match name {
                                $(stringify!($field) => match $field.replace(map.next_value()?) {
                                    Some(_) => return Err(A::Error::duplicate_field(stringify!($field))),
                                    None => {}
                                },)*
                                _ => unknown.push((name, map.next_value()?)),
                            }
                        }
                        $(let $field = $absent($field).ok_or_else(|| A::Error::missing_field(stringify!($field)))?;)*
                        Ok($name { $($field,)* unknown })
                    }
                }
                from.deserialize_struct("", &[], Fields(PhantomData))
            }
        }
    };
}

/// Returns a field that must exist.
fn needed<T>(value: Option<T>) -> Option<T> {
    value
}

/// Returns a field that is left out when it is empty.
fn or_empty<T: Default>(value: Option<T>) -> Option<T> {
    Some(value.unwrap_or_default())
}

record! {
    /// A layer, whose records are read or are still text.
    LayerRecord<T, L, V, M> {
        format: u32 = needed,
        document: DocumentRecord<'a> = needed,
        annotator: &'a RawValue = needed,
        tags: Vec<T> = or_empty,
        links: Vec<L> = or_empty,
        verdicts: Vec<V> = or_empty,
        remarks: Vec<M> = or_empty,
        unread: Vec<String> = or_empty,
    }
}

record! {
    /// The text in which the offsets count.
    DocumentRecord<> {
        path: &'a RawValue = needed,
        sha256: String = needed,
        chars: usize = needed,
    }
}

record! {
    /// A tag. If it has a place, the words around its quote are written again from the document.
    TagRecord<> {
        id: String = needed,
        label: String = needed,
        start: usize = needed,
        end: usize = needed,
        quote: BorrowedText<'a> = needed,
        prefix: BorrowedText<'a> = or_empty,
        suffix: BorrowedText<'a> = or_empty,
        note: String = or_empty,
        attributes: Attributes = or_empty,
        score: Maybe<f64> = or_empty,
        at: String = or_empty,
        was: String = or_empty,
        lost: bool = or_empty,
        from: Vec<String> = or_empty,
        via: Maybe<ViaRecord<'a>> = or_empty,
        rival: String = or_empty,
    }
}

record! {
    /// A link. Its document is left out if it is the layer's own.
    LinkRecord<> {
        id: String = needed,
        kind: String = needed,
        from: String = needed,
        to: String = needed,
        document: String = or_empty,
        at: String = or_empty,
        rival: String = or_empty,
    }
}

record! {
    /// A verdict: the annotator, the tag, the tag as it was judged, the decision.
    VerdictRecord<> {
        id: String = needed,
        annotator: String = needed,
        tag: String = needed,
        verdict: String = needed,
        judged: JudgedRecord<'a> = needed,
        amended: Maybe<JudgedRecord<'a>> = or_empty,
        comment: String = or_empty,
        at: String = or_empty,
        rival: String = or_empty,
    }
}

record! {
    /// A tag as it was judged.
    JudgedRecord<> {
        label: String = needed,
        start: usize = needed,
        end: usize = needed,
        quote: BorrowedText<'a> = needed,
        prefix: BorrowedText<'a> = or_empty,
        suffix: BorrowedText<'a> = or_empty,
        lost: bool = or_empty,
        attributes: Attributes = or_empty,
    }
}

record! {
    /// A remark: its subject, its answer, and its places, which are not looked for.
    RemarkRecord<> {
        id: String = needed,
        about: String = needed,
        says: String = needed,
        here: Maybe<PlaceRecord<'a>> = or_empty,
        there: Maybe<ElsewhereRecord<'a>> = or_empty,
        reason: String = or_empty,
        via: Maybe<ViaRecord<'a>> = or_empty,
        at: String = or_empty,
    }
}

record! {
    /// A suggestion that was accepted or declined.
    ViaRecord<> {
        rule: String = needed,
        cue: String = or_empty,
        was: String = or_empty,
        label: String = or_empty,
    }
}

record! {
    /// A place of a remark.
    PlaceRecord<> {
        start: usize = needed,
        end: usize = needed,
        quote: BorrowedText<'a> = needed,
        prefix: BorrowedText<'a> = or_empty,
        suffix: BorrowedText<'a> = or_empty,
    }
}

record! {
    /// A place of a remark in another document.
    ElsewhereRecord<> {
        document: String = needed,
        start: usize = needed,
        end: usize = needed,
        quote: BorrowedText<'a> = needed,
        prefix: BorrowedText<'a> = or_empty,
        suffix: BorrowedText<'a> = or_empty,
    }
}

/// Fields that this version does not know: their names, and their values as text.
pub(crate) type Unknown<'a> = Vec<(&'a str, &'a RawValue)>;

/// A string, borrowed from the file if nothing in it is escaped.
#[derive(Default)]
pub(crate) struct BorrowedText<'a>(pub Cow<'a, str>);

impl<'de> Deserialize<'de> for BorrowedText<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = BorrowedText<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<BorrowedText<'de>, E> {
                Ok(BorrowedText(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<BorrowedText<'de>, E> {
                Ok(BorrowedText(Cow::Owned(text.into())))
            }

            fn visit_string<E>(self, text: String) -> Result<BorrowedText<'de>, E> {
                Ok(BorrowedText(Cow::Owned(text)))
            }
        }
        from.deserialize_str(Either)
    }
}

/// A record that may be left out.
pub(crate) struct Maybe<T>(pub Option<T>);

impl<T> Default for Maybe<T> {
    fn default() -> Maybe<T> {
        Maybe(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::deserialize(from).map(|record| Maybe(Some(record)))
    }
}

/// A map without duplicate keys: serde would keep the last one and report nothing.
#[derive(Default)]
pub(crate) struct Attributes(pub BTreeMap<String, String>);

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Attributes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("attributes")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Attributes, A::Error> {
                let mut attributes = BTreeMap::new();
                while let Some((name, value)) = map.next_entry()? {
                    match attributes.entry(name) {
                        Entry::Vacant(free) => drop(free.insert(value)),
                        Entry::Occupied(taken) => {
                            return Err(A::Error::custom(format!("the attribute {:?} stands here twice", taken.key())));
                        }
                    }
                }
                Ok(Attributes(attributes))
            }
        }
        from.deserialize_map(Pairs)
    }
}

/// Returns where `part`, a slice of `whole`, begins in it.
pub(crate) fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr().addr() - whole.as_ptr().addr()
}

/// Returns the first comment or attribute in a valid RON text, which serde skips without a report.
///
/// Outside of strings and characters a slash begins a comment, and a hash that is not of a raw string or name an attribute.
pub(crate) fn aside(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr3(b'"', b'/', b'#', &bytes[from..]).map(|found| from + found) {
        let (before, after) = (at.checked_sub(1).map(|before| bytes[before]), bytes.get(at + 1));
        from = match (before, bytes[at]) {
            (Some(b'\''), _) if after == Some(&b'\'') => at + 1,
            (Some(b'\\'), b'"') => at + 1,
            (Some(b'r'), b'"' | b'#') => behind_raw(bytes, at),
            (_, b'"') => behind_string(bytes, at + 1),
            _ => return Some(at),
        };
    }
    None
}

/// Returns the place after the closing quote of a string whose text begins at `at`.
fn behind_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = memchr2(b'"', b'\\', &bytes[at..]) {
        match bytes[at + found] {
            b'"' => return at + found + 1,
            _ => at = bytes.len().min(at + found + 2),
        }
    }
    bytes.len()
}

/// Returns the place after the raw string whose hashes or quote begin at `at`, or after the name that a single hash
/// makes raw.
fn behind_raw(bytes: &[u8], at: usize) -> usize {
    let hashes = bytes[at..].iter().take_while(|byte| **byte == b'#').count();
    let quote = at + hashes;
    if bytes.get(quote) != Some(&b'"') {
        return quote;
    }
    let end = [b"\"", &bytes[at..quote]].concat();
    memmem::find(&bytes[quote + 1..], &end).map_or(bytes.len(), |found| quote + 1 + found + end.len())
}
