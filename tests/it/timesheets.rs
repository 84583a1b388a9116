//! Working time from outside: the spans of a day, timesheets of a rep and a team, corrections.

use chrono::NaiveDate;
use fieldbeat::clock::Clock;
use fieldbeat_domain::time::At;
use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    company::{TestPhone, fix, pin, time},
    eventually,
    front_door::{batch, found, problem, user},
    server::TestServer,
};

struct Story {
    server: TestServer,
    admin: Client,
    supervisor: Client,
    other: Client,
    today: NaiveDate,
    /// 08:30 of the company's day.
    start: At,
}

impl Story {
    fn minute(&self, minute: i64) -> At {
        self.start.plus_ms(minute * 60_000)
    }

    async fn day(&self) -> Value {
        let path = format!("/api/v1/reps/1/days/{}", self.today);
        self.supervisor.json(&path).await
    }

    async fn sheet(&self) -> Value {
        let path = format!("/api/v1/reps/1/timesheet?month={}", self.month());
        self.supervisor.json(&path).await
    }

    fn month(&self) -> String {
        self.today.format("%Y-%m").to_string()
    }

    /// The team's sheet is as of the last judgement: here one is asked for.
    async fn judged(&self) {
        sqlx::query(
            // Long ago by the story's clock, whatever the database's says.
            "insert into rep_day_dirty (rep_id, date, marked_at, touched_at) values (1, $1, 'epoch', 'epoch')
            on conflict do nothing",
        )
        .bind(self.today)
        .execute(&self.server.services.db)
        .await
        .unwrap();
        eventually("the day is judged", async || {
            let left: i64 = sqlx::query_scalar("select count(*) from rep_day_dirty")
                .fetch_one(&self.server.services.db)
                .await
                .unwrap();
            (left == 0).then_some(())
        })
        .await;
    }

    async fn correct(&self, client: &Client, body: Value) -> reqwest::Response {
        let path = format!("/api/v1/reps/1/days/{}/time-corrections", self.today);
        client.post(&path, &body).await
    }
}

