//! Imports over HTTP: dry run, commit, progress and revert by people with the right and in their scope.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::support::{
    client::{Client, expect},
    front_door::{batch, events, found, problem, send, user},
    import_file::{settled, upload, upload_with, uploaded},
    server::TestServer,
};

const OUTLETS: &str =
    "Mã điểm bán;Tên;Toạ độ;Đơn vị\n001;Một;21.03, 105.85;T1\n002;Hai;;T1\n003;Ba;abc;T1\n";

async fn ask(client: &Client, id: i64, verb: &str, body: &Value) -> Response {
    client
        .post(&format!("/api/v1/imports/{id}/{verb}"), body)
        .await
}

#[tokio::test]
async fn a_file_is_checked_committed_and_taken_back() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let planner = user(&server, &admin, "plan", "planner", "HQ").await;
    let id = uploaded(&planner, "outlets", OUTLETS, json!({})).await;
    let checked = settled(&planner, id).await;
    assert_eq!(
        (&checked["state"], &checked["created"], &checked["bad_rows"]),
        (&json!("ready"), &json!(2), &json!(1))
    );
    assert_eq!(planner.json("/api/v1/outlets").await["items"], json!([]));

    let path = format!("/api/v1/imports/{id}");
    let faults = planner.json(&format!("{path}/faults")).await;
    let fault = &faults["items"][0];
    assert_eq!(
        (&fault["line"], &fault["cell"], &fault["heading"]),
        (&json!(4), &json!("C4"), &json!("Toạ độ"))
    );
    assert_eq!(
        (&fault["code"], &fault["text"]),
        (
            &json!("not_a_position"),
            &json!("is not a position; write latitude, then longitude: 21.0285,105.8542")
        )
    );
    let first = planner.json(&format!("{path}/changes?limit=1")).await;
    assert_eq!(first["items"][0]["code"], "001");
    let next = first["next_cursor"].as_str().unwrap();
    let second = planner
        .json(&format!("{path}/changes?limit=1&cursor={next}"))
        .await;
    assert_eq!(
        (&second["items"][0]["code"], &second["next_cursor"]),
        (&json!("002"), &Value::Null)
    );

    // A bad row keeps the good ones out, unless they are asked for alone.
    expect(
        ask(&planner, id, "commit", &json!({})).await,
        StatusCode::ACCEPTED,
    )
    .await;
    let refused = settled(&planner, id).await;
    assert_eq!(refused["state"], "ready");
    assert!(
        refused["failure"]
            .as_str()
            .unwrap()
            .starts_with("import_has_bad_rows: "),
        "{refused}"
    );
    let begun = expect(
        ask(&planner, id, "commit", &json!({"skip_bad_rows": true})).await,
        StatusCode::ACCEPTED,
    )
    .await;
    assert_eq!(begun["state"], "committing");
    let done = settled(&planner, id).await;
    assert_eq!(
        (&done["state"], &done["done"], &done["total"]),
        (&json!("committed"), &json!(2), &json!(2))
    );
    assert_eq!(
        planner.json("/api/v1/outlets").await["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    problem(
        ask(&planner, id, "commit", &json!({})).await,
        409,
        "import_state",
    )
    .await;

    expect(
        ask(&planner, id, "revert", &json!({})).await,
        StatusCode::ACCEPTED,
    )
    .await;
    assert_eq!(settled(&planner, id).await["state"], "reverted");
    let csv = planner
        .get("/api/v1/exports/outlets")
        .await
        .text()
        .await
        .unwrap();
    assert_eq!(csv.lines().count(), 1, "{csv}");
    let log = admin.json("/api/v1/audit-log").await["items"].to_string();
    for action in ["import.upload", "import.commit", "import.revert"] {
        assert!(log.contains(action), "{action}");
    }
    let all = planner.json("/api/v1/imports").await;
    assert_eq!(all["items"][0]["file_name"], "a.csv");
    // Who copies masters is told of what came and of what went.
    let told = events(&admin, "master_changed", 3).await;
    let of_file = |e: &&Value| e["body"]["import"] == json!(id);
    let told: Vec<&Value> = told.iter().filter(of_file).collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    for event in told {
        assert_eq!(
            (&event["body"]["collection"], &event["body"]["rows"]),
            (&json!("outlets"), &json!(2))
        );
    }
    server.finish().await;
}

