//! Interprets the names in a page, which tell the purpose of its parts, and recognises lines that do not belong to the
//! article.
//!
//! ```text
//!   <div class="post-body">            body        the text is here
//!   <aside class="related-stories">    never       whatever it is, not the article
//!   <div class="share">                maybe       it goes, if it is small
//!   <aside>                            box         it stays, if it stands between paragraphs and leads nowhere
//!   <body class="has-sidebar">         nothing     it says that there is a sidebar, and is none
//! ```
//!
//! The words are in `residue.ron`.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::line::is_sentence;
use super::tree::Element;

/// The lists of `residue.ron`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Residue {
    never: HashSet<String>,
    maybe: HashSet<String>,
    negating: HashSet<String>,
    body: Vec<String>,
    lead: HashSet<String>,
    beside: HashSet<String>,
    boxes: HashSet<String>,
    whole: HashSet<String>,
    begins: Vec<String>,
    asks: Vec<String>,
    ends: Vec<String>,
    above: Vec<String>,
    credits: Vec<String>,
    dates: HashSet<String>,
}

/// The lists, read once. A test checks that they can be read.
pub(super) static RESIDUE: LazyLock<Residue> =
    LazyLock::new(|| ron::from_str(include_str!("residue.ron")).unwrap_or_default());

/// The purpose of an element, by its name and the names in its class and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartPurpose {
    /// The names do not tell.
    Unsaid,
    /// It holds the text.
    Body,
    /// It is no part of the article.
    Never,
    /// It is no part of the article, if it is small.
    Maybe,
    /// It stands beside the text and belongs to it: a box with facts, a quotation.
    Beside,
    /// It is a box: what stands in it tells whether it belongs to the text.
    Box,
}

/// The attributes that name a part of a page.
const NAMING: &[&str] = &[
    "class",
    "id",
    "data-component",
    "data-area",
    "data-testid",
    "data-qa",
    "data-name",
    "data-module",
    "data-type",
    "data-gu-name",
    "data-dtm-region",
];

/// Elements that are never part of an article, by their names and roles.
const NEVER: &[&str] = &["nav", "footer", "dialog", "menu"];
const NEVER_ROLES: &[&str] = &[
    "navigation",
    "contentinfo",
    "search",
    "dialog",
    "alertdialog",
    "menu",
    "menubar",
    "toolbar",
    "tablist",
    "banner",
];

impl Residue {
    /// Returns the purpose of an element.
    pub(super) fn purpose(&self, element: &Element) -> PartPurpose {
        let name = element.name.as_str();
        let property = element.attribute("itemprop").unwrap_or_default().to_lowercase();
        let parts = ["data-component", "data-area", "data-gu-name", "data-role", "name", "property"];
        let is_body =
            |at: &&str| element.has(at, &["body", "text-block", "article-body", "articlebody", "schema:articlebody"]);
        if property.contains("articlebody") || name != "meta" && parts.iter().any(is_body) {
            return PartPurpose::Body;
        }
        if NEVER.contains(&name) || element.has("role", NEVER_ROLES) {
            return PartPurpose::Never;
        }
        if name.is_empty() || ["html", "body", "main", "article"].contains(&name) || is_post(element) {
            return PartPurpose::Unsaid;
        }
        let mut found = match name {
            "form" => PartPurpose::Maybe,
            "aside" => PartPurpose::Box,
            _ if element.has("role", &["complementary"]) => PartPurpose::Box,
            _ => PartPurpose::Unsaid,
        };
        for words in names(element) {
            let whole = words.concat();
            if self.body.iter().any(|body| whole.contains(body.as_str())) && !self.says(&self.never, &words) {
                return PartPurpose::Body;
            }
            if self.says(&self.never, &words) {
                return PartPurpose::Never;
            }
            if self.says(&self.beside, &words) {
                found = PartPurpose::Beside;
            } else if found != PartPurpose::Beside && self.says(&self.maybe, &words) {
                found = PartPurpose::Maybe;
            } else if found == PartPurpose::Unsaid && self.says(&self.boxes, &words) {
                found = PartPurpose::Box;
            }
        }
        found
    }

