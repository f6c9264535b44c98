//! Messages about where a path is kept, and what will happen to its data.
//!
//! The answer comes first, then notes, the effect of each deed, and the next command.

use super::place::Place;
use crate::event::Message;
use crate::fate::{
    Deed, HolderKind, Inside, LayerMark, Location, PathContent, Prospect, Sharer, Writable, foretell,
};

/// Everything to show about a location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocationText {
    /// What keeps the data, and what ends that.
    pub answer: Message,
    /// Notes: a label's key, and the text.
    pub notes: Vec<(&'static str, Message)>,
    /// The effect of each deed.
    pub deeds: Vec<Foretold>,
    /// What to do next: why, and the command.
    pub next: Option<(Message, String)>,
}

/// The effect of a deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foretold {
    /// The deed.
    pub deed: Deed,
    /// The outcome.
    pub prospect: Prospect,
    /// The outcome in words.
    pub message: Message,
}

/// Describes a location in messages.
#[must_use]
pub fn tell(location: &Location) -> LocationText {
    let place = Place::kept(&location.holder, &location.container.name);
    let mark = location.layer.map_or("none", LayerMark::word);
    let answer = place
        .message("located")
        .arg("path", &location.path)
        .arg("found", found(location))
        .arg("layer", mark)
        .arg("image", &location.container.image);
    LocationText { answer, notes: notes(location), deeds: foretold(location), next: next(location) }
}

/// Returns the word for what the path holds.
///
/// What only lasts for a run is `ended` once the container does not run.
fn found(location: &Location) -> &'static str {
    let of_a_run = matches!(location.holder.kind, HolderKind::Tmpfs | HolderKind::Memory);
    if of_a_run && !location.container.running { "ended" } else { location.found.word() }
}

/// Returns the effect of each deed on the data at a location.
#[must_use]
pub fn foretold(location: &Location) -> Vec<Foretold> {
    let place = Place::kept(&location.holder, &location.container.name);
    let each = Deed::ALL.into_iter().map(|deed| {
        let prospect = foretell(location, deed);
        let mut names: Vec<&str> =
            location.shared_with.iter().map(|sharer| sharer.container.as_str()).collect();
        names.dedup();
        let message = place
            .message(&format!("foretold-{}", prospect.word()))
            .arg("deed", deed.word())
            .arg("layer", location.layer.map_or("none", LayerMark::word))
            .arg("image", &location.container.image)
            .arg("shared", if names.is_empty() { "no" } else { "yes" })
            .arg("sharers", names.join(", "));
        Foretold { deed, prospect, message }
    });
    each.collect()
}

fn notes(location: &Location) -> Vec<(&'static str, Message)> {
    let owner = &location.container.name;
    let mut notes = Vec::new();
    for link in &location.links {
        let own = if link.own { "yes" } else { "no" };
        notes.push(("label-link", Message::new("located-link").arg("path", &link.path).arg("own", own)));
    }
    let layer = match location.layer {
        Some(LayerMark::Changed) => Some(Message::new("located-over-image")),
        Some(LayerMark::Added) => Some(Message::new("located-beside-image")),
        _ => None,
    };
    notes.extend(layer.map(|message| ("label-layer", message)));
    let unwritable = match location.writable {
        Writable::Yes => None,
        Writable::MountReadOnly => Some(Message::new("located-mount-read-only")),
        Writable::RootReadOnly => Some(Message::new("located-root-read-only")),
    };
    notes.extend(unwritable.map(|message| ("label-writing", message)));
    notes.extend(location.shared_with.iter().map(|sharer| ("label-shared", sharer_message(sharer))));
    if let Some(hidden) = &location.hides {
        notes.push(("label-hides", Place::kept(hidden, owner).message("located-hides")));
    }
    for Inside { path, holder } in &location.inside {
        let message = Place::kept(holder, owner).message("located-inside").arg("path", path);
        notes.push(("label-inside", message));
    }
    if location.container.auto_remove {
        notes.push(("label-removal", Message::new("located-auto-remove").arg("owner", owner)));
    }
    notes
}

fn sharer_message(sharer: &Sharer) -> Message {
    Message::new("located-shared")
        .arg("container", &sharer.container)
        .arg("path", &sharer.path)
        .arg("writable", if sharer.writable { "yes" } else { "no" })
}

