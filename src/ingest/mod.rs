//! The ingest path: device sockets and HTTP frames, shards that own the reps, the late path, the
//! sweeper. Never speaks SQL text and never knows who is watching: it publishes and goes on.

pub mod ack;
mod blobs;
pub mod compat;
mod device_health;
mod everywhere;
mod gate;
mod greeting;
mod http;
mod intake;
mod judge;
#[doc(hidden)]
pub mod laboratory;
mod loader;
mod metrics;
mod places;
mod reasons;
mod registry;
mod rejudged;
mod shard;
mod slot;
mod socket;
mod standing;
pub mod stored;
mod sweeper;
mod take;
pub mod work;
pub mod world;
mod writing;

use std::{sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::from_fn,
    routing::{get, post, put},
};
use chrono::NaiveDate;
use fieldbeat_domain::{
    day::DayReport,
    id::{DeviceId, RepId},
    rules::Rules,
};
use sqlx::PgPool;
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

pub use self::everywhere::RecordNews;
use self::{
    metrics::Metrics,
    reasons::Reasons,
    registry::Registry,
    shard::{ShardMsg, reps::RepMsg},
    work::FrameWork,
    world::Worlds,
};
use crate::{
    clock::Clock,
    config::JudgePace,
    forward::Forwarder,
    live::Publisher,
    nodes::Nodes,
    photos::Photos,
    shutdown,
    store::{StoreError, phone},
    wire::{device_reply::Reply, websocket},
};

/// Messages waiting for one shard.
const SHARD_QUEUE: usize = 1_024;
/// Locks that keep a rep from being judged twice at once; reps share them.
const JUDGING: usize = 64;
/// In so many steps over a quarter of the drain phones are sent away, …
const AWAY_STEPS: usize = 50;
/// … but so many are one step.
const AWAY_AT_ONCE: usize = 50;
/// Rep-days folded at the same time for people who look at them.
const LOOKERS: usize = 2;
/// Largest body of `POST /v1/device/frames` as sent.
const MAX_BODY_BYTES: usize = 1 << 20;

/// The ingest path as the rest of the server holds it. Cheap to clone.
#[derive(Clone)]
pub struct Ingest(Arc<Inner>);

pub struct Inner {
    pub clock: Clock,
    pub db: PgPool,
    pub rules: Arc<ArcSwap<Rules>>,
    pub worlds: Worlds,
    pub registry: Registry,
    pub reasons: Reasons,
    pub metrics: Metrics,
    device_health: device_health::Pending,
    told_places: places::Told,
    pub live: Publisher,
    pub forward: Forwarder,
    pub nodes: Nodes,
    photos: Photos,
    pub pace: JudgePace,
    shards: Vec<mpsc::Sender<ShardMsg>>,
    /// Held while a rep-day of one of its reps is judged.
    judging: [Mutex<()>; JUDGING],
    looking: Semaphore,
    bytes: Arc<Semaphore>,
    max_bytes: usize,
    durability: &'static str,
}

impl std::ops::Deref for Ingest {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// What the ingest path needs of the server around it.
pub struct Parts {
    pub clock: Clock,
    pub db: PgPool,
    pub rules: Arc<ArcSwap<Rules>>,
    pub live: Publisher,
    pub forward: Forwarder,
    pub nodes: Nodes,
    pub photos: Photos,
    pub shutdown: shutdown::Token,
    pub pace: JudgePace,
    /// Bytes of device frames between their reading and their commit, over all connections.
    pub in_flight_bytes: usize,
    /// Shards; one per core.
    pub shards: usize,
}

impl Ingest {
    /// Whether every shard still has a writer that takes its units and commits them.
    pub fn is_writing(&self) -> bool {
        let are_there = self.shards.iter().all(|s| !s.is_closed());
        are_there && self.metrics.is_committing(self.clock.instant())
    }

