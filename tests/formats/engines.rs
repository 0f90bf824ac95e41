//! What docs/datasets.md says of DuckDB, Polars, Spark and spaCy is run, as far as they are installed for the Pythons that
//! `DIPTYCH_PYTHON` lists (with `:` between them), or `python3`; and Croissant is read by its own library. What is not there is skipped
//! aloud. To have them all:
//!
//! ```text
//! pip install duckdb polars pyspark datasets mlcroissant spacy
//! ```

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::pty::Folder;

/// Makes a corpus of some documents that ana and ben have tagged, so that they agree on every second tag.
fn corpus(documents: usize) -> Folder {
    let folder = Folder::new(&[]);
    std::fs::create_dir(folder.path("texts")).unwrap();
    folder.write("annotations/corpus.ron", "(format: 1, texts: \"texts\", license: \"cc-by-4.0\")");
    let mut lines = String::new();
    for number in 0..documents {
        let text = format!("Prices rose {number}% in May.");
        let end = text.find('%').unwrap() + 1;
        let ana = format!(
            "{{\"label\": \"claim\", \"start\": 0, \"end\": {end}}}, {{\"label\": \"figure\", \"start\": 12, \"end\": {end}}}"
        );
        let ben = format!(
            "{{\"label\": \"claim\", \"start\": 0, \"end\": 6}}, {{\"label\": \"figure\", \"start\": 12, \"end\": {end}}}"
        );
        for (annotator, spans) in [("ana", ana), ("ben", ben)] {
            lines += &format!(
                "{{\"id\": \"{number}.txt\", \"annotator\": \"{annotator}\", \"text\": {text:?}, \"spans\": [{spans}]}}\n"
            );
        }
    }
    folder.write("in.jsonl", lines);
    run(&folder, &["import", "jsonl", "in.jsonl", "--all"]);
    folder
}

