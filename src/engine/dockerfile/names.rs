//! The names in a Dockerfile: what `FROM` says with its variables replaced, and what `ADD` takes.

use std::collections::BTreeMap;
use std::path::Path;

use super::Why;
use super::lines::words;

/// What Podman takes for a place of the host in front of a name, and Docker for the name (containers/image,
/// `alltransports`).
const TRANSPORTS: [&str; 9] = [
    "containers-storage",
    "dir",
    "docker-archive",
    "docker-daemon",
    "oci",
    "oci-archive",
    "ostree",
    "sif",
    "tarball",
];

/// The `ARG`s before the first `FROM`.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    /// The values of `--build-arg`.
    given: BTreeMap<String, String>,
    /// Those that the Dockerfile has, with what they stand for.
    declared: BTreeMap<String, Option<String>>,
}

impl Arguments {
    pub fn given(arguments: &BTreeMap<String, Option<String>>) -> Self {
        let given = arguments.iter().filter_map(|(name, value)| Some((name.clone(), value.clone()?)));
        Self { given: given.collect(), declared: BTreeMap::new() }
    }

    /// Reads the words of an `ARG`.
    pub fn declare(&mut self, line: &str) -> Result<(), Why> {
        let mut rest = line;
        while !rest.is_empty() {
            let (name, value, behind) = argument(rest).ok_or(Why::Argument)?;
            let value = self.given.get(name).cloned().or(value.map(str::to_owned));
            if self.declared.insert(name.to_owned(), value).is_some() {
                return Err(Why::Argument);
            }
            rest = behind;
        }
        Ok(())
    }
}

/// Returns the name and value of the first word of an `ARG`, and the words after it. `None` if the value has
/// variables or backslashes, or quotes that are not around it.
fn argument(line: &str) -> Option<(&str, Option<&str>, &str)> {
    let end = line.find([' ', '\t', '=']).unwrap_or(line.len());
    let (name, rest) = line.split_at(end);
    if !is_variable(name) {
        return None;
    }
    let Some(rest) = rest.strip_prefix('=') else { return Some((name, None, rest.trim_start())) };
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (value, rest) = match quote {
        Some(quote) => rest[1..].split_once(quote)?,
        None => rest.split_at(rest.find([' ', '\t']).unwrap_or(rest.len())),
    };
    let plain = !value.contains(['$', '\\', '"', '\'']);
    (plain && (rest.is_empty() || rest.starts_with([' ', '\t'])))
        .then(|| (name, Some(value), rest.trim_start()))
}

fn is_variable(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(is_variable_part)
}

fn is_variable_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Replaces `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}` in a word. `None` for anything else with a
/// `$`, and for a name that no `ARG` before the first `FROM` has.
pub(super) fn expanded(word: &str, arguments: &Arguments) -> Option<String> {
    let (mut made, mut rest) = (String::new(), word);
    while let Some((before, after)) = rest.split_once('$') {
        made.push_str(before);
        let (inner, after) = match after.strip_prefix('{') {
            Some(inner) => inner.split_once('}')?,
            None => after.split_at(after.find(|c| !is_variable_part(c)).unwrap_or(after.len())),
        };
        let name = inner.split(':').next().unwrap_or_default();
        let operation = &inner[name.len()..];
        let value = arguments.declared.get(name)?.as_deref().filter(|value| !value.is_empty());
        made.push_str(match (operation.get(..2), operation.get(2..).unwrap_or_default()) {
            (_, other) if other.contains(['$', '{']) => return None,
            (None, _) if operation.is_empty() => value.unwrap_or_default(),
            (Some(":-"), default) => value.unwrap_or(default),
            (Some(":+"), other) => value.map_or("", |_| other),
            _ => return None,
        });
        rest = after;
    }
    made.push_str(rest);
    Some(made)
}

/// Whether this is a name that a stage can have, and no number.
pub(super) fn is_stage(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// Whether this is a plain name of an image: `[HOST[:PORT]/]PATH[:TAG][@DIGEST]` (distribution, `reference`).
pub(super) fn is_reference(name: &str) -> bool {
    let (name, digest) = name.split_once('@').map_or((name, None), |(name, digest)| (name, Some(digest)));
    let transport = name.split_once(':').is_some_and(|(front, _)| TRANSPORTS.contains(&front));
    let (folders, last) = name.rsplit_once('/').map_or((None, name), |(folders, last)| (Some(folders), last));
    let (last, tag) = last.split_once(':').map_or((last, None), |(last, tag)| (last, Some(tag)));
    let folders = folders.is_none_or(|folders| {
        let (host, rest) = folders.split_once('/').map_or((folders, None), |(host, rest)| (host, Some(rest)));
        let (host, port) = host.split_once(':').map_or((host, None), |(host, port)| (host, Some(port)));
        let port = port.is_none_or(|port| !port.is_empty() && port.bytes().all(|c| c.is_ascii_digit()));
        is_part(&host.to_ascii_lowercase()) && port && rest.is_none_or(|rest| rest.split('/').all(is_part))
    });
    let is_tag = |tag: &str| {
        tag.starts_with(is_variable_part)
            && tag.chars().all(|c| is_variable_part(c) || matches!(c, '.' | '-'))
    };
    let is_digest = |digest: &str| {
        let hex = digest.strip_prefix("sha256:");
        hex.is_some_and(|hex| hex.len() == 64 && hex.bytes().all(|c| c.is_ascii_hexdigit()))
    };
    let number = tag.is_none() && last.bytes().all(|c| c.is_ascii_digit()) && !is_id(last);
    !transport
        && !number
        && folders
        && is_part(last)
        && tag.is_none_or(is_tag)
        && digest.is_none_or(is_digest)
}

/// Whether this is long enough for the begin of an id, as engines show it. A shorter number may be a stage's.
pub(super) fn is_id(number: &str) -> bool {
    number.len() >= 12
}

/// Whether this can stand between the slashes of an image's name.
fn is_part(part: &str) -> bool {
    let is_end = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    part.starts_with(is_end)
        && part.ends_with(is_end)
        && part.chars().all(|c| is_end(c) || matches!(c, '.' | '_' | '-'))
}

/// Whether everything that an `ADD` takes lies in the context, whatever engine reads it. The last word is where
/// it goes.
pub(super) fn is_local(rest: &str) -> bool {
    let sources = if rest.starts_with('[') {
        // What is not JSON is words to an engine.
        serde_json::from_str::<Vec<String>>(rest).ok()
    } else {
        Some(words(rest).map(|(_, word)| word.to_owned()).collect())
    };
    let is_path = |word: &String| {
        let is_git = Path::new(word).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("git"));
        let hub =
            word.get(.."github.com/".len()).is_some_and(|front| front.eq_ignore_ascii_case("github.com/"));
        !word.contains(['$', '"', '\'', '\\', ':', '@', '#']) && !is_git && !hub
    };
    sources.is_some_and(|words| words.split_last().is_some_and(|(_, sources)| sources.iter().all(is_path)))
}
