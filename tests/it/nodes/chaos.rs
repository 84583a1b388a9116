//! Many phones on three nodes, NATS, a primary and its synchronous standby, each of which dies again and again: `make chaos`.
//! PHONES, ROUNDS and PACE_MS (between two frames of a phone) change it. What it measured is printed.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use fieldbeat_domain::time::At;
use rand::{Rng, SeedableRng, rngs::StdRng};
use rustix::process::Signal;
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection, PgPool};
use uuid::Uuid;

use super::{WATCH, zone};
use crate::support::{
    client::{Client, Heard, Socket, open},
    company::{pin, time},
    data_dir::DataDir,
    eventually_within, front_door,
    nats::Nats,
    process::{Process, signal},
    seed,
    standby::Pair,
};

const WITHIN: Duration = Duration::from_mins(5);
/// A map that is not whole by then is told of.
const SLOW: Duration = Duration::from_secs(20);
const NODES: usize = 3;
/// Frames sent and not acknowledged.
const WINDOW: u64 = 16;
/// A phone checks in at an outlet every so many frames, and out half of that later.
const CALL: u64 = 24;

fn setting(name: &str, default: u64) -> u64 {
    let given = std::env::var(name).ok().and_then(|v| v.parse().ok());
    given.unwrap_or(default)
}

/// What all phones share.
struct World {
    addresses: Vec<SocketAddr>,
    start: At,
    pace: Duration,
    over: AtomicBool,
    connected: AtomicUsize,
    acked: AtomicU64,
    connects: AtomicU64,
}

struct Phone {
    device: i32,
    token: String,
    random: StdRng,
    /// Frames 1 to this are acknowledged.
    acked: u64,
    /// The newest that the phone has made.
    made: u64,
    refused: Vec<Value>,
}

impl Phone {
    /// The k-th frame, the same each time: the session, then a fix each, with calls among them.
    fn frame(&self, world: &World, k: u64) -> Value {
        let at = world.start.plus_ms(k as i64 * 5_000);
        let id = Uuid::from_u128((self.device as u128) << 64 | u128::from(k));
        let outlet = (self.device as u64 + k / CALL) as i32 % 20;
        let (lat, lng) = pin(outlet);
        let mut frame = match (k, k % CALL) {
            (1, _) => json!({"type": "session_start", "id": id, "at": time(at)}),
            (_, 4) => {
                json!({"type": "check_in", "id": id, "at": time(at), "outlet": format!("O{}", outlet + 1)})
            }
            (_, 16) => json!({"type": "check_out", "id": id, "at": time(at)}),
            _ => {
                json!({"type": "fixes", "fixes": [{"at": time(at), "lat": lat + (k % 7) as f64 * 1e-5, "lng": lng, "accuracy_m": 8}]})
            }
        };
        frame["n"] = k.into();
        frame
    }

