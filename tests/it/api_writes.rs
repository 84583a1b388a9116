//! Writes: versions, idempotency keys, batches, dated assignments, settings.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{
    client::expect,
    eventually,
    front_door::{batch, found, problem, send},
    server::TestServer,
};

#[tokio::test]
async fn a_change_names_the_version_it_saw() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    batch(
        &admin,
        "reps",
        json!([{"code": "R1", "name": "Rep", "phone": "09", "org_unit_code": "T1"}]),
    )
    .await;
    let patch = |headers, body| {
        let admin = &admin;
        async move { send(admin, Method::PATCH, "/api/v1/reps/1", headers, &body).await }
    };
    problem(
        patch(&[], json!({"name": "A"})).await,
        428,
        "if_match_required",
    )
    .await;
    let stale = patch(&[("if-match", "\"v7\"")], json!({"name": "A"})).await;
    assert_eq!(stale.headers()["etag"], "\"v1\"");
    problem(stale, 412, "stale").await;
    let done = patch(
        &[("if-match", "\"v1\"")],
        json!({"name": "A", "phone": null}),
    )
    .await;
    assert_eq!(done.headers()["etag"], "\"v2\"");
    let rep = expect(done, StatusCode::OK).await;
    assert_eq!((&rep["name"], &rep["phone"]), (&json!("A"), &json!(null)));
    let same = patch(&[("if-match", "\"v2\"")], json!({"name": "A"})).await;
    assert_eq!(same.headers()["etag"], "\"v2\"", "nothing changed");
    problem(
        patch(&[("if-match", "\"v2\"")], json!({"code": "R9"})).await,
        422,
        "invalid",
    )
    .await;
    server.finish().await;
}

#[tokio::test]
async fn a_key_gives_the_first_answer_again_and_refuses_another_request() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let key = [("idempotency-key", "k-1")];
    let rep = json!({"code": "R1", "name": "Rep", "org_unit_code": "T1"});
    let first = expect(
        send(&admin, Method::POST, "/api/v1/reps", &key, &rep).await,
        StatusCode::CREATED,
    )
    .await;
    let again = send(&admin, Method::POST, "/api/v1/reps", &key, &rep).await;
    assert_eq!(again.headers()["etag"], "\"v1\"");
    assert_eq!(expect(again, StatusCode::CREATED).await, first);
    let other = json!({"code": "R2", "name": "Rep", "org_unit_code": "T1"});
    problem(
        send(&admin, Method::POST, "/api/v1/reps", &key, &other).await,
        422,
        "idempotency_key_reused",
    )
    .await;
    problem(
        send(&admin, Method::POST, "/api/v1/reps", &[], &rep).await,
        409,
        "code_taken",
    )
    .await;

    // A refused write keeps no answer: the same key may be used for the corrected request.
    let key = [("idempotency-key", "k-2")];
    let faulty = json!({"code": "R3", "org_unit_code": "T1"});
    problem(
        send(&admin, Method::POST, "/api/v1/reps", &key, &faulty).await,
        422,
        "invalid",
    )
    .await;
    expect(
        send(&admin, Method::POST, "/api/v1/reps", &key, &other).await,
        StatusCode::CREATED,
    )
    .await;

    // A secret is not kept, so it cannot be given again.
    let key = [("idempotency-key", "k-3")];
    let device = json!({"rep_code": "R1", "label": "phone"});
    expect(
        send(&admin, Method::POST, "/api/v1/devices", &key, &device).await,
        StatusCode::CREATED,
    )
    .await;
    problem(
        send(&admin, Method::POST, "/api/v1/devices", &key, &device).await,
        409,
        "answer_not_kept",
    )
    .await;
    server.finish().await;
}

