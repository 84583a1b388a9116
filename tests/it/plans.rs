//! Day plans with absences, substitutes, holidays and changes of single stops.

use chrono::{Days, NaiveDate, SecondsFormat};
use fieldbeat::{evidence::verify::verify, store::day_plan};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::Row;
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    eventually,
    front_door::{batch, found, problem, send, user},
    server::TestServer,
};

struct Story {
    server: TestServer,
    admin: Client,
    supervisor: Client,
    today: NaiveDate,
    /// Of the phones of R1 and R2.
    tokens: Vec<String>,
}

/// Team T1 with R1 (outlets A, B, C) and R2 (C, D), due every day of the week; R3 in T2.
async fn story() -> Story {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let today = server
        .services
        .rules
        .load()
        .time
        .date_of(server.services.clock.now());
    let from = today - Days::new(30);
    let reps = json!([
        {"code": "R1", "name": "One", "org_unit_code": "T1", "valid_from": from},
        {"code": "R2", "name": "Two", "org_unit_code": "T1", "valid_from": from},
        {"code": "R3", "name": "Three", "org_unit_code": "T2"},
    ]);
    batch(&admin, "reps", reps).await;
    let phones = json!([{"label": "p1", "rep_code": "R1"}, {"label": "p2", "rep_code": "R2"}]);
    let tokens = batch(&admin, "devices", phones)
        .await
        .iter()
        .map(|d| d["token"].as_str().unwrap().to_owned())
        .collect();
    let outlets: Vec<Value> = ["A", "B", "C", "D"]
        .iter()
        .zip(0_i32..)
        .map(|(code, i)| json!({"code": code, "name": code, "org_unit_code": "T1", "lat": 21.0 + 0.01 * f64::from(i), "lng": 105.8}))
        .collect();
    batch(&admin, "outlets", json!(outlets)).await;
    let daily = |code: &str| json!({"outlet_code": code, "pattern": "F24", "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]});
    let routes = json!([
        {"code": "W1", "name": "W1", "org_unit_code": "T1", "rep_code": "R1", "valid_from": from, "outlets": [daily("A"), daily("B"), daily("C")]},
        {"code": "W2", "name": "W2", "org_unit_code": "T1", "rep_code": "R2", "valid_from": from, "outlets": [daily("C"), daily("D")]},
    ]);
    batch(&admin, "routes", routes).await;
    let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;
    Story {
        server,
        admin,
        supervisor,
        today,
        tokens,
    }
}

impl Story {
    async fn freeze(&self, date: NaiveDate) {
        let now = self.server.services.clock.utc();
        day_plan::freeze(&self.server.services.db, now, date)
            .await
            .unwrap();
    }

    async fn plan(&self, rep: i32, date: NaiveDate) -> Value {
        self.admin
            .json(&format!("/api/v1/day-plans/{rep}/{date}"))
            .await
    }

    /// Each stop as `outlet`, `-outlet` where excused, `outlet<rep` where it is another's.
    async fn stops(&self, rep: i32, date: NaiveDate) -> String {
        let plan = self.plan(rep, date).await;
        let stops = plan["stops"].as_array().unwrap().iter().map(|s| {
            let code = s["outlet_code"].as_str().unwrap();
            match (&s["absence_id"], &s["covers_rep_id"]) {
                (Value::Null, _) => code.to_owned(),
                (_, Value::Null) => format!("-{code}"),
                (_, rep) => format!("{code}<{rep}"),
            }
        });
        stops.collect::<Vec<_>>().join(" ")
    }

    async fn ask(&self, rep: i32, from: NaiveDate, to: NaiveDate) -> String {
        let body = json!({"rep_id": rep, "kind": "leave", "from": from, "to": to});
        let made = self.supervisor.post("/api/v1/absences", &body).await;
        let made = expect(made, StatusCode::CREATED).await;
        assert_eq!(made["state"], "requested");
        made["id"].as_str().unwrap().to_owned()
    }

    async fn decide(&self, id: &str, body: Value) -> reqwest::Response {
        let path = format!("/api/v1/absences/{id}/decisions");
        self.supervisor.post(&path, &body).await
    }

    async fn change(&self, rep: i32, date: NaiveDate, body: Value) -> reqwest::Response {
        let path = format!("/api/v1/day-plans/{rep}/{date}/changes");
        self.supervisor.post(&path, &body).await
    }

    /// Denominator of plan compliance and excused stops of a rep today.
    async fn counted(&self, rep: i32) -> (i64, i64) {
        let path = format!("/api/v1/kpis?from={0}&to={0}&rep_id={rep}", self.today);
        let total = &self.admin.json(&path).await["total"];
        (
            total["plan_compliance"]["denominator"]
                .as_i64()
                .unwrap_or(0),
            total["excused_stops"]["numerator"].as_i64().unwrap_or(0),
        )
    }

    async fn tell(&self, rep: usize, frames: Value) {
        let bearer = format!("Bearer {}", self.tokens[rep - 1]);
        let sent = send(
            &self.server.client(),
            Method::POST,
            "/v1/device/frames",
            &[("authorization", &bearer)],
            &json!({ "frames": frames }),
        )
        .await;
        expect(sent, StatusCode::OK).await;
    }

    fn now(&self) -> String {
        self.server
            .services
            .clock
            .utc()
            .to_rfc3339_opts(SecondsFormat::Millis, true)
    }
}

#[tokio::test]
async fn leave_takes_frozen_stops_out_of_the_figures_and_gives_them_to_the_substitute() {
    let s = story().await;
    s.freeze(s.today).await;
    assert_eq!(s.counted(1).await, (3, 0));
    let id = s.ask(1, s.today, s.today).await;
    assert_eq!(s.stops(1, s.today).await, "A B C", "not before approval");

    let approval = json!({"decision": "approved", "substitute_rep_id": 2});
    let absence = expect(s.decide(&id, approval.clone()).await, StatusCode::CREATED).await;
    assert_eq!(
        (&absence["state"], &absence["decided_by"]),
        (&json!("approved"), &json!("sup1"))
    );
    assert_eq!(s.stops(1, s.today).await, "-A -B -C");
    // C is on the substitute's own plan already.
    assert_eq!(s.stops(2, s.today).await, "C D A<1 B<1");
    assert_eq!(s.counted(1).await, (0, 3));
    assert_eq!(s.counted(2).await, (4, 0));
    let log = s.plan(2, s.today).await["deviations"].clone();
    let log: Vec<_> = log.as_array().unwrap().iter().collect();
    assert_eq!(log.len(), 2);
    for one in log {
        assert_eq!(
            (&one["change"], &one["approved_by"], &one["reason"]),
            (&json!("covered"), &json!("sup1"), &json!("leave"))
        );
    }
    // The day was judged again, from the plan as it is.
    let day = format!("/api/v1/reps/1/days/{}", s.today);
    eventually("the absent rep's day is judged", async || {
        let day = s.admin.json(&day).await;
        (day["plan"]["stops"][0]["state"] == "excused").then_some(())
    })
    .await;

    // The substitute's visit is on his own plan.
    let visit = Uuid::now_v7();
    let now = s.now();
    s.tell(
        2,
        json!([
            {"type": "session_start", "n": 1, "id": Uuid::now_v7(), "at": now},
            {"type": "check_in", "n": 2, "id": visit, "outlet": "A", "at": now},
        ]),
    )
    .await;
    let seen = eventually("the visit is seen", async || {
        let page = s.admin.json("/api/v1/visits?rep_id=2").await;
        page["items"].as_array().unwrap().first().cloned()
    })
    .await;
    assert_eq!(seen["verdict"]["plan"], "on_plan", "{seen}");

    problem(s.decide(&id, approval).await, 422, "invalid").await;
    let cancelled = json!({"decision": "cancelled", "reason": "came to work"});
    expect(s.decide(&id, cancelled).await, StatusCode::CREATED).await;
    assert_eq!(s.stops(1, s.today).await, "A B C");
    assert_eq!(s.stops(2, s.today).await, "C D");
    eventually("the stops count again once the day is judged", async || {
        (s.counted(1).await == (3, 0)).then_some(())
    })
    .await;
    let log = s.plan(1, s.today).await["deviations"].clone();
    assert_eq!(log.as_array().unwrap().len(), 6, "excused and restored");
    s.server.finish().await;
}

#[tokio::test]
async fn sickness_told_afterwards_excuses_a_day_that_is_over_and_is_sealed() {
    let s = story().await;
    let yesterday = s.today - Days::new(1);
    s.freeze(yesterday).await;
    assert_eq!(s.stops(1, yesterday).await, "A B C");
    let id = s.ask(1, yesterday, s.today).await;
    let body = json!({"decision": "approved", "substitute_rep_id": 2});
    expect(s.decide(&id, body).await, StatusCode::CREATED).await;
    assert_eq!(s.stops(1, yesterday).await, "-A -B -C");
    let others = s.plan(2, yesterday).await["deviations"].clone();
    assert_eq!(others, json!([]), "a day that is over is not handed on");
    let pool = &s.server.services.db;
    let sealed = eventually("the day is judged and sealed", async || {
        sqlx::query("select day->'stops' from rep_day_seal where rep_id = 1 and date = $1 order by revision desc limit 1")
            .bind(yesterday)
            .fetch_optional(pool)
            .await
            .unwrap()
            .map(|row| row.get::<Value, _>(0))
    })
    .await;
    let sealed: Vec<_> = sealed
        .as_array()
        .unwrap()
        .iter()
        .map(|s| &s["excused"])
        .collect();
    assert_eq!(sealed, [true, true, true], "what was judged from is sealed");
    let (found, _) = verify(pool, (yesterday, yesterday), &|_| {}).await.unwrap();
    assert_eq!(
        (found.identical, found.mismatched),
        (1, 0),
        "recomputed from the seal"
    );
    s.server.finish().await;
}

#[tokio::test]
async fn plans_frozen_after_an_approval_hold_it_and_others_can_neither_see_nor_decide() {
    let s = story().await;
    let tomorrow = s.today + Days::new(1);
    let id = s.ask(1, tomorrow, tomorrow + Days::new(1)).await;
    let other = user(&s.server, &s.admin, "sup2", "supervisor", "T2").await;
    let path = format!("/api/v1/absences/{id}");
    let approval = json!({"decision": "approved"});
    let refused = other.post(&format!("{path}/decisions"), &approval).await;
    problem(refused, 404, "not_found").await;
    assert_eq!(other.json("/api/v1/absences").await["items"], json!([]));
    let rep = user(&s.server, &s.admin, "rep1", "rep", "T1").await;
    let own = rep.post(&format!("{path}/decisions"), &approval).await;
    problem(own, 403, "forbidden").await;
    for (substitute, code) in [(1, "same_rep"), (3, "unknown")] {
        let body = json!({"decision": "approved", "substitute_rep_id": substitute});
        let refused = problem(s.decide(&id, body).await, 422, "invalid").await;
        assert_eq!(refused["errors"][0]["code"], code);
    }

    let body = json!({"decision": "approved", "substitute_rep_id": 2});
    expect(s.decide(&id, body).await, StatusCode::CREATED).await;
    let preview = (s.stops(1, tomorrow).await, s.stops(2, tomorrow).await);
    assert_eq!(preview, ("-A -B -C".into(), "C D A<1 B<1".into()));
    s.freeze(tomorrow).await;
    assert!(s.plan(1, tomorrow).await["frozen_at"].is_string());
    let frozen = (s.stops(1, tomorrow).await, s.stops(2, tomorrow).await);
    assert_eq!(frozen, preview);

    let twice = s.ask(1, tomorrow, tomorrow).await;
    let refused = problem(s.decide(&twice, approval.clone()).await, 422, "invalid").await;
    assert_eq!(refused["errors"][0]["code"], "overlaps");
    let both = s.ask(2, tomorrow, tomorrow).await;
    let refused = problem(s.decide(&both, approval).await, 422, "invalid").await;
    assert_eq!(refused["errors"][0]["code"], "covers_another");
    s.server.finish().await;
}

#[tokio::test]
async fn a_phone_asks_for_leave_and_hears_what_is_wrong_with_it() {
    let s = story().await;
    let (good, bad) = (Uuid::now_v7(), Uuid::now_v7());
    let from = s.today + Days::new(1);
    let record = |n: i32, id: Uuid, body: Value| json!({"type": "record", "n": n, "kind": "absence", "id": id, "at": s.now(), "body": body});
    let frames = json!([
        record(
            1,
            good,
            json!({"kind": "sickness", "from": from, "note": "fever"})
        ),
        record(
            2,
            bad,
            json!({"kind": "sickness", "from": from, "to": s.today})
        ),
    ]);
    s.tell(1, frames).await;
    let absence = eventually("the supervisor sees the request", async || {
        let page = s
            .supervisor
            .json("/api/v1/absences?state=requested&rep_id=1")
            .await;
        page["items"].as_array().unwrap().first().cloned()
    })
    .await;
    assert_eq!(absence["id"], json!(good));
    assert_eq!(
        (&absence["to"], &absence["note"]),
        (&json!(from), &json!("fever"))
    );
    let said = eventually("the other is invalid", async || {
        let row = sqlx::query("select status, status_detail from device_record where id = $1")
            .bind(bad)
            .fetch_one(&s.server.services.db)
            .await
            .unwrap();
        (row.get::<String, _>(0) == "invalid").then(|| row.get::<Value, _>(1))
    })
    .await;
    assert_eq!(
        said["errors"][0],
        json!({"pointer": "/to", "code": "before_from"})
    );
    s.server.finish().await;
}

#[tokio::test]
async fn stops_are_added_removed_and_moved_before_and_after_the_plan_is_frozen() {
    let s = story().await;
    s.freeze(s.today).await;
    let id = s.plan(1, s.today).await["stops"][1]["outlet_id"].clone();
    let tomorrow = s.today + Days::new(1);
    let body = |change: &str, to: Option<NaiveDate>| json!({"change": change, "outlet_id": id, "to_date": to, "reason": "shop is being rebuilt"});
    let made = s.change(1, s.today, body("remove", None)).await;
    let plan = expect(made, StatusCode::CREATED).await;
    assert_eq!(plan["deviations"][0]["change"], "removed");
    assert_eq!(plan["deviations"][0]["approved_by"], "sup1");
    assert_eq!(s.stops(1, s.today).await, "A C");
    assert_eq!(s.counted(1).await.0, 2);
    let again = problem(
        s.change(1, s.today, body("remove", None)).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(again["errors"][0]["code"], "not_planned");

    // Before it is frozen the same is an exception, and no deviation.
    let made = s.change(1, tomorrow, body("remove", None)).await;
    let plan = expect(made, StatusCode::CREATED).await;
    assert_eq!(plan["deviations"], json!([]));
    assert_eq!(s.stops(1, tomorrow).await, "A C");
    let made = s.change(1, tomorrow, body("add", None)).await;
    expect(made, StatusCode::CREATED).await;
    assert_eq!(s.stops(1, tomorrow).await, "A B C");

    let made = s.change(1, tomorrow, body("move", Some(s.today))).await;
    expect(made, StatusCode::CREATED).await;
    assert_eq!(s.stops(1, tomorrow).await, "A C");
    assert_eq!(s.stops(1, s.today).await, "A C B", "at the end of the day");

    let foreign = json!({"change": "add", "outlet_id": s.plan(2, s.today).await["stops"][1]["outlet_id"], "reason": "x"});
    let refused = problem(s.change(1, s.today, foreign).await, 422, "invalid").await;
    assert_eq!(refused["errors"][0]["code"], "not_on_route");
    let yesterday = s.today - Days::new(1);
    let late = problem(
        s.change(1, yesterday, body("add", None)).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(late["errors"][0]["pointer"], "/date");
    s.server.finish().await;
}

#[tokio::test]
async fn a_holiday_clears_its_date_and_leaves_frozen_plans_alone() {
    let s = story().await;
    s.freeze(s.today).await;
    let tomorrow = s.today + Days::new(1);
    let put = async |date: NaiveDate| {
        let sent = send(
            &s.admin,
            Method::PUT,
            &format!("/api/v1/holidays/{date}"),
            &[("if-match", "*")],
            &json!({"name": "Tết", "policy": "next_working_day"}),
        )
        .await;
        expect(sent, StatusCode::OK).await
    };
    put(s.today).await;
    put(tomorrow).await;
    assert_eq!(s.stops(1, s.today).await, "A B C", "frozen");
    assert_eq!(s.stops(1, tomorrow).await, "");
    let listed = s.supervisor.json("/api/v1/holidays").await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    let sent = send(
        &s.supervisor,
        Method::PUT,
        &format!("/api/v1/holidays/{tomorrow}"),
        &[("if-match", "*")],
        &json!({"name": "x"}),
    )
    .await;
    problem(sent, 403, "forbidden").await;
    s.server.finish().await;
}
