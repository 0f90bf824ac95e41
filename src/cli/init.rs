//! `diptych init`: makes the folder a corpus, with `annotations/corpus.ron`.
//!
//! ```text
//!   a.txt  b.txt  c.txt      a and b report on one event
//!                            ─▶ annotations/corpus.ron    labels, links, the pair (a, b); each line explained
//! ```
//!
//! An existing `corpus.ron` is never overwritten.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::{Command, Stdio};

use clap::ValueEnum;

use super::{Answer, add, merge, print};
use crate::cli::note;
use crate::corpus::Corpus;
use crate::corpus::declare::{self, Preset};
use crate::corpus::fault::Fault;
use crate::corpus::manifest::Manifest;
use crate::corpus::problem::Problem;
use crate::corpus::save::{SaveError, create};
use crate::failure::Failure;
use crate::say::{self, shell_word, shown};

/// Make this folder a corpus: labels, links and pairs in annotations/corpus.ron
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = "Examples:\n  \
    diptych init\n  \
    diptych init --labels claim,figure,source,doubt --merge-driver\n\n\
    Texts on the same event become pairs. In a git repository you are asked whether git should merge layers by tags;\n\
    without a terminal only --merge-driver does that. A corpus.ron that is there is not written over.")]
pub(crate) struct Args {
    /// The labels, separated by commas; their keys and colours are chosen
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', conflicts_with = "preset")]
    labels: Vec<String>,
    /// Labels and links of a field [default: claims]
    #[arg(long, value_enum)]
    preset: Option<PresetArg>,
    /// Make git merge layers in this repository by tags, without a question
    #[arg(long)]
    merge_driver: bool,
    /// Do not look for texts on the same event
    #[arg(long)]
    no_pairs: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PresetArg {
    /// Claims, figures, sources
    Claims,
    /// Quotes, speakers, cues
    Quotes,
    /// Events, participants, places, times
    Events,
    /// Claims, premises, evidence
    Argument,
}

/// Writes the file.
///
/// # Errors
/// If there is one, a name cannot be a label's, or the file cannot be written.
pub(crate) fn run(args: Args) -> Result<Answer, Failure> {
    let corpus = Corpus::here(Path::new("."))?;
    let here = Path::new(".").canonicalize().unwrap_or_else(|_| ".".into());
    if corpus.root() != here {
        return Err(Failure::new(format!("this folder is a part of the corpus in {}", corpus.root().display()))
            .hint("Go there, or make a corpus in a folder outside of it."));
    }
    let path = corpus.manifest_path();
    if path.symlink_metadata().is_ok() {
        return Err(Failure::new(format!("{} is there already", relative(&path, &here)))
            .hint("Edit it: docs/files.md has the fields."));
    }
    if args.merge_driver && !is_repository() {
        return Err(Failure::new("this folder is in no git repository, so there is no merge driver")
            .hint("Make one (git init), or leave --merge-driver out."));
    }
    refuse_tagged_below(&corpus)?;
    let preset = match args.preset {
        None | Some(PresetArg::Claims) => Preset::Claims,
        Some(PresetArg::Quotes) => Preset::Quotes,
        Some(PresetArg::Events) => Preset::Events,
        Some(PresetArg::Argument) => Preset::Argument,
    };
    let labels: Vec<String> = args.labels.iter().map(|name| name.trim().to_string()).collect();
    let refused = |fault: Fault| Failure { hint: fault.hint.clone(), ..Failure::new(fault.what) };
    let text = declare::new(preset, &labels).map_err(refused)?;
    let manifest = Manifest::parse(&text).map_err(refused)?;
    create(&path, text.as_bytes()).map_err(|error| SaveError::new(&path, error))?;
    let keys: Vec<String> =
        manifest.scheme.labels.iter().map(|label| format!("{} ({})", label.name, label.key)).collect();
    print(&format!("{} with the labels {}\n", relative(&path, &here), say::and(&keys)))?;
    // A corpus has the texts in the folders below it, too.
    let corpus = Corpus::here(Path::new("."))?;
    let documents = corpus.documents()?;
    let groups = if args.no_pairs { Vec::new() } else { add::pairs::groups(&corpus, &documents) };
    if !groups.is_empty() {
        let lines = add::pairs::declare(&corpus, &groups)?;
        print(&lines.iter().map(|line| format!("{}\n", shown(line))).collect::<String>())?;
    }
    match documents.as_slice() {
        [] => note!("hint: Add texts: diptych add FILE …"),
        [left, right, ..] if groups.is_empty() && !args.no_pairs => {
            note!("diptych: no two of the {} texts seem to be on the same event", documents.len());
            let words = [left, right].map(|name| shell_word(&shown(name)).into_owned()).join(" ");
            note!("hint: Read two side by side: diptych {words}. To have them as a pair, type :pair there.");
        }
        _ => {}
    }
    if args.merge_driver {
        return merge::install::run(false, true);
    }
    if is_repository() {
        if is_wanted() {
            return merge::install::run(false, true);
        }
        note!("hint: To have git merge layers by tags: diptych merge --install");
    }
    Ok(Answer::Done)
}

/// Refuses a corpus that would take texts from folders that have layers on them of their own, and says how to take these along.
fn refuse_tagged_below(corpus: &Corpus) -> Result<(), Failure> {
    let folders = match corpus.tagged_below() {
        Err(Problem::ManyFolders(_, most)) => {
            note!("diptych: there are more than {most} folders below, so they were not searched for layers");
            return Ok(());
        }
        folders => folders?,
    };
    if folders.is_empty() {
        return Ok(());
    }
    let folders: Vec<String> = folders.iter().map(shown).collect();
    let file = |folder: &String| format!("tags-{}.jsonl", folder.replace('/', "-"));
    let out = folders.iter().map(|folder| {
        let (word, up, file) = (shell_word(folder), "../".repeat(folder.split('/').count()), file(folder));
        format!(
            "(cd {word} && diptych export jsonl --all -o {} && mv annotations annotations.old)",
            shell_word(&format!("{up}{file}"))
        )
    });
    let back = folders.iter().map(|folder| format!("diptych import jsonl --all {}", shell_word(&file(folder))));
    let (out, back) = (Vec::from_iter(out).join("; "), Vec::from_iter(back).join("; "));
    let hint = format!("Take them out: {out}; and after diptych init, put them in: {back}");
    Err(Failure::new(Problem::TaggedBelow(folders)).hint(hint))
}

/// Returns whether the folder is in a git repository.
fn is_repository() -> bool {
    let asked = Command::new("git")
        .args(["rev-parse", "--is-inside-work-tree"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    asked.is_ok_and(|said| said.status.success())
}

/// Asks whether git should merge layers by tags. Without a terminal, the answer is no.
fn is_wanted() -> bool {
    io::stdin().is_terminal() && super::is_confirmed("Make git merge layers by tags in this repository?")
}

fn relative(path: &Path, here: &Path) -> String {
    shown(path.strip_prefix(here).unwrap_or(path).display())
}
