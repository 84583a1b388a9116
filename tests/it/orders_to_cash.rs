//! From the quotation to the money, by the public API alone; and the promises about retries.

use std::time::Duration;

use chrono::{SecondsFormat, TimeDelta};
use fieldbeat::clock::Clock;
use fieldbeat_domain::time::At;
use fieldbeat_pricing::{
    ask::{Ask, AskLine, Buyer},
    book::Book,
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    eventually,
    front_door::{PASSWORD, batch, found, problem, send, tell, user},
    server::TestServer,
    waiting,
};

/// Rep R1 of team T1, outlet O1 of customer C1 supplied by NPP-1, tea at 10,000 with 10 % tax, 10 + 1 free.
struct Shop {
    server: TestServer,
    admin: Client,
    token: String,
}

async fn shop() -> Shop {
    shop_at(&Clock::system()).await
}

async fn shop_at(clock: &Clock) -> Shop {
    let server = TestServer::plan().clock(clock).start().await;
    let admin = found(&server).await;
    for (collection, items) in [
        (
            "reps",
            json!([{"code": "R1", "name": "Rep", "org_unit_code": "T1"}]),
        ),
        (
            "customers",
            json!([{"code": "C1", "name": "Bà Lan", "org_unit_code": "T1"}]),
        ),
        (
            "outlets",
            json!([{"code": "O1", "name": "Tạp hóa Lan", "org_unit_code": "T1", "customer_code": "C1", "lat": 21.0, "lng": 105.8}]),
        ),
        (
            "partners",
            json!([{"code": "NPP-1", "name": "NPP Hà Đông", "kind": "distributor"}]),
        ),
        (
            "products",
            json!([{"code": "TEA", "name": "Trà xanh", "tax_bp": 1_000, "units": {"piece": 1, "carton": 24}}]),
        ),
        (
            "price-lists",
            json!([{"code": "ALL", "name": "Giá chung", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 10_000}]}]),
        ),
        (
            "schemes",
            json!([{"code": "10+1", "name": "10 tặng 1", "budget_minor": 1_000_000, "rule": {"type": "quantity", "every": true,
                "tiers": [{"at_least_milli": 10_000, "benefit": {"type": "free", "product": 1, "unit": "piece", "quantity_milli": 1_000}}]}}]),
        ),
    ] {
        batch(&admin, collection, items).await;
    }
    let device = batch(
        &admin,
        "devices",
        json!([{"label": "phone", "rep_code": "R1"}]),
    )
    .await;
    let token = device[0]["token"].as_str().unwrap().to_owned();
    let supplied = admin
        .post("/api/v1/partners/1/outlets", &json!({"outlet_ids": [1]}))
        .await;
    expect(supplied, StatusCode::OK).await;
    Shop {
        server,
        admin,
        token,
    }
}

impl Shop {
    /// A visit of R1 to O1 with these records of it.
    async fn visit(&self, records: &[(&str, Uuid, Value)]) -> Uuid {
        let now = self.server.services.clock.utc();
        let at = |minutes: i64| {
            (now - TimeDelta::minutes(minutes)).to_rfc3339_opts(SecondsFormat::Millis, true)
        };
        let visit = Uuid::now_v7();
        let mut frames = vec![
            json!({"type": "session_start", "n": 1, "id": Uuid::now_v7(), "at": at(30)}),
            json!({"type": "check_in", "n": 2, "id": visit, "outlet": "O1", "at": at(20)}),
        ];
        for (i, (kind, id, body)) in records.iter().enumerate() {
            frames.push(json!({"type": "record", "n": i + 3, "kind": kind, "id": id, "visit_id": visit, "at": at(15), "body": body}));
        }
        frames
            .push(json!({"type": "check_out", "n": records.len() + 3, "id": visit, "at": at(10)}));
        self.frames(&json!(frames)).await;
        eventually(
            "the visit is there and its records are settled",
            async || {
                let shown = self.admin.get(&format!("/api/v1/visits/{visit}")).await;
                if shown.status() != StatusCode::OK {
                    return None;
                }
                let shown: Value = shown.json().await.unwrap();
                let told = shown["records"].as_array().unwrap();
                (told.len() == records.len() && told.iter().all(|r| r["status"] != "received"))
                    .then_some(())
            },
        )
        .await;
        visit
    }

