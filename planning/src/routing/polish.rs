//! The operator for a single route: it is searched as a [`Line`], and what is found goes back into the
//! library's evolution as any operator's solution.

use std::sync::Arc;

use rosomaxa::{HeuristicSolution, hyper::HeuristicSearchOperator};
use vrp_core::{
    construction::heuristics::InsertionContext, models::solution::Activity, prelude::*,
    solver::RefinementContext,
};

use super::{
    build::{Model, calls, index_of, vehicle_of},
    line::Line,
    pause,
    random::Seeded,
};

pub(super) struct Polish {
    pub model: Arc<Model>,
    pub random: Arc<Seeded>,
    pub kicks: usize,
}

impl Polish {
    /// A better order of a route's calls, with its pause; `None` where none was found.
    fn search(&self, vehicle: usize, order: &[usize], pause: Option<usize>) -> Option<Vec<usize>> {
        let line = Line::new(&self.model.given, vehicle, order, pause)?;
        let as_is: Vec<usize> = (0..order.len()).collect();
        let before = line.cost(&as_is);
        let (best, cost) = line.anneal(&as_is, self.kicks, &self.random)?;
        let at = line.pause_at(&best).filter(|_| cost < before - 1e-6)?;
        let mut found: Vec<usize> = best
            .iter()
            .filter_map(|at| order.get(*at).copied())
            .collect();
        if let Some(pause) = pause {
            found.insert(at, pause);
        }
        Some(found)
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
            let vehicle = vehicle_of(&route.route().actor);
            let Some(order) = self.search(vehicle, &order, pauses.first().copied()) else {
                continue;
            };
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
