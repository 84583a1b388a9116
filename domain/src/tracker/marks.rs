//! What the rep declares. Nothing is refused for its order: the judge decides what it means.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::{
    day::WorkInterval,
    fence::Fence,
    finding::Finding,
    fix::{Fix, FixFlags},
    id::{OutletId, VisitId},
    mark::{Mark, MarkKind, VisitType},
    outcome::{Change, Outcome, StopStatement},
    place::{MARK_WINDOW_MS, MarkNow},
    shift::{self, Phase},
    time::At,
    track::Point,
    verdict::{Figure, IntegrityFlag, TimeVerdict},
    visit::VisitSource,
    visit_now::{EndedBy, Standing, VisitNow},
    world::World,
};

use super::{Tracker, presences::outlet_at};

/// A stay shorter than this before a check-in still counts as travelling.
const JUST_ARRIVED_MS: i64 = 60_000;

impl Tracker {
    pub(super) fn on_mark(&mut self, mark: &Mark, world: &World<'_>, out: &mut Outcome) {
        let at = mark.judged_at();
        self.track
            .heard_mark(mark.device, at, mark.clock_offset_ms, world.rules);
        match &mark.kind {
            MarkKind::SessionStart => self.start_session(mark.id, at, world, out),
            MarkKind::SessionEnd => {
                if self.shift.session().is_some() {
                    self.end_session(at, false, world, out);
                } else {
                    out.changes.push(Change::Noted("no_open_session"));
                }
            }
            MarkKind::BreakStart => self.start_break(mark.id, at, world, out),
            MarkKind::BreakEnd => self.end_break(at, false, out),
            MarkKind::CheckIn {
                outlet,
                visit_type,
                fix,
            } => {
                self.check_in(mark, *outlet, *visit_type, fix.as_ref(), world, out);
            }
            MarkKind::CheckOut { reason, fix } => {
                self.check_out(mark, reason.as_deref(), fix.as_ref(), world, out);
            }
            MarkKind::VisitCancel { outlet, reason, to } => {
                self.cancel(mark, *outlet, (reason.as_ref(), *to), world, out);
            }
            MarkKind::StopMissed { outlet, reason } => {
                if let Some(outlet) = *outlet {
                    let statement = StopStatement::Missed(reason.clone());
                    out.changes.push(Change::Stop { outlet, statement });
                }
            }
        }
    }

    fn start_session(&mut self, id: Uuid, at: At, world: &World<'_>, out: &mut Outcome) {
        self.shift.declared = true;
        if let Some(running) = self.shift.session() {
            if running.interval.id == id {
                return;
            }
            // A new start without an end: the old one ends here by itself.
            self.end_session(at, true, world, out);
        }
        let session = shift::session(id, at, false, world);
        self.shift.phase = Phase::Working(session);
        out.changes.push(Change::Session(session.interval));
    }

    fn start_break(&mut self, id: Uuid, at: At, world: &World<'_>, out: &mut Outcome) {
        let Phase::Working(session) = self.shift.phase else {
            out.changes.push(Change::Noted("no_open_session"));
            return;
        };
        self.end_stay(world, out);
        self.track.pause();
        let pause = WorkInterval {
            id,
            started_at: at,
            ended_at: None,
            auto_started: false,
            auto_ended: false,
        };
        self.shift.phase = Phase::OnBreak {
            session,
            pause: Box::new(pause),
        };
        out.changes.push(Change::Break(pause));
    }

    pub(super) fn end_break(&mut self, at: At, by_itself: bool, out: &mut Outcome) {
        let Phase::OnBreak { session, pause } = &self.shift.phase else {
            return;
        };
        let (session, mut pause) = (*session, **pause);
        pause.ended_at = Some(at);
        pause.auto_ended = by_itself;
        self.shift.phase = Phase::Working(session);
        self.track.moved_at = Some(at);
        out.changes.push(Change::Break(pause));
    }

