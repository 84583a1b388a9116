//! What an outlet should order and why, and its last order taken again.

use chrono::{SecondsFormat, TimeDelta};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    front_door::{batch, found, problem, record_status, tell, user},
    server::TestServer,
};

struct Shop {
    server: TestServer,
    admin: Client,
    token: String,
}

async fn shop() -> Shop {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    for (collection, items) in [
        (
            "reps",
            json!([{"code": "R1", "name": "Hoa", "org_unit_code": "T1", "valid_from": "2020-01-01"}]),
        ),
        (
            "customers",
            json!([{"code": "C1", "name": "Bà Lan", "org_unit_code": "T1"}]),
        ),
        (
            "outlets",
            json!([{"code": "O1", "name": "Tạp hóa", "org_unit_code": "T1", "customer_code": "C1", "lat": 21.0, "lng": 105.8}]),
        ),
        (
            "products",
            json!([{"code": "TEA", "name": "Trà", "units": {"piece": 1, "carton": 6}}, {"code": "NEW", "name": "Mới"}]),
        ),
        (
            "price-lists",
            json!([{"code": "ALL", "name": "Giá", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 10_000}]}]),
        ),
    ] {
        batch(&admin, collection, items).await;
    }
    let phones = batch(&admin, "devices", json!([{"label": "p", "rep_code": "R1"}])).await;
    let token = phones[0]["token"].as_str().unwrap().to_owned();
    Shop {
        server,
        admin,
        token,
    }
}

impl Shop {
    async fn tell(&self, kind: &str, days_ago: i64, body: Value) -> Uuid {
        let id = Uuid::now_v7();
        let at =
            self.server.services.clock.utc() - TimeDelta::days(days_ago) - TimeDelta::minutes(1);
        let record = json!({"type": "record", "n": 1, "kind": kind, "id": id,
            "at": at.to_rfc3339_opts(SecondsFormat::Millis, true), "body": body});
        tell(&self.server, &self.token, &json!([record])).await;
        record_status(&self.server, id).await;
        id
    }

    /// Orders that were delivered long ago.
    async fn history(&self, days_ago: &[i64]) {
        for days in days_ago {
            let lines = json!([{"product_code": "TEA", "unit": "piece", "quantity": 10, "unit_price_minor": 10_000}]);
            self.tell("order", *days, json!({"outlet": "O1", "lines": lines}))
                .await;
        }
        sqlx::query("update sales_order set state = 'closed', holds = '{}'")
            .execute(&self.server.services.db)
            .await
            .unwrap();
    }

    async fn suggested(&self) -> Value {
        let order = self.admin.json("/api/v1/outlets/1/suggested-order").await;
        order["lines"]
            .as_array()
            .unwrap()
            .iter()
            .find(|l| l["product_code"] == "TEA")
            .cloned()
            .unwrap_or(Value::Null)
    }
}

#[tokio::test]
async fn an_order_is_suggested_from_what_sells_what_is_there_and_what_comes() {
    let s = shop().await;
    assert_eq!(s.suggested().await, Value::Null, "nothing is known yet");
    s.history(&[36, 29, 22, 15, 8, 1]).await;
    let line = s.suggested().await;
    assert_eq!(
        (&line["method"], &line["from"], &line["forecast_milli"]),
        (&json!("smoothing"), &json!("orders"), &json!(10_000))
    );
    // Ten a week for eight days, and nothing of it is known to be there.
    assert_eq!(
        (&line["target_milli"], &line["counted_at"]),
        (&json!(11_428), &Value::Null)
    );
    assert_eq!(
        (&line["quantity"], &line["unit"]),
        (&json!(12), &json!("piece"))
    );

    s.tell(
        "stock_count",
        0,
        json!({"outlet": "O1", "lines": [{"product_code": "TEA", "quantity": 4}]}),
    )
    .await;
    let line = s.suggested().await;
    assert_eq!(
        (&line["on_hand_milli"], &line["sold_since_milli"]),
        (&json!(4_000), &json!(0))
    );
    assert_eq!(line["quantity"], 8);
    assert_eq!(line["days_of_cover"], 2);

    // What is ordered and not delivered counts; it is ordered in cartons from now on.
    let order = json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": 1, "lines": [{"product_code": "TEA", "unit": "carton", "quantity": "1"}]});
    expect(
        s.admin.post("/api/v1/orders", &order).await,
        StatusCode::CREATED,
    )
    .await;
    let line = s.suggested().await;
    assert_eq!(
        (&line["on_order_milli"], &line["unit"], &line["pieces"]),
        (&json!(6_000), &json!("carton"), &json!(6))
    );
    let missing = line["target_milli"].as_i64().unwrap() - 4_000 - 6_000;
    assert_eq!(
        line["quantity"].as_i64().unwrap(),
        (missing + 5_999) / 6_000
    );
    assert!(
        line["safety_milli"].as_i64().unwrap() > 0,
        "weeks differ now"
    );

    let other = user(&s.server, &s.admin, "sup2", "supervisor", "T2").await;
    problem(
        other.get("/api/v1/outlets/1/suggested-order").await,
        404,
        "not_found",
    )
    .await;
    problem(
        other.get("/api/v1/outlets/1/repeat-order").await,
        404,
        "not_found",
    )
    .await;
    s.server.finish().await;
}

