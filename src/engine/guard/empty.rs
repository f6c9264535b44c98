//! Emptying a folder of this machine that containers have written in: their files may belong to anybody,
//! and a person who is not root cannot remove those.

use std::path::Path;

use super::super::{Act, ContainerSpec, MountKind, MountSpec, NetworkPart};
use super::{Guard, GuardError};

/// Where the folder is in the container that empties it.
const INSIDE: &str = "/statelab-workspace";

/// How many images are tried: not every one has an `rm`.
const TRIES: usize = 5;

impl Guard {
    /// Has a container empty a folder, as its root user: one of an image that is there, without a network
    /// and with nothing else mounted. Whether all of it went shows in the folder itself. A link is not
    /// followed, and where the engine does not see the folder (it runs on another machine) nothing
    /// happens.
    ///
    /// # Errors
    ///
    /// [`GuardError::Ledger`]; the engine's.
    pub async fn empty_folder(&self, folder: &Path) -> Result<(), GuardError> {
        let (Ok(found), Some(source)) = (folder.symlink_metadata(), folder.to_str()) else { return Ok(()) };
        if !found.is_dir() {
            return Ok(());
        }
        let mut images: Vec<String> =
            self.engine.images().await?.into_iter().flat_map(|image| image.tags).collect();
        // Official images, which have no `/`, are likely to have what it takes.
        images.sort_by_key(|image| image.contains('/'));
        for image in images.into_iter().take(TRIES) {
            if self.empty_with(&image, source).await? {
                break;
            }
        }
        Ok(())
    }

    /// Tries it with one image; whether it could be run.
    async fn empty_with(&self, image: &str, source: &str) -> Result<bool, GuardError> {
        let name = format!("statelab-{}-{}", self.run(), self.ledger.nonce()?);
        let mount = MountSpec {
            kind: MountKind::Bind,
            source: source.to_owned(),
            target: INSIDE.to_owned(),
            non_recursive: true,
            ..MountSpec::default()
        };
        let spec = Box::new(ContainerSpec {
            image: image.to_owned(),
            entrypoint: Some(vec!["rm".to_owned()]),
            // The folder itself is mounted, and stays.
            command: Some(["-rf", "--", INSIDE].map(str::to_owned).to_vec()),
            user: Some("0:0".to_owned()),
            mounts: vec![mount],
            network: NetworkPart { mode: Some("none".to_owned()), ..NetworkPart::default() },
            ..ContainerSpec::default()
        });
        let id = self.create_intended(&name, spec).await?;
        let started = self.act(&id, &Act::Start).await;
        if started.is_ok() {
            self.wait(&id).await?;
        }
        self.remove_container(&id, true, true).await?;
        Ok(started.is_ok())
    }
}
