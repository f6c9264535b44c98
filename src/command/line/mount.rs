//! Mounts and volumes.

use super::super::action::{
    CreateVolume, ListVolumes, Mount, MountFlag, MountOptions, MountSource, Propagation, Recursive, Relabel,
    RemoveVolumes,
};
use super::{Line, field, inside, listing, local};

pub(super) fn mount(line: &mut Line, mount: &Mount) {
    match mount.flag {
        MountFlag::Volume => line.value("volume", Some(volume(mount))),
        MountFlag::Mount => {
            let fields: Vec<_> = fields(mount).into_iter().map(field).collect();
            line.value("mount", Some(fields.join(",")));
        }
        MountFlag::Tmpfs => {
            line.value("tmpfs", Some(join(&inside(&mount.target.value), &mount.options.tmpfs)));
        }
    }
}

fn join(before: &str, options: &[String]) -> String {
    if options.is_empty() { before.to_owned() } else { format!("{before}:{}", options.join(",")) }
}

fn volume(mount: &Mount) -> String {
    let target = &inside(&mount.target.value);
    let before = match &mount.from {
        MountSource::Volume(name) => format!("{}:{target}", name.value),
        MountSource::Bind(path) => format!("{}:{target}", local(&path.value)),
        MountSource::Anonymous | MountSource::Tmpfs => target.clone(),
    };
    let mut options = Vec::new();
    let MountOptions { propagation, relabel, consistency, no_copy, .. } = &mount.options;
    options.extend(mount.read_only.then_some("ro"));
    options.extend(relabel.map(|relabel| match relabel {
        Relabel::Shared => "z",
        Relabel::Private => "Z",
    }));
    options.extend(no_copy.then_some("nocopy"));
    options.extend(propagation.map(propagated));
    options.extend(consistency.as_deref());
    let options: Vec<_> = options.into_iter().map(str::to_owned).collect();
    join(&before, &options)
}

const fn propagated(propagation: Propagation) -> &'static str {
    match propagation {
        Propagation::Private => "private",
        Propagation::RecursivePrivate => "rprivate",
        Propagation::Shared => "shared",
        Propagation::RecursiveShared => "rshared",
        Propagation::Slave => "slave",
        Propagation::RecursiveSlave => "rslave",
    }
}

/// Returns the fields of a `--mount`.
fn fields(mount: &Mount) -> Vec<String> {
    let mut fields = match &mount.from {
        MountSource::Volume(name) => vec!["type=volume".to_owned(), format!("src={}", name.value)],
        MountSource::Anonymous => vec!["type=volume".to_owned()],
        MountSource::Bind(path) => vec!["type=bind".to_owned(), format!("src={}", local(&path.value))],
        MountSource::Tmpfs => vec!["type=tmpfs".to_owned()],
    };
    fields.push(format!("dst={}", inside(&mount.target.value)));
    fields.extend(mount.read_only.then(|| "readonly".to_owned()));
    let options = &mount.options;
    let mut add = |key: &str, value: Option<String>| {
        fields.extend(value.map(|value| format!("{key}={value}")));
    };
    add("consistency", options.consistency.clone());
    add("bind-propagation", options.propagation.map(|it| propagated(it).to_owned()));
    let recursive = options.recursive.map(|recursive| match recursive {
        Recursive::Enabled => "enabled",
        Recursive::Disabled => "disabled",
        Recursive::Writable => "writable",
        Recursive::ReadOnly => "readonly",
    });
    add("bind-recursive", recursive.map(str::to_owned));
    add("volume-nocopy", options.no_copy.then(|| "true".to_owned()));
    add("volume-driver", options.driver.clone());
    for (key, value) in &options.driver_options {
        add("volume-opt", Some(format!("{key}={value}")));
    }
    for (key, value) in &options.labels {
        add("volume-label", Some(format!("{key}={value}")));
    }
    add("volume-subpath", options.subpath.as_ref().map(|path| path.value.clone()));
    add("tmpfs-size", options.size.map(|size| size.to_string()));
    add("tmpfs-mode", options.mode.map(|mode| format!("{mode:o}")));
    fields
}

pub(super) fn create_volume(create: &CreateVolume) -> Line {
    let mut line = Line::new("volume create");
    line.value("driver", create.driver.as_ref().map(|driver| &driver.value));
    line.pairs("opt", create.options.iter().map(|option| &option.value));
    line.pairs("label", &create.labels);
    line.operands(create.name.iter().map(|name| &name.value))
}

pub(super) fn list_volumes(list: &ListVolumes) -> Line {
    let mut line = Line::new("volume ls");
    line.switch("quiet", list.quiet);
    listing::filters(&mut line, &list.filters);
    listing::format(&mut line, list.format.as_ref());
    line
}

pub(super) fn remove_volumes(remove: &RemoveVolumes) -> Line {
    let mut line = Line::new("volume rm");
    line.switch("force", remove.force);
    line.operands(remove.volumes.iter().map(|name| &name.value))
}
