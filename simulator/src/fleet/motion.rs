//! Where a rep truly is at every instant of the day: rides along roads, walks to the door, stays.
//!
//! A journey is a chain of knots, straight between them. Never knows about phones.

use rand::{Rng, RngCore};

use super::noise::{Actual, Surroundings};
use crate::{
    plane::{Plane, Point, Position},
    roads::{Roads, Waypoint},
};

const WALKING_MPS: f64 = 1.25;
/// Mean distance between two stops at lights or in a jam.
const HALT_EVERY_M: f64 = 700.0;
/// Somebody in a shop moves about within this distance.
const WANDER_M: f64 = 3.0;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Knot {
    t: i64,
    point: Point,
    surroundings: Surroundings,
}

/// True positions of a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journey {
    knots: Vec<Knot>,
}

impl Journey {
    /// The truth at `t`; before the first and after the last knot the rep stands there.
    pub fn at(&self, t: i64) -> Actual {
        let after = self.knots.partition_point(|knot| knot.t <= t);
        let before = after.checked_sub(1).and_then(|i| self.knots.get(i));
        match (before, self.knots.get(after)) {
            (Some(a), Some(b)) => between(a, b, t),
            (Some(only), None) | (None, Some(only)) => between(only, only, t),
            (None, None) => Actual {
                t,
                point: Point::default(),
                speed_mps: 0.0,
                bearing_deg: 0.0,
                surroundings: Surroundings::Road,
            },
        }
    }

    /// Does anything move at `t`?
    pub fn moves_at(&self, t: i64) -> bool {
        self.at(t).speed_mps > 0.6
    }
}

fn between(a: &Knot, b: &Knot, t: i64) -> Actual {
    let span = b.t - a.t;
    let share = if span > 0 {
        millis(t - a.t) / millis(span)
    } else {
        0.0
    };
    let distance = a.point.distance(b.point);
    let speed_mps = if span > 0 {
        distance / (millis(span) / 1000.0)
    } else {
        0.0
    };
    Actual {
        t,
        point: a.point.towards(b.point, share.clamp(0.0, 1.0)),
        speed_mps,
        bearing_deg: a.point.bearing_to(b.point),
        surroundings: a.surroundings,
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a day")]
fn millis(ms: i64) -> f64 {
    ms as f64
}

/// Extends a journey, step by step.
#[derive(Debug)]
pub struct Traveller<'a, R> {
    roads: &'a Roads,
    rng: &'a mut R,
    pub t: i64,
    pub point: Point,
    knots: Vec<Knot>,
}

impl<'a, R: RngCore> Traveller<'a, R> {
    /// Stands on the road nearest to `from`.
    pub fn start(roads: &'a Roads, from: Position, t: i64, rng: &'a mut R) -> Self {
        let point = roads
            .snap(from)
            .map_or_else(|| roads.plane.point(from), |snap| snap.point);
        let mut traveller = Self {
            roads,
            rng,
            t,
            point,
            knots: Vec::new(),
        };
        traveller.knot(Surroundings::Road);
        traveller
    }

    pub fn rng(&mut self) -> &mut R {
        self.rng
    }

    pub fn plane(&self) -> Plane {
        self.roads.plane
    }

    /// Rides to the road nearest to `to`, by the fastest way.
    pub fn ride_to(&mut self, to: Position) {
        let from = self.plane().position(self.point);
        let way = match (self.roads.snap(from), self.roads.snap(to)) {
            (Some(a), Some(b)) => self.roads.path(a, b),
            _ => None,
        };
        match way {
            Some(way) => self.ride(&way),
            None => self.go(self.plane().point(to), 5.0, Surroundings::Road),
        }
    }

    fn ride(&mut self, way: &[Waypoint]) {
        let mut traffic: f64 = self.rng.random_range(0.7..1.0);
        for step in way {
            let length = self.point.distance(step.point);
            traffic += 0.15 * (0.85 - traffic) + self.rng.random_range(-0.06..0.06);
            let speed = step.speed_mps.max(2.5) * traffic.clamp(0.45, 1.1);
            self.go(step.point, speed, Surroundings::Road);
            if self
                .rng
                .random_bool((length / HALT_EVERY_M).clamp(0.0, 1.0))
            {
                let halt = self.rng.random_range(8_000..45_000);
                self.stand(self.t + halt, Surroundings::Road);
            }
        }
    }

    /// Walks along the roads to the place on them nearest to `to`, without a halt. The way.
    pub fn walk_along_to(&mut self, to: Position) -> Vec<Point> {
        let from = self.plane().position(self.point);
        let way = match (self.roads.snap(from), self.roads.snap(to)) {
            (Some(a), Some(b)) => self.roads.path(a, b).unwrap_or_default(),
            _ => Vec::new(),
        };
        for step in &way {
            self.go(step.point, WALKING_MPS, Surroundings::Road);
        }
        way.into_iter().map(|step| step.point).collect()
    }

    /// Walks straight to `to`.
    pub fn walk_to(&mut self, to: Point, surroundings: Surroundings) {
        self.go(to, WALKING_MPS, Surroundings::Road);
        self.knot(surroundings);
    }

    /// Stays about here until `until`, moving a few steps now and then.
    pub fn stay(&mut self, until: i64, surroundings: Surroundings) {
        let home = self.point;
        self.knot(surroundings);
        while self.t < until {
            let rest = self.rng.random_range(40_000..150_000);
            self.stand((self.t + rest).min(until), surroundings);
            if self.t < until {
                let dx = self.rng.random_range(-WANDER_M..WANDER_M);
                let dy = self.rng.random_range(-WANDER_M..WANDER_M);
                self.go(home.moved(dx, dy), 0.5, surroundings);
            }
        }
    }

    fn stand(&mut self, until: i64, surroundings: Surroundings) {
        self.knot(surroundings);
        self.t = self.t.max(until);
        self.knot(surroundings);
    }

    fn go(&mut self, to: Point, speed_mps: f64, surroundings: Surroundings) {
        let distance = self.point.distance(to);
        #[expect(clippy::cast_possible_truncation, reason = "a leg of a day")]
        let takes = (distance / speed_mps.max(0.1) * 1000.0).ceil() as i64;
        self.t += takes;
        self.point = to;
        self.knot(surroundings);
    }

    fn knot(&mut self, surroundings: Surroundings) {
        self.knots.push(Knot {
            t: self.t,
            point: self.point,
            surroundings,
        });
    }

    pub fn finish(self) -> Journey {
        Journey { knots: self.knots }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    #[test]
    fn a_ride_through_hanoi_is_continuous_and_no_faster_than_traffic() {
        let roads = Roads::hanoi().unwrap();
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let from = Position {
            lat: 21.03,
            lng: 105.83,
        };
        let mut rider = Traveller::start(&roads, from, 0, &mut rng);
        rider.ride_to(Position {
            lat: 21.045,
            lng: 105.85,
        });
        rider.stay(rider.t + 600_000, Surroundings::Indoors);
        let end = rider.t;
        let journey = rider.finish();
        assert!(end > 600_000 + 240_000, "{end}");
        let points: Vec<Actual> = (0..end / 1000).map(|s| journey.at(s * 1000)).collect();
        for pair in points.windows(2) {
            let step = pair[0].point.distance(pair[1].point);
            assert!(step < 13.0, "{step} m in a second");
        }
        let resting = journey.at(end - 1_000).point;
        assert!(
            points
                .iter()
                .rev()
                .take(500)
                .all(|p| p.point.distance(resting) < 10.0)
        );
    }
}
