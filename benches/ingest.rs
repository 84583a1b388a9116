//! Durable ingest against its two yardsticks, in one run on one machine, generator and PostgreSQL included:
//! a bare `COPY BINARY` of as many rows into the same table by one connection, and a loop without
//! engine (socket → COPY → ack). Rounds alternate; each ratio is of medians. It asserts nothing.
//!
//! The embedded cluster runs with fsync, synchronous_commit and full_page_writes on.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark fails loudly, prints and reads the clock"
)]

mod company;
mod yardstick;

use std::time::{Duration, Instant};

use company::{Phone, enrol};
use fieldbeat::{
    clock::Clock,
    config::{Config, Given},
    server,
    store::copy::FixRows,
};
use fieldbeat_domain::{
    fix::{Fix, FixFlags, Provider},
    id::{DeviceId, RepId},
    position::LatLng,
    time::At,
};
use futures_util::{SinkExt, StreamExt};
use sqlx::PgPool;
use tokio_tungstenite::{
    connect_async_with_config,
    tungstenite::{Message, protocol::WebSocketConfig},
};

const PHONES: usize = 32;
const ROUNDS: usize = 5;
/// Fixes of one phone in a round of ten-fix frames, and in one of single fixes.
const BATCHED: usize = 8_000;
const SINGLE: usize = 2_000;
/// Frames a phone lets be unanswered: below what makes the server stop reading.
const WINDOW: u64 = 128;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(bench());
}

async fn bench() {
    let base = std::env::var("BENCH_DIR").unwrap_or_else(|_| "/var/tmp".to_owned());
    let dir = tempfile::tempdir_in(base).unwrap();
    std::fs::set_permissions(
        dir.path(),
        std::os::unix::fs::PermissionsExt::from_mode(0o755),
    )
    .unwrap();
    let data = dir.path().join("data").display().to_string();
    // The evening of a company day, so that a whole day of fixes lies in the past.
    let now = At(Clock::system().now().0 / 86_400_000 * 86_400_000 + 15 * 3_600_000);
    let given = Given::with(&[
        ("listen", "127.0.0.1:0"),
        ("data_dir", &data),
        ("log", "warn"),
    ]);
    let config = Config::resolve(&given).unwrap().config;
    let running = server::start(config, Clock::at(now)).await.unwrap();
    let pool = running.services.db.clone();
    company::found(&pool).await;
    open_outlets(&pool).await;
    running.services.ingest.world_changed().await;
    let url = format!("ws://{}/v1/device", running.address);
    let bare_url = yardstick::serve(pool.clone()).await;

    let mut figures: Vec<(&str, Vec<f64>)> = [
        "ingest",
        "copy",
        "one_fix",
        "one_fix_no_engine",
        "no_engine",
    ]
    .map(|name| (name, Vec::new()))
    .into();
    for round in 0..ROUNDS {
        let phones = enrol(&pool, PHONES).await;
        figures[0]
            .1
            .push(stream(&url, &phones, now, BATCHED, 10).await);
        let phones = enrol(&pool, PHONES).await;
        figures[1].1.push(copy(&pool, &phones, now, BATCHED).await);
        let phones = enrol(&pool, PHONES).await;
        figures[2]
            .1
            .push(stream(&url, &phones, now, SINGLE, 1).await);
        let phones = enrol(&pool, PHONES).await;
        figures[3]
            .1
            .push(stream(&bare_url, &phones, now, SINGLE, 1).await);
        let phones = enrol(&pool, PHONES).await;
        figures[4]
            .1
            .push(stream(&bare_url, &phones, now, BATCHED, 10).await);
        for (name, rates) in &figures {
            println!("round {round} {name:<20} {:>10.0} fixes/s", rates[round]);
        }
    }
    report(&figures.map_medians());
    running.stop().await;
}

trait Medians {
    fn map_medians(self) -> Vec<f64>;
}
impl Medians for Vec<(&str, Vec<f64>)> {
    fn map_medians(self) -> Vec<f64> {
        self.into_iter()
            .map(|(_, mut rates)| {
                rates.sort_by(f64::total_cmp);
                rates[rates.len() / 2]
            })
            .collect()
    }
}

fn report(medians: &[f64]) {
    let figures = serde_json::json!({
        "ingest_fixes_per_s": medians[0].round(),
        "copy_rows_per_s": medians[1].round(),
        "ingest_vs_copy_ratio": round3(medians[0] / medians[1]),
        "ingest_no_engine_fixes_per_s": medians[4].round(),
        "ingest_vs_no_engine_ratio": round3(medians[0] / medians[4]),
        "one_fix_frames_per_s": medians[2].round(),
        "one_fix_no_engine_frames_per_s": medians[3].round(),
        "one_fix_vs_no_engine_ratio": round3(medians[2] / medians[3]),
    });
    println!("{figures:#}");
    if let Ok(file) = std::env::var("BENCH_JSON") {
        std::fs::write(file, figures.to_string()).unwrap();
    }
}

fn round3(x: f64) -> f64 {
    (x * 1_000.0).round() / 1_000.0
}

