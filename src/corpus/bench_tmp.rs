use super::record;
use crate::tags::*;
use crate::text::*;
use std::time::Instant;

fn best<T>(what: &str, mut f: impl FnMut() -> T) -> T {
    let mut out = None;
    let mut best = f64::MAX;
    for _ in 0..5 {
        let t = Instant::now();
        let r = f();
        best = best.min(t.elapsed().as_secs_f64() * 1e3);
        out = Some(r);
    }
    eprintln!("{what}: {best:.1} ms");
    out.unwrap()
}

#[test]
fn bench_records() {
    let para = include_str!("../../samples/rutte-warning.txt");
    for times in [200usize, 20_000] {
        let text = para.repeat(times);
        let document = Document::new(text);
        eprintln!("text {} MB", document.len() / 1_000_000);
        let n = 100_000;
        let step = document.len() / n;
        let tags: tags_set = (0..n)
            .map(|i| {
                let start = grapheme::floor(document.text(), i * step);
                let end = grapheme::ceil(document.text(), (start + 3 + i % 90).min(document.len()));
                let mut t = Tag::new(
                    ["claim", "figure", "source"][i % 3],
                    Span::new(start, end.max(grapheme::next(document.text(), start))),
                    "2026-11-22T04:17:00Z",
                );
                if i % 10 == 0 {
                    t.note = "a note that “says” something".into();
                }
                t
            })
            .collect();
        let records = Records { tags, ..Records::default() };
        best("sha", || Document::new(document.text()).sha256().len());
        document.sha256();
        let file = best("write", || record::write(&records, &document, "a.txt", "ana"));
        eprintln!("file {} MB", file.len() / 1_000_000);
        let reading = best("read", || record::read(&file, &document, "a.txt", "ana").unwrap());
        assert!(reading.doubts.is_empty() && reading.records == records);
        let extra = file.replace(", at: ", ", confidence: 0.5, at: ");
        let reading =
            best("read careful, a field unknown in each", || record::read(&extra, &document, "a.txt", "ana").unwrap());
        assert_eq!(reading.doubts.len(), 1);
        let one = file.replacen("label: \"claim\", start: ", "label: \"claim\", start: -", 1);
        let reading = best("read careful, one bad", || record::read(&one, &document, "a.txt", "ana").unwrap());
        eprintln!("{:?}", reading.doubts);
        let bad = file.replace("label: \"claim\", start: ", "label: \"claim\", start: -");
        best("read careful, a third bad", || record::read(&bad, &document, "a.txt", "ana").unwrap());
    }
}
use crate::tags::set::TagSet as tags_set;

#[test]
fn bench_text() {
    let para = include_str!("../../samples/rutte-warning.txt");
    let curly: String = "“Prices rose 5%,” he said – and it’s true. The reporters’ questions went on… ".repeat(4);
    for (what, para) in [
        ("sample", para.to_string()),
        ("curly", curly),
        ("ascii", "Prices rose five percent in May, it said.\n".into()),
    ] {
        let text = para.repeat(100_000_000 / para.len());
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a"), dir.path().join("b"));
        std::fs::write(&a, &text).unwrap();
        std::fs::write(&b, &text).unwrap();
        drop(text);
        eprintln!("--- {what}");
        best("fs::read", || std::fs::read(&a).unwrap().len());
        let bytes = std::fs::read(&a).unwrap();
        best("from_utf8", || std::str::from_utf8(&bytes).unwrap().len());
        best("one", || super::text_file::read(&a).unwrap().len());
        best("two on two threads", || {
            std::thread::scope(|s| {
                let x = s.spawn(|| super::text_file::read(&a).unwrap());
                let y = s.spawn(|| super::text_file::read(&b).unwrap());
                (x.join().unwrap(), y.join().unwrap())
            })
        });
    }
}

#[test]
fn bench_start() {
    best("annotator begin", || super::annotator::Annotator::begin(None, None).unwrap());
    best("annotator begin+answer", || super::annotator::Annotator::begin(None, None).unwrap().answer());
    best("annotator begin, 3 ms of work, answer", || {
        let a = super::annotator::Annotator::begin(None, None).unwrap();
        let t = Instant::now();
        while t.elapsed().as_micros() < 3000 {}
        let u = Instant::now();
        let r = a.answer();
        eprintln!("   waited {:?}", u.elapsed());
        r
    });
    best("flag María", || super::annotator::Annotator::begin(Some("María"), None).unwrap());
    let t = Instant::now();
    drop(super::annotator::Annotator::new("Mária"));
    eprintln!("{:?}", t.elapsed());
    best("Corpus::of", || super::Corpus::of(std::path::Path::new("samples/rutte-warning.txt")).unwrap());
    best("here + documents", || super::Corpus::here(std::path::Path::new(".")).unwrap().documents());
    let dir = tempfile::tempdir().unwrap();
    let mut places = super::place::Places::from(dir.path().join("p.ron"));
    for i in 0..1000 {
        places.set(
            std::path::Path::new(&format!("/home/someone/corpora/project/samples/text-number-{i}.txt")),
            Default::default(),
        );
    }
    places.save().unwrap();
    best("places load", || super::place::Places::from(dir.path().join("p.ron")));
    best("places save", || places.save().unwrap());
    let p = std::path::Path::new("/work/wt/store/bench.tmp.ron");
    best("replace 25 MB", || super::save::replace(p, &vec![b'x'; 25_000_000]).unwrap());
    best("replace 25 KB", || super::save::replace(p, &vec![b'x'; 25_000]).unwrap());
    std::fs::remove_file(p).unwrap();
}
