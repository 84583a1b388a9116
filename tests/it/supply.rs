//! Replenishment from outside: a warehouse that runs out says so, what it orders leaves its source, is in nobody's book
//! on its way, and arrives; what is too little for all is shared.

use chrono::{Days, TimeDelta};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    front_door::{batch, found, problem, send, user},
    server::TestServer,
};

const CENTRAL: i32 = 1;
const NORTH: i32 = 2;
const SOUTH: i32 = 3;

struct Chain {
    server: TestServer,
    admin: Client,
    desk: Client,
}

/// A company's warehouse and two of distributors; tea in pieces and cartons of 24.
async fn chain() -> Chain {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    for (collection, items) in [
        (
            "products",
            json!([{"code": "TEA", "name": "Trà xanh", "units": {"piece": 1, "carton": 24}}]),
        ),
        (
            "partners",
            json!([{"code": "MAKER", "name": "Nhà máy", "kind": "distributor"}]),
        ),
        (
            "stock-locations",
            json!([{"code": "W1", "name": "Kho trung tâm", "kind": "warehouse", "is_default": true}]),
        ),
        (
            "stock-locations",
            json!([{"code": "W2", "name": "Kho Bắc", "kind": "warehouse", "partner_code": "MAKER"}]),
        ),
        (
            "stock-locations",
            json!([{"code": "W3", "name": "Kho Nam", "kind": "warehouse", "partner_code": "MAKER"}]),
        ),
    ] {
        batch(&admin, collection, items).await;
    }
    let desk = user(&server, &admin, "desk", "accounting", "HQ").await;
    Chain {
        server,
        admin,
        desk,
    }
}

impl Chain {
    async fn post(&self, body: Value) {
        let answer = self.desk.post("/api/v1/stock-moves", &body).await;
        expect(answer, StatusCode::CREATED).await;
    }

    async fn submitted(&self, to: i32, cartons: i64) -> Value {
        let id = Uuid::now_v7();
        let body = json!({"id": id, "to_id": to, "from_id": CENTRAL,
            "lines": [{"product_id": 1, "unit": "carton", "quantity": cartons}]});
        let made = self.desk.post("/api/v1/supply-orders", &body).await;
        let made = expect(made, StatusCode::CREATED).await;
        assert_eq!(made["state"], "draft");
        self.done(&made, "submit", json!({})).await
    }

    async fn act(&self, order: &Value, action: &str, body: Value) -> Response {
        let path = format!(
            "/api/v1/supply-orders/{}/{action}",
            order["id"].as_str().unwrap()
        );
        let tag = format!("\"v{}\"", order["version"]);
        let headers = [("if-match", tag.as_str())];
        send(&self.desk, Method::POST, &path, &headers, &body).await
    }

    async fn done(&self, order: &Value, action: &str, body: Value) -> Value {
        expect(self.act(order, action, body).await, StatusCode::OK).await
    }

    async fn refused(&self, order: &Value, action: &str, body: Value) -> (Value, Value) {
        let answer = problem(self.act(order, action, body).await, 422, "invalid").await;
        let fault = &answer["errors"][0];
        (fault["pointer"].clone(), fault["code"].clone())
    }

    async fn confirm(&self, orders: &[&Value]) -> Vec<Value> {
        let items: Vec<Value> = orders.iter().map(|o| json!({"id": o["id"]})).collect();
        let body = json!({ "items": items });
        let answer = self.desk.post("/api/v1/supply-orders/confirm", &body).await;
        let answer = expect(answer, StatusCode::OK).await;
        let all = answer["items"].as_array().unwrap();
        assert!(all.is_sorted_by_key(|o| o["id"].as_str()), "{answer}");
        let of = |id: &Value| all.iter().find(|o| o["id"] == *id).unwrap().clone();
        orders.iter().map(|o| of(&o["id"])).collect()
    }

    /// On hand and held by orders, in pieces.
    async fn teas(&self, location: i32) -> (i64, i64) {
        let path = format!("/api/v1/stock-locations/{location}/balances");
        let held = self.desk.json(&path).await["items"][0].clone();
        let pieces = |name: &str| held[name].as_i64().unwrap_or(0) / 1_000;
        (pieces("on_hand_milli"), pieces("reserved_milli"))
    }
}

fn cartons(order: &Value, what: &str) -> i64 {
    order["lines"][0][what].as_i64().unwrap() / 24_000
}

