//! OSRM: `GET /table/v1/{profile}/{lng},{lat};…`, seconds and metres in two tables.

use std::fmt::Write;

use fieldbeat_domain::position::LatLng;
use serde::Deserialize;

use super::{Answer, TableError, leg, refuse, refused};

/// From each of `from` to each of `to`; among themselves where there are no others.
pub fn path(profile: &str, from: &[LatLng], to: Option<&[LatLng]>) -> String {
    let others = to.unwrap_or_default();
    let places: Vec<String> = from
        .iter()
        .chain(others)
        // The engine's own precision.
        .map(|at| format!("{:.6},{:.6}", at.lng(), at.lat()))
        .collect();
    let mut path = format!(
        "/table/v1/{profile}/{}?annotations=duration,distance&generate_hints=false",
        places.join(";")
    );
    if to.is_some() {
        let list = |from: usize, to: usize| {
            let indexes: Vec<String> = (from..to).map(|index| index.to_string()).collect();
            indexes.join(";")
        };
        let (rows, all) = (from.len(), from.len() + others.len());
        // Writing to a string does not fail.
        let _ = write!(
            path,
            "&sources={}&destinations={}",
            list(0, rows),
            list(rows, all)
        );
    }
    path
}

type Cells = Vec<Vec<Option<f64>>>;

#[derive(Deserialize)]
struct Said {
    code: String,
    #[serde(default)]
    message: String,
    durations: Option<Cells>,
    distances: Option<Cells>,
    #[serde(default)]
    sources: Vec<Option<Waypoint>>,
    #[serde(default)]
    destinations: Vec<Option<Waypoint>>,
}

#[derive(Deserialize)]
struct Waypoint {
    /// Metres from where the place was asked for to the road.
    distance: Option<f64>,
}

pub fn read(answer: &[u8]) -> Result<Answer, TableError> {
    let said: Said = serde_json::from_slice(answer).map_err(|error| refuse(&error.to_string()))?;
    if said.code != "Ok" {
        return Err(refused(said.code, &said.message));
    }
    let (Some(durations), Some(distances)) = (said.durations, said.distances) else {
        return Err(refuse("durations or distances are missing"));
    };
    let same = durations.len() == distances.len()
        && durations
            .iter()
            .zip(&distances)
            .all(|(a, b)| a.len() == b.len());
    if !same {
        return Err(refuse("durations and distances are of different size"));
    }
    let rows = durations
        .into_iter()
        .zip(distances)
        .map(|(times, lengths)| {
            let cells = times.into_iter().zip(lengths);
            cells.map(|(time, length)| leg(time, length)).collect()
        });
    let off = |waypoints: Vec<Option<Waypoint>>| {
        let off = waypoints.into_iter().map(|waypoint| waypoint?.distance);
        off.collect()
    };
    Ok(Answer {
        cells: Some(rows.collect::<Result<_, _>>()?),
        from_off_m: off(said.sources),
        to_off_m: off(said.destinations),
    })
}
