//! Alerts by Web Push: only their browser reads them, only this server sends them, one person to a browser; a browser
//! that is gone, a service that asks for patience.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use fieldbeat::{
    alerts::PAYLOAD_MAX,
    clock::Clock,
    config::{Config, Given},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use web_push_native::{Auth, decrypt, p256::SecretKey};

use crate::{
    alerts::{EVENING, clock_at, exception, nights, reps, settled, stored, subscribe},
    support::{
        browser::{Browser, origin, sender},
        client::{Client, expect},
        eventually,
        front_door::{batch, found, problem, send, user},
        receiver::Receiver,
        server::TestServer,
    },
};

const CONTACT: &str = "mailto:it@example.com";

async fn start(clock: &Clock) -> TestServer {
    TestServer::plan()
        .set("webhook_private_addresses", "true")
        .set("push_contact", CONTACT)
        .clock(clock)
        .start()
        .await
}

async fn pushed(who: &Client, browser: &Browser, more: Value) -> Value {
    let mut body = browser.told();
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    subscribe(who, body).await
}

fn path(made: &Value) -> String {
    format!(
        "/api/v1/alert-subscriptions/{}",
        made["id"].as_str().unwrap()
    )
}

async fn change(who: &Client, path: &str, body: &Value) -> reqwest::Response {
    send(who, Method::PATCH, path, &[("if-match", "*")], body).await
}

/// The browser's side of these tests reads what the standard says is to be read.
#[test]
fn the_browser_reads_the_example_of_the_standard() {
    // RFC 8291, appendix A.
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    let key =
        SecretKey::from_slice(&decode("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")).unwrap();
    let auth = decode("BTBZMqHH6r4Tts7J_aSIgg");
    let message = decode(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
    );
    let read = decrypt(message, &key, &Auth::clone_from_slice(&auth)).unwrap();
    assert_eq!(read, b"When I grow up, I want to be a watermelon");
}

#[tokio::test]
async fn a_push_is_read_by_its_browser_alone_and_signed_for_its_service() {
    let clock = clock_at(EVENING);
    let server = start(&clock).await;
    let admin = found(&server).await;
    reps(&admin).await;
    let pool = server.database.pool();
    let service = Receiver::start().await;
    let (browser, other) = (Browser::at(&service), Browser::at(&service));
    let own = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let key = own.json("/api/v1/push-key").await;
    assert_eq!(admin.json("/api/v1/push-key").await, key, "one key");
    let key = key["public_key"].as_str().unwrap().to_owned();
    let made = pushed(&own, &browser, json!({"min_severity": "warning"})).await;
    assert_eq!(
        (&made["gather_min"], &made["secret"]),
        (&json!(5), &Value::Null)
    );

    exception(&pool, "T2", "critical", clock.utc()).await;
    let opened = exception(&pool, "T1", "critical", clock.utc()).await;
    let first = service.nth(1).await;
    let claims = sender(&first, &key);
    let now = clock.utc();
    assert_eq!(claims["aud"], json!(origin(&browser.endpoint)));
    assert_eq!(claims["sub"], CONTACT);
    assert_eq!(
        claims["exp"],
        json!((now + TimeDelta::hours(12)).timestamp()),
        "at most a day"
    );
    let header = |name: &str| first.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("urgency"), "high");
    assert_eq!(header("ttl"), "43200");
    assert_eq!(header("content-encoding"), "aes128gcm");
    assert!(!first.headers.contains_key("topic"));
    let told = browser.read(&first).unwrap();
    assert_eq!(other.read(&first), None, "another browser reads nothing");
    let page = own.json(&format!("{}/deliveries", path(&made))).await;
    assert_eq!(
        told,
        json!({
            "id": page["items"][0]["id"], "language": "en", "severity": "critical",
            "title": "Exception opened: not started – Hoàng Mai Nga",
            "body": "Critical · R1 · 4 Mar 2026 21:00",
            "path": format!("/exceptions/{opened}"),
        })
    );
    settled(&pool, &["sent"]).await;

    // The endpoint is a secret, even from its owner's next answer.
    let token = browser.endpoint.split("token=").nth(1).unwrap();
    let host = origin(&browser.endpoint).replace("http://", "");
    let shown = own.json(&path(&made)).await;
    assert_eq!(shown["target"], json!(host));
    assert_eq!(shown["target"], made["target"]);
    assert_eq!(shown["device"].as_str().unwrap().len(), 64);
    let company = admin
        .json("/api/v1/alert-subscriptions?whose=company")
        .await;
    assert_eq!(company["items"][0]["device"], Value::Null);
    let audit = admin.json("/api/v1/audit-log").await.to_string();
    for text in [
        shown.to_string(),
        made.to_string(),
        company.to_string(),
        audit,
        server.log.all(),
    ] {
        assert!(!text.contains(token), "{text}");
    }
    server.finish().await;
}

