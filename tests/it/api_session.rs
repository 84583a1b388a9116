//! Coming in: first run, login, its limits, cross-site requests.

use reqwest::{Method, StatusCode, header};
use serde_json::json;

use crate::support::{
    client::expect,
    front_door::{PASSWORD, found, problem, send, user},
    server::TestServer,
};

#[tokio::test]
async fn a_company_is_founded_once() {
    let server = TestServer::start().await;
    assert_eq!(
        server.client().json("/api/v1/public").await["first_run"],
        true
    );
    let wrong = json!({
        "token": "guess",
        "company": {"name": "", "time_zone": "Mars/Base", "currency": "vnd", "language": "vi", "working_hours": ["17:00", "08:00"]},
        "administrator": {"login": "admin", "name": "A", "password": "short"},
    });
    let body = problem(
        server.client().post("/api/v1/first-run", &wrong).await,
        422,
        "invalid",
    )
    .await;
    let mut pointers: Vec<_> = body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["pointer"].as_str().unwrap())
        .collect();
    pointers.sort_unstable();
    assert_eq!(
        pointers,
        [
            "/administrator/password",
            "/company/currency",
            "/company/name",
            "/company/time_zone",
            "/company/working_hours"
        ],
        "all faults at once"
    );
    let admin = found(&server).await;
    assert_eq!(
        admin.json("/api/v1/session").await["user"]["role"],
        "administrator"
    );
    assert_eq!(
        server.client().json("/api/v1/public").await["first_run"],
        false
    );
    problem(
        server.client().post("/api/v1/first-run", &wrong).await,
        409,
        "already_set_up",
    )
    .await;
    server.finish().await;
}

#[tokio::test]
async fn a_flood_of_logins_is_stopped_for_its_address_and_login_only() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    user(&server, &admin, "sup1", "supervisor", "T1").await;
    let client = server.client();
    let guess = json!({"login": "Sup1", "password": "guess"});
    for _ in 0..10 {
        problem(
            client.post("/api/v1/session", &guess).await,
            401,
            "wrong_credentials",
        )
        .await;
    }
    let stopped = client
        .post(
            "/api/v1/session",
            &json!({"login": "sup1", "password": PASSWORD}),
        )
        .await;
    assert!(stopped.headers().contains_key("retry-after"));
    problem(stopped, 429, "rate_limited").await;
    let other = client
        .post(
            "/api/v1/session",
            &json!({"login": "admin", "password": PASSWORD}),
        )
        .await;
    expect(other, StatusCode::OK).await;
    server.finish().await;
}

#[tokio::test]
async fn a_cookie_is_bound_to_the_page_and_ends_with_the_session() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let login = json!({"login": "admin", "password": PASSWORD});
    let response = admin.post("/api/v1/session", &login).await;
    let cookie = response.headers()["set-cookie"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        cookie.starts_with("fieldbeat=")
            && cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );

    let rep = json!({"code": "R1", "name": "Rep", "org_unit_code": "T1"});
    for header in [
        ("origin", "http://evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "null"),
    ] {
        problem(
            send(&admin, Method::POST, "/api/v1/reps", &[header], &rep).await,
            403,
            "csrf",
        )
        .await;
        problem(
            send(&admin, Method::POST, "/api/v1/session", &[header], &login).await,
            403,
            "csrf",
        )
        .await;
    }
    let form = admin
        .request(Method::POST, "/api/v1/reps")
        .header(header::CONTENT_TYPE, "text/plain")
        .body(rep.to_string());
    problem(form.send().await.unwrap(), 415, "unsupported_media_type").await;
    let own = format!("http://{}", server.address);
    let same = send(
        &admin,
        Method::POST,
        "/api/v1/reps",
        &[("origin", &own), ("sec-fetch-site", "same-origin")],
        &rep,
    )
    .await;
    expect(same, StatusCode::CREATED).await;

    let out = admin
        .request(Method::DELETE, "/api/v1/session")
        .send()
        .await
        .unwrap();
    assert_eq!(out.status(), 204);
    let value = cookie.split(';').next().unwrap();
    let replay = server
        .client()
        .request(Method::GET, "/api/v1/session")
        .header("cookie", value)
        .send()
        .await
        .unwrap();
    problem(replay, 401, "unauthorized").await;
    server.finish().await;
}

#[tokio::test]
async fn a_bearer_token_makes_cookies_void() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let issued = expect(
        admin
            .post("/api/v1/users/1/tokens", &json!({"name": "erp"}))
            .await,
        StatusCode::CREATED,
    )
    .await;
    let bearer = format!("Bearer {}", issued["token"].as_str().unwrap());
    let stranger = server.client();
    let foreign = [
        ("authorization", bearer.as_str()),
        ("origin", "http://evil.example"),
    ];
    let rep = json!({"code": "R1", "name": "Rep", "org_unit_code": "T1"});
    expect(
        send(&stranger, Method::POST, "/api/v1/reps", &foreign, &rep).await,
        StatusCode::CREATED,
    )
    .await;
    let wrong = [("authorization", "Bearer fbt_wrong")];
    problem(
        send(&admin, Method::GET, "/api/v1/session", &wrong, &json!({})).await,
        401,
        "unauthorized",
    )
    .await;

    let tokens = admin.json("/api/v1/users/1/tokens").await;
    assert!(
        !tokens
            .to_string()
            .contains(issued["token"].as_str().unwrap()),
        "a token is shown once"
    );
    let path = format!(
        "/api/v1/users/1/tokens/{}",
        tokens["items"][0]["id"].as_str().unwrap()
    );
    assert_eq!(
        admin
            .request(Method::DELETE, &path)
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
    problem(
        send(
            &stranger,
            Method::GET,
            "/api/v1/session",
            &foreign,
            &json!({}),
        )
        .await,
        401,
        "unauthorized",
    )
    .await;
    server.finish().await;
}

#[tokio::test]
async fn the_persona_switch_is_for_demos_only() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let who = json!({"login": "admin"});
    problem(
        server.client().post("/api/v1/session/persona", &who).await,
        404,
        "not_found",
    )
    .await;
    assert_eq!(
        server.client().json("/api/v1/public").await["personas"],
        json!([])
    );
    drop(admin);
    let database = server.finish().await;
    let demo = TestServer::plan()
        .database(&database)
        .set("demo", "true")
        .start()
        .await;
    let visitor = demo.client();
    assert_eq!(
        visitor.json("/api/v1/public").await["personas"][0]["login"],
        "admin"
    );
    expect(
        visitor.post("/api/v1/session/persona", &who).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(visitor.json("/api/v1/session").await["demo"], true);
    demo.finish().await;
}
