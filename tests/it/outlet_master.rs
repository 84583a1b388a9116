//! The outlet master heals itself: visits that agree on another place propose it, a person approves,
//! and what the wrong pin had spoilt is put right without touching what the machine said.

use std::time::Duration;

use fieldbeat::{
    clock::Clock,
    evidence::verify::verify,
    store::{pin_proposal_find::propose, upsert::Now},
};
use fieldbeat_domain::time::At;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    company::time,
    eventually,
    front_door::{batch, found, problem, send, user},
    server::TestServer,
};

const HOUR_MS: i64 = 3_600_000;
const PIN: (f64, f64) = (21.03, 105.85);

/// Team T1 with two reps and a shop whose pin is wrong.
struct Story {
    server: TestServer,
    admin: Client,
    supervisor: Client,
    clock: Clock,
    tokens: Vec<String>,
    outlet: i64,
}

impl Story {
    async fn begin() -> Self {
        let midnight = chrono::Utc::now().timestamp() / 86_400 * 86_400;
        let clock = Clock::at(At(midnight * 1000 + 2 * HOUR_MS));
        let server = TestServer::plan()
            .set("judge_quiet_ms", "0")
            .set("judge_at_most_ms", "0")
            .clock(&clock)
            .start()
            .await;
        let admin = found(&server).await;
        let reps = json!([{"code": "R1", "name": "One", "org_unit_code": "T1"}, {"code": "R2", "name": "Two", "org_unit_code": "T1"}]);
        batch(&admin, "reps", reps).await;
        let devices = json!([{"label": "a", "rep_code": "R1"}, {"label": "b", "rep_code": "R2"}]);
        let tokens = batch(&admin, "devices", devices)
            .await
            .iter()
            .map(|d| d["token"].as_str().unwrap().to_owned())
            .collect();
        let shop = json!([{"code": "O1", "name": "Shop", "org_unit_code": "T1", "lat": PIN.0, "lng": PIN.1, "radius_m": 60,
            "valid_from": "2020-01-01"}]);
        let outlet = batch(&admin, "outlets", shop).await[0]["id"]
            .as_i64()
            .unwrap();
        let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;
        Self {
            server,
            admin,
            supervisor,
            clock,
            tokens,
            outlet,
        }
    }

    async fn frames(&self, rep: usize, frames: Vec<Value>) {
        let frames: Vec<Value> = (1..)
            .zip(frames)
            .map(|(n, mut frame): (u32, Value)| {
                frame["n"] = json!(n);
                frame
            })
            .collect();
        let bearer = format!("Bearer {}", self.tokens[rep]);
        let headers = [("authorization", bearer.as_str())];
        let body = json!({ "frames": frames });
        let client = self.server.client();
        let path = "/v1/device/frames";
        expect(
            send(&client, Method::POST, path, &headers, &body).await,
            StatusCode::OK,
        )
        .await;
    }

    /// A call of six minutes that far north of the pin. The session stays open.
    async fn call(&self, rep: usize, north_m: f64) -> Uuid {
        let visit = Uuid::now_v7();
        let start = self.clock.now();
        let place = |i: u32| (PIN.0 + (north_m + f64::from(i % 3)) / 111_195.0, PIN.1);
        let fix = |i: u32, at: At| json!({"at": time(at), "lat": place(i).0, "lng": place(i).1, "accuracy_m": 8});
        let mut frames = vec![
            json!({"type": "session_start", "id": Uuid::now_v7(), "at": time(start)}),
            json!({"type": "check_in", "id": visit, "outlet": "O1", "at": time(start.plus_ms(1_000)), "fix": fix(0, start.plus_ms(1_000))}),
        ];
        let fixes: Vec<Value> = (1..24)
            .map(|i| fix(i, start.plus_ms(1_000 + i64::from(i) * 15_000)))
            .collect();
        let end = start.plus_ms(361_000);
        frames.push(json!({"type": "fixes", "fixes": fixes}));
        frames
            .push(json!({"type": "check_out", "id": visit, "at": time(end), "fix": fix(24, end)}));
        frames.push(
            json!({"type": "session_end", "id": frames[0]["id"], "at": time(end.plus_ms(1_000))}),
        );
        self.clock.advance(Duration::from_mins(10));
        self.frames(rep, frames).await;
        eventually("the visit is closed", async || {
            let seen = self
                .admin
                .json("/api/v1/visits?state=closed&limit=100")
                .await;
            let mut items = seen["items"].as_array().unwrap().iter();
            items.any(|v| v["id"] == json!(visit)).then_some(())
        })
        .await;
        visit
    }

    async fn look(&self) -> Vec<Value> {
        let now = Now {
            at: self.clock.utc(),
            today: self
                .server
                .services
                .rules
                .load()
                .time
                .date_of(self.clock.now()),
        };
        propose(&self.server.services.db, now).await.unwrap();
        self.open().await
    }

