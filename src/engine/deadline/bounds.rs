//! Time-outs around one call, and around one stream.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use tokio::time::{Instant, timeout, timeout_at};

use super::super::{Cause, EngineError, Flow, Operation};

/// Runs a call, or returns the error that names what took longer than this.
pub(super) async fn within<T>(
    time: Duration,
    operation: Operation,
    subject: &str,
    call: impl Future<Output = Result<T, EngineError>>,
) -> Result<T, EngineError> {
    match timeout(time, call).await {
        Ok(result) => result,
        Err(_) => Err(late(time, operation, subject)),
    }
}

fn late(time: Duration, operation: Operation, subject: &str) -> EngineError {
    EngineError::new(operation, subject, Cause::TimedOut(time))
}

/// Returns a stream that fails if one piece takes longer than this.
pub(super) fn pieces<T: Send + 'static>(
    flow: Flow<T>,
    time: Duration,
    operation: Operation,
    subject: &str,
) -> Flow<T> {
    let subject = subject.to_owned();
    Box::pin(stream::unfold(Some(flow), move |flow| {
        let subject = subject.clone();
        async move {
            let mut flow = flow?;
            match timeout(time, flow.next()).await {
                Ok(item) => item.map(|item| (item, Some(flow))),
                Err(_) => Some((Err(late(time, operation, &subject)), None)),
            }
        }
    }))
}

/// Returns a stream that fails if all of it takes longer than this.
pub(super) fn whole<T: Send + 'static>(
    flow: Flow<T>,
    time: Duration,
    operation: Operation,
    subject: &str,
) -> Flow<T> {
    let end = Instant::now() + time;
    let subject = subject.to_owned();
    Box::pin(stream::unfold(Some(flow), move |flow| {
        let subject = subject.clone();
        async move {
            let mut flow = flow?;
            match timeout_at(end, flow.next()).await {
                Ok(item) => item.map(|item| (item, Some(flow))),
                Err(_) => Some((Err(late(time, operation, &subject)), None)),
            }
        }
    }))
}

/// Returns a stream that fails if neither a piece came nor the counter moved.
pub(super) fn pieces_while<T: Send + 'static>(
    flow: Flow<T>,
    time: Duration,
    counter: Arc<AtomicU64>,
    operation: Operation,
    subject: &str,
) -> Flow<T> {
    let subject = subject.to_owned();
    Box::pin(stream::unfold(Some(flow), move |flow| {
        let (subject, counter) = (subject.clone(), Arc::clone(&counter));
        async move {
            let mut flow = flow?;
            let next = async { Ok(flow.next().await) };
            match moving(time, &counter, operation, &subject, next).await {
                Ok(item) => item.map(|item| (item, Some(flow))),
                Err(late) => Some((Err(late), None)),
            }
        }
    }))
}

/// Runs a call, or returns an error if the counter did not move for this long.
pub(super) async fn moving<T>(
    time: Duration,
    counter: &AtomicU64,
    operation: Operation,
    subject: &str,
    call: impl Future<Output = Result<T, EngineError>>,
) -> Result<T, EngineError> {
    let mut call = std::pin::pin!(call);
    loop {
        let before = counter.load(Ordering::Relaxed);
        match timeout(time, &mut call).await {
            Ok(result) => return result,
            Err(_) if counter.load(Ordering::Relaxed) == before => {
                return Err(late(time, operation, subject));
            }
            Err(_) => {}
        }
    }
}
