//! Stationary stretches: the newest used fixes that lie within `stay_radius_m` of their robust centre.
//!
//! A window that slides: a fix that does not fit drops the oldest until the rest fits again, so a
//! stay that begins inside the noise of another is found. One fix that does not fit is put aside
//! and counts only if the next does not fit either. The centre is a mean weighted by accuracy. At
//! most [`SAMPLES_MAX`] summaries of neighbouring fixes are kept. Integers only.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::{
    position::{LatLng, Plane, root},
    presence::midpoint,
    rules::Rules,
    sample::{Sample, Sums, fit, narrow, sums_of},
    tight::push_tight,
    time::At,
    track::Point,
};

/// Summaries kept; of more the two that cover the least time become one.
const SAMPLES_MAX: usize = 16;
/// A better accuracy than this (20 m) adds no weight: phones claim it while they wander.
const BEST_DM: i64 = 200;
/// Who walks through a stay's farthest reach crosses so many radii; what lasts longer is no walk.
const WALK_THROUGH: i64 = 3;
/// A slow walk, millimetres a second.
const WALK_MM_S: i64 = 1_000;
/// Farther than this from its origin the flat map is laid anew.
const PLANE_REACH_MM: i32 = 5_000_000;

/// The stretch that the rep is in now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StayNow {
    /// Midpoint between the last fix elsewhere and the first here.
    pub from_at: At,
    plane: Plane,
    /// What the samples count their time from.
    base_at: At,
    samples: Vec<Sample>,
    sums: Sums,
    /// The newest fix, if it did not fit.
    aside: Option<Sample>,
    pub fixes: u32,
    /// A visit was given for this stay.
    pub claimed: bool,
    /// Up to here stays were reported.
    pub reported_to: Option<At>,
}

/// The newest part of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newest {
    pub first_at: At,
    pub centre: LatLng,
}

/// What of a stretch was spent at rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "instants end in at")]
pub struct Rest {
    /// Midpoint between the last fix on the way and the first at rest.
    pub from_at: At,
    pub first_at: At,
    pub last_at: At,
}

/// A stretch that ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    pub from_at: At,
    pub to_at: At,
    pub centre: LatLng,
}

impl StayNow {
    pub fn start(point: &Point, previous: Option<At>, rules: &Rules) -> Self {
        let mut stay = Self {
            from_at: previous.map_or(point.at, |p| midpoint(p, point.at, point.at, gap_ms(rules))),
            plane: Plane::at(point.position),
            base_at: point.at,
            samples: Vec::new(),
            sums: Sums::default(),
            aside: None,
            fixes: 1,
            claimed: false,
            reported_to: None,
        };
        let sample = stay.sample(point, rules);
        stay.add(sample);
        stay
    }

    /// The first and the last fix that belong to it.
    pub fn shown(&self) -> (At, At) {
        let first = self.samples.first();
        let first_at = first.map_or(self.from_at, |s| self.instant(s.first_ms));
        (first_at, self.last_at())
    }

    pub fn last_at(&self) -> At {
        let last = self.samples.last();
        last.map_or(self.from_at, |s| self.instant(s.last_ms))
    }

    const fn instant(&self, ms: i32) -> At {
        At(self.base_at.0 + ms as i64)
    }

    /// The stretch without the way to and from its centre at a walking pace: of who walks through
    /// nothing is left.
    pub fn rest(&self, rules: &Rules) -> Rest {
        let radius = i64::from(rules.stay_radius_m) * 1000;
        let (cx, cy) = self.sums.centre();
        let way_ms = |s: &Sample| {
            let (dx, dy) = (i64::from(s.east) - cx, i64::from(s.north) - cy);
            let noise = i64::from(s.reach) - radius;
            (root(dx * dx + dy * dy) - noise).max(0) * 1000 / WALK_MM_S
        };
        let mut rest = Rest {
            from_at: self.from_at,
            first_at: At(i64::MAX),
            last_at: At(i64::MIN),
        };
        let mut previous = None;
        for s in &self.samples {
            let way = way_ms(s);
            let (shown_at, last_at) = (self.instant(s.first_ms), self.instant(s.last_ms));
            let first_at = shown_at.plus_ms(way);
            if first_at < rest.first_at {
                rest.first_at = first_at;
                rest.from_at = previous.map_or(self.from_at, |p| {
                    midpoint(p, shown_at, shown_at, gap_ms(rules))
                });
            }
            rest.last_at = rest.last_at.max(last_at.plus_ms(-way));
            previous = Some(last_at);
        }
        if self.outlasts_a_walk(rules) {
            (rest.first_at, rest.last_at) = self.shown();
        }
        rest
    }

    /// Who only walks through is gone by then.
    fn outlasts_a_walk(&self, rules: &Rules) -> bool {
        let radius = i64::from(rules.stay_radius_m) * 1000;
        self.shown_ms() >= WALK_THROUGH * radius * 1000 / WALK_MM_S
    }

