//! A lab file with its lesson taken out.

#![allow(clippy::unwrap_used, reason = "the patterns are constants")]

use regex::{Captures, Regex};

/// The lab file without any mount on its `docker run` lines.
pub fn without_mounts(text: &str) -> String {
    let run = Regex::new(r"docker run [^`\n]*").unwrap();
    let mount = Regex::new(r"(?:-v|--volume|--mount|--tmpfs)[ =]\S+ ").unwrap();
    run.replace_all(text, |line: &Captures| mount.replace_all(&line[0], "").into_owned()).into_owned()
}

/// The lab file with every removal turned into a restart; what was to be run again under the same
/// name is there already, and is started.
pub fn with_restarts(text: &str) -> String {
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
