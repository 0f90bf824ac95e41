//! What the program can do: one table of commands with their names and words.
//!
//! Key map, hints, help screen, palette and the README's key table all read this table; a command that is not in it cannot
//! be reached, and a test finds the one that has no words.

use std::borrow::Cow;

use crate::tags::scheme::Scheme;
use crate::text::motion::Motion;

/// Something that the user can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Move the cursor, and the end of a selection with it.
    Go(Jump),
    /// Select from here, and move.
    Extend(Jump),
    /// To the other pane.
    OtherPane,
    /// Show one pane alone, or both again.
    Zoom,
    /// Move the divider by so many columns.
    Divide(i8),
    /// Scroll both panes together, or each for itself.
    Tie,
    /// Start a selection at the cursor, or end it; with a tag in focus, edit its ends.
    Select,
    /// The other end of the selection moves from now on.
    SwapEnds,
    /// Let the selection grow to the next larger unit.
    Grow,
    /// Back to the smaller one.
    Shrink,
    /// Tag with the label of that number in the scheme.
    Tag(usize),
    /// The last label once more.
    Repeat,
    /// Tag every occurrence of the same words.
    TagAll,
    /// Focus the next tag.
    NextTag,
    /// Focus the tag before.
    PrevTag,
    /// Focus the tag under the cursor, or confirm.
    Enter,
    /// Remove what is in focus.
    Remove,
    /// Write a note on the tag in focus.
    Note,
    /// Begin a link at the tag in focus.
    Link,
    /// Go to the tag at the other end of a link.
    Partner,
    /// List the links.
    Links,
    /// Give the tag in focus an attribute: number of the label, number of the attribute.
    Attribute(usize, usize),
    /// Leave what one is in.
    Leave,
    /// Take the last action back.
    Undo,
    /// Do it again.
    Redo,
    /// Search.
    Search,
    /// The next hit.
    NextHit,
    /// The hit before.
    PrevHit,
    /// List the tags.
    Tags,
    /// In a list of tags: one document or both.
    ListBoth,
    /// In a list of tags: the next label to show alone.
    ListLabel,
    /// In a list: one up.
    ListUp,
    /// In a list: one down.
    ListDown,
    /// In a list: a page up.
    ListPageUp,
    /// In a list: a page down.
    ListPageDown,
    /// In a list: to the first.
    ListFirst,
    /// In a list: to the last.
    ListLast,
    /// Find any command by name.
    Palette,
    /// The keys that work now.
    Help,
    /// The corpus's guidelines.
    Guidelines,
    /// Copy the selection or the focused quote.
    Copy,
    /// Save what is not saved.
    Save,
    /// Save to another folder what cannot be saved where it belongs.
    SaveElsewhere,
    /// Give the file of a layer another name, and save what is here in its place.
    SetAside,
    /// Read what is on the desk anew.
    Reload,
    /// Take what is in focus or chosen to be right.
    Accept,
    /// Take all that are listed, or open in a part of the document, to be right.
    AcceptAll(Bulk),
    /// In a review: one of several versions.
    Take(Version),
    /// In a review: nothing is decided any more.
    Withdraw,
    /// In a review: the worst first, or in the order of the text.
    Order,
    /// Review someone's tags.
    Review,
    /// What others say about one's tags.
    Reviews,
    /// How far annotators agree.
    Agreement,
    /// What the two articles say, side by side.
    Compare,
    /// One article twice, with two annotators' tags; again: the articles.
    Beside,
    /// List what waits for a decision.
    Unsettled,
    /// The list of pairs.
    Pairs,
    /// Dark, light or plain.
    Theme,
    /// Draw everything anew.
    Redraw,
    /// Stop for a while, as the shell does it.
    Suspend,
    /// Leave the program.
    Quit,
    /// Leave it even though something is not saved.
    QuitUnsaved,
}

/// How many are accepted at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bulk {
    /// All in the paragraph.
    Paragraph,
    /// All in the document, or in the list.
    Document,
    /// All of the label in focus.
    Label,
}

/// A version of what several annotators have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Version {
    /// That of the annotator of this number, from 0.
    Of(usize),
    /// What their spans share.
    Shared,
    /// From the first start to the last end.
    All,
}

/// Where a cursor can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Jump {
    /// Along the text.
    Text(Motion),
    /// Along the rows on the screen.
    Rows(Rows),
}

/// Motions along the rows on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rows {
    /// A row up.
    Up,
    /// A row down.
    Down,
    /// To the first grapheme of the row.
    Start,
    /// To the last grapheme of the row.
    End,
    /// Half a page down.
    HalfDown,
    /// Half a page up.
    HalfUp,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
}

