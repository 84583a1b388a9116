//! Calls into routes, one after the other, each at its cheapest place but for a blink now and then
//! (Christiaens, Vanden Berghe: Slack Induction by String Removals). The library evaluates and inserts; it is
//! told which call and which routes, in an order that no hash decides.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use vrp_core::{
    construction::heuristics::{
        EvaluationContext, InsertionContext, InsertionCost, InsertionEvaluator, InsertionHeuristic,
        InsertionPosition, InsertionResult, JobSelector, LegSelection, ResultSelector,
        RouteContext, RouteSelector, eval_job_insertion_in_route,
    },
    prelude::*,
    solver::{RefinementContext, search::Recreate},
    utils::Either,
};

use super::{
    build::{Model, call_of, vehicle_of},
    pause,
    random::Seeded,
};

/// One comparison of so many goes against the cheaper place.
const BLINK: usize = 100;

/// Inserts what is required in an order drawn for each run.
pub(super) struct OneByOne {
    model: Arc<Model>,
    random: Arc<Seeded>,
    heuristic: InsertionHeuristic,
    blink: Blink,
}

impl OneByOne {
    pub fn new(model: Arc<Model>, random: Arc<Seeded>) -> Self {
        Self {
            blink: Blink {
                left: AtomicUsize::new(BLINK),
                random: random.clone(),
            },
            model,
            random,
            heuristic: InsertionHeuristic::new(Box::new(Serial)),
        }
    }

    pub fn insert(&self, mut context: InsertionContext) -> InsertionContext {
        // What the library holds as unassigned it would take up in the order of a hash.
        let unassigned = context.solution.unassigned.drain().map(|(job, _)| job);
        context.solution.required.extend(unassigned);
        self.order(&mut context.solution.required);
        let mut context = self.heuristic.process(
            context,
            &Last,
            &InOrder,
            &LegSelection::Exhaustive,
            &self.blink,
        );
        if self.model.pauses {
            pause::settle(&mut context);
        }
        context
    }

    /// Pauses first, as they must be taken; then at random, by demand, from far, from near, by window.
    /// The last of the list is inserted first.
    fn order(&self, jobs: &mut [Job]) {
        let given = &self.model.given;
        jobs.sort_by_key(call_of);
        for at in (1..jobs.len()).rev() {
            jobs.swap(at, self.random.below(at + 1));
        }
        let home = given.vehicles.first().map_or(0, |vehicle| vehicle.start);
        let key = |job: &Job, rule: usize| {
            let Some(call) = given.calls.get(call_of(job)) else {
                return 0.0;
            };
            let Some(place) = call.place else {
                return f64::MAX;
            };
            let far = || {
                let at = home * given.places + place;
                given.costs.get(at).copied().unwrap_or(0.0)
            };
            match rule {
                0..=3 => 0.0,
                4..=7 => f64::from(call.demand),
                8..=9 => far(),
                10 => -far(),
                11 | 12 => call.window.0 - call.window.1,
                13 | 14 => -call.window.0,
                _ => call.window.1,
            }
        };
        let rule = self.random.below(if given.timed { 17 } else { 11 });
        jobs.sort_by(|a, b| key(a, rule).total_cmp(&key(b, rule)));
    }
}

impl Recreate for OneByOne {
    fn run(&self, _: &RefinementContext, context: InsertionContext) -> InsertionContext {
        self.insert(context)
    }
}

/// The last of what is required, in the order that it stands in.
struct Last;

impl JobSelector for Last {
    fn prepare(&self, _: &mut InsertionContext) {}

    fn select<'a>(
        &'a self,
        context: &'a InsertionContext,
    ) -> Box<dyn Iterator<Item = &'a Job> + 'a> {
        Box::new(context.solution.required.last().into_iter())
    }
}

/// The routes as they stand, then one unused vehicle of each kind.
struct InOrder;

impl RouteSelector for InOrder {
    fn prepare(&self, _: &mut InsertionContext) {}

    fn select<'a>(
        &'a self,
        context: &'a InsertionContext,
        _: &[&'a Job],
    ) -> Box<dyn Iterator<Item = &'a RouteContext> + 'a> {
        let mut unused: Vec<&RouteContext> = context.solution.registry.next_route().collect();
        unused.sort_by_key(|route| vehicle_of(&route.route().actor));
        Box::new(context.solution.routes.iter().chain(unused))
    }
}

/// The library's own evaluation of a call in a route, on this thread.
struct Serial;

impl InsertionEvaluator for Serial {
    fn evaluate_all(
        &self,
        context: &InsertionContext,
        jobs: &[&Job],
        routes: &[&RouteContext],
        leg_selection: &LegSelection,
        result_selector: &dyn ResultSelector,
    ) -> InsertionResult {
        let goal = &context.problem.goal;
        let mut best = InsertionResult::make_failure();
        for job in jobs {
            let evaluation = EvaluationContext {
                goal,
                job,
                leg_selection,
                result_selector,
            };
            for route in routes {
                best = eval_job_insertion_in_route(
                    context,
                    &evaluation,
                    route,
                    InsertionPosition::Any,
                    best,
                );
            }
            if let InsertionResult::Failure(failure) = &mut best {
                failure.job = Some((*job).clone());
            }
        }
        best
    }
}

/// The cheaper one, but for a blink of one comparison in [`BLINK`].
struct Blink {
    left: AtomicUsize,
    random: Arc<Seeded>,
}

impl ResultSelector for Blink {
    fn select_insertion(
        &self,
        _: &InsertionContext,
        left: InsertionResult,
        right: InsertionResult,
    ) -> InsertionResult {
        InsertionResult::choose_best_result(left, right)
    }

    /// `left` is the new one, `right` the best so far.
    fn select_cost<'a>(
        &self,
        left: &'a InsertionCost,
        right: &'a InsertionCost,
    ) -> Either<&'a InsertionCost, &'a InsertionCost> {
        let left_over = self.left.load(Ordering::Relaxed);
        if left_over == 0 {
            let next = self.random.below(2 * BLINK);
            self.left.store(next, Ordering::Relaxed);
            return Either::Right(right);
        }
        self.left.store(left_over - 1, Ordering::Relaxed);
        if left < right {
            Either::Left(left)
        } else {
            Either::Right(right)
        }
    }
}
