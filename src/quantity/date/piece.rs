//! Cuts a text into pieces as dates need them: letters, digits, and any other character.
//!
//! ```text
//!   22april, Oct. 2      22 · april · , · Oct · . · 2      a piece knows whether it is close to the one before
//! ```

use std::borrow::Cow;

use crate::language::Language;
use crate::language::dates::{FunctionWord, Season, Sense, Stage, TimeUnit};
use crate::language::lexicon::in_small_letters;
use crate::text::Span;

/// The words of the grammar that may begin a moment, whatever follows.
const STARTS: &[FunctionWord] = &[
    FunctionWord::Few,
    FunctionWord::Half,
    FunctionWord::Whole,
    FunctionWord::Another,
    FunctionWord::Within,
    FunctionWord::Fiscal,
    FunctionWord::YearToDate,
];

/// The words of the grammar that no moment has as its second word.
const JOINTS: &[FunctionWord] = &[
    FunctionWord::Of,
    FunctionWord::And,
    FunctionWord::From,
    FunctionWord::To,
    FunctionWord::On,
    FunctionWord::In,
    FunctionWord::After,
    FunctionWord::Before,
];

/// A piece of a text.
#[derive(Debug)]
struct Piece<'t, 'l> {
    start: usize,
    text: &'t str,
    kind: Kind,
    /// Whether the piece follows the one before it without a blank.
    glued: bool,
    senses: &'l [Sense],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Letters,
    Digits,
    Mark,
    /// The end of a paragraph.
    Break,
}

/// The pieces of a text.
#[derive(Debug)]
pub(super) struct PieceList<'t, 'l> {
    pieces: Vec<Piece<'t, 'l>>,
    /// The language that the text is read in.
    pub language: &'l Language,
}

impl<'t, 'l> PieceList<'t, 'l> {
    /// Cuts a text into pieces.
    pub(super) fn new(text: &'t str, language: &'l Language) -> PieceList<'t, 'l> {
        let mut pieces = Vec::with_capacity(text.len() / 4);
        let (mut at, mut end_before) = (0, 0);
        while let Some(first) = text[at..].chars().next() {
            let rest = &text[at..];
            let (kind, length) = if first.is_whitespace() {
                let blank = end_of(rest, char::is_whitespace);
                let lines = rest[..blank].matches('\n').count();
                if lines < 2 {
                    at += blank;
                    continue;
                }
                (Kind::Break, blank)
            } else if first.is_ascii_digit() {
                (Kind::Digits, end_of(rest, |c| c.is_ascii_digit()))
            } else if first.is_alphabetic() {
                (Kind::Letters, end_of(rest, |c| c.is_alphabetic() || is_mark_on_letter(c)))
            } else {
                (Kind::Mark, first.len_utf8())
            };
            let mut piece =
                Piece { start: at, text: &rest[..length], kind, glued: at == end_before && at > 0, senses: &[] };
            if kind == Kind::Letters {
                let (more, senses) = senses(rest, length, language);
                piece.text = &rest[..more];
                piece.senses = senses;
            }
            at += piece.text.len();
            end_before = at;
            pieces.push(piece);
        }
        PieceList { pieces, language }
    }

    /// Returns the number of pieces.
    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Returns the span from a piece up to another, which is not included; in bytes.
    pub(super) fn span(&self, from: usize, end: usize) -> Span {
        let last = &self.pieces[end - 1];
        Span::new(self.pieces[from].start, last.start + last.text.len())
    }

    /// Returns whether a moment may begin at a piece: the piece is a word or number of dates, and not part of a longer
    /// word or number.
    pub(super) fn may_begin(&self, at: usize) -> bool {
        let piece = &self.pieces[at];
        let says = match piece.kind {
            Kind::Digits => self.may_be_dated(at),
            Kind::Letters => piece.senses.iter().any(|sense| match sense {
                Sense::Word(FunctionWord::The | FunctionWord::One | FunctionWord::From | FunctionWord::Between) => {
                    self.says_something(at + 1)
                }
                Sense::Word(word) => STARTS.contains(word),
                _ => true,
            }),
            _ => is_quote(piece.text) && self.says_something(at + 1),
        };
        // `Q1`, `H2 2019`
        let is_quarter = matches!(piece.text, "Q" | "q" | "H") && self.is_digits(at + 1) && self.is_glued(at + 1);
        (says || is_quarter) && !self.is_torn(at)
    }

    /// Returns whether a number may be of a date: a year, or one with something of dates behind it. `300 boats` is none.
    fn may_be_dated(&self, at: usize) -> bool {
        let leads = |next: &Piece| match next.kind {
            Kind::Letters => next.glued || !next.senses.is_empty(),
            Kind::Digits | Kind::Mark => true,
            Kind::Break => false,
        };
        self.pieces[at].text.len() == 4 || self.pieces.get(at + 1).is_some_and(leads)
    }