    async fn live(mut self, world: Arc<World>) -> Self {
        let mut pause = Duration::from_millis(50);
        while !(world.over.load(Ordering::Relaxed) && self.acked == self.made) {
            let address = world.addresses[self.random.random_range(0..NODES)];
            if let Some(socket) = self.connect(address).await {
                pause = Duration::from_millis(50);
                world.connects.fetch_add(1, Ordering::Relaxed);
                world.connected.fetch_add(1, Ordering::Relaxed);
                self.stream(&world, socket).await;
                world.connected.fetch_sub(1, Ordering::Relaxed);
            }
            // As a phone's app waits: longer each time, and never all at once.
            let jitter = self.random.random_range(0.5..1.5);
            tokio::time::sleep(pause.mul_f64(jitter)).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
        self
    }

    async fn connect(&self, address: SocketAddr) -> Option<Socket> {
        let connecting = async {
            let mut socket = open(address, "/v1/device", &[]).await.ok()?;
            let install = Uuid::from_u128(self.device as u128);
            let hello =
                json!({"type": "hello", "protocol": 1, "token": self.token, "install": install});
            socket.try_send(&hello).await.then_some(())?;
            match socket.hear().await {
                Heard::Json(frame) if frame["type"] == "welcome" => Some(socket),
                _ => None,
            }
        };
        tokio::time::timeout(Duration::from_secs(20), connecting)
            .await
            .ok()?
    }

    async fn stream(&mut self, world: &World, mut socket: Socket) {
        let mut next = self.acked + 1;
        let mut ticks = tokio::time::interval(world.pace);
        loop {
            while next <= self.made && next <= self.acked + WINDOW {
                if !socket.try_send(&self.frame(world, next)).await {
                    return;
                }
                next += 1;
            }
            let over = world.over.load(Ordering::Relaxed);
            if over && self.acked == self.made {
                return;
            }
            tokio::select! {
                _ = ticks.tick(), if !over => self.made += 1,
                heard = tokio::time::timeout(Duration::from_secs(30), socket.hear()) => match heard {
                    Ok(Heard::Json(frame)) if frame["type"] == "ack" => {
                        let n = frame["n"].as_u64().unwrap();
                        world.acked.fetch_add(n - self.acked, Ordering::Relaxed);
                        self.acked = n;
                        let results = frame["results"].as_array().cloned().unwrap_or_default();
                        self.refused.extend(results.into_iter().filter(|r| r["status"] == "rejected"));
                    }
                    Ok(Heard::Json(_)) => {}
                    _ => return,
                },
            }
        }
    }
}

/// Phones with their tokens, each of a rep of its own.
async fn enrol(pool: &PgPool, count: usize) -> Vec<(i32, String)> {
    let (tokens, hashes): (Vec<String>, Vec<Vec<u8>>) = (0..count)
        .map(|_| fieldbeat::store::device_auth::new_token())
        .map(|(token, hash)| (token, hash.to_vec()))
        .unzip();
    let devices: Vec<i32> = sqlx::query_scalar(
        "insert into device (token_hash, can_declare) select h, true from unnest($1::bytea[]) with ordinality u (h, i) order by i returning id",
    )
    .bind(&hashes)
    .fetch_all(pool)
    .await
    .unwrap();
    for statement in [
        "insert into rep (code, name) select 'C' || id, 'Rep' from device",
        "insert into device_binding (device_id, rep_id, valid) select d.id, r.id, '(,)' from device d join rep r on r.code = 'C' || d.id",
        "insert into rep_org_unit (rep_id, org_unit_id, valid) select id, (select min(id) from org_unit), '(,)' from rep",
        "insert into outlet (code, name, org_unit_id) select 'O' || i, 'O' || i, (select min(id) from org_unit) from generate_series(1, 20) i",
        "insert into outlet_pin (outlet_id, lat_e7, lng_e7, valid) select id, ((21.03 + (substr(code, 2)::int4 - 1) * 0.0027) * 1e7)::int4, 1058500000, '(,)' from outlet",
    ] {
        sqlx::query(statement).execute(pool).await.unwrap();
    }
    devices.into_iter().zip(tokens).collect()
}

/// What the primary and the nodes are waiting for.
async fn explain(primary: &str) -> Result<(), sqlx::Error> {
    let mut conn = PgConnection::connect(primary).await?;
    for (about, sql) in [
        (
            "sessions",
            "select format('%s × %s, %s %s, up to %s s: %s', count(*), state, wait_event_type, wait_event, max(extract(epoch from clock_timestamp() - state_change)::int8), left(min(query), 80))
             from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() group by state, wait_event_type, wait_event",
        ),
        (
            "blocked",
            "select format('%s by %s, %s: %s', pid, pg_blocking_pids(pid), wait_event, left(query, 80)) from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0 limit 20",
        ),
        (
            "standby",
            "select format('%s %s, %s bytes behind', state, sync_state, pg_current_wal_lsn() - flush_lsn) from pg_stat_replication",
        ),
        (
            "node",
            "select format('%s, seen %s s ago, has %s reps, %s wanted', n.id, extract(epoch from clock_timestamp() - p.seen_at)::int8, count(o.rep_id), count(o.wanted_at))
             from node n join node_pulse p on p.node_id = n.id left join rep_owner o on o.node_id = n.id where n.fenced_at is null group by n.id, p.seen_at",
        ),
        (
            "owners",
            "select format('%s reps of nobody, %s of fenced nodes', count(*) filter (where o.node_id is null), count(*) filter (where n.fenced_at is not null)) from rep_owner o left join node n on n.id = o.node_id",
        ),
        ("judging", "select format('%s days to be judged', count(*)) from rep_day_dirty"),
    ] {
        let lines: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut conn).await?;
        for line in lines {
            eprintln!("chaos: {about}: {line}");
        }
    }
    conn.close().await
}

/// How many reps a viewer who comes now is shown, by cells.
async fn shown(address: SocketAddr, cookie: &str) -> Option<u64> {
    let mut live = open(address, "/v1/live", &[("cookie", cookie)])
        .await
        .ok()?;
    let all = json!({"type": "subscribe", "sub": 1, "zoom": 2, "level": "cell"});
    live.try_send(&all).await.then_some(())?;
    loop {
        match live.hear().await {
            Heard::Json(frame) if frame["type"] == "snapshot" => {
                let cells = frame["cells"].as_array()?;
                return Some(cells.iter().filter_map(|c| c["count"].as_u64()).sum());
            }
            Heard::Json(_) => {}
            _ => return None,
        }
    }
}

