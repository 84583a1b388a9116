//! Privacy: what lies outside a session or in a break leaves no trace of where it was.

use fieldbeat_domain::time::At;
use serde_json::{Value, json};
use sqlx::Row;
use uuid::Uuid;

use crate::support::{
    company::{Company, Enrolled, TestPhone, codes, fix, pin, time},
    server::TestServer,
    traces::{forms, traces},
};
use fieldbeat::clock::Clock;

const MIN_MS: i64 = 60_000;

fn noon() -> At {
    let midnight = chrono::Utc::now().timestamp() / 86_400 * 86_400;
    At(midnight * 1000 + 5 * 3_600_000)
}

fn ago(min: i64) -> At {
    noon().plus_ms(-min * MIN_MS)
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
        company.outlets(2).await;
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

    async fn fix_minutes(&self) -> Vec<i64> {
        let rows = sqlx::query("select at from fix order by at")
            .fetch_all(&self.company.pool)
            .await
            .unwrap();
        let minute = |r: &sqlx::postgres::PgRow| {
            let at: chrono::DateTime<chrono::Utc> = r.get(0);
            noon().since_ms(At(at.timestamp_millis())) / MIN_MS
        };
        rows.iter().map(minute).collect()
    }
}

#[tokio::test]
async fn what_is_off_session_leaves_no_trace() {
    let story = Story::begin().await;
    let mut phone = story.connect().await;
    let (session, pause) = (Uuid::new_v4(), Uuid::new_v4());
    // Before anything is declared, in a break, after the end: each at a place of its own.
    let places = [
        (21.012_345_6, 105.812_345_6),
        (21.023_456_7, 105.823_456_7),
        (21.034_567_8, 105.834_567_8),
    ];
    let inside = (21.045_678_9, 105.845_678_9);
    phone
        .fixes(&[fix(ago(130), places[0]), fix(ago(129), places[0])])
        .await;
    phone.mark("session_start", session, ago(120), None).await;
    phone
        .fixes(&[fix(ago(119), inside), fix(ago(125), places[0])])
        .await;
    phone.mark("break_start", pause, ago(90), None).await;
    phone
        .fixes(&[fix(ago(80), places[1]), fix(ago(75), places[1])])
        .await;
    phone.mark("break_end", pause, ago(70), None).await;
    phone
        .fixes(&[fix(ago(85), places[1]), fix(ago(60), inside)])
        .await;
    phone.mark("session_end", session, ago(30), None).await;
    phone
        .fixes(&[fix(ago(20), places[2]), fix(ago(1), places[2])])
        .await;
    let results = phone.ack_all().await;
    assert_eq!(codes(&results), vec!["off_session"; 8]);
    assert_eq!(story.fix_minutes().await, [119, 60]);
    // The bytes are looked for in the right way: what is kept is found in the same manner.
    assert!(!traces(&story.company.pool, &[inside.0]).await.is_empty());
    let coordinates: Vec<f64> = places.iter().flat_map(|(lat, lng)| [*lat, *lng]).collect();
    assert_eq!(
        traces(&story.company.pool, &coordinates).await,
        Vec::<String>::new()
    );
    let log = story.server.log.all();
    assert!(
        !coordinates
            .iter()
            .flat_map(|c| forms(*c))
            .any(|form| log.contains(&form))
    );
    let counted: i64 =
        sqlx::query_scalar("select sum(count)::int8 from refusal where code = 'off_session'")
            .fetch_one(&story.company.pool)
            .await
            .unwrap();
    assert_eq!(counted, 8);
    story.server.finish().await;
}

