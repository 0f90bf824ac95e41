//! Tests quotes that are spelt otherwise than the text, and those that alone tell the place of a tag.

use crate::readable::Corpus;

/// With a composed character, and as a Mac writes it.
const COMPOSED: &str = "Le café a fermé. Rents rose 7%.\r\nWages fell.";
const PARTED: &str = "Le cafe\u{301} a ferme\u{301}. Rents rose 7%.\r\nWages fell.";

#[test]
fn a_quote_is_the_same_composed_or_parted_and_with_any_line_end() {
    for (text, end, words) in [(PARTED, 8, "café"), (COMPOSED, 7, "cafe\u{301}")] {
        let cases = [
            (
                "spacy",
                "in.jsonl",
                format!(r#"{{"text":{text:?},"spans":[{{"start":3,"end":{end},"label":"claim","text":"{words}"}}]}}"#),
            ),
            (
                "jsonl",
                "in.jsonl",
                format!(r#"{{"id":"a.txt","spans":[{{"start":3,"end":{end},"label":"claim","quote":"{words}"}}]}}"#),
            ),
            ("csv", "in.csv", format!("document,label,start,end,quote\na.txt,claim,3,{end},{words}\n")),
            ("brat", "a.ann", format!("T1\tclaim 3 {end}\t{words}\n")),
            (
                "webanno",
                "a.txt.tsv",
                format!("#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n\n1-1\t3-{end}\t{words}\tclaim\t\n"),
            ),
        ];
        for (format, file, contents) in cases {
            let corpus = Corpus::of(&[("a.txt", text)]);
            // Rust writes a combining character in a string as an escape that JSON does not have.
            corpus.mine(format, file, contents.replace("\\u{301}", "\u{301}"));
            let there: String = text.chars().skip(3).take(end - 3).collect();
            assert_eq!(corpus.tags("a.txt", "me"), [("claim".into(), there)], "{format}");
        }
    }
    for (text, words) in [(COMPOSED.to_string(), "7%.\nWages"), (COMPOSED.replace('\r', ""), "7%.\r\nWages")] {
        let start = text.chars().position(|c| c == '7').unwrap();
        let end = start + text[text.find('7').unwrap()..].find(" fell").unwrap();
        let line = format!(
            r#"{{"text":{text:?},"spans":[{{"start":{start},"end":{end},"label":"claim","text":{words:?}}}]}}"#
        );
        let corpus = Corpus::of(&[("a.txt", &text)]);
        corpus.mine("spacy", "in.jsonl", line);
        assert_eq!(corpus.tags("a.txt", "me").len(), 1, "{words:?}");
    }
    let other = r#"{"id":"a.txt","spans":[{"start":3,"end":7,"label":"claim","quote":"cafe"}]}"#;
    let said = Corpus::of(&[("a.txt", COMPOSED)]).refused("jsonl", "in.jsonl", other);
    assert!(said.contains("says “cafe”, but “café” stands there"), "{said}");
}

#[test]
fn words_without_offsets_are_placed_where_they_stand_alone() {
    let cases = [
        ("csv", "in.csv", "document,label,quote\na.txt,claim,Wages fell\n", "Wages fell"),
        ("csv", "in.csv", "document,label,start,end,quote,prefix,suffix\na.txt,claim,,,e,g,s f\n", "e"),
        ("jsonl", "in.jsonl", r#"{"id":"a.txt","spans":[{"label":"claim","quote":"Wages fell"}]}"#, "Wages fell"),
        (
            "jsonl",
            "in.jsonl",
            r#"{"id":"a.txt","spans":[{"label":"claim","quote":"a","prefix":"W","suffix":"ges"}]}"#,
            "a",
        ),
    ];
    for (format, file, contents, words) in cases {
        let corpus = Corpus::of(&[("a.txt", COMPOSED)]);
        corpus.mine(format, file, contents);
        assert_eq!(corpus.tags("a.txt", "me"), [("claim".into(), words.to_string())], "{contents}");
        assert!(!corpus.layer("a.txt", "me").contains("attributes"), "the words around are no attributes");
    }
    for (format, file, contents, why) in [
        (
            "csv",
            "in.csv",
            "document,label,quote\na.txt,claim,e\n",
            "claim “e” stands at 6 places, and nothing tells at which",
        ),
        ("csv", "in.csv", "document,label,quote\na.txt,claim,zebra\n", "claim “zebra” is not in the text"),
        ("csv", "in.csv", "document,label\na.txt,claim\n", "there is no column `start`"),
        ("jsonl", "in.jsonl", r#"{"id":"a.txt","spans":[{"label":"claim","quote":"e"}]}"#, "stands at 6 places"),
        ("jsonl", "in.jsonl", r#"{"id":"a.txt","spans":[{"label":"claim"}]}"#, "claim has no offsets"),
    ] {
        let said = Corpus::of(&[("a.txt", COMPOSED)]).refused(format, file, contents);
        assert!(said.contains(why), "{contents}: {said}");
    }
}
