//! What somebody tries who means ill: other pages, forged bodies, paths and headers, files that are bombs, ways into this
//! network. What is tried elsewhere: cross-site writes and their bodies (`api_session`), formulas in exports (`exports`),
//! pictures that are none or too large (`photos`), webhooks by name and redirect (`alerts`, `alerts::guard`), workbooks
//! that lie of their size (`imports::sheet`), frames (`bad_input`), objects of others (`authorisation`).

use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{
    DEADLINE,
    client::{Client, expect},
    front_door::{PASSWORD, batch, found, problem, send, user},
    server::TestServer,
};

/// Sends bytes as they are; what comes back until the server ends it or says no more.
async fn raw(server: &TestServer, request: &str) -> String {
    let mut line = TcpStream::connect(server.address).await.unwrap();
    line.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(DEADLINE, line.read_to_end(&mut answer))
        .await
        .unwrap()
        .ok();
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> u16 {
    let word = answer.split(' ').nth(1).unwrap_or_default();
    word.parse()
        .unwrap_or_else(|_| panic!("no answer: {answer:?}"))
}

/// The cookie of a session that was just opened.
async fn cookie(client: &Client, headers: &[(&str, &str)]) -> String {
    let login = json!({"login": "admin", "password": PASSWORD});
    let opened = send(client, Method::POST, "/api/v1/session", headers, &login).await;
    assert_eq!(opened.status(), StatusCode::OK);
    let cookie = opened.headers()[header::SET_COOKIE].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn another_page_opens_no_socket_with_the_cookie_of_this_one() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let cookie = cookie(&admin, &[]).await;
    let own = format!("http://{}", server.address);
    for origin in [
        "http://evil.example",
        "null",
        "https://evil.example:443",
        &own.replace("127.0.0.1", "127.0.0.1.evil.example"),
    ] {
        let headers = [("cookie", cookie.as_str()), ("origin", origin)];
        let refused = admin.try_socket("/v1/live", &headers).await;
        let Err(tokio_tungstenite::tungstenite::Error::Http(answer)) = refused else {
            panic!("{origin} was let in");
        };
        assert_eq!(answer.status(), 403, "{origin}");
    }
    let headers = [("cookie", cookie.as_str()), ("origin", own.as_str())];
    let mut socket = admin.socket("/v1/live", &headers).await;
    socket.send(&json!({"type": "subscribe", "sub": 1})).await;
    socket.hear_type("snapshot").await;
    server.finish().await;
}

#[tokio::test]
async fn a_session_that_somebody_brought_along_is_not_the_one_that_opens() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let planted = [("cookie", "fieldbeat=planted-by-somebody")];
    let opened = cookie(&server.client(), &planted).await;
    assert_ne!(opened, "fieldbeat=planted-by-somebody");
    let asked = |cookie: String| {
        let request = server.client().request(Method::GET, "/api/v1/session");
        request.header("cookie", cookie).send()
    };
    let planted = asked("fieldbeat=planted-by-somebody".to_owned())
        .await
        .unwrap();
    assert_eq!(planted.status(), 401);
    assert_eq!(asked(opened.clone()).await.unwrap().status(), 200);
    // One more login is one more session, and what has ended stays so.
    let again = cookie(&admin, &[("cookie", &opened)]).await;
    assert_ne!(again, opened);
    let leave = server.client().request(Method::DELETE, "/api/v1/session");
    // Its own login may have ended it before.
    leave.header("cookie", &opened).send().await.unwrap();
    assert_eq!(asked(opened).await.unwrap().status(), 401);
    assert_eq!(asked(again).await.unwrap().status(), 200);
    server.finish().await;
}

