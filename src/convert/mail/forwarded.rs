//! Finds a mail that is forwarded in the text of another, and takes its head out of the text.
//!
//! ```text
//!   See below.                                   See below.
//!
//!   ---------- Forwarded message ---------       The river rose.
//!   From: Ann Lee <ann@example.org>
//!   Date: Sat, 2 May 2026 at 08:00          →
//!   Subject: The flood                           title: The flood   authors: Ann Lee   date: Sat, 2 May 2026 at 08:00
//!   To: Bo Diaz <bo@example.org>
//!
//!   The river rose.
//! ```
//!
//! An answer has such lines, too, above the mail that it answers; it is left as it is.

use super::Converted;

/// The lines of a head, and the names that mail programs give them.
const LINES: &[(HeadLine, &[&str])] = &[
    (HeadLine::From, &["from", "von", "de", "da", "van", "od", "от", "发件人", "寄件者", "差出人"]),
    (
        HeadLine::Date,
        &[
            "date",
            "sent",
            "datum",
            "gesendet",
            "envoyé",
            "fecha",
            "enviado",
            "enviado el",
            "data",
            "inviato",
            "verzonden",
            "wysłano",
            "дата",
            "отправлено",
            "日期",
            "发送时间",
        ],
    ),
    (
        HeadLine::Subject,
        &["subject", "betreff", "objet", "asunto", "oggetto", "assunto", "onderwerp", "temat", "тема", "主题", "件名"],
    ),
    (
        HeadLine::Other,
        &[
            "to",
            "cc",
            "bcc",
            "reply-to",
            "an",
            "kopie",
            "à",
            "copie à",
            "para",
            "a",
            "cco",
            "aan",
            "do",
            "dw",
            "кому",
            "копия",
            "收件人",
            "抄送",
        ],
    ),
];

/// The words of the line above a mail that is forwarded.
const ABOVE: &[&str] = &[
    "forwarded",
    "weitergeleitet",
    "transféré",
    "réexpédié",
    "reenviado",
    "inoltrato",
    "encaminhada",
    "doorgestuurd",
    "przekazana",
    "пересылаемое",
    "转发",
];

/// The beginnings of the subject of a mail that forwards another.
const SUBJECTS: &[&str] = &["fwd:", "fw:", "wg:", "tr:", "rv:", "enc:", "i:", "pd:", "转发:"];

/// The number of lines that a head has at most.
const LONGEST: usize = 12;

/// A line of a mail's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeadLine {
    From,
    Date,
    Subject,
    Other,
}

/// Takes the head of a mail that is forwarded in this text out of it, and into the origin; also of mails in that mail.
pub(super) fn opened(mut mail: Converted, subject: &str) -> Converted {
    let subject = subject.to_lowercase();
    let is_forwarded = SUBJECTS.iter().any(|begin| subject.starts_with(begin));
    for depth in 0..super::DEEPEST {
        // The subject speaks of the first mail only: a later head may be that of an answer.
        let Some(inner) = open(&mail, is_forwarded && depth == 0) else { break };
        mail = inner;
    }
    mail
}

/// Opens the first mail that is forwarded in a text.
fn open(mail: &Converted, is_forwarded: bool) -> Option<Converted> {
    let lines: Vec<&str> = mail.text.lines().collect();
    let begin =
        (0..lines.len()).find(|at| is_head(&lines[*at..]) && (is_forwarded || above(&lines[..*at]).is_some()))?;
    let end = begin + head_length(&lines[begin..]);
    let before = above(&lines[..begin]).unwrap_or(begin);
    let is_quoted = lines[begin].starts_with('>');
    let rest = lines[end..].iter().map(|line| if is_quoted { unquoted(line) } else { line });
    let text = |lines: Vec<&str>| lines.join("\n").trim_matches('\n').trim_end().to_string();
    let parts = [text(lines[..before].to_vec()), text(rest.collect())];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let mut inner = Converted { text: parts.join("\n\n") + "\n", ..mail.clone() };
    for line in &lines[begin..end] {
        match head_line(line) {
            Some((HeadLine::From, value)) => inner.origin.authors = vec![sender(value)],
            Some((HeadLine::Date, value)) => inner.origin.date = Some(super::clean(value)),
            Some((HeadLine::Subject, value)) => inner.origin.title = Some(super::clean(value)),
            _ => {}
        }
    }
    Some(inner)
}

/// Returns whether these lines begin with the head of a mail: a sender, and a subject or a date.
fn is_head(lines: &[&str]) -> bool {
    let kinds = |wanted: HeadLine| {
        let found = lines[..head_length(lines)].iter().filter_map(|line| head_line(line));
        found.into_iter().any(|(kind, value)| kind == wanted && !value.is_empty())
    };
    lines.first().is_some_and(|line| head_line(line).is_some())
        && kinds(HeadLine::From)
        && (kinds(HeadLine::Subject) || kinds(HeadLine::Date))
}

