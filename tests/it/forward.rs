//! Positions that another tracking server takes: in Traccar's words, after the commit, once, and again where it was away.

use fieldbeat::clock::Clock;
use fieldbeat_domain::time::At;
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::support::{
    company::Company, eventually, front_door, receiver::Receiver, server::TestServer,
};

/// 12:00 of a Wednesday in Hanoi: within working hours, so that a tracker without buttons is heard.
const NOON: At = At(1_795_582_800_000);

#[tokio::test]
async fn stored_positions_are_forwarded_once_and_again_while_the_receiver_is_away() {
    let receiver = Receiver::start().await;
    receiver.answer([503]);
    let server = TestServer::plan()
        .set("judge_quiet_ms", "0")
        .set("forward_url", receiver.url.clone())
        .set("forward_header", "Authorization: Bearer of-the-other")
        .clock(&Clock::at(NOON))
        .start()
        .await;
    let admin = front_door::found(&server).await;
    let company = Company::found(server.database.pool()).await;
    let rep = company.rep("R1").await;
    let phone = company.device(rep, false).await;
    server.services.ingest.world_changed().await;
    let send = async |query: &str| {
        let path = format!("/compat/traccar?token={}{query}", phone.token);
        let response = server
            .client()
            .request(Method::POST, &path)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::OK);
    };
    let at_s = NOON.0 / 1_000;
    let first = format!(
        "&lat=21.0285&lon=105.8542&speed=10&bearing=90&accuracy=12.5&altitude=8&batt=77&timestamp={at_s}"
    );
    send(&first).await;

    let refused = receiver.nth(1).await;
    let taken = receiver.nth(2).await;
    assert_eq!(refused.body, taken.body, "the same again");
    assert_eq!(taken.headers["authorization"], "Bearer of-the-other");
    let told = taken.json();
    let position = &told["position"];
    assert_eq!(position["protocol"], "fieldbeat");
    assert_eq!(position["latitude"], 21.0285);
    assert_eq!(position["longitude"], 105.8542);
    let knots = position["speed"].as_f64().unwrap();
    assert!((knots - 10.0).abs() < 0.01, "{knots}");
    assert_eq!(position["course"], 90.0);
    assert_eq!(position["accuracy"], 12.5);
    assert_eq!(position["altitude"], 8.0);
    assert_eq!(position["attributes"]["batteryLevel"], 77);
    assert_eq!(position["fixTime"], "2026-11-25T05:00:00.000+00:00");
    assert_eq!(position["valid"], true);
    assert_eq!(told["device"]["attributes"]["rep"], "R1");
    assert_eq!(told["device"]["id"], position["deviceId"]);

    // What is known is stored and told no second time; what is late and new is.
    send(&first).await;
    send(&format!("&lat=21.03&lon=105.86&timestamp={}", at_s - 60)).await;
    assert_eq!(receiver.nth(3).await.json()["position"]["latitude"], 21.03);
    // Refused for good: it is not tried again, and the next one comes through.
    receiver.answer([400]);
    send(&format!("&lat=21.04&lon=105.86&timestamp={}", at_s + 1)).await;
    send(&format!("&lat=21.05&lon=105.86&timestamp={}", at_s + 2)).await;
    let latitudes: Vec<Value> = eventually("five posts", async || {
        let seen = receiver.seen();
        (seen.len() >= 5).then_some(seen)
    })
    .await
    .iter()
    .skip(2)
    .map(|r| r.json()["position"]["latitude"].clone())
    .collect();
    assert_eq!(latitudes, [21.03, 21.04, 21.05]);

    let record = admin.json("/api/v1/privacy/processing-record").await;
    let recipients = record["recipients"].as_array().unwrap();
    let told = recipients.iter().find(|r| r["way"] == "forwarding");
    assert_eq!(told.unwrap()["host"], "127.0.0.1");
    server.finish().await;
}

#[tokio::test]
async fn what_is_off_work_is_never_forwarded() {
    let receiver = Receiver::start().await;
    let server = TestServer::plan()
        .set("forward_url", receiver.url.clone())
        .clock(&Clock::at(NOON))
        .start()
        .await;
    front_door::found(&server).await;
    let company = Company::found(server.database.pool()).await;
    let rep = company.rep("R1").await;
    let phone = company.device(rep, false).await;
    server.services.ingest.world_changed().await;
    // Midnight before, then a position of now, behind it in the rep's lane.
    let at_s = NOON.0 / 1_000;
    for (lat, at_s) in [("21.01", at_s - 12 * 3_600), ("21.02", at_s)] {
        let token = &phone.token;
        let path = format!("/compat/traccar?token={token}&lat={lat}&lon=105.85&timestamp={at_s}");
        let response = server
            .client()
            .request(Method::POST, &path)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::OK);
    }
    assert_eq!(receiver.nth(1).await.json()["position"]["latitude"], 21.02);
    assert_eq!(receiver.seen().len(), 1);
    server.finish().await;
}