#[tokio::test]
async fn nobody_says_more_of_a_thing_than_its_fields() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    user(&server, &admin, "boss", "regional_manager", "T1").await;
    // What only the server may say, said with every creation.
    let forged = json!({"id": 424_242, "version": 99, "created_by": 1, "created_at": "2001-01-01T00:00:00Z", "updated_at": "2001-01-01T00:00:00Z",
        "password_hash": "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAA", "token": "mine", "token_hash": "00", "company_id": 7, "xid": 1,
        "rights": ["manage_users"], "disabled_at": null, "demo": true});
    for (collection, body) in [
        (
            "reps",
            json!({"code": "R1", "name": "R", "org_unit_code": "T1"}),
        ),
        (
            "customers",
            json!({"code": "C1", "name": "C", "org_unit_code": "T1"}),
        ),
        (
            "outlets",
            json!({"code": "O1", "name": "O", "org_unit_code": "T1"}),
        ),
        (
            "products",
            json!({"code": "P1", "name": "P", "units": {"piece": 1}}),
        ),
        (
            "routes",
            json!({"code": "W1", "name": "W", "org_unit_code": "T1"}),
        ),
        (
            "org-units",
            json!({"code": "U1", "name": "U", "kind": "team", "parent_code": "T1"}),
        ),
        (
            "saved-views",
            json!({"name": "V", "page": "reps", "search": "a=1"}),
        ),
        (
            "users",
            json!({"login": "new", "name": "N", "password": PASSWORD, "role": "rep", "org_unit_code": "T1"}),
        ),
    ] {
        let mut all = forged.clone();
        all.as_object_mut()
            .unwrap()
            .extend(body.as_object().unwrap().clone());
        let path = format!("/api/v1/{collection}");
        let answer = admin.post(&path, &all).await;
        let made = if answer.status() == StatusCode::UNPROCESSABLE_ENTITY {
            // Refused for them: then it is made of its fields alone.
            expect(admin.post(&path, &body).await, StatusCode::CREATED).await
        } else {
            expect(answer, StatusCode::CREATED).await
        };
        let text = made.to_string();
        assert!(made["id"] != 424_242 && made["version"] != 99, "{text}");
        assert!(
            !text.contains("2001-01-01") && !text.contains("argon2") && !text.contains("mine"),
            "{text}"
        );
    }
    let login = json!({"login": "new", "password": PASSWORD});
    expect(
        server.client().post("/api/v1/session", &login).await,
        StatusCode::OK,
    )
    .await;

    // Nobody lifts themselves, nor makes a login above the own.
    let boss = server.client();
    expect(
        boss.post(
            "/api/v1/session",
            &json!({"login": "boss", "password": PASSWORD}),
        )
        .await,
        StatusCode::OK,
    )
    .await;
    let users = admin.json("/api/v1/users?q=boss").await;
    let path = format!("/api/v1/users/{}", users["items"][0]["id"]);
    let lift = json!({"role": "administrator", "org_unit_code": "HQ"});
    let lifted = send(&boss, Method::PATCH, &path, &[("if-match", "*")], &lift).await;
    problem(lifted, 403, "forbidden").await;
    let second = json!({"login": "second", "name": "S", "password": PASSWORD, "role": "administrator", "org_unit_code": "T1"});
    problem(boss.post("/api/v1/users", &second).await, 403, "forbidden").await;
    // An administrator of a team makes none of the whole company.
    let near = user(&server, &admin, "near", "administrator", "T1").await;
    let mut above = second.clone();
    above["org_unit_code"] = "HQ".into();
    problem(near.post("/api/v1/users", &above).await, 422, "invalid").await;
    let own = admin.json("/api/v1/users?q=near").await;
    let path = format!("/api/v1/users/{}", own["items"][0]["id"]);
    let moved = send(
        &near,
        Method::PATCH,
        &path,
        &[("if-match", "*")],
        &json!({"org_unit_code": "HQ"}),
    )
    .await;
    problem(moved, 422, "invalid").await;
    server.finish().await;
}

#[tokio::test]
async fn no_way_of_writing_a_path_leads_past_a_door() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let secret =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    let secret = secret.lines().next().unwrap().to_owned();
    let session = cookie(&admin, &[]).await;
    for path in [
        "/../Cargo.toml",
        "/assets/../../Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/assets/%252e%252e/Cargo.toml",
        "/assets/..\\..\\Cargo.toml",
        "/assets/..%5c..%5cCargo.toml",
        "/assets/....//Cargo.toml",
        "/index.html%00.png",
        "/tiles/..%2f..%2fCargo.toml/1/1",
        "/fonts/./../../Cargo.toml",
    ] {
        let answer = raw(
            &server,
            &format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"),
        )
        .await;
        assert!(
            !answer.contains(&secret) && status(&answer) < 500,
            "{path}: {answer}"
        );
    }
    // Past the login by another way of writing what needs one.
    for path in [
        "/api/v1/reps/",
        "/api/v1/reps.",
        "/api/v1/reps%2f",
        "/api/v1/reps%00",
        "/api/v1/%72eps",
        "/api/v1/public/../reps",
        "/api/v1/public%2f..%2freps",
        "/api/v1/public/%2e%2e/reps",
        "/api/v1//reps",
        "//api/v1/reps",
        "/API/V1/REPS",
        "/api/v1/reps;v=1",
        "/api/v1/openapi.json/../reps",
        "/api/v1/public/..;/reps",
    ] {
        let without = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let answer = raw(&server, &without).await;
        // The page is what it may be at most.
        let leads_past = answer.contains("\"items\"") || status(&answer) >= 500;
        assert!(!leads_past, "{path}: {answer}");
        let with = format!(
            "GET {path} HTTP/1.1\r\nhost: x\r\ncookie: {session}\r\nconnection: close\r\n\r\n"
        );
        assert!(status(&raw(&server, &with).await) < 500, "{path}");
    }
    // Ids that are none.
    for id in [
        "-1",
        "0",
        "99999999999999999999",
        "1e3",
        "%00",
        "..",
        "1%2f..%2f2",
        "1;drop%20table%20rep",
        "null",
        "%F0%9F%92%A9",
        "1%0d%0aset-cookie:%20a=b",
    ] {
        let answer = admin.get(&format!("/api/v1/reps/{id}")).await;
        assert!(
            answer.status().is_client_error(),
            "{id}: {}",
            answer.status()
        );
        assert!(!answer.headers().contains_key("set-cookie"), "{id}");
    }
    server.finish().await;
}

