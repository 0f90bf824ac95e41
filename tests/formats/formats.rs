//! Tests for each format, on hostile texts, that an export can be imported again, and that losses are counted.

use std::collections::BTreeMap;
use std::sync::Arc;

use diptych::formats::engine::align::{Aligned, Destination, align};
use diptych::formats::engine::export::Export;
use diptych::formats::engine::import::{Import, ImportOptions, Imported, Source};
use diptych::formats::engine::loss::{Aspect, Losses};
use diptych::formats::engine::measure::OffsetUnit;
use diptych::formats::wire::exported::{
    Chunk, ExportOptions, ExportSettings, ExportedDocument, ExportedLayer, Flatten, Tagging,
};
use diptych::formats::wire::imported::ImportedDocument;
use diptych::formats::{FORMATS, Format, find};
use diptych::tags::edit::Edit;
use diptych::tags::scheme::{Attribute, AttributeKind, Scheme};
use diptych::tags::{Id, Layer, Link, Origin, Records, Tag, Via};
use diptych::text::{Document, Span, grapheme};
use proptest::prelude::*;

const AT: &str = "2026-11-22T04:17:00Z";
const TEXT: &str = "😀 Prices rose 5% in May,\nINSEE said.";

/// The default labels, with attributes of all kinds and names that other tools have to spell otherwise.
fn scheme() -> Scheme {
    let mut scheme = Scheme::default();
    let attribute = |name: &str, kind| Attribute { name: name.into(), key: "e".into(), kind };
    scheme.labels[0].attributes = vec![
        attribute("how sure", AttributeKind::Choice(vec!["stated".into(), "half said".into()])),
        attribute("quoted", AttributeKind::YesNo),
        attribute("speaker", AttributeKind::Text),
    ];
    scheme.labels[1].name = "größe".into();
    scheme.labels.push(scheme.labels[1].clone());
    scheme.labels[3].name = "key point_[1]|*".into();
    scheme
}

fn tag(id: &str, label: &str, span: Span) -> Tag {
    Tag { id: Id::from(id), ..Tag::new(label, span, AT) }
}

fn link(id: &str, kind: &str, from: &str, to: &str) -> Link {
    let (id, from, to) = (Id::from(id), Id::from(from), Id::from(to));
    Link { id, kind: kind.into(), from, to, document: None, at: AT.into(), rival: None, extra: Vec::new() }
}

fn records(tags: Vec<Tag>, links: Vec<Link>) -> Records {
    let links = links.into_iter().map(|link| (link.id.clone(), link)).collect();
    Records { tags: tags.into_iter().collect(), links: Arc::new(links), ..Records::default() }
}

/// The sentence of the table of offsets, tagged.
fn sample() -> (Document, Records) {
    let tags = vec![
        tag("t-1", "claim", Span::new(5, 19)),
        tag("t-2", "figure", Span::new(17, 19)),
        tag("t-3", "source", Span::new(28, 33)),
    ];
    (Document::new(TEXT), records(tags, vec![link("l-1", "attributed to", "t-1", "t-3")]))
}

fn export(
    format: &Format,
    options: ExportOptions,
    exchange: &ExportedDocument,
    scheme: &Scheme,
) -> (Vec<Chunk>, Losses) {
    let (mut export, mut pieces) = Export::begin(format, ExportSettings { scheme, options }).unwrap();
    pieces.extend(export.document(exchange).unwrap());
    let (foot, losses) = export.end().unwrap();
    pieces.extend(foot);
    (pieces, losses)
}

/// The files that the pieces are, by their names.
fn files(pieces: Vec<Chunk>) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for piece in pieces {
        *files.entry(piece.file.unwrap_or_default()).or_default() += std::str::from_utf8(&piece.bytes).unwrap();
    }
    files
}

/// What the one file of a format, or the one with that ending, is for the sample.
fn written(name: &str, options: ExportOptions) -> (String, Losses) {
    let (document, records) = sample();
    let layers = [ExportedLayer { annotator: "ana", records: &records }];
    let exchange = ExportedDocument::new("a.txt", &document, &layers);
    let (pieces, losses) = export(find(name).unwrap(), options, &exchange, &Scheme::default());
    let ending = match name {
        "brat" => ".ann",
        "webanno" => ".tsv",
        "web-annotation" => ".jsonld",
        _ => "",
    };
    (files(pieces).into_iter().find(|(file, _)| file.ends_with(ending)).unwrap().1, losses)
}

fn read(name: &str, path: &str, text: &str, scheme: &Scheme) -> Vec<ImportedDocument> {
    let (mut documents, options) = (Vec::new(), ImportOptions::default());
    for item in items(name, Source { path, scheme, options: &options }, text) {
        match item {
            Imported::Document(document) => documents.push(*document),
            Imported::LeftOut(losses) => assert!(!losses.is_empty() || text.len() < 40, "{losses}"),
            Imported::Fault(fault) => panic!("{fault}"),
        }
    }
    documents
}

/// What a file says, read bit by bit.
fn items(name: &str, source: Source, text: &str) -> Vec<Imported> {
    let mut import = Import::begin(find(name).unwrap(), source).unwrap();
    let mut found = Vec::new();
    text.split_inclusive(['5', '"', '\t']).for_each(|bit| import.push(bit, &mut found));
    import.end(&mut found);
    found
}

