//! The freer one: no fixed weekdays, an outlet is visited on whichever day of its week it is near.

use super::{Greedy, nearest, own};
use crate::{scenario::Scenario, spread::WEEKS, travel::Travel};

/// Every day is walked from home to the nearest outlet that is still due this week, until the day's share of
/// the week's visits is done.
pub fn free(travel: &(impl Travel + ?Sized), scenario: &Scenario) -> Greedy {
    let rep_of = nearest(travel, scenario);
    let (mut metres, mut calls_max) = (0, 0);
    for rep in 0..scenario.workers.len() {
        let (way, calls) = walk(travel, scenario, &rep_of, rep);
        metres += way;
        calls_max = calls_max.max(calls);
    }
    Greedy {
        rep_of,
        metres,
        calls_max,
    }
}

/// Four weeks of one rep.
fn walk(
    travel: &(impl Travel + ?Sized),
    scenario: &Scenario,
    rep_of: &[Option<usize>],
    rep: usize,
) -> (u64, usize) {
    let Some(worker) = scenario.workers.get(rep) else {
        return (0, 0);
    };
    let own = own(rep_of, rep).into_iter();
    // Outlets below a visit a week are due in the weeks that their number names.
    let mut open: Vec<(usize, u32)> = own.map(|outlet| (outlet, 0)).collect();
    let (mut metres, mut calls_max) = (0, 0);
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
            let (way, calls) = day_walk(
                travel,
                scenario,
                worker.home,
                &mut open,
                left.div_ceil(days),
            );
            metres += way;
            calls_max = calls_max.max(calls);
        }
    }
    (metres, calls_max)
}

fn day_walk(
    travel: &(impl Travel + ?Sized),
    scenario: &Scenario,
    home: usize,
    open: &mut [(usize, u32)],
    calls: u32,
) -> (u64, usize) {
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
        return (0, 0);
    }
    let back = travel.leg(here, home);
    (
        metres + back.map_or(0, |leg| u64::from(leg.metres)),
        today.len(),
    )
}