    fn check_in(
        &mut self,
        mark: &Mark,
        outlet: Option<OutletId>,
        visit_type: VisitType,
        fix: Option<&Fix>,
        world: &World<'_>,
        out: &mut Outcome,
    ) {
        let at = mark.judged_at();
        let id = VisitId(mark.id);
        let off_session = self.ensure_session(at, world, out);
        if self.open.as_ref().is_some_and(|v| v.id == id) {
            return;
        }
        let own = fix.map(|f| self.take_mark_fix(f, at, world, out));
        let absorbed = self.make_room(id, outlet, at, world, out);
        let (plan, sequence_ok) = match &absorbed {
            Some(a) => (a.plan, a.sequence_ok),
            None => self.plan_of(outlet, world),
        };
        let slot = outlet.and_then(|o| self.slot_of(o, world)).unwrap_or(0);
        let found = outlet.and_then(|o| outlet_at(slot, o, world));
        let fence = found.map_or(&Fence::None, |o| &o.fence);
        let mut window = MarkNow::new(at);
        for point in self.recent.iter().chain(own.as_ref()) {
            window.hear(point, fence, world.rules);
        }
        let time = match outlet {
            _ if off_session => TimeVerdict::OffSession,
            Some(o) => super::visits::time_of(o, at, world),
            None => TimeVerdict::InWindow,
        };
        let mut v = VisitNow::declared(id, outlet, visit_type, window, slot);
        (v.plan, v.sequence_ok, v.time) = (plan, sequence_ok, time);
        v.travelling_until = self.travelling_until(fence);
        self.raise_provider_flags(&mut v);
        for (flag, raised) in [
            (FixFlags::MOCK, IntegrityFlag::MockProvider),
            (FixFlags::EMULATOR, IntegrityFlag::Emulator),
        ] {
            if let Some(own) = own.filter(|p| p.flags.contains(flag)) {
                v.raise_provider(raised, own.seen());
            }
        }
        let cooldown_s = i64::from(world.rules.checkin_cooldown_s);
        let last = self.memory.last_check_in_at.replace(at);
        if let Some(last) = last.filter(|last| at.since_ms(*last) < cooldown_s * 1000) {
            let since_s = at.since_ms(last) / 1000;
            v.raise(
                Finding::new(IntegrityFlag::Cooldown, last, at)
                    .comparing(Figure::SinceSeconds, since_s, cooldown_s)
                    .with_check_ins([id]),
            );
            out.changes.push(Change::Noted("cooldown"));
        }
        if let Some(a) = absorbed {
            v.take_over(&a);
        }
        self.begin_presence(&mut v, own.as_ref(), fence, world);
        self.open_visit(v, world, out);
    }

    /// A check-in outside a session starts one, in a break ends it. True where it was made outside
    /// a session and outside working hours.
    fn ensure_session(&mut self, at: At, world: &World<'_>, out: &mut Outcome) -> bool {
        self.end_break(at, false, out);
        if self.shift.session().is_some() {
            return false;
        }
        self.shift.declared = true;
        let session = shift::session(shift::automatic_id(world.day.rep, at), at, true, world);
        self.shift.phase = Phase::Working(session);
        self.track.moved_at = Some(at);
        out.changes.push(Change::Session(session.interval));
        let minute = world.rules.time.minute_of_day(at);
        let (from, to) = world.rules.working_hours_min;
        minute < from || minute >= to
    }

    /// The fix that came with a mark: part of the track where it is news, evidence in any case.
    fn take_mark_fix(&mut self, fix: &Fix, at: At, world: &World<'_>, out: &mut Outcome) -> Point {
        let fix_at = fix.judged_at();
        let news = self.track.last().is_none_or(|l| l.at < fix_at);
        if news && fix_at <= at && at.since_ms(fix_at) <= MARK_WINDOW_MS && self.shift.is_working()
        {
            let judged = out.fix;
            self.on_fix(fix, world, out);
            out.fix = judged;
        }
        Point::of(fix, world.rules)
    }

    /// Closes or absorbs what is open when a check-in comes.
    fn make_room(
        &mut self,
        id: VisitId,
        outlet: Option<OutletId>,
        at: At,
        world: &World<'_>,
        out: &mut Outcome,
    ) -> Option<Box<VisitNow>> {
        let open = self.open.as_deref()?;
        if open.source == VisitSource::Detected && open.outlet == outlet {
            let gone = self.open.take()?;
            let visit = Box::new(crate::overall::published(&gone, world));
            out.changes.push(Change::VisitWithdrawn { visit, into: id });
            return Some(gone);
        }
        if open.source == VisitSource::Declared {
            out.changes.push(Change::Noted("closed_open_visit"));
        }
        self.close_open(
            Standing::Ended {
                at,
                by: EndedBy::Evidence,
            },
            world,
            out,
        );
        None
    }

