//! Reps and devices for a load, made in batches through the REST API, on a grid over Hanoi.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::{plane::Position, rest::Rest};

/// South-west corner of the grid and the distance between reps on it, in degrees.
const CORNER: Position = Position {
    lat: 20.9,
    lng: 105.7,
};
const STEP_DEG: f64 = 0.004;
/// Reps in a row of the grid.
pub const ROW: usize = 100;

/// A device of the load.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadDevice {
    pub index: usize,
    pub token: String,
    pub home: Position,
}

pub async fn devices(rest: &Rest, count: usize) -> Result<Vec<LoadDevice>> {
    let units = rest.list("/api/v1/org-units").await?;
    let root = units
        .iter()
        .find(|unit| unit.get("kind").and_then(Value::as_str) == Some("company"))
        .and_then(|unit| unit.get("code")?.as_str())
        .context("the company has no org unit")?;
    let team = json!({"code": "LOAD", "name": "Load", "kind": "team", "parent_code": root});
    rest.batch("org-units", &[team]).await?;
    let code = |i: usize| format!("LOAD-{i:06}");
    let reps: Vec<Value> = (0..count)
        .map(|i| json!({"code": code(i), "name": code(i), "org_unit_code": "LOAD"}))
        .collect();
    rest.batch("reps", &reps).await?;
    let rows: Vec<Value> = (0..count)
        .map(|i| json!({"label": code(i), "rep_code": code(i), "can_declare": true, "grade": "native_app"}))
        .collect();
    let results = rest.batch("devices", &rows).await?;
    let devices = results.iter().enumerate().map(|(index, row)| {
        let token = row.get("token").and_then(Value::as_str);
        Ok(LoadDevice {
            index,
            token: token
                .context("a device of the batch got no token")?
                .to_owned(),
            home: home(index),
        })
    });
    devices.collect()
}

/// Where the rep of this index drives about.
pub fn home(index: usize) -> Position {
    let step = |n: usize| f64::from(u32::try_from(n).unwrap_or(0)) * STEP_DEG;
    Position {
        lat: CORNER.lat + step(index / ROW),
        lng: CORNER.lng + step(index % ROW),
    }
}

/// `[west, south, east, north]` around `count` neighbours on the grid from `first` on.
pub fn bbox(first: usize, count: usize) -> [f64; 4] {
    let margin = STEP_DEG / 2.0;
    let in_row = count.clamp(1, ROW);
    let rows = count.div_ceil(ROW).max(1);
    let column = (first % ROW).min(ROW - in_row);
    let (low, high) = (
        home(first - first % ROW + column),
        home(first - first % ROW + column + in_row - 1 + (rows - 1) * ROW),
    );
    [
        low.lng - margin,
        low.lat - margin,
        high.lng + margin,
        high.lat + margin,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_holds_the_reps_asked_for() {
        for (first, count) in [(0, 50), (70, 50), (130, 20), (5, 100)] {
            let [west, south, east, north] = bbox(first, count);
            let inside = (0..300)
                .map(home)
                .filter(|p| (west..=east).contains(&p.lng) && (south..=north).contains(&p.lat))
                .count();
            assert_eq!(inside, count);
        }
    }
}
