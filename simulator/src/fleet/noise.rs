//! What a phone's receiver makes of a true place: bias that changes slowly, scatter, jumps between
//! houses, and an accuracy that means what it says (a 68 % radius).

use rand::{Rng, RngCore};
use rand_distr::{Distribution, LogNormal, StandardNormal};

use super::plan::{Faults, PlanFix};
use crate::plane::{Plane, Point};

/// 68 % radius of a round normal scatter, in standard deviations of one axis.
const RADIUS_68: f64 = 1.509_6;
/// Share of the variance that stays from fix to fix.
const BIAS_SHARE: f64 = 0.7;
/// How long the bias stays on the move, and at rest, in seconds.
const BIAS_MOVING_S: f64 = 40.0;
const BIAS_RESTING_S: f64 = 900.0;

/// Where the phone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surroundings {
    Road,
    /// Inside a shop: worse reception.
    Indoors,
}

/// What is true of the phone at an instant.
#[derive(Clone, Copy, Debug)]
pub struct Actual {
    pub t: i64,
    pub point: Point,
    pub speed_mps: f64,
    pub bearing_deg: f64,
    pub surroundings: Surroundings,
}

/// The receiver of one device.
#[derive(Clone, Debug)]
pub struct Receiver {
    /// Bias in standard deviations.
    bias: (f64, f64),
    /// Standard deviation of an axis in metres, redrawn when the surroundings change.
    sigma_m: f64,
    surroundings: Surroundings,
    last_t: Option<i64>,
    jump_chance: f64,
    /// Percent at the start of the day.
    battery_pct: f64,
    battery_per_h: f64,
}

impl Receiver {
    pub fn new(faults: Faults, rng: &mut impl RngCore) -> Self {
        let mut receiver = Self {
            bias: (normal(rng), normal(rng)),
            sigma_m: 0.0,
            surroundings: Surroundings::Road,
            last_t: None,
            jump_chance: match faults {
                Faults::None => 0.0,
                Faults::Mild => 0.003,
                Faults::Harsh => 0.012,
            },
            battery_pct: rng.random_range(78.0..100.0),
            battery_per_h: rng.random_range(4.0..8.0),
        };
        receiver.enter(Surroundings::Road, rng);
        receiver
    }

    /// Reception of a new place is drawn once and stays.
    fn enter(&mut self, surroundings: Surroundings, rng: &mut impl RngCore) {
        self.surroundings = surroundings;
        let (median_m, spread, most_m) = match surroundings {
            Surroundings::Road => (3.5, 0.35, 12.0),
            Surroundings::Indoors => (6.5, 0.4, 20.0),
        };
        self.sigma_m = median_m * log_normal(spread, rng).min(most_m / median_m);
    }

    /// One reading; it may be a jump.
    pub fn read(&mut self, actual: &Actual, plane: &Plane, rng: &mut impl RngCore) -> PlanFix {
        let fix = self.read_well(actual, plane, rng);
        if rng.random_bool(self.jump_chance) {
            jumped(&fix, actual, plane, rng)
        } else {
            fix
        }
    }

    /// One reading that is no jump, as a phone takes at a check-in.
    pub fn read_well(&mut self, actual: &Actual, plane: &Plane, rng: &mut impl RngCore) -> PlanFix {
        if actual.surroundings != self.surroundings {
            self.enter(actual.surroundings, rng);
        }
        self.drift(actual, rng);
        let (steady, fresh) = (BIAS_SHARE.sqrt(), (1.0 - BIAS_SHARE).sqrt());
        let point = actual.point.moved(
            self.sigma_m * (steady * self.bias.0 + fresh * normal(rng)),
            self.sigma_m * (steady * self.bias.1 + fresh * normal(rng)),
        );
        let accuracy_m = self.sigma_m * RADIUS_68 * log_normal(0.12, rng);
        let speed = (actual.speed_mps + 0.3 * normal(rng)).max(0.0);
        let bearing = (actual.bearing_deg + 4.0 * normal(rng)).rem_euclid(360.0);
        self.fix(actual, plane, point, (accuracy_m, speed, bearing))
    }

    fn drift(&mut self, actual: &Actual, rng: &mut impl RngCore) {
        let elapsed_s = self.last_t.map_or(0.0, |last| seconds(actual.t - last));
        self.last_t = Some(actual.t);
        let keeps_s = match actual.surroundings {
            Surroundings::Road => BIAS_MOVING_S,
            Surroundings::Indoors => BIAS_RESTING_S,
        };
        let kept = (-elapsed_s.max(0.0) / keeps_s).exp();
        let renewed = (1.0 - kept * kept).sqrt();
        self.bias.0 = kept * self.bias.0 + renewed * normal(rng);
        self.bias.1 = kept * self.bias.1 + renewed * normal(rng);
    }

