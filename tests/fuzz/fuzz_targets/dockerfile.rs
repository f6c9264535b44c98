//! Any text as a Dockerfile: no panic, an error's line is one of the file's, and no image has a blank, a quote or a
//! variable in its name.

#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use statelab::engine::dockerfile::{read, read_one};

fuzz_target!(|text: &str| {
    let arguments = BTreeMap::from([("A".to_owned(), Some("given".to_owned()))]);
    for read in [read(text, &arguments), read_one(text)] {
        match read {
            Ok(dockerfile) => {
                for image in dockerfile.images() {
                    let plain = |c: char| c.is_ascii_alphanumeric() || ".:/@_-".contains(c);
                    assert!(!image.is_empty() && image.chars().all(plain), "{image:?}");
                }
            }
            Err(unclear) => assert!((1..=text.lines().count().max(1)).contains(&unclear.line), "{unclear:?}"),
        }
    }
});
