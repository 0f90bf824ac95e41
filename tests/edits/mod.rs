//! Edits of a text that know where every code point went.
//!
//! ```text
//!   text      P r i c e s   r o s e   5 %            each code point with the offset that it had in the old text;
//!   edited    P r i c e s   a l s o   r o s e   5 %  what was written by an edit has none (a letter that replaces another
//!   origin    0 1 2 3 4 5 6           7 8 …           stands where that stood)
//! ```
//!
//! So what an edit did to a tag is known without searching: its words are where their code points are.
#![allow(dead_code)]

mod article;

use std::collections::HashMap;
use std::ops::Range;

pub use article::{article, sentence};

/// One code point and where it came from.
pub type Cell = (char, Option<usize>);

/// A text while it is being edited.
#[derive(Clone)]
pub struct Edited {
    pub cells: Vec<Cell>,
}

/// A kind of edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Nothing,
    Typos,
    Inserted,
    Deleted,
    Moved,
    Reordered,
    Straight,
    Curly,
    Crlf,
    Decomposed,
    Reflowed,
    Rewritten,
    Cut,
    Mixture,
}

pub const KINDS: [Kind; 14] = [
    Kind::Nothing,
    Kind::Typos,
    Kind::Inserted,
    Kind::Deleted,
    Kind::Moved,
    Kind::Reordered,
    Kind::Straight,
    Kind::Curly,
    Kind::Crlf,
    Kind::Decomposed,
    Kind::Reflowed,
    Kind::Rewritten,
    Kind::Cut,
    Kind::Mixture,
];

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Nothing => "nothing",
            Kind::Typos => "typos mended",
            Kind::Inserted => "sentences inserted",
            Kind::Deleted => "sentences deleted",
            Kind::Moved => "sentences moved",
            Kind::Reordered => "paragraphs reordered",
            Kind::Straight => "quotes made straight",
            Kind::Curly => "quotes made curly",
            Kind::Crlf => "CRLF for LF",
            Kind::Decomposed => "NFD for NFC",
            Kind::Reflowed => "white space reflowed",
            Kind::Rewritten => "sentences rewritten",
            Kind::Cut => "passages cut out",
            Kind::Mixture => "a mixture",
        }
    }
}

impl Edited {
    pub fn new(text: &str) -> Edited {
        Edited { cells: text.chars().enumerate().map(|(at, c)| (c, Some(at))).collect() }
    }

    pub fn text(&self) -> String {
        self.cells.iter().map(|(c, _)| c).collect()
    }

