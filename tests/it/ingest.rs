//! The device socket from outside: what is kept, what is refused and why, what a resend does.

use fieldbeat_domain::time::At;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::Heard,
    company::{Company, Enrolled, TestPhone, codes, fix, pin},
    eventually,
    server::TestServer,
};

struct Story {
    server: TestServer,
    company: Company,
    phone: Enrolled,
    now: At,
}

impl Story {
    async fn begin() -> Self {
        // Late morning of the company's day, so that an hour ago is the same day at every hour.
        let day = fieldbeat::clock::Clock::system().now().0 / 86_400_000 * 86_400_000;
        let clock = fieldbeat::clock::Clock::at(At(day + 4 * 3_600_000));
        let server = TestServer::plan()
            .set("judge_quiet_ms", "0")
            .clock(&clock)
            .start()
            .await;
        let company = Company::found(server.database.pool()).await;
        company.outlets(3).await;
        let phone = company.enrolled("R1").await;
        server.services.ingest.world_changed().await;
        let now = server.services.clock.now();
        Self {
            server,
            company,
            phone,
            now,
        }
    }

    async fn connect(&self) -> TestPhone {
        TestPhone::connect(&self.server.client(), &self.phone.token).await
    }

    /// Seconds before the story's now.
    fn ago(&self, s: i64) -> At {
        At(self.now.0 / 1000 * 1000).plus_ms(-s * 1000)
    }
}

/// A quarter of an hour at the first outlet, as a phone sends it: fixes 15 s apart.
fn stay(story: &Story, from_s: i64, to_s: i64, outlet: i32) -> Vec<Value> {
    (to_s..=from_s)
        .rev()
        .step_by(15)
        .map(|s| fix(story.ago(s), pin(outlet)))
        .collect()
}

#[tokio::test]
async fn a_visit_declared_on_the_socket_is_stored_judged_and_acknowledged() {
    let story = Story::begin().await;
    let mut phone = story.connect().await;
    assert_eq!(phone.welcome["rep"]["code"], "R1");
    assert_eq!(phone.welcome["durability"], "local");
    let visit = Uuid::new_v4();
    phone
        .mark("session_start", Uuid::new_v4(), story.ago(1200), None)
        .await;
    phone.fixes(&stay(&story, 1190, 1100, 2)).await;
    phone.fixes(&stay(&story, 900, 600, 0)).await;
    phone
        .mark("check_in", visit, story.ago(595), Some("O1"))
        .await;
    phone.fixes(&stay(&story, 590, 120, 0)).await;
    phone
        .send(json!({ "type": "record", "kind": "order", "id": Uuid::new_v4(), "visit_id": visit, "at": story.ago(300).0,
            "body": { "outlet": "O1", "currency": "VND", "lines": [{ "product_code": "P1", "quantity": 2, "unit_price_minor": 15000 }] } }))
        .await;
    phone.mark("check_out", visit, story.ago(118), None).await;
    let results = phone.ack_all().await;
    assert!(results.is_empty(), "{results:?}");

    // The order was written before the last fixes and arrived after them: its day is judged again.
    let visits = eventually("the order counts", async || {
        let visits = story.company.visits(story.phone.rep).await;
        (visits[0]["verdict"]["outcome"] == "productive").then_some(visits)
    })
    .await;
    assert_eq!(visits.len(), 1, "{visits:#?}");
    assert_eq!(visits[0]["id"], visit.to_string());
    assert_eq!(visits[0]["verdict"]["place"], "inside");
    assert_eq!(story.company.count("fix").await, 7 + 21 + 32);
    story.server.finish().await;
}

