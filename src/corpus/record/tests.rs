//! A layer there and back.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::tags::remark::{DECLINED, Elsewhere, Remark, Status};
use crate::tags::score::Score;
use crate::tags::target::{Judged, Lost, Target};
use crate::tags::verdict::{Decision, Verdict};
use crate::tags::{Carried, Extra, Id, Link, Origin, Records, Tag, Via};
use crate::text::{Document, Span, grapheme};

const TEXT: &str = "😀 Prices rose 5% in May, INSEE said.\r\n";

fn again(text: &str) -> LayerReading {
    read(text, &Document::new(TEXT), "a.txt", "ana").unwrap()
}

/// Returns a layer on [`TEXT`] with these lists and fields.
fn file(body: &str) -> String {
    let document = Document::new(TEXT);
    let (sha256, chars) = (document.sha256(), document.chars());
    format!(
        "(\n    format: 1,\n    document: (path: \"a.txt\", sha256: \"{sha256}\", chars: {chars}),\n    annotator: \"ana\",\n{body})\n"
    )
}

fn tags(records: &str) -> String {
    file(&format!("    tags: [\n{records}    ],\n    links: [],\n    verdicts: [],\n"))
}

fn fault(text: &str) -> String {
    read(text, &Document::new(TEXT), "a.txt", "ana").unwrap_err().to_string()
}

const FIGURE: &str = r#"        (id: "t-1", label: "figure", start: 14, end: 16, quote: "5%", prefix: "😀 Prices rose ", suffix: " in May, INSEE said.\r\n", at: "2026-11-22T04:17:00Z"),
"#;

#[test]
fn a_layer_is_written_as_the_design_says() {
    let document = Document::new(TEXT);
    let mut tag = Tag::new("figure", Span::new(17, 19), "2026-11-22T04:17:00Z");
    tag.id = Id::from("t-1");
    let mut noted = Tag { id: Id::from("t-0"), note: "“why”\n\"so\"".into(), ..tag.clone() };
    noted.attributes.insert("certainty".into(), "hedged".into());
    let link = Link {
        id: Id::from("l-1"),
        kind: "same as".into(),
        from: Id::from("t-1"),
        to: Id::from("t-9"),
        document: Some("b.txt".into()),
        at: "2026-11-22T04:17:00Z".into(),
        rival: None,
        extra: Vec::new(),
    };
    let links = Arc::new([(link.id.clone(), link)].into());
    let records = Records { tags: [tag, noted].into_iter().collect(), links, ..Records::default() };
    let expected = file(&format!(
        r#"    tags: [
        (id: "t-0", label: "figure", start: 14, end: 16, quote: "5%", prefix: "😀 Prices rose ", suffix: " in May, INSEE said.\r\n", note: "“why”\n\"so\"", attributes: {{"certainty": "hedged"}}, at: "2026-11-22T04:17:00Z"),
{FIGURE}    ],
    links: [
        (id: "l-1", kind: "same as", from: "t-1", to: "t-9", document: "b.txt", at: "2026-11-22T04:17:00Z"),
    ],
    verdicts: [],
"#
    ));
    assert_eq!(write(&records, &document, "a.txt", "ana"), expected);
    assert_eq!(again(&expected), LayerReading { records, ..LayerReading::default() });
}

#[test]
fn an_empty_layer_still_reads() {
    let text = write(&Records::default(), &Document::new(TEXT), "a.txt", "ana");
    assert_eq!(text, file("    tags: [],\n    links: [],\n    verdicts: [],\n"));
    assert_eq!(again(&text), LayerReading::default());
    assert_eq!(again(&file("")), LayerReading::default(), "lists may be left out");
}

