//! The name of a field of a RON record, borrowed from the file. Readers take records apart that have fields which they do not know.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

/// A field's name. RON hands names out as identifiers and as nothing else.
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
