//! What a phone makes of a true day, by the stated model: a bias that is drawn anew for every stay
//! and holds for all of it, correlated noise on top, silence at rest.
//!
//! On the move the bias is as large but wanders, so that the way to a door tells no more of where it
//! is than the stay behind it.

use anyhow::Result;
use fieldbeat_domain::{
    fix::{Fix, FixFlags, Provider},
    id::DeviceId,
    input::Input,
    time::At,
};
use rand::{Rng, RngCore};
use rand_distr::{Distribution, LogNormal, StandardNormal};

use super::town::{Town, lat_lng};
use crate::fleet::{Cadence, motion::Journey, sense::reading_times};

/// Standard deviation of an axis of the bias, metres.
pub const BIAS_M: f64 = 15.0;
/// The same of the noise, and how long it holds, seconds.
pub const NOISE_M: f64 = 4.0;
pub const NOISE_S: f64 = 60.0;
/// 68 % radius of a round normal scatter, in standard deviations of one axis.
const RADIUS_68: f64 = 1.509_6;

/// A pair of independent normal numbers.
type Pair = (f64, f64);

/// Fixes of a day; `stays` are the true spans in which the bias holds.
pub fn fixes(
    town: &Town,
    journey: &Journey,
    end: i64,
    stays: &[(i64, i64)],
    start: At,
    rng: &mut impl RngCore,
) -> Result<Vec<Input>> {
    let times = reading_times(journey, None, Cadence::default(), (0, end), rng);
    let mut bias = pair(rng);
    let mut noise = pair(rng);
    let (mut last_t, mut last_stay) = (0, None);
    let mut inputs = Vec::with_capacity(times.len());
    for t in times {
        let stay = stays
            .iter()
            .position(|(from, to)| (*from..*to).contains(&t));
        let elapsed_s = seconds(t - last_t);
        noise = drift(noise, elapsed_s, NOISE_S, rng);
        if stay.is_none() {
            bias = drift(bias, elapsed_s, NOISE_S, rng);
        } else if stay != last_stay {
            bias = pair(rng);
        }
        (last_t, last_stay) = (t, stay);
        let truth = journey.at(t);
        let seen = truth.point.moved(
            BIAS_M * bias.0 + NOISE_M * noise.0,
            BIAS_M * bias.1 + NOISE_M * noise.1,
        );
        let accuracy_m = RADIUS_68 * BIAS_M.hypot(NOISE_M) * log_normal(0.12, rng);
        inputs.push(Input::Fix(Fix {
            device: DeviceId(1),
            at: start.plus_ms(t),
            clock_offset_ms: 0,
            position: lat_lng(town.roads.plane.position(seen))?,
            accuracy_dm: Some(whole(accuracy_m * 10.0)),
            altitude_dm: None,
            speed_cmps: Some(whole(truth.speed_mps * 100.0)),
            bearing_cdeg: Some(whole(truth.bearing_deg * 100.0) % 36_000),
            battery_pct: None,
            provider: Provider::Fused,
            flags: FixFlags::NONE,
        }));
    }
    Ok(inputs)
}

/// A Gauss–Markov step of unit variance.
fn drift(of: Pair, elapsed_s: f64, holds_s: f64, rng: &mut impl RngCore) -> Pair {
    let kept = (-elapsed_s.max(0.0) / holds_s).exp();
    let renewed = (1.0 - kept * kept).sqrt();
    let new = pair(rng);
    (kept * of.0 + renewed * new.0, kept * of.1 + renewed * new.1)
}

fn pair(rng: &mut impl RngCore) -> Pair {
    let normal = |rng: &mut _| Distribution::<f64>::sample(&StandardNormal, rng);
    (normal(rng), normal(rng))
}

/// Median 1.
fn log_normal(spread: f64, rng: &mut impl Rng) -> f64 {
    LogNormal::new(0.0, spread).map_or(1.0, |shape| shape.sample(rng))
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a day")]
fn seconds(ms: i64) -> f64 {
    ms as f64 / 1000.0
}

#[expect(clippy::cast_possible_truncation, reason = "saturates")]
fn whole(value: f64) -> i32 {
    value.round() as i32
}