#[tokio::test]
async fn a_request_that_still_runs_is_not_run_twice() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let mut other = server.database.connect().await;
    sqlx::query("begin").execute(&mut other).await.unwrap();
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('k-9', 1))")
        .execute(&mut other)
        .await
        .unwrap();
    let rep = json!({"code": "R1", "name": "Rep", "org_unit_code": "T1"});
    let key = [("idempotency-key", "k-9")];
    problem(
        send(&admin, Method::POST, "/api/v1/reps", &key, &rep).await,
        409,
        "request_running",
    )
    .await;
    // One that has answered lets go of its key a moment later; that moment is waited for.
    let (sent, ()) = tokio::join!(
        send(&admin, Method::POST, "/api/v1/reps", &key, &rep),
        async {
            eventually("the request waits for the key", async || {
                let waiting: i64 = sqlx::query_scalar(
                    "select count(*) from pg_locks where locktype = 'advisory' and not granted",
                )
                .fetch_one(&mut other)
                .await
                .unwrap();
                (waiting > 0).then_some(())
            })
            .await;
            sqlx::query("commit").execute(&mut other).await.unwrap();
        }
    );
    expect(sent, StatusCode::CREATED).await;
    server.finish().await;
}

#[tokio::test]
async fn a_batch_answers_row_by_row_or_all_or_nothing() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let rows = json!({"items": [
        {"code": "A", "name": "Good", "org_unit_code": "T1", "lat": 21.0, "lng": 105.8},
        {"code": "B", "name": "Far off", "org_unit_code": "T1", "lat": 105.8, "lng": 21.0},
        {"code": "A", "name": "Again", "org_unit_code": "T1"},
        {"code": "C\u{0}", "name": "Nul", "org_unit_code": "T1"},
    ]});
    let atomic = admin.post("/api/v1/outlets/batch?atomic=true", &rows).await;
    let body = problem(atomic, 422, "invalid").await;
    assert_eq!(
        body["errors"][0],
        json!({"pointer": "/items/1/lat", "code": "out_of_range"})
    );
    assert_eq!(admin.json("/api/v1/outlets").await["items"], json!([]));
    let answer = expect(
        admin.post("/api/v1/outlets/batch", &rows).await,
        StatusCode::OK,
    )
    .await;
    let statuses: Vec<_> = answer["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["created", "error", "error", "error"]);
    let again = expect(
        admin
            .post(
                "/api/v1/outlets/batch",
                &json!({"items": [rows["items"][0]]}),
            )
            .await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(again["results"][0]["status"], "unchanged");
    let many: Vec<_> = (0..1001)
        .map(|i| json!({"code": format!("X{i}")}))
        .collect();
    problem(
        admin
            .post("/api/v1/outlets/batch", &json!({"items": many}))
            .await,
        422,
        "invalid",
    )
    .await;

    let put = |body| {
        let admin = &admin;
        async move {
            send(
                admin,
                Method::PUT,
                "/api/v1/outlets/by-code/erp/4711",
                &[],
                &body,
            )
            .await
        }
    };
    let made = expect(
        put(json!({"name": "Shop", "org_unit_code": "T1"})).await,
        StatusCode::CREATED,
    )
    .await;
    let kept = expect(put(json!({"name": "Renamed"})).await, StatusCode::OK).await;
    assert_eq!(
        (&made["id"], &kept["name"]),
        (&kept["id"], &json!("Renamed"))
    );
    server.finish().await;
}

#[tokio::test]
async fn a_plan_follows_its_route_and_a_frozen_one_never_moves() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    batch(
        &admin,
        "reps",
        json!([{"code": "R1", "name": "Rep", "org_unit_code": "T1"}]),
    )
    .await;
    let shop = |code: &str| json!({"code": code, "name": code, "org_unit_code": "T1", "lat": 21.0, "lng": 105.8});
    batch(&admin, "outlets", json!([shop("A"), shop("B")])).await;
    let route = |outlets: serde_json::Value| json!([{"code": "W1", "name": "Tuyến", "org_unit_code": "T1", "rep_code": "R1", "valid_from": "2026-01-01", "outlets": outlets}]);
    let monday = json!({"outlet_code": "A", "pattern": "F4", "weekdays": ["mon"], "window": ["08:00", "10:00"]});
    let thursday = json!({"outlet_code": "B", "pattern": "F8", "weekdays": ["2", "5"]});
    batch(&admin, "routes", route(json!([monday, thursday]))).await;
    let codes = async |date: &str| {
        let plan = admin.json(&format!("/api/v1/day-plans/1/{date}")).await;
        let stops = plan["stops"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| s["outlet_code"].as_str().unwrap().to_owned());
        (
            plan["frozen_at"].is_string(),
            stops.collect::<Vec<_>>().join(","),
        )
    };
    // 2026-01-05 is a Monday.
    assert_eq!(codes("2026-01-05").await, (false, "A,B".into()));
    assert_eq!(codes("2026-01-08").await, (false, "B".into()));
    assert_eq!(codes("2026-01-06").await, (false, String::new()));

    let date = "2026-01-05".parse().unwrap();
    let frozen =
        fieldbeat::store::day_plan::freeze(&server.services.db, server.services.clock.utc(), date)
            .await
            .unwrap();
    assert_eq!(frozen, 1);
    batch(&admin, "routes", route(json!([monday]))).await;
    assert_eq!(codes("2026-01-05").await, (true, "A,B".into()), "frozen");
    assert_eq!(
        codes("2026-01-12").await,
        (false, "A".into()),
        "the new route"
    );
    let bad = json!({"items": [{"code": "W1", "outlets": [{"outlet_code": "A", "pattern": "F9"}, {"outlet_code": "B", "pattern": "F4"}, {"outlet_code": "Z", "pattern": "F24"}]}]});
    let answer = expect(
        admin.post("/api/v1/routes/batch", &bad).await,
        StatusCode::OK,
    )
    .await;
    let codes: Vec<_> = answer["results"][0]["error"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["unknown_pattern", "too_few_weekdays", "unknown"]);
    server.finish().await;
}

