//! `statelab doctor`: checks the engine and all images, and shows fixes.

pub mod health;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use health::Finding;

use crate::cli::arguments::values::Format;
use crate::cli::commands::clean::{LedgerRuns, list};
use crate::cli::commands::list::{Found, labs};
use crate::cli::connect::search;
use crate::cli::context::Context;
use crate::cli::engine_words::{about, about_json, head, no_engine, origin_word, why};
use crate::cli::exit::Exit;
use crate::cli::terminal::screen::put;
use crate::engine::{Answering, Condition, Discovery, ImageDetails, Kind};
use crate::event::Message;
use crate::lab::Lab;
use crate::runner::{STAND_IN, has_stand_in};
use crate::supervise::{private_engine, runtime};
use crate::view::{Page, mark, safe_line, say, stand_in};

/// What was found about one image.
pub struct ImageState {
    name: String,
    labs: Vec<String>,
    state: ImagePresence,
}

impl ImageState {
    /// Returns whether the image is here: the official one or a stand-in.
    pub const fn is_here(&self) -> bool {
        matches!(self.state, ImagePresence::Here | ImagePresence::StandIn(_))
    }
}

/// Whether an image is here.
enum ImagePresence {
    Here,
    StandIn(String),
    Missing,
    /// There is no engine to ask, or it did not answer.
    Unknown,
}

impl ImagePresence {
    fn of(image: Option<ImageDetails>) -> Self {
        match image {
            None => Self::Missing,
            Some(mut image) => image.labels.remove(STAND_IN).map_or(Self::Here, Self::StandIn),
        }
    }

    const fn word(&self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::StandIn(_) => "stand-in",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }
}

/// Everything that was checked.
struct DoctorFindings {
    discovery: Discovery,
    images: Vec<ImageState>,
    /// What earlier runs left.
    ///
    /// It prevents no lab: the next run sweeps dead runs, and the others are kept on purpose.
    left: LedgerRuns,
    /// The engine's condition.
    condition: Option<Condition>,
    /// The problems, each with its fix.
    findings: Vec<Finding>,
}

/// Returns what earlier runs left, as far as it can be read.
fn left(context: &Context) -> LedgerRuns {
    context.state.as_ref().and_then(|state| LedgerRuns::of(state).ok()).unwrap_or_default()
}

/// Checks everything that a run needs.
pub fn doctor(context: &Context, format: Format) -> Exit {
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => return context.system_error(&error),
    };
    // The error was already reported. The engine is still checked.
    let found = labs(context).unwrap_or(Found { labs: Vec::new(), faulty: true });
    let (discovery, images, condition) = runtime.block_on(async {
        let discovery = search(context).await;
        let labs = images_of(found.labs.iter().map(|(_, lab)| lab));
        let images = look_at(discovery.engine.as_ref(), labs).await;
        let condition = match &discovery.engine {
            Some(found) => health::look(found).await,
            None => None,
        };
        (discovery, images, condition)
    });
    let findings = findings(context, &discovery, &images, condition.as_ref());
    let seen = DoctorFindings { findings, discovery, images, condition, left: left(context) };
    match format {
        Format::Text => put(&text(context, &seen)),
        Format::Json => put(&format!("{:#}\n", as_json(context, &seen))),
    }
    match (seen.findings.iter().any(|finding| finding.blocks), found.faulty) {
        (true, _) => Exit::Engine,
        (false, true) => Exit::Usage,
        (false, false) => Exit::Held,
    }
}

/// Returns every image with the labs that need it.
pub fn images_of<'l>(labs: impl IntoIterator<Item = &'l Lab>) -> BTreeMap<String, Vec<String>> {
    let mut images: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for lab in labs {
        for image in lab.images() {
            images.entry(image.tagged()).or_default().push(lab.id.to_string());
        }
    }
    images
}

/// Looks for images.
pub async fn look_at(engine: Option<&Answering>, labs: BTreeMap<String, Vec<String>>) -> Vec<ImageState> {
    let mut images = Vec::new();
    for (name, labs) in labs {
        let state = match engine {
            Some(answering) => {
                answering.engine.image(&name).await.map_or(ImagePresence::Unknown, ImagePresence::of)
            }
            None => ImagePresence::Unknown,
        };
        images.push(ImageState { name, labs, state });
    }
    images
}

/// Returns the problems with their fixes. Those that prevent labs come first.
fn findings(
    context: &Context,
    discovery: &Discovery,
    images: &[ImageState],
    condition: Option<&Condition>,
) -> Vec<Finding> {
    let mut found = health::of_tried(context, discovery);
    // A finding about the socket's permissions explains better why no engine answers.
    if discovery.engine.is_none() && !found.iter().any(|finding| finding.blocks) {
        found.push(Finding::new(context, &no_engine(discovery), true));
    }
    if discovery.engine.is_none()
        && let Some(program) = own_program(context, discovery)
    {
        found.push(Finding::new(context, &Message::new("doctor-own").arg("program", program), false));
    }
    let missing = images.iter().filter(|image| matches!(image.state, ImagePresence::Missing));
    for image in missing.clone() {
        let labs = image.labs.join(", ");
        let message = Message::new("doctor-image-needed").arg("image", &image.name).arg("labs", labs);
        let message = message.arg("stand_in", has_stand_in(&image.name));
        found.push(Finding::new(context, &message, true));
    }
    if let (Some(engine), Some(condition)) = (&discovery.engine, condition) {
        found.extend(health::of_engine(context, engine, condition, missing.count() > 0));
    }
    found.sort_by_key(|finding| !finding.blocks);
    found
}

