//! The reader of Dockerfiles: the images that a build uses, the addresses that it fetches, and where they are
//! written.
//!
//! Engines read unusual Dockerfiles differently (moby's classic builder, `BuildKit`, `buildah`). So this reader
//! accepts only what all of them read alike, and rejects the rest with its position.

mod lines;
mod names;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use lines::{Instruction, words};
use names::{BuildArguments, expanded, is_local, is_reference};

/// A Dockerfile that all engines read alike.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dockerfile {
    text: String,
    /// The names of the stages, `None` for a stage without one.
    stages: Vec<Option<String>>,
    sources: Vec<ImageSource>,
    fetches: Vec<String>,
    copies: Vec<CopySource>,
}

/// A path of the context that a `COPY` or `ADD` copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopySource {
    /// The path, as it is written.
    pub path: String,
    /// Where it is written.
    pub at: Range<usize>,
}

/// A position that names an image or an earlier stage.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ImageSource {
    /// Where the name is written.
    at: Range<usize>,
    /// The name, without variables.
    name: String,
    is_image: bool,
    /// Whether it is in a `FROM`.
    is_base: bool,
}

/// An instruction that is rejected, because engines could read it differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear {
    /// The line in which the instruction begins, counted from 1.
    pub line: usize,
    /// The beginning of that line.
    pub text: String,
    /// Why it is rejected.
    pub why: Why,
}

/// Why an instruction is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Not UTF-8, or a control character or unusual blank, given by its code.
    Character(String),
    /// `# escape=` chooses the character that joins lines.
    Escape,
    /// A line ends with more than one backslash, or the last line with one.
    Backslash,
    /// A word continues on the next line.
    SplitWord,
    /// `<<` may begin a heredoc, which only some engines support.
    Heredoc,
    /// There is no instruction of this name, or it may not stand here.
    Instruction(String),
    /// A flag that not all engines have, or one with quotes or backslashes.
    Flag(String),
    /// An `ARG` before the first `FROM` that is not `NAME` or `NAME=VALUE`.
    ///
    /// It may have more than one of them, each name once.
    Argument,
    /// `FROM` takes an image, and optionally `AS` and a name.
    From,
    /// Not a valid name of an image or of an earlier stage.
    Name(String),
    /// `--change` takes exactly one instruction.
    Single,
}

/// Checks whether every engine takes this name of a Dockerfile for the same file.
///
/// Podman also accepts a JSON list and URLs, and passes a file that ends with `.in` to `cpp`, which can read the
/// host's files.
#[must_use]
pub fn is_plain_name(name: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    name.chars().all(known) && Path::new(name).extension().is_none_or(|ending| ending != "in")
}

/// Reads a Dockerfile. `arguments` are the values of `--build-arg`.
///
/// # Errors
///
/// [`Unclear`] for the first instruction that engines could read differently.
pub fn read(text: &str, arguments: &BTreeMap<String, Option<String>>) -> Result<Dockerfile, Unclear> {
    let mut parser = DockerfileParser {
        made: Dockerfile { text: text.to_owned(), ..Dockerfile::default() },
        arguments: BuildArguments::given(arguments),
        in_file: true,
    };
    for instruction in lines::instructions(text)? {
        parser.take(&instruction).map_err(|why| instruction.unclear(why))?;
    }
    Ok(parser.made)
}

/// Reads one instruction of `--change`, or one that an image keeps as `ONBUILD`.
///
/// # Errors
///
/// As for [`read`]; [`Why::Single`] if it is not exactly one instruction.
pub fn read_one(text: &str) -> Result<Dockerfile, Unclear> {
    let instructions = lines::instructions(text)?;
    let [instruction] = instructions.as_slice() else {
        let text = text.lines().next().unwrap_or_default();
        return Err(Unclear { line: 1, text: text.to_owned(), why: Why::Single });
    };
    let mut parser = DockerfileParser {
        made: Dockerfile::default(),
        arguments: BuildArguments::default(),
        in_file: false,
    };
    parser.take(instruction).map_err(|why| instruction.unclear(why))?;
    // A newline would begin another instruction among those that follow.
    if text.contains('\n') {
        return Err(instruction.unclear(Why::Single));
    }
    Ok(parser.made)
}

