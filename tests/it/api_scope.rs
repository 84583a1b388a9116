//! Who sees what: nothing without a login, nothing of another team.

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{
    client::{Client, expect},
    front_door::{batch, found, problem, send, user},
    server::TestServer,
};

/// Every operation of the document with ids that could exist.
fn operations(document: &Value) -> Vec<(Method, String)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path
            .replace("{date}", "2026-01-05")
            .replace("{system}/{code}", "erp/1")
            .replace(
                "/visits/{id}",
                "/visits/018f0000-0000-7000-8000-000000000001",
            )
            .replace(
                "/orders/{id}",
                "/orders/018f0000-0000-7000-8000-000000000001",
            )
            .replace("{id}", "1")
            .replace("{rep}", "1")
            .replace("{token}", "0123456789abcdef");
        for verb in item.as_object().unwrap().keys() {
            let verb = verb.to_uppercase().parse().unwrap();
            all.push((verb, path.clone()));
        }
    }
    all
}

/// The names of all schemas that the document refers to.
fn references(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Object(fields) => {
            let own = fields.get("$ref").and_then(Value::as_str);
            let own = own.and_then(|r| r.rsplit('/').next()).map(str::to_owned);
            fields.values().flat_map(references).chain(own).collect()
        }
        _ => BTreeSet::new(),
    }
}

#[tokio::test]
async fn every_documented_route_exists_and_is_refused_without_a_login() {
    let server = TestServer::start().await;
    found(&server).await;
    let stranger = server.client();
    let document = stranger.json("/api/v1/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    let open = ["/api/v1/public", "/api/v1/openapi.json"];
    let doors = [
        "/api/v1/session",
        "/api/v1/session/persona",
        "/api/v1/first-run",
    ];
    let operations = operations(&document);
    assert!(operations.len() > 60, "{}", operations.len());
    for (method, path) in operations {
        let response = send(&stranger, method.clone(), &path, &[], &json!({})).await;
        let status = response.status().as_u16();
        if open.contains(&path.as_str()) {
            assert_eq!(status, 200, "{method} {path}");
        } else if method == Method::POST && doors.contains(&path.as_str()) {
            assert_eq!(status, 422, "{method} {path}");
        } else {
            problem(response, 401, "unauthorized").await;
        }
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let missing: Vec<String> = references(&document)
        .into_iter()
        .filter(|name| !schemas.contains_key(name))
        .collect();
    assert_eq!(
        missing,
        Vec::<String>::new(),
        "schemas that are named and not described"
    );
    let ids: Vec<&str> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values())
        .filter_map(|operation| operation["operationId"].as_str())
        .collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "operation ids are unique");
    problem(stranger.get("/api/v1/nowhere").await, 404, "not_found").await;
    problem(stranger.get("/api/nowhere").await, 404, "not_found").await;
    server.finish().await;
}

#[tokio::test]
async fn another_teams_rep_is_not_found_anywhere() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let reps = json!([{"code": "R1", "name": "Mine", "org_unit_code": "T1"}, {"code": "R2", "name": "Theirs", "org_unit_code": "T2"}]);
    let reps = batch(&admin, "reps", reps).await;
    let (mine, theirs) = (
        reps[0]["id"].as_i64().unwrap(),
        reps[1]["id"].as_i64().unwrap(),
    );
    batch(
        &admin,
        "devices",
        json!([{"label": "D2", "rep_code": "R2"}]),
    )
    .await;
    batch(
        &admin,
        "outlets",
        json!([{"code": "O2", "name": "Shop", "org_unit_code": "T2", "lat": 21.0, "lng": 105.8}]),
    )
    .await;
    let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;

    for list in [
        "reps",
        "reps?q=theirs",
        "reps?code=R2",
        "reps/today",
        "devices",
        "outlets",
        "outlets/near?lat=21&lng=105.8",
        "visits",
        "org-units",
    ] {
        let page = supervisor.json(&format!("/api/v1/{list}")).await;
        let text = page["items"].to_string();
        assert!(
            !text.contains("R2") && !text.contains("O2") && !text.contains("T2"),
            "{list}: {text}"
        );
    }
    supervisor.json(&format!("/api/v1/reps/{mine}")).await;
    let range = "from=2026-01-05T00:00:00Z&to=2026-01-06T00:00:00Z";
    for path in [
        format!("reps/{theirs}"),
        "reps/999999".to_owned(),
        format!("reps/{theirs}/days/2026-01-05"),
        format!("reps/{theirs}/track?{range}"),
        format!("day-plans/{theirs}/2026-01-05"),
        "devices/1".to_owned(),
        "outlets/1".to_owned(),
    ] {
        problem(
            supervisor.get(&format!("/api/v1/{path}")).await,
            404,
            "not_found",
        )
        .await;
    }
    supervisor
        .json(&format!("/api/v1/day-plans/{mine}/2026-01-05"))
        .await;
    problem(
        supervisor.post("/api/v1/reps", &json!({})).await,
        403,
        "forbidden",
    )
    .await;
    server.finish().await;
}