    async fn tea_in_stock(&self) -> i64 {
        sqlx::query_scalar(
            "select coalesce(sum(b.milli), 0)::int8 from stock_balance b join stock_location l on l.id = b.location_id where l.code = 'W'",
        )
        .fetch_one(&self.server.services.db)
        .await
        .unwrap()
    }

    async fn sync(&self, since: Option<&str>) -> Value {
        let path = match since {
            Some(cursor) => format!("/v1/device/sync?since={cursor}"),
            None => "/v1/device/sync".to_owned(),
        };
        let request = self.server.client().request(Method::GET, &path);
        let answer = request.bearer_auth(&self.token).send().await.unwrap();
        expect(answer, StatusCode::OK).await
    }

    async fn frames(&self, frames: &Value) {
        tell(&self.server, &self.token, frames).await;
    }
}

fn tea(pieces: i64) -> Value {
    json!([{"product_code": "TEA", "unit": "piece", "quantity": pieces}])
}

/// Posts with the version that was seen.
async fn act(client: &Client, path: &str, seen: &Value, body: &Value) -> reqwest::Response {
    let tag = format!("\"v{}\"", seen["version"]);
    send(client, Method::POST, path, &[("if-match", &tag)], body).await
}

async fn done(client: &Client, path: &str, seen: &Value, body: &Value) -> Value {
    let answer = act(client, path, seen, body).await;
    assert!(
        answer.status().is_success(),
        "{path}: {}",
        answer.text().await.unwrap()
    );
    answer.json().await.unwrap()
}

