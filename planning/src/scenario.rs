//! A whole scenario: outlets given out, their visits spread over the days, every day put in order.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::{
    district::{self, Budget, DistrictError, Neighbours, Rep, Setting, Unit, Unserved, Weights},
    sequence::{self, Day, LeftWhy, Pause, Sequence, SequenceError, Stop},
    spread::{self, DAYS_MAX, Visited, WEEKS},
    travel::{Matrix, Travel},
};

#[derive(Clone, Debug, PartialEq, Eq)]
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worker {
    pub home: usize,
    pub from_s: u32,
    pub to_s: u32,
    pub pause: Option<Pause>,
    pub calls_max: Option<usize>,
    pub days_a_week: usize,
    pub skills: u64,
}

#[derive(Clone, Debug)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Two reps start from one place.
    SameHome(usize, usize),
    /// The rep has more work than days.
    Overfull(usize),
}

/// One rep's day of the cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayPlan {
    pub rep: usize,
    pub week: usize,
    pub day: usize,
    /// Outlets that the sequence's stops stand for.
    pub outlets: Vec<usize>,
    pub sequence: Sequence,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    pub rep_of: Vec<Option<usize>>,
    pub unserved: Vec<(usize, Unserved)>,
    pub apart: Vec<usize>,
    pub moved: Vec<usize>,
    pub days: Vec<DayPlan>,
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PlanError {
    #[error(transparent)]
    District(#[from] DistrictError),
    #[error(transparent)]
    Day(#[from] SequenceError),
    #[error("rep {0} works on no day, or on more than {DAYS_MAX} a week")]
    Days(usize),
}

/// Rounds of giving out and spreading, by which travel is estimated from what it came to.
const ESTIMATES: usize = 4;

/// Plans a scenario.
pub fn plan(
    travel: &(impl Travel + ?Sized),
    neighbours: &Neighbours,
    scenario: &Scenario,
) -> Result<Plan, PlanError> {
    if let Some(rep) = scenario
        .workers
        .iter()
        .position(|w| w.days_a_week == 0 || w.days_a_week > DAYS_MAX)
    {
        return Err(PlanError::Days(rep));
    }
    let setup = Setup::new(travel, scenario);
    let mut travel_s = setup.first_estimate(travel, neighbours, scenario);
    let mut found = setup.give_out(scenario, neighbours, &travel_s)?;
    let mut slots = spread_all(travel, scenario, &found.rep_of);
    for _ in 1..ESTIMATES {
        setup.learn(travel, scenario, &found.rep_of, &slots, &mut travel_s);
        found = setup.give_out(scenario, neighbours, &travel_s)?;
        slots = spread_all(travel, scenario, &found.rep_of);
    }
    let days = order_all(travel, scenario, &found.rep_of, &slots)?;
    let notes = notes(scenario, &days);
    Ok(Plan {
        rep_of: found.rep_of,
        unserved: found.unserved,
        apart: found.apart,
        moved: found.moved,
        days,
        notes,
    })
}

struct Setup {
    units: Vec<Unit>,
    reps: Vec<Rep>,
    from_home: Vec<Option<u32>>,
}

impl Setup {
    fn new(travel: &(impl Travel + ?Sized), scenario: &Scenario) -> Self {
        let units = scenario.outlets.iter().map(|outlet| Unit {
            place: outlet.place,
            service_s: u64::from(outlet.service_s) * u64::from(outlet.visits),
            visits: outlet.visits,
            rep: outlet.rep,
            locked: outlet.locked,
            value: outlet.value,
            skills: outlet.skills,
        });
        let reps = scenario.workers.iter().map(|worker| {
            let days = u32::try_from(WEEKS * worker.days_a_week).unwrap_or(0);
            let pause = worker.pause.map_or(0, |pause| pause.seconds);
            let day = worker
                .to_s
                .saturating_sub(worker.from_s)
                .saturating_sub(pause);
            Rep {
                home: worker.home,
                capacity_s: u64::from(day) * u64::from(days),
                days,
                skills: worker.skills,
            }
        });
        let from_home = scenario.outlets.iter().flat_map(|outlet| {
            scenario.workers.iter().map(|worker| {
                let there = travel.leg(worker.home, outlet.place)?;
                travel.leg(outlet.place, worker.home)?;
                Some(there.metres)
            })
        });
        Self {
            from_home: from_home.collect(),
            units: units.collect(),
            reps: reps.collect(),
        }
    }

    /// As long as to the nearest of the outlets round it.
    #[expect(clippy::unused_self, reason = "beside the estimate that learns")]
    fn first_estimate(
        &self,
        travel: &(impl Travel + ?Sized),
        neighbours: &Neighbours,
        scenario: &Scenario,
    ) -> Vec<u32> {
        let nearest = |(index, outlet): (usize, &Outlet)| {
            let others = neighbours
                .next(index)
                .filter_map(|n| scenario.outlets.get(n));
            let ways = others.filter_map(|next| travel.leg(outlet.place, next.place));
            ways.map(|leg| leg.seconds).min().unwrap_or(0)
        };
        scenario.outlets.iter().enumerate().map(nearest).collect()
    }

    fn give_out(
        &self,
        scenario: &Scenario,
        neighbours: &Neighbours,
        travel_s: &[u32],
    ) -> Result<district::District, DistrictError> {
        district::district(&Setting {
            units: &self.units,
            reps: &self.reps,
            neighbours,
            from_home: &self.from_home,
            travel_s,
            budget: scenario.budget,
            weights: scenario.weights,
            seed: scenario.seed,
            rounds: scenario.rounds,
        })
    }

    /// Travel of each rep's nearest-neighbour days, shared out among its visits.
    #[expect(clippy::unused_self, reason = "beside the first estimate")]
    fn learn(
        &self,
        travel: &(impl Travel + ?Sized),
        scenario: &Scenario,
        rep_of: &[Option<usize>],
        slots: &[Vec<usize>],
        travel_s: &mut [u32],
    ) {
        for (rep, worker) in scenario.workers.iter().enumerate() {
            let own = own(rep_of, rep);
            let (mut seconds, mut visits) = (0_u64, 0_u64);
            for slot in 0..WEEKS * worker.days_a_week {
                let due = |outlet: &&usize| slots.get(**outlet).is_some_and(|s| s.contains(&slot));
                let mut open: Vec<usize> = own.iter().filter(due).copied().collect();
                let mut here = worker.home;
                visits += u64::try_from(open.len()).unwrap_or(0);
                let away = !open.is_empty();
                while !open.is_empty() {
                    let way = |at: &usize| {
                        let place = open.get(*at).and_then(|o| scenario.outlets.get(*o))?.place;
                        Some((travel.leg(here, place)?.seconds, place))
                    };
                    let next = (0..open.len()).filter_map(|at| Some((way(&at)?, at))).min();
                    let Some(((way, place), at)) = next else {
                        break;
                    };
                    seconds += u64::from(way);
                    here = place;
                    open.swap_remove(at);
                }
                if away {
                    let home = travel.leg(here, worker.home);
                    seconds += home.map_or(0, |leg| u64::from(leg.seconds));
                }
            }
            let share = u32::try_from(seconds / visits.max(1)).unwrap_or(0);
            for outlet in own {
                if let Some(estimate) = travel_s.get_mut(outlet) {
                    *estimate = share;
                }
            }
        }
    }
}

fn own(rep_of: &[Option<usize>], rep: usize) -> Vec<usize> {
    let of = |outlet: &usize| rep_of.get(*outlet).copied().flatten() == Some(rep);
    (0..rep_of.len()).filter(of).collect()
}

/// Of each outlet the slots it is visited in.
fn spread_all(
    travel: &(impl Travel + ?Sized),
    scenario: &Scenario,
    rep_of: &[Option<usize>],
) -> Vec<Vec<usize>> {
    let mut slots = vec![Vec::new(); rep_of.len()];
    for (rep, worker) in scenario.workers.iter().enumerate() {
        let own = own(rep_of, rep);
        let outlets: Vec<&Outlet> = own
            .iter()
            .filter_map(|o| scenario.outlets.get(*o))
            .collect();
        let mut places = vec![worker.home];
        places.extend(outlets.iter().map(|outlet| outlet.place));
        let ways = Matrix::of(travel, &places);
        let visited: Vec<Visited> = outlets
            .iter()
            .map(|outlet| Visited {
                service_s: outlet.service_s,
                visits: outlet.visits,
            })
            .collect();
        let found = spread::spread(&ways, &visited, worker.days_a_week, scenario.seed, 400);
        for (outlet, found) in own.into_iter().zip(found) {
            if let Some(slot) = slots.get_mut(outlet) {
                *slot = found;
            }
        }
    }
    slots
}

fn order_all(
    travel: &(impl Travel + ?Sized),
    scenario: &Scenario,
    rep_of: &[Option<usize>],
    slots: &[Vec<usize>],
) -> Result<Vec<DayPlan>, SequenceError> {
    let mut days = Vec::new();
    for (rep, worker) in scenario.workers.iter().enumerate() {
        // Weeks with the same outlets on a weekday are put in order once.
        let mut known: BTreeMap<Vec<usize>, Sequence> = BTreeMap::new();
        let own = own(rep_of, rep);
        for slot in 0..WEEKS * worker.days_a_week {
            let due = |outlet: &&usize| slots.get(**outlet).is_some_and(|s| s.contains(&slot));
            let outlets: Vec<usize> = own.iter().filter(due).copied().collect();
            let sequence = if let Some(known) = known.get(&outlets) {
                known.clone()
            } else {
                let new = one_day(travel, scenario, worker, &outlets)?;
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

fn one_day(
    travel: &(impl Travel + ?Sized),
    scenario: &Scenario,
    worker: &Worker,
    outlets: &[usize],
) -> Result<Sequence, SequenceError> {
    let given = outlets.iter().filter_map(|o| scenario.outlets.get(*o));
    let mut stops: Vec<Stop> = given
        .map(|outlet| Stop {
            place: outlet.place,
            service_s: outlet.service_s,
            window_s: outlet.window_s,
        })
        .collect();
    let beyond = stops.len().saturating_sub(sequence::STOPS_MAX);
    stops.truncate(sequence::STOPS_MAX);
    let day = Day {
        start: worker.home,
        end: Some(worker.home),
        from_s: worker.from_s,
        to_s: worker.to_s,
        pause: worker.pause,
        calls_max: worker.calls_max,
    };
    let effort = sequence::effort(scenario.seed);
    let mut found = sequence::sequence(travel, &day, &stops, &effort)?;
    let last = stops.len();
    found
        .left
        .extend((last..last + beyond).map(|stop| (stop, LeftWhy::NoRoom)));
    Ok(found)
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

impl Plan {
    /// Seconds of a cycle that a rep works: services and ways.
    pub fn work_s(&self, rep: usize, scenario: &Scenario) -> u64 {
        let own = self.days.iter().filter(|day| day.rep == rep);
        own.map(|day| {
            let calls = day.sequence.calls.iter();
            let outlets = calls.filter_map(|call| day.outlets.get(call.stop));
            let services = outlets.filter_map(|outlet| scenario.outlets.get(*outlet));
            services.map(|o| u64::from(o.service_s)).sum::<u64>() + day.sequence.travel_s
        })
        .sum()
    }

    pub fn metres(&self) -> u64 {
        self.days.iter().map(|day| day.sequence.metres).sum()
    }

    /// Of the hours of the reps: standard deviation by mean.
    #[expect(clippy::cast_precision_loss, reason = "seconds of a cycle")]
    pub fn variation(&self, scenario: &Scenario) -> f64 {
        let reps = scenario.workers.len();
        let hours: Vec<f64> = (0..reps)
            .map(|rep| self.work_s(rep, scenario) as f64)
            .collect();
        let mean = hours.iter().sum::<f64>() / reps.max(1) as f64;
        let squares = hours.iter().map(|h| (h - mean) * (h - mean)).sum::<f64>();
        libm::sqrt(squares / reps.max(1) as f64) / mean.max(1.0)
    }

    /// SHA-256 over who has what and every day's calls with their times.
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut put = |number: u64| hash.update(number.to_le_bytes());
        let whole = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        for rep in &self.rep_of {
            put(rep.map_or(u64::MAX, whole));
        }
        for day in &self.days {
            for number in [day.rep, day.week, day.day, day.sequence.calls.len()] {
                put(whole(number));
            }
            for call in &day.sequence.calls {
                put(day
                    .outlets
                    .get(call.stop)
                    .map_or(u64::MAX, |outlet| whole(*outlet)));
                put(u64::from(call.begin_s));
            }
        }
        hash.finalize().into()
    }
}
