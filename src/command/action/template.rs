//! `--format`: the part of Go's templates that labs take.

use crate::source::Spanned;

/// How a listing or an inspection is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// `json`: one object a line.
    Json,
    /// `table`: as without `--format`; listings only.
    Table,
    /// A template for each object; with `table ` before it, under a head and in columns.
    Template {
        /// Whether it makes a table.
        table: bool,
        /// The template.
        template: Template,
    },
}

/// A template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// As it was written, without `table `.
    pub text: Spanned<String>,
    /// Its parts, in order. In listings `\t` and `\n` are a tab and the end of a line.
    pub parts: Vec<Part>,
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
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

/// What `index` looks under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// A key of a map.
    Text(String),
    /// A place in a list, from zero.
    Number(u32),
}
