//! Carries out `docker ps`: this run's containers, in the docker program's columns
//! (docker/cli, `formatter/container.go`).

use serde_json::Value;

use super::columns::Columns;
use super::container_filter::Filters;
use super::{CommandContext, CommandResult, filter, units};
use crate::command::{Format, ListContainers};
use crate::engine::{Kind, Row};
use crate::event::Hidden;
use crate::runner::error::RunError;

/// The fields that a template may use, with their titles.
pub(super) const FIELDS: &[(&str, &str)] = &[
    ("Command", "COMMAND"),
    ("CreatedAt", "CREATED AT"),
    ("ID", "CONTAINER ID"),
    ("Image", "IMAGE"),
    ("Labels", "LABELS"),
    ("LocalVolumes", "LOCAL VOLUMES"),
    ("Mounts", "MOUNTS"),
    ("Names", "NAMES"),
    ("Networks", "NETWORKS"),
    ("Ports", "PORTS"),
    ("RunningFor", "CREATED"),
    ("Size", "SIZE"),
    ("State", "STATE"),
    ("Status", "STATUS"),
];

pub(super) const USUAL: &[&str] = &["ID", "Image", "Command", "RunningFor", "Status", "Ports", "Names"];

/// Runs `docker ps`.
///
/// # Errors
/// The engine's errors.
pub(super) async fn list(
    context: &CommandContext<'_>,
    list: &ListContainers,
) -> Result<CommandResult, RunError> {
    let listing = context.guard.listing(Kind::Container, &[]).await?;
    let filters = match Filters::of(context.guard, &list.filters, &listing.own).await? {
        Ok(filters) => filters,
        Err(why) => return Ok(CommandResult::refused(why)),
    };
    let newest = if list.latest { Some(1) } else { list.last };
    let all = list.all || newest.is_some() || filters.show_stopped();
    let shown = listing.own.iter().filter(|row| all || is_up(row)).filter(|row| filters.take(row));
    let shown = shown.take(newest.map_or(usize::MAX, |count| usize::try_from(count).unwrap_or(usize::MAX)));
    let mut usual = USUAL.to_vec();
    if list.size {
        usual.push("Size");
    }
    let sized = list.size || asks_for_size(list.format.as_ref());
    let mut columns = Columns::of(FIELDS, &usual);
    for row in shown {
        let size = if sized { size(context, row).await? } else { String::new() };
        columns.push(values(row, list.no_trunc, size));
    }
    let hidden = Hidden::of(Kind::Container, listing.others);
    Ok(columns.print(context.output(), list.format.as_ref(), list.quiet.then_some("ID"), hidden))
}

fn is_up(row: &Row) -> bool {
    matches!(row.raw["State"].as_str(), Some("running" | "paused" | "restarting"))
}

fn asks_for_size(format: Option<&Format>) -> bool {
    match format {
        Some(Format::Json) => true,
        Some(Format::Template { template, .. }) => {
            let text = template.text.value.as_str();
            text.contains(".Size") || text.contains("json .}}")
        }
        _ => false,
    }
}

/// Returns the size of its own layer, and the virtual size with the image.
async fn size(context: &CommandContext<'_>, row: &Row) -> Result<String, RunError> {
    let raw = context.guard.inspect(Kind::Container, &row.found.id, true).await?.unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "shown with three digits")]
    let bytes = |field: &str| raw[field].as_i64().unwrap_or_default() as f64;
    let own = units::short_size(bytes("SizeRw"));
    let all = units::short_size(bytes("SizeRootFs"));
    Ok(if bytes("SizeRootFs") > 0.0 { format!("{own} (virtual {all})") } else { own })
}