    async fn open(&self) -> Vec<Value> {
        let page = self
            .supervisor
            .json("/api/v1/pin-proposals?state=open")
            .await;
        page["items"].as_array().unwrap().clone()
    }

    async fn visit(&self, id: Uuid) -> Value {
        self.admin.json(&format!("/api/v1/visits/{id}")).await
    }

    async fn pin(&self) -> f64 {
        let outlet = self
            .admin
            .json(&format!("/api/v1/outlets/{}", self.outlet))
            .await;
        outlet["lat"].as_f64().unwrap()
    }
}

async fn say(who: &Client, proposal: &Value, what: &str, body: Value) -> reqwest::Response {
    let path = format!("/api/v1/pin-proposals/{}/{what}", proposal["id"]);
    who.post(&path, &body).await
}

#[tokio::test]
async fn visits_that_agree_propose_a_pin_once_and_its_approval_puts_them_right() {
    let story = Story::begin().await;
    let first = story.call(0, 400.0).await;
    let second = story.call(0, 404.0).await;
    assert_eq!(story.look().await, [] as [Value; 0], "one rep alone");
    let third = story.call(1, 398.0).await;
    // Short of doubt only in place: this one was at the old pin.
    let elsewhere = story.call(1, 150.0).await;
    let open = story.look().await;
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!(story.look().await.len(), 1, "once while it is open");
    let proposal = &open[0];
    assert_eq!(
        (&proposal["source"], &proposal["reps"]),
        (&json!("visits"), &json!(2))
    );
    assert_eq!(proposal["visits"].as_array().unwrap().len(), 3);
    let moved = proposal["distance_m"].as_f64().unwrap();
    assert!((395.0..410.0).contains(&moved), "{proposal}");
    assert!(proposal["spread_m"].as_f64().unwrap() < 30.0, "{proposal}");
    let path = format!("/api/v1/pin-proposals/{}", proposal["id"]);
    let whole = story.supervisor.json(&path).await;
    assert_eq!(whole["sightings"].as_array().unwrap().len(), 3);

    // Another team sees nothing, and so far a pin is a planner's to move.
    let foreign = user(&story.server, &story.admin, "sup2", "supervisor", "T2").await;
    assert_eq!(
        foreign.json("/api/v1/pin-proposals").await["items"],
        json!([])
    );
    problem(foreign.get(&path).await, 404, "not_found").await;
    problem(
        say(&foreign, proposal, "approval", json!({})).await,
        404,
        "not_found",
    )
    .await;
    problem(
        say(&story.supervisor, proposal, "approval", json!({})).await,
        403,
        "pin_too_far",
    )
    .await;
    let planner = user(&story.server, &story.admin, "plan1", "planner", "T1").await;
    let past = json!({"effective_from": "2020-01-01"});
    problem(
        say(&planner, proposal, "approval", past).await,
        422,
        "invalid",
    )
    .await;
    let before = story.visit(first).await;
    assert_eq!(before["effective_overall"], "invalid");

    let reason = json!({"reason": "seen on the street view"});
    let approved = expect(
        say(&planner, proposal, "approval", reason).await,
        StatusCode::OK,
    )
    .await;
    let mut redecided: Vec<Uuid> =
        serde_json::from_value(approved["redecided_visits"].clone()).unwrap();
    redecided.sort_unstable();
    let mut expected = vec![first, second, third];
    expected.sort_unstable();
    assert_eq!(redecided, expected);
    assert_eq!(
        (&approved["state"], &approved["redecided"]),
        (&json!("approved"), &json!(3))
    );
    assert!((story.pin().await - (PIN.0 + 400.0 / 111_195.0)).abs() < 1e-4);
    let after = story.visit(first).await;
    assert_eq!(after["effective_overall"], "valid");
    assert_eq!(
        after["visit"]["verdict"], before["visit"]["verdict"],
        "the machine's verdict stays"
    );
    assert_eq!(after["said"][0]["by"], "plan1");
    assert_ne!(
        story.visit(elsewhere).await["effective_overall"],
        "valid",
        "what the new pin does not explain stays in doubt"
    );
    problem(
        say(&planner, proposal, "approval", json!({})).await,
        409,
        "already_decided",
    )
    .await;
    assert_eq!(
        story.look().await,
        [] as [Value; 0],
        "only later visits count"
    );

    // Taken back by a new approval: the pin before, and the machine's word again.
    let back = expect(
        say(
            &planner,
            proposal,
            "rollback",
            json!({"reason": "the shop next door"}),
        )
        .await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(
        (&back["source"], &back["undoes_id"]),
        (&json!("rollback"), &proposal["id"])
    );
    assert!((story.pin().await - PIN.0).abs() < 1e-6);
    assert_eq!(story.visit(first).await["effective_overall"], "invalid");
    problem(
        say(&planner, proposal, "rollback", json!({"reason": "again"})).await,
        409,
        "pin_has_moved",
    )
    .await;
    let audit = story.admin.json("/api/v1/audit-log").await.to_string();
    assert!(audit.contains("pin_proposal.approve") && audit.contains("pin_proposal.roll_back"));
    story.server.finish().await;
}

#[tokio::test]
async fn an_approved_pin_leaves_sealed_evidence_identical() {
    let story = Story::begin().await;
    for rep in [0, 0, 1] {
        story.call(rep, 120.0).await;
    }
    let date = story
        .server
        .services
        .rules
        .load()
        .time
        .date_of(story.clock.now());
    let open = story.look().await;
    story.clock.advance(Duration::from_hours(20));
    let pool = &story.server.services.db;
    eventually("both days are sealed", async || {
        let sealed: i64 = sqlx::query_scalar("select count(*) from rep_day_seal where date = $1")
            .bind(date)
            .fetch_one(pool)
            .await
            .unwrap();
        (sealed == 2).then_some(())
    })
    .await;
    let approved = expect(
        say(&story.supervisor, &open[0], "approval", json!({})).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(approved["redecided_visits"].as_array().unwrap().len(), 3);
    let verified = verify(pool, (date, date), &|_| {}).await.unwrap().0;
    assert_eq!(
        (verified.identical, verified.mismatched),
        (2, 0),
        "{verified:?}"
    );
    story.server.finish().await;
}

#[tokio::test]
async fn a_reps_proposal_waits_for_the_supervisor_and_a_bad_one_is_told() {
    let story = Story::begin().await;
    let record = |id: Uuid, body: Value| json!({"type": "record", "kind": "pin_proposal", "id": id, "at": time(story.clock.now()), "body": body});
    let near = PIN.0 + 120.0 / 111_195.0;
    let (good, better) = (Uuid::now_v7(), Uuid::now_v7());
    let (unknown, nowhere) = (Uuid::now_v7(), Uuid::now_v7());
    let frames = vec![
        record(
            good,
            json!({"outlet": "O1", "lat": near + 0.0001, "lng": PIN.1, "reason": "moved"}),
        ),
        record(
            better,
            json!({"outlet": story.outlet, "lat": near, "lng": PIN.1, "reason": "moved next door"}),
        ),
        record(unknown, json!({"outlet": "O9", "lat": near, "lng": PIN.1})),
        record(nowhere, json!({"outlet": "O1", "lat": 91.0, "lng": PIN.1})),
    ];
    story.frames(0, frames.clone()).await;
    story.frames(0, frames).await;
    let statuses = eventually("all records are settled", async || {
        let rows: Vec<(Uuid, String, Value)> = sqlx::query_as(
            "select id, status, status_detail from device_record where kind = 'pin_proposal' and status <> 'received'",
        )
        .fetch_all(&story.server.services.db)
        .await
        .unwrap();
        (rows.len() == 4).then_some(rows)
    })
    .await;
    let of = |id: Uuid| statuses.iter().find(|s| s.0 == id).unwrap();
    assert_eq!(
        (of(good).1.as_str(), of(better).1.as_str()),
        ("applied", "applied")
    );
    assert_eq!(of(unknown).2["code"], "unknown_outlet");
    assert_eq!(of(nowhere).2["errors"][0]["code"], "out_of_range");

    let open = story.open().await;
    assert_eq!(open.len(), 1, "the later one took the place: {open:?}");
    assert_eq!(
        (&open[0]["reason"], &open[0]["rep_name"]),
        (&json!("moved next door"), &json!("One"))
    );
    problem(
        say(
            &story.supervisor,
            &open[0],
            "refusal",
            json!({"reason": " "}),
        )
        .await,
        422,
        "invalid",
    )
    .await;
    let refused = expect(
        say(
            &story.supervisor,
            &open[0],
            "refusal",
            json!({"reason": "the sign is at the old place"}),
        )
        .await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(refused["state"], "refused");
    assert!((story.pin().await - PIN.0).abs() < 1e-6);

    let again = Uuid::now_v7();
    let body = json!({"outlet": "O1", "lat": near, "lng": PIN.1});
    story.frames(1, vec![record(again, body)]).await;
    let open = eventually("the other rep's is open", async || {
        let open = story.open().await;
        (!open.is_empty()).then_some(open)
    })
    .await;
    let auditor = user(&story.server, &story.admin, "aud1", "auditor", "T1").await;
    problem(
        say(&auditor, &open[0], "approval", json!({})).await,
        403,
        "forbidden",
    )
    .await;
    expect(
        say(&story.supervisor, &open[0], "approval", json!({})).await,
        StatusCode::OK,
    )
    .await;
    assert!((story.pin().await - near).abs() < 1e-6);
    story.server.finish().await;
}
