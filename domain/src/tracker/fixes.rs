//! A fix: is it in work time, does it count, what does it show.

use crate::{
    finding::FixAt,
    fix::{Fix, FixFlags},
    outcome::{Change, FixJudgement, Outcome},
    place::MARK_WINDOW_MS,
    shift::{self, Phase},
    stay::{Ended, StayNow},
    tight::push_tight,
    time::At,
    track::Point,
    verdict::IntegrityFlag,
    visit_now::{Standing, VisitNow},
    world::World,
};

use super::{Tracker, presences::outlet_at};

/// Recent fixes are kept one per slot: the most accurate of these milliseconds.
const SLOT_MS: i64 = 8_000;

impl Tracker {
    pub(super) fn on_fix(&mut self, fix: &Fix, world: &World<'_>, out: &mut Outcome) {
        if !self.in_work_time(fix, world, out) {
            out.fix = FixJudgement::OFF_SESSION;
            return;
        }
        self.note_provider(fix);
        let cleaned = self.track.clean(fix, world.rules);
        out.fix = cleaned.judgement;
        if let Some(hole) = cleaned.hole {
            out.changes.push(Change::Hole(hole));
        }
        let Some((point, previous)) = cleaned.used else {
            return;
        };
        self.memory.watch_sensors(fix, cleaned.step_mm);
        self.take(&point, previous.map(|p| p.at), world, out);
    }

    /// A used point: evidence, fences, stays, in this order.
    pub(super) fn take(
        &mut self,
        point: &Point,
        previous: Option<At>,
        world: &World<'_>,
        out: &mut Outcome,
    ) {
        self.remember(point);
        self.hear(point, world, out);
        self.follow(point, previous, world, out);
        self.rest(point, previous, world, out);
        self.detect(world, out);
    }

    fn in_work_time(&mut self, fix: &Fix, world: &World<'_>, out: &mut Outcome) -> bool {
        match self.shift.phase {
            Phase::Working(_) => return true,
            Phase::OnBreak { .. } => return false,
            Phase::Off => {}
        }
        let at = fix.judged_at();
        let session = if fix.flags.contains(FixFlags::AUTO_STARTED) {
            self.shift.declared = true;
            Some(shift::session(
                shift::automatic_id(world.day.rep, at),
                at,
                true,
                world,
            ))
        } else if !world.day.can_declare && !self.shift.declared {
            shift::working_hours(at, world)
        } else {
            None
        };
        let Some(session) = session else { return false };
        self.shift.phase = Phase::Working(session);
        out.changes.push(Change::Session(session.interval));
        true
    }

    /// Mock and emulator count whether or not the fix does.
    fn note_provider(&mut self, fix: &Fix) {
        let raised = [
            (FixFlags::MOCK, IntegrityFlag::MockProvider),
            (FixFlags::EMULATOR, IntegrityFlag::Emulator),
        ];
        for (_, raised) in raised.into_iter().filter(|(f, _)| fix.flags.contains(*f)) {
            let seen = FixAt {
                device: fix.device,
                at: fix.judged_at(),
            };
            let provided = self.provider.get_or_insert_default();
            match raised {
                IntegrityFlag::MockProvider => provided.mock = Some(seen),
                _ => provided.emulator = Some(seen),
            }
            let visits = self
                .open
                .as_deref_mut()
                .into_iter()
                .chain(&mut self.settling);
            for v in visits {
                v.raise_provider(raised, seen);
            }
        }
    }

    /// Keeps what a check-in in the next two minutes may be judged on.
    fn remember(&mut self, point: &Point) {
        let old = self
            .recent
            .iter()
            .take_while(|p| point.at.since_ms(p.at) > MARK_WINDOW_MS)
            .count();
        self.recent.drain(..old);
        if let Some(last) = self.recent.last_mut()
            && last.at.0.div_euclid(SLOT_MS) == point.at.0.div_euclid(SLOT_MS)
        {
            if point.accuracy_dm <= last.accuracy_dm {
                *last = *point;
            }
            return;
        }
        push_tight(&mut self.recent, *point);
    }

    fn hear(&mut self, point: &Point, world: &World<'_>, out: &mut Outcome) {
        for v in &mut self.settling {
            hear_one(v, point, world);
        }
        let Some(v) = self.open.as_deref_mut() else {
            return;
        };
        let before = v.last_inside_at;
        hear_one(v, point, world);
        if v.standing == Standing::Silent && v.last_inside_at != before {
            v.standing = Standing::Open;
            self.publish_update(world, out);
        }
    }

    fn rest(&mut self, point: &Point, previous: Option<At>, world: &World<'_>, out: &mut Outcome) {
        let Some(stay) = self.stay.as_mut() else {
            self.stay = Some(StayNow::start(point, previous, world.rules));
            self.track.moved_at = Some(point.at);
            return;
        };
        if let Some(ended) = stay.observe(point, world.rules) {
            self.track.moved_at = Some(point.at);
            self.publish_stay(ended, world, out);
        }
    }

    /// Ends the stay where a session or break ends.
    pub(super) fn end_stay(&mut self, world: &World<'_>, out: &mut Outcome) {
        if let Some(stay) = &self.stay {
            self.publish_stay(stay.as_ended(), world, out);
        }
        self.stay = None;
    }

    pub(super) fn publish_stay(&mut self, ended: Ended, world: &World<'_>, out: &mut Outcome) {
        if let Some(report) = self.stay_report(ended, world) {
            out.changes.push(Change::Stay(report));
            if let Some(stay) = self.stay.as_mut() {
                stay.reported_to = Some(report.to_at);
            }
        }
    }
}

fn hear_one(v: &mut VisitNow, point: &Point, world: &World<'_>) {
    let Some(id) = v.outlet else { return };
    if let Some(circle) = world.outlets.circle(v.slot, id, world.day.plan.date) {
        return v.hear(point, &circle, world.rules);
    }
    match outlet_at(v.slot, id, world) {
        Some(outlet) => v.hear(point, &outlet.fence, world.rules),
        None => v.hear(point, &crate::fence::Fence::None, world.rules),
    }
}