/// Returns a container's values for these fields.
pub(super) fn values(row: &Row, no_trunc: bool, size: String) -> [String; FIELDS.len()] {
    let raw = &row.raw;
    let cut = |text: &str, length: usize| if no_trunc { text.to_owned() } else { ellipsis(text, length) };
    let created = raw["Created"].as_i64().unwrap_or_default();
    let mounts: Vec<&Value> = raw["Mounts"].as_array().into_iter().flatten().collect();
    let mount_names = mounts.iter().map(|mount| {
        let name = mount["Name"].as_str().filter(|name| !name.is_empty());
        cut(name.or_else(|| mount["Source"].as_str()).unwrap_or_default(), 15)
    });
    let networks = raw["NetworkSettings"]["Networks"].as_object().into_iter().flatten();
    [
        quoted(&cut(text(&raw["Command"]), 20)),
        units::date(created),
        if no_trunc { row.found.id.clone() } else { short_id(&row.found.id) },
        image(raw, no_trunc),
        filter::labels_text(&row.found.labels),
        mounts.iter().filter(|mount| mount["Driver"] == "local").count().to_string(),
        mount_names.collect::<Vec<_>>().join(","),
        names(raw, no_trunc),
        networks.map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(","),
        ports(&raw["Ports"]),
        units::ago(created),
        size,
        text(&raw["State"]).to_owned(),
        text(&raw["Status"]).to_owned(),
    ]
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Returns the first twelve characters of an id.
fn short_id(id: &str) -> String {
    id.trim_start_matches("sha256:").chars().take(12).collect()
}

/// Returns the image's name; if it has lost its name, its short id.
fn image(raw: &Value, no_trunc: bool) -> String {
    let (name, id) = (text(&raw["Image"]), text(&raw["ImageID"]));
    match name {
        "" => "<no image>".to_owned(),
        name if !no_trunc && short_id(name) == short_id(id) => short_id(id),
        name => name.to_owned(),
    }
}

/// Returns its name; untruncated also the names from links.
fn names(raw: &Value, no_trunc: bool) -> String {
    let names = raw["Names"].as_array().into_iter().flatten();
    let names = names.map(|name| text(name).trim_start_matches('/'));
    names.filter(|name| no_trunc || !name.contains('/')).collect::<Vec<_>>().join(",")
}

/// Shortens a text to `length` characters, with `…` at its end if it was cut.
fn ellipsis(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    text.chars().take(length - 1).chain(['…']).collect()
}

/// Quotes a text as Go does.
fn quoted(text: &str) -> String {
    let inner: String = text
        .chars()
        .map(|c| match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            '\n' => "\\n".to_owned(),
            '\r' => "\\r".to_owned(),
            '\t' => "\\t".to_owned(),
            c if c.is_ascii_control() => format!("\\x{:02x}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("\"{inner}\"")
}

/// Consecutive ports of the same address, or of none.
struct Group {
    address: String,
    protocol: String,
    first: u64,
    last: u64,
}

impl Group {
    fn text(&self) -> String {
        let Self { address, protocol, first, last } = self;
        let range = if first == last { first.to_string() } else { format!("{first}-{last}") };
        if address.is_empty() {
            format!("{range}/{protocol}")
        } else {
            format!("{}->{range}/{protocol}", joined(address, &range))
        }
    }
}

/// Returns an address with its port; an IPv6 address in brackets.
pub(super) fn joined(address: &str, port: &str) -> String {
    if address.contains(':') { format!("[{address}]:{port}") } else { format!("{address}:{port}") }
}

/// Returns the ports of a container, consecutive ones as a range.
/// Ports that differ on the host come last (docker/cli, `formatter.DisplayablePorts`).
fn ports(ports: &Value) -> String {
    let number = |port: &Value, field: &str| port[field].as_u64().unwrap_or_default();
    let mut ports: Vec<&Value> = ports.as_array().into_iter().flatten().collect();
    ports.sort_by_key(|port| {
        (number(port, "PrivatePort"), text(&port["IP"]), number(port, "PublicPort"), text(&port["Type"]))
    });
    let (mut groups, mut closed, mut mapped) = (Vec::<Group>::new(), Vec::new(), Vec::new());
    for port in ports {
        let (inside, outside) = (number(port, "PrivatePort"), number(port, "PublicPort"));
        let (address, protocol) = (text(&port["IP"]), text(&port["Type"]));
        if !address.is_empty() && outside != inside {
            mapped.push(format!("{}->{inside}/{protocol}", joined(address, &outside.to_string())));
            continue;
        }
        let new = || Group {
            address: address.to_owned(),
            protocol: protocol.to_owned(),
            first: inside,
            last: inside,
        };
        match groups.iter_mut().find(|group| group.address == address && group.protocol == protocol) {
            None => groups.push(new()),
            Some(group) if inside == group.last + 1 => group.last = inside,
            Some(group) => closed.push(std::mem::replace(group, new()).text()),
        }
    }
    closed.extend(groups.iter().map(Group::text));
    closed.extend(mapped);
    closed.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ports_are_grouped_as_the_docker_program_does() {
        let port = |ip: &str, inside: u16, outside: u16| json!({ "IP": ip, "PrivatePort": inside, "PublicPort": outside, "Type": "tcp" });
        let open = |inside: u16| json!({ "PrivatePort": inside, "Type": "tcp" });
        for (list, wanted) in [
            (json!([open(80)]), "80/tcp"),
            (json!([open(80), open(81), open(90)]), "80-81/tcp, 90/tcp"),
            (
                json!([port("0.0.0.0", 80, 8080), port("::", 80, 8080)]),
                "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp",
            ),
            (json!([port("0.0.0.0", 81, 81), port("0.0.0.0", 80, 80)]), "0.0.0.0:80-81->80-81/tcp"),
            (json!(null), ""),
        ] {
            assert_eq!(ports(&list), wanted);
        }
    }

    #[test]
    fn texts_are_cut_and_quoted_as_the_docker_program_does() {
        assert_eq!(ellipsis("/docker-entrypoint.sh nginx", 20), "/docker-entrypoint.…");
        assert_eq!(quoted("a\"\u{1}"), "\"a\\\"\\x01\"");
    }
}
