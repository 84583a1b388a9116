//! Bad input costs only itself: whatever is sent between good items, the server goes on, the next
//! item is read, and no good one is lost. And every code of the protocol is produced by some test.

use fieldbeat::clock::Clock;
use fieldbeat_domain::time::At;
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::Heard,
    company::{Company, Enrolled, TestPhone, fix, pin, time},
    seed,
    server::TestServer,
};

fn noon() -> At {
    let midnight = chrono::Utc::now().timestamp() / 86_400 * 86_400;
    At(midnight * 1000 + 5 * 3_600_000)
}

fn ago(s: i64) -> At {
    noon().plus_ms(-s * 1000)
}

struct Story {
    server: TestServer,
    company: Company,
    phone: Enrolled,
}

impl Story {
    async fn begin() -> Self {
        let server = TestServer::plan()
            .set("judge_quiet_ms", "0")
            .clock(&Clock::at(noon()))
            .start()
            .await;
        let company = Company::found(server.database.pool()).await;
        company.outlets(3).await;
        let phone = company.enrolled("R1").await;
        server.services.ingest.world_changed().await;
        Self {
            server,
            company,
            phone,
        }
    }

    async fn connect(&self) -> TestPhone {
        TestPhone::connect(&self.server.client(), &self.phone.token).await
    }

    async fn stored_at(&self, at: At) -> bool {
        let at = at.to_utc().unwrap();
        sqlx::query_scalar("select exists (select from fix where at = $1)")
            .bind(at)
            .fetch_one(&self.company.pool)
            .await
            .unwrap()
    }
}

