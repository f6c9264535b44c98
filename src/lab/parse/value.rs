//! Values that are written as strings: durations, names, paths, addresses.

use std::time::Duration;

use super::reader::Reader;
use super::table::{Table, Value};
use crate::command::{ContainerName, ImageName, NameError, VolumeName, filled, words_with};
use crate::diagnostic::{Diagnostic, nearest};
use crate::lab::path::workspace_path;
use crate::lab::{ContainerCommand, ContainerPath, HttpAddress, Same, Text};
use crate::source::{Located, Span, Spanned};

/// The longest time that a lab may let a person wait for one thing.
const LONGEST: Duration = Duration::from_hours(1);

/// Reads `"500ms"`, `"5s"` or `"2m"`.
pub(super) fn duration(reader: &mut Reader, value: Value) -> Option<Duration> {
    let text = reader.string(value)?.text;
    let duration = parse_duration(&text);
    if duration.is_none() {
        reader.fault(Diagnostic::error("duration", value.span).arg("key", value.key).arg("written", &text));
    }
    duration
}

fn parse_duration(text: &str) -> Option<Duration> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().ok()?;
    let milliseconds = match unit {
        "ms" => Some(number),
        "s" => number.checked_mul(1_000),
        "m" => number.checked_mul(60_000),
        _ => None,
    }?;
    let duration = Duration::from_millis(milliseconds);
    (!duration.is_zero() && duration <= LONGEST).then_some(duration)
}

/// Reads `within`, or returns the default.
pub(super) fn within(reader: &mut Reader, table: &mut Table, usual: Duration) -> Option<Duration> {
    match table.get("within") {
        Some(value) => duration(reader, value),
        None => Some(usual),
    }
}

/// Reads a container's name. It counts as used.
pub(super) fn container(reader: &mut Reader, text: &Located) -> Option<Spanned<ContainerName>> {
    container_part(reader, text, &text.text, 0)
}

/// Reads a container's name from the part of a string that begins at `start`.
///
/// It counts as used.
fn container_part(
    reader: &mut Reader,
    text: &Located,
    part: &str,
    start: usize,
) -> Option<Spanned<ContainerName>> {
    // A whole string is marked with its quotes, which are visible even if it is empty.
    let whole = part.len() == text.text.len();
    let span = if whole { text.whole } else { text.span(start..start + part.len()) };
    let name = name(reader, "container", part, span, ContainerName::new(part))?;
    reader.uses.container(&name.value, name.span);
    Some(name)
}

/// Reads a network's name; it has the same form as a volume's.
pub(super) fn network(reader: &mut Reader, text: &Located) -> Option<Spanned<String>> {
    let made = VolumeName::new(text.text.as_str()).map(|name| name.to_string());
    name(reader, "network", &text.text, text.whole, made)
}

/// Reads an image's name.
pub(super) fn image(reader: &mut Reader, text: &Located) -> Option<Spanned<ImageName>> {
    name(reader, "image", &text.text, text.whole, ImageName::new(&text.text))
}

/// Reads a volume's name.
pub(super) fn volume(reader: &mut Reader, text: &Located) -> Option<Spanned<VolumeName>> {
    name(reader, "volume", &text.text, text.whole, VolumeName::new(&text.text))
}

fn name<T>(
    reader: &mut Reader,
    kind: &str,
    written: &str,
    span: Span,
    made: Result<T, NameError>,
) -> Option<Spanned<T>> {
    match made {
        Ok(name) => Some(Spanned::new(name, span)),
        Err(error) => {
            let (problem, character) = match error {
                NameError::Empty if written.is_empty() => ("empty", String::new()),
                NameError::Empty => ("part", String::new()),
                NameError::Character(c) if kind == "image" && c.is_ascii_uppercase() => {
                    ("upper", c.to_string())
                }
                NameError::Character(c) => ("character", c.to_string()),
            };
            reader.fault(
                Diagnostic::error("bad-name", span)
                    .arg("kind", kind)
                    .arg("name", written)
                    .arg("problem", problem)
                    .arg("character", &character),
            );
            None
        }
    }
}

/// Reads `container:/path`. The container counts as used.
pub(super) fn container_path(reader: &mut Reader, text: &Located) -> Option<ContainerPath> {
    let Some((container, path)) = text.text.split_once(':') else {
        reader.fault(Diagnostic::error("container-path", text.whole).arg("written", &text.text));
        return None;
    };
    let container = container_part(reader, text, container, 0);
    let start = text.text.len() - path.len();
    let path = absolute_part(reader, text, path, start);
    Some(ContainerPath { container: container?.value, path: path?, span: text.whole })
}

/// Reads an absolute path in a container or an image, and cleans it.
pub(super) fn absolute(reader: &mut Reader, text: &Located) -> Option<String> {
    absolute_part(reader, text, &text.text, 0)
}

