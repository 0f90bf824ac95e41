//! Tests the whole program in a terminal: typed tags appear on the screen and on the disk, and are there again after a
//! restart.

use std::fs;
use std::time::Duration;

use crate::pty::{self, Folder, Model, Pty};

/// After so long without a change nothing more is coming.
const SILENCE: Duration = Duration::from_millis(200);

const LEFT: &str = "About 1,500 men are in Kursk, said the NIS. Seoul listens.\n\nThe end.\n";
const RIGHT: &str = "North Korea sent approximately 10,000 soldiers, NATO says.\n";

fn two() -> Folder {
    Folder::new(&[("left.txt", LEFT), ("right.txt", RIGHT)])
}

fn opened(folder: &Folder) -> Pty {
    let pty = folder.start(&["left.txt", "right.txt"]);
    pty.wait_for_text("right.txt");
    pty
}

fn quit(pty: &mut Pty) {
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    pty.assert_restored();
}

/// Forty paragraphs, each with its number.
fn long() -> String {
    (1..=40).map(|number| format!("Paragraph {number} has a few words.\n\n")).collect()
}

/// A corpus of these pairs, with a text for each letter.
fn corpus(pairs: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(&[]);
    for letter in ["a", "b", "c", "d"] {
        folder.write(&format!("texts/{letter}.txt"), format!("The text {letter} counts 12 men.\n"));
    }
    folder.write("annotations/corpus.ron", format!("(format: 1, texts: \"texts\", pairs: {pairs:?})"));
    folder
}

// Keeping

#[test]
fn a_tag_is_on_disk_when_it_says_saved() {
    let folder = two();
    let mut pty = opened(&folder);
    pty.send("f");
    pty.wait_for_saved("tagged: figure");
    let tag = folder.layer("left.txt").tags.remove(0);
    let expected = format!(
        r#"(
    format: 1,
    document: (path: "left.txt", sha256: "28d0f3e1ca5d99ccccf73598fb686f4a50dd463a6390870bc6e69f9de6fa3252", chars: 69),
    annotator: "ana",
    tags: [
        (id: "{}", label: "figure", start: 0, end: 11, quote: "About 1,500", prefix: "", suffix: " men are in Kursk, said the NIS.", at: "{}"),
    ],
    links: [],
    verdicts: [],
)
"#,
        tag.id, tag.at
    );
    assert_eq!(folder.read("annotations/left.txt.ana.ron"), expected);
    quit(&mut pty);
}

#[test]
fn tags_are_sorted_by_place_whatever_the_order_they_were_made_in() {
    let folder = two();
    let mut pty = opened(&folder);
    pty.send(")sggc0fGvbs<Tab>sf");
    pty.wait_for_saved("2 tags");
    quit(&mut pty);
    let tags = |text: &str| {
        let tags = folder.layer(text).tags.into_iter().map(|tag| (tag.label, tag.quote));
        tags.collect::<Vec<_>>()
    };
    let pair = |label: &str, quote: &str| (label.to_string(), quote.to_string());
    let claim = pair("claim", "About 1,500 men are in Kursk, said the NIS.");
    assert_eq!(
        tags("left.txt"),
        [pair("figure", "About 1,500"), claim, pair("source", "Seoul"), pair("source", "end.")]
    );
    assert_eq!(tags("right.txt"), [pair("figure", "approximately 10,000"), pair("source", "NATO")]);
}

#[test]
fn everything_is_found_again_as_it_was_left() {
    let folder = Folder::new(&[("left.txt", &long()), ("right.txt", &long())]);
    let mut pty = opened(&folder);
    pty.send("12}wvfG<Tab>7}www");
    pty.wait_for_saved("1 tag");
    pty.send("<Tab>{{{{<Tab>");
    let (screen, right) = (pty.wait_for_silence(SILENCE), pty.cursor());
    pty.send("<Tab>");
    pty.wait_for_silence(SILENCE);
    let left = pty.cursor();
    assert!(screen.contains("Paragraph 36") && screen.contains("Paragraph 8"), "{screen}");
    quit(&mut pty);

    let mut pty = opened(&folder);
    let again = pty.wait_for_text("1 tag ");
    let page = |screen: &str| screen.lines().take(22).map(str::to_string).collect::<Vec<_>>();
    assert_eq!(page(&again), page(&screen));
    assert_eq!(pty.cursor(), left);
    pty.send("<Tab>");
    pty.wait_for_silence(SILENCE);
    assert_eq!(pty.cursor(), right);
    quit(&mut pty);
    assert_eq!(folder.files().len(), 4, "places are not kept among the annotations: {:?}", folder.files());
}

