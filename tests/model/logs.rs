//! The output of a main process: what was written, from then on or up to now.

use std::sync::{Arc, PoisonError};

use bytes::Bytes;
use futures_util::stream;
use statelab::engine::{AttachSpec, Channel, Chunk, EngineError, Flow, LogOptions, Operation};

use super::container::{Container, Written};
use super::world::{Model, Refused, stamp};

/// Seconds since 1970 as they are written, in nanoseconds.
fn nanoseconds(text: &str) -> u64 {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = format!("{fraction:0<9}");
    seconds.parse::<u64>().unwrap_or(0).saturating_mul(1_000_000_000)
        + fraction[..9].parse::<u64>().unwrap_or(0)
}

/// Pieces put together to lines, each channel's own.
fn lines(log: &[Written]) -> Vec<Written> {
    let mut all: Vec<Written> = Vec::new();
    for piece in log {
        for text in piece.bytes.split_inclusive(|&byte| byte == b'\n') {
            let open = all.iter_mut().rev().find(|line| line.from == piece.from);
            match open.filter(|line| line.bytes.last() != Some(&b'\n')) {
                Some(line) => line.bytes = [line.bytes.as_ref(), text].concat().into(),
                None => all.push(Written { bytes: Bytes::copy_from_slice(text), ..piece.clone() }),
            }
        }
    }
    all
}

fn chosen(mut lines: Vec<Written>, options: &LogOptions) -> Vec<Chunk> {
    let (since, until) =
        (options.since.as_deref().map(nanoseconds), options.until.as_deref().map(nanoseconds));
    lines.retain(|line| {
        let channel = if line.from == Channel::Out { options.stdout } else { options.stderr };
        channel
            && since.is_none_or(|since| line.time >= since)
            && until.is_none_or(|until| line.time <= until)
    });
    let tail = options.tail.and_then(|tail| usize::try_from(tail).ok()).unwrap_or(lines.len());
    lines.drain(..lines.len().saturating_sub(tail));
    let written = lines.into_iter().map(|line| {
        let bytes = if options.timestamps {
            [stamp(line.time).as_bytes(), b" ", &line.bytes].concat().into()
        } else {
            line.bytes
        };
        Chunk { from: line.from, bytes }
    });
    written.collect()
}

impl Model {
    pub fn logs_of(&self, name: &str, options: &LogOptions) -> Flow<Chunk> {
        let found =
            self.look(|world| world.require(name).map(|one| (one.id.clone(), one.log().clone(), one.runs)));
        let (id, log, run) = match found {
            Ok(found) => found,
            Err(refused) => return failed(refused.on(Operation::Logs, name)),
        };
        let past = chosen(lines(&log), options);
        if !options.follow {
            return Box::pin(stream::iter(past.into_iter().map(Ok)));
        }
        let past = if options.tail.is_none() && !options.timestamps {
            // As it was written: what follows may go on in the middle of a line.
            let kept = log.iter().map(|it| Chunk { from: it.from, bytes: it.bytes.clone() });
            kept.filter(|it| if it.from == Channel::Out { options.stdout } else { options.stderr }).collect()
        } else {
            past
        };
        let streams = AttachSpec { stdin: false, stdout: options.stdout, stderr: options.stderr };
        let later = self.from(id, log.len(), run, streams);
        Box::pin(futures_util::StreamExt::chain(stream::iter(past.into_iter().map(Ok)), later))
    }

    /// What is written behind this place, until the run of this number, or the next, has ended.
    pub fn from(&self, id: String, place: usize, run: u64, streams: AttachSpec) -> Flow<Chunk> {
        let model = self.clone();
        let log =
            self.look(|world| world.containers.get(&id).map(|one| Arc::clone(&one.log))).unwrap_or_default();
        Box::pin(stream::unfold((model, place), move |(model, mut place)| {
            let (id, log) = (id.clone(), Arc::clone(&log));
            async move {
                loop {
                    let next = model.until(|world| {
                        let piece = log.lock().unwrap_or_else(PoisonError::into_inner).get(place).cloned();
                        let over = |one: &Container| one.runs >= run && one.runs > 0 && !one.running();
                        match piece {
                            None if world.containers.get(&id).is_none_or(over) => Some(None),
                            None => None,
                            piece => Some(piece),
                        }
                    });
                    let piece = next.await?;
                    place += 1;
                    let wanted = if piece.from == Channel::Out { streams.stdout } else { streams.stderr };
                    if wanted {
                        return Some((Ok(Chunk { from: piece.from, bytes: piece.bytes }), (model, place)));
                    }
                }
            }
        }))
    }

    pub fn attached(&self, name: &str, streams: AttachSpec, input: Bytes) -> Result<Flow<Chunk>, Refused> {
        let (id, place, run) = self.change(|world| {
            let one = world.require(name)?;
            if streams.stdin
                && let Some(feed) = &one.feed
            {
                let _ = feed.send(input);
                one.feed = None;
            }
            let run = if one.running() { one.runs } else { one.runs + 1 };
            Ok((one.id.clone(), one.log().len(), run))
        })?;
        Ok(self.from(id, place, run, streams))
    }
}

/// A stream that is nothing but an error.
pub fn failed<T: Send + 'static>(error: EngineError) -> Flow<T> {
    Box::pin(stream::iter([Err(error)]))
}
