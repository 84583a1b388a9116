//! What an attack costs those who work, in one run: 5,000 phones are connected and send; how long their frames wait for
//! the acknowledgement while nobody attacks and while 1,000 logins a second come from everywhere, and how long a phone
//! stays connected whose token is revoked. Generator and PostgreSQL included; it asserts nothing.
//!
//! PHONES, RATE (frames a second of all), LOGINS (a second), REVOKED and SECONDS (of a phase) change it.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a benchmark fails loudly, prints and reads the clock; its numbers are small"
)]

use std::{
    collections::{BTreeMap, VecDeque},
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use fieldbeat::{
    clock::Clock,
    config::{Config, Given},
    server,
    store::device_auth,
};
use futures_util::{SinkExt, StreamExt, stream};
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::{
    sync::mpsc::{UnboundedSender, unbounded_channel},
    time::{MissedTickBehavior, interval, sleep, timeout},
};
use tokio_tungstenite::{connect_async, tungstenite::Message};

/// Phones that greet at once: a server that has just started is not what is measured.
const GREETING: usize = 32;
/// Tries from one address, below what closes the door to it: then the next address tries.
const TRIES_PER_ADDRESS: usize = 150;
/// Logins that wait for an answer at once; what would be more is not sent, and told.
const IN_FLIGHT: usize = 2_000;
const PASSWORD: &str = "correct horse";

fn setting(name: &str, default: usize) -> usize {
    let given = std::env::var(name).ok().and_then(|v| v.parse().ok());
    given.unwrap_or(default)
}

/// What phones tell the bench.
#[derive(Default)]
struct Seen {
    /// From send to acknowledgement, of frames sent while `counting`.
    waits: Mutex<Vec<Duration>>,
    counting: AtomicBool,
    unacknowledged: AtomicUsize,
    working: AtomicUsize,
}

fn main() {
    // The generator has threads of its own: the server's are not kept from their work by it, the cores are.
    let (serving, attacking) = (runtime(), runtime());
    let (_dir, running, pool, admin) = serving.block_on(serve());
    let address = running.address;
    attacking.block_on(bench(address, pool, admin));
    serving.block_on(running.stop());
}

fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.enable_all().build().unwrap()
}

async fn serve() -> (tempfile::TempDir, server::Running, PgPool, reqwest::Client) {
    let base = std::env::var("BENCH_DIR").unwrap_or_else(|_| "/var/tmp".to_owned());
    let dir = tempfile::tempdir_in(base).unwrap();
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(dir.path(), open).unwrap();
    let data = dir.path().join("data").display().to_string();
    let given = Given::with(&[
        ("listen", "127.0.0.1:0"),
        ("data_dir", &data),
        ("log", "error"),
        ("connections_per_address", "65000"),
    ]);
    let config = Config::resolve(&given).unwrap().config;
    let running = server::start(config, Clock::system()).await.unwrap();
    let admin = reqwest::Client::builder()
        .cookie_store(true)
        .build()
        .unwrap();
    let link = running.first_run_link.clone().unwrap();
    let token = link.split_once("token=").unwrap().1;
    let company = json!({
        "token": token,
        "company": {"name": "Bench", "time_zone": "Asia/Ho_Chi_Minh", "currency": "VND", "language": "vi",
            "working_hours": ["00:00", "23:59"]},
        "administrator": {"login": "admin", "name": "Admin", "password": PASSWORD},
    });
    let url = format!("http://{}/api/v1/first-run", running.address);
    let founded = admin.post(url).json(&company).send().await.unwrap();
    assert_eq!(founded.status(), 201);
    let pool = running.services.db.clone();
    (dir, running, pool, admin)
}

