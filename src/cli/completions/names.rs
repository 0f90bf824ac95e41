//! Puts names of the corpus into a script of completions: annotators, documents, labels, events.
//!
//! ```text
//!   clap's script        --annotator)  compgen -f "${cur}"                                files
//!   with names           --annotator)  compgen -W "$(diptych complete annotators)" …      what `diptych complete` prints
//! ```
//!
//! The script asks the program when a key is pressed, so it never has to be made again. Shells without a line here get clap's script as
//! it is.

use clap_complete::Shell;

/// The options whose values are names of the corpus.
const OPTIONS: &[(&str, &str)] = &[
    ("annotator", "annotators"),
    ("review", "annotators"),
    ("suggest", "annotators"),
    ("reviewed", "annotators"),
    ("label", "labels"),
    ("event", "events"),
];

/// Returns the script of a shell with names in it. `commands` are the subcommands that take documents.
pub(super) fn with_names(shell: Shell, script: &str, commands: &[String]) -> String {
    match shell {
        Shell::Bash => bash(script),
        Shell::Zsh => lines(script, zsh),
        Shell::Fish => {
            lines(script, fish) + &commands.iter().map(|command| fish_documents(command)).collect::<String>()
        }
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

fn bash(script: &str) -> String {
    let mut option: Option<&str> = None;
    let mut out = String::new();
    for line in script.lines() {
        let trimmed = line.trim();
        let new = match option.take() {
            Some(what) if trimmed.contains("compgen -f") => {
                line.replace("compgen -f \"${cur}\"", &format!("compgen -W \"$({})\" -- \"${{cur}}\"", ask(what)))
            }
            _ if trimmed.starts_with("opts=\"") => {
                let names = format!("$({})", ask("documents"));
                ["[DOCUMENT]...", "<DOCUMENT>...", "[DOCUMENT]", "<DOCUMENT>"]
                    .iter()
                    .fold(line.to_string(), |line, value| line.replace(value, &names))
            }
            _ => line.into(),
        };
        option = OPTIONS
            .iter()
            .find(|(name, _)| trimmed.strip_prefix("--") == Some(&format!("{name})")))
            .map(|(_, what)| *what);
        out += &new;
        out.push('\n');
    }
    out
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

fn fish_documents(command: &str) -> String {
    format!("complete -c diptych -n \"__fish_diptych_using_subcommand {command}\" -a \"({})\"\n", ask("documents"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_where_clap_has_files() {
        let bash = with_names(
            Shell::Bash,
            "    opts=\"-h --annotator [DOCUMENT]...\"\n    --annotator)\n        COMPREPLY=($(compgen -f \"${cur}\"))\n    --out)\n        COMPREPLY=($(compgen -f \"${cur}\"))\n",
            &[],
        );
        assert_eq!(bash.matches("diptych complete annotators").count(), 1, "{bash}");
        assert!(bash.contains("opts=\"-h --annotator $(diptych complete documents 2>/dev/null)\""), "{bash}");
        let zsh =
            with_names(Shell::Zsh, "'*--annotator=[Whose]:NAME:_default' \\\n'*::documents -- All:_default' \\\n", &[]);
        assert!(
            zsh.starts_with(
                "'*--annotator=[Whose]:NAME:{compadd -- ${(f)\"$(diptych complete annotators 2>/dev/null)\"}}' \\\n"
            ),
            "{zsh}"
        );
        assert!(zsh.contains("complete documents"), "{zsh}");
        let fish = with_names(Shell::Fish, "complete -c diptych -l label -d 'Only these' -r\n", &["check".into()]);
        assert!(fish.contains("-r -f -a \"(diptych complete labels 2>/dev/null)\""), "{fish}");
        assert!(fish.contains("using_subcommand check\" -a \"(diptych complete documents"), "{fish}");
    }
}
