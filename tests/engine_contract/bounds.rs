//! What a run takes as a whole, and which addresses its networks take.

use std::process::Command;

use futures_util::future::join_all;
use statelab::engine::{
    Act, ContainerSpec, GuardError, Limits, NetworkPart, NetworkSpec, Operation, Permits, PoolSpec,
    UpdateSpec, VolumeSpec, Walls,
};

use crate::place::{Place, shell};

contract!(
    a_run_has_so_many_containers_at_once,
    a_run_has_so_much_memory_together,
    what_is_missing_is_named_as_what_it_is,
);

mod real {
    #[test]
    fn of_an_interface_of_the_host_are_not_taken_whatever_its_name() {
        crate::place::on_docker(super::addresses_of_an_interface_are_not_taken);
    }
}

fn with_memory(mebibytes: i64) -> ContainerSpec {
    let limits = Limits { memory: Some(mebibytes << 20), ..Limits::default() };
    ContainerSpec { limits, ..shell("true") }
}

async fn a_run_has_so_many_containers_at_once(place: &Place) {
    let permits = Permits { containers: Some(3), ..Place::permits() };
    let guard = place.guard("run").permitting(permits);
    let names: Vec<String> = (0..6).map(|at| place.name(&format!("c{at}"))).collect();
    let made = join_all(names.iter().map(|name| guard.create_container(name, shell("true")))).await;
    let (there, refused): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
    assert_eq!((there.len(), guard.owned().len()), (3, 3), "{refused:?}");
    let full = Err(GuardError::TooManyContainers { most: 3 });
    assert!(refused.iter().all(|made| *made == full), "{refused:?}");

    // What is removed makes room, by the run and by the engine alone.
    let mut there = there.into_iter().flatten();
    guard.remove_container(&there.next().expect("made"), true, true).await.expect("removed");
    guard.create_container(&place.name("again"), shell("true")).await.expect("there is room");
    assert_eq!(guard.create_container(&place.name("more"), shell("true")).await, full);
    place.engine.remove_container(&there.next().expect("made"), true, true).await.expect("removed");
    guard.create_container(&place.name("more"), shell("true")).await.expect("there is room");
    assert_eq!(guard.clean().await.left, []);
}

async fn a_run_has_so_much_memory_together(place: &Place) {
    let permits = Permits { memory: Some(1 << 30), memory_together: Some(1 << 30), ..Place::permits() };
    let guard = place.guard("run").permitting(permits);
    let full = || GuardError::TooMuchMemory { most: "1g".to_owned() };
    let one = guard.create_container(&place.name("one"), with_memory(600)).await.expect("made");
    assert_eq!(guard.create_container(&place.name("two"), with_memory(500)).await, Err(full()));
    let nothing_said = guard.create_container(&place.name("two"), shell("true")).await;
    assert_eq!(nothing_said, Err(full()), "what says nothing has what one may have");
    guard.create_container(&place.name("two"), with_memory(300)).await.expect("made");

    let limits = |mebibytes: i64| Limits {
        memory: Some(mebibytes << 20),
        memory_swap: Some(mebibytes << 21),
        ..Limits::default()
    };
    let update = |mebibytes| Act::Update(Box::new(UpdateSpec { limits: limits(mebibytes), restart: None }));
    assert_eq!(guard.act(&one, &update(800)).await, Err(full()));
    if place.podman {
        // Podman 4.3 changes nothing of a container, and then nothing has changed here.
        let refused = guard.act(&one, &update(700)).await;
        assert!(matches!(refused, Err(GuardError::Engine(_))), "{refused:?}");
        guard.create_container(&place.name("three"), with_memory(100)).await.expect("there is room");
    } else {
        guard.act(&one, &update(700)).await.expect("there is room");
        guard.act(&one, &update(200)).await.expect("less");
        guard.create_container(&place.name("three"), with_memory(400)).await.expect("there is room");
    }

    // A volume in memory outlives the container that it counted as memory of.
    let volume = |size: &str| {
        let options = [("type", "tmpfs"), ("device", "tmpfs"), ("o", size)];
        let options = options.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        VolumeSpec { options, ..VolumeSpec::default() }
    };
    let made = guard.create_volume_with(&place.name("kept"), &volume("size=300m")).await;
    assert_eq!(made.map(|_| ()), Err(full()));
    assert_eq!(guard.clean().await.left, []);
}

