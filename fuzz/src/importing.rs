//! Files of other programs, whole and in bits.

use std::sync::Arc;

use diptych::formats::engine::import::{ByteSource, Import, ImportOptions, Imported, Source};
use diptych::formats::{FORMATS, Format};
use diptych::tags::scheme::Scheme;

/// A file in memory.
struct Bytes(Vec<u8>);

impl ByteSource for Bytes {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(&self, from: u64, len: usize) -> Result<Vec<u8>, String> {
        let from = usize::try_from(from).map_err(|error| error.to_string())?;
        let part = from.checked_add(len).and_then(|end| self.0.get(from..end));
        part.map(<[u8]>::to_vec).ok_or_else(|| "there are no such bytes".into())
    }
}

/// A file of a format, read as an import reads it: record by record, and nothing is kept.
pub fn file(format: &Format, data: &[u8]) {
    let (scheme, options) = (Scheme::default(), ImportOptions::default());
    let Some(mut import) = Import::begin(format, Source { path: "sub/a.txt", scheme: &scheme, options: &options })
    else {
        return;
    };
    let mut found = Vec::new();
    if let Some(rows) = format.rows {
        for row in rows(Arc::new(Bytes(data.to_vec()))).into_iter().flatten() {
            let Ok(row) = row else { return };
            import.push(&(row + "\n"), &mut found);
            found.clear();
        }
    } else {
        let text = String::from_utf8_lossy(data);
        let mut rest = text.as_ref();
        while !rest.is_empty() {
            let end = (1 << 16..rest.len()).find(|end| rest.is_char_boundary(*end)).unwrap_or(rest.len());
            import.push(&rest[..end], &mut found);
            found.clear();
            rest = &rest[end..];
        }
    }
    import.end(&mut found);
}

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
