//! Distance from a position to a fence, as the scorer sees it.
//!
//! Deliberately not the judge's own geometry: labels are checked by other code than what is scored.
//! A local plane is exact to millimetres over the few hundred metres that matter.

use crate::dataset::mobilitynet::Ring;

/// Metres per degree of a meridian on the mean sphere.
const DEGREE_M: f64 = 6_371_008.8 * std::f64::consts::PI / 180.0;

/// Where a scored visit may happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Fence {
    /// The server's default radius round a pin.
    Pin { lat: f64, lng: f64 },
    /// `[polygon][ring]` of (lat, lng), with a margin round it.
    Polygons {
        polygons: Vec<Vec<Ring>>,
        margin_m: i32,
    },
}

/// Metres east and north of an origin.
pub fn offset_m(origin: (f64, f64), at: (f64, f64)) -> (f64, f64) {
    let east = (at.1 - origin.1) * DEGREE_M * origin.0.to_radians().cos();
    (east, (at.0 - origin.0) * DEGREE_M)
}

/// The position that lies `east`, `north` metres from an origin.
pub fn moved(origin: (f64, f64), east: f64, north: f64) -> (f64, f64) {
    (
        origin.0 + north / DEGREE_M,
        origin.1 + east / (DEGREE_M * origin.0.to_radians().cos()),
    )
}

/// Metres to the fence's pin, or to its edge, negative inside.
pub fn distance_m(fence: &Fence, lat: f64, lng: f64) -> f64 {
    match fence {
        Fence::Pin { lat: y, lng: x } => {
            let (east, north) = offset_m((lat, lng), (*y, *x));
            east.hypot(north)
        }
        Fence::Polygons { polygons, .. } => polygons
            .iter()
            .map(|rings| polygon_distance_m(rings, lat, lng))
            .fold(f64::INFINITY, f64::min),
    }
}

fn polygon_distance_m(rings: &[Ring], lat: f64, lng: f64) -> f64 {
    let mut inside = false;
    let mut nearest = f64::INFINITY;
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().skip(1)) {
            let (ax, ay) = offset_m((lat, lng), *a);
            let (bx, by) = offset_m((lat, lng), *b);
            if (ay > 0.0) != (by > 0.0) && ax - ay * (bx - ax) / (by - ay) > 0.0 {
                inside = !inside;
            }
            nearest = nearest.min(edge_distance(ax, ay, bx, by));
        }
    }
    if inside { -nearest } else { nearest }
}

/// From the origin to the segment a–b.
fn edge_distance(ax: f64, ay: f64, bx: f64, by: f64) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let square = dx * dx + dy * dy;
    let along = if square > 0.0 {
        (-(ax * dx + ay * dy) / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (ax + along * dx).hypot(ay + along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(side_m: f64) -> Fence {
        let o = (37.0, -122.0);
        let corner = |e: f64, n: f64| moved(o, e * side_m, n * side_m);
        let ring = vec![
            corner(0.0, 0.0),
            corner(1.0, 0.0),
            corner(1.0, 1.0),
            corner(0.0, 1.0),
            corner(0.0, 0.0),
        ];
        Fence::Polygons {
            polygons: vec![vec![ring]],
            margin_m: 50,
        }
    }

    #[test]
    fn distance_to_a_polygon_is_to_its_edge_and_negative_inside() {
        let fence = square(100.0);
        let at = |e: f64, n: f64| {
            let (lat, lng) = moved((37.0, -122.0), e, n);
            distance_m(&fence, lat, lng)
        };
        assert!((at(50.0, 60.0) + 40.0).abs() < 0.01);
        assert!((at(150.0, 50.0) - 50.0).abs() < 0.01);
        assert!((at(-30.0, -40.0) - 50.0).abs() < 0.01);
    }
}
