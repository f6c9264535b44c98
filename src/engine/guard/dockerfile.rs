//! The images that a build would take from, read in what the engine is about to be given.
//!
//! The lines are put together as moby's parser does it (`builder/dockerfile/parser`), in each of the
//! ways that engines differ in: where one of them sees a `FROM`, there is one. May import nothing of ours
//! outside `engine`.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Component, Path};

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};

use super::super::{Cause, EngineError, Flow, Operation};

/// A block of an archive, in bytes.
const BLOCK: usize = 512;

/// The longest Dockerfile, in bytes.
const LONGEST: u64 = 1 << 20;

/// A context that begins with its Dockerfile.
pub(super) struct Head {
    /// The Dockerfile.
    pub text: String,
    /// What was read of the context by now.
    seen: Bytes,
    /// Where in it the Dockerfile's header is, and where its content.
    header: usize,
    content: Range<usize>,
    /// What comes behind it.
    rest: Flow<Bytes>,
}

impl Head {
    /// The context as it came.
    pub fn whole(self) -> Flow<Bytes> {
        Box::pin(stream::iter([Ok(self.seen)]).chain(self.rest))
    }

    /// The context with a line behind each `FROM` of its Dockerfile, and which lines those are. As it came, and
    /// none, where the Dockerfile may be read in more than one way.
    pub fn with_line(self, line: &str) -> (Flow<Bytes>, Lines) {
        let utf8 = std::str::from_utf8(&self.seen[self.content.clone()]).is_ok();
        // A sparse file has more than one block before its content.
        let plain = self.content.start - self.header == BLOCK;
        let Some((text, lines)) = behind_each_from(&self.text, line).filter(|_| utf8 && plain) else {
            return (self.whole(), Lines::default());
        };
        let mut header = tar::Header::new_old();
        header.as_mut_bytes().copy_from_slice(&self.seen[self.header..self.content.start]);
        header.set_size(text.len() as u64);
        header.set_cksum();
        let mut head = self.seen[..self.header].to_vec();
        head.extend_from_slice(header.as_bytes());
        head.extend_from_slice(text.as_bytes());
        head.resize(padded(head.len()), 0);
        head.extend_from_slice(&self.seen[padded(self.content.end)..]);
        (Box::pin(stream::iter([Ok(head.into())]).chain(self.rest)), lines)
    }
}

/// Where the block of an archive ends that this byte is behind the end of.
const fn padded(end: usize) -> usize {
    end.next_multiple_of(BLOCK)
}

/// The lines that were put into a Dockerfile: which, counted from 1, and the names of the stages that they are in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lines(Vec<(usize, Option<String>)>);

impl Lines {
    /// How many of them are steps of a build that ends with this stage.
    pub fn up_to(&self, target: Option<&str>) -> usize {
        let named = |target: &str| {
            let is =
                |name: &Option<String>| name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(target));
            self.0.iter().position(|(_, name)| is(name)).or_else(|| target.parse().ok())
        };
        target.and_then(named).map_or(self.0.len(), |at| (at + 1).min(self.0.len()))
    }

    /// What an engine says of a line, with the number that it had before.
    pub fn told(&self, error: EngineError) -> EngineError {
        let Cause::Refused { status, words } = &error.cause else { return error };
        let front = "dockerfile parse error line ";
        let is = words.get(..front.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(front));
        let Some((number, behind)) =
            words.get(front.len()..).filter(|_| is).and_then(|it| it.split_once(':'))
        else {
            return error;
        };
        let Ok(number) = number.parse::<usize>() else { return error };
        let before = number - self.0.iter().filter(|(line, _)| *line < number).count();
        let words = format!("{}{before}:{behind}", &words[..front.len()]);
        EngineError { cause: Cause::Refused { status: *status, words }, ..error }
    }
}

/// A Dockerfile with a line behind each `FROM`; none: one that says which character joins lines, or has lines that
/// end with two of them, in which engines see different instructions.
fn behind_each_from(text: &str, line: &str) -> Option<(String, Lines)> {
    if text.lines().any(is_escape_line) || text.replace("\r\n", "\n").contains('\r') {
        return None;
    }
    let (mut made, mut lines, mut number) = (String::new(), Lines::default(), 0);
    let mut open = String::new();
    for physical in text.split_inclusive('\n') {
        made.push_str(physical);
        number += 1;
        let trimmed = physical.trim_start_matches('\u{feff}').trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if trimmed.ends_with("\\\\") {
            return None;
        }
        open.push_str(trimmed.trim_end_matches('\\'));
        if trimmed.ends_with('\\') {
            continue;
        }
        let instruction = std::mem::take(&mut open);
        let mut words = instruction.split_whitespace();
        if words.next().is_some_and(|word| word.eq_ignore_ascii_case("from")) {
            let mut words = words.skip_while(|word| word.starts_with("--")).skip(1);
            let named = words.next().is_some_and(|word| word.eq_ignore_ascii_case("as"));
            let name = words.next().filter(|_| named).map(str::to_owned);
            if !made.ends_with('\n') {
                made.push('\n');
            }
            made.push_str(line);
            made.push('\n');
            number += 1;
            lines.0.push((number, name));
        }
    }
    Some((made, lines))
}

