//! Calls without a place. The library fixes a pause to the place of the call before it when it is inserted; what
//! comes and goes before it later is followed here, and whoever is late because of it gives way.

use vrp_core::construction::heuristics::{InsertionContext, RouteContext, UnassignmentInfo};

/// Moves each pause to where the call before it is. Were any moved?
pub(super) fn follow(routes: &mut [RouteContext]) -> bool {
    let mut any = false;
    for route in routes {
        let tour = &route.route().tour;
        let mut moved: Vec<(usize, usize)> = Vec::new();
        let mut here = tour.start().map_or(0, |start| start.place.location);
        for (at, activity) in tour.all_activities().enumerate() {
            let anywhere = activity.job.as_ref().is_some_and(|job| {
                job.places
                    .first()
                    .is_some_and(|place| place.location.is_none())
            });
            if !anywhere {
                here = activity.place.location;
            } else if activity.place.location != here {
                moved.push((at, here));
            }
        }
        for (at, place) in moved {
            any = true;
            if let Some(activity) = route.route_mut().tour.get_mut(at) {
                activity.place.location = place;
            }
        }
    }
    any
}

/// After an insertion: pauses follow, and calls that are late by it are taken out again.
pub(super) fn settle(context: &mut InsertionContext) {
    if !follow(&mut context.solution.routes) {
        return;
    }
    let goal = context.problem.goal.clone();
    loop {
        goal.accept_solution_state(&mut context.solution);
        let Some((route, at)) = late(&context.solution.routes) else {
            return;
        };
        let Some(route) = context.solution.routes.get_mut(route) else {
            return;
        };
        let job = route.route_mut().tour.remove_activity_at(at);
        context
            .solution
            .unassigned
            .insert(job, UnassignmentInfo::Unknown);
        follow(&mut context.solution.routes);
    }
}

/// The first call that begins after its window, or the last before a late end.
fn late(routes: &[RouteContext]) -> Option<(usize, usize)> {
    for (index, route) in routes.iter().enumerate() {
        let tour = &route.route().tour;
        for (at, activity) in tour.all_activities().enumerate() {
            if activity.schedule.arrival > activity.place.time.end {
                let call = if activity.job.is_some() {
                    at
                } else {
                    at.checked_sub(1)?
                };
                return (call > 0).then_some((index, call));
            }
        }
    }
    None
}
