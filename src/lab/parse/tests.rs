//! Whole lab files: the shipped ones are right, and faulty ones tell everything at once.

use super::*;

/// Reads `text` as the lab `x`, beside a file `index.html`.
fn read(text: &str) -> Result<Lab, Faults> {
    let files = LabFiles([("index.html".to_owned(), b"<h1>my page</h1>\n".to_vec())].into());
    parse(LabId::new("x").unwrap(), Source::new("labs/x/lab.toml", text), files)
}

#[test]
fn the_shipped_labs_are_free_of_faults() {
    for id in ["nginx-stateless", "postgres-volume"] {
        let text = std::fs::read_to_string(format!("labs/{id}/lab.toml")).unwrap();
        match read(&text) {
            Ok(lab) => assert!(lab.steps.len() >= 4),
            Err(faults) => panic!("{id}: {:#?}", faults.found),
        }
    }
}
