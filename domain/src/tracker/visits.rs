//! The life of a visit in the tracker: opened, updated, closed, settled, gone.

use smallvec::SmallVec;

use crate::{
    check_ins::CheckedIn,
    finding::Finding,
    id::{OutletId, VisitId},
    integrity::Given,
    outcome::{Amendment, Change, Outcome},
    outlet_index::IndexedOutlet,
    overall::published,
    place::MARK_WINDOW_MS,
    position::LatLng,
    time::At,
    verdict::{EvidenceGrade, Figure, IntegrityFlag, PlanVerdict, TimeVerdict},
    visit::VisitSource,
    visit_now::{EndedBy, Settled, Standing, VisitNow},
    world::World,
};

use super::{Tracker, outlet_at, presences::is_planned};

/// A jump of the track or of the clock, or frozen sensors, this long before a visit speak of it.
const FINDING_REACH_MS: i64 = 1_800_000;

impl Tracker {
    /// Plan verdict and whether the visit is in the planned order; notes the order.
    pub(super) fn plan_of(
        &mut self,
        outlet: Option<OutletId>,
        world: &World<'_>,
    ) -> (PlanVerdict, bool) {
        let Some(id) = outlet else {
            return (PlanVerdict::NewOutlet, true);
        };
        if self.memory.visited.contains(&id) {
            return (PlanVerdict::Repeat, true);
        }
        let day = world.day;
        if let Some(stop) = day.plan.stops.iter().find(|s| s.outlet == id) {
            let ok = self.memory.sequence.is_none_or(|last| stop.sequence > last);
            self.memory.sequence = self.memory.sequence.max(Some(stop.sequence));
            return (PlanVerdict::OnPlan, ok);
        }
        let is_new = |o: &IndexedOutlet| o.valid_from == day.plan.date;
        let plan = if day.own_outlets.contains(&id) {
            PlanVerdict::OffDay
        } else if day.routed_outlets.contains(&id) {
            PlanVerdict::OffRoute
        } else if world.outlets.get(id, day.plan.date).is_some_and(is_new) {
            PlanVerdict::NewOutlet
        } else {
            PlanVerdict::Unrouted
        };
        (plan, true)
    }

    pub(super) fn open_visit(&mut self, mut v: VisitNow, world: &World<'_>, out: &mut Outcome) {
        if let Some(i) = self.waiting.iter().position(|(id, _)| *id == v.id) {
            let (_, done) = self.waiting.remove(i);
            v.done.merge(done);
        }
        out.changes
            .push(Change::VisitOpened(Box::new(published(&v, world))));
        self.open = Some(Box::new(v));
    }

    pub(super) fn publish_update(&self, world: &World<'_>, out: &mut Outcome) {
        if let Some(v) = &self.open {
            out.changes
                .push(Change::VisitUpdated(Box::new(published(v, world))));
        }
    }

    /// Silence: a detected visit closes for the time being, at its last fix inside.
    pub(super) fn fall_silent(&mut self, world: &World<'_>, out: &mut Outcome) {
        if let Some(v) = self.open.as_deref_mut() {
            v.standing = Standing::Silent;
            out.changes
                .push(Change::VisitClosed(Box::new(published(v, world))));
        }
    }

    /// Closes the open visit. It leaves at once unless the window of a mark is still running.
    pub(super) fn close_open(&mut self, standing: Standing, world: &World<'_>, out: &mut Outcome) {
        let Some(mut v) = self.open.take().map(|v| *v) else {
            return;
        };
        v.standing = standing;
        self.screen(&mut v, world);
        // A detected visit that nobody confirmed makes no later call a repeat.
        let calls = v.source == VisitSource::Declared || !world.day.can_declare;
        if calls
            && !matches!(standing, Standing::Cancelled(_))
            && let Some(outlet) = v.outlet
        {
            self.memory.note_visited(outlet);
            if let Some(stayed) = v.stayed.as_deref().filter(|_| is_planned(outlet, world)) {
                self.memory.note_given(Given {
                    visit: v.id,
                    outlet,
                    milli_odds: stayed.milli_odds,
                });
            }
        }
        out.changes
            .push(Change::VisitClosed(Box::new(published(&v, world))));
        if v.check_out.is_some() || v.settled == Settled::Nothing {
            self.settling.reserve_exact(1);
            self.settling.push(v);
        }
    }

