//! Faults of a lab file, for people and for programs.
use crate::diagnostic::Faults;
use crate::i18n::Words;
/// Text.
#[must_use]
pub fn fault_text(faults: &Faults, _words: &Words, _color: bool) -> String {
    faults
        .found
        .iter()
        .map(|fault| {
            let p = faults.source.position(fault.span.start);
            format!("{}:{}:{}: {}\n", faults.source.name, p.line, p.column, fault.code)
        })
        .collect()
}
/// JSON.
#[must_use]
pub fn faults_json(_faults: &[Faults], _words: &Words) -> String {
    String::new()
}
