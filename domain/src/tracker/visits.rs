//! The life of a visit in the tracker: opened, updated, closed, settled, gone.

use crate::{
    id::{OutletId, VisitId},
    outcome::{Amendment, Change, Outcome},
    outlet_index::IndexedOutlet,
    overall::published,
    place::MARK_WINDOW_MS,
    time::At,
    verdict::{EvidenceGrade, IntegrityFlag, PlanVerdict, TimeVerdict},
    visit::VisitSource,
    visit_now::{EndedBy, Settled, Standing, VisitNow},
    world::World,
};

use super::{Tracker, outlet_at};

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
        self.screen(&mut v);
        // A detected visit that nobody confirmed makes no later call a repeat.
        let calls = v.source == VisitSource::Declared || !world.day.can_declare;
        if calls
            && !matches!(standing, Standing::Cancelled(_))
            && let Some(outlet) = v.outlet
        {
            self.memory.note_visited(outlet);
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
        self.screen(v);
        let silent_ms = v.travelling_until.map_or(0, |t| mark.at.since_ms(t));
        let native = world.day.grade == EvidenceGrade::NativeApp;
        if native
            && mark.window_fixes == 0
            && (MARK_WINDOW_MS..FINDING_REACH_MS).contains(&silent_ms)
        {
            v.flags.raise(IntegrityFlag::FixesStopBeforeCheckin);
        }
        let pin = v
            .outlet
            .and_then(|id| outlet_at(v.slot, id, world))
            .and_then(|o| o.pin);
        let seen = mark.best.map(|b| b.evidence.position);
        for (visit, flag) in self.memory.settle_check_in(v.id, mark.at, pin, seen, world) {
            if visit == v.id {
                v.flags.raise(flag);
            } else {
                self.flag_earlier(visit, flag, world, out);
            }
        }
    }

    fn flag_earlier(
        &mut self,
        visit: VisitId,
        flag: IntegrityFlag,
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
            v.flags.raise(flag);
            out.changes
                .push(Change::VisitUpdated(Box::new(published(v, world))));
        } else {
            out.changes.push(Change::VisitAmended {
                visit,
                amendment: Amendment::Flag(flag),
            });
        }
    }

    /// Findings of the track that fall into the visit or shortly before it.
    fn screen(&self, v: &mut VisitNow) {
        let Some(from) = v.begins_at() else { return };
        let to = v.closed_at().unwrap_or(At(i64::MAX));
        let since = from.plus_ms(-FINDING_REACH_MS);
        let within = |at: Option<At>, since: At| at.is_some_and(|at| at >= since && at <= to);
        if within(self.track.reanchored_at, since) {
            v.flags.raise(IntegrityFlag::ImplausibleSpeed);
        }
        if within(self.track.clock_jump_at, from.plus_ms(-MARK_WINDOW_MS)) {
            v.flags.raise(IntegrityFlag::ClockJump);
        }
        if self.memory.sensors_constant_since(since) {
            v.flags.raise(IntegrityFlag::ConstantSensor);
        }
    }

    pub(super) fn raise_provider_flags(&self, v: &mut VisitNow, at: At) {
        let near = |seen: Option<At>| seen.is_some_and(|s| at.since_ms(s).abs() <= MARK_WINDOW_MS);
        if near(self.mock_at) {
            v.flags.raise(IntegrityFlag::MockProvider);
        }
        if near(self.emulator_at) {
            v.flags.raise(IntegrityFlag::Emulator);
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
