//! What speaks against a set of territories: pieces, holes, overlaps, outlets that nobody has, ragged borders.

use fieldbeat_domain::position::LatLng;
use geo::{BooleanOps, BoundingRect, Intersects, MultiPolygon, unary_union};
use serde::Serialize;

use super::{Refused, Ring, Shape, Territory, contained, measure};

/// Pieces, holes and overlaps below this are how borders were rounded, not how they were drawn.
pub const SLIVER_M2: u64 = 100;

/// Indexes of outlets are those of the list that was asked about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Findings<Id> {
    /// Shapes that could not be read; the others were checked without them.
    pub refused: Vec<(Id, Refused)>,
    pub territories: Vec<Found<Id>>,
    pub overlaps: Vec<Overlap<Id>>,
    /// Outlets that no territory holds.
    pub unclaimed: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found<Id> {
    pub id: Id,
    pub outlets: Vec<usize>,
    pub area_m2: u64,
    /// Pieces that do not touch along a border: 1 is contiguous.
    pub parts: usize,
    /// What it encloses without holding it.
    pub holes: Vec<Gap>,
    /// Polsby–Popper, thousandths of a circle's.
    pub compactness_permille: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    pub ring: Ring,
    pub area_m2: u64,
}

/// Ground and outlets that two territories both hold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overlap<Id> {
    pub one: Id,
    pub other: Id,
    pub area_m2: u64,
    pub outlets: Vec<usize>,
}

pub fn check<Id: Clone>(shapes: &[(Id, Shape)], outlets: &[LatLng]) -> Findings<Id> {
    let (mut refused, mut ids, mut territories) = (Vec::new(), Vec::new(), Vec::new());
    for (id, shape) in shapes {
        match shape.read() {
            Ok(territory) => {
                ids.push(id.clone());
                territories.push(territory);
            }
            Err(why) => refused.push((id.clone(), why)),
        }
    }
    let held = contained(&territories, outlets);
    let mut claimed = vec![false; outlets.len()];
    for outlet in held.iter().flatten() {
        if let Some(claimed) = claimed.get_mut(*outlet) {
            *claimed = true;
        }
    }
    let unclaimed = claimed.iter().enumerate().filter(|(_, claimed)| !**claimed);
    let known: Vec<Known<'_, Id>> = ids
        .iter()
        .zip(&territories)
        .zip(&held)
        .map(|((id, territory), held)| Known {
            id,
            territory,
            held,
        })
        .collect();
    Findings {
        refused,
        overlaps: overlaps(&known),
        unclaimed: unclaimed.map(|(outlet, _)| outlet).collect(),
        territories: known.iter().map(found).collect(),
    }
}

struct Known<'a, Id> {
    id: &'a Id,
    territory: &'a Territory,
    held: &'a [usize],
}

fn found<Id: Clone>(known: &Known<'_, Id>) -> Found<Id> {
    // Polygons that share a border are one piece.
    let united = unary_union(&known.territory.region);
    let parts = united
        .iter()
        .filter(|part| measure::ring_area_m2(part.exterior()) >= SLIVER_M2)
        .count();
    let holes = united.iter().flat_map(geo::Polygon::interiors);
    let gaps = holes.map(|ring| Gap {
        ring: ring.coords().map(|at| super::shape::degrees(*at)).collect(),
        area_m2: measure::ring_area_m2(ring),
    });
    Found {
        id: known.id.clone(),
        outlets: known.held.to_vec(),
        area_m2: known.territory.area_m2(),
        // What is smaller than a sliver as a whole is still there.
        parts: parts.max(1),
        holes: gaps.filter(|gap| gap.area_m2 >= SLIVER_M2).collect(),
        compactness_permille: measure::compactness_permille(&united),
    }
}

fn overlaps<Id: Clone>(known: &[Known<'_, Id>]) -> Vec<Overlap<Id>> {
    let mut found = Vec::new();
    for (index, one) in known.iter().enumerate() {
        for other in known.iter().skip(index + 1) {
            let both = one
                .held
                .iter()
                .filter(|o| other.held.binary_search(o).is_ok());
            let outlets: Vec<usize> = both.copied().collect();
            let area_m2 = common_m2(&one.territory.region, &other.territory.region);
            if area_m2 >= SLIVER_M2 || !outlets.is_empty() {
                found.push(Overlap {
                    one: one.id.clone(),
                    other: other.id.clone(),
                    area_m2,
                    outlets,
                });
            }
        }
    }
    found
}

fn common_m2(one: &MultiPolygon, other: &MultiPolygon) -> u64 {
    let near = match (one.bounding_rect(), other.bounding_rect()) {
        (Some(a), Some(b)) => a.intersects(&b),
        _ => false,
    };
    if near {
        measure::area_m2(&one.intersection(other))
    } else {
        0
    }
}
