//! Coverage from outside: numbers computed by hand, and every number held against the outlets behind it.

use chrono::{Days, NaiveDate, SecondsFormat, TimeDelta};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::Client,
    eventually,
    front_door::{batch, found, problem, tell, user},
    server::TestServer,
};

struct Market {
    server: TestServer,
    admin: Client,
    token: String,
    today: NaiveDate,
}

/// Outlets O0, O1, … by turns in T1 and T2, of class `general` and `key`; one rep with a phone tells of all. BEER
/// costs 1,000 and TEA 500 of one category, SOAP is of none.
async fn market(outlets: usize) -> Market {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let today = (server.services.rules.load().time).date_of(server.services.clock.now());
    let from = today - Days::new(30);
    let shops: Vec<Value> = (0..outlets)
        .map(|i| {
            json!({"code": format!("O{i}"), "name": format!("Shop {i}"), "org_unit_code": format!("T{}", 1 + i % 2),
            "class": if i % 3 == 0 { "key" } else { "general" }, "lat": 21.0, "lng": 105.8})
        })
        .collect();
    for (collection, rows) in [
        (
            "reps",
            json!([{"code": "R1", "name": "One", "org_unit_code": "T1", "valid_from": from}]),
        ),
        ("outlets", json!(shops)),
        (
            "products",
            json!([{"code": "BEER", "name": "Beer", "category": "drinks"}, {"code": "TEA", "name": "Tea", "category": "drinks"},
                {"code": "SOAP", "name": "Soap"}]),
        ),
        (
            "price-lists",
            json!([{"code": "ALL", "name": "All", "prices": [
                {"product_code": "BEER", "unit": "piece", "minor": 1_000}, {"product_code": "TEA", "unit": "piece", "minor": 500},
                {"product_code": "SOAP", "unit": "piece", "minor": 300}]}]),
        ),
        (
            "must-sell-lists",
            json!([{"code": "CORE", "name": "Core", "audience": {"classes": ["key"]}, "product_codes": ["BEER"]}]),
        ),
        (
            "forms",
            json!([{"code": "SHELF", "kind": "audit", "name": {"en": "Shelf"}, "questions": [
                {"code": "there", "text": {"en": "There?"}, "level": "product", "products": ["BEER", "TEA", "SOAP"],
                 "asks": {"type": "yes_no"}, "measures": "in_stock"},
                {"code": "facings", "text": {"en": "Facings"}, "level": "product", "products": ["BEER", "TEA", "SOAP"],
                 "asks": {"type": "number"}, "measures": "facings"}]}]),
        ),
    ] {
        batch(&admin, collection, rows).await;
    }
    let device = json!([{"label": "p1", "rep_code": "R1"}]);
    let token = batch(&admin, "devices", device).await[0]["token"]
        .as_str()
        .unwrap()
        .to_owned();
    Market {
        server,
        admin,
        token,
        today,
    }
}

impl Market {
    /// Records, so many minutes ago each, all applied when this returns.
    async fn tell(&self, records: Vec<(&str, i64, Value)>) {
        let now = self.server.services.clock.utc();
        let ids: Vec<Uuid> = records.iter().map(|_| Uuid::now_v7()).collect();
        let frames: Vec<Value> = (records.into_iter().zip(&ids).enumerate())
            .map(|(n, ((kind, minutes, body), id))| {
                let at = (now - TimeDelta::minutes(minutes))
                    .to_rfc3339_opts(SecondsFormat::Millis, true);
                json!({"type": "record", "n": n + 1, "kind": kind, "id": id, "at": at, "body": body})
            })
            .collect();
        tell(&self.server, &self.token, &json!(frames)).await;
        eventually("all records are settled", async || {
            let waiting: i64 = sqlx::query_scalar(
                "select count(*) from device_record where status = 'received' and id = any($1)",
            )
            .bind(&ids)
            .fetch_one(&self.server.services.db)
            .await
            .unwrap();
            (waiting == 0).then_some(())
        })
        .await;
        let bad: Vec<(String, Value)> = sqlx::query_as(
            "select kind, status_detail from device_record where status <> 'applied' and id = any($1)",
        )
        .bind(&ids)
        .fetch_all(&self.server.services.db)
        .await
        .unwrap();
        assert!(bad.is_empty(), "{bad:?}");
    }

    async fn report(&self, query: &str) -> Value {
        let (from, to) = (self.today - Days::new(6), self.today);
        self.admin
            .json(&format!("/api/v1/coverage?from={from}&to={to}&{query}"))
            .await
    }

    async fn outlets(&self, query: &str) -> Vec<Value> {
        let (from, to) = (self.today - Days::new(6), self.today);
        let path = format!("/api/v1/coverage/outlets?from={from}&to={to}&limit=1000&{query}");
        self.admin.json(&path).await["items"]
            .as_array()
            .unwrap()
            .clone()
    }
}

fn order(outlet: usize, lines: &[(&str, i64)]) -> Value {
    let lines: Vec<Value> = (lines.iter())
        .map(|(code, pieces)| json!({"product_code": code, "unit": "piece", "quantity": pieces}))
        .collect();
    json!({"outlet": format!("O{outlet}"), "lines": lines})
}

