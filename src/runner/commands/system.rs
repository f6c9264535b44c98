//! The engine's version, and the removal of stopped containers.

use serde_json::{Value, json};

use super::columns::printed;
use super::prune::{Reclaimed, keeps};
use super::{CommandContext, CommandResult, units};
use crate::command::{Prune, Version};
use crate::engine::{ContainerId, Kind};
use crate::runner::error::RunError;
use crate::runner::output::Output;

/// Runs `docker container prune`: removes this run's containers that do not run.
pub(super) async fn prune_containers(
    context: &CommandContext<'_>,
    prune: &Prune,
) -> Result<CommandResult, RunError> {
    let mut reclaimed = Reclaimed { what: "Containers", lines: Vec::new(), space: 0.0 };
    for row in context.guard.unused(Kind::Container).await? {
        let id = &row.found.id;
        if !keeps(&prune.filters, &row, row.raw["Created"].as_i64()) {
            continue;
        }
        let raw = context.guard.inspect(Kind::Container, id, true).await?.unwrap_or_default();
        context.guard.remove_container(&ContainerId(id.clone()), false, false).await?;
        reclaimed.space += raw["SizeRw"].as_f64().unwrap_or_default();
        reclaimed.lines.push(id.clone());
    }
    Ok(reclaimed.print(context.output()))
}

/// Runs `docker version`; the client is this program.
pub(super) async fn version(
    context: &CommandContext<'_>,
    version: &Version,
) -> Result<CommandResult, RunError> {
    let server = context.guard.version().await?;
    let arch = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    let client = json!({
        "Platform": { "Name": "statelab" },
        "Version": env!("CARGO_PKG_VERSION"),
        "ApiVersion": server["ApiVersion"],
        "DefaultAPIVersion": server["ApiVersion"],
        "Os": std::env::consts::OS,
        "Arch": arch,
        "Context": "default",
    });
    let both = json!({ "Client": client, "Server": server });
    Ok(match &version.format {
        Some(format) => printed(context.output(), format, &both),
        None => CommandResult::printed(version_text(context.output(), &both)),
    })
}

/// The engine's details, in the docker program's order and under its names.
const ENGINE: [(&str, &str); 5] = [
    ("GoVersion", "Go version"),
    ("GitCommit", "Git commit"),
    ("BuildTime", "Built"),
    ("Os", "OS/Arch"),
    ("Experimental", "Experimental"),
];

/// Returns client and server as docker/cli's `system/version.go` prints them.
fn version_text(mut output: Output, both: &Value) -> Output {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |name: &str, value: &str| format!("{:<20}{value}", format!("{name}:"));
    let (client, server) = (&both["Client"], &both["Server"]);
    let mut lines = vec![
        format!("Client: {}", text(&client["Platform"]["Name"])),
        line(" Version", &text(&client["Version"])),
        line(" API version", &text(&client["ApiVersion"])),
        line(" OS/Arch", &format!("{}/{}", text(&client["Os"]), text(&client["Arch"]))),
        String::new(),
        format!("Server: {}", text(&server["Platform"]["Name"])).trim_end().to_owned(),
    ];
    for component in server["Components"].as_array().into_iter().flatten() {
        let (name, details) = (text(&component["Name"]), &component["Details"]);
        lines.push(format!(" {name}:"));
        lines.push(line("  Version", &text(&component["Version"])));
        if name == "Engine" {
            let least = text(&details["MinAPIVersion"]);
            lines.push(line(
                "  API version",
                &format!("{} (minimum version {least})", text(&details["ApiVersion"])),
            ));
            for (key, title) in ENGINE {
                let mut value = text(&details[key]);
                match key {
                    "Os" => value = format!("{value}/{}", text(&details["Arch"])),
                    "BuildTime" => value = units::read_stamp(&value).map_or(value, units::letter_date),
                    _ => {}
                }
                lines.push(line(&format!("  {title}"), &value));
            }
        } else {
            let details = details.as_object().into_iter().flatten();
            lines.extend(details.map(|(key, value)| line(&format!("  {key}"), &text(value))));
        }
    }
    for line in lines {
        output.push_line(&line);
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_reads_as_dockers() {
        let server = json!({ "Platform": { "Name": "" }, "Components": [
            { "Name": "Engine", "Version": "20.10", "Details": { "ApiVersion": "1.41", "MinAPIVersion": "1.12",
              "BuildTime": "Thu May  7 21:09:36 2026", "Os": "linux", "Arch": "amd64" } },
            { "Name": "runc", "Version": "1.1", "Details": { "GitCommit": "" } } ] });
        let text = version_text(Output::default(), &json!({ "Client": {}, "Server": server })).text();
        assert!(text.contains("Server:\n Engine:\n  Version:          20.10\n"), "{text}");
        assert!(text.contains("  API version:      1.41 (minimum version 1.12)\n"), "{text}");
        assert!(text.ends_with(" runc:\n  Version:          1.1\n  GitCommit:        \n"), "{text}");
    }
}
