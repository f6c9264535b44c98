//! `docker cp` in all its forms: by the docker program and by us, between twins.

use std::fmt::Write;
use std::fs;
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::permitted::{LEADS_NOWHERE, SET_USER};
use crate::twins::{Twins, shell};

/// What each case finds in its folder of the container, and in its folder of the workspace.
const TREE: &str = "\
mkdir -p d/sub e; echo $1 > f; echo $1 in d > d/a; echo deep > d/sub/b; echo 'a blank' > 'a b'; echo '#!' > s
chmod 640 f; chmod 600 d/sub/b; chmod 750 d; chmod 700 e; chmod 4755 s; chown 7:8 f; chown -R 9:10 d
ln -s f link; ln -s d dlink; ln -s a d/link; ln -s nowhere d/dangling; ln -s nowhere dangling
find . -exec touch -h -d @1700000000 {} +
";

/// Files into a container. `T` is the case's folder there, `W` the one of the workspace.
const INTO: &[&str] = &[
    "W/f box:T/f",
    "W/f box:T/new",
    "W/f box:T/d",
    "W/f box:T/d/",
    "W/f box:T/none/",
    "W/f box:T/none/x",
    "W/f box:T/f/",
    "W/f box:T/f/x",
    "W/f/ box:T/e",
    "W/f/. box:T/e",
    "W/missing box:T/e",
    "W/s box:T/new",
    "'W/a b' box:T/e",
    "W/d box:T/new",
    "W/d box:T/new/",
    "W/d box:T/e",
    "W/d/ box:T/e",
    "W/d/. box:T/e",
    "W/d/. box:T/new",
    "W/d/. box:T/d",
    "W/d box:T/f",
    "W/d/. box:T/f",
    "W/d box:T/none/new",
    "W/. box:T/e",
    "W/link box:T/e",
    "W/link box:T/new",
    "-L W/link box:T/e",
    "-L W/link box:T/new",
    "W/dlink box:T/new",
    "W/dlink/ box:T/new",
    "W/dlink/. box:T/e",
    "-L W/dlink box:T/new",
    "-L W/dlink box:T/e",
    "-L W/d box:T/new",
    "W/dangling box:T/new",
    "-L W/dangling box:T/new",
    "-a W/f box:T/new",
    "-a W/d box:T/new",
    "-a W/f box:T/f",
    "W/f box:T/link",
    "W/f box:T/dlink",
    "W/f box:T/dlink/",
    "W/d box:T/dlink",
    "W/f box:T/d/dangling",
    "W/f box:/vol/T",
    "W/d box:/vol/",
    "W/f box:onto",
    "- box:T/e",
    "- box:T/none",
    "- box:T/f",
];

/// A copy onto a link that leads nowhere.
const NOWHERE: &str = "box:T/f W/dangling";

/// Files out of a container.
const OUT: &[&str] = &[
    "box:T/f W/f",
    "box:T/f W/new",
    "box:T/f W/e",
    "box:T/f W/e/",
    "box:T/f W/none/",
    "box:T/f W/none/x",
    "box:T/f W/f/",
    "box:T/f W/f/x",
    "box:T/f/ W/e",
    "box:T/f/. W/e",
    "box:T/none W/e",
    "box:T/s W/new",
    "'box:T/a b' W/e",
    "box:T/d W/new",
    "box:T/d W/new/",
    "box:T/d W/e",
    "box:T/d/ W/e",
    "box:T/d/. W/e",
    "box:T/d/. W/new",
    "box:T/d/. W/d",
    "box:T/d W/f",
    "box:T/d/. W/f",
    "box:T/d W/none/new",
    "box:T/link W/e",
    "box:T/link W/new",
    "-L box:T/link W/e",
    "-L box:T/link W/new",
    "box:T/dlink W/new",
    "box:T/dlink/ W/new",
    "box:T/dlink/. W/e",
    "-L box:T/dlink W/new",
    "-L box:T/dlink W/e",
    "box:T/d/dangling W/new",
    "-L box:T/d/dangling W/new",
    "-a box:T/f W/new",
    "-a box:T/d W/new",
    "box:T/f W/link",
    "box:T/f W/dlink",
    "box:T/d W/dlink",
    NOWHERE,
    "box:/vol/seed W/new",
    "box:T/f -",
    "box:T/d -",
    "-L box:T/link -",
    "box:T/none -",
];

/// The same with the containers stopped.
const STOPPED: &[&str] = &[
    "W/f box:T/new",
    "W/d/. box:T/e",
    "W/f box:T/dlink",
    "-a W/d box:T/new",
    "W/f box:/vol/T",
    "W/f box:T/none/x",
    "box:T/d W/new",
    "-L box:T/dlink W/new",
    "box:/vol/seed W/new",
    "box:T/none W/e",
];

/// A case's line; `at` is its number.
fn line(at: usize, case: &str) -> String {
    let case = case.replace("box:", "twin-box:").replace("W/", &format!("w/{at}/"));
    format!("docker cp {}", case.replace(":T", &format!(":/t/{at}")).replace("vol/T", &format!("vol/{at}")))
}

