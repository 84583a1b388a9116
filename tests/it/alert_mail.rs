//! Alerts by e-mail: in the reader's language, gathered, refused by the mail server for now or for good.

use std::time::Duration;

use fieldbeat::{
    clock::Clock,
    config::{Config, Given},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    alerts::{EVENING, clock_at, exception, reps, settled, stored, subscribe},
    support::{
        client::{Client, expect},
        eventually,
        front_door::{found, problem, send, user},
        receiver::MailSink,
        server::TestServer,
    },
};

async fn start(clock: &Clock, sink: &MailSink) -> TestServer {
    TestServer::plan()
        .set("smtp_url", &sink.url)
        .set("mail_from", "Fieldbeat <alerts@example.com>")
        .set("public_url", "http://fieldbeat.example.com")
        .clock(clock)
        .start()
        .await
}

async fn by_mail(who: &Client) -> Value {
    subscribe(
        who,
        json!({"channel": "email", "target": "lan@example.com"}),
    )
    .await
}

#[tokio::test]
async fn e_mail_comes_in_the_readers_language_and_is_gathered() {
    let clock = clock_at(EVENING);
    let sink = MailSink::start().await;
    let server = start(&clock, &sink).await;
    let admin = found(&server).await;
    reps(&admin).await;
    let pool = server.database.pool();
    let own = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let made = by_mail(&own).await;
    assert_eq!(
        (&made["gather_min"], &made["secret"]),
        (&json!(5), &Value::Null)
    );

    let opened = exception(&pool, "T1", "warning", clock.utc()).await;
    let first = sink.nth(1).await;
    assert_eq!(first.to, "lan@example.com");
    assert_eq!(
        first.header("subject"),
        "Exception opened: not started – Hoàng Mai Nga"
    );
    assert_eq!(first.header("auto-submitted"), "auto-generated");
    assert_eq!(
        first.text().trim_end(),
        format!(
            "Warning · Exception opened: not started\nHoàng Mai Nga (R1)\n4 Mar 2026 21:00 (Asia/Ho_Chi_Minh)\n\
             http://fieldbeat.example.com/exceptions/{opened}\n\n-- \nYou get this because of your subscription “Mine”.\n\
             Change it: http://fieldbeat.example.com/alerts"
        )
    );

    let users = admin.json("/api/v1/users?q=sup1").await;
    let path = format!("/api/v1/users/{}", users["items"][0]["id"]);
    let spoken = send(
        &admin,
        Method::PATCH,
        &path,
        &[("if-match", "*")],
        &json!({"language": "vi"}),
    )
    .await;
    expect(spoken, StatusCode::OK).await;
    for _ in 0..3 {
        exception(&pool, "T1", "info", clock.utc()).await;
    }
    settled(&pool, &["sent", "held"]).await;
    exception(&pool, "T1", "critical", clock.utc()).await;
    let urgent = sink.nth(2).await;
    assert!(
        urgent
            .header("subject")
            .starts_with("Ngoại lệ mới: chưa bắt đầu"),
        "{}",
        urgent.header("subject")
    );
    settled(&pool, &["sent", "held", "sent"]).await;
    clock.advance(Duration::from_mins(5));
    let digest = sink.nth(3).await;
    assert_eq!(digest.header("subject"), "3 thông báo");
    assert!(
        digest.text().contains("3 × Ngoại lệ mới (Thông tin)"),
        "{}",
        digest.text()
    );
    settled(&pool, &["sent", "sent", "sent"]).await;
    assert_eq!(sink.letters().len(), 3);
    server.finish().await;
}

#[tokio::test]
async fn a_mail_server_that_refuses_for_now_is_asked_again_and_one_that_refuses_is_not() {
    let clock = clock_at(EVENING);
    let sink = MailSink::start().await;
    let server = start(&clock, &sink).await;
    let admin = found(&server).await;
    let pool = server.database.pool();
    by_mail(&admin).await;
    sink.answer(["450 later", "250 ok", "550 nobody here"]);
    exception(&pool, "T1", "critical", clock.utc()).await;
    eventually("it is refused for now", async || {
        (stored(&pool).await.first()?.2.as_deref() == Some("smtp_450")).then_some(())
    })
    .await;
    clock.advance(Duration::from_secs(15));
    let came = sink.nth(1).await;
    let id = came.header("message-id");
    settled(&pool, &["sent"]).await;
    exception(&pool, "T1", "critical", clock.utc()).await;
    let all = settled(&pool, &["sent", "dead"]).await;
    assert_eq!((all[1].1, all[1].2.as_deref()), (1, Some("smtp_550")));
    let stored: uuid::Uuid =
        sqlx::query_scalar("select id from alert_delivery where state = 'sent'")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!(id, format!("<{stored}@example.com>"));
    server.finish().await;
}

#[tokio::test]
async fn without_a_mail_server_e_mail_is_refused() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let body = json!({"name": "x", "channel": "email", "target": "lan@example.com", "kinds": ["visit_closed"]});
    let refused = problem(
        admin.post("/api/v1/alert-subscriptions", &body).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(
        refused["errors"],
        json!([{"pointer": "/channel", "code": "email_not_configured"}])
    );
    let body = json!({"name": "x", "channel": "email", "target": "lan@@example", "kinds": ["visit_closed"]});
    let refused = problem(
        admin.post("/api/v1/alert-subscriptions", &body).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(
        refused["errors"],
        json!([{"pointer": "/target", "code": "invalid_address"}])
    );
    server.finish().await;
}

#[test]
fn settings_of_e_mail_are_checked_and_their_password_is_not_shown() {
    let faults = |given: &[(&'static str, &str)]| {
        let faults = Config::resolve(&Given::with(given)).unwrap_err();
        faults.iter().map(|f| f.key.clone()).collect::<Vec<_>>()
    };
    let url = "smtps://alerts:hunter2@mail.example.com";
    assert_eq!(faults(&[("smtp_url", url)]), ["mail_from"]);
    assert_eq!(faults(&[("mail_from", "a@example.com")]), ["mail_from"]);
    assert_eq!(
        faults(&[("smtp_url", url), ("mail_from", "nobody")]),
        ["mail_from"]
    );
    assert_eq!(
        faults(&[
            ("smtp_url", "mail.example.com"),
            ("mail_from", "a@example.com")
        ]),
        ["smtp_url"]
    );
    let good = Config::resolve(&Given::with(&[
        ("smtp_url", url),
        ("mail_from", "A <a@example.com>"),
    ]))
    .unwrap();
    assert!(good.config.mail.is_some());
    let shown: Vec<_> = good
        .effective()
        .map(|(k, v, _)| format!("{k}={v}"))
        .collect();
    assert!(
        shown
            .iter()
            .any(|s| s == "smtp_url=smtps://alerts:***@mail.example.com"),
        "{shown:?}"
    );
    assert!(!format!("{:?}", good.config).contains("hunter2"));
}