#[test]
fn offsets_are_true_behind_emoji_on_terminals_of_either_width() {
    let line = "zz⚡️CDEF 📹 and 23 of 32 allies 🇺🇦 agree.";
    for model in [Model::Wide, Model::Narrow] {
        let folder = Folder::new(&[("a.txt", &format!("👨\u{200d}👩\u{200d}👧\n{}", format!("{line}\n").repeat(40)))]);
        let mut pty = folder.program(&["a.txt"]).model(model).start();
        pty.wait_for_text(line);
        pty.send("jf2lvls");
        pty.wait_for_saved("tagged: source");
        pty.send("j<C-d><C-d>kk<C-u>");
        pty.wait_for(|screen| {
            let rows = screen.lines().skip(1).take(21).map(str::trim).filter(|row| !row.is_empty());
            let rows: Vec<&str> = rows.collect();
            rows.len() > 9 && rows.iter().all(|row| *row == line)
        });
        quit(&mut pty);
        let quotes: Vec<_> = folder.layer("a.txt").tags.into_iter().map(|tag| tag.quote).collect();
        assert_eq!(quotes, ["⚡️C", "23 of 32"], "{model:?}");
    }
}

#[test]
fn a_layer_is_called_after_its_annotator() {
    let name = "[user]\nname = Ana María López\n";
    for (args, variable, annotator) in [
        (["left.txt"].as_slice(), "", "Ana-María-López"),
        (&["left.txt"], "Чорнило", "Чорнило"),
        (&["left.txt", "--annotator", "ben_2"], "Чорнило", "ben_2"),
    ] {
        let folder = two();
        fs::write(folder.home().join(".gitconfig"), name).unwrap();
        let mut pty = folder.program(args).env("DIPTYCH_ANNOTATOR", variable).start();
        pty.wait_for_text("0 tags");
        pty.send("f");
        pty.wait_for_saved("tagged: figure");
        quit(&mut pty);
        let layer = folder.read(&format!("annotations/left.txt.{annotator}.ron"));
        assert!(layer.contains("start: 0, end: 11"), "{layer}");
    }
}

#[test]
fn a_text_without_tags_gets_no_file() {
    let folder = two();
    let before = folder.files();
    let mut pty = opened(&folder);
    pty.send("jjl/Kursk<CR>nv$");
    pty.wait_for_text("selecting");
    pty.send("<Esc>");
    pty.wait_until_gone("selecting");
    pty.send("<Tab>gg?q:theme<CR>u");
    pty.wait_for_text("nothing to undo");
    quit(&mut pty);
    assert_eq!(folder.files(), before);
}

#[test]
fn undone_to_nothing_the_layer_is_an_empty_one_and_done_again_it_is_the_same_to_the_byte() {
    let folder = two();
    let mut pty = opened(&folder);
    pty.send("c");
    pty.wait_for_saved("tagged: claim");
    let before = folder.files();
    pty.send("u");
    pty.wait_for_saved("undone: claim");
    assert_eq!(folder.layer("left.txt").tags.len(), 0);
    pty.send("<C-r>");
    pty.wait_for_saved("redone: claim");
    assert_eq!(folder.files(), before);
    quit(&mut pty);
}

#[test]
fn a_link_runs_across_and_is_kept_where_it_begins() {
    let folder = two();
    let mut pty = opened(&folder);
    pty.send("f<Tab>f<Tab><CR>r");
    pty.wait_for_text("contradicts");
    pty.send("differs<CR>");
    pty.wait_for_text("differs from “approximately 10,000”?");
    pty.send("]<CR>");
    pty.wait_for_saved("linked: “About 1,500” differs from “approximately 10,000”");
    quit(&mut pty);
    let (mut left, right) = (folder.layer("left.txt"), folder.layer("right.txt"));
    let link = left.links.remove(0);
    assert_eq!((link.kind.as_str(), link.document.as_str()), ("differs from", "right.txt"));
    assert_eq!((&link.from, &link.to), (&left.tags[0].id, &right.tags[0].id));
    assert!(left.links.is_empty() && right.links.is_empty());

    let mut pty = opened(&folder);
    pty.send("<Tab>]");
    pty.wait_for_text("← differs from");
    pty.send("p");
    pty.wait_for_text("figure “About 1,500” · differs from");
    quit(&mut pty);
}

#[test]
fn a_note_is_typed_and_pasted_and_runs_no_command() {
    let folder = two();
    let mut pty = opened(&folder);
    pty.send("f<CR>m");
    pty.wait_for_text("keep");
    pty.send("quit? x u :q");
    pty.send("<CR>");
    pty.paste("cfs q\r\n:quit-unsaved\nx\u{1b}[31m\u{7}é漢⚡️");
    pty.wait_for_text("漢");
    pty.send("<Esc>");
    pty.wait_for_saved("note to figure");
    let tags = folder.layer("left.txt").tags;
    assert_eq!(tags.len(), 1);
    assert_eq!(tags[0].note, "quit? x u :q\ncfs q\n:quit-unsaved\nx[31mé漢⚡️");
    quit(&mut pty);
}

