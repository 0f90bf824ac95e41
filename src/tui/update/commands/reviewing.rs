//! The commands of a review.

use std::borrow::Cow;

use crate::review::round::ReviewItem;
use crate::tui::command::{CommandRow, On, Topic, at, row};
use crate::tui::keymap::{Context, IDLE, TAGGING};
use crate::tui::model::App;
use crate::tui::model::review::{Bulk, Version};
use crate::tui::update::reviewing::Reviewers;
use crate::tui::update::{agreement, beside, lists, received, review, suggest, unsettled};

pub(super) const ROWS: &[CommandRow] = &[
    row("accept", "accept", "Accept a tag under review, changed words, or one of two versions", |app, _| {
        unsettled::accept(app)
    })
    .keys(&[On(TAGGING, &["y"]), On(&[Context::List], &["Ctrl-y"])])
    .here(&[
        at(&[Context::Review])
            .rank(10)
            .help("Accept it, and go on to the next that is open")
            .run(|app, _| review::accept(app)),
        at(&[Context::Suggestion])
            .rank(10)
            .word("take")
            .help("Take it, and go on to the next")
            .run(|app, _| suggest::take(app)),
        at(&[Context::Read]).run(|app, _| match app.suggesting.on && app.placing().is_none() {
            true => suggest::say_how_to_focus(app),
            false => unsettled::accept(app),
        }),
        at(&[Context::List]).help("Accept what is chosen").run(|app, _| lists::accept(app)),
    ]),
    row("accept-paragraph", "accept paragraph", "Accept all that are open in this paragraph", |app, _| {
        review::accept_all(app, Bulk::Paragraph)
    })
    .keys(&[On(TAGGING, &["Ctrl-y"])])
    .here(&[
        at(&[Context::Suggestion])
            .rank(14)
            .word("take the likely")
            .help("Take the likely suggestions that show on the page; once none is left, the doubtful ones")
            .run(|app, _| suggest::take_visible(app)),
        at(&[Context::Read]).run(|app, _| match app.suggesting.on {
            true => suggest::take_visible(app),
            false => review::accept_all(app, Bulk::Paragraph),
        }),
    ]),
    row("accept-label", "accept label", "Accept all that are open and have the label in focus", |app, _| {
        review::accept_all(app, Bulk::Label)
    })
    .keys(&[On(TAGGING, &["g y"])])
    .here(&[
        at(&[Context::Review]).rank(17),
        at(&[Context::Suggestion])
            .rank(16)
            .word("this label")
            .help("Take all suggestions of this label that show on the page")
            .run(|app, _| suggest::take_visible_of_label(app)),
        at(&[Context::Read]).run(|app, _| match app.suggesting.on {
            true => suggest::say_how_to_focus(app),
            false => review::accept_all(app, Bulk::Label),
        }),
    ]),
    row("accept-all", "accept all", "Accept all that are open in this article", |app, _| {
        review::accept_all(app, Bulk::Document)
    })
    .keys(&[On(TAGGING, &["Alt-y"]), On(&[Context::List], &["Alt-y"])])
    .here(&[
        at(&[Context::Review]).rank(15),
        at(&[Context::List]).help("Accept all that are listed").run(|app, _| lists::accept_all(app)),
    ]),
    row("take-first", "first", "Take the first annotator’s version", |app, _| review::take(app, Version::Of(0)))
        .keys(&[On(&[Context::Review], &["1"])])
        .here(&[at(&[Context::Review]).rank(5).word_of(name_of::<0>)]),
    row("take-second", "second", "Take the second annotator’s version", |app, _| review::take(app, Version::Of(1)))
        .keys(&[On(&[Context::Review], &["2"])])
        .here(&[at(&[Context::Review]).rank(5).word_of(name_of::<1>)]),
    row("take-third", "third", "Take the third annotator’s version", |app, _| review::take(app, Version::Of(2)))
        .keys(&[On(&[Context::Review], &["3"])])
        .here(&[at(&[Context::Review]).rank(5).word_of(name_of::<2>)]),
    row("take-fourth", "fourth", "Take the fourth annotator’s version", |app, _| review::take(app, Version::Of(3)))
        .keys(&[On(&[Context::Review], &["4"])])
        .here(&[at(&[Context::Review]).rank(5).word_of(name_of::<3>)]),
    row("take-fifth", "fifth", "Take the fifth annotator’s version", |app, _| review::take(app, Version::Of(4)))
        .keys(&[On(&[Context::Review], &["5"])])
        .here(&[at(&[Context::Review]).rank(5).word_of(name_of::<4>)]),
    row("take-shared", "shared words", "Take the words that all versions share", |app, _| {
        review::take(app, Version::Shared)
    })
    .keys(&[On(&[Context::Review], &["&"])])
    .here(&[at(&[Context::Review]).rank(6).word_of(|app, _| ends_differ(app).then_some("shared words".into()))]),
    row("take-union", "all the words", "Take the words of all versions together", |app, _| {
        review::take(app, Version::All)
    })
    .keys(&[On(&[Context::Review], &["+"])])
    .here(&[at(&[Context::Review]).rank(7).word_of(|app, _| ends_differ(app).then_some("all the words".into()))]),
    row("withdraw", "withdraw", "Withdraw the decision: the item is open again", |app, _| review::withdraw(app))
        .keys(&[On(&[Context::Review], &["Backspace"])])
        .here(&[at(&[Context::Review]).rank(19)]),
    row(
        "review-order",
        "order",
        "Step by difference and certainty, the worst first, or in the order of the text",
        |app, _| review::turn_order(app),
    )
    .keys(&[On(TAGGING, &["g w"])]),
    row("review", "review", "Review someone’s tags, or end the review", |app, _| {
        lists::open(app, Reviewers::default())
    })
    .keys(&[On(IDLE, &["R"])]),
    row("reviews", "reviews", "List the verdicts of others on your tags", |app, _| received::ask(app))
        .keys(&[On(IDLE, &["g v"])]),
    row("side-by-side", "side by side", "One article twice with two annotators’ tags; again: back", |app, _| {
        beside::toggle(app)
    })
    .keys(&[On(IDLE, &["g s"])]),
    row("agreement", "agreement", "Show how far annotators agree on these articles", |app, _| agreement::ask(app))
        .keys(&[On(IDLE, &["g a"])])
        .here(&[at(&[Context::Beside]).rank(14)]),
];

/// Returns the name of an annotator under review who has a version of the item in focus, if there are several versions.
/// Where there is one, to take it is to accept it.
fn name_of<const NUMBER: usize>(app: &App, _: Topic) -> Option<Cow<'static, str>> {
    let item = item(app).filter(|item| item.differs())?;
    item.of(NUMBER)?;
    app.review_here()?.round.annotators.get(NUMBER).map(|name| name.clone().into())
}

/// Returns whether the versions of the item in focus have different words.
fn ends_differ(app: &App) -> bool {
    item(app).is_some_and(|item| item.members.iter().any(|(_, tag)| tag.span != item.members[0].1.span))
}

/// Returns the item in focus.
fn item(app: &App) -> Option<&ReviewItem> {
    let (_, item, _) = app.focused_item()?;
    app.review_here()?.round.items.get(item)
}
