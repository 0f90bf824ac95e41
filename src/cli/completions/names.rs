//! Puts names of the corpus into a script of completions: annotators, documents, labels, events.
//!
//! ```text
//!   clap's script        --annotator)  compgen -f "${cur}"                                files
//!   with names           --annotator)  __diptych_names annotators                         what `diptych complete` prints
//! ```
//!
//! The script asks the program when a key is pressed, so it never has to be made again. Shells without a line here get clap's script as
//! it is.

use clap::{Arg, Command};
use clap_complete::Shell;

/// The options whose values are names of the corpus.
const OPTIONS: &[(&str, &str)] = &[
    ("annotator", "annotators"),
    ("review", "annotators"),
    ("suggest", "annotators"),
    ("reviewed", "annotators"),
    ("reviewer", "annotators"),
    ("gold", "annotators"),
    ("label", "labels"),
    ("labels", "labels"),
    ("event", "events"),
];

/// The words for a positional argument in the help, and the names that it takes.
const POSITIONALS: &[(&str, &[&str])] = &[
    ("DOCUMENT", &["documents"]),
    ("DOCUMENTS", &["documents"]),
    ("ANNOTATOR|DOCUMENT", &["annotators", "documents"]),
    ("OLD", &["labels"]),
];

/// A subcommand that takes names of the corpus.
pub(super) struct NamedCommand {
    name: String,
    names: &'static [&'static str],
}

impl NamedCommand {
    /// Returns the names that a subcommand takes; `None` if it takes none.
    pub(super) fn of(command: &Command) -> Option<NamedCommand> {
        let said = command.get_positionals().filter_map(Arg::get_value_names).flatten();
        let (_, names) = said.flat_map(|said| POSITIONALS.iter().find(|(word, _)| *word == said.as_str())).next()?;
        Some(NamedCommand { name: command.get_name().into(), names })
    }
}

/// Returns the script of a shell with names in it. `commands` are the subcommands that take names.
pub(super) fn with_names(shell: Shell, script: &str, commands: &[NamedCommand]) -> String {
    match shell {
        Shell::Bash => bash(script, commands),
        Shell::Zsh => lines(&with_texts(script), zsh),
        Shell::Fish => lines(script, fish) + &commands.iter().map(fish_names).collect::<String>(),
        _ => script.into(),
    }
}

/// Returns the call that prints names.
fn ask(what: &str) -> String {
    format!("diptych complete {what} 2>/dev/null")
}

fn lines(script: &str, change: impl Fn(&str) -> Option<String>) -> String {
    script.lines().map(|line| change(line).unwrap_or_else(|| line.into()) + "\n").collect()
}

/// The function that adds the names to what bash offers. A name is compared as it is and as bash quotes it; options are
/// offered behind a dash only, where there are names.
const BASH_NAMES: &str = r#"__diptych_names() {
    local name shown kept=()
    [[ ${cur} == -* ]] && return
    for name in "${COMPREPLY[@]}"; do
        [[ ${name} == -* ]] || kept+=("${name}")
    done
    while IFS= read -r name; do
        printf -v shown '%q' "${name}"
        case "${cur}" in
            [\"\']*) [[ ${name} == "${cur:1}"* ]] && kept+=("${name}") ;;
            *) [[ ${shown} == "${cur}"* || ${name} == "${cur}"* ]] && kept+=("${shown}") ;;
        esac
    done < <(diptych complete "$1" 2>/dev/null)
    COMPREPLY=("${kept[@]}")
}

"#;

