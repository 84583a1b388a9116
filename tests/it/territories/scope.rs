//! Who sees and changes a territory, by which version, and who is told.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{TERRITORIES, drawn, row, square, story};
use crate::support::{
    client::expect,
    front_door::{events, problem, send, user},
};

#[tokio::test]
async fn territories_are_seen_and_changed_in_scope_alone_and_never_by_reps() {
    let ground = story().await;
    let mine = ground.make(&row("A", square(105.8, 21.0, 0.1))).await;
    let path = format!("{TERRITORIES}/{}", mine["id"]);
    let other = user(&ground.server, &ground.admin, "other", "planner", "T2").await;
    for path in [path.clone(), format!("{path}/outlets")] {
        problem(other.get(&path).await, 404, "not_found").await;
    }
    let star = [("if-match", "*")];
    let name = json!({"name": "Mine"});
    problem(
        send(&other, Method::PATCH, &path, &star, &name).await,
        404,
        "not_found",
    )
    .await;
    problem(
        send(&other, Method::DELETE, &path, &star, &Value::Null).await,
        404,
        "not_found",
    )
    .await;
    assert_eq!(other.json(TERRITORIES).await["items"], json!([]));
    let export = format!("{TERRITORIES}/export.geojson");
    assert_eq!(other.json(&export).await["features"], json!([]));
    let check = format!("{TERRITORIES}/check");
    problem(
        other.post(&check, &json!({"ids": [mine["id"]]})).await,
        422,
        "invalid",
    )
    .await;
    // Neither the code nor the rep of another unit can be had.
    let mut taken = row("A", square(105.8, 21.0, 0.1));
    taken["org_unit_code"] = json!("T2");
    problem(other.post(TERRITORIES, &taken).await, 409, "code_taken").await;
    let mut foreign = row("Z", square(105.8, 21.0, 0.1));
    foreign["org_unit_code"] = json!("T2");
    foreign["rep_code"] = json!("R1");
    let foreign = problem(other.post(TERRITORIES, &foreign).await, 422, "invalid").await;
    assert_eq!(
        foreign["errors"][0],
        json!({"pointer": "/rep_code", "code": "unknown"})
    );
    problem(
        other
            .post(TERRITORIES, &row("Z", square(105.8, 21.0, 0.1)))
            .await,
        422,
        "invalid",
    )
    .await;

    let supervisor = user(&ground.server, &ground.admin, "sup", "supervisor", "T1").await;
    assert_eq!(supervisor.json(&path).await, mine);
    problem(
        supervisor
            .post(TERRITORIES, &row("S", square(105.8, 21.0, 0.1)))
            .await,
        403,
        "forbidden",
    )
    .await;
    let rep = user(&ground.server, &ground.admin, "rep", "rep", "T1").await;
    for path in [TERRITORIES, &path, &export] {
        problem(rep.get(path).await, 403, "forbidden").await;
    }
    problem(rep.post(&check, &json!({})).await, 403, "forbidden").await;
    ground.server.finish().await;
}

#[tokio::test]
async fn a_change_needs_the_version_and_a_deletion_is_told() {
    let ground = story().await;
    let made = ground.make(&row("A", square(105.8, 21.0, 0.1))).await;
    ground.make(&row("B", square(105.9, 21.0, 0.1))).await;
    let path = format!("{TERRITORIES}/{}", made["id"]);
    let planner = &ground.planner;
    let name = json!({"name": "Hoàn Kiếm", "rep_code": "R1"});
    problem(
        send(planner, Method::PATCH, &path, &[], &name).await,
        428,
        "if_match_required",
    )
    .await;
    problem(
        send(
            planner,
            Method::PATCH,
            &path,
            &[("if-match", "\"v9\"")],
            &name,
        )
        .await,
        412,
        "stale",
    )
    .await;
    let seen = [("if-match", "\"v1\"")];
    let changed = expect(
        send(planner, Method::PATCH, &path, &seen, &name).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        (&changed["version"], &changed["name"]),
        (&json!(2), &json!("Hoàn Kiếm"))
    );
    assert_eq!(
        (&changed["rep_code"], &changed["shape"]),
        (&json!("R1"), &made["shape"])
    );
    // The same ground, drawn the other way round from another corner, is no change; what is not named stays.
    let clockwise = json!([
        [105.9, 21.1],
        [105.9, 21.0],
        [105.8, 21.0],
        [105.8, 21.1],
        [105.9, 21.1]
    ]);
    let same = json!({"code": "A", "shape": drawn(json!([[clockwise]]))});
    let by_code = format!("{TERRITORIES}/by-code/sap/90");
    let same = expect(
        send(planner, Method::PUT, &by_code, &[], &same).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(same, changed);
    let bow = drawn(json!([[[
        [105.8, 21.0],
        [105.9, 21.1],
        [105.9, 21.0],
        [105.8, 21.1],
        [105.8, 21.0]
    ]]]));
    let seen = [("if-match", "\"v2\"")];
    problem(
        send(planner, Method::PATCH, &path, &seen, &json!({"shape": bow})).await,
        422,
        "invalid",
    )
    .await;

    let cursor = planner.json(TERRITORIES).await["changes_cursor"]
        .as_str()
        .unwrap()
        .to_owned();
    problem(
        send(planner, Method::DELETE, &path, &[], &Value::Null).await,
        428,
        "if_match_required",
    )
    .await;
    let old = [("if-match", "\"v1\"")];
    problem(
        send(planner, Method::DELETE, &path, &old, &Value::Null).await,
        412,
        "stale",
    )
    .await;
    let gone = send(planner, Method::DELETE, &path, &seen, &Value::Null).await;
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    problem(planner.get(&path).await, 404, "not_found").await;
    problem(
        send(
            planner,
            Method::DELETE,
            &path,
            &[("if-match", "*")],
            &Value::Null,
        )
        .await,
        404,
        "not_found",
    )
    .await;
    let left = planner.json(TERRITORIES).await;
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
    let told = planner
        .json(&format!("{TERRITORIES}?updated_since={cursor}"))
        .await;
    let told = told["items"].as_array().unwrap();
    let told = told.iter().find(|t| t["id"] == made["id"]).unwrap();
    assert_eq!(
        (&told["active"], &told["code"], &told["version"]),
        (&json!(false), &json!("A"), &json!(3))
    );
    let told = events(&ground.admin, "master_changed", 6).await;
    assert!(
        told.iter()
            .any(|event| event["body"]["collection"] == "territories"
                && event["body"]["deleted"] == json!([made["id"]])),
        "{told:#?}"
    );
    // The code is free again, for another territory.
    let again = ground.make(&row("A", square(105.8, 21.0, 0.1))).await;
    assert_ne!(again["id"], made["id"]);
    ground.server.finish().await;
}
