//! What has changed hands, against what may.

use super::Budget;

/// Today's rep of an outlet, and what a change of it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Today {
    pub rep: Option<usize>,
    pub locked: bool,
    pub value: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct Changes {
    today: Vec<Today>,
    moved: usize,
    value: u64,
    moved_max: usize,
    value_max: u64,
}

impl Changes {
    pub fn new(today: Vec<Today>, budget: Budget) -> Self {
        let share = |permille: Option<u32>, of: u64| match permille {
            Some(permille) => of * u64::from(permille) / 1_000,
            None => u64::MAX,
        };
        let held = || today.iter().filter(|today| today.rep.is_some());
        let value = held().map(|today| today.value).sum();
        let count = u64::try_from(held().count()).unwrap_or(u64::MAX);
        let moved_max = share(budget.outlets_permille, count);
        Self {
            moved: 0,
            value: 0,
            moved_max: usize::try_from(moved_max).unwrap_or(usize::MAX),
            value_max: share(budget.value_permille, value),
            today,
        }
    }

    pub fn today(&self, outlet: usize) -> Option<usize> {
        self.today.get(outlet)?.rep
    }

    /// May an outlet go to a rep, from whoever has it now?
    pub fn allowed(&self, outlet: usize, now: Option<usize>, to: usize) -> bool {
        let Some(given) = self.today.get(outlet) else {
            return false;
        };
        let Some(today) = given.rep.filter(|today| *today != to) else {
            return true;
        };
        let counted = now.is_some_and(|now| now != today);
        let room =
            self.moved < self.moved_max && self.value.saturating_add(given.value) <= self.value_max;
        !given.locked && (counted || room)
    }

    pub fn give(&mut self, outlet: usize, now: Option<usize>, to: usize) {
        let Some(given) = self.today.get(outlet) else {
            return;
        };
        let Some(today) = given.rep else { return };
        if now.is_some_and(|now| now != today) {
            self.moved -= 1;
            self.value -= given.value;
        }
        if to != today {
            self.moved += 1;
            self.value += given.value;
        }
    }
}
