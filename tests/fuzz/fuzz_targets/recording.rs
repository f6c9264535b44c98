//! Any bytes as a recording: no panic, every damaged line is one of the file's, what is read is written
//! as itself, and what is shown holds nothing that a terminal would obey.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use statelab::i18n::{Locale, Words};
use statelab::recording::{Lines, RecordingReader};
use statelab::view::{Look, Plain, safe};

/// The words of each language that the program speaks.
static WORDS: LazyLock<[Words; 2]> = LazyLock::new(|| [Words::new(Locale::En), Words::new(Locale::Ko)]);

/// The header of what is written again.
const HEADER: &str = r#"{"statelab":"events","version":1}"#;

fuzz_target!(|bytes: &[u8]| {
    let Ok(reader) = RecordingReader::open(bytes) else { return };
    let (lines, _) = Lines::begin(reader.header());
    let count = bytes.split(|&byte| byte == b'\n').count();
    let width = 20 + bytes.len() % 180;
    let look = Look { color: false, plain: bytes.len() % 2 == 0, width };
    let mut views = WORDS.each_ref().map(|words| Plain::new(words, look, count % 2 == 0).with_evidence(true));
    for read in reader {
        let moment = match read {
            Ok(moment) => moment,
            Err(damage) => {
                assert!((1..=count).contains(&damage.line), "{damage:?}");
                continue;
            }
        };
        let written = format!("{HEADER}\n{}", lines.event(&moment.event));
        let Ok(mut again) = RecordingReader::open(written.as_bytes()) else { unreachable!("the header is one") };
        match again.next() {
            Some(Ok(again)) => assert_eq!(again.event, moment.event),
            other => panic!("{written}\n{other:?}"),
        }
        for view in &mut views {
            let shown = view.text(&moment.event);
            assert_eq!(safe(&shown), shown);
            if let Some(busy) = view.busy(&moment.event) {
                assert_eq!(safe(&busy), busy);
            }
        }
    }
});