/// As a slow line delivers them: the ESC of a sequence first, the rest after a pause in milliseconds.
fn send_in_pieces(pty: &mut pty::Pty, rest: &[u8], pause: u64) {
    pty.write(b"\x1b");
    std::thread::sleep(Duration::from_millis(pause));
    pty.write(rest);
}

#[test]
fn a_key_or_a_paste_that_comes_in_pieces_runs_no_command() {
    let folder = two();
    let before = folder.files();
    let mut pty = opened(&folder);
    for pause in [40, 80, 300] {
        send_in_pieces(&mut pty, b"[C", pause);
        send_in_pieces(&mut pty, b"[200~cfs\rq:quit\r\x1b[201~", pause);
        std::thread::sleep(Duration::from_millis(1100));
    }
    pty.send("/Kursk<CR>");
    pty.wait_for_text("Kursk");
    quit(&mut pty);
    assert_eq!(folder.files(), before);
}

#[test]
fn pasted_text_runs_no_command_anywhere() {
    let folder = two();
    let before = folder.files();
    let mut pty = opened(&folder);
    pty.paste("cfsvq:quit\nq");
    pty.wait_for_text("pasted text goes into notes and prompts only");
    pty.send("/");
    pty.paste("Seoul\nq");
    pty.wait_for_text("/Seoulq");
    pty.send("<BS><CR>t");
    pty.wait_for_text("type to filter");
    pty.paste("q\r\nq");
    pty.wait_for_text("› qq");
    pty.send("<Esc>");
    pty.wait_until_gone("› qq");
    quit(&mut pty);
    assert_eq!(folder.files(), before);
}

#[test]
fn a_signal_right_after_a_tag_leaves_it_on_disk_and_the_terminal_as_found() {
    for (name, number) in [("TERM", 15), ("HUP", 1), ("INT", 2), ("QUIT", 3)] {
        let folder = two();
        let mut pty = opened(&folder);
        pty.send("c<Tab>f");
        pty.wait_for_text("tagged: figure");
        pty.signal(name);
        assert_eq!(pty.exit_code(), 128 + number, "{name}");
        pty.assert_restored();
        assert_eq!((folder.layer("left.txt").tags.len(), folder.layer("right.txt").tags.len()), (1, 1), "{name}");
    }
}

#[test]
fn closing_the_window_right_after_a_tag_leaves_it_on_disk() {
    let folder = two();
    let mut pty = opened(&folder);
    pty.send("c<Tab>f");
    pty.wait_for_text("tagged: figure");
    pty.hang_up();
    pty.exit_code();
    assert_eq!((folder.layer("left.txt").tags.len(), folder.layer("right.txt").tags.len()), (1, 1));
}

#[test]
fn a_note_that_is_being_typed_is_kept_when_the_program_is_ended_from_outside() {
    let ways: [fn(&mut Pty); 3] = [|pty| pty.signal("TERM"), |pty| pty.signal("HUP"), Pty::hang_up];
    for leave in ways {
        let folder = two();
        let mut pty = opened(&folder);
        pty.send("c]mfirst");
        pty.wait_for_text("first");
        pty.send("<CR>and last");
        pty.wait_for_text("and last");
        leave(&mut pty);
        pty.exit_code();
        assert_eq!(folder.layer("left.txt").tags[0].note, "first\nand last");
    }
}

#[test]
fn a_long_save_under_way_is_waited_for() {
    let ways: [fn(&mut Pty); 3] = [|pty| pty.send("q"), |pty| pty.signal("TERM"), Pty::hang_up];
    for leave in ways {
        let folder = Folder::new(&[("a.txt", &"About 12 men. ".repeat(5000))]);
        let mut pty = folder.start(&["a.txt"]);
        pty.wait_for_text("About 12 men");
        pty.send("wf<CR>a");
        pty.wait_for_text("tagged: figure on 4999 ×");
        leave(&mut pty);
        pty.exit_code();
        assert_eq!(folder.layer("a.txt").tags.len(), 5000);
    }
}

#[test]
fn killed_outright_what_was_saved_is_there() {
    let folder = two();
    let mut pty = opened(&folder);
    pty.send("c");
    pty.wait_for_saved("tagged: claim");
    pty.signal("KILL");
    pty.exit_code();
    assert_eq!(folder.layer("left.txt").tags.len(), 1);
    let names: Vec<_> = folder.files().into_iter().map(|(path, _)| path).collect();
    assert_eq!(names.len(), 4, "nothing temporary is left: {names:?}");
}

// Two hands

