//! A [`Problem`] as the library's, and back.

use std::sync::Arc;

use rosomaxa::{population::Greedy, prelude::*, utils::Parallelism};
use vrp_core::{
    construction::heuristics::RouteContext,
    models::{
        common::{Distance, Duration, Profile, TimeWindow},
        problem::{Actor, JobPlaceBuilder, TravelTime},
        solution::Route as Tour,
    },
    prelude::*,
    solver::{
        RecreateInitialOperator, RefinementContext, TargetPopulation, TargetSearchOperator,
        create_scalar_operator_probability, get_static_heuristic_from_heuristic_group,
    },
};

use super::{
    Problem as Given, Route, Routes, RoutingError, Search, insert::OneByOne, polish::Polish,
    random::Seeded, region::Region,
};

/// Key of a call's or a vehicle's index among the library's properties.
struct Index;

/// The matrices as the library asks for them.
struct Matrix {
    places: usize,
    costs: Arc<[f64]>,
    times: Arc<[f64]>,
}

impl Matrix {
    fn of(&self, matrix: &[f64], from: usize, to: usize) -> f64 {
        matrix
            .get(from * self.places + to)
            .copied()
            .unwrap_or(f64::MAX)
    }
}

impl TransportCost for Matrix {
    fn duration_approx(&self, _: &Profile, from: usize, to: usize) -> Duration {
        self.of(&self.times, from, to)
    }
    fn distance_approx(&self, _: &Profile, from: usize, to: usize) -> Distance {
        self.of(&self.costs, from, to)
    }
    fn duration(&self, _: &Tour, from: usize, to: usize, _: TravelTime) -> Duration {
        self.of(&self.times, from, to)
    }
    fn distance(&self, _: &Tour, from: usize, to: usize, _: TravelTime) -> Distance {
        self.of(&self.costs, from, to)
    }
}

/// What the operator needs to know of the problem beside the library's own.
pub(super) struct Model {
    pub given: Given,
    pub jobs: Vec<Job>,
    /// Of each vehicle the first that is like it.
    pub kinds: Vec<usize>,
    /// Are there calls without a place?
    pub pauses: bool,
    /// Of each call the nearest others, itself first; a pause has none.
    pub near: Vec<Vec<u32>>,
}

/// Calls of a single route that are polished: more cost too much a kick.
const POLISHED_MAX: usize = 100;
/// Neighbours kept of a call.
const NEAR: usize = 120;

/// The calls of a route, in its order.
pub(super) fn calls(route: &RouteContext) -> impl Iterator<Item = usize> + '_ {
    route
        .route()
        .tour
        .all_activities()
        .filter_map(|activity| activity.job.as_ref())
        .map(|single| index_of(&single.dimens))
}

pub(super) fn call_of(job: &Job) -> usize {
    index_of(job.dimens())
}

pub(super) fn index_of(dimens: &Dimensions) -> usize {
    dimens.get_value::<Index, usize>().copied().unwrap_or(0)
}

/// Searches routes for a problem.
pub fn solve(given: &Given, search: &Search) -> Result<Routes, RoutingError> {
    check(given)?;
    if given.calls.is_empty() || given.vehicles.is_empty() {
        return Ok(Routes {
            cost: 0.0,
            routes: Vec::new(),
            left: (0..given.calls.len()).collect(),
        });
    }
    run(given, search).map_err(|error| RoutingError::Refused(error.to_string()))
}

fn check(given: &Given) -> Result<(), RoutingError> {
    let cells = given.places * given.places;
    if given.costs.len() != cells || given.times.len() != cells {
        return Err(RoutingError::Matrix);
    }
    let calls = given.calls.iter().filter_map(|call| call.place);
    let ends = given.vehicles.iter().flat_map(|v| [v.start, v.end]);
    if calls.chain(ends).any(|place| place >= given.places) {
        return Err(RoutingError::Place);
    }
    Ok(())
}

fn run(given: &Given, search: &Search) -> GenericResult<Routes> {
    let random = Arc::new(Seeded::new(search.seed));
    let environment = Arc::new(Environment {
        random: random.clone(),
        quota: None,
        parallelism: Parallelism::new(1, 1),
        logger: Arc::new(|_| {}),
        is_experimental: false,
    });
    let problem = Arc::new(problem(given)?);
    let model = Arc::new(model(given, &problem));
    let operator: TargetSearchOperator =
        Arc::new(Region::new(model.clone(), *search, random.clone()));
    let always = || create_scalar_operator_probability(1.0, random.clone());
    let mut operators = vec![(operator, always())];
    if given.vehicles.len() == 1 && given.calls.len() <= POLISHED_MAX {
        let polish: TargetSearchOperator = Arc::new(Polish {
            model: model.clone(),
            random: random.clone(),
            kicks: search.kicks,
        });
        operators.insert(0, (polish, always()));
    }
    let heuristic =
        get_static_heuristic_from_heuristic_group(problem.clone(), environment.clone(), operators);
    let population: TargetPopulation = Box::new(Greedy::new(problem.goal.clone(), 1, None));
    let context = RefinementContext::new(
        problem.clone(),
        population,
        TelemetryMode::None,
        environment,
    );
    let first = RecreateInitialOperator::new(Arc::new(OneByOne::new(model, random)));
    let config = VrpConfigBuilder::new(problem.clone())
        .set_heuristic(Box::new(heuristic))
        .set_telemetry_mode(TelemetryMode::None)
        .prebuild()?
        .with_context(context)
        .with_initial(1, 1.0, vec![(Box::new(first), 1)])
        .with_max_generations(Some(search.generations))
        .build()?;
    let solution = Solver::new(problem, config).solve()?;
    Ok(answer(given, &solution))
}

