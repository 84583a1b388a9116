//! Outlets that are no more and outlets that are one: suggested, decided, and taken back.

use std::time::Duration;

use chrono::{Days, NaiveDate};
use fieldbeat::{clock::Clock, store::day_plan};
use fieldbeat_domain::time::At;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    company::time,
    eventually,
    front_door::{PASSWORD, batch, found, problem, send, user},
    server::TestServer,
};

const PIN: (f64, f64) = (21.03, 105.85);
const EVERY_DAY: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Team T1 with two reps. R1's route has A, B and C; D is beside A, of the same name, and on no route;
/// E, the same again, is another team's.
struct Story {
    server: TestServer,
    clock: Clock,
    admin: Client,
    planner: Client,
    today: NaiveDate,
    tokens: Vec<String>,
    ids: Vec<i64>,
}

impl Story {
    async fn begin() -> Self {
        let midnight = chrono::Utc::now().timestamp() / 86_400 * 86_400;
        let clock = Clock::at(At((midnight + 7_200) * 1_000));
        let server = TestServer::plan()
            .set("judge_quiet_ms", "0")
            .set("judge_at_most_ms", "0")
            .clock(&clock)
            .start()
            .await;
        let admin = found(&server).await;
        let today = server.services.rules.load().time.date_of(clock.now());
        let from = today - Days::new(200);
        let reps = json!([
            {"code": "R1", "name": "One", "org_unit_code": "T1", "valid_from": from},
            {"code": "R2", "name": "Two", "org_unit_code": "T1", "valid_from": from},
        ]);
        batch(&admin, "reps", reps).await;
        let devices = json!([{"label": "a", "rep_code": "R1"}, {"label": "b", "rep_code": "R2"}]);
        let tokens = batch(&admin, "devices", devices)
            .await
            .iter()
            .map(|d| d["token"].as_str().unwrap().to_owned())
            .collect();
        let outlets = json!([
            {"code": "A", "name": "Tạp hóa Hương", "phone": "0912345678", "org_unit_code": "T1", "lat": PIN.0, "lng": PIN.1},
            {"code": "B", "name": "Sửa xe Bình", "org_unit_code": "T1", "lat": PIN.0 + 0.01, "lng": PIN.1},
            {"code": "C", "name": "Bánh mì Tuấn", "org_unit_code": "T1", "lat": PIN.0 + 0.02, "lng": PIN.1},
            {"code": "D", "name": "HUONG", "phone": "+84 912 345 678", "org_unit_code": "T1", "lat": PIN.0, "lng": PIN.1 + 0.0001},
            {"code": "E", "name": "Hương tạp hóa", "org_unit_code": "T2", "lat": PIN.0, "lng": PIN.1 + 0.0001},
        ]);
        let made = batch(&admin, "outlets", outlets).await;
        let ids = made.iter().map(|o| o["id"].as_i64().unwrap()).collect();
        let leg =
            |code: &str| json!({"outlet_code": code, "pattern": "F24", "weekdays": EVERY_DAY});
        let routes = json!([{"code": "W1", "name": "W1", "org_unit_code": "T1", "rep_code": "R1", "valid_from": from,
            "outlets": [leg("A"), leg("B"), leg("C")]}]);
        batch(&admin, "routes", routes).await;
        let planner = user(&server, &admin, "plan1", "planner", "T1").await;
        Self {
            server,
            clock,
            admin,
            planner,
            today,
            tokens,
            ids,
        }
    }

    async fn frames(&self, rep: usize, frames: &[Value]) {
        let frames: Vec<Value> = (1..)
            .zip(frames)
            .map(|(n, frame): (u32, &Value)| {
                let mut frame = frame.clone();
                frame["n"] = json!(n);
                frame
            })
            .collect();
        let bearer = format!("Bearer {}", self.tokens[rep]);
        let headers = [("authorization", bearer.as_str())];
        let body = json!({ "frames": frames });
        let client = self.server.client();
        let answer = send(&client, Method::POST, "/v1/device/frames", &headers, &body).await;
        expect(answer, StatusCode::OK).await;
    }

