//! Pictures: what a run or a replay draws beside its text, as SVG files.

use std::fs;
use std::path::{Path, PathBuf};

use roxmltree::{Document, Node};
use unicode_width::UnicodeWidthStr;

use crate::harness::{Engine, Lab, Output, files_below, finish, program};

/// Pixels that a column of text may take.
const COLUMN: usize = 9;

/// Draws the recording of a lab, without any engine.
fn replay(lang: &str, lab: &str, folder: &Path) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command = program(home.path());
    command.args(["--engine", "unix:///nowhere.sock", "--lang", lang, "--plain", "replay", lab]);
    command.arg("--pictures").arg(folder);
    finish(command)
}

/// The files of a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn number(node: Node<'_, '_>, name: &str) -> usize {
    node.attribute(name).unwrap_or_else(|| panic!("{name} of {node:?}")).parse().unwrap()
}

/// Where a node stands, with all the groups around it moved.
fn left(node: Node<'_, '_>) -> usize {
    let moved = node.ancestors().filter_map(|it| it.attribute("transform")).map(|moved| {
        let inner = moved.strip_prefix("translate(").unwrap();
        inner.split(' ').next().unwrap().parse::<usize>().unwrap()
    });
    node.attribute("x").map_or(0, |x| x.parse().unwrap()) + moved.sum::<usize>()
}

/// A picture that was read back: what it shows, and what a screen reader says.
struct Drawn {
    shown: Vec<String>,
    title: String,
    description: String,
}

/// Reads a picture, and holds what every one of them must: it is XML, in the language of the run, with
/// words for a screen reader, and no text is wider than its box or the picture.
fn drawn(path: &Path, lang: &str) -> Drawn {
    let text = fs::read_to_string(path).unwrap();
    let document =
        Document::parse(&text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", path.display()));
    let root = document.root_element();
    assert_eq!(root.tag_name().namespace(), Some("http://www.w3.org/2000/svg"));
    assert_eq!(root.attribute("role"), Some("img"));
    assert_eq!(root.attribute(("http://www.w3.org/XML/1998/namespace", "lang")), Some(lang));
    let named = |name: &str| -> Vec<Node<'_, '_>> {
        document
            .descendants()
            .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name)))
            .collect()
    };
    let said = |name: &str| named(name)[0].text().unwrap().trim().to_owned();
    let boxes: Vec<_> = named("rect").into_iter().filter(|it| it.attribute("class") == Some("box")).collect();
    let mut shown = Vec::new();
    for node in named("text") {
        let words = node.text().unwrap().trim().to_owned();
        let (start, end) = (left(node), left(node) + words.width() * COLUMN);
        assert!(end <= number(root, "width"), "{words} leaves {}", path.display());
        let group = node.parent();
        let holds = |it: &&Node<'_, '_>| {
            let (top, baseline) = (number(**it, "y"), number(node, "y"));
            it.parent() == group && top < baseline && baseline < top + number(**it, "height")
        };
        if let Some(frame) = boxes.iter().find(holds) {
            assert!(left(*frame) < start && end < left(*frame) + number(*frame, "width"), "{words}");
        }
        shown.push(words);
    }
    assert!(!boxes.is_empty() && !shown.is_empty());
    Drawn { shown, title: said("title"), description: said("desc") }
}

#[test]
fn each_step_that_changed_what_keeps_what_has_its_picture_in_both_languages() {
    for (lang, title, step, words) in [
        ("en", "A container forgets", "Throw the container away", ["your page", "container layer", "LOST"]),
        (
            "ko",
            "컨테이너는 기억하지 않는다",
            "컨테이너를 삭제하고",
            ["내 페이지", "컨테이너 레이어", "사라짐"],
        ),
    ] {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("not/there/yet");
        replay(lang, "nginx-stateless", &folder).exits(0).shows("3 ").shows(folder.to_str().unwrap());
        assert_eq!(
            names(&folder),
            ["nginx-stateless-2-copy.svg", "nginx-stateless-3-recreate.svg", "nginx-stateless-fates.svg"]
        );
        let recreate = drawn(&folder.join("nginx-stateless-3-recreate.svg"), lang);
        assert!(recreate.title.contains(title) && recreate.title.contains(step), "{}", recreate.title);
        assert!(recreate.shown.iter().any(|it| it.contains(step)));
        for word in &words[..2] {
            assert!(recreate.shown.iter().any(|it| it == word), "{word} in {:?}", recreate.shown);
            assert!(recreate.description.contains(word), "{word} in {}", recreate.description);
        }
        let fates = drawn(&folder.join("nginx-stateless-fates.svg"), lang);
        assert!(fates.shown.iter().any(|it| it == words[2]), "{:?}", fates.shown);
        assert!(fates.title.contains(title) && fates.description.contains("index.html"));
    }
}

#[test]
fn every_shipped_lab_can_be_drawn() {
    for lang in ["en", "ko"] {
        let folder = tempfile::tempdir().unwrap();
        for lab in crate::recordings::LABS {
            replay(lang, lab, folder.path()).exits(0);
            assert!(folder.path().join(format!("{lab}-fates.svg")).exists(), "{lab}");
        }
        let files = files_below(folder.path());
        assert!(files.len() > 2 * crate::recordings::LABS.len());
        for file in files {
            drawn(&file, lang);
        }
    }
}

