//! Stock from outside: moves that are posted and undone, what reps count, and what outlets sold.

use chrono::{Days, NaiveDate, SecondsFormat, TimeDelta};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    eventually,
    front_door::{batch, found, problem, record_status, send, tell, user},
    server::TestServer,
};

struct Story {
    server: TestServer,
    admin: Client,
    today: NaiveDate,
    token: String,
}

/// R1 with a phone and a van in T1, R2 in T2; a warehouse; beer in cans and cases, tea in bottles.
async fn story() -> Story {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let today = (server.services.rules.load().time).date_of(server.services.clock.now());
    let from = today - Days::new(30);
    let reps = json!([
        {"code": "R1", "name": "One", "org_unit_code": "T1", "valid_from": from},
        {"code": "R2", "name": "Two", "org_unit_code": "T2", "valid_from": from},
    ]);
    batch(&admin, "reps", reps).await;
    let phones = batch(
        &admin,
        "devices",
        json!([{"label": "p1", "rep_code": "R1"}]),
    )
    .await;
    let token = phones[0]["token"].as_str().unwrap().to_owned();
    for (collection, rows) in [
        (
            "outlets",
            json!([{"code": "A", "name": "Tạp hóa Lan", "org_unit_code": "T1", "lat": 21.0, "lng": 105.8}]),
        ),
        (
            "products",
            json!([{"code": "BEER", "name": "Bia", "units": {"can": 1, "case": 24}},
                {"code": "TEA", "name": "Trà", "units": {"bottle": 1}}]),
        ),
        (
            "partners",
            json!([{"code": "NPP", "name": "NPP Hà Đông", "kind": "distributor"}]),
        ),
        (
            "stock-locations",
            json!([{"code": "WH", "name": "Kho Hà Đông", "kind": "warehouse", "partner_code": "NPP", "is_default": true},
                {"code": "VAN1", "name": "Xe 1", "kind": "van", "rep_code": "R1"}]),
        ),
    ] {
        for row in batch(&admin, collection, rows).await {
            assert_eq!(row["status"], "created", "{collection}: {row}");
        }
    }
    Story {
        server,
        admin,
        today,
        token,
    }
}

impl Story {
    async fn post(&self, body: Value) -> Value {
        let answer = self.admin.post("/api/v1/stock-moves", &body).await;
        expect(answer, StatusCode::CREATED).await
    }

    async fn location(&self, code: &str) -> i64 {
        let found = self
            .admin
            .json(&format!("/api/v1/stock-locations?q={code}"))
            .await;
        found["items"][0]["id"].as_i64().unwrap()
    }

    /// On hand, reserved and lots of a product at a location.
    async fn balance(&self, location: i64, product: &str) -> Value {
        let path = format!("/api/v1/stock-locations/{location}/balances?q={product}");
        self.admin.json(&path).await["items"][0].clone()
    }

    async fn tell(&self, frames: Value) {
        tell(&self.server, &self.token, &frames).await;
    }

