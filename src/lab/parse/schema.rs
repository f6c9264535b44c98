//! The published JSON Schema of the format, for editors: `labs/lab.schema.json`, generated here from the
//! parser's own tables. `UPDATE=1 cargo test --lib schema` writes it.
//!
//! Longer than 400 lines because the whole format stands here once more, each table by itself. The schema
//! has the keys and their types. `statelab check` checks what names mean and what must agree.

use serde_json::{Map, Value as Json, json};

use super::allow::CAPABILITIES;
use super::probes::{FieldType, NAMED, SHAPES, Shape};
use super::ready::PROBES;
use super::watch::SUBJECTS;
use crate::fate::Fate;
use crate::lab::{Failure, Level, NAMESPACES};

/// Where the schema is.
const FILE: &str = "labs/lab.schema.json";

/// A table with these keys and no others; those in `required` must be present.
fn table(required: &[&str], properties: &[(&str, Json)]) -> Json {
    let properties: Map<String, Json> =
        properties.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    let mut table = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}

/// A table whose keys are names that the author chose.
fn named(names: &str, value: &Json) -> Json {
    json!({ "type": "object", "additionalProperties": false, "patternProperties": { names: value } })
}

fn text() -> Json {
    json!({ "type": "string", "pattern": "\\S" })
}

fn any_text() -> Json {
    json!({ "type": "string" })
}

fn truth() -> Json {
    json!({ "type": "boolean" })
}

fn texts() -> Json {
    json!({ "type": "array", "items": text() })
}

fn one_or_more(of: &Json) -> Json {
    json!({ "anyOf": [of, { "type": "array", "items": of, "minItems": 1 }] })
}

fn matching(pattern: &str) -> Json {
    json!({ "type": "string", "pattern": pattern })
}

fn refers(definition: &str) -> Json {
    json!({ "$ref": format!("#/definitions/{definition}") })
}

fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Json {
    json!({ "enum": words.into_iter().collect::<Vec<_>>() })
}

/// Adds the description that an editor shows.
fn described(mut schema: Json, words: &str) -> Json {
    schema["description"] = words.into();
    schema
}

const ID: &str = "^[a-z0-9][a-z0-9-]*$";
const NAME: &str = "^[A-Za-z0-9][A-Za-z0-9_.-]+$";
const CAPTURE: &str = "^[A-Za-z_][A-Za-z0-9_]*$";
const CONTAINER_PATH: &str = "^[A-Za-z0-9][A-Za-z0-9_.-]+:/";
const PATH: &str = "^/";
const MEMORY: &str = "^[0-9]+(\\.[0-9]+)? ?[bBkKmMgGtT]?([iI]?[bB])?$";
const WORKSPACE_PATH: &str = r"^[^/~\\]";
const ADDRESS: &str = "^http://[A-Za-z0-9][A-Za-z0-9_.-]+:[0-9]+(/[^ #]*)?$";
const SPAN: &str = "^[0-9]+(ms|s|m)$";

