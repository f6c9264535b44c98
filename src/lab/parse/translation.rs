//! `<locale>.toml`: the texts of a lab in another language, which replace the original's.
//!
//! A translation contains only texts. It refers to their places by what is the same in every language: the ids of
//! steps, watches and answers, and for names of values the original's words.

use std::collections::BTreeSet;

use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use super::reader::Reader;
use super::table::{Table, Value};
use super::{all, syntax};
use crate::diagnostic::{Diagnostic, Faults, nearest};
use crate::lab::{Lab, Predict, Step, Watch, braces};
use crate::source::{Located, Source, Span};

/// Puts the texts of a translation into a lab, and returns their faults.
///
/// A missing or faulty text stays as in the original, so that the lab always runs. A missing text is
/// a warning; everything else is an error.
pub fn translate(lab: &mut Lab, source: Source) -> Faults {
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    if let Some(fault) = no_translation(&source, document.get_ref()) {
        return Faults { source, found: vec![fault] };
    }
    let broken = syntax::faults(&source, &errors);
    let mut reader = Reader::new(&source);
    whole(&mut reader, Table::new(document.get_ref(), Span::default()), lab);
    let found = all(&source, reader.faults, broken);
    Faults { source, found }
}

/// The languages of two letters (ISO 639-1).
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy \
     da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig \
     ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml \
     mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg \
     si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh \
     yi yo za zh zu";

/// The keys of a translation.
const KEYS: [&str; 5] = ["title", "summary", "concepts", "watch", "step"];

/// Returns the fault of a file that is named like a translation and is none.
fn no_translation(source: &Source, document: &DeTable) -> Option<Diagnostic> {
    let name = source.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let language = name.split(['-', '.']).next().unwrap_or_default();
    let end = source.text.find('\n').unwrap_or(source.text.len());
    let known = LANGUAGES.split(' ').any(|known| known == language);
    let of_texts = document.is_empty() || document.keys().any(|key| nearest(key.get_ref(), KEYS).is_some());
    let fault = || Diagnostic::error("no-translation", Span::new(0, end)).arg("name", name);
    (!known || !of_texts).then(|| fault().arg("language", if known { "known" } else { "none" }))
}

fn whole(reader: &mut Reader, mut table: Table, lab: &mut Lab) {
    text(reader, &mut table, "title", &mut lab.title);
    text(reader, &mut table, "summary", &mut lab.summary);
    list(reader, &mut table, "concepts", &mut lab.concepts);
    let watches: Vec<(String, &mut Watch)> =
        lab.watches.iter_mut().map(|watch| (watch.id.value.to_string(), watch)).collect();
    parts(reader, &mut table, "watch", watches, watch);
    let steps: Vec<(String, &mut Step)> =
        lab.steps.iter_mut().map(|step| (step.id.value.to_string(), step)).collect();
    parts(reader, &mut table, "step", steps, step);
    table.finish(reader);
}

fn watch(reader: &mut Reader, value: Value, watch: &mut Watch) {
    let Some(mut table) = reader.table(value) else { return };
    // Without a label, people see the id, and a translation may have a better word.
    let given = watch.label != watch.id.value.as_str();
    if given || table.has("label") {
        text(reader, &mut table, "label", &mut watch.label);
    }
    let names: Vec<(String, &mut String)> =
        watch.named.iter_mut().map(|named| (named.name.clone(), &mut named.name)).collect();
    parts(reader, &mut table, "named", names, filled);
    table.finish(reader);
}

fn step(reader: &mut Reader, value: Value, step: &mut Step) {
    let Some(mut table) = reader.table(value) else { return };
    text(reader, &mut table, "title", &mut step.title);
    may(reader, &mut table, "before", &mut step.before);
    may(reader, &mut table, "after", &mut step.after);
    may(reader, &mut table, "goal", &mut step.goal);
    list(reader, &mut table, "hints", &mut step.hints);
    let reasons: Vec<&mut String> =
        step.checks.iter_mut().filter_map(|check| check.because.as_mut()).collect();
    each(reader, &mut table, "because", reasons);
    match (table.get("predict"), &mut step.predict) {
        (Some(value), Some(original)) => predict(reader, value, original),
        (Some(value), None) => left_over(reader, value),
        (None, Some(_)) => missing(reader, &table, "predict"),
        (None, None) => {}
    }
    table.finish(reader);
}

