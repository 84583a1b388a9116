//! A device as the server sees one: the client side of the device socket (contract §2).
//!
//! A [`Phone`] owns a queue, a connection task and what the server answered. It keeps everything
//! until it is acknowledged, resends after a reconnect, and never corrects a time. Faults are asked
//! for: [`Phone::go_offline`] is a dead zone, [`Phone::cut`] a connection lost without goodbye.

pub mod backoff;
pub mod frame;
pub mod http;
pub mod link;
pub mod queue;
mod worker;
mod writer;

use std::{
    collections::{BTreeMap, VecDeque},
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde_json::Value;
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
    time::timeout,
};
use uuid::Uuid;

pub use self::{
    backoff::{End, Limits},
    frame::{Frame, Health, Heartbeat, Message, OutletRef, WireFix},
    link::{ServerError, Welcome},
    queue::ItemResult,
};

/// Frames handed over and not yet in the queue.
const INBOX: usize = 256;
/// Results and pushed messages kept for reading; counts go on beyond it.
const LOG_KEPT: usize = 10_000;

/// Reads the device's clock, epoch milliseconds.
pub type DeviceClock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Hears of acknowledgements as they come; must not block.
pub trait Observer: Send + Sync {
    fn acknowledged(&self, frame: &Frame);
    fn result(&self, _result: &ItemResult) {}
    fn ended(&self, _end: &End) {}
}

/// How a phone presents itself and behaves.
#[derive(Clone)]
pub struct Config {
    /// `http://host:port[/prefix]`.
    pub url: String,
    pub token: String,
    /// Token in `hello` as browsers do it, instead of the `Authorization` header.
    pub token_in_hello: bool,
    /// The installation: another one on the same device supersedes.
    pub install: Uuid,
    pub app: String,
    pub model: String,
    pub os: String,
    pub emulator: bool,
    /// Source address to connect from.
    pub bind: Option<IpAddr>,
    pub connect_timeout: Duration,
    /// Time between heartbeats; none sends none by itself (the server closes after 90 s of silence).
    pub heartbeat: Option<Duration>,
    /// Most frames sent and unacknowledged.
    pub window: usize,
    /// Most frames in the queue before [`Phone::send`] waits.
    pub queue_max: usize,
    /// Acknowledged frames kept for a store that lost them; 0 keeps none.
    pub keep_acknowledged: usize,
    pub limits: Limits,
    /// Seed of the reconnect jitter.
    pub seed: u64,
    pub clock: DeviceClock,
    pub observer: Option<Arc<dyn Observer>>,
}

impl Config {
    pub fn new(url: impl Into<String>, token: impl Into<String>, install: Uuid) -> Self {
        Self {
            url: url.into(),
            token: token.into(),
            token_in_hello: false,
            install,
            app: "fieldbeat-sim".into(),
            model: "simulated".into(),
            os: "none".into(),
            emulator: false,
            bind: None,
            connect_timeout: Duration::from_secs(15),
            heartbeat: Some(Duration::from_secs(30)),
            window: 64,
            queue_max: 100_000,
            keep_acknowledged: 0,
            limits: Limits::default(),
            seed: install.as_u64_pair().1,
            clock: Arc::new(crate::clock::now_ms),
            observer: None,
        }
    }
}

/// Where the connection stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    Offline,
    Connecting,
    Connected,
    /// No further attempt: revoked, protocol unknown, or stopped by its owner.
    Stopped(End),
}

/// What can be waited for.
#[derive(Clone, Debug)]
pub struct Status {
    pub phase: Phase,
    /// Welcomes received.
    pub connects: u32,
    pub last_end: Option<End>,
    pub welcome: Option<Arc<Welcome>>,
    /// Answers to heartbeats.
    pub alives: u64,
}

/// What the server said so far.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// The first results, up to a limit.
    pub results: Vec<ItemResult>,
    /// (status, code) → number of results.
    pub counts: BTreeMap<(String, String), u64>,
    /// The latest pushed messages, up to a limit.
    pub pushed: VecDeque<Value>,
    pub errors: VecDeque<ServerError>,
    pub acknowledged_frames: u64,
    pub acknowledged_items: u64,
    /// Frames the server would never take (1009, not splittable).
    pub unsendable: Vec<Frame>,
}

#[derive(Debug)]
struct Shared {
    pending: watch::Sender<u64>,
    status: watch::Sender<Status>,
    log: Mutex<Log>,
}