fn fitted(foreign: &ImportedDocument, document: &Document) -> Aligned {
    align(foreign, &Destination { name: "a.txt", document, measure: None, at: AT }).whole().unwrap()
}

#[test]
fn jsonl_has_every_key_on_every_line() {
    let (line, losses) = written("jsonl", ExportOptions::default());
    assert_eq!(
        line,
        concat!(
            r#"{"id":"a.txt","annotator":"ana","offsets":"code points","text":"😀 Prices rose 5% in May,\nINSEE said.","#,
            r#""origin":{"title":"","authors":[],"date":"","address":"","publisher":"","language":"","license":"","original":"","sha256":"","converter":""},"status":"in progress","reason":"","since":"","spans":["#,
            r#"{"id":"t-1","label":"claim","start":2,"end":16,"quote":"Prices rose 5%","note":"","attributes":[],"score":"","at":"2026-11-22T04:17:00Z","was":"","rival":"","from":[],"via":[]},"#,
            r#"{"id":"t-2","label":"figure","start":14,"end":16,"quote":"5%","note":"","attributes":[],"score":"","at":"2026-11-22T04:17:00Z","was":"","rival":"","from":[],"via":[]},"#,
            r#"{"id":"t-3","label":"source","start":25,"end":30,"quote":"INSEE","note":"","attributes":[],"score":"","at":"2026-11-22T04:17:00Z","was":"","rival":"","from":[],"via":[]}],"#,
            r#""links":[{"id":"l-1","kind":"attributed to","from":"t-1","to":"t-3","document":"","at":"2026-11-22T04:17:00Z","rival":""}],"verdicts":[],"remarks":[]}"#,
            "\n"
        )
    );
    assert!(losses.is_empty());
}

#[test]
fn spacy_names_the_first_and_the_last_token() {
    let (line, _) = written("spacy", ExportOptions::default());
    let row: serde_json::Value = serde_json::from_str(&line).unwrap();
    let words: Vec<&str> = row["tokens"].as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap()).collect();
    assert_eq!(words, ["😀", "Prices", "rose", "5", "%", "in", "May", ",", "\n", "INSEE", "said", "."]);
    let spans: Vec<[u64; 4]> = row["spans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|span| ["start", "end", "token_start", "token_end"].map(|key| span[key].as_u64().unwrap()))
        .collect();
    assert_eq!(spans, [[2, 16, 1, 4], [14, 16, 3, 4], [25, 30, 9, 9]]);
    assert_eq!(row["relations"][0]["head"], 4);
    assert_eq!(row["relations"][0]["child_span"]["start"], 25);
}

#[test]
fn conll_has_a_column_a_label_or_says_what_it_left_out() {
    let (lines, losses) = written("conll", ExportOptions::default());
    assert_eq!(
        lines,
        "-DOCSTART- -X- O O\n\n😀\tO\tO\tO\nPrices\tB-claim\tO\tO\nrose\tI-claim\tO\tO\n5\tI-claim\tB-figure\tO\n\
         %\tI-claim\tI-figure\tO\nin\tO\tO\tO\nMay\tO\tO\tO\n,\tO\tO\tO\n\nINSEE\tO\tO\tB-source\nsaid\tO\tO\tO\n.\tO\tO\tO\n\n"
    );
    assert_eq!(losses.of(Aspect::Overlaps), 0);
    let flat = |tagging, flatten| {
        written("conll", ExportOptions { tagging, flatten: Some(flatten), ..ExportOptions::default() })
    };
    let (lines, losses) = flat(Tagging::Bioes, Flatten::Longest);
    let column: Vec<&str> = lines.lines().skip(2).filter_map(|line| line.split('\t').nth(1)).collect();
    assert_eq!(column.join(" "), "O B-claim I-claim I-claim E-claim O O O S-source O O");
    let first = losses.to_string();
    let said = "overlapping tags left out: 1, such as a.txt 14–16 figure “5%”";
    assert!(first.starts_with(said), "{first}");
}

#[test]
fn brat_cuts_spans_at_line_ends_and_spells_names_without_blanks() {
    let (document, mut records) = sample();
    let mut noted = tag("t-4", "claim", Span::new(23, 38));
    noted.note = "two\nlines \\ and a tab\t".into();
    noted.attributes = [("quoted", "yes"), ("how sure", "half said"), ("speaker", "a=b c")]
        .map(|(name, value)| (name.into(), value.into()))
        .into();
    records.tags.insert(noted);
    let layers = [ExportedLayer { annotator: "ana", records: &records }];
    let exchange = ExportedDocument::new("sub/a.txt", &document, &layers);
    let options = ExportOptions { by_annotator: true, ..ExportOptions::default() };
    let mut scheme = scheme();
    scheme.labels[1].name = "figure".into();
    let (pieces, losses) = export(find("brat").unwrap(), options, &exchange, &scheme);
    let files = files(pieces);
    assert_eq!(files["ana/sub/a.txt"], TEXT);
    assert_eq!(
        files["ana/sub/a.ann"],
        "T1\tclaim 2 16\tPrices rose 5%\nT2\tfigure 14 16\t5%\nT3\tclaim 20 24;25 35\tMay, INSEE said\n\
         T4\tsource 25 30\tINSEE\nR1\tattributed_to Arg1:T1 Arg2:T4\n\
         #1\tdiptych T1\tt-1 2026-11-22T04:17:00Z ana\n#2\tdiptych T2\tt-2 2026-11-22T04:17:00Z ana\n\
         A1\thow_sure T3 half_said\nA2\tquoted T3\n#3\tattribute T3\tspeaker=a=b c\n\
         #4\tAnnotatorNotes T3\ttwo\\nlines \\\\ and a tab\\t\n#5\tdiptych T3\tt-4 2026-11-22T04:17:00Z ana\n\
         #6\tdiptych T4\tt-3 2026-11-22T04:17:00Z ana\n#7\tdiptych R1\tl-1 2026-11-22T04:17:00Z ana\n"
    );
    assert_eq!(
        files["annotation.conf"],
        "[entities]\nclaim\nfigure\nsource\nkey_point__1___\n\n[relations]\n\
         <OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\nattributed_to\tArg1:claim, Arg2:source\n\
         rests_on\tArg1:claim, Arg2:figure\n\n[events]\n\n[attributes]\nhow_sure\tArg:claim, Value:stated|half_said\n\
         quoted\tArg:claim\n"
    );
    assert!(files["visual.conf"].contains("attributed_to | attributed to\n"));
    assert!(losses.is_empty(), "{losses}");
}

