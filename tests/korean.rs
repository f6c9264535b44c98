//! Korean as it is to be written: no particle that would have to change stands behind a placeholder,
//! terms are kept, sentences are polite. Held for the catalogues and for the translations of labs.

#![expect(clippy::expect_used, reason = "a test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// Stands for whatever a placeholder is filled with.
const FILLED: char = '\u{fffc}';

/// Particles that are the same behind every word.
const PARTICLES: [&str; 8] = ["의", "에", "에서", "도", "만", "까지", "부터", "보다"];
/// What may stand behind such a particle.
const SECOND: [&str; 6] = ["", "는", "도", "만", "의", "부터"];
/// Nouns that count: they stand at a number, and any particle may stand behind them.
const COUNTED: [&str; 9] = ["개", "초", "분", "자", "번", "단계", "가지", "바이트", "번째"];

/// Words that are not said, and what is said instead.
const WORDS: [(&str, &str); 22] = [
    ("당신", "여러분, or nothing"),
    ("유저", "사용자"),
    ("데몬", "엔진"),
    ("실패", "맞지 않음, or what did not happen"),
    ("제거", "삭제"),
    ("재기동", "재시작"),
    ("휘발", "사라짐"),
    ("예측", "예상"),
    ("디렉토리", "디렉터리"),
    ("메세지", "메시지"),
    ("컨테이너층", "컨테이너 레이어"),
    ("이미지층", "이미지 레이어"),
    ("바인드마운트", "바인드 마운트"),
    ("익명의 볼륨", "익명 볼륨"),
    ("이름없는", "익명"),
    ("이름 없는 볼륨", "익명 볼륨"),
    ("스텝", "단계"),
    ("워크스페이스", "작업 폴더"),
    ("플래그", "옵션"),
    ("구동", "실행"),
    ("쉘", "셸"),
    ("싸이즈", "크기"),
];

/// A text, and where it stands.
type Text = (String, String);

/// Every text of a message's pattern, with placeholders filled by [`FILLED`]: the whole, and each
/// variant of a choice in it.
fn texts(pattern: &Pattern<&str>, found: &mut Vec<String>) {
    let mut whole = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => whole.push_str(value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::StringLiteral { value }) => whole.push_str(value),
                Expression::Inline(_) => whole.push(FILLED),
                Expression::Select { variants, .. } => {
                    for variant in variants {
                        texts(&variant.value, found);
                    }
                    whole.push(FILLED);
                }
            },
        }
    }
    found.push(whole);
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder with this ending, in order.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder that can be read");
    let paths = entries.map(|entry| entry.expect("an entry that can be read").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.to_string_lossy().ends_with(ending)).collect();
    paths.sort();
    paths
}

/// Every text of the Korean catalogues, by the key of its message.
fn of_catalogues() -> Vec<Text> {
    let mut all = Vec::new();
    for path in files(&root().join("src/i18n/ko"), ".ftl") {
        let text = fs::read_to_string(&path).expect("a catalogue that can be read");
        let resource = fluent_syntax::parser::parse(text.as_str()).expect("a sound catalogue");
        for entry in &resource.body {
            let Entry::Message(message) = entry else { continue };
            let attributes = message.attributes.iter().map(|attribute| (attribute.id.name, &attribute.value));
            let value = message.value.as_ref().map(|value| ("", value));
            for (attribute, pattern) in value.into_iter().chain(attributes) {
                let mut found = Vec::new();
                texts(pattern, &mut found);
                let place = format!("{}.{attribute}", message.id.name);
                all.extend(found.into_iter().map(|text| (place.clone(), text)));
            }
        }
    }
    all
}

/// Every text of the labs' Korean translations, by its place.
fn of_labs() -> Vec<Text> {
    let mut all = Vec::new();
    for lab in fs::read_dir(root().join("labs")).expect("the folder of labs") {
        let path = lab.expect("a lab's folder").path().join("ko.toml");
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let table: toml::Table = text.parse().expect("TOML");
        strings(&path.display().to_string(), &toml::Value::Table(table), &mut all);
    }
    all
}

fn strings(place: &str, value: &toml::Value, all: &mut Vec<Text>) {
    match value {
        toml::Value::String(text) => all.push((place.to_owned(), without_placeholders(text))),
        toml::Value::Array(array) => array.iter().for_each(|value| strings(place, value, all)),
        toml::Value::Table(table) => {
            table.iter().for_each(|(key, value)| strings(&format!("{place} {key}"), value, all));
        }
        _ => {}
    }
}

/// A lab's prose, with placeholders filled by [`FILLED`].
fn without_placeholders(text: &str) -> String {
    let mut filled = String::new();
    let mut end = 0;
    for range in statelab::lab::braces(text) {
        filled.push_str(&text[end..range.start]);
        filled.push(FILLED);
        end = range.end;
    }
    filled + &text[end..]
}

fn all_texts() -> Vec<Text> {
    let mut all = of_catalogues();
    all.extend(of_labs());
    all
}

const fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣')
}

/// What stands directly behind a placeholder and would have to change with what fills it.
fn wrong_particles(text: &str) -> Vec<String> {
    let fits = |word: &str| {
        let particle = PARTICLES
            .iter()
            .any(|particle| word.strip_prefix(particle).is_some_and(|rest| SECOND.contains(&rest)));
        word.is_empty() || particle || COUNTED.iter().any(|counted| word.starts_with(counted))
    };
    let behind = |(at, _): (usize, &str)| {
        let rest = text[at + FILLED.len_utf8()..]
            .trim_start_matches(['`', '"', '\'', ')', ']', '}', '”', '’', FILLED]);
        rest.chars().take_while(|&c| is_hangul(c)).collect::<String>()
    };
    text.match_indices(FILLED).map(behind).filter(|word| !fits(word)).collect()
}

/// Whether a sentence does not end politely: each `다.` is a `니다.` or (let us) `시다.`.
fn blunt(text: &str) -> bool {
    text.match_indices("다.").any(|(at, _)| !text[..at].ends_with(['니', '시']))
}

/// What is said wrongly, and what is said instead.
fn wrong_words(text: &str) -> Vec<String> {
    let mut wrong: Vec<String> = WORDS
        .iter()
        .filter(|(word, _)| text.contains(word))
        .map(|(word, instead)| format!("{word} → {instead}"))
        .collect();
    // 정지 is 일시 정지 (pause); what stops is 중지.
    if text.replace("일시 정지", "").contains("정지") {
        wrong.push("정지 → 중지".to_owned());
    }
    wrong
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

fn wrong_in(all: Vec<Text>, find: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    let each = |(place, text): Text| {
        find(&text).into_iter().map(move |what| format!("{place}: {what}: {text}")).collect::<Vec<_>>()
    };
    all.into_iter().flat_map(each).collect()
}

#[test]
fn only_particles_that_never_change_stand_behind_a_placeholder() {
    assert_none(&wrong_in(all_texts(), wrong_particles));
}

#[test]
fn terms_are_kept() {
    assert_none(&wrong_in(all_texts(), wrong_words));
}

#[test]
fn sentences_are_polite() {
    let blunt = |text: &str| if blunt(text) { vec!["not 니다".to_owned()] } else { Vec::new() };
    assert_none(&wrong_in(all_texts(), blunt));
}

/// Messages about what is removed; and about what is stopped.
const REMOVED: [&str; 11] = [
    "engine-remove-container",
    "engine-remove-volume",
    "engine-remove-network",
    "engine-remove-image",
    "command-rm",
    "command-rmi",
    "command-container-prune",
    "command-image-prune",
    "command-volume-rm",
    "command-volume-prune",
    "command-network-rm",
];
const STOPPED: [&str; 2] = ["engine-stop", "command-stop"];

#[test]
fn removing_and_stopping_are_two_words() {
    let texts: BTreeMap<String, String> = of_catalogues().into_iter().collect();
    let removed = REMOVED.map(|key| (key, "삭제", "중지"));
    let stopped = STOPPED.map(|key| (key, "중지", "삭제"));
    for (key, word, other) in removed.into_iter().chain(stopped) {
        let text = &texts[&format!("{key}.")];
        assert!(text.contains(word) && !text.contains(other), "{key}: {text}");
    }
}

#[test]
fn fates_have_their_words() {
    let texts: BTreeMap<String, String> = of_catalogues().into_iter().collect();
    for (fate, word) in [
        ("created", "생김"),
        ("changed", "바뀜"),
        ("unchanged", "그대로"),
        ("deleted", "지워짐"),
        ("survived", "살아남음"),
        ("copied", "복사됨"),
        ("hidden", "가려짐"),
        ("orphaned", "남겨짐"),
        ("out-of-reach", "닿지 않음"),
        ("lost", "사라짐"),
    ] {
        assert_eq!(texts[&format!("fate-{fate}.")], word);
    }
}

/// The scanners can fail.
#[test]
fn the_scanners_find_what_is_wrong() {
    for (text, wrong) in [
        ("\u{fffc}는 컨테이너", 1),
        ("`\u{fffc}`를 보세요", 1),
        ("(\u{fffc})로 끝", 1),
        ("\u{fffc}라는 이름", 1),
        ("\u{fffc}이고 \u{fffc}입니다", 2),
        ("\u{fffc}의 볼륨, `\u{fffc}`에서는, \u{fffc}까지만", 0),
        ("\u{fffc} 컨테이너가 \u{fffc}개를, \u{fffc}초", 0),
    ] {
        assert_eq!(wrong_particles(text).len(), wrong, "{text}");
    }
    assert_eq!(wrong_words("명령 실패, 정지, 일시 정지").len(), 2);
    assert!(blunt("컨테이너가 없다.") && !blunt("컨테이너가 없습니다. 보세요."));
    assert_eq!(without_placeholders("볼륨 {orphan}에 {{있음"), "볼륨 \u{fffc}에 {{있음");
}