#[tokio::test]
async fn nobody_imports_into_another_unit() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let outlets = json!([
        {"code": "A", "name": "Mine", "org_unit_code": "T1"},
        {"code": "B", "name": "Theirs", "org_unit_code": "T2"},
    ]);
    batch(&admin, "outlets", outlets).await;
    batch(
        &admin,
        "reps",
        json!([{"code": "R2", "name": "Theirs", "org_unit_code": "T2"}]),
    )
    .await;
    let planner = user(&server, &admin, "plan", "planner", "T1").await;
    let file = "code,name,org_unit\nA,Renamed,\nB,Stolen,\nC,New,T2\nD,New,T9\nE,Moved,T1\n";
    let id = uploaded(&planner, "outlets", file, json!({"skip_bad_rows": true})).await;
    settled(&planner, id).await;
    let faults = planner.json(&format!("/api/v1/imports/{id}/faults")).await;
    let codes: Vec<_> = faults["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (f["line"].clone(), f["code"].clone()))
        .collect();
    assert_eq!(
        codes,
        [
            (json!(3), json!("code_taken")),
            (json!(4), json!("unknown_org_unit")),
            (json!(5), json!("unknown_org_unit"))
        ]
    );
    expect(
        ask(&planner, id, "commit", &json!({})).await,
        StatusCode::ACCEPTED,
    )
    .await;
    assert_eq!(settled(&planner, id).await["state"], "committed");
    let names = admin.json("/api/v1/outlets").await["items"].to_string();
    assert!(names.contains("Renamed") && names.contains("Theirs") && !names.contains("Stolen"));

    let routes = "route_code,outlet_code,rep_code,pattern,weekdays\nR,B,,F4,mon\nR,A,R2,F4,mon\n";
    let id = uploaded(&planner, "routes", routes, json!({})).await;
    settled(&planner, id).await;
    let faults = planner.json(&format!("/api/v1/imports/{id}/faults")).await;
    assert_eq!(
        (&faults["items"][0]["code"], &faults["items"][1]["code"]),
        (&json!("unknown_outlet"), &json!("unknown_rep"))
    );
    // What is exported is what is in reach.
    let csv = planner
        .get("/api/v1/exports/outlets")
        .await
        .text()
        .await
        .unwrap();
    assert!(csv.contains("Renamed") && !csv.contains("Theirs"), "{csv}");

    // A planner has no right on reps; a supervisor on none of it; another team sees no trace.
    problem(
        upload(&planner, "reps", "code,name\nX,Y\n", json!({})).await,
        403,
        "forbidden",
    )
    .await;
    problem(planner.get("/api/v1/exports/reps").await, 403, "forbidden").await;
    let supervisor = user(&server, &admin, "sup", "supervisor", "T1").await;
    problem(
        upload(&supervisor, "outlets", file, json!({})).await,
        403,
        "forbidden",
    )
    .await;
    let other = user(&server, &admin, "plan2", "planner", "T2").await;
    assert_eq!(other.json("/api/v1/imports").await["items"], json!([]));
    for path in ["", "/changes", "/faults"] {
        problem(
            other.get(&format!("/api/v1/imports/{id}{path}")).await,
            404,
            "not_found",
        )
        .await;
    }
    problem(
        ask(&other, id, "commit", &json!({})).await,
        404,
        "not_found",
    )
    .await;
    server.finish().await;
}