#[tokio::test]
async fn what_is_gathered_is_one_digest_in_the_readers_language() {
    let clock = clock_at(EVENING);
    let server = start(&clock).await;
    let admin = found(&server).await;
    let pool = server.database.pool();
    let service = Receiver::start().await;
    let browser = Browser::at(&service);
    let own = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let users = admin.json("/api/v1/users?q=sup1").await;
    let user = format!("/api/v1/users/{}", users["items"][0]["id"]);
    expect(
        change(&admin, &user, &json!({"language": "vi"})).await,
        StatusCode::OK,
    )
    .await;
    let made = pushed(&own, &browser, json!({"quiet": nights()})).await;
    for severity in ["warning", "info", "warning"] {
        exception(&pool, "T1", severity, clock.utc()).await;
    }
    settled(&pool, &["held"]).await;
    clock.advance(Duration::from_hours(10));
    let digest = service.nth(1).await;
    let header = |name: &str| digest.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("urgency"), "normal");
    let topic = header("topic");
    assert!(topic.len() <= 32, "{topic}");
    let told = browser.read(&digest).unwrap();
    assert_eq!(told["title"], "3 thông báo");
    assert_eq!(told["path"], "/exceptions");
    assert_eq!(told["language"], "vi");
    assert_eq!(
        told["body"],
        "2 × Ngoại lệ mới (Cảnh báo)\n1 × Ngoại lệ mới (Thông tin)"
    );

    let test = format!("{}/test", path(&made));
    expect(own.post(&test, &json!({})).await, StatusCode::ACCEPTED).await;
    let test = browser.read(&service.nth(2).await).unwrap();
    assert_eq!(test["path"], "/alerts");
    settled(&pool, &["sent", "sent"]).await;
    server.finish().await;
}

#[tokio::test]
async fn a_browser_that_is_gone_suspends_and_one_that_moved_goes_on() {
    for status in [404, 410] {
        let clock = clock_at(EVENING);
        let server = start(&clock).await;
        let admin = found(&server).await;
        let pool = server.database.pool();
        let service = Receiver::start().await;
        let browser = Browser::at(&service);
        let made = pushed(&admin, &browser, json!({})).await;
        service.answer([status]);
        exception(&pool, "T1", "critical", clock.utc()).await;
        let dead = settled(&pool, &["dead"]).await;
        let code = format!("http_{status}");
        assert_eq!((dead[0].1, dead[0].2.as_deref()), (1, Some(code.as_str())));
        let gone = eventually("it is suspended", async || {
            let shown = admin.json(&path(&made)).await;
            (shown["suspended"] == "gone").then_some(shown)
        })
        .await;

        // Half a browser is none.
        let moved = browser.moved(&service);
        let half = json!({"target": moved.endpoint});
        let refused = problem(change(&admin, &path(&made), &half).await, 422, "invalid").await;
        assert_eq!(
            refused["errors"],
            json!([{"pointer": "/p256dh", "code": "required"}, {"pointer": "/auth", "code": "required"}])
        );
        let renewed = change(&admin, &path(&made), &moved.told()).await;
        let renewed = expect(renewed, StatusCode::OK).await;
        assert_eq!(renewed["suspended"], Value::Null);
        assert_ne!(renewed["device"], gone["device"]);
        exception(&pool, "T1", "critical", clock.utc()).await;
        assert!(moved.read(&service.nth(2).await).is_some());
        settled(&pool, &["dead", "sent"]).await;
        server.finish().await;
    }
}

#[tokio::test]
async fn a_service_is_left_alone_for_as_long_as_it_asks_and_not_asked_twice_for_nothing() {
    let clock = clock_at(EVENING);
    let server = start(&clock).await;
    let admin = found(&server).await;
    let pool = server.database.pool();
    let service = Receiver::start().await;
    let browser = Browser::at(&service);
    pushed(&admin, &browser, json!({})).await;
    service.answer_later(429, "600");
    exception(&pool, "T1", "critical", clock.utc()).await;
    let refused = async |code: &str, attempts: i32| {
        eventually(&format!("{code} at attempt {attempts}"), async || {
            let last = stored(&pool).await.first()?.clone();
            ((last.1, last.2.as_deref()) == (attempts, Some(code))).then_some(last.3)
        })
        .await
    };
    let next = refused("http_429", 1).await;
    assert_eq!(next, clock.utc() + TimeDelta::seconds(600));
    // A date, and longer than anything is waited for.
    service.answer_later(503, "Fri, 01 Jan 2100 00:00:00 GMT");
    clock.advance(Duration::from_mins(10));
    let next = refused("http_503", 2).await;
    assert_eq!(next, clock.utc() + TimeDelta::hours(4));
    clock.advance(Duration::from_hours(4));
    let (first, last) = (service.nth(1).await, service.nth(3).await);
    assert_eq!(
        browser.read(&first).unwrap()["id"],
        browser.read(&last).unwrap()["id"],
        "shown once"
    );
    settled(&pool, &["sent"]).await;

    for status in [400, 403, 413] {
        service.answer([status]);
    }
    for _ in 0..3 {
        exception(&pool, "T1", "critical", clock.utc()).await;
    }
    let all = settled(&pool, &["sent", "dead", "dead", "dead"]).await;
    assert!(all.iter().skip(1).all(|d| d.1 == 1), "{all:?}");
    server.finish().await;
}

