//! Any text as a docker line behind Korean text: no panic, every fault's place is in the source,
//! and what is read prints a canonical line that is read as itself.

#![no_main]

use libfuzzer_sys::fuzz_target;
use statelab::command::parse;
use statelab::source::Located;

/// What stands before the line, so that a place counted in characters is wrong.
const BEFORE: &str = "제목 = '컨테이너는 잊는다 🐳'\nrun = '";

fuzz_target!(|line: &str| {
    let source = format!("{BEFORE}{line}'");
    match parse(&Located::verbatim(line, BEFORE.len())) {
        Ok(action) => {
            let canonical = action.to_string();
            match parse(&Located::verbatim(canonical.as_str(), 0)) {
                Ok(again) => assert_eq!(again.to_string(), canonical, "{line:?}"),
                Err(faults) => panic!("{line:?}\n{canonical}\n{faults:#?}"),
            }
        }
        Err(faults) => {
            assert!(!faults.is_empty(), "{line:?}");
            for fault in faults {
                let inside = fault.span.start >= BEFORE.len() && fault.span.end <= source.len();
                assert!(inside && source.get(fault.span.range()).is_some(), "{line:?}\n{fault:?}");
            }
        }
    }
});
