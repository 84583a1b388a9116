//! Where the search starts: at today's territories where a budget binds or an outlet is locked, else grown
//! from the homes outwards, always the rep with the smallest share of work next.

use std::{collections::BTreeSet, ops::ControlFlow};

use super::{Tell, cost::State};

/// Outlets given between two questions whether to go on.
const TOLD_EACH: usize = 64;

pub(super) fn start(state: &mut State, tell: &mut Tell) -> ControlFlow<()> {
    let setting = state.setting;
    let bound =
        setting.budget.outlets_permille.is_some() || setting.budget.value_permille.is_some();
    for (index, unit) in setting.units.iter().enumerate() {
        if let Some(rep) = unit.rep.filter(|_| bound || unit.locked) {
            state.give(index, rep);
        }
    }
    let mut border: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); setting.reps.len()];
    for index in 0..setting.units.len() {
        if let Some(rep) = rep_of(state, index) {
            reach(state, &mut border, rep, index);
        }
    }
    for given in 0_usize.. {
        if given.is_multiple_of(TOLD_EACH) {
            tell(0, &state.rep_of)?;
        }
        let mut reps: Vec<usize> = (0..setting.reps.len()).collect();
        reps.sort_by(|a, b| state.load_share(*a).total_cmp(&state.load_share(*b)));
        // Whoever has nothing begins; whose border is closed waits; only where all are, one begins anew.
        let mut next = None;
        for anywhere in [false, true] {
            next = next.or_else(|| {
                reps.iter().find_map(|rep| {
                    let begins = anywhere || state.load_share(*rep) <= 0.0;
                    Some((*rep, nearest(state, &mut border, *rep, begins)?))
                })
            });
        }
        let Some((rep, unit)) = next else { break };
        state.give(unit, rep);
        reach(state, &mut border, rep, unit);
    }
    ControlFlow::Continue(())
}

fn rep_of(state: &State, unit: usize) -> Option<usize> {
    state.rep_of.get(unit).copied().flatten()
}

fn reach(state: &State, border: &mut [BTreeSet<usize>], rep: usize, unit: usize) {
    if let Some(border) = border.get_mut(rep) {
        border.extend(state.setting.neighbours.next(unit));
    }
}

/// The nearest free outlet on the rep's border; where there is none and it is asked for, anywhere.
fn nearest(
    state: &State,
    border: &mut [BTreeSet<usize>],
    rep: usize,
    anywhere: bool,
) -> Option<usize> {
    let free = |unit: &usize| {
        rep_of(state, *unit).is_none() && state.suits(*unit, rep) && state.allowed(*unit, rep)
    };
    let reps = state.setting.reps.len();
    let way = |unit: &usize| {
        let way = state.setting.from_home.get(unit * reps + rep);
        (
            way.copied().flatten().map_or(u32::MAX, |leg| leg.metres),
            *unit,
        )
    };
    let border = border.get_mut(rep)?;
    border.retain(|unit| rep_of(state, *unit).is_none());
    let near = border.iter().copied().filter(free).min_by_key(way);
    if near.is_some() || !anywhere {
        return near;
    }
    (0..state.rep_of.len()).filter(free).min_by_key(way)
}