#[track_caller]
fn run(folder: &Folder, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.args(args).current_dir(folder.path("")).stdin(Stdio::null()).env_clear();
    let output = command.env("HOME", folder.path("..")).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Runs a script in a folder with the first Python that has the module, and returns what it printed; says so, if none has it.
fn python(folder: &Folder, module: &str, script: &str) -> Option<String> {
    let pythons = std::env::var_os("DIPTYCH_PYTHON").unwrap_or("python3".into());
    let has = |python: &Path| {
        let mut command = Command::new(python);
        command.args(["-c", &format!("import {module}")]).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let Some(python) = std::env::split_paths(&pythons).find(|python| has(python)) else {
        // Not `eprintln!`, which a test that passes keeps to itself.
        let _ = writeln!(std::io::stderr(), "skipped: no {module}");
        return None;
    };
    let output = Command::new(python).args(["-c", script]).current_dir(folder.path("")).output().unwrap();
    let (said, printed) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{module}: {printed}{said}");
    Some(printed.into_owned())
}

/// Returns the example of the page on datasets that begins with a comment on that tool.
#[cfg(feature = "parquet")]
fn example(tool: &str) -> String {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/datasets.md")).unwrap();
    let begin = page.split("```").find(|block| {
        block.lines().nth(1).is_some_and(|line| line == format!("# {tool}") || line == format!("-- {tool}"))
    });
    begin.unwrap().split_once('\n').unwrap().1.into()
}

#[cfg(feature = "parquet")]
#[test]
fn the_queries_of_the_page_give_the_agreement_that_agree_gives() {
    let folder = corpus(4);
    run(&folder, &["export", "parquet", "--all", "--shard", "1K", "--partition", "annotator", "-o", "tags"]);
    let report: serde_json::Value =
        serde_json::from_str(&run(&folder, &["agree", "ana", "ben", "--samples", "0", "--format", "json"])).unwrap();
    let f1 = report["all"]["overall"]["pairs"][0]["spans"]["strict"]["f1"]["value"].as_f64().unwrap();
    assert_eq!(f1, 0.5);
    let sql = example("DuckDB");
    let scripts = [
        ("duckdb", format!("import duckdb\nprint(duckdb.sql({sql:?}).fetchall()[0][0])")),
        ("polars", format!("{}\nprint(f1)", example("Polars"))),
        ("pyspark", format!("{}\nprint(f1)", example("Spark"))),
    ];
    for (module, script) in scripts {
        if let Some(printed) = python(&folder, module, &script) {
            assert_eq!(printed.lines().last().unwrap().trim().parse::<f64>().unwrap(), f1, "{module}: {printed}");
        }
    }
}

#[test]
fn two_corpora_unite_without_a_cast() {
    let folder = corpus(2);
    run(&folder, &["export", "jsonl", "--all", "-o", "a"]);
    // The other one has a link, and a document on which there is nothing.
    let linked = Folder::new(&[]);
    let spans = r#"[{"id": "t-1", "label": "claim", "start": 0, "end": 6}, {"id": "t-2", "label": "figure", "start": 12, "end": 14}]"#;
    let line = format!(
        "{{\"id\": \"x.txt\", \"annotator\": \"ana\", \"text\": \"Prices rose 5%.\", \"spans\": {spans}, \"links\": [{{\"kind\": \"rests on\", \
         \"from\": \"t-1\", \"to\": \"t-2\"}}]}}\n{{\"id\": \"y.txt\", \"annotator\": \"ana\", \"text\": \"Nothing.\", \"spans\": []}}\n"
    );
    linked.write("in.jsonl", line);
    run(&linked, &["import", "jsonl", "in.jsonl", "--all"]);
    std::fs::create_dir(folder.path("b")).unwrap();
    std::fs::write(folder.path("b/data.jsonl"), run(&linked, &["export", "jsonl"])).unwrap();
    let (spark, duckdb) = (run(&folder, &["schema", "--for", "spark"]), run(&folder, &["schema", "--for", "duckdb"]));
    let mut scripts = vec![
        (
            "pyspark",
            format!(
                "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\nread = lambda folder: \
             spark.read.schema({:?}).json(folder + '/*.jsonl')\nprint(read('a').unionByName(read('b')).where('size(links) >= 0').count())",
                spark.trim()
            ),
        ),
        (
            "duckdb",
            format!(
                "import duckdb\nprint(duckdb.sql('''select count(len(links)) from (from read_json('a/*.jsonl', columns = {0}) union all by name \
             from read_json('b/*.jsonl', columns = {0}))''').fetchall()[0][0])",
                duckdb.trim()
            ),
        ),
    ];
    if cfg!(feature = "parquet") {
        run(&folder, &["export", "parquet", "--all", "-o", "pa"]);
        run(&linked, &["export", "parquet", "-o", "../pb.parquet"]);
        std::fs::create_dir(folder.path("pb")).unwrap();
        std::fs::copy(linked.path("../pb.parquet"), folder.path("pb/data.parquet")).unwrap();
        scripts.push((
            "pyspark",
            "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n\
            print(spark.read.parquet('pa/data.parquet').unionByName(spark.read.parquet('pb')).count())"
                .into(),
        ));
        scripts.push((
            "duckdb",
            "import duckdb\nprint(duckdb.sql(\"select count(*) from (from 'pa/*.parquet' union all by name from \
            'pb/*.parquet')\").fetchall()[0][0])"
                .into(),
        ));
        scripts.push((
            "polars",
            "import polars as pl\nprint(pl.concat([pl.read_parquet('pa/*.parquet'), \
            pl.read_parquet('pb/*.parquet')]).height)"
                .into(),
        ));
    }
    for (module, script) in scripts {
        if let Some(printed) = python(&folder, module, &script) {
            assert_eq!(printed.lines().last(), Some("6"), "{script}");
        }
    }
}

#[test]
fn datasets_and_croissant_take_a_folder_as_it_is() {
    let folder = corpus(3);
    run(&folder, &["export", "jsonl", "--all", "-o", "rows"]);
    run(&folder, &["export", "hf", "--annotator", "ana", "-o", "tokens"]);
    let script = "import datasets\ndatasets.disable_progress_bars()\nrows = datasets.load_dataset('rows', cache_dir='cache')['train']\n\
        tokens = datasets.load_dataset('tokens', cache_dir='cache')['train']\nnames = tokens.features['ner_tags'].feature.names\n\
        print(len(rows), rows[0]['origin']['title'] == '', [names[tag] for tag in tokens[0]['ner_tags']][:2])";
    if let Some(printed) = python(&folder, "datasets", script) {
        assert_eq!(printed.lines().last(), Some("6 True ['B-claim', 'I-claim']"));
    }
    let script = "import mlcroissant\nfor folder in ['rows', 'tokens']:\n    dataset = mlcroissant.Dataset(folder + '/croissant.json')\n    \
        assert not dataset.metadata.ctx.issues.errors, dataset.metadata.ctx.issues.report()\n    \
        print(folder, len(list(dataset.records('records'))))";
    if let Some(printed) = python(&folder, "mlcroissant", script) {
        assert_eq!(printed, "rows 6\ntokens 3\n");
    }
}

#[test]
fn spacy_trains_on_what_is_exported() {
    let folder = corpus(20);
    run(&folder, &["export", "spacy", "--annotator", "ana", "-o", "out"]);
    let script = "import subprocess, sys\nrun = lambda *words: subprocess.run([sys.executable, *words], cwd='out', check=True)\n\
        run('convert.py')\nrun('-m', 'spacy', 'train', 'config.cfg', '--output', 'model', '--training.max_steps', '4', \
        '--training.eval_frequency', '2')\nimport spacy\nprint(spacy.load('out/model/model-last').pipe_names)";
    if let Some(printed) = python(&folder, "spacy", script) {
        assert_eq!(printed.lines().last(), Some("['tok2vec', 'spancat']"));
    }
}
