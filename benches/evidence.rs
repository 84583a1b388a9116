//! How fast sealed history is computed again. Loads a seeded history (fixes by `COPY`, marks, records and
//! plans) straight into a database of its own, has the server's own judge judge and seal it, and then
//! verifies it, changes one bit of one fix, and judges it again under other rules, twice.
//!
//! `REPS`, `DAYS`, `VISITS` a rep-day and `STEP_S` between fixes shape it; the default density is one
//! fix a minute. The embedded cluster runs with fsync, synchronous_commit and full_page_writes on.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a benchmark fails loudly, prints, reads the clock, and its numbers are small"
)]

use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use fieldbeat::{
    clock::Clock,
    config::{Config, Given},
    evidence::{rejudge, verify},
    server::{self, Running},
    store::{self, SessionLimits, copy::FixRows, partition},
};
use fieldbeat_domain::{
    fix::{Fix, FixFlags, Provider},
    id::{DeviceId, RepId},
    position::LatLng,
    time::At,
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::{Map, Value, json};
use sqlx::{PgConnection, PgPool, Row};
use uuid::Uuid;

const MINUTE_MS: i64 = 60_000;
/// Of one run, as the commands have them.
const CONNECTIONS: u32 = 12;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// Two lists of outlets, walked on alternate days.
const LISTS: usize = 2;
const E7_PER_M: f64 = 1e7 / 111_195.0;

#[derive(Clone, Copy)]
struct Shape {
    reps: usize,
    days: u64,
    visits: usize,
    step_ms: i64,
}

fn from_env(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(default)
}

fn main() {
    let shape = Shape {
        reps: from_env("REPS", 200) as usize,
        days: from_env("DAYS", 90),
        visits: from_env("VISITS", 20) as usize,
        step_ms: from_env("STEP_S", 60).cast_signed() * 1_000,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(bench(shape));
}

async fn bench(shape: Shape) {
    let base = std::env::var("BENCH_DIR").unwrap_or_else(|_| "/var/tmp".to_owned());
    let dir = tempfile::tempdir_in(base).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(dir.path(), mode).unwrap();
    let data = dir.path().join("data").display().to_string();
    // Noon of the day after the last, in Hanoi.
    let today = Clock::system().now().0 / DAY_MS * DAY_MS;
    let now = At(today + 5 * 60 * MINUTE_MS);
    let given = Given::with(&[
        ("listen", "127.0.0.1:0"),
        ("data_dir", &data),
        ("log", "warn"),
        ("raw_fix_days", "3000"),
        ("judge_quiet_ms", "0"),
        ("judge_at_most_ms", "0"),
    ]);
    let config = Config::resolve(&given).unwrap().config;
    let running = server::start(config, Clock::at(now)).await.unwrap();
    let last = now.to_utc().unwrap().date_naive() - Days::new(1);
    let first = last - Days::new(shape.days - 1);
    let pool = patient(&running.services.db);
    let mut figures = Map::new();

    let reps = found_company(&pool, shape, first).await;
    running.services.ingest.world_changed().await;
    let started = Instant::now();
    let fixes = load(&pool, shape, first, &reps).await;
    println!(
        "loaded {fixes} fixes in {:.0} s",
        started.elapsed().as_secs_f64()
    );
    let started = Instant::now();
    judged(&running, shape, first).await;
    let rep_days = shape.reps as u64 * shape.days;
    let took = started.elapsed();
    println!(
        "judged and sealed {rep_days} rep-days in {:.0} s",
        took.as_secs_f64()
    );
    figures.insert(
        "judge_and_seal_rep_days_per_s".into(),
        per_s(rep_days, took),
    );
    sizes(&pool, &mut figures).await;

    let range = (first, last);
    verified(&pool, range, &mut figures).await;
    rejudged(&pool, range, &mut figures).await;
    println!("{:#}", Value::Object(figures.clone()));
    if let Ok(file) = std::env::var("BENCH_JSON") {
        std::fs::write(file, Value::Object(figures).to_string()).unwrap();
    }
    running.stop().await;
}

/// Connections as `verify` and `rejudge` have them: a batch takes as long as it takes.
fn patient(pool: &PgPool) -> PgPool {
    let limits = SessionLimits {
        statement: Duration::ZERO,
        idle_in_transaction: Duration::ZERO,
        ..SessionLimits::default()
    };
    let options = store::with_limits(pool.connect_options().as_ref().clone(), limits);
    store::pool(options, CONNECTIONS)
}

fn per_s(count: u64, took: Duration) -> Value {
    json!((count as f64 / took.as_secs_f64()).round())
}

struct Rep {
    id: i32,
    device: i32,
    route: i32,
    /// In the order in which they are walked.
    outlets: Vec<(i32, LatLng)>,
}

/// Shops 60 m apart along streets 500 m apart, a street a rep and list.
async fn found_company(pool: &PgPool, shape: Shape, first: NaiveDate) -> Vec<Rep> {
    let outlets = shape.reps * shape.visits * LISTS;
    for statement in [
        "insert into company (name) values ('Bench') on conflict do nothing".to_owned(),
        "insert into org_unit (code, name, kind) values ('B', 'Bench', 'company') on conflict do nothing".to_owned(),
        format!("insert into outlet (code, name, org_unit_id) select 'B' || i, 'Shop ' || i, (select min(id) from org_unit) from generate_series(0, {}) i order by i", outlets - 1),
        format!("insert into outlet_pin (outlet_id, lat_e7, lng_e7, valid)
           select o.id, 209000000 + (i % {v}) * 5396, 1058000000 + (i / {v}) * 48000, '(,)'
           from outlet o cross join lateral (select substr(o.code, 2)::int as i) x", v = shape.visits),
        format!("insert into rep (code, name) select 'R' || i, 'Rep ' || i from generate_series(0, {}) i order by i", shape.reps - 1),
        "insert into rep_org_unit (rep_id, org_unit_id, valid) select id, (select min(id) from org_unit), '(,)' from rep".to_owned(),
        "insert into device (label) select code from rep order by id".to_owned(),
        "insert into device_binding (device_id, rep_id, valid) select d.id, r.id, '(,)' from rep r join device d on d.label = r.code".to_owned(),
        "insert into route (code, name, org_unit_id) select code, code, (select min(id) from org_unit) from rep order by id".to_owned(),
        "insert into route_rep (route_id, rep_id, valid) select t.id, r.id, '(,)' from rep r join route t on t.code = r.code".to_owned(),
        format!("insert into route_outlet (route_id, outlet_id, sequence, pattern, valid)
           select t.id, o.id, i % {n} + 1, '{{}}', '(,)' from outlet o cross join lateral (select substr(o.code, 2)::int as i) x
           join route t on t.code = 'R' || (i / {n})", n = shape.visits * LISTS),
        format!("update rule_version set effective_from = '{}'", first - Days::new(1)),
    ] {
        sqlx::query(&statement).execute(pool).await.unwrap();
    }
    let rows = sqlx::query(
        "select r.id, d.id, t.id, array_agg(o.id order by x.sequence), array_agg(p.lat_e7 order by x.sequence), array_agg(p.lng_e7 order by x.sequence)
         from rep r join device d on d.label = r.code join route t on t.code = r.code join route_outlet x on x.route_id = t.id
         join outlet o on o.id = x.outlet_id join outlet_pin p on p.outlet_id = o.id group by 1, 2, 3 order by 1",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    rows.iter()
        .map(|r| {
            let (ids, lats, lngs): (Vec<i32>, Vec<i32>, Vec<i32>) = (r.get(3), r.get(4), r.get(5));
            let pins = lats.into_iter().zip(lngs);
            Rep {
                id: r.get(0),
                device: r.get(1),
                route: r.get(2),
                outlets: ids
                    .into_iter()
                    .zip(pins.map(|(lat_e7, lng_e7)| LatLng { lat_e7, lng_e7 }))
                    .collect(),
            }
        })
        .collect()
}

/// Marks and records of one date, side by side for `UNNEST`.
#[derive(Default)]
struct Told {
    kind: Vec<&'static str>,
    id: Vec<Uuid>,
    visit: Vec<Option<Uuid>>,
    rep: Vec<i32>,
    device: Vec<i32>,
    at: Vec<i64>,
    body: Vec<Value>,
}

impl Told {
    fn add(
        &mut self,
        rep: &Rep,
        kind: &'static str,
        id: Uuid,
        visit: Option<Uuid>,
        at: At,
        body: Value,
    ) {
        self.kind.push(kind);
        self.id.push(id);
        self.visit.push(visit);
        self.rep.push(rep.id);
        self.device.push(rep.device);
        self.at.push(at.0);
        self.body.push(body);
    }
}

async fn load(pool: &PgPool, shape: Shape, first: NaiveDate, reps: &[Rep]) -> u64 {
    let mut conn = pool.acquire().await.unwrap();
    let mut rows = FixRows::default();
    let mut count = 0;
    for day in 0..shape.days {
        let date = first + Days::new(day);
        partition::ensure_day(&mut conn, date).await.unwrap();
        rows.clear();
        let (mut marks, mut records) = (Told::default(), Told::default());
        for rep in reps {
            let seed = 7_919 * day + u64::try_from(rep.id).unwrap();
            count += live(seed, shape, date, rep, &mut rows, &mut marks, &mut records);
        }
        rows.copy_into(&mut conn).await.unwrap();
        tell(
            &mut conn,
            date,
            "mark (type, id, rep_id, device_id, at, date, body, digest, received_at)",
            "k, i",
            &marks,
        )
        .await;
        tell(&mut conn, date, "device_record (kind, id, visit_id, status, rep_id, device_id, at, date, body, digest, received_at)", "k, i, v, 'applied'", &records).await;
        plans(&mut conn, shape, date, reps).await;
    }
    sqlx::query("analyze").execute(&mut *conn).await.unwrap();
    count
}

fn list(shape: Shape, day: u64, rep: &Rep) -> &[(i32, LatLng)] {
    let from = (day as usize % LISTS) * shape.visits;
    &rep.outlets[from..from + shape.visits]
}

/// One rep-day: 20 calls of 8 minutes with 6 on the way between them; some short, some from afar,
/// some never declared, six in ten with an order.
#[expect(clippy::too_many_lines, reason = "a day told in one piece")]
fn live(
    seed: u64,
    shape: Shape,
    date: NaiveDate,
    rep: &Rep,
    rows: &mut FixRows,
    marks: &mut Told,
    records: &mut Told,
) -> u64 {
    let mut random = StdRng::seed_from_u64(seed);
    let mut now = At(date
        .and_time(chrono::NaiveTime::MIN)
        .and_utc()
        .timestamp_millis()
        + 60 * MINUTE_MS);
    let day = u64::try_from((date - NaiveDate::MIN).num_days()).unwrap();
    let session = Uuid::from_u128(random.random());
    marks.add(
        rep,
        "session_start",
        session,
        None,
        now,
        json!({ "type": "session_start", "id": session, "at": now.0 }),
    );
    let mut count = 0;
    let mut fix = |now: &mut At, at: LatLng, random: &mut StdRng| {
        *now = now.plus_ms(shape.step_ms);
        let mut off = || (random.random_range(-6.0..6.0) * E7_PER_M) as i32;
        let position = LatLng {
            lat_e7: at.lat_e7 + off(),
            lng_e7: at.lng_e7 + off(),
        };
        let fix = Fix {
            device: DeviceId(rep.device),
            at: *now,
            clock_offset_ms: 0,
            position,
            accuracy_dm: Some(random.random_range(40..150)),
            altitude_dm: None,
            speed_cmps: Some(random.random_range(0..900)),
            bearing_cdeg: Some(random.random_range(0..35_999)),
            battery_pct: Some(80),
            provider: Provider::Fused,
            flags: FixFlags::NONE,
        };
        rows.push(RepId(rep.id), &fix, now.plus_ms(2_000));
        count += 1;
    };
    let todays = list(shape, day, rep);
    for (i, (outlet, pin)) in todays.iter().enumerate() {
        let from = if i == 0 { *pin } else { todays[i - 1].1 };
        let steps = 6 * MINUTE_MS / shape.step_ms;
        for s in 1..=steps {
            // Round the block, so that the way leaves one fence before it comes to the next.
            let part = s as f64 / steps as f64;
            let away = (300.0 * (part * std::f64::consts::PI).sin() * E7_PER_M) as i32;
            let lat = f64::from(from.lat_e7) + f64::from(pin.lat_e7 - from.lat_e7) * part;
            fix(
                &mut now,
                LatLng {
                    lat_e7: lat as i32,
                    lng_e7: pin.lng_e7 + away,
                },
                &mut random,
            );
        }
        let afar = random.random_bool(0.04);
        let here = LatLng {
            lat_e7: pin.lat_e7,
            lng_e7: pin.lng_e7 + if afar { (220.0 * E7_PER_M) as i32 } else { 0 },
        };
        let minutes = if random.random_bool(0.1) {
            2
        } else {
            random.random_range(5..11)
        };
        let declared = random.random_bool(0.93);
        let visit = Uuid::from_u128(random.random());
        if declared {
            now = now.plus_ms(1_000);
            marks.add(
                rep,
                "check_in",
                visit,
                None,
                now,
                json!({ "type": "check_in", "id": visit, "outlet": outlet, "at": now.0 }),
            );
        }
        for _ in 0..minutes * MINUTE_MS / shape.step_ms {
            fix(&mut now, here, &mut random);
        }
        if !declared {
            continue;
        }
        if random.random_bool(0.6) {
            let lines =
                json!([{ "product_code": "P1", "quantity": 2, "unit_price_minor": 15_000 }]);
            records.add(
                rep,
                "order",
                Uuid::from_u128(random.random()),
                Some(visit),
                now,
                json!({ "outlet": outlet, "lines": lines }),
            );
        }
        now = now.plus_ms(1_000);
        marks.add(
            rep,
            "check_out",
            visit,
            None,
            now,
            json!({ "type": "check_out", "id": visit, "at": now.0 }),
        );
    }
    now = now.plus_ms(MINUTE_MS);
    marks.add(
        rep,
        "session_end",
        session,
        None,
        now,
        json!({ "type": "session_end", "id": session, "at": now.0 }),
    );
    count
}

async fn tell(conn: &mut PgConnection, date: NaiveDate, into: &str, head: &str, told: &Told) {
    let sql = format!(
        "insert into {into} select {head}, r, d, to_timestamp(a / 1000.0), $8, b, sha256(b::text::bytea), to_timestamp(a / 1000.0)
         from unnest($1::text[], $2::uuid[], $3::uuid[], $4::int4[], $5::int4[], $6::int8[], $7::jsonb[]) as x (k, i, v, r, d, a, b)"
    );
    sqlx::query(&sql)
        .bind(&told.kind)
        .bind(&told.id)
        .bind(&told.visit)
        .bind(&told.rep)
        .bind(&told.device)
        .bind(&told.at)
        .bind(&told.body)
        .bind(date)
        .execute(conn)
        .await
        .unwrap();
}

/// The list that is walked, as planned.
async fn plans(conn: &mut PgConnection, shape: Shape, date: NaiveDate, reps: &[Rep]) {
    sqlx::query("insert into day_plan (rep_id, date, org_unit_id, rule_version) select id, $1, (select min(id) from org_unit), (select max(id) from rule_version) from rep")
        .bind(date)
        .execute(&mut *conn)
        .await
        .unwrap();
    let lived = u64::try_from((date - NaiveDate::MIN).num_days()).unwrap();
    let (mut rep_ids, mut outlets, mut routes, mut order) = (vec![], vec![], vec![], vec![]);
    for rep in reps {
        for (sequence, (outlet, _)) in (1_i32..).zip(list(shape, lived, rep)) {
            rep_ids.push(rep.id);
            outlets.push(*outlet);
            routes.push(rep.route);
            order.push(sequence);
        }
    }
    sqlx::query("insert into day_stop (rep_id, date, sequence, outlet_id, route_id) select r, $5, s, o, t from unnest($1::int4[], $2::int4[], $3::int4[], $4::int4[]) as x (r, s, o, t)")
        .bind(&rep_ids)
        .bind(&order)
        .bind(&outlets)
        .bind(&routes)
        .bind(date)
        .execute(conn)
        .await
        .unwrap();
}

/// Marks every rep-day dirty, by date, and waits until the server's judge has judged them all.
async fn judged(running: &Running, shape: Shape, first: NaiveDate) {
    let pool = &running.services.db;
    let until = running.services.clock.utc();
    sqlx::query(
        "insert into rep_day_dirty (rep_id, date, marked_at, touched_at)
         select r.id, d::date, $3 - interval '1000 hours' + (d - $1::date) / 100, $3 - interval '1 hour'
         from rep r, generate_series($1::date, $2::date, interval '1 day') d",
    )
    .bind(first)
    .bind(first + Days::new(shape.days - 1))
    .bind(until)
    .execute(pool)
    .await
    .unwrap();
    let mut told = Instant::now();
    loop {
        let left: i64 = sqlx::query("select count(*) from rep_day_dirty")
            .fetch_one(pool)
            .await
            .unwrap()
            .get(0);
        if left == 0 {
            return;
        }
        if told.elapsed() > Duration::from_secs(30) {
            println!("{left} rep-days to be judged");
            told = Instant::now();
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

async fn sizes(pool: &PgPool, figures: &mut Map<String, Value>) {
    let row = sqlx::query(
        "select (select count(*) from visit_seal), pg_total_relation_size('visit_seal') + pg_total_relation_size('rep_day_seal'),
           (select sum(fix_count)::int8 from visit_seal), (select count(*) from fix)",
    )
    .fetch_one(pool)
    .await
    .unwrap();
    let (visits, bytes, copied, fixes): (i64, i64, i64, i64) =
        (row.get(0), row.get(1), row.get(2), row.get(3));
    figures.insert("sealed_visits".into(), json!(visits));
    figures.insert("fixes".into(), json!(fixes));
    figures.insert("seal_bytes_per_visit".into(), json!(bytes / visits));
    figures.insert("sealed_fixes_per_visit".into(), json!(copied / visits));
}

type Range = (NaiveDate, NaiveDate);

async fn verified(pool: &PgPool, range: Range, figures: &mut Map<String, Value>) {
    let started = Instant::now();
    let (found, progress) = verify::verify(pool, range, &|_| {}).await.unwrap();
    let took = started.elapsed();
    assert_eq!(
        (found.identical, found.mismatched),
        (progress.rep_days, 0),
        "{:#?}",
        found.mismatches
    );
    println!(
        "verify: {} visits of {} rep-days identical in {:.1} s",
        found.visits,
        found.identical,
        took.as_secs_f64()
    );
    figures.insert("verify_visits_per_s".into(), per_s(found.visits, took));
    figures.insert("verify_rep_days_per_s".into(), per_s(found.rep_days, took));
    figures.insert("verify_fixes_per_s".into(), per_s(found.fixes, took));

    let turn = "update fix set lat_e7 = lat_e7 # 1 where (device_id, at) = (select f.device_id, f.at from visit v join fix f on f.rep_id = v.rep_id
        and f.at between v.started_at and v.ended_at where v.date = $1 and v.state = 'closed' order by v.id, f.at limit 1)";
    let date = range.0 + Days::new(u64::try_from((range.1 - range.0).num_days()).unwrap() / 2);
    let turned = sqlx::query(turn).bind(date).execute(pool).await.unwrap();
    assert_eq!(turned.rows_affected(), 1);
    let (broken, _) = verify::verify(pool, range, &|_| {}).await.unwrap();
    assert_eq!(broken.mismatched, 1);
    for m in &broken.mismatches {
        println!(
            "one bit of one fix: {} {} visit {:?}: {} ({})",
            m.date, m.rep, m.visit, m.text, m.code
        );
        assert!(m.visit.is_some() && m.date == date);
    }
    sqlx::query(turn).bind(date).execute(pool).await.unwrap();
}

async fn rejudged(pool: &PgPool, range: Range, figures: &mut Map<String, Value>) {
    let patch = Map::from_iter([("dwell_min_s".to_owned(), json!(420))]);
    let mut outcomes = Vec::new();
    let before = everything(pool).await;
    for _ in 0..2 {
        let started = Instant::now();
        let (found, progress) = rejudge::rejudge(pool, range, &patch, &|_| {})
            .await
            .unwrap();
        let took = started.elapsed();
        assert_eq!(found.judged, progress.rep_days);
        println!(
            "rejudge: {} rep-days, {} of {} verdicts flip, {:.1} s",
            found.judged,
            found.total.flips,
            found.visits,
            took.as_secs_f64()
        );
        figures.insert(
            "rejudge_s".into(),
            json!((took.as_secs_f64() * 10.0).round() / 10.0),
        );
        figures.insert("rejudge_rep_days_per_s".into(), per_s(found.judged, took));
        figures.insert("rejudge_visits_per_s".into(), per_s(found.visits, took));
        figures.insert("rejudge_fixes_per_s".into(), per_s(progress.fixes, took));
        outcomes.push(serde_json::to_vec(&found).unwrap());
    }
    assert!(outcomes[0] == outcomes[1], "two runs are not identical");
    assert_eq!(before, everything(pool).await, "a trial changed something");
    println!("both outcomes are identical byte for byte; nothing was changed");
}

async fn everything(pool: &PgPool) -> Vec<String> {
    let mut all = Vec::new();
    for table in [
        "visit",
        "rep_day",
        "rep_day_seal",
        "visit_revision",
        "rule_version",
    ] {
        let sql = format!(
            "select md5(string_agg(md5(t::text), '' order by md5(t::text))) from {table} t"
        );
        all.push(sqlx::query(&sql).fetch_one(pool).await.unwrap().get(0));
    }
    all
}
