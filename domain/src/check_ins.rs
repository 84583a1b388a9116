//! What successive check-ins look like together: a street checked in from one café, impossible hops,
//! bursts at the day's end. Remembers the little of earlier check-ins that this needs.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::{
    finding::Finding,
    id::VisitId,
    position::{LatLng, distance_mm},
    rules::Rules,
    time::At,
    verdict::{Figure, IntegrityFlag},
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
/// A burst: this many check-ins within ten minutes, in the last 90 minutes of working hours or later.
const BURST_WITHIN_MS: i64 = 600_000;
const BURST_BEFORE_END_MIN: u16 = 90;
/// Check-ins seen farther apart than this are at two spots.
const SPOT_MM: i64 = 40_000;

/// A settled check-in, as later ones need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CheckedIn {
    pub visit: VisitId,
    pub at: At,
    pub pin: LatLng,
    pub seen: LatLng,
}

/// Findings about visits, perhaps earlier ones.
pub(crate) type Found = SmallVec<[(VisitId, Finding); 1]>;

/// The newest check-ins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CheckIns {
    recent: SmallVec<[CheckedIn; RECENT_CHECK_INS]>,
    /// What came before `recent`, as long as it was seen at one spot.
    spot: Option<Box<Spot>>,
}

/// Check-ins seen at one spot: what they and their pins span. A street that is called at door by door
/// shows only over more of them than are remembered one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Spot {
    since_at: At,
    seen: Span,
    pins: Span,
}

impl Spot {
    const fn of(c: &CheckedIn) -> Self {
        Self {
            since_at: c.at,
            seen: Span::of(c.seen),
            pins: Span::of(c.pin),
        }
    }

    fn with(self, c: &CheckedIn) -> Self {
        Self {
            since_at: self.since_at,
            seen: self.seen.with(c.seen),
            pins: self.pins.with(c.pin),
        }
    }

    fn apart(&self) -> Apart {
        Apart {
            pins_mm: self.pins.diagonal_mm(),
            seen_mm: self.seen.diagonal_mm(),
        }
    }
}

/// How far apart some check-ins were seen, and how far their pins lie.
#[derive(Clone, Copy)]
struct Apart {
    pins_mm: i64,
    seen_mm: i64,
}

impl Apart {
    fn of(group: &[CheckedIn]) -> Self {
        let span = |of: fn(&CheckedIn) -> LatLng| {
            let pairs = group
                .iter()
                .flat_map(|a| group.iter().map(move |b| distance_mm(of(a), of(b))));
            pairs.max().unwrap_or(0)
        };
        Self {
            pins_mm: span(|c| c.pin),
            seen_mm: span(|c| c.seen),
        }
    }

    const fn is_one_spot(self) -> bool {
        self.pins_mm > SAME_SPOT_SPAN_MM && self.seen_mm < self.seen_most_mm()
    }

    const fn seen_most_mm(self) -> i64 {
        self.pins_mm * SAME_SPOT_SHARE_PCT / 100
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

impl CheckIns {
    pub fn heap_bytes(&self) -> usize {
        let spot = self.spot.as_ref().map_or(0, |_| size_of::<Spot>());
        spot + if self.recent.spilled() {
            self.recent.capacity() * size_of::<CheckedIn>()
        } else {
            0
        }
    }

    /// A check-in has settled: what do the last ones look like together?
    pub fn settle(&mut self, mut now: CheckedIn, world: &World<'_>) -> Found {
        let mut found = Found::new();
        // So far out it is invalid by itself, or its pin is wrong: either way it says nothing of the calls
        // round it, which one misplaced pin would make a street.
        if distance_mm(now.pin, now.seen) > i64::from(world.rules.geofence_block_m) * 1000 {
            now.pin = now.seen;
        }
        if let Some(hop) = self.recent.last().and_then(|l| hop(l, &now, world.rules)) {
            found.push((now.visit, hop));
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
        for finding in [self.one_spot(), self.burst(world)].into_iter().flatten() {
            let of = |v: &VisitId| (*v, finding.clone());
            found.extend(finding.check_ins.iter().map(of));
        }
        found
    }

    /// The newest check-ins that were made from one spot, three or more.
    fn one_spot(&self) -> Option<Finding> {
        let (since_at, apart, group) = self.at_one_spot()?;
        let to_at = group.last()?.at;
        let metres = |mm: i64| mm / 1000;
        Some(
            Finding::new(IntegrityFlag::SameSpot, since_at, to_at)
                .comparing(
                    Figure::PinsMetres,
                    metres(apart.pins_mm),
                    metres(SAME_SPOT_SPAN_MM),
                )
                .comparing(
                    Figure::SeenMetres,
                    metres(apart.seen_mm),
                    metres(apart.seen_most_mm()),
                )
                .with_check_ins(group.iter().map(|c| c.visit)),
        )
    }

    fn at_one_spot(&self) -> Option<(At, Apart, &[CheckedIn])> {
        if self.recent.len() == RECENT_CHECK_INS
            && let Some(older) = self.spot.as_deref()
        {
            let all = self.recent.iter().fold(*older, Spot::with);
            if all.apart().is_one_spot() {
                return Some((all.since_at, all.apart(), &self.recent));
            }
        }
        let suffix = |n: usize| self.recent.get(self.recent.len().checked_sub(n)?..);
        (SAME_SPOT_MIN..=RECENT_CHECK_INS)
            .rev()
            .filter_map(suffix)
            .map(|group| (Apart::of(group), group))
            .find(|(apart, _)| apart.is_one_spot())
            .and_then(|(apart, group)| Some((group.first()?.at, apart, group)))
    }

    fn burst(&self, world: &World<'_>) -> Option<Finding> {
        let (first, last) = (self.recent.first()?, self.recent.last()?);
        let within_ms = last.at.since_ms(first.at);
        let (_, end_min) = world.rules.working_hours_min;
        let late = end_min.saturating_sub(BURST_BEFORE_END_MIN);
        let count = i64::try_from(RECENT_CHECK_INS).unwrap_or(0);
        let is_burst = self.recent.len() == RECENT_CHECK_INS
            && within_ms <= BURST_WITHIN_MS
            && world.rules.time.minute_of_day(last.at) >= late;
        is_burst.then(|| {
            Finding::new(IntegrityFlag::CheckinBurst, first.at, last.at)
                .comparing(Figure::CheckIns, count, count)
                .comparing(
                    Figure::WithinSeconds,
                    within_ms / 1000,
                    BURST_WITHIN_MS / 1000,
                )
                .with_check_ins(self.recent.iter().map(|c| c.visit))
        })
    }
}

/// Two check-ins too far apart for the time between.
fn hop(a: &CheckedIn, b: &CheckedIn, rules: &Rules) -> Option<Finding> {
    let hop = distance_mm(a.seen, b.seen);
    let ms = b.at.since_ms(a.at).max(1);
    let limit = i64::from(rules.checkin_speed_flag_kmh);
    // mm/ms = m/s
    (hop >= HOP_MIN_MM && hop * 36 > ms * limit * 10).then(|| {
        Finding::new(IntegrityFlag::CheckinSpeed, a.at, b.at)
            .comparing(Figure::CheckInsKmh, hop * 36 / (ms * 10), limit)
            .with_check_ins([a.visit, b.visit])
    })
}
