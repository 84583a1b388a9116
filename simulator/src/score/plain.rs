//! The baseline: a plain detector, in at the margin, out after two fixes outside.
//!
//! Shown beside every score so that a reader sees what the rules add. Uses fixes with an accuracy
//! of 100 m or better; a visit lasts from midway between the last fix outside and the first inside
//! to the first of the two fixes outside.

use super::{
    place,
    scene::{Detection, Ended, Observed, Scene, Track, by_time},
};
use crate::dataset::{Point, Span};

const ACCURACY_M: f64 = 100.0;
/// Radius of an outlet without a polygon, the server's widest default.
const RADIUS_M: f64 = 100.0;

/// Judges every track of a scene.
pub fn judge(scene: &Scene) -> Vec<Observed> {
    scene.tracks.iter().map(|t| judge_track(scene, t)).collect()
}

fn judge_track(scene: &Scene, track: &Track) -> Observed {
    let points: Vec<Point> = by_time(&track.points)
        .into_iter()
        .filter(|p| p.accuracy_m.is_none_or(|a| a <= ACCURACY_M))
        .collect();
    let mut places: Vec<&str> = scene.outlets.iter().map(|o| o.place.as_str()).collect();
    places.sort_unstable();
    places.dedup();
    let mut visits = Vec::new();
    for name in places {
        let inside = |p: &Point| {
            scene
                .outlets
                .iter()
                .filter(|o| o.place == name)
                .any(|o| place::distance_m(&o.fence, p.lat, p.lng) <= margin_m(&o.fence))
        };
        let spans = presences(points.iter().map(|p| (p.at_ms, inside(p))));
        visits.extend(
            spans
                .into_iter()
                .filter(|(span, _)| span.duration_ms() >= i64::from(scene.dwell_s) * 1000)
                .map(|(span, ended)| Detection {
                    place: name.to_owned(),
                    span,
                    ended,
                }),
        );
    }
    Observed {
        visits,
        stays: Vec::new(),
    }
}

fn margin_m(fence: &place::Fence) -> f64 {
    match fence {
        place::Fence::Pin { .. } => RADIUS_M,
        place::Fence::Polygons { margin_m, .. } => f64::from(*margin_m),
    }
}

/// Presences in a sequence of (time, inside).
fn presences(fixes: impl Iterator<Item = (i64, bool)>) -> Vec<(Span, Ended)> {
    let mut found = Vec::new();
    let mut open: Option<Span> = None;
    let mut first_outside: Option<i64> = None;
    let mut before: Option<i64> = None;
    for (at_ms, inside) in fixes {
        match (&mut open, inside) {
            (None, true) => {
                open = Some(Span {
                    from_ms: before.map_or(at_ms, |b| i64::midpoint(b, at_ms)),
                    to_ms: at_ms,
                });
                first_outside = None;
            }
            (Some(span), true) => {
                span.to_ms = at_ms;
                first_outside = None;
            }
            (Some(span), false) => match first_outside {
                None => first_outside = Some(at_ms),
                Some(left_ms) => {
                    span.to_ms = left_ms;
                    found.push((*span, Ended::Left));
                    open = None;
                }
            },
            (None, false) => {}
        }
        before = Some(at_ms);
    }
    found.extend(open.map(|span| (span, Ended::Silent)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_fix_outside_is_not_leaving_and_two_are() {
        let fixes = [
            (0, false),
            (10, true),
            (20, false),
            (30, true),
            (40, false),
            (50, false),
            (60, true),
        ];
        let found = presences(fixes.into_iter());
        let spans: Vec<_> = found
            .iter()
            .map(|(s, e)| (s.from_ms, s.to_ms, *e))
            .collect();
        assert_eq!(spans, [(5, 40, Ended::Left), (55, 60, Ended::Silent)]);
    }
}
