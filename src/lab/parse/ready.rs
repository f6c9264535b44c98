//! `[ready.*]`: one probe of the container, and what must hold for it.

use std::time::Duration;

use toml::Spanned as TomlSpanned;
use toml::de::DeValue;

use super::check::accept_predicates;
use super::predicate::{self, Locals};
use super::probes::{self, SHAPES, Shape};
use super::reader::Reader;
use super::table::{Table, Value};
use super::value;
use super::watch::named_table;
use crate::command::ContainerName;
use crate::diagnostic::Diagnostic;
use crate::lab::{Predicate, Probe, Ready, Wanted};
use crate::source::{Located, Span, Spanned};

/// How long to wait for a container's readiness if the lab does not say.
const WITHIN: Duration = Duration::from_mins(1);

/// The probes that can show readiness.
pub(super) const PROBES: [&str; 4] = ["exec", "http", "file", "logs"];

/// Reads `[ready.NAME]`.
pub(super) fn ready(
    reader: &mut Reader,
    name: &str,
    span: Span,
    value: &TomlSpanned<DeValue>,
) -> Option<Ready> {
    let container = value::container(reader, &Located::pieced(name.to_owned(), span, Vec::new()));
    let mut table = named_table(reader, "ready", span, value)?;
    let within = value::within(reader, &mut table, WITHIN);
    let mut probes: Vec<Value> = PROBES.into_iter().filter_map(|key| table.get(key)).collect();
    probes.sort_by_key(|probe| probe.key_span);
    let read = if let [value] = probes[..] {
        sign(reader, &mut table, value, name)
    } else {
        accept_predicates(&mut table);
        not_one(reader, &table, &probes);
        None
    };
    table.finish(reader);
    let (probe, predicates) = read?;
    Some(Ready { container: container?, probe, predicates, within: within? })
}

/// Notes a fault, because there are several probes or none.
fn not_one(reader: &mut Reader, table: &Table, probes: &[Value]) {
    if let [first, second, ..] = probes {
        let fault = Diagnostic::error("two-ready-probes", second.key_span);
        let fault = fault.arg("first", first.key).arg("second", second.key);
        reader.fault(fault.related(first.key_span, "first-here"));
    } else if !table.near_unknown(&PROBES) {
        let fault = Diagnostic::error("no-ready-probe", table.span);
        reader.fault(fault.arg("known", &PROBES.join(", ")));
    }
}

/// Reads the probe, and what must hold for it.
fn sign(reader: &mut Reader, table: &mut Table, value: Value, name: &str) -> Option<(Probe, Vec<Predicate>)> {
    let shape = SHAPES.iter().find(|shape| shape.key == value.key)?;
    let probe = probe(reader, value, name);
    let asks = shape.fields.iter().map(|(key, _)| *key).chain(shape.predicates.iter().copied());
    let predicates = match usual(value.key).filter(|_| !asks.chain(["not"]).any(|key| table.has(key))) {
        Some(usual) => Some(vec![usual]),
        None => predicate::all(reader, table, value.key, shape, Locals::Ever),
    };
    table.misplaced(reader, value.key, &known_but(shape));
    Some((probe?, predicates?))
}

/// Returns the default predicate of a probe, or `None` if the lab must state one.
fn usual(key: &str) -> Option<Predicate> {
    match key {
        "exec" => Some(Predicate::Field { key: "exit_code", wanted: Wanted::Number(0) }),
        "http" => Some(Predicate::Field { key: "status", wanted: Wanted::Number(200) }),
        "file" => Some(Predicate::Exists(true)),
        _ => None,
    }
}

/// Returns the keys of other probes than this one.
fn known_but(shape: &Shape) -> Vec<&'static str> {
    let own = |key: &str| shape.fields.iter().any(|(own, _)| *own == key) || shape.predicates.contains(&key);
    probes::keys().into_iter().filter(|key| *key != "not" && !own(key)).collect()
}

/// Reads the probe, which must look at the table's own container.
fn probe(reader: &mut Reader, value: Value, name: &str) -> Option<Probe> {
    if value.key == "exec" {
        let command = value::line(reader, value)?;
        let containers = ContainerName::new(name).into_iter().collect();
        return Some(Probe::Exec { containers, command });
    }
    let text = reader.string(value)?;
    let (probe, container) = match value.key {
        "http" => {
            let address = value::address(reader, &text)?;
            (Probe::Http(address.clone()), address.container)
        }
        "file" => {
            let path = value::container_path(reader, &text)?;
            (Probe::File(vec![path.clone()]), path.container)
        }
        _ => {
            let Spanned { value: container, .. } = value::container(reader, &text)?;
            (Probe::Logs(container.clone()), container)
        }
    };
    if container.as_str() != name {
        let fault = Diagnostic::error("ready-elsewhere", text.whole).arg("container", name);
        reader.fault(fault.arg("other", container.as_str()));
        return None;
    }
    Some(probe)
}
