//! How far a position is from an outlet's fence: one number, `d − r`, decides every place rule.
//!
//! A circle is judged by the great-circle distance to its pin; a polygon by the distance to its
//! nearest edge (negative inside), on a flat map round the position, which at fence scale differs
//! from the sphere by less than the millimetre it is rounded to.

use crate::position::{EARTH_RADIUS_M, LatLng, distance_mm};

/// An outlet's fence with its radius resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum Fence {
    /// No pin, no polygon: nothing to judge against.
    None,
    Circle {
        pin: LatLng,
        radius_mm: i64,
    },
    Polygon {
        /// `[ring][vertex]` of all polygons; inside by the even-odd rule.
        rings: Box<[Box<[LatLng]>]>,
        margin_mm: i64,
    },
}

impl Fence {
    /// `d` of rules.md §3: millimetres to the pin, or to the polygon's edge (negative inside).
    pub fn distance_mm(&self, p: LatLng) -> Option<i64> {
        match self {
            Self::None => None,
            Self::Circle { pin, .. } => Some(distance_mm(*pin, p)),
            Self::Polygon { rings, .. } => edge_distance_mm(rings, p),
        }
    }

    /// `r` of rules.md §3: the radius, or a polygon's margin, in millimetres.
    pub const fn radius_mm(&self) -> i64 {
        match self {
            Self::None => 0,
            Self::Circle { radius_mm, .. } => *radius_mm,
            Self::Polygon { margin_mm, .. } => *margin_mm,
        }
    }

    /// `d − r`: not positive inside the fence.
    pub fn beyond_mm(&self, p: LatLng) -> Option<i64> {
        self.distance_mm(p).map(|d| d - self.radius_mm())
    }
}

fn edge_distance_mm(rings: &[Box<[LatLng]>], p: LatLng) -> Option<i64> {
    let north_m = EARTH_RADIUS_M.to_radians() / 1e7;
    let east_m = north_m * libm::cos(p.lat().to_radians());
    let local = |v: &LatLng| {
        let mut dlng = i64::from(v.lng_e7) - i64::from(p.lng_e7);
        if dlng > 1_800_000_000 {
            dlng -= 3_600_000_000;
        } else if dlng < -1_800_000_000 {
            dlng += 3_600_000_000;
        }
        let dlat = i64::from(v.lat_e7) - i64::from(p.lat_e7);
        #[expect(clippy::cast_precision_loss, reason = "below 2^33")]
        (dlng as f64 * east_m, dlat as f64 * north_m)
    };
    let mut nearest_sq = f64::INFINITY;
    let mut inside = false;
    for ring in rings {
        let mut previous = ring.last().map(local)?;
        for vertex in ring.iter().map(local) {
            let ((ax, ay), (bx, by)) = (previous, vertex);
            let (dx, dy) = (bx - ax, by - ay);
            let length_sq = dx * dx + dy * dy;
            // The foot of the origin on the segment, clamped to its ends.
            let t = if length_sq > 0.0 {
                (-(ax * dx + ay * dy) / length_sq).clamp(0.0, 1.0)
            } else {
                0.0
            };
            let (fx, fy) = (ax + t * dx, ay + t * dy);
            nearest_sq = nearest_sq.min(fx * fx + fy * fy);
            if (ay > 0.0) != (by > 0.0) && ax - ay * dx / dy > 0.0 {
                inside = !inside;
            }
            previous = vertex;
        }
    }
    if !nearest_sq.is_finite() {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most 2.1e10 mm")]
    let mm = libm::round(nearest_sq.sqrt() * 1000.0) as i64;
    Some(if inside { -mm } else { mm })
}
