//! Reports what a command prints while it runs.

use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::sleep;

use super::millis;
use super::output::Output;
use crate::engine::{Channel, Chunk};
use crate::event::{CommandOutput, Event, Sink, Stream, WaitFinished, WaitStarted, Waiting};

/// How long a command may run before the run reports that it is waiting.
const LONG: Duration = Duration::from_secs(2);

/// A command's output, on its way to a sink.
pub struct LiveOutput {
    coming: UnboundedReceiver<Chunk>,
    /// Incomplete characters at the end of standard output and of standard error.
    waiting: [Vec<u8>; 2],
    /// The bytes reported so far.
    reported: usize,
}

impl LiveOutput {
    /// Returns the end that a command prints to, and the end that reports it.
    #[must_use]
    pub fn new() -> (UnboundedSender<Chunk>, Self) {
        let (sender, coming) = unbounded_channel();
        (sender, Self { coming, waiting: [Vec::new(), Vec::new()], reported: 0 })
    }

    /// Runs a command, and reports its output and whether it takes long.
    pub async fn follow<T>(
        &mut self,
        work: impl Future<Output = T>,
        subject: Waiting,
        sink: &mut dyn Sink,
    ) -> T {
        let mut work = std::pin::pin!(work);
        let mut long = std::pin::pin!(sleep(LONG));
        let (start, mut told) = (Instant::now(), false);
        let result = loop {
            tokio::select! {
                biased;
                Some(chunk) = self.coming.recv() => self.report(&chunk, sink),
                result = &mut work => break result,
                () = &mut long, if !told => {
                    told = true;
                    sink.take(&Event::WaitStarted(WaitStarted { subject: subject.clone(), within_ms: 0 }));
                }
            }
        };
        while let Ok(chunk) = self.coming.try_recv() {
            self.report(&chunk, sink);
        }
        if told {
            let took_ms = millis(start.elapsed());
            sink.take(&Event::WaitFinished(WaitFinished { subject, came: true, took_ms }));
        }
        result
    }

    /// Reports the part of a command's output that was not reported while it ran.
    pub fn finish(mut self, output: &Output, sink: &mut dyn Sink) {
        for chunk in output.after(self.reported) {
            self.report(&chunk, sink);
        }
        for (stream, waiting) in [(Stream::Stdout, &self.waiting[0]), (Stream::Stderr, &self.waiting[1])] {
            say(stream, &String::from_utf8_lossy(waiting), sink);
        }
    }

    fn report(&mut self, chunk: &Chunk, sink: &mut dyn Sink) {
        self.reported += chunk.bytes.len();
        let (stream, waiting) = match chunk.from {
            Channel::Out => (Stream::Stdout, &mut self.waiting[0]),
            Channel::Err => (Stream::Stderr, &mut self.waiting[1]),
        };
        waiting.extend_from_slice(&chunk.bytes);
        let rest = waiting.split_off(waiting.len() - unfinished(waiting));
        let ready = std::mem::replace(waiting, rest);
        say(stream, &String::from_utf8_lossy(&ready), sink);
    }
}

fn say(stream: Stream, text: &str, sink: &mut dyn Sink) {
    if !text.is_empty() {
        sink.take(&Event::CommandOutput(CommandOutput { stream, text: text.to_owned() }));
    }
}

/// Returns how many bytes at the end are an incomplete character.
fn unfinished(bytes: &[u8]) -> usize {
    let last = bytes.utf8_chunks().last().map_or(&[][..], |chunk| chunk.invalid());
    let goes_on = std::str::from_utf8(last).is_err_and(|error| error.error_len().is_none());
    if goes_on { last.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::sync::Notify;

    use super::*;

    /// What was reported; `more` is notified of each piece.
    #[derive(Default)]
    struct Heard {
        pieces: Vec<(Stream, String)>,
        more: Arc<Notify>,
    }

    impl Sink for Heard {
        fn take(&mut self, event: &Event) {
            let Event::CommandOutput(output) = event else { panic!("{event:?}") };
            self.pieces.push((output.stream, output.text.clone()));
            self.more.notify_one();
        }
    }

    fn waiting() -> Waiting {
        Waiting::Command { line: "docker build .".to_owned(), foreground: false }
    }

    fn pieces(expected: &[(Stream, &str)]) -> Vec<(Stream, String)> {
        expected.iter().map(|&(stream, text)| (stream, text.to_owned())).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn output_is_reported_as_it_comes_and_once() {
        let (printed, mut live) = LiveOutput::new();
        let mut heard = Heard::default();
        let more = Arc::clone(&heard.more);
        let work = async {
            let mut output = Output::live(printed, None);
            // A character arrives in two pieces, with a piece of the other stream between them.
            output.push(Channel::Out, b"one \xeb\xb9");
            more.notified().await;
            output.push(Channel::Err, b"warning");
            more.notified().await;
            output.push(Channel::Out, b"\x84\n");
            output
        };
        let output = live.follow(work, waiting(), &mut heard).await;
        live.finish(&output, &mut heard);
        let expected = [(Stream::Stdout, "one "), (Stream::Stderr, "warning"), (Stream::Stdout, "비\n")];
        assert_eq!(heard.pieces, pieces(&expected));
    }

    #[tokio::test]
    async fn what_is_printed_at_once_is_reported_at_the_end() {
        let (_printed, mut live) = LiveOutput::new();
        let mut heard = Heard::default();
        let mut output = Output::default();
        output.push_line("name");
        output.push(Channel::Err, b"half: \xeb\xb9");
        live.follow(async {}, waiting(), &mut heard).await;
        live.finish(&output, &mut heard);
        let expected = [(Stream::Stdout, "name\n"), (Stream::Stderr, "half: "), (Stream::Stderr, "\u{fffd}")];
        assert_eq!(heard.pieces, pieces(&expected));
    }
}
