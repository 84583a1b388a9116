//! Absences of a part of a day, what an approval would do before it is given, and approvals that race
//! the freezing of plans.

use chrono::{Days, NaiveDate};
use fieldbeat::store::day_plan;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{
    client::{Client, expect},
    front_door::{batch, found, problem, user},
    server::TestServer,
};

struct Story {
    server: TestServer,
    supervisor: Client,
    today: NaiveDate,
}

/// Team T1 with R1 (outlets A, B, C, D; D from 15:00 to 16:00) and R2 (D), due every day of the week.
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
    let rep =
        |code: &str| json!({"code": code, "name": code, "org_unit_code": "T1", "valid_from": from});
    batch(&admin, "reps", json!([rep("R1"), rep("R2")])).await;
    let outlet = |code: &str, lat: f64| json!({"code": code, "name": code, "org_unit_code": "T1", "lat": lat, "lng": 105.8});
    let outlets = json!([
        outlet("A", 21.0),
        outlet("B", 21.01),
        outlet("C", 21.02),
        outlet("D", 21.03)
    ]);
    batch(&admin, "outlets", outlets).await;
    let daily = |code: &str, window: Value| json!({"outlet_code": code, "pattern": "F24", "window": window, "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]});
    let first = [
        daily("A", Value::Null),
        daily("B", Value::Null),
        daily("C", Value::Null),
        daily("D", json!(["15:00", "16:00"])),
    ];
    let routes = json!([
        {"code": "W1", "name": "W1", "org_unit_code": "T1", "rep_code": "R1", "valid_from": from, "outlets": first},
        {"code": "W2", "name": "W2", "org_unit_code": "T1", "rep_code": "R2", "valid_from": from, "outlets": [daily("D", Value::Null)]},
    ]);
    batch(&admin, "routes", routes).await;
    let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;
    Story {
        server,
        supervisor,
        today,
    }
}

impl Story {
    async fn freeze(&self, date: NaiveDate) {
        let now = self.server.services.clock.utc();
        day_plan::freeze(&self.server.services.db, now, date)
            .await
            .unwrap();
    }

    /// Each stop as `outlet`, `-outlet` where excused, `outlet<` where it is another's.
    async fn stops(&self, rep: i32, date: NaiveDate) -> String {
        let path = format!("/api/v1/day-plans/{rep}/{date}");
        let plan = self.supervisor.json(&path).await;
        let stops = plan["stops"].as_array().unwrap().iter().map(|s| {
            let code = s["outlet_code"].as_str().unwrap();
            match (&s["absence_id"], &s["covers_rep_id"]) {
                (Value::Null, _) => code.to_owned(),
                (_, Value::Null) => format!("-{code}"),
                (_, _) => format!("{code}<"),
            }
        });
        stops.collect::<Vec<_>>().join(" ")
    }

    async fn ask(&self, date: NaiveDate, hours: Option<(&str, &str)>) -> String {
        let mut body = json!({"rep_id": 1, "kind": "meeting", "from": date, "to": date});
        if let Some((from, to)) = hours {
            body["from_time"] = json!(from);
            body["to_time"] = json!(to);
        }
        let made = self.supervisor.post("/api/v1/absences", &body).await;
        let made = expect(made, StatusCode::CREATED).await;
        made["id"].as_str().unwrap().to_owned()
    }

    async fn decide(&self, id: &str, body: Value) -> reqwest::Response {
        let path = format!("/api/v1/absences/{id}/decisions");
        self.supervisor.post(&path, &body).await
    }
}

#[tokio::test]
async fn a_morning_off_excuses_the_stops_of_the_morning_alone_frozen_or_not() {
    let s = story().await;
    let tomorrow = s.today + Days::new(1);
    s.freeze(s.today).await;
    for date in [s.today, tomorrow] {
        let id = s.ask(date, Some(("08:00", "12:00"))).await;
        let body = json!({"decision": "approved", "substitute_rep_id": 2});
        let made = expect(s.decide(&id, body).await, StatusCode::CREATED).await;
        assert_eq!(
            (&made["from_time"], &made["to_time"]),
            (&json!("08:00"), &json!("12:00"))
        );
        // 08:00–17:30 over four stops: A and B before noon, C after, D by its window.
        assert_eq!(s.stops(1, date).await, "-A -B C D");
        assert_eq!(s.stops(2, date).await, "D A< B<");
        let cancelled = json!({"decision": "cancelled", "reason": "meeting is off"});
        expect(s.decide(&id, cancelled).await, StatusCode::CREATED).await;
        assert_eq!(s.stops(1, date).await, "A B C D");
        assert_eq!(s.stops(2, date).await, "D");
    }
    s.server.finish().await;
}

#[tokio::test]
async fn the_approver_may_choose_the_stops_and_two_parts_of_a_day_are_two_absences() {
    let s = story().await;
    let tomorrow = s.today + Days::new(1);
    let id = s.ask(tomorrow, Some(("08:00", "12:00"))).await;
    let outlets = json!({"decision": "approved", "outlet_ids": [3]});
    expect(s.decide(&id, outlets).await, StatusCode::CREATED).await;
    assert_eq!(s.stops(1, tomorrow).await, "A B -C D");
    let late = s.ask(tomorrow, Some(("14:30", "16:30"))).await;
    let approval = json!({"decision": "approved"});
    expect(s.decide(&late, approval.clone()).await, StatusCode::CREATED).await;
    assert_eq!(s.stops(1, tomorrow).await, "A B -C -D");
    let clash = s.ask(tomorrow, Some(("11:00", "13:00"))).await;
    let refused = problem(s.decide(&clash, approval.clone()).await, 422, "invalid").await;
    assert_eq!(refused["errors"][0]["code"], "overlaps");
    for (hours, code) in [
        (json!({"from_time": "08:00"}), "required"),
        (
            json!({"from_time": "12:00", "to_time": "08:00"}),
            "before_from",
        ),
        (
            json!({"from_time": "8h", "to_time": "09:00"}),
            "invalid_time",
        ),
    ] {
        let mut body = json!({"rep_id": 1, "kind": "leave", "from": tomorrow, "to": tomorrow});
        body.as_object_mut()
            .unwrap()
            .extend(hours.as_object().unwrap().clone());
        let refused = s.supervisor.post("/api/v1/absences", &body).await;
        let refused = problem(refused, 422, "invalid").await;
        assert_eq!(refused["errors"][0]["code"], code);
    }
    s.server.finish().await;
}

#[tokio::test]
async fn what_an_approval_would_do_is_told_and_nothing_changes() {
    let s = story().await;
    let tomorrow = s.today + Days::new(1);
    s.freeze(s.today).await;
    let body = json!({"rep_id": 1, "kind": "leave", "from": s.today, "to": tomorrow});
    let made = s.supervisor.post("/api/v1/absences", &body).await;
    let id = expect(made, StatusCode::CREATED).await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/api/v1/absences/{id}/preview");
    let seen = s
        .supervisor
        .json(&format!("{path}?substitute_rep_id=2"))
        .await;
    assert_eq!(seen["truncated"], json!(false));
    let told = |day: &Value| {
        let stops = day["stops"].as_array().unwrap().iter();
        let stops: Vec<_> = stops
            .map(|s| {
                format!(
                    "{}:{}",
                    s["outlet_code"].as_str().unwrap(),
                    s["covered"].as_str().unwrap()
                )
            })
            .collect();
        (day["frozen"].as_bool().unwrap(), stops.join(" "))
    };
    let expected = "A:substitute B:substitute C:substitute D:own".to_owned();
    assert_eq!(told(&seen["days"][0]), (true, expected.clone()));
    assert_eq!(told(&seen["days"][1]), (false, expected));
    let alone = s.supervisor.json(&path).await;
    assert_eq!(told(&alone["days"][0]).1, "A:none B:none C:none D:none");
    assert_eq!(s.stops(1, s.today).await, "A B C D", "nothing changed");
    assert_eq!(s.stops(2, s.today).await, "D");
    let still = s.supervisor.json(&format!("/api/v1/absences/{id}")).await;
    assert_eq!(still["state"], "requested");
    let same = format!("{path}?substitute_rep_id=1");
    let refused = problem(s.supervisor.get(&same).await, 422, "invalid").await;
    assert_eq!(refused["errors"][0]["code"], "same_rep");

    // Deviations are listed over reps and dates.
    let approval = json!({"decision": "approved", "substitute_rep_id": 2});
    expect(s.decide(&id, approval).await, StatusCode::CREATED).await;
    let listed = s
        .supervisor
        .json(&format!(
            "/api/v1/plan-deviations?from={0}&to={0}&limit=5",
            s.today
        ))
        .await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 5);
    assert!(listed["next_cursor"].is_string());
    let covered = s
        .supervisor
        .json("/api/v1/plan-deviations?rep_id=2&change=covered")
        .await;
    let codes: Vec<_> = covered["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| &d["outlet_code"])
        .collect();
    assert_eq!(
        codes,
        [&json!("C"), &json!("B"), &json!("A")],
        "newest first"
    );
    s.server.finish().await;
}

/// Whoever comes first, a plan of a day of approved leave never stands without it.
#[tokio::test]
async fn an_approval_and_the_freezing_of_a_plan_do_not_miss_each_other() {
    let s = story().await;
    let (db, clock) = (&s.server.services.db, &s.server.services.clock);
    for i in 1..=12 {
        let date = s.today + Days::new(i);
        let id = s.ask(date, None).await;
        let approval = json!({"decision": "approved", "substitute_rep_id": 2});
        let (decided, frozen) = tokio::join!(
            s.decide(&id, approval),
            day_plan::freeze(db, clock.utc(), date)
        );
        expect(decided, StatusCode::CREATED).await;
        assert!(frozen.unwrap() > 0);
        assert_eq!(s.stops(1, date).await, "-A -B -C -D", "{date}");
        assert_eq!(s.stops(2, date).await, "D A< B< C<", "{date}");
    }
    let change = json!({"change": "remove", "outlet_id": 4, "reason": "closed that day"});
    for i in 20..=30 {
        let date = s.today + Days::new(i);
        let path = format!("/api/v1/day-plans/2/{date}/changes");
        let request = s.supervisor.request(Method::POST, &path).json(&change);
        let (changed, frozen) =
            tokio::join!(request.send(), day_plan::freeze(db, clock.utc(), date));
        expect(changed.unwrap(), StatusCode::CREATED).await;
        frozen.unwrap();
        assert_eq!(s.stops(2, date).await, "", "{date}");
    }
    s.server.finish().await;
}
