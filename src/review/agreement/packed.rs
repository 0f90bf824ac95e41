//! Packs whole numbers into few bytes, so that the counts of many documents fit into memory.
//!
//! ```text
//!   numbers    5 · 0 · 300            bytes    05 · 00 · ac 02        seven bits a byte, the last without the eighth
//! ```
//!
//! Most counts of a document are 0 or small. LEB128: DWARF Debugging Information Format, version 5, 7.6.

/// Whole numbers, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PackedNumbers(Box<[u8]>);

impl PackedNumbers {
    /// Packs the numbers that `fill` passes to its argument.
    pub(super) fn of(fill: impl FnOnce(&mut dyn FnMut(u64))) -> PackedNumbers {
        let mut bytes = Vec::new();
        fill(&mut |mut number| {
            while number >= 0x80 {
                bytes.push((number & 0x7f) as u8 | 0x80);
                number >>= 7;
            }
            bytes.push(number as u8);
        });
        PackedNumbers(bytes.into_boxed_slice())
    }

    /// Returns a function that returns one number after the other, and 0 after the last.
    pub(super) fn reader(&self) -> impl FnMut() -> u64 {
        let mut bytes = self.0.iter();
        move || {
            let (mut number, mut shift) = (0, 0);
            for byte in bytes.by_ref() {
                number |= u64::from(byte & 0x7f) << shift;
                shift += 7;
                if byte & 0x80 == 0 {
                    break;
                }
            }
            number
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_out_as_they_went_in() {
        let all = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let packed = PackedNumbers::of(|out| all.into_iter().for_each(out));
        let mut next = packed.reader();
        assert_eq!(all.map(|_| next()), all);
        assert_eq!(next(), 0, "nothing is left");
    }
}
