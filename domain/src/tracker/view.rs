//! What can be read of a tracker between steps: the live view, open visits, its size.

use serde::{Deserialize, Serialize};

use crate::{
    day::{Stay, WorkInterval},
    id::{OutletId, VisitId},
    overall::published,
    shift::Phase,
    stay::Ended,
    time::At,
    track::{Point, Sums},
    visit::Visit,
    visit_now::VisitNow,
    world::World,
};

use super::{
    Tracker,
    presences::{is_planned, outlet_at},
};

/// What a rep is doing now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", schema(as = RepActivity))]
pub enum Activity {
    Travelling,
    InVisit,
    /// A stay of at least `idle_flag_min` outside any outlet, in work time.
    Idle,
    Break,
    OffSession,
}

/// The rep's state as the live map shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiveView {
    pub activity: Activity,
    /// Start of the stay that makes it [`Activity::Idle`].
    pub idle_since: Option<At>,
    pub visit: Option<VisitId>,
    pub outlet: Option<OutletId>,
    /// Planned outlets called at so far, the open one included.
    pub visited: u16,
    pub planned: u16,
    /// The last used fix.
    pub last: Option<Point>,
    pub sums: Sums,
    pub session: Option<WorkInterval>,
}

impl Tracker {
    pub fn view(&self, world: &World<'_>) -> LiveView {
        let open = self.open.as_deref().filter(|v| v.is_open());
        let outlet = open.and_then(|v| v.outlet);
        let stops = &world.day.plan.stops;
        let called = |id| {
            self.memory.visited.contains(&id)
                || self.open.as_ref().is_some_and(|v| v.outlet == Some(id))
        };
        LiveView {
            activity: self.activity(world),
            idle_since: self.idle_since(world),
            visit: open.map(|v| v.id),
            outlet,
            visited: count(stops.iter().filter(|s| called(s.outlet)).count()),
            planned: count(
                stops
                    .iter()
                    .filter(|s| !s.excused || called(s.outlet))
                    .count(),
            ),
            last: self.track.last().copied(),
            sums: *self.track.sums(),
            session: self.shift.session().map(|s| s.interval),
        }
    }

    fn activity(&self, world: &World<'_>) -> Activity {
        match self.shift.phase {
            Phase::Off => Activity::OffSession,
            Phase::OnBreak { .. } => Activity::Break,
            Phase::Working(_) if self.open.is_some() => Activity::InVisit,
            Phase::Working(_) if self.idle_since(world).is_some() => Activity::Idle,
            Phase::Working(_) => Activity::Travelling,
        }
    }

    fn idle_since(&self, world: &World<'_>) -> Option<At> {
        let free = matches!(self.shift.phase, Phase::Working(_)) && self.open.is_none();
        let stay = self
            .stay
            .as_ref()
            .filter(|_| free && self.presences.is_empty())?;
        let (first_at, last_at) = stay.shown();
        let idle_ms = i64::from(world.rules.idle_flag_min) * 60_000;
        (last_at.since_ms(first_at) >= idle_ms).then_some(first_at)
    }

    /// Visits still in the tracker in their present form: the open one, then those settling.
    pub fn visits(&self, world: &World<'_>) -> Vec<Visit> {
        self.open
            .as_deref()
            .into_iter()
            .chain(&self.settling)
            .map(|v| published(v, world))
            .collect()
    }

    /// The stay that is going on, if it is one by `stop_min_s`.
    pub fn stay(&self, world: &World<'_>) -> Option<Stay> {
        let stay = self.stay.as_ref()?;
        self.stay_report(stay.as_ended(), world)
    }

    /// Totals of the day so far.
    pub const fn sums(&self) -> &Sums {
        self.track.sums()
    }

    /// The running session and break.
    pub const fn work(&self) -> (Option<WorkInterval>, Option<WorkInterval>) {
        match &self.shift.phase {
            Phase::Off => (None, None),
            Phase::Working(s) => (Some(s.interval), None),
            Phase::OnBreak { session, pause } => (Some(session.interval), Some(**pause)),
        }
    }

    /// A stretch as a stay of the day, if it is one by `stop_min_s` without what was reported of it.
    pub(super) fn stay_report(&self, ended: Ended, world: &World<'_>) -> Option<Stay> {
        let Ended { to_at, centre, .. } = ended;
        let reported_to = self.stay.as_ref().and_then(|s| s.reported_to);
        let from_at = ended.from_at.max(reported_to.unwrap_or(ended.from_at));
        if to_at.since_ms(from_at) < i64::from(world.rules.stop_min_s) * 1000 {
            return None;
        }
        let inside = |id, slot| {
            let fence = outlet_at(slot, id, world).map(|o| &o.fence)?;
            fence.beyond_mm(centre).filter(|b| *b <= 0)
        };
        let outlet = self
            .presences
            .iter()
            .filter_map(|p| {
                Some((
                    !p.claimed,
                    !is_planned(p.outlet, world),
                    inside(p.outlet, p.slot)?,
                    p.outlet,
                ))
            })
            .min()
            .map(|(.., id)| id);
        Some(Stay {
            from_at,
            to_at,
            centre,
            outlet,
        })
    }

    /// Bytes that the tracker holds, itself and on the heap.
    pub fn heap_bytes(&self) -> usize {
        size_of::<Self>()
            + self.shift.heap_bytes()
            + self.around.heap_bytes()
            + self
                .stay
                .as_ref()
                .map_or(0, crate::stay::StayNow::heap_bytes)
            + self.presences.capacity() * size_of::<crate::presence::Presence>()
            + self.recent.capacity() * size_of::<Point>()
            + self
                .open
                .as_ref()
                .map_or(0, |v| size_of::<VisitNow>() + v.heap_bytes())
            + self.settling.capacity() * size_of::<VisitNow>()
            + self.waiting.capacity() * size_of::<(VisitId, crate::visit_now::Done)>()
            + self.memory.heap_bytes()
            + self.track.heap_bytes()
    }
}

fn count(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