#[test]
fn a_corpus_of_brats_with_nested_discontinuous_and_crossing_spans_comes_in() {
    // The structure of the corpora of anatomy and events that brat's own page shows, on a text of ours.
    let text = "Left and right lungs were\ncold.\n\nThe heart was warm.";
    let ann = "T1\tOrgan 0 4;15 20\tLeft lungs\n\
               T2\tOrgan 9 20\tright lungs\n\
               T3\tSide 9 14\tright\n\
               T4\tFinding 0 25;26 30\tLeft and right lungs were cold\n\
               T5\tOrgan 37 42\theart\n\
               T6\tState 47 51\twarm\n\
               E1\tState:T6 Theme:T5\n\
               R1\tPart-of Arg1:T3 Arg2:T2\n\
               R2\tCause Arg1:E1 Arg2:T1\n\
               *\tEquiv T1 T2\n\
               A1\tNegation T4\n\
               A2\tLevel T4 L2\n\
               N1\tReference T5 Wikipedia:36808\tHeart\n\
               #1\tAnnotatorNotes T5\tC:\\new\n\
               #2\tAnnotatorNotes T5\tagain\n";
    let found = read("brat", "med/a.ann", ann, &Scheme::default());
    assert_eq!(found[0].names, ["med/a.txt", "med/a"]);
    let document = Document::new(text);
    let fitted = fitted(&found[0], &document);
    let shown: Vec<(&str, &str)> =
        fitted.tags.iter().map(|tag| (tag.label.as_str(), document.slice(tag.span))).collect();
    assert_eq!(
        shown,
        [
            ("Organ", "Left"),
            ("Organ", "lungs"),
            ("Organ", "right lungs"),
            ("Side", "right"),
            ("Finding", "Left and right lungs were\ncold"),
            ("Organ", "heart"),
            ("State", "warm"),
        ]
    );
    assert_eq!(fitted.tags[5].note, "C:\\new\nagain", "nothing is unescaped that was not escaped by us");
    assert_eq!(
        fitted.tags[4].attributes,
        [("Level", "L2"), ("Negation", "yes")].map(|(a, b)| (a.into(), b.into())).into()
    );
    assert_eq!((fitted.links.len(), fitted.links[0].kind.as_str()), (1, "Part-of"));
    assert_eq!((fitted.losses.of(Aspect::Gaps), fitted.losses.of(Aspect::Foreign)), (1, 4));
}

#[test]
fn doccano_has_two_schemas() {
    let (line, losses) = written("doccano", ExportOptions::default());
    assert_eq!(
        line,
        concat!(
            r#"{"document":"a.txt","annotator":"ana","offsets":"code points","text":"\ud83d\ude00 Prices rose 5% in May,\nINSEE said.","entities":["#,
            r#"{"id":0,"label":"claim","start_offset":2,"end_offset":16},{"id":1,"label":"figure","start_offset":14,"end_offset":16},"#,
            r#"{"id":2,"label":"source","start_offset":25,"end_offset":30}],"relations":[{"id":0,"from_id":0,"to_id":2,"type":"attributed to"}]}"#,
            "\n"
        )
    );
    assert_eq!((losses.of(Aspect::Links), losses.of(Aspect::Ids)), (0, 4));
    let (line, losses) = written("doccano", ExportOptions { spans_only: true, ..ExportOptions::default() });
    assert!(line.ends_with("\"label\":[[2,16,\"claim\"],[14,16,\"figure\"],[25,30,\"source\"]]}\n"), "{line}");
    assert_eq!(losses.of(Aspect::Links), 1);
}

#[test]
fn label_studios_results_are_tied_to_its_configuration() {
    let (document, records) = sample();
    let layers =
        [ExportedLayer { annotator: "ana", records: &records }, ExportedLayer { annotator: "ben", records: &records }];
    let exchange = ExportedDocument::new("a.txt", &document, &layers);
    let (pieces, _) = export(find("label-studio").unwrap(), ExportOptions::default(), &exchange, &scheme());
    let files = files(pieces);
    let tasks: serde_json::Value = serde_json::from_str(&files[""]).unwrap();
    assert_eq!(tasks[0]["annotations"].as_array().unwrap().len(), 2);
    let config = &files["label-studio.xml"];
    for result in tasks[0]["annotations"][0]["result"].as_array().unwrap().iter().filter(|it| it["type"] != "relation")
    {
        let name = |key: &str| format!("name=\"{}\"", result[key].as_str().unwrap());
        assert!(config.contains(&name("from_name")) && config.contains(&name("to_name")), "{result}");
    }
    assert!(
        config.contains("<Choice value=\"half said\"/>") && config.contains("<TextArea name=\"attribute_speaker\"")
    );
    let found = read("label-studio", "x.json", &files[""], &scheme());
    let who: Vec<_> = found.iter().map(|foreign| foreign.annotator.as_deref().unwrap()).collect();
    assert_eq!(who, ["ana", "ben"]);
}

