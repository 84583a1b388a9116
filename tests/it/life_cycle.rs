//! The life of stops through the whole server: reasons, rescheduled stops, days that are not synced.

use std::time::Duration;

use chrono::{Days, NaiveDate, SecondsFormat, TimeDelta};
use fieldbeat::{clock::Clock, server::day_close, store::day_plan};
use fieldbeat_domain::time::At;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    eventually,
    front_door::{PASSWORD, batch, events, found, problem, send, user},
    server::TestServer,
};

struct Story {
    server: TestServer,
    admin: Client,
    today: NaiveDate,
    token: String,
}

/// R1 of team T1 with outlets A, B, C, due every day.
async fn story(clock: &Clock) -> Story {
    let server = TestServer::plan().clock(clock).start().await;
    let admin = found(&server).await;
    let today = server.services.rules.load().time.date_of(clock.now());
    let from = today - Days::new(30);
    let reps = json!([{"code": "R1", "name": "One", "org_unit_code": "T1", "valid_from": from}]);
    batch(&admin, "reps", reps).await;
    let phones = json!([{"label": "p1", "rep_code": "R1"}]);
    let token = batch(&admin, "devices", phones).await[0]["token"]
        .as_str()
        .unwrap()
        .to_owned();
    let outlet = |code: &str, lat: f64| json!({"code": code, "name": code, "org_unit_code": "T1", "lat": lat, "lng": 105.8});
    let outlets = json!([outlet("A", 21.0), outlet("B", 21.01), outlet("C", 21.02)]);
    batch(&admin, "outlets", outlets).await;
    let daily = |code: &str| json!({"outlet_code": code, "pattern": "F24", "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]});
    let routes = json!([{"code": "W1", "name": "W1", "org_unit_code": "T1", "rep_code": "R1", "valid_from": from,
        "outlets": [daily("A"), daily("B"), daily("C")]}]);
    batch(&admin, "routes", routes).await;
    Story {
        server,
        admin,
        today,
        token,
    }
}

impl Story {
    async fn tell(&self, frames: Value) -> Value {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("authorization", bearer.as_str())];
        let body = json!({ "frames": frames });
        let client = self.server.client();
        let sent = send(&client, Method::POST, "/v1/device/frames", &headers, &body).await;
        expect(sent, StatusCode::OK).await
    }

    fn now(&self) -> String {
        let now = self.server.services.clock.utc();
        now.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    async fn day(&self, date: NaiveDate) -> Value {
        self.admin
            .json(&format!("/api/v1/reps/1/days/{date}"))
            .await
    }

    /// Time passes; whoever was logged in is so again.
    async fn pass(&self, hours: u64) {
        let clock = &self.server.services.clock;
        clock.advance(Duration::from_hours(hours));
        let body = json!({"login": "admin", "password": PASSWORD});
        expect(
            self.admin.post("/api/v1/session", &body).await,
            StatusCode::OK,
        )
        .await;
        day_close::round(&self.server.services).await.unwrap();
    }

    /// Waits for the stops of a day; what waits to be judged is quiet for long enough meanwhile.
    async fn until_stops(&self, date: NaiveDate, expected: &str) {
        eventually(expected, async || {
            self.server.services.clock.advance(Duration::from_secs(6));
            (self.stops(date).await == expected).then_some(())
        })
        .await;
    }

    /// `outlet:state` of each stop.
    async fn stops(&self, date: NaiveDate) -> String {
        let day = self.day(date).await;
        let stops = day["plan"]["stops"].as_array().unwrap().iter();
        let told = stops.map(|s| {
            format!(
                "{}:{}",
                s["outlet_code"].as_str().unwrap(),
                s["state"].as_str().unwrap()
            )
        });
        told.collect::<Vec<_>>().join(" ")
    }

    async fn kpi(&self, date: NaiveDate, code: &str) -> (i64, Option<i64>) {
        let path = format!("/api/v1/kpis?from={date}&to={date}&rep_id=1");
        let value = self.admin.json(&path).await["total"][code].clone();
        (
            value["numerator"].as_i64().unwrap_or(0),
            value["denominator"].as_i64(),
        )
    }
}

/// Ten in the morning in Hanoi, of a day that the real clock is near.
fn morning() -> Clock {
    let today = chrono::Utc::now().date_naive();
    let at = today.and_hms_opt(3, 0, 0).unwrap().and_utc();
    Clock::at(At::from(at))
}

#[tokio::test]
async fn reasons_known_and_unknown_are_kept_counted_and_never_refused() {
    let s = story(&morning()).await;
    let now = s.now();
    let fix = json!({"at": now, "lat": 21.0, "lng": 105.81, "accuracy_m": 10});
    let to = s.today + Days::new(1);
    let answer = s
        .tell(json!([
            {"type": "session_start", "n": 1, "id": Uuid::now_v7(), "at": now},
            {"type": "visit_cancel", "n": 2, "id": Uuid::now_v7(), "outlet": "A", "at": now, "reason": "shop_closed", "fix": fix},
            {"type": "stop_missed", "n": 3, "id": Uuid::now_v7(), "outlet": "B", "at": now, "reason": "cầu sập"},
            {"type": "visit_cancel", "n": 4, "id": Uuid::now_v7(), "outlet": "C", "at": now, "reason": "late", "to_date": to},
        ]))
        .await;
    let results = answer["results"].as_array().unwrap();
    let flagged: Vec<_> = results
        .iter()
        .map(|r| (&r["n"], &r["status"], &r["code"]))
        .collect();
    assert_eq!(
        flagged,
        [(&json!(3), &json!("flagged"), &json!("unknown_reason"))],
        "{answer}"
    );
    // While the day runs.
    s.until_stops(s.today, "A:cancelled B:missed C:rescheduled")
        .await;
    let stops = s.day(s.today).await["plan"]["stops"].clone();
    assert_eq!(stops[0]["reason"], "shop_closed");
    let metres = stops[0]["said"]["distance_m"].as_f64().unwrap();
    assert!(
        (900.0..1_200.0).contains(&metres),
        "cancelled from afar: {metres}"
    );
    assert_eq!(stops[1]["reason"], "cầu sập", "verbatim");
    assert_eq!(stops[2]["rescheduled_to"], json!(to));

    let path = format!("/api/v1/visit-reasons/counts?from={0}&to={0}", s.today);
    // Counts are of judged days.
    let expected = [
        r#""cancelled" "shop_closed" true 1"#,
        r#""missed" "cầu sập" false 1"#,
        r#""rescheduled" "late" true 1"#,
    ];
    eventually("the reasons counted", async || {
        s.server.services.clock.advance(Duration::from_secs(6));
        let counts = s.admin.json(&path).await["items"].clone();
        let told: Vec<_> = counts
            .as_array()
            .unwrap()
            .iter()
            .map(|c| format!("{} {} {} {}", c["use"], c["reason"], c["known"], c["count"]))
            .collect();
        (expected.iter().all(|one| told.iter().any(|t| t == one))).then_some(())
    })
    .await;
    assert_eq!(s.kpi(s.today, "rescheduled_stops").await.0, 1);

    // The rescheduled stop is due then, where it would be due anyhow once.
    let plan = s.admin.json(&format!("/api/v1/day-plans/1/{to}")).await;
    assert_eq!(plan["stops"].as_array().unwrap().len(), 3);
    s.server.finish().await;
}

#[tokio::test]
async fn a_rescheduled_stop_is_due_on_the_date_that_the_rep_named() {
    let s = story(&morning()).await;
    let to = s.today + Days::new(1);
    let change = json!({"change": "remove", "outlet_id": 1, "reason": "not on this date"});
    let path = format!("/api/v1/day-plans/1/{to}/changes");
    let made = expect(s.admin.post(&path, &change).await, StatusCode::CREATED).await;
    assert_eq!(made["stops"].as_array().unwrap().len(), 2);
    let later = s.today + Days::new(2);
    let reschedule = |n: i32, to: NaiveDate| json!({"type": "visit_cancel", "n": n, "id": Uuid::now_v7(), "outlet": 1, "at": s.now(), "reason": "late", "to_date": to});
    s.tell(json!([reschedule(1, to), reschedule(2, later)]))
        .await;
    let codes = async |date: NaiveDate| {
        let plan = s.admin.json(&format!("/api/v1/day-plans/1/{date}")).await;
        let stops = plan["stops"].as_array().unwrap().clone();
        let codes: Vec<_> = stops
            .iter()
            .map(|s| s["outlet_code"].as_str().unwrap().to_owned())
            .collect();
        codes.join(" ")
    };
    assert_eq!(
        codes(to).await,
        "B C",
        "a planner's word outranks the rep's"
    );
    assert_eq!(codes(later).await, "A B C");
    s.server.finish().await;
}

#[tokio::test]
async fn a_day_is_unsynced_and_not_missed_until_the_phone_has_told_all() {
    let clock = morning();
    let s = story(&clock).await;
    let (db, services) = (&s.server.services.db, &s.server.services);
    day_plan::freeze(db, clock.utc(), s.today).await.unwrap();
    let morning = s.now();
    // The phone is heard, and holds records back.
    s.tell(json!([
        {"type": "session_start", "n": 1, "id": Uuid::now_v7(), "at": morning},
        {"type": "stop_missed", "n": 2, "id": Uuid::now_v7(), "outlet": "B", "at": morning, "reason": "weather"},
        {"type": "heartbeat", "n": 3, "at": morning, "backlog": 40},
    ]))
    .await;
    s.pass(30).await;
    let yesterday = s.today;
    s.until_stops(yesterday, "A:unsynced B:missed C:unsynced")
        .await;
    let day = s.day(yesterday).await;
    assert!(day["unsynced_since"].is_string());
    let listed = s.admin.json("/api/v1/unsynced-days").await["items"].clone();
    assert_eq!(
        (&listed[0]["rep_code"], &listed[0]["backlog"]),
        (&json!("R1"), &json!(40))
    );
    assert_eq!(s.kpi(yesterday, "unsynced_stops").await.0, 2);
    assert_eq!(s.kpi(yesterday, "missed_stops").await.0, 1);
    assert_eq!(
        s.kpi(yesterday, "plan_compliance").await,
        (0, Some(3)),
        "in no numerator"
    );
    let outside = user(&s.server, &s.admin, "sup2", "supervisor", "T2").await;
    assert_eq!(
        outside.json("/api/v1/unsynced-days").await["items"],
        json!([])
    );

    // What it held comes, with nothing left: one call, and what was not visited is missed after all.
    let visit = Uuid::now_v7();
    let at = |minutes: i64| {
        let at =
            chrono::DateTime::parse_from_rfc3339(&morning).unwrap() + TimeDelta::minutes(minutes);
        at.to_rfc3339_opts(SecondsFormat::Millis, true)
    };
    let fixes: Vec<Value> = (0..20)
        .map(|i| json!({"at": at(i), "lat": 21.0, "lng": 105.8, "accuracy_m": 8}))
        .collect();
    s.tell(json!([
        {"type": "check_in", "n": 1, "id": visit, "outlet": "A", "at": at(1)},
        {"type": "fixes", "n": 2, "fixes": fixes},
        {"type": "check_out", "n": 3, "id": visit, "at": at(15)},
        {"type": "heartbeat", "n": 4, "at": s.now(), "backlog": 0},
    ]))
    .await;
    day_close::round(services).await.unwrap();
    s.until_stops(yesterday, "A:completed B:missed C:missed")
        .await;
    assert_eq!(s.day(yesterday).await["unsynced_since"], Value::Null);
    assert_eq!(s.kpi(yesterday, "unsynced_stops").await.0, 0);
    assert_eq!(s.kpi(yesterday, "plan_compliance").await, (1, Some(3)));
    let told = events(&s.admin, "day_unsynced,day_synced", 2).await;
    let kinds: Vec<_> = told.iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["day_unsynced", "day_synced"]);
    s.server.finish().await;
}

#[tokio::test]
async fn a_rep_who_sends_nothing_misses_stops_and_a_silent_phone_is_waited_for_as_long_as_it_may_come()
 {
    let clock = morning();
    let s = story(&clock).await;
    let db = &s.server.services.db;
    day_plan::freeze(db, clock.utc(), s.today).await.unwrap();
    s.pass(24).await;
    // A phone that never spoke is not waited for.
    s.until_stops(s.today, "A:missed B:missed C:missed").await;

    let second = s.today + Days::new(1);
    day_plan::freeze(db, clock.utc(), second).await.unwrap();
    s.tell(json!([{"type": "heartbeat", "n": 1, "at": s.now(), "backlog": 0}]))
        .await;
    s.pass(24).await;
    // Not heard since the day ended.
    s.until_stops(second, "A:unsynced B:unsynced C:unsynced")
        .await;
    s.pass(8 * 24).await;
    // What is too old to come is waited for no longer.
    s.until_stops(second, "A:missed B:missed C:missed").await;
    s.server.finish().await;
}

#[tokio::test]
async fn administrators_edit_the_lists_and_phones_get_them() {
    let s = story(&Clock::system()).await;
    let bearer = format!("Bearer {}", s.token);
    let mut phone = s
        .server
        .client()
        .socket("/v1/device", &[("authorization", &bearer)])
        .await;
    phone
        .send(&json!({"type": "hello", "protocol": 1, "sent_at": s.now(), "install": Uuid::now_v7(), "backlog": 0}))
        .await;
    let before = phone.hear_type("welcome").await["config"]["reasons_version"]
        .as_i64()
        .unwrap();
    let put = async |client: &Client, code: &str, tag: &str, body: Value| {
        let path = format!("/api/v1/visit-reasons/{code}");
        send(client, Method::PUT, &path, &[("if-match", tag)], &body).await
    };
    let words = json!({"group_code": "way", "uses": ["missed"], "name_en": "Bridge down", "name_vi": "Cầu sập", "name_zh": "桥塌了"});
    let supervisor = user(&s.server, &s.admin, "sup1", "supervisor", "T1").await;
    problem(
        put(&supervisor, "bridge_down", "*", words.clone()).await,
        403,
        "forbidden",
    )
    .await;
    let made = expect(
        put(&s.admin, "bridge_down", "*", words.clone()).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        (&made["version"], &made["active"]),
        (&json!(1), &json!(true))
    );
    let told = phone.hear_type("config").await;
    let after = told["config"]["reasons_version"].as_i64().unwrap();
    assert!(after > before && told["cursor"].is_string(), "{told}");

    let sync = async || {
        let request = s.server.client().request(Method::GET, "/v1/device/sync");
        let answer = request
            .header("authorization", &bearer)
            .send()
            .await
            .unwrap();
        expect(answer, StatusCode::OK).await["reasons"].clone()
    };
    let offered = async || {
        let reasons = sync().await;
        let way = reasons["groups"]
            .as_array()
            .unwrap()
            .iter()
            .find(|g| g["code"] == "way")
            .unwrap()
            .clone();
        way["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .any(|r| r["code"] == "bridge_down")
    };
    assert_eq!(sync().await["version"], json!(after));
    assert!(offered().await);
    let answer = s.tell(json!([{"type": "stop_missed", "n": 1, "id": Uuid::now_v7(), "outlet": "A", "at": s.now(), "reason": "bridge_down"}])).await;
    assert_eq!(answer["results"], json!([]), "known by now");

    let mut gone = words.clone();
    gone["active"] = json!(false);
    problem(
        put(&s.admin, "bridge_down", "\"v7\"", gone.clone()).await,
        412,
        "stale",
    )
    .await;
    expect(
        put(&s.admin, "bridge_down", "\"v1\"", gone).await,
        StatusCode::OK,
    )
    .await;
    assert!(!offered().await);
    let all = s.supervisor_list(&supervisor).await;
    assert!(
        all.contains(&"bridge_down".to_owned()),
        "what was said with it keeps its words"
    );

    let mut bad = words;
    bad["group_code"] = json!("nowhere");
    let refused = problem(put(&s.admin, "x", "*", bad).await, 422, "invalid").await;
    assert_eq!(refused["errors"][0]["pointer"], "/group_code");
    let group = json!({"name_en": "Law", "name_vi": "Pháp luật", "name_zh": "法律"});
    let path = "/api/v1/visit-reason-groups/law";
    expect(
        send(&s.admin, Method::PUT, path, &[("if-match", "*")], &group).await,
        StatusCode::OK,
    )
    .await;
    let groups = supervisor.json("/api/v1/visit-reason-groups").await["items"].clone();
    assert!(
        groups
            .as_array()
            .unwrap()
            .iter()
            .any(|g| g["code"] == "law")
    );
    s.server.finish().await;
}

impl Story {
    async fn supervisor_list(&self, supervisor: &Client) -> Vec<String> {
        let page = supervisor.json("/api/v1/visit-reasons?use=missed").await;
        let items = page["items"].as_array().unwrap().iter();
        items
            .map(|r| r["code"].as_str().unwrap().to_owned())
            .collect()
    }
}
