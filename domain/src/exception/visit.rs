//! Causes that lie in visits: one that is over or under way, a day's flags, an outlet's misses.

use super::{Finding, Thresholds};
use crate::{
    kpi::StopOutcome,
    mark::VisitType,
    time::At,
    verdict::{DwellVerdict, Overall, PlaceVerdict, PlanVerdict},
    visit::{Visit, VisitState},
};

/// A check-in is judged by fixes up to this long after it.
const SETTLED_MS: i64 = 120_000;

/// A visit, with what people said of it.
#[derive(Clone, Copy, Debug)]
pub struct VisitSeen<'a> {
    pub visit: &'a Visit,
    /// A person's latest decision: whoever decided has looked.
    pub decision: Option<Overall>,
    /// The least dwell where it took place, seconds.
    pub dwell_min_s: i32,
}

impl VisitSeen<'_> {
    fn counts(&self) -> bool {
        self.decision.is_none()
            && self.visit.state != VisitState::Cancelled
            && self.visit.visit_type != VisitType::Phone
    }

    fn closed(&self) -> bool {
        self.visit.state == VisitState::Closed
    }
}

/// At an outlet of another rep's route.
pub fn off_route(seen: &VisitSeen<'_>, set: &Thresholds) -> Option<Finding> {
    let off = seen.visit.verdict.plan == PlanVerdict::OffRoute;
    let since = seen.visit.started_at();
    (set.off_route.on && seen.counts() && off).then(|| Finding::of(0, 0, since))
}

/// Outside the geofence: as a whole once it is over, at check-in before.
pub fn outside(seen: &VisitSeen<'_>, set: &Thresholds, now: At) -> Option<Finding> {
    let visit = seen.visit;
    let since = visit.started_at();
    let place = if seen.closed() {
        Some(visit.verdict.place)
    } else {
        let settled = since.is_some_and(|at| now.since_ms(at) >= SETTLED_MS);
        visit.verdict.place_check_in.filter(|_| settled)
    };
    let outside = place == Some(PlaceVerdict::Outside);
    let evidence = &visit.evidence;
    let seen_at = evidence.check_in.or(evidence.best);
    let away = seen_at.map_or(0, |e| e.distance_mm / 1_000);
    (set.outside.on && seen.counts() && outside)
        .then(|| Finding::of(away, evidence.radius_mm / 1_000, since))
}

/// Over, and shorter than the least dwell.
pub fn short_visit(seen: &VisitSeen<'_>, set: &Thresholds) -> Option<Finding> {
    let short = seen.closed() && seen.visit.verdict.dwell == DwellVerdict::Short;
    let dwell_s = seen.visit.dwell_ms / 1_000;
    (set.short_visit.on && seen.counts() && short)
        .then(|| Finding::of(dwell_s, seen.dwell_min_s.into(), seen.visit.started_at()))
}

/// The integrity flags of a rep's visits on one day that no person has decided on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayFlags {
    pub flags: u32,
    /// Visits with one that blocks.
    pub blocked: u32,
}

/// As many flags as set, or one that blocks.
pub fn integrity(day: &DayFlags, set: &Thresholds) -> Option<Finding> {
    let many = day.flags >= u32::from(set.integrity.flags);
    (set.integrity.on && (many || day.blocked > 0))
        .then(|| Finding::of(day.flags.into(), set.integrity.flags.into(), None))
}

/// What became of a stop at an outlet on an earlier day, or of a call there since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Miss {
    Missed,
    Called,
    /// A phone still holds what would tell.
    Unknown,
    /// Excused: on no side.
    Excused,
}

impl Miss {
    /// Of a day that is over: what was only planned then was missed.
    pub const fn of(outcome: StopOutcome) -> Self {
        match outcome {
            StopOutcome::Open | StopOutcome::Missed => Self::Missed,
            // The rep said why, or when instead: somebody knows of it.
            StopOutcome::Cancelled | StopOutcome::Rescheduled | StopOutcome::Excused => {
                Self::Excused
            }
            StopOutcome::Unsynced => Self::Unknown,
        }
    }
}

/// The newest stops of an outlet were missed, one after the other. `newest_first`.
pub fn three_misses(
    newest_first: impl IntoIterator<Item = Miss>,
    set: &Thresholds,
) -> Option<Finding> {
    let misses = newest_first
        .into_iter()
        .filter(|m| *m != Miss::Excused)
        .take_while(|m| *m == Miss::Missed)
        .count();
    let misses = i64::try_from(misses).unwrap_or(i64::MAX);
    let limit = i64::from(set.three_misses.in_a_row);
    (set.three_misses.on && misses >= limit).then(|| Finding::of(misses, limit, None))
}
