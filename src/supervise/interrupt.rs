//! Being asked to stop: Ctrl-C, and what a system sends to end a program.

use std::io;

/// Keeps what a terminal sends from ending this process, as long as the process lives. What a person or a system sends to
/// end it (TERM) ends it.
///
/// # Errors
/// The system's.
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

/// Waits until somebody asks the program to stop. From the first call on, the signals no longer
/// end it by themselves.
pub struct Interrupt {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 3],
    asked: bool,
}

impl Interrupt {
    /// Begins to listen.
    ///
    /// # Errors
    /// The system's.
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

    /// Ends when the program is asked to stop, once each time.
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

    /// Whether it was asked to stop so far.
    #[must_use]
    pub const fn was_asked(&self) -> bool {
        self.asked
    }
}
