//! Stationary stretches: accepted fixes within `stay_radius_m` of their robust centre.
//!
//! The centre is a mean weighted by accuracy in which no fix pulls farther than the radius, so a
//! single bad reading does not move it. Integers only.

use serde::{Deserialize, Serialize};

use crate::{
    position::{LatLng, Plane, root},
    presence::{Hold, Side, midpoint},
    rules::Rules,
    time::At,
    track::Point,
};

/// Weight of the best fix that still improves on others (5 m); the worst weighs 1.
const WEIGHT_MAX: i64 = 400;

/// The stretch that the rep is in now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StayNow {
    /// Midpoint between the last fix elsewhere and the first here.
    pub from_at: At,
    pub hold: Hold,
    plane: Plane,
    weight: i64,
    east: i64,
    north: i64,
    /// Mean distance of the members from the centre, millimetres: how noisy it is here.
    pub spread_mm: i64,
    pub fixes: u32,
    first_out: Option<Point>,
    /// A visit was given for this stay.
    pub claimed: bool,
}

/// A stretch that ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    pub stay: StayNow,
    pub to_at: At,
}

impl StayNow {
    pub fn start(point: &Point, previous: Option<At>, gap_ms: i64) -> Self {
        let weight = weight(point);
        Self {
            from_at: previous.map_or(point.at, |p| midpoint(p, point.at, point.at, gap_ms)),
            hold: Hold::new(point.at),
            plane: Plane::at(point.position),
            weight,
            east: 0,
            north: 0,
            spread_mm: point.accuracy_mm() / 2,
            fixes: 1,
            first_out: None,
            claimed: false,
        }
    }

    /// Time shown by fixes, milliseconds.
    pub const fn shown_ms(&self) -> i64 {
        self.hold.last_inside_at.since_ms(self.hold.first_inside_at)
    }

    pub fn centre(&self) -> LatLng {
        self.plane
            .position(self.east / self.weight, self.north / self.weight)
    }

    /// The next used fix: joins, or ends the stretch and begins another.
    pub fn observe(&mut self, point: &Point, previous: At, rules: &Rules) -> Option<Ended> {
        let radius = i64::from(rules.stay_radius_m) * 1000;
        let gap_ms = i64::from(rules.gap_flag_min) * 60_000;
        let (x, y) = self.plane.offset_mm(point.position);
        let (cx, cy) = (self.east / self.weight, self.north / self.weight);
        let (dx, dy) = (x - cx, y - cy);
        let distance = root(dx * dx + dy * dy);
        let beyond = distance - radius;
        let side = if beyond <= point.accuracy_mm().min(radius) / 2 {
            Side::Inside
        } else {
            Side::of(beyond, point.accuracy_mm())
        };
        if let Some(first_out_at) = self.hold.observe(side, point.at) {
            let last = self.hold.last_inside_at;
            let ended = Ended {
                stay: *self,
                to_at: midpoint(last, first_out_at, last, gap_ms),
            };
            *self = self.next(point, previous, radius, gap_ms);
            return Some(ended);
        }
        match side {
            Side::Inside => {
                let w = weight(point);
                // Clipped to the radius: influence is bounded.
                let pull = |d: i64| {
                    if distance > radius {
                        d * radius / distance
                    } else {
                        d
                    }
                };
                self.east += (cx + pull(dx)) * w;
                self.north += (cy + pull(dy)) * w;
                self.weight += w;
                self.fixes += 1;
                self.spread_mm += (distance - self.spread_mm) / i64::from(self.fixes.min(16));
                self.first_out = None;
            }
            Side::Outside if self.first_out.is_none() => self.first_out = Some(*point),
            _ => {}
        }
        None
    }

    /// The stretch after this one begins with the first fix outside if the newest is near it.
    fn next(&self, point: &Point, previous: At, radius: i64, gap_ms: i64) -> Self {
        if let Some(first) = self.first_out
            && Plane::at(first.position).distance_mm(point.position) <= radius
        {
            let mut next = Self::start(&first, Some(self.hold.last_inside_at), gap_ms);
            let (x, y) = next.plane.offset_mm(point.position);
            let w = weight(point);
            next.east += x * w;
            next.north += y * w;
            next.weight += w;
            next.fixes += 1;
            next.hold.observe(Side::Inside, point.at);
            return next;
        }
        Self::start(point, Some(previous), gap_ms)
    }
}

/// Inverse square of the accuracy: 400 at 5 m, 4 at 50 m, never below 1.
fn weight(point: &Point) -> i64 {
    let a = i64::from(point.accuracy_dm).max(1);
    (1_000_000 / (a * a)).clamp(1, WEIGHT_MAX)
}
