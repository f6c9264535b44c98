//! Races for a name: another run may take it between the look and the call.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::super::{EngineError, Kind, Labels, Refusal};
use super::{Guard, GuardError, NameOwner, Owner};

/// How long an engine may take to show an object whose name it already reserved.
const SHOWING: Duration = Duration::from_secs(2);

/// How often to ask the engine while waiting.
const POLL: Duration = Duration::from_millis(20);

impl Guard {
    /// Returns the meaning of an engine's refusal when another run may have the name.
    ///
    /// It is [`GuardError::Taken`] if another owner took the name since the look. An engine reserves the name of a
    /// container before it makes the container, and shows it only afterwards (moby, `daemon/create.go`). So this waits
    /// until the container is shown: its labels say who owns it.
    pub(super) async fn taken_meanwhile(&self, kind: Kind, name: &str, error: EngineError) -> GuardError {
        if error.refusal() != Some(Refusal::NameTaken) {
            return error.into();
        }
        let began = Instant::now();
        loop {
            match self.name_owner(kind, name).await {
                Ok(NameOwner::Nobody) if began.elapsed() < SHOWING => sleep(POLL).await,
                // It is gone again, or was never made: the name was another owner's all the same.
                Ok(NameOwner::Nobody) => return GuardError::taken(kind, name.to_owned(), Owner::Stranger),
                Ok(NameOwner::Other(owner)) => return GuardError::taken(kind, name.to_owned(), owner),
                Ok(NameOwner::Us(())) | Err(_) => return error.into(),
            }
        }
    }

    /// Returns who owns the name of a container or a network.
    async fn name_owner(&self, kind: Kind, name: &str) -> Result<NameOwner<()>, EngineError> {
        Ok(match kind {
            Kind::Network => self.network_holder(name).await?.without_details(),
            _ => self.container_holder(name).await?.without_details(),
        })
    }

    /// Returns the owner of another network with the name of ours, if there is one.
    ///
    /// Engines look for the name before they make the network, and another one may be made in between.
    pub(super) async fn network_twin(&self, name: &str, id: &str) -> Result<Option<Owner>, EngineError> {
        let listed = self.engine.list(Kind::Network, &Labels::new()).await?;
        let twin = listed.iter().find(|found| found.name == name && found.id != id);
        Ok(twin.map(|found| self.owner(&found.labels, Kind::Network, name)))
    }
}

impl<T> NameOwner<T> {
    fn without_details(self) -> NameOwner<()> {
        match self {
            Self::Nobody => NameOwner::Nobody,
            Self::Us(_) => NameOwner::Us(()),
            Self::Other(owner) => NameOwner::Other(owner),
        }
    }
}