    fn ago(&self, minutes: i64) -> String {
        let at = self.server.services.clock.utc() - TimeDelta::minutes(minutes);
        at.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    async fn status(&self, record: Uuid) -> (String, Value) {
        record_status(&self.server, record).await
    }
}

#[tokio::test]
async fn goods_come_move_and_leave_by_first_expiry_and_never_below_zero() {
    let s = story().await;
    let (soon, late) = (s.today + Days::new(10), s.today + Days::new(90));
    s.post(json!({"kind": "receipt", "to_code": "WH", "note": "từ nhà máy", "lines": [
        {"product_code": "BEER", "unit": "case", "quantity_milli": 2_000, "batch": "L2", "expires_on": late},
        {"product_code": "BEER", "unit": "case", "quantity_milli": 1_000, "batch": "L1", "expires_on": soon}]}))
        .await;
    let moved = s
        .post(
            json!({"kind": "transfer", "from_code": "WH", "to_code": "VAN1", "lines": [
            {"product_code": "BEER", "quantity_milli": 30_000}]}),
        )
        .await;
    let legs: Vec<(&str, &str, i64)> = (moved["moves"].as_array().unwrap().iter())
        .map(|m| {
            (
                m["location_code"].as_str().unwrap(),
                m["batch"].as_str().unwrap(),
                m["milli"].as_i64().unwrap(),
            )
        })
        .collect();
    for leg in [
        ("WH", "L1", -24_000),
        ("WH", "L2", -6_000),
        ("VAN1", "L1", 24_000),
        ("VAN1", "L2", 6_000),
    ] {
        assert!(legs.contains(&leg), "{leg:?} of {legs:?}");
    }
    let (warehouse, van) = (s.location("WH").await, s.location("VAN1").await);
    let left = s.balance(warehouse, "BEER").await;
    assert_eq!(
        (&left["on_hand_milli"], &left["unit"], &left["lots"]),
        (
            &json!(42_000),
            &json!("can"),
            &json!([{"batch": "L2", "expires_on": late, "milli": 42_000}])
        )
    );

    let too_much = json!({"kind": "sale", "from_code": "VAN1", "lines": [
        {"product_code": "BEER", "quantity_milli": 31_000}, {"product_code": "TEA", "quantity_milli": 1}]});
    let answer = s.admin.post("/api/v1/stock-moves", &too_much).await;
    let said = problem(answer, 409, "stock_short").await;
    assert_eq!(
        said["missing"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| &m["available_milli"])
            .collect::<Vec<_>>(),
        [&json!(30_000), &json!(0)]
    );
    assert_eq!(said["errors"][1]["pointer"], "/lines/1");
    assert_eq!(s.balance(van, "BEER").await["on_hand_milli"], 30_000);

    // The company may allow it.
    let settings = s.admin.json("/api/v1/settings").await;
    let tag = format!("\"v{}\"", settings["version"]);
    let allow = json!({"effective_from": s.today, "settings": {"stock_below_zero": "allow"}});
    let headers = [("if-match", tag.as_str())];
    let changed = send(&s.admin, Method::PUT, "/api/v1/settings", &headers, &allow).await;
    expect(changed, StatusCode::OK).await;
    s.post(too_much).await;
    let below = s.balance(van, "BEER").await;
    assert_eq!(below["on_hand_milli"], -1_000);
    assert_eq!(
        below["lots"],
        json!([{"batch": "", "expires_on": null, "milli": -1_000}])
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_wrong_move_is_countered_once_and_a_repeated_request_posts_once() {
    let s = story().await;
    let (id, document) = (Uuid::now_v7(), Uuid::now_v7());
    let body = json!({"id": id, "kind": "opening", "to_code": "WH", "document_id": document,
        "lines": [{"product_code": "TEA", "quantity_milli": 5_000}]});
    assert_eq!(s.post(body.clone()).await["posting_id"], json!(id));
    let again = s.admin.post("/api/v1/stock-moves", &body).await;
    let again = expect(again, StatusCode::OK).await;
    assert_eq!(again["moves"].as_array().unwrap().len(), 1);
    let mut other = body.clone();
    other["lines"][0]["quantity_milli"] = json!(6_000);
    let answer = s.admin.post("/api/v1/stock-moves", &other).await;
    problem(answer, 409, "id_reused").await;

    let issue = json!({"kind": "issue", "from_code": "WH", "lines": [{"product_code": "TEA", "quantity_milli": 4_000}]});
    let issue = s.post(issue).await["posting_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let counter = async |of: &str| {
        let path = format!("/api/v1/stock-moves/{of}/counter");
        s.admin.post(&path, &json!({"reason": "nhầm kho"})).await
    };
    let short = problem(counter(&id.to_string()).await, 409, "stock_short").await;
    assert_eq!(
        short["missing"][0]["available_milli"], 1_000,
        "the rest has left"
    );
    expect(counter(&issue).await, StatusCode::CREATED).await;
    problem(counter(&issue).await, 409, "already_countered").await;
    let undone = expect(counter(&id.to_string()).await, StatusCode::CREATED).await;
    problem(
        counter(undone["posting_id"].as_str().unwrap()).await,
        409,
        "already_countered",
    )
    .await;
    let warehouse = s.location("WH").await;
    assert_eq!(s.balance(warehouse, "TEA").await["on_hand_milli"], 0);
    let moves = s
        .admin
        .json(&format!("/api/v1/stock-moves?document_id={document}"))
        .await;
    let milli: Vec<_> = (moves["items"].as_array().unwrap().iter())
        .map(|m| (&m["milli"], &m["reason"]))
        .collect();
    assert_eq!(
        milli,
        [
            (&json!(-5_000), &json!("nhầm kho")),
            (&json!(5_000), &Value::Null)
        ]
    );
    let first = s
        .admin
        .json(&format!(
            "/api/v1/stock-moves?location_id={warehouse}&limit=3"
        ))
        .await;
    let next = first["next_cursor"].as_str().unwrap();
    let path = format!("/api/v1/stock-moves?location_id={warehouse}&limit=3&cursor={next}");
    assert_eq!(
        s.admin.json(&path).await["items"].as_array().unwrap().len(),
        1
    );
    s.server.finish().await;
}

#[tokio::test]
async fn every_fault_of_a_posting_is_named() {
    let s = story().await;
    let refused = async |body: Value| -> Vec<String> {
        let answer = s.admin.post("/api/v1/stock-moves", &body).await;
        let said = problem(answer, 422, "invalid").await;
        (said["errors"].as_array().unwrap().iter())
            .map(|e| {
                format!(
                    "{} {}",
                    e["pointer"].as_str().unwrap(),
                    e["code"].as_str().unwrap()
                )
            })
            .collect()
    };
    let tea = json!([{"product_code": "TEA", "quantity_milli": 1_000}]);
    for (kind, from, to, fault) in [
        ("receipt", Some("WH"), None, "/kind does_not_join"),
        ("transfer", Some("WH"), Some("WH"), "/kind does_not_join"),
        ("transfer", Some("WH"), Some("X"), "/to_code unknown"),
        ("adjustment", Some("WH"), None, "/reason required"),
    ] {
        let body = json!({"kind": kind, "from_code": from, "to_code": to, "lines": tea});
        assert_eq!(refused(body).await, [fault]);
    }
    let body = json!({"kind": "receipt", "to_code": "WH", "moved_at": "2999-01-01T00:00:00Z", "lines": [
        {"product_code": "RUM", "quantity_milli": 1}, {"product_code": "TEA", "unit": "keg", "quantity_milli": 1},
        {"product_code": "TEA", "quantity_milli": 0}]});
    assert_eq!(
        refused(body).await,
        [
            "/moved_at is_to_come",
            "/lines/0/product_code unknown_product",
            "/lines/1/unit unknown_unit",
            "/lines/2/quantity_milli out_of_range"
        ]
    );
    let rows = json!({"items": [
        {"code": "outlet:A", "name": "x", "kind": "warehouse"}, {"code": "Y", "name": "y", "kind": "outlet"},
        {"code": "Z", "name": "z", "kind": "van", "partner_code": "NPP"}, {"code": "WH", "kind": "van"}]});
    let answer = s.admin.post("/api/v1/stock-locations/batch", &rows).await;
    let results = expect(answer, StatusCode::OK).await["results"].clone();
    let codes: Vec<Vec<&str>> = (results.as_array().unwrap().iter())
        .map(|r| {
            let errors = r["error"].as_array().unwrap().iter();
            errors.map(|e| e["code"].as_str().unwrap()).collect()
        })
        .collect();
    assert_eq!(codes[0], ["outlet_location"]);
    assert_eq!(codes[1], ["outlet_location"]);
    assert_eq!(codes[2], ["required", "only_of_a_warehouse"]);
    assert!(codes[3].contains(&"immutable"), "{codes:?}");
    let second = json!({"code": "VAN2", "name": "Xe 2", "kind": "van", "rep_code": "R1"});
    let answer = s.admin.post("/api/v1/stock-locations", &second).await;
    problem(answer, 409, "rep_has_van").await;
    let default = json!({"code": "WH2", "name": "Kho 2", "kind": "warehouse", "partner_code": "NPP", "is_default": true});
    let made = expect(
        s.admin.post("/api/v1/stock-locations", &default).await,
        StatusCode::CREATED,
    )
    .await;
    let before = s.location("WH").await;
    let before = s
        .admin
        .json(&format!("/api/v1/stock-locations/{before}"))
        .await;
    assert_eq!(
        (&made["is_default"], &before["is_default"]),
        (&json!(true), &json!(false))
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_van_of_another_team_is_not_found_and_only_some_may_move_goods() {
    let s = story().await;
    let tea = json!([{"product_code": "TEA", "quantity_milli": 1_000}]);
    s.post(json!({"kind": "opening", "to_code": "VAN1", "lines": tea}))
        .await;
    let van = s.location("VAN1").await;
    let near = user(&s.server, &s.admin, "sup1", "supervisor", "T1").await;
    let far = user(&s.server, &s.admin, "acc2", "accounting", "T2").await;
    assert_eq!(
        near.json(&format!("/api/v1/stock-locations/{van}/balances"))
            .await["items"][0]["on_hand_milli"],
        1_000
    );
    let paths = ["", "/balances"].map(|tail| format!("/api/v1/stock-locations/{van}{tail}"));
    for path in paths {
        problem(far.get(&path).await, 404, "not_found").await;
    }
    let codes = |list: &Value| -> Vec<Value> {
        let items = list["items"].as_array().unwrap().iter();
        items.map(|l| l["code"].clone()).collect()
    };
    assert_eq!(codes(&far.json("/api/v1/stock-locations").await), ["WH"]);
    assert_eq!(far.json("/api/v1/stock-moves").await["items"], json!([]));
    let move_it = json!({"kind": "transfer", "from_code": "VAN1", "to_code": "WH", "lines": tea});
    let said = problem(
        far.post("/api/v1/stock-moves", &move_it).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(said["errors"][0]["pointer"], "/from_code");
    problem(
        near.post("/api/v1/stock-moves", &move_it).await,
        403,
        "forbidden",
    )
    .await;
    let posted = s
        .admin
        .json(&format!("/api/v1/stock-moves?location_id={van}"))
        .await;
    let path = format!(
        "/api/v1/stock-moves/{}/counter",
        posted["items"][0]["posting_id"].as_str().unwrap()
    );
    let counter = far.post(&path, &json!({"reason": "x"})).await;
    problem(counter, 404, "not_found").await;
    let take = json!({"items": [{"code": "VAN1", "name": "mine"}]});
    let answer = far.post("/api/v1/stock-locations/batch", &take).await;
    let result = expect(answer, StatusCode::OK).await["results"][0].clone();
    assert_eq!(result["error"][0]["code"], "code_taken");
    s.server.finish().await;
}

#[tokio::test]
async fn what_a_rep_counts_is_seen_at_the_outlet_and_says_what_it_sold() {
    let s = story().await;
    let visit = Uuid::now_v7();
    s.tell(json!([{"type": "check_in", "n": 1, "id": visit, "outlet": "A", "at": s.ago(60)}]))
        .await;
    let count = async |n: i64, visit: Option<Uuid>, minutes: i64, lines: Value| -> Uuid {
        let id = Uuid::now_v7();
        let body = json!({"outlet": "A", "lines": lines});
        s.tell(
            json!([{"type": "record", "n": n, "kind": "stock_count", "id": id, "visit_id": visit,
            "at": s.ago(minutes), "body": body}]),
        )
        .await;
        let (status, detail) = s.status(id).await;
        assert_eq!(status, "applied", "{detail}");
        id
    };
    let soon = s.today + Days::new(5);
    let second = count(
        2,
        Some(visit),
        30,
        json!([
        {"product_code": "BEER", "unit": "case", "quantity": "0.5", "batch": "L1", "expiry": soon},
        {"product_code": "BEER", "quantity": 3},
        {"product_code": "TEA", "out_of_stock": true}]),
    )
    .await;
    // Goods came between the two counts, and the first is told of last.
    let goods = json!([{"product_code": "BEER", "unit": "case", "quantity_milli": 2_000}]);
    s.post(json!({"kind": "opening", "to_code": "WH", "lines": goods}))
        .await;
    let outlet = s.location("outlet:A").await;
    assert_eq!(s.balance(outlet, "BEER").await["on_hand_milli"], 15_000);
    s.post(json!({"kind": "sale", "from_code": "WH", "to_code": "outlet:A", "moved_at": s.ago(90), "lines": goods})).await;
    count(
        3,
        None,
        600,
        json!([
        {"product_code": "BEER", "quantity": 20}, {"product_code": "TEA", "quantity": 10}]),
    )
    .await;
    let seen = s.balance(outlet, "BEER").await;
    assert_eq!(
        (&seen["on_hand_milli"], &seen["counted_milli"]),
        (&json!(15_000), &json!(15_000)),
        "the newest count holds, what came before it was in it"
    );
    let sold = s.admin.json("/api/v1/outlets/1/sell-out").await["items"].clone();
    let mut periods: Vec<_> = (sold.as_array().unwrap().iter())
        .map(|p| {
            let one = &p["periods"][0];
            [
                &one["opening_milli"],
                &one["purchased_milli"],
                &one["returned_milli"],
                &one["closing_milli"],
                &p["sold_milli"],
            ]
            .map(|v| v.as_i64().unwrap())
        })
        .collect();
    // The database numbers products in any order.
    periods.sort_by_key(|p| p[1] == 0);
    assert_eq!(
        periods,
        [
            [20_000, 48_000, 0, 15_000, 53_000],
            [10_000, 0, 0, 0, 10_000]
        ]
    );

    let gone = s.admin.json("/api/v1/stock-counts/out-of-stock").await["items"].clone();
    assert_eq!(gone.as_array().unwrap().len(), 1);
    assert_eq!(
        (
            &gone[0]["product_code"],
            &gone[0]["outlet_code"],
            &gone[0]["count_id"]
        ),
        (&json!("TEA"), &json!("A"), &json!(second))
    );
    let expiring = s
        .admin
        .json("/api/v1/stock-counts/near-expiry?days=5")
        .await["items"]
        .clone();
    assert_eq!(
        (
            &expiring[0]["batch"],
            &expiring[0]["days_left"],
            &expiring[0]["milli"]
        ),
        (&json!("L1"), &json!(5), &json!(12_000))
    );
    assert_eq!(
        s.admin
            .json("/api/v1/stock-counts/near-expiry?days=4")
            .await["items"],
        json!([])
    );

    let seen = eventually("the visit is there", async || {
        let answer = s.admin.get(&format!("/api/v1/visits/{visit}")).await;
        (answer.status() == StatusCode::OK).then_some(answer)
    })
    .await;
    let counts = expect(seen, StatusCode::OK).await["stock_counts"].clone();
    assert_eq!(counts.as_array().unwrap().len(), 1);
    assert_eq!(counts[0]["lines"][0]["quantity_milli"], 500);
    let list = s
        .admin
        .json(&format!(
            "/api/v1/stock-counts?product_id={}&limit=1",
            gone[0]["product_id"]
        ))
        .await;
    assert_eq!(list["items"][0]["id"], json!(second), "newest first");
    assert!(list["next_cursor"].is_string());
    let far = user(&s.server, &s.admin, "sup2", "supervisor", "T2").await;
    for path in [
        "stock-counts",
        "stock-counts/out-of-stock",
        "stock-counts/near-expiry",
    ] {
        assert_eq!(
            far.json(&format!("/api/v1/{path}")).await["items"],
            json!([]),
            "{path}"
        );
    }
    problem(
        far.get(&format!("/api/v1/stock-counts/{second}")).await,
        404,
        "not_found",
    )
    .await;
    problem(
        far.get("/api/v1/outlets/1/sell-out").await,
        404,
        "not_found",
    )
    .await;
    let posted = s
        .admin
        .json(&format!("/api/v1/stock-moves?document_id={second}"))
        .await;
    let path = format!(
        "/api/v1/stock-moves/{}/counter",
        posted["items"][0]["posting_id"].as_str().unwrap()
    );
    let counter = s.admin.post(&path, &json!({"reason": "x"})).await;
    problem(counter, 409, "made_by_count").await;
    s.server.finish().await;
}

#[tokio::test]
async fn a_bad_line_of_a_count_costs_itself_and_a_bad_count_nothing_else() {
    let s = story().await;
    let [good, bad, nowhere] = std::array::from_fn(|_| Uuid::now_v7());
    let record = |n: i64, id: Uuid, body: Value| json!({"type": "record", "n": n, "kind": "stock_count", "id": id, "at": s.ago(1), "body": body});
    s.tell(json!([
        record(1, good, json!({"outlet": "A", "lines": [{"product_code": "RUM", "quantity": 1}, {"product_code": "TEA", "quantity": 2}]})),
        record(2, bad, json!({"outlet": "A", "lines": []})),
        record(3, nowhere, json!({"outlet": "B", "lines": [{"product_code": "TEA", "quantity": 2}]})),
    ]))
    .await;
    let (status, detail) = s.status(good).await;
    assert_eq!(
        (
            status.as_str(),
            &detail["products"],
            &detail["errors"][0]["code"]
        ),
        ("applied", &json!(1), &json!("unknown_product"))
    );
    for (id, pointer) in [(bad, "/lines"), (nowhere, "/outlet")] {
        let (status, detail) = s.status(id).await;
        assert_eq!(
            (status.as_str(), &detail["errors"][0]["pointer"]),
            ("invalid", &json!(pointer))
        );
    }
    assert_eq!(
        s.admin.json("/api/v1/stock-counts").await["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    s.server.finish().await;
}