#[test]
fn label_studios_own_export_comes_in() {
    let text = concat!(
        r#"[{"id":7,"file_upload":"a.txt","data":{"text":"Prices rose 5%.","meta":"x"},"annotations":[{"completed_by":{"id":1,"email":"ana.b@x.org"},"#,
        r#""created_at":"2026-01-02T03:04:05.678901Z","was_cancelled":false,"result":["#,
        r#"{"id":"aB3_x","from_name":"label","to_name":"text","type":"labels","value":{"start":0,"end":14,"text":"Prices rose 5%","labels":["claim","news"]}},"#,
        r#"{"id":"aB3_x","from_name":"sure","to_name":"text","type":"choices","value":{"start":0,"end":14,"choices":["yes"]}},"#,
        r#"{"id":"q","from_name":"label","to_name":"text","type":"labels","value":{"start":12,"end":14,"text":"5%","labels":["figure"]}},"#,
        r#"{"from_id":"q","to_id":"aB3_x","type":"relation","direction":"left"}]},{"was_cancelled":true,"result":[]}],"predictions":[]}]"#
    );
    let found = read("label-studio", "export.json", text, &Scheme::default());
    assert_eq!((found.len(), found[0].annotator.as_deref()), (1, Some("ana.b@x.org")));
    let fitted = fitted(&found[0], &Document::new("Prices rose 5%."));
    let labels: Vec<&str> = fitted.tags.iter().map(|tag| tag.label.as_str()).collect();
    assert_eq!((labels, fitted.tags[0].at.as_str()), (vec!["claim", "news", "figure"], "2026-01-02T03:04:05Z"));
    assert_eq!((&fitted.links[0].from, &fitted.links[0].to), (&fitted.tags[0].id, &fitted.tags[2].id));
    assert_eq!(fitted.tags[0].attributes["sure"], "yes");
}

#[test]
fn webanno_counts_utf_16_units() {
    let (table, _) = written("webanno", ExportOptions::default());
    assert_eq!(
        table,
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n#T_RL=custom.Relation|label|BT_custom.Span\n\n\n\
         #Text=😀 Prices rose 5% in May,\n1-1\t0-2\t😀\t_\t_\t_\t\n1-2\t3-9\tPrices\tclaim[1]\t_\t_\t\n\
         1-3\t10-14\trose\tclaim[1]\t_\t_\t\n1-4\t15-16\t5\tclaim[1]|figure[2]\t_\t_\t\n\
         1-5\t16-17\t%\tclaim[1]|figure[2]\t_\t_\t\n1-6\t18-20\tin\t_\t_\t_\t\n1-7\t21-24\tMay\t_\t_\t_\t\n\
         1-8\t24-25\t,\t_\t_\t_\t\n\n#Text=INSEE said.\n2-1\t26-31\tINSEE\tsource[3]\tattributed to\t1-2[1_3]\t\n\
         2-2\t32-36\tsaid\t_\t_\t_\t\n2-3\t36-37\t.\t_\t_\t_\t\n"
    );
}

#[test]
fn inceptions_own_table_comes_in() {
    let table = "#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n\
                 #T_RL=webanno.custom.Relation|value|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity\n\n\n\
                 #Text=Ms. Haag plays.\n1-1\t0-3\tMs.\t*[1]\tPER[1]\t_\t_\t\n1-2\t4-8\tHaag\t*[1]\tPER[1]\t_\t_\t\n\
                 1-3\t9-14\tplays\t*\tACT\tdoes\t1-1[1_0]\t\n1-3.1\t9-13\tplay\t*\tSTEM\t_\t_\t\n1-4\t14-15\t.\t_\t_\t_\t_\t\n";
    let found = read("webanno", "a.txt.tsv", table, &Scheme::default());
    let document = Document::new("Ms. Haag plays.");
    let fitted = fitted(&found[0], &document);
    let shown: Vec<(&str, &str)> =
        fitted.tags.iter().map(|tag| (tag.label.as_str(), document.slice(tag.span))).collect();
    assert_eq!(shown, [("PER", "Ms. Haag"), ("ACT", "plays"), ("STEM", "play")]);
    assert_eq!((&fitted.links[0].from, &fitted.links[0].to), (&fitted.tags[0].id, &fitted.tags[1].id));
}

#[test]
fn an_attribute_that_would_come_in_as_context_counts_as_lost() {
    let (document, mut records) = sample();
    let mut scheme = scheme();
    scheme.labels[0].attributes[2].name = "Prefix".into();
    let mut noted = tag("t-4", "claim", Span::new(5, 11));
    noted.attributes = [("Prefix".into(), "x".into())].into();
    records.tags.insert(noted);
    let layers = [ExportedLayer { annotator: "ana", records: &records }];
    let exchange = ExportedDocument::new("a.txt", &document, &layers);
    let (pieces, losses) = export(find("csv").unwrap(), ExportOptions::default(), &exchange, &scheme);
    assert!(files(pieces).remove("").unwrap().lines().next().unwrap().ends_with(",how sure,quoted"));
    assert_eq!(losses.of(Aspect::Attributes), 1);
}

