//! Delivery trips from outside: loaded, told of stop by stop from desk and phone, settled; the goods of all places
//! add up at every step.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use fieldbeat::clock::Clock;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    eventually,
    front_door::{batch, found, problem, send, user},
    server::TestServer,
    waiting,
};

struct Yard {
    server: TestServer,
    admin: Client,
    desk: Client,
    token: String,
}

async fn yard() -> Yard {
    yard_at(&Clock::system()).await
}

/// 100 teas in the warehouse; R1 drives a van and has a phone; an outlet.
async fn yard_at(clock: &Clock) -> Yard {
    let server = TestServer::plan().clock(clock).start().await;
    let admin = found(&server).await;
    for (collection, items) in [
        (
            "reps",
            json!([{"code": "R1", "name": "Tài xế", "org_unit_code": "T1"}, {"code": "R2", "name": "Bán hàng", "org_unit_code": "T1"}]),
        ),
        (
            "outlets",
            json!([{"code": "O1", "name": "Tạp hóa Lan", "org_unit_code": "T1", "lat": 21.0, "lng": 105.8}]),
        ),
        (
            "products",
            json!([{"code": "TEA", "name": "Trà xanh", "units": {"piece": 1, "carton": 24}}]),
        ),
        (
            "price-lists",
            json!([{"code": "ALL", "name": "Giá chung", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 10_000}]}]),
        ),
        (
            "stock-locations",
            json!([{"code": "WH", "name": "Kho", "kind": "warehouse", "is_default": true},
                {"code": "VAN1", "name": "Xe 1", "kind": "van", "rep_code": "R1"}]),
        ),
    ] {
        batch(&admin, collection, items).await;
    }
    let goods = json!({"id": Uuid::now_v7(), "kind": "opening", "to_code": "WH",
        "lines": [{"product_code": "TEA", "quantity_milli": 100_000}]});
    expect(
        admin.post("/api/v1/stock-moves", &goods).await,
        StatusCode::CREATED,
    )
    .await;
    let device = batch(
        &admin,
        "devices",
        json!([{"label": "phone", "rep_code": "R1"}]),
    )
    .await;
    let token = device[0]["token"].as_str().unwrap().to_owned();
    let desk = user(&server, &admin, "desk", "accounting", "HQ").await;
    Yard {
        server,
        admin,
        desk,
        token,
    }
}

impl Yard {
    /// A confirmed order of the other rep.
    async fn order(&self, pieces: i64) -> Uuid {
        self.ordered("TEA", pieces, false).await
    }

    async fn ordered(&self, product: &str, pieces: i64, cash: bool) -> Uuid {
        let id = Uuid::now_v7();
        let body = json!({"id": id, "rep_id": 2, "outlet_id": 1, "cash": cash,
            "lines": [{"product_code": product, "unit": "piece", "quantity": pieces}]});
        let made = self.admin.post("/api/v1/orders", &body).await;
        let made = expect(made, StatusCode::CREATED).await;
        let path = format!("/api/v1/orders/{id}/confirm");
        expect(
            act(&self.admin, &path, &made, json!({})).await,
            StatusCode::OK,
        )
        .await;
        id
    }

    /// A trip of these orders that is out, with its path.
    async fn out(&self, orders: &[Uuid]) -> (String, Value) {
        let plan = json!({"id": Uuid::now_v7(), "van_id": 2, "orders": orders});
        let planned = self.desk.post("/api/v1/deliveries", &plan).await;
        let planned = expect(planned, StatusCode::CREATED).await;
        let path = format!("/api/v1/deliveries/{}", planned["id"].as_str().unwrap());
        let out = act(&self.desk, &format!("{path}/load"), &planned, json!({})).await;
        (path, expect(out, StatusCode::OK).await)
    }

    /// On hand in warehouse and van, and what orders hold there.
    async fn teas(&self) -> [(i64, i64); 2] {
        let mut out = [(0, 0); 2];
        for (i, code) in ["WH", "VAN1"].into_iter().enumerate() {
            out[i] = sqlx::query_as(
                "select coalesce((select sum(milli) from stock_balance where location_id = l.id), 0)::int8 / 1000,
                   coalesce((select sum(reserved_milli) from stock_level where location_id = l.id), 0)::int8 / 1000
                 from stock_location l where code = $1",
            )
            .bind(code)
            .fetch_one(&self.server.services.db)
            .await
            .unwrap();
        }
        out
    }