#[tokio::test]
async fn what_counts_say_was_sold_goes_before_what_was_ordered() {
    let s = shop().await;
    s.history(&[20, 13]).await;
    for (days, there) in [(28, 30), (21, 20), (14, 12), (7, 3)] {
        s.tell(
            "stock_count",
            days,
            json!({"outlet": "O1", "lines": [{"product_code": "TEA", "quantity": there}]}),
        )
        .await;
    }
    let line = s.suggested().await;
    assert_eq!(line["from"], "sell_out", "{line}");
    let weeks: i64 = line["weeks_milli"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| w.as_i64().unwrap())
        .sum();
    assert_eq!(weeks, 27_000, "between the first count and the last");
    assert_eq!(line["on_hand_milli"], 3_000);
    assert_eq!(line["sold_since_milli"], 3_000, "no more than was there");
    s.server.finish().await;
}

#[tokio::test]
async fn the_last_order_is_taken_again_at_todays_price() {
    let s = shop().await;
    assert_eq!(
        s.admin.json("/api/v1/outlets/1/repeat-order").await["order_id"],
        Value::Null
    );
    s.history(&[8]).await;
    let again = s.admin.json("/api/v1/outlets/1/repeat-order").await;
    let told: Vec<(&Value, &Value, &Value)> = (again["lines"].as_array().unwrap().iter())
        .map(|l| (&l["product_code"], &l["unit"], &l["quantity_milli"]))
        .collect();
    assert_eq!(told, [(&json!("TEA"), &json!("piece"), &json!(10_000))]);
    batch(&s.admin, "price-lists", json!([{"code": "ALL", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 12_000}]}])).await;
    let lines: Vec<Value> = (again["lines"].as_array().unwrap().iter())
        .map(|l| json!({"product_code": l["product_code"], "unit": l["unit"], "quantity_milli": l["quantity_milli"]}))
        .collect();
    let ask = json!({"outlet_id": 1, "date": again["date"], "lines": lines});
    let priced = expect(
        s.admin.post("/api/v1/orders/price", &ask).await,
        StatusCode::OK,
    )
    .await;
    assert!(priced.to_string().contains("120000"), "{priced}");
    batch(
        &s.admin,
        "products",
        json!([{"code": "TEA", "active": false}]),
    )
    .await;
    assert_eq!(
        s.admin.json("/api/v1/outlets/1/repeat-order").await["lines"],
        json!([]),
        "it is not sold any longer"
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_phone_has_what_the_shops_of_its_plan_should_order() {
    let shop = shop().await;
    shop.history(&[7, 14, 21, 28, 35, 42, 49, 56]).await;
    let db = &shop.server.services.db;
    let sync = async |since: &str| {
        let client = shop.server.client();
        let request = client.request(Method::GET, &format!("/v1/device/sync{since}"));
        let answer = request.bearer_auth(&shop.token).send().await;
        expect(answer.unwrap(), StatusCode::OK).await
    };
    assert_eq!(
        sync("").await["suggested_orders"],
        json!([]),
        "nothing is planned"
    );
    let leg = json!([{"outlet_code": "O1", "sequence": 1, "pattern": "F4", "weekdays": ["mon"]}]);
    let route = json!([{"code": "T", "name": "T", "org_unit_code": "T1", "rep_code": "R1", "valid_from": "2020-01-01", "outlets": leg}]);
    batch(&shop.admin, "routes", route).await;
    let today = (shop.server.services.rules.load().time).date_of(shop.server.services.clock.now());
    for sql in [
        "delete from day_plan where date = $1",
        "insert into day_plan (rep_id, date, org_unit_id, rule_version) select id, $1, (select max(id) from org_unit), 1 from rep",
        "insert into day_stop (rep_id, date, sequence, outlet_id, route_id) select 1, $1, 1, 1, max(id) from route",
    ] {
        sqlx::query(sql).bind(today).execute(db).await.unwrap();
    }
    for (table, column) in [
        ("outlet", "updated_at"),
        ("product", "updated_at"),
        ("sales_order", "updated_at"),
        ("rule_version", "created_at"),
        ("stock_count", "recorded_at"),
        ("route_outlet", "recorded_at"),
        ("route_rep", "recorded_at"),
    ] {
        let sql = format!("update {table} set {column} = {column} - interval '1 hour'");
        sqlx::query(&sql).execute(db).await.unwrap();
    }
    let all = sync("").await;
    let desk = shop.admin.json("/api/v1/outlets/1/suggested-order").await;
    let (line, seen) = (&all["suggested_orders"][0]["lines"][0], &desk["lines"][0]);
    assert!(line["quantity"].as_i64().is_some_and(|q| q > 0), "{all}");
    for name in ["product_code", "unit", "quantity", "forecast_milli"] {
        assert_eq!(line[name], seen[name], "{name}");
    }
    let since = format!("?since={}", all["cursor"].as_str().unwrap());
    let next = sync(&since).await;
    assert_eq!(next["suggested_orders"], json!([]), "as it was");
    // The shelf is full: nothing is to be ordered, and the phone hears of it.
    let counted = json!({"outlet": "O1", "lines": [{"product_code": "TEA", "unit": "piece", "quantity": 500}]});
    shop.tell("stock_count", 0, counted).await;
    let next = sync(&since).await;
    assert_eq!(
        (
            &next["suggested_orders"][0]["outlet_id"],
            &next["suggested_orders"][0]["lines"]
        ),
        (&json!(1), &json!([])),
        "{next}"
    );
    shop.server.finish().await;
}
