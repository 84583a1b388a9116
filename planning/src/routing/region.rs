//! The operator inside the library's evolution: strings of calls are taken out of a few neighbouring routes
//! and put back, annealed over the whole budget of generations (Christiaens, Vanden Berghe: Slack Induction
//! by String Removals). A step copies and evaluates the routes near its seed only, which is what makes a
//! thousand calls cost a step as much as a hundred.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use rosomaxa::{HeuristicSolution, hyper::HeuristicSearchOperator};
use vrp_core::{
    construction::{
        enablers::TotalDistanceTourState,
        heuristics::{
            InsertionContext, RegistryContext, RouteContext, SolutionContext, SolutionState,
            UnassignmentInfo,
        },
    },
    models::solution::Registry,
    prelude::*,
    solver::RefinementContext,
};

use super::{
    Search,
    build::{Model, call_of, calls, vehicle_of},
    insert::OneByOne,
    pause,
    random::Seeded,
};

/// Longest string taken out of a route, and calls taken out on average.
const STRING_MAX: f64 = 10.0;
const TAKEN: f64 = 10.0;
/// One string of two keeps calls in its middle; how seldom one more than one.
const SPLIT_FURTHER: f64 = 0.01;
/// Calls without a place that a step tries again.
const RETRIED: usize = 8;

pub(super) struct Region {
    model: Arc<Model>,
    search: Search,
    random: Arc<Seeded>,
    insert: OneByOne,
    state: Mutex<Option<Current>>,
}

/// The solution that is annealed: of every vehicle its route.
struct Current {
    routes: Vec<Option<RouteContext>>,
    vehicle_of: Vec<Option<usize>>,
    left: Vec<usize>,
    /// No vehicle is in use here.
    registry: RegistryContext,
    cost: f64,
    assigned: usize,
    used: usize,
    best: Best,
    /// Vehicles whose route differs from that of the best.
    changed: BTreeSet<usize>,
    scale: f64,
    steps: usize,
}

struct Best {
    left: usize,
    cost: f64,
    routes: Vec<Option<RouteContext>>,
    unserved: Vec<usize>,
    /// Found since the library was last told.
    fresh: bool,
}

impl Region {
    pub fn new(model: Arc<Model>, search: Search, random: Arc<Seeded>) -> Self {
        Self {
            insert: OneByOne::new(model.clone(), random.clone()),
            model,
            search,
            random,
            state: Mutex::new(None),
        }
    }

    fn start(&self, solution: &InsertionContext) -> Current {
        let vehicles = self.model.given.vehicles.len();
        let mut routes: Vec<Option<RouteContext>> = (0..vehicles).map(|_| None).collect();
        let mut vehicle = vec![None; self.model.jobs.len()];
        let mut assigned = 0;
        for route in &solution.solution.routes {
            let at = vehicle_of(&route.route().actor);
            for call in calls(route) {
                assigned += 1;
                if let Some(slot) = vehicle.get_mut(call) {
                    *slot = Some(at);
                }
            }
            if let Some(slot) = routes.get_mut(at) {
                *slot = Some(route.deep_copy());
            }
        }
        let mut left: Vec<usize> = solution.solution.unassigned.keys().map(call_of).collect();
        left.extend(solution.solution.required.iter().map(call_of));
        left.sort_unstable();
        left.dedup();
        let cost = routes.iter().flatten().map(length).sum();
        let used = routes.iter().flatten().count();
        let registry = Registry::new(&solution.problem.fleet, self.random.clone());
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let legs = (assigned + used).max(1) as f64;
        Current {
            best: Best {
                left: left.len(),
                cost,
                routes: copy(&routes),
                unserved: left.clone(),
                fresh: false,
            },
            registry: RegistryContext::new(solution.problem.goal.as_ref(), registry),
            routes,
            vehicle_of: vehicle,
            left,
            changed: BTreeSet::new(),
            scale: cost / legs,
            cost,
            assigned,
            used,
            steps: 0,
        }
    }

    /// Of the routes round the seed, nearest first.
    fn around(&self, current: &Current, seed: usize) -> Vec<usize> {
        let mut vehicles = Vec::with_capacity(self.search.routes);
        let near = self.model.near.get(seed).map_or(&[][..], Vec::as_slice);
        for call in near {
            let at = current.vehicle_of.get(*call as usize).copied().flatten();
            if let Some(at) = at.filter(|at| !vehicles.contains(at)) {
                vehicles.push(at);
                if vehicles.len() == self.search.routes {
                    break;
                }
            }
        }
        vehicles
    }

