//! Which fences the rep is in: asks the index only after moving out of what the last answer covers.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::{
    id::OutletId,
    outcome::Outcome,
    outlet_index::{FOLLOWED_MAX, IndexedOutlet, Near, Slot},
    position::{LatLng, Plane},
    presence::{Hold, Presence, Side, midpoint},
    tight::push_tight,
    time::At,
    track::Point,
    visit::VisitSource,
    visit_now::{EndedBy, Standing},
    world::World,
};

use super::Tracker;

/// Fences this near are listed when the index is asked.
const REACH_MM: i64 = 30_000;
/// In open country the next question waits for this much movement.
const CLEAR_MM: i64 = 300_000;

/// The last answer of the index, good while the rep stays within `safe_mm` of where it was asked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Around {
    plane: Option<Plane>,
    #[serde(skip)]
    safe_mm: i64,
    #[serde(skip)]
    stamp: u64,
    #[serde(skip)]
    list: SmallVec<[Near; 1]>,
}

/// The list follows from where it was asked.
impl PartialEq for Around {
    fn eq(&self, other: &Self) -> bool {
        self.plane == other.plane
    }
}
impl Eq for Around {}

impl Around {
    /// An upper bound of the movement since the last question, after asking anew where needed.
    fn refresh(&mut self, point: &Point, world: &World<'_>) -> i64 {
        if let Some(plane) = self.plane {
            if self.stamp != world.outlets.stamp() {
                self.ask(plane, world);
            }
            let moved = upper(plane.distance_mm(point.position));
            if moved <= self.safe_mm {
                return moved;
            }
        }
        self.ask(Plane::at(point.position), world);
        upper(0)
    }

    /// The list holds exact distances from `p`.
    fn asked_at(&self, p: LatLng) -> bool {
        self.plane.is_some_and(|plane| plane.origin() == p)
    }

    fn ask(&mut self, plane: Plane, world: &World<'_>) {
        world.outlets.candidates(
            &plane,
            REACH_MM,
            world.day.plan.date,
            |id| is_planned(id, world),
            &mut self.list,
        );
        let clear = self.list.is_empty() && world.outlets.is_clear(plane.origin(), CLEAR_MM);
        self.safe_mm = if clear { CLEAR_MM } else { REACH_MM };
        self.stamp = world.outlets.stamp();
        self.plane = Some(plane);
    }

    pub(super) fn heap_bytes(&self) -> usize {
        if self.list.spilled() {
            self.list.capacity() * size_of::<Near>()
        } else {
            0
        }
    }
}

/// The flat map is good to a thousandth at this scale; give it a hundredth and a decimetre.
const fn upper(mm: i64) -> i64 {
    mm + mm / 100 + 100
}

pub(super) fn is_planned(id: OutletId, world: &World<'_>) -> bool {
    world.day.plan.stops.iter().any(|s| s.outlet == id)
}

/// The outlet at a remembered slot, or found anew after the index changed.
pub(crate) fn outlet_at<'a>(
    slot: Slot,
    id: OutletId,
    world: &World<'a>,
) -> Option<&'a IndexedOutlet> {
    let date = world.day.plan.date;
    let hinted = world
        .outlets
        .at(slot)
        .filter(|o| o.id == id && o.valid_on(date));
    hinted.or_else(|| world.outlets.get(id, date))
}

/// `d − r` of the outlet at a remembered slot, or found anew after the index changed.
pub(super) fn beyond_at(slot: Slot, id: OutletId, p: LatLng, world: &World<'_>) -> Option<i64> {
    world
        .outlets
        .circle_beyond_mm(slot, id, world.day.plan.date, p)
        .or_else(|| outlet_at(slot, id, world)?.fence.beyond_mm(p))
}

