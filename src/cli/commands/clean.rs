//! `statelab clean`: lists and removes what finished runs left.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::arguments;
use crate::cli::connect::{Starting, connect, search};
use crate::cli::context::{Context, can_ask, interruptible};
use crate::cli::engine_words::own_fault;
use crate::cli::exit::Exit;
use crate::cli::terminal::keys;
use crate::cli::terminal::prompt::Guide;
use crate::cli::terminal::screen::put;
use crate::engine::{
    AddressError, Cleaned, Engine, ForeignRun, Guard, Kind, Ledger, LedgerError, Remains, engine_at,
    foreign_runs, ledgers, remove_foreign,
};
use crate::event::Message;
use crate::runner::engine_message;
use crate::supervise::{StateDir, clean_up, object_left, private_engine};
use crate::view::{Page, safe_line};

/// This user's runs that have a ledger.
#[derive(Default)]
pub struct LedgerRuns {
    /// Finished runs, with the paths of their ledgers.
    pub over: Vec<(PathBuf, Remains)>,
    /// The ids of all runs.
    known: BTreeSet<String>,
    /// The ledgers that cannot be read.
    faulty: Vec<LedgerError>,
}

impl LedgerRuns {
    /// Reads all ledgers.
    ///
    /// # Errors
    /// The folder of ledgers cannot be read.
    pub fn of(state: &StateDir) -> Result<Self, LedgerError> {
        let mut runs = Self::default();
        for path in ledgers(&state.ledgers())? {
            match Remains::look(&path) {
                Ok(Some(remains)) => {
                    runs.known.insert(remains.header.run.clone());
                    if remains.over {
                        runs.over.push((path, remains));
                    }
                }
                // A run that still goes on and cannot be read, or one that has just ended.
                Ok(None) => {
                    let name = path.file_stem().unwrap_or_default();
                    runs.known.insert(name.to_string_lossy().into_owned());
                }
                Err(error) => runs.faulty.push(error),
            }
        }
        Ok(runs)
    }
}

/// Runs the command.
pub fn clean(context: &Context, arguments: &arguments::Clean) -> Exit {
    interruptible(context, async |interrupt| {
        let cleaned = tokio::select! {
            cleaned = carry_out(context, arguments) => cleaned,
            () = interrupt.asked() => {
                if !arguments.yes && can_ask(context) {
                    keys::restore(context.look.plain);
                }
                Err(Exit::Interrupted)
            }
        };
        cleaned.unwrap_or_else(|exit| exit)
    })
}

async fn carry_out(context: &Context, arguments: &arguments::Clean) -> Result<Exit, Exit> {
    let state = context.state_dir()?;
    let fault = |error| context.state_error(state, &io::Error::other(error));
    let runs = LedgerRuns::of(state).map_err(fault)?;
    for LedgerError { path, words } in &runs.faulty {
        let path = path.display().to_string();
        context.warn(&Message::new("clean-unreadable").arg("path", path).arg("cause", words));
    }
    match &arguments.foreign {
        Some(run) => of_elsewhere(context, arguments, run, &runs).await,
        None => of_here(context, arguments, state, &runs).await,
    }
}

/// Lists and removes what this user's runs left.
async fn of_here(
    context: &Context,
    arguments: &arguments::Clean,
    state: &StateDir,
    runs: &LedgerRuns,
) -> Result<Exit, Exit> {
    // Without an engine, runs of other machines cannot be listed.
    let elsewhere = match search(context).await.engine {
        Some(found) => foreign_runs(found.engine.as_ref(), &runs.known).await,
        None => Ok(Vec::new()),
    };
    let mut page = Page::new(context.look);
    if runs.over.is_empty() {
        page.wrapped(context.words.say("clean-nothing", &[]), "");
    } else {
        list(context, &mut page, &runs.over);
    }
    match &elsewhere {
        Ok(elsewhere) if !elsewhere.is_empty() => list_elsewhere(context, &mut page, elsewhere),
        Ok(_) => {}
        Err(error) => context.warn(&engine_message(error)),
    }
    put(&page.finish());
    if runs.over.is_empty() || arguments.dry_run {
        return Ok(Exit::Held);
    }
    confirm(context, arguments, runs.over.len()).await?;
    let mut worst = Exit::Held;
    let mut engines = Engines::default();
    for (path, remains) in &runs.over {
        worst = worst.max(remove(context, state, path, remains, &mut engines).await);
    }
    Ok(worst)
}

/// Removes what a run left.
async fn remove(
    context: &Context,
    state: &StateDir,
    path: &Path,
    remains: &Remains,
    engines: &mut Engines,
) -> Exit {
    let header = &remains.header;
    let engine = match engines.get(context, state, &header.engine).await {
        Ok(engine) => engine,
        Err(why) => {
            let message = Message::new("clean-no-engine").arg("run", &header.run);
            return context.complain(&message.arg("url", &header.engine).because(why));
        }
    };
    let ledger = match Ledger::take_over(path) {
        Ok(Some(ledger)) => ledger,
        // Another process was faster. It reports what it removed.
        Ok(None) => return Exit::Held,
        Err(error) => return context.state_error(state, &io::Error::other(error)),
    };
    let up = clean_up(&Guard::new(engine, ledger), &state.workspace(&header.run)).await;
    if up.all() {
        told(context, &header.run, &up.cleaned);
        return Exit::Held;
    }
    up.left().iter().for_each(|left| context.warn(left));
    context.complain(&Message::new("clean-left").arg("run", &header.run))
}

