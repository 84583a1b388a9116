//! Several solutions of one scenario: what each weighs most, and which of them none is better than.

use serde::{Deserialize, Serialize};

use super::Summary;
use crate::district::Weights;

/// What a solution is after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VariantName {
    /// Hours and kilometres alike.
    Balanced,
    /// Short ways first.
    Short,
    /// Even hours first.
    Even,
    /// Few outlets change hands.
    Steady,
}

impl VariantName {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Balanced => "balanced",
            Self::Short => "short",
            Self::Even => "even",
            Self::Steady => "steady",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    pub name: VariantName,
    pub weights: Weights,
}

/// The solutions that are worth being shown beside each other.
pub const fn front() -> [Variant; 4] {
    const fn variant(name: VariantName, hours: u32, metres: u32, moved: u32) -> Variant {
        let weights = Weights {
            hours,
            metres,
            moved,
        };
        Variant { name, weights }
    }
    [
        variant(VariantName::Balanced, 50, 50, 0),
        variant(VariantName::Short, 15, 85, 0),
        variant(VariantName::Even, 85, 15, 0),
        variant(VariantName::Steady, 50, 50, 50),
    ]
}

/// Of each solution whether another is as good in hours, metres, what has moved and what is left out, and better in one.
/// Of equal ones the first stays.
pub fn dominated(of: &[Summary]) -> Vec<bool> {
    let key = |s: &Summary| {
        let hours = u64::from(s.variation_permille);
        (hours, s.metres, s.moved, s.missing_visits)
    };
    let beaten = |(at, mine): (usize, &Summary)| {
        let mine = key(mine);
        of.iter().enumerate().any(|(other, theirs)| {
            let theirs = key(theirs);
            let as_good = theirs.0 <= mine.0
                && theirs.1 <= mine.1
                && theirs.2 <= mine.2
                && theirs.3 <= mine.3;
            as_good && (theirs != mine || other < at)
        })
    };
    of.iter().enumerate().map(beaten).collect()
}