/// Under which heading a command stands in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Moving about.
    Move,
    /// The two panes.
    Panes,
    /// Selecting.
    Select,
    /// Tagging.
    Tag,
    /// A tag in focus.
    Focus,
    /// A review.
    Review,
    /// Searching.
    Search,
    /// Lists, and pages to read.
    Lists,
    /// The program.
    Program,
}

impl Group {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Group::Move => "Moving",
            Group::Panes => "The two panes",
            Group::Select => "Selecting",
            Group::Tag => "Tagging",
            Group::Focus => "With a tag in focus",
            Group::Review => "Reviewing",
            Group::Search => "Searching",
            Group::Lists => "In lists and pages",
            Group::Program => "The program",
        }
    }
}

/// A command and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The command.
    pub command: Command,
    /// Its name in `config.ron` and in the palette: lower case, words joined by dashes.
    pub id: Cow<'static, str>,
    /// A word or two for hints.
    pub title: Cow<'static, str>,
    /// A sentence for the help.
    pub help: Cow<'static, str>,
    /// Its heading.
    pub group: Group,
}

/// All commands, those that the scheme's labels bring with them among them, in the order of the help.
pub fn entries(scheme: &Scheme) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (command, group, id, title, help) in TABLE {
        entries.push(Entry {
            command: *command,
            id: (*id).into(),
            title: (*title).into(),
            help: (*help).into(),
            group: *group,
        });
        if *command == Command::Shrink {
            entries.extend(of_labels(scheme));
        }
    }
    entries
}

fn of_labels(scheme: &Scheme) -> impl Iterator<Item = Entry> {
    let tags = scheme.labels.iter().enumerate().map(|(number, label)| Entry {
        command: Command::Tag(number),
        id: format!("tag-{}", label.name).into(),
        title: label.name.clone().into(),
        help: format!(
            "Tag as {}: the selection, or the {} here; relabel a focused tag",
            label.name,
            unit_name(label.unit)
        )
        .into(),
        group: Group::Tag,
    });
    let attributes = scheme.labels.iter().enumerate().flat_map(|(number, label)| {
        label.attributes.iter().enumerate().map(move |(which, attribute)| Entry {
            command: Command::Attribute(number, which),
            id: format!("attribute-{}-{}", label.name, attribute.name).into(),
            title: attribute.name.clone().into(),
            help: format!("Give a {} its {}", label.name, attribute.name).into(),
            group: Group::Focus,
        })
    });
    tags.chain(attributes)
}

fn unit_name(unit: crate::text::unit::Unit) -> &'static str {
    use crate::text::unit::Unit;
    match unit {
        Unit::Figure => "number",
        Unit::Name => "name",
        Unit::Word => "word",
        Unit::Sentence => "sentence",
        Unit::Paragraph => "paragraph",
        Unit::Document => "document",
    }
}

const fn go(motion: Motion) -> Command {
    Command::Go(Jump::Text(motion))
}

const fn rows(rows: Rows) -> Command {
    Command::Go(Jump::Rows(rows))
}

const fn extend(motion: Motion) -> Command {
    Command::Extend(Jump::Text(motion))
}

const fn extend_rows(rows: Rows) -> Command {
    Command::Extend(Jump::Rows(rows))
}