/// The engines of the ledgers that were read so far.
#[derive(Default)]
struct Engines {
    known: BTreeMap<String, Arc<dyn Engine>>,
    /// The lock that keeps our own engine running.
    held: Option<File>,
}

impl Engines {
    /// Returns a ledger's engine. Starts our own engine if it does not run.
    async fn get(
        &mut self,
        context: &Context,
        state: &StateDir,
        url: &str,
    ) -> Result<Arc<dyn Engine>, Message> {
        if let Some(engine) = self.known.get(url) {
            return Ok(Arc::clone(engine));
        }
        let own = state.own();
        if own.address().to_string() == url {
            self.held = Some(private_engine::ensured(&own).await.map_err(|fault| own_fault(&own, &fault))?);
        }
        let address = url.parse().map_err(|error: AddressError| Message::new(error.key()).arg("url", url))?;
        let engine = engine_at(&address, context.timeouts).map_err(|error| engine_message(&error))?;
        self.known.insert(url.to_owned(), Arc::clone(&engine));
        Ok(engine)
    }
}

/// Reports what was removed of a run.
fn told(context: &Context, run: &str, cleaned: &Cleaned) {
    let removed = cleaned.removed.iter().map(|(kind, name)| (*kind, name.as_str()));
    let mut page = Page::new(context.look);
    let (key, what) = match context.named(removed) {
        what if what.is_empty() => ("clean-removed-nothing", what),
        what => ("clean-removed", what),
    };
    page.wrapped(context.words.say(key, &[("run", safe_line(run).into()), ("what", what.into())]), "");
    put(&page.finish());
}

/// Removes what a run of another machine has on this engine.
async fn of_elsewhere(
    context: &Context,
    arguments: &arguments::Clean,
    run: &str,
    runs: &LedgerRuns,
) -> Result<Exit, Exit> {
    if runs.known.contains(run) {
        context.complain(&Message::new("clean-not-foreign").arg("run", run));
        return Err(Exit::Usage);
    }
    let found = connect(context, None, Starting::Never).await?;
    let elsewhere = foreign_runs(found.engine.as_ref(), &runs.known).await;
    let elsewhere = elsewhere.map_err(|error| context.complain(&engine_message(&error)))?;
    let Some(foreign) = elsewhere.into_iter().find(|foreign| foreign.run == run) else {
        context.complain(&Message::new("clean-unknown-run").arg("run", run));
        return Err(Exit::Usage);
    };
    let mut page = Page::new(context.look);
    list_elsewhere(context, &mut page, std::slice::from_ref(&foreign));
    put(&page.finish());
    if arguments.dry_run {
        return Ok(Exit::Held);
    }
    confirm(context, arguments, 1).await?;
    let cleaned = remove_foreign(found.engine.as_ref(), &foreign).await;
    told(context, run, &cleaned);
    for (kind, name, error) in &cleaned.left {
        context.warn(&object_left(*kind, name, error));
    }
    if cleaned.left.is_empty() { Ok(Exit::Held) } else { Err(Exit::Engine) }
}

/// Checks that the listed objects may be removed, by `--yes` or the user's answer.
///
/// # Errors
/// The exit status, if they may not be removed.
async fn confirm(context: &Context, arguments: &arguments::Clean, runs: usize) -> Result<(), Exit> {
    if arguments.yes {
        return Ok(());
    }
    if !can_ask(context) {
        context.complain(&Message::new("clean-unasked"));
        return Err(Exit::Usage);
    }
    match Guide::new(&context.words, context.look).remove(runs).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(Exit::Held),
        Err(_) => Err(Exit::Interrupted),
    }
}

/// Lists the finished runs, each with what it left.
pub fn list(context: &Context, page: &mut Page, runs: &[(PathBuf, Remains)]) {
    page.line(context.look.bold(&context.words.say("clean-here", &[])));
    for (_, remains) in runs {
        let kept = if remains.kept { "clean-run-kept" } else { "clean-run" };
        let objects = remains.objects();
        let objects = objects.iter().map(|(kind, name)| (*kind, name.as_str()));
        run_lines(context, page, kept, &remains.header.run, &remains.header.lab, objects);
    }
}

fn list_elsewhere(context: &Context, page: &mut Page, runs: &[ForeignRun]) {
    page.line(context.look.bold(&context.words.say("clean-elsewhere", &[])));
    let mut images = false;
    for run in runs {
        images |= run.objects.iter().any(|(kind, _)| *kind == Kind::Image);
        let objects = run.objects.iter().map(|(kind, found)| {
            (*kind, if found.name.is_empty() { found.id.as_str() } else { found.name.as_str() })
        });
        run_lines(context, page, "clean-run", &run.run, &run.lab, objects);
    }
    let help = |key: &str| context.words.say(key, &[]);
    page.wrapped(help("clean-elsewhere-help"), "   ");
    if images {
        page.wrapped(help("clean-elsewhere-images"), "   ");
    }
}

/// Returns the lines for a run and its objects.
fn run_lines<'o>(
    context: &Context,
    page: &mut Page,
    key: &str,
    run: &str,
    lab: &str,
    objects: impl IntoIterator<Item = (Kind, &'o str)>,
) {
    let words = [("run", safe_line(run).into()), ("lab", safe_line(lab).into())];
    page.wrapped(context.words.say(key, &words), "   ");
    let objects = context.named(objects);
    let objects = if objects.is_empty() { context.words.say("clean-only-files", &[]) } else { objects };
    page.wrapped(objects, "     ");
}