#[tokio::test]
async fn a_program_cannot_write_beyond_its_units() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    batch(
        &admin,
        "reps",
        json!([{"code": "R2", "name": "Theirs", "org_unit_code": "T2"}]),
    )
    .await;
    let program = user(&server, &admin, "erp", "integration", "T1").await;
    let rows = json!({"items": [
        {"code": "R2", "name": "Stolen"},
        {"code": "R3", "name": "Planted", "org_unit_code": "T2"},
        {"code": "R4", "name": "Own", "org_unit_code": "T1"},
    ]});
    let answer = expect(
        program.post("/api/v1/reps/batch", &rows).await,
        StatusCode::OK,
    )
    .await;
    let code = |i: usize| {
        answer["results"][i]["error"][0]["code"]
            .as_str()
            .unwrap_or("")
            .to_owned()
    };
    assert_eq!(
        (code(0), code(1), code(2)),
        ("code_taken".into(), "unknown".into(), String::new())
    );
    assert_eq!(
        admin.json("/api/v1/reps?code=R2").await["items"][0]["name"],
        "Theirs"
    );
    server.finish().await;
}

#[tokio::test]
async fn reading_a_track_leaves_a_trace() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let reps = batch(
        &admin,
        "reps",
        json!([{"code": "R1", "name": "Rep", "org_unit_code": "T1"}]),
    )
    .await;
    let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let path = format!(
        "/api/v1/reps/{}/track?from=2026-01-05T00:00:00Z&to=2026-01-06T00:00:00Z",
        reps[0]["id"]
    );
    let track = supervisor.json(&path).await;
    assert_eq!(track, json!({"type": "FeatureCollection", "features": []}));
    let log = admin.json("/api/v1/audit-log?action=track.read").await;
    assert_eq!(log["items"][0]["login"], "sup1");
    let too_long = path.replace("to=2026-01-06", "to=2026-02-06");
    problem(supervisor.get(&too_long).await, 400, "invalid_query").await;
    server.finish().await;
}

/// Logs in again in place of a client whose rights have changed.
async fn whoami(client: &Client) -> u16 {
    client.get("/api/v1/session").await.status().as_u16()
}

#[tokio::test]
async fn a_change_of_rights_acts_at_once() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let users = admin.json("/api/v1/users?q=sup1").await;
    let path = format!("/api/v1/users/{}", users["items"][0]["id"]);
    assert_eq!(whoami(&supervisor).await, 200);
    let disable = send(
        &admin,
        Method::PATCH,
        &path,
        &[("if-match", "\"v1\"")],
        &json!({"disabled": true}),
    )
    .await;
    expect(disable, StatusCode::OK).await;
    assert_eq!(whoami(&supervisor).await, 401);
    let own = admin.json("/api/v1/users?q=admin").await;
    let path = format!("/api/v1/users/{}", own["items"][0]["id"]);
    let last = send(
        &admin,
        Method::PATCH,
        &path,
        &[("if-match", "\"v1\"")],
        &json!({"role": "auditor"}),
    )
    .await;
    problem(last, 409, "last_administrator").await;
    server.finish().await;
}