#[tokio::test]
async fn a_late_break_and_a_late_end_erase_what_they_uncover() {
    let story = Story::begin().await;
    let mut phone = story.connect().await;
    let (session, pause) = (Uuid::new_v4(), Uuid::new_v4());
    let secret = (21.056_789_1, 105.856_789_1);
    phone.mark("session_start", session, ago(120), None).await;
    phone
        .fixes(&[
            fix(ago(110), pin(0)),
            fix(ago(85), secret),
            fix(ago(60), pin(0)),
            fix(ago(20), secret),
        ])
        .await;
    phone.ack_all().await;
    // The end of the break is known before its start, so nothing after it is touched.
    phone.mark("break_end", pause, ago(70), None).await;
    phone.mark("break_start", pause, ago(90), None).await;
    phone.mark("session_end", session, ago(30), None).await;
    phone.ack_all().await;
    assert_eq!(story.fix_minutes().await, [110, 60]);
    crate::support::eventually("the day is judged without them", async || {
        (story.company.count("rep_day_dirty").await == 0).then_some(())
    })
    .await;
    assert_eq!(
        traces(&story.company.pool, &[secret.0, secret.1]).await,
        Vec::<String>::new()
    );
    story.server.finish().await;
}

#[tokio::test]
async fn a_break_that_a_check_in_ended_does_not_come_back_with_its_own_late_end() {
    let story = Story::begin().await;
    let mut phone = story.connect().await;
    let pause = Uuid::new_v4();
    phone
        .mark("session_start", Uuid::new_v4(), ago(120), None)
        .await;
    phone.mark("break_start", pause, ago(90), None).await;
    phone
        .mark("check_in", Uuid::new_v4(), ago(60), Some("O1"))
        .await;
    phone.fixes(&[fix(ago(55), pin(0))]).await;
    phone.mark("break_end", pause, ago(40), None).await;
    phone
        .fixes(&[fix(ago(50), pin(0)), fix(ago(70), pin(0))])
        .await;
    let results = phone.ack_all().await;
    assert_eq!(
        results
            .iter()
            .filter(|r| r["code"] == "off_session")
            .count(),
        1,
        "{results:?}"
    );
    assert_eq!(story.fix_minutes().await, [55, 50]);
    story.server.finish().await;
}

#[tokio::test]
async fn frames_that_name_their_session_are_kept_in_whatever_order_they_come() {
    let story = Story::begin().await;
    let mut phone = story.connect().await;
    let session = Uuid::new_v4();
    let named =
        |min: i64| json!({ "type": "fixes", "session": session, "fixes": [fix(ago(min), pin(0))] });
    // The end first, then the newest, then older ones, then the start, which corrects.
    phone.mark("session_end", session, ago(30), None).await;
    for min in [40, 100, 60, 115] {
        phone.send(named(min)).await;
    }
    let results = phone.ack_all().await;
    assert!(
        results.iter().all(|r| r["code"] == "auto_started"),
        "{results:?}"
    );
    assert_eq!(story.fix_minutes().await, [115, 100, 60, 40]);
    phone.mark("session_start", session, ago(110), None).await;
    phone.ack_all().await;
    assert_eq!(story.fix_minutes().await, [100, 60, 40]);
    story.server.finish().await;
}

#[tokio::test]
async fn a_reused_id_in_a_request_costs_nothing_else_in_it() {
    let story = Story::begin().await;
    let client = story.server.client();
    let note = Uuid::new_v4();
    let send = |frames: Value| {
        client
            .request(reqwest::Method::POST, "/v1/device/frames")
            .bearer_auth(&story.phone.token)
            .json(&json!({ "frames": frames }))
            .send()
    };
    let record = |n: u64, q: u64| json!({ "type": "record", "n": n, "kind": "note", "id": note, "at": ago(50).0, "body": { "q": q } });
    send(json!([record(1, 1)])).await.unwrap();
    let session = Uuid::new_v4();
    let answer: Value = send(json!([
        { "type": "session_start", "n": 1, "id": session, "at": time(ago(60)) },
        record(2, 2),
        { "type": "fixes", "n": 3, "fixes": [fix(ago(40), pin(0))] },
    ]))
    .await
    .unwrap()
    .json()
    .await
    .unwrap();
    assert_eq!(answer["results"][0]["code"], "id_reused");
    assert_eq!(answer["results"].as_array().unwrap().len(), 1);
    // The session stays open although the rep was read again.
    let answer: Value = send(json!([{ "type": "fixes", "n": 1, "fixes": [fix(ago(30), pin(0))] }]))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(answer["results"], json!([]));
    assert_eq!(story.fix_minutes().await, [40, 30]);
    story.server.finish().await;
}