impl Dockerfile {
    /// Returns the images that the build uses, each once, in the order of the file.
    #[must_use]
    pub fn images(&self) -> Vec<String> {
        self.named(|_| true)
    }

    /// Returns the base images: those of the `FROM`s.
    #[must_use]
    pub fn bases(&self) -> Vec<String> {
        self.named(|source| source.is_base)
    }

    /// Returns the paths of the context that it copies, except patterns and words with variables or quotes.
    #[must_use]
    pub fn copies(&self) -> &[CopySource] {
        &self.copies
    }

    fn named(&self, wanted: impl Fn(&ImageSource) -> bool) -> Vec<String> {
        let mut images: Vec<String> = Vec::new();
        for source in self.sources.iter().filter(|source| source.is_image && wanted(source)) {
            if !images.contains(&source.name) {
                images.push(source.name.clone());
            }
        }
        images
    }

    /// Returns the text with other names for its images.
    ///
    /// If `rename` returns the same name, it stays as written, including variables.
    pub(super) fn renamed(&self, rename: impl Fn(&str) -> String) -> String {
        let mut text = self.text.clone();
        for source in self.sources.iter().rev().filter(|source| source.is_image) {
            let name = rename(&source.name);
            if name != source.name {
                text.replace_range(source.at.clone(), &name);
            }
        }
        text
    }

    /// Returns the first instruction that makes the engine fetch something, or may.
    ///
    /// This is a URL, a git repository, or a word whose value only the engine knows.
    #[must_use]
    pub fn fetch(&self) -> Option<&str> {
        self.fetches.first().map(String::as_str)
    }
}

/// The state of reading a Dockerfile.
struct DockerfileParser {
    made: Dockerfile,
    arguments: BuildArguments,
    /// Whether the text is a whole Dockerfile, not one instruction.
    in_file: bool,
}

impl DockerfileParser {
    fn take(&mut self, instruction: &Instruction) -> Result<(), Why> {
        let mut rest = instruction.text.as_str();
        let mut name = first_word(&mut rest);
        let on_build = name.eq_ignore_ascii_case("onbuild");
        if on_build {
            name = first_word(&mut rest);
        }
        let unknown = || Why::Instruction(name.to_owned());
        let keyword = name.to_ascii_lowercase();
        let reads_names = matches!(keyword.as_str(), "from" | "arg" | "copy" | "add") || on_build;
        if reads_names && instruction.splits_word {
            return Err(Why::SplitWord);
        }
        let at = instruction.text.len() - rest.len();
        match keyword.as_str() {
            "from" if self.in_file && !on_build => self.from(instruction, at),
            "arg" if self.in_file && self.made.stages.is_empty() && !on_build => self.arguments.declare(rest),
            "copy" | "add" => self.copy(&keyword, instruction, at),
            "run" => flags(&keyword, rest).and_then(|_| no_heredoc(rest)),
            "arg" | "cmd" | "entrypoint" | "env" | "expose" | "healthcheck" | "label" | "maintainer"
            | "shell" | "stopsignal" | "user" | "volume" | "workdir" => Ok(()),
            _ => Err(unknown()),
        }
    }

