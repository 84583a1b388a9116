//! Alerts by webhook: told once, signed, held in quiet hours, tried again, never to who may not see it.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use fieldbeat::{
    clock::Clock,
    store::{
        alert_delivery, alert_outbox,
        event::{self, NewEvent},
    },
};
use fieldbeat_domain::notify::{ATTEMPTS_MAX, retry_after_ms};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::{PgPool, Row};
use standardwebhooks::Webhook;
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    eventually,
    front_door::{batch, found, problem, send, user},
    receiver::Receiver,
    server::TestServer,
};

/// A Wednesday, 21:00 in Hanoi.
pub const EVENING: &str = "2026-03-04T21:00:00+07:00";

pub fn clock_at(text: &str) -> Clock {
    let at: DateTime<Utc> = DateTime::parse_from_rfc3339(text).unwrap().to_utc();
    Clock::at(at.into())
}

/// What the exceptions board writes when one opens.
pub async fn exception(pool: &PgPool, unit: &str, severity: &str, now: DateTime<Utc>) -> Uuid {
    let id = Uuid::now_v7();
    let row = sqlx::query(
        "select o.id, (select r.id from rep r join rep_org_unit u on u.rep_id = r.id where u.org_unit_id = o.id order by r.id limit 1)
         from org_unit o where o.code = $1",
    )
    .bind(unit)
    .fetch_one(pool)
    .await
    .unwrap();
    let (org_unit, rep): (i32, Option<i32>) = (row.get(0), row.get(1));
    let body = json!({"id": id, "kind": "not_started", "rep_id": rep, "org_unit_id": org_unit, "severity": severity, "state": "open"});
    let new = NewEvent {
        kind: "exception_opened",
        org_unit_id: Some(org_unit),
        rep_id: rep,
        subject_id: id.to_string(),
        body: &body,
    };
    let mut tx = pool.begin().await.unwrap();
    event::insert(&mut tx, now, &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// A rep in each team, so that exceptions have somebody.
pub async fn reps(admin: &Client) {
    let rows = json!([
        {"code": "R1", "name": "Hoàng Mai Nga", "org_unit_code": "T1"},
        {"code": "R2", "name": "Lê Đức Hùng", "org_unit_code": "T2"},
    ]);
    batch(admin, "reps", rows).await;
}

async fn start(clock: &Clock) -> TestServer {
    TestServer::plan()
        .set("webhook_private_addresses", "true")
        .clock(clock)
        .start()
        .await
}

/// Subscribes to openings; answers the subscription with its secret.
pub async fn subscribe(who: &Client, more: Value) -> Value {
    let mut body = json!({"name": "Mine", "kinds": ["exception_opened"]});
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let made = who.post("/api/v1/alert-subscriptions", &body).await;
    expect(made, StatusCode::CREATED).await
}

async fn hooked(who: &Client, receiver: &Receiver, more: Value) -> Value {
    let mut body = json!({"channel": "webhook", "target": receiver.url});
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    subscribe(who, body).await
}

pub fn nights() -> Value {
    json!([{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "20:00", "to": "07:00"}])
}

/// (state, attempts, last_error, next_at, is_test) of all deliveries, oldest first.
type Stored = (String, i32, Option<String>, DateTime<Utc>, bool);

pub async fn stored(pool: &PgPool) -> Vec<Stored> {
    sqlx::query(
        "select state, attempts, last_error, next_at, is_test from alert_delivery order by id",
    )
    .fetch_all(pool)
    .await
    .unwrap()
    .iter()
    .map(|r| (r.get(0), r.get(1), r.get(2), r.get(3), r.get(4)))
    .collect()
}

/// Waits until every delivery is in its state.
pub async fn settled(pool: &PgPool, states: &[&str]) -> Vec<Stored> {
    eventually(&format!("deliveries {states:?}"), async || {
        let all = stored(pool).await;
        let found: Vec<&str> = all.iter().map(|d| d.0.as_str()).collect();
        (found == states).then_some(all)
    })
    .await
}

#[tokio::test]
async fn an_event_is_delivered_once_signed_and_only_to_who_sees_it() {
    let server = start(&Clock::system()).await;
    let admin = found(&server).await;
    reps(&admin).await;
    let pool = server.database.pool();
    let now = server.services.clock.utc();
    exception(&pool, "T1", "critical", now).await;
    let receiver = Receiver::start().await;
    let own = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let made = hooked(&own, &receiver, json!({"min_severity": "warning"})).await;
    let secret = made["secret"].as_str().unwrap();

    exception(&pool, "T2", "critical", now).await;
    exception(&pool, "T1", "info", now).await;
    let opened = exception(&pool, "T1", "warning", now).await;
    let first = receiver.nth(1).await;
    let verifier = Webhook::new(secret).unwrap();
    verifier.verify(&first.body, &first.headers).unwrap();
    assert!(verifier.verify(b"{}", &first.headers).is_err());
    let told = first.json();
    assert_eq!(told["type"], "exception_opened");
    assert_eq!(told["data"]["subject_id"], json!(opened));
    assert_eq!(told["data"]["body"]["severity"], "warning");

    let second = exception(&pool, "T1", "critical", now).await;
    let next = receiver.nth(2).await;
    assert_eq!(
        next.json()["data"]["subject_id"],
        json!(second),
        "nothing else came"
    );
    assert_ne!(next.id(), first.id());
    settled(&pool, &["sent", "sent"]).await;

    let path = format!(
        "/api/v1/alert-subscriptions/{}",
        made["id"].as_str().unwrap()
    );
    let page = own.json(&format!("{path}/deliveries")).await;
    assert_eq!(page["items"][1]["id"], json!(first.id()));
    assert_eq!(page["items"][0]["urgent"], true);
    assert_eq!(page["items"][0]["next_at"], Value::Null);
    assert_eq!(page["items"][0]["kinds"], json!(["exception_opened"]));
    let shown = own.json(&path).await;
    assert!(shown.get("secret").is_none() && !shown.to_string().contains("whsec_"));
    let audit = admin.json("/api/v1/audit-log").await.to_string();
    assert!(
        audit.contains("alerts.subscribe") && !audit.contains("whsec_") && !audit.contains("/hook")
    );
    assert!(!server.log.all().contains("whsec_") && !server.log.all().contains("/hook"));
    server.finish().await;
}

#[tokio::test]
async fn documents_of_trade_are_told_as_they_change() {
    let server = start(&Clock::system()).await;
    let admin = found(&server).await;
    reps(&admin).await;
    for (collection, rows) in [
        (
            "products",
            json!([{"code": "TEA", "name": "Trà", "units": {"piece": 1}}]),
        ),
        (
            "price-lists",
            json!([{"code": "ALL", "name": "Giá", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 10_000}]}]),
        ),
        (
            "customers",
            json!([{"code": "C1", "name": "Bà Lan", "org_unit_code": "T1"}]),
        ),
        (
            "outlets",
            json!([{"code": "O1", "name": "Tạp hóa", "org_unit_code": "T1", "customer_code": "C1"}]),
        ),
    ] {
        batch(&admin, collection, rows).await;
    }
    let receiver = Receiver::start().await;
    let kinds = json!({"kinds": ["order_changed", "delivery_changed", "collection_recorded"]});
    hooked(&admin, &receiver, kinds).await;
    let id = Uuid::now_v7();
    let order = json!({"id": id, "rep_id": 1, "outlet_id": 1, "lines": [{"product_code": "TEA", "unit": "piece", "quantity": 1}]});
    let made = expect(
        admin.post("/api/v1/orders", &order).await,
        StatusCode::CREATED,
    )
    .await;
    let tag = format!("\"v{}\"", made["version"]);
    let path = format!("/api/v1/orders/{id}/confirm");
    let headers = [("if-match", tag.as_str())];
    let done = send(&admin, Method::POST, &path, &headers, &json!({})).await;
    expect(done, StatusCode::OK).await;
    let changed = receiver.nth(1).await.json();
    assert_eq!(changed["type"], "order_changed");
    assert_eq!(changed["data"]["subject_id"], json!(id));
    let unknown = json!({"name": "x", "channel": "webhook", "target": receiver.url, "kinds": ["record_status"]});
    let refused = admin.post("/api/v1/alert-subscriptions", &unknown).await;
    problem(refused, 422, "invalid").await;
    server.finish().await;
}

