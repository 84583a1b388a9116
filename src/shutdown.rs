//! How the server ends: one signal that everybody sees, a count of who is still at work, and a deadline.
//!
//! A task that holds anything a client was promised is started through [`Token::spawn`] or holds a
//! [`Guard`]; the server ends only when all of them have, or the deadline has passed.

use std::{
    collections::BTreeMap,
    future::Future,
    io::IsTerminal,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::Notify,
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

/// A handle on the server's end. Clones speak of the same server.
#[derive(Clone, Debug, Default)]
pub struct Token {
    signal: CancellationToken,
    work: Arc<Work>,
}

#[derive(Debug, Default)]
struct Work {
    /// How many of each name are at work; a name without any is absent.
    running: Mutex<BTreeMap<&'static str, usize>>,
    changed: Notify,
}

/// Somebody at work: the drain waits until it is dropped.
#[derive(Debug)]
pub struct Guard {
    name: &'static str,
    work: Arc<Work>,
}

impl Token {
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells everybody to finish what was promised and to take nothing new.
    pub fn start(&self) {
        self.signal.cancel();
    }

    pub fn is_started(&self) -> bool {
        self.signal.is_cancelled()
    }

    /// Returns when the server has begun to end.
    pub async fn started(&self) {
        self.signal.cancelled().await;
    }

    /// Counts its holder as work to wait for, under a name that a missed deadline is logged with.
    /// For tasks that a library starts, such as the one behind an upgraded socket.
    pub fn guard(&self, name: &'static str) -> Guard {
        *self.work.lock().entry(name).or_default() += 1;
        Guard {
            name,
            work: Arc::clone(&self.work),
        }
    }

    /// Starts a task that the drain waits for.
    pub fn spawn<F>(&self, name: &'static str, task: F) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let guard = self.guard(name);
        tokio::spawn(async move {
            let _guard = guard;
            task.await
        })
    }

    /// Who is still at work, by name.
    pub fn running(&self) -> BTreeMap<&'static str, usize> {
        self.work.lock().clone()
    }

    /// Gives the signal and waits for all work to end. `Err` names who had not ended in time.
    pub async fn drain(&self, deadline: Duration) -> Result<(), BTreeMap<&'static str, usize>> {
        self.start();
        let idle = async {
            loop {
                let changed = self.work.changed.notified();
                tokio::pin!(changed);
                changed.as_mut().enable();
                if self.work.lock().is_empty() {
                    return;
                }
                changed.await;
            }
        };
        match tokio::time::timeout(deadline, idle).await {
            Ok(()) => Ok(()),
            Err(_) => Err(self.running()),
        }
    }
}

impl Work {
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<&'static str, usize>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let mut running = self.work.lock();
        if let Some(count) = running.get_mut(self.name) {
            *count -= 1;
            if *count == 0 {
                running.remove(self.name);
            }
        }
        drop(running);
        self.work.changed.notify_waiters();
    }
}

/// SIGINT and SIGTERM, heard from [`Self::listen`] on: one that comes between two [`Self::next`] is kept. SIGHUP, by which a
/// service is told to read its files again, ends nothing but what a terminal runs.
#[derive(Debug)]
pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    pub fn listen() -> std::io::Result<Self> {
        if !std::io::stderr().is_terminal() {
            // Once it was listened for, it never ends the process, whether anybody listens or not.
            drop(signal(SignalKind::hangup())?);
        }
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Returns at the next of them.
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_signal_is_heard_that_comes_while_nobody_waits_for_one() {
        let mut signals = Signals::listen().unwrap();
        let me = rustix::process::getpid();
        if !std::io::stderr().is_terminal() {
            // It would end this process, were it not heard.
            rustix::process::kill_process(me, rustix::process::Signal::HUP).unwrap();
        }
        for signal in [rustix::process::Signal::TERM, rustix::process::Signal::INT] {
            rustix::process::kill_process(me, signal).unwrap();
            signals.next().await;
        }
    }

    #[tokio::test]
    async fn the_drain_waits_for_work_and_names_what_hangs() {
        let token = Token::new();
        let quick = token.clone();
        token.spawn("quick", async move { quick.started().await });
        let held = token.guard("stuck");
        let missed = token.drain(Duration::from_millis(50)).await;
        assert_eq!(missed, Err(BTreeMap::from([("stuck", 1)])));
        drop(held);
        assert_eq!(token.drain(Duration::from_secs(5)).await, Ok(()));
    }
}