    /// The window of a closed visit's next mark is over; after the last one it leaves.
    pub(super) fn settle_closed(&mut self, i: usize, world: &World<'_>, out: &mut Outcome) {
        if i >= self.settling.len() {
            return;
        }
        let mut v = self.settling.remove(i);
        if self.settling.is_empty() {
            self.settling = Vec::new();
        }
        if v.settled == Settled::Nothing {
            self.settle_check_in(&mut v, world, out);
        } else {
            v.settled = Settled::All;
        }
        out.changes
            .push(Change::VisitUpdated(Box::new(published(&v, world))));
        if v.check_out.is_some() && v.settled != Settled::All {
            self.settling.reserve_exact(1);
            self.settling.insert(i, v);
        }
    }

    pub(super) fn settle_open_check_in(&mut self, world: &World<'_>, out: &mut Outcome) {
        if let Some(mut v) = self.open.take() {
            self.settle_check_in(&mut v, world, out);
            self.open = Some(v);
        }
    }

    /// All evidence of the check-in is in: what does it say together with earlier ones?
    fn settle_check_in(&mut self, v: &mut VisitNow, world: &World<'_>, out: &mut Outcome) {
        v.settled = Settled::CheckIn;
        let Some(mark) = v.check_in else { return };
        self.screen(v, world);
        let silent_ms = v.travelling_until.map_or(0, |t| mark.at.since_ms(t));
        let native = world.day.grade == EvidenceGrade::NativeApp;
        if native
            && mark.window_fixes == 0
            && (MARK_WINDOW_MS..FINDING_REACH_MS).contains(&silent_ms)
        {
            v.raise(
                Finding::new(
                    IntegrityFlag::FixesStopBeforeCheckin,
                    mark.at.plus_ms(-silent_ms),
                    mark.at,
                )
                .comparing(
                    Figure::SilentSeconds,
                    silent_ms / 1000,
                    MARK_WINDOW_MS / 1000,
                )
                .with_check_ins([v.id]),
            );
        }
        let pin = v
            .outlet
            .and_then(|id| outlet_at(v.slot, id, world))
            .and_then(|o| o.pin);
        // Where the rep then stayed, sooner than the one fix that speaks best for the outlet.
        let seen = self
            .seen_between(mark.at, v.closed_at())
            .or(mark.best.map(|b| b.evidence.position));
        let (Some(pin), Some(seen)) = (pin, seen) else {
            return;
        };
        let now = CheckedIn {
            visit: v.id,
            at: mark.at,
            pin,
            seen,
        };
        for (visit, finding) in self.memory.check_ins.settle(now, world) {
            if visit == v.id {
                v.raise(finding);
            } else {
                self.flag_earlier(visit, finding, world, out);
            }
        }
    }

    /// The middle of the recent fixes of a visit from its check-in on, if there are two.
    fn seen_between(&self, from: At, to: Option<At>) -> Option<LatLng> {
        let within = |at: At| at >= from && to.is_none_or(|to| at <= to);
        let here = || {
            self.recent
                .iter()
                .filter(|p| within(p.at))
                .map(|p| p.position)
        };
        let mut lat: SmallVec<[i32; 16]> = here().map(|p| p.lat_e7).collect();
        let mut lng: SmallVec<[i32; 16]> = here().map(|p| p.lng_e7).collect();
        lat.sort_unstable();
        lng.sort_unstable();
        let middle = (lat.len() >= 2).then_some(lat.len() / 2)?;
        Some(LatLng {
            lat_e7: *lat.get(middle)?,
            lng_e7: *lng.get(middle)?,
        })
    }