    /// Loads the world and starts shards, writers, judge and sweeper.
    pub async fn start(parts: Parts) -> Result<Self, StoreError> {
        let worlds = Worlds::load(parts.db.clone(), parts.rules.clone()).await?;
        let (shards, receivers): (Vec<_>, Vec<_>) = (0..parts.shards.max(1))
            .map(|_| mpsc::channel(SHARD_QUEUE))
            .unzip();
        let reasons = Reasons::default();
        reasons.refresh(&parts.db).await?;
        let durability = crate::store::durability(&parts.db).await?;
        let ingest = Self(Arc::new(Inner {
            clock: parts.clock,
            db: parts.db,
            rules: parts.rules,
            worlds,
            registry: Registry::default(),
            reasons,
            metrics: Metrics::default(),
            device_health: device_health::Pending::default(),
            told_places: places::Told::default(),
            live: parts.live,
            forward: parts.forward,
            nodes: parts.nodes,
            photos: parts.photos,
            pace: parts.pace,
            shards,
            judging: std::array::from_fn(|_| Mutex::default()),
            looking: Semaphore::new(LOOKERS),
            bytes: Arc::new(Semaphore::new(parts.in_flight_bytes)),
            max_bytes: parts.in_flight_bytes,
            durability,
        }));
        for (sender, receiver) in ingest.shards.iter().zip(receivers) {
            shard::spawn(&ingest, sender, receiver, &parts.shutdown);
        }
        judge::spawn(&ingest, &parts.shutdown);
        sweeper::spawn(&ingest, &parts.shutdown);
        metrics::spawn(&ingest, &parts.shutdown);
        device_health::spawn(&ingest, &parts.shutdown);
        Ok(ingest)
    }

    /// The doors of devices.
    pub fn router(&self) -> Router {
        Router::new()
            .route(
                "/v1/device",
                get(socket::upgrade).layer(from_fn(websocket::handshake)),
            )
            .route("/v1/device/frames", post(http::frames))
            .route("/v1/device/enroll", post(http::enroll))
            .route("/v1/device/sync", get(http::sync))
            .route(
                "/v1/device/blobs/{sha256}",
                put(blobs::put).head(blobs::held),
            )
            .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
            .merge(compat::router())
            .with_state(self.clone())
    }

    /// The doors of existing phone apps on a port of their own.
    pub fn compat_router(&self) -> Router {
        compat::own_port().with_state(self.clone())
    }

    fn shard_of(&self, rep: RepId) -> Option<&mpsc::Sender<ShardMsg>> {
        let index = usize::try_from(rep.0).unwrap_or(0) % self.shards.len();
        self.shards.get(index)
    }

    fn judging(&self, rep: RepId) -> &Mutex<()> {
        let [first, ..] = &self.judging;
        let index = usize::try_from(rep.0).unwrap_or(0) % JUDGING;
        self.judging.get(index).unwrap_or(first)
    }

    /// Returns when the shard of `rep` has ended and takes nothing more.
    async fn ended(&self, rep: RepId) {
        if let Some(shard) = self.shard_of(rep) {
            shard.closed().await;
        }
    }

    /// Hands a frame to the shard that owns its rep. Waits while that shard is busy: this is what
    /// makes a socket stop reading. `Err` when the server is stopping.
    async fn submit(&self, work: FrameWork) -> Result<(), ()> {
        self.send(work.rep, RepMsg::Work(work)).await
    }

    async fn send(&self, rep: RepId, msg: impl Into<ShardMsg>) -> Result<(), ()> {
        let shard = self.shard_of(rep).ok_or(())?;
        shard.send(msg.into()).await.map_err(|_| ())
    }

    async fn take_bytes(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let n = self.permits(bytes);
        self.bytes.clone().acquire_many_owned(n).await.ok()
    }

    /// As [`Self::take_bytes`], without waiting: `None` while the budget is used up.
    fn try_bytes(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let n = self.permits(bytes);
        self.bytes.clone().try_acquire_many_owned(n).ok()
    }