#[tokio::test]
async fn from_the_quotation_to_the_money() {
    // Noon in Hanoi: the hour that passes is not to end the day.
    let noon = chrono::Utc::now()
        .date_naive()
        .and_hms_opt(5, 0, 0)
        .unwrap();
    let clock = Clock::at(At::from(noon.and_utc()));
    let shop = shop_at(&clock).await;
    let admin = &shop.admin;
    let visit = shop.visit(&[]).await;
    let director = user(&shop.server, admin, "director", "director", "HQ").await;
    let desk = user(&shop.server, admin, "desk", "accounting", "HQ").await;

    let terms = json!({"customer_id": 1, "partner_id": 1, "limit_minor": 100_000, "terms_days": 15, "overdue_days": 5});
    let account = expect(
        desk.post("/api/v1/credit-accounts", &terms).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(account["exposure_minor"], 0);

    let quote = json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": 1, "visit_id": visit, "lines": tea(20)});
    let quoted = expect(
        admin.post("/api/v1/quotations", &quote).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(quoted["total_minor"], 220_000, "20 × 10,000 and a tenth");
    // The catalogue moves on; the offer stands.
    clock.advance(Duration::from_hours(1));
    let dearer = json!([{"code": "ALL", "name": "Giá chung", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 12_000}]}]);
    batch(admin, "price-lists", dearer).await;
    let order = Uuid::now_v7();
    let path = format!(
        "/api/v1/quotations/{}/answers",
        quoted["id"].as_str().unwrap()
    );
    let ordered = done(admin, &path, &quoted, &json!({"order_id": order})).await;
    assert_eq!(
        (&ordered["state"], &ordered["order_id"]),
        (&json!("ordered"), &json!(order))
    );

    let path = format!("/api/v1/orders/{order}");
    let held = admin.json(&path).await;
    assert_eq!(
        (&held["state"], &held["holds"]),
        (&json!("held"), &json!(["credit"])),
        "{held}"
    );
    assert_eq!(
        (&held["total_minor"], &held["price_note"]["why"]),
        (&json!(220_000), &json!("honoured"))
    );
    let story = admin.json(&format!("{path}/story")).await;
    assert_eq!(
        story["priced"]["free"][0]["quantity_milli"], 2_000,
        "two of ten"
    );
    assert_eq!(story["priced"]["lines"][0]["price"]["minor"], 10_000);

    let release = json!({"hold": "credit", "reason": "Khách quen"});
    let refused = act(&desk, &format!("{path}/release"), &held, &release).await;
    problem(refused, 403, "forbidden").await;
    let free = done(&director, &format!("{path}/release"), &held, &release).await;
    assert_eq!(
        (&free["state"], &free["holds"]),
        (&json!("submitted"), &json!([]))
    );
    problem(
        act(&desk, &format!("{path}/confirm"), &held, &json!({})).await,
        412,
        "stale",
    )
    .await;
    let confirmed = done(&desk, &format!("{path}/confirm"), &free, &json!({})).await;
    assert_eq!(
        confirmed["state"], "confirmed",
        "what was approved is not held again"
    );
    problem(
        act(&desk, &format!("{path}/confirm"), &confirmed, &json!({})).await,
        422,
        "invalid",
    )
    .await;
    exposure(&desk, 0, 220_000, 0).await;

    let first = json!({"id": Uuid::now_v7(), "lines": [{"line": 1, "quantity_milli": 15_000}], "receiver": "Bà Lan"});
    let deliveries = format!("{path}/deliveries");
    let partly = expect(desk.post(&deliveries, &first).await, StatusCode::OK).await;
    assert_eq!(
        (&partly["state"], &partly["delivered_minor"]),
        (&json!("partly_delivered"), &json!(165_000))
    );
    let again = expect(desk.post(&deliveries, &first).await, StatusCode::OK).await;
    assert_eq!(again, partly, "a retry gets the first answer");
    let other = json!({"id": first["id"], "lines": [{"line": 1, "quantity_milli": 1_000}]});
    problem(desk.post(&deliveries, &other).await, 409, "id_reused").await;
    let too_much = json!({"id": Uuid::now_v7(), "lines": [{"line": 1, "quantity_milli": 5_001}]});
    problem(desk.post(&deliveries, &too_much).await, 422, "invalid").await;

    let back = json!({"id": Uuid::now_v7(), "order_id": order, "visit_id": visit, "lines": [{"line": 1, "quantity_milli": 3_000}], "reason": "Móp"});
    let returned = expect(
        admin.post("/api/v1/returns", &back).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(returned["value_minor"], 33_000);
    let path_back = format!(
        "/api/v1/returns/{}/decisions",
        returned["id"].as_str().unwrap()
    );

    let bill = json!({"id": Uuid::now_v7(), "number": "INV-1", "order_id": order});
    let invoice = expect(
        desk.post("/api/v1/invoices", &bill).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(
        (&invoice["total_minor"], &invoice["open_minor"]),
        (&json!(165_000), &json!(165_000))
    );
    let approved = done(&desk, &path_back, &returned, &json!({"approve": true})).await;
    assert_eq!(
        (&approved["state"], &approved["on_account_minor"]),
        (&json!("approved"), &json!(0))
    );
    let invoices = format!("/api/v1/invoices/{}", invoice["id"].as_str().unwrap());
    assert_eq!(admin.json(&invoices).await["open_minor"], 132_000);
    exposure(&desk, 132_000, 55_000, 0).await;
    let partly = admin.json(&path).await;
    assert_eq!(
        (&partly["billing"], &partly["payment"]),
        (&json!("partly_billed"), &json!("partly_paid"))
    );
    let closed = done(&desk, &format!("{path}/close"), &partly, &json!({})).await;
    assert_eq!(
        (&closed["live_minor"], &closed["billing"]),
        (&json!(165_000), &json!("fully_billed"))
    );
    exposure(&desk, 132_000, 0, 0).await;

    let money = json!({"outlet": "O1", "amount_minor": 140_000, "method": "cash"});
    let collection = Uuid::now_v7();
    let later = shop.visit(&[("collection", collection, money)]).await;
    let handed = json!({"id": Uuid::now_v7(), "rep_id": 1});
    let handed = expect(
        admin.post("/api/v1/settlements", &handed).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(handed["expected_cash_minor"], 140_000);
    let settlement = format!("/api/v1/settlements/{}", handed["id"].as_str().unwrap());
    let short = json!({"counted_cash_minor": 139_000});
    let said = problem(
        act(&desk, &format!("{settlement}/verify"), &handed, &short).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(said["errors"][0]["pointer"], "/variance_reason");
    let count = json!({"counted_cash_minor": 139_000, "variance_reason": "Thiếu một tờ"});
    let verified = done(&desk, &format!("{settlement}/verify"), &handed, &count).await;
    assert_eq!(verified["variance_minor"], -1_000);
    let posted = done(&desk, &format!("{settlement}/post"), &verified, &json!({})).await;
    assert_eq!(posted["state"], "posted");
    let paid = admin.json(&invoices).await;
    assert_eq!(
        (&paid["open_minor"], &paid["paid_minor"]),
        (&json!(0), &json!(165_000))
    );
    let booked = admin
        .json(&format!("/api/v1/collections/{collection}"))
        .await;
    assert_eq!(
        (&booked["state"], &booked["on_account_minor"]),
        (&json!("posted"), &json!(8_000))
    );
    exposure(&desk, -8_000, 0, 0).await;
    assert_eq!(admin.json(&path).await["payment"], "paid");

    let statement = desk.json("/api/v1/credit-accounts/1/statement").await;
    let kinds: Vec<&str> = (statement["entries"].as_array().unwrap().iter())
        .map(|e| e["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["invoice", "return", "collection"]);
    assert_eq!(
        (&statement["closing_minor"], &statement["on_account_minor"]),
        (&json!(-8_000), &json!(8_000))
    );

    let seen = admin.json(&format!("/api/v1/visits/{visit}")).await;
    assert_eq!(seen["quotations"][0]["id"], quoted["id"]);
    assert_eq!(seen["orders"][0]["id"], json!(order));
    assert_eq!(seen["returns"][0]["id"], returned["id"]);
    let timeline = admin.json("/api/v1/customers/1/timeline?limit=4").await;
    let kinds = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items
            .map(|i| i["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    let cursor = timeline["next_cursor"].as_str().unwrap();
    let rest = admin
        .json(&format!(
            "/api/v1/customers/1/timeline?limit=100&cursor={cursor}"
        ))
        .await;
    let mut all = kinds(&timeline);
    all.extend(kinds(&rest));
    all.sort_unstable();
    assert_eq!(
        all,
        [
            "collection",
            "delivery",
            "invoice",
            "order",
            "quotation",
            "return",
            "visit",
            "visit"
        ]
    );
    let seen = admin.json(&format!("/api/v1/visits/{later}")).await;
    assert_eq!(seen["collections"][0]["id"], json!(collection));
    commission(&shop, &clock, collection).await;
    shop.server.finish().await;
}

/// The month over, what was collected in it earns, once.
async fn commission(shop: &Shop, clock: &Clock, collection: Uuid) {
    let plan = json!({"name": "Thu tiền", "basis": "collected", "cumulative": true,
        "tiers": [{"from_minor": 0, "basis_points": 100}, {"from_minor": 100_000, "basis_points": 250}]});
    let path = "/api/v1/commissions/plans/CASH";
    expect(shop.admin.post(path, &plan).await, StatusCode::CREATED).await;
    let month = shop.server.services.rules.load().time.date_of(clock.now());
    let make = json!({"plan_code": "CASH", "month": month});
    let said = problem(
        shop.admin.post("/api/v1/commissions", &make).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(said["errors"][0]["code"], "not_over");
    clock.advance(Duration::from_hours(24 * 32));
    let login = json!({"login": "admin", "password": PASSWORD});
    expect(
        shop.admin.post("/api/v1/session", &login).await,
        StatusCode::OK,
    )
    .await;
    let mut trial = make.clone();
    trial["dry_run"] = json!(true);
    let shown = expect(
        shop.admin.post("/api/v1/commissions", &trial).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        shown["items"][0]["earned_minor"],
        1_000 + 1_000,
        "1 % of 100,000 and 2.5 % of the rest"
    );
    let made = expect(
        shop.admin.post("/api/v1/commissions", &make).await,
        StatusCode::CREATED,
    )
    .await;
    let statement = &made["items"][0];
    assert_eq!(
        (&statement["value_minor"], &statement["earned_minor"]),
        (&json!(140_000), &json!(2_000))
    );
    let again = expect(
        shop.admin.post("/api/v1/commissions", &make).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(again["items"], json!([]), "once");
    let path = format!("/api/v1/commissions/{}", statement["id"].as_str().unwrap());
    let whole = shop.admin.json(&path).await;
    let counted = &whole["documents"][0];
    assert_eq!(
        (&counted["document_id"], &counted["minor"]),
        (&json!(collection), &json!(140_000))
    );
    let account = counted["account_id"].as_i64().unwrap();
    let path = format!("/api/v1/credit-accounts/{account}");
    let account = shop.admin.json(&path).await;
    assert_eq!(counted["customer_name"], account["customer_name"]);
}

async fn exposure(client: &Client, ledger: i64, unbilled: i64, unconfirmed: i64) {
    let account = client.json("/api/v1/credit-accounts/1").await;
    let parts = ["ledger_minor", "unbilled_minor", "unconfirmed_minor"]
        .map(|p| account[p].as_i64().unwrap());
    assert_eq!(parts, [ledger, unbilled, unconfirmed]);
    assert_eq!(account["exposure_minor"], ledger + unbilled + unconfirmed);
}

#[tokio::test]
async fn a_phones_promise_is_honoured_held_or_refused_with_both_totals() {
    let shop = shop().await;
    let admin = &shop.admin;
    let now = shop.server.services.clock.utc();
    let at =
        |hours: i64| (now - TimeDelta::hours(hours)).to_rfc3339_opts(SecondsFormat::Millis, true);
    let [same, less, unknown] = [(); 3].map(|()| Uuid::now_v7());
    shop.visit(&[
        (
            "order",
            same,
            json!({"lines": tea(5), "total_minor": 55_000}),
        ),
        (
            "order",
            less,
            json!({"lines": tea(5), "total_minor": 50_000, "book_at": at(1)}),
        ),
        (
            "order",
            unknown,
            json!({"lines": [{"product_code": "NEW", "quantity": 2, "unit_price_minor": 7_000}]}),
        ),
    ])
    .await;
    let order = async |id: Uuid| admin.json(&format!("/api/v1/orders/{id}")).await;
    assert_eq!(order(same).await["state"], "submitted");
    let held = order(less).await;
    assert_eq!(
        (&held["state"], &held["holds"]),
        (&json!("held"), &json!(["price"]))
    );
    assert_eq!(
        (
            &held["price_note"]["promised_minor"],
            &held["price_note"]["catalogue_minor"]
        ),
        (&json!(50_000), &json!(55_000))
    );
    let held = order(unknown).await;
    assert_eq!(
        (&held["holds"], &held["total_minor"]),
        (&json!(["price"]), &json!(14_000))
    );
    assert_eq!(held["price_note"]["errors"][0]["code"], "unknown_product");

    // A price of before is honoured for as long as the setting says.
    let before = shop
        .server
        .services
        .clock
        .utc()
        .to_rfc3339_opts(SecondsFormat::Millis, true);
    let dearer = json!([{"code": "ALL", "name": "Giá chung", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 12_000}]}]);
    batch(admin, "price-lists", dearer).await;
    let (old, plain) = (Uuid::now_v7(), Uuid::now_v7());
    for (id, book_at) in [(old, json!(before)), (plain, Value::Null)] {
        let body = json!({"id": id, "rep_id": 1, "outlet_id": 1, "lines": tea(5), "total_minor": 55_000, "book_at": book_at});
        expect(
            admin.post("/api/v1/orders", &body).await,
            StatusCode::CREATED,
        )
        .await;
    }
    let honoured = order(old).await;
    assert_eq!(
        (&honoured["state"], &honoured["total_minor"]),
        (&json!("submitted"), &json!(55_000)),
        "{honoured}"
    );
    assert_eq!(honoured["price_note"]["catalogue_minor"], 66_000);
    let held = order(plain).await;
    assert_eq!(
        (&held["holds"], &held["total_minor"]),
        (&json!(["price"]), &json!(66_000))
    );
    shop.server.finish().await;
}

#[tokio::test]
async fn a_phone_prices_its_order_from_what_it_was_given() {
    let shop = shop().await;
    let route = json!([{"code": "W1", "name": "W1", "org_unit_code": "T1", "rep_code": "R1", "outlets": [{"outlet_code": "O1", "pattern": "F24"}]}]);
    batch(&shop.admin, "routes", route).await;
    let limit = json!({"customer_id": 1, "partner_id": 1, "limit_minor": 900_000});
    expect(
        shop.admin.post("/api/v1/credit-accounts", &limit).await,
        StatusCode::OK,
    )
    .await;
    let given = shop.sync(None).await;
    let catalogue = &given["catalogue"];
    assert_eq!(catalogue["products"][0]["code"], "TEA");
    let book: Book = serde_json::from_value(catalogue["book"].clone()).unwrap();
    let buyer: Buyer = serde_json::from_value(catalogue["buyers"][0]["buyer"].clone()).unwrap();
    let ask = Ask {
        date: shop
            .server
            .services
            .rules
            .load()
            .time
            .date_of(shop.server.services.clock.now()),
        buyer,
        cash: false,
        lines: vec![AskLine {
            product: 1,
            unit: "carton".into(),
            quantity_milli: 1_000,
        }],
    };
    let priced = fieldbeat_pricing::price(&book, &ask).unwrap();
    assert_eq!((priced.total_minor, priced.free.len()), (264_000, 1));
    let (cursor, order) = (given["cursor"].as_str().unwrap(), Uuid::now_v7());
    let body = json!({"lines": [{"product_code": "TEA", "unit": "carton", "quantity": 1}], "total_minor": priced.total_minor});
    shop.visit(&[("order", order, body)]).await;
    let made = shop.admin.json(&format!("/api/v1/orders/{order}")).await;
    assert_eq!(
        (&made["state"], &made["price_note"]),
        (&json!("submitted"), &Value::Null),
        "{made}"
    );

    let since = shop.sync(Some(cursor)).await;
    assert_eq!(since["orders"][0]["id"], json!(order));
    assert_eq!(since["debt"][0]["open_orders_minor"], 264_000);
    shop.server.finish().await;
}

#[tokio::test]
async fn changes_and_cancellations_of_a_phone_find_their_order_in_any_sequence() {
    let shop = shop().await;
    let [early, order, money] = [(); 3].map(|()| Uuid::now_v7());
    // The cancellation and the voiding come first.
    let [change, cancel, void, late] = [(); 4].map(|()| Uuid::now_v7());
    shop.visit(&[
        (
            "order_cancel",
            cancel,
            json!({"order": early, "reason": "đặt nhầm"}),
        ),
        (
            "collection_void",
            void,
            json!({"collection": money, "reason": "đếm nhầm"}),
        ),
        ("order", order, json!({"lines": tea(5)})),
        (
            "order_change",
            change,
            json!({"order": order, "lines": tea(30)}),
        ),
    ])
    .await;
    let admin = &shop.admin;
    shop.visit(&[
        ("order", early, json!({"lines": tea(10)})),
        (
            "collection",
            money,
            json!({"outlet": "O1", "amount_minor": 5_000, "method": "cash"}),
        ),
        (
            "order_change",
            late,
            json!({"order": Uuid::now_v7(), "lines": tea(1)}),
        ),
    ])
    .await;
    let state = async |path: String| {
        admin.json(&path).await["state"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    eventually("both are taken back", async || {
        let order = state(format!("/api/v1/orders/{early}")).await;
        let collection = state(format!("/api/v1/collections/{money}")).await;
        (order == "cancelled" && collection == "void").then_some(())
    })
    .await;
    let revised = admin.json(&format!("/api/v1/orders/{order}")).await;
    assert_eq!(
        (&revised["revision"], &revised["total_minor"]),
        (&json!(2), &json!(330_000))
    );
    assert_eq!(
        revised["lines"].as_array().unwrap().len(),
        2,
        "three are free"
    );
    let spent = sqlx::query_scalar::<_, i64>(
        "select minor from scheme_spent where scheme_id = 1 and outlet_id = 0",
    )
    .fetch_one(&shop.server.services.db)
    .await
    .unwrap();
    assert_eq!(spent, 30_000, "the cancelled order gave its budget back");
    shop.server.finish().await;
}

#[tokio::test]
async fn a_budget_is_not_exceeded_by_old_prices_either() {
    let shop = shop().await;
    let admin = &shop.admin;
    let budget = json!([{"code": "10+1", "name": "10 tặng 1", "budget_minor": 105_000}]);
    batch(admin, "schemes", budget).await;
    let before = shop.server.services.clock.utc();
    let before = before.to_rfc3339_opts(SecondsFormat::Millis, true);
    let dearer = json!([{"code": "ALL", "name": "Giá chung", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 12_000}]}]);
    batch(admin, "price-lists", dearer).await;
    // It ended since; only what phones promised before still takes from it.
    let ended = json!([{"code": "10+1", "name": "10 tặng 1", "active": false}]);
    batch(admin, "schemes", ended).await;
    let sent = (0..40).map(|_| {
        let body = json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": 1, "lines": tea(10), "total_minor": 110_000, "book_at": before});
        async move { expect(admin.post("/api/v1/orders", &body).await, StatusCode::CREATED).await }
    });
    let orders = futures_util::future::join_all(sent).await;
    assert!(orders.iter().all(|o| o["price_note"]["why"] == "honoured"));
    let free = orders
        .iter()
        .filter(|o| o["lines"].as_array().unwrap().len() == 2);
    assert_eq!(free.count(), 10, "as many as the budget pays for");
    shop.server.finish().await;
}

#[tokio::test]
async fn goods_are_set_apart_leave_and_come_back() {
    let shop = shop().await;
    let admin = &shop.admin;
    let places = json!([{"code": "W", "name": "Kho", "kind": "warehouse", "partner_code": "NPP-1", "is_default": true}]);
    batch(admin, "stock-locations", places).await;
    let opening = json!({"kind": "opening", "to_code": "W", "lines": [{"product_code": "TEA", "unit": "piece", "quantity_milli": 15_000}]});
    expect(
        admin.post("/api/v1/stock-moves", &opening).await,
        StatusCode::CREATED,
    )
    .await;
    let mut orders = Vec::new();
    for _ in 0..2 {
        // Ten and one free.
        let body = json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": 1, "lines": tea(10)});
        orders.push(
            expect(
                admin.post("/api/v1/orders", &body).await,
                StatusCode::CREATED,
            )
            .await,
        );
    }
    let path = |order: &Value, action: &str| {
        format!("/api/v1/orders/{}/{action}", order["id"].as_str().unwrap())
    };
    let first = done(admin, &path(&orders[0], "confirm"), &orders[0], &json!({})).await;
    assert_eq!(first["state"], "confirmed");
    let second = done(admin, &path(&orders[1], "confirm"), &orders[1], &json!({})).await;
    assert_eq!(
        (&second["state"], &second["holds"]),
        (&json!("held"), &json!(["stock"])),
        "four are left"
    );
    let story = admin.json(&path(&second, "story")).await;
    let short = &story["steps"].as_array().unwrap().last().unwrap()["detail"]["short"][0];
    assert_eq!(
        (&short["wanted_milli"], &short["available_milli"]),
        (&json!(11_000), &json!(4_000))
    );
    let release = json!({"hold": "stock", "reason": "hàng về chiều nay"});
    let second = done(admin, &path(&second, "release"), &second, &release).await;
    let second = done(admin, &path(&second, "confirm"), &second, &json!({})).await;
    assert_eq!(second["state"], "confirmed", "it goes without");

    let deliver = json!({"id": Uuid::now_v7()});
    let delivered = expect(
        admin.post(&path(&first, "deliveries"), &deliver).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(delivered["state"], "delivered");
    assert_eq!(shop.tea_in_stock().await, 4_000);
    let deliver = json!({"id": Uuid::now_v7()});
    let said = problem(
        admin.post(&path(&second, "deliveries"), &deliver).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(said["errors"][0]["code"], "not_in_stock");
    let back = json!({"id": Uuid::now_v7(), "order_id": first["id"], "lines": [{"line": 1, "quantity_milli": 2_000}], "reason": "Móp"});
    let back = expect(
        admin.post("/api/v1/returns", &back).await,
        StatusCode::CREATED,
    )
    .await;
    let path = format!("/api/v1/returns/{}/decisions", back["id"].as_str().unwrap());
    done(admin, &path, &back, &json!({"approve": true})).await;
    assert_eq!(shop.tea_in_stock().await, 6_000);
    shop.server.finish().await;
}

#[tokio::test]
async fn a_budget_is_never_exceeded_by_orders_that_come_at_once() {
    let shop = shop().await;
    let (admin, outlets) = (&shop.admin, 100);
    let budget = json!([{"code": "10+1", "name": "10 tặng 1", "budget_minor": 305_000}]);
    batch(admin, "schemes", budget).await;
    let sent = (0..outlets).map(|_| {
        let body = json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": 1, "lines": tea(10)});
        async move {
            expect(
                admin.post("/api/v1/orders", &body).await,
                StatusCode::CREATED,
            )
            .await
        }
    });
    let orders = futures_util::future::join_all(sent).await;
    let free = (orders.iter())
        .filter(|o| o["lines"].as_array().unwrap().len() == 2)
        .count();
    assert_eq!(free, 30, "as many as the budget pays for");
    let row: (i64, i64) = sqlx::query_as("select (select sum(minor)::int8 from scheme_use), minor from scheme_spent where outlet_id = 0")
        .fetch_one(&shop.server.services.db)
        .await
        .unwrap();
    assert_eq!(row, (300_000, 300_000));
    shop.server.finish().await;
}

#[tokio::test]
async fn a_limit_that_was_lifted_for_a_while_counts_what_was_given_meanwhile() {
    let shop = shop().await;
    let admin = &shop.admin;
    let limit = async |minor: Value| {
        let change = json!([{"code": "10+1", "budget_minor": minor}]);
        batch(admin, "schemes", change).await;
    };
    let order = async |pieces: i64| {
        let body = json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": 1, "lines": tea(pieces)});
        let made = admin.post("/api/v1/orders", &body).await;
        expect(made, StatusCode::CREATED).await
    };
    let is_given = |order: &Value| order["lines"].as_array().unwrap().len() == 2;
    order(10).await;
    limit(Value::Null).await;
    let gone = order(20).await;
    order(10).await;
    let path = format!("/api/v1/orders/{}/cancel", gone["id"].as_str().unwrap());
    let gone = done(admin, &path, &gone, &json!({"reason": "đặt nhầm"})).await;
    assert_eq!(gone["state"], "cancelled");
    limit(json!(30_000)).await;
    assert!(is_given(&order(10).await), "10,000 of 30,000 were left");
    assert!(!is_given(&order(10).await), "nothing is left");
    let sums: (i64, i64) = sqlx::query_as("select (select sum(minor)::int8 from scheme_use), minor from scheme_spent where outlet_id = 0")
        .fetch_one(&shop.server.services.db)
        .await
        .unwrap();
    assert_eq!(sums, (30_000, 30_000));
    shop.server.finish().await;
}

#[tokio::test]
async fn an_order_does_not_wait_for_a_scheme_of_a_period() {
    let shop = shop().await;
    let admin = &shop.admin;
    let db = &shop.server.services.db;
    let period = json!([{"code": "TL", "name": "Tích lũy", "budget_minor": 1_000_000, "valid_from": "2020-01-01", "valid_to": "2099-12-31",
        "rule": {"type": "cumulative", "tiers": [{"at_least_milli": 1_000, "benefit": {"type": "percent", "basis_points": 100}}]}}]);
    let period = batch(admin, "schemes", period).await[0]["id"].clone();
    let mut settles = db.begin().await.unwrap();
    sqlx::query("select id from scheme where id = $1 for update")
        .bind(i32::try_from(period.as_i64().unwrap()).unwrap())
        .execute(&mut *settles)
        .await
        .unwrap();
    let body = json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": 1, "lines": tea(10)});
    let ordered = async {
        let made = admin.post("/api/v1/orders", &body).await;
        let made = expect(made, StatusCode::CREATED).await;
        let path = format!("/api/v1/orders/{}/cancel", made["id"].as_str().unwrap());
        done(admin, &path, &made, &json!({"reason": "đặt nhầm"})).await
    };
    let waits = waiting(db, 1);
    tokio::select! {
        gone = ordered => assert_eq!(gone["state"], "cancelled"),
        () = waits => panic!("it waits for a scheme that gives an order nothing"),
    }
    settles.rollback().await.unwrap();
    shop.server.finish().await;
}