    /// It outlasts a walk, or who walked all the time would have come farther, whatever the error of
    /// the first and of the last fix.
    pub fn is_no_walk(&self, rules: &Rules) -> bool {
        let (Some(a), Some(b)) = (self.samples.first(), self.samples.last()) else {
            return false;
        };
        let (dx, dy) = (
            i64::from(b.east) - i64::from(a.east),
            i64::from(b.north) - i64::from(a.north),
        );
        let moved = root(dx * dx + dy * dy) + 2 * self.accuracy_mm(rules);
        moved < self.shown_ms() * WALK_MM_S / 1000 || self.outlasts_a_walk(rules)
    }

    /// Time shown by fixes, milliseconds.
    pub fn shown_ms(&self) -> i64 {
        let (first, last) = self.shown();
        last.since_ms(first)
    }

    /// Mean distance of the members from the centre, millimetres: how noisy it is here.
    pub fn spread_mm(&self) -> i64 {
        let (cx, cy) = self.sums.centre();
        let sum: i64 = self
            .samples
            .iter()
            .map(|s| {
                let (dx, dy) = (i64::from(s.east) - cx, i64::from(s.north) - cy);
                root(dx * dx + dy * dy) * i64::from(s.weight)
            })
            .sum();
        sum / self.sums.weight.max(1)
    }

    pub fn centre(&self) -> LatLng {
        let (east, north) = self.sums.centre();
        self.plane.position(east, north)
    }

    /// The median, axis by axis, of what was spent at rest: the way here and off pulls it nowhere.
    pub fn middle(&self, rest: &Rest) -> LatLng {
        self.median(rest.first_at, rest.last_at)
    }

    /// The same of all that came since.
    pub fn middle_since(&self, from: At) -> LatLng {
        self.median(from, self.last_at())
    }

    fn median(&self, from: At, to: At) -> LatLng {
        let within =
            |s: &&Sample| self.instant(s.last_ms) >= from && self.instant(s.first_ms) <= to;
        let median = |axis: fn(&Sample) -> i32| {
            let mut by_place: SmallVec<[(i32, i32); SAMPLES_MAX]> = self
                .samples
                .iter()
                .filter(within)
                .map(|s| (axis(s), s.weight))
                .collect();
            by_place.sort_unstable();
            let all: i64 = by_place.iter().map(|(_, w)| i64::from(*w)).sum();
            let mut below = 0;
            by_place
                .iter()
                .find(|(_, w)| {
                    below += i64::from(*w);
                    2 * below >= all
                })
                .map(|(at, _)| i64::from(*at))
        };
        match (median(|s| s.east), median(|s| s.north)) {
            (Some(east), Some(north)) => self.plane.position(east, north),
            _ => self.centre(),
        }
    }

    /// How accurate its fixes say they are, on average, millimetres; the stay radius at most.
    pub fn accuracy_mm(&self, rules: &Rules) -> i64 {
        let radius = i64::from(rules.stay_radius_m) * 1000;
        let sum: i64 = self
            .samples
            .iter()
            .map(|s| 2 * (i64::from(s.reach) - radius) * i64::from(s.weight))
            .sum();
        sum / self.sums.weight.max(1)
    }

    /// As it would stand if it ended with its last fix.
    pub fn as_ended(&self) -> Ended {
        Ended {
            from_at: self.from_at,
            to_at: self.last_at(),
            centre: self.centre(),
        }
    }

    /// True while the newest fix does not fit.
    pub const fn in_doubt(&self) -> bool {
        self.aside.is_some()
    }

    /// The next used fix: joins, is put aside, or ends the stretch and begins another.
    pub fn observe(&mut self, point: &Point, rules: &Rules) -> Option<Ended> {
        let sample = self.sample(point, rules);
        if fit(&self.samples, self.sums.with(&sample, 1), &sample) {
            self.aside = None;
            self.join(sample);
            return None;
        }
        let Some(aside) = self.aside.take() else {
            self.aside = Some(sample);
            return None;
        };
        let last = self.last_at();
        let ended = Ended {
            from_at: self.from_at,
            to_at: midpoint(last, self.instant(aside.first_ms), last, gap_ms(rules)),
            centre: self.centre(),
        };
        self.slide(aside, rules);
        let sample = self.sample(point, rules);
        self.slide(sample, rules);
        Some(ended)
    }

