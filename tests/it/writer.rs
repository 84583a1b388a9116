//! The writer against a database that goes away, refuses and surprises: what waits is written once,
//! and nothing is acknowledged before.

use std::{sync::Arc, time::Duration};

use fieldbeat::clock::Clock;
use fieldbeat::store::copy::FixRows;
use fieldbeat_domain::{
    fix::{Fix, FixFlags, Provider},
    id::{DeviceId, RepId},
    position::LatLng,
    time::At,
};
use serde_json::json;
use sqlx::Row;
use uuid::Uuid;

use crate::support::{
    client::Heard,
    company::{Company, Enrolled, TestPhone, fix, pin},
    database::TestDatabase,
    eventually,
    proxy::{Fault, Proxy},
    server::TestServer,
    waiting,
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

async fn on(database: Arc<TestDatabase>, url: Option<String>) -> Story {
    let company = Company::found(database.pool()).await;
    company.outlets(2).await;
    let phone = company.enrolled("R1").await;
    let mut plan = TestServer::plan()
        .set("judge_quiet_ms", "0")
        .set("database_connections", "4")
        .set("in_flight_mib", "1")
        .clock(&Clock::at(noon()))
        .database(&database);
    if let Some(url) = url {
        plan = plan.set("database_url", url);
    }
    let server = plan.start().await;
    Story {
        server,
        company,
        phone,
    }
}

async fn begin() -> Story {
    on(Arc::new(TestDatabase::new().await), None).await
}

impl Story {
    async fn connect(&self) -> TestPhone {
        TestPhone::connect(&self.server.client(), &self.phone.token).await
    }

    async fn fixes(&self) -> i64 {
        self.company.count("fix").await
    }
}

#[tokio::test]
async fn while_the_database_is_away_frames_wait_and_nothing_is_promised() {
    let database = Arc::new(TestDatabase::new().await);
    let near = tempfile::tempdir().unwrap();
    let (proxy, url) = Proxy::before_database(&database.url, near.path()).await;
    let story = on(database, Some(url)).await;
    let mut phone = story.connect().await;
    phone
        .mark("session_start", Uuid::new_v4(), ago(3000), None)
        .await;
    phone.fixes(&[fix(ago(2900), pin(0))]).await;
    phone.ack_all().await;
    proxy.set(Fault::Cut);
    for s in 0..50 {
        phone.fixes(&[fix(ago(2000 - s), pin(0))]).await;
    }
    phone
        .send(json!({ "type": "heartbeat", "at": noon().0 }))
        .await;
    // The heartbeat is answered at once, and no acknowledgement comes before it.
    assert_eq!(
        match phone.socket.hear().await {
            Heard::Json(frame) => frame["type"].clone(),
            other => panic!("{other:?}"),
        },
        "alive"
    );
    // Beyond the budget a phone is told to wait, and is read later; a newcomer is sent away.
    let long = "x".repeat(700_000);
    let note = |id: u128| json!({ "type": "record", "kind": "note", "id": Uuid::from_u128(id), "at": ago(1900).0, "body": { "text": long } });
    phone.send(note(1)).await;
    phone.send(note(2)).await;
    let told = phone.socket.hear_type("error").await;
    assert_eq!(told["code"], "rate_limited");
    assert!(told["retry_after_s"].as_u64().is_some());
    let mut late = story.server.client().socket("/v1/device", &[]).await;
    late.send(&json!({ "type": "hello", "protocol": 1, "token": story.phone.token }))
        .await;
    assert_eq!(late.hear_close().await, 1013);
    eventually("not ready", async || {
        (story.server.client().get("/readyz").await.status() == 503).then_some(())
    })
    .await;
    assert_eq!(story.fixes().await, 1);
    proxy.set(Fault::None);
    let results = phone.ack_all().await;
    assert!(results.is_empty(), "{results:?}");
    assert_eq!(story.fixes().await, 51);
    assert_eq!(story.company.count("device_record").await, 2);
    eventually("ready again", async || {
        (story.server.client().get("/readyz").await.status() == 200).then_some(())
    })
    .await;
    story
        .server
        .finish_although(|line| line.contains("sqlx_core::pool") || line.contains("tried again"))
        .await;
}

#[tokio::test]
async fn terminated_sessions_of_the_database_cost_nothing() {
    const ROUNDS: i64 = 12;
    let story = begin().await;
    let mut phone = story.connect().await;
    phone
        .mark("session_start", Uuid::new_v4(), ago(3000), None)
        .await;
    for round in 0..ROUNDS {
        for s in 0..10 {
            phone
                .fixes(&[fix(ago(2900 - round * 20 - s), pin(0))])
                .await;
        }
        // At any moment: before, inside or after a commit.
        sqlx::query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'fieldbeat' and pid <> pg_backend_pid() and (query ilike '%fix%' or query ilike 'commit' or state <> 'idle')")
            .execute(&story.company.pool)
            .await
            .unwrap();
    }
    let results = phone.ack_all().await;
    assert!(
        results.iter().all(|r| r["status"] != "rejected"),
        "{results:?}"
    );
    assert_eq!(story.fixes().await, ROUNDS * 10);
    assert_eq!(story.company.count("mark").await, 1);
    // The pool says that sessions died, and the server's own jobs that they will try again, where one
    // of theirs was hit; the writer has nothing to say.
    story
        .server
        .finish_although(|line| {
            line.contains("sqlx_core::pool")
                || (line.contains("fieldbeat::server::") || line.contains("fieldbeat::alerts"))
                    && line.contains("the database is unavailable")
        })
        .await;
}

/// As behind a standby that is away: the database answers, and no commit comes back.
#[tokio::test]
async fn a_commit_that_hangs_is_told() {
    let story = begin().await;
    let client = story.server.client();
    let mut phone = story.connect().await;
    phone
        .mark("session_start", Uuid::new_v4(), ago(3000), None)
        .await;
    phone.ack_all().await;
    let mut holding = story.company.pool.begin().await.unwrap();
    sqlx::query("lock table mark in access exclusive mode")
        .execute(&mut *holding)
        .await
        .unwrap();
    phone
        .mark("break_start", Uuid::new_v4(), ago(2900), None)
        .await;
    waiting(&story.company.pool, 1).await;
    story.server.services.clock.advance(Duration::from_secs(11));
    let ready = client.get("/readyz").await;
    assert_eq!(ready.status(), 503);
    let told: serde_json::Value = ready.json().await.unwrap();
    assert_eq!(
        (&told["writer"], &told["draining"]),
        (&json!(false), &json!(false))
    );
    eventually("the gauge tells", async || {
        let metrics = client.get("/metrics").await.text().await.unwrap();
        let running =
            (metrics.lines()).find_map(|l| l.strip_prefix("fieldbeat_commit_running_seconds "))?;
        (running.parse::<f64>().unwrap() > 10.0).then_some(())
    })
    .await;
    holding.rollback().await.unwrap();
    phone.ack_all().await;
    eventually("ready again", async || {
        (client.get("/readyz").await.status() == 200).then_some(())
    })
    .await;
    story
        .server
        .finish_although(|line| line.contains("tried again") || line.contains("put off"))
        .await;
}

#[tokio::test]
async fn a_row_put_in_behind_the_servers_back_is_met_and_the_rest_is_stored() {
    let story = begin().await;
    let mut phone = story.connect().await;
    phone
        .mark("session_start", Uuid::new_v4(), ago(3000), None)
        .await;
    phone.fixes(&[fix(ago(2900), pin(0))]).await;
    phone.ack_all().await;
    sqlx::query("insert into fix (device_id, rep_id, at, lat_e7, lng_e7, received_at) values ($1, $2, $3, 210300000, 1058500000, now())")
        .bind(story.phone.device)
        .bind(story.phone.rep)
        .bind(ago(2000).to_utc().unwrap())
        .execute(&story.company.pool)
        .await
        .unwrap();
    phone
        .fixes(&[
            fix(ago(2010), pin(0)),
            fix(ago(2000), pin(0)),
            fix(ago(1990), pin(0)),
        ])
        .await;
    let results = phone.ack_all().await;
    assert!(
        results.iter().all(|r| r["status"] != "rejected"),
        "{results:?}"
    );
    assert_eq!(story.fixes().await, 4);
    story.server.finish().await;
}

#[tokio::test]
async fn a_missing_partition_is_made_for_the_fixes_that_need_it() {
    let story = begin().await;
    let mut conn = story.company.pool.acquire().await.unwrap();
    let native = fieldbeat::store::partition::mode(&mut conn).await.unwrap()
        == Some(fieldbeat::store::partition::StorageMode::Native);
    drop(conn);
    let day = noon().to_utc().unwrap().format("fix_%Y%m%d");
    if native {
        sqlx::query(&format!("drop table if exists {day}"))
            .execute(&story.company.pool)
            .await
            .unwrap();
    }
    let mut phone = story.connect().await;
    phone
        .mark("session_start", Uuid::new_v4(), ago(3000), None)
        .await;
    phone.fixes(&[fix(ago(2900), pin(0))]).await;
    // By the late path too, on a day of its own.
    phone
        .mark("session_start", Uuid::new_v4(), ago(5 * 86_400), None)
        .await;
    phone.fixes(&[fix(ago(5 * 86_400 - 60), pin(0))]).await;
    let results = phone.ack_all().await;
    assert!(results.is_empty(), "{results:?}");
    assert_eq!(story.fixes().await, 2);
    story.server.finish().await;
}

#[tokio::test]
async fn the_copy_statement_fills_every_column_as_it_was() {
    let database = TestDatabase::new().await;
    let pool = database.pool();
    let columns: Vec<String> = sqlx::query_scalar(
        "select attname::text from pg_attribute where attrelid = 'fix'::regclass and attnum > 0 and not attisdropped order by attnum",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let whole = Fix {
        device: DeviceId(7),
        at: noon().plus_ms(123),
        clock_offset_ms: -90_000,
        position: LatLng {
            lat_e7: -337_000_000,
            lng_e7: 1_058_500_001,
        },
        accuracy_dm: Some(123),
        altitude_dm: Some(-45),
        speed_cmps: Some(678),
        bearing_cdeg: Some(35_999),
        battery_pct: Some(100),
        provider: Provider::Other,
        flags: FixFlags(0x41),
    };
    let bare = Fix {
        at: noon(),
        accuracy_dm: None,
        altitude_dm: None,
        speed_cmps: None,
        bearing_cdeg: None,
        battery_pct: None,
        ..whole
    };
    let mut rows = FixRows::default();
    rows.push(RepId(9), &whole, noon().plus_ms(5));
    rows.push(RepId(9), &bare, noon().plus_ms(5));
    let mut conn = pool.acquire().await.unwrap();
    assert_eq!(rows.copy_into(&mut conn).await.unwrap(), 2);
    let stored: Vec<serde_json::Value> =
        sqlx::query("select to_jsonb(f) from fix f order by at desc")
            .fetch_all(&mut *conn)
            .await
            .unwrap()
            .iter()
            .map(|r| r.get(0))
            .collect();
    assert_eq!(stored[0].as_object().unwrap().len(), columns.len());
    for (key, value) in [
        ("device_id", json!(7)),
        ("rep_id", json!(9)),
        ("clock_offset_ms", json!(-90_000)),
        ("lat_e7", json!(-337_000_000)),
        ("lng_e7", json!(1_058_500_001)),
        ("accuracy_dm", json!(123)),
        ("altitude_dm", json!(-45)),
        ("speed_cmps", json!(678)),
        ("bearing_cdeg", json!(35_999)),
        ("battery_pct", json!(100)),
        ("provider", json!(5)),
        ("flags", json!(0x41)),
    ] {
        assert_eq!(stored[0][key], value, "{key}");
        if key.ends_with("_dm")
            || key == "speed_cmps"
            || key == "bearing_cdeg"
            || key == "battery_pct"
        {
            assert!(stored[1][key].is_null(), "{key}");
        }
    }
    let (at, received): (chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>) =
        sqlx::query_as("select at, received_at from fix order by at desc limit 1")
            .fetch_one(&mut *conn)
            .await
            .unwrap();
    assert_eq!(
        (At::from(at), At::from(received)),
        (noon().plus_ms(123), noon().plus_ms(5))
    );
}

#[tokio::test]
async fn a_request_that_a_stopping_server_cannot_take_promises_nothing() {
    // Outlives the server, as it is asked afterwards what is stored.
    let database = Arc::new(TestDatabase::new().await);
    let story = on(database.clone(), None).await;
    let client = story.server.client();
    let token = story.phone.token.clone();
    let session =
        json!({ "type": "session_start", "n": 1, "id": Uuid::new_v4(), "at": ago(3000).0 });
    let post = |frames: serde_json::Value| {
        client
            .request(reqwest::Method::POST, "/v1/device/frames")
            .bearer_auth(&token)
            .json(&json!({ "frames": frames }))
            .send()
    };
    assert_eq!(post(json!([session])).await.unwrap().status(), 200);
    let sends: Vec<_> = (0..40)
        .map(|s| {
            tokio::spawn(post(
                json!([{ "type": "fixes", "n": 1, "fixes": [fix(ago(2000 - s), pin(0))] }]),
            ))
        })
        .collect();
    let company = story.company;
    story.server.finish().await;
    let mut promised = 0;
    for send in sends {
        if let Ok(response) = send.await.unwrap() {
            let ok = response.status() == 200;
            assert!(ok || response.status() == 503, "{}", response.status());
            promised += i64::from(ok);
        }
    }
    let stored = company.count("fix").await;
    assert!(stored >= promised, "{stored} stored, {promised} promised");
    drop(database);
}
