//! Relations with customers from outside: contacts, and activities that are planned, held or not held, at the
//! desk and from phones.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, SecondsFormat, TimeDelta};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    eventually,
    front_door::{batch, found, problem, record_status, send, tell, user},
    server::TestServer,
};

/// R1 with a phone in T1, R2 in T2; a customer with an outlet in each.
pub struct Story {
    pub server: TestServer,
    pub admin: Client,
    pub today: NaiveDate,
    pub token: String,
}

pub async fn story() -> Story {
    story_on(TestServer::start().await).await
}

/// The same on a server that is set up otherwise.
pub async fn story_on(server: TestServer) -> Story {
    let admin = found(&server).await;
    let today = (server.services.rules.load().time).date_of(server.services.clock.now());
    let from = today - Days::new(30);
    let reps = json!([
        {"code": "R1", "name": "One", "org_unit_code": "T1", "valid_from": from},
        {"code": "R2", "name": "Two", "org_unit_code": "T2", "valid_from": from},
    ]);
    batch(&admin, "reps", reps).await;
    let phone = json!([{"label": "p1", "rep_code": "R1"}]);
    let phones = batch(&admin, "devices", phone).await;
    let token = phones[0]["token"].as_str().unwrap().to_owned();
    let customers = json!([
        {"code": "C1", "name": "Tạp hóa Lan", "org_unit_code": "T1"},
        {"code": "C2", "name": "Tạp hóa Mai", "org_unit_code": "T2"},
    ]);
    batch(&admin, "customers", customers).await;
    let outlets = json!([
        {"code": "A", "name": "Lan 1", "org_unit_code": "T1", "customer_code": "C1", "lat": 21.0, "lng": 105.8},
        {"code": "B", "name": "Mai 1", "org_unit_code": "T2", "customer_code": "C2", "lat": 21.1, "lng": 105.8},
    ]);
    batch(&admin, "outlets", outlets).await;
    Story {
        server,
        admin,
        today,
        token,
    }
}

impl Story {
    /// Goes on with another server on its database.
    pub const fn again(server: TestServer, admin: Client, today: NaiveDate) -> Self {
        Self {
            server,
            admin,
            today,
            token: String::new(),
        }
    }

    pub fn ago(&self, minutes: i64) -> String {
        let at = self.server.services.clock.utc() - TimeDelta::minutes(minutes);
        at.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    pub async fn id(&self, collection: &str, code: &str) -> i64 {
        let all = self.admin.json(&format!("/api/v1/{collection}")).await;
        let rows = all["items"].as_array().unwrap();
        let row = rows.iter().find(|r| r["code"] == code).unwrap();
        row["id"].as_i64().unwrap()
    }

    /// Makes one of a collection.
    pub async fn make(&self, collection: &str, body: Value) -> Value {
        let answer = self
            .admin
            .post(&format!("/api/v1/{collection}"), &body)
            .await;
        expect(answer, StatusCode::CREATED).await
    }

    pub async fn patch(&self, collection: &str, was: &Value, body: Value) -> reqwest::Response {
        let path = format!(
            "/api/v1/{collection}/{}",
            was["id"].to_string().trim_matches('"')
        );
        let tag = format!("\"v{}\"", was["version"]);
        let headers = [("if-match", tag.as_str())];
        send(&self.admin, Method::PATCH, &path, &headers, &body).await
    }

    pub async fn tell(&self, frames: Value) {
        tell(&self.server, &self.token, &frames).await;
    }

    /// The phone's offline data.
    pub async fn sync(&self, query: &str) -> Value {
        let client = self.server.client();
        let request = client.request(Method::GET, &format!("/v1/device/sync{query}"));
        let answer = request.bearer_auth(&self.token).send().await;
        expect(answer.unwrap(), StatusCode::OK).await
    }

    /// What became of a record: its status and detail.
    pub async fn status(&self, record: Uuid) -> (String, Value) {
        record_status(&self.server, record).await
    }

    /// What is answered to who comes while a statement is not committed yet; it is, once somebody waits.
    pub async fn behind(
        &self,
        statement: &'static str,
        act: impl Future<Output = reqwest::Response>,
    ) -> reqwest::Response {
        let db = &self.server.services.db;
        let mut held = db.begin().await.unwrap();
        sqlx::query(statement).execute(&mut *held).await.unwrap();
        let done = async {
            eventually("somebody waits", async || {
                let waits: bool = sqlx::query_scalar(
                    "select exists (select from pg_locks l join pg_stat_activity a on a.pid = l.pid
                     where not l.granted and a.datname = current_database())",
                )
                .fetch_one(db)
                .await
                .unwrap();
                waits.then_some(())
            })
            .await;
            held.commit().await.unwrap();
        };
        tokio::join!(act, done).0
    }