/// R1 of T1 worked from 08:30 to 11:00 with a visit of 18 minutes, a break of seven and a silent hour.
async fn story() -> Story {
    // Noon in the company's zone, so that the morning is behind.
    let day = Clock::system().now().0 / 86_400_000 * 86_400_000;
    let clock = Clock::at(At(day + 5 * 3_600_000));
    let server = TestServer::plan()
        .set("judge_quiet_ms", "0")
        .clock(&clock)
        .start()
        .await;
    let admin = found(&server).await;
    let today = server
        .services
        .rules
        .load()
        .time
        .date_of(server.services.clock.now());
    let reps = json!([
        {"code": "R1", "name": "=One", "org_unit_code": "T1", "valid_from": "2020-01-01"},
        {"code": "R2", "name": "Two", "org_unit_code": "T1", "valid_from": "2020-01-01"},
        {"code": "R3", "name": "Three", "org_unit_code": "T2", "valid_from": "2020-01-01"},
    ]);
    batch(&admin, "reps", reps).await;
    let phones = batch(
        &admin,
        "devices",
        json!([{"label": "p1", "rep_code": "R1"}]),
    )
    .await;
    let (lat, lng) = pin(0);
    batch(
        &admin,
        "outlets",
        json!([{"code": "A", "name": "A", "org_unit_code": "T1", "lat": lat, "lng": lng, "radius_m": 60}]),
    )
    .await;
    let daily = json!({"outlet_code": "A", "pattern": "F24", "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]});
    batch(
        &admin,
        "routes",
        json!([{"code": "W1", "name": "W1", "org_unit_code": "T1", "rep_code": "R1", "valid_from": "2020-01-06", "outlets": [daily]}]),
    )
    .await;
    let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let other = user(&server, &admin, "sup2", "supervisor", "T2").await;
    server.services.ingest.world_changed().await;
    let story = Story {
        start: server.services.rules.load().time.local(today, 8 * 60 + 30),
        server,
        admin,
        supervisor,
        other,
        today,
    };
    let token = phones[0]["token"].as_str().unwrap();
    let mut phone = TestPhone::connect(&story.server.client(), token).await;
    let (session, visit, pause) = (Uuid::new_v4(), Uuid::new_v4(), Uuid::new_v4());
    let m = |minute| story.minute(minute);
    let stand = |from: i64, to: i64, place: i32| -> Vec<Value> {
        (from * 2..=to * 2)
            .map(|half| fix(story.start.plus_ms(half * 30_000), pin(place)))
            .collect()
    };
    phone.mark("session_start", session, m(0), None).await;
    phone.fixes(&stand(1, 4, 2)).await;
    phone.fixes(&stand(10, 30, 0)).await;
    phone.mark("check_in", visit, m(11), Some("A")).await;
    phone.mark("check_out", visit, m(29), None).await;
    phone.fixes(&stand(34, 50, 3)).await;
    phone.mark("break_start", pause, m(51), None).await;
    phone.mark("break_end", pause, m(58), None).await;
    phone.fixes(&stand(59, 75, 3)).await;
    phone.fixes(&stand(132, 149, 2)).await;
    phone.mark("session_end", session, m(150), None).await;
    phone.ack_all().await;
    // The check-in came after fixes that had a visit detected: it absorbs that one.
    eventually("the visit is the declared one", async || {
        let day = story.day().await;
        let visits = day["visits"].as_array().unwrap();
        (visits.len() == 1 && visits[0]["source"] == "declared").then_some(())
    })
    .await;
    story
}

#[tokio::test]
async fn a_day_shows_its_time_as_spans_that_add_up() {
    let story = story().await;
    let day = story.day().await;
    let spans = day["spans"].as_array().unwrap();
    let told = |part: &str| -> Vec<(i64, i64)> {
        let minute = |at: &Value| {
            let at = chrono::DateTime::parse_from_rfc3339(at.as_str().unwrap()).unwrap();
            (at.timestamp_millis() - story.start.0 + 30_000) / 60_000
        };
        let of = spans.iter().filter(|s| s["part"] == part);
        of.map(|s| (minute(&s["from_at"]), minute(&s["to_at"])))
            .collect()
    };
    assert_eq!(told("in_store"), [(11, 29)], "{spans:#?}");
    assert_eq!(told("break"), [(51, 58)]);
    assert_eq!(told("unobserved"), [(75, 132)]);
    assert_eq!(told("idle").last(), Some(&(132, 149)), "{spans:#?}");
    assert_eq!(spans[1]["visit_id"], day["visits"][0]["id"]);
    for pair in spans.windows(2) {
        assert_eq!(pair[0]["to_at"], pair[1]["from_at"]);
    }
    assert_eq!(spans[0]["from_at"], time(story.minute(0)));
    assert_eq!(spans.last().unwrap()["to_at"], time(story.minute(150)));
    let sum = |time: &Value| -> f64 {
        [
            "in_store_s",
            "travel_s",
            "idle_s",
            "break_s",
            "unobserved_s",
        ]
        .iter()
        .map(|part| time[*part].as_f64().unwrap())
        .sum()
    };
    assert_eq!(day["time"]["time_in_market_s"], 9_000.0);
    assert!((sum(&day["time"]) - 9_000.0).abs() < 1e-9);
    let calls = &day["first_to_last_call"];
    assert_eq!(
        (&calls["from_at"], &calls["to_at"]),
        (
            &json!(time(story.minute(11))),
            &json!(time(story.minute(29)))
        )
    );
    assert_eq!(calls["time"]["in_store_s"], 1_080.0);
    assert!(
        (sum(&calls["time"]) - calls["time"]["time_in_market_s"].as_f64().unwrap()).abs() < 1e-9
    );
    // The company works from eight.
    assert_eq!(day["late_start_s"], 1_800.0);
    story.server.finish().await;
}

#[tokio::test]
async fn a_correction_is_appended_beside_what_was_measured() {
    let story = story().await;
    let before = story.sheet().await;
    let day = &before["days"][0];
    assert_eq!(day["measured"], day["holds"]);
    assert_eq!(day["holds"]["worked_s"], 8_580.0);
    assert_eq!(
        (&day["planned"], &day["late_start_s"]),
        (&json!(true), &json!(1_800.0))
    );
    assert_eq!(before["totals"]["days_worked"], 1);
    let verdict = story.day().await["visits"][0]["verdict"].clone();

    let said =
        json!({"started_at": time(story.minute(-30)), "break_s": 0, "reason": "phone was off"});
    let answer = expect(
        story.correct(&story.supervisor, said).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(answer["holds"]["started_at"], time(story.minute(-30)));
    // What was left out stays as measured.
    assert_eq!(answer["holds"]["ended_at"], time(story.minute(150)));
    assert_eq!(answer["holds"]["worked_s"], 10_800.0);
    assert_eq!(answer["measured"], day["measured"]);

    let again = json!({"ended_at": time(story.minute(160)), "reason": "stayed longer"});
    expect(
        story.correct(&story.supervisor, again).await,
        StatusCode::CREATED,
    )
    .await;
    let sheet = story.sheet().await;
    // The newest word holds, whole; the older one is kept.
    assert_eq!(sheet["days"][0]["holds"]["worked_s"], 9_180.0);
    assert_eq!(sheet["days"][0]["corrections"].as_array().unwrap().len(), 2);
    assert_eq!(sheet["days"][0]["corrections"][1]["by"], "sup1");
    assert_eq!(sheet["totals"]["worked_s"], 9_180.0);
    assert_eq!(sheet["totals"]["measured_s"], 8_580.0);
    assert_eq!(sheet["totals"]["days_corrected"], 1);

    let back = json!({"withdraw": true, "reason": "a mistake"});
    let answer = expect(
        story.correct(&story.supervisor, back.clone()).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(answer["holds"], answer["measured"]);
    problem(
        story.correct(&story.supervisor, back).await,
        409,
        "not_corrected",
    )
    .await;
    // Nothing of it touched a verdict, and everybody can read who said what.
    assert_eq!(story.day().await["visits"][0]["verdict"], verdict);
    let log = story.admin.json("/api/v1/audit-log?limit=10").await;
    let ours = log["items"].as_array().unwrap().iter();
    assert_eq!(ours.filter(|l| l["action"] == "time.correct").count(), 3);
    story.server.finish().await;
}

#[tokio::test]
async fn a_correction_that_makes_no_day_is_refused() {
    let story = story().await;
    let at = |minute| time(story.minute(minute));
    let cases = [
        (json!({"reason": "x"}), 422, "/started_at"),
        (json!({"started_at": at(0), "reason": " "}), 422, "/reason"),
        (
            json!({"ended_at": at(-10), "reason": "x"}),
            422,
            "/ended_at",
        ),
        (json!({"break_s": 9_001, "reason": "x"}), 422, "/break_s"),
        (
            json!({"started_at": at(-24 * 60), "reason": "x"}),
            422,
            "/started_at",
        ),
        (
            json!({"withdraw": true, "break_s": 1, "reason": "x"}),
            422,
            "/withdraw",
        ),
    ];
    for (body, status, pointer) in cases {
        let told = problem(
            story.correct(&story.supervisor, body.clone()).await,
            status,
            "invalid",
        )
        .await;
        assert_eq!(told["errors"][0]["pointer"], pointer, "{body}");
    }
    let good = json!({"started_at": at(-5), "reason": "x"});
    problem(
        story.correct(&story.other, good.clone()).await,
        404,
        "not_found",
    )
    .await;
    let planner = user(&story.server, &story.admin, "plan", "planner", "HQ").await;
    problem(
        story.correct(&planner, good.clone()).await,
        403,
        "forbidden",
    )
    .await;
    let tomorrow = story.today.succ_opt().unwrap();
    let path = format!("/api/v1/reps/1/days/{tomorrow}/time-corrections");
    let body = json!({"started_at": at(24 * 60), "ended_at": at(25 * 60), "reason": "x"});
    problem(
        story.supervisor.post(&path, &body).await,
        409,
        "date_is_to_come",
    )
    .await;
    story.server.finish().await;
}

#[tokio::test]
async fn a_day_without_a_phone_is_given_its_time() {
    let story = story().await;
    let path = format!("/api/v1/reps/2/days/{}/time-corrections", story.today);
    let whole = json!({"started_at": time(story.minute(0)), "ended_at": time(story.minute(120)), "reason": "no phone yet"});
    let half = json!({"started_at": time(story.minute(0)), "reason": "no phone yet"});
    let told = problem(story.supervisor.post(&path, &half).await, 422, "invalid").await;
    assert_eq!(told["errors"][0]["pointer"], "/ended_at");
    expect(
        story.supervisor.post(&path, &whole).await,
        StatusCode::CREATED,
    )
    .await;
    let sheet = story
        .supervisor
        .json(&format!("/api/v1/reps/2/timesheet?month={}", story.month()))
        .await;
    assert_eq!(sheet["days"][0]["measured"], Value::Null);
    assert_eq!(sheet["days"][0]["holds"]["worked_s"], 7_200.0);
    story.server.finish().await;
}

#[tokio::test]
async fn a_team_is_listed_by_rep_within_the_scope_and_as_files() {
    let story = story().await;
    let path = format!("/api/v1/timesheets?month={}", story.month());
    story.judged().await;
    let page = story.supervisor.json(&path).await;
    let reps: Vec<&Value> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| &r["code"])
        .collect();
    assert_eq!(reps, ["R1", "R2"]);
    assert_eq!(page["items"][0]["totals"]["worked_s"], 8_580.0);
    let all = story.admin.json(&path).await;
    assert_eq!(all["items"].as_array().unwrap().len(), 3);
    let first = story.admin.json(&format!("{path}&limit=2")).await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = story
        .admin
        .json(&format!("{path}&limit=2&cursor={cursor}"))
        .await;
    assert_eq!(rest["items"][0]["code"], "R3");
    let foreign = format!("/api/v1/reps/1/timesheet?month={}", story.month());
    problem(story.other.get(&foreign).await, 404, "not_found").await;
    problem(
        story
            .supervisor
            .get("/api/v1/timesheets?month=2026-13")
            .await,
        400,
        "invalid_query",
    )
    .await;

    let file = story
        .supervisor
        .get(&format!("{path}&format=csv&language=vi&by=day"))
        .await;
    assert_eq!(file.headers()["content-type"], "text/csv; charset=utf-8");
    let text = file.text().await.unwrap();
    let mut lines = text.lines();
    assert!(lines.next().unwrap().starts_with("\u{feff}Mã nhân viên"));
    let line = lines.next().unwrap();
    // A name that a spreadsheet would run is only shown.
    assert!(line.starts_with("R1,'=One,Team 1,"), "{line}");
    assert!(line.contains(",08:30,11:00,0.117,2.383,"), "{line}");
    let book = story.supervisor.get(&format!("{path}&format=xlsx")).await;
    assert_eq!(book.status(), StatusCode::OK);
    assert!(book.bytes().await.unwrap().starts_with(b"PK"));
    story.server.finish().await;
}
