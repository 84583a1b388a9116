//! What viewers cost as the fleet and their number grow ten times, twice, and what slow ones cost the others.
//!
//! Processor time is that of the hub's own threads, so that reading in the same process is not in it. Prints, and writes to
//! the file that `BENCH_JSON` names. Not a test: it asserts nothing.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    reason = "a benchmark fails loudly and prints"
)]

mod hub;

use std::{
    collections::HashMap,
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use hub::{Bench, Fleet, per_mille};
use serde_json::{Map, Value};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    task::JoinHandle,
    time::{Instant, Sleep, sleep},
};

const SECONDS: u64 = 8;
/// Reps along a side of what a viewer of a quarter looks at.
const QUARTER: i32 = 7;
/// Pairs of runs with and without slow viewers.
const PAIRS: usize = 5;
const WATCHING: usize = 200;
const SLOW: usize = WATCHING / 10;
const SLOW_BYTES_PER_S: usize = 1_024;

#[tokio::main(worker_threads = 2)]
async fn main() {
    let mut figures = Map::new();
    fleets(&mut figures).await;
    crowds(&mut figures).await;
    slow_ones(&mut figures).await;
    if let Ok(file) = std::env::var("BENCH_JSON") {
        std::fs::write(file, Value::Object(figures).to_string()).unwrap();
    }
}

struct Cost {
    cpu: Duration,
    bytes: usize,
    waits_ms: Vec<i64>,
}

/// Publishes while `boxes` are watched, after a moment in which everybody has got a snapshot.
async fn measure(fleet: Fleet, boxes: &[[f64; 4]]) -> Cost {
    let bench = Bench::start(fleet).await;
    let reading = Arc::new(AtomicBool::new(false));
    let viewers: Vec<_> = boxes.iter().map(|b| bench.watch(*b, &reading)).collect();
    bench.attended(boxes.len()).await;
    bench.publish(2).await;
    reading.store(true, Ordering::Relaxed);
    let before = bench.cpu();
    bench.publish(SECONDS).await;
    let cpu = bench.cpu().saturating_sub(before);
    reading.store(false, Ordering::Relaxed);
    bench.stop();
    let mut cost = Cost {
        cpu,
        bytes: 0,
        waits_ms: Vec::new(),
    };
    for viewer in viewers {
        let read = viewer.await.unwrap();
        cost.bytes += read.bytes;
        cost.waits_ms.extend(read.waits_ms);
    }
    cost
}

/// 1,000, 10,000 and 100,000 reps that move once a second.
async fn fleets(figures: &mut Map<String, Value>) {
    let viewers = 20;
    for reps in [1_000, 10_000, 100_000] {
        let fleet = Fleet { reps };
        let states = f64::from(reps) * SECONDS as f64;
        let alone = measure(fleet, &[]).await;
        let quarter: Vec<_> = (0..viewers).map(|n| fleet.square(n, QUARTER)).collect();
        let quarter = measure(fleet, &quarter).await;
        let all = measure(fleet, &vec![fleet.everywhere(); viewers]).await;
        let each = |cost: &Cost| cost.bytes as f64 / viewers as f64 / SECONDS as f64 / 1_024.0;
        let state_us = alone.cpu.as_secs_f64() * 1e6 / states;
        println!(
            "{reps:>6} reps: {state_us:.2} µs a state without viewers; a viewer of {} reps gets {:.1} KiB/s, one of everything {:.1} KiB/s",
            QUARTER * QUARTER,
            each(&quarter),
            each(&all),
        );
        put(figures, format!("fleet_{reps}_state_us"), state_us);
        put(
            figures,
            format!("fleet_{reps}_quarter_kib_per_s"),
            each(&quarter),
        );
        put(
            figures,
            format!("fleet_{reps}_everything_kib_per_s"),
            each(&all),
        );
    }
}

/// 10, 100 and 1,000 viewers of 10,000 reps.
async fn crowds(figures: &mut Map<String, Value>) {
    let fleet = Fleet { reps: 10_000 };
    let alone = measure(fleet, &[]).await.cpu;
    for viewers in [10, 100, 1_000] {
        let boxes: Vec<_> = (0..viewers).map(|n| fleet.square(n, QUARTER)).collect();
        let mut cost = measure(fleet, &boxes).await;
        cost.waits_ms.sort_unstable();
        let extra = cost.cpu.saturating_sub(alone).as_secs_f64() * 1e6;
        let viewer_us = extra / viewers as f64 / SECONDS as f64;
        let p99 = per_mille(&cost.waits_ms, 990);
        println!(
            "{viewers:>6} viewers: {viewer_us:.0} µs a viewer and second, publish→viewer p99 {p99} ms"
        );
        put(figures, format!("viewers_{viewers}_us_per_s"), viewer_us);
        figures.insert(format!("viewers_{viewers}_p99_ms"), p99.into());
    }
}