/// A network or another container that is not there is not called the container that was to be made.
async fn what_is_missing_is_named_as_what_it_is(place: &Place) {
    let guard = place.guard("run");
    let container = || format!("container:{}", place.name("none"));
    let joining = |mode: String| NetworkPart { mode: Some(mode), ..NetworkPart::default() };
    for (spec, operation) in [
        (ContainerSpec { network: joining(place.name("none")), ..shell("true") }, Operation::InspectNetwork),
        (ContainerSpec { network: joining(container()), ..shell("true") }, Operation::InspectContainer),
        (
            ContainerSpec { volumes_from: vec![place.name("none")], ..shell("true") },
            Operation::InspectContainer,
        ),
        (
            ContainerSpec { walls: Walls { pid: Some(container()), ..Walls::default() }, ..shell("true") },
            Operation::InspectContainer,
        ),
    ] {
        let made = guard.create_container(&place.name("web"), spec).await;
        let Err(GuardError::Engine(error)) = made else { panic!("{made:?}") };
        assert_eq!((error.operation, error.subject.as_str()), (operation, place.name("none").as_str()));
        assert!(error.is_not_found(), "{error}");
    }
    assert_eq!(guard.clean().await.left, []);
}

/// An interface of this machine, for as long as this lives.
struct Interface(&'static str);

impl Interface {
    fn add(name: &'static str, addresses: &[&str]) -> Self {
        let this = Self(name);
        ip(&["link", "add", name, "type", "bridge"]);
        for address in addresses {
            ip(&["address", "add", address, "dev", name]);
        }
        ip(&["link", "set", name, "up"]);
        this
    }
}

impl Drop for Interface {
    fn drop(&mut self) {
        // One that could not be made is not there.
        let _ = Command::new("ip").args(["link", "delete", self.0]).status();
    }
}

fn ip(arguments: &[&str]) {
    let status = Command::new("ip").args(arguments).status().expect("ip is installed");
    assert!(status.success(), "ip {arguments:?}: {status}");
}

/// The names are those that Docker and Podman give their bridges.
async fn addresses_of_an_interface_are_not_taken(place: &Place) {
    for name in ["br-0123456789ab", "podman77"] {
        let _interface = Interface::add(name, &["fd6b:5e1f:77::1/64", "10.231.99.1/24"]);
        let guard = place.guard(name);
        for (subnet, free) in [
            ("fd6b:5e1f:77::/64", false),
            ("fd6b:5e1f:77::/80", false),
            ("fd6b:5e1f::/32", false),
            ("10.231.99.128/25", false),
            ("10.231.0.0/16", false),
            ("fd6b:5e1f:78::/64", true),
        ] {
            let pool = PoolSpec { subnet: Some(subnet.to_owned()), ..PoolSpec::default() };
            let pools = if subnet.contains(':') {
                let ipv4 = PoolSpec { subnet: Some("10.231.98.0/24".to_owned()), ..PoolSpec::default() };
                vec![pool, ipv4]
            } else {
                vec![pool]
            };
            let spec = NetworkSpec { ipv6: subnet.contains(':'), pools, ..NetworkSpec::default() };
            let made = guard.create_network(&place.name("net"), &spec).await;
            match made {
                Ok(_) => assert!(free, "{name}: {subnet}"),
                Err(GuardError::AddressesOfOthers { subnet: ref taken, .. }) => {
                    assert!(!free && taken == subnet, "{name}: {subnet}: {taken}");
                }
                Err(other) => panic!("{name}: {subnet}: {other}"),
            }
        }
        // A network that the engine has is the engine's: it says so itself.
        let again = PoolSpec { subnet: Some("10.231.98.0/24".to_owned()), ..PoolSpec::default() };
        let spec = NetworkSpec { pools: vec![again], ..NetworkSpec::default() };
        let made = guard.create_network(&place.name("overlap"), &spec).await;
        assert!(matches!(made, Err(GuardError::Engine(_))), "{made:?}");
        assert_eq!(guard.clean().await.left, []);
    }
}
