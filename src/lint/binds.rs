//! Binds of workspace paths that are not there: `-v` makes a folder of them, `--mount` refuses them.

use super::files::Workspace;
use crate::command::{Action, Mount, MountFlag, MountSource};
use crate::diagnostic::Diagnostic;
use crate::lab::{Lab, inside};

/// Reports binds of files that nothing brings into the workspace.
///
/// A folder that `-v` makes is usual, so only what looks like a file is reported there.
pub(super) fn missing(lab: &Lab) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    Workspace::walk(lab, |there, command| {
        let mounts: &[Mount] = match command.action.plain() {
            Action::Run(run) => &run.container.mounts,
            Action::Create(create) => &create.container.mounts,
            _ => &[],
        };
        for mount in mounts {
            let MountSource::Bind(source) = &mount.from else { continue };
            let Some(path) = inside(&source.value).filter(|path| !there.has(path)) else { continue };
            let fault = match mount.flag {
                MountFlag::Mount => Diagnostic::error("missing-mount-source", source.span),
                _ if is_file(&path) || is_file(&mount.target.value) => {
                    Diagnostic::warning("missing-bind", source.span).arg("target", &mount.target.value)
                }
                _ => continue,
            };
            found.push(fault.arg("path", &path).suggest(&path, there.known()));
        }
    });
    found
}

/// Returns whether a path looks like that of a file: its name has an ending, and not that of a folder of parts.
fn is_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        let is_ending = ending.starts_with(|c: char| c.is_ascii_alphabetic());
        !stem.is_empty() && is_ending && ending != "d"
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{foreseen, lab, lab_with, pairs, step};

    #[test]
    fn what_is_mounted_is_there() {
        let of = |lines: &str| {
            let files = [("site/index.html", ""), ("my.conf", "")];
            foreseen(&lab_with(&step(lines), &files))
        };
        let run = |mount: &str| of(&format!("\"docker run -d {mount} nginx\""));
        for (mount, expected) in [
            ("-v $PWD/my-conf.yml:/etc/nginx/nginx.conf", Some(("missing-bind?", "$PWD/my-conf.yml"))),
            ("-v ./conf:/etc/nginx/nginx.conf:ro", Some(("missing-bind?", "./conf"))),
            ("-v ./site/indx.html:/x/index.html", Some(("missing-bind?", "./site/indx.html"))),
            ("--mount type=bind,src=./data,dst=/data", Some(("missing-mount-source", "./data"))),
            ("-v ./my.conf:/etc/nginx/nginx.conf", None),
            ("-v ./data:/data", None),
            ("-v ./conf.d:/etc/nginx/conf.d -v ./v1.2:/x", None),
            ("--mount type=bind,src=./site,dst=/data", None),
        ] {
            let expected: Vec<(&str, &str)> = expected.into_iter().collect();
            assert_eq!(run(mount), pairs(&expected), "{mount}");
        }
        let copied = "\"docker run -d --name w1 nginx\", \"docker cp w1:/etc/hosts a.txt\", \"docker run -d -v ./a.txt:/a.txt nginx\"";
        assert_eq!(of(copied), []);
        let below = "\"docker run -d -v ./out:/out nginx\", \"docker run -d -v ./out/a.txt:/a.txt nginx\"";
        assert_eq!(of(below), [], "the first one may write it");
        let written = format!(
            "{}write = {{ \"a.txt\" = \"\" }}\n",
            step("\"docker run -v ./a.txt:/a.txt nginx true\"")
        );
        assert_eq!(foreseen(&lab(&written)), []);
    }
}
