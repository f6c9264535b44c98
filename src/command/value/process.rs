//! Signals, streams, restart policies and limits of processes.

use super::super::action::{RestartPolicy, Signal, Stream, Ulimit};
use super::super::findings::Findings;
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Spanned};

/// The signals of Linux (moby/sys/signal), without `SIG`.
const SIGNALS: &[&str] = &[
    "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE",
    "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU",
    "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX",
];

/// The limits of Linux (go-units, `ulimit.go`).
const ULIMITS: &[&str] = &[
    "core",
    "cpu",
    "data",
    "fsize",
    "locks",
    "memlock",
    "msgqueue",
    "nice",
    "nofile",
    "nproc",
    "rss",
    "rtprio",
    "rttime",
    "sigpending",
    "stack",
];

const POLICIES: [&str; 4] = ["no", "always", "on-failure", "unless-stopped"];

/// Reads a signal: `SIGTERM`, `TERM`, `15`.
pub(in super::super) fn signal(written: &Located, findings: &mut Findings) -> Option<Signal> {
    let upper = written.text.to_uppercase();
    let name = upper.strip_prefix("SIG").unwrap_or(&upper);
    let numbered = |text: &str| text.parse::<u8>().is_ok_and(|number| (1..=64).contains(&number));
    let real_time = || {
        let number = name.strip_prefix("RTMIN+").or_else(|| name.strip_prefix("RTMAX-"))?;
        number.parse::<u8>().ok().filter(|number| *number <= 15)
    };
    if SIGNALS.contains(&name) || real_time().is_some() || numbered(&written.text) {
        return Some(Signal(written.text.clone()));
    }
    let fault = Diagnostic::error("signal", written.whole).arg("text", &written.text);
    findings.fault(fault.suggest(name, SIGNALS.iter().copied()))
}

/// Reads a stream: `stdin`, `stdout`, `stderr`.
pub(in super::super) fn stream(written: &Located, findings: &mut Findings) -> Option<Stream> {
    match written.text.to_lowercase().as_str() {
        "stdin" => Some(Stream::Stdin),
        "stdout" => Some(Stream::Stdout),
        "stderr" => Some(Stream::Stderr),
        other => {
            let fault = Diagnostic::error("stream", written.whole).arg("text", &written.text);
            findings.fault(fault.suggest(other, ["stdin", "stdout", "stderr"]))
        }
    }
}

/// Reads when the engine restarts a container.
pub(in super::super) fn restart_policy(
    written: &Located,
    findings: &mut Findings,
) -> Option<Spanned<RestartPolicy>> {
    let text = written.text.as_str();
    let (name, times) = text.split_once(':').map_or((text, None), |(name, times)| (name, Some(times)));
    let policy = match (name, times) {
        ("no", None) => RestartPolicy::No,
        ("always", None) => RestartPolicy::Always,
        ("unless-stopped", None) => RestartPolicy::UnlessStopped,
        ("on-failure", None) => RestartPolicy::OnFailure(0),
        ("on-failure", Some(times)) => match times.parse::<u32>() {
            Ok(times) if i32::try_from(times).is_ok() => RestartPolicy::OnFailure(times),
            _ => {
                let place = written.span(name.len() + 1..text.len());
                let fault = Diagnostic::error("number", place).arg("text", times);
                return findings.fault(fault.arg("wants", "natural"));
            }
        },
        _ => {
            let fault = Diagnostic::error("restart-policy", written.whole).arg("text", text);
            let near = if POLICIES.contains(&name) { "" } else { name };
            return findings.fault(fault.suggest(near, POLICIES));
        }
    };
    Some(Spanned::new(policy, written.whole))
}

/// Reads `NAME=SOFT[:HARD]`.
pub(in super::super) fn ulimit(written: &Located, findings: &mut Findings) -> Option<Ulimit> {
    let text = written.text.as_str();
    let Some((name, values)) = text.split_once('=') else {
        return findings.fault(Diagnostic::error("ulimit", written.whole).arg("text", text));
    };
    if !ULIMITS.contains(&name) {
        let fault = Diagnostic::error("ulimit-name", written.span(0..name.len())).arg("name", name);
        return findings.fault(fault.suggest(name, ULIMITS.iter().copied()));
    }
    let (soft, hard) = values.split_once(':').unwrap_or((values, values));
    match (soft.parse::<i64>(), hard.parse::<i64>()) {
        (Ok(soft), Ok(hard)) if soft >= -1 && hard >= -1 && (hard == -1 || (soft != -1 && soft <= hard)) => {
            Some(Ulimit { name: name.to_owned(), soft, hard })
        }
        _ => {
            let place = written.span(name.len() + 1..text.len());
            findings.fault(Diagnostic::error("ulimit", place).arg("text", text))
        }
    }
}

/// The kernel settings that are per container (docker/cli, `opts.ValidateSysctl`).
const SYSCTLS: &[&str] = &[
    "kernel.msgmax",
    "kernel.msgmnb",
    "kernel.msgmni",
    "kernel.sem",
    "kernel.shmall",
    "kernel.shmmax",
    "kernel.shmmni",
    "kernel.shm_rmid_forced",
];

/// Reads `NAME=VALUE` of a kernel setting.
pub(in super::super) fn sysctl(written: &Located, findings: &mut Findings) -> Option<(String, String)> {
    let text = written.text.as_str();
    let pair = text.split_once('=');
    let own =
        |name: &str| SYSCTLS.contains(&name) || name.starts_with("net.") || name.starts_with("fs.mqueue.");
    match pair {
        Some((name, value)) if own(name) => Some((name.to_owned(), value.to_owned())),
        _ => {
            let end = pair.map_or(text.len(), |(name, _)| name.len());
            let place = if end == 0 { written.whole } else { written.span(0..end) };
            findings.fault(Diagnostic::error("sysctl", place).arg("text", text))
        }
    }
}