fn predict(reader: &mut Reader, value: Value, predict: &mut Predict) {
    let Some(mut table) = reader.table(value) else { return };
    text(reader, &mut table, "ask", &mut predict.ask);
    let choices: Vec<_> = predict.choices.iter_mut().map(|choice| (choice.id.to_string(), choice)).collect();
    parts(reader, &mut table, "choice", choices, |reader, value, choice| {
        let Some(mut table) = reader.table(value) else { return };
        text(reader, &mut table, "text", &mut choice.text);
        may(reader, &mut table, "because", &mut choice.because);
        table.finish(reader);
    });
    table.finish(reader);
}

/// Reads the parts of a lab that a table names, each by `read`.
fn parts<T>(
    reader: &mut Reader,
    table: &mut Table,
    key: &'static str,
    mut originals: Vec<(String, T)>,
    mut read: impl FnMut(&mut Reader, Value, T),
) {
    let Some(value) = table.get(key) else {
        if !originals.is_empty() {
            missing(reader, table, key);
        }
        return;
    };
    let Some(written) = reader.table(value) else { return };
    let known: Vec<String> = originals.iter().map(|(id, _)| id.clone()).collect();
    let mut meant = Vec::new();
    for (id, key_span, written) in written.entries() {
        if let Some(at) = originals.iter().position(|(known, _)| known == id) {
            let (_, original) = originals.remove(at);
            read(reader, of_entry(key, key_span, written), original);
            continue;
        }
        let fault = Diagnostic::error("unknown-part", key_span).arg("kind", key).arg("written", id);
        reader.fault(fault.suggest(id, known.iter().map(String::as_str)));
        meant.extend(nearest(id, known.iter().map(String::as_str)));
    }
    // A misspelled name was already reported at its place, so the part is not reported as missing too.
    for (id, _) in originals.iter().filter(|(id, _)| !meant.contains(&id.as_str())) {
        let fault = Diagnostic::warning("missing-part", value.key_span);
        reader.fault(fault.arg("kind", key).arg("id", id));
    }
}

fn of_entry<'t>(key: &'static str, key_span: Span, value: &'t TomlSpanned<DeValue<'t>>) -> Value<'t> {
    Value { key, key_span, span: Span::from(value.span()), data: value.get_ref() }
}

/// Translates a text that the original has.
fn text(reader: &mut Reader, table: &mut Table, key: &'static str, original: &mut String) {
    match table.get(key) {
        Some(value) => filled(reader, value, original),
        None => missing(reader, table, key),
    }
}

/// Translates a text that the original may have.
fn may(reader: &mut Reader, table: &mut Table, key: &'static str, original: &mut Option<String>) {
    match original {
        Some(original) => text(reader, table, key, original),
        None => {
            if let Some(value) = table.get(key) {
                left_over(reader, value);
            }
        }
    }
}

/// Translates a list of texts, in the order of the original.
fn list(reader: &mut Reader, table: &mut Table, key: &'static str, originals: &mut [String]) {
    each(reader, table, key, originals.iter_mut().collect());
}

fn each(reader: &mut Reader, table: &mut Table, key: &'static str, originals: Vec<&mut String>) {
    let Some(value) = table.get(key) else {
        if !originals.is_empty() {
            missing(reader, table, key);
        }
        return;
    };
    if originals.is_empty() {
        return left_over(reader, value);
    }
    let written = reader.list(value);
    if value.data.is_array() && written.len() != originals.len() {
        let fault = Diagnostic::error("text-count", value.span).arg("key", key);
        reader.fault(fault.arg("count", &written.len()).arg("wanted", &originals.len()));
        return;
    }
    for (value, original) in written.into_iter().zip(originals) {
        filled(reader, value, original);
    }
}

/// Replaces the original's text if the new one quotes the same observations.
fn filled(reader: &mut Reader, value: Value, original: &mut String) {
    let Some(located) = reader.filled(value) else { return };
    let here = placeholders(&located.text);
    let wanted = placeholders(original);
    let mut same = true;
    for range in braces(&located.text) {
        if !wanted.contains(&located.text[range.clone()]) {
            same = false;
            let written = inner(&located.text[range.clone()]);
            let fault = Diagnostic::error("foreign-placeholder", located.span(range)).arg("written", written);
            reader.fault(fault.suggest(written, wanted.iter().map(|wanted| inner(wanted))));
        }
    }
    // A misspelled placeholder was already reported at its place, so it is not reported as missing too.
    for wanted in wanted.difference(&here).filter(|_| same) {
        reader.fault(lacking(&located, inner(wanted)));
    }
    if here == wanted {
        *original = located.text;
    }
}

