//! Lines that the docker program of the comparison is too old for. What newer ones send for them is
//! what it sends for older words, and what is written here beside that.

/// A line that is newer.
pub struct Newer {
    pub line: &'static str,
    /// Lines that say the same to the older program, one after the other.
    pub like: &'static [&'static str],
    /// What is sent beside that: call, place in the body or `?name` in the query, value as JSON.
    pub with: &'static [Beside],
}

/// What is sent beside what the older program sends.
pub struct Beside {
    pub call: (&'static str, &'static str),
    pub at: &'static str,
    pub value: &'static str,
}

const CREATE: (&str, &str) = ("POST", "/containers/create");

pub const NEWER: &[Newer] = &[
    Newer {
        line: "docker container remove --force --volumes web",
        like: &["docker container rm --force --volumes web"],
        with: &[],
    },
    Newer { line: "docker network remove --force my-net", like: &["docker network rm my-net"], with: &[] },
    Newer { line: "docker cp -aq ./a:b web:/x:y", like: &["docker cp -a ./a:b web:/x:y"], with: &[] },
    Newer {
        line: "docker run --pull never --quiet alpine true",
        like: &["docker run --pull never alpine true"],
        with: &[],
    },
    Newer {
        line: "docker restart --signal QUIT --timeout=5 web",
        like: &["docker restart --time=5 web"],
        with: &[Beside { call: ("POST", "/containers/*/restart"), at: "?signal", value: "\"QUIT\"" }],
    },
    Newer {
        line: "docker container stop --signal SIGINT --timeout -1 web",
        like: &["docker container stop --time -1 web"],
        with: &[Beside { call: ("POST", "/containers/*/stop"), at: "?signal", value: "\"SIGINT\"" }],
    },
    Newer {
        line: "docker volume prune -af --filter label!=keep",
        like: &["docker volume prune -f --filter label!=keep"],
        with: &[],
    },
    Newer {
        line: "docker run --health-cmd=true --health-timeout 1m30s --health-start-period 500ms --health-start-interval 1s nginx",
        like: &["docker run --health-cmd=true --health-timeout 1m30s --health-start-period 500ms nginx"],
        with: &[Beside { call: CREATE, at: "/Healthcheck/StartInterval", value: "1000000000" }],
    },
    Newer {
        line: "docker run --mount 'type=volume,src=logs,dst=/logs,volume-subpath=app1' alpine",
        like: &["docker run --mount type=volume,src=logs,dst=/logs,volume-nocopy=false alpine"],
        with: &[Beside {
            call: CREATE,
            at: "/HostConfig/Mounts/0/VolumeOptions",
            value: r#"{ "Subpath": "app1" }"#,
        }],
    },
    Newer {
        line: "docker run --mount type=bind,src=./a,dst=/a,bind-recursive=readonly,readonly alpine",
        like: &["docker run --mount type=bind,src=$PWD/a,dst=/a,readonly alpine"],
        with: &[Beside {
            call: CREATE,
            at: "/HostConfig/Mounts/0/BindOptions",
            value: r#"{ "ReadOnlyForceRecursive": true }"#,
        }],
    },
    Newer {
        line: "docker run --add-host db:10.0.0.2 --add-host=up=host-gateway --add-host v6:[::1] alpine",
        like: &["docker run --add-host db:10.0.0.2 --add-host=up:host-gateway --add-host v6:::1 alpine"],
        with: &[],
    },
    Newer {
        line: "docker run -v ./site:/site:Z,rslave -v .:/all:ro,cached nginx",
        like: &["docker run -v $PWD/site:/site:Z,rslave -v $PWD:/all:ro,cached nginx"],
        with: &[],
    },
    Newer {
        line: "docker run -v ./conf:/conf:delegated,slave alpine",
        like: &["docker run -v $PWD/conf:/conf:delegated,slave alpine"],
        with: &[],
    },
    Newer {
        line: "docker run --mount type=bind,src=.,dst=/src,bind-propagation=rslave,ro alpine",
        like: &["docker run --mount type=bind,src=$PWD,dst=/src,bind-propagation=rslave,ro alpine"],
        with: &[],
    },
    Newer {
        line: "docker run --mount type=bind,src=./a,dst=/a,bind-nonrecursive,consistency=cached alpine",
        like: &["docker run --mount type=bind,src=$PWD/a,dst=/a,bind-nonrecursive,consistency=cached alpine"],
        with: &[],
    },
    Newer {
        line: r#"docker run --mount '"type=bind","src=./a,b","dst=/with ""quotes"""' alpine"#,
        like: &[r#"docker run --mount '"type=bind","src='"$PWD"'/a,b","dst=/with ""quotes"""' alpine"#],
        with: &[],
    },
];