async fn bench(address: SocketAddr, pool: PgPool, admin: reqwest::Client) {
    let count = setting("PHONES", 5_000);
    let every = Duration::from_secs_f64(count as f64 / setting("RATE", 500) as f64);
    let phase = Duration::from_secs(setting("SECONDS", 20) as u64);
    let seen = Arc::new(Seen::default());
    let (closed, mut closes) = unbounded_channel();
    let began = Instant::now();
    let phones = enrol(&pool, count).await;
    stream::iter(phones.iter().cloned())
        .for_each_concurrent(GREETING, |(device, token)| {
            let (seen, closed) = (seen.clone(), closed.clone());
            async move {
                let socket = greeted(address, &token).await;
                tokio::spawn(work(device, socket, every, seen, closed));
            }
        })
        .await;
    println!("{count} phones connected in {:.0?}", began.elapsed());
    // Everybody has sent once.
    sleep(every).await;

    let before = waits(&seen, phase).await;
    let flood = Arc::new(Flood::default());
    let attack = tokio::spawn(attack(address, flood.clone()));
    let during = waits(&seen, phase).await;
    flood.over.store(true, Ordering::Relaxed);
    attack.await.unwrap();
    sleep(Duration::from_secs(2)).await;
    let after = waits(&seen, phase).await;
    let connected = seen.working.load(Ordering::Relaxed);

    let (mut answered_in, mut revoked) = (Vec::new(), Vec::new());
    for (device, _) in phones
        .iter()
        .step_by(count / setting("REVOKED", 100).max(1))
    {
        let asked = Instant::now();
        let url = format!("http://{address}/api/v1/devices/{device}/revoke");
        let answer = admin.post(url).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
        answered_in.push(asked.elapsed());
        let gone = timeout(Duration::from_secs(30), closes.recv()).await;
        let (who, code, at): (i32, u16, Instant) = gone.unwrap().unwrap();
        assert_eq!((who, code), (*device, 4401));
        revoked.push(at.duration_since(asked));
    }
    let quiet: Vec<Duration> = before.iter().chain(&after).copied().collect();
    let answers = flood.answers.lock().unwrap().clone();
    let answered = |status: u16| answers.get(&status).copied().unwrap_or_default();
    let sent = flood.sent.load(Ordering::Relaxed);
    report(&json!({
        "phones": count,
        "connected": connected,
        "frames_measured_quiet": quiet.len(),
        "frames_measured_flood": during.len(),
        "ack_p50_quiet_ms": ms(&quiet, 50),
        "ack_p99_quiet_ms": ms(&quiet, 99),
        "ack_p50_flood_ms": ms(&during, 50),
        "ack_p99_flood_ms": ms(&during, 99),
        "ack_p99_flood_vs_quiet_ratio": (ms(&during, 99) / ms(&quiet, 99) * 100.0).round() / 100.0,
        "logins_per_s": (sent as f64 / phase.as_secs_f64()).round(),
        "logins_not_sent": flood.unsent.load(Ordering::Relaxed),
        "logins_401": answered(401),
        "logins_429": answered(429),
        "logins_answered": answers.values().sum::<usize>(),
        "unacknowledged": seen.unacknowledged.load(Ordering::Relaxed),
        "revoked": revoked.len(),
        "revoke_answered_p50_ms": ms(&answered_in, 50),
        "revoke_answered_max_ms": ms(&answered_in, 100),
        "revoke_to_close_p50_ms": ms(&revoked, 50),
        "revoke_to_close_p99_ms": ms(&revoked, 99),
        "revoke_to_close_max_ms": ms(&revoked, 100),
    }));
}

fn report(figures: &Value) {
    println!("{figures:#}");
    if let Ok(file) = std::env::var("BENCH_JSON") {
        std::fs::write(file, figures.to_string()).unwrap();
    }
}

/// A percentile in milliseconds.
fn ms(waits: &[Duration], percent: usize) -> f64 {
    let mut sorted = waits.to_vec();
    sorted.sort_unstable();
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    let wait = sorted.get(at).copied().unwrap_or_default();
    (wait.as_secs_f64() * 10_000.0).round() / 10.0
}

/// Devices with their tokens, each of a rep of its own.
async fn enrol(pool: &PgPool, count: usize) -> Vec<(i32, String)> {
    let (tokens, hashes): (Vec<String>, Vec<Vec<u8>>) = (0..count)
        .map(|_| device_auth::new_token())
        .map(|(token, hash)| (token, hash.to_vec()))
        .unzip();
    let devices: Vec<i32> = sqlx::query_scalar(
        "insert into device (token_hash) select h from unnest($1::bytea[]) with ordinality u (h, i) order by i returning id",
    )
    .bind(&hashes)
    .fetch_all(pool)
    .await
    .unwrap();
    for statement in [
        "insert into rep (code, name) select 'B' || id, 'Rep' from device",
        "insert into device_binding (device_id, rep_id, valid) select d.id, r.id, '(,)' from device d join rep r on r.code = 'B' || d.id",
        "insert into rep_org_unit (rep_id, org_unit_id, valid) select id, (select min(id) from org_unit), '(,)' from rep",
        // As the database does by itself within a minute: without statistics it looks through all devices for one.
        "analyze",
    ] {
        sqlx::query(statement).execute(pool).await.unwrap();
    }
    devices.into_iter().zip(tokens).collect()
}

type Socket =
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn greeted(address: SocketAddr, token: &str) -> Socket {
    let (mut socket, _) = connect_async(format!("ws://{address}/v1/device"))
        .await
        .unwrap();
    let hello = json!({"type": "hello", "protocol": 1, "token": token});
    socket.send(Message::text(hello.to_string())).await.unwrap();
    let welcome = socket.next().await.unwrap().unwrap();
    assert!(welcome.to_text().unwrap().contains("welcome"));
    socket
}