    fn permits(&self, bytes: usize) -> u32 {
        u32::try_from(bytes.clamp(1, self.max_bytes)).unwrap_or(u32::MAX)
    }

    fn durability(&self) -> &'static str {
        self.durability
    }

    /// A heartbeat told of records waiting on the phone: shown on the map at once.
    fn note_backlog(&self, device: DeviceId, rep: RepId, backlog: i32) {
        self.registry.note_backlog(device, backlog);
        if let Some(shard) = self.shard_of(rep) {
            // Only a hint: the next heartbeat repeats it.
            let _ = shard.try_send(RepMsg::Backlog { rep, backlog }.into());
        }
    }

    /// Waits until the shard of `rep` and its writer have worked off everything sent before.
    async fn barrier(&self, rep: RepId) -> Result<(), ()> {
        let (done, committed) = oneshot::channel();
        self.send(rep, ShardMsg::Barrier { done }).await?;
        committed.await.map_err(|_| ())
    }

    /// Waits until everything accepted so far is committed, for tests and for the drain.
    pub async fn settled(&self) {
        for shard in &self.shards {
            let (done, committed) = oneshot::channel();
            if shard.send(ShardMsg::Barrier { done }).await.is_ok() {
                let _ = committed.await;
            }
        }
    }

    /// Sends every phone away to come back after the restart, commits and acknowledges what was
    /// accepted, saves every fold and ends the shards with their writers.
    pub async fn close(&self, within: Duration) {
        self.registry.refuse();
        let left = async {
            // A few at a time: they all knock at the other nodes next.
            let few = (self.registry.connected() / AWAY_STEPS).max(AWAY_AT_ONCE);
            while self.registry.send_away(few, None) == few {
                tokio::time::sleep(within / 4 / u32::try_from(AWAY_STEPS).unwrap_or(1)).await;
            }
            while self.registry.connected() > 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        if tokio::time::timeout(within / 2, left).await.is_err() {
            tracing::warn!("phones were still connected at the deadline");
        }
        for shard in &self.shards {
            let _ = shard.send(ShardMsg::Stop).await;
        }
    }

    /// Frames and bytes waiting, for `/metrics` and `/readyz`.
    pub fn queue_depth(&self) -> usize {
        self.shards
            .iter()
            .map(|s| s.max_capacity() - s.capacity())
            .sum()
    }

    /// Connected devices that hold nothing back, as far as they say.
    pub fn empty_devices(&self) -> Vec<DeviceId> {
        self.registry.empty()
    }

    /// Tells every connected phone how it shall send, and which lists are the newest.
    pub async fn config_changed(&self) {
        let config = greeting::config(&self.rules.load(), &self.reasons);
        match self.cursor_now().await {
            Ok(cursor) => self.registry.push_to_all(&Reply::Config { cursor, config }),
            // A phone reads it with its next greeting.
            Err(e) => tracing::debug!(error = %e, "phones not told of their configuration"),
        }
    }

    async fn cursor_now(&self) -> Result<String, StoreError> {
        let mut conn = self.db.acquire().await?;
        Ok(phone::cursor_now(&mut conn, self.clock.now()).await?.0)
    }

    pub fn connected_devices(&self) -> usize {
        self.registry.connected()
    }

    /// Writes what phones said of themselves now and not at the next turn: for people who wait.
    pub async fn write_device_health(&self) -> Result<(), StoreError> {
        device_health::write(self).await
    }

    /// A rep-day that is not over as it stands now. The caller has found the rep in its scope.
    pub async fn day_as_it_stands(
        &self,
        rep: RepId,
        date: NaiveDate,
    ) -> Result<DayReport, StoreError> {
        judge::as_it_stands(self, rep, date).await
    }

    /// Judges one rep-day now, whatever its pace: for tests and for people who wait.
    pub async fn judge_now(&self, rep: RepId, date: NaiveDate) -> Result<(), StoreError> {
        judge::judge(self, rep, date).await
    }
}
