//! Decisions of people on visits, by the hundred and one by one, and appeals of reps.

use chrono::{SecondsFormat, TimeDelta};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    eventually,
    front_door::{batch, found, problem, send, user},
    server::TestServer,
};

/// Visits of one rep of team T1, all closed too short: each is for review.
async fn short_visits(server: &TestServer, admin: &Client, count: usize) -> (String, Vec<Uuid>) {
    batch(
        admin,
        "reps",
        json!([{"code": "R1", "name": "Rep", "org_unit_code": "T1"}]),
    )
    .await;
    let device = batch(
        admin,
        "devices",
        json!([{"label": "phone", "rep_code": "R1"}]),
    )
    .await;
    let token = device[0]["token"].as_str().unwrap().to_owned();
    let now = server.services.clock.utc();
    let at = |seconds: i64| {
        (now - TimeDelta::seconds(seconds)).to_rfc3339_opts(SecondsFormat::Millis, true)
    };
    let ids: Vec<Uuid> = (0..count).map(|_| Uuid::now_v7()).collect();
    let outlets: Vec<Value> = (0..count)
        .map(|i| json!({"code": format!("O{i}"), "name": "Shop", "org_unit_code": "T1", "lat": 21.0, "lng": 105.8}))
        .collect();
    batch(admin, "outlets", json!(outlets)).await;
    let first = i64::try_from(count).unwrap() * 4 + 60;
    let mut frames =
        vec![json!({"type": "session_start", "n": 1, "id": Uuid::now_v7(), "at": at(first)})];
    for (i, (id, n)) in ids.iter().zip((2_i64..).step_by(2)).enumerate() {
        frames.push(json!({"type": "check_in", "n": n, "id": id, "outlet": format!("O{i}"), "at": at(first - 2 * n)}));
        frames
            .push(json!({"type": "check_out", "n": n + 1, "id": id, "at": at(first - 2 * n - 2)}));
    }
    phone(server, &token, &json!(frames)).await;
    let closed = format!("/api/v1/visits?overall=review&state=closed&limit={count}");
    eventually("all visits wait for a reviewer", async || {
        let page = admin.json(&closed).await;
        (page["items"].as_array().unwrap().len() == count).then_some(())
    })
    .await;
    (token, ids)
}

async fn phone(server: &TestServer, token: &str, frames: &Value) -> Value {
    let bearer = format!("Bearer {token}");
    let sent = send(
        &server.client(),
        Method::POST,
        "/v1/device/frames",
        &[("authorization", &bearer)],
        &json!({ "frames": frames }),
    )
    .await;
    expect(sent, StatusCode::OK).await
}

async fn decide(who: &Client, atomic: bool, items: Value) -> reqwest::Response {
    let path = format!("/api/v1/visits/reviews/batch?atomic={atomic}");
    who.post(&path, &json!({ "items": items })).await
}

#[tokio::test]
async fn three_hundred_visits_are_decided_at_once_and_taken_back() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let (_, ids) = short_visits(&server, &admin, 300).await;
    let own = user(&server, &admin, "sup1", "supervisor", "T1").await;

    let items = |decision: &str| -> Value {
        ids.iter()
            .map(|id| json!({"visit_id": id, "decision": decision, "reason": "seen on the camera"}))
            .collect()
    };
    let answer = expect(decide(&own, true, items("valid")).await, StatusCode::OK).await;
    let results = answer["results"].as_array().unwrap();
    assert_eq!(results.len(), 300);
    assert!(
        results
            .iter()
            .all(|r| r["status"] == "reviewed" && r["effective_overall"] == "valid"),
        "{}",
        results[0]
    );
    let left = own.json("/api/v1/visits?overall=review").await;
    assert_eq!(left["items"], json!([]));
    let board = own.json("/api/v1/reps/today").await;
    assert_eq!(board["items"][0]["flags"], json!([]), "nothing left to do");

    expect(decide(&own, true, items("withdrawn")).await, StatusCode::OK).await;
    let back = own.json("/api/v1/visits?overall=review&limit=1000").await;
    assert_eq!(back["items"].as_array().unwrap().len(), 300);
    let one = own.json(&format!("/api/v1/visits/{}", ids[0])).await;
    assert_eq!(one["review"], Value::Null);
    let said: Vec<_> = one["said"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["what"].as_str().unwrap())
        .collect();
    assert_eq!(said, ["valid", "withdrawn"], "nothing said is lost");
    server.finish().await;
}

