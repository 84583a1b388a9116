//! What a plan is measured against: everybody takes the nearest outlets, and goes to the nearest next.

use crate::{scenario::Scenario, spread::WEEKS, travel::Travel};

/// A greedy planner's distribution and the metres of its four weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Greedy {
    pub rep_of: Vec<Option<usize>>,
    pub metres: u64,
}

/// Outlets, nearest to any home first, go to the nearest rep who has not his share of visits yet; every day is
/// walked from home to the nearest outlet that is still due this week, until the day's share is done.
pub fn greedy(travel: &(impl Travel + ?Sized), scenario: &Scenario) -> Greedy {
    let reps = scenario.workers.len();
    let way = |outlet: usize, rep: usize| {
        let (outlet, worker) = (scenario.outlets.get(outlet)?, scenario.workers.get(rep)?);
        Some(travel.leg(worker.home, outlet.place)?.metres)
    };
    let mut pairs: Vec<(u32, usize, usize)> = (0..scenario.outlets.len())
        .flat_map(|outlet| (0..reps).map(move |rep| (outlet, rep)))
        .filter_map(|(outlet, rep)| Some((way(outlet, rep)?, outlet, rep)))
        .collect();
    pairs.sort_unstable();
    let visits: u32 = scenario.outlets.iter().map(|outlet| outlet.visits).sum();
    let share = visits.div_ceil(u32::try_from(reps.max(1)).unwrap_or(1));
    let mut load = vec![0_u32; reps];
    let mut rep_of = vec![None; scenario.outlets.len()];
    for full in [false, true] {
        for (_, outlet, rep) in &pairs {
            let visits = scenario
                .outlets
                .get(*outlet)
                .map_or(0, |outlet| outlet.visits);
            if let (Some(slot @ None), Some(load)) = (rep_of.get_mut(*outlet), load.get_mut(*rep))
                && (full || *load + visits <= share)
            {
                *slot = Some(*rep);
                *load += visits;
            }
        }
    }
    let metres = (0..reps)
        .map(|rep| walk(travel, scenario, &rep_of, rep))
        .sum();
    Greedy { rep_of, metres }
}

/// Four weeks of one rep.
fn walk(
    travel: &(impl Travel + ?Sized),
    scenario: &Scenario,
    rep_of: &[Option<usize>],
    rep: usize,
) -> u64 {
    let Some(worker) = scenario.workers.get(rep) else {
        return 0;
    };
    let own = (0..rep_of.len()).filter(|o| rep_of.get(*o).copied().flatten() == Some(rep));
    // Outlets below a visit a week are due in the weeks that their number names.
    let mut open: Vec<(usize, u32)> = own.map(|outlet| (outlet, 0)).collect();
    let mut metres = 0;
    for week in 0..WEEKS {
        for (outlet, due) in &mut open {
            let visits = scenario.outlets.get(*outlet).map_or(0, |o| o.visits);
            let this_week = match visits {
                1 => u32::from(*outlet % WEEKS == week),
                2 => u32::from(*outlet % 2 == week % 2),
                more => more.div_ceil(4),
            };
            *due = this_week;
        }
        for day in 0..worker.days_a_week {
            let left: u32 = open.iter().map(|(_, due)| *due).sum();
            let days = u32::try_from(worker.days_a_week - day).unwrap_or(1);
            metres += day_walk(
                travel,
                scenario,
                worker.home,
                &mut open,
                left.div_ceil(days),
            );
        }
    }
    metres
}

fn day_walk(
    travel: &(impl Travel + ?Sized),
    scenario: &Scenario,
    home: usize,
    open: &mut [(usize, u32)],
    calls: u32,
) -> u64 {
    let (mut here, mut metres) = (home, 0_u64);
    let mut today: Vec<usize> = Vec::new();
    for _ in 0..calls {
        let next = open
            .iter()
            .enumerate()
            .filter(|(at, (_, due))| *due > 0 && !today.contains(at))
            .filter_map(|(at, (outlet, _))| {
                let place = scenario.outlets.get(*outlet)?.place;
                Some((travel.leg(here, place)?.metres, at, place))
            })
            .min();
        let Some((way, at, place)) = next else { break };
        metres += u64::from(way);
        here = place;
        today.push(at);
        if let Some((_, due)) = open.get_mut(at) {
            *due -= 1;
        }
    }
    if today.is_empty() {
        return 0;
    }
    metres
        + travel
            .leg(here, home)
            .map_or(0, |leg| u64::from(leg.metres))
}
