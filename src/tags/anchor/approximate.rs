//! Finds words that differ a little: Myers' bit-parallel search for a quote, and the agreement of its surroundings.
//!
//! ```text
//!             … as Rutte wa|rned of a “significant escalation” if |soldiers came …
//!      left ←──────────────╯ ╰──────────── quote ────────────────╯ ╰──────────────→ right
//!           outwards, a point a symbol,     differences d           the same
//!           3 lost with each difference
//! ```
//!
//! Myers: *A fast bit-vector algorithm for approximate string matching based on dynamic programming*, J. ACM 46 (1999),
//! with the blocks of section 5 and the carries as in Hyyrö (2003). A difference is an insertion, deletion or
//! substitution of one symbol. The begin and the end of the words are then found by the symbols in common: Hyyrö,
//! *Bit-parallel LCS-length computation revisited* (2004).

use super::fold::Symbol;

/// The cost of a difference in the surroundings, in symbols that agree.
const COST: i32 = 3;
/// The greatest shift of the surroundings against each other, in symbols.
const DRIFT: usize = 4;
const WORD: usize = u64::BITS as usize;

/// A pattern, prepared for searching.
#[derive(Debug)]
pub(crate) struct Pattern {
    len: usize,
    words: usize,
    /// The symbols of the pattern, in order, and the numbers of its ASCII symbols, counted from 1.
    symbols: Vec<Symbol>,
    ascii: [u8; 128],
    /// For no symbol, and then for each symbol, the places where it stands: one bit for each, in `words` words.
    places: Vec<u64>,
}

impl Pattern {
    /// Prepares the symbols of a pattern.
    pub(crate) fn new<'a>(pattern: impl ExactSizeIterator<Item = &'a Symbol> + Clone) -> Pattern {
        let len = pattern.len();
        let words = len.div_ceil(WORD);
        let mut symbols: Vec<Symbol> = pattern.clone().copied().collect();
        symbols.sort_unstable();
        symbols.dedup();
        let mut ascii = [0; 128];
        for (symbol, number) in symbols.iter().take_while(|symbol| **symbol < 128).zip(1..) {
            ascii[*symbol as usize] = number;
        }
        let places = vec![0; (symbols.len() + 1) * words];
        let mut ready = Pattern { len, words, symbols, ascii, places };
        for (at, symbol) in pattern.enumerate() {
            let row = ready.row(*symbol) * words;
            ready.places[row + at / WORD] |= 1 << (at % WORD);
        }
        ready
    }

    fn row(&self, symbol: Symbol) -> usize {
        match self.ascii.get(symbol as usize) {
            Some(row) => usize::from(*row),
            None => self.symbols.binary_search(&symbol).map_or(0, |found| found + 1),
        }
    }

    fn places(&self, symbol: Symbol) -> &[u64] {
        let row = self.row(symbol) * self.words;
        &self.places[row..row + self.words]
    }

    /// Returns for each symbol of the text the smallest number of differences between the pattern and a stretch that
    /// ends with that symbol.
    pub(crate) fn distances<'a>(&self, text: impl Iterator<Item = &'a Symbol>) -> Vec<usize> {
        let mut state = vec![(u64::MAX, 0u64); self.words];
        let mut distance = self.len;
        let step = |symbol: &Symbol| {
            let places = self.places(*symbol);
            let mut carry = 0;
            for (word, (state, places)) in state.iter_mut().zip(places).enumerate() {
                let top = if word + 1 == self.words { (self.len - 1) % WORD } else { WORD - 1 };
                carry = advance(state, *places, carry, top);
            }
            distance = distance.saturating_add_signed(carry as isize);
            distance
        };
        text.map(step).collect()
    }

    /// Returns for each symbol of the text the number of symbols that the pattern and the text up to there have in
    /// common, in order.
    pub(crate) fn common<'a>(&self, text: impl Iterator<Item = &'a Symbol>) -> Vec<usize> {
        let mut state = vec![u64::MAX; self.words];
        let step = |symbol: &Symbol| {
            let places = self.places(*symbol);
            let mut carry = false;
            for (state, places) in state.iter_mut().zip(places) {
                let (sum, over) = state.overflowing_add(*state & places);
                let (sum, again) = sum.overflowing_add(u64::from(carry));
                carry = over || again;
                *state = sum | (*state & !places);
            }
            state.iter().map(|word| word.count_zeros() as usize).sum()
        };
        text.map(step).collect()
    }
}

/// Computes one word of one column: `state` holds the places where the distance grows and falls downwards, `carry` the
/// change along the row above. Returns the change along the row of bit `top`.
fn advance(state: &mut (u64, u64), places: u64, carry: i32, top: usize) -> i32 {
    let (grows, falls) = *state;
    let (up, down) = (u64::from(carry > 0), u64::from(carry < 0));
    let vertical = places | falls;
    let same = places | down;
    let horizontal = (((same & grows).wrapping_add(grows)) ^ grows) | same;
    let more = falls | !(horizontal | grows);
    let less = grows & horizontal;
    let out = (more >> top & 1) as i32 - (less >> top & 1) as i32;
    let (more, less) = (more << 1 | up, less << 1 | down);
    *state = (less | !(vertical | more), more & vertical);
    out
}

