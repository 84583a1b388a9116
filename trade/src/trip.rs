//! A delivery trip: its states, what becomes of a stop, and the account of its goods.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TripState)]
pub enum State {
    Planned,
    /// Loaded and on its way.
    Out,
    /// Its goods and its money are accounted for.
    Settled,
    Cancelled,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Planned, Self::Out, Self::Settled, Self::Cancelled];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Out => "out",
            Self::Settled => "settled",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// What an action leads to; never back.
    pub const fn after(self, action: Action) -> Option<Self> {
        match (self, action) {
            (Self::Planned, Action::Load) | (Self::Out, Action::Answer) => Some(Self::Out),
            (Self::Planned, Action::Cancel) => Some(Self::Cancelled),
            (Self::Out, Action::Settle { open: 0 }) => Some(Self::Settled),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Load,
    /// A stop is told of.
    Answer,
    /// `open`: stops that nobody told of.
    Settle {
        open: usize,
    },
    Cancel,
}

/// What became of a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = StopOutcome)]
pub enum Outcome {
    Delivered,
    /// Some of it; the rest comes back.
    Partly,
    /// Nothing of it.
    Refused,
}

impl Outcome {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Partly => "partly",
            Self::Refused => "refused",
        }
    }

    /// Whether it needs a reason: whatever comes back does.
    pub const fn needs_reason(self) -> bool {
        !matches!(self, Self::Delivered)
    }
}

/// One product of a trip, in thousandths of the base unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Goods {
    pub loaded_milli: i64,
    pub delivered_milli: i64,
}

/// What was counted back, against what should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    pub returned_milli: i64,
    /// Missing above zero, too many below.
    pub missing_milli: i64,
}

impl Goods {
    /// What should come back.
    pub const fn due_milli(self) -> i64 {
        self.loaded_milli - self.delivered_milli
    }

    /// Settles what was counted.
    pub const fn settle(self, counted_milli: i64) -> Account {
        Account {
            returned_milli: counted_milli,
            missing_milli: self.due_milli() - counted_milli,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn action() -> impl Strategy<Value = Action> {
        prop_oneof![
            Just(Action::Load),
            Just(Action::Answer),
            Just(Action::Cancel),
            (0..3_usize).prop_map(|open| Action::Settle { open }),
        ]
    }

    proptest! {
        #[test]
        fn a_trip_never_goes_back_and_is_over_once(actions in prop::collection::vec(action(), 0..20)) {
            let mut state = State::Planned;
            for action in actions {
                let Some(next) = state.after(action) else { continue };
                prop_assert!(state == next || state as u8 <= next as u8);
                prop_assert!(!matches!(state, State::Settled | State::Cancelled), "nothing follows the end");
                if next == State::Settled {
                    prop_assert_eq!(action, Action::Settle { open: 0 });
                }
                state = next;
            }
        }

        #[test]
        fn the_goods_of_a_trip_balance_to_zero(loaded in 0..1_000_000_i64, part in 0..=1_000_000_i64, counted in 0..2_000_000_i64) {
            let goods = Goods { loaded_milli: loaded, delivered_milli: part.min(loaded) };
            let account = goods.settle(counted);
            prop_assert_eq!(
                goods.loaded_milli - goods.delivered_milli - account.returned_milli - account.missing_milli,
                0
            );
            prop_assert_eq!(goods.settle(goods.due_milli()).missing_milli, 0);
        }
    }
}
