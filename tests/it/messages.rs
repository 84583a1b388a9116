//! Messages to reps: who may send them to whom, that a connected phone hears them at once and another by `sync`, and
//! that the desk learns when a phone has them. With it what a rep is told of looks at the own track.

use chrono::Days;
use fieldbeat::store::role::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    company::TestPhone,
    front_door::{batch, found, problem, send, user},
    server::TestServer,
};

/// R1 in T1, R2 in T2, a phone each.
async fn teams(server: &TestServer) -> (Client, Vec<i64>, Vec<String>) {
    let admin = found(server).await;
    let from = server
        .services
        .rules
        .load()
        .time
        .date_of(server.services.clock.now())
        - Days::new(3);
    let reps = json!([
        {"code": "R1", "name": "One", "org_unit_code": "T1", "valid_from": from},
        {"code": "R2", "name": "Two", "org_unit_code": "T2", "valid_from": from},
    ]);
    let reps = batch(&admin, "reps", reps).await;
    let phones = json!([{"label": "p1", "rep_code": "R1"}, {"label": "p2", "rep_code": "R2"}]);
    let phones = batch(&admin, "devices", phones).await;
    let ids = reps.iter().map(|r| r["id"].as_i64().unwrap()).collect();
    let tokens = phones
        .iter()
        .map(|p| p["token"].as_str().unwrap().to_owned())
        .collect();
    (admin, ids, tokens)
}

async fn sync(server: &TestServer, token: &str, since: Option<&Value>) -> Value {
    let since = since.map_or(String::new(), |s| format!("?since={}", s.as_str().unwrap()));
    let client = server.client();
    let request = client.request(Method::GET, &format!("/v1/device/sync{since}"));
    expect(
        request.bearer_auth(token).send().await.unwrap(),
        StatusCode::OK,
    )
    .await
}

