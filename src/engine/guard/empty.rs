//! Removal of the files that containers wrote in a folder of this machine.
//!
//! The files may belong to any user, and a user who is not root cannot remove those.

use std::path::Path;
use std::time::Duration;

use tokio::time::timeout;

use super::super::{Act, ContainerSpec, ImageDetails, MountKind, MountSpec, NetworkPart};
use super::create::add_declared;
use super::{Guard, GuardError};

/// Where the folder is mounted in the container that empties it.
const INSIDE: &str = "/statelab-workspace";

/// How many images are tried: not every image has an `rm`.
const TRIES: usize = 5;

/// How long emptying may take with one image.
const EMPTYING: Duration = Duration::from_secs(30);

impl Guard {
    /// Empties a folder with a container, as its root user.
    ///
    /// The container uses an image that the lab declares, without a network, with nothing else mounted, and with the
    /// limits of every container. The caller looks at the folder to see whether everything is gone. A link is not
    /// followed. Nothing happens if the engine does not see the folder (it runs on another machine), or if it has
    /// none of the images.
    ///
    /// # Errors
    ///
    /// [`GuardError::Ledger`]; the engine's errors.
    pub async fn empty_folder(&self, folder: &Path) -> Result<(), GuardError> {
        let (Ok(found), Some(source)) = (folder.symlink_metadata(), folder.to_str()) else { return Ok(()) };
        if !found.is_dir() {
            return Ok(());
        }
        for image in self.ledger.declared().into_iter().take(TRIES) {
            if let Some(image) = self.engine.image(&image).await?
                && self.empty_with(&image, source).await?
            {
                break;
            }
        }
        Ok(())
    }

    /// Tries to empty the folder with one image; returns whether the image could run.
    async fn empty_with(&self, image: &ImageDetails, source: &str) -> Result<bool, GuardError> {
        let name = format!("statelab-{}-{}", self.run(), self.ledger.nonce()?);
        let mount = MountSpec {
            kind: MountKind::Bind,
            source: source.to_owned(),
            target: INSIDE.to_owned(),
            non_recursive: true,
            ..MountSpec::default()
        };
        let mut spec = Box::new(ContainerSpec {
            image: image.id.clone(),
            entrypoint: Some(vec!["rm".to_owned()]),
            // The folder itself is a mount, and stays.
            command: Some(["-rf", "--", INSIDE].map(str::to_owned).to_vec()),
            user: Some("0:0".to_owned()),
            mounts: vec![mount],
            network: NetworkPart { mode: Some("none".to_owned()), ..NetworkPart::default() },
            ..ContainerSpec::default()
        });
        self.permits.container(&mut spec)?;
        add_declared(&mut spec.mounts, image, &[]);
        let id = self.create_intended(&name, spec).await?;
        let started = self.act(&id, &Act::Start).await;
        if started.is_ok() {
            // The caller sees in the folder what is left.
            let _ = timeout(EMPTYING, self.wait(&id)).await;
        }
        self.remove_container(&id, true, true).await?;
        Ok(started.is_ok())
    }
}
