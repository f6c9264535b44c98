//! The output of a command, as far as it is kept.

use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::sleep;

use crate::engine::{Channel, Chunk, EngineError, Exit, Flow, Process};

/// Bytes of one command's output that are kept.
const KEPT: usize = 64 * 1024;
/// How long nothing may come of an ended container while the rest of its output is awaited. An engine that was asked for
/// the streams of a container that ends at that moment may never close them.
const REST: Duration = Duration::from_secs(5);

/// What a command printed: its first 64 KiB, and how much more there was.
#[derive(Debug, Clone, Default)]
pub struct Output {
    kept: Vec<u8>,
    /// Where in it the channel changes: each channel, and where its part ends.
    parts: Vec<(Channel, usize)>,
    /// Bytes that were left out.
    pub cut: u64,
    /// Who gets what is kept as soon as it comes.
    live: Option<UnboundedSender<Chunk>>,
}

impl Output {
    /// Returns an empty output that hands on what it keeps.
    #[must_use]
    pub fn live(to: UnboundedSender<Chunk>) -> Self {
        Self { live: Some(to), ..Self::default() }
    }

    /// A line that the runner prints in the docker program's place.
    #[must_use]
    pub fn line(text: &str) -> Self {
        let mut captured = Self::default();
        captured.push_line(text);
        captured
    }

    /// Takes a line that the runner prints in the docker program's place.
    pub fn push_line(&mut self, text: &str) {
        for bytes in [text.as_bytes(), b"\n"] {
            self.push(Channel::Out, bytes);
        }
    }

    /// Takes more output.
    pub fn push(&mut self, from: Channel, bytes: &[u8]) {
        let room = (KEPT - self.kept.len()).min(bytes.len());
        self.cut += (bytes.len() - room) as u64;
        if room == 0 {
            return;
        }
        self.kept.extend_from_slice(&bytes[..room]);
        let end = self.kept.len();
        match self.parts.last_mut() {
            Some((channel, last)) if *channel == from => *last = end,
            _ => self.parts.push((from, end)),
        }
        if let Some(live) = &self.live {
            // If nobody listens any more, the output is kept all the same.
            let _ = live.send(Chunk { from, bytes: Bytes::copy_from_slice(&bytes[..room]) });
        }
    }

    /// Returns what was kept from this byte on, in the parts in which it came.
    #[must_use]
    pub fn after(&self, byte: usize) -> Vec<Chunk> {
        let mut start = 0;
        let mut rest = Vec::new();
        for &(from, end) in &self.parts {
            let bytes = &self.kept[start.max(byte).min(end)..end];
            if !bytes.is_empty() {
                rest.push(Chunk { from, bytes: Bytes::copy_from_slice(bytes) });
            }
            start = end;
        }
        rest
    }

    /// What was kept, as text: standard output and standard error, in the order in which they came.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.kept).into_owned()
    }

    /// What was kept of standard output alone, as text. The order of the two streams is not fixed,
    /// so that a value that is read from a command must be this.
    #[must_use]
    pub fn out(&self) -> String {
        let parts = self.after(0).into_iter().filter(|part| part.from == Channel::Out);
        let out: Vec<u8> = parts.flat_map(|part| part.bytes).collect();
        String::from_utf8_lossy(&out).into_owned()
    }
}

/// Takes all that comes.
///
/// # Errors
/// The engine's fault.
pub async fn collect(flow: Flow<Chunk>) -> Result<Output, EngineError> {
    collect_into(Output::default(), flow).await
}

/// Takes all that comes, after what was captured.
///
/// # Errors
/// The engine's fault.
pub async fn collect_into(mut captured: Output, mut flow: Flow<Chunk>) -> Result<Output, EngineError> {
    while let Some(chunk) = flow.next().await {
        let chunk = chunk?;
        captured.push(chunk.from, &chunk.bytes);
    }
    Ok(captured)
}

/// Takes all that a process prints, and its status.
///
/// # Errors
/// The engine's fault.
pub async fn finish(captured: Output, process: Process) -> Result<(Output, i64), EngineError> {
    let captured = collect_into(captured, process.output).await?;
    Ok((captured, process.exit.await?))
}

/// Takes all that a container writes until it has ended, and its status.
///
/// # Errors
/// The engine's fault.
pub async fn until(
    mut captured: Output,
    mut output: Flow<Chunk>,
    mut exit: Exit,
) -> Result<(Output, i64), EngineError> {
    let mut status = None;
    loop {
        let chunk = tokio::select! {
            chunk = output.next() => chunk,
            ended = &mut exit, if status.is_none() => {
                status = Some(ended?);
                continue;
            }
            () = sleep(REST), if status.is_some() => None,
        };
        let Some(chunk) = chunk else { break };
        let chunk = chunk?;
        captured.push(chunk.from, &chunk.bytes);
    }
    let status = match status {
        Some(status) => status,
        None => exit.await?,
    };
    Ok((captured, status))
}

#[cfg(test)]
mod tests {
    use futures_util::{FutureExt, stream};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn streams_that_an_engine_never_closes_end_with_their_container() {
        let chunk = Chunk { from: Channel::Out, bytes: "last words".into() };
        let open = stream::iter([Ok(chunk)]).chain(stream::pending());
        let exit = async {
            sleep(Duration::from_mins(1)).await;
            Ok(127)
        };
        let (captured, status) = until(Output::default(), Box::pin(open), exit.boxed()).await.unwrap();
        assert_eq!((captured.text().as_str(), status), ("last words", 127));
    }

    #[test]
    fn output_is_bounded_and_what_was_cut_is_counted() {
        let mut captured = Output::default();
        for _ in 0..100 {
            captured.push(Channel::Out, &[b'x'; 1024]);
        }
        assert_eq!(captured.text().len(), KEPT);
        assert_eq!(captured.cut, 100 * 1024 - KEPT as u64);
    }

    #[test]
    fn what_a_command_complains_of_is_no_value() {
        let mut captured = Output::default();
        captured.push(Channel::Err, b"warning\n");
        captured.push_line("value");
        assert_eq!((captured.text().as_str(), captured.out().as_str()), ("warning\nvalue\n", "value\n"));
    }
}
