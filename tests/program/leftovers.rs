//! What tests that were killed have left in the engine: taken away before the next test, which
//! would find its names taken.

use crate::harness::{docker, docker_program, until};

/// How the ids of the labs of tests begin.
pub const LABS: &str = "test-";

/// The label of what a test makes as somebody else's.
pub const STRANGER: &str = "statelab-test.stranger";

const LAB: &str = "statelab.lab";

/// How objects of each kind are listed, where their labels stand, and how they are removed.
const KINDS: [(&str, &[&str], &str, &[&str]); 4] = [
    ("container", &["ps", "-aq"], ".Config.Labels", &["rm", "-f", "-v"]),
    ("volume", &["volume", "ls", "-q"], ".Labels", &["volume", "rm"]),
    ("network", &["network", "ls", "-q"], ".Labels", &["network", "rm"]),
    ("image", &["images", "-q", "--no-trunc"], ".Config.Labels", &["rmi", "-f"]),
];

/// Removes what labs of tests, and tests themselves, have left. Whoever calls has the turn, so
/// nobody uses it any more; but what a killed run left may be going at this moment.
pub fn remove() {
    for (kind, list, labels, remove) in KINDS {
        let left = || {
            let listed = |label: &str| docker(&[list, &["--filter", &format!("label={label}")]].concat());
            let format = format!("{{{{index {labels} {LAB:?}}}}}");
            let lab = |object: &str| quietly(&[kind, "inspect", "--format", &format, object]);
            let (labelled, strangers) = (listed(LAB), listed(STRANGER));
            let ours = labelled.lines().filter(|object| lab(object).starts_with(LABS));
            ours.chain(strangers.lines()).map(str::to_owned).collect::<Vec<_>>()
        };
        until(&format!("leaves no {kind}"), || {
            for object in left() {
                quietly(&[remove, &[&object]].concat());
            }
            left().is_empty()
        });
    }
}

/// What the docker program printed, whether or not there was such an object.
fn quietly(arguments: &[&str]) -> String {
    let output = docker_program().args(arguments).output().unwrap();
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// What killed tests leave is in an engine that stays.
mod real {
    use super::*;
    use crate::harness::Engine;

    #[test]
    fn what_killed_tests_left_is_removed_and_nothing_else() {
        let _engine = Engine::take();
        let make = |name: &str, label: &str| {
            docker(&["create", "--name", name, "--label", label, "nginx"]);
            docker(&["volume", "create", "--label", label, name]);
            docker(&["network", "create", "--label", label, name]);
            docker(&["commit", name, name]);
        };
        make("statelab-test-left", &format!("{LAB}={LABS}0-0"));
        make("statelab-test-foreign", STRANGER);
        make("statelab-test-other", &format!("{LAB}=nginx-stateless"));
        remove();
        let left = [
            docker(&["ps", "-a", "--format", "{{.Names}}"]),
            docker(&["volume", "ls", "--format", "{{.Name}}"]),
            docker(&["network", "ls", "--format", "{{.Name}}"]),
            docker(&["images", "--format", "{{.Repository}}"]),
        ];
        docker(&["rm", "statelab-test-other"]);
        for kind in ["volume", "network", "image"] {
            docker(&[kind, "rm", "statelab-test-other"]);
        }
        for names in left {
            let left: Vec<_> = names.lines().filter(|name| name.starts_with("statelab-test-")).collect();
            assert_eq!(left, ["statelab-test-other"]);
        }
    }
}