    fn step(&self, current: &mut Current, solution: &InsertionContext, heat: f64) {
        let seed = self.random.below(self.model.jobs.len());
        let vehicles = self.around(current, seed);
        let mut routes: Vec<RouteContext> = vehicles
            .iter()
            .filter_map(|at| Some(current.routes.get(*at)?.as_ref()?.deep_copy()))
            .collect();
        let before: f64 = routes.iter().map(length).sum();
        let mut taken = self.ruin(current, seed, &mut routes);
        let retried = self.retried(current);
        taken.extend(&retried);
        if taken.is_empty() {
            return;
        }
        routes.retain(|route| route.route().tour.has_jobs());
        if self.model.pauses {
            pause::follow(&mut routes);
        }
        let region = self.context(current, solution, &vehicles, routes, &taken);
        let mut after = self.insert.insert(region).solution;
        after.routes.retain(|route| route.route().tour.has_jobs());
        let length_after: f64 = after.routes.iter().map(length).sum();
        let mut left: Vec<usize> = after.unassigned.keys().map(call_of).collect();
        left.sort_unstable();
        let threshold = before - heat * libm::log(1.0 - self.random.unit());
        let better_served = left.len() < retried.len();
        if left.len() > retried.len() || (!better_served && length_after >= threshold) {
            return;
        }
        self.take(current, &vehicles, after.routes, &taken, &left);
        current.cost += length_after - before;
        if (current.left.len(), current.cost) < (current.best.left, current.best.cost - 1e-9) {
            current.keep();
        }
    }

    /// Calls without a place that this step tries again.
    fn retried(&self, current: &Current) -> Vec<usize> {
        let mut left = current.left.clone();
        while left.len() > RETRIED {
            left.swap_remove(self.random.below(left.len()));
        }
        left
    }

    /// Strings out of routes next to the seed.
    fn ruin(&self, current: &Current, seed: usize, routes: &mut [RouteContext]) -> Vec<usize> {
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let mean = current.assigned as f64 / current.used.max(1) as f64;
        let longest = STRING_MAX.min(mean).max(1.0);
        let strings_max = (4.0 * TAKEN / (1.0 + longest) - 1.0).max(1.0);
        let strings = 1 + self.random.below(whole(strings_max));
        let mut taken: Vec<usize> = Vec::new();
        let mut ruined: Vec<usize> = Vec::new();
        let near = self.model.near.get(seed).map_or(&[][..], Vec::as_slice);
        for call in near {
            if ruined.len() == strings {
                break;
            }
            let call = *call as usize;
            let Some(vehicle) = current.vehicle_of.get(call).copied().flatten() else {
                continue;
            };
            if ruined.contains(&vehicle) {
                continue;
            }
            let route = routes
                .iter_mut()
                .find(|route| vehicle_of(&route.route().actor) == vehicle);
            let Some(route) = route else { continue };
            ruined.push(vehicle);
            self.string(route, call, longest, &mut taken);
        }
        taken
    }

    fn string(&self, route: &mut RouteContext, call: usize, longest: f64, taken: &mut Vec<usize>) {
        let tour: Vec<usize> = calls(route).collect();
        let Some(at) = tour.iter().position(|other| *other == call) else {
            return;
        };
        let length = 1 + self.random.below(whole(longest).min(tour.len()));
        let mut kept = 0;
        if length > 1 && length < tour.len() && self.random.next() & 1 == 1 {
            kept = 1;
            while length + kept < tour.len() && self.random.unit() < SPLIT_FURTHER {
                kept += 1;
            }
        }
        let span = length + kept;
        let first = (at + 1).saturating_sub(span);
        let last = at.min(tour.len() - span);
        let start = first + self.random.below(last - first + 1);
        let gap = if kept == 0 {
            usize::MAX
        } else {
            start + 1 + self.random.below(length - 1)
        };
        for (position, call) in tour.iter().enumerate().skip(start).take(span) {
            if position >= gap && position - gap < kept {
                continue;
            }
            if let Some(job) = self.model.jobs.get(*call) {
                route.route_mut().tour.remove(job);
                taken.push(*call);
            }
        }
    }

