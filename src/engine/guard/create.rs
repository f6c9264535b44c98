//! Making containers and volumes: look, record, label, make, and record the id.

use std::collections::{BTreeMap, BTreeSet};

use super::super::ledger::Intent;
use super::super::{
    Cause, ContainerDetails, ContainerId, ContainerSpec, EngineError, Found, ImageDetails, Kind, Labels,
    MountKind, MountSpec, Operation, VolumeDetails, VolumeSpec, clean_path,
};
use super::run_limits::Share;
use super::search::names_itself;
use super::{Guard, GuardError, LABEL_LAB, LABEL_RUN, LABEL_SELF, NameOwner, refused};

impl Guard {
    /// Makes a container, and the named volumes it mounts that do not exist.
    ///
    /// A volume that the image declares becomes an anonymous volume of this run, unless a mount replaces it. So does
    /// a mount of a volume without a source.
    ///
    /// The caller that waits for a foreground `--rm` container should remove it: if the engine does, the exit status
    /// is lost.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] if the name, or that of a volume, is not this run's; the engine's refusal if this run
    /// holds the name; [`GuardError::Ledger`] if it cannot be recorded.
    pub async fn create_container(&self, name: &str, spec: ContainerSpec) -> Result<ContainerId, GuardError> {
        // Boxed: a description is large, and so is every future that holds it.
        Box::pin(self.create_settled(name, Box::new(spec))).await
    }

    async fn create_settled(
        &self,
        name: &str,
        mut spec: Box<ContainerSpec>,
    ) -> Result<ContainerId, GuardError> {
        let in_engine = (self.scope)(name);
        self.permits.container(&mut spec)?;
        spec.image = self.image_name(&spec.image);
        let image = self.require_image(&spec.image, Operation::Create).await?;
        match self.container_holder(&in_engine).await? {
            NameOwner::Us(own) if own.name == in_engine => return Err(name_taken(&own).into()),
            // An engine also finds a container by a prefix of its id, which does not hold the name.
            NameOwner::Nobody | NameOwner::Us(_) => {}
            NameOwner::Other(owner) => return Err(GuardError::taken(Kind::Container, in_engine, owner)),
        }
        let mut taken = self.own_sources(&mut spec.volumes_from).await?;
        taken.extend(spec.tmpfs.keys().map(|target| clean_path(target)));
        self.lab_names().insert(in_engine.clone(), name.to_owned());
        self.own_surroundings(&in_engine, &mut spec).await?;
        let (intent, identity) = self.intend_container(&in_engine)?;
        let settled = async {
            self.claim_binds(intent, &in_engine, &mut spec).await?;
            self.ensure_volumes(&mut spec.mounts).await
        };
        if let Err(error) = settled.await {
            self.ledger.closed(intent)?;
            return Err(error);
        }
        add_declared(&mut spec.mounts, &image, &taken);
        let made = self.create_as(intent, identity, &in_engine, spec).await;
        if made.is_err() {
            self.forget_unmade(intent);
        }
        made
    }

    /// Resolves the containers that volumes are taken from. Returns the mount paths.
    ///
    /// Only this run's containers are allowed.
    async fn own_sources(&self, sources: &mut [String]) -> Result<Vec<String>, GuardError> {
        let mut targets = Vec::new();
        for source in sources {
            let (name, mode) =
                source.split_once(':').map_or((source.as_str(), None), |(name, mode)| (name, Some(mode)));
            let details = self.require_container(name, Operation::InspectContainer).await?;
            targets.extend(details.mounts.into_iter().map(|mount| mount.target));
            *source = mode.map_or_else(|| details.id.0.clone(), |mode| format!("{}:{mode}", details.id));
        }
        Ok(targets)
    }