#[tokio::test]
async fn a_bad_row_costs_that_row_and_another_teams_visit_is_not_found() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let (_, ids) = short_visits(&server, &admin, 2).await;
    let own = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let other = user(&server, &admin, "sup2", "supervisor", "T2").await;
    let good = json!({"visit_id": ids[0], "decision": "invalid", "reason": "not there"});
    let items = json!([
        good,
        {"visit_id": ids[1], "decision": "valid", "reason": " "},
        {"visit_id": Uuid::now_v7(), "decision": "valid", "reason": "x"},
    ]);

    let refused = problem(decide(&own, true, items.clone()).await, 422, "invalid").await;
    assert_eq!(refused["errors"][0]["pointer"], "/items/1/reason");
    let untouched = own.json(&format!("/api/v1/visits/{}", ids[0])).await;
    assert_eq!(untouched["review"], Value::Null, "all or none");

    let foreign = expect(decide(&other, false, json!([good])).await, StatusCode::OK).await;
    assert_eq!(foreign["results"][0]["error"][0]["code"], "not_found");

    let answer = expect(decide(&own, false, items).await, StatusCode::OK).await;
    let status = |i: usize| answer["results"][i]["status"].as_str().unwrap();
    assert_eq!(
        [status(0), status(1), status(2)],
        ["reviewed", "error", "error"]
    );
    assert_eq!(answer["results"][1]["error"][0]["pointer"], "/reason");
    let unknown = json!([{"visit_id": ids[1], "decision": "perhaps", "reason": "x"}]);
    problem(decide(&own, false, unknown).await, 422, "invalid").await;
    server.finish().await;
}

#[tokio::test]
async fn an_appeal_waits_until_somebody_decides() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let (token, ids) = short_visits(&server, &admin, 2).await;
    let own = user(&server, &admin, "sup1", "supervisor", "T1").await;
    expect(
        own.post(
            &format!("/api/v1/visits/{}/reviews", ids[0]),
            &json!({"decision": "invalid", "reason": "too short"}),
        )
        .await,
        StatusCode::CREATED,
    )
    .await;

    let at = server
        .services
        .clock
        .utc()
        .to_rfc3339_opts(SecondsFormat::Millis, true);
    let (appeal, empty, foreign) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let record = |n: u32, id: Uuid, visit: Uuid, body: Value| json!({"type": "record", "n": n, "kind": "appeal", "id": id, "visit_id": visit, "at": at, "body": body});
    let records = json!([
        record(
            1,
            appeal,
            ids[0],
            json!({"reason": "The owner signed on my phone"})
        ),
        record(2, empty, ids[1], json!({"reason": "  "})),
        record(3, foreign, Uuid::now_v7(), json!({"reason": "not mine"})),
    ]);
    phone(&server, &token, &records).await;
    phone(&server, &token, &records).await;
    let waiting = eventually("the appeal is seen", async || {
        let page = own.json("/api/v1/visits?appealed=true").await;
        (!page["items"].as_array().unwrap().is_empty()).then_some(page)
    })
    .await;
    assert_eq!(
        waiting["items"].as_array().unwrap().len(),
        1,
        "sent twice, once there"
    );
    let visit = &waiting["items"][0];
    assert_eq!(visit["id"], json!(ids[0]));
    assert_eq!(visit["appeal"]["reason"], "The owner signed on my phone");
    assert_eq!(
        visit["effective_overall"], "invalid",
        "an appeal decides nothing"
    );
    let faulty = eventually("the empty appeal is told", async || {
        let whole = own.json(&format!("/api/v1/visits/{}", ids[1])).await;
        let status = whole["records"][0]["status"].clone();
        (status == "invalid").then_some(whole)
    })
    .await;
    assert_eq!(faulty["appeal"], Value::Null);

    // A supervisor cannot appeal, and the rep's own login can, for its own visits.
    problem(
        own.post(
            &format!("/api/v1/visits/{}/appeals", ids[1]),
            &json!({"reason": "x"}),
        )
        .await,
        403,
        "forbidden",
    )
    .await;

    let decided = expect(
        own.post(
            &format!("/api/v1/visits/{}/reviews", ids[0]),
            &json!({"decision": "valid", "reason": "signature seen"}),
        )
        .await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(decided["visit"]["appeal"]["open"], false);
    assert_eq!(
        own.json("/api/v1/visits?appealed=true").await["items"],
        json!([])
    );
    let whole = own.json(&format!("/api/v1/visits/{}", ids[0])).await;
    let said: Vec<_> = whole["said"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["what"].as_str().unwrap())
        .collect();
    assert_eq!(said, ["invalid", "appeal", "valid"]);
    server.finish().await;
}
