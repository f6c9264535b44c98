//! Every shipped lab with its lesson taken out: its mounts, or its removals. Each must fail.

use std::fs;

use crate::harness::{Engine, Lab};
use crate::variants::{with_restarts, without_mounts};

#[test]
fn every_lab_fails_when_its_lesson_is_taken_out() {
    let _engine = Engine::any();
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
                _ => "Not as the lab expects",
            };
            ended.shows(told).leaves_nothing();
        }
    }
}