    /// The rep finds the shop gone.
    async fn gone(&self, rep: usize, outlet: &str, reason: &str) {
        let at = time(self.clock.now());
        let statement = json!({"type": "stop_missed", "id": Uuid::now_v7(), "outlet": outlet, "at": at, "reason": reason});
        self.frames(rep, &[statement]).await;
    }

    /// Codes of the outlets planned, and which of them are frozen is the caller's to know.
    async fn stops(&self, date: NaiveDate) -> String {
        let plan = self
            .admin
            .json(&format!("/api/v1/day-plans/1/{date}"))
            .await;
        let stops = plan["stops"].as_array().unwrap().iter();
        let codes: Vec<&str> = stops.map(|s| s["outlet_code"].as_str().unwrap()).collect();
        codes.join(" ")
    }

    async fn outlet(&self, n: usize) -> Value {
        self.admin
            .json(&format!("/api/v1/outlets/{}", self.ids[n]))
            .await
    }

    async fn say(&self, n: usize, what: &str, body: Value) -> reqwest::Response {
        self.clock.advance(Duration::from_mins(1));
        let path = format!("/api/v1/outlets/{}/{what}", self.ids[n]);
        self.planner.post(&path, &body).await
    }

    async fn suggested(&self) -> Vec<Value> {
        let found = self
            .planner
            .json("/api/v1/outlets/closures/suggested")
            .await;
        found["items"].as_array().unwrap().clone()
    }

    async fn log_in(&mut self) {
        for (client, login) in [(&self.admin, "admin"), (&self.planner, "plan1")] {
            let body = json!({"login": login, "password": PASSWORD});
            expect(client.post("/api/v1/session", &body).await, StatusCode::OK).await;
        }
    }
}

