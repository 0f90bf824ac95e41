//! Tests tables of tokens: which column is the label, and what each cell means.

use crate::readable::{Corpus, tag};

/// Returns a table of WebAnno of one layer with these features, whose rows end in these cells.
fn webanno(features: &str, cells: [&str; 5]) -> String {
    let words = [("0-4", "Ruth"), ("5-9", "fell"), ("10-12", "in"), ("13-17", "Oslo"), ("17-18", ".")];
    let rows: String = (1..)
        .zip(words.iter().zip(cells))
        .map(|(number, ((place, word), cells))| {
            format!("1-{number}\t{place}\t{word}\t{}\t\n", cells.replace(' ', "\t"))
        })
        .collect();
    format!("#FORMAT=WebAnno TSV 3.3\n{features}\n\n\n#Text=Ruth fell in Oslo.\n{rows}")
}

#[test]
fn the_rest_of_a_broken_token_is_counted_and_the_others_come_in() {
    let table = webanno("#T_SP=webanno.custom.Claim|label", ["x[1]", "_", "_", "_", "_"]);
    for (token, more, count) in [("f\nll", "", 1), ("f\n7-", "", 1), ("f\n20", "", 1), ("fell", " \t\n", 0)] {
        let escaped = format!("Ruth {} in", token.replace('\n', "\\n"));
        let table = table.replace("\tfell\t", &format!("\t{token}\t")).replace("Ruth fell in", &escaped) + more;
        let corpus = Corpus::of(&[]);
        let said = corpus.mine("webanno", "a.tsv", table);
        let words = "not with the number of its sentence";
        assert_eq!(said.matches(words).count(), count, "{token:?}: {said}");
        assert_eq!(corpus.0.read("a.txt"), format!("Ruth {token} in Oslo."));
        assert_eq!(corpus.tags("a.txt", "me"), [tag("x", "Ruth")], "{token:?}");
    }
}

const NAMES: &str = "#T_SP=webanno.custom.NamedEntity|identifier|value\n\
    #T_RL=webanno.custom.Tie|note|value|BT_webanno.custom.NamedEntity";

