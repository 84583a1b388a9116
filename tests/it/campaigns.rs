//! Campaigns from outside: who gets a message and who is left out, approved by another person, sent by e-mail and by a
//! gateway, and how people opt out.

use chrono::{Days, TimeDelta, Utc};
use fieldbeat::store::campaign::message;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    crm::{Story, story_on},
    support::{
        client::{Client, expect},
        eventually,
        front_door::{batch, problem, send, user},
        receiver::{MailSink, Receiver},
        server::TestServer,
    },
};

/// Four people at C1 whose rep is R1, one at C2 where nobody calls; one segment that finds both.
async fn people(s: &Story) -> i64 {
    let route = json!([{"code": "T-1", "name": "One", "org_unit_code": "T1", "rep_code": "R1", "valid_from": s.today - Days::new(9),
        "outlets": [{"outlet_code": "A", "sequence": 1, "pattern": "F4", "weekdays": ["mon"]}]}]);
    batch(&s.admin, "routes", route).await;
    let contact = |code: &str, customer: &str, name: &str, more: Value| {
        let mut row =
            json!({"code": code, "customer_code": customer, "name": name, "role": "evaluator"});
        row.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        row
    };
    let rows = json!([
        contact(
            "P1",
            "C1",
            "Chị Lan",
            json!({"email": "lan@example.vn", "phone": "0912 000 001"})
        ),
        contact(
            "P2",
            "C1",
            "Anh Tú",
            json!({"email": "tu@example.vn", "phone": "0912 000 002", "opted_out": ["email", "sms"]})
        ),
        contact("P3", "C1", "Em Hoa", json!({})),
        contact(
            "P4",
            "C1",
            "Chị Lan (2)",
            json!({"email": "LAN@example.vn", "phone": "+84 912 000 001"})
        ),
        contact(
            "P5",
            "C2",
            "Anh Mai",
            json!({"email": "mai@example.vn", "phone": "0912 000 005"})
        ),
    ]);
    batch(&s.admin, "contacts", rows).await;
    let hq = s.id("org-units", "HQ").await;
    let rule = json!({"area": [hq]});
    let segment = s
        .make(
            "segments",
            json!({"code": "ALL", "name": "Tất cả", "rule": rule}),
        )
        .await;
    segment["id"].as_i64().unwrap()
}

async fn act(who: &Client, of: &Value, action: &str) -> reqwest::Response {
    let path = format!("/api/v1/campaigns/{}", of["id"].as_str().unwrap());
    let now = who.json(&path).await;
    let tag = format!("\"v{}\"", now["version"]);
    let headers = [("if-match", tag.as_str())];
    let body = json!({ "action": action });
    send(
        who,
        Method::POST,
        &format!("{path}/actions"),
        &headers,
        &body,
    )
    .await
}

async fn until(s: &Story, of: &Value, state: &str) -> Value {
    let path = format!("/api/v1/campaigns/{}", of["id"].as_str().unwrap());
    eventually("the campaign gets there", async || {
        let now = s.admin.json(&path).await;
        (now["state"] == state).then_some(now)
    })
    .await
}

fn counts(preview: &Value) -> Vec<(String, String, i64)> {
    let mut counts: Vec<_> = (preview["counts"].as_array().unwrap().iter())
        .map(|c| {
            (
                c["state"].as_str().unwrap().to_owned(),
                c["why"].as_str().unwrap_or_default().to_owned(),
                c["count"].as_i64().unwrap(),
            )
        })
        .collect();
    counts.sort();
    counts
}

fn told(state: &str, why: &str, count: i64) -> (String, String, i64) {
    (state.to_owned(), why.to_owned(), count)
}

