//! Runs other programs to open PDFs and office files. The programs are named in the user's settings, never in a corpus:
//! a corpus may come from strangers, and must not run commands.
//!
//! ```text
//!   pdf               pdftotext -enc UTF-8 -nopgbrk - -        poppler-utils
//!   docx, odt, epub   pandoc -f docx -t plain --wrap=none      pandoc
//! ```
//!
//! The file goes in on standard input, so its name is never an argument; the text comes out on standard output.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use crate::convert::kind::Kind;
use crate::convert::{Converted, plain};
use crate::failure::Failure;

/// The program for a kind of file, unless the settings name another.
struct Opener {
    kind: &'static str,
    command: &'static [&'static str],
    /// The package that contains it, if its name is not the program's.
    package: &'static str,
}

const OPENERS: &[Opener] = &[
    Opener { kind: "pdf", command: &["pdftotext", "-enc", "UTF-8", "-nopgbrk", "-", "-"], package: "poppler-utils" },
    Opener { kind: "docx", command: &["pandoc", "-f", "docx", "-t", "plain", "--wrap=none"], package: "pandoc" },
    Opener { kind: "odt", command: &["pandoc", "-f", "odt", "-t", "plain", "--wrap=none"], package: "pandoc" },
    Opener { kind: "epub", command: &["pandoc", "-f", "epub", "-t", "plain", "--wrap=none"], package: "pandoc" },
    Opener { kind: "rtf", command: &["pandoc", "-f", "rtf", "-t", "plain", "--wrap=none"], package: "pandoc" },
    Opener { kind: "doc", command: &["catdoc", "-d", "utf-8", "-w", "-"], package: "catdoc" },
];

/// The longest text that is taken from a program, in bytes.
const LIMIT: u64 = 256 << 20;

/// Returns the program that the settings name for a file: by the end of its name, or by its kind.
pub(super) fn own<'a>(kind: Kind, file: &Path, settings: &'a BTreeMap<String, Vec<String>>) -> Option<&'a [String]> {
    let ending = file.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
    let names = [Some(ending.as_str()), kind.foreign()];
    names.into_iter().flatten().find_map(|name| settings.get(name)).map(Vec::as_slice).filter(|own| !own.is_empty())
}

/// Converts a file to text by its own program in the settings, or by the usual one for its kind. Also returns the program's name with its version.
///
/// # Errors
/// If there is no such program, it fails, or what it writes is no text.
pub(super) fn open(kind: Kind, bytes: Vec<u8>, own: Option<&[String]>) -> Result<(Converted, String), Failure> {
    let name = kind.foreign().unwrap_or_default();
    let usual = OPENERS.iter().find(|opener| opener.kind == name);
    let command: Vec<String> = match (own, usual) {
        (Some(own), _) => own.to_vec(),
        (None, Some(usual)) => usual.command.iter().map(|word| (*word).to_string()).collect(),
        (None, None) => return Err(Failure::new(format!("{} has no program that opens it", kind.words()))),
    };
    let [program, arguments @ ..] = command.as_slice() else { return Err(Failure::new("a converter has no program")) };
    let package = usual.filter(|usual| usual.command[0] == program).map_or(program.as_str(), |usual| usual.package);
    let text = run(program, arguments, bytes).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::new(format!("{program} was not found, which opens {}", kind.words()))
            .hint(format!("Install it, for instance: sudo apt install {package}")),
        _ => Failure::new(format!("{program}: {error}")),
    })?;
    let text = String::from_utf8(text).map_err(|_| Failure::new(format!("{program} has not written UTF-8")))?;
    let text = if kind == Kind::Pdf && own.is_none() { plain::joined(&text) } else { text };
    if text.trim().is_empty() {
        let scan = if kind == Kind::Pdf { "; it may be a scan" } else { "" };
        return Err(Failure::new(format!("{program} has found no text{scan}")));
    }
    Ok((plain::read(text), version(program)))
}

/// Runs a program with these bytes as its input, and returns its output.
fn run(program: &str, arguments: &[String], bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // A program may close its input before it has read everything; that is no error.
    let input = child.stdin.take();
    let writer = thread::spawn(move || input.map(|mut input| input.write_all(&bytes)));
    let errors = child.stderr.take();
    let complaints = thread::spawn(move || {
        let mut said = Vec::new();
        errors.map(|errors| errors.take(1 << 16).read_to_end(&mut said));
        said
    });
    let mut text = Vec::new();
    child.stdout.take().map_or(Ok(0), |output| output.take(LIMIT).read_to_end(&mut text))?;
    let status = child.wait()?;
    let _ = writer.join();
    let said = complaints.join().unwrap_or_default();
    if status.success() {
        return Ok(text);
    }
    let said = String::from_utf8_lossy(&said);
    Err(io::Error::other(said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it failed").trim().to_string()))
}

/// Returns the program's name with the first number in its own version message.
fn version(program: &str) -> String {
    let name = program.rsplit('/').next().unwrap_or(program);
    let flag = if name == "pdftotext" { "-v" } else { "--version" };
    let said = Command::new(program).arg(flag).stdin(Stdio::null()).output().ok();
    let said = said.map(|said| [said.stdout, said.stderr].concat()).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let number = said.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    number.map_or(name.to_string(), |number| format!("{name} {number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(command: &[&str], input: &str) -> Result<String, Failure> {
        let command = command.iter().map(|word| (*word).to_string()).collect();
        let settings = BTreeMap::from([("pdf".to_string(), command)]);
        let own = own(Kind::Pdf, Path::new("a"), &settings);
        open(Kind::Pdf, input.into(), own).map(|(converted, _)| converted.text)
    }

    #[test]
    fn the_settings_say_what_opens_a_file() {
        assert_eq!(with(&["tr", "a-z", "A-Z"], "flood").unwrap(), "FLOOD");
        assert_eq!(with(&["sh", "-c", "echo no such page >&2; exit 3"], "x").unwrap_err().words, "sh: no such page");
        assert!(with(&["sh", "-c", "exit 0"], &"x".repeat(1 << 20)).unwrap_err().words.contains("no text"));
        let missing = with(&["no-such-program"], "x").unwrap_err();
        assert_eq!(missing.words, "no-such-program was not found, which opens a PDF");
        assert_eq!(missing.hint.as_deref(), Some("Install it, for instance: sudo apt install no-such-program"));
    }
}
