//! A hub with its door in a runtime of its own, whose processor time can be told from that of those who read; reps that move
//! on a grid; viewers that note how old what they read is.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each benchmark uses a part; a benchmark fails loudly"
)]

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::http::HeaderMap;
use fieldbeat::live::{
    Activity, Answer, Door, Grant, Hub, LiveAuth, Origin, PresenceRule, Publisher, Reach, Reign,
    RepLive, Timing, Wiring, router,
};
use fieldbeat_domain::{
    id::{OrgUnitId, OutletId, RepId},
    position::LatLng,
    time::At,
};
use futures_util::{SinkExt, StreamExt};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    runtime::Runtime,
    time::{Instant, MissedTickBehavior, interval},
};
use tokio_tungstenite::{client_async, tungstenite::Message};
use tokio_util::sync::CancellationToken;

/// Hubs so far: each has threads of its own name, since those of one that has ended may linger.
static HUBS: AtomicUsize = AtomicUsize::new(0);
const WEST: f64 = 105.75;
const SOUTH: f64 = 20.95;
/// Between neighbours, about 200 m.
const STEP_DEG: f64 = 0.002;

struct Everybody;

impl LiveAuth for Everybody {
    fn authenticate<'a>(&'a self, _: &'a HeaderMap) -> Answer<'a, Grant> {
        Box::pin(async {
            Ok(Grant {
                user: "bench".into(),
                reach: Reach::All,
            })
        })
    }
    fn subtree(&self, unit: OrgUnitId) -> Answer<'_, Vec<OrgUnitId>> {
        Box::pin(async move { Ok(vec![unit]) })
    }
    fn unit_of_rep(&self, _: RepId) -> Answer<'_, Option<OrgUnitId>> {
        Box::pin(async { Ok(None) })
    }
}

/// Reps on a square grid: more of them take more room, as more territories do.
#[derive(Clone, Copy)]
pub struct Fleet {
    pub reps: i32,
}

impl Fleet {
    fn side(self) -> i32 {
        let root = self.reps.isqrt();
        root + i32::from(root * root < self.reps)
    }

    /// `[west, south, east, north]` of a square of `side` × `side` reps, the `nth` that there is room for.
    pub fn square(self, nth: usize, side: i32) -> [f64; 4] {
        let room = usize::try_from((self.side() - side).max(0) + 1).unwrap();
        let step = |n: usize| f64::from(u32::try_from(n).unwrap()) * STEP_DEG;
        let (west, south) = (
            WEST + step(nth * 7 % room) - STEP_DEG / 2.0,
            SOUTH + step(nth * 13 % room) - STEP_DEG / 2.0,
        );
        let width = f64::from(side) * STEP_DEG;
        [west, south, west + width, south + width]
    }

    pub fn everywhere(self) -> [f64; 4] {
        self.square(0, self.side())
    }

    /// A rep some metres from where it was at the step before. Its outlet's number says when it was published.
    pub fn state(self, rep: i32, step: i32, published_ms: i32) -> RepLive {
        let side = self.side();
        let lat = SOUTH + f64::from(rep / side) * STEP_DEG + f64::from(step % 10) * 0.000_05;
        let lng = WEST + f64::from(rep % side) * STEP_DEG;
        RepLive {
            rep: RepId(rep),
            reign: Reign::default(),
            code: Arc::from(format!("NV{rep:05}")),
            name: Arc::from("Nguyễn Văn An"),
            org_unit: OrgUnitId(rep % 20),
            at: At(1_785_000_000_000 + i64::from(step) * 1_000),
            position: LatLng::from_degrees(lat, lng).unwrap(),
            accuracy_dm: Some(80),
            speed_cmps: Some(420),
            bearing_cdeg: Some(9_000),
            battery_pct: Some(70),
            activity: Activity::Travelling,
            idle_since: None,
            visit: None,
            outlet: Some(OutletId(published_ms)),
            visited: 1,
            planned: 9,
            flags: 0,
        }
    }
}

/// A running hub.
pub struct Bench {
    pub fleet: Fleet,
    pub address: SocketAddr,
    pub hub: Hub,
    pub started: Instant,
    publisher: Publisher,
    shutdown: CancellationToken,
    runtime: Runtime,
    threads: String,
}