/// A tenth of the viewers reads 1 KiB a second, or all read as fast as they can.
async fn slow_ones(figures: &mut Map<String, Value>) {
    let (mut ratios, mut most) = (Vec::new(), 0);
    for pair in 0..PAIRS {
        let (quick, _) = round(false).await;
        let (beside, queued) = round(true).await;
        println!(
            "pair {pair}: others' p99 {quick} ms, beside slow ones {beside} ms; at most {queued} bytes wait for a slow one"
        );
        ratios.push(beside as f64 / quick.max(1) as f64);
        most = most.max(queued);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio {:.2}", ratios[PAIRS / 2]);
    put(
        figures,
        "slow_viewers_p99_ratio".to_owned(),
        ratios[PAIRS / 2],
    );
    figures.insert("slow_viewers_queued_bytes_max".to_owned(), most.into());
}

/// p99 of those who are quick in both kinds of round, and the most bytes that waited for one that is not.
async fn round(slow: bool) -> (i64, usize) {
    let fleet = Fleet { reps: 10_000 };
    let bench = Bench::start(fleet).await;
    let reading = Arc::new(AtomicBool::new(false));
    let viewers: Vec<_> = (0..WATCHING - SLOW)
        .map(|n| bench.watch(fleet.square(n, 22), &reading))
        .collect();
    let mut ports = Vec::new();
    let mut others: Vec<JoinHandle<hub::Read>> = Vec::new();
    for n in 0..SLOW {
        let bbox = fleet.square(n, 22);
        if !slow {
            others.push(bench.watch(bbox, &reading));
            continue;
        }
        let tcp = TcpStream::connect(bench.address).await.unwrap();
        ports.push(tcp.local_addr().unwrap().port());
        let reader = SlowReader::new(tcp);
        others.push(tokio::spawn(hub::watch(
            reader,
            bbox,
            bench.started,
            reading.clone(),
        )));
    }
    bench.attended(WATCHING).await;
    bench.publish(2).await;
    reading.store(true, Ordering::Relaxed);
    let mut queued = 0;
    for _ in 0..SECONDS {
        bench.publish(1).await;
        let unsent = unsent(bench.address.port());
        let waiting = ports.iter().filter_map(|port| unsent.get(port)).max();
        queued = queued.max(waiting.copied().unwrap_or(0));
    }
    reading.store(false, Ordering::Relaxed);
    bench.stop();
    let mut waits = Vec::new();
    for viewer in viewers {
        waits.extend(viewer.await.unwrap().waits_ms);
    }
    for other in others {
        other.abort();
    }
    waits.sort_unstable();
    (per_mille(&waits, 990), queued)
}

/// Bytes that the system holds for each peer of a local port, by the peer's port: what was written and not acknowledged.
fn unsent(local: u16) -> HashMap<u16, usize> {
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let port = |address: &str| u16::from_str_radix(address.split(':').nth(1)?, 16).ok();
    let rows = table.lines().filter_map(|line| {
        let mut fields = line.split_whitespace().skip(1);
        let (own, peer) = (port(fields.next()?)?, port(fields.next()?)?);
        let queue = fields.nth(1)?.split(':').next()?;
        (own == local).then_some((peer, usize::from_str_radix(queue, 16).ok()?))
    });
    rows.collect()
}

/// A peer on a bad line: takes [`SLOW_BYTES_PER_S`], a tenth of it at a time.
struct SlowReader {
    tcp: TcpStream,
    pause: Pin<Box<Sleep>>,
}

impl SlowReader {
    fn new(tcp: TcpStream) -> Self {
        Self {
            tcp,
            pause: Box::pin(sleep(Duration::ZERO)),
        }
    }
}

impl AsyncRead for SlowReader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(self.pause.as_mut().poll(cx));
        let mut piece = [0; SLOW_BYTES_PER_S / 10];
        let room = piece.len().min(buf.remaining());
        let mut piece = ReadBuf::new(&mut piece[..room]);
        ready!(Pin::new(&mut self.tcp).poll_read(cx, &mut piece))?;
        buf.put_slice(piece.filled());
        let next = Instant::now() + Duration::from_millis(100);
        self.pause.as_mut().reset(next);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for SlowReader {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tcp).poll_write(cx, buf)
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}

fn put(figures: &mut Map<String, Value>, name: String, value: f64) {
    figures.insert(name, ((value * 100.0).round() / 100.0).into());
}