#[test]
fn two_windows_on_one_text_hear_of_each_other_and_lose_nothing() {
    let folder = two();
    let (mut one, mut other) = (opened(&folder), opened(&folder));
    one.send("f");
    one.wait_for_saved("tagged: figure");
    other.wait_for_text("a change to left.txt came from elsewhere");
    other.send(")s");
    other.wait_for_saved("2 tags");
    one.wait_for_saved("2 tags");
    one.send("]x");
    one.wait_for_saved("removed figure");
    other.wait_for_saved("1 tag ");
    other.send("u");
    one.wait_for_saved("0 tags");
    quit(&mut one);
    quit(&mut other);
    assert_eq!(folder.layer("left.txt").tags.len(), 0);
}

#[test]
fn two_hands_that_tag_at_the_same_time_end_with_the_tags_of_both() {
    let folder = Folder::new(&[("a.txt", &"About 12 men came.\n".repeat(40))]);
    let (mut one, mut other) = (folder.start(&["a.txt"]), folder.start(&["a.txt"]));
    one.wait_for_text("0 tags");
    other.wait_for_text("0 tags");
    other.send("G");
    for _ in 0..15 {
        one.send("fj");
        other.send("fk");
        std::thread::sleep(Duration::from_millis(7));
    }
    one.wait_for_saved("30 tags");
    other.wait_for_saved("30 tags");
    quit(&mut one);
    quit(&mut other);
    assert_eq!(folder.layer("a.txt").tags.len(), 30);
}

#[test]
fn a_layer_that_was_broken_meanwhile_is_not_written_over() {
    let folder = two();
    let mut pty = opened(&folder);
    pty.send("f");
    pty.wait_for_saved("tagged: figure");
    let good = folder.read("annotations/left.txt.ana.ron");
    let broken = "(format: 1, <<<<<<< HEAD";
    folder.write("annotations/left.txt.ana.ron", broken);
    pty.send("c");
    pty.wait_for_text("not saved: another program changed it, and it cannot be read: ");
    assert_eq!(folder.read("annotations/left.txt.ana.ron"), broken);
    folder.write("annotations/left.txt.ana.ron", good);
    pty.wait_for_saved("2 tags");
    quit(&mut pty);
    assert_eq!(folder.layer("left.txt").tags.len(), 2);
}

#[test]
fn who_has_changed_nothing_can_leave_whatever_others_have_written() {
    let folder = two();
    let mut pty = opened(&folder);
    folder.write("annotations/left.txt.ana.ron", "broken");
    std::thread::sleep(Duration::from_millis(1000));
    quit(&mut pty);
    assert_eq!(folder.read("annotations/left.txt.ana.ron"), "broken");
}

#[test]
fn a_file_that_was_broken_meanwhile_can_be_set_aside() {
    let folder = two();
    let mut pty = opened(&folder);
    folder.write("annotations/left.txt.ana.ron", "broken");
    pty.send("c");
    pty.wait_for_text("not saved: another program changed it");
    pty.send(":set-aside<CR>");
    pty.wait_for_saved("left.txt.ana.ron.aside");
    quit(&mut pty);
    assert_eq!(folder.layer("left.txt").tags.len(), 1);
    assert_eq!(folder.read("annotations/left.txt.ana.ron.aside"), "broken");
}

// A layer that does not read

/// A folder whose left layer was cut off within its second record.
fn damaged() -> (Folder, String) {
    let folder = two();
    let mut pty = opened(&folder);
    pty.send("cf");
    pty.wait_for_saved("2 tags");
    quit(&mut pty);
    let whole = folder.read("annotations/left.txt.ana.ron");
    let cut = whole[..whole.rfind("suffix").unwrap()].to_string();
    folder.write("annotations/left.txt.ana.ron", &cut);
    (folder, cut)
}

#[test]
fn a_layer_that_does_not_read_can_be_looked_at() {
    let (folder, cut) = damaged();
    let mut pty = folder.start(&["left.txt", "right.txt"]);
    let screen = pty.wait_for_text("cannot be read: what now?");
    assert!(screen.contains("left.txt.ana.ron:") && screen.contains("recover 1 tag"), "{screen}");
    pty.send("<Enter>");
    pty.wait_for_text("shown read only");
    pty.send("s");
    pty.wait_for_text("nothing can be changed here");
    pty.send("<Tab>f");
    pty.wait_for_saved("tagged: figure");
    quit(&mut pty);
    assert_eq!(folder.read("annotations/left.txt.ana.ron"), cut);
    assert_eq!(folder.layer("right.txt").tags.len(), 1);
}

#[test]
fn a_layer_that_does_not_read_can_be_recovered() {
    let (folder, cut) = damaged();
    let mut pty = folder.start(&["left.txt", "right.txt"]);
    pty.wait_for_text("cannot be read: what now?");
    pty.send("<Down><Enter>");
    pty.wait_for_saved("one record could not be read");
    pty.send("s");
    pty.wait_for_saved("2 tags");
    quit(&mut pty);
    assert_eq!(folder.layer("left.txt").tags.len(), 2);
    assert_eq!(folder.read("annotations/left.txt.ana.ron.aside"), cut);
    let kept = cut[cut.rfind("(id:").unwrap()..].trim_end().replace('"', "\\\"");
    assert!(folder.read("annotations/left.txt.ana.ron").contains(&kept), "the rest is kept to the letter: {kept}");
}

