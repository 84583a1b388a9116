//! The hub: the board with its clock, and what sockets share.
//!
//! One task ticks. It empties the publisher, steps the board under a write lock held for
//! milliseconds, and rings a bell; each viewer's own task then reads the board and writes its own
//! socket, so no viewer waits for another and nobody who publishes waits at all.

use std::{
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard},
    time::Duration,
};

use fieldbeat_domain::{id::RepId, time::At};
use tokio::{
    sync::watch,
    time::{Instant, MissedTickBehavior, interval},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    admission::Admission, board::Board, change::Change, presence::PresenceRule,
    publisher::Publisher,
};
use crate::wire::live::RepLive;

/// Every wait of the live socket; tests shorten them.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    pub tick: Duration,
    /// An empty delta after this much silence; the contract says at least every 15 s.
    pub beat: Duration,
    /// Without an answered ping, or without a first subscription: 4408.
    pub stall: Duration,
    /// Rights are asked again this often …
    pub recheck: Duration,
    /// … and a viewer whose rights could not be asked for this long is sent away.
    pub recheck_limit: Duration,
    /// For a close to be read and answered.
    pub farewell: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            tick: Duration::from_millis(250),
            beat: Duration::from_secs(10),
            stall: Duration::from_secs(30),
            recheck: Duration::from_secs(20),
            recheck_limit: Duration::from_mins(1),
            farewell: Duration::from_secs(2),
        }
    }
}

/// What the hub is given by the server's wiring.
#[derive(Clone)]
pub struct Wiring {
    pub publisher: Publisher,
    /// The server's clock.
    pub clock: Arc<dyn Fn() -> At + Send + Sync>,
    /// The rule in force now, read every tick.
    pub presence: Arc<dyn Fn() -> PresenceRule + Send + Sync>,
    pub shutdown: CancellationToken,
    pub timing: Timing,
}

/// A cheap handle.
#[derive(Clone)]
pub struct Hub(Arc<Shared>);

struct Shared {
    wiring: Wiring,
    board: RwLock<Board>,
    bell: watch::Sender<u64>,
    admission: Admission,
    sockets: TaskTracker,
}

impl Hub {
    /// Starts the task that ticks until shutdown. Must be called within a Tokio runtime.
    pub fn start(wiring: Wiring) -> Self {
        let board = Board::new((wiring.presence)());
        let hub = Self(Arc::new(Shared {
            wiring,
            board: RwLock::new(board),
            bell: watch::Sender::new(0),
            admission: Admission::default(),
            sockets: TaskTracker::new(),
        }));
        let ticking = hub.clone();
        tokio::spawn(async move { ticking.run().await });
        hub
    }

    /// Puts states on the board at once, as after a start; what was published since is newer.
    pub fn warm(&self, states: Vec<RepLive>) {
        let changes = states
            .into_iter()
            .map(|state| (state.rep, Change::Warm(state)));
        self.step(changes.collect());
    }

    /// Ends when every socket has said goodbye; `shutdown` must have been cancelled.
    pub async fn drained(&self) {
        self.0.sockets.close();
        self.0.sockets.wait().await;
    }

    /// The reps that are idle as of the last tick, since when.
    pub fn idle(&self) -> Vec<(RepId, At)> {
        self.board().idle()
    }

    pub fn viewers(&self) -> usize {
        self.0.admission.viewers()
    }

    pub(super) fn board(&self) -> RwLockReadGuard<'_, Board> {
        self.0.board.read().unwrap_or_else(PoisonError::into_inner)
    }
    pub(super) fn bell(&self) -> watch::Receiver<u64> {
        self.0.bell.subscribe()
    }
    pub(super) fn admission(&self) -> &Admission {
        &self.0.admission
    }
    pub(super) fn sockets(&self) -> &TaskTracker {
        &self.0.sockets
    }
    pub(super) fn publisher(&self) -> &Publisher {
        &self.0.wiring.publisher
    }
    pub(super) fn shutdown(&self) -> &CancellationToken {
        &self.0.wiring.shutdown
    }
    pub(super) fn timing(&self) -> &Timing {
        &self.0.wiring.timing
    }

    async fn run(self) {
        let mut ticks = interval(self.timing().tick);
        // After a stall one tick is enough: states overwrite each other.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = self.shutdown().cancelled() => return,
                _ = ticks.tick() => self.tick(),
            }
        }
    }

    fn tick(&self) {
        let started = Instant::now();
        let changes = self.publisher().take();
        self.step(changes);
        metrics::histogram!("fieldbeat_live_tick_seconds").record(started.elapsed().as_secs_f64());
    }

    fn step(&self, changes: Vec<(RepId, Change)>) {
        let wiring = &self.0.wiring;
        let (now, rule) = ((wiring.clock)(), (wiring.presence)());
        let mut board = self.0.board.write().unwrap_or_else(PoisonError::into_inner);
        let encoded = board.tick(now, rule, changes);
        let (version, reps) = (board.version(), board.reps());
        drop(board);
        self.0.bell.send_replace(version);
        metrics::counter!("fieldbeat_live_reps_encoded_total").increment(encoded as u64);
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52 reps")]
        metrics::gauge!("fieldbeat_live_reps").set(reps as f64);
    }
}
