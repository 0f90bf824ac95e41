//! Converts offsets between the units that tools count: code points, UTF-16 units or bytes.
//!
//! ```text
//!   😀 Prices rose 5%          “5%” in code points 14–16, in UTF-16 units 15–17, in bytes 17–19
//! ```

/// A unit of offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OffsetUnit {
    /// Unicode code points, as in every file of this program.
    CodePoints,
    /// Units of UTF-16, as in Java and JavaScript.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

impl OffsetUnit {
    /// All measures.
    pub const ALL: [OffsetUnit; 3] = [OffsetUnit::CodePoints, OffsetUnit::Utf16, OffsetUnit::Bytes];

    /// Returns the name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            OffsetUnit::CodePoints => "codepoints",
            OffsetUnit::Utf16 => "utf16",
            OffsetUnit::Bytes => "bytes",
        }
    }

    /// Returns its name in a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            OffsetUnit::CodePoints => "code points",
            OffsetUnit::Utf16 => "UTF-16 units",
            OffsetUnit::Bytes => "bytes",
        }
    }

    /// Returns the measure with that name, of either kind.
    pub fn find(name: &str) -> Option<OffsetUnit> {
        let name = name.to_lowercase();
        OffsetUnit::ALL.into_iter().find(|measure| measure.name() == name || measure.words().to_lowercase() == name)
    }

    /// Returns the bytes at these offsets, which may be in any order; `None` for an offset behind the end of the text or
    /// inside a code point. It reads the text once.
    pub fn bytes(self, text: &str, offsets: impl IntoIterator<Item = usize>) -> Vec<Option<usize>> {
        let mut asked: Vec<(usize, usize)> =
            offsets.into_iter().enumerate().map(|(number, offset)| (offset, number)).collect();
        let mut found = vec![None; asked.len()];
        if self == OffsetUnit::Bytes {
            for (offset, number) in asked {
                found[number] = text.is_char_boundary(offset).then_some(offset);
            }
            return found;
        }
        asked.sort_unstable();
        let mut asked = asked.into_iter().peekable();
        let mut count = 0;
        let ends = text.char_indices().map(|(at, c)| (at, self.of(c))).chain([(text.len(), 0)]);
        for (at, long) in ends {
            while let Some((_, number)) = asked.next_if(|(offset, _)| *offset <= count) {
                found[number] = Some(at);
            }
            count += long;
            // An offset inside this code point has no byte.
            while asked.next_if(|(offset, _)| *offset < count).is_some() {}
            if asked.peek().is_none() {
                break;
            }
        }
        found
    }

    /// Returns the number of units in a code point.
    pub fn of(self, c: char) -> usize {
        match self {
            OffsetUnit::CodePoints => 1,
            OffsetUnit::Utf16 => c.len_utf16(),
            OffsetUnit::Bytes => c.len_utf8(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_place_has_three_offsets() {
        let text = "😀 Prices rose 5% in May, INSEE said.";
        let places = |measure: OffsetUnit, offsets: [usize; 2]| measure.bytes(text, offsets);
        assert_eq!(places(OffsetUnit::CodePoints, [14, 16]), [Some(17), Some(19)]);
        assert_eq!(places(OffsetUnit::Utf16, [17, 15]), [Some(19), Some(17)]);
        assert_eq!(places(OffsetUnit::Bytes, [17, 19]), [Some(17), Some(19)]);
        assert_eq!(places(OffsetUnit::Utf16, [1, 0]), [None, Some(0)], "within the emoji");
        assert_eq!(places(OffsetUnit::CodePoints, [36, 37]), [Some(39), None], "the end, and behind it");
    }

    proptest! {
        #[test]
        fn every_boundary_is_found(text in "(\\PC|😀|é|\r\n){0,60}", order in any::<u64>()) {
            for measure in OffsetUnit::ALL {
                let mut count = 0;
                let mut places = vec![];
                for (at, c) in text.char_indices() {
                    places.push((count, at));
                    count += measure.of(c);
                }
                places.push((count, text.len()));
                fastrand::Rng::with_seed(order).shuffle(&mut places);
                let found = measure.bytes(&text, places.iter().map(|(offset, _)| *offset));
                prop_assert_eq!(found, places.iter().map(|(_, at)| Some(*at)).collect::<Vec<_>>());
                prop_assert_eq!(measure.bytes(&text, [count + 1]), [None]);
            }
        }
    }
}
