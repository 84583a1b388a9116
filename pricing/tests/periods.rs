//! What holds for every period that is settled: no budget and no cap exceeded, nobody more than is due, the same
//! for each whatever the order, and parts that add up.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use fieldbeat_pricing::{
    cumulative::{Claimed, Due, due, grants, progress},
    scheme::{Benefit, Tier},
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

fn tiers() -> impl Strategy<Value = Vec<Tier>> {
    prop::collection::btree_map(1..1_000_i64, 1..3_000_i32, 1..8).prop_map(|heights| {
        (heights.into_iter())
            .map(|(height, basis_points)| Tier {
                at_least_milli: height * 1_000,
                benefit: Benefit::Percent { basis_points },
            })
            .collect()
    })
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
        tiers in tiers(), bought in 0..1_200_000_i64,
    ) {
        let seen = progress(&tiers, bought);
        if let Some((next, missing)) = seen.next {
            prop_assert_eq!(bought + missing, next.at_least_milli);
            prop_assert_eq!(progress(&tiers, bought + missing).reached, Some(next));
            prop_assert_ne!(progress(&tiers, bought + missing - 1).reached, Some(next));
        } else {
            prop_assert!(tiers.iter().all(|t| t.at_least_milli <= bought));
        }
        prop_assert_eq!(seen.reached.is_some(), due(&tiers, bought, 1_000_000).is_some());
    }

    #[test]
    fn a_share_is_never_above_what_was_bought(tiers in tiers(), bought in 0..1_200_000_i64, value in -1_000..9_000_000_i64) {
        if let Some(Due::Money { minor }) = due(&tiers, bought, value) {
            prop_assert!((0..=value.max(0)).contains(&minor));
        }
    }
}
