//! The sources of the library as tokens, for tests that hold the rules of the house.
//!
//! Comments and strings are no code here, macros are, and what is under `#[cfg(test)]` is left out.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A token, and the line that it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// As it is written; a string with its quotes; `::` is one token.
    pub text: String,
    /// From one.
    pub line: usize,
}

/// A source file.
#[derive(Debug)]
pub struct Source {
    /// Relative to the package, with `/`, such as `src/fate.rs`.
    pub path: String,
    /// Its tokens but for tests.
    pub tokens: Vec<Token>,
}

/// All sources under `src/`, without files that belong to tests alone; in the order of their paths.
pub fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(read_all);
    &SOURCES
}

fn read_all() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    files.sort();
    let texts = files.iter().map(|file| {
        let text = fs::read_to_string(file).expect("a source can be read");
        let path = file.strip_prefix(root).expect("a source of the package").display().to_string();
        (path.replace('\\', "/"), text)
    });
    let read: Vec<(Source, Vec<String>)> = texts.map(|(path, text)| read(path, &text)).collect();
    let of_tests: Vec<String> = read.iter().flat_map(|(_, modules)| modules.clone()).collect();
    let is_test = |path: &str| {
        of_tests.iter().any(|test| path == format!("{test}.rs") || path.starts_with(&format!("{test}/")))
    };
    read.into_iter().map(|(source, _)| source).filter(|source| !is_test(&source.path)).collect()
}

/// A source of this text, and the paths (without `.rs`) of the modules that it has for tests alone.
pub fn read(path: String, text: &str) -> (Source, Vec<String>) {
    let stream: TokenStream = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut all = Vec::new();
    flatten(stream, &mut all);
    let (tokens, modules) = without_tests(&all);
    let folder = match path.rsplit_once('/') {
        Some((folder, "mod.rs" | "lib.rs" | "main.rs")) => folder,
        _ => path.trim_end_matches(".rs"),
    };
    let tests = modules.iter().map(|module| format!("{folder}/{module}")).collect();
    (Source { path, tokens }, tests)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder can be read") {
        let path = entry.expect("an entry of a folder").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn flatten(stream: TokenStream, all: &mut Vec<Token>) {
    let mut push = |text: &str, line: usize| match all.last_mut() {
        // Two colons are told from `a: ::b` by what stands behind; the tests need not care.
        Some(last) if last.text == ":" && text == ":" => last.text = "::".into(),
        _ => all.push(Token { text: text.into(), line }),
    };
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                push(open, line);
                let mut inner = Vec::new();
                flatten(group.stream(), &mut inner);
                for token in inner {
                    push(&token.text, token.line);
                }
                push(close, group.span_close().start().line);
            }
            TokenTree::Ident(ident) => push(&ident.to_string(), line),
            TokenTree::Punct(punct) => push(&punct.as_char().to_string(), line),
            TokenTree::Literal(literal) => push(&literal.to_string(), line),
        }
    }
}

/// The tokens without the items under `#[cfg(test)]`, and the names of modules among these items
/// that have a file of their own.
fn without_tests(all: &[Token]) -> (Vec<Token>, Vec<String>) {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let is = |at: usize, texts: &[&str]| {
        all.len() >= at + texts.len() && texts.iter().zip(&all[at..]).all(|(text, token)| token.text == *text)
    };
    let (mut kept, mut modules, mut at) = (Vec::new(), Vec::new(), 0);
    while at < all.len() {
        if !is(at, &MARK) {
            kept.push(all[at].clone());
            at += 1;
            continue;
        }
        at += MARK.len();
        if is(at, &["mod"]) && is(at + 2, &[";"]) {
            modules.push(all[at + 1].text.clone());
        }
        at = end_of_item(all, at);
    }
    (kept, modules)
}

/// Behind the item that begins at `at`: its `;`, or its last `}`.
fn end_of_item(all: &[Token], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while let Some(token) = all.get(at) {
        at += 1;
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            ";" if depth == 0 => break,
            _ => {}
        }
    }
    at
}
