//! Any text as a lab file: no panic, and every fault's place is in the file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use statelab::lab::{LabFiles, LabId, parse};
use statelab::source::Source;

fuzz_target!(|text: &str| {
    let Some(id) = LabId::new("x") else { unreachable!("a valid id") };
    if let Err(faults) = parse(id, Source::new("labs/x/lab.toml", text), LabFiles::default()) {
        assert!(!faults.found.is_empty());
        for fault in &faults.found {
            for span in [Some(fault.span), fault.related.map(|(span, _)| span)].into_iter().flatten() {
                assert!(span.start <= span.end && text.get(span.range()).is_some(), "{fault:?}");
            }
        }
    }
});