/// The agreement of surroundings, counted from a quote outwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Surroundings {
    /// The symbols that agree, less COST for each difference among them; the highest value on the way outwards.
    pub score: i32,
    /// The number of symbols that agree before the first difference.
    pub run: usize,
    /// Whether all symbols agree.
    pub whole: bool,
    /// Whether the symbols agree to the far end with at most one difference.
    pub nearly: bool,
}

/// Returns the number of symbols that agree before the first difference.
pub(crate) fn run<'a>(then: impl Iterator<Item = &'a Symbol>, now: impl Iterator<Item = &'a Symbol>) -> usize {
    then.zip(now).take_while(|(then, now)| then == now).count()
}

/// Compares the old symbols beside a quote with the present ones; both run outwards.
pub(crate) fn agreement<'a>(
    then: impl ExactSizeIterator<Item = &'a Symbol> + Clone,
    mut now: impl Iterator<Item = &'a Symbol> + Clone,
) -> Surroundings {
    let run = run(then.clone(), now.clone());
    let len = then.len() as i32;
    if run == then.len() {
        return Surroundings { score: len, run, whole: true, nearly: true };
    }
    // A band of the table around its diagonal: `row[d]` is the score with `d - DRIFT` more new symbols than old ones.
    const WIDTH: usize = 2 * DRIFT + 1;
    const OUT: i32 = i32::MIN / 2;
    let mut row = [OUT; WIDTH];
    (0..=DRIFT).for_each(|more| row[DRIFT + more] = -COST * more as i32);
    // The new symbols in the band: `near[d]` for the cell `d`.
    let mut near = [None; WIDTH];
    (0..DRIFT).for_each(|ahead| near[DRIFT + 1 + ahead] = now.next());
    let mut best = 0;
    for symbol in then {
        near.rotate_left(1);
        near[WIDTH - 1] = now.next();
        // After the rotation, cell `d` compares with the symbol that `near[d]` held before it.
        let mut left = OUT;
        for cell in 0..WIDTH {
            let seen = near[cell];
            let along = row[cell] + if seen == Some(symbol) { 1 } else { -COST };
            let dropped = row.get(cell + 1).map_or(OUT, |above| above - COST);
            let added = left - COST;
            row[cell] = match seen {
                Some(_) => along.max(dropped).max(added),
                None => dropped,
            };
            left = row[cell];
        }
        best = best.max(row.into_iter().max().unwrap_or(OUT));
    }
    let end = row.into_iter().max().unwrap_or(OUT);
    Surroundings { score: best, run, whole: false, nearly: end == best && end >= len - 1 - COST }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn symbols(text: &str) -> Vec<Symbol> {
        text.chars().map(|c| c as Symbol).collect()
    }

    /// Computes the textbook tables: fewest differences with a free beginning in the text, and most symbols in common.
    fn slowly(pattern: &[Symbol], text: &[Symbol]) -> (Vec<usize>, Vec<usize>) {
        let mut differing: Vec<usize> = (0..=pattern.len()).collect();
        let mut common = vec![0; pattern.len() + 1];
        let step = |symbol: &Symbol| {
            let (mut before, mut shared) = (differing[0], common[0]);
            for row in 1..=pattern.len() {
                let same = pattern[row - 1] == *symbol;
                let here = (before + usize::from(!same)).min(differing[row] + 1).min(differing[row - 1] + 1);
                before = std::mem::replace(&mut differing[row], here);
                let here = (shared + usize::from(same)).max(common[row]).max(common[row - 1]);
                shared = std::mem::replace(&mut common[row], here);
            }
            (differing[pattern.len()], common[pattern.len()])
        };
        text.iter().map(step).unzip()
    }

    fn agreeing(then: &str, now: &str) -> Surroundings {
        agreement(symbols(then).iter(), symbols(now).iter())
    }

    #[test]
    fn surroundings_agree_through_a_typo_and_no_further_than_they_do() {
        let is = |score, run, whole, nearly| Surroundings { score, run, whole, nearly };
        assert_eq!(agreeing("soldiers came", "soldiers came back"), is(13, 13, true, true));
        assert_eq!(agreeing("soldiers came", "soldirs came back"), is(12 - 3, 5, false, true));
        assert_eq!(agreeing("soldiers came", "soldiiers came back"), is(13 - 3, 5, false, true));
        assert_eq!(agreeing("soldiers came", "soldeirs came back"), is(12 - 6, 4, false, false));
        assert_eq!(agreeing("soldiers came", "soldiers went"), is(9, 9, false, false));
        assert_eq!(agreeing("soldiers came", "soldiers"), is(8, 8, false, false));
        assert_eq!((agreeing("abc", ""), agreeing("", "abc")), (is(0, 0, false, false), is(0, 0, true, true)));
    }

    proptest! {
        #[test]
        fn the_bits_count_as_the_tables_do(pattern in "[ab]{1,8}|[abc]{60,70}|[ab]{120,140}", text in "[abc]{0,200}") {
            let (pattern, text) = (symbols(&pattern), symbols(&text));
            let fast = Pattern::new(pattern.iter());
            let (differing, common) = slowly(&pattern, &text);
            prop_assert_eq!(fast.distances(text.iter()), differing);
            prop_assert_eq!(fast.common(text.iter()), common);
        }
    }
}
