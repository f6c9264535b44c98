//! The catalogues: sound, complete for what the sources say, and alike in every locale.

#![expect(clippy::expect_used, reason = "a test")]

mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use sources::{Source, Token, read, sources};
use statelab::fate::{Deed, Fate, Prospect};
use statelab::i18n::{Locale, Words};
use statelab::lab::Level;

/// A message of a catalogue: the variables of its text (none where it has no text) and of each of
/// its attributes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    text: Option<BTreeSet<String>>,
    attributes: BTreeMap<String, BTreeSet<String>>,
}

type Catalogue = BTreeMap<String, Shape>;

/// The messages of some files (name, text), and what is wrong with them.
fn catalogue(files: &[(String, String)]) -> (Catalogue, Vec<String>) {
    let (mut messages, mut wrong) = (Catalogue::new(), Vec::new());
    for (name, text) in files {
        let resource = fluent_syntax::parser::parse(text.as_str()).unwrap_or_else(|(resource, errors)| {
            wrong.extend(errors.iter().map(|error| {
                let line = text[..error.pos.start].matches('\n').count() + 1;
                format!("{name}:{line}: {}", error.kind)
            }));
            resource
        });
        for entry in &resource.body {
            let (key, text, attributes) = match entry {
                Entry::Message(message) => {
                    (message.id.name.to_owned(), message.value.as_ref(), &message.attributes)
                }
                Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value), &term.attributes),
                _ => continue,
            };
            let mut shape = Shape { text: text.map(variables), ..Shape::default() };
            for attribute in attributes {
                if shape.attributes.insert(attribute.id.name.into(), variables(&attribute.value)).is_some() {
                    wrong.push(format!("{name}: `{key}.{}` stands twice", attribute.id.name));
                }
            }
            if messages.insert(key.clone(), shape).is_some() {
                wrong.push(format!("{name}: `{key}` stands twice"));
            }
        }
    }
    (messages, wrong)
}

fn variables(pattern: &Pattern<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    in_pattern(pattern, &mut found);
    found
}

fn in_pattern(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, found),
        Expression::Select { selector, variants } => {
            in_inline(selector, found);
            for variant in variants {
                in_pattern(&variant.value, found);
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                in_inline(argument, found);
            }
        }
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        _ => {}
    }
}

/// How a locale differs from the one that has everything.
fn differences(locale: &str, messages: &Catalogue, whole: &Catalogue) -> Vec<String> {
    let missing = whole.keys().filter(|key| !messages.contains_key(*key));
    let mut wrong: Vec<String> = missing.map(|key| format!("{locale}: `{key}` is missing")).collect();
    for (key, shape) in messages {
        match whole.get(key) {
            None => wrong.push(format!("{locale}: `{key}` is left over")),
            Some(other) if other != shape => {
                wrong.push(format!("{locale}: `{key}` has {shape:?}, and should have {other:?}"));
            }
            Some(_) => {}
        }
    }
    wrong
}

/// The files of a locale, as they lie in its folder.
fn files(locale: Locale) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/i18n").join(locale.tag());
    let mut files: Vec<(String, String)> = fs::read_dir(&folder)
        .expect("the locale has a folder")
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ftl"))
        .map(|path| {
            let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(&path).display().to_string();
            (name, fs::read_to_string(&path).expect("a catalogue can be read"))
        })
        .collect();
    files.sort();
    files
}