/// A script that makes each case's folder below the current one; `$1` is a word of its own.
fn forest(cases: usize, word: &str) -> String {
    let last = cases - 1;
    format!("mkdir 0; cd 0; set -- {word}\n{TREE}cd ..; for at in $(seq {last}); do cp -a 0 $at; done\n")
}

/// All that is below a folder of a workspace: each file's path, mode, owner, time and content.
fn local(top: &Path, folder: &Path, tree: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let about = path.symlink_metadata().unwrap();
        let (mode, uid, gid) = (about.mode(), about.uid(), about.gid());
        let content = if about.is_symlink() {
            format!("-> {}", fs::read_link(&path).unwrap().display())
        } else if about.is_file() {
            format!("{} {:?}", about.mtime(), fs::read_to_string(&path).unwrap())
        } else {
            local(top, &path, tree);
            String::new()
        };
        let path = path.strip_prefix(top).unwrap().display();
        tree.push(format!("{path} {mode:o} {uid}:{gid} {content}"));
    }
}

/// The same of an archive.
fn packed(archive: &[u8], tree: &mut Vec<String>) {
    for entry in tar::Archive::new(archive).entries().unwrap() {
        let mut entry = entry.unwrap();
        let mut content = String::new();
        entry.read_to_string(&mut content).unwrap();
        let (path, link) = (entry.path().unwrap().into_owned(), entry.link_name().unwrap());
        let head = entry.header();
        let (mode, uid, gid) = (head.mode().unwrap(), head.uid().unwrap(), head.gid().unwrap());
        let kind = head.entry_type();
        let time = if kind.is_file() { head.mtime().unwrap() } else { 0 };
        let path = path.display();
        tree.push(format!("{path} {kind:?} {mode:o} {uid}:{gid} {time} {link:?} {content:?}"));
    }
}

/// What each side's container and workspace have.
fn trees(twins: &Twins) -> [Vec<String>; 2] {
    let mut trees = twins.folders().map(|folder| {
        let mut tree = Vec::new();
        local(&folder, &folder, &mut tree);
        tree
    });
    for path in ["/t", "/vol", "/onto"] {
        let archives = twins.look(&format!("docker cp twin-box:{path} -"));
        for (tree, archive) in trees.iter_mut().zip(archives) {
            packed(archive.output.as_bytes(), tree);
        }
    }
    for tree in &mut trees {
        tree.sort();
    }
    trees
}

#[test]
fn copies_are_the_same() {
    let cases: Vec<String> =
        [INTO, OUT, STOPPED].concat().iter().enumerate().map(|(at, case)| line(at, case)).collect();
    let make = "docker run -d --name twin-box -u 33 -v twin-vol:/vol nginx sleep 600".to_owned();
    let stop = "docker stop -t 0 twin-box".to_owned();
    let lines: Vec<String> = cases.iter().cloned().chain([make.clone(), stop.clone()]).collect();
    // A folder that comes out of a container: whoever reads the lab knows nothing of what is in it.
    let twins = Twins::new(&lines, &["docker cp twin-box:/w/. w", "docker create --name twin-box nginx"]);
    for folder in twins.folders() {
        let script = format!("mkdir w; cd w\n{}", forest(cases.len(), "workspace"));
        assert!(shell(&script, &folder).is_done());
    }
    twins.done(&make);
    let script = format!("mkdir /t; cd /t\n{}cp -a 0/. /vol/seed", forest(cases.len(), "container"));
    twins.inside("twin-box", &script);
    let mut played = cases.clone();
    played.insert(INTO.len() + OUT.len(), stop);
    let nowhere = OUT.iter().position(|case| *case == NOWHERE).unwrap() + INTO.len();
    let mut different = String::new();
    for (line, [theirs, mut ours]) in played.iter().zip(twins.all(&played)) {
        if *line == cases[nowhere] && theirs.is_done() {
            assert!(!ours.is_done(), "{} is met no more", LEADS_NOWHERE.what);
            ours = theirs.clone();
        }
        if theirs.is_done() != ours.is_done() || theirs.output != ours.output {
            writeln!(different, "{line}\n{theirs:?}\n{ours:?}").unwrap();
        }
    }
    let [mut theirs, mut ours] = trees(&twins);
    for tree in [&mut theirs, &mut ours] {
        tree.retain(|line| !line.starts_with(&format!("w/{nowhere}/")));
    }
    let bits = theirs.iter_mut().filter(|line| line.starts_with("w/") && line.contains(" 104755 "));
    let bits = bits.map(|line| *line = line.replace(" 104755 ", " 100755 ")).count();
    // Those that were there before have theirs still, on both sides.
    let ours_too = ours.iter_mut().filter(|line| line.starts_with("w/") && line.contains(" 104755 "));
    let ours_too = ours_too.map(|line| *line = line.replace(" 104755 ", " 100755 ")).count();
    assert_eq!((ours_too, bits > ours_too), (cases.len() - 1, true), "{}", SET_USER.what);
    let lines = |tree: &[String]| tree.join("\n");
    let tree = similar::TextDiff::from_lines(&lines(&theirs), &lines(&ours))
        .unified_diff()
        .context_radius(0)
        .to_string();
    assert!(different.is_empty() && tree.is_empty(), "{different}{tree}");
}
