//! Visits change days and outlets change hands, annealed: what is tried is mostly to go where a near outlet
//! is already visited.

use std::ops::ControlFlow;

use super::tours::{Hold, Place, Tours};
use crate::{
    district::{Changes, Neighbours, Tell},
    routing::random::Seeded,
};

/// Near outlets that an outlet may follow.
const NEAR: usize = 16;
/// Tries between two questions whether to go on.
const TOLD_EACH: usize = 4_096;
/// One try of so many is at random; one of so many exchanges two outlets.
const AT_RANDOM: usize = 5;
const EXCHANGED: usize = 4;
/// How often every tour is made shorter.
const SWEEPS: usize = 40;

/// What is tried, and how hot.
pub(super) struct Anneal<'a> {
    pub neighbours: &'a Neighbours,
    pub random: Seeded,
    pub changes: Changes,
    /// May outlets change hands?
    pub hands: bool,
    pub tries: usize,
    /// In metres, at the first and the last try.
    pub heat: (f64, f64),
}

#[derive(Default)]
struct Room {
    taken: Vec<Place>,
    given: Vec<Place>,
    other_taken: Vec<Place>,
    other_given: Vec<Place>,
}

impl Anneal<'_> {
    pub fn run(&mut self, tours: &mut Tours, tell: &mut Tell) -> ControlFlow<()> {
        let outlets: Vec<usize> = (0..tours.held.len())
            .filter(|outlet| tours.held.get(*outlet).is_some_and(Option::is_some))
            .collect();
        let near: Vec<Vec<usize>> = (0..tours.held.len())
            .map(|outlet| tours.ways.nearest(outlet, NEAR))
            .collect();
        let mut room = Room::default();
        let each = (self.tries / (SWEEPS * tours.count()).max(1)).max(1);
        for at in 0..self.tries {
            if at.is_multiple_of(TOLD_EACH) {
                let done = at.saturating_mul(1_000) / self.tries.max(1);
                tell(u32::try_from(done).unwrap_or(1_000), &rep_of(tours))?;
                tours.share_out();
            }
            if at.is_multiple_of(each) {
                tours.shorten(at / each % tours.count().max(1));
            }
            #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
            let share = at as f64 / self.tries as f64;
            let heat = self.heat.0 * libm::pow(self.heat.1 / self.heat.0, share);
            let limit = -heat * libm::log(1.0 - self.random.unit());
            let Some(outlet) = outlets.get(self.random.below(outlets.len())).copied() else {
                break;
            };
            let near = near.get(outlet).map_or(&[][..], Vec::as_slice);
            let beside = near.get(self.random.below(near.len())).copied();
            if let Some(other) = beside.filter(|_| self.random.below(EXCHANGED) == 0) {
                self.exchange(tours, outlet, other, limit, &mut room);
            } else if let Some(to) = self.aim(tours, outlet, beside) {
                self.shift(tours, outlet, to, limit, &mut room);
            }
        }
        (0..tours.count()).for_each(|tour| tours.shorten(tour));
        ControlFlow::Continue(())
    }

    /// A rep and a pattern to try: one of a near outlet's days, or any of the rep's own.
    fn aim(&self, tours: &Tours, outlet: usize, beside: Option<usize>) -> Option<Hold> {
        let now = tours.held.get(outlet).copied().flatten()?;
        let held = |other: usize| tours.held.get(other).copied().flatten();
        let rule = self.random.below(AT_RANDOM);
        let other = beside.and_then(|beside| Some((beside, held(beside)?)));
        let Some((beside, other)) = other.filter(|_| rule > 0) else {
            // Where a border runs through a gap, what is across it is near no outlet.
            let next = self
                .neighbours
                .nth(outlet, |count| self.random.below(count));
            let rep = next.and_then(held).map_or(now.rep, |hold| hold.rep);
            let option = self.random.below(tours.options(outlet, rep).len());
            return Some(Hold { rep, option });
        };
        let days = tours.slots(beside, other);
        let day = days.get(self.random.below(days.len()))?;
        let options = tours.options(outlet, other.rep);
        let fits = |option: &usize| options.get(*option).is_some_and(|o| o.contains(day));
        let fitting = (0..options.len()).filter(fits).count();
        let option = (0..options.len())
            .filter(fits)
            .nth(self.random.below(fitting))?;
        Some(Hold {
            rep: other.rep,
            option,
        })
    }

    fn may_go(&self, tours: &Tours, outlet: usize, now: usize, to: usize) -> bool {
        let Some(worker) = tours.scenario.workers.get(to) else {
            return false;
        };
        let wanted = tours.scenario.outlets.get(outlet).map_or(0, |o| o.skills);
        self.hands
            && wanted & !worker.skills == 0
            && tours.ways.reaches(to, outlet)
            && self.changes.allowed(outlet, Some(now), to)
    }

    /// May two outlets take each other's reps?
    fn may_both_go(&mut self, tours: &Tours, one: (usize, usize), other: (usize, usize)) -> bool {
        if !self.may_go(tours, one.0, one.1, other.1) {
            return false;
        }
        self.changes.give(one.0, Some(one.1), other.1);
        let both = self.may_go(tours, other.0, other.1, one.1);
        self.changes.give(one.0, Some(other.1), one.1);
        both
    }

    /// Would both territories stay in one piece? `but` is about to change places with it.
    fn in_one_piece(
        &self,
        tours: &Tours,
        outlet: usize,
        hold: Hold,
        to: usize,
        but: Option<usize>,
    ) -> bool {
        let has = |other: usize, rep: usize| {
            tours
                .held
                .get(other)
                .copied()
                .flatten()
                .is_some_and(|hold| hold.rep == rep)
        };
        let mut beside = self.neighbours.next(outlet);
        beside.any(|next| Some(next) != but && has(next, to))
            && self
                .neighbours
                .is_spare(outlet, |other| other != outlet && has(other, hold.rep))
    }

    fn shift(&mut self, tours: &mut Tours, outlet: usize, to: Hold, limit: f64, room: &mut Room) {
        let Some(now) = tours.held.get(outlet).copied().flatten() else {
            return;
        };
        let hands = now.rep != to.rep;
        if hands && !self.may_go(tours, outlet, now.rep, to.rep) {
            return;
        }
        let saved = tours.remove(outlet, &mut room.taken);
        let delta = tours.cost_to_add(outlet, to, &mut room.given) - saved;
        let better = delta < limit;
        if better && (!hands || self.in_one_piece(tours, outlet, now, to.rep, None)) {
            tours.add(outlet, to, &room.given);
            if hands {
                self.changes.give(outlet, Some(now.rep), to.rep);
            }
            return;
        }
        tours.add(outlet, now, &room.taken);
        if better && hands {
            self.together(tours, outlet, to, limit);
        }
    }

    /// An outlet goes with what would be cut off without it, if there is little of that.
    fn together(&mut self, tours: &mut Tours, outlet: usize, to: Hold, limit: f64) {
        let rep_of = |other: usize| {
            tours
                .held
                .get(other)
                .copied()
                .flatten()
                .map(|hold| hold.rep)
        };
        let Some(was) = rep_of(outlet) else { return };
        let beside = self
            .neighbours
            .next(outlet)
            .any(|next| rep_of(next) == Some(to.rep));
        let inside = |other: usize| rep_of(other) == Some(was);
        let Some(mut along) = self.neighbours.cut_off(outlet, inside).filter(|_| beside) else {
            return;
        };
        along.push(outlet);
        let mut gone: Vec<(usize, Hold, Vec<Place>)> = Vec::new();
        let mut delta = 0.0;
        let mut all = true;
        for outlet in along {
            let now = tours.held.get(outlet).copied().flatten();
            let Some(now) = now.filter(|now| self.may_go(tours, outlet, now.rep, to.rep)) else {
                all = false;
                break;
            };
            let (mut taken, mut given) = (Vec::new(), Vec::new());
            delta -= tours.remove(outlet, &mut taken);
            let Some((cost, hold)) = tours.best(outlet, to.rep, &mut given) else {
                tours.add(outlet, now, &taken);
                all = false;
                break;
            };
            delta += cost;
            tours.add(outlet, hold, &given);
            self.changes.give(outlet, Some(now.rep), to.rep);
            gone.push((outlet, now, taken));
        }
        if all && delta < limit {
            return;
        }
        let mut given = Vec::new();
        for (outlet, was, taken) in gone.into_iter().rev() {
            tours.remove(outlet, &mut given);
            tours.add(outlet, was, &taken);
            self.changes.give(outlet, Some(to.rep), was.rep);
        }
    }

    /// Two outlets of one frequency take each other's days, and reps.
    fn exchange(
        &mut self,
        tours: &mut Tours,
        one: usize,
        other: usize,
        limit: f64,
        room: &mut Room,
    ) {
        let held = |outlet: usize| tours.held.get(outlet).copied().flatten();
        let (Some(a), Some(b)) = (held(one), held(other)) else {
            return;
        };
        let alike = tours.options(one, b.rep).get(b.option)
            == tours.options(other, b.rep).get(b.option)
            && tours.options(other, a.rep).get(a.option) == tours.options(one, a.rep).get(a.option);
        let hands = a.rep != b.rep;
        if a == b || !alike || (hands && !self.may_both_go(tours, (one, a.rep), (other, b.rep))) {
            return;
        }
        let mut delta = -tours.remove(one, &mut room.taken);
        delta -= tours.remove(other, &mut room.other_taken);
        delta += tours.cost_to_add(one, b, &mut room.given);
        tours.add(one, b, &room.given);
        delta += tours.cost_to_add(other, a, &mut room.other_given);
        let back = |tours: &mut Tours, room: &mut Room| {
            tours.remove(one, &mut room.given);
            tours.add(other, b, &room.other_taken);
            tours.add(one, a, &room.taken);
        };
        if delta >= limit {
            back(tours, room);
            return;
        }
        if hands {
            // Looked at as if neither had been given away yet.
            tours.remove(one, &mut room.given);
            let pieces = self.in_one_piece(tours, one, a, b.rep, Some(other))
                && self.in_one_piece(tours, other, b, a.rep, Some(one));
            if !pieces {
                tours.add(other, b, &room.other_taken);
                tours.add(one, a, &room.taken);
                return;
            }
            tours.add(one, b, &room.given);
            let was = (Some(a.rep), Some(b.rep));
            self.changes.give(one, was.0, b.rep);
            self.changes.give(other, was.1, a.rep);
        }
        tours.add(other, a, &room.other_given);
    }
}

pub(super) fn rep_of(tours: &Tours) -> Vec<Option<usize>> {
    tours
        .held
        .iter()
        .map(|hold| hold.map(|hold| hold.rep))
        .collect()
}
