//! A rep leaves the company: told before, done in one piece or when the last day is over, with what is owed still owed; called off
//! until then.

use std::time::Duration;

use chrono::{Days, NaiveDate};
use fieldbeat::{
    clock::Clock,
    server::departures,
    store::{day_plan, privacy::erasure},
};
use fieldbeat_domain::time::At;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::{
    crm::{self, Story},
    support::{
        client::{Client, expect},
        company::{TestPhone, fix},
        eventually,
        front_door::{PASSWORD, batch, problem, send, user},
        server::TestServer,
        traces::{dump, traces},
    },
};

const MIN_MS: i64 = 60_000;
const DAY: Duration = Duration::from_hours(24);

/// R1 of T1 with a phone, a login, routes, work, money and claims; R3 of the same team; R2 of another.
struct Leaving {
    story: Story,
    clock: Clock,
    r1: i64,
    r2: i64,
    r3: i64,
    own: Client,
}

impl Leaving {
    async fn rep() -> Self {
        let midnight = chrono::Utc::now().timestamp() / 86_400 * 86_400;
        let clock = Clock::at(At(midnight * 1000 + 3 * 60 * MIN_MS));
        let story = crm::story_on(TestServer::plan().clock(&clock).start().await).await;
        let admin = story.admin.clone();
        let own = user(&story.server, &admin, "r1", "rep", "T1").await;
        let from = story.today - Days::new(30);
        let reps = json!([
            {"code": "R1", "login": "r1"},
            {"code": "R3", "name": "Three", "org_unit_code": "T1", "valid_from": from},
        ]);
        batch(&admin, "reps", reps).await;
        let every = json!(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
        let routes = json!([{"code": "W1", "name": "Route 1", "org_unit_code": "T1", "rep_code": "R1", "valid_from": from,
            "outlets": [{"outlet_code": "A", "pattern": "F24", "weekdays": every}]}]);
        batch(&admin, "routes", routes).await;
        let (r1, r2) = (story.id("reps", "R1").await, story.id("reps", "R2").await);
        let r3 = story.id("reps", "R3").await;
        let outlet = story.id("outlets", "A").await;
        let about = |more: Value| {
            let mut body = json!({"id": Uuid::now_v7(), "rep_id": r1, "outlet_id": outlet});
            (body.as_object_mut().unwrap()).extend(more.as_object().unwrap().clone());
            body
        };
        let in_days = |days: u64| format!("{}T03:00:00Z", story.today + Days::new(days));
        for (collection, more) in [
            ("tasks", json!({"subject": "Hang the sign"})),
            (
                "appointments",
                json!({"subject": "Sign", "starts_at": in_days(9), "ends_at": format!("{}T04:00:00Z", story.today + Days::new(9))}),
            ),
            // Of a day that is still the rep's.
            (
                "appointments",
                json!({"subject": "Today", "starts_at": in_days(0), "ends_at": format!("{}T04:00:00Z", story.today)}),
            ),
            (
                "activities",
                json!({"kind": "call", "subject": "Ask", "due_at": in_days(9)}),
            ),
            (
                "opportunities",
                json!({"name": "Fridge", "amount_minor": 900_000}),
            ),
            ("cases", json!({"subject": "Broken", "priority": "low"})),
            (
                "collections",
                json!({"amount_minor": 50_000, "method": "cash"}),
            ),
        ] {
            story.make(collection, about(more)).await;
        }
        let expense =
            json!({"id": Uuid::now_v7(), "rep_id": r1, "category": "fuel", "amount_minor": 20_000});
        story.make("expenses", expense).await;
        Self {
            story,
            clock,
            r1,
            r2,
            r3,
            own,
        }
    }

    fn pool(&self) -> &PgPool {
        &self.story.server.services.db
    }

    fn day(&self, days: u64) -> NaiveDate {
        self.story.today + Days::new(days)
    }

    fn path(&self) -> String {
        format!("/api/v1/reps/{}/departure", self.r1)
    }

    async fn one<T>(&self, sql: &str) -> T
    where
        T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
    {
        sqlx::query_scalar(sql)
            .fetch_one(self.pool())
            .await
            .unwrap()
    }

    /// Whose the route is on a date.
    async fn routed(&self, date: NaiveDate) -> Option<String> {
        let sql = format!(
            "select max(r.code) from route_rep x join rep r on r.id = x.rep_id where x.retired_at is null and x.valid @> '{date}'::date"
        );
        self.one(&sql).await
    }

    /// All that is stored but for what a server writes by itself meanwhile.
    async fn unchanged(&self) -> Vec<(String, String)> {
        let seen = ["device", "device_health", "event", "user_session"];
        let rounds = ["field_exception", "exception_look", "alert", "audit"];
        let mut all = dump(self.pool()).await;
        all.retain(|(table, _)| {
            !seen.contains(&table.as_str()) && !rounds.iter().any(|r| table.starts_with(r))
        });
        all
    }
}

fn codes(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect()
}

#[tokio::test]
async fn a_rep_who_leaves_at_once_opens_nothing_any_more_and_owes_what_was_owed() {
    let l = Leaving::rep().await;
    let (admin, path) = (l.story.admin.clone(), l.path());
    let client = l.story.server.client();
    let mut phone = TestPhone::connect(&client, &l.story.token).await;
    l.clock.advance(Duration::from_mins(1));
    let beat = json!({"type": "heartbeat", "at": l.clock.now().0, "backlog": 7});
    phone.send(beat).await;
    phone.socket.hear_type("alive").await;
    let told = json!({"last_day": l.day(0), "dry_run": true});
    eventually("the phone's word is written", async || {
        let plan = expect(admin.post(&path, &told).await, StatusCode::OK).await;
        (plan["devices"][0]["unsent"] == 7).then_some(())
    })
    .await;
    let now = l.clock.utc();
    (day_plan::freeze(l.pool(), now, l.day(0)).await).unwrap();
    let before = l.unchanged().await;

    // Told, and nothing done.
    let plan = expect(admin.post(&path, &told).await, StatusCode::OK).await;
    assert_eq!(plan["at_once"], true);
    assert_eq!(plan["obstacles"], json!(["successor", "reason"]), "{plan}");
    assert_eq!(plan["account"]["login"], "r1");
    assert_eq!(plan["account"]["sessions"], 1);
    assert_eq!(
        (&plan["routes"][0]["code"], &plan["routes"][0]["outlets"]),
        (&json!("W1"), &json!(1))
    );
    assert_eq!(plan["from"], json!(l.day(1)));
    assert_eq!(
        plan["work"],
        json!({"tasks": 1, "appointments": 1, "activities": 1, "opportunities": 1, "cases": 1})
    );
    let open: Vec<&str> = (plan["outstanding"].as_array().unwrap().iter())
        .map(|o| o["kind"].as_str().unwrap())
        .collect();
    assert_eq!(open, ["collection", "expense", "unsent"]);
    assert_eq!(plan["outstanding"][0]["amount_minor"], 50_000);
    assert_eq!(l.unchanged().await, before);

    // What stands in the way is answered first; nothing of a refused request stays.
    let bare = json!({"last_day": l.day(0)});
    let refused = problem(admin.post(&path, &bare).await, 422, "invalid").await;
    assert_eq!(
        codes(&refused),
        [("/successor_rep_id", "required"), ("/reason", "required")]
    );
    let early = json!({"last_day": l.day(0), "erase_on": l.day(0), "dry_run": true});
    let early = problem(admin.post(&path, &early).await, 422, "invalid").await;
    assert_eq!(codes(&early), [("/erase_on", "too_early")]);

    // Rep and successor lie in reach, or are not there.
    let team = user(&l.story.server, &admin, "t1", "administrator", "T1").await;
    let other = format!("/api/v1/reps/{}/departure", l.r2);
    problem(team.post(&other, &told).await, 404, "not_found").await;
    problem(team.get(&other).await, 404, "not_found").await;
    for named in [l.r2, l.r1, 99_999] {
        let ask = json!({"last_day": l.day(0), "successor_rep_id": named, "dry_run": true});
        let unknown = problem(team.post(&path, &ask).await, 422, "invalid").await;
        assert_eq!(codes(&unknown), [("/successor_rep_id", "unknown")]);
    }
    problem(l.own.get(&path).await, 403, "forbidden").await;

    let ask = json!({"last_day": l.day(0), "successor_rep_id": l.r3, "reason": "Cash is paid from the last wage",
        "erase_on": l.day(30)});
    let key = [("idempotency-key", "leaves-1")];
    let done = send(&team, Method::POST, &path, &key, &ask).await;
    let done = expect(done, StatusCode::CREATED).await;
    assert_eq!(done["state"], "done", "{done}");
    assert_eq!(done["done"]["account_disabled"], true);
    assert_eq!(done["erasure_state"], "waiting");
    assert_eq!(phone.socket.hear_close().await, 4401);
    let again = send(&team, Method::POST, &path, &key, &ask).await;
    assert_eq!(expect(again, StatusCode::CREATED).await, done);
    problem(
        team.post(&format!("{path}/cancel"), &json!({})).await,
        409,
        "not_planned",
    )
    .await;

    // Nothing of the rep opens.
    assert_eq!(l.own.get("/api/v1/session").await.status(), 401);
    let body = json!({"login": "r1", "password": PASSWORD});
    assert_eq!(client.post("/api/v1/session", &body).await.status(), 401);
    let mut socket = client.socket("/v1/device", &[]).await;
    let hello = json!({"type": "hello", "protocol": 1, "token": l.story.token, "install": Uuid::new_v4(), "app": "test", "backlog": 0});
    socket.send(&hello).await;
    assert_eq!(socket.hear_close().await, 4401);

    // Routes from the next day on and open work are the successor's, each with its trace; the plan of today stands.
    assert_eq!(l.routed(l.day(0)).await.as_deref(), Some("R1"));
    assert_eq!(l.routed(l.day(1)).await.as_deref(), Some("R3"));
    for table in [
        "day_plan",
        "day_stop",
        "rep_day",
        "visit",
        "collection",
        "expense",
    ] {
        let of = |all: &[(String, String)]| all.iter().find(|t| t.0 == table).unwrap().1.clone();
        assert_eq!(of(&l.unchanged().await), of(&before), "{table}");
    }
    let left: i64 = l
        .one(&format!(
            "select (select count(*) from task where rep_id = {r1}) + (select count(*) from opportunity where rep_id = {r1})
               + (select count(*) from customer_case where rep_id = {r1}) + (select count(*) from activity where rep_id = {r1})
               + (select count(*) from appointment where rep_id = {r1} and date > '{today}')",
            r1 = l.r1, today = l.day(0)
        ))
        .await;
    assert_eq!(left, 0);
    let kept: i64 = l
        .one(&format!(
            "select count(*) from appointment where rep_id = {}",
            l.r1
        ))
        .await;
    assert_eq!(kept, 1);
    let case = &admin.json("/api/v1/cases").await["items"][0];
    assert_eq!(case["rep_name"], "Three");
    assert_eq!(case["steps"][1]["handed_to"], "Three", "{case}");
    let chance = &admin.json("/api/v1/opportunities").await["items"][0];
    assert_eq!(
        (
            &chance["steps"][1]["handed_to"],
            &chance["steps"][1]["stage"]
        ),
        (&json!("Three"), &json!("prospecting"))
    );
    let audited: i64 = l
        .one("select count(*) from audit_log where action like '%.handed_over' or action in ('reps.departure', 'reps.departed')")
        .await;
    assert_eq!(audited, 5 + 2);

    // What was owed is owed, and seen.
    let seen = team.json(&path).await;
    assert_eq!(seen["outstanding"][0]["amount_minor"], 50_000, "{seen}");
    assert_eq!(seen["work"]["tasks"], 0);
    assert_eq!(seen["departure"]["reason"], ask["reason"]);
    let rep = admin.json(&format!("/api/v1/reps/{}", l.r1)).await;
    assert_eq!(rep["active"], false);
    l.story.server.finish().await;
}

#[tokio::test]
async fn a_planned_departure_is_called_off_or_done_when_its_last_day_is_over_and_erased_by_date() {
    let l = Leaving::rep().await;
    let (admin, path) = (l.story.admin.clone(), l.path());
    let services = l.story.server.services.clone();
    let client = l.story.server.client();
    let mut phone = TestPhone::connect(&client, &l.story.token).await;
    let place = (21.034_567_1, 105.834_567_3);
    let now = l.clock.now();
    phone
        .mark(
            "session_start",
            Uuid::new_v4(),
            now.plus_ms(-5 * MIN_MS),
            None,
        )
        .await;
    phone
        .fixes(&[
            fix(now.plus_ms(-2 * MIN_MS), place),
            fix(now.plus_ms(-MIN_MS), place),
        ])
        .await;
    phone.ack_all().await;
    assert!(!traces(l.pool(), &[place.0]).await.is_empty());

    let ask = json!({"last_day": l.day(3), "leave_open": true, "reason": "settled on the last day", "erase_on": l.day(10)});
    let planned = expect(admin.post(&path, &ask).await, StatusCode::ACCEPTED).await;
    assert_eq!(
        (&planned["state"], &planned["done"]),
        (&json!("planned"), &Value::Null)
    );
    problem(admin.post(&path, &ask).await, 409, "planned").await;
    // Nobody takes over who is gone by then.
    let other = format!("/api/v1/reps/{}/departure", l.r3);
    let to_leaver = json!({"last_day": l.day(4), "successor_rep_id": l.r1, "dry_run": true});
    let leaving = problem(admin.post(&other, &to_leaver).await, 422, "invalid").await;
    assert_eq!(codes(&leaving), [("/successor_rep_id", "leaving")]);

    // Called off: everything is as it was, the erasure too.
    let off = admin.post(&format!("{path}/cancel"), &json!({})).await;
    let off = expect(off, StatusCode::OK).await;
    assert_eq!(
        (&off["state"], &off["erasure_state"]),
        (&json!("called_off"), &json!("cancelled"))
    );
    let mut ask = ask;
    ask["leave_open"] = json!(false);
    ask["successor_rep_id"] = json!(l.r3);
    expect(admin.post(&path, &ask).await, StatusCode::ACCEPTED).await;
    // Who is to take over is told that somebody counts on it.
    let r3 = expect(
        admin
            .post(&other, &json!({"last_day": l.day(9), "dry_run": true}))
            .await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(r3["outstanding"][0]["kind"], "succession", "{r3}");

    // The last day is worked to its end.
    l.clock.advance(DAY * 3);
    assert_eq!(departures::round(&services).await.unwrap(), 0);
    let active = "select active from rep where code = 'R1'";
    assert!(l.one::<bool>(active).await);
    l.clock.advance(DAY);
    departures::round(&services).await.unwrap();
    eventually(
        "it is done, here or by the server's own round",
        async || (!l.one::<bool>(active).await).then_some(()),
    )
    .await;
    assert_eq!(phone.socket.hear_close().await, 4401);
    assert_eq!(l.routed(l.day(3)).await.as_deref(), Some("R1"));
    assert_eq!(l.routed(l.day(4)).await.as_deref(), Some("R3"));
    let tasks: i64 = l
        .one(&format!(
            "select count(*) from task where rep_id = {}",
            l.r3
        ))
        .await;
    assert_eq!(tasks, 1);
    assert_eq!(departures::round(&services).await.unwrap(), 0);
    assert!(!erasure::is_due(l.pool(), l.day(9)).await.unwrap());
    assert!(!traces(l.pool(), &[place.0]).await.is_empty());

    // And by its date where the rep was is nowhere.
    l.clock.advance(DAY * 6);
    eventually("the erasure is done", async || {
        let state: String = l
            .one("select state from track_erasure order by id desc limit 1")
            .await;
        (state == "done").then_some(())
    })
    .await;
    assert_eq!(traces(l.pool(), &[place.0]).await, Vec::<String>::new());
    l.story.server.finish().await;
}

#[tokio::test]
async fn what_is_left_open_is_said_and_handed_over_later() {
    let l = Leaving::rep().await;
    let (admin, path) = (l.story.admin.clone(), l.path());
    // The successor is gone by then: nothing is lost, and it is said.
    let ask = json!({"last_day": l.day(1), "successor_rep_id": l.r3, "reason": "x"});
    expect(admin.post(&path, &ask).await, StatusCode::ACCEPTED).await;
    batch(&admin, "reps", json!([{"code": "R3", "active": false}])).await;
    l.clock.advance(DAY * 2);
    departures::round(&l.story.server.services).await.unwrap();
    let done = eventually("it is done", async || {
        let done: Option<Value> = l.one("select done from rep_departure").await;
        done
    })
    .await;
    assert_eq!(done["successor_gone"], true, "{done}");
    assert_eq!(done["work"]["tasks"], 1);
    assert_eq!(l.routed(l.day(2)).await, None);
    let tasks: i64 = l
        .one(&format!(
            "select count(*) from task where rep_id = {}",
            l.r1
        ))
        .await;
    assert_eq!(tasks, 1);

    // A second departure of who is gone hands over what was left.
    let body = json!({"login": "admin", "password": PASSWORD});
    expect(admin.post("/api/v1/session", &body).await, StatusCode::OK).await;
    batch(&admin, "reps", json!([{"code": "R3", "active": true}])).await;
    let seen = admin.json(&path).await;
    assert_eq!(seen["work"]["tasks"], 1, "{seen}");
    let ask = json!({"last_day": l.day(1), "successor_rep_id": l.r3, "reason": "x"});
    let done = expect(admin.post(&path, &ask).await, StatusCode::CREATED).await;
    assert_eq!(done["done"]["work"]["tasks"], 1, "{done}");
    let seen = admin.json(&path).await;
    assert_eq!(seen["work"]["tasks"], 0, "{seen}");
    l.story.server.finish().await;
}
