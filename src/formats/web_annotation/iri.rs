//! Writes the names of tags, links and documents as IRIs, and reads them.
//!
//! ```text
//!   t-5w3k9q2m → urn:diptych:t-5w3k9q2m       sub/so ß.txt → urn:diptych:document:sub/so%20%C3%9F.txt
//! ```

const OURS: &str = "urn:diptych:";
const DOCUMENT: &str = "urn:diptych:document:";

/// Returns the IRI of a tag or a link.
pub(super) fn of_id(id: &str) -> String {
    format!("{OURS}{}", escape(id))
}

/// Returns the IRI of a document.
pub(super) fn of_document(name: &str) -> String {
    format!("{DOCUMENT}{}", escape(name))
}

/// Returns the id of a tag or a link; the IRI itself, if it was made by another program.
pub(super) fn id(iri: &str) -> String {
    iri.strip_prefix(OURS).map_or_else(|| iri.into(), unescape)
}

/// Returns the names that a document may have, the likeliest first: its path in the corpus, or for an IRI of another
/// program its path and the end of it.
pub(super) fn document(iri: &str) -> Vec<String> {
    match iri.strip_prefix(DOCUMENT) {
        Some(name) => vec![unescape(name)],
        None => {
            let path = iri.split(['?', '#']).next().unwrap_or_default();
            let last = path.rsplit('/').next().unwrap_or_default();
            vec![unescape(path), unescape(last)]
        }
    }
}

fn escape(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte);
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Returns the IRI, or a part of one, with the characters that its `%` and digits stand for.
pub(super) fn unescape(iri: &str) -> String {
    let bytes = iri.as_bytes();
    let mut name = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = iri.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => name.push(byte),
            None => name.push(bytes[at]),
        }
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(name).unwrap_or_else(|_| iri.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_comes_back() {
        for name in ["kursk.txt", "sub/so ß 100%.txt", "a:b?c#d", "😀"] {
            assert_eq!(document(&of_document(name)), [name]);
            assert_eq!(id(&of_id(name)), name);
        }
        assert_eq!(
            document("https://example.org/x/kursk%20a.txt?y=1"),
            ["https://example.org/x/kursk a.txt", "kursk a.txt"]
        );
        assert_eq!(id("https://example.org/anno/1"), "https://example.org/anno/1");
    }
}
