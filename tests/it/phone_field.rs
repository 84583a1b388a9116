//! What a phone finds at the shop: displays, people, the own trips, how far a shop is in a scheme; of the own
//! routes, and again only where it has changed.

use std::time::Duration;

use chrono::{DateTime, Days, NaiveDate, Utc};
use fieldbeat::clock::Clock;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    front_door::{batch, found, send},
    server::TestServer,
};

struct Street {
    server: TestServer,
    clock: Clock,
    today: NaiveDate,
    admin: Client,
    /// Of R1 and R2.
    tokens: [String; 2],
}

/// R1 calls at A, whose customer is C1, R2 at B, whose customer is C2; both take part in a programme, both customers
/// have a contact; a scheme runs.
async fn street() -> Street {
    // A Wednesday, nine in the morning in Hanoi.
    let start: DateTime<Utc> = "2026-11-18T02:00:00Z".parse().unwrap();
    let clock = Clock::at(start.into());
    let server = TestServer::plan().clock(&clock).start().await;
    let admin = found(&server).await;
    let today = (server.services.rules.load().time).date_of(server.services.clock.now());
    let from = today - Days::new(30);
    let leg = |outlet: &str| json!([{"outlet_code": outlet, "sequence": 1, "pattern": "F4", "weekdays": ["mon"]}]);
    for (collection, rows) in [
        (
            "reps",
            json!([{"code": "R1", "name": "One", "org_unit_code": "T1", "valid_from": from}, {"code": "R2", "name": "Two", "org_unit_code": "T1", "valid_from": from}]),
        ),
        (
            "customers",
            json!([{"code": "C1", "name": "Cô Lan", "org_unit_code": "T1"}, {"code": "C2", "name": "Cô Mai", "org_unit_code": "T1"}]),
        ),
        (
            "outlets",
            json!([{"code": "A", "name": "Lan", "org_unit_code": "T1", "customer_code": "C1"}, {"code": "B", "name": "Mai", "org_unit_code": "T1", "customer_code": "C2"}]),
        ),
        (
            "products",
            json!([{"code": "TEA", "name": "Trà", "units": {"piece": 1}}]),
        ),
        (
            "price-lists",
            json!([{"code": "ALL", "name": "Giá", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 10_000}]}]),
        ),
        (
            "routes",
            json!([{"code": "T-1", "name": "One", "org_unit_code": "T1", "rep_code": "R1", "valid_from": from, "outlets": leg("A")},
                {"code": "T-2", "name": "Two", "org_unit_code": "T1", "rep_code": "R2", "valid_from": from, "outlets": leg("B")}]),
        ),
        (
            "contacts",
            json!([{"code": "P1", "customer_code": "C1", "name": "Lan", "role": "decision_maker", "phone": "0901", "opted_out": ["sms"]},
                {"code": "P2", "customer_code": "C2", "name": "Mai", "role": "influencer"},
                {"code": "P3", "customer_code": "C1", "name": "Cũ", "role": "influencer", "active": false}]),
        ),
        (
            "schemes",
            json!([{"code": "TL", "name": "Tích lũy", "valid_from": from, "valid_to": today + Days::new(1),
                "rule": {"type": "cumulative", "tiers": [{"at_least_milli": 10_000, "benefit": {"type": "percent", "basis_points": 100}}]}}]),
        ),
    ] {
        batch(&admin, collection, rows).await;
    }
    let phones = json!([{"label": "p1", "rep_code": "R1"}, {"label": "p2", "rep_code": "R2"}]);
    let phones = batch(&admin, "devices", phones).await;
    let token = |i: usize| phones[i]["token"].as_str().unwrap().to_owned();
    let programme = json!({"code": "KE", "name": "Kệ", "requirement": "Hai mặt", "from": from, "to": today, "reward_minor": 200_000});
    let made = admin.post("/api/v1/displays", &programme).await;
    let made = expect(made, StatusCode::CREATED).await;
    let path = format!("/api/v1/displays/{}/enrolments", made["id"]);
    let enrolled = admin
        .post(&path, &json!({"outlet_codes": ["A", "B"]}))
        .await;
    expect(enrolled, StatusCode::OK).await;
    let tokens = [token(0), token(1)];
    Street {
        server,
        clock,
        today,
        admin,
        tokens,
    }
}

impl Street {
    async fn sync(&self, phone: usize, since: Option<&Value>) -> Value {
        let since = since.map_or(String::new(), |s| format!("?since={}", s.as_str().unwrap()));
        let client = self.server.client();
        let request = client.request(Method::GET, &format!("/v1/device/sync{since}"));
        let answer = request.bearer_auth(&self.tokens[phone]).send().await;
        expect(answer.unwrap(), StatusCode::OK).await
    }

