//! How each permitted difference is levelled: both sides made the same where they differ in it, and
//! left as they are where they differ in anything else.

use std::collections::BTreeMap;
use std::time::SystemTime;

use serde_json::{Map, Value, json};
use statelab::command::Action;
use statelab::engine::{LOG_BOUNDS, LOG_DRIVER, MEMORY, PIDS};

use crate::given;
use crate::permitted::Both;
use crate::sent::Sent;

/// Whether this is the call that makes a container.
fn creates(sent: &Sent) -> bool {
    sent.is("POST", "/containers/create")
}

/// The calls of both that make the container.
fn creations<'b>(both: &'b mut Both<'_>) -> Option<(&'b mut Sent, &'b mut Sent)> {
    let theirs = both.theirs.iter_mut().find(|sent| creates(sent))?;
    Some((theirs, both.ours.iter_mut().find(|sent| creates(sent))?))
}

/// Whether a `run` waits for the end of its container.
fn is_in_foreground(both: &Both<'_>) -> bool {
    matches!(both.action, Action::Run(run) if !run.detach)
}

/// Takes a field out of an object; whether it had this value.
fn takes(object: &mut Value, name: &str, value: &Value) -> bool {
    let Some(fields) = object.as_object_mut() else { return false };
    fields.get(name) == Some(value) && fields.remove(name).is_some()
}

pub fn pruned(both: &mut Both<'_>) -> bool {
    let is = ["containers", "images", "volumes"].map(|kind| format!("/{kind}/prune"));
    let before = both.theirs.len();
    both.theirs.retain(|sent| !is.iter().any(|path| sent.is("POST", path)));
    both.theirs.len() < before
}

const LABEL: &str = "statelab.";

pub fn labels(both: &mut Both<'_>) -> bool {
    let mut met = false;
    for sent in &mut both.ours {
        met |= without_labels(&mut sent.body);
        if let Some(changes) = sent.query.get_mut("changes") {
            let before = changes.len();
            changes.retain(|change| !change.as_str().unwrap().starts_with(&format!("LABEL {LABEL}")));
            met |= changes.len() < before;
        }
        for labels in sent.query.get_mut("labels").into_iter().flatten() {
            met |= take_labels(labels.as_object_mut().unwrap());
        }
        sent.tidy();
    }
    met
}

/// Takes our labels out of each `Labels` of a body.
fn without_labels(body: &mut Value) -> bool {
    match body {
        Value::Object(fields) => {
            let mut met = false;
            for (name, field) in fields.iter_mut() {
                met |= match field.as_object_mut() {
                    Some(labels) if name == "Labels" => take_labels(labels),
                    _ => without_labels(field),
                };
            }
            met
        }
        Value::Array(items) => {
            items.iter_mut().filter_map(|item| without_labels(item).then_some(())).count() > 0
        }
        _ => false,
    }
}

fn take_labels(labels: &mut Map<String, Value>) -> bool {
    let before = labels.len();
    labels.retain(|name, _| !name.starts_with(LABEL));
    labels.len() < before
}

