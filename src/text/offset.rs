//! Converts bytes to code points and back without walking the whole text.
//!
//! A table holds, for every 4 KiB, the number of code points before it. A look-up starts at the nearest entry and
//! counts the rest, so it costs the same anywhere in a text of 100 MB; the table takes 0.2 % of the size of the text.

const STEP: usize = 4096;

/// The table of one text.
#[derive(Debug)]
pub(crate) struct Offsets {
    /// The number of code points that begin before byte `i * STEP`.
    before: Vec<usize>,
    total: usize,
}

impl Offsets {
    /// Builds the table in one walk over the text.
    pub(crate) fn of(text: &str) -> Self {
        let mut before = Vec::with_capacity(text.len() / STEP + 1);
        let mut total = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            before.push(total);
            total += count(chunk);
        }
        Offsets { before, total }
    }

    /// Returns the number of code points in the text.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    /// Returns how many code points begin before byte `at`.
    pub(crate) fn to_chars(&self, text: &str, at: usize) -> usize {
        let at = at.min(text.len());
        match self.before.get(at / STEP) {
            Some(before) => before + count(&text.as_bytes()[at / STEP * STEP..at]),
            None => self.total,
        }
    }

    /// Returns the byte at which code point number `chars` begins; for the number of all code points, the length of the
    /// text.
    pub(crate) fn to_byte(&self, text: &str, chars: usize) -> Option<usize> {
        if chars >= self.total {
            return (chars == self.total).then_some(text.len());
        }
        let note = self.before.partition_point(|before| *before <= chars) - 1;
        let mut left = chars - self.before[note];
        let mut at = note * STEP;
        for byte in &text.as_bytes()[at..] {
            if starts_char(*byte) {
                if left == 0 {
                    break;
                }
                left -= 1;
            }
            at += 1;
        }
        Some(at)
    }
}

fn starts_char(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn count(bytes: &[u8]) -> usize {
    // Runs are short enough for a byte-sized counter, which the compiler turns into vector code.
    bytes.chunks(192).map(|run| usize::from(run.iter().map(|byte| u8::from(starts_char(*byte))).sum::<u8>())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_and_back_is_the_identity(text in "(\\PC|😀|é|\n){0,80}", times in 1..400usize) {
            let text = text.repeat(times);
            let offsets = Offsets::of(&text);
            let at: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            prop_assert_eq!(offsets.total(), at.len() - 1);
            for chars in (0..at.len()).step_by(1 + at.len() / 97) {
                prop_assert_eq!(offsets.to_byte(&text, chars), Some(at[chars]));
                prop_assert_eq!(offsets.to_chars(&text, at[chars]), chars);
            }
            prop_assert_eq!(offsets.to_byte(&text, at.len()), None);
        }
    }
}
