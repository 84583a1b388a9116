//! An outline round outlets, for a map.

use fieldbeat_domain::position::{LatLng, Plane};
use geo::{
    ConcaveHull, ConvexHull, Coord, MultiPoint, MultiPolygon, Polygon,
    concave_hull::ConcaveHullOptions,
};

use super::{Shape, coord, polygons};

/// Room that is left round an outlet, each way.
const MARGIN_MM: i64 = 60_000;
/// Edges up to this stay straight, about 300 m: an outline is looked at from above.
const EDGE_E7: f64 = 30_000.0;

/// One polygon round all of them: a concave hull, or the convex one where that would cut an outlet off. `None` where
/// there are no outlets.
pub fn outline(outlets: &[LatLng]) -> Option<Shape> {
    if outlets.is_empty() {
        return None;
    }
    let points: MultiPoint = outlets.iter().flat_map(|at| round(*at)).collect();
    let concave =
        points.concave_hull_with_options(ConcaveHullOptions::default().length_threshold(EDGE_E7));
    let concave = shape(concave);
    Some(if holds_all(&concave, outlets) {
        concave
    } else {
        shape(points.convex_hull())
    })
}

/// The outlet and the corners of the square round it.
fn round(at: LatLng) -> impl Iterator<Item = Coord> {
    let plane = Plane::at(at);
    let corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (0, 0)];
    corners.into_iter().map(move |(east, north)| {
        let corner = plane.position(east * MARGIN_MM, north * MARGIN_MM);
        let wraps = (i64::from(corner.lng_e7) - i64::from(at.lng_e7)).abs() > 1_800_000_000;
        // Next to 180° the square ends there.
        coord(if wraps { at } else { corner })
    })
}

fn shape(hull: Polygon) -> Shape {
    Shape::Polygons {
        polygons: polygons(&MultiPolygon::new(vec![hull])),
    }
}

fn holds_all(shape: &Shape, outlets: &[LatLng]) -> bool {
    shape.read().is_ok_and(|territory| {
        super::contained(&[territory], outlets)
            .first()
            .is_some_and(|held| held.len() == outlets.len())
    })
}
