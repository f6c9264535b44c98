//! Every shipped lab with its lesson taken out: its mounts, or its removals. Each must fail.

use std::fs;

use regex::{Captures, Regex};

use crate::harness::{Engine, Lab};

/// The lab file without any mount on its `docker run` lines.
fn without_mounts(text: &str) -> String {
    let run = Regex::new(r"docker run [^`\n]*").unwrap();
    let mount = Regex::new(r"(?:-v|--volume|--mount|--tmpfs)[ =]\S+ ").unwrap();
    run.replace_all(text, |line: &Captures| mount.replace_all(&line[0], "").into_owned()).into_owned()
}

/// The lab file with every removal turned into a restart; what was to be run again under the same
/// name is there already, and is started.
fn with_restarts(text: &str) -> String {
    let removal = Regex::new(r"docker rm (?:-[fv]+ )?([\w -]+)").unwrap();
    let mut restarted = Vec::new();
    let mut changed = String::new();
    for line in text.split_inclusive('\n') {
        if let Some(names) = removal.captures(line) {
            restarted.extend(names[1].split(' ').map(str::to_owned));
        }
        let mut line = removal.replace_all(line, "docker restart $1").into_owned();
        for name in &restarted {
            let run = Regex::new(&format!(r#"docker run [^"`]*--name {name} [^"`]*"#)).unwrap();
            line = run.replace_all(&line, format!("docker start {name}")).into_owned();
        }
        changed.push_str(&line);
    }
    changed
}

#[test]
fn every_lab_fails_when_its_lesson_is_taken_out() {
    let _engine = Engine::take();
    for folder in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/labs")).unwrap() {
        let folder = folder.unwrap();
        let Ok(text) = fs::read_to_string(folder.path().join("lab.toml")) else { continue };
        let variants = [without_mounts(&text), with_restarts(&text)];
        assert!(variants.iter().any(|variant| *variant != text), "{}", folder.path().display());
        for variant in variants.into_iter().filter(|variant| *variant != text) {
            let lab = Lab::shipped(folder.file_name().to_str().unwrap()).replacing(&text, &variant);
            let ended = lab.run();
            // Either seen, or read in the file before anything ran.
            let told = match ended.status() {
                Some(2) => "error[unknown-file]",
                _ => "Did not come out as the lab says",
            };
            ended.shows(told).leaves_nothing();
        }
    }
}