#[test]
fn fields_that_are_not_known_are_carried() {
    let text = tags(&FIGURE.replace(", at:", ", confidence: Some(0.5), r#in-no-hurry: 'x', at:"))
        .replace("chars: 38", "chars: 38, lang: \"en\"")
        .replace("    verdicts: [],\n", "    verdicts: [],\n    tool: (name: \"x\"),\n");
    let reading = again(&text);
    let tag = reading.records.tags.iter().next().unwrap();
    assert_eq!(
        tag.extra,
        [("confidence".into(), "Some(0.5)".into()), ("r#in-no-hurry".into(), "'x'".into())] as [Extra; 2]
    );
    assert_eq!(reading.records.carried.fields[0], ("document.lang".into(), "\"en\"".into()));
    assert_eq!(reading.records.carried.fields[1], ("tool".into(), "(name: \"x\")".into()));
    assert_eq!(reading.doubts.len(), 4, "{:#?}", reading.doubts);
    assert!(
        reading
            .doubts
            .iter()
            .any(|it| it.to_string() == "Line 6: the field `confidence` of tags is not known here; it is kept.")
    );
    let written = write(&reading.records, &Document::new(TEXT), "a.txt", "ana");
    // The attributes are written behind the others, so the doubts stand at other bytes of the same lines.
    let sentences = |reading: &LayerReading| reading.doubts.iter().map(ToString::to_string).collect::<Vec<_>>();
    let once_more = again(&written);
    assert_eq!(sentences(&once_more), sentences(&reading), "{written}");
    assert_eq!(LayerReading { doubts: reading.doubts.clone(), ..once_more }, reading, "{written}");
    assert_eq!(written.lines().count(), text.lines().count());
}

