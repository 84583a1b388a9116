//! Positions in degrees and on a local plane in metres.
//!
//! Good to centimetres over a city. Nothing here is judged by the server: what decides is computed
//! there, from the degrees that were sent.

use serde::{Deserialize, Serialize};

/// Metres of a degree of latitude on the sphere the server judges with.
const METRES_PER_DEGREE: f64 = 111_195.080_2;

/// A WGS 84 position in degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Position {
    pub lat: f64,
    pub lng: f64,
}

/// A point on a [`Plane`], metres east and north of its origin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// The point a `share` (0–1) of the way to `other`.
    #[must_use]
    pub fn towards(self, other: Self, share: f64) -> Self {
        Self {
            x: self.x + (other.x - self.x) * share,
            y: self.y + (other.y - self.y) * share,
        }
    }

    #[must_use]
    pub fn moved(self, dx: f64, dy: f64) -> Self {
        Self {
            x: self.x + dx,
            y: self.y + dy,
        }
    }

    /// Degrees clockwise from north to `other`, 0–360.
    pub fn bearing_to(self, other: Self) -> f64 {
        (other.x - self.x)
            .atan2(other.y - self.y)
            .to_degrees()
            .rem_euclid(360.0)
    }
}

/// An equirectangular projection around an origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    origin: Position,
    metres_per_lng: f64,
}

impl Plane {
    pub fn around(origin: Position) -> Self {
        Self {
            origin,
            metres_per_lng: METRES_PER_DEGREE * origin.lat.to_radians().cos(),
        }
    }

    pub fn point(&self, position: Position) -> Point {
        Point {
            x: (position.lng - self.origin.lng) * self.metres_per_lng,
            y: (position.lat - self.origin.lat) * METRES_PER_DEGREE,
        }
    }

    /// Rounded to 1e-7°, as it is stored.
    pub fn position(&self, point: Point) -> Position {
        let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
        Position {
            lat: round(self.origin.lat + point.y / METRES_PER_DEGREE),
            lng: round(self.origin.lng + point.x / self.metres_per_lng),
        }
    }
}

#[cfg(test)]
mod tests {
    use fieldbeat_domain::position::{LatLng, distance_mm};

    use super::*;

    #[test]
    fn plane_distances_agree_with_the_judged_ones() {
        let hanoi = Position {
            lat: 21.03,
            lng: 105.84,
        };
        let plane = Plane::around(hanoi);
        let far = plane.position(Point {
            x: 3_000.0,
            y: 2_000.0,
        });
        let judged = distance_mm(
            LatLng::from_degrees(hanoi.lat, hanoi.lng).unwrap(),
            LatLng::from_degrees(far.lat, far.lng).unwrap(),
        );
        let plane_m = plane.point(far).distance(plane.point(hanoi));
        #[expect(clippy::cast_precision_loss, reason = "a few kilometres")]
        let judged_m = judged as f64 / 1000.0;
        assert!((plane_m - judged_m).abs() < 1.0, "{plane_m} {judged_m}");
    }

    #[test]
    fn bearings_go_clockwise_from_north() {
        let here = Point::default();
        assert!((here.bearing_to(Point { x: 1.0, y: 0.0 }) - 90.0).abs() < 1e-9);
        assert!((here.bearing_to(Point { x: -1.0, y: 0.0 }) - 270.0).abs() < 1e-9);
    }
}