#[tokio::test]
async fn a_browser_has_one_person() {
    let clock = clock_at(EVENING);
    let server = start(&clock).await;
    let admin = found(&server).await;
    let pool = server.database.pool();
    let service = Receiver::start().await;
    let browser = Browser::at(&service);
    let first = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let second = user(&server, &admin, "sup2", "supervisor", "T2").await;
    let held = json!({"quiet": nights(), "critical_breaks_quiet": false});
    let was = pushed(&first, &browser, held.clone()).await;
    exception(&pool, "T1", "critical", clock.utc()).await;
    settled(&pool, &["held"]).await;

    // Who knows the endpoint alone takes nothing over.
    let mut stranger = Browser::at(&service);
    stranger.endpoint.clone_from(&browser.endpoint);
    let mut body = stranger.told();
    body["name"] = json!("x");
    body["kinds"] = json!(["visit_closed"]);
    let path_of_all = "/api/v1/alert-subscriptions";
    let refused = problem(second.post(path_of_all, &body).await, 422, "invalid").await;
    assert_eq!(
        refused["errors"],
        json!([{"pointer": "/target", "code": "taken"}])
    );
    assert_eq!(first.get(&path(&was)).await.status(), 200);

    let now = pushed(&second, &browser, held).await;
    assert_eq!(first.get(&path(&was)).await.status(), 404);
    assert_eq!(stored(&pool).await, [], "what waited went with it");
    let audit = admin.json("/api/v1/audit-log").await.to_string();
    assert!(audit.contains("taken_over_from"), "{audit}");
    exception(&pool, "T1", "critical", clock.utc()).await;
    exception(&pool, "T2", "warning", clock.utc()).await;
    settled(&pool, &["held"]).await;
    clock.advance(Duration::from_hours(10));
    let told = browser.read(&service.nth(1).await).unwrap();
    assert!(told["body"].as_str().unwrap().starts_with("Warning"));
    settled(&pool, &["sent"]).await;

    // Again by the same person: instead of the first, not beside it.
    pushed(&second, &browser, json!({})).await;
    assert_eq!(second.get(&path(&now)).await.status(), 404);
    let all = second.json(path_of_all).await;
    assert_eq!(all["items"].as_array().unwrap().len(), 1);
    server.finish().await;
}

#[tokio::test]
async fn who_has_lost_the_unit_or_the_login_is_pushed_nothing() {
    let clock = clock_at(EVENING);
    let server = start(&clock).await;
    let admin = found(&server).await;
    let pool = server.database.pool();
    let service = Receiver::start().await;
    let held = json!({"quiet": nights(), "critical_breaks_quiet": false});
    let mut ended = Vec::new();
    for (login, what) in [
        ("sup1", json!({"org_unit_code": "T2"})),
        ("sup2", json!({"disabled": true})),
    ] {
        let who = user(&server, &admin, login, "supervisor", "T1").await;
        pushed(&who, &Browser::at(&service), held.clone()).await;
        let users = admin.json(&format!("/api/v1/users?q={login}")).await;
        let path = format!("/api/v1/users/{}", users["items"][0]["id"]);
        ended.push((path, what));
    }
    exception(&pool, "T1", "critical", clock.utc()).await;
    settled(&pool, &["held", "held"]).await;
    for (path, what) in &ended {
        expect(change(&admin, path, what).await, StatusCode::OK).await;
    }
    clock.advance(Duration::from_hours(10));
    let dead = settled(&pool, &["dead", "dead"]).await;
    assert!(
        dead.iter().all(|d| d.2.as_deref() == Some("scope_lost")),
        "{dead:?}"
    );
    assert_eq!(service.seen().len(), 0);
    server.finish().await;
}