#[tokio::test]
async fn too_little_is_shared_and_goods_on_their_way_are_in_nobodys_book() {
    let c = chain().await;
    c.post(json!({"kind": "opening", "to_code": "W1", "lines": [
        {"product_code": "TEA", "unit": "carton", "quantity_milli": 4_000, "batch": "A", "expires_on": "2099-01-01"},
        {"product_code": "TEA", "unit": "carton", "quantity_milli": 8_000, "batch": "B", "expires_on": "2099-06-01"}]}))
        .await;
    let (north, south) = (c.submitted(NORTH, 12).await, c.submitted(SOUTH, 6).await);
    assert_eq!(
        c.refused(&north, "ship", json!({})).await,
        (json!("/state"), json!("wrong_state"))
    );
    let confirmed = c.confirm(&[&north, &south]).await;
    let [north, south] = &confirmed[..] else {
        panic!("two orders")
    };
    assert_eq!(
        (
            cartons(north, "confirmed_milli"),
            cartons(south, "confirmed_milli")
        ),
        (8, 4)
    );
    assert_eq!(c.teas(CENTRAL).await, (288, 288), "all of it is held");
    // Whoever comes later gets nothing, and stays where it is.
    let late = c.submitted(SOUTH, 1).await;
    assert_eq!(c.confirm(&[&late]).await[0]["state"], "submitted");

    let too_much = json!({"lines": [{"product_id": 1, "milli": 9 * 24_000}]});
    assert_eq!(
        c.refused(north, "ship", too_much).await,
        (json!("/lines"), json!("more_than_confirmed"))
    );
    let in_part =
        json!({"lines": [{"product_id": 1, "milli": 7 * 24_000}], "expected_on": "2099-01-01"});
    let north = c.done(north, "ship", in_part).await;
    assert_eq!(
        (&north["state"], cartons(&north, "shipped_milli")),
        (&json!("shipped"), 7)
    );
    assert_eq!(
        c.teas(CENTRAL).await,
        (120, 96),
        "seven left, four are held, one is free"
    );
    assert_eq!(c.teas(NORTH).await, (0, 0), "on its way");
    let needs = c
        .desk
        .json(&format!("/api/v1/supply-needs?location_id={NORTH}"))
        .await;
    let need = &needs["items"][0]["lines"][0];
    assert_eq!(
        (&need["in_transit_milli"], &need["available_milli"]),
        (&json!(168_000), &json!(0)),
        "{needs}"
    );
    for place in [CENTRAL, NORTH] {
        let path = format!("/api/v1/supply-orders?state=shipped&location_id={place}");
        assert_eq!(
            c.desk.json(&path).await["items"].as_array().unwrap().len(),
            1,
            "seen at both places"
        );
    }
    assert_eq!(
        c.refused(&north, "cancel", json!({"reason": "x"})).await.1,
        "wrong_state"
    );

    // One carton did not arrive; what did is in the lots that left, first expiry first.
    for (counted, name, code) in [
        (json!([(1, i64::MAX)]), "0/milli", "out_of_range"),
        (json!([(1, -1)]), "0/milli", "out_of_range"),
        (json!([(1, 1), (1, 1)]), "1/product_id", "repeated"),
        (json!([(9, 1)]), "0/product_id", "not_ordered"),
    ] {
        let line = |l: &Value| json!({"product_id": l[0], "milli": l[1]});
        let lines: Vec<Value> = counted.as_array().unwrap().iter().map(line).collect();
        let body = json!({"lines": lines, "reason": "đếm"});
        assert_eq!(
            c.refused(&north, "receive", body).await,
            (json!(format!("/lines/{name}")), json!(code))
        );
    }
    let short = json!({"lines": [{"product_id": 1, "milli": 6 * 24_000}]});
    assert_eq!(
        c.refused(&north, "receive", short.clone()).await,
        (json!("/reason"), json!("required"))
    );
    let mut short = short;
    short["reason"] = json!("vỡ một thùng");
    let north = c.done(&north, "receive", short).await;
    assert_eq!(
        (
            &north["state"],
            cartons(&north, "received_milli"),
            cartons(&north, "missing_milli"),
            &north["reason"]
        ),
        (&json!("received"), 6, 1, &json!("vỡ một thùng"))
    );
    let held = c
        .desk
        .json(&format!("/api/v1/stock-locations/{NORTH}/balances"))
        .await;
    let lots: Vec<(&Value, &Value)> = (held["items"][0]["lots"].as_array().unwrap().iter())
        .map(|l| (&l["batch"], &l["milli"]))
        .collect();
    assert_eq!(
        lots,
        [(&json!("A"), &json!(96_000)), (&json!("B"), &json!(48_000))]
    );
    let moved = c
        .desk
        .json(&format!(
            "/api/v1/stock-moves?document_id={}",
            north["id"].as_str().unwrap()
        ))
        .await;
    let sum: i64 = (moved["items"].as_array().unwrap().iter())
        .map(|m| m["milli"].as_i64().unwrap())
        .sum();
    assert_eq!(sum, -24_000, "what is missing is in no book");

    // What is cancelled holds nothing any longer.
    assert_eq!(
        c.refused(south, "cancel", json!({})).await,
        (json!("/reason"), json!("required"))
    );
    let south = c.done(south, "cancel", json!({"reason": "đổi ý"})).await;
    assert_eq!(
        (&south["state"], c.teas(CENTRAL).await),
        (&json!("cancelled"), (120, 0))
    );
    assert_eq!(c.confirm(&[&late]).await[0]["state"], "confirmed");
    let stale = c.act(&late, "cancel", json!({"reason": "cũ"})).await;
    assert_eq!(stale.status(), StatusCode::PRECONDITION_FAILED);
    c.server.finish().await;
}