/// Returns the program that a run would start if no engine was named explicitly.
fn own_program(context: &Context, discovery: &Discovery) -> Option<&'static str> {
    if discovery.tried.iter().any(|(candidate, _)| candidate.from.is_explicit()) {
        return None;
    }
    private_engine::program_name(&context.state.as_ref()?.own())
}

fn text(context: &Context, seen: &DoctorFindings) -> String {
    let DoctorFindings { discovery, images, left, findings, condition } = seen;
    let (words, look) = (&context.words, context.look);
    let mut page = Page::new(look);
    page.line(look.bold(&words.say("doctor-engine", &[])));
    for (candidate, result) in &discovery.tried {
        head(context, &mut page, candidate, result.is_ok(), "");
        let line = match result {
            Ok(it) => about(it),
            Err(error) => say(words, &why(candidate, error)),
        };
        page.wrapped(safe_line(&line), "     ");
    }
    for fact in condition.iter().flat_map(|condition| health::facts(context, condition)) {
        page.wrapped(safe_line(&fact), "     ");
    }
    page.line(look.bold(&words.say("doctor-images", &[])));
    for image in images {
        image_lines(context, &mut page, image);
    }
    if !left.over.is_empty() {
        list(context, &mut page, &left.over);
        page.wrapped(words.say("doctor-left-help", &[]), "   ");
    }
    page.line("");
    for finding in findings {
        page.wrapped(&finding.what, "");
        page.wrapped(&finding.mend, "  ");
    }
    match findings.iter().filter(|finding| finding.blocks).count() {
        0 => page.line(look.good(&words.say("doctor-fine", &[]))),
        count => page.line(look.bad(&words.say("doctor-not-fine", &[("count", count.into())]))),
    }
    page.finish()
}

fn image_lines(context: &Context, page: &mut Page, image: &ImageState) {
    let words = &context.words;
    let state = match &image.state {
        ImagePresence::StandIn(what) => {
            words.say("doctor-image-stand-in", &[("what", stand_in(words, what).into())])
        }
        ImagePresence::Here => words.say("doctor-image-official", &[]),
        ImagePresence::Missing => words.say("doctor-image-missing", &[]),
        ImagePresence::Unknown => words.say("doctor-image-unknown", &[]),
    };
    let mark = match image.state {
        ImagePresence::Unknown => "?".to_owned(),
        ImagePresence::Missing => mark(false, words, context.look),
        ImagePresence::Here | ImagePresence::StandIn(_) => mark(true, words, context.look),
    };
    page.line(format!(" {mark} {}", context.look.bold(&safe_line(&image.name))));
    page.wrapped(state, "     ");
    let labs = words.say("doctor-labs", &[("labs", image.labs.join(", ").into())]);
    page.wrapped(safe_line(&labs), "     ");
}

fn as_json(context: &Context, seen: &DoctorFindings) -> Value {
    let DoctorFindings { discovery, images, left, findings, condition } = seen;
    let engine = discovery.engine.as_ref().map(|answering| {
        let mut engine = about_json(&answering.about);
        engine["url"] = json!(answering.address.to_string());
        engine["from"] = json!(origin_word(&answering.from));
        engine["condition"] = condition.as_ref().map_or(Value::Null, health::as_json);
        engine
    });
    let tried = discovery.tried.iter().map(|(candidate, result)| {
        json!({
            "url": candidate.url,
            "from": origin_word(&candidate.from),
            "error": result.as_ref().err().map(|error| say(&context.words, &why(candidate, error))),
        })
    });
    let images = images.iter().map(|image| {
        let stand_in = match &image.state {
            ImagePresence::StandIn(what) => Some(what),
            _ => None,
        };
        json!({ "name": image.name, "state": image.state.word(), "stand_in": stand_in, "labs": image.labs })
    });
    let left = left.over.iter().map(|(_, remains)| {
        let object = |(kind, name): (Kind, String)| json!({ "kind": kind.word(), "name": name });
        json!({
            "run": remains.header.run,
            "lab": remains.header.lab,
            "engine": remains.header.engine,
            "kept": remains.kept,
            "objects": remains.objects().into_iter().map(object).collect::<Vec<_>>(),
        })
    });
    json!({
        "engine": engine,
        "tried": tried.collect::<Vec<_>>(),
        "images": images.collect::<Vec<_>>(),
        "left": left.collect::<Vec<_>>(),
        "findings": findings.iter().map(Finding::as_json).collect::<Vec<_>>(),
    })
}
