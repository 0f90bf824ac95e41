//! Converts a mail to a text; also a page that a browser saved as one file in the form of a mail (MHTML).
//!
//! ```text
//!   From, Date, Subject          origin: authors, date, title
//!   text/plain                   the text, its lines joined where the mail says so (format=flowed)
//!   message/rfc822               a mail that is forwarded: its text follows, and it is the origin
//!   ---- Forwarded message ----  the same, in the text; the lines with its sender and subject go into the origin
//!   text/html                    the text of the page, where the mail has no plain text or is a saved page
//!   Snapshot-Content-Location    the page's address
//! ```

use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders, PartType};

mod forwarded;

use super::{Converted, html};

/// The number of mails that may be in one another.
const DEEPEST: usize = 10;

/// Reads a mail. `None` if it is no mail, or has no text.
pub(crate) fn read(bytes: &[u8]) -> Option<Converted> {
    of_message(&MessageParser::default().parse(bytes)?, DEEPEST)
}

/// Reads a mail, and the first that is attached to it: who forwards an article writes little.
fn of_message(message: &Message<'_>, deepest: usize) -> Option<Converted> {
    let deeper = deepest.checked_sub(1)?;
    let attached = message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) => of_message(inner, deeper),
        _ => None,
    });
    match (own(message), attached) {
        (Some(own), Some(attached)) => {
            Some(Converted { text: format!("{}\n\n{}", own.text.trim_end(), attached.text), ..attached })
        }
        (own, attached) => own.or(attached),
    }
}

/// Reads a mail without what is attached to it.
fn own(message: &Message<'_>) -> Option<Converted> {
    let address = message.header("Snapshot-Content-Location").and_then(HeaderValue::as_text).map(clean);
    let is_page = address.is_some()
        || message.content_type().is_some_and(|kind| {
            kind.ctype() == "multipart"
                && kind.subtype() == Some("related")
                && message.from().is_none_or(|from| from.first().is_none_or(|from| from.address().is_none()))
        });
    let page = || {
        message.parts.iter().find_map(|part| match &part.body {
            PartType::Html(page) => Some(html::read(page)),
            _ => None,
        })
    };
    let mut read = if is_page { page()? } else { letter(message).or_else(page)? };
    let origin = &mut read.origin;
    if !is_page {
        origin.title = message.subject().map(clean).filter(|title| !title.is_empty()).or(origin.title.take());
        origin.authors = message
            .from()
            .iter()
            .flat_map(|from| from.iter())
            .filter_map(|from| from.name().or(from.address()))
            .map(clean)
            .collect();
        origin.date = message.date().map(|date| date.to_rfc3339());
    }
    origin.address = address.or(origin.address.take());
    Some(if is_page { read } else { forwarded::opened(read, message.subject().unwrap_or_default()) })
}

/// Returns the plain text of a mail.
fn letter(message: &Message<'_>) -> Option<Converted> {
    let part = message.text_bodies().next()?;
    let PartType::Text(text) = &part.body else { return None };
    let is_flowed = part
        .content_type()
        .and_then(|kind| kind.attribute("format"))
        .is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // What is broken on its way may hold any byte.
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let text = if is_flowed { unflowed(&text) } else { text };
    let text = text.trim_matches('\n').to_string();
    (!text.trim().is_empty()).then(|| super::plain::read(text + "\n"))
}

/// Joins lines that end with a blank with the next ones (RFC 3676, 4.1).
fn unflowed(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut flows = false;
    for line in text.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match lines.last_mut().filter(|_| flows && !line.is_empty()) {
            Some(last) => last.push_str(line),
            None => lines.push(line.into()),
        }
        flows = line.ends_with(' ') && line != "-- ";
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

fn clean(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_its_words_and_who_wrote_them() {
        let mail = "From: =?utf-8?q?Ad=C3=A1_Obi?= <ada@example.org>\r\nDate: Sun, 3 May 2026 08:00:00 +0200\r\nSubject: The\r\n flood\r\n\
            MIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1; format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            The caf=E9 is =\r\nclosed, and=20\r\nthe road too.\r\n\r\nAda\r\n";
        let read = read(mail.as_bytes()).unwrap();
        assert_eq!(read.text, "The café is closed, and the road too.\n\nAda\n");
        assert_eq!(
            (read.origin.title.as_deref(), read.origin.authors.as_slice()),
            (Some("The flood"), ["Adá Obi".to_string()].as_slice())
        );
        assert_eq!(read.origin.date.as_deref(), Some("2026-05-03T08:00:00+02:00"));
    }

    #[test]
    fn a_mail_that_is_forwarded_is_read_behind_the_words_before_it() {
        let mail = "From: a@b.c\r\nSubject: Fwd: The flood\r\nDate: Sun, 3 May 2026 08:00:00 +0200\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n--x\r\n\
            Content-Type: message/rfc822\r\n\r\nFrom: Ann Lee <ann@b.c>\r\nSubject: The flood\r\nDate: Sat, 2 May 2026 08:00:00 +0200\r\n\
            Content-Type: text/plain\r\n\r\nThe river rose.\r\n--x--\r\n";
        let read = read(mail.as_bytes()).unwrap();
        assert_eq!(read.text, "See below.\n\nThe river rose.\n");
        assert_eq!(
            (read.origin.title.as_deref(), read.origin.authors.concat().as_str()),
            (Some("The flood"), "Ann Lee")
        );
    }

    #[test]
    fn of_mails_in_one_another_the_outer_ones_are_read() {
        let last = "Subject: m\r\nContent-Type: text/plain\r\n\r\nThe river rose.\r\n".to_string();
        let within = |inner: String, number: usize| {
            format!(
                "Subject: m\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"x{number}\"\r\n\r\n--x{number}\r\n\
                Content-Type: text/plain\r\n\r\nSee below.\r\n--x{number}\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--x{number}--\r\n"
            )
        };
        let text = |mails: usize| read((1..mails).fold(last.clone(), within).as_bytes()).unwrap().text;
        assert!(text(10).ends_with("The river rose.\n"));
        assert_eq!(text(12).matches("See below.").count(), 10);
    }

    #[test]
    fn a_saved_page_is_read_as_a_page() {
        let page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://gazette.example/flood\r\nSubject: x\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n\
            <h1>River takes ten villages</h1><p>The river rose by two metres in one night, the governor said on Sunday.</p>\r\n--b--\r\n";
        let read = read(page.as_bytes()).unwrap();
        assert!(read.text.starts_with("River takes ten villages\n\nThe river rose"), "{}", read.text);
        assert_eq!(read.origin.address.as_deref(), Some("https://gazette.example/flood"));
        assert_eq!(read.origin.authors, [""; 0]);
    }

    #[test]
    fn a_mail_of_html_alone_is_read_as_a_page() {
        let mail = "From: a@b.c\r\nSubject: s\r\nDate: Sun, 3 May 2026 08:00:00 +0200\r\nContent-Type: text/html\r\n\r\n<p>The river rose by two metres in one night.</p>";
        assert_eq!(read(mail.as_bytes()).unwrap().text, "The river rose by two metres in one night.\n");
    }
}