#[test]
fn a_screen_reader_is_told_all_that_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    replay("en", "postgres-volume", folder.path()).exits(0);
    let remove = drawn(&folder.path().join("postgres-volume-4-remove.svg"), "en");
    assert_eq!(
        remove.description,
        "before\n   my-postgres (container layer): nothing of yours\n   \
         mydata (volume), mounted by my-postgres: mydb\n after\n   mydata (volume, unused): mydb"
    );
}

#[test]
fn a_picture_takes_the_place_of_a_picture_and_of_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("pictures");
    fs::create_dir(&folder).unwrap();
    let fates = folder.join("nginx-stateless-fates.svg");
    fs::write(&fates, "<svg>an older one</svg>").unwrap();
    replay("en", "nginx-stateless", &folder).exits(0).shows("3 pictures are in");
    drawn(&fates, "en");
    fs::write(&fates, "Dear reader\n").unwrap();
    fs::write(folder.join("other.txt"), "mine").unwrap();
    replay("en", "nginx-stateless", &folder)
        .exits(2)
        .shows("2 pictures are in")
        .shows(&format!("{} already exists and is not an SVG picture", fates.display()))
        .shows("Name another folder");
    assert_eq!(fs::read_to_string(&fates).unwrap(), "Dear reader\n");
    assert_eq!(fs::read_to_string(folder.join("other.txt")).unwrap(), "mine");
}

/// Asks for a run without any engine: it must not come so far as to look for one.
fn run(folder: &Path) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command = program(home.path());
    command.args(["--engine", "unix:///nowhere.sock", "--plain", "run", "--yes", "nginx-stateless"]);
    command.arg("--pictures").arg(folder);
    finish(command)
}

#[test]
fn where_no_picture_can_be_it_is_said_before_anything_runs() {
    let home = tempfile::tempdir().unwrap();
    let letter = home.path().join("letter");
    fs::write(&letter, "Dear reader\n").unwrap();
    let no_folder = format!("{} already exists and is not a folder", letter.display());
    replay("en", "nginx-stateless", &letter).exits(2).shows(&no_folder).shows_not("This is a recording");
    run(&letter).exits(2).shows(&no_folder).shows_not("No container engine");
    run(&letter.join("below")).exits(2).shows("No pictures could be written to");
    replay("en", "nginx-stateless", &letter.join("below")).exits(2).shows("Name a writable folder");
    assert_eq!(fs::read_to_string(&letter).unwrap(), "Dear reader\n");
    let folder = home.path().join("pictures");
    let taken = folder.join("nginx-stateless-3-recreate.svg");
    fs::create_dir_all(&taken).unwrap();
    run(&folder).exits(2).shows(&format!("{} already exists and is not an SVG", taken.display()));
    // Nothing is made where nothing runs.
    run(&home.path().join("new")).exits(3).shows("No container engine");
    assert!(!home.path().join("new").exists());
}

#[test]
fn an_id_out_of_a_recording_leads_out_of_no_folder() {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/labs/nginx-stateless/recording.jsonl");
    let golden = fs::read_to_string(golden).unwrap();
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("evil.jsonl");
    let lab = "\"lab\":\"nginx-stateless\"";
    assert!(golden.contains(lab) && golden.contains("\"recreate\""));
    let evil =
        golden.replace(lab, "\"lab\":\"../evil\"").replace("\"recreate\"", "\"/\\u001b]0;x\\u0007&<b>\"");
    fs::write(&file, evil).unwrap();
    let folder = home.path().join("pictures");
    let shown = replay("en", file.to_str().unwrap(), &folder).exits(0);
    assert!(!shown.text.contains('\u{1b}'), "{}", shown.text);
    let mut files = files_below(home.path());
    files.retain(|path| *path != file);
    assert!(files.len() == 3 && files.iter().all(|path| path.parent() == Some(&folder)), "{files:?}");
    for file in files {
        drawn(&file, "en");
    }
}

#[test]
fn a_run_draws_what_its_recording_draws() {
    let _engine = Engine::any();
    let lab = Lab::shipped("nginx-stateless");
    let (id, home) = (lab.id.clone(), tempfile::tempdir().unwrap());
    let of_run = home.path().join("run");
    let file = home.path().join("run.jsonl");
    let [pictures, record]: [&str; 2] = [&of_run, &file].map(|path: &PathBuf| path.to_str().unwrap());
    let lab = lab.with("--pictures").with(pictures).with("--record").with(record);
    lab.run().exits(0).shows(&format!("3 pictures are in {pictures}")).leaves_nothing();
    let of_replay = home.path().join("replay");
    replay("en", record, &of_replay).exits(0);
    assert_eq!(names(&of_run), ["2-copy", "3-recreate", "fates"].map(|of| format!("{id}-{of}.svg")));
    for name in names(&of_run) {
        let text = |folder: &Path| fs::read_to_string(folder.join(&name)).unwrap();
        assert_eq!(text(&of_run), text(&of_replay), "{name}");
        drawn(&of_run.join(&name), "en");
    }
}
