//! Integrity across visits: the little that must be remembered of earlier check-ins to see a street
//! checked in from one café, impossible hops, bursts and sensors that never change.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::{
    fix::Fix,
    id::{OutletId, VisitId},
    position::{LatLng, distance_mm},
    rules::Rules,
    time::At,
    verdict::IntegrityFlag,
    world::World,
};

/// Successive check-ins that a same-spot or burst finding looks at.
const RECENT_CHECK_INS: usize = 4;
/// Rules.md §3 same spot: pins span more than this while the fixes move less than 30 % of it.
const SAME_SPOT_SPAN_MM: i64 = 60_000;
const SAME_SPOT_SHARE_PCT: i64 = 30;
const SAME_SPOT_MIN: usize = 3;
/// Between check-ins nothing is said of speed below this distance.
const HOP_MIN_MM: i64 = 1_000_000;
/// Fixes with the same accuracy, bearing and altitude while moving.
const CONSTANT_MIN: u8 = 20;
const MOVING_STEP_MM: i64 = 10_000;
/// A burst: this many check-ins within ten minutes, in the last 90 minutes of working hours or later.
const BURST_WITHIN_MS: i64 = 600_000;
const BURST_BEFORE_END_MIN: u16 = 90;

/// Check-ins seen farther apart than this are at two spots.
const SPOT_MM: i64 = 40_000;

/// Check-ins seen at one spot: what they and their pins span. A street that is called at door by door
/// shows only over more of them than are remembered one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Spot {
    seen: Span,
    pins: Span,
}

impl Spot {
    const fn of(c: &CheckedIn) -> Self {
        Self {
            seen: Span::of(c.seen),
            pins: Span::of(c.pin),
        }
    }

    fn with(self, c: &CheckedIn) -> Self {
        Self {
            seen: self.seen.with(c.seen),
            pins: self.pins.with(c.pin),
        }
    }

    fn is_suspect(&self) -> bool {
        let pins_mm = self.pins.diagonal_mm();
        pins_mm > SAME_SPOT_SPAN_MM && self.seen.diagonal_mm() * 100 < pins_mm * SAME_SPOT_SHARE_PCT
    }
}

/// The box round some positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Span {
    least: LatLng,
    most: LatLng,
}

impl Span {
    const fn of(p: LatLng) -> Self {
        Self { least: p, most: p }
    }

    fn with(self, p: LatLng) -> Self {
        Self {
            least: LatLng {
                lat_e7: self.least.lat_e7.min(p.lat_e7),
                lng_e7: self.least.lng_e7.min(p.lng_e7),
            },
            most: LatLng {
                lat_e7: self.most.lat_e7.max(p.lat_e7),
                lng_e7: self.most.lng_e7.max(p.lng_e7),
            },
        }
    }

    fn diagonal_mm(&self) -> i64 {
        distance_mm(self.least, self.most)
    }
}

/// A settled check-in, as later ones need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct CheckedIn {
    visit: VisitId,
    at: At,
    pin: LatLng,
    seen: LatLng,
}

/// See the module's head.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// Outlets called at today, in order of the first call.
    pub(crate) visited: SmallVec<[OutletId; 4]>,
    /// Highest planned sequence called at so far.
    pub(crate) sequence: Option<i32>,
    pub(crate) last_check_in_at: Option<At>,
    recent: SmallVec<[CheckedIn; RECENT_CHECK_INS]>,
    /// What came before `recent`, as long as it was seen at one spot.
    spot: Option<Box<Spot>>,
    constant: Constant,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Constant {
    sensors: Option<(i32, i32, i32)>,
    count: u8,
    found_at: Option<At>,
}

/// A finding about a visit, perhaps an earlier one.
pub(crate) type Finding = (VisitId, IntegrityFlag);

impl Memory {
    pub(crate) fn heap_bytes(&self) -> usize {
        let visited = if self.visited.spilled() {
            self.visited.capacity() * size_of::<OutletId>()
        } else {
            0
        };
        let spot = self.spot.as_ref().map_or(0, |_| size_of::<Spot>());
        visited
            + spot
            + if self.recent.spilled() {
                self.recent.capacity() * size_of::<CheckedIn>()
            } else {
                0
            }
    }

    pub(crate) fn note_visited(&mut self, outlet: OutletId) {
        if !self.visited.contains(&outlet) {
            if self.visited.len() == self.visited.capacity() {
                self.visited.reserve_exact(4);
            }
            self.visited.push(outlet);
        }
    }