/// A phone at work: a position every now and then, until the server says goodbye.
async fn work(
    device: i32,
    mut socket: Socket,
    every: Duration,
    seen: Arc<Seen>,
    closed: UnboundedSender<(i32, u16, Instant)>,
) {
    seen.working.fetch_add(1, Ordering::Relaxed);
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut n, mut sent): (u64, VecDeque<(u64, Instant, bool)>) = (0, VecDeque::new());
    let code = loop {
        tokio::select! {
            _ = ticks.tick() => {
                n += 1;
                let now = chrono::Utc::now().timestamp_millis();
                let frame = if n == 1 {
                    json!({"type": "session_start", "n": n, "id": uuid::Uuid::new_v4(), "at": now})
                } else {
                    let lat = 21.0 + f64::from(device % 1_000) * 1e-4 + n as f64 * 1e-5;
                    json!({"type": "fixes", "n": n, "fixes": [{"at": now, "lat": lat, "lng": 105.8, "accuracy_m": 8}]})
                };
                sent.push_back((n, Instant::now(), seen.counting.load(Ordering::Relaxed)));
                if socket.send(Message::text(frame.to_string())).await.is_err() {
                    break 0;
                }
            }
            heard = socket.next() => match heard {
                Some(Ok(Message::Text(text))) => {
                    let reply: Value = serde_json::from_str(&text).unwrap();
                    let Some(acked) = reply.get("n").and_then(Value::as_u64).filter(|_| reply.get("type").is_some_and(|kind| kind == "ack")) else {
                        continue;
                    };
                    let now = Instant::now();
                    while let Some((_, at, counts)) = sent.pop_front_if(|(n, ..)| *n <= acked) {
                        if counts {
                            seen.waits.lock().unwrap().push(now.duration_since(at));
                        }
                    }
                }
                Some(Ok(Message::Close(frame))) => break frame.map_or(0, |f| f.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => break 0,
            },
        }
    };
    seen.working.fetch_sub(1, Ordering::Relaxed);
    let open = sent.iter().filter(|(.., counts)| *counts).count();
    seen.unacknowledged.fetch_add(open, Ordering::Relaxed);
    let _ = closed.send((device, code, Instant::now()));
}

/// What frames sent in this phase waited.
async fn waits(seen: &Seen, phase: Duration) -> Vec<Duration> {
    seen.counting.store(true, Ordering::Relaxed);
    sleep(phase).await;
    seen.counting.store(false, Ordering::Relaxed);
    // Those sent last are on their way.
    sleep(Duration::from_secs(2)).await;
    std::mem::take(&mut *seen.waits.lock().unwrap())
}

#[derive(Default)]
struct Flood {
    over: AtomicBool,
    sent: AtomicUsize,
    unsent: AtomicUsize,
    in_flight: AtomicUsize,
    /// How many were answered by which status.
    answers: Mutex<BTreeMap<u16, usize>>,
}

/// Logins at their rate, whatever becomes of those before: guesses at a login that exists, from ever new addresses.
async fn attack(address: SocketAddr, flood: Arc<Flood>) {
    let mut ticks = interval(Duration::from_secs(1) / setting("LOGINS", 1_000) as u32);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let url = format!("http://{address}/api/v1/session");
    let mut attacker = from(0);
    let mut tries = 0;
    while !flood.over.load(Ordering::Relaxed) {
        ticks.tick().await;
        if flood.in_flight.load(Ordering::Relaxed) >= IN_FLIGHT {
            flood.unsent.fetch_add(1, Ordering::Relaxed);
            continue;
        }
        tries += 1;
        if tries % TRIES_PER_ADDRESS == 0 {
            attacker = from(tries / TRIES_PER_ADDRESS);
        }
        flood.sent.fetch_add(1, Ordering::Relaxed);
        flood.in_flight.fetch_add(1, Ordering::Relaxed);
        // A login that exists is the dearest; another one each time would be refused as dearly.
        let login = if tries % 2 == 0 {
            "admin".to_owned()
        } else {
            format!("guess{tries}")
        };
        let request = attacker
            .post(&url)
            .json(&json!({"login": login, "password": "wrong horse"}));
        let flood = flood.clone();
        tokio::spawn(async move {
            let status = request
                .send()
                .await
                .map_or(0, |answer| answer.status().as_u16());
            *flood.answers.lock().unwrap().entry(status).or_default() += 1;
            flood.in_flight.fetch_sub(1, Ordering::Relaxed);
        });
    }
}

/// A client with an address of its own on the loopback network.
fn from(number: usize) -> reqwest::Client {
    let address = Ipv4Addr::from_bits(0x7f01_0001 + number as u32);
    let client = reqwest::Client::builder().local_address(IpAddr::V4(address));
    client.build().unwrap()
}
