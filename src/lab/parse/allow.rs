//! `[allow]`: what a lab asks for beyond the limits that every container has.

use super::reader::Reader;
use super::table::{Table, Value};
use crate::command;
use crate::diagnostic::Diagnostic;
use crate::lab::{Allow, Memory, NAMESPACES, capability};

/// The least and the most memory that a lab can ask for, in bytes.
///
/// The least is the least that an engine allows; the most is more than any student's machine has.
const MEMORY: std::ops::RangeInclusive<u64> = (6 << 20)..=(1 << 40);

/// The capabilities of Linux (capabilities(7)), and `ALL`.
pub(super) const CAPABILITIES: [&str; 42] = [
    "ALL",
    "AUDIT_CONTROL",
    "AUDIT_READ",
    "AUDIT_WRITE",
    "BLOCK_SUSPEND",
    "BPF",
    "CHECKPOINT_RESTORE",
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "IPC_LOCK",
    "IPC_OWNER",
    "KILL",
    "LEASE",
    "LINUX_IMMUTABLE",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "MKNOD",
    "NET_ADMIN",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_RAW",
    "PERFMON",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYSLOG",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_CHROOT",
    "SYS_MODULE",
    "SYS_NICE",
    "SYS_PACCT",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "WAKE_ALARM",
];

/// Reads what a lab asks for; `None` if any part could not be read.
pub(super) fn allow(reader: &mut Reader, value: Value) -> Option<Allow> {
    let mut table = reader.table(value)?;
    let privileged = switch(reader, &mut table, "privileged");
    let volume_options = switch(reader, &mut table, "volume_options");
    let capabilities = words(reader, &mut table, "capabilities", &CAPABILITIES, capability);
    let namespaces = words(reader, &mut table, "namespaces", &NAMESPACES, str::to_owned);
    let engine_socket = switch(reader, &mut table, "engine_socket");
    let path = |code: &'static str| {
        move |reader: &mut Reader, value: Value, text: &str| {
            let is_path = text.starts_with('/') && !text.split('/').any(|name| name == "..");
            if !is_path {
                reader.fault(Diagnostic::error(code, value.span).arg("written", text));
            }
            is_path.then(|| text.to_owned())
        }
    };
    let devices = list(reader, &mut table, "devices", path("allow-device"));
    let binds = list(reader, &mut table, "binds", path("allow-bind"));
    let memory = table.get("memory").map(|value| memory(reader, value));
    let security_options = list(reader, &mut table, "security_options", |_, _, text| Some(text.to_owned()));
    table.finish(reader);
    Some(Allow {
        privileged: privileged?,
        capabilities: capabilities?,
        devices: devices?,
        namespaces: namespaces?,
        security_options: security_options?,
        volume_options: volume_options?,
        binds: binds?,
        engine_socket: engine_socket?,
        memory: memory.map_or(Some(None), |memory| memory.map(Some))?,
    })
}

/// Reads a memory size above the usual limit.
fn memory(reader: &mut Reader, value: Value) -> Option<Memory> {
    let written = reader.string(value)?;
    let bytes = command::memory(&written).filter(|bytes| MEMORY.contains(bytes));
    if bytes.is_none() {
        reader.fault(Diagnostic::error("allow-memory", value.span).arg("written", &written.text));
    }
    bytes.map(|bytes| Memory { bytes, written: written.text })
}

/// Reads a key that is either `true` or absent.
fn switch(reader: &mut Reader, table: &mut Table, key: &'static str) -> Option<bool> {
    let Some(value) = table.get(key) else { return Some(false) };
    let asked = reader.boolean(value)?;
    if !asked {
        reader.fault(Diagnostic::error("allow-false", value.span).arg("key", key));
    }
    asked.then_some(true)
}

fn list(
    reader: &mut Reader,
    table: &mut Table,
    key: &'static str,
    read: impl Fn(&mut Reader, Value, &str) -> Option<String>,
) -> Option<Vec<String>> {
    let Some(value) = table.get(key) else { return Some(Vec::new()) };
    let elements = reader.list(value);
    if elements.is_empty() && value.data.is_array() {
        reader.fault(Diagnostic::error("empty-list", value.span).arg("key", key));
    }
    let read = elements.into_iter().map(|element| {
        let text = reader.filled(element)?.text;
        read(reader, element, &text)
    });
    let read: Vec<_> = read.collect();
    if read.is_empty() { None } else { read.into_iter().collect() }
}

/// Reads a list of known words.
fn words(
    reader: &mut Reader,
    table: &mut Table,
    key: &'static str,
    known: &[&'static str],
    spelled: impl Fn(&str) -> String,
) -> Option<Vec<String>> {
    list(reader, table, key, |reader, value, text| {
        let word = spelled(text);
        if known.contains(&word.as_str()) {
            return Some(word);
        }
        let fault = Diagnostic::error("unknown-word", value.span).arg("key", key).arg("written", text);
        let fault = fault.arg("known", &known.join(", "));
        reader.fault(fault.suggest(&word, known.iter().copied()));
        None
    })
}
