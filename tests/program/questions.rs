//! Questions whose answers are checks: graded by what is there after the step.

use crate::harness::{Engine, Lab};

/// A lab that asks for the status of a container that was killed; `statuses` are those of the answer
/// that the lab says is right, and of the two others.
pub fn asking(statuses: [&str; 3]) -> Lab {
    let [right, first, second] = statuses;
    Lab::of(&format!(
        r#"
[[step]]
id = "start"
title = "Start"
run = "docker run -d --name statelab-test-asked nginx sleep 60"

[[step]]
id = "kill"
title = "Kill"
run = "docker kill statelab-test-asked"

[step.predict]
ask = "Which status does it end with?"
choice = [
  {{ id = "zero", when = {{ container = "statelab-test-asked", exit_code = {first} }}, text = "With 0", because = "Nobody let it end well." }},
  {{ id = "killed", when = {{ container = "statelab-test-asked", exit_code = {right}, within = "1s" }}, text = "With 137" }},
  {{ id = "other", when = {{ container = "statelab-test-asked", exit_code = {second} }}, text = "With another", because = "It is 128 and the signal's number." }},
]
"#
    ))
}

#[test]
fn the_right_answer_is_proven_without_anybody_to_answer() {
    let _engine = Engine::any();
    asking(["137", "0", "1"])
        .run()
        .exits(0)
        .shows("holds: The answer: With 137")
        .shows_not("You expected")
        .leaves_nothing();
}

#[test]
fn a_question_without_one_right_answer_fails_the_step() {
    let _engine = Engine::any();
    asking(["7", "0", "1"])
        .run()
        .exits(1)
        .shows("does not hold: The answer is not the one that the lab gives: Which status does it end with?")
        .shows("expected With 137 seen none of the answers")
        .shows("expected exit_code = 7 seen 137")
        .leaves_nothing();
    asking(["137", "137", "1"])
        .run()
        .exits(1)
        .shows("expected With 137 seen With 0 / With 137")
        .leaves_nothing();
    asking(["1", "137", "0"]).run().exits(1).shows("expected With 137 seen With 0").leaves_nothing();
}