#[tokio::test]
async fn a_warehouse_that_runs_out_says_so_and_orders_outside() {
    let c = chain().await;
    let now = c.server.services.clock.utc();
    let today = (c.server.services.rules.load().time).date_of(c.server.services.clock.now());
    c.post(
        json!({"kind": "opening", "to_code": "W2", "moved_at": now - TimeDelta::days(90),
        "lines": [{"product_code": "TEA", "quantity_milli": 12 * 70_000 + 20_000}]}),
    )
    .await;
    for week in 0..12 {
        c.post(
            json!({"kind": "issue", "from_code": "W2", "moved_at": now - TimeDelta::days(7 * week),
            "lines": [{"product_code": "TEA", "quantity_milli": 70_000}]}),
        )
        .await;
    }
    let need = |needs: &Value| needs["items"][0]["lines"][0].clone();
    let path = format!("/api/v1/supply-needs?location_id={NORTH}");
    let line = need(&c.desk.json(&path).await);
    // Ten a day, twenty there; eight days of cover and lead need 80: three cartons of 24 more.
    assert_eq!(
        (
            &line["forecast_milli"],
            &line["days_of_cover"],
            &line["target_milli"],
            &line["unit"],
            &line["quantity"]
        ),
        (
            &json!(70_000),
            &json!(2),
            &json!(80_000),
            &json!("carton"),
            &json!(3)
        ),
        "{line}"
    );
    let both = json!({"id": Uuid::now_v7(), "to_id": NORTH, "from_id": CENTRAL, "partner_id": 1, "lines": [{"product_id": 1, "quantity": 1}]});
    let refused = problem(
        c.desk.post("/api/v1/supply-orders", &both).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(refused["errors"][0]["code"], "one_source");
    let wrong = json!({"id": Uuid::now_v7(), "to_id": NORTH, "from_id": NORTH, "lines": [{"product_id": 1, "quantity": 1},
        {"product_id": 1, "quantity": 1}, {"product_id": 1, "unit": "box", "quantity": 1}, {"product_id": 9, "quantity": 1}]});
    let refused = problem(
        c.desk.post("/api/v1/supply-orders", &wrong).await,
        422,
        "invalid",
    )
    .await;
    let codes: Vec<&Value> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["code"])
        .collect();
    assert_eq!(
        codes,
        ["unknown", "repeated", "repeated", "unknown_product"]
    );

    // From a maker whose stock is not kept here: confirmed as asked, or as told.
    let put = json!({"id": Uuid::now_v7(), "to_id": NORTH, "partner_id": 1, "wanted_on": today + Days::new(2),
        "lines": [{"product_id": 1, "unit": "carton", "quantity": 1}]});
    let draft = c.desk.post("/api/v1/supply-orders", &put).await;
    let draft = expect(draft, StatusCode::CREATED).await;
    let more = json!({"lines": [{"product_id": 1, "unit": "carton", "quantity": 3}]});
    let order_path = format!("/api/v1/supply-orders/{}", draft["id"].as_str().unwrap());
    let tag = format!("\"v{}\"", draft["version"]);
    let headers = [("if-match", tag.as_str())];
    let draft = send(&c.desk, Method::PUT, &order_path, &headers, &more).await;
    let draft = expect(draft, StatusCode::OK).await;
    let order = c.done(&draft, "submit", json!({})).await;
    assert_eq!(
        need(&c.desk.json(&path).await)["quantity"],
        0,
        "it is on order"
    );
    let order = c.confirm(&[&order]).await[0].clone();
    assert_eq!(cartons(&order, "confirmed_milli"), 3);
    let order = c.done(&order, "ship", json!({})).await;
    let line = need(&c.desk.json(&path).await);
    assert_eq!(
        (&line["days_of_cover"], &line["days_with_transit"]),
        (&json!(2), &json!(9))
    );
    c.done(&order, "receive", json!({})).await;
    assert_eq!(c.teas(NORTH).await, (92, 0));

    // Who manages stock does it; a rep does not see it, a supervisor does.
    let supervisor = user(&c.server, &c.admin, "sup", "supervisor", "T1").await;
    assert_eq!(
        supervisor.json("/api/v1/supply-orders").await["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    problem(
        supervisor.post("/api/v1/supply-orders", &put).await,
        403,
        "forbidden",
    )
    .await;
    let rep = user(&c.server, &c.admin, "rep", "rep", "T1").await;
    for path in ["/api/v1/supply-orders", "/api/v1/supply-needs", &order_path] {
        problem(rep.get(path).await, 403, "forbidden").await;
    }
    c.server.finish().await;
}