fn bash(script: &str, commands: &[NamedCommand]) -> String {
    let mut option: Option<&str> = None;
    let mut names: &[&str] = &[];
    let mut out = BASH_NAMES.to_string();
    for line in script.lines() {
        let trimmed = line.trim();
        let indent = &line[..line.len() - line.trim_start().len()];
        if let Some(section) = trimmed.strip_prefix("diptych__subcmd__").and_then(|rest| rest.strip_suffix(')')) {
            let command = commands.iter().find(|command| command.name == section);
            names = command.map_or(&[], |command| command.names);
        }
        match option.take() {
            Some(what) if trimmed.contains("compgen -f") => {
                out += &format!("{indent}COMPREPLY=()\n{indent}__diptych_names {what}\n");
            }
            _ => {
                out += line;
                out.push('\n');
            }
        }
        if trimmed.contains("compgen -W \"${opts}\"") {
            names.iter().for_each(|what| out += &format!("{indent}__diptych_names {what}\n"));
        }
        let is_option = |(name, _): &&(&str, &str)| trimmed.strip_prefix("--") == Some(&format!("{name})"));
        option = OPTIONS.iter().find(is_option).map(|(_, what)| *what);
    }
    out
}

/// Offers texts beside the subcommands, and behind a text.
fn with_texts(script: &str) -> String {
    let begun = script.replacen("\":: :_diptych_commands\"", "\": :{_diptych_commands; _files}\"", 1);
    match begun.find("\nesac\n}").and_then(|end| begun[..end].rfind("        esac")) {
        Some(end) => format!("{}(*)\n_files\n;;\n{}", &begun[..end], &begun[end..]),
        None => begun,
    }
}

fn zsh(line: &str) -> Option<String> {
    let option = OPTIONS.iter().find(|(name, _)| line.contains(&format!("--{name}=["))).map(|(_, what)| *what);
    let is_document = line.contains("::documents -- ") || line.starts_with("':document -- ");
    let what = option.or(is_document.then_some("documents"))?;
    let (lead, tail) = line.rsplit_once(":_default'")?;
    Some(format!("{lead}:{{compadd -- ${{(f)\"$({})\"}}}}'{tail}", ask(what)))
}

fn fish(line: &str) -> Option<String> {
    let (_, what) = OPTIONS.iter().find(|(name, _)| line.contains(&format!(" -l {name} ")))?;
    (line.ends_with(" -r") || line.ends_with(" -r -F")).then(|| format!("{line} -f -a \"({})\"", ask(what)))
}

fn fish_names(command: &NamedCommand) -> String {
    let NamedCommand { name, names } = command;
    let line = |what: &&str| {
        format!("complete -c diptych -n \"__fish_diptych_using_subcommand {name}\" -a \"({})\"\n", ask(what))
    };
    names.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_where_clap_has_files() {
        let check = || NamedCommand { name: "check".into(), names: &["documents"] };
        let bash = with_names(
            Shell::Bash,
            "diptych__subcmd__check)\n    COMPREPLY=( $(compgen -W \"${opts}\" -- \"${cur}\") )\n    --annotator)\n        COMPREPLY=($(compgen -f \"${cur}\"))\n    --out)\n        COMPREPLY=($(compgen -f \"${cur}\"))\n",
            &[check()],
        );
        assert_eq!(bash.matches("        COMPREPLY=()\n        __diptych_names annotators\n").count(), 1, "{bash}");
        assert!(bash.contains("-- \"${cur}\") )\n    __diptych_names documents\n"), "{bash}");
        assert_eq!(bash.matches("compgen -f").count(), 1, "{bash}");
        let zsh =
            with_names(Shell::Zsh, "'*--annotator=[Whose]:NAME:_default' \\\n'*::documents -- All:_default' \\\n", &[]);
        assert!(
            zsh.starts_with(
                "'*--annotator=[Whose]:NAME:{compadd -- ${(f)\"$(diptych complete annotators 2>/dev/null)\"}}' \\\n"
            ),
            "{zsh}"
        );
        assert!(zsh.contains("complete documents"), "{zsh}");
        let fish = with_names(Shell::Fish, "complete -c diptych -l label -d 'Only these' -r\n", &[check()]);
        assert!(fish.contains("-r -f -a \"(diptych complete labels 2>/dev/null)\""), "{fish}");
        assert!(fish.contains("using_subcommand check\" -a \"(diptych complete documents"), "{fish}");
    }
}