    /// Counts moving fixes whose accuracy, bearing and altitude do not change. Only where a source
    /// shows all three: a null bearing is no constant bearing.
    pub(crate) fn watch_sensors(&mut self, fix: &Fix, step_mm: i64) {
        let (Some(accuracy), Some(bearing), Some(altitude)) =
            (fix.accuracy_dm, fix.bearing_cdeg, fix.altitude_dm)
        else {
            self.constant.sensors = None;
            self.constant.count = 0;
            return;
        };
        if step_mm < MOVING_STEP_MM {
            return;
        }
        let c = &mut self.constant;
        if c.sensors == Some((accuracy, bearing, altitude)) {
            c.count = c.count.saturating_add(1);
            if c.count >= CONSTANT_MIN {
                c.found_at = Some(fix.judged_at());
            }
        } else {
            c.sensors = Some((accuracy, bearing, altitude));
            c.count = 1;
        }
    }

    /// Were the sensors frozen at any time since `at`?
    pub(crate) fn sensors_constant_since(&self, at: At) -> bool {
        self.constant.found_at.is_some_and(|f| f >= at)
    }

    /// A check-in has settled: what do the last ones look like together?
    pub(crate) fn settle_check_in(
        &mut self,
        visit: VisitId,
        at: At,
        pin: Option<LatLng>,
        seen: Option<LatLng>,
        world: &World<'_>,
    ) -> SmallVec<[Finding; 2]> {
        let mut found = SmallVec::new();
        let (Some(pin), Some(seen)) = (pin, seen) else {
            return found;
        };
        let now = CheckedIn {
            visit,
            at,
            pin,
            seen,
        };
        if let Some(last) = self.recent.last()
            && hop_too_fast(last, &now, world.rules)
        {
            found.push((visit, IntegrityFlag::CheckinSpeed));
        }
        if self.recent.len() == RECENT_CHECK_INS {
            let oldest = self.recent.remove(0);
            let older = self
                .spot
                .as_deref()
                .map_or_else(|| Spot::of(&oldest), |s| s.with(&oldest));
            // Where the next was seen elsewhere, what came before it is done with.
            let goes_on = |next: &CheckedIn| older.with(next).seen.diagonal_mm() <= SPOT_MM;
            self.spot = self
                .recent
                .first()
                .is_some_and(goes_on)
                .then(|| Box::new(older));
        }
        self.recent.push(now);
        let same_spot = |visit: VisitId| (visit, IntegrityFlag::SameSpot);
        found.extend(self.at_one_spot().iter().map(|c| same_spot(c.visit)));
        let (_, end_min) = world.rules.working_hours_min;
        if self.recent.len() == RECENT_CHECK_INS
            && self
                .recent
                .first()
                .is_some_and(|f| at.since_ms(f.at) <= BURST_WITHIN_MS)
            && world.rules.time.minute_of_day(at) >= end_min.saturating_sub(BURST_BEFORE_END_MIN)
        {
            found.extend(
                self.recent
                    .iter()
                    .map(|c| (c.visit, IntegrityFlag::CheckinBurst)),
            );
        }
        found
    }
}

impl Memory {
    /// The newest check-ins that were made from one spot, three or more.
    fn at_one_spot(&self) -> &[CheckedIn] {
        let with_older = |s: Spot| self.recent.iter().fold(s, Spot::with).is_suspect();
        if self.recent.len() == RECENT_CHECK_INS
            && self.spot.as_deref().copied().is_some_and(with_older)
        {
            return &self.recent;
        }
        let suffix = |n: usize| self.recent.get(self.recent.len().checked_sub(n)?..);
        (SAME_SPOT_MIN..=RECENT_CHECK_INS)
            .rev()
            .filter_map(suffix)
            .find(|g| same_spot(g))
            .unwrap_or_default()
    }
}

fn hop_too_fast(a: &CheckedIn, b: &CheckedIn, rules: &Rules) -> bool {
    let hop = distance_mm(a.seen, b.seen);
    let ms = b.at.since_ms(a.at).max(1);
    // mm/ms = m/s
    hop >= HOP_MIN_MM && hop * 36 > ms * i64::from(rules.checkin_speed_flag_kmh) * 10
}

fn same_spot(group: &[CheckedIn]) -> bool {
    let span = |of: fn(&CheckedIn) -> LatLng| {
        group
            .iter()
            .flat_map(|a| group.iter().map(move |b| distance_mm(of(a), of(b))))
            .max()
            .unwrap_or(0)
    };
    let pins = span(|c| c.pin);
    pins > SAME_SPOT_SPAN_MM && span(|c| c.seen) * 100 < pins * SAME_SPOT_SHARE_PCT
}
