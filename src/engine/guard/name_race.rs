//! Names that somebody takes between our look and our call: two runs may begin at the same moment.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::super::{EngineError, Kind, Labels, Refusal};
use super::{Guard, GuardError, Holder, Owner};

/// How long an engine may take to show an object whose name it has given away already.
const SHOWING: Duration = Duration::from_secs(2);

/// How often it is asked meanwhile.
const POLL: Duration = Duration::from_millis(20);

impl Guard {
    /// What an engine's refusal means where it may be that somebody took the name meanwhile.
    ///
    /// An engine reserves the name of a container before it makes it, and shows it only when it is
    /// made (moby, `daemon/create.go`), so that a holder whom nobody sees yet is waited for: who it
    /// is stands in its labels.
    pub(super) async fn taken_meanwhile(&self, kind: Kind, name: &str, error: EngineError) -> GuardError {
        if error.refusal() != Some(Refusal::NameTaken) {
            return error.into();
        }
        let began = Instant::now();
        loop {
            match self.name_owner(kind, name).await {
                Ok(Holder::Nobody) if began.elapsed() < SHOWING => sleep(POLL).await,
                // It has gone again, or could not be made in the end: it was somebody's all the same.
                Ok(Holder::Nobody) => return GuardError::taken(kind, name.to_owned(), Owner::Stranger),
                Ok(Holder::Other(owner)) => return GuardError::taken(kind, name.to_owned(), owner),
                Ok(Holder::Us(())) | Err(_) => return error.into(),
            }
        }
    }

    /// Whose the name of a container or a network is.
    async fn name_owner(&self, kind: Kind, name: &str) -> Result<Holder<()>, EngineError> {
        Ok(match kind {
            Kind::Network => self.network_holder(name).await?.without_details(),
            _ => self.container_holder(name).await?.without_details(),
        })
    }

    /// Whether somebody else made a network of this name beside ours: engines look for one before they
    /// make it, and in between there is time for another.
    pub(super) async fn network_twin(&self, name: &str, id: &str) -> Result<Option<Owner>, EngineError> {
        let listed = self.engine.list(Kind::Network, &Labels::new()).await?;
        let twin = listed.iter().find(|found| found.name == name && found.id != id);
        Ok(twin.map(|found| self.owner(&found.labels, Kind::Network, name)))
    }
}

impl<T> Holder<T> {
    fn without_details(self) -> Holder<()> {
        match self {
            Self::Nobody => Holder::Nobody,
            Self::Us(_) => Holder::Us(()),
            Self::Other(owner) => Holder::Other(owner),
        }
    }
}
