//! A whole scenario: outlets given out, their visits spread over the days, every day put in order.

mod figures;
mod front;
mod order;
mod reasons;
mod setup;
mod watch;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::{
    figures::{Balance, RepFigures, Summary},
    front::{Variant, VariantName, dominated, front},
    reasons::{Moved, MovedWhy, Unserved, UnservedWhy},
    watch::{Progress, Stage, Watch},
};
use self::{reasons::Before, setup::Homes, watch::Part};
use crate::{
    district::{Budget, DistrictError, Neighbours, Weights},
    sequence::{Pause, Sequence, SequenceError},
    spread::{self, DAYS_MAX, Spread, WEEKS},
    travel::Travel,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlet {
    pub place: usize,
    pub service_s: u32,
    /// Visits in four weeks.
    pub visits: u32,
    pub window_s: Option<(u32, u32)>,
    pub rep: Option<usize>,
    pub locked: bool,
    pub value: u64,
    pub skills: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worker {
    pub home: usize,
    pub from_s: u32,
    pub to_s: u32,
    pub pause: Option<Pause>,
    pub calls_max: Option<usize>,
    pub days_a_week: usize,
    pub skills: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    pub outlets: Vec<Outlet>,
    pub workers: Vec<Worker>,
    pub budget: Budget,
    pub weights: Weights,
    pub seed: u64,
    /// Changes of hands tried for each outlet.
    pub rounds: usize,
}

/// What a planner is told beside the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Two reps start from one place.
    SameHome(usize, usize),
    /// The rep has more work than days.
    Overfull(usize),
}

/// One rep's day of the cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayPlan {
    pub rep: usize,
    pub week: usize,
    pub day: usize,
    /// Outlets that the sequence's stops stand for.
    pub outlets: Vec<usize>,
    pub sequence: Sequence,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub rep_of: Vec<Option<usize>>,
    /// Outlets with visits that are not planned, ascending.
    pub unserved: Vec<Unserved>,
    /// Outlets that are not in one piece with the largest part of their rep's territory.
    pub apart: Vec<usize>,
    /// Outlets whose rep is another than today, ascending.
    pub moved: Vec<Moved>,
    pub days: Vec<DayPlan>,
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PlanError {
    #[error(transparent)]
    District(DistrictError),
    #[error(transparent)]
    Day(#[from] SequenceError),
    #[error("rep {0} works on no day, or on more than {DAYS_MAX} a week")]
    Days(usize),
    #[error("stopped before the end")]
    Stopped,
}

impl From<DistrictError> for PlanError {
    fn from(error: DistrictError) -> Self {
        match error {
            DistrictError::Stopped => Self::Stopped,
            other => Self::District(other),
        }
    }
}

/// Where in thousandths of the whole the ways are known, everybody has outlets and days, all is in order.
const HOMES: u32 = 20;
const GIVEN: u32 = 120;
const KNOWN: u32 = 200;
const SPREAD: u32 = 700;
const ORDERED: u32 = 1_000;
/// Changes of days tried for each change of hands that is asked for.
const SPREAD_TRIES: usize = 25;

/// Plans a scenario: outlets given out, visits spread, days in order.
pub fn plan(
    travel: &(impl Travel + ?Sized),
    neighbours: &Neighbours,
    scenario: &Scenario,
    watch: &mut dyn Watch,
) -> Result<Plan, PlanError> {
    accept(scenario)?;
    let homes = Homes::new(
        travel,
        scenario,
        &mut part(watch, Stage::GiveOut, 0, HOMES / 2),
    )?;
    let mut estimating = part(watch, Stage::GiveOut, HOMES / 2, HOMES);
    let travel_s = setup::first_estimate(travel, neighbours, scenario, &mut estimating)?;
    let mut giving = part(watch, Stage::GiveOut, HOMES, GIVEN);
    let given = setup::give_out(scenario, neighbours, &homes, &travel_s, &mut giving)?;
    let nobody = given.unserved.iter();
    let nobody = nobody.map(|(outlet, why)| (*outlet, UnservedWhy::from(*why)));
    weeks(
        &Given {
            travel,
            neighbours,
            scenario,
            homes: &homes,
            rep_of: &given.rep_of,
            nobody: nobody.collect(),
            hands: true,
        },
        watch,
    )
}

/// The same with every outlet left to today's rep: what all solutions are compared with.
pub fn as_today(
    travel: &(impl Travel + ?Sized),
    neighbours: &Neighbours,
    scenario: &Scenario,
    watch: &mut dyn Watch,
) -> Result<Plan, PlanError> {
    accept(scenario)?;
    let homes = Homes::new(travel, scenario, &mut part(watch, Stage::Spread, 0, GIVEN))?;
    let rep_of: Vec<Option<usize>> = scenario.outlets.iter().map(|o| o.rep).collect();
    let nobody = rep_of.iter().enumerate().filter(|(_, rep)| rep.is_none());
    let nobody = nobody.map(|(outlet, _)| (outlet, UnservedWhy::NobodyYet));
    weeks(
        &Given {
            travel,
            neighbours,
            scenario,
            homes: &homes,
            rep_of: &rep_of,
            nobody: nobody.collect(),
            hands: false,
        },
        watch,
    )
}

/// A scenario whose outlets were given out.
struct Given<'a, T: ?Sized> {
    travel: &'a T,
    neighbours: &'a Neighbours,
    scenario: &'a Scenario,
    homes: &'a Homes,
    rep_of: &'a [Option<usize>],
    nobody: Vec<(usize, UnservedWhy)>,
    /// May outlets still change hands?
    hands: bool,
}

fn weeks(
    given: &Given<'_, impl Travel + ?Sized>,
    watch: &mut dyn Watch,
) -> Result<Plan, PlanError> {
    let scenario = given.scenario;
    let mut knowing = part(watch, Stage::Spread, GIVEN, KNOWN);
    let ways = setup::ways(given, &mut knowing)?;
    let mut spreading = part(watch, Stage::Spread, KNOWN, SPREAD);
    let setting = spread::Setting {
        scenario,
        ways: &ways,
        neighbours: given.neighbours,
        rep_of: given.rep_of,
        hands: given.hands,
        tries: scenario.outlets.len() * scenario.rounds * SPREAD_TRIES,
    };
    let mut tell = |done: u32, rep_of: &[Option<usize>]| spreading.flow(done, rep_of);
    let Spread { rep_of, tours } = spread::spread(&setting, &mut tell).ok_or(PlanError::Stopped)?;
    let mut ordering = part(watch, Stage::Order, SPREAD, ORDERED);
    let days = order::order_all(&ways, scenario, &rep_of, &tours, &mut ordering)?;
    let mut nobody = given.nobody.clone();
    nobody.extend(setup::unreached(&ways, &rep_of).map(|outlet| (outlet, UnservedWhy::NoRoad)));
    let moved = Before {
        scenario,
        neighbours: given.neighbours,
        rep_of: &rep_of,
        ways: &ways,
        visit_travel_s: visit_travel_s(&days),
    }
    .moved();
    Ok(Plan {
        unserved: reasons::unserved(scenario, &nobody, &days),
        apart: given.neighbours.apart(scenario.workers.len(), &rep_of),
        moved,
        notes: notes(scenario, &days),
        rep_of,
        days,
    })
}

/// Travel that a visit takes on average.
fn visit_travel_s(days: &[DayPlan]) -> u64 {
    let travel: u64 = days.iter().map(|day| day.sequence.travel_s).sum();
    let visits: usize = days.iter().map(|day| day.sequence.calls.len()).sum();
    travel / u64::try_from(visits.max(1)).unwrap_or(1)
}

fn accept(scenario: &Scenario) -> Result<(), PlanError> {
    if scenario.outlets.is_empty() {
        return Err(PlanError::District(DistrictError::NoOutlets));
    }
    if scenario.workers.is_empty() {
        return Err(PlanError::District(DistrictError::NoReps));
    }
    let known = |rep: Option<usize>| rep.is_none_or(|rep| rep < scenario.workers.len());
    if let Some(outlet) = scenario.outlets.iter().position(|o| !known(o.rep)) {
        return Err(PlanError::District(DistrictError::UnknownRep(outlet)));
    }
    let idle = |worker: &Worker| worker.days_a_week == 0 || worker.days_a_week > DAYS_MAX;
    match scenario.workers.iter().position(idle) {
        Some(rep) => Err(PlanError::Days(rep)),
        None => Ok(()),
    }
}

fn part(watch: &mut dyn Watch, stage: Stage, from_permille: u32, to_permille: u32) -> Part<'_> {
    Part {
        watch,
        stage,
        from_permille,
        to_permille,
    }
}

impl Worker {
    /// Seconds of a cycle that he has for services and ways.
    pub fn capacity_s(&self) -> u64 {
        let pause = self.pause.map_or(0, |pause| pause.seconds);
        let day = self.to_s.saturating_sub(self.from_s).saturating_sub(pause);
        let days = u64::try_from(WEEKS * self.days_a_week).unwrap_or(0);
        u64::from(day) * days
    }
}

fn notes(scenario: &Scenario, days: &[DayPlan]) -> Vec<Note> {
    let mut notes = Vec::new();
    let homes: Vec<usize> = scenario.workers.iter().map(|worker| worker.home).collect();
    for (rep, home) in homes.iter().enumerate() {
        if let Some(first) = homes.iter().take(rep).position(|other| other == home) {
            notes.push(Note::SameHome(first, rep));
        }
    }
    for rep in 0..homes.len() {
        let mut own = days.iter().filter(|day| day.rep == rep);
        if own.any(|day| !day.sequence.left.is_empty()) {
            notes.push(Note::Overfull(rep));
        }
    }
    notes
}