    /// Returns whether an element contains the lines between the headline and the text.
    pub(super) fn is_lead(&self, element: &Element) -> bool {
        names(element)
            .any(|words| words.iter().any(|word| self.lead.contains(word)) || self.lead.contains(&words.concat()))
    }

    /// Returns whether a line is no part of the article, by its words alone.
    pub(super) fn is_residue(&self, line: &str) -> bool {
        let plain = plain(line);
        let count = plain.split(' ').count();
        self.whole.contains(plain.trim_end_matches([':', '.', '!', '…', '|', '»', '›'])) || plain.is_empty()
            || is_copyright(&plain) && count <= 24
            // A sentence may begin so, too; but lines that lead to other pages are short.
            // A beginning of many words is that of a notice.
            || self.begins.iter().any(|begin| (count <= 24 || begin.split(' ').count() > 4) && begins(&plain, begin))
    }

    /// Returns whether a line asks the reader to do something, by its words alone. "Follow the money, he said." begins
    /// so, too: such a line is residue if it is no sentence, or contains a link.
    pub(super) fn is_asking(&self, line: &str) -> bool {
        let plain = plain(line);
        plain.split(' ').count() <= 24 && self.asks.iter().any(|ask| begins(&plain, ask))
    }

    /// Returns whether a line tells that the part around it is no part of the article.
    pub(super) fn is_telling(&self, line: &str) -> bool {
        line.chars().any(char::is_alphanumeric) && (self.is_residue(line) || self.is_asking(line))
    }

    /// Returns whether the article ends before a heading with these words.
    pub(super) fn is_end(&self, heading: &str) -> bool {
        let plain = plain(heading);
        let plain = plain.trim_matches(|c: char| !c.is_alphabetic());
        plain.split(' ').count() <= 6
            && self.ends.iter().any(|end| plain == end || end.contains(' ') && begins(plain, end))
    }

    /// Returns whether a short line above the text names its author or its date.
    pub(super) fn is_above(&self, line: &str) -> bool {
        let plain = plain(line);
        plain.split(' ').count() <= 14
            && !is_sentence(&plain)
            && !plain.ends_with(['”', '"', '»'])
            && self
                .above
                .iter()
                // "By the numbers: …" names nobody.
                .filter(|above| !above.ends_with(' ') || !plain.contains(": "))
                .any(|above| begins(&plain, above) || above.len() > 5 && plain.ends_with(above.as_str()))
    }

    /// Returns whether a short line is only a date, perhaps behind words such as "last updated".
    pub(super) fn is_date(&self, line: &str) -> bool {
        let line = plain(line);
        let begun = self.above.iter().filter(|above| begins(&line, above)).map(String::len).max();
        let rest = &line[begun.unwrap_or(0)..];
        let is_cut = |c: char| !c.is_alphanumeric() || matches!(c, '年' | '月' | '日');
        let words: Vec<&str> = rest.split(is_cut).filter(|word| !word.is_empty()).collect();
        let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 6;
        let is_year = |word: &&str| word.len() == 4 && word.parse().is_ok_and(|year: u32| (1800..2200).contains(&year));
        let numbers = words.iter().filter(|word| is_number(word)).count();
        (1..=12).contains(&words.len())
            && words.iter().all(|word| is_number(word) || self.dates.contains(*word))
            && (words.iter().any(is_year) || numbers > 0 && numbers < words.len())
    }

    /// Returns whether a caption names only the photographer.
    pub(super) fn is_credit(&self, caption: &str) -> bool {
        let plain = plain(caption);
        plain.split(' ').count() <= 10 && self.credits.iter().any(|credit| begins(&plain, credit))
    }

