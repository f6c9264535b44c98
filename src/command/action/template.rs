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
    /// `{{$x := .A}}`: gives a value a name.
    Set(String, Lookup),
    /// `{{if .A}}…{{else}}…{{end}}`.
    If(Box<Branches>),
    /// `{{with .A}}…{{else}}…{{end}}`: in the first branch `.` is the value.
    With(Box<Branches>),
    /// `{{range $key, $value := .A}}…{{else}}…{{end}}`: the first branch is for each element, which is `.` there.
    Range {
        /// The names of an element's key and of its value, if they are given.
        names: (Option<String>, Option<String>),
        /// The list or map, and what is printed.
        branches: Box<Branches>,
    },
}

/// What is printed if a value is there, and if not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branches {
    /// The value.
    pub of: Lookup,
    /// If it is there: neither empty nor zero nor false.
    pub then: Vec<TemplatePart>,
    /// If it is not.
    pub otherwise: Vec<TemplatePart>,
}

/// Where a value is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// `.`: the whole object, or an element of it.
    Whole,
    /// `$name`, without the dollar sign; empty for `$`, the whole object.
    Named(String),
    /// `.Field` of something.
    Field(Box<Lookup>, String),
    /// `"text"`.
    Text(String),
    /// `7`.
    Number(i64),
    /// `true` or `false`.
    Bool(bool),
    /// `len .A`, `index .A "key" 0`.
    Call(Function, Vec<Lookup>),
}

/// A function of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// All arguments are there; returns the first that is not, or the last.
    And,
    /// The first argument is one of the others.
    Eq,
    /// The element of a list or map, and of the element, and so on.
    Index,
    /// The elements of a list with a text between them.
    Join,
    /// As JSON.
    Json,
    /// The number of elements, or of a text's bytes.
    Len,
    /// In small letters.
    Lower,
    /// Two arguments are different.
    Ne,
    /// The argument is not there.
    Not,
    /// The first argument that is there, or the last.
    Or,
    /// The arguments, with a blank between two that are not texts.
    Print,
    /// The arguments with blanks between them, and the end of a line.
    Println,
    /// The parts of a text between those of another.
    Split,
    /// In capital letters.
    Upper,
}

impl Function {
    /// The functions, with the fewest and the most arguments.
    pub const ALL: [(&'static str, Self, usize, usize); 14] = [
        ("and", Self::And, 1, usize::MAX),
        ("eq", Self::Eq, 2, usize::MAX),
        ("index", Self::Index, 2, usize::MAX),
        ("join", Self::Join, 2, 2),
        ("json", Self::Json, 1, 1),
        ("len", Self::Len, 1, 1),
        ("lower", Self::Lower, 1, 1),
        ("ne", Self::Ne, 2, 2),
        ("not", Self::Not, 1, 1),
        ("or", Self::Or, 1, usize::MAX),
        ("print", Self::Print, 0, usize::MAX),
        ("println", Self::Println, 0, usize::MAX),
        ("split", Self::Split, 2, 2),
        ("upper", Self::Upper, 1, 1),
    ];
}