#[test]
fn a_layer_that_does_not_read_can_be_set_aside() {
    let (folder, cut) = damaged();
    let mut pty = folder.start(&["left.txt", "right.txt"]);
    pty.wait_for_text("cannot be read: what now?");
    pty.send("<Down><Down><Enter>");
    pty.wait_for_text("the old file is");
    pty.send("s");
    pty.wait_for_saved("1 tag ");
    quit(&mut pty);
    assert_eq!((folder.layer("left.txt").tags.len(), folder.read("annotations/left.txt.ana.ron.aside")), (1, cut));
}

#[test]
fn a_newer_layer_can_be_looked_at_or_set_aside_but_not_recovered() {
    let (folder, cut) = damaged();
    let newer = format!("(format: 7, {}", &cut[cut.find("document").unwrap()..]).replacen("tags: [", "tags: []", 1);
    let newer = format!("{})", &newer[..newer.find("tags: []").unwrap()]);
    folder.write("annotations/left.txt.ana.ron", &newer);
    let mut pty = folder.start(&["left.txt", "right.txt"]);
    let screen = pty.wait_for_text("its format is 7");
    assert!(!screen.contains("recover") && screen.contains("set it aside"), "{screen}");
    pty.send("<Esc>");
    pty.wait_until_gone("what now?");
    pty.send("c");
    pty.wait_for_text("nothing can be changed here");
    quit(&mut pty);
    assert_eq!(folder.read("annotations/left.txt.ana.ron"), newer);
}

#[test]
fn a_text_that_changes_while_it_is_read_is_read_anew() {
    let folder = two();
    let mut pty = opened(&folder);
    pty.send("f");
    pty.wait_for_saved("tagged: figure");
    let old = folder.layer("left.txt").tags[0].start;
    folder.write("left.txt", format!("A new line.\n{}", folder.read("left.txt")));
    pty.wait_for_text("left.txt has changed on the disk; g r reloads it");
    pty.send("gr");
    pty.wait_for_text("A new line.");
    pty.send("!");
    pty.wait_for_text("1 moved");
    pty.send("<A-y><Esc>");
    pty.wait_for_saved("1 tag ");
    quit(&mut pty);
    assert_eq!(folder.layer("left.txt").tags[0].start, old + 12);
}

#[test]
fn what_cannot_be_saved_where_it_belongs_is_saved_elsewhere() {
    let folder = two();
    let mut pty = folder.program(&["left.txt", "right.txt"]).size(160, 24).start();
    pty.wait_for_text("right.txt");
    folder.write("annotations", "in the way");
    pty.send("c");
    pty.wait_for_text("not saved: ");
    pty.send(":save-elsewhere<CR>");
    pty.paste(&folder.path("no/such").display().to_string());
    pty.send("<CR>");
    pty.wait_for_text("cannot be created");
    pty.send(":save-elsewhere<CR>");
    pty.paste(&folder.path("other").display().to_string());
    pty.send("<CR>");
    pty.wait_for_text("it belongs in");
    quit(&mut pty);
    fs::remove_file(folder.path("annotations")).unwrap();
    fs::create_dir(folder.path("annotations")).unwrap();
    fs::rename(folder.path("other/left.txt.ana.ron"), folder.path("annotations/left.txt.ana.ron")).unwrap();
    assert_eq!(folder.layer("left.txt").tags.len(), 1);
}

// The corpus

#[test]
fn a_corpus_of_one_pair_is_opened_at_once() {
    let folder = corpus(&[("b.txt", "a.txt")]);
    let mut pty = folder.start(&[]);
    let screen = pty.wait_for_text("The text a");
    assert!(screen.starts_with(" b.txt"), "{screen}");
    pty.send("f");
    pty.wait_for_saved("tagged: figure");
    quit(&mut pty);
    assert_eq!(folder.layer("texts/b.txt").tags[0].quote, "12");
}