    /// Returns whether a moment may continue with a piece: not with a word that only joins two of them or leads to one.
    fn says_something(&self, at: usize) -> bool {
        let is_joint = |sense: &Sense| matches!(sense, Sense::Word(word) if JOINTS.contains(word));
        self.pieces.get(at).is_some_and(|piece| {
            piece.senses.iter().any(|sense| !is_joint(sense)) || piece.kind == Kind::Digits || is_quote(piece.text)
        })
    }

    /// Returns whether a moment may end before a piece.
    pub(super) fn may_end(&self, end: usize) -> bool {
        let Some(next) = self.pieces.get(end).filter(|next| next.glued) else { return true };
        let digits_follow = self.pieces.get(end + 1).is_some_and(|after| after.glued && after.kind == Kind::Digits);
        match next.kind {
            Kind::Letters | Kind::Digits => false,
            Kind::Mark => {
                !(matches!(next.text, "." | "," | "/" | "-" | ":") && digits_follow && self.is_digits(end - 1)
                    || matches!(next.text, "%" | "°" | "€" | "$" | "@" | "_"))
            }
            Kind::Break => true,
        }
    }

    /// Returns whether a piece and the one before it are parts of one longer word or number.
    fn is_torn(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|_| self.pieces[at].glued).map(|before| &self.pieces[before])
        else {
            return false;
        };
        match before.kind {
            Kind::Letters | Kind::Digits => true,
            Kind::Mark => {
                let joins = matches!(before.text, "." | "," | "/" | "-" | ":" | "–") && before.glued;
                let word_before = at >= 2 && matches!(self.pieces[at - 2].kind, Kind::Digits | Kind::Letters);
                let number_before = at >= 2 && self.pieces[at - 2].kind == Kind::Digits;
                let number = self.pieces[at].kind == Kind::Digits;
                joins && (number_before || number && word_before && before.text == "-")
                    || matches!(before.text, "@" | "#" | "_" | "$" | "£" | "€" | "¥" | "/" | "&") && number
                    || matches!(before.text, "@" | "#" | "_")
            }
            Kind::Break => false,
        }
    }

    /// Returns whether a piece follows the one before it without a blank.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.glued)
    }

    /// Returns the digits at a piece, as text.
    pub(super) fn digits(&self, at: usize) -> Option<&'t str> {
        self.pieces.get(at).filter(|piece| piece.kind == Kind::Digits).map(|piece| piece.text)
    }

    fn is_digits(&self, at: usize) -> bool {
        self.digits(at).is_some()
    }

    /// Returns the letters at a piece.
    pub(super) fn letters(&self, at: usize) -> Option<&'t str> {
        self.pieces.get(at).filter(|piece| piece.kind == Kind::Letters).map(|piece| piece.text)
    }

    /// Returns whether a piece is one of these marks.
    pub(super) fn is_mark(&self, at: usize, marks: &[&str]) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.kind == Kind::Mark && marks.contains(&piece.text))
    }

    /// Returns the piece after one of these marks; the same piece if there is no such mark.
    pub(super) fn skip_mark(&self, at: usize, marks: &[&str]) -> usize {
        at + usize::from(self.is_mark(at, marks))
    }

    /// Returns whether a word at a piece begins with a capital.
    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.letters(at).is_some_and(|letters| letters.starts_with(char::is_uppercase))
    }

    /// Returns whether the text or a phrase ends here.
    pub(super) fn is_phrase_end(&self, at: usize) -> bool {
        self.pieces.get(at).is_none_or(|piece| {
            let mark = piece.kind == Kind::Mark
                && matches!(piece.text, "." | "," | "!" | "?" | ";" | ":" | ")" | "”" | "\"" | "’");
            mark || piece.kind == Kind::Break
        })
    }

    /// Returns the first sense of a piece for which `ask` returns a value.
    pub(super) fn sense<T>(&self, at: usize, ask: impl Fn(&Sense) -> Option<T>) -> Option<T> {
        self.pieces.get(at)?.senses.iter().find_map(ask)
    }

    /// Returns whether a piece is this word of the grammar.
    pub(super) fn is(&self, at: usize, word: FunctionWord) -> bool {
        self.sense(at, |sense| (*sense == Sense::Word(word)).then_some(())).is_some()
    }

    /// Returns the piece after this word of the grammar; the same piece if the word is not there.
    pub(super) fn skip(&self, at: usize, word: FunctionWord) -> usize {
        at + usize::from(self.is(at, word))
    }

    /// Returns whether the piece before one is this word of the grammar.
    pub(super) fn is_behind(&self, at: usize, word: FunctionWord) -> bool {
        at.checked_sub(1).is_some_and(|before| self.is(before, word))
    }

    /// Returns the month that the piece names, from 1.
    pub(super) fn month(&self, at: usize) -> Option<u8> {
        self.sense(at, |sense| if let Sense::Month(month) = sense { Some(*month) } else { None })
    }

    /// Returns whether the piece is a short name of a month, which a stop may follow.
    pub(super) fn is_short_month(&self, at: usize) -> bool {
        self.sense(at, |sense| (*sense == Sense::ShortMonth).then_some(())).is_some()
    }

    /// Returns the day of the week that the piece names, Monday as 1.
    pub(super) fn weekday(&self, at: usize) -> Option<u8> {
        self.sense(at, |sense| if let Sense::Weekday(day) = sense { Some(*day) } else { None })
    }

    /// Returns the season that the piece names.
    pub(super) fn season(&self, at: usize) -> Option<Season> {
        self.sense(at, |sense| if let Sense::Season(season) = sense { Some(*season) } else { None })
    }

    /// Returns the unit of time that the piece names.
    pub(super) fn unit(&self, at: usize) -> Option<TimeUnit> {
        self.sense(at, |sense| if let Sense::Unit(unit) = sense { Some(*unit) } else { None })
    }

    /// Returns whether the unit of time that the piece names may be one: `week`, `mois`.
    pub(super) fn may_be_one(&self, at: usize) -> bool {
        !self.is(at, FunctionWord::Several)
    }

    /// Returns whether the unit of time that the piece names may be several: `weeks`, `mois`.
    pub(super) fn may_be_several(&self, at: usize) -> bool {
        self.is(at, FunctionWord::Several) || self.is(at, FunctionWord::OneOrSeveral)
    }

    /// Returns the stage that the piece names.
    pub(super) fn stage(&self, at: usize) -> Option<Stage> {
        self.sense(at, |sense| if let Sense::Stage(stage) = sense { Some(*stage) } else { None })
    }

    /// Reads `last`, `this`, `next`.
    pub(super) fn which(&self, at: usize) -> Option<i8> {
        self.sense(at, |sense| if let Sense::Which(way) = sense { Some(*way) } else { None })
    }

    /// Reads the same words after a unit: `dernier`.
    pub(super) fn which_behind(&self, at: usize) -> Option<i8> {
        self.sense(at, |sense| if let Sense::WhichBehind(way) = sense { Some(*way) } else { None })
    }

    /// Returns whether the word before a piece is one that a month or a year follows.
    pub(super) fn is_led(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let stage = self.stage(before).is_some() || self.which(before).is_some();
        let words = [
            FunctionWord::In,
            FunctionWord::On,
            FunctionWord::Of,
            FunctionWord::From,
            FunctionWord::To,
            FunctionWord::Between,
            FunctionWord::The,
            FunctionWord::Before,
            FunctionWord::After,
        ];
        stage || words.into_iter().any(|word| self.is(before, word))
    }
}

