//! Compares every sentence form in every locale with the approved ones.
//!
//! They are in `src/story/sentences/<locale>.txt`. `UPDATE=1` rewrites the files, for another review.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use super::explain::explain;
use super::facts::Fact;
use super::place::Place;
use super::transfer::{Called, TransferQuestion};
use crate::event::{FateSettled, Filling, Message, Seen};
use crate::fate::{
    ContainerRun, Deed, Fate, Holder, Kept, Location, Reading, Resource, Value, Whose, transfer,
};
use crate::i18n::{Argument, Locale, Words};

const ID: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn run() -> ContainerRun {
    ContainerRun { container: ID.to_owned(), started: "1".to_owned() }
}

fn holders() -> Vec<Holder> {
    let volume = |name: &str| Holder::Volume { name: name.to_owned(), identity: String::new() };
    vec![
        Holder::Image { id: ID.to_owned() },
        Holder::Layer { container: ID.to_owned() },
        volume("mydata"),
        volume(ID),
        Holder::Bind { path: "/home/me/site".to_owned() },
        Holder::Tmpfs { run: run() },
        Holder::Memory { run: run() },
        Holder::Log { container: ID.to_owned() },
        Holder::Workspace,
    ]
}

fn seen(holder: &Holder, through: &str) -> Seen {
    let value = Value { digest: "d".to_owned(), size: 1, text: "x".to_owned() };
    let reading = Reading::Within { value: Some(value), holder: holder.clone(), run: run(), whiteout: false };
    Seen::Value { reading, through: Some(through.to_owned()), named: None }
}

fn settled(fate: Fate, before: &Holder, now: Seen, holder: &Holder) -> FateSettled {
    FateSettled {
        step: "step".to_owned(),
        watch: "watch".to_owned(),
        label: "index.html".to_owned(),
        fate: Some(fate),
        expected: None,
        before: Some(seen(before, "web")),
        now,
        holder: Some(holder.clone()),
        owner: Some("web".to_owned()),
        destroyed: false,
        held: true,
    }
}

/// Returns the explanations of each fate, for every pair of holders now and before.
fn explanations() -> Vec<Message> {
    let mut messages = Vec::new();
    for fate in Fate::ALL {
        for holder in holders() {
            for before in holders() {
                messages.extend(explain(&settled(fate, &before, seen(&holder, "web-2"), &holder)));
            }
        }
        let resource = Seen::Resource { resource: Resource::Absent };
        if [Fate::Created, Fate::Changed, Fate::Deleted, Fate::Lost].contains(&fate) {
            messages.extend(explain(&settled(fate, &Holder::Workspace, resource, &Holder::Workspace)));
        }
    }
    messages
}

fn seconds() -> Vec<Message> {
    let container = |key: &str| Message::new(key).arg("name", "web").arg("owner", "old-web");
    let volumes = holders().into_iter().filter(|holder| matches!(holder, Holder::Volume { .. }));
    let mut messages = vec![
        Message::new("story-about").arg("label", "index.html"),
        container("also-another"),
        container("also-mounted").arg("target", "/data"),
        container("also-renamed"),
        container("also-stopped"),
        container("also-recovered"),
    ];
    messages.extend(volumes.map(|volume| Place::new(&volume, None).message("also-find")));
    messages
}

