//! Many phones that lose answers, repeat themselves, send out of order, start over and have wrong clocks:
//! their orders, money and returns end as if each had been told once.

#![expect(clippy::print_stdout, reason = "the seed and the count")]

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use fieldbeat::clock::Clock;
use rand::{Rng, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    eventually_within,
    front_door::{batch, found, send},
    server::TestServer,
};

/// Requests on their way at once.
const AT_ONCE: usize = 16;

/// What must be known of a record in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fate {
    Order(&'static str, i64),
    Money(&'static str, i64),
    Return(i64),
    Invalid,
    /// A change, a cancellation, a voiding.
    Applied,
}

struct Phone {
    token: String,
    /// The phone's clock less the true one.
    wrong: TimeDelta,
    frames: Vec<Value>,
}

fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn tea(pieces: i64) -> Value {
    json!([{"product_code": "TEA", "unit": "piece", "quantity": pieces}])
}

fn total(pieces: i64) -> i64 {
    pieces * 11_000
}

/// Six pieces of tea that the customer of an outlet has.
async fn deliver(admin: &Client, rep: &Value, outlet: &Value) -> Uuid {
    let id = Uuid::now_v7();
    let body = json!({"id": id, "rep_id": rep["id"], "outlet_id": outlet["id"], "lines": tea(6)});
    let made = admin.post("/api/v1/orders", &body).await;
    let made = expect(made, StatusCode::CREATED).await;
    let tag = format!("\"v{}\"", made["version"]);
    let path = format!("/api/v1/orders/{id}/confirm");
    let headers = [("if-match", tag.as_str())];
    let done = send(admin, Method::POST, &path, &headers, &json!({})).await;
    expect(done, StatusCode::OK).await;
    let path = format!("/api/v1/orders/{id}/deliveries");
    let told = admin.post(&path, &json!({"id": Uuid::now_v7()})).await;
    expect(told, StatusCode::OK).await;
    id
}

/// A phone's day of orders, money and returns of what was delivered, and what becomes of each record.
fn phone(
    token: &str,
    (outlet, delivered): (usize, Uuid),
    now: DateTime<Utc>,
    rng: &mut ChaCha8Rng,
    fates: &mut BTreeMap<Uuid, Fate>,
) -> Phone {
    let wrong = TimeDelta::hours([0, 0, -24, 24, -3][rng.random_range(0..5)]);
    let mut minute = 0;
    let mut at = || {
        minute += 1;
        stamp(now + wrong - TimeDelta::minutes(30 - minute))
    };
    let mut id = || Uuid::from_u128(rng.random());
    let mut frames = vec![json!({"type": "session_start", "id": id(), "at": at()})];
    let mut record = |kind: &str, id: Uuid, body: Value, fate: Fate| {
        frames.push(json!({"type": "record", "kind": kind, "id": id, "at": at(), "body": body}));
        fates.insert(id, fate);
    };
    let shop = format!("O{outlet}");
    let [plain, wrong_total, revised, cancelled, broken, unknown] = std::array::from_fn(|_| id());
    let order = |pieces: i64, minor: i64| json!({"outlet": shop, "lines": tea(pieces), "total_minor": minor});
    record(
        "order",
        plain,
        order(3, total(3)),
        Fate::Order("submitted", total(3)),
    );
    record(
        "order",
        broken,
        json!({"outlet": shop, "lines": [{"quantity": 0}]}),
        Fate::Invalid,
    );
    record(
        "order",
        wrong_total,
        order(4, 1),
        Fate::Order("held", total(4)),
    );
    record(
        "order_change",
        id(),
        json!({"order": revised, "lines": tea(7)}),
        Fate::Applied,
    );
    record(
        "order",
        revised,
        order(2, total(2)),
        Fate::Order("submitted", total(7)),
    );
    record(
        "order",
        cancelled,
        order(9, total(9)),
        Fate::Order("cancelled", total(9)),
    );
    record(
        "order_cancel",
        id(),
        json!({"order": cancelled, "reason": "x"}),
        Fate::Applied,
    );
    record(
        "order_cancel",
        id(),
        json!({"order": unknown, "reason": "x"}),
        Fate::Invalid,
    );
    let [kept, void, nothing] = std::array::from_fn(|_| id());
    let money = |minor: i64| json!({"outlet": shop, "amount_minor": minor, "method": "cash"});
    record(
        "collection_void",
        id(),
        json!({"collection": void, "reason": "x"}),
        Fate::Applied,
    );
    record(
        "collection",
        kept,
        money(5_000),
        Fate::Money("recorded", 5_000),
    );
    record("collection", void, money(6_000), Fate::Money("void", 6_000));
    record("collection", nothing, money(0), Fate::Invalid);
    let back = |order: Uuid, pieces: i64| json!({"order": order, "lines": [{"line": 1, "quantity_milli": pieces * 1_000}], "reason": "x"});
    let [two, three, much, early] = std::array::from_fn(|_| id());
    record("return", early, back(plain, 1), Fate::Invalid);
    record("return", two, back(delivered, 2), Fate::Return(total(2)));
    record("return", much, back(delivered, 7), Fate::Invalid);
    record("return", three, back(delivered, 3), Fate::Return(total(3)));
    Phone {
        token: token.to_owned(),
        wrong,
        frames,
    }
}

impl Phone {
    /// Sends everything until every frame has been answered for once.
    async fn play(self, client: Client, clock: Clock, seed: u64) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let bearer = format!("Bearer {}", self.token);
        let mut answered = vec![false; self.frames.len()];
        while answered.iter().any(|done| !done) {
            let mut chosen: Vec<usize> = (0..self.frames.len()).collect();
            // A phone that starts over sends what was answered, too.
            if !rng.random_bool(0.1) {
                chosen.retain(|i| !answered[*i]);
            }
            if rng.random_bool(0.4) {
                chosen.shuffle(&mut rng);
            }
            chosen.truncate(rng.random_range(1..=5));
            let frames: Vec<Value> = (chosen.iter().zip(1..))
                .map(|(i, n)| {
                    let mut frame = self.frames[*i].clone();
                    frame["n"] = json!(n);
                    frame
                })
                .collect();
            if rng.random_bool(0.15) {
                continue; // Never reached the server.
            }
            let body = json!({"frames": frames, "sent_at": stamp(clock.utc() + self.wrong)});
            let headers = [("authorization", bearer.as_str())];
            let sent = send(&client, Method::POST, "/v1/device/frames", &headers, &body).await;
            if sent.status() == StatusCode::SERVICE_UNAVAILABLE {
                continue;
            }
            let answer = expect(sent, StatusCode::OK).await;
            assert_eq!(answer["errors"], Value::Null, "{answer}");
            if rng.random_bool(0.2) {
                continue; // The answer never reached the phone.
            }
            for i in chosen {
                answered[i] = true;
            }
        }
    }
}

