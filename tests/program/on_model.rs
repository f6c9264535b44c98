//! What tests look at and make on the model themselves, beside the program.

use statelab::engine::{
    Act, ContainerId, ContainerSpec, Engine, Images, Kind, Labels, NetworkSpec, Networks, VolumeSpec,
};
use statelab_model::Socket;

use crate::leftovers::STRANGER;

/// Every container, volume, network and image that carries this lab's label.
pub fn labelled(socket: &Socket, lab: &str) -> Vec<String> {
    let labels = Labels::from([("statelab.lab".to_owned(), lab.to_owned())]);
    let model = socket.model();
    socket.block_on(async {
        let mut found = Vec::new();
        for kind in [Kind::Container, Kind::Volume, Kind::Network] {
            found.extend(model.list(kind, &labels).await.unwrap());
        }
        let images = model.all_images().await.unwrap().into_iter().map(|row| row.found);
        found.extend(images.filter(|image| image.labels.get("statelab.lab").is_some_and(|own| own == lab)));
        found.into_iter().map(|found| found.id).collect()
    })
}

/// Makes an object of somebody else's.
pub fn make(socket: &Socket, kind: Kind, name: &str) {
    let labels = Labels::from([(STRANGER.to_owned(), String::new())]);
    let model = socket.model();
    socket.block_on(async {
        match kind {
            Kind::Container => {
                let image = "nginx".to_owned();
                let id =
                    model.create(name, &ContainerSpec { image, labels, ..ContainerSpec::default() }).await;
                model.act(&id.unwrap(), &Act::Start).await.unwrap();
            }
            Kind::Volume => {
                model
                    .create_volume_with(name, &VolumeSpec { labels, ..VolumeSpec::default() })
                    .await
                    .unwrap();
            }
            Kind::Network => {
                model.create_network(name, &NetworkSpec { labels, ..NetworkSpec::default() }).await.unwrap();
            }
            Kind::Image => model.tag("nginx", name).await.unwrap(),
        }
    });
}

/// All that the model knows of an object; `None` if it is not there.
pub fn inspect(socket: &Socket, kind: Kind, name: &str) -> Option<String> {
    let told = socket.block_on(socket.model().inspect(kind, name, false)).unwrap();
    told.map(|told| told.to_string())
}

/// Removes an object: whether it was there, and is gone.
pub fn removed(socket: &Socket, kind: Kind, name: &str) -> bool {
    let model = socket.model();
    socket.block_on(async {
        match kind {
            Kind::Container => {
                model.remove_container(&ContainerId(name.to_owned()), true, true).await.is_ok()
            }
            Kind::Volume => model.remove_volume(name, false).await.is_ok(),
            Kind::Network => model.remove_network(name).await.is_ok(),
            Kind::Image => model.remove_image(name, false, false).await.is_ok(),
        }
    })
}