/// A message that the sources use: its key, an attribute that it must have, and the place.
type Use = (String, Option<&'static str>, String);

/// The messages that a source uses by a literal key.
fn used(source: &Source) -> Vec<Use> {
    let mut used = Vec::new();
    let tokens = &source.tokens;
    let is = |at: usize, texts: &[&str]| {
        at >= texts.len()
            && texts.iter().zip(&tokens[at - texts.len()..at]).all(|(text, token)| token.text == *text)
    };
    for (at, token) in tokens.iter().enumerate() {
        let Some(literal) = literal(token) else { continue };
        let place = format!("{}:{}", source.path, token.line);
        let mut add = |key: String, attribute| used.push((key, attribute, place.clone()));
        if is(at, &["say", "("]) || is(at, &["word", "("]) || is(at, &["Message", "::", "new", "("]) {
            add(literal.to_owned(), None);
        } else if is(at, &["Diagnostic", "::", "error", "("]) || is(at, &["Diagnostic", "::", "warning", "("])
        {
            add(format!("fault-{literal}"), None);
            add(format!("fault-{literal}"), Some("help"));
        } else if tokens.get(at + 1).is_some_and(|next| next.text == ")") && in_related(tokens, at) {
            add(format!("note-{literal}"), None);
        }
    }
    used
}

/// Whether the token at `at` is the last argument of `.related(…)`.
fn in_related(tokens: &[Token], at: usize) -> bool {
    let mut depth = 0_usize;
    for (index, token) in tokens[..at].iter().enumerate().rev() {
        match token.text.as_str() {
            ")" | "]" | "}" => depth += 1,
            "(" if depth == 0 => return index > 0 && tokens[index - 1].text == "related",
            "(" | "[" | "{" => {
                depth = match depth.checked_sub(1) {
                    Some(depth) => depth,
                    None => return false,
                }
            }
            ";" => return false,
            _ => {}
        }
    }
    false
}

/// The text of a plain string.
fn literal(token: &Token) -> Option<&str> {
    token.text.strip_prefix('"')?.strip_suffix('"')
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_catalogue_is_sound() {
    let wrong: Vec<String> = Locale::ALL.into_iter().flat_map(|locale| catalogue(&files(locale)).1).collect();
    assert_none(&wrong);
}

#[test]
fn the_program_knows_every_file() {
    for locale in Locale::ALL {
        let words = Words::new(locale);
        let (messages, _) = catalogue(&files(locale));
        let unknown = messages.iter().filter(|(key, shape)| shape.text.is_some() && !words.has(key, None));
        let unknown: Vec<String> =
            unknown.filter(|(key, _)| !key.starts_with('-')).map(|(key, _)| key.clone()).collect();
        assert_none(&unknown);
    }
}

#[test]
fn locales_have_the_same_messages() {
    let (whole, _) = catalogue(&files(Locale::default()));
    for locale in Locale::ALL {
        assert_none(&differences(locale.tag(), &catalogue(&files(locale)).0, &whole));
    }
}

#[test]
fn every_message_that_the_sources_use_is_there() {
    let words = Words::new(Locale::default());
    let missing = |(key, attribute, place): Use| {
        let dot = attribute.map(|name| format!(".{name}")).unwrap_or_default();
        (!words.has(&key, attribute)).then(|| format!("{place}: no message `{key}{dot}`"))
    };
    let uses: Vec<Use> = sources().iter().flat_map(used).collect();
    assert!(uses.len() > 100, "the scanner finds only {}", uses.len());
    assert_none(&uses.into_iter().filter_map(missing).collect::<Vec<_>>());
}

/// Keys that are made of a word of the model.
#[test]
fn every_word_of_the_model_has_its_message() {
    let fates = Fate::ALL.iter().map(|fate| format!("fate-{fate}"));
    let levels = Level::ALL.iter().map(|(word, _)| format!("level-{word}"));
    let severities = ["error", "warning"].into_iter().map(|word| format!("severity-{word}"));
    let deeds = Deed::ALL.iter().map(|deed| format!("deed-{}", deed.word()));
    let prospects = Prospect::ALL.iter().map(|prospect| format!("foretold-{}", prospect.word()));
    let words = Words::new(Locale::default());
    let all = fates.chain(levels).chain(severities).chain(deeds).chain(prospects);
    let missing: Vec<String> = all.filter(|key| !words.has(key, None)).collect();
    assert_none(&missing);
}

/// What a message chooses between, by variable: a locale may choose more, but what English tells apart
/// it must tell apart too. (Numbers are counted otherwise in each language.)
#[test]
fn locales_tell_the_same_things_apart() {
    let whole = choices(&files(Locale::default()));
    assert!(whole.len() > 100, "the scanner finds only {}", whole.len());
    let mut wrong = Vec::new();
    for locale in Locale::ALL {
        let own = choices(&files(locale));
        wrong.extend(whole.difference(&own).map(|missing| format!("{locale}: {missing}")));
    }
    assert_none(&wrong);
}

/// `key $variable [variant]` of every choice in some files, but for those of numbers.
fn choices(files: &[(String, String)]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, text) in files {
        let Ok(resource) = fluent_syntax::parser::parse(text.as_str()) else { continue };
        for entry in &resource.body {
            let Entry::Message(message) = entry else { continue };
            let attributes = message.attributes.iter().map(|attribute| &attribute.value);
            for pattern in message.value.iter().chain(attributes) {
                choices_in(message.id.name, pattern, &mut found);
            }
        }
    }
    found
}

fn choices_in(key: &str, pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression: Expression::Select { selector, variants } } = element
        else {
            continue;
        };
        let InlineExpression::VariableReference { id } = selector else { continue };
        for variant in variants {
            choices_in(key, &variant.value, found);
            let VariantKey::Identifier { name } = variant.key else { continue };
            if !["one", "other"].contains(&name) {
                found.insert(format!("{key} ${} [{name}]", id.name));
            }
        }
    }
}