fn lacking(located: &Located, placeholder: &str) -> Diagnostic {
    Diagnostic::error("missing-placeholder", located.whole).arg("written", placeholder)
}

/// Returns the placeholders of a text, each once, with their braces.
fn placeholders(text: &str) -> BTreeSet<String> {
    braces(text).into_iter().map(|range| text[range].to_owned()).collect()
}

/// Returns a placeholder without its braces.
fn inner(placeholder: &str) -> &str {
    placeholder.trim_start_matches('{').trim_end_matches('}')
}

fn missing(reader: &mut Reader, table: &Table, key: &str) {
    // A misspelled key was already reported at its place.
    if table.near_unknown(&[key]) {
        return;
    }
    reader.fault(Diagnostic::warning("missing-text", table.span).arg("key", key));
}

fn left_over(reader: &mut Reader, value: Value) {
    reader.fault(Diagnostic::error("left-over-text", value.key_span).arg("key", value.key));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::lab::{LabFiles, LabId, parse};

    const LAB: &str = r#"
format   = 1
title    = "A lab"
summary  = "What it is about."
level    = "beginner"
minutes  = 5
concepts = ["volume"]

[watch.page]
label = "the page"
file  = "web:/index.html"

[[watch.page.named]]
as     = "mine"
equals = "1"

[[step]]
id     = "start"
title  = "Start"
before = "Look: {watch.page}."
run    = "docker run -d --name web nginx"
check  = [{ container = "web", running = true, because = "It runs." }]
hints  = ["One.", "Two."]

[[step]]
id    = "stop"
title = "Stop"
run   = "docker stop web"
[step.predict]
ask    = "What will {web.id} have?"
watch  = "page"
choice = [
  { fate = "unchanged", text = "The page" },
  { fate = "lost", text = "Nothing", because = "It stays." },
]
"#;

    const KOREAN: &str = r#"title    = "실습"
summary  = "무엇에 대한 실습인지."
concepts = ["볼륨"]

[watch.page]
label        = "페이지"
named."mine" = "내 것"

[step.start]
title   = "시작"
before  = "보세요: {watch.page}."
because = ["실행 중입니다."]
hints   = ["하나.", "둘."]

[step.stop]
title = "중지"
[step.stop.predict]
ask              = "컨테이너 {web.id}에는 무엇이 있을까요?"
choice.unchanged = { text = "그 페이지" }
choice.lost      = { text = "없음", because = "남아 있습니다." }
"#;

    fn lab() -> Lab {
        parse(LabId::new("x").unwrap(), Source::new("lab.toml", LAB), LabFiles::default()).unwrap()
    }

    /// Returns the faults of a translation, each as `line:column severity code`.
    fn faults(text: &str) -> Vec<String> {
        let faults = translate(&mut lab(), Source::new("ko.toml", text));
        let shown = |fault: &Diagnostic| {
            let place = faults.source.position(fault.span.start);
            let mark = if fault.severity == Severity::Warning { "?" } else { "!" };
            format!("{}:{} {}{mark}", place.line, place.column, fault.code)
        };
        faults.found.iter().map(shown).collect()
    }

    /// Returns the faults of [`KOREAN`] with one part changed.
    fn otherwise(part: &str, instead: &str) -> Vec<String> {
        assert!(KOREAN.contains(part), "{part}");
        faults(&KOREAN.replace(part, instead))
    }

    #[test]
    fn every_text_takes_the_place_of_the_originals() {
        let mut lab = lab();
        let faults = translate(&mut lab, Source::new("ko.toml", KOREAN));
        assert_eq!(faults.found, []);
        assert_eq!((lab.title.as_str(), lab.summary.as_str()), ("실습", "무엇에 대한 실습인지."));
        assert_eq!(lab.concepts, ["볼륨"]);
        assert_eq!(
            (lab.watches[0].label.as_str(), lab.watches[0].named[0].name.as_str()),
            ("페이지", "내 것")
        );
        let [start, stop] = &lab.steps[..] else { panic!("two steps") };
        assert_eq!((start.title.as_str(), start.before.as_deref()), ("시작", Some("보세요: {watch.page}.")));
        assert_eq!(start.checks[0].because.as_deref(), Some("실행 중입니다."));
        assert_eq!(start.hints, ["하나.", "둘."]);
        let predict = stop.predict.as_ref().unwrap();
        assert_eq!(predict.ask, "컨테이너 {web.id}에는 무엇이 있을까요?");
        assert_eq!(predict.choices[0].text, "그 페이지");
        assert_eq!(predict.choices[1].because.as_deref(), Some("남아 있습니다."));
        assert_eq!(lab.source.name, "lab.toml");
    }

    #[test]
    fn what_is_missing_is_a_warning_at_its_table() {
        assert_eq!(otherwise("summary  = \"무엇에 대한 실습인지.\"\n", ""), ["1:1 missing-text?"]);
        assert_eq!(otherwise("before  = \"보세요: {watch.page}.\"\n", ""), ["9:1 missing-text?"]);
        assert_eq!(otherwise("hints   = [\"하나.\", \"둘.\"]\n", ""), ["9:1 missing-text?"]);
        assert_eq!(otherwise("named.\"mine\" = \"내 것\"\n", ""), ["5:1 missing-text?"]);
        assert_eq!(otherwise(", because = \"남아 있습니다.\"", ""), ["20:20 missing-text?"]);
        assert_eq!(otherwise("choice.unchanged = { text = \"그 페이지\" }\n", ""), ["19:1 missing-part?"]);
        let whole = faults("");
        assert_eq!(whole, ["1:1 missing-text?"; 5]);
    }

    #[test]
    fn what_does_not_belong_is_a_fault_at_its_place() {
        assert_eq!(otherwise("[step.start]", "[step.strat]"), ["9:7 unknown-part!"]);
        assert_eq!(otherwise("[step.stop]", "[step.stpo]"), ["15:7 unknown-part!", "17:7 missing-text?"]);
        assert_eq!(otherwise("[watch.page]", "[watch.pgae]"), ["5:8 unknown-part!"]);
        assert_eq!(otherwise("named.\"mine\"", "named.\"mien\""), ["7:7 unknown-part!"]);
        assert_eq!(otherwise("choice.lost ", "choice.gone "), ["19:1 missing-part?", "20:8 unknown-part!"]);
        assert_eq!(otherwise("before  =", "befor   ="), ["11:1 unknown-key!"]);
        assert_eq!(otherwise("before  =", "after = \"뒤\"\nbefore  ="), ["11:1 left-over-text!"]);
        assert_eq!(
            otherwise("{ text = \"그 페이지\" }", "{ text = \"그 페이지\", because = \"왜\" }"),
            ["19:38 left-over-text!"]
        );
        assert_eq!(otherwise("\"하나.\", ", ""), ["13:11 text-count!"]);
        assert_eq!(otherwise("\"하나.\"", "\" \""), ["13:12 empty-text!"]);
        assert_eq!(otherwise("\"시작\"", "1"), ["10:11 wrong-type!"]);
        assert_eq!(otherwise("\"시작\"", "\"시작"), ["10:14 syntax!"]);
    }

    #[test]
    fn placeholders_are_those_of_the_original() {
        assert_eq!(otherwise("{watch.page}", "{watch.pag}"), ["11:17 foreign-placeholder!"]);
        assert_eq!(otherwise("보세요: {watch.page}.", "보세요."), ["11:11 missing-placeholder!"]);
        assert_eq!(otherwise("\"하나.\"", "\"{web.id} 하나.\""), ["13:13 foreign-placeholder!"]);
        assert_eq!(otherwise("보세요: {watch.page}.", "{watch.page}, {watch.page}, {{"), [""; 0]);
    }

    #[test]
    fn a_file_that_is_no_translation_is_one_fault() {
        let found = |name: &str, text: &str| {
            let faults = translate(&mut lab(), Source::new(format!("labs/x/{name}"), text));
            faults.found.into_iter().map(|fault| fault.code).collect::<Vec<_>>()
        };
        assert_eq!(found("db.toml", "host = \"a\"\n[pool]\nsize = 1\n"), ["no-translation"]);
        assert_eq!(found("xx.toml", KOREAN), ["no-translation"]);
        assert_eq!(found("my.toml", "host = \"a\"\n"), ["no-translation"], "a language, but not its keys");
        assert_ne!(found("ko.toml", "titel = \"a\"\n"), ["no-translation"]);
        assert_eq!(found("pt-BR.toml", KOREAN), [""; 0]);
    }

    #[test]
    fn a_faulty_text_stays_the_originals() {
        let mut lab = lab();
        translate(&mut lab, Source::new("ko.toml", KOREAN.replace("{web.id}", "{web}")));
        assert_eq!(lab.title, "실습");
        assert_eq!(lab.steps[1].predict.as_ref().unwrap().ask, "What will {web.id} have?");
    }
}