#[tokio::test]
async fn an_upload_says_what_is_wrong_with_the_file_as_a_whole() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    for (csv, says) in [
        (
            "name,org_unit\nx,T1\n",
            "unreadable_headings: the file has no column code",
        ),
        ("", "unreadable_file: the file is empty"),
        (
            "code,name,Tên\nx,a,b\n",
            "unreadable_headings: the columns \"name\" and \"Tên\" both say name",
        ),
    ] {
        let id = uploaded(&admin, "outlets", csv, json!({})).await;
        let failed = settled(&admin, id).await;
        assert_eq!(failed["state"], "failed");
        assert!(
            failed["failure"].as_str().unwrap().starts_with(says),
            "{failed}"
        );
    }
    problem(
        upload(&admin, "shops", "code\n1\n", json!({})).await,
        422,
        "invalid",
    )
    .await;
    problem(
        upload(&admin, "outlets", "code\n1\n", json!({"bogus": 1})).await,
        422,
        "invalid",
    )
    .await;
    let json = admin.post("/api/v1/imports", &json!({})).await;
    problem(json, 415, "unsupported_media_type").await;
    server.finish().await;
}

#[tokio::test]
async fn a_repeated_upload_is_one_import() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let key = [("idempotency-key", "once")];
    let first = expect(
        upload_with(&admin, "outlets", OUTLETS, json!({}), &key).await,
        StatusCode::ACCEPTED,
    )
    .await;
    let again = expect(
        upload_with(&admin, "outlets", OUTLETS, json!({}), &key).await,
        StatusCode::ACCEPTED,
    )
    .await;
    assert_eq!(first["id"], again["id"]);
    settled(&admin, first["id"].as_i64().unwrap()).await;
    server.finish().await;
}

#[tokio::test]
async fn an_import_whose_server_died_is_told_and_goes_on_when_asked() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let id = uploaded(
        &admin,
        "outlets",
        "code,name,org_unit\n1,One,T1\n",
        json!({}),
    )
    .await;
    settled(&admin, id).await;
    let pool = server.database.pool();
    sqlx::query(
        "update import_batch set state = 'committing', touched_at = now() - interval '1 minute'",
    )
    .execute(&pool)
    .await
    .unwrap();
    let path = format!("/api/v1/imports/{id}");
    assert_eq!(admin.json(&path).await["state"], "interrupted");
    expect(
        ask(&admin, id, "commit", &json!({})).await,
        StatusCode::ACCEPTED,
    )
    .await;
    assert_eq!(settled(&admin, id).await["state"], "committed");
    // One that is being worked on is not started twice.
    sqlx::query("update import_batch set state = 'reverting', touched_at = now()")
        .execute(&pool)
        .await
        .unwrap();
    problem(
        ask(&admin, id, "revert", &json!({})).await,
        409,
        "import_state",
    )
    .await;
    pool.close().await;
    server.finish().await;
}

#[tokio::test]
async fn mappings_are_saved_used_and_deleted() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let mapping = json!({"kind": "outlets", "name": "erp", "columns": {"Shop": "code", "Label": "name", "Note": null}});
    let saved = expect(
        admin.post("/api/v1/import-mappings", &mapping).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(saved["version"], 1);
    let wrong = json!({"kind": "outlets", "name": "erp", "columns": {"Shop": "colour"}});
    problem(
        admin.post("/api/v1/import-mappings", &wrong).await,
        422,
        "invalid",
    )
    .await;
    let options = json!({"mapping": "erp"});
    let id = uploaded(
        &admin,
        "outlets",
        "Shop,Label,Note,org_unit\n1,One,x,T1\n",
        options,
    )
    .await;
    assert_eq!(settled(&admin, id).await["created"], 1);
    let path = "/api/v1/import-mappings/outlets/erp";
    problem(
        send(&admin, Method::DELETE, path, &[], &json!({})).await,
        428,
        "if_match_required",
    )
    .await;
    problem(
        send(
            &admin,
            Method::DELETE,
            path,
            &[("if-match", "\"v9\"")],
            &json!({}),
        )
        .await,
        412,
        "stale",
    )
    .await;
    let gone = send(
        &admin,
        Method::DELETE,
        path,
        &[("if-match", "\"v1\"")],
        &json!({}),
    )
    .await;
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    assert_eq!(
        admin.json("/api/v1/import-mappings").await["items"],
        json!([])
    );
    server.finish().await;
}