struct Spans(Vec<(&'static str, Duration)>);

impl Spans {
    fn longest(&self, what: &str) -> f64 {
        let of_it = self.0.iter().filter(|(name, _)| *name == what);
        of_it
            .map(|(_, span)| span.as_secs_f64())
            .fold(0.0, f64::max)
    }

    fn count(&self, what: &str) -> usize {
        self.0.iter().filter(|(name, _)| *name == what).count()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "minutes: make chaos"]
async fn nodes_nats_and_the_primary_die_in_turn_and_nothing_is_lost() {
    let seed = seed("chaos");
    let mut random = StdRng::seed_from_u64(seed);
    let (phones, rounds) = (setting("PHONES", 200) as usize, setting("ROUNDS", 12));
    let mut pair = Pair::start().await;
    let mut nats = Nats::start().await;
    let homes: Vec<DataDir> = (0..NODES).map(|_| DataDir::new()).collect();
    let places = [
        format!("--nats-url={}", nats.url),
        format!("--database-url={}", pair.url),
    ];
    let serve = |i: usize, listen: String| {
        let [bus, database] = places.clone();
        let args = [
            listen,
            bus,
            database,
            "--log=warn".to_owned(),
            "--connections-per-address=65000".to_owned(),
        ];
        Process::serve(homes[i].path(), &args.each_ref().map(String::as_str))
    };
    let any = "--listen=127.0.0.1:0".to_owned();
    let first = serve(0, any.clone());
    let link = first.first_run_link.clone().unwrap();
    front_door::first_run(&first.client(), &link, &zone(), ["00:00", "23:59"]).await;
    let mut nodes = vec![first];
    nodes.extend((1..NODES).map(|i| serve(i, any.clone())));
    let addresses: Vec<SocketAddr> = nodes.iter().map(|n| n.address).collect();
    let again = |i: usize| serve(i, format!("--listen={}", addresses[i]));
    let pool = PgPool::connect(&pair.url).await.unwrap();
    sqlx::raw_sql(WATCH).execute(&pool).await.unwrap();
    let enrolled = enrol(&pool, phones).await;

    let world = Arc::new(World {
        addresses: addresses.clone(),
        start: At(chrono::Utc::now().timestamp_millis() / 1000 * 1000).plus_ms(-12 * 3_600_000),
        pace: Duration::from_millis(setting("PACE_MS", 1_000)),
        over: AtomicBool::new(false),
        connected: AtomicUsize::new(0),
        acked: AtomicU64::new(0),
        connects: AtomicU64::new(0),
    });
    let began = Instant::now();
    let running: Vec<_> = enrolled
        .into_iter()
        .map(|(device, token)| {
            let phone = Phone {
                device,
                token,
                random: StdRng::seed_from_u64(seed ^ device as u64),
                acked: 0,
                made: 1,
                refused: Vec::new(),
            };
            tokio::spawn(phone.live(world.clone()))
        })
        .collect();
    let everybody = async |what: &'static str| {
        eventually_within(WITHIN, what, async || {
            (world.connected.load(Ordering::Relaxed) == phones).then_some(())
        })
        .await;
    };
    everybody("all phones connect").await;
    eprintln!(
        "chaos: {phones} phones connected in {:.1?}",
        began.elapsed()
    );
    let viewer = eventually_within(WITHIN, "a viewer signs in", async || {
        front_door::cookie(&Client::new(addresses[0])).await
    })
    .await;
    let whole = async |at: SocketAddr, primary: String| {
        let mut told = Instant::now();
        eventually_within(WITHIN, "the map is whole", async || {
            let shown = tokio::time::timeout(SLOW, shown(at, &viewer)).await;
            // What is missing after so long will have to be explained.
            if told.elapsed() > SLOW {
                told = Instant::now();
                let connected = world.connected.load(Ordering::Relaxed);
                let acked = world.acked.load(Ordering::Relaxed);
                eprintln!(
                    "chaos: {shown:?} of {phones} reps shown by {at}, {connected} phones connected, {acked} frames acknowledged"
                );
                let told = tokio::time::timeout(SLOW, explain(&primary)).await;
                eprintln!("chaos: {told:?}");
            }
            (shown.ok().flatten()? >= phones as u64).then_some(())
        })
        .await;
    };
    for address in &addresses {
        whole(*address, pair.primary_url()).await;
    }

    let mut spans = Spans(Vec::new());
    for round in 0..rounds {
        let acked = world.acked.load(Ordering::Relaxed);
        eventually_within(WITHIN, "the phones get on", async || {
            let more = world.acked.load(Ordering::Relaxed) - acked;
            (more >= phones as u64 * random.random_range(1..4)).then_some(())
        })
        .await;
        // What a fault does to maps shows where they were whole before it.
        for address in &addresses {
            whole(*address, pair.primary_url()).await;
        }
        let which = random.random_range(0..NODES);
        let other = addresses[(which + 1) % NODES];
        let since = Instant::now();
        // Each in turn first, then at random.
        let what = if round < 5 {
            round
        } else {
            random.random_range(0..5)
        };
        match what {
            0 => {
                let node = nodes.remove(which);
                node.kill();
                whole(other, pair.primary_url()).await;
                spans
                    .0
                    .push(("map whole after a node's death", since.elapsed()));
                nodes.insert(which, again(which));
            }
            1 => {
                nats.kill();
                nats.resume().await;
                whole(other, pair.primary_url()).await;
                spans
                    .0
                    .push(("map whole after NATS's death", since.elapsed()));
            }
            2 => {
                pair.fail_over().await;
                spans
                    .0
                    .push(("standby promoted and replaced", since.elapsed()));
                let acked = world.acked.load(Ordering::Relaxed);
                eventually_within(WITHIN, "acknowledgements go on", async || {
                    (world.acked.load(Ordering::Relaxed) > acked).then_some(())
                })
                .await;
            }
            3 => {
                nodes[which].stand_still();
                tokio::time::sleep(Duration::from_secs(14)).await;
                signal(nodes[which].id(), Signal::CONT);
            }
            _ => {
                for node in nodes.drain(..) {
                    node.kill();
                }
                nodes.extend((0..NODES).map(again));
                let since = Instant::now();
                everybody("all phones come back").await;
                spans
                    .0
                    .push(("storm of all phones absorbed", since.elapsed()));
            }
        }
        everybody("all phones are back").await;
        eprintln!(
            "chaos: round {round}, kind {what}, at {which}, {:.1?}",
            since.elapsed()
        );
    }
    world.over.store(true, Ordering::Relaxed);
    let mut all = Vec::with_capacity(phones);
    for phone in running {
        all.push(
            tokio::time::timeout(WITHIN, phone)
                .await
                .expect("the phones end")
                .unwrap(),
        );
    }
    let refused: Vec<&Value> = all.iter().flat_map(|p| &p.refused).take(10).collect();
    assert!(refused.is_empty(), "{refused:?}");

    eventually_within(WITHIN, "every day judged", async || {
        let left: i64 = sqlx::query_scalar("select count(*) from rep_day_dirty")
            .fetch_one(&pool)
            .await
            .ok()?;
        (left == 0).then_some(())
    })
    .await;
    let stored: Vec<(i32, i64, i64)> = sqlx::query_as(
        "select device_id, count(*), count(distinct k) from (select device_id, at::text as k from fix union all select device_id, type || id from mark) s group by device_id",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let stored: std::collections::HashMap<i32, (i64, i64)> = stored
        .into_iter()
        .map(|(device, all, once)| (device, (all, once)))
        .collect();
    let (mut frames, mut lost, mut duplicates) = (0, 0, 0);
    for phone in &all {
        let (rows, once) = stored.get(&phone.device).copied().unwrap_or_default();
        frames += phone.acked;
        lost += phone.acked as i64 - once;
        duplicates += rows - once;
    }
    let violations: Vec<String> =
        sqlx::query_scalar("select violation::text from violation order by at limit 20")
            .fetch_all(&pool)
            .await
            .unwrap();
    let watched: i64 = sqlx::query_scalar("select last_value from watched")
        .fetch_one(&pool)
        .await
        .unwrap();
    let twice: i64 = sqlx::query_scalar(
        "select count(*) from visit a join visit b on a.rep_id = b.rep_id and a.id < b.id and a.started_at = b.started_at",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    let changes: i64 = sqlx::query_scalar("select coalesce(sum(epoch), 0)::int8 from rep_owner")
        .fetch_one(&pool)
        .await
        .unwrap();
    eprintln!(
        "chaos: {rounds} rounds in {:.0?}; {frames} frames acknowledged over {} connections, reps changed hands {changes} times; lost {lost}, duplicates {duplicates}, visits judged twice {twice}, {} of {watched} derived writes by another than the owner",
        began.elapsed(),
        world.connects.load(Ordering::Relaxed),
        violations.len(),
    );
    for what in [
        "map whole after a node's death",
        "map whole after NATS's death",
        "standby promoted and replaced",
        "storm of all phones absorbed",
    ] {
        eprintln!(
            "chaos: {what}: {} times, at most {:.1} s",
            spans.count(what),
            spans.longest(what)
        );
    }
    assert_eq!((lost, duplicates, twice), (0, 0, 0), "TEST_SEED={seed}");
    assert!(violations.is_empty(), "TEST_SEED={seed} {violations:#?}");
    assert!(watched > 0);
}