    fn flag_earlier(
        &mut self,
        visit: VisitId,
        finding: Finding,
        world: &World<'_>,
        out: &mut Outcome,
    ) {
        let here = self
            .open
            .as_deref_mut()
            .into_iter()
            .chain(&mut self.settling)
            .find(|v| v.id == visit);
        if let Some(v) = here {
            v.raise(finding);
            out.changes
                .push(Change::VisitUpdated(Box::new(published(v, world))));
        } else {
            out.changes.push(Change::VisitAmended {
                visit,
                amendment: Amendment::Flag(Box::new(finding)),
            });
        }
    }

    /// Findings of the track that fall into the visit or shortly before it.
    fn screen(&self, v: &mut VisitNow, world: &World<'_>) {
        let Some(from) = v.begins_at() else { return };
        let to = v.closed_at().unwrap_or(At(i64::MAX));
        let since = from.plus_ms(-FINDING_REACH_MS);
        let within = |at: At, since: At| at >= since && at <= to;
        let leap = self.track.leap.as_deref();
        if let Some(leap) = leap.filter(|l| within(l.to.at, since)) {
            let limit = world.rules.speed_flag_kmh;
            v.raise(
                Finding::new(IntegrityFlag::ImplausibleSpeed, leap.from.at, leap.to.at)
                    .comparing(Figure::TrackKmh, leap.kmh, limit.into())
                    .with_fixes([leap.from, leap.to]),
            );
        }
        let jump = self.track.clock_jump.as_deref();
        if let Some(jump) = jump.filter(|j| within(j.fix.at, since)) {
            let shift_s = jump.shift_ms.abs() / 1000;
            let limit = world.rules.clock_trust_s;
            let finding = Finding::new(IntegrityFlag::ClockJump, jump.fix.at, jump.fix.at)
                .with_fixes([jump.fix]);
            v.raise(if shift_s > 0 {
                finding.comparing(Figure::ClockSeconds, shift_s, limit.into())
            } else {
                finding
            });
        }
        if let Some(finding) = self.memory.sensors_constant_since(since) {
            v.raise(finding);
        }
    }

    pub(super) fn raise_provider_flags(&self, v: &mut VisitNow) {
        let Some(provided) = self.provider.as_deref() else {
            return;
        };
        for (flag, seen) in [
            (IntegrityFlag::MockProvider, provided.mock),
            (IntegrityFlag::Emulator, provided.emulator),
        ] {
            if let Some(fix) = seen {
                v.raise_provider(flag, fix);
            }
        }
    }

    /// Ends the session; a visit left open ends with it.
    pub(super) fn end_session(
        &mut self,
        at: At,
        by_itself: bool,
        world: &World<'_>,
        out: &mut Outcome,
    ) {
        self.end_break(at, by_itself, out);
        let Some(mut interval) = self.shift.session().map(|s| s.interval) else {
            return;
        };
        self.detect_silent(at, world, out);
        self.close_open(
            Standing::Ended {
                at,
                by: EndedBy::SessionEnd,
            },
            world,
            out,
        );
        self.end_stay(world, out);
        self.track.pause();
        self.shift.phase = crate::shift::Phase::Off;
        interval.ended_at = Some(at);
        interval.auto_ended = by_itself;
        out.changes.push(Change::Session(interval));
    }
}

/// Where a visit that begins at `at` lies against the stop's window.
pub(super) fn time_of(outlet: OutletId, at: At, world: &World<'_>) -> TimeVerdict {
    let Some(stop) = world.day.plan.stops.iter().find(|s| s.outlet == outlet) else {
        return TimeVerdict::InWindow;
    };
    let minute = world.rules.time.minute_of_day(at);
    let early = stop.window_from_min.is_some_and(|from| minute < from);
    let late = stop.window_to_min.is_some_and(|to| minute > to);
    if early || late {
        TimeVerdict::OutOfWindow
    } else {
        TimeVerdict::InWindow
    }
}