fn problem(given: &Given) -> GenericResult<Problem> {
    let transport: Arc<dyn TransportCost> = Arc::new(Matrix {
        places: given.places,
        costs: given.costs.clone(),
        times: given.times.clone(),
    });
    let goal = GoalContextBuilder::with_features(&[
        MinimizeUnassignedBuilder::new("all served").build()?,
        TransportFeatureBuilder::new("short ways")
            .set_transport_cost(transport.clone())
            .set_time_constrained(given.timed)
            .build_minimize_distance()?,
        CapacityFeatureBuilder::<SingleDimLoad>::new("capacity").build()?,
    ])?
    .build()?;
    let jobs = given.calls.iter().enumerate().map(|(index, call)| {
        let place = JobPlaceBuilder::default()
            .location(call.place)
            .duration(call.service)
            .times(vec![TimeWindow::new(call.window.0, call.window.1)])
            .build()?;
        SingleBuilder::default()
            .id(&index.to_string())
            .demand(Demand::delivery(call.demand))
            .add_place(place)
            .dimension(|dimens| {
                dimens.set_value::<Index, usize>(index);
            })
            .build_as_job()
    });
    let vehicles = given.vehicles.iter().enumerate().map(|(index, vehicle)| {
        let mut detail = VehicleDetailBuilder::default()
            .set_start_location(vehicle.start)
            .set_end_location(vehicle.end);
        if given.timed {
            detail = detail.set_start_time(vehicle.from).set_end_time(vehicle.to);
        }
        VehicleBuilder::default()
            .id(&index.to_string())
            .add_detail(detail.build()?)
            .capacity(SingleDimLoad::new(vehicle.capacity))
            .dimension(|dimens| {
                dimens.set_value::<Index, usize>(index);
            })
            .build()
    });
    ProblemBuilder::default()
        .add_jobs(jobs.collect::<GenericResult<Vec<_>>>()?.into_iter())
        .add_vehicles(vehicles.collect::<GenericResult<Vec<_>>>()?.into_iter())
        .with_vehicle_similarity(|_| {
            Box::new(|actor| {
                actor
                    .detail
                    .start
                    .as_ref()
                    .map_or(0, |start| start.location)
            })
        })
        .with_goal(goal)
        .with_transport_cost(transport)
        .with_logger(Arc::new(|_| {}))
        .build()
}

fn model(given: &Given, problem: &Problem) -> Model {
    let placed: Vec<(u32, usize)> = (0_u32..)
        .zip(&given.calls)
        .filter_map(|(index, call)| Some((index, call.place?)))
        .collect();
    let cost = |from: usize, to: usize| {
        let at = from * given.places + to;
        given.costs.get(at).copied().unwrap_or(f64::MAX)
    };
    let near = given
        .calls
        .iter()
        .map(|call| {
            let Some(here) = call.place else {
                return Vec::new();
            };
            let mut others: Vec<(f64, u32)> = placed
                .iter()
                .map(|&(index, there)| (cost(here, there) + cost(there, here), index))
                .collect();
            let by = |a: &(f64, u32), b: &(f64, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
            if others.len() > NEAR {
                others.select_nth_unstable_by(NEAR, by);
                others.truncate(NEAR);
            }
            others.sort_by(by);
            others.into_iter().map(|(_, index)| index).collect()
        })
        .collect();
    Model {
        given: given.clone(),
        jobs: problem.jobs.all().to_vec(),
        kinds: kinds(given),
        pauses: given.calls.iter().any(|call| call.place.is_none()),
        near,
    }
}

fn kinds(given: &Given) -> Vec<usize> {
    let like = |vehicle| given.vehicles.iter().position(|other| other == vehicle);
    given
        .vehicles
        .iter()
        .map(|v| like(v).unwrap_or(0))
        .collect()
}

pub(super) fn vehicle_of(actor: &Actor) -> usize {
    index_of(&actor.vehicle.dimens)
}

fn answer(given: &Given, solution: &Solution) -> Routes {
    let kinds = kinds(given);
    let kind = |vehicle: usize| kinds.get(vehicle).copied().unwrap_or(0);
    let mut routes: Vec<Route> = solution
        .routes
        .iter()
        .map(|route| Route {
            vehicle: vehicle_of(&route.actor),
            calls: route
                .tour
                .all_activities()
                .filter_map(|activity| Some(call_of(&activity.retrieve_job()?)))
                .collect(),
        })
        .filter(|route| !route.calls.is_empty())
        .collect();
    // Which of the vehicles of a kind drives a route is the library's chance: numbered anew.
    routes.sort_by(|a, b| (kind(a.vehicle), &a.calls).cmp(&(kind(b.vehicle), &b.calls)));
    let mut next = vec![0_usize; kinds.len()];
    for route in &mut routes {
        let of = kind(route.vehicle);
        let mut like = (of..kinds.len()).filter(|vehicle| kind(*vehicle) == of);
        if let Some(number) = next.get_mut(of) {
            route.vehicle = like.nth(*number).unwrap_or(route.vehicle);
            *number += 1;
        }
    }
    let mut left: Vec<usize> = solution
        .unassigned
        .iter()
        .map(|(job, _)| call_of(job))
        .collect();
    left.sort_unstable();
    left.dedup();
    Routes {
        cost: solution.cost,
        routes,
        left,
    }
}