#[test]
fn of_several_pairs_there_is_a_list_that_opens_them_and_comes_back() {
    let folder = corpus(&[("a.txt", "b.txt"), ("c.txt", "d.txt"), ("a.txt", "gone.txt")]);
    let mut pty = folder.start(&[]);
    let row = |pty: &Pty, pair: &str, progress: &str| {
        pty.wait_for(|screen| screen.lines().any(|row| row.contains(pair) && row.contains(progress)))
    };
    row(&pty, "a.txt  ⟷  b.txt", "not begun");
    pty.send("<CR>");
    pty.wait_for_text("The text b");
    pty.send("f");
    pty.wait_for_saved("tagged: figure");
    pty.send("P");
    row(&pty, "a.txt  ⟷  b.txt", "1 + 0 tags");
    row(&pty, "c.txt  ⟷  d.txt", "not begun");
    pty.send("<Down><CR>");
    pty.wait_for_text("The text d");
    pty.send("<Tab>fu");
    pty.wait_for_saved("undone: figure");
    pty.send("u");
    pty.wait_for_text("The text a");
    pty.wait_for_saved("undone: figure");
    assert_eq!(folder.layer("texts/a.txt").tags.len(), 0);
    pty.send("P<Down><Down><CR>");
    pty.wait_for_text(" there is no ");
    pty.send("<Esc>");
    pty.wait_until_gone("pairs in this corpus");
    quit(&mut pty);
}

#[test]
fn a_folder_of_two_texts_is_a_pair() {
    let folder = two();
    let mut pty = folder.start(&[]);
    pty.wait_for_text("North Korea sent");
    pty.send("<Tab>f");
    pty.wait_for_saved("tagged: figure");
    quit(&mut pty);
    assert_eq!(folder.layer("right.txt").tags[0].quote, "approximately 10,000");
}

#[test]
fn of_three_texts_there_is_a_list() {
    let folder = Folder::new(&[("a.txt", "one"), ("b.md", "two"), ("c.txt", "three")]);
    let mut pty = folder.start(&[]);
    pty.wait_for_text("b.md");
    pty.send("c.txt<CR>");
    pty.wait_for_text("three");
    quit(&mut pty);
    let mut pty = folder.start(&[]);
    pty.wait_for_text("Esc quit");
    pty.send("<Esc>");
    assert_eq!(pty.exit_code(), 0);
}

// What goes wrong

#[test]
fn what_cannot_be_saved_is_said_kept_and_saved_later() {
    let folder = two();
    let mut pty = folder.program(&["left.txt", "right.txt"]).size(160, 24).start();
    pty.wait_for_text("right.txt");
    pty.send("c");
    pty.wait_for_saved("tagged: claim");
    fs::rename(folder.path("annotations"), folder.path("away")).unwrap();
    folder.write("annotations", "in the way");
    pty.send("<Tab>f");
    pty.wait_for_text("not saved: a file stands where its folder should be (right.txt.ana.ron)");
    pty.send("q");
    pty.wait_for_text("not saved: Ctrl-s tries again, :save-elsewhere, :quit-unsaved (right.txt)");
    assert!(!pty.has_ended());
    fs::remove_file(folder.path("annotations")).unwrap();
    fs::rename(folder.path("away"), folder.path("annotations")).unwrap();
    pty.send("<C-s>");
    pty.wait_for_saved("1 tag ");
    quit(&mut pty);
    assert_eq!((folder.layer("left.txt").tags.len(), folder.layer("right.txt").tags.len()), (1, 1));
}

#[test]
fn the_next_change_saves_what_could_not_be_saved() {
    let folder = two();
    let mut pty = opened(&folder);
    fs::create_dir_all(folder.path("annotations/left.txt.ana.ron")).unwrap();
    pty.send("c");
    pty.wait_for_text("not saved: a folder stands in its place");
    fs::remove_dir(folder.path("annotations/left.txt.ana.ron")).unwrap();
    pty.send("f");
    pty.wait_for_saved("2 tags");
    quit(&mut pty);
    assert_eq!(folder.layer("left.txt").tags.len(), 2);
}

#[test]
fn one_can_leave_without_saving_but_must_say_so() {
    let folder = two();
    let mut pty = opened(&folder);
    folder.write("annotations", "in the way");
    let before = folder.files();
    pty.send("c");
    pty.wait_for_text("not saved: ");
    for key in ["q", "<Esc>", "<C-s>"] {
        pty.send(key);
        pty.wait_for_silence(SILENCE);
        pty.wait_for_text("not saved");
    }
    pty.send(":quit-unsaved<CR>");
    assert_eq!(pty.exit_code(), 0);
    pty.assert_restored();
    assert_eq!(folder.files(), before);
}

#[test]
fn a_layer_that_is_a_symbolic_link_stays_one() {
    let folder = two();
    fs::create_dir(folder.path("elsewhere")).unwrap();
    fs::create_dir(folder.path("annotations")).unwrap();
    let link = folder.path("annotations/left.txt.ana.ron");
    std::os::unix::fs::symlink("../elsewhere/ana.ron", &link).unwrap();
    let mut pty = opened(&folder);
    pty.send("c");
    pty.wait_for_saved("tagged: claim");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(folder.read("elsewhere/ana.ron"), folder.read("annotations/left.txt.ana.ron"));
    fs::remove_dir_all(folder.path("elsewhere")).unwrap();
    pty.send("f");
    pty.wait_for_text("not saved: its folder is gone (left.txt.ana.ron)");
    fs::create_dir(folder.path("elsewhere")).unwrap();
    pty.send("<C-s>");
    pty.wait_for_saved("2 tags");
    quit(&mut pty);
    assert_eq!(folder.layer("left.txt").tags.len(), 2);
}

