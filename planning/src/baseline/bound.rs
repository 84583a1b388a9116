//! The one that promises what a plan promises: each outlet keeps to one of the patterns of its frequency, and
//! days are alike.

use super::{Greedy, nearest, own};
use crate::{
    scenario::Scenario,
    spread::{WEEKS, patterns},
    travel::Travel,
};

/// An outlet of one rep, and the pattern it was given when it was first walked to.
struct Due {
    outlet: usize,
    place: usize,
    options: Vec<Vec<usize>>,
    fixed: Option<usize>,
}

impl Due {
    /// The pattern that would begin on this day.
    fn begins(&self, slot: usize) -> Option<usize> {
        if self.fixed.is_some() {
            return None;
        }
        self.options.iter().position(|o| o.first() == Some(&slot))
    }

    fn is_on(&self, slot: usize) -> bool {
        let fixed = self.fixed.and_then(|at| self.options.get(at));
        fixed.is_some_and(|option| option.contains(&slot))
    }
}

/// Every day is walked from home to the nearest of what is fixed for it and of what may begin on it, of each
/// frequency an equal share for each day left to begin on.
pub fn bound(travel: &(impl Travel + ?Sized), scenario: &Scenario) -> Greedy {
    let rep_of = nearest(travel, scenario);
    let (mut metres, mut calls_max) = (0, 0);
    for (rep, worker) in scenario.workers.iter().enumerate() {
        let due = own(&rep_of, rep).into_iter().filter_map(|outlet| {
            let given = scenario.outlets.get(outlet)?;
            Some(Due {
                outlet,
                place: given.place,
                options: patterns(given.visits, worker.days_a_week),
                fixed: None,
            })
        });
        let mut due: Vec<Due> = due.collect();
        for slot in 0..WEEKS * worker.days_a_week {
            let (way, calls) = walk(travel, worker.home, &mut due, slot);
            metres += way;
            calls_max = calls_max.max(calls);
        }
    }
    Greedy {
        rep_of,
        metres,
        calls_max,
    }
}

/// How many of each kind begin on a day: kinds are told apart by how many patterns they have.
fn quotas(due: &[Due], slot: usize) -> Vec<(usize, usize)> {
    let mut kinds: Vec<usize> = due.iter().map(|due| due.options.len()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let quota = |kind: usize| {
        let open: Vec<&Due> = due
            .iter()
            .filter(|due| due.options.len() == kind && due.fixed.is_none())
            .collect();
        let later = |option: &&Vec<usize>| option.first().is_some_and(|first| *first >= slot);
        let days = open
            .first()
            .map_or(0, |due| due.options.iter().filter(later).count());
        let begins = open.first().is_some_and(|due| due.begins(slot).is_some());
        let share = if begins {
            open.len().div_ceil(days.max(1))
        } else {
            0
        };
        (kind, share)
    };
    kinds.into_iter().map(quota).collect()
}

fn walk(
    travel: &(impl Travel + ?Sized),
    home: usize,
    due: &mut [Due],
    slot: usize,
) -> (u64, usize) {
    let mut quotas = quotas(due, slot);
    let mut open: Vec<bool> = due.iter().map(|due| due.is_on(slot)).collect();
    let (mut here, mut metres, mut calls) = (home, 0_u64, 0);
    loop {
        let left = |kind: usize| quotas.iter().any(|(of, left)| *of == kind && *left > 0);
        let wanted = |(at, due): &(usize, &Due)| {
            open.get(*at).copied().unwrap_or(false)
                || (due.begins(slot).is_some() && left(due.options.len()))
        };
        let near = due
            .iter()
            .enumerate()
            .filter(wanted)
            .filter_map(|(at, due)| Some((travel.leg(here, due.place)?.metres, due.outlet, at)));
        let Some((way, _, at)) = near.min() else {
            break;
        };
        let Some(next) = due.get_mut(at) else { break };
        metres += u64::from(way);
        here = next.place;
        calls += 1;
        if let Some(pattern) = next.begins(slot) {
            next.fixed = Some(pattern);
            let kind = next.options.len();
            for (_, left) in quotas.iter_mut().filter(|(of, _)| *of == kind) {
                *left -= 1;
            }
        } else if let Some(open) = open.get_mut(at) {
            *open = false;
        }
    }
    if calls > 0 {
        metres += travel
            .leg(here, home)
            .map_or(0, |leg| u64::from(leg.metres));
    }
    (metres, calls)
}
