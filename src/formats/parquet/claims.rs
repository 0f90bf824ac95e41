//! Checks how much a table claims to have, before the parquet crate makes room for it.
//!
//! ```text
//!   the footer        a column has so many parts        no more than the footer has bytes
//!   the head of a     so long when unpacked             Snappy makes 64 bytes of 3 at best
//!   page              so many values                    no more than the file has bits, or than [`FEW`]
//!                     so many values of a dictionary    no more than it has bytes when unpacked
//! ```
//!
//! A page of equal values has far fewer bits than values, and the crate makes room for a few rows of it only. For a dictionary it makes
//! room at once, but each value of that has a byte at least.
//!
//! The crate believes these numbers: a damaged one made it take 2 GB for a file of 20 KB. Both parts are structs in the compact
//! protocol of Thrift, in which each field has a number; those of interest are in `parquet.thrift` of the format's definition.

use parquet::file::metadata::ColumnChunkMetaData;

/// The greatest depth of structs and lists that is read; those of a table have four.
const DEPTH: usize = 8;
/// The number of values that any page may have: a group of rows has no more where Arrow writes it.
const FEW: i64 = 1 << 20;
/// The magic number at the end, and the length of the footer before it.
pub(super) const TAIL: u64 = 8;

/// A field of the footer, by the numbers of the fields that lead to it: the number of parts of a column.
const PARTS: &[i64] = &[2, 5];
/// Fields of a page's head: its length when unpacked, that in the file, the number of its values, and that of a dictionary.
const UNPACKED: &[i64] = &[2];
const PACKED: &[i64] = &[3];
const VALUES: [&[i64]; 2] = [&[5, 1], &[8, 1]];
const WORDS: &[i64] = &[7, 1];

/// Returns whether the footer claims nothing that it has no room for. One that cannot be read claims nothing.
pub(super) fn is_likely_footer(footer: &[u8]) -> bool {
    let mut is_likely = true;
    let _ = Thrift(footer).each(&mut |path, value| {
        is_likely &= path != PARTS || usize::try_from(value).is_ok_and(|parts| parts <= footer.len());
    });
    is_likely
}

/// Returns whether a page, of which this is the head and what follows, can be as large as it claims in a file of so many bytes.
pub(super) fn is_likely_page(head: &[u8], file: u64) -> bool {
    let (mut unpacked, mut packed, mut values, mut words) = (0, 0, 0, 0);
    let read = Thrift(head).each(&mut |path, value| match path {
        UNPACKED => unpacked = value,
        PACKED => packed = value,
        WORDS => words = value,
        _ if VALUES.contains(&path) => values = value,
        _ => {}
    });
    let bits = i64::try_from(file.saturating_mul(8)).unwrap_or(i64::MAX);
    let most = packed.saturating_mul(64) / 3 + 1;
    let is_filled = (0..=bits.max(FEW)).contains(&values) && (0..=unpacked).contains(&words);
    read.is_some() && (0..=most).contains(&unpacked) && is_filled
}

/// Returns whether a column has a beginning and a length. The parquet crate panics otherwise.
pub(super) fn is_placed(column: &ColumnChunkMetaData) -> bool {
    let start = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
    start >= 0 && column.compressed_size() >= 0
}

/// Bytes in the compact protocol of Thrift, which are read from the front.
struct Thrift<'a>(&'a [u8]);

/// What is called with each whole number: the numbers of the fields that lead to it, and the number.
type See<'a> = &'a mut dyn FnMut(&[i64], i64);

