//! Scenarios over HTTP: made of today, solved in the background, compared, published from a date on, rolled back.

use chrono::{Days, NaiveDate};
use fieldbeat::store::route_leg::anchor;
use fieldbeat_domain::pattern::VisitPattern;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{
    client::{Client, expect},
    eventually_within,
    front_door::{batch, found, problem, send, user},
    server::TestServer,
};

const EXTRACT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/assets/demo/hanoi-roads-2025.osm.pbf"
);
/// A small scenario takes a second or two; a busy machine more.
const PATIENCE: std::time::Duration = std::time::Duration::from_mins(3);

pub struct Story {
    pub server: TestServer,
    pub admin: Client,
    pub planner: Client,
    pub today: NaiveDate,
}

/// Team T1 in the streets of Hanoi: R1 has 24 of 30 outlets, R2 four; one is nobody's, one has no pin.
pub async fn story() -> Story {
    on(TestServer::plan().set("roads", EXTRACT).start().await).await
}

async fn on(server: TestServer) -> Story {
    let admin = found(&server).await;
    let time = server.services.rules.load().time;
    let today = time.date_of(server.services.clock.now());
    let from = today - Days::new(30);
    let rep = |code: &str, team: &str| json!({"code": code, "name": code, "org_unit_code": team, "valid_from": from});
    batch(
        &admin,
        "reps",
        json!([rep("R1", "T1"), rep("R2", "T1"), rep("R3", "T2")]),
    )
    .await;
    let outlets: Vec<Value> = (0..30)
        .map(|n| {
            let (row, column) = (f64::from(n / 6), f64::from(n % 6));
            let mut outlet = json!({"code": format!("O{n:02}"), "name": format!("Shop {n}"), "org_unit_code": "T1",
                "class": if n % 2 == 0 { "A" } else { "B" }});
            if n != 29 {
                outlet["lat"] = json!(21.022 + 0.003 * row);
                outlet["lng"] = json!(105.84 + 0.003 * column);
            }
            outlet
        })
        .collect();
    batch(&admin, "outlets", json!(outlets)).await;
    let on_route = |n: i32, code: &str| json!({"outlet_code": format!("O{n:02}"), "pattern": code, "weekdays": ["tue"], "service_minutes": 15});
    let first: Vec<Value> = (0..24)
        .map(|n| on_route(n, if n % 3 == 0 { "F2" } else { "F4" }))
        .collect();
    let second: Vec<Value> = (24..28).chain([29]).map(|n| on_route(n, "F4")).collect();
    let routes = json!([
        {"code": "W1", "name": "W1", "org_unit_code": "T1", "rep_code": "R1", "valid_from": from, "outlets": first},
        {"code": "W2", "name": "W2", "org_unit_code": "T1", "rep_code": "R2", "valid_from": from, "outlets": second},
    ]);
    batch(&admin, "routes", routes).await;
    let planner = user(&server, &admin, "plan", "planner", "T1").await;
    Story {
        server,
        admin,
        planner,
        today,
    }
}

impl Story {
    pub async fn make(&self, body: &Value) -> Value {
        expect(
            self.planner.post("/api/v1/scenarios", body).await,
            StatusCode::CREATED,
        )
        .await
    }

    pub async fn solve(&self, id: &Value) -> Value {
        let path = format!("/api/v1/scenarios/{id}/solve");
        expect(
            self.planner.post(&path, &Value::Null).await,
            StatusCode::ACCEPTED,
        )
        .await;
        self.ended(id).await
    }

    pub async fn ended(&self, id: &Value) -> Value {
        let path = format!("/api/v1/scenarios/{id}");
        eventually_within(PATIENCE, "the scenario is solved", async || {
            let now = self.planner.json(&path).await;
            let state = now["state"].as_str().unwrap();
            (!["queued", "solving"].contains(&state)).then_some(now)
        })
        .await
    }

    async fn solutions(&self, id: &Value) -> Vec<Value> {
        let path = format!("/api/v1/scenarios/{id}/solutions");
        self.planner.json(&path).await["items"]
            .as_array()
            .unwrap()
            .clone()
    }