    pub async fn count(&self, path: &str) -> usize {
        let page = self.admin.json(path).await;
        page["items"].as_array().unwrap().len()
    }
}

#[tokio::test]
async fn contacts_are_kept_by_code_and_seen_only_with_their_customer() {
    let s = story().await;
    let rows = json!([
        {"code": "P1", "customer_code": "C1", "name": "Chị Lan", "role": "decision_maker", "phone": "0912 345 678",
            "birthday": "1980-02-29", "opted_out": ["sms", "email", "sms"]},
        {"code": "P2", "customer_code": "C2", "name": "Anh Mai", "role": "influencer", "email": "mai@example.vn"},
    ]);
    let made = batch(&s.admin, "contacts", rows.clone()).await;
    assert_eq!(made[0]["status"], "created");
    let again = batch(&s.admin, "contacts", rows).await;
    assert!(
        again.iter().all(|r| r["status"] == "unchanged"),
        "{again:?}"
    );

    let one = s
        .admin
        .json(&format!("/api/v1/contacts/{}", made[0]["id"]))
        .await;
    assert_eq!(one["opted_out"], json!(["email", "sms"]));
    let changed = s
        .patch("contacts", &one, json!({"opted_out": [], "title": "chủ"}))
        .await;
    let changed = expect(changed, StatusCode::OK).await;
    assert_eq!(
        (&changed["version"], &changed["phone"]),
        (&json!(2), &json!("0912 345 678"))
    );
    let stale = s.patch("contacts", &one, json!({"title": "x"})).await;
    problem(stale, 412, "stale").await;
    let moved = s
        .patch("contacts", &changed, json!({"customer_code": "C2"}))
        .await;
    assert_eq!(
        problem(moved, 422, "invalid").await["errors"][0]["code"],
        "immutable"
    );
    let bad = json!({"customer_code": "C9", "name": " ", "role": "evaluator", "email": "no"});
    let refused = s.admin.post("/api/v1/contacts", &bad).await;
    let said = problem(refused, 422, "invalid").await;
    let pointers: Vec<&str> = (said["errors"].as_array().unwrap().iter())
        .map(|e| e["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(pointers, ["/name", "/email", "/customer_id"]);
    // Without a code it gets one.
    let fresh = s
        .make(
            "contacts",
            json!({"customer_code": "C1", "name": "Em Hoa", "role": "evaluator"}),
        )
        .await;
    assert!(fresh["code"].as_str().unwrap().starts_with("P-"));

    let boss = user(&s.server, &s.admin, "boss1", "supervisor", "T1").await;
    let seen = boss.json("/api/v1/contacts").await;
    assert!(
        seen["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|c| c["customer_code"] == "C1")
    );
    let foreign = boss
        .get(&format!("/api/v1/contacts/{}", made[1]["id"]))
        .await;
    problem(foreign, 404, "not_found").await;
    let planner = user(&s.server, &s.admin, "plan", "planner", "T1").await;
    let refused = planner.post("/api/v1/contacts", &json!({})).await;
    problem(refused, 403, "forbidden").await;
    s.server.finish().await;
}

#[tokio::test]
async fn birthdays_are_found_before_they_come() {
    let s = story().await;
    let soon = s.today + Days::new(5);
    let born = format!("1980-{}", soon.format("%m-%d"));
    let later = format!("1990-{}", (s.today + Days::new(40)).format("%m-%d"));
    // A leap day has no date in 1990: such a birthday is not what this is about.
    let later = if later.ends_with("02-29") {
        "1990-03-01".to_owned()
    } else {
        later
    };
    let rows = json!([
        {"code": "P1", "customer_code": "C1", "name": "Lan", "role": "evaluator", "birthday": born},
        {"code": "P2", "customer_code": "C1", "name": "Hoa", "role": "evaluator", "birthday": later},
        {"code": "P3", "customer_code": "C1", "name": "Mai", "role": "evaluator"},
    ]);
    batch(&s.admin, "contacts", rows).await;
    for (days, found) in [(4, 0), (5, 1), (60, 2)] {
        let path = format!("/api/v1/contacts?birthday_within={days}");
        assert_eq!(s.count(&path).await, found, "within {days} days");
    }
    let refused = s.admin.get("/api/v1/contacts?birthday_within=93").await;
    problem(refused, 400, "invalid_query").await;
    s.server.finish().await;
}

#[tokio::test]
async fn every_number_of_a_completion_is_the_length_of_its_list() {
    let s = story().await;
    let (rep, customer) = (s.id("reps", "R1").await, s.id("customers", "C1").await);
    let plan = |due: String| json!({"id": Uuid::now_v7(), "kind": "call", "rep_id": rep, "customer_id": customer, "subject": "gọi lại", "due_at": due});
    // In the order of: open, overdue, in time, late, not held.
    let mut made = Vec::new();
    for minutes in [-10, 90, 20, 90, 90] {
        made.push(s.make("activities", plan(s.ago(minutes))).await);
    }
    assert_eq!(
        (&made[0]["standing"], &made[1]["standing"]),
        (&json!("open"), &json!("overdue"))
    );
    let held = s
        .patch(
            "activities",
            &made[2],
            json!({"state": "held", "outcome": "đặt hàng", "duration_min": 5}),
        )
        .await;
    let held = expect(held, StatusCode::OK).await;
    assert_eq!(
        (&held["standing"], &held["state"]),
        (&json!("in_time"), &json!("held"))
    );
    let late = s
        .patch("activities", &made[3], json!({"state": "held"}))
        .await;
    assert_eq!(expect(late, StatusCode::OK).await["standing"], "late");
    let without = s
        .patch("activities", &made[4], json!({"state": "not_held"}))
        .await;
    let without = problem(without, 422, "invalid").await;
    assert_eq!(
        without["errors"][0],
        json!({"pointer": "/reason", "code": "required"})
    );
    let not = s
        .patch(
            "activities",
            &made[4],
            json!({"state": "not_held", "reason": "không nghe máy"}),
        )
        .await;
    assert_eq!(expect(not, StatusCode::OK).await["standing"], "not_held");
    // What was held stays so; nobody takes it back or moves its plan.
    for change in [
        json!({"state": "planned"}),
        json!({"state": "not_held", "reason": "x"}),
        json!({"due_at": s.ago(0)}),
    ] {
        let refused = s.patch("activities", &held, change).await;
        assert_eq!(
            problem(refused, 422, "invalid").await["errors"][0]["code"],
            "wrong_state"
        );
    }
    s.make(
        "activities",
        json!({"id": Uuid::now_v7(), "kind": "gift", "rep_id": rep, "customer_id": customer,
        "subject": "quà Tết", "value_minor": 200_000}),
    )
    .await;

    let (from, to) = (s.today - Days::new(1), s.today + Days::new(1));
    let told = s
        .admin
        .json(&format!(
            "/api/v1/activities/completion?from={from}&to={to}"
        ))
        .await;
    let row = &told["items"][0];
    let expected = BTreeMap::from([
        ("open", 1),
        ("overdue", 1),
        ("in_time", 1),
        ("late", 1),
        ("not_held", 1),
        ("unplanned", 1),
    ]);
    for (standing, number) in expected {
        assert_eq!(row[standing], number, "{standing}: {row}");
        let path =
            format!("/api/v1/activities?rep_id={rep}&standing={standing}&from={from}&to={to}");
        let rows = s.admin.json(&path).await;
        let rows = rows["items"].as_array().unwrap();
        assert_eq!(rows.len(), number, "{standing}");
        assert!(rows.iter().all(|r| r["standing"] == standing), "{rows:?}");
    }
    assert_eq!(row["due"], 5);

    // Another team sees none of it, in no number.
    let other = user(&s.server, &s.admin, "boss2", "supervisor", "T2").await;
    let told = other
        .json(&format!(
            "/api/v1/activities/completion?from={from}&to={to}"
        ))
        .await;
    assert_eq!(told["items"], json!([]));
    let foreign = other
        .get(&format!(
            "/api/v1/activities/{}",
            held["id"].as_str().unwrap()
        ))
        .await;
    problem(foreign, 404, "not_found").await;
    let body = json!({"id": Uuid::now_v7(), "kind": "call", "rep_id": s.id("reps", "R2").await, "customer_id": customer, "subject": "x"});
    let refused = other.post("/api/v1/activities", &body).await;
    assert_eq!(
        problem(refused, 422, "invalid").await["errors"][0]["pointer"],
        "/customer_id"
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_phone_plans_holds_and_notes_in_its_visit() {
    let s = story().await;
    batch(
        &s.admin,
        "contacts",
        json!([{"code": "P1", "customer_code": "C1", "name": "Chị Lan", "role": "decision_maker"}]),
    )
    .await;
    let [visit, plan, hold, note, wrong, unknown, foreign] =
        std::array::from_fn(|_| Uuid::now_v7());
    let later = s.ago(-60);
    let record = |n: i64, kind: &str, id: Uuid, visit: Option<Uuid>, body: Value| json!({"type": "record", "n": n, "kind": kind, "id": id, "visit_id": visit, "at": s.ago(20 - n), "body": body});
    let frames = json!([
        {"type": "check_in", "n": 1, "id": visit, "outlet": "A", "at": s.ago(25)},
        record(2, "activity", plan, None, json!({"kind": "call", "subject": "gọi lại", "contact": "P1", "state": "planned", "due_at": later})),
        record(3, "activity", hold, Some(visit), json!({"activity": plan, "state": "held", "outcome": "đồng ý", "duration_min": 3})),
        record(4, "note", note, Some(visit), json!({"text": "chủ muốn đổi kệ"})),
        record(5, "activity", wrong, Some(visit), json!({"kind": "telepathy"})),
        record(6, "activity", unknown, None, json!({"activity": Uuid::now_v7(), "state": "held"})),
        record(7, "activity", foreign, Some(visit), json!({"kind": "call", "subject": "x", "customer": "C2"})),
    ]);
    s.tell(frames.clone()).await;
    for (id, status, code) in [
        (plan, "applied", None),
        (hold, "applied", None),
        (note, "applied", None),
        (wrong, "invalid", Some("invalid_body")),
        (unknown, "invalid", Some("unknown_activity")),
        (foreign, "invalid", Some("invalid_body")),
    ] {
        let (got, detail) = s.status(id).await;
        assert_eq!(got, status, "{detail}");
        assert_eq!(detail["code"].as_str(), code, "{detail}");
    }
    // The same again changes nothing.
    s.tell(frames).await;
    let one = s.admin.json(&format!("/api/v1/activities/{plan}")).await;
    assert_eq!(
        (
            &one["state"],
            &one["customer_name"],
            &one["contact_name"],
            &one["outcome"],
            &one["version"]
        ),
        (
            &json!("held"),
            &json!("Tạp hóa Lan"),
            &json!("Chị Lan"),
            &json!("đồng ý"),
            &json!(2)
        )
    );
    assert_eq!(s.count("/api/v1/activities").await, 2);

    let shown = eventually("the visit is there", async || {
        let answer = s.admin.get(&format!("/api/v1/visits/{visit}")).await;
        if answer.status() == StatusCode::OK {
            Some(answer.json::<Value>().await.unwrap())
        } else {
            None
        }
    })
    .await;
    assert_eq!(shown["activities"][0]["subject"], "chủ muốn đổi kệ");
    assert_eq!(
        shown["activities"][1]["subject"], "gọi lại",
        "held in the visit"
    );
    assert_eq!(shown["activities"].as_array().unwrap().len(), 2);
    let customer = s.id("customers", "C1").await;
    let timeline = s
        .admin
        .json(&format!("/api/v1/customers/{customer}/timeline"))
        .await;
    let told: Vec<(&str, &str)> = (timeline["items"].as_array().unwrap().iter())
        .filter(|i| i["kind"] == "activity")
        .map(|i| (i["sort"].as_str().unwrap(), i["state"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("note", "held"), ("call", "held")]);
    // What was wrong is kept as it was said.
    let kept: Value = sqlx::query_scalar("select body from device_record where id = $1")
        .bind(wrong)
        .fetch_one(&s.server.services.db)
        .await
        .unwrap();
    assert_eq!(kept, json!({"kind": "telepathy"}));
    s.server.finish().await;
}

#[tokio::test]
async fn a_telephone_system_settles_what_was_planned_and_keeps_every_attempt() {
    let s = story().await;
    let people = json!([
        {"code": "P1", "customer_code": "C1", "name": "Chị Lan", "role": "decision_maker", "phone": "0912 345 678"},
        {"code": "P2", "customer_code": "C1", "name": "Anh Hai", "role": "evaluator", "phone": "0900 000 001"},
        {"code": "P3", "customer_code": "C2", "name": "Anh Ba", "role": "evaluator", "phone": "+84 900 000 001"},
    ]);
    batch(&s.admin, "contacts", people).await;
    let planned = s
        .make(
            "activities",
            json!({"id": Uuid::now_v7(), "kind": "call", "rep_id": s.id("reps", "R1").await,
            "contact_id": s.id("contacts", "P1").await, "subject": "gọi lại", "due_at": s.ago(10)}),
        )
        .await;
    let call = |number: &str, answered: bool| json!({"id": Uuid::now_v7(), "rep_code": "R1", "number": number, "began_at": s.ago(3), "duration_s": 61, "answered": answered});
    let missed = s
        .make("activities/calls", call("+84912345678", false))
        .await;
    assert_eq!(
        (&missed["state"], &missed["reason"], &missed["contact_name"]),
        (&json!("not_held"), &json!("no_answer"), &json!("Chị Lan"))
    );
    let body = call("+84912345678", true);
    let held = s.make("activities/calls", body.clone()).await;
    assert_eq!(
        (
            &held["id"],
            &held["state"],
            &held["standing"],
            &held["duration_min"]
        ),
        (&planned["id"], &json!("held"), &json!("in_time"), &json!(2))
    );
    // Told again it is the same call.
    assert_eq!(
        s.make("activities/calls", body).await["version"],
        held["version"]
    );
    // Nothing is planned any more; a number of two customers names nobody, and is kept all the same.
    let again = s.make("activities/calls", call("0912345678", true)).await;
    assert_eq!(
        (&again["standing"], &again["customer_name"]),
        (&json!("unplanned"), &json!("Tạp hóa Lan"))
    );
    let shared = s.make("activities/calls", call("0900000001", true)).await;
    assert_eq!(
        (&shared["customer_id"], &shared["subject"]),
        (&Value::Null, &json!("0900000001"))
    );
    let boss = user(&s.server, &s.admin, "boss2", "supervisor", "T2").await;
    let foreign = boss
        .post("/api/v1/activities/calls", &call("1", true))
        .await;
    assert_eq!(
        problem(foreign, 422, "invalid").await["errors"][0]["pointer"],
        "/rep_id"
    );
    s.server.finish().await;
}
