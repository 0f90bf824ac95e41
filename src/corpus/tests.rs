//! Folders as people have them.

use super::*;
use tempfile::TempDir;

const MANIFEST: &str = r#"(format: 1, texts: "samples", guidelines: "guidelines.md")"#;

/// Returns a folder with these files, and its canonical path.
fn folder(files: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let root = fs::canonicalize(folder.path()).unwrap();
    (folder, root)
}

#[test]
fn a_document_belongs_to_the_nearest_corpus_whose_texts_hold_it() {
    let (_folder, root) = folder(&[
        ("annotations/corpus.ron", MANIFEST),
        ("samples/a.txt", ""),
        ("samples/may/b.txt", ""),
        ("samples/inner/annotations/corpus.ron", "(format: 1)"),
        ("samples/inner/c.txt", ""),
        ("drafts/d.txt", ""),
    ]);
    let of = |text: &str| {
        let corpus = Corpus::of(&root.join(text)).unwrap();
        let name = corpus.name_of(&root.join(text)).unwrap();
        corpus.layer_path(&name, "ana").strip_prefix(&root).unwrap().to_str().unwrap().to_string()
    };
    assert_eq!(of("samples/a.txt"), "annotations/a.txt.ana.ron");
    assert_eq!(of("samples/may/b.txt"), "annotations/may/b.txt.ana.ron");
    assert_eq!(of("samples/inner/c.txt"), "samples/inner/annotations/c.txt.ana.ron");
    assert_eq!(of("drafts/d.txt"), "drafts/annotations/d.txt.ana.ron");
    assert_eq!(
        Corpus::of(&root.join("samples/may/b.txt")).unwrap().guidelines(),
        Some(root.join("annotations/guidelines.md"))
    );
    for (folder, corpus) in
        [("", ""), ("samples", ""), ("samples/may", ""), ("samples/inner", "samples/inner"), ("drafts", "drafts")]
    {
        assert_eq!(Corpus::here(&root.join(folder)).unwrap().root(), root.join(corpus), "{folder}");
    }
}

#[test]
fn documents_are_the_texts_with_their_folders() {
    let (_folder, root) = folder(&[
        ("annotations/corpus.ron", MANIFEST),
        ("samples/b.txt", ""),
        ("samples/a/c.MD", ""),
        ("samples/a.txt", ""),
        ("samples/image.png", ""),
        ("samples/.hidden.txt", ""),
        ("samples/.git/x.txt", ""),
        ("samples/annotations/x.txt", ""),
        ("outside.txt", ""),
    ]);
    #[cfg(unix)]
    for (link, target) in
        [("out.txt", "../outside.txt"), ("again.txt", "a.txt"), ("loop", "."), ("up", ".."), ("gone.txt", "x")]
    {
        std::os::unix::fs::symlink(target, root.join("samples").join(link)).unwrap();
    }
    let corpus = Corpus::here(&root).unwrap();
    assert_eq!(corpus.documents().unwrap(), ["a.txt", "a/c.MD", "b.txt"]);
    assert_eq!(corpus.name_of(&root.join("outside.txt")), None);
    assert_eq!(
        corpus.pairs().unwrap(),
        corpus.documents().unwrap().into_iter().map(|name| (name, None)).collect::<Vec<_>>()
    );
}

#[test]
fn what_was_exported_into_a_corpus_is_no_text_of_it() {
    let card = "---\nlicense: unknown\n---\n\n# samples\n\nWritten by diptych 0.1.0 as `brat`, for brat.\n";
    let (_folder, root) = folder(&[
        ("annotations/corpus.ron", MANIFEST),
        ("samples/a.txt", ""),
        ("samples/brat/README.md", card),
        ("samples/brat/a.txt", ""),
        ("samples/brat/ana/a.txt", ""),
        ("samples/rows/README.md", card),
        ("samples/rows/data.jsonl", ""),
        ("samples/more/README.md", "It is not written by diptych 0.1.0."),
        ("samples/more/b.txt", ""),
    ]);
    assert_eq!(Corpus::here(&root).unwrap().documents().unwrap(), ["a.txt", "more/README.md", "more/b.txt"]);
    assert_eq!(
        Corpus::here(&root).unwrap().listed().unwrap().exports,
        [root.join("samples/brat")],
        "rows has no texts"
    );
    fs::create_dir_all(root.join("annotations/brat/ana")).unwrap();
    fs::write(root.join("annotations/brat/ana/a.txt.zoe.ron"), "").unwrap();
    let documents = Corpus::here(&root).unwrap().documents().unwrap();
    assert_eq!(documents, ["a.txt", "brat/ana/a.txt", "more/README.md", "more/b.txt"], "somebody has tagged it there");
    fs::remove_dir_all(root.join("annotations/brat")).unwrap();
    fs::write(root.join("samples/README.md"), card).unwrap();
    let documents = Corpus::here(&root).unwrap().documents().unwrap();
    assert_eq!(documents, ["README.md", "a.txt", "more/README.md", "more/b.txt"], "a corpus in an export's folder");
}