    pub async fn assignment(&self, id: &Value, solution: i32) -> Vec<Value> {
        let path = format!("/api/v1/scenarios/{id}/solutions/{solution}/outlets?limit=1000");
        self.planner.json(&path).await["items"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// Route, outlet, place and pattern of all that is on a route on a date.
    async fn legs(&self, date: NaiveDate) -> Vec<(String, String, i32, Value)> {
        sqlx::query_as(
            "select r.code, o.code, x.sequence, x.pattern from route_outlet x join route r on r.id = x.route_id
             join outlet o on o.id = x.outlet_id where x.retired_at is null and x.valid @> $1::date order by 1, 2",
        )
        .bind(date)
        .fetch_all(&self.server.services.db)
        .await
        .unwrap()
    }
}

/// Numbers of the solution's figures.
fn figure(solution: &Value, name: &str) -> i64 {
    solution["figures"][name].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scenario_is_made_of_today_solved_and_compared() {
    let story = story().await;
    let made = story.make(&json!({"name": "Spring"})).await;
    assert_eq!(
        (&made["state"], &made["reps"], &made["outlets"]),
        (&json!("draft"), &json!(2), &json!(30))
    );
    let id = &made["id"];
    let solved = story.solve(id).await;
    assert_eq!(solved["state"], "solved", "{solved}");
    assert_eq!(solved["travel"]["source"], "roads");
    assert_eq!(solved["travel"]["without_pin"], 1);

    let solutions = story.solutions(id).await;
    let names: Vec<&str> = solutions
        .iter()
        .map(|s| s["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["today", "balanced", "short", "even", "steady"]);
    let (today, balanced) = (&solutions[0], &solutions[1]);
    assert_eq!(figure(today, "moved_outlets"), 0);
    assert!(
        figure(balanced, "hours_variation_permille") < figure(today, "hours_variation_permille")
    );
    assert!(figure(balanced, "moved_outlets") > 0);
    // F2 eight times, F4 sixteen times, four of R2's that have a pin, and one at four visits that is nobody's.
    assert_eq!(figure(balanced, "visits"), 8 * 2 + (16 + 4 + 1) * 4);
    assert_eq!(figure(today, "visits"), 8 * 2 + (16 + 4) * 4);
    assert!(figure(today, "metres") > 0);

    let rows = story.assignment(id, 1).await;
    assert_eq!(rows.len(), 30);
    for row in &rows {
        let has_pin = row["outlet_code"] != "O29";
        assert_eq!(row["rep_code"].is_string(), has_pin, "{row}");
        assert_eq!(row["unserved"] == "no_pin", !has_pin, "{row}");
        let moved = has_pin && row["rep_code"] != row["from_rep_code"];
        assert_eq!(row["why"].is_string(), moved, "{row}");
        let bits = u32::try_from(row["slots"].as_i64().unwrap()).unwrap();
        let visits = row["visits"].as_u64().unwrap();
        assert_eq!(
            u64::from(bits.count_ones()),
            if has_pin { visits } else { 0 },
            "{row}"
        );
    }
    let moved = format!("/api/v1/scenarios/{id}/solutions/1/outlets?moved=true&limit=1000");
    let moved = story.planner.json(&moved).await["items"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(
        i64::try_from(moved).unwrap(),
        figure(balanced, "moved_outlets") + 1,
        "and the one that was nobody's"
    );

    // Days add up to the figures.
    let reps = story
        .planner
        .json(&format!("/api/v1/scenarios/{id}/reps"))
        .await;
    let mut calls = 0;
    let mut metres = 0;
    for rep in reps["items"].as_array().unwrap() {
        let path = format!(
            "/api/v1/scenarios/{id}/solutions/1/days?rep_id={}",
            rep["rep_id"]
        );
        for day in story.planner.json(&path).await["items"].as_array().unwrap() {
            calls += day["calls"].as_array().unwrap().len();
            metres += day["metres"].as_i64().unwrap();
        }
    }
    assert_eq!(i64::try_from(calls).unwrap(), figure(balanced, "visits"));
    assert_eq!(metres, figure(balanced, "metres"));

    let compared = story
        .planner
        .json(&format!("/api/v1/scenarios/compare?a={id}:0&b={id}:1"))
        .await;
    assert_eq!(compared["different"], moved);
    assert_eq!(compared["outlets"].as_array().unwrap().len(), moved);

    // The same input gives the same, to the call.
    let again = story.make(&json!({"name": "Again"})).await;
    story.solve(&again["id"]).await;
    let hash = |of: &[Value]| of.iter().map(|s| s["hash"].clone()).collect::<Vec<_>>();
    assert_eq!(hash(&story.solutions(&again["id"]).await), hash(&solutions));
    story.server.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_without_a_budget_and_locks_and_classes_hold() {
    let story = story().await;
    let none = json!({"name": "None", "settings": {"budget_outlets_permille": 0, "ways": "air", "rounds": 20}});
    let none = story.make(&none).await;
    assert_eq!(story.solve(&none["id"]).await["travel"]["source"], "air");
    for solution in story.solutions(&none["id"]).await {
        assert_eq!(
            figure(&solution, "moved_outlets"),
            0,
            "{}",
            solution["name"]
        );
    }

    let bound = story
        .make(&json!({"name": "Bound", "settings": {"ways": "air", "rounds": 20}}))
        .await;
    let id = &bound["id"];
    let locked: Vec<Value> = (0..4)
        .map(|n| json!({"outlet_code": format!("O{n:02}"), "locked": true}))
        .collect();
    let path = format!("/api/v1/scenarios/{id}/outlets/batch");
    let mut items = locked;
    items.extend([
        json!({"outlet_code": "O28", "locked": true}),
        json!({"outlet_code": "X"}),
    ]);
    let answer = story.planner.post(&path, &json!({ "items": items })).await;
    let answer = expect(answer, StatusCode::OK).await;
    let codes: Vec<&Value> = answer["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| &r["error"][0]["code"])
        .collect();
    assert_eq!(&codes[4..], [&json!("no_rep"), &json!("unknown")]);
    assert!(codes[..4].iter().all(|code| code.is_null()));
    let reps = story
        .planner
        .json(&format!("/api/v1/scenarios/{id}/reps"))
        .await;
    let second = &reps["items"][1]["rep_id"];
    let path = format!("/api/v1/scenarios/{id}/reps/batch");
    let only_b = json!({"items": [{"rep_id": second, "classes": ["B"], "home_lat": 21.03, "home_lng": 105.85}]});
    expect(story.planner.post(&path, &only_b).await, StatusCode::OK).await;
    story.solve(id).await;
    for row in story.assignment(id, 1).await {
        if row["rep_code"] == "R2" {
            assert_eq!(row["class"], "B", "{row}");
        }
        if row["locked"] == true {
            assert_eq!(row["rep_code"], row["from_rep_code"], "{row}");
        }
    }
    // Changed inputs take the solutions with them.
    expect(
        story
            .planner
            .post(
                &path,
                &json!({"items": [{"rep_id": second, "classes": null}]}),
            )
            .await,
        StatusCode::OK,
    )
    .await;
    assert!(story.solutions(id).await.is_empty());

    let by_hand = json!({"name": "Mine", "items": [{"outlet_code": "O06", "rep_code": "R2"}, {"outlet_code": "O07", "rep_code": "R2"}]});
    let locked = json!({"name": "Mine", "items": [{"outlet_code": "O00", "rep_code": "R2"}, {"outlet_code": "O28", "rep_code": null}]});
    let path = format!("/api/v1/scenarios/{id}/assignments");
    problem(
        story
            .planner
            .post(
                &path,
                &json!({"name": "Mine", "items": [{"outlet_code": "O00", "rep_code": "R3"}]}),
            )
            .await,
        422,
        "invalid",
    )
    .await;
    let refused = problem(story.planner.post(&path, &locked).await, 422, "invalid").await;
    assert_eq!(
        refused["errors"],
        json!([{"pointer": "/items/0/rep_code", "code": "locked"}])
    );
    expect(
        story.planner.post(&path, &by_hand).await,
        StatusCode::ACCEPTED,
    )
    .await;
    story.ended(id).await;
    let file = story
        .planner
        .get(&format!(
            "/api/v1/scenarios/{id}/solutions/10/export?format=csv&language=vi"
        ))
        .await;
    let file = file.text().await.unwrap();
    assert!(
        file.lines().next().unwrap().contains("Mã điểm bán"),
        "{file}"
    );
    assert_eq!(file.lines().count(), 31);
    // What was written is read again, and means the same.
    let import = format!("/api/v1/scenarios/{id}/assignments/import?name=Again");
    let send = async |path: String, body: String| {
        story
            .planner
            .request(Method::POST, &path)
            .body(body)
            .send()
            .await
            .unwrap()
    };
    let tried = expect(
        send(format!("{import}&dry_run=true"), file.clone()).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!((&tried["rows"], &tried["refused"]), (&json!(30), &json!(0)));
    let bad = send(import.clone(), format!("{file}Z9,R1\nO00,R1\nO02,R9\n")).await;
    let bad = problem(bad, 422, "invalid").await;
    let told: Vec<(&str, &str)> = (bad["errors"].as_array().unwrap().iter())
        .map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("/lines/32/outlet_code", "unknown"),
            ("/lines/33/outlet_code", "repeated"),
            ("/lines/34/rep_code", "unknown")
        ]
    );
    expect(send(import, file).await, StatusCode::ACCEPTED).await;
    story.ended(id).await;
    let again = story.solutions(id).await.pop().unwrap();
    let map = story
        .planner
        .json(&format!(
            "/api/v1/scenarios/{id}/solutions/10/export?format=geojson"
        ))
        .await;
    assert_eq!(map["features"].as_array().unwrap().len(), 30);
    let mine = story.solutions(id).await[5].clone();
    assert_eq!(again["hash"], mine["hash"]);
    assert_eq!(
        (&mine["name"], &mine["solution"]),
        (&json!("Mine"), &json!(10))
    );
    assert_eq!(figure(&mine, "moved_outlets"), 2);
    story.server.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_solution_is_tried_published_from_a_date_on_and_rolled_back() {
    let story = story().await;
    let made = story
        .make(&json!({"name": "Plan", "settings": {"ways": "air", "rounds": 20}}))
        .await;
    let id = &made["id"];
    story.solve(id).await;
    let before = story.legs(story.today).await;
    let tomorrow = story.today + Days::new(1);
    let path = format!("/api/v1/scenarios/{id}/publish");
    let put =
        |from: NaiveDate, dry: bool| json!({"solution": 1, "effective_from": from, "dry_run": dry});
    let early = story.planner.post(&path, &put(story.today, false)).await;
    assert_eq!(
        problem(early, 422, "invalid").await["errors"][0]["code"],
        "not_future"
    );
    let tried = expect(
        story.planner.post(&path, &put(tomorrow, true)).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        (&tried["dry_run"], &tried["left_alone"]),
        (&json!(true), &json!(1))
    );
    let published =
        story.planner.json(&format!("/api/v1/scenarios/{id}")).await["published_solution"].clone();
    assert_eq!(published, Value::Null, "a try changes nothing");

    let done = expect(
        story.planner.post(&path, &put(tomorrow, false)).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        done["routes"], tried["routes"],
        "what was tried is what was done"
    );
    assert_eq!(story.legs(story.today).await, before, "today is as it was");
    let again = story.planner.post(&path, &put(tomorrow, false)).await;
    problem(again, 409, "scenario_published").await;

    // From tomorrow on each route has what the solution says, due on its days; what has no pin stays.
    let rows = story.assignment(id, 1).await;
    for (route, rep) in [("W1", "R1"), ("W2", "R2")] {
        let legs = sqlx::query_as::<_, (String, Value)>(
            "select o.code, x.pattern from route_outlet x join route r on r.id = x.route_id join outlet o on o.id = x.outlet_id
             where r.code = $1 and x.retired_at is null and x.valid @> $2::date",
        )
        .bind(route)
        .bind(tomorrow)
        .fetch_all(&story.server.services.db)
        .await
        .unwrap();
        let wanted: Vec<&Value> = rows.iter().filter(|row| row["rep_code"] == rep).collect();
        let stays = usize::from(route == "W2");
        assert_eq!(legs.len(), wanted.len() + stays, "{route}");
        for row in wanted {
            let pattern = &legs
                .iter()
                .find(|leg| row["outlet_code"] == leg.0.as_str())
                .unwrap()
                .1;
            let pattern: VisitPattern = serde_json::from_value(pattern.clone()).unwrap();
            let bits = row["slots"].as_i64().unwrap();
            for slot in 0..28_u32 {
                let date = anchor() + Days::new(u64::from(slot));
                assert_eq!(pattern.due_on(date), bits >> slot & 1 == 1, "{row} {slot}");
            }
        }
    }

    // Somebody changes a route: it is not silently thrown away.
    batch(
        &story.admin,
        "routes",
        json!([{"code": "W1", "name": "W1 north"}]),
    )
    .await;
    let path = format!("/api/v1/scenarios/{id}/rollback");
    let refused = problem(
        story.planner.post(&path, &json!({})).await,
        409,
        "changed_since",
    )
    .await;
    assert_eq!(refused["errors"][0]["pointer"], "/routes/W1");
    let back = story.planner.post(&path, &json!({"anyway": true})).await;
    expect(back, StatusCode::OK).await;
    assert_eq!(story.legs(tomorrow).await, before, "as it was before");
    problem(
        story.planner.post(&path, &json!({})).await,
        409,
        "scenario_not_published",
    )
    .await;
    story.server.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn solving_is_stopped_and_gone_on_with_and_a_restart_loses_no_solution() {
    let story = story().await;
    let many: Vec<Value> = (0..150)
        .map(|n| {
            json!({"code": format!("M{n:03}"), "name": "More", "org_unit_code": "T1",
            "lat": 21.02 + 0.0005 * f64::from(n / 30), "lng": 105.83 + 0.0005 * f64::from(n % 30)})
        })
        .collect();
    batch(&story.admin, "outlets", json!(many)).await;
    let made = story
        .make(&json!({"name": "Long", "settings": {"ways": "air", "rounds": 100}}))
        .await;
    let id = made["id"].clone();
    let path = format!("/api/v1/scenarios/{id}");
    expect(
        story
            .planner
            .post(&format!("{path}/solve"), &Value::Null)
            .await,
        StatusCode::ACCEPTED,
    )
    .await;
    eventually_within(PATIENCE, "a solution is there", async || {
        (!story.solutions(&id).await.is_empty()).then_some(())
    })
    .await;
    expect(
        story
            .planner
            .post(&format!("{path}/cancel"), &Value::Null)
            .await,
        StatusCode::ACCEPTED,
    )
    .await;
    let stopped = story.ended(&id).await;
    let kept = story.solutions(&id).await;
    assert_eq!(stopped["state"], "cancelled");
    assert!(kept.len() < 5, "it was stopped before its end");
    problem(
        story
            .planner
            .post(&format!("{path}/cancel"), &Value::Null)
            .await,
        409,
        "scenario_not_solving",
    )
    .await;

    // The server ends in the middle of it; another goes on with what is missing.
    expect(
        story
            .planner
            .post(&format!("{path}/solve"), &Value::Null)
            .await,
        StatusCode::ACCEPTED,
    )
    .await;
    eventually_within(PATIENCE, "it is being solved", async || {
        (story.planner.json(&path).await["state"] == "solving").then_some(())
    })
    .await;
    let busy = story
        .planner
        .post(&format!("{path}/solve"), &Value::Null)
        .await;
    problem(busy, 409, "scenario_solving").await;
    let database = story.server.finish().await;
    let server = TestServer::plan()
        .set("roads", EXTRACT)
        .database(&database)
        .start()
        .await;
    let planner = server.client();
    let login = json!({"login": "plan", "password": crate::support::front_door::PASSWORD});
    expect(
        planner.post("/api/v1/session", &login).await,
        StatusCode::OK,
    )
    .await;
    let story = Story {
        admin: server.client(),
        planner,
        today: story.today,
        server,
    };
    assert_eq!(story.ended(&id).await["state"], "solved");
    let all = story.solutions(&id).await;
    assert_eq!(all.len(), 5);
    assert_eq!(
        all[..kept.len()],
        kept[..],
        "what was found stays as it was"
    );
    story.server.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scenario_is_seen_and_changed_by_those_who_may_and_bad_input_is_named() {
    let story = story().await;
    let made = story
        .make(&json!({"name": "Ours", "settings": {"ways": "air"}}))
        .await;
    let path = format!("/api/v1/scenarios/{}", made["id"]);
    let other = user(&story.server, &story.admin, "plan2", "planner", "T2").await;
    problem(other.get(&path).await, 404, "not_found").await;
    problem(
        other.post(&format!("{path}/solve"), &Value::Null).await,
        404,
        "not_found",
    )
    .await;
    assert!(
        other.json("/api/v1/scenarios").await["items"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let supervisor = user(&story.server, &story.admin, "sup", "supervisor", "T1").await;
    assert_eq!(supervisor.json(&path).await["name"], "Ours");
    problem(
        supervisor
            .post("/api/v1/scenarios", &json!({"name": "x"}))
            .await,
        403,
        "forbidden",
    )
    .await;
    let accounting = user(&story.server, &story.admin, "acc", "accounting", "HQ").await;
    problem(accounting.get(&path).await, 403, "forbidden").await;

    let fault = async |body: Value| {
        let answer = problem(
            story.planner.post("/api/v1/scenarios", &body).await,
            422,
            "invalid",
        )
        .await;
        let first = &answer["errors"][0];
        (
            first["pointer"].as_str().unwrap().to_owned(),
            first["code"].as_str().unwrap().to_owned(),
        )
    };
    let is = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
    assert_eq!(fault(json!({"name": " "})).await, is("/name", "required"));
    assert_eq!(
        fault(json!({"name": "x", "rep_ids": [999]})).await,
        is("/rep_ids/0", "unknown")
    );
    assert_eq!(
        fault(json!({"name": "x", "settings": {"rounds": 0}})).await,
        is("/settings/rounds", "out_of_range")
    );
    let empty = story.admin.json("/api/v1/org-units?limit=1000").await;
    let t2 = empty["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|u| u["code"] == "T2")
        .unwrap()["id"]
        .clone();
    let nobody = story
        .admin
        .post(
            "/api/v1/scenarios",
            &json!({"name": "x", "org_unit_id": t2}),
        )
        .await;
    assert_eq!(
        problem(nobody, 422, "invalid").await["errors"][0]["code"],
        "no_outlets"
    );
    problem(
        story
            .planner
            .get(&format!("{path}/solutions/1/outlets"))
            .await,
        404,
        "not_found",
    )
    .await;
    problem(
        story
            .planner
            .get("/api/v1/scenarios/compare?a=1&b=2:0")
            .await,
        400,
        "invalid_query",
    )
    .await;

    // A version that has moved on, and a name alone keeps what was solved.
    let stale = send(
        &story.planner,
        Method::PATCH,
        &path,
        &[("if-match", "\"v7\"")],
        &json!({"name": "New"}),
    )
    .await;
    assert_eq!(stale.status(), StatusCode::PRECONDITION_FAILED);
    let tag = format!("\"v{}\"", made["version"]);
    let renamed = send(
        &story.planner,
        Method::PATCH,
        &path,
        &[("if-match", &tag)],
        &json!({"name": "New"}),
    )
    .await;
    let renamed = expect(renamed, StatusCode::OK).await;
    assert_eq!(renamed["name"], "New");
    let tag = format!("\"v{}\"", renamed["version"]);
    let gone = story
        .planner
        .request(Method::DELETE, &path)
        .header("if-match", tag)
        .send()
        .await
        .unwrap();
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    problem(story.planner.get(&path).await, 404, "not_found").await;
    story.server.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ways_are_asked_of_a_routing_engine_and_a_dead_one_is_named() {
    let engine = Osrm::start().await;
    let plan = TestServer::plan().set("routing_engine", format!("osrm+{}#driving", engine.url));
    let story = on(plan.start().await).await;
    let made = story
        .make(&json!({"name": "Engine", "settings": {"rounds": 10}}))
        .await;
    let solved = story.solve(&made["id"]).await;
    assert_eq!(
        (&solved["state"], &solved["travel"]["source"]),
        (&json!("solved"), &json!("engine"))
    );
    assert_eq!(
        solved["travel"]["off_network"], 1,
        "what the engine moved too far"
    );
    let left: Vec<Value> = (story.assignment(&made["id"], 1).await.into_iter())
        .filter(|row| row["unserved"] == "off_network")
        .collect();
    assert_eq!(left.len(), 1);
    // Every leg of the engine is 700 m long: so is every way of a day, one more than it has calls.
    let rep = &story
        .planner
        .json(&format!("/api/v1/scenarios/{}/reps", made["id"]))
        .await["items"][0]["rep_id"];
    let path = format!(
        "/api/v1/scenarios/{}/solutions/1/days?rep_id={rep}",
        made["id"]
    );
    for day in story.planner.json(&path).await["items"].as_array().unwrap() {
        let calls = i64::try_from(day["calls"].as_array().unwrap().len()).unwrap();
        assert!(
            (day["metres"].as_i64().unwrap() - 700 * (calls + 1)).abs() <= 1_400,
            "{day}"
        );
    }
    engine.stop.cancel();
    let made = story
        .make(&json!({"name": "Away", "settings": {"ways": "engine", "rounds": 10}}))
        .await;
    let failed = story.solve(&made["id"]).await;
    assert_eq!(
        (&failed["state"], &failed["fault"]),
        (&json!("failed"), &json!("engine_unreachable"))
    );
    story
        .server
        .finish_although(|line| line.contains("the routing engine gave no ways"))
        .await;
}

/// Answers tables as OSRM does: 700 m and 90 s from any place to another, the last place far off the roads.
struct Osrm {
    url: String,
    stop: tokio_util::sync::CancellationToken,
}

impl Osrm {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let stop = tokio_util::sync::CancellationToken::new();
        let app =
            axum::Router::new().route("/table/v1/driving/{places}", axum::routing::get(table));
        let ended = stop.clone().cancelled_owned();
        tokio::spawn(async move {
            axum::serve(listener, app)
                .with_graceful_shutdown(ended)
                .await
                .unwrap();
        });
        Self { url, stop }
    }
}

async fn table(axum::extract::Path(places): axum::extract::Path<String>) -> axum::Json<Value> {
    let places: Vec<&str> = places.split(';').collect();
    let square = |each: f64| -> Vec<Vec<f64>> {
        let count = 0..places.len();
        count
            .clone()
            .map(|from| {
                count
                    .clone()
                    .map(|to| if from == to { 0.0 } else { each })
                    .collect()
            })
            .collect()
    };
    let named: Vec<Value> = (places.iter().enumerate())
        .map(|(at, place)| {
            let at_lng_lat: Vec<f64> = place.split(',').map(|n| n.parse().unwrap()).collect();
            let off = if at + 1 == places.len() { 5_000.0 } else { 3.0 };
            json!({"location": at_lng_lat, "distance": off})
        })
        .collect();
    axum::Json(
        json!({"code": "Ok", "durations": square(90.0), "distances": square(700.0), "sources": named, "destinations": named}),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_driven_stands_beside_the_published_plan() {
    let story = story().await;
    let db = &story.server.services.db;
    let made = story
        .make(&json!({"name": "Past", "days_a_week": 2, "settings": {"ways": "air", "rounds": 10}}))
        .await;
    let id = &made["id"];
    story.solve(id).await;
    let put = json!({"solution": 1, "effective_from": story.today + Days::new(1)});
    let path = format!("/api/v1/scenarios/{id}");
    expect(
        story.planner.post(&format!("{path}/publish"), &put).await,
        StatusCode::OK,
    )
    .await;
    let reps = story.planner.json(&format!("{path}/reps")).await;
    let rep = i32::try_from(reps["items"][0]["rep_id"].as_i64().unwrap()).unwrap();
    let days = story
        .planner
        .json(&format!("{path}/solutions/1/days?rep_id={rep}"))
        .await;
    let day = days["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|day| day["calls"].as_array().unwrap().len() >= 4);
    let day = day.expect("a day with four calls");
    let calls = day["calls"].as_array().unwrap();
    // The newest date that the plan would have had this day on, had it been in force.
    let slot = (day["week"].as_i64().unwrap() - 1) * 7 + day["weekday"].as_i64().unwrap() - 1;
    let date = (1..=28)
        .map(|back| story.today - Days::new(back))
        .find(|date| (*date - anchor()).num_days().rem_euclid(28) == slot);
    let date = date.unwrap();
    for (statement, of) in [
        ("update scenario_publication set effective_from = $2 where scenario_id = $1", i32::try_from(id.as_i64().unwrap()).unwrap()),
        ("insert into rep_day_figure select $1, $2, now(), org_unit_id, 5000000, 1000000, 3600000, 0, 0, 0, 0, 0, '{}', '{}'
          from rep_org_unit where rep_id = $1 limit 1", rep),
    ] {
        sqlx::query(statement).bind(of).bind(date).execute(db).await.unwrap();
    }
    // The first, the third, the second; the fourth was a check-in from elsewhere.
    for (hour, call, overall) in [
        (9, 0, "valid"),
        (10, 2, "review"),
        (11, 1, "valid"),
        (12, 3, "invalid"),
    ] {
        sqlx::query(
            "insert into visit (id, rep_id, date, org_unit_id, outlet_id, source, state, visit_type, started_at, ended_at, overall, visit)
             select gen_random_uuid(), $1, $2, org_unit_id, $3, 'declared', 'closed', 'onsite', $2 + make_time($4, 0, 0), $2 + make_time($4, 20, 0), $5, '{}'
             from rep_org_unit where rep_id = $1 limit 1",
        )
        .bind(rep)
        .bind(date)
        .bind(i32::try_from(calls[call]["outlet_id"].as_i64().unwrap()).unwrap())
        .bind(hour)
        .bind(overall)
        .execute(db)
        .await
        .unwrap();
    }
    let driven = story
        .planner
        .json(&format!("{path}/driven?from={date}&to={date}"))
        .await;
    let week = driven["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|week| week["rep_id"] == rep)
        .unwrap();
    let number = |name: &str| week[name].as_i64().unwrap();
    assert_eq!((number("days"), number("days_missing")), (1, 0));
    assert_eq!(
        (
            number("planned_metres"),
            number("driven_metres"),
            number("hole_metres")
        ),
        (day["metres"].as_i64().unwrap(), 5_000, 1_000)
    );
    assert_eq!(number("driven_minutes"), 60);
    assert_eq!(
        (number("planned_calls"), number("made_calls")),
        (i64::try_from(calls.len()).unwrap(), 3)
    );
    assert_eq!(number("order_kept_permille"), 666, "two of three pairs");
    let other = user(&story.server, &story.admin, "plan2", "planner", "T2").await;
    problem(
        other
            .get(&format!("{path}/driven?from={date}&to={date}"))
            .await,
        404,
        "not_found",
    )
    .await;
    story.server.finish().await;
}
