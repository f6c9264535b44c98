//! What means the same to an engine in whatever way it is said. Nothing else is taken for equal:
//! differences between the docker program and us stand in `permitted`.

/// A value that the engine takes for one that is not said.
pub struct Default {
    /// Method and path of the call.
    pub call: (&'static str, &'static str),
    /// A place in the body, or `?name` in the query.
    pub at: &'static str,
    /// The value, as JSON; of a query as it stands there.
    pub value: &'static str,
    /// Where the engine says so.
    pub source: &'static str,
}

const CREATE: (&str, &str) = ("POST", "/containers/create");

/// All of them.
pub const DEFAULTS: &[Default] = &[
    Default {
        call: CREATE,
        at: "/HostConfig/NetworkMode",
        value: "\"default\"",
        source: "moby, `runconfig/hostconfig.go`: an empty mode is `default`",
    },
    Default {
        call: CREATE,
        at: "/HostConfig/MemorySwappiness",
        value: "-1",
        source: "moby, `daemon/daemon_unix.go`: -1 is no setting",
    },
    Default { call: CREATE, at: "/HostConfig/ConsoleSize", value: "[0, 0]", source: "only Windows has one" },
    Default {
        call: CREATE,
        at: "/HostConfig/VolumeDriver",
        value: "\"local\"",
        source: "moby, `volume/service/store.go`: an empty driver is `local`",
    },
    Default {
        call: ("POST", "/containers/*/exec"),
        at: "/Detach",
        value: "true",
        source: "moby, `daemon/exec.go`: only the start's counts",
    },
    Default {
        call: ("POST", "/volumes/create"),
        at: "/Driver",
        value: "\"local\"",
        source: "moby, `volume/service/store.go`: an empty driver is `local`",
    },
    Default {
        call: ("POST", "/networks/create"),
        at: "/IPAM/Driver",
        value: "\"default\"",
        source: "moby, `libnetwork/network.go`: an empty driver of addresses is `default`",
    },
    Default {
        call: ("POST", "/build"),
        at: "?networkmode",
        value: "default",
        source: "moby, `runconfig/hostconfig.go`: an empty mode is `default`",
    },
    Default {
        call: ("POST", "/commit"),
        at: "?pause",
        value: "true",
        source: "moby, `api/server/router/image/image_routes.go`: without it the container is paused",
    },
];

/// Names in a query that are switches: `1`, `true` and anything else that is not `0`, `no`, `false`
/// or `none` is on (moby, `api/server/httputils/form.go`, `BoolValue`).
pub const FLAGS: &[&str] = &[
    "copyUIDGID",
    "details",
    "follow",
    "force",
    "forcerm",
    "link",
    "noOverwriteDirNonDir",
    "nocache",
    "noprune",
    "pause",
    "q",
    "quiet",
    "rm",
    "stderr",
    "stdin",
    "stdout",
    "stream",
    "timestamps",
    "v",
];

/// Fields whose keys are what a user wrote: nothing of theirs is left out.
pub const MAPS: &[&str] = &[
    "Config",
    "DriverOpts",
    "EndpointsConfig",
    "ExposedPorts",
    "Labels",
    "Options",
    "PortBindings",
    "Sysctls",
    "Tmpfs",
    "Volumes",
];

/// Fields that are pointers in Go: a zero that is said is another thing than nothing.
pub const KEPT: &[&str] = &["Init", "MemorySwappiness", "StopTimeout"];

/// Names in a query whose values are JSON.
pub const IN_JSON: &[&str] = &["buildargs", "cachefrom", "filters", "labels", "ulimits"];

/// Names in a query that are amounts, where zero is none (moby, `api/server/httputils/form.go`,
/// `Int64ValueOrZero`).
pub const AMOUNTS: &[&str] = &["cpuperiod", "cpuquota", "cpushares", "memory", "memswap", "shmsize"];

/// Lists whose order means nothing: Go makes them of a map, in another order each time.
pub const SETS: &[&str] = &["Binds", "Env", "Ulimits"];