#[test]
fn a_plain_folder_is_a_corpus_of_its_own_texts() {
    let (_folder, root) = folder(&[("a.txt", ""), ("b.md", ""), ("c.csv", ""), ("below/d.txt", "")]);
    let corpus = Corpus::here(&root).unwrap();
    assert_eq!(corpus.documents().unwrap(), ["a.txt", "b.md"], "what lies below belongs to the folder below");
    assert_eq!(corpus.name_of(&root.join("below/d.txt")), None);
    assert_eq!(corpus.pairs().unwrap(), [("a.txt".into(), Some("b.md".into()))]);
    assert_eq!(corpus.scheme(), &Scheme::default());
    assert_eq!(corpus.guidelines(), None);
    assert_eq!(Corpus::of(&root.join("c.csv")).unwrap().name_of(&root.join("c.csv")).as_deref(), Some("c.csv"));
}

#[test]
fn declared_pairs_come_first() {
    let manifest = r#"(format: 1, pairs: [("b.txt", "a.txt")])"#;
    let (_folder, root) = folder(&[("annotations/corpus.ron", manifest), ("a.txt", ""), ("b.txt", ""), ("c.txt", "")]);
    assert_eq!(Corpus::here(&root).unwrap().pairs().unwrap(), [("b.txt".into(), Some("a.txt".into()))]);
}

#[test]
fn no_name_leads_out_of_the_texts() {
    let (_folder, root) = folder(&[("annotations/corpus.ron", MANIFEST), ("samples/a.txt", ""), ("secret.txt", "")]);
    let corpus = Corpus::here(&root).unwrap();
    assert_eq!(corpus.text_path("a.txt").unwrap(), root.join("samples/a.txt"));
    assert_eq!(corpus.text_path("may/new.txt").unwrap(), root.join("samples/may/new.txt"));
    for name in ["../secret.txt", "/etc/passwd", "", ".", "a/../../secret.txt"] {
        assert!(matches!(corpus.text_path(name), Err(Problem::Outside { .. })), "{name}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("..", root.join("samples/up")).unwrap();
        std::os::unix::fs::symlink("../secret.txt", root.join("samples/s.txt")).unwrap();
        for name in ["up/secret.txt", "up/new.txt", "s.txt"] {
            assert!(matches!(corpus.text_path(name), Err(Problem::Outside { .. })), "{name}");
        }
        let manifest = r#"(format: 1, texts: "elsewhere")"#;
        fs::write(root.join("annotations/corpus.ron"), manifest).unwrap();
        std::os::unix::fs::symlink("/", root.join("elsewhere")).unwrap();
        assert!(matches!(Corpus::here(&root), Err(Problem::Outside { .. })));
    }
}

#[test]
fn annotators_are_those_with_a_layer() {
    let (_folder, root) = folder(&[
        ("a.txt", ""),
        ("annotations/a.txt.ana.ron", ""),
        ("annotations/a.txt.María.ron", ""),
        ("annotations/a.txt.b.c.ron", ""),
        ("annotations/a.txt.ron", ""),
        ("annotations/ba.txt.zoe.ron", ""),
        ("annotations/.a.txt.ana.ron.4711-0000000a.tmp", ""),
        ("annotations/a.txt.dir.ron/x", ""),
    ]);
    let corpus = Corpus::here(&root).unwrap();
    assert_eq!(corpus.annotators("a.txt").unwrap(), ["María", "ana"]);
    assert!(corpus.annotators("may/a.txt").unwrap().is_empty());
    let layers = corpus.layers().unwrap();
    assert_eq!(layers["a.txt"], corpus.annotators("a.txt").unwrap());
    assert_eq!(layers.keys().collect::<Vec<_>>(), ["a", "a.txt", "a.txt.b", "ba.txt"], "with texts or without");
}

#[test]
fn a_layer_that_is_not_there_is_none_and_one_that_does_not_read_is_named() {
    let (_folder, root) = folder(&[("a.txt", "x"), ("annotations/a.txt.ben.ron", "(\n    format: 1\n")]);
    let corpus = Corpus::of(&root.join("a.txt")).unwrap();
    let document = Document::new("x");
    assert!(corpus.layer("a.txt", &document, "ana").unwrap().is_none());
    let problem = corpus.layer("a.txt", &document, "ben").unwrap_err().to_string();
    assert!(problem.ends_with("annotations/a.txt.ben.ron:2:14: expected comma"), "{problem}");
}

#[test]
fn a_manifest_that_does_not_read_is_named_with_its_place() {
    let (_folder, root) =
        folder(&[("annotations/corpus.ron", "(\n  format: 1,\n  text: \"samples\",\n)"), ("a.txt", "")]);
    let problem = Corpus::of(&root.join("a.txt")).unwrap_err();
    assert!(problem.to_string().ends_with("corpus.ron:3:3: there is no field `text` here"), "{problem}");
    assert!(problem.hint().unwrap().contains("`texts`"));
}

#[test]
fn a_folder_is_no_document_and_a_document_no_folder() {
    let (_folder, root) = folder(&[("a.txt", ""), ("annotations/corpus.ron", r#"(format: 1, texts: "gone")"#)]);
    assert!(matches!(Corpus::of(&root), Err(Problem::Folder(_))));
    assert!(matches!(Corpus::of(&root.join("b.txt")), Err(Problem::Missing(_))));
    assert!(matches!(Corpus::here(&root.join("a.txt")), Err(Problem::NotFolder(_))));
    assert!(matches!(Corpus::here(&root), Err(Problem::Missing(_))), "its texts folder is gone");
    assert_eq!(Corpus::of(&root.join("a.txt")).unwrap().root(), root);
}