#[tokio::test]
async fn a_failing_receiver_is_tried_again_and_given_up_at_the_cap() {
    let clock = clock_at(EVENING);
    let server = start(&clock).await;
    let admin = found(&server).await;
    let pool = server.database.pool();
    let receiver = Receiver::start().await;
    hooked(&admin, &receiver, json!({})).await;
    receiver.answer(std::iter::repeat_n(500, ATTEMPTS_MAX as usize));
    exception(&pool, "T1", "info", clock.utc()).await;
    for n in 1..ATTEMPTS_MAX {
        let delay = eventually(&format!("attempt {n}"), async || {
            let id: Uuid = receiver.seen().first()?.id().parse().unwrap();
            let delay = TimeDelta::milliseconds(retry_after_ms(n, id.as_u64_pair().1).unwrap());
            let (state, attempts, error, next, _) = stored(&pool).await.first()?.clone();
            let failed = (state.as_str(), attempts, error.as_deref())
                == ("pending", n.cast_signed(), Some("http_500"));
            (failed && next == clock.utc() + delay).then_some(delay)
        })
        .await;
        clock.advance(delay.to_std().unwrap());
    }
    let dead = settled(&pool, &["dead"]).await;
    assert_eq!(dead[0].1, ATTEMPTS_MAX.cast_signed());
    assert_eq!(dead[0].2.as_deref(), Some("http_500"));
    let seen = receiver.seen();
    assert_eq!(seen.len(), ATTEMPTS_MAX as usize);
    assert!(
        seen.iter()
            .all(|r| r.id() == seen[0].id() && r.body == seen[0].body),
        "one message"
    );

    receiver.answer([503]);
    exception(&pool, "T1", "info", clock.utc()).await;
    receiver.nth(seen.len() + 1).await;
    eventually("the failure is written down", async || {
        stored(&pool).await[1].2.is_some().then_some(())
    })
    .await;
    clock.advance(Duration::from_secs(15));
    receiver.nth(seen.len() + 2).await;
    let all = settled(&pool, &["dead", "sent"]).await;
    assert_eq!((all[1].1, &all[1].2), (2, &None));
    server.finish().await;
}

