//! Visits of all reps spread over their days, and these put in order.

use std::collections::BTreeMap;

use super::{DayPlan, Outlet, PlanError, Scenario, Worker, watch::Part};
use crate::{
    sequence::{self, Day, LeftWhy, Sequence, SequenceError, Stop},
    spread::{self, Visited, WEEKS},
    travel::{Matrix, Travel},
};

fn own(rep_of: &[Option<usize>], rep: usize) -> Vec<usize> {
    let of = |outlet: &usize| rep_of.get(*outlet).copied().flatten() == Some(rep);
    (0..rep_of.len()).filter(of).collect()
}

/// Of each outlet the slots it is visited in, and the travel that a visit of it is taken to add.
pub(super) struct Spread {
    pub slots: Vec<Vec<usize>>,
    pub travel_s: Vec<u32>,
}

pub(super) fn spread_all(
    travel: &(impl Travel + ?Sized),
    scenario: &Scenario,
    rep_of: &[Option<usize>],
    part: &mut Part,
) -> Result<Spread, PlanError> {
    let mut all = Spread {
        slots: vec![Vec::new(); rep_of.len()],
        travel_s: vec![0; rep_of.len()],
    };
    for (rep, worker) in scenario.workers.iter().enumerate() {
        part.tell(rep, scenario.workers.len(), rep_of)?;
        let own = own(rep_of, rep);
        let outlets: Vec<&Outlet> = own
            .iter()
            .filter_map(|o| scenario.outlets.get(*o))
            .collect();
        let mut places = vec![worker.home];
        places.extend(outlets.iter().map(|outlet| outlet.place));
        let ways = Matrix::of(travel, &places);
        let visited: Vec<Visited> = outlets
            .iter()
            .map(|outlet| Visited {
                service_s: outlet.service_s,
                visits: outlet.visits,
            })
            .collect();
        let found = spread::spread(&ways, &visited, worker.days_a_week, scenario.seed, 400);
        let share = walked(&ways, &found, WEEKS * worker.days_a_week);
        for (outlet, found) in own.into_iter().zip(found) {
            if let (Some(slot), Some(estimate)) =
                (all.slots.get_mut(outlet), all.travel_s.get_mut(outlet))
            {
                *slot = found;
                *estimate = share;
            }
        }
    }
    Ok(all)
}

/// Travel of one rep's days, each walked to the nearest next, shared out among its visits.
fn walked(ways: &Matrix, slots: &[Vec<usize>], days: usize) -> u32 {
    let (mut seconds, mut visits) = (0_u64, 0_u64);
    for slot in 0..days {
        let due = |(_, slots): &(usize, &Vec<usize>)| slots.contains(&slot);
        let mut open: Vec<usize> = (1..).zip(slots).filter(due).map(|(at, _)| at).collect();
        visits += u64::try_from(open.len()).unwrap_or(0);
        let mut here = 0;
        while !open.is_empty() {
            let way = |at: &usize| Some(ways.leg(here, *open.get(*at)?)?.seconds);
            let next = (0..open.len()).filter_map(|at| Some((way(&at)?, at))).min();
            let Some((way, at)) = next else { break };
            seconds += u64::from(way);
            here = open.swap_remove(at);
        }
        seconds += ways.leg(here, 0).map_or(0, |leg| u64::from(leg.seconds));
    }
    u32::try_from(seconds / visits.max(1)).unwrap_or(0)
}

pub(super) fn order_all(
    travel: &(impl Travel + ?Sized),
    scenario: &Scenario,
    rep_of: &[Option<usize>],
    slots: &[Vec<usize>],
    part: &mut Part,
) -> Result<Vec<DayPlan>, PlanError> {
    let mut days = Vec::new();
    for (rep, worker) in scenario.workers.iter().enumerate() {
        // Weeks with the same outlets on a weekday are put in order once.
        let mut known: BTreeMap<Vec<usize>, Sequence> = BTreeMap::new();
        let own = own(rep_of, rep);
        let mut places = vec![worker.home];
        places.extend(
            own.iter()
                .filter_map(|o| Some(scenario.outlets.get(*o)?.place)),
        );
        let ways = Matrix::of(travel, &places);
        for slot in 0..WEEKS * worker.days_a_week {
            part.tell(rep, scenario.workers.len(), rep_of)?;
            let due = |(_, outlet): &(usize, &usize)| {
                slots.get(**outlet).is_some_and(|s| s.contains(&slot))
            };
            let due: Vec<(usize, usize)> = (1..)
                .zip(&own)
                .filter(due)
                .map(|(place, outlet)| (place, *outlet))
                .collect();
            let outlets: Vec<usize> = due.iter().map(|(_, outlet)| *outlet).collect();
            let sequence = if let Some(known) = known.get(&outlets) {
                known.clone()
            } else {
                let new = one_day(&ways, scenario, worker, &due)?;
                known.insert(outlets.clone(), new.clone());
                new
            };
            days.push(DayPlan {
                rep,
                week: slot / worker.days_a_week,
                day: slot % worker.days_a_week,
                outlets,
                sequence,
            });
        }
    }
    Ok(days)
}

/// One day of the outlets that are due, each with its place in the rep's own ways, where home is 0.
fn one_day(
    ways: &Matrix,
    scenario: &Scenario,
    worker: &Worker,
    due: &[(usize, usize)],
) -> Result<Sequence, SequenceError> {
    let mut stops: Vec<Stop> = due
        .iter()
        .filter_map(|(place, outlet)| Some((*place, scenario.outlets.get(*outlet)?)))
        .map(|(place, outlet)| Stop {
            place,
            service_s: outlet.service_s,
            window_s: outlet.window_s,
        })
        .collect();
    let beyond = stops.len().saturating_sub(sequence::STOPS_MAX);
    stops.truncate(sequence::STOPS_MAX);
    let day = Day {
        start: 0,
        end: Some(0),
        from_s: worker.from_s,
        to_s: worker.to_s,
        pause: worker.pause,
        calls_max: worker.calls_max,
    };
    let effort = sequence::effort(scenario.seed);
    let mut found = sequence::sequence(ways, &day, &stops, &effort)?;
    let last = stops.len();
    found
        .left
        .extend((last..last + beyond).map(|stop| (stop, LeftWhy::NoRoom)));
    Ok(found)
}