    async fn record(&self, n: i64, id: Uuid, body: &Value) {
        let now = self.server.services.clock.utc();
        let at = (now - TimeDelta::minutes(1)).to_rfc3339_opts(SecondsFormat::Millis, true);
        let frames = json!({"frames": [{"type": "record", "n": n, "kind": "delivery", "id": id, "at": at, "body": body}]});
        let bearer = format!("Bearer {}", self.token);
        let client = self.server.client();
        let sent = send(
            &client,
            Method::POST,
            "/v1/device/frames",
            &[("authorization", &bearer)],
            &frames,
        )
        .await;
        let answer = expect(sent, StatusCode::OK).await;
        assert!(
            !answer.to_string().contains("unknown_kind"),
            "the kind is known"
        );
    }

    async fn sync(&self) -> Value {
        let bearer = format!("Bearer {}", self.token);
        let client = self.server.client();
        let request = client.request(Method::GET, "/v1/device/sync");
        let answer = request.header("authorization", bearer).send().await;
        expect(answer.unwrap(), StatusCode::OK).await
    }

    /// What the phone is told of its record.
    async fn told(&self, id: Uuid, status: &str) -> Value {
        eventually("the record is settled", async || {
            let row: (String, Option<Value>) = sqlx::query_as(
                "select status, status_detail from device_record where kind = 'delivery' and id = $1",
            )
            .bind(id)
            .fetch_optional(&self.server.services.db)
            .await
            .unwrap()?;
            (row.0 == status).then(|| row.1.unwrap_or_default())
        })
        .await
    }
}

async fn act(client: &Client, path: &str, seen: &Value, body: Value) -> Response {
    let tag = format!("\"v{}\"", seen["version"]);
    send(client, Method::POST, path, &[("if-match", &tag)], &body).await
}

