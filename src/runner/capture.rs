//! The output of a command, as far as it is kept.
//!
//! Imports: `engine` (the stream).

use futures_util::StreamExt;

use crate::engine::{Chunk, EngineError, Flow, Process};

/// Bytes of one command's output that are kept.
const KEPT: usize = 64 * 1024;

/// What a command printed: its first 64 KiB, and how much more there was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Captured {
    kept: Vec<u8>,
    /// Bytes that were left out.
    pub cut: u64,
}

impl Captured {
    /// A line that the runner prints in the docker program's place.
    #[must_use]
    pub fn line(text: &str) -> Self {
        let mut captured = Self::default();
        captured.push(text.as_bytes());
        captured.push(b"\n");
        captured
    }

    /// Takes more output.
    pub fn push(&mut self, bytes: &[u8]) {
        let room = (KEPT - self.kept.len()).min(bytes.len());
        self.kept.extend_from_slice(&bytes[..room]);
        self.cut += (bytes.len() - room) as u64;
    }

    /// Takes what another command printed.
    pub fn append(&mut self, other: &Self) {
        self.push(&other.kept);
        self.cut += other.cut;
    }

    /// What was kept, as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.kept).into_owned()
    }

    /// Whether nothing but blank space was printed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cut == 0 && self.kept.trim_ascii().is_empty()
    }
}

/// Takes all that comes.
///
/// # Errors
/// The engine's fault.
pub async fn capture(mut flow: Flow<Chunk>) -> Result<Captured, EngineError> {
    let mut captured = Captured::default();
    while let Some(chunk) = flow.next().await {
        captured.push(&chunk?.bytes);
    }
    Ok(captured)
}

/// Takes all that a process prints, and its status.
///
/// # Errors
/// The engine's fault.
pub async fn finish(process: Process) -> Result<(Captured, i64), EngineError> {
    let captured = capture(process.output).await?;
    Ok((captured, process.exit.await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_bounded_and_what_was_cut_is_counted() {
        let mut captured = Captured::default();
        for _ in 0..100 {
            captured.push(&[b'x'; 1024]);
        }
        assert_eq!(captured.text().len(), KEPT);
        assert_eq!(captured.cut, 100 * 1024 - KEPT as u64);
    }
}
