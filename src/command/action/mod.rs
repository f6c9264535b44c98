//! The meaning of a command line: one typed action, with the places of its parts.
//!
//! Only data. Names and operands carry the place where they were written; a switch or a number carries it
//! only if a message must point at it.

mod container;
mod image;
mod isolation;
mod life;
mod limits;
mod listing;
mod mount;
mod network;
mod redirect;
mod template;
mod volume;

pub use container::{Container, Create, Env, Health, Host, Pull, RestartPolicy, Run, Stream, VolumesFrom};
pub use image::{Build, Commit, Export, Import, Load, RemoveImages, Save, Tag};
pub use isolation::{Device, Isolation, Namespace};
pub use life::{
    Copy, CopyPaths, Exec, Kill, Local, Remove, Rename, Restart, Signal, Start, Stop, Timeout, Update,
};
pub use limits::{Cpus, Limits, Swap, Ulimit};
pub use listing::{
    DiskUsage, Filter, History, Inspect, InspectType, ListContainers, ListImages, ListNetworks, ListVolumes,
    Logs, PortsOf, Prune, Top, Version,
};
pub use mount::{Mount, MountFlag, MountOptions, MountSource, Propagation, Recursive, Relabel};
pub use network::{
    Connect, CreateNetwork, Disconnect, Endpoint, Exposed, NetworkMode, Port, PortRange, RemoveNetworks,
};
pub use redirect::{OutputFile, Redirected, Redirections};
pub use template::{Branches, Format, Function, Lookup, Template, TemplatePart};
pub use volume::{CreateVolume, RemoveVolumes};

use super::name::ContainerName;
use crate::source::Spanned;

/// The workspace's own path in a container, which only the run knows: `-v $PWD:$PWD`.
pub const WORKSPACE: &str = "$PWD";

/// What a command line asks for. Each kind of command is one variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `docker run`.
    Run(Box<Run>),
    /// `docker create`.
    Create(Box<Create>),
    /// `docker start`.
    Start(Start),
    /// `docker stop`.
    Stop(Stop),
    /// `docker restart`.
    Restart(Restart),
    /// `docker kill`.
    Kill(Kill),
    /// `docker pause`; never empty.
    Pause(Vec<Spanned<ContainerName>>),
    /// `docker unpause`; never empty.
    Unpause(Vec<Spanned<ContainerName>>),
    /// `docker wait`; never empty.
    Wait(Vec<Spanned<ContainerName>>),
    /// `docker rm`.
    Remove(Remove),
    /// `docker cp`.
    Copy(Copy),
    /// `docker exec`.
    Exec(Exec),
    /// `docker rename`.
    Rename(Rename),
    /// `docker update`.
    Update(Box<Update>),
    /// `docker container prune`.
    PruneContainers(Prune),
    /// `docker diff`.
    Diff(Spanned<ContainerName>),
    /// `docker logs`.
    Logs(Logs),
    /// `docker top`.
    Top(Top),
    /// `docker port`.
    Port(PortsOf),
    /// `docker inspect`, and `inspect` of each kind.
    Inspect(Inspect),
    /// `docker ps`.
    ListContainers(ListContainers),
    /// `docker commit`.
    Commit(Commit),
    /// `docker build`.
    Build(Box<Build>),
    /// `docker tag`.
    Tag(Tag),
    /// `docker rmi`.
    RemoveImages(RemoveImages),
    /// `docker images`.
    ListImages(ListImages),
    /// `docker history`.
    History(History),
    /// `docker image prune`.
    PruneImages(Prune),
    /// `docker export`.
    Export(Export),
    /// `docker import`.
    Import(Import),
    /// `docker save`.
    Save(Save),
    /// `docker load`.
    Load(Load),
    /// `docker volume create`; without a name, the engine would choose a random one.
    CreateVolume(CreateVolume),
    /// `docker volume ls`.
    ListVolumes(ListVolumes),
    /// `docker volume rm`.
    RemoveVolumes(RemoveVolumes),
    /// `docker volume prune`.
    PruneVolumes(Prune),
    /// `docker network create`.
    CreateNetwork(CreateNetwork),
    /// `docker network ls`.
    ListNetworks(ListNetworks),
    /// `docker network rm`.
    RemoveNetworks(RemoveNetworks),
    /// `docker network connect`.
    Connect(Connect),
    /// `docker network disconnect`.
    Disconnect(Disconnect),
    /// `docker system df`.
    DiskUsage(DiskUsage),
    /// `docker version`.
    Version(Version),
    /// Any of these with `<`, `>` or `>>`.
    Redirected(Box<Redirected>),
}
