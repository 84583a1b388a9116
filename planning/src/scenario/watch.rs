//! Who looks on while a plan is made, and may end it.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::PlanError;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Outlets to reps.
    GiveOut,
    /// Visits over the days.
    Spread,
    /// Days in order.
    Order,
}

/// How far a plan has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    pub stage: Stage,
    /// Of the whole plan.
    pub done_permille: u32,
    /// Who has which outlet by now; empty before anybody has.
    pub rep_of: &'a [Option<usize>],
}

/// Is told of the progress several times a second; a break ends the plan.
pub trait Watch {
    fn tell(&mut self, progress: &Progress<'_>) -> ControlFlow<()>;
}

/// Nobody looks on.
impl Watch for () {
    fn tell(&mut self, _: &Progress<'_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// A part of the plan, as thousandths of the whole.
pub(super) struct Part<'a> {
    pub watch: &'a mut dyn Watch,
    pub stage: Stage,
    pub from_permille: u32,
    pub to_permille: u32,
}

impl Part<'_> {
    /// `done` in thousandths of this part.
    pub fn flow(&mut self, done: u32, rep_of: &[Option<usize>]) -> ControlFlow<()> {
        let long = self.to_permille.saturating_sub(self.from_permille);
        self.watch.tell(&Progress {
            stage: self.stage,
            done_permille: self.from_permille + long * done.min(1_000) / 1_000,
            rep_of,
        })
    }

    pub fn tell(
        &mut self,
        done: usize,
        of: usize,
        rep_of: &[Option<usize>],
    ) -> Result<(), PlanError> {
        let done = u32::try_from(done.saturating_mul(1_000) / of.max(1)).unwrap_or(1_000);
        match self.flow(done, rep_of) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(PlanError::Stopped),
        }
    }
}