/// Returns the number of lines of the head that these lines begin with. Long values may go on in the next line.
fn head_length(lines: &[&str]) -> usize {
    let block = lines.iter().take(LONGEST).take_while(|line| !unquoted(line).trim().is_empty());
    block.enumerate().filter(|(_, line)| head_line(line).is_some()).last().map_or(0, |(at, _)| at + 1)
}

fn head_line(line: &str) -> Option<(HeadLine, &str)> {
    let (name, value) = unquoted(line).split_once([':', '：'])?;
    let name = name.trim_matches(|c: char| c.is_whitespace() || c == '*').to_lowercase();
    let (kind, _) = LINES.iter().find(|(_, names)| names.contains(&name.as_str()))?;
    Some((*kind, value.trim_matches(|c: char| c.is_whitespace() || c == '*')))
}

/// Returns the number of the line above a head that says that a mail is forwarded, or only separates it.
fn above(lines: &[&str]) -> Option<usize> {
    let at = lines.iter().rposition(|line| !unquoted(line).trim().is_empty())?;
    let line = lines[at].to_lowercase();
    let line = unquoted(&line).trim();
    // A sentence of the writer may have the word, too: `I forwarded it to Bo.`
    let separates = line.starts_with(['-', '_', '*', '=', '#']) || line.ends_with([':', '：', '-', '_']);
    (separates && line.chars().count() < 80 && ABOVE.iter().any(|word| line.contains(word))).then_some(at)
}

fn unquoted(line: &str) -> &str {
    let rest = line.strip_prefix('>').unwrap_or(line);
    if rest.len() < line.len() { rest.strip_prefix(' ').unwrap_or(rest) } else { rest }
}

/// Returns the name of a sender: `Ann Lee <ann@example.org>`.
fn sender(value: &str) -> String {
    let name = value.split(['<', '[']).next().unwrap_or_default();
    let name = super::clean(name.trim_matches(|c: char| c.is_whitespace() || "\"'*".contains(c)));
    if name.is_empty() { super::clean(value.trim_matches(['<', '>'])) } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, subject: &str) -> (String, String) {
        let mail = opened(super::super::super::plain::read(text.into()), subject);
        let origin = mail.origin;
        let said = [origin.title, origin.authors.first().cloned(), origin.date];
        (mail.text, said.into_iter().flatten().collect::<Vec<_>>().join(" | "))
    }

    #[test]
    fn the_head_of_a_forwarded_mail_is_its_origin() {
        let wanted = ("See below.\n\nThe river rose.\n".to_string(), "The flood | Ann Lee | 2 May 2026".to_string());
        let gmail = "See below.\n\n---------- Forwarded message ---------\nFrom: *Ann Lee* <ann@b.c>\nDate: 2 May 2026\n\
            Subject: The flood\nTo: Bo <bo@b.c>,\n Cy <cy@b.c>\nCc: Di <di@b.c>\n\n\nThe river rose.\n";
        assert_eq!(read(gmail, "Fwd: The flood"), wanted);
        let apple = "See below.\n\nBegin forwarded message:\n\n> From: \"Ann Lee\" <ann@b.c>\n> Subject: The flood\n> Date: 2 May 2026\n> \n> The river rose.\n";
        assert_eq!(read(apple, "The flood"), wanted);
        let german = "See below.\n\n-------- Weitergeleitete Nachricht --------\nBetreff: \tThe flood\nDatum: \t2 May 2026\nVon: \tAnn Lee <ann@b.c>\nAn: \tbo@b.c\n\nThe river rose.\n";
        assert_eq!(read(german, "x"), wanted);
        let french =
            "See below.\n\nDe : Ann Lee <ann@b.c>\nEnvoyé : 2 May 2026\nÀ : Bo\nObjet : The flood\n\nThe river rose.\n";
        assert_eq!(read(french, "TR: The flood"), wanted);
    }

    #[test]
    fn a_mail_in_a_mail_in_a_mail_is_opened() {
        let head = |name: &str| format!("--- Forwarded message ---\nFrom: {name}\nSubject: s\n\n");
        let (text, said) = read(&format!("One.\n\n{}Two.\n\n{}Three.\n", head("Bo"), head("Cy")), "x");
        assert_eq!((text.as_str(), said.as_str()), ("One.\n\nTwo.\n\nThree.\n", "s | Cy"));
    }

    #[test]
    fn what_is_no_forwarded_mail_stays() {
        let answer = "Thank you.\n\nFrom: Ann\nSent: Monday\nTo: Bo\nSubject: The flood\n\nThe river rose.\n";
        assert_eq!(read(answer, "Re: The flood").0, answer);
        let told = "I forwarded it to Bo.\n\nFrom: Ann\nSent: Monday\nTo: Bo\nSubject: The flood\n\nThe river rose.\n";
        assert_eq!(read(told, "Re: The flood").0, told);
        let words = "To: be or not to be.\n\nFrom: the river to the sea\n";
        assert_eq!(read(words, "Fwd: words").0, words);
    }
}