    /// Returns whether the last words of a caption, set apart from the others, name the photographer: `Ann Lee/AP`, a
    /// person before an agency. `AC/DC` is the name of one thing.
    pub(super) fn is_credit_end(&self, words: &str) -> bool {
        let names = || words.split(['/', ' ']).filter(|name| !name.is_empty());
        let is_name = |name: &str| name.starts_with(|c: char| c.is_uppercase());
        let has_person = words.split_once('/').is_some_and(|(person, _)| person.trim().contains(' '));
        self.is_credit(words) || has_person && names().count() <= 7 && names().all(is_name)
    }

    /// Returns whether the classes of an element name a caption: `wp-caption-text`, `img_desc`.
    pub(super) fn is_caption(&self, element: &Element) -> bool {
        let classes = element.attribute("class").unwrap_or_default().split_whitespace();
        let is_picture = |word: &str| ["img", "image", "photo", "picture", "pic", "media"].contains(&word);
        let is_about = |word: &str| ["desc", "descr", "description", "legend"].contains(&word);
        classes.filter(|class| !class.to_lowercase().contains("has-caption")).map(words).any(|words| {
            words.iter().any(|word| word.contains("caption"))
                || words.windows(2).any(|pair| is_picture(&pair[0]) && is_about(&pair[1]))
        })
    }

    /// Returns whether an element in a caption names the photographer.
    pub(super) fn is_credit_part(&self, element: &Element) -> bool {
        let classes = element.attribute("class").unwrap_or_default().split_whitespace();
        classes.map(words).any(|words| {
            let is_credit = |word: &String| ["credit", "credits", "copyright", "photographer"].contains(&word.as_str());
            let has_caption = words.iter().any(|word| word == "caption");
            // `caption-credit`, but not `credit-and-caption`
            words.last().is_some_and(is_credit) || words.iter().any(is_credit) && !has_caption
        })
    }

    /// Returns whether one of the words is in the list, or two that follow each other, and no word before them negates
    /// it.
    fn says(&self, list: &HashSet<String>, words: &[String]) -> bool {
        let negated = words.first().is_some_and(|first| self.negating.contains(first));
        let pair = |pair: &[String]| list.contains(&pair.concat());
        !negated && (words.iter().any(|word| list.contains(word)) || words.windows(2).any(pair))
            || list.contains(&words.concat())
    }
}

/// Returns whether an element is a post as WordPress writes it, whose classes are the post's tags and categories.
fn is_post(element: &Element) -> bool {
    let classes = element.attribute("class").unwrap_or_default();
    classes.split_whitespace().any(|class| ["hentry", "h-entry", "type-post"].contains(&class))
}

/// Returns the names that an element has, each as its words.
fn names(element: &Element) -> impl Iterator<Item = Vec<String>> {
    let given = NAMING.iter().filter_map(|at| element.attribute(at));
    given.flat_map(str::split_whitespace).map(words)
}