#[tokio::test]
async fn a_resend_changes_nothing_and_another_body_is_refused() {
    let story = Story::begin().await;
    let mut phone = story.connect().await;
    let (session, record) = (Uuid::new_v4(), Uuid::new_v4());
    let order = |quantity: i32| json!({ "type": "record", "kind": "note", "id": record, "at": story.ago(50).0, "body": { "q": quantity } });
    for round in 0..2 {
        phone
            .mark("session_start", session, story.ago(600), None)
            .await;
        phone.fixes(&stay(&story, 500, 300, 0)).await;
        phone.send(order(1)).await;
        let results = phone.ack_all().await;
        if round == 0 {
            assert!(results.is_empty(), "{results:?}");
        } else {
            assert_eq!(codes(&results), vec!["duplicate"; 1 + 14 + 1]);
        }
    }
    phone.send(order(2)).await;
    phone
        .mark("session_start", session, story.ago(590), None)
        .await;
    let results = phone.ack_all().await;
    assert_eq!(codes(&results), ["id_reused", "id_reused"]);
    assert!(results.iter().all(|r| r["status"] == "rejected"));
    assert_eq!(story.company.count("fix").await, 14);
    assert_eq!(story.company.count("mark").await, 1);
    assert_eq!(story.company.count("device_record").await, 1);
    story.server.finish().await;
}

