//! Plays lines as we do: each is a step of one lab.

use std::path::Path;
use std::sync::Arc;

use statelab::engine::{Engine, Guard, Ledger, Permits, Scope};
use statelab::event::{CommandFinished, Event, Sink};
use statelab::lab::{Lab, LabFiles, LabId, StepId};
use statelab::runner::{Run, Turn, Workspace, permits};
use statelab::source::Source;
use tokio::runtime::Runtime;

/// A run of a lab whose steps are lines.
pub struct Player {
    lab: Lab,
    lines: Vec<String>,
    pub guard: Guard,
    pub workspace: Workspace,
    runtime: Runtime,
}

impl Player {
    /// A lab of these lines. Those of `given` are never played: they make, for whoever reads the lab,
    /// what is there before.
    pub fn of(lines: &[String], given: &[String], head: &str, files: LabFiles) -> Lab {
        let quoted = |lines: &[String]| {
            lines.iter().map(|line| format!("'''{line}'''")).collect::<Vec<_>>().join(", ")
        };
        let step = |id: &str, lines: &[String]| {
            format!("[[step]]\nid = '{id}'\ntitle = 'A'\nrun = [{}]\n", quoted(lines))
        };
        let mut text =
            format!("format = 1\ntitle = 'A'\nsummary = 'A.'\nlevel = 'beginner'\nminutes = 1\n{head}\n");
        text.push_str(&step("given", given));
        for (at, line) in lines.iter().enumerate() {
            text.push_str(&step(&format!("line-{at}"), std::slice::from_ref(line)));
        }
        let read =
            statelab::lab::parse(LabId::new("line").unwrap(), Source::new("lab.toml", text.as_str()), files);
        read.unwrap_or_else(|faults| panic!("{lines:?}: {:#?}", faults.found))
    }

    /// Plays this lab in a workspace of its own.
    pub fn new(lab: Lab, lines: &[String], engine: Arc<dyn Engine>, ledger: Ledger, folder: &Path) -> Self {
        let workspace = Workspace::create(folder, &lab.files).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        // Some play more containers than a run may have memory for.
        let permits = Permits { memory_together: Some(i64::MAX), ..permits(&lab, &workspace) };
        let guard = Guard::new(engine, ledger).permitting(permits);
        Self { lab, lines: lines.to_vec(), guard, workspace, runtime }
    }

    /// With other names in the engine.
    pub fn scoped(self, scope: Scope) -> Self {
        Self { guard: self.guard.scoped(scope), ..self }
    }

    /// Plays one of the lines.
    pub fn play(&self, line: &str) -> CommandFinished {
        let at = self.lines.iter().position(|other| other == line).unwrap();
        let id = StepId::new(&format!("line-{at}")).unwrap();
        let mut heard = Heard(None);
        self.runtime.block_on(async {
            let mut run = Run::new(&self.lab, &self.guard, &self.workspace);
            let played = run.play(Turn::Step { id: &id, prediction: None }, &mut heard).await;
            played.unwrap_or_else(|error| panic!("{line}: {error:?}"));
        });
        heard.0.unwrap()
    }

    /// Removes all that was made.
    pub fn clean(&self) {
        let cleaned = self.runtime.block_on(self.guard.clean());
        assert!(cleaned.left.is_empty() || std::thread::panicking(), "{:?}", cleaned.left);
    }
}

/// How a command ended.
struct Heard(Option<CommandFinished>);

impl Sink for Heard {
    fn take(&mut self, event: &Event) {
        if let Event::CommandFinished(finished) = event {
            self.0 = Some(finished.clone());
        }
    }
}