/// Returns the words of a class: `relatedPosts`, `related-posts` and `related_posts` have two each.
fn words(class: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in class.chars() {
        let begins = !c.is_alphanumeric() || c.is_uppercase() && before.is_lowercase();
        if begins && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words.last_mut().into_iter().for_each(|word| word.extend(c.to_lowercase()));
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Returns a line in small letters, with one blank between its words and nothing around them.
fn plain(line: &str) -> String {
    let words = line.split_whitespace().filter(|word| word.chars().any(|c| c.is_alphanumeric() || "©|:".contains(c)));
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Returns whether a line tells whose the rights are: `copyright 2001 the gazette`, `all rights reserved`.
fn is_copyright(plain: &str) -> bool {
    let mut words = plain.split(' ');
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|digit| digit.is_ascii_digit());
    words.next() == Some("copyright") && words.next().is_some_and(is_year) || plain.contains("all rights reserved")
}

/// Returns whether a line begins with these words, and not with longer ones.
fn begins(line: &str, words: &str) -> bool {
    let is_end = |rest: &str| {
        !rest.starts_with(char::is_alphanumeric)
            || !words.ends_with(char::is_alphanumeric)
            || words.chars().any(|c| c > '\u{2e7f}')
    };
    line.strip_prefix(words).is_some_and(is_end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::html::tree::Tree;

    fn purpose(tag: &str) -> PartPurpose {
        let tree = Tree::read(tag);
        tree.element(1).map_or(PartPurpose::Unsaid, |element| RESIDUE.purpose(element))
    }

    #[test]
    fn the_lists_read() {
        assert_eq!(ron::from_str::<Residue>(include_str!("residue.ron")).map(|_| ()), Ok(()));
    }

    #[test]
    fn a_part_is_told_by_its_names() {
        assert_eq!(purpose("<div class='td-post-content'>"), PartPurpose::Body);
        assert_eq!(purpose("<div itemprop='articleBody'>"), PartPurpose::Body);
        assert_eq!(purpose("<div class='relatedPosts'>"), PartPurpose::Never);
        assert_eq!(purpose("<section id='comments' class='x'>"), PartPurpose::Never);
        assert_eq!(purpose("<div class='has-sidebar wide'>"), PartPurpose::Unsaid);
        assert_eq!(purpose("<article class='post tag-comments sponsored'>"), PartPurpose::Unsaid);
        assert_eq!(purpose("<div class='post hentry category-nav'>"), PartPurpose::Unsaid);
        assert_eq!(purpose("<aside class='fact-box'>"), PartPurpose::Beside);
        assert_eq!(purpose("<div class='live-key-points'>"), PartPurpose::Beside);
        assert_eq!(purpose("<div class='author-box'>"), PartPurpose::Maybe);
        assert_eq!(purpose("<aside>"), PartPurpose::Box);
        assert_eq!(purpose("<aside class='signup'>"), PartPurpose::Maybe);
        assert_eq!(purpose("<div class='digestPostEmbed-x1'>"), PartPurpose::Never);
        assert_eq!(purpose("<ul class='share-links'>"), PartPurpose::Maybe);
        assert_eq!(purpose("<div data-qa='newsletter-signup'>"), PartPurpose::Never);
        assert_eq!(purpose("<div class='wp-block-jetpack-subscriptions'>"), PartPurpose::Maybe);
    }

    #[test]
    fn a_line_may_be_only_a_date() {
        for line in [
            "14 September 2026",
            "Mon, 09/14/2026 - 10:25",
            "Last changed: 14.09.2026",
            "8 de septiembre de 2026 - 10:31h",
            "Le 3 mai 2026 à 10h31",
            "Stand: 3. Mai 2026, 10:31 Uhr",
            "2026年5月3日",
        ] {
            assert!(RESIDUE.is_date(line), "{line}");
        }
        for line in ["12 people died in 2026", "May", "In 1974 the dam was built", "Monday", "31", ""] {
            assert!(!RESIDUE.is_date(line), "{line}");
        }
    }

    #[test]
    fn a_short_line_is_told_by_its_words() {
        for line in
            ["Read more: The flood", "ADVERTISEMENT", "Lire aussi : Les digues", "广告", "Lea también: la presa"]
        {
            assert!(RESIDUE.is_residue(line), "{line}");
        }
        for line in ["Sign up to our newsletter", "Follow the money, he said.", "Log in to post comments"] {
            assert!(RESIDUE.is_asking(line) && !RESIDUE.is_residue(line), "{line}");
        }
        for line in ["Readers wrote to us.", "Shares fell.", "Related parties must be named.", "He printed more money."]
        {
            assert!(!RESIDUE.is_residue(line), "{line}");
        }
        assert!(
            RESIDUE.is_end("12 Comments")
                && RESIDUE.is_end("More from Business")
                && !RESIDUE.is_end("More than a flood")
        );
        assert!(
            RESIDUE.is_above("By Ann Lee, in Lagos") && !RESIDUE.is_above("By noon the water had reached the market.")
        );
        assert!(
            RESIDUE.is_credit("Photograph: Ann Lee/Agency")
                && !RESIDUE.is_credit("The market at noon. Photograph: Ann Lee")
        );
    }
}
