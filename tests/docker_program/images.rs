//! What `build`, `commit`, `save`, `load`, `export` and `import` make, beside the docker program.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

use serde_json::Value;

use crate::sent::settle;
use crate::twins::{Twins, as_in_lines, shell};

const DOCKERFILE: &str = "\
FROM nginx AS base
ARG WORD=none
ENV WORD=$WORD
COPY page.html /usr/share/nginx/html/
RUN echo made > /made && chown 7:8 /made && ln -s made /link
FROM base
COPY --from=base /made /copied
COPY sub /site/
LABEL kept=yes
CMD [\"sh\", \"-c\", \"cat /made\"]
";

/// What is done, one after the other.
const LINES: &[&str] = &[
    "docker build --no-cache -t twin-built:one -t twin-built:two --build-arg WORD=hello --label added=1 .",
    "docker run --rm twin-built:one",
    "docker build --no-cache --target base -f other/Dockerfile -t twin-other .",
    "docker run -d --name twin-box nginx sh -c 'echo x > /x; chown 7:8 /x; rm /etc/motd; exec sleep 600'",
    "docker exec twin-box sh -c 'until test -e /x -a ! -e /etc/motd; do :; done'",
    "docker commit -a me -m 'a message' -c 'ENV A=b' -c 'EXPOSE 99' twin-box twin-committed:v1",
    "docker commit -p=false twin-box twin-committed",
    "docker save -o one.tar twin-built:one twin-built:two",
    "docker rmi twin-built:one twin-built:two",
    "docker load -i one.tar",
    "docker export -o fs.tar twin-box",
    "docker import -m flat -c 'CMD [\"true\"]' -c 'ENV C=d' small.tar twin-imported:1",
];

/// Images that are there in the end.
const IMAGES: &[&str] = &[
    "twin-built:one",
    "twin-built:two",
    "twin-other",
    "twin-committed:v1",
    "twin-committed",
    "twin-imported:1",
];

/// Lays out the folder that is built and imported from; times are fixed, so that layers are too.
const FOLDER: &str = "\
mkdir -p sub/deep other; echo page > page.html; echo deep > sub/deep/file; echo no > sub/notes.md; ln -s deep sub/link
echo '*/*.md' > .dockerignore; chmod 640 sub/deep/file; cp Dockerfile other/Dockerfile
find . -exec touch -h -d @1700000000 {} +; tar --sort=name --mtime=@1700000000 -cf small.tar page.html sub
";

/// An image's description, without ids, times and our labels.
fn described(inspected: &str) -> Value {
    let mut image: Value = serde_json::from_str::<Value>(inspected).unwrap()[0].take();
    let fields = image.as_object_mut().unwrap();
    // `ContainerConfig` and `Container` are of the container that the last step ran in.
    for name in ["Id", "Parent", "Created", "Container", "ContainerConfig", "GraphDriver", "Metadata"] {
        fields.remove(name);
    }
    let layers = image["RootFS"]["Layers"].as_array().map_or(0, Vec::len);
    image["RootFS"]["Layers"] = layers.into();
    let config = image["Config"].as_object_mut().unwrap();
    for name in ["Hostname", "Image"] {
        config.remove(name);
    }
    if let Some(labels) = config.get_mut("Labels").and_then(Value::as_object_mut) {
        labels.retain(|name, _| !name.starts_with("statelab."));
    }
    settle(&mut image["Config"], true);
    image
}

/// Each entry of an archive but for its time.
fn entries(path: &Path) -> BTreeMap<String, String> {
    let mut archive = tar::Archive::new(File::open(path).unwrap());
    let entries = archive.entries().unwrap().map(|entry| {
        let entry = entry.unwrap();
        let head = entry.header();
        let kind = head.entry_type();
        let size = if kind.is_file() { head.size().unwrap() } else { 0 };
        let (mode, uid, gid) = (head.mode().unwrap(), head.uid().unwrap(), head.gid().unwrap());
        let link = entry.link_name().unwrap().map(|link| link.display().to_string());
        let name = entry.path().unwrap().display().to_string();
        (name, format!("{kind:?} {mode:o} {uid}:{gid} {size} {link:?}"))
    });
    entries.collect()
}

/// The names of the images in an archive, and how many layers each has.
fn manifest(path: &Path) -> Value {
    let shown = shell(&format!("tar -xOf {} manifest.json", path.display()), Path::new("/"));
    let mut images: Value = serde_json::from_str(&as_in_lines(&shown.output)).unwrap();
    for image in images.as_array_mut().unwrap() {
        image.as_object_mut().unwrap().remove("Config");
        image["Layers"] = image["Layers"].as_array().unwrap().len().into();
    }
    images
}

#[test]
fn images_are_the_same() {
    let lines: Vec<String> = LINES.iter().map(|line| (*line).to_owned()).collect();
    let twins = Twins::new(&lines, &["docker create --name twin-box nginx", "docker cp twin-box:/x/. ."]);
    for folder in twins.folders() {
        fs::write(folder.join("Dockerfile"), DOCKERFILE).unwrap();
        assert!(shell(FOLDER, &folder).is_done());
    }
    for (line, [theirs, ours]) in lines.iter().zip(twins.all(&lines)) {
        assert!(theirs.is_done() && ours.is_done(), "{line}: {theirs:#?} {ours:#?}");
    }
    let list = "docker run --rm --entrypoint sh twin-built:one -c 'cd /site && ls -lR --time-style=+%s; stat -c \"%a %u:%g %n\" /made /copied /link'";
    let [theirs, ours] = twins.look(list);
    assert_eq!(theirs.output, ours.output);
    for image in IMAGES {
        let [theirs, ours] =
            twins.look(&format!("docker image inspect {image}")).map(|it| described(&it.output));
        assert_eq!(theirs, ours, "{image}");
        // Each label is a step of its own.
        let history = format!(
            "docker history --no-trunc --format '{{{{.CreatedBy}}}} {{{{.Size}}}} {{{{.Comment}}}}' {image}"
        );
        let [theirs, ours] = twins.look(&history).map(|history| {
            let lines = history.output.lines().filter(|line| !line.contains("LABEL statelab."));
            lines.map(str::to_owned).collect::<Vec<_>>()
        });
        assert_eq!(theirs, ours, "{image}");
    }
    let [theirs, ours] = twins.folders();
    assert_eq!(entries(&theirs.join("fs.tar")), entries(&ours.join("fs.tar")));
    assert_eq!(manifest(&theirs.join("one.tar")), manifest(&ours.join("one.tar")));
}
