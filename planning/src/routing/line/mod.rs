//! One route on plain lists of numbers: a few calls near each other are taken out and put back where each
//! costs least and nobody comes late, annealed; the best is then moved and turned until no move makes it
//! shorter. A thousand such steps cost what a few reinsertions by the library do.

mod moves;
mod walk;

use self::walk::Stand;
use super::{Problem, random::Seeded};

/// Temperature at the first and the last step, in mean costs of a leg.
const HEAT: (f64, f64) = (1.0, 0.02);
/// Most calls taken out by a step.
const TAKEN_MAX: usize = 12;
/// One comparison of so many goes against the cheaper place.
const BLINK: usize = 60;

/// When a call may begin and how long it is.
#[derive(Clone, Copy, Debug)]
struct Timing {
    opens: f64,
    closes: f64,
    service: f64,
}

/// A route as it is searched. Nodes are its calls without the pause, then its start and its end; the pause is
/// taken where it first may be, or where it must.
pub(crate) struct Line {
    calls: usize,
    costs: Vec<f64>,
    times: Vec<f64>,
    timing: Vec<Timing>,
    pause: Option<Timing>,
    from: f64,
    to: f64,
    timed: bool,
    /// Of each call the others, nearest first.
    near: Vec<Vec<usize>>,
}

#[derive(Default)]
struct Room {
    taken: Vec<usize>,
    places: Vec<(f64, usize)>,
    trial: Vec<usize>,
    stands: Vec<Stand>,
}

impl Line {
    /// Of some calls of a problem and one of its vehicles.
    pub fn new(
        given: &Problem,
        vehicle: usize,
        calls: &[usize],
        pause: Option<usize>,
    ) -> Option<Self> {
        let vehicle = given.vehicles.get(vehicle)?;
        let of: Vec<_> = calls
            .iter()
            .filter_map(|call| given.calls.get(*call))
            .collect();
        let mut places: Vec<usize> = of.iter().filter_map(|call| call.place).collect();
        if places.len() != calls.len() {
            return None;
        }
        places.extend([vehicle.start, vehicle.end]);
        let matrix = |of: &[f64]| -> Vec<f64> {
            let cells = places
                .iter()
                .flat_map(|from| places.iter().map(move |to| from * given.places + to));
            cells
                .map(|cell| of.get(cell).copied().unwrap_or(f64::MAX))
                .collect()
        };
        let timing = |call: &super::Call| Timing {
            opens: call.window.0,
            closes: call.window.1,
            service: call.service,
        };
        let mut new = Self {
            calls: calls.len(),
            costs: matrix(&given.costs),
            times: matrix(&given.times),
            timing: of.iter().map(|call| timing(call)).collect(),
            pause: pause.and_then(|call| given.calls.get(call)).map(timing),
            from: vehicle.from,
            to: vehicle.to,
            timed: given.timed,
            near: Vec::new(),
        };
        new.near = (0..new.calls).map(|call| new.nearest(call)).collect();
        Some(new)
    }

    /// Of so many calls whose ways alone count; `cost` is between nodes.
    pub fn untimed(calls: usize, cost: impl Fn(usize, usize) -> f64) -> Self {
        let nodes = calls + 2;
        Self {
            calls,
            costs: (0..nodes * nodes)
                .map(|cell| cost(cell / nodes, cell % nodes))
                .collect(),
            times: Vec::new(),
            timing: Vec::new(),
            pause: None,
            from: 0.0,
            to: 0.0,
            timed: false,
            near: Vec::new(),
        }
    }

    fn nearest(&self, call: usize) -> Vec<usize> {
        let there_and_back = |other: &usize| self.way(call, *other) + self.way(*other, call);
        let mut others: Vec<usize> = (0..self.calls).collect();
        others.sort_by(|a, b| {
            there_and_back(a)
                .total_cmp(&there_and_back(b))
                .then(a.cmp(b))
        });
        others
    }

    fn way(&self, from: usize, to: usize) -> f64 {
        let cell = from * (self.calls + 2) + to;
        self.costs.get(cell).copied().unwrap_or(f64::MAX)
    }

    /// The node before a position, and the one at it.
    fn before(&self, order: &[usize], at: usize) -> usize {
        at.checked_sub(1)
            .and_then(|at| order.get(at))
            .copied()
            .unwrap_or(self.calls)
    }