    fn fix(
        &self,
        actual: &Actual,
        plane: &Plane,
        point: Point,
        (accuracy_m, speed_mps, bearing_deg): (f64, f64, f64),
    ) -> PlanFix {
        let position = plane.position(point);
        let hours = seconds(actual.t) / 3600.0;
        PlanFix {
            t: actual.t,
            lat_e7: whole(position.lat * 1e7),
            lng_e7: whole(position.lng * 1e7),
            accuracy_dm: whole(accuracy_m * 10.0).max(20),
            speed_cmps: whole(speed_mps * 100.0),
            bearing_cdeg: whole(bearing_deg * 100.0) % 36_000,
            battery_pct: whole((self.battery_pct - self.battery_per_h * hours).clamp(4.0, 100.0)),
        }
    }
}

/// A reflection between houses: far off, and half of the time it says that it is sure.
fn jumped(fix: &PlanFix, actual: &Actual, plane: &Plane, rng: &mut impl RngCore) -> PlanFix {
    let angle = rng.random_range(0.0..std::f64::consts::TAU);
    let far = rng.random_range(180.0..900.0);
    let position = plane.position(actual.point.moved(far * angle.cos(), far * angle.sin()));
    let accuracy_m = if rng.random_bool(0.5) {
        rng.random_range(20.0..60.0)
    } else {
        far * rng.random_range(0.6..1.4)
    };
    PlanFix {
        lat_e7: whole(position.lat * 1e7),
        lng_e7: whole(position.lng * 1e7),
        accuracy_dm: whole(accuracy_m * 10.0),
        ..*fix
    }
}

fn normal(rng: &mut impl RngCore) -> f64 {
    StandardNormal.sample(rng)
}

/// Median 1.
fn log_normal(spread: f64, rng: &mut impl RngCore) -> f64 {
    LogNormal::new(0.0, spread).map_or(1.0, |shape| shape.sample(rng))
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a day")]
fn seconds(ms: i64) -> f64 {
    ms as f64 / 1000.0
}

/// Rounded into the integer it is stored in; out of range saturates.
#[expect(clippy::cast_possible_truncation, reason = "saturates")]
fn whole(value: f64) -> i32 {
    value.round() as i32
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::plane::Position;

    fn at(t: i64, surroundings: Surroundings) -> Actual {
        Actual {
            t,
            point: Point::default(),
            speed_mps: 0.0,
            bearing_deg: 0.0,
            surroundings,
        }
    }

    fn plane() -> Plane {
        Plane::around(Position {
            lat: 21.03,
            lng: 105.84,
        })
    }

    fn error_m(fix: &PlanFix) -> f64 {
        plane().point(fix.position()).distance(Point::default())
    }

    #[test]
    fn two_thirds_of_the_fixes_lie_within_their_accuracy() {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        for surroundings in [Surroundings::Road, Surroundings::Indoors] {
            let mut within = 0;
            for _ in 0..4_000 {
                let mut receiver = Receiver::new(Faults::None, &mut rng);
                let fix = receiver.read(&at(0, surroundings), &plane(), &mut rng);
                within += i32::from(error_m(&fix) <= f64::from(fix.accuracy_dm) / 10.0);
            }
            assert!((2_560..=2_880).contains(&within), "{within} of 4000");
        }
    }

    #[test]
    fn the_error_of_a_stay_is_one_sided_and_that_of_a_drive_is_not() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let mut spread_of_means = |surroundings| {
            let means: Vec<f64> = (0..300)
                .map(|_| {
                    let mut receiver = Receiver::new(Faults::None, &mut rng);
                    let east: Vec<f64> = (0..40)
                        .map(|k| receiver.read(&at(k * 15_000, surroundings), &plane(), &mut rng))
                        .map(|fix| plane().point(fix.position()).x / receiver_scale(surroundings))
                        .collect();
                    east.iter().sum::<f64>() / 40.0
                })
                .collect();
            (means.iter().map(|m| m * m).sum::<f64>() / 300.0).sqrt()
        };
        let (stay, drive) = (
            spread_of_means(Surroundings::Indoors),
            spread_of_means(Surroundings::Road),
        );
        assert!(stay > 1.3 * drive, "{stay} {drive}");
    }

    fn receiver_scale(surroundings: Surroundings) -> f64 {
        match surroundings {
            Surroundings::Road => 3.5,
            Surroundings::Indoors => 6.5,
        }
    }

    #[test]
    fn jumps_are_rare_and_far() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let mut receiver = Receiver::new(Faults::Harsh, &mut rng);
        let far = (0..10_000)
            .map(|k| receiver.read(&at(k * 15_000, Surroundings::Road), &plane(), &mut rng))
            .filter(|fix| error_m(fix) > 150.0)
            .count();
        assert!((70..=180).contains(&far), "{far}");
    }

    #[test]
    fn the_battery_only_goes_down() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let mut receiver = Receiver::new(Faults::None, &mut rng);
        let levels: Vec<i32> = (0..10)
            .map(|h| {
                receiver
                    .read(&at(h * 3_600_000, Surroundings::Road), &plane(), &mut rng)
                    .battery_pct
            })
            .collect();
        assert!(levels.is_sorted_by(|a, b| a >= b));
    }
}