#[test]
fn no_cell_of_a_spreadsheet_is_run() {
    let (document, mut records) = sample();
    let notes = ["=1+1", "'=1+1", "''=x", "'plain", "-5", "@SUM(A1)", "a,\"b\"\r\nc", "+", "\tx"];
    for (number, note) in notes.into_iter().enumerate() {
        let tag = tag(&format!("t-n{number}"), "claim", Span::new(5, 11));
        records.tags.insert(Tag { note: note.into(), ..tag });
    }
    let layers = [ExportedLayer { annotator: "ana", records: &records }];
    let exchange = ExportedDocument::new("a.txt", &document, &layers);
    let (pieces, losses) = export(find("csv").unwrap(), ExportOptions::default(), &exchange, &Scheme::default());
    let text = files(pieces).remove("").unwrap();
    assert!(text.starts_with(
        "\u{feff}document,annotator,id,label,start,end,quote,note,at,score,via,via_cue,via_was,via_label\r\n"
    ));
    assert!(text.contains("a.txt,ana,t-n0,claim,2,8,Prices,'=1+1,2026"), "{text}");
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let cells: Vec<String> =
        table.records().flat_map(|row| row.unwrap().iter().map(String::from).collect::<Vec<_>>()).collect();
    assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t'])));
    let foreign = read("csv", "x.csv", &text, &Scheme::default());
    let read: BTreeMap<_, _> = foreign
        .iter()
        .flat_map(|foreign| fitted(foreign, &document).tags)
        .map(|tag| (tag.id.to_string(), tag.note))
        .collect();
    for (number, note) in notes.into_iter().enumerate() {
        assert_eq!(read[&format!("t-n{number}")], note);
    }
    assert_eq!(losses.of(Aspect::Links), 1);
}

#[test]
fn a_note_that_a_format_cannot_hold_is_said() {
    let (document, mut records) = sample();
    let noted = Tag { note: "hm".into(), ..tag("t-9", "claim", Span::new(5, 11)) };
    records.tags.insert(noted);
    let across = Link { document: Some("b.txt".into()), ..link("l-2", "same as", "t-1", "t-x") };
    Arc::make_mut(&mut records.links).insert(across.id.clone(), across);
    let layers = [ExportedLayer { annotator: "ana", records: &records }];
    let exchange = ExportedDocument::new("a.txt", &document, &layers);
    let (_, losses) = export(find("doccano").unwrap(), ExportOptions::default(), &exchange, &Scheme::default());
    assert_eq!(
        losses.to_string(),
        "notes left out: 1, such as a.txt 2–8 claim “Prices”\n\
         links to other documents left out: 1, such as a.txt same as t-1 → t-x\n\
         tags and links written without their ids: 5\ntags and links written without their times: 5"
    );
}

#[test]
fn what_does_not_read_is_refused_with_its_place() {
    let refused = |name: &str, text: &str| {
        let (scheme, options) = (Scheme::default(), ImportOptions::default());
        let items = items(name, Source { path: "x", scheme: &scheme, options: &options }, text);
        let mut faults = items.into_iter().flat_map(|item| match item {
            Imported::Document(document) => document.faults,
            Imported::LeftOut(_) => Vec::new(),
            Imported::Fault(fault) => vec![fault],
        });
        faults.next().unwrap().to_string()
    };
    assert_eq!(refused("jsonl", "{\"id\": \"a\"}\n{\"id\": é}\n"), "2:8: this is not JSON: expected value");
    assert_eq!(refused("jsonl", "{\"id\": \"a\", \"spans\": [{\"start\": 1}]}"), "1:34: the field `label` is missing");
    assert_eq!(
        refused("label-studio", "[\n{\"data\": {}},\n{\"data\": 5}]"),
        "3:10: the number 5 stands where an object is expected"
    );
    assert_eq!(refused("brat", "T1\tclaim 2 8\tx\nT2 claim 2 8 x"), "2: no tab after the id: T2 claim 2 8 x");
    assert_eq!(refused("csv", "label,start,end\nclaim,1,x\n"), "2: `x` is no offset");
    assert_eq!(refused("csv", "label,start\nclaim,1\n"), "1: there is no column `end`");
    assert_eq!(refused("webanno", "#FORMAT=CoNLL\n"), "1: this is not WebAnno TSV 3");
}

