//! A phone that is lost: it opens nothing, is told to wipe itself when it comes again, and may be called off until then.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    photos::story::{self as photos, Story},
    support::{
        client::expect,
        company::TestPhone,
        front_door::{events, problem, send},
    },
};

async fn device(story: &Story) -> Value {
    let list = story.admin.json("/api/v1/devices").await;
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .find(|d| d["rep_code"] == "R1" && d["lost_at"].is_null())
        .unwrap()
        .clone()
}

async fn frames(story: &Story) -> reqwest::Response {
    let bearer = format!("Bearer {}", story.token);
    let headers = [("authorization", bearer.as_str())];
    let client = story.server.client();
    let path = "/v1/device/frames";
    send(
        &client,
        Method::POST,
        path,
        &headers,
        &json!({"frames": []}),
    )
    .await
}

#[tokio::test]
async fn a_lost_phone_is_told_to_wipe_itself_and_may_be_called_off_until_then() {
    let story = photos::story().await;
    let admin = &story.admin;
    let client = story.server.client();
    let mut phone = TestPhone::connect(&client, &story.token).await;
    let beat =
        json!({"type": "heartbeat", "at": chrono::Utc::now().timestamp_millis(), "backlog": 7});
    phone.send(beat).await;
    phone.socket.hear_type("alive").await;
    let id = device(&story).await["id"].to_string();
    let path = format!("/api/v1/devices/{id}/lost");

    // Found before it was heard of: as it was.
    expect(admin.post(&path, &json!({})).await, StatusCode::OK).await;
    assert_eq!(phone.socket.hear_close().await, 4401);
    problem(admin.post(&path, &json!({})).await, 409, "revoked").await;
    let off = format!("{path}/cancel");
    let found = expect(admin.post(&off, &json!({})).await, StatusCode::OK).await;
    assert_eq!(
        (&found["lost_at"], &found["revoked_at"]),
        (&Value::Null, &Value::Null)
    );
    problem(admin.post(&off, &json!({})).await, 409, "not_lost").await;
    expect(frames(&story).await, StatusCode::OK).await;

    // Lost for good, with the next one in the same step.
    let next = json!({"replacement_label": "p1 2"});
    let lost = expect(admin.post(&path, &next).await, StatusCode::OK).await;
    assert_eq!(lost["unsent"], 7, "{lost}");
    assert!(lost["replacement"]["enrolment_code"].is_string());
    assert_eq!(lost["replacement"]["rep_code"], "R1");
    assert_eq!(lost["device"]["wipe_told_at"], Value::Null);
    for _ in 0..2 {
        let refused = frames(&story).await;
        assert_eq!(refused.status(), 401);
        let said: Value = refused.json().await.unwrap();
        assert_eq!(said["code"], "device_wiped");
    }
    let told = admin.json(&format!("/api/v1/devices/{id}")).await;
    assert!(told["wipe_told_at"].is_string());
    problem(admin.post(&off, &json!({})).await, 409, "device_wiped").await;
    let mut socket = client.socket("/v1/device", &[]).await;
    socket
        .send(&json!({"type": "hello", "protocol": 1, "token": story.token}))
        .await;
    assert_eq!(socket.hear_close().await, 4401);
    let told = events(admin, "device_lost", 4).await;
    let states: Vec<&str> = told
        .iter()
        .map(|e| e["body"]["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["reported", "called_off", "reported", "wiped"]);
    let audited: i64 = sqlx::query_scalar(
        "select count(*) from audit_log where action in ('devices.lost', 'devices.found')",
    )
    .fetch_one(&story.server.services.db)
    .await
    .unwrap();
    assert_eq!(audited, 3);
    story.server.finish().await;
}