    /// Resolves the networks and namespaces that a container joins.
    ///
    /// Only this run's are allowed, and the engine's own words.
    async fn own_surroundings(&self, in_engine: &str, spec: &mut ContainerSpec) -> Result<(), GuardError> {
        if let Some(mode) = &mut spec.network.mode {
            let joined = self.joined_network(mode, Operation::InspectNetwork).await?;
            let of_its_own = self.network(mode).await.is_ok_and(|network| network.is_some());
            *mode = joined;
            if of_its_own {
                self.add_lab_name(in_engine, &mut spec.network.endpoint);
            }
        }
        for mode in [&mut spec.walls.pid, &mut spec.walls.ipc].into_iter().flatten() {
            *mode = self.own_namespace(mode).await?;
        }
        for link in &mut spec.network.links {
            let (name, alias) = link.split_once(':').unwrap_or((link, link));
            let missing =
                || refused(Operation::InspectContainer, name, 404, format!("No such container: {name}"));
            let linked = self.container_in_engine(name).await?.ok_or_else(missing)?;
            *link = format!("{}:{alias}", linked.name);
        }
        Ok(())
    }

    /// Returns the image with this name in the engine, if the run may use it.
    pub(super) async fn require_image(
        &self,
        image: &str,
        operation: Operation,
    ) -> Result<ImageDetails, GuardError> {
        let missing = || refused(operation, image, 404, format!("No such image: {image}"));
        let details = self.engine.image(image).await?.ok_or_else(missing)?;
        self.allow_image(image, &details)?;
        Ok(details)
    }

    /// Makes the named volumes that are mounted and do not exist.
    ///
    /// The engine would make them without this run's labels.
    async fn ensure_volumes(&self, mounts: &mut [MountSpec]) -> Result<(), GuardError> {
        for mount in mounts.iter_mut().filter(|mount| mount.kind == MountKind::Volume) {
            if !mount.source.is_empty() {
                let (driver, options) = (mount.driver.clone(), mount.driver_options.clone());
                let spec = VolumeSpec { driver, options, labels: mount.labels.clone() };
                mount.source = self.volume_made(&mount.source, &spec).await?.name;
            }
        }
        Ok(())
    }

    /// Makes a container of the guard's own, whose mounts need no check.
    pub(super) async fn create_intended(
        &self,
        name: &str,
        spec: Box<ContainerSpec>,
    ) -> Result<ContainerId, GuardError> {
        let (intent, identity) = self.intend_container(name)?;
        self.create_as(intent, identity, name, spec).await
    }

    /// Makes a container that is recorded and whose mounts are checked.
    async fn create_as(
        &self,
        intent: Intent,
        identity: String,
        name: &str,
        mut spec: Box<ContainerSpec>,
    ) -> Result<ContainerId, GuardError> {
        let memory = spec.limits.memory.unwrap_or_else(|| self.permits.most_memory());
        self.reserve(intent, Share { container: true, memory }).await?;
        spec.labels.extend(self.labels(identity));
        let mut anonymous: Vec<(Intent, String)> = Vec::new();
        for mount in &mut spec.mounts {
            if mount.kind == MountKind::Volume && mount.source.is_empty() {
                let target = clean_path(&mount.target);
                let (intent, identity) = self.ledger.intend_anonymous(name, &target)?;
                mount.labels.extend(self.labels(identity));
                anonymous.push((intent, target));
            }
        }
        match self.engine.create(name, &spec).await {
            Ok(id) => {
                self.ledger.made(intent, &id.0)?;
                self.note_anonymous(&id, &anonymous).await?;
                Ok(id)
            }
            Err(error) => {
                let intents: Vec<Intent> =
                    anonymous.iter().map(|(intent, _)| *intent).chain([intent]).collect();
                self.not_made(&intents, &error).await?;
                Err(self.taken_meanwhile(Kind::Container, name, error).await)
            }
        }
    }

    /// Records the outcome after the engine reported an error.
    ///
    /// The engine may have made the object all the same, so it is looked for. If the engine gave no answer, the
    /// search at the end decides.
    pub(super) async fn not_made(&self, intents: &[Intent], error: &EngineError) -> Result<(), GuardError> {
        let (sent, for_good) = match error.cause {
            Cause::Refused { status, .. } => (true, (400..500).contains(&status)),
            Cause::Unreachable(_) | Cause::Untrusted(_) => (false, true),
            Cause::TimedOut(_) | Cause::Broken(_) | Cause::TooLong(_) | Cause::TooManyChanges => {
                return Ok(());
            }
        };
        let mut listed: BTreeMap<Kind, Vec<Found>> = BTreeMap::new();
        for intent in intents {
            let Some(entry) = self.ledger.entry(*intent) else { continue };
            if sent && !listed.contains_key(&entry.kind) {
                let label = Labels::from([(LABEL_RUN.to_owned(), self.run().to_owned())]);
                // If it cannot be listed, the search at the end decides.
                let Ok(found) = self.engine.list(entry.kind, &label).await else { return Ok(()) };
                listed.insert(entry.kind, found);
            }
            match listed.get(&entry.kind).into_iter().flatten().find(|found| names_itself(&entry, found)) {
                Some(found) => self.ledger.made(*intent, &found.id)?,
                None if for_good => self.ledger.closed(*intent)?,
                None => {}
            }
        }
        Ok(())
    }