fn count(outlet: usize, product: &str, pieces: i64) -> Value {
    json!({"outlet": format!("O{outlet}"), "lines": [{"product_code": product, "quantity": pieces}]})
}

fn many(rows: &[Value]) -> i64 {
    i64::try_from(rows.len()).unwrap()
}

fn row<'a>(report: &'a Value, code: &str) -> &'a Value {
    let rows = report["rows"].as_array().unwrap();
    rows.iter().find(|r| r["code"] == code).unwrap()
}

fn part(row: &Value, name: &str) -> (i64, i64, Option<i64>) {
    let of = |member: &str| row[name][member].as_i64();
    (
        of("numerator").unwrap(),
        of("denominator").unwrap(),
        of("bp"),
    )
}

#[tokio::test]
async fn the_numbers_are_those_computed_by_hand() {
    let m = market(5).await;
    // O0 bought beer and has it; O1 bought beer and tea and is out of beer; O2 had beer yesterday's count and is
    // out now; O3 bought only tea; of O4 nothing is known.
    m.tell(vec![
        ("order", 300, order(0, &[("BEER", 4)])),
        ("stock_count", 200, count(0, "BEER", 3)),
        ("order", 300, order(1, &[("BEER", 1), ("TEA", 4)])),
        ("stock_count", 200, count(1, "BEER", 0)),
        ("stock_count", 400, count(2, "BEER", 5)),
        ("audit", 100, json!({"outlet": "O2", "form_code": "SHELF", "form_version": 1, "answers": [
            {"question": "there", "product": "BEER", "value": false}, {"question": "facings", "product": "BEER", "value": 0},
            {"question": "facings", "product": "TEA", "value": 2}]})),
        ("audit", 100, json!({"outlet": "O0", "form_code": "SHELF", "form_version": 1, "answers": [
            {"question": "facings", "product": "BEER", "value": 6}]})),
        ("competitor", 100, json!({"outlet": "O0", "brand": "X", "category": "drinks", "facings": 9})),
        // The newer sighting of a brand replaces the older.
        ("competitor", 90, json!({"outlet": "O0", "brand": "x", "category": "drinks", "facings": 4})),
        ("order", 300, order(3, &[("TEA", 2)])),
    ])
    .await;
    let report = m.report("by=product").await;
    assert_eq!(report["universe"]["outlets"], 5);
    let beer = row(&report, "BEER");
    for (name, expected) in [
        ("nd", (3, 5, Some(6_000))),
        // 4,000 of O0 and 3,000 of O1, of 8,000 in all.
        ("wd", (7_000, 8_000, Some(8_750))),
        ("purchase_nd", (2, 5, Some(4_000))),
        ("stock_nd", (2, 5, Some(4_000))),
        ("stock_wd", (4_000, 8_000, Some(5_000))),
        // O1 and O2, of O0, O1 and O2.
        ("oos", (2, 3, Some(6_667))),
        ("sales_share", (5_000, 8_000, Some(6_250))),
        // 6 of 6 + 0 + 2 own and 4 of the competitor.
        ("facings_share", (6, 12, Some(5_000))),
        // O0 and O3 are key accounts.
        ("must_sell", (1, 2, Some(5_000))),
    ] {
        assert_eq!(part(beer, name), expected, "{name}");
    }
    assert_eq!(beer["counted"], 3);
    assert_eq!(part(row(&report, "SOAP"), "nd"), (0, 5, Some(0)));
    assert_eq!(
        part(row(&report, "SOAP"), "wd"),
        (0, 0, None),
        "nothing is nothing's part"
    );

    let beer_id = beer["id"].as_i64().unwrap();
    let missing = m
        .outlets(&format!("product_id={beer_id}&which=must_sell_missing"))
        .await;
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0]["outlet_code"], "O3");
    let out = m.outlets(&format!("product_id={beer_id}&which=out")).await;
    let codes: Vec<_> = out
        .iter()
        .map(|o| o["outlet_code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["O1", "O2"]);

    // The universe is what was asked for: a class, a unit, a scope.
    let keys = m.report("class=key").await;
    assert_eq!(part(row(&keys, "BEER"), "nd"), (1, 2, Some(5_000)));
    let second = user(&m.server, &m.admin, "sup2", "supervisor", "T2").await;
    let own = second.json("/api/v1/coverage").await;
    assert_eq!(
        (&own["universe"]["outlets"], part(row(&own, "BEER"), "nd")),
        (&json!(2), (1, 2, Some(5_000)))
    );
    let any = m.report("by=area").await;
    assert_eq!(
        part(row(&any, "T1"), "nd"),
        (2, 3, Some(6_667)),
        "any product: O0, O2"
    );
    for (path, name) in [("by=shape", "by"), ("which=x", "which")] {
        let at = if name == "by" {
            "coverage"
        } else {
            "coverage/outlets"
        };
        problem(
            m.admin.get(&format!("/api/v1/{at}?{path}")).await,
            400,
            "invalid_query",
        )
        .await;
    }
    let file = m.admin.get("/api/v1/coverage?format=csv&language=vi").await;
    assert_eq!(file.headers()["content-type"], "text/csv; charset=utf-8");
    let text = file.text().await.unwrap();
    assert!(
        text.lines()
            .any(|l| l.starts_with("BEER,Beer,5,3,0.6000,3,5,")),
        "{text}"
    );

    // A closed outlet is none of it.
    sqlx::query("update outlet set closed_at = now() - interval '1 day' where code = 'O4'")
        .execute(&m.server.services.db)
        .await
        .unwrap();
    let left = m.report("by=product").await;
    assert_eq!(
        (&left["universe"]["outlets"], part(row(&left, "BEER"), "nd")),
        (&json!(4), (3, 4, Some(7_500)))
    );
    m.server.finish().await;
}

#[tokio::test]
async fn every_number_is_the_outlets_behind_it_and_areas_add_up() {
    let seed = 20_261_126;
    println!("seed {seed}");
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let m = market(9).await;
    let products = ["BEER", "TEA", "SOAP"];
    let mut records = Vec::new();
    for outlet in 0..9 {
        for product in products {
            let minutes = rng.random_range(10..2_000);
            if rng.random_bool(0.4) {
                records.push((
                    "order",
                    minutes,
                    order(outlet, &[(product, rng.random_range(1..9))]),
                ));
            }
            for _ in 0..rng.random_range(0..3) {
                let left = if rng.random_bool(0.4) {
                    0
                } else {
                    rng.random_range(1..9)
                };
                records.push((
                    "stock_count",
                    rng.random_range(10..2_000),
                    count(outlet, product, left),
                ));
            }
            if rng.random_bool(0.3) {
                let body = json!({"outlet": format!("O{outlet}"), "form_code": "SHELF", "form_version": 1, "answers": [
                    {"question": "there", "product": product, "value": rng.random_bool(0.5)},
                    {"question": "facings", "product": product, "value": rng.random_range(0..9)}]});
                records.push(("audit", rng.random_range(10..2_000), body));
            }
        }
        if rng.random_bool(0.5) {
            let body = json!({"outlet": format!("O{outlet}"), "brand": "X", "category": "drinks", "facings": rng.random_range(0..9)});
            records.push(("competitor", 50, body));
        }
    }
    m.tell(records).await;
    let report = m.report("by=product").await;
    for code in products {
        let of = row(&report, code);
        let id = of["id"].as_i64().unwrap();
        let areas = m.report(&format!("by=area&product_id={id}")).await;
        let areas = areas["rows"].as_array().unwrap();
        for (name, numerator, denominator) in [
            ("nd", "handlers", "universe"),
            ("purchase_nd", "purchasers", "universe"),
            ("stock_nd", "stocked", "universe"),
            ("oos", "out", "observed"),
        ] {
            let (top, bottom, _) = part(of, name);
            let top_rows = m
                .outlets(&format!("product_id={id}&which={numerator}"))
                .await;
            let bottom_rows = m
                .outlets(&format!("product_id={id}&which={denominator}"))
                .await;
            assert_eq!(
                (top, bottom),
                (many(&top_rows), many(&bottom_rows)),
                "{code} {name}"
            );
            let summed = areas
                .iter()
                .map(|a| part(a, name))
                .fold((0, 0), |s, p| (s.0 + p.0, s.1 + p.1));
            assert_eq!(summed, (top, bottom), "{code} {name} by area");
            for area in areas {
                let rows = m
                    .outlets(&format!(
                        "product_id={id}&which={numerator}&area_id={}",
                        area["id"]
                    ))
                    .await;
                assert_eq!(many(&rows), part(area, name).0, "{code} {name} of an area");
            }
        }
        let all = m.outlets(&format!("product_id={id}")).await;
        let sum = |member: &str| all.iter().map(|o| o[member].as_i64().unwrap()).sum::<i64>();
        assert_eq!(part(of, "sales_share").0, sum("sales_minor"), "{code}");
        assert_eq!(part(of, "sales_share").1, sum("category_minor"), "{code}");
        for name in [
            "wd",
            "purchase_wd",
            "stock_wd",
            "sales_share",
            "facings_share",
            "must_sell",
        ] {
            let (top, bottom, _) = part(of, name);
            let summed = areas
                .iter()
                .map(|a| part(a, name))
                .fold((0, 0), |s, p| (s.0 + p.0, s.1 + p.1));
            assert_eq!(summed, (top, bottom), "{code} {name} by area");
        }
    }
    // Page by page the same outlets.
    let (mut cursor, mut seen) = (String::new(), Vec::new());
    loop {
        let page = m
            .admin
            .json(&format!("/api/v1/coverage/outlets?limit=4{cursor}"))
            .await;
        seen.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    let whole = m.admin.json("/api/v1/coverage/outlets?limit=1000").await;
    assert_eq!(seen, *whole["items"].as_array().unwrap());
    assert_eq!(seen.len(), 9);
    assert!(seen.is_sorted_by_key(|o| o["outlet_id"].as_i64()));
    m.server.finish().await;
}
