//! A scenario as the districting takes it, and the travel that its visits are taken to add.

use super::{PlanError, Scenario, watch::Part};
use crate::{
    district::{District, Neighbours, Rep, Setting, Unit, district},
    spread::WEEKS,
    travel::Travel,
};

/// What does not change while outlets are given out.
pub(super) struct Setup {
    units: Vec<Unit>,
    reps: Vec<Rep>,
    /// Of each outlet and rep the metres from home; `None` where no way leads there and back.
    pub from_home: Vec<Option<u32>>,
}

impl Setup {
    pub fn new(
        travel: &(impl Travel + ?Sized),
        scenario: &Scenario,
        part: &mut Part,
    ) -> Result<Self, PlanError> {
        let units = scenario.outlets.iter().map(|outlet| Unit {
            place: outlet.place,
            service_s: u64::from(outlet.service_s) * u64::from(outlet.visits),
            visits: outlet.visits,
            rep: outlet.rep,
            locked: outlet.locked,
            value: outlet.value,
            skills: outlet.skills,
        });
        let reps = scenario.workers.iter().map(|worker| Rep {
            home: worker.home,
            capacity_s: worker.capacity_s(),
            days: u32::try_from(WEEKS * worker.days_a_week).unwrap_or(0),
            skills: worker.skills,
        });
        Ok(Self {
            units: units.collect(),
            reps: reps.collect(),
            from_home: from_home(travel, scenario, part)?,
        })
    }

    pub fn give_out(
        &self,
        scenario: &Scenario,
        neighbours: &Neighbours,
        travel_s: &[u32],
        part: &mut Part,
    ) -> Result<District, PlanError> {
        let setting = Setting {
            units: &self.units,
            reps: &self.reps,
            neighbours,
            from_home: &self.from_home,
            travel_s,
            budget: scenario.budget,
            weights: scenario.weights,
            seed: scenario.seed,
            rounds: scenario.rounds,
        };
        Ok(district(&setting, &mut |done, rep_of| {
            part.flow(done, rep_of)
        })?)
    }
}

/// One search from each home and one to it.
fn from_home(
    travel: &(impl Travel + ?Sized),
    scenario: &Scenario,
    part: &mut Part,
) -> Result<Vec<Option<u32>>, PlanError> {
    let places: Vec<usize> = scenario.outlets.iter().map(|o| o.place).collect();
    let reps = scenario.workers.len();
    let mut all = vec![None; places.len() * reps];
    for (rep, worker) in scenario.workers.iter().enumerate() {
        part.tell(rep, reps, &[])?;
        let there = travel.row(worker.home, &places);
        let back = travel.column(&places, worker.home);
        let cells = all.iter_mut().skip(rep).step_by(reps);
        for (cell, (there, back)) in cells.zip(there.into_iter().zip(back)) {
            *cell = back.and(there).map(|leg| leg.metres);
        }
    }
    Ok(all)
}

/// Of each outlet the way to the nearest of those round it.
pub(super) fn first_estimate(
    travel: &(impl Travel + ?Sized),
    neighbours: &Neighbours,
    scenario: &Scenario,
    part: &mut Part,
) -> Result<Vec<u32>, PlanError> {
    let mut all = Vec::with_capacity(scenario.outlets.len());
    for (index, outlet) in scenario.outlets.iter().enumerate() {
        part.tell(index, scenario.outlets.len(), &[])?;
        let round = neighbours.next(index);
        let round: Vec<usize> = round
            .filter_map(|next| Some(scenario.outlets.get(next)?.place))
            .collect();
        let ways = travel.row(outlet.place, &round);
        all.push(
            ways.iter()
                .flatten()
                .map(|leg| leg.seconds)
                .min()
                .unwrap_or(0),
        );
    }
    Ok(all)
}