impl Bench {
    pub async fn start(fleet: Fleet) -> Self {
        // The system keeps 15 characters of it.
        let threads = format!("hub-{}", HUBS.fetch_add(1, Ordering::Relaxed));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name(&threads)
            .enable_all()
            .build()
            .unwrap();
        let (publisher, shutdown) = (Publisher::new(), CancellationToken::new());
        let wiring = Wiring {
            publisher: publisher.clone(),
            clock: Arc::new(|| At(1_785_000_000_000)),
            presence: Arc::new(|| PresenceRule::from_seconds(300, 900)),
            shutdown: shutdown.clone(),
            timing: Timing::default(),
        };
        let starting = runtime.spawn(async move {
            let hub = Hub::start(wiring);
            let door = Door {
                hub: hub.clone(),
                auth: Arc::new(Everybody),
                origin: Arc::new(Origin::new(None)),
            };
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            tokio::spawn(async move { axum::serve(listener, router(door)).await.unwrap() });
            hub.warm((0..fleet.reps).map(|rep| fleet.state(rep, 0, 0)).collect());
            (hub, address)
        });
        let (hub, address) = starting.await.unwrap();
        Self {
            fleet,
            address,
            hub,
            started: Instant::now(),
            publisher,
            shutdown,
            runtime,
            threads,
        }
    }

    /// Shows every rep again once a second, in even steps.
    pub async fn publish(&self, seconds: u64) {
        let mut beat = interval(Duration::from_millis(10));
        beat.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let reps = self.fleet.reps;
        let mut next = 0;
        for _ in 0..seconds * 100 {
            beat.tick().await;
            let now = i32::try_from(self.started.elapsed().as_millis()).unwrap();
            for _ in 0..reps / 100 {
                self.publisher
                    .rep(self.fleet.state(next % reps, 1 + next / reps, now));
                next += 1;
            }
        }
    }

    /// A viewer in the runtime of the caller.
    pub fn watch(
        &self,
        bbox: [f64; 4],
        reading: &Arc<AtomicBool>,
    ) -> tokio::task::JoinHandle<Read> {
        let (address, started, reading) = (self.address, self.started, reading.clone());
        tokio::spawn(async move {
            let tcp = TcpStream::connect(address).await.unwrap();
            watch(tcp, bbox, started, reading).await
        })
    }

    pub async fn attended(&self, viewers: usize) {
        while self.hub.viewers() < viewers {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Processor time of its threads so far.
    pub fn cpu(&self) -> Duration {
        let mut total = 0;
        for task in std::fs::read_dir("/proc/self/task").unwrap() {
            let path = task.unwrap().path();
            let read = |file: &str| std::fs::read_to_string(path.join(file)).unwrap_or_default();
            if read("comm").trim() == self.threads {
                let nanoseconds = read("schedstat");
                let first = nanoseconds.split_whitespace().next();
                total += first.and_then(|ns| ns.parse::<u64>().ok()).unwrap_or(0);
            }
        }
        Duration::from_nanos(total)
    }

    pub fn stop(self) {
        self.shutdown.cancel();
        // Its threads end by themselves: this one may not wait for them.
        self.runtime.shutdown_background();
    }
}

/// What a viewer read while it was measured.
#[derive(Default)]
pub struct Read {
    /// Milliseconds from publishing to reading, one for each rep in a frame.
    pub waits_ms: Vec<i64>,
    pub bytes: usize,
}

/// Watches as JSON until the socket ends; what comes while `reading` counts.
pub async fn watch<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    bbox: [f64; 4],
    started: Instant,
    reading: Arc<AtomicBool>,
) -> Read {
    let (mut socket, _) = client_async("ws://hub/v1/live", stream).await.unwrap();
    let wish = serde_json::json!({"type":"subscribe","sub":1,"bbox":bbox,"zoom":15});
    socket.send(Message::text(wish.to_string())).await.unwrap();
    let mut read = Read::default();
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(text) = message else {
            continue;
        };
        let now = i64::try_from(started.elapsed().as_millis()).unwrap();
        if !reading.load(Ordering::Relaxed) || text.contains("\"snapshot\"") {
            continue;
        }
        read.bytes += text.len();
        for part in text.as_str().split("\"outlet\":").skip(1) {
            let Some(end) = part.find(',') else { continue };
            let published: i64 = part.get(..end).unwrap().parse().unwrap();
            read.waits_ms.push(now - published);
        }
    }
    read
}

/// The value below which so many of a thousand lie.
pub fn per_mille(sorted: &[i64], share: usize) -> i64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * share / 1_000).copied().unwrap_or(0)
}
