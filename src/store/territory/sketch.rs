//! A shape as it came, and what it comes to: read once, however often it is asked. Also what a person is told of one that is
//! refused: where, and what to do.

use std::{collections::BTreeSet, sync::OnceLock};

use fieldbeat_domain::position::LatLng;
use fieldbeat_planning::territory::{Degrees, Refused, Shape, Territory};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::store::upsert::Fault;

#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Shape")]
pub struct Sketch {
    shape: Shape,
    measured: OnceLock<Result<Measured, Refused>>,
}

/// What is kept beside a shape.
#[derive(Clone, Debug)]
pub struct Measured {
    pub digest: Vec<u8>,
    pub corners: i32,
    pub area_m2: i64,
}

impl From<Shape> for Sketch {
    fn from(shape: Shape) -> Self {
        Self {
            shape,
            measured: OnceLock::new(),
        }
    }
}

impl Sketch {
    pub const fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Takes its time the first time: off the threads that answer.
    pub fn measured(&self) -> Result<&Measured, &Refused> {
        let measured = self.measured.get_or_init(|| {
            self.shape.read().map(|territory| Measured {
                digest: digest(&self.shape, &territory),
                corners: i32::try_from(corners(&self.shape)).unwrap_or(i32::MAX),
                area_m2: i64::try_from(territory.area_m2()).unwrap_or(i64::MAX),
            })
        });
        measured.as_ref()
    }
}

/// Cells, or positions.
pub fn corners(shape: &Shape) -> usize {
    match shape {
        Shape::Cells { cells } => cells.len(),
        Shape::Polygons { polygons } => polygons.iter().flatten().map(Vec::len).sum(),
    }
}

/// Of the ground: wherever a ring begins, whichever way it runs, however often a cell is named.
fn digest(shape: &Shape, ground: &Territory) -> Vec<u8> {
    let mut digest = Sha256::new();
    match shape {
        Shape::Cells { cells } => {
            let cells: BTreeSet<String> = cells.iter().map(|c| c.to_ascii_lowercase()).collect();
            for cell in cells {
                digest.update(cell);
                digest.update([0]);
            }
        }
        Shape::Polygons { .. } => {
            for rings in ground.polygons() {
                digest.update([1]);
                for ring in rings {
                    digest.update([2]);
                    for (lng_e7, lat_e7) in from_least(&ring) {
                        digest.update(lng_e7.to_be_bytes());
                        digest.update(lat_e7.to_be_bytes());
                    }
                }
            }
        }
    }
    digest.finalize().to_vec()
}

/// The corners of a ring, each once, from the least on.
fn from_least(ring: &[Degrees]) -> Vec<(i32, i32)> {
    let corners = ring.iter().skip(1);
    let corners = corners.filter_map(|[lng, lat]| LatLng::from_degrees(*lat, *lng));
    let mut corners: Vec<(i32, i32)> = corners.map(|at| (at.lng_e7, at.lat_e7)).collect();
    let least = corners
        .iter()
        .enumerate()
        .min_by_key(|(_, corner)| **corner);
    let least = least.map_or(0, |(at, _)| at);
    corners.rotate_left(least);
    corners
}

/// As a fault of the field `/shape`.
pub fn fault(refused: &Refused) -> Fault {
    let place = match refused {
        Refused::OutOfRange {
            polygon,
            ring,
            point,
        } => format!("/polygons/{polygon}/{ring}/{point}"),
        Refused::OpenRing { polygon, ring }
        | Refused::TooFewPoints { polygon, ring }
        | Refused::CrossesItself { polygon, ring, .. }
        | Refused::HoleOutside { polygon, ring, .. }
        | Refused::HolesOverlap { polygon, ring, .. } => format!("/polygons/{polygon}/{ring}"),
        Refused::PolygonsOverlap { polygon, .. } => format!("/polygons/{polygon}"),
        Refused::Empty
        | Refused::CrossesAntimeridian { .. }
        | Refused::TooManyPoints { .. }
        | Refused::TooManyRings { .. }
        | Refused::TooManyCells { .. }
        | Refused::UnknownCell { .. }
        | Refused::MixedResolutions { .. } => String::new(),
    };
    Fault {
        pointer: format!("/shape{place}").into(),
        code: code(refused).into(),
        detail: Some(told(refused).into()),
    }
}

/// The stable code, in the crate's own words.
pub fn code(refused: &Refused) -> String {
    let said = serde_json::to_value(refused).unwrap_or_default();
    let code = said.get("code").and_then(Value::as_str);
    code.unwrap_or("invalid").to_owned()
}

/// What is wrong, where, and what to do. Places in a list count from 0, positions are longitude and latitude.
pub fn told(refused: &Refused) -> String {
    let remedy = match refused {
        Refused::Empty => "Draw a polygon, or name cells.",
        Refused::OpenRing { .. } => "Repeat the first position at the end.",
        Refused::TooFewPoints { .. } => "Draw at least three corners and the first again.",
        Refused::OutOfRange { .. } => {
            "Give degrees of WGS 84, longitude first; other projections are to be converted."
        }
        Refused::CrossesItself { .. } => {
            "Move the corners next to that place apart, or draw two polygons."
        }
        Refused::HoleOutside { .. } => {
            "Draw the hole inside its polygon, or as a polygon of its own."
        }
        Refused::HolesOverlap { .. } => "Draw the two holes as one.",
        Refused::PolygonsOverlap { .. } => "Draw the two polygons as one, or move them apart.",
        Refused::CrossesAntimeridian { .. } => "Cut it at 180° into two polygons.",
        Refused::TooManyPoints { .. } | Refused::TooManyRings { .. } => {
            "Draw it simpler, or make two territories of it."
        }
        Refused::TooManyCells { .. } => "Name larger cells, or make two territories of it.",
        Refused::UnknownCell { .. } => "Name cells as H3 writes them, such as 8841554b23fffff.",
        Refused::MixedResolutions { .. } => "Name cells of one resolution.",
    };
    format!("{refused}. {remedy}")
}