/// The schema of a field of a probe.
fn field(kind: FieldType) -> Json {
    match kind {
        FieldType::Truth => truth(),
        FieldType::Number(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        FieldType::Word(known) => words(known.iter().copied()),
        FieldType::Text => any_text(),
        FieldType::Texts => one_or_more(&any_text()),
        FieldType::Paths => one_or_more(&matching(PATH)),
    }
}

/// The schema of a predicate.
fn predicate(key: &str) -> Json {
    match key {
        "exists" => truth(),
        "equals" => any_text(),
        "contains" | "matches" => text(),
        "count" => json!({ "type": "integer", "minimum": 0 }),
        other => refers(other),
    }
}

/// The predicates and fields of a probe, except `not`.
fn asked(shape: &Shape) -> Vec<(&'static str, Json)> {
    let fields = shape.fields.iter().filter(|(key, _)| *key != shape.key);
    let fields = fields.map(|(key, kind)| (*key, field(*kind)));
    fields.chain(shape.predicates.iter().map(|key| (*key, predicate(key)))).collect()
}

/// The same, inside `not`.
fn denied(shape: &Shape) -> Json {
    let mut keys = asked(shape);
    keys.push(("not", refers(&format!("not-{}", shape.key))));
    json!({ "minProperties": 1, "allOf": [table(&[], &keys)] })
}

/// The schema of a probe's subject.
fn subject(key: &str) -> Json {
    match key {
        "container" | "layer" | "logs" => matching(NAME),
        "http" => matching(ADDRESS),
        "mount" => matching(CONTAINER_PATH),
        "file" => one_or_more(&matching(CONTAINER_PATH)),
        "local" => matching(WORKSPACE_PATH),
        "output" => json!({ "const": true }),
        _ => text(),
    }
}

/// A check of this shape, with the keys `beside` that every check has.
fn check(shape: &Shape, beside: &[(&'static str, Json)]) -> Json {
    let mut keys = vec![(shape.key, subject(shape.key))];
    keys.extend(asked(shape));
    keys.push(("not", refers(&format!("not-{}", shape.key))));
    let mut required = vec![shape.key];
    if shape.key == "exec" {
        keys.push(("in", one_or_more(&matching(NAME))));
        required.push("in");
    }
    let least = required.len() + 1;
    keys.extend(beside.iter().cloned());
    let mut check = table(&required, &keys);
    // A check without predicates always holds.
    check["minProperties"] = least.into();
    check
}

fn checks(beside: &[(&'static str, Json)]) -> Json {
    json!({ "anyOf": SHAPES.iter().map(|shape| check(shape, beside)).collect::<Vec<_>>() })
}

fn within() -> (&'static str, Json) {
    ("within", described(matching(SPAN), "For how long it is tried: 500ms, 5s or 2m."))
}

/// The captures of this shape: of a field, of a place in JSON, of a whole text.
fn captures(shape: &Shape) -> Vec<Json> {
    let of = |kept: Option<(&'static str, Json)>| {
        let mut keys = vec![(shape.key, subject(shape.key))];
        let mut required = vec![shape.key];
        if shape.key == "exec" {
            keys.push(("in", one_or_more(&matching(NAME))));
            required.push("in");
        }
        required.extend(kept.iter().map(|(key, _)| *key));
        keys.extend(kept);
        table(&required, &keys)
    };
    let fields: Vec<_> = shape.fields.iter().map(|(key, _)| *key).chain(shape.kept.iter().copied()).collect();
    let field = (!fields.is_empty()).then(|| of(Some(("field", words(fields)))));
    let pointer = shape.predicates.contains(&"json").then(|| of(Some(("pointer", matching("^(/|$)")))));
    let whole = shape.is_text().then(|| of(None));
    field.into_iter().chain(pointer).chain(whole).collect()
}

/// A watch with this subject.
fn watch(key: &str) -> Json {
    let mut keys = vec![("label", text())];
    let mut required = vec![key];
    let value = match key {
        "logs" | "http" => one_or_more(&subject(key)),
        "volume" | "network" => matching(NAME),
        _ => subject(key),
    };
    keys.push((SUBJECTS.into_iter().find(|known| *known == key).unwrap(), value));
    if !matches!(key, "volume" | "container" | "image" | "network") {
        keys.push(("named", json!({ "type": "array", "items": refers("named") })));
    }
    if matches!(key, "exec" | "http") {
        let lives = json!({ "anyOf": [matching(PATH), { "const": "memory" }] });
        keys.extend([("lives", described(lives, "Where the value is kept.")), within()]);
        required.push("lives");
    }
    if key == "exec" {
        keys.push(("in", one_or_more(&matching(NAME))));
        required.push("in");
    }
    table(&required, &keys)
}

/// Readiness by this probe.
fn ready(key: &str) -> Json {
    let shape = SHAPES.iter().find(|shape| shape.key == key).unwrap();
    let mut keys = vec![(shape.key, if key == "file" { matching(CONTAINER_PATH) } else { subject(key) })];
    keys.extend(asked(shape));
    keys.extend([("not", refers(&format!("not-{key}"))), within()]);
    let mut ready = table(&[key], &keys);
    if key == "logs" {
        ready["minProperties"] = 2.into();
    }
    ready
}

fn json_predicate() -> Json {
    let equals = json!({ "type": ["string", "integer", "boolean"] });
    let keys = [
        ("pointer", matching("^(/|$)")),
        ("equals", equals),
        ("exists", predicate("exists")),
        ("contains", predicate("contains")),
        ("matches", predicate("matches")),
        ("count", predicate("count")),
    ];
    let mut json = table(&["pointer"], &keys);
    json["minProperties"] = 2.into();
    json
}

fn same_as() -> Json {
    let path = || ("path", matching(PATH));
    json!({ "anyOf": [
        matching("^\\$"),
        table(&["local"], &[("local", matching(WORKSPACE_PATH))]),
        table(&["image", "path"], &[("image", text()), path()]),
        table(&["container", "path"], &[("container", matching(NAME)), path()]),
    ] })
}

fn predict() -> Json {
    let ask = || ("ask", described(text(), "The question, asked before anything runs."));
    let because = || ("because", described(text(), "Why it is not so; every wrong answer has one."));
    let by_fate = table(
        &["fate", "text"],
        &[("fate", words(Fate::ALL.into_iter().map(Fate::word))), ("text", text()), because()],
    );
    let by_check = table(
        &["id", "when", "text"],
        &[("id", matching(ID)), ("when", checks(&[within()])), ("text", text()), because()],
    );
    let choices = |of: &Json| ("choice", json!({ "type": "array", "minItems": 2, "items": of }));
    let watch = ("watch", described(matching(ID), "The watch whose fate is asked for."));
    json!({ "anyOf": [
        table(&["ask", "watch", "choice"], &[ask(), watch, choices(&by_fate)]),
        table(&["ask", "choice"], &[ask(), choices(&by_check)]),
    ] })
}

fn run() -> Json {
    let line = matching(r"^\s*docker\s");
    let failures = format!("^({}|exit [0-9]+)$", Failure::REFUSALS.join("|"));
    let fails = described(matching(&failures), "How the command must fail.");
    let failing = table(&["cmd", "fails"], &[("cmd", line.clone()), ("fails", fails)]);
    let lines = json!({ "type": "array", "items": { "anyOf": [line, failing] } });
    described(json!({ "anyOf": [line, lines] }), "Command lines as a student types them.")
}

fn step() -> Json {
    let expect = words(Fate::ALL.into_iter().filter(|fate| *fate != Fate::Unchanged).map(Fate::word));
    let check = checks(&[
        within(),
        ("holds_for", described(matching(SPAN), "For how long it must go on holding.")),
        ("already", described(truth(), "It may hold before the step.")),
        ("because", described(text(), "Why it must hold.")),
    ]);
    let captures = json!({ "anyOf": SHAPES.iter().flat_map(captures).collect::<Vec<_>>() });
    let keys = [
        ("id", described(matching(ID), "Reports and translations name the step by it.")),
        ("title", text()),
        ("before", described(text(), "Shown with the step, before anything runs.")),
        ("after", described(text(), "Shown once the step came out as the lab says.")),
        ("goal", described(text(), "For practice: what to reach.")),
        ("hints", texts()),
        ("write", described(named(WORKSPACE_PATH, &any_text()), "Files of the workspace, written first.")),
        ("run", run()),
        ("capture", named(CAPTURE, &captures)),
        ("check", json!({ "type": "array", "items": check })),
        ("expect", described(named(ID, &expect), "Every fate of the step but none and unchanged.")),
        ("predict", predict()),
    ];
    table(&["id", "title"], &keys)
}

fn allow() -> Json {
    let list = |of: Json| json!({ "type": "array", "minItems": 1, "items": of });
    let asked = || json!({ "const": true });
    let capabilities = format!("^(CAP_|cap_)?({})$", CAPABILITIES.join("|"));
    let keys = [
        ("privileged", asked()),
        ("capabilities", list(matching(&capabilities))),
        ("devices", list(matching(PATH))),
        ("namespaces", list(words(NAMESPACES))),
        ("security_options", list(text())),
        ("volume_options", asked()),
        ("binds", list(matching(PATH))),
        ("engine_socket", asked()),
        ("memory", matching(MEMORY)),
    ];
    table(&[], &keys)
}

/// The whole schema.
fn schema() -> Json {
    let of = |keys: &[&str], make: fn(&str) -> Json| json!({ "anyOf": keys.iter().map(|key| make(key)).collect::<Vec<_>>() });
    let variables = |value: Json| json!({ "type": "object", "additionalProperties": value });
    let minutes = json!({ "type": "integer", "minimum": 1, "maximum": 600 });
    let keys = [
        ("format", json!({ "const": 1 })),
        ("title", text()),
        ("summary", text()),
        ("level", words(Level::ALL.iter().map(|(word, _)| *word))),
        ("minutes", described(minutes, "How long it takes a student who does it for the first time.")),
        ("concepts", texts()),
        ("needs", json!({ "type": "array", "items": matching(ID) })),
        ("env", described(variables(any_text()), "What -e NAME without a value reads.")),
        ("secret", described(variables(json!({ "type": "string", "minLength": 4 })), "The same, masked.")),
        (
            "watch",
            described(named(ID, &of(&SUBJECTS, watch)), "What is read before the first step and after each."),
        ),
        (
            "allow",
            described(allow(), "What it asks for beyond what every lab has; whoever runs it is asked."),
        ),
        ("ready", described(named(NAME, &of(&PROBES, ready)), "How to know that a container is ready.")),
        ("step", json!({ "type": "array", "minItems": 1, "items": step() })),
    ];
    let mut definitions: Map<String, Json> =
        SHAPES.iter().map(|shape| (format!("not-{}", shape.key), denied(shape))).collect();
    definitions.insert("not-named".to_owned(), denied(&NAMED));
    definitions.insert("json".to_owned(), json_predicate());
    definitions.insert("same_as".to_owned(), same_as());
    let mut name = vec![("as", text()), ("not", refers("not-named"))];
    name.extend(asked(&NAMED));
    let mut name = table(&["as"], &name);
    name["minProperties"] = 2.into();
    definitions.insert("named".to_owned(), name);
    let required = ["format", "title", "summary", "level", "minutes", "step"];
    let mut schema = table(&required, &keys);
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["title"] = "A lab of statelab".into();
    schema["definitions"] = Json::Object(definitions);
    schema
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::super::tests::{CASES, LAB, code_of, faults};
    use super::*;

    fn at(path: &str) -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
    }

    /// The compiled schema, to validate labs with.
    struct Judge(boon::Schemas, boon::SchemaIndex);

    impl Judge {
        fn new() -> Self {
            let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
            compiler.add_resource("lab.schema.json", schema()).unwrap();
            let index = compiler.compile("lab.schema.json", &mut schemas).unwrap();
            Self(schemas, index)
        }

        /// Returns whether the schema accepts a lab's text; `None` if it is not valid TOML.
        fn takes(&self, text: &str) -> Option<bool> {
            let lab: Json = serde_json::to_value(toml::from_str::<toml::Value>(text).ok()?).unwrap();
            Some(self.0.validate(&lab, self.1).is_ok())
        }
    }

    #[test]
    fn the_published_schema_is_this_one() {
        let text = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(at(FILE), &text).unwrap();
        }
        let written = std::fs::read_to_string(at(FILE)).unwrap_or_default();
        assert!(written == text, "{FILE} is another one: UPDATE=1 cargo test --lib schema");
    }

    #[test]
    fn it_takes_every_shipped_lab_and_each_names_it() {
        let (judge, mut labs) = (Judge::new(), 0);
        for entry in std::fs::read_dir(at("labs")).unwrap() {
            let Ok(text) = std::fs::read_to_string(entry.unwrap().path().join("lab.toml")) else { continue };
            labs += 1;
            assert!(text.starts_with("#:schema ../lab.schema.json\n"), "{text}");
            assert_eq!(judge.takes(&text), Some(true), "{text}");
        }
        assert!(labs >= 8, "{labs}");
    }

    /// Faults that are visible from keys and their types alone.
    const BY_SHAPE: [&str; 26] = [
        "unknown-key",
        "missing-key",
        "misplaced-key",
        "wrong-type",
        "empty-text",
        "empty-list",
        "two-probes",
        "two-subjects",
        "two-ready-probes",
        "no-probe",
        "no-subject",
        "no-ready-probe",
        "no-predicate",
        "few-choices",
        "unknown-fate",
        "expect-unchanged",
        "unknown-level",
        "unknown-failure",
        "unknown-word",
        "unknown-mount-type",
        "unknown-field",
        "bad-number",
        "minutes",
        "format",
        "bad-id",
        "output-false",
    ];

    #[test]
    fn it_says_what_the_parser_says_as_far_as_keys_and_types_tell() {
        let (judge, mut judged) = (Judge::new(), 0);
        for (from, to, expected) in CASES.iter().copied().flatten() {
            let text = LAB.replace(from, to);
            let known = |fault: &&str| BY_SHAPE.contains(&code_of(fault));
            let verdict = match expected {
                [] => true,
                expected if expected.iter().any(known) => false,
                _ => continue,
            };
            if let Some(taken) = judge.takes(&text) {
                judged += 1;
                assert_eq!(taken, verdict, "{expected:?}\n{text}");
            }
        }
        assert!(judged > 50, "{judged}");
    }

    /// Returns every key that the parser's files read, and every key of the schema.
    fn keys() -> BTreeSet<String> {
        let asks = regex::Regex::new(
            r#"\.(?:get|need|need_text|need_prose|need_string|prose|proses|texts|has)\(\s*(?:reader,\s*)?"(\w+)""#,
        );
        let asks = asks.unwrap();
        let mut keys: BTreeSet<String> =
            super::super::probes::keys().iter().map(|key| (*key).to_owned()).collect();
        for file in std::fs::read_dir(at("src/lab/parse")).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            keys.extend(asks.captures_iter(&text).map(|found| found[1].to_owned()));
        }
        let mut waiting = vec![schema()];
        while let Some(schema) = waiting.pop() {
            if let Some(properties) = schema["properties"].as_object() {
                keys.extend(properties.keys().cloned());
            }
            match schema {
                Json::Object(members) => waiting.extend(members.into_values()),
                Json::Array(elements) => waiting.extend(elements),
                _ => {}
            }
        }
        keys
    }

    const HEAD: &str = "format = 1\ntitle = \"A\"\nsummary = \"A.\"\nlevel = \"beginner\"\nminutes = 1\n";
    const STEP: &str = "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker run -d --name web nginx\"\n";

    /// Returns a probe with its subject as a line, and the keys that it needs.
    fn probe(key: &str) -> String {
        match key {
            "container" | "layer" | "logs" => format!("{key} = \"web\"\n"),
            "http" => "http = \"http://web:80/\"\n".to_owned(),
            "file" | "mount" => format!("{key} = \"web:/a\"\n"),
            "exec" => "exec = \"true\"\nin = \"web\"\n".to_owned(),
            "output" => "output = true\n".to_owned(),
            _ => format!("{key} = \"index.html\"\n"),
        }
    }

    /// Returns each table of the format: its schema, and a lab that ends in it.
    fn tables() -> Vec<(Json, String)> {
        let lab = |rest: &str| format!("{HEAD}{STEP}{rest}");
        let mut tables = vec![
            (schema(), HEAD.to_owned() + "step = [{ id = \"one\", title = \"One\" }]\n"),
            (step(), lab("")),
            (allow(), lab("[allow]\nprivileged = true\n")),
        ];
        for key in SUBJECTS {
            let lives = if matches!(key, "exec" | "http") { "lives = \"memory\"\n" } else { "" };
            tables.push((watch(key), lab(&format!("[watch.w]\n{}{lives}", probe(key)))));
        }
        for key in PROBES {
            let probe = probe(key).replace("in = \"web\"\n", "") + "not = { contains = \"x\" }\n";
            tables.push((ready(key), lab(&format!("[ready.web]\n{probe}"))));
        }
        let step_schema = step();
        let beside = &step_schema["properties"]["check"]["items"]["anyOf"];
        for (index, shape) in SHAPES.iter().enumerate() {
            let not = format!("not = {{ {} }}\n", denial(shape));
            let probe = probe(shape.key);
            tables.push((beside[index].clone(), lab(&format!("[[step.check]]\n{probe}{not}"))));
            let inner = format!("[[step.check]]\n{probe}[step.check.not]\n{}\n", denial(shape));
            tables.push((denied(shape)["allOf"][0].clone(), lab(&inner)));
            for capture in captures(shape) {
                let field = &capture["properties"]["field"]["enum"][0];
                let kept = match capture["required"].as_array().unwrap().last().and_then(Json::as_str) {
                    Some("field") => format!("field = {field}\n"),
                    Some("pointer") => "pointer = \"\"\n".to_owned(),
                    // Without `field` and `pointer`, either may still be added.
                    _ => continue,
                };
                tables.push((capture, lab(&format!("[step.capture.c]\n{probe}{kept}"))));
            }
        }
        tables.extend(others(&lab));
        tables.extend(questions());
        tables
    }

    /// Returns a predicate of a probe.
    fn denial(shape: &Shape) -> &'static str {
        match shape.predicates {
            ["count"] => "count = 7",
            predicates if predicates.contains(&"exists") => "exists = true",
            _ => "contains = \"x\"",
        }
    }

    /// Returns the tables inside checks, watches and steps.
    fn others(lab: &dyn Fn(&str) -> String) -> Vec<(Json, String)> {
        let same = |index: usize| same_as()["anyOf"][index].clone();
        let run = run()["anyOf"][1]["items"]["anyOf"][1].clone();
        let check = |rest: &str| lab(&format!("[[step.check]]\noutput = true\n[step.check.{rest}"));
        let failing = "[[step]]\nid = \"two\"\ntitle = \"Two\"\n[[step.run]]\ncmd = \"docker rm web\"\n\
                       fails = \"not-found\"\n";
        vec![
            (
                schema()["definitions"]["named"].clone(),
                lab("[watch.w]\nfile = \"web:/a\"\n[[watch.w.named]]\nas = \"x\"\ncontains = \"x\"\n"),
            ),
            (json_predicate(), check("json]\npointer = \"\"\nexists = true\n")),
            (same(1), check("same_as]\nlocal = \"index.html\"\n")),
            (same(2), check("same_as]\nimage = \"nginx\"\npath = \"/a\"\n")),
            (same(3), check("same_as]\ncontainer = \"web\"\npath = \"/a\"\n")),
            (run, lab(failing)),
        ]
    }

    /// Returns the tables of questions.
    fn questions() -> Vec<(Json, String)> {
        let variant = |index: usize| predict()["anyOf"][index].clone();
        let choice = |index: usize| variant(index)["properties"]["choice"]["items"].clone();
        let lab = |rest: &str| {
            let watch = "[watch.w]\nvolume = \"data\"\n";
            format!("{HEAD}{watch}{STEP}[step.predict]\nask = \"A?\"\n{rest}")
        };
        let fates = "choice = [{ fate = \"unchanged\", text = \"A\" }, { fate = \"lost\", text = \"B\", because = \"C\" }]\n";
        let [right, wrong] = [("a", "x", ""), ("b", "y", ", because = \"C\"")].map(|(id, text, because)| {
            format!("{{ id = \"{id}\", when = {{ output = true, contains = \"{text}\" }}, text = \"A\"{because} }}")
        });
        let last_fate = "[[step.predict.choice]]\nfate = \"unchanged\"\ntext = \"A\"\n\
                         [[step.predict.choice]]\nfate = \"lost\"\ntext = \"B\"\nbecause = \"C\"\n";
        let last_check = "[[step.predict.choice]]\nid = \"b\"\ntext = \"B\"\n[step.predict.choice.when]\n\
                          output = true\ncontains = \"y\"\n[[step.predict.choice]]\nid = \"a\"\n\
                          when = { output = true, contains = \"x\" }\ntext = \"A\"\nbecause = \"C\"\n";
        vec![
            (variant(0), lab(&format!("watch = \"w\"\n{fates}"))),
            (variant(1), lab(&format!("choice = [{right}, {wrong}]\n"))),
            (choice(0), lab(&format!("watch = \"w\"\n{last_fate}"))),
            (choice(1), lab(last_check)),
        ]
    }

    #[test]
    fn each_table_has_the_keys_that_the_parser_takes_and_no_others() {
        let refusals =
            ["unknown-key", "misplaced-key", "two-probes", "two-subjects", "two-ready-probes", "same-as"];
        let keys = keys();
        assert!(keys.len() > 60, "{keys:?}");
        let (judge, mut tried) = (Judge::new(), 0);
        for (schema, lab) in tables() {
            assert_eq!(faults(&lab), [""; 0], "{lab}");
            assert_eq!(judge.takes(&lab), Some(true), "{lab}");
            let properties = schema["properties"].as_object().unwrap();
            for key in &keys {
                let found = faults(&format!("{lab}{key} = 0\n"));
                // A key that is already there is accepted.
                if found.iter().any(|fault| code_of(fault) == "duplicate-key") {
                    assert!(properties.contains_key(key), "{key} in\n{lab}");
                    continue;
                }
                // A container has an image: beside `container`, `image` is a field of it.
                let subject = schema["required"][0].as_str().unwrap_or_default();
                let holder = SHAPES.iter().find(|shape| shape.key == key);
                if holder.is_some_and(|shape| shape.fields.iter().any(|(field, _)| *field == subject)) {
                    continue;
                }
                tried += 1;
                let refused = found.iter().any(|fault| refusals.contains(&code_of(fault)));
                assert_eq!(properties.contains_key(key), !refused, "{key} in\n{lab}{found:?}");
            }
        }
        assert!(tried > 3000, "{tried}");
    }
}
