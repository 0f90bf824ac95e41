//! Tests `diptych report`: the contents of the page, that nothing in it is executed, and the command.

use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use diptych::language;
use diptych::report::{Report, ReportedDocument, ReportedEvent, html};
use diptych::review::agreement::{AgreementUnit, Measuring};
use diptych::tags::scheme::Scheme;
use diptych::tags::set::TagSet;
use diptych::tags::target::{Judged, Lost, Target};
use diptych::tags::verdict::{Decision, Verdict};
use diptych::tags::{Id, Link, Origin, Records, Tag};
use diptych::text::{Document, Span};

use crate::page::{self, Page, browser};
use crate::pty::Folder;

const LEFT: &str = "Prices rose 5% in May, INSEE said. Nobody knew why.\n\nThe state pays 12 million.\n";
const RIGHT: &str = "INSEE puts it at 6%.\n";

fn tag(id: &str, text: &str, label: &str, quote: &str) -> Tag {
    let start = text.find(quote).unwrap();
    let tag = Tag::new(label, Span::new(start, start + quote.len()), "2026-11-22T04:17:00Z");
    Tag { id: Id::from(id), ..tag }
}

fn link(kind: &str, from: &str, to: &str, document: Option<&str>) -> (Id, Link) {
    let id = Id::from(format!("l-{from}-{to}").as_str());
    let (from, to) = (Id::from(from), Id::from(to));
    let link = Link {
        id: id.clone(),
        kind: kind.into(),
        from,
        to,
        document: document.map(Into::into),
        at: String::new(),
        rival: None,
        extra: Vec::new(),
    };
    (id, link)
}

fn records(tags: Vec<Tag>, links: Vec<(Id, Link)>) -> Records {
    Records { links: Arc::new(links.into_iter().collect()), ..Records::from(tags.into_iter().collect::<TagSet>()) }
}

fn verdict(on: (&str, &str), document: &Document, tag: &Tag, decision: Decision, comment: &str) -> (Id, Verdict) {
    let id = Verdict::id_of(on.0, &tag.id);
    let verdict = Verdict {
        id: id.clone(),
        annotator: on.0.into(),
        tag: Id::from(on.1),
        decision: Some(decision),
        judged: Judged::of(document, tag),
        comment: comment.into(),
        at: String::new(),
        rival: None,
        extra: Vec::new(),
    };
    (id, verdict)
}

/// Two articles by two annotators, one of whom has reviewed the other.
fn small() -> Report {
    let ana_left = records(
        vec![
            tag("t-a1", LEFT, "claim", "Prices rose 5% in May"),
            Tag { note: "checked".into(), ..tag("t-a2", LEFT, "figure", "5%") },
            tag("t-a3", LEFT, "source", "INSEE"),
            tag("t-a4", LEFT, "figure", "12 million"),
        ],
        vec![
            link("rests on", "t-a1", "t-a2", None),
            link("differs from", "t-a2", "t-a5", Some("right.txt")),
            link("same as", "t-a3", "t-z", Some("gone.txt")),
        ],
    );
    let ana_right = records(vec![tag("t-a5", RIGHT, "figure", "6%")], Vec::new());
    let left = Document::new(LEFT);
    let amended = Decision::Amended(Judged::of(&left, &tag("t-x", LEFT, "claim", "Prices rose 5%")));
    let verdicts =
        [verdict(("ana", "t-a1"), &left, &tag("t-a1", LEFT, "claim", "Prices rose 5% in May"), amended, "shorter")];
    let ben_left =
        records(vec![tag("t-b1", LEFT, "claim", "Prices rose 5%"), tag("t-b2", LEFT, "claim", "INSEE")], Vec::new());
    let ben_left = Records { verdicts: Arc::new(verdicts.into_iter().collect()), ..ben_left };
    let mut measuring = Measuring::new(2, ["claim", "figure", "source"], AgreementUnit::Words);
    measuring.add("left.txt", &left, &[&ana_left.tags, &ben_left.tags]);
    Report {
        title: "prices".into(),
        date: None,
        scheme: Scheme::default(),
        annotators: vec!["ana".into(), "ben".into()],
        documents: vec![
            reported("left.txt", left, vec![Some(ana_left), Some(ben_left)]),
            reported("right.txt", Document::new(RIGHT), vec![Some(ana_right), None]),
        ],
        pairs: vec![(0, Some(1))],
        events: Vec::new(),
        agreement: Some(measuring.finish(50, 7)),
    }
}

