//! How fast orders go in and records come out among 100,000 orders, 20,000 outlets and 500 products: the
//! submit of an order, the pages of a visit and of a customer, and lists at their beginning and at their
//! end. Over HTTP, with generator, server and PostgreSQL on the same cores.
//!
//! `ORDERS`, `OUTLETS` and `SUBMITS` shape it; `BENCH_LOG=sqlx=debug` tells every statement. The embedded cluster runs with fsync, synchronous_commit and
//! full_page_writes on.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a benchmark fails loudly, prints, reads the clock, and its numbers are small"
)]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::SecondsFormat;
use fieldbeat::{
    clock::Clock,
    config::{Config, Given},
    server::{self, Running},
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Map, Value, json};
use sqlx::PgPool;
use uuid::Uuid;

const PRODUCTS: usize = 500;
/// How many order at the same time.
const AT_ONCE: [usize; 3] = [1, 2, 4];
/// Orders that arrive in a second, on their own, at the pace of 20,000 shops that all order within 400 and 200 seconds.
const PER_S: [f64; 2] = [50.0, 100.0];
/// Requests of each kind of page.
const PAGES: usize = 400;

fn from_env(name: &str, default: usize) -> usize {
    let given = std::env::var(name).ok().and_then(|v| v.parse().ok());
    given.unwrap_or(default)
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(bench());
}

async fn bench() {
    let (orders, outlets) = (from_env("ORDERS", 100_000), from_env("OUTLETS", 20_000));
    let submits = from_env("SUBMITS", 4_000);
    let base = std::env::var("BENCH_DIR").unwrap_or_else(|_| "/var/tmp".to_owned());
    let dir = tempfile::tempdir_in(base).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(dir.path(), mode).unwrap();
    let data = dir.path().join("data").display().to_string();
    let log = std::env::var("BENCH_LOG").unwrap_or_else(|_| "warn".to_owned());
    let given = Given::with(&[
        ("listen", "127.0.0.1:0"),
        ("data_dir", &data),
        ("log", &log),
    ]);
    let config = Config::resolve(&given).unwrap().config;
    let running = server::start(config, Clock::system()).await.unwrap();
    let api = Arc::new(Api::found(&running).await);
    let pool = running.services.db.clone();
    masters(&api, &pool, outlets).await;
    let visit = visit(&api, &running).await;
    seed(&pool, orders, outlets).await;
    println!("{orders} orders, {outlets} outlets, {PRODUCTS} products");

    let mut figures = Map::new();
    for at_once in AT_ONCE {
        submit(&api, outlets, submits, at_once, &mut figures).await;
    }
    for per_s in PER_S {
        arriving(&api, outlets, submits, per_s, &mut figures).await;
    }
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut paths = |path: &dyn Fn(usize) -> String| -> Vec<String> {
        (0..PAGES)
            .map(|_| path(rng.random_range(1..=outlets)))
            .collect()
    };
    let customers = paths(&|i| format!("customers/{i}/timeline?limit=50"));
    pages(&api, "customer_timeline", customers, &mut figures).await;
    let of_customer = paths(&|i| format!("orders?customer_id={i}&limit=50"));
    pages(&api, "customer_orders", of_customer, &mut figures).await;
    pages(
        &api,
        "visit",
        vec![format!("visits/{visit}"); PAGES],
        &mut figures,
    )
    .await;
    // One that is found, and one that is not, for which every row is looked at.
    let found = paths(&|i| format!("outlets?limit=100&q=nguyen+{i}"));
    pages(&api, "outlet_search", found, &mut figures).await;
    let missing = paths(&|i| format!("outlets?limit=100&q=khong+co+{i}"));
    pages(&api, "outlet_search_in_vain", missing, &mut figures).await;
    for list in ["outlets", "orders", "collections", "invoices"] {
        depth(&api, list, &mut figures).await;
    }
    println!("{:#}", Value::Object(figures.clone()));
    if let Ok(file) = std::env::var("BENCH_JSON") {
        std::fs::write(file, Value::Object(figures).to_string()).unwrap();
    }
    running.stop().await;
}

struct Api {
    client: Client,
    url: String,
}