#[test]
fn control_c_loses_nothing() {
    let folder = two();
    let mut pty = opened(&folder);
    pty.send("c<C-c>");
    pty.wait_for_saved("there is nothing to leave: ? shows the keys, q leaves the program");
    pty.send("v");
    pty.wait_for_text("selecting");
    pty.send("<C-c>");
    pty.wait_until_gone("selecting");
    pty.send("v/Kursk<C-c>:<C-c>?<C-c>");
    pty.wait_for_silence(SILENCE);
    assert!(!pty.has_ended());
    pty.send("<Esc>");
    pty.wait_for_silence(SILENCE); // or else Esc and q are Alt-q
    quit(&mut pty);
    assert_eq!(folder.layer("left.txt").tags.len(), 1);
}

#[test]
fn control_z_gives_the_shell_back_and_fg_returns_with_all_as_it_was() {
    let folder = two();
    let shell = Pty::new("bash").args(["--norc", "--noprofile", "-i"]).env("PS1", "$ ").size(120, 24);
    let mut pty = shell.dir(folder.path("")).env("DIPTYCH_ANNOTATOR", "ana").start();
    pty.wait_for_text("$");
    pty.send(&format!("{} left.txt right.txt<CR>", env!("CARGO_BIN_EXE_diptych")));
    pty.wait_for_text("North Korea");
    pty.send("c<C-z>");
    pty.wait_for_text("Stopped");
    assert!(!pty.modes().alternate_screen && !pty.modes().mouse && !pty.modes().cursor_hidden);
    assert_eq!(folder.layer("left.txt").tags.len(), 1);
    pty.send("clear; fg<CR>");
    let screen = pty.wait_for(|screen| screen.starts_with(" left.txt"));
    assert!(screen.contains("North Korea") && screen.contains("1 tag ") && !screen.contains("fg"), "{screen}");
    pty.send("f");
    pty.wait_for_saved("2 tags");
    pty.send("q");
    pty.wait_for(|screen| screen.ends_with('$'));
    assert_eq!(folder.layer("left.txt").tags.len(), 2);
}

// The screen, the mouse, the clipboard

#[test]
fn resizing_keeps_the_text_in_view() {
    let folder = Folder::new(&[("left.txt", &long()), ("right.txt", &long())]);
    let mut pty = opened(&folder);
    pty.send("20}");
    let before = pty.wait_for_text("Paragraph 21");
    for (columns, rows) in [(60, 24), (200, 50), (120, 24)] {
        assert!(pty.resize_and_wait(columns, rows).contains("Paragraph 21"), "{columns} × {rows}\n{}", pty.screen());
    }
    assert_eq!(pty.screen(), before, "there and back");
    for (columns, rows) in [(40, 9), (30, 3), (9, 2), (1, 1), (300, 8), (120, 24)] {
        let screen = pty.resize_and_wait(columns, rows);
        assert!(screen.contains("Paragraph 21") || columns < 10, "{columns} × {rows}\n{screen}");
    }
    quit(&mut pty);
}

#[test]
fn the_mouse_clicks_drags_takes_words_scrolls_and_moves_the_divider() {
    let folder = Folder::new(&[("left.txt", LEFT), ("right.txt", &long())]);
    let mut pty = opened(&folder);
    pty.click(18, 1);
    pty.wait_for_silence(SILENCE);
    assert_eq!(pty.cursor(), (18, 1));
    pty.drag((6, 1), (14, 1));
    pty.send("s");
    pty.wait_for_saved("tagged: source on “out 1,500”");
    pty.click(28, 1);
    pty.click(28, 1);
    pty.send("s");
    pty.wait_for_saved("tagged: source on “Kursk”");
    pty.click(6, 4);
    pty.click(6, 4);
    pty.click(6, 4);
    pty.send("c");
    pty.wait_for_saved("tagged: claim on “The end.”");
    pty.wheel(80, 5, 2);
    let screen = pty.wait_until_gone("Paragraph 3 ");
    assert!(screen.contains("About 1,500") && screen.contains("Paragraph 4 "), "{screen}");
    pty.drag((60, 5), (80, 9));
    pty.wait_for(|screen| screen.lines().take(22).all(|row| row.chars().nth(80) == Some('│')));
    pty.click(90, 3);
    pty.send("c");
    pty.wait_for_saved("tagged: claim");
    quit(&mut pty);
    assert_eq!((folder.layer("left.txt").tags.len(), folder.layer("right.txt").tags.len()), (3, 1));
}

