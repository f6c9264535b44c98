//! `--format`: the subset of Go's templates that labs support.

use crate::source::Spanned;

/// How a listing or an inspection is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// `json`: one object on each line.
    Json,
    /// `table`: the same as without `--format`; listings only.
    Table,
    /// A template for each object; after `table `, in columns with a header.
    Template {
        /// Whether it prints a table.
        table: bool,
        /// The template.
        template: Template,
    },
}

/// A template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The text as written, without `table `.
    pub text: Spanned<String>,
    /// Its parts, in order. In listings `\t` and `\n` are a tab and the end of a line.
    pub parts: Vec<TemplatePart>,
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplatePart {
    /// Text that is printed as it is.
    Text(String),
    /// `{{.A.B}}`: a value.
    Value(Lookup),
    /// `{{json .A}}`: a value as JSON.
    Json(Lookup),
}

/// Where a value is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// `.`: the whole object.
    Whole,
    /// `.Field` of something.
    Field(Box<Lookup>, String),
    /// `index SOMETHING KEY…`.
    Index(Box<Lookup>, Vec<Key>),
}

/// What `index` looks up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// A key of a map.
    Text(String),
    /// An index in a list, from zero.
    Number(u32),
}