pub fn names(both: &mut Both<'_>) -> bool {
    let is_ours = |name: &Value| {
        let name = name.as_str().unwrap_or_default();
        let digits = name.strip_prefix("statelab-therun-").unwrap_or_default();
        digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let mut met = false;
    if let Some((theirs, ours)) = creations(both)
        && !theirs.query.contains_key("name")
        && ours.query.get("name").is_some_and(|names| is_ours(&names[0]))
    {
        met = ours.query.remove("name").is_some();
    }
    for (theirs, ours) in both.theirs.iter().zip(&mut both.ours) {
        let creates = theirs.is("POST", "/volumes/create") && ours.is("POST", "/volumes/create");
        if creates && theirs.body["Name"].is_null() && is_ours(&ours.body["Name"]) {
            ours.body.as_object_mut().unwrap().remove("Name");
            ours.tidy();
            met = true;
        }
    }
    met
}

pub fn volumes_first(both: &mut Both<'_>) -> bool {
    let Some(create) = both.theirs.iter_mut().find(|sent| creates(sent)) else { return false };
    let host = create.body["HostConfig"].clone();
    let before = both.ours.len();
    // What a call of its own says beside the name must be what the container's says of it.
    let says_the_same = |volume: &Sent| {
        let name = volume.body["Name"].as_str().unwrap();
        let bound = host["Binds"].as_array().into_iter().flatten();
        let bound = bound.into_iter().any(|bind| bind.as_str().unwrap().starts_with(&format!("{name}:")));
        if bound && volume.body == said(name, &host["VolumeDriver"], &Value::Null, &Value::Null) {
            return true;
        }
        let mut mounts = host["Mounts"].as_array().into_iter().flatten();
        mounts.any(|mount| {
            let options = &mount["VolumeOptions"];
            let config = &options["DriverConfig"];
            let driver = if config["Name"] == "local" { &Value::Null } else { &config["Name"] };
            mount["Source"] == name
                && volume.body == said(name, driver, &config["Options"], &options["Labels"])
        })
    };
    both.ours.retain(|sent| !(sent.is("POST", "/volumes/create") && says_the_same(sent)));
    let met = both.ours.len() < before;
    if met {
        let host = &mut create.body["HostConfig"];
        host.as_object_mut().unwrap().remove("VolumeDriver");
    }
    met
}

/// The body of a call that makes a volume.
fn said(name: &str, driver: &Value, options: &Value, labels: &Value) -> Value {
    let all = [("Driver", driver), ("DriverOpts", options), ("Labels", labels)];
    let mut body = json!({ "Name": name });
    for (field, value) in all.into_iter().filter(|(_, value)| !value.is_null()) {
        body[field] = value.clone();
    }
    body
}

/// Takes the mount of a volume without a source out of a creation; whether it was there.
fn take_mount(ours: &mut Sent, target: &str, driver: &Value) -> bool {
    let mut mount = json!({ "Type": "volume", "Target": target });
    if !driver.is_null() {
        mount["VolumeOptions"] = json!({ "DriverConfig": { "Name": driver } });
    }
    let Some(mounts) = ours.body.pointer_mut("/HostConfig/Mounts") else { return false };
    let mounts = mounts.as_array_mut().unwrap();
    let before = mounts.len();
    mounts.retain(|other| *other != mount);
    let met = mounts.len() < before;
    ours.tidy();
    met
}

pub fn anonymous_volumes(both: &mut Both<'_>) -> bool {
    let Some((theirs, ours)) = creations(both) else { return false };
    let volumes: Vec<String> =
        theirs.body["Volumes"].as_object().into_iter().flatten().map(|(path, _)| path.clone()).collect();
    let driver = theirs.body["HostConfig"]["VolumeDriver"].clone();
    let mut met = false;
    for path in volumes {
        if take_mount(ours, &path, &driver) {
            theirs.body["Volumes"].as_object_mut().unwrap().remove(&path);
            takes(&mut theirs.body["HostConfig"], "VolumeDriver", &driver);
            met = true;
        }
    }
    theirs.tidy();
    met
}

pub fn declared_volumes(both: &mut Both<'_>) -> bool {
    let Some((theirs, ours)) = creations(both) else { return false };
    let (image, path) = given::DECLARED;
    theirs.body["Image"] == image && take_mount(ours, path, &Value::Null)
}

pub fn logs_bounded(both: &mut Both<'_>) -> bool {
    let bounds: BTreeMap<&str, &str> = LOG_BOUNDS.into();
    let bounded = json!({ "Type": LOG_DRIVER, "Config": bounds });
    let mut met = false;
    for sent in both.ours.iter_mut().filter(|sent| creates(sent)) {
        met |= takes(&mut sent.body["HostConfig"], "LogConfig", &bounded);
    }
    met
}

pub fn limits(both: &mut Both<'_>) -> bool {
    let mut met = false;
    for sent in both.ours.iter_mut().filter(|sent| creates(sent)) {
        let host = &mut sent.body["HostConfig"];
        met |= takes(host, "Memory", &MEMORY.into());
        met |= takes(host, "PidsLimit", &PIDS.into());
    }
    for sent in both.ours.iter_mut().filter(|sent| sent.is("POST", "/build")) {
        met |= sent.query.remove("memory").is_some();
    }
    met
}

/// The lines of `Binds` of a creation.
fn binds(sent: &mut Sent) -> impl Iterator<Item = &mut Value> {
    let binds = sent.body.pointer_mut("/HostConfig/Binds");
    binds.and_then(Value::as_array_mut).into_iter().flatten()
}

pub fn tagged_by_id(both: &mut Both<'_>) -> bool {
    let tags = |sent: &&mut Sent| sent.method == "POST" && sent.path.ends_with("/tag");
    let (Some(theirs), Some(ours)) = (both.theirs.iter_mut().find(tags), both.ours.iter_mut().find(tags))
    else {
        return false;
    };
    // In this world an image's id is its name with the tag.
    let by_id = ours.path == theirs.path.replace("/tag", ":latest/tag");
    if by_id {
        theirs.path.clone_from(&ours.path);
    }
    by_id
}

pub fn named_after(both: &mut Both<'_>) -> bool {
    let builds = |sent: &&mut Sent| sent.is("POST", "/build");
    let Some(theirs) = both.theirs.iter_mut().find(builds) else { return false };
    let Some(names) = theirs.query.remove("t") else { return false };
    let is_tag = |sent: &Sent| sent.method == "POST" && sent.path.ends_with("/tag");
    let given: Vec<Value> = both.ours.iter().filter(|sent| is_tag(sent)).map(given).collect();
    let full = |name: &Value| {
        let name = name.as_str().unwrap();
        let short = if name.contains(':') { name.to_owned() } else { format!("{name}:latest") };
        Value::from(short)
    };
    assert_eq!(given, names.iter().map(full).collect::<Vec<_>>());
    both.ours.retain(|sent| !is_tag(sent));
    true
}

/// The name that a call of `tag` gives, as `build -t` has it.
fn given(sent: &Sent) -> Value {
    let part = |name: &str| sent.query[name][0].as_str().unwrap().to_owned();
    format!("{}:{}", part("repo"), part("tag")).into()
}

pub fn loaded_anew(both: &mut Both<'_>) -> bool {
    let loads = |sent: &&mut Sent| sent.is("POST", "/images/load");
    let (Some(theirs), Some(ours)) = (both.theirs.iter_mut().find(loads), both.ours.iter_mut().find(loads))
    else {
        return false;
    };
    let names = |sent: &Sent| {
        let list = sent.body["Archive"]["manifest.json"].as_str().unwrap();
        let list: Value = serde_json::from_str(&list[list.find('[').unwrap()..]).unwrap();
        list[0]["RepoTags"].clone()
    };
    assert_eq!(names(theirs), names(ours));
    let anew = theirs.body != ours.body;
    ours.body = theirs.body.clone();
    anew
}

pub fn clean_targets(both: &mut Both<'_>) -> bool {
    let Some(theirs) = both.theirs.iter_mut().find(|sent| creates(sent)) else { return false };
    let mut met = false;
    for bind in binds(theirs) {
        let text = bind.as_str().unwrap().replacen(":/", ":", 1);
        if text.contains(":/") {
            *bind = text.into();
            met = true;
        }
    }
    met
}

pub fn bind_words(both: &mut Both<'_>) -> bool {
    let Some((theirs, ours)) = creations(both) else { return false };
    let mut met = false;
    for (theirs, ours) in binds(theirs).zip(binds(ours)) {
        let level = |bind: &Value| {
            let mut parts: Vec<String> = bind.as_str().unwrap().split(':').map(str::to_owned).collect();
            if let [_, _, words] = parts.as_mut_slice() {
                let mut sorted: Vec<&str> = words.split(',').filter(|word| *word != "rw").collect();
                sorted.sort_unstable();
                *words = sorted.join(",");
            }
            Value::from(parts.join(":").trim_end_matches(':').to_owned())
        };
        if theirs != ours && level(theirs) == level(ours) {
            *theirs = ours.clone();
            met = true;
        }
    }
    met
}

pub fn foreground_terminal(both: &mut Both<'_>) -> bool {
    let foreground = is_in_foreground(both);
    let Some((theirs, ours)) = creations(both) else { return false };
    foreground && ours.body["Tty"].is_null() && takes(&mut theirs.body, "Tty", &true.into())
}

pub fn foreground_remove(both: &mut Both<'_>) -> bool {
    let removal = |sent: &Sent| {
        let flags = ["force", "v"].map(|name| (name.to_owned(), vec![true.into()]));
        sent.method == "DELETE" && sent.path.starts_with("/containers/{made") && sent.query == flags.into()
    };
    if !is_in_foreground(both) || !both.ours.last().is_some_and(removal) {
        return false;
    }
    let Some((theirs, ours)) = creations(both) else { return false };
    let by_engine = ours.body["HostConfig"]["AutoRemove"].is_null()
        && takes(&mut theirs.body["HostConfig"], "AutoRemove", &true.into());
    theirs.tidy();
    let waits = |sent: &&mut Sent| sent.is("POST", "/containers/*/wait");
    let condition = both.theirs.iter_mut().find(waits).and_then(|wait| wait.query.get_mut("condition"));
    let Some(condition) = condition.filter(|condition| **condition == ["removed"] && by_engine) else {
        return false;
    };
    *condition = vec!["next-exit".into()];
    both.ours.pop();
    true
}

pub fn background_wait(both: &mut Both<'_>) -> bool {
    if !matches!(both.action, Action::Run(run) if run.detach) {
        return false;
    }
    let before = both.theirs.len();
    both.theirs.retain(|sent| !sent.is("POST", "/containers/*/wait"));
    both.theirs.len() < before
}

pub fn exec_terminal(both: &mut Both<'_>) -> bool {
    let mut met = false;
    for theirs in &mut both.theirs {
        if theirs.is("POST", "/containers/*/exec") {
            met |= takes(&mut theirs.body, "Tty", &true.into());
            met |= takes(&mut theirs.body, "AttachStdin", &true.into());
        }
        if theirs.is("POST", "/exec/*/start") {
            met |= takes(&mut theirs.body, "Tty", &true.into());
            theirs.tidy();
        }
    }
    met
}

pub fn id_file(both: &mut Both<'_>) -> bool {
    let Some((theirs, _)) = creations(both) else { return false };
    let host = theirs.body["HostConfig"].as_object_mut();
    let met = host.is_some_and(|host| host.remove("ContainerIDFile").is_some());
    theirs.tidy();
    met
}

pub fn mac_address(both: &mut Both<'_>) -> bool {
    let Some((theirs, ours)) = creations(both) else { return false };
    let mac = theirs.body["MacAddress"].clone();
    let endpoints = ours.body.pointer_mut("/NetworkingConfig/EndpointsConfig").and_then(Value::as_object_mut);
    let mut endpoints = endpoints.into_iter().flatten();
    !mac.is_null() && endpoints.any(|(_, endpoint)| takes(endpoint, "MacAddress", &mac))
}

pub fn several_networks(both: &mut Both<'_>) -> bool {
    let Some(theirs) = both.theirs.iter_mut().find(|sent| creates(sent)) else { return false };
    let Some(endpoints) = theirs.body.pointer_mut("/NetworkingConfig/EndpointsConfig") else { return false };
    let endpoints = endpoints.as_object_mut().unwrap();
    let joined: Vec<Sent> =
        both.ours.iter().filter(|sent| sent.is("POST", "/networks/*/connect")).cloned().collect();
    let mut met = false;
    for join in joined {
        let network = join.path.split('/').nth(2).unwrap();
        let mut said = json!({ "Container": "{made}" });
        if let Some(endpoint) = endpoints.get(network).filter(|endpoint| **endpoint != json!({})) {
            said["EndpointConfig"] = endpoint.clone();
        }
        if join.body == said && endpoints.remove(network).is_some() {
            both.ours.retain(|sent| *sent != join);
            met = true;
        }
    }
    met
}

pub fn build_leaves_nothing(both: &mut Both<'_>) -> bool {
    let build = both.ours.iter_mut().find(|sent| sent.is("POST", "/build"));
    let said = both.theirs.iter().any(|sent| sent.query.contains_key("forcerm"));
    build.is_some_and(|build| !said && build.query.remove("forcerm") == Some(vec![true.into()]))
}

pub fn own_cache(both: &mut Both<'_>) -> bool {
    let is_build = |sent: &&mut Sent| sent.is("POST", "/build");
    let Some(ours) = both.ours.iter_mut().find(is_build) else { return false };
    let Some(mut said) = ours.query.remove("cachefrom") else { return false };
    let images = said[0].as_array_mut().unwrap();
    let all = images.len();
    images.retain(|image| !image.as_str().unwrap().starts_with("sha256:"));
    let met = images.len() < all;
    if !images.is_empty() {
        ours.query.insert("cachefrom".to_owned(), said);
    }
    met
}

pub fn quiet_build(both: &mut Both<'_>) -> bool {
    let build = both.theirs.iter_mut().find(|sent| sent.is("POST", "/build"));
    build.is_some_and(|build| build.query.remove("q") == Some(vec![true.into()]))
}

pub fn guest_dockerfile(both: &mut Both<'_>) -> bool {
    let Some(build) = both.theirs.iter_mut().find(|sent| sent.is("POST", "/build")) else { return false };
    let name = build.query.get("dockerfile").map_or("", |names| names[0].as_str().unwrap()).to_owned();
    let random = name.strip_prefix(".dockerfile.").is_some_and(|digits| digits.len() == 20);
    if random {
        *build = build.replacing(&[(name, ".dockerfile.statelab".to_owned())]);
        // The names of an archive's entries are sorted.
        build.tidy();
    }
    random
}

pub fn follow(both: &mut Both<'_>) -> bool {
    let [wait, _] = both.ours.as_slice() else { return false };
    let waits = wait.is("POST", "/containers/*/wait");
    let logs = both.theirs.iter_mut().find(|sent| sent.is("GET", "/containers/*/logs"));
    let met = waits && logs.is_some_and(|logs| logs.query.remove("follow") == Some(vec![true.into()]));
    if met {
        both.ours.remove(0);
    }
    met
}

pub fn now(both: &mut Both<'_>) -> bool {
    /// Seconds that may lie between the two, and between both and now.
    const APART: u64 = 60;
    const RECENT: u64 = 24 * 3600;
    let ([theirs], [ours]) = (both.theirs.as_mut_slice(), both.ours.as_slice()) else { return false };
    let seconds = |sent: &Sent| sent.query.get("since")?[0].as_str()?.parse::<u64>().ok();
    let (Some(one), Some(other)) = (seconds(theirs), seconds(ours)) else { return false };
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let met = now.abs_diff(one) < RECENT && one.abs_diff(other) < APART;
    if met {
        theirs.query.insert("since".to_owned(), ours.query["since"].clone());
    }
    met
}

pub fn absolute_path(both: &mut Both<'_>) -> bool {
    let put = both.theirs.iter_mut().find(|sent| sent.is("PUT", "/containers/*/archive"));
    let Some(path) = put.and_then(|put| put.query.get_mut("path")) else { return false };
    let said = path[0].as_str().unwrap().to_owned();
    *path = vec![format!("/{}", said.trim_start_matches('/')).into()];
    !said.starts_with('/')
}
