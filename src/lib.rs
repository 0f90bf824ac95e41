//! Reads two articles side by side in a terminal, tags spans of them by key, and keeps the tags as RON.
//!
//! ```text
//!   ┌ rutte-warning.txt ───── 31 tags · 12 % ┬ kursk-deployment.txt ── 38 tags · top ┐
//!   │cs  NATO Secretary-General Mark Rutte   │c   As 10,000 soldiers deploy …        │  tui::view
//!   ││f  has warned that about 1,500 …       │ f                                     │
//!   ├────────────────────────────────────────┴───────────────────────────────────────┤
//!   │ figure “about 1,500” · note: checked · ana · differs from                saved │
//!   │ m note  r link  p partner  x remove  v ends  ] next  Esc leave  ? help  c claim│
//!   └────────────────────────────────────────────────────────────────────────────────┘
//! ```
//!
//! The rooms of the crate, each above the rooms that it uses: a room imports only from rooms below it, and
//! `tests/house/tidy.rs` checks that.
//! ```text
//!   main → cli   the command line
//!          tui   the terminal in and out: keys → commands → update → view, effects done elsewhere
//!      failure   a sentence for the user and what to do about it
//!       report   what is in a corpus, as one page of HTML
//!        check   what is wrong or doubtful in a corpus
//!        stats   how much there is of what
//!      dataset   which tags go out, into which part, and the card that says so
//!       review   layers of several annotators, compared and decided on
//!        learn   what the layers of a corpus teach the suggestions
//!      compare   documents compared: figures, claims, sources, wording
//!      suggest   what might be tagged, and how likely it is to be taken
//!       corpus   files: which layer belongs to which text, reading, saving
//!      formats   the exchange formats of other tools, out and back in
//!       layout   document × width → rows; spans that overlap → segments
//!         tags   tags, links, layers; edits as values; undo
//!  attribution   text → who is cited, with which words, for what
//!     quantity   text → quantities: values, units, what is counted
//!      convert   pages, mails, tables → texts, and what is known of their origin
//!     language   what a language knows, as data: number words, units, months
//!          say   words for people: showing, shortening, listing, counting
//!         text   the immutable text: offsets, graphemes, blocks, units, motions, search
//!     parallel   work on all processors        hash   maps with a fast hash
//! ```
//! The rooms below `corpus` know no terminal and no file; neither do `review`, `compare`, `suggest` and `report`. To
//! get to know the crate, start with [`text`], go on with [`tags::edit`], [`layout`] and [`tui::model`], and see
//! [`tui::run`] for what happens outside.
//!
//! The file formats are stable: a layer and `corpus.ron` say `format: 1`, and a change that an older version would
//! misread gets another number. The library's API is not stable: until version 1.0, each release may change it.

// The heads of files lead to the files beside them, public or not: `cargo doc --document-private-items` has them all.
// Dead code shows only in what nobody outside can reach. CI turns the warning into an error.
#![warn(unreachable_pub)]
#![allow(rustdoc::private_intra_doc_links)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub(crate) mod hash;

pub(crate) mod parallel;

pub mod text;

pub mod say;

pub mod language;

pub mod quantity;

pub mod attribution;

pub mod convert;

pub mod tags;

pub mod formats;

pub mod layout;

pub mod corpus;

pub mod review;

pub mod compare;

pub mod suggest;

pub mod learn;

pub mod report;

pub(crate) mod check;

pub(crate) mod dataset;

pub(crate) mod stats;

pub(crate) mod failure;

pub mod tui;

pub mod cli;
