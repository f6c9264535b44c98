//! Emptying a folder of this machine that containers have written in: their files may belong to anybody,
//! and a person who is not root cannot remove those.

use std::path::Path;
use std::time::Duration;

use tokio::time::timeout;

use super::super::{Act, ContainerSpec, ImageDetails, MountKind, MountSpec, NetworkPart};
use super::create::add_declared;
use super::{Guard, GuardError};

/// Where the folder is in the container that empties it.
const INSIDE: &str = "/statelab-workspace";

/// How many images are tried: not every one has an `rm`.
const TRIES: usize = 5;

/// How long it may take with one of them.
const EMPTYING: Duration = Duration::from_secs(30);

impl Guard {
    /// Has a container empty a folder, as its root user: one of an image that the lab declares, without a network, with
    /// nothing else mounted, and with the limits of every container. Whether all of it went shows in the folder itself.
    /// A link is not followed, and where the engine does not see the folder (it runs on another machine) nothing
    /// happens, nor where none of the images is there.
    ///
    /// # Errors
    ///
    /// [`GuardError::Ledger`]; the engine's.
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

    /// Tries it with one image; whether it could be run.
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
            // The folder itself is mounted, and stays.
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
            // What it left shows in the folder.
            let _ = timeout(EMPTYING, self.wait(&id)).await;
        }
        self.remove_container(&id, true, true).await?;
        Ok(started.is_ok())
    }
}
