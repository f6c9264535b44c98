//! Commands that only read, and commands that remove unused objects.

use super::super::action::{
    DiskUsage, Filter, Format, Inspect, InspectType, ListContainers, Logs, PortsOf, Prune, Top, Version,
};
use super::Line;

pub(super) fn filters(line: &mut Line, filters: &[Filter]) {
    line.values("filter", filters.iter().map(|filter| format!("{}={}", filter.key, filter.value)));
}

pub(super) fn format(line: &mut Line, format: Option<&Format>) {
    line.value(
        "format",
        format.map(|format| match format {
            Format::Json => "json".to_owned(),
            Format::Table => "table".to_owned(),
            Format::Template { table: true, template } => format!("table {}", template.text.value),
            Format::Template { table: false, template } => template.text.value.clone(),
        }),
    );
}

pub(super) fn containers(list: &ListContainers) -> Line {
    let mut line = Line::new("ps");
    line.switch("all", list.all);
    line.value("last", list.last);
    line.switch("latest", list.latest);
    line.switch("quiet", list.quiet);
    line.switch("no-trunc", list.no_trunc);
    line.switch("size", list.size);
    filters(&mut line, &list.filters);
    format(&mut line, list.format.as_ref());
    line
}

pub(super) fn prune(command: &'static str, prune: &Prune) -> Line {
    let mut line = Line::new(command);
    line.switch("all", prune.all);
    line.switch("force", prune.force);
    filters(&mut line, &prune.filters);
    line
}

pub(super) fn logs(logs: &Logs) -> Line {
    let mut line = Line::new("logs");
    line.switch("follow", logs.follow);
    line.value("tail", logs.tail);
    line.value("since", logs.since.as_ref());
    line.value("until", logs.until.as_ref());
    line.switch("timestamps", logs.timestamps);
    line.switch("details", logs.details);
    line.operands([&logs.container.value])
}

pub(super) fn top(top: &Top) -> Line {
    Line::new("top").operands([top.container.value.to_string()].iter().chain(&top.options))
}

pub(super) fn port(ports: &PortsOf) -> Line {
    let port = ports.port.as_ref().map(|(port, protocol)| format!("{port}/{protocol}"));
    Line::new("port").operands([ports.container.value.to_string()].into_iter().chain(port))
}

pub(super) fn inspect(inspect: &Inspect) -> Line {
    let (command, kind) = match inspect.kind {
        Some(InspectType::Container) => ("container inspect", None),
        None => ("inspect", None),
        Some(InspectType::Image) => ("image inspect", Some("image")),
        Some(InspectType::Volume) => ("volume inspect", Some("volume")),
        Some(InspectType::Network) => ("network inspect", Some("network")),
    };
    // Only these two commands have the switch.
    let command = if inspect.size && kind.is_some() { "inspect" } else { command };
    let mut line = Line::new(command);
    line.value("type", kind.filter(|_| command == "inspect"));
    line.switch("size", inspect.size);
    format(&mut line, inspect.format.as_ref());
    line.operands(inspect.names.iter().map(|name| &name.value))
}

pub(super) fn disk_usage(usage: &DiskUsage) -> Line {
    let mut line = Line::new("system df");
    line.switch("verbose", usage.verbose);
    format(&mut line, usage.format.as_ref());
    line
}

pub(super) fn version(version: &Version) -> Line {
    let mut line = Line::new("version");
    format(&mut line, version.format.as_ref());
    line
}