#[test]
fn records_that_are_not_believed_are_carried_and_reported() {
    let doubtful = [
        ("(id: \"t-2\", label: \"claim\")", "the field `start` is missing"),
        ("Tag(id: \"t-2\")", "expected an opening `(`"),
        ("17", "expected an opening `(`"),
        (
            r#"(id: "t-2", label: "x", start: 9, end: 90, quote: "x")"#,
            "not as long as its quote, which has 1 code points",
        ),
        (r#"(id: "t-2", label: "x", start: 16, end: 14, quote: "5%")"#, "runs backwards"),
        (r#"(id: "t-2", label: "x", start: 14, end: 14, quote: "")"#, "is empty"),
        (r#"(id: "t-2", label: "x", start: 36, end: 37, quote: "\r")"#, "cuts a character in two"),
        (r#"(id: "t-2", label: "x", start: 14, end: 16, quote: "5%", from: ["t-1"])"#, "comes from no annotator’s tag"),
        (r#"(id: "t-1", label: "x", start: 14, end: 16, quote: "5%")"#, "is another's already"),
        (r#"(id: "", label: "x", start: 14, end: 16, quote: "5%")"#, "its id is empty"),
        (r#"(id: "t-2", label: "x", start: 14, end: 16, quote: "5%", label: "y")"#, "stands here twice"),
        (
            r#"(id: "t-2", label: "x", start: 14, end: 16, quote: "5%", attributes: {"a": "1", "a": "2"})"#,
            "stands here twice",
        ),
        (r#"(id: "t-2", label: "x", start: -1, end: 16, quote: "5%")"#, "integer is out of bounds"),
    ];
    for (record, why) in doubtful {
        let text = tags(&format!("{FIGURE}        {record},\n"));
        let reading = again(&text);
        assert_eq!(reading.records.tags.len(), 1, "{record}");
        assert_eq!(reading.records.carried.tags, [record]);
        assert!(
            matches!(&reading.doubts[..], [doubt] if doubt.line == Some(7) && doubt.to_string().contains(why)),
            "{:?}",
            reading.doubts
        );
        assert_eq!(write(&reading.records, &Document::new(TEXT), "a.txt", "ana"), text);
    }
    let judged = r#"judged: (label: "x", start: 14, end: 16, quote: "5%")"#;
    let verdicts = [
        ("(on: \"t-1\", says: accepted)".into(), ""),
        (format!(r#"(id: "v-ben-1", annotator: "ana", tag: "t-1", verdict: "accepted", {judged})"#), "is not v-ana-1"),
        (format!(r#"(id: "v-ana-1", annotator: "ana", tag: "t-1", verdict: "yes", {judged})"#), "`yes` is no verdict"),
        (
            format!(r#"(id: "v-ana-1", annotator: "ana", tag: "t-1", verdict: "amended", {judged})"#),
            "`amended` is missing",
        ),
    ];
    for (record, why) in verdicts {
        let text = file(&format!(
            "    tags: [],\n    links: [\n        (id: \"l-1\", from: \"t-1\"),\n    ],\n    verdicts: [\n        {record},\n    ],\n"
        ));
        let reading = again(&text);
        assert_eq!((reading.records.carried.links.len(), reading.records.carried.verdicts.len()), (1, 1));
        assert_eq!(reading.doubts.len(), 2, "{:?}", reading.doubts);
        assert!(reading.doubts[1].to_string().contains(why), "{:?}", reading.doubts);
        assert_eq!(write(&reading.records, &Document::new(TEXT), "a.txt", "ana"), text);
    }
}

#[test]
fn a_tag_whose_words_are_gone_is_kept_until_someone_decides() {
    let new = Document::new("Nothing of it is left, said INSEE.");
    let reading = read(&tags(FIGURE), &new, "a.txt", "ana").unwrap();
    assert!(reading.text_changed && reading.records.tags.is_empty() && reading.doubts.is_empty());
    assert_eq!(reading.placing.lost, [Id::from("t-1")]);
    let saved = write(&reading.records, &new, "a.txt", "ana");
    assert!(
        saved
            .contains("quote: \"5%\", prefix: \"😀 Prices rose \", suffix: \" in May, INSEE said.\\r\\n\", lost: true")
    );
    let again = read(&saved, &new, "a.txt", "ana").unwrap();
    assert_eq!((again.records, again.text_changed), (reading.records, false));
    // The old text comes back, and with it its place.
    let back = read(&saved, &Document::new(TEXT), "a.txt", "ana").unwrap();
    assert_eq!((back.records.tags.len(), back.placing.same), (1, 1));
    assert_eq!(write(&back.records, &Document::new(TEXT), "a.txt", "ana"), tags(FIGURE));
}

#[test]
fn a_lost_tag_is_not_found_by_chance() {
    let text = tags(&FIGURE.replace(", at:", ", lost: true, at:"));
    let reading = again(&text);
    assert_eq!((reading.records.tags.len(), reading.records.lost.len()), (0, 1), "its words stand there, and yet");
    assert_eq!(write(&reading.records, &Document::new(TEXT), "a.txt", "ana"), text);
}

#[test]
fn a_tag_with_shifted_offsets_is_found_by_its_words() {
    let reading = again(&tags(&FIGURE.replace("start: 14, end: 16", "start: 17, end: 19")));
    assert_eq!(reading.placing.moved, [Id::from("t-1")]);
    assert_eq!(write(&reading.records, &Document::new(TEXT), "a.txt", "ana"), tags(FIGURE));
    let beyond = again(&tags(&FIGURE.replace("start: 14, end: 16", "start: 4000, end: 4002")));
    assert_eq!(beyond.records, reading.records);
}

#[test]
fn what_is_not_this_layer_is_refused_with_its_place() {
    assert_eq!(fault(&tags(FIGURE).replace("a.txt", "b.txt")), "3:22: this layer is about another document: \"b.txt\"");
    assert_eq!(fault(&tags(FIGURE).replace("\"ana\"", "\"ben\"")), "4:16: this layer is by another annotator: \"ben\"");
    assert_eq!(fault(&tags(FIGURE).replace("format: 1", "format: 2")), "its format is 2, and this version reads 1");
    let newer = "(format: 7, document: \"elsewhere\", tags: {1: 2})";
    assert_eq!(fault(newer), "its format is 7, and this version reads 1");
    assert_eq!(fault(&tags("        (id: \"t-1\",\n")), "7:5: expected identifier");
    assert_eq!(fault(&tags("        (id: \"t-1),\n")), "6:14: expected end of string");
    assert!(fault("").contains("1:1"));
    assert!(fault(&file("    tags: [],\n    tags: [],\n")).contains("stands here twice"));
    assert!(fault(&file("").replace("    format: 1,\n", "")).contains("`format` is missing"));
}

#[test]
fn brackets_without_end_do_not_overflow() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(fault(&deep).contains("expected an opening `(`"));
    assert!(fault(&file(&format!("    x: {deep},\n"))).contains("nested too deeply"));
    assert!(fault(&tags(&format!("        {deep},\n"))).contains("nested too deeply"));
}

#[test]
fn comments_are_not_kept_and_that_is_said() {
    let line =
        |text: &str| again(text).doubts.last().map(|doubt| doubt.to_string().chars().take(7).collect::<String>());
    assert_eq!(line(&tags(&format!("        // mine\n{FIGURE}"))).as_deref(), Some("Line 6:"));
    assert_eq!(line(&format!("#![type = \"layer\"]\n{}", tags(FIGURE))).as_deref(), Some("Line 1:"));
    let strings = tags(&FIGURE.replace(
        ", at:",
        r##", a: r#""//"#, b: r"\", c: '"', r#d: '/', e: "\"//", f: b"//", note: "http://x#y", at:"##,
    ));
    assert_eq!(again(&strings).doubts.len(), 6);
    assert!(
        again(&strings).doubts.iter().all(|doubt| !doubt.to_string().contains("comments")),
        "{:#?}",
        again(&strings).doubts
    );
}

#[test]
fn a_comment_at_a_carried_record_stays_with_it() {
    let text = tags("        /* why */ (id: \"t-2\") // is\n, // it?\n        (id: \"t-3\"),\n");
    let once = again(&text).records;
    assert_eq!(once.carried.tags, ["/* why */ (id: \"t-2\") // is\n", "// it?\n        (id: \"t-3\")"]);
    let written = write(&once, &Document::new(TEXT), "a.txt", "ana");
    assert_eq!(again(&written).records, once);
}

/// A tag as it is drawn: two places for its ends, and what else it says.
type Drawn = (prop::sample::Index, prop::sample::Index, String, Vec<(String, String)>, Vec<Extra>);

fn extras() -> impl Strategy<Value = Vec<Extra>> {
    let name = "x_[a-zé]{1,5}|r#x[.+-][a-z]{0,3}";
    let value = prop_oneof![
        Just("1.5".into()),
        Just("(a: Some(3), b: [None, unit])".into()),
        Just("{\"k\": 'c'}".into()),
        Just("r##\"raw\"#\"##".into()),
        Just("[1, // one\n 2]".into()),
        Just("b\"bytes\" /* ! */".into()),
        any::<String>().prop_map(|value| ron::to_string(&value).unwrap()),
    ];
    prop::collection::vec((name, value), 0..3)
}

fn unreadable() -> impl Strategy<Value = Vec<String>> {
    let record = prop_oneof![
        Just("(id: \"t-?\")".into()),
        Just("Tag(1, 2)".into()),
        Just("\"words\"".into()),
        Just("// about\n(id: 1,\n\n  at: \"\") // end\n".into()),
        Just("(id: \"t-?\", label: \"\", start: 99999999, end: 99999999999, quote: \"\", n: [()])".into()),
        Just("(id: \"t-?\", kind: 3)".into()),
    ];
    prop::collection::vec(record, 0..3)
}

fn records(text: &str, tags: Vec<Drawn>, links: Vec<(String, Vec<Extra>)>, carried: Carried) -> Records {
    let tag = |(number, (a, b, note, attributes, extra)): (usize, Drawn)| {
        let (a, b) = (a.index(text.len()), b.index(text.len()));
        let start = grapheme::floor(text, a.min(b));
        let end = grapheme::next(text, a.max(b));
        let (id, label) = (Id::from(format!("t-{number}").as_str()), ["claim", "\"an\ngle\""][number % 2].into());
        let at = ["", "2026-11-22T04:17:00Z"][number % 2].into();
        let attributes = attributes.into_iter().collect();
        let was = (number % 3 == 0).then(|| "were \"so\"".into());
        let from =
            (0..number % 3).map(|tag| Origin { annotator: "ben".into(), tag: Id::from(format!("t-{tag} x").as_str()) });
        let rival = (number % 4 == 1).then(|| Id::from("t-0"));
        let was_suggested = || if number % 4 < 2 { note.clone() } else { String::new() };
        let via = (number % 2 == 1).then(|| Via { rule: "said by".into(), cue: was_suggested(), ..Via::default() });
        let score = Score::new(start as f64 / 7.0).filter(|_| start.is_multiple_of(3));
        let (span, from) = (Span::new(start, end), from.collect());
        Tag { id, label, span, note, attributes, score, at, was, from, via: via.map(Box::new), rival, extra }
    };
    let link = |(number, (kind, extra)): (usize, (String, Vec<Extra>))| {
        let id = Id::from(format!("l-{number}").as_str());
        let (from, to) = (Id::from("t-0"), Id::from(kind.as_str()));
        let document = (number % 2 == 0).then(|| kind.clone());
        (id.clone(), Link { id, kind, from, to, document, at: String::new(), rival: None, extra })
    };
    let document = Document::new(text);
    // Every fifth tag is lost, and every third is judged by someone.
    let (mut placed, mut lost, mut verdicts, mut remarks) =
        (Vec::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (number, tag) in tags.into_iter().enumerate().map(|drawn| (drawn.0, tag(drawn))) {
        if number % 3 == 2 {
            let id = Verdict::id_of("cho", &tag.id);
            let judged = Judged { span: Some(tag.span).filter(|_| number % 2 == 0), ..Judged::of(&document, &tag) };
            let decisions = [None, Some(Decision::Rejected), Some(Decision::Amended(judged.clone()))];
            let verdict = Verdict {
                id: id.clone(),
                annotator: "cho".into(),
                tag: tag.id.clone(),
                decision: decisions[number / 3 % 3].clone(),
                judged,
                comment: tag.note.clone(),
                at: tag.at.clone(),
                rival: None,
                extra: tag.extra.clone(),
            };
            verdicts.insert(id, verdict);
        }
        if number % 4 == 2 {
            let here = Target::of(&document, tag.span);
            let there = (number % 8 == 2).then(|| Elsewhere { document: "b \"c\".txt".into(), target: here.clone() });
            let via = tag.via.as_deref().cloned();
            let remark =
                Remark { via, extra: tag.extra.clone(), ..Remark::on("figures", DECLINED, here, there, &tag.at) };
            remarks.insert(remark.id.clone(), remark);
        } else if number % 4 == 3 {
            let remark = Remark::status(Status::ALL[number % 5], &tag.note, &tag.at);
            remarks.insert(remark.id.clone(), remark);
        }
        if number % 5 == 4 {
            let target = Target::of(&document, tag.span);
            lost.insert(tag.id.clone(), Lost { tag: Tag { span: Span::default(), ..tag }, target });
        } else {
            placed.push(tag);
        }
    }
    Records {
        tags: placed.into_iter().collect(),
        links: Arc::new(links.into_iter().enumerate().map(link).collect()),
        lost: Arc::new(lost.into()),
        verdicts: Arc::new(verdicts.into()),
        remarks: Arc::new(remarks.into()),
        carried: Arc::new(carried),
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_the_same_and_is_written_the_same(
        text in "([a-z .]{0,9}|😀|👨‍👩‍👧|🇺🇦|e\u{301}|中文字|שלום|\r\n|\n|\\PC|\"|'|\\\\){1,60}x",
        tags in prop::collection::vec((
            any::<prop::sample::Index>(),
            any::<prop::sample::Index>(),
            "(\\PC|\n|\"|'|\\\\|//){0,20}",
            prop::collection::vec((".{1,5}", ".{0,5}"), 0..3),
            extras(),
        ), 0..12),
        links in prop::collection::vec((".{1,8}", extras()), 0..4),
        fields in extras(),
        of_document in extras(),
        unreadable in (unreadable(), unreadable(), unreadable(), unreadable()),
        unread in prop::collection::vec("(\\PC|\n|\"|\\\\){1,20}", 0..2),
        name in "[a-zé]{1,5}(/[a-z' ]{1,5})?\\.txt",
    ) {
        let of_document = of_document.into_iter().map(|(name, value)| (format!("document.{name}"), value));
        let (carried_tags, carried_links, verdicts, remarks) = unreadable;
        let carried = Carried {
            fields: of_document.chain(fields).collect(),
            tags: carried_tags,
            links: carried_links,
            verdicts,
            remarks,
            unread,
        };
        let document = Document::new(text.as_str());
        let records = records(&text, tags, links, carried);
        let file = write(&records, &document, &name, "ana");
        let reading = read(&file, &document, &name, "ana").unwrap();
        prop_assert_eq!(&reading.records, &records, "{}", file);
        prop_assert!(!reading.text_changed);
        let extra = |records: &Records| records.tags.iter().any(|tag| !tag.extra.is_empty())
            || records.lost.values().any(|lost| !lost.tag.extra.is_empty())
            || records.links.values().any(|link| !link.extra.is_empty());
        if *records.carried == Carried::default() && !extra(&records) {
            prop_assert!(reading.doubts.is_empty(), "{:#?}", reading.doubts);
        }
        prop_assert_eq!(write(&reading.records, &document, &name, "ana"), file);
    }

    #[test]
    fn no_text_makes_it_panic(noise in "(\\(|\\)|\\[|\\]|,|:|\"|'|/|\\*|#|r|!|b|[0-9]|[a-z]| |\n|\\\\|é|t-1|tags|id|format: 1){0,60}", at in any::<prop::sample::Index>()) {
        let whole = tags(FIGURE);
        let at = grapheme::floor(&whole, at.index(whole.len()));
        let text = format!("{}{noise}{}", &whole[..at], &whole[at..]);
        if let Ok(reading) = read(&text, &Document::new(TEXT), "a.txt", "ana") {
            let written = write(&reading.records, &Document::new(TEXT), "a.txt", "ana");
            prop_assert_eq!(again(&written).records, reading.records);
        }
        let _ = super::super::manifest::Manifest::parse(&text);
    }
}