#[tokio::test]
async fn every_bad_item_costs_only_itself() {
    let story = Story::begin().await;
    let mut phone = story.connect().await;
    phone
        .mark("session_start", Uuid::new_v4(), story.ago(600), None)
        .await;
    let good = |s| fix(story.ago(s), pin(0));
    let bad = [
        json!({ "at": "yesterday", "lat": 21.0, "lng": 105.8 }),
        json!({ "at": story.ago(90).0, "lat": 105.85, "lng": 21.03 }),
        json!({ "at": 0, "lat": 21.0, "lng": 105.8 }),
        json!({ "at": 4_102_444_800_000_i64, "lat": 21.0, "lng": 105.8 }),
        json!({ "at": story.ago(5000).0, "lat": 21.0, "lng": 105.8 }),
        json!({ "at": story.ago(80).0, "lat": "NaN", "lng": 105.8 }),
        json!(null),
    ];
    let mut fixes = vec![good(100)];
    fixes.extend(bad);
    fixes.push(good(70));
    phone.fixes(&fixes).await;
    phone.send(json!({ "type": "teleport" })).await;
    phone
        .send(json!({ "type": "check_in", "id": "no uuid", "at": 5 }))
        .await;
    phone.send(json!({ "type": "check_in", "id": Uuid::new_v4(), "at": story.ago(60).0, "outlet": "NOWHERE" })).await;
    phone.send(json!({ "type": "record", "kind": "poem", "id": Uuid::new_v4(), "at": story.ago(60).0 })).await;
    phone
        .send(json!({ "type": "fixes", "fixes": vec![good(10); 1001] }))
        .await;
    phone.fixes(&[json!({ "at": story.ago(40).0, "lat": 21.03, "lng": 105.85, "accuracy_m": 150, "mock": true })]).await;
    let results = phone.ack_all().await;
    let of = |n: u64| -> Vec<String> {
        codes(
            &results
                .iter()
                .filter(|r| r["n"] == n)
                .cloned()
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(
        of(2),
        [
            "future_time",
            "malformed",
            "malformed",
            "malformed",
            "off_session",
            "out_of_range",
            "too_old"
        ]
    );
    assert_eq!(of(3), ["unknown_type"]);
    assert_eq!(of(4), ["malformed"]);
    assert!(of(5).contains(&"unknown_outlet".to_owned()));
    assert_eq!(of(6), ["unknown_kind"]);
    assert_eq!(of(7), ["too_large"]);
    assert_eq!(of(8), ["low_accuracy", "mock"]);
    assert_eq!(story.company.count("fix").await, 3);
    story.server.finish().await;
}

#[tokio::test]
async fn unreadable_frames_are_told_by_their_place_and_the_next_one_is_read() {
    let story = Story::begin().await;
    let mut phone = story.connect().await;
    phone.socket.send_text("{\"type\":\"fixes\",\"n\":1,").await;
    let error = phone.socket.hear_type("error").await;
    assert_eq!(
        (&error["code"], &error["frame"]),
        (&json!("malformed"), &json!(2))
    );
    phone.socket.send_text("[1,2]").await;
    assert_eq!(phone.socket.hear_type("error").await["frame"], 3);
    phone
        .mark("session_start", Uuid::new_v4(), story.ago(60), None)
        .await;
    phone.ack_all().await;
    for _ in 0..20 {
        phone.socket.send_text("nonsense").await;
    }
    assert_eq!(phone.socket.hear_close().await, 4400);
    story.server.finish().await;
}

#[tokio::test]
async fn closes_have_their_codes() {
    let story = Story::begin().await;
    let client = story.server.client();
    let hello = |protocol: i32, token: &str| json!({ "type": "hello", "protocol": protocol, "token": token });
    for (first, code) in [
        (hello(1, "wrong"), 4401),
        (hello(2, &story.phone.token), 4410),
        (json!({ "type": "fixes", "n": 1, "fixes": [] }), 4400),
    ] {
        let mut socket = client.socket("/v1/device", &[]).await;
        socket.send(&first).await;
        assert_eq!(socket.hear_close().await, code, "{first}");
    }
    let mut phone = story.connect().await;
    phone.socket.send_binary(&[1, 2, 3]).await;
    assert_eq!(phone.socket.hear_close().await, 4400);
    let mut phone = story.connect().await;
    phone.socket.send(&hello(1, &story.phone.token)).await;
    assert_eq!(phone.socket.hear_close().await, 4400, "second hello");
    let mut phone = story.connect().await;
    phone.socket.send_text(&"x".repeat((1 << 20) + 1)).await;
    assert_eq!(phone.socket.hear_close().await, 1009);
    story.server.finish().await;
}

#[tokio::test]
async fn a_socket_without_hello_is_closed() {
    let story = Story::begin().await;
    let mut socket = story.server.client().socket("/v1/device", &[]).await;
    assert_eq!(socket.hear_close().await, 4408);
    story.server.finish().await;
}

#[tokio::test]
async fn another_installation_supersedes_and_a_revoked_token_closes() {
    let story = Story::begin().await;
    let client = story.server.client();
    let mut first = TestPhone::connect_as(&client, &story.phone.token, Uuid::from_u128(1)).await;
    let mut second = TestPhone::connect_as(&client, &story.phone.token, Uuid::from_u128(2)).await;
    assert_eq!(first.socket.hear_close().await, 4409);
    sqlx::query("update device set revoked_at = now() where id = $1")
        .bind(story.phone.device)
        .execute(&story.company.pool)
        .await
        .unwrap();
    assert_eq!(second.socket.hear_close().await, 4401);
    story.server.finish().await;
}

#[tokio::test]
async fn a_stopping_server_sends_phones_away_with_everything_acknowledged_stored() {
    let story = Story::begin().await;
    let mut phone = story.connect().await;
    phone
        .mark("session_start", Uuid::new_v4(), story.ago(900), None)
        .await;
    for s in (100..800).rev() {
        phone.fixes(&[fix(story.ago(s), pin(0))]).await;
    }
    phone.acked(5).await;
    let (server, company) = (story.server, story.company);
    let finished = tokio::spawn(server.finish());
    let mut acked = 0;
    let code = loop {
        match phone.socket.hear().await {
            Heard::Json(f) if f["type"] == "ack" => acked = f["n"].as_u64().unwrap(),
            Heard::Closed(code, _) => break code,
            _ => {}
        }
    };
    assert_eq!(code, 1012);
    let _database = finished.await.unwrap();
    let stored = company.count("fix").await;
    assert!(
        stored >= i64::try_from(acked).unwrap() - 1,
        "{stored} stored, {acked} acknowledged"
    );
}

#[tokio::test]
async fn late_fixes_are_judged_and_told_as_revisions() {
    let story = Story::begin().await;
    let mut phone = story.connect().await;
    phone
        .mark("session_start", Uuid::new_v4(), story.ago(3600), None)
        .await;
    // Live: only now, at the second outlet. The hour at the first one comes later, as a backlog.
    phone.fixes(&stay(&story, 60, 0, 1)).await;
    phone.ack_all().await;
    phone.fixes(&stay(&story, 3000, 1800, 0)).await;
    phone.fixes(&stay(&story, 1700, 1600, 2)).await;
    phone.ack_all().await;
    let visits = eventually("the backlog's visit", async || {
        let visits = story.company.visits(story.phone.rep).await;
        (!visits.is_empty()).then_some(visits)
    })
    .await;
    assert_eq!(visits[0]["source"], "detected");
    assert!(story.company.count("visit_revision").await >= 1);
    eventually("no dirty day left", async || {
        (story.company.count("rep_day_dirty").await == 0).then_some(())
    })
    .await;
    story.server.finish().await;
}

#[tokio::test]
async fn a_session_on_one_device_opens_the_gate_for_all_and_a_late_end_erases() {
    let story = Story::begin().await;
    let tracker = story.company.device(story.phone.rep, false).await;
    let mut app = story.connect().await;
    let mut background = TestPhone::connect(&story.server.client(), &tracker.token).await;
    let session = Uuid::new_v4();
    app.mark("session_start", session, story.ago(600), None)
        .await;
    app.ack_all().await;
    background.fixes(&stay(&story, 700, 300, 0)).await;
    let results = background.ack_all().await;
    assert!(
        results.iter().all(|r| r["code"] == "off_session"),
        "{results:?}"
    );
    let before = story.company.count("fix").await;
    assert_eq!(before, 20);
    app.mark("session_end", session, story.ago(450), None).await;
    app.ack_all().await;
    assert_eq!(story.company.count("fix").await, 10);
    story.server.finish().await;
}

#[tokio::test]
async fn frames_over_http_commit_once_with_marks_first() {
    let story = Story::begin().await;
    let client = story.server.client();
    let body = json!({ "frames": [
        { "type": "fixes", "n": 1, "fixes": stay(&story, 300, 200, 0) },
        { "type": "session_start", "n": 2, "id": Uuid::new_v4(), "at": story.ago(600).0 },
        "no frame",
        { "type": "record", "n": 3, "kind": "note", "id": Uuid::new_v4(), "at": story.ago(100).0, "body": {} },
    ] });
    let send = || async {
        client
            .request(reqwest::Method::POST, "/v1/device/frames")
            .bearer_auth(&story.phone.token)
            .json(&body)
            .send()
            .await
            .unwrap()
    };
    let first: Value = send().await.json().await.unwrap();
    assert_eq!((&first["n"], &first["results"]), (&json!(3), &json!([])));
    assert_eq!(first["errors"][0]["frame"], 3);
    assert_eq!(story.company.count("fix").await, 7);
    let again: Value = send().await.json().await.unwrap();
    assert_eq!(again["results"].as_array().unwrap().len(), 7 + 1 + 1);
    assert_eq!(client.post("/v1/device/frames", &body).await.status(), 401);
    story.server.finish().await;
}

/// As phones send it whose signal came back: the marks of a visit and what was measured during it, whatever their
/// order in the request.
#[tokio::test]
async fn a_visit_told_by_one_request_is_judged_at_once_as_it_happened() {
    let story = Story::begin().await;
    let client = story.server.client();
    let visit = Uuid::new_v4();
    let body = json!({ "frames": [
        { "type": "check_out", "n": 1, "id": visit, "at": story.ago(118).0 },
        { "type": "record", "n": 2, "kind": "order", "id": Uuid::new_v4(), "visit_id": visit, "at": story.ago(300).0,
          "body": { "outlet": "O1", "currency": "VND", "lines": [{ "product_code": "P1", "quantity": 2, "unit_price_minor": 15_000 }] } },
        { "type": "fixes", "n": 3, "fixes": stay(&story, 590, 120, 0) },
        { "type": "fixes", "n": 4, "fixes": stay(&story, 900, 600, 0) },
        { "type": "check_in", "n": 5, "id": visit, "outlet": "O1", "at": story.ago(595).0 },
        { "type": "session_start", "n": 6, "id": Uuid::new_v4(), "at": story.ago(1200).0 },
    ] });
    let sent = client
        .request(reqwest::Method::POST, "/v1/device/frames")
        .bearer_auth(&story.phone.token)
        .json(&body)
        .send()
        .await
        .unwrap();
    let told: Value = sent.json().await.unwrap();
    assert_eq!(told["results"], json!([]), "{told}");
    assert_eq!(
        story.company.count("rep_day_dirty").await,
        0,
        "nothing is left to judge again"
    );
    let visits = story.company.visits(story.phone.rep).await;
    assert_eq!(visits.len(), 1, "{visits:#?}");
    let told = &visits[0];
    assert_eq!(
        (&told["id"], &told["state"]),
        (&json!(visit), &json!("closed"))
    );
    assert_eq!(told["verdict"]["place"], "inside");
    assert_eq!(told["verdict"]["outcome"], "productive");
    assert_eq!(told["evidence"]["fixes_inside"], 21 + 32);
    story.server.finish().await;
}