/// A frame with something wrong or strange in it: text as it goes over the wire.
fn strange(random: &mut StdRng, n: u64) -> String {
    let extreme = [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "-1e308",
        "null",
        "\"NaN\"",
        "\"\"",
        "[]",
        "{}",
        "true",
        "0",
        "9223372036854775807",
        "-9223372036854775808",
        "8210266876799999",
        "-1000000000000000",
        "4102444800000",
        "\"1970-01-01T00:00:00Z\"",
        "\"2100-01-01T00:00:00Z\"",
        "\"+262142-12-31T23:59:59Z\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "1.5",
    ];
    let value = extreme[random.random_range(0..extreme.len())];
    let id = Uuid::from_u128(random.random());
    let some_kind: String = (0..random.random_range(1..4000))
        .map(|_| char::from(random.random_range(b'!'..b'[')))
        .collect();
    let kinds = [
        "check_in",
        "check_out",
        "visit_cancel",
        "stop_missed",
        "break_end",
    ];
    let kind = kinds[random.random_range(0..kinds.len())];
    let good = format!(
        r#"{{"type":"fixes","n":{n},"fixes":[{{"at":{},"lat":21.03,"lng":105.85}}]}}"#,
        ago(9_000).0
    );
    match random.random_range(0..14) {
        0 => {
            // Bytes of a good frame changed at random, as far as they stay text. Not its number: a
            // readable frame that takes a later number makes those up to it refused by their
            // place (`a_number_that_was_passed_is_refused_by_its_place`).
            let number = format!("\"n\":{n}");
            let at = good.find(&number).unwrap();
            let number = at..at + number.len();
            let mut bytes = good.into_bytes();
            for _ in 0..random.random_range(1..5) {
                let i = random.random_range(0..bytes.len());
                if !number.contains(&i) {
                    bytes[i] = random.random_range(0x20..0x7f);
                }
            }
            String::from_utf8(bytes).unwrap()
        }
        1 => good[..random.random_range(0..good.len())].to_owned(),
        2 => (0..random.random_range(0..200))
            .map(|_| random.random::<char>())
            .collect(),
        3 => format!(r#"{{"type":"fixes","n":{n},"fixes":{value}}}"#),
        4 => format!(
            r#"{{"type":"fixes","n":{n},"fixes":[{{"at":{value},"lat":21.03,"lng":105.85}}]}}"#
        ),
        5 => format!(
            r#"{{"type":"fixes","n":{n},"fixes":[{{"at":{},"lat":{value},"lng":105.85}}]}}"#,
            ago(9_000).0
        ),
        6 => format!(
            r#"{{"type":"fixes","n":{n},"session":{value},"fixes":[{{"at":{},"lat":105.85,"lng":21.03}}]}}"#,
            ago(9_000).0
        ),
        7 => format!(
            r#"{{"type":"{kind}","n":{n},"id":"{id}","at":{value},"outlet":{value},"reason":"\u0000x"}}"#
        ),
        8 => format!(
            r#"{{"type":"{kind}","n":{n},"id":"{id}","at":{},"outlet":{value},"fix":{value}}}"#,
            ago(8_000).0
        ),
        9 => format!(
            r#"{{"type":"record","n":{n},"kind":"note","id":"{id}","at":{value},"body":{value}}}"#
        ),
        10 => format!(
            r#"{{"type":"record","n":{n},"kind":{},"id":"{id}","at":{},"body":{{"\u0000":"a\u0000"}}}}"#,
            json!(some_kind),
            ago(8_000).0
        ),
        11 => format!(r#"{{"type":{value},"n":{n},"id":{value}}}"#),
        12 => format!(
            r#"{{"type":"heartbeat","n":{n},"at":{value},"backlog":{value},"battery_pct":{value}}}"#
        ),
        _ => format!(
            r#"{{"type":"record","n":{n},"kind":"audit","id":"{id}","at":{},"body":{}}}"#,
            ago(8_000).0,
            "[".repeat(300) + &"]".repeat(300)
        ),
    }
}

#[tokio::test]
async fn no_strange_frame_stops_the_server_or_costs_a_good_one() {
    const ROUNDS: i64 = 400;
    let seed = seed("bad_input");
    let mut random = StdRng::seed_from_u64(seed);
    let story = Story::begin().await;
    let mut phone = story.connect().await;
    phone
        .mark("session_start", Uuid::new_v4(), ago(10_000), None)
        .await;
    for round in 0..ROUNDS {
        phone.n += 1;
        let n = phone.n;
        phone.socket.send_text(&strange(&mut random, n)).await;
        phone.fixes(&[fix(ago(7_000 - round), pin(1))]).await;
    }
    let mut last = 0;
    while last < phone.n {
        match phone.socket.hear().await {
            Heard::Json(f) if f["type"] == "ack" => last = f["n"].as_u64().unwrap(),
            Heard::Json(_) => {}
            other => panic!("TEST_SEED={seed}: {other:?}"),
        }
    }
    for round in 0..ROUNDS {
        assert!(
            story.stored_at(ago(7_000 - round)).await,
            "TEST_SEED={seed}: good fix {round} is gone"
        );
    }
    // Days that cannot be judged are put off; no day of another rep waits for them.
    let other = story.company.enrolled("R2").await;
    let mut second = TestPhone::connect(&story.server.client(), &other.token).await;
    second
        .mark("session_start", Uuid::new_v4(), ago(300), None)
        .await;
    second.fixes(&[fix(ago(100), pin(0))]).await;
    second.fixes(&[fix(ago(200), pin(0))]).await;
    second.ack_all().await;
    crate::support::eventually("the other rep's late day is judged", async || {
        let done: bool = sqlx::query_scalar(
            "select exists (select from rep_day where rep_id = $1) and not exists (select from rep_day_dirty where rep_id = $1)",
        )
        .bind(other.rep)
        .fetch_one(&story.company.pool)
        .await
        .unwrap();
        done.then_some(())
    })
    .await;
    story.server.finish().await;
}

#[tokio::test]
async fn a_number_that_was_passed_is_refused_by_its_place() {
    let story = Story::begin().await;
    let mut phone = story.connect().await;
    phone
        .mark("session_start", Uuid::new_v4(), ago(60), None)
        .await;
    phone.n = 9;
    phone.fixes(&[fix(ago(50), pin(0))]).await;
    phone.ack_all().await;
    phone.n = 8;
    for seconds in [40, 39] {
        phone.fixes(&[fix(ago(seconds), pin(0))]).await;
    }
    let refused = [
        phone.socket.hear_type("error").await,
        phone.socket.hear_type("error").await,
    ];
    for (error, ordinal) in refused.iter().zip([4, 5]) {
        assert_eq!(
            (&error["code"], &error["frame"]),
            (&json!("malformed"), &json!(ordinal))
        );
    }
    phone.fixes(&[fix(ago(30), pin(0))]).await;
    phone.ack_all().await;
    assert!(story.stored_at(ago(30)).await);
    for seconds in [40, 39] {
        assert!(!story.stored_at(ago(seconds)).await);
    }
    story.server.finish().await;
}

#[tokio::test]
async fn strange_frames_in_a_request_cost_no_good_one() {
    let seed = seed("bad_input over HTTP");
    let mut random = StdRng::seed_from_u64(seed);
    let story = Story::begin().await;
    let client = story.server.client();
    let post = |body: String| {
        client
            .request(reqwest::Method::POST, "/v1/device/frames")
            .bearer_auth(&story.phone.token)
            .header("content-type", "application/json")
            .body(body)
            .send()
    };
    let start = format!(
        r#"{{"frames":[{{"type":"session_start","n":1,"id":"{}","at":{}}}]}}"#,
        Uuid::new_v4(),
        ago(10_000).0
    );
    assert_eq!(post(start).await.unwrap().status(), 200);
    for round in 0..60 {
        let good = |n: i64, s: i64| {
            format!(
                r#"{{"type":"fixes","n":{n},"fixes":[{}]}}"#,
                fix(ago(s), pin(1))
            )
        };
        let odd = loop {
            let text = strange(&mut random, 2);
            // What is no JSON at all costs the request and is tried below.
            if serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok() {
                break text;
            }
        };
        let (first, last) = (good(1, 7_000 - 2 * round), good(3, 6_999 - 2 * round));
        let response = post(format!(r#"{{"frames":[{first},{odd},{last}]}}"#))
            .await
            .unwrap();
        assert_eq!(response.status(), 200, "TEST_SEED={seed}: {odd}");
        for s in [7_000 - 2 * round, 6_999 - 2 * round] {
            assert!(story.stored_at(ago(s)).await, "TEST_SEED={seed}: {odd}");
        }
    }
    assert_eq!(
        post("{\"frames\":[nonsense]}".to_owned())
            .await
            .unwrap()
            .status(),
        400
    );
    assert_eq!(post("x".repeat((1 << 20) + 1)).await.unwrap().status(), 413);
    story.server.finish().await;
}

#[tokio::test]
async fn jumps_and_swapped_coordinates_do_not_move_the_day() {
    let story = Story::begin().await;
    let mut phone = story.connect().await;
    phone
        .mark("session_start", Uuid::new_v4(), ago(4_000), None)
        .await;
    let far = |s: i64| fix(ago(s), (-34.6, -58.4));
    for s in (0..20).map(|i| 3_600 - i * 60) {
        phone.fixes(&[fix(ago(s), pin(0))]).await;
        // 17,000 km and back within a minute, now and then.
        if s % 300 == 0 {
            phone.fixes(&[far(s - 30)]).await;
        }
    }
    phone
        .fixes(&[json!({ "at": time(ago(60)), "lat": 105.85, "lng": 21.03 })])
        .await;
    let results = phone.ack_all().await;
    let of = |code: &str| results.iter().filter(|r| r["code"] == code).count();
    assert_eq!(
        (
            of("out_of_range"),
            results.iter().filter(|r| r["status"] == "rejected").count()
        ),
        (1, 1)
    );
    assert_eq!(of("implausible_speed"), 4, "{results:?}");
    story.server.finish().await;
}

#[tokio::test]
async fn every_code_of_items_is_told() {
    let story = Story::begin().await;
    let other = story.company.enrolled("R2").await;
    let mut phone = story.connect().await;
    let client = story.server.client();
    let mut told: Vec<Value> = Vec::new();
    let (visit, second, note) = (Uuid::new_v4(), Uuid::new_v4(), Uuid::new_v4());
    let record = |id: Uuid, more: Value| {
        let mut frame =
            json!({ "type": "record", "kind": "note", "id": id, "at": ago(50).0, "body": {} });
        for (key, value) in more.as_object().unwrap() {
            frame[key] = value.clone();
        }
        frame
    };
    phone
        .mark("session_start", Uuid::new_v4(), ago(4_000), None)
        .await;
    phone
        .fixes(&[
            fix(ago(3_000), pin(0)),
            fix(ago(3_000), pin(1)),
            fix(ago(5_000), pin(0)),
            json!({ "at": 0, "lat": 1, "lng": 1 }),
        ])
        .await;
    phone
        .fixes(&[
            json!({ "at": ago(-4_000).0, "lat": 1, "lng": 1 }),
            json!({ "at": ago(1).0, "lat": 91, "lng": 1 }),
            json!(7),
        ])
        .await;
    phone.fixes(&[fix(ago(2_990), (50.0, 8.0)), json!({ "at": ago(2_980).0, "lat": 21.03, "lng": 105.85, "accuracy_m": 150, "mock": true })]).await;
    phone
        .send(json!({ "type": "fixes", "fixes": vec![fix(ago(10), pin(0)); 1_001] }))
        .await;
    phone
        .mark("check_out", Uuid::new_v4(), ago(2_970), None)
        .await;
    phone.mark("check_in", visit, ago(2_900), Some("O1")).await;
    phone.mark("check_in", second, ago(2_800), Some("O2")).await;
    phone.mark("check_out", second, ago(2_790), None).await;
    phone
        .mark("check_in", Uuid::new_v4(), ago(2_760), Some("O2"))
        .await;
    phone
        .mark("check_in", Uuid::new_v4(), ago(2_000), Some("NOWHERE"))
        .await;
    phone
        .mark("stop_missed", Uuid::new_v4(), ago(20 * 86_400), Some("O1"))
        .await;
    phone.send(json!({ "type": "teleport" })).await;
    phone.send(record(note, json!({}))).await;
    phone.send(record(note, json!({}))).await;
    phone
        .send(record(note, json!({ "body": { "other": 1 } })))
        .await;
    phone
        .send(record(
            Uuid::new_v4(),
            json!({ "kind": "poem", "at": "never" }),
        ))
        .await;
    phone.send(json!({ "type": "fixes", "session": Uuid::new_v4(), "fixes": [fix(ago(6_000), pin(0))] })).await;
    phone.fixes(&[
        json!({ "at": ago(4_600).0, "lat": 21.03, "lng": 105.85, "clock_offset_ms": 3_600_000 }),
        json!({ "at": ago(1_000).0, "lat": 21.03, "lng": 105.85, "clock_offset_ms": 3_000_000_000_i64 }),
    ])
    .await;
    told.extend(phone.ack_all().await);
    let mut foreign = TestPhone::connect(&client, &other.token).await;
    foreign
        .send(record(Uuid::new_v4(), json!({ "visit_id": visit })))
        .await;
    told.extend(foreign.ack_all().await);
    // What the database will never take: here a rule that the test put into its table.
    sqlx::query("alter table device_record add constraint no_expense check (kind <> 'expense')")
        .execute(&story.company.pool)
        .await
        .unwrap();
    phone
        .send(record(Uuid::new_v4(), json!({ "kind": "expense" })))
        .await;
    phone.fixes(&[fix(ago(900), pin(0))]).await;
    told.extend(phone.ack_all().await);
    assert!(story.stored_at(ago(900)).await);

    let all = [
        "duplicate",
        "malformed",
        "out_of_range",
        "future_time",
        "too_old",
        "off_session",
        "id_reused",
        "too_large",
        "same_instant",
        "quarantined",
        "unknown_type",
        "unknown_kind",
        "invalid_body",
        "unknown_outlet",
        "unknown_visit",
        "clock_suspect",
        "clock_corrected",
        "low_accuracy",
        "implausible_speed",
        "mock",
        "auto_started",
        "closed_open_visit",
        "no_open_visit",
        "cooldown",
        "late",
    ];
    let missing: Vec<&str> = all
        .into_iter()
        .filter(|code| !told.iter().any(|r| r["code"] == *code))
        .collect();
    assert!(missing.is_empty(), "no test of {missing:?}\n{told:#?}");
    story.server.finish().await;
}

#[tokio::test]
async fn a_device_that_connects_again_and_again_is_told_to_wait() {
    let story = Story::begin().await;
    let client = story.server.client();
    let mut phones = Vec::new();
    for _ in 0..30 {
        phones.push(TestPhone::connect_as(&client, &story.phone.token, Uuid::from_u128(1)).await);
    }
    let mut socket = client.socket("/v1/device", &[]).await;
    socket
        .send(&json!({ "type": "hello", "protocol": 1, "token": story.phone.token }))
        .await;
    assert_eq!(socket.hear_close().await, 4429);
    story.server.finish().await;
}