/// The Dockerfile that a context begins with, by its name, and the whole context again. What begins
/// with anything else has none.
///
/// # Errors
///
/// Those of the context's source; a context that does not begin with its Dockerfile.
pub(super) async fn head(mut rest: Flow<Bytes>, name: &str) -> Result<Head, EngineError> {
    let mut seen = BytesMut::new();
    loop {
        if let Some(found) = first_file(&seen, name).map_err(|error| broken(&error.to_string()))? {
            let (text, header, content) = found;
            return Ok(Head { text, seen: seen.freeze(), header, content, rest });
        }
        match rest.next().await {
            Some(piece) => seen.extend_from_slice(&piece?),
            None => return Err(broken("it ends within its Dockerfile")),
        }
    }
}

fn broken(words: &str) -> EngineError {
    EngineError::new(Operation::Build, "", Cause::Broken(format!("the build's context: {words}")))
}

/// The text of the first file, where its header is, and where its content; none: not all of it is there yet.
fn first_file(seen: &[u8], name: &str) -> io::Result<Option<(String, usize, Range<usize>)>> {
    let mut archive = tar::Archive::new(seen);
    let Some(entry) = archive.entries()?.next() else { return Ok(None) };
    let Ok(mut entry) = entry else {
        // Cut within a header, or none at all.
        let whole = (seen.len() as u64) < LONGEST;
        return if whole { Ok(None) } else { Err(io::ErrorKind::InvalidData.into()) };
    };
    let path = entry.path()?.into_owned();
    let clean = |path: &Path| {
        path.components().filter(|part| *part != Component::CurDir).collect::<std::path::PathBuf>()
    };
    if clean(&path) != clean(Path::new(name)) || !entry.header().entry_type().is_file() {
        return Err(io::Error::other("its Dockerfile is not the first file"));
    }
    if entry.size() > LONGEST {
        return Err(io::Error::other("its Dockerfile is longer than 1 MiB"));
    }
    let place = |at: u64| usize::try_from(at).map_err(io::Error::other);
    let (header, begin) = (place(entry.raw_header_position())?, place(entry.raw_file_position())?);
    let content = begin..begin + place(entry.size())?;
    let mut text = Vec::new();
    entry.read_to_end(&mut text).ok();
    // With what fills its last block up.
    let whole = seen.len() >= padded(content.end);
    Ok(whole.then(|| (String::from_utf8_lossy(&text).into_owned(), header, content)))
}

/// Every image that a Dockerfile names, but its own stages and `scratch`. A name with a variable that
/// nothing gives keeps it, and is no image.
pub(super) fn images_of(text: &str, arguments: &BTreeMap<String, Option<String>>) -> Vec<String> {
    let mut images: Vec<String> = Vec::new();
    let other_escape = text.lines().any(is_escape_line);
    for escape in ['\\', '`'] {
        // Only where the file might say so is the other character looked at.
        if escape == '`' && !other_escape {
            continue;
        }
        for doubled_ends in [false, true] {
            for image in read(&instructions(text, escape, doubled_ends), arguments) {
                if !images.contains(&image) {
                    images.push(image);
                }
            }
        }
    }
    images
}

/// `# escape=` and a backtick.
fn is_escape_line(line: &str) -> bool {
    let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    line.to_ascii_lowercase().contains("#escape=")
}

/// The instructions, each in one line. `doubled_ends`: a line that ends with two escapes ends there,
/// as newer parsers have it.
fn instructions(text: &str, escape: char, doubled_ends: bool) -> Vec<String> {
    let mut whole = Vec::new();
    let mut open: Option<String> = None;
    for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
        let trimmed = line.trim();
        if trimmed.starts_with('#') || trimmed.is_empty() {
            continue;
        }
        let end = line.trim_end_matches([' ', '\t']);
        let doubled = doubled_ends && end.strip_suffix(escape).is_some_and(|rest| rest.ends_with(escape));
        let mut joined = open.take().unwrap_or_default();
        if let Some(part) = end.strip_suffix(escape).filter(|_| !doubled) {
            joined.push_str(part);
            open = Some(joined);
        } else {
            joined.push_str(line);
            whole.push(joined);
        }
    }
    whole.extend(open);
    whole
}