type Line = (Command, Group, &'static str, &'static str, &'static str);

use Command as C;
use Group as G;

/// The commands that every scheme has.
const TABLE: &[Line] = &[
    (go(Motion::Left), G::Move, "left", "left", "To the character before"),
    (rows(Rows::Down), G::Move, "down", "down", "A row down"),
    (rows(Rows::Up), G::Move, "up", "up", "A row up"),
    (go(Motion::Right), G::Move, "right", "right", "To the character after"),
    (go(Motion::NextWord), G::Move, "next-word", "next word", "To the next word; selecting: to this one’s end"),
    (go(Motion::PrevWord), G::Move, "previous-word", "previous word", "To this word’s start, then the one before"),
    (
        go(Motion::NextSentence),
        G::Move,
        "next-sentence",
        "next sentence",
        "To the next sentence; selecting: to this one’s end",
    ),
    (
        go(Motion::PrevSentence),
        G::Move,
        "previous-sentence",
        "previous sentence",
        "To this sentence’s start, then the one before",
    ),
    (
        go(Motion::NextParagraph),
        G::Move,
        "next-paragraph",
        "next paragraph",
        "To the next paragraph; selecting: to this one’s end",
    ),
    (
        go(Motion::PrevParagraph),
        G::Move,
        "previous-paragraph",
        "previous paragraph",
        "To this paragraph’s start, then the one before",
    ),
    (rows(Rows::Start), G::Move, "row-start", "row start", "To the start of the row"),
    (rows(Rows::End), G::Move, "row-end", "row end", "To the end of the row"),
    (go(Motion::Start), G::Move, "document-start", "beginning", "To the start of the document"),
    (go(Motion::End), G::Move, "document-end", "end", "To the end of the document"),
    (rows(Rows::HalfDown), G::Move, "half-page-down", "half page down", "Half a page down"),
    (rows(Rows::HalfUp), G::Move, "half-page-up", "half page up", "Half a page up"),
    (rows(Rows::PageDown), G::Move, "page-down", "page down", "A page down"),
    (rows(Rows::PageUp), G::Move, "page-up", "page up", "A page up"),
    (C::OtherPane, G::Panes, "other-pane", "other article", "To the other article"),
    (C::Zoom, G::Panes, "zoom", "zoom", "Show this article alone, or both again"),
    (C::Divide(-4), G::Panes, "divider-left", "divider left", "Move the divider to the left"),
    (C::Divide(4), G::Panes, "divider-right", "divider right", "Move the divider to the right"),
    (C::Divide(0), G::Panes, "divider-middle", "divider to the middle", "Give both articles the same room"),
    (C::Tie, G::Panes, "tie", "tie", "Scroll both together, or each for itself"),
    (C::Select, G::Select, "select", "select", "Start or end a selection; edit a focused tag’s ends"),
    (C::SwapEnds, G::Select, "swap-ends", "other end", "Move the other end from now on"),
    (extend(Motion::Left), G::Select, "select-left", "select left", "Select to the left"),
    (extend(Motion::Right), G::Select, "select-right", "select right", "Select to the right"),
    (extend_rows(Rows::Up), G::Select, "select-up", "select up", "Select upwards"),
    (extend_rows(Rows::Down), G::Select, "select-down", "select down", "Select downwards"),
    (extend(Motion::NextWord), G::Select, "select-next-word", "select word", "Select this word, then the next"),
    (
        extend(Motion::PrevWord),
        G::Select,
        "select-previous-word",
        "select word back",
        "Select this word, then the one before",
    ),
    (extend_rows(Rows::Start), G::Select, "select-row-start", "select to row start", "Select to the start of the row"),
    (extend_rows(Rows::End), G::Select, "select-row-end", "select to row end", "Select to the end of the row"),
    (C::Grow, G::Select, "grow", "grow", "Grow: word, sentence, paragraph, document"),
    (C::Shrink, G::Select, "shrink", "shrink", "Back to what was selected before it grew"),
    (C::Repeat, G::Tag, "repeat", "repeat", "Tag with the last label once more"),
    (C::TagAll, G::Tag, "tag-every-occurrence", "tag all", "Tag every occurrence of the same words"),
    (C::NextTag, G::Tag, "next-tag", "next tag", "Focus the next tag"),
    (C::PrevTag, G::Tag, "previous-tag", "previous tag", "Focus the tag before"),
    (C::Enter, G::Tag, "enter", "focus", "Focus the tag here; again: the next one here"),
    (C::Tags, G::Tag, "tags", "tags", "List the tags, to filter and jump"),
    (C::Undo, G::Tag, "undo", "undo", "Take the last action back"),
    (C::Redo, G::Tag, "redo", "redo", "Do again what was taken back"),
    (C::Remove, G::Focus, "remove", "remove", "Remove the tag"),
    (C::Note, G::Focus, "note", "note", "Write a note on the tag"),
    (C::Link, G::Focus, "link", "link", "Link the tag to another, in either article"),
    (C::Partner, G::Focus, "partner", "partner", "Go to the tag that it is linked to"),
    (C::Links, G::Focus, "links", "links", "List the links, of the tag in focus or all"),
    (C::Unsettled, G::Focus, "unsettled", "unsettled", "List what waits for a decision: lost, changed, two versions"),
    (C::Leave, G::Focus, "leave", "leave", "Leave the tag, the selection, the link, the search"),
    (C::Accept, G::Review, "accept", "accept", "Right: a tag under review, new words, one of two versions"),
    (
        C::AcceptAll(Bulk::Paragraph),
        G::Review,
        "accept-paragraph",
        "accept paragraph",
        "Accept all that are open in this paragraph",
    ),
    (
        C::AcceptAll(Bulk::Label),
        G::Review,
        "accept-label",
        "accept label",
        "Accept all that are open and have the label in focus",
    ),
    (C::AcceptAll(Bulk::Document), G::Review, "accept-all", "accept all", "Accept all that are open in this article"),
    (C::Take(Version::Of(0)), G::Review, "take-first", "first", "Take the first annotator’s version"),
    (C::Take(Version::Of(1)), G::Review, "take-second", "second", "Take the second annotator’s version"),
    (C::Take(Version::Of(2)), G::Review, "take-third", "third", "Take the third annotator’s version"),
    (C::Take(Version::Of(3)), G::Review, "take-fourth", "fourth", "Take the fourth annotator’s version"),
    (C::Take(Version::Of(4)), G::Review, "take-fifth", "fifth", "Take the fifth annotator’s version"),
    (C::Take(Version::Shared), G::Review, "take-shared", "what they share", "Take the words that all versions share"),
    (C::Take(Version::All), G::Review, "take-union", "all of it", "Take the words of all versions together"),
    (C::Withdraw, G::Review, "withdraw", "withdraw", "Open again what was decided"),
    (C::Order, G::Review, "review-order", "order", "Step to what differs most first, or in the order of the text"),
    (C::Review, G::Review, "review", "review", "Review someone’s tags, or end the review"),
    (C::Reviews, G::Review, "reviews", "reviews", "See what others decided about your tags"),
    (C::Beside, G::Review, "side-by-side", "side by side", "One article twice with two annotators’ tags; again: back"),
    (C::Compare, G::Panes, "compare", "compare", "Compare the two articles: what differs, what only one has"),
    (C::Agreement, G::Review, "agreement", "agreement", "How far annotators agree on these articles"),
    (C::Search, G::Search, "search", "search", "Search (regex; case counts with a capital)"),
    (C::NextHit, G::Search, "next-hit", "next hit", "To the next hit"),
    (C::PrevHit, G::Search, "previous-hit", "previous hit", "To the hit before"),
    (C::ListUp, G::Lists, "list-up", "up", "One up"),
    (C::ListDown, G::Lists, "list-down", "down", "One down"),
    (C::ListPageUp, G::Lists, "list-page-up", "page up", "A page up"),
    (C::ListPageDown, G::Lists, "list-page-down", "page down", "A page down"),
    (C::ListFirst, G::Lists, "list-first", "first", "To the beginning"),
    (C::ListLast, G::Lists, "list-last", "last", "To the end"),
    (C::ListBoth, G::Lists, "list-both", "one or both", "The tags of this article, or of both"),
    (C::ListLabel, G::Lists, "list-label", "by label", "Only one label’s tags; again: the next label"),
    (C::Copy, G::Program, "copy", "copy", "Copy the selection, or the quote in focus, to the clipboard"),
    (C::Save, G::Program, "save", "save", "Try again to save what is not saved"),
    (C::SaveElsewhere, G::Program, "save-elsewhere", "save elsewhere", "Save to another folder what cannot be saved"),
    (C::SetAside, G::Program, "set-aside", "set aside", "Put a tag file away that does not read, and save anew"),
    (C::Reload, G::Program, "reload", "reload", "Read the articles and their tags anew"),
    (C::Pairs, G::Program, "pairs", "pairs", "The list of pairs in this corpus"),
    (C::Guidelines, G::Program, "guidelines", "guidelines", "What the labels mean, and the guidelines of this corpus"),
    (C::Theme, G::Program, "theme", "theme", "Colours for a dark or for a light background, or none"),
    (C::Palette, G::Program, "palette", "commands", "Find any command by its name and run it"),
    (C::Help, G::Program, "help", "help", "The keys that work now"),
    (C::Redraw, G::Program, "redraw", "redraw", "Draw the screen anew"),
    (C::Suspend, G::Program, "suspend", "suspend", "Back to the shell for a while (fg returns)"),
    (C::Quit, G::Program, "quit", "quit", "Leave; everything is saved"),
    (C::QuitUnsaved, G::Program, "quit-unsaved", "quit unsaved", "Leave even though something could not be saved"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_command_has_a_name_of_its_own_and_words() {
        let entries = entries(&Scheme::default());
        let ids: HashSet<&str> = entries.iter().map(|entry| entry.id.as_ref()).collect();
        let commands: HashSet<Command> = entries.iter().map(|entry| entry.command).collect();
        assert_eq!(ids.len(), entries.len());
        assert_eq!(commands.len(), entries.len());
        for entry in entries {
            assert!(entry.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", entry.id);
            assert!(!entry.title.is_empty() && entry.help.len() > 5, "{}", entry.id);
        }
    }
}
