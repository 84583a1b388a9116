//! Territories as GeoJSON, out and in.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{TERRITORIES, cells, drawn, ring, row, story};
use crate::support::{client::expect, front_door::problem};

fn features(rows: &[Value]) -> Value {
    json!({"type": "FeatureCollection", "features": rows})
}

fn feature(properties: Value, geometry: Value) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": geometry})
}

#[tokio::test]
async fn what_is_exported_comes_back_unchanged_and_a_bad_feature_costs_itself() {
    let ground = story().await;
    ground.outlets(&[("IN", 105.85, 21.05)]).await;
    let with_hole = drawn(json!([[ring(105.8, 21.0, 0.1), ring(105.81, 21.01, 0.02)]]));
    let mut first = row("A", with_hole);
    first["rep_code"] = json!("R2");
    ground.make(&first).await;
    let two = drawn(json!([
        [ring(106.0, 21.0, 0.01)],
        [ring(106.1, 21.0, 0.01)]
    ]));
    ground.make(&row("B", two)).await;
    let made = ground.make(&row("C", cells(105.7, 21.0))).await;

    let export = format!("{TERRITORIES}/export.geojson");
    let answer = ground.planner.get(&export).await;
    assert_eq!(answer.headers()["content-type"], "application/geo+json");
    let file = expect(answer, StatusCode::OK).await;
    assert_eq!(file["type"], "FeatureCollection");
    let all = file["features"].as_array().unwrap();
    let kinds: Vec<&Value> = all.iter().map(|f| &f["geometry"]["type"]).collect();
    assert_eq!(kinds, ["Polygon", "MultiPolygon", "Polygon"]);
    let properties = &all[0]["properties"];
    assert_eq!(
        (&properties["code"], &properties["rep_code"]),
        (&json!("A"), &json!("R2"))
    );
    assert_eq!(
        (&properties["rep_name"], &properties["outlets"]),
        (&json!("Rep R2"), &json!(1))
    );
    // Outer rings run anticlockwise, holes clockwise.
    let rings = all[0]["geometry"]["coordinates"].as_array().unwrap();
    assert!(turn(&rings[0]) > 0.0 && turn(&rings[1]) < 0.0);

    let counts = |report: &Value| {
        ["created", "updated", "unchanged", "errors"].map(|name| report[name].as_u64().unwrap())
    };
    assert_eq!(counts(&ground.import("", &file).await), [0, 0, 3, 0]);
    let path = format!("{TERRITORIES}/{}", made["id"]);
    assert_eq!(ground.planner.json(&path).await, made);

    // A corner that was moved makes a drawn territory of one of cells.
    let mut moved = file.clone();
    let corner = &mut moved["features"][2]["geometry"]["coordinates"][0];
    let last = corner.as_array().unwrap().len() - 1;
    for at in [0, last] {
        corner[at][0] = json!(corner[at][0].as_f64().unwrap() + 0.0005);
    }
    moved["features"][0]["properties"]["rep_code"] = Value::Null;
    let dry = ground.import("?dry_run=true", &moved).await;
    assert_eq!(
        (counts(&dry), &dry["dry_run"]),
        ([0, 2, 1, 0], &json!(true))
    );
    assert_eq!(ground.planner.json(&path).await, made);
    assert_eq!(counts(&ground.import("", &moved).await), [0, 2, 1, 0]);
    assert_eq!(ground.planner.json(&path).await["kind"], "polygons");
    let first = ground.planner.json(&format!("{TERRITORIES}?code=A")).await;
    assert_eq!(first["items"][0]["rep_code"], Value::Null);

    let polygon = |ring: Value| json!({"type": "Polygon", "coordinates": [ring]});
    let bow = json!([
        [105.8, 21.0],
        [105.9, 21.1],
        [105.9, 21.0],
        [105.8, 21.1],
        [105.8, 21.0]
    ]);
    let high = json!([
        [107.0, 21.0, 8.5],
        [107.1, 21.0, 8.5],
        [107.1, 21.1, 8.5],
        [107.0, 21.0, 8.5]
    ]);
    let file = features(&[
        feature(json!({"code": "N1", "name": "New"}), polygon(high)),
        feature(json!({"code": "N2", "name": "Bow"}), polygon(bow.clone())),
        feature(
            json!({"code": "N3", "name": "Bows"}),
            json!({"type": "MultiPolygon", "coordinates": [[bow]]}),
        ),
        feature(
            json!({"code": "N4", "name": "Point"}),
            json!({"type": "Point", "coordinates": [105.8, 21.0]}),
        ),
        feature(json!({"name": "No code"}), polygon(ring(105.8, 21.0, 0.1))),
        feature(
            json!({"code": 5, "name": "Number", "rep_code": "R9"}),
            polygon(ring(105.8, 21.0, 0.1)),
        ),
        feature(json!({"code": "N6", "name": "Nothing"}), Value::Null),
        feature(
            json!({"code": "N7", "name": "Text"}),
            polygon(json!("round the lake")),
        ),
    ]);
    let dry = ground.import("?dry_run=true&org_unit_code=T1", &file).await;
    assert_eq!(counts(&dry), [1, 0, 0, 7]);
    assert!(dry["results"][0].get("id").is_none());
    let done = ground.import("?org_unit_code=T1", &file).await;
    let told: Vec<Vec<&str>> = done["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let fault = &row["error"][0];
            let text = |name: &str| fault[name].as_str().unwrap_or_default();
            vec![
                row["status"].as_str().unwrap(),
                text("code"),
                text("pointer"),
            ]
        })
        .collect();
    let error = "error";
    assert_eq!(
        told,
        [
            ["created", "", ""],
            [error, "crosses_itself", "/geometry/coordinates/0"],
            [error, "crosses_itself", "/geometry/coordinates/0/0"],
            [error, "not_a_polygon", "/geometry/type"],
            [error, "required", "/properties/code"],
            [error, "unknown", "/properties/rep_code"],
            [error, "required", "/geometry"],
            [error, "invalid_type", "/geometry/coordinates"],
        ]
    );
    let unit_missing = ground
        .import("?dry_run=true", &features(&[file["features"][0].clone()]))
        .await;
    assert_eq!(
        counts(&unit_missing),
        [0, 0, 1, 0],
        "what is there keeps its unit"
    );

    let path = format!("{TERRITORIES}/import");
    let other = json!({"type": "Feature", "features": []});
    problem(ground.planner.post(&path, &other).await, 422, "invalid").await;
    let many: Vec<Value> = (0..1_001).map(|_| Value::Null).collect();
    let many = problem(
        ground.planner.post(&path, &features(&many)).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(
        many["errors"][0],
        json!({"pointer": "/features", "code": "too_many"})
    );
    // 25 features of 20,001 positions each are more than a file may have.
    let long: Vec<Value> = (0..20_001).map(|_| json!([1, 1])).collect();
    let long = feature(json!({"code": "L"}), polygon(json!(long)));
    let long = features(&vec![long; 25]);
    problem(ground.planner.post(&path, &long).await, 422, "too_large").await;
    ground.server.finish().await;
}

/// Twice the area that a ring goes round, positive anticlockwise.
fn turn(ring: &Value) -> f64 {
    let at: Vec<(f64, f64)> = ring
        .as_array()
        .unwrap()
        .iter()
        .map(|at| (at[0].as_f64().unwrap(), at[1].as_f64().unwrap()))
        .collect();
    at.windows(2)
        .map(|w| w[0].0 * w[1].1 - w[1].0 * w[0].1)
        .sum()
}
