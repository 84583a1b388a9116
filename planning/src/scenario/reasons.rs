//! Told after the fact: why an outlet changed hands, and why visits are missing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DayPlan, Scenario};
use crate::{
    district::{Neighbours, Unserved as Nobody},
    sequence::LeftWhy,
    spread::{Ways, patterns},
};

/// Why an outlet changed hands: of those that hold the first in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovedWhy {
    /// Nobody had it.
    WasNobodys,
    /// The old rep cannot do what it asks for, or no road leads there from his home.
    Skill,
    /// With the old rep it would lie apart from his territory.
    JoinsTerritory,
    /// The new rep's home is nearer by road.
    Nearer,
    /// With today's outlets the old rep is above his share of hours, and the new one below it or less above.
    EvensHours,
    /// None of these alone: it follows from what else moved.
    Rearranged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub outlet: usize,
    pub from: Option<usize>,
    pub to: usize,
    pub why: MovedWhy,
}

/// Why visits of an outlet are missing; of several reasons the first in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnservedWhy {
    /// No way leads there from any home.
    OffNetwork,
    /// No rep can do what it asks for.
    NoSkill,
    /// Nobody has it, and nothing is given out.
    NobodyYet,
    /// No way leads there from its rep's home and back.
    NoRoad,
    /// Alone, and it would still not fit into its window and the day.
    NeverInTime,
    /// Beside the other visits its days have no room for it.
    NoRoom,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unserved {
    pub outlet: usize,
    pub why: UnservedWhy,
    /// Visits of its cycle that are not planned.
    pub missing: usize,
}

/// What the reasons for moves are found from.
pub(super) struct Before<'a> {
    pub scenario: &'a Scenario,
    pub neighbours: &'a Neighbours,
    pub rep_of: &'a [Option<usize>],
    pub ways: &'a Ways,
    /// Travel that a visit takes on average.
    pub visit_travel_s: u64,
}

impl Before<'_> {
    pub fn moved(&self) -> Vec<Moved> {
        let shares = self.shares_today();
        let changed = self.scenario.outlets.iter().zip(self.rep_of).enumerate();
        changed
            .filter_map(|(outlet, (given, now))| {
                let to = now.filter(|_| given.rep != *now)?;
                Some(Moved {
                    outlet,
                    from: given.rep,
                    to,
                    why: self.why(outlet, given.rep, to, &shares),
                })
            })
            .collect()
    }

    fn why(&self, outlet: usize, from: Option<usize>, to: usize, shares: &[f64]) -> MovedWhy {
        let Some(from) = from else {
            return MovedWhy::WasNobodys;
        };
        let wanted = self.scenario.outlets.get(outlet).map_or(0, |o| o.skills);
        let able = self.scenario.workers.get(from).map_or(0, |w| w.skills);
        if wanted & !able != 0 || !self.ways.reaches(from, outlet) {
            return MovedWhy::Skill;
        }
        let beside = |next: usize| self.rep_of.get(next).copied().flatten() == Some(from);
        if !self.neighbours.next(outlet).any(beside) {
            return MovedWhy::JoinsTerritory;
        }
        let home = |rep: usize| self.ways.from_home(rep, outlet).metres;
        if home(to) < home(from) {
            return MovedWhy::Nearer;
        }
        let share = |rep: usize| shares.get(rep).copied().unwrap_or(1.0);
        if share(from) > 1.0 && share(to) < share(from) {
            return MovedWhy::EvensHours;
        }
        MovedWhy::Rearranged
    }

    /// Hours of each rep by his share, with the outlets that he has today.
    #[expect(clippy::cast_precision_loss, reason = "seconds of a cycle")]
    fn shares_today(&self) -> Vec<f64> {
        let mut work = vec![0.0; self.scenario.workers.len()];
        for outlet in &self.scenario.outlets {
            if let Some(work) = outlet.rep.and_then(|rep| work.get_mut(rep)) {
                let visit = u64::from(outlet.service_s) + self.visit_travel_s;
                *work += f64::from(outlet.visits) * visit as f64;
            }
        }
        let capacity: Vec<f64> = self
            .scenario
            .workers
            .iter()
            .map(|worker| worker.capacity_s().max(1) as f64)
            .collect();
        let level = work.iter().sum::<f64>() / capacity.iter().sum::<f64>();
        let shares = work.iter().zip(capacity);
        shares
            .map(|(work, capacity)| work / (capacity * level).max(1.0))
            .collect()
    }
}

/// Every outlet with visits that no day holds.
pub(super) fn unserved(
    scenario: &Scenario,
    nobody: &[(usize, UnservedWhy)],
    days: &[DayPlan],
) -> Vec<Unserved> {
    let mut found: BTreeMap<usize, (UnservedWhy, usize)> = BTreeMap::new();
    for (outlet, why) in nobody {
        let visits = scenario.outlets.get(*outlet).map_or(0, |o| o.visits);
        let days = scenario.workers.iter().map(|worker| worker.days_a_week);
        let options = patterns(visits, days.max().unwrap_or(1));
        let missing = options.first().map_or(0, Vec::len);
        found.insert(*outlet, (*why, missing));
    }
    for day in days {
        for (stop, why) in &day.sequence.left {
            let Some(outlet) = day.outlets.get(*stop) else {
                continue;
            };
            let why = match why {
                LeftWhy::NoRoad => UnservedWhy::NoRoad,
                LeftWhy::NeverInTime => UnservedWhy::NeverInTime,
                LeftWhy::NoRoom => UnservedWhy::NoRoom,
            };
            let entry = found.entry(*outlet).or_insert((why, 0));
            *entry = (entry.0.min(why), entry.1 + 1);
        }
    }
    let all = found.into_iter();
    all.map(|(outlet, (why, missing))| Unserved {
        outlet,
        why,
        missing,
    })
    .collect()
}

impl From<Nobody> for UnservedWhy {
    fn from(why: Nobody) -> Self {
        match why {
            Nobody::NoSkill => Self::NoSkill,
            Nobody::OffNetwork => Self::OffNetwork,
        }
    }
}
