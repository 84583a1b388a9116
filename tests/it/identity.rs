//! Who people and phones are: sessions, the second factor, passwords, tokens that may do less, tokens that change.

use std::time::Duration;

use fieldbeat::clock::Clock;
use fieldbeat_domain::time::At;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};
use uuid::Uuid;

use crate::support::{
    client::{Client, Heard, expect},
    front_door::{PASSWORD, batch, events, found, problem, send, user},
    server::TestServer,
};

/// A Monday morning of the company.
const MORNING: At = At(1_798_425_000_000);

async fn delete(client: &Client, path: &str) -> reqwest::Response {
    client.request(Method::DELETE, path).send().await.unwrap()
}

fn login(name: &str) -> Value {
    json!({"login": name, "password": PASSWORD})
}

async fn id_of(admin: &Client, login: &str) -> i64 {
    let page = admin.json(&format!("/api/v1/users?q={login}")).await;
    page["items"][0]["id"].as_i64().unwrap()
}

/// The code that an app shows for a secret at a time.
fn code(secret: &str, at: At) -> String {
    let app = Builder::new()
        .with_secret(Secret::try_from_base32(secret).unwrap())
        .with_account_name("anybody")
        .with_issuer(Some("anything"))
        .build()
        .unwrap();
    app.generate(u64::try_from(at.0 / 1000).unwrap())
        .to_string()
}

