//! What a plan is measured against: everybody takes the nearest outlets until he has his share, and goes to
//! the nearest next. Two of them: one keeps the plan's promises, the other visits whenever it is near.

mod bound;
mod free;

use crate::{scenario::Scenario, travel::Travel};

pub use self::{bound::bound, free::free};

/// A greedy planner's distribution and the metres of its four weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Greedy {
    pub rep_of: Vec<Option<usize>>,
    pub metres: u64,
    /// Calls of the longest day.
    pub calls_max: usize,
}

/// Outlets, nearest to any home first, go to the nearest rep who has not his share of work yet.
pub fn nearest(travel: &(impl Travel + ?Sized), scenario: &Scenario) -> Vec<Option<usize>> {
    let reps = scenario.workers.len();
    let places: Vec<usize> = scenario.outlets.iter().map(|o| o.place).collect();
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (rep, worker) in scenario.workers.iter().enumerate() {
        let ways = travel.row(worker.home, &places);
        let known = ways.into_iter().enumerate();
        pairs.extend(known.filter_map(|(outlet, leg)| Some((leg?.metres, outlet, rep))));
    }
    pairs.sort_unstable();
    let work = |outlet: usize| {
        let outlet = scenario.outlets.get(outlet);
        outlet.map_or(0, |o| u64::from(o.visits) * u64::from(o.service_s))
    };
    let all: u64 = (0..scenario.outlets.len()).map(work).sum();
    let share = all.div_ceil(u64::try_from(reps.max(1)).unwrap_or(1));
    let mut load = vec![0_u64; reps];
    let mut rep_of = vec![None; scenario.outlets.len()];
    for full in [false, true] {
        for (_, outlet, rep) in &pairs {
            if let (Some(slot @ None), Some(load)) = (rep_of.get_mut(*outlet), load.get_mut(*rep))
                && (full || *load + work(*outlet) <= share)
            {
                *slot = Some(*rep);
                *load += work(*outlet);
            }
        }
    }
    rep_of
}

fn own(rep_of: &[Option<usize>], rep: usize) -> Vec<usize> {
    let of = |outlet: &usize| rep_of.get(*outlet).copied().flatten() == Some(rep);
    (0..rep_of.len()).filter(of).collect()
}