#[tokio::test]
async fn no_header_makes_a_request_another() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    batch(
        &admin,
        "reps",
        json!([{"code": "R1", "name": "Rep", "org_unit_code": "T1"}]),
    )
    .await;
    let session = cookie(&admin, &[]).await;
    let ask = |line: &str, headers: &str, body: &str| {
        format!(
            "{line} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{headers}\r\n\r\n{body}",
            server.address
        )
    };
    // The method is the method.
    for name in [
        "X-HTTP-Method-Override",
        "X-HTTP-Method",
        "X-Method-Override",
    ] {
        let answer = raw(
            &server,
            &ask(
                "GET /api/v1/session",
                &format!("cookie: {session}\r\n{name}: DELETE"),
                "",
            ),
        )
        .await;
        assert_eq!(status(&answer), 200, "{name}: {answer}");
    }
    assert_eq!(admin.get("/api/v1/session").await.status(), 200);
    // The host is the one that was asked, and of forwarded ones nobody is asked.
    let login = json!({"login": "admin", "password": PASSWORD}).to_string();
    for headers in [
        "origin: http://evil.example\r\nx-forwarded-host: evil.example",
        "origin: http://evil.example\r\nforwarded: host=evil.example",
        "origin: http://evil.example\r\nx-original-host: evil.example",
        "origin: http://evil.example\r\nhost: evil.example",
    ] {
        let headers = format!(
            "{headers}\r\ncontent-type: application/json\r\ncontent-length: {}",
            login.len()
        );
        let answer = raw(&server, &ask("POST /api/v1/session", &headers, &login)).await;
        assert!([400, 403].contains(&status(&answer)), "{headers}: {answer}");
    }
    for headers in [
        "x-original-url: /api/v1/reps",
        "x-rewrite-url: /api/v1/reps",
    ] {
        let answer = raw(&server, &ask("GET /api/v1/public", headers, "")).await;
        assert!(!answer.contains("\"items\""), "{answer}");
    }
    // Where a body ends is said once.
    for headers in [
        "content-length: 5\r\ncontent-length: 6",
        "content-length: 5, 6",
        "content-length: +5",
        "content-length: 5\r\ntransfer-encoding: chunked, identity",
        "transfer-encoding: xchunked",
        "content-length: -1",
    ] {
        let answer = raw(
            &server,
            &ask(
                "POST /api/v1/session",
                &format!("content-type: application/json\r\n{headers}"),
                "{}   ",
            ),
        )
        .await;
        assert_eq!(status(&answer), 400, "{headers}: {answer}");
    }
    // Heads that do not end.
    for headers in [
        format!("x-long: {}", "a".repeat(600_000)),
        "x: y\r\n".repeat(200) + "z: z",
    ] {
        let answer = raw(&server, &ask("GET /api/v1/public", &headers, "")).await;
        assert_eq!(status(&answer), 431);
    }
    let answer = raw(
        &server,
        &ask(
            &format!("GET /api/v1/public?{}", "a".repeat(70_000)),
            "x: y",
            "",
        ),
    )
    .await;
    assert_eq!(status(&answer), 414);
    // An address that the client says is not its own, and does not make a flood of logins many.
    let guess = json!({"login": "nobody", "password": "guess"});
    for n in 0..=10 {
        let from = format!("203.0.113.{n}");
        let headers = [
            ("x-forwarded-for", from.as_str()),
            ("x-real-ip", &from),
            ("forwarded", "for=1.1.1.1"),
        ];
        let answer = send(
            &server.client(),
            Method::POST,
            "/api/v1/session",
            &headers,
            &guess,
        )
        .await;
        assert_eq!(answer.status(), if n < 10 { 401 } else { 429 }, "{n}");
    }
    server.finish().await;
}

#[tokio::test]
async fn an_address_of_this_network_is_one_however_it_is_written() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    for host in [
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0x7f.1",
        "127.0.0.1.",
        "①②⑦.⓪.⓪.①",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:0:0:1]",
        "[64:ff9b::7f00:1]",
        "169.254.169.254",
        "2852039166",
        "0.0.0.0",
        "[fe80::1]",
        "[fd00::1]",
        "100.64.0.1",
    ] {
        let target = format!("https://{host}/hook");
        let body =
            json!({"name": "x", "channel": "webhook", "target": target, "kinds": ["visit_closed"]});
        let refused = problem(
            admin.post("/api/v1/alert-subscriptions", &body).await,
            422,
            "invalid",
        )
        .await;
        let codes: Vec<&Value> = refused["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| &e["code"])
            .collect();
        assert_eq!(codes, [&json!("private_address")], "{host}");
    }
    server.finish().await;
}