    fn at(&self, order: &[usize], at: usize) -> usize {
        order.get(at).copied().unwrap_or(self.calls + 1)
    }

    pub fn cost(&self, order: &[usize]) -> f64 {
        (0..=order.len())
            .map(|at| self.way(self.before(order, at), self.at(order, at)))
            .sum()
    }

    /// Anneals from an order; the best found, and its cost. `None` where the order itself comes too late.
    pub fn anneal(
        &self,
        order: &[usize],
        steps: usize,
        random: &Seeded,
    ) -> Option<(Vec<usize>, f64)> {
        if !self.timely(order) {
            return None;
        }
        let mut room = Room::default();
        let mut now = order.to_vec();
        let mut now_cost = self.cost(&now);
        self.descend(&mut now, &mut now_cost, &mut room.trial);
        let (mut best, mut best_cost) = (now.clone(), now_cost);
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        let (leg, all) = (now_cost / (now.len() + 1) as f64, steps as f64);
        let mut trial = Vec::with_capacity(now.len());
        for step in 0..steps.min(if now.len() < 3 { 0 } else { steps }) {
            trial.clone_from(&now);
            if !self.shake(&mut trial, &mut room, random) {
                continue;
            }
            let cost = self.cost(&trial);
            #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
            let heat = leg * HEAT.0 * libm::pow(HEAT.1 / HEAT.0, step as f64 / all);
            if cost < now_cost - heat * libm::log(1.0 - random.unit()) {
                std::mem::swap(&mut now, &mut trial);
                now_cost = cost;
                if now_cost < best_cost - 1e-6 {
                    best.clone_from(&now);
                    best_cost = now_cost;
                }
            }
        }
        self.descend(&mut best, &mut best_cost, &mut room.trial);
        Some((best, best_cost))
    }

    /// A call and some near it are taken out and put back where each costs least and comes in time.
    /// Whether all found a place.
    fn shake(&self, order: &mut Vec<usize>, room: &mut Room, random: &Seeded) -> bool {
        let at = random.below(order.len());
        let Some(seed) = order.get(at).copied() else {
            return false;
        };
        let most = 1 + random.below(TAKEN_MAX.min(order.len() - 1));
        room.taken.clear();
        match random.below(8) {
            // By place; now and then one is passed over, so that not always the same go.
            0..=3 => {
                let near = self.near.get(seed).map_or(&[][..], Vec::as_slice);
                let some = near.iter().filter(|_| random.below(4) > 0);
                room.taken.extend(some.take(most));
            }
            // By time.
            4..=6 => {
                let first = at.saturating_sub(random.below(most));
                room.taken.extend(order.iter().skip(first).take(most));
            }
            // Anywhere.
            _ => room.taken.push(seed),
        }
        order.retain(|call| !room.taken.contains(call));
        while !room.taken.is_empty() {
            let call = room.taken.swap_remove(random.below(room.taken.len()));
            if !self.insert(order, call, room, random) {
                return false;
            }
        }
        true
    }

    /// Puts a call where it costs least, but for a blink, of the places where nobody comes late.
    fn insert(
        &self,
        order: &mut Vec<usize>,
        call: usize,
        room: &mut Room,
        random: &Seeded,
    ) -> bool {
        if self.timed {
            self.stands(order, &mut room.stands);
        }
        room.places.clear();
        for at in 0..=order.len() {
            let (before, after) = (self.before(order, at), self.at(order, at));
            let cost = self.way(before, call) + self.way(call, after) - self.way(before, after);
            room.places.push((cost, at));
        }
        while !room.places.is_empty() {
            let costs = room.places.iter().enumerate();
            let least = costs.min_by(|a, b| a.1.0.total_cmp(&b.1.0).then(a.1.1.cmp(&b.1.1)));
            let Some(index) = least.map(|(index, _)| index) else {
                break;
            };
            let (_, at) = room.places.swap_remove(index);
            let blinked = random.below(BLINK) == 0 && !room.places.is_empty();
            if !blinked && (!self.timed || self.fits(order, call, at, &room.stands)) {
                order.insert(at, call);
                return true;
            }
        }
        false
    }
}