#[tokio::test]
async fn an_email_goes_to_who_wants_it_once_another_person_has_approved_and_a_click_ends_it() {
    let sink = MailSink::start().await;
    let server = TestServer::plan()
        .set("smtp_url", &sink.url)
        .set("mail_from", "Sông Hồng <cham-soc@example.com>")
        .set("public_url", "http://fieldbeat.example.com")
        .start()
        .await;
    let s = story_on(server).await;
    let segment = people(&s).await;
    let body = json!({"id": Uuid::now_v7(), "name": "Tết", "channel": "email", "segment_id": segment, "language": "vi",
        "subject": "Chào {contact}", "body": "{customer} thân mến,\n{rep} của {company} xin chúc {gift}."});
    let unsound = s.admin.post("/api/v1/campaigns", &body).await;
    assert_eq!(
        problem(unsound, 422, "invalid").await["errors"][0]["code"],
        "unknown_placeholder"
    );
    let mut body = body;
    body["body"] = json!("{customer} thân mến,\n{rep} của {company} xin chúc Tết.");
    let made = s.make("campaigns", body).await;
    let path = format!("/api/v1/campaigns/{}", made["id"].as_str().unwrap());
    let preview = s.admin.json(&format!("{path}/preview")).await;
    let expected = [
        told("left_out", "no_address", 1),
        told("left_out", "no_rep", 1),
        told("left_out", "opted_out", 1),
        told("left_out", "repeated", 1),
        told("would_get", "", 1),
    ];
    assert_eq!(counts(&preview), expected);
    assert_eq!(preview["configured"], true);
    let page = s
        .admin
        .json(&format!("{path}/recipients?state=would_get"))
        .await;
    assert_eq!(
        (
            &page["items"][0]["contact_name"],
            &page["items"][0]["rep_name"]
        ),
        (&json!("Chị Lan"), &json!("One"))
    );

    // Not by who wrote it, not before it was submitted, not by a supervisor.
    let director = user(&s.server, &s.admin, "boss", "director", "HQ").await;
    problem(act(&director, &made, "approve").await, 422, "invalid").await;
    expect(act(&s.admin, &made, "submit").await, StatusCode::OK).await;
    let own = problem(act(&s.admin, &made, "approve").await, 422, "invalid").await;
    assert_eq!(own["errors"][0]["code"], "own");
    let boss = user(&s.server, &s.admin, "boss1", "supervisor", "T1").await;
    problem(boss.get(&path).await, 403, "forbidden").await;
    assert!(sink.letters().is_empty());
    expect(act(&director, &made, "approve").await, StatusCode::OK).await;

    let letter = sink.nth(1).await;
    assert_eq!(
        (letter.to.as_str(), letter.header("subject").as_str()),
        ("lan@example.vn", "Chào Chị Lan")
    );
    let text = letter.text();
    assert!(
        text.starts_with("Tạp hóa Lan thân mến,\nOne của Sông Hồng xin chúc Tết."),
        "{text}"
    );
    let link = text.trim_end().rsplit(' ').next().unwrap();
    assert_eq!(letter.header("list-unsubscribe"), format!("<{link}>"));
    let done = until(&s, &made, "done").await;
    assert_eq!(
        (&done["messages"], &done["sent"], &done["approved_by"]),
        (&json!(1), &json!(1), &json!("boss"))
    );
    let contact = s.id("contacts", "P1").await;
    let said = s
        .admin
        .json(&format!("/api/v1/activities?contact_id={contact}"))
        .await;
    let activity = &said["items"][0];
    assert_eq!(
        (
            &activity["kind"],
            &activity["state"],
            &activity["subject"],
            &activity["rep_name"]
        ),
        (
            &json!("email"),
            &json!("held"),
            &json!("Tết"),
            &json!("One")
        )
    );

    // The link asks before it does anything; nobody makes one for another.
    let stranger = s.server.client();
    let own = link.strip_prefix("http://fieldbeat.example.com").unwrap();
    let page = stranger.get(own).await;
    let kind = page.headers()["content-type"].clone();
    let html = page.text().await.unwrap();
    assert_eq!(kind, "text/html; charset=utf-8", "{own}: {html}");
    assert!(html.contains("<form method=\"post\">"), "{html}");
    let wants = async || {
        let one = s.admin.json(&format!("/api/v1/contacts/{contact}")).await;
        one["opted_out"].clone()
    };
    assert_eq!(wants().await, json!([]));
    let forged = own.replace(own.rsplit('/').next().unwrap(), "AAAA");
    assert_eq!(stranger.get(&forged).await.status(), StatusCode::NOT_FOUND);
    let refused = stranger
        .request(Method::POST, &forged)
        .send()
        .await
        .unwrap();
    assert_eq!(refused.status(), StatusCode::NOT_FOUND);
    assert_eq!(wants().await, json!([]));
    for _ in 0..2 {
        let clicked = stranger
            .request(Method::POST, own)
            .header("content-type", "application/x-www-form-urlencoded")
            .body("List-Unsubscribe=One-Click")
            .send()
            .await
            .unwrap();
        assert_eq!(clicked.status(), StatusCode::OK);
    }
    assert_eq!(wants().await, json!(["email"]));
    s.server.finish().await;
}