/// The images that instructions name.
fn read(instructions: &[String], arguments: &BTreeMap<String, Option<String>>) -> Vec<String> {
    let mut images = Vec::new();
    let mut stages: Vec<String> = Vec::new();
    let mut given: BTreeMap<String, String> = BTreeMap::new();
    let mut any_stage = false;
    for line in instructions {
        let mut words = line.split_whitespace().peekable();
        // What an image does to whoever builds on it counts as well.
        while words.next_if(|word| word.eq_ignore_ascii_case("onbuild")).is_some() {}
        let Some(instruction) = words.next() else { continue };
        match instruction.to_ascii_lowercase().as_str() {
            "arg" if !any_stage => {
                for word in words {
                    let (name, default) =
                        word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
                    let default = default.map(|value| expanded(value.trim_matches(['"', '\'']), &given));
                    let value = arguments.get(name).cloned().flatten().or(default);
                    given.extend(value.map(|value| (name.to_owned(), value)));
                }
            }
            "from" => {
                any_stage = true;
                let mut words = words.skip_while(|word| word.starts_with("--"));
                let Some(name) = words.next() else { continue };
                let name = expanded(name, &given);
                if name != "scratch" && !stages.contains(&name.to_lowercase()) {
                    images.push(name);
                }
                if words.next().is_some_and(|word| word.eq_ignore_ascii_case("as")) {
                    stages.extend(words.next().map(str::to_lowercase));
                }
            }
            "copy" | "add" | "run" => {
                for from in words.take_while(|word| word.starts_with("--")).filter_map(source) {
                    let stage = from.parse::<usize>().is_ok() || stages.contains(&from.to_lowercase());
                    if !stage {
                        images.push(expanded(&from, &given));
                    }
                }
            }
            _ => {}
        }
    }
    images
}

/// What `--from=NAME` and `--mount=…,from=NAME` take from.
fn source(flag: &str) -> Option<String> {
    let lower = flag.to_ascii_lowercase();
    let keys = lower.strip_prefix("--mount=").or_else(|| lower.strip_prefix("--"))?;
    let at = keys.split(',').find_map(|key| key.strip_prefix("from="))?;
    Some(at.trim_matches(['"', '\'']).to_owned())
}

/// A word with `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}` replaced. What is not given
/// stays.
fn expanded(word: &str, given: &BTreeMap<String, String>) -> String {
    let word = word.trim_matches(['"', '\'']);
    let mut made = String::new();
    let mut rest = word;
    while let Some((before, behind)) = rest.split_once('$') {
        made.push_str(before);
        let (value, behind) =
            if let Some((inner, behind)) = behind.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
                (braced(inner, given), behind)
            } else {
                let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let end = behind.find(|c: char| !is_name(c)).unwrap_or(behind.len());
                (given.get(&behind[..end]).cloned(), &behind[end..])
            };
        let Some(value) = value else { return word.to_owned() };
        made.push_str(&value);
        rest = behind;
    }
    made.push_str(rest);
    made
}

