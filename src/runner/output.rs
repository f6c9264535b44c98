//! The part of a command's output that is kept.

use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::sleep;

use super::file_output::FileOutput;
use crate::engine::{Channel, Chunk, EngineError, Exit, Flow, Process};

/// How many bytes of a command's output are kept.
const KEPT: usize = 64 * 1024;
/// The longest pause in an ended container's output before waiting stops.
/// If the streams of a container are requested at the moment it ends, an engine may never close them.
const REST: Duration = Duration::from_secs(5);

/// A command's output: its first 64 KiB, and how many bytes were left out.
#[derive(Debug, Clone, Default)]
pub struct Output {
    kept: Vec<u8>,
    /// Where the channel changes in it: each channel, and the end of its part.
    parts: Vec<(Channel, usize)>,
    /// Bytes that were left out.
    pub cut: u64,
    /// The receiver of the kept output, as soon as it arrives.
    live: Option<UnboundedSender<Chunk>>,
    /// The file that gets the output, or a channel of it, instead.
    file: Option<FileOutput>,
}

impl Output {
    /// Returns an empty output that forwards what it keeps. What a file gets is not kept.
    #[must_use]
    pub fn live(to: UnboundedSender<Chunk>, file: Option<FileOutput>) -> Self {
        Self { live: Some(to), file, ..Self::default() }
    }

    /// Adds a line that the runner prints in the docker program's place.
    pub fn push_line(&mut self, text: &str) {
        self.push(Channel::Out, format!("{text}\n").as_bytes());
    }

    /// Adds more output.
    pub fn push(&mut self, from: Channel, bytes: &[u8]) {
        if let Some(file) = self.file.as_ref().filter(|file| file.takes(from)) {
            file.write(bytes);
            return;
        }
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
            // Without a receiver the output is kept all the same.
            let _ = live.send(Chunk { from, bytes: Bytes::copy_from_slice(&bytes[..room]) });
        }
    }

    /// Returns whether the rest of the output would go nowhere: its file takes no more.
    fn is_broken(&self) -> bool {
        self.file.as_ref().is_some_and(FileOutput::is_broken)
    }

    /// Returns the kept output from this byte on, in the parts in which it arrived.
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

    /// Returns the kept output as text, both streams in the order of arrival.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.kept).into_owned()
    }

    /// Returns the kept standard output as text.
    /// The order of the two streams is not fixed, so a value read from a command must come from this alone.
    #[must_use]
    pub fn out(&self) -> String {
        let parts = self.after(0).into_iter().filter(|part| part.from == Channel::Out);
        let out: Vec<u8> = parts.flat_map(|part| part.bytes).collect();
        String::from_utf8_lossy(&out).into_owned()
    }
}

/// Collects all chunks.
///
/// # Errors
/// The engine's errors.
pub async fn collect(flow: Flow<Chunk>) -> Result<Output, EngineError> {
    collect_into(Output::default(), flow).await
}

/// Collects all chunks after what was already captured.
///
/// # Errors
/// The engine's errors.
pub async fn collect_into(mut captured: Output, mut flow: Flow<Chunk>) -> Result<Output, EngineError> {
    while let Some(chunk) = flow.next().await {
        let chunk = chunk?;
        captured.push(chunk.from, &chunk.bytes);
        if captured.is_broken() {
            break;
        }
    }
    Ok(captured)
}

/// Collects everything that a process prints, and its exit status.
///
/// # Errors
/// The engine's errors.
pub async fn finish(captured: Output, process: Process) -> Result<(Output, i64), EngineError> {
    let captured = collect_into(captured, process.output).await?;
    // A process that nobody reads any more may never end.
    let status = if captured.is_broken() { 0 } else { process.exit.await? };
    Ok((captured, status))
}

/// Collects everything that a container writes until it ends, and its exit status.
///
/// # Errors
/// The engine's errors.
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
        if captured.is_broken() {
            return Ok((captured, 0));
        }
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