#[test]
fn the_label_is_the_feature_of_that_name() {
    let table = webanno(
        NAMES,
        [
            "http://kb/Q1[1] PER[1] _ _ _",
            "_ _ _ _ _",
            "_ _ _ _ _",
            "*[2] LOC[2] sure|* lives|dies 1-1[1_2]|1-1[1_2]",
            "_ _ _ _ _",
        ],
    );
    let corpus = Corpus::of(&[]);
    let said = corpus.mine("webanno", "a.tsv", &table);
    assert_eq!(corpus.tags("a.txt", "me"), [tag("PER", "Ruth"), tag("LOC", "Oslo")]);
    let layer = corpus.layer("a.txt", "me");
    assert!(layer.contains(r#"attributes: {"identifier": "http://kb/Q1"}"#), "{layer}");
    assert!(layer.contains("kind: \"lives\"") && layer.contains("kind: \"dies\""), "{layer}");
    assert!(said.contains("fields without an equal here left out: 1, such as 1-4 lives note sure"), "{said}");
}

#[test]
fn the_label_is_the_feature_that_the_corpus_knows_or_that_is_asked_for() {
    let features = "#T_SP=webanno.custom.Part|aspect|sort|value";
    let table = webanno(features, ["hedged[1] claim[1] 7[1]", "_ _ _", "_ _ _", "* figure *", "_ _ _"]);
    let corpus = Corpus::of(&[]);
    corpus.mine("webanno", "a.tsv", &table);
    assert_eq!(corpus.tags("a.txt", "me"), [tag("claim", "Ruth"), tag("figure", "Oslo")]);
    assert!(corpus.layer("a.txt", "me").contains(r#"attributes: {"aspect": "hedged", "value": "7"}"#));
    corpus.import("webanno", "a.tsv", &table, &["--annotator", "you", "--column", "aspect"]);
    assert_eq!(corpus.tags("a.txt", "you"), [tag("hedged", "Ruth"), tag("span", "Oslo")]);
    let said = corpus.expect(2, &["import", "webanno", "a.tsv", "--annotator", "me", "--column", "x"]);
    assert!(said.contains("the layer Part has no feature x; it has aspect, sort and value"), "{said}");
}

#[test]
fn a_token_that_is_not_in_its_sentence_is_named() {
    let table = webanno("#T_SP=custom.Span|label", ["claim[1]", "claim[1]", "_", "_", "_"]);
    let corpus = Corpus::of(&[]);
    let said = corpus.refused("webanno", "a.tsv", table.replace("\tin\t", "\tat\t"));
    assert!(said.contains("a.tsv:8: the token at 10–12 is “at”, and #Text= has “in” there"), "{said}");
    let said = corpus.refused("webanno", "a.tsv", table.replace("17-18\t.", "18-19\t."));
    assert!(said.contains("a.tsv:10: the token “.” at 18–19 is outside its #Text="), "{said}");
    // Blanks before the first token belong to the sentence, and an emoji is two units.
    let blank = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n\n\n#Text=\u{a0}😀 up\n1-1\t1-3\t😀\t_\t\n1-2\t4-6\tup\tclaim\t\n";
    corpus.mine("webanno", "b.tsv", blank);
    assert_eq!(corpus.0.read("b.txt"), "\u{a0}😀 up");
    assert_eq!(corpus.tags("b.txt", "me"), [tag("claim", "up")]);
}

/// Imports a table of CoNLL, and returns what was said, the tags and the text.
#[track_caller]
fn conll(table: &str, more: &[&str]) -> (String, Vec<(String, String)>, String) {
    let corpus = Corpus::of(&[]);
    let said = corpus.import("conll", "a.conll", table, &[&["--annotator", "me"], more].concat());
    (said, corpus.tags("a.txt", "me"), corpus.0.read("a.txt"))
}

#[test]
fn columns_with_names_are_known_by_them() {
    // The keys are not in the last column, and the labels have no mark.
    let table = |label: &str| {
        format!("#global.columns = ID FORM MISC x:NER\n1\tRuth\t_\t{label}\n2\tfell\tSpaceAfter=No\t_\n3\t.\t_\t_\n")
    };
    let wanted = |label: &str| (vec![tag(label, "Ruth")], "Ruth fell.".to_string());
    for (label, more) in
        [("B-claim", &[][..]), ("claim", &[]), ("PER", &["--column", "NER"]), ("PER", &["--column", "4"])]
    {
        let (_, tags, text) = conll(&table(label), more);
        assert_eq!((tags, text), wanted(label.strip_prefix("B-").unwrap_or(label)), "{label} {more:?}");
    }
    let said = Corpus::of(&[]).refused("conll", "a.conll", table("PER"));
    assert!(said.contains("the columns are ID, FORM, MISC and x:NER"), "{said}");
    let unnamed = "1\tRuth\t_\tPROPN\t_\t_\t_\t_\t_\tNER=S-PER\n2\tfell\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n3\t.\t_\t_\t_\t_\t_\t_\t_\t_\n";
    assert_eq!(conll(unnamed, &["--column", "UPOS"]).1, [tag("PROPN", "Ruth")]);
    assert_eq!(conll(unnamed, &[]).1, [tag("PER", "Ruth")]);
}

#[test]
fn a_row_that_ends_before_its_number_is_no_reason_to_stop() {
    let table = "# global.columns = FORM NER ID\nThe\tO\t1\ncat\tB-claim\t2\nsat\tO\t3\nx\n";
    let (_, tags, text) = conll(table, &["--skip-bad"]);
    assert_eq!(tags, [tag("claim", "cat")]);
    assert!(text.starts_with("The cat sat"), "{text}");
}

#[test]
fn marks_of_every_scheme_are_read() {
    let table = |cells: [&str; 4]| -> String {
        ["Ruth", "Berg", "Aas", "fell"].iter().zip(cells).map(|(word, cell)| format!("{word} {cell}\n")).collect()
    };
    let all = |label: &str| vec![tag(label, "Ruth Berg Aas")];
    for (cells, wanted) in [
        (["B-claim", "M-claim", "E-claim", "O"], all("claim")),
        (["I-claim", "I-claim", "I-claim", "O"], all("claim")),
        (["claim", "claim", "claim", "O"], all("claim")),
        (["claim", "claim", "claim", "_"], all("claim")),
        (["B", "I", "I", "O"], all("span")),
        (["W-claim", "O", "S-figure", "O"], vec![tag("claim", "Ruth"), tag("figure", "Aas")]),
        (["U-claim", "U-claim", "O", "O"], vec![tag("claim", "Ruth"), tag("claim", "Berg")]),
    ] {
        assert_eq!(conll(&table(cells), &[]).1, wanted, "{cells:?}");
    }
    assert_eq!(
        conll("B-claim Ruth\nI-claim Berg\nO fell\n", &[]).1,
        [tag("claim", "Ruth Berg")],
        "the tag comes first"
    );
    assert_eq!(conll("claim Ruth\nO fell\n", &["--column", "1"]).1, [tag("claim", "Ruth")]);
}

#[test]
fn a_bad_row_costs_its_tag_and_not_its_word() {
    let blanks = "Ruth B-claim\nNew York B-claim\nBerg\nfell O\n. O\n";
    let numbers = "1\tRuth\t_\t_\t_\t_\t_\t_\t_\tNER=B-claim\nfell\t_\t_\t_\t_\t_\t_\t_\t_\n3\tin\t_\t_\n4\tOslo\t_\t_\t_\t_\t_\t_\t_\t_\n";
    for (table, text, faults) in [
        (blanks, "Ruth New York Berg fell .", ["2: a row with more columns", "3: a row with too few columns"]),
        (numbers, "Ruth fell in Oslo", ["2: a row without its number", "3: a row with too few columns"]),
    ] {
        let said = Corpus::of(&[]).refused("conll", "a.conll", table);
        assert!(faults.iter().all(|fault| said.contains(fault)), "{said}");
        let (said, tags, found) = conll(table, &["--skip-bad"]);
        assert!(said.contains("2 bad records left out"), "{said}");
        assert_eq!((tags, found.as_str()), (vec![tag("claim", "Ruth")], text));
    }
}

#[test]
fn a_token_is_held_against_its_text_also_far_behind_the_first() {
    let words: Vec<String> = (0..400).map(|number| format!("w{}é😀", number % 7)).collect();
    let text = words.join(" ");
    let mut rows = String::new();
    let mut start = 0;
    for (number, word) in words.iter().enumerate() {
        let end = start + word.encode_utf16().count();
        rows += &format!("1-{}\t{start}-{end}\t{word}\t_\t\n", number + 1);
        start = end + 1;
    }
    let table = |rows: &str| format!("#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n\n\n#Text={text}\n{rows}");
    let corpus = Corpus::of(&[]);
    corpus.import("webanno", "a.tsv", table(&rows), &["--annotator", "me"]);
    let wrong = table(&rows.replace("1-399\t", "1-399\t1"));
    let said = Corpus::of(&[]).refused("webanno", "a.tsv", wrong);
    assert!(said.contains("#Text="), "{said}");
}

#[test]
fn the_names_of_conll_2012_stand_in_brackets() {
    let row = |part: usize, number: usize, word: &str, name: &str, verbs: &str, chain: &str| {
        format!("bn/x/0001   {part}   {number}   {word}   NNP   (NP*   -   -   -   -   {name}   {verbs}{chain}\n")
    };
    let table = [
        "#begin document (bn/x/0001); part 000\n",
        &row(0, 0, "Ruth", "(PERSON)", "(ARG0*)   ", "(0)"),
        &row(0, 1, "left", "*", "(V*)   ", "-"),
        &row(0, 2, "New", "(ORG(GPE*", "*   ", "(1|(2"),
        &row(0, 3, "York", "*)", "*   ", "2)"),
        &row(0, 4, "Times", "*)", "*   ", "1)"),
        "\n#end document\n#begin document (bn/x/0001); part 001\n",
        &row(1, 0, "Oslo", "(GPE)", "", "-"),
        "\n#end document\n",
    ]
    .concat();
    let corpus = Corpus::of(&[("annotations/corpus.ron", "(format: 1)")]);
    let said = corpus.mine("conll", "in.conll", &table);
    assert!(said.contains("2 texts new"), "{said}");
    let unread = "fields without an equal here left out: 2, such as column 12 of 2 tokens ((ARG0*)); column 13 of 4 tokens ((0))";
    assert!(said.contains(unread), "{said}");
    assert_eq!(corpus.0.read("bn/x/0001.txt").trim(), "Ruth left New York Times");
    assert_eq!(
        corpus.tags("bn/x/0001.txt", "me"),
        [tag("PERSON", "Ruth"), tag("GPE", "New York"), tag("ORG", "New York Times")]
    );
    assert_eq!(corpus.tags("bn/x/0001-1.txt", "me"), [tag("GPE", "Oslo")]);
    let verbs = ["--annotator", "verbs", "--column", "12", "--skip-bad"];
    let said = corpus.import("conll", "in.conll", &table, &verbs);
    assert_eq!(corpus.tags("bn/x/0001.txt", "verbs"), [tag("ARG0", "Ruth"), tag("V", "left")]);
    assert!(!said.contains("bad record"), "{said}");
    let open = table.replace("(GPE)", "*)");
    let said = corpus.refused("conll", "in.conll", open);
    assert!(said.contains("in.conll:10: “*)” closes a bracket that is not open"), "{said}");
    let said = corpus.refused("conll", "in.conll", table.replace("(GPE)", "(GPE*"));
    assert!(said.contains("in.conll:10: the bracket (GPE is not closed in its sentence"), "{said}");
    let half = table.replace("*)   *   1)", "*   *   1)");
    let said = corpus.import("conll", "in.conll", half, &["--annotator", "half", "--skip-bad"]);
    assert!(said.contains("in.conll:4: the bracket (ORG is not closed"), "{said}");
    assert_eq!(corpus.tags("bn/x/0001.txt", "half"), [tag("PERSON", "Ruth"), tag("GPE", "New York")]);
}