    /// Everything so far happened an hour ago.
    async fn later(&self) {
        for table in [
            "display",
            "display_programme",
            "contact",
            "delivery_trip",
            "outlet",
            "scheme",
            "org_unit",
            "product",
        ] {
            let sql = format!("update {table} set updated_at = updated_at - interval '1 hour'");
            sqlx::query(&sql)
                .execute(&self.server.services.db)
                .await
                .unwrap();
        }
        for (table, column) in [
            ("route_outlet", "recorded_at"),
            ("route_rep", "recorded_at"),
            ("delivery", "recorded_at"),
        ] {
            let sql = format!("update {table} set {column} = {column} - interval '1 hour'");
            sqlx::query(&sql)
                .execute(&self.server.services.db)
                .await
                .unwrap();
        }
    }

    /// A confirmed order of R2 at A.
    async fn order(&self, pieces: i64) -> Uuid {
        let id = Uuid::now_v7();
        let body = json!({"id": id, "rep_id": 2, "outlet_id": 1, "lines": [{"product_code": "TEA", "unit": "piece", "quantity": pieces}]});
        let made = self.admin.post("/api/v1/orders", &body).await;
        let made = expect(made, StatusCode::CREATED).await;
        self.act(&format!("/api/v1/orders/{id}/confirm"), &made)
            .await;
        id
    }

    async fn act(&self, path: &str, seen: &Value) -> Value {
        let tag = format!("\"v{}\"", seen["version"]);
        let headers = [("if-match", tag.as_str())];
        let done = send(&self.admin, Method::POST, path, &headers, &json!({})).await;
        expect(done, StatusCode::OK).await
    }
}

const PARTS: [&str; 4] = ["displays", "contacts", "deliveries", "scheme_progress"];

#[tokio::test]
async fn a_phone_has_what_its_own_shops_show_and_who_is_there() {
    let s = street().await;
    for (phone, outlet, contact) in [(0, 1, "P1"), (1, 2, "P2")] {
        let all = s.sync(phone, None).await;
        let displays = all["displays"].as_array().unwrap();
        assert_eq!(displays.len(), 1, "{all}");
        assert_eq!(
            (
                &displays[0]["outlet_id"],
                &displays[0]["programme"],
                &displays[0]["state"],
                &displays[0]["reward_minor"]
            ),
            (
                &json!(outlet),
                &json!("KE"),
                &json!("enrolled"),
                &json!(200_000)
            )
        );
        let codes: Vec<&Value> = (all["contacts"].as_array().unwrap().iter())
            .map(|c| &c["code"])
            .collect();
        assert_eq!(codes, [contact], "active ones of the own customers");
        let progress = &all["scheme_progress"];
        assert_eq!(progress.as_array().unwrap().len(), 1);
        assert_eq!(
            (
                &progress[0]["outlet_id"],
                &progress[0]["bought_milli"],
                &progress[0]["missing_milli"]
            ),
            (&json!(outlet), &json!(0), &json!(10_000))
        );
    }
    s.later().await;
    let before = s.sync(0, None).await;
    let next = s.sync(0, Some(&before["cursor"])).await;
    for part in PARTS {
        assert_eq!(next[part], Value::Null, "{part} has not changed");
    }
    let patch = json!([{"code": "P1", "phone": "0902"}]);
    batch(&s.admin, "contacts", patch).await;
    let next = s.sync(0, Some(&before["cursor"])).await;
    assert_eq!(next["contacts"][0]["phone"], "0902");
    assert_eq!(next["displays"], Value::Null);
    // A route that comes to the rep brings everything of it.
    let over = json!([{"code": "T-2", "rep_code": "R1"}]);
    batch(&s.admin, "routes", over).await;
    let next = s.sync(0, Some(&before["cursor"])).await;
    for part in ["displays", "contacts", "scheme_progress"] {
        assert_eq!(next[part].as_array().unwrap().len(), 2, "{part}: {next}");
    }
    s.server.finish().await;
}

#[tokio::test]
async fn a_phone_has_the_trips_that_its_rep_drives_and_what_their_stops_bring() {
    let s = street().await;
    let order = s.order(6).await;
    let plan = json!({"id": Uuid::now_v7(), "rep_id": 1, "orders": [order]});
    let planned = s.admin.post("/api/v1/deliveries", &plan).await;
    let planned = expect(planned, StatusCode::CREATED).await;
    let mine = s.sync(0, None).await;
    assert_eq!(
        (
            &mine["deliveries"][0]["state"],
            &mine["deliveries"][0]["stops"][0]["order_id"]
        ),
        (&json!("planned"), &json!(order))
    );
    assert_eq!(s.sync(1, None).await["deliveries"], json!([]), "not mine");
    s.later().await;
    let before = s.sync(0, None).await;
    let since = Some(&before["cursor"]);
    assert_eq!(s.sync(0, since).await["deliveries"], Value::Null);
    let path = format!("/api/v1/deliveries/{}", planned["id"].as_str().unwrap());
    let out = s.act(&format!("{path}/load"), &planned).await;
    let next = s.sync(0, since).await;
    assert_eq!(next["deliveries"][0]["state"], "out");
    assert_eq!(next["scheme_progress"], Value::Null, "nothing is delivered");
    let stop = json!({"id": Uuid::now_v7(), "outcome": "delivered", "receiver": "Lan"});
    let told = s.admin.post(&format!("{path}/stops/{order}"), &stop).await;
    let told = expect(told, StatusCode::OK).await;
    assert_ne!(told["version"], out["version"]);
    let next = s.sync(0, since).await;
    assert_eq!(next["deliveries"][0]["stops"][0]["state"], "delivered");
    assert_eq!(
        (
            &next["scheme_progress"][0]["bought_milli"],
            &next["scheme_progress"][0]["missing_milli"]
        ),
        (&json!(6_000), &json!(4_000))
    );
    s.act(&format!("{path}/settle"), &told).await;
    let next = s.sync(0, since).await;
    assert_eq!(next["deliveries"], json!([]), "it is over");
    s.server.finish().await;
}