#[tokio::test]
async fn settings_move_by_versions_with_a_date() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let before = admin.get("/api/v1/settings").await;
    let tag = before.headers()["etag"].to_str().unwrap().to_owned();
    let before = expect(before, StatusCode::OK).await;
    assert_eq!(
        before["settings"]["working_hours"],
        json!(["08:00", "17:30"])
    );
    let put = async |tag: &str, body: serde_json::Value| {
        send(
            &admin,
            Method::PUT,
            "/api/v1/settings",
            &[("if-match", tag)],
            &body,
        )
        .await
    };
    let faulty = json!({"settings": {"dwell_min_s": 1, "geofence_block_m": 100, "time_zone": "X", "colour": 1}});
    let body = problem(put(&tag, faulty).await, 422, "invalid").await;
    assert_eq!(body["errors"].as_array().unwrap().len(), 4, "{body}");
    // What was judged stays judged by its rules: from then on the past is closed.
    for statement in [
        "insert into rep (code, name) values ('J', 'Judged')",
        "insert into rep_day (rep_id, date, org_unit_id, rule_version, report, hash, judged_as_of)
         select (select id from rep where code = 'J'), '2026-01-01', (select min(id) from org_unit), (select min(id) from rule_version), '{}', '', now()",
    ] {
        sqlx::query(statement)
            .execute(&server.database.pool())
            .await
            .unwrap();
    }
    let past = json!({"effective_from": "2020-01-01", "settings": {}});
    problem(put(&tag, past).await, 422, "invalid").await;
    // The whole document may be given back as it was shown.
    let mut all = before["settings"].clone();
    all["dwell_min_s"] = json!(240);
    let later = expect(put(&tag, json!({"settings": all})).await, StatusCode::OK).await;
    assert_eq!(later["in_force"], false, "from tomorrow");
    problem(put(&tag, json!({"settings": {}})).await, 412, "stale").await;
    let rules =
        fieldbeat::store::setting::rules_on(&server.services.db, "2999-01-01".parse().unwrap())
            .await
            .unwrap();
    assert_eq!(rules.dwell_min_s, 240);
    assert_eq!(server.services.rules.load().dwell_min_s, 180);
    server.finish().await;
}