fn absolute_part(reader: &mut Reader, text: &Located, part: &str, start: usize) -> Option<String> {
    let whole = part.len() == text.text.len();
    let span = if whole { text.whole } else { text.span(start..start + part.len()) };
    let fault = if !part.starts_with('/') {
        "relative-path"
    } else if part.split('/').any(|name| name == "..") {
        "climbing-path"
    } else {
        return Some(clean(part));
    };
    reader.fault(Diagnostic::error(fault, span).arg("path", part));
    None
}

/// Removes `.`, doubled slashes and a final slash: the path that the engine sees.
fn clean(path: &str) -> String {
    let names = path.split('/').filter(|name| !name.is_empty() && *name != ".");
    let cleaned = names.fold(String::new(), |cleaned, name| cleaned + "/" + name);
    if cleaned.is_empty() { "/".to_owned() } else { cleaned }
}

/// Reads a file of the workspace.
pub(super) fn local(reader: &mut Reader, value: Value) -> Option<Spanned<String>> {
    let text = reader.filled(value)?;
    let Ok(path) = workspace_path(&text.text) else {
        reader.fault(Diagnostic::error("outside-workspace", text.whole).arg("path", &text.text));
        return None;
    };
    Some(Spanned::new(path, text.whole))
}

/// Reads a name of the engine that may contain a captured value.
pub(super) fn captured_name(
    reader: &mut Reader,
    kind: &str,
    text: &Located,
    check: impl Fn(String) -> Result<(), NameError>,
) -> Option<Text> {
    let read = Text::new(text.text.as_str(), &reader.captures.name);
    let stand_in = read.filled(&reader.captures.name);
    let unknown = stand_in.strip_prefix('$').filter(|rest| !rest.is_empty());
    if let Some(unknown) = unknown {
        let fault = Diagnostic::error("unknown-capture", text.whole).arg("name", unknown);
        let fault = fault.suggest(unknown, reader.captures.names());
        reader.fault(fault);
        return None;
    }
    name(reader, kind, &stand_in, text.whole, check(stand_in.clone())).map(|_| read)
}

/// Reads what `same_as` compares with.
pub(super) fn same(reader: &mut Reader, value: Value) -> Option<Same> {
    if value.data.is_str() {
        return captured(reader, value);
    }
    let mut table = reader.table(value)?;
    let named: Vec<Value> =
        ["local", "image", "container"].into_iter().filter_map(|key| table.get(key)).collect();
    let path = table.get("path");
    let same = match named[..] {
        [value] if value.key == "local" => {
            if let Some(path) = path {
                let fault = Diagnostic::error("misplaced-key", path.key_span);
                reader.fault(fault.arg("key", "path").arg("subject", "local"));
            }
            local(reader, value).map(Same::Local)
        }
        [value] if value.key == "image" => image_file(reader, &table, value, path),
        [value] => file_of(reader, &table, value, path),
        [] if table.has_unknown() => None,
        _ => {
            reader.fault(Diagnostic::error("same-as", value.span));
            None
        }
    };
    table.finish(reader);
    same
}

/// Reads `"$name"`.
fn captured(reader: &mut Reader, value: Value) -> Option<Same> {
    let text = reader.string(value)?;
    let Some(name) = text.text.strip_prefix('$') else {
        reader.fault(Diagnostic::error("same-as-text", text.whole).arg("written", &text.text));
        return None;
    };
    if reader.captures.has(name) {
        return Some(Same::Captured(name.to_owned()));
    }
    let fault = Diagnostic::error("unknown-capture", text.whole).arg("name", name);
    let fault = fault.suggest(name, reader.captures.names());
    reader.fault(fault);
    None
}

/// Reads `{ container, path }`.
fn file_of(reader: &mut Reader, table: &Table, value: Value, path: Option<Value>) -> Option<Same> {
    let container = reader.string(value).and_then(|text| container(reader, &text));
    let path = absolute_of(reader, table, path);
    let (container, path) = (container?, path?);
    Some(Same::Container(ContainerPath { container: container.value, path, span: container.span }))
}

fn absolute_of(reader: &mut Reader, table: &Table, path: Option<Value>) -> Option<String> {
    let Some(path) = path else {
        reader.fault(Diagnostic::error("missing-key", table.span).arg("key", "path"));
        return None;
    };
    reader.string(path).and_then(|text| absolute(reader, &text))
}

fn image_file(reader: &mut Reader, table: &Table, image: Value, path: Option<Value>) -> Option<Same> {
    let image = reader
        .string(image)
        .and_then(|text| name(reader, "image", &text.text, text.whole, ImageName::new(&text.text)));
    let path = absolute_of(reader, table, path);
    Some(Same::Image { image: image?, path: path? })
}

/// Reads the words of a command that runs in a container.
pub(super) fn command(reader: &mut Reader, value: Value) -> Option<Vec<String>> {
    let text = reader.filled(value)?;
    match crate::command::words(&text) {
        Ok(words) => Some(words.iter().map(|word| word.as_str().to_owned()).collect()),
        Err(faults) => {
            reader.note(faults.into_iter().map(|fault| without_shell(fault, &text.text)));
            None
        }
    }
}