/// A document, and a layer on it with all that a layer can have.
fn any_layer() -> impl Strategy<Value = (String, Records)> {
    let word = "([a-z]{1,5}|😀|👨‍👩‍👧|e\u{301}|ا|中文|\\.|“|\\\\n|\\\\|\"|;|\\[|\\||_|->| |  |\t|\r\n|\n|\u{a0}|\u{2028}|5%){3,60}";
    let ends = (any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let note = "|([a-z=;*\\\\|_é😀\"'+@-]|\n|\t|\r|\u{2028}|\u{1}){1,9}";
    let made = (ends, 0..4usize, note, 0..3usize, 0..3usize, "|[a-zé =\n]{1,6}");
    let linked = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..5usize, 0..3usize);
    (word, prop::collection::vec(made, 1..9), prop::collection::vec(linked, 0..5)).prop_map(|(text, made, linked)| {
        let scheme = scheme();
        let mut tags = Vec::new();
        for (number, ((one, other), label, note, sure, quoted, speaker)) in made.into_iter().enumerate() {
            let edge = |index: prop::sample::Index| grapheme::floor(&text, index.index(text.len() + 1));
            let (one, other) = (edge(one), edge(other));
            if one == other {
                continue;
            }
            let span = Span::new(one.min(other), one.max(other));
            let mut made = Tag { note, ..tag(&format!("t-{number}"), &scheme.labels[label].name, span) };
            let values = [
                ("how sure", ["", "stated", "half said"][sure]),
                ("quoted", ["", "yes", "no"][quoted]),
                ("speaker", &speaker),
            ];
            let values = values.into_iter().filter(|(_, value)| label == 0 && !value.is_empty());
            made.attributes = values.map(|(name, value)| (name.into(), value.into())).collect();
            made.from.extend((number == 1).then(|| Origin { annotator: "ben".into(), tag: Id::from("t-x") }));
            let (cue, was) = (speaker.clone(), made.note.clone());
            let via = Via { rule: "number".into(), cue, was, label: String::new() };
            made.via = (sure == 1).then(|| Box::new(via));
            made.was = (number == 2).then(|| "old words".into());
            made.rival = (number == 3).then(|| Id::from("t-0"));
            tags.push(made);
        }
        let mut links = Vec::new();
        for (number, (from, to, kind, across)) in linked.into_iter().enumerate().filter(|_| !tags.is_empty()) {
            let (from, to) = (from.get(&tags).id.to_string(), to.get(&tags).id.to_string());
            let mut made = link(&format!("l-{number}"), &scheme.links[kind].name, &from, &to);
            if across == 0 {
                (made.document, made.to) = (Some("sub/so ß.txt".into()), Id::from("t-zz"));
            }
            links.push(made);
        }
        (text, records(tags, links))
    })
}

/// What a format keeps of a layer, in an order that does not depend on ids where it does not keep them.
fn kept(format: &Format, records: &Records) -> (Vec<String>, Vec<String>) {
    let holds = |part| format.holds(part);
    let by_id: BTreeMap<&Id, &Tag> = records.tags.iter().map(|tag| (&tag.id, tag)).collect();
    let place = |tag: &Tag| format!("{} {:?}", tag.label, tag.span);
    let tags = records.tags.iter().map(|tag| {
        let mut said = place(tag);
        let mut add = |part, words: String| said += &if holds(part) { words } else { String::new() };
        add(Aspect::Ids, tag.id.to_string());
        add(Aspect::Times, tag.at.clone());
        add(Aspect::Notes, format!("{:?}", tag.note));
        add(Aspect::Attributes, format!("{:?}", tag.attributes));
        add(Aspect::Doubts, format!("{:?} {:?}", tag.was, tag.rival));
        add(Aspect::Origins, format!("{:?}", tag.from));
        add(Aspect::Suggested, format!("{:?}", tag.via));
        said
    });
    let links = records.links.values().filter(|link| {
        if link.document.is_some() {
            holds(Aspect::Across)
        } else {
            holds(Aspect::Links) && by_id.contains_key(&link.from) && by_id.contains_key(&link.to)
        }
    });
    let links = links.map(|link| {
        let end = |id: &Id| match by_id.get(id) {
            Some(tag) if !holds(Aspect::Ids) => place(tag),
            _ => id.to_string(),
        };
        let mut said = format!("{} {} → {} {:?}", link.kind, end(&link.from), end(&link.to), link.document);
        said += &if holds(Aspect::Ids) { link.id.to_string() } else { String::new() };
        said + if holds(Aspect::Times) { &link.at } else { "" }
    });
    let (mut tags, mut links): (Vec<_>, Vec<_>) = (tags.collect(), links.collect());
    tags.sort();
    links.sort();
    (tags, links)
}

