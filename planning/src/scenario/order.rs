//! Every rep's days in order.

use std::collections::BTreeMap;

use super::{DayPlan, PlanError, Scenario, Worker, watch::Part};
use crate::{
    sequence::{self, Day, LeftWhy, Sequence, SequenceError, Stop},
    spread::{SLOTS_MAX, WEEKS, Ways},
    travel::Matrix,
};

/// `tours` are by rep and slot.
pub(super) fn order_all(
    ways: &Ways,
    scenario: &Scenario,
    rep_of: &[Option<usize>],
    tours: &[Vec<usize>],
    part: &mut Part,
) -> Result<Vec<DayPlan>, PlanError> {
    let mut days = Vec::new();
    for (rep, worker) in scenario.workers.iter().enumerate() {
        // Weeks with the same outlets on a weekday are put in order once.
        let mut known: BTreeMap<Vec<usize>, Sequence> = BTreeMap::new();
        for slot in 0..WEEKS * worker.days_a_week {
            part.tell(rep, scenario.workers.len(), rep_of)?;
            let tour = tours.get(rep * SLOTS_MAX + slot);
            let mut outlets = tour.cloned().unwrap_or_default();
            outlets.sort_unstable();
            let sequence = if let Some(known) = known.get(&outlets) {
                known.clone()
            } else {
                let new = one_day(ways, scenario, (rep, worker), &outlets)?;
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

/// Home is place 0, the outlets follow.
fn one_day(
    ways: &Ways,
    scenario: &Scenario,
    (rep, worker): (usize, &Worker),
    outlets: &[usize],
) -> Result<Sequence, SequenceError> {
    let planned = outlets.iter().take(sequence::STOPS_MAX).copied();
    let planned: Vec<usize> = planned.collect();
    let stops: Vec<Stop> = (1..)
        .zip(planned.iter().filter_map(|o| scenario.outlets.get(*o)))
        .map(|(place, outlet)| Stop {
            place,
            service_s: outlet.service_s,
            window_s: outlet.window_s,
        })
        .collect();
    let places = || [None].into_iter().chain(planned.iter().copied().map(Some));
    let legs = places().flat_map(|from| places().map(move |to| ways.known(rep, from, to)));
    let matrix = Matrix::new(planned.len() + 1, legs.collect()).ok_or(SequenceError::Place)?;
    let day = Day {
        start: 0,
        end: Some(0),
        from_s: worker.from_s,
        to_s: worker.to_s,
        pause: worker.pause,
        calls_max: worker.calls_max,
    };
    let effort = sequence::effort(scenario.seed);
    let mut found = sequence::sequence(&matrix, &day, &stops, &effort)?;
    let beyond = planned.len()..outlets.len();
    found
        .left
        .extend(beyond.map(|stop| (stop, LeftWhy::NoRoom)));
    Ok(found)
}