    /// The region as the library sees it: its routes, one unused vehicle of each kind, and what to insert.
    fn context(
        &self,
        current: &Current,
        solution: &InsertionContext,
        vehicles: &[usize],
        routes: Vec<RouteContext>,
        taken: &[usize],
    ) -> InsertionContext {
        let mut wanted: Vec<usize> = vehicles.to_vec();
        let mut kinds: Vec<usize> = Vec::new();
        for (at, kind) in self.model.kinds.iter().enumerate() {
            let unused = current.routes.get(at).is_some_and(Option::is_none);
            if unused && !kinds.contains(kind) {
                kinds.push(*kind);
                wanted.push(at);
            }
        }
        let mut registry = current
            .registry
            .deep_slice(|actor| wanted.contains(&vehicle_of(actor)));
        for route in &routes {
            registry.use_route(route);
        }
        InsertionContext {
            problem: solution.problem.clone(),
            solution: SolutionContext {
                required: self.jobs(taken),
                ignored: Vec::new(),
                unassigned: HashMap::new(),
                locked: HashSet::new(),
                routes,
                registry,
                state: SolutionState::default(),
            },
            environment: solution.environment.clone(),
        }
    }

    fn jobs(&self, calls: &[usize]) -> Vec<Job> {
        calls
            .iter()
            .filter_map(|call| self.model.jobs.get(*call).cloned())
            .collect()
    }

    fn take(
        &self,
        current: &mut Current,
        vehicles: &[usize],
        routes: Vec<RouteContext>,
        taken: &[usize],
        left: &[usize],
    ) {
        for at in vehicles {
            if let Some(slot) = current.routes.get_mut(*at) {
                *slot = None;
            }
        }
        for call in taken {
            if let Some(slot) = current.vehicle_of.get_mut(*call) {
                *slot = None;
            }
        }
        current.changed.extend(vehicles);
        for route in routes {
            let at = vehicle_of(&route.route().actor);
            for call in calls(&route) {
                if let Some(slot) = current.vehicle_of.get_mut(call) {
                    *slot = Some(at);
                }
            }
            if let Some(slot) = current.routes.get_mut(at) {
                *slot = Some(route);
            }
            current.changed.insert(at);
        }
        current.left.retain(|call| !taken.contains(call));
        current.left.extend(left);
        current.left.sort_unstable();
        current.used = current.routes.iter().flatten().count();
        current.assigned = self.model.jobs.len() - current.left.len();
    }
}

impl Current {
    /// This is the best so far: copied route by route, where it changed.
    fn keep(&mut self) {
        for at in std::mem::take(&mut self.changed) {
            let now = self.routes.get(at).and_then(Option::as_ref);
            if let Some(slot) = self.best.routes.get_mut(at) {
                *slot = now.map(RouteContext::deep_copy);
            }
        }
        self.best.left = self.left.len();
        self.best.cost = self.cost;
        self.best.unserved.clone_from(&self.left);
        self.best.fresh = true;
    }
}

impl HeuristicSearchOperator for Region {
    type Context = RefinementContext;
    type Objective = GoalContext;
    type Solution = InsertionContext;

    fn search(&self, _: &RefinementContext, solution: &InsertionContext) -> InsertionContext {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let current = state.get_or_insert_with(|| self.start(solution));
        let total = self.search.generations.saturating_mul(self.search.steps);
        let (hot, cold) = self.search.heat;
        for _ in 0..self.search.steps {
            #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
            let share = current.steps as f64 / total.max(1) as f64;
            let heat = current.scale * hot * libm::pow(cold / hot, share);
            self.step(current, solution, heat);
            current.steps += 1;
        }
        if !std::mem::take(&mut current.best.fresh) {
            return solution.deep_copy();
        }
        let routes: Vec<RouteContext> = copy(&current.best.routes).into_iter().flatten().collect();
        let mut registry = current.registry.deep_copy();
        for route in &routes {
            registry.use_route(route);
        }
        let unserved = self.jobs(&current.best.unserved);
        let mut found =
            InsertionContext::new_empty(solution.problem.clone(), solution.environment.clone());
        found.solution.routes = routes;
        found.solution.registry = registry;
        found.solution.unassigned = unserved
            .into_iter()
            .map(|job| (job, UnassignmentInfo::Unknown))
            .collect();
        found.restore();
        found
    }
}

fn copy(routes: &[Option<RouteContext>]) -> Vec<Option<RouteContext>> {
    routes
        .iter()
        .map(|route| route.as_ref().map(RouteContext::deep_copy))
        .collect()
}

fn length(route: &RouteContext) -> f64 {
    route.state().get_total_distance().copied().unwrap_or(0.0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a small count"
)]
fn whole(count: f64) -> usize {
    count.max(0.0) as usize
}
