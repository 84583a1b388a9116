//! The states of an order and what leads from one to the next.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrderState)]
pub enum State {
    Draft,
    Submitted,
    /// Waits for the release of every hold.
    Held,
    Confirmed,
    /// Its goods are set apart.
    Allocated,
    Dispatched,
    PartlyDelivered,
    Delivered,
    /// Nothing more will be delivered.
    Closed,
    Rejected,
    Cancelled,
}

impl State {
    pub const ALL: [Self; 11] = [
        Self::Draft,
        Self::Submitted,
        Self::Held,
        Self::Confirmed,
        Self::Allocated,
        Self::Dispatched,
        Self::PartlyDelivered,
        Self::Delivered,
        Self::Closed,
        Self::Rejected,
        Self::Cancelled,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Held => "held",
            Self::Confirmed => "confirmed",
            Self::Allocated => "allocated",
            Self::Dispatched => "dispatched",
            Self::PartlyDelivered => "partly_delivered",
            Self::Delivered => "delivered",
            Self::Closed => "closed",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// Which part of a customer's exposure its unbilled value is.
    pub const fn exposes(self) -> Exposes {
        match self {
            Self::Draft | Self::Rejected | Self::Cancelled => Exposes::Nothing,
            Self::Submitted | Self::Held => Exposes::Unconfirmed,
            Self::Confirmed
            | Self::Allocated
            | Self::Dispatched
            | Self::PartlyDelivered
            | Self::Delivered
            | Self::Closed => Exposes::Unbilled,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exposes {
    Nothing,
    Unconfirmed,
    Unbilled,
}

/// Why an order waits.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// Exposure with this order beyond the limit.
    Credit,
    /// An invoice is due for too long.
    Overdue,
    /// The phone's total is not what the catalogue says, or the catalogue has no price.
    Price,
    /// Not enough goods.
    Stock,
    /// A person wants to look at it.
    Review,
}

impl Hold {
    pub const ALL: [Self; 5] = [
        Self::Credit,
        Self::Overdue,
        Self::Price,
        Self::Stock,
        Self::Review,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Credit => "credit",
            Self::Overdue => "overdue",
            Self::Price => "price",
            Self::Stock => "stock",
            Self::Review => "review",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

/// Where an order stands. Held exactly while it has holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    pub state: State,
    pub holds: BTreeSet<Hold>,
}

/// What is done to an order; holds are those found at that moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Submit {
        holds: BTreeSet<Hold>,
    },
    /// New lines, before it is confirmed.
    Revise {
        holds: BTreeSet<Hold>,
    },
    Hold(Hold),
    Release(Hold),
    /// Credit and stock are looked at again: what they say may hold it after all.
    Confirm {
        holds: BTreeSet<Hold>,
    },
    Allocate,
    Dispatch,
    Deliver {
        complete: bool,
    },
    Close,
    Reject,
    Cancel,
}

/// The action does not fit the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

impl Status {
    pub fn draft() -> Self {
        Self {
            state: State::Draft,
            holds: BTreeSet::new(),
        }
    }

    /// What the action leads to. Steps of the warehouse may be left out, never gone back.
    pub fn after(&self, action: Action) -> Result<Self, Refused> {
        use State as S;
        let plain = |state| {
            Ok(Self {
                state,
                holds: BTreeSet::new(),
            })
        };
        match (self.state, action) {
            (S::Draft, Action::Revise { .. }) => plain(S::Draft),
            (S::Submitted, Action::Confirm { holds }) if holds.is_empty() => plain(S::Confirmed),
            (S::Draft, Action::Submit { holds })
            | (S::Submitted | S::Held, Action::Revise { holds })
            | (S::Submitted, Action::Confirm { holds }) => Ok(waiting(holds)),
            (S::Submitted | S::Held, Action::Hold(hold)) => {
                let mut holds = self.holds.clone();
                holds.insert(hold);
                Ok(waiting(holds))
            }
            (S::Held, Action::Release(hold)) => {
                let mut holds = self.holds.clone();
                if !holds.remove(&hold) {
                    return Err(Refused);
                }
                Ok(waiting(holds))
            }
            (S::Confirmed, Action::Allocate) => plain(S::Allocated),
            (S::Confirmed | S::Allocated, Action::Dispatch) => plain(S::Dispatched),
            (
                S::Confirmed | S::Allocated | S::Dispatched | S::PartlyDelivered,
                Action::Deliver { complete },
            ) => plain(if complete {
                S::Delivered
            } else {
                S::PartlyDelivered
            }),
            (S::PartlyDelivered | S::Delivered, Action::Close) => plain(S::Closed),
            (S::Submitted | S::Held, Action::Reject) => plain(S::Rejected),
            (S::Draft | S::Submitted | S::Held | S::Confirmed | S::Allocated, Action::Cancel) => {
                plain(S::Cancelled)
            }
            _ => Err(Refused),
        }
    }
}

fn waiting(holds: BTreeSet<Hold>) -> Status {
    Status {
        state: if holds.is_empty() {
            State::Submitted
        } else {
            State::Held
        },
        holds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn holds() -> impl Strategy<Value = BTreeSet<Hold>> {
        proptest::collection::btree_set(proptest::sample::select(Hold::ALL.to_vec()), 0..3)
    }

    fn action() -> impl Strategy<Value = Action> {
        let hold = || proptest::sample::select(Hold::ALL.to_vec());
        prop_oneof![
            holds().prop_map(|holds| Action::Submit { holds }),
            holds().prop_map(|holds| Action::Revise { holds }),
            hold().prop_map(Action::Hold),
            hold().prop_map(Action::Release),
            holds().prop_map(|holds| Action::Confirm { holds }),
            Just(Action::Allocate),
            Just(Action::Dispatch),
            any::<bool>().prop_map(|complete| Action::Deliver { complete }),
            Just(Action::Close),
            Just(Action::Reject),
            Just(Action::Cancel),
        ]
    }

    /// How far along an order is; the three before `confirmed` may follow each other.
    fn rank(state: State) -> u8 {
        match state {
            State::Draft => 0,
            State::Submitted | State::Held => 1,
            State::Confirmed => 2,
            State::Allocated => 3,
            State::Dispatched => 4,
            State::PartlyDelivered => 5,
            State::Delivered => 6,
            State::Closed | State::Rejected | State::Cancelled => 7,
        }
    }

    proptest! {
        #[test]
        fn an_order_never_goes_back_and_is_held_exactly_while_it_has_holds(
            actions in proptest::collection::vec(action(), 0..60)
        ) {
            let mut at = Status::draft();
            for action in actions {
                let Ok(next) = at.after(action.clone()) else { continue };
                prop_assert!(rank(next.state) >= rank(at.state), "{at:?} {action:?} {next:?}");
                prop_assert_eq!(next.state == State::Held, !next.holds.is_empty());
                at = next;
            }
        }
    }

    #[test]
    fn what_ended_stays_as_it_is() {
        for state in [State::Closed, State::Rejected, State::Cancelled] {
            let at = Status {
                state,
                holds: BTreeSet::new(),
            };
            for action in [
                Action::Cancel,
                Action::Dispatch,
                Action::Close,
                Action::Deliver { complete: true },
            ] {
                assert_eq!(at.after(action), Err(Refused));
            }
        }
    }

    #[test]
    fn words_round_trip() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
        for hold in Hold::ALL {
            assert_eq!(Hold::parse(hold.as_str()), Some(hold));
        }
    }
}
