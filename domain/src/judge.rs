//! `judge_day`: the day as one pure function, and the book that gathers what the fold puts out.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::{
    day::{DayReport, Hole, Stay, StopReport, WorkInterval},
    id::{OutletId, VisitId},
    input::Input,
    outcome::{Change, Outcome, StopStatement},
    plan::StopState,
    time::At,
    tracker::Tracker,
    verdict::Overall,
    visit::{Visit, VisitState},
    working_time::{Observed, spans, sums},
    world::World,
};

/// Judges a rep-day (rules.md §2): the same inputs in whatever order, however often repeated, give
/// the same report to the byte. Inputs outside the day's bounds, or after `as_of`, still count as
/// the fold meets them; pass what the day has.
pub fn judge_day(inputs: &[Input], world: World<'_>, as_of: At) -> DayReport {
    let mut sorted: Vec<&Input> = inputs.iter().collect();
    sorted.sort_by(|a, b| a.fold_order(b));
    sorted.dedup_by(|b, a| a.key() == b.key());
    let mut tracker = Tracker::new(&world);
    let mut book = DayBook::default();
    for input in sorted {
        book.enter(tracker.apply(input, &world));
    }
    book.enter(tracker.expire(as_of, &world));
    book.report(&tracker, &world, as_of)
}

/// What has left the tracker: closed visits, finished stays, holes, sessions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayBook {
    visits: BTreeMap<VisitId, Visit>,
    sessions: Vec<WorkInterval>,
    breaks: Vec<WorkInterval>,
    stays: Vec<Stay>,
    holes: Vec<Hole>,
    statements: BTreeMap<OutletId, StopStatement>,
}

impl DayBook {
    /// Enters what one step changed.
    pub fn enter(&mut self, outcome: Outcome) {
        for change in outcome.changes {
            match change {
                Change::VisitOpened(v) | Change::VisitUpdated(v) | Change::VisitClosed(v) => {
                    self.visits.insert(v.id, *v);
                }
                Change::VisitWithdrawn { visit, .. } => {
                    self.visits.remove(&visit.id);
                }
                Change::VisitAmended { visit, amendment } => {
                    if let Some(v) = self.visits.get_mut(&visit) {
                        v.amend(&amendment);
                    }
                }
                Change::Session(w) => upsert(&mut self.sessions, w),
                Change::Break(w) => upsert(&mut self.breaks, w),
                Change::Hole(h) => self.holes.push(h),
                Change::Stay(s) => self.stays.push(s),
                Change::Stop { outlet, statement } => {
                    self.statements.insert(outlet, statement);
                }
                Change::Noted(_) => {}
            }
        }
    }

    /// The day as it stands at `as_of`, with what the tracker still holds.
    pub fn report(&self, tracker: &Tracker, world: &World<'_>, as_of: At) -> DayReport {
        let mut by_id = self.visits.clone();
        by_id.extend(tracker.visits(world).into_iter().map(|v| (v.id, v)));
        let mut visits: Vec<Visit> = by_id.into_values().collect();
        visits.sort_by_key(|v| (v.started_at(), v.id));
        let mut stays = self.stays.clone();
        stays.extend(tracker.stay(world));
        let track = tracker.sums();
        let observed = Observed {
            sessions: &self.sessions,
            breaks: &self.breaks,
            visits: &visits,
            stays: &stays,
            holes: &self.holes,
            first_fix_at: track.first_at,
            last_fix_at: track.last_at,
            gap_ms: i64::from(world.rules.gap_flag_min) * 60_000,
            idle_ms: i64::from(world.rules.idle_flag_min) * 60_000,
            until: as_of.min(world.day.bounds.end),
        };
        let calls = || {
            visits
                .iter()
                .filter(|v| v.counts(world.day.can_declare))
                .filter_map(Visit::started_at)
        };
        let mut report = DayReport {
            rep: world.day.rep,
            date: world.day.plan.date,
            rule_version: world.rules.version,
            time: sums(&spans(&observed), None),
            first_call_at: calls().min(),
            last_call_at: calls().max(),
            stops: self.stops(&visits, world, as_of),
            sessions: self.sessions.clone(),
            breaks: self.breaks.clone(),
            holes: self.holes.clone(),
            first_fix_at: track.first_at,
            last_fix_at: track.last_at,
            fixes: track.fixes,
            fixes_accepted: track.accepted,
            distance_mm: track.distance_mm,
            hole_distance_mm: track.hole_distance_mm,
            visits,
            stays,
            hash: [0; 32],
        };
        report.hash = hash(&report);
        report
    }

    /// The life of each planned stop (rules.md §5). Whether what is missed here is only not synced yet
    /// is for who knows of devices to say.
    fn stops(&self, visits: &[Visit], world: &World<'_>, as_of: At) -> Vec<StopReport> {
        let over = as_of >= world.day.bounds.end;
        let mut stops = world.day.plan.stops.clone();
        stops.sort_by_key(|s| (s.sequence, s.outlet));
        let state_of = |outlet: OutletId, excused: bool| {
            let here = || {
                visits
                    .iter()
                    .filter(move |v| v.outlet == Some(outlet) && v.state != VisitState::Cancelled)
            };
            if let Some(v) =
                here().find(|v| v.state == VisitState::Closed && v.counts(world.day.can_declare))
            {
                return (StopState::Completed, Some(v.id));
            }
            if let Some(v) = here()
                .find(|v| v.state == VisitState::Open && v.verdict.overall != Overall::Invalid)
            {
                return (StopState::InProgress, Some(v.id));
            }
            let state = match self.statements.get(&outlet) {
                Some(StopStatement::Cancelled(reason)) => StopState::Cancelled {
                    reason: reason.clone(),
                },
                Some(StopStatement::Rescheduled(reason, to)) => StopState::Rescheduled {
                    reason: reason.clone(),
                    to: *to,
                },
                Some(StopStatement::Missed(reason)) => StopState::Missed {
                    reason: reason.clone(),
                },
                None if excused => StopState::Excused,
                None if over => StopState::Missed { reason: None },
                None => StopState::Planned,
            };
            (state, here().next().map(|v| v.id))
        };
        stops
            .iter()
            .map(|s| {
                let (state, visit) = state_of(s.outlet, s.excused);
                StopReport {
                    outlet: s.outlet,
                    sequence: s.sequence,
                    state,
                    visit,
                }
            })
            .collect()
    }
}

fn upsert(list: &mut Vec<WorkInterval>, w: WorkInterval) {
    match list.iter_mut().find(|l| l.id == w.id) {
        Some(known) => *known = w,
        None => list.push(w),
    }
}

/// SHA-256 over the report's canonical form: its fields in their declared order, with whole numbers
/// (mm, ms, 1e-7°) and fixed words only; no float, no map in hash order.
fn hash(report: &DayReport) -> [u8; 32] {
    let canonical = serde_json::to_vec(report).unwrap_or_default();
    Sha256::digest(&canonical).into()
}