#[tokio::test]
async fn quiet_hours_hold_and_digest_and_what_is_critical_breaks_through() {
    let clock = clock_at(EVENING);
    let server = start(&clock).await;
    let admin = found(&server).await;
    let pool = server.database.pool();
    let receiver = Receiver::start().await;
    let own = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let made = hooked(&own, &receiver, json!({"quiet": nights()})).await;
    for severity in ["warning", "info", "critical", "warning"] {
        exception(&pool, "T1", severity, clock.utc()).await;
    }
    let urgent = receiver.nth(1).await.json();
    assert_eq!(urgent["data"]["body"]["severity"], "critical");
    let path = format!(
        "/api/v1/alert-subscriptions/{}/deliveries",
        made["id"].as_str().unwrap()
    );
    let held = eventually("three are held", async || {
        let page = own.json(&path).await;
        let held = page["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|d| d["state"] == "held")
            .cloned()?;
        (held["events"] == 3).then_some(held)
    })
    .await;
    assert_eq!(held["next_at"], "2026-03-05T00:00:00.000Z");

    clock.advance(Duration::from_hours(10) - Duration::from_secs(1));
    // Something that is told at once shows that the round of the second before seven has passed.
    exception(&pool, "T1", "critical", clock.utc()).await;
    receiver.nth(2).await;
    clock.advance(Duration::from_secs(1));
    let digest = receiver.nth(3).await.json();
    assert_eq!(digest["type"], "digest");
    assert_eq!(digest["data"]["total"], 3);
    assert_eq!(
        digest["data"]["counts"],
        json!([
            {"kind": "exception_opened", "severity": "warning", "count": 2},
            {"kind": "exception_opened", "severity": "info", "count": 1},
        ])
    );
    assert_eq!(digest["data"]["events"].as_array().unwrap().len(), 3);
    exception(&pool, "T1", "info", clock.utc()).await;
    assert_eq!(
        receiver.nth(4).await.json()["type"],
        "exception_opened",
        "the day has begun"
    );
    server.finish().await;
}

#[tokio::test]
async fn who_has_lost_the_unit_or_the_login_is_told_nothing() {
    let clock = clock_at(EVENING);
    let server = start(&clock).await;
    let admin = found(&server).await;
    let pool = server.database.pool();
    let receiver = Receiver::start().await;
    let moved = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let demoted = user(&server, &admin, "sup2", "supervisor", "T1").await;
    let gone = user(&server, &admin, "sup3", "supervisor", "T1").await;
    for who in [&moved, &demoted, &gone] {
        hooked(
            who,
            &receiver,
            json!({"quiet": nights(), "critical_breaks_quiet": false}),
        )
        .await;
    }
    exception(&pool, "T1", "critical", clock.utc()).await;
    settled(&pool, &["held", "held", "held"]).await;
    let users = admin.json("/api/v1/users").await;
    let id = |login: &str| {
        let all = users["items"].as_array().unwrap();
        all.iter().find(|u| u["login"] == login).unwrap()["id"].clone()
    };
    for (login, change) in [
        ("sup1", json!({"org_unit_code": "T2"})),
        ("sup2", json!({"role": "planner"})),
        ("sup3", json!({"disabled": true})),
    ] {
        let path = format!("/api/v1/users/{}", id(login));
        let done = send(&admin, Method::PATCH, &path, &[("if-match", "*")], &change).await;
        expect(done, StatusCode::OK).await;
    }
    clock.advance(Duration::from_hours(10));
    let dead = settled(&pool, &["dead", "dead", "dead"]).await;
    assert!(
        dead.iter().all(|d| d.2.as_deref() == Some("scope_lost")),
        "{dead:?}"
    );
    exception(&pool, "T2", "info", clock.utc()).await;
    let told = receiver.nth(1).await;
    assert_eq!(
        receiver.seen().len(),
        1,
        "only what is in the new unit, to who moved there"
    );
    assert_eq!(told.json()["data"]["body"]["severity"], "info");
    settled(&pool, &["dead", "dead", "dead", "sent"]).await;
    server.finish().await;
}

#[tokio::test]
async fn a_restart_between_reading_and_sending_loses_and_repeats_nothing() {
    let clock = clock_at(EVENING);
    let server = start(&clock).await;
    let admin = found(&server).await;
    let pool = server.database.pool();
    let receiver = Receiver::start().await;
    hooked(&admin, &receiver, json!({"quiet": nights()})).await;
    exception(&pool, "T1", "info", clock.utc()).await;
    settled(&pool, &["held"]).await;
    let database = server.finish().await;

    // Written while no server runs, and an attempt that a dying one had begun.
    exception(&pool, "T1", "warning", clock.utc()).await;
    clock.advance(Duration::from_hours(10));
    let begun = alert_delivery::claim(&pool, clock.utc()).await.unwrap();
    assert_eq!(begun.len(), 1);
    let server = TestServer::plan()
        .set("webhook_private_addresses", "true")
        .clock(&clock)
        .database(&database)
        .start()
        .await;
    let news = receiver.nth(1).await;
    assert_eq!(news.json()["data"]["body"]["severity"], "warning");
    clock.advance(Duration::from_mins(3));
    let again = receiver.nth(2).await;
    assert_eq!(
        again.id(),
        begun[0].id.to_string(),
        "the same message as before"
    );
    let all = settled(&pool, &["sent", "sent"]).await;
    assert_eq!((all[0].1, all[1].1), (2, 1));
    assert_eq!(receiver.seen().len(), 2);
    server.finish().await;
}

#[tokio::test]
async fn several_readers_of_the_feed_keep_each_event_once() {
    let clock = clock_at(EVENING);
    let server = start(&clock).await;
    let admin = found(&server).await;
    let pool = Arc::new(server.database.pool());
    let receiver = Receiver::start().await;
    hooked(&admin, &receiver, json!({"quiet": nights()})).await;
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (pool, now) = (Arc::clone(&pool), clock.utc());
            tokio::spawn(async move {
                for _ in 0..40 {
                    alert_outbox::pump(&pool, now, chrono_tz::Asia::Ho_Chi_Minh)
                        .await
                        .unwrap();
                }
            })
        })
        .collect();
    for _ in 0..60 {
        exception(&pool, "T1", "info", clock.utc()).await;
    }
    for reader in readers {
        reader.await.unwrap();
    }
    let count = async || -> (i64, i64) {
        let row =
            sqlx::query("select count(*), count(distinct event_id) from alert_delivery_event")
                .fetch_one(&*pool)
                .await
                .unwrap();
        (row.get(0), row.get(1))
    };
    eventually("all are kept", async || {
        (count().await.0 >= 60).then_some(())
    })
    .await;
    assert_eq!(count().await, (60, 60));
    server.finish().await;
}

