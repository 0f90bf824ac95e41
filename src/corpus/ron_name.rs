//! Borrows the names of fields of a RON record from the file, for readers of records with unknown fields.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

/// The name of a field. RON returns names as identifiers only.
pub(super) struct RonName<'a>(pub(super) &'a str);

impl<'de> Deserialize<'de> for RonName<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Identifier;
        impl<'de> Visitor<'de> for Identifier {
            type Value = RonName<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field's name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<RonName<'de>, E> {
                Ok(RonName(name))
            }
        }
        from.deserialize_identifier(Identifier)
    }
}
