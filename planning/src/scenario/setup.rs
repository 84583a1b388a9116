//! A scenario as the districting and the spreading take it: ways from and to the homes, first estimates of
//! travel, ways among what may come to lie in one day.

use std::collections::BTreeSet;

use super::{Given, PlanError, Scenario, watch::Part};
use crate::{
    district::{District, Neighbours, Rep, Setting, Unit, district},
    spread::{WEEKS, Ways},
    travel::{Leg, Travel},
};

/// Ways from each home to each outlet and back, rep by rep.
pub(super) struct Homes {
    out: Vec<Option<Leg>>,
    back: Vec<Option<Leg>>,
}

impl Homes {
    /// One search from each home and one to it.
    pub fn new(
        travel: &(impl Travel + ?Sized),
        scenario: &Scenario,
        part: &mut Part,
    ) -> Result<Self, PlanError> {
        let places: Vec<usize> = scenario.outlets.iter().map(|o| o.place).collect();
        let (mut out, mut back) = (Vec::new(), Vec::new());
        for (rep, worker) in scenario.workers.iter().enumerate() {
            part.tell(rep, scenario.workers.len(), &[])?;
            out.extend(travel.row(worker.home, &places));
            back.extend(travel.column(&places, worker.home));
        }
        Ok(Self { out, back })
    }
}

pub(super) fn give_out(
    scenario: &Scenario,
    neighbours: &Neighbours,
    homes: &Homes,
    travel_s: &[u32],
    part: &mut Part,
) -> Result<District, PlanError> {
    let units: Vec<Unit> = scenario
        .outlets
        .iter()
        .map(|outlet| Unit {
            place: outlet.place,
            service_s: u64::from(outlet.service_s) * u64::from(outlet.visits),
            visits: outlet.visits,
            rep: outlet.rep,
            locked: outlet.locked,
            value: outlet.value,
            skills: outlet.skills,
        })
        .collect();
    let reps: Vec<Rep> = scenario
        .workers
        .iter()
        .map(|worker| Rep {
            home: worker.home,
            capacity_s: worker.capacity_s(),
            days: u32::try_from(WEEKS * worker.days_a_week).unwrap_or(0),
            skills: worker.skills,
        })
        .collect();
    let from_home = (0..units.len()).flat_map(|outlet| {
        let cells = (0..reps.len()).map(move |rep| rep * scenario.outlets.len() + outlet);
        cells.map(|cell| {
            homes.back.get(cell).copied().flatten()?;
            homes.out.get(cell).copied().flatten()
        })
    });
    let from_home: Vec<Option<Leg>> = from_home.collect();
    let setting = Setting {
        units: &units,
        reps: &reps,
        neighbours,
        from_home: &from_home,
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
        let nearest = ways.iter().flatten().map(|leg| leg.seconds).min();
        all.push(nearest.unwrap_or(0));
    }
    Ok(all)
}

/// Ways within each territory, and between those that touch where outlets may change hands.
pub(super) fn ways(
    given: &Given<'_, impl Travel + ?Sized>,
    part: &mut Part,
) -> Result<Ways, PlanError> {
    let mut touching: BTreeSet<(usize, usize)> = BTreeSet::new();
    let rep_of = |outlet: usize| given.rep_of.get(outlet).copied().flatten();
    for outlet in (0..given.rep_of.len()).filter(|_| given.hands) {
        for next in given.neighbours.next(outlet) {
            touching.extend(rep_of(outlet).zip(rep_of(next)));
        }
    }
    let mut ways = Ways::new(
        given.scenario.workers.len(),
        given.rep_of,
        |from, to| touching.contains(&(from, to)),
        (given.homes.out.clone(), given.homes.back.clone()),
    );
    let place = |outlet: usize| given.scenario.outlets.get(outlet).map(|o| o.place);
    for outlet in 0..given.rep_of.len() {
        part.tell(outlet, given.rep_of.len(), given.rep_of)?;
        let Some(here) = place(outlet) else { continue };
        let places: Vec<usize> = ways.wanted(outlet).into_iter().filter_map(place).collect();
        ways.keep(outlet, given.travel.row(here, &places));
    }
    Ok(ways)
}

/// Outlets whose rep has no way there and back: they are on no day.
pub(super) fn unreached<'a>(
    ways: &'a Ways,
    rep_of: &'a [Option<usize>],
) -> impl Iterator<Item = usize> + 'a {
    let all = rep_of.iter().enumerate();
    all.filter(|(outlet, rep)| rep.is_some_and(|rep| !ways.reaches(rep, *outlet)))
        .map(|(outlet, _)| outlet)
}