    /// The visit begins inside where the track is inside.
    fn begin_presence(
        &mut self,
        v: &mut VisitNow,
        own: Option<&Point>,
        fence: &Fence,
        world: &World<'_>,
    ) {
        let Some(outlet) = v.outlet else { return };
        let at = v.check_in.map_or(At(0), |m| m.at);
        if !self.presences.iter().any(|p| p.outlet == outlet)
            && let Some(first) = self
                .recent
                .iter()
                .chain(own)
                .rev()
                .take_while(|p| fence.beyond_mm(p.position).is_some_and(|b| b <= 0))
                .last()
                .copied()
        {
            self.enter_fence(outlet, v.slot, first.at, first.at, world);
        }
        self.claim(outlet);
        let Some(p) = self.presences.iter().find(|p| p.outlet == outlet) else {
            return;
        };
        if p.hold.in_doubt() && p.hold.last_inside_at < at.plus_ms(-MARK_WINDOW_MS) {
            return;
        }
        v.enter(p.arrived_at);
        v.first_inside_at = v.first_inside_at.or(Some(p.hold.first_inside_at));
        v.last_inside_at = v.last_inside_at.max(Some(p.hold.last_inside_at));
    }

    /// The last fix, if the rep was on the move by it, or at rest elsewhere: then the way here is
    /// not seen at all.
    fn travelling_until(&self, fence: &Fence) -> Option<At> {
        let last = self.track.last()?;
        let elsewhere = fence.beyond_mm(last.position);
        if elsewhere.is_some_and(|beyond| beyond > last.accuracy_mm()) {
            return Some(last.at);
        }
        let resting = self
            .stay
            .as_ref()
            .is_some_and(|s| s.shown_ms() >= JUST_ARRIVED_MS);
        (!resting).then_some(last.at)
    }

    fn check_out(
        &mut self,
        mark: &Mark,
        reason: Option<&str>,
        fix: Option<&Fix>,
        world: &World<'_>,
        out: &mut Outcome,
    ) {
        let at = mark.judged_at();
        let id = VisitId(mark.id);
        if self.open.as_ref().is_none_or(|v| v.id != id) {
            self.check_out_closed(id, at, reason, world, out);
            return;
        }
        let own = fix.map(|f| self.take_mark_fix(f, at, world, out));
        let Some(v) = self.open.as_deref_mut().filter(|v| v.id == id) else {
            return;
        };
        let found = v.outlet.and_then(|o| outlet_at(v.slot, o, world));
        let fence = found.map_or(&Fence::None, |o| &o.fence);
        let mut window = MarkNow::new(at);
        for point in self.recent.iter().chain(own.as_ref()) {
            window.hear(point, fence, world.rules);
        }
        v.check_out = Some(window);
        v.reason = reason.map(Into::into);
        self.close_open(Standing::CheckedOut(at), world, out);
    }

    /// A check-out of a visit that another check-in has just closed: the two overlap.
    fn check_out_closed(
        &mut self,
        id: VisitId,
        at: At,
        reason: Option<&str>,
        world: &World<'_>,
        out: &mut Outcome,
    ) {
        let Some(v) = self
            .settling
            .iter_mut()
            .find(|v| v.id == id && v.check_out.is_none())
        else {
            out.changes.push(Change::Noted("no_open_visit"));
            return;
        };
        v.overlap = v.closed_at().is_some_and(|closed| closed < at);
        v.reason = reason.map(Into::into);
        out.changes
            .push(Change::VisitUpdated(Box::new(crate::overall::published(
                v, world,
            ))));
    }

    fn cancel(
        &mut self,
        mark: &Mark,
        outlet: Option<OutletId>,
        (reason, to): (Option<&String>, Option<NaiveDate>),
        world: &World<'_>,
        out: &mut Outcome,
    ) {
        if let Some(outlet) = outlet {
            // A date that is not to come moves nothing.
            let statement = match to.filter(|to| *to > world.day.plan.date) {
                Some(to) => StopStatement::Rescheduled(reason.cloned(), to),
                None => StopStatement::Cancelled(reason.cloned()),
            };
            out.changes.push(Change::Stop { outlet, statement });
        }
        let id = VisitId(mark.id);
        let Some(v) = self.open.as_deref_mut().filter(|v| v.id == id) else {
            return;
        };
        v.reason = reason.map(|r| r.as_str().into());
        self.close_open(Standing::Cancelled(mark.judged_at()), world, out);
    }
}