/// The layer without the tags that a format cannot hold: those whose blanks at an end break its lines.
fn without_blank_ends(name: &str, text: &str, records: &Records) -> Records {
    let breaks = |c: char| matches!(c, '\t'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let blank = |c: char| c.is_whitespace() || c.is_control();
    let fits = |tag: &&Tag| {
        let words = &text[tag.span.start..tag.span.end];
        let (first, last) = (words.trim_start_matches(blank).len(), words.trim_end_matches(blank).len());
        match name {
            "brat" => {
                let shown = first > 0 && tag.span.end <= text.trim_end_matches(blank).len();
                shown && !words.starts_with(breaks) && !words.ends_with(breaks)
            }
            "webanno" => {
                let ends = [&words[..words.len() - first], &words[last..]];
                !ends.iter().any(|blanks| blanks.contains(['\t', '\n', '\r']))
            }
            _ => true,
        }
    };
    Records { tags: records.tags.iter().filter(fits).cloned().collect(), ..records.clone() }
}

fn comes_back(name: &str, text: &str, records: &Records) -> Result<(), TestCaseError> {
    let format = find(name).unwrap();
    let records = without_blank_ends(name, text, records);
    let document = Document::new(text);
    let layers = [ExportedLayer { annotator: "ana", records: &records }];
    let exchange = ExportedDocument::new("a.txt", &document, &layers);
    let scheme = scheme();
    let (pieces, losses) = export(format, ExportOptions::default(), &exchange, &scheme);
    let mut layer = Layer::new(Records::default());
    for (file, contents) in files(pieces) {
        if [".conf", ".xml", ".txt"].iter().any(|ending| file.ends_with(ending)) {
            continue;
        }
        for foreign in read(name, &file, &contents, &scheme) {
            prop_assert!(foreign.names.contains(&"a.txt".to_string()), "{:?}", foreign.names);
            prop_assert!(foreign.annotator.is_none() || foreign.annotator.as_deref() == Some("ana"));
            let ground = Destination { name: "a.txt", document: &document, measure: None, at: AT };
            let fitted = align(&foreign, &ground)
                .whole()
                .map_err(|fault| TestCaseError::fail(format!("{fault}\n{contents}")))?;
            prop_assert!(fitted.losses.is_empty(), "{}", fitted.losses);
            let edits: Vec<Edit> = fitted.clone().edits(&layer);
            edits.into_iter().for_each(|edit| drop(layer.apply(edit)));
            prop_assert_eq!(fitted.edits(&layer), vec![], "importing twice adds nothing");
        }
    }
    prop_assert_eq!(kept(format, layer.records()), kept(format, &records), "{}\n{}", name, losses);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_shifted_file_is_named_and_put_right((text, records) in any_layer(), bytes in any::<bool>()) {
        let (document, scheme) = (Document::new(text.clone()), scheme());
        let layers = [ExportedLayer { annotator: "ana", records: &records }];
        let exchange = ExportedDocument::new("a.txt", &document, &layers);
        let (pieces, _) = export(find("jsonl").unwrap(), ExportOptions::default(), &exchange, &scheme);
        let mut foreign = read("jsonl", "", &files(pieces)[""], &scheme).remove(0);
        let right = align(&foreign, &Destination { name: "a.txt", document: &document, measure: None, at: AT }).whole().unwrap();
        let measure = if bytes { OffsetUnit::Bytes } else { OffsetUnit::Utf16 };
        (foreign.measure, foreign.text) = (None, None);
        for (tag, read) in foreign.tags.iter_mut().zip(&right.tags) {
            let shifted = |at: usize| text[..at].chars().map(|c| measure.of(c)).sum();
            tag.parts = vec![(shifted(read.span.start), shifted(read.span.end))];
        }
        let ground = Destination { name: "a.txt", document: &document, measure: Some(measure), at: AT };
        prop_assert_eq!(&align(&foreign, &ground).whole().unwrap().tags, &right.tags);
        match align(&foreign, &Destination { measure: None, ..ground }).whole() {
            Ok(fitted) => for (tag, read) in fitted.tags.iter().zip(&right.tags) {
                let words = |tag: &Tag| document.slice(tag.span).split_whitespace().collect::<Vec<_>>();
                prop_assert_eq!(words(tag), words(read), "the same words stand there, too");
            },
            Err(fault) => prop_assert!(fault.hint.is_some_and(|hint| hint.contains("--offsets")), "{}", fault.words),
        }
    }

    #[cfg(feature = "parquet")]
    #[test]
    fn the_rows_of_a_table_are_the_lines_of_jsonl((text, records) in any_layer()) {
        use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
        use serde_json::Value;
        let (document, scheme) = (Document::new(text), scheme());
        let layers = [ExportedLayer { annotator: "ana", records: &records }, ExportedLayer { annotator: "ben", records: &records }];
        let exchange = ExportedDocument::new("a.txt", &document, &layers);
        let (lines, _) = export(find("jsonl").unwrap(), ExportOptions::default(), &exchange, &scheme);
        let lines: Vec<Value> = files(lines)[""].lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let (table, _) = export(find("parquet").unwrap(), ExportOptions::default(), &exchange, &scheme);
        let table: Vec<u8> = table.into_iter().flat_map(|piece| piece.bytes).collect();
        let batches = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(table)).unwrap().build().unwrap();
        let rows = |batch| serde_arrow::from_record_batch::<Vec<Value>>(&batch).unwrap();
        prop_assert_eq!(batches.flat_map(|batch| rows(batch.unwrap())).collect::<Vec<Value>>(), lines);
    }

    #[test]
    fn what_goes_out_comes_back((text, records) in any_layer()) {
        // A CoNLL file has neither offsets nor blanks, so it is placed on a text and not compared; parquet has bytes.
        let compared = FORMATS.iter().filter(|format| format.reading.is_some() && !["conll", "parquet"].contains(&format.name));
        for format in compared {
            comes_back(format.name, &text, &records)?;
        }
    }
}

/// Some text with tags on its words, each on the first place where they stand.
fn tagged(text: &str, words: &[&str]) -> (Document, Records) {
    let tag = |(number, words): (usize, &&str)| {
        let at = text.find(*words).unwrap();
        tag(&format!("t-{number}"), "claim", Span::new(at, at + words.len()))
    };
    (Document::new(text), records(words.iter().enumerate().map(tag).collect(), Vec::new()))
}

/// The file with that ending, and what it could not hold.
fn file(name: &str, ending: &str, (document, records): (Document, Records)) -> (String, Losses) {
    let layers = [ExportedLayer { annotator: "ana", records: &records }];
    let exchange = ExportedDocument::new("a.txt", &document, &layers);
    let (pieces, losses) = export(find(name).unwrap(), ExportOptions::default(), &exchange, &scheme());
    (files(pieces).into_iter().find(|(file, _)| file.ends_with(ending)).unwrap().1, losses)
}

