//! What every engine does with networks.

use statelab::engine::{
    Act, ContainerSpec, EndpointSpec, Kind, Labels, NetworkPart, NetworkSpec, PoolSpec, Refusal,
};

use crate::place::{IDLE, Place, command, exec, refused, shell};

contract!(networks_are_made_listed_and_removed, containers_find_each_other, addresses_can_be_chosen);

async fn networks_are_made_listed_and_removed(place: &Place) {
    let (engine, name) = (&place.engine, place.name("net"));
    let labels = Labels::from([("statelab-contract".to_owned(), name.clone())]);
    let spec = NetworkSpec { internal: true, labels: labels.clone(), ..NetworkSpec::default() };
    let id = engine.create_network(&name, &spec).await.expect("made");
    let made = engine.network(&name).await.expect("looked").expect("there");
    assert_eq!((&made.id, made.driver.as_str(), made.internal), (&id, "bridge", true));
    assert_eq!((&made.labels, made.subnets.len()), (&labels, 1));
    assert_eq!(place.labelled(Kind::Network, "statelab-contract", &name).await, std::slice::from_ref(&name));
    assert_eq!(refused(engine.create_network(&name, &spec).await), Refusal::NameTaken);
    assert_eq!(engine.network(&place.name("none")).await, Ok(None));
    assert_eq!(refused(engine.remove_network(&place.name("none")).await), Refusal::NotFound);
    engine.remove_network(&name).await.expect("removed");
    assert_eq!(engine.network(&id).await, Ok(None));
}

async fn containers_find_each_other(place: &Place) {
    let (engine, name) = (&place.engine, place.name("meet"));
    engine.create_network(&name, &NetworkSpec::default()).await.expect("made");
    let endpoint = EndpointSpec { aliases: vec!["db".to_owned()], ..EndpointSpec::default() };
    let network = NetworkPart { mode: Some(name.clone()), endpoint, ..NetworkPart::default() };
    let spec = ContainerSpec { network, ..shell(IDLE) };
    let db = engine.create(&place.name("db"), &spec).await.expect("made");
    engine.act(&db, &Act::Start).await.expect("started");
    let asking = place.idle("asking").await;
    let found =
        async |name: &str| exec(engine.as_ref(), &asking, &command(&["getent", "hosts", name])).await.2 == 0;
    assert!(!found("db").await, "another network");
    engine.connect(&name, &asking, &EndpointSpec::default()).await.expect("joined");
    assert!(found("db").await && found(&place.name("db")).await);
    let details = engine.container(&asking.0).await.expect("looked").expect("there");
    assert!(details.networks.iter().any(|network| network.network == name && !network.address.is_empty()));
    assert_eq!(engine.network(&name).await.expect("looked").expect("there").containers.len(), 2);
    let again = engine.connect(&name, &asking, &EndpointSpec::default()).await;
    assert_eq!(refused(again), Refusal::NameTaken);
    assert_eq!(refused(engine.remove_network(&name).await), Refusal::InUse);
    engine.disconnect(&name, &asking, false).await.expect("left");
    assert!(!found("db").await);
    assert!(engine.disconnect(&name, &asking, false).await.is_err());
    let none = engine.connect(&place.name("none"), &asking, &EndpointSpec::default()).await;
    assert_eq!(refused(none), Refusal::NotFound);
}

async fn addresses_can_be_chosen(place: &Place) {
    let (engine, name) = (&place.engine, place.name("pool"));
    // A block of its own for this test: others of this kind would overlap.
    let octet = 16 + getrandom::u32().expect("random numbers") % 200;
    let pool = PoolSpec {
        subnet: Some(format!("10.213.{octet}.0/24")),
        gateway: Some(format!("10.213.{octet}.9")),
        ..PoolSpec::default()
    };
    engine
        .create_network(&name, &NetworkSpec { pools: vec![pool], ..NetworkSpec::default() })
        .await
        .expect("made");
    let id = place.idle("chosen").await;
    let endpoint = EndpointSpec { ip: Some(format!("10.213.{octet}.77")), ..EndpointSpec::default() };
    engine.connect(&name, &id, &endpoint).await.expect("joined");
    let details = engine.container(&id.0).await.expect("looked").expect("there");
    assert!(details.addresses().any(|it| it == format!("10.213.{octet}.77")), "{details:?}");
}