    /// Where a range of the old text is now, as ranges of code points: from the first to the last of it that is left, and
    /// the longest run of what is still together.
    pub fn trace(&self) -> impl Fn(Range<usize>) -> Vec<Range<usize>> + use<> {
        let mut places: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, (_, origin)) in self.cells.iter().enumerate() {
            origin.iter().for_each(|origin| places.entry(*origin).or_default().push(at));
        }
        move |old| {
            let mut left: Vec<usize> = old.filter_map(|at| places.get(&at)).flatten().copied().collect();
            left.sort_unstable();
            let runs = left.chunk_by(|one, other| other - one <= 8);
            let whole = left.first().zip(left.last()).map(|(first, last)| *first..*last + 1);
            whole
                .into_iter()
                .chain(runs.max_by_key(|run| run.len()).map(|run| run[0]..run[run.len() - 1] + 1))
                .collect()
        }
    }

    /// Applies edits of one kind, some of them.
    pub fn apply(&mut self, kind: Kind, dice: &mut fastrand::Rng) {
        match kind {
            Kind::Nothing => {}
            Kind::Typos => self.typos(dice),
            Kind::Inserted => (0..dice.usize(1..6)).for_each(|_| self.insert(dice)),
            Kind::Deleted => (0..dice.usize(1..6)).for_each(|_| self.delete(dice)),
            Kind::Moved => (0..dice.usize(1..5)).for_each(|_| self.move_sentence(dice)),
            Kind::Reordered => (0..dice.usize(1..5)).for_each(|_| self.move_paragraph(dice)),
            Kind::Straight => self.map(|c| match c {
                '“' | '”' | '«' | '»' => Some('"'),
                '‘' | '’' => Some('\''),
                '—' | '–' => Some('-'),
                _ => None,
            }),
            Kind::Curly => {
                let mut open = false;
                self.map(|c| match c {
                    '"' | '“' | '”' => {
                        open = !open;
                        Some(if open { '„' } else { '“' })
                    }
                    '\'' => Some('’'),
                    _ => None,
                });
            }
            Kind::Crlf => self.spread(|c| if c == '\n' { vec!['\r', '\n'] } else { vec![c] }),
            Kind::Decomposed => self.spread(decomposed),
            Kind::Reflowed => self.reflow(dice),
            Kind::Rewritten => (0..dice.usize(1..6)).for_each(|_| self.rewrite(dice)),
            Kind::Cut => self.cut(dice),
            Kind::Mixture => {
                for _ in 0..dice.usize(2..5) {
                    let kind = KINDS[dice.usize(1..KINDS.len() - 1)];
                    self.apply(kind, dice);
                }
            }
        }
    }

    /// Inserts, deletes or moves so many sentences, spread over the whole text, in one walk.
    pub fn each(&mut self, count: usize, kind: Kind, dice: &mut fastrand::Rng) {
        let sentences = self.sentences();
        let step = (sentences.len() / count.max(1)).max(1);
        let mut cells = Vec::with_capacity(self.cells.len());
        let mut held: Vec<Cell> = Vec::new();
        let mut from = 0;
        for sentence in sentences.into_iter().step_by(step) {
            cells.extend_from_slice(&self.cells[from..sentence.start]);
            match kind {
                Kind::Inserted => {
                    cells.extend((self::sentence(dice) + " ").chars().map(|c| (c, None)));
                    cells.extend_from_slice(&self.cells[sentence.clone()]);
                }
                Kind::Moved => cells.extend(std::mem::replace(&mut held, self.cells[sentence.clone()].to_vec())),
                _ => {}
            }
            from = sentence.end;
        }
        cells.extend_from_slice(&self.cells[from..]);
        cells.extend(held);
        self.cells = cells;
    }

    /// The sentences, each with the blanks after it; the line end belongs to none.
    fn sentences(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut start = 0;
        for at in 0..=self.cells.len() {
            let c = self.cells.get(at).map_or('\n', |cell| cell.0);
            let ends = at >= 2
                && c != ' '
                && self.cells[at - 1].0 == ' '
                && matches!(self.cells[at - 2].0, '.' | '?' | '!' | '”' | '"');
            if matches!(c, '\n' | '\r') || ends {
                if at > start {
                    found.push(start..at);
                }
                start = if ends { at } else { at + 1 };
            }
        }
        found
    }

    /// The lines that are not empty, each with its line end.
    fn paragraphs(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut start = 0;
        for at in 0..self.cells.len() {
            if self.cells[at].0 == '\n' {
                if at > start + 1 {
                    found.push(start..at + 1);
                }
                start = at + 1;
            }
        }
        found
    }

    fn typos(&mut self, dice: &mut fastrand::Rng) {
        let rare = dice.usize(60..400);
        let mut cells: Vec<Cell> = Vec::with_capacity(self.cells.len());
        for cell in self.cells.drain(..) {
            if dice.usize(0..rare) > 0 || !cell.0.is_alphabetic() {
                cells.push(cell);
                continue;
            }
            match dice.u8(0..4) {
                0 => cells.push((dice.lowercase(), cell.1)),
                1 => {}
                2 => cells.extend([(dice.lowercase(), None), cell]),
                _ => {
                    let before = cells.pop_if(|before| before.0.is_alphabetic());
                    cells.push(cell);
                    cells.extend(before);
                }
            }
        }
        self.cells = cells;
    }

    fn insert(&mut self, dice: &mut fastrand::Rng) {
        let sentences = self.sentences();
        let Some(next) = dice.choice(&sentences) else { return };
        let new = sentence(dice) + " ";
        self.cells.splice(next.start..next.start, new.chars().map(|c| (c, None)));
    }

    fn delete(&mut self, dice: &mut fastrand::Rng) {
        let sentences = self.sentences();
        if let Some(gone) = dice.choice(&sentences) {
            self.cells.drain(gone.clone());
        }
    }

    fn rewrite(&mut self, dice: &mut fastrand::Rng) {
        let sentences = self.sentences();
        let Some(old) = dice.choice(&sentences) else { return };
        let new = sentence(dice) + " ";
        self.cells.splice(old.clone(), new.chars().map(|c| (c, None)));
    }

    /// Takes out a passage from the middle of a sentence to the middle of a later one, or some lines.
    fn cut(&mut self, dice: &mut fastrand::Rng) {
        let from = dice.usize(0..self.cells.len());
        let to = (from + dice.usize(20..400)).min(self.cells.len());
        let line = |at: usize| (at..self.cells.len()).find(|at| self.cells[*at].0 == '\n').map_or(at, |at| at + 1);
        let mut gone = if dice.bool() { from..to } else { line(from)..line(to) };
        // Where the text behind begins as what is taken out does, the same cut further on leaves the same text.
        while gone.end < self.cells.len() && self.cells[gone.start].0 == self.cells[gone.end].0 && !gone.is_empty() {
            gone = gone.start + 1..gone.end + 1;
        }
        self.cells.drain(gone);
    }

    fn move_sentence(&mut self, dice: &mut fastrand::Rng) {
        let ranges = self.sentences();
        self.move_one(&ranges, Some(' '), dice);
    }

    fn move_paragraph(&mut self, dice: &mut fastrand::Rng) {
        let ranges = self.paragraphs();
        self.move_one(&ranges, None, dice);
    }

    /// Puts one of these ranges before another of them.
    fn move_one(&mut self, ranges: &[Range<usize>], behind: Option<char>, dice: &mut fastrand::Rng) {
        let (Some(what), Some(to)) = (dice.choice(ranges), dice.choice(ranges)) else { return };
        if what == to {
            return;
        }
        let mut taken: Vec<Cell> = self.cells[what.clone()].to_vec();
        if let Some(behind) = behind.filter(|behind| taken.last().is_some_and(|cell| cell.0 != *behind)) {
            taken.push((behind, None));
        }
        let (at, gone) = (to.start, what.len());
        self.cells.splice(at..at, taken.iter().copied());
        let what = if what.start >= at { what.start + taken.len() } else { what.start };
        self.cells.drain(what..what + gone);
    }

    fn map(&mut self, mut of: impl FnMut(char) -> Option<char>) {
        self.cells.iter_mut().for_each(|cell| cell.0 = of(cell.0).unwrap_or(cell.0));
    }

    fn spread(&mut self, of: impl Fn(char) -> Vec<char>) {
        self.cells = self.cells.iter().flat_map(|(c, origin)| of(*c).into_iter().map(|c| (c, *origin))).collect();
    }

    /// Lines are broken elsewhere and blanks doubled.
    fn reflow(&mut self, dice: &mut fastrand::Rng) {
        let width = dice.usize(50..90);
        let mut column = 0;
        let double = dice.bool();
        self.cells = self
            .cells
            .iter()
            .flat_map(|(c, origin)| {
                column = if *c == '\n' { 0 } else { column + 1 };
                match c {
                    ' ' if column > width => {
                        column = 0;
                        vec![('\n', *origin)]
                    }
                    ' ' if double && dice.u8(0..8) == 0 => vec![(' ', *origin), (' ', *origin)],
                    _ => vec![(*c, *origin)],
                }
            })
            .collect();
    }
}

/// The canonical decomposition, of the letters that our texts have.
fn decomposed(c: char) -> Vec<char> {
    const TABLE: &[(&str, char)] = &[
        ("áa éeóoúuíi", '\u{301}'),
        ("àa èeòoùu", '\u{300}'),
        ("âa êeôoîi", '\u{302}'),
        ("äa öoüuïi", '\u{308}'),
        ("çc", '\u{327}'),
        ("ñn", '\u{303}'),
    ];
    for (letters, mark) in TABLE {
        let letters: Vec<char> = letters.chars().filter(|c| *c != ' ').collect();
        if let Some(pair) = letters.chunks(2).find(|pair| pair[0] == c) {
            return vec![pair[1], *mark];
        }
    }
    vec![c]
}