impl Api {
    /// The company, and its administrator logged in.
    async fn found(running: &Running) -> Self {
        let api = Self {
            client: Client::builder().cookie_store(true).build().unwrap(),
            url: format!("http://{}", running.address),
        };
        let link = running.first_run_link.as_ref().unwrap();
        let body = json!({
            "token": link.split_once("token=").unwrap().1,
            "company": {"name": "Bench", "time_zone": "Asia/Ho_Chi_Minh", "currency": "VND", "language": "vi",
                "working_hours": ["08:00", "17:30"]},
            "administrator": {"login": "admin", "name": "Admin", "password": "correct horse"},
        });
        api.send(Method::POST, "first-run", Some(&body)).await;
        api
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Value {
        let mut request = self
            .client
            .request(method, format!("{}/api/v1/{path}", self.url));
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    async fn batch(&self, collection: &str, items: Vec<Value>) -> Value {
        let path = format!("{collection}/batch");
        let answer = self
            .send(Method::POST, &path, Some(&json!({ "items": items })))
            .await;
        let results = answer["results"].as_array().unwrap();
        assert!(
            results.iter().all(|r| r["status"] != "error"),
            "{results:?}"
        );
        answer
    }
}

/// Products with two units, a list for everybody and two of classes, twenty schemes of which half have a
/// budget, and shops with a customer each.
async fn masters(api: &Api, pool: &PgPool, outlets: usize) {
    let products = (0..PRODUCTS)
        .map(|i| json!({"code": format!("P{i}"), "name": format!("Product {i}"), "category": format!("K{}", i % 20),
            "tax_bp": 800, "units": {"piece": 1, "carton": 24}}))
        .collect();
    api.batch("products", products).await;
    for (code, class, off) in [("ALL", None, 0), ("A", Some("A"), 5), ("B", Some("B"), 3)] {
        let prices: Vec<Value> = (0..PRODUCTS)
            .map(|i| json!({"product_code": format!("P{i}"), "unit": "piece", "minor": (1_000 + 37 * i) * (100 - off) / 100}))
            .collect();
        api.batch(
            "price-lists",
            vec![json!({"code": code, "name": code, "outlet_class": class, "prices": prices})],
        )
        .await;
    }
    let schemes = (0..20)
        .map(|i| json!({"code": format!("S{i}"), "name": format!("Scheme {i}"), "products": {"categories": [i + 1]},
            "budget_minor": if i % 2 == 0 { json!(1_000_000_000) } else { Value::Null },
            "rule": {"type": "quantity", "every": true, "tiers": [
                {"at_least_milli": 24_000, "benefit": {"type": "percent", "basis_points": 200}}]}}))
        .collect();
    api.batch("schemes", schemes).await;
    api.batch(
        "partners",
        vec![json!({"code": "NPP", "name": "NPP", "kind": "distributor"})],
    )
    .await;
    api.batch(
        "reps",
        vec![
            json!({"code": "R1", "name": "Rep", "org_unit_code": "HQ", "valid_from": "2026-01-01"}),
        ],
    )
    .await;
    for statement in [
        format!("insert into customer (code, name, org_unit_id) select 'C' || i, 'Customer ' || i, 1 from generate_series(1, {outlets}) i order by i"),
        format!("insert into outlet (code, name, org_unit_id, customer_id, class) select 'O' || i, 'Tạp hóa ' || (array['Hương', 'Đức', 'Nguyễn', 'Ánh'])[1 + i % 4] || ' ' || i, 1, i, (array['A', 'B', 'C'])[1 + i % 3]
            from generate_series(1, {outlets}) i order by i"),
        "insert into outlet_supplier (outlet_id, partner_id, valid) select id, 1, daterange('2026-01-01', null) from outlet".to_owned(),
        "insert into credit_account (customer_id, partner_id, limit_minor) select id, 1, 10000000000 from customer order by id".to_owned(),
    ] {
        sqlx::query(&statement).execute(pool).await.unwrap();
    }
}

/// One visit with an order in it, through the phone's door.
async fn visit(api: &Api, running: &Running) -> Uuid {
    let device = api
        .batch("devices", vec![json!({"label": "phone", "rep_code": "R1"})])
        .await;
    let token = device["results"][0]["token"].as_str().unwrap().to_owned();
    let now = Clock::system().utc();
    let at = |minutes: i64| {
        (now - chrono::TimeDelta::minutes(minutes)).to_rfc3339_opts(SecondsFormat::Millis, true)
    };
    let (visit, order) = (Uuid::now_v7(), Uuid::now_v7());
    let frames = json!({"frames": [
        {"type": "session_start", "n": 1, "id": Uuid::now_v7(), "at": at(30)},
        {"type": "check_in", "n": 2, "id": visit, "outlet": "O1", "at": at(20)},
        {"type": "record", "n": 3, "kind": "order", "id": order, "visit_id": visit, "at": at(15),
            "body": {"lines": [{"product_code": "P1", "quantity": 30, "unit": "piece"}]}},
        {"type": "check_out", "n": 4, "id": visit, "at": at(10)},
    ]});
    let url = format!("http://{}/v1/device/frames", running.address);
    let sent = Client::new()
        .post(url)
        .bearer_auth(token)
        .json(&frames)
        .send()
        .await
        .unwrap();
    assert_eq!(sent.status(), StatusCode::OK);
    loop {
        let path = format!("{}/api/v1/visits/{visit}", api.url);
        let shown = api.client.get(path).send().await.unwrap();
        if shown.status() == StatusCode::OK {
            let shown: Value = shown.json().await.unwrap();
            if !shown["orders"].as_array().unwrap().is_empty() {
                return visit;
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Years of orders, invoices and money, straight into the tables.
async fn seed(pool: &PgPool, orders: usize, outlets: usize) {
    for statement in [
        format!("insert into sales_order (id, rep_id, date, org_unit_id, outlet_id, customer_id, supplier_id, account_id, state, currency,
              total_minor, tax_minor, live_minor, delivered_minor, invoiced_minor, ordered_at)
            select gen_random_uuid(), 1, current_date - i % 700, 1, 1 + i % {outlets}, 1 + i % {outlets}, 1, 1 + i % {outlets},
              case when i % 20 = 0 then 'confirmed' else 'closed' end, 'VND', 1080000, 80000, 1080000,
              case when i % 20 = 0 then 0 else 1080000 end, case when i % 20 = 0 then 0 else 1080000 end,
              now() - make_interval(mins => i * 10) from generate_series(1, {orders}) i"),
        "insert into sales_order_line (order_id, line, product_code, product_name, product_id, quantity, base_milli, unit, unit_price_minor,
              tax_minor, total_minor, delivered_milli, invoiced_milli)
            select s.id, n, 'P' || n, 'Product ' || n, n, 10, 10000, 'piece', 25000, 20000, 270000, 10000, 10000
            from sales_order s cross join generate_series(1, 4) n where s.source = 'phone' and s.visit_id is null".to_owned(),
        "insert into invoice (id, number, kind, account_id, order_id, date, due, currency, total_minor, paid_minor, recorded_at)
            select gen_random_uuid(), 'I' || row_number() over (), 'invoice', account_id, id, date, date + 30, currency, total_minor,
              case when random() < 0.9 then total_minor else 0 end, ordered_at
            from sales_order where state = 'closed'".to_owned(),
        "insert into ledger_entry (account_id, date, kind, document_id, minor, recorded_at)
            select account_id, date, 'invoice', id, total_minor, recorded_at from invoice".to_owned(),
        "insert into collection (id, rep_id, date, org_unit_id, outlet_id, account_id, method, state, currency, amount_minor, collected_at)
            select gen_random_uuid(), 1, i.date, 1, a.customer_id, i.account_id, 'cash', 'posted', 'VND', i.total_minor, i.recorded_at
            from invoice i join credit_account a on a.id = i.account_id where i.paid_minor > 0".to_owned(),
        "vacuum analyze".to_owned(),
    ] {
        sqlx::query("set statement_timeout = 0").execute(pool).await.unwrap();
        let mut conn = pool.acquire().await.unwrap();
        sqlx::query("set statement_timeout = 0").execute(&mut *conn).await.unwrap();
        sqlx::query(&statement).execute(&mut *conn).await.unwrap();
    }
}

/// An order of 1 to 12 lines, of any shop.
fn order(rng: &mut ChaCha8Rng, outlets: usize) -> Value {
    let first = rng.random_range(0..PRODUCTS - 12);
    let lines: Vec<Value> = (0..rng.random_range(1..=12))
        .map(|i| json!({"product_code": format!("P{}", first + i), "unit": "piece", "quantity": rng.random_range(1..60)}))
        .collect();
    json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": rng.random_range(1..=outlets), "lines": lines})
}

/// Orders that nobody holds back: they arrive by chance at a rate, and wait counts from the arrival.
async fn arriving(
    api: &Arc<Api>,
    outlets: usize,
    submits: usize,
    per_s: f64,
    figures: &mut Map<String, Value>,
) {
    let mut rng = ChaCha8Rng::seed_from_u64(per_s as u64);
    let began = tokio::time::Instant::now();
    let mut at = began;
    let mut sent = tokio::task::JoinSet::new();
    for _ in 0..submits {
        at += Duration::from_secs_f64(-rng.random_range(f64::EPSILON..1.0).ln() / per_s);
        let (api, body) = (Arc::clone(api), order(&mut rng, outlets));
        sent.spawn(async move {
            tokio::time::sleep_until(at).await;
            api.send(Method::POST, "orders", Some(&body)).await;
            at.elapsed()
        });
    }
    let took = sent.join_all().await;
    let rate = took.len() as f64 / began.elapsed().as_secs_f64();
    figures.insert(
        format!("order_submits_per_s_at_{per_s}_per_s"),
        json!(rate.round()),
    );
    tell(&format!("order_submit_{per_s}_per_s"), took, figures);
}

/// So many orders, the next one when the last is answered.
async fn submit(
    api: &Arc<Api>,
    outlets: usize,
    submits: usize,
    at_once: usize,
    figures: &mut Map<String, Value>,
) {
    let started = Instant::now();
    let mut hands = tokio::task::JoinSet::new();
    for hand in 0..at_once {
        let api = Arc::clone(api);
        hands.spawn(async move {
            let mut rng = ChaCha8Rng::seed_from_u64((10 * at_once + hand) as u64);
            let mut took = Vec::new();
            for _ in 0..submits / at_once {
                let body = order(&mut rng, outlets);
                let sent = Instant::now();
                api.send(Method::POST, "orders", Some(&body)).await;
                took.push(sent.elapsed());
            }
            took
        });
    }
    let took: Vec<Duration> = hands.join_all().await.into_iter().flatten().collect();
    let rate = took.len() as f64 / started.elapsed().as_secs_f64();
    figures.insert(
        format!("order_submits_per_s_{at_once}_at_once"),
        json!(rate.round()),
    );
    tell(&format!("order_submit_{at_once}_at_once"), took, figures);
}

async fn pages(api: &Api, name: &str, paths: Vec<String>, figures: &mut Map<String, Value>) {
    let mut took = Vec::with_capacity(paths.len());
    for path in paths {
        let sent = Instant::now();
        api.send(Method::GET, &path, None).await;
        took.push(sent.elapsed());
    }
    tell(name, took, figures);
}

/// A list at its first pages and at its last.
async fn depth(api: &Api, list: &str, figures: &mut Map<String, Value>) {
    let mut cursor: Option<String> = None;
    let mut took = Vec::new();
    loop {
        let path = match &cursor {
            Some(cursor) => format!("{list}?limit=100&cursor={cursor}"),
            None => format!("{list}?limit=100"),
        };
        let sent = Instant::now();
        let page = api.send(Method::GET, &path, None).await;
        took.push(sent.elapsed());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
    let middle = |part: &[Duration]| {
        let mut part = part.to_vec();
        part.sort_unstable();
        part[part.len() / 2].as_secs_f64()
    };
    let tenth = (took.len() / 10).max(1);
    let (first, last) = (middle(&took[..tenth]), middle(&took[took.len() - tenth..]));
    println!(
        "{list}: {} pages of 100, the first tenth {:.1} ms, the last {:.1} ms a page",
        took.len(),
        first * 1e3,
        last * 1e3
    );
    figures.insert(
        format!("{list}_last_page_over_first"),
        json!((last / first * 100.0).round() / 100.0),
    );
    tell(&format!("{list}_page"), took, figures);
}

fn tell(name: &str, mut took: Vec<Duration>, figures: &mut Map<String, Value>) {
    took.sort_unstable();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    let (p50, p99) = (at(0.5), at(0.99));
    println!(
        "{name}: {} requests, p50 {p50:.1} ms, p99 {p99:.1} ms",
        took.len()
    );
    figures.insert(format!("{name}_p50_ms"), json!((p50 * 10.0).round() / 10.0));
    figures.insert(format!("{name}_p99_ms"), json!((p99 * 10.0).round() / 10.0));
}