    fn from(&mut self, instruction: &Instruction, at: usize) -> Result<(), Why> {
        let rest = &instruction.text[at..];
        let begin = flags("from", rest)?.1;
        let words: Vec<(usize, &str)> = words(&rest[begin..]).collect();
        let (image, stage) = match words.as_slice() {
            [image] => (image, None),
            [image, (_, keyword), (_, stage)] if keyword.eq_ignore_ascii_case("as") => (image, Some(*stage)),
            _ => return Err(Why::From),
        };
        if let Some(stage) = stage.filter(|stage| !names::is_stage(stage)) {
            return Err(Why::Name(stage.to_owned()));
        }
        let name = expanded(image.1, &self.arguments).ok_or_else(|| Why::Name(image.1.to_owned()))?;
        if name == "scratch" {
            // `scratch` is no image and no stage, so there is nothing to rename.
            if image.1 != name {
                return Err(Why::Name(image.1.to_owned()));
            }
        } else {
            let is_image = !self.is_stage(&name).map_err(|_| Why::Name(image.1.to_owned()))?;
            // Some engines read a variable that stands for a stage as an image's name.
            if !is_image && image.1 != name {
                return Err(Why::Name(image.1.to_owned()));
            }
            let at = instruction.place(at + begin + image.0, image.1.len());
            self.made.sources.push(ImageSource { at, name, is_image, is_base: true });
        }
        self.made.stages.push(stage.map(str::to_owned));
        Ok(())
    }

    /// Reads a `COPY` or an `ADD`.
    fn copy(&mut self, keyword: &str, instruction: &Instruction, at: usize) -> Result<(), Why> {
        let rest = &instruction.text[at..];
        no_heredoc(rest)?;
        let (flags, begin) = flags(keyword, rest)?;
        let from_context = !flags.iter().any(|(_, flag)| flag.starts_with("--from="));
        if from_context && names::is_local(&rest[begin..]) {
            let copies = names::copied(&rest[begin..]).into_iter();
            self.made.copies.extend(copies.map(|(offset, path)| {
                let at = instruction.place(at + begin + offset, path.len());
                CopySource { path, at }
            }));
        }
        for (offset, flag) in flags {
            let Some(name) = flag.strip_prefix("--from=") else { continue };
            let is_image = match name.parse::<usize>() {
                // Other forms, such as 01 or +1, are numbers only to some engines.
                Ok(number) if number.to_string() == name && number < self.made.stages.len() => false,
                Ok(_) if !names::is_id(name) => return Err(Why::Name(name.to_owned())),
                _ => !self.is_stage(name)?,
            };
            let at = instruction.place(at + offset + "--from=".len(), name.len());
            self.made.sources.push(ImageSource { at, name: name.to_owned(), is_image, is_base: false });
        }
        if keyword == "add" && !is_local(&rest[begin..]) {
            self.made.fetches.push(instruction.begin());
        }
        Ok(())
    }

    /// Checks whether a name is that of an earlier stage. If not, it is an image's.
    fn is_stage(&self, name: &str) -> Result<bool, Why> {
        match self.made.stages.iter().flatten().find(|stage| stage.eq_ignore_ascii_case(name)) {
            // Some engines compare these names case-sensitively.
            Some(stage) if stage == name => Ok(true),
            None if is_reference(name) => Ok(false),
            _ => Err(Why::Name(name.to_owned())),
        }
    }
}

/// Removes the first word of a text with the blanks after it, and returns the word.
fn first_word<'t>(text: &mut &'t str) -> &'t str {
    let (word, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    *text = rest.trim_start_matches([' ', '\t']);
    word
}

/// A word with its position.
type LocatedWord<'t> = (usize, &'t str);

/// Returns the flags of an instruction, and where the text after them begins.
fn flags<'t>(keyword: &str, rest: &'t str) -> Result<(Vec<LocatedWord<'t>>, usize), Why> {
    let taken: &[&str] = match keyword {
        "from" => &["--platform"],
        "copy" => &["--from", "--chown", "--chmod"],
        "add" => &["--chown", "--chmod"],
        _ => &[],
    };
    let mut found = Vec::new();
    for (at, word) in words(rest) {
        if !word.starts_with("--") {
            return Ok((found, at));
        }
        let name = word.split_once('=').map(|(name, _)| name);
        if word.contains(['"', '\'', '\\']) || !name.is_some_and(|name| taken.contains(&name)) {
            return Err(Why::Flag(word.to_owned()));
        }
        found.push((at, word));
    }
    Ok((found, rest.len()))
}

fn no_heredoc(rest: &str) -> Result<(), Why> {
    if rest.contains("<<") { Err(Why::Heredoc) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
