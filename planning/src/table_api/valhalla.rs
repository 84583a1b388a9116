//! Valhalla: `POST /sources_to_targets`, rows of cells with seconds and kilometres.

use fieldbeat_domain::position::{LatLng, distance_mm};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Answer, TableError, leg, refuse, refused};

pub const PATH: &str = "/sources_to_targets";
/// "No path could be found for input": said where not one pair has a way.
const NO_PATH: u32 = 442;

#[derive(Serialize)]
struct Asked<'a> {
    sources: Vec<Place>,
    targets: Vec<Place>,
    costing: &'a str,
    units: &'static str,
    verbose: bool,
}

#[derive(Serialize)]
struct Place {
    lat: f64,
    lon: f64,
}

pub fn body(costing: &str, from: &[LatLng], to: &[LatLng]) -> String {
    let places = |at: &[LatLng]| {
        let place = |at: &LatLng| Place {
            lat: at.lat(),
            lon: at.lng(),
        };
        at.iter().map(place).collect()
    };
    let asked = Asked {
        sources: places(from),
        targets: places(to),
        costing,
        units: "kilometers",
        verbose: true,
    };
    // Numbers and plain text always have a JSON.
    serde_json::to_string(&asked).unwrap_or_default()
}

#[derive(Deserialize)]
struct Said {
    sources_to_targets: Option<Vec<Vec<Cell>>>,
    #[serde(default)]
    sources: Vec<Value>,
    #[serde(default)]
    targets: Vec<Value>,
    error_code: Option<u32>,
    #[serde(default)]
    error: String,
}

#[derive(Deserialize)]
struct Cell {
    time: Option<f64>,
    distance: Option<f64>,
}

pub fn read(answer: &[u8], from: &[LatLng], to: &[LatLng]) -> Result<Answer, TableError> {
    let said: Said = serde_json::from_slice(answer).map_err(|error| refuse(&error.to_string()))?;
    let table = match (said.error_code, said.sources_to_targets) {
        (Some(NO_PATH), _) => None,
        (Some(code), _) => return Err(refused(code.to_string(), &said.error)),
        (None, Some(table)) => Some(table),
        (None, None) => return Err(refuse("sources_to_targets is missing")),
    };
    let row = |cells: Vec<Cell>| {
        let cells = cells.into_iter();
        cells
            .map(|cell| leg(cell.time, cell.distance.map(|km| km * 1e3)))
            .collect()
    };
    let cells = table.map(|table| table.into_iter().map(row).collect::<Result<_, _>>());
    Ok(Answer {
        cells: cells.transpose()?,
        from_off_m: moved(&said.sources, from),
        to_off_m: moved(&said.targets, to),
    })
}

/// How far each place was moved. Older versions say where it was asked for instead, in lists: then nothing is known.
fn moved(roads: &[Value], asked: &[LatLng]) -> Vec<Option<f64>> {
    let off = |(road, asked): (&Value, &LatLng)| {
        let road = LatLng::from_degrees(road.get("lat")?.as_f64()?, road.get("lon")?.as_f64()?)?;
        let metres = u32::try_from(distance_mm(road, *asked) / 1_000).ok()?;
        Some(f64::from(metres))
    };
    roads.iter().zip(asked).map(off).collect()
}
