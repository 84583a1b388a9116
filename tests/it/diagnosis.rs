//! "Why do I not see this rep?" from outside: real phones, the page's answer, the scope.

use fieldbeat::clock::Clock;
use fieldbeat_domain::time::At;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::Client,
    company::{TestPhone, fix, pin},
    front_door::{batch, found, problem, user},
    server::TestServer,
};

struct Story {
    server: TestServer,
    supervisor: Client,
    other: Client,
    token: String,
}

/// Late morning of a weekday, R1 with one phone in team T1.
async fn story() -> Story {
    let day = Clock::system().now().0 / 86_400_000 * 86_400_000;
    let clock = Clock::at(At(day + 4 * 3_600_000));
    let server = TestServer::plan().clock(&clock).start().await;
    let admin = found(&server).await;
    let reps = json!([{"code": "R1", "name": "One", "org_unit_code": "T1"}]);
    batch(&admin, "reps", reps).await;
    let phones = batch(
        &admin,
        "devices",
        json!([{"label": "p1", "rep_code": "R1"}]),
    )
    .await;
    let token = phones[0]["token"].as_str().unwrap().to_owned();
    let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let other = user(&server, &admin, "sup2", "supervisor", "T2").await;
    Story {
        server,
        supervisor,
        other,
        token,
    }
}

impl Story {
    async fn ask(&self) -> Value {
        let written = self.server.services.ingest.write_device_health().await;
        written.unwrap();
        self.supervisor.json("/api/v1/reps/1/diagnosis").await
    }
}

fn codes(answer: &Value) -> Vec<(&str, &str)> {
    let findings = answer["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|f| (f["weight"].as_str().unwrap(), f["code"].as_str().unwrap()))
        .collect()
}

#[tokio::test]
async fn a_rep_goes_from_never_connected_to_seen_to_sightless() {
    let story = story().await;
    assert_eq!(
        codes(&story.ask().await),
        [("cause", "never_connected"), ("note", "no_session")]
    );

    let mut phone = TestPhone::connect(&story.server.client(), &story.token).await;
    let answer = story.ask().await;
    assert_eq!(codes(&answer), [("cause", "no_session")]);
    assert_eq!(
        (&answer["visible"], &answer["work"]),
        (&json!(false), &json!("not_started"))
    );

    // A refused fix is told by its code; it was outside work time.
    let now = story.server.services.clock.now();
    phone.fixes(&[fix(now.plus_ms(-600_000), pin(0))]).await;
    phone.ack_all().await;
    let answer = story.ask().await;
    assert_eq!(
        codes(&answer),
        [("cause", "no_session"), ("likely", "refusals")]
    );
    let refused = &answer["findings"][1]["refused"][0];
    assert_eq!(
        (&refused["code"], &refused["count"]),
        (&json!("off_session"), &json!(1))
    );

    phone
        .mark("session_start", Uuid::new_v4(), now.plus_ms(-60_000), None)
        .await;
    phone.fixes(&[fix(now.plus_ms(-5_000), pin(0))]).await;
    phone.ack_all().await;
    let answer = story.ask().await;
    assert_eq!(
        (&answer["visible"], &answer["presence"]),
        (&json!(true), &json!("online"))
    );
    assert_eq!(codes(&answer), [("note", "refusals")]);

    phone
        .send(
            json!({ "type": "heartbeat", "battery_pct": 11, "backlog": 4,
            "permissions": { "location": "denied", "background": false } }),
        )
        .await;
    phone.socket.hear_type("alive").await;
    let answer = story.ask().await;
    assert_eq!(
        codes(&answer),
        [
            ("cause", "location_denied"),
            ("likely", "background_denied"),
            ("likely", "backlog_waiting"),
            ("note", "refusals"),
            ("note", "battery_low")
        ]
    );
    let [denied, _, backlog, ..] = answer["findings"].as_array().unwrap().as_slice() else {
        panic!("{answer}")
    };
    assert_eq!(denied["remedy"], "allow_location");
    assert!(denied["at"].is_string());
    assert_eq!(backlog["backlog"], 4);
    let told = &answer["phones"][0];
    assert_eq!(told["permissions"]["location"], "denied");
    assert_eq!(told["battery"]["pct"], 11);
    assert_eq!(told["label"], "p1");
    story.server.finish().await;
}

#[tokio::test]
async fn nobody_learns_of_phones_of_another_team() {
    let story = story().await;
    for rep in [1, 99] {
        let path = format!("/api/v1/reps/{rep}/diagnosis");
        problem(story.other.get(&path).await, 404, "not_found").await;
    }
    story.server.finish().await;
}