/// Returns the longest phrase of dates that a text begins with: its length in bytes and its senses.
fn senses<'l>(rest: &str, first: usize, language: &'l Language) -> (usize, &'l [Sense]) {
    let known = &language.dates.senses;
    let word = in_small_letters(&rest[..first]);
    let Some(most) = known.most_words(&word) else { return (first, &[]) };
    if most == 1 {
        return (first, known.get(&word).map_or(&[], Vec::as_slice));
    }
    let mut ends = vec![first];
    let mut following: Vec<Cow<str>> = Vec::new();
    let mut at = first;
    for _ in 1..most {
        let blank = end_of(&rest[at..], |c| c == ' ' || c == '\u{a0}');
        let more = end_of(&rest[at + blank..], |c| c.is_alphabetic() || is_mark_on_letter(c));
        if blank == 0 || more == 0 {
            break;
        }
        following.push(in_small_letters(&rest[at + blank..at + blank + more]));
        at += blank + more;
        ends.push(at);
    }
    match known.longest(&word, |number| following.get(number.checked_sub(1)?).map(|word| &**word)) {
        Some((more, senses)) => (ends[more], senses),
        None => (first, &[]),
    }
}

fn is_quote(text: &str) -> bool {
    matches!(text, "'" | "’" | "‘")
}

fn end_of(text: &str, like: impl Fn(char) -> bool) -> usize {
    text.find(|c| !like(c)).unwrap_or(text.len())
}

fn is_mark_on_letter(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}
