//! A record of the calls to an engine, which is shown as evidence for a command.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Kind, Operation};

/// The maximum number of kept calls. Beyond that, the oldest are dropped.
const KEPT: usize = 256;

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The operation.
    pub operation: Operation,
    /// Its subject: a name or a full id; empty for the engine as a whole.
    pub subject: String,
    /// How long the answer took; `None` for a stream.
    pub took: Option<Duration>,
}

impl Call {
    /// Returns the request's method and path with the subject filled in.
    ///
    /// They are those of the reference of the Docker Engine API (1.41).
    #[must_use]
    pub fn request(&self) -> String {
        self.operation.request().replace("{}", &self.subject)
    }
}

/// The latest calls, in order.
#[derive(Debug, Default)]
pub(super) struct Journal(Mutex<VecDeque<Call>>);

impl Journal {
    /// Records a call.
    pub fn note(&self, operation: Operation, subject: &str, took: Option<Duration>) {
        let mut calls = self.calls();
        if calls.len() == KEPT {
            calls.pop_front();
        }
        calls.push_back(Call { operation, subject: subject.to_owned(), took });
    }

    /// Returns the calls since the last time.
    pub fn take(&self) -> Vec<Call> {
        self.calls().drain(..).collect()
    }

    fn calls(&self) -> MutexGuard<'_, VecDeque<Call>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Operation {
    /// Returns whether it only reads from the engine.
    #[must_use]
    pub const fn looks(self) -> bool {
        matches!(
            self,
            Self::About
                | Self::List(_)
                | Self::InspectContainer
                | Self::InspectImage
                | Self::InspectVolume
                | Self::InspectNetwork
        )
    }

    /// Returns the method and path, with `{}` for the subject.
    const fn request(self) -> &'static str {
        match self {
            Self::About => "GET /version",
            Self::Usage => "GET /system/df",
            Self::List(Kind::Container) => "GET /containers/json",
            Self::List(Kind::Image) => "GET /images/json",
            Self::List(Kind::Volume) => "GET /volumes",
            Self::List(Kind::Network) => "GET /networks",
            Self::InspectContainer => "GET /containers/{}/json",
            Self::InspectImage => "GET /images/{}/json",
            Self::InspectVolume => "GET /volumes/{}",
            Self::InspectNetwork => "GET /networks/{}",
            Self::Create => "POST /containers/create?name={}",
            Self::Start => "POST /containers/{}/start",
            Self::Stop => "POST /containers/{}/stop",
            Self::Restart => "POST /containers/{}/restart",
            Self::Kill => "POST /containers/{}/kill",
            Self::Pause => "POST /containers/{}/pause",
            Self::Unpause => "POST /containers/{}/unpause",
            Self::Rename => "POST /containers/{}/rename",
            Self::Update => "POST /containers/{}/update",
            Self::Wait => "POST /containers/{}/wait",
            Self::Attach => "POST /containers/{}/attach",
            Self::Logs => "GET /containers/{}/logs",
            Self::Top => "GET /containers/{}/top",
            Self::Exec => "POST /containers/{}/exec",
            Self::Changes => "GET /containers/{}/changes",
            Self::Export => "GET /containers/{}/export",
            Self::Read => "GET /containers/{}/archive",
            Self::Write => "PUT /containers/{}/archive",
            Self::RemoveContainer => "DELETE /containers/{}",
            Self::CreateVolume => "POST /volumes/create",
            Self::RemoveVolume => "DELETE /volumes/{}",
            Self::CreateNetwork => "POST /networks/create",
            Self::RemoveNetwork => "DELETE /networks/{}",
            Self::Connect => "POST /networks/{}/connect",
            Self::Disconnect => "POST /networks/{}/disconnect",
            Self::Pull => "POST /images/create?fromImage={}",
            Self::Import => "POST /images/create?fromSrc=-",
            Self::Build => "POST /build",
            Self::Commit => "POST /commit?container={}",
            Self::Tag => "POST /images/{}/tag",
            Self::RemoveImage => "DELETE /images/{}",
            Self::History => "GET /images/{}/history",
            Self::Save => "GET /images/get?names={}",
            Self::Load => "POST /images/load",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_given_out_once_in_their_order() {
        let journal = Journal::default();
        journal.note(Operation::Create, "web", Some(Duration::from_millis(12)));
        journal.note(Operation::Logs, "1f2e", None);
        let requests: Vec<String> = journal.take().iter().map(Call::request).collect();
        assert_eq!(requests, ["POST /containers/create?name=web", "GET /containers/1f2e/logs"]);
        assert_eq!(journal.take(), []);
    }

    #[test]
    fn a_journal_that_nobody_reads_stays_small() {
        let journal = Journal::default();
        for number in 0..=KEPT {
            journal.note(Operation::Start, &number.to_string(), None);
        }
        let calls = journal.take();
        assert_eq!((calls.len(), calls[0].subject.as_str()), (KEPT, "1"));
    }
}