    /// Records the ids of the anonymous volumes, also of those the engine made unasked.
    ///
    /// The engine compares the paths that an image declares as they are written.
    async fn note_anonymous(
        &self,
        id: &ContainerId,
        anonymous: &[(Intent, String)],
    ) -> Result<(), GuardError> {
        if anonymous.is_empty() {
            return Ok(());
        }
        let Some(made) = self.engine.container(&id.0).await? else { return Ok(()) };
        let mut asked = anonymous.to_vec();
        for mount in made.mounts.iter().filter(|mount| mount.kind == MountKind::Volume) {
            if self.ledger.owned(Kind::Volume, &mount.name).is_some() {
                continue;
            }
            let intent = match asked.iter().position(|(_, target)| *target == mount.target) {
                Some(at) => asked.swap_remove(at).0,
                None => self.ledger.intend_anonymous(&made.name, &mount.target)?.0,
            };
            self.ledger.made(intent, &mount.name)?;
        }
        Ok(())
    }

    /// Makes a volume with the default driver, like [`Guard::create_volume_with`].
    ///
    /// # Errors
    ///
    /// As [`Guard::create_volume_with`].
    pub async fn create_volume(&self, name: &str, labels: &Labels) -> Result<VolumeDetails, GuardError> {
        let spec = VolumeSpec { labels: labels.clone(), ..VolumeSpec::default() };
        self.create_volume_with(name, &spec).await
    }

    /// Makes a volume, or returns the one that this run made before, as `docker` does.
    ///
    /// # Errors
    ///
    /// [`GuardError::Taken`] if a volume of this name is not this run's; [`GuardError::Ledger`] if it cannot be
    /// recorded; the engine's errors.
    pub async fn create_volume_with(
        &self,
        name: &str,
        spec: &VolumeSpec,
    ) -> Result<VolumeDetails, GuardError> {
        self.permits.volume(spec)?;
        Ok(self.shown(self.volume_made(name, spec).await?))
    }

    /// Like [`Guard::create_volume_with`], with the engine's names.
    async fn volume_made(&self, name: &str, spec: &VolumeSpec) -> Result<VolumeDetails, GuardError> {
        let in_engine = self.volume_name(name);
        match self.volume_holder(&in_engine).await? {
            NameOwner::Nobody => {}
            NameOwner::Us((details, _)) => return Ok(details),
            NameOwner::Other(owner) => return Err(GuardError::taken(Kind::Volume, in_engine, owner)),
        }
        self.close_lost(&in_engine)?;
        let (intent, identity) = self.ledger.intend(Kind::Volume, &in_engine)?;
        let memory = self.permits.memory_of_volume(&spec.options);
        self.reserve(intent, Share { container: false, memory }).await?;
        let mut spec = spec.clone();
        spec.labels.extend(self.labels(identity.clone()));
        let made = match self.engine.create_volume_with(&in_engine, &spec).await {
            Ok(made) => made,
            Err(error) => {
                self.not_made(&[intent], &error).await?;
                return Err(error.into());
            }
        };
        if made.labels.get(LABEL_SELF) != Some(&identity) {
            // Another process made it between the look and the call, and the engine returned that one.
            self.ledger.closed(intent)?;
            let owner = self.owner(&made.labels, Kind::Volume, &in_engine);
            return Err(GuardError::taken(Kind::Volume, in_engine, owner));
        }
        self.ledger.made(intent, &made.name)?;
        Ok(made)
    }

    /// Closes the entry of a volume that was removed outside the guard.
    ///
    /// Its name is about to be used again.
    fn close_lost(&self, name: &str) -> Result<(), GuardError> {
        match self.ledger.owned(Kind::Volume, name) {
            Some((intent, _)) => Ok(self.ledger.closed(intent)?),
            None => Ok(()),
        }
    }

