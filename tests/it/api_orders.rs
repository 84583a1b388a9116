//! An order from the phone becomes an order once, and what is wrong with one goes back.

use chrono::{Days, SecondsFormat, TimeDelta};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    eventually,
    front_door::{batch, found, problem, send, user},
    server::TestServer,
};

async fn frames(client: &Client, token: &str, frames: &Value) -> Value {
    let bearer = format!("Bearer {token}");
    let body = json!({ "frames": frames });
    let sent = send(
        client,
        Method::POST,
        "/v1/device/frames",
        &[("authorization", &bearer)],
        &body,
    )
    .await;
    expect(sent, StatusCode::OK).await
}

#[tokio::test]
async fn an_order_of_the_phone_is_applied_once_and_told() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    // From before, since half an hour ago may have been yesterday.
    let from = (server.services.clock.utc()).date_naive() - Days::new(1);
    batch(
        &admin,
        "reps",
        json!([{"code": "R1", "name": "Rep", "org_unit_code": "T1", "valid_from": from}]),
    )
    .await;
    batch(
        &admin,
        "customers",
        json!([{"code": "C1", "name": "Customer", "org_unit_code": "T1"}]),
    )
    .await;
    let shop = json!([{"code": "O1", "name": "Shop", "org_unit_code": "T1", "customer_code": "C1", "lat": 21.0, "lng": 105.8}]);
    batch(&admin, "outlets", shop).await;
    let device = batch(
        &admin,
        "devices",
        json!([{"label": "phone", "rep_code": "R1"}]),
    )
    .await;
    let token = device[0]["token"].as_str().unwrap();

    let now = server.services.clock.utc();
    let at = |minutes: i64| {
        (now - TimeDelta::minutes(minutes)).to_rfc3339_opts(SecondsFormat::Millis, true)
    };
    let (visit, order, broken) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let body = json!({"lines": [
        {"product_code": "A", "product_name": "Sữa", "quantity": "2.5", "unit": "carton", "unit_price_minor": 333_333},
        {"product_code": "B", "quantity": 3, "unit_price_minor": 1_000}]});
    let all = json!([
        {"type": "session_start", "n": 1, "id": Uuid::now_v7(), "at": at(30)},
        {"type": "check_in", "n": 2, "id": visit, "outlet": "O1", "at": at(20)},
        {"type": "record", "n": 3, "kind": "order", "id": order, "visit_id": visit, "at": at(15), "body": body},
        {"type": "record", "n": 4, "kind": "order", "id": broken, "visit_id": visit, "at": at(14), "body": {"lines": [{"quantity": 0, "unit_price_minor": -1}]}},
        {"type": "check_out", "n": 5, "id": visit, "at": at(10)},
    ]);
    let phone = server.client();
    frames(&phone, token, &all).await;
    frames(&phone, token, &all).await;
    let shown = eventually("both records are settled", async || {
        let whole = admin.json(&format!("/api/v1/visits/{visit}")).await;
        let records = whole["records"].as_array().unwrap();
        (records.len() == 2 && records.iter().all(|r| r["status"] != "received")).then_some(whole)
    })
    .await;
    assert_eq!(shown["orders"].as_array().unwrap().len(), 1);
    let made = &shown["orders"][0];
    assert_eq!(
        (&made["id"], &made["total_minor"]),
        (&json!(order), &json!(836_333))
    );
    assert_eq!(
        (&made["outlet_id"], &made["customer_id"]),
        (&json!(1), &json!(1)),
        "those of the visit"
    );
    assert_eq!(made["lines"][0]["quantity"], "2.500");
    assert_eq!(shown["order_total_minor"], 836_333);
    assert_eq!(shown["customer"]["code"], "C1");
    let fault = shown["records"]
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["id"] == json!(broken))
        .unwrap();
    assert_eq!(fault["status"], "invalid");
    assert_eq!(
        fault["status_detail"]["errors"].as_array().unwrap().len(),
        3,
        "{fault}"
    );

    the_feed_tells_of_both(&admin).await;
    only_its_own_team_reviews(&server, &admin, visit, order, &shown).await;
    server.finish().await;
}

async fn the_feed_tells_of_both(admin: &Client) {
    // The feed waits for older transactions, also those of other databases of the same server.
    let path = "/api/v1/events?kind=order_submitted,record_status";
    let feed = eventually("the feed tells of both records", async || {
        let feed = admin.json(path).await;
        (feed["items"].as_array().unwrap().len() >= 3).then_some(feed)
    })
    .await;
    let kinds: Vec<_> = feed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kind"].as_str().unwrap())
        .collect();
    let count = |kind: &str| kinds.iter().filter(|k| **k == kind).count();
    assert_eq!((count("order_submitted"), count("record_status")), (1, 2));
    let next = feed["next_cursor"].as_str().unwrap();
    assert_eq!(
        admin
            .json(&format!(
                "/api/v1/events?kind=order_submitted&cursor={next}"
            ))
            .await["items"],
        json!([])
    );
}

/// Another team finds neither visit nor order; the own supervisor's decision is put beside the
/// machine's.
async fn only_its_own_team_reviews(
    server: &TestServer,
    admin: &Client,
    visit: Uuid,
    order: Uuid,
    shown: &Value,
) {
    let other = user(server, admin, "sup2", "supervisor", "T2").await;
    problem(
        other.get(&format!("/api/v1/orders/{order}")).await,
        404,
        "not_found",
    )
    .await;
    problem(
        other.get(&format!("/api/v1/visits/{visit}")).await,
        404,
        "not_found",
    )
    .await;
    let review = json!({"decision": "invalid", "reason": "not there"});
    problem(
        other
            .post(&format!("/api/v1/visits/{visit}/reviews"), &review)
            .await,
        404,
        "not_found",
    )
    .await;
    let own = user(server, admin, "sup1", "supervisor", "T1").await;
    let reviewed = expect(
        own.post(&format!("/api/v1/visits/{visit}/reviews"), &review)
            .await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(reviewed["visit"]["effective_overall"], "invalid");
    assert_eq!(
        reviewed["visit"]["verdict"]["overall"], shown["verdict"]["overall"],
        "the machine's stays"
    );
}

#[tokio::test]
async fn a_revoked_device_is_refused() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    batch(
        &admin,
        "reps",
        json!([{"code": "R1", "name": "Rep", "org_unit_code": "T1"}]),
    )
    .await;
    let made = expect(
        admin
            .post(
                "/api/v1/devices",
                &json!({"rep_code": "R1", "label": "phone"}),
            )
            .await,
        StatusCode::CREATED,
    )
    .await;
    let careless = made["enrolment_code"]
        .as_str()
        .unwrap()
        .to_lowercase()
        .replace('-', " ");
    let phone = server.client();
    let enrolled = phone
        .post(
            "/v1/device/enroll",
            &json!({"code": careless, "install": Uuid::now_v7()}),
        )
        .await;
    let token = expect(enrolled, StatusCode::OK).await["token"]
        .as_str()
        .unwrap()
        .to_owned();
    frames(&phone, &token, &json!([])).await;
    let revoked = admin
        .post(
            &format!("/api/v1/devices/{}/revoke", made["id"]),
            &json!({}),
        )
        .await;
    assert!(expect(revoked, StatusCode::OK).await["revoked_at"].is_string());
    let bearer = format!("Bearer {token}");
    let refused = send(
        &phone,
        Method::POST,
        "/v1/device/frames",
        &[("authorization", &bearer)],
        &json!({"frames": []}),
    )
    .await;
    assert_eq!(refused.status(), 401);
    server.finish().await;
}