#[tokio::test]
async fn what_leaves_a_rep_leaves_the_phone() {
    let s = street().await;
    s.later().await;
    let before = [s.sync(0, None).await, s.sync(1, None).await];
    for (phone, all) in before.iter().enumerate() {
        let next = s.sync(phone, Some(&all["cursor"])).await;
        assert_eq!(next["contacts"], Value::Null, "{next}");
    }
    let without = json!([{"code": "T-1", "outlets": []}]);
    batch(&s.admin, "routes", without).await;
    let next = s.sync(0, Some(&before[0]["cursor"])).await;
    for part in ["displays", "contacts", "scheme_progress"] {
        assert_eq!(next[part], json!([]), "{part}: {next}");
    }
    let next = s.sync(1, Some(&before[1]["cursor"])).await;
    assert_eq!(next["contacts"], Value::Null, "the other's stay: {next}");
    s.server.finish().await;
}

#[tokio::test]
async fn what_comes_and_leaves_by_its_date_does_so_on_the_phone_whenever_it_asks_again() {
    for change in [
        json!({"outlets": []}),
        // To the other rep.
        json!({"rep_code": "R1"}),
    ] {
        let s = street().await;
        let day = async |phone: usize, since: &Value, days: u64| {
            s.clock.advance(Duration::from_hours(days * 24));
            s.sync(phone, Some(&since["cursor"])).await
        };
        let wednesday = s.sync(1, None).await;
        let other = s.sync(0, None).await;
        let saturday = s.today + Days::new(3);
        let mut route = json!({"code": "T-2", "valid_from": saturday});
        let planned = route.as_object_mut().unwrap();
        planned.extend(change.as_object().unwrap().clone());
        batch(&s.admin, "routes", json!([route])).await;
        let friday = day(1, &wednesday, 2).await;
        assert_eq!(friday["contacts"].as_array().unwrap().len(), 1, "{friday}");
        assert_eq!(friday["tombstones"], json!([]));
        let monday = day(1, &friday, 3).await;
        assert_eq!(monday["contacts"], json!([]), "{change}: {monday}");
        assert_eq!(monday["tombstones"], json!([{"kind": "outlet", "id": 2}]));
        let again = s.sync(1, Some(&monday["cursor"])).await;
        assert_eq!(again["contacts"], Value::Null, "told on this day");

        let outlets = s.sync(0, Some(&other["cursor"])).await["outlets"].clone();
        let ids: Vec<&Value> = (outlets.as_array().unwrap().iter())
            .map(|o| &o["id"])
            .collect();
        let expected = if change["rep_code"].is_null() {
            vec![1]
        } else {
            vec![1, 2]
        };
        assert_eq!(json!(ids), json!(expected), "{change}");
        s.server.finish().await;
    }
}

#[tokio::test]
async fn schemes_are_told_anew_where_products_or_areas_have_changed() {
    for (collection, row) in [
        ("products", json!({"code": "TEA", "name": "Trà xanh"})),
        ("org-units", json!({"code": "T1", "name": "Đội một"})),
    ] {
        let s = street().await;
        s.later().await;
        let before = s.sync(0, None).await;
        batch(&s.admin, collection, json!([row])).await;
        let next = s.sync(0, Some(&before["cursor"])).await;
        assert_eq!(next["scheme_progress"].as_array().map(Vec::len), Some(1));
        assert_eq!(next["contacts"], Value::Null, "{collection}");
        s.server.finish().await;
    }
}

#[tokio::test]
async fn a_new_scheme_of_a_period_by_value_is_told_too() {
    let s = street().await;
    s.later().await;
    let before = s.sync(0, None).await;
    let today = (s.server.services.rules.load().time).date_of(s.server.services.clock.now());
    let scheme = json!([{"code": "GT", "name": "Doanh số", "valid_from": today, "valid_to": today + Days::new(1),
        "rule": {"type": "cumulative_value", "tiers": [{"at_least_minor": 1_000, "benefit": {"type": "percent", "basis_points": 100}}]}}]);
    batch(&s.admin, "schemes", scheme).await;
    let next = s.sync(0, Some(&before["cursor"])).await;
    let progress = next["scheme_progress"].as_array().unwrap();
    let by_value = progress
        .iter()
        .find(|p| p["next"]["at_least_minor"] == 1_000);
    assert_eq!(by_value.unwrap()["missing_minor"], 1_000, "{next}");
    s.server.finish().await;
}
