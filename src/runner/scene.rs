//! The scene: what the run has in the engine at one moment.

use super::Run;
use super::error::RunError;
use super::watch::holder::{mount_holder, run};
use crate::command::ImageName;
use crate::engine::{ContainerDetails, Guard, Kind, MountDetails};
use crate::event::{ContainerScene, Event, ImageScene, MountScene, SceneTaken, Sink, VolumeScene};
use crate::lab::Step;

impl Run<'_> {
    /// Reports the run's objects, after the commands of a step or before the first.
    pub(super) async fn take_scene(&self, step: Option<&Step>, sink: &mut dyn Sink) -> Result<(), RunError> {
        let mut scene = SceneTaken { step: step.map(|step| step.id.value.to_string()), ..Default::default() };
        let mut images: Vec<String> = self.lab.images().iter().map(ImageName::tagged).collect();
        for (kind, name) in self.guard.owned() {
            match kind {
                Kind::Container => {
                    // A container that the engine removed by itself stays in the ledger until the end.
                    if let Some(container) = self.guard.container(&name).await? {
                        images.push(tagged(&container.image_name));
                        scene.containers.push(container_scene(self.guard, container).await?);
                    }
                }
                Kind::Volume => {
                    if let Some(volume) = self.guard.volume(&name).await? {
                        let identity = self.guard.volume_identity(&volume);
                        scene.volumes.push(VolumeScene { name: volume.name, identity });
                    }
                }
                Kind::Image => images.push(tagged(&self.guard.lab_name(&name))),
                Kind::Network => {}
            }
        }
        // Intermediate results of a build need not have a name.
        images.retain(|name| !name.is_empty());
        images.sort_unstable();
        images.dedup();
        for name in images {
            let id = self.guard.image(&name).await?.map(|image| image.id);
            scene.images.push(ImageScene { name, id });
        }
        sink.take(&Event::SceneTaken(scene));
        Ok(())
    }
}

/// Returns an image's name with its tag, so that it is always written the same way.
fn tagged(name: &str) -> String {
    ImageName::new(name).map_or_else(|_| name.to_owned(), |name| name.tagged())
}

async fn container_scene(guard: &Guard, container: ContainerDetails) -> Result<ContainerScene, RunError> {
    let mut mounts = Vec::new();
    let mut sorted: Vec<&MountDetails> = container.mounts.iter().collect();
    sorted.sort_by(|one, other| one.target.cmp(&other.target));
    for mount in sorted {
        mounts.push(MountScene {
            holder: mount_holder(guard, &container, mount).await?,
            target: mount.target.clone(),
            writable: mount.writable,
        });
    }
    Ok(ContainerScene {
        run: run(&container),
        mounts,
        name: container.name,
        image: container.image_name,
        image_id: container.image,
        running: container.running,
        exit_code: container.exit_code,
    })
}
