//! Publisher to viewer through real sockets, in one process: 10,000 states a second, 200 viewers.
//!
//! Prints publish→viewer percentiles, viewers included in the load, and writes them to the file that
//! `BENCH_JSON` names. Not a test: it asserts nothing.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark fails loudly and prints"
)]

mod hub;

use std::sync::{Arc, atomic::AtomicBool};

use hub::{Bench, Fleet, per_mille};
use serde_json::{Map, Value};

const VIEWERS: usize = 200;
const SECONDS: u64 = 10;

/// Prints one case, and puts its figures under `live_{key}_…`.
async fn measure(figures: &mut Map<String, Value>, key: &str, name: &str, reps: i32, side: i32) {
    let fleet = Fleet { reps };
    let bench = Bench::start(fleet).await;
    let reading = Arc::new(AtomicBool::new(true));
    let viewers: Vec<_> = (0..VIEWERS)
        .map(|nth| bench.watch(fleet.square(nth, side), &reading))
        .collect();
    bench.attended(VIEWERS).await;
    bench.publish(SECONDS).await;
    bench.stop();
    let (mut waits, mut bytes) = (Vec::new(), 0);
    for viewer in viewers {
        let read = viewer.await.unwrap();
        waits.extend(read.waits_ms);
        bytes += read.bytes;
    }
    waits.sort_unstable();
    // Cells whose counts stay as they are send nothing.
    println!(
        "{name}: {} objects, {} MB to {VIEWERS} viewers; publish→viewer p50 {} ms, p99 {} ms, max {} ms",
        waits.len(),
        bytes >> 20,
        per_mille(&waits, 500),
        per_mille(&waits, 990),
        per_mille(&waits, 1_000),
    );
    if waits.is_empty() {
        return;
    }
    for (figure, share) in [("p50", 500), ("p99", 990), ("max", 1_000)] {
        let ms = per_mille(&waits, share);
        figures.insert(format!("live_{key}_{figure}_ms"), ms.into());
    }
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    let mut figures = Map::new();
    for (key, name, reps, side) in [
        ("few_in_view", "10,000 reps, 5 % in each view", 10_000, 22),
        ("many_in_view", "10,000 reps, 25 % in each view", 10_000, 50),
        ("all_in_view", "1,000 reps, all in every view", 1_000, 32),
        (
            "cells",
            "10,000 reps, all in every view (cells)",
            10_000,
            100,
        ),
    ] {
        measure(&mut figures, key, name, reps, side).await;
    }
    if let Ok(file) = std::env::var("BENCH_JSON") {
        std::fs::write(file, Value::Object(figures).to_string()).unwrap();
    }
}
