//! Phones that lie still: scenes with outlets round them, and what may happen there.
//!
//! Twice: with outlets 150–300 m away nothing may be detected; with one outlet at the median there
//! is one visit a period and nobody leaves. The files hold metres from the median, so the scenes lie
//! wherever the caller puts them.

use super::{
    place::{self, Fence},
    scene::{Ended, Observed, Scene, SceneOutlet, Track},
};
use crate::dataset::{Point, mobilitynet::Stationary};

/// Where the phones are placed; nothing depends on it.
const ORIGIN: (f64, f64) = (37.39, -122.08);
/// (metres, degrees) of the outlets round the phones.
const RING: [(f64, f64); 8] = [
    (150.0, 0.0),
    (170.0, 45.0),
    (190.0, 90.0),
    (210.0, 135.0),
    (230.0, 180.0),
    (250.0, 225.0),
    (275.0, 270.0),
    (300.0, 315.0),
];

/// Outlets 150–300 m away.
pub fn away_scene(periods: &[Stationary], dwell_s: i32) -> Scene {
    let outlets = RING
        .iter()
        .enumerate()
        .map(|(i, (metres, degrees))| {
            let (sin, cos) = degrees.to_radians().sin_cos();
            outlet(&format!("away-{i}"), metres * sin, metres * cos)
        })
        .collect();
    scene("stationary, outlets away", periods, outlets, dwell_s)
}

/// One outlet at the median.
pub fn median_scene(periods: &[Stationary], dwell_s: i32) -> Scene {
    let outlets = vec![outlet("median", 0.0, 0.0)];
    scene(
        "stationary, outlet at the median",
        periods,
        outlets,
        dwell_s,
    )
}

fn outlet(code: &str, east: f64, north: f64) -> SceneOutlet {
    let (lat, lng) = place::moved(ORIGIN, east, north);
    SceneOutlet {
        code: code.to_owned(),
        place: code.to_owned(),
        fence: Fence::Pin { lat, lng },
    }
}

fn scene(name: &str, periods: &[Stationary], outlets: Vec<SceneOutlet>, dwell_s: i32) -> Scene {
    let tracks = periods
        .iter()
        .map(|p| Track {
            run: p.period.clone(),
            device: p.device.clone(),
            core: p.window,
            points: p
                .points
                .iter()
                .map(|(at_ms, east, north, accuracy_m)| {
                    let (lat, lng) = place::moved(ORIGIN, *east, *north);
                    Point {
                        accuracy_m: *accuracy_m,
                        ..Point::new(*at_ms, lat, lng)
                    }
                })
                .collect(),
        })
        .collect();
    Scene {
        name: name.to_owned(),
        dwell_s,
        outlets,
        tracks,
    }
}

/// What was seen while nothing moved. A period is one phone's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StationaryScore {
    pub periods: usize,
    /// Visits to outlets 150–300 m away.
    pub false_visits: usize,
    /// Visits to the outlet at the median that ended by leaving, or were followed by another.
    pub leavings: usize,
    /// Periods with exactly one visit to the outlet at the median.
    pub one_visit: usize,
    pub no_visit: usize,
    /// `period device: what` of everything that should not be.
    pub findings: Vec<String>,
}

/// `away` and `median` are the observations of the two scenes, in the order of `periods`.
pub fn score(periods: &[Stationary], away: &[Observed], median: &[Observed]) -> StationaryScore {
    let mut total = StationaryScore::default();
    for ((period, away), median) in periods.iter().zip(away).zip(median) {
        total.periods += 1;
        total.false_visits += away.visits.len();
        let left = median
            .visits
            .iter()
            .filter(|v| v.ended == Ended::Left)
            .count();
        let leavings = left.max(median.visits.len().saturating_sub(1));
        total.leavings += leavings;
        total.one_visit += usize::from(median.visits.len() == 1);
        total.no_visit += usize::from(median.visits.is_empty());
        let name = format!("{} {}", period.period, period.device);
        for visit in &away.visits {
            total.findings.push(format!(
                "{name}: visit to {} from {:.0} s to {:.0} s of the period",
                visit.place,
                seconds(visit.span.from_ms - period.window.from_ms),
                seconds(visit.span.to_ms - period.window.from_ms),
            ));
        }
        if median.visits.len() != 1 || leavings > 0 {
            let spans: Vec<String> = median
                .visits
                .iter()
                .map(|v| {
                    format!(
                        "{:.0}–{:.0} s {:?}",
                        seconds(v.span.from_ms - period.window.from_ms),
                        seconds(v.span.to_ms - period.window.from_ms),
                        v.ended
                    )
                })
                .collect();
            total.findings.push(format!(
                "{name}: {} visits at the median, {leavings} leavings, {} fixes [{}]",
                median.visits.len(),
                period.points.len(),
                spans.join(", ")
            ));
        }
    }
    total
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of days")]
fn seconds(ms: i64) -> f64 {
    ms as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dataset::Span, score::scene::Detection};

    fn observed(ends: &[Ended]) -> Observed {
        let visit = |ended: &Ended| Detection {
            place: "median".to_owned(),
            span: Span {
                from_ms: 0,
                to_ms: 1,
            },
            ended: *ended,
        };
        Observed {
            visits: ends.iter().map(visit).collect(),
            stays: Vec::new(),
        }
    }

    #[test]
    fn the_cap_is_no_leaving_and_a_second_visit_is_one() {
        let period = Stationary {
            period: "p".to_owned(),
            device: "d".to_owned(),
            window: Span {
                from_ms: 0,
                to_ms: 10,
            },
            points: Vec::new(),
        };
        let one = |ends: &[Ended]| {
            let s = score(
                std::slice::from_ref(&period),
                &[observed(&[])],
                &[observed(ends)],
            );
            (s.leavings, s.one_visit, s.no_visit)
        };
        assert_eq!(one(&[Ended::Capped]), (0, 1, 0));
        assert_eq!(one(&[Ended::Silent]), (0, 1, 0));
        assert_eq!(one(&[Ended::Left]), (1, 1, 0));
        assert_eq!(one(&[Ended::Left, Ended::Silent]), (1, 0, 0));
        assert_eq!(one(&[]), (0, 0, 1));
    }

    #[test]
    fn the_outlets_away_lie_150_to_300_metres_from_the_median() {
        for outlet in away_scene(&[], 180).outlets {
            let metres = place::distance_m(&outlet.fence, ORIGIN.0, ORIGIN.1);
            assert!((149.9..=300.1).contains(&metres), "{metres}");
        }
    }
}