async fn run(phones: usize, seed: u64) {
    println!("seed {seed}, {phones} phones");
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let numbers = || (0..phones).map(|i| i.to_string());
    let rows = |row: &dyn Fn(&str) -> Value| json!(numbers().map(|i| row(&i)).collect::<Vec<_>>());
    let reps = batch(
        &admin,
        "reps",
        rows(&|i| json!({"code": format!("R{i}"), "name": "Rep", "org_unit_code": "T1"})),
    )
    .await;
    batch(
        &admin,
        "customers",
        rows(&|i| json!({"code": format!("C{i}"), "name": "C", "org_unit_code": "T1"})),
    )
    .await;
    let shop = |i: &str| json!({"code": format!("O{i}"), "name": "O", "org_unit_code": "T1", "customer_code": format!("C{i}"), "lat": 21.0, "lng": 105.8});
    let outlets = batch(&admin, "outlets", rows(&shop)).await;
    batch(
        &admin,
        "products",
        json!([{"code": "TEA", "name": "Tea", "tax_bp": 1_000}]),
    )
    .await;
    let prices = json!([{"code": "ALL", "name": "All", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 10_000}]}]);
    batch(&admin, "price-lists", prices).await;
    let devices = batch(
        &admin,
        "devices",
        rows(&|i| json!({"label": format!("p{i}"), "rep_code": format!("R{i}")})),
    )
    .await;

    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut fates = BTreeMap::new();
    let clock = server.services.clock.clone();
    let mut waiting: Vec<(Phone, u64)> = Vec::new();
    for (i, device) in devices.iter().enumerate() {
        let token = device["token"].as_str().unwrap();
        let delivered = deliver(&admin, &reps[i], &outlets[i]).await;
        let one = phone(token, (i, delivered), clock.utc(), &mut rng, &mut fates);
        waiting.push((one, rng.random()));
    }
    let mut under_way = tokio::task::JoinSet::new();
    for (one, seed) in waiting {
        if under_way.len() >= AT_ONCE {
            under_way.join_next().await.unwrap().unwrap();
        }
        under_way.spawn(one.play(server.client(), clock.clone(), seed));
    }
    while let Some(done) = under_way.join_next().await {
        done.unwrap();
    }
    let db = &server.services.db;
    eventually_within(Duration::from_mins(5), "no record waits", async || {
        let waiting: i64 =
            sqlx::query_scalar("select count(*) from device_record where status = 'received'")
                .fetch_one(db)
                .await
                .unwrap();
        (waiting == 0).then_some(())
    })
    .await;

    let records: Vec<(Uuid, String)> = sqlx::query_as("select id, status from device_record")
        .fetch_all(db)
        .await
        .unwrap();
    let mut seen: BTreeMap<Uuid, Fate> = (records.into_iter())
        .map(|(id, status)| {
            (
                id,
                if status == "applied" {
                    Fate::Applied
                } else {
                    Fate::Invalid
                },
            )
        })
        .collect();
    let orders: Vec<(Uuid, String, i64)> =
        sqlx::query_as("select id, state, total_minor from sales_order where source = 'phone'")
            .fetch_all(db)
            .await
            .unwrap();
    let money: Vec<(Uuid, String, i64)> =
        sqlx::query_as("select id, state, amount_minor from collection")
            .fetch_all(db)
            .await
            .unwrap();
    let returns: Vec<(Uuid, i64)> =
        sqlx::query_as("select id, value_minor from sales_return where state = 'recorded'")
            .fetch_all(db)
            .await
            .unwrap();
    assert_eq!(
        (orders.len(), money.len(), returns.len()),
        (4 * phones, 2 * phones, 2 * phones),
        "none twice, none lost"
    );
    for (id, state, minor) in orders {
        let state = ["submitted", "held", "cancelled"]
            .into_iter()
            .find(|s| *s == state)
            .unwrap();
        assert_eq!(
            seen.insert(id, Fate::Order(state, minor)),
            Some(Fate::Applied)
        );
    }
    for (id, state, minor) in money {
        let state = ["recorded", "void"]
            .into_iter()
            .find(|s| *s == state)
            .unwrap();
        assert_eq!(
            seen.insert(id, Fate::Money(state, minor)),
            Some(Fate::Applied)
        );
    }
    for (id, minor) in returns {
        assert_eq!(seen.insert(id, Fate::Return(minor)), Some(Fate::Applied));
    }
    for (id, fate) in &fates {
        assert_eq!(seen.get(id), Some(fate), "{id}");
    }
    assert_eq!(seen.len(), fates.len());
    // Clocks that are wrong by a day did not move an order to another day.
    let days: i64 = sqlx::query_scalar(
        "select (select count(*) from sales_order where abs(extract(epoch from ordered_at - now())) > 7200)
          + (select count(*) from sales_return where abs(extract(epoch from returned_at - now())) > 7200)",
    )
    .fetch_one(db)
    .await
    .unwrap();
    assert_eq!(days, 0, "ordered and brought back when they were");
    println!("{} records as they should be", fates.len());
    server.finish().await;
}

#[tokio::test]
async fn sixty_phones_end_as_if_each_had_been_told_once() {
    run(60, 11).await;
}

#[tokio::test]
#[ignore = "some minutes; make test-all"]
async fn a_thousand_phones_end_as_if_each_had_been_told_once() {
    run(1_000, 12).await;
}
