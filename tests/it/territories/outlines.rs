//! Territories drawn round what a solution gives each rep.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{TERRITORIES, held_by};
use crate::{
    scenarios,
    support::{
        client::expect,
        front_door::{problem, send, user},
    },
};

#[tokio::test(flavor = "multi_thread")]
async fn outlines_of_a_solution_hold_the_outlets_of_each_rep() {
    let story = scenarios::story().await;
    let planner = &story.planner;
    let settings = json!({"name": "Ground", "settings": {"ways": "air", "rounds": 20}});
    let id = story.make(&settings).await["id"].clone();
    story.solve(&id).await;
    let rows = story.assignment(&id, 1).await;
    let path = format!("/api/v1/scenarios/{id}/solutions/1/territories");
    let draw = async |path: &str, dry_run: bool| {
        expect(
            planner.post(path, &json!({"dry_run": dry_run})).await,
            StatusCode::OK,
        )
        .await
    };
    let dry = draw(&path, true).await;
    let statuses = |answer: &Value| -> Vec<String> {
        let rows = answer["territories"].as_array().unwrap().iter();
        rows.map(|row| {
            format!(
                "{} {}",
                row["code"].as_str().unwrap(),
                row["status"].as_str().unwrap()
            )
        })
        .collect()
    };
    assert_eq!(statuses(&dry), ["T-R1 created", "T-R2 created"]);
    assert!(
        dry["territories"][0]["shape"].is_object() && dry["territories"][0].get("id").is_none()
    );
    assert_eq!(planner.json(TERRITORIES).await["items"], json!([]));

    let done = draw(&path, false).await;
    for drawn in done["territories"].as_array().unwrap() {
        let territory = planner
            .json(&format!("{TERRITORIES}/{}", drawn["id"]))
            .await;
        assert_eq!(territory["rep_code"], drawn["rep_code"]);
        assert_eq!(territory["name"], drawn["rep_code"], "called as the rep is");
        let held = held_by(planner, &territory).await;
        let own: Vec<&str> = rows
            .iter()
            .filter(|row| row["rep_code"] == drawn["rep_code"] && row["lat"].is_number())
            .map(|row| row["outlet_code"].as_str().unwrap())
            .collect();
        assert!(!own.is_empty());
        assert_eq!(drawn["outlets"], own.len());
        for outlet in own {
            assert!(
                held.contains(&outlet.to_owned()),
                "{outlet} is not in {held:?}"
            );
        }
    }
    assert_eq!(
        statuses(&draw(&path, false).await),
        ["T-R1 unchanged", "T-R2 unchanged"]
    );

    // Today's assignment is another; a territory keeps its name, and a rep without outlets has none.
    let first = &done["territories"][0];
    let name = json!({"name": "Phố cổ"});
    let one = format!("{TERRITORIES}/{}", first["id"]);
    expect(
        send(planner, Method::PATCH, &one, &[("if-match", "*")], &name).await,
        StatusCode::OK,
    )
    .await;
    let today = format!("/api/v1/scenarios/{id}/solutions/0/territories");
    assert_eq!(
        statuses(&draw(&today, false).await),
        ["T-R1 updated", "T-R2 updated"]
    );
    assert_eq!(planner.json(&one).await["name"], "Phố cổ");
    let all = json!({"name": "All", "items": (0..29).map(|n| json!({"outlet_code": format!("O{n:02}"), "rep_code": "R1"})).collect::<Vec<_>>()});
    let assign = format!("/api/v1/scenarios/{id}/assignments");
    expect(planner.post(&assign, &all).await, StatusCode::ACCEPTED).await;
    story.ended(&id).await;
    let by_hand = draw(
        &format!("/api/v1/scenarios/{id}/solutions/10/territories"),
        true,
    )
    .await;
    assert_eq!(statuses(&by_hand), ["T-R1 updated"]);
    assert_eq!(by_hand["left_out"][0]["rep_code"], "R2");

    problem(
        planner
            .post(
                &format!("/api/v1/scenarios/{id}/solutions/7/territories"),
                &json!({}),
            )
            .await,
        404,
        "not_found",
    )
    .await;
    let other = user(&story.server, &story.admin, "other", "planner", "T2").await;
    problem(other.post(&path, &json!({})).await, 404, "not_found").await;
    story.server.finish().await;
}