fn reported(name: &str, document: Document, layers: Vec<Option<Records>>) -> ReportedDocument {
    ReportedDocument { name: name.into(), language: language::told(document.text()), document, layers }
}

#[test]
fn figures_are_read_in_the_language_of_a_document() {
    let in_language = |code: &str| {
        let document = |name: &str, text: &str| ReportedDocument {
            language: language::of(code).unwrap_or_else(language::unknown),
            ..reported(name, Document::new(text), vec![None, None])
        };
        let documents = vec![
            document("a.txt", "Im Hafen lagen fünf Millionen Tonnen Getreide."),
            document("b.txt", "Im Hafen lagen drei Millionen Tonnen Getreide."),
        ];
        html(&Report { documents, agreement: None, ..small() })
    };
    assert!(in_language("de").contains("<h3>They differ: a.txt · b.txt</h3>"));
    assert!(!in_language("").contains("They differ"));
}

#[test]
fn an_event_has_a_table_with_its_outliers() {
    let document = |name: &str, boats: &str| {
        let text = format!("The council said that {boats} boats were lost in the storm off Lomas.");
        reported(name, Document::new(text), vec![None, None])
    };
    let report = Report {
        documents: vec![document("a.txt", "300"), document("b.txt", "300"), document("c.txt", "800")],
        pairs: vec![(0, Some(1)), (0, Some(2)), (1, Some(2))],
        events: vec![ReportedEvent { name: "storm".into(), documents: vec![0, 1, 2], published: Vec::new() }],
        agreement: None,
        ..small()
    };
    let page = html(&report);
    assert!(page.contains("id=\"comparison\"") && page.contains("<h3>storm</h3>"));
    assert_eq!(page.matches("! 800").count(), 1);
    // Who has whose wording: an arc and its head for each two.
    assert!(page.contains("class=\"arcs\"") && page.matches("class=\"head\"").count() == 3, "{page}");
    assert!(page.contains("They differ: a.txt · c.txt"), "{page}");
    Page::read(&page).check();
}

const RUN: &str = "document.title='ran'";

/// A report in which everything that can hold words holds a script, or what leads out of where it stands.
fn hostile() -> Report {
    let evil = |what: &str| {
        format!(
            "{what}</style></script></title><script>{RUN}</script>\"'><img src=x onerror=\"{RUN}\">\0\u{1b}[2J\u{202e}\u{85}&#0;<!--"
        )
    };
    let text = format!("5% {} 6%\n\n<svg onload=\"{RUN}\">\u{feff}\r\n<plaintext>", evil("text"));
    let document = Document::new(text.clone());
    let mut scheme = Scheme::default();
    scheme.labels[0].name = evil("label");
    scheme.labels[0].definition = evil("definition");
    scheme.labels[0].color = format!("red}}</style><script>{RUN}</script>{{");
    scheme.labels[1].color = "url(https://example.org/x)".into();
    let with_words = |tag: Tag| Tag {
        note: evil("note"),
        attributes: [(evil("attribute"), evil("value"))].into(),
        was: Some(evil("was")),
        rival: Some(Id::from(evil("rival").as_str())),
        from: vec![Origin { annotator: evil("from"), tag: Id::from("t") }],
        at: evil("at"),
        ..tag
    };
    let judged = Judged {
        label: evil("judged"),
        target: Target { quote: evil("quote"), ..Target::default() },
        ..Judged::of(&document, &tag("x", &text, "claim", "5%"))
    };
    let one = with_words(tag(&evil("t-1"), &text, &evil("label"), &text[..text.len() / 2]));
    let two = with_words(tag("t-2", &text, "figure", "5%"));
    let lost = Lost {
        tag: Tag { id: Id::from("t-3"), ..with_words(Tag::new(&evil("unknown"), Span::default(), "")) },
        target: Target { quote: evil("lost"), ..Target::default() },
    };
    let verdicts = [verdict((&evil("annotator"), "t-2"), &document, &two, Decision::Amended(judged), &evil("comment"))];
    let links = vec![
        link(&evil("kind"), "t-2", &evil("t-1"), None),
        link("differs from", "t-2", "t-2", Some(&evil("right"))),
        link(&evil("kind"), "t-2", "t-9", Some(&evil("gone"))),
    ];
    let records = Records {
        lost: Arc::new([(Id::from("t-3"), lost)].into()),
        verdicts: Arc::new(verdicts.into_iter().collect()),
        ..records(vec![one, two], links)
    };
    let mut measuring = Measuring::new(2, [evil("label").as_str()], AgreementUnit::Words);
    measuring.add(&evil("left"), &document, &[&records.tags, &records.tags]);
    measuring.add(&evil("right"), &document, &[&records.tags, &records.tags]);
    let layers = || vec![Some(records.clone()), None];
    Report {
        title: evil("title"),
        date: Some(evil("date")),
        scheme,
        annotators: vec![evil("annotator"), "ben".into()],
        documents: vec![
            reported(&evil("left"), document, layers()),
            reported(&evil("right"), Document::new(text), layers()),
        ],
        pairs: vec![(0, Some(1)), (1, None)],
        events: Vec::new(),
        agreement: Some(measuring.finish(10, 7)),
    }
}

