//! Publisher to viewer through real sockets, in one process: 10,000 states a second, 200 viewers.
//!
//! Prints publish→viewer percentiles, viewers included in the load, and writes them to the file that
//! `BENCH_JSON` names. Not a test: it asserts nothing.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark fails loudly and prints"
)]

use std::{sync::Arc, time::Duration};

use axum::http::HeaderMap;
use fieldbeat::live::{
    Activity, Answer, Door, Grant, Hub, LiveAuth, Origin, PresenceRule, Publisher, Reach, RepLive,
    Timing, Wiring, router,
};
use fieldbeat_domain::{
    id::{OrgUnitId, OutletId, RepId},
    position::LatLng,
    time::At,
};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Map, Value};
use tokio::{
    net::TcpListener,
    time::{Instant, MissedTickBehavior, interval},
};
use tokio_tungstenite::{connect_async, tungstenite::Message};
use tokio_util::sync::CancellationToken;

const VIEWERS: usize = 200;
const STATES_PER_S: i32 = 10_000;
const SECONDS: u64 = 10;

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

fn state(rep: i32, step: i32, outlet: i32) -> RepLive {
    // A square of 100 × 100 places about 200 m apart; each rep moves some metres.
    let lat = 20.95 + f64::from(rep % 100) * 0.002 + f64::from(step % 10) * 0.000_05;
    let lng = 105.75 + f64::from(rep / 100 % 100) * 0.002;
    RepLive {
        rep: RepId(rep),
        code: Arc::from(format!("NV{rep:05}")),
        name: Arc::from("Nguyễn Văn An"),
        org_unit: OrgUnitId(rep % 20),
        at: At(1_785_000_000_000),
        position: LatLng::from_degrees(lat, lng).unwrap(),
        accuracy_dm: Some(80),
        speed_cmps: Some(420),
        bearing_cdeg: Some(9_000),
        battery_pct: Some(70),
        activity: Activity::Travelling,
        idle_since: None,
        visit: None,
        outlet: Some(OutletId(outlet)),
        visited: 1,
        planned: 9,
        flags: 0,
    }
}

/// Reads until the end; returns milliseconds from publishing to reading, one per rep object.
async fn watch(address: String, bbox: [f64; 4], started: Instant) -> (Vec<i64>, usize) {
    let (mut socket, _) = connect_async(format!("ws://{address}/v1/live"))
        .await
        .unwrap();
    let wish = serde_json::json!({"type":"subscribe","sub":1,"bbox":bbox,"zoom":13});
    socket.send(Message::text(wish.to_string())).await.unwrap();
    let (mut waits, mut bytes) = (Vec::new(), 0);
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(text) = message else {
            continue;
        };
        let now = i64::try_from(started.elapsed().as_millis()).unwrap();
        bytes += text.len();
        if text.contains("\"snapshot\"") {
            continue;
        }
        for part in text.as_str().split("\"outlet\":").skip(1) {
            let end = part.find(',').unwrap();
            let sent: i64 = part[..end].parse().unwrap();
            waits.push(now - sent);
        }
    }
    (waits, bytes)
}

/// Prints one case, and puts its figures under `live_{key}_…`.
async fn measure(figures: &mut Map<String, Value>, key: &str, name: &str, reps: i32, share: f64) {
    let (publisher, shutdown) = (Publisher::new(), CancellationToken::new());
    let hub = Hub::start(Wiring {
        publisher: publisher.clone(),
        clock: Arc::new(|| At(1_785_000_000_000)),
        presence: Arc::new(|| PresenceRule::from_seconds(300, 900)),
        shutdown: shutdown.clone(),
        timing: Timing::default(),
    });
    let door = Door {
        hub: hub.clone(),
        auth: Arc::new(Everybody),
        origin: Arc::new(Origin::new(None)),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, router(door)).await.unwrap() });
    hub.warm((0..reps).map(|rep| state(rep, 0, 0)).collect());
    let started = Instant::now();
    let mut viewers = Vec::new();
    for i in 0..VIEWERS {
        let side = share.sqrt() * 0.2;
        let edge = 0.2 - side;
        let west = 105.75 + edge * f64::from(u32::try_from(i % 14).unwrap()) / 13.0;
        let south = 20.95 + edge * f64::from(u32::try_from(i / 15).unwrap()) / 13.0;
        let bbox = [west, south, west + side, south + side + 0.001];
        viewers.push(tokio::spawn(watch(address.clone(), bbox, started)));
    }
    while hub.viewers() < VIEWERS {
        tokio::task::yield_now().await;
    }
    let mut beat = interval(Duration::from_millis(10));
    beat.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut next = 0;
    let until = Instant::now() + Duration::from_secs(SECONDS);
    while Instant::now() < until {
        beat.tick().await;
        let now = i32::try_from(started.elapsed().as_millis()).unwrap();
        for _ in 0..STATES_PER_S / 100 {
            publisher.rep(state(next % reps, next / reps, now));
            next += 1;
        }
    }
    shutdown.cancel();
    let (mut waits, mut bytes) = (Vec::new(), 0);
    for viewer in viewers {
        let (more, read) = viewer.await.unwrap();
        waits.extend(more);
        bytes += read;
    }
    waits.sort_unstable();
    // Cells whose counts stay as they are send nothing.
    let last = waits.len().saturating_sub(1);
    let at = |per_mille: usize| waits.get(last * per_mille / 1000).copied().unwrap_or(0);
    println!(
        "{name}: {} objects, {} MB to {VIEWERS} viewers; publish→viewer p50 {} ms, p99 {} ms, max {} ms",
        waits.len(),
        bytes >> 20,
        at(500),
        at(990),
        at(1000),
    );
    if waits.is_empty() {
        return;
    }
    for (figure, per_mille) in [("p50", 500), ("p99", 990), ("max", 1000)] {
        figures.insert(format!("live_{key}_{figure}_ms"), at(per_mille).into());
    }
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    let mut figures = Map::new();
    for (key, name, reps, share) in [
        ("few_in_view", "10,000 reps, 5 % in each view", 10_000, 0.05),
        (
            "many_in_view",
            "10,000 reps, 25 % in each view",
            10_000,
            0.25,
        ),
        ("all_in_view", "1,000 reps, all in every view", 1_000, 1.0),
        (
            "cells",
            "10,000 reps, all in every view (cells)",
            10_000,
            1.0,
        ),
    ] {
        measure(&mut figures, key, name, reps, share).await;
    }
    if let Ok(file) = std::env::var("BENCH_JSON") {
        std::fs::write(file, Value::Object(figures).to_string()).unwrap();
    }
}