    /// Returns the labels of everything that this run makes.
    pub(super) fn labels(&self, identity: String) -> Labels {
        let header = self.ledger.header();
        Labels::from([
            (LABEL_RUN.to_owned(), header.run.clone()),
            (LABEL_LAB.to_owned(), header.lab.clone()),
            (LABEL_SELF.to_owned(), identity),
        ])
    }
}

/// Returns the refusal of a name that a container of this run has.
///
/// The words are moby's (`daemon/names.go`). The engine is not asked: by then the volumes of the new container would
/// have been made.
fn name_taken(holder: &ContainerDetails) -> EngineError {
    let (name, id) = (&holder.name, &holder.id);
    let words = format!(
        "Conflict. The container name \"/{name}\" is already in use by container \"{id}\". You have to remove (or \
         rename) that container to be able to reuse that name."
    );
    refused(Operation::Create, name, 409, words)
}

/// Adds anonymous volumes where the image declares volumes and nothing is mounted.
///
/// An engine compares the paths only when they are clean. `taken` are the paths used by something other than a mount:
/// another container's volume, a tmpfs. A relative path (`VOLUME ./cache`) stays as it is: no call can name it.
///
/// Docker treats a nameless `-v` like an image's declaration, so it gives way in the same cases (moby,
/// `daemon/create_unix.go`).
pub(super) fn add_declared(mounts: &mut Vec<MountSpec>, image: &ImageDetails, taken: &[String]) {
    for mount in mounts.iter_mut() {
        mount.target = clean_path(&mount.target);
    }
    let gives_way =
        |mount: &MountSpec| mount.short && mount.kind == MountKind::Volume && mount.source.is_empty();
    let firm = mounts.iter().filter(|mount| !gives_way(mount)).map(|mount| mount.target.clone());
    let mut used: BTreeSet<String> = taken.iter().cloned().chain(firm).collect();
    mounts.retain(|mount| !gives_way(mount) || used.insert(mount.target.clone()));
    for path in &image.volumes {
        // The engine mounts a volume at a relative path even if something is mounted there already.
        let target = if path.starts_with('/') { clean_path(path) } else { path.clone() };
        if !taken.contains(&target) && !mounts.iter().any(|mount| mount.target == target) {
            mounts.push(MountSpec { target, ..MountSpec::default() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mount(target: &str) -> MountSpec {
        MountSpec { source: "mydata".to_owned(), target: target.to_owned(), ..MountSpec::default() }
    }

    #[test]
    fn a_declared_volume_gives_way_only_to_a_mount_at_its_own_place() {
        let volumes = vec!["/var/lib/postgresql/data".to_owned()];
        let image = ImageDetails { volumes, ..ImageDetails::default() };
        let targets = |written: &str| {
            let mut mounts = vec![mount(written)];
            add_declared(&mut mounts, &image, &[]);
            mounts.into_iter().map(|mount| (mount.target, mount.source)).collect::<Vec<_>>()
        };
        let data = "/var/lib/postgresql/data".to_owned();
        let short = |target: &str| MountSpec { source: String::new(), short: true, ..mount(target) };
        let mut mounts = vec![short("/data"), mount("/data/"), short("/a"), short("/a"), short("/tmp")];
        add_declared(&mut mounts, &ImageDetails::default(), &["/tmp".to_owned()]);
        let kept: Vec<_> = mounts.iter().map(|mount| (mount.target.as_str(), mount.short)).collect();
        assert_eq!(kept, [("/data", false), ("/a", true)]);
        assert_eq!(targets("//var/lib/postgresql/data/"), [(data.clone(), "mydata".to_owned())]);
        let relative = ImageDetails { volumes: vec!["./cache".to_owned()], ..ImageDetails::default() };
        let mut mounts = vec![mount("/cache")];
        add_declared(&mut mounts, &relative, &[]);
        assert_eq!(
            mounts.iter().map(|mount| mount.target.as_str()).collect::<Vec<_>>(),
            ["/cache", "./cache"]
        );
        assert_eq!(
            targets("/var/lib/postgresql"),
            [("/var/lib/postgresql".to_owned(), "mydata".to_owned()), (data, String::new())]
        );
    }
}