impl Thrift<'_> {
    /// Calls `see` with all whole numbers of a struct; `None` if this is none.
    fn each(&mut self, see: See) -> Option<()> {
        self.fields(&mut Vec::new(), DEPTH, see)
    }

    fn fields(&mut self, path: &mut Vec<i64>, depth: usize, see: See) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let mut number = 0;
        loop {
            let head = self.byte()?;
            let (step, kind) = (i64::from(head >> 4), head & 15);
            if kind == 0 {
                return Some(());
            }
            number = if step == 0 { self.whole()? } else { number + step };
            path.push(number);
            // The two kinds of a truth value are the values.
            if !matches!(kind, 1 | 2) {
                self.value(kind, path, depth, see)?;
            }
            path.pop();
        }
    }

    fn value(&mut self, kind: u8, path: &mut Vec<i64>, depth: usize, see: See) -> Option<()> {
        match kind {
            1..=3 => self.skip(1),
            4..=6 => {
                let value = self.whole()?;
                see(path, value);
                Some(())
            }
            7 => self.skip(8),
            8 => {
                let len = self.varint()?;
                self.skip(len)
            }
            9 | 10 => {
                let depth = depth.checked_sub(1)?;
                let head = self.byte()?;
                let len = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                (0..len).try_for_each(|_| self.value(head & 15, path, depth, see))
            }
            12 => self.fields(path, depth, see),
            _ => None,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn skip(&mut self, len: u64) -> Option<()> {
        self.0 = self.0.get(usize::try_from(len).ok()?..)?;
        Some(())
    }

    /// Reads a number of which each byte has seven bits, the lowest first.
    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Some(value);
            }
        }
        None
    }

    /// Reads a number whose lowest bit says whether it is below zero.
    fn whole(&mut self) -> Option<i64> {
        let value = self.varint()?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the head of a page that is so long when unpacked and in the file, and has so many values.
    fn page(unpacked: u8, packed: u8, values: i64) -> Vec<u8> {
        head(unpacked, packed, 0x2c, values)
    }

    /// Returns the head of a page with the mark of its kind: `0x2c` leads from the third field to the fifth, `0x4c` to the seventh.
    fn head(unpacked: u8, packed: u8, kind: u8, values: i64) -> Vec<u8> {
        let mut head = vec![0x15, 0, 0x15, unpacked << 1, 0x15, packed << 1, kind, 0x15];
        let mut rest = values << 1;
        while rest > 127 {
            head.push((rest & 127 | 128) as u8);
            rest >>= 7;
        }
        head.extend([rest as u8, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0]);
        head
    }

    #[test]
    fn a_page_is_as_large_as_its_bytes_allow() {
        assert!(is_likely_page(&page(60, 3, 40), 5));
        assert!(is_likely_page(&page(0, 0, 0), 5), "a page without values");
        assert!(!is_likely_page(&page(60, 2, 40), 5), "longer than Snappy can make it");
        assert!(is_likely_page(&page(60, 3, 100_000), 5), "equal values");
        assert!(is_likely_page(&page(60, 3, 8 << 20), 1 << 20), "a bit for each");
        assert!(!is_likely_page(&page(60, 3, FEW + 1), 5), "more values than bits, and than a group of rows has");
        assert!(!is_likely_page(&page(60, 3, 40)[..9], 5), "a head that ends too soon");
        let dictionary = |values| head(60, 3, 0x4c, values);
        assert!(is_likely_page(&dictionary(60), 5));
        assert!(!is_likely_page(&dictionary(61), 1 << 20), "more values of a dictionary than bytes");
        for lowest in [0xfe, 0xff] {
            // The greatest length that can be said, and the least.
            let huge = [0x15, 0, 0x15, lowest, 0xff, 0xff, 0xff, 0x0f, 0x15, 8, 0x2c, 0x15, 8, 0, 0];
            assert!(!is_likely_page(&huge, 1 << 20));
        }
    }

    #[test]
    fn a_footer_has_room_for_its_columns() {
        let footer = |parts: u8| vec![0x15, 2, 0x19, 0x1c, 0x48, 1, b'a', 0x15, parts << 1, 0, 0];
        assert!(is_likely_footer(&footer(2)));
        assert!(!is_likely_footer(&footer(40)));
        assert!(is_likely_footer(b"no footer"), "the parquet crate says what is wrong with it");
    }
}