impl Shared {
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
enum Control {
    GoOffline,
    GoOnline,
    Cut,
    Beat(Heartbeat),
    Health(Box<Health>),
    Stop,
}

/// Why a frame could not be handed over.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the phone has stopped")]
pub struct Stopped;

/// Handle to a running phone. Dropping it ends the connection without goodbye.
#[derive(Debug)]
pub struct Phone {
    frames: mpsc::Sender<Frame>,
    control: mpsc::Sender<Control>,
    shared: Arc<Shared>,
    task: JoinHandle<Vec<Frame>>,
}

impl Phone {
    /// Starts connecting at once.
    pub fn start(config: Config) -> Self {
        let (frames, frame_inbox) = mpsc::channel(INBOX);
        let (control, control_inbox) = mpsc::channel(16);
        let shared = Arc::new(Shared {
            pending: watch::Sender::new(0),
            status: watch::Sender::new(Status {
                phase: Phase::Connecting,
                connects: 0,
                last_end: None,
                welcome: None,
                alives: 0,
            }),
            log: Mutex::default(),
        });
        let worker = worker::Worker::new(config, shared.clone(), frame_inbox, control_inbox);
        let task = tokio::spawn(worker.run());
        Self {
            frames,
            control,
            shared,
            task,
        }
    }

    /// Puts a frame in the queue; waits only where the queue is full.
    pub async fn send(&self, frame: impl Into<Frame>) -> Result<(), Stopped> {
        self.shared.pending.send_modify(|n| *n += 1);
        let handed = self.frames.send(frame.into()).await;
        handed.map_err(|_| {
            self.shared
                .pending
                .send_modify(|n| *n = n.saturating_sub(1));
            Stopped
        })
    }

    /// As [`Self::send`] without waiting; gives the frame back where there is no room.
    pub fn try_send(&self, frame: Frame) -> Result<(), Frame> {
        self.shared.pending.send_modify(|n| *n += 1);
        self.frames.try_send(frame).map_err(|e| {
            self.shared
                .pending
                .send_modify(|n| *n = n.saturating_sub(1));
            e.into_inner()
        })
    }

    /// Frames not acknowledged.
    pub fn pending(&self) -> u64 {
        *self.shared.pending.borrow()
    }

    pub fn status(&self) -> Status {
        self.shared.status.borrow().clone()
    }

    /// A copy of what the server said so far.
    pub fn log(&self) -> Log {
        self.shared.log().clone()
    }

    /// Waits until everything handed over is acknowledged. `false` when it takes longer.
    pub async fn settled(&self, within: Duration) -> bool {
        let mut pending = self.shared.pending.subscribe();
        let outcome = timeout(within, pending.wait_for(|n| *n == 0)).await;
        matches!(outcome, Ok(Ok(_)))
    }

    /// Waits for a condition on the connection. `None` when it takes longer.
    pub async fn wait_for(
        &self,
        within: Duration,
        condition: impl FnMut(&Status) -> bool,
    ) -> Option<Status> {
        let mut status = self.shared.status.subscribe();
        let reached = timeout(within, status.wait_for(condition)).await;
        reached.ok()?.ok().map(|status| status.clone())
    }

    /// Waits for a connection; the `welcome` it began with.
    pub async fn connected(&self, within: Duration) -> Option<Arc<Welcome>> {
        let status = self
            .wait_for(within, |s| {
                matches!(s.phase, Phase::Connected | Phase::Stopped(_))
            })
            .await?;
        (status.phase == Phase::Connected).then_some(status.welcome)?
    }

    /// A dead zone: the connection goes away without goodbye, the queue grows.
    pub async fn go_offline(&self) {
        self.control(Control::GoOffline).await;
    }

    pub async fn go_online(&self) {
        self.control(Control::GoOnline).await;
    }

    /// Loses the connection without goodbye and connects again at once.
    pub async fn cut(&self) {
        self.control(Control::Cut).await;
    }

    /// Sends a heartbeat now, if connected. Without a `backlog` it reports the queue.
    pub async fn heartbeat(&self, beat: Heartbeat) {
        self.control(Control::Beat(beat)).await;
    }

    /// What it says of itself from now on; told at once, if connected, and after every `welcome`.
    pub async fn feels(&self, health: Health) {
        self.control(Control::Health(Box::new(health))).await;
    }

    /// Closes the socket and gives back what was not acknowledged, in order.
    pub async fn stop(self) -> Vec<Frame> {
        self.control(Control::Stop).await;
        self.task.await.unwrap_or_default()
    }

    async fn control(&self, control: Control) {
        // A phone that has stopped has nothing left to obey.
        drop(self.control.send(control).await);
    }
}
