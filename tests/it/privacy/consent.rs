//! A privacy notice in versions, and what the answers of a rep mean for the session gate.

use chrono::TimeDelta;
use fieldbeat_domain::time::At;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    photos::story::{self as photos, Story},
    support::{
        client::{Client, expect},
        company::{PIN, TestPhone, codes, fix, time},
        eventually,
        front_door::{problem, send, tell, user},
    },
};

fn texts(word: &str) -> Value {
    json!({"en": format!("{word} en"), "vi": format!("{word} vi"), "zh": format!("{word} zh")})
}

async fn publish(admin: &Client, version: i32) -> Value {
    let body = json!({"texts": texts("told"), "confirm": version});
    expect(
        admin.post("/api/v1/privacy/notices", &body).await,
        StatusCode::CREATED,
    )
    .await
}

async fn require(story: &Story) -> reqwest::Response {
    let services = &story.server.services;
    let today = (services.rules.load().time).date_of(services.clock.now());
    let settings = story.admin.json("/api/v1/settings").await;
    let tag = format!("\"v{}\"", settings["version"]);
    let headers = [("if-match", tag.as_str())];
    let body = json!({"effective_from": today, "settings": {"consent": "required"}});
    send(
        &story.admin,
        Method::PUT,
        "/api/v1/settings",
        &headers,
        &body,
    )
    .await
}

async fn synced(story: &Story) -> Value {
    let client = story.server.client();
    let request = client.request(Method::GET, "/v1/device/sync");
    expect(
        request.bearer_auth(&story.token).send().await.unwrap(),
        StatusCode::OK,
    )
    .await
}

/// The token of another device of R1.
async fn second_device(story: &Story) -> String {
    let made = json!({"label": "second", "rep_code": "R1"});
    let made = story.admin.post("/api/v1/devices", &made).await;
    let id = expect(made, StatusCode::CREATED).await["id"].to_string();
    let path = format!("/api/v1/devices/{id}/token");
    let token = expect(
        story.admin.post(&path, &json!({})).await,
        StatusCode::CREATED,
    )
    .await;
    token["token"].as_str().unwrap().to_owned()
}

fn now() -> At {
    At(chrono::Utc::now().timestamp_millis())
}

fn answer(id: Uuid, version: i32, decision: &str, at: At) -> Value {
    json!({"type": "record", "kind": "consent", "id": id, "at": time(at),
        "body": {"version": version, "language": "vi", "decision": decision}})
}

async fn standing(story: &Story, rep: &str) -> Value {
    let list = story.admin.json("/api/v1/privacy/consents").await;
    let items = list["items"].as_array().unwrap();
    items.iter().find(|i| i["rep_code"] == rep).unwrap().clone()
}

#[tokio::test]
async fn a_notice_is_published_once_and_what_reps_answered_is_listed() {
    let story = photos::story().await;
    let admin = &story.admin;
    let path = "/api/v1/privacy/notices";
    let invalid = |pointer: &'static str, body: Value| async move {
        let answer: Value = problem(admin.post(path, &body).await, 422, "invalid").await;
        assert_eq!(answer["errors"][0]["pointer"], pointer, "{answer}");
    };
    invalid(
        "/texts/zh",
        json!({"texts": {"en": "a", "vi": "b"}, "confirm": 1}),
    )
    .await;
    invalid("/confirm", json!({"texts": texts("a")})).await;
    invalid("/confirm", json!({"texts": texts("a"), "confirm": 2})).await;
    // Nobody could give a consent to nothing.
    let refused: Value = problem(require(&story).await, 422, "invalid").await;
    assert_eq!(refused["errors"][0]["code"], "no_notice");

    assert_eq!(publish(admin, 1).await["version"], 1);
    invalid("/confirm", json!({"texts": texts("a"), "confirm": 1})).await;
    let db = &story.server.services.db;
    for change in [
        "update privacy_notice set texts = '{}'",
        "delete from privacy_notice",
    ] {
        assert!(sqlx::query(change).execute(db).await.is_err(), "{change}");
    }

    // Asked, and nothing waits for it.
    let client = story.server.client();
    let mut phone = TestPhone::connect(&client, &story.token).await;
    let begun = Uuid::new_v4();
    phone.mark("session_start", begun, now(), None).await;
    assert_eq!(codes(&phone.ack_all().await), Vec::<String>::new());
    let told = synced(&story).await;
    assert_eq!(told["privacy"]["policy"], "asked");
    assert_eq!(told["privacy"]["notice"]["texts"]["vi"], "told vi");
    assert_eq!(told["privacy"]["answer"], Value::Null);

    let id = Uuid::new_v4();
    let said = answer(id, 1, "declined", now());
    phone.send(said.clone()).await;
    phone.send(said).await;
    assert_eq!(codes(&phone.ack_all().await), ["duplicate"]);
    phone.send(answer(Uuid::new_v4(), 7, "given", now())).await;
    phone.ack_all().await;
    eventually("the answer is listed", async || {
        (standing(&story, "R1").await["standing"] == "declined").then_some(())
    })
    .await;
    let one = standing(&story, "R1").await;
    assert_eq!(
        (&one["version"], &one["language"], &one["current"]),
        (&json!(1), &json!("vi"), &json!(true))
    );
    assert_eq!(standing(&story, "R2").await["standing"], "unanswered");
    publish(admin, 2).await;
    let versions = admin.json(path).await;
    assert_eq!(versions["items"][1]["version"], 1, "{versions}");
    assert_eq!(standing(&story, "R1").await["current"], false);
    let counts = admin.json("/api/v1/privacy/consents/summary").await;
    assert_eq!(counts["version"], 2);
    assert_eq!(counts["counts"]["declined"], 1);
    assert_eq!(counts["counts"]["unanswered"], 1);
    let filtered = admin
        .json("/api/v1/privacy/consents?standing=unanswered")
        .await;
    assert_eq!(filtered["items"].as_array().unwrap().len(), 1);
    // It is proof, and stays what it is.
    let kept: i64 = sqlx::query_scalar("select count(*) from consent_answer")
        .fetch_one(db)
        .await
        .unwrap();
    assert_eq!(kept, 1, "an unknown version is none");
    assert!(
        sqlx::query("delete from consent_answer")
            .execute(db)
            .await
            .is_err()
    );
    let director = user(&story.server, admin, "boss", "director", "HQ").await;
    problem(
        director.get("/api/v1/privacy/consents").await,
        403,
        "forbidden",
    )
    .await;
    story.server.finish().await;
}