impl Tracker {
    /// Enters and leaves fences by the next used fix.
    pub(super) fn follow(
        &mut self,
        point: &Point,
        previous: Option<At>,
        world: &World<'_>,
        out: &mut Outcome,
    ) {
        let moved = self.around.refresh(point, world);
        let asked_here = self.around.asked_at(point.position);
        // What is not listed lies farther from where was asked than the list reaches, and from here
        // by the movement less.
        let unlisted_mm = (self.around.list.len() < FOLLOWED_MAX).then_some(REACH_MM - moved);
        let mut left: SmallVec<[(Presence, At); 2]> = SmallVec::new();
        let list = &self.around.list;
        self.presences.retain_mut(|p| {
            let near = list.iter().find(|n| n.id == p.outlet);
            if let Some(n) = near
                && n.beyond_mm + moved < 0
            {
                p.hold.observe(Side::Inside, point.at);
                p.inside = p.inside.saturating_add(1);
                return true;
            }
            let slot = near.map_or(p.slot, |n| n.slot);
            let surely_outside = near.is_none()
                && unlisted_mm.is_some_and(|least| least > point.accuracy_mm())
                && world.outlets.is_circle(slot, p.outlet, world.day.plan.date);
            let beyond = match near.filter(|_| asked_here) {
                Some(n) => Some(n.beyond_mm),
                None if surely_outside => unlisted_mm,
                None => beyond_at(slot, p.outlet, point.position, world),
            };
            let Some(beyond) = beyond else {
                return false;
            };
            let side = Side::of(beyond, point.accuracy_mm());
            if side == Side::Inside {
                p.inside = p.inside.saturating_add(1);
            }
            match p.hold.observe(side, point.at) {
                Some(first_out_at) => {
                    left.push((*p, first_out_at));
                    false
                }
                None => true,
            }
        });
        let gap_ms = i64::from(world.rules.gap_flag_min) * 60_000;
        for (p, first_out_at) in left {
            let last = p.hold.last_inside_at;
            self.left_fence(
                p.outlet,
                midpoint(last, first_out_at, last, gap_ms),
                world,
                out,
            );
        }
        self.enter_near(point, previous, moved, gap_ms, world);
    }

    fn enter_near(
        &mut self,
        point: &Point,
        previous: Option<At>,
        moved: i64,
        gap_ms: i64,
        world: &World<'_>,
    ) {
        let mut entered: SmallVec<[(OutletId, Slot); FOLLOWED_MAX]> = SmallVec::new();
        for n in &self.around.list {
            if n.beyond_mm > moved || self.presences.iter().any(|p| p.outlet == n.id) {
                continue;
            }
            let inside = if self.around.asked_at(point.position) {
                n.beyond_mm <= 0
            } else {
                beyond_at(n.slot, n.id, point.position, world).is_some_and(|b| b <= 0)
            };
            if inside {
                entered.push((n.id, n.slot));
            }
        }
        let arrived_at = previous.map_or(point.at, |p| midpoint(p, point.at, point.at, gap_ms));
        for (id, slot) in entered {
            self.enter_fence(id, slot, arrived_at, point.at, world);
        }
        // The declared outlet is followed even where eight others are nearer.
        let Some((id, slot)) = self.open.as_ref().and_then(|v| Some((v.outlet?, v.slot))) else {
            return;
        };
        if self.presences.iter().all(|p| p.outlet != id)
            && beyond_at(slot, id, point.position, world).is_some_and(|b| b <= 0)
        {
            self.enter_fence(id, slot, arrived_at, point.at, world);
        }
    }

    /// Begins to follow a fence; where eight are followed a planned or declared one takes the place
    /// of one that is neither.
    pub(super) fn enter_fence(
        &mut self,
        id: OutletId,
        slot: Slot,
        arrived_at: At,
        at: At,
        world: &World<'_>,
    ) {
        let declared = self.open.as_ref().is_some_and(|v| v.outlet == Some(id));
        if self.presences.len() >= FOLLOWED_MAX {
            let wanted = declared || is_planned(id, world);
            let spare = self
                .presences
                .iter()
                .rposition(|p| !p.claimed && (declared || !is_planned(p.outlet, world)));
            match spare.filter(|_| wanted) {
                Some(i) => drop(self.presences.remove(i)),
                None => return,
            }
        }
        let claimed = declared;
        let entered = Presence {
            outlet: id,
            slot,
            arrived_at,
            hold: Hold::new(at),
            inside: 1,
            claimed,
        };
        push_tight(&mut self.presences, entered);
        if let Some(v) = self.open.as_deref_mut().filter(|v| v.outlet == Some(id)) {
            v.enter(arrived_at);
            v.first_inside_at = v.first_inside_at.or(Some(at));
        }
    }

    /// Where the index holds an outlet: the fences round the rep are at hand, any other is searched.
    pub(super) fn slot_of(&self, id: OutletId, world: &World<'_>) -> Option<Slot> {
        let date = world.day.plan.date;
        let here = self.presences.iter().find(|p| p.outlet == id);
        here.map(|p| p.slot)
            .filter(|slot| world.outlets.holds(*slot, id, date))
            .or_else(|| world.outlets.find(id, date))
    }

    fn left_fence(&mut self, outlet: OutletId, at: At, world: &World<'_>, out: &mut Outcome) {
        let Some(v) = self
            .open
            .as_deref_mut()
            .filter(|v| v.outlet == Some(outlet))
        else {
            return;
        };
        v.leave(at);
        match v.source {
            VisitSource::Detected => self.close_open(
                Standing::Ended {
                    at,
                    by: EndedBy::Evidence,
                },
                world,
                out,
            ),
            VisitSource::Declared => self.publish_update(world, out),
        }
    }
}
