//! Outlets change hands across borders, annealed: a step for the worse is taken seldom, and ever more seldom.

use std::ops::ControlFlow;

use super::{Tell, cost::State};
use crate::routing::random::Seeded;

/// Temperature at the first and the last try, and where it starts again once pieces were joined.
const HEAT: (f64, f64) = (0.05, 0.000_02);
const WARM: f64 = 0.002;
/// How often what is apart is handed to whom it lies among.
const JOINED_MAX: usize = 20;

/// Tries between two questions whether to go on.
const TOLD_EACH: usize = 1_024;

pub(super) fn improve(state: &mut State, tell: &mut Tell) -> ControlFlow<()> {
    let random = Seeded::new(state.setting.seed);
    let units = state.setting.units.len();
    let tries = units.saturating_mul(state.setting.rounds);
    anneal(state, &random, tries, HEAT.0, &mut |done, rep_of| {
        tell(done * 2 / 3, rep_of)
    })?;
    join(state);
    anneal(state, &random, tries / 2, WARM, &mut |done, rep_of| {
        tell(667 + done / 3, rep_of)
    })?;
    join(state);
    ControlFlow::Continue(())
}

/// Gives what is apart from the largest part of its rep to the neighbour where it costs least.
fn join(state: &mut State) {
    for _ in 0..JOINED_MAX {
        let mut joined = false;
        for rep in 0..state.setting.reps.len() {
            let of = |unit: &usize| state.rep_of.get(*unit).copied().flatten() == Some(rep);
            let own: Vec<usize> = (0..state.rep_of.len()).filter(of).collect();
            let parts = state.setting.neighbours.parts(&own);
            for unit in parts.into_iter().skip(1).flatten() {
                let others = state.setting.neighbours.next(unit);
                let to = others
                    .filter_map(|next| state.rep_of.get(next).copied().flatten())
                    .filter(|to| *to != rep && state.suits(unit, *to) && state.allowed(unit, *to))
                    .map(|to| (state.delta(unit, to), to))
                    .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                if let Some((_, to)) = to {
                    state.give(unit, to);
                    joined = true;
                }
            }
        }
        if !joined {
            return;
        }
    }
}

fn anneal(
    state: &mut State,
    random: &Seeded,
    tries: usize,
    hot: f64,
    tell: &mut Tell,
) -> ControlFlow<()> {
    let units = state.setting.units.len();
    for at in 0..tries {
        if at.is_multiple_of(TOLD_EACH) {
            let done = at.saturating_mul(1_000) / tries.max(1);
            tell(u32::try_from(done).unwrap_or(1_000), &state.rep_of)?;
        }
        let unit = random.below(units);
        let Some(was) = state.rep_of.get(unit).copied().flatten() else {
            continue;
        };
        let mut others: Vec<usize> = state
            .setting
            .neighbours
            .next(unit)
            .filter_map(|next| state.rep_of.get(next).copied().flatten())
            .filter(|rep| *rep != was)
            .collect();
        others.sort_unstable();
        others.dedup();
        let Some(rep) = others.get(random.below(others.len())).copied() else {
            continue;
        };
        if !state.suits(unit, rep) || !state.allowed(unit, rep) || !state.can_spare(was) {
            continue;
        }
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let heat = hot * libm::pow(HEAT.1 / hot, at as f64 / tries as f64);
        let limit = -heat * libm::log(1.0 - random.unit());
        let inside = |other: usize| state.rep_of.get(other).copied().flatten() == Some(was);
        if state.setting.neighbours.is_spare(unit, inside) {
            if state.delta(unit, rep) < limit {
                state.give(unit, rep);
            }
            continue;
        }
        let Some(mut along) = state.setting.neighbours.cut_off(unit, inside) else {
            continue;
        };
        along.push(unit);
        together(state, &along, was, rep, limit);
    }
    ControlFlow::Continue(())
}

/// An outlet and what hangs on it, if all of them may go and it is worth it.
fn together(state: &mut State, units: &[usize], was: usize, rep: usize, limit: f64) {
    let mut given = 0;
    let mut delta = 0.0;
    for unit in units {
        if !state.suits(*unit, rep) || !state.allowed(*unit, rep) || !state.can_spare(was) {
            break;
        }
        delta += state.delta(*unit, rep);
        state.give(*unit, rep);
        given += 1;
    }
    if given < units.len() || delta >= limit {
        for unit in units.iter().take(given).rev() {
            state.give(*unit, was);
        }
    }
}
