//! The inputs of a rep-day and their one order.

use serde::{Deserialize, Serialize};

use crate::{fix::Fix, mark::Mark, record::RecordFact, time::At};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    Mark(Mark),
    Fix(Fix),
    Record(RecordFact),
}

/// Total order of inputs inside a rep-day: by judged time, marks before fixes before records at
/// one instant, then by identity, so that every order of arrival sorts to the same fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct InputKey {
    pub at: At,
    pub class: u8,
    pub tie: [u8; 17],
}

impl Input {
    pub const fn judged_at(&self) -> At {
        match self {
            Self::Mark(m) => m.judged_at(),
            Self::Fix(f) => f.judged_at(),
            Self::Record(r) => r.at,
        }
    }
}