/// Every variable of a message is named in the file that uses it: it would show as `{$name}`.
#[test]
fn every_variable_is_given_by_those_who_use_the_message() {
    let (messages, _) = catalogue(&files(Locale::default()));
    let mut wrong = Vec::new();
    for source in sources() {
        let given: BTreeSet<&str> = source.tokens.iter().filter_map(literal).collect();
        let suggests = source.tokens.iter().any(|token| token.text == "suggest");
        for (key, attribute, place) in used(source) {
            let Some(shape) = messages.get(&key).filter(|_| attribute.is_none()) else { continue };
            for variable in shape.text.iter().chain(shape.attributes.values()).flatten() {
                let is_given = given.contains(variable.as_str()) || (suggests && variable == "suggestion");
                if !is_given {
                    wrong.push(format!("{place}: `{key}` wants `${variable}`"));
                }
            }
        }
    }
    assert_none(&wrong);
}

/// The scanners can fail: small texts, and what is found in them.
mod scanner {
    use super::*;

    fn of(text: &str) -> (Catalogue, Vec<String>) {
        catalogue(&[("one.ftl".into(), text.into()), ("two.ftl".into(), "taken = here\n".into())])
    }

    #[test]
    fn finds_what_is_wrong_with_a_catalogue() {
        assert_eq!(of("a = x { $b }\n    .help = y\n").1, [""; 0]);
        assert_eq!(of("taken = too\n").1, ["two.ftl: `taken` stands twice"]);
        assert_eq!(of("a = 1\na = 2\n").1, ["one.ftl: `a` stands twice"]);
        assert_eq!(of("a = 1\n    .x = 1\n    .x = 2\n").1, ["one.ftl: `a.x` stands twice"]);
        assert_eq!(of("a = 1\nb = { $\n").1.len(), 1);
    }

    #[test]
    fn finds_what_differs_between_locales() {
        let (whole, wrong) =
            of("a = { $n ->\n    [one] { $n }\n   *[other] { $m }\n}\nb = x\n    .help = { $why }\n");
        assert_eq!(wrong, [""; 0]);
        assert_eq!(differences("xx", &whole, &whole), [""; 0]);
        let (other, _) = of("a = { $m } { NUMBER($n) }\nb = y\n    .help = ?\nc = new\n");
        let wrong = differences("xx", &other, &whole);
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert!(wrong[0].starts_with("xx: `b` has") && wrong[1] == "xx: `c` is left over", "{wrong:?}");
        assert_eq!(differences("xx", &of("b = x\n    .help = { $why }\n").0, &whole), ["xx: `a` is missing"]);
    }

    #[test]
    fn finds_the_messages_that_a_source_uses() {
        let text = "
            fn f() {
                words.say(\"one\", &[]); self.word(\"two\"); Message::new(\"three\").arg(\"x\", 1);
                Diagnostic::error(\"four\", span(a)).related(span(b), \"five\");
                say(&words, \"six\"); unrelated(span, \"seven\"); // say(\"eight\")
            }
            #[cfg(test)] mod tests { fn f() { words.say(\"nine\", &[]); } }
        ";
        let found = used(&read("src/x.rs".into(), text).0);
        let keys: Vec<(&str, Option<&str>)> =
            found.iter().map(|(key, attribute, _)| (key.as_str(), *attribute)).collect();
        let expected = [
            ("one", None),
            ("two", None),
            ("three", None),
            ("fault-four", None),
            ("fault-four", Some("help")),
            ("note-five", None),
        ];
        assert_eq!(keys, expected);
        assert_eq!(found[0].2, "src/x.rs:3");
    }
}