#[tokio::test]
async fn a_closed_outlet_leaves_plans_from_its_day_and_a_frozen_one_by_a_logged_deviation() {
    let story = Story::begin().await;
    let services = &story.server.services;
    day_plan::freeze(&services.db, services.clock.utc(), story.today)
        .await
        .unwrap();
    let tomorrow = story.today + Days::new(1);
    let foreign = user(&story.server, &story.admin, "plan2", "planner", "T2").await;
    let path = format!("/api/v1/outlets/{}/closure", story.ids[1]);
    problem(
        foreign.post(&path, &json!({"reason": "x"})).await,
        404,
        "not_found",
    )
    .await;
    let supervisor = user(&story.server, &story.admin, "sup1", "supervisor", "T1").await;
    problem(
        supervisor.post(&path, &json!({"reason": "x"})).await,
        403,
        "forbidden",
    )
    .await;
    let past = json!({"reason": "x", "effective_from": story.today - Days::new(1)});
    problem(story.say(1, "closure", past).await, 422, "invalid").await;

    // From tomorrow on, as nothing else is said: today's plan stays what it was.
    expect(
        story
            .say(1, "closure", json!({"reason": "torn down"}))
            .await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(
        (
            story.stops(story.today).await.as_str(),
            story.stops(tomorrow).await.as_str()
        ),
        ("A B C", "A C")
    );
    problem(
        story.say(1, "closure", json!({"reason": "again"})).await,
        409,
        "already_closed",
    )
    .await;
    // Until then it is on the map and on the phone.
    let near = format!(
        "/api/v1/outlets/near?lat={}&lng={}&radius_m=50",
        PIN.0 + 0.01,
        PIN.1
    );
    assert_eq!(
        story.admin.json(&near).await["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    // From today on: the frozen plan is changed by a deviation that says why and by whom.
    expect(
        story
            .say(
                2,
                "closure",
                json!({"reason": "for rent", "effective_from": story.today}),
            )
            .await,
        StatusCode::CREATED,
    )
    .await;
    let plan = story
        .admin
        .json(&format!("/api/v1/day-plans/1/{}", story.today))
        .await;
    assert_eq!(story.stops(story.today).await, "A B");
    let deviation = &plan["deviations"][0];
    assert_eq!(
        (
            &deviation["change"],
            &deviation["outlet_id"],
            &deviation["reason"],
            &deviation["approved_by"]
        ),
        (
            &json!("removed"),
            &json!(story.ids[2]),
            &json!("for rent"),
            &json!("plan1")
        )
    );
    // What was assigned before its day still is: only from then on the outlet is in no denominator.
    let coverage = async |date: NaiveDate| {
        let path = format!("/api/v1/kpis?from={date}&to={date}&by=rep");
        story.admin.json(&path).await["total"]["coverage"]["denominator"].clone()
    };
    assert_eq!(
        (
            coverage(story.today - Days::new(1)).await,
            coverage(story.today).await
        ),
        (json!(3), json!(2))
    );

    // Opened again it is back on its route; the frozen plan keeps its deviation.
    expect(
        story
            .say(2, "reopening", json!({"reason": "only renovated"}))
            .await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(
        (
            story.stops(story.today).await.as_str(),
            story.stops(tomorrow).await.as_str()
        ),
        ("A B", "A C")
    );
    assert_eq!(story.outlet(2).await["closed_at"], Value::Null);
    problem(
        story.say(2, "reopening", json!({"reason": "x"})).await,
        409,
        "not_closed",
    )
    .await;
    let audit = story.admin.json("/api/v1/audit-log").await.to_string();
    assert!(audit.contains("outlet_closed") && audit.contains("outlet_reopened"));
    story.server.finish().await;
}

#[tokio::test]
async fn two_reports_or_a_long_silence_suggest_a_closing_and_keeping_it_ends_that() {
    let mut story = Story::begin().await;
    assert_eq!(story.suggested().await, [] as [Value; 0]);
    story.gone(0, "B", "closed for good").await;
    story.gone(0, "C", "owner absent").await;
    let reported = async || {
        let sql = "select count(*) from mark where type = 'stop_missed'";
        sqlx::query_scalar::<_, i64>(sql)
            .fetch_one(&story.server.services.db)
            .await
            .unwrap()
    };
    eventually("both are stored", async || {
        (reported().await == 2).then_some(())
    })
    .await;
    assert_eq!(
        story.suggested().await,
        [] as [Value; 0],
        "once is not enough"
    );
    story.gone(1, "B", "Closed_for_good").await;
    eventually("the third is stored", async || {
        (reported().await == 3).then_some(())
    })
    .await;
    let found = story.suggested().await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (
            &found[0]["outlet_code"],
            &found[0]["why"],
            &found[0]["reports"],
            &found[0]["routes"]
        ),
        (&json!("B"), &json!("reported"), &json!(2), &json!(["W1"]))
    );
    expect(
        story
            .say(1, "keeping", json!({"reason": "called the owner"}))
            .await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(story.suggested().await, [] as [Value; 0]);

    // Two months on nobody has been anywhere; what was kept lately is left in peace.
    story.clock.advance(Duration::from_hours(24 * 62));
    story.log_in().await;
    expect(
        story.say(0, "keeping", json!({"reason": "seasonal"})).await,
        StatusCode::CREATED,
    )
    .await;
    let found = story.suggested().await;
    let mut codes: Vec<&str> = found
        .iter()
        .map(|f| f["outlet_code"].as_str().unwrap())
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, ["B", "C", "D"], "another team's outlet is not shown");
    assert!(found.iter().all(|f| f["why"] == "dormant"), "{found:?}");
    story.server.finish().await;
}

#[tokio::test]
async fn a_merge_closes_one_and_hands_its_place_over_and_can_be_taken_back() {
    let story = Story::begin().await;
    let path = "/api/v1/outlets/duplicates";
    let pairs = story.planner.json(path).await;
    assert_eq!(
        (
            pairs["total"].as_u64(),
            pairs["items"].as_array().unwrap().len()
        ),
        (Some(1), 1),
        "{pairs}"
    );
    let pair = &pairs["items"][0];
    assert_eq!(
        (
            &pair["first"]["code"],
            &pair["second"]["code"],
            &pair["likeness"]["same_phone"]
        ),
        (&json!("A"), &json!("D"), &json!(true))
    );
    assert_eq!(
        story.admin.json(path).await["total"],
        3,
        "who sees all sees E too"
    );

    // Another system knows A; D stays.
    let put = json!({"name": "Tạp hóa Hương"});
    let known = story
        .admin
        .request(Method::PUT, "/api/v1/outlets/by-code/erp/X-77")
        .json(&json!({"code": "A", "name": put["name"]}));
    expect(known.send().await.unwrap(), StatusCode::OK).await;
    let body = |decision: &str, survivor: usize| {
        story.clock.advance(Duration::from_mins(1));
        json!({"outlet_ids": [story.ids[3], story.ids[0]], "decision": decision,
        "survivor_id": story.ids[survivor], "effective_from": story.today, "reason": "one shop"})
    };
    let decisions = "/api/v1/outlets/duplicates/decisions";
    problem(
        story.planner.post(decisions, &body("same", 1)).await,
        422,
        "invalid",
    )
    .await;
    let foreign = json!({"outlet_ids": [story.ids[0], story.ids[4]], "decision": "same", "survivor_id": story.ids[0], "reason": "x"});
    problem(
        story.planner.post(decisions, &foreign).await,
        404,
        "not_found",
    )
    .await;
    let merged = expect(
        story.planner.post(decisions, &body("same", 3)).await,
        StatusCode::CREATED,
    )
    .await;
    let gone = story.outlet(0).await;
    assert_eq!(
        (
            &gone["merged_into"],
            gone["closed_at"].is_string(),
            &gone["code"]
        ),
        (&json!(story.ids[3]), true, &json!("A"))
    );
    let tomorrow = story.today + Days::new(1);
    assert_eq!(
        story.stops(tomorrow).await,
        "D B C",
        "the one that stays takes the place"
    );
    let external = async || -> String {
        let sql = "select own_code from external_code where system = 'erp' and code = 'X-77'";
        sqlx::query_scalar(sql)
            .fetch_one(&story.server.services.db)
            .await
            .unwrap()
    };
    assert_eq!(external().await, "D");
    assert_eq!(story.planner.json(path).await["total"], 0);
    problem(
        story.say(0, "reopening", json!({"reason": "x"})).await,
        409,
        "merged",
    )
    .await;
    problem(
        story.planner.post(decisions, &body("same", 3)).await,
        409,
        "already_closed",
    )
    .await;

    // Taken back: both are what they were, and suggested again.
    story.clock.advance(Duration::from_mins(1));
    let back = format!("{decisions}/{}/rollback", merged["id"]);
    let other = user(&story.server, &story.admin, "plan2", "planner", "T2").await;
    problem(
        other.post(&back, &json!({"reason": "x"})).await,
        404,
        "not_found",
    )
    .await;
    expect(
        story
            .planner
            .post(&back, &json!({"reason": "two doors"}))
            .await,
        StatusCode::CREATED,
    )
    .await;
    problem(
        story.planner.post(&back, &json!({"reason": "x"})).await,
        409,
        "already_undone",
    )
    .await;
    assert_eq!(story.stops(tomorrow).await, "A B C");
    assert_eq!(
        (
            external().await.as_str(),
            &story.outlet(0).await["merged_into"]
        ),
        ("A", &Value::Null)
    );
    assert_eq!(story.planner.json(path).await["total"], 1);

    // Told apart they are never suggested again.
    expect(
        story.planner.post(decisions, &body("different", 3)).await,
        StatusCode::CREATED,
    )
    .await;
    problem(
        story.planner.post(decisions, &body("different", 3)).await,
        409,
        "already_decided",
    )
    .await;
    assert_eq!(story.planner.json(path).await["total"], 0);
    assert_eq!(story.outlet(0).await["closed_at"], Value::Null);
    story.server.finish().await;
}