/// A thousand outlets along the way.
async fn open_outlets(pool: &PgPool) {
    for statement in [
        "insert into outlet (code, name, org_unit_id) select 'B' || i, 'Shop ' || i, (select min(id) from org_unit) from generate_series(1, 1000) i",
        "insert into outlet_pin (outlet_id, lat_e7, lng_e7, valid) select id, 209000000 + id * 3000, 1058000000 + (id % 30) * 30000, '(,)' from outlet",
    ] {
        sqlx::query(statement).execute(pool).await.unwrap();
    }
}

/// A ride of 7 m/s with a rest of four minutes every half hour; a fix every 5 s.
fn position(phone: usize, i: usize) -> LatLng {
    let moved = i - (i / 360 * 48 + (i % 360).min(48));
    // There and back again, so that no phone ever jumps.
    let way = (phone * 100_000 + moved * 3_150) % 6_000_000;
    let lat = 209_000_000 + i32::try_from(way.min(6_000_000 - way)).unwrap();
    LatLng {
        lat_e7: lat,
        lng_e7: 1_058_000_000 + i32::try_from(phone).unwrap() * 20_000,
    }
}

fn at(now: At, i: usize) -> At {
    now.plus_ms(-14 * 3_600_000 + i64::try_from(i).unwrap() * 5_000)
}

fn frames(phone: usize, now: At, fixes: usize, per_frame: usize) -> Vec<String> {
    let mut out = vec![format!(
        r#"{{"type":"session_start","n":1,"id":"{}","at":{}}}"#,
        uuid::Uuid::new_v4(),
        at(now, 0).0 - 1_000
    )];
    for (n, first) in (2..).zip((0..fixes).step_by(per_frame)) {
        let items: Vec<String> = (first..first + per_frame)
            .map(|i| {
                let p = position(phone, i);
                format!(
                    r#"{{"at":{},"lat":{:.7},"lng":{:.7},"accuracy_m":8,"speed_mps":7.2,"bearing_deg":12.5,"battery_pct":81}}"#,
                    at(now, i).0,
                    p.lat(),
                    p.lng()
                )
            })
            .collect();
        out.push(format!(
            r#"{{"type":"fixes","n":{n},"fixes":[{}]}}"#,
            items.join(",")
        ));
    }
    out
}

/// Streams every phone's fixes at once until the last is acknowledged; fixes per second.
async fn stream(url: &str, phones: &[Phone], now: At, fixes: usize, per_frame: usize) -> f64 {
    let limits = WebSocketConfig::default().read_buffer_size(yardstick::READ_BUFFER_BYTES);
    let mut ready = Vec::new();
    for (i, phone) in phones.iter().enumerate() {
        let (mut socket, _) = connect_async_with_config(url, Some(limits), false)
            .await
            .unwrap();
        let hello = serde_json::json!({ "type": "hello", "protocol": 1, "token": phone.token, "rep": phone.rep, "device_id": phone.device });
        socket.send(Message::text(hello.to_string())).await.unwrap();
        socket.next().await.unwrap().unwrap();
        ready.push((socket, frames(i, now, fixes, per_frame)));
    }
    let started = Instant::now();
    let streaming: Vec<_> = ready
        .into_iter()
        .map(|(socket, frames)| tokio::spawn(stream_one(socket, frames)))
        .collect();
    for one in streaming {
        one.await.unwrap();
    }
    per_second(phones.len() * fixes, started.elapsed())
}

type Socket =
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn stream_one(socket: Socket, frames: Vec<String>) {
    let last = frames.len() as u64;
    let (mut sink, mut source) = socket.split();
    let (progress, mut acked) = tokio::sync::watch::channel(0_u64);
    let reading = tokio::spawn(async move {
        while let Some(Ok(message)) = source.next().await {
            let Ok(text) = message.to_text() else {
                continue;
            };
            let reply: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
            assert!(reply["results"].is_null(), "{text}");
            if let Some(n) = reply["n"].as_u64() {
                progress.send(n).unwrap();
                if n >= last {
                    return;
                }
            }
        }
    });
    for (n, frame) in (1_u64..).zip(frames) {
        acked.wait_for(|a| n <= a + WINDOW).await.unwrap();
        sink.send(Message::text(frame)).await.unwrap();
    }
    reading.await.unwrap();
}

/// The same rows by one connection in one `COPY`; rows per second.
async fn copy(pool: &PgPool, phones: &[Phone], now: At, fixes: usize) -> f64 {
    let mut rows = FixRows::default();
    for (p, phone) in phones.iter().enumerate() {
        for i in 0..fixes {
            let fix = Fix {
                device: DeviceId(phone.device),
                at: at(now, i),
                clock_offset_ms: 0,
                position: position(p, i),
                accuracy_dm: Some(80),
                altitude_dm: None,
                speed_cmps: Some(720),
                bearing_cdeg: Some(1_250),
                battery_pct: Some(81),
                provider: Provider::Unknown,
                flags: FixFlags::NONE,
            };
            rows.push(RepId(phone.rep), &fix, now);
        }
    }
    let mut conn = pool.acquire().await.unwrap();
    let started = Instant::now();
    rows.copy_into(&mut conn).await.unwrap();
    per_second(phones.len() * fixes, started.elapsed())
}

fn per_second(fixes: usize, took: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let fixes = fixes as f64;
    fixes / took.as_secs_f64()
}