#[tokio::test]
async fn a_gateway_is_tried_again_stopped_and_tells_what_became_of_messages() {
    let receiver = Receiver::start().await;
    let server = TestServer::plan()
        .set("webhook_private_addresses", "true")
        .start()
        .await;
    let s = story_on(server).await;
    let segment = people(&s).await;
    let director = user(&s.server, &s.admin, "boss", "director", "HQ").await;
    let new = |name: &str, told_days: i32| {
        json!({"id": Uuid::now_v7(), "name": name, "channel": "sms", "segment_id": segment, "language": "en",
            "body": "Hi {contact}: \"-5 %\"", "told_days": told_days})
    };
    let made = s.make("campaigns", new("Sale", 7)).await;
    expect(act(&s.admin, &made, "submit").await, StatusCode::OK).await;
    let nobody = problem(act(&director, &made, "approve").await, 422, "invalid").await;
    assert_eq!(nobody["errors"][0]["code"], "channel_not_configured");

    let path = "/api/v1/message-gateways/sms";
    let put = json!({"url": format!("{}?key=geheim-4713&to={{to}}", receiver.url), "headers": {"x-api-key": "geheim-4711"},
        "body": {"text": "{text}", "ref": "{id}", "key": "geheim-4712"}});
    let set = send(&s.admin, Method::PUT, path, &[("if-match", "*")], &put).await;
    let set = expect(set, StatusCode::OK).await;
    let report = set["report_path"].as_str().unwrap().to_owned();
    let elsewhere = json!({"url": "http://{to}.example.com/x", "body": {}});
    let refused = send(
        &s.admin,
        Method::PUT,
        path,
        &[("if-match", "*")],
        &elsewhere,
    )
    .await;
    problem(refused, 422, "invalid").await;
    let bare = json!({"url": "http://127.0.0.1:9?key=geheim-4714", "body": {}});
    let other = "/api/v1/message-gateways/zalo";
    let set = send(&s.admin, Method::PUT, other, &[("if-match", "*")], &bare).await;
    expect(set, StatusCode::OK).await;
    // What its headers hold is told to nobody, not even in the log.
    let shown = s.admin.json("/api/v1/message-gateways").await;
    let host = receiver.url.split('/').nth(2).unwrap();
    assert_eq!(shown["items"][0]["host"], host);
    assert_eq!(shown["items"][0]["header_names"], json!(["x-api-key"]));
    let audit = s.admin.json("/api/v1/audit-log?limit=1000").await;
    for told in [shown.to_string(), audit.to_string()] {
        assert!(!told.contains("geheim"), "{told}");
    }

    receiver.answer([503]);
    expect(act(&director, &made, "approve").await, StatusCode::OK).await;
    let first = receiver.nth(1).await;
    assert_eq!(first.headers["x-api-key"], "geheim-4711");
    let recipients = format!(
        "/api/v1/campaigns/{}/recipients?state=pending",
        made["id"].as_str().unwrap()
    );
    let waiting = eventually("the refusal is kept", async || {
        let page = s.admin.json(&recipients).await;
        (page["items"][0]["last_error"] == "http_503").then_some(page)
    })
    .await;
    assert_eq!(waiting["items"][0]["attempts"], 1);
    sqlx::query("update campaign_message set next_at = now() where state = 'pending'")
        .execute(&s.server.services.db)
        .await
        .unwrap();
    let second = receiver.nth(2).await;
    assert_eq!(second.json()["text"], "Hi Chị Lan: \"-5 %\"");
    assert_eq!(
        second.json()["ref"],
        first.json()["ref"],
        "the same message"
    );
    until(&s, &made, "done").await;

    // The gateway tells; a stranger does not.
    let stranger = s.server.client();
    let id = second.json()["ref"].clone();
    let say = async |path: &str, body: Value| stranger.post(path, &body).await.status();
    let delivered = json!({"id": id, "event": "delivered"});
    assert_eq!(
        say("/message-reports/fbg_nobody", delivered.clone()).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(say(&report, delivered).await, StatusCode::NO_CONTENT);
    let kept = format!("/api/v1/campaigns/{}/preview", made["id"].as_str().unwrap());
    assert!(counts(&s.admin.json(&kept).await).contains(&told("delivered", "", 1)));
    assert_eq!(
        say(&report, json!({"event": "dance"})).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );

    // Told a moment ago: left out of the next one. Without days, until the person replies.
    let next = s.make("campaigns", new("Again", 7)).await;
    let path = |of: &Value| format!("/api/v1/campaigns/{}/preview", of["id"].as_str().unwrap());
    assert!(counts(&s.admin.json(&path(&next)).await).contains(&told(
        "left_out",
        "told_lately",
        1
    )));
    let at_once = s.make("campaigns", new("At once", 0)).await;
    assert!(counts(&s.admin.json(&path(&at_once)).await).contains(&told("would_get", "", 1)));
    let reply = json!({"event": "opt_out", "from": "84912000001"});
    assert_eq!(say(&report, reply).await, StatusCode::NO_CONTENT);
    let after = counts(&s.admin.json(&path(&at_once)).await);
    assert!(!after.iter().any(|c| c.0 == "would_get"), "{after:?}");
    s.server.finish().await;
}

#[tokio::test]
async fn what_is_stopped_or_opted_out_of_meanwhile_is_not_sent() {
    let receiver = Receiver::start().await;
    let server = TestServer::plan()
        .set("webhook_private_addresses", "true")
        .start()
        .await;
    let s = story_on(server).await;
    let segment = people(&s).await;
    let director = user(&s.server, &s.admin, "boss", "director", "HQ").await;
    let put = json!({"url": receiver.url, "body": {"text": "{text}"}});
    let set = send(
        &s.admin,
        Method::PUT,
        "/api/v1/message-gateways/sms",
        &[("if-match", "*")],
        &put,
    )
    .await;
    expect(set, StatusCode::OK).await;
    // The gateway is away: everything waits to be tried again.
    receiver.answer([503, 503]);
    let mut made = Vec::new();
    for name in ["one", "two"] {
        let body = json!({"id": Uuid::now_v7(), "name": name, "channel": "sms", "segment_id": segment, "language": "zh",
            "body": "你好 {contact}", "told_days": 0});
        let draft = s.make("campaigns", body).await;
        let nameless = s.patch("campaigns", &draft, json!({"name": " "})).await;
        problem(nameless, 422, "invalid").await;
        let anew = json!({"body": "你好 {contact}！"});
        let one = expect(s.patch("campaigns", &draft, anew).await, StatusCode::OK).await;
        expect(act(&s.admin, &one, "submit").await, StatusCode::OK).await;
        expect(act(&director, &one, "approve").await, StatusCode::OK).await;
        let late = s.patch("campaigns", &draft, json!({"body": "!"})).await;
        expect(late, StatusCode::PRECONDITION_FAILED).await;
        made.push(one);
    }
    receiver.nth(2).await;
    let db = &s.server.services.db;
    eventually("both wait to be tried again", async || {
        let refused = "select count(*) from campaign_message where state = 'pending' and last_error = 'http_503'";
        let refused: i64 = sqlx::query_scalar(refused).fetch_one(db).await.unwrap();
        (refused == 2).then_some(())
    })
    .await;
    let on_their_way = message::claim(db, Utc::now() + TimeDelta::hours(1)).await;
    let stopped = expect(act(&s.admin, &made[0], "stop").await, StatusCode::OK).await;
    assert_eq!(stopped["state"], "stopped");
    // What has left has left, and is kept.
    let id = made[0]["id"].as_str().unwrap();
    let left = (on_their_way.unwrap().into_iter()).find(|m| m.campaign_id.to_string() == id);
    let (left, now) = (left.unwrap(), Utc::now());
    let sent = message::sent(db, &left, "你好", now, now.date_naive());
    sent.await.unwrap();
    let page = format!("/api/v1/campaigns/{id}/recipients?state=sent");
    let page = s.admin.json(&page).await;
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    let done = s.admin.json("/api/v1/activities?customer_id=1").await;
    let notes: Vec<_> = (done["items"].as_array().unwrap().iter())
        .map(|a| a["note"].clone())
        .collect();
    assert_eq!(notes, ["你好"]);
    let contact = s.id("contacts", "P1").await;
    let one = s.admin.json(&format!("/api/v1/contacts/{contact}")).await;
    let out = s
        .patch("contacts", &one, json!({"opted_out": ["sms"]}))
        .await;
    expect(out, StatusCode::OK).await;
    sqlx::query("update campaign_message set next_at = now() where state = 'pending'")
        .execute(&s.server.services.db)
        .await
        .unwrap();
    until(&s, &made[1], "done").await;
    let kept = format!(
        "/api/v1/campaigns/{}/preview",
        made[1]["id"].as_str().unwrap()
    );
    let kept = counts(&s.admin.json(&kept).await);
    assert!(kept.contains(&told("left_out", "opted_out", 2)), "{kept:?}");
    assert_eq!(receiver.seen().len(), 2);
    problem(act(&s.admin, &made[0], "approve").await, 422, "invalid").await;
    s.server.finish().await;
}