    /// Its newest part that covers `span_ms`, if it is less than all of it and no silence of
    /// `silence_ms` lies in it.
    pub fn newest(&self, span_ms: i64, silence_ms: i64) -> Option<Newest> {
        let last = self.last_at();
        let mut sums = Sums::default();
        let mut next_ms = None;
        for (i, s) in self.samples.iter().enumerate().rev() {
            let silent_ms = next_ms.map_or(0, |next: i32| i64::from(next) - i64::from(s.last_ms));
            if silent_ms >= silence_ms {
                return None;
            }
            next_ms = Some(s.first_ms);
            sums = sums.with(s, 1);
            let first_at = self.instant(s.first_ms);
            if last.since_ms(first_at) >= span_ms {
                let (east, north) = sums.centre();
                return (i > 0).then(|| Newest {
                    first_at,
                    centre: self.plane.position(east, north),
                });
            }
        }
        None
    }

    /// Ends the stretch where its newest part begins, which goes on as another.
    pub fn split(&mut self, newest: &Newest, rules: &Rules) -> Option<Ended> {
        let at = self
            .samples
            .iter()
            .position(|s| self.instant(s.first_ms) >= newest.first_at)
            .filter(|i| *i > 0)?;
        let rest = self.samples.split_off(at);
        let last = self.last_at();
        self.sums = sums_of(&self.samples);
        let ended = Ended {
            from_at: self.from_at,
            to_at: midpoint(last, newest.first_at, last, gap_ms(rules)),
            centre: self.centre(),
        };
        self.from_at = midpoint(last, newest.first_at, newest.first_at, gap_ms(rules));
        self.sums = sums_of(&rest);
        self.samples = rest;
        self.claimed = false;
        Some(ended)
    }

    fn join(&mut self, sample: Sample) {
        self.add(sample);
        self.fixes = self.fixes.saturating_add(1);
    }

    /// Adds a fix and drops the oldest until the rest fits.
    fn slide(&mut self, sample: Sample, rules: &Rules) {
        let mut sums = self.sums.with(&sample, 1);
        let mut dropped = 0;
        let mut left_at = None;
        while !fit(
            self.samples.get(dropped..).unwrap_or_default(),
            sums,
            &sample,
        ) {
            let Some(oldest) = self.samples.get(dropped) else {
                break;
            };
            sums = sums.with(oldest, -1);
            left_at = Some(self.instant(oldest.last_ms));
            dropped += 1;
        }
        self.samples.drain(..dropped);
        self.sums = sums.with(&sample, -1);
        if let Some(left_at) = left_at {
            let first = self.samples.first().unwrap_or(&sample);
            let first_at = self.instant(first.first_ms);
            self.from_at = midpoint(left_at, first_at, first_at, gap_ms(rules));
            self.claimed = false;
            if self.samples.is_empty() {
                self.fixes = 0;
            }
        }
        self.join(sample);
    }

    fn add(&mut self, mut sample: Sample) {
        if self.samples.is_empty() && sample.east.abs().max(sample.north.abs()) > PLANE_REACH_MM {
            let at = self.plane.position(sample.east.into(), sample.north.into());
            self.plane = Plane::at(at);
            self.sums = Sums::default();
            self.add(Sample {
                east: 0,
                north: 0,
                ..sample
            });
            return;
        }
        self.sums = self.sums.with(&sample, 1);
        if self.samples.len() == SAMPLES_MAX {
            self.summarise(&mut sample);
        }
        push_tight(&mut self.samples, sample);
    }

    /// Makes room for the next: of the two neighbours that together cover the least time the later
    /// takes in the earlier.
    fn summarise(&mut self, next: &mut Sample) {
        let all = || self.samples.iter().chain([&*next]);
        let shortest = all()
            .zip(all().skip(1))
            .enumerate()
            .min_by_key(|(_, (a, b))| b.last_ms - a.first_ms);
        let Some(at) = shortest.map(|(i, _)| i) else {
            return;
        };
        let mut one = self.samples.remove(at);
        let other = self.samples.get_mut(at).unwrap_or(next);
        self.sums = self.sums.with(&one, -1).with(other, -1);
        one.merge(other);
        self.sums = self.sums.with(&one, 1);
        *other = one;
    }

    fn sample(&self, point: &Point, rules: &Rules) -> Sample {
        let radius = i64::from(rules.stay_radius_m) * 1000;
        let (east, north) = self.plane.offset_mm(point.position);
        let a = i64::from(point.accuracy_dm).max(BEST_DM);
        Sample {
            first_ms: narrow(point.at.since_ms(self.base_at)),
            last_ms: narrow(point.at.since_ms(self.base_at)),
            east: narrow(east),
            north: narrow(north),
            // 400 at 20 m and better, 64 at 50 m, 4 at 200 m.
            weight: narrow((16_000_000 / (a * a)).max(1)),
            reach: narrow(radius + point.accuracy_mm().min(radius) / 2),
        }
    }

    pub fn heap_bytes(&self) -> usize {
        self.samples.capacity() * size_of::<Sample>()
    }
}

fn gap_ms(rules: &Rules) -> i64 {
    i64::from(rules.gap_flag_min) * 60_000
}
