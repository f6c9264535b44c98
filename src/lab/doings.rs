//! What a command line that was shown does to the containers that it names, as far as it tells what
//! becomes of what they keep.
//!
//! May import: `command`, `fate`, `source`.

use crate::command::{Action, Container, ContainerName, parse};
use crate::fate::Deed;
use crate::source::{Located, Spanned};

/// What a line does to a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// A deed, whatever came of it.
    Deed(Deed),
    /// It makes one that is removed when it ends (`--rm`).
    Passing,
}

/// What a line does, to which containers; none: it cannot be read as it was shown.
///
/// # Examples
/// `docker rm -fv one two` does `RmVolumes` to `one` and to `two`.
#[must_use]
pub fn doings(line: &str) -> Option<Vec<(String, Doing)>> {
    let action = parse(&Located::verbatim(line, 0)).ok()?;
    let all = |names: &[Spanned<ContainerName>], deed| {
        names.iter().map(|name| (name.value.as_str().to_owned(), Doing::Deed(deed))).collect()
    };
    let made = |container: &Container, passing: bool| {
        let name = container.name.as_ref().filter(|_| passing);
        name.map(|name| (name.value.as_str().to_owned(), Doing::Passing)).into_iter().collect()
    };
    Some(match &action {
        Action::Run(run) => made(&run.container, run.remove),
        Action::Create(create) => made(&create.container, create.remove),
        Action::Stop(stop) => all(&stop.containers, Deed::Stop),
        Action::Start(start) => all(&start.containers, Deed::StopStart),
        Action::Restart(restart) => all(&restart.containers, Deed::Restart),
        Action::Remove(remove) => {
            all(&remove.containers, if remove.volumes { Deed::RmVolumes } else { Deed::Rm })
        }
        _ => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_does_what_it_says() {
        let did = |name: &str, deed| (name.to_owned(), Doing::Deed(deed));
        let found = doings;
        assert_eq!(
            found("docker rm -fv one two"),
            Some(vec![did("one", Deed::RmVolumes), did("two", Deed::RmVolumes)])
        );
        assert_eq!(found("docker container rm --force one"), Some(vec![did("one", Deed::Rm)]));
        assert_eq!(found("docker restart -t 1 one"), Some(vec![did("one", Deed::Restart)]));
        assert_eq!(found("docker stop one"), Some(vec![did("one", Deed::Stop)]));
        assert_eq!(found("docker start one"), Some(vec![did("one", Deed::StopStart)]));
        assert_eq!(
            found("docker run -d --rm --name one nginx"),
            Some(vec![("one".to_owned(), Doing::Passing)])
        );
        assert_eq!(found("docker run -d --name one nginx sh -c 'rm -v'"), Some(vec![]));
        assert_eq!(found("docker rm -f --nothing one"), None);
    }
}
