//! A page of HTML, read as a browser reads it: its tags, its words, what is in it raw; and a browser, where there is one.

use std::collections::HashSet;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine;
use html5gum::{DefaultEmitter, Token, Tokenizer};
use sha2::{Digest, Sha256};

/// The elements that a report may have.
const ELEMENTS: &str = "html head meta title style body a header h1 h2 h3 h4 p aside div fieldset legend label input span kbd \
    button main nav ol ul li section article details summary q b svg path rect text table thead tbody tfoot tr th td small \
    figure figcaption dl dt dd footer dialog script";

/// The attributes that it may have; there is none among them that can hold a script or a style.
const ATTRIBUTES: &str = "lang charset http-equiv content name class href id tabindex type checked autocomplete hidden role \
    aria-label aria-labelledby aria-hidden aria-live dir data-t open scope viewBox preserveAspectRatio x y width height rx d \
    text-anchor";

const VOID: [&str; 2] = ["meta", "input"];

/// What a page is made of.
pub struct Page {
    parts: Vec<Part>,
}

enum Part {
    Start(String, Vec<(String, String)>),
    End(String),
    Words(String),
}

impl Page {
    /// Reads it; what a browser would have to mend is an error.
    #[track_caller]
    pub fn read(html: &str) -> Page {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let string = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let mut parts = Vec::new();
        for token in Tokenizer::new_with_emitter(html, emitter) {
            parts.push(match token.unwrap() {
                Token::StartTag(tag) => {
                    let attributes = tag.attributes.iter().map(|(name, value)| (string(name), string(&value.value)));
                    Part::Start(string(&tag.name), attributes.collect())
                }
                Token::EndTag(tag) => Part::End(string(&tag.name)),
                Token::String(words) => Part::Words(string(&words.value)),
                Token::Doctype(_) => continue,
                Token::Comment(comment) => panic!("a comment: {:?}", comment.value),
                Token::Error(error) => panic!("{:?}", error.value),
            });
        }
        Page { parts }
    }

    /// Checks that its elements are ours and nest, that its attributes are ours and lead nowhere but into the page, and
    /// that what they lead to is there, once.
    #[track_caller]
    pub fn check(&self) {
        let elements: HashSet<&str> = ELEMENTS.split_whitespace().collect();
        let attributes: HashSet<String> = ATTRIBUTES.split_whitespace().map(str::to_lowercase).collect();
        let (mut open, mut ids, mut wanted) = (Vec::new(), HashSet::new(), Vec::new());
        for part in &self.parts {
            match part {
                Part::Start(name, given) => {
                    assert!(elements.contains(name.as_str()), "<{name}>");
                    if !VOID.contains(&name.as_str()) {
                        open.push(name);
                    }
                    for (attribute, value) in given {
                        assert!(attributes.contains(attribute), "{attribute}={value:?} on <{name}>");
                        assert!(!value.contains("'ran'"), "{attribute}={value:?}");
                        match attribute.as_str() {
                            "id" => assert!(ids.insert(value.clone()), "#{value} is there twice"),
                            "href" => wanted.push(value.strip_prefix('#').expect("a link into the page").to_string()),
                            "aria-labelledby" => wanted.push(value.clone()),
                            _ => {}
                        }
                    }
                }
                Part::End(name) => assert_eq!(open.pop(), Some(name)),
                Part::Words(_) => {}
            }
        }
        assert!(open.is_empty(), "{open:?} are not closed");
        for id in wanted {
            assert!(ids.contains(&id), "there is no #{id}");
        }
    }

    /// What stands in each element of that name.
    pub fn raw(&self, name: &str) -> Vec<String> {
        let mut found = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            if matches!(part, Part::Start(start, _) if start == name) {
                let words = self.parts[at + 1..].iter().map_while(|part| match part {
                    Part::Words(words) => Some(words.as_str()),
                    _ => None,
                });
                found.push(words.collect());
            }
        }
        found
    }

    /// All that is to be read on it.
    pub fn words(&self) -> String {
        let words = |part: &Part| match part {
            Part::Words(words) => Some(words.clone()),
            _ => None,
        };
        self.parts.iter().filter_map(words).collect()
    }

    /// What it says in place of a header.
    pub fn meta(&self, header: &str) -> String {
        let said = |part: &Part| match part {
            Part::Start(name, given) if name == "meta" => {
                let value =
                    |wanted: &str| given.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
                value("content").filter(|_| value("http-equiv").as_deref() == Some(header))
            }
            _ => None,
        };
        self.parts.iter().find_map(said).unwrap()
    }
}

/// The digest of a script or a style, as a policy has it.
pub fn digest(words: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(Sha256::digest(words.as_bytes()))
}

/// What a browser makes of a file, after its scripts have run; nothing, and that is said, where there is no browser.
pub fn browser(file: &Path) -> Option<String> {
    let home = tempfile::tempdir().unwrap();
    for name in ["chromium", "chromium-browser", "google-chrome"] {
        let mut command = Command::new(name);
        command.args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-sync",
        ]);
        command.args(["--disable-background-networking", "--disable-component-update", "--dump-dom"]);
        command.arg(format!("--user-data-dir={}", home.path().display()));
        let Ok(output) = command.arg(format!("file://{}", file.display())).stdin(Stdio::null()).output() else {
            continue;
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        return Some(String::from_utf8(output.stdout).unwrap());
    }
    eprintln!("skipped: no Chromium on this machine, so {} was not opened", file.display());
    None
}