#[test]
fn behind_an_empty_line_inceptions_reader_finds_a_sentence() {
    let (table, _) = file("webanno", ".tsv", tagged("One.\n\nTwo. \n\n \nThree.\n\n", &["Two"]));
    let (_, sentences) = table.split_once("\n\n\n").unwrap();
    assert_eq!(sentences.matches("#Text=").count(), 3);
    assert!(sentences.split("\n\n").all(|block| block.starts_with("#Text=")), "{table}");
}

#[test]
fn no_token_for_inception_is_a_tab_or_a_line_end() {
    let text = "One\ttwo \r\n three  four";
    let tags = ["\ttwo", "two \r\n", "\r\n three", "three ", " four"];
    let (table, losses) = file("webanno", ".tsv", tagged(text, &tags));
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
        .map(|line| line.split('\t').collect())
        .collect();
    let cells: Vec<(&str, &str)> = rows.iter().map(|row| (row[2], row[3])).collect();
    let three = [("three", "claim[3]|claim[4]"), (" ", "claim[4]"), (" ", "claim[5]"), ("four", "claim[5]")];
    assert_eq!(cells, [&[("One", "_"), ("two", "claim[1]|claim[2]")], &three[..]].concat());
    assert_eq!(losses.of(Aspect::Blanks), 3, "and what was cut off is counted: {losses}");
}

#[test]
fn a_token_is_read_as_inception_writes_it_and_as_we_do() {
    let table = |word: &str| {
        let head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n\n\n#Text=in C:\\\\temp\n";
        format!("{head}1-1\t0-2\tin\t_\t\n1-2\t3-10\t{word}\tsource[1]\t\n")
    };
    for word in ["C:\\temp", "C:\\\\temp"] {
        let found = read("webanno", "a.txt.tsv", &table(word), &Scheme::default());
        let document = Document::new("in C:\\temp");
        let fitted = fitted(&found[0], &document);
        assert_eq!(document.slice(fitted.tags[0].span), "C:\\temp", "{word}");
    }
}

#[test]
fn brat_gets_no_tag_on_blanks_alone_nor_on_those_behind_the_last_words() {
    // On the first it says that the words are missing, on the last it looks for one more sentence.
    let text = "Prices \u{a0} rose 5%. \n ";
    let (ann, losses) = file("brat", ".ann", tagged(text, &[" \u{a0} ", "rose", "5%. \n ", "Prices "]));
    let tags: Vec<&str> = ann.lines().filter(|line| line.starts_with('T')).collect();
    assert_eq!(tags, ["T1\tclaim 0 7\tPrices ", "T2\tclaim 9 13\trose", "T3\tclaim 14 17\t5%."]);
    assert_eq!(losses.of(Aspect::Blanks), 2, "{losses}");
}

#[test]
fn label_studio_shows_a_text_with_its_blanks() {
    let (config, _) = file("label-studio", ".xml", sample());
    assert!(config.contains("<View style=\"white-space: pre-wrap\">\n    <Text name=\"text\""), "{config}");
}

#[test]
fn quotes_as_a_browser_shows_them_are_the_same_words() {
    let text = "😀 Berlin,  Germany.\r\n\r\n  said twice";
    let task = |quote: &str, (start, end): (usize, usize)| {
        let value = serde_json::json!({"start": start, "end": end, "text": quote, "labels": ["claim"]});
        let result =
            serde_json::json!([{"id": "x", "from_name": "label", "to_name": "text", "type": "labels", "value": value}]);
        serde_json::json!([{"data": {"text": text}, "annotations": [{"result": result}]}]).to_string()
    };
    let ground = |document| Destination { name: "a.txt", document, measure: None, at: AT };
    let document = Document::new(text);
    let tried = |quote: &str, place| {
        let found = read("label-studio", "a.txt.json", &task(quote, place), &Scheme::default());
        align(&found[0], &ground(&document)).whole().map(|fitted| document.slice(fitted.tags[0].span).to_string())
    };
    assert_eq!(tried("Berlin, Germany", (2, 18)), Ok("Berlin,  Germany".into()));
    for quote in ["Germany.\\n\\n\\n\\nsaid", "Germany. said", "Germany.\n\nsaid"] {
        assert_eq!(tried(quote, (11, 29)), Ok("Germany.\r\n\r\n  said".into()), "{quote}");
    }
    // But not words that are parted otherwise, nor a shift that only blanks would hide.
    assert!(tried("Ber lin, Germany", (2, 18)).is_err());
    assert!(tried("Berlin,", (2, 10)).is_err());
    assert!(tried("said twice", (26, 35)).is_err());
}

#[test]
fn no_name_spoils_brats_configuration() {
    let mut scheme = scheme();
    scheme.labels[0].name = "a <b> | c".into();
    scheme.labels[2].name = "---".into();
    let (document, records) = sample();
    let layers = [ExportedLayer { annotator: "ana", records: &records }];
    let exchange = ExportedDocument::new("a.txt", &document, &layers);
    let files = files(export(find("brat").unwrap(), ExportOptions::default(), &exchange, &scheme).0);
    assert!(files["visual.conf"].contains("a__b____c | a ‹b› ¦ c\n"), "{}", files["visual.conf"]);
    assert!(
        files["annotation.conf"].starts_with("[entities]\na__b____c\ngr__e\n___\n"),
        "{}",
        files["annotation.conf"]
    );
}