#[test]
fn a_selection_is_copied_to_the_clipboard() {
    let folder = Folder::new(&[("a.txt", "⚡️ 5 %\nof all")]);
    let mut pty = folder.start(&["a.txt"]);
    pty.wait_for_text("of all");
    pty.send("vGY");
    pty.wait_for_text("copied: “⚡️ 5 % of all”");
    assert!(pty.raw_text().contains("\x1b]52;c;4pqh77iPIDUgJQpvZiBhbGw="), "{:?}", pty.raw_text());
    pty.send("<Esc>");
    pty.wait_until_gone("copied");
    quit(&mut pty);
}

/// What a text, a name, a note or a label might hold to drive a terminal or to mislead a reader.
const HOSTILE: &str = "red \u{1b}[31;45;7m title \u{1b}]0;owned\u{7} clip \u{1b}]52;c;b3duZWQ=\u{7} reset \u{1b}c \
    dcs \u{1b}P1$r\u{1b}\\ ask \u{1b}[5n\u{1b}[6n c1 \u{9b}31m\u{9d}0;owned\u{9c}\u{85} back \u{8}\u{8}\u{8} bell \u{7} \
    bidi \u{202e}evil\u{202c}\u{2066}x\u{2069} rubout \u{7f}";

#[test]
fn no_byte_of_a_hostile_text_name_note_or_label_drives_the_terminal() {
    let name = "a\u{1b}[31;45;7m\u{7}\u{202e}\n.txt";
    let folder = Folder::new(&[(name, &format!("{HOSTILE}\0 end\n")), ("b.txt", RIGHT), ("annotations/g.md", HOSTILE)]);
    let label = format!("(name: \"claim\u{202e}\", key: \"c\", definition: {HOSTILE:?})");
    let link = "(name: \"like\u{202e}\")";
    folder.write(
        "annotations/corpus.ron",
        format!("(format: 1, guidelines: \"g.md\", labels: [{label}], links: [{link}])"),
    );
    let tag = |id: &str, start: usize, quote: &str| {
        format!(
            "(id: {id:?}, label: {HOSTILE:?}, start: {start}, end: {}, quote: {quote:?}, note: {HOSTILE:?}, \
             attributes: {{{HOSTILE:?}: {HOSTILE:?}}})",
            start + quote.chars().count()
        )
    };
    let (one, two) = (tag(HOSTILE, 0, "red"), tag("two", 4, "\u{1b}[31;45;7m title"));
    let link = format!("(id: \"l\", kind: {HOSTILE:?}, from: {HOSTILE:?}, to: \"two\", document: {HOSTILE:?})");
    let document = format!("(path: {name:?}, sha256: {HOSTILE:?}, chars: 1)");
    folder.write(
        &format!("annotations/{name}.ana.ron"),
        format!(
            "(format: 1, document: {document}, annotator: \"ana\", tags: [{one}, {two}], links: [{link}], verdicts: [])"
        ),
    );
    let mut pty = folder.start(&[name, "b.txt"]);
    pty.wait_for_text("North Korea");
    let tour = "] m <Esc> p L <CR> r <Esc> t <Esc> gd <Esc> ? <Esc> c u oooY <Esc> oo c / (\u{9b}31m <Esc> P <Esc>";
    for keys in tour.split(' ') {
        pty.send(keys);
        // A key right after Esc would be taken for a key with Alt.
        pty.wait_for_silence(if keys == "<Esc>" { SILENCE } else { Duration::from_millis(30) });
    }
    pty.paste(HOSTILE);
    pty.send("/");
    pty.paste(HOSTILE);
    pty.wait_for_silence(SILENCE);
    pty.send("<CR>");
    pty.wait_for_silence(SILENCE);
    // On a busy machine something may still be open.
    for _ in 0..2 {
        pty.send("<Esc>");
        pty.wait_for_silence(SILENCE);
    }
    quit(&mut pty);
    let raw = pty.raw_text();
    assert!(raw.contains("\x1b]2;diptych: "), "{raw:?}");
    for sent in ["\x1b[31;45;7m", "\x1b]0;", "b3duZWQ=\x07", "\x1bc", "\x1bP", "\x1b[5n", "\x1b[6n"] {
        assert!(!raw.contains(sent), "{sent:?} in {raw:?}");
    }
    // What remains without our own sequences holds nothing that a terminal obeys.
    let title = r"\x1b\]2;diptych: [^\p{Cc}\p{Cf}]*\x07";
    let ours = format!(r"\x1b\[[0-9;:?]*[A-Za-z]|{title}|\x1b\]52;c;[A-Za-z0-9+/=]*\x1b\\|[\r\n]");
    let rest = regex::Regex::new(&ours).unwrap().replace_all(&raw, "");
    let bidi = |c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let obeyed: String = rest.chars().filter(|c| c.is_control() || bidi(*c)).collect();
    assert!(obeyed.is_empty(), "{obeyed:?} in {rest:?}");
}