#[tokio::test]
async fn webhooks_do_not_reach_into_this_network() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    for (target, code) in [
        ("http://example.com/hook", "https_required"),
        ("https://127.0.0.1:5432/", "private_address"),
        ("https://[::1]/", "private_address"),
        ("https://169.254.169.254/latest", "private_address"),
        ("https://me:secret@example.com/", "credentials_in_url"),
        ("gopher://example.com/", "invalid_url"),
    ] {
        let body =
            json!({"name": "x", "channel": "webhook", "target": target, "kinds": ["visit_closed"]});
        let refused = problem(
            admin.post("/api/v1/alert-subscriptions", &body).await,
            422,
            "invalid",
        )
        .await;
        assert_eq!(
            refused["errors"],
            json!([{"pointer": "/target", "code": code}]),
            "{target}"
        );
    }
    // A name is judged by what it resolves to, at every attempt.
    let port = server.address.port();
    let made = subscribe(
        &admin,
        json!({"channel": "webhook", "target": format!("https://localhost:{port}/api/v1/public")}),
    )
    .await;
    let path = format!(
        "/api/v1/alert-subscriptions/{}/test",
        made["id"].as_str().unwrap()
    );
    expect(admin.post(&path, &json!({})).await, StatusCode::ACCEPTED).await;
    let dead = settled(&server.database.pool(), &["dead"]).await;
    assert_eq!(
        (dead[0].1, dead[0].2.as_deref()),
        (1, Some("private_address"))
    );
    server.finish().await;
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_left_alone_and_redirects_are_not_followed() {
    let clock = clock_at(EVENING);
    let server = start(&clock).await;
    let admin = found(&server).await;
    let pool = server.database.pool();
    let receiver = Receiver::start().await;
    let made = hooked(&admin, &receiver, json!({})).await;
    let path = format!(
        "/api/v1/alert-subscriptions/{}",
        made["id"].as_str().unwrap()
    );
    receiver.answer([307, 410]);
    let test = format!("{path}/test");
    let sent = expect(admin.post(&test, &json!({})).await, StatusCode::ACCEPTED).await;
    assert_eq!(
        (&sent["state"], &sent["is_test"]),
        (&json!("pending"), &json!(true))
    );
    let redirected = settled(&pool, &["dead"]).await;
    assert_eq!(redirected[0].2.as_deref(), Some("http_307"));
    assert_eq!(receiver.nth(1).await.json()["type"], "test");

    exception(&pool, "T1", "info", clock.utc()).await;
    settled(&pool, &["dead", "dead"]).await;
    let replays = format!("{path}/replays");
    let dead = json!({"from": "2000-01-01T00:00:00Z", "state": "dead"});
    let suspended = eventually("it is suspended", async || {
        let shown = admin.json(&path).await;
        (shown["suspended"] == "gone").then_some(shown)
    })
    .await;
    problem(admin.post(&test, &json!({})).await, 409, "not_active").await;
    problem(admin.post(&replays, &dead).await, 409, "not_active").await;
    let tag = format!("\"v{}\"", suspended["version"]);
    let body = json!({"enabled": true});
    let resumed = send(&admin, Method::PATCH, &path, &[("if-match", &tag)], &body).await;
    assert_eq!(
        expect(resumed, StatusCode::OK).await["suspended"],
        Value::Null
    );
    exception(&pool, "T1", "info", clock.utc()).await;
    receiver.nth(3).await;
    settled(&pool, &["dead", "dead", "sent"]).await;
    // What was given up goes out again under its old id; a test does not.
    let again = expect(admin.post(&replays, &dead).await, StatusCode::ACCEPTED).await;
    assert_eq!(again, json!({"deliveries": 1}));
    let repeated = receiver.nth(4).await;
    assert_eq!(
        repeated.headers["webhook-id"],
        receiver.nth(2).await.headers["webhook-id"]
    );
    assert_eq!(repeated.json()["type"], "exception_opened");
    settled(&pool, &["dead", "sent", "sent"]).await;
    let later = json!({"from": "2099-01-01T00:00:00Z"});
    let none = expect(admin.post(&replays, &later).await, StatusCode::ACCEPTED).await;
    assert_eq!(none["deliveries"], 0);
    server.finish().await;
}

