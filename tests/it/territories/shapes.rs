//! Shapes that are refused, and what those that are not come to.

use reqwest::StatusCode;
use serde_json::json;

use super::{TERRITORIES, cells, drawn, ring, row, square, story};
use crate::support::{client::expect, front_door::problem};

#[tokio::test]
async fn a_shape_that_is_wrong_is_told_by_code_place_and_remedy_and_costs_its_row() {
    let ground = story().await;
    let bow = drawn(json!([[[
        [105.8, 21.0],
        [105.9, 21.1],
        [105.9, 21.0],
        [105.8, 21.1],
        [105.8, 21.0]
    ]]]));
    let open = drawn(json!([[[
        [105.8, 21.0],
        [105.9, 21.0],
        [105.9, 21.1],
        [105.8, 21.1]
    ]]]));
    let swapped = drawn(json!([[[
        [21.0, 105.8],
        [21.0, 105.9],
        [21.1, 105.9],
        [21.0, 105.8]
    ]]]));
    let hole = drawn(json!([[ring(105.8, 21.0, 0.1), ring(106.0, 21.0, 0.1)]]));
    let mixed = json!({"kind": "cells", "cells": ["8841554b23fffff", "8941554b20fffff"]});
    let items = json!([
        row("A", square(105.8, 21.0, 0.1)),
        row("B", bow.clone()),
        row("C", open),
        row("D", cells(105.85, 21.03)),
        row("E", swapped),
        row("F", hole),
        row("G", json!({"kind": "cells", "cells": ["hà nội"]})),
        row("H", mixed),
        row("I", drawn(json!([]))),
    ]);
    let path = format!("{TERRITORIES}/batch");
    let answer = ground
        .planner
        .post(&path, &json!({"items": items.clone()}))
        .await;
    let answer = expect(answer, StatusCode::OK).await;
    let told: Vec<(String, String, String)> = answer["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let fault = &row["error"][0];
            let text = |name: &str| fault[name].as_str().unwrap_or_default().to_owned();
            let status = row["status"].as_str().unwrap();
            assert_eq!(status == "error", fault.is_object(), "{row}");
            assert_eq!(fault.is_object(), !text("detail").is_empty(), "{row}");
            (
                row["code"].as_str().unwrap().to_owned(),
                text("code"),
                text("pointer"),
            )
        })
        .collect();
    let expected = [
        ("A", "", ""),
        ("B", "crosses_itself", "/shape/polygons/0/0"),
        ("C", "open_ring", "/shape/polygons/0/0"),
        ("D", "", ""),
        ("E", "out_of_range", "/shape/polygons/0/0/0"),
        ("F", "hole_outside", "/shape/polygons/0/1"),
        ("G", "unknown_cell", "/shape"),
        ("H", "mixed_resolutions", "/shape"),
        ("I", "empty", "/shape"),
    ];
    let told: Vec<(&str, &str, &str)> = told
        .iter()
        .map(|(row, code, pointer)| (row.as_str(), code.as_str(), pointer.as_str()))
        .collect();
    assert_eq!(told, expected);

    // Alone, it is told in the problem's own words: where it crosses, and what to do.
    let refused = problem(
        ground.planner.post(TERRITORIES, &row("B", bow)).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(refused["errors"][0]["code"], "crosses_itself");
    let detail = refused["detail"].as_str().unwrap();
    assert!(
        detail.contains("[105.85, 21.05]") && detail.contains("two polygons"),
        "{detail}"
    );

    // All or nothing, where that is asked for.
    let whole = ground
        .planner
        .post(&format!("{path}?atomic=true"), &json!({"items": items}))
        .await;
    let whole = problem(whole, 422, "invalid").await;
    assert_eq!(whole["errors"][0]["pointer"], "/items/1/shape/polygons/0/0");

    let listed = ground.planner.json(TERRITORIES).await;
    let listed = listed["items"].as_array().unwrap();
    assert_eq!(listed.len(), 2);
    assert_eq!(
        (&listed[0]["kind"], &listed[0]["corners"]),
        (&json!("polygons"), &json!(5))
    );
    assert_eq!(
        (&listed[1]["kind"], &listed[1]["corners"]),
        (&json!("cells"), &json!(7))
    );
    assert!(
        listed
            .iter()
            .all(|territory| territory.get("shape").is_none())
    );
    // A tenth of a degree each way, on the sphere.
    let side = 6_371_008.8_f64 * 0.1_f64.to_radians();
    let area = side * side * 21.05_f64.to_radians().cos();
    let told = listed[0]["area_m2"].as_f64().unwrap();
    assert!((told / area - 1.0).abs() < 0.001, "{told} {area}");
    ground.server.finish().await;
}
