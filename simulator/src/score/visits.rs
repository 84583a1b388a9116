//! Detected visits against true ones. Pure functions; the definitions are those of the project's
//! acceptance: see [`score`].

use super::{
    place::{self, Fence},
    scene::{Detection, by_time},
};
use crate::dataset::{Point, Span, mobilitynet::TrueVisit};

/// A phone with fewer fixes on a run is not scored.
pub const FIXES_MIN: usize = 80;
/// What a phone must have shown for a pair to count.
const SHOWN_WITHIN_M: f64 = 50.0;
const SHOWN_ACCURACY_M: f64 = 100.0;
/// A detection this close to any true stay at the place is not false.
const NEAR_STAY_MS: i64 = 120_000;

/// The labels of one phone on one run and what was detected for it.
pub struct Phone<'a> {
    pub run: &'a str,
    pub device: &'a str,
    pub points: &'a [Point],
    pub truth: &'a [TrueVisit],
    /// From the first section to the last; detections that reach beyond are left out.
    pub window: Option<Span>,
    pub detected: &'a [Detection],
    /// Fences by place name, as they stood on the run.
    pub fences: &'a [(String, Fence)],
}

/// Something to look at when tuning.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub kind: FindingKind,
    pub run: String,
    pub device: String,
    pub place: String,
    /// The true stay, or the false detection.
    pub span: Span,
    /// What was detected at that place on that run.
    pub detected: Vec<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// A counted pair without a detection.
    Missed,
    /// A counted pair with more than one.
    Repeated,
    /// A detection away from every true stay.
    False,
    /// Found, with the arrival more than two minutes off.
    LateArrival,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct VisitScore {
    /// True visits of the dwell × phones with enough fixes.
    pub pairs: usize,
    /// Pairs whose phone showed the dwell.
    pub counted: usize,
    pub found: usize,
    /// Detections that meet a counted true visit.
    pub detected: usize,
    pub false_visits: usize,
    /// |detected − true arrival| of each found pair.
    pub arrival_errors_ms: Vec<i64>,
    pub findings: Vec<Finding>,
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl VisitScore {
    pub fn recall(&self) -> Option<f64> {
        ratio(self.found, self.counted)
    }
    /// False detections ÷ counted pairs.
    pub fn false_rate(&self) -> Option<f64> {
        ratio(self.false_visits, self.counted)
    }
    /// Detected visits per true one that was found.
    pub fn per_true(&self) -> Option<f64> {
        ratio(self.detected, self.found)
    }
    pub fn median_arrival_error_s(&self) -> Option<f64> {
        median(&self.arrival_errors_ms).map(|ms| ms / 1000.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a day")]
fn median(values: &[i64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get((sorted.len() - 1) / 2)?;
    Some((upper + lower) as f64 / 2.0)
}

/// Scores phones at a dwell.
///
/// A pair is a true visit of at least the dwell and a phone with ≥ 80 fixes; it counts when that
/// phone showed the dwell between arrival and departure within 50 m of the place, accuracy ≤ 100 m.
/// It is found when a detection at the place meets it. A detection is false when it lies between
/// the first and the last section and further than two minutes from every true stay there, however short.
pub fn score(phones: &[Phone<'_>], dwell_s: i32) -> VisitScore {
    let mut total = VisitScore::default();
    for phone in phones.iter().filter(|p| p.points.len() >= FIXES_MIN) {
        let points = by_time(phone.points);
        let long = i64::from(dwell_s) * 1000;
        for truth in phone.truth.iter().filter(|t| t.span.duration_ms() >= long) {
            total.pairs += 1;
            if shown_ms(phone.fences, &points, truth) >= long {
                score_pair(&mut total, phone, truth);
            }
        }
        score_false(&mut total, phone);
    }
    total
}

/// From the first to the last usable fix near the place during the stay; −1 where there is none.
fn shown_ms(fences: &[(String, Fence)], points: &[Point], truth: &TrueVisit) -> i64 {
    let mut near = points
        .iter()
        .filter(|p| truth.span.contains(p.at_ms))
        .filter(|p| p.accuracy_m.is_none_or(|a| a <= SHOWN_ACCURACY_M))
        .filter(|p| {
            fences
                .iter()
                .filter(|(name, _)| truth.places.contains(name))
                .any(|(_, fence)| place::distance_m(fence, p.lat, p.lng) <= SHOWN_WITHIN_M)
        })
        .map(|p| p.at_ms);
    match (near.next(), near.next_back()) {
        (Some(first), Some(last)) => last - first,
        _ => -1,
    }
}

fn score_pair(total: &mut VisitScore, phone: &Phone<'_>, truth: &TrueVisit) {
    total.counted += 1;
    let here: Vec<Span> = phone
        .detected
        .iter()
        .filter(|d| truth.places.contains(&d.place))
        .map(|d| d.span)
        .collect();
    let mut meeting: Vec<Span> = here
        .iter()
        .copied()
        .filter(|s| s.meets(truth.span, 0))
        .collect();
    meeting.sort_by_key(|s| s.from_ms);
    total.detected += meeting.len();
    let kind = match meeting.first() {
        None => Some(FindingKind::Missed),
        Some(first) => {
            total.found += 1;
            let error_ms = (first.from_ms - truth.span.from_ms).abs();
            total.arrival_errors_ms.push(error_ms);
            if meeting.len() > 1 {
                Some(FindingKind::Repeated)
            } else {
                (error_ms > NEAR_STAY_MS).then_some(FindingKind::LateArrival)
            }
        }
    };
    if let Some(kind) = kind {
        total.findings.push(Finding {
            kind,
            run: phone.run.to_owned(),
            device: phone.device.to_owned(),
            place: truth.places.join(" → "),
            span: truth.span,
            detected: here,
        });
    }
}

fn score_false(total: &mut VisitScore, phone: &Phone<'_>) {
    for detection in phone.detected {
        let left_out = phone.window.is_some_and(|w| {
            !w.contains(detection.span.from_ms) || !w.contains(detection.span.to_ms)
        });
        let near_stay = phone.truth.iter().any(|t| {
            t.places.contains(&detection.place) && t.span.meets(detection.span, NEAR_STAY_MS)
        });
        if left_out || near_stay {
            continue;
        }
        total.false_visits += 1;
        total.findings.push(Finding {
            kind: FindingKind::False,
            run: phone.run.to_owned(),
            device: phone.device.to_owned(),
            place: detection.place.clone(),
            span: detection.span,
            detected: Vec::new(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::scene::Ended;

    const SHOP: (f64, f64) = (37.0, -122.0);

    fn fences() -> Vec<(String, Fence)> {
        let pin = Fence::Pin {
            lat: SHOP.0,
            lng: SHOP.1,
        };
        vec![("shop".to_owned(), pin)]
    }
    /// A fix every 10 s for 2,000 s, at the shop from 600 s to 1,000 s.
    fn points() -> Vec<Point> {
        (0..200)
            .map(|i| {
                let at = i * 10;
                let east = if (600..=1000).contains(&at) {
                    5.0
                } else {
                    900.0
                };
                let (lat, lng) = place::moved(SHOP, east, 0.0);
                Point::new(at * 1000, lat, lng)
            })
            .collect()
    }
    fn truth(from_s: i64, to_s: i64) -> TrueVisit {
        TrueVisit {
            places: vec!["shop".to_owned()],
            span: span(from_s, to_s),
        }
    }
    fn span(from_s: i64, to_s: i64) -> Span {
        Span {
            from_ms: from_s * 1000,
            to_ms: to_s * 1000,
        }
    }
    fn detection(from_s: i64, to_s: i64) -> Detection {
        Detection {
            place: "shop".to_owned(),
            span: span(from_s, to_s),
            ended: Ended::Left,
        }
    }
    fn score_of(points: &[Point], truth: &[TrueVisit], detected: &[Detection]) -> VisitScore {
        let phone = Phone {
            run: "run",
            device: "phone",
            points,
            truth,
            window: Some(span(100, 1900)),
            detected,
            fences: &fences(),
        };
        score(&[phone], 180)
    }

    #[test]
    fn a_stay_that_the_phone_showed_and_the_detector_found_is_a_hit() {
        let s = score_of(&points(), &[truth(590, 1010)], &[detection(605, 1000)]);
        assert_eq!(
            (s.pairs, s.counted, s.found, s.detected, s.false_visits),
            (1, 1, 1, 1, 0)
        );
        assert_eq!(s.median_arrival_error_s(), Some(15.0));
    }

    #[test]
    fn a_stay_that_the_phone_did_not_show_is_a_pair_that_does_not_count() {
        let s = score_of(&points(), &[truth(1100, 1500)], &[]);
        assert_eq!((s.pairs, s.counted), (1, 0));
        assert_eq!(s.recall(), None);
    }

    #[test]
    fn inaccurate_fixes_show_nothing() {
        let mut vague = points();
        for p in &mut vague {
            p.accuracy_m = Some(101.0);
        }
        assert_eq!(score_of(&vague, &[truth(590, 1010)], &[]).counted, 0);
    }

    #[test]
    fn a_phone_with_few_fixes_is_not_scored_at_all() {
        let s = score_of(
            &points()[60..120],
            &[truth(590, 1010)],
            &[detection(1300, 1500)],
        );
        assert_eq!((s.pairs, s.false_visits), (0, 0));
    }

    #[test]
    fn a_detection_away_from_every_stay_is_false_unless_it_reaches_out_of_the_sections() {
        let stays = [truth(590, 1010)];
        let all = [detection(605, 1000), detection(1200, 1500)];
        assert_eq!(score_of(&points(), &stays, &all).false_visits, 1);
        let home = [detection(605, 1000), detection(1700, 1950)];
        assert_eq!(score_of(&points(), &stays, &home).false_visits, 0);
    }

    #[test]
    fn a_detection_within_two_minutes_of_a_stay_of_no_length_is_not_false() {
        let stays = [truth(1320, 1320)];
        assert_eq!(
            score_of(&points(), &stays, &[detection(1000, 1200)]).false_visits,
            0
        );
        assert_eq!(
            score_of(&points(), &stays, &[detection(1000, 1199)]).false_visits,
            1
        );
    }

    #[test]
    fn two_detections_of_one_stay_raise_the_count_per_true_visit() {
        let both = [detection(605, 700), detection(800, 1000)];
        let s = score_of(&points(), &[truth(590, 1010)], &both);
        assert_eq!((s.found, s.detected, s.per_true()), (1, 2, Some(2.0)));
        assert_eq!(s.findings[0].kind, FindingKind::Repeated);
    }
}