#[tokio::test]
async fn keys_and_endpoints_that_cannot_be_right_are_refused_by_field() {
    let server = TestServer::plan()
        .set("push_contact", CONTACT)
        .start()
        .await;
    let admin = found(&server).await;
    let service = Receiver::start().await;
    let good = Browser::at(&service).told();
    let bent = {
        let text = good["p256dh"].as_str().unwrap();
        let mut bytes = URL_SAFE_NO_PAD.decode(text).unwrap();
        bytes[40] ^= 1;
        URL_SAFE_NO_PAD.encode(bytes)
    };
    let put = |more: Value| {
        let mut body = good.clone();
        body["target"] = json!("https://push.example.com/send/1");
        body["name"] = json!("x");
        body["kinds"] = json!(["visit_closed"]);
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    };
    for (more, pointer, code) in [
        (json!({"p256dh": bent}), "/p256dh", "not_on_curve"),
        (json!({"p256dh": "AAAA"}), "/p256dh", "invalid_length"),
        (json!({"p256dh": "+/+/"}), "/p256dh", "invalid_encoding"),
        (json!({"p256dh": null}), "/p256dh", "required"),
        (json!({"auth": "AAAA"}), "/auth", "invalid_length"),
        (json!({"auth": "ß"}), "/auth", "invalid_encoding"),
        (json!({"auth": null}), "/auth", "required"),
        (json!({"target": null}), "/target", "required"),
        (
            json!({"target": "http://push.example.com/1"}),
            "/target",
            "https_required",
        ),
        (
            json!({"target": "https://10.0.0.1/1"}),
            "/target",
            "private_address",
        ),
        (json!({"target": "nowhere"}), "/target", "invalid_url"),
        (
            json!({"target": format!("https://x.example.com/{}", "a".repeat(2_000))}),
            "/target",
            "invalid_url",
        ),
        (
            json!({"channel": "webhook", "auth": null}),
            "/p256dh",
            "not_allowed",
        ),
    ] {
        let answer = admin.post("/api/v1/alert-subscriptions", &put(more)).await;
        let refused = problem(answer, 422, "invalid").await;
        assert_eq!(
            refused["errors"],
            json!([{"pointer": pointer, "code": code}])
        );
    }
    // What the guard cannot tell of a name is told when it resolves.
    let near = json!({"target": "https://localhost:9/send"});
    let made = expect(
        admin.post("/api/v1/alert-subscriptions", &put(near)).await,
        StatusCode::CREATED,
    )
    .await;
    let test = format!("{}/test", path(&made));
    expect(admin.post(&test, &json!({})).await, StatusCode::ACCEPTED).await;
    let dead = settled(&server.database.pool(), &["dead"]).await;
    assert_eq!(dead[0].2.as_deref(), Some("private_address"));
    server.finish().await;
}

#[tokio::test]
async fn a_long_name_is_cut_and_fits() {
    let clock = clock_at(EVENING);
    let server = start(&clock).await;
    let admin = found(&server).await;
    let name = "\"很很很很\" ".repeat(28);
    let rows = json!([{"code": "R1", "name": name, "org_unit_code": "T1"}]);
    batch(&admin, "reps", rows).await;
    let pool = server.database.pool();
    let service = Receiver::start().await;
    let browser = Browser::at(&service);
    let body = json!({"name": "很".repeat(200)});
    pushed(&admin, &browser, body).await;
    exception(&pool, "T1", "critical", clock.utc()).await;
    let came = service.nth(1).await;
    assert!(came.body.len() <= PAYLOAD_MAX, "{}", came.body.len());
    let told = browser.read(&came).unwrap();
    let title = told["title"].as_str().unwrap();
    assert!(title.len() <= 300 && title.ends_with('…'), "{title}");
    server.finish().await;
}

#[tokio::test]
async fn without_anybody_to_ask_there_are_no_pushes() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let mut body = Browser::at(&Receiver::start().await).told();
    body["target"] = json!("https://push.example.com/send/1");
    body["name"] = json!("x");
    body["kinds"] = json!(["visit_closed"]);
    let answer = admin.post("/api/v1/alert-subscriptions", &body).await;
    let refused = problem(answer, 422, "invalid").await;
    assert_eq!(
        refused["errors"],
        json!([{"pointer": "/channel", "code": "push_not_configured"}])
    );
    let options = admin.json("/api/v1/alert-options").await;
    let push = &options["channels"][2];
    assert_eq!(
        (&push["channel"], &push["available"]),
        (&json!("push"), &json!(false))
    );
    server.finish().await;

    // mail_from and an https address of its own stand in.
    for (set, able) in [
        (("public_url", "https://fieldbeat.example.com"), true),
        (("public_url", "http://fieldbeat.example.com"), false),
    ] {
        let server = TestServer::plan().set(set.0, set.1).start().await;
        let has = server
            .services
            .alerts
            .has(fieldbeat::store::alert_subscription::Channel::Push);
        assert_eq!(has, able, "{set:?}");
        server.finish().await;
    }
    for bad in ["it@example.com", "mailto:nobody", "http://example.com"] {
        let faults = Config::resolve(&Given::with(&[("push_contact", bad)])).unwrap_err();
        assert_eq!(faults[0].key, "push_contact", "{bad}");
    }
}
