//! Signals that ask the program to stop: Ctrl-C, and those that a system sends to end it.

use std::io;

/// Keeps the signals of a terminal from ending this process, for its whole life.
///
/// TERM still ends it.
///
/// # Errors
/// The system's errors.
pub fn outlive_the_terminal() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        // A signal that was listened to once never ends the process again.
        let _ = signal(SignalKind::interrupt())?;
        let _ = signal(SignalKind::hangup())?;
    }
    Ok(())
}

/// Listens for signals that ask the program to stop.
///
/// From the first use on, the signals no longer end the program by themselves.
pub struct Interrupt {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 3],
    asked: bool,
}

impl Interrupt {
    /// Begins to listen.
    ///
    /// # Errors
    /// The system's errors.
    pub fn listen() -> io::Result<Self> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
            let [interrupt, terminate, hangup] = kinds.map(signal);
            Ok(Self { signals: [interrupt?, terminate?, hangup?], asked: false })
        }
        #[cfg(not(unix))]
        Ok(Self { asked: false })
    }

    /// Waits until the program is asked to stop, once for each signal.
    pub async fn asked(&mut self) {
        #[cfg(unix)]
        {
            let [interrupt, terminate, hangup] = &mut self.signals;
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                _ = hangup.recv() => {}
            }
        }
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        self.asked = true;
    }

    /// Returns whether the program was asked to stop so far.
    #[must_use]
    pub const fn was_asked(&self) -> bool {
        self.asked
    }
}
