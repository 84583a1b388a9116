//! Territories on the ground: sets of cells or drawn polygons, which outlets they hold, what is wrong among them,
//! and an outline for a set of outlets.

mod check;
mod measure;
mod outline;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

use fieldbeat_domain::position::LatLng;
use geo::{BoundingRect, Coord, CoordinatePosition, MultiPolygon, coordinate_position::CoordPos};
use h3o::{CellIndex, Resolution};
use rstar::{AABB, RTree, primitives::GeomWithData};

pub use check::{Findings, Found, Gap, Overlap, SLIVER_M2, check};
pub use outline::outline;
pub use shape::{CELLS_MAX, Degrees, POINTS_MAX, RINGS_MAX, Refused, Ring, Shape};

/// A shape that was read. Corners are whole units of 1e-7° in `f64`: the predicates over them are exact, so that
/// every machine decides alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Territory {
    region: MultiPolygon,
    /// Empty for a drawn one.
    cells: BTreeSet<CellIndex>,
}

impl Territory {
    /// To draw it: of each polygon the outer ring, then its holes.
    pub fn polygons(&self) -> Vec<Vec<Ring>> {
        polygons(&self.region)
    }

    /// On the sphere that the judged distance is measured on.
    pub fn area_m2(&self) -> u64 {
        measure::area_m2(&self.region)
    }
}

/// Which outlets each territory holds, in ascending order. A drawn one holds what lies on its border; one of cells
/// holds what H3 puts into them, so that of two neighbours only one does.
pub fn contained(territories: &[Territory], outlets: &[LatLng]) -> Vec<Vec<usize>> {
    let points = outlets.iter().enumerate().map(|(index, at)| {
        GeomWithData::new([i64::from(at.lng_e7), i64::from(at.lat_e7)], (index, *at))
    });
    let tree = RTree::bulk_load(points.collect());
    let mut by_cell: BTreeMap<Resolution, BTreeMap<CellIndex, Vec<usize>>> = BTreeMap::new();
    let held = territories.iter().map(|territory| {
        let mut held: Vec<usize> = match territory.cells.first() {
            Some(first) => {
                let resolution = first.resolution();
                let by_cell = by_cell
                    .entry(resolution)
                    .or_insert_with(|| in_cells(outlets, resolution));
                let lists = territory.cells.iter().filter_map(|cell| by_cell.get(cell));
                lists.flatten().copied().collect()
            }
            None => drawn_holds(&territory.region, &tree),
        };
        held.sort_unstable();
        held
    });
    held.collect()
}

fn in_cells(outlets: &[LatLng], resolution: Resolution) -> BTreeMap<CellIndex, Vec<usize>> {
    let mut by_cell: BTreeMap<CellIndex, Vec<usize>> = BTreeMap::new();
    for (index, at) in outlets.iter().enumerate() {
        if let Ok(at) = h3o::LatLng::new(at.lat(), at.lng()) {
            by_cell
                .entry(at.to_cell(resolution))
                .or_default()
                .push(index);
        }
    }
    by_cell
}

type Outlets = RTree<GeomWithData<[i64; 2], (usize, LatLng)>>;

fn drawn_holds(region: &MultiPolygon, outlets: &Outlets) -> Vec<usize> {
    let mut held: Vec<usize> = Vec::new();
    for polygon in region {
        let Some(rect) = polygon.bounding_rect() else {
            continue;
        };
        let envelope = AABB::from_corners(whole(rect.min()), whole(rect.max()));
        let inside = outlets.locate_in_envelope(envelope).filter(|outlet| {
            polygon.coordinate_position(&coord(outlet.data.1)) != CoordPos::Outside
        });
        held.extend(inside.map(|outlet| outlet.data.0));
    }
    // On the border between two parts of one territory.
    held.sort_unstable();
    held.dedup();
    held
}

#[expect(clippy::cast_possible_truncation, reason = "whole numbers below 2^31")]
fn whole(at: Coord) -> [i64; 2] {
    [at.x as i64, at.y as i64]
}

fn coord(at: LatLng) -> Coord {
    Coord {
        x: f64::from(at.lng_e7),
        y: f64::from(at.lat_e7),
    }
}

fn polygons(region: &MultiPolygon) -> Vec<Vec<Ring>> {
    let ring = |ring: &geo::LineString| ring.coords().map(|at| shape::degrees(*at)).collect();
    let polygon = |polygon: &geo::Polygon| {
        std::iter::once(polygon.exterior())
            .chain(polygon.interiors())
            .map(ring)
            .collect()
    };
    region.iter().map(polygon).collect()
}