fn facts() -> Vec<Message> {
    let text = str::to_owned;
    let (name, id) = (text("web"), text("0123456789ab"));
    let mut facts = vec![
        Fact::Replaced { name: name.clone(), was: text("cdef01234567"), now: id.clone() },
        Fact::Gone { name: name.clone(), id: id.clone(), held: vec![] },
        Fact::Gone { name: name.clone(), id: id.clone(), held: vec![text("index.html"), text("mydb")] },
        Fact::New { name: name.clone(), id: id.clone(), image: text("nginx") },
        Fact::Renamed { was: text("old-web"), now: name.clone(), id: id.clone() },
        Fact::Restarted { name: name.clone(), id: id.clone() },
        Fact::Stopped { name: name.clone(), id: id.clone(), status: 137 },
        Fact::Same { name: name.clone(), id: id.clone() },
        Fact::ImageNew { name: text("my-site:v1"), id: id.clone() },
        Fact::ImageMoved { name: text("my-site:v1"), was: text("cdef01234567"), now: id.clone() },
        Fact::ImageGone { name: text("my-site:v1") },
        Fact::ImageSame { name: text("my-site:v1"), id },
        Fact::Recovered { name: name.clone(), line: text("automatic recovery in progress") },
    ];
    for holder in holders() {
        let place = Place::new(&holder, Some("web"));
        if matches!(holder, Holder::Volume { .. } | Holder::Bind { .. } | Holder::Tmpfs { .. }) {
            for writable in [true, false] {
                let (place, target) = (place.clone(), text("/data"));
                facts.push(Fact::Mounts { name: name.clone(), place, target, writable });
            }
        }
        if matches!(holder, Holder::Volume { .. }) {
            facts.push(Fact::VolumeNew { place: place.clone() });
            facts.push(Fact::VolumeSame { place: place.clone() });
            for held in [vec![], vec![text("mydb")]] {
                facts.push(Fact::VolumeGone { place: place.clone(), held: held.clone() });
                facts.push(Fact::VolumeUnused { place: place.clone(), held });
            }
        }
    }
    let kept = holders().into_iter().flat_map(|holder| {
        let place = Place::new(&holder, Some("web"));
        ["fact-kept", "fact-not-kept"].map(|key| place.message(key).arg("label", "index.html"))
    });
    let calls = "POST /containers/create?name=web (12 ms), POST /containers/0123456789ab/start (180 ms)";
    let asked = Message::new("fact-asked").arg("line", "docker run -d --name web nginx").arg("calls", calls);
    facts.iter().map(Fact::message).chain(kept).chain([asked]).collect()
}

/// Returns every transfer question: for each holder, after each possible deed.
fn transfers() -> Vec<Message> {
    let called = [Called::Name("your page".to_owned()), Called::Content("keep me".to_owned())];
    let mut doings: Vec<Vec<Deed>> = Deed::ALL.into_iter().map(|deed| vec![deed]).collect();
    doings.push(vec![Deed::Rm, Deed::VolumeRm]);
    doings.push(vec![Deed::RmVolumes, Deed::VolumeRm]);
    let mut messages = Vec::new();
    for holder in holders() {
        let place = Place::new(&holder, Some("web"));
        let anonymous = place.anonymous;
        let kept = Kept { kind: holder.kind(), name: place.name.clone(), anonymous };
        let location = Location::of(Whose::default(), kept);
        for (done, lost) in doings.iter().flat_map(|done| [(done, true), (done, false)]) {
            for (called, found) in called.iter().zip([transfer(&location, done, lost); 2]) {
                let Some(question) = found.map(|found| TransferQuestion::new(&place, called, found)) else {
                    continue;
                };
                messages.push(question.ask);
                messages.extend(question.answers.map(|(_, answer)| answer));
                messages.extend([question.right, question.wrong]);
            }
        }
    }
    messages
}

fn say(words: &Words, message: &Message) -> String {
    let arguments = message.arguments.iter().map(|(name, value)| match value {
        Filling::Text(text) => (name.as_str(), Argument::from(text)),
        Filling::Millis { millis } => (name.as_str(), std::time::Duration::from_millis(*millis).into()),
    });
    words.say(&message.key, &arguments.collect::<Vec<_>>())
}

#[test]
fn every_sentence_was_read_and_approved() {
    for locale in Locale::ALL {
        let words = Words::new(locale);
        let mut known = BTreeSet::new();
        let mut text = String::new();
        for message in explanations().into_iter().chain(seconds()).chain(facts()).chain(transfers()) {
            let sentence = say(&words, &message);
            assert!(!sentence.contains(['{', '⟦']), "{locale}: {sentence}");
            if known.insert((message.key.clone(), sentence.clone())) {
                writeln!(text, "{}: {sentence}", message.key).unwrap();
            }
        }
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/story/sentences/{locale}.txt"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, &text).unwrap();
        }
        let approved = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(approved == text, "{locale}: other sentences than approved; UPDATE=1 writes them anew");
    }
}
