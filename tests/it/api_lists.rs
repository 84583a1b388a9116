//! Lists: pages that hold still while rows are added, cursors that belong to one question.

use std::collections::BTreeSet;

use serde_json::json;

use crate::support::{
    front_door::{batch, found, problem},
    server::TestServer,
};

#[tokio::test]
async fn pages_are_complete_and_without_repeats_while_rows_are_added() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let rows = |from: usize| {
        (from..from + 25)
            .map(|i| json!({"code": format!("R{i:03}"), "name": "Rep", "org_unit_code": "T1"}))
            .collect::<Vec<_>>()
    };
    batch(&admin, "reps", rows(0).into()).await;
    let mut seen = Vec::new();
    let mut path = "/api/v1/reps?limit=10".to_owned();
    let mut first_changes = None;
    for n in 0.. {
        let page = admin.json(&path).await;
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|r| r["code"].as_str().unwrap().to_owned()),
        );
        let changes = page["changes_cursor"].as_str().unwrap().to_owned();
        assert_eq!(
            *first_changes.get_or_insert(changes.clone()),
            changes,
            "one snapshot for all pages"
        );
        if n == 0 {
            batch(&admin, "reps", rows(100).into()).await;
        }
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/api/v1/reps?limit=10&cursor={cursor}"),
            None => break,
        }
    }
    let unique: BTreeSet<_> = seen.iter().collect();
    assert_eq!(unique.len(), seen.len(), "no row twice");
    assert!((0..25).all(|i| unique.contains(&format!("R{i:03}"))));

    // Complete; rows may come again where an older transaction was still running.
    let changes = first_changes.unwrap();
    let changed = admin
        .json(&format!("/api/v1/reps?limit=1000&updated_since={changes}"))
        .await;
    let changed = changed["items"].to_string();
    assert!(
        (100..125).all(|i| changed.contains(&format!("R{i:03}"))),
        "what came after the first page"
    );
    server.finish().await;
}

#[tokio::test]
async fn a_cursor_belongs_to_its_question() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let rows: Vec<_> = (0..3)
        .map(|i| json!({"code": format!("R{i}"), "name": "Rep", "org_unit_code": "T1"}))
        .collect();
    batch(&admin, "reps", rows.into()).await;
    let page = admin.json("/api/v1/reps?limit=1").await;
    let cursor = page["next_cursor"].as_str().unwrap();
    for path in [
        format!("reps?limit=1&q=rep&cursor={cursor}"),
        format!("customers?limit=1&cursor={cursor}"),
        "reps?cursor=nonsense".to_owned(),
    ] {
        problem(
            admin.get(&format!("/api/v1/{path}")).await,
            400,
            "cursor_mismatch",
        )
        .await;
    }
    for path in [
        "reps?limit=0",
        "reps?limit=1001",
        "reps?updated_since=yesterday",
        "reps?limit=x",
        "outlets/map?bbox=1,2,3",
    ] {
        problem(
            admin.get(&format!("/api/v1/{path}")).await,
            400,
            "invalid_query",
        )
        .await;
    }
    // A cursor of another store: the one of this database, with its first byte turned.
    let changes = page["changes_cursor"].as_str().unwrap();
    let flipped = if changes.starts_with('A') { "B" } else { "A" };
    let lost = format!("{flipped}{}", &changes[1..]);
    problem(
        admin
            .get(&format!("/api/v1/reps?updated_since={lost}"))
            .await,
        410,
        "cursor_lost",
    )
    .await;
    problem(
        admin.get(&format!("/api/v1/events?cursor={lost}")).await,
        410,
        "cursor_lost",
    )
    .await;
    server.finish().await;
}

#[tokio::test]
async fn an_outlet_is_found_by_place_and_keeps_its_fence() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let fence = json!({"type": "Polygon", "coordinates":
        [[[105.8, 21.0], [105.802, 21.0], [105.802, 21.002], [105.8, 21.002], [105.8, 21.0]]]});
    let rows = json!([
        {"code": "A", "name": "Chợ", "org_unit_code": "T1", "polygon": fence, "radius_m": 20},
        {"code": "B", "name": "Far", "org_unit_code": "T1", "lat": 21.02, "lng": 105.8},
    ]);
    let made = batch(&admin, "outlets", rows).await;
    let near = admin
        .json("/api/v1/outlets/near?lat=21.001&lng=105.801&radius_m=500")
        .await;
    assert_eq!(near["items"].as_array().unwrap().len(), 1);
    assert_eq!(near["items"][0]["code"], "A");
    assert_eq!(near["items"][0]["polygon"], fence);
    let map = admin
        .json("/api/v1/outlets/map?bbox=105.7,20.9,105.9,21.1")
        .await;
    assert_eq!(
        map["outlets"][1],
        json!([made[1]["id"], 105.8, 21.02, "Far", "general"])
    );
    assert_eq!(map["truncated"], false);
    server.finish().await;
}
