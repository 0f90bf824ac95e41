//! Files of other programs, whole and in bits.

use diptych::formats::FORMATS;
use diptych::formats::engine::import::{Import, ImportOptions, Imported, Source};
use diptych::tags::scheme::Scheme;

/// A format, how long a bit is, and a file.
pub fn import(data: &[u8]) {
    let [format, len, rest @ ..] = data else { return };
    let text = String::from_utf8_lossy(rest);
    let format = &FORMATS[usize::from(*format) % FORMATS.len()];
    let (scheme, options) = (Scheme::default(), ImportOptions::default());
    let read = |len: usize| -> Option<Vec<Imported>> {
        let mut import = Import::begin(format, Source { path: "sub/a.txt", scheme: &scheme, options: &options })?;
        let (mut found, mut rest) = (Vec::new(), text.as_ref());
        while !rest.is_empty() {
            let end = (len..=rest.len()).find(|end| rest.is_char_boundary(*end)).unwrap_or(rest.len());
            import.push(&rest[..end], &mut found);
            rest = &rest[end..];
        }
        import.end(&mut found);
        Some(found)
    };
    let lines = text.split('\n').count();
    for len in [text.len().max(1), usize::from(*len) + 1] {
        for found in read(len).into_iter().flatten() {
            if let Imported::Fault(error) = found {
                assert!(error.line <= lines + 1, "{}: line {} of {lines}", format.name, error.line);
            }
        }
    }
}