#[tokio::test]
async fn a_person_sees_where_the_own_login_is_in_use_and_ends_it() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let desk = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let phone = server.client();
    let response = phone
        .request(Method::POST, "/api/v1/session")
        .header(header::USER_AGENT, "Pocket Browser/1.0")
        .json(&login("sup1"))
        .send()
        .await
        .unwrap();
    expect(response, StatusCode::OK).await;

    let list = desk.json("/api/v1/sessions").await;
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{list}");
    assert_eq!(items[0]["agent"], "Pocket Browser/1.0");
    assert_eq!(items[0]["address"], "127.0.0.1");
    assert_eq!(items[0]["way"], "password");
    assert_eq!(
        (&items[0]["current"], &items[1]["current"]),
        (&json!(false), &json!(true))
    );

    // Another's is not found, whoever asks.
    let other = user(&server, &admin, "sup2", "supervisor", "T2").await;
    let theirs = format!("/api/v1/sessions/{}", items[0]["id"].as_str().unwrap());
    problem(delete(&other, &theirs).await, 404, "not_found").await;
    expect(delete(&desk, &theirs).await, StatusCode::NO_CONTENT).await;
    problem(phone.get("/api/v1/session").await, 401, "unauthorized").await;
    desk.json("/api/v1/session").await;

    expect(
        phone.post("/api/v1/session", &login("sup1")).await,
        StatusCode::OK,
    )
    .await;
    let ended = expect(delete(&desk, "/api/v1/sessions").await, StatusCode::OK).await;
    assert_eq!(ended["ended"], 1);
    problem(phone.get("/api/v1/session").await, 401, "unauthorized").await;

    // Who manages users sees and ends them, too; others do not.
    let id = id_of(&admin, "sup1").await;
    let of_user = format!("/api/v1/users/{id}/sessions");
    assert_eq!(
        admin.json(&of_user).await["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    problem(other.get(&of_user).await, 403, "forbidden").await;
    expect(delete(&admin, &of_user).await, StatusCode::OK).await;
    problem(desk.get("/api/v1/session").await, 401, "unauthorized").await;
    server.finish().await;
}

struct Stood {
    server: TestServer,
    clock: Clock,
    admin: Client,
}

async fn stood() -> Stood {
    let clock = Clock::at(MORNING);
    let server = TestServer::plan().clock(&clock).start().await;
    let admin = found(&server).await;
    Stood {
        server,
        clock,
        admin,
    }
}

/// Switches a second factor on: its secret and its recovery codes.
async fn second_factor(client: &Client, clock: &Clock) -> (String, Vec<String>) {
    let begun = client
        .post("/api/v1/second-factor", &json!({"password": PASSWORD}))
        .await;
    let begun = expect(begun, StatusCode::CREATED).await;
    let secret = begun["secret"].as_str().unwrap().to_owned();
    assert!(
        begun["uri"]
            .as_str()
            .unwrap()
            .starts_with("otpauth://totp/")
    );
    let confirmed = client
        .post(
            "/api/v1/second-factor/confirmation",
            &json!({"code": code(&secret, clock.now())}),
        )
        .await;
    let confirmed = expect(confirmed, StatusCode::OK).await;
    let codes = confirmed["recovery_codes"].as_array().unwrap();
    assert_eq!(codes.len(), 10);
    let codes = codes.iter().map(|c| c.as_str().unwrap().to_owned());
    (secret, codes.collect())
}

#[tokio::test]
async fn a_second_factor_opens_once_with_every_code_and_lost_phones_have_a_way() {
    let Stood {
        server,
        clock,
        admin,
    } = stood().await;
    let desk = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let wrong = json!({"password": "guess"});
    let refused = problem(
        desk.post("/api/v1/second-factor", &wrong).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(refused["errors"][0]["pointer"], "/password");
    let (secret, recovery) = second_factor(&desk, &clock).await;
    let shown = desk.json("/api/v1/second-factor").await;
    assert!(shown["on_since"].is_string() && shown["recovery_codes_left"] == 10);
    problem(
        desk.post("/api/v1/second-factor", &json!({"password": PASSWORD}))
            .await,
        409,
        "second_factor_on",
    )
    .await;

    let with = |code: &str| json!({"login": "sup1", "password": PASSWORD, "code": code});
    let phone = server.client();
    problem(
        phone.post("/api/v1/session", &login("sup1")).await,
        401,
        "second_factor_required",
    )
    .await;
    // The code that switched it on has opened something already.
    let now = code(&secret, clock.now());
    problem(
        phone.post("/api/v1/session", &with(&now)).await,
        401,
        "wrong_code",
    )
    .await;
    clock.advance(Duration::from_secs(30));
    let next = code(&secret, clock.now());
    expect(
        phone.post("/api/v1/session", &with(&next)).await,
        StatusCode::OK,
    )
    .await;
    problem(
        phone.post("/api/v1/session", &with(&next)).await,
        401,
        "wrong_code",
    )
    .await;
    // Recovery codes are read as they are typed, once.
    let typed = recovery[0].to_lowercase().replace('-', " ");
    expect(
        phone.post("/api/v1/session", &with(&typed)).await,
        StatusCode::OK,
    )
    .await;
    problem(
        phone.post("/api/v1/session", &with(&typed)).await,
        401,
        "wrong_code",
    )
    .await;
    assert_eq!(
        phone.json("/api/v1/second-factor").await["recovery_codes_left"],
        9
    );

    // Who knows the password gets no more guesses than who does not.
    let mut answers = Vec::new();
    for _ in 0..12 {
        phone.post("/api/v1/session", &login("sup1")).await;
        let guess = phone.post("/api/v1/session", &with("000000")).await;
        answers.push(guess.status().as_u16());
    }
    assert_eq!(answers.last(), Some(&429), "{answers:?}");

    let id = id_of(&admin, "sup1").await;
    let path = format!("/api/v1/users/{id}/second-factor");
    expect(delete(&admin, &path).await, StatusCode::NO_CONTENT).await;
    problem(desk.get("/api/v1/session").await, 401, "unauthorized").await;
    clock.advance(Duration::from_mins(16));
    expect(
        phone.post("/api/v1/session", &login("sup1")).await,
        StatusCode::OK,
    )
    .await;
    server.finish().await;
}

#[tokio::test]
async fn who_is_asked_for_a_second_factor_can_do_nothing_else_before() {
    let Stood {
        server,
        clock,
        admin,
    } = stood().await;
    let desk = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let policy = admin.get("/api/v1/sign-in-policy").await;
    let tag = policy.headers()["etag"].to_str().unwrap().to_owned();
    let put = async |tag: &str, roles: Value| {
        let body = json!({"second_factor_roles": roles});
        send(
            &admin,
            Method::PUT,
            "/api/v1/sign-in-policy",
            &[("if-match", tag)],
            &body,
        )
        .await
    };
    problem(put(&tag, json!(["chef"])).await, 422, "invalid").await;
    // Nobody locks the own role out.
    problem(
        put(&tag, json!(["administrator"])).await,
        409,
        "second_factor_off",
    )
    .await;
    expect(put(&tag, json!(["supervisor"])).await, StatusCode::OK).await;
    problem(put(&tag, json!([])).await, 412, "stale").await;

    problem(desk.get("/api/v1/reps").await, 403, "second_factor_due").await;
    problem(desk.get("/api/v1/users").await, 403, "forbidden").await;
    assert!(
        desk.try_socket("/v1/live", &[]).await.is_err()
            || matches!(
                desk.socket("/v1/live", &[]).await.hear().await,
                Heard::Closed(4401 | 4403, _)
            )
    );
    assert_eq!(
        desk.json("/api/v1/session").await["second_factor_due"],
        true
    );
    second_factor(&desk, &clock).await;
    assert_eq!(
        desk.json("/api/v1/session").await["second_factor_due"],
        false
    );
    desk.json("/api/v1/reps").await;
    server.finish().await;
}

#[tokio::test]
async fn a_password_is_changed_by_its_owner_and_reset_without_anybody_else_knowing_it() {
    let Stood {
        server,
        clock,
        admin,
    } = stood().await;
    let desk = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let phone = server.client();
    phone.post("/api/v1/session", &login("sup1")).await;
    let change = |old: &str, new: &str| json!({"password": old, "new_password": new});
    let refused = problem(
        desk.post("/api/v1/password", &change(PASSWORD, "short"))
            .await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(refused["errors"][0]["pointer"], "/new_password");
    problem(
        desk.post("/api/v1/password", &change("guess", "long enough"))
            .await,
        422,
        "invalid",
    )
    .await;
    expect(
        desk.post("/api/v1/password", &change(PASSWORD, "long enough"))
            .await,
        StatusCode::NO_CONTENT,
    )
    .await;
    desk.json("/api/v1/session").await;
    problem(phone.get("/api/v1/session").await, 401, "unauthorized").await;
    problem(
        phone.post("/api/v1/session", &login("sup1")).await,
        401,
        "wrong_credentials",
    )
    .await;

    let id = id_of(&admin, "sup1").await;
    let issue = format!("/api/v1/users/{id}/password-reset");
    problem(desk.post(&issue, &json!({})).await, 403, "forbidden").await;
    let first = expect(admin.post(&issue, &json!({})).await, StatusCode::CREATED).await;
    let second = expect(admin.post(&issue, &json!({})).await, StatusCode::CREATED).await;
    let reset = |issued: &Value| json!({"login": "SUP1", "code": issued["code"], "new_password": "a third one"});
    // A later code replaces the one before, and what is in use goes on until one is used.
    problem(
        phone.post("/api/v1/password-reset", &reset(&first)).await,
        401,
        "wrong_credentials",
    )
    .await;
    desk.json("/api/v1/session").await;
    let signed_in = expect(
        phone.post("/api/v1/password-reset", &reset(&second)).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(signed_in["user"]["login"], "sup1");
    phone.json("/api/v1/session").await;
    problem(desk.get("/api/v1/session").await, 401, "unauthorized").await;
    problem(
        server
            .client()
            .post("/api/v1/password-reset", &reset(&second))
            .await,
        401,
        "wrong_credentials",
    )
    .await;
    let late = expect(admin.post(&issue, &json!({})).await, StatusCode::CREATED).await;
    clock.advance(Duration::from_hours(24));
    problem(
        server
            .client()
            .post("/api/v1/password-reset", &reset(&late))
            .await,
        401,
        "wrong_credentials",
    )
    .await;
    // Not even a quick digest of a password is kept.
    let kept: i64 = sqlx::query_scalar("select count(*) from idempotency_key")
        .fetch_one(&server.services.db)
        .await
        .unwrap();
    assert_eq!(kept, 0);
    server.finish().await;
}

#[tokio::test]
async fn a_token_of_a_program_does_what_it_is_for_and_ends_when_it_is_told_to() {
    let Stood {
        server,
        clock,
        admin,
    } = stood().await;
    user(&server, &admin, "erp", "integration", "HQ").await;
    let id = id_of(&admin, "erp").await;
    let path = format!("/api/v1/users/{id}/tokens");
    let issue = async |body: Value| {
        let issued = expect(admin.post(&path, &body).await, StatusCode::CREATED).await;
        format!("Bearer {}", issued["token"].as_str().unwrap())
    };
    problem(
        admin
            .post(
                &path,
                &json!({"name": "x", "rights": ["read_field", "fly"]}),
            )
            .await,
        422,
        "invalid",
    )
    .await;
    let whole = issue(json!({"name": "all"})).await;
    let narrow = issue(json!({"name": "reps", "rights": ["manage_reps", "manage_users"]})).await;
    let looks = issue(json!({"name": "looks", "read_only": true})).await;
    let expires = fieldbeat::store::instant::Instant::from(clock.now().plus_ms(3_600_000));
    let short = issue(json!({"name": "short", "expires_at": expires})).await;
    let rep = |code: &str| json!({"code": code, "name": code, "org_unit_code": "T1"});
    let ask = async |token: &str, method: Method, path: &str, body: Value| {
        let client = server.client();
        send(&client, method, path, &[("authorization", token)], &body).await
    };
    for token in [&whole, &narrow] {
        let code = if token == &whole { "R1" } else { "R2" };
        expect(
            ask(token, Method::POST, "/api/v1/reps", rep(code)).await,
            StatusCode::CREATED,
        )
        .await;
    }
    // Less than its user, and never more.
    expect(
        ask(&whole, Method::GET, "/api/v1/outlets", json!({})).await,
        StatusCode::OK,
    )
    .await;
    problem(
        ask(&narrow, Method::GET, "/api/v1/outlets", json!({})).await,
        403,
        "forbidden",
    )
    .await;
    problem(
        ask(&narrow, Method::GET, "/api/v1/users/1/tokens", json!({})).await,
        403,
        "forbidden",
    )
    .await;
    expect(
        ask(&looks, Method::GET, "/api/v1/reps", json!({})).await,
        StatusCode::OK,
    )
    .await;
    problem(
        ask(&looks, Method::POST, "/api/v1/reps", rep("R3")).await,
        403,
        "token_read_only",
    )
    .await;
    // Of the account of its user it changes nothing.
    problem(
        ask(&whole, Method::GET, "/api/v1/sessions", json!({})).await,
        403,
        "forbidden",
    )
    .await;
    expect(
        ask(&short, Method::GET, "/api/v1/reps", json!({})).await,
        StatusCode::OK,
    )
    .await;
    clock.advance(Duration::from_hours(1));
    problem(
        ask(&short, Method::GET, "/api/v1/reps", json!({})).await,
        401,
        "unauthorized",
    )
    .await;
    let listed = admin.json(&path).await;
    let named = |name: &str| {
        let items = listed["items"].as_array().unwrap();
        items.iter().find(|t| t["name"] == name).unwrap().clone()
    };
    assert_eq!(
        named("reps")["rights"],
        json!(["manage_reps", "manage_users"])
    );
    assert_eq!(named("looks")["read_only"], true);
    server.finish().await;
}

struct Phone {
    install: Uuid,
    token: String,
}

impl Phone {
    async fn enrol(stood: &Stood) -> Self {
        let rep = json!([{"code": "R1", "name": "Rep", "org_unit_code": "T1"}]);
        batch(&stood.admin, "reps", rep).await;
        let created = stood
            .admin
            .post(
                "/api/v1/devices",
                &json!({"label": "Phone", "rep_code": "R1"}),
            )
            .await;
        let created = expect(created, StatusCode::CREATED).await;
        let install = Uuid::new_v4();
        let enrolled = stood
            .server
            .client()
            .post(
                "/v1/device/enroll",
                &json!({"code": created["enrolment_code"], "install": install}),
            )
            .await;
        let enrolled = expect(enrolled, StatusCode::OK).await;
        Self {
            install,
            token: enrolled["token"].as_str().unwrap().to_owned(),
        }
    }

    /// Says hello: the first two things that the server answers.
    async fn hello(
        &self,
        server: &TestServer,
        token: &str,
        install: Uuid,
    ) -> (Heard, Option<String>) {
        let mut socket = server.client().socket("/v1/device", &[]).await;
        let hello = json!({"type": "hello", "protocol": 1, "token": token, "install": install, "app": "test", "backlog": 0, "takes_token": true});
        socket.send(&hello).await;
        let first = socket.hear().await;
        if !matches!(first, Heard::Json(_)) {
            return (first, None);
        }
        socket.send(&json!({"type": "heartbeat", "n": 1})).await;
        let next = match socket.hear().await {
            Heard::Json(frame) if frame["type"] == "token" => {
                frame["token"].as_str().map(str::to_owned)
            }
            _ => None,
        };
        (first, next)
    }
}

#[tokio::test]
async fn a_phones_token_changes_while_it_is_in_use_and_a_copy_is_told() {
    let stood = stood().await;
    let phone = Phone::enrol(&stood).await;
    let Stood {
        server,
        clock,
        admin,
    } = &stood;
    let hello = async |token: &str| phone.hello(server, token, phone.install).await;
    assert_eq!(hello(&phone.token).await.1, None, "it is new");
    clock.advance(Duration::from_hours(24 * 30));
    let lost = hello(&phone.token).await.1.expect("it is old");
    // An answer may be lost: the one in use is good until the new one is.
    let new = hello(&phone.token).await.1.expect("it is still old");
    assert_ne!(lost, new);
    assert!(matches!(hello(&lost).await.0, Heard::Closed(4401, _)));
    let (welcome, more) = hello(&new).await;
    assert!(matches!(welcome, Heard::Json(_)) && more.is_none());
    // What is on its way with the old one arrives …
    clock.advance(Duration::from_mins(9));
    assert!(matches!(hello(&phone.token).await.0, Heard::Json(_)));
    assert!(matches!(hello(&new).await.0, Heard::Json(_)));
    // … and later it is in hands that should not have it.
    clock.advance(Duration::from_mins(2));
    assert!(matches!(
        hello(&phone.token).await.0,
        Heard::Closed(4401, _)
    ));
    // The administrator's own session has not waited so long.
    let again = async || {
        let login = admin.post("/api/v1/session", &login("admin")).await;
        expect(login, StatusCode::OK).await;
    };
    again().await;
    let told = events(admin, "device_cloned", 1).await;
    assert_eq!(told[0]["body"]["sign"], "former_token", "{told:?}");
    // Once a day, however often it is tried.
    assert!(matches!(
        hello(&phone.token).await.0,
        Heard::Closed(4401, _)
    ));
    clock.advance(Duration::from_hours(25));
    let (other, _) = phone.hello(server, &new, Uuid::new_v4()).await;
    assert!(matches!(other, Heard::Json(_)));
    again().await;
    let told = events(admin, "device_cloned", 2).await;
    assert_eq!(told.len(), 2);
    assert_eq!(told[1]["body"]["sign"], "other_installation");
    let devices = admin.json("/api/v1/devices").await;
    assert!(devices["items"][0]["cloned_at"].is_string());
    // Nothing of a token lies in the feed.
    assert!(!format!("{told:?}").contains(&new));
    stood.server.finish().await;
}
