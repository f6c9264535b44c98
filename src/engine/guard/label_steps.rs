//! The steps of a build that give the image our labels: nobody wrote them, so nobody is shown them.
//!
//! The classic builder adds a step for each label of the call behind the Dockerfile's own (moby,
//! `builder/dockerfile/builder.go`); one more stands behind each `FROM`.

use futures_util::StreamExt;

use super::super::{Flow, Said};

/// A build's stream without the steps of these labels, and of so many that were put into the Dockerfile. What else an
/// item tells stays.
pub(super) fn hidden(labels: Vec<String>, more: usize, said: Flow<Said>) -> Flow<Said> {
    let count = labels.len() + more;
    let mut steps = Steps { labels, count, passed: 0, hiding: false };
    Box::pin(said.map(move |item| item.map(|said| Said { text: steps.shown(said.text), ..said })))
}

struct Steps {
    /// The names of the labels.
    labels: Vec<String>,
    /// How many steps are hidden in all.
    count: usize,
    /// How many steps were hidden by now.
    passed: usize,
    /// Whether what comes is said of a step that is hidden.
    hiding: bool,
}

impl Steps {
    /// What is shown of a text: of a step its number among those that are shown.
    fn shown(&mut self, text: String) -> String {
        if let Some((number, count, rest)) = step(&text) {
            let labels = rest.strip_prefix("LABEL ").and_then(|rest| rest.split_once('='));
            self.hiding = labels.is_some_and(|(name, _)| self.labels.iter().any(|label| label == name));
            self.passed += usize::from(self.hiding);
            if !self.hiding {
                let (number, count) = (number.saturating_sub(self.passed), count.saturating_sub(self.count));
                return format!("Step {number}/{count} : {rest}");
            }
        } else if text.starts_with("Successfully ") {
            self.hiding = false;
        }
        if self.hiding { String::new() } else { text }
    }
}

/// `Step 2/3 : RUN true`: number, count and the rest.
fn step(text: &str) -> Option<(usize, usize, &str)> {
    let (numbers, rest) = text.strip_prefix("Step ")?.split_once(" : ")?;
    let (number, count) = numbers.split_once('/')?;
    Some((number.parse().ok()?, count.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_steps_are_hidden_and_the_others_counted_without_them() {
        let mut steps = Steps {
            labels: vec!["statelab.lab".into(), "statelab.run".into()],
            count: 3,
            passed: 0,
            hiding: false,
        };
        let said = [
            "Step 1/6 : FROM nginx",
            "\n",
            " ---> ac16e384bc34\n",
            "Step 2/6 : LABEL statelab.run=x statelab.self=\"\"",
            " ---> Running in 4dad1a68fd0d\n",
            " ---> 000000000000\n",
            "Step 3/6 : RUN echo LABEL statelab.lab=x",
            "\n",
            " ---> 111111111111\n",
            "Step 4/6 : LABEL statelab.lab=x",
            "\n",
            " ---> Running in 4dad1a68fd0d\n",
            " ---> 222222222222\n",
            "Step 5/6 : LABEL statelab.run=x",
            " ---> 333333333333\n",
            "Step 6/6 : LABEL zone=mine",
            " ---> 444444444444\n",
            "Successfully built 444444444444\n",
        ];
        let shown: String = said.iter().map(|text| steps.shown((*text).to_owned())).collect();
        assert_eq!(
            shown,
            "Step 1/3 : FROM nginx\n ---> ac16e384bc34\n\
             Step 2/3 : RUN echo LABEL statelab.lab=x\n ---> 111111111111\n\
             Step 3/3 : LABEL zone=mine ---> 444444444444\nSuccessfully built 444444444444\n"
        );
    }
}
