//! What holds for every period that is settled: no budget and no cap exceeded, nobody more than is due, the same
//! for each whatever the order, and parts that add up.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use fieldbeat_pricing::{
    cumulative::{Bought, Claimed, Due, PeriodTier, due, grants, progress},
    scheme::{Benefit, Tier, ValueTier},
};
use proptest::prelude::*;

fn claimed() -> impl Strategy<Value = Vec<Claimed>> {
    let one = (0..5_000_000_i64, prop::option::of(0..5_000_000_i64));
    prop::collection::vec(one, 0..30).prop_map(|rows| {
        (0..)
            .zip(rows)
            .map(|(outlet, (due_minor, cap_left_minor))| Claimed {
                outlet,
                due_minor,
                cap_left_minor,
            })
            .collect()
    })
}

/// By quantity or by value.
fn tiers() -> impl Strategy<Value = Vec<PeriodTier>> {
    let heights = prop::collection::btree_map(1..1_000_i64, 1..3_000_i32, 1..8);
    (heights, any::<bool>()).prop_map(|(heights, by_value)| {
        let tier = |(height, basis_points): (i64, i32)| {
            let (at_least, benefit) = (height * 1_000, Benefit::Percent { basis_points });
            if by_value {
                PeriodTier::Value(ValueTier {
                    at_least_minor: at_least,
                    benefit,
                })
            } else {
                PeriodTier::Quantity(Tier {
                    at_least_milli: at_least,
                    benefit,
                })
            }
        };
        heights.into_iter().map(tier).collect()
    })
}

/// So much more of both.
fn more(bought: Bought, by: i64) -> Bought {
    Bought {
        milli: bought.milli + by,
        value_minor: bought.value_minor + by,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nobody_gets_more_than_is_due_and_all_no_more_than_the_budget(
        claimed in claimed(), budget in prop::option::of(0..60_000_000_i64),
    ) {
        let given = grants(&claimed, budget);
        prop_assert_eq!(given.len(), claimed.len());
        let most = |c: &Claimed| c.due_minor.min(c.cap_left_minor.unwrap_or(i64::MAX));
        for c in &claimed {
            prop_assert!((0..=most(c)).contains(&given[&c.outlet]));
        }
        let all: i64 = claimed.iter().map(most).sum();
        let sum: i64 = given.values().sum();
        prop_assert_eq!(sum, all.min(budget.unwrap_or(i64::MAX)), "the whole budget, where there is too little");
    }

    #[test]
    fn whoever_comes_first_gets_no_more_for_it(
        (claimed, shuffled) in claimed().prop_flat_map(|c| (Just(c.clone()), Just(c).prop_shuffle())),
        budget in 0..20_000_000_i64,
    ) {
        prop_assert_eq!(grants(&claimed, Some(budget)), grants(&shuffled, Some(budget)));
    }

    #[test]
    fn a_tier_is_reached_when_nothing_is_missing_to_it(
        tiers in tiers(), milli in -1_000..1_200_000_i64, value_minor in -1_000..1_200_000_i64,
    ) {
        let bought = Bought { milli, value_minor };
        let seen = progress(&tiers, bought);
        prop_assert_eq!(seen.next.is_some(), seen.missing_milli.xor(seen.missing_minor).is_some());
        if let (Some(next), Some(missing)) = (seen.next, seen.missing_milli.or(seen.missing_minor)) {
            prop_assert!(missing > 0);
            prop_assert_eq!(progress(&tiers, more(bought, missing)).reached, Some(next));
            prop_assert_ne!(progress(&tiers, more(bought, missing - 1)).reached, Some(next));
        } else {
            prop_assert_eq!(seen.reached, tiers.last());
        }
        prop_assert_eq!(seen.reached.is_some(), due(&tiers, bought).is_some());
    }

    #[test]
    fn a_share_is_never_above_what_was_bought(
        tiers in tiers(), milli in 0..1_200_000_i64, value_minor in -1_000..9_000_000_i64,
    ) {
        if let Some(Due::Money { minor }) = due(&tiers, Bought { milli, value_minor }) {
            prop_assert!((0..=value_minor.max(0)).contains(&minor));
        }
    }
}