#[tokio::test]
async fn a_trip_brings_goods_and_proof_and_its_goods_balance_to_zero() {
    let y = yard().await;
    let (a, b, c) = (y.order(20).await, y.order(10).await, y.order(5).await);
    assert_eq!(y.teas().await, [(100, 35), (0, 0)], "set apart");
    let id = Uuid::now_v7();
    let plan = json!({"id": id, "van_id": 2, "vehicle": "29C-123.45", "orders": [b, a, c]});
    let planned = expect(
        y.desk.post("/api/v1/deliveries", &plan).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(
        (&planned["state"], &planned["rep_id"], &planned["driver"]),
        (&json!("planned"), &json!(1), &json!("Tài xế")),
        "the rep of the van drives"
    );
    let again = expect(
        y.desk.post("/api/v1/deliveries", &plan).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(again, planned);
    let twice = json!({"id": Uuid::now_v7(), "van_id": 2, "orders": [a]});
    let refused = y.desk.post("/api/v1/deliveries", &twice).await;
    problem(refused, 409, "order_on_trip").await;
    let stranger = user(&y.server, &y.admin, "t2", "supervisor", "T2").await;
    let path = format!("/api/v1/deliveries/{id}");
    problem(stranger.get(&path).await, 404, "not_found").await;

    // The phone is ahead of the desk.
    let early = Uuid::now_v7();
    let body = json!({"order": a, "outcome": "delivered", "receiver": "Bà Lan", "photo_sha256": "ab".repeat(32)});
    y.record(1, early, &body).await;
    assert_eq!(y.told(early, "invalid").await["code"], "not_loaded");

    let out = act(&y.desk, &format!("{path}/load"), &planned, json!({})).await;
    let out = expect(out, StatusCode::OK).await;
    assert_eq!(
        (&out["state"], &out["goods"][0]["loaded_milli"]),
        (&json!("out"), &json!(35_000))
    );
    assert_eq!(y.told(early, "applied").await["state"], "delivered");
    assert_eq!(
        y.teas().await,
        [(65, 0), (15, 15)],
        "the rest rides, held for its orders"
    );
    let order = y.admin.json(&format!("/api/v1/orders/{b}")).await;
    assert_eq!(order["state"], "dispatched");

    let stop = |order: Uuid| format!("{path}/stops/{order}");
    for (body, pointer) in [
        (json!({"outcome": "refused"}), "/reason"),
        (
            json!({"outcome": "partly", "reason": "Thừa", "lines": [{"line": 1, "quantity_milli": 6_000}]}),
            "/receiver",
        ),
        (
            json!({"outcome": "partly", "reason": "Thừa", "receiver": "Lan"}),
            "/lines",
        ),
        (
            json!({"outcome": "delivered", "receiver": "Lan", "photo_sha256": "x"}),
            "/photo_sha256",
        ),
    ] {
        let mut body = body;
        body["id"] = json!(Uuid::now_v7());
        let said = problem(y.desk.post(&stop(b), &body).await, 422, "invalid").await;
        assert_eq!(said["errors"][0]["pointer"], pointer, "{said}");
    }
    let settle = format!("{path}/settle");
    let now = y.admin.json(&path).await;
    let said = problem(act(&y.desk, &settle, &now, json!({})).await, 422, "invalid").await;
    assert_eq!(said["errors"][0]["pointer"], "/stops");
    let partly = json!({"id": Uuid::now_v7(), "outcome": "partly", "reason": "Chỉ lấy 6", "receiver": "Lan",
        "lines": [{"line": 1, "quantity_milli": 6_000}]});
    let told = expect(y.desk.post(&stop(b), &partly).await, StatusCode::OK).await;
    assert_eq!(
        (
            &told["stops"][0]["state"],
            &told["stops"][0]["order_state"],
            &told["stops"][0]["delivered_minor"]
        ),
        (&json!("partly"), &json!("partly_delivered"), &json!(60_000))
    );
    let again = expect(y.desk.post(&stop(b), &partly).await, StatusCode::OK).await;
    assert_eq!(again, told, "a retry gets the first answer");
    let other = json!({"id": Uuid::now_v7(), "outcome": "refused", "reason": "x"});
    problem(y.desk.post(&stop(b), &other).await, 422, "invalid").await;
    let refused = json!({"id": Uuid::now_v7(), "outcome": "refused", "reason": "Đóng cửa"});
    expect(y.desk.post(&stop(c), &refused).await, StatusCode::OK).await;
    let story = y.admin.json(&format!("/api/v1/orders/{c}/story")).await;
    let last = story["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["action"], &last["reason"]),
        (&json!("refuse"), &json!("Đóng cửa"))
    );

    let now = y.admin.json(&path).await;
    let short = json!({"returned": [{"product_id": 1, "milli": 8_000}]});
    let said = problem(act(&y.desk, &settle, &now, short).await, 422, "invalid").await;
    assert_eq!(said["errors"][0]["pointer"], "/reason");
    let supervisor = user(&y.server, &y.admin, "sup", "supervisor", "T1").await;
    let product = &now["goods"][0]["product_id"];
    for (counted, at, code) in [
        (json!([[product, i64::MAX]]), "0/milli", "out_of_range"),
        (json!([[product, -1]]), "0/milli", "out_of_range"),
        (
            json!([[product, 1], [product, 1]]),
            "1/product_id",
            "repeated",
        ),
        (json!([[99, 1]]), "0/product_id", "not_loaded"),
    ] {
        let line = |l: &Value| json!({"product_id": l[0], "milli": l[1]});
        let lines: Vec<Value> = counted.as_array().unwrap().iter().map(line).collect();
        let count = json!({"returned": lines, "reason": "đếm"});
        let said = problem(act(&y.desk, &settle, &now, count).await, 422, "invalid").await;
        assert_eq!(
            said["errors"][0],
            json!({"pointer": format!("/returned/{at}"), "code": code})
        );
    }
    let refused = act(&supervisor, &settle, &now, json!({})).await;
    problem(refused, 403, "forbidden").await;
    let count = json!({"returned": [{"product_id": 1, "milli": 8_000}], "reason": "Vỡ một chai"});
    let settled = expect(act(&y.desk, &settle, &now, count).await, StatusCode::OK).await;
    let goods = &settled["goods"][0];
    assert_eq!(settled["state"], "settled");
    assert_eq!(
        [
            "loaded_milli",
            "delivered_milli",
            "returned_milli",
            "missing_milli"
        ]
        .map(|k| goods[k].as_i64().unwrap()),
        [35_000, 26_000, 8_000, 1_000]
    );
    assert_eq!(
        y.teas().await,
        [(73, 9), (0, 0)],
        "the van is empty; what two orders still want is set apart again"
    );
    problem(
        act(&y.desk, &settle, &settled, json!({})).await,
        422,
        "invalid",
    )
    .await;

    let late = Uuid::now_v7();
    y.record(
        2,
        late,
        &json!({"order": c, "outcome": "delivered", "receiver": "Lan"}),
    )
    .await;
    assert_eq!(y.told(late, "invalid").await["code"], "unknown_stop");
    let tomorrow = json!({"id": Uuid::now_v7(), "rep_id": 2, "orders": [c]});
    let next = expect(
        y.desk.post("/api/v1/deliveries", &tomorrow).await,
        StatusCode::CREATED,
    )
    .await;
    let path = format!("/api/v1/deliveries/{}/cancel", next["id"].as_str().unwrap());
    let cancelled = act(&y.desk, &path, &next, json!({"reason": "Xe hỏng"})).await;
    let cancelled = expect(cancelled, StatusCode::OK).await;
    assert_eq!(cancelled["state"], "cancelled");
    y.server.finish().await;
}

#[tokio::test]
async fn a_trip_leaves_with_all_its_goods_or_stays() {
    let y = yard().await;
    let a = y.order(20).await;
    // Somebody writes off what the order holds.
    let lost = json!({"id": Uuid::now_v7(), "kind": "adjustment", "from_code": "WH", "reason": "Cháy",
        "lines": [{"product_code": "TEA", "quantity_milli": 90_000}]});
    expect(
        y.admin.post("/api/v1/stock-moves", &lost).await,
        StatusCode::CREATED,
    )
    .await;
    let plan = json!({"id": Uuid::now_v7(), "van_id": 2, "orders": [a]});
    let planned = expect(
        y.desk.post("/api/v1/deliveries", &plan).await,
        StatusCode::CREATED,
    )
    .await;
    let path = format!("/api/v1/deliveries/{}", planned["id"].as_str().unwrap());
    let load = format!("{path}/load");
    // The driver's phone knows what goes where, though the outlet is on no route of the driver's.
    let stop = &y.sync().await["deliveries"][0]["stops"][0];
    assert_eq!(
        stop["lines"],
        json!([{"line": 1, "product_code": "TEA", "unit": "piece", "most_milli": 20_000}])
    );
    assert_eq!(
        (&stop["lat"], &stop["lng"]),
        (&json!(21.0), &json!(105.8)),
        "{stop}"
    );
    let said = problem(
        act(&y.desk, &load, &planned, json!({})).await,
        409,
        "stock_short",
    )
    .await;
    assert_eq!(said["missing"][0]["available_milli"], 10_000);
    assert_eq!(y.admin.json(&path).await, planned, "nothing has changed");
    assert_eq!(y.teas().await, [(10, 20), (0, 0)]);
    y.server.finish().await;
}

#[tokio::test]
async fn the_desk_does_not_deliver_past_a_trip_that_is_out() {
    let y = yard().await;
    let a = y.order(20).await;
    let past = format!("/api/v1/orders/{a}/deliveries");
    let some = || json!({"id": Uuid::now_v7(), "lines": [{"line": 1, "quantity_milli": 1_000}]});
    // A trip that has not left keeps nobody from it.
    let plan = json!({"id": Uuid::now_v7(), "van_id": 2, "orders": [a]});
    let planned = y.desk.post("/api/v1/deliveries", &plan).await;
    let planned = expect(planned, StatusCode::CREATED).await;
    expect(y.desk.post(&past, &some()).await, StatusCode::OK).await;
    let path = format!("/api/v1/deliveries/{}", planned["id"].as_str().unwrap());
    let load = format!("{path}/load");
    let out = act(&y.desk, &load, &planned, json!({})).await;
    let out = expect(out, StatusCode::OK).await;
    let on_trip = async || {
        let said = problem(y.desk.post(&past, &some()).await, 422, "invalid").await;
        assert_eq!(said["errors"][0]["code"], "on_trip", "{said}");
    };
    on_trip().await;
    assert_eq!(y.admin.json(&path).await, out, "nothing has changed");
    let stop = json!({"id": Uuid::now_v7(), "outcome": "refused", "reason": "Đóng cửa"});
    let told = format!("{path}/stops/{a}");
    expect(y.desk.post(&told, &stop).await, StatusCode::OK).await;
    // Refused, but still in the van.
    on_trip().await;
    let now = y.admin.json(&path).await;
    let settled = act(&y.desk, &format!("{path}/settle"), &now, json!({})).await;
    expect(settled, StatusCode::OK).await;
    expect(y.desk.post(&past, &some()).await, StatusCode::OK).await;
    y.server.finish().await;
}

#[tokio::test]
async fn who_drove_does_not_count_what_came_back() {
    let y = yard().await;
    let a = y.order(5).await;
    let (path, _) = y.out(&[a]).await;
    let stop = json!({"id": Uuid::now_v7(), "outcome": "delivered", "receiver": "Lan"});
    let told = y.desk.post(&format!("{path}/stops/{a}"), &stop).await;
    let told = expect(told, StatusCode::OK).await;
    sqlx::query(
        "update rep set user_id = (select id from app_user where login = 'desk') where code = 'R1'",
    )
    .execute(&y.server.services.db)
    .await
    .unwrap();
    let settle = format!("{path}/settle");
    let said = problem(
        act(&y.desk, &settle, &told, json!({})).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(
        said["errors"],
        json!([{"pointer": "/state", "code": "own_trip"}])
    );
    let settled = act(&y.admin, &settle, &told, json!({})).await;
    assert_eq!(expect(settled, StatusCode::OK).await["state"], "settled");
    y.server.finish().await;
}

#[tokio::test]
async fn a_trip_says_what_its_stops_owe_on_the_spot_and_what_the_driver_took() {
    let y = yard().await;
    for (collection, items) in [
        (
            "customers",
            json!([{"code": "C1", "name": "Cô Lan", "org_unit_code": "T1"}]),
        ),
        (
            "outlets",
            json!([{"code": "O1", "name": "Tạp hóa Lan", "customer_code": "C1"}]),
        ),
    ] {
        batch(&y.admin, collection, items).await;
    }
    let (cash, credit) = (
        y.ordered("TEA", 3, true).await,
        y.ordered("TEA", 4, false).await,
    );
    let (path, out) = y.out(&[cash, credit]).await;
    assert_eq!(out["cash_due_minor"], 0, "nothing is delivered yet");
    for (order, body) in [
        (
            cash,
            json!({"outcome": "partly", "reason": "Thừa", "receiver": "Lan", "lines": [{"line": 1, "quantity_milli": 2_000}]}),
        ),
        (credit, json!({"outcome": "delivered", "receiver": "Lan"})),
    ] {
        let mut body = body;
        body["id"] = json!(Uuid::now_v7());
        let told = y.desk.post(&format!("{path}/stops/{order}"), &body).await;
        expect(told, StatusCode::OK).await;
    }
    for (method, minor) in [("cash", 15_000), ("transfer", 2_000)] {
        let body = json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": 1, "method": method, "amount_minor": minor});
        let taken = y.admin.post("/api/v1/collections", &body).await;
        expect(taken, StatusCode::CREATED).await;
    }
    let trip = y.admin.json(&path).await;
    assert_eq!(
        [
            "cash_due_minor",
            "collected_cash_minor",
            "collected_other_minor"
        ]
        .map(|k| trip[k].as_i64().unwrap()),
        [20_000, 15_000, 2_000],
        "{trip}"
    );
    y.server.finish().await;
}

#[tokio::test]
async fn what_a_trip_brought_left_its_van_on_that_day_however_late_that_is_told() {
    // Five in the afternoon in Hanoi.
    let start: DateTime<Utc> = "2026-11-16T10:00:00Z".parse().unwrap();
    let clock = Clock::at(start.into());
    let y = yard_at(&clock).await;
    let (a, b, c) = (
        y.order(20).await,
        y.ordered("TEA", 5, true).await,
        y.order(3).await,
    );
    let (path, _) = y.out(&[a]).await;
    clock.advance(Duration::from_hours(15));
    let tell = async |path: &str, order: Uuid, at: Option<DateTime<Utc>>| {
        let stop =
            json!({"id": Uuid::now_v7(), "outcome": "delivered", "receiver": "Lan", "at": at});
        let told = y.desk.post(&format!("{path}/stops/{order}"), &stop).await;
        expect(told, StatusCode::OK).await;
        let story = y.admin.json(&format!("/api/v1/orders/{order}/story")).await;
        story["deliveries"][0]["id"].as_str().unwrap().to_owned()
    };
    tell(&path, a, Some(start + TimeDelta::hours(1))).await;
    let (path, _) = y.out(&[b, c]).await;
    // Fifteen hours later: ordered yesterday and brought today; and a phone whose clock is a day behind.
    let cash = tell(&path, b, None).await;
    tell(&path, c, Some(start)).await;

    let day = async |date: &str| {
        let date: NaiveDate = date.parse().unwrap();
        let day = y.admin.json(&format!("/api/v1/van-days/2/{date}")).await;
        ["opening", "loaded", "delivered", "sold", "expected"].map(|part| {
            let milli = day["lines"][0][format!("{part}_milli")].as_i64();
            milli.unwrap() / 1_000
        })
    };
    assert_eq!(day("2026-11-16").await, [0, 20, 20, 0, 0]);
    assert_eq!(day("2026-11-17").await, [0, 8, 8, 0, 0]);
    let moved = y
        .admin
        .json(&format!(
            "/api/v1/stock-moves?document_id={cash}&location_id=2"
        ))
        .await;
    assert_eq!(
        (&moved["items"][0]["kind"], &moved["items"][0]["milli"]),
        (&json!("issue"), &json!(-5_000)),
        "brought, not sold on the spot"
    );
    y.server.finish().await;
}

#[tokio::test]
async fn a_trip_that_ends_locks_its_goods_in_the_order_of_everybody() {
    let y = yard().await;
    batch(
        &y.admin,
        "products",
        json!([{"code": "ICE", "name": "Đá", "units": {"piece": 1}}]),
    )
    .await;
    batch(
        &y.admin,
        "price-lists",
        json!([{"code": "ALL", "name": "Giá chung", "prices": [
            {"product_code": "TEA", "unit": "piece", "minor": 10_000}, {"product_code": "ICE", "unit": "piece", "minor": 10_000}]}]),
    )
    .await;
    let goods = json!({"id": Uuid::now_v7(), "kind": "opening", "to_code": "WH",
        "lines": [{"product_code": "ICE", "quantity_milli": 100_000}]});
    let opened = y.admin.post("/api/v1/stock-moves", &goods).await;
    expect(opened, StatusCode::CREATED).await;
    // The earlier order holds the later product.
    let (a, b) = (
        y.ordered("ICE", 5, false).await,
        y.ordered("TEA", 5, false).await,
    );
    let (path, _) = y.out(&[a, b]).await;
    for order in [a, b] {
        let stop = json!({"id": Uuid::now_v7(), "outcome": "refused", "reason": "Đóng cửa"});
        let told = y.desk.post(&format!("{path}/stops/{order}"), &stop).await;
        expect(told, StatusCode::OK).await;
    }
    let now = y.admin.json(&path).await;
    let db = &y.server.services.db;
    let level = "select reserved_milli from stock_level where location_id = 2
        and product_id = (select id from product where code = $1) for update";
    let mut tx = db.begin().await.unwrap();
    sqlx::query(level)
        .bind("TEA")
        .execute(&mut *tx)
        .await
        .unwrap();
    let settle = format!("{path}/settle");
    let settled = act(&y.desk, &settle, &now, json!({}));
    let others = async {
        waiting(db, 1).await;
        // Whoever has the first gets the second.
        sqlx::query(&format!("{level} nowait"))
            .bind("ICE")
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    };
    let (settled, ()) = tokio::join!(settled, others);
    expect(settled, StatusCode::OK).await;
    y.server.finish().await;
}
