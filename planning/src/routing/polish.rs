//! The operator for a single route: calls are moved, strings turned round, and what no move makes better is
//! shaken and tried again, on plain lists of numbers. A hundred kicks cost what one reinsertion by the
//! library does; what it finds goes back into the library's evolution as any operator's solution.

use std::sync::Arc;

use rosomaxa::{HeuristicSolution, hyper::HeuristicSearchOperator};
use vrp_core::{
    construction::heuristics::InsertionContext, models::solution::Activity, prelude::*,
    solver::RefinementContext,
};

use super::{
    build::{Model, calls, index_of},
    pause,
    random::Seeded,
};

/// Temperature at the first and the last kick of a generation, in mean costs of a leg.
const HEAT: (f64, f64) = (1.0, 0.02);
/// Calls taken out by a kick.
const TAKEN_MAX: usize = 10;
/// Longest string that is moved as one.
const MOVED_MAX: usize = 3;

pub(super) struct Polish {
    pub model: Arc<Model>,
    pub random: Arc<Seeded>,
    pub kicks: usize,
}

/// A route as it is searched: its calls without the pause, which is taken where it fits first.
struct Line<'a> {
    model: &'a Model,
    vehicle: usize,
    pause: Option<usize>,
}

impl Line<'_> {
    fn place(&self, call: Option<&usize>, end: usize) -> usize {
        call.and_then(|call| self.model.given.calls.get(*call)?.place)
            .unwrap_or(end)
    }

    fn cost(&self, order: &[usize]) -> f64 {
        let given = &self.model.given;
        let Some(vehicle) = given.vehicles.get(self.vehicle) else {
            return f64::MAX;
        };
        let mut here = vehicle.start;
        let mut cost = 0.0;
        for at in 0..=order.len() {
            let next = self.place(order.get(at), vehicle.end);
            let cell = here * given.places + next;
            cost += given.costs.get(cell).copied().unwrap_or(f64::MAX);
            here = next;
        }
        cost
    }

    /// Position before which the pause is taken; `None` where the order comes too late somewhere.
    fn timely(&self, order: &[usize]) -> Option<usize> {
        let given = &self.model.given;
        let vehicle = given.vehicles.get(self.vehicle)?;
        if !given.timed {
            return Some(order.len());
        }
        let pause = self.pause.and_then(|call| given.calls.get(call));
        let mut taken = if pause.is_some() { None } else { Some(0) };
        let (mut here, mut now) = (vehicle.start, vehicle.from);
        for at in 0..=order.len() {
            let next = self.place(order.get(at), vehicle.end);
            let way = given.times.get(here * given.places + next).copied()?;
            let call = order.get(at).and_then(|call| given.calls.get(*call));
            let begin = |now: f64| call.map_or(now + way, |c| (now + way).max(c.window.0));
            let until = |now: f64| begin(now) + call.map_or(0.0, |c| c.service);
            if let (None, Some(pause)) = (taken, pause) {
                let last = at == order.len();
                if now >= pause.window.0 || last || until(now) > pause.window.1 {
                    if now > pause.window.1 {
                        return None;
                    }
                    now = now.max(pause.window.0) + pause.service;
                    taken = Some(at);
                }
            }
            let closes = call.map_or(vehicle.to, |c| c.window.1);
            if begin(now) > closes {
                return None;
            }
            now = until(now);
            here = next;
        }
        taken
    }

    /// What the way between two positions of the order costs; position 0 is where the route starts.
    fn way(&self, order: &[usize], from: usize, to: usize) -> f64 {
        let given = &self.model.given;
        let Some(vehicle) = given.vehicles.get(self.vehicle) else {
            return f64::MAX;
        };
        let place = |position: usize| match position.checked_sub(1) {
            None => vehicle.start,
            Some(at) => self.place(order.get(at), vehicle.end),
        };
        let cell = place(from) * given.places + place(to);
        given.costs.get(cell).copied().unwrap_or(f64::MAX)
    }

    /// Moves and turns until none makes the order shorter.
    fn descend(&self, order: &mut Vec<usize>, cost: &mut f64) {
        let mut better = true;
        let mut trial = Vec::with_capacity(order.len());
        while better {
            better = false;
            for first in 1..=order.len() {
                better |= self.turn(order, cost, first, &mut trial);
                for last in first..(first + MOVED_MAX).min(order.len() + 1) {
                    better |= self.put(order, cost, (first, last), &mut trial);
                }
            }
        }
    }

    /// The string that begins at a position, of any length, turned round.
    fn turn(
        &self,
        order: &mut Vec<usize>,
        cost: &mut f64,
        first: usize,
        trial: &mut Vec<usize>,
    ) -> bool {
        let mut inside = 0.0;
        for last in first + 1..=order.len() {
            let way = |from, to| self.way(order, from, to);
            inside += way(last, last - 1) - way(last - 1, last);
            let outside = way(first - 1, last) + way(first, last + 1)
                - way(first - 1, first)
                - way(last, last + 1);
            if inside + outside < -1e-6 {
                trial.clone_from(order);
                if let Some(string) = trial.get_mut(first - 1..last) {
                    string.reverse();
                }
                if self.accept(order, cost, trial) {
                    return true;
                }
            }
        }
        false
    }

    /// The string between two positions, put elsewhere as it is or turned round.
    fn put(
        &self,
        order: &mut Vec<usize>,
        cost: &mut f64,
        (first, last): (usize, usize),
        trial: &mut Vec<usize>,
    ) -> bool {
        let way = |from, to| self.way(order, from, to);
        let closed = way(first - 1, last + 1) - way(first - 1, first) - way(last, last + 1);
        let turned: f64 = (first..last)
            .map(|at| way(at + 1, at) - way(at, at + 1))
            .sum();
        for after in (0..first - 1).chain(last + 1..=order.len()) {
            let way = |from, to| self.way(order, from, to);
            let open = closed - way(after, after + 1);
            let as_is = open + way(after, first) + way(last, after + 1);
            let round = open + way(after, last) + way(first, after + 1) + turned;
            let long = last + 1 - first;
            let to = if after < first { after } else { after - long };
            for (delta, turned) in [(as_is, false), (round, true)] {
                if delta < -1e-6 && !(turned && long == 1) {
                    moved(order, first - 1, long, to, turned, trial);
                    if self.accept(order, cost, trial) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Puts a call where it costs least of the places where nobody comes late.
    fn insert(&self, order: &mut Vec<usize>, call: usize) -> bool {
        order.push(call);
        let last = order.len();
        let way = |from, to| self.way(order, from, to);
        let mut places: Vec<(f64, usize)> = (0..last)
            .map(|at| {
                let next = if at + 1 == last { last + 1 } else { at + 1 };
                (way(at, last) + way(last, next) - way(at, next), at)
            })
            .collect();
        order.pop();
        places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (_, at) in places {
            order.insert(at, call);
            if self.timely(order).is_some() {
                return true;
            }
            order.remove(at);
        }
        false
    }

    fn accept(&self, order: &mut Vec<usize>, cost: &mut f64, trial: &mut Vec<usize>) -> bool {
        let new = self.cost(trial);
        if new >= *cost - 1e-6 || self.timely(trial).is_none() {
            return false;
        }
        *cost = new;
        std::mem::swap(order, trial);
        true
    }
}

/// `order` with `long` calls from `from` put at `to` of the rest.
fn moved(
    order: &[usize],
    from: usize,
    long: usize,
    to: usize,
    turned: bool,
    trial: &mut Vec<usize>,
) {
    trial.clear();
    let rest = || {
        order
            .iter()
            .take(from)
            .chain(order.iter().skip(from + long))
    };
    trial.extend(rest().take(to));
    let string = order.iter().skip(from).take(long);
    if turned {
        trial.extend(string.rev());
    } else {
        trial.extend(string);
    }
    trial.extend(rest().skip(to));
}

impl Polish {
    /// A call and some near it are taken out and put back where each costs least and comes in time.
    /// Whether all found a place.
    fn shake(&self, line: &Line, order: &mut Vec<usize>) -> bool {
        let at = self.random.below(order.len());
        let Some(seed) = order.get(at).copied() else {
            return false;
        };
        let most = 2 + self.random.below(TAKEN_MAX - 1);
        let near = self.model.near.get(seed).map_or(&[][..], Vec::as_slice);
        // By place, by time, or anywhere; now and then one is passed over, so that not always the same go.
        let pool: Vec<usize> = match self.random.below(3) {
            0 => near.iter().map(|call| *call as usize).collect(),
            1 => order
                .iter()
                .skip(at.saturating_sub(most))
                .copied()
                .collect(),
            _ => (0..most)
                .filter_map(|_| order.get(self.random.below(order.len())).copied())
                .collect(),
        };
        let mut taken: Vec<usize> = Vec::with_capacity(most);
        for call in pool {
            let known = order.contains(&call) && !taken.contains(&call);
            if taken.len() < most && known && self.random.below(4) > 0 {
                taken.push(call);
            }
        }
        order.retain(|call| !taken.contains(call));
        while !taken.is_empty() {
            let call = taken.swap_remove(self.random.below(taken.len()));
            if !line.insert(order, call) {
                return false;
            }
        }
        true
    }

    fn search(&self, line: &Line, order: &[usize]) -> Option<(Vec<usize>, usize)> {
        let mut best = order.to_vec();
        let mut best_cost = match line.timely(&best) {
            Some(_) => line.cost(&best),
            None => return None,
        };
        let before = best_cost;
        line.descend(&mut best, &mut best_cost);
        let (mut now, mut now_cost) = (best.clone(), best_cost);
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        let (leg, kicks) = (best_cost / (best.len() + 1) as f64, self.kicks as f64);
        for kick in 0..self.kicks {
            let mut trial = now.clone();
            if !self.shake(line, &mut trial) {
                continue;
            }
            let mut cost = line.cost(&trial);
            line.descend(&mut trial, &mut cost);
            #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
            let heat = leg * HEAT.0 * libm::pow(HEAT.1 / HEAT.0, kick as f64 / kicks);
            if cost < now_cost - heat * libm::log(1.0 - self.random.unit()) {
                (now, now_cost) = (trial, cost);
            }
            if now_cost < best_cost - 1e-6 {
                best.clone_from(&now);
                best_cost = now_cost;
            }
        }
        if best_cost >= before - 1e-6 {
            return None;
        }
        let pause = line.timely(&best)?;
        Some((best, pause))
    }
}

impl HeuristicSearchOperator for Polish {
    type Context = RefinementContext;
    type Objective = GoalContext;
    type Solution = InsertionContext;

    fn search(&self, _: &RefinementContext, solution: &InsertionContext) -> InsertionContext {
        let mut found = solution.deep_copy();
        for route in &mut found.solution.routes {
            let placed = |call: &usize| {
                let call = self.model.given.calls.get(*call);
                call.is_some_and(|call| call.place.is_some())
            };
            let (order, pauses): (Vec<usize>, Vec<usize>) = calls(route).partition(placed);
            // A line holds one pause; a route with more is as good as the insertion made it.
            if pauses.len() > 1 {
                continue;
            }
            let line = Line {
                model: &self.model,
                vehicle: super::build::vehicle_of(&route.route().actor),
                pause: pauses.first().copied(),
            };
            let Some((mut order, at)) = self.search(&line, &order) else {
                continue;
            };
            if let Some(pause) = line.pause {
                order.insert(at, pause);
            }
            let tour = &mut route.route_mut().tour;
            let mut activities: Vec<(usize, Activity)> = tour
                .all_activities()
                .filter_map(|activity| {
                    let call = index_of(&activity.job.as_ref()?.dimens);
                    Some((call, activity.deep_copy()))
                })
                .collect();
            for call in &order {
                if let Some(job) = self.model.jobs.get(*call) {
                    tour.remove(job);
                }
            }
            for call in &order {
                if let Some(at) = activities.iter().position(|(other, _)| other == call) {
                    tour.insert_last(activities.swap_remove(at).1);
                }
            }
        }
        pause::follow(&mut found.solution.routes);
        found.restore();
        found
    }
}
