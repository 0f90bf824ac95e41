//! The whole commands, from disk to disk: a million tags on a thousand documents to `jsonl` and back, beside the same job in
//! Python with its standard `json` module, if there is a `python3`.
//!
//! ```text
//! cargo bench --bench commands                    the times, and how many times ours Python's are
//! DIPTYCH_TAGS=100 cargo bench --bench commands   with fewer tags a document
//! ```
//!
//! Python has it easier: its layers are JSON as well, and it checks nothing but the quotes. `copy` is the disk's own share:
//! the same bytes written as one file, and synced.
#![allow(clippy::expect_used, clippy::unwrap_used)]

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SENTENCE: &str = "😀 Prices of about 10,000 goods rose. ";
/// Where in it the tag is, in code points, and its words.
const PLACE: (usize, usize) = (2, 34);
const WORDS: &str = "Prices of about 10,000 goods ros";
const DOCUMENTS: usize = 1000;
const ROUNDS: usize = 3;

fn main() {
    let tags = std::env::var("DIPTYCH_TAGS").ok().and_then(|tags| tags.parse().ok()).unwrap_or(1000);
    let folder = std::env::temp_dir().join(format!("diptych-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("all.jsonl");
    write(&file, tags);
    let mib = fs::metadata(&file).unwrap().len() as f64 / f64::from(1 << 20);
    println!("{DOCUMENTS} documents, {} tags, {mib:.0} MiB of jsonl; medians of {ROUNDS}", DOCUMENTS * tags);

    let corpus = folder.join("corpus");
    let ours = |args: &[&str]| run(Command::new(env!("CARGO_BIN_EXE_diptych")).args(args).current_dir(&corpus));
    let into = |_| {
        let _ = fs::remove_dir_all(&corpus);
        fs::create_dir_all(corpus.join("annotations")).unwrap();
        fs::write(corpus.join("annotations/corpus.ron"), "(format: 1)").unwrap();
        ours(&["import", "jsonl", "../all.jsonl", "--annotator", "ana"]).unwrap()
    };
    let out = |_| ours(&["export", "jsonl", "-o", "../out.jsonl", "--force"]).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/commands.py");
    let other = folder.join("python");
    let theirs = |job: &str| run(Command::new("python3").arg(&script).arg(job).arg(&file).arg(&other));

    let copy = median(|_| {
        let begun = Instant::now();
        let mut copy = File::create(folder.join("copy")).unwrap();
        copy.write_all(&fs::read(&file).unwrap()).and_then(|()| copy.sync_all()).unwrap();
        begun.elapsed()
    });
    println!("copy     {:>6.2} s   {:>5.0} MiB/s", copy.as_secs_f64(), mib / copy.as_secs_f64());
    for (name, ours) in [("import", median(into)), ("export", median(out))] {
        let seconds = ours.as_secs_f64();
        let share = 100.0 * copy.as_secs_f64() / seconds;
        print!("{name}   {seconds:>6.2} s   {:>5.0} MiB/s   {share:>3.0} % of the disk's speed", mib / seconds);
        match theirs(name) {
            Some(first) => {
                let python = median(|round| if round == 0 { first } else { theirs(name).unwrap() }).as_secs_f64();
                println!("   Python {python:>6.2} s: {:.1} times ours", python / seconds);
            }
            None => println!("   there is no python3"),
        }
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// What is imported: a document a line.
fn write(file: &Path, tags: usize) {
    let length = SENTENCE.chars().count();
    let span = |number: usize| {
        let (start, end) = (number * length + PLACE.0, number * length + PLACE.1);
        format!(r#"{{"label":"claim","start":{start},"end":{end},"quote":"{WORDS}"}}"#)
    };
    let spans: Vec<String> = (0..tags).map(span).collect();
    let (text, spans) = (SENTENCE.repeat(tags), spans.join(","));
    let mut out = BufWriter::new(File::create(file).unwrap());
    for number in 0..DOCUMENTS {
        writeln!(out, r#"{{"id":"{number}.txt","text":"{text}","spans":[{spans}]}}"#).unwrap();
    }
    out.flush().unwrap();
}

/// How long a command takes; `None` if it cannot be run.
fn run(command: &mut Command) -> Option<Duration> {
    let begun = Instant::now();
    let done = command.stdout(Stdio::null()).stderr(Stdio::piped()).output().ok()?;
    let took = begun.elapsed();
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    Some(took)
}

fn median(round: impl FnMut(usize) -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS).map(round).collect();
    times.sort_unstable();
    times[ROUNDS / 2]
}