#[tokio::test]
async fn a_message_reaches_every_phone_once_and_the_desk_learns_that_it_did() {
    let server = TestServer::start().await;
    let (admin, reps, tokens) = teams(&server).await;
    let unit = admin.json("/api/v1/org-units").await["items"][0]["id"].clone();
    let mut phone = TestPhone::connect(&server.client(), &tokens[0]).await;

    let body =
        json!({"client_id": Uuid::new_v4(), "org_unit_id": unit, "text": "  Họp lúc 16:00 "});
    let sent = expect(
        admin.post("/api/v1/messages", &body).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(sent["reps"], 2, "{sent}");
    let again = expect(
        admin.post("/api/v1/messages", &body).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(again, sent);

    let pushed = phone.socket.hear_type("message").await;
    assert_eq!(pushed["message"]["text"], "Họp lúc 16:00");
    assert_eq!(pushed["message"]["id"], sent["ids"][0]);

    // The other was away. An answer alone does not say that it arrived; going on from it does.
    let first = sync(&server, &tokens[1], None).await;
    assert_eq!(first["messages"].as_array().unwrap().len(), 1, "{first}");
    let path = format!("/api/v1/messages?rep_id={}", reps[1]);
    let told = admin.json(&path).await;
    assert_eq!(told["items"].as_array().unwrap().len(), 1, "{told}");
    assert_eq!(told["items"][0]["fetched_at"], Value::Null);
    assert_eq!(told["items"][0]["sent_by_name"], "Quản trị");
    assert_eq!(told["items"][0]["rep_code"], "R2");
    sync(&server, &tokens[1], Some(&first["cursor"])).await;
    let told = admin.json(&path).await;
    assert!(told["items"][0]["fetched_at"].is_string(), "{told}");
    let waiting = admin.json("/api/v1/messages?waiting=true").await;
    assert_eq!(waiting["items"].as_array().unwrap().len(), 1, "{waiting}");
    assert_eq!(waiting["items"][0]["rep_id"], reps[0]);
    server.finish().await;
}

#[tokio::test]
async fn nobody_writes_beyond_the_own_team_and_nothing_is_sent_in_part() {
    let server = TestServer::start().await;
    let (admin, reps, _) = teams(&server).await;
    let supervisor = user(&server, &admin, "one", "supervisor", "T1").await;
    let auditor = user(&server, &admin, "audit", "auditor", "HQ").await;
    let write = async |by: &Client, body: Value| by.post("/api/v1/messages", &body).await;

    let both = json!({"rep_ids": reps, "text": "x"});
    let refused = problem(write(&supervisor, both.clone()).await, 422, "invalid").await;
    assert_eq!(refused["errors"][0]["pointer"], "/rep_ids", "{refused}");
    problem(write(&auditor, both).await, 403, "forbidden").await;
    for (body, pointer, code) in [
        (
            json!({"rep_ids": [reps[0]], "text": "  "}),
            "/text",
            "required",
        ),
        (
            json!({"rep_ids": [reps[0]], "text": "x".repeat(1_001)}),
            "/text",
            "too_long",
        ),
        (json!({"text": "x"}), "/rep_ids", "required"),
        (
            json!({"rep_ids": [reps[0]], "org_unit_id": 1, "text": "x"}),
            "/org_unit_id",
            "not_both",
        ),
        (
            json!({"org_unit_id": 999_999, "text": "x"}),
            "/org_unit_id",
            "no_reps",
        ),
    ] {
        let refused = problem(write(&supervisor, body).await, 422, "invalid").await;
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{refused}");
        assert_eq!(refused["errors"][0]["code"], code, "{refused}");
    }
    assert_eq!(admin.json("/api/v1/messages").await["items"], json!([]));
    // The supervisor's whole company is the own team.
    let all = admin.json("/api/v1/org-units").await["items"][0]["id"].clone();
    let sent = write(&supervisor, json!({"org_unit_id": all, "text": "x"})).await;
    assert_eq!(expect(sent, StatusCode::CREATED).await["reps"], 1);
    assert_eq!(
        supervisor.json("/api/v1/messages").await["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    server.finish().await;
}

#[tokio::test]
async fn a_rep_is_told_who_looked_at_the_track_and_of_nobody_else_s() {
    let server = TestServer::start().await;
    let (admin, reps, tokens) = teams(&server).await;
    let (from, to) = ("2026-11-18T00:00:00Z", "2026-11-19T00:00:00Z");
    let path = format!("/api/v1/reps/{}/track?from={from}&to={to}", reps[0]);
    expect(admin.get(&path).await, StatusCode::OK).await;
    let told = sync(&server, &tokens[0], None).await;
    let reads = told["track_reads"].as_array().unwrap();
    assert_eq!(reads.len(), 1, "{reads:?}");
    assert_eq!(reads[0]["by_name"], "Quản trị");
    assert_eq!(reads[0]["by_role"], "administrator");
    assert!(reads[0]["from"].as_str().unwrap().starts_with("2026-11-18"));
    let other = sync(&server, &tokens[1], None).await;
    assert_eq!(other["track_reads"], json!([]));
    // What is as it was is not sent again.
    let again = sync(&server, &tokens[1], Some(&other["cursor"])).await;
    assert_eq!(again["track_reads"], Value::Null);
    server.finish().await;
}

#[tokio::test]
async fn saved_views_are_the_own_ones_and_what_others_share() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let supervisor = user(&server, &admin, "one", "supervisor", "T1").await;
    let planner = user(&server, &admin, "two", "planner", "T2").await;
    let path = "/api/v1/saved-views";
    let view = |name: &str, shared: bool| json!({"page": "outlets", "name": name, "search": "q=ca+phe&class=A", "shared": shared});
    let own = expect(
        supervisor.post(path, &view("Của tôi", false)).await,
        StatusCode::CREATED,
    )
    .await;
    let shared = expect(
        planner.post(path, &view("Chung", true)).await,
        StatusCode::CREATED,
    )
    .await;
    let names = async |by: &Client| {
        let list = by.json("/api/v1/saved-views?page=outlets").await;
        let items = list["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|v| v["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&supervisor).await, ["Chung", "Của tôi"]);
    assert_eq!(names(&planner).await, ["Chung"]);
    let refused = problem(
        supervisor.post(path, &view("Cho mọi người", true)).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(refused["errors"][0]["code"], "not_allowed");
    let refused = problem(
        supervisor.post(path, &view("Của tôi", false)).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(refused["errors"][0]["code"], "taken");

    // What another shares is read, not changed.
    let of = |v: &Value| format!("{path}/{}", v["id"]);
    let rename = json!({"name": "Khác"});
    let first = [("if-match", "\"v1\"")];
    let other = send(&supervisor, Method::PATCH, &of(&shared), &first, &rename).await;
    problem(other, 404, "not_found").await;
    let renamed = send(&supervisor, Method::PATCH, &of(&own), &first, &rename).await;
    assert_eq!(expect(renamed, StatusCode::OK).await["name"], "Khác");
    let stale = send(&supervisor, Method::DELETE, &of(&own), &first, &json!(null)).await;
    assert_eq!(stale.status(), 412);
    let gone = send(
        &supervisor,
        Method::DELETE,
        &of(&own),
        &[("if-match", "\"v2\"")],
        &json!(null),
    )
    .await;
    assert_eq!(gone.status(), 204);
    assert_eq!(names(&supervisor).await, ["Chung"]);
    server.finish().await;
}

#[tokio::test]
async fn lists_find_vietnamese_names_by_letters_without_marks() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let outlets = json!([
        {"code": "A", "name": "Cà phê Đường Lâm", "org_unit_code": "T1", "address": "12 Hàng Bạc", "lat": 21.03, "lng": 105.85},
        {"code": "B", "name": "Tạp hoá Nguyễn", "org_unit_code": "T1", "phone": "0912 345 678"},
    ]);
    batch(&admin, "outlets", outlets).await;
    let customers = json!([{"code": "C", "name": "Ngô Thị Ánh", "org_unit_code": "T1"}]);
    batch(&admin, "customers", customers).await;
    for (list, q, found) in [
        ("outlets", "ca phe duong", 1),
        ("outlets", "CÀ PHÊ", 1),
        ("outlets", "hang bac", 1),
        ("outlets", "0912", 1),
        ("outlets", "nguyen", 1),
        ("outlets", "nguyễn", 1),
        ("outlets", "nguyenx", 0),
        ("customers", "ngo thi anh", 1),
        ("users", "quan tri", 1),
        ("org-units", "team", 2),
    ] {
        let path = format!("/api/v1/{list}?q={}", q.replace(' ', "%20"));
        let answer = admin.json(&path).await;
        assert_eq!(
            answer["items"].as_array().unwrap().len(),
            found,
            "{q}: {answer}"
        );
    }
    server.finish().await;
}

#[tokio::test]
async fn the_table_of_roles_says_what_the_server_does() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let supervisor = user(&server, &admin, "one", "supervisor", "T1").await;
    let table = admin.json("/api/v1/roles").await;
    let of = |role: &str| {
        let items = table["items"].as_array().unwrap();
        items.iter().find(|r| r["role"] == role).unwrap().clone()
    };
    assert_eq!(table["items"].as_array().unwrap().len(), Role::ALL.len());
    assert_eq!(of("supervisor")["users"], 1);
    let has = |role: &str, right: &str| {
        of(role)["rights"]
            .as_array()
            .unwrap()
            .contains(&json!(right))
    };
    assert!(has("administrator", "manage_users") && !has("supervisor", "manage_users"));
    assert!(!has("supervisor", "read_users"));
    problem(supervisor.get("/api/v1/roles").await, 403, "forbidden").await;
    server.finish().await;
}