#[tokio::test]
async fn subscriptions_belong_to_their_user() {
    let clock = clock_at(EVENING);
    let server = start(&clock).await;
    let admin = found(&server).await;
    let receiver = Receiver::start().await;
    let own = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let other = user(&server, &admin, "sup2", "supervisor", "T1").await;
    let planner = user(&server, &admin, "plan", "planner", "HQ").await;
    let rep = user(&server, &admin, "rep1", "rep", "T1").await;
    let made = hooked(&own, &receiver, json!({"quiet": nights()})).await;
    let path = format!(
        "/api/v1/alert-subscriptions/{}",
        made["id"].as_str().unwrap()
    );
    let all = "/api/v1/alert-subscriptions";

    problem(other.get(&path).await, 404, "not_found").await;
    problem(
        other.get(&format!("{path}/deliveries")).await,
        404,
        "not_found",
    )
    .await;
    problem(
        other.post(&format!("{path}/test"), &json!({})).await,
        404,
        "not_found",
    )
    .await;
    problem(
        send(
            &other,
            Method::DELETE,
            &path,
            &[("if-match", "*")],
            &json!({}),
        )
        .await,
        404,
        "not_found",
    )
    .await;
    assert_eq!(other.json(all).await["items"], json!([]));
    problem(
        other.get(&format!("{all}?whose=company")).await,
        403,
        "forbidden",
    )
    .await;
    problem(rep.get(all).await, 403, "forbidden").await;
    let hook = json!({"name": "x", "channel": "webhook", "target": receiver.url, "kinds": ["visit_closed"]});
    problem(planner.post(all, &hook).await, 403, "forbidden").await;
    let options = planner.json("/api/v1/alert-options").await;
    assert_eq!(
        options["channels"][0],
        json!({"channel": "webhook", "available": false, "code": "forbidden"})
    );
    assert_eq!(options["channels"][1]["code"], "email_not_configured");

    let company = admin.json(&format!("{all}?whose=company")).await;
    assert_eq!(company["items"][0]["user_name"], "sup1");
    let host = receiver
        .url
        .trim_start_matches("http://")
        .trim_end_matches("/hook");
    assert_eq!(company["items"][0]["target"], host, "without its path");
    problem(
        send(
            &admin,
            Method::PATCH,
            &path,
            &[("if-match", "*")],
            &json!({"enabled": false}),
        )
        .await,
        404,
        "not_found",
    )
    .await;

    problem(
        send(&own, Method::PATCH, &path, &[], &json!({})).await,
        428,
        "if_match_required",
    )
    .await;
    problem(
        send(
            &own,
            Method::PATCH,
            &path,
            &[("if-match", "\"v9\"")],
            &json!({}),
        )
        .await,
        412,
        "stale",
    )
    .await;
    exception(&server.database.pool(), "T1", "info", clock.utc()).await;
    settled(&server.database.pool(), &["held"]).await;
    let off = send(
        &own,
        Method::PATCH,
        &path,
        &[("if-match", "\"v1\"")],
        &json!({"enabled": false}),
    )
    .await;
    assert_eq!(expect(off, StatusCode::OK).await["version"], 2);
    let dead = settled(&server.database.pool(), &["dead"]).await;
    assert_eq!(dead[0].2.as_deref(), Some("disabled"));
    let gone = send(
        &own,
        Method::DELETE,
        &path,
        &[("if-match", "\"v2\"")],
        &json!({}),
    )
    .await;
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    assert_eq!(own.json(all).await["items"], json!([]));

    let faulty = json!({
        "name": " ", "channel": "webhook", "target": receiver.url, "kinds": ["visit_closed", "weather", "visit_closed"],
        "min_severity": "grave", "org_unit_id": 4711, "gather_min": -1,
        "quiet": [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "24:00"}],
    });
    let refused = problem(own.post(all, &faulty).await, 422, "invalid").await;
    let mut faults: Vec<String> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| {
            format!(
                "{} {}",
                e["pointer"].as_str().unwrap(),
                e["code"].as_str().unwrap()
            )
        })
        .collect();
    faults.sort();
    assert_eq!(
        faults,
        [
            "/gather_min out_of_range",
            "/kinds/1 unknown",
            "/kinds/2 repeated",
            "/min_severity unknown",
            "/name required",
            "/org_unit_id unknown",
            "/quiet always_quiet",
        ]
    );
    server.finish().await;
}
