//! Which outlets lie in a territory, and what speaks against several.

use h3o::{LatLng, Resolution};
use serde_json::{Value, json};

use super::{TERRITORIES, drawn, ring, row, square, story};
use crate::support::front_door::{batch, problem};

#[tokio::test]
async fn an_outlet_on_a_drawn_border_lies_in_both_neighbours_and_in_one_of_two_cells() {
    let ground = story().await;
    ground
        .outlets(&[
            ("IN", 105.85, 21.05),
            ("EDGE", 105.9, 21.05),
            ("CORNER", 105.8, 21.0),
            ("HOLE", 105.82, 21.02),
            ("OUT", 105.9, 21.2),
        ])
        .await;
    let no_pin = json!([{"code": "NOWHERE", "name": "No pin", "org_unit_code": "T1"}]);
    batch(&ground.admin, "outlets", no_pin).await;
    let with_hole = drawn(json!([[ring(105.8, 21.0, 0.1), ring(105.81, 21.01, 0.02)]]));
    let mut west = row("WEST", with_hole);
    west["rep_code"] = json!("R1");
    let west = ground.make(&west).await;
    assert_eq!(
        (&west["rep_code"], &west["rep_name"]),
        (&json!("R1"), &json!("Rep R1"))
    );
    let east = ground.make(&row("EAST", square(105.9, 21.0, 0.1))).await;
    assert_eq!(ground.held(&west).await, ["IN", "EDGE", "CORNER"]);
    assert_eq!(ground.held(&east).await, ["EDGE"]);
    let page = format!("{TERRITORIES}/{}/outlets?limit=2", west["id"]);
    let first = ground.planner.json(&page).await;
    let next = format!("{page}&cursor={}", first["next_cursor"].as_str().unwrap());
    let rest = ground.planner.json(&next).await;
    assert_eq!(first["items"].as_array().unwrap().len(), 2);
    assert_eq!(rest["items"][0]["outlet_code"], "CORNER");
    assert_eq!(rest["next_cursor"], Value::Null);

    let report = ground.check(&json!({})).await;
    assert_eq!(
        (&report["outlets"], &report["without_pin"]),
        (&json!(5), &json!(1))
    );
    assert_eq!(report["refused"], json!([]));
    let of = |code: &str| {
        let all = report["territories"].as_array().unwrap();
        all.iter().find(|t| t["code"] == code).unwrap().clone()
    };
    let (of_west, of_east) = (of("WEST"), of("EAST"));
    assert_eq!(
        (&of_west["outlets"], &of_west["parts"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(of_west["holes"].as_array().unwrap().len(), 1);
    let hole = of_west["holes"][0]["ring"].as_array().unwrap();
    assert_eq!((hole.len(), hole.first()), (5, hole.last()));
    assert_eq!(of_east["holes"], json!([]));
    // A square comes to π/4, and a hole only takes away from that.
    let compactness = of_east["compactness_permille"].as_u64().unwrap();
    assert!((780..=786).contains(&compactness), "{compactness}");
    assert!(of_west["compactness_permille"].as_u64().unwrap() < compactness);
    let overlaps = report["overlaps"].as_array().unwrap();
    assert_eq!((overlaps.len(), &report["overlapping"]), (1, &json!(1)));
    assert_eq!(
        (&overlaps[0]["code"], &overlaps[0]["other_code"]),
        (&json!("WEST"), &json!("EAST"))
    );
    assert_eq!(
        (&overlaps[0]["area_m2"], &overlaps[0]["outlets"]),
        (&json!(0), &json!(1))
    );
    let unclaimed = report["unclaimed"]["outlets"].as_array().unwrap();
    let unclaimed: Vec<&Value> = unclaimed.iter().map(|o| &o["outlet_code"]).collect();
    assert_eq!(unclaimed, ["HOLE", "OUT"]);
    assert_eq!(report["unclaimed"]["count"], 2);

    // Two cells that are neighbours share no outlet, wherever it is put on their border.
    let cell = LatLng::new(21.2, 105.9).unwrap().to_cell(Resolution::Eight);
    let neighbour = cell.grid_disk::<Vec<_>>(1)[1];
    let of_cell = |code: &str, cell: h3o::CellIndex| {
        row(code, json!({"kind": "cells", "cells": [cell.to_string()]}))
    };
    let one = ground.make(&of_cell("ONE", cell)).await;
    let other = ground.make(&of_cell("OTHER", neighbour)).await;
    let shared: Vec<LatLng> = {
        let corners = cell.boundary();
        let others: Vec<String> = neighbour
            .boundary()
            .iter()
            .map(ToString::to_string)
            .collect();
        corners
            .iter()
            .copied()
            .filter(|at| others.contains(&at.to_string()))
            .collect()
    };
    assert_eq!(shared.len(), 2);
    let (a, b) = (shared[0], shared[1]);
    let border: Vec<(String, f64, f64)> = (0..=10)
        .map(|n| {
            let share = f64::from(n) / 10.0;
            (
                format!("B{n:02}"),
                a.lng() + (b.lng() - a.lng()) * share,
                a.lat() + (b.lat() - a.lat()) * share,
            )
        })
        .collect();
    let border: Vec<(&str, f64, f64)> = border
        .iter()
        .map(|(code, lng, lat)| (code.as_str(), *lng, *lat))
        .collect();
    ground.outlets(&border).await;
    let (in_one, in_other) = (ground.held(&one).await, ground.held(&other).await);
    assert!(in_one.contains(&"OUT".to_owned()));
    assert!(
        in_one.iter().all(|code| !in_other.contains(code)),
        "{in_one:?} {in_other:?}"
    );
    assert!(
        in_one.len() + in_other.len() > 1 + 9,
        "{in_one:?} {in_other:?}"
    );
    ground.server.finish().await;
}

#[tokio::test]
async fn overlaps_pieces_and_gaps_between_some_are_measured() {
    let ground = story().await;
    ground
        .outlets(&[("BOTH", 105.875, 21.05), ("ONE", 105.82, 21.05)])
        .await;
    let one = ground.make(&row("A", square(105.8, 21.0, 0.1))).await;
    let two = ground.make(&row("B", square(105.85, 21.0, 0.1))).await;
    let apart = drawn(json!([
        [ring(106.0, 21.0, 0.01)],
        [ring(106.1, 21.0, 0.01)]
    ]));
    let three = ground.make(&row("C", apart)).await;
    let report = ground
        .check(&json!({"ids": [one["id"], two["id"], three["id"]]}))
        .await;
    assert_eq!(report["unclaimed"], Value::Null);
    let overlaps = report["overlaps"].as_array().unwrap();
    assert_eq!(overlaps.len(), 1);
    let half = one["area_m2"].as_f64().unwrap() / 2.0;
    let common = overlaps[0]["area_m2"].as_f64().unwrap();
    assert!((common / half - 1.0).abs() < 1e-6, "{common} {half}");
    assert_eq!(overlaps[0]["outlets"], 1);
    assert_eq!(overlaps[0]["outlet_ids"].as_array().unwrap().len(), 1);
    assert_eq!(report["territories"][2]["parts"], 2);
    let path = format!("{TERRITORIES}/check");
    let asked = json!({"ids": [one["id"], 987]});
    let unknown = problem(ground.planner.post(&path, &asked).await, 422, "invalid").await;
    assert_eq!(
        unknown["errors"][0],
        json!({"pointer": "/ids/1", "code": "unknown"})
    );

    // A stored shape that cannot be read is named, and the others are checked without it.
    let bow = drawn(json!([[[
        [105.8, 21.0],
        [105.9, 21.1],
        [105.9, 21.0],
        [105.8, 21.1],
        [105.8, 21.0]
    ]]]));
    let id = i32::try_from(one["id"].as_i64().unwrap()).unwrap();
    let db = &ground.server.services.db;
    let spoil = sqlx::query("update territory set shape = $1 where id = $2");
    spoil.bind(bow).bind(id).execute(db).await.unwrap();
    let report = ground.check(&json!({})).await;
    assert_eq!(report["territories"].as_array().unwrap().len(), 2);
    assert_eq!(report["refused"].as_array().unwrap().len(), 1);
    let refused = &report["refused"][0];
    assert_eq!(
        (&refused["code"], &refused["why"]),
        (&json!("A"), &json!("crosses_itself"))
    );
    let unclaimed = &report["unclaimed"]["outlets"];
    assert_eq!(unclaimed[0]["outlet_code"], "ONE");
    let export = format!("{TERRITORIES}/export.geojson");
    let export = problem(ground.planner.get(&export).await, 422, "invalid").await;
    let detail = export["detail"].as_str().unwrap();
    assert!(detail.starts_with("A: polygon 0, ring 0"), "{detail}");

    // More than is worked on at once is refused before it is read.
    let grow = sqlx::query("update territory set corners = 500000 where id = $1");
    grow.bind(id).execute(db).await.unwrap();
    let large = problem(
        ground.planner.post(&path, &json!({})).await,
        422,
        "too_large",
    )
    .await;
    assert!(
        large["detail"].as_str().unwrap().contains("3 territories"),
        "{large}"
    );
    ground.server.finish().await;
}
