//! A small company made through the front door: two teams, a supervisor each.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use sqlx::Row;
use uuid::Uuid;

use super::{
    client::{Client, expect},
    eventually,
    server::TestServer,
};

pub const PASSWORD: &str = "correct horse";

/// Founds the company; answers its administrator, logged in. Units HQ → T1, T2.
pub async fn found(server: &TestServer) -> Client {
    let admin = server.client();
    let link = server.first_run_link.as_ref().expect("a fresh server");
    first_run(&admin, link, "Asia/Ho_Chi_Minh", ["08:00", "17:30"]).await;
    let teams = json!([
        {"code": "T1", "name": "Team 1", "kind": "team", "parent_code": "HQ"},
        {"code": "T2", "name": "Team 2", "kind": "team", "parent_code": "HQ"},
    ]);
    batch(&admin, "org-units", teams).await;
    admin
}

/// Sets up the company and its administrator by the link of the first run.
pub async fn first_run(client: &Client, link: &str, zone: &str, hours: [&str; 2]) {
    let body = json!({
        "token": link.split_once("token=").unwrap().1,
        "company": {"name": "Sông Hồng", "time_zone": zone, "currency": "VND", "language": "vi", "working_hours": hours},
        "administrator": {"login": "admin", "name": "Quản trị", "password": PASSWORD},
    });
    let answer = client.post("/api/v1/first-run", &body).await;
    expect(answer, StatusCode::CREATED).await;
}

/// The administrator's session as a header, for sockets; none where the server does not answer.
pub async fn cookie(client: &Client) -> Option<String> {
    let login = json!({"login": "admin", "password": PASSWORD});
    let request = client.request(Method::POST, "/api/v1/session").json(&login);
    let opened = request.send().await.ok()?;
    let cookie = opened.headers().get("set-cookie")?.to_str().ok()?;
    Some(cookie.split(';').next()?.to_owned())
}

/// Upserts rows, none of which may be refused.
pub async fn batch(client: &Client, collection: &str, items: Value) -> Vec<Value> {
    let path = format!("/api/v1/{collection}/batch");
    let answer = expect(
        client.post(&path, &json!({ "items": items })).await,
        StatusCode::OK,
    )
    .await;
    let results = answer["results"].as_array().unwrap().clone();
    for row in &results {
        assert_ne!(row["status"], "error", "{row}");
    }
    results
}

/// A user of that role in a team, logged in.
pub async fn user(
    server: &TestServer,
    admin: &Client,
    login: &str,
    role: &str,
    team: &str,
) -> Client {
    let body = json!({"login": login, "name": login, "password": PASSWORD, "role": role, "org_unit_code": team});
    expect(
        admin.post("/api/v1/users", &body).await,
        StatusCode::CREATED,
    )
    .await;
    let client = server.client();
    let body = json!({"login": login, "password": PASSWORD});
    expect(client.post("/api/v1/session", &body).await, StatusCode::OK).await;
    client
}

/// A problem with this status and code.
pub async fn problem(response: Response, status: u16, code: &str) -> Value {
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    let body = expect(response, StatusCode::from_u16(status).unwrap()).await;
    assert_eq!(body["code"], code, "{body}");
    assert_eq!(body["status"], status, "{body}");
    assert!(
        body["request_id"].is_string() && body["title"].is_string(),
        "{body}"
    );
    body
}

/// A request with a JSON body and headers.
pub async fn send(
    client: &Client,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> Response {
    let mut request = client.request(method, path).json(body);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

/// A phone sends frames; what the server answers.
pub async fn tell(server: &TestServer, token: &str, frames: &Value) -> Value {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let body = json!({ "frames": frames });
    let client = server.client();
    let sent = send(&client, Method::POST, "/v1/device/frames", &headers, &body).await;
    expect(sent, StatusCode::OK).await
}

/// What became of a phone's record: its status and detail.
pub async fn record_status(server: &TestServer, record: Uuid) -> (String, Value) {
    eventually("the record is settled", async || {
        let row = sqlx::query("select status, status_detail from device_record where id = $1")
            .bind(record)
            .fetch_optional(&server.services.db)
            .await
            .unwrap()?;
        let status = row.get::<String, _>(0);
        (status != "received").then(|| (status, row.get::<Value, _>(1)))
    })
    .await
}

/// At least so many events of these kinds. The feed waits for whoever writes anywhere, other databases of
/// this machine among them.
pub async fn events(reader: &Client, kinds: &str, least: usize) -> Vec<Value> {
    eventually("the feed tells of it", async || {
        let page = reader.json(&format!("/api/v1/events?kind={kinds}")).await;
        let events = page["items"].as_array().unwrap().clone();
        (events.len() >= least).then_some(events)
    })
    .await
}
