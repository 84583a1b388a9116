//! Who gets which outlet: balanced in hours, in one piece, close together, near the reps' homes, and changed
//! no more than the budget allows.
//!
//! Workload is hours per cycle: (service + share of travel) × visits of the cycle, where travel is the way from
//! the outlet before and a share of the day's way from home and back. Outlets change hands one at
//! a time across a border, annealed from a seed; a territory never falls apart by it.

mod changes;
mod cost;
mod graph;
mod grow;
mod improve;

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub(crate) use changes::{Changes, Today};
pub use graph::{Neighbours, Pairs};

use crate::travel::Leg;

/// An outlet as it is given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Index of the place in the travel.
    pub place: usize,
    /// Seconds of service in a cycle.
    pub service_s: u64,
    /// Visits in a cycle.
    pub visits: u32,
    /// Today's rep.
    pub rep: Option<usize>,
    /// Stays with today's rep.
    pub locked: bool,
    /// What counts against the budget of value.
    pub value: u64,
    /// Bits of what a rep must be able to do.
    pub skills: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rep {
    pub home: usize,
    /// Seconds of work in a cycle: what the load is measured by.
    pub capacity_s: u64,
    /// Working days in a cycle.
    pub days: u32,
    pub skills: u64,
}

/// How much may change: shares in thousandths of all outlets that have a rep, and of their value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    pub outlets_permille: Option<u32>,
    pub value_permille: Option<u32>,
}

/// What is dear: each 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weights {
    pub hours: u32,
    pub metres: u32,
    pub moved: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            hours: 50,
            metres: 50,
            moved: 0,
        }
    }
}

/// Why an outlet has nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unserved {
    /// No rep can do what it asks for.
    NoSkill,
    /// No way leads there from any home.
    OffNetwork,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DistrictError {
    #[error("there are no outlets to give out")]
    NoOutlets,
    #[error("there are no reps to give outlets to")]
    NoReps,
    #[error("outlet {0} names a rep that is not there")]
    UnknownRep(usize),
    #[error("outlet {0} is locked to a rep, but has none")]
    LockedToNobody(usize),
    #[error("stopped before the end")]
    Stopped,
}

/// Is told how many thousandths are done and who has what; a break ends the search.
pub type Tell<'a> = dyn FnMut(u32, &[Option<usize>]) -> ControlFlow<()> + 'a;

/// Who has what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    /// Of each outlet its rep.
    pub rep_of: Vec<Option<usize>>,
    pub unserved: Vec<(usize, Unserved)>,
    /// Outlets that are not in one piece with the largest part of their rep's territory.
    pub apart: Vec<usize>,
    /// Outlets whose rep is another than today.
    pub moved: Vec<usize>,
    /// Seconds of a cycle of each rep, as estimated here.
    pub load_s: Vec<u64>,
}

/// What is searched with.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    pub units: &'a [Unit],
    pub reps: &'a [Rep],
    pub neighbours: &'a Neighbours,
    /// Of each outlet and rep the way from home, outlet by outlet; `None` where none leads there and back.
    pub from_home: &'a [Option<Leg>],
    /// Of each outlet the seconds of the way from the one before.
    pub travel_s: &'a [u32],
    pub budget: Budget,
    pub weights: Weights,
    pub seed: u64,
    /// Tried changes for each outlet.
    pub rounds: usize,
}

/// Gives the outlets out.
pub fn district(setting: &Setting, tell: &mut Tell) -> Result<District, DistrictError> {
    accept(setting)?;
    let mut state = cost::State::new(setting);
    if grow::start(&mut state, tell).is_break() || improve::improve(&mut state, tell).is_break() {
        return Err(DistrictError::Stopped);
    }
    Ok(state.finish())
}

fn accept(setting: &Setting) -> Result<(), DistrictError> {
    if setting.units.is_empty() {
        return Err(DistrictError::NoOutlets);
    }
    if setting.reps.is_empty() {
        return Err(DistrictError::NoReps);
    }
    for (index, unit) in setting.units.iter().enumerate() {
        match unit.rep {
            Some(rep) if rep >= setting.reps.len() => {
                return Err(DistrictError::UnknownRep(index));
            }
            None if unit.locked => return Err(DistrictError::LockedToNobody(index)),
            _ => {}
        }
    }
    Ok(())
}