#[tokio::test]
async fn where_it_is_required_nothing_begins_without_it_and_a_withdrawal_ends_the_day() {
    let story = photos::story().await;
    publish(&story.admin, 1).await;
    expect(require(&story).await, StatusCode::OK).await;
    let client = story.server.client();
    let mut phone = TestPhone::connect(&client, &story.token).await;
    let begin = now().plus_ms(-20 * 60_000);
    let at = |min: i64| begin.plus_ms(min * 60_000);
    phone
        .mark("session_start", Uuid::new_v4(), at(0), None)
        .await;
    phone.fixes(&[fix(at(1), PIN)]).await;
    let session = Uuid::new_v4();
    let named = json!({"type": "fixes", "session": session, "fixes": [fix(at(2), PIN)]});
    phone.send(named).await;
    assert_eq!(
        codes(&phone.ack_all().await),
        ["consent_missing", "off_session", "off_session"]
    );

    phone.send(answer(Uuid::new_v4(), 1, "given", at(3))).await;
    phone.mark("session_start", session, at(4), None).await;
    phone
        .fixes(&[fix(at(5), PIN), fix(at(9), PIN), fix(at(11), PIN)])
        .await;
    assert_eq!(codes(&phone.ack_all().await), Vec::<String>::new());
    assert_eq!(fixes(&story).await, 3);
    let other = second_device(&story).await;
    let mut second = TestPhone::connect(&client, &other).await;
    second
        .send(answer(Uuid::new_v4(), 1, "withdrawn", at(10)))
        .await;
    assert_eq!(codes(&second.ack_all().await), Vec::<String>::new());
    // What was taken after it is gone, and nothing more comes.
    assert_eq!(fixes(&story).await, 2);
    phone.fixes(&[fix(at(8), PIN), fix(at(12), PIN)]).await;
    phone
        .mark("session_start", Uuid::new_v4(), at(13), None)
        .await;
    let told = codes(&phone.ack_all().await);
    assert_eq!(told, ["consent_missing", "off_session"]);
    let db = &story.server.services.db;
    let ended: Option<chrono::DateTime<chrono::Utc>> =
        sqlx::query_scalar("select ended_at from work_session where id = $1")
            .bind(session)
            .fetch_one(db)
            .await
            .unwrap();
    let off = ended.unwrap() - at(10).to_utc().unwrap();
    assert!(off.abs() < TimeDelta::seconds(1), "{off}");
    let marks: i64 =
        sqlx::query_scalar("select count(*) from mark where type = 'session_end' and id = $1")
            .bind(session)
            .fetch_one(db)
            .await
            .unwrap();
    assert_eq!(marks, 1, "the day is judged by its marks");

    // In one request the answer opens for what comes with it, and a server that starts anew knows as much.
    let begun = Uuid::new_v4();
    let frames = json!([
        {"type": "fixes", "n": 1, "session": begun, "fixes": [fix(at(16), PIN)]},
        {"type": "session_start", "n": 2, "id": begun, "at": time(at(15))},
        {"type": "record", "kind": "consent", "n": 3, "id": Uuid::new_v4(), "at": time(at(14)),
            "body": {"version": 1, "language": "en", "decision": "given"}},
    ]);
    let taken = tell(&story.server, &story.token, &frames).await;
    assert_eq!(taken["results"], json!([]), "{taken}");
    story.server.finish().await;
}

async fn fixes(story: &Story) -> i64 {
    sqlx::query_scalar("select count(*) from fix")
        .fetch_one(&story.server.services.db)
        .await
        .unwrap()
}
