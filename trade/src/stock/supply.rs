//! Orders between a place and who supplies it: their states, who gets how much where there is too little for all,
//! and what became of goods on their way.

use serde::{Deserialize, Serialize};

use super::shelf::{Held, Lot};

/// Where such an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SupplyState)]
pub enum State {
    Draft,
    Submitted,
    /// All or part of it was promised, and is held at the source.
    Confirmed,
    /// On its way: it left the source and belongs to nobody's book.
    Shipped,
    /// Counted in, with what was missing.
    Received,
    Rejected,
    Cancelled,
}

impl State {
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Submitted,
        Self::Confirmed,
        Self::Shipped,
        Self::Received,
        Self::Rejected,
        Self::Cancelled,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Confirmed => "confirmed",
            Self::Shipped => "shipped",
            Self::Received => "received",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// What an action leads to; never back.
    pub const fn after(self, action: Action) -> Option<Self> {
        match (self, action) {
            (Self::Draft, Action::Submit) => Some(Self::Submitted),
            (Self::Submitted, Action::Confirm) => Some(Self::Confirmed),
            (Self::Submitted, Action::Reject) => Some(Self::Rejected),
            (Self::Confirmed, Action::Ship) => Some(Self::Shipped),
            (Self::Shipped, Action::Receive) => Some(Self::Received),
            // What is on its way arrives, or is told to be missing.
            (Self::Draft | Self::Submitted | Self::Confirmed, Action::Cancel) => {
                Some(Self::Cancelled)
            }
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Submit,
    Confirm,
    Reject,
    Ship,
    Receive,
    Cancel,
}

/// Who wants so many units of so much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asks {
    pub units: i64,
    /// Of one unit, in thousandths of the base unit; above zero.
    pub unit_milli: i64,
}

/// Shares what is there among all who ask, in proportion to what they ask: whole units, never more than asked,
/// never more than there is. Whole shares first; then one unit more for the largest remainders, as long as one
/// fits; the earlier one where they are alike. All that is asked where that is there.
pub fn fair_share(there_milli: i64, asks: &[Asks]) -> Vec<i64> {
    let there = i128::from(there_milli.max(0));
    let milli = |units: i64, a: &Asks| i128::from(units) * i128::from(a.unit_milli.max(1));
    let asked: i128 = asks.iter().map(|a| milli(a.units.max(0), a)).sum();
    if asked <= there {
        return asks.iter().map(|a| a.units.max(0)).collect();
    }
    // Share and remainder, in units and parts of `asked`.
    let exact = |a: &Asks| i128::from(a.units.max(0)) * there;
    let mut shares: Vec<i64> = (asks.iter())
        .map(|a| i64::try_from(exact(a) / asked).unwrap_or(0))
        .collect();
    let given: i128 = shares.iter().zip(asks).map(|(s, a)| milli(*s, a)).sum();
    let mut left = there - given;
    let mut order: Vec<usize> = (0..asks.len()).collect();
    let remainder = |i: &usize| asks.get(*i).map_or(0, |a| exact(a) % asked);
    order.sort_by_key(|i| (std::cmp::Reverse(remainder(i)), *i));
    // A small unit may fit more than once after a large one did not.
    loop {
        let before = left;
        for i in &order {
            if let (Some(share), Some(a)) = (shares.get_mut(*i), asks.get(*i))
                && *share < a.units
                && milli(1, a) <= left
            {
                *share += 1;
                left -= milli(1, a);
            }
        }
        if left == before {
            return shares;
        }
    }
}

/// The lots of so much that arrived of those that were shipped, in their order; what is more has no known lot.
pub fn arrived_lots(shipped: &[Held], received_milli: i64) -> Vec<Held> {
    let mut more = received_milli.max(0);
    let mut arrived = Vec::new();
    for held in shipped {
        let milli = more.min(held.milli);
        more -= milli;
        arrived.push(Held {
            lot: held.lot.clone(),
            milli,
        });
    }
    arrived.push(Held {
        lot: Lot::default(),
        milli: more,
    });
    arrived.retain(|h| h.milli > 0);
    arrived
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn asks() -> impl Strategy<Value = Vec<Asks>> {
        let units = prop::sample::select(vec![1_000_i64, 6_000, 24_000]);
        let one = (0..500_i64, units).prop_map(|(units, unit_milli)| Asks { units, unit_milli });
        prop::collection::vec(one, 0..12)
    }

    fn milli(shares: &[i64], asks: &[Asks]) -> i64 {
        shares.iter().zip(asks).map(|(s, a)| s * a.unit_milli).sum()
    }

    proptest! {
        #[test]
        fn a_share_is_whole_within_what_is_asked_and_there(there in -1_000..20_000_000_i64, asks in asks()) {
            let shares = fair_share(there, &asks);
            prop_assert_eq!(shares.len(), asks.len());
            prop_assert!(shares.iter().zip(&asks).all(|(s, a)| (0..=a.units).contains(s)));
            let given = milli(&shares, &asks);
            prop_assert!(given <= there.max(0));
            let whole: Vec<i64> = asks.iter().map(|a| a.units).collect();
            if milli(&whole, &asks) <= there {
                prop_assert_eq!(&shares, &whole);
            }
            // Nothing stays that somebody could still have.
            let left = there.max(0) - given;
            prop_assert!(shares.iter().zip(&asks).all(|(s, a)| *s == a.units || a.unit_milli > left));
        }

        /// In one kind of unit nobody is a whole unit away from the exact proportion.
        #[test]
        fn a_share_is_in_proportion(there in 0..100_000_i64, units in prop::collection::vec(0..1_000_i64, 1..10)) {
            let asks: Vec<Asks> = units.iter().map(|u| Asks { units: *u, unit_milli: 1_000 }).collect();
            let asked: i64 = units.iter().sum();
            prop_assume!(asked * 1_000 > there);
            for (share, units) in fair_share(there, &asks).iter().zip(&units) {
                let exact = i128::from(*units) * i128::from(there / 1_000);
                let off = i128::from(*share) * i128::from(asked) - exact;
                prop_assert!(off.abs() < 2 * i128::from(asked), "{share} of {units}");
            }
            // Who asks more never gets less.
            let shares = fair_share(there, &asks);
            for (i, a) in units.iter().enumerate() {
                for (j, b) in units.iter().enumerate() {
                    prop_assert!(a <= b || shares[i] >= shares[j]);
                }
            }
        }

        #[test]
        fn what_arrives_is_in_the_lots_that_left(shipped in prop::collection::vec(1..1_000_i64, 0..5), received in 0..5_000_i64) {
            let shipped: Vec<Held> = (shipped.iter().enumerate())
                .map(|(n, milli)| Held { lot: Lot { batch: format!("L{n}"), expires_on: None }, milli: *milli })
                .collect();
            let arrived = arrived_lots(&shipped, received);
            prop_assert_eq!(arrived.iter().map(|h| h.milli).sum::<i64>(), received);
            for h in arrived.iter().filter(|h| h.lot != Lot::default()) {
                prop_assert!(shipped.iter().any(|s| s.lot == h.lot && s.milli >= h.milli));
            }
        }

        #[test]
        fn an_order_never_goes_back(actions in prop::collection::vec(0..6_usize, 0..15)) {
            const ALL: [Action; 6] = [Action::Submit, Action::Confirm, Action::Reject, Action::Ship, Action::Receive, Action::Cancel];
            let mut state = State::Draft;
            for action in actions {
                let Some(next) = state.after(ALL[action]) else { continue };
                prop_assert!(next as u8 > state as u8);
                prop_assert!(next != State::Cancelled || state != State::Shipped);
                state = next;
            }
        }
    }

    #[test]
    fn what_remains_goes_to_the_largest_remainder() {
        let ask = |units| Asks {
            units,
            unit_milli: 1_000,
        };
        // 10 for 9, 6 and 3: exactly 5, 3.33 and 1.67.
        assert_eq!(fair_share(10_000, &[ask(9), ask(6), ask(3)]), [5, 3, 2]);
        assert_eq!(fair_share(1_000, &[ask(5), ask(5)]), [1, 0]);
        assert_eq!(fair_share(0, &[ask(5)]), [0]);
    }
}
