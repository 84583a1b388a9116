//! What a fix takes on disk, how a rep-day is read among many, and what dropping a day costs those who write meanwhile.
//!
//! Fills the fix table with DAYS × REPS × FIXES rows in the order in which they would arrive, in the storage mode of the
//! database: an embedded one without BENCH_DATABASE_URL, else that one, which has to be empty and of a role that may make the
//! extension. Rows are fewer than a company's, partitions are not; the plan shows that nothing else is touched. Prints, and
//! writes to the file that BENCH_JSON names. It asserts nothing.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a benchmark fails loudly, prints and reads the clock"
)]

mod company;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{Days, NaiveDate};
use fieldbeat::{
    clock::Clock,
    config::{Config, Given},
    server,
    store::{
        copy::FixRows,
        fix,
        partition::{self, StorageMode},
        retention::{self, Keep},
    },
};
use fieldbeat_domain::{
    fix::{Fix, FixFlags, Provider},
    id::{DeviceId, RepId},
    position::LatLng,
    time::At,
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use sqlx::{Connection, PgPool, Row, postgres::PgConnectOptions};

/// Fixes of a rep in a day lie so far apart, from eight in the morning on.
const STEP_MS: i64 = 36_000;
const MORNING_MS: i64 = 1_000 * 3_600;
const READS: usize = 200;

fn size(name: &str, otherwise: usize) -> usize {
    let given = std::env::var(name).ok().and_then(|v| v.parse().ok());
    given.unwrap_or(otherwise)
}

#[tokio::main]
async fn main() {
    let (days, reps, fixes) = (size("DAYS", 60), size("REPS", 200), size("FIXES", 800));
    let base = std::env::var("BENCH_DIR").unwrap_or_else(|_| "/var/tmp".to_owned());
    let dir = tempfile::tempdir_in(base).unwrap();
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(dir.path(), open).unwrap();
    let data = dir.path().join("data").display().to_string();
    let mut settings = vec![
        ("listen", "127.0.0.1:0"),
        ("data_dir", &data),
        ("log", "warn"),
    ];
    let url = std::env::var("BENCH_DATABASE_URL").ok();
    if let Some(url) = &url {
        settings.extend([("database_url", url.as_str()), ("timescale", "on")]);
    }
    let config = Config::resolve(&Given::with(&settings)).unwrap().config;
    let clock = Clock::system();
    let running = server::start(config, clock.clone()).await.unwrap();
    let db = running.services.db.clone();
    let today = clock.utc().date_naive();
    let first = today.checked_sub_days(Days::new(days as u64)).unwrap();
    let mode = partition::mode(&mut db.acquire().await.unwrap())
        .await
        .unwrap()
        .unwrap();
    let owners = enrol(&db, reps).await;

    let started = Instant::now();
    let wal = wal_position(&db).await;
    let past: Vec<NaiveDate> = first.iter_days().take(days).collect();
    for day in &past {
        fill(&db, *day, &owners, fixes).await;
    }
    let rows = days * reps * fixes;
    println!(
        "{rows} fixes of {days} days in {:.0} s, mode {}",
        started.elapsed().as_secs_f64(),
        mode.as_str()
    );
    let mut figures = serde_json::Map::new();
    let logged = (wal_position(&db).await - wal) as f64 / rows as f64;
    figures.insert("wal_bytes_a_fix".into(), round(logged));
    println!("{logged:.0} bytes of the write-ahead log a fix");
    let plain = bytes(&db, mode).await as f64 / rows as f64;
    figures.insert("bytes_a_fix".into(), round(plain));
    println!("{plain:.1} bytes a fix, indexes included");
    if mode == StorageMode::TimescaleFull {
        sqlx::query(
            "select compress_chunk(c) from show_chunks('fix', older_than => $1::timestamptz) c",
        )
        .bind(today.and_time(chrono::NaiveTime::MIN).and_utc())
        .execute(&db)
        .await
        .unwrap();
        let packed = bytes(&db, mode).await as f64 / rows as f64;
        figures.insert("bytes_a_fix_compressed".into(), round(packed));
        println!("{packed:.1} bytes a fix, compressed");
    }
    sqlx::query("analyze fix").execute(&db).await.unwrap();

    let mut waits = read_days(&db, &past, &owners).await;
    waits.sort_unstable();
    let ms = |share: usize| {
        waits
            .get((waits.len() - 1) * share / 100)
            .unwrap()
            .as_secs_f64()
            * 1e3
    };
    println!(
        "a rep-day of {fixes} fixes is read in p50 {:.2} ms, p99 {:.2} ms",
        ms(50),
        ms(99)
    );
    figures.insert("rep_day_read_p50_ms".into(), round(ms(50)));
    figures.insert("rep_day_read_p99_ms".into(), round(ms(99)));
    plan(&db, *past.get(days / 2).unwrap(), *owners.first().unwrap()).await;

    let options: PgConnectOptions = (*db.connect_options()).clone();
    let (quiet, dropping, took) = drop_a_day(&db, &options, &owners, days).await;
    println!(
        "a day dropped in {:.0} ms; commits of 10 fixes took at most {:.1} ms meanwhile, {:.1} ms before",
        took.as_secs_f64() * 1e3,
        dropping.as_secs_f64() * 1e3,
        quiet.as_secs_f64() * 1e3,
    );
    figures.insert("retention_day_ms".into(), round(took.as_secs_f64() * 1e3));
    figures.insert(
        "retention_commit_max_ms".into(),
        round(dropping.as_secs_f64() * 1e3),
    );
    figures.insert(
        "retention_commit_max_before_ms".into(),
        round(quiet.as_secs_f64() * 1e3),
    );
    if let Ok(file) = std::env::var("BENCH_JSON") {
        let named = figures
            .into_iter()
            .map(|(key, value)| (format!("storage_{}_{key}", mode.as_str()), value));
        let named: serde_json::Map<_, _> = named.collect();
        std::fs::write(file, serde_json::Value::Object(named).to_string()).unwrap();
    }
    running.stop().await;
}

fn round(x: f64) -> serde_json::Value {
    ((x * 100.0).round() / 100.0).into()
}

async fn wal_position(db: &PgPool) -> i64 {
    let sql = "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::int8";
    sqlx::query_scalar(sql).fetch_one(db).await.unwrap()
}

/// (device, rep) of each.
async fn enrol(db: &PgPool, reps: usize) -> Vec<(DeviceId, RepId)> {
    company::found(db).await;
    let phones = company::enrol(db, reps).await;
    let owners = phones.iter().map(|p| (DeviceId(p.device), RepId(p.rep)));
    owners.collect()
}

/// A day as it arrives: everybody's first fix, everybody's second. Rides with rests, and an error like a phone's.
async fn fill(db: &PgPool, day: NaiveDate, owners: &[(DeviceId, RepId)], fixes: usize) {
    let mut conn = db.acquire().await.unwrap();
    partition::ensure_day(&mut conn, day).await.unwrap();
    let midnight = At::from(day.and_time(chrono::NaiveTime::MIN).and_utc());
    let seed = u64::try_from(midnight.0).unwrap();
    let mut rng = StdRng::seed_from_u64(seed);
    let mut ways: Vec<Way> = owners.iter().map(|_| Way::new(&mut rng)).collect();
    let mut rows = FixRows::default();
    for i in 0..fixes {
        let due = midnight.plus_ms(MORNING_MS + i64::try_from(i).unwrap() * STEP_MS);
        for (way, (device, rep)) in ways.iter_mut().zip(owners) {
            let fix = way.fix(
                *device,
                due.plus_ms(rng.random_range(0..1_000)),
                i,
                fixes,
                &mut rng,
            );
            rows.push(*rep, &fix, fix.at.plus_ms(rng.random_range(200..2_000)));
        }
    }
    rows.copy_into(&mut conn).await.unwrap();
}

struct Way {
    at: (f64, f64),
    bearing: f64,
    rests: u32,
}

impl Way {
    fn new(rng: &mut StdRng) -> Self {
        Self {
            at: (
                20.9 + rng.random_range(0.0..0.2),
                105.7 + rng.random_range(0.0..0.2),
            ),
            bearing: rng.random_range(0.0..360.0),
            rests: 0,
        }
    }

    fn fix(&mut self, device: DeviceId, at: At, i: usize, of: usize, rng: &mut impl Rng) -> Fix {
        if self.rests == 0 && rng.random_range(0..30) == 0 {
            self.rests = rng.random_range(5..25);
        }
        let moves = self.rests == 0;
        self.rests = self.rests.saturating_sub(1);
        if moves {
            self.bearing = (self.bearing + rng.random_range(-40.0..40.0)).rem_euclid(360.0);
            let (sin, cos) = self.bearing.to_radians().sin_cos();
            self.at.0 += cos * 0.0016;
            self.at.1 += sin * 0.0016;
        }
        let mut noise = || rng.random_range(-0.00005..0.00005);
        let position = LatLng::from_degrees(self.at.0 + noise(), self.at.1 + noise()).unwrap();
        let left = 100 - i * 70 / of.max(1);
        #[expect(clippy::cast_possible_truncation, reason = "of a circle")]
        let bearing = (self.bearing * 100.0) as i32;
        Fix {
            device,
            at,
            clock_offset_ms: 0,
            position,
            accuracy_dm: Some(rng.random_range(4..20) * 10),
            altitude_dm: None,
            speed_cmps: Some(if moves { rng.random_range(300..900) } else { 0 }),
            bearing_cdeg: moves.then_some(bearing),
            battery_pct: i16::try_from(left).ok(),
            provider: Provider::Unknown,
            flags: FixFlags::NONE,
        }
    }
}

/// Of the table with its partitions or chunks, indexes included.
async fn bytes(db: &PgPool, mode: StorageMode) -> i64 {
    let sql = match mode {
        StorageMode::Native => {
            "select sum(pg_total_relation_size(inhrelid))::int8 from pg_inherits where inhparent = 'fix'::regclass"
        }
        StorageMode::TimescaleApache | StorageMode::TimescaleFull => {
            "select hypertable_size('fix')"
        }
    };
    sqlx::query_scalar(sql).fetch_one(db).await.unwrap()
}

async fn read_days(db: &PgPool, days: &[NaiveDate], owners: &[(DeviceId, RepId)]) -> Vec<Duration> {
    let mut rng = StdRng::seed_from_u64(7);
    let mut conn = db.acquire().await.unwrap();
    let mut waits = Vec::with_capacity(READS);
    for _ in 0..READS {
        let day = days.get(rng.random_range(0..days.len())).unwrap();
        let (_, rep) = owners.get(rng.random_range(0..owners.len())).unwrap();
        let from = At::from(day.and_time(chrono::NaiveTime::MIN).and_utc());
        let started = Instant::now();
        let read = fix::of_rep(&mut conn, *rep, from, from.plus_ms(86_400_000))
            .await
            .unwrap();
        waits.push(started.elapsed());
        assert!(!read.is_empty(), "a day without fixes");
    }
    waits
}

/// What the database does to read one rep-day: how many partitions or chunks it opens.
async fn plan(db: &PgPool, day: NaiveDate, (device, rep): (DeviceId, RepId)) {
    let from = day.and_time(chrono::NaiveTime::MIN).and_utc();
    let rows = sqlx::query(
        "explain (analyze, costs off, timing off, summary off) select * from fix
         where device_id = any($1) and rep_id = $2 and at >= $3 and at < $4 order by at, device_id, lat_e7, lng_e7",
    )
    .bind(vec![device.0])
    .bind(rep.0)
    .bind(from)
    .bind(from + chrono::TimeDelta::days(1))
    .fetch_all(db)
    .await
    .unwrap();
    for row in rows {
        println!("    {}", row.get::<String, _>(0));
    }
}

/// The slowest commit without and with a day being dropped beside it, and how long that took.
async fn drop_a_day(
    db: &PgPool,
    options: &PgConnectOptions,
    owners: &[(DeviceId, RepId)],
    days: usize,
) -> (Duration, Duration, Duration) {
    let quiet = commits(db, owners, async || {
        tokio::time::sleep(Duration::from_secs(3)).await;
    })
    .await;
    let started = Instant::now();
    let mut took = Duration::ZERO;
    let dropping = commits(db, owners, async || {
        let keep = Keep {
            raw_fix_days: days as u64 - 1,
            ..Keep::default()
        };
        let removed = retention::run(options, keep, chrono::Utc::now())
            .await
            .unwrap()
            .unwrap();
        took = started.elapsed();
        println!("{} day dropped", removed.fix_days);
    })
    .await;
    (quiet, dropping, took)
}

/// The slowest of the commits of ten fixes that follow each other while something else is done.
async fn commits(
    db: &PgPool,
    owners: &[(DeviceId, RepId)],
    meanwhile: impl AsyncFnOnce(),
) -> Duration {
    let stop = Arc::new(AtomicBool::new(false));
    let (db, stopped) = (db.clone(), stop.clone());
    let (device, rep) = *owners.first().unwrap();
    let writing = tokio::spawn(async move {
        let mut conn = db.acquire().await.unwrap();
        let mut slowest = Duration::ZERO;
        let mut rng = StdRng::seed_from_u64(3);
        let mut way = Way::new(&mut rng);
        while !stopped.load(Ordering::Relaxed) {
            let mut rows = FixRows::default();
            for i in 0..10 {
                let now = At::from(chrono::Utc::now());
                rows.push(rep, &way.fix(device, now, i, 10, &mut rng), now);
            }
            let started = Instant::now();
            let mut tx = conn.begin().await.unwrap();
            rows.copy_into(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
            slowest = slowest.max(started.elapsed());
        }
        slowest
    });
    meanwhile().await;
    stop.store(true, Ordering::Relaxed);
    writing.await.unwrap()
}