#[test]
fn a_small_report_is_this_page() {
    let html = html(&small());
    let body = &html[html.find("<body>").unwrap()..html.find("<script>").unwrap()];
    insta::assert_snapshot!(body.replace("><", ">\n<"));
}

#[test]
fn the_same_report_is_the_same_page() {
    assert!(html(&small()) == html(&small()) && html(&hostile()) == html(&hostile()));
}

#[test]
fn everything_that_holds_words_holds_them_as_words() {
    let html = html(&hostile());
    let page = Page::read(&html);
    assert_eq!((page.raw("script").len(), page.raw("style").len()), (1, 1));
    assert_eq!(page.raw("script")[0], include_str!("../../src/report/script.js"));
    assert!(page.raw("style")[0].starts_with(include_str!("../../src/report/style.css")));
    for word in ["'ran'", "onerror", "url(", "<", "@import"] {
        assert!(!page.raw("style")[0].contains(word), "{word} in the style");
    }
    let words = page.words();
    for what in [
        "title",
        "date",
        "text",
        "label",
        "definition",
        "note",
        "attribute",
        "value",
        "was",
        "judged",
        "quote",
        "lost",
        "comment",
        "kind",
        "gone",
        "annotator",
        "left",
        "right",
        "unknown",
    ] {
        let there = format!("{what}</style></script></title><script>document.title='ran'</script>\"'><img");
        assert!(words.contains(&there), "{what} is not there as words");
    }
    assert!(words.contains("onerror=\"document.title='ran'\">␀␛[2J⟨RLO⟩⟨NEL⟩&#0;<!--"));
    assert!(words.contains("<svg onload=\"document.title='ran'\">⟨BOM⟩") && words.contains("<plaintext>"));
}

#[test]
fn a_page_is_well_formed_and_points_only_into_itself() {
    for html in [html(&small()), html(&hostile())] {
        assert!(!html.chars().any(|c| c.is_control() && c != '\n'), "control characters are signs");
        let page = Page::read(&html);
        page.check();
        let policy = page.meta("Content-Security-Policy");
        let digests = [page.raw("style")[0].as_str(), page.raw("script")[0].as_str()].map(page::digest);
        let [style, script] = digests;
        assert_eq!(
            policy,
            format!(
                "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
            )
        );
    }
}

