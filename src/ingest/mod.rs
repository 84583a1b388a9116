//! The ingest path: device sockets and HTTP frames, shards that own the reps, the late path, the
//! sweeper. Never speaks SQL text and never knows who is watching: it publishes and goes on.

pub mod ack;
mod blobs;
pub mod compat;
mod device_health;
mod gate;
mod greeting;
mod http;
mod intake;
mod judge;
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
    id::{DeviceId, RepId, VisitId},
    rules::Rules,
    time::At,
    verdict::Overall,
};
use sqlx::PgPool;
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use self::{
    metrics::Metrics, reasons::Reasons, registry::Registry, shard::ShardMsg, work::FrameWork,
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
    wire::{device_reply::Reply, nodes::Note, websocket},
};

/// What became of a field record.
#[derive(Clone, Debug)]
pub struct RecordNews {
    pub cursor: String,
    pub id: uuid::Uuid,
    pub kind: String,
    pub status: String,
    pub detail: Option<serde_json::Value>,
}

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
    /// Whether every shard still has a writer that takes its units.
    pub fn is_writing(&self) -> bool {
        self.shards.iter().all(|s| !s.is_closed())
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
            metrics: Metrics,
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

    /// The rep's places of days before `until` are being erased. Returns when nothing in memory of any node holds them, and
    /// everything that was accepted before is committed: whoever comes now reads that those days are closed.
    pub async fn erased(&self, rep: RepId, until: At) -> Result<(), StoreError> {
        self.erased_here(rep, until).await?;
        self.nodes.erased(rep, until).await
    }

    /// As [`Self::erased`], in the memory of this node.
    pub async fn erased_here(&self, rep: RepId, until: At) -> Result<(), StoreError> {
        let stopping = |()| StoreError::Unavailable(sqlx::Error::PoolClosed);
        // A judgement under way ends first: it may hold the day as it was.
        let _turn = self.judging(rep).lock().await;
        self.send(rep, ShardMsg::Erased { rep, until })
            .await
            .map_err(stopping)?;
        self.barrier(rep).await.map_err(stopping)?;
        self.told_places.forget(rep);
        Ok(())
    }

    /// Closes the socket of a device whose token was revoked, wherever it is connected.
    pub fn kick_device(&self, device: DeviceId) {
        self.kick_here(device);
        self.nodes.tell(&Note::Revoked { device: device.0 });
    }

    pub fn kick_here(&self, device: DeviceId) {
        self.registry.kick(device);
    }

    /// A device has greeted at another node.
    pub fn entered_elsewhere(&self, device: DeviceId, install: Option<uuid::Uuid>) {
        self.registry.entered_elsewhere(device, install);
    }

    /// Another node stored something of a rep.
    pub async fn touched(&self, rep: RepId) {
        let _ = self.send(rep, ShardMsg::Touched { rep }).await;
    }

    /// Another node wants a rep; whether it may have it.
    pub async fn let_go(&self, rep: RepId) -> bool {
        let (done, is_free) = oneshot::channel();
        self.send(rep, ShardMsg::LetGo { rep, done }).await.is_ok() && is_free.await == Ok(true)
    }

    /// Publishes every rep of this node as it stands.
    pub async fn show(&self) {
        for shard in &self.shards {
            let _ = shard.send(ShardMsg::Show).await;
        }
    }

    /// Offers a message to the rep's devices, wherever they are connected.
    fn push(&self, rep: RepId, reply: &Reply) {
        self.registry.push(rep, reply);
        if self.nodes.are_several()
            && let Ok(reply) = serde_json::value::to_raw_value(reply)
        {
            self.nodes.tell(&Note::Reply { rep, reply });
        }
    }

    /// As another node pushes it.
    pub fn push_here(&self, rep: RepId, reply: Box<serde_json::value::RawValue>) {
        self.registry.push(rep, &Reply::Relayed(reply));
    }

    /// Offers what became of a record to the rep's connected devices; the others read it by `sync`.
    pub fn record_status(&self, rep: RepId, news: RecordNews) {
        let reply = Reply::RecordStatus {
            cursor: news.cursor,
            id: news.id,
            kind: news.kind,
            status: news.status,
            detail: news.detail,
        };
        self.push(rep, &reply);
    }

    /// Gives a message to the rep's connected devices; the others read it by `sync`.
    pub fn message(&self, rep: RepId, cursor: String, message: serde_json::Value) {
        self.push(rep, &Reply::Message { cursor, message });
    }

    /// A person decided on a visit (`None`: took the decision back): the map flags what holds. A rep
    /// that is not in memory reads it when it comes.
    pub async fn decided(&self, rep: RepId, visit: VisitId, decision: Option<Overall>) {
        self.decided_here(rep, visit, decision).await;
        self.nodes.tell(&Note::Decided {
            rep,
            visit,
            decision,
        });
    }

    pub async fn decided_here(&self, rep: RepId, visit: VisitId, decision: Option<Overall>) {
        let told = ShardMsg::Decided {
            rep,
            visit,
            decision,
        };
        let _ = self.send(rep, told).await;
    }

    /// Outlets, routes or rules were edited by this process: read them now and not at the next poll.
    pub async fn world_changed(&self) {
        self.read_world().await;
        self.nodes.tell(&Note::World);
    }

    /// Reads what is new of outlets, routes and rules.
    pub async fn read_world(&self) {
        if let Err(e) = self.worlds.refresh().await {
            tracing::warn!(error = %e, "world not refreshed, the next poll tries again");
        }
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
        self.send(work.rep, ShardMsg::Work(work)).await
    }

    async fn send(&self, rep: RepId, msg: ShardMsg) -> Result<(), ()> {
        let shard = self.shard_of(rep).ok_or(())?;
        shard.send(msg).await.map_err(|_| ())
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
            let _ = shard.try_send(ShardMsg::Backlog { rep, backlog });
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
            while self.registry.send_away(few) == few {
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

    /// Reasons were edited by this process: read them now, and tell the phones.
    pub async fn reasons_changed(&self) {
        self.read_reasons().await;
        self.nodes.tell(&Note::Reasons);
    }

    pub async fn read_reasons(&self) {
        match self.reasons.refresh(&self.db).await {
            Ok(true) => self.config_changed().await,
            Ok(false) => {}
            Err(e) => tracing::warn!(error = %e, "reasons not read, the next round tries again"),
        }
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

    /// The plan of a rep's day was changed: its connected phones get today's, the others read it by
    /// `sync`.
    pub async fn plan_changed(&self, rep: RepId) {
        self.push_plan(rep).await;
        self.nodes.tell(&Note::Plan { rep });
    }

    pub async fn push_plan(&self, rep: RepId) {
        self.told_places.forget(rep);
        if !self.registry.is_connected(rep) {
            return;
        }
        let pushed = async {
            let today = self.rules.load().time.date_of(self.clock.now());
            let mut conn = self.db.acquire().await?;
            let plan = phone::plan(&mut conn, rep, today).await?;
            let (cursor, _) = phone::cursor_now(&mut conn, self.clock.now()).await?;
            Ok::<_, StoreError>(Reply::Plan { cursor, plan })
        };
        match pushed.await {
            Ok(reply) => self.registry.push(rep, &reply),
            Err(e) => tracing::debug!(error = %e, "a phone was not told of its plan"),
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
