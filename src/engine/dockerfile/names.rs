//! Names in a Dockerfile: the image of a `FROM` with its variables, and the sources of an `ADD`.

use std::collections::BTreeMap;
use std::path::Path;

use super::Why;
use super::lines::words;

/// Prefixes that Podman reads as a place on the host, Docker as part of the name.
///
/// They are those of containers/image, `alltransports`.
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
pub(super) struct BuildArguments {
    /// The values of `--build-arg`.
    given: BTreeMap<String, String>,
    /// The names that the Dockerfile declares, with their values.
    declared: BTreeMap<String, Option<String>>,
}

impl BuildArguments {
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

/// Returns the name and value of the first word of an `ARG`, and the rest.
///
/// `None` if the value has variables, backslashes, or quotes that do not enclose it.
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

/// Expands `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}` in a word.
///
/// `None` for any other use of `$`, and for a name that no `ARG` before the first `FROM` declares.
pub(super) fn expanded(word: &str, arguments: &BuildArguments) -> Option<String> {
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

/// Checks whether a stage can have this name. Numbers are excluded.
pub(super) fn is_stage(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// Checks whether this is a plain name of an image.
///
/// The form is `[HOST[:PORT]/]PATH[:TAG][@DIGEST]` (distribution, `reference`).
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

/// Checks whether this is long enough for an id's prefix, as engines show it.
///
/// A shorter number may be a stage's.
pub(super) fn is_id(number: &str) -> bool {
    number.len() >= 12
}

/// Checks whether this can stand between the slashes of an image's name.
fn is_part(part: &str) -> bool {
    let is_end = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    part.starts_with(is_end)
        && part.ends_with(is_end)
        && part.chars().all(|c| is_end(c) || matches!(c, '.' | '_' | '-'))
}

/// Returns the paths that a `COPY` or `ADD` of plain words copies, with their positions, except patterns.
pub(super) fn copied(rest: &str) -> Vec<(usize, String)> {
    let words: Vec<(usize, String)> = match serde_json::from_str::<Vec<String>>(rest) {
        // The words of JSON have no quotes and escapes inside: `is_local` has looked.
        Ok(words) => words.into_iter().map(|word| (rest.find(&word).unwrap_or_default(), word)).collect(),
        Err(_) => words(rest).map(|(at, word)| (at, word.to_owned())).collect(),
    };
    let sources = words.split_last().map(|(_, sources)| sources.to_vec()).unwrap_or_default();
    sources.into_iter().filter(|(_, word)| !word.contains(['*', '?', '['])).collect()
}

/// Checks whether all sources of an `ADD` are in the context, for every engine.
///
/// The last word is the destination.
pub(super) fn is_local(rest: &str) -> bool {
    let sources = if rest.starts_with('[') {
        // An engine reads anything that is not JSON as words.
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