/// What only a shell could do in a line.
const OF_A_SHELL: [&str; 9] = [
    "shell-pipe",
    "shell-redirection",
    "shell-list",
    "shell-background",
    "shell-group",
    "shell-substitution",
    "shell-variable",
    "shell-pattern",
    "shell-braces",
];

/// Returns a fault of a line that no shell reads as that of a command in a container, which can have one.
fn without_shell(fault: Diagnostic, line: &str) -> Diagnostic {
    if !OF_A_SHELL.contains(&fault.code) {
        return fault;
    }
    let text =
        fault.arguments.iter().find(|(name, _)| *name == "text").map_or("&", |(_, text)| text.as_str());
    let line = if line.contains('\'') { "…" } else { line.trim() };
    Diagnostic::error("exec-without-shell", fault.span).arg("text", text).arg("line", line)
}

/// Returns a fault of a shell's variable as that of a captured name, if one is meant.
pub(super) fn not_captured(reader: &Reader, fault: Diagnostic) -> Diagnostic {
    let text = fault.arguments.iter().find(|(name, _)| *name == "text").map(|(_, text)| text.as_str());
    let Some(text) = text.filter(|_| fault.code == "shell-variable") else { return fault };
    let name = text.trim_start_matches(['$', '{']).trim_end_matches('}');
    if reader.captures.all.contains(name) {
        return Diagnostic::error("captured-later", fault.span).arg("name", name);
    }
    match nearest(name, reader.captures.names()) {
        Some(near) => {
            let unknown = Diagnostic::error("unknown-capture", fault.span).arg("name", name);
            unknown.arg("suggestion", near)
        }
        None => fault,
    }
}

/// Like [`command`], but `$name` may stand for a captured value.
pub(super) fn line(reader: &mut Reader, value: Value) -> Option<ContainerCommand> {
    let text = reader.filled(value)?;
    let values = &reader.captures.written;
    match words_with(&text, values) {
        Ok(words) => Some(ContainerCommand {
            captures: !filled(&text, values).is_empty(),
            words: words.iter().map(|word| word.as_str().to_owned()).collect(),
            written: Spanned::new(text.text, text.whole),
        }),
        Err(faults) => {
            let faults = faults.into_iter().map(|fault| not_captured(reader, fault));
            let faults: Vec<_> = faults.map(|fault| without_shell(fault, &text.text)).collect();
            reader.note(faults);
            None
        }
    }
}

/// Reads `http://container:port/path`. The container counts as used.
pub(super) fn address(reader: &mut Reader, text: &Located) -> Option<HttpAddress> {
    let parts = split_address(&text.text);
    let Some((host, port, path)) = parts else {
        reader.fault(Diagnostic::error("http-url", text.whole).arg("written", &text.text));
        return None;
    };
    if host == "localhost" || host.starts_with("127.") || host == "0.0.0.0" {
        let start = "http://".len();
        let span = text.span(start..start + host.len());
        reader.fault(Diagnostic::error("http-of-host", span).arg("host", host));
        return None;
    }
    let container = container_part(reader, text, host, "http://".len())?;
    let path = if path.is_empty() { "/" } else { path };
    Some(HttpAddress { container: container.value, port, path: path.to_owned() })
}

fn split_address(text: &str) -> Option<(&str, u16, &str)> {
    let rest = text.strip_prefix("http://")?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (host, port) = authority.split_once(':')?;
    let port: u16 = port.bytes().all(|byte| byte.is_ascii_digit()).then_some(port)?.parse().ok()?;
    // What a request line allows: no blanks, no control characters, no fragment.
    let sendable = path.chars().all(|c| c.is_ascii_graphic() && c != '#');
    (!host.is_empty() && port > 0 && sendable).then_some((host, port, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_one_number_and_one_unit() {
        assert_eq!(parse_duration("90s"), Some(Duration::from_secs(90)));
        assert_eq!(parse_duration("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(parse_duration("2m"), Some(Duration::from_mins(2)));
        for text in ["", "5", "s", "0s", "1.5s", "-1s", "5 s", "1h", "61m", "99999999999999999999s"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }

    #[test]
    fn container_paths_are_cleaned() {
        assert_eq!(clean("//var/./lib/"), "/var/lib");
        assert_eq!(clean("/"), "/");
        assert_eq!(clean("/..."), "/...");
    }

    #[test]
    fn addresses_have_a_container_a_port_and_a_path() {
        assert_eq!(split_address("http://my-nginx:80/"), Some(("my-nginx", 80, "/")));
        assert_eq!(split_address("http://web:8080"), Some(("web", 8080, "")));
        assert_eq!(split_address("http://web:8080/a?b=c"), Some(("web", 8080, "/a?b=c")));
        for text in [
            "https://web:80/",
            "http://web/",
            "http://:80/",
            "http://web:0/",
            "http://web:80/#a",
            "http://web:+80/",
        ] {
            assert_eq!(split_address(text), None, "{text}");
        }
    }
}