#[test]
fn links_join_tags_that_are_there_and_name_those_that_are_not() {
    let page = html(&small());
    assert!(page.contains(r##"<b>differs from</b> → <a href="#t7">“6%”</a> in right.txt"##), "{page}");
    assert!(page.contains(r##"← <b>differs from</b> <a href="#t3">“5%”</a> in left.txt"##));
    assert!(page.contains("<b>same as</b> → a tag that is not here, in gone.txt"));
}

#[test]
fn no_script_of_a_text_runs_in_a_browser_and_ours_does() {
    let folder = Folder::new(&[("report.html", &html(&hostile()))]);
    // Should anything ever slip through, the policy still stops it.
    let slipped = format!("<img src=x onerror=\"{RUN}\"><script>{RUN}</script><body onload=\"{RUN}\"></html>");
    folder.write("slipped.html", html(&hostile()).replace("</html>", &slipped));
    for file in ["report.html", "slipped.html"] {
        let Some(dom) = browser(&folder.path(file)) else { return };
        assert!(dom.contains("<html lang=\"en\" class=\"js\">"), "our own script has not run in {file}");
        assert!(dom.contains("<title>title&lt;/style&gt;"), "{file}: {}", &dom[..dom.len().min(3000)]);
    }
}

#[test]
fn keys_step_from_tag_to_tag_and_filters_take_them_away() {
    let drive = "<script>
        const told = [], press = (key) => {
            document.dispatchEvent(new KeyboardEvent('keydown', { key }));
            const card = document.getElementById('card');
            told.push(key + ' ' + (card.hidden ? '-' : document.querySelector('#said q').textContent));
        };
        ['j', 'j', 'k', 'j', 'r', 'r', 'Escape', '2', 'j', 'j', ']', '['].forEach(press);
        document.querySelector('[data-t~=\"1\"]').click();
        press('x');
        document.title = told.join(' | ');
        </script></html>";
    let page = html(&small());
    let policy = page.find("<meta http-equiv").unwrap();
    let open = format!("{}{}", &page[..policy], &page[policy + page[policy..].find('>').unwrap() + 1..]);
    let folder = Folder::new(&[("driven.html", &open.replace("</html>", drive))]);
    let Some(dom) = browser(&folder.path("driven.html")) else { return };
    let title = &dom[dom.find("<title>").unwrap() + 7..dom.find("</title>").unwrap()];
    assert_eq!(
        title.split(" | ").collect::<Vec<_>>(),
        [
            "j Prices rose 5% in May",
            "j Prices rose 5%",
            "k Prices rose 5% in May",
            "j Prices rose 5%",
            "r Prices rose 5%", // it has no link
            "r Prices rose 5%",
            "Escape -",
            "2 -",
            "j Prices rose 5% in May",
            "j Prices rose 5%",
            "] INSEE", // 5% is a figure, and figures are filtered away
            "[ Prices rose 5%",
            "x Prices rose 5% in May",
        ]
    );
}

fn run(folder: &Folder, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.arg("report").args(args).current_dir(folder.path("")).stdin(Stdio::null()).env_clear();
    command.env("HOME", folder.path("..")).output().unwrap()
}

/// Three texts; ana has tagged all of them, ben the first.
fn corpus(manifest: &str) -> Folder {
    let folder = Folder::new(&[("texts/a.txt", LEFT), ("texts/b.txt", RIGHT), ("texts/c.txt", RIGHT)]);
    folder.write("annotations/corpus.ron", format!("(format: 1, texts: \"texts\"{manifest})"));
    for (document, who) in [("a.txt", "ana"), ("a.txt", "ben"), ("b.txt", "ana"), ("c.txt", "ana")] {
        let layer = format!(
            "(format: 1, document: (path: {document:?}, sha256: \"\", chars: 1), annotator: {who:?}, tags: [(id: \"t-{who}\", \
             label: \"source\", start: 0, end: 5, quote: \"INSEE\", prefix: \"\", suffix: \"\", at: \"2026-11-22T04:17:00Z\")])"
        );
        folder.write(&format!("annotations/{document}.{who}.ron"), layer);
    }
    folder
}

/// The documents on the page, those of a pair with a `+`.
#[track_caller]
fn shown(folder: &Folder, args: &[&str]) -> Vec<String> {
    let output = run(folder, args);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let page = String::from_utf8(output.stdout).unwrap();
    let heads = page
        .split("<h2 class=\"unseen\" id=\"h")
        .skip(1)
        .map(|rest| rest.split(['>', '<']).nth(1).unwrap().replace(" and ", "+"));
    heads.collect()
}

#[test]
fn pairs_are_read_together_and_the_rest_alone() {
    let folder = corpus(", pairs: [(\"a.txt\", \"b.txt\")]");
    assert_eq!(shown(&folder, &["--all"]), ["a.txt+b.txt", "c.txt"]);
    assert_eq!(shown(&folder, &["--annotator", "ben"]), ["a.txt+b.txt"]);
    assert_eq!(shown(&folder, &["--all", "a.txt", "texts/b.txt"]), ["a.txt+b.txt"]);
    assert_eq!(shown(&folder, &["--all", "c.txt", "b.txt"]), ["c.txt+b.txt"], "two that are no pair are read as one");
    assert_eq!(shown(&folder, &["--all", "b.txt"]), ["b.txt"]);
    assert_eq!(shown(&corpus(""), &["--all"]), ["a.txt", "b.txt", "c.txt"]);
}

#[test]
fn texts_that_nobody_has_tagged_are_compared() {
    let pairs = ", pairs: [(\"a.txt\", \"b.txt\"), (\"d.txt\", \"e.txt\")]";
    let folder = Folder::new(&[("texts/d.txt", LEFT), ("texts/e.txt", RIGHT)]);
    folder.write("annotations/corpus.ron", "(format: 1, texts: \"texts\", pairs: [(\"d.txt\", \"e.txt\")])");
    assert_eq!(shown(&folder, &[]), ["d.txt+e.txt"]);
    assert_eq!(shown(&folder, &["e.txt"]), ["e.txt"]);
    let folder = corpus(pairs);
    folder.write("texts/d.txt", LEFT);
    folder.write("texts/e.txt", RIGHT);
    assert_eq!(shown(&folder, &["d.txt", "e.txt"]), ["d.txt+e.txt"]);
    let told = String::from_utf8(run(&folder, &["--all"]).stderr).unwrap();
    assert!(told.contains("1 pair without a layer left out"), "{told}");
}

#[test]
fn the_page_is_the_same_whenever_it_is_made() {
    let folder = corpus("");
    for file in ["one.html", "two.html"] {
        let output = run(&folder, &["--all", "-o", file]);
        assert_eq!(
            (output.status.code(), output.stdout.len()),
            (Some(0), 0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert!(folder.read("one.html") == folder.read("two.html"));
    assert!(folder.read("one.html").contains("newest tag of 2026-11-22"));
    let dated = String::from_utf8(run(&folder, &["--all", "--date", "Spring <2027>"]).stdout).unwrap();
    assert!(dated.contains(" · Spring &lt;2027&gt;") && !dated.contains("newest tag"));
}

#[test]
fn a_report_is_of_all_annotators_unless_one_is_named_and_writes_nothing_over() {
    let folder = corpus("");
    let before = folder.files();
    let refused = |args: &[&str], words: &str| {
        let output = run(&folder, args);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{args:?}");
        assert!(said.starts_with(words) && said.contains("\nhint: "), "{args:?}: {said}");
    };
    assert!(run(&folder, &[]).stdout == run(&folder, &["--all"]).stdout);
    refused(&["--annotator", "cho"], "diptych: there is no layer by cho here");
    refused(&["--annotator", "a.b"], "diptych: `a.b` cannot be an annotator's name");
    refused(&["--all", "gone.txt"], "diptych: there is no gone.txt");
    refused(&["--all", "-o", "texts/a.txt"], "diptych: texts/a.txt belongs to the corpus");
    refused(&["--all", "-o", "annotations/a.txt.ana.ron"], "diptych: annotations/a.txt.ana.ron belongs to the corpus");
    let gone = "diptych: there is no folder no where\nhint: Make it first: mkdir -p 'no where'\n";
    refused(&["--all", "-o", "no where/report.html"], gone);
    refused(&["--all", "-o", "texts"], "diptych: texts is a folder\nhint: Name a file, for instance -o report.html");
    refused(&["--all", "-o", "texts", "--force"], "diptych: texts is a folder\n");
    refused(&["--all", "-o", "texts/a.txt", "--force"], "diptych: texts/a.txt belongs to the corpus");
    refused(&["--all", "-o", "texts/a.txt/x.html"], "diptych: texts/a.txt/x.html could not be saved: a file stands");
    refused(&["--all", "--annotator", "ana"], "diptych: the argument '--all' cannot be used with");
    assert!(folder.files() == before);
    assert_eq!(shown(&folder, &["b.txt"]), ["b.txt"], "the only annotator there is need not be named");
}

#[test]
fn only_a_report_of_ours_is_written_over_unasked() {
    let folder = corpus("");
    for thesis in
        ["# My thesis\n", "", "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>diptych</title>"]
    {
        folder.write("thesis.md", thesis);
        let output = run(&folder, &["--all", "-o", "thesis.md"]);
        assert_eq!(
            (output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()),
            (
                Some(2),
                "diptych: thesis.md exists already and is not a report\n\
                 hint: Name another file, or write over it with --force.\n"
            )
        );
        assert_eq!(folder.read("thesis.md"), thesis);
    }
    assert_eq!(run(&folder, &["--all", "-o", "thesis.md", "--force"]).status.code(), Some(0));
    let forced = folder.read("thesis.md");
    assert!(forced.starts_with(diptych::report::HEAD));
    assert_eq!(run(&folder, &["b.txt", "-o", "thesis.md"]).status.code(), Some(0), "over a report, unasked");
    assert_ne!(folder.read("thesis.md"), forced);
}