/// Returns the next command.
fn next(location: &Location) -> Option<(Message, String)> {
    let (name, image) = (location.container.name.as_str(), location.container.image.as_str());
    let path = location.path.as_str();
    let told = |what: &'static str, words: &[&str]| {
        let quoted: Vec<String> = words.iter().map(|word| shell_word(word)).collect();
        Some((Message::new("located-next").arg("what", what), quoted.join(" ")))
    };
    let nothing = location.found == PathContent::Nothing;
    match location.holder.kind {
        HolderKind::Image => told("image", &["docker", "run", "--rm", image, "ls", "-ld", path]),
        HolderKind::Layer if location.layer == Some(LayerMark::Deleted) => {
            told("deleted", &["docker", "run", "--rm", image, "ls", "-ld", path])
        }
        HolderKind::Layer if nothing => {
            let folder = path.rsplit_once('/').map(|(folder, _)| folder).filter(|folder| !folder.is_empty());
            let volume = format!("mydata:{}", folder.unwrap_or(path));
            told("volume", &["docker", "run", "-d", "-v", &volume, image])
        }
        HolderKind::Layer => told("save", &["docker", "cp", &format!("{name}:{path}"), "."]),
        HolderKind::Volume => {
            let target = location.mounted_at.as_deref().unwrap_or(path);
            let volume = format!("{}:{target}:ro", location.holder.name);
            let what = if location.holder.anonymous { "anonymous" } else { "mount" };
            told(what, &["docker", "run", "--rm", "-v", &volume, image, "ls", "-l", target])
        }
        HolderKind::Bind => told("host", &["ls", "-ld", &location.holder.name]),
        _ if !location.container.running => told("start", &["docker", "start", name]),
        _ => told("inside", &["docker", "exec", name, "ls", "-ld", path]),
    }
}

/// Quotes a word for a shell.
#[must_use]
pub fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:@=,+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Filling;
    use crate::fate::{ContainerRun, End, Holder, Kept};
    use crate::i18n::{Argument, Locale, Words};

    fn said(words: &Words, message: &Message) -> String {
        let filled = message.arguments.iter().filter_map(|(name, value)| match value {
            Filling::Text(text) => Some((name.as_str(), Argument::from(text))),
            Filling::Millis { .. } => None,
        });
        words.say(&message.key, &filled.collect::<Vec<_>>())
    }

    /// The end of a place is described in the same words in all three cases.
    ///
    /// These are: before it happens, after it did not happen, and after it happened. The exception is
    /// a place that is gone although its words say that it stays.
    #[test]
    fn what_is_foretold_and_what_is_explained_are_one_fact() {
        let run = || ContainerRun { container: "c".to_owned(), started: "1".to_owned() };
        let volume = |name: &str| Holder::Volume { name: name.to_owned(), identity: String::new() };
        for locale in Locale::ALL {
            let words = Words::new(locale);
            for (holder, name) in [
                (Holder::Layer { container: "c".to_owned() }, String::new()),
                (volume("mydata"), "mydata".to_owned()),
                (volume(&"0a".repeat(32)), "0a".repeat(32)),
                (Holder::Bind { path: "/srv".to_owned() }, "/srv".to_owned()),
                (Holder::Tmpfs { run: run() }, String::new()),
                (Holder::Memory { run: run() }, String::new()),
            ] {
                let explained = Place::new(&holder, Some("web"));
                let kept = Kept { kind: holder.kind(), name, anonymous: false };
                assert_eq!(Place::kept(&kept, "web"), explained);
                let fact = said(&words, &explained.message("ends"));
                assert!(fact.len() > 20, "{locale}: {fact}");
                let survived = said(&words, &explained.message("explain-survived"));
                assert!(survived.ends_with(&fact), "{locale}: {survived}");
                let lost = said(&words, &explained.message("explain-lost"));
                let goes = matches!(explained.kind.end(), End::Container | End::Run);
                assert_eq!(lost.ends_with(&fact), goes, "{locale}: {lost}");
                assert!(goes || !lost.contains(&fact), "{locale}: {lost}");
                let answer = explained.message("located").arg("path", "/x").arg("image", "nginx");
                let answer = said(&words, &answer.arg("found", "file").arg("layer", "none"));
                assert!(answer.ends_with(&fact), "{locale}: {answer}");
            }
        }
    }

    #[test]
    fn words_are_quoted_for_a_shell() {
        assert_eq!(shell_word("web:/a-b.c"), "web:/a-b.c");
        assert_eq!(shell_word("/a b'c"), r"'/a b'\''c'");
        assert_eq!(shell_word(""), "''");
    }
}