/// What stands for the inside of `${…}`.
fn braced(inner: &str, given: &BTreeMap<String, String>) -> Option<String> {
    let value = |name: &str| given.get(name).filter(|value| !value.is_empty()).cloned();
    if let Some((name, default)) = inner.split_once(":-") {
        return Some(value(name).unwrap_or_else(|| default.to_owned()));
    }
    if let Some((name, other)) = inner.split_once(":+") {
        return Some(value(name).map(|_| other.to_owned()).unwrap_or_default());
    }
    given.get(inner).cloned()
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn named(text: &str) -> Vec<String> {
        let arguments = [("GIVEN".to_owned(), Some("told".to_owned()))].into();
        images_of(text, &arguments)
    }

    #[test]
    fn every_image_that_a_build_takes_from_is_seen() {
        for (text, images) in [
            ("FROM nginx", &["nginx"][..]),
            ("\u{feff}  from --platform=linux/amd64\tnginx AS base\nFROM Base\nFROM scratch", &["nginx"]),
            ("FROM \\\nsecret", &["secret"]),
            ("FROM \\\n# no comment ends it\n\n  secret", &["secret"]),
            ("FROM nginx\nCOPY --from=secret /x /x", &["nginx", "secret"]),
            ("FROM nginx AS a\nCOPY --chown=1 --from=a /x /x\nCOPY --from=0 /x /x", &["nginx"]),
            ("FROM nginx\nONBUILD COPY --from=secret /x /x", &["nginx", "secret"]),
            ("FROM nginx\nRUN --mount=type=bind,from=secret,target=/x cp /x /y", &["nginx", "secret"]),
            ("ARG B=secret\nFROM $B", &["secret"]),
            ("ARG B=sec\nFROM ${B}ret:${V:-1}", &["secret:1"]),
            ("ARG GIVEN=nginx\nFROM ${GIVEN}", &["told"]),
            ("FROM nginx\nARG B=secret\nFROM $B", &["nginx", "$B"]),
            ("# escape=`\nFROM nginx\nRUN a \\\nFROM secret", &["nginx", "secret"]),
            ("FROM nginx\nRUN a \\\\\nFROM secret", &["nginx", "secret"]),
            ("FROM nginx\nRUN psql -c 'SELECT a \\\n  FROM t'", &["nginx"]),
            ("FROM nginx\r\nFROM secret\r\n", &["nginx", "secret"]),
            ("COPY --FROM=secret /x /x", &["secret"]),
        ] {
            assert_eq!(named(text), images, "{text}");
        }
    }

    fn context(files: &[(&str, &str)]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (path, content) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            builder.append_data(&mut header, path, content.as_bytes()).unwrap();
        }
        builder.into_inner().unwrap()
    }

    fn bytes_of(flow: Flow<Bytes>) -> Vec<u8> {
        flow.map(Result::unwrap).collect::<Vec<_>>().now_or_never().unwrap().concat()
    }

    #[test]
    fn a_line_stands_behind_each_from_and_where_it_is_not_clear_nowhere() {
        for (text, made) in [
            ("FROM a", Some("FROM a\nX\n")),
            ("# from b\nARG B\n from a\r\nRUN true\n", Some("# from b\nARG B\n from a\r\nX\nRUN true\n")),
            (
                "FROM \\\n# no\n\n a \\ \n AS b\nFROM b\n",
                Some("FROM \\\n# no\n\n a \\ \n AS b\nX\nFROM b\nX\n"),
            ),
            ("FROM a\nRUN echo \\\nFROM b\n", Some("FROM a\nX\nRUN echo \\\nFROM b\n")),
            ("FROM a\nRUN echo \\\\\nFROM b\n", None),
            ("# escape=`\nFROM a\n", None),
            ("FROM a\rFROM b\n", None),
        ] {
            assert_eq!(behind_each_from(text, "X").map(|(made, _)| made).as_deref(), made, "{text:?}");
        }
    }

    #[test]
    fn steps_and_lines_are_counted_as_they_were() {
        let text = "FROM a AS one\nRUN x\nFROM --platform=p b as Two\nFROM c\nRUNN y\n";
        let (made, lines) = behind_each_from(text, "X").unwrap();
        assert_eq!(made.lines().position(|line| line == "RUNN y"), Some(7));
        for (target, count) in [(None, 3), (Some("one"), 1), (Some("two"), 2), (Some("2"), 3), (Some("9"), 3)]
        {
            assert_eq!(lines.up_to(target), count, "{target:?}");
        }
        let told = |words: &str| {
            let cause = Cause::Refused { status: 400, words: words.to_owned() };
            lines.told(EngineError::new(Operation::Build, "", cause)).cause.to_string()
        };
        assert!(
            told("dockerfile parse error line 8: unknown instruction: RUNN").contains(" line 5: unknown")
        );
        assert!(told("Dockerfile parse error line 1: no").contains("Dockerfile parse error line 1: no"));
        assert!(told("line 8: something else").contains("line 8: something else"));
    }

    #[test]
    fn a_line_is_put_into_a_context_and_all_else_stays() {
        let long = format!("{}Dockerfile", "deep/".repeat(40));
        for (name, rest) in [("Dockerfile", "x".repeat(700)), (long.as_str(), String::new())] {
            let bytes = context(&[(name, "FROM nginx\n"), ("page", &rest)]);
            let pieces: Vec<_> = bytes.chunks(100).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
            let head = head(Box::pin(stream::iter(pieces)), name).now_or_never().unwrap().ok().unwrap();
            let made = bytes_of(head.with_line("LABEL a=b").0);
            assert_eq!(made, context(&[(name, "FROM nginx\nLABEL a=b\n"), ("page", &rest)]));
        }
    }

    #[test]
    fn a_context_begins_with_its_dockerfile_however_it_is_cut() {
        let bytes = context(&[("./Dockerfile", "FROM nginx\n"), ("page", "text")]);
        let read = |bytes: &[u8], size: usize, name: &str| {
            let pieces: Vec<_> = bytes.chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
            let head = head(Box::pin(stream::iter(pieces)), name).now_or_never().unwrap();
            head.map(|head| (head.text.clone(), bytes_of(head.whole())))
        };
        for size in [1, 100, 512, bytes.len()] {
            assert_eq!(
                read(&bytes, size, "Dockerfile"),
                Ok(("FROM nginx\n".to_owned(), bytes.clone())),
                "{size}"
            );
        }
        for (bytes, name) in [(&bytes[..], "page"), (&bytes[..515], "Dockerfile"), (&[0xff; 4096], "x")] {
            assert!(read(bytes, 512, name).is_err(), "{name}");
        }
    }
}
