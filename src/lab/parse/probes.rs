//! The probes, with the predicates and fields of each.

/// What can be asked of a probe.
#[derive(Debug)]
pub(super) struct Shape {
    /// The probe's key.
    pub key: &'static str,
    /// The predicates that every probe of its kind has.
    pub predicates: &'static [&'static str],
    /// The probe's own fields.
    pub fields: &'static [(&'static str, FieldType)],
    /// Fields that only a capture can keep.
    pub kept: &'static [&'static str],
}

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldType {
    /// `true` or `false`.
    Truth,
    /// A whole number in this inclusive range.
    Number(i64, i64),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A text.
    Text,
    /// A text, or several that must all be present.
    Texts,
    /// An absolute path, or several that must all be present.
    Paths,
}

/// The predicates of a text.
const TEXT: &[&str] = &["equals", "contains", "matches", "same_as", "count", "json"];
/// The predicates of a text that may also be missing.
const MAYBE: &[&str] = &["exists", "equals", "contains", "matches", "same_as", "count", "json"];
/// The predicates of a resource of the engine.
const THING: &[&str] = &["exists", "json"];

/// The states of a container, in the engine's words.
const STATES: &[&str] = &["created", "running", "paused", "restarting", "removing", "exited", "dead"];
/// The results of a health check.
const HEALTH: &[&str] = &["none", "starting", "healthy", "unhealthy"];

/// All probes, in the order of the documentation.
pub(super) const SHAPES: [Shape; 12] = [
    Shape {
        key: "container",
        predicates: THING,
        fields: &[
            ("running", FieldType::Truth),
            ("state", FieldType::Word(STATES)),
            ("exit_code", FieldType::Number(0, 255)),
            ("health", FieldType::Word(HEALTH)),
            ("image", FieldType::Text),
            ("env", FieldType::Texts),
        ],
        kept: &["id", "started"],
    },
    Shape { key: "http", predicates: TEXT, fields: &[("status", FieldType::Number(100, 599))], kept: &[] },
    Shape { key: "file", predicates: MAYBE, fields: &[], kept: &[] },
    Shape { key: "exec", predicates: MAYBE, fields: &[("exit_code", FieldType::Number(0, 255))], kept: &[] },
    Shape {
        key: "layer",
        predicates: &["count"],
        fields: &[("changed", FieldType::Paths), ("added", FieldType::Paths), ("deleted", FieldType::Paths)],
        kept: &[],
    },
    Shape {
        key: "mount",
        predicates: &["exists"],
        fields: &[
            ("type", FieldType::Word(&["volume", "bind", "tmpfs"])),
            ("name", FieldType::Text),
            ("source", FieldType::Text),
            ("rw", FieldType::Truth),
        ],
        kept: &[],
    },
    Shape { key: "volume", predicates: THING, fields: &[("label", FieldType::Texts)], kept: &["name"] },
    Shape {
        key: "image",
        predicates: THING,
        fields: &[("tag", FieldType::Texts), ("label", FieldType::Texts)],
        kept: &["id"],
    },
    Shape {
        key: "network",
        predicates: THING,
        fields: &[("driver", FieldType::Text), ("internal", FieldType::Truth), ("label", FieldType::Texts)],
        kept: &["id"],
    },
    Shape { key: "logs", predicates: TEXT, fields: &[], kept: &[] },
    Shape { key: "local", predicates: MAYBE, fields: &[], kept: &[] },
    Shape { key: "output", predicates: TEXT, fields: &[], kept: &[] },
];

/// The predicates that can tell the name of a value.
pub(super) const NAMED: Shape = Shape { key: "named", predicates: TEXT, fields: &[], kept: &[] };

impl Shape {
    /// Returns whether its value is a text.
    pub fn is_text(&self) -> bool {
        self.predicates.contains(&"equals")
    }

    /// Returns all its keys, for a message.
    pub fn known(&self) -> String {
        let fields = self.fields.iter().map(|(key, _)| *key);
        fields.chain(self.predicates.iter().copied()).collect::<Vec<_>>().join(", ")
    }
}

/// Returns every predicate and field of any probe, each once.
pub(super) fn keys() -> Vec<&'static str> {
    let mut keys = vec!["in", "not"];
    for shape in &SHAPES {
        for key in shape.fields.iter().map(|(key, _)| *key).chain(shape.predicates.iter().copied()) {
            // A probe's own key may also be the field of another one.
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys
}
